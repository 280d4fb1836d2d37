/* One visit: its state, the note beside the cell's own score, the cell's answer, what changed, the end. */
#include "feature/visit/visit_note.h"

#include "app/session.h"
#include "base/id.h"
#include "base/time.h"
#include "gen/visit_page.h"

enum { DUE_BACK = 60, DUE_AHEAD = 45 };

/* The cell's meeting that the visit was at. */
static enum status meeting_of(
        struct request *request, const struct visit *visit, struct meeting_id *ret_id, struct err *err)
{
	struct visit_meeting_on_rows on;
	*ret_id = visit->row.meeting;
	if (ret_id->n)
		return OK;
	TRY(visit_meeting_on(request->arena, request->db,
	        &(struct visit_meeting_on_in){
	                visit->row.cell, visit->shard, month_of_day(visit->row.day), visit->row.day },
	        &on, err));
	if (on.count)
		*ret_id = on.at[0].id;
	return OK;
}

/* Both scores, line by line. */
static enum status fill_scores(
        struct request *request, const struct visit *visit, struct visit_show_view *view, struct err *err)
{
	struct visit_own_lines_rows own;
	struct meeting meeting;
	struct score score;
	struct note note;
	TRY(note_open(request, visit, &note, err));
	view->rubric = note.data->name;
	own.count = 0;
	if (view->meeting.n) {
		TRY(meeting_load(request->arena, request->db, view->meeting.n, &meeting, err));
		TRY(score_of_meeting(request->arena, request->db, &meeting, &score, err));
		TRY(visit_own_lines(request->arena, request->db,
		        &(struct visit_own_lines_in){ view->meeting, visit->shard }, &own, err));
		view->own_total = score.total;
		view->own_grade = score.grade_name;
		if (score.total.set && view->total.set)
			view->gap = OPT(score.total.n - view->total.n);
	}
	view->lines.at = arena_array(request->arena, struct visit_show_lines, RUBRIC_LINES);
	for (int32_t i = 0; i < note.data->rubric.line_count; i++) {
		struct visit_show_lines *line = &view->lines.at[view->lines.count++];
		*line = (struct visit_show_lines){ note.data->line[i].text, note.data->rubric.line[i].max,
			note.points[i], OPT_NONE, note.reason[i], false };
		for (size_t k = 0; k < own.count; k++)
			if (str_eq(own.at[k].line, note.data->line[i].id))
				line->own = own.at[k].points;
		line->differs = line->own.set && line->points.set && line->own.n != line->points.n;
	}
	for (int i = 0; i < RUBRIC_GRADES; i++)
		if (visit->row.grade.len && str_eq(note.data->grade_code[i], visit->row.grade))
			view->grade = note.data->grade_name[i];
	return OK;
}

static enum status may_see(struct request *request, const struct visit *visit, struct err *err)
{
	return str_is(visit->row.state, "proposed") && !request_can(request, "visit.lead")
	               ? err_set(err, NOT_FOUND, "visit.not_found", NULL)
	               : OK;
}

enum status show_visit(struct request *request, void *to, struct err *err)
{
	struct visit_show_view *view = to;
	const struct visit *visit = request_visit(request);
	const struct visit_one_row *row = &visit->row;
	TRY(may_see(request, visit, err));
	*view = (struct visit_show_view){ .visit = visit->id,
		.cell = row->cell,
		.cell_name = visit->cell.name,
		.team = visit->team.id,
		.team_name = visit->team.row.name,
		.unit_name = visit->team.row.unit_name,
		.number = visit->team.row.number,
		.day = row->day,
		.minute = row->minute,
		.place = row->place,
		.state = row->state,
		.moved_from = row->moved_from,
		.moved_reason = row->moved_reason,
		.cancel_reason = row->cancel_reason,
		.noted = row->noted_at.set,
		.paper = row->paper,
		.good = row->good,
		.improve = row->improve,
		.advice = row->advice,
		.total = row->total,
		.reply = row->reply,
		.closing = row->closing,
		.leads = request_can(request, "visit.lead"),
		.writes = visit_acts(request),
		.answers = request_can(request, "visit.answer"),
		.planned = str_is(row->state, "confirmed"),
		.today = str_compare(row->day, request->today) <= 0 };
	TRY(meeting_of(request, visit, &view->meeting, err));
	TRY(visit_member_many(
	        request->arena, request->db, &(struct visit_member_many_in){ visit->team.id }, &view->members, err));
	if (view->noted) {
		TRY(fill_scores(request, visit, view, err));
		TRY(visit_change_many(request->arena, request->db,
		        &(struct visit_change_many_in){ visit->id, visit->shard }, &view->changes, err));
		TRY(visit_next(request->arena, request->db,
		        &(struct visit_next_in){ row->cell, visit->shard, month_of_day(row->day), row->day },
		        &view->next, err));
	}
	request->shell.crumb = visit->cell.name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld/visits", (long long)row->cell.n);
	return OK;
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/visits/%lld", (long long)request_visit(request)->id.n);
	return OK;
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
	TRY(visit_let_in(&call, visit->team.id, visit->row.cell.n, visit->id, day, err));
	return back(request, N_("Đã đổi lịch và báo chi bộ."));
}

enum status cancel_visit(struct request *request, void *view, struct err *err)
{
	const struct visit *visit = request_visit(request);
	(void)view;
	TRY(visit_must_act(request, err));
	if (!str_is(visit->row.state, "confirmed"))
		return err_set(err, CONFLICT, "visit.move_state", NULL);
	TRY(visit_state(request->arena, request->db,
	        &(struct visit_state_in){ visit->id, visit->shard, STR("cancelled"), request_text(request, "why") },
	        err));
	TRY(session_no_visitors(request->arena, request->db, visit->id.n, err));
	return back(request, N_("Đã hủy lượt dự và báo chi bộ."));
}

enum status save_reply(struct request *request, void *view, struct err *err)
{
	const struct visit *visit = request_visit(request);
	struct call call = call_of(request);
	(void)view;
	if (!str_is(visit->row.state, "held") && !str_is(visit->row.state, "replied"))
		return err_set(err, CONFLICT, "visit.reply_state", NULL);
	TRY(visit_reply(request->arena, request->db,
	        &(struct visit_reply_in){
	                visit->id, visit->shard, request_text(request, "reply"), request->account, request->now },
	        err));
	TRY(visit_touch(&call, visit, err));
	return back(request, N_("Đã gửi trả lời tổ công tác."));
}

enum status save_change(struct request *request, void *view, struct err *err)
{
	const struct visit *visit = request_visit(request);
	(void)view;
	if (!request_can(request, "visit.answer"))
		TRY(visit_must_act(request, err));
	if (!str_is(visit->row.state, "held") && !str_is(visit->row.state, "replied"))
		return err_set(err, CONFLICT, "visit.reply_state", NULL);
	TRY(visit_change_add(request->arena, request->db,
	        &(struct visit_change_add_in){ id_new(visit->shard), visit->shard, visit->id, request->today,
	                request_text(request, "change"), !request_can(request, "visit.answer"), request->account,
	                request->now },
	        err));
	return back(request, N_("Đã ghi điều đã thay đổi."));
}

enum status close_visit(struct request *request, void *view, struct err *err)
{
	const struct visit *visit = request_visit(request);
	struct call call = call_of(request);
	(void)view;
	TRY(visit_must_act(request, err));
	if (!str_is(visit->row.state, "replied"))
		return err_set(err, CONFLICT, "visit.close_state", NULL);
	TRY(visit_close(request->arena, request->db,
	        &(struct visit_close_in){
	                visit->id, visit->shard, request_text(request, "closing"), request->account, request->now },
	        err));
	TRY(visit_touch(&call, visit, err));
	return back(request, N_("Đã khép lại lượt dự."));
}

static struct str beside(struct request *request, int days)
{
	struct date date;
	check(date_parse(request->today, &date));
	return date_iso(request->arena, date_add(date, days));
}

static struct str visit_page(struct request *request, struct visit_id id, const char *page)
{
	return str_format(request->arena, "/visits/%lld%s", (long long)id.n, page);
}

static enum status due_of_member(struct request *request, struct due_list *list, struct err *err)
{
	struct visit_mine_rows mine;
	TRY(visit_mine(request->arena, request->db,
	        &(struct visit_mine_in){ request->account, beside(request, -DUE_BACK), beside(request, DUE_AHEAD) },
	        &mine, err));
	for (size_t i = 0; i < mine.count; i++) {
		const struct visit_mine_row *row = &mine.at[i];
		bool replied = str_is(row->state, "replied"), past = str_compare(row->day, request->today) <= 0;
		struct text_arg args[] = { { .name = STR("cell"), .value = row->cell_name },
			{ .name = STR("d"), .value = date_show(request->arena, row->day) } };
		due_add(request, list,
		        (struct due_item){ .title = request_say(request, replied ? N_("Chi bộ đã trả lời tổ công tác")
		                                                         : past ? N_("Ghi phiếu dự sinh hoạt chi bộ")
		                                                                : N_("Dự sinh hoạt chi bộ theo lịch")),
		                .detail =
		                        message_fill(request->arena, request->language, T("{cell}, ngày {d}"), args, 2),
		                .href = visit_page(request, row->id, past && !replied ? "/note" : ""),
		                .icon = STR("calendar"),
		                .urgency = past ? DUE_SOON : DUE_INFO,
		                .day = row->day });
	}
	return OK;
}

static enum status due_of_cell(struct request *request, struct due_list *list, const struct unit *cell, struct err *err)
{
	struct visit_asks_rows rows;
	TRY(visit_asks(request->arena, request->db,
	        &(struct visit_asks_in){ { cell->id }, cell->shard, beside(request, -DUE_BACK) }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		bool held = str_is(rows.at[i].state, "held");
		if (!held && str_compare(rows.at[i].day, request->today) < 0)
			continue;
		due_add(request, list,
		        (struct due_item){ .title = request_say(request,
		                                   held ? N_("Trả lời nhận xét của tổ công tác")
		                                   : rows.at[i].moved_from.len ? N_("Tổ công tác đổi ngày dự sinh hoạt")
		                                                               : N_("Tổ công tác sẽ dự sinh hoạt")),
		                .detail = date_show(request->arena, rows.at[i].day),
		                .href = visit_page(request, rows.at[i].id, ""),
		                .icon = STR("users"),
		                .urgency = held ? DUE_SOON : DUE_INFO,
		                .day = rows.at[i].day });
	}
	return OK;
}

enum status visit_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	TRY(due_of_member(request, list, err));
	if (!(request->roles & ROLES_LEADERS) || !request->home_unit)
		return OK;
	TRY(unit_home_load(request, &home, err));
	return str_is(home.kind, "chi_bo") ? due_of_cell(request, list, &home, err) : OK;
}
