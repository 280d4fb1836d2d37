/* What was sent before meetings, for the archive of a cell: papers, opinions. The unnamed ones are nobody's: texts in
   the order of their letters, and only of meetings that were opened. */
#include "feature/call/call_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/call_sql.h"

#include <stdlib.h>

static enum status put_papers(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct call_archive_papers_rows rows;
	TRY(call_archive_papers(
	        arena, db, &(struct call_archive_papers_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\n\"papers\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct call_archive_papers_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "day", row->day);
		export_text(json, "title", row->title);
		export_text(json, "file_name", row->file_name);
		export_int(json, "size", OPT(row->size));
		export_int(json, "posted_at", OPT(row->posted_at));
		export_int(json, "withdrawn_at", row->withdrawn_at);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_opinions(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct call_archive_opinions_rows rows;
	TRY(call_archive_opinions(
	        arena, db, &(struct call_archive_opinions_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"opinions\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct call_archive_opinions_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "day", row->day);
		export_text(json, "name", row->name);
		export_text(json, "text", row->text);
		export_int(json, "taken", OPT(row->taken));
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static int by_letters(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static enum status put_unnamed(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct call_archive_pools_rows rows;
	bool first = true;
	TRY(call_archive_pools(
	        arena, db, &(struct call_archive_pools_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"unnamed_opinions\":[");
	for (size_t i = 0; i < rows.count; i++) {
		struct meeting meeting;
		struct pool *pool = arena_new(arena, struct pool);
		TRY(meeting_load(arena, db, rows.at[i].meeting.n, &meeting, err));
		TRY(call_pool_read(arena, db, &meeting, pool, err));
		qsort(pool->text, pool->count, sizeof(pool->text[0]), by_letters);
		for (size_t t = 0; t < pool->count; t++, first = false) {
			buf_c(json, first ? "\n{" : ",\n{");
			export_id(json, "meeting", meeting.id);
			export_text(json, "day", meeting.day);
			export_text(json, "text", pool->text[t]);
			buf_char(json, '}');
		}
	}
	buf_char(json, ']');
	return OK;
}

enum status call_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	TRY(put_papers(arena, db, cell, json, err));
	TRY(put_opinions(arena, db, cell, json, err));
	return put_unnamed(arena, db, cell, json, err);
}
