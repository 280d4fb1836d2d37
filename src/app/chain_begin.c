/* Databases from before there were links: what stands in them enters the chains once, in the order of its meetings. */
#include "app/audit.h"
#include "app/chain.h"
#include "base/id.h"
#include "gen/app_sql.h"

enum { MEETINGS = 200 };

static enum status take_over(struct arena *arena, struct db *db, int64_t meeting, int64_t now, struct err *err)
{
	struct chain_contents contents;
	struct verify_meeting_row row;
	bool found;
	int shard = id_shard(meeting);
	TRY(chain_of_meeting(arena, db, meeting, shard, &contents, err));
	if (!contents.count)
		return OK;
	TRY(verify_meeting(arena, db, &(struct verify_meeting_in){ meeting }, &row, &found, err));
	const struct chain_place place = { .cell = row.cell, .meeting = meeting, .shard = shard, .at = now };
	for (size_t i = 0; i < contents.count; i++)
		TRY(chain_append(arena, db, &place, &contents.at[i], err));
	return OK;
}

static enum status take_over_grades(struct arena *arena, struct db *db, int64_t now, struct err *err)
{
	struct chain_graded_rows rows;
	struct chain_contents contents;
	TRY(chain_graded(arena, db, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct chain_place place = { .cell = rows.at[i].cell, .shard = (int)rows.at[i].shard, .at = now };
		TRY(chain_of_grades(arena, db, place.cell, place.shard, &contents, err));
		for (size_t at = 0; at < contents.count; at++)
			TRY(chain_append(arena, db, &place, &contents.at[at], err));
	}
	return OK;
}

enum status chain_begin(struct db *db, int64_t now, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	CLOSES(arena_closep) struct arena *list = arena_open(ARENA_JOB_CEILING);
	struct chain_any_row any;
	struct verify_meetings_rows rows;
	int64_t after = 0;
	TRY(chain_any(list, db, &any, err));
	if (any.links || any.heads || any.known)
		return OK;
	do {
		arena_reset(list);
		TRY(verify_meetings(
		        list, db, &(struct verify_meetings_in){ .after = after, .most = MEETINGS }, &rows, err));
		for (size_t i = 0; i < rows.count; i++) {
			arena_reset(arena);
			TRY(take_over(arena, db, rows.at[i].id, now, err));
			after = rows.at[i].id;
		}
	} while (rows.count == MEETINGS);
	arena_reset(arena);
	return take_over_grades(arena, db, now, err);
}
