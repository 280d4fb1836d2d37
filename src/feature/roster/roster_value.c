/* Values of single cells: sex, numbers, what a note says about a member's standing. */
#include "roster_read_private.h"

#include "base/text.h"

#include <string.h>

bool roster_has_year(const struct sheet_cell *cell)
{
	size_t digits = 0;
	for (size_t i = 0; i < cell->text.len; i++)
		digits += cell->text.ptr[i] >= '0' && cell->text.ptr[i] <= '9';
	return cell->kind == SHEET_DATE || (cell->kind == SHEET_NUMBER && cell->number >= 1900) ||
	       (cell->kind == SHEET_TEXT && digits >= 4);
}

bool roster_is_mark(struct arena *arena, struct str text)
{
	static const char *const marks[] = { "x", "v", "1", "co", "+", "×", "✓", "✔", "√", "*", "nam", "nu" };
	struct str fold = text_fold(arena, str_trim(text));
	for (size_t i = 0; i < LENGTH(marks); i++) {
		if (str_is(fold, marks[i]))
			return true;
	}
	return false;
}

bool roster_is_nothing(struct arena *arena, struct str text)
{
	static const char *const nothing[] = { "", "khong", "ko", "khong co", "k", "n a", "0", "mat", "dang lam",
		"cho cap", "khong ro", "khong nho", "khong nho ro" };
	if (text.len > 60 || (text.len > 1 && text.ptr[0] >= '0' && text.ptr[0] <= '9'))
		return false;
	struct str plain = roster_plain(arena, text);
	if (roster_begins(plain, "chua")) /* "chưa CT", "chưa đổi thẻ" */
		return true;
	for (size_t i = 0; i < LENGTH(nothing); i++) {
		if (str_is(plain, nothing[i]))
			return true;
	}
	return false;
}

struct str roster_sex(struct arena *arena, struct str text)
{
	static const struct {
		const char *word;
		bool male;
	} words[] = { { "nam", true }, { "nam gioi", true }, { "trai", true }, { "ong", true }, { "male", true },
		{ "m", true }, { "nu", false }, { "nu gioi", false }, { "gai", false }, { "ba", false },
		{ "female", false }, { "f", false } };
	if (str_is(text, "Nam"))
		return STR("Nam");
	if (str_is(text, "Nữ"))
		return STR("Nữ");
	struct str plain = roster_plain(arena, text);
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (str_is(plain, words[i].word))
			return words[i].male ? STR("Nam") : STR("Nữ");
	}
	return STR_NONE;
}

/* "ĐT: 0900 000 257" */
static struct str without_label(struct str text)
{
	for (size_t i = 0; i < text.len && i < 30; i++) {
		if (text.ptr[i] == ':')
			return str_slice(text, i + 1, text.len);
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			break;
	}
	return text;
}

struct str roster_digits(struct arena *arena, struct str text, bool *ret_foreign)
{
	text = without_label(text);
	struct buf buf = buf_open(arena, text.len + 1);
	*ret_foreign = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c >= '0' && c <= '9')
			buf_char(&buf, c);
		else if (!strchr(" .,-/'()+\t\r\n\"`", c) &&
		         !str_starts(str_slice(text, i, text.len), STR("\xc2\xa0")) &&
		         !(i && !memcmp(text.ptr + i - 1, "\xc2\xa0", 2)))
			*ret_foreign = true;
	}
	return buf.len ? buf_text(&buf) : STR_NONE;
}

/* A word of `words` stands somewhere behind the first place of `first`. */
static bool follows(struct str plain, const char *first, const char *then)
{
	ptrdiff_t at = str_find(plain, str_of(first));
	return at >= 0 && roster_has(str_slice(plain, (size_t)at + strlen(first), plain.len), then);
}

/* What stands behind `part` is nothing, or a word of the list: "tại chi bộ" is here, "tại chi bộ thôn Đoài" is not. */
static bool ends_with(struct str plain, const char *part, const char *const *next, size_t count)
{
	ptrdiff_t at = str_find(plain, str_of(part));
	if (at < 0)
		return false;
	struct str rest = str_trim(str_slice(plain, (size_t)at + strlen(part), plain.len));
	bool fits = !rest.len;
	for (size_t i = 0; i < count; i++)
		fits |= roster_begins(rest, next[i]);
	return fits;
}

/* Temporary stay is away from here, or here from elsewhere. "nơi khác đến 12/2026" names an end, "nơi khác đến" a
 * coming. */
static void temporary(struct str plain, struct note_flags *flags)
{
	static const char *const own[] = { "nay", "ta", "minh", "tu", "den", "tu ngay", "theo" };
	static const char *const coming[] = { "tu", "chi bo", "day", "sinh hoat", "theo", "sh", "ngay", "thang" };
	bool here = ends_with(plain, "tam thoi tai chi bo", own, LENGTH(own)) ||
	            ends_with(plain, "tam thoi o chi bo", own, LENGTH(own)) ||
	            (ends_with(plain, "noi khac den", coming, LENGTH(coming)) && !roster_has(plain, "o noi khac")) ||
	            (roster_has(plain, "chuyen den") && !roster_has(plain, "den noi khac")) ||
	            roster_has(plain, "tam thoi tai day") || roster_has(plain, "tam thoi o day") ||
	            roster_has(plain, "ve day") || roster_has(plain, "tiep nhan") ||
	            roster_has(plain, "tam thoi den tu") || roster_has(plain, "tam thoi den chi bo") ||
	            roster_has(plain, "den tu");
	bool there = roster_has(plain, "noi khac") || follows(plain, "tam thoi", "di") ||
	             follows(plain, "chuyen", "di") || follows(plain, "tam thoi", "sang") ||
	             follows(plain, "tam thoi", "ve") || follows(plain, "tam thoi", "tai") ||
	             follows(plain, "tam thoi", "o") || follows(plain, "shtt", "di") ||
	             follows(plain, "shtt", "sang") || follows(plain, "shtt", "tai") || roster_begins(plain, "di") ||
	             roster_begins(plain, "dang di");
	flags->temporary_stay = here || !there;
	flags->away = !here && there;
	flags->unclear = !here && !there && !roster_has(plain, "tam thoi den");
}

/* "Mất ngày 3/5/2026", "đã mất"; a card may be lost too. */
static bool has_died(struct str plain)
{
	static const char *const things[] = { "the", "giay", "cmnd", "cccd", "lien lac", "so", "ho so", "suc",
		"kha nang" };
	for (size_t i = 0; i < LENGTH(things); i++) {
		if (follows(plain, "mat", things[i]))
			return false;
	}
	return roster_begins(plain, "mat") || roster_begins(plain, "chet") || roster_has(plain, "da mat");
}

static bool has_left(struct str plain)
{
	static const char *const words[] = { "tu tran", "khai tru", "xoa ten", "ra khoi dang", "da chuyen sinh hoat",
		"da chuyen sh", "da chuyen shd", "chuyen ra ngoai dang bo", "da qua doi", "da chet",
		"chuyen sinh hoat ve", "chuyen sinh hoat sang", "chuyen sh ve", "chuyen sh sang", "da chuyen ve",
		"da chuyen sang", "da chuyen khoi", "cham dut sinh hoat" };
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (roster_has(plain, words[i]))
			return true;
	}
	if (has_died(plain))
		return true;
	if (roster_has(plain, "chuyen den") || roster_has(plain, "noi khac den") || roster_has(plain, "chua chuyen") ||
	        roster_has(plain, "xin chuyen") || roster_has(plain, "de nghi chuyen"))
		return false;
	return roster_has(plain, "chuyen di") ||
	       (roster_has(plain, "chuyen") && (follows(plain, "chuyen", "di") || follows(plain, "chuyen", "sang")) &&
	               (roster_has(plain, "sh") || roster_has(plain, "sinh hoat") || roster_has(plain, "shd") ||
	                       roster_has(plain, "chinh thuc"))) ||
	       str_is(plain, "da chuyen") || str_is(plain, "chuyen");
}

struct note_flags roster_note(struct arena *arena, struct str note)
{
	struct note_flags flags = { 0 };
	if (!note.len)
		return flags;
	struct str plain = roster_plain(arena, note);
	bool ended = roster_has(plain, "het") || roster_has(plain, "thoi mien") || roster_has(plain, "khong");
	bool asked =
	        roster_has(plain, "xin mien") || roster_has(plain, "de nghi mien") || roster_has(plain, "dang phi");
	flags.exempt =
	        !ended && !asked &&
	        (roster_has(plain, "mien sinh hoat") || roster_has(plain, "mien sh") || roster_has(plain, "mien shd") ||
	                roster_has(plain, "mien cong tac") || roster_has(plain, "duoc mien") ||
	                roster_has(plain, "mien ct") || roster_has(plain, "mien shcb") || roster_has(plain, "msh") ||
	                roster_has(plain, "mshd") || roster_has(plain, "dang vien mien") || str_is(plain, "mien"));
	if (!ended && (roster_has(plain, "tam thoi") || roster_has(plain, "shtt")))
		temporary(plain, &flags);
	else if (!ended && (roster_has(plain, "sinh hoat noi khac") || roster_has(plain, "sinh hoat o noi khac") ||
	                           roster_has(plain, "sh noi khac") || roster_has(plain, "sh o noi khac")))
		flags.away = true;
	else
		flags.moved_out = has_left(plain);
	flags.probationary = !ended && (roster_has(plain, "du bi") || roster_has(plain, "dvdb") || str_is(plain, "db"));
	flags.full = roster_has(plain, "dang vien chinh thuc") || roster_has(plain, "dvct") ||
	             str_is(plain, "chinh thuc") || str_is(plain, "ct");
	return flags;
}
