/* Hexadecimal text and the comparison that tells nothing by its time. */
#include "base/hex.h"

struct str hex_encode(struct arena *arena, const void *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *from = bytes;
	char *to = arena_take(arena, arena_product(2, size));
	for (size_t i = 0; i < size; i++) {
		to[2 * i] = digits[from[i] >> 4];
		to[2 * i + 1] = digits[from[i] & 15];
	}
	return (struct str){ to, 2 * size };
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool hex_decode(struct str hex, void *to, size_t size)
{
	if (hex.len % 2 || hex.len / 2 != size)
		return false;
	for (size_t i = 0; i < hex.len; i++)
		if (digit_of(hex.ptr[i]) < 0)
			return false;
	unsigned char *bytes = to;
	for (size_t i = 0; i < size; i++)
		bytes[i] = (unsigned char)(digit_of(hex.ptr[2 * i]) << 4 | digit_of(hex.ptr[2 * i + 1]));
	return true;
}

bool bytes_equal(const void *a, const void *b, size_t size)
{
	const volatile unsigned char *one = a, *other = b;
	unsigned char different = 0;
	for (size_t i = 0; i < size; i++)
		different |= one[i] ^ other[i];
	return different == 0;
}
