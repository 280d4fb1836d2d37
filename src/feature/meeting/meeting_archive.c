/* What the cell's meetings keep, for its archive: the sessions with their totals, the committee's meeting before. */
#include "feature/meeting/meeting_private.h"

#include "app/export.h"
#include "base/id.h"
#include "gen/meeting_sql.h"

static enum status put_sessions(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct meeting_archive_sessions_rows rows;
	TRY(meeting_archive_sessions(arena, db,
	        &(struct meeting_archive_sessions_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, "\n\"meetings\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct meeting_archive_sessions_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "id", row->id.n);
		export_int(json, "month", OPT(row->month));
		export_text(json, "day", row->day);
		export_int(json, "minute", OPT(row->minute));
		export_text(json, "body", row->body);
		export_text(json, "group_name", row->group_name);
		export_text(json, "kind", row->kind);
		export_text(json, "theme", row->theme);
		export_text(json, "state", row->state);
		export_text(json, "place", row->place);
		export_text(json, "set_day", row->set_day);
		export_text(json, "moved_reason", row->moved_reason);
		export_text(json, "cancel_reason", row->cancel_reason);
		export_text(json, "note", row->note);
		export_text(json, "rubric", row->rubric);
		export_int(json, "opened_at", row->opened_at);
		export_int(json, "ended_at", row->ended_at);
		export_int(json, "members", row->members);
		export_int(json, "base", row->base);
		export_int(json, "present", row->present);
		export_int(json, "excused", row->excused);
		export_int(json, "unexcused", row->unexcused);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

static enum status put_before(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct meeting_archive_before_rows rows;
	TRY(meeting_archive_before(
	        arena, db, &(struct meeting_archive_before_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	buf_c(json, ",\n\"committee_before\":[");
	for (size_t i = 0; i < rows.count; i++) {
		const struct meeting_archive_before_row *row = &rows.at[i];
		buf_c(json, i ? ",\n{" : "\n{");
		export_id(json, "meeting", row->meeting.n);
		export_text(json, "day", row->day);
		export_text(json, "place", row->place);
		export_text(json, "present", row->present);
		export_text(json, "absent", row->absent);
		export_text(json, "chair", row->chair);
		export_text(json, "clerk", row->clerk);
		export_text(json, "content", row->content);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}

enum status meeting_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	TRY(put_sessions(arena, db, cell, json, err));
	return put_before(arena, db, cell, json, err);
}
