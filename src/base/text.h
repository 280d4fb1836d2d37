/* Vietnamese text: one form inside (NFC), search without marks, order of names by given name. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "str.h"

enum { TEXT_VERSION = 1 }; /* of the sort key; stored beside stored keys */

bool text_valid(struct str text); /* well-formed UTF-8, no NUL */
/* NFC, zero-width marks dropped; invalid bytes become U+FFFD. */
struct str text_nfc(struct arena *arena, struct str text);
/* NFC, trimmed, runs of blanks as one: for names and one-line fields. */
struct str text_line(struct arena *arena, struct str text);
/* Lower case, no marks, d for đ, one blank between words: for search and comparison of headers. */
struct str text_fold(struct arena *arena, struct str text);
/* Order of people: given name first, Vietnamese letters, tone last; Hoà and Hòa are equal. Bytes, compared by memcmp. */
struct str text_sort_key(struct arena *arena, struct str name);
/* Order of titles: as written, same letters. */
struct str text_title_key(struct arena *arena, struct str title);
/* Equal for names that differ only in case, tone placement (Hoà, Hòa) or form. */
struct str text_name_key(struct arena *arena, struct str name);
size_t text_letters(struct str text); /* code points */
struct str text_lower(struct arena *arena, struct str text);
struct str text_upper(struct arena *arena, struct str text);
/* 3812 -> "3.812"; permille 924 -> "92,4 %". */
struct str number_show(struct arena *arena, int64_t number);
struct str permille_show(struct arena *arena, int64_t permille);

#endif
