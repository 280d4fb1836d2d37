/* The month's aggregate to take away, in the columns of the form that committees use: cell, attendance (x/y), day,
 * points, grade, note. */
#include "feature/report/report_private.h"

#include "base/time.h"
#include "document/xlsx.h"

enum { COLUMNS = 6, CSV_CEILING = 4 << 20, NOTE_CEILING = 8000 };

#define COLUMN(title, width)                        \
	{                                           \
		{ title, sizeof(title) - 1 }, width \
	}
static const struct document_sheet_column columns[COLUMNS] = {
	COLUMN("Chi bộ", 36),
	COLUMN("Số dự (x/y)", 12),
	COLUMN("Ngày họp", 12),
	COLUMN("Điểm", 8),
	COLUMN("Mức xếp loại", 16),
	COLUMN("Ghi chú, lý do trừ điểm", 60),
};

struct sheet {
	struct str name, title, file;
	struct report_lines lines;
	struct document_cell *cell; /* COLUMNS a line, and two lines of sums */
	size_t rows;
};

static void add_note(struct buf *note, struct str text)
{
	if (note->len && text.len)
		buf_c(note, "; ");
	buf_str(note, text);
}

static struct str note_of(struct request *request, const struct report_line *line)
{
	const struct report_cells_row *row = line->row;
	struct buf note = buf_open(request->arena, NOTE_CEILING);
	bool ended = row->meeting.n && str_is(row->state, "ended");
	if (!ended)
		add_note(&note, report_word(request->arena, "report.stage.", str_of(line->stage.stage)));
	if (line->stage.low)
		add_note(&note, report_word(request->arena, "report.reason.", STR("low")));
	if (ended && line->stage.late)
		add_note(&note, str_format(request->arena, "báo cáo trễ %lld ngày", (long long)line->stage.late));
	if (row->superior_grade.len && row->grade.len && !str_eq(row->superior_grade, row->grade))
		add_note(&note, str_format(request->arena, "chi bộ tự xếp loại %.*s",
		                        STR_ARG(report_word(request->arena, "report.grade.", row->grade))));
	add_note(&note, row->superior_reason);
	add_note(&note, row->shortcomings);
	return buf_text(&note);
}

static struct document_cell text_cell(struct str text)
{
	return (struct document_cell){ .kind = text.len ? DOCUMENT_CELL_TEXT : DOCUMENT_CELL_EMPTY, .text = text };
}

static void put_line(struct request *request, struct document_cell *cell, const struct report_line *line)
{
	const struct report_cells_row *row = line->row;
	bool ended = row->meeting.n && str_is(row->state, "ended");
	struct opt_int points = row->superior_total.set ? row->superior_total : row->total;
	cell[0] = text_cell(row->name);
	if (ended && row->present.set && row->base.set)
		cell[1] = text_cell(
		        str_format(request->arena, "%lld/%lld", (long long)row->present.n, (long long)row->base.n));
	if (ended)
		cell[2] = (struct document_cell){ .kind = DOCUMENT_CELL_DATE, .text = row->day };
	if (points.set)
		cell[3] = (struct document_cell){ .kind = DOCUMENT_CELL_INT, .number = points.n };
	cell[4] = text_cell(report_word(
	        request->arena, "report.grade.", row->superior_grade.len ? row->superior_grade : row->grade));
	cell[5] = text_cell(note_of(request, line));
}

static enum status load(struct request *request, struct sheet *sheet, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	int64_t month = request_query_int(request, "month", month_of_day(request->today)), members = 0;
	if (month < 200001 || month > 210012 || month % 100 < 1 || month % 100 > 12)
		return err_set(err, INVALID, "report.month", NULL);
	TRY(report_month_load(request, unit->id, (int)month, &sheet->lines, err));
	sheet->name = str_format(request->arena, "Tháng %02d-%d", (int)(month % 100), (int)(month / 100));
	sheet->title = str_format(request->arena, "%.*s: tổng hợp sinh hoạt chi bộ tháng %02d/%d", STR_ARG(unit->name),
	        (int)(month % 100), (int)(month / 100));
	sheet->file = str_format(request->arena, "tong-hop-%d-%02d", (int)(month / 100), (int)(month % 100));
	sheet->cell = arena_array(request->arena, struct document_cell, (sheet->lines.count + 2) * COLUMNS);
	for (size_t i = 0; i < sheet->lines.count; i++) {
		put_line(request, &sheet->cell[i * COLUMNS], &sheet->lines.at[i]);
		members += sheet->lines.at[i].row->members;
	}
	struct document_cell *sum = &sheet->cell[sheet->lines.count * COLUMNS];
	sum[0] = text_cell(str_format(request->arena, "Cộng: %lld/%lld chi bộ đã họp", (long long)sheet->lines.sum.met,
	        (long long)sheet->lines.sum.cells));
	sum[1] = text_cell(str_format(
	        request->arena, "%lld/%lld", (long long)sheet->lines.sum.present, (long long)sheet->lines.sum.base));
	sum[COLUMNS] = text_cell(str_format(request->arena, "Tổng số đảng viên: %lld", (long long)members));
	sheet->rows = sheet->lines.count + 2;
	return OK;
}

static void put_csv(struct buf *out, struct request *request, const struct document_cell *cell)
{
	struct str text = cell->kind == DOCUMENT_CELL_DATE ? date_show(request->arena, cell->text) : cell->text;
	if (cell->kind == DOCUMENT_CELL_INT) {
		buf_int(out, cell->number);
		return;
	}
	/* A text that a spreadsheet would take for a formula is made one by a leading apostrophe. */
	buf_char(out, '"');
	if (text.len && (text.ptr[0] == '=' || text.ptr[0] == '+' || text.ptr[0] == '-' || text.ptr[0] == '@'))
		buf_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_char(out, '"');
		buf_char(out, text.ptr[i]);
	}
	buf_char(out, '"');
}

enum status report_csv(struct request *request, void *view, struct err *err)
{
	struct sheet sheet = { 0 };
	struct buf out = buf_open(request->arena, CSV_CEILING);
	(void)view;
	TRY(load(request, &sheet, err));
	buf_c(&out, "\xEF\xBB\xBF");
	for (int i = 0; i < COLUMNS; i++)
		buf_format(&out, "%s\"%.*s\"", i ? "," : "", STR_ARG(columns[i].title));
	buf_c(&out, "\r\n");
	for (size_t row = 0; row < sheet.rows; row++)
		for (int i = 0; i < COLUMNS; i++) {
			put_csv(&out, request, &sheet.cell[row * COLUMNS + (size_t)i]);
			buf_c(&out, i == COLUMNS - 1 ? "\r\n" : ",");
		}
	request_file(request, buf_text(&out), "text/csv; charset=utf-8",
	        str_format(request->arena, "%.*s.csv", STR_ARG(sheet.file)), false);
	return OK;
}

enum status report_xlsx(struct request *request, void *view, struct err *err)
{
	struct sheet sheet = { 0 };
	struct str bytes;
	(void)view;
	TRY(load(request, &sheet, err));
	struct document_sheet page = { .name = sheet.name,
		.title = sheet.title,
		.column = columns,
		.column_count = COLUMNS,
		.cell = sheet.cell,
		.row_count = sheet.rows };
	TRY(document_xlsx(request->arena, &page, 1, request->now, &bytes, err));
	request_file(request, bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	        str_format(request->arena, "%.*s.xlsx", STR_ARG(sheet.file)), false);
	return OK;
}
