/* Texts and their parts; building of texts is in buf.c. */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

struct str str_of(const char *c_string)
{
	return c_string ? (struct str){ c_string, strlen(c_string) } : STR_NONE;
}

struct str str_copy(struct arena *arena, struct str text)
{
	if (!text.ptr)
		return STR_NONE;
	char *to = arena_extend(arena, NULL, 0, text.len + 1);
	check(to != NULL && "the arena's ceiling");
	memcpy(to, text.ptr, text.len);
	to[text.len] = 0;
	return (struct str){ to, text.len };
}

const char *str_c(struct arena *arena, struct str text)
{
	return text.len ? str_copy(arena, text).ptr : "";
}

struct str str_vformat(struct arena *arena, const char *format, va_list args)
{
	char few[256];
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(few, sizeof(few), format, args);
	check(len >= 0);
	char *to = arena_take(arena, (size_t)len + 1);
	if ((size_t)len < sizeof(few))
		memcpy(to, few, (size_t)len);
	else
		vsnprintf(to, (size_t)len + 1, format, again);
	va_end(again);
	return (struct str){ to, (size_t)len };
}

struct str str_format(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str text = str_vformat(arena, format, args);
	va_end(args);
	return text;
}

bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool str_starts(struct str text, struct str prefix)
{
	return text.len >= prefix.len && str_eq(str_slice(text, 0, prefix.len), prefix);
}

bool str_ends(struct str text, struct str suffix)
{
	return text.len >= suffix.len && str_eq(str_slice(text, text.len - suffix.len, text.len), suffix);
}

int str_compare(struct str a, struct str b)
{
	size_t both = a.len < b.len ? a.len : b.len;
	int order = both ? memcmp(a.ptr, b.ptr, both) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* What str_trim takes off besides ASCII: U+00A0, U+200B to U+200F, U+2060, U+FEFF. */
static const char *const invisible[] = { "\xC2\xA0", "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E",
	"\xE2\x80\x8F", "\xE2\x81\xA0", "\xEF\xBB\xBF" };

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of the blank at the front of the text, or at its end: 0 when there is none. */
static size_t blank_at(struct str text, bool end)
{
	char edge = text.len ? text.ptr[end ? text.len - 1 : 0] : 'a';
	if (is_blank(edge))
		return 1;
	if ((unsigned char)edge < 0x80)
		return 0; /* the others are not ASCII */
	for (size_t i = 0; i < LENGTH(invisible); i++) {
		struct str mark = str_of(invisible[i]);
		if (end ? str_ends(text, mark) : str_starts(text, mark))
			return mark.len;
	}
	return 0;
}

struct str str_trim(struct str text)
{
	size_t blank;
	while ((blank = blank_at(text, false)))
		text = str_slice(text, blank, text.len);
	while ((blank = blank_at(text, true)))
		text = str_slice(text, 0, text.len - blank);
	return text;
}

struct str str_slice(struct str text, size_t from, size_t to)
{
	if (!text.ptr)
		return STR_NONE;
	to = to < text.len ? to : text.len;
	from = from < to ? from : to;
	return (struct str){ text.ptr + from, to - from };
}

ptrdiff_t str_find(struct str text, struct str part)
{
	if (part.len == 0)
		return 0;
	if (text.len < part.len)
		return -1;
	const char *at = memmem(text.ptr, text.len, part.ptr, part.len);
	return at ? at - text.ptr : -1;
}

bool str_split(struct str *rest, char separator, struct str *ret_part)
{
	if (rest->len == 0)
		return false;
	const char *at = memchr(rest->ptr, separator, rest->len);
	size_t len = at ? (size_t)(at - rest->ptr) : rest->len;
	*ret_part = str_slice(*rest, 0, len);
	*rest = str_slice(*rest, at ? len + 1 : len, rest->len);
	return true;
}

bool str_int(struct str text, int64_t *ret_number)
{
	bool negative = text.len && text.ptr[0] == '-';
	if (text.len == (size_t)negative)
		return false;
	int64_t number = 0;
	for (size_t i = negative; i < text.len; i++) {
		int digit = text.ptr[i] - '0';
		if (digit < 0 || digit > 9 || __builtin_mul_overflow(number, 10, &number) ||
		        __builtin_sub_overflow(number, digit, &number))
			return false;
	}
	if (!negative && number == INT64_MIN)
		return false;
	*ret_number = negative ? number : -number;
	return true;
}
