/* Documents: numbering and ties of the model, what the template gives and what is refused, and that each writer tells
 * the same words. */
#include "document/docx.h"
#include "document/document_private.h"
#include "document/html.h"
#include "document/package.h"
#include "document/pdf.h"
#include "document/xlsx.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <pthread.h>

static struct arena *arena;
static struct document_style style;

static int open_all(void **state)
{
	(void)state;
	arena = arena_open(ARENA_JOB_CEILING);
	return document_style_read(arena, document_template_default(), &style, NULL) != OK;
}

static int close_all(void **state)
{
	(void)state;
	arena_close(arena);
	return 0;
}

static void assert_text(struct str text, const char *expected)
{
	assert_string_equal(str_c(arena, text), expected);
}

/* Words parted by one blank each, U+00A0 among the blanks. */
static struct str words(struct str text)
{
	struct buf out = buf_open(arena, 16 << 20);
	bool blank = false;

	for (size_t i = 0; i < text.len; i++) {
		bool tie = text.ptr[i] == '\302' && i + 1 < text.len && text.ptr[i + 1] == '\240';

		if (tie)
			i++;
		if (tie || text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\f') {
			blank = out.len > 0;
			continue;
		}
		if (blank)
			buf_char(&out, ' ');
		blank = false;
		buf_char(&out, text.ptr[i]);
	}
	return buf_text(&out);
}

/* What a reader gets out of a PDF, by poppler; ret_pages counts its form feeds. */
static struct str pdf_words(struct str pdf, int *ret_pages)
{
	char path[] = "/tmp/document_test.XXXXXX";
	int file = mkstemp(path);
	struct buf out = buf_open(arena, 16 << 20);
	char part[4096];
	FILE *pipe;

	assert_true(file >= 0 && write(file, pdf.ptr, pdf.len) == (ssize_t)pdf.len);
	close(file);
	pipe = popen(str_c(arena, str_format(arena, "pdftotext -raw %s -", path)), "r");
	assert_non_null(pipe);
	for (size_t n; (n = fread(part, 1, sizeof(part), pipe)) > 0;)
		buf_put(&out, part, n);
	assert_int_equal(pclose(pipe), 0);
	unlink(path);
	*ret_pages = 0;
	for (size_t i = 0; i < out.len; i++)
		*ret_pages += out.ptr[i] == '\f';
	return words(buf_text(&out));
}

static struct document *small(void)
{
	struct document *document = document_open(arena);
	struct document_column columns[] = { { 1, DOCUMENT_MIDDLE, STR("TT") }, { 4, DOCUMENT_LEFT, STR("Việc") } };
	struct document_table *table;

	document->created = 1793188800000;
	document_title(document, STR("NGHỊ QUYẾT"), STR("tháng 10"));
	document_section(document, 1, 0, STR("KẾT QUẢ"));
	document_paragraph(document, 0, STR("Đồng chí \1Hồ Thị Yến\1 và \2<b>An & Ấn</b>\2 báo cáo."));
	document_item(document, STR("Một việc"));
	table = document_table(document, columns, 2, STR_NONE);
	document_row(table, (struct str[]){ STR("1"), STR("=1+1 \"x\"") }, 0);
	document_full_row(table, STR("Cộng: 1"), DOCUMENT_STRONG);
	return document;
}

static const char small_words[] = "NGHỊ QUYẾT tháng 10 ----- I- KẾT QUẢ Đồng chí Hồ Thị Yến và <b>An & Ấn</b> báo cáo. "
                                  "- Một việc TT Việc 1 =1+1 \"x\" Cộng: 1";

static void text_is_cleaned_and_tied(void **state)
{
	(void)state;
	assert_text(document_clean(arena, STR(" Hôm\tnay \x1b[0m\x7f ngày 05 tháng 10 ")),
	        "Hôm nay [0m ngày\302\24005 tháng\302\24010");
	assert_text(document_clean(arena, STR("đạt 96 % và hết")), "đạt 96\302\240% và\302\240hết");
	assert_text(document_clean(arena, STR("a\xef\xbf\xbf b")), "a\302\240b");
	/* NFD becomes NFC */
	assert_text(document_clean(arena, STR("Ho\xcc\x82\xcc\x80")), "Hồ");
}

static void marks_always_close(void **state)
{
	struct str rest = STR("\1a\2b\1c"), run;
	unsigned marks = 0;
	struct document *document = document_open(arena);
	struct str html;

	(void)state;
	assert_true(document_run_next(&rest, &marks, &run));
	assert_text(run, "a");
	assert_int_equal(marks, DOCUMENT_MARK_BOLD);
	assert_true(document_run_next(&rest, &marks, &run));
	assert_int_equal(marks, DOCUMENT_MARK_BOLD | DOCUMENT_MARK_ITALIC);
	assert_true(document_run_next(&rest, &marks, &run));
	assert_int_equal(marks, DOCUMENT_MARK_ITALIC);
	assert_false(document_run_next(&rest, &marks, &run));
	document_paragraph(document, 0, STR("\1a\2b\1c"));
	assert_int_equal(document_html(arena, document, &html, NULL), OK);
	assert_text(html, "<article class=\"doc\" "
	                  "lang=\"vi-VN\">\n<p><strong>a</strong><strong><em>b</em></strong><em>c</em></p>\n"
	                  "</article>\n");
}

static void sections_are_numbered(void **state)
{
	struct document *document = document_open(arena);
	struct str text;

	(void)state;
	document_section(document, 1, 0, STR("A"));
	for (int i = 0; i < 5; i++)
		document_section(document, 3, 0, STR("x"));
	document_section(document, 2, 0, STR("B"));
	document_section(document, 3, 0, STR("y"));
	document_section(document, 1, DOCUMENT_NO_NUMBER, STR("C"));
	document_section(document, 1, 0, STR("D"));
	document_section(document, 2, 0, STR("E"));
	assert_int_equal(document_text(arena, document, &text, NULL), OK);
	assert_text(text, "I- A\na) x\nb) x\nc) x\nd) x\nđ) x\n1. B\na) y\nC\nII- D\n1. E\n");
}

static void template_gives_the_looks(void **state)
{
	const struct document_look *body = &style.look[DOCUMENT_STYLE_BODY];

	(void)state;
	assert_text(body->font, "Times New Roman");
	assert_true(body->size == 14 && body->line == 18 && body->spacing == DOCUMENT_LINE_EXACT);
	assert_true(body->first > 28.3 && body->first < 28.4 && body->align == DOCUMENT_JUSTIFY);
	assert_true(style.look[DOCUMENT_STYLE_PARTY].size == 15 && style.look[DOCUMENT_STYLE_PARTY].bold);
	assert_true(style.look[DOCUMENT_STYLE_SECTION_2].keep_next && style.look[DOCUMENT_STYLE_SECTION_2].line == 18);
	assert_true(style.look[DOCUMENT_STYLE_PLACE].italic && !style.look[DOCUMENT_STYLE_POST].bold);
	assert_true(style.left > 85 && style.left < 85.1 && style.right > 42.5 && style.right < 42.6);
	assert_true(document_style_look(&style, DOCUMENT_STYLE_BODY, true).size > 19);
	assert_true(document_style_look(&style, DOCUMENT_STYLE_NUMBER, true).size == 14);
}

/* The shipped template with one part changed. */
static struct str changed(const char *part, const char *old, const char *new)
{
	struct package *package = arena_new(arena, struct package);
	struct package_change change = { part, STR_NONE };
	struct str text, bytes;
	ptrdiff_t at;

	assert_int_equal(package_read(arena, document_template_default(), package, NULL), OK);
	text = package_part(package, part);
	at = str_find(text, str_of(old));
	assert_true(at >= 0);
	change.bytes = str_format(arena, "%.*s%s%s", (int)at, text.ptr, new,
	        str_c(arena, str_slice(text, (size_t)at + strlen(old), text.len)));
	assert_int_equal(package_write(arena, document_template_default(), &change, 1, 0, &bytes, NULL), OK);
	return bytes;
}

static void restyled_template_changes_pdf_too(void **state)
{
	struct str bytes = changed("word/styles.xml", "<w:sz w:val=\"28\"/>", "<w:sz w:val=\"26\"/>");
	struct document_style restyled;
	struct str one, other;

	(void)state;
	assert_int_equal(document_style_read(arena, bytes, &restyled, NULL), OK);
	assert_true(restyled.look[DOCUMENT_STYLE_BODY].size == 13);
	assert_int_equal(document_pdf(arena, small(), &style, &one, NULL), OK);
	assert_int_equal(document_pdf(arena, small(), &restyled, &other, NULL), OK);
	assert_false(str_eq(one, other));
	assert_int_equal(document_docx(arena, small(), &restyled, &one, NULL), OK);
}

/* Word processors rewrite style ids when they save; the names stay. */
static void style_ids_are_read(void **state)
{
	struct str bytes = changed("word/styles.xml", "w:styleId=\"VBTenKy\"", "w:styleId=\"VBTnngik\"");
	struct package *package = arena_new(arena, struct package);
	struct document_style renamed;
	struct document *document = document_open(arena);
	struct str docx;

	(void)state;
	document_sign(document, &(struct document_sign){ .signer_count = 1, .signer = { { .name = STR("Lê Ánh") } } });
	assert_int_equal(document_style_read(arena, bytes, &renamed, NULL), OK);
	assert_true(renamed.look[DOCUMENT_STYLE_SIGNER].bold);
	assert_int_equal(document_docx(arena, document, &renamed, &docx, NULL), OK);
	assert_int_equal(package_read(arena, docx, package, NULL), OK);
	assert_true(str_find(package_part(package, "word/document.xml"), STR("<w:pStyle w:val=\"VBTnngik\"/>")) > 0);
}

static void assert_refused(struct str bytes, const char *code)
{
	struct document_style read;
	struct err err = { 0 };

	assert_int_equal(document_style_read(arena, bytes, &read, &err), INVALID);
	assert_string_equal(err.code, code);
}

static void bad_templates_are_refused(void **state)
{
	(void)state;
	assert_refused(STR("not a zip"), "document.template_broken");
	assert_refused(STR_NONE, "document.template_broken");
	assert_refused(changed("word/styles.xml", "<w:styles", "<!DOCTYPE x [<!ENTITY a \"b\">]><w:styles"),
	        "document.template_broken");
	assert_refused(changed("word/styles.xml", "VB Mục 2", "Other"), "document.template_style");
	assert_refused(changed("word/_rels/document.xml.rels", "Target=\"styles.xml\"",
	                       "Target=\"http://example.org/a\" TargetMode=\"External\""),
	        "document.template_external");
	assert_refused(changed("word/header1.xml", " PAGE ", " includetext \"a\" "), "document.template_field");
	assert_refused(changed("word/header1.xml", " PAGE </w:instrText>",
	                       " DD</w:instrText><w:instrText>E a b</w:instrText>"),
	        "document.template_field");
	assert_refused(changed("word/document.xml", "w:w=\"11906\"", "w:w=\"3000\""), "document.template_page");
}

static void pdf_tells_the_words(void **state)
{
	struct str pdf, again;
	int pages;

	(void)state;
	assert_int_equal(document_pdf(arena, small(), &style, &pdf, NULL), OK);
	assert_text(pdf_words(pdf, &pages), small_words);
	assert_int_equal(pages, 1);
	assert_int_equal(document_pdf(arena, small(), &style, &again, NULL), OK);
	assert_true(str_eq(pdf, again));
	assert_true(str_find(pdf, STR("/Lang (vi-VN)")) > 0);
}

static void *make_pdf(void *ret_bytes)
{
	struct arena *own = arena_open(ARENA_JOB_CEILING);
	struct document *document = document_open(own);
	struct str pdf;

	document_paragraph(document, 0, STR("Đồng thời"));
	for (int i = 0; i < 20; i++)
		if (document_pdf(own, document, &style, &pdf, NULL) != OK ||
		        document_docx(own, document, &style, &pdf, NULL) != OK)
			pdf = STR_NONE;
	*(size_t *)ret_bytes = pdf.len;
	arena_close(own);
	return NULL;
}

static void threads_write_at_once(void **state)
{
	pthread_t threads[4];
	size_t bytes[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, make_pdf, &bytes[i]), 0);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_true(bytes[i] > 0 && bytes[i] == bytes[0]);
	}
}

static void docx_tells_the_words(void **state)
{
	struct package *package = arena_new(arena, struct package);
	struct str docx, again;
	xmlDoc *xml;
	xmlChar *text;

	(void)state;
	assert_int_equal(document_docx(arena, small(), &style, &docx, NULL), OK);
	assert_int_equal(package_read(arena, docx, package, NULL), OK);
	assert_int_equal(package_xml(package_part(package, "word/document.xml"), &xml, NULL), OK);
	text = xmlNodeGetContent(xmlDocGetRootElement(xml));
	assert_non_null(strstr((char *)text, "<b>An & Ấn</b>"));
	assert_null(strstr((char *)text, "Phần mềm"));
	xmlFree(text);
	xmlFreeDoc(xml);
	assert_int_equal(package_xml(package_part(package, "docProps/core.xml"), &xml, NULL), OK);
	xmlFreeDoc(xml);
	assert_int_equal(document_docx(arena, small(), &style, &again, NULL), OK);
	assert_true(str_eq(docx, again));
}

static void html_is_escaped(void **state)
{
	struct str html;

	(void)state;
	assert_int_equal(document_html(arena, small(), &html, NULL), OK);
	assert_true(str_find(html, STR("<em>&lt;b&gt;An &amp; Ấn&lt;/b&gt;</em>")) > 0);
	assert_true(str_find(html, STR("style=")) < 0);
	assert_true(str_find(html, STR("<td colspan=\"2\">")) > 0);
}

static void long_tables_repeat_their_head(void **state)
{
	struct document *document = document_open(arena);
	struct document_column columns[] = { { 1, DOCUMENT_MIDDLE, STR("TT") }, { 4, DOCUMENT_LEFT, STR("Họvàtên") } };
	struct document_table *table = document_table(document, columns, 2, STR_NONE);
	int pages, heads = 0;
	struct str pdf, text;

	(void)state;
	for (int i = 0; i < 600; i++)
		document_row(table, (struct str[]){ str_format(arena, "%d", i + 1), STR("Hồ Thị Yến") }, 0);
	assert_int_equal(document_pdf(arena, document, &style, &pdf, NULL), OK);
	text = pdf_words(pdf, &pages);
	assert_in_range(pages, 14, 20);
	for (ptrdiff_t at; (at = str_find(text, STR("Họvàtên"))) >= 0; text = str_slice(text, (size_t)at + 1, text.len))
		heads++;
	assert_int_equal(heads, pages);
	assert_true(str_find(text, STR("600 Hồ Thị Yến")) >= 0);
}

/* What hangs on a wall: one page each, a border and no page number in the DOCX, the type in its own colour. */
static void frames_stand_around_pages(void **state)
{
	struct package *package = arena_new(arena, struct package);
	struct document *document = document_open(arena);
	int pages;
	struct str pdf, docx, body;

	(void)state;
	document->framed = document->landscape = document->large = true;
	document_title(document, STR("GIẤY KHEN"), STR_NONE);
	document_page_break(document);
	document_title(document, STR("GIẤY KHEN"), STR_NONE);
	assert_int_equal(document_pdf(arena, document, &style, &pdf, NULL), OK);
	body = pdf_words(pdf, &pages);
	assert_int_equal(pages, 2);
	assert_true(str_find(body, STR("2")) < 0 && str_find(body, STR("---")) < 0);
	assert_int_equal(document_docx(arena, document, &style, &docx, NULL), OK);
	assert_int_equal(package_read(arena, docx, package, NULL), OK);
	body = package_part(package, "word/document.xml");
	assert_true(str_find(body, STR("<w:pgBorders")) > str_find(body, STR("<w:pgMar")));
	assert_true(str_find(body, STR("<w:color w:val=\"B71217\"/>")) > 0);
	assert_true(str_find(body, STR("headerReference")) < 0 && str_find(body, STR("-----")) < 0);
}

static int kept(struct str body)
{
	int count = 0;
	for (ptrdiff_t at; (at = str_find(body, STR("<w:keepNext/>"))) >= 0; count++)
		body = str_slice(body, (size_t)at + 1, body.len);
	return count;
}

/* No number of lines before it leaves the signature, or a remark below it, alone on a page. */
static void signature_keeps_its_text(void **state)
{
	(void)state;
	for (int lines = 22; lines < 36; lines++) {
		struct document *document = document_open(arena);
		struct package *package = arena_new(arena, struct package);
		int pages;
		struct str pdf, docx, text, last;
		ptrdiff_t at;

		for (int i = 0; i < lines; i++)
			document_paragraph(document, 0, STR("Dòng."));
		document_sign(document, &(struct document_sign){ .signer_count = 1,
		                                .signer = { { STR("T/M"), STR("BT"), STR("Tên") } } });
		document_space(document, 12);
		document_paragraph(document, DOCUMENT_NO_INDENT, STR("Ghi chú."));
		assert_int_equal(document_pdf(arena, document, &style, &pdf, NULL), OK);
		text = pdf_words(pdf, &pages);
		assert_in_range(pages, 1, 2);
		last = text;
		if (pages == 2 && (at = str_find(text, STR(" 2 "))) >= 0)
			last = str_slice(text, (size_t)at, text.len);
		assert_true(str_find(last, STR("Dòng. T/M BT Tên Ghi chú.")) >= 0);
		assert_int_equal(document_docx(arena, document, &style, &docx, NULL), OK);
		assert_int_equal(package_read(arena, docx, package, NULL), OK);
		text = package_part(package, "word/document.xml");
		assert_int_equal(kept(str_slice(text, (size_t)str_find(text, STR(">T/M<")), text.len)),
		        2); /* name and room: the office does by its style */
	}
}

/* A list of strong rows begins where it stands, and goes on behind the page. */
static void strong_rows_part(void **state)
{
	(void)state;
	const struct document_column columns[] = { { 1, DOCUMENT_LEFT, STR("Tên") } };
	struct document *document = document_open(arena);
	struct package *package = arena_new(arena, struct package);
	int pages;
	struct str pdf, docx;

	for (int i = 0; i < 20; i++)
		document_paragraph(document, 0, STR("Dòng."));
	struct document_table *table = document_table(document, columns, 1, STR_NONE);
	for (int i = 0; i < 30; i++)
		document_row(table, (struct str[]){ STR("Đảng bộ") }, DOCUMENT_STRONG);
	assert_int_equal(document_pdf(arena, document, &style, &pdf, NULL), OK);
	assert_true(str_find(pdf_words(pdf, &pages), STR("Dòng. Tên Đảng bộ")) >= 0);
	assert_int_equal(pages, 2);
	assert_int_equal(document_docx(arena, document, &style, &docx, NULL), OK);
	assert_int_equal(package_read(arena, docx, package, NULL), OK);
	assert_int_equal(kept(package_part(package, "word/document.xml")), 0);
}

static void sheets_hold_no_formula(void **state)
{
	struct document_sheet_column columns[] = { { STR("A"), 10 }, { STR("B"), 10 }, { STR("C"), 10 } };
	struct document_cell cells[] = { { DOCUMENT_CELL_TEXT, STR("=1+1"), 0 }, { DOCUMENT_CELL_INT, STR_NONE, 42 },
		{ DOCUMENT_CELL_DATE, STR("2026-11-03"), 0 }, { DOCUMENT_CELL_TEXT, STR("@SUM(1) <&>"), 0 },
		{ DOCUMENT_CELL_PERMILLE, STR_NONE, 924 }, { DOCUMENT_CELL_DATE, STR("1985"), 0 } };
	struct document_sheet sheets[] = { { STR("Đảng viên [1]"), STR("DANH SÁCH"), columns, 3, cells, 2 },
		{ STR("Trống"), STR_NONE, columns, 3, NULL, 0 } };
	struct package *package = arena_new(arena, struct package);
	struct str bytes, sheet;

	(void)state;
	assert_int_equal(document_xlsx(arena, sheets, 2, 1793188800000, &bytes, NULL), OK);
	assert_int_equal(package_read(arena, bytes, package, NULL), OK);
	sheet = package_part(package, "xl/worksheets/sheet1.xml");
	assert_true(str_find(sheet, STR("<f>")) < 0 && str_find(sheet, STR("<v>42</v>")) > 0);
	assert_true(str_find(sheet, STR("<v>46329</v>")) > 0 && str_find(sheet, STR("<v>0.924")) > 0);
	assert_true(str_find(package_part(package, "xl/sharedStrings.xml"), STR("=1+1")) > 0);
	assert_true(str_find(package_part(package, "xl/workbook.xml"), STR("name=\"Đảng viên 1\"")) > 0);
	assert_true(package_part(package, "xl/worksheets/sheet2.xml").len > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cleaned_and_tied),
		cmocka_unit_test(marks_always_close),
		cmocka_unit_test(sections_are_numbered),
		cmocka_unit_test(template_gives_the_looks),
		cmocka_unit_test(restyled_template_changes_pdf_too),
		cmocka_unit_test(style_ids_are_read),
		cmocka_unit_test(bad_templates_are_refused),
		cmocka_unit_test(pdf_tells_the_words),
		cmocka_unit_test(threads_write_at_once),
		cmocka_unit_test(docx_tells_the_words),
		cmocka_unit_test(html_is_escaped),
		cmocka_unit_test(long_tables_repeat_their_head),
		cmocka_unit_test(frames_stand_around_pages),
		cmocka_unit_test(signature_keeps_its_text),
		cmocka_unit_test(strong_rows_part),
		cmocka_unit_test(sheets_hold_no_formula),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
