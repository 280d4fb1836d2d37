/* Adoption, the confirmations of clerk and chair, the number, void numbers, photographs of the signed paper. */
#include "feature/record/record_private.h"

#include "app/chain.h"
#include "base/id.h"
#include "base/time.h"
#include "feature/account/account.h"
#include "feature/file/file.h"
#include "feature/signal/signal.h"

enum { HASH = 32, PHOTOS_MAX = 40 };

const struct field record_photo_form[] = {
	{ "file", FIELD_FILE, .required = true, .max = FILE_MAX, .label = N_("Ảnh hoặc PDF") },
	{ 0 },
};

/* The vote that adopts it: the one chosen, else the last one of its own meeting. */
static enum status find_vote(
        struct request *request, const struct record_row *row, struct record_motions_row *ret_vote, struct err *err)
{
	int64_t chosen = request_int(request, "motion");
	struct record_motions_rows rows;
	TRY(record_votes_for(request->arena, request->db, request_meeting(request), row, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (chosen ? rows.at[i].id.n == chosen : rows.at[i].own) {
			*ret_vote = rows.at[i];
			return OK;
		}
	return err_set(err, CONFLICT, "record.not_voted", NULL);
}

enum status record_adopt_it(struct request *request, void *view, struct err *err)
{
	const struct record_row *row = record_of_path(request);
	struct record_motions_row vote = { 0 };
	struct record_version_at_row version;
	struct record_version_one_row now;
	bool found = false, has_text;
	(void)view;
	TRY(record_need_open(row, err));
	if (!str_is(row->state, "draft") || !record_register(row->kind).len)
		return err_set(err, CONFLICT, "record.adopted", NULL);
	if (!request_meeting(request)->paper_typed)
		TRY(find_vote(request, row, &vote, err));
	TRY(record_version_one(request->arena, request->db,
	        &(struct record_version_one_in){ .record = row->id, .version = row->version, .shard = row->shard },
	        &now, &has_text, err));
	/* What was voted on is the text that stood at the vote. */
	if (vote.closed_at.set)
		TRY(record_version_at(request->arena, request->db,
		        &(struct record_version_at_in){
		                .record = row->id, .shard = row->shard, .at = vote.closed_at.n },
		        &version, &found, err));
	TRY(record_adopt(request->arena, request->db,
	        &(struct record_adopt_in){ .id = row->id,
	                .shard = row->shard,
	                .at = vote.closed_at.set ? vote.closed_at.n : request->now,
	                .version = found ? version.version : row->version,
	                .hash = found ? version.hash : now.hash,
	                .motion = vote.id },
	        err));
	struct record_row adopted = *row;
	adopted.motion = vote.id;
	TRY(record_settle(request, request_meeting(request), &adopted, err));
	struct str path = record_path(request->arena, row);
	request_flash(request, N_("Đã ghi nhận: văn bản đã được thông qua."));
	request_go(request, "%.*s", STR_ARG(path));
	return OK;
}

/* A person's name as the meeting knows it. */
static enum status name_of(
        struct request *request, struct person_id person, struct str *ret_name, struct str *ret_post, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct record_attendee_row row;
	struct record_member_row member;
	bool found;
	*ret_post = STR_NONE;
	TRY(record_attendee(request->arena, request->db,
	        &(struct record_attendee_in){ .meeting = { meeting->id }, .person = person, .shard = meeting->shard },
	        &row, &found, err));
	if (found) {
		*ret_name = row.name;
		*ret_post = row.post;
		return OK;
	}
	TRY(record_member(request->arena, request->db,
	        &(struct record_member_in){ .cell = { meeting->cell }, .person = person, .shard = meeting->shard },
	        &member, &found, err));
	*ret_name = found ? member.name : request->account_name;
	return OK;
}

static enum status need_adopted(const struct record_row *row, struct err *err)
{
	TRY(record_need_open(row, err));
	if (!str_is(row->state, "adopted") && !str_is(row->kind, "addendum"))
		return err_set(err, CONFLICT, "record.not_adopted", NULL);
	return OK;
}

enum status record_sign_clerk(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	const struct record_row *row = record_of_path(request);
	struct str name, post, path = record_path(request->arena, row);
	(void)view;
	TRY(need_adopted(row, err));
	if (!request->person.n || (request->person.n != meeting->clerk && !request_can(request, "meeting.hold")))
		return err_set(err, DENIED, "record.not_clerk", NULL);
	if (request->person.n == meeting->chair)
		return err_set(err, CONFLICT, "record.one_person", NULL);
	if (row->clerk_at.set)
		return err_set(err, CONFLICT, "record.clerk_done", NULL);
	struct record_row settled = *row;
	TRY(record_settle(request, meeting, &settled, err));
	TRY(name_of(request, request->person, &name, &post, err));
	TRY(record_clerk_signs(request->arena, request->db,
	        &(struct record_clerk_signs_in){ .id = row->id,
	                .shard = row->shard,
	                .person = request->person,
	                .name = name,
	                .at = request->now },
	        err));
	request_flash(request, N_("Thư ký đã xác nhận. Chờ chủ trì xác nhận."));
	request_go(request, "%.*s", STR_ARG(path));
	return OK;
}

/* The number it bears already on paper; else the next one of the type in the term of its day. A term is made where the
 * cell has none. */
static enum status take_number(struct request *request, const struct record_row *row, struct term_id *ret_term,
        struct opt_int *ret_number, struct err *err)
{
	struct str type = record_register(row->kind);
	struct record_number_next_row next;
	bool checked;
	*ret_term = row->term;
	*ret_number = row->number;
	if (!type.len || row->number.set || !meeting_is_cell(request_meeting(request)))
		return OK;
	TRY(record_term_of(request->arena, request->db, row->cell.n, row->shard, row->day, ret_term, &checked, err));
	if (!ret_term->n) {
		struct str year = str_slice(row->day, 0, 4);
		ret_term->n = id_new(row->shard);
		TRY(record_term_add(request->arena, request->db,
		        &(struct record_term_add_in){ .id = *ret_term,
		                .shard = row->shard,
		                .cell = row->cell,
		                .name = str_format(request->arena, "Nhiệm kỳ từ năm %.*s", STR_ARG(year)),
		                .since = str_format(request->arena, "%.*s-01-01", STR_ARG(year)),
		                .until = STR("9999-12-31"),
		                .at = request->now,
		                .checked = false },
		        err));
	}
	TRY(record_number_next(request->arena, request->db,
	        &(struct record_number_next_in){ .term = *ret_term, .type = type, .shard = row->shard }, &next, err));
	*ret_number = OPT(next.next);
	TRY(record_register_set(request->arena, request->db,
	        &(struct record_register_set_in){
	                .term = *ret_term, .type = type, .shard = row->shard, .last = next.next },
	        err));
	return record_number_take(request->arena, request->db,
	        &(struct record_number_take_in){ .term = *ret_term,
	                .type = type,
	                .number = next.next,
	                .shard = row->shard,
	                .record = row->id,
	                .day = row->day },
	        err);
}

/* The record as it stands enters the chain of the cell's minutes or resolutions. */
static enum status chain(struct request *request, const struct record_row *row, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	return chain_add(request->arena, request->db,
	        &(struct chain_place){
	                .cell = meeting->cell, .meeting = meeting->id, .shard = meeting->shard, .at = request->now },
	        row->id.n, err);
}

static enum status need_clerk(struct request *request, const struct record_row *row, struct err *err)
{
	TRY(need_adopted(row, err));
	if (!row->clerk_at.set)
		return err_set(err, CONFLICT, "record.no_clerk", NULL);
	return request_meeting(request)->chair ? OK : err_set(err, CONFLICT, "record.no_chair", NULL);
}

/* The figures of the month count what is confirmed. */
static enum status count(struct request *request, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	TRY(signal_mark(request->arena, request->db, meeting->cell, meeting->shard, meeting->month, err));
	return counter_touch(
	        request->arena, request->db, meeting->cell, meeting->shard, meeting->month, request->now, err);
}

static enum status close_record(struct request *request, const struct record_row *row, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct str name, post, path = record_path(request->arena, row);
	struct person_id chair = { meeting->chair };
	struct record_version_one_row text;
	struct term_id term;
	struct opt_int number;
	bool found;
	if (row->clerk.n == chair.n)
		return err_set(err, CONFLICT, "record.one_person", NULL);
	TRY(name_of(request, chair, &name, &post, err));
	TRY(record_version_one(request->arena, request->db,
	        &(struct record_version_one_in){ .record = row->id, .version = row->version, .shard = row->shard },
	        &text, &found, err));
	TRY(take_number(request, row, &term, &number, err));
	TRY(record_chair_signs(request->arena, request->db,
	        &(struct record_chair_signs_in){ .id = row->id,
	                .shard = row->shard,
	                .person = chair,
	                .name = name,
	                .post = meeting->chair_post.len ? meeting->chair_post
	                        : post.len              ? post
	                                                : STR(""),
	                .at = request->now,
	                .term = term,
	                .number = number,
	                .hash = text.hash },
	        err));
	TRY(chain(request, row, err));
	TRY(count(request, err));
	request_flash(request, N_("Hai đồng chí đã xác nhận; văn bản đã khép lại."));
	request_go(request, "%.*s", STR_ARG(path));
	return OK;
}

enum status record_sign_chair(struct request *request, void *view, struct err *err)
{
	const struct record_row *row = record_of_path(request);
	(void)view;
	TRY(need_clerk(request, row, err));
	if (!request->person.n || request->person.n != request_meeting(request)->chair)
		return err_set(err, DENIED, "record.not_chair", NULL);
	return close_record(request, row, err);
}

/* The chair's PIN on the clerk's device. */
struct chair_pin {
	struct account_id account;
	bool found, right;
};

enum status record_prepare_chair(struct request *request, struct err *err)
{
	struct chair_pin *pin = arena_new(request->arena, struct chair_pin);
	request->prepared = pin;
	TRY(account_of_person(request->arena, request->db, (struct person_id){ request_meeting(request)->chair },
	        &pin->account, &pin->found, err));
	return pin->found ? account_pin_verify_prepare(request, pin->account, "chair_pin", &pin->right, err) : OK;
}

enum status record_sign_chair_here(struct request *request, void *view, struct err *err)
{
	const struct record_row *row = record_of_path(request);
	const struct chair_pin *pin = request->prepared;
	bool go_on;
	(void)view;
	TRY(need_clerk(request, row, err));
	if (!pin->found)
		return err_set(err, CONFLICT, "record.chair_no_account", "chair_pin");
	TRY(account_pin_note(request, pin->account, "chair_pin", pin->right, &go_on, err));
	return go_on ? close_record(request, row, err) : OK;
}

enum status record_void_it(struct request *request, void *view, struct err *err)
{
	const struct record_row *row = record_of_path(request);
	struct str type = record_register(row->kind), path = record_path(request->arena, row);
	(void)view;
	if (!str_is(row->state, "signed") || !row->number.set)
		return err_set(err, CONFLICT, "record.not_signed", NULL);
	TRY(record_number_void(request->arena, request->db,
	        &(struct record_number_void_in){ .term = row->term,
	                .type = type,
	                .number = row->number.n,
	                .shard = row->shard,
	                .reason = request_text(request, "reason") },
	        err));
	TRY(record_void(
	        request->arena, request->db, &(struct record_void_in){ .id = row->id, .shard = row->shard }, err));
	TRY(chain(request, row, err));
	TRY(count(request, err));
	request_flash(request, N_("Đã hủy số. Số này vẫn nằm trong sổ với lý do hủy."));
	request_go(request, "%.*s", STR_ARG(path));
	return OK;
}

enum status record_load_photo(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct record_photo_row *row = arena_new(request->arena, struct record_photo_row);
	const struct record_row *owner = record_of_path(request);
	bool found;
	TRY(record_photo(request->arena, request->db, &(struct record_photo_in){ .id = { id }, .shard = id_shard(id) },
	        row, &found, err));
	if (!found || row->record.n != owner->id.n)
		return err_set(err, NOT_FOUND, "record.no_photo", NULL);
	*object = (struct object){ .id = id, .shard = id_shard(id), .unit = owner->cell.n, .row = row };
	return OK;
}

static bool is_picture(struct str type)
{
	return str_is(type, "image/jpeg") || str_is(type, "image/png") || str_is(type, "application/pdf");
}

enum status record_prepare_photo(struct request *request, struct err *err)
{
	struct str bytes = request_file_of(request, "file")->bytes, type = file_type(bytes);
	bool secret, read;
	if (!is_picture(type))
		return err_set(err, INVALID, "record.photo_kind", "file");
	TRY(file_secret(request->arena, bytes, type, &secret, &read, err));
	return secret ? err_set(err, INVALID, "record.photo_secret", "file") : OK;
}

enum status record_save_photo(struct request *request, void *view, struct err *err)
{
	const struct record_row *row = record_of_path(request);
	const struct http_upload *upload = request_file_of(request, "file");
	struct str hash, type = file_type(upload->bytes), path = record_path(request->arena, row);
	struct record_photos_rows photos;
	(void)view;
	if (!str_is(row->state, "signed"))
		return err_set(err, CONFLICT, "record.not_signed", NULL);
	TRY(record_photos(request->arena, request->db,
	        &(struct record_photos_in){ .record = row->id, .shard = row->shard }, &photos, err));
	if (photos.count >= PHOTOS_MAX)
		return err_set(err, CONFLICT, "record.photos_many", "file");
	TRY(file_put(request->arena, request->db, row->shard, upload->bytes, type, request->now, &hash, err));
	TRY(record_photo_add(request->arena, request->db,
	        &(struct record_photo_add_in){ .id = { id_new(row->shard) },
	                .shard = row->shard,
	                .record = row->id,
	                .file_name = upload->filename.len ? upload->filename : STR("ban-giay"),
	                .type = type,
	                .size = (int64_t)upload->bytes.len,
	                .hash = hash,
	                .at = request->now,
	                .by = request->account },
	        err));
	request_flash(request, N_("Đã lưu ảnh bản giấy."));
	request_go(request, "%.*s", STR_ARG(path));
	return OK;
}

enum status record_fetch_photo(struct request *request, void *view, struct err *err)
{
	const struct record_photo_row *photo = request_object(request, "photo")->row;
	struct str bytes;
	(void)view;
	TRY(file_get(request->arena, request->db, request_object(request, "photo")->shard, photo->hash, &bytes, err));
	request_file(request, bytes, str_c(request->arena, photo->type), photo->file_name, false);
	return OK;
}
