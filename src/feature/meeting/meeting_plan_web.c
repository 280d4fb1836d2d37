/* Planning a meeting: the year, one meeting, its change, its cancelling. */
#include "base/time.h"
#include "feature/meeting/meeting_private.h"
#include "feature/person/person.h"
#include "gen/meeting_page.h"
#include "gen/meeting_sql.h"

#define KINDS "regular thematic both extraordinary"

const struct field meeting_empty_form[] = { { 0 } };

const struct field meeting_year_form[] = {
	{ "year", FIELD_INT, .required = true, .min = 2020, .max = 2100, .label = N_("Năm") },
	{ "minute", FIELD_CLOCK, .label = N_("Giờ họp") },
	{ "place", FIELD_LINE, .max = 200, .label = N_("Địa điểm") },
	{ "thematic-*", FIELD_FLAG },
	{ 0 },
};

const struct field meeting_new_form[] = {
	{ "kind", FIELD_CHOICE, .required = true, .choices = KINDS, .label = N_("Loại buổi họp") },
	{ "day", FIELD_DAY, .required = true, .label = N_("Ngày họp") },
	{ "minute", FIELD_CLOCK, .label = N_("Giờ họp") },
	{ "place", FIELD_LINE, .max = 200, .label = N_("Địa điểm") },
	{ "theme", FIELD_LINE, .max = 300, .label = N_("Chuyên đề") },
	{ "moved_reason", FIELD_LINE, .max = 300, .label = N_("Lý do không họp đúng ngày thường lệ") },
	{ "copy", FIELD_FLAG },
	{ "of", FIELD_LINE, .max = 20, .label = N_("Họp của") }, /* cell, committee, or the number of a group */
	{ 0 },
};

const struct field meeting_edit_form[] = {
	{ "version", FIELD_INT, .required = true, .max = 1000000 },
	{ "day", FIELD_DAY, .required = true, .label = N_("Ngày họp") },
	{ "minute", FIELD_CLOCK, .required = true, .label = N_("Giờ họp") },
	{ "place", FIELD_LINE, .max = 200, .label = N_("Địa điểm") },
	{ "kind", FIELD_CHOICE, .choices = KINDS, .label = N_("Loại buổi họp") },
	{ "theme", FIELD_LINE, .max = 300, .label = N_("Chuyên đề") },
	{ "note", FIELD_TEXT, .max = 1000, .label = N_("Ghi thêm trong thông báo") },
	{ "moved_reason", FIELD_LINE, .max = 300, .label = N_("Lý do không họp đúng ngày thường lệ") },
	{ "chair", FIELD_ID, .label = N_("Chủ trì") },
	{ "clerk", FIELD_ID, .label = N_("Thư ký") },
	{ "observer", FIELD_ID, .label = N_("Theo dõi, chấm điểm") },
	{ 0 },
};

const struct field meeting_stop_form[] = {
	{ "reason", FIELD_LINE, .required = true, .max = 300, .label = N_("Lý do") },
	{ "day", FIELD_DAY, .label = N_("Ngày họp mới") },
	{ 0 },
};

static bool needs_theme(struct str kind)
{
	return str_is(kind, "thematic") || str_is(kind, "both");
}

static bool quarter_has_theme(const struct meeting_of_year_rows *rows, int month)
{
	for (size_t i = 0; i < rows->count; i++)
		if ((rows->at[i].month % 100 - 1) / 3 == (month - 1) / 3 && needs_theme(rows->at[i].kind) &&
		        !str_is(rows->at[i].state, "cancelled"))
			return true;
	return false;
}

static enum status year_rows(struct request *request, const struct unit *cell, int64_t year,
        struct meeting_of_year_rows *ret_rows, struct err *err)
{
	return meeting_of_year(request->arena, request->db,
	        &(struct meeting_of_year_in){ .cell = { cell->id },
	                .shard = cell->shard,
	                .from_month = year * 100 + 1,
	                .to_month = year * 100 + 12 },
	        ret_rows, err);
}

static const struct meeting_of_year_row *meeting_in(const struct meeting_of_year_rows *rows, int month)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].month % 100 == month && !str_is(rows->at[i].state, "cancelled") &&
		        !str_is(rows->at[i].state, "postponed"))
			return &rows->at[i];
	return NULL;
}

enum status meeting_show_plan(struct request *request, void *to, struct err *err)
{
	struct plan_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct meeting_of_year_rows rows;
	int64_t year = request_query_int(request, "year", month_of_day(request->today) / 100);
	year = year < 2020 || year > 2100 ? month_of_day(request->today) / 100 : year;
	TRY(year_rows(request, cell, year, &rows, err));
	*view = (struct plan_view){ .cell = { cell->id }, .name = cell->name, .year = year, .minute = MEETING_MINUTE };
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	view->months.at = arena_array(request->arena, struct plan_months, 12);
	TRY(unit_setting(request->arena, request->db, cell->id, "place", "", &view->place, err));
	for (int month = 1; month <= 12; month++) {
		const struct meeting_of_year_row *row = meeting_in(&rows, month);
		struct plan_months *one = &view->months.at[view->months.count++];
		*one = (struct plan_months){ .month = year * 100 + month, .number = month, .there = row != NULL };
		if (row) {
			one->id = row->id;
			one->day = row->day;
			one->state = row->state;
			one->kind = row->kind;
			one->theme = row->theme;
			continue;
		}
		TRY(meeting_set_day(request->arena, request->db, cell->id, (int)(year * 100 + month), &one->day, err));
		bool past = str_compare(one->day, request->today) < 0;
		one->past = past;
		one->suggest = !past && month % 3 == 0 && !quarter_has_theme(&rows, month);
		view->missing += !past;
		view->thematic_missing |= !past && !quarter_has_theme(&rows, month);
	}
	return OK;
}

enum status meeting_plan_year(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct unit *cell = request_unit(request, "cell");
	struct meeting_of_year_rows rows;
	int64_t year = request_int(request, "year"), id;
	struct opt_int minute = request_optint(request, "minute");
	TRY(year_rows(request, cell, year, &rows, err));
	for (int month = 1; month <= 12; month++) {
		struct str day;
		const char *flag = str_c(request->arena, str_format(request->arena, "thematic-%d", month));
		TRY(meeting_set_day(request->arena, request->db, cell->id, (int)(year * 100 + month), &day, err));
		if (meeting_in(&rows, month) || str_compare(day, request->today) < 0)
			continue;
		struct meeting_new plan = { .cell = cell,
			.day = day,
			.place = request_text(request, "place"),
			.kind = request_text(request, flag).len ? STR("both") : STR("regular"),
			.minute = minute.set ? minute.n : MEETING_MINUTE };
		TRY(meeting_create(request->arena, request->db, &plan, request->now, &id, err));
	}
	request_flash(request, N_("Đã lên lịch cả năm."));
	request_go(request, "/cells/%lld/plan?year=%lld", (long long)cell->id, (long long)year);
	return OK;
}

/* The next set day that has no meeting yet. */
static enum status next_day(struct request *request, const struct unit *cell, struct str *ret_day, struct err *err)
{
	int month = month_of_day(request->today);
	for (int i = 0; i < 14; i++, month = month_add(month, 1)) {
		struct meeting_of_year_rows rows;
		TRY(meeting_set_day(request->arena, request->db, cell->id, month, ret_day, err));
		if (str_compare(*ret_day, request->today) < 0)
			continue;
		TRY(year_rows(request, cell, month / 100, &rows, err));
		if (!meeting_in(&rows, month % 100))
			return OK;
	}
	return OK;
}

/* Bodies that may meet besides the cell: the committee where there is one, each group. */
static enum status fill_bodies(
        struct request *request, const struct unit *cell, struct meeting_new_view *view, struct err *err)
{
	struct meeting_roster_rows roster;
	struct person_groups groups;
	struct meeting committee = { .body = STR("committee") };
	size_t members = 0;
	TRY(meeting_roster(request->arena, request->db,
	        &(struct meeting_roster_in){ .cell = { cell->id }, .shard = cell->shard, .day = request->today },
	        &roster, err));
	TRY(person_groups(request->arena, request->db, cell->id, cell->shard, &groups, err));
	for (size_t i = 0; i < roster.count; i++)
		members += meeting_calls(&committee, &roster.at[i]);
	view->committee = members > 1;
	view->bodies = view->committee || groups.count;
	view->of = request_query(request, "of").len ? request_query(request, "of") : STR("cell");
	view->groups.at = arena_array(request->arena, struct meeting_new_groups, groups.count + 1);
	view->groups.count = groups.count;
	for (size_t i = 0; i < groups.count; i++) {
		struct str id = str_format(request->arena, "%lld", (long long)groups.at[i].id);
		view->groups.at[i] = (struct meeting_new_groups){ .id = { groups.at[i].id },
			.name = groups.at[i].name,
			.leader = groups.at[i].leader_name,
			.chosen = str_eq(id, view->of) };
	}
	return OK;
}

enum status meeting_show_new(struct request *request, void *to, struct err *err)
{
	struct meeting_new_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct meeting_last_row last;
	TRY(next_day(request, cell, &view->set_day, err));
	TRY(meeting_last(request->arena, request->db,
	        &(struct meeting_last_in){
	                .cell = { cell->id }, .shard = cell->shard, .day = view->set_day, .body = STR("cell") },
	        &last, &view->last, err));
	TRY(fill_bodies(request, cell, view, err));
	view->cell.n = cell->id;
	view->name = cell->name;
	view->day = view->set_day;
	view->minute = view->last ? last.minute : MEETING_MINUTE;
	view->place = last.place;
	if (view->last)
		view->last_title = str_format(request->arena, "%02lld:%02lld, %.*s", (long long)last.minute / 60,
		        (long long)last.minute % 60, STR_ARG(last.place));
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	return OK;
}

/* Reads whose session it is to be. Committee and groups meet regularly or for a matter that can't wait: no theme. */
static enum status choose_body(
        struct request *request, const struct unit *cell, struct meeting_new *plan, struct err *err)
{
	struct str of = request_text(request, "of");
	struct person_groups groups;
	int64_t id;
	if (!of.len || str_is(of, "cell"))
		return OK;
	if (!str_is(plan->kind, "extraordinary"))
		plan->kind = STR("regular");
	plan->theme = plan->moved_reason = STR_NONE;
	plan->body = STR("committee");
	if (str_is(of, "committee"))
		return OK;
	plan->body = STR("group");
	TRY(person_groups(request->arena, request->db, cell->id, cell->shard, &groups, err));
	for (size_t i = 0; i < groups.count && str_int(of, &id); i++)
		if (groups.at[i].id == id) {
			plan->group = id;
			plan->group_name = groups.at[i].name;
			return OK;
		}
	return err_set(err, INVALID, "meeting.no_body", "of");
}

enum status meeting_make(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct unit *cell = request_unit(request, "cell");
	struct opt_int minute = request_optint(request, "minute");
	int64_t id;
	struct meeting_new plan = { .cell = cell,
		.day = request_day(request, "day"),
		.place = request_text(request, "place"),
		.kind = request_text(request, "kind"),
		.theme = request_text(request, "theme"),
		.moved_reason = request_text(request, "moved_reason"),
		.minute = minute.set ? minute.n : -1,
		.copy = request_int(request, "copy") == 1 };
	TRY(choose_body(request, cell, &plan, err));
	if (needs_theme(plan.kind) && !plan.theme.len)
		return err_set(err, INVALID, "meeting.theme_missing", "theme");
	TRY(meeting_create(request->arena, request->db, &plan, request->now, &id, err));
	request_go(request, "/meetings/%lld", (long long)id);
	return OK;
}

enum status meeting_show_edit(struct request *request, void *to, struct err *err)
{
	struct meeting_edit_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct meeting_roster_rows roster;
	TRY(meeting_roster(request->arena, request->db,
	        &(struct meeting_roster_in){
	                .cell = { meeting->cell }, .shard = meeting->shard, .day = request->today },
	        &roster, err));
	*view = (struct meeting_edit_view){ .id = { meeting->id },
		.heading = meeting_title(request, meeting),
		.version = meeting->version,
		.day = meeting->day,
		.set_day = meeting->set_day,
		.minute = meeting->minute,
		.place = meeting->place,
		.kind = meeting->kind,
		.theme = meeting->theme,
		.note = meeting->note,
		.moved_reason = meeting->moved_reason,
		.planned = str_is(meeting->state, "planned"),
		.of_cell = meeting_is_cell(meeting),
		.chair = { meeting->chair },
		.clerk = { meeting->clerk },
		.observer = { meeting->observer } };
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	view->people.at = arena_array(request->arena, struct meeting_edit_people, roster.count + 1);
	for (size_t i = 0; i < roster.count; i++) {
		const struct meeting_roster_row *row = &roster.at[i];
		if (str_is(row->kind, "temporary_here") || !meeting_calls(meeting, row))
			continue;
		struct str name = row->label.len ? str_format(request->arena, "%.*s (%.*s)", STR_ARG(row->name),
		                                           STR_ARG(row->label))
		                                 : row->name;
		view->people.at[view->people.count++] = (struct meeting_edit_people){ row->person, name };
	}
	return OK;
}

/* A session moved from its month to another. */
static enum status count_months(struct request *request, const struct meeting *meeting, int month, struct err *err)
{
	if (month != meeting->month)
		TRY(counter_touch(
		        request->arena, request->db, meeting->cell, meeting->shard, month, request->now, err));
	return counter_touch(
	        request->arena, request->db, meeting->cell, meeting->shard, meeting->month, request->now, err);
}

enum status meeting_edit(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct str day = request_day(request, "day"), moved = request_text(request, "moved_reason"),
	           kind = request_text(request, "kind"), place = request_text(request, "place");
	if (!place.ptr)
		place = STR(""); /* a column that is never NULL */
	TRY(meeting_need(meeting, "planned called", N_("meeting.not_editable"), err));
	if (!kind.len || !str_is(meeting->state, "planned") || !meeting_is_cell(meeting))
		kind = meeting->kind;
	if (needs_theme(kind) && !request_text(request, "theme").len)
		return err_set(err, INVALID, "meeting.theme_missing", "theme");
	struct str set_day = meeting->set_day;
	if (month_of_day(day) != meeting->month)
		TRY(meeting_set_day(request->arena, request->db, meeting->cell, month_of_day(day), &set_day, err));
	if (meeting_is_cell(meeting) && !str_eq(day, set_day) && !moved.len && !str_is(kind, "extraordinary")) {
		enum status status = err_set(err, INVALID, "meeting.moved_reason", "moved_reason");
		err_arg(err, "day", date_show(request->arena, set_day));
		return status;
	}
	TRY(meeting_put(request->arena, request->db,
	        &(struct meeting_put_in){ .id = { meeting->id },
	                .shard = meeting->shard,
	                .version = request_int(request, "version"),
	                .month = month_of_day(day),
	                .day = day,
	                .set_day = set_day,
	                .minute = request_int(request, "minute"),
	                .place = place,
	                .kind = kind,
	                .theme = request_text(request, "theme"),
	                .chair = { request_int(request, "chair") },
	                .clerk = { request_int(request, "clerk") },
	                .observer = { request_int(request, "observer") },
	                .note = request_text(request, "note"),
	                .moved_reason = moved },
	        err));
	if (!db_changes(request->db))
		return err_set(err, CONFLICT, "meeting.edited", NULL);
	TRY(meeting_write_parts(
	        request->arena, request->db, meeting->id, meeting->shard, kind, request_text(request, "theme"), err));
	TRY(count_months(request, meeting, month_of_day(day), err));
	bool elsewhere = !str_eq(day, meeting->day) || request_int(request, "minute") != meeting->minute ||
	                 !str_eq(place, meeting->place);
	if (elsewhere && meeting->called_at)
		TRY(meeting_notice_again(request->arena, request->db,
		        &(struct meeting_notice_again_in){ .meeting = { meeting->id }, .shard = meeting->shard }, err));
	request_flash(request, elsewhere && meeting->called_at ? N_("Đã lưu; thông báo hiện lại là mới với mọi người.")
	                                                       : N_("Đã lưu."));
	request_go(request, "/meetings/%lld", (long long)meeting->id);
	return OK;
}

enum status meeting_stop_it(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct str day = request_day(request, "day"), reason = request_text(request, "reason");
	int64_t id = meeting->id;
	TRY(meeting_need(meeting, "planned called", N_("meeting.not_stoppable"), err));
	TRY(meeting_stop(request->arena, request->db,
	        &(struct meeting_stop_in){ .id = { meeting->id },
	                .shard = meeting->shard,
	                .state = day.len ? STR("postponed") : STR("cancelled"),
	                .reason = reason },
	        err));
	TRY(count_months(request, meeting, meeting->month, err));
	if (day.len) {
		struct unit cell;
		TRY(unit_load(request->arena, request->db, meeting->cell, &cell, err));
		struct meeting_new plan = { .cell = &cell,
			.day = day,
			.place = meeting->place,
			.kind = meeting->kind,
			.theme = meeting->theme,
			.moved_reason = reason,
			.minute = meeting->minute,
			.body = meeting_is_cell(meeting) ? STR_NONE : meeting->body,
			.group = meeting->group,
			.group_name = meeting->group_name,
			.copy = true };
		TRY(meeting_create(request->arena, request->db, &plan, request->now, &id, err));
	}
	request_flash(request, day.len ? N_("Đã hoãn; buổi họp mới đã lên lịch.") : N_("Đã hủy buổi họp."));
	request_go(request, "/meetings/%lld", (long long)id);
	return OK;
}
