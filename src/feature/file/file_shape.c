/* One file of one kind, that those who get it can open without harm: looked at, never decoded. */
#include "feature/file/file_private.h"

#include <string.h>

enum {
	SIDE_MOST = 32767,       /* of a picture */
	POINTS_MOST = 200000000, /* the largest cameras; a bomb says millions a side */
	TAIL = 65535 + 22,       /* the end of a ZIP is looked for so far from the end of a file */
	PDF_WITHIN = 1024,       /* a reader of PDF takes a head so far from the start */
	ZIP_END = 22,
	PNG_SIZE_AT = 16,
};

static size_t number_at(struct str bytes, size_t at, int size)
{
	size_t number = 0;
	for (int i = 0; i < size; i++)
		number = number << 8 | (unsigned char)bytes.ptr[at + (size_t)i];
	return number;
}

static enum status size_fits(size_t wide, size_t high, struct err *err)
{
	if (!wide || !high)
		return err_set(err, INVALID, "file.broken", "file");
	if (wide > SIDE_MOST || high > SIDE_MOST || wide * high > POINTS_MOST)
		return err_set(err, INVALID, "file.picture_large", "file");
	return OK;
}

static enum status png_shape(struct str bytes, struct err *err)
{
	if (bytes.len < PNG_SIZE_AT + 8 || !str_is(str_slice(bytes, 12, 16), "IHDR"))
		return err_set(err, INVALID, "file.broken", "file");
	return size_fits(number_at(bytes, PNG_SIZE_AT, 4), number_at(bytes, PNG_SIZE_AT + 4, 4), err);
}

/* The frame's head says the size: one of C0 to CF but for tables. A second frame would be another picture. */
static enum status jpeg_shape(struct str bytes, struct err *err)
{
	bool sized = false;
	for (size_t at = 2; at + 4 <= bytes.len && (unsigned char)bytes.ptr[at] == 0xFF;) {
		unsigned marker = (unsigned char)bytes.ptr[at + 1];
		size_t len = number_at(bytes, at + 2, 2);
		if (marker == 0xFF) {
			at++;
			continue;
		}
		if (marker == 0xDA && sized)
			return OK;
		/* Those without a length have no place before the first scan: the picture would end here for others. */
		bool bare = marker < 2 || (marker >= 0xD0 && marker <= 0xDA);
		if (len < 2 || at + 2 + len > bytes.len || bare)
			break;
		if ((marker & 0xF0) == 0xC0 && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
			if (sized || len < 8)
				break;
			TRY(size_fits(number_at(bytes, at + 7, 2), number_at(bytes, at + 5, 2), err));
			sized = true;
		}
		at += 2 + len;
	}
	return err_set(err, INVALID, "file.broken", "file");
}

/* A ZIP is found from its end: anything may stand before it. */
static bool zip_inside(struct str bytes)
{
	struct str tail = str_slice(bytes, bytes.len > TAIL ? bytes.len - TAIL : 0, bytes.len);
	return str_find(tail, STR("PK\5\6")) >= 0;
}

static bool zip_ends(struct str bytes)
{
	return bytes.len >= ZIP_END && str_starts(str_slice(bytes, bytes.len - ZIP_END, bytes.len), STR("PK\5\6"));
}

enum status file_shape(struct str bytes, struct str type, struct err *err)
{
	if (str_is(type, "image/png"))
		return png_shape(bytes, err);
	if (str_is(type, "image/jpeg"))
		return jpeg_shape(bytes, err);
	if (str_is(type, "application/pdf"))
		return zip_inside(bytes) ? err_set(err, INVALID, "file.two_kinds", "file") : OK;
	if (str_find(str_slice(bytes, 0, PDF_WITHIN), STR("%PDF-")) >= 0 || !zip_ends(bytes))
		return err_set(err, INVALID, "file.two_kinds", "file");
	return OK;
}
