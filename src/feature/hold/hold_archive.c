/* What was noted while meetings ran, for the archive of a cell: agenda, words, praise, fees, changed roles. */
#include "feature/hold/hold_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/hold_sql.h"

enum status hold_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct hold_archive_items_rows items;
	struct hold_archive_speeches_rows speeches;
	struct hold_archive_praise_rows praise;
	struct hold_archive_roles_rows roles;
	struct hold_archive_fees_rows fees;
	TRY(hold_archive_items(
	        arena, db, &(struct hold_archive_items_in){ .cell = cell, .shard = id_shard(cell.n) }, &items, err));
	EXPORT_ROWS(json, "items", hold_archive_items, items);
	TRY(hold_archive_speeches(arena, db,
	        &(struct hold_archive_speeches_in){ .cell = cell, .shard = id_shard(cell.n) }, &speeches, err));
	EXPORT_ROWS(json, "speeches", hold_archive_speeches, speeches);
	TRY(hold_archive_praise(
	        arena, db, &(struct hold_archive_praise_in){ .cell = cell, .shard = id_shard(cell.n) }, &praise, err));
	EXPORT_ROWS(json, "praise", hold_archive_praise, praise);
	TRY(hold_archive_roles(
	        arena, db, &(struct hold_archive_roles_in){ .cell = cell, .shard = id_shard(cell.n) }, &roles, err));
	EXPORT_ROWS(json, "roles", hold_archive_roles, roles);
	TRY(hold_archive_fees(
	        arena, db, &(struct hold_archive_fees_in){ .cell = cell, .shard = id_shard(cell.n) }, &fees, err));
	EXPORT_ROWS(json, "fees", hold_archive_fees, fees);
	return OK;
}
