/* A committee's year: its cells and their reviews, many decided at once, the ceiling raised, the year closed. */
#include "feature/annual/annual_private.h"

#include "base/time.h"
#include "gen/annual_page.h"

enum { PICKS = 1000, YEARS_BACK = 9 };

static int64_t year_of(const struct request *request)
{
	int64_t year = month_of_day(request->today) / 100;
	if (month_of_day(request->today) % 100 < 6)
		year--;
	return request_query_int(request, "year", year);
}

static bool is_unopened(const struct annual_units_of_unit_row *row)
{
	return !row->review.n && (row->peopled || row->reviews);
}

static enum status fill_units(
        struct request *request, struct annual_unit_view *view, bool *ret_open_below, struct err *err)
{
	TRY(annual_cells_of_unit(request->arena, request->db,
	        &(struct annual_cells_of_unit_in){ view->unit, view->year }, &view->cells, err));
	TRY(annual_units_of_unit(request->arena, request->db,
	        &(struct annual_units_of_unit_in){ view->unit, view->year, view->year * 100 + 12 }, &view->units, err));
	for (size_t i = 0; i < view->cells.count; i++) {
		const struct annual_cells_of_unit_row *row = &view->cells.at[i];
		view->waiting += str_is(row->state, "proposed");
		view->unopened += row->peopled && !row->review.n;
		*ret_open_below = *ret_open_below || annual_committee_cell_waits(row);
	}
	for (size_t i = 0; i < view->units.count; i++) {
		const struct annual_units_of_unit_row *row = &view->units.at[i];
		view->waiting += str_is(row->state, "proposed");
		view->unopened_units += is_unopened(row);
		*ret_open_below = *ret_open_below || annual_committee_lower_waits(row);
	}
	return OK;
}

static enum status fill_quotas(
        struct request *request, const struct annual_rule *rule, struct annual_unit_view *view, struct err *err)
{
	struct call call = annual_call_of(request);
	struct quotas quotas;
	TRY(annual_flow_quotas_of_unit(&call, view->unit.n, view->year, rule, NULL, 0, &quotas, err));
	view->quotas.at = arena_array(request->arena, struct annual_unit_quotas, quotas.count + 1);
	for (size_t i = 0; i < quotas.count; i++) {
		const struct quota *quota = &quotas.at[i];
		view->quotas.at[view->quotas.count++] =
		        (struct annual_unit_quotas){ quota->name, quota->place, quota->excellent, quota->good,
			        quota->most, annual_flow_reckoning(request->arena, quota), quota->number, quota->over };
	}
	return OK;
}

static enum status fill_round(struct request *request, struct annual_unit_view *view, struct err *err)
{
	struct annual_round_one_row round;
	TRY(annual_round_one(request->arena, request->db, &(struct annual_round_one_in){ view->unit, view->year },
	        &round, &view->opened, err));
	const char *days[] = { "12-05", "12-15", "12-31" };
	struct str *to[] = { &view->self_by, &view->propose_by, &view->decide_by },
	           kept[] = { round.self_by, round.propose_by, round.decide_by };
	for (size_t i = 0; i < LENGTH(days); i++)
		*to[i] = view->opened ? kept[i] : str_format(request->arena, "%lld-%s", (long long)view->year, days[i]);
	view->scope = view->opened ? round.scope : STR("cell");
	view->closed_day = round.closed_day;
	view->closed_number = round.closed_number;
	return OK;
}

/* The committee's own review, for the committee above. */
static enum status fill_own(
        struct request *request, const struct unit *unit, struct annual_unit_view *view, struct err *err)
{
	struct annual_review_of_row own;
	int64_t now = month_of_day(request->today) / 100;
	bool found;
	TRY(annual_review_of(request->arena, request->db,
	        &(struct annual_review_of_in){ { unit->id }, unit->shard, view->year }, &own, &found, err));
	view->superior = unit->parent_name;
	view->opens_own = !found && unit->parent && view->year >= now - 1;
	if (!found)
		return OK;
	view->own = own.id;
	view->own_state = own.state;
	return OK;
}

enum status annual_show_unit(struct request *request, void *to, struct err *err)
{
	struct annual_unit_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct annual_rule rule;
	bool found, open_below = false;
	int64_t now = month_of_day(request->today) / 100;
	*view = (struct annual_unit_view){ .unit = { unit->id }, .unit_name = unit->name, .year = year_of(request) };
	if (view->year > now || view->year < now - YEARS_BACK)
		return err_set(err, NOT_FOUND, "annual.year", NULL);
	TRY(annual_rule_find(request->arena, STR_NONE, request->today, &rule, err));
	view->source = rule.source;
	view->previous = view->year - 1;
	view->next = view->year < now ? view->year + 1 : 0;
	view->ceiling = rule.ceiling;
	view->raised = rule.raised;
	TRY(fill_round(request, view, err));
	TRY(fill_units(request, view, &open_below, err));
	TRY(fill_quotas(request, &rule, view, err));
	view->closes = view->opened && !open_below && !view->closed_day.len;
	TRY(annual_raise_many(request->arena, request->db, &(struct annual_raise_many_in){ view->unit, view->year },
	        &view->raises, err));
	TRY(annual_result_numbers(request->arena, request->db,
	        &(struct annual_result_numbers_in){ view->unit, view->year }, &view->numbers, err));
	TRY(annual_unit_figures(request->arena, request->db,
	        &(struct annual_unit_figures_in){ view->unit, view->year * 100 + 12 }, &view->figures, &found, err));
	view->may_open = !view->closed_day.len && view->year >= now - 1 && (view->unopened || view->unopened_units);
	TRY(fill_own(request, unit, view, err));
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld", (long long)unit->id);
	return OK;
}

static enum status back(struct request *request, int64_t year, const char *flash)
{
	request_flash(request, flash);
	request_go(
	        request, "/units/%lld/annual?year=%lld", (long long)request_unit(request, "unit")->id, (long long)year);
	return OK;
}

static enum status must_be_committee(const struct unit *unit, struct err *err)
{
	return str_is(unit->kind, "chi_bo") ? err_set(err, INVALID, "annual.unit_cell", NULL) : OK;
}

static enum status open_cells(
        struct request *request, const struct annual_round_put_in *round, const struct call *call, struct err *err)
{
	struct annual_cells_of_unit_rows cells;
	struct annual_roster_rows roster;
	TRY(annual_cells_of_unit(request->arena, request->db,
	        &(struct annual_cells_of_unit_in){ round->unit, round->year }, &cells, err));
	for (size_t i = 0; i < cells.count; i++) {
		struct annual_id id;
		struct unit cell;
		if (cells.at[i].review.n)
			continue;
		TRY(annual_roster(request->arena, request->db,
		        &(struct annual_roster_in){ cells.at[i].id, (int)cells.at[i].shard, request->today }, &roster,
		        err));
		if (!roster.count)
			continue;
		TRY(unit_load(request->arena, request->db, cells.at[i].id.n, &cell, err));
		TRY(annual_open_review(
		        call, &cell, round->year, round->self_by, round->propose_by, round->scope, &id, err));
	}
	return OK;
}

static enum status open_committees(
        struct request *request, const struct annual_round_put_in *round, const struct call *call, struct err *err)
{
	struct annual_units_of_unit_rows units;
	TRY(annual_units_of_unit(request->arena, request->db,
	        &(struct annual_units_of_unit_in){ round->unit, round->year, round->year * 100 + 12 }, &units, err));
	for (size_t i = 0; i < units.count; i++) {
		struct annual_id id;
		struct unit unit;
		if (!is_unopened(&units.at[i]))
			continue;
		TRY(unit_load(request->arena, request->db, units.at[i].id.n, &unit, err));
		TRY(annual_open_review(
		        call, &unit, round->year, round->self_by, round->propose_by, round->scope, &id, err));
	}
	return OK;
}

/* The cells and committees right below, those that have no review yet: with the same days. */
enum status annual_open_unit(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct call call = annual_call_of(request);
	int64_t year = year_of(request);
	struct annual_round_put_in in = { { unit->id }, year, request_day(request, "self_by"),
		request_day(request, "propose_by"), request_day(request, "decide_by"), request_text(request, "scope"),
		request->account, request->now };
	(void)view;
	TRY(must_be_committee(unit, err));
	if (str_compare(in.self_by, in.propose_by) > 0)
		return err_set(err, INVALID, "annual.days", "propose_by");
	if (str_compare(in.propose_by, in.decide_by) > 0)
		return err_set(err, INVALID, "annual.days", "decide_by");
	int64_t now = month_of_day(request->today) / 100;
	if (year != now && year != now - 1)
		return err_set(err, INVALID, "annual.year", "year");
	TRY(annual_round_put(request->arena, request->db, &in, err));
	TRY(open_cells(request, &in, &call, err));
	TRY(open_committees(request, &in, &call, err));
	return back(request, year, N_("Đã mở đợt kiểm điểm cho các chi bộ, đảng bộ trực thuộc có đảng viên."));
}

/* A committee may open its own, where the one above did not. */
enum status annual_open_own(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct call call = annual_call_of(request);
	struct annual_id id;
	(void)view;
	TRY(must_be_committee(unit, err));
	TRY(annual_open_review(&call, unit, year_of(request), request_day(request, "self_by"),
	        request_day(request, "day"), STR("unit"), &id, err));
	request_flash(request, N_("Đã mở đợt kiểm điểm của đảng bộ."));
	request_go(request, "/annual/%lld", (long long)id.n);
	return OK;
}

/* The picked reviews, all of this committee and year. */
static enum status picks(struct request *request, int64_t *ret_ids, size_t *ret_count, struct err *err)
{
	struct str rest, value;
	int64_t id;
	*ret_count = 0;
	for (size_t at = 0; request_each(request, "pick-", &at, &rest, &value);)
		if (str_is(value, "1") && str_int(rest, &id) && *ret_count < PICKS)
			ret_ids[(*ret_count)++] = id;
	return *ret_count ? OK : err_set(err, INVALID, "annual.pick", NULL);
}

static enum status check_pick(struct request *request, const struct call *call, const struct review *review,
        int64_t unit, int64_t year, struct err *err)
{
	struct annual_twice_rows twice;
	if (review->row.unit.n != unit || review->row.year != year)
		return err_set(err, NOT_FOUND, "annual.not_found", NULL);
	if (!str_is(review->row.state, "proposed")) {
		err_set(err, CONFLICT, "annual.not_proposed", NULL);
		err_arg(err, "cell", review->cell.name);
		err_arg(err, "rule", review->rule.source);
		return CONFLICT;
	}
	TRY(annual_committee_stranger(request, review, err));
	if (review->committee)
		return annual_committee_may(call, review, err);
	TRY(annual_twice(call->arena, call->db, &(struct annual_twice_in){ review->id, year }, &twice, err));
	if (!twice.count)
		return OK;
	err_set(err, CONFLICT, "annual.twice", NULL);
	err_arg(err, "who", twice.at[0].name);
	err_arg(err, "cell", twice.at[0].cell_name);
	return CONFLICT;
}

enum status annual_decide_unit(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct call call = annual_call_of(request);
	struct decision decision = { request_text(request, "number"), request_day(request, "day") };
	int64_t *ids = arena_array(request->arena, int64_t, PICKS), year = year_of(request);
	struct review *reviews;
	struct quotas quotas;
	size_t count;
	(void)view;
	TRY(picks(request, ids, &count, err));
	if (str_compare(decision.day, request->today) > 0)
		return err_set(err, INVALID, "annual.future", "day");
	reviews = arena_array(request->arena, struct review, count);
	for (size_t i = 0; i < count; i++) {
		TRY(annual_load(request->arena, request->db, ids[i], &reviews[i], err));
		TRY(check_pick(request, &call, &reviews[i], unit->id, year, err));
	}
	TRY(annual_flow_quotas_of_unit(&call, unit->id, year, &reviews[0].rule, ids, count, &quotas, err));
	TRY(annual_flow_check_quotas(&reviews[0].rule, &quotas, err));
	for (size_t i = 0; i < count; i++)
		TRY(annual_decide_review(&call, &reviews[i], &decision, err));
	return back(request, year, N_("Đã ghi quyết định xếp loại. Từng đồng chí xem được kết quả của mình."));
}

enum status annual_raise_unit(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct annual_rule rule;
	struct unit below = *unit;
	int64_t percent = request_int(request, "percent"), year = year_of(request);
	struct str code = request_text(request, "code");
	(void)view;
	TRY(must_be_committee(unit, err));
	TRY(annual_rule_find(request->arena, STR_NONE, request->today, &rule, err));
	if (percent < rule.ceiling || percent > rule.raised) {
		err_set(err, INVALID, "annual.raise_most", "percent");
		err_arg_int(err, "least", rule.ceiling);
		err_arg_int(err, "most", rule.raised);
		err_arg(err, "rule", rule.source);
		return INVALID;
	}
	if (str_compare(request_day(request, "raise_day"), request->today) > 0)
		return err_set(err, INVALID, "annual.future", "raise_day");
	if (code.len &&
	        (unit_find_code(request->arena, request->db, code, &below, err) != OK || below.parent != unit->id))
		return err_set(err, INVALID, "annual.code", "code");
	TRY(annual_raise_put(request->arena, request->db,
	        &(struct annual_raise_put_in){ { below.id }, year, percent, request_text(request, "raise_number"),
	                request_day(request, "raise_day"), request->account, request->now },
	        err));
	return back(request, year, N_("Đã ghi tỷ lệ theo quyết định."));
}

/* Lower before upper: nothing below may be left open. */
enum status annual_close_unit(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct annual_unit_view now = { .unit = { unit->id }, .year = year_of(request) };
	struct call call = annual_call_of(request);
	struct annual_rule rule;
	struct str who;
	(void)view;
	TRY(must_be_committee(unit, err));
	TRY(annual_rule_find(request->arena, STR_NONE, request->today, &rule, err));
	TRY(fill_round(request, &now, err));
	if (now.closed_day.len)
		return err_set(err, CONFLICT, "annual.closed", NULL);
	if (str_compare(request_day(request, "close_day"), request->today) > 0)
		return err_set(err, INVALID, "annual.future", "close_day");
	TRY(annual_committee_waits(&call, now.unit, now.year, &who, err));
	if (who.len) {
		err_set(err, CONFLICT, "annual.lower_first", NULL);
		err_arg(err, "who", who);
		err_arg(err, "rule", rule.source);
		return CONFLICT;
	}
	if (!now.opened)
		TRY(annual_round_put(request->arena, request->db,
		        &(struct annual_round_put_in){ now.unit, now.year, now.self_by, now.propose_by, now.decide_by,
		                now.scope, request->account, request->now },
		        err));
	TRY(annual_round_end(request->arena, request->db,
	        &(struct annual_round_end_in){ now.unit, now.year, request_day(request, "close_day"),
	                request_text(request, "close_number"), request->account, request->now },
	        err));
	return back(request, now.year, N_("Đã khép lại năm của đảng bộ."));
}
