/* Commitments: who may do what, objects, routes. */
#include "feature/commitment/commitment_private.h"

#include "app/session.h"
#include "base/id.h"
#include "gen/commitment_page.h"

const struct permission commitment_cell = { .name = "commitment.cell",
	.sentence = N_("Viết bản cam kết của mình, xem đợt cam kết của chi bộ"),
	.own = ROLES_CELL };
const struct permission commitment_lead = { .name = "commitment.lead",
	.sentence = N_("Mở đợt cam kết, thống nhất, nhận xét, xem danh sách của chi bộ"),
	.own = ROLES_LEADERS };
const struct permission commitment_read = { .name = "commitment.read",
	.sentence = N_("Đọc một bản cam kết: chính đảng viên và chi ủy của chi bộ"),
	.own = ROLES_LEADERS | R(VISITOR) };
const struct permission commitment_sum = {
	.name = "commitment.sum", .sentence = N_("Xem số lượng cam kết của các chi bộ"), .below = R(OFFICER)
};
const struct permission commitment_shape = {
	.name = "commitment.shape", .sentence = N_("Đặt các phần của bản cam kết"), .own = ROLES_LEADERS | R(OFFICER)
};

const struct commitment *request_commitment(const struct request *request)
{
	return request_object(request, "commitment")->row;
}

/* The member, wherever they are now, and leaders of the cell. Somebody who may look into the cell for other reasons
 * reads no word of it, and nobody reads what the member still writes. */
static enum status load_commitment(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct commitment *commitment = arena_new(request->arena, struct commitment);
	unsigned own = 0, above = 0;
	bool found;
	commitment->id.n = id;
	commitment->shard = id_shard(id);
	TRY(commitment_one(request->arena, request->db,
	        &(struct commitment_one_in){ commitment->id, commitment->shard }, &commitment->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "commitment.not_found", NULL);
	TRY(unit_load(request->arena, request->db, commitment->row.cell.n, &commitment->cell, err));
	object->shard = commitment->shard;
	object->unit = commitment->row.cell.n;
	object->row = commitment;
	if (!request->account.n)
		return OK;
	TRY(session_roles_at(request, object->unit, &own, &above, err));
	commitment->own = request->person.n && request->person.n == commitment->row.person.n;
	commitment->leads = (own & ROLES_LEADERS) != 0;
	if (commitment->own)
		object->roles = R(VISITOR);
	else if (!commitment->leads)
		return err_set(err, DENIED, "commitment.others", NULL);
	else if (str_is(commitment->row.state, "draft") && !commitment->row.paper)
		return err_set(err, DENIED, "commitment.draft", NULL);
	return OK;
}

static bool link_home(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, "commitments", "commitments", ret_href);
}

#define PARTS_TEXT                                                                 \
	{                                                                          \
		"text-*", FIELD_TEXT, .max = 3000, .label = N_("Nội dung cam kết") \
	}
#define ITEM_FIELDS                                                                      \
	{ "item-*", FIELD_TEXT, .max = 600, .label = N_("Việc sẽ làm") },                \
	        { "measure-*", FIELD_LINE, .max = 200, .label = N_("Kết quả đo được") }, \
	        { "due-*", FIELD_DAY, .label = N_("Hạn hoàn thành") },                   \
	{                                                                                \
		"send", FIELD_FLAG                                                       \
	}

static const struct field new_form[] = { PARTS_TEXT, ITEM_FIELDS, { 0 } };
static const struct field edit_form[] = { { "version", FIELD_INT, true }, PARTS_TEXT, ITEM_FIELDS, { 0 } };
static const struct field ask_form[] = {
	{ "year", FIELD_INT, true, .min = 2020, .max = 2100, .label = N_("Năm") },
	{ "due", FIELD_DAY, true, .label = N_("Hạn gửi bản cam kết") },
	{ 0 },
};
static const struct field agree_form[] = {
	{ "version", FIELD_INT, true },
	{ "word", FIELD_TEXT, .max = 1000, .label = N_("Ý kiến của chi bộ") },
	{ 0 },
};
static const struct field return_form[] = {
	{ "version", FIELD_INT, true },
	{ "word", FIELD_TEXT, true, .max = 1000, .label = N_("Ý kiến của chi bộ") },
	{ 0 },
};
static const struct field progress_form[] = {
	{ "item", FIELD_ID, true, .label = N_("Việc") },
	{ "state", FIELD_CHOICE, true, .choices = "done going stuck", .label = N_("Tiến độ") },
	{ "words", FIELD_TEXT, true, .max = 600, .label = N_("Đã làm được gì") },
	{ "meeting", FIELD_ID, .label = N_("Nói ở buổi họp") },
	{ "day", FIELD_DAY, .label = N_("Ngày") },
	{ 0 },
};
static const struct field addendum_form[] = {
	{ "reason", FIELD_TEXT, true, .max = 600, .label = N_("Lý do") },
	{ "item", FIELD_ID, .label = N_("Việc bỏ đi") },
	{ "text", FIELD_TEXT, .max = 600, .label = N_("Việc thêm vào") },
	{ "measure", FIELD_LINE, .max = 200, .label = N_("Kết quả đo được") },
	{ "due", FIELD_DAY, .label = N_("Hạn hoàn thành") },
	{ 0 },
};
static const struct field settle_form[] = {
	{ "addendum", FIELD_ID, true },
	{ "answer", FIELD_CHOICE, true, .choices = "agreed returned", .label = N_("Ý kiến của chi bộ") },
	{ "word", FIELD_LINE, .max = 300, .label = N_("Ý kiến của chi bộ") },
	{ 0 },
};
static const struct field check_form[] = {
	{ "state-*", FIELD_CHOICE, .choices = "done part not", .label = N_("Kết quả") },
	{ "words-*", FIELD_TEXT, .max = 1000, .label = N_("Kết quả và lý do") },
	{ "words", FIELD_TEXT, .max = 3000, .label = N_("Nói chung") },
	{ 0 },
};
static const struct field note_form[] = {
	{ "note", FIELD_TEXT, true, .max = 2000, .label = N_("Nhận xét việc thực hiện cam kết") }, { 0 }
};
static const struct field layout_form[] = {
	{ "title-*", FIELD_LINE, .max = 120, .label = N_("Tên phần") },
	{ "hint-*", FIELD_LINE, .max = 200, .label = N_("Gợi ý") },
	{ "reset", FIELD_FLAG },
	{ 0 },
};

static const struct route routes[] = {
	{ HTTP_GET, "/cells/{cell}/commitments", &commitment_cell, commitment_show_cell, .page = &commitment_cell_page,
	        .about = "The commitments of a cell in a year: one's own, and for leaders who sent" },
	{ HTTP_POST, "/cells/{cell}/commitments", &commitment_lead, commitment_ask, .form = ask_form,
	        .act = "commitment.ask", .about = "Ask for the commitments of a year, or change the last day" },
	{ HTTP_GET, "/cells/{cell}/commitments/new", &commitment_cell, commitment_show_new,
	        .page = &commitment_form_page, .about = "An empty commitment" },
	{ HTTP_POST, "/cells/{cell}/commitments/new", &commitment_cell, commitment_save_new, .form = new_form,
	        .act = "commitment.new", .about = "Write a commitment, or type it in from paper" },
	{ HTTP_GET, "/cells/{cell}/commitments/form.pdf", &commitment_cell, commitment_fetch_form, .slow = true,
	        .about = "The form on paper, empty" },
	{ HTTP_GET, "/cells/{cell}/commitments/form.docx", &commitment_cell, commitment_fetch_form, .slow = true,
	        .about = "The empty form as a text file" },
	{ HTTP_GET, "/cells/{cell}/commitments/list.pdf", &commitment_lead, commitment_fetch_list, .slow = true,
	        .about = "Who committed, on paper" },
	{ HTTP_GET, "/cells/{cell}/commitments/list.docx", &commitment_lead, commitment_fetch_list, .slow = true,
	        .about = "The same as a text file" },
	{ HTTP_GET, "/commitments/{commitment}", &commitment_read, commitment_show, .page = &commitment_show_page,
	        .about = "One commitment" },
	{ HTTP_GET, "/commitments/{commitment}/edit", &commitment_read, commitment_show_edit,
	        .page = &commitment_form_page, .about = "Write it anew before it is agreed" },
	{ HTTP_POST, "/commitments/{commitment}/edit", &commitment_read, commitment_save_edit, .form = edit_form,
	        .act = "commitment.edit", .about = "Keep or send what was written anew" },
	{ HTTP_POST, "/commitments/{commitment}/agree", &commitment_read, commitment_agree, .form = agree_form,
	        .retry = "/commitments/{commitment}", .act = "commitment.agree", .about = "The cell agrees" },
	{ HTTP_POST, "/commitments/{commitment}/return", &commitment_read, commitment_return, .form = return_form,
	        .retry = "/commitments/{commitment}", .act = "commitment.return",
	        .about = "The cell returns it with a word" },
	{ HTTP_POST, "/commitments/{commitment}/progress", &commitment_read, commitment_say, .form = progress_form,
	        .retry = "/commitments/{commitment}", .act = "commitment.progress", .about = "Say how an item goes" },
	{ HTTP_POST, "/commitments/{commitment}/addenda", &commitment_read, commitment_amend, .form = addendum_form,
	        .retry = "/commitments/{commitment}", .act = "commitment.addendum",
	        .about = "Ask for a change after it was agreed" },
	{ HTTP_POST, "/commitments/{commitment}/addenda/decide", &commitment_read, commitment_settle,
	        .form = settle_form, .retry = "/commitments/{commitment}", .act = "commitment.settle",
	        .about = "Agree to a change, or return it" },
	{ HTTP_GET, "/commitments/{commitment}/check", &commitment_read, commitment_show_check,
	        .page = &commitment_check_page_page, .about = "The check at the end of the year" },
	{ HTTP_POST, "/commitments/{commitment}/check", &commitment_read, commitment_save_check, .form = check_form,
	        .act = "commitment.check", .about = "Send the check" },
	{ HTTP_POST, "/commitments/{commitment}/note", &commitment_read, commitment_save_note, .form = note_form,
	        .retry = "/commitments/{commitment}", .act = "commitment.note",
	        .about = "What the committee of the cell says of it" },
	{ HTTP_GET, "/commitments/{commitment}/commitment.pdf", &commitment_read, commitment_fetch_paper, .slow = true,
	        .about = "It on paper" },
	{ HTTP_GET, "/commitments/{commitment}/commitment.docx", &commitment_read, commitment_fetch_paper, .slow = true,
	        .about = "It as a text file" },
	{ HTTP_GET, "/units/{unit}/commitments", &commitment_sum, commitment_show_unit, .page = &commitment_unit_page,
	        .about = "How many committed below a committee; no words" },
	{ HTTP_GET, "/units/{unit}/commitments/layout", &commitment_shape, commitment_show_layout,
	        .page = &commitment_layout_page_page, .about = "The parts of the form" },
	{ HTTP_POST, "/units/{unit}/commitments/layout", &commitment_shape, commitment_save_layout, .form = layout_form,
	        .wide = true, .act = "commitment.layout", .about = "Parts of its own, or the superior's again" },
	{ 0 },
};

const struct feature commitment_feature = {
	.name = "commitment",
	.routes = routes,
	.objects = (const struct object_kind[]){ { "commitment", load_commitment }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Cam kết"), "flag", 160, link_home }, { 0 } },
	.counters = commitment_families,
	.due = commitment_due,
	.export_person = commitment_hand_out,
	.erase_person = commitment_erase,
	.archive = commitment_archive,
};
