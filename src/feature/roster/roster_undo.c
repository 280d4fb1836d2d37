/* Taking an import back on the day it was made, while nothing was built on it. */
#include "roster_import.h"

#include "base/time.h"
#include "gen/roster_sql.h"

static enum status refuse_built(struct str what, struct err *err)
{
	static const struct {
		const char *what, *code;
	} codes[] = { { "account", N_("roster.built_account") }, { "meeting", N_("roster.built_meeting") },
		{ "task", N_("roster.built_task") }, { "cell", N_("roster.built_cell") } };
	for (size_t i = 0; i < LENGTH(codes); i++)
		if (str_is(what, codes[i].what))
			return err_set(err, CONFLICT, codes[i].code, NULL);
	return err_set(err, CONFLICT, "roster.built_change", NULL);
}

static enum status drop_cell(struct arena *arena, struct db *db, struct unit_id unit, struct err *err)
{
	struct roster_parent_row above;
	bool found;
	TRY(roster_parent(arena, db, &(struct roster_parent_in){ .unit = unit }, &above, &found, err));
	if (found)
		TRY(counter_mark_unit(arena, db, above.parent, month_of_day(above.since), err));
	TRY(roster_cell_drop_anc(arena, db, &(struct roster_cell_drop_anc_in){ .unit = unit }, err));
	TRY(roster_cell_drop_edge(arena, db, &(struct roster_cell_drop_edge_in){ .unit = unit }, err));
	TRY(roster_cell_drop_code(arena, db, &(struct roster_cell_drop_code_in){ .unit = unit }, err));
	TRY(roster_cell_drop_name(arena, db, &(struct roster_cell_drop_name_in){ .unit = unit }, err));
	TRY(roster_cell_drop_settings(arena, db, &(struct roster_cell_drop_settings_in){ .unit = unit }, err));
	return roster_cell_drop(arena, db, &(struct roster_cell_drop_in){ .unit = unit }, err);
}

enum status roster_undo(struct arena *arena, struct db *db, int64_t import, int64_t now, struct err *err)
{
	struct roster_import_row_row row;
	struct roster_built_on_row built;
	struct roster_units_kept_rows units;
	struct roster_touched_rows cells;
	bool found;
	TRY(roster_import_row(arena, db, &(struct roster_import_row_in){ .id = { import } }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "roster.no_import", NULL);
	if (row.taken_back_at.set)
		return err_set(err, CONFLICT, "roster.taken_back", NULL);
	if (!str_eq(day_today(arena, row.at), day_today(arena, now)))
		return err_set(err, CONFLICT, "roster.other_day", NULL);
	TRY(roster_built_on(arena, db,
	        &(struct roster_built_on_in){ .import = import, .first = row.first, .at = row.at }, &built, &found,
	        err));
	if (found)
		return refuse_built(built.what, err);
	TRY(roster_units_kept(arena, db, &(struct roster_units_kept_in){ .import = import }, &units, err));
	TRY(roster_touched(
	        arena, db, &(struct roster_touched_in){ .import = import, .first = row.first }, &cells, err));
	TRY(roster_units_forget(arena, db, &(struct roster_units_forget_in){ .import = import }, err));
	TRY(person_import_undo(arena, db, import, row.first, err));
	for (size_t i = 0; i < units.count; i++)
		TRY(drop_cell(arena, db, units.at[i].unit, err));
	for (size_t i = 0; i < cells.count; i++)
		TRY(counter_touch_since(arena, db, cells.at[i].cell, (int)cells.at[i].shard,
		        month_of_day(cells.at[i].since), now, err));
	return roster_import_taken_back(
	        arena, db, &(struct roster_import_taken_back_in){ .id = import, .at = now }, err);
}
