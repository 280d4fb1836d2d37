/* Records of a meeting as pages: the list with the next act, one record, the read-back, addenda; and the feature's
 * descriptor. */
#include "feature/record/record_private.h"

#include "base/id.h"
#include "feature/file/file.h"

enum { RECORDS_MAX = 20, MINUTES_ONE = 90, MINUTES_BOTH = 120 };

const struct permission record_confirm = {
	.name = "record.confirm", .sentence = N_("Xác nhận biên bản, nghị quyết"), .own = ROLES_CELL
};

static const struct field new_form[] = {
	{ "kind", FIELD_CHOICE, .required = true, .choices = "minutes resolution", .label = N_("Loại văn bản") },
	{ "heading", FIELD_LINE, .max = 200, .label = N_("Tên nghị quyết") },
	{ 0 },
};
static const struct field addendum_form[] = {
	{ "text", FIELD_TEXT, .required = true, .max = 20000, .label = N_("Nội dung phụ lục") },
	{ 0 },
};
static const struct field adopt_form[] = { { "motion", FIELD_ID, .label = N_("Lần biểu quyết") }, { 0 } };
static const struct field pin_form[] = { { "pin", FIELD_PIN, .label = N_("Mã PIN của đồng chí") }, { 0 } };
static const struct field chair_form[] = {
	{ "chair_pin", FIELD_PIN, .required = true, .label = N_("Mã PIN của đồng chí chủ trì") },
	{ 0 },
};
static const struct field void_form[] = {
	{ "pin", FIELD_PIN, .label = N_("Mã PIN của đồng chí") },
	{ "reason", FIELD_LINE, .required = true, .max = 300, .label = N_("Lý do hủy") },
	{ 0 },
};

static enum status load_record(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct record_row *row = arena_new(request->arena, struct record_row);
	const struct meeting *meeting = request_meeting(request);
	bool found;
	TRY(record(request->arena, request->db, &(struct record_in){ .id = { id }, .shard = id_shard(id) }, row, &found,
	        err));
	if (!found || row->meeting.n != meeting->id)
		return err_set(err, NOT_FOUND, "record.not_found", NULL);
	*object = (struct object){ .id = id, .shard = id_shard(id), .unit = meeting->cell, .row = row };
	return OK;
}

static void cta_link(struct request *request, const char *text, const char *icon, struct str href)
{
	request->shell.cta = request_say(request, text);
	request->shell.cta_icon = str_of(icon);
	request->shell.cta_href = href;
}

static void cta_form(struct request *request, const char *text, const char *icon, const char *form)
{
	request->shell.cta = request_say(request, text);
	request->shell.cta_icon = str_of(icon);
	request->shell.cta_form = str_of(form);
}

/* The next act for the first record that is not confirmed. */
static void next_act(
        struct request *request, const struct record_of_meeting_rows *rows, const struct record_list_view *view)
{
	const struct meeting *meeting = request_meeting(request);
	bool any = false;
	for (size_t i = 0; i < rows->count; i++) {
		const struct record_of_meeting_row *row = &rows->at[i];
		struct str href = str_format(
		        request->arena, "/meetings/%lld/record/%lld", (long long)meeting->id, (long long)row->id.n);
		any = any || !str_is(row->state, "void");
		if (str_is(row->state, "draft") && !str_is(row->kind, "addendum")) {
			cta_link(request,
			        str_is(row->kind, "minutes") ? N_("Thông qua biên bản") : N_("Thông qua nghị quyết"),
			        "next", href);
			return;
		}
		if (str_is(row->state, "adopted") || str_is(row->state, "draft")) {
			cta_link(request, row->clerk_at.set ? N_("Chủ trì xác nhận") : N_("Thư ký xác nhận"), "edit",
			        href);
			return;
		}
	}
	if (any && str_is(meeting->state, "ended") && meeting_is_cell(meeting))
		cta_link(request, N_("Tự chấm điểm buổi họp"), "star",
		        str_format(request->arena, "/meetings/%lld/score", (long long)view->meeting.n));
}

static enum status show_list(struct request *request, void *to, struct err *err)
{
	struct record_list_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct record_of_meeting_rows rows;
	TRY(record_of_meeting(request->arena, request->db,
	        &(struct record_of_meeting_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	TRY(meeting_shell(request, meeting, "record", err));
	*view = (struct record_list_view){ .meeting = { meeting->id },
		.state = meeting->state,
		.may_hold = request_can(request, "meeting.hold"),
		.of_cell = meeting_is_cell(meeting),
		.can_make = str_is(meeting->state, "open") || str_is(meeting->state, "ended") };
	view->records.at = arena_array(request->arena, struct record_list_records, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct record_of_meeting_row *row = &rows.at[i];
		bool live = !str_is(row->state, "void");
		view->has_minutes = view->has_minutes || (live && str_is(row->kind, "minutes"));
		view->has_resolution = view->has_resolution || (live && str_is(row->kind, "resolution"));
		if (str_is(row->kind, "minutes") && str_is(row->state, "signed")) {
			view->minutes = row->id;
			view->closed = true;
		}
		view->records.at[view->records.count++] = (struct record_list_records){ .id = row->id,
			.kind = row->kind,
			.ord = row->ord,
			.heading = row->title,
			.state = row->state,
			.number = row->number,
			.clerk_at = row->clerk_at,
			.signed_at = row->signed_at };
	}
	if (view->can_make && view->may_hold && !view->has_minutes && !view->has_resolution)
		cta_form(request, N_("Lập dự thảo biên bản"), "next", "new-minutes");
	else if (view->may_hold)
		next_act(request, &rows, view);
	return OK;
}

/* A record with its first version. */
static enum status make(
        struct request *request, struct record_add_in *in, const struct record_body *body, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	in->id.n = id_new(meeting->shard);
	in->shard = meeting->shard;
	in->cell.n = meeting->cell;
	in->meeting.n = meeting->id;
	in->at = request->now;
	TRY(record_add(request->arena, request->db, in, err));
	TRY(record_text_keep(request, in->id, meeting->shard, 1, body, NULL, err));
	request_go(request, "/meetings/%lld/record/%lld", (long long)meeting->id, (long long)in->id.n);
	return OK;
}

static enum status count_of(
        struct request *request, struct str kind, struct record_id parent, int64_t *ret_count, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct record_last_ord_row row;
	TRY(record_last_ord(request->arena, request->db,
	        &(struct record_last_ord_in){
	                .meeting = { meeting->id }, .shard = meeting->shard, .kind = kind, .parent = parent },
	        &row, err));
	*ret_count = row.last;
	return row.last < RECORDS_MAX ? OK : err_set(err, CONFLICT, "record.many", NULL);
}

static enum status save_new(struct request *request, void *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct str kind = request_text(request, "kind"), heading = str_trim(request_text(request, "heading"));
	bool minutes = str_is(kind, "minutes");
	struct record_body body;
	int64_t count;
	(void)view;
	TRY(meeting_need(meeting, "open ended", "record.meeting_early", err));
	if (!minutes)
		TRY(meeting_need_cell(meeting, N_("record.cell_only"), err));
	TRY(count_of(request, kind, (struct record_id){ 0 }, &count, err));
	if (count && minutes)
		return err_set(err, CONFLICT, "record.exists", NULL);
	if (count && !heading.len)
		return err_set(err, CONFLICT, "record.heading", "heading");
	if (!heading.len && !meeting_is_cell(meeting))
		heading = str_format(request->arena, "Biên bản họp %.*s tháng %d/%d",
		        STR_ARG(str_is(meeting->body, "group") ? meeting->group_name : STR("chi ủy")),
		        meeting->month % 100, meeting->month / 100);
	if (!heading.len)
		heading = str_format(request->arena,
		        minutes ? "Biên bản sinh hoạt chi bộ tháng %d/%d" : "Nghị quyết sinh hoạt chi bộ tháng %d/%d",
		        meeting->month % 100, meeting->month / 100);
	TRY(record_draft(request->arena, request->db, meeting,
	        minutes ? "minutes"
	        : count ? "further"
	                : "resolution",
	        (struct motion_id){ 0 }, &body, err));
	request_flash(request, N_("Đã soạn dự thảo từ diễn biến. Đồng chí đọc lại và sửa."));
	return make(request,
	        &(struct record_add_in){ .kind = kind, .ord = count + 1, .title = heading, .day = meeting->day }, &body,
	        err);
}

/* Whether more happened since the sections were drafted. */
static enum status fill_stale(
        struct request *request, const struct record_body *body, struct record_sheet_view *view, struct err *err)
{
	const char *kind = record_draft_kind(record_of_path(request));
	struct record_body fresh, refreshed;
	if (!kind)
		return OK;
	TRY(record_draft(request->arena, request->db, request_meeting(request), kind, record_of_path(request)->motion,
	        &fresh, err));
	view->stale = record_body_refresh(request->arena, body, &fresh, &refreshed);
	return OK;
}

static enum status fill_gaps(
        struct request *request, const struct record_body *body, struct record_sheet_view *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct record_gaps_row gaps;
	int64_t least = str_is(meeting->kind, "both") ? MINUTES_BOTH : MINUTES_ONE;
	TRY(record_gaps(request->arena, request->db,
	        &(struct record_gaps_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &gaps, err));
	view->check = true;
	view->dots = record_dots(body);
	view->dots_where = record_dots_where(request, body);
	TRY(fill_stale(request, body, view, err));
	view->absent = meeting->paper_typed ? 0 : gaps.absent;
	view->unknown = meeting->paper_typed ? 0 : gaps.unknown;
	view->nameless = gaps.nameless;
	view->silent = gaps.silent;
	view->motions = gaps.motions;
	view->tasks = gaps.tasks;
	if (meeting->ended_at && meeting->opened_at && !meeting->paper_typed && meeting_is_cell(meeting)) {
		view->held = (meeting->ended_at - meeting->opened_at) / 60000;
		view->short_by = view->held < least ? least : 0;
	}
	return OK;
}

static enum status fill_changes(struct request *request, const struct record_row *row, const struct record_body *body,
        struct record_sheet_view *view, struct err *err)
{
	struct record_body adopted;
	if (!row->adopted_version.set || row->adopted_version.n == row->version)
		return OK;
	TRY(record_text_of(request->arena, request->db, row->id, row->shard, row->adopted_version.n, &adopted, err));
	view->changes.at = arena_array(request->arena, struct record_sheet_changes, body->count + 1);
	for (size_t i = 0; i < body->count; i++) {
		const struct record_section *before = record_section_of(&adopted, body->at[i].key);
		struct str text = before ? before->text : STR("");
		if (body->at[i].drafted && record_tells_end(&body->at[i]))
			continue;
		if (!str_eq(text, body->at[i].text))
			view->changes.at[view->changes.count++] =
			        (struct record_sheet_changes){ .heading = record_section_name(request, body, i),
				        .before = text,
				        .after = body->at[i].text };
	}
	return OK;
}

static enum status fill_votes(
        struct request *request, const struct record_row *row, struct record_sheet_view *view, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct record_motions_rows votes;
	if (!str_is(row->state, "draft") || str_is(row->kind, "addendum"))
		return OK;
	TRY(record_votes_for(request->arena, request->db, meeting, row, &votes, err));
	view->votes.at = arena_array(request->arena, struct record_sheet_votes, votes.count + 1);
	for (size_t i = 0; i < votes.count; i++)
		view->votes.at[view->votes.count++] = (struct record_sheet_votes){ .id = votes.at[i].id,
			.question = votes.at[i].question,
			.votes_for = votes.at[i].votes_for,
			.base = votes.at[i].base,
			.day = votes.at[i].day,
			.own = votes.at[i].own };
	view->paper = meeting->paper_typed;
	view->can_adopt = view->may_hold && (votes.count || view->paper);
	return OK;
}

static enum status fill_attached(
        struct request *request, const struct record_row *row, struct record_sheet_view *view, struct err *err)
{
	struct record_photos_rows photos;
	struct record_of_meeting_rows rows;
	TRY(record_photos(request->arena, request->db,
	        &(struct record_photos_in){ .record = row->id, .shard = row->shard }, &photos, err));
	TRY(record_of_meeting(request->arena, request->db,
	        &(struct record_of_meeting_in){ .meeting = row->meeting, .shard = row->shard }, &rows, err));
	view->photos.at = arena_array(request->arena, struct record_sheet_photos, photos.count + 1);
	for (size_t i = 0; i < photos.count; i++)
		view->photos.at[view->photos.count++] = (struct record_sheet_photos){ .id = photos.at[i].id,
			.file_name = photos.at[i].file_name,
			.kilobytes = (photos.at[i].size + 1023) / 1024,
			.at = photos.at[i].at };
	view->addenda.at = arena_array(request->arena, struct record_sheet_addenda, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].parent.n == row->id.n)
			view->addenda.at[view->addenda.count++] = (struct record_sheet_addenda){
				.id = rows.at[i].id, .heading = rows.at[i].title, .state = rows.at[i].state
			};
	return OK;
}

static void sheet_act(struct request *request, const struct record_row *row, const struct record_sheet_view *view)
{
	struct str path = record_path(request->arena, row);
	if (view->can_adopt)
		cta_form(request, N_("Ghi nhận đã thông qua"), "check", "adopt");
	else if (str_is(row->state, "draft") && !str_is(row->kind, "addendum") && view->may_hold)
		cta_link(request, view->of_cell ? N_("Đọc lại trước chi bộ") : N_("Đọc lại tại buổi họp"), "next",
		        str_format(request->arena, "%.*s/read", STR_ARG(path)));
	else if (view->may_sign && !row->clerk_at.set)
		cta_form(request, N_("Thư ký xác nhận"), "check", "sign-clerk");
	else if (view->may_sign && !view->no_chair && (view->is_chair || view->may_hold))
		cta_form(request, N_("Chủ trì xác nhận"), "check", "sign-chair");
}

static enum status fill_numbering(
        struct request *request, const struct record_row *row, struct record_sheet_view *view, struct err *err)
{
	struct str type = record_register(row->kind);
	struct record_number_row number;
	struct term_id term;
	bool found, checked;
	if (!type.len || !view->of_cell)
		return OK;
	TRY(record_term_of(request->arena, request->db, row->cell.n, row->shard, row->day, &term, &checked, err));
	view->term_missing = !term.n && !row->number.set;
	view->term_unsure = term.n && !checked && row->number.set && view->may_hold;
	if (!row->number.set)
		return OK;
	TRY(record_number(request->arena, request->db,
	        &(struct record_number_in){
	                .term = row->term, .type = type, .number = row->number.n, .shard = row->shard },
	        &number, &found, err));
	view->void_reason = found ? number.void_reason : STR_NONE;
	return OK;
}

static enum status fill_adoption(
        struct request *request, const struct record_row *row, struct record_sheet_view *view, struct err *err)
{
	struct record_vote_row vote;
	bool found;
	if (!row->motion.n)
		return OK;
	TRY(record_vote(request->arena, request->db, &(struct record_vote_in){ .id = row->motion, .shard = row->shard },
	        &vote, &found, err));
	view->adopted_votes = found ? vote.votes_for : 0;
	view->adopted_base = found ? vote.base : 0;
	return OK;
}

static enum status show_sheet(struct request *request, void *to, struct err *err)
{
	struct record_sheet_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	const struct record_row *row = record_of_path(request);
	bool hold = request_can(request, "meeting.hold"), addendum = str_is(row->kind, "addendum");
	struct record_body body;
	TRY(record_text_of(request->arena, request->db, row->id, row->shard, row->version, &body, err));
	TRY(meeting_shell(request, meeting, "record", err));
	*view = (struct record_sheet_view){ .meeting = row->meeting,
		.id = row->id,
		.parent = row->parent,
		.kind = row->kind,
		.ord = row->ord,
		.heading = row->title,
		.state = row->state,
		.number = row->number,
		.day = row->day,
		.version = row->version,
		.adopted_at = row->adopted_at,
		.clerk_name = row->clerk_name,
		.clerk_at = row->clerk_at,
		.chair_name = row->chair_name,
		.chair_at = row->chair_at,
		.chair_due = meeting->chair_name,
		.no_chair = !meeting->chair,
		.may_hold = hold,
		.is_chair = meeting->chair && request->person.n == meeting->chair,
		.open_meeting = str_is(meeting->state, "open"),
		.pin_fresh = request->pin_fresh,
		.of_cell = meeting_is_cell(meeting),
		.cell = row->cell };
	view->may_sign = (str_is(row->state, "adopted") || (addendum && str_is(row->state, "draft"))) &&
	                 (hold || (request->person.n && (request->person.n == meeting->clerk ||
	                                                        (row->clerk_at.set && view->is_chair))));
	TRY(record_html(request, meeting, row, &body, &view->text, err));
	TRY(fill_changes(request, row, &body, view, err));
	TRY(fill_votes(request, row, view, err));
	TRY(fill_attached(request, row, view, err));
	TRY(fill_numbering(request, row, view, err));
	TRY(fill_adoption(request, row, view, err));
	sheet_act(request, row, view);
	if (view->may_sign)
		view->blanks = record_dots_where(request, &body);
	return hold && record_need_open(row, NULL) == OK ? fill_gaps(request, &body, view, err) : OK;
}

static enum status show_addendum(struct request *request, void *to, struct err *err)
{
	struct record_more_view *view = to;
	const struct record_row *row = record_of_path(request);
	int64_t count;
	if (!str_is(row->state, "signed") || str_is(row->kind, "addendum"))
		return err_set(err, CONFLICT, "record.not_signed", NULL);
	TRY(count_of(request, STR("addendum"), row->id, &count, err));
	TRY(meeting_shell(request, request_meeting(request), "record", err));
	*view = (struct record_more_view){
		.meeting = row->meeting, .id = row->id, .heading = row->title, .ord = count + 1
	};
	cta_form(request, N_("Lập phụ lục"), "check", "addendum");
	return OK;
}

static enum status save_addendum(struct request *request, void *view, struct err *err)
{
	const struct record_row *row = record_of_path(request);
	struct record_section section = {
		.key = STR("content"), .title = STR(""), .kind = STR("para"), .text = request_text(request, "text")
	};
	int64_t count;
	(void)view;
	if (!str_is(row->state, "signed") || str_is(row->kind, "addendum"))
		return err_set(err, CONFLICT, "record.not_signed", NULL);
	TRY(count_of(request, STR("addendum"), row->id, &count, err));
	request_flash(request, N_("Đã lập phụ lục. Thư ký và chủ trì xác nhận để phụ lục có hiệu lực."));
	return make(request,
	        &(struct record_add_in){ .kind = STR("addendum"),
	                .ord = count + 1,
	                .parent = row->id,
	                .day = request->today,
	                .title = str_format(
	                        request->arena, "Phụ lục số %lld – %.*s", (long long)count + 1, STR_ARG(row->title)) },
	        &(struct record_body){ &section, 1 }, err);
}

static bool link_book(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	if (!(request->roles & ROLES_CELL) || !request->home_unit)
		return false;
	*ret_href = str_format(request->arena, "/cells/%lld/resolutions", (long long)request->home_unit);
	return true;
}

#define RECORD "/meetings/{meeting}/record/{record}"
static enum status keeps(
        struct arena *arena, struct db *db, int shard, struct str hash, bool *ret_keeps, struct err *err)
{
	struct record_keeps_row row;
	TRY(record_keeps(arena, db, &(struct record_keeps_in){ .hash = hash, .shard = shard }, &row, err));
	*ret_keeps = row.keeps;
	return OK;
}

const struct feature record_feature = {
	.name = "record",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/meetings/{meeting}/record", &meeting_read, show_list, .page = &record_list_page,
	                        .about = "Records of a meeting" },
	                { HTTP_POST, "/meetings/{meeting}/record", &meeting_hold, save_new, .form = new_form,
	                        .act = "record.draft", .about = "Draft the minutes or a resolution" },
	                { HTTP_GET, RECORD, &meeting_read, show_sheet, .page = &record_sheet_page,
	                        .about = "One record with its state" },
	                { HTTP_GET, RECORD "/edit", &meeting_hold, record_show_edit, .page = &record_editor_page,
	                        .about = "Its text to edit" },
	                { HTTP_POST, RECORD "/edit", &meeting_hold, record_save_edit, .form = record_edit_form,
	                        .body = 2 << 20, .act = "record.edit", .about = "Save a version of the text" },
	                { HTTP_GET, RECORD "/read", &meeting_read, record_show_reader, .page = &record_reader_page,
	                        .about = "Read-back in large type" },
	                { HTTP_POST, RECORD "/adopt", &meeting_hold, record_adopt_it, .form = adopt_form,
	                        .retry = RECORD, .act = "record.adopt", .about = "Note that the meeting adopted it" },
	                { HTTP_POST, RECORD "/sign/clerk", &record_confirm, record_sign_clerk, .form = pin_form,
	                        .retry = RECORD, .pin = true, .act = "record.sign_clerk",
	                        .about = "The clerk confirms" },
	                { HTTP_POST, RECORD "/sign/chair", &record_confirm, record_sign_chair, .form = pin_form,
	                        .retry = RECORD, .pin = true, .act = "record.sign_chair",
	                        .about = "The chair confirms, which numbers and closes the record" },
	                { HTTP_POST, RECORD "/sign/chair-here", &meeting_hold, record_sign_chair_here,
	                        .form = chair_form, .retry = RECORD, .prepare = record_prepare_chair,
	                        .act = "record.sign_chair_here", .about = "The chair confirms on the clerk's device" },
	                { HTTP_GET, RECORD "/addendum", &meeting_hold, show_addendum, .page = &record_more_page,
	                        .about = "A new addendum" },
	                { HTTP_POST, RECORD "/addendum", &meeting_hold, save_addendum, .form = addendum_form,
	                        .act = "record.addendum", .about = "Add an addendum to a signed record" },
	                { HTTP_POST, RECORD "/void", &meeting_hold, record_void_it, .form = void_form, .retry = RECORD,
	                        .pin = true, .act = "record.void", .about = "Declare a number void" },
	                { HTTP_POST, RECORD "/photos", &meeting_hold, record_save_photo, .form = record_photo_form,
	                        .retry = RECORD, .prepare = record_prepare_photo, .body = FILE_MAX + (64 << 10),
	                        .act = "record.photo", .about = "Add a photograph of the signed paper" },
	                { HTTP_GET, RECORD "/photos/{photo}", &meeting_read, record_fetch_photo, .slow = true,
	                        .about = "Its bytes" },
	                { HTTP_GET, "/cells/{cell}/terms", &meeting_hold, record_show_terms,
	                        .page = &record_termlist_page, .about = "Terms and last numbers used" },
	                { HTTP_POST, "/cells/{cell}/terms", &meeting_hold, record_save_term, .form = record_term_form,
	                        .act = "record.term", .about = "Set a term and its last numbers" },
	                { HTTP_GET, "/cells/{cell}/resolutions", &meeting_read, record_show_book,
	                        .page = &record_booklet_page, .about = "The resolution book of a term" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "record", load_record }, { "photo", record_load_photo }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Sổ nghị quyết"), "book", 40, link_book }, { 0 } },
	.due = record_due,
	.evidence = record_evidence,
	.archive = record_archive,
	.keeps = keeps,
};
