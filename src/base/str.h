/*
 * Text as pointer and length. Never owns; not always ended by NUL (str_c makes a C string for library borders).
 * What makes a text takes it from the arena and ends the process past its ceiling: the edge bounds every field before.
 * A text whose length nobody bounded is built in a buf, which says when it is full.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "arena.h"
#include "status.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *ptr; /* NULL with length 0 is "no text", SQL NULL */
	size_t len;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE ((struct str){ 0 })
/* For printf: "%.*s", STR_ARG(text) */
#define STR_ARG(text) (int)(text).len, (text).ptr ? (text).ptr : ""

struct str str_of(const char *c_string); /* NULL gives no text */
struct str str_copy(struct arena *arena, struct str text);
const char *str_c(struct arena *arena, struct str text); /* "" for no text */
struct str str_format(struct arena *arena, const char *format, ...) FORMAT(2, 3);
struct str str_vformat(struct arena *arena, const char *format, va_list args);
bool str_eq(struct str a, struct str b);
/* Here, so that the length of a literal is known when it is compiled. */
static inline bool str_is(struct str a, const char *b)
{
	return b ? a.len == strlen(b) && (a.len == 0 || memcmp(a.ptr, b, a.len) == 0) : a.len == 0;
}
bool str_starts(struct str text, struct str prefix);
bool str_ends(struct str text, struct str suffix);
int str_compare(struct str a, struct str b);
struct str str_trim(struct str text); /* blanks, tabs, line ends, U+00A0, zero-width marks at both ends */
struct str str_slice(struct str text, size_t from, size_t to);
/* Where `part` begins in `text`, or -1. */
ptrdiff_t str_find(struct str text, struct str part);
/* Takes the part before the next `separator` off *rest; false when nothing is left. "a,,b," gives a, "", b. */
bool str_split(struct str *rest, char separator, struct str *ret_part);
/* A whole decimal number, "-" before it allowed, with nothing around it. */
bool str_int(struct str text, int64_t *ret_number);

/* Text being built. What would pass its ceiling, and all after it, is left out, and `full` says so. */
struct buf {
	struct arena *arena;
	char *ptr;
	size_t len, room, ceiling; /* a full one has no room left */
	bool full;
};

struct buf buf_open(struct arena *arena, size_t ceiling);
void buf_put_growing(struct buf *buf, const char *bytes, size_t len);
/* Here, because a page is thousands of these: it takes a test and a copy where there is room. */
static inline void buf_put(struct buf *buf, const char *bytes, size_t len)
{
	if (len - 1 >= buf->room - buf->len) { /* also for len 0 */
		buf_put_growing(buf, bytes, len);
		return;
	}
	memcpy(buf->ptr + buf->len, bytes, len);
	buf->len += len;
}
/* Takes room for that many more bytes at once, so that a long text is not copied while it grows. */
void buf_reserve(struct buf *buf, size_t more);
void buf_str(struct buf *buf, struct str text);
void buf_c(struct buf *buf, const char *c_string);
void buf_char(struct buf *buf, char c);
void buf_int(struct buf *buf, int64_t number);
void buf_format(struct buf *buf, const char *format, ...) FORMAT(2, 3);
/* Escaped for HTML text and quoted attributes. */
void buf_html(struct buf *buf, struct str text);
/* Percent-encoded for one component of an address. */
void buf_url(struct buf *buf, struct str text);
/* A quoted JSON string, safe inside a script element too; no text gives null, invalid bytes U+FFFD. */
void buf_json(struct buf *buf, struct str text);
/* A quoted field of a CSV. A text that a spreadsheet would take for a formula stands behind an apostrophe. */
void buf_csv(struct buf *buf, struct str text);
/* What was put so far, valid after further puts too; "" when nothing was. Ended by NUL until the next put. */
struct str buf_text(const struct buf *buf);

#endif
