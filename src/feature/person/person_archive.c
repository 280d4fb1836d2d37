/* What a cell keeps of its members besides the roster, for its archive: dated facts, groups. */
#include "feature/person/person_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/person_sql.h"

enum status person_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct person_archive_states_rows states;
	struct person_archive_groups_rows groups;
	TRY(person_archive_states(arena, db,
	        &(struct person_archive_states_in){ .cell = cell, .shard = id_shard(cell.n) }, &states, err));
	EXPORT_ROWS(json, "states", person_archive_states, states);
	TRY(person_archive_groups(arena, db,
	        &(struct person_archive_groups_in){ .cell = cell, .shard = id_shard(cell.n) }, &groups, err));
	EXPORT_ROWS(json, "groups", person_archive_groups, groups);
	return OK;
}
