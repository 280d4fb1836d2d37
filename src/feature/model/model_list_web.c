/* The model meetings of a committee with figures by unit; those of a cell, where it is invited, what it should read;
 * what waits for people. */
#include "feature/model/model_private.h"

#include "base/time.h"

enum { BACK_DAYS = 60 };

enum status model_show_list(struct request *request, void *to, struct err *err)
{
	struct model_list_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct model_figures_row sum;
	struct model_units_rows units;
	int64_t now = month_of_day(request->today) / 100, year = request_query_int(request, "year", now);
	year = year < 2020 || year > 2100 ? now : year;
	TRY(model_figures(request->arena, request->db,
	        &(struct model_figures_in){ { unit->id }, year * 100 + 1, year * 100 + 12 }, &sum, err));
	TRY(model_units(request->arena, request->db,
	        &(struct model_units_in){ { unit->id }, year * 100 + 1, year * 100 + 12 }, &units, err));
	*view = (struct model_list_view){ .unit = { unit->id },
		.unit_name = unit->name,
		.year = year,
		.before = year - 1,
		.after = year + 1,
		.held = sum.held,
		.guests = sum.guests,
		.should = sum.should,
		.done = sum.done,
		.committee = !str_is(unit->kind, "chi_bo") };
	view->units.at = arena_array(request->arena, struct model_list_units, units.count + 1);
	for (size_t i = 0; i < units.count; i++)
		view->units.at[view->units.count++] = (struct model_list_units){ units.at[i].id, units.at[i].name,
			units.at[i].held, units.at[i].should, units.at[i].done };
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld", (long long)unit->id);
	return model_of_unit(
	        request->arena, request->db, &(struct model_of_unit_in){ { unit->id } }, &view->models, err);
}

enum status model_mark(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct str day = request_day(request, "day");
	struct unit cell = { 0 };
	struct model_below_row below;
	struct model_session_on_rows on;
	struct model_session_row session;
	struct model_id id;
	(void)view;
	if (str_is(unit->kind, "chi_bo"))
		return err_set(err, INVALID, "model.unit_cell", NULL);
	if (unit_find_code(request->arena, request->db, request_text(request, "code"), &cell, err) != OK ||
	        !str_is(cell.kind, "chi_bo"))
		return err_set(err, INVALID, "model.code", "code");
	TRY(model_below(
	        request->arena, request->db, &(struct model_below_in){ { cell.id }, { unit->id } }, &below, err));
	if (!below.n)
		return err_set(err, INVALID, "model.code_below", "code");
	TRY(model_session_on(request->arena, request->db,
	        &(struct model_session_on_in){ { cell.id }, cell.shard, month_of_day(day), day }, &on, err));
	if (!on.count)
		return err_set(err, INVALID, "model.no_session", "day");
	TRY(model_check_session(request, &cell, on.at[0].id, "code", &session, err));
	TRY(model_make(request, &cell, on.at[0].id, session.day, (struct unit_id){ unit->id },
	        request_text(request, "purpose"), false, &id, err));
	TRY(counter_touch(request->arena, request->db, cell.id, cell.shard, (int)session.month, request->now, err));
	request_flash(request, N_("Đã chọn làm sinh hoạt mẫu. Bước tiếp: mời khách."));
	request_go(request, "/model-meetings/%lld", (long long)id.n);
	return OK;
}

enum status model_show_cell(struct request *request, void *to, struct err *err)
{
	struct model_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct model_sessions_rows sessions;
	int month = month_of_day(request->today);
	*view = (struct model_cell_view){
		.cell = { cell->id }, .cell_name = cell->name, .leads = request_can(request, "model.propose")
	};
	TRY(model_of_cell(request->arena, request->db, &(struct model_of_cell_in){ view->cell, cell->shard },
	        &view->models, err));
	TRY(model_to_read(request->arena, request->db, &(struct model_to_read_in){ view->cell, cell->shard },
	        &view->readings, err));
	TRY(model_invited(request->arena, request->db,
	        &(struct model_invited_in){
	                { 0 }, { cell->id }, model_day_beside(request->arena, request->today, -BACK_DAYS) },
	        &view->invited, err));
	TRY(model_sessions(request->arena, request->db,
	        &(struct model_sessions_in){ view->cell, cell->shard, month, month_add(month, 6) }, &sessions, err));
	view->sessions.at = arena_array(request->arena, struct model_cell_sessions, sessions.count + 1);
	for (size_t i = 0; i < sessions.count; i++)
		view->sessions.at[view->sessions.count++] =
		        (struct model_cell_sessions){ sessions.at[i].id, sessions.at[i].day, sessions.at[i].kind };
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)cell->id);
	return OK;
}

enum status model_propose_it(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct meeting_id meeting = { request_int(request, "meeting") };
	struct model_session_row session;
	struct model_id id;
	(void)view;
	TRY(model_check_session(request, cell, meeting, "meeting", &session, err));
	TRY(model_make(request, cell, meeting, session.day, (struct unit_id){ cell->parent },
	        request_text(request, "purpose"), true, &id, err));
	request_flash(request, N_("Đã gửi đề xuất lên cấp trên."));
	request_go(request, "/model-meetings/%lld", (long long)id.n);
	return OK;
}

static void add(struct request *request, struct due_list *list, const char *title, struct str detail,
        struct model_id id, const char *icon, int urgency, struct str day)
{
	struct str said = request_say(request, title);
	due_add(request, list,
	        (struct due_item){ .title = said,
	                .detail = detail,
	                .href = str_format(request->arena, "/model-meetings/%lld", (long long)id.n),
	                .icon = str_of(icon),
	                .urgency = urgency,
	                .day = day });
}

static struct str what_of(struct request *request, struct str cell, struct str day)
{
	struct text_arg args[] = { { .name = STR("cell"), .value = cell },
		{ .name = STR("d"), .value = date_show(request->arena, day) } };
	return message_fill(request->arena, request->language, T("{cell}, ngày {d}"), args, 2);
}

static enum status due_of_guest(struct request *request, struct due_list *list, struct unit_id cell, struct err *err)
{
	struct model_invited_rows rows;
	TRY(model_invited(request->arena, request->db,
	        &(struct model_invited_in){
	                request->account, cell, model_day_beside(request->arena, request->today, -BACK_DAYS) },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct model_invited_row *row = &rows.at[i];
		bool ended = str_is(row->meeting_state, "ended");
		if (ended && row->noted)
			continue;
		if (!ended && (str_is(row->meeting_state, "cancelled") || str_is(row->meeting_state, "postponed") ||
		                      str_compare(row->day, request->today) < 0))
			continue;
		add(request, list, ended ? N_("Ghi góp ý sau buổi sinh hoạt mẫu") : N_("Được mời dự sinh hoạt mẫu"),
		        what_of(request, row->cell_name, row->day), row->id, "calendar", ended ? DUE_SOON : DUE_INFO,
		        row->day);
	}
	return OK;
}

static enum status due_of_office(
        struct request *request, struct due_list *list, const struct unit *unit, struct err *err)
{
	struct model_asked_rows rows;
	TRY(model_asked(request->arena, request->db, &(struct model_asked_in){ { unit->id } }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		add(request, list, N_("Trả lời đề xuất sinh hoạt mẫu"),
		        what_of(request, rows.at[i].cell_name, rows.at[i].day), rows.at[i].id, "star", DUE_SOON,
		        rows.at[i].day);
	return OK;
}

enum status model_due(struct request *request, struct due_list *list, struct err *err)
{
	struct model_to_read_rows rows;
	struct unit home;
	bool leads = request->roles & ROLES_LEADERS;
	if (!request->home_unit || !(request->roles & (ROLES_CELL | R(OFFICER))))
		return OK;
	TRY(unit_home_load(request, &home, err));
	bool cell = str_is(home.kind, "chi_bo");
	TRY(due_of_guest(request, list, (struct unit_id){ cell && leads ? home.id : 0 }, err));
	if (!cell)
		return due_of_office(request, list, &home, err);
	if (!leads)
		return OK;
	TRY(model_to_read(
	        request->arena, request->db, &(struct model_to_read_in){ { home.id }, home.shard }, &rows, err));
	for (size_t i = 0; i < rows.count && !rows.at[i].done; i++)
		add(request, list, N_("Đọc rút kinh nghiệm buổi sinh hoạt mẫu"),
		        what_of(request, rows.at[i].cell_name, rows.at[i].day), rows.at[i].model, "doc", DUE_SOON,
		        rows.at[i].day);
	return OK;
}
