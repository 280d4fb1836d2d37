/* The notice: page, large-type slip, calendar, mail; and the descriptor of the feature. */
#include "base/time.h"
#include "feature/call/call_private.h"
#include "feature/file/file.h"
#include "gen/call_page.h"

const struct field call_empty_form[] = { { 0 } };

static enum status agenda_titles(struct request *request, const struct meeting *meeting, struct str **ret_titles,
        size_t *ret_count, struct err *err)
{
	return meeting_agenda_titles(request->arena, request->db, meeting, ret_titles, ret_count, err);
}

static enum status note_seen(struct request *request, const struct meeting *meeting)
{
	struct call_notice_seen_in seen = {
		.meeting = { meeting->id }, .shard = meeting->shard, .account = request->account, .at = request->now
	};
	call_later(request, &seen);
	return OK;
}

static enum status fill_notice(
        struct request *request, const struct meeting *meeting, struct call_notice_view *view, struct err *err)
{
	struct call_papers_rows papers;
	struct call_my_row_row mine;
	struct call_notice_count_row seen;
	struct str *titles;
	size_t count;
	TRY(call_papers(request->arena, request->db,
	        &(struct call_papers_in){
	                .meeting = { meeting->id }, .shard = meeting->shard, .person = request->person },
	        &papers, err));
	TRY(call_my_row(request->arena, request->db,
	        &(struct call_my_row_in){
	                .meeting = { meeting->id }, .person = request->person, .shard = meeting->shard },
	        &mine, &view->member, err));
	TRY(call_notice_count(request->arena, request->db,
	        &(struct call_notice_count_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &seen, err));
	TRY(agenda_titles(request, meeting, &titles, &count, err));
	TRY(call_guests(request->arena, request->db, &(struct call_guests_in){ { meeting->id }, meeting->shard },
	        &view->guests, err));
	view->mine = mine.state;
	view->my_reason = mine.reason;
	view->seen = seen.count;
	view->papers.at = arena_array(request->arena, struct call_notice_papers, papers.count + 1);
	for (size_t i = 0; i < papers.count; i++)
		view->papers.at[view->papers.count++] = (struct call_notice_papers){
			.id = papers.at[i].id, .title = papers.at[i].title, .opened = papers.at[i].mine
		};
	view->items.at = arena_array(request->arena, struct call_notice_items, count + 1);
	for (size_t i = 0; i < count; i++)
		view->items.at[view->items.count++].title = titles[i];
	return OK;
}

static enum status count_mail(
        struct request *request, const struct meeting *meeting, struct call_notice_view *view, struct err *err)
{
	struct call_mail_count_row count;
	TRY(call_mail_count(request->arena, request->db,
	        &(struct call_mail_count_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &count, err));
	view->waiting = count.waiting;
	view->sent = count.sent;
	view->mail_failed = count.failed;
	return OK;
}

static enum status show_notice(struct request *request, void *to, struct err *err)
{
	struct call_notice_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	*view = (struct call_notice_view){ .id = { meeting->id },
		.heading = meeting_title(request, meeting),
		.cell_name = meeting->cell_name,
		.body = meeting_is_cell(meeting) ? STR_NONE : meeting_body_name(meeting),
		.when = call_when(request->arena, meeting),
		.place = meeting->place,
		.theme = meeting->theme,
		.note = meeting->note,
		.state = meeting->state,
		.leads = request_can(request, "meeting.plan"),
		.mail = call_mail_ready(),
		.chat = call_chat_text(request, meeting, false),
		.chat_plain = call_chat_text(request, meeting, true) };
	if (view->leads)
		TRY(count_mail(request, meeting, view, err));
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	if (meeting->called_at)
		TRY(note_seen(request, meeting));
	return fill_notice(request, meeting, view, err);
}

static enum status show_slip(struct request *request, void *to, struct err *err)
{
	struct call_slip_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct call_slip_items_rows items;
	TRY(call_slip_items(request->arena, request->db,
	        &(struct call_slip_items_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &items, err));
	*view = (struct call_slip_view){ .cell_name = meeting->cell_name,
		.body = meeting_is_cell(meeting) ? STR_NONE : meeting_body_name(meeting),
		.superior = meeting->superior_name,
		.heading = meeting_title(request, meeting),
		.when = call_when(request->arena, meeting),
		.place = meeting->place,
		.theme = meeting->theme,
		.note = meeting->note };
	request->shell.crumb_href = str_format(request->arena, "/meetings/%lld/notice", (long long)meeting->id);
	view->items = items;
	return call_guests(request->arena, request->db, &(struct call_guests_in){ { meeting->id }, meeting->shard },
	        &view->guests, err);
}

static enum status fetch_calendar(struct request *request, void *view, struct err *err)
{
	(void)view;
	(void)err;
	const struct meeting *meeting = request_meeting(request);
	struct call_calendar_row row = { .id = { meeting->id },
		.day = meeting->day,
		.minute = meeting->minute,
		.place = meeting->place,
		.version = meeting->version };
	struct call_calendar_rows rows = { &row, 1 };
	request_file(request, call_calendar_text(request->arena, &rows, request->now), "text/calendar; charset=utf-8",
	        STR("lich.ics"), false);
	return OK;
}

static enum status send_mail(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	TRY(meeting_need(meeting, "called", N_("call.not_called"), err));
	request_flash(request, N_("Thư điện tử đang được gửi."));
	request_go(request, "/meetings/%lld/notice", (long long)meeting->id);
	return call_mail_queue(request, meeting, err);
}

static enum status keeps(
        struct arena *arena, struct db *db, int shard, struct str hash, bool *ret_keeps, struct err *err)
{
	struct call_keeps_row row;
	TRY(call_keeps(arena, db, &(struct call_keeps_in){ .hash = hash, .shard = shard }, &row, err));
	*ret_keeps = row.keeps;
	return OK;
}

const struct feature call_feature = {
	.name = "call",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/meetings/{meeting}/notice", &meeting_read, show_notice, .page = &call_notice_page,
	                        .about = "The notice" },
	                { HTTP_POST, "/meetings/{meeting}/notice", &meeting_plan, send_mail, .form = call_empty_form,
	                        .act = "call.mail", .about = "Send the neutral mail" },
	                { HTTP_GET, "/meetings/{meeting}/slip", &meeting_read, show_slip, .page = &call_slip_page,
	                        .about = "Large-type slip" },
	                { HTTP_GET, "/meetings/{meeting}/calendar.ics", &meeting_read, fetch_calendar,
	                        .about = "Calendar file" },
	                { HTTP_GET, "/meetings/{meeting}/papers", &meeting_read, call_show_papers,
	                        .page = &call_papers_page_page },
	                { HTTP_POST, "/meetings/{meeting}/papers", &meeting_plan, call_post_paper,
	                        .form = call_paper_form, .prepare = file_prepare_paper, .body = (21 << 20),
	                        .act = "call.paper", .about = "Post a paper" },
	                { HTTP_GET, "/meetings/{meeting}/papers/{paper}", &meeting_read, call_show_paper,
	                        .page = &call_paper_page_page },
	                { HTTP_POST, "/meetings/{meeting}/papers/{paper}", &meeting_read, call_open_paper,
	                        .form = call_empty_form, .act = "call.open_paper",
	                        .about = "Open a paper; the first time is noted" },
	                { HTTP_GET, "/meetings/{meeting}/papers/{paper}/file", &meeting_read, call_fetch_paper,
	                        .slow = true, .about = "Its bytes" },
	                { HTTP_POST, "/meetings/{meeting}/papers/{paper}/withdraw", &meeting_plan, call_withdraw_paper,
	                        .form = call_empty_form, .retry = "/meetings/{meeting}/papers/{paper}",
	                        .act = "call.withdraw" },
	                { HTTP_GET, "/meetings/{meeting}/excuse", &meeting_take_part, call_show_excuse,
	                        .page = &call_excuse_page_page },
	                { HTTP_POST, "/meetings/{meeting}/excuse", &meeting_take_part, call_excuse_me,
	                        .form = call_excuse_form, .act = "call.excuse", .about = "Say that one cannot come" },
	                { HTTP_GET, "/meetings/{meeting}/opinions", &meeting_take_part, call_show_opinions,
	                        .page = &call_opinions_page_page },
	                { HTTP_POST, "/meetings/{meeting}/opinions", &meeting_take_part, call_send_opinion,
	                        .form = call_opinion_form, .act = "call.opinion", .about = "Send an opinion ahead" },
	                { HTTP_POST, "/meetings/{meeting}/opinions/unnamed", &meeting_take_part, call_send_anonymous,
	                        .form = call_anonymous_form, .retry = "/meetings/{meeting}/opinions", .act = "-",
	                        .about = "Send an opinion without a name" },
	                { HTTP_POST, "/meetings/{meeting}/opinions/taken", &meeting_hold, call_take_opinion,
	                        .form = call_taken_form, .retry = "/meetings/{meeting}/opinions", .act = "call.taken" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "paper", call_load_paper }, { 0 } },
	.commands =
	        (const struct command[]){
	                { "calendar", "CELL --out FILE.ics", "The cell's coming meetings as a neutral calendar",
	                        "CELL is the code of the cell.", "out=", call_calendar_command, NEEDS_READ, 0, 1, 1,
	                        false },
	                { 0 },
	        },
	.chores = (const struct chore[]){ { "call.mail", 5, call_mail_chore }, { "call.keys", 30, call_keys_chore },
	        { 0 } },
	.due = call_due,
	.health = call_mail_health_say,
	.export_person = call_export_person,
	.archive = call_archive,
	.keeps = keeps,
};
