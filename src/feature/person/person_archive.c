/* What a cell keeps of its members besides the roster, for its archive: dated facts, groups. */
#include "feature/person/person_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/person_sql.h"

static enum status put_states(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct person_archive_states_rows rows;
	TRY(person_archive_states(
	        arena, db, &(struct person_archive_states_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\n\"states\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct person_archive_states_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_text(json, "name", row->name);
		export_text(json, "kind", row->kind);
		export_text(json, "since", row->since);
		export_text(json, "until", row->until);
		export_text(json, "reason", row->reason);
		export_text(json, "decision", row->decision);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_groups(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct person_archive_groups_rows rows;
	TRY(person_archive_groups(
	        arena, db, &(struct person_archive_groups_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"groups\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct person_archive_groups_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_text(json, "group_name", row->group_name);
		export_text(json, "name", row->name);
		export_int(json, "leads", OPT(row->leads));
		export_text(json, "since", row->since);
		export_text(json, "until", row->until);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

enum status person_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	TRY(put_states(arena, db, cell, json, err));
	return put_groups(arena, db, cell, json, err);
}
