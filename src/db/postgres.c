/* PostgreSQL behind db.h: one connection in pipeline mode, transactions serialisable, reads a snapshot that cannot
   write. Lost connections are made again at the next transaction; several hosts in the URL are tried in order. */
#include "db/postgres.h"

#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { AGAIN_SERIAL = 100, AGAIN_LOST = 12, LOST_WAIT_MS = 500 };

static void quiet(void *context, const PGresult *result)
{
	(void)context;
	(void)result;
}

enum status postgres_fail(struct postgres *postgres, const PGresult *result, const char *what, struct err *err)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *message = result ? PQresultErrorMessage(result) : PQerrorMessage(postgres->link);
	enum status status = BUSY;
	/* What comes from libpq itself has no state. A write that failed leaves the connection's status as it was. */
	if (!state)
		state = "";
	if (!*state || !postgres_alive(postgres) || !strncmp(state, "57P", 3) || !strncmp(state, "08", 2)) {
		postgres->lost = true;
		err_set(err, BUSY, "db.gone", "db");
	} else if (!strcmp(state, "23514")) {
		const char *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
		const char *code = name ? db_constraint_code(name) : NULL;
		status = err_set(err, INVALID, code ? code : "db.check", NULL);
	} else if (!strncmp(state, "23", 2)) {
		status = err_set(err, CONFLICT, "db.unique", NULL);
	} else if (!strcmp(state, "40001") || !strcmp(state, "40P01")) {
		err_set(err, BUSY, "db.again", NULL);
	} else if (!strcmp(state, "53100")) {
		err_set(err, BUSY, "db.full", NULL);
	} else if (!strcmp(state, "25006")) {
		err_set(err, BUSY, "db.read_only", "db");
	} else if (!strncmp(state, "53", 2) || !strcmp(state, "55P03") || !strcmp(state, "57014")) {
		err_set(err, BUSY, "db.busy", NULL);
	} else {
		return err_broken(err, "db.broken", "%s: %s %s", what, state, message);
	}
	if (err)
		snprintf(err->detail, sizeof(err->detail), "%s: %s %s", what, state, message);
	return status;
}

bool postgres_pend(struct postgres *postgres, char kind, int sent)
{
	if (!sent || postgres->pending_count == PENDING)
		return false;
	postgres->pending[postgres->pending_count++] = kind;
	return true;
}

enum status postgres_drain(struct postgres *postgres, bool *ret_prepared, struct err *err)
{
	enum status status = OK;
	for (size_t i = 0; i < postgres->pending_count; i++) {
		char kind = postgres->pending[i];
		if (kind == 'A') {
			postgres_ahead_read(postgres);
			continue;
		}
		PGresult *result = PQgetResult(postgres->link);
		ExecStatusType got = result ? PQresultStatus(result) : PGRES_FATAL_ERROR;
		bool good = got == PGRES_COMMAND_OK || got == PGRES_PIPELINE_SYNC;
		if (!good && status == OK && (got != PGRES_PIPELINE_ABORTED || !postgres_alive(postgres)))
			status = postgres_fail(postgres, result, "transaction", err);
		if (kind == 'P' && ret_prepared)
			*ret_prepared = good;
		PQclear(result);
		if (kind != 'S' && result)
			PQclear(PQgetResult(postgres->link)); /* the NULL behind each */
	}
	postgres->pending_count = 0;
	return status;
}

static const char *const frame_sql[FRAME__COUNT] = { "BEGIN", "BEGIN", "COMMIT", "SAVEPOINT job",
	"RELEASE SAVEPOINT job", "ROLLBACK TO SAVEPOINT job", "ROLLBACK" };

enum status postgres_send_frame(struct postgres *postgres, enum db_frame frame, struct err *err)
{
	if (!postgres_pend(
	            postgres, 'F', PQsendQueryParams(postgres->link, frame_sql[frame], 0, NULL, NULL, NULL, NULL, 0)))
		return postgres_fail(postgres, NULL, frame_sql[frame], err);
	return OK;
}

static bool in_transaction(struct db *db)
{
	return postgres_of(db)->in_transaction;
}

/* Reads every answer. Without the sync the server keeps them back, and both would wait. */
static enum status sync_and_read(struct postgres *postgres, struct err *err)
{
	if (!postgres_pend(postgres, 'S', PQpipelineSync(postgres->link)))
		return postgres_fail(postgres, NULL, "sync", err);
	return postgres_drain(postgres, NULL, err);
}

static enum status send_and_read(struct postgres *postgres, enum db_frame frame, struct err *err)
{
	TRY(postgres_send_frame(postgres, frame, err));
	return sync_and_read(postgres, err);
}

static enum status commit(struct postgres *postgres, struct err *err)
{
	postgres->in_transaction = false;
	postgres_ahead_drop(postgres);
	if (postgres->mode != DB_WRITE) { /* nothing hangs on its answer: read with whatever comes next */
		if (postgres->pending_count + 8 > PENDING) /* room for what begins the next one */
			TRY(sync_and_read(postgres, err));
		TRY(postgres_send_frame(postgres, FRAME_COMMIT, err));
		postgres_pend(postgres, 'S', PQpipelineSync(postgres->link));
		return OK;
	}
	if (!PQsendQueryParams(postgres->link, "COMMIT", 0, NULL, NULL, NULL, NULL, 0) ||
	        !PQpipelineSync(postgres->link))
		return postgres_fail(postgres, NULL, "COMMIT", err);
	enum status status = postgres_drain(postgres, NULL, err);
	PGresult *result = PQgetResult(postgres->link);
	/* COMMIT of a transaction that failed answers ROLLBACK. */
	if (status == OK && PQresultStatus(result) != PGRES_COMMAND_OK)
		status = postgres_fail(postgres, result, "COMMIT", err);
	else if (status == OK && strcmp(PQcmdStatus(result), "COMMIT"))
		status = err_broken(err, "db.broken", "COMMIT: %s", PQcmdStatus(result));
	PQclear(result);
	if (postgres_alive(postgres)) {
		PQclear(PQgetResult(postgres->link)); /* the NULL behind it */
		PQclear(PQgetResult(postgres->link)); /* the sync */
	}
	if (status != OK && err && !strcmp(err->code, "db.gone"))
		err->code = "db.unknown"; /* nobody knows whether it was done: never run again by itself */
	return status;
}

static enum status frame(struct db *db, enum db_frame frame, struct err *err)
{
	struct postgres *postgres = postgres_of(db);
	if (frame == FRAME_BEGIN || frame == FRAME_WRITE) {
		if (!postgres_alive(postgres))
			TRY(postgres_connect(postgres, err));
		postgres->in_transaction = true;
		postgres->worked = postgres->saved = false;
		return postgres_send_frame(postgres, frame, err);
	}
	/* Outside a transaction a savepoint is one by itself. */
	if (frame == FRAME_SAVE && !postgres->in_transaction) {
		postgres->alone = true;
		return db->engine->frame(db, FRAME_WRITE, err);
	}
	if (postgres->alone && (frame == FRAME_RELEASE || frame == FRAME_UNDO_JOB)) {
		postgres->alone = false;
		frame = frame == FRAME_RELEASE ? FRAME_COMMIT : FRAME_UNDO;
	}
	postgres->saved = frame == FRAME_SAVE;
	if (frame == FRAME_COMMIT)
		return commit(postgres, err);
	if (frame == FRAME_UNDO) {
		postgres->in_transaction = false;
		postgres_ahead_drop(postgres);
		return postgres_alive(postgres) ? send_and_read(postgres, frame, err) : OK;
	}
	if (postgres->pending_count + 4 > PENDING)
		TRY(sync_and_read(postgres, err));
	TRY(postgres_send_frame(postgres, frame, err));
	return frame == FRAME_UNDO_JOB ? send_and_read(postgres, FRAME_RELEASE, err) : OK;
}

enum status postgres_leave_pipeline(struct postgres *postgres, struct err *err)
{
	if (!postgres_alive(postgres)) {
		if (postgres->in_transaction)
			return postgres_fail(postgres, NULL, "pipeline", err);
		TRY(postgres_connect(postgres, err));
	}
	if (postgres->pending_count) {
		postgres_pend(postgres, 'S', PQpipelineSync(postgres->link));
		TRY(postgres_drain(postgres, NULL, err));
	}
	check(PQexitPipelineMode(postgres->link));
	return OK;
}

void postgres_enter_pipeline(struct postgres *postgres)
{
	if (postgres_alive(postgres))
		check(PQenterPipelineMode(postgres->link));
}

static enum status exec(struct db *db, const char *sql, struct err *err)
{
	struct postgres *postgres = postgres_of(db);
	TRY(postgres_leave_pipeline(postgres, err));
	PGresult *result = PQexec(postgres->link, sql);
	ExecStatusType got = PQresultStatus(result);
	enum status status = got == PGRES_COMMAND_OK || got == PGRES_TUPLES_OK || got == PGRES_EMPTY_QUERY
	                             ? OK
	                             : postgres_fail(postgres, result, sql, err);
	if (status == OK)
		postgres->changes = strtoll(PQcmdTuples(result), NULL, 10);
	PQclear(result);
	postgres_enter_pipeline(postgres);
	return status;
}

/* A socket, or an address that never leaves this machine. */
static bool stays_here(struct str host)
{
	return !host.len || host.ptr[0] == '/' || host.ptr[0] == '@' || str_is(host, "localhost") ||
	       str_is(host, "::1") || str_starts(host, STR("127."));
}

/* Beyond this machine only to a server whose certificate holds: names of members travel there. */
static enum status check_way(const char *url, struct err *err)
{
	char *error = NULL;
	PQconninfoOption *given = PQconninfoParse(url, &error);
	bool here = true, safe = false;
	for (PQconninfoOption *one = given; one && one->keyword; one++) {
		struct str rest = str_of(one->val), host;
		if (!strcmp(one->keyword, "sslmode"))
			safe = str_is(rest, "verify-full");
		if (!strcmp(one->keyword, "host") || !strcmp(one->keyword, "hostaddr"))
			while (str_split(&rest, ',', &host))
				here = here && stays_here(host);
	}
	PQconninfoFree(given);
	PQfreemem(error);
	return here || safe ? OK : err_set(err, INVALID, "db.tls", "db");
}

static PGconn *connect_with(const struct postgres *postgres, char **ret_error)
{
	PQconninfoOption *given = PQconninfoParse(postgres->url, ret_error);
	if (!given)
		return NULL;
	const char *key[80] = { "client_encoding", "fallback_application_name", "connect_timeout" },
	           *value[80] = { "UTF8", "chibo", "3" };
	size_t count = 3;
	if (postgres->mode == DB_WRITE) {
		key[count] = "target_session_attrs"; /* after a promotion, the new primary */
		value[count++] = "read-write";
	}
	for (PQconninfoOption *one = given; one->keyword && count + 1 < LENGTH(key); one++)
		if (one->val) {
			key[count] = one->keyword;
			value[count++] = one->val;
		}
	PGconn *link = PQconnectdbParams(key, value, 0);
	PQconninfoFree(given);
	return link;
}

enum status postgres_connect(struct postgres *postgres, struct err *err)
{
	char *error = NULL;
	if (postgres->link)
		PQfinish(postgres->link);
	memset(postgres->prepared, 0, (db_statement_count + DB_KEPT) * sizeof(*postgres->prepared));
	postgres->pending_count = 0;
	postgres_ahead_drop(postgres);
	postgres->link = connect_with(postgres, &error);
	postgres->lost = false;
	if (!postgres->link || PQstatus(postgres->link) != CONNECTION_OK) {
		enum status status =
		        err_set(err, postgres->link ? BUSY : INVALID, postgres->link ? "db.gone" : "db.url", "db");
		/* Every host that answered is a standby: the address leads to the wrong one. */
		if (postgres->link && strstr(PQerrorMessage(postgres->link), "session is read-only"))
			status = err_set(err, BUSY, "db.read_only", "db");
		err_arg(err, "url", STR("postgresql://"));
		if (err)
			snprintf(err->detail, sizeof(err->detail), "%s",
			        postgres->link ? PQerrorMessage(postgres->link) : error);
		PQfreemem(error);
		return status;
	}
	PQsetNoticeReceiver(postgres->link, quiet, NULL);
	check(PQenterPipelineMode(postgres->link));
	bool reads = postgres->mode != DB_WRITE;
	return exec(&postgres->db,
	        reads ? "SET default_transaction_isolation = 'repeatable read'; SET default_transaction_read_only = on"
	              : "SET default_transaction_isolation = 'serializable'",
	        err);
}

static enum status open(struct db *db, struct str url, enum db_mode mode, struct err *err)
{
	struct postgres *postgres = postgres_of(db);
	const char *pipeline = getenv("CHIBO_PIPELINE"); /* 0: nothing is asked ahead; for measuring */
	postgres->mode = mode;
	postgres->asks_ahead = !pipeline || strcmp(pipeline, "0") != 0;
	postgres->url = strndup(url.ptr, url.len);
	postgres->prepared = calloc(db_statement_count + DB_KEPT, sizeof(*postgres->prepared));
	check(postgres->url && postgres->prepared);
	TRY(check_way(postgres->url, err));
	return postgres_connect(postgres, err);
}

static void close(struct db *db)
{
	struct postgres *postgres = postgres_of(db);
	PQclear(postgres->result);
	if (postgres->link)
		PQfinish(postgres->link);
	free(postgres->load);
	free(postgres->url);
	free(postgres->prepared);
}

static int64_t changes(struct db *db)
{
	return postgres_of(db)->changes;
}

/* A serialisation failure is run again soon; a lost server is waited for, some seconds. */
static bool again(struct db *db, const struct err *err, int tries)
{
	bool serial = err->code && !strcmp(err->code, "db.again");
	bool lost = err->code && (!strcmp(err->code, "db.gone") || !strcmp(err->code, "db.read_only"));
	if (!(serial && tries < AGAIN_SERIAL) && !(lost && tries < AGAIN_LOST))
		return false;
	uint32_t chance; /* by the clock, those who met would meet again */
	random_bytes(&chance, sizeof(chance));
	int64_t wait_us = serial  ? (int64_t)(1 << (tries < 5 ? tries : 5)) * (50 + chance % 450)
	                  : tries ? (int64_t)LOST_WAIT_MS * 1000
	                          : 0; /* one connection was lost: the server may well be there */
	nanosleep(&(struct timespec){ wait_us / 1000000, wait_us % 1000000 * 1000 }, NULL);
	if (lost) /* a server that became a standby is left, too */
		postgres_connect(postgres_of(db), NULL);
	return true;
}

static const char *words(const struct db_migration *migration)
{
	return migration->postgres;
}

const struct db_engine postgres_engine = {
	.name = "PostgreSQL",
	.scheme = { "postgresql:", 11 },
	.size = sizeof(struct postgres),
	.writers = 4,
	.open = open,
	.close = close,
	.frame = frame,
	.in_transaction = in_transaction,
	.exec = exec,
	.start = postgres_start,
	.bind_int = postgres_bind_int,
	.bind_bytes = postgres_bind_bytes,
	.bind_null = postgres_bind_null,
	.step = postgres_step,
	.ahead = postgres_ahead,
	.get_int = postgres_int,
	.get_null = postgres_null,
	.get_bytes = postgres_bytes,
	.finish = postgres_finish,
	.changes = changes,
	.load_begin = postgres_load_begin,
	.load_row = postgres_load_row,
	.load_end = postgres_load_end,
	.again = again,
	.words = words,
	.create_migrations = "CREATE TABLE IF NOT EXISTS migration (name TEXT COLLATE \"C\" PRIMARY KEY, hash TEXT NOT "
	                     "NULL, at BIGINT NOT NULL)",
	.has_history = "SELECT 1 FROM pg_tables WHERE tablename = 'migration' AND schemaname = current_schema()",
	.has_tables = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() LIMIT 1",
	.indexes = "SELECT CAST(indexname AS text), indexdef FROM pg_indexes i WHERE schemaname = current_schema() AND "
	           "NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)",
	.rows_touched =
	        "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_xact_user_tables",
	.about = "SELECT current_setting('server_version'), pg_is_in_recovery()::int::bigint, "
	         "pg_database_size(current_database()), (SELECT count(*) FROM pg_stat_activity WHERE datname = "
	         "current_database() AND application_name = 'chibo' AND pid <> pg_backend_pid()), "
	         "current_setting('max_connections')::bigint",
	.lock_table = "LOCK TABLE",
};
