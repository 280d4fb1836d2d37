/* What a committee guides in a quarter, and how far the cells are: figures from the counters, unit by unit; the cells
 * right below it one by one. */
#include "feature/guidance/guidance_private.h"

#include "base/id.h"
#include "base/time.h"

enum { PAGE = 50 };

static struct str code_of(struct request *request, struct period quarter)
{
	return period_code(request->arena, quarter);
}

static enum status quarter_figures(
        struct request *request, int64_t unit, struct period quarter, struct guidance_figures_row *ret, struct err *err)
{
	return guidance_figures(request->arena, request->db,
	        &(struct guidance_figures_in){ { unit }, period_first(quarter), period_last(quarter) }, ret, err);
}

enum status guidance_show_list(struct request *request, void *to, struct err *err)
{
	struct guidance_list_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct guidance_figures_row figures;
	struct period quarter;
	TRY(guidance_quarter(request, &quarter, err));
	TRY(quarter_figures(request, unit->id, quarter, &figures, err));
	*view = (struct guidance_list_view){ .unit = { unit->id },
		.unit_name = unit->name,
		.quarter = guidance_quarter_words(request->arena, quarter),
		.code = code_of(request, quarter),
		.before = code_of(request, period_add(quarter, -1)),
		.after = code_of(request, period_add(quarter, 1)),
		.asked = figures.asked,
		.chosen = figures.chosen,
		.held = figures.held,
		.waiting = figures.asked - figures.chosen - figures.declined,
		.ahead = !str_is(unit->kind, "chi_bo") && !period_over(request->arena, quarter, request->today),
		.year = quarter.year,
		.part = quarter.part };
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld", (long long)unit->id);
	return guidance_of_unit(request->arena, request->db,
	        &(struct guidance_of_unit_in){ { unit->id }, period_first(quarter) }, &view->guidances, err);
}

enum status guidance_make(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct period quarter = { PERIOD_QUARTER, (int)request_int(request, "year"),
		(int)request_int(request, "quarter") };
	struct guidance_id id = { id_new(0) };
	(void)view;
	if (str_is(unit->kind, "chi_bo"))
		return err_set(err, INVALID, "guidance.unit_cell", NULL);
	if (period_over(request->arena, quarter, request->today)) {
		enum status status = err_set(err, INVALID, "guidance.quarter_past", "quarter");
		err_arg(err, "quarter", period_title(request->arena, quarter));
		return status;
	}
	request_flash(request, N_("Đã lập dự thảo. Bước tiếp: thêm chuyên đề."));
	request_go(request, "/guidance/%lld", (long long)id.n);
	return guidance_add(request->arena, request->db,
	        &(struct guidance_add_in){ id, { unit->id }, period_first(quarter), request_text(request, "title"),
	                request_text(request, "intro"), request->account, request->now },
	        err);
}

static enum guidance_step step_of(const struct guidance_cells_row *row)
{
	return guidance_step_of(&(struct guidance_facts){ .asked = row->asked.set && row->asked.n,
	        .theme = row->theme.n != 0,
	        .gone = row->gone,
	        .own = row->own.len > 0,
	        .why = row->why.len > 0,
	        .planned = row->plan_month.set,
	        .result = row->result.len > 0,
	        .meeting = row->meeting_state });
}

static void put_cell(struct request *request, struct guidance_cells_page_view *view,
        const struct guidance_cells_row *row, enum guidance_step step, struct period quarter)
{
	bool over = period_over(request->arena, quarter, request->today);
	view->cells.at[view->cells.count++] = (struct guidance_cells_page_cells){ .id = row->id,
		.name = row->name,
		.step = str_of(guidance_step_name(step)),
		.theme = row->own.len ? row->own : row->theme_title,
		.why = row->why,
		.month = row->plan_month.set ? (int)row->plan_month.n : 0,
		.meeting = { step >= GUIDANCE_LINKED ? row->meeting.n : 0 },
		.day = row->meeting_day,
		.result = row->result,
		.late = over && step > GUIDANCE_NONE && step < GUIDANCE_HELD && step != GUIDANCE_DECLINED };
}

static struct str page_of(struct request *request, const struct guidance_cells_page_view *view, int64_t page)
{
	return str_format(request->arena, "/units/%lld/guidance/cells?q=%.*s&state=%.*s&page=%lld",
	        (long long)view->unit.n, STR_ARG(view->code), STR_ARG(view->state), (long long)page);
}

/* A committee has some dozens of cells right below it, a large one some hundreds: read whole, shown by the page. */
static enum status fill_cells(
        struct request *request, struct guidance_cells_page_view *view, struct period quarter, struct err *err)
{
	struct guidance_cells_rows rows;
	struct str asked = request_query(request, "state");
	int64_t page = request_query_int(request, "page", 1), seen = 0, n[GUIDANCE_STEP__COUNT] = { 0 };
	TRY(guidance_cells(request->arena, request->db,
	        &(struct guidance_cells_in){ view->unit, period_first(quarter) }, &rows, err));
	view->cells_all = (int64_t)rows.count;
	view->cells.at = arena_array(request->arena, struct guidance_cells_page_cells, PAGE);
	view->states.at = arena_array(request->arena, struct guidance_cells_page_states, GUIDANCE_STEP__COUNT);
	page = page < 1 ? 1 : page;
	for (int s = 0; s < GUIDANCE_STEP__COUNT; s++)
		if (str_is(asked, guidance_step_name((enum guidance_step)s)))
			view->state = asked;
	for (size_t i = 0; i < rows.count; i++) {
		enum guidance_step step = step_of(&rows.at[i]);
		n[step]++;
		if (view->state.len && !str_is(view->state, guidance_step_name(step)))
			continue;
		if (seen >= (page - 1) * PAGE && view->cells.count < PAGE)
			put_cell(request, view, &rows.at[i], step, quarter);
		seen++;
	}
	for (int s = 0; s < GUIDANCE_STEP__COUNT; s++) {
		struct str code = str_of(guidance_step_name((enum guidance_step)s));
		bool current = str_eq(code, view->state);
		if (n[s] || current)
			view->states.at[view->states.count++] =
			        (struct guidance_cells_page_states){ code, n[s], current };
	}
	view->from = (page - 1) * PAGE + 1;
	view->until = view->from + (int64_t)view->cells.count - 1;
	if (page > 1)
		view->prev = page_of(request, view, page - 1);
	if (seen > page * PAGE)
		view->next = page_of(request, view, page + 1);
	return OK;
}

enum status guidance_show_cells(struct request *request, void *to, struct err *err)
{
	struct guidance_cells_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct guidance_figures_row sum;
	struct guidance_units_rows units;
	struct period quarter;
	TRY(guidance_quarter(request, &quarter, err));
	TRY(quarter_figures(request, unit->id, quarter, &sum, err));
	*view = (struct guidance_cells_page_view){ .unit = { unit->id },
		.unit_name = unit->name,
		.quarter = guidance_quarter_words(request->arena, quarter),
		.code = code_of(request, quarter),
		.before = code_of(request, period_add(quarter, -1)),
		.after = code_of(request, period_add(quarter, 1)),
		.asked = sum.asked,
		.chosen = sum.chosen,
		.declined = sum.declined,
		.planned = sum.planned,
		.held = sum.held,
		.reported = sum.reported,
		.waiting = sum.asked - sum.chosen - sum.declined };
	TRY(guidance_units(request->arena, request->db,
	        &(struct guidance_units_in){ { unit->id }, period_first(quarter), period_last(quarter) }, &units, err));
	view->units.at = arena_array(request->arena, struct guidance_cells_page_units, units.count + 1);
	for (size_t i = 0; i < units.count; i++) {
		const struct guidance_units_row *row = &units.at[i];
		view->units.at[view->units.count++] =
		        (struct guidance_cells_page_units){ row->id, row->name, row->asked, row->chosen, row->planned,
			        row->held, row->reported, row->asked - row->chosen - row->declined };
	}
	request->shell.crumb = request_say(request, N_("Hướng dẫn chuyên đề"));
	request->shell.crumb_href =
	        str_format(request->arena, "/units/%lld/guidance?q=%.*s", (long long)unit->id, STR_ARG(view->code));
	return fill_cells(request, view, quarter, err);
}
