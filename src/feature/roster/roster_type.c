/* The kind of a cell by what its name says. The table is all there is to it: a word that offices use is one more line.
 */
#include "roster_import.h"
#include "roster_read_private.h"

#include "base/text.h"

#include <string.h>

/* The word that stands first in the name decides, the longest where several begin there ("Ban Chỉ huy quân sự"). */
static const struct {
	const char *word, *type;
} words[] = {
	{ "thôn", "thon" },
	{ "tổ dân phố", "thon" },
	{ "tdp", "thon" },
	{ "khu dân cư", "thon" },
	{ "khu phố", "thon" },
	{ "khu", "thon" },
	{ "khóm", "thon" },
	{ "bản", "thon" },
	{ "ấp", "thon" },
	{ "xóm", "thon" },
	{ "buôn", "thon" },
	{ "làng", "thon" },
	{ "sóc", "thon" },
	{ "trường", "hanh_chinh" },
	{ "mầm non", "hanh_chinh" },
	{ "mẫu giáo", "hanh_chinh" },
	{ "tiểu học", "hanh_chinh" },
	{ "thcs", "hanh_chinh" },
	{ "thpt", "hanh_chinh" },
	{ "trạm", "hanh_chinh" },
	{ "bệnh viện", "hanh_chinh" },
	{ "trung tâm", "hanh_chinh" },
	{ "ủy ban", "hanh_chinh" },
	{ "ubnd", "hanh_chinh" },
	{ "hđnd", "hanh_chinh" },
	{ "mttq", "hanh_chinh" },
	{ "mặt trận", "hanh_chinh" },
	{ "văn phòng", "hanh_chinh" },
	{ "phòng", "hanh_chinh" },
	{ "ban", "hanh_chinh" },
	{ "cơ quan", "hanh_chinh" },
	{ "chính quyền", "hanh_chinh" },
	{ "khối đảng", "hanh_chinh" },
	{ "công an", "llvt" },
	{ "quân sự", "llvt" },
	{ "ban chỉ huy", "llvt" },
	{ "biên phòng", "llvt" },
	{ "đồn", "llvt" },
	{ "công ty", "dntn" },
	{ "doanh nghiệp", "dntn" },
	{ "hợp tác xã", "dntn" },
	{ "htx", "dntn" },
	{ "quỹ tín dụng", "dntn" },
	{ "tổng công ty", "dnnn" },
	{ "doanh nghiệp nhà nước", "dnnn" },
	{ "công ty điện lực", "dnnn" },
	{ "điện lực", "dnnn" },
	{ "bưu điện", "dnnn" },
};
/* These decide wherever they stand: "Chi bộ Trường Cao đẳng Y, khối sinh viên". */
static const char *const students[] = { "sinh viên", "học sinh" };

/* Letters alone, one blank between words; with their marks where `marked`. */
static struct str simple(struct arena *arena, const char *word, bool marked)
{
	struct str text = str_of(word);
	return marked ? text_lower(arena, text_nfc(arena, text)) : roster_plain(arena, text);
}

static ptrdiff_t find_word(struct str name, struct str word)
{
	for (size_t at = 0; at + word.len <= name.len; at++) {
		char before = at ? name.ptr[at - 1] : ' ';
		char after = at + word.len < name.len ? name.ptr[at + word.len] : ' ';
		bool apart = strchr(" ,.()-/:;", before) && strchr(" ,.()-/:;0123456789", after);
		if (apart && str_eq(str_slice(name, at, at + word.len), word))
			return (ptrdiff_t)at;
	}
	return -1;
}

static const char *type_in(struct arena *arena, struct str name, bool marked)
{
	const char *type = NULL;
	ptrdiff_t first = (ptrdiff_t)name.len;
	size_t longest = 0;
	for (size_t i = 0; i < LENGTH(students); i++)
		if (find_word(name, simple(arena, students[i], marked)) >= 0)
			return "hoc_sinh";
	for (size_t i = 0; i < LENGTH(words); i++) {
		struct str word = simple(arena, words[i].word, marked);
		ptrdiff_t at = find_word(name, word);
		if (at < 0 || at > first || (at == first && word.len <= longest))
			continue;
		type = words[i].type;
		first = at;
		longest = word.len;
	}
	return type;
}

struct str roster_type_of(struct arena *arena, struct str name)
{
	/* With its marks first: "bản" is a village, "ban" an office. */
	const char *type = type_in(arena, text_lower(arena, text_nfc(arena, name)), true);
	if (!type)
		type = type_in(arena, roster_plain(arena, name), false);
	return str_of(type ? type : "thon");
}
