/* A report as a file: the one place where its ending chooses the form. */
#include "feature/period/period_private.h"

enum { CSV_CEILING = 8 << 20 };

/* As readers of other countries' tables expect: comma, quotes doubled. */
static void put_field(struct buf *csv, struct str text, bool first)
{
	if (!first)
		buf_char(csv, ',');
	buf_csv(csv, text);
}

static void put_line(
        struct arena *arena, struct buf *csv, const struct period_report *report, const struct period_row *row)
{
	for (size_t c = 0; c < report->column_count; c++)
		put_field(csv, period_value_of(arena, report, row, c).text, c == 0);
	buf_c(csv, "\r\n");
}

static struct str csv_of(struct arena *arena, const struct period_report *report)
{
	struct buf csv = buf_open(arena, CSV_CEILING);
	struct str notes[PERIOD_NOTES_MAX];
	size_t count = period_notes(arena, report, true, notes, PERIOD_NOTES_MAX);
	buf_c(&csv, "\xEF\xBB\xBF");
	for (size_t c = 0; c < report->column_count; c++)
		put_field(&csv,
		        str_format(arena, "%s%s", report->columns[c].label, report->columns[c].typed ? " *" : ""),
		        c == 0);
	buf_c(&csv, "\r\n");
	for (size_t i = 0; i < report->row_count; i++)
		put_line(arena, &csv, report, &report->rows[i]);
	put_line(arena, &csv, report, &report->total);
	for (size_t i = 0; i < count; i++) {
		put_field(&csv, notes[i], true);
		buf_c(&csv, "\r\n");
	}
	return buf_text(&csv);
}

enum status period_file(struct arena *arena, const struct period_report *report, struct str name, struct str *ret_bytes,
        struct err *err)
{
	if (str_ends(name, STR(".json"))) {
		*ret_bytes = period_json_write(arena, report);
		return OK;
	}
	if (str_ends(name, STR(".csv"))) {
		*ret_bytes = csv_of(arena, report);
		return OK;
	}
	if (str_ends(name, STR(".xlsx")))
		return period_sheet(arena, report, ret_bytes, err);
	if (str_ends(name, STR(".pdf")) || str_ends(name, STR(".docx")))
		return period_paper(arena, report, str_ends(name, STR(".docx")), ret_bytes, err);
	return err_set(err, INVALID, "period.ending", "out");
}
