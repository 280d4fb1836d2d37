/* The month to take away. At the level of a commune: each cell in the columns of the form that committees use (cell,
 * attendance x/y, day, points, grade, note). Further up: the sums of what stands right below. */
#include "feature/overview/overview_private.h"

#include "base/text.h"
#include "base/time.h"
#include "document/xlsx.h"

enum { CELL_COLUMNS = 6, SUM_COLUMNS = 12, CSV_CEILING = 4 << 20, NOTE_CEILING = 8000 };

#define COLUMN(title, width)                        \
	{                                           \
		{ title, sizeof(title) - 1 }, width \
	}
static const struct document_sheet_column cell_columns[CELL_COLUMNS] = {
	COLUMN("Chi bộ", 36),
	COLUMN("Số dự (x/y)", 12),
	COLUMN("Ngày họp", 12),
	COLUMN("Điểm", 8),
	COLUMN("Mức xếp loại", 16),
	COLUMN("Ghi chú, lý do trừ điểm", 60),
};
static const struct document_sheet_column sum_columns[SUM_COLUMNS] = {
	COLUMN("Đơn vị", 36),
	COLUMN("Chi bộ", 10),
	COLUMN("Đảng viên", 12),
	COLUMN("Đã sinh hoạt", 14),
	COLUMN("Phải dự", 10),
	COLUMN("Có mặt", 10),
	COLUMN("Báo cáo đúng hạn (x/y)", 22),
	COLUMN("Tốt", 8),
	COLUMN("Khá", 8),
	COLUMN("Trung bình", 12),
	COLUMN("Kém", 8),
	COLUMN("Cần chú ý", 12),
};

struct sheet {
	struct str name, title, file;
	const struct document_sheet_column *column;
	size_t columns, rows;
	struct document_cell *cell;
};

static struct str word(struct request *request, const char *prefix, struct str value)
{
	struct str text, code = str_format(request->arena, "%s%.*s", prefix, STR_ARG(value));
	return value.len && message_code(request->arena, VI, code, NULL, &text) ? text : value;
}

static struct document_cell text_cell(struct str text)
{
	return (struct document_cell){ .kind = text.len ? DOCUMENT_CELL_TEXT : DOCUMENT_CELL_EMPTY, .text = text };
}

static struct document_cell int_cell(int64_t number)
{
	return (struct document_cell){ .kind = DOCUMENT_CELL_INT, .number = number };
}

static struct str of(struct request *request, int64_t part, int64_t base)
{
	return str_format(request->arena, "%lld/%lld", (long long)part, (long long)base);
}

static void add_note(struct buf *note, struct str text)
{
	if (note->len && text.len)
		buf_c(note, "; ");
	buf_str(note, text);
}

static struct str note_of(struct request *request, const struct overview_month *month, const struct overview_cell *cell,
        const struct overview_sittings_row *sitting, const struct overview_scores_row *score)
{
	struct buf note = buf_open(request->arena, NOTE_CEILING);
	struct overview_stage stage = overview_stage_of(sitting, month);
	struct overview_reason reasons[OVERVIEW_REASONS];
	size_t count = overview_reasons(request->arena, &cell->flags, cell->sittings, month, reasons);
	if (!sitting || (!str_is(sitting->state, "ended") && !count))
		add_note(&note, word(request, N_("overview.stage."), str_of(stage.name)));
	for (size_t i = 0; i < count; i++) {
		struct str text = word(request, N_("overview.reason."), str_of(reasons[i].code));
		if (!sitting &&
		        (str_is(str_of(reasons[i].code), "unplanned") || str_is(str_of(reasons[i].code), "not_met")))
			continue; /* the stage says so */
		add_note(&note, reasons[i].days > 0 ? str_format(request->arena, "%.*s %lld ngày", STR_ARG(text),
		                                              (long long)reasons[i].days)
		                                    : text);
	}
	if (stage.late)
		add_note(&note, str_format(request->arena, "báo cáo trễ %lld ngày", (long long)stage.late));
	if (sitting && sitting->superior_grade.len && sitting->grade.len &&
	        !str_eq(sitting->superior_grade, sitting->grade))
		add_note(&note, str_format(request->arena, "chi bộ tự xếp loại %.*s",
		                        STR_ARG(word(request, N_("overview.grade."), sitting->grade))));
	if (score) {
		add_note(&note, score->superior_reason);
		add_note(&note, score->shortcomings);
	}
	return buf_text(&note);
}

static void put_cell(struct request *request, const struct overview_month *month, const struct overview_cell *from,
        const struct overview_scores_rows *scores, struct document_cell *to)
{
	const struct overview_sittings_row *sitting = overview_main(from->sittings);
	const struct overview_scores_row *score = NULL;
	bool ended = sitting && str_is(sitting->state, "ended");
	for (size_t i = 0; sitting && i < scores->count; i++)
		if (scores->at[i].meeting.n == sitting->meeting.n)
			score = &scores->at[i];
	to[0] = text_cell(from->name);
	if (ended && sitting->present.set && sitting->base.set)
		to[1] = text_cell(of(request, sitting->present.n, sitting->base.n));
	if (ended)
		to[2] = (struct document_cell){ .kind = DOCUMENT_CELL_DATE, .text = sitting->day };
	if (score && score->points.set)
		to[3] = int_cell(score->points.n);
	if (sitting)
		to[4] = text_cell(word(request, N_("overview.grade."),
		        sitting->superior_grade.len ? sitting->superior_grade : sitting->grade));
	to[5] = text_cell(note_of(request, month, from, sitting, score));
}

static enum status load_scores(struct request *request, const struct overview_month *month,
        const struct overview_cell *cells, size_t count, struct overview_scores_rows *ret, struct err *err)
{
	int64_t id[OVERVIEW_TEN] = { 0 };
	for (size_t i = 0; i < count && i < OVERVIEW_TEN; i++)
		id[i] = cells[i].cell;
	struct overview_scores_in in = { { id[0] }, { id[1] }, { id[2] }, { id[3] }, { id[4] }, { id[5] }, { id[6] },
		{ id[7] }, { id[8] }, { id[9] }, month->month };
	return overview_scores(request->arena, request->db, &in, ret, err);
}

static enum status load_cells(struct request *request, const struct unit *unit, const struct overview_month *month,
        struct sheet *sheet, struct err *err)
{
	struct overview_cells_rows rows;
	int64_t members = 0, met = 0, base = 0, present = 0;
	TRY(overview_cells(request->arena, request->db,
	        &(struct overview_cells_in){
	                .unit = { unit->id }, .first = month->first, .last = month->last, .month = month->month },
	        &rows, err));
	struct overview_cell *cells = arena_array(request->arena, struct overview_cell, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		cells[i] = (struct overview_cell){ .cell = rows.at[i].cell.n,
			.name = rows.at[i].name,
			.above = rows.at[i].above_name,
			.members = rows.at[i].members,
			.flags = OVERVIEW_FLAGS(&rows.at[i]) };
		members += rows.at[i].members;
	}
	TRY(overview_load_sittings(request, month, cells, rows.count, err));
	sheet->cell = arena_array(request->arena, struct document_cell, (rows.count + 2) * CELL_COLUMNS);
	for (size_t i = 0; i < rows.count; i += OVERVIEW_TEN) {
		struct overview_scores_rows scores;
		TRY(load_scores(request, month, &cells[i], rows.count - i, &scores, err));
		for (size_t c = i; c < rows.count && c < i + OVERVIEW_TEN; c++)
			put_cell(request, month, &cells[c], &scores, &sheet->cell[c * CELL_COLUMNS]);
	}
	for (size_t i = 0; i < rows.count; i++) {
		const struct overview_sittings_row *sitting = overview_main(cells[i].sittings);
		bool ended = sitting && str_is(sitting->state, "ended");
		met += ended;
		base += ended && sitting->base.set ? sitting->base.n : 0;
		present += ended && sitting->present.set ? sitting->present.n : 0;
	}
	struct document_cell *sum = &sheet->cell[rows.count * CELL_COLUMNS];
	sum[0] = text_cell(
	        str_format(request->arena, "Cộng: %.*s chi bộ đã họp", STR_ARG(of(request, met, (int64_t)rows.count))));
	sum[1] = text_cell(of(request, present, base));
	sum[CELL_COLUMNS] = text_cell(str_format(request->arena, "Tổng số đảng viên: %lld", (long long)members));
	sheet->column = cell_columns;
	sheet->columns = CELL_COLUMNS;
	sheet->rows = rows.count + 2;
	return OK;
}

static void put_sums(struct request *request, const struct overview_children_row *row, struct document_cell *cell)
{
	cell[0] = text_cell(row->name);
	cell[1] = int_cell(row->cells);
	cell[2] = int_cell(row->members);
	cell[3] = int_cell(row->met);
	cell[4] = int_cell(row->base);
	cell[5] = int_cell(row->present);
	cell[6] = text_cell(of(request, row->on_time, row->due));
	cell[7] = int_cell(row->good);
	cell[8] = int_cell(row->fair);
	cell[9] = int_cell(row->average);
	cell[10] = int_cell(row->poor);
	cell[11] = int_cell(row->attention);
}

static enum status load_sums(struct request *request, const struct unit *unit, const struct overview_month *month,
        struct sheet *sheet, struct err *err)
{
	struct overview_children_rows rows;
	struct overview_children_row sum = { .name = STR("Cộng") };
	TRY(overview_children(request->arena, request->db,
	        &(struct overview_children_in){
	                .unit = { unit->id }, .first = month->first, .last = month->last, .month = month->month },
	        &rows, err));
	sheet->cell = arena_array(request->arena, struct document_cell, (rows.count + 1) * SUM_COLUMNS);
	for (size_t i = 0; i < rows.count; i++) {
		const struct overview_children_row *row = &rows.at[i];
		put_sums(request, row, &sheet->cell[i * SUM_COLUMNS]);
		sum.cells += row->cells;
		sum.members += row->members;
		sum.met += row->met;
		sum.base += row->base;
		sum.present += row->present;
		sum.on_time += row->on_time;
		sum.due += row->due;
		sum.good += row->good;
		sum.fair += row->fair;
		sum.average += row->average;
		sum.poor += row->poor;
		sum.attention += row->attention;
	}
	put_sums(request, &sum, &sheet->cell[rows.count * SUM_COLUMNS]);
	sheet->column = sum_columns;
	sheet->columns = SUM_COLUMNS;
	sheet->rows = rows.count + 1;
	return OK;
}

static enum status load(struct request *request, struct sheet *sheet, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	int64_t number = request_query_int(request, "month", month_of_day(request->today));
	if (!overview_month_real(number))
		return err_set(err, INVALID, "overview.month", NULL);
	struct overview_month month = overview_month_of(request->arena, (int)number, request->today);
	sheet->name = str_format(request->arena, "Tháng %02d-%d", month.month % 100, month.month / 100);
	sheet->title = str_format(request->arena, "%.*s: tổng hợp sinh hoạt chi bộ tháng %02d/%d. Số liệu đến %.*s%s",
	        STR_ARG(unit->name), month.month % 100, month.month / 100,
	        STR_ARG(date_show(request->arena, request->today)), month.over ? "" : ", tháng chưa kết thúc");
	sheet->file = str_format(request->arena, "tong-hop-%d-%02d", month.month / 100, month.month % 100);
	return overview_close(unit->kind) ? load_cells(request, unit, &month, sheet, err)
	                                  : load_sums(request, unit, &month, sheet, err);
}

static void put_csv(struct buf *out, struct request *request, const struct document_cell *cell)
{
	struct str text = cell->kind == DOCUMENT_CELL_DATE ? date_show(request->arena, cell->text) : cell->text;
	if (cell->kind == DOCUMENT_CELL_INT) {
		buf_int(out, cell->number);
		return;
	}
	buf_csv(out, text);
}

enum status overview_csv(struct request *request, void *view, struct err *err)
{
	struct sheet sheet = { 0 };
	struct buf out = buf_open(request->arena, CSV_CEILING);
	(void)view;
	TRY(load(request, &sheet, err));
	buf_c(&out, "\xEF\xBB\xBF");
	for (size_t i = 0; i < sheet.columns; i++)
		buf_format(&out, "%s\"%.*s\"", i ? "," : "", STR_ARG(sheet.column[i].title));
	buf_c(&out, "\r\n");
	for (size_t row = 0; row < sheet.rows; row++)
		for (size_t i = 0; i < sheet.columns; i++) {
			put_csv(&out, request, &sheet.cell[row * sheet.columns + i]);
			buf_c(&out, i == sheet.columns - 1 ? "\r\n" : ",");
		}
	request_file(request, buf_text(&out), "text/csv; charset=utf-8",
	        str_format(request->arena, "%.*s.csv", STR_ARG(sheet.file)), false);
	return OK;
}

enum status overview_xlsx(struct request *request, void *view, struct err *err)
{
	struct sheet sheet = { 0 };
	struct str bytes;
	(void)view;
	TRY(load(request, &sheet, err));
	struct document_sheet page = { .name = sheet.name,
		.title = sheet.title,
		.column = sheet.column,
		.column_count = sheet.columns,
		.cell = sheet.cell,
		.row_count = sheet.rows };
	TRY(document_xlsx(request->arena, &page, 1, request->now, &bytes, err));
	request_file(request, bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	        str_format(request->arena, "%.*s.xlsx", STR_ARG(sheet.file)), false);
	return OK;
}
