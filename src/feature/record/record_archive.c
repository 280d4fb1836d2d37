/* The register of minutes and resolutions, for the archive of a cell; their texts stand in its folders. */
#include "feature/record/record_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/record_sql.h"

static enum status put_list(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct record_archive_list_rows rows;
	TRY(record_archive_list(
	        arena, db, &(struct record_archive_list_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\n\"records\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct record_archive_list_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "id", row->id.n);
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "kind", row->kind);
		export_text(json, "title", row->title);
		export_text(json, "day", row->day);
		export_text(json, "state", row->state);
		export_int(json, "version", OPT(row->version));
		export_int(json, "number", row->number);
		export_int(json, "signed_at", row->signed_at);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_numbers(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct record_archive_numbers_rows rows;
	TRY(record_archive_numbers(
	        arena, db, &(struct record_archive_numbers_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"numbers\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct record_archive_numbers_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_text(json, "term", row->term);
		export_text(json, "type", row->type);
		export_int(json, "number", OPT(row->number));
		export_text(json, "day", row->day);
		export_text(json, "void_reason", row->void_reason);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

enum status record_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	TRY(put_list(arena, db, cell, json, err));
	return put_numbers(arena, db, cell, json, err);
}
