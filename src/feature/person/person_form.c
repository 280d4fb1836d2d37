/* Pages that enter, correct and move members. */
#include "feature/person/person_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/person_page.h"
#include "gen/person_sql.h"

#include <string.h>

const struct field person_form_fields[] = {
	{ "full_name", FIELD_LINE, true, .max = 120, .label = N_("Họ và tên") },
	{ "label", FIELD_LINE, .max = 60, .label = N_("Cách phân biệt với người trùng tên") },
	{ "birth", FIELD_LINE, .max = 40, .label = N_("Ngày sinh") },
	{ "sex", FIELD_CHOICE, .choices = "Nam Nữ", .label = N_("Giới tính") },
	{ "status", FIELD_CHOICE, .choices = "full probationary", .label = N_("Đảng viên") },
	{ "joined", FIELD_LINE, .max = 40, .label = N_("Ngày vào Đảng") },
	{ "official", FIELD_LINE, .max = 40, .label = N_("Ngày chính thức") },
	{ "kind", FIELD_CHOICE, .choices = "official away temporary_here", .label = N_("Sinh hoạt") },
	{ "post", FIELD_CHOICE, .choices = "bi_thu pho_bi_thu chi_uy_vien dang_vien", .label = N_("Chức vụ") },
	{ "since", FIELD_DAY, .label = N_("Sinh hoạt tại chi bộ từ ngày") },
	{ "phone", FIELD_LINE, .max = 30, .label = N_("Điện thoại") },
	{ "residence", FIELD_LINE, .label = N_("Nơi ở") },
	{ "card", FIELD_LINE, .max = 30, .label = N_("Số thẻ đảng viên") },
	{ "id_number", FIELD_LINE, .max = 30, .label = N_("Số định danh cá nhân") },
	{ "home", FIELD_LINE, .label = N_("Quê quán") },
	{ "ethnic", FIELD_LINE, .max = 40, .label = N_("Dân tộc") },
	{ "job", FIELD_LINE, .label = N_("Nghề nghiệp") },
	{ "education", FIELD_LINE, .label = N_("Trình độ") },
	{ "email", FIELD_LINE, .label = N_("Thư điện tử") },
	{ "note", FIELD_LINE, .max = 500, .label = N_("Ghi chú") },
	{ 0 },
};

/* A day, month or year as typed. */
static enum status day_of(struct request *request, const char *field, struct str *ret_day, struct err *err)
{
	struct date date;
	struct str text = request_text(request, field);
	*ret_day = STR_NONE;
	if (!text.len)
		return OK;
	if (!date_typed(text, &date))
		return err_set(err, INVALID, "person.day", field);
	*ret_day = date_iso(request->arena, date);
	return OK;
}

static enum status typed_data(struct request *request, struct person_data *data, struct err *err)
{
	*data = (struct person_data){ .full_name = request_text(request, "full_name"),
		.sex = request_text(request, "sex"),
		.ethnic = request_text(request, "ethnic"),
		.home = request_text(request, "home"),
		.residence = request_text(request, "residence"),
		.card = request_text(request, "card"),
		.id_number = request_text(request, "id_number"),
		.phone = request_text(request, "phone"),
		.email = request_text(request, "email"),
		.job = request_text(request, "job"),
		.education = request_text(request, "education"),
		.note = request_text(request, "note") };
	TRY(day_of(request, "birth", &data->birth, err));
	TRY(day_of(request, "joined", &data->joined, err));
	TRY(day_of(request, "official", &data->official, err));
	person_tidy(request->arena, data);
	return person_check(data, request->today, err);
}

/* The name of the other cell is told only to those who may see its members. */
static enum status hide_where(struct request *request, enum status status, struct err *err)
{
	int64_t cell = 0;
	bool can = false;
	struct err ignored;
	if (status != CONFLICT || !str_is(str_of(err->code), "person.twice_elsewhere"))
		return status;
	for (size_t i = 0; i < err->arg_count; i++)
		if (str_is(str_of(err->arg[i].name), "cell"))
			str_int(str_of(err->arg[i].value), &cell);
	if (request_can_at(request, &member_read, cell, &can, &ignored) == OK && can)
		return status;
	char field[sizeof(err->field)];
	memcpy(field, err->field, sizeof(field));
	*err = (struct err){ 0 };
	return err_set(err, CONFLICT, "person.elsewhere", field);
}

/* A cell has one secretary. */
static enum status post_free(
        struct request *request, const struct unit *cell, struct str post, int64_t person, struct err *err)
{
	struct members members;
	if (!str_is(post, "bi_thu"))
		return OK;
	TRY(person_members(request->arena, request->db, cell->id, cell->shard, request->today, &members, err));
	for (size_t i = 0; i < members.count; i++)
		if (str_is(members.at[i].post, "bi_thu") && members.at[i].person != person) {
			enum status status = err_set(err, CONFLICT, "person.post_held", "post");
			err_arg(err, "name", members.at[i].name);
			return status;
		}
	return OK;
}

enum status person_show_add(struct request *request, void *to, struct err *err)
{
	struct person_form_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	(void)err;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->adding = true;
	view->today = request->today;
	return OK;
}

enum status person_do_add(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct person_new new = { .place = { .cell = cell->id,
		                          .shard = cell->shard,
		                          .kind = request_text(request, "kind"),
		                          .status = request_text(request, "status"),
		                          .post = request_text(request, "post") },
		.since = request_day(request, "since") };
	int64_t person;
	(void)view;
	TRY(typed_data(request, &new.data, err));
	if (!new.place.kind.len)
		new.place.kind = STR("official");
	if (!new.place.status.len)
		new.place.status = STR("full");
	if (new.since.len && str_compare(new.since, request->today) > 0)
		return err_set(err, INVALID, "person.future", "since");
	TRY(post_free(request, cell, new.place.post, 0, err));
	TRY(hide_where(request, person_add(request->arena, request->db, &new, request->now, &person, err), err));
	request_flash(request, N_("Đã thêm vào danh sách đảng viên."));
	request_go(request, "/cells/%lld/members/%lld", (long long)cell->id, (long long)person);
	return OK;
}

enum status person_here_still(const struct member *member, struct err *err)
{
	return member->left.len ? err_set(err, CONFLICT, "person.left_already", NULL) : OK;
}

enum status person_show_edit(struct request *request, void *to, struct err *err)
{
	struct person_form_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	const struct member *member = request_member(request);
	const struct person_data *data = &member->data;
	struct person_namesakes_rows same;
	TRY(person_here_still(member, err));
	TRY(person_namesakes(request->arena, request->db,
	        &(struct person_namesakes_in){ .cell = { cell->id },
	                .shard = cell->shard,
	                .sort_key = text_sort_key(request->arena, member->name) },
	        &same, err));
	*view = (struct person_form_view){ .cell = { cell->id },
		.cell_name = cell->name,
		.person = { member->person },
		.name = member->name,
		.label = member->label,
		.namesakes = same.count > 1 || member->label.len,
		.today = request->today,
		.full_name = data->full_name,
		.birth = data->birth,
		.sex = data->sex,
		.ethnic = data->ethnic,
		.home = data->home,
		.residence = data->residence,
		.joined = data->joined,
		.official = data->official,
		.card = data->card,
		.id_number = data->id_number,
		.phone = data->phone,
		.email = data->email,
		.job = data->job,
		.education = data->education,
		.note = data->note };
	return OK;
}

enum status person_do_edit(struct request *request, void *view, struct err *err)
{
	const struct member *member = request_member(request);
	struct person_data data;
	bool changed;
	(void)view;
	TRY(person_here_still(member, err));
	TRY(typed_data(request, &data, err));
	TRY(hide_where(request,
	        person_update(request->arena, request->db, member, &data, 0, request->now, &changed, err), err));
	struct str label = request_text(request, "label");
	if (!str_eq(label, member->label)) {
		changed = true;
		TRY(person_membership_label(request->arena, request->db,
		        &(struct person_membership_label_in){ .id = member->membership,
		                .shard = member->shard,
		                .label = label.len ? label : STR_NONE },
		        err));
		TRY(person_tell_apart(request->arena, request->db, member->cell, member->shard,
		        text_sort_key(request->arena, data.full_name), err));
	}
	request_flash(request, changed ? N_("Đã lưu thông tin đảng viên.") : N_("Không có gì thay đổi."));
	request_go(request, "/cells/%lld/members/%lld", (long long)member->cell, (long long)member->person);
	return OK;
}

enum status person_show_place(struct request *request, void *to, struct err *err)
{
	struct person_place_page_view *view = to;
	const struct member *member = request_member(request);
	TRY(person_here_still(member, err));
	*view = (struct person_place_page_view){ .cell = { member->cell },
		.person = { member->person },
		.name = member->name,
		.label = member->label,
		.today = request->today,
		.kind = member->kind,
		.status = member->status,
		.post = member->post };
	return OK;
}

enum status person_do_place(struct request *request, void *view, struct err *err)
{
	const struct member *member = request_member(request);
	struct person_place place = { .kind = request_text(request, "kind"),
		.status = request_text(request, "status"),
		.post = request_text(request, "post") };
	struct str since = request_day(request, "since");
	bool changed;
	(void)view;
	if (str_compare(since, request->today) > 0)
		return err_set(err, INVALID, "person.future", "since");
	TRY(post_free(request, request_unit(request, "cell"), place.post, member->person, err));
	TRY(person_change(request->arena, request->db, member, &place, since, 0, request->now, &changed, err));
	request_flash(request, changed ? N_("Đã ghi thay đổi.") : N_("Không có gì thay đổi."));
	request_go(request, "/cells/%lld/members/%lld", (long long)member->cell, (long long)member->person);
	return OK;
}

enum status person_show_leave(struct request *request, void *to, struct err *err)
{
	struct person_leave_page_view *view = to;
	const struct member *member = request_member(request);
	TRY(person_here_still(member, err));
	*view = (struct person_leave_page_view){ .cell = { member->cell },
		.person = { member->person },
		.name = member->name,
		.label = member->label,
		.today = request->today };
	return OK;
}

enum status person_do_leave(struct request *request, void *view, struct err *err)
{
	const struct member *member = request_member(request);
	struct str why = request_text(request, "why"), note = request_text(request, "leave_note");
	(void)view;
	if (!note.len && (str_is(why, "moved") || str_is(why, "removed")))
		return err_set(err, INVALID, "person.paper_missing", "leave_note");
	TRY(person_leave(request->arena, request->db, member, request_day(request, "day"), str_c(request->arena, why),
	        note, request->now, err));
	request_flash(request, N_("Đã ghi đồng chí rời chi bộ."));
	request_go(request, "/cells/%lld/members", (long long)member->cell);
	return OK;
}
