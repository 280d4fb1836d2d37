/* Examples of templates, which officers change into their own. */
#include "document/docx.h"
#include "document/fill.h"
#include "document/package.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
	TITLE_WIDTH = 40,
	COLUMN_WIDTH = 14,
	XML_CEILING = 1 << 20,
	TABLE_TWIPS = 14400,
	TITLE_TWIPS = 5000,
	HEAD_HEIGHT = 36
};

static void close_file(int *file)
{
	if (*file >= 0)
		close(*file);
}

static lxw_format *format(lxw_workbook *book, bool bold, bool lined, enum document_cell_kind kind)
{
	lxw_format *made = workbook_add_format(book);
	format_set_font_name(made, "Times New Roman");
	format_set_font_size(made, bold && !lined ? 14 : 12);
	format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
	if (lined || !bold)
		format_set_text_wrap(made);
	if (bold)
		format_set_bold(made);
	if (lined)
		format_set_border(made, LXW_BORDER_THIN);
	if (kind == DOCUMENT_CELL_INT)
		format_set_num_format(made, "#,##0");
	else if (kind == DOCUMENT_CELL_PERMILLE)
		format_set_num_format(made, "0.0%");
	else if (kind == DOCUMENT_CELL_HUNDREDTH)
		format_set_num_format(made, "0.00");
	else
		format_set_align(made, LXW_ALIGN_LEFT);
	return made;
}

static void name_cell(struct arena *arena, lxw_workbook *book, const char *name, lxw_row_t row, lxw_col_t column)
{
	char cell[32];
	lxw_rowcol_to_cell_abs(cell, row, column, 1, 1);
	workbook_define_name(book, name, str_c(arena, str_format(arena, "=Mau!%s", cell)));
}

static void put_columns(struct arena *arena, lxw_workbook *book, lxw_worksheet *page, lxw_row_t row,
        const struct fill_title *columns, size_t count)
{
	lxw_format *head = format(book, true, true, DOCUMENT_CELL_TEXT);
	format_set_align(head, LXW_ALIGN_CENTER);
	format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
	worksheet_set_row(page, row, HEAD_HEIGHT, NULL);
	worksheet_repeat_rows(page, row, row);
	for (size_t c = 0; c < count; c++) {
		lxw_col_t column = (lxw_col_t)c;
		lxw_format *look = format(book, false, true, columns[c].kind);
		lxw_format *sum = format(book, true, true, columns[c].kind);
		worksheet_write_string(page, row, column, str_c(arena, columns[c].title), head);
		worksheet_write_blank(page, row + 1, column, look);
		name_cell(arena, book, columns[c].name, row + 1, column);
		if (columns[c].kind == DOCUMENT_CELL_INT && c > 0) {
			char cell[32];
			lxw_rowcol_to_cell(cell, row + 1, column);
			worksheet_write_formula(
			        page, row + 2, column, str_c(arena, str_format(arena, "=SUM(%s:%s)", cell, cell)), sum);
		} else {
			worksheet_write_string(page, row + 2, column, c == 1 ? "Cộng" : "", sum);
		}
	}
}

static enum status example_book(struct arena *arena, struct str heading, const struct fill_title *singles,
        size_t single_count, const struct fill_title *columns, size_t column_count, struct str *ret_bytes,
        struct err *err)
{
	CLOSES(close_file) int file = memfd_create("xlsx", MFD_CLOEXEC);
	lxw_doc_properties properties = { .created = 1 };
	struct stat stat;
	lxw_workbook *book = file < 0 ? NULL : workbook_new(str_c(arena, str_format(arena, "/proc/self/fd/%d", file)));
	lxw_worksheet *page = book ? workbook_add_worksheet(book, "Mau") : NULL;
	if (!page)
		return err_broken(err, "document.failed", "no workbook");
	workbook_set_properties(book, &properties);
	worksheet_set_landscape(page);
	worksheet_set_paper(page, 9);
	worksheet_fit_to_pages(page, 1, 0);
	worksheet_set_column(page, 0, 0, TITLE_WIDTH / 6.0, NULL);
	worksheet_set_column(page, 1, 1, TITLE_WIDTH, NULL);
	worksheet_set_column(page, 2, (lxw_col_t)column_count, COLUMN_WIDTH, NULL);
	lxw_format *bold = format(book, true, false, DOCUMENT_CELL_TEXT);
	worksheet_write_string(page, 0, 0, str_c(arena, heading), bold);
	for (size_t i = 0; i < single_count; i++) {
		lxw_row_t row = (lxw_row_t)i + 2;
		worksheet_write_string(
		        page, row, 1, str_c(arena, singles[i].title), format(book, false, false, DOCUMENT_CELL_TEXT));
		worksheet_write_blank(page, row, 2, format(book, false, false, singles[i].kind));
		name_cell(arena, book, singles[i].name, row, 2);
	}
	put_columns(arena, book, page, (lxw_row_t)single_count + 3, columns, column_count);
	if (workbook_close(book) != LXW_NO_ERROR || fstat(file, &stat) != 0 || stat.st_size == 0)
		return err_broken(err, "document.failed", "no workbook written");
	char *bytes = arena_take(arena, (size_t)stat.st_size + 1);
	if (pread(file, bytes, (size_t)stat.st_size, 0) != stat.st_size)
		return err_broken(err, "document.failed", "workbook not read back");
	*ret_bytes = (struct str){ bytes, (size_t)stat.st_size };
	return OK;
}

static void open_paragraph(struct buf *out, const struct document_style *style, enum document_style_name name)
{
	buf_c(out, "<w:p><w:pPr><w:pStyle w:val=\"");
	buf_html(out, style->look[name].id);
	buf_c(out, "\"/></w:pPr>");
}

static void put_words(
        struct buf *out, const struct document_style *style, enum document_style_name name, struct str words)
{
	open_paragraph(out, style, name);
	buf_c(out, "<w:r><w:t xml:space=\"preserve\">");
	buf_html(out, words);
	buf_c(out, "</w:t></w:r></w:p>");
}

static void put_control(struct buf *out, const struct document_style *style, const struct fill_title *title)
{
	bool number = title->kind != DOCUMENT_CELL_TEXT;
	open_paragraph(out, style, number ? DOCUMENT_STYLE_CELL_RIGHT : DOCUMENT_STYLE_CELL);
	buf_c(out, "<w:sdt><w:sdtPr><w:alias w:val=\"");
	buf_html(out, title->title);
	buf_format(out,
	        "\"/><w:tag w:val=\"%s\"/></w:sdtPr><w:sdtContent><w:r><w:t>…</w:t></w:r></w:sdtContent></w:sdt></w:p>",
	        title->name);
}

static void open_table(struct buf *out, const int *widths, size_t count)
{
	static const char *const edges[] = { "top", "left", "bottom", "right", "insideH", "insideV" };
	buf_c(out, "<w:tbl><w:tblPr><w:tblBorders>");
	for (size_t i = 0; i < LENGTH(edges); i++)
		buf_format(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", edges[i]);
	buf_c(out, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/>"
	           "<w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>");
	for (size_t i = 0; i < count; i++)
		buf_format(out, "<w:gridCol w:w=\"%d\"/>", widths[i]);
	buf_c(out, "</w:tblGrid>");
}

static void open_cell(struct buf *out, int width)
{
	buf_format(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", width);
}

static void put_body(struct arena *arena, struct buf *out, const struct document_style *style, struct str heading,
        const struct fill_title *singles, size_t single_count, const struct fill_title *columns, size_t column_count)
{
	const int pair[] = { TITLE_TWIPS, TABLE_TWIPS - TITLE_TWIPS };
	int *widths = arena_array(arena, int, column_count + 1);
	put_words(out, style, DOCUMENT_STYLE_TYPE, heading);
	open_table(out, pair, 2);
	for (size_t i = 0; i < single_count; i++) {
		buf_c(out, "<w:tr>");
		open_cell(out, pair[0]);
		put_words(out, style, DOCUMENT_STYLE_CELL, singles[i].title);
		buf_c(out, "</w:tc>");
		open_cell(out, pair[1]);
		put_control(out, style, &(struct fill_title){ singles[i].name, singles[i].title, DOCUMENT_CELL_TEXT });
		buf_c(out, "</w:tc></w:tr>");
	}
	buf_c(out, "</w:tbl>");
	put_words(out, style, DOCUMENT_STYLE_AFTER_TABLE, STR(" "));
	for (size_t c = 0; c < column_count; c++)
		widths[c] = TABLE_TWIPS / (int)column_count;
	open_table(out, widths, column_count);
	for (int row = 0; row < 2; row++) {
		buf_format(out, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", row ? "" : "<w:tblHeader/>");
		for (size_t c = 0; c < column_count; c++) {
			open_cell(out, widths[c]);
			if (row)
				put_control(out, style, &columns[c]);
			else
				put_words(out, style, DOCUMENT_STYLE_CELL_HEAD, columns[c].title);
			buf_c(out, "</w:tc>");
		}
		buf_c(out, "</w:tr>");
	}
	buf_c(out, "</w:tbl>");
}

static enum status example_writing(struct arena *arena, struct str heading, const struct fill_title *singles,
        size_t single_count, const struct fill_title *columns, size_t column_count, struct str *ret_bytes,
        struct err *err)
{
	struct document_style *style = arena_new(arena, struct document_style);
	struct document *document = document_open(arena);
	struct package *package = arena_new(arena, struct package);
	struct buf out = buf_open(arena, XML_CEILING);
	struct str whole, empty;
	document->landscape = true;
	document_paragraph(document, 0, STR("\xE2\x80\x94"));
	TRY(document_style_read(arena, document_template_default(), style, err));
	TRY(document_docx(arena, document, style, &empty, err));
	TRY(package_read(arena, empty, package, err));
	whole = package_part(package, "word/document.xml");
	ptrdiff_t begin = str_find(whole, STR("<w:body>")), paragraph = str_find(whole, STR("</w:p>"));
	check(begin > 0 && paragraph > begin);
	buf_str(&out, str_slice(whole, 0, (size_t)begin + 8));
	put_body(arena, &out, style, heading, singles, single_count, columns, column_count);
	buf_str(&out, str_slice(whole, (size_t)paragraph + 6, whole.len));
	check(!out.full);
	return package_write(
	        arena, empty, &(struct package_change){ "word/document.xml", buf_text(&out) }, 1, 0, ret_bytes, err);
}

enum status document_fill_example(struct arena *arena, enum fill_format kind, struct str heading,
        const struct fill_title *singles, size_t single_count, const struct fill_title *columns, size_t column_count,
        struct str *ret_bytes, struct err *err)
{
	return (kind == FILL_XLSX ? example_book : example_writing)(
	        arena, heading, singles, single_count, columns, column_count, ret_bytes, err);
}
