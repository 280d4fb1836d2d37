/* What a list of units would change: new, renamed, of another kind, moved, missing; and the moves themselves, one after
 * another, so that none stands below itself on the way. */
#include "feature/unit/unit_private.h"

#include "base/time.h"
#include "gen/unit_sql.h"

enum { DIFFERENCES_MOST = 2000 };

void unit_differ(struct unit_import *import, const char *what, int row, struct str code, struct str name,
        struct str from, struct str to)
{
	if (!import->differences)
		import->differences = arena_array(import->arena, struct unit_difference, DIFFERENCES_MOST);
	import->difference_total++;
	if (import->difference_count < DIFFERENCES_MOST)
		import->differences[import->difference_count++] =
		        (struct unit_difference){ row, what, code, name, from, to };
}

/* Whether a unit stands below another today. */
static enum status stands_below(
        struct unit_import *import, int64_t unit, int64_t above, bool *ret_below, struct err *err)
{
	struct unit_path_rows path;
	TRY(unit_path(import->arena, import->db, &(struct unit_path_in){ .unit = { unit } }, &path, err));
	*ret_below = false;
	for (size_t i = 0; i < path.count; i++)
		*ret_below |= path.at[i].id.n == above;
	return OK;
}

static enum status move_line(
        struct unit_import *import, struct unit_change *change, struct unit_line *line, struct err *err)
{
	struct unit unit, from = { 0 }, to;
	TRY(unit_load(import->arena, import->db, line->id, &unit, err));
	TRY(unit_load(import->arena, import->db, line->parent_id, &to, err));
	if (unit.parent)
		TRY(unit_load(import->arena, import->db, unit.parent, &from, err));
	enum status status = unit_change_move(change, line->id, line->parent_id, err);
	if (status == INVALID || status == CONFLICT) {
		unit_complain(import, line, PARENT, err->code, err_text(import->arena, VI, err));
		return OK;
	}
	TRY(status);
	import->moved++;
	unit_differ(import, "moved", line->row, line->field[CODE], unit.name, from.name, to.name);
	return OK;
}

enum status unit_import_moves(struct unit_import *import, struct err *err)
{
	struct unit_change change;
	struct unit_decision decision = { import->day, import->number, import->account, import->root };
	size_t waiting = 0, before;
	for (size_t i = 0; i < import->line_count; i++)
		waiting += import->lines[i].moves;
	if (!waiting)
		return OK;
	if (!decision.unit)
		decision.unit = import->lines[0].id;
	TRY(unit_change_begin(&change, import->arena, import->db, "import", &decision, import->now, err));
	do {
		before = waiting;
		for (size_t i = 0; i < import->line_count && !import->error_total; i++) {
			struct unit_line *line = &import->lines[i];
			bool below = false;
			if (!line->moves)
				continue;
			TRY(stands_below(import, line->parent_id, line->id, &below, err));
			if (below)
				continue; /* its new superior must leave first */
			line->moves = false;
			waiting--;
			TRY(move_line(import, &change, line, err));
		}
	} while (waiting && waiting < before && !import->error_total);
	for (size_t i = 0; i < import->line_count && !import->error_total; i++)
		if (import->lines[i].moves)
			unit_complain(import, &import->lines[i], PARENT, "unit.import_circle",
			        import->lines[i].field[PARENT]);
	import->change = change.id;
	return import->error_total ? OK : unit_change_end(&change, err);
}

/* What stands below the units of the file and is not in it: told, never closed. */
enum status unit_import_missing(struct unit_import *import, struct err *err)
{
	for (size_t i = 0; i < import->line_count; i++) {
		const struct unit_line *line = &import->lines[i];
		struct unit_below_rows rows;
		if (line->parent || str_is(line->field[KIND], "chi_bo"))
			continue;
		TRY(unit_below(import->arena, import->db, &(struct unit_below_in){ .unit = { line->id } }, &rows, err));
		for (size_t r = 0; r < rows.count; r++) {
			if (unit_import_line(import, rows.at[r].code))
				continue;
			import->missing++;
			unit_differ(import, "missing", 0, rows.at[r].code, rows.at[r].name, STR_NONE, STR_NONE);
		}
	}
	return OK;
}

struct str unit_code_above(struct arena *arena, struct str code)
{
	/* Groups PP.UUU.BBB.TTT.CCC: the last one that is not all zero becomes zero. */
	struct buf buf = buf_open(arena, code.len + 1);
	size_t groups[8] = { 0 }, count = 1, last = 0;
	for (size_t i = 0; i < code.len; i++) {
		bool digit = code.ptr[i] >= '0' && code.ptr[i] <= '9';
		if (!digit && code.ptr[i] != '.')
			return STR_NONE;
		if (digit && code.ptr[i] != '0')
			last = count - 1;
		if (!digit && count == LENGTH(groups))
			return STR_NONE;
		if (!digit)
			groups[count++] = i + 1;
	}
	if (count < 2 || !last)
		return STR_NONE;
	for (size_t i = 0; i < code.len; i++)
		buf_char(&buf, i >= groups[last] && code.ptr[i] != '.' ? '0' : code.ptr[i]);
	return buf_text(&buf);
}
