/* Files made to harm whoever opens them. Each is refused by name in the helper, the helper never takes 100 MB, and the
   process that asked goes on reading good files. */
#include "base/test_memory.h"
#include "base/test_zip.h"
#include "sheet/sheet.h"

#include <stdio.h>
#include <stdlib.h>

#define RELATION(type, target) "<Relationship Id='r1' Type='http://x/" type "' Target='" target "'/>"
#define RELATIONS(rows) "<Relationships>" rows "</Relationships>"
#define ROOT RELATIONS(RELATION("officeDocument", "xl/workbook.xml"))
#define BOOK "<workbook><sheets><sheet name='a' sheetId='1' id='r1'/></sheets></workbook>"
#define BOOK_RELATIONS RELATIONS(RELATION("worksheet", "a.xml"))
#define SHEET "<worksheet><sheetData><row r='1'><c t='inlineStr'><is><t>x</t></is></c></row></sheetData></worksheet>"

static struct sheet_limits limits;

static enum status take(void *context, const struct sheet_row *row, struct err *err)
{
	(void)err;
	*(int64_t *)context += row->number;
	return OK;
}

static enum status read_file(struct str bytes, struct err *err)
{
	int64_t sum = 0;
	struct sheet_sink sink = { .context = &sum, .row = take };
	struct sheet_info info;
	return sheet_isolated(bytes, &limits, &sink, &info, err);
}

static void refused(struct str bytes, const char *code, const char *what)
{
	struct err err = { 0 };
	long before = peak();
	enum status status = read_file(bytes, &err);
	if (status != INVALID || strcmp(err.code, code))
		fail_msg("%s: %s (%s) instead of %s", what, status == OK ? "read" : err.code, err.detail, code);
	if (peak() == before)
		return;
	print_message("%s: %ld MB\n", what, (peak() - own_memory()) >> 10);
	assert_true(peak() - own_memory() <= HELPER_MOST);
}

/* A workbook with one part in another shape. */
static struct str workbook(struct arena *arena, struct zip_part other)
{
	struct zip_part parts[] = { PART("_rels/.rels", ROOT), PART("xl/workbook.xml", BOOK),
		PART("xl/_rels/workbook.xml.rels", BOOK_RELATIONS), PART("xl/a.xml", SHEET), PART("", "") };
	size_t at = 0;
	while (at < LENGTH(parts) - 1 && !str_eq(parts[at].name, other.name))
		at++;
	if (other.name.len)
		parts[at] = other;
	return zip_make(arena, parts, at == LENGTH(parts) - 1 ? LENGTH(parts) : LENGTH(parts) - 1, 0);
}

static int setup(void **state)
{
	*state = arena_open(1 << 30);
	limits = sheet_default_limits;
	return 0;
}

static int teardown(void **state)
{
	struct err err = { 0 };
	if (read_file(workbook(*state, (struct zip_part){ 0 }), &err) != OK)
		fail_msg("a good file afterwards: %s %s", err.code, err.detail);
	arena_close(*state);
	return 0;
}

static void test_bombs(void **state)
{
	struct arena *arena = *state;
	struct zip_part inner[] = { PART("a", "b") };
	struct str nested = zip_make(arena, inner, 1, 0);
	for (int i = 0; i < 20; i++)
		nested = zip_make(arena, &(struct zip_part){ .name = STR("a.zip"), .text = nested }, 1, 0);
	refused(nested, "sheet.archive", "zip in zip, twenty deep");
	refused(workbook(arena, (struct zip_part)FILLED("xl/a.xml", "<worksheet>", ' ', 1u << 30)), "sheet.too_large",
	        "a GB of blanks");
	refused(workbook(arena, (struct zip_part)FILLED("xl/workbook.xml", "<workbook a='", ' ', 300 << 20)),
	        "sheet.broken", "one attribute of 300 MB");
	refused(workbook(arena, (struct zip_part)FILLED("xl/a.xml", "<worksheet><!--", ' ', 300 << 20)), "sheet.broken",
	        "one comment of 300 MB");
	refused(workbook(arena, (struct zip_part)FILLED("xl/a.xml",
	                                "<worksheet><sheetData><row><c t='inlineStr'><is><t>", 'a', 300 << 20)),
	        "sheet.cell_too_long", "one cell of 300 MB");
	struct zip_part lies = PART("xl/a.xml", SHEET);
	lies.said = 0xFFFFFFF0;
	refused(workbook(arena, lies), "sheet.too_large", "four GB said, nothing there");
	lies = (struct zip_part)FILLED("xl/a.xml", "<worksheet>", ' ', 1u << 30);
	lies.said = 10;
	refused(workbook(arena, lies), "sheet.too_large", "ten bytes said, a GB there");
	refused(zip_make(arena, inner, 1, 65535), "sheet.truncated", "65,535 parts said, one there");
	struct zip_part *many = arena_array(arena, struct zip_part, 65000);
	for (int i = 0; i < 65000; i++)
		many[i].name = str_format(arena, "%d", i);
	refused(zip_make(arena, many, 65000, 0), "sheet.too_large", "65,000 parts");
}

/* The parser keeps each name that it ever saw. */
static void test_names(void **state)
{
	struct arena *arena = *state;
	struct buf text = buf_open(arena, 64 << 20);
	buf_c(&text, "<worksheet>");
	for (int i = 0; text.len < 12 << 20; i++)
		buf_format(&text, "<a%d/>", i);
	refused(workbook(arena, (struct zip_part){ .name = STR("xl/a.xml"), .text = buf_text(&text) }), "sheet.broken",
	        "a million names");
	text.len = 0;
	buf_c(&text, "<worksheet>");
	for (int i = 0; i < 100; i++)
		buf_c(&text, "<a>");
	refused(workbook(arena, (struct zip_part){ .name = STR("xl/a.xml"), .text = buf_text(&text) }), "sheet.broken",
	        "a hundred levels");
	text.len = 0;
	buf_c(&text, "<workbook><sheets>");
	for (int i = 0; i < 100000; i++)
		buf_c(&text, "<sheet name='a' id='b'/>");
	refused(workbook(arena, (struct zip_part){ .name = STR("xl/workbook.xml"), .text = buf_text(&text) }),
	        "sheet.too_many_sheets", "100,000 sheets");
}

static void test_entities(void **state)
{
	static const struct {
		const char *what, *text, *code;
	} rows[] = {
		{ "a file outside", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><worksheet>&b;</worksheet>",
		        "sheet.doctype" },
		{ "a type outside", "<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'><worksheet/>", "sheet.doctype" },
		{ "a public type", "<!DOCTYPE a PUBLIC 'a' 'file:///dev/zero'><worksheet/>", "sheet.doctype" },
		{ "laughs",
		        "<!DOCTYPE a [<!ENTITY b 'lol'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d "
		        "'&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]><worksheet>&d;</worksheet>",
		        "sheet.doctype" },
		{ "an entity of parameters", "<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]><worksheet/>",
		        "sheet.doctype" },
		{ "an entity nobody knows", "<worksheet>&b;</worksheet>", "sheet.broken" },
		{ "a type behind a comment", "<?xml version='1.0'?><!-- a --><!DOCTYPE a []><worksheet/>",
		        "sheet.doctype" },
		{ "a stylesheet outside", "<?xml-stylesheet href='file:///etc/passwd'?><worksheet>", "sheet.broken" },
		{ "a page included",
		        "<worksheet xmlns:x='http://www.w3.org/2001/XInclude'><x:include href='/etc/passwd'>",
		        "sheet.broken" },
		{ "another encoding", "<?xml version='1.0' encoding='UTF-7'?><worksheet/>", "sheet.broken" },
	};
	static const char *const parts[] = { "xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels",
		"xl/a.xml" };
	struct arena *arena = *state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		for (size_t k = 0; k < LENGTH(parts); k++)
			refused(workbook(arena,
			                (struct zip_part){ .name = str_of(parts[k]), .text = str_of(rows[i].text) }),
			        rows[i].code, rows[i].what);
	}
	struct buf wide = buf_open(arena, 4096);
	buf_put(&wide, "\xFF\xFE", 2);
	for (const char *c = "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"; *c; c++)
		zip_number(&wide, (unsigned char)*c, 2);
	refused(workbook(arena, (struct zip_part){ .name = STR("xl/a.xml"), .text = buf_text(&wide) }), "sheet.doctype",
	        "a type in UTF-16");
}

/* Paths are looked up in the package and nowhere else; what is not there is not read. */
static void test_paths(void **state)
{
	static const char *const targets[] = { "../../../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd",
		"http://192.0.2.1/a.xml", "..\\..\\etc\\passwd", "C:\\a.xml", "a.xml/../../../etc/passwd",
		"//192.0.2.1/a" };
	struct arena *arena = *state;
	for (size_t i = 0; i < LENGTH(targets); i++) {
		struct str text = str_format(arena, RELATIONS(RELATION("worksheet", "%s")), targets[i]);
		refused(workbook(arena, (struct zip_part){ .name = STR("xl/_rels/workbook.xml.rels"), .text = text }),
		        "sheet.broken", targets[i]);
	}
	struct zip_part link = PART("xl/a.xml", "/etc/passwd");
	link.attribute = 0xA1FF0000;
	refused(workbook(arena, link), "sheet.broken", "a symbolic link");
	struct zip_part twice[] = { PART("_rels/.rels", ROOT), PART("xl/workbook.xml", BOOK),
		PART("xl/workbook.xml", BOOK) };
	refused(zip_make(arena, twice, 3, 0), "sheet.broken", "the same name twice");
	struct zip_part outside[] = { PART("../../etc/cron.d/a", "b"), PART("/etc/passwd", "b"), PART("a\\..\\b", "c"),
		PART("a\0b", "c") };
	for (size_t i = 0; i < LENGTH(outside); i++)
		refused(zip_make(arena, &outside[i], 1, 0), "sheet.archive", "a name outside");
}

static void test_polyglots(void **state)
{
	static const struct {
		const char *start, *code;
	} rows[] = { { "%PDF-1.7\n", "sheet.pdf" }, { "GIF89a/*", "sheet.image" },
		{ "\x89PNG\r\n\x1a\n", "sheet.image" }, { "\xff\xd8\xff\xe0", "sheet.image" },
		{ "<html><script>", "sheet.html" }, { "{\\rtf1", "sheet.rtf" },
		{ "\x7f"
		  "ELF\1\1\1\1\1\1\1\1\1\1\1\1",
		        "sheet.unknown" } };
	struct arena *arena = *state;
	struct str book = workbook(arena, (struct zip_part){ 0 });
	for (size_t i = 0; i < LENGTH(rows); i++)
		refused(zip_join(arena, str_of(rows[i].start), book), rows[i].code, rows[i].start);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { WITH(test_bombs), WITH(test_names), WITH(test_entities), WITH(test_paths),
		WITH(test_polyglots) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
