/* COPY in binary: many rows into one table. */
#include "db/postgres.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLUSH = 1 << 20 };

static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"; /* signature, no flags, no extension */

static void put(struct postgres *postgres, const void *bytes, size_t len)
{
	if (postgres->load_len + len > postgres->load_room) {
		postgres->load_room = (postgres->load_len + len) * 2 + FLUSH;
		postgres->load = realloc(postgres->load, postgres->load_room);
		check(postgres->load);
	}
	memcpy(postgres->load + postgres->load_len, bytes, len);
	postgres->load_len += len;
}

static void put_number(struct postgres *postgres, uint64_t value, int bytes)
{
	uint64_t wire = htobe64(value);
	put(postgres, (const char *)&wire + 8 - bytes, (size_t)bytes);
}

static enum status flush(struct postgres *postgres, struct err *err)
{
	int sent = PQputCopyData(postgres->link, postgres->load, (int)postgres->load_len);
	postgres->load_len = 0;
	return sent == 1 ? OK : postgres_fail(postgres, NULL, postgres->table->name, err);
}

enum status postgres_load_begin(struct db *db, const struct db_table *table, struct err *err)
{
	struct postgres *postgres = postgres_of(db);
	char sql[4096];
	int len = snprintf(sql, sizeof(sql), "COPY \"%s\" (", table->name);
	for (int i = 0; table->columns[i]; i++)
		len += snprintf(sql + len, sizeof(sql) - (size_t)len, "%s\"%s\"", i ? ", " : "", table->columns[i]);
	snprintf(sql + len, sizeof(sql) - (size_t)len, ") FROM STDIN (FORMAT binary)");
	TRY(postgres_leave_pipeline(postgres, err));
	PGresult *result = PQexec(postgres->link, sql);
	enum status status =
	        PQresultStatus(result) == PGRES_COPY_IN ? OK : postgres_fail(postgres, result, table->name, err);
	PQclear(result);
	postgres->table = table;
	postgres->load_len = 0;
	if (status != OK)
		postgres_enter_pipeline(postgres);
	else
		put(postgres, head, sizeof(head) - 1);
	return status;
}

enum status postgres_load_row(struct db *db, const struct db_value *values, struct err *err)
{
	struct postgres *postgres = postgres_of(db);
	uint64_t count = strlen(postgres->table->kinds);
	put_number(postgres, count, 2);
	for (uint64_t i = 0; i < count; i++) {
		if (values[i].kind == 'n') {
			put_number(postgres, UINT64_MAX, 4);
		} else if (values[i].kind == 'i') {
			put_number(postgres, 8, 4);
			put_number(postgres, (uint64_t)values[i].n, 8);
		} else {
			put_number(postgres, values[i].s.len, 4);
			put(postgres, values[i].s.ptr ? values[i].s.ptr : "", values[i].s.len);
		}
	}
	return postgres->load_len >= FLUSH ? flush(postgres, err) : OK;
}

enum status postgres_load_end(struct db *db, struct err *err)
{
	struct postgres *postgres = postgres_of(db);
	put_number(postgres, UINT64_MAX, 2);
	enum status status = flush(postgres, err);
	if (PQputCopyEnd(postgres->link, NULL) != 1 && status == OK)
		status = postgres_fail(postgres, NULL, postgres->table->name, err);
	PGresult *result;
	while ((result = PQgetResult(postgres->link)) != NULL) {
		if (PQresultStatus(result) != PGRES_COMMAND_OK && status == OK)
			status = postgres_fail(postgres, result, postgres->table->name, err);
		PQclear(result);
	}
	postgres_enter_pipeline(postgres);
	return status;
}
