/* Praise: who may do what, objects, routes. */
#include "feature/commend/commend_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/commend_page.h"

const struct permission commend_read = {
	.name = "commend.read", .sentence = N_("Xem sổ khen thưởng của chi bộ"), .own = ROLES_CELL, .below = R(OFFICER)
};
const struct permission commend_propose = { .name = "commend.propose",
	.sentence = N_("Đề nghị khen thưởng, nhập khen thưởng các năm trước; cấp trên nhập từ giấy"),
	.own = ROLES_LEADERS,
	.below = R(OFFICER) };
const struct permission commend_review = {
	.name = "commend.review", .sentence = N_("Xem xét đề nghị khen thưởng của chi bộ bên dưới"), .below = R(OFFICER)
};
const struct permission commend_decide = { .name = "commend.decide",
	.sentence = N_("Ra quyết định khen thưởng của đơn vị mình"),
	.own = ROLES_LEADERS,
	.below = R(OFFICER) };
const struct permission commend_lead = {
	.name = "commend.lead", .sentence = N_("Đặt mức khen của cấp ủy trong năm"), .below = R(OFFICER)
};

struct commend_call commend_call_of(const struct request *request)
{
	return (struct commend_call){ request->arena, request->db, request->now, request->today, request->account };
}

const struct proposal *commend_proposal_of(const struct request *request)
{
	return request_object(request, "commendation")->row;
}

const struct award *commend_award_of(const struct request *request)
{
	return request_object(request, "award")->row;
}

static enum status load_proposal(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct proposal *proposal = arena_new(request->arena, struct proposal);
	bool found;
	proposal->id.n = id;
	proposal->shard = id_shard(id);
	TRY(commend_one(request->arena, request->db, &(struct commend_one_in){ proposal->id, proposal->shard },
	        &proposal->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, N_("commend.not_found"), NULL);
	TRY(unit_load(request->arena, request->db, proposal->row.cell.n, &proposal->cell, err));
	TRY(unit_load(request->arena, request->db, proposal->row.giver.n, &proposal->giver, err));
	object->shard = proposal->shard;
	object->unit = proposal->row.cell.n;
	object->row = proposal;
	return OK;
}

static enum status load_award(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct award *award = arena_new(request->arena, struct award);
	bool found;
	award->id.n = id;
	award->shard = id_shard(id);
	TRY(commend_decision_one(request->arena, request->db,
	        &(struct commend_decision_one_in){ award->id, award->shard }, &award->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "commend.not_found", NULL);
	TRY(unit_load(request->arena, request->db, award->row.unit.n, &award->unit, err));
	object->shard = award->shard;
	object->unit = award->row.unit.n;
	object->row = award;
	return OK;
}

static bool link_home(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, "commendations", "commendations", ret_href);
}

static enum status export_praise(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct commend_everything_rows rows;
	TRY(commend_everything(arena, db, &(struct commend_everything_in){ person }, &rows, err));
	EXPORT_ROWS(json, "commendations", commend_everything, rows);
	return OK;
}

static enum status forget_praise(
        struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	(void)now;
	return commend_forget(arena, db, &(struct commend_forget_in){ person, STR("(đã xóa tên)") }, err);
}

static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct commend_archive_rows_rows rows;
	TRY(commend_archive_rows(arena, db, &(struct commend_archive_rows_in){ cell, id_shard(cell.n) }, &rows, err));
	EXPORT_ROWS(json, "commendations", commend_archive_rows, rows);
	return OK;
}

#define KINDS "yearly adhoc thematic badge"
static const struct field new_form[] = {
	{ "award", FIELD_LINE, true, .max = 60, .label = N_("Hình thức khen và cấp khen") },
	{ "kind", FIELD_CHOICE, true, .choices = KINDS, .label = N_("Loại khen thưởng") },
	{ "year", FIELD_INT, true, .min = 2000, .max = 2100, .label = N_("Năm") },
	{ "title", FIELD_LINE, .max = 300, .label = N_("Thành tích hoặc chuyên đề") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày đề nghị") },
	{ "meeting", FIELD_ID, .label = N_("Buổi họp chi bộ đã bàn") },
	{ "votes_for", FIELD_INT, .min = 0, .max = 5000, .label = N_("Số phiếu tán thành") },
	{ "votes_all", FIELD_INT, .min = 1, .max = 5000, .label = N_("Trên tổng số") },
	{ "proof", FIELD_LINE, .max = 300, .label = N_("Quyết định xếp loại năm (trên giấy)") },
	{ "paper", FIELD_FLAG },
	{ "pick-*", FIELD_FLAG },
	{ "reason-*", FIELD_TEXT, .max = 2000, .label = N_("Lý do, thành tích") },
	{ 0 },
};
static const struct field earlier_form[] = {
	{ "who", FIELD_LINE, true, .max = 40, .label = N_("Ai được khen") },
	{ "form", FIELD_LINE, true, .max = 40, .label = N_("Hình thức") },
	{ "kind", FIELD_CHOICE, true, .choices = "yearly adhoc thematic", .label = N_("Loại khen thưởng") },
	{ "year", FIELD_INT, true, .min = 1930, .max = 2100, .label = N_("Năm") },
	{ "giver", FIELD_LINE, true, .max = 200, .label = N_("Cấp khen") },
	{ "number", FIELD_LINE, .max = 60, .label = N_("Số quyết định") },
	{ "day", FIELD_DAY, .label = N_("Ngày quyết định") },
	{ "badge", FIELD_INT, .min = 30, .max = 100, .label = N_("Huy hiệu bao nhiêu năm") },
	{ "title", FIELD_LINE, .max = 300, .label = N_("Thành tích hoặc chuyên đề") },
	{ "reason", FIELD_TEXT, .max = 2000, .label = N_("Lý do, thành tích") },
	{ 0 },
};
static const struct field review_form[] = {
	{ "answer-*", FIELD_CHOICE, .choices = "agree return", .label = N_("Ý kiến của cấp ủy") },
	{ "why-*", FIELD_TEXT, .max = 1000, .label = N_("Lý do trả lại") },
	{ 0 },
};
static const struct field back_form[] = { { "item", FIELD_ID },
	{ "reason", FIELD_LINE, true, .max = 300, .label = N_("Lý do rút") }, { 0 } };
static const struct field again_form[] = { { "reason-*", FIELD_TEXT, .max = 2000, .label = N_("Lý do, thành tích") },
	{ 0 } };
static const struct field quota_form[] = {
	{ "year", FIELD_INT, true, .min = 2020, .max = 2100, .label = N_("Năm") },
	{ "what", FIELD_LINE, true, .max = 60, .label = N_("Hình thức và đối tượng") },
	{ "most", FIELD_INT, true, .min = 0, .max = 100000, .label = N_("Nhiều nhất") },
	{ "source", FIELD_LINE, true, .max = 120, .label = N_("Văn bản của cấp ủy") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày văn bản") },
	{ 0 },
};
static const struct field decide_form[] = {
	{ "number", FIELD_LINE, true, .max = 60, .label = N_("Số quyết định") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày quyết định") },
	{ "signer", FIELD_LINE, .max = 120, .label = N_("Người ký") },
	{ "post", FIELD_LINE, .max = 120, .label = N_("Chức vụ người ký") },
	{ "paper", FIELD_FLAG },
	{ "pick-*", FIELD_FLAG },
	{ 0 },
};
static const struct field revoke_form[] = {
	{ "item", FIELD_ID, true, .label = N_("Ai bị thu hồi") },
	{ "number", FIELD_LINE, true, .max = 60, .label = N_("Số quyết định thu hồi") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày thu hồi") },
	{ "reason", FIELD_TEXT, true, .max = 1000, .label = N_("Lý do thu hồi") },
	{ 0 },
};

static const struct route routes[] = {
	{ HTTP_GET, "/cells/{cell}/commendations", &commend_read, commend_show_cell, .page = &commend_cell_page,
	        .about = "The book of commendations of a cell" },
	{ HTTP_GET, "/cells/{cell}/commendations/new", &commend_propose, commend_show_new, .page = &commend_new_page,
	        .about = "Who meets which conditions in a year; a new proposal" },
	{ HTTP_POST, "/cells/{cell}/commendations/new", &commend_propose, commend_save_new, .form = new_form,
	        .act = "commend.propose", .about = "Propose for commendation" },
	{ HTTP_GET, "/cells/{cell}/commendations/earlier", &commend_propose, commend_show_earlier,
	        .page = &commend_earlier_page, .about = "Type in what was given before" },
	{ HTTP_POST, "/cells/{cell}/commendations/earlier", &commend_propose, commend_save_earlier,
	        .form = earlier_form, .act = "commend.earlier", .about = "Type in one commendation given before" },
	{ HTTP_GET, "/cells/{cell}/members/{member}/commendations", &commend_read, commend_show_member,
	        .page = &commend_member_page, .about = "What one member was given" },
	{ HTTP_GET, "/cells/{cell}/commendations/book", &commend_read, commend_paper_book, .slow = true,
	        .about = "The book on paper; format=docx" },
	{ HTTP_GET, "/cells/{cell}/commendations/blank", &commend_propose, commend_paper_blank, .slow = true,
	        .about = "An empty proposal on paper; format=docx" },
	{ HTTP_GET, "/commendations/{commendation}", &commend_propose, commend_show, .page = &commend_show_page,
	        .about = "One proposal" },
	{ HTTP_GET, "/commendations/{commendation}/proposal", &commend_propose, commend_paper_proposal, .slow = true,
	        .about = "The proposal on paper; format=docx" },
	{ HTTP_POST, "/commendations/{commendation}/review", &commend_review, commend_save_review, .form = review_form,
	        .retry = "/commendations/{commendation}", .act = "commend.review",
	        .about = "Agree to a proposal or return it" },
	{ HTTP_POST, "/commendations/{commendation}/withdraw", &commend_propose, commend_save_back, .form = back_form,
	        .retry = "/commendations/{commendation}", .act = "commend.withdraw", .about = "Take a proposal back" },
	{ HTTP_POST, "/commendations/{commendation}/again", &commend_propose, commend_save_again, .form = again_form,
	        .retry = "/commendations/{commendation}", .act = "commend.again",
	        .about = "Send what was returned once more" },
	{ HTTP_GET, "/units/{unit}/commendations", &commend_decide, commend_show_unit, .page = &commend_unit_page,
	        .about = "What a committee has to look at, decide and may give" },
	{ HTTP_POST, "/units/{unit}/commendations/quota", &commend_lead, commend_save_quota, .form = quota_form,
	        .wide = true, .retry = "/units/{unit}/commendations", .act = "commend.quota",
	        .about = "Set a limit for a year" },
	{ HTTP_GET, "/units/{unit}/commendations/decide", &commend_decide, commend_show_decide,
	        .page = &commend_decide_page, .about = "A new decision" },
	{ HTTP_POST, "/units/{unit}/commendations/decide", &commend_decide, commend_save_decide, .form = decide_form,
	        .wide = true, .act = "commend.decide", .about = "Decide on those who were agreed on" },
	{ HTTP_GET, "/units/{unit}/commendations/blank", &commend_decide, commend_paper_blank_decision, .slow = true,
	        .about = "An empty decision on paper; format=docx" },
	{ HTTP_GET, "/units/{unit}/commendations/certificate", &commend_decide, commend_paper_blank_certificate,
	        .slow = true, .about = "An empty certificate; format=docx" },
	{ HTTP_GET, "/commendations/decisions/{award}", &commend_decide, commend_show_decision,
	        .page = &commend_decision_page, .about = "One decision" },
	{ HTTP_GET, "/commendations/decisions/{award}/decision", &commend_decide, commend_paper_decision, .slow = true,
	        .about = "The decision with its list on paper; format=docx" },
	{ HTTP_GET, "/commendations/decisions/{award}/certificates", &commend_decide, commend_paper_certificate,
	        .slow = true, .about = "The certificates, one a page; item=one; format=docx" },
	{ HTTP_POST, "/commendations/decisions/{award}/revoke", &commend_decide, commend_save_revoke,
	        .form = revoke_form, .wide = true, .retry = "/commendations/decisions/{award}", .act = "commend.revoke",
	        .about = "Take a commendation away by a decision" },
	{ 0 },
};

const struct feature commend_feature = {
	.name = "commend",
	.routes = routes,
	.objects = (const struct object_kind[]){ { "commendation", load_proposal }, { "award", load_award }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Khen thưởng"), "star", 150, link_home }, { 0 } },
	.counters = commend_families,
	.due = commend_due,
	.export_person = export_praise,
	.erase_person = forget_praise,
	.archive = archive,
};
