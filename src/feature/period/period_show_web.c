/* The page of one report. */
#include "feature/period/period_web.h"

#include "base/text.h"
#include "base/time.h"

enum { COMPARED = 10, KPIS = 4 };

static struct str tenths(struct arena *arena, int64_t permille)
{
	return permille % 10 ? str_format(arena, "%lld,%lld", (long long)(permille / 10), (long long)(permille % 10))
	                     : str_format(arena, "%lld", (long long)(permille / 10));
}

static struct str signed_of(struct arena *arena, int64_t by, struct str size)
{
	return by ? str_format(arena, "%s%.*s", by < 0 ? "−" : "+", STR_ARG(size)) : STR("0");
}

static void kpi_share(struct request *request, struct period_page_view *view, const struct period_report *report,
        const char *label, enum period_figure part, enum period_figure base)
{
	struct opt_int now = period_share(&report->total.now, part, base);
	struct opt_int before = period_share(&report->total.before, part, base);
	struct period_page_kpis *kpi = &view->kpis.at[view->kpis.count++];
	*kpi = (struct period_page_kpis){ .label = request_say(request, label), .figure = STR("–"), .good = true };
	if (now.set)
		kpi->figure = str_format(request->arena, "%.*s%%", STR_ARG(tenths(request->arena, now.n)));
	if (!now.set || !before.set)
		return;
	int64_t by = now.n - before.n;
	kpi->good = by >= 0;
	kpi->foot = str_format(request->arena, "%.*s %.*s",
	        STR_ARG(signed_of(request->arena, by, tenths(request->arena, by < 0 ? -by : by))),
	        STR_ARG(request_say(request, N_("điểm % so với cùng kỳ"))));
}

static void put_kpis(struct request *request, struct period_page_view *view, const struct period_report *report)
{
	struct opt_int mean = period_mean(&report->total.now);
	view->kpis.at = arena_array(request->arena, struct period_page_kpis, KPIS);
	kpi_share(request, view, report, N_("Chi bộ sinh hoạt thường kỳ"), PERIOD_MET, PERIOD_CELL_MONTHS);
	kpi_share(request, view, report, N_("Đảng viên dự họp"), PERIOD_PRESENT, PERIOD_BASE);
	kpi_share(request, view, report, N_("Báo cáo đúng hạn"), PERIOD_ON_TIME, PERIOD_DUE);
	view->kpis.at[view->kpis.count++] =
	        (struct period_page_kpis){ .label = request_say(request, N_("Điểm bình quân")),
		        .figure = mean.set ? period_points_show(request->arena, mean.n) : STR("–"),
		        .good = true };
}

static bool right_aligned(const struct period_column *column)
{
	return column->kind == PERIOD_COLUMN_NUMBER || column->kind == PERIOD_COLUMN_SHARE ||
	       column->kind == PERIOD_COLUMN_POINTS;
}

static void put_row(struct request *request, struct period_page_view *view, const struct period_report *report,
        const struct period_row *row)
{
	struct period_page_rows *to = &view->rows.at[view->rows.count++];
	to->total = row == &report->total;
	to->cells.at = arena_array(request->arena, struct period_page_rows_cells, report->column_count);
	if (row->elsewhere)
		to->href = STR_NONE;
	else if (row->unit && row->cell)
		to->href = str_format(request->arena, "/cells/%lld", (long long)row->unit);
	else if (row->unit)
		to->href = str_format(
		        request->arena, "/units/%lld/period?p=%.*s", (long long)row->unit, STR_ARG(report->code));
	for (size_t c = 0; c < report->column_count; c++)
		to->cells.at[to->cells.count++] =
		        (struct period_page_rows_cells){ .label = request_say(request, report->columns[c].label),
			        .text = period_value_of(request->arena, report, row, c).text,
			        .num = right_aligned(&report->columns[c]) };
}

static void put_table(struct request *request, struct period_page_view *view, const struct period_report *report)
{
	struct str notes[PERIOD_NOTES_MAX];
	size_t note_count = period_notes(request->arena, report, false, notes, PERIOD_NOTES_MAX);
	view->columns.at = arena_array(request->arena, struct period_page_columns, report->column_count);
	view->rows.at = arena_array(request->arena, struct period_page_rows, report->row_count + 1);
	view->notes.at = arena_array(request->arena, struct period_page_notes, PERIOD_NOTES_MAX);
	for (size_t c = 0; c < report->column_count; c++) {
		const struct period_column *column = &report->columns[c];
		view->columns.at[view->columns.count++] =
		        (struct period_page_columns){ .label = request_say(request, column->label),
			        .typed = column->typed,
			        .num = right_aligned(column) };
	}
	for (size_t i = 0; i < report->row_count; i++)
		put_row(request, view, report, &report->rows[i]);
	put_row(request, view, report, &report->total);
	for (size_t i = 0; i < note_count; i++)
		view->notes.at[view->notes.count++].text = notes[i];
	view->more.at = arena_array(request->arena, struct period_page_more, report->more_count);
	for (size_t i = 0; i < report->more_count; i++)
		view->more.at[view->more.count++] =
		        (struct period_page_more){ request_say(request, str_c(request->arena, report->more[i].label)),
			        counter_figure_show(request->arena, &report->more[i]) };
}

static void put_compare(struct request *request, struct period_page_view *view, const struct period_report *report)
{
	static const struct {
		const char *label;
		enum period_figure figure;
	} compared[COMPARED] = {
		{ N_("Chi bộ"), PERIOD_CELLS },
		{ N_("Đảng viên"), PERIOD_MEMBERS },
		{ N_("Kỳ sinh hoạt thường kỳ đã họp"), PERIOD_MET },
		{ N_("Sinh hoạt chuyên đề"), PERIOD_THEMATIC },
		{ N_("Lượt dự họp"), PERIOD_PRESENT },
		{ N_("Buổi họp xếp loại tốt"), PERIOD_GOOD },
		{ N_("Buổi họp xếp loại khá"), PERIOD_FAIR },
		{ N_("Nghị quyết"), PERIOD_RESOLUTIONS },
		{ N_("Nhiệm vụ hoàn thành"), PERIOD_TASKS_DONE },
		{ N_("Kết nạp đảng"), PERIOD_ADMITTED },
	};
	if (!report->total.before.any)
		return;
	view->compare.at = arena_array(request->arena, struct period_page_compare, COMPARED);
	for (size_t i = 0; i < COMPARED; i++) {
		int64_t now = report->total.now.n[compared[i].figure],
		        before = report->total.before.n[compared[i].figure];
		int64_t by = now - before;
		view->compare.at[view->compare.count++] = (struct period_page_compare){ .label = request_say(request,
			                                                                        compared[i].label),
			.now = number_show(request->arena, now),
			.before = number_show(request->arena, before),
			.change = signed_of(request->arena, by, number_show(request->arena, by < 0 ? -by : by)) };
	}
}

static void put_below(
        struct request *request, struct period_page_view *view, const struct period_report *report, bool manage)
{
	view->below.at = arena_array(request->arena, struct period_page_below, report->row_count + 1);
	for (size_t i = 0; i < report->row_count && report->over; i++) {
		const struct period_row *row = &report->rows[i];
		struct str due = period_due_day(request->arena, report->period, row->kind);
		if (row->cell || row->elsewhere || !due.len)
			continue;
		bool submitted = str_is(row->state, "submitted"), accepted = str_is(row->state, "accepted");
		view->waiting += manage && submitted;
		view->accepted += manage && accepted;
		view->below.at[view->below.count++] = (struct period_page_below){ .unit = { row->unit },
			.name = row->name,
			.state = row->state,
			.day = row->state_day,
			.late = str_compare(request->today, due) > 0,
			.takes = manage && (submitted || accepted) };
	}
}

static void put_changes(struct request *request, struct period_page_view *view, const struct period_report *report)
{
	view->changes.at = arena_array(request->arena, struct period_page_changes, report->change_count + 1);
	for (size_t i = 0; i < report->change_count; i++)
		view->changes.at[view->changes.count++] = (struct period_page_changes){ .name = report->changes[i].name,
			.period = report->changes[i].period,
			.figures = report->changes[i].figures,
			.reason = report->changes[i].reason };
}

static void put_places(struct request *request, struct period_page_view *view, const struct period_report *report)
{
	static const char *const labels[PERIOD_KIND__COUNT] = { N_("Tháng"), N_("Quý"), N_("6 tháng"), N_("Năm") };
	struct period period = report->period;
	view->before_code = period_code(request->arena, period_add(period, -1));
	view->after_code = period_code(request->arena, period_add(period, 1));
	view->kinds.at = arena_array(request->arena, struct period_page_kinds, PERIOD_KIND__COUNT);
	for (int kind = 0; kind < PERIOD_KIND__COUNT; kind++)
		view->kinds.at[view->kinds.count++] =
		        (struct period_page_kinds){ .label = request_say(request, labels[kind]),
			        .code = period_code(
			                request->arena, period_of_month((enum period_kind)kind, period_last(period))),
			        .current = (enum period_kind)kind == period.kind };
	int first = period_first(period), count = period_last(period) - first + 1;
	view->months.at = arena_array(request->arena, struct period_page_months, (size_t)count);
	for (int i = 0; i < count; i++)
		view->months.at[view->months.count++].month = first + i;
}

static enum status put_flow(
        struct request *request, struct period_page_view *view, const struct period_report *report, struct err *err)
{
	struct period_events_rows events;
	const struct unit *unit = request_unit(request, "unit");
	bool manage = request_can(request, period_manage.name), plain = !view->live && !view->tree_today;
	bool mine = str_is(report->state, "open") || str_is(report->state, "returned");
	view->state = report->state;
	view->state_reason = report->state_reason;
	view->who = report->who;
	view->since = report->state_since ? OPT(report->state_since) : OPT_NONE;
	view->due = report->due_day;
	view->late = mine && report->due_day.len && str_compare(request->today, report->due_day) > 0;
	view->may_submit = plain && manage && mine && report->over && view->known;
	view->own_freeze = plain && manage && !unit->parent && str_is(report->state, "accepted");
	view->may_lines = plain && !report->frozen && request_can(request, period_type.name);
	TRY(period_events(request->arena, request->db,
	        &(struct period_events_in){ .unit = { report->unit }, .period = report->code }, &events, err));
	view->events.at = arena_array(request->arena, struct period_page_events, events.count + 1);
	for (size_t i = 0; i < events.count; i++)
		view->events.at[view->events.count++] = (struct period_page_events){ .act = events.at[i].act,
			.at = events.at[i].at,
			.who = events.at[i].who,
			.reason = events.at[i].reason };
	if (plain)
		put_below(request, view, report, manage);
	for (size_t i = 0; i < report->row_count; i++)
		view->may_grades |= plain && manage && report->rows[i].cell && report->period.kind != PERIOD_MONTH;
	return OK;
}

static void put_files(struct request *request, struct period_page_view *view)
{
	static const char *const files[][2] = { { "xlsx", "Excel" }, { "docx", "Word" }, { "pdf", "PDF" },
		{ "csv", "CSV" } };
	view->files.at = arena_array(request->arena, struct period_page_files, LENGTH(files));
	for (; view->files.count < LENGTH(files); view->files.count++)
		view->files.at[view->files.count] = (struct period_page_files){ str_of(files[view->files.count][0]),
			str_of(files[view->files.count][1]) };
}

static enum status show(struct request *request, struct period_page_view *view, bool tree_today, struct err *err)
{
	struct period_ask ask = { .now = request->now, .tree_today = tree_today };
	struct period_report *report;
	const struct unit *unit;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &ask.period, err));
	ask.unit = unit->id;
	ask.live = str_is(request_query(request, "figures"), "now");
	TRY(period_load(request->arena, request->db, &ask, &report, err));
	view->unit.n = unit->id;
	view->unit_name = report->unit_name;
	view->heading = report->title;
	view->code = report->code;
	view->over = report->over;
	view->frozen = report->frozen;
	view->live = ask.live && str_is(report->state, "frozen");
	view->tree_today = tree_today;
	view->known = report->total.now.any;
	view->pin_fresh = request->pin_fresh;
	put_places(request, view, report);
	put_files(request, view);
	TRY(period_put_templates(request, view, report, err));
	put_kpis(request, view, report);
	put_table(request, view, report);
	put_compare(request, view, report);
	put_changes(request, view, report);
	TRY(put_flow(request, view, report, err));
	if (report->frozen) {
		struct period_changes changes;
		TRY(period_changes_since(
		        request->arena, request->db, unit->id, ask.period, request->now, &changes, err));
		view->corrected = (int64_t)changes.count;
	}
	return OK;
}

/* The same value as a file; the path's ending says which. */
enum status period_export(struct request *request, void *view, struct err *err)
{
	static const struct {
		const char *ending, *type;
	} kinds[] = { { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
		{ ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
		{ ".pdf", "application/pdf" }, { ".csv", "text/csv; charset=utf-8" } };
	struct period_ask ask = { .now = request->now };
	struct str path = str_of(request->route->path), bytes;
	struct period_report *report;
	const struct unit *unit;
	size_t kind = 0;
	(void)view;
	while (!str_ends(path, str_of(kinds[kind].ending)))
		kind++;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &ask.period, err));
	ask.unit = unit->id;
	TRY(period_load(request->arena, request->db, &ask, &report, err));
	struct str name = str_format(request->arena, "Báo cáo %.*s%s", STR_ARG(report->code), kinds[kind].ending);
	TRY(period_file(request->arena, report, name, &bytes, err));
	request_file(request, bytes, kinds[kind].type, name, str_is(str_of(kinds[kind].ending), ".pdf"));
	return OK;
}

enum status period_show(struct request *request, void *view, struct err *err)
{
	return show(request, view, false, err);
}

enum status period_show_today(struct request *request, void *view, struct err *err)
{
	return show(request, view, true, err);
}
