/* One statement on PostgreSQL: prepared at its first use on a connection, parameters and answers in binary. */
#include "db/postgres.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_NUMERIC = 1700 };

enum status postgres_start(struct db *db, const struct db_statement *statement, struct err *err)
{
	(void)err;
	struct postgres *postgres = postgres_of(db);
	check(strlen(statement->kinds) <= PARAMETERS);
	postgres->statement = statement;
	postgres->result = NULL;
	postgres->row = -1;
	return OK;
}

void postgres_bind_int(struct db *db, int at, int64_t value)
{
	struct postgres *postgres = postgres_of(db);
	uint64_t wire = htobe64((uint64_t)value);
	memcpy(postgres->number[at - 1], &wire, sizeof(wire));
	postgres->value[at - 1] = postgres->number[at - 1];
	postgres->len[at - 1] = sizeof(wire);
	postgres->format[at - 1] = 1;
}

void postgres_bind_bytes(struct db *db, int at, struct str value, bool blob)
{
	(void)blob;
	struct postgres *postgres = postgres_of(db);
	postgres->value[at - 1] = value.ptr;
	postgres->len[at - 1] = (int)value.len;
	postgres->format[at - 1] = 1;
}

void postgres_bind_null(struct db *db, int at)
{
	struct postgres *postgres = postgres_of(db);
	postgres->value[at - 1] = NULL;
	postgres->len[at - 1] = 0;
	postgres->format[at - 1] = 1;
}

/* ?1 becomes $1, but not inside quotes. */
static char *dollars(const char *sql)
{
	char *copy = strdup(sql);
	bool quoted = false;
	check(copy);
	for (char *at = copy; *at; at++) {
		quoted ^= *at == '\'';
		if (!quoted && *at == '?')
			*at = '$';
	}
	return copy;
}

static bool prepare(struct postgres *postgres, const char *name)
{
	Oid types[PARAMETERS];
	const char *kinds = postgres->statement->kinds;
	size_t count = strlen(kinds);
	for (size_t i = 0; i < count; i++)
		types[i] = kinds[i] == 't' ? OID_TEXT : kinds[i] == 'b' ? OID_BYTEA : OID_INT8;
	char *sql = dollars(postgres->statement->sql);
	bool sent = postgres_pend(postgres, 'P', PQsendPrepare(postgres->link, name, sql, (int)count, types));
	free(sql);
	return sent;
}

/* The values of the running statement as bytes; 0 when they are too many to be told again. */
static size_t flatten(const struct postgres *postgres, char bytes[AHEAD_BYTES])
{
	size_t len = 0;
	for (size_t i = 0; postgres->statement->kinds[i]; i++) {
		int size = postgres->value[i] ? postgres->len[i] : -1;
		if (len + sizeof(size) + (size > 0 ? (size_t)size : 0) > AHEAD_BYTES)
			return 0;
		memcpy(bytes + len, &size, sizeof(size));
		len += sizeof(size);
		if (size > 0)
			memcpy(bytes + len, postgres->value[i], (size_t)size);
		len += size > 0 ? (size_t)size : 0;
	}
	return len;
}

void postgres_ahead(struct db *db)
{
	struct postgres *postgres = postgres_of(db);
	const struct db_statement *statement = postgres->statement;
	/* Only what is prepared already, and only while little is on its way: an answer must fit in the socket. */
	if (!postgres->asks_ahead || postgres->ahead_count == AHEADS || postgres->pending_count + 3 > PENDING ||
	        !postgres->in_transaction || !postgres->prepared[statement->number])
		return;
	struct ahead *ahead = &postgres->ahead[postgres->ahead_count];
	size_t len = flatten(postgres, ahead->values);
	if (!len || !postgres_pend(postgres, 'A',
	                    PQsendQueryPrepared(postgres->link, statement->name, (int)strlen(statement->kinds),
	                            postgres->value, postgres->len, postgres->format, 1)))
		return;
	postgres_pend(postgres, 'S', PQpipelineSync(postgres->link));
	ahead->statement = statement;
	ahead->len = len;
	ahead->result = NULL;
	ahead->read = false;
	postgres->ahead_count++;
}

void postgres_ahead_read(struct postgres *postgres)
{
	struct ahead *ahead = &postgres->ahead[postgres->ahead_read++];
	ahead->result = PQgetResult(postgres->link);
	ahead->read = true;
	if (ahead->result)
		PQclear(PQgetResult(postgres->link)); /* the NULL behind it */
}

void postgres_ahead_drop(struct postgres *postgres)
{
	/* Answers that are still on their way are read with what is pending; here only what they left. */
	for (size_t i = 0; i < postgres->ahead_read; i++)
		PQclear(postgres->ahead[i].result);
	memmove(postgres->ahead, postgres->ahead + postgres->ahead_read,
	        (postgres->ahead_count - postgres->ahead_read) * sizeof(*postgres->ahead));
	postgres->ahead_count = postgres->pending_count ? postgres->ahead_count - postgres->ahead_read : 0;
	postgres->ahead_read = 0;
	for (size_t i = 0; i < postgres->ahead_count; i++)
		postgres->ahead[i].statement = NULL; /* of a moment that is over */
}

/* Takes the answer that was asked for ahead, when there is one. */
static bool take_ahead(struct postgres *postgres, enum status *ret_status, struct err *err)
{
	char values[AHEAD_BYTES];
	size_t at = 0, len;
	if (!postgres->ahead_count || !(len = flatten(postgres, values)))
		return false;
	for (; at < postgres->ahead_count; at++)
		if (postgres->ahead[at].statement == postgres->statement && postgres->ahead[at].len == len &&
		        !memcmp(postgres->ahead[at].values, values, len))
			break;
	if (at == postgres->ahead_count)
		return false;
	struct ahead *ahead = &postgres->ahead[at];
	*ret_status = ahead->read ? OK : postgres_drain(postgres, NULL, err);
	postgres->result = ahead->result;
	ahead->result = NULL;
	ahead->statement = NULL; /* taken once */
	ExecStatusType got = PQresultStatus(postgres->result);
	if (*ret_status == OK && got != PGRES_TUPLES_OK && got != PGRES_COMMAND_OK)
		*ret_status = postgres_fail(postgres, postgres->result, postgres->statement->name, err);
	if (*ret_status != OK) {
		PQclear(postgres->result);
		postgres->result = NULL;
	}
	return true;
}

/* Sends the statement behind what is pending, and reads up to its answer. */
static enum status execute(struct postgres *postgres, struct err *err)
{
	enum status taken;
	if (take_ahead(postgres, &taken, err))
		return taken;
	const struct db_statement *statement = postgres->statement;
	const char *name = statement->number == DB_OWN ? "" : statement->name;
	bool *known = statement->number == DB_OWN ? NULL : &postgres->prepared[statement->number];
	bool prepared = false, fresh = !known || !*known;
	bool sent = postgres->pending_count + 2 <= PENDING && (!fresh || prepare(postgres, name));
	sent = sent && PQsendQueryPrepared(postgres->link, name, (int)strlen(statement->kinds), postgres->value,
	                       postgres->len, postgres->format, 1);
	if (!sent || !PQpipelineSync(postgres->link))
		return postgres_fail(postgres, NULL, statement->name, err);
	enum status status = postgres_drain(postgres, &prepared, err);
	if (fresh && known)
		*known = prepared;
	PGresult *result = PQgetResult(postgres->link);
	ExecStatusType got = PQresultStatus(result);
	if (got != PGRES_TUPLES_OK && got != PGRES_COMMAND_OK) {
		if (status == OK)
			status = postgres_fail(postgres, result, statement->name, err);
		PQclear(result);
		result = NULL;
	}
	if (postgres_alive(postgres)) {
		PQclear(PQgetResult(postgres->link)); /* the NULL behind it */
		PQclear(PQgetResult(postgres->link)); /* the sync */
	}
	postgres->result = result;
	if (result && *PQcmdTuples(result))
		postgres->changes = strtoll(PQcmdTuples(result), NULL, 10);
	return status;
}

/* Another connection, as far as this one was. */
static enum status begin_anew(struct postgres *postgres, struct err *err)
{
	TRY(postgres_connect(postgres, err));
	if (postgres->in_transaction)
		TRY(postgres_send_frame(postgres, FRAME_BEGIN, err));
	return postgres->in_transaction && postgres->saved ? postgres_send_frame(postgres, FRAME_SAVE, err) : OK;
}

enum status postgres_step(struct db *db, bool *ret_row, struct err *err)
{
	struct postgres *postgres = postgres_of(db);
	if (!postgres->result) {
		struct err own = { 0 };
		enum status status = execute(postgres, &own);
		/* A connection that died between two requests: nothing of this transaction was answered yet, or it is
		 * a reading outside of one. */
		if (status == BUSY && !strcmp(own.code, "db.gone") &&
		        (postgres->in_transaction ? !postgres->worked : postgres->mode != DB_WRITE)) {
			own = (struct err){ 0 };
			status = begin_anew(postgres, &own);
			if (status == OK)
				status = execute(postgres, &own);
		}
		if (status != OK) {
			if (err)
				*err = own;
			return status;
		}
		postgres->worked = true;
		postgres->row = -1;
	}
	*ret_row = ++postgres->row < PQntuples(postgres->result);
	return OK;
}

static int64_t wire_int(const char *bytes, int len)
{
	uint64_t value = len && (signed char)bytes[0] < 0 ? UINT64_MAX : 0;
	for (int i = 0; i < len; i++)
		value = value << 8 | (unsigned char)bytes[i];
	return (int64_t)value;
}

/* sum() of integers is numeric: groups of four decimal digits behind four 16-bit words. Fractions are cut. */
static int64_t wire_numeric(const char *bytes)
{
	int count = (int)wire_int(bytes, 2), weight = (int)wire_int(bytes + 2, 2);
	bool minus = wire_int(bytes + 4, 2) == 0x4000;
	int64_t value = 0;
	for (int i = 0; i <= weight; i++)
		value = value * 10000 + (i < count ? wire_int(bytes + 8 + 2 * (ptrdiff_t)i, 2) : 0);
	return minus ? -value : value;
}

int64_t postgres_int(struct db *db, int column)
{
	const struct postgres *postgres = postgres_of(db);
	if (PQgetisnull(postgres->result, postgres->row, column))
		return 0;
	const char *bytes = PQgetvalue(postgres->result, postgres->row, column);
	Oid type = PQftype(postgres->result, column);
	if (type == OID_NUMERIC)
		return wire_numeric(bytes);
	check(type == OID_INT8 || type == OID_INT4 || type == OID_INT2 || type == OID_BOOL);
	return wire_int(bytes, PQgetlength(postgres->result, postgres->row, column));
}

bool postgres_null(struct db *db, int column)
{
	const struct postgres *postgres = postgres_of(db);
	return PQgetisnull(postgres->result, postgres->row, column);
}

struct str postgres_bytes(struct db *db, int column)
{
	const struct postgres *postgres = postgres_of(db);
	return (struct str){ PQgetvalue(postgres->result, postgres->row, column),
		(size_t)PQgetlength(postgres->result, postgres->row, column) };
}

void postgres_finish(struct db *db)
{
	struct postgres *postgres = postgres_of(db);
	PQclear(postgres->result);
	postgres->result = NULL;
}
