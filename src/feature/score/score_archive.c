/* The scores of a cell with their lines, for its archive. */
#include "feature/score/score_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/score_sql.h"

static enum status put_sheets(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct score_archive_sheets_rows rows;
	TRY(score_archive_sheets(
	        arena, db, &(struct score_archive_sheets_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\n\"sheets\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct score_archive_sheets_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "id", row->id.n);
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "rubric", row->rubric);
		export_int(json, "rubric_version", OPT(row->rubric_version));
		export_text(json, "state", row->state);
		export_int(json, "total", row->total);
		export_text(json, "grade", row->grade);
		export_int(json, "superior_total", row->superior_total);
		export_text(json, "superior_grade", row->superior_grade);
		export_text(json, "superior_reason", row->superior_reason);
		export_text(json, "shortcomings", row->shortcomings);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_lines(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct score_archive_lines_rows rows;
	TRY(score_archive_lines(
	        arena, db, &(struct score_archive_lines_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"lines\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct score_archive_lines_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "sheet", row->sheet.n);
		export_text(json, "line", row->line);
		export_int(json, "max", OPT(row->max));
		export_int(json, "evidence", row->evidence);
		export_int(json, "points", row->points);
		export_text(json, "reason", row->reason);
		export_int(json, "superior", row->superior);
		export_text(json, "superior_note", row->superior_note);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

enum status score_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	TRY(put_sheets(arena, db, cell, json, err));
	return put_lines(arena, db, cell, json, err);
}
