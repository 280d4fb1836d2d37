/* Papers and photographs made to harm whoever opens them, here or after the download: refused, in a child of less than
 * 100 MB. */
#include "base/test_memory.h"
#include "base/test_zip.h"
#include "feature/file/file_private.h"

#include <stdio.h>
#include <stdlib.h>

#define DOCUMENT "<w:document><w:p><w:t>Chào</w:t></w:p></w:document>"
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\xdIHDR"
#define JPEG "\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x08\x08"
#define SCAN "\xff\xda\0\4ab..\xff\xd9"
#define BYTES(text) ((struct str){ text, sizeof(text) - 1 })

static const char *look(struct arena *arena, struct str bytes, struct err *err)
{
	bool secret, read;
	struct str type = file_type(bytes);
	*err = (struct err){ 0 };
	if (!type.len)
		return "no kind";
	return file_secret(arena, bytes, type, &secret, &read, err) == OK ? "taken" : err->code;
}

static void seen_as(struct arena *arena, struct str bytes, const char *answer, const char *what)
{
	struct err err;
	long before = peak();
	const char *seen = look(arena, bytes, &err);
	if (strcmp(seen, answer))
		fail_msg("%s: %s (%s) instead of %s", what, seen, err.detail, answer);
	if (peak() == before)
		return;
	print_message("%s: %ld MB\n", what, (peak() - own_memory()) >> 10);
	assert_true(peak() - own_memory() <= HELPER_MOST);
}

/* A DOCX with one part more, or in another shape. */
static struct str docx(struct arena *arena, struct zip_part other)
{
	struct zip_part parts[] = { PART("[Content_Types].xml", "<Types/>"), PART("word/document.xml", DOCUMENT),
		PART("", "") };
	size_t at = str_eq(parts[1].name, other.name) ? 1 : 2;
	if (other.name.len)
		parts[at] = other;
	return zip_make(arena, parts, at == 2 && other.name.len ? 3 : 2, 0);
}

static void good_ones_are_taken(void **state)
{
	struct arena *arena = *state;
	seen_as(arena, docx(arena, (struct zip_part){ 0 }), "taken", "a DOCX");
	seen_as(arena, docx(arena, (struct zip_part)PART("word/media/a.png", "x")), "taken", "a DOCX with a picture");
	seen_as(arena, BYTES(PNG "\0\0\x20\0\0\0\x20\0\x08\2\0\0\0...."), "taken", "a PNG of 8192 by 8192");
	seen_as(arena, BYTES(JPEG "\x17\x70\x1f\x40\3" SCAN), "taken", "a JPEG of 8000 by 6000");
}

static void packages(void **state)
{
	static const char *const names[] = { "../../etc/cron.d/a", "/etc/passwd", "word\\..\\..\\a", "word/./a",
		"word//a", "a\nb", "word/document.xml", "WORD/Document.xml" };
	struct arena *arena = *state;
	seen_as(arena, docx(arena, (struct zip_part)FILLED("word/document.xml", "<w:p>", ' ', 1 << 30)), "file.broken",
	        "a GB of blanks");
	seen_as(arena, docx(arena, (struct zip_part)FILLED("word/media/a.emf", "", 0, 1 << 30)), "file.broken",
	        "a GB beside");
	struct zip_part lies = FILLED("word/document.xml", "<w:p>", ' ', 1 << 30);
	lies.said = 10;
	seen_as(arena, docx(arena, lies), "file.broken", "ten bytes said, a GB there");
	lies = (struct zip_part)PART("word/document.xml", DOCUMENT);
	lies.said = 0xFFFFFFF0;
	seen_as(arena, docx(arena, lies), "file.broken", "four GB said, nothing there");
	for (size_t i = 0; i < LENGTH(names); i++)
		seen_as(arena,
		        docx(arena, (struct zip_part){ .name = str_of(names[i]),
		                            .text = i < 6 ? STR("a") : STR("<w:p/>"),
		                            .said = 0 }),
		        i == 6 ? "taken" : "file.broken", names[i]);
	struct zip_part twice[] = { PART("[Content_Types].xml", "<Types/>"), PART("word/document.xml", DOCUMENT),
		PART("word/document.xml", "<w:p><w:t>TỐI MẬT</w:t></w:p>") };
	seen_as(arena, zip_make(arena, twice, 3, 0), "file.broken", "another text under the same name");
	struct zip_part link = PART("word/a", "/etc/passwd");
	link.attribute = 0xA1FF0000;
	seen_as(arena, docx(arena, link), "file.broken", "a symbolic link");
	seen_as(arena,
	        docx(arena, (struct zip_part)PART("word/document.xml",
	                            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><w:p>&b;</w:p>")),
	        "file.broken", "an entity");
	seen_as(arena, docx(arena, (struct zip_part)PART("word/vbaProject.bin", "x")), "no kind", "macros");
	struct zip_part *many = arena_array(arena, struct zip_part, 65000);
	for (int i = 0; i < 65000; i++)
		many[i].name = i ? str_format(arena, "%d", i) : STR("word/document.xml");
	seen_as(arena, zip_make(arena, many, 65000, 0), "file.broken", "65,000 parts");
	seen_as(arena, zip_make(arena, many, 2, 65535), "file.broken", "65,535 parts said, two there");
	struct str whole = docx(arena, (struct zip_part){ 0 });
	seen_as(arena, str_slice(whole, 0, whole.len - 30), "file.two_kinds", "cut off");
	seen_as(arena, zip_join(arena, whole, STR("<script>")), "file.two_kinds", "a page behind it");
	seen_as(arena, docx(arena, (struct zip_part)PART("word/document.xml", "%PDF-1.7 <w:p/>")), "file.two_kinds",
	        "a PDF in it");
}

static struct str pdf(struct arena *arena, const char *objects, struct str stream)
{
	struct buf file = buf_open(arena, 64 << 20);
	buf_format(&file, "%%PDF-1.4\n%s4 0 obj\n<</Length %zu/Filter/FlateDecode>>\nstream\n", objects, stream.len);
	buf_str(&file, stream);
	buf_c(&file, "\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
	return buf_text(&file);
}

static void papers(void **state)
{
	static const char page[] =
	        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n";
	struct arena *arena = *state;
	struct buf bomb = buf_open(arena, 64 << 20), deep = buf_open(arena, 16 << 20);
	buf_c(&bomb, "\x78\x01");
	zip_squeeze(&bomb, &(struct zip_part){ .text = STR("BT "), .fill = '[', .times = 1 << 30 });
	seen_as(arena, pdf(arena, page, buf_text(&bomb)), "file.broken", "a GB in a stream");
	seen_as(arena, pdf(arena, str_c(arena, str_format(arena, "1 0 obj%.*s", STR_ARG(buf_text(&deep)))), STR("")),
	        "file.broken", "a million levels");
	seen_as(arena,
	        pdf(arena,
	                "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count "
	                "999999999>>endobj\n",
	                STR("")),
	        "file.broken", "a tree that holds itself");
	struct str whole = docx(arena, (struct zip_part){ 0 });
	seen_as(arena, zip_join(arena, STR("%PDF-1.7\n"), whole), "file.two_kinds", "a PDF that is a ZIP");
	seen_as(arena, STR("GIF89a/*%PDF-1.7"), "no kind", "a GIF that is a script");
	seen_as(arena, STR("<svg onload='a()'/>"), "no kind", "a drawing that is a script");
}

static void pictures(void **state)
{
	struct arena *arena = *state;
	seen_as(arena, BYTES(PNG "\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\2\0\0\0...."), "file.picture_large",
	        "two thousand million a side");
	seen_as(arena, BYTES(PNG "\0\0\xff\xff\0\0\0\1\x08\2\0\0\0...."), "file.picture_large", "a line of 65,535");
	seen_as(arena, BYTES(PNG "\0\0\x40\0\0\0\x40\0\x08\2\0\0\0...."), "file.picture_large", "16,384 by 16,384");
	seen_as(arena, BYTES(PNG "\0\0\0\0\0\0\0\1\x08\2\0\0\0...."), "file.broken", "nothing wide");
	seen_as(arena, BYTES("\x89PNG\r\n\x1a\n\0\0\0\xdIEND"), "file.broken", "no head");
	seen_as(arena, BYTES("\x89PNG\r\n\x1a\n"), "file.broken", "eight bytes of a PNG");
	seen_as(arena, BYTES(JPEG "\xff\xff\xff\xff\3" SCAN), "file.picture_large", "a JPEG of 65,535 by 65,535");
	seen_as(arena, BYTES(JPEG "\0\0\0\x40\3" SCAN), "file.broken", "nothing high");
	seen_as(arena, BYTES("\xff\xd8\xff\xe0\0\4ab" SCAN), "file.broken", "a scan of no frame");
	seen_as(arena, BYTES("\xff\xd8\xff\xe0\xff\xff"), "file.broken", "a segment beyond the end");
	struct str both = BYTES(JPEG "\0\x10\0\x10\3" SCAN "PK\3\4 <script>");
	struct str clean = file_clean(arena, both, STR("image/jpeg"));
	assert_true(str_ends(clean, BYTES("\xff\xd9")) && str_find(clean, STR("PK")) < 0);
	both = BYTES(PNG "\0\0\0\1\0\0\0\1\x08\2\0\0\0....\0\0\0\0IEND\xae\x42\x60\x82PK\3\4 <script>");
	clean = file_clean(arena, both, STR("image/png"));
	assert_true(str_ends(clean, BYTES("IEND\xae\x42\x60\x82")));
}

static int setup(void **state)
{
	*state = arena_open(1 << 30);
	return 0;
}

static int teardown(void **state)
{
	arena_close(*state);
	return 0;
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { WITH(good_ones_are_taken), WITH(packages), WITH(papers), WITH(pictures) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
