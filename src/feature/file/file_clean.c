/* Photographs lose what cameras write beside and behind the picture: place, time, device, comments, small copies. What
 * says which side is up stays. */
#include "feature/file/file_private.h"

enum { SOI_BYTES = 2, ORIENTATION = 0x0112, TIFF_SHORT = 3, IFD_ENTRY = 12, PNG_HEAD = 8, PNG_FRAME = 12 };

static unsigned number_at(struct str bytes, size_t at, int size, bool little)
{
	unsigned number = 0;
	for (int i = 0; i < size; i++)
		number |= (unsigned)(unsigned char)bytes.ptr[at + (size_t)i] << 8 * (little ? i : size - 1 - i);
	return number;
}

/* 1 to 8 from the first directory of an Exif segment; 0 where it says nothing. */
static unsigned orientation_of(struct str segment)
{
	struct str tiff = str_slice(segment, 6, segment.len);
	if (!str_starts(segment, (struct str){ "Exif\0\0", 6 }) || tiff.len < 8)
		return 0;
	bool little = tiff.ptr[0] == 'I';
	size_t at = number_at(tiff, 4, 4, little);
	if (at > tiff.len - 2)
		return 0;
	unsigned count = number_at(tiff, at, 2, little);
	for (at += 2; count && at + IFD_ENTRY <= tiff.len; count--, at += IFD_ENTRY) {
		if (number_at(tiff, at, 2, little) != ORIENTATION || number_at(tiff, at + 2, 2, little) != TIFF_SHORT)
			continue;
		unsigned side = number_at(tiff, at + 8, 2, little);
		return side >= 1 && side <= 8 ? side : 0;
	}
	return 0;
}

static void put_orientation(struct buf *out, unsigned side)
{
	char segment[] = "\xff\xe1\0\x22"
	                 "Exif\0\0"
	                 "MM\0*\0\0\0\x08"
	                 "\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
	segment[sizeof(segment) - 1 - 7] = (char)side;
	buf_put(out, segment, sizeof(segment) - 1);
}

static bool told_by_camera(unsigned marker)
{
	return marker == 0xe1 || marker == 0xed || marker == 0xfe; /* Exif and XMP, IPTC, comment */
}

/* Where the picture ends: behind its last scan. What stands there is another picture, or a text of the camera, or
 * another file. */
static size_t jpeg_end(struct str bytes, size_t at)
{
	while (at + 2 <= bytes.len) {
		unsigned marker = (unsigned char)bytes.ptr[at + 1];
		if ((unsigned char)bytes.ptr[at] != 0xff || !marker || marker == 0xff ||
		        (marker >= 0xd0 && marker <= 0xd7)) {
			at++;
			continue;
		}
		if (marker == 0xd9)
			return at + 2;
		at += at + 4 <= bytes.len ? 2 + number_at(bytes, at + 2, 2, false) : 2;
	}
	return bytes.len;
}

static struct str clean_jpeg(struct arena *arena, struct str bytes)
{
	struct buf out = buf_open(arena, bytes.len + 64);
	size_t at = SOI_BYTES;
	buf_put(&out, bytes.ptr, SOI_BYTES);
	while (at + 4 <= bytes.len && (unsigned char)bytes.ptr[at] == 0xff) {
		unsigned marker = (unsigned char)bytes.ptr[at + 1];
		size_t len = 2 + number_at(bytes, at + 2, 2, false);
		if (marker == 0xda || marker == 0xd9 || at + len > bytes.len || len < 4)
			break;
		if (!told_by_camera(marker)) {
			buf_put(&out, bytes.ptr + at, len);
		} else {
			unsigned side = orientation_of(str_slice(bytes, at + 4, at + len));
			if (side)
				put_orientation(&out, side);
		}
		at += len;
	}
	buf_put(&out, bytes.ptr + at, jpeg_end(bytes, at) - at);
	return buf_text(&out);
}

static bool told_beside(struct str chunk)
{
	static const char *const names[] = { "eXIf", "tEXt", "zTXt", "iTXt", "tIME" };
	for (size_t i = 0; i < LENGTH(names); i++)
		if (str_is(chunk, names[i]))
			return true;
	return false;
}

static struct str clean_png(struct arena *arena, struct str bytes)
{
	struct buf out = buf_open(arena, bytes.len + 1);
	size_t at = PNG_HEAD;
	buf_put(&out, bytes.ptr, PNG_HEAD);
	while (at + PNG_FRAME <= bytes.len) {
		size_t len = PNG_FRAME + (size_t)number_at(bytes, at, 4, false);
		if (len > bytes.len - at)
			break;
		if (!told_beside(str_slice(bytes, at + 4, at + 8)))
			buf_put(&out, bytes.ptr + at, len);
		at += len;
		if (str_is(str_slice(bytes, at - len + 4, at - len + 8), "IEND"))
			return buf_text(&out);
	}
	buf_put(&out, bytes.ptr + at, bytes.len - at);
	return buf_text(&out);
}

struct str file_clean(struct arena *arena, struct str bytes, struct str type)
{
	if (str_is(type, "image/jpeg"))
		return clean_jpeg(arena, bytes);
	return str_is(type, "image/png") ? clean_png(arena, bytes) : bytes;
}
