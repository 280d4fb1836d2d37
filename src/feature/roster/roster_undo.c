/* Taking an import back on the day it was made, while nothing was built on it. */
#include "roster_import.h"

#include "base/time.h"
#include "gen/roster_sql.h"

enum status roster_undo(struct arena *arena, struct db *db, int64_t import, int64_t now, struct err *err)
{
	struct roster_import_row_row row;
	bool found;
	TRY(roster_import_row(arena, db, &(struct roster_import_row_in){ .id = import }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "roster.no_import", NULL);
	if (row.taken_back_at.set)
		return err_set(err, CONFLICT, "roster.taken_back", NULL);
	if (!str_eq(day_today(arena, row.at), day_today(arena, now)))
		return err_set(err, CONFLICT, "roster.other_day", NULL);
	TRY(person_import_undo(arena, db, import, err));
	return roster_import_taken_back(
	        arena, db, &(struct roster_import_taken_back_in){ .id = import, .at = now }, err);
}
