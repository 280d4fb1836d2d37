/* The calendar of a quarter with the program's proposal, a cell's visits. */
#include "feature/visit/visit_private.h"

#include "base/time.h"
#include "gen/visit_page.h"

static void crumb(struct request *request, const struct unit *unit)
{
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld/teams", (long long)unit->id);
}

/* The quarter of the address. */
static enum status quarter_of(
        struct request *request, struct str *ret_code, struct str *ret_since, struct str *ret_until, struct err *err)
{
	return quarter_read(request->arena, request_query(request, "q"), request->today, ret_code, ret_since, ret_until)
	               ? OK
	               : err_set(err, NOT_FOUND, "visit.quarter", NULL);
}

static struct str quarter_beside(struct request *request, struct str since, int months)
{
	int month = month_add(month_of_day(since), months);
	return str_format(request->arena, "%04d-Q%d", month / 100, (month % 100 + 2) / 3);
}

static const char *const roman[] = { "I", "II", "III", "IV" };

enum status show_calendar(struct request *request, void *to, struct err *err)
{
	struct visit_calendar_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct visit_of_unit_rows rows;
	struct str since, until;
	TRY(quarter_of(request, &view->code, &since, &until, err));
	TRY(visit_of_unit(
	        request->arena, request->db, &(struct visit_of_unit_in){ { unit->id }, since, until }, &rows, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->before = quarter_beside(request, since, -3);
	view->after = quarter_beside(request, since, 3);
	view->quarter = str_of(roman[(month_of_day(since) % 100 - 1) / 3]);
	view->year = month_of_day(since) / 100;
	view->ahead = str_compare(until, request->today) > 0;
	view->visits = rows;
	for (size_t i = 0; i < rows.count; i++) {
		view->proposed += str_is(rows.at[i].state, "proposed");
		view->confirmed += str_is(rows.at[i].state, "confirmed");
	}
	view->held = (int64_t)rows.count - view->proposed - view->confirmed;
	crumb(request, unit);
	return OK;
}

static enum status drop_one(struct request *request, const struct visit_of_unit_row *row, struct err *err)
{
	TRY(visit_goer_clear(
	        request->arena, request->db, &(struct visit_goer_clear_in){ row->id, (int)row->shard }, err));
	return visit_drop(request->arena, request->db, &(struct visit_drop_in){ row->id, (int)row->shard }, err);
}

static enum status drop_proposed(
        struct request *request, int64_t unit, struct str since, struct str until, struct err *err)
{
	struct visit_of_unit_rows rows;
	TRY(visit_of_unit(
	        request->arena, request->db, &(struct visit_of_unit_in){ { unit }, since, until }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (str_is(rows.at[i].state, "proposed"))
			TRY(drop_one(request, &rows.at[i], err));
	return OK;
}

enum status propose(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct call call = call_of(request);
	struct str code, since, until;
	size_t count;
	(void)view;
	TRY(quarter_of(request, &code, &since, &until, err));
	TRY(drop_proposed(request, unit->id, since, until, err));
	TRY(visit_propose(&call, unit->id, since, until, request_int(request, "most"), request_int(request, "rest"),
	        request->account, &count, err));
	if (!count)
		return err_set(err, CONFLICT, "visit.nothing", NULL);
	request_flash(request, N_("Đã có lịch đề xuất. Xem lại, bỏ lượt không hợp, rồi xác nhận."));
	request_go(request, "/units/%lld/visits?q=%.*s", (long long)unit->id, STR_ARG(code));
	return OK;
}

/* One proposal is dropped, or all that are left are confirmed: each is looked at again. */
enum status settle(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct call call = call_of(request);
	struct str code, since, until;
	struct visit_of_unit_rows rows;
	int64_t drop = request_int(request, "drop");
	(void)view;
	TRY(quarter_of(request, &code, &since, &until, err));
	request_go(request, "/units/%lld/visits?q=%.*s", (long long)unit->id, STR_ARG(code));
	TRY(visit_of_unit(
	        request->arena, request->db, &(struct visit_of_unit_in){ { unit->id }, since, until }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct visit_of_unit_row *row = &rows.at[i];
		struct team team = { .id = row->team };
		struct unit cell;
		bool found;
		if (!str_is(row->state, "proposed") || (drop && row->id.n != drop))
			continue;
		if (drop) {
			request_flash(request, N_("Đã bỏ lượt đề xuất."));
			return drop_one(request, row, err);
		}
		TRY(unit_load(request->arena, request->db, row->cell.n, &cell, err));
		TRY(visit_team_one(
		        request->arena, request->db, &(struct visit_team_one_in){ team.id }, &team.row, &found, err));
		TRY(visit_check(&call, &team, &cell, row->id, row->day, row->minute, err));
		TRY(visit_confirm(&call, &team, &cell, row->id, row->day, err));
	}
	request_flash(request, N_("Đã xác nhận lịch và gửi các chi bộ."));
	return OK;
}

enum status show_cell_visits(struct request *request, void *to, struct err *err)
{
	struct visit_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct visit_of_cell_rows rows;
	TRY(visit_of_cell(
	        request->arena, request->db, &(struct visit_of_cell_in){ { cell->id }, cell->shard }, &rows, err));
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->visits.at = arena_array(request->arena, struct visit_cell_visits, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		struct visit_team_one_row team = { 0 };
		bool found;
		TRY(visit_team_one(request->arena, request->db, &(struct visit_team_one_in){ rows.at[i].team }, &team,
		        &found, err));
		view->visits.at[view->visits.count++] = (struct visit_cell_visits){ rows.at[i].id, team.name,
			rows.at[i].day, rows.at[i].minute, rows.at[i].state };
	}
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)cell->id);
	return OK;
}
