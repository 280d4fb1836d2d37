/* Inspection and supervision: who may see and do what, objects, routes. */
#include "feature/inspect/inspect_private.h"

#include "app/export.h"
#include "base/id.h"
#include "feature/file/file.h"
#include "gen/inspect_page.h"

#include <stdio.h>

const struct permission inspect_lead = { .name = "inspect.lead",
	.sentence = N_("Lập chương trình kiểm tra, giám sát, mở hồ sơ, phân công tổ; không xem nội dung hồ sơ"),
	.below = R(OFFICER) };
const struct permission inspect_see = { .name = "inspect.see",
	.sentence = N_("Xem cuộc kiểm tra, giám sát: tổ xem hồ sơ, chi bộ xem phần đã gửi, cấp trên xem việc có hồ sơ"),
	.own = ROLES_CELL | R(VISITOR),
	.below = R(OFFICER) };
const struct permission inspect_work = {
	.name = "inspect.work", .sentence = N_("Lập hồ sơ kiểm tra, giám sát: thành viên tổ"), .own = R(VISITOR)
};
const struct permission inspect_answer = {
	.name = "inspect.answer", .sentence = N_("Báo cáo đã khắc phục sau kiểm tra, giám sát"), .own = ROLES_CELL
};

const struct dossier *request_dossier(const struct request *request)
{
	return request_object(request, "inspection")->row;
}

const struct finding *request_finding(const struct request *request)
{
	return request_object(request, "finding")->row;
}

enum sight inspect_sight(const struct request *request, const struct dossier *dossier)
{
	bool told = dossier->row.planned_on.len, concluded = dossier->row.concluded_on.len;
	if (dossier->member)
		return SIGHT_ALL;
	if (request->object_roles_own & ROLES_LEADERS && told)
		return SIGHT_SENT;
	if (request->object_roles_own & ROLES_CELL && concluded)
		return SIGHT_CONCLUSION;
	return request->object_roles_above & R(OFFICER) ? SIGHT_OUTLINE : SIGHT_NONE;
}

enum status inspect_must_see(const struct request *request, enum sight least, struct err *err)
{
	if (inspect_sight(request, request_dossier(request)) >= least)
		return OK;
	if (request->object_roles_own & ROLES_CELL)
		return err_set(err, NOT_FOUND, "inspect.not_found", NULL);
	return err_set(err, DENIED, "inspect.not_member", NULL);
}

enum status inspect_must_work(const struct request *request, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	if (!dossier->member)
		return err_set(err, DENIED, "inspect.not_member", NULL);
	if (str_is(dossier->row.state, "closed") || str_is(dossier->row.state, "cancelled"))
		return err_set(err, CONFLICT, "inspect.over", NULL);
	return OK;
}

struct look {
	struct inspect_look_put_in in;
	char day[12], part[16];
};

static enum status run_look(struct arena *arena, struct db *db, void *value, struct err *err)
{
	struct look *look = value;
	look->in.day = str_of(look->day);
	look->in.part = str_of(look->part);
	return inspect_look_put(arena, db, &look->in, err);
}

void inspect_note(struct request *request, const struct dossier *dossier, const char *part, int64_t n)
{
	struct look look = { .in = { .dossier = dossier->id,
		                     .account = request->account,
		                     .n = n,
		                     .shard = dossier->shard,
		                     .at = request->now } };
	snprintf(look.day, sizeof(look.day), "%.*s", STR_ARG(request->today));
	snprintf(look.part, sizeof(look.part), "%s", part);
	request_later(request, run_look, &look, sizeof(look));
}

/* In the team, and not of the cell itself: who moved into it since reads the dossier no more. */
static enum status load_member(struct request *request, struct dossier *dossier, struct err *err)
{
	struct inspect_member_is_row member;
	struct inspect_insider_row insider = { 0 };
	TRY(inspect_member_is(request->arena, request->db,
	        &(struct inspect_member_is_in){ dossier->id, request->account }, &member, err));
	if (member.n)
		TRY(inspect_insider(request->arena, request->db,
		        &(struct inspect_insider_in){ request->account, dossier->row.cell }, &insider, err));
	dossier->member = member.n && !insider.n;
	return OK;
}

/* The look of others into the same cell does not count: handlers ask for the sight. */
static enum status load_inspection(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct dossier *dossier = arena_new(request->arena, struct dossier);
	bool found;
	dossier->id.n = id;
	dossier->shard = id_shard(id);
	TRY(inspect_one(request->arena, request->db, &(struct inspect_one_in){ dossier->id, dossier->shard },
	        &dossier->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "inspect.not_found", NULL);
	TRY(unit_load(request->arena, request->db, dossier->row.cell.n, &dossier->cell, err));
	TRY(unit_load(request->arena, request->db, dossier->row.unit.n, &dossier->unit, err));
	TRY(inspect_rule_read(request->arena, dossier->row.kind, &dossier->rule, err));
	TRY(load_member(request, dossier, err));
	object->shard = dossier->shard;
	object->unit = dossier->row.cell.n;
	object->roles = dossier->member ? R(VISITOR) : 0;
	object->row = dossier;
	return OK;
}

static enum status load_finding(struct request *request, int64_t id, struct object *object, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	struct finding *finding = arena_new(request->arena, struct finding);
	bool found;
	finding->id.n = id;
	TRY(inspect_finding_one(request->arena, request->db,
	        &(struct inspect_finding_one_in){ finding->id, dossier->shard }, &finding->row, &found, err));
	if (!found || finding->row.dossier.n != dossier->id.n)
		return err_set(err, NOT_FOUND, "inspect.not_found", NULL);
	*object = (struct object){ .shard = dossier->shard, .unit = dossier->row.cell.n, .row = finding };
	return OK;
}

static enum status load_file(struct request *request, int64_t id, struct object *object, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	struct inspect_file_one_row *file = arena_new(request->arena, struct inspect_file_one_row);
	bool found;
	TRY(inspect_file_one(request->arena, request->db, &(struct inspect_file_one_in){ { id }, dossier->shard }, file,
	        &found, err));
	if (!found || file->dossier.n != dossier->id.n)
		return err_set(err, NOT_FOUND, "inspect.not_found", NULL);
	*object = (struct object){ .shard = dossier->shard, .unit = dossier->row.cell.n, .row = file };
	return OK;
}

static enum status export_teams(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err)
{
	struct inspect_member_export_rows rows;
	TRY(inspect_member_export(arena, db, &(struct inspect_member_export_in){ account }, &rows, err));
	EXPORT_ROWS(json, "inspection_teams", inspect_member_export, rows);
	return OK;
}

static enum status forget_teams(
        struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err)
{
	(void)now;
	return inspect_member_forget(
	        arena, db, &(struct inspect_member_forget_in){ account, STR("(đã xóa tên)") }, err);
}

static enum status export_findings(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct inspect_finding_export_rows rows;
	TRY(inspect_finding_export(arena, db, &(struct inspect_finding_export_in){ person }, &rows, err));
	EXPORT_ROWS(json, "inspection_findings", inspect_finding_export, rows);
	return OK;
}

/* The cell's part: what it was told. The papers of the team stay with the team. */
static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct inspect_archive_dossiers_rows dossiers;
	struct inspect_archive_papers_rows papers;
	struct inspect_archive_findings_rows findings;
	struct unit unit;
	TRY(unit_load(arena, db, cell.n, &unit, err));
	TRY(inspect_archive_dossiers(
	        arena, db, &(struct inspect_archive_dossiers_in){ cell, unit.shard }, &dossiers, err));
	TRY(inspect_archive_papers(arena, db, &(struct inspect_archive_papers_in){ cell, unit.shard }, &papers, err));
	TRY(inspect_archive_findings(
	        arena, db, &(struct inspect_archive_findings_in){ cell, unit.shard }, &findings, err));
	EXPORT_ROWS(json, "inspections", inspect_archive_dossiers, dossiers);
	EXPORT_ROWS(json, "inspection_papers", inspect_archive_papers, papers);
	EXPORT_ROWS(json, "inspection_findings", inspect_archive_findings, findings);
	return OK;
}

static const struct field item_form[] = {
	{ "kind", FIELD_CHOICE, true, .choices = "kt gs", .label = N_("Hình thức") },
	{ "subject", FIELD_TEXT, true, .max = 500, .label = N_("Nội dung") },
	{ "cell", FIELD_ID, .label = N_("Chi bộ") },
	{ "code", FIELD_LINE, .max = 60, .label = N_("Mã chi bộ") },
	{ "when", FIELD_CHOICE, true, .choices = "Q1 Q2 Q3 Q4 M1 M2 M3 M4 M5 M6 M7 M8 M9 M10 M11 M12 Y",
	        .label = N_("Thời gian") },
	{ "lead", FIELD_LINE, true, .max = 200, .label = N_("Ai chủ trì") },
	{ 0 },
};
static const struct field no_form[] = { { 0 } };
static const struct field drop_form[] = { { "item", FIELD_ID, true }, { 0 } };
static const struct field approve_form[] = {
	{ "number", FIELD_LINE, true, .max = 60, .label = N_("Số chương trình") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày ký") },
	{ 0 },
};
static const struct field open_form[] = {
	{ "item", FIELD_ID },
	{ "kind", FIELD_CHOICE, .choices = "kt gs", .label = N_("Hình thức") },
	{ "subject", FIELD_TEXT, .max = 500, .label = N_("Nội dung") },
	{ "cell", FIELD_ID, .label = N_("Chi bộ") },
	{ "code", FIELD_LINE, .max = 60, .label = N_("Mã chi bộ") },
	{ "period", FIELD_LINE, .max = 120, .label = N_("Thời kỳ kiểm tra, giám sát") },
	{ 0 },
};
static const struct field member_form[] = {
	{ "account", FIELD_ID, true, .label = N_("Thành viên") },
	{ "post", FIELD_LINE, .max = 120, .label = N_("Chức vụ") },
	{ "head", FIELD_FLAG },
	{ "remove", FIELD_FLAG },
	{ 0 },
};
static const struct field cancel_form[] = { { "reason", FIELD_TEXT, true, .max = 500, .label = N_("Lý do hủy") },
	{ 0 } };
static const struct field paper_form[] = {
	{ "version", FIELD_INT, true },
	{ "state", FIELD_CHOICE, true, .choices = "drafted signed unneeded", .label = N_("Tình trạng") },
	{ "title", FIELD_LINE, .max = 200, .label = N_("Tên tài liệu") },
	{ "number", FIELD_LINE, .max = 60, .label = N_("Số") },
	{ "day", FIELD_DAY, .label = N_("Ngày") },
	{ "signer", FIELD_LINE, .max = 200, .label = N_("Người ký") },
	{ "reason", FIELD_TEXT, .max = 500, .label = N_("Vì sao không cần") },
	{ "late_reason", FIELD_TEXT, .max = 500, .label = N_("Vì sao triển khai muộn") },
	{ "announced", FIELD_DAY, .label = N_("Ngày thông báo đến chi bộ") },
	{ "send", FIELD_FLAG },
	{ "section-*", FIELD_TEXT, .max = 12000, .label = N_("Nội dung") },
	{ 0 },
};
static const struct field file_form[] = {
	{ "file", FIELD_FILE, .required = true, .max = FILE_MAX, .label = N_("Tệp") },
	{ "not_secret", FIELD_FLAG },
	{ 0 },
};
static const struct field finding_form[] = {
	{ "text", FIELD_TEXT, true, .max = 2000, .label = N_("Hạn chế, khuyết điểm") },
	{ "fix", FIELD_TEXT, true, .max = 2000, .label = N_("Việc phải khắc phục") },
	{ "person", FIELD_ID, .label = N_("Người chịu trách nhiệm") },
	{ "due", FIELD_DAY, true, .label = N_("Hạn khắc phục") },
	{ 0 },
};
static const struct field proof_form[] = {
	{ "proof", FIELD_TEXT, true, .max = 4000, .label = N_("Kết quả khắc phục") },
	{ "day", FIELD_DAY, .label = N_("Ngày") },
	{ 0 },
};
static const struct field recheck_form[] = {
	{ "result", FIELD_CHOICE, true, .choices = "done not_done", .label = N_("Kết quả kiểm tra lại") },
	{ "recheck", FIELD_TEXT, true, .max = 4000, .label = N_("Nhận xét khi kiểm tra lại") },
	{ "day", FIELD_DAY, .label = N_("Ngày") },
	{ 0 },
};

static const struct route routes[] = {
	{ HTTP_GET, "/units/{unit}/inspections", &inspect_lead, show_inspections, .page = &inspect_unit_page,
	        .about = "The dossiers that a committee opened: that they are there, not what is in them" },
	{ HTTP_POST, "/units/{unit}/inspections", &inspect_lead, open_dossier, .form = open_form, .wide = true,
	        .act = "inspect.open", .about = "Open a dossier, of the programme or not" },
	{ HTTP_GET, "/units/{unit}/inspections/programme", &inspect_lead, show_programme,
	        .page = &inspect_programme_page, .about = "The programme of a year" },
	{ HTTP_POST, "/units/{unit}/inspections/programme", &inspect_lead, add_item, .form = item_form, .wide = true,
	        .act = "inspect.item", .about = "One more inspection in the programme" },
	{ HTTP_POST, "/units/{unit}/inspections/programme/drop", &inspect_lead, drop_item, .form = drop_form,
	        .wide = true, .retry = "/units/{unit}/inspections/programme", .act = "inspect.item_drop",
	        .about = "Take one out of the programme" },
	{ HTTP_POST, "/units/{unit}/inspections/programme/approve", &inspect_lead, approve_programme,
	        .form = approve_form, .wide = true, .retry = "/units/{unit}/inspections/programme",
	        .act = "inspect.approve", .about = "The programme is signed" },
	{ HTTP_GET, "/units/{unit}/inspections/programme.pdf", &inspect_lead, print_programme, .slow = true,
	        .about = "The programme on paper; blank=1: to be filled in by hand" },
	{ HTTP_GET, "/units/{unit}/inspections/programme.docx", &inspect_lead, print_programme, .slow = true,
	        .about = "The programme as a text file" },
	{ HTTP_GET, "/units/{unit}/inspections/programme.html", &inspect_lead, print_programme, .slow = true,
	        .about = "The programme to be read on a screen" },
	{ HTTP_GET, "/units/{unit}/inspections/form.pdf", &inspect_lead, print_empty, .slow = true,
	        .about = "An empty paper of the lists: kind, n" },
	{ HTTP_GET, "/units/{unit}/inspections/form.docx", &inspect_lead, print_empty, .slow = true,
	        .about = "The same as a text file" },
	{ HTTP_GET, "/units/{unit}/inspections/form.html", &inspect_lead, print_empty, .slow = true,
	        .about = "The same on a screen" },
	{ HTTP_GET, "/cells/{cell}/inspections", &inspect_see, show_cell_inspections, .page = &inspect_cell_page,
	        .about = "The inspections of a cell" },
	{ HTTP_GET, "/inspections/{inspection}", &inspect_see, show_dossier, .page = &inspect_show_page,
	        .about = "One dossier, as far as who asks may see it" },
	{ HTTP_POST, "/inspections/{inspection}/members", &inspect_lead, put_team_member, .form = member_form,
	        .wide = true, .retry = "/inspections/{inspection}", .act = "inspect.member",
	        .about = "Put somebody into the team, or take them out" },
	{ HTTP_POST, "/inspections/{inspection}/cancel", &inspect_lead, cancel_dossier, .form = cancel_form,
	        .wide = true, .retry = "/inspections/{inspection}", .act = "inspect.cancel",
	        .about = "Give up an inspection before its conclusion" },
	{ HTTP_POST, "/inspections/{inspection}/close", &inspect_work, close_dossier, .form = no_form,
	        .retry = "/inspections/{inspection}", .act = "inspect.close", .about = "Close the dossier" },
	{ HTTP_GET, "/inspections/{inspection}/paper", &inspect_see, show_paper, .page = &inspect_paper_page,
	        .about = "One paper of the list; n: its number" },
	{ HTTP_POST, "/inspections/{inspection}/paper", &inspect_work, save_paper, .form = paper_form,
	        .act = "inspect.paper", .about = "How a paper stands, and its words" },
	{ HTTP_GET, "/inspections/{inspection}/paper.pdf", &inspect_see, print_paper, .slow = true,
	        .about = "A paper; blank=1: to be filled in by hand" },
	{ HTTP_GET, "/inspections/{inspection}/paper.docx", &inspect_see, print_paper, .slow = true,
	        .about = "A paper as a text file" },
	{ HTTP_GET, "/inspections/{inspection}/paper.html", &inspect_see, print_paper, .slow = true,
	        .about = "A paper to be read on a screen" },
	{ HTTP_POST, "/inspections/{inspection}/file", &inspect_work, add_file, .form = file_form,
	        .prepare = file_prepare_paper, .body = FILE_MAX + (1 << 16), .retry = "/inspections/{inspection}/paper",
	        .act = "inspect.file", .about = "A scan of a signed paper" },
	{ HTTP_GET, "/inspections/{inspection}/files/{dossier_file}", &inspect_see, fetch_file, .about = "A scan" },
	{ HTTP_POST, "/inspections/{inspection}/files/{dossier_file}/drop", &inspect_work, drop_file, .form = no_form,
	        .retry = "/inspections/{inspection}/paper", .act = "inspect.file_drop",
	        .about = "Take out a scan of a paper that was not sent" },
	{ HTTP_POST, "/inspections/{inspection}/findings", &inspect_work, add_finding, .form = finding_form,
	        .retry = "/inspections/{inspection}", .act = "inspect.finding", .about = "Something to be put right" },
	{ HTTP_GET, "/inspections/{inspection}/findings/{finding}", &inspect_see, show_finding,
	        .page = &inspect_finding_page, .about = "One finding" },
	{ HTTP_POST, "/inspections/{inspection}/findings/{finding}", &inspect_work, save_finding, .form = finding_form,
	        .act = "inspect.finding", .about = "Correct a finding" },
	{ HTTP_POST, "/inspections/{inspection}/findings/{finding}/drop", &inspect_work, drop_finding, .form = no_form,
	        .retry = "/inspections/{inspection}/findings/{finding}", .act = "inspect.finding_drop",
	        .about = "Take out a finding that the cell was not told of" },
	{ HTTP_POST, "/inspections/{inspection}/findings/{finding}/proof", &inspect_answer, save_proof,
	        .form = proof_form, .retry = "/inspections/{inspection}/findings/{finding}", .act = "inspect.proof",
	        .about = "The cell shows what was put right" },
	{ HTTP_POST, "/inspections/{inspection}/findings/{finding}/recheck", &inspect_work, save_recheck,
	        .form = recheck_form, .retry = "/inspections/{inspection}/findings/{finding}", .act = "inspect.recheck",
	        .about = "The team looks again" },
	{ 0 },
};

static bool link_home(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, "inspections", "inspections", ret_href);
}

static enum status keeps(
        struct arena *arena, struct db *db, int shard, struct str hash, bool *ret_keeps, struct err *err)
{
	struct inspect_keeps_row row;
	TRY(inspect_keeps(arena, db, &(struct inspect_keeps_in){ .hash = hash, .shard = shard }, &row, err));
	*ret_keeps = row.keeps;
	return OK;
}

const struct feature inspect_feature = {
	.name = "inspect",
	.routes = routes,
	.objects = (const struct object_kind[]){ { "inspection", load_inspection }, { "finding", load_finding },
	        { "dossier_file", load_file }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Kiểm tra, giám sát"), "shield", 110, link_home }, { 0 } },
	.counters = inspect_families,
	.due = inspect_due,
	.export_person = export_findings,
	.export_account = export_teams,
	.erase_account = forget_teams,
	.archive = archive,
	.keeps = keeps,
};
