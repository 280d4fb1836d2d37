/* The months that wait to be judged, and what a month counts. Judging reads outside the writer; a month that is marked
   anew meanwhile stays marked. */
#include "feature/signal/signal_private.h"

#include "gen/signal_sql.h"

#include <string.h>

enum { PAGE = 500, ROOM = 64 << 20 };

enum status signal_mark(struct arena *arena, struct db *db, int64_t cell, int shard, int month, struct err *err)
{
	return signal_mark_put(
	        arena, db, &(struct signal_mark_put_in){ .cell = { cell }, .month = month, .shard = shard }, err);
}

struct judged {
	const struct signal_marks_row *mark;
	struct signal_month month[SIGNAL_MONTHS_AFTER + 1];
	int64_t now;
};

static enum status keep(struct db *db, void *context, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	const struct judged *judged = context;
	const struct signal_marks_row *mark = judged->mark;
	for (int i = 0; i <= SIGNAL_MONTHS_AFTER; i++)
		if (!i || judged->month[i].judged)
			TRY(signal_keep(arena, db, mark->cell, (int)mark->shard, &judged->month[i], judged->now, err));
	return signal_mark_done(arena, db,
	        &(struct signal_mark_done_in){
	                .cell = mark->cell, .month = mark->month, .shard = mark->shard, .n = mark->n },
	        err);
}

static enum status judge_one(struct chore_run *run, const struct signal_marks_row *mark, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	struct judged judged = { .mark = mark, .now = run->now };
	TRY(signal_judge(arena, run->db, mark->cell, (int)mark->shard, (int)mark->month, judged.month, err));
	return chore_write(run, keep, &judged, err);
}

enum status signal_chore(struct chore_run *run, struct err *err)
{
	struct signal_marks_rows rows = { .count = PAGE };
	struct signal_marks_in after = { 0 };
	enum status worst = OK;
	while (rows.count == PAGE && !chore_over(run)) {
		TRY(signal_marks(run->arena, run->db, &after, &rows, err));
		for (size_t i = 0; i < rows.count && !chore_over(run); i++) {
			struct err why = { 0 };
			enum status status = judge_one(run, &rows.at[i], &why);
			after = (struct signal_marks_in){ rows.at[i].cell, rows.at[i].month };
			if (status != OK && worst == OK) { /* it stays marked; the others are judged all the same */
				worst = status;
				*err = why;
			}
		}
	}
	return worst;
}

static enum status count(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct signal_count_row row;
	TRY(signal_count(arena, db,
	        &(struct signal_count_in){ .cell = { key->cell }, .shard = key->shard, .month = key->month }, &row,
	        err));
	memcpy(ret_values, &row, sizeof(row));
	*ret_any = row.cells > 0;
	return OK;
}

const struct counter_family signal_families[] = {
	{ "signal", "cells same_text no_task no_person no_date merged same_speakers above", count, signal_scan_text },
	{ 0 },
};
