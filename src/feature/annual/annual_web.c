/* The annual review and classification: who may do what, objects, routes. */
#include "feature/annual/annual_private.h"

#include "app/export.h"
#include "base/id.h"
#include "base/time.h"
#include "feature/annual/annual_paper.h"
#include "gen/annual_page.h"

const struct permission annual_read = { .name = "annual.read",
	.sentence = N_("Xem đợt kiểm điểm, xếp loại của chi bộ, đảng bộ"),
	.own = ROLES_CELL,
	.below = R(OFFICER) };
const struct permission annual_see = { .name = "annual.see",
	.sentence = N_("Xem hồ sơ kiểm điểm, xếp loại của một đồng chí"),
	.own = ROLES_LEADERS | R(VISITOR),
	.below = R(OFFICER) };
const struct permission annual_write = { .name = "annual.write",
	.sentence = N_("Viết bản tự kiểm điểm, hoặc nhập từ bản giấy"),
	.own = ROLES_LEADERS | R(VISITOR) | R(OFFICER) };
const struct permission annual_open = { .name = "annual.open",
	.sentence = N_("Mở đợt kiểm điểm, xếp loại năm"),
	.own = ROLES_LEADERS,
	.below = R(OFFICER) };
const struct permission annual_run = { .name = "annual.run",
	.sentence = N_("Ghi kết quả kiểm điểm, đề nghị mức xếp loại"),
	.own = ROLES_LEADERS | R(OFFICER) };
const struct permission annual_decide = {
	.name = "annual.decide", .sentence = N_("Quyết định xếp loại năm"), .below = R(OFFICER)
};

const struct review *annual_request_review(const struct request *request)
{
	return request_object(request, "annual")->row;
}

const struct assessed *annual_request_assessed(const struct request *request)
{
	return request_object(request, "assessed")->row;
}

struct call annual_call_of(const struct request *request)
{
	return (struct call){ request->arena, request->db, request->now, request->today, request->account };
}

static enum status load_review(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct review *review = arena_new(request->arena, struct review);
	TRY(annual_load(request->arena, request->db, id, review, err));
	object->shard = review->shard;
	object->unit = review->cell.id;
	object->row = review;
	return OK;
}

/* Who is assessed sees what is said of him, wherever he belongs today. */
static enum status load_assessed(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct assessed *assessed = arena_new(request->arena, struct assessed);
	bool found;
	assessed->id.n = id;
	object->shard = id_shard(id);
	TRY(annual_assessed_one(request->arena, request->db,
	        &(struct annual_assessed_one_in){ assessed->id, object->shard }, &assessed->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "annual.not_found", NULL);
	TRY(annual_load(request->arena, request->db, assessed->row.review.n, &assessed->review, err));
	assessed->own = request->person.n && assessed->row.person.n == request->person.n;
	object->unit = assessed->row.cell.n;
	object->roles = assessed->own ? R(VISITOR) : 0;
	object->row = assessed;
	return OK;
}

static enum status export_person_of(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct annual_export_assessed_rows assessed;
	struct annual_export_lines_rows lines;
	struct annual_export_results_rows results;
	TRY(annual_export_assessed(arena, db, &(struct annual_export_assessed_in){ person }, &assessed, err));
	TRY(annual_export_lines(arena, db, &(struct annual_export_lines_in){ person }, &lines, err));
	TRY(annual_export_results(arena, db, &(struct annual_export_results_in){ person }, &results, err));
	EXPORT_ROWS(json, "annual_reviews", annual_export_assessed, assessed);
	EXPORT_ROWS(json, "annual_review_texts", annual_export_lines, lines);
	EXPORT_ROWS(json, "annual_results", annual_export_results, results);
	return OK;
}

static enum status forget(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	(void)now;
	TRY(annual_forget_lines(arena, db, &(struct annual_forget_lines_in){ person }, err));
	return annual_forget_words(arena, db, &(struct annual_forget_words_in){ person }, err);
}

static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct annual_archive_reviews_rows reviews;
	struct annual_archive_results_rows results;
	struct unit unit;
	TRY(unit_load(arena, db, cell.n, &unit, err));
	TRY(annual_archive_reviews(arena, db, &(struct annual_archive_reviews_in){ cell, unit.shard }, &reviews, err));
	TRY(annual_archive_results(arena, db, &(struct annual_archive_results_in){ cell, unit.shard }, &results, err));
	EXPORT_ROWS(json, "annual_reviews", annual_archive_reviews, reviews);
	EXPORT_ROWS(json, "annual_results", annual_archive_results, results);
	return OK;
}

#define GRADE_CHOICES "excellent good fair poor"

static const struct field open_form[] = {
	{ "year", FIELD_INT, true, .min = 2020, .max = 2100, .label = N_("Năm") },
	{ "self_by", FIELD_DAY, true, .label = N_("Hạn gửi bản tự kiểm điểm") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày chi bộ kiểm điểm") },
	{ 0 },
};
static const struct field days_form[] = {
	{ "self_by", FIELD_DAY, true, .label = N_("Hạn gửi bản tự kiểm điểm") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày chi bộ kiểm điểm") },
	{ 0 },
};
static const struct field draft_form[] = { { "sent", FIELD_DAY, true, .label = N_("Ngày gửi cho người dự") }, { 0 } };
static const struct field collective_form[] = { { "held", FIELD_DAY, true, .label = N_("Ngày kiểm điểm") }, { 0 } };
static const struct field agency_form[] = {
	{ "agency", FIELD_CHOICE, true, .choices = "done none", .label = N_("Cơ quan, đơn vị") },
	{ "agency_day", FIELD_DAY, .label = N_("Ngày có kết quả") },
	{ 0 },
};
static const struct field self_form[] = {
	{ "version", FIELD_INT, true },
	{ "text-*", FIELD_TEXT, .max = 6000, .label = N_("Nội dung") },
	{ "points-*", FIELD_INT, .min = 0, .max = 100, .label = N_("Điểm") },
	{ "grade", FIELD_CHOICE, .choices = GRADE_CHOICES, .label = N_("Mức tự nhận") },
	{ "above", FIELD_INT, .min = 0, .max = 1000, .label = N_("Số nhiệm vụ vượt mức") },
	{ "remedied", FIELD_CHOICE, .choices = "yes no none", .label = N_("Khắc phục hạn chế kỳ trước") },
	{ "paper", FIELD_FLAG },
	{ "send", FIELD_FLAG },
	{ 0 },
};
static const struct field place_form[] = {
	{ "form", FIELD_CHOICE, true, .choices = "2A 2B 2C 01", .label = N_("Mẫu") },
	{ "group", FIELD_LINE, true, .max = 80, .label = N_("Nhóm so sánh") },
	{ "left_out", FIELD_LINE, .max = 200, .label = N_("Lý do không xếp loại") },
	{ 0 },
};
static const struct field verify_form[] = {
	{ "base", FIELD_INT, true, .min = 1, .max = 2000, .label = N_("Số đảng viên chính thức được triệu tập") },
	{ "held", FIELD_CHOICE, true, .choices = "paper hands", .label = N_("Cách biểu quyết") },
	{ "points-*", FIELD_INT, .min = 0, .max = 100, .label = N_("Điểm") },
	{ "grade-*", FIELD_CHOICE, .choices = GRADE_CHOICES, .label = N_("Mức đề nghị") },
	{ "for-*", FIELD_INT, .min = 0, .max = 2000, .label = N_("Tán thành") },
	{ "against-*", FIELD_INT, .min = 0, .max = 2000, .label = N_("Không tán thành") },
	{ "other-*", FIELD_INT, .min = 0, .max = 2000, .label = N_("Ý kiến khác") },
	{ "above-*", FIELD_INT, .min = 0, .max = 1000, .label = N_("Số nhiệm vụ vượt mức") },
	{ "remedied-*", FIELD_CHOICE, .choices = "yes no none", .label = N_("Khắc phục hạn chế kỳ trước") },
	{ "discipline-*", FIELD_CHOICE, .choices = "yes no", .label = N_("Bị kỷ luật trong năm") },
	{ "degraded-*", FIELD_CHOICE, .choices = "yes no", .label = N_("Có kết luận suy thoái, vi phạm") },
	{ "comment-*", FIELD_TEXT, .max = 2000, .label = N_("Ý kiến góp ý") },
	{ "reason-*", FIELD_TEXT, .max = 500, .label = N_("Lý do đề nghị") },
	{ 0 },
};
static const struct field weigh_form[] = {
	{ "weighed", FIELD_CHOICE, .choices = GRADE_CHOICES, .label = N_("Mức của cấp ủy") },
	{ "why", FIELD_TEXT, .max = 500, .label = N_("Lý do") },
	{ 0 },
};
static const struct field return_form[] = { { "why", FIELD_TEXT, true, .max = 500, .label = N_("Lý do trả lại") },
	{ 0 } };
static const struct field again_form[] = {
	{ "grade", FIELD_CHOICE, true, .choices = GRADE_CHOICES, .label = N_("Mức xếp loại lại") },
	{ "reason", FIELD_TEXT, true, .max = 1000, .label = N_("Lý do xếp loại lại") },
	{ "number", FIELD_LINE, true, .max = 60, .label = N_("Số quyết định") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày quyết định") },
	{ 0 },
};
static const struct field round_form[] = {
	{ "self_by", FIELD_DAY, true, .label = N_("Hạn gửi bản tự kiểm điểm") },
	{ "propose_by", FIELD_DAY, true, .label = N_("Ngày chi bộ kiểm điểm") },
	{ "decide_by", FIELD_DAY, true, .label = N_("Hạn cấp ủy quyết định") },
	{ "scope", FIELD_CHOICE, true, .choices = "cell unit", .label = N_("So sánh") },
	{ 0 },
};
static const struct field decide_form[] = {
	{ "number", FIELD_LINE, true, .max = 60, .label = N_("Số quyết định") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày quyết định") },
	{ "pick-*", FIELD_FLAG },
	{ 0 },
};
static const struct field raise_form[] = {
	{ "percent", FIELD_INT, true, .min = 1, .max = 100, .label = N_("Tỷ lệ (%)") },
	{ "code", FIELD_LINE, .max = 60, .label = N_("Mã chi bộ") },
	{ "raise_number", FIELD_LINE, true, .max = 60, .label = N_("Số quyết định") },
	{ "raise_day", FIELD_DAY, true, .label = N_("Ngày quyết định") },
	{ 0 },
};
static const struct field own_form[] = {
	{ "self_by", FIELD_DAY, true, .label = N_("Hạn viết báo cáo tự kiểm điểm") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày tập thể cấp ủy kiểm điểm") },
	{ 0 },
};
static const struct field opinion_form[] = {
	{ "agency", FIELD_LINE, true, .max = 120, .label = N_("Cơ quan") },
	{ "said", FIELD_DAY, true, .label = N_("Ngày có ý kiến") },
	{ "opinion", FIELD_TEXT, true, .max = 2000, .label = N_("Ý kiến") },
	{ "view", FIELD_CHOICE, .choices = GRADE_CHOICES, .label = N_("Mức cơ quan đề xuất") },
	{ 0 },
};
static const struct field close_form[] = {
	{ "close_number", FIELD_LINE, true, .max = 60, .label = N_("Số văn bản") },
	{ "close_day", FIELD_DAY, true, .label = N_("Ngày") },
	{ 0 },
};

static const struct route routes[] = {
	{ HTTP_GET, "/cells/{cell}/annual", &annual_read, annual_show_cell, .page = &annual_cell_page,
	        .about = "The annual reviews of a cell" },
	{ HTTP_POST, "/cells/{cell}/annual", &annual_open, annual_open_cell, .form = open_form, .act = "annual.open",
	        .about = "Open the review of a year in a cell" },
	{ HTTP_GET, "/cells/{cell}/annual/blank.pdf", &annual_read, annual_fetch_blank, .slow = true,
	        .about = "An empty form: form=01, 2A, 2B or 2C" },
	{ HTTP_GET, "/annual/{annual}", &annual_read, annual_show_review, .page = &annual_show_page,
	        .about = "The review of a year: steps, who is assessed" },
	{ HTTP_POST, "/annual/{annual}/days", &annual_run, annual_save_days, .form = days_form,
	        .retry = "/annual/{annual}", .act = "annual.days", .about = "Other days of a review" },
	{ HTTP_POST, "/annual/{annual}/draft", &annual_run, annual_save_draft, .form = draft_form,
	        .retry = "/annual/{annual}", .act = "annual.draft",
	        .about = "The draft of the collective's report was sent" },
	{ HTTP_POST, "/annual/{annual}/collective", &annual_run, annual_save_collective, .form = collective_form,
	        .retry = "/annual/{annual}", .act = "annual.collective", .about = "The collective was reviewed" },
	{ HTTP_POST, "/annual/{annual}/agency", &annual_run, annual_save_agency, .form = agency_form,
	        .retry = "/annual/{annual}", .act = "annual.agency",
	        .about = "The agency was assessed before its cell" },
	{ HTTP_GET, "/annual/{annual}/verify", &annual_run, annual_show_verify, .page = &annual_verify_page,
	        .about = "The cell's results: points, grades, votes" },
	{ HTTP_POST, "/annual/{annual}/verify", &annual_run, annual_save_verify, .form = verify_form,
	        .act = "annual.verify", .about = "Write the cell's results" },
	{ HTTP_POST, "/annual/{annual}/propose", &annual_run, annual_propose, .form = (const struct field[]){ { 0 } },
	        .retry = "/annual/{annual}", .act = "annual.propose", .about = "Send the proposals up" },
	{ HTTP_POST, "/annual/{annual}/return", &annual_decide, annual_save_return, .form = return_form,
	        .retry = "/annual/{annual}", .act = "annual.return", .about = "Send the proposals back to the cell" },
	{ HTTP_POST, "/annual/{annual}/opinion", &annual_decide, annual_save_opinion, .form = opinion_form,
	        .retry = "/annual/{annual}", .act = "annual.opinion",
	        .about = "What an agency says of a committee's proposal" },
	{ HTTP_GET, "/annual/{annual}/proposal.pdf", &annual_see, annual_fetch_proposal, .slow = true,
	        .about = "The list that the cell proposes" },
	{ HTTP_GET, "/annual/{annual}/proposal.docx", &annual_see, annual_fetch_proposal, .slow = true,
	        .about = "The same as a text file" },
	{ HTTP_GET, "/annual/{annual}/decision.pdf", &annual_see, annual_fetch_result_pdf, .slow = true,
	        .about = "What was decided for a cell" },
	{ HTTP_GET, "/annual/{annual}/dossier.pdf", &annual_see, annual_fetch_dossier_pdf, .slow = true,
	        .about = "The list of the papers of a review" },
	{ HTTP_GET, "/annual/people/{assessed}", &annual_see, annual_show_person, .page = &annual_person_page,
	        .about = "All that is said of one who is assessed" },
	{ HTTP_POST, "/annual/people/{assessed}/place", &annual_run, annual_save_place, .form = place_form,
	        .retry = "/annual/people/{assessed}", .act = "annual.place",
	        .about = "The form, the group, or left out" },
	{ HTTP_POST, "/annual/people/{assessed}/weigh", &annual_decide, annual_save_weigh, .form = weigh_form,
	        .retry = "/annual/people/{assessed}", .act = "annual.weigh",
	        .about = "Another grade than proposed, for the coming decision" },
	{ HTTP_POST, "/annual/people/{assessed}/again", &annual_decide, annual_save_again, .form = again_form,
	        .retry = "/annual/people/{assessed}", .wide = true, .act = "annual.again", .about = "Classify again" },
	{ HTTP_GET, "/annual/people/{assessed}/self", &annual_write, annual_show_self, .page = &annual_self_page,
	        .about = "The self-review" },
	{ HTTP_POST, "/annual/people/{assessed}/self", &annual_write, annual_save_self, .form = self_form,
	        .act = "annual.self", .about = "Keep or send the self-review" },
	{ HTTP_GET, "/annual/people/{assessed}/form.pdf", &annual_see, annual_fetch_form, .slow = true,
	        .about = "The form on paper; blank=1: to be filled in by hand" },
	{ HTTP_GET, "/annual/people/{assessed}/form.docx", &annual_see, annual_fetch_form, .slow = true,
	        .about = "The form as a text file" },
	{ HTTP_GET, "/annual/people/{assessed}/points.pdf", &annual_see, annual_fetch_points_pdf, .slow = true,
	        .about = "The points one gives oneself, on paper" },
	{ HTTP_GET, "/annual/people/{assessed}/again.pdf", &annual_see, annual_fetch_again, .slow = true,
	        .about = "The decision to classify again" },
	{ HTTP_GET, "/annual/people/{assessed}/again.docx", &annual_see, annual_fetch_again, .slow = true,
	        .about = "The same as a text file" },
	{ HTTP_GET, "/units/{unit}/annual", &annual_decide, annual_show_unit, .page = &annual_unit_page,
	        .about = "A committee's year: year=2026" },
	{ HTTP_POST, "/units/{unit}/annual", &annual_decide, annual_open_unit, .form = round_form, .wide = true,
	        .act = "annual.round", .about = "Open the review of a year in the cells and committees right below" },
	{ HTTP_POST, "/units/{unit}/annual/own", &annual_decide, annual_open_own, .form = own_form, .wide = true,
	        .retry = "/units/{unit}/annual", .act = "annual.own",
	        .about = "Open the review of the committee itself" },
	{ HTTP_POST, "/units/{unit}/annual/decide", &annual_decide, annual_decide_unit, .form = decide_form,
	        .wide = true, .retry = "/units/{unit}/annual", .act = "annual.decide",
	        .about = "Decide the proposals of many cells and committees" },
	{ HTTP_POST, "/units/{unit}/annual/raise", &annual_decide, annual_raise_unit, .form = raise_form, .wide = true,
	        .retry = "/units/{unit}/annual", .act = "annual.raise", .about = "A higher ceiling, by a decision" },
	{ HTTP_POST, "/units/{unit}/annual/close", &annual_decide, annual_close_unit, .form = close_form, .wide = true,
	        .retry = "/units/{unit}/annual", .act = "annual.close", .about = "Close the year of a committee" },
	{ HTTP_GET, "/units/{unit}/annual/decision.pdf", &annual_decide, annual_fetch_decision, .slow = true,
	        .about = "A decision with its list: year=2026&number=…" },
	{ HTTP_GET, "/units/{unit}/annual/decision.docx", &annual_decide, annual_fetch_decision, .slow = true,
	        .about = "The same as a text file" },
	{ 0 },
};

static bool link_home(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, "annual", "annual", ret_href);
}

const struct feature annual_feature = {
	.name = "annual",
	.routes = routes,
	.objects = (const struct object_kind[]){ { "annual", load_review }, { "assessed", load_assessed }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Kiểm điểm, xếp loại"), "star", 170, link_home }, { 0 } },
	.counters = annual_families,
	.due = annual_due,
	.export_person = export_person_of,
	.erase_person = forget,
	.archive = archive,
};
