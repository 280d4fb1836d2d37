/* What is kept of a member's commitments: handed out whole, erased, and in the archive of the cell. */
#include "feature/commitment/commitment_private.h"

#include "app/export.h"
#include "base/id.h"

enum status commitment_hand_out(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct commitment_export_rows rows;
	struct commitment_export_parts_rows parts;
	struct commitment_export_items_rows items;
	struct commitment_export_progress_rows progress;
	struct commitment_export_addenda_rows addenda;
	TRY(commitment_export(arena, db, &(struct commitment_export_in){ person }, &rows, err));
	TRY(commitment_export_parts(arena, db, &(struct commitment_export_parts_in){ person }, &parts, err));
	TRY(commitment_export_items(arena, db, &(struct commitment_export_items_in){ person }, &items, err));
	TRY(commitment_export_progress(arena, db, &(struct commitment_export_progress_in){ person }, &progress, err));
	TRY(commitment_export_addenda(arena, db, &(struct commitment_export_addenda_in){ person }, &addenda, err));
	EXPORT_ROWS(json, "commitments", commitment_export, rows);
	EXPORT_ROWS(json, "commitment_parts", commitment_export_parts, parts);
	EXPORT_ROWS(json, "commitment_items", commitment_export_items, items);
	EXPORT_ROWS(json, "commitment_progress", commitment_export_progress, progress);
	EXPORT_ROWS(json, "commitment_addenda", commitment_export_addenda, addenda);
	return OK;
}

enum status commitment_erase(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	(void)now;
	TRY(commitment_forget_progress(arena, db, &(struct commitment_forget_progress_in){ person }, err));
	TRY(commitment_forget_addenda(arena, db, &(struct commitment_forget_addenda_in){ person }, err));
	TRY(commitment_forget_items(arena, db, &(struct commitment_forget_items_in){ person }, err));
	TRY(commitment_forget_parts(arena, db, &(struct commitment_forget_parts_in){ person }, err));
	return commitment_forget(arena, db, &(struct commitment_forget_in){ person, STR("(đã xóa tên)") }, err);
}

enum status commitment_archive(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct commitment_archive_rows_rows rows;
	struct commitment_archive_parts_rows parts;
	struct commitment_archive_items_rows items;
	int shard = id_shard(cell.n);
	TRY(commitment_archive_rows(arena, db, &(struct commitment_archive_rows_in){ cell, shard }, &rows, err));
	TRY(commitment_archive_parts(arena, db, &(struct commitment_archive_parts_in){ cell, shard }, &parts, err));
	TRY(commitment_archive_items(arena, db, &(struct commitment_archive_items_in){ cell, shard }, &items, err));
	EXPORT_ROWS(json, "commitments", commitment_archive_rows, rows);
	EXPORT_ROWS(json, "commitment_parts", commitment_archive_parts, parts);
	EXPORT_ROWS(json, "commitment_items", commitment_archive_items, items);
	return OK;
}
