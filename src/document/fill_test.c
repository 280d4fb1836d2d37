/* Templates of others: what goes in where, what stays as it was, what is refused; read back by the reader of tables. */
#include "base/test_private.h"
#include "document/fill_private.h"
#include "sheet/sheet.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { PARTS = 12, ROWS = 3, COLUMNS = 3 };
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define TYPES "http://schemas.openxmlformats.org/package/2006/content-types"
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

#define T(text)                        \
	{                              \
		text, sizeof(text) - 1 \
	}

static const struct fill_single singles[] = {
	{ "chibo_don_vi", { DOCUMENT_CELL_TEXT, T("Đảng ủy <xã> & \"Mẫu\""), 0 } },
	{ "chibo_dang_vien", { DOCUMENT_CELL_INT, { 0 }, 1234 } },
	{ "chibo_ty_le", { DOCUMENT_CELL_PERMILLE, { 0 }, 924 } },
	{ "chibo_diem", { DOCUMENT_CELL_HUNDREDTH, { 0 }, 9050 } },
	{ "chibo_ghi_chu", { DOCUMENT_CELL_TEXT, T("=1+1\nhai"), 0 } },
	{ "chibo_trong", { DOCUMENT_CELL_EMPTY, { 0 }, 0 } },
};
static const char *const columns[COLUMNS] = { "chibo_dong_ten", "chibo_dong_dang_vien", "chibo_dong_ty_le" };
static const struct document_cell cells[ROWS * COLUMNS] = {
	{ DOCUMENT_CELL_TEXT, T("Chi bộ Một"), 0 },
	{ DOCUMENT_CELL_INT, { 0 }, 12 },
	{ DOCUMENT_CELL_PERMILLE, { 0 }, 1000 },
	{ DOCUMENT_CELL_TEXT, T("@cmd"), 0 },
	{ DOCUMENT_CELL_INT, { 0 }, 7 },
	{ DOCUMENT_CELL_EMPTY, { 0 }, 0 },
	{ DOCUMENT_CELL_TEXT, T("Chi bộ Ba"), 0 },
	{ DOCUMENT_CELL_INT, { 0 }, 30 },
	{ DOCUMENT_CELL_PERMILLE, { 0 }, 5 },
};
static const struct fill_data data = { "chibo_", "chibo_dong_", singles, LENGTH(singles), columns, COLUMNS, cells,
	ROWS };

struct part {
	const char *name, *text;
};

static struct str pack(struct arena *arena, const struct part *parts)
{
	zip_error_t error;
	zip_stat_t stat;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
	zip_source_keep(source);
	for (; parts->name; parts++)
		assert_true(zip_file_add(zip, parts->name, zip_source_buffer(zip, parts->text, strlen(parts->text), 0),
		                    0) >= 0);
	assert_int_equal(zip_close(zip), 0);
	zip_source_stat(source, &stat);
	struct str packed = { arena_take(arena, stat.size), stat.size };
	zip_source_open(source);
	zip_source_read(source, (char *)(uintptr_t)packed.ptr, stat.size);
	zip_source_close(source);
	zip_source_free(source);
	return packed;
}

#define BOOK_TYPES                                                                                                    \
	HEAD "<Types xmlns=\"" TYPES                                                                                  \
	     "\"><Default Extension=\"rels\" ContentType=\"application/x\"/><Override PartName=\"/xl/workbook.xml\" " \
	     "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"           \
	     "<Override PartName=\"/xl/calcChain.xml\" ContentType=\"application/y\"/></Types>"
#define BOOK_ROOT                                                                                                   \
	HEAD "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" " \
	     "Target=\"xl/workbook.xml\"/></Relationships>"
#define BOOK_LINKS                                                                                             \
	HEAD "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" " \
	     "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" OFFICE "/worksheet\" "      \
	     "Target=\"/xl/worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Type=\"" OFFICE "/calcChain\" "  \
	     "Target=\"calcChain.xml\"/></Relationships>"
#define SHEET_1                                                                                                        \
	HEAD "<worksheet xmlns=\"" MAIN "\"><dimension ref=\"A1:E12\"/><sheetData>"                                    \
	     "<row r=\"1\" ht=\"30\"><c r=\"A1\" s=\"4\" t=\"s\"><v>0</v></c></row>"                                   \
	     "<row r=\"3\"><c r=\"A3\"/><c r=\"B3\"><f>Hai!B1+C9</f><v>5</v></c></row>"                                \
	     "<row r=\"5\" ht=\"22\" customHeight=\"1\"><c r=\"A5\" s=\"2\"/><c r=\"B5\" s=\"3\"/><c r=\"C5\" "        \
	     "s=\"5\"/>"                                                                                               \
	     "<c r=\"D5\"><f>B5/$B$6+SUM(B5:C5)</f><v>9</v></c></row>"                                                 \
	     "<row r=\"6\"><c r=\"A6\" t=\"inlineStr\"><is><t>Cộng</t></is></c><c "                                  \
	     "r=\"B6\"><f>SUM(B5:B5)</f><v>1</v></c>"                                                                  \
	     "<c r=\"C6\"><f t=\"shared\" ref=\"C6:C7\" si=\"0\">B6*2</f></c></row>"                                   \
	     "<row r=\"7\"><c r=\"C7\"><f t=\"shared\" si=\"0\"/></c></row>"                                           \
	     "<row r=\"9\"><c r=\"C9\"><v>3</v></c></row></sheetData>"                                                 \
	     "<mergeCells count=\"3\"><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"D5:E5\"/><mergeCell ref=\"A9:B10\"/>" \
	     "</mergeCells><conditionalFormatting sqref=\"B5 C5:C5\"><cfRule type=\"expression\" priority=\"1\">"      \
	     "<formula>B5&lt;$B$6</formula></cfRule></conditionalFormatting>"                                          \
	     "<hyperlinks><hyperlink ref=\"A9\" location=\"x\"/></hyperlinks>"                                         \
	     "<rowBreaks count=\"1\"><brk id=\"7\" max=\"16383\"/></rowBreaks></worksheet>"
#define SHEET_2                                                                                   \
	HEAD "<worksheet xmlns=\"" MAIN                                                           \
	     "\"><sheetData><row r=\"1\"><c r=\"B1\"><f>SUM('Số liệu'!B5:B5)</f><v>1</v></c>" \
	     "</row></sheetData></worksheet>"

static const char book_names[] =
        "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">'Số liệu'!$A$1:$E$12</definedName>"
        "<definedName name=\"Chibo_Don_Vi\">'Số liệu'!$A$1:$E$1</definedName>"
        "<definedName name=\"chibo_dang_vien\">'Số liệu'!$A$3</definedName>"
        "<definedName name=\"chibo_ghi_chu\">'Số liệu'!$A$9</definedName>"
        "<definedName name=\"chibo_ty_le\">Hai!$D$7</definedName>"
        "<definedName name=\"chibo_dong_ten\">'Số liệu'!$A$5</definedName>"
        "<definedName name=\"chibo_dong_dang_vien\">'Số liệu'!$B$5</definedName>"
        "<definedName name=\"chibo_dong_ty_le\">'Số liệu'!$C$5</definedName>"
        "<definedName name=\"cua_ho\">Hai!$A$1</definedName>";

static struct str book_of(struct arena *arena, const char *names, const char *sheet)
{
	struct str book = str_format(arena,
	        HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE
	             "\"><sheets><sheet name=\"Số liệu\" sheetId=\"1\" "
	             "r:id=\"rId1\"/><sheet name=\"Hai\" sheetId=\"2\" r:id=\"rId2\"/></sheets><definedNames>%s"
	             "</definedNames></workbook>",
	        names);
	const struct part parts[] = { { "[Content_Types].xml", BOOK_TYPES }, { "_rels/.rels", BOOK_ROOT },
		{ "xl/workbook.xml", str_c(arena, book) }, { "xl/_rels/workbook.xml.rels", BOOK_LINKS },
		{ "xl/worksheets/sheet1.xml", sheet }, { "xl/worksheets/sheet2.xml", SHEET_2 },
		{ "xl/calcChain.xml", HEAD "<calcChain/>" }, { "xl/media/image1.png", "\x89PNG not looked at" },
		{ 0 } };
	return pack(arena, parts);
}

static struct str filled(struct arena *arena, struct str bytes)
{
	struct fill_info info;
	struct err err = { 0 };
	struct str out;
	if (document_fill_isolated(arena, bytes, &data, 1000, &out, &info, &err) != OK) {
		print_error("refused: %s name=%s place=%s\n", err.code, err.arg_count ? err.arg[0].value : "",
		        err.arg_count > 1 ? err.arg[1].value : "");
		fail();
	}
	return out;
}

static struct str part_of(struct arena *arena, struct str bytes, const char *name)
{
	struct package *package = arena_new(arena, struct package);
	assert_int_equal(package_read(arena, bytes, package, NULL), OK);
	return package_part(package, name);
}

static void has(struct str text, const char *piece)
{
	if (str_find(text, str_of(piece)) >= 0)
		return;
	print_error("lacks %s in\n%.*s\n", piece, STR_ARG(text));
	fail();
}

static enum status take(void *context, const struct sheet_row *row, struct err *err)
{
	struct buf *out = context;
	(void)err;
	buf_format(out, "%d.%d", row->sheet, row->number);
	for (size_t i = 0; i < row->count; i++)
		buf_format(out, " %c=%.*s%s", 'A' + row->cells[i].column, STR_ARG(row->cells[i].text),
		        row->cells[i].formula ? "(f)" : "");
	buf_c(out, "\n");
	return OK;
}

static struct str read_back(struct arena *arena, struct str bytes)
{
	struct buf out = buf_open(arena, 1 << 20);
	const struct sheet_sink sink = { .context = &out, .row = take };
	struct sheet_info info;
	assert_int_equal(sheet_read(bytes, &sheet_default_limits, &sink, &info, NULL), OK);
	return buf_text(&out);
}

static void formulas_follow(void **state)
{
	static const char *const cases[][2] = { { "A4+A5+A6", "A4+A5+A8" }, { "SUM(A5:A5)", "SUM(A5:A7)" },
		{ "SUM($A$2:B$5)", "SUM($A$2:B$7)" }, { "SUM(A6:A9)", "SUM(A8:A11)" }, { "SUM(A2:A4)", "SUM(A2:A4)" },
		{ "\"A9\"&A9", "\"A9\"&A11" }, { "Hai!A9+'Số liệu'!A9", "Hai!A9+'Số liệu'!A11" },
		{ "LOG10(A9)+A10_x+Bảng9", "LOG10(A9)+A10_x+Bảng9" }, { "$6:$6+A:A", "$8:$8+A:A" },
		{ "Bang1[[#This Row],[A9]]+A9", "Bang1[[#This Row],[A9]]+A11" }, { "#REF!+1E9", "#REF!+1E9" },
		{ "IF(A9=\"x\"\"A9\",1,2)", "IF(A11=\"x\"\"A9\",1,2)" }, { "AAAA9+A1048577", "AAAA9+A1048577" } };
	const struct fill_shift shift = { STR("Số liệu"), 5, 2 };
	struct arena *arena = *state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct str formula = str_of(cases[i][0]);
		if (i == 7) /* a function named like a cell: its argument moves, its name does not */
			formula = STR("LOG10(A4)+A10_x+Bảng9");
		struct str after =
		        fill_formula_shift(arena, formula, STR("số liệu"), (struct fill_shifts){ &shift, 1 }, false);
		if (i == 6)
			after = fill_formula_shift(
			        arena, formula, STR("Khác"), (struct fill_shifts){ &shift, 1 }, false);
		assert_text(after, i == 7 ? "LOG10(A4)+A10_x+Bảng9" : cases[i][1]);
	}
	assert_text(fill_formula_shift(
	                    arena, STR("SUM(B5:C5)/B6"), STR("Số liệu"), (struct fill_shifts){ &shift, 1 }, true),
	        "SUM(B5:C5)/B8");
	assert_text(fill_formula_move(arena, STR("B5/$B$8+B$5+$B5+SUM(B5:C5)"), 2, 1), "C7/$B$8+C$5+$B7+SUM(C7:D7)");
	assert_text(fill_formula_move(arena, STR("B1+A1"), -1, 0), "#REF!+#REF!");
	assert_text(fill_areas_shift(arena, STR("B5 C5:C5 D1 E9"), &shift), "B5:B7 C5:C7 D1 E11");
}

static void a_workbook_is_filled(void **state)
{
	struct arena *arena = *state;
	struct str template_bytes = book_of(arena, book_names, SHEET_1), out = filled(arena, template_bytes);
	struct str sheet = part_of(arena, out, "xl/worksheets/sheet1.xml"),
	           book = part_of(arena, out, "xl/workbook.xml");
	assert_text(read_back(arena, out), "0.1 A=Đảng ủy <xã> & \"Mẫu\"\n"
	                                   "0.3 A=1234 B=(f)\n"
	                                   "0.5 A=Chi bộ Một B=12 C=1 D=(f)\n"
	                                   "0.6 A=@cmd B=7 D=(f)\n"
	                                   "0.7 A=Chi bộ Ba B=30 C=0.005 D=(f)\n"
	                                   "0.8 A=Cộng B=(f) C=(f)\n"
	                                   "0.9 C=(f)\n"
	                                   "0.11 A==1+1\nhai C=3\n"
	                                   "1.1 B=(f)\n"
	                                   "1.7 D=0.924\n");
	has(sheet, "<f>Hai!B1+C11</f>");
	has(sheet, "<f>B5/$B$8+SUM(B5:C5)</f>");
	has(sheet, "<f>B7/$B$8+SUM(B7:C7)</f>");
	has(sheet, "<f>SUM(B5:B7)</f>");
	has(sheet, "<f>B8*2</f>");
	has(sheet, "<f>B9*2</f>");
	has(sheet, "<row r=\"7\" ht=\"22\" customHeight=\"1\">");
	has(sheet, "<c r=\"C7\" s=\"5\">");
	has(sheet, "mergeCells count=\"5\"");
	has(sheet, "<mergeCell ref=\"D7:E7\"/>");
	has(sheet, "<mergeCell ref=\"A11:B12\"/>");
	has(sheet, "sqref=\"B5:B7 C5:C7\"");
	has(sheet, "<formula>B5&lt;$B$8</formula>");
	has(sheet, "hyperlink ref=\"A11\"");
	has(sheet, "brk id=\"9\"");
	has(book, "'Số liệu'!$A$1:$E$14");
	has(book, "<calcPr fullCalcOnLoad=\"1\"/>");
	has(book, "\"chibo_dong_ten\">'Số liệu'!$A$5<");
	has(book, "\"chibo_ghi_chu\">'Số liệu'!$A$11<");
	has(part_of(arena, out, "xl/worksheets/sheet2.xml"), "SUM('Số liệu'!B5:B7)");
	assert_null(part_of(arena, out, "xl/calcChain.xml").ptr);
	assert_int_equal(str_find(part_of(arena, out, "[Content_Types].xml"), STR("calcChain")), -1);
	assert_int_equal(str_find(part_of(arena, out, "xl/_rels/workbook.xml.rels"), STR("calcChain")), -1);
	assert_text(part_of(arena, out, "xl/media/image1.png"), "\x89PNG not looked at");
	assert_true(str_eq(out, filled(arena, template_bytes)));
	/* what was filled once can be filled again: the names are still there */
	struct fill_data none = data;
	struct fill_info info;
	struct str again;
	none.row_count = 0;
	assert_int_equal(document_fill(arena, template_bytes, &none, 1000, &again, &info, NULL), OK);
	assert_int_equal(info.singles, 4);
	assert_int_equal(info.columns, 3);
	assert_true(str_find(read_back(arena, again), STR("0.5 D=(f)\n0.6 A=Cộng")) > 0);
}

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define TEXT_TYPES                                                                                             \
	HEAD "<Types xmlns=\"" TYPES "\"><Override PartName=\"/word/document.xml\" ContentType=\"application/" \
	     "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
#define TEXT_ROOT                                                                                                   \
	HEAD "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" " \
	     "Target=\"word/document.xml\"/></Relationships>"
#define TEXT_LINKS                                                                                          \
	HEAD "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/header\" " \
	     "Target=\"header1.xml\"/><Relationship Id=\"rId2\" Type=\"" OFFICE                             \
	     "/hyperlink\" TargetMode=\"External\" "                                                        \
	     "Target=\"https://example.org/\"/></Relationships>"
#define CONTROL(tag, more, inside)                                                                             \
	"<w:sdt><w:sdtPr>" more "<w:tag w:val=\"" tag "\"/><w:id w:val=\"7\"/></w:sdtPr><w:sdtContent>" inside \
	"</w:sdtContent></w:sdt>"
#define RUN(text) "<w:r><w:rPr><w:b/></w:rPr><w:t>" text "</w:t></w:r>"

static struct str writing_of(struct arena *arena, const char *body, const char *links)
{
	struct str document = str_format(arena,
	        HEAD "<w:document xmlns:w=\"" W
	             "\" xmlns:w14=\"w14\" xmlns:w15=\"w15\"><w:body>%s</w:body></w:document>",
	        body);
	const struct part parts[] = { { "[Content_Types].xml", TEXT_TYPES }, { "_rels/.rels", TEXT_ROOT },
		{ "word/document.xml", str_c(arena, document) }, { "word/_rels/document.xml.rels", links },
		{ "word/header1.xml", HEAD "<w:hdr xmlns:w=\"" W
		                           "\"><w:p>" CONTROL("chibo_dang_vien", "", RUN("x")) "</w:p></w:hdr>" },
		{ 0 } };
	return pack(arena, parts);
}

static void a_text_is_filled(void **state)
{
	struct arena *arena = *state;
	static const char runs[] = "<w:p><w:r><w:t>Trước </w:t></w:r>" CONTROL("CHIBO_DON_VI", "", RUN("Tên") RUN("x"))
	        CONTROL("chibo_ghi_chu", "", "<w:r/>") "</w:p>";
	static const char hint[] =
	        CONTROL("chibo_ghi_chu", "<w:rPr><w:i/></w:rPr><w:dataBinding w:xpath=\"/x\"/><w:showingPlcHdr/>",
	                "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>" RUN("Bấm vào đây") "</w:p><w:p/>");
	static const char table[] =
	        "<w:tbl><w:tr w14:paraId=\"1\"><w:tc><w:p><w:bookmarkStart w:id=\"1\" w:name=\"a\"/>" CONTROL(
	                "chibo_dong_ten", "", RUN("…")) "</w:p></w:tc>" CONTROL("chibo_dong_ty_le", "",
	                "<w:tc><w:tcPr/><w:p>" RUN("…") "</w:p></w:tc>") "</w:tr></w:tbl>";
	static const char section[] = CONTROL("muc", "<w15:repeatingSection/>",
	        CONTROL("x", "<w15:repeatingSectionItem/>",
	                "<w:p>" CONTROL("chibo_dong_dang_vien", "", RUN("0")) "</w:p>"));
	static const char link[] = "<w:p><w:r><w:instrText> HYPERLINK \"x\" </w:instrText></w:r></w:p>";
	const char *body = str_c(arena, str_format(arena, "%s%s%s%s%s", runs, hint, table, section, link));
	struct str out = filled(arena, writing_of(arena, body, TEXT_LINKS));
	struct str text = part_of(arena, out, "word/document.xml");
	has(text, "<w:r><w:t>Trước </w:t></w:r>");
	has(text, "<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Đảng ủy &lt;xã&gt; &amp; "
	          "\"Mẫu\"</w:t></w:r></w:sdtContent>");
	has(text, "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t "
	          "xml:space=\"preserve\">=1+1</w:t>"
	          "</w:r></w:p><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t "
	          "xml:space=\"preserve\">hai</w:t></w:r></w:p></w:sdtContent>");
	has(text, "<w:sdtContent><w:r><w:t xml:space=\"preserve\">=1+1</w:t><w:br/>");
	has(text, ">Chi bộ Một<");
	has(text, ">100%<");
	has(text, ">@cmd<");
	has(text, ">0,5%<");
	has(text, ">30<");
	assert_int_equal(str_find(text, STR("dataBinding")), -1);
	assert_int_equal(str_find(text, STR("showingPlcHdr")), -1);
	size_t rows = 0, items = 0, bookmarks = 0;
	for (struct str rest = text, piece; str_split(&rest, '<', &piece);) {
		rows += str_starts(piece, STR("w:tr>")) || str_starts(piece, STR("w:tr "));
		items += str_starts(piece, STR("w15:repeatingSectionItem"));
		bookmarks += str_starts(piece, STR("w:bookmarkStart"));
	}
	assert_int_equal(rows, 3);
	assert_int_equal(items, 3);
	assert_int_equal(bookmarks, 1);
	has(part_of(arena, out, "word/header1.xml"), ">1.234<");
}

static void refused(struct arena *arena, struct str bytes, const char *code, const char *name)
{
	struct fill_info info;
	struct err err = { 0 };
	struct str out = STR_NONE;
	enum status status = document_fill_isolated(arena, bytes, &data, 0, &out, &info, &err);
	if (status != INVALID || strcmp(err.code, code) != 0 || (name && strcmp(err.arg[0].value, name) != 0)) {
		print_error("wanted %s of %s, got %d %s of %s in %s\n", code, name ? name : "", status,
		        err.code ? err.code : "", err.arg_count ? err.arg[0].value : "",
		        err.arg_count > 1 ? err.arg[1].value : "");
		fail();
	}
	assert_null(out.ptr);
}

#define NAME(name, target) "<definedName name=\"" name "\">" target "</definedName>"

static void names_are_refused(void **state)
{
	static const struct {
		const char *names, *code, *name;
	} cases[] = {
		{ NAME("cua_ho", "Hai!$A$1"), "fill.no_names", "chibo_" },
		{ NAME("chibo_so_cho", "Hai!$A$1"), "fill.unknown_name", "chibo_so_cho" },
		{ NAME("chibo_dong_x", "Hai!$A$1"), "fill.unknown_name", "chibo_dong_x" },
		{ NAME("chibo_diem", "Hai!$A$1:$B$2"), "fill.name_range", "chibo_diem" },
		{ NAME("chibo_diem", "Hai!$A:$A"), "fill.name_range", "chibo_diem" },
		{ NAME("chibo_diem", "Hai!$A$1,Hai!$B$2"), "fill.name_range", "chibo_diem" },
		{ NAME("chibo_diem", "'Số liệu'!$B$1"), "fill.name_merged", "chibo_diem" },
		{ NAME("chibo_diem", "[1]Hai!$A$1"), "fill.name_elsewhere", "chibo_diem" },
		{ NAME("chibo_diem", "'[sách.xlsx]Hai'!$A$1"), "fill.name_elsewhere", "chibo_diem" },
		{ NAME("chibo_diem", "Ba!$A$1"), "fill.name_elsewhere", "chibo_diem" },
		{ NAME("chibo_diem", "#REF!"), "fill.name_formula", "chibo_diem" },
		{ NAME("chibo_diem", "12"), "fill.name_formula", "chibo_diem" },
		{ NAME("chibo_diem", "OFFSET(Hai!$A$1,1,1)"), "fill.name_formula", "chibo_diem" },
		{ NAME("chibo_diem", "Hai!$B$1"), "fill.cell_formula", "chibo_diem" },
		{ NAME("chibo_dong_ten", "Hai!$A$1") NAME("chibo_dong_ty_le", "Hai!$B$2"), "fill.rows_apart",
		        "chibo_dong_ty_le" },
		{ "<definedName name=\"x\" xlm=\"1\">Hai!$A$1</definedName>", "fill.macro", NULL },
	};
	struct arena *arena = *state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		refused(arena, book_of(arena, cases[i].names, SHEET_1), cases[i].code, cases[i].name);
	/* a merge of two rows cannot be repeated */
	refused(arena, book_of(arena, NAME("chibo_dong_ten", "'Số liệu'!$A$9"), SHEET_1), "fill.row_blocked", NULL);
}

static void texts_are_refused(void **state)
{
	struct arena *arena = *state;
	refused(arena, writing_of(arena, "<w:p>" CONTROL("chibo_dong_ten", "", RUN("…")) "</w:p>", TEXT_LINKS),
	        "fill.control_place", "chibo_dong_ten");
	refused(arena, writing_of(arena, "<w:p>" CONTROL("chibo_diem", "<w:picture/>", RUN("…")) "</w:p>", TEXT_LINKS),
	        "fill.control_place", "chibo_diem");
	refused(arena, writing_of(arena, "<w:p>" CONTROL("chibo_la", "", RUN("…")) "</w:p>", TEXT_LINKS),
	        "fill.unknown_name", "chibo_la");
	refused(arena,
	        writing_of(arena,
	                "<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT \"x\"</w:instrText>"
	                "</w:r></w:p>",
	                TEXT_LINKS),
	        "fill.field", "INCLUDETEXT");
	refused(arena,
	        writing_of(arena, "<w:p/>",
	                "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"a\" Type=\"" OFFICE
	                "/attachedTemplate\" TargetMode=\"External\" Target=\"https://example.org/x.dotm\"/>"
	                "</Relationships>"),
	        "fill.external", NULL);
	refused(arena,
	        writing_of(arena, "<w:p/>",
	                "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"a\" Type=\"" OFFICE
	                "/hyperlink\" TargetMode=\"External\" Target=\"file:///c:/x\"/></Relationships>"),
	        "fill.external", NULL);
	refused(arena, writing_of(arena, "</w:body>", TEXT_LINKS), "fill.broken", NULL);
}

static struct str with_part(struct arena *arena, const char *name, const char *text)
{
	struct str book = book_of(arena, NAME("chibo_diem", "Hai!$A$1"), SHEET_1), out;
	struct package_change change = { name, str_of(text) };
	assert_int_equal(package_write(arena, book, &change, 1, 0, &out, NULL), OK);
	return out;
}

#define LINKS(type, target)                                                                                   \
	HEAD "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/" type "\" " \
	     "Target=\"" target "\"/></Relationships>"

static struct str beside(struct arena *arena, const char *links, const char *name, const char *text)
{
	struct package_change changes[] = { { "xl/worksheets/_rels/sheet1.xml.rels", str_of(links) },
		{ name, str_of(text) } };
	struct str out;
	assert_int_equal(package_write(arena, book_of(arena, book_names, SHEET_1), changes, 2, 0, &out, NULL), OK);
	return out;
}

static void what_stands_beside_cells_follows(void **state)
{
	struct arena *arena = *state;
	static const char drawing[] =
	        HEAD "<d:wsDr xmlns:d=\"d\"><d:twoCellAnchor><d:from><d:row>1</d:row></d:from><d:to>"
	             "<d:row>9</d:row></d:to></d:twoCellAnchor><d:twoCellAnchor><d:from><d:row>5"
	             "</d:row></d:from><d:to><d:row>8</d:row></d:to></d:twoCellAnchor></d:wsDr>";
	static const char chart[] =
	        HEAD "<c:chart xmlns:c=\"c\"><c:f>'Số liệu'!$B$5:$B$5</c:f><c:f>Hai!$B$9</c:f></c:chart>";
	struct str out = filled(arena,
	        beside(arena, LINKS("drawing", "../drawings/drawing1.xml"), "xl/drawings/drawing1.xml", drawing));
	struct str part = part_of(arena, out, "xl/drawings/drawing1.xml");
	has(part, "<d:from><d:row>1</d:row></d:from><d:to><d:row>9</d:row>");
	has(part, "<d:from><d:row>7</d:row></d:from><d:to><d:row>10</d:row>");
	out = filled(arena, beside(arena, LINKS("x", "x"), "xl/charts/chart1.xml", chart));
	has(part_of(arena, out, "xl/charts/chart1.xml"), "<c:f>'Số liệu'!$B$5:$B$7</c:f><c:f>Hai!$B$9</c:f>");
	refused(arena, beside(arena, LINKS("comments", "../comments1.xml"), "xl/comments1.xml", "<x/>"),
	        "fill.row_blocked", NULL);
	refused(arena, beside(arena, LINKS("table", "../tables/table1.xml"), "xl/tables/table1.xml", "<x/>"),
	        "fill.row_blocked", NULL);
	refused(arena, beside(arena, LINKS("oleObject", "../x.bin"), "xl/x.bin", "x"), "fill.active", NULL);
	refused(arena, beside(arena, LINKS("drawing", "../../../../x.xml"), "xl/pivotCache/p.xml", "<x/>"),
	        "fill.external", NULL);
	refused(arena, beside(arena, LINKS("x", "x"), "xl/pivotCache/p.xml", "<x/>"), "fill.row_blocked", NULL);
}

static void packages_are_refused(void **state)
{
	struct arena *arena = *state;
	static const char locked[] = "\xD0\xCF\x11\xE0 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	char *many = arena_take(arena, FILL_FILE_MAX + 1);
	memset(many, 'a', 3 << 20);
	refused(arena, STR(""), "fill.empty", NULL);
	refused(arena, STR("%PDF-1.7"), "fill.not_office", NULL);
	refused(arena, STR("PK\3\4 but no more"), "fill.broken", NULL);
	refused(arena, (struct str){ locked, sizeof(locked) - 1 }, "fill.encrypted", NULL);
	refused(arena, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Workbook"), "fill.old_office", NULL);
	refused(arena, with_part(arena, "xl/vbaProject.bin", "x"), "fill.macro", NULL);
	refused(arena, with_part(arena, "xl/externalLinks/externalLink1.xml", "<x/>"), "fill.active", NULL);
	refused(arena, with_part(arena, "xl/embeddings/o.bin", "x"), "fill.active", NULL);
	refused(arena, with_part(arena, "../evil.xml", "<x/>"), "fill.path", NULL);
	refused(arena, with_part(arena, "/etc/evil.xml", "<x/>"), "fill.path", NULL);
	refused(arena, with_part(arena, "XL/WORKBOOK.xml", "<x/>"), "fill.path", NULL);
	refused(arena, with_part(arena, "xl/theme/theme1.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>"),
	        "fill.doctype", NULL);
	refused(arena, with_part(arena, "xl/worksheets/sheet2.xml", "<x>&a;</x>"), "fill.broken", NULL);
	refused(arena, with_part(arena, "xl/media/image2.png", many), "fill.too_large", NULL);
	refused(arena, with_part(arena, "[Content_Types].xml", "<Types/>"), "fill.not_office", NULL);
	refused(arena,
	        with_part(arena, "[Content_Types].xml",
	                "<Types><Override PartName=\"/xl/workbook.xml\" "
	                "ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types>"),
	        "fill.macro", NULL);
	refused(arena, (struct str){ many, FILL_FILE_MAX + 1 }, "fill.too_large", NULL);
}

static void examples_are_templates(void **state)
{
	static const struct fill_title lines[] = { { "chibo_don_vi", T("Đơn vị"), DOCUMENT_CELL_TEXT },
		{ "chibo_ty_le", T("Tỷ lệ"), DOCUMENT_CELL_PERMILLE } };
	static const struct fill_title heads[] = { { "chibo_dong_ten", T("Tên"), DOCUMENT_CELL_TEXT },
		{ "chibo_dong_dang_vien", T("Đảng viên"), DOCUMENT_CELL_INT } };
	struct arena *arena = *state;
	struct fill_info info;
	struct str bytes, out;
	for (int kind = FILL_XLSX; kind <= FILL_DOCX; kind++) {
		assert_int_equal(document_fill_example(
		                         arena, (enum fill_format)kind, STR("Mẫu"), lines, 2, heads, 2, &bytes, NULL),
		        OK);
		out = filled(arena, bytes);
		assert_int_equal(document_fill(arena, bytes, &data, 0, &out, &info, NULL), OK);
		assert_int_equal(info.format, kind);
		assert_int_equal(info.singles, 2);
		assert_int_equal(info.columns, 2);
		if (kind == FILL_XLSX)
			has(part_of(arena, out, "xl/worksheets/sheet1.xml"), "<f>SUM(B7:B9)</f>");
		else
			has(part_of(arena, out, "word/document.xml"), ">Chi bộ Ba<");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { with_arena(formulas_follow), with_arena(a_workbook_is_filled),
		with_arena(a_text_is_filled), with_arena(names_are_refused), with_arena(texts_are_refused),
		with_arena(what_stands_beside_cells_follows), with_arena(packages_are_refused),
		with_arena(examples_are_templates) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
