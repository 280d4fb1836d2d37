/* Model meetings: who may do what, objects, routes. */
#include "feature/model/model_private.h"

#include "app/export.h"
#include "base/id.h"

const struct permission model_lead = { .name = "model.lead",
	.sentence = N_("Chọn buổi sinh hoạt mẫu, mời khách, phổ biến rút kinh nghiệm"),
	.below = R(OFFICER) };
const struct permission model_see = { .name = "model.see",
	.sentence = N_("Xem buổi sinh hoạt mẫu được mời dự, bài rút kinh nghiệm phải đọc"),
	.own = ROLES_CELL | R(VISITOR),
	.below = R(OFFICER) };
const struct permission model_propose = { .name = "model.propose",
	.sentence = N_("Đề xuất một buổi của chi bộ làm sinh hoạt mẫu, ghi khách có mặt"),
	.own = ROLES_LEADERS };
const struct permission model_presence = { .name = "model.presence",
	.sentence = N_("Ghi khách có mặt ở buổi sinh hoạt mẫu"),
	.own = ROLES_LEADERS,
	.below = R(OFFICER) };
const struct permission model_note_it = { .name = "model.note",
	.sentence = N_("Ghi góp ý sau buổi sinh hoạt mẫu"),
	.own = ROLES_LEADERS | R(VISITOR),
	.below = R(OFFICER) };

const struct model *request_model(const struct request *request)
{
	return request_object(request, "model")->row;
}

bool model_inside(const struct request *request)
{
	return request_model(request)->guest || request->object_roles_own & ROLES_CELL ||
	       request->object_roles_above & R(OFFICER);
}

bool model_hosts(const struct request *request)
{
	return request_can(request, "model.lead") || request_can(request, "model.propose");
}

bool model_guest_own(const struct request *request, const struct model_guests_row *guest)
{
	return (guest->account.n && guest->account.n == request->account.n) ||
	       (guest->cell.n && guest->cell.n == request->home_unit && request->roles & ROLES_LEADERS);
}

static enum status is_guest(struct request *request, const struct model *model, bool *ret_is, struct err *err)
{
	struct model_guests_rows guests;
	*ret_is = false;
	if (!str_is(model->row.state, "marked") && !str_is(model->row.state, "published"))
		return OK;
	TRY(model_guests(
	        request->arena, request->db, &(struct model_guests_in){ model->id, model->shard }, &guests, err));
	for (size_t i = 0; i < guests.count; i++)
		*ret_is |= model_guest_own(request, &guests.at[i]);
	return OK;
}

static enum status is_reader(struct request *request, const struct model *model, bool *ret_is, struct err *err)
{
	struct model_reader_one_row row;
	struct unit home;
	*ret_is = false;
	if (!str_is(model->row.state, "published") || !request->home_unit || !(request->roles & ROLES_CELL))
		return OK;
	TRY(unit_home_load(request, &home, err));
	return model_reader_one(request->arena, request->db,
	        &(struct model_reader_one_in){ { home.id }, model->id, home.shard }, &row, ret_is, err);
}

static enum status load_model(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct model *model = arena_new(request->arena, struct model);
	bool found;
	model->id.n = id;
	model->shard = id_shard(id);
	TRY(model_one(request->arena, request->db, &(struct model_one_in){ model->id, model->shard }, &model->row,
	        &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "model.not_found", NULL);
	TRY(unit_load(request->arena, request->db, model->row.cell.n, &model->cell, err));
	TRY(is_guest(request, model, &model->guest, err));
	TRY(is_reader(request, model, &model->reader, err));
	object->shard = model->shard;
	object->unit = model->row.cell.n;
	object->row = model;
	object->roles = model->guest || model->reader ? R(VISITOR) : 0;
	return OK;
}

static enum status export_member(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err)
{
	struct model_guest_export_rows guests;
	struct model_note_export_rows notes;
	TRY(model_guest_export(arena, db, &(struct model_guest_export_in){ account }, &guests, err));
	EXPORT_ROWS(json, "model_guest", model_guest_export, guests);
	TRY(model_note_export(arena, db, &(struct model_note_export_in){ account }, &notes, err));
	EXPORT_ROWS(json, "model_notes", model_note_export, notes);
	return OK;
}

static enum status forget_guest(
        struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err)
{
	(void)now;
	return model_guest_forget(arena, db, &(struct model_guest_forget_in){ account, STR("(đã xóa tên)") }, err);
}

static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	int shard = id_shard(cell.n);
	struct model_archive_meetings_rows meetings;
	struct model_archive_lessons_rows lessons;
	struct model_archive_readings_rows readings;
	TRY(model_archive_meetings(arena, db, &(struct model_archive_meetings_in){ cell, shard }, &meetings, err));
	EXPORT_ROWS(json, "model_meetings", model_archive_meetings, meetings);
	TRY(model_archive_lessons(arena, db, &(struct model_archive_lessons_in){ cell, shard }, &lessons, err));
	EXPORT_ROWS(json, "model_lessons", model_archive_lessons, lessons);
	TRY(model_archive_readings(arena, db, &(struct model_archive_readings_in){ cell, shard }, &readings, err));
	EXPORT_ROWS(json, "model_readings", model_archive_readings, readings);
	return OK;
}

static const struct field mark_form[] = {
	{ "code", FIELD_LINE, true, .max = 60, .label = N_("Mã chi bộ") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày họp") },
	{ "purpose", FIELD_TEXT, true, .max = 2000, .label = N_("Mục đích, điều muốn làm mẫu") },
	{ 0 },
};
static const struct field propose_form[] = {
	{ "meeting", FIELD_ID, true, .label = N_("Buổi sinh hoạt") },
	{ "purpose", FIELD_TEXT, true, .max = 2000, .label = N_("Mục đích, điều muốn làm mẫu") },
	{ 0 },
};
static const struct field answer_form[] = { { "agree", FIELD_FLAG },
	{ "why", FIELD_TEXT, .max = 500, .label = N_("Lý do") }, { 0 } };
static const struct field cancel_form[] = { { "reason", FIELD_TEXT, true, .max = 500, .label = N_("Lý do hủy") },
	{ 0 } };
static const struct field window_form[] = {
	{ "new_purpose", FIELD_TEXT, true, .max = 2000, .label = N_("Mục đích, điều muốn làm mẫu") },
	{ "since", FIELD_DAY, true, .label = N_("Xem từ ngày") },
	{ "last", FIELD_DAY, true, .label = N_("Đến hết ngày") },
	{ "number", FIELD_LINE, .max = 60, .label = N_("Số giấy mời") },
	{ "day", FIELD_DAY, .label = N_("Ngày giấy mời") },
	{ 0 },
};
static const struct field guest_form[] = {
	{ "cell", FIELD_LINE, .max = 60, .label = N_("Mã chi bộ được mời") },
	{ "account", FIELD_ID, .label = N_("Người được mời") },
	{ "remove", FIELD_ID },
	{ 0 },
};
static const struct field presence_form[] = { { "came-*", FIELD_INT, .min = 0, .max = 99, .label = N_("Số người dự") },
	{ 0 } };
static const struct field notes_form[] = {
	{ "good-*", FIELD_TEXT, .max = 2000, .label = N_("Làm tốt") },
	{ "improve-*", FIELD_TEXT, .max = 2000, .label = N_("Cần rút kinh nghiệm") },
	{ 0 },
};
static const struct field publish_form[] = {
	{ "lesson-*", FIELD_TEXT, .max = 4000, .label = N_("Rút kinh nghiệm") },
	{ "conclusion", FIELD_TEXT, .max = 4000, .label = N_("Kết luận chung") },
	{ "reach", FIELD_ID, true, .label = N_("Các chi bộ phải đọc: thuộc") },
	{ "types-*", FIELD_FLAG },
	{ 0 },
};
static const struct field empty_form[] = { { 0 } };

static const struct route routes[] = {
	{ HTTP_GET, "/units/{unit}/model-meetings", &model_lead, model_show_list, .page = &model_list_page,
	        .about = "The model meetings of a committee" },
	{ HTTP_POST, "/units/{unit}/model-meetings", &model_lead, model_mark, .form = mark_form, .wide = true,
	        .act = "model.mark", .about = "Mark a cell's meeting as a model" },
	{ HTTP_GET, "/cells/{cell}/model-meetings", &meeting_read, model_show_cell, .page = &model_cell_page,
	        .about = "A cell's model meetings, invitations and readings" },
	{ HTTP_POST, "/cells/{cell}/model-meetings", &model_propose, model_propose_it, .form = propose_form,
	        .act = "model.propose", .about = "Propose a meeting of the cell as a model" },
	{ HTTP_GET, "/model-meetings/{model}", &model_see, model_show, .page = &model_show_page_page,
	        .about = "One model meeting" },
	{ HTTP_POST, "/model-meetings/{model}/answer", &model_lead, model_answer_it, .form = answer_form,
	        .retry = "/model-meetings/{model}", .act = "model.answer", .about = "Agree to a proposal, or not" },
	{ HTTP_POST, "/model-meetings/{model}/cancel", &model_lead, model_cancel_it, .form = cancel_form, .wide = true,
	        .retry = "/model-meetings/{model}", .act = "model.cancel", .about = "Give it up" },
	{ HTTP_POST, "/model-meetings/{model}/window", &model_lead, model_set_window, .form = window_form, .wide = true,
	        .retry = "/model-meetings/{model}", .act = "model.window",
	        .about = "Set the purpose, when guests may look, the number of the invitation" },
	{ HTTP_POST, "/model-meetings/{model}/guests", &model_lead, model_put_guest, .form = guest_form, .wide = true,
	        .retry = "/model-meetings/{model}", .act = "model.guest", .about = "Invite a guest, or no more" },
	{ HTTP_POST, "/model-meetings/{model}/presence", &model_presence, model_put_presence, .form = presence_form,
	        .retry = "/model-meetings/{model}", .act = "model.presence", .about = "Note which guests came" },
	{ HTTP_POST, "/model-meetings/{model}/notes", &model_note_it, model_put_notes, .form = notes_form,
	        .retry = "/model-meetings/{model}", .act = "model.note",
	        .about = "Note what was good, what to improve" },
	{ HTTP_POST, "/model-meetings/{model}/publish", &model_lead, model_publish_it, .form = publish_form,
	        .retry = "/model-meetings/{model}", .act = "model.publish", .about = "Publish what was learned" },
	{ HTTP_POST, "/model-meetings/{model}/read", &model_see, model_note_read, .form = empty_form, .wide = true,
	        .retry = "/model-meetings/{model}", .act = "model.read", .about = "A cell says that it read it" },
	{ HTTP_GET, "/model-meetings/{model}/readers", &model_lead, model_show_readers,
	        .page = &model_readers_page_page, .about = "Which cells read it; unread=1: which did not" },
	{ HTTP_GET, "/model-meetings/{model}/invitation.pdf", &model_see, model_fetch_invitation, .slow = true,
	        .about = "The invitations on paper; guest=ID: one; blank=1: to be filled in by hand" },
	{ HTTP_GET, "/model-meetings/{model}/invitation.docx", &model_see, model_fetch_invitation, .slow = true,
	        .about = "The invitations as a text file" },
	{ HTTP_GET, "/model-meetings/{model}/lessons.pdf", &model_see, model_fetch_lessons, .slow = true,
	        .about = "What was learned, on paper; blank=1: the sheet for guests" },
	{ HTTP_GET, "/model-meetings/{model}/lessons.docx", &model_see, model_fetch_lessons, .slow = true,
	        .about = "What was learned, as a text file" },
	{ 0 },
};

static bool link_home(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, "model-meetings", "model-meetings", ret_href);
}

const struct feature model_feature = {
	.name = "model",
	.routes = routes,
	.objects = (const struct object_kind[]){ { "model", load_model }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Sinh hoạt mẫu"), "star", 130, link_home }, { 0 } },
	.counters = model_families,
	.due = model_due,
	.chores = (const struct chore[]){ { "model.send", 5, model_chore }, { 0 } },
	.export_account = export_member,
	.erase_account = forget_guest,
	.archive = archive,
};
