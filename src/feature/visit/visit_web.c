/* Working teams and their visits: who may do what, objects, routes. */
#include "feature/visit/visit_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/visit_page.h"

const struct permission visit_lead = {
	.name = "visit.lead", .sentence = N_("Lập tổ công tác, xếp lịch dự sinh hoạt"), .below = R(OFFICER)
};
const struct permission visit_join = {
	.name = "visit.join", .sentence = N_("Xem tổ công tác và lịch của tổ"), .own = R(VISITOR), .below = R(OFFICER)
};
const struct permission visit_read = { .name = "visit.read",
	.sentence = N_("Xem lượt dự sinh hoạt của tổ công tác"),
	.own = ROLES_CELL | R(VISITOR),
	.below = R(OFFICER) };
const struct permission visit_note_write = { .name = "visit.note",
	.sentence = N_("Ghi phiếu dự sinh hoạt, khép lại lượt dự; cấp trên nhập từ phiếu giấy"),
	.own = R(VISITOR),
	.below = R(OFFICER) };
const struct permission visit_answer = {
	.name = "visit.answer", .sentence = N_("Trả lời tổ công tác"), .own = ROLES_LEADERS
};

const struct permission visit_change_write = { .name = "visit.change",
	.sentence = N_("Ghi điều đã thay đổi sau lượt dự"),
	.own = ROLES_LEADERS | R(VISITOR),
	.below = R(OFFICER) };

const struct team *request_team(const struct request *request)
{
	return request_object(request, "team")->row;
}

const struct visit *request_visit(const struct request *request)
{
	return request_object(request, "visit")->row;
}

bool visit_acts(const struct request *request)
{
	return request_visit(request)->member || request->object_roles_above & R(OFFICER);
}

enum status visit_must_act(const struct request *request, struct err *err)
{
	return visit_acts(request) ? OK : err_set(err, DENIED, "visit.not_team", NULL);
}

struct call call_of(const struct request *request)
{
	return (struct call){ request->arena, request->db, request->now, request->today };
}

static enum status load_team(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct team *team = arena_new(request->arena, struct team);
	bool found;
	team->id.n = id;
	TRY(visit_team_one(
	        request->arena, request->db, &(struct visit_team_one_in){ team->id }, &team->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "visit.team_not_found", NULL);
	struct visit_member_is_row member;
	TRY(visit_member_is(
	        request->arena, request->db, &(struct visit_member_is_in){ team->id, request->account }, &member, err));
	object->roles = member.n ? R(VISITOR) : 0;
	object->unit = team->row.unit.n;
	object->row = team;
	return OK;
}

/* Those who go belong to it, and the head of the team; the look of others into the same cell does not count. */
static enum status load_visit(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct visit_goer_is_row goer;
	struct visit *visit = arena_new(request->arena, struct visit);
	bool found;
	visit->id.n = id;
	visit->shard = id_shard(id);
	TRY(visit_one(request->arena, request->db, &(struct visit_one_in){ visit->id, visit->shard }, &visit->row,
	        &found, err));
	if (found) {
		visit->team.id = visit->row.team;
		TRY(visit_team_one(request->arena, request->db, &(struct visit_team_one_in){ visit->team.id },
		        &visit->team.row, &found, err));
	}
	if (!found)
		return err_set(err, NOT_FOUND, "visit.not_found", NULL);
	TRY(unit_load(request->arena, request->db, visit->row.cell.n, &visit->cell, err));
	object->shard = visit->shard;
	object->unit = visit->row.cell.n;
	object->row = visit;
	TRY(visit_goer_is(request->arena, request->db,
	        &(struct visit_goer_is_in){ visit->id, visit->shard, visit->team.id, request->account }, &goer, err));
	visit->member = goer.n > 0;
	object->roles = visit->member ? R(VISITOR) : 0;
	return OK;
}

/* Officers: the teams of their committee; people of a cell: the visits to it. */
static bool link_home(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, "visits", "teams", ret_href);
}

static enum status export_member(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err)
{
	struct visit_member_export_rows rows;
	struct visit_goer_export_rows goers;
	struct visit_bar_export_rows bars;
	TRY(visit_member_export(arena, db, &(struct visit_member_export_in){ account }, &rows, err));
	EXPORT_ROWS(json, "working_teams", visit_member_export, rows);
	TRY(visit_goer_export(arena, db, &(struct visit_goer_export_in){ account }, &goers, err));
	EXPORT_ROWS(json, "visits_to_cells", visit_goer_export, goers);
	TRY(visit_bar_export(arena, db, &(struct visit_bar_export_in){ account }, &bars, err));
	EXPORT_ROWS(json, "not_to_assess", visit_bar_export, bars);
	return OK;
}

static enum status forget_member(
        struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err)
{
	struct str gone = STR("(đã xóa tên)");
	(void)now;
	TRY(visit_member_forget(arena, db, &(struct visit_member_forget_in){ account, gone }, err));
	TRY(visit_goer_forget(arena, db, &(struct visit_goer_forget_in){ account, gone }, err));
	return visit_bar_forget(arena, db, &(struct visit_bar_forget_in){ account }, err);
}

static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct visit_archive_rows_rows rows;
	struct unit unit;
	TRY(unit_load(arena, db, cell.n, &unit, err));
	TRY(visit_archive_rows(arena, db, &(struct visit_archive_rows_in){ cell, unit.shard }, &rows, err));
	EXPORT_ROWS(json, "visits", visit_archive_rows, rows);
	return OK;
}

static const struct field team_form[] = {
	{ "name", FIELD_LINE, true, .max = 120, .label = N_("Tên tổ") },
	{ "number", FIELD_LINE, true, .max = 60, .label = N_("Số quyết định") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày quyết định") },
	{ "since", FIELD_DAY, true, .label = N_("Bắt đầu") },
	{ "last", FIELD_DAY, true, .label = N_("Ngày cuối") },
	{ 0 },
};
static const struct field member_form[] = {
	{ "account", FIELD_ID, true, .label = N_("Thành viên") },
	{ "post", FIELD_LINE, .max = 120, .label = N_("Chức vụ") },
	{ "place", FIELD_LINE, .max = 200, .label = N_("Đơn vị") },
	{ "head", FIELD_FLAG },
	{ "remove", FIELD_FLAG },
	{ 0 },
};
static const struct field area_form[] = { { "unit", FIELD_ID, true, .label = N_("Đơn vị") }, { "remove", FIELD_FLAG },
	{ 0 } };
static const struct field visit_form[] = {
	{ "code", FIELD_LINE, true, .max = 60, .label = N_("Mã chi bộ") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày dự") },
	{ "minute", FIELD_CLOCK, .label = N_("Giờ") },
	{ "go-*", FIELD_FLAG },
	{ 0 },
};
static const struct field bar_form[] = {
	{ "account", FIELD_ID, .label = N_("Thành viên") },
	{ "unit_code", FIELD_LINE, .max = 60, .label = N_("Mã chi bộ hoặc tổ chức đảng") },
	{ "kind", FIELD_CHOICE, .choices = "family worked other", .label = N_("Vì sao") },
	{ "note", FIELD_LINE, .max = 200, .label = N_("Ghi chú") },
	{ "remove", FIELD_ID },
	{ 0 },
};
static const struct field people_form[] = {
	{ "go-*", FIELD_FLAG },
	{ "people_reason", FIELD_TEXT, true, .max = 500, .label = N_("Lý do đổi người") },
	{ 0 },
};
static const struct field propose_form[] = {
	{ "most", FIELD_INT, true, .min = 1, .max = 60, .label = N_("Mỗi tổ dự nhiều nhất") },
	{ "rest", FIELD_INT, true, .min = 0, .max = 36, .label = N_("Bỏ qua chi bộ đã được dự trong số tháng") },
	{ 0 },
};
static const struct field tiles_form[] = {
	{ "across-*", FIELD_INT, .min = 1, .max = 24, .label = N_("Cột") },
	{ "down-*", FIELD_INT, .min = 1, .max = 24, .label = N_("Hàng") },
	{ 0 },
};
static const struct field settle_form[] = { { "drop", FIELD_ID }, { 0 } };
static const struct field move_form[] = {
	{ "day", FIELD_DAY, true, .label = N_("Ngày mới") },
	{ "minute", FIELD_CLOCK, .label = N_("Giờ") },
	{ "reason", FIELD_TEXT, true, .max = 500, .label = N_("Lý do đổi lịch") },
	{ 0 },
};
static const struct field cancel_form[] = { { "why", FIELD_TEXT, true, .max = 500, .label = N_("Lý do hủy") }, { 0 } };
static const struct field note_form[] = {
	{ "version", FIELD_INT, true },
	{ "good", FIELD_TEXT, true, .max = 4000, .label = N_("Những điều làm tốt") },
	{ "improve", FIELD_TEXT, true, .max = 4000, .label = N_("Những điều cần cải tiến") },
	{ "advice", FIELD_TEXT, .max = 4000, .label = N_("Đề nghị với chi bộ") },
	{ "points-*", FIELD_INT, .min = -1000, .max = 1000, .label = N_("Điểm") },
	{ "reason-*", FIELD_LINE, .max = 300, .label = N_("Ghi chú") },
	{ "paper", FIELD_FLAG },
	{ 0 },
};
static const struct field reply_form[] = {
	{ "reply", FIELD_TEXT, true, .max = 4000, .label = N_("Trả lời của chi bộ") }, { 0 }
};
static const struct field change_form[] = {
	{ "change", FIELD_TEXT, true, .max = 2000, .label = N_("Điều đã thay đổi") }, { 0 }
};
static const struct field close_form[] = { { "closing", FIELD_TEXT, true, .max = 2000, .label = N_("Kết luận của tổ") },
	{ 0 } };

static const struct route routes[] = {
	{ HTTP_GET, "/units/{unit}/teams", &visit_lead, show_teams, .page = &visit_teams_page,
	        .about = "The working teams of a committee" },
	{ HTTP_POST, "/units/{unit}/teams", &visit_lead, add_team, .form = team_form, .wide = true, .act = "visit.team",
	        .about = "Set up a working team by a decision" },
	{ HTTP_GET, "/units/{unit}/visits", &visit_lead, show_calendar, .page = &visit_calendar_page,
	        .about = "The calendar of a quarter, with what the program proposes" },
	{ HTTP_POST, "/units/{unit}/visits", &visit_lead, settle, .form = settle_form, .wide = true,
	        .act = "visit.confirm", .about = "Confirm the proposed visits, or drop one" },
	{ HTTP_POST, "/units/{unit}/visits/proposal", &visit_lead, propose, .form = propose_form, .wide = true,
	        .retry = "/units/{unit}/visits", .act = "visit.propose", .about = "Propose the visits of a quarter" },
	{ HTTP_GET, "/units/{unit}/coverage", &visit_lead, show_coverage, .page = &visit_coverage_page,
	        .about = "Which cells no team visited for some months" },
	{ HTTP_GET, "/units/{unit}/coverage/places", &visit_lead, show_tiles, .page = &visit_places_page,
	        .about = "Where the tiles of the map are" },
	{ HTTP_POST, "/units/{unit}/coverage/places", &visit_lead, save_tiles, .form = tiles_form, .wide = true,
	        .act = "visit.map", .about = "Put the tiles of the map to their places" },
	{ HTTP_GET, "/teams/{team}", &visit_join, show_team, .page = &visit_team_page, .about = "One working team" },
	{ HTTP_POST, "/teams/{team}", &visit_lead, put_visit, .form = visit_form, .wide = true, .act = "visit.plan",
	        .about = "Plan a visit by hand" },
	{ HTTP_POST, "/teams/{team}/members", &visit_lead, put_member, .form = member_form, .wide = true,
	        .retry = "/teams/{team}", .act = "visit.member",
	        .about = "Put somebody into a team, or take them out" },
	{ HTTP_POST, "/teams/{team}/area", &visit_lead, put_area, .form = area_form, .wide = true,
	        .retry = "/teams/{team}", .act = "visit.area", .about = "Set the area of a team" },
	{ HTTP_POST, "/teams/{team}/term", &visit_lead, end_team,
	        .form = (const struct field[]){ { "last", FIELD_DAY, true, .label = N_("Ngày cuối") }, { 0 } },
	        .wide = true, .retry = "/teams/{team}", .act = "visit.term", .about = "Change the last day of a team" },
	{ HTTP_POST, "/teams/{team}/bars", &visit_join, put_bar, .form = bar_form, .wide = true,
	        .retry = "/teams/{team}", .act = "visit.bar",
	        .about = "Declare a cell, or a body, that somebody of the team should not assess" },
	{ HTTP_GET, "/teams/{team}/calendar.ics", &visit_join, fetch_calendar, .about = "The team's calendar" },
	{ HTTP_GET, "/cells/{cell}/visits", &meeting_read, show_cell_visits, .page = &visit_cell_page,
	        .about = "The visits of a cell" },
	{ HTTP_GET, "/visits/{visit}", &visit_read, show_visit, .page = &visit_show_page, .about = "One visit" },
	{ HTTP_POST, "/visits/{visit}/move", &visit_note_write, move_visit, .form = move_form, .wide = true,
	        .retry = "/visits/{visit}", .act = "visit.move", .about = "Put a visit to another day" },
	{ HTTP_POST, "/visits/{visit}/people", &visit_note_write, change_people, .form = people_form, .wide = true,
	        .retry = "/visits/{visit}", .act = "visit.people", .about = "Change who of the team goes" },
	{ HTTP_POST, "/visits/{visit}/cancel", &visit_note_write, cancel_visit, .form = cancel_form, .wide = true,
	        .retry = "/visits/{visit}", .act = "visit.cancel", .about = "Cancel a visit" },
	{ HTTP_GET, "/visits/{visit}/note", &visit_note_write, show_note, .page = &visit_note_page_page,
	        .about = "The attendance note" },
	{ HTTP_POST, "/visits/{visit}/note", &visit_note_write, save_note, .form = note_form, .act = "visit.note",
	        .about = "Send the attendance note" },
	{ HTTP_GET, "/visits/{visit}/note.pdf", &visit_read, show_note_paper, .slow = true,
	        .about = "The note on paper; blank=1: to be filled in by hand" },
	{ HTTP_GET, "/visits/{visit}/note.docx", &visit_read, show_note_paper, .slow = true,
	        .about = "The note as a text file" },
	{ HTTP_POST, "/visits/{visit}/reply", &visit_answer, save_reply, .form = reply_form, .retry = "/visits/{visit}",
	        .act = "visit.reply", .about = "The cell's reply" },
	{ HTTP_POST, "/visits/{visit}/changes", &visit_change_write, save_change, .form = change_form,
	        .retry = "/visits/{visit}", .act = "visit.change", .about = "What changed at the next meetings" },
	{ HTTP_POST, "/visits/{visit}/close", &visit_note_write, close_visit, .form = close_form,
	        .retry = "/visits/{visit}", .act = "visit.close", .about = "The team closes the visit" },
	{ 0 },
};

const struct feature visit_feature = {
	.name = "visit",
	.routes = routes,
	.objects = (const struct object_kind[]){ { "team", load_team }, { "visit", load_visit }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Tổ công tác"), "users", 100, link_home }, { 0 } },
	.counters = visit_families,
	.due = visit_due,
	.export_account = export_member,
	.erase_account = forget_member,
	.archive = archive,
};
