/* Vietnamese text: one form inside (NFC), search without marks, order of names by given name. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "str.h"

enum { TEXT_VERSION = 1 }; /* of the sort key; stored beside stored keys */

bool text_valid(struct str text); /* well-formed UTF-8, no NUL */
/*
 * NFC; zero-width marks, marks of writing direction and soft hyphens dropped; invalid bytes become U+FFFD.
 * Like all functions here it gives a copy, never the text itself; no text gives no text (and the empty key).
 */
struct str text_nfc(struct arena *arena, struct str text);
/*
 * NFC, trimmed, runs of blanks (line ends and U+00A0 too) as one, other control characters dropped: for names and
 * one-line fields. The Icelandic letter that lists of names carry for the Vietnamese one (U+00D0, U+00F0) becomes Đ, đ.
 */
struct str text_line(struct arena *arena, struct str text);
/* Lower case, no marks, d for đ, one blank between words: for search and comparison of headers. Other signs stay. */
struct str text_fold(struct arena *arena, struct str text);
/* The same into `room` bytes of the caller's; false when they do not hold it. For short texts in loops. */
bool text_fold_into(struct str text, char *to, size_t room, struct str *ret_fold);
/* The pattern that finds the text anywhere, for LIKE with ESCAPE '\': % and _ stand for themselves. */
struct str text_like(struct arena *arena, struct str text);
/*
 * Order of people: given name (the last word), then surname, then the middle names as written. Within a word the
 * letters of the Vietnamese alphabet (a ă â b c d đ e ê ...), then the tone: none huyền hỏi ngã sắc nặng. Case, form
 * and the place of the tone mark (Hoà, Hòa) make no difference. Printable ASCII, compared by memcmp.
 */
struct str text_sort_key(struct arena *arena, struct str name);
/* Order of titles: words as written, same letters; numbers by value, so that "Chi bộ 10" stands after "Chi bộ 9". */
struct str text_title_key(struct arena *arena, struct str title);
/*
 * Equal for names that differ only in case, tone placement (Hoà, Hòa), form, blanks or kind of apostrophe; Hoa is not
 * Hoà. UTF-8, for comparison only.
 */
struct str text_name_key(struct arena *arena, struct str name);
size_t text_letters(struct str text); /* code points of well-formed text */
struct str text_lower(struct arena *arena, struct str text);
struct str text_upper(struct arena *arena, struct str text);
/* 3812 -> "3.812"; permille 924 -> "92,4%", 1000 -> "100%". */
struct str number_show(struct arena *arena, int64_t number);
struct str permille_show(struct arena *arena, int64_t permille);
/* A month (or yyyymm) as documents write it: 1 and 2 with a zero, "01", "3", "12". */
struct str month_show(struct arena *arena, int64_t month);
/* "ngày 02 tháng 11 năm 2026" of an ISO day; what is none is left open, with dots. */
struct str date_words(struct arena *arena, struct str iso);

#endif
