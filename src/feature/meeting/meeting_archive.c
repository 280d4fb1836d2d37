/* What the cell's meetings keep, for its archive: the sessions with their totals, the committee's meeting before. */
#include "feature/meeting/meeting_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/meeting_sql.h"

enum status meeting_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct meeting_archive_sessions_rows sessions;
	struct meeting_archive_before_rows before;
	TRY(meeting_archive_sessions(arena, db,
	        &(struct meeting_archive_sessions_in){ .cell = cell, .shard = id_shard(cell.n) }, &sessions, err));
	EXPORT_ROWS(json, "meetings", meeting_archive_sessions, sessions);
	TRY(meeting_archive_before(arena, db,
	        &(struct meeting_archive_before_in){ .cell = cell, .shard = id_shard(cell.n) }, &before, err));
	EXPORT_ROWS(json, "committee_before", meeting_archive_before, before);
	return OK;
}
