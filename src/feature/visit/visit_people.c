/* Who of a team goes to a visit, whom they should not assess, what they do already; whom a visit lets look into the
 * cell, and that the notice names them. */
#include "feature/visit/visit_private.h"

#include "app/session.h"
#include "base/id.h"
#include "base/time.h"
#include "feature/visit/plan.h"

enum { LOOK_BEFORE = 14, LOOK_AFTER = 32 };

struct str visit_former(const struct call *call)
{
	struct date today;
	check(date_parse(call->today, &today));
	today.year -= VISIT_FORMER_YEARS;
	if (today.month == 2 && today.day == 29)
		today.day = 28;
	return date_iso(call->arena, today);
}

enum status visit_refuse(
        struct err *err, const char *code, const char *field, struct str cell, struct str who, struct str day)
{
	err_set(err, INVALID, code, field);
	err_arg(err, "cell", cell);
	err_arg(err, "who", who);
	err_arg(err, "day", day);
	return INVALID;
}

enum status visit_set_goers(const struct call *call, struct team_id team, struct visit_id visit,
        const struct account_id *chosen, size_t count, struct err *err)
{
	int shard = id_shard(visit.n);
	TRY(visit_goer_clear(call->arena, call->db, &(struct visit_goer_clear_in){ visit, shard }, err));
	if (!count)
		return visit_goer_team(call->arena, call->db, &(struct visit_goer_team_in){ visit, shard, team }, err);
	for (size_t i = 0; i < count; i++)
		TRY(visit_goer_one(
		        call->arena, call->db, &(struct visit_goer_one_in){ visit, shard, team, chosen[i] }, err));
	return OK;
}

enum status visit_people_check(const struct call *call, struct visit_id visit, const struct unit *cell,
        struct account_id only, const char *field, struct err *err)
{
	struct visit_against_rows rows;
	TRY(visit_against(call->arena, call->db,
	        &(struct visit_against_in){ visit, cell->shard, { cell->id }, visit_former(call) }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct visit_against_row *row = &rows.at[i];
		if (only.n && row->account.n != only.n)
			continue;
		const char *code = str_is(row->kind, "inside")   ? N_("visit.insider")
		                   : str_is(row->kind, "former") ? N_("visit.former")
		                                                 : N_("visit.barred");
		return visit_refuse(err, code, field, cell->name, row->name, date_show(call->arena, row->day));
	}
	return OK;
}

static enum status check_people(const struct call *call, const struct team *team, const struct unit *cell,
        struct visit_id visit, struct err *err)
{
	struct visit_goer_many_rows goers;
	struct visit_area_holds_row area;
	TRY(visit_goer_many(call->arena, call->db, &(struct visit_goer_many_in){ visit, cell->shard }, &goers, err));
	if (!goers.count)
		return visit_refuse(err, N_("visit.team_empty"), NULL, cell->name, STR_NONE, STR_NONE);
	TRY(visit_area_holds(
	        call->arena, call->db, &(struct visit_area_holds_in){ team->id, { cell->id } }, &area, err));
	if (area.rows && !area.above)
		return visit_refuse(err, N_("visit.area"), "cell", cell->name, STR_NONE, STR_NONE);
	return visit_people_check(call, visit, cell, (struct account_id){ 0 }, "cell", err);
}

/* No other team at the cell in the quarter, nobody at two places. */
static enum status check_others(const struct call *call, const struct unit *cell, struct visit_id visit, struct str day,
        int64_t minute, struct err *err)
{
	struct visit_taken_rows taken;
	struct visit_clash_rows rows;
	struct str code, since, until;
	check(quarter_read(call->arena, STR_NONE, day, &code, &since, &until));
	TRY(visit_taken(call->arena, call->db,
	        &(struct visit_taken_in){ visit, { cell->id }, cell->shard, since, until }, &taken, err));
	if (taken.count) {
		struct visit_team_one_row other = { 0 };
		bool found;
		TRY(visit_team_one(
		        call->arena, call->db, &(struct visit_team_one_in){ taken.at[0].team }, &other, &found, err));
		return visit_refuse(err, N_("visit.cell_taken"), "cell", cell->name, other.name,
		        date_show(call->arena, taken.at[0].day));
	}
	TRY(visit_clash(call->arena, call->db,
	        &(struct visit_clash_in){ visit, cell->shard, { cell->id }, { cell->parent }, day }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct visit_clash_row *row = &rows.at[i];
		if (plan_clash(&(struct plan_busy){ 0, 0, row->commune.n, day_number(day), row->minute },
		            &(struct plan_busy){ 0, 0, row->own.n, day_number(day), minute }))
			return visit_refuse(
			        err, N_("visit.clash"), "day", row->cell_name, row->name, date_show(call->arena, day));
	}
	return OK;
}

enum status visit_check(const struct call *call, const struct team *team, const struct unit *cell,
        struct visit_id visit, struct str day, int64_t minute, struct err *err)
{
	if (cell->until.len && str_compare(cell->until, day) <= 0)
		return visit_refuse(err, N_("visit.cell_closed"), "cell", cell->name, STR_NONE,
		        date_show(call->arena, cell->until));
	if (str_compare(day, team->row.since) < 0 || str_compare(day, team->row.until) >= 0)
		return visit_refuse(err, N_("visit.team_over"), "day", cell->name, STR_NONE, STR_NONE);
	TRY(check_people(call, team, cell, visit, err));
	return check_others(call, cell, visit, day, minute, err);
}

static struct str day_beside(const struct call *call, struct str day, int64_t days)
{
	return date_iso(call->arena, date_of_number(day_number(day) + days));
}

enum status visit_let_in(
        const struct call *call, struct team_id team, int64_t cell, struct visit_id id, struct str day, struct err *err)
{
	struct visit_goer_in_rows goers;
	TRY(session_no_visitors(call->arena, call->db, id.n, err));
	TRY(visit_goer_in(call->arena, call->db, &(struct visit_goer_in_in){ id, id_shard(id.n), team }, &goers, err));
	for (size_t i = 0; i < goers.count; i++)
		TRY(session_visitor(call->arena, call->db, goers.at[i].account, cell, id.n,
		        day_beside(call, day, -LOOK_BEFORE), day_beside(call, day, LOOK_AFTER), err));
	return OK;
}

enum status visit_tell_meeting(const struct call *call, int64_t cell, int shard, struct str day, struct err *err)
{
	struct visit_meeting_on_rows on;
	struct meeting meeting;
	TRY(visit_meeting_on(call->arena, call->db,
	        &(struct visit_meeting_on_in){ { cell }, shard, month_of_day(day), day }, &on, err));
	if (!on.count)
		return OK;
	TRY(meeting_load(call->arena, call->db, on.at[0].id.n, &meeting, err));
	return str_is(meeting.state, "called") || str_is(meeting.state, "open")
	               ? meeting_take_visitors(call->arena, call->db, &meeting, call->now, err)
	               : OK;
}

/* One coming visit after the team has changed. */
static enum status follow(const struct call *call, const struct team *team, const struct visit_ahead_row *row,
        struct account_id account, bool gone, struct err *err)
{
	struct unit cell;
	struct visit_goer_many_rows goers;
	TRY(unit_load(call->arena, call->db, row->cell.n, &cell, err));
	if (!row->part)
		TRY(visit_set_goers(call, team->id, row->id, NULL, 0, err));
	else if (gone)
		TRY(visit_goer_drop(
		        call->arena, call->db, &(struct visit_goer_drop_in){ row->id, (int)row->shard, account }, err));
	TRY(visit_goer_many(
	        call->arena, call->db, &(struct visit_goer_many_in){ row->id, (int)row->shard }, &goers, err));
	if (!goers.count)
		return visit_refuse(
		        err, N_("visit.goer_last"), "account", cell.name, STR_NONE, date_show(call->arena, row->day));
	if (!gone)
		TRY(visit_people_check(call, row->id, &cell, account, "account", err));
	if (!str_is(row->state, "confirmed"))
		return OK;
	TRY(visit_let_in(call, team->id, cell.id, row->id, row->day, err));
	return visit_tell_meeting(call, cell.id, cell.shard, row->day, err);
}

enum status visit_team_changed(
        const struct call *call, const struct team *team, struct account_id account, bool gone, struct err *err)
{
	struct visit_ahead_rows rows;
	struct visit_of_team_rows past;
	TRY(visit_ahead(call->arena, call->db, &(struct visit_ahead_in){ team->id, call->today }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(follow(call, team, &rows.at[i], account, gone, err));
	if (!gone)
		return OK;
	TRY(visit_of_team(call->arena, call->db,
	        &(struct visit_of_team_in){ team->id, day_beside(call, call->today, -LOOK_AFTER) }, &past, err));
	for (size_t i = 0; i < past.count; i++)
		if (!str_is(past.at[i].state, "cancelled") && str_compare(past.at[i].day, call->today) < 0)
			TRY(visit_let_in(call, team->id, past.at[i].cell.n, past.at[i].id, past.at[i].day, err));
	return OK;
}

struct str visit_numbers(struct arena *arena, const struct visit_goer_many_rows *goers)
{
	struct buf buf = buf_open(arena, 4000);
	for (size_t i = 0; i < goers->count; i++)
		buf_format(&buf, "%s%lld", i ? " " : "", (long long)goers->at[i].account.n);
	return buf_text(&buf);
}

enum status visit_names(const struct call *call, struct str numbers, struct str *ret_names, struct err *err)
{
	struct buf buf = buf_open(call->arena, 8000);
	struct visit_account_row row;
	size_t begin = 0;
	bool found;
	for (size_t i = 0; i <= numbers.len; i++) {
		int64_t account;
		if (i < numbers.len && numbers.ptr[i] != ' ')
			continue;
		if (str_int(str_slice(numbers, begin, i), &account)) {
			TRY(visit_account(
			        call->arena, call->db, &(struct visit_account_in){ { account } }, &row, &found, err));
			buf_format(&buf, "%s%.*s", begin ? ", " : "", STR_ARG(found ? row.name : STR("?")));
		}
		begin = i + 1;
	}
	*ret_names = buf_text(&buf);
	return OK;
}
