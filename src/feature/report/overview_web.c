/* The officer's page: which cells below have planned, called, met, reported, been graded in a month, and its table to
 * take away. */
#include "feature/report/report_private.h"

#include "base/text.h"
#include "base/time.h"
#include "document/chart.h"

enum { MONTHS_BACK = 12, MONTH_OLDEST = 200001, MONTH_NEWEST = 210012 };

struct year {
	struct report_months_rows rows;
	int first; /* month */
};

const struct permission report_read = { .name = "report.read",
	.sentence = "Xem tình hình sinh hoạt của các chi bộ cấp dưới",
	.own = R(OFFICER) | R(ADMIN),
	.below = R(OFFICER) | R(ADMIN) };

static int asked_month(const struct request *request)
{
	int64_t month = request_query_int(request, "month", 0);
	bool real = month >= MONTH_OLDEST && month <= MONTH_NEWEST && month % 100 >= 1 && month % 100 <= 12;
	return real ? (int)month : month_of_day(request->today);
}

enum status report_month_load(
        struct request *request, int64_t unit, int month, struct report_lines *ret_lines, struct err *err)
{
	struct report_cells_in in = { .unit = { unit }, .month = month };
	struct report_cells_rows rows;
	report_month_days(request->arena, month, &in.first, &in.last);
	TRY(report_cells(request->arena, request->db, &in, &rows, err));
	report_lines_of(request->arena, &rows, month, request->today, ret_lines);
	return OK;
}

static const struct report_months_row *row_of(const struct year *year, int month)
{
	for (size_t i = 0; i < year->rows.count; i++)
		if (year->rows.at[i].month == month)
			return &year->rows.at[i];
	return NULL;
}

/* "92,4" of 924. */
static struct str tenths(struct arena *arena, int64_t permille)
{
	return permille % 10 ? str_format(arena, "%lld,%lld", (long long)(permille / 10), (long long)(permille % 10))
	                     : str_format(arena, "%lld", (long long)(permille / 10));
}

static struct str change_of(struct request *request, struct opt_int now, struct opt_int before, bool permille)
{
	if (!now.set || !before.set)
		return STR_NONE;
	int64_t by = now.n - before.n, size = by < 0 ? -by : by;
	if (!by)
		return request_say(request, N_("không đổi so với tháng trước"));
	struct str figure = permille ? tenths(request->arena, size) : number_show(request->arena, size);
	struct str unit = permille ? request_say(request, N_("điểm")) : STR_NONE;
	return str_format(request->arena, "%s%.*s%s%.*s %.*s", by < 0 ? "−" : "+", STR_ARG(figure), unit.len ? " " : "",
	        STR_ARG(unit), STR_ARG(request_say(request, N_("so với tháng trước"))));
}

static struct report_overview_kpis share_kpi(
        struct request *request, const char *label, int64_t part, int64_t base, struct opt_int before)
{
	struct opt_int share = report_share(part, base);
	struct report_overview_kpis kpi = {
		.label = request_say(request, label), .figure = STR("–"), .small = STR_NONE
	};
	if (share.set) {
		kpi.figure = tenths(request->arena, share.n);
		kpi.small = STR("%");
		kpi.foot = str_format(request->arena, "%.*s / %.*s", STR_ARG(number_show(request->arena, part)),
		        STR_ARG(number_show(request->arena, base)));
	}
	kpi.change = change_of(request, share, before, true);
	kpi.good = !before.set || !share.set || share.n >= before.n;
	return kpi;
}

static void put_kpis(struct request *request, struct report_overview_view *view, const struct report_sum *now,
        const struct report_sum *before, const struct year *year)
{
	int64_t met[MONTHS_BACK], present[MONTHS_BACK], on_time[MONTHS_BACK];
	for (int i = 0; i < MONTHS_BACK; i++) {
		const struct report_months_row *row = row_of(year, month_add(year->first, i));
		met[i] = row && now->cells ? row->met * 1000 / now->cells : CHART_NONE;
		present[i] = row && row->base ? row->present * 1000 / row->base : CHART_NONE;
		on_time[i] = row && row->due ? row->on_time * 1000 / row->due : CHART_NONE;
	}
	struct report_overview_kpis *kpi = view->kpis.at = arena_array(request->arena, struct report_overview_kpis, 4);
	view->kpis.count = 4;
	bool any = before->met > 0;
	kpi[0] = share_kpi(request, N_("Chi bộ đã sinh hoạt"), now->met, now->cells,
	        any ? report_share(before->met, before->cells) : OPT_NONE);
	kpi[1] = share_kpi(
	        request, N_("Đảng viên dự họp"), now->present, now->base, report_share(before->present, before->base));
	kpi[2] = share_kpi(
	        request, N_("Báo cáo đúng hạn"), now->on_time, now->due, report_share(before->on_time, before->due));
	kpi[0].spark = chart_spark(request->arena, met, MONTHS_BACK, !kpi[0].good, STR_NONE);
	kpi[1].spark = chart_spark(request->arena, present, MONTHS_BACK, !kpi[1].good, STR_NONE);
	kpi[2].spark = chart_spark(request->arena, on_time, MONTHS_BACK, !kpi[2].good, STR_NONE);
	kpi[3] = (struct report_overview_kpis){ .label = request_say(request, N_("Chi bộ cần nhắc")),
		.figure = number_show(request->arena, now->attention),
		.small = request_say(request, N_("chi bộ")),
		.change = change_of(request, OPT(now->attention), any ? OPT(before->attention) : OPT_NONE, false),
		.good = now->attention <= before->attention };
}

static void put_grades(struct request *request, struct report_overview_view *view, const struct year *year)
{
	struct chart_column column[MONTHS_BACK] = { 0 };
	view->numbers.at = arena_array(request->arena, struct report_overview_numbers, MONTHS_BACK);
	int64_t good = 0, all = 0;
	for (int i = 0; i < MONTHS_BACK; i++) {
		int month = month_add(year->first, i);
		const struct report_months_row *row = row_of(year, month);
		struct report_overview_numbers *number = &view->numbers.at[view->numbers.count++];
		number->month = month;
		column[i].name = i == 0 ? str_format(request->arena, "%d/%02d", month % 100, month / 100 % 100)
		                        : str_format(request->arena, "%d", month % 100);
		if (!row)
			continue;
		*number = (struct report_overview_numbers){ .month = month,
			.met = row->met,
			.attendance = report_share(row->present, row->base),
			.good = row->good,
			.fair = row->fair,
			.average = row->average,
			.poor = row->poor };
		const int64_t part[CHART_SERIES] = { row->good, row->fair, row->average, row->poor };
		for (int s = 0; s < CHART_SERIES; s++)
			column[i].part[s] = part[s];
		good = row->good;
		all = row->good + row->fair + row->average + row->poor;
		view->grades_any |= all > 0;
	}
	view->grades = chart_stack(request->arena, column, MONTHS_BACK,
	        str_format(request->arena, "%.*s: %lld / %lld",
	                STR_ARG(request_say(request, N_("Xếp loại tốt ở tháng gần nhất"))), (long long)good,
	                (long long)all));
}

static void put_steps(struct request *request, struct report_overview_view *view, const struct report_sum *sum)
{
	static const char *const labels[] = { N_("Đã lên lịch"), N_("Đã thông báo"), N_("Đã họp"), N_("Đã báo cáo"),
		N_("Đã thẩm định") };
	view->steps.at = arena_array(request->arena, struct report_overview_steps, LENGTH(labels));
	for (size_t i = 0; i < LENGTH(labels); i++)
		view->steps.at[view->steps.count++] =
		        (struct report_overview_steps){ .label = request_say(request, labels[i]),
			        .n = sum->step[i + 1] };
}

static void put_cells(struct request *request, struct report_overview_view *view, const struct report_lines *lines)
{
	view->cells.at = arena_array(request->arena, struct report_overview_cells, lines->count + 1);
	for (size_t i = 0; i < lines->count; i++) {
		const struct report_line *line = &lines->at[i];
		const struct report_cells_row *row = line->row;
		if (view->attention && !line->stage.reason)
			continue;
		bool ended = row->meeting.n && str_is(row->state, "ended");
		view->cells.at[view->cells.count++] = (struct report_overview_cells){
			.href = row->meeting.n ? str_format(request->arena, "/meetings/%lld", (long long)row->meeting.n)
			                       : str_format(request->arena, "/cells/%lld", (long long)row->cell.n),
			.name = row->name,
			.groups = row->groups,
			.groups_met = row->groups_met,
			.above = row->above.n == view->unit.n ? STR_NONE : row->above_name,
			.secretary = row->secretary,
			.members = row->members,
			.attendance = ended && row->present.set && row->base.set
			                      ? report_share(row->present.n, row->base.n)
			                      : OPT_NONE,
			.present = row->present.n,
			.base = row->base.n,
			.day = row->day,
			.stage = str_of(line->stage.stage),
			.tone = str_of(line->stage.tone),
			.reason = str_of(line->stage.reason),
			.late = line->stage.late,
			.grade = row->superior_grade.len ? row->superior_grade : row->grade,
			.grade_mine = row->superior_grade.len > 0,
			.step = line->stage.step,
		};
	}
}

static void put_months(struct request *request, struct report_overview_view *view)
{
	int newest = month_add(month_of_day(request->today), 1);
	bool listed = false;
	view->months.at = arena_array(request->arena, struct report_overview_months, MONTHS_BACK + 3);
	for (int i = 0; i < MONTHS_BACK + 2; i++) {
		int month = month_add(newest, -i);
		listed |= month == view->month;
		view->months.at[view->months.count++] =
		        (struct report_overview_months){ .month = month, .current = month == view->month };
	}
	if (!listed)
		view->months.at[view->months.count++] =
		        (struct report_overview_months){ .month = view->month, .current = true };
}

enum status report_show_overview(struct request *request, void *to, struct err *err)
{
	struct report_overview_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct report_lines now, before;
	request->shell.head = unit->name;
	request->shell.sub = unit->parent_name;
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->month = asked_month(request);
	view->attention = str_is(request_query(request, "show"), "attention");
	struct year year = { .first = month_add((int)view->month, 1 - MONTHS_BACK) };
	TRY(report_month_load(request, unit->id, (int)view->month, &now, err));
	TRY(report_month_load(request, unit->id, month_add((int)view->month, -1), &before, err));
	TRY(report_months(request->arena, request->db,
	        &(struct report_months_in){ .unit = view->unit, .since = year.first, .until = view->month }, &year.rows,
	        err));
	TRY(report_path(request->arena, request->db, &(struct report_path_in){ .unit = view->unit }, &view->path, err));
	view->total = now.sum.cells;
	view->reminders = now.sum.attention;
	put_months(request, view);
	put_kpis(request, view, &now.sum, &before.sum, &year);
	put_grades(request, view, &year);
	put_steps(request, view, &now.sum);
	put_cells(request, view, &now);
	return OK;
}

/* The officer's own unit: the first at which this account is officer or administrator. */
static bool office_of(struct request *request, int64_t *ret_unit)
{
	struct report_roles_rows rows;
	struct err err;
	if (!(request->roles & (R(OFFICER) | R(ADMIN))) ||
	        report_roles(request->arena, request->db,
	                &(struct report_roles_in){ .account = request->account, .day = request->today }, &rows,
	                &err) != OK)
		return false;
	for (size_t i = 0; i < rows.count; i++)
		if (str_is(rows.at[i].role, "officer") || str_is(rows.at[i].role, "admin")) {
			*ret_unit = rows.at[i].unit.n;
			return true;
		}
	return false;
}

bool report_link_overview(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	int64_t unit;
	(void)ret_badge;
	if (!office_of(request, &unit))
		return false;
	*ret_href = str_format(request->arena, "/units/%lld/overview", (long long)unit);
	return true;
}
