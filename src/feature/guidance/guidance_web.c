/* Thematic guidance: who may do what, objects, routes. */
#include "feature/guidance/guidance_private.h"

#include "app/export.h"
#include "base/id.h"
#include "feature/file/file.h"

const struct permission guidance_lead = { .name = "guidance.lead",
	.sentence = N_("Ban hành hướng dẫn chuyên đề, theo dõi các chi bộ thực hiện"),
	.below = R(OFFICER) };
const struct permission guidance_read = { .name = "guidance.read",
	.sentence = N_("Xem hướng dẫn chuyên đề của cấp ủy cấp trên"),
	.own = R(VISITOR),
	.below = R(OFFICER) };
const struct permission guidance_plan = { .name = "guidance.plan",
	.sentence = N_("Chọn chuyên đề, lập kế hoạch, báo kết quả của chi bộ"),
	.own = ROLES_LEADERS };

const struct guidance *request_guidance(const struct request *request)
{
	return request_object(request, "guidance")->row;
}

/* A draft is seen by its committee alone; what was published by everybody who has a role below it. */
static enum status load_guidance(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct guidance *guidance = arena_new(request->arena, struct guidance);
	struct guidance_reads_row reads;
	bool found;
	guidance->id.n = id;
	TRY(guidance_one(
	        request->arena, request->db, &(struct guidance_one_in){ guidance->id }, &guidance->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "guidance.not_found", NULL);
	guidance->quarter = period_of_month(PERIOD_QUARTER, (int)guidance->row.quarter);
	object->unit = guidance->row.unit.n;
	object->row = guidance;
	if (str_is(guidance->row.state, "draft"))
		return OK;
	TRY(guidance_reads(request->arena, request->db,
	        &(struct guidance_reads_in){ request->account, guidance->row.unit, request->today }, &reads, err));
	object->roles = reads.n ? R(VISITOR) : 0;
	return OK;
}

static enum status load_paper(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct guidance_paper_one_row *row = arena_new(request->arena, struct guidance_paper_one_row);
	const struct guidance *guidance = request_guidance(request);
	bool found;
	TRY(guidance_paper_one(
	        request->arena, request->db, &(struct guidance_paper_one_in){ { id } }, row, &found, err));
	if (!found || row->guidance.n != guidance->id.n || row->withdrawn)
		return err_set(err, NOT_FOUND, "call.no_paper", NULL);
	object->unit = guidance->row.unit.n;
	object->row = row;
	return OK;
}

static bool link_cell(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, "guidance", NULL, ret_href);
}

static bool link_unit(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, NULL, "guidance", ret_href);
}

static enum status export_member(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct guidance_export_rows rows;
	TRY(guidance_export(arena, db, &(struct guidance_export_in){ person }, &rows, err));
	EXPORT_ROWS(json, "themes", guidance_export, rows);
	return OK;
}

static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct guidance_archive_rows rows;
	TRY(guidance_archive(arena, db, &(struct guidance_archive_in){ cell, id_shard(cell.n) }, &rows, err));
	EXPORT_ROWS(json, "themes", guidance_archive, rows);
	return OK;
}

static const struct field make_form[] = {
	{ "year", FIELD_INT, true, .min = 2020, .max = 2100, .label = N_("Năm") },
	{ "quarter", FIELD_INT, true, .min = 1, .max = 4, .label = N_("Quý") },
	{ "title", FIELD_LINE, true, .max = 300, .label = N_("Trích yếu") },
	{ "intro", FIELD_TEXT, .max = 8000, .label = N_("Mục đích, yêu cầu") },
	{ 0 },
};
static const struct field save_form[] = {
	{ "heading", FIELD_LINE, true, .max = 300, .label = N_("Trích yếu") },
	{ "intro", FIELD_TEXT, .max = 8000, .label = N_("Mục đích, yêu cầu") },
	{ 0 },
};
static const struct field theme_form[] = {
	{ "theme", FIELD_ID },
	{ "title", FIELD_LINE, .max = 300, .label = N_("Tên chuyên đề") },
	{ "text", FIELD_TEXT, .max = 8000, .label = N_("Nội dung gợi ý") },
	{ "questions", FIELD_TEXT, .max = 4000, .label = N_("Câu hỏi gợi ý") },
	{ "types-*", FIELD_FLAG },
	{ "due", FIELD_INT, .min = 1, .max = 12, .label = N_("Sinh hoạt chậm nhất trong tháng") },
	{ "remove", FIELD_FLAG },
	{ 0 },
};
static const struct field paper_form[] = {
	{ "paper_title", FIELD_LINE, true, .max = 200, .label = N_("Tên tài liệu") },
	{ "file", FIELD_FILE, true, .max = FILE_MAX, .label = N_("Tệp") },
	{ "not_secret", FIELD_FLAG },
	{ 0 },
};
static const struct field publish_form[] = {
	{ "number", FIELD_LINE, true, .max = 60, .label = N_("Số, ký hiệu") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày ban hành") },
	{ "capacity", FIELD_LINE, .max = 120, .label = N_("Quyền hạn ký") },
	{ "post", FIELD_LINE, .max = 120, .label = N_("Chức vụ người ký") },
	{ "signer", FIELD_LINE, .max = 120, .label = N_("Họ tên người ký") },
	{ 0 },
};
static const struct field reason_form[] = { { "reason", FIELD_TEXT, true, .max = 500, .label = N_("Lý do rút") },
	{ 0 } };
static const struct field take_form[] = { { "paper", FIELD_ID, true, .label = N_("Tài liệu") }, { 0 } };
static const struct field choose_form[] = {
	{ "theme", FIELD_ID, .label = N_("Chuyên đề") },
	{ "own", FIELD_LINE, .max = 300, .label = N_("Chuyên đề của chi bộ") },
	{ "why", FIELD_TEXT, .max = 1000, .label = N_("Lý do không chọn") },
	{ 0 },
};
static const struct field plan_form[] = {
	{ "month", FIELD_INT, true, .min = 1, .max = 12, .label = N_("Tháng sinh hoạt") },
	{ "drafter", FIELD_ID, .label = N_("Người chuẩn bị dự thảo") },
	{ "draft", FIELD_DAY, .label = N_("Hạn hoàn thành dự thảo") },
	{ "presenter", FIELD_ID, .label = N_("Người trình bày") },
	{ "speaker", FIELD_LINE, .max = 200, .label = N_("Báo cáo viên ngoài chi bộ") },
	{ "approved", FIELD_DAY, .label = N_("Ngày chi ủy duyệt kế hoạch") },
	{ "meeting", FIELD_ID, .label = N_("Buổi sinh hoạt đã lên lịch") },
	{ 0 },
};
static const struct field report_form[] = {
	{ "result", FIELD_TEXT, true, .max = 4000, .label = N_("Kết quả, chuyển biến sau buổi sinh hoạt") }, { 0 }
};
static const struct field year_form[] = {
	{ "theme-*", FIELD_ID, .label = N_("Chuyên đề") },
	{ "own-*", FIELD_LINE, .max = 300, .label = N_("Chuyên đề của chi bộ") },
	{ "why-*", FIELD_LINE, .max = 1000, .label = N_("Lý do không chọn") },
	{ "month-*", FIELD_INT, .min = 1, .max = 12, .label = N_("Tháng sinh hoạt") },
	{ "drafter-*", FIELD_ID, .label = N_("Người chuẩn bị dự thảo") },
	{ "draft-*", FIELD_DAY, .label = N_("Hạn hoàn thành dự thảo") },
	{ "presenter-*", FIELD_ID, .label = N_("Người trình bày") },
	{ "speaker-*", FIELD_LINE, .max = 200, .label = N_("Báo cáo viên ngoài chi bộ") },
	{ "approved-*", FIELD_DAY, .label = N_("Ngày chi ủy duyệt kế hoạch") },
	{ 0 },
};

static const struct route routes[] = {
	{ HTTP_GET, "/units/{unit}/guidance", &guidance_lead, guidance_show_list, .page = &guidance_list_page,
	        .about = "What a committee guides in a quarter" },
	{ HTTP_POST, "/units/{unit}/guidance", &guidance_lead, guidance_make, .form = make_form, .wide = true,
	        .act = "guidance.draft", .about = "Draft a guidance" },
	{ HTTP_GET, "/units/{unit}/guidance/cells", &guidance_lead, guidance_show_cells,
	        .page = &guidance_cells_page_page, .about = "How far the cells below are with their themes" },
	{ HTTP_GET, "/guidance/{guidance}", &guidance_read, guidance_show, .page = &guidance_show_page_page,
	        .about = "One guidance, with its themes and papers" },
	{ HTTP_POST, "/guidance/{guidance}", &guidance_lead, guidance_save, .form = save_form, .wide = true,
	        .act = "guidance.edit", .about = "Change what a draft says" },
	{ HTTP_POST, "/guidance/{guidance}/themes", &guidance_lead, guidance_save_theme, .form = theme_form,
	        .wide = true, .retry = "/guidance/{guidance}", .act = "guidance.theme",
	        .about = "Add, change or remove a theme of a draft" },
	{ HTTP_POST, "/guidance/{guidance}/papers", &guidance_lead, guidance_save_paper, .form = paper_form,
	        .prepare = file_prepare_paper, .body = FILE_MAX + (64 << 10), .wide = true,
	        .retry = "/guidance/{guidance}", .act = "guidance.paper", .about = "Post a paper" },
	{ HTTP_POST, "/guidance/{guidance}/papers/take", &guidance_lead, guidance_take_paper, .form = take_form,
	        .wide = true, .retry = "/guidance/{guidance}", .act = "guidance.paper_withdraw",
	        .about = "Withdraw a paper" },
	{ HTTP_GET, "/guidance/{guidance}/papers/{guidance_paper}/file", &guidance_read, guidance_fetch_paper,
	        .about = "The bytes of a paper" },
	{ HTTP_POST, "/guidance/{guidance}/publish", &guidance_lead, guidance_publish_it, .form = publish_form,
	        .wide = true, .retry = "/guidance/{guidance}", .act = "guidance.publish",
	        .about = "Publish with number and day" },
	{ HTTP_POST, "/guidance/{guidance}/withdraw", &guidance_lead, guidance_withdraw_it, .form = reason_form,
	        .wide = true, .retry = "/guidance/{guidance}", .act = "guidance.withdraw",
	        .about = "Withdraw with a reason" },
	{ HTTP_GET, "/guidance/{guidance}/document.pdf", &guidance_read, guidance_fetch_document, .slow = true,
	        .about = "The guidance on paper" },
	{ HTTP_GET, "/guidance/{guidance}/document.docx", &guidance_read, guidance_fetch_document, .slow = true,
	        .about = "The guidance as a text file" },
	{ HTTP_GET, "/cells/{cell}/guidance", &meeting_read, guidance_show_cell, .page = &guidance_cell_page_page,
	        .about = "A cell's theme of a quarter" },
	{ HTTP_POST, "/cells/{cell}/guidance", &guidance_plan, guidance_choose, .form = choose_form,
	        .act = "guidance.choose", .about = "Choose a theme, or say why none" },
	{ HTTP_POST, "/cells/{cell}/guidance/plan", &guidance_plan, guidance_make_plan, .form = plan_form,
	        .retry = "/cells/{cell}/guidance", .act = "guidance.plan",
	        .about = "Plan the thematic meeting of a quarter" },
	{ HTTP_POST, "/cells/{cell}/guidance/result", &guidance_plan, guidance_report, .form = report_form,
	        .retry = "/cells/{cell}/guidance", .act = "guidance.report", .about = "Report what came of it" },
	{ HTTP_GET, "/cells/{cell}/guidance/year", &meeting_read, guidance_show_year, .page = &guidance_year_page_page,
	        .about = "The themes of a year" },
	{ HTTP_POST, "/cells/{cell}/guidance/year", &guidance_plan, guidance_save_year, .form = year_form,
	        .act = "guidance.year", .about = "Save the plan of a year as a whole, also from paper" },
	{ HTTP_GET, "/cells/{cell}/guidance/plan.pdf", &meeting_read, guidance_fetch_plan, .slow = true,
	        .about = "The plan of a quarter or a year on paper; blank=1: to be filled in by hand" },
	{ HTTP_GET, "/cells/{cell}/guidance/plan.docx", &meeting_read, guidance_fetch_plan, .slow = true,
	        .about = "The plan as a text file" },
	{ 0 },
};

static enum status keeps(
        struct arena *arena, struct db *db, int shard, struct str hash, bool *ret_keeps, struct err *err)
{
	struct guidance_keeps_row row;
	(void)shard;
	TRY(guidance_keeps(arena, db, &(struct guidance_keeps_in){ .hash = hash }, &row, err));
	*ret_keeps = row.keeps;
	return OK;
}

const struct feature guidance_feature = {
	.name = "guidance",
	.routes = routes,
	.objects =
	        (const struct object_kind[]){ { "guidance", load_guidance }, { "guidance_paper", load_paper }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Chuyên đề"), "doc", 120, link_cell },
	        { N_("Hướng dẫn chuyên đề"), "doc", 120, link_unit }, { 0 } },
	.counters = guidance_families,
	.due = guidance_due,
	.chores = (const struct chore[]){ { "guidance.send", 5, guidance_chore }, { 0 } },
	.export_person = export_member,
	.archive = archive,
	.keeps = keeps,
};
