/* The tasks of a cell and what was said of them, for its archive. */
#include "feature/task/task_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/task_sql.h"

enum status task_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct task_archive_list_rows list;
	struct task_archive_reports_rows reports;
	TRY(task_archive_list(
	        arena, db, &(struct task_archive_list_in){ .cell = cell, .shard = id_shard(cell.n) }, &list, err));
	EXPORT_ROWS(json, "tasks", task_archive_list, list);
	TRY(task_archive_reports(arena, db,
	        &(struct task_archive_reports_in){ .cell = cell, .shard = id_shard(cell.n) }, &reports, err));
	EXPORT_ROWS(json, "reports", task_archive_reports, reports);
	return OK;
}
