/* The list of units from a file: read whole, checked row by row, written all or not at all. Superiors may stand below
 * their inferiors. */
#include "feature/unit/unit_private.h"

#include "base/text.h"
#include "base/time.h"
#include "gen/unit_sql.h"
#include "sheet/sheet.h"

#include <stdlib.h>
#include <string.h>

static const char *const column_names[COLUMN__COUNT] = { "code", "parent_code", "kind", "name", "short_name",
	"cell_type", "admin_code", "valid_from" };
static const char *const kind_order[] = { "centre", "tinh", "xa", "co_so", "dang_bo_truc_thuoc_co_so", "chi_bo" };

enum { MAX_ERRORS = 1000, MAX_DEPTH = 20 };

void unit_complain(
        struct unit_import *import, const struct unit_line *line, int column, const char *code, struct str message)
{
	import->error_total++;
	if (import->error_count < MAX_ERRORS)
		import->errors[import->error_count++] =
		        (struct unit_import_error){ line->row, column_names[column], code, message };
}

static void complain(
        struct unit_import *import, const struct unit_line *line, int column, const char *code, struct str value)
{
	struct err err = { 0 };
	err_set(&err, INVALID, code, NULL);
	err_arg(&err, "value", value);
	unit_complain(import, line, column, code, err_text(import->arena, VI, &err));
}

static int by_row(const void *a, const void *b)
{
	const struct unit_import_error *x = a, *y = b;
	return x->row - y->row;
}

static int by_code(const void *a, const void *b)
{
	const struct unit_line *const *x = a, *const *y = b;
	int order = str_compare((*x)->field[CODE], (*y)->field[CODE]);
	return order ? order : (*x)->row - (*y)->row;
}

struct unit_line *unit_import_line(const struct unit_import *import, struct str code)
{
	struct unit_line key = { .field[CODE] = code }, *wanted = &key;
	size_t low = 0, high = import->line_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (str_compare(import->sorted[middle]->field[CODE], wanted->field[CODE]) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < import->line_count && str_eq(import->sorted[low]->field[CODE], code) ? import->sorted[low] : NULL;
}

static enum status read_header(struct unit_import *import, const struct sheet_row *row, struct err *err)
{
	for (int c = 0; c < COLUMN__COUNT; c++) {
		import->places[c] = -1;
		for (size_t i = 0; i < row->count; i++)
			if (str_is(text_fold(import->arena, row->cells[i].text), column_names[c]))
				import->places[c] = row->cells[i].column;
		if (import->places[c] < 0 && (c == CODE || c == KIND || c == NAME)) {
			enum status status = err_set(err, INVALID, "unit.import_header", NULL);
			err_arg(err, "column", str_of(column_names[c]));
			return status;
		}
	}
	import->headed = true;
	return OK;
}

static enum status read_row(void *context, const struct sheet_row *row, struct err *err)
{
	struct unit_import *import = context;
	if (!import->headed)
		return read_header(import, row, err);
	if (row->sheet > 0)
		return OK;
	if (import->line_count == import->line_room) {
		size_t more = import->line_room ? import->line_room * 2 : 256;
		import->lines = arena_grow(import->arena, import->lines, import->line_room * sizeof(*import->lines),
		        more * sizeof(*import->lines));
		if (!import->lines)
			return err_set(err, INVALID, "unit.import_rows", NULL);
		import->line_room = more;
	}
	struct unit_line *line = &import->lines[import->line_count++];
	*line = (struct unit_line){ .row = row->number };
	for (int c = 0; c < COLUMN__COUNT; c++)
		line->field[c] = STR("");
	for (size_t i = 0; i < row->count; i++)
		for (int c = 0; c < COLUMN__COUNT; c++)
			if (import->places[c] == row->cells[i].column)
				line->field[c] = text_line(import->arena, row->cells[i].text);
	return OK;
}

static enum status read_lines(struct unit_import *import, struct str bytes, struct err *err)
{
	struct sheet_sink sink = { import, read_row, NULL };
	struct sheet_info info;
	TRY(sheet_read(bytes, &sheet_default_limits, &sink, &info, err));
	return import->line_count ? OK : err_set(err, INVALID, "unit.import_empty", NULL);
}

static void check_line(struct unit_import *import, struct unit_line *line)
{
	struct arena *arena = import->arena;
	bool known = false;
	struct date date;
	for (size_t i = 0; i < LENGTH(kind_order); i++)
		known |= str_is(line->field[KIND], kind_order[i]);
	if (!line->field[CODE].len)
		complain(import, line, CODE, "unit.import_no_code", STR(""));
	if (!known)
		complain(import, line, KIND, "unit.import_kind", line->field[KIND]);
	if (!line->field[NAME].len)
		complain(import, line, NAME, "unit.name_missing", STR(""));
	else if (text_letters(line->field[NAME]) > 200)
		complain(import, line, NAME, "unit.name_long", STR(""));
	bool cell = str_is(line->field[KIND], "chi_bo");
	if (cell && !unit_cell_type(arena, line->field[CELL_TYPE]).len)
		complain(import, line, CELL_TYPE, "unit.import_cell_type", line->field[CELL_TYPE]);
	if (cell && !line->field[PARENT].len && import->places[PARENT] >= 0)
		complain(import, line, PARENT, "unit.parent_missing", STR(""));
	if (!line->field[SINCE].len)
		line->since = day_today(arena, import->now);
	else if (date_typed(line->field[SINCE], &date) && date_real(date))
		line->since = date_iso(arena, date);
	else
		complain(import, line, SINCE, "unit.import_day", line->field[SINCE]);
}

/* The superior by the code, where the file has no column for it: the nearest that there is. */
static enum status derive_parent(struct unit_import *import, struct unit_line *line, struct err *err)
{
	struct unit_by_code_row row;
	struct str code = line->field[CODE];
	bool found = false;
	while (!found && (code = unit_code_above(import->arena, code)).len) {
		found = unit_import_line(import, code);
		if (!found)
			TRY(unit_by_code(import->arena, import->db, &(struct unit_by_code_in){ .code = code }, &row,
			        &found, err));
	}
	line->field[PARENT] = code.len ? code : STR("");
	if (!code.len && str_is(line->field[KIND], "chi_bo"))
		complain(import, line, PARENT, "unit.parent_missing", STR(""));
	return OK;
}

static enum status check_parent(struct unit_import *import, struct unit_line *line, struct err *err)
{
	struct unit_by_code_row row;
	struct unit unit;
	bool found;
	if (import->places[PARENT] < 0)
		TRY(derive_parent(import, line, err));
	struct str code = line->field[PARENT];
	if (!code.len)
		return OK;
	if (str_eq(code, line->field[CODE])) {
		complain(import, line, PARENT, "unit.import_self", code);
		return OK;
	}
	line->parent = unit_import_line(import, code);
	if (line->parent) {
		if (str_is(line->parent->field[KIND], "chi_bo"))
			complain(import, line, PARENT, "unit.parent_kind", code);
		return OK;
	}
	TRY(unit_by_code(import->arena, import->db, &(struct unit_by_code_in){ .code = code }, &row, &found, err));
	if (!found) {
		complain(import, line, PARENT, "unit.import_no_parent", code);
		return OK;
	}
	line->parent_id = row.unit.n;
	TRY(unit_load(import->arena, import->db, line->parent_id, &unit, err));
	if (str_is(unit.kind, "chi_bo"))
		complain(import, line, PARENT, "unit.parent_kind", code);
	return OK;
}

/* One code in two rows: the same row again, one unit below two superiors, or two units that meet under one code. */
static void check_twice(struct unit_import *import, const struct unit_line *line, const struct unit_line *before)
{
	bool name = str_eq(line->field[NAME], before->field[NAME]),
	     parent = str_eq(line->field[PARENT], before->field[PARENT]);
	const char *code = !name ? "unit.import_overlap" : !parent ? "unit.import_two_parents" : "unit.import_twice";
	struct err err = { 0 };
	err_set(&err, INVALID, code, NULL);
	err_arg(&err, "value", line->field[CODE]);
	err_arg_int(&err, "row", before->row);
	err_arg(&err, "name", before->field[NAME]);
	unit_complain(import, line, !name || parent ? CODE : PARENT, code, err_text(import->arena, VI, &err));
}

static enum status is_inside(struct unit_import *import, int64_t unit, bool *ret_inside, struct err *err)
{
	struct unit_path_rows path;
	TRY(unit_path(import->arena, import->db, &(struct unit_path_in){ .unit = { unit } }, &path, err));
	*ret_inside = false;
	for (size_t i = 0; i < path.count; i++)
		*ret_inside |= path.at[i].id.n == import->root;
	return OK;
}

/* All of it stands below the unit that the list was brought to; that one's own superior is not of the list. */
static enum status check_inside(struct unit_import *import, struct unit_line *line, struct err *err)
{
	struct unit_by_code_row row;
	bool found, inside;
	if (str_eq(line->field[PARENT], line->field[CODE]))
		return OK; /* told already */
	TRY(unit_by_code(
	        import->arena, import->db, &(struct unit_by_code_in){ .code = line->field[CODE] }, &row, &found, err));
	if (found && row.unit.n == import->root) {
		line->parent = NULL;
		line->parent_id = 0;
		return OK;
	}
	inside = found || line->parent || line->parent_id;
	if (found)
		TRY(is_inside(import, row.unit.n, &inside, err));
	if (inside && line->parent_id)
		TRY(is_inside(import, line->parent_id, &inside, err));
	if (!inside)
		complain(import, line, CODE, "unit.import_outside", line->field[CODE]);
	return OK;
}

static enum status check_lines(struct unit_import *import, struct err *err)
{
	import->sorted = arena_array(import->arena, struct unit_line *, import->line_count);
	for (size_t i = 0; i < import->line_count; i++) {
		import->sorted[i] = &import->lines[i];
		check_line(import, &import->lines[i]);
	}
	qsort(import->sorted, import->line_count, sizeof(*import->sorted), by_code);
	for (size_t i = 1; i < import->line_count; i++)
		if (import->sorted[i]->field[CODE].len &&
		        str_eq(import->sorted[i]->field[CODE], import->sorted[i - 1]->field[CODE]))
			check_twice(import, import->sorted[i], import->sorted[i - 1]);
	for (size_t i = 0; i < import->line_count; i++)
		TRY(check_parent(import, &import->lines[i], err));
	for (size_t i = 0; i < import->line_count && import->root; i++)
		TRY(check_inside(import, &import->lines[i], err));
	for (size_t i = 0; i < import->line_count; i++) {
		int depth = 0;
		for (struct unit_line *up = &import->lines[i]; up; up = up->parent)
			if (++depth > MAX_DEPTH) {
				complain(import, &import->lines[i], PARENT, "unit.import_circle",
				        import->lines[i].field[PARENT]);
				break;
			}
	}
	return OK;
}

/* A unit of that code is there: its name and kind of cell are brought up to date; that it stands elsewhere is noted. */
static enum status update_line(struct unit_import *import, struct unit_line *line, struct err *err)
{
	struct unit unit;
	struct arena *arena = import->arena;
	struct str code = line->field[CODE], name = line->field[NAME];
	TRY(unit_load(arena, import->db, line->id, &unit, err));
	if (import->places[SHORT_NAME] < 0)
		line->field[SHORT_NAME] = unit.short_name;
	struct str type = str_is(unit.kind, "chi_bo") ? unit_cell_type(arena, line->field[CELL_TYPE]) : STR_NONE;
	bool renamed = !str_eq(unit.name, name) || !str_eq(unit.short_name, line->field[SHORT_NAME]);
	bool retyped = type.len && !str_eq(type, unit.cell_type);
	if (!str_eq(unit.kind, line->field[KIND]))
		complain(import, line, KIND, "unit.import_kind_changed", code);
	line->parent_id = line->parent ? line->parent->id : line->parent_id;
	line->moves = line->parent_id && line->parent_id != unit.parent;
	import->same += !renamed && !retyped && !line->moves;
	import->changed += renamed || retyped;
	if (retyped) {
		unit_differ(import, "retyped", line->row, code, name, unit.cell_type, type);
		TRY(unit_type_set(
		        arena, import->db, &(struct unit_type_set_in){ .unit = { unit.id }, .cell_type = type }, err));
	}
	if (!renamed)
		return OK;
	unit_differ(import, "renamed", line->row, code, name, unit.name, name);
	struct str day = import->day.len ? import->day : line->since;
	bool later = str_compare(day, unit.name_since) > 0 && str_compare(day, day_today(arena, import->now)) <= 0;
	return unit_rename(arena, import->db, &unit, name, line->field[SHORT_NAME], later ? day : unit.name_since,
	        import->number, import->now, err);
}

static enum status write_line(struct unit_import *import, struct unit_line *line, struct err *err)
{
	struct unit_by_code_row row;
	bool found;
	if (line->id)
		return OK;
	if (line->parent && !line->parent->id)
		TRY(write_line(import, line->parent, err));
	TRY(unit_by_code(
	        import->arena, import->db, &(struct unit_by_code_in){ .code = line->field[CODE] }, &row, &found, err));
	if (found) {
		line->id = row.unit.n;
		return update_line(import, line, err);
	}
	import->added++;
	unit_differ(import, "new", line->row, line->field[CODE], line->field[NAME], STR_NONE, STR_NONE);
	struct unit_new unit = { .kind = line->field[KIND],
		.cell_type = line->field[CELL_TYPE],
		.name = line->field[NAME],
		.short_name = line->field[SHORT_NAME],
		.code = line->field[CODE],
		.admin_code = line->field[ADMIN],
		.since = line->since,
		.decision = import->number,
		.parent = line->parent ? line->parent->id : line->parent_id };
	return unit_create(import->arena, import->db, &unit, import->now, &line->id, err);
}

enum status unit_import(struct unit_import *import, struct str bytes, struct err *err)
{
	import->errors = arena_array(import->arena, struct unit_import_error, MAX_ERRORS);
	TRY(read_lines(import, bytes, err));
	TRY(check_lines(import, err));
	for (size_t i = 0; i < import->line_count && !import->error_total; i++) {
		TRY(write_line(import, &import->lines[i], err));
		if (import->progress && i % 256 == 0)
			import->progress(import->progress_context, (int64_t)i, (int64_t)import->line_count);
	}
	if (!import->error_total)
		TRY(unit_import_moves(import, err));
	if (!import->error_total)
		TRY(unit_import_missing(import, err));
	qsort(import->errors, import->error_count, sizeof(*import->errors), by_row);
	return OK;
}
