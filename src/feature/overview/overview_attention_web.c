/* Pages beside the overview: the hundred cells that need attention most, the attendance of all units right below; the
 * entry of the side bar, the line of the first page, and the descriptor. */
#include "feature/overview/overview_private.h"

#include "base/text.h"
#include "base/time.h"

enum { WHOLE = 20000 }; /* cells of a unit that are read through for the list of the worst */

struct reason {
	const char *code;
	int64_t n;
};

/* The reasons and how many cells have them. */
static void put_reasons(
        struct request *request, struct overview_attention_page_view *view, const struct overview_attention_row *sum)
{
	const struct reason reasons[] = { { "unplanned", sum->unplanned }, { "not_met", sum->not_met },
		{ "minutes_late", sum->minutes_late }, { "papers_late", sum->papers_late }, { "low", sum->low },
		{ "too_short", sum->too_short }, { "above", sum->above }, { "same_text", sum->same_text },
		{ "thematic_missing", sum->thematic_missing } };
	struct str asked = request_query(request, "reason");
	view->reasons.at = arena_array(request->arena, struct overview_attention_page_reasons, LENGTH(reasons));
	for (size_t i = 0; i < LENGTH(reasons); i++) {
		bool current = str_is(asked, reasons[i].code);
		if (current)
			view->reason = str_of(reasons[i].code);
		if (reasons[i].n || current)
			view->reasons.at[view->reasons.count++] = (struct overview_attention_page_reasons){
				.code = str_of(reasons[i].code), .n = reasons[i].n, .current = current
			};
	}
}

enum status overview_show_attention(struct request *request, void *to, struct err *err)
{
	struct overview_attention_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct overview_month month = overview_asked(request);
	struct overview_attention_row sum = { 0 };
	bool found;
	TRY(overview_attention(request->arena, request->db,
	        &(struct overview_attention_in){ .unit = { unit->id }, .month = month.month }, &sum, &found, err));
	request->shell.head = unit->name;
	request->shell.sub = unit->parent_name;
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->month = month.month;
	view->today = request->today;
	view->over = month.over;
	view->type = overview_asked_type(request);
	view->cells = sum.cells;
	view->attention = sum.attention;
	view->part = sum.cells > WHOLE;
	put_reasons(request, view, &sum);
	struct overview_wanted wanted = {
		.reason = view->reason, .type = view->type, .whole = WHOLE, .most = OVERVIEW_WORST
	};
	TRY(overview_names(request, unit, &wanted.names, err));
	view->names = wanted.names;
	return overview_put_worst(request, &month, &wanted, &view->lines, err);
}

static struct str heat_page(struct request *request, const struct overview_attendance_page_view *view, int64_t page)
{
	return str_format(request->arena, "/units/%lld/attendance?month=%lld&page=%lld", (long long)view->unit.n,
	        (long long)view->month, (long long)page);
}

enum status overview_show_attendance(struct request *request, void *to, struct err *err)
{
	struct overview_attendance_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct overview_month month = overview_asked(request);
	struct overview_children_rows children;
	struct overview_cell *cells;
	size_t count;
	request->shell.head = unit->name;
	request->shell.sub = unit->parent_name;
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->month = month.month;
	view->today = request->today;
	view->over = month.over;
	TRY(overview_children(request->arena, request->db,
	        &(struct overview_children_in){
	                .unit = view->unit, .first = month.first, .last = month.last, .month = month.month },
	        &children, err));
	overview_lowest(request, &children, &cells, &count);
	int64_t page = request_query_int(request, "page", 1),
	        last = ((int64_t)count + OVERVIEW_PAGE - 1) / OVERVIEW_PAGE;
	page = page < 1 ? 1 : page > last && last ? last : page;
	view->below = (int64_t)count;
	size_t from = (size_t)(page - 1) * OVERVIEW_PAGE;
	size_t shown = count - from > OVERVIEW_PAGE ? OVERVIEW_PAGE : count - from;
	view->from = (int64_t)from + 1;
	view->until = (int64_t)(from + shown);
	if (page > 1)
		view->prev = heat_page(request, view, page - 1);
	if (page < last)
		view->next = heat_page(request, view, page + 1);
	TRY(overview_load_months(request, &month, cells + from, shown, err));
	overview_put_heat(request, &month, cells + from, shown, &view->heads, &view->rows);
	return OK;
}

static void attention_ahead(struct request *request, const int64_t *ids)
{
	struct unit_id unit = { ids[0] };
	unit_ahead(request, unit.n);
	overview_attention_ahead(request->db, &(struct overview_attention_in){ unit, overview_asked(request).month });
}

static void attendance_ahead(struct request *request, const int64_t *ids)
{
	struct overview_month month = overview_asked(request);
	struct overview_children_in children = { { ids[0] }, month.first, month.last, month.month };
	unit_ahead(request, ids[0]);
	overview_children_ahead(request->db, &children);
}

/* The unit that this account oversees, the first that it was given, and how many cells there need attention this month.
 */
static enum status office_of(
        struct request *request, int64_t *ret_unit, int64_t *ret_attention, int *ret_month, struct err *err)
{
	struct overview_offices_rows rows;
	struct overview_attention_row sum = { 0 };
	bool found;
	*ret_unit = *ret_attention = 0;
	*ret_month = month_of_day(request->today);
	if (!(request->roles & (R(OFFICER) | R(ADMIN))))
		return OK;
	TRY(overview_offices(request->arena, request->db,
	        &(struct overview_offices_in){ .account = request->account, .day = request->today }, &rows, err));
	if (!rows.count)
		return OK;
	*ret_unit = rows.at[0].unit.n;
	TRY(overview_attention(request->arena, request->db,
	        &(struct overview_attention_in){ .unit = rows.at[0].unit, .month = *ret_month }, &sum, &found, err));
	*ret_attention = sum.attention;
	return OK;
}

static bool link_overview(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	int64_t unit;
	int month;
	struct err err;
	if (office_of(request, &unit, ret_badge, &month, &err) != OK || !unit)
		return false;
	*ret_href = str_format(request->arena, "/units/%lld/overview", (long long)unit);
	return true;
}

static enum status due(struct request *request, struct due_list *list, struct err *err)
{
	int64_t unit, attention;
	int month;
	TRY(office_of(request, &unit, &attention, &month, err));
	if (!attention)
		return OK;
	struct due_item item = { .title = str_format(request->arena, "%.*s %.*s",
		                         STR_ARG(number_show(request->arena, attention)),
		                         STR_ARG(request_say(request, N_("chi bộ cần chú ý trong tháng này")))),
		.href = str_format(request->arena, "/units/%lld/attention?month=%d", (long long)unit, month),
		.icon = STR("bell"),
		.urgency = DUE_LATE,
		.day = request->today };
	due_add(request, list, item);
	return OK;
}

const struct feature overview_feature = {
	.name = "overview",
	.yields = YIELDS_FIRST,
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/units/{unit}/overview", &overview_read, overview_show, .ahead = overview_ahead,
	                        .page = &overview_page,
	                        .about = "A month of a unit: figures, grades, attendance, what stands below" },
	                { HTTP_GET, "/units/{unit}/attention", &overview_read, overview_show_attention,
	                        .ahead = attention_ahead, .page = &overview_attention_page_page,
	                        .about = "The hundred cells below that need attention most, with the reasons" },
	                { HTTP_GET, "/units/{unit}/attendance", &overview_read, overview_show_attendance,
	                        .ahead = attendance_ahead, .page = &overview_attendance_page_page,
	                        .about = "Attendance of what stands right below, over twelve months" },
	                { HTTP_GET, "/units/{unit}/overview.csv", &overview_read, overview_csv, .pin = true,
	                        .act = "overview.export", .about = "The month's aggregate as CSV" },
	                { HTTP_GET, "/units/{unit}/overview.xlsx", &overview_read, overview_xlsx, .slow = true,
	                        .pin = true, .act = "overview.export", .about = "The month's aggregate as XLSX" },
	                { 0 },
	        },
	.nav = (const struct nav_item[]){ { N_("Tổng quan"), "chart", 5, link_overview }, { 0 } },
	.due = due,
};
