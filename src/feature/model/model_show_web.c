/* One model meeting: answered, guests invited and let in, who came, what each side noted, what is published, who read.
 */
#include "feature/model/model_private.h"

#include "app/session.h"
#include "base/id.h"
#include "base/time.h"

enum { PAGE = 50 };

static const char *const types[] = { "thon", "hanh_chinh", "dnnn", "dntn", "hoc_sinh", "llvt" };

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/model-meetings/%lld", (long long)request_model(request)->id.n);
	return OK;
}

static enum status must_be_marked(const struct model *model, struct err *err)
{
	return str_is(model->row.state, "marked") ? OK : err_set(err, CONFLICT, "model.not_marked", NULL);
}

static bool session_gone(const struct model *model)
{
	return str_is(model->row.meeting_state, "cancelled") || str_is(model->row.meeting_state, "postponed");
}

/* Who asks writes for one of three sides; a team that looks into the cell for another reason for none. */
static const char *side_of(const struct request *request)
{
	if (request_can(request, "model.propose"))
		return "cell";
	if (request->object_roles_above & R(OFFICER))
		return "committee";
	return request_model(request)->guest ? "guest" : NULL;
}

static void put_steps(struct request *request, const struct model_notes_rows *notes,
        const struct model_lessons_rows *lessons, struct model_show_page_view *view)
{
	view->steps.at = arena_array(request->arena, struct model_show_page_steps, MODEL_STEPS);
	view->steps.count = MODEL_STEPS;
	for (int s = 0; s < MODEL_STEPS; s++) {
		struct model_show_page_steps *step = &view->steps.at[s];
		*step = (struct model_show_page_steps){ .code = str_of(model_steps[s]) };
		step->notes.at = arena_array(request->arena, struct model_show_page_steps_notes, notes->count + 1);
	}
	for (size_t i = 0; i < notes->count; i++) {
		const struct model_notes_row *note = &notes->at[i];
		int s = model_step_of(note->step);
		if (s < 0 || (!note->good.len && !note->improve.len))
			continue;
		struct model_show_page_steps *step = &view->steps.at[s];
		step->notes.at[step->notes.count++] =
		        (struct model_show_page_steps_notes){ note->side, note->good, note->improve };
		view->any_note = true;
		if (note->account.n == request->account.n) {
			step->good = note->good;
			step->improve = note->improve;
		}
	}
	for (size_t i = 0; i < lessons->count; i++)
		if (model_step_of(lessons->at[i].step) >= 0)
			view->steps.at[model_step_of(lessons->at[i].step)].lesson = lessons->at[i].text;
}

static enum status put_guests(
        struct request *request, const struct model *model, struct model_show_page_view *view, struct err *err)
{
	struct model_guests_rows rows;
	TRY(model_guests(
	        request->arena, request->db, &(struct model_guests_in){ model->id, model->shard }, &rows, err));
	view->guests.at = arena_array(request->arena, struct model_show_page_guests, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		if (!view->hosts && !model_guest_own(request, &rows.at[i])) {
			view->others++;
			continue;
		}
		view->guests.at[view->guests.count++] = (struct model_show_page_guests){ rows.at[i].id, rows.at[i].cell,
			rows.at[i].name, rows.at[i].place, rows.at[i].came };
	}
	return OK;
}

/* What the committee's forms choose from. */
static enum status put_choices(
        struct request *request, const struct model *model, struct model_show_page_view *view, struct err *err)
{
	struct unit unit = { 0 };
	struct err none = { 0 };
	view->from = request_query(request, "from");
	view->found = view->from.len > 0;
	if (view->found && unit_find_code(request->arena, request->db, view->from, &unit, &none) == OK)
		TRY(model_people(
		        request->arena, request->db, &(struct model_people_in){ { unit.id } }, &view->people, err));
	view->types.at = arena_array(request->arena, struct model_show_page_types, LENGTH(types));
	for (size_t i = 0; i < LENGTH(types); i++)
		view->types.at[view->types.count++].code = str_of(types[i]);
	return model_reach(request->arena, request->db, &(struct model_reach_in){ model->row.unit }, &view->reach, err);
}

static void put_facts(struct request *request, const struct model *model, struct model_show_page_view *view)
{
	const struct model_one_row *row = &model->row;
	*view = (struct model_show_page_view){ .model = model->id,
		.cell = row->cell,
		.cell_name = model->cell.name,
		.unit = row->unit,
		.unit_name = row->unit_name,
		.purpose = row->purpose,
		.state = row->state,
		.answer = row->answer,
		.by_cell = row->by_cell,
		.meeting = row->meeting,
		.day = row->meeting_day,
		.minute = row->meeting_minute,
		.place = row->meeting_place,
		.meeting_state = row->meeting_state,
		.ended = str_is(row->meeting_state, "ended"),
		.gone = session_gone(model),
		.since = row->since,
		.last = model_day_beside(request->arena, row->until, -1),
		.outside =
		        str_compare(row->meeting_day, row->since) < 0 || str_compare(row->meeting_day, row->until) >= 0,
		.number = row->number,
		.paper_day = row->day,
		.inside = model_inside(request),
		.leads = request_can(request, "model.lead"),
		.asked = str_is(row->state, "proposed"),
		.live = str_is(row->state, "marked"),
		.conclusion = row->conclusion,
		.published = str_is(row->state, "published"),
		.reads = model->reader };
	view->hosts = model_hosts(request);
	view->notes_open = view->live && view->ended && side_of(request);
	view->may_read = model->reader && request->roles & ROLES_LEADERS;
}

enum status model_show(struct request *request, void *to, struct err *err)
{
	struct model_show_page_view *view = to;
	const struct model *model = request_model(request);
	struct model_notes_rows notes = { 0 };
	struct model_lessons_rows lessons;
	struct model_reader_one_row reader = { 0 };
	struct model_read_count_row count;
	struct unit home;
	bool found;
	put_facts(request, model, view);
	TRY(model_lessons(
	        request->arena, request->db, &(struct model_lessons_in){ model->id, model->shard }, &lessons, err));
	if (view->inside) {
		TRY(model_notes(
		        request->arena, request->db, &(struct model_notes_in){ model->id, model->shard }, &notes, err));
		TRY(put_guests(request, model, view, err));
	}
	put_steps(request, &notes, &lessons, view);
	if (view->leads)
		TRY(put_choices(request, model, view, err));
	if (view->leads && view->published) {
		TRY(model_read_count(
		        request->arena, request->db, &(struct model_read_count_in){ model->id }, &count, err));
		view->should = count.should;
		view->done = count.done;
	}
	if (model->reader) {
		TRY(unit_home_load(request, &home, err));
		TRY(model_reader_one(request->arena, request->db,
		        &(struct model_reader_one_in){ { home.id }, model->id, home.shard }, &reader, &found, err));
		view->read_at = reader.read_at.n;
	}
	request->shell.crumb = request_say(request, N_("Sinh hoạt mẫu"));
	request->shell.crumb_href =
	        view->leads ? str_format(request->arena, "/units/%lld/model-meetings", (long long)model->row.unit.n)
	                    : str_format(request->arena, "/cells/%lld/model-meetings", (long long)request->home_unit);
	return OK;
}

enum status model_answer_it(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	bool agree = request_int(request, "agree");
	struct str why = request_text(request, "why");
	(void)view;
	if (!str_is(model->row.state, "proposed"))
		return err_set(err, CONFLICT, "model.answered", NULL);
	if (!agree && !why.len)
		return err_set(err, INVALID, "model.why", "why");
	if (agree && session_gone(model))
		return err_set(err, CONFLICT, "model.meeting_gone", NULL);
	TRY(model_state(request->arena, request->db,
	        &(struct model_state_in){
	                model->id, model->shard, agree ? STR("marked") : STR("refused"), agree ? STR_NONE : why },
	        err));
	TRY(model_touch(request, model, err));
	return back(request, agree ? N_("Đã đồng ý. Bước tiếp: mời khách.") : N_("Đã trả lời chi bộ."));
}

enum status model_cancel_it(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	(void)view;
	TRY(must_be_marked(model, err));
	TRY(model_state(request->arena, request->db,
	        &(struct model_state_in){ model->id, model->shard, STR("cancelled"), request_text(request, "reason") },
	        err));
	TRY(session_no_visitors(request->arena, request->db, model->id.n, err));
	TRY(model_touch(request, model, err));
	return back(request, N_("Đã hủy; khách không xem chi bộ nữa."));
}

enum status model_set_window(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	struct str since = request_day(request, "since"), last = request_day(request, "last");
	(void)view;
	TRY(must_be_marked(model, err));
	TRY(model_check_window(since, last, model->row.meeting_day, err));
	struct str until = model_day_beside(request->arena, last, 1);
	TRY(model_window(request->arena, request->db,
	        &(struct model_window_in){ model->id, model->shard, request_text(request, "new_purpose"), since, until,
	                request_text(request, "number"), request_day(request, "day") },
	        err));
	TRY(model_let_in(request, model, since, until, err));
	return back(request, N_("Đã lưu."));
}

enum status model_put_guest(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	struct model_guest_id gone = { request_int(request, "remove") };
	struct account_id account = { request_int(request, "account") };
	struct str code = request_text(request, "cell");
	(void)view;
	TRY(must_be_marked(model, err));
	if (session_gone(model))
		return err_set(err, CONFLICT, "model.meeting_gone", NULL);
	if (gone.n)
		TRY(model_guest_drop(request->arena, request->db,
		        &(struct model_guest_drop_in){ gone, model->shard, model->id }, err));
	else if (account.n || code.len)
		TRY(model_invite(request, model, account, code, err));
	else
		return err_set(err, INVALID, "model.guest_missing", "cell");
	TRY(model_let_in(request, model, model->row.since, model->row.until, err));
	TRY(model_touch(request, model, err));
	return back(request, gone.n ? N_("Đã thôi mời.") : N_("Đã mời; khách thấy lời mời trên trang đầu."));
}

enum status model_put_presence(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	struct model_guests_rows guests;
	(void)view;
	TRY(must_be_marked(model, err));
	if (!str_is(model->row.meeting_state, "ended"))
		return err_set(err, CONFLICT, "model.not_held", NULL);
	TRY(model_guests(
	        request->arena, request->db, &(struct model_guests_in){ model->id, model->shard }, &guests, err));
	for (size_t i = 0; i < guests.count; i++) {
		const char *name =
		        str_c(request->arena, str_format(request->arena, "came-%lld", (long long)guests.at[i].id.n));
		struct opt_int came = request_optint(request, name);
		if (came.set && guests.at[i].account.n && came.n > 1)
			return err_set(err, INVALID, "model.came_one", name);
		TRY(model_guest_came(request->arena, request->db,
		        &(struct model_guest_came_in){ guests.at[i].id, model->shard, model->id, came }, err));
	}
	TRY(model_touch(request, model, err));
	return back(request, N_("Đã lưu khách có mặt."));
}

static struct str step_field(struct request *request, const char *prefix, int step)
{
	return request_text(
	        request, str_c(request->arena, str_format(request->arena, "%s-%s", prefix, model_steps[step])));
}

enum status model_put_notes(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	const char *side = side_of(request);
	bool any = false;
	(void)view;
	if (!side)
		return err_set(err, DENIED, "model.not_guest", NULL);
	TRY(must_be_marked(model, err));
	if (!str_is(model->row.meeting_state, "ended"))
		return err_set(err, CONFLICT, "model.not_held", NULL);
	for (int s = 0; s < MODEL_STEPS; s++) {
		struct str good = step_field(request, "good", s), improve = step_field(request, "improve", s);
		any |= good.len || improve.len;
		TRY(model_note_put(request->arena, request->db,
		        &(struct model_note_put_in){ model->id, request->account, str_of(model_steps[s]), model->shard,
		                str_of(side), good, improve, request->now },
		        err));
	}
	if (!any)
		return err_set(err, INVALID, "model.notes_none", "good-preparation");
	return back(request, N_("Đã lưu góp ý."));
}

enum status model_publish_it(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	struct unit_id reach = { request_int(request, "reach") };
	struct buf chosen = buf_open(request->arena, 256);
	struct model_below_row below;
	bool any = false;
	(void)view;
	TRY(must_be_marked(model, err));
	if (!str_is(model->row.meeting_state, "ended"))
		return err_set(err, CONFLICT, "model.not_held", NULL);
	TRY(model_below(request->arena, request->db, &(struct model_below_in){ reach, model->row.unit }, &below, err));
	if (!below.n)
		return err_set(err, INVALID, "model.reach", "reach");
	for (size_t i = 0; i < LENGTH(types); i++)
		if (request_text(request, str_c(request->arena, str_format(request->arena, "types-%s", types[i]))).len)
			buf_format(&chosen, "%s%s ", chosen.len ? "" : " ", types[i]);
	for (int s = 0; s < MODEL_STEPS; s++) {
		struct str text = step_field(request, "lesson", s);
		any |= text.len > 0;
		if (text.len)
			TRY(model_lesson_put(request->arena, request->db,
			        &(struct model_lesson_put_in){ model->id, str_of(model_steps[s]), model->shard, text },
			        err));
	}
	if (!any)
		return err_set(err, INVALID, "model.lessons_none", "lesson-preparation");
	TRY(model_publish(request->arena, request->db,
	        &(struct model_publish_in){ model->id, model->shard, request_text(request, "conclusion"), reach,
	                buf_text(&chosen), request->now },
	        err));
	TRY(model_touch(request, model, err));
	return back(request, N_("Đã phổ biến; các chi bộ phải đọc được nhắc."));
}

enum status model_note_read(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	struct model_reader_one_row row;
	struct unit home;
	bool found;
	(void)view;
	if (!model->reader || !(request->roles & ROLES_LEADERS))
		return err_set(err, DENIED, "model.not_reader", NULL);
	TRY(unit_home_load(request, &home, err));
	TRY(model_reader_one(request->arena, request->db,
	        &(struct model_reader_one_in){ { home.id }, model->id, home.shard }, &row, &found, err));
	TRY(model_read(request->arena, request->db,
	        &(struct model_read_in){ { home.id }, model->id, home.shard, request->account, request->now }, err));
	TRY(model_reading_count(
	        request->arena, request->db, &(struct model_reading_count_in){ model->id, home.shard }, err));
	if (found)
		TRY(counter_touch(request->arena, request->db, home.id, home.shard, (int)row.month, request->now, err));
	return back(request, N_("Đã ghi nhận chi bộ đã đọc."));
}

enum status model_show_readers(struct request *request, void *to, struct err *err)
{
	struct model_readers_page_view *view = to;
	const struct model *model = request_model(request);
	struct model_readers_rows rows;
	struct model_read_count_row count;
	bool unread = request_query(request, "unread").len > 0;
	TRY(model_read_count(request->arena, request->db, &(struct model_read_count_in){ model->id }, &count, err));
	TRY(model_readers(request->arena, request->db,
	        &(struct model_readers_in){ model->id, request_query_int(request, "after", 0), unread }, &rows, err));
	*view = (struct model_readers_page_view){ .model = model->id,
		.cell_name = model->cell.name,
		.day = model->row.meeting_day,
		.unread = unread,
		.should = count.should,
		.done = count.done,
		.left = count.should - count.done };
	view->cells.at = arena_array(request->arena, struct model_readers_page_cells, rows.count + 1);
	for (size_t i = 0; i < rows.count && i < PAGE; i++)
		view->cells.at[view->cells.count++] = (struct model_readers_page_cells){ rows.at[i].cell,
			rows.at[i].name, rows.at[i].parent, rows.at[i].read_at.n };
	if (rows.count > PAGE)
		view->next = str_format(request->arena, "/model-meetings/%lld/readers?after=%lld%s",
		        (long long)model->id.n, (long long)rows.at[PAGE - 1].cell.n, unread ? "&unread=1" : "");
	request->shell.crumb = model->cell.name;
	request->shell.crumb_href = str_format(request->arena, "/model-meetings/%lld", (long long)model->id.n);
	return OK;
}
