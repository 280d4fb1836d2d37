/* Text being built in an arena, plain and escaped for the places it goes to. */
#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

enum { BUF_FIRST = 256 };

struct buf buf_open(struct arena *arena, size_t ceiling)
{
	return (struct buf){ .arena = arena, .ceiling = ceiling };
}

static bool buf_fills(struct buf *buf)
{
	buf->full = true;
	buf->room = buf->len;
	return false;
}

/* Room for `more` bytes past len; false, for good, when there is none. */
static bool buf_room(struct buf *buf, size_t more)
{
	if (buf->full)
		return false;
	if (more <= buf->room - buf->len)
		return true;
	if (more > buf->ceiling - buf->len)
		return buf_fills(buf);
	size_t room = buf->room ? buf->room : BUF_FIRST;
	while (room < buf->len + more)
		room = room > SIZE_MAX / 2 ? buf->len + more : room * 2;
	room = room < buf->ceiling ? room : buf->ceiling;
	char *ptr = arena_extend(buf->arena, buf->ptr, buf->room + 1, room + 1); /* one for the NUL of buf_text */
	if (!ptr)
		return buf_fills(buf);
	buf->ptr = ptr;
	buf->room = room;
	return true;
}

void buf_put_growing(struct buf *buf, const char *bytes, size_t len)
{
	if (len == 0 || !buf_room(buf, len))
		return;
	memcpy(buf->ptr + buf->len, bytes, len);
	buf->len += len;
}

void buf_reserve(struct buf *buf, size_t more)
{
	size_t left = buf->ceiling - buf->len;
	buf_room(buf, more < left ? more : left);
}

void buf_str(struct buf *buf, struct str text)
{
	buf_put(buf, text.ptr, text.len);
}

void buf_c(struct buf *buf, const char *c_string)
{
	buf_str(buf, str_of(c_string));
}

void buf_char(struct buf *buf, char c)
{
	buf_put(buf, &c, 1);
}

/* Two digits a step: a page holds hundreds of ids of eighteen. */
void buf_int(struct buf *buf, int64_t number)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
	                            "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
	                            "8081828384858687888990919293949596979899";
	char room[24], *at = room + sizeof(room);
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	for (; rest >= 100; rest /= 100)
		memcpy(at -= 2, pairs + rest % 100 * 2, 2);
	if (rest >= 10)
		memcpy(at -= 2, pairs + rest * 2, 2);
	else
		*--at = (char)('0' + rest);
	if (number < 0)
		*--at = '-';
	buf_put(buf, at, (size_t)(room + sizeof(room) - at));
}

void buf_format(struct buf *buf, const char *format, ...)
{
	char few[256];
	va_list args;
	va_start(args, format);
	int len = vsnprintf(few, sizeof(few), format, args);
	va_end(args);
	check(len >= 0);
	if ((size_t)len < sizeof(few)) {
		buf_put(buf, few, (size_t)len);
		return;
	}
	/* vsnprintf ends with a NUL, which may need the byte past the ceiling: so it is written apart and copied. */
	va_start(args, format);
	struct arena *scratch CLOSES(arena_closep) = arena_open((size_t)len + 4096);
	struct str text = str_vformat(scratch, format, args);
	va_end(args);
	buf_str(buf, text);
}

void buf_html(struct buf *buf, struct str text)
{
	enum { AMP = 1, LESS, MORE, QUOTE, TICK };
	static const uint8_t marks[256] = { ['&'] = AMP, ['<'] = LESS, ['>'] = MORE, ['"'] = QUOTE, ['\''] = TICK };
	static const char escapes[][6] = { "", "&amp;", "&lt;", "&gt;", "&#34;", "&#39;" };
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		uint8_t mark = marks[(unsigned char)text.ptr[i]];
		if (!mark)
			continue;
		buf_put(buf, text.ptr + from, i - from);
		buf_c(buf, escapes[mark]);
		from = i + 1;
	}
	buf_put(buf, text.ptr + from, text.len - from);
}

static bool url_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
	       c == '_' || c == '~';
}

void buf_url(struct buf *buf, struct str text)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (url_plain(text.ptr[i]))
			continue;
		buf_put(buf, text.ptr + from, i - from);
		buf_put(buf, (char[]){ '%', digits[c >> 4], digits[c & 15] }, 3);
		from = i + 1;
	}
	buf_put(buf, text.ptr + from, text.len - from);
}

static bool json_plain(utf8proc_int32_t code)
{
	return code >= 0x20 && code != '"' && code != '\\' && code != '<' && code != '>' && code != '&' &&
	       !(code >= 0x7F && code <= 0x9F) && code != 0x2028 && code != 0x2029;
}

static void json_letter(struct buf *buf, utf8proc_int32_t code)
{
	switch (code) {
	case '"':
		buf_c(buf, "\\\"");
		break;
	case '\\':
		buf_c(buf, "\\\\");
		break;
	case '\n':
		buf_c(buf, "\\n");
		break;
	default:
		buf_format(buf, "\\u%04x", (unsigned)code);
	}
}

void buf_json(struct buf *buf, struct str text)
{
	if (!text.ptr) {
		buf_c(buf, "null");
		return;
	}
	buf_char(buf, '"');
	size_t from = 0, at = 0;
	while (at < text.len) {
		utf8proc_int32_t code = (unsigned char)text.ptr[at];
		utf8proc_ssize_t len = 1;
		if (code >= 0x80)
			len = utf8proc_iterate(
			        (const utf8proc_uint8_t *)text.ptr + at, (utf8proc_ssize_t)(text.len - at), &code);
		if (len > 0 && json_plain(code)) {
			at += (size_t)len;
			continue;
		}
		buf_put(buf, text.ptr + from, at - from);
		json_letter(buf, len > 0 ? code : 0xFFFD);
		at += len > 0 ? (size_t)len : 1;
		from = at;
	}
	buf_put(buf, text.ptr + from, at - from);
	buf_char(buf, '"');
}

/* Behind blanks too: some programs cut them off first; and in the wide letters of East Asia. */
static bool begins_formula(struct str text)
{
	static const char *const wide[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0" };
	if (text.len && strchr("\t\r\n", text.ptr[0]))
		return true;
	text = str_trim(text);
	for (size_t i = 0; i < LENGTH(wide); i++) {
		if (str_starts(text, str_of(wide[i])))
			return true;
	}
	return text.len && strchr("=+-@", text.ptr[0]);
}

void buf_csv(struct buf *buf, struct str text)
{
	buf_c(buf, begins_formula(text) ? "\"'" : "\"");
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_char(buf, '"');
		buf_char(buf, text.ptr[i]);
	}
	buf_char(buf, '"');
}

struct str buf_text(const struct buf *buf)
{
	if (!buf->len)
		return STR("");
	buf->ptr[buf->len] = 0;
	return (struct str){ buf->ptr, buf->len };
}
