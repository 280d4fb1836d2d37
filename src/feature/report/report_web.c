/* The report of one meeting: what goes up, sending it, the officer's answer; what waits for whom. */
#include "feature/report/report_private.h"

#include "app/chain.h"
#include "base/id.h"
#include "base/time.h"

enum { WAIT_MONTHS = 3 }; /* older meetings without report are not asked for any more */

static enum status show_state(
        struct request *request, const struct meeting *meeting, struct report_show_view *view, struct err *err)
{
	struct report_of_meeting_row report;
	struct report_handbook_of_row handbook;
	bool sent, posted;
	TRY(report_of_meeting(request->arena, request->db,
	        &(struct report_of_meeting_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &report, &sent,
	        err));
	TRY(report_handbook_of(request->arena, request->db,
	        &(struct report_handbook_of_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &handbook,
	        &posted, err));
	view->due = report_due_day(request->arena, meeting->day, meeting->ended_at ? OPT(meeting->ended_at) : OPT_NONE);
	struct str until = sent ? day_today(request->arena, report.first_sent_at) : request->today;
	int64_t late = view->ended && !view->paper_typed ? report_days_between(view->due, until) : 0;
	view->late = late > 0 ? late : 0;
	if (posted) {
		view->handbook_at = OPT(handbook.at);
		view->handbook_who = handbook.who;
	}
	view->sent = sent;
	if (!sent)
		return OK;
	view->first_sent_at = report.first_sent_at;
	view->sent_at = report.sent_at;
	view->sender = report.sender;
	view->seen_at = report.seen_at;
	view->seer = report.seer;
	view->returned = report.returned_at.set;
	view->return_reason = report.return_reason;
	return OK;
}

static enum status show_papers(
        struct request *request, const struct meeting *meeting, struct report_show_view *view, struct err *err)
{
	struct report_records_rows records;
	struct score score;
	TRY(report_records(request->arena, request->db,
	        &(struct report_records_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &records, err));
	view->resolutions.at = arena_array(request->arena, struct report_records_row, records.count + 1);
	for (size_t i = 0; i < records.count; i++)
		if (str_is(records.at[i].kind, "minutes"))
			view->minutes = records.at[i].state;
		else
			view->resolutions.at[view->resolutions.count++] = records.at[i];
	TRY(score_of_meeting(request->arena, request->db, meeting, &score, err));
	view->score = score.id ? score.state : STR_NONE;
	view->total = score.total;
	view->grade = score.grade;
	view->superior_total = score.superior_total;
	view->superior_grade = score.superior_grade;
	return OK;
}

/* What the superior holds of the cell's chains. */
static enum status show_heads(
        struct request *request, const struct meeting *meeting, struct report_show_view *view, struct err *err)
{
	const struct chain_place place = { .cell = meeting->cell, .meeting = meeting->id, .shard = meeting->shard };
	struct chain_lines lines;
	TRY(chain_lines_known(request->arena, request->db, &place, &lines, err));
	view->heads.at = arena_array(request->arena, struct report_show_heads, lines.count + 1);
	for (size_t i = 0; i < lines.count; i++)
		view->heads.at[view->heads.count++].line = lines.at[i];
	return OK;
}

enum status report_show(struct request *request, void *to, struct err *err)
{
	struct report_show_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	TRY(meeting_need_cell(meeting, N_("report.cell_only"), err));
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	view->meeting.n = meeting->id;
	view->cell.n = meeting->cell;
	view->cell_name = meeting->cell_name;
	view->heading = meeting_title(request, meeting);
	view->day = meeting->day;
	view->ended = str_is(meeting->state, "ended");
	view->paper_typed = meeting->paper_typed;
	TRY(show_state(request, meeting, view, err));
	TRY(show_papers(request, meeting, view, err));
	view->can_send = str_is(view->minutes, "signed");
	view->may_send = request_can(request, "meeting.hold");
	view->may_return = request_can(request, "meeting.grade");
	if (view->sent)
		TRY(show_heads(request, meeting, view, err));
	if (view->ended)
		TRY(report_text(request, meeting, &view->text, err));
	return OK;
}

static enum status need_report(struct request *request, const struct meeting *meeting,
        struct report_of_meeting_row *ret_report, struct err *err)
{
	bool sent;
	TRY(report_of_meeting(request->arena, request->db,
	        &(struct report_of_meeting_in){ .meeting = { meeting->id }, .shard = meeting->shard }, ret_report,
	        &sent, err));
	return sent ? OK : err_set(err, CONFLICT, "report.not_sent", NULL);
}

/* What the cell voted goes up; also points that it forgot to vote on. Without points the report goes alone, and the
 * page says so. */
static enum status send_score(struct request *request, const struct meeting *meeting, struct err *err)
{
	struct score score;
	TRY(score_of_meeting(request->arena, request->db, meeting, &score, err));
	bool ready = str_is(score.state, "voted") || (str_is(score.state, "proposed") && score.total.set);
	if (!score.id || !ready)
		return OK;
	return score_submit(request->arena, request->db, meeting, true, request->now, err);
}

enum status report_put(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct report_of_meeting_row before;
	struct report_records_rows records;
	bool sent, signed_minutes = false;
	(void)view;
	TRY(meeting_need_cell(meeting, "report.cell_only", err));
	TRY(meeting_need(meeting, "ended", "report.not_ended", err));
	TRY(report_of_meeting(request->arena, request->db,
	        &(struct report_of_meeting_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &before, &sent,
	        err));
	if (sent && !before.returned_at.set)
		return err_set(err, CONFLICT, "report.sent", NULL);
	TRY(report_records(request->arena, request->db,
	        &(struct report_records_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &records, err));
	for (size_t i = 0; i < records.count; i++)
		signed_minutes |= str_is(records.at[i].kind, "minutes") && str_is(records.at[i].state, "signed");
	if (!signed_minutes)
		return err_set(err, CONFLICT, "report.minutes", NULL);
	struct str due =
	        report_due_day(request->arena, meeting->day, meeting->ended_at ? OPT(meeting->ended_at) : OPT_NONE);
	int64_t late = report_days_between(due, request->today);
	TRY(report_send(request->arena, request->db,
	        &(struct report_send_in){ .meeting = { meeting->id },
	                .shard = meeting->shard,
	                .cell = meeting->cell,
	                .at = request->now,
	                .account = request->account.n,
	                .due_day = due,
	                .late_days = late > 0 ? late : 0 },
	        err));
	TRY(send_score(request, meeting, err));
	TRY(chain_send(request->arena, request->db,
	        &(struct chain_place){
	                .cell = meeting->cell, .meeting = meeting->id, .shard = meeting->shard, .at = request->now },
	        err));
	TRY(counter_touch(
	        request->arena, request->db, meeting->cell, meeting->shard, meeting->month, request->now, err));
	request_flash(request, N_("Đã gửi báo cáo lên cấp trên."));
	request_go(request, "/meetings/%lld/report", (long long)meeting->id);
	return OK;
}

enum status report_put_handbook(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	(void)view;
	TRY(meeting_need(meeting, "ended", "report.not_ended", err));
	if (request_int(request, "posted"))
		TRY(report_handbook_put(request->arena, request->db,
		        &(struct report_handbook_put_in){ .meeting = { meeting->id },
		                .shard = meeting->shard,
		                .at = request->now,
		                .account = request->account.n },
		        err));
	else
		TRY(report_handbook_drop(request->arena, request->db,
		        &(struct report_handbook_drop_in){ .meeting = { meeting->id }, .shard = meeting->shard }, err));
	request_go(request, "/meetings/%lld/report", (long long)meeting->id);
	return OK;
}

enum status report_put_seen(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct report_of_meeting_row report;
	(void)view;
	TRY(need_report(request, meeting, &report, err));
	TRY(report_see(request->arena, request->db,
	        &(struct report_see_in){ .meeting = { meeting->id },
	                .shard = meeting->shard,
	                .at = request->now,
	                .account = request->account.n },
	        err));
	request_flash(request, N_("Đã ghi nhận: đồng chí đã xem báo cáo."));
	request_go(request, "/meetings/%lld/report", (long long)meeting->id);
	return OK;
}

enum status report_put_return(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct report_of_meeting_row report;
	(void)view;
	TRY(need_report(request, meeting, &report, err));
	if (report.returned_at.set)
		return err_set(err, CONFLICT, "report.returned", NULL);
	TRY(report_return(request->arena, request->db,
	        &(struct report_return_in){ .meeting = { meeting->id },
	                .shard = meeting->shard,
	                .at = request->now,
	                .account = request->account.n,
	                .reason = request_text(request, "reason") },
	        err));
	request_flash(request, N_("Đã trả lại báo cáo cho chi bộ."));
	request_go(request, "/meetings/%lld/report", (long long)meeting->id);
	return OK;
}

static struct str said(struct request *request, const char *text, struct str value)
{
	return str_format(request->arena, "%.*s %.*s", STR_ARG(request_say(request, text)), STR_ARG(value));
}

static struct str counted(struct request *request, int64_t n, const char *text)
{
	return str_format(request->arena, "%lld %.*s", (long long)n, STR_ARG(request_say(request, text)));
}

/* What waits for the leaders of a cell. */
static enum status due_of_cell(struct request *request, struct due_list *list, int64_t cell, int shard, struct err *err)
{
	struct report_waiting_rows rows;
	struct report_waiting_in in = {
		.cell = { cell }, .shard = shard, .since = month_add(month_of_day(request->today), -WAIT_MONTHS)
	};
	TRY(report_waiting(request->arena, request->db, &in, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct report_waiting_row *row = &rows.at[i];
		struct str due = report_due_day(request->arena, row->day, row->ended_at);
		struct str held = date_show(request->arena, row->day);
		bool returned = row->return_reason.len > 0;
		bool late = returned || report_days_between(due, request->today) > 0;
		struct due_item item = { .title = returned ? said(request, N_("Cấp trên trả lại báo cáo"), held)
			                                   : said(request, N_("Báo cáo cấp trên về buổi họp"), held),
			.detail = returned ? row->return_reason
			                   : said(request, N_("hạn"), date_show(request->arena, due)),
			.href = str_format(request->arena, "/meetings/%lld/report", (long long)row->meeting.n),
			.icon = STR("doc"),
			.urgency = late ? DUE_LATE : DUE_SOON,
			.day = due };
		due_add(request, list, item);
	}
	return OK;
}

static enum status due_of_office(struct request *request, struct due_list *list, int64_t unit, struct err *err)
{
	struct report_unread_row unread;
	bool found;
	int month = month_of_day(request->today);
	TRY(report_unread(request->arena, request->db,
	        &(struct report_unread_in){ .unit = { unit }, .since = month_add(month, -WAIT_MONTHS) }, &unread,
	        &found, err));
	if (unread.n) {
		struct due_item item = { .title = counted(request, unread.n, N_("báo cáo của chi bộ chờ đồng chí xem")),
			.href = str_format(request->arena, "/units/%lld/overview", (long long)unit),
			.icon = STR("doc"),
			.urgency = DUE_SOON,
			.day = request->today };
		due_add(request, list, item);
	}
	return OK;
}

enum status report_due(struct request *request, struct due_list *list, struct err *err)
{
	struct report_roles_rows roles;
	int64_t done = 0;
	TRY(report_roles(request->arena, request->db,
	        &(struct report_roles_in){ .account = request->account, .day = request->today }, &roles, err));
	for (size_t i = 0; i < roles.count; i++) {
		const struct report_roles_row *role = &roles.at[i];
		if (role->unit.n == done)
			continue;
		done = role->unit.n;
		if (str_is(role->role, "officer") || str_is(role->role, "admin"))
			TRY(due_of_office(request, list, role->unit.n, err));
		else if (str_is(role->kind, "chi_bo"))
			TRY(due_of_cell(request, list, role->unit.n, (int)role->shard, err));
	}
	return OK;
}

static enum status take_evidence(
        struct arena *arena, struct db *db, struct meeting_id meeting, struct evidence *evidence, struct err *err)
{
	struct report_when_row row;
	bool found;
	TRY(report_when(arena, db, &(struct report_when_in){ .meeting = meeting, .shard = id_shard(meeting.n) }, &row,
	        &found, err));
	if (!found)
		return OK;
	struct str ended = row.ended_at.set ? day_today(arena, row.ended_at.n) : row.day;
	evidence_set(evidence, "report_days", report_days_between(ended, day_today(arena, row.first_sent_at)));
	return OK;
}

static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct report_of_cell_rows rows;
	TRY(report_of_cell(
	        arena, db, &(struct report_of_cell_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\"reports\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct report_of_cell_row *row = &rows.at[i];
		buf_format(json,
		        "%s{\"meeting\":\"%lld\",\"first_sent_at\":%lld,\"sent_at\":%lld,\"due_day\":\"%.*s\",\"return_"
		        "reason\":",
		        i ? "," : "", (long long)row->meeting.n, (long long)row->first_sent_at, (long long)row->sent_at,
		        STR_ARG(row->due_day));
		buf_json(json, row->return_reason);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static const struct field no_form[] = { { 0 } };
static const struct field handbook_form[] = {
	{ "posted", FIELD_INT, .required = true, .max = 1, .label = N_("Đã đăng sổ tay điện tử") }, { 0 }
};
static const struct field return_form[] = {
	{ "reason", FIELD_TEXT, .required = true, .max = 1000, .label = N_("Lý do trả lại") }, { 0 }
};
static const char page_path[] = "/meetings/{meeting}/report";

const struct feature report_feature = {
	.name = "report",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, page_path, &meeting_read, report_show, .page = &report_show_page,
	                        .about = "What of a meeting goes up, and whether it went" },
	                { HTTP_POST, page_path, &meeting_hold, report_put, .form = no_form, .act = "report.send",
	                        .about = "Send the report of a meeting" },
	                { HTTP_POST, "/meetings/{meeting}/report/handbook", &meeting_hold, report_put_handbook,
	                        .form = handbook_form, .retry = page_path, .act = "report.handbook",
	                        .about = "Confirm that the papers stand in the e-handbook" },
	                { HTTP_POST, "/meetings/{meeting}/report/seen", &meeting_grade, report_put_seen,
	                        .form = no_form, .retry = page_path, .act = "report.seen",
	                        .about = "The officer has read the report" },
	                { HTTP_POST, "/meetings/{meeting}/report/return", &meeting_grade, report_put_return,
	                        .form = return_form, .retry = page_path, .act = "report.return",
	                        .about = "Send the report back, with a reason" },
	                { 0 },
	        },
	.due = report_due,
	.evidence = take_evidence,
	.archive = archive,
};
