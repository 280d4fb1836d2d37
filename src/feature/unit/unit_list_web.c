/* A list of units on screen: the file becomes plain rows in a helper process, the rows become a preview of all
 * differences, and the same rows go on to be written. */
#include "feature/unit/unit_web.h"

#include "base/text.h"
#include "gen/unit_page.h"
#include "gen/unit_sql.h"
#include "sheet/sheet.h"

#include <stdio.h>

enum { LIST_BYTES = 4 << 20, SHOWN = 300 };

/* What people bring by the browser; more goes by the command line. */
static const struct sheet_limits limits = { .file = LIST_BYTES,
	.inflated = 32u << 20,
	.ratio = 400,
	.strings = 8u << 20,
	.cell = 4096,
	.rows = 20000,
	.columns = 60,
	.sheets = 20,
	.seconds = 20 };

static void put_cell(struct buf *buf, struct str text)
{
	buf_char(buf, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_char(buf, '"');
		buf_char(buf, text.ptr[i]);
	}
	buf_char(buf, '"');
}

/* A row of the first sheet as a line of CSV; rows that are empty in between stay, so that their numbers are true. */
struct writing {
	struct buf buf;
	struct arena *arena;
	int row;
};

static enum status put_row(void *context, const struct sheet_row *row, struct err *err)
{
	struct writing *writing = context;
	(void)err;
	if (row->sheet > 0)
		return OK;
	for (writing->row++; writing->row < row->number; writing->row++)
		buf_c(&writing->buf, "\"\"\n");
	int column = 0;
	for (size_t i = 0; i < row->count; i++) {
		for (; column < row->cells[i].column; column++)
			buf_char(&writing->buf, ',');
		put_cell(&writing->buf, text_line(writing->arena, row->cells[i].text));
	}
	buf_char(&writing->buf, '\n');
	return OK;
}

/* The rows of the file, or of the field "list" that came from it, as CSV in request->prepared. */
enum status unit_prepare_list(struct request *request, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
	const struct http_upload *file = request_file_of(request, "file");
	struct writing writing = { buf_open(request->arena, LIST_BYTES), arena, 0 };
	struct sheet_sink sink = { &writing, put_row, NULL };
	struct sheet_info info;
	enum status status =
	        sheet_isolated(file ? file->bytes : request_text(request, "list"), &limits, &sink, &info, err);
	if (status == OK && writing.buf.full)
		status = err_set(err, INVALID, "unit.import_rows", "file");
	if (status == INVALID)
		snprintf(err->field, sizeof(err->field), "file");
	struct str *list = arena_new(request->arena, struct str);
	*list = buf_text(&writing.buf);
	request->prepared = list;
	return status;
}

static struct unit_import import_of(struct request *request)
{
	return (struct unit_import){ .arena = request->arena,
		.db = request->db,
		.now = request->now,
		.day = request_day(request, "day"),
		.number = request_text(request, "number"),
		.account = request->account.n,
		.root = OBJECT_ID(request, "unit") };
}

enum status unit_show_list(struct request *request, void *to, struct err *err)
{
	struct unit_list_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	if (str_is(unit->kind, "chi_bo"))
		return err_set(err, CONFLICT, "unit.parent_kind", NULL);
	*view = (struct unit_list_page_view){ .unit = { unit->id }, .name = unit->name, .today = request->today };
	return OK;
}

static void show_import(
        struct request *request, const struct unit_import *import, struct unit_list_preview_page_view *view)
{
	size_t errors = import->error_count < SHOWN ? import->error_count : SHOWN;
	size_t count = import->difference_count < SHOWN ? import->difference_count : SHOWN;
	view->errors.at = arena_array(request->arena, struct unit_list_preview_page_errors, errors + 1);
	for (size_t i = 0; i < errors; i++)
		view->errors.at[view->errors.count++] = (struct unit_list_preview_page_errors){ import->errors[i].row,
			str_of(import->errors[i].column), import->errors[i].message };
	view->differences.at = arena_array(request->arena, struct unit_list_preview_page_differences, count + 1);
	for (size_t i = 0; i < count && !import->error_total; i++) {
		const struct unit_difference *one = &import->differences[i];
		view->differences.at[view->differences.count++] = (struct unit_list_preview_page_differences){ one->row,
			str_of(one->what), one->code, one->name, one->from, one->to };
	}
	view->rest = import->difference_total - (int64_t)count;
	view->rows = (int64_t)import->line_count;
	view->added = import->added;
	view->changed = import->changed;
	view->moved = import->moved;
	view->missing = import->missing;
	view->same = import->same;
	view->wrong = import->error_total;
}

enum status unit_preview_list(struct request *request, void *to, struct err *err)
{
	struct unit_list_preview_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct unit_import import = import_of(request);
	if (str_compare(import.day, request->today) > 0)
		return err_set(err, INVALID, "unit.day_future", "day");
	*view = (struct unit_list_preview_page_view){ .unit = { unit->id },
		.name = unit->name,
		.day = import.day,
		.number = import.number,
		.list = *(struct str *)request->prepared,
		.pin_fresh = request->pin_fresh };
	TRY(db_savepoint(request->db, err));
	enum status status = unit_import(&import, view->list, err);
	if (status == INVALID)
		snprintf(err->field, sizeof(err->field), "file");
	TRY(status);
	TRY(db_rollback_to(request->db, err));
	show_import(request, &import, view);
	return OK;
}

enum status unit_do_list(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct unit_import import = import_of(request);
	(void)view;
	if (str_compare(import.day, request->today) > 0)
		return err_set(err, INVALID, "unit.day_future", "day");
	TRY(unit_import(&import, *(struct str *)request->prepared, err));
	if (import.error_total)
		return err_set(err, CONFLICT, "unit.list_wrong", "file");
	request_flash(request, N_("Đã ghi vào sổ."));
	if (import.change)
		request_go(request, "/units/%lld/history/%lld", (long long)unit->id, (long long)import.change);
	else
		request_go(request, "/units/%lld", (long long)unit->id);
	return OK;
}
