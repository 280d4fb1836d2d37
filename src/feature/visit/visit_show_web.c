/* One visit: its state, the note beside the cell's own score, the cell's answer, what changed, the end. */
#include "feature/visit/visit_note.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/visit_page.h"

enum { NEXT = 2 };

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

static struct str grade_of(const struct note *note, struct str code)
{
	for (int i = 0; i < RUBRIC_GRADES; i++)
		if (code.len && str_eq(note->data->grade_code[i], code))
			return note->data->grade_name[i];
	return STR_NONE;
}

/* The committee looked again at the team's score. */
static enum status fill_review(struct request *request, const struct visit *visit, const struct note *note,
        struct visit_show_view *view, struct err *err)
{
	struct visit_review_row row;
	TRY(visit_review(request->arena, request->db, &(struct visit_review_in){ visit->id, visit->shard }, &row,
	        &view->appealed, err));
	if (!view->appealed)
		return OK;
	view->review = row.state;
	view->review_total = row.total;
	view->review_grade = grade_of(note, row.grade);
	view->review_at = row.answered_at.n;
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
		view->own_code = score.grade;
		view->superior_code = score.superior_grade;
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
	view->grade = grade_of(&note, visit->row.grade);
	return fill_review(request, visit, &note, view, err);
}

static struct str number_of(struct request *request, struct opt_int n)
{
	return n.set ? number_show(request->arena, n.n) : STR_NONE;
}

static struct str share_of(struct request *request, struct opt_int of, struct opt_int among)
{
	return of.set && among.set ? str_format(request->arena, "%lld/%lld", (long long)of.n, (long long)among.n)
	                           : STR_NONE;
}

/* The column of one meeting, beside what the visit saw. */
static void put_column(struct request *request, struct visit_show_view *view, size_t column, const struct note *note,
        const struct visit_next_row *row)
{
	const struct str value[] = { number_of(request, row->total), grade_of(note, row->grade),
		grade_of(note, row->superior), share_of(request, row->present, row->base),
		number_of(request, row->spoke), number_of(request, row->minutes) };
	static const char *const label[] = { N_("Điểm chi bộ tự chấm"), N_("Chi bộ tự xếp loại"),
		N_("Cấp trên xếp loại"), N_("Có mặt trên số phải dự"), N_("Số đồng chí phát biểu"),
		N_("Thời gian, phút") };
	for (size_t i = 0; i < LENGTH(label); i++) {
		struct visit_show_figures *to = &view->figures.at[i];
		to->label = request_say(request, label[i]);
		*(column == 0 ? &to->now : column == 1 ? &to->one : &to->two) = value[i];
	}
	view->figures.count = LENGTH(label);
}

/* Lines at which the team saw less than the most. */
static void put_weak(
        const struct note *note, struct visit_show_view *view, size_t column, const struct visit_own_lines_rows *own)
{
	size_t at = 0;
	for (int32_t i = 0; i < note->data->rubric.line_count; i++) {
		if (!note->points[i].set || note->points[i].n >= note_high(note, i))
			continue;
		struct visit_show_weak *to = &view->weak.at[at++];
		to->text = note->data->line[i].text;
		to->most = note_high(note, i);
		to->points = note->points[i];
		for (size_t k = 0; k < own->count; k++)
			if (str_eq(own->at[k].line, note->data->line[i].id))
				*(column == 0 ? &to->own : column == 1 ? &to->one : &to->two) = own->at[k].points;
	}
	view->weak.count = at;
}

/* The figures and the weak points of the visit beside those of the next two meetings. */
static enum status fill_after(
        struct request *request, const struct visit *visit, struct visit_show_view *view, struct err *err)
{
	struct visit_next_rows next;
	struct visit_own_lines_rows own = { 0 };
	struct visit_total_row total = { 0 };
	struct visit_next_row first = { 0 };
	struct note note;
	bool found = false;
	TRY(note_open(request, visit, &note, err));
	TRY(visit_next(request->arena, request->db,
	        &(struct visit_next_in){ visit->row.cell, visit->shard, month_of_day(visit->row.day), visit->row.day },
	        &next, err));
	view->figures.at = arena_array(request->arena, struct visit_show_figures, 8);
	view->weak.at = arena_array(request->arena, struct visit_show_weak, RUBRIC_LINES);
	if (view->meeting.n) {
		struct visit_own_lines_in in = { view->meeting, visit->shard };
		TRY(visit_total(request->arena, request->db, &(struct visit_total_in){ view->meeting, visit->shard },
		        &total, &found, err));
		TRY(visit_own_lines(request->arena, request->db, &in, &own, err));
		first.total = view->own_total;
		first.grade = view->own_code;
		first.superior = view->superior_code;
	}
	if (found) {
		first.minutes = OPT(total.minutes);
		first.base = OPT(total.base);
		first.present = OPT(total.present);
		first.spoke = OPT(total.spoke);
	}
	put_column(request, view, 0, &note, &first);
	put_weak(&note, view, 0, &own);
	for (size_t i = 0; i < next.count && i < NEXT; i++) {
		struct visit_own_lines_in in = { next.at[i].id, visit->shard };
		TRY(visit_own_lines(request->arena, request->db, &in, &own, err));
		*(i ? &view->next2 : &view->next1) = next.at[i].day;
		*(i ? &view->next2_id : &view->next1_id) = next.at[i].id;
		put_column(request, view, i + 1, &note, &next.at[i]);
		put_weak(&note, view, i + 1, &own);
	}
	return OK;
}

/* Who goes, whom of the team one may send instead, what was changed; and what speaks against those who go. */
static enum status fill_people(
        struct request *request, const struct visit *visit, struct visit_show_view *view, struct err *err)
{
	struct call call = call_of(request);
	struct visit_member_many_rows members;
	struct err against = { 0 };
	TRY(visit_goer_many(request->arena, request->db, &(struct visit_goer_many_in){ visit->id, visit->shard },
	        &view->goers, err));
	TRY(visit_shift_many(request->arena, request->db, &(struct visit_shift_many_in){ visit->id, visit->shard },
	        &view->shifts, err));
	for (size_t i = 0; i < view->shifts.count; i++) {
		struct visit_shift_many_row *row = &view->shifts.at[i];
		if (!str_is(row->kind, "people"))
			continue;
		TRY(visit_names(&call, row->was, &row->was, err));
		TRY(visit_names(&call, row->became, &row->became, err));
	}
	if (!view->writes || !view->planned)
		return OK;
	TRY(visit_member_many(
	        request->arena, request->db, &(struct visit_member_many_in){ visit->team.id }, &members, err));
	view->members.at = arena_array(request->arena, struct visit_show_members, members.count + 1);
	for (size_t i = 0; i < members.count; i++) {
		bool goes = false;
		for (size_t k = 0; k < view->goers.count; k++)
			goes |= view->goers.at[k].account.n == members.at[i].account.n;
		view->members.at[view->members.count++] =
		        (struct visit_show_members){ members.at[i].account, members.at[i].name, goes };
	}
	enum status status =
	        visit_people_check(&call, visit->id, &visit->cell, (struct account_id){ 0 }, NULL, &against);
	if (status == INVALID)
		view->against = err_text(request->arena, request->language, &against);
	return status == OK || status == INVALID ? OK : status;
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
	TRY(fill_people(request, visit, view, err));
	if (view->noted) {
		TRY(fill_scores(request, visit, view, err));
		TRY(visit_change_many(request->arena, request->db,
		        &(struct visit_change_many_in){ visit->id, visit->shard }, &view->changes, err));
		TRY(fill_after(request, visit, view, err));
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
