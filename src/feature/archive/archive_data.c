/* Tables of the archive as JSON and as CSV from one description: the roll, the tasks, the members; and what the
   features hand out themselves. */
#include "feature/archive/archive_private.h"

#include "base/hex.h"

#include <string.h>

/* ---- one table, two forms ---- */

struct table {
	struct buf out;
	bool csv;
	size_t rows, cells;
	const char *const *columns; /* ended by NULL */
};

static struct table table_open(struct arena *arena, bool csv, const char *const *columns)
{
	struct table table = { .out = buf_open(arena, ARCHIVE_TEXT), .csv = csv, .columns = columns };
	if (!csv) {
		buf_char(&table.out, '[');
		return table;
	}
	buf_c(&table.out, "\xEF\xBB\xBF");
	for (size_t i = 0; columns[i]; i++)
		buf_format(&table.out, "%s%s", i ? "," : "", columns[i]);
	return table;
}

static void table_row(struct table *table)
{
	buf_c(&table->out, table->csv ? "\r\n" : table->rows ? "},\n{" : "\n{");
	table->rows++;
	table->cells = 0;
}

/* The value of the next column. */
static void put(struct table *table, struct str value)
{
	size_t at = table->cells++;
	buf_c(&table->out, at ? "," : "");
	if (!table->csv) {
		buf_format(&table->out, "\"%s\":", table->columns[at]);
		buf_json(&table->out, value.len ? value : STR_NONE);
		return;
	}
	buf_csv(&table->out, value);
}

static enum status table_close(struct table *table, struct str *ret_bytes, struct err *err)
{
	buf_c(&table->out, table->csv ? "\r\n" : table->rows ? "}\n]\n" : "]\n");
	*ret_bytes = buf_text(&table->out);
	return table->out.full ? err_set(err, INVALID, "archive.too_large", NULL) : OK;
}

static bool is_csv(const struct archive_file *file)
{
	return str_is(file->kind, "csv");
}

static struct meeting_id meeting_of(const struct archive *archive, const struct archive_file *file)
{
	return archive->meetings.at[file->meeting - 1].id;
}

enum status archive_attendance(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	static const char *const columns[] = { "name", "label", "post", "status", "duty", "state", "reason", NULL };
	struct table table = table_open(arena, is_csv(file), columns);
	struct archive_attendance_roll_rows rows;
	struct archive_guests_rows guests;
	struct meeting_id meeting = meeting_of(archive, file);
	TRY(archive_attendance_roll(arena, archive->db,
	        &(struct archive_attendance_roll_in){ .meeting = meeting, .shard = archive->cell.shard }, &rows, err));
	TRY(archive_guests(arena, archive->db,
	        &(struct archive_guests_in){ .meeting = meeting, .shard = archive->cell.shard }, &guests, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct archive_attendance_roll_row *row = &rows.at[i];
		const struct str value[] = { row->name, row->label, row->post, row->status, row->duty, row->state,
			row->reason };
		table_row(&table);
		for (size_t v = 0; v < LENGTH(value); v++)
			put(&table, value[v]);
	}
	for (size_t i = 0; i < guests.count; i++) {
		const struct archive_guests_row *row = &guests.at[i];
		const struct str value[] = { row->name, STR_NONE, row->post, STR("guest"), row->kind,
			row->present ? STR("present") : STR("expected"), STR_NONE };
		table_row(&table);
		for (size_t v = 0; v < LENGTH(value); v++)
			put(&table, value[v]);
	}
	return table_close(&table, ret_bytes, err);
}

enum status archive_task_list(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	static const char *const columns[] = { "title", "person", "due", "state", "result", NULL };
	struct table table = table_open(arena, is_csv(file), columns);
	struct archive_tasks_rows rows;
	TRY(archive_tasks(arena, archive->db,
	        &(struct archive_tasks_in){ .meeting = meeting_of(archive, file), .shard = archive->cell.shard }, &rows,
	        err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct archive_tasks_row *row = &rows.at[i];
		table_row(&table);
		put(&table, row->title);
		put(&table, row->person_name);
		put(&table, row->due);
		put(&table, row->state);
		put(&table, row->result);
	}
	return table_close(&table, ret_bytes, err);
}

enum status archive_member_list(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	static const char *const columns[] = { "name", "label", "kind", "status", "post", "since", "until", "ended",
		"ended_note", "birth", "joined", "official", "card", NULL };
	struct table table = table_open(arena, is_csv(file), columns);
	struct archive_members_rows rows;
	TRY(archive_members(arena, archive->db,
	        &(struct archive_members_in){ .cell = { archive->cell.id }, .shard = archive->cell.shard }, &rows,
	        err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct archive_members_row *row = &rows.at[i];
		bool stays = str_is(row->until, "9999-12-31");
		const struct str value[] = { row->name, row->label, row->kind, row->status, row->post, row->since,
			stays ? STR_NONE : row->until, row->ended, row->ended_note, row->birth, row->joined,
			row->official, row->card };
		table_row(&table);
		for (size_t v = 0; v < LENGTH(value); v++)
			put(&table, value[v]);
	}
	return table_close(&table, ret_bytes, err);
}

/* ---- one record ---- */

enum status archive_record_json(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	struct archive_records_rows rows;
	struct buf out = buf_open(arena, ARCHIVE_TEXT);
	TRY(archive_records(arena, archive->db,
	        &(struct archive_records_in){ .meeting = meeting_of(archive, file), .shard = archive->cell.shard },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct archive_records_row *row = &rows.at[i];
		if (row->id.n != file->id)
			continue;
		const struct str value[] = { row->kind, row->title, row->day, row->state, row->clerk_name,
			row->chair_name, hex_encode(arena, row->hash.ptr, row->hash.len) };
		static const char *const name[] = { "kind", "title", "day", "state", "clerk", "chair", "text_hash" };
		buf_format(&out, "{\"id\":\"%lld\",\"version\":%lld,\"number\":%lld,\"signed_at\":%lld",
		        (long long)row->id.n, (long long)row->version, (long long)(row->number.set ? row->number.n : 0),
		        (long long)(row->signed_at.set ? row->signed_at.n : 0));
		for (size_t v = 0; v < LENGTH(value); v++) {
			buf_format(&out, ",\n\"%s\":", name[v]);
			buf_json(&out, value[v].len ? value[v] : STR_NONE);
		}
		buf_c(&out, ",\n\"sections\":");
		buf_str(&out, row->body);
		buf_c(&out, "}\n");
	}
	*ret_bytes = buf_text(&out);
	return out.full ? err_set(err, INVALID, "archive.too_large", NULL) : OK;
}

/* ---- the features' own ---- */

enum status archive_features(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	struct buf out = buf_open(arena, ARCHIVE_TEXT);
	(void)file;
	buf_char(&out, '{');
	for (size_t i = 0; i < feature_count; i++) {
		struct buf part = buf_open(arena, ARCHIVE_TEXT);
		if (!features[i]->archive)
			continue;
		TRY(features[i]->archive(arena, archive->db, (struct cell_id){ archive->cell.id }, &part, err));
		if (part.full)
			return err_set(err, INVALID, "archive.too_large", NULL);
		buf_format(&out, "%s\"%s\":{", out.len > 1 ? ",\n\n" : "\n", features[i]->name);
		buf_str(&out, buf_text(&part));
		buf_char(&out, '}');
	}
	buf_c(&out, "\n}\n");
	*ret_bytes = buf_text(&out);
	return out.full ? err_set(err, INVALID, "archive.too_large", NULL) : OK;
}
