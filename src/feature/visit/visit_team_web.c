/* The pages of teams: those of a committee, one team with its members, area and visits, its calendar. */
#include "feature/visit/visit_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/account/account.h"
#include "gen/visit_page.h"

enum { KEEP_DAYS = 400 };

enum status show_teams(struct request *request, void *to, struct err *err)
{
	struct visit_teams_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld", (long long)unit->id);
	return visit_team_many(request->arena, request->db,
	        &(struct visit_team_many_in){ { unit->id }, request->today }, &view->teams, err);
}

enum status add_team(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct date last;
	struct visit_team_add_in in = { .id = { id_new(0) },
		.unit = { unit->id },
		.name = request_text(request, "name"),
		.number = request_text(request, "number"),
		.day = request_day(request, "day"),
		.since = request_day(request, "since"),
		.account = request->account,
		.at = request->now };
	(void)view;
	if (str_is(unit->kind, "chi_bo"))
		return err_set(err, INVALID, "visit.unit_cell", NULL);
	check(date_parse(request_day(request, "last"), &last));
	in.until = date_iso(request->arena, date_add(last, 1));
	if (str_compare(in.until, in.since) <= 0)
		return err_set(err, INVALID, "visit.term", "last");
	request_flash(request, N_("Đã lập tổ công tác. Bước tiếp: thêm thành viên."));
	request_go(request, "/teams/%lld", (long long)in.id.n);
	return visit_team_add(request->arena, request->db, &in, err);
}

static enum status fill_found(struct request *request, struct visit_team_view *view, struct err *err)
{
	struct account_finds people;
	view->find = request_query(request, "find");
	TRY(account_find_people(request->arena, request->db, view->unit, view->find, &people, err));
	view->found.at = arena_array(request->arena, struct visit_team_found, people.count + 1);
	for (; view->found.count < people.count; view->found.count++) {
		const struct account_found *one = &people.at[view->found.count];
		view->found.at[view->found.count] =
		        (struct visit_team_found){ one->account, one->name, one->role, one->place };
	}
	return OK;
}

enum status show_team(struct request *request, void *to, struct err *err)
{
	struct visit_team_view *view = to;
	const struct team *team = request_team(request);
	struct date today;
	check(date_parse(request->today, &today));
	*view = (struct visit_team_view){ .team = team->id,
		.unit = team->row.unit,
		.name = team->row.name,
		.unit_name = team->row.unit_name,
		.number = team->row.number,
		.day = team->row.day,
		.since = team->row.since,
		.last = date_iso(request->arena, date_of_number(day_number(team->row.until) - 1)),
		.leads = request_can(request, "visit.lead"),
		.joins = request_object(request, "team")->roles != 0,
		.years = VISIT_FORMER_YEARS,
		.over = str_compare(team->row.until, request->today) <= 0 };
	TRY(visit_member_many(
	        request->arena, request->db, &(struct visit_member_many_in){ team->id }, &view->members, err));
	TRY(visit_area_many(request->arena, request->db, &(struct visit_area_many_in){ team->id }, &view->area, err));
	TRY(visit_bar_many(request->arena, request->db,
	        &(struct visit_bar_many_in){
	                team->id, view->leads ? (struct account_id){ 0 } : (struct account_id){ request->account.n } },
	        &view->bars, err));
	TRY(visit_of_team(request->arena, request->db,
	        &(struct visit_of_team_in){ team->id, date_iso(request->arena, date_add(today, -KEEP_DAYS)) },
	        &view->visits, err));
	if (view->leads) {
		TRY(visit_choices(
		        request->arena, request->db, &(struct visit_choices_in){ view->unit }, &view->choices, err));
		TRY(fill_found(request, view, err));
		request->shell.crumb = team->row.unit_name;
		request->shell.crumb_href = str_format(request->arena, "/units/%lld/teams", (long long)view->unit.n);
	}
	return OK;
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/teams/%lld", (long long)request_team(request)->id.n);
	return OK;
}

enum status put_member(struct request *request, void *view, struct err *err)
{
	const struct team *team = request_team(request);
	struct account_id account = { request_int(request, "account") };
	struct visit_person_row person;
	bool found;
	struct call call = call_of(request);
	(void)view;
	if (request_int(request, "remove")) {
		TRY(visit_member_drop(
		        request->arena, request->db, &(struct visit_member_drop_in){ team->id, account }, err));
		TRY(visit_team_changed(&call, team, account, true, err));
		return back(request, N_("Đã đưa ra khỏi tổ."));
	}
	TRY(visit_person(request->arena, request->db, &(struct visit_person_in){ account }, &person, &found, err));
	if (!found)
		return err_set(err, INVALID, "visit.person", "account");
	TRY(visit_member_put(request->arena, request->db,
	        &(struct visit_member_put_in){ team->id, account, person.name, request_text(request, "post"),
	                request_text(request, "place"), request_int(request, "head"), request->now },
	        err));
	TRY(visit_team_changed(&call, team, account, false, err));
	return back(request, N_("Đã lưu thành viên."));
}

enum status put_area(struct request *request, void *view, struct err *err)
{
	const struct team *team = request_team(request);
	struct unit_id unit = { request_int(request, "unit") };
	struct visit_below_row below;
	(void)view;
	if (request_int(request, "remove")) {
		TRY(visit_area_drop(request->arena, request->db, &(struct visit_area_drop_in){ team->id, unit }, err));
		return back(request, N_("Đã lưu địa bàn."));
	}
	TRY(visit_below(request->arena, request->db, &(struct visit_below_in){ unit, team->row.unit }, &below, err));
	if (!below.n)
		return err_set(err, INVALID, "visit.area_unit", "unit");
	TRY(visit_area_put(request->arena, request->db, &(struct visit_area_put_in){ team->id, unit }, err));
	return back(request, N_("Đã lưu địa bàn."));
}

enum status put_visit(struct request *request, void *view, struct err *err)
{
	const struct team *team = request_team(request);
	struct call call = call_of(request);
	struct unit cell = { 0 };
	struct visit_below_row below;
	struct visit_goers goers;
	struct visit_id id;
	(void)view;
	if (unit_find_code(request->arena, request->db, request_text(request, "code"), &cell, err) != OK)
		return err_set(err, INVALID, "visit.code", "code");
	TRY(visit_below(
	        request->arena, request->db, &(struct visit_below_in){ { cell.id }, team->row.unit }, &below, err));
	if (!below.n || !str_is(cell.kind, "chi_bo"))
		return err_set(err, INVALID, "visit.code", "code");
	if (str_compare(request_day(request, "day"), request->today) < 0)
		return err_set(err, INVALID, "visit.day_past", "day");
	visit_goers_read(request, &goers);
	TRY(visit_plan(&call, team, &cell, request_day(request, "day"), request_optint(request, "minute"), &goers,
	        request->account, &id, err));
	return back(request, N_("Đã xếp lịch và gửi chi bộ."));
}

enum status end_team(struct request *request, void *view, struct err *err)
{
	const struct team *team = request_team(request);
	struct date last;
	(void)view;
	check(date_parse(request_day(request, "last"), &last));
	struct str until = date_iso(request->arena, date_add(last, 1));
	if (str_compare(until, team->row.since) <= 0)
		return err_set(err, INVALID, "visit.term", "last");
	TRY(visit_team_end(request->arena, request->db, &(struct visit_team_end_in){ team->id, until }, err));
	return back(request, N_("Đã lưu thời hạn."));
}

enum status fetch_calendar(struct request *request, void *view, struct err *err)
{
	const struct team *team = request_team(request);
	struct visit_of_team_rows rows;
	(void)view;
	TRY(visit_of_team(
	        request->arena, request->db, &(struct visit_of_team_in){ team->id, request->today }, &rows, err));
	request_file(request, visit_calendar_text(request->arena, &rows, request_base_url(request), request->now),
	        "text/calendar; charset=utf-8", STR("lich.ics"), false);
	return OK;
}
