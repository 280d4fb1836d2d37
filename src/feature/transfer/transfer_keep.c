/* What is kept of ways: for the person, for the archive of a cell, and when a cell is no more. */
#include "feature/transfer/transfer_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/transfer_sql.h"

enum status transfer_export(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct transfer_everything_rows rows;
	TRY(transfer_everything(arena, db, &(struct transfer_everything_in){ .person = person }, &rows, err));
	EXPORT_ROWS(json, "transfers", transfer_everything, rows);
	return OK;
}

enum status transfer_forget(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	(void)now;
	return transfer_erase(arena, db, &(struct transfer_erase_in){ .person = person, .name = STR("(đã xóa)") }, err);
}

enum status transfer_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct transfer_archive_list_rows rows;
	TRY(transfer_archive_list(
	        arena, db, &(struct transfer_archive_list_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	EXPORT_ROWS(json, "transfers", transfer_archive_list, rows);
	return OK;
}

/* From the cell that ends to its heir: nobody goes anywhere any more. */
static enum status end_between(struct arena *arena, struct db *db, const struct transfer_unfinished_row *row,
        int64_t cell, int shard, struct str day, int64_t now, struct err *err)
{
	struct transfer_over_in over = { .cell = { cell }, .id = row->id, .shard = shard, .ended = day };
	struct transfer_answered_in answer = {
		.cell = { cell }, .id = row->id, .shard = shard, .state = STR("withdrawn"), .at = now
	};
	return str_is(row->state, "accepted") ? transfer_over(arena, db, &over, err)
	                                      : transfer_answered(arena, db, &answer, err);
}

static enum status hand_on(struct arena *arena, struct db *db, const struct transfer_unfinished_row *row,
        const struct transfer_heir *heir, struct err *err)
{
	TRY(transfer_handed_on(arena, db,
	        &(struct transfer_handed_on_in){ .cell = { heir->from }, .id = row->id, .shard = heir->from_shard },
	        err));
	TRY(transfer_inherit(arena, db,
	        &(struct transfer_inherit_in){ .cell = { heir->to },
	                .id = row->id,
	                .shard = heir->to_shard,
	                .side = row->side,
	                .other = row->other,
	                .other_shard = row->other_shard,
	                .person = row->person,
	                .kind = row->kind,
	                .state = row->state,
	                .day = row->day,
	                .until = row->until,
	                .paper = row->paper,
	                .reason = row->reason,
	                .name = row->name,
	                .birth_year = row->birth_year,
	                .card = row->card,
	                .proposed_at = row->proposed_at,
	                .answered_at = row->answered_at,
	                .began = row->began },
	        err));
	return transfer_heir_side(arena, db,
	        &(struct transfer_heir_side_in){ .cell = row->other,
	                .id = row->id,
	                .shard = row->other_shard,
	                .other = { heir->to },
	                .other_shard = heir->to_shard },
	        err);
}

enum status transfer_hand_on(
        struct arena *arena, struct db *db, const struct transfer_heir *heir, int64_t now, struct err *err)
{
	struct transfer_unfinished_rows rows;
	TRY(transfer_unfinished(arena, db,
	        &(struct transfer_unfinished_in){ .cell = { heir->from }, .shard = heir->from_shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct transfer_unfinished_row *row = &rows.at[i];
		if (heir->person && row->person.n != heir->person)
			continue;
		if (row->other.n == heir->to) {
			TRY(end_between(arena, db, row, heir->from, heir->from_shard, heir->day, now, err));
			TRY(end_between(arena, db, row, heir->to, heir->to_shard, heir->day, now, err));
		} else {
			TRY(hand_on(arena, db, row, heir, err));
		}
	}
	return OK;
}
