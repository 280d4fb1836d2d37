/* Percent-encoding, strictly: paths, queries and urlencoded forms; and the one way in which typed text comes in (UTF-8,
 * NFC, \n). */
#include "web/http_private.h"

#include "base/text.h"

#include <string.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes raw to *at and moves *at on. False: a broken %XX or a NUL. */
static bool decode(struct str raw, bool plus, char **at, struct str *ret_text)
{
	char *out = *at;
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];
		if (c == '%') {
			int high = i + 1 < raw.len ? hex(raw.ptr[i + 1]) : -1;
			int low = i + 2 < raw.len ? hex(raw.ptr[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (!c)
			return false;
		*out++ = c;
	}
	*ret_text = (struct str){ *at, (size_t)(out - *at) };
	*at = out;
	return true;
}

static bool is_odd(unsigned char c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || c >= 0x7F;
}

/* Text as a person typed it: well-formed UTF-8 in NFC, lines end with \n (also for VT and FF, which word processors
   paste), other control characters become blanks. Gives raw itself where nothing is to do. */
const char *form_text(struct arena *arena, struct str raw, struct str *ret_text)
{
	size_t i = 0;
	while (i < raw.len && !is_odd((unsigned char)raw.ptr[i]))
		i++;
	*ret_text = raw;
	if (i == raw.len)
		return NULL;
	if (!text_valid(raw))
		return "http.text";
	char *out = arena_try(arena, raw.len);
	if (!out)
		return "http.form_large";
	size_t len = 0;
	bool wide = false;
	for (i = 0; i < raw.len; i++) {
		unsigned char c = (unsigned char)raw.ptr[i];
		if (c == '\r' && i + 1 < raw.len && raw.ptr[i + 1] == '\n')
			continue;
		if (c == '\r' || c == '\v' || c == '\f')
			c = '\n';
		else if (c == 0x7F || (c < 0x20 && is_odd(c)))
			c = ' ';
		wide |= c >= 0x80;
		out[len++] = (char)c;
	}
	*ret_text = (struct str){ out, len };
	if (wide)
		*ret_text = text_nfc(arena, *ret_text);
	return NULL;
}

static const char *pair_parse(struct arena *arena, struct str raw, char **at, struct http_pair *pair)
{
	const char *equal = memchr(raw.ptr, '=', raw.len);
	size_t name = equal ? (size_t)(equal - raw.ptr) : raw.len;
	struct str value = equal ? str_slice(raw, name + 1, raw.len) : STR("");
	if (!decode(str_slice(raw, 0, name), true, at, &pair->name) || !decode(value, true, at, &pair->value))
		return "http.form";
	const char *code = form_text(arena, pair->name, &pair->name);
	if (!code &&
	        (!pair->name.len || pair->name.len > NAME_BYTES)) /* after normalization, which may leave nothing */
		code = "http.form";
	return code ? code : form_text(arena, pair->value, &pair->value);
}

/* a=1&b=2. Empty pieces (a=1&&b=2) are passed over. */
const char *form_parse(struct arena *arena, struct str text, struct http_pair **ret_pair, size_t *ret_count)
{
	*ret_pair = NULL;
	*ret_count = 0;
	if (!text.len)
		return NULL;
	if (text.len > FORM_BYTES)
		return "http.form_large";
	size_t room = 1;
	for (size_t i = 0; i < text.len; i++)
		room += text.ptr[i] == '&' && i + 1 < text.len && text.ptr[i + 1] != '&';
	if (room > PAIR_COUNT + 1) /* a leading '&' counts one too many */
		return "http.form_large";
	struct http_pair *pair = arena_try(arena, room * sizeof(*pair));
	char *at = arena_try(arena, text.len);
	if (!pair || !at)
		return "http.form_large";
	size_t count = 0;
	for (struct str rest = text, part; str_split(&rest, '&', &part);) {
		if (!part.len)
			continue;
		if (count == PAIR_COUNT)
			return "http.form_large";
		const char *code = pair_parse(arena, part, &at, &pair[count++]);
		if (code)
			return code;
	}
	*ret_pair = pair;
	*ret_count = count;
	return NULL;
}

/* No empty segment but the last, no "." or "..", also when they were encoded. */
static bool segments_plain(struct str path)
{
	size_t from = 1;
	for (size_t i = 1; i <= path.len; i++) {
		if (i < path.len && path.ptr[i] != '/')
			continue;
		struct str segment = str_slice(path, from, i);
		if ((!segment.len && i < path.len) || str_is(segment, ".") || str_is(segment, ".."))
			return false;
		from = i + 1;
	}
	return true;
}

/* The path of a target, before '?'. Refuses whatever a layer before or behind could read in another way. */
const char *path_decode(struct arena *arena, struct str raw, struct str *ret_path)
{
	if (!raw.len || raw.ptr[0] != '/')
		return "http.target";
	for (size_t i = 0; i + 2 < raw.len; i++) {
		if (raw.ptr[i] == '%' && raw.ptr[i + 1] == '2' && (raw.ptr[i + 2] | 0x20) == 'f')
			return "http.target";
	}
	char *at = arena_try(arena, raw.len);
	struct str path;
	if (!at || !decode(raw, false, &at, &path) || !text_valid(path) || !segments_plain(path))
		return "http.target";
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.ptr[i];
		if (c < 0x20 || c == 0x7F || c == '\\')
			return "http.target";
	}
	*ret_path = path;
	return NULL;
}
