/* For tests: ZIP files made byte by byte, so that they can lie. Parts of the size of a bomb are a single letter again
   and again, packed 158 to 1 by a fixed Huffman code, without ever being written out. */
#ifndef BASE_TEST_ZIP_H
#define BASE_TEST_ZIP_H

#include "base/str.h"

#include <string.h>

struct zip_part {
	struct str name, text;
	char fill; /* behind the text, `times` of them; packed then, else stored */
	size_t times;
	uint32_t said;      /* size in the directory; 0: the true one */
	uint32_t attribute; /* of a file outside: 0xA1FF0000 is a symbolic link */
};
#define PART(name, text)                         \
	{                                        \
		STR(name), STR(text), 0, 0, 0, 0 \
	}
#define FILLED(name, text, fill, times)                 \
	{                                               \
		STR(name), STR(text), fill, times, 0, 0 \
	}

struct zip_bits {
	struct buf *buf;
	uint32_t held;
	int count;
};

static inline void zip_number(struct buf *buf, uint64_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(buf, (char)(number >> 8 * i));
}

static inline void zip_bits_put(struct zip_bits *bits, uint32_t code, int len)
{
	bits->held |= code << bits->count;
	for (bits->count += len; bits->count >= 8; bits->count -= 8, bits->held >>= 8)
		buf_char(bits->buf, (char)bits->held);
}

/* A Huffman code: its first bit comes first. */
static inline void zip_code_put(struct zip_bits *bits, uint32_t code, int len)
{
	for (int i = len - 1; i >= 0; i--)
		zip_bits_put(bits, code >> i & 1, 1);
}

static inline void zip_letter(struct zip_bits *bits, unsigned char letter)
{
	if (letter < 144)
		zip_code_put(bits, 0x30u + letter, 8);
	else
		zip_code_put(bits, 0x190u + letter - 144, 9);
}

/* In one block of fixed codes. Returns the full size. */
static inline uint64_t zip_squeeze(struct buf *buf, const struct zip_part *part)
{
	struct zip_bits bits = { buf, 0, 0 };
	uint64_t size = part->text.len + 1;
	zip_bits_put(&bits, 3, 3);
	for (size_t i = 0; i < part->text.len; i++)
		zip_letter(&bits, (unsigned char)part->text.ptr[i]);
	zip_letter(&bits, (unsigned char)part->fill);
	for (size_t times = part->times; times >= 258; times -= 258, size += 258) {
		zip_code_put(&bits, 0xC5, 8); /* 258 letters from one back */
		zip_code_put(&bits, 0, 5);
	}
	zip_code_put(&bits, 0, 7);
	zip_bits_put(&bits, 0, 7);
	return size;
}

static inline uint32_t zip_sum(struct str text)
{
	uint32_t sum = ~0u;
	for (size_t i = 0; i < text.len; i++) {
		sum ^= (unsigned char)text.ptr[i];
		for (int k = 0; k < 8; k++)
			sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
	}
	return ~sum;
}

static inline void zip_head(
        struct buf *buf, const struct zip_part *part, uint64_t size, size_t packed, size_t at, bool central)
{
	uint32_t said = part->said ? part->said : (uint32_t)size;
	zip_number(buf, central ? 0x02014b50 : 0x04034b50, 4);
	zip_number(buf, central ? 0x0014031E : 20, central ? 4 : 2);
	zip_number(buf, 0, 2);
	zip_number(buf, part->times ? 8 : 0, 2);
	zip_number(buf, 0x21 << 16, 4);
	zip_number(buf, zip_sum(part->text), 4); /* of a bomb it is wrong: nobody should get that far */
	zip_number(buf, packed, 4);
	zip_number(buf, said, 4);
	zip_number(buf, part->name.len, 2);
	zip_number(buf, 0, 2);
	if (central) {
		zip_number(buf, 0, 6);
		zip_number(buf, part->attribute, 4);
		zip_number(buf, at, 4);
	}
	buf_str(buf, part->name);
}

/* said: the number of parts in the directory's end; 0: the true one. */
static inline struct str zip_make(struct arena *arena, const struct zip_part *parts, size_t count, unsigned said)
{
	struct buf file = buf_open(arena, 256 << 20), directory = buf_open(arena, 64 << 20);
	for (size_t i = 0; i < count; i++) {
		struct buf body = buf_open(arena, 64 << 20);
		size_t at = file.len;
		uint64_t size = parts[i].text.len;
		if (parts[i].times)
			size = zip_squeeze(&body, &parts[i]);
		else
			buf_str(&body, parts[i].text);
		zip_head(&file, &parts[i], size, body.len, 0, false);
		buf_put(&file, body.ptr, body.len);
		zip_head(&directory, &parts[i], size, body.len, at, true);
	}
	size_t at = file.len;
	buf_put(&file, directory.ptr, directory.len);
	zip_number(&file, 0x06054b50, 4);
	zip_number(&file, 0, 4);
	zip_number(&file, said ? said : count, 2);
	zip_number(&file, said ? said : count, 2);
	zip_number(&file, directory.len, 4);
	zip_number(&file, at, 4);
	zip_number(&file, 0, 2);
	return buf_text(&file);
}

/* One behind the other. */
static inline struct str zip_join(struct arena *arena, struct str a, struct str b)
{
	struct buf buf = buf_open(arena, 64 << 20);
	buf_str(&buf, a);
	buf_str(&buf, b);
	return buf_text(&buf);
}

#endif
