/* The tasks of a cell and what was said of them, for its archive. */
#include "feature/task/task_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/task_sql.h"

static enum status put_list(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct task_archive_list_rows rows;
	TRY(task_archive_list(
	        arena, db, &(struct task_archive_list_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\n\"tasks\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct task_archive_list_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "id", row->id.n);
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "title", row->title);
		export_text(json, "person_name", row->person_name);
		export_text(json, "due", row->due);
		export_text(json, "state", row->state);
		export_text(json, "result", row->result);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_reports(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct task_archive_reports_rows rows;
	TRY(task_archive_reports(
	        arena, db, &(struct task_archive_reports_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"reports\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct task_archive_reports_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "task", row->task.n);
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "state", row->state);
		export_text(json, "result", row->result);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

enum status task_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	TRY(put_list(arena, db, cell, json, err));
	return put_reports(arena, db, cell, json, err);
}
