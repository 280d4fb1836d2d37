/* What the cell voted on, for its archive; who voted how only where the vote was by name. */
#include "feature/motion/motion_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/motion_sql.h"

static enum status put_motions(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct motion_archive_motions_rows rows;
	TRY(motion_archive_motions(
	        arena, db, &(struct motion_archive_motions_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\n\"votes\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct motion_archive_motions_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "id", row->id.n);
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "day", row->day);
		export_text(json, "kind", row->kind);
		export_text(json, "question", row->question);
		export_text(json, "method", row->method);
		export_text(json, "person", row->person);
		export_text(json, "state", row->state);
		export_int(json, "votes_for", OPT(row->votes_for));
		export_int(json, "votes_against", OPT(row->votes_against));
		export_int(json, "votes_other", OPT(row->votes_other));
		export_int(json, "base", OPT(row->base));
		export_int(json, "needs", OPT(row->needs));
		export_int(json, "present", OPT(row->present));
		export_int(json, "carried", row->carried);
		export_text(json, "rule", row->rule);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_choices(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct motion_archive_choices_rows rows;
	TRY(motion_archive_choices(
	        arena, db, &(struct motion_archive_choices_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"by_name\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct motion_archive_choices_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "motion", row->motion.n);
		export_text(json, "name", row->name);
		export_text(json, "choice", row->choice);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

enum status motion_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	TRY(put_motions(arena, db, cell, json, err));
	return put_choices(arena, db, cell, json, err);
}
