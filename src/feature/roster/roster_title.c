/* Names of cells and bodies where they stand: in titles in capitals, in rows across, on sheets. */
#include "roster_read_private.h"

#include "base/text.h"

#include <string.h>

/* Words of names of units as they are written inside a sentence; capitals tell nothing in a title. */
static const char *const phrases[] = { "thôn", "bản", "xóm", "ấp", "buôn", "làng", "khóm", "tổ dân phố", "khu phố",
	"khu dân cư", "tiểu khu", "số", "và", "các", "của", "xã", "phường", "thị trấn", "huyện", "tỉnh", "đoàn thể",
	"đặc khu", "thành phố", "Y tế", "Mầm non", "Mẫu giáo", "Tiểu học", "Trung học cơ sở", "Trung học phổ thông",
	"Trường", "Trạm", "Công an", "Quân sự", "Văn phòng", "Xây dựng Đảng", "Đảng ủy", "Đảng bộ", "Ủy ban nhân dân",
	"UBND", "Hội đồng nhân dân", "Ủy ban", "Mặt trận Tổ quốc", "Hợp tác xã", "Nông nghiệp", "Công ty", "Kinh tế",
	"Văn hóa - Xã hội", "Văn hóa", "Xã hội", "Phòng", "cổ phần", "Hưu trí", "Dân quân", "Cơ quan", "Doanh nghiệp",
	"Xí nghiệp", "Phân xưởng", "trực thuộc", "Trung tâm", "Phục vụ hành chính công" };

static bool all_capitals(struct arena *arena, struct str text)
{
	return str_eq(text, text_upper(arena, text)) && !str_eq(text, text_lower(arena, text));
}

static bool word_end(struct str text, size_t at)
{
	return at >= text.len || !(((unsigned char)text.ptr[at] | 0x20) >= 'a');
}

/* Two letters or more and no vowel: THCS, HTX, TNHH. */
static bool is_acronym(struct arena *arena, struct str word)
{
	struct str fold = text_fold(arena, word);
	static const char *const more[] = { "ubnd", "hdnd", "ptdtbt", "cb", "tu" };
	for (size_t i = 0; i < LENGTH(more); i++) {
		if (str_is(fold, more[i]))
			return !str_is(fold, "tu");
	}
	for (size_t i = 0; i < fold.len; i++) {
		if (strchr("aeiouy", fold.ptr[i]))
			return false;
	}
	return fold.len > 1;
}

static bool roman(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!strchr("IVX", word.ptr[i]))
			return false;
	}
	return word.len > 0;
}

static void put_capitalised(struct arena *arena, struct buf *buf, struct str word)
{
	size_t first = 1;
	while (first < word.len && ((unsigned char)word.ptr[first] & 0xc0) == 0x80)
		first++;
	if (is_acronym(arena, word) || roman(word)) {
		buf_str(buf, word);
		return;
	}
	buf_str(buf, text_upper(arena, str_slice(word, 0, first)));
	buf_str(buf, text_lower(arena, str_slice(word, first, word.len)));
}

/* A known phrase at the front of the rest, in its own case; 0 for none. */
static size_t put_phrase(struct arena *arena, struct buf *buf, struct str rest)
{
	for (size_t i = 0; i < LENGTH(phrases); i++) {
		struct str phrase = str_of(phrases[i]);
		struct str upper = text_upper(arena, phrase);
		if (str_starts(rest, upper) && word_end(rest, upper.len)) {
			buf_str(buf, phrase);
			return upper.len;
		}
	}
	return 0;
}

/* "TRƯỜNG THCS THƯ LÂM" -> "Trường THCS Thư Lâm" */
static struct str from_capitals(struct arena *arena, struct str text)
{
	struct buf buf = buf_open(arena, text.len * 3 + 64);
	for (size_t at = 0; at < text.len;) {
		struct str rest = str_slice(text, at, text.len);
		size_t len = put_phrase(arena, &buf, rest);
		if (!len) {
			while (!word_end(rest, len))
				len++;
			put_capitalised(arena, &buf, str_slice(rest, 0, len));
		}
		at += len;
		while (at < text.len && word_end(text, at))
			buf_char(&buf, text.ptr[at++]);
	}
	return buf_text(&buf);
}

/* Where lower-case `part` begins in text, whatever the case; -1. Both are NFC and fold to the same lengths by letter.
 */
static ptrdiff_t find_folded(struct arena *arena, struct str text, const char *part)
{
	struct str lower = text_lower(arena, text);
	return lower.len == text.len ? str_find(lower, str_of(part)) : -1;
}

/* "thôn", "trường" ...: what a name of a unit begins with */
static bool begins_with_unit(struct str plain)
{
	static const char *const words[] = { "thon", "ban", "xom", "ap", "buon", "lang", "khom", "to dan pho", "tdp",
		"khu pho", "khu dan cu", "tieu khu", "truong", "tram y te", "cong an", "quan su", "van phong",
		"cong ty", "htx", "hop tac xa", "co quan", "uy ban", "phong", "khoi", "to", "mat tran", "trung tam",
		"doanh nghiep" };
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (roster_begins(plain, words[i]) && plain.len > strlen(words[i]))
			return true;
	}
	return false;
}

struct str roster_cell_name(struct arena *arena, struct str text)
{
	struct str name = text_line(arena, text);
	if (!name.len)
		return STR_NONE;
	bool capitals = all_capitals(arena, name);
	struct str plain = roster_plain(arena, name);
	if (roster_begins(plain, "chi bo") && find_folded(arena, name, "chi bộ") == 0)
		name = str_trim(str_slice(name, strlen("chi bộ"), name.len));
	else if (roster_begins(plain, "chi bo") && find_folded(arena, name, "chi bo") == 0)
		name = str_trim(str_slice(name, strlen("chi bo"), name.len));
	else if (roster_begins(plain, "cb") && name.len > 3 && (name.ptr[2] == ' ' || name.ptr[2] == '.'))
		name = str_trim(str_slice(name, 3, name.len));
	else if (roster_begins(plain, "dang bo"))
		return capitals ? str_format(arena, "Đảng bộ %.*s",
		                          STR_ARG(from_capitals(
		                                  arena, str_trim(str_slice(name, strlen("Đảng bộ"), name.len)))))
		                : name;
	while (name.len && strchr(":-. ", name.ptr[0]))
		name = str_slice(name, 1, name.len);
	if (capitals)
		name = from_capitals(arena, name);
	for (size_t i = 0; i < 11; i++) {
		ptrdiff_t at = find_folded(arena, name, phrases[i]);
		if (at == 0 && word_end(name, strlen(phrases[i])))
			name = str_format(
			        arena, "%s%.*s", phrases[i], STR_ARG(str_slice(name, strlen(phrases[i]), name.len)));
	}
	return name.len ? str_format(arena, "Chi bộ %.*s", STR_ARG(name)) : STR_NONE;
}

struct str roster_cell_key(struct arena *arena, struct str name)
{
	struct str full = roster_cell_name(arena, name);
	struct str lower = text_lower(arena, full);
	struct buf buf = buf_open(arena, lower.len + 8);
	for (size_t i = 0; i < lower.len; i++) {
		if (!strchr(" .,-–/", lower.ptr[i]))
			buf_char(&buf, lower.ptr[i]);
		else if (buf.len && buf.ptr[buf.len - 1] != ' ')
			buf_char(&buf, ' ');
	}
	return text_name_key(arena, str_trim(buf_text(&buf)));
}

/* "IV. ", "2) ", "A/ ", "* " in front */
static struct str without_number(struct str text)
{
	size_t at = 0;
	text = str_trim(text);
	while (at < text.len && at < 5 && strchr("IVXivx0123456789.", text.ptr[at]))
		at++;
	if (at == 0 && text.len > 1 && text.ptr[0] >= 'A' && text.ptr[0] <= 'H' && strchr("./):", text.ptr[1]))
		at = 1;
	size_t number = at;
	while (at < text.len && strchr(".)/:-*+ ", text.ptr[at]))
		at++;
	return number == 0 || at > number || text.ptr[number - 1] == '.' ? str_slice(text, at, text.len) : text;
}

/* Behind the name may stand a count, a day, a year. */
static struct str without_tail(struct arena *arena, struct str name)
{
	static const char *const tails[] = { "(", " năm ", " tháng ", " tính đến", " đến ngày", " đến tháng",
		" - danh sách", ":", ";", " có ", " gồm ", " trực thuộc đảng", " thuộc đảng", " nhiệm kỳ", " quý " };
	for (size_t i = 0; i < LENGTH(tails); i++) {
		ptrdiff_t at = find_folded(arena, name, tails[i]);
		if (at > 0)
			name = str_trim(str_slice(name, 0, (size_t)at));
	}
	ptrdiff_t dash = str_find(name, STR(" - "));
	char next = dash > 0 && (size_t)dash + 3 < name.len ? name.ptr[dash + 3] : 0;
	if (next >= '0' && next <= '9') /* "Chi bộ khu phố 5 - 12 đảng viên" */
		name = str_trim(str_slice(name, 0, (size_t)dash));
	return name;
}

struct str roster_title_cell(struct arena *arena, struct str text, bool section)
{
	struct str line = without_number(text_line(arena, text));
	struct str plain = roster_plain(arena, line);
	if (line.len > 300 || roster_begins(plain, "t m") || roster_begins(plain, "tm chi bo") ||
	        roster_begins(plain, "tm"))
		return STR_NONE;
	ptrdiff_t at = find_folded(arena, line, "chi bộ");
	if (at < 0)
		at = find_folded(arena, line, "chi bo"); /* typed without marks */
	if (at < 0 && roster_begins(plain, "cb"))
		at = 0;
	if (at < 0 || (section && at > 0))
		return section && begins_with_unit(plain) && plain.len < 80
		               ? roster_cell_name(arena, without_tail(arena, line))
		               : STR_NONE;
	struct str before = roster_plain(arena, str_slice(line, 0, (size_t)at));
	if (str_ends(before, STR("cac")) || str_ends(before, STR("bi thu")) || str_ends(before, STR("tung")))
		return STR_NONE;
	struct str tail = str_slice(line, (size_t)at, line.len);
	if (find_folded(arena, tail, "chi bộ:") == 0)
		tail = str_format(
		        arena, "Chi bộ %.*s", STR_ARG(str_trim(str_slice(tail, strlen("chi bộ:"), tail.len))));
	struct str name = without_tail(arena, tail);
	struct str rest = roster_plain(arena, name);
	if (str_is(rest, "chi bo") || str_is(rest, "cb") || roster_begins(rest, "chi bo truc thuoc") ||
	        str_is(rest, "chi bo nam") || roster_begins(rest, "chi bo co so"))
		return STR_NONE;
	return roster_cell_name(arena, name);
}

struct str roster_title_parent(struct arena *arena, struct str text)
{
	struct str line = text_line(arena, text);
	struct str plain = roster_plain(arena, line);
	if (line.len > 200 || (!roster_begins(plain, "dang bo") && !roster_begins(plain, "dang uy")))
		return STR_NONE;
	struct str rest = str_trim(without_tail(arena, str_slice(line, strlen("Đảng bộ"), line.len)));
	if (roster_begins(plain, "dang uy"))
		rest = str_trim(str_slice(line, strlen("Đảng ủy"), line.len));
	if (all_capitals(arena, line))
		rest = from_capitals(arena, rest);
	return rest.len ? str_format(arena, "Đảng bộ %.*s", STR_ARG(rest)) : STR_NONE;
}

bool roster_sheet_is_plain(struct arena *arena, struct str name)
{
	static const char *const words[] = { "sheet", "trang tinh", "trang", "dsdv", "ds", "danh sach", "dang vien",
		"ds dang vien", "data", "bang", "tong hop", "book", "table", "du lieu", "ds chi bo", "danh sach chi bo",
		"chi bo", "chi tiet", "tonghop", "mau" };
	struct str plain = roster_plain(arena, name);
	while (plain.len && strchr("0123456789 ", plain.ptr[plain.len - 1]))
		plain.len--;
	if (!plain.len || roster_begins(plain, "danh sach") || roster_begins(plain, "dsdv") ||
	        roster_begins(plain, "ds"))
		return true;
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (str_is(plain, words[i]))
			return true;
	}
	return false;
}
