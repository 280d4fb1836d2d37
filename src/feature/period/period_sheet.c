/* The report as a workbook: the table with numbers that can be reckoned with, a native chart, the notes. */
#include "feature/period/period_private.h"

#include "document/xlsx.h"

enum { NAME_WIDTH = 34, TEXT_WIDTH = 28, NUMBER_WIDTH = 12, CHART_ROWS = 60 };

/* A share stands twice: as people write it, and as a number. */
static size_t places_of(const struct period_report *report)
{
	size_t count = 0;
	for (size_t c = 0; c < report->column_count; c++)
		count += report->columns[c].kind == PERIOD_COLUMN_SHARE ? 2 : 1;
	return count;
}

static size_t put_columns(
        struct arena *arena, const struct period_report *report, struct document_sheet_column *columns)
{
	size_t at = 0, chart = 0;
	for (size_t c = 0; c < report->column_count; c++) {
		const struct period_column *column = &report->columns[c];
		bool text = column->kind == PERIOD_COLUMN_TEXT;
		columns[at++] = (struct document_sheet_column){ .title = str_format(arena, "%s%s", column->label,
			                                                column->typed ? " *" : ""),
			.width = column->kind == PERIOD_COLUMN_NAME ? NAME_WIDTH
			         : text                             ? TEXT_WIDTH
			                                            : NUMBER_WIDTH };
		if (column->kind != PERIOD_COLUMN_SHARE)
			continue;
		if (str_is(str_of(column->key), "attendance"))
			chart = at;
		columns[at++] = (struct document_sheet_column){ .title = str_format(arena, "%s, %%", column->label),
			.width = NUMBER_WIDTH };
	}
	return chart;
}

static size_t put_value(const struct period_value *value, struct document_cell *cells)
{
	struct document_cell text = { .kind = DOCUMENT_CELL_TEXT, .text = value->text };
	struct document_cell none = { .kind = DOCUMENT_CELL_EMPTY };
	switch (value->kind) {
	case PERIOD_COLUMN_NUMBER:
		cells[0] = value->set ? (struct document_cell){ .kind = DOCUMENT_CELL_INT, .number = value->n } : none;
		return 1;
	case PERIOD_COLUMN_POINTS:
		cells[0] = value->set ? (struct document_cell){ .kind = DOCUMENT_CELL_HUNDREDTH, .number = value->n }
		                      : none;
		return 1;
	case PERIOD_COLUMN_SHARE:
		cells[0] = text;
		cells[1] = value->set && value->base ? (struct document_cell){ .kind = DOCUMENT_CELL_PERMILLE,
			.number = (value->n * 1000 + value->base / 2) / value->base }
		                                     : none;
		return 2;
	case PERIOD_COLUMN_NAME:
	case PERIOD_COLUMN_TEXT:
		break;
	}
	cells[0] = text;
	return 1;
}

static struct document_cell *put_row(struct arena *arena, const struct period_report *report,
        const struct period_row *row, struct document_cell *cells)
{
	for (size_t c = 0; c < report->column_count; c++) {
		struct period_value value = period_value_of(arena, report, row, c);
		value.kind = report->columns[c].kind;
		cells += put_value(&value, cells);
	}
	return cells;
}

enum status period_sheet(
        struct arena *arena, const struct period_report *report, struct str *ret_bytes, struct err *err)
{
	size_t columns = places_of(report), rows = report->row_count + 1;
	struct document_sheet_column *head = arena_array(arena, struct document_sheet_column, columns);
	struct document_cell *cells = arena_array(arena, struct document_cell, columns * rows), *at = cells;
	struct str notes[PERIOD_NOTES_MAX];
	size_t count = period_notes(arena, report, true, notes, PERIOD_NOTES_MAX);
	struct document_cell *said = arena_array(arena, struct document_cell, count + 1);
	struct document_sheet_chart chart = { .column = put_columns(arena, report, head),
		.rows = report->row_count < CHART_ROWS ? report->row_count : CHART_ROWS,
		.title = STR("Tỷ lệ đảng viên dự họp") };
	for (size_t i = 0; i < report->row_count; i++)
		at = put_row(arena, report, &report->rows[i], at);
	put_row(arena, report, &report->total, at);
	for (size_t i = 0; i < count; i++)
		said[i] = (struct document_cell){ .kind = DOCUMENT_CELL_TEXT, .text = notes[i] };
	const struct document_sheet_column wide = { .title = STR("Ghi chú"), .width = 120 };
	struct str title = str_format(arena, "%.*s – %.*s", STR_ARG(report->unit_name), STR_ARG(report->title));
	const struct document_sheet sheets[] = {
		{ .name = STR("Số liệu"),
		        .title = title,
		        .column = head,
		        .column_count = columns,
		        .cell = cells,
		        .row_count = rows,
		        .chart = chart },
		{ .name = STR("Ghi chú"), .column = &wide, .column_count = 1, .cell = said, .row_count = count },
	};
	return document_xlsx(arena, sheets, LENGTH(sheets), report->as_of, ret_bytes, err);
}
