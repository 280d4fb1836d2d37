/* The correction of a change: what it moved and closed stands as if it had never been, from its own day on; what it did
 * and by which decision it was corrected stays in the list of changes. */
#include "feature/unit/unit_private.h"

#include "base/time.h"
#include "gen/unit_sql.h"

static enum status load_change(struct unit_change *change, int64_t id, struct str *ret_kind, struct err *err)
{
	struct unit_change_row_row row;
	struct unit_change_later_row later;
	bool found;
	TRY(unit_change_row(
	        change->arena, change->db, &(struct unit_change_row_in){ .id = { id } }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "unit.not_found", NULL);
	if (row.undone_at.set)
		return err_set(err, CONFLICT, "unit.undo_done", NULL);
	change->id = id;
	change->unit = row.unit.n;
	change->day = row.day;
	change->number = row.decision;
	*ret_kind = row.kind;
	TRY(unit_change_later(
	        change->arena, change->db, &(struct unit_change_later_in){ .change = { id } }, &later, &found, err));
	if (!found)
		return OK;
	enum status status = err_set(err, CONFLICT, "unit.undo_later", NULL);
	err_arg(err, "day", date_show(change->arena, later.day));
	err_arg(err, "number", later.decision);
	return status;
}

static enum status edges_back(struct unit_change *change, const char *what, struct err *err)
{
	TRY(unit_change_edge_again(change->arena, change->db,
	        &(struct unit_change_edge_again_in){
	                .change = { change->id }, .what = str_of(what), .day = change->day },
	        err));
	return unit_change_edge_back(change->arena, change->db,
	        &(struct unit_change_edge_back_in){
	                .change = { change->id }, .what = str_of(what), .day = change->day, .at = change->now },
	        err);
}

/* A closed unit has its code again. */
static enum status codes_back(struct unit_change *change, struct err *err)
{
	struct unit_change_parts_rows rows;
	struct unit_by_code_row taken;
	bool found;
	TRY(unit_change_kept(change, "new", UNIT_ALL, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(unit_code_drop(change->arena, change->db,
		        &(struct unit_code_drop_in){ .unit = rows.at[i].unit, .day = change->day }, err));
	TRY(unit_change_kept(change, "code", UNIT_ALL, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		TRY(unit_by_code(change->arena, change->db, &(struct unit_by_code_in){ .code = rows.at[i].note },
		        &taken, &found, err));
		if (found) {
			enum status status = err_set(err, CONFLICT, "unit.undo_code", NULL);
			err_arg(err, "code", rows.at[i].note);
			return status;
		}
		TRY(unit_code_again(change->arena, change->db,
		        &(struct unit_code_again_in){ .unit = rows.at[i].unit,
		                .since = rows.at[i].since,
		                .code = rows.at[i].note,
		                .at = change->now },
		        err));
	}
	return OK;
}

static enum status open_again(struct unit_change *change, struct err *err)
{
	struct unit_change_parts_rows rows;
	TRY(unit_change_kept(change, "close", UNIT_ALL, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(unit_close_set(change->arena, change->db,
		        &(struct unit_close_set_in){ .unit = rows.at[i].unit, .until = STR(UNIT_OPEN) }, err));
	TRY(codes_back(change, err));
	TRY(edges_back(change, "close", err));
	TRY(unit_change_closure(change, "close", UNIT_ALL, true, err));
	TRY(unit_change_kept(change, "heir", UNIT_ALL, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(unit_heir_drop(change->arena, change->db,
		        &(struct unit_heir_drop_in){
		                .unit = rows.at[i].unit, .heir = rows.at[i].other, .day = change->day },
		        err));
	TRY(unit_change_kept(change, "role", UNIT_ALL, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(unit_role_again(
		        change->arena, change->db, &(struct unit_role_again_in){ .id = rows.at[i].person }, err));
	return OK;
}

static enum status move_back(struct unit_change *change, struct str kind, struct err *err)
{
	struct unit_change_strayed_row strayed;
	struct unit_change_parts_rows rows;
	bool found;
	TRY(unit_change_strayed(change->arena, change->db,
	        &(struct unit_change_strayed_in){ .change = { change->id }, .day = change->day }, &strayed, &found,
	        err));
	if (found) {
		enum status status = err_set(err, CONFLICT, "unit.undo_strayed", NULL);
		err_arg(err, "name", strayed.name);
		return status;
	}
	TRY(unit_change_leave(change, "move", UNIT_ALL, err));
	TRY(edges_back(change, "move", err));
	if (!str_is(kind, "import") && !str_is(kind, "move"))
		return unit_change_closure(change, "move", UNIT_ALL, true, err);
	/* One after another, as they were made: the last one first. */
	TRY(unit_change_kept(change, "move", UNIT_ALL, &rows, err));
	for (int64_t ord = (int64_t)rows.count; ord > 0; ord--)
		for (size_t i = 0; i < rows.count; i++)
			if (rows.at[i].person == ord)
				TRY(unit_change_closure(change, "move",
				        (struct unit_range){ rows.at[i].unit.n, rows.at[i].unit.n }, true, err));
	return OK;
}

/* A unit that the change made, as if it had never been. */
static enum status never_was(struct unit_change *change, const struct unit_change_parts_row *row, struct err *err)
{
	struct unit unit;
	struct unit_alive_below_row below;
	TRY(unit_load(change->arena, change->db, row->unit.n, &unit, err));
	TRY(unit_alive_below(
	        change->arena, change->db, &(struct unit_alive_below_in){ .unit = row->unit }, &below, err));
	enum status status = below.n ? INVALID : OK;
	if (status == OK && str_is(unit.kind, "chi_bo"))
		status = unit_change_cell(change, &unit, NULL, err);
	if (status == INVALID || status == CONFLICT) {
		err_set(err, CONFLICT, below.n ? "unit.undo_children" : "unit.undo_used", NULL);
		err_arg(err, "name", unit.name);
		return CONFLICT;
	}
	TRY(status);
	TRY(unit_roles_end(
	        change->arena, change->db, &(struct unit_roles_end_in){ .unit = row->unit, .day = change->day }, err));
	TRY(unit_edge_drop(
	        change->arena, change->db, &(struct unit_edge_drop_in){ .unit = row->unit, .day = change->day }, err));
	return unit_close_set(
	        change->arena, change->db, &(struct unit_close_set_in){ .unit = row->unit, .until = change->day }, err);
}

enum status unit_undo(struct arena *arena, struct db *db, int64_t id, struct str number, int64_t account, int64_t now,
        struct err *err)
{
	struct unit_change change = { .arena = arena, .db = db, .account = account, .now = now };
	struct unit_change_parts_rows made;
	struct str kind = STR_NONE;
	TRY(load_change(&change, id, &kind, err));
	TRY(open_again(&change, err));
	TRY(move_back(&change, kind, err));
	TRY(unit_change_members_back(&change, err));
	TRY(unit_change_kept(&change, "new", UNIT_ALL, &made, err));
	for (size_t i = 0; i < made.count; i++)
		TRY(never_was(&change, &made.at[i], err));
	TRY(unit_change_mark_undone(arena, db,
	        &(struct unit_change_mark_undone_in){
	                .id = { id }, .at = now, .account = { account }, .decision = number },
	        err));
	return unit_change_end(&change, err);
}
