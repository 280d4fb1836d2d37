/* The import of members on screen: upload, preview, confirmation, taking back; by a cell's leaders or by an officer for
 * all cells of a body. */
#include "roster_view.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/roster_sql.h"

#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 32 << 20, BODY_MAX = FILE_MAX + (1 << 20) };

static const struct permission roster_whole = { .name = "roster.import",
	.sentence = N_("Nhập danh sách đảng viên của các chi bộ trực thuộc"),
	.own = R(OFFICER) | R(ADMIN),
	.below = R(OFFICER) | R(ADMIN) };

/* What people bring by the browser; more goes by the command line. */
static const struct sheet_limits web_limits = { .file = FILE_MAX,
	.inflated = 256u << 20,
	.ratio = 400,
	.strings = 32u << 20,
	.cell = 131072,
	.rows = 60000,
	.columns = 200,
	.sheets = 300,
	.seconds = 30 };

static bool is_whole(const struct request *request)
{
	return !strcmp(request->object[0].name, "unit");
}

static const struct unit *place_of(const struct request *request)
{
	return request->object[0].row;
}

static void set_shell(struct request *request)
{
	request->shell.head = place_of(request)->name;
	request->shell.sub = place_of(request)->parent_name;
}

static struct str base_of(const struct request *request)
{
	return str_format(request->arena, is_whole(request) ? "/units/%lld/import" : "/cells/%lld/members/import",
	        (long long)request->object[0].id);
}

static struct str back_of(const struct request *request)
{
	return str_format(request->arena, is_whole(request) ? "/units/%lld" : "/cells/%lld/members",
	        (long long)request->object[0].id);
}

struct upload {
	struct str file_name;
	int64_t at;
};

static enum status load_upload(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct roster_upload_row_row row;
	struct upload *upload = arena_new(request->arena, struct upload);
	bool found;
	TRY(roster_upload_row(
	        request->arena, request->db, &(struct roster_upload_row_in){ .id = { id } }, &row, &found, err));
	if (!found || row.unit.n != request->object[0].id)
		return err_set(err, NOT_FOUND, "roster.no_upload", NULL);
	*upload = (struct upload){ row.file_name, row.at };
	object->row = upload;
	object->unit = request->object[0].unit;
	object->shard = request->object[0].shard;
	return OK;
}

/* The day the list was made on: typed with the file, then carried along; today where none was. */
static struct str day_of_list(const struct request *request)
{
	struct str day = request_day(request, "as_of");
	struct date date;
	if (!day.len)
		day = request_query(request, "as_of");
	return date_parse(day, &date) && date_real(date) ? day : request->today;
}

static struct roster_request plan_request(const struct request *request, struct str bytes, struct str file_name)
{
	const struct unit *place = place_of(request);
	bool whole = is_whole(request);
	return (struct roster_request){ .bytes = bytes,
		.file_name = file_name,
		.as_of = day_of_list(request),
		.language = request->language,
		.cell = whole ? 0 : place->id,
		.commune = whole ? place->id : 0,
		.only_cell = !whole,
		.isolated = true,
		.limits = &web_limits };
}

static enum status show_imports(struct request *request, struct roster_import_view *view, struct err *err)
{
	struct roster_imports_of_rows rows;
	int64_t done = request_query_int(request, "done", 0);
	TRY(roster_imports_of(request->arena, request->db,
	        &(struct roster_imports_of_in){ .unit = { request->object[0].id } }, &rows, err));
	view->imports.at = arena_array(request->arena, struct roster_import_imports, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct roster_imports_of_row *row = &rows.at[i];
		bool today = str_eq(day_today(request->arena, row->at), request->today);
		if (row->id == done && !row->taken_back_at.set)
			view->done = (struct roster_import_done){ { row->id }, row->rows, row->added, row->changed };
		view->imports.at[view->imports.count++] = (struct roster_import_imports){ .id = { row->id },
			.file_name = row->file_name,
			.who = row->who,
			.rows = row->rows,
			.added = row->added,
			.changed = row->changed,
			.at = row->at,
			.taken_back = row->taken_back_at,
			.may_undo = today && !row->taken_back_at.set && row->id != done };
	}
	return OK;
}

static enum status show_import(struct request *request, void *to, struct err *err)
{
	struct roster_import_view *view = to;
	struct roster_uploads_of_rows rows;
	set_shell(request);
	view->base = base_of(request);
	view->back = back_of(request);
	view->unit_name = place_of(request)->name;
	view->whole = is_whole(request);
	view->as_of = request->today;
	TRY(roster_uploads_of(request->arena, request->db,
	        &(struct roster_uploads_of_in){ .unit = { request->object[0].id } }, &rows, err));
	view->uploads.at = arena_array(request->arena, struct roster_import_uploads, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->uploads.at[view->uploads.count++] =
		        (struct roster_import_uploads){ { rows.at[i].id }, rows.at[i].file_name, rows.at[i].at };
	return show_imports(request, view, err);
}

/* Whether it is a list of members at all: said at the form, not later. */
static enum status prepare_upload(struct request *request, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	const struct http_upload *file = request_file_of(request, "file");
	struct roster_options options = {
		.as_of = day_of_list(request), .language = request->language, .isolated = true, .limits = &web_limits
	};
	struct roster roster;
	enum status status = roster_read(arena, file->bytes, &options, &roster, err);
	if (status == INVALID)
		snprintf(err->field, sizeof(err->field), "file");
	return status;
}

/* A list can't be of a day to come. */
static enum status need_past(const struct request *request, struct err *err)
{
	return str_compare(day_of_list(request), request->today) > 0
	               ? err_set(err, INVALID, "roster.as_of_future", "as_of")
	               : OK;
}

static enum status do_upload(struct request *request, void *view, struct err *err)
{
	const struct http_upload *file = request_file_of(request, "file");
	struct str name = text_line(request->arena, file->filename), base = base_of(request);
	int64_t id = id_new(0);
	(void)view;
	TRY(need_past(request, err));
	TRY(roster_uploads_old(
	        request->arena, request->db, &(struct roster_uploads_old_in){ .before = request->now - DAY_MS }, err));
	TRY(roster_upload_add(request->arena, request->db,
	        &(struct roster_upload_add_in){ .id = id,
	                .unit = { request->object[0].id },
	                .account = request->account,
	                .file_name = name.len ? name : request_say(request, N_("Danh sách")),
	                .bytes = file->bytes,
	                .at = request->now },
	        err));
	request_go(request, "%.*s/%lld?as_of=%.*s", STR_ARG(base), (long long)id, STR_ARG(day_of_list(request)));
	return OK;
}

/* The plan of an uploaded file; *bytes stay in the arena. */
static enum status plan_upload(struct request *request, struct arena *arena, struct roster_request *ret_request,
        struct roster_plan *ret_plan, struct err *err)
{
	const struct upload *upload = request_object(request, "upload")->row;
	struct roster_upload_bytes_row row;
	TRY(roster_upload_bytes(
	        arena, request->db, &(struct roster_upload_bytes_in){ .id = OBJECT_ID(request, "upload") }, &row, err));
	*ret_request = plan_request(request, row.bytes, upload->file_name);
	return roster_plan(arena, request->db, ret_request, request->now, ret_plan, err);
}

static enum status show_preview(struct request *request, void *to, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct roster_preview_view *view = to;
	struct roster_request asked;
	struct roster_plan plan;
	set_shell(request);
	view->base = base_of(request);
	view->back = back_of(request);
	view->unit_name = place_of(request)->name;
	view->whole = is_whole(request);
	view->upload.n = OBJECT_ID(request, "upload");
	view->file_name = ((const struct upload *)request_object(request, "upload")->row)->file_name;
	view->as_of = day_of_list(request);
	TRY(plan_upload(request, arena, &asked, &plan, err));
	roster_show(request, &plan, view);
	return OK;
}

static enum status do_confirm(struct request *request, void *view, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct roster_request asked;
	struct roster_plan plan;
	struct str base = base_of(request), rest, value;
	int64_t import, index;
	size_t at = 0;
	(void)view;
	TRY(need_past(request, err));
	TRY(plan_upload(request, arena, &asked, &plan, err));
	for (size_t i = 0; i < plan.roster.cell_count; i++)
		plan.targets[i].leave = is_whole(request);
	while (request_each(request, "create-", &at, &rest, &value))
		if (str_int(rest, &index) && index >= 0 && (size_t)index < plan.roster.cell_count) {
			plan.targets[index].create = true;
			plan.targets[index].leave = false;
		}
	at = 0;
	while (request_each(request, "type-", &at, &rest, &value))
		if (str_int(rest, &index) && index >= 0 && (size_t)index < plan.roster.cell_count)
			plan.targets[index].type = value;
	TRY(roster_write(arena, request->db, &asked, &plan, request_int(request, "skip_wrong"), request->account.n,
	        request->now, &import, err));
	TRY(roster_upload_drop(request->arena, request->db,
	        &(struct roster_upload_drop_in){ .id = OBJECT_ID(request, "upload") }, err));
	if (import)
		request_go(request, "%.*s?done=%lld", STR_ARG(base), (long long)import);
	else
		request_go(request, "%.*s", STR_ARG(base));
	return OK;
}

static enum status do_undo(struct request *request, void *view, struct err *err)
{
	struct roster_import_row_row row;
	struct str base = base_of(request);
	int64_t import = request_int(request, "import");
	bool found;
	(void)view;
	TRY(roster_import_row(
	        request->arena, request->db, &(struct roster_import_row_in){ .id = { import } }, &row, &found, err));
	if (!found || row.unit.n != request->object[0].id)
		return err_set(err, NOT_FOUND, "roster.no_import", NULL);
	TRY(roster_undo(request->arena, request->db, import, request->now, err));
	request_flash(request, N_("Đã rút lại lần nhập danh sách"));
	request_go(request, "%.*s", STR_ARG(base));
	return OK;
}

static const struct field upload_form[] = { { "file", FIELD_FILE, true, .max = FILE_MAX, .label = N_("Tệp danh sách") },
	{ "as_of", FIELD_DAY, .label = N_("Danh sách tính đến ngày") }, { 0 } };
static const struct field confirm_form[] = { { "as_of", FIELD_DAY, .label = N_("Danh sách tính đến ngày") },
	{ "skip_wrong", FIELD_FLAG, .label = N_("Bỏ các dòng sai") },
	{ "create-*", FIELD_FLAG, .label = N_("Tạo chi bộ") },
	{ "type-*", FIELD_CHOICE, .choices = "thon hanh_chinh dnnn dntn hoc_sinh llvt",
	        .label = N_("Loại hình chi bộ") },
	{ 0 } };
static const struct field undo_form[] = { { "import", FIELD_ID, true, .label = N_("Lần nhập") }, { 0 } };

#define CELL "/cells/{cell}/members/import"
#define UNIT "/units/{unit}/import"

const struct feature roster_feature = {
	.name = "roster",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, CELL, &member_edit, show_import, .page = &roster_import_page,
	                        .about = "The form for a list of members, and the imports of a cell" },
	                { HTTP_POST, CELL, &member_edit, do_upload, .form = upload_form, .prepare = prepare_upload,
	                        .body = BODY_MAX, .act = "roster.upload", .about = "Upload a list of members" },
	                { HTTP_GET, CELL "/{upload}", &member_edit, show_preview, .page = &roster_preview_page,
	                        .slow = true, .about = "What an uploaded list would change" },
	                { HTTP_POST, CELL "/{upload}", &member_edit, do_confirm, .form = confirm_form,
	                        .act = "roster.import", .about = "Write an uploaded list" },
	                { HTTP_POST, CELL "/undo", &member_edit, do_undo, .form = undo_form, .retry = CELL,
	                        .act = "roster.undo", .about = "Take an import back" },
	                { HTTP_GET, UNIT, &roster_whole, show_import, .page = &roster_import_page,
	                        .about = "The form for a list of members of many cells, and the imports" },
	                { HTTP_POST, UNIT, &roster_whole, do_upload, .form = upload_form, .prepare = prepare_upload,
	                        .body = BODY_MAX, .act = "roster.upload",
	                        .about = "Upload a list of members of many cells" },
	                { HTTP_GET, UNIT "/{upload}", &roster_whole, show_preview, .page = &roster_preview_page,
	                        .slow = true, .about = "What an uploaded list would change" },
	                { HTTP_POST, UNIT "/{upload}", &roster_whole, do_confirm, .form = confirm_form, .wide = true,
	                        .act = "roster.import", .about = "Write an uploaded list, creating the chosen cells" },
	                { HTTP_POST, UNIT "/undo", &roster_whole, do_undo, .form = undo_form, .retry = UNIT,
	                        .wide = true, .act = "roster.undo", .about = "Take an import of many cells back" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "upload", load_upload }, { 0 } },
	.commands = roster_commands,
};
