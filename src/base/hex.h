/* Bytes as hexadecimal text, and comparison of secrets. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "str.h"

/* Two lower-case digits a byte. */
struct str hex_encode(struct arena *arena, const void *bytes, size_t size);
/* Exactly `size` bytes from 2 * size digits of either case; false, and *to unset, on anything else. */
bool hex_decode(struct str hex, void *to, size_t size);
/* Takes the same time wherever the two differ: for tokens and hashes. */
bool bytes_equal(const void *a, const void *b, size_t size);

#endif
