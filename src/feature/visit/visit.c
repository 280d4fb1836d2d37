/* Working teams: what a visit must not be, whom it lets look into the cell, the proposal of a quarter, the figures. */
#include "feature/visit/visit_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/period/period.h"
#include "feature/visit/plan.h"

#include <stdlib.h>

enum { DEFAULT_MINUTE = 19 * 60 + 30 };

int64_t day_number(struct str iso)
{
	struct date date;
	return iso.len && date_parse(iso, &date) ? date_number(date) : 0;
}

static struct str day_of(struct arena *arena, int64_t number)
{
	return date_iso(arena, date_of_number(number));
}

bool quarter_read(struct arena *arena, struct str code, struct str today, struct str *ret_code, struct str *ret_since,
        struct str *ret_until)
{
	struct period quarter = period_of_month(PERIOD_QUARTER, month_of_day(today));
	if (code.len && (period_parse(code, &quarter, NULL) != OK || quarter.kind != PERIOD_QUARTER))
		return false;
	*ret_code = period_code(arena, quarter);
	*ret_since = period_first_day(arena, quarter);
	*ret_until = month_first_day(arena, month_add(period_first(quarter), 3));
	return true;
}

enum status visit_confirm(const struct call *call, const struct team *team, const struct unit *cell, struct visit_id id,
        struct str day, struct err *err)
{
	TRY(visit_state(call->arena, call->db,
	        &(struct visit_state_in){ .id = id, .shard = cell->shard, .state = STR("confirmed") }, err));
	TRY(visit_let_in(call, team->id, cell->id, id, day, err));
	return visit_tell_meeting(call, cell->id, cell->shard, day, err);
}

enum status visit_plan(const struct call *call, const struct team *team, const struct unit *cell, struct str day,
        struct opt_int minute, const struct visit_goers *goers, struct account_id by, struct visit_id *ret_id,
        struct err *err)
{
	struct visit_meeting_on_rows on;
	TRY(visit_meeting_on(call->arena, call->db,
	        &(struct visit_meeting_on_in){ { cell->id }, cell->shard, month_of_day(day), day }, &on, err));
	struct visit_add_in in = { .id = { id_new(cell->shard) },
		.shard = cell->shard,
		.cell = { cell->id },
		.team = team->id,
		.day = day,
		.minute = minute.set ? minute.n
		          : on.count ? on.at[0].minute
		                     : DEFAULT_MINUTE,
		.state = STR("confirmed"),
		.part = goers->count > 0,
		.by = by.n,
		.at = call->now };
	if (on.count) {
		in.meeting = on.at[0].id;
		in.place = on.at[0].place;
	}
	*ret_id = in.id;
	TRY(visit_add(call->arena, call->db, &in, err));
	TRY(visit_set_goers(call, team->id, in.id, goers->at, goers->count, err));
	TRY(visit_check(call, team, cell, in.id, day, in.minute, err));
	TRY(visit_let_in(call, team->id, cell->id, in.id, day, err));
	return visit_tell_meeting(call, cell->id, cell->shard, day, err);
}

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The rows of one team out of a list in the order of teams. */
#define GATHER(rows, of, field, to, many)                                   \
	do {                                                                \
		(to) = arena_array(call->arena, int64_t, (rows).count + 1); \
		for (size_t r = 0; r < (rows).count; r++)                   \
			if ((rows).at[r].team.n == (of))                    \
				(to)[(many)++] = (rows).at[r].field.n;      \
		qsort((to), (many), sizeof(*(to)), by_number);              \
	} while (0)

static enum status load_teams(const struct call *call, int64_t unit, struct str since, struct str until, int64_t most,
        struct plan *plan, struct visit_plan_teams_rows *ret_teams, struct err *err)
{
	struct visit_plan_people_rows people;
	struct visit_plan_homes_rows homes;
	struct visit_plan_area_rows area;
	TRY(visit_plan_teams(
	        call->arena, call->db, &(struct visit_plan_teams_in){ { unit }, since, until }, ret_teams, err));
	TRY(visit_plan_people(call->arena, call->db, &(struct visit_plan_people_in){ { unit } }, &people, err));
	TRY(visit_plan_homes(
	        call->arena, call->db, &(struct visit_plan_homes_in){ { unit }, visit_former(call) }, &homes, err));
	TRY(visit_plan_area(call->arena, call->db, &(struct visit_plan_area_in){ { unit } }, &area, err));
	plan->team = arena_array(call->arena, struct plan_team, ret_teams->count + 1);
	for (size_t i = 0; i < ret_teams->count; i++) {
		const struct visit_plan_teams_row *row = &ret_teams->at[i];
		struct plan_team *team = &plan->team[plan->team_count++];
		int64_t *account, *home, *cells;
		*team = (struct plan_team){
			.id = row->id.n, .since = day_number(row->since), .until = day_number(row->until), .most = most
		};
		GATHER(people, row->id.n, account, account, team->account_count);
		GATHER(homes, row->id.n, cell, home, team->home_count);
		GATHER(area, row->id.n, cell, cells, team->area_count);
		team->account = account;
		team->home = home;
		team->area = cells;
	}
	return OK;
}

static int by_cell(const void *a, const void *b)
{
	const struct plan_cell *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

/* Cells with their meetings; both lists come in the order of cells. */
static enum status load_cells(const struct call *call, int64_t unit, struct str since, struct str until,
        struct plan *plan, struct visit_plan_cells_rows *ret_cells, struct err *err)
{
	struct visit_plan_meetings_rows meetings;
	struct visit_plan_taken_rows taken;
	size_t at = 0;
	TRY(visit_plan_cells(call->arena, call->db, &(struct visit_plan_cells_in){ { unit } }, ret_cells, err));
	TRY(visit_plan_meetings(call->arena, call->db,
	        &(struct visit_plan_meetings_in){
	                { unit }, month_of_day(since), month_add(month_of_day(until), -1), call->today },
	        &meetings, err));
	TRY(visit_plan_taken(
	        call->arena, call->db, &(struct visit_plan_taken_in){ { unit }, since, until }, &taken, err));
	struct plan_meeting *meeting = arena_array(call->arena, struct plan_meeting, meetings.count + 1);
	for (size_t i = 0; i < meetings.count; i++)
		meeting[i] = (struct plan_meeting){ meetings.at[i].id.n, meetings.at[i].cell.n,
			day_number(meetings.at[i].day), meetings.at[i].minute };
	plan->cell = arena_array(call->arena, struct plan_cell, ret_cells->count + 1);
	for (size_t i = 0; i < ret_cells->count; i++) {
		const struct visit_plan_cells_row *row = &ret_cells->at[i];
		struct plan_cell *cell = &plan->cell[plan->cell_count++];
		*cell = (struct plan_cell){ .id = row->id.n, .commune = row->commune.n, .last = day_number(row->last) };
		while (at < meetings.count && meeting[at].cell < cell->id)
			at++;
		cell->meeting = &meeting[at];
		while (at < meetings.count && meeting[at].cell == cell->id) {
			at++;
			cell->meeting_count++;
		}
	}
	for (size_t i = 0; i < taken.count; i++) {
		struct plan_cell key = { .id = taken.at[i].cell.n };
		struct plan_cell *cell = bsearch(&key, plan->cell, plan->cell_count, sizeof(key), by_cell);
		if (cell)
			cell->taken = true;
	}
	return OK;
}

static enum status load_busy(
        const struct call *call, int64_t unit, struct str since, struct str until, struct plan *plan, struct err *err)
{
	struct visit_plan_busy_rows rows;
	struct str text;
	int64_t regular = 3, minute = DEFAULT_MINUTE;
	TRY(visit_plan_busy(call->arena, call->db, &(struct visit_plan_busy_in){ { unit }, since, until }, &rows, err));
	struct plan_busy *busy = arena_array(call->arena, struct plan_busy, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		busy[i] = (struct plan_busy){ rows.at[i].account.n, rows.at[i].cell.n, rows.at[i].commune.n,
			day_number(rows.at[i].day), rows.at[i].minute };
	plan->busy = busy;
	plan->busy_count = rows.count;
	TRY(unit_setting(call->arena, call->db, unit, "regular_day", "3", &text, err));
	(void)str_int(text, &regular);
	TRY(unit_setting(call->arena, call->db, unit, "minute", "1170", &text, err));
	(void)str_int(text, &minute);
	for (size_t i = 0; i < plan->cell_count; i++) {
		plan->cell[i].regular = regular;
		plan->cell[i].minute = minute;
	}
	return OK;
}

static enum status put(const struct call *call, const struct plan *plan, const struct plan_visit *visit,
        struct account_id by, int shard, struct err *err)
{
	const struct plan_cell *cell = &plan->cell[visit->cell];
	struct str last = cell->last ? date_show(call->arena, day_of(call->arena, cell->last)) : STR_NONE;
	struct str why = cell->last ? str_format(call->arena, "Tổ công tác dự lần gần nhất ngày %.*s", STR_ARG(last))
	                            : STR("Chưa có tổ công tác nào dự");
	struct visit_id id = { id_new(shard) };
	TRY(visit_add(call->arena, call->db,
	        &(struct visit_add_in){ .id = id,
	                .shard = shard,
	                .cell = { cell->id },
	                .team = { plan->team[visit->team].id },
	                .day = day_of(call->arena, visit->day),
	                .minute = visit->minute,
	                .meeting = { visit->meeting },
	                .state = STR("proposed"),
	                .why = why,
	                .by = by.n,
	                .at = call->now },
	        err));
	return visit_set_goers(call, (struct team_id){ plan->team[visit->team].id }, id, NULL, 0, err);
}

enum status visit_propose(const struct call *call, int64_t unit, struct str since, struct str until, int64_t most,
        int64_t rest_months, struct account_id by, size_t *ret_count, struct err *err)
{
	struct plan plan = { 0 };
	struct visit_plan_teams_rows teams;
	struct visit_plan_cells_rows cells;
	struct plan_visit *visits;
	int64_t tomorrow = day_number(call->today) + 1;
	int rested = month_add(month_of_day(since), -(int)rest_months);
	plan.since = day_number(since) > tomorrow ? day_number(since) : tomorrow;
	plan.until = day_number(until);
	plan.rested = date_number((struct date){ rested / 100, rested % 100, 1 });
	*ret_count = 0;
	TRY(load_teams(call, unit, since, until, most, &plan, &teams, err));
	if (!plan.team_count)
		return err_set(err, INVALID, "visit.no_team", NULL);
	if (plan.since >= plan.until)
		return err_set(err, INVALID, "visit.quarter_over", NULL);
	TRY(load_cells(call, unit, since, until, &plan, &cells, err));
	TRY(load_busy(call, unit, since, until, &plan, err));
	plan_run(call->arena, &plan, &visits, ret_count);
	for (size_t i = 0; i < *ret_count; i++) {
		size_t low = 0, high = cells.count;
		while (low + 1 < high) { /* in the order of ids, as they were read */
			size_t middle = (low + high) / 2;
			if (cells.at[middle].id.n <= plan.cell[visits[i].cell].id)
				low = middle;
			else
				high = middle;
		}
		TRY(put(call, &plan, &visits[i], by, (int)cells.at[low].shard, err));
	}
	return OK;
}

/* Figures. */

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct visit_figures_row row;
	TRY(visit_figures(arena, db,
	        &(struct visit_figures_in){ { key->cell }, key->shard, month_first_day(arena, key->month),
	                month_first_day(arena, month_add(key->month, 1)) },
	        &row, err));
	ret_values[0] = row.visits;
	ret_values[1] = row.latest;
	ret_values[2] = row.replied;
	ret_values[3] = row.closed;
	*ret_any = row.visits > 0;
	return OK;
}

static const struct counter_line lines[] = { { "visit_held", N_("Lượt dự sinh hoạt của tổ công tác"), "visits", NULL },
	{ "visit_cells", N_("Chi bộ được tổ công tác dự (chưa được dự lại sau đó)"), "latest", NULL },
	{ "visit_replied", N_("Lượt dự đã được chi bộ trả lời"), "replied", "visits" },
	{ "visit_closed", N_("Lượt dự tổ đã khép lại"), "closed", "visits" }, { 0 } };

const struct counter_family visit_families[] = {
	{ "visit", "visits latest replied closed", count_month, visit_scan_text, lines }, { 0 }
};

enum status visit_touch(const struct call *call, const struct visit *visit, struct err *err)
{
	struct visit_last_before_row before;
	bool found;
	TRY(visit_last_before(call->arena, call->db,
	        &(struct visit_last_before_in){ visit->row.cell, visit->shard, visit->id }, &before, &found, err));
	if (found && month_of_day(before.day) != month_of_day(visit->row.day))
		TRY(counter_touch(call->arena, call->db, visit->row.cell.n, visit->shard, month_of_day(before.day),
		        call->now, err));
	return counter_touch(
	        call->arena, call->db, visit->row.cell.n, visit->shard, month_of_day(visit->row.day), call->now, err);
}
