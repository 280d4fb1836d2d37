/* The cell's home, one meeting at a glance with its one next act, the call; and the descriptor of the feature. */
#include "base/id.h"
#include "base/time.h"
#include "feature/meeting/meeting_private.h"
#include "feature/person/person.h"
#include "gen/meeting_page.h"
#include "gen/meeting_sql.h"

#include <string.h>

enum { CALL_DAYS = 7, PAPERS_DAYS = 1 }; /* before the day of the meeting */

static const char *const leaders_permission = "meeting.plan";

/* What the committee says is read by those who lead the cell or were called, and above; a group's session is run by who
 * chairs or writes there, whatever they are in the cell. */
static enum status open_body(
        struct request *request, const struct meeting *meeting, struct object *object, struct err *err)
{
	struct meeting_calls_person_row row;
	bool leads, reads, above, committee = str_is(meeting->body, "committee");
	TRY(request_can_at(request, &meeting_plan, meeting->cell, &leads, err));
	TRY(request_can_at(request, &meeting_take_part, meeting->cell, &reads, err));
	TRY(request_can_at(request, &meeting_grade, meeting->cell, &above, err));
	TRY(meeting_calls_person(request->arena, request->db,
	        &(struct meeting_calls_person_in){
	                .meeting = { meeting->id }, .shard = meeting->shard, .person = request->person },
	        &row, err));
	if (committee && !leads && !above && !row.called)
		return err_set(err, DENIED, "meeting.committee_only", NULL);
	int64_t me = request->person.n;
	bool runs = me && (me == meeting->chair || me == meeting->clerk || me == meeting->observer);
	if (!committee && !leads && !above && !row.called && !row.belongs && !runs)
		return err_set(err, DENIED, "meeting.group_only", NULL);
	if (!committee && reads && me && (row.leads || me == meeting->chair || me == meeting->clerk))
		object->roles = R(CLERK);
	return OK;
}

/* Whoever is named clerk of this meeting keeps its console and minutes until the minutes are closed. */
static enum status clerk_rights(
        struct request *request, const struct meeting *meeting, struct object *object, struct err *err)
{
	struct meeting_minutes_closed_row row;
	if (!request->person.n || request->person.n != meeting->clerk ||
	        meeting_need(meeting, "planned called open ended", N_("meeting.not_found"), NULL) != OK)
		return OK;
	TRY(meeting_minutes_closed(request->arena, request->db,
	        &(struct meeting_minutes_closed_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &row, err));
	if (!row.closed)
		object->roles |= R(MEETING_CLERK);
	return OK;
}

static enum status load_object(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct meeting *meeting = arena_new(request->arena, struct meeting);
	TRY(meeting_load(request->arena, request->db, id, meeting, err));
	*object = (struct object){ .id = id, .shard = meeting->shard, .unit = meeting->cell, .row = meeting };
	if (!meeting_is_cell(meeting) && request->account.n)
		TRY(open_body(request, meeting, object, err));
	return clerk_rights(request, meeting, object, err);
}

static struct str title_of(struct request *request, const struct meeting_sessions_row *row)
{
	struct meeting meeting = {
		.kind = row->kind, .month = (int)row->month, .body = row->body, .group_name = row->group_name
	};
	return meeting_title(request, &meeting);
}

static bool of_cell(const struct meeting_sessions_row *row)
{
	return str_is(row->body, "cell");
}

static bool coming(const struct meeting_sessions_row *row, struct str today)
{
	return str_is(row->state, "open") ||
	       ((str_is(row->state, "planned") || str_is(row->state, "called")) && str_compare(row->day, today) >= 0);
}

/* A large cell without groups is told that it should have some. */
static enum status fill_split(
        struct request *request, const struct unit *cell, struct cell_home_view *view, struct err *err)
{
	struct person_groups groups;
	struct members members;
	struct member_counts counts;
	TRY(person_groups(request->arena, request->db, cell->id, cell->shard, &groups, err));
	if (groups.count)
		return OK;
	TRY(person_members(request->arena, request->db, cell->id, cell->shard, request->today, &members, err));
	person_count(&members, &counts);
	view->split = counts.members >= PERSON_GROUPS_FROM;
	view->members = counts.members;
	return OK;
}

static enum status show_cell(struct request *request, void *to, struct err *err)
{
	struct cell_home_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	int year = month_of_day(request->today) / 100;
	struct meeting_sessions_rows rows;
	TRY(meeting_sessions(request->arena, request->db,
	        &(struct meeting_sessions_in){ .cell = { cell->id },
	                .shard = cell->shard,
	                .from_month = year * 100 + 1,
	                .to_month = year * 100 + 112,
	                .person = request->person },
	        &rows, err));
	*view = (struct cell_home_view){ .cell = { cell->id },
		.name = cell->name,
		.superior = cell->parent_name,
		.leads = request_can(request, leaders_permission),
		.year = year };
	bool all = view->leads || request_can(request, meeting_grade.name);
	if (view->leads)
		TRY(fill_split(request, cell, view, err));
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	view->meetings.at = arena_array(request->arena, struct cell_home_meetings, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct meeting_sessions_row *row = &rows.at[i];
		if (!all && !of_cell(row) && !row->mine)
			continue;
		bool next = !view->has_next && coming(row, request->today);
		if (next) {
			view->has_next = true;
			view->next = row->id;
			view->next_title = title_of(request, row);
			view->next_day = row->day;
			view->next_minute = row->minute;
			view->next_place = row->place;
			view->next_state = row->state;
		}
		view->meetings.at[view->meetings.count++] = (struct cell_home_meetings){ .id = row->id,
			.number = row->month % 100,
			.day = row->day,
			.kind = row->kind,
			.theme = row->theme,
			.state = row->state,
			.body = of_cell(row) ? STR_NONE : title_of(request, row),
			.current = next };
	}
	return OK;
}

static enum status fill_figures(
        struct request *request, const struct meeting *meeting, struct meeting_overview_view *view, struct err *err)
{
	struct meeting_counts counts;
	struct meeting_items_rows items;
	struct date day;
	TRY(meeting_count(request->arena, request->db, meeting, &counts, err));
	TRY(meeting_items(request->arena, request->db,
	        &(struct meeting_items_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &items, err));
	for (size_t i = 0; i < items.count; i++)
		view->agenda_minutes += items.at[i].minutes;
	view->agenda_count = (int64_t)items.count;
	view->short_minutes = str_is(meeting->kind, "both") && view->agenda_minutes < MEETING_LONG_MINUTES;
	view->members = counts.members;
	view->base = counts.base;
	view->present = counts.present;
	if (date_parse(meeting->day, &day))
		view->report_due = date_iso(request->arena, date_add(day, 2));
	return OK;
}

static enum status fill_progress(
        struct request *request, const struct meeting *meeting, struct meeting_overview_view *view, struct err *err)
{
	struct meeting_progress_row row;
	TRY(meeting_progress(request->arena, request->db,
	        &(struct meeting_progress_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &row, err));
	view->papers = row.papers;
	view->minutes_state = row.minutes_state;
	view->resolution_state = row.resolution_state;
	view->score_state = row.score_state;
	view->score_total = row.score_total;
	view->reported = row.sent_at.set;
	view->premeeting = row.premeeting || row.committee.n;
	view->committee = row.premeeting ? (struct meeting_id){ 0 } : row.committee;
	struct date today, day;
	bool near = date_parse(request->today, &today) && date_parse(meeting->day, &day) &&
	            date_number(day) - date_number(today) <= 2;
	view->early = str_compare(request->today, meeting->day) < 0;
	view->papers_late = view->of_cell && !row.papers && near && !view->ended && !str_is(meeting->state, "open");
	view->report_late = view->ended && !view->reported && str_compare(request->today, view->report_due) > 0;
	return OK;
}

static enum status show_meeting(struct request *request, void *to, struct err *err)
{
	struct meeting_overview_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	*view = (struct meeting_overview_view){ .id = { meeting->id },
		.cell = { meeting->cell },
		.cell_name = meeting->cell_name,
		.heading = meeting_title(request, meeting),
		.state = meeting->state,
		.kind = meeting->kind,
		.theme = meeting->theme,
		.day = meeting->day,
		.set_day = meeting->set_day,
		.minute = meeting->minute,
		.place = meeting->place,
		.moved_reason = meeting->moved_reason,
		.cancel_reason = meeting->cancel_reason,
		.chair = meeting->chair_name,
		.clerk = meeting->clerk_name,
		.observer = meeting->observer_name,
		.leads = request_can(request, leaders_permission),
		.holds = request_can(request, "meeting.hold"),
		.grades = request_can(request, "meeting.grade"),
		.member = request_can(request, "meeting.take_part"),
		.called = meeting->called_at != 0,
		.ended = str_is(meeting->state, "ended"),
		.of_cell = meeting_is_cell(meeting),
		.body = meeting_is_cell(meeting) ? STR_NONE : meeting_body_name(meeting),
		.no_chair = !meeting->chair,
		.no_clerk = !meeting->clerk };
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	TRY(fill_figures(request, meeting, view, err));
	return fill_progress(request, meeting, view, err);
}

static enum status call_meeting(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	TRY(meeting_need(meeting, "planned called", N_("meeting.not_callable"), err));
	if (!meeting->chair)
		return err_set(err, CONFLICT, "meeting.no_chair", NULL);
	TRY(meeting_freeze(request->arena, request->db, meeting, request->now, err));
	TRY(meeting_set_called(request->arena, request->db,
	        &(struct meeting_set_called_in){ .id = { meeting->id }, .shard = meeting->shard, .at = request->now },
	        err));
	TRY(counter_touch(
	        request->arena, request->db, meeting->cell, meeting->shard, meeting->month, request->now, err));
	bool first = str_is(meeting->state, "planned");
	request_flash(request, first ? N_("Đã mời họp: danh sách đã chốt, thông báo đã hiện với các đồng chí được mời.")
	                             : N_("Đã cập nhật danh sách theo sổ đảng viên."));
	request_go(request, "/meetings/%lld", (long long)meeting->id);
	return OK;
}

static bool link_cell(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	*ret_href = str_format(request->arena, "/cells/%lld", (long long)request->home_unit);
	return request->roles & ROLES_CELL;
}

static enum status add_due(
        struct request *request, struct due_list *list, const struct meeting_sessions_row *row, int64_t days)
{
	struct due_item item = { .title = title_of(request, row),
		.href = str_format(request->arena, "/meetings/%lld", (long long)row->id.n),
		.icon = STR("calendar"),
		.day = row->day };
	struct str when = str_format(request->arena, "%02lld:%02lld %.*s", (long long)row->minute / 60,
	        (long long)row->minute % 60, STR_ARG(date_show(request->arena, row->day)));
	item.detail =
	        row->place.len ? str_format(request->arena, "%.*s, %.*s", STR_ARG(when), STR_ARG(row->place)) : when;
	item.urgency = days < 0 ? DUE_LATE : days <= 3 ? DUE_SOON : DUE_INFO;
	bool planned = str_is(row->state, "planned");
	if (planned && days <= CALL_DAYS) {
		item.title = request_say(request, N_("Cần mời họp"));
		item.detail = str_format(request->arena, "%.*s, %.*s", STR_ARG(title_of(request, row)), STR_ARG(when));
		item.icon = STR("bell");
		item.urgency = days < PAPERS_DAYS ? DUE_LATE : DUE_SOON;
	}
	due_add(request, list, item);
	return OK;
}

/* In the last month of a quarter that has no thematic meeting yet. */
static void due_theme(struct request *request, struct due_list *list, const struct unit *cell,
        const struct meeting_sessions_rows *rows)
{
	int month = month_of_day(request->today);
	bool there = month % 100 % 3 != 0;
	for (size_t i = 0; i < rows->count && !there; i++)
		there = of_cell(&rows->at[i]) && rows->at[i].month > month - 3 && rows->at[i].month <= month &&
		        !str_is(rows->at[i].state, "cancelled") && !str_is(rows->at[i].state, "postponed") &&
		        (str_is(rows->at[i].kind, "thematic") || str_is(rows->at[i].kind, "both"));
	if (there)
		return;
	due_add(request, list,
	        (struct due_item){ .title = request_say(request, N_("Quý này chưa có sinh hoạt chuyên đề")),
	                .icon = STR("book"),
	                .urgency = DUE_SOON,
	                .detail = request_say(request, N_("Mỗi quý ít nhất một lần.")),
	                .day = request->today,
	                .href = str_format(request->arena, "/cells/%lld/plan", (long long)cell->id) });
}

/* Meetings that wait to be called, opened or attended; a month without any, for those who lead. */
static enum status due(struct request *request, struct due_list *list, struct err *err)
{
	struct meeting_sessions_rows rows;
	struct date today, day;
	int month = month_of_day(request->today);
	bool leads = request->roles & ROLES_LEADERS, any = false;
	if (!(request->roles & ROLES_CELL) || !date_parse(request->today, &today))
		return OK;
	struct unit cell;
	TRY(unit_home_load(request, &cell, err));
	if (!str_is(cell.kind, "chi_bo"))
		return OK;
	TRY(meeting_sessions(request->arena, request->db,
	        &(struct meeting_sessions_in){ .cell = { cell.id },
	                .shard = cell.shard,
	                .from_month = month_add(month, -2),
	                .to_month = month_add(month, 1),
	                .person = request->person },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct meeting_sessions_row *row = &rows.at[i];
		bool waits = str_is(row->state, "open") || str_is(row->state, "called") ||
		             ((leads || row->runs) && str_is(row->state, "planned"));
		any |= of_cell(row) && coming(row, request->today);
		if (!leads && !of_cell(row) && !row->mine)
			continue;
		if (waits && date_parse(rows.at[i].day, &day) && date_number(day) - date_number(today) <= 35)
			TRY(add_due(request, list, &rows.at[i],
			        str_is(rows.at[i].state, "open") ? 0 : date_number(day) - date_number(today)));
	}
	if (leads)
		due_theme(request, list, &cell, &rows);
	if (leads && !any)
		due_add(request, list,
		        (struct due_item){ .title = request_say(request, N_("Lên lịch buổi sinh hoạt tới")),
		                .icon = STR("calendar"),
		                .href = str_format(request->arena, "/cells/%lld/meetings/new", (long long)cell.id),
		                .urgency = DUE_SOON });
	return OK;
}

/* What planning itself knows: whether it was called, on the right day, with a committee meeting before. */
static enum status evidence(
        struct arena *arena, struct db *db, struct meeting_id id, struct evidence *evidence, struct err *err)
{
	struct meeting meeting;
	struct meeting_progress_row row;
	struct meeting_roster_rows roster;
	struct date day, posted;
	TRY(meeting_load(arena, db, id.n, &meeting, err));
	TRY(meeting_progress(
	        arena, db, &(struct meeting_progress_in){ .meeting = id, .shard = meeting.shard }, &row, err));
	TRY(meeting_roster(arena, db,
	        &(struct meeting_roster_in){ .cell = { meeting.cell }, .shard = meeting.shard, .day = meeting.day },
	        &roster, err));
	int helpers = 0;
	for (size_t i = 0; i < roster.count; i++)
		helpers += str_is(roster.at[i].post, "pho_bi_thu") || str_is(roster.at[i].post, "chi_uy_vien");
	evidence_set(evidence, "thematic", str_is(meeting.kind, "thematic") || str_is(meeting.kind, "both"));
	evidence_set(evidence, "combined", str_is(meeting.kind, "both"));
	evidence_set(evidence, "right_day", str_eq(meeting.day, meeting.set_day) || meeting.moved_reason.len > 0);
	if (meeting.paper_typed)
		return OK; /* the program saw nothing of what came before */
	evidence_set(evidence, "premeeting", row.premeeting || row.committee.n);
	evidence_set(evidence, "solo_secretary", helpers == 0);
	evidence_set(evidence, "notice", meeting.notice_at != 0);
	if (row.first_paper.set && date_parse(meeting.day, &day)) {
		posted = date_of_instant(row.first_paper.n);
		int64_t days = date_number(day) - date_number(posted);
		evidence_set(evidence, "papers_days", days > 0 ? days : 0);
	}
	return OK;
}

const struct feature meeting_feature = {
	.name = "meeting",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/cells/{cell}", &meeting_read, show_cell, .page = &cell_home_page,
	                        .about = "The cell's meetings of the year" },
	                { HTTP_GET, "/cells/{cell}/plan", &meeting_read, meeting_show_plan, .page = &plan_page,
	                        .about = "Plan of the year" },
	                { HTTP_POST, "/cells/{cell}/plan", &meeting_plan, meeting_plan_year, .form = meeting_year_form,
	                        .act = "meeting.plan_year" },
	                { HTTP_GET, "/cells/{cell}/meetings/new", &meeting_plan, meeting_show_new,
	                        .page = &meeting_new_page },
	                { HTTP_POST, "/cells/{cell}/meetings/new", &meeting_plan, meeting_make,
	                        .form = meeting_new_form, .act = "meeting.make", .about = "Plan a meeting" },
	                { HTTP_GET, "/meetings/{meeting}", &meeting_read, show_meeting, .page = &meeting_overview_page,
	                        .about = "One meeting" },
	                { HTTP_GET, "/meetings/{meeting}/edit", &meeting_plan, meeting_show_edit,
	                        .page = &meeting_edit_page },
	                { HTTP_POST, "/meetings/{meeting}/edit", &meeting_plan, meeting_edit, .form = meeting_edit_form,
	                        .act = "meeting.edit" },
	                { HTTP_POST, "/meetings/{meeting}/stop", &meeting_plan, meeting_stop_it,
	                        .form = meeting_stop_form, .retry = "/meetings/{meeting}", .act = "meeting.stop",
	                        .about = "Cancel or postpone" },
	                { HTTP_GET, "/meetings/{meeting}/agenda", &meeting_read, meeting_show_agenda,
	                        .page = &meeting_agenda_page },
	                { HTTP_POST, "/meetings/{meeting}/agenda", &meeting_plan, meeting_save_agenda,
	                        .form = meeting_agenda_form, .act = "meeting.agenda" },
	                { HTTP_POST, "/meetings/{meeting}/agenda/add", &meeting_plan, meeting_add_item,
	                        .form = meeting_item_form, .retry = "/meetings/{meeting}/agenda",
	                        .act = "meeting.agenda" },
	                { HTTP_POST, "/meetings/{meeting}/agenda/move", &meeting_plan, meeting_move_item,
	                        .form = meeting_move_form, .retry = "/meetings/{meeting}/agenda",
	                        .act = "meeting.agenda" },
	                { HTTP_GET, "/meetings/{meeting}/premeeting", &meeting_plan, meeting_show_premeeting,
	                        .page = &meeting_premeeting_page },
	                { HTTP_POST, "/meetings/{meeting}/premeeting", &meeting_plan, meeting_save_premeeting,
	                        .form = meeting_premeeting_form, .act = "meeting.premeeting" },
	                { HTTP_GET, "/meetings/{meeting}/premeeting/minutes", &meeting_plan, meeting_print_premeeting,
	                        .page = &meeting_premeeting_print_page, .about = "Minutes of the committee's meeting" },
	                { HTTP_POST, "/meetings/{meeting}/call", &meeting_plan, call_meeting,
	                        .form = meeting_empty_form, .retry = "/meetings/{meeting}", .act = "meeting.call",
	                        .about = "Freeze the roster and give notice" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "meeting", load_object }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Chi bộ"), "calendar", 10, link_cell }, { 0 } },
	.commands =
	        (const struct command[]){
	                { "meeting list", "[--cell CODE] [--json]", "List meetings with their states", NULL,
	                        "cell= json", meeting_list_command, NEEDS_READ, 0, 0, 0, false },
	                { "meeting show", "ID [--json]", "Show one meeting", NULL, "json", meeting_show_command,
	                        NEEDS_READ, 0, 1, 1, false },
	                { 0 },
	        },
	.due = due,
	.evidence = evidence,
	.archive = meeting_archive,
};
