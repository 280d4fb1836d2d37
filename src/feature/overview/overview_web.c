/* The officer's page: a unit's month in four figures, grades and attendance over twelve, the cells that need attention,
 * and what stands right below. Sums come from counters alone; a list shows at most fifty lines. */
#include "feature/overview/overview_private.h"

#include "app/session.h"
#include "base/text.h"
#include "base/time.h"
#include "document/chart.h"

#include <stdlib.h>

enum { FIRST = 10, HEAT_ROWS = 8, WHOLE = 250, MONTHS_LISTED = 14 };

struct year {
	struct overview_year_row at[OVERVIEW_MONTHS + 1]; /* the month before the twelve, and them */
};

const struct permission overview_read = { .name = "overview.read",
	.sentence = "Xem tình hình sinh hoạt của các chi bộ cấp dưới",
	.own = R(OFFICER) | R(ADMIN),
	.below = R(OFFICER) | R(ADMIN) };

static enum status load_year(
        struct request *request, int64_t unit, const struct overview_month *month, struct year *ret, struct err *err)
{
	struct overview_year_rows rows;
	int first = month_add(month->since, -1);
	*ret = (struct year){ 0 };
	TRY(overview_year(request->arena, request->db,
	        &(struct overview_year_in){ .unit = { unit }, .since = first, .until = month->month }, &rows, err));
	for (size_t i = 0, r = 0; i <= OVERVIEW_MONTHS; i++) {
		ret->at[i].month = month_add(first, (int)i);
		if (r < rows.count && rows.at[r].month == ret->at[i].month)
			ret->at[i] = rows.at[r++];
	}
	return OK;
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
		return request_say(request, N_("không đổi"));
	struct str figure = permille ? tenths(request->arena, size) : number_show(request->arena, size);
	struct str unit = permille ? request_say(request, N_("điểm")) : STR_NONE;
	return str_format(request->arena, "%s%.*s%s%.*s", by < 0 ? "−" : "+", STR_ARG(figure), unit.len ? " " : "",
	        STR_ARG(unit));
}

/* One share: its label, and what of a month it is. */
struct share {
	const char *label;
	int64_t part[OVERVIEW_MONTHS + 1], base[OVERVIEW_MONTHS + 1];
};

static struct overview_kpis share_kpi(struct request *request, const struct share *share)
{
	int64_t values[OVERVIEW_MONTHS];
	struct opt_int now = overview_share(share->part[OVERVIEW_MONTHS], share->base[OVERVIEW_MONTHS]);
	struct opt_int before = overview_share(share->part[OVERVIEW_MONTHS - 1], share->base[OVERVIEW_MONTHS - 1]);
	struct overview_kpis kpi = { .label = request_say(request, share->label), .figure = STR("–") };
	for (int i = 0; i < OVERVIEW_MONTHS; i++) {
		struct opt_int one = overview_share(share->part[i + 1], share->base[i + 1]);
		values[i] = one.set ? one.n : CHART_NONE;
	}
	if (now.set) {
		kpi.figure = tenths(request->arena, now.n);
		kpi.small = STR("%");
		kpi.foot = str_format(request->arena, "%.*s / %.*s",
		        STR_ARG(number_show(request->arena, share->part[OVERVIEW_MONTHS])),
		        STR_ARG(number_show(request->arena, share->base[OVERVIEW_MONTHS])));
	}
	kpi.change = change_of(request, now, before, true);
	kpi.good = !before.set || !now.set || now.n >= before.n;
	kpi.spark = chart_spark(request->arena, values, OVERVIEW_MONTHS, !kpi.good, STR_NONE);
	return kpi;
}

static void put_kpis(struct request *request, struct overview_view *view, const struct year *year)
{
	struct share met = { N_("Chi bộ đã sinh hoạt"), { 0 }, { 0 } }, came = { N_("Đảng viên dự họp"), { 0 }, { 0 } },
	             sent = { N_("Báo cáo đúng hạn"), { 0 }, { 0 } };
	int64_t attention[OVERVIEW_MONTHS];
	const struct overview_year_row *now = &year->at[OVERVIEW_MONTHS], *before = now - 1;
	for (int i = 0; i <= OVERVIEW_MONTHS; i++) {
		const struct overview_year_row *row = &year->at[i];
		met.part[i] = row->met;
		met.base[i] = row->cells;
		came.part[i] = row->present;
		came.base[i] = row->base;
		sent.part[i] = row->on_time;
		sent.base[i] = row->due;
		if (i)
			attention[i - 1] = row->cells ? row->attention : CHART_NONE;
	}
	struct overview_kpis *kpi = view->kpis.at = arena_array(request->arena, struct overview_kpis, 4);
	view->kpis.count = 4;
	kpi[0] = share_kpi(request, &met);
	kpi[1] = share_kpi(request, &came);
	kpi[2] = share_kpi(request, &sent);
	kpi[3] = (struct overview_kpis){ .label = request_say(request, N_("Chi bộ cần chú ý")),
		.figure = number_show(request->arena, now->attention),
		.small = request_say(request, N_("chi bộ")),
		.change = change_of(
		        request, OPT(now->attention), before->cells ? OPT(before->attention) : OPT_NONE, false),
		.good = !before->cells || now->attention <= before->attention };
	kpi[3].spark = chart_spark(request->arena, attention, OVERVIEW_MONTHS, !kpi[3].good, STR_NONE);
}

/* The finding in one sentence, for those who do not see the chart. */
static struct str grades_label(struct request *request, const struct year *year)
{
	struct opt_int first = OPT_NONE, last = OPT_NONE;
	for (int i = 1; i <= OVERVIEW_MONTHS; i++) {
		const struct overview_year_row *row = &year->at[i];
		struct opt_int good = overview_share(row->good, row->good + row->fair + row->average + row->poor);
		first = first.set ? first : good;
		last = good.set ? good : last;
	}
	if (!last.set)
		return STR_NONE;
	return str_format(request->arena, "%.*s: %.*s %% → %.*s %%",
	        STR_ARG(request_say(request, N_("Tỷ lệ buổi họp xếp loại tốt trong 12 tháng"))),
	        STR_ARG(tenths(request->arena, first.n)), STR_ARG(tenths(request->arena, last.n)));
}

static void put_grades(struct request *request, struct overview_view *view, const struct year *year)
{
	struct chart_column column[OVERVIEW_MONTHS] = { 0 };
	view->numbers.at = arena_array(request->arena, struct overview_numbers, OVERVIEW_MONTHS);
	for (int i = 0; i < OVERVIEW_MONTHS; i++) {
		const struct overview_year_row *row = &year->at[i + 1];
		int month = (int)row->month;
		const int64_t part[CHART_SERIES] = { row->good, row->fair, row->average, row->poor };
		column[i].name = i == 0 ? str_format(request->arena, "%d/%02d", month % 100, month / 100 % 100)
		                        : str_format(request->arena, "%d", month % 100);
		for (int s = 0; s < CHART_SERIES; s++) {
			column[i].part[s] = part[s];
			view->grades_any |= part[s] > 0;
		}
		view->numbers.at[view->numbers.count++] = (struct overview_numbers){ .month = month,
			.cells = row->cells,
			.met = row->met,
			.attendance = overview_share(row->present, row->base),
			.due = row->due,
			.on_time = row->on_time,
			.good = row->good,
			.fair = row->fair,
			.average = row->average,
			.poor = row->poor,
			.attention = row->attention };
	}
	view->grades = chart_stack(request->arena, column, OVERVIEW_MONTHS, grades_label(request, year));
}

static void put_months(struct request *request, struct overview_view *view)
{
	int newest = month_add(month_of_day(request->today), 1);
	bool listed = false;
	view->months.at = arena_array(request->arena, struct overview_months, MONTHS_LISTED + 1);
	for (int i = 0; i < MONTHS_LISTED; i++) {
		int month = month_add(newest, -i);
		listed |= month == view->month;
		view->months.at[view->months.count++] =
		        (struct overview_months){ .month = month, .current = month == view->month };
	}
	if (!listed)
		view->months.at[view->months.count++] =
		        (struct overview_months){ .month = view->month, .current = true };
}

static bool is_cell(const struct overview_children_row *row)
{
	return str_is(row->kind, "chi_bo");
}

/* What may be chosen: the kinds that are there, of units and of cells. */
static enum status put_types(struct request *request, struct overview_view *view,
        const struct overview_children_rows *children, struct err *err)
{
	enum { TYPES_MAX = 12 };
	struct unit_levels levels;
	struct str today = day_today(request->arena, request->now);
	TRY(unit_levels(request->arena, request->db, &levels, err));
	view->types.at = arena_array(request->arena, struct overview_types, TYPES_MAX);
	for (size_t i = 0; i < children->count; i++) {
		bool cell = is_cell(&children->at[i]), known = false;
		struct str value = cell ? children->at[i].cell_type : children->at[i].kind;
		for (size_t t = 0; t < view->types.count; t++)
			known |= str_eq(view->types.at[t].value, value);
		if (!known && value.len && overview_is_type(value) && view->types.count < TYPES_MAX)
			view->types.at[view->types.count++] = (struct overview_types){ .value = value,
				.name = cell ? STR_NONE : unit_level_name(&levels, value, today),
				.cell = cell,
				.current = str_eq(value, view->type) };
	}
	if (view->types.count < 2 && !view->type.len)
		view->types.count = 0;
	return OK;
}

static void put_unit(struct request *request, struct overview_view *view, const struct overview_children_row *row)
{
	const int64_t grade[] = { row->good, row->fair, row->average, row->poor };
	view->units.at[view->units.count++] = (struct overview_units){
		.href = row->here ? str_format(request->arena, "/units/%lld/overview", (long long)row->id.n) : STR_NONE,
		.name = row->name,
		.kind = row->kind,
		.cells = row->cells,
		.met = overview_share(row->met, row->cells),
		.attendance = overview_share(row->present, row->base),
		.on_time = overview_share(row->on_time, row->due),
		.bar = overview_bar(request, grade),
		.attention = row->attention,
	};
}

static void put_own(struct request *request, struct overview_view *view, const struct overview_month *month,
        const struct overview_cell *cell, const struct overview_children_row *row)
{
	const struct overview_sittings_row *sitting = overview_main(cell->sittings);
	struct overview_stage stage = overview_stage_of(sitting, month);
	struct overview_reason reasons[OVERVIEW_REASONS];
	size_t count = overview_reasons(request->arena, &cell->flags, cell->sittings, month, reasons);
	struct overview_own *own = &view->own.at[view->own.count++];
	*own = (struct overview_own){ .href = overview_href(request, cell),
		.name = cell->name,
		.groups = cell->groups,
		.groups_met = cell->groups_met,
		.members = cell->members,
		.attendance = overview_share(row->present, row->base),
		.late = stage.late };
	if (sitting) {
		own->day = sitting->day;
		own->grade_mine = sitting->superior_grade.len > 0;
		own->grade = own->grade_mine ? sitting->superior_grade : sitting->grade;
	}
	own->reasons.at = arena_array(request->arena, struct overview_own_reasons, count + 1);
	for (size_t i = 0; i < count; i++)
		own->reasons.at[own->reasons.count++] = (struct overview_own_reasons){ .code = str_of(reasons[i].code),
			.tone = str_of(reasons[i].tone),
			.days = reasons[i].days > 0 ? reasons[i].days : 0 };
	/* What has no session says so among the reasons already. */
	if (sitting || !count) {
		own->stage = str_of(stage.name);
		own->tone = str_of(stage.tone);
	}
}

static struct str page_href(struct request *request, const struct overview_view *view, int64_t page)
{
	struct buf to = buf_open(request->arena, 400);
	buf_format(&to, "/units/%lld/overview?month=%lld", (long long)view->unit.n, (long long)view->month);
	if (view->type.len)
		buf_format(&to, "&type=%.*s", STR_ARG(view->type));
	if (page > 1)
		buf_format(&to, "&page=%lld", (long long)page);
	return buf_text(&to);
}

static struct overview_cell child_of(const struct overview_children_row *row)
{
	return (struct overview_cell){ .cell = row->id.n,
		.members = row->members,
		.name = row->name,
		.here = row->here,
		.unit = !is_cell(row),
		.flags = OVERVIEW_FLAGS(row) };
}

/* Fifty of what stands right below: units with their sums, cells with how far they came. */
static enum status put_children(struct request *request, struct overview_view *view, const struct overview_month *month,
        const struct overview_children_rows *children, struct err *err)
{
	struct overview_cell cells[OVERVIEW_PAGE];
	const struct overview_children_row *rows[OVERVIEW_PAGE];
	size_t count = 0, seen = 0;
	int64_t page = request_query_int(request, "page", 1), last;
	for (size_t i = 0; i < children->count; i++)
		view->below += !view->type.len || str_eq(children->at[i].kind, view->type) ||
		               str_eq(children->at[i].cell_type, view->type);
	last = (view->below + OVERVIEW_PAGE - 1) / OVERVIEW_PAGE;
	page = page < 1 ? 1 : page > last && last ? last : page;
	view->units.at = arena_array(request->arena, struct overview_units, OVERVIEW_PAGE);
	view->own.at = arena_array(request->arena, struct overview_own, OVERVIEW_PAGE);
	for (size_t i = 0; i < children->count && seen < (size_t)page * OVERVIEW_PAGE; i++) {
		const struct overview_children_row *row = &children->at[i];
		if (view->type.len && !str_eq(row->kind, view->type) && !str_eq(row->cell_type, view->type))
			continue;
		if (seen++ < (size_t)(page - 1) * OVERVIEW_PAGE)
			continue;
		if (!is_cell(row))
			put_unit(request, view, row);
		else {
			rows[count] = row;
			cells[count++] = child_of(row);
		}
	}
	TRY(overview_load_sittings(request, month, cells, count, err));
	TRY(overview_load_groups(request, month, cells, count, err));
	for (size_t i = 0; i < count; i++)
		put_own(request, view, month, &cells[i], rows[i]);
	view->from = (page - 1) * OVERVIEW_PAGE + 1;
	view->until = (int64_t)seen;
	if (page > 1)
		view->prev = page_href(request, view, page - 1);
	if (page < last)
		view->next = page_href(request, view, page + 1);
	return OK;
}

/* Names of secretaries: to those who oversee at the level of a commune, or below it. */
enum status overview_names(struct request *request, const struct unit *unit, bool *ret_names, struct err *err)
{
	struct overview_offices_rows offices;
	struct overview_path_rows path;
	*ret_names = false;
	if (!overview_close(unit->kind))
		return OK;
	TRY(overview_offices(request->arena, request->db,
	        &(struct overview_offices_in){ .account = request->account, .day = request->today }, &offices, err));
	TRY(overview_path(request->arena, request->db, &(struct overview_path_in){ .unit = { unit->id } }, &path, err));
	for (size_t o = 0; o < offices.count; o++) {
		bool above = offices.at[o].unit.n == unit->id;
		for (size_t i = 0; i < path.count; i++)
			above |= path.at[i].id.n == offices.at[o].unit.n;
		*ret_names |= above && overview_close(offices.at[o].kind);
	}
	return OK;
}

static int by_attendance(const void *a, const void *b)
{
	const struct overview_cell *one = a, *other = b;
	const int at = OVERVIEW_MONTHS - 1;
	struct opt_int left = overview_share(one->present[at], one->base[at]),
	               right = overview_share(other->present[at], other->base[at]);
	int64_t l = left.set ? left.n : INT64_MAX, r = right.set ? right.n : INT64_MAX;
	if (l != r)
		return l < r ? -1 : 1;
	return one->cell < other->cell ? -1 : one->cell > other->cell;
}

void overview_lowest(struct request *request, const struct overview_children_rows *children,
        struct overview_cell **ret_cells, size_t *ret_count)
{
	*ret_cells = arena_array(request->arena, struct overview_cell, children->count + 1);
	*ret_count = children->count;
	for (size_t i = 0; i < children->count; i++) {
		struct overview_cell *cell = &(*ret_cells)[i];
		*cell = child_of(&children->at[i]);
		cell->present[OVERVIEW_MONTHS - 1] = children->at[i].present;
		cell->base[OVERVIEW_MONTHS - 1] = children->at[i].base;
	}
	qsort(*ret_cells, *ret_count, sizeof(**ret_cells), by_attendance);
}

static enum status put_heat(struct request *request, struct overview_view *view, const struct overview_month *month,
        const struct overview_children_rows *children, struct err *err)
{
	struct overview_cell *cells;
	size_t count;
	overview_lowest(request, children, &cells, &count);
	view->heat_count = (int64_t)count;
	count = count > HEAT_ROWS ? HEAT_ROWS : count;
	TRY(overview_load_months(request, month, cells, count, err));
	overview_put_heat(request, month, cells, count, &view->heads, &view->heat);
	return OK;
}

static enum status put_lists(struct request *request, struct overview_view *view, const struct unit *unit,
        const struct overview_month *month, struct err *err)
{
	struct overview_children_rows children;
	struct overview_wanted wanted = { .type = view->type, .whole = WHOLE, .most = FIRST };
	TRY(overview_children(request->arena, request->db,
	        &(struct overview_children_in){
	                .unit = view->unit, .first = month->first, .last = month->last, .month = month->month },
	        &children, err));
	TRY(overview_names(request, unit, &wanted.names, err));
	view->names = wanted.names;
	TRY(put_types(request, view, &children, err));
	TRY(put_heat(request, view, month, &children, err));
	TRY(overview_put_worst(request, month, &wanted, &view->worst, err));
	return put_children(request, view, month, &children, err);
}

static enum status put_more(struct request *request, struct overview_view *view, struct err *err)
{
	struct counter_figure *figures;
	int month = (int)view->month;
	TRY(counter_figures(request->arena, request->db, view->unit.n, month, month, &figures, &view->more.count, err));
	view->more.at = arena_array(request->arena, struct overview_more, view->more.count + 1);
	for (size_t i = 0; i < view->more.count; i++) {
		view->more.at[i].label = request_say(request, str_c(request->arena, figures[i].label));
		view->more.at[i].figure = counter_figure_show(request->arena, &figures[i]);
	}
	return OK;
}

void overview_ahead(struct request *request, const int64_t *ids)
{
	struct overview_month month = overview_asked(request);
	struct unit_id unit = { ids[0] };
	struct overview_children_in children = { unit, month.first, month.last, month.month };
	unit_ahead(request, unit.n);
	overview_year_ahead(request->db, &(struct overview_year_in){ unit, month_add(month.since, -1), month.month });
	overview_path_ahead(request->db, &(struct overview_path_in){ unit });
	overview_children_ahead(request->db, &children);
	counter_figures_ahead(request->db, unit.n, month.month, month.month);
}

enum status overview_show(struct request *request, void *to, struct err *err)
{
	struct overview_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct overview_month month = overview_asked(request);
	struct year year;
	if (str_is(unit->kind, "chi_bo")) {
		request_go(request, "/cells/%lld", (long long)unit->id);
		return OK;
	}
	request->shell.head = unit->name;
	request->shell.sub = unit->parent_name;
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->month = month.month;
	view->today = request->today;
	view->type = overview_asked_type(request);
	view->begun = month.begun;
	view->over = month.over;
	view->trend = request_can(request, "signal.trend");
	TRY(load_year(request, unit->id, &month, &year, err));
	TRY(overview_path(
	        request->arena, request->db, &(struct overview_path_in){ .unit = view->unit }, &view->path, err));
	view->cells = year.at[OVERVIEW_MONTHS].cells;
	view->attention = year.at[OVERVIEW_MONTHS].attention;
	put_months(request, view);
	put_kpis(request, view, &year);
	put_grades(request, view, &year);
	TRY(put_more(request, view, err));
	return put_lists(request, view, unit, &month, err);
}
