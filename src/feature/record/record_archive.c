/* The register of minutes and resolutions, for the archive of a cell; their texts stand in its folders. */
#include "feature/record/record_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/record_sql.h"

enum status record_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct record_archive_list_rows list;
	struct record_archive_numbers_rows numbers;
	TRY(record_archive_list(
	        arena, db, &(struct record_archive_list_in){ .cell = cell, .shard = id_shard(cell.n) }, &list, err));
	EXPORT_ROWS(json, "records", record_archive_list, list);
	TRY(record_archive_numbers(arena, db,
	        &(struct record_archive_numbers_in){ .cell = cell, .shard = id_shard(cell.n) }, &numbers, err));
	EXPORT_ROWS(json, "numbers", record_archive_numbers, numbers);
	return OK;
}
