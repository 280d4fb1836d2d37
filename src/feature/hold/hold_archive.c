/* What was noted while meetings ran, for the archive of a cell: agenda, words, praise, fees, changed roles. */
#include "feature/hold/hold_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/hold_sql.h"

static enum status put_items(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct hold_archive_items_rows rows;
	TRY(hold_archive_items(
	        arena, db, &(struct hold_archive_items_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\n\"items\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct hold_archive_items_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "day", row->day);
		export_int(json, "ord", OPT(row->ord));
		export_text(json, "title", row->title);
		export_text(json, "content", row->content);
		export_text(json, "conclusion", row->conclusion);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_speeches(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct hold_archive_speeches_rows rows;
	TRY(hold_archive_speeches(
	        arena, db, &(struct hold_archive_speeches_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"speeches\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct hold_archive_speeches_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "day", row->day);
		export_text(json, "kind", row->kind);
		export_text(json, "name", row->name);
		export_text(json, "text", row->text);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_praise(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct hold_archive_praise_rows rows;
	TRY(hold_archive_praise(
	        arena, db, &(struct hold_archive_praise_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"praise\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct hold_archive_praise_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "day", row->day);
		export_text(json, "kind", row->kind);
		export_text(json, "name", row->name);
		export_text(json, "text", row->text);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_roles(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct hold_archive_roles_rows rows;
	TRY(hold_archive_roles(
	        arena, db, &(struct hold_archive_roles_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"roles\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct hold_archive_roles_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "day", row->day);
		export_text(json, "role", row->role);
		export_text(json, "name_before", row->name_before);
		export_text(json, "name", row->name);
		export_text(json, "reason", row->reason);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_fees(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct hold_archive_fees_rows rows;
	TRY(hold_archive_fees(
	        arena, db, &(struct hold_archive_fees_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"fees\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct hold_archive_fees_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_int(json, "month", OPT(row->month));
		export_text(json, "name", row->name);
		export_text(json, "state", row->state);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

enum status hold_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	TRY(put_items(arena, db, cell, json, err));
	TRY(put_speeches(arena, db, cell, json, err));
	TRY(put_praise(arena, db, cell, json, err));
	TRY(put_roles(arena, db, cell, json, err));
	return put_fees(arena, db, cell, json, err);
}
