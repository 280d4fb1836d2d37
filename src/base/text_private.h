/* What text.c and key.c share: one letter at a time. */
#ifndef BASE_TEXT_PRIVATE_H
#define BASE_TEXT_PRIVATE_H

#include "base/text.h"

#include <utf8proc.h>

/* The letter at *at, which moves behind it; -1 for an invalid byte. */
int32_t text_next(struct str text, size_t *at);
/* Writes at most 4 bytes; how many. */
size_t text_put(char *to, int32_t code);
/* Đ and đ for U+00D0 and U+00F0, which old fonts and lists have in their place. */
int32_t text_viet(int32_t code);
/* Lower case without marks; 0 for a mark. */
int32_t text_base(int32_t code);

#endif
