/* Starting in the middle of a year: four parts of one page, each saved by itself, again and again, nothing twice. */
#include "feature/start/start_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

enum { EVENING = 19 * 60 + 30, LONG = 90, TEXT_LETTERS = 100000 };

static const char page_path[] = "/cells/{cell}/start";

static enum status saved(struct request *request, const struct unit *cell, const char *what)
{
	request_flash(request, what);
	request_go(request, "/cells/%lld/start", (long long)cell->id);
	return OK;
}

static enum status load_numbers(
        struct request *request, const struct unit *cell, struct start_show_view *view, struct err *err)
{
	struct start_term_row term;
	struct start_registers_rows registers;
	TRY(start_term(request->arena, request->db,
	        &(struct start_term_in){ .cell = { cell->id }, .shard = cell->shard }, &term, &view->term, err));
	if (!view->term)
		return OK;
	view->term_name = term.name;
	view->term_since = term.since;
	TRY(start_registers(request->arena, request->db,
	        &(struct start_registers_in){ .term = term.id, .shard = cell->shard }, &registers, err));
	for (size_t i = 0; i < registers.count; i++)
		*(str_is(registers.at[i].type, "NQ") ? &view->last_nq : &view->last_bb) = OPT(registers.at[i].last);
	return OK;
}

static enum status months_of(
        struct request *request, const struct unit *cell, struct start_months_rows *ret_rows, struct err *err)
{
	int month = month_of_day(request->today);
	return start_months(request->arena, request->db,
	        &(struct start_months_in){
	                .cell = { cell->id }, .shard = cell->shard, .since = month / 100 * 100 + 1, .until = month },
	        ret_rows, err);
}

static bool is_held(const struct start_months_row *row)
{
	return str_is(row->state, "ended");
}

static void put_months(struct request *request, struct start_show_view *view, const struct start_months_rows *rows)
{
	int now = month_of_day(request->today), first = now / 100 * 100 + 1;
	view->months.at = arena_array(request->arena, struct start_show_months, 12);
	for (int month = first; month < now; month++) {
		struct start_show_months *one = &view->months.at[view->months.count++];
		one->month = month;
		for (size_t i = 0; i < rows->count; i++) {
			const struct start_months_row *row = &rows->at[i];
			if (row->month != month || !is_held(row))
				continue;
			if (one->done) {
				one->many++;
				continue;
			}
			*one = (struct start_show_months){ .month = month,
				.id = row->id,
				.done = true,
				.day = row->day,
				.base = row->base,
				.present = row->present,
				.total = row->total,
				.grade = row->grade,
				.superior_grade = row->superior_grade };
		}
		view->open_months += !one->done;
		view->done_months += one->done;
	}
	for (size_t i = 0; i < rows->count; i++)
		if (is_held(&rows->at[i]) && (!view->minutes_there || rows->at[i].minutes)) {
			view->minutes_meeting = rows->at[i].id;
			view->minutes_month = rows->at[i].month;
			view->minutes_there |= rows->at[i].minutes;
		}
}

static enum status show(struct request *request, void *to, struct err *err)
{
	struct start_show_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct start_months_rows rows;
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->year = month_of_day(request->today) / 100;
	TRY(load_numbers(request, cell, view, err));
	TRY(start_tasks(request->arena, request->db,
	        &(struct start_tasks_in){ .cell = { cell->id }, .shard = cell->shard }, &view->tasks, err));
	TRY(months_of(request, cell, &rows, err));
	put_months(request, view, &rows);
	return OK;
}

static enum status put_register(struct request *request, const struct unit *cell, struct term_id term, const char *type,
        const char *field, const struct start_registers_rows *before, struct err *err)
{
	int64_t last = request_int(request, field);
	for (size_t i = 0; i < before->count; i++)
		if (str_is(before->at[i].type, type) && last < before->at[i].taken) {
			enum status status = err_set(err, INVALID, "start.number_below", field);
			err_arg_int(err, "number", before->at[i].taken);
			return status;
		}
	return start_register_put(request->arena, request->db,
	        &(struct start_register_put_in){
	                .term = term, .type = str_of(type), .shard = cell->shard, .last = last },
	        err);
}

static enum status put_numbers(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct str since = request_day(request, "since"), name = request_text(request, "term");
	struct start_term_row term;
	struct start_registers_rows before = { 0 };
	bool found;
	(void)view;
	if (str_compare(since, request->today) > 0)
		return err_set(err, INVALID, "start.future", "since");
	TRY(start_term(request->arena, request->db,
	        &(struct start_term_in){ .cell = { cell->id }, .shard = cell->shard }, &term, &found, err));
	if (found) {
		TRY(start_term_put(request->arena, request->db,
		        &(struct start_term_put_in){
		                .id = term.id, .shard = cell->shard, .name = name, .since = since },
		        err));
		TRY(start_registers(request->arena, request->db,
		        &(struct start_registers_in){ .term = term.id, .shard = cell->shard }, &before, err));
	} else {
		term.id.n = id_new(cell->shard);
		TRY(start_term_add(request->arena, request->db,
		        &(struct start_term_add_in){ .id = term.id,
		                .shard = cell->shard,
		                .cell = { cell->id },
		                .name = name,
		                .since = since,
		                .at = request->now },
		        err));
	}
	TRY(put_register(request, cell, term.id, "NQ", "nq", &before, err));
	TRY(put_register(request, cell, term.id, "BB", "bb", &before, err));
	return saved(request, cell, N_("Đã lưu số văn bản."));
}

static bool is_there(struct arena *arena, const struct start_tasks_rows *rows, const struct start_task *task)
{
	for (size_t i = 0; i < rows->count; i++)
		if (str_eq(text_fold(arena, rows->at[i].title), text_fold(arena, task->title)))
			return true;
	return false;
}

static enum status put_tasks(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct start_roster_rows roster;
	struct start_tasks_typed typed;
	struct start_tasks_rows before;
	(void)view;
	TRY(start_roster(request->arena, request->db,
	        &(struct start_roster_in){ .cell = { cell->id }, .shard = cell->shard, .day = request->today }, &roster,
	        err));
	TRY(start_read_tasks(request->arena, &roster, request_text(request, "tasks"), "tasks", &typed, err));
	TRY(start_tasks(request->arena, request->db,
	        &(struct start_tasks_in){ .cell = { cell->id }, .shard = cell->shard }, &before, err));
	for (size_t i = 0; i < typed.count; i++) {
		if (is_there(request->arena, &before, &typed.at[i]))
			continue;
		TRY(start_task_add(request->arena, request->db,
		        &(struct start_task_add_in){ .id = { id_new(cell->shard) },
		                .shard = cell->shard,
		                .cell = { cell->id },
		                .ord = (int64_t)i + 1,
		                .title = typed.at[i].title,
		                .person = { typed.at[i].person },
		                .person_name = typed.at[i].person_name,
		                .due = typed.at[i].due,
		                .at = request->now },
		        err));
	}
	return saved(request, cell, N_("Đã lưu nhiệm vụ."));
}

static const char *field_of(struct request *request, const char *name, int month)
{
	return str_c(request->arena, str_format(request->arena, "%s-%d", name, month));
}

static enum status put_month(struct request *request, const struct unit *cell, const struct start_months_rows *rows,
        int month, struct str day, struct err *err)
{
	const char *at = field_of(request, "day", month);
	struct opt_int base = request_optint(request, field_of(request, "base", month));
	struct opt_int present = request_optint(request, field_of(request, "present", month));
	struct start_meeting meeting = {
		.cell = cell, .day = day, .kind = STR("regular"), .minute = EVENING, .until = EVENING + LONG
	};
	if (month_of_day(day) != month)
		return err_set(err, INVALID, "start.other_month", at);
	if (str_compare(day, request->today) > 0)
		return err_set(err, INVALID, "start.future", at);
	if (base.set != present.set)
		return err_set(err, INVALID, "start.both", field_of(request, base.set ? "present" : "base", month));
	if (base.set && present.n > base.n)
		return err_set(err, INVALID, "start.more_than_base", field_of(request, "present", month));
	TRY(start_place(rows, &meeting, request->arena, at, &meeting.id, err));
	TRY(start_write_meeting(request, &meeting, err));
	if (base.set)
		TRY(start_total_add(request->arena, request->db,
		        &(struct start_total_add_in){ .meeting = { meeting.id },
		                .shard = cell->shard,
		                .members = base.n,
		                .full_members = base.n,
		                .base = base.n,
		                .present = present.n },
		        err));
	struct start_score score = { .total = request_optint(request, field_of(request, "points", month)),
		.grade = request_text(request, field_of(request, "grade", month)),
		.superior_grade = request_text(request, field_of(request, "superior", month)) };
	TRY(start_write_score(request, &meeting, &score, err));
	return start_count(request, cell, month, err);
}

static enum status put_all_months(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct start_months_rows rows;
	int now = month_of_day(request->today), written = 0;
	(void)view;
	TRY(months_of(request, cell, &rows, err));
	for (int month = now / 100 * 100 + 1; month < now; month++) {
		struct str day = request_day(request, field_of(request, "day", month));
		bool there = false;
		for (size_t i = 0; i < rows.count; i++)
			there |= rows.at[i].month == month && is_held(&rows.at[i]);
		if (!day.len || there)
			continue;
		TRY(put_month(request, cell, &rows, month, day, err));
		written++;
	}
	if (!written)
		return err_set(err, INVALID, "start.no_day", NULL);
	return saved(request, cell, N_("Đã lưu các tháng đã ghi."));
}

static enum status put_minutes(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct start_months_rows rows;
	const struct start_months_row *last = NULL;
	(void)view;
	TRY(months_of(request, cell, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (is_held(&rows.at[i]))
			last = &rows.at[i];
	if (!last)
		return err_set(err, CONFLICT, "start.no_meeting", NULL);
	if (last->minutes)
		return err_set(err, CONFLICT, "start.minutes_there", NULL);
	struct start_record record = { .kind = "minutes",
		.type = "BB",
		.title = str_format(request->arena, "Biên bản sinh hoạt chi bộ tháng %02d/%d", (int)(last->month % 100),
		        (int)(last->month / 100)),
		.body = start_pasted(request->arena, request_text(request, "text")),
		.day = last->day,
		.number = request_optint(request, "number"),
		.field = "number",
		.meeting = last->id.n };
	TRY(start_write_record(request, cell, &record, err));
	return saved(request, cell, N_("Đã lưu biên bản."));
}

/* A cell whose papers have no term yet: its leaders are reminded, gently, that the program can take in what was before.
 */
static enum status due(struct request *request, struct due_list *list, struct err *err)
{
	struct start_waiting_rows rows;
	TRY(start_waiting(request->arena, request->db,
	        &(struct start_waiting_in){ .account = request->account, .day = request->today }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct due_item item = { .title = request_say(request, N_("Nhập những gì đã làm trên giấy")),
			.detail = request_say(request, N_("Số văn bản đã dùng, nhiệm vụ dở dang, các tháng đã họp")),
			.href = str_format(request->arena, "/cells/%lld/start", (long long)rows.at[i].cell.n),
			.icon = STR("paper"),
			.urgency = DUE_INFO };
		due_add(request, list, item);
	}
	return OK;
}

static const struct field numbers_form[] = {
	{ "term", FIELD_LINE, .required = true, .max = 100, .label = N_("Nhiệm kỳ") },
	{ "since", FIELD_DAY, .required = true, .label = N_("Từ ngày") },
	{ "nq", FIELD_INT, .required = true, .max = 9999, .label = N_("Số nghị quyết gần nhất") },
	{ "bb", FIELD_INT, .required = true, .max = 9999, .label = N_("Số biên bản gần nhất") },
	{ 0 },
};
static const struct field tasks_form[] = {
	{ "tasks", FIELD_TEXT, .required = true, .max = 40000, .label = N_("Thêm nhiệm vụ") }, { 0 }
};
static const struct field months_form[] = {
	{ "day-*", FIELD_DAY, .label = N_("Ngày họp") },
	{ "base-*", FIELD_INT, .max = 2000, .label = N_("Số phải có mặt") },
	{ "present-*", FIELD_INT, .max = 2000, .label = N_("Số có mặt") },
	{ "points-*", FIELD_INT, .max = 100, .label = N_("Điểm tự chấm") },
	{ "grade-*", FIELD_CHOICE, .choices = "good fair average poor", .label = N_("Chi bộ tự xếp loại") },
	{ "superior-*", FIELD_CHOICE, .choices = "good fair average poor", .label = N_("Cấp trên xếp loại") },
	{ 0 },
};
static const struct field minutes_form[] = {
	{ "text", FIELD_TEXT, .required = true, .max = TEXT_LETTERS, .label = N_("Nội dung biên bản") },
	{ "number", FIELD_INT, .min = 1, .max = 9999, .label = N_("Số biên bản") },
	{ 0 },
};

const struct feature start_feature = {
	.name = "start",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, page_path, &meeting_plan, show, .page = &start_show_page,
	                        .about = "What was done on paper before the program" },
	                { HTTP_POST, "/cells/{cell}/start/numbers", &meeting_plan, put_numbers, .form = numbers_form,
	                        .retry = page_path, .act = "start.numbers",
	                        .about = "The term and the last numbers used" },
	                { HTTP_POST, "/cells/{cell}/start/tasks", &meeting_plan, put_tasks, .form = tasks_form,
	                        .retry = page_path, .act = "start.tasks", .about = "Tasks that are open" },
	                { HTTP_POST, "/cells/{cell}/start/months", &meeting_plan, put_all_months, .form = months_form,
	                        .retry = page_path, .act = "start.months",
	                        .about = "The year's earlier meetings, their attendance and grades" },
	                { HTTP_POST, "/cells/{cell}/start/minutes", &meeting_plan, put_minutes, .form = minutes_form,
	                        .retry = page_path, .body = 1 << 20, .act = "start.minutes",
	                        .about = "The last minutes, pasted" },
	                { HTTP_GET, "/cells/{cell}/paper-month", &meeting_plan, start_show_paper,
	                        .page = &start_paper_page, .about = "A meeting typed in afterwards from paper" },
	                { HTTP_POST, "/cells/{cell}/paper-month", &meeting_plan, start_put_paper,
	                        .form = start_paper_form, .body = 2 << 20, .act = "start.paper_month",
	                        .about = "Write a meeting from paper, all of it" },
	                { 0 },
	        },
	.due = due,
};
