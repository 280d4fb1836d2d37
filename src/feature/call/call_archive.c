/* What was sent before meetings, for the archive of a cell: papers, opinions. The unnamed ones are nobody's: texts in
   the order of their letters, and only of meetings that were opened. */
#include "feature/call/call_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/call_sql.h"

#include <stdlib.h>

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
	buf_c(json, ",\"unnamed_opinions\":[");
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
	struct call_archive_papers_rows papers;
	struct call_archive_opinions_rows opinions;
	TRY(call_archive_papers(
	        arena, db, &(struct call_archive_papers_in){ .cell = cell, .shard = id_shard(cell.n) }, &papers, err));
	EXPORT_ROWS(json, "papers", call_archive_papers, papers);
	TRY(call_archive_opinions(arena, db,
	        &(struct call_archive_opinions_in){ .cell = cell, .shard = id_shard(cell.n) }, &opinions, err));
	EXPORT_ROWS(json, "opinions", call_archive_opinions, opinions);
	return put_unnamed(arena, db, cell, json, err);
}
