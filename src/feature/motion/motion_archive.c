/* What the cell voted on, for its archive; who voted how only where the vote was by name. */
#include "feature/motion/motion_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/motion_sql.h"

enum status motion_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct motion_archive_motions_rows motions;
	struct motion_archive_choices_rows choices;
	TRY(motion_archive_motions(arena, db,
	        &(struct motion_archive_motions_in){ .cell = cell, .shard = id_shard(cell.n) }, &motions, err));
	EXPORT_ROWS(json, "votes", motion_archive_motions, motions);
	TRY(motion_archive_choices(arena, db,
	        &(struct motion_archive_choices_in){ .cell = cell, .shard = id_shard(cell.n) }, &choices, err));
	EXPORT_ROWS(json, "by_name", motion_archive_choices, choices);
	return OK;
}
