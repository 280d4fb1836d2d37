/* A visit changes after the cell was told of it, also at the last hour: another day, other people of the team, none at
 * all; each with a reason, kept in order. And whom somebody of a team should not assess. */
#include "feature/visit/visit_private.h"

#include "app/session.h"
#include "base/id.h"
#include "base/time.h"

enum { MEMBERS = 64 };

void visit_goers_read(struct request *request, struct visit_goers *ret_goers)
{
	struct str rest, value;
	size_t at = 0;
	*ret_goers = (struct visit_goers){ .at = arena_array(request->arena, struct account_id, MEMBERS) };
	while (request_each(request, "go-", &at, &rest, &value)) {
		int64_t account;
		if (value.len && !str_is(value, "0") && ret_goers->count < MEMBERS && str_int(rest, &account))
			ret_goers->at[ret_goers->count++].n = account;
	}
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/visits/%lld", (long long)request_visit(request)->id.n);
	return OK;
}

static enum status keep_shift(struct request *request, const struct visit *visit, const char *kind, struct str was,
        struct str became, struct str reason, struct err *err)
{
	return visit_shift_add(request->arena, request->db,
	        &(struct visit_shift_add_in){ id_new(visit->shard), visit->shard, visit->id, str_of(kind), was, became,
	                reason, request->account, request->now },
	        err);
}

enum status move_visit(struct request *request, void *view, struct err *err)
{
	const struct visit *visit = request_visit(request);
	struct call call = call_of(request);
	struct visit_meeting_on_rows on;
	struct str day = request_day(request, "day");
	struct opt_int minute = request_optint(request, "minute");
	(void)view;
	TRY(visit_must_act(request, err));
	if (!str_is(visit->row.state, "confirmed"))
		return err_set(err, CONFLICT, "visit.move_state", NULL);
	if (str_compare(day, request->today) < 0)
		return err_set(err, INVALID, "visit.day_past", "day");
	TRY(visit_meeting_on(request->arena, request->db,
	        &(struct visit_meeting_on_in){ visit->row.cell, visit->shard, month_of_day(day), day }, &on, err));
	if (!minute.set)
		minute = OPT(on.count ? on.at[0].minute : visit->row.minute);
	TRY(visit_check(&call, &visit->team, &visit->cell, visit->id, day, minute.n, err));
	TRY(visit_move(request->arena, request->db,
	        &(struct visit_move_in){ visit->id, visit->shard, day, minute.n,
	                on.count ? on.at[0].place : visit->row.place, { on.count ? on.at[0].id.n : 0 },
	                request_text(request, "reason") },
	        err));
	TRY(keep_shift(request, visit, "day", visit->row.day, day, request_text(request, "reason"), err));
	TRY(visit_let_in(&call, visit->team.id, visit->row.cell.n, visit->id, day, err));
	TRY(visit_tell_meeting(&call, visit->cell.id, visit->shard, visit->row.day, err));
	TRY(visit_tell_meeting(&call, visit->cell.id, visit->shard, day, err));
	return back(request, N_("Đã đổi lịch và báo chi bộ."));
}

static bool are_same(const struct visit_goer_many_rows *a, const struct visit_goer_many_rows *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = a->at[i].account.n == b->at[i].account.n;
	return same;
}

/* Others of the team go. */
enum status change_people(struct request *request, void *view, struct err *err)
{
	const struct visit *visit = request_visit(request);
	struct call call = call_of(request);
	struct visit_member_many_rows members;
	struct visit_goer_many_rows was, now;
	struct visit_goers goers;
	(void)view;
	TRY(visit_must_act(request, err));
	if (!str_is(visit->row.state, "confirmed"))
		return err_set(err, CONFLICT, "visit.move_state", NULL);
	visit_goers_read(request, &goers);
	if (!goers.count)
		return err_set(err, INVALID, "visit.goer_none", "who");
	TRY(visit_member_many(
	        request->arena, request->db, &(struct visit_member_many_in){ visit->team.id }, &members, err));
	TRY(visit_goer_many(
	        request->arena, request->db, &(struct visit_goer_many_in){ visit->id, visit->shard }, &was, err));
	TRY(visit_set_goers(&call, visit->team.id, visit->id, goers.at, goers.count, err));
	TRY(visit_goer_many(
	        request->arena, request->db, &(struct visit_goer_many_in){ visit->id, visit->shard }, &now, err));
	if (!now.count)
		return err_set(err, INVALID, "visit.goer_none", "who");
	if (are_same(&was, &now))
		return err_set(err, INVALID, "visit.goer_same", "who");
	TRY(visit_part(request->arena, request->db,
	        &(struct visit_part_in){ visit->id, visit->shard, now.count < members.count }, err));
	TRY(visit_check(&call, &visit->team, &visit->cell, visit->id, visit->row.day, visit->row.minute, err));
	TRY(keep_shift(request, visit, "people", visit_numbers(request->arena, &was),
	        visit_numbers(request->arena, &now), request_text(request, "people_reason"), err));
	TRY(visit_let_in(&call, visit->team.id, visit->cell.id, visit->id, visit->row.day, err));
	TRY(visit_tell_meeting(&call, visit->cell.id, visit->shard, visit->row.day, err));
	return back(request, N_("Đã đổi người dự và báo chi bộ."));
}

enum status cancel_visit(struct request *request, void *view, struct err *err)
{
	const struct visit *visit = request_visit(request);
	struct call call = call_of(request);
	struct str why = request_text(request, "why");
	(void)view;
	TRY(visit_must_act(request, err));
	if (!str_is(visit->row.state, "confirmed"))
		return err_set(err, CONFLICT, "visit.move_state", NULL);
	TRY(visit_state(request->arena, request->db,
	        &(struct visit_state_in){ visit->id, visit->shard, STR("cancelled"), why }, err));
	TRY(keep_shift(request, visit, "cancel", visit->row.day, STR_NONE, why, err));
	TRY(session_no_visitors(request->arena, request->db, visit->id.n, err));
	TRY(visit_tell_meeting(&call, visit->cell.id, visit->shard, visit->row.day, err));
	return back(request, N_("Đã hủy lượt dự và báo chi bộ."));
}

/* Members declare for themselves, who leads notes it for any of them. Visits that are planned stay, and say so. */
enum status put_bar(struct request *request, void *view, struct err *err)
{
	const struct team *team = request_team(request);
	bool leads = request_can(request, "visit.lead");
	struct account_id account = { leads ? request_int(request, "account") : request->account.n };
	struct visit_member_is_row member;
	struct unit unit;
	(void)view;
	TRY(visit_member_is(
	        request->arena, request->db, &(struct visit_member_is_in){ team->id, account }, &member, err));
	if (!member.n)
		return err_set(err, INVALID, "visit.bar_member", "account");
	request_go(request, "/teams/%lld", (long long)team->id.n);
	if (request_int(request, "remove")) {
		request_flash(request, N_("Đã bỏ điều đã khai."));
		return visit_bar_drop(request->arena, request->db,
		        &(struct visit_bar_drop_in){ account, { request_int(request, "remove") } }, err);
	}
	if (unit_find_code(request->arena, request->db, request_text(request, "unit_code"), &unit, err) != OK)
		return err_set(err, INVALID, "visit.bar_unit", "unit_code");
	if (!request_text(request, "kind").len)
		return err_set(err, INVALID, "visit.bar_kind", "kind");
	request_flash(request,
	        N_("Đã ghi. Lịch đề xuất và xác nhận từ nay tránh nơi này; lượt đã xếp mà vướng thì mở ra đổi người."));
	return visit_bar_put(request->arena, request->db,
	        &(struct visit_bar_put_in){ account, { unit.id }, request_text(request, "kind"),
	                request_text(request, "note"), request->account, request->now },
	        err);
}
