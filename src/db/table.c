/* Tables as such: read in pieces by key, loaded in bulk. */
#include "db/table.h"
#include "db/db_private.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

enum { PIECE = 500, PIECE_BYTES = 50, SQL_MAX = 8192 };

const struct db_table *db_table_find(struct str name)
{
	for (size_t i = 0; i < db_table_count; i++)
		if (str_is(name, db_tables[i].name))
			return &db_tables[i];
	return NULL;
}

/* "a, b, c" of names ended by NULL. */
static void list_names(struct buf *buf, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		buf_format(buf, "%s\"%s\"", i ? ", " : "", names[i]);
}

static size_t count_names(const char *const *names)
{
	size_t count = 0;
	while (names[count])
		count++;
	return count;
}

static size_t column_of(const struct db_table *table, const char *name)
{
	size_t at = 0;
	while (strcmp(table->columns[at], name))
		at++;
	return at;
}

/* How many rows are held at a time: few where a row may be megabytes. */
static size_t piece_of(const struct db_table *table)
{
	return strchr(table->kinds, 'b') ? PIECE_BYTES : PIECE;
}

/* The rows behind a key (or the first ones), as many as a piece holds; kinds gets the kinds of its parameters. */
static const char *piece_sql(struct arena *arena, const struct db_table *table, bool behind, char kinds[DB_COLUMNS_MAX])
{
	struct buf buf = buf_open(arena, SQL_MAX);
	size_t keys = count_names(table->key);
	buf_c(&buf, "SELECT ");
	list_names(&buf, table->columns);
	buf_format(&buf, " FROM \"%s\"", table->name);
	kinds[0] = 0;
	if (behind) {
		buf_c(&buf, " WHERE (");
		list_names(&buf, table->key);
		buf_c(&buf, ") > (");
		for (size_t i = 0; i < keys; i++) {
			buf_format(&buf, "%s?%zu", i ? ", " : "", i + 1);
			kinds[i] = table->kinds[column_of(table, table->key[i])];
		}
		kinds[keys] = 0;
		buf_char(&buf, ')');
	}
	buf_c(&buf, " ORDER BY ");
	list_names(&buf, table->key);
	buf_format(&buf, " LIMIT %zu", piece_of(table));
	return str_c(arena, buf_text(&buf));
}

static void bind_value(struct db_cursor *cursor, int at, const struct db_value *value)
{
	if (value->kind == 'i')
		db_bind_int(cursor, at, value->n);
	else if (value->kind == 't')
		db_bind_text(cursor, at, value->s);
	else if (value->kind == 'b')
		db_bind_blob(cursor, at, value->s);
	else
		db_bind_null(cursor, at);
}

static void read_row(
        struct arena *arena, struct db_cursor *cursor, const struct db_table *table, struct db_value *values)
{
	for (int i = 0; table->columns[i]; i++) {
		struct db_value *value = &values[i];
		*value = (struct db_value){ .kind = db_is_null(cursor, i) ? 'n' : table->kinds[i] };
		if (value->kind == 'i')
			value->n = db_int(cursor, i);
		else if (value->kind != 'n')
			value->s = db_text(arena, cursor, i);
	}
}

enum status db_table_piece(struct db *db, struct arena *arena, const struct db_table *table,
        const struct db_value *behind, struct db_piece *ret_piece, struct err *err)
{
	char kinds[DB_COLUMNS_MAX];
	struct db_statement statement = { table->name, piece_sql(arena, table, behind, kinds), kinds, DB_OWN };
	size_t most = piece_of(table), columns = count_names(table->columns);
	struct db_piece piece = { .rows = arena_array(arena, const struct db_value *, most) };
	struct db_cursor *cursor;
	enum status status;
	bool row;
	TRY(db_start(db, &statement, &cursor, err));
	for (int i = 0; behind && table->key[i]; i++)
		bind_value(cursor, i + 1, &behind[column_of(table, table->key[i])]);
	while ((status = db_step(cursor, &row, err)) == OK && row) {
		struct db_value *values = arena_array(arena, struct db_value, columns);
		read_row(arena, cursor, table, values);
		piece.rows[piece.count++] = values;
	}
	db_finish(cursor);
	piece.last = piece.count < most;
	*ret_piece = piece;
	return status;
}

enum status db_table_scan(struct db *db, const struct db_table *table,
        enum status (*row)(void *context, const struct db_table *table, const struct db_value *values, struct err *err),
        void *context, struct err *err)
{
	CLOSES(arena_closep) struct arena *first = arena_open(ARENA_JOB_CEILING);
	CLOSES(arena_closep) struct arena *second = arena_open(ARENA_JOB_CEILING);
	struct arena *arena[] = { first, second }; /* the piece being read, and the one that holds the last key */
	struct db_piece piece = { 0 };
	for (int i = 0; !piece.last; i = !i) {
		const struct db_value *behind = piece.count ? piece.rows[piece.count - 1] : NULL;
		arena_reset(arena[i]);
		TRY(db_table_piece(db, arena[i], table, behind, &piece, err));
		for (size_t k = 0; k < piece.count; k++)
			TRY(row(context, table, piece.rows[k], err));
	}
	return OK;
}

enum status db_table_rows(struct db *db, const struct db_table *table, int64_t *ret_rows, struct err *err)
{
	char sql[128];
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM \"%s\"", table->name);
	return db_one_int(db, sql, ret_rows, err);
}

enum status db_load_begin(struct db *db, const struct db_table *table, struct err *err)
{
	return db->engine->load_begin(db, table, err);
}

enum status db_load_row(struct db *db, const struct db_value *values, struct err *err)
{
	return db->engine->load_row(db, values, err);
}

enum status db_load_end(struct db *db, struct err *err)
{
	return db->engine->load_end(db, err);
}
