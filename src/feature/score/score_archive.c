/* The scores of a cell with their lines, for its archive. */
#include "feature/score/score_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/score_sql.h"

enum status score_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct score_archive_sheets_rows sheets;
	struct score_archive_lines_rows lines;
	struct score_appeal_archive_rows appeals;
	TRY(score_archive_sheets(
	        arena, db, &(struct score_archive_sheets_in){ .cell = cell, .shard = id_shard(cell.n) }, &sheets, err));
	EXPORT_ROWS(json, "sheets", score_archive_sheets, sheets);
	TRY(score_archive_lines(
	        arena, db, &(struct score_archive_lines_in){ .cell = cell, .shard = id_shard(cell.n) }, &lines, err));
	EXPORT_ROWS(json, "lines", score_archive_lines, lines);
	TRY(score_appeal_archive(arena, db,
	        &(struct score_appeal_archive_in){ .cell = cell, .shard = id_shard(cell.n) }, &appeals, err));
	EXPORT_ROWS(json, "appeals", score_appeal_archive, appeals);
	return OK;
}
