/* XLSX by libxlsxwriter, which writes files only: the file is one in memory. */
#include "document/xlsx.h"

#include "base/text.h"
#include "base/time.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { SHEET_ROWS = 1000000, SHEET_COLUMNS = 200, SHEET_NAME = 31, CELL_BYTES = 32000 };

struct formats {
	lxw_format *title, *head, *text, *number, *percent, *hundredth, *date;
};

static void close_file(int *file)
{
	if (*file >= 0)
		close(*file);
}

static lxw_format *format(lxw_workbook *book, const char *number, bool bold)
{
	lxw_format *made = workbook_add_format(book);

	format_set_font_name(made, "Times New Roman");
	format_set_font_size(made, 12);
	format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
	if (number)
		format_set_num_format(made, number);
	if (bold)
		format_set_bold(made);
	return made;
}

static struct formats make_formats(lxw_workbook *book)
{
	struct formats formats = { format(book, NULL, true), format(book, NULL, true), format(book, "@", false),
		format(book, "#,##0", false), format(book, "0.0%", false), format(book, "0.00", false),
		format(book, "dd/mm/yyyy", false) };
	lxw_format *framed[] = { formats.head, formats.text, formats.number, formats.percent, formats.hundredth,
		formats.date };

	for (size_t i = 0; i < LENGTH(framed); i++)
		format_set_border(framed[i], LXW_BORDER_THIN);
	format_set_align(formats.head, LXW_ALIGN_CENTER);
	format_set_align(formats.head, LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(formats.head);
	format_set_text_wrap(formats.text);
	format_set_font_size(formats.title, 14);
	return formats;
}

/* Letters up to `letters`, without control characters and those in `dropped`. */
static const char *plain(struct arena *arena, struct str text, size_t ceiling, const char *dropped)
{
	struct buf out = buf_open(arena, ceiling + 8);
	struct str clean = text_nfc(arena, text);

	for (size_t i = 0; i < clean.len; i++) {
		unsigned char c = (unsigned char)clean.ptr[i];
		bool begins = (c & 0xc0) != 0x80;

		if (begins && out.len + 4 > ceiling)
			break;
		if ((c >= ' ' || c == '\n') && !strchr(dropped, c))
			buf_char(&out, (char)c);
	}
	return str_c(arena, buf_text(&out));
}

static const char *sheet_name(struct arena *arena, struct str name)
{
	struct str line = text_line(arena, name);
	size_t letters = 0, at = 0;

	while (at < line.len) {
		if (((unsigned char)line.ptr[at] & 0xc0) != 0x80 && letters++ == SHEET_NAME)
			break;
		at++;
	}
	return plain(arena, str_slice(line, 0, at), 4 * SHEET_NAME + 4, "[]:*?/\\'");
}

static void put_cell(struct arena *arena, lxw_worksheet *page, lxw_row_t row, lxw_col_t column,
        const struct document_cell *cell, const struct formats *formats)
{
	struct date date = { 0 };

	switch (cell->kind) {
	case DOCUMENT_CELL_EMPTY:
		worksheet_write_blank(page, row, column, formats->text);
		return;
	case DOCUMENT_CELL_INT:
		worksheet_write_number(page, row, column, (double)cell->number, formats->number);
		return;
	case DOCUMENT_CELL_PERMILLE:
		worksheet_write_number(page, row, column, (double)cell->number / 1000, formats->percent);
		return;
	case DOCUMENT_CELL_HUNDREDTH:
		worksheet_write_number(page, row, column, (double)cell->number / 100, formats->hundredth);
		return;
	case DOCUMENT_CELL_DATE:
		if (date_parse(cell->text, &date) && date_real(date) && date.year >= 1900) {
			lxw_datetime day = { 0 };

			day.year = date.year;
			day.month = date.month;
			day.day = date.day;
			worksheet_write_datetime(page, row, column, &day, formats->date);
			return;
		}
		worksheet_write_string(
		        page, row, column, plain(arena, date_show(arena, cell->text), CELL_BYTES, ""), formats->text);
		return;
	case DOCUMENT_CELL_TEXT:
		worksheet_write_string(page, row, column, plain(arena, cell->text, CELL_BYTES, ""), formats->text);
		return;
	}
}

/* The chart reads the cells of the sheet, so that a figure corrected by hand moves its bar. */
static void put_chart(struct arena *arena, lxw_workbook *book, lxw_worksheet *page, const struct document_sheet *sheet,
        const char *name, lxw_row_t head)
{
	lxw_row_t last = head + (lxw_row_t)sheet->chart.rows;
	lxw_col_t column = (lxw_col_t)sheet->chart.column;
	lxw_chart *chart = workbook_add_chart(book, LXW_CHART_COLUMN);
	lxw_chart_series *series = chart ? chart_add_series(chart, NULL, NULL) : NULL;

	if (!series)
		return;
	chart_series_set_categories(series, name, head + 1, 0, last, 0);
	chart_series_set_values(series, name, head + 1, column, last, column);
	chart_series_set_name(series, plain(arena, sheet->column[column].title, CELL_BYTES, ""));
	chart_title_set_name(chart, plain(arena, sheet->chart.title, CELL_BYTES, ""));
	chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	worksheet_insert_chart_opt(page, head + (lxw_row_t)sheet->row_count + 2, 0, chart,
	        &(lxw_chart_options){ .x_scale = 1.8, .y_scale = 1.3 });
}

static enum status put_sheet(struct arena *arena, lxw_workbook *book, const struct document_sheet *sheet,
        const struct formats *formats, struct err *err)
{
	const char *name = sheet_name(arena, sheet->name);
	lxw_worksheet *page;
	lxw_row_t row = 0;

	if (sheet->row_count > SHEET_ROWS || sheet->column_count > SHEET_COLUMNS)
		return err_set(err, INVALID, "document.too_large", NULL);
	page = workbook_add_worksheet(book, name);
	if (!page)
		return err_broken(err, "document.failed", "sheet \"%s\" refused", name);
	if (sheet->title.len)
		worksheet_write_string(page, row++, 0, plain(arena, sheet->title, CELL_BYTES, ""), formats->title);
	for (size_t c = 0; c < sheet->column_count; c++) {
		worksheet_set_column(page, (lxw_col_t)c, (lxw_col_t)c, sheet->column[c].width, NULL);
		worksheet_write_string(
		        page, row, (lxw_col_t)c, plain(arena, sheet->column[c].title, CELL_BYTES, ""), formats->head);
	}
	worksheet_freeze_panes(page, row + 1, 0);
	worksheet_repeat_rows(page, 0, row);
	worksheet_set_paper(page, 9);
	worksheet_set_landscape(page);
	worksheet_fit_to_pages(page, 1, 0);
	for (size_t r = 0; r < sheet->row_count; r++) {
		row++;
		for (size_t c = 0; c < sheet->column_count; c++)
			put_cell(arena, page, row, (lxw_col_t)c, &sheet->cell[r * sheet->column_count + c], formats);
	}
	if (sheet->chart.column && sheet->chart.rows)
		put_chart(arena, book, page, sheet, name, row - (lxw_row_t)sheet->row_count);
	return OK;
}

static enum status read_file(struct arena *arena, int file, struct str *ret_bytes, struct err *err)
{
	struct stat stat;
	char *bytes;

	if (fstat(file, &stat) != 0)
		return err_broken(err, "document.failed", "fstat");
	bytes = arena_try(arena, (size_t)stat.st_size + 1);
	if (!bytes || stat.st_size == 0 || pread(file, bytes, (size_t)stat.st_size, 0) != stat.st_size)
		return err_broken(err, "document.failed", "cannot read %lld bytes back", (long long)stat.st_size);
	*ret_bytes = (struct str){ bytes, (size_t)stat.st_size };
	return OK;
}

enum status document_xlsx(struct arena *arena, const struct document_sheet *sheets, size_t count, int64_t created,
        struct str *ret_bytes, struct err *err)
{
	CLOSES(close_file) int file = memfd_create("xlsx", MFD_CLOEXEC);
	lxw_doc_properties properties = { .created = (time_t)(created / 1000) };
	enum status status = OK;
	lxw_workbook *book;
	struct formats formats;
	lxw_error failed;

	if (file < 0 || count == 0)
		return err_broken(err, "document.failed", "no file in memory, or no sheet");
	book = workbook_new(str_c(arena, str_format(arena, "/proc/self/fd/%d", file)));
	if (!book)
		return err_broken(err, "document.failed", "no workbook");
	workbook_set_properties(book, &properties);
	formats = make_formats(book);
	for (size_t i = 0; i < count && status == OK; i++)
		status = put_sheet(arena, book, &sheets[i], &formats, err);
	failed = workbook_close(book); /* frees it in any case */
	TRY(status);
	if (failed != LXW_NO_ERROR)
		return err_broken(err, "document.failed", "%s", lxw_strerror(failed));
	return read_file(arena, file, ret_bytes, err);
}
