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

/* One side of a way to a cell that ends: nobody goes there any more. */
static enum status end_side(struct arena *arena, struct db *db, const struct transfer_unfinished_row *row, int64_t cell,
        int shard, const struct transfer_heir *heir, int64_t now, struct err *err)
{
	struct transfer_over_in over = { .cell = { cell }, .id = row->id, .shard = shard, .ended = heir->day };
	struct transfer_answered_in answer = {
		.cell = { cell }, .id = row->id, .shard = shard, .state = STR("withdrawn"), .at = now
	};
	return str_is(row->state, "accepted") ? transfer_over(arena, db, &over, err)
	                                      : transfer_answered(arena, db, &answer, err);
}

static enum status hand_on(struct arena *arena, struct db *db, const struct transfer_unfinished_row *row,
        const struct transfer_heir *heir, struct err *err)
{
	TRY(transfer_gone_on(arena, db,
	        &(struct transfer_gone_on_in){ .cell = { heir->from }, .id = row->id, .shard = heir->from_shard },
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

/* What the correction of the change will look at: proposals that ended here, and those of others to this cell; the way
 * of one of its members goes where the member goes. */
static enum status keep(struct arena *arena, struct db *db, const struct transfer_unfinished_row *row, bool ends,
        const struct transfer_heir *heir, struct err *err)
{
	if (!heir->change || !str_is(row->state, "proposed") || !(ends || str_is(row->side, "in")))
		return OK;
	return transfer_handed_add(arena, db,
	        &(struct transfer_handed_add_in){ .cell = { heir->from },
	                .id = row->id,
	                .change = heir->change,
	                .shard = heir->from_shard,
	                .heir = { heir->to },
	                .heir_shard = heir->to_shard },
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
		bool asked = str_is(row->side, "in") && str_is(row->state, "proposed");
		bool ends = !heir->to || row->other.n == heir->to;
		if (heir->person && (row->person.n != heir->person || asked))
			continue;
		TRY(keep(arena, db, row, ends, heir, err));
		if (!ends) {
			TRY(hand_on(arena, db, row, heir, err));
			continue;
		}
		TRY(end_side(arena, db, row, heir->from, heir->from_shard, heir, now, err));
		TRY(end_side(arena, db, row, row->other.n, (int)row->other_shard, heir, now, err));
	}
	return OK;
}

/* A proposal that ended with the change waits again, when the person is still where the change left him. */
static enum status wait_again(struct arena *arena, struct db *db, const struct transfer_one_row *way,
        const struct transfer_handed_row *row, const struct transfer_back *back, struct err *err)
{
	struct transfer_is_there_row there;
	int64_t home = row->heir.n ? row->heir.n : way->other.n;
	int64_t shard = row->heir.n ? row->heir_shard : way->other_shard;
	if (!str_is(way->state, "withdrawn"))
		return OK;
	TRY(transfer_is_there(arena, db,
	        &(struct transfer_is_there_in){ .cell = { home }, .shard = shard, .person = way->person }, &there,
	        err));
	if (!there.n)
		return OK;
	TRY(transfer_wait_again(arena, db,
	        &(struct transfer_wait_again_in){ .cell = { back->cell }, .id = row->id, .shard = back->shard }, err));
	return transfer_wait_again(arena, db,
	        &(struct transfer_wait_again_in){ .cell = way->other, .id = row->id, .shard = way->other_shard }, err);
}

/* One that went to the heir without an answer so far comes back. */
static enum status come_back(struct arena *arena, struct db *db, const struct transfer_handed_row *row,
        const struct transfer_back *back, struct err *err)
{
	struct transfer_unfinished_rows rows;
	struct transfer_heir heir = {
		.from = row->heir.n, .to = back->cell, .from_shard = (int)row->heir_shard, .to_shard = back->shard
	};
	TRY(transfer_unfinished(arena, db,
	        &(struct transfer_unfinished_in){ .cell = row->heir, .shard = row->heir_shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].id == row->id && str_is(rows.at[i].state, "proposed"))
			return hand_on(arena, db, &rows.at[i], &heir, err);
	return OK;
}

enum status transfer_take_back(struct arena *arena, struct db *db, const struct transfer_back *back, struct err *err)
{
	struct transfer_handed_rows rows;
	TRY(transfer_handed(arena, db,
	        &(struct transfer_handed_in){ .cell = { back->cell }, .change = back->change, .shard = back->shard },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct transfer_one_row way;
		bool here;
		TRY(transfer_one(arena, db,
		        &(struct transfer_one_in){ .cell = { back->cell }, .id = rows.at[i].id, .shard = back->shard },
		        &way, &here, err));
		TRY(here ? wait_again(arena, db, &way, &rows.at[i], back, err)
		         : come_back(arena, db, &rows.at[i], back, err));
	}
	return OK;
}
