/* Bytes by hash, their kind by their first bytes, the mark of secrecy, and what a camera wrote beside its picture. */
#include "base/test_private.h"
#include "base/time.h"
#include "feature/file/file_private.h"
#include "tests/harness/test_db.h"

#include <stdlib.h>
#include <string.h>

static struct str read_paper(struct arena *arena, const char *name)
{
	char path[200];
	snprintf(path, sizeof(path), "tests/paper/%s", name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *bytes = arena_take(arena, 1 << 20);
	size_t len = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	return (struct str){ bytes, len };
}

static void kind_is_in_the_bytes(void **state)
{
	struct arena *arena = *state;
	assert_text(file_type(read_paper(arena, "plain.pdf")), "application/pdf");
	assert_text(file_type(read_paper(arena, "photo.png")), "image/png");
	assert_true(str_ends(file_type(read_paper(arena, "plain.docx")), STR("wordprocessingml.document")));
	assert_null(file_type(read_paper(arena, "note.txt")).ptr);
	assert_null(file_type(STR("")).ptr);
	assert_null(file_type(STR("<html>%PDF-1.7")).ptr);
	assert_null(file_type(STR("PK\3\4 xl/workbook.xml")).ptr);
}

static void comes_back_by_hash(void **state)
{
	struct arena *arena = *state;
	struct db *db = NULL;
	struct err err = { 0 };
	struct str hash, again, bytes, back;
	char *long_one = arena_take(arena, FILE_PIECE * 2 + 5);
	for (size_t i = 0; i < FILE_PIECE * 2 + 5; i++)
		long_one[i] = (char)(i * 31);
	bytes = (struct str){ long_one, FILE_PIECE * 2 + 5 };
	db = test_db_open();
	assert_int_equal(db_migrate(db, time_now(), &err), OK);
	assert_int_equal(file_put(arena, db, 4, bytes, STR("application/pdf"), 1, &hash, &err), OK);
	assert_int_equal(file_put(arena, db, 4, bytes, STR("application/pdf"), 2, &again, &err), OK);
	assert_true(str_eq(hash, again));
	assert_int_equal(file_get(arena, db, 4, hash, &back, &err), OK);
	assert_true(str_eq(back, bytes));
	assert_int_equal(file_get(arena, db, 5, hash, &back, &err), NOT_FOUND);
	assert_int_equal(file_drop(arena, db, 4, hash, &err), OK); /* nothing stands on it */
	assert_int_equal(file_get(arena, db, 4, hash, &back, &err), NOT_FOUND);
	db_close(db);
}

static void look(struct arena *arena, const char *name, bool secret, bool read)
{
	struct err err = { 0 };
	bool is_secret, is_read;
	struct str bytes = read_paper(arena, name);
	assert_int_equal(file_secret(arena, bytes, file_type(bytes), &is_secret, &is_read, &err), OK);
	if (is_secret != secret || is_read != read)
		print_error("%s\n", name);
	assert_int_equal(is_secret, secret);
	assert_int_equal(is_read, read);
}

static void mark_is_a_line_of_its_own(void **state)
{
	struct err err = { 0 };
	bool secret, read;
	look(*state, "plain.pdf", false, true); /* has the word, but in a sentence */
	look(*state, "plain.docx", false, true);
	look(*state, "secret.pdf", true, true);
	look(*state, "beside.pdf", true, true); /* beside another column */
	look(*state, "secret.docx", true, true);
	look(*state, "secret_header.docx", true, true);
	look(*state, "scan.pdf", false, false);
	look(*state, "photo.png", false, false);
	struct str broken = read_paper(*state, "broken.pdf");
	assert_int_equal(file_secret(*state, broken, file_type(broken), &secret, &read, &err), INVALID);
	assert_string_equal(err.code, "file.broken");
}

static void put_segment(struct buf *buf, unsigned marker, struct str body)
{
	buf_char(buf, (char)0xff);
	buf_char(buf, (char)marker);
	buf_char(buf, (char)((body.len + 2) >> 8));
	buf_char(buf, (char)(body.len + 2));
	buf_str(buf, body);
}

static void camera_is_forgotten(void **state)
{
	struct arena *arena = *state;
	struct buf jpeg = buf_open(arena, 4096);
	/* Little-endian Exif: orientation 6, and a name. */
	static const char exif[] =
	        "Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x0f\x01\x02\0\x04\0\0\0LUMI\0\0\0\0";
	buf_c(&jpeg, "\xff\xd8");
	put_segment(&jpeg, 0xe0, STR("JFIF"));
	put_segment(&jpeg, 0xe1, (struct str){ exif, sizeof(exif) - 1 });
	put_segment(&jpeg, 0xe1, STR("http://ns.adobe.com/xap/1.0/ GPS"));
	put_segment(&jpeg, 0xfe, STR("nha rieng"));
	put_segment(&jpeg, 0xda, STR("scan"));
	buf_c(&jpeg, "pixels\xff\xd9");
	struct str clean = file_clean(arena, buf_text(&jpeg), STR("image/jpeg"));
	assert_true(str_find(clean, STR("JFIF")) > 0 && str_find(clean, STR("pixels\xff\xd9")) > 0);
	assert_int_equal(str_find(clean, STR("LUMI")), -1);
	assert_int_equal(str_find(clean, STR("GPS")), -1);
	assert_int_equal(str_find(clean, STR("nha rieng")), -1);
	/* Which side is up is still there, and cleaning again changes nothing. */
	assert_true(str_find(clean, STR("\x01\x12\0\x03\0\0\0\x01\0\x06")) > 0);
	assert_true(str_eq(clean, file_clean(arena, clean, STR("image/jpeg"))));
}

static void png_texts_are_dropped(void **state)
{
	struct arena *arena = *state;
	struct str plain = read_paper(arena, "photo.png"), head = str_slice(plain, 0, 33);
	struct buf with = buf_open(arena, 4096);
	buf_str(&with, head);
	buf_put(&with, "\0\0\0\5tEXtquenCRC.", 17);
	buf_str(&with, str_slice(plain, 33, plain.len));
	assert_true(str_eq(file_clean(arena, buf_text(&with), STR("image/png")), plain));
}

/* Cut anywhere, nothing is read past the end. */
static void cut_pictures_are_taken(void **state)
{
	struct arena *arena = *state;
	static const char jpeg[] = "\xff\xd8\xff\xe1\0\x22"
	                           "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0\xff\xd9";
	struct str png = read_paper(arena, "photo.png");
	for (size_t len = 2; len < sizeof(jpeg); len++) {
		char *piece = malloc(len); /* its end is guarded by the sanitizer */
		memcpy(piece, jpeg, len);
		assert_true(file_clean(arena, (struct str){ piece, len }, STR("image/jpeg")).len <= len);
		free(piece);
	}
	for (size_t len = 8; len < png.len; len++)
		assert_true(file_clean(arena, str_slice(png, 0, len), STR("image/png")).len <= len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(kind_is_in_the_bytes),
		with_arena(comes_back_by_hash),
		with_arena(mark_is_a_line_of_its_own),
		with_arena(camera_is_forgotten),
		with_arena(png_texts_are_dropped),
		with_arena(cut_pictures_are_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
