/* Rows of workbooks and CSV come out as a person sees them; what is no table is refused by name, in the helper as
 * outside. */
#include "sheet/sheet.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <zip.h>

enum { OUT = 65536 };

static char out[OUT];
static size_t out_len;

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	out_len += (size_t)vsnprintf(out + out_len, OUT - out_len, format, args);
	va_end(args);
	assert_true(out_len < OUT);
}

static enum status on_row(void *context, const struct sheet_row *row, struct err *err)
{
	static const char kinds[] = "tndbe";
	(void)context, (void)err;
	say("%d", row->number);
	for (size_t i = 0; i < row->count; i++) {
		char name[4];
		sheet_column_name(row->cells[i].column, name);
		say(" %s%c%s=%.*s", name, kinds[row->cells[i].kind], row->cells[i].formula ? "*" : "",
		        STR_ARG(row->cells[i].text));
	}
	say("|");
	return OK;
}

static enum status on_merge(void *context, const struct sheet_merge *merge, struct err *err)
{
	(void)context, (void)err;
	say("merge %d:%d %d:%d|", merge->top, merge->left, merge->bottom, merge->right);
	return OK;
}

static const struct sheet_sink sink = { .row = on_row, .merge = on_merge };

static enum status read_with(struct str bytes, const struct sheet_limits *limits, bool isolated, struct err *err)
{
	struct sheet_info info = { 0 };
	out_len = 0;
	out[0] = 0;
	return (isolated ? sheet_isolated : sheet_read)(bytes, limits, &sink, &info, err);
}

/* Both ways give the same. */
static void reads(struct str bytes, const char *want)
{
	for (int isolated = 0; isolated < 2; isolated++) {
		struct err err = { 0 };
		enum status status = read_with(bytes, &sheet_default_limits, isolated, &err);
		if (status != OK)
			fail_msg("%s (%s)", err.code, err.detail);
		assert_string_equal(out, want);
	}
}

static void refused(struct str bytes, const struct sheet_limits *limits, const char *code)
{
	for (int isolated = 0; isolated < 2; isolated++) {
		struct err err = { 0 };
		if (read_with(bytes, limits, isolated, &err) != INVALID || strcmp(err.code, code))
			fail_msg("%s instead of %s: %s", err.code ? err.code : "read", code, out);
		assert_true(strlen(sheet_refusal(code)) > 20);
	}
}

struct part {
	const char *name, *text;
	size_t len; /* 0: as long as the text */
};

static struct str pack(const struct part *parts)
{
	static char *kept;
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
	zip_source_keep(source);
	for (; parts->name; parts++)
		assert_true(
		        zip_file_add(zip, parts->name,
		                zip_source_buffer(zip, parts->text, parts->len ? parts->len : strlen(parts->text), 0),
		                0) >= 0);
	assert_int_equal(zip_close(zip), 0);
	zip_stat_t stat;
	zip_source_stat(source, &stat);
	free(kept);
	kept = malloc(stat.size);
	assert_non_null(kept);
	zip_source_open(source);
	assert_int_equal(zip_source_read(source, kept, stat.size), stat.size);
	zip_source_close(source);
	zip_source_free(source);
	return (struct str){ kept, stat.size };
}

#define ROOT                                                                  \
	"<Relationships><Relationship Id='a' Type='http://x/officeDocument' " \
	"Target='xl/workbook.xml'/></Relationships>"
#define RELATIONS                                                                                                  \
	"<Relationships><Relationship Id='r1' Type='http://x/worksheet' Target='worksheets/a.xml'/><Relationship " \
	"Id='s' Type='http://"                                                                                     \
	"x/styles' Target='styles.xml'/><Relationship Id='t' Type='http://x/sharedStrings' "                       \
	"Target='/xl/strings.xml'/></Relationships>"
#define STYLES                                                                                                   \
	"<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[$-42A]dd/mm/yyyy;@'/><numFmt numFmtId='165' "  \
	"formatCode='yyyy'/>"                                                                                    \
	"<numFmt numFmtId='166' formatCode='mm/yyyy'/><numFmt numFmtId='167' formatCode='000000'/><numFmt "      \
	"numFmtId='168' "                                                                                        \
	"formatCode='0.0&quot;d&quot;'/></numFmts><fonts><font><name val='Arial'/></font><font><name "           \
	"val='.VnTime'/></font><font><name "                                                                     \
	"val='.VnTimeH'/></font></fonts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='165'/><xf " \
	"numFmtId='166'/><xf "                                                                                   \
	"numFmtId='167'/><xf numFmtId='14'/><xf fontId='1'/><xf fontId='2'/><xf "                                \
	"numFmtId='168'/></cellXfs></styleSheet>"
#define STRINGS                                                                                                 \
	"<sst><si><t>một</t></si><si><r><t>ha</t></r><r><rPr><b/></rPr><t>i</t></r><rPh><t>nhị</t></rPh></" \
	"si><si><r><rPr><rFont "                                                                                \
	"val='.VnTime'/></rPr><t>NguyÔn</t></r></si></sst>"

static struct str workbook(const char *more, const char *sheet)
{
	static char book[4096];
	snprintf(book, sizeof(book),
	        "<workbook><workbookPr%s/><sheets><sheet name='Đông' sheetId='1' id='r1'/></sheets></workbook>", more);
	struct part parts[] = { { "_rels/.rels", ROOT }, { "xl/workbook.xml", book },
		{ "xl/_rels/workbook.xml.rels", RELATIONS }, { "xl/styles.xml", STYLES }, { "xl/strings.xml", STRINGS },
		{ "xl/worksheets/a.xml", sheet }, { 0 } };
	return pack(parts);
}

static void test_cells(void **state)
{
	(void)state;
	reads(workbook("", "<worksheet><sheetData><row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' "
	                   "t='s'><v>1</v></c><c r='D2' t='inlineStr'>"
	                   "<is><r><t>x</t></r><r><t>y</t></r></is></c><c t='n'><v>12.5</v></c><c "
	                   "r='AA2'><v>7</v></c></row><row/><row><c "
	                   "t='b'><v>1</v></c><c t='e'><v>#N/A</v></c><c "
	                   "t='str'><f>A1</f><v>z</v></c><c><f>B1</f></c></row></sheetData>"
	                   "<mergeCells><mergeCell ref='A1:C2'/></mergeCells></worksheet>"),
	        "2 At=một Ct=hai Dt=xy En=12.5 AAn=7|4 Ab=1 Be=#N/A Ct*=z Dt*=|merge 1:0 2:2|");
}

static void test_days(void **state)
{
	(void)state;
	const char *sheet = "<worksheet><sheetData><row r='1'><c s='1'><v>27869</v></c><c s='2'><v>27869</v></c><c "
	                    "s='3'><v>27869</v></c><c "
	                    "s='4'><v>42</v></c><c s='5'><v>60.5</v></c><c s='1'><v>59</v></c><c s='8'><v>3</v></c><c "
	                    "t='d'><v>1985-03-15T00:"
	                    "00:00</v></c><c><v>9.9707729E7</v></c></row></sheetData></worksheet>";
	reads(workbook("", sheet), "1 Ad=1976-04-19 Bd=1976 Cd=1976-04 Dn=000042 Ed=1900-02-28 Fd=1900-02-28 Gn=3 "
	                           "Hd=1985-03-15 In=99707729|");
	reads(workbook(" date1904='1'",
	              "<worksheet><sheetData><row><c s='1'><v>26407</v></c></row></sheetData></worksheet>"),
	        "1 Ad=1976-04-19|");
}

static void test_old_fonts(void **state)
{
	(void)state;
	reads(workbook("", "<worksheet><sheetData><row r='1'><c s='6' t='inlineStr'><is><t>NguyÔn V¨n "
	                   "§«ng</t></is></c><c s='7' t='inlineStr'><is><t>"
	                   "®¶ng viªn</t></is></c><c s='6' t='inlineStr'><is><t>Nguyễn Hà</t></is></c><c "
	                   "t='s'><v>2</v></c></row></sheetData></"
	                   "worksheet>"),
	        "1 At=Nguyễn Văn Đông Bt=ĐẢNG VIÊN Ct=Nguyễn Hà Dt=Nguyễn|");
}

static void test_csv(void **state)
{
	(void)state;
	reads(STR("\xef\xbb\xbf"
	          "a;b,1;c\n\n1;\"x;\"\"y\n z\"\"\";3\r\n"),
	        "1 At=a Bt=b,1 Ct=c|3 At=1 Bt=x;\"y\n z\" Ct=3|");
	reads(STR("sep=,\na,b;c\n"), "1 At=a Bt=b;c|");
	reads(STR("a\tb\n\t2\n"), "1 At=a Bt=b|2 Bt=2|");
	reads(STR("a,b\nkhông,\"mở"), "1 At=a Bt=b|2 At=không Bt=mở|");
	reads(STR("\xff\xfe"
	          "a\0\t\0\xea\x1e\n\0"),
	        "1 At=a Bt=Ừ|");
	reads(STR("Nguy\xea\xde"
	          "n,V\xe3n,\xd0\xf4ng\n"),
	        "1 At=Nguyê\xcc\x83n Bt=Văn Ct=Đông|"); /* to be normalised by the caller */
	reads(STR("Nguy\xd4n,V\xa8n,\xa7\xabng\n"), "1 At=Nguyễn Bt=Văn Ct=Đông|");
}

static void test_refusals(void **state)
{
	struct sheet_limits small = sheet_default_limits;
	static char zeros[4 << 20];
	(void)state;
	memset(zeros, ' ', sizeof(zeros));
	refused(STR(""), &small, "sheet.empty");
	refused(STR(" \n"), &small, "sheet.empty");
	refused(STR("%PDF-1.4"), &small, "sheet.pdf");
	refused(STR("\x89PNG\r\n\x1a\n"), &small, "sheet.image");
	refused(STR("{\\rtf1"), &small, "sheet.rtf");
	refused(STR("<html><table><tr><td>a"), &small, "sheet.html");
	refused(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 W\0o\0r\0k\0b\0o\0o\0k\0"), &small, "sheet.old_excel");
	refused(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), &small,
	        "sheet.word_document");
	refused(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), &small,
	        "sheet.encrypted");
	refused(STR("\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10"), &small, "sheet.unknown");
	refused(pack((struct part[]){ { "word/document.xml", "<d/>" }, { 0 } }), &small, "sheet.word_document");
	refused(pack((struct part[]){ { "mimetype", "x" }, { "META-INF/manifest.xml", "<d/>" }, { 0 } }), &small,
	        "sheet.open_document");
	refused(pack((struct part[]){ { "a.txt", "x" }, { 0 } }), &small, "sheet.archive");
	refused(workbook("", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>"), &small, "sheet.doctype");
	refused(workbook("", "<worksheet><sheetData><row>"), &small, "sheet.broken");
	struct str whole = workbook("", "<worksheet/>");
	refused(str_slice(whole, 0, whole.len / 2), &small, "sheet.truncated");
	refused(pack((struct part[]){ { "_rels/.rels", ROOT }, { "xl/workbook.xml", zeros, sizeof(zeros) }, { 0 } }),
	        &small, "sheet.too_large");
	small.rows = 2;
	refused(STR("1,\n2,\n3,\n"), &small, "sheet.too_many_rows");
	small.cell = 3;
	refused(STR("abcd,\n"), &small, "sheet.cell_too_long");
	small.file = 4;
	refused(STR("a,b,c,d"), &small, "sheet.too_large");
}

/* A sink that stops is obeyed. */
static enum status stop(void *context, const struct sheet_row *row, struct err *err)
{
	(void)context, (void)row;
	return err_set(err, CONFLICT, "test.stop", NULL);
}

static void test_stop(void **state)
{
	struct sheet_sink stopping = { .row = stop };
	struct sheet_info info;
	struct err err = { 0 };
	(void)state;
	assert_int_equal(sheet_read(STR("a,b\n1,2\n"), &sheet_default_limits, &stopping, &info, &err), CONFLICT);
	assert_int_equal(sheet_isolated(STR("a,b\n1,2\n"), &sheet_default_limits, &stopping, &info, &err), CONFLICT);
	assert_string_equal(err.code, "test.stop");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cells), cmocka_unit_test(test_days),
		cmocka_unit_test(test_old_fonts), cmocka_unit_test(test_csv), cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_stop) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
