/* Tasks on screen: at a meeting (last month's first, then new ones), in the cell, on the first page of the one who has
 * them. */
#include "task_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/task_page.h"

enum { MONTHS = 3 };

static struct task_call call_of(const struct request *request)
{
	return (struct task_call){ request->arena, request->db, request_meeting(request), request->now };
}

static enum status load_asked(const struct task_call *call, struct task_asked_rows *ret_rows, struct err *err)
{
	bool runs = str_is(call->meeting->state, "open") || str_is(call->meeting->state, "called");
	return task_asked(call->arena, call->db,
	        &(struct task_asked_in){ { call->meeting->cell }, call->meeting->shard, { call->meeting->id }, runs,
	                str_is(call->meeting->body, "group") },
	        ret_rows, err);
}

static enum status load_people(const struct task_call *call, struct task_people_rows *ret_people, struct err *err)
{
	return task_people(call->arena, call->db,
	        &(struct task_people_in){ { call->meeting->id }, call->meeting->shard }, ret_people, err);
}

static enum status fill_people(const struct task_call *call, struct task_meeting_view *view, struct err *err)
{
	struct task_people_rows people;
	TRY(load_people(call, &people, err));
	view->people.at = arena_array(call->arena, struct task_meeting_people, people.count + 1);
	for (size_t i = 0; i < people.count; i++) {
		const struct task_people_row *row = &people.at[i];
		view->people.at[view->people.count++] = (struct task_meeting_people){ row->person,
			row->label.len ? str_format(call->arena, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(row->label))
			               : row->name };
	}
	view->months.at = arena_array(call->arena, struct task_meeting_months, MONTHS);
	for (; view->months.count < MONTHS; view->months.count++)
		view->months.at[view->months.count].month =
		        month_add(call->meeting->month, (int)view->months.count + 1);
	return OK;
}

static enum status show_meeting(struct request *request, void *to, struct err *err)
{
	struct task_meeting_view *view = to;
	struct task_call call = call_of(request);
	struct task_asked_rows asked;
	struct task_given_rows given;
	TRY(load_asked(&call, &asked, err));
	TRY(task_given(call.arena, call.db, &(struct task_given_in){ { call.meeting->id }, call.meeting->shard },
	        &given, err));
	TRY(meeting_shell(request, call.meeting, "agenda", err));
	TRY(fill_people(&call, view, err));
	view->meeting.n = call.meeting->id;
	view->can_edit = str_is(call.meeting->state, "open") && request_can(request, "meeting.hold");
	view->own = !request->failed || str_ends(request->http->path, STR("/tasks"));
	view->asked.at = arena_array(call.arena, struct task_meeting_asked, asked.count + 1);
	for (size_t i = 0; i < asked.count; i++) {
		const struct task_asked_row *row = &asked.at[i];
		view->asked.at[view->asked.count++] = (struct task_meeting_asked){ row->id, row->title,
			row->person_name, row->due, task_urgency(row->due, call.meeting->day) == TASK_LATE,
			row->reported.len ? row->reported : STR("open"), row->result };
	}
	view->given.at = arena_array(call.arena, struct task_meeting_given, given.count + 1);
	for (size_t i = 0; i < given.count; i++)
		view->given.at[view->given.count++] = (struct task_meeting_given){ given.at[i].id, given.at[i].title,
			given.at[i].person_name, given.at[i].due, given.at[i].report_month };
	if (view->can_edit && asked.count) {
		request->shell.cta = request_say(request, N_("Lưu kết quả"));
		request->shell.cta_icon = STR("check");
		request->shell.cta_form = STR("report");
	}
	return OK;
}

/* The value of the field prefix + id. */
static struct str field_of(const struct request *request, const char *prefix, int64_t id)
{
	return request_text(
	        request, str_c(request->arena, str_format(request->arena, "%s%lld", prefix, (long long)id)));
}

static enum status save_reports(struct request *request, void *view, struct err *err)
{
	struct task_call call = call_of(request);
	struct task_asked_rows asked;
	(void)view;
	TRY(meeting_need(call.meeting, "open", N_("task.not_open"), err));
	TRY(load_asked(&call, &asked, err));
	for (size_t i = 0; i < asked.count; i++) {
		const struct task_asked_row *row = &asked.at[i];
		struct str state = field_of(request, "state-", row->id.n), was = field_of(request, "was-", row->id.n);
		struct str result = field_of(request, "result-", row->id.n),
		           now = row->reported.len ? row->reported : STR("open");
		if (!was.len)
			continue; /* came up after the form was made */
		state = state.len && !str_eq(state, was) ? state : now;
		if (str_eq(state, now) && str_eq(result, row->result))
			continue;
		TRY(task_report(&call, row, state, result, err));
	}
	request_flash(request, N_("Đã lưu kết quả nhiệm vụ."));
	request_go(request, "/meetings/%lld/tasks", (long long)call.meeting->id);
	return OK;
}

static enum status save_new(struct request *request, void *view, struct err *err)
{
	struct task_call call = call_of(request);
	struct task_people_rows people;
	int shard = call.meeting->shard;
	struct task_add_in in = { .id = { id_new(shard) },
		.shard = shard,
		.cell = { call.meeting->cell },
		.meeting = { call.meeting->id },
		.title = request_text(request, "title"),
		.person = { request_int(request, "person") },
		.due = request_day(request, "due"),
		.report_month = request_int(request, "report_month"),
		.at = call.now };
	(void)view;
	TRY(meeting_need(call.meeting, "open", N_("task.not_open"), err));
	TRY(load_people(&call, &people, err));
	TRY(task_check(&call, &people, in.person.n, in.due, &in.person_name, err));
	in.report_month = in.report_month ? in.report_month : month_add(call.meeting->month, 1);
	TRY(task_add(call.arena, call.db, &in, err));
	request_flash(request, N_("Đã giao nhiệm vụ."));
	request_go(request, "/meetings/%lld/tasks", (long long)call.meeting->id);
	return OK;
}

/* A task that this meeting gave and nobody took away. */
static enum status load_task(struct request *request, const struct task_call *call, struct task_id *ret_id,
        struct task_one_row *ret_row, struct err *err)
{
	bool found;
	ret_id->n = OBJECT_ID(request, "task");
	TRY(task_one(
	        call->arena, call->db, &(struct task_one_in){ *ret_id, call->meeting->shard }, ret_row, &found, err));
	return found && !ret_row->removed && ret_row->meeting.n == call->meeting->id
	               ? OK
	               : err_set(err, NOT_FOUND, "task.not_found", NULL);
}

static enum status show_edit(struct request *request, void *to, struct err *err)
{
	struct task_edit_view *view = to;
	struct task_call call = call_of(request);
	struct task_meeting_view lists = { 0 };
	struct task_one_row row;
	struct task_id id;
	TRY(load_task(request, &call, &id, &row, err));
	TRY(meeting_need(call.meeting, "open", N_("task.not_open"), err));
	TRY(meeting_shell(request, call.meeting, "agenda", err));
	TRY(fill_people(&call, &lists, err));
	*view = (struct task_edit_view){ .meeting = { call.meeting->id },
		.task = id,
		.task_title = row.title,
		.person = row.person,
		.due = row.due,
		.report_month = row.report_month.n };
	view->people.at = arena_array(call.arena, struct task_edit_people, lists.people.count + 1);
	for (; view->people.count < lists.people.count; view->people.count++)
		view->people.at[view->people.count] =
		        (struct task_edit_people){ lists.people.at[view->people.count].person,
			        lists.people.at[view->people.count].name };
	view->months.at = arena_array(call.arena, struct task_edit_months, MONTHS);
	for (; view->months.count < MONTHS; view->months.count++)
		view->months.at[view->months.count].month = lists.months.at[view->months.count].month;
	return OK;
}

static enum status save_edit(struct request *request, void *view, struct err *err)
{
	struct task_call call = call_of(request);
	struct task_people_rows people;
	struct task_one_row row;
	struct task_id id;
	struct str name;
	int shard = call.meeting->shard;
	(void)view;
	TRY(load_task(request, &call, &id, &row, err));
	TRY(meeting_need(call.meeting, "open", N_("task.not_open"), err));
	request_go(request, "/meetings/%lld/tasks", (long long)call.meeting->id);
	if (request_int(request, "remove")) {
		request_flash(request, N_("Đã bỏ nhiệm vụ."));
		return task_remove(call.arena, call.db, &(struct task_remove_in){ id, shard, call.now }, err);
	}
	struct task_set_in in = { .task = id,
		.shard = shard,
		.title = request_text(request, "title"),
		.person = { request_int(request, "person") },
		.due = request_day(request, "due"),
		.report_month = request_int(request, "report_month") };
	TRY(load_people(&call, &people, err));
	TRY(task_check(&call, &people, in.person.n, in.due, &name, err));
	in.person_name = name;
	in.report_month = in.report_month ? in.report_month : row.report_month.n;
	request_flash(request, N_("Đã lưu nhiệm vụ."));
	return task_set(call.arena, call.db, &in, err);
}

static void count_person(struct task_cell_view *view, const struct task_of_cell_row *row, bool late)
{
	size_t i = 0;
	while (i < view->people.count && view->people.at[i].person.n != row->person.n)
		i++;
	if (i == view->people.count)
		view->people.at[view->people.count++] =
		        (struct task_cell_people){ .person = row->person, .name = row->person_name };
	view->people.at[i].open++;
	view->people.at[i].late += late;
}

static enum status show_cell(struct request *request, void *to, struct err *err)
{
	struct task_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct task_of_cell_rows rows;
	struct date today = { 0 };
	check(date_parse(request->today, &today));
	int64_t year = date_instant((struct date){ today.year, 1, 1 }, 0);
	TRY(task_of_cell(
	        request->arena, request->db, &(struct task_of_cell_in){ { cell->id }, cell->shard, year }, &rows, err));
	view->cell.n = cell->id;
	view->person.n = request_query_int(request, "person", 0);
	view->people.at = arena_array(request->arena, struct task_cell_people, rows.count + 1);
	view->tasks.at = arena_array(request->arena, struct task_cell_tasks, rows.count + 1);
	view->done.at = arena_array(request->arena, struct task_cell_done, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct task_of_cell_row *row = &rows.at[i];
		enum task_urgency urgency = task_urgency(row->due, request->today);
		bool pending = task_pending(row->state), shown = !view->person.n || row->person.n == view->person.n;
		if (pending && row->person.n)
			count_person(view, row, urgency == TASK_LATE);
		if (pending && shown) {
			view->open++;
			view->late += urgency == TASK_LATE;
			view->tasks.at[view->tasks.count++] = (struct task_cell_tasks){ row->title, row->person_name,
				row->due, urgency == TASK_LATE, urgency == TASK_SOON, row->state, row->result };
		} else if (shown) {
			view->done.at[view->done.count++] =
			        (struct task_cell_done){ row->title, row->person_name, row->state, row->result };
		}
	}
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)cell->id);
	return OK;
}

static bool link_tasks(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	if (!(request->roles & ROLES_CELL) || !request->home_unit)
		return false;
	*ret_href = str_format(request->arena, "/cells/%lld/tasks", (long long)request->home_unit);
	return true;
}

static enum status due_tasks(struct request *request, struct due_list *list, struct err *err)
{
	struct unit cell;
	struct task_mine_rows mine;
	struct task_late_count_row late;
	if (!(request->roles & ROLES_CELL) || !request->home_unit)
		return OK;
	TRY(unit_home_load(request, &cell, err));
	TRY(task_mine(request->arena, request->db, &(struct task_mine_in){ { cell.id }, cell.shard, request->person },
	        &mine, err));
	struct str href = str_format(
	        request->arena, "/cells/%lld/tasks?person=%lld", (long long)cell.id, (long long)request->person.n);
	for (size_t i = 0; i < mine.count; i++) {
		enum task_urgency urgency = task_urgency(mine.at[i].due, request->today);
		struct text_arg args[] = { { .name = STR("day"), .value = date_show(request->arena, mine.at[i].due) } };
		due_add(request, list,
		        (struct due_item){ .title = mine.at[i].title,
		                .detail = mine.at[i].due.len ? message_fill(request->arena, request->language,
		                                                       T("Nhiệm vụ của đồng chí, hạn {day}"), args, 1)
		                                             : request_say(request, N_("Nhiệm vụ của đồng chí")),
		                .href = href,
		                .icon = STR("check"),
		                .urgency = urgency == TASK_LATE   ? DUE_LATE
		                           : urgency == TASK_SOON ? DUE_SOON
		                                                  : DUE_INFO,
		                .day = mine.at[i].due });
	}
	if (!(request->roles & ROLES_LEADERS))
		return OK;
	TRY(task_late_count(request->arena, request->db,
	        &(struct task_late_count_in){ { cell.id }, cell.shard, request->today }, &late, err));
	struct text_arg args[] = { { .name = STR("n"),
		.value = str_format(request->arena, "%lld", (long long)late.late),
		.number = late.late,
		.counts = true } };
	if (late.late)
		due_add(request, list,
		        (struct due_item){ .title = message_fill(request->arena, request->language,
		                                   T("{n} nhiệm vụ của chi bộ quá hạn"), args, 1),
		                .href = str_format(request->arena, "/cells/%lld/tasks", (long long)cell.id),
		                .icon = STR("clock"),
		                .urgency = DUE_LATE });
	return OK;
}

static enum status load_task_object(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct task_one_row row;
	bool found;
	object->shard = id_shard(id);
	TRY(task_one(request->arena, request->db, &(struct task_one_in){ { id }, object->shard }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "task.not_found", NULL);
	object->unit = row.cell.n;
	return OK;
}

#define TASK_FIELDS                                                                                        \
	{ "title", FIELD_TEXT, true, .max = 600, .label = N_("Việc phải làm") },                           \
	        { "person", FIELD_ID, true, .label = N_("Giao cho đồng chí") },                            \
	        { "due", FIELD_DAY, true, .label = N_("Hạn hoàn thành") },                                 \
	{                                                                                                  \
		"report_month", FIELD_INT, .min = 202001, .max = 210012, .label = N_("Báo cáo ở buổi họp") \
	}

const struct feature task_feature = {
	.name = "task",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/cells/{cell}/tasks", &meeting_read, show_cell, .page = &task_cell_page,
	                        .about = "Tasks of a cell" },
	                { HTTP_GET, "/meetings/{meeting}/tasks", &meeting_read, show_meeting,
	                        .page = &task_meeting_page, .about = "Last month's tasks and new ones" },
	                { HTTP_POST, "/meetings/{meeting}/tasks", &meeting_hold, save_reports, .act = "task.report",
	                        .form = (const struct field[]){ { "state-*", FIELD_CHOICE,
	                                                                .choices = "open done part not_done dropped" },
	                                { "was-*", FIELD_CHOICE, .choices = "open done part not_done dropped" },
	                                { "result-*", FIELD_TEXT, .max = 2000, .label = N_("Kết quả, lý do") }, { 0 } },
	                        .about = "Write what was reported of tasks" },
	                { HTTP_POST, "/meetings/{meeting}/tasks/new", &meeting_hold, save_new,
	                        .retry = "/meetings/{meeting}/tasks", .act = "task.new",
	                        .form = (const struct field[]){ TASK_FIELDS, { 0 } }, .about = "Give a task" },
	                { HTTP_GET, "/meetings/{meeting}/tasks/{task}", &meeting_hold, show_edit,
	                        .page = &task_edit_page, .about = "One new task" },
	                { HTTP_POST, "/meetings/{meeting}/tasks/{task}", &meeting_hold, save_edit, .act = "task.edit",
	                        .form = (const struct field[]){ TASK_FIELDS, { "remove", FIELD_FLAG }, { 0 } },
	                        .about = "Correct or remove a new task" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "task", load_task_object }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Nhiệm vụ"), "check", 30, link_tasks }, { 0 } },
	.due = due_tasks,
	.evidence = task_evidence,
	.export_person = task_export_person,
	.archive = task_archive,
};
