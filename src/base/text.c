/* Forms of Vietnamese text: NFC, one line, folded, case, and numbers as they are shown. The keys of order are in key.c.
 */
#include "base/text.h"

#include "base/text_private.h"
#include "base/time.h"

#include <string.h>

int32_t text_next(struct str text, size_t *at)
{
	unsigned char first = (unsigned char)text.ptr[*at];
	if (first < 0x80) {
		++*at;
		return first;
	}
	utf8proc_int32_t code;
	utf8proc_ssize_t len =
	        utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + *at, (utf8proc_ssize_t)(text.len - *at), &code);
	*at += len > 0 ? (size_t)len : 1;
	return len > 0 ? code : -1;
}

bool text_valid(struct str text)
{
	for (size_t at = 0; at < text.len;)
		if (text_next(text, &at) <= 0)
			return false;
	return true;
}

/* Soft hyphen, zero-width marks, marks of direction, byte order mark. */
static bool is_invisible(int32_t code)
{
	return code == 0xAD || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
	       (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF;
}

/* Letters below U+0300, all of the Vietnamese ones, dashes and quotes: NFC as they are, and nothing joins them. */
static bool is_settled(int32_t code)
{
	return (code >= 0 && code < 0x300) || (code >= 0x1E00 && code <= 0x1EFF) || (code >= 0x2010 && code <= 0x2027);
}

static bool is_ascii(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] >= 0x80)
			return false;
	return true;
}

size_t text_put(char *to, int32_t code)
{
	return (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)to);
}

/* Copies without what is invisible, U+FFFD for what is invalid; says whether the copy is NFC already. */
static struct str cleaned(struct arena *arena, struct str text, bool *ret_settled)
{
	char *to = arena_take(arena, arena_product(text.len, 3) + 1);
	size_t len = 0;
	*ret_settled = true;
	for (size_t at = 0; at < text.len;) {
		int32_t code = text_next(text, &at);
		if (code >= 0 && is_invisible(code))
			continue;
		if (!is_settled(code))
			*ret_settled = false;
		len += text_put(to + len, code < 0 ? 0xFFFD : code);
	}
	return (struct str){ to, len };
}

/* NFC of well-formed text by utf8proc: about a microsecond even for a short name, hence the ways around it. */
static struct str composed(struct arena *arena, struct arena *scratch, struct str text)
{
	const utf8proc_uint8_t *from = (const utf8proc_uint8_t *)text.ptr;
	utf8proc_ssize_t room = (utf8proc_ssize_t)text.len * 4 + 1; /* no letter has more than 4 canonical parts */
	utf8proc_int32_t *codes = arena_take(scratch, arena_product(sizeof(*codes), (size_t)room));
	utf8proc_ssize_t count = utf8proc_decompose(
	        from, (utf8proc_ssize_t)text.len, codes, room - 1, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
	check(count >= 0 && count < room);
	utf8proc_ssize_t len = utf8proc_reencode(codes, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	check(len >= 0);
	return str_copy(arena, (struct str){ (const char *)codes, (size_t)len });
}

struct str text_nfc(struct arena *arena, struct str text)
{
	if (!text.ptr || is_ascii(text))
		return str_copy(arena, text);
	bool settled = true;
	for (size_t at = 0; at < text.len && settled;) {
		int32_t code = text_next(text, &at);
		settled = is_settled(code) && code != 0xAD;
	}
	if (settled)
		return str_copy(arena, text);
	struct arena *scratch CLOSES(arena_closep) = arena_open(arena_product(text.len, 64) + 4096);
	struct str clean = cleaned(scratch, text, &settled);
	return settled ? str_copy(arena, clean) : composed(arena, scratch, clean);
}

/* Blanks of every width, line ends. */
static bool is_space(int32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 || code == 0x1680 ||
	       (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
	       code == 0x205F || code == 0x3000;
}

static bool is_control(int32_t code)
{
	return code < 0x20 || (code >= 0x7F && code <= 0x9F);
}

int32_t text_viet(int32_t code)
{
	return code == 0xD0 ? 0x110 : code == 0xF0 ? 0x111 : code;
}

struct str text_line(struct arena *arena, struct str text)
{
	if (!text.ptr)
		return STR_NONE;
	struct str form = text_nfc(arena, text);
	char *to = arena_take(arena, form.len + 1); /* nothing here becomes longer */
	size_t len = 0;
	bool blank = false, dropped = false;
	for (size_t at = 0; at < form.len;) {
		int32_t code = text_next(form, &at);
		if (is_space(code)) {
			blank = true;
			continue;
		}
		dropped |= is_control(code);
		if (is_control(code))
			continue;
		if (blank && len)
			to[len++] = ' ';
		blank = false;
		len += text_put(to + len, text_viet(code));
	}
	/* A mark may stand behind its letter only now. */
	return dropped ? text_nfc(arena, (struct str){ to, len }) : (struct str){ to, len };
}

int32_t text_base(int32_t code)
{
	code = utf8proc_tolower(text_viet(code));
	if (code == 0x111)
		return 'd';
	utf8proc_int32_t parts[8];
	int boundary = 0;
	utf8proc_ssize_t count =
	        utf8proc_decompose_char(code, parts, LENGTH(parts), UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, &boundary);
	return count == 0 ? 0 : count == 1 ? parts[0] : code; /* several: a syllable of Hangul and the like */
}

bool text_fold_into(struct str text, char *to, size_t room, struct str *ret_fold)
{
	size_t len = 0;
	bool blank = false;
	for (size_t at = 0; at < text.len;) {
		int32_t code = text_next(text, &at);
		if (code < 0)
			code = 0xFFFD;
		if (is_space(code)) {
			blank = true;
			continue;
		}
		if (code >= 'A' && code <= 'Z')
			code += 'a' - 'A';
		else if (code >= 0x80)
			code = is_invisible(code) ? 0 : text_base(code);
		if (is_control(code))
			continue;
		char letter[8];
		size_t size = text_put(letter, code);
		if (size + (blank && len) > room - len)
			return false;
		if (blank && len)
			to[len++] = ' ';
		blank = false;
		memcpy(to + len, letter, size);
		len += size;
	}
	*ret_fold = (struct str){ to, len };
	return true;
}

struct str text_fold(struct arena *arena, struct str text)
{
	if (!text.ptr)
		return STR_NONE;
	size_t room = arena_product(text.len, 3) + 1;
	struct str fold;
	check(text_fold_into(text, arena_take(arena, room), room, &fold));
	return fold;
}

struct str text_like(struct arena *arena, struct str text)
{
	struct buf buf = buf_open(arena, arena_product(text.len, 2) + 2);
	buf_char(&buf, '%');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '%' || text.ptr[i] == '_' || text.ptr[i] == '\\')
			buf_char(&buf, '\\');
		buf_char(&buf, text.ptr[i]);
	}
	buf_char(&buf, '%');
	return buf_text(&buf);
}

size_t text_letters(struct str text)
{
	size_t letters = 0;
	for (size_t i = 0; i < text.len; i++)
		letters += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
	return letters;
}

static struct str with_case(struct arena *arena, struct str text, utf8proc_int32_t (*change)(utf8proc_int32_t))
{
	if (!text.ptr)
		return STR_NONE;
	char *to = arena_take(arena, arena_product(text.len, 3) + 1);
	size_t len = 0;
	for (size_t at = 0; at < text.len;) {
		int32_t code = text_next(text, &at);
		len += text_put(to + len, code < 0 ? 0xFFFD : change(code));
	}
	return (struct str){ to, len };
}

struct str text_lower(struct arena *arena, struct str text)
{
	return with_case(arena, text, utf8proc_tolower);
}

struct str text_upper(struct arena *arena, struct str text)
{
	return with_case(arena, text, utf8proc_toupper);
}

struct str number_show(struct arena *arena, int64_t number)
{
	char digits[24], *to = arena_take(arena, 32);
	int count = 0;
	size_t len = 0;
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	do
		digits[count++] = (char)('0' + left % 10);
	while (left /= 10);
	if (number < 0)
		to[len++] = '-';
	while (count) {
		to[len++] = digits[--count];
		if (count && count % 3 == 0)
			to[len++] = '.';
	}
	return (struct str){ to, len };
}

struct str permille_show(struct arena *arena, int64_t permille)
{
	struct str whole = number_show(arena, permille / 10);
	const char *sign = permille < 0 && permille > -10 ? "-" : "";
	int tenth = (int)(permille % 10);
	if (!tenth)
		return str_format(arena, "%.*s%%", STR_ARG(whole));
	return str_format(arena, "%s%.*s,%d%%", sign, STR_ARG(whole), tenth < 0 ? -tenth : tenth);
}

struct str month_show(struct arena *arena, int64_t month)
{
	return str_format(arena, month % 100 < 3 ? "%02d" : "%d", (int)(month % 100));
}

struct str date_words(struct arena *arena, struct str iso)
{
	struct date date;
	if (!date_parse(iso, &date) || !date_real(date))
		return STR("ngày …… tháng …… năm ……");
	return str_format(
	        arena, "ngày %02d tháng %.*s năm %d", date.day, STR_ARG(month_show(arena, date.month)), date.year);
}
