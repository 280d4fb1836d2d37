/* Opinions sent ahead, with and without a name; and saying that one cannot come. */
#include "base/id.h"
#include "feature/call/call_private.h"
#include "gen/call_page.h"

const struct field call_excuse_form[] = {
	{ "reason", FIELD_TEXT, .max = 300, .label = N_("Lý do vắng") },
	{ "why", FIELD_LINE, .max = 300, .label = N_("Lý do vắng") },
	{ "person", FIELD_ID, .label = N_("Đảng viên") },
	{ "come", FIELD_FLAG },
	{ 0 },
};

const struct field call_opinion_form[] = {
	{ "text", FIELD_TEXT, .required = true, .max = POOL_TEXT, .label = N_("Ý kiến hoặc câu hỏi") },
	{ 0 },
};

const struct field call_anonymous_form[] = {
	{ "secret_text", FIELD_TEXT, .required = true, .max = POOL_TEXT, .label = N_("Ý kiến") },
	{ 0 },
};

const struct field call_taken_form[] = {
	{ "opinion", FIELD_ID, .required = true },
	{ 0 },
};

static enum status fill_secret(
        struct request *request, const struct meeting *meeting, struct call_opinions_page_view *view, struct err *err)
{
	struct pool *pool = arena_new(request->arena, struct pool);
	TRY(call_pool_read(request->arena, request->db, meeting, pool, err));
	view->secret.at = arena_array(request->arena, struct call_opinions_page_secret, pool->count + 1);
	for (size_t i = 0; i < pool->count; i++)
		view->secret.at[view->secret.count++].text = pool->text[i];
	return OK;
}

enum status call_show_opinions(struct request *request, void *to, struct err *err)
{
	struct call_opinions_page_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct call_opinions_rows rows;
	struct meeting_counts counts;
	bool leads = request_can(request, "meeting.plan"), open = str_is(meeting->state, "open");
	TRY(meeting_shell(request, meeting, "opinions", err));
	TRY(meeting_count(request->arena, request->db, meeting, &counts, err));
	TRY(call_opinions(request->arena, request->db,
	        &(struct call_opinions_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	*view = (struct call_opinions_page_view){ .id = { meeting->id },
		.state = meeting->state,
		.leads = leads,
		.may_send = request_can(request, "meeting.take_part") && request->person.n &&
		            (open || str_is(meeting->state, "called")),
		.waiting = str_is(meeting->state, "called"),
		.released = meeting->opened_at != 0,
		.guessable =
		        meeting->opened_at ? counts.present + counts.extra < GUESSABLE : counts.members < GUESSABLE };
	view->opinions.at = arena_array(request->arena, struct call_opinions_page_opinions, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		bool mine = rows.at[i].person.n == request->person.n;
		if (!leads && !mine && !meeting->opened_at)
			continue; /* before the meeting opens, only the author and those who prepare it */
		view->opinions.at[view->opinions.count++] = (struct call_opinions_page_opinions){ .id = rows.at[i].id,
			.name = rows.at[i].name,
			.text = rows.at[i].text,
			.taken = rows.at[i].taken,
			.mine = mine };
	}
	return view->released ? fill_secret(request, meeting, view, err) : OK;
}

enum status call_send_opinion(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct call_my_row_row mine;
	bool found;
	TRY(meeting_need(meeting, "called open", N_("call.opinion_closed"), err));
	TRY(call_my_row(request->arena, request->db,
	        &(struct call_my_row_in){
	                .meeting = { meeting->id }, .person = request->person, .shard = meeting->shard },
	        &mine, &found, err));
	if (!found)
		return err_set(err, CONFLICT, "call.not_on_roster", NULL);
	TRY(call_opinion_add(request->arena, request->db,
	        &(struct call_opinion_add_in){ .id = { id_new(meeting->shard) },
	                .shard = meeting->shard,
	                .meeting = { meeting->id },
	                .person = request->person,
	                .name = mine.name,
	                .text = request_text(request, "text"),
	                .at = request->now },
	        err));
	request_flash(request, N_("Đã gửi ý kiến."));
	request_go(request, "/meetings/%lld/opinions", (long long)meeting->id);
	return OK;
}

enum status call_send_anonymous(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	TRY(meeting_need(meeting, "called", N_("call.unnamed_closed"),
	        err));                 /* in an open meeting its hour would tell the author */
	request->answers_again = true; /* a row of operations would name the account and the hour */
	TRY(call_pool_add(request->arena, request->db, meeting, request_text(request, "secret_text"), err));
	request_flash(request, N_("Đã gửi ý kiến không ghi tên. Hệ thống không lưu ai đã gửi."));
	request_go(request, "/meetings/%lld/opinions", (long long)meeting->id);
	return OK;
}

enum status call_take_opinion(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	TRY(meeting_need(meeting, "open", N_("call.not_open"), err));
	TRY(call_opinion_taken(request->arena, request->db,
	        &(struct call_opinion_taken_in){ .id = { request_int(request, "opinion") },
	                .shard = meeting->shard,
	                .meeting = { meeting->id } },
	        err));
	request_go(request, "/meetings/%lld/opinions", (long long)meeting->id);
	return OK;
}

enum status call_show_excuse(struct request *request, void *to, struct err *err)
{
	struct call_excuse_page_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct call_roll_rows rows;
	TRY(call_roll(request->arena, request->db,
	        &(struct call_roll_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	*view = (struct call_excuse_page_view){ .id = { meeting->id },
		.heading = meeting_title(request, meeting),
		.leads = request_can(request, "meeting.plan") };
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	view->people.at = arena_array(request->arena, struct call_excuse_page_people, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct call_roll_row *row = &rows.at[i];
		if (row->person.n == request->person.n) {
			view->me = true;
			view->state = row->state;
			view->reason = row->reason;
		}
		struct str name = row->label.len ? str_format(request->arena, "%.*s (%.*s)", STR_ARG(row->name),
		                                           STR_ARG(row->label))
		                                 : row->name;
		view->excused += str_is(row->state, "excused");
		if (view->leads)
			view->people.at[view->people.count++] =
			        (struct call_excuse_page_people){ row->person, name, row->state, row->reason };
	}
	return OK;
}

enum status call_excuse_me(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	int64_t other = request_int(request, "person");
	bool for_other = other && other != request->person.n, come = request_int(request, "come") == 1;
	struct str reason = request_text(request, for_other ? "why" : "reason");
	TRY(meeting_need(meeting, "called open", N_("call.excuse_closed"), err));
	if (for_other && !request_can(request, "meeting.plan"))
		return err_set(err, DENIED, "call.not_yours", "person");
	if (!come && !reason.len)
		return err_set(err, INVALID, "call.reason_missing", for_other ? "why" : "reason");
	TRY(call_excuse(request->arena, request->db,
	        &(struct call_excuse_in){ .meeting = { meeting->id },
	                .person = { for_other ? other : request->person.n },
	                .shard = meeting->shard,
	                .state = come ? STR("unknown") : STR("excused"),
	                .reason = come ? STR_NONE : reason,
	                .at = OPT(request->now) },
	        err));
	if (!db_changes(request->db))
		return err_set(err, CONFLICT, "call.not_on_roster", "person");
	request_flash(request, come ? N_("Đã ghi: đồng chí dự được.") : N_("Đã gửi xin vắng."));
	request_go(request, "/meetings/%lld/excuse", (long long)meeting->id);
	return OK;
}
