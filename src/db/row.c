/* Rows as bytes, and rows put and removed one by one. */
#include "db/row.h"
#include "db/db_private.h"

#include <endian.h>
#include <string.h>

enum { SQL_MAX = 16384 };

size_t db_value_size(const struct db_value *value)
{
	return value->kind == 'n' ? 1 : value->kind == 'i' ? 9 : 5 + value->s.len;
}

unsigned char *db_value_write(unsigned char *to, const struct db_value *value)
{
	*to++ = (unsigned char)value->kind;
	if (value->kind == 'i') {
		uint64_t wire = htobe64((uint64_t)value->n);
		memcpy(to, &wire, sizeof(wire));
		return to + sizeof(wire);
	}
	if (value->kind == 'n')
		return to;
	uint32_t len = htobe32((uint32_t)value->s.len);
	memcpy(to, &len, sizeof(len));
	if (value->s.len)
		memcpy(to + sizeof(len), value->s.ptr, value->s.len);
	return to + sizeof(len) + value->s.len;
}

bool db_value_read(struct str *rest, struct db_value *ret_value)
{
	if (!rest->len)
		return false;
	*ret_value = (struct db_value){ .kind = rest->ptr[0] };
	size_t used = 1;
	if (ret_value->kind == 'i') {
		uint64_t wire;
		used += sizeof(wire);
		if (rest->len < used)
			return false;
		memcpy(&wire, rest->ptr + 1, sizeof(wire));
		ret_value->n = (int64_t)be64toh(wire);
	} else if (ret_value->kind == 't' || ret_value->kind == 'b') {
		uint32_t wire;
		used += sizeof(wire);
		if (rest->len < used)
			return false;
		memcpy(&wire, rest->ptr + 1, sizeof(wire));
		if (rest->len - used < be32toh(wire))
			return false;
		ret_value->s = (struct str){ rest->ptr + used, be32toh(wire) };
		used += ret_value->s.len;
	} else if (ret_value->kind != 'n') {
		return false;
	}
	rest->ptr += used;
	rest->len -= used;
	return true;
}

size_t db_row_size(const struct db_value *values, size_t count)
{
	size_t size = 0;
	for (size_t i = 0; i < count; i++)
		size += db_value_size(&values[i]);
	return size;
}

unsigned char *db_row_write(unsigned char *to, const struct db_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to = db_value_write(to, &values[i]);
	return to;
}

bool db_row_read(struct str bytes, struct db_value *ret_values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!db_value_read(&bytes, &ret_values[i]))
			return false;
	return !bytes.len;
}

size_t db_table_columns(const struct db_table *table)
{
	return strlen(table->kinds);
}

size_t db_table_column(const struct db_table *table, struct str name)
{
	size_t at = 0;
	while (table->columns[at] && !str_is(name, table->columns[at]))
		at++;
	return at;
}

static bool in_key(const struct db_table *table, const char *column)
{
	for (size_t i = 0; table->key[i]; i++)
		if (!strcmp(table->key[i], column))
			return true;
	return false;
}

static const char *put_sql(struct arena *arena, const struct db_table *table, size_t count)
{
	struct buf buf = buf_open(arena, SQL_MAX);
	buf_format(&buf, "INSERT INTO \"%s\" (", table->name);
	for (size_t i = 0; i < count; i++)
		buf_format(&buf, "%s\"%s\"", i ? ", " : "", table->columns[i]);
	buf_c(&buf, ") VALUES (");
	for (size_t i = 0; i < count; i++)
		buf_format(&buf, "%s?%zu", i ? ", " : "", i + 1);
	buf_c(&buf, ") ON CONFLICT (");
	for (size_t i = 0; table->key[i]; i++)
		buf_format(&buf, "%s\"%s\"", i ? ", " : "", table->key[i]);
	buf_c(&buf, ") DO ");
	const char *before = "UPDATE SET ";
	for (size_t i = 0; i < count; i++)
		if (!in_key(table, table->columns[i])) {
			buf_format(&buf, "%s\"%s\" = excluded.\"%s\"", before, table->columns[i], table->columns[i]);
			before = ", ";
		}
	if (*before != ',')
		buf_c(&buf, "NOTHING");
	return str_c(arena, buf_text(&buf));
}

static void bind_values(struct db_cursor *cursor, const struct db_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct db_value value = values[i];
		if (!value.s.ptr)
			value.s = STR("");
		if (value.kind == 'i')
			db_bind_int(cursor, (int)i + 1, value.n);
		else if (value.kind == 't')
			db_bind_text(cursor, (int)i + 1, value.s);
		else if (value.kind == 'b')
			db_bind_blob(cursor, (int)i + 1, value.s);
		else
			db_bind_null(cursor, (int)i + 1);
	}
}

static enum status run(struct db *db, const struct db_statement *statement, const struct db_value *values, size_t count,
        struct err *err)
{
	struct db_cursor *cursor;
	bool row;
	TRY(db_start(db, statement, &cursor, err));
	bind_values(cursor, values, count);
	enum status status = db_step(cursor, &row, err);
	db_finish(cursor);
	return status;
}

enum status db_row_put(
        struct db *db, const struct db_table *table, const struct db_value *values, size_t count, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	char kinds[DB_COLUMNS_MAX + 1];
	check(count <= db_table_columns(table));
	memcpy(kinds, table->kinds, count);
	kinds[count] = 0;
	struct db_statement statement = { table->name, put_sql(arena, table, count), kinds, DB_OWN };
	return run(db, &statement, values, count, err);
}

enum status db_row_remove(struct db *db, const struct db_table *table, const struct db_value *key, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	struct buf buf = buf_open(arena, SQL_MAX);
	char kinds[DB_COLUMNS_MAX + 1];
	size_t count = 0;
	buf_format(&buf, "DELETE FROM \"%s\" WHERE ", table->name);
	for (; table->key[count]; count++) {
		buf_format(&buf, "%s\"%s\" = ?%zu", count ? " AND " : "", table->key[count], count + 1);
		kinds[count] = table->kinds[db_table_column(table, str_of(table->key[count]))];
	}
	kinds[count] = 0;
	struct db_statement statement = { table->name, str_c(arena, buf_text(&buf)), kinds, DB_OWN };
	return run(db, &statement, key, count, err);
}
