/* SQLite behind db.h: one file, write-ahead log, synchronous=FULL. Only the connection opened with DB_WRITE ever
   writes; checkpoints are its own too, after the replies of a batch are on their way: PASSIVE from 1,000 pages of log,
   TRUNCATE in a quiet second. The figures are in doc/decision. */
#include "db/db_private.h"
#include "db/sqlite_file.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_MS = 2000, LOG_PAGES = 1000 };

struct sqlite {
	struct db db;
	sqlite3 *handle;
	sqlite3_stmt **prepared, *frame[FRAME__COUNT];
	sqlite3_stmt *statement; /* the running one */
	const char *name;
	bool failed, own;
	int log_pages, next_try; /* of the log; how long it is when a checkpoint is tried again */
	sqlite3_stmt *load;      /* of db_load_row */
	int load_columns;
	struct outbox *outbox; /* what is committed and not shipped; NULL: none is kept */
};

static struct sqlite *of(struct db *db)
{
	return (struct sqlite *)db;
}

sqlite3 *db_sqlite(struct db *db)
{
	return of(db)->handle;
}

struct outbox **sqlite_outbox(struct db *db)
{
	return &of(db)->outbox;
}

const char *db_engine_version(void)
{
	return sqlite3_libversion();
}

/* What the engine said, as a status and a code. */
static enum status fail(struct sqlite *sqlite, const char *what, struct err *err)
{
	int code = sqlite3_extended_errcode(sqlite->handle);
	const char *message = sqlite3_errmsg(sqlite->handle);
	static const char check_failed_text[] = "CHECK constraint failed: ";
	int kind = code & 0xff;
	enum status status = BUSY;
	if (kind == SQLITE_CONSTRAINT) {
		/* The constraint's name is the message code: meeting__state stands for "meeting.state". */
		bool named = !strncmp(message, check_failed_text, sizeof(check_failed_text) - 1);
		const char *known = named ? db_constraint_code(message + sizeof(check_failed_text) - 1) : NULL;
		status = err_set(err, named ? INVALID : CONFLICT,
		        known   ? known
		        : named ? "db.check"
		                : "db.unique",
		        NULL);
	} else if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED) {
		err_set(err, BUSY, "db.busy", NULL);
	} else if (kind == SQLITE_FULL) {
		err_set(err, BUSY, "db.full", NULL);
	} else {
		return err_broken(err, "db.broken", "%s: %s (%d)", what, message, code);
	}
	if (err)
		snprintf(err->detail, sizeof(err->detail), "%s: %s", what, message);
	return status;
}

static enum status exec(struct db *db, const char *sql, struct err *err)
{
	if (sqlite3_exec(of(db)->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail(of(db), sql, err);
	return OK;
}

static bool in_transaction(struct db *db)
{
	return !sqlite3_get_autocommit(of(db)->handle);
}

static enum status frame(struct db *db, enum db_frame frame, struct err *err)
{
	static const char *const sql[FRAME__COUNT] = { "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT job",
		"RELEASE job", "ROLLBACK TO job", "ROLLBACK" };
	sqlite3_stmt **slot = &of(db)->frame[frame];
	if (!*slot &&
	        sqlite3_prepare_v3(of(db)->handle, sql[frame], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK)
		return fail(of(db), sql[frame], err);
	struct outbox *outbox = of(db)->outbox;
	if (outbox && !outbox_before(outbox, frame))
		return fail(of(db), "outbox", err);
	enum status status = sqlite3_step(*slot) == SQLITE_DONE ? OK : fail(of(db), sql[frame], err);
	sqlite3_reset(*slot);
	if (outbox && status == OK && !outbox_after(outbox, frame)) {
		outbox_close(outbox);
		of(db)->outbox = NULL;
	}
	return status == OK && frame == FRAME_UNDO_JOB ? db->engine->frame(db, FRAME_RELEASE, err) : status;
}

static int note_log(void *context, sqlite3 *handle, const char *name, int pages)
{
	(void)handle;
	(void)name;
	struct sqlite *sqlite = context;
	if (pages < sqlite->log_pages)
		sqlite->next_try = 0; /* it begins anew */
	sqlite->log_pages = pages;
	return SQLITE_OK;
}

static void configure(void)
{
	check(sqlite3_threadsafe());
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_initialize();
}

static enum status open_file(struct db *db, struct str url, enum db_mode mode, struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, configure);
	struct sqlite *sqlite = of(db);
	char file[4096];
	snprintf(file, sizeof(file), "%.*s", STR_ARG(str_slice(url, db->engine->scheme.len, url.len)));
	sqlite->prepared = calloc(db_statement_count + DB_KEPT, sizeof(*sqlite->prepared));
	check(sqlite->prepared);
	if (mode == DB_WRITE && file[0] != ':') {
		/* A new file is for the program's own account alone; WAL and journal take its mode. */
		int made = open(file, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
		if (made >= 0)
			close(made);
	}
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (mode == DB_WRITE ? SQLITE_OPEN_CREATE : 0);
	const char *const vfs[] = { [DB_READ] = NULL, [DB_PAGES] = sqlite_file_map(), [DB_WRITE] = sqlite_file_log() };
	if (sqlite3_open_v2(file, &sqlite->handle, flags, vfs[mode]) != SQLITE_OK) {
		enum status status = err_set(err, NOT_FOUND, "db.missing", "db");
		err_arg(err, "file", str_of(file));
		if (err)
			snprintf(err->detail, sizeof(err->detail), "%s", sqlite3_errmsg(sqlite->handle));
		return status;
	}
	/* SQLite opens what it may not write for reading, and would find out at the first write. */
	if (mode == DB_WRITE && sqlite3_db_readonly(sqlite->handle, "main"))
		return err_set(err, BROKEN, "db.file_read_only", "db");
	sqlite3_extended_result_codes(sqlite->handle, 1);
	sqlite3_busy_timeout(sqlite->handle, BUSY_MS);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_limit(sqlite->handle, SQLITE_LIMIT_ATTACHED, 0);
	TRY(exec(db,
	        "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY; PRAGMA "
	        "cache_size=-16000",
	        err));
	if (mode == DB_PAGES)
		/* The whole file; the cache is for what lies in the log, and a small one is emptied quickly. */
		TRY(exec(db, "PRAGMA mmap_size=1099511627776; PRAGMA cache_size=-1000", err));
	if (mode != DB_WRITE)
		return exec(db, "PRAGMA query_only=ON", err);
	sqlite3_wal_hook(sqlite->handle, note_log, sqlite);
	/* The one that writes keeps the pages of a large import until its commit: 80 MB at most, taken as needed. */
	TRY(exec(db,
	        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-80000",
	        err));
	sqlite->outbox = outbox_open(sqlite->handle);
	return OK;
}

static void close_file(struct db *db)
{
	struct sqlite *sqlite = of(db);
	for (size_t i = 0; sqlite->prepared && i < db_statement_count + DB_KEPT; i++)
		sqlite3_finalize(sqlite->prepared[i]);
	for (size_t i = 0; i < FRAME__COUNT; i++)
		sqlite3_finalize(sqlite->frame[i]);
	sqlite3_finalize(sqlite->load);
	outbox_close(sqlite->outbox);
	free(sqlite->prepared);
	sqlite3_close(sqlite->handle);
}

static enum status start(struct db *db, const struct db_statement *statement, struct err *err)
{
	struct sqlite *sqlite = of(db);
	sqlite3_stmt *once = NULL, **slot = statement->number == DB_OWN ? &once : &sqlite->prepared[statement->number];
	if (!*slot && sqlite3_prepare_v3(sqlite->handle, statement->sql, -1,
	                      statement->number == DB_OWN ? 0 : SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK)
		return fail(sqlite, statement->name, err);
	sqlite->statement = *slot;
	sqlite->own = statement->number == DB_OWN;
	sqlite->failed = false;
	sqlite->name = statement->name;
	if (sqlite->outbox)
		outbox_statement(sqlite->outbox, false);
	return OK;
}

static void bound(struct db *db, int code)
{
	if (code != SQLITE_OK)
		of(db)->failed = true;
}

static void bind_int(struct db *db, int at, int64_t value)
{
	bound(db, sqlite3_bind_int64(of(db)->statement, at, value));
}

static void bind_bytes(struct db *db, int at, struct str value, bool blob)
{
	sqlite3_stmt *statement = of(db)->statement;
	bound(db, blob ? sqlite3_bind_blob64(statement, at, value.ptr, value.len, SQLITE_STATIC)
	               : sqlite3_bind_text64(statement, at, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8));
}

static void bind_null(struct db *db, int at)
{
	bound(db, sqlite3_bind_null(of(db)->statement, at));
}

static enum status step(struct db *db, bool *ret_row, struct err *err)
{
	struct sqlite *sqlite = of(db);
	if (sqlite->failed)
		return err_broken(err, "db.bind", "%s", sqlite->name);
	int code = sqlite3_step(sqlite->statement);
	*ret_row = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return OK;
	if (sqlite->outbox)
		outbox_statement(sqlite->outbox, true);
	return fail(sqlite, sqlite->name, err);
}

static int64_t get_int(struct db *db, int column)
{
	return sqlite3_column_int64(of(db)->statement, column);
}

static bool get_null(struct db *db, int column)
{
	return sqlite3_column_type(of(db)->statement, column) == SQLITE_NULL;
}

static struct str get_bytes(struct db *db, int column)
{
	/* A connection is one thread's (SQLITE_THREADSAFE=2), where such a value may be read like any other. */
	sqlite3_value *value = sqlite3_column_value(of(db)->statement, column);
	const char *bytes = sqlite3_value_blob(value);
	return (struct str){ bytes, (size_t)sqlite3_value_bytes(value) };
}

static void finish(struct db *db)
{
	struct sqlite *sqlite = of(db);
	sqlite3_reset(sqlite->statement);
	sqlite3_clear_bindings(sqlite->statement);
	if (sqlite->own)
		sqlite3_finalize(sqlite->statement);
	sqlite->statement = NULL;
}

static int64_t changes(struct db *db)
{
	return sqlite3_changes64(of(db)->handle);
}

static enum status load_begin(struct db *db, const struct db_table *table, struct err *err)
{
	struct sqlite *sqlite = of(db);
	char sql[4096];
	int len = snprintf(sql, sizeof(sql), "INSERT INTO \"%s\" VALUES (", table->name),
	    count = (int)strlen(table->kinds);
	for (int i = 0; i < count; i++)
		len += snprintf(sql + len, sizeof(sql) - (size_t)len, "%s?", i ? ", " : "");
	snprintf(sql + len, sizeof(sql) - (size_t)len, ")");
	sqlite->load_columns = count;
	if (sqlite3_prepare_v2(sqlite->handle, sql, -1, &sqlite->load, NULL) != SQLITE_OK)
		return fail(sqlite, table->name, err);
	return OK;
}

static enum status load_row(struct db *db, const struct db_value *values, struct err *err)
{
	sqlite3_stmt *load = of(db)->load;
	for (int i = 0; i < of(db)->load_columns; i++) {
		const struct db_value *value = &values[i];
		if (value->kind == 'i')
			sqlite3_bind_int64(load, i + 1, value->n);
		else if (value->kind == 't')
			sqlite3_bind_text64(load, i + 1, value->s.ptr ? value->s.ptr : "", value->s.len, SQLITE_STATIC,
			        SQLITE_UTF8);
		else if (value->kind == 'b')
			sqlite3_bind_blob64(load, i + 1, value->s.ptr ? value->s.ptr : "", value->s.len, SQLITE_STATIC);
		else
			sqlite3_bind_null(load, i + 1);
	}
	int code = sqlite3_step(load);
	enum status status = code == SQLITE_DONE ? OK : fail(of(db), "load", err);
	sqlite3_reset(load);
	return status;
}

static enum status load_end(struct db *db, struct err *err)
{
	(void)err;
	sqlite3_finalize(of(db)->load);
	of(db)->load = NULL;
	return OK;
}

static void tidy(struct db *db, bool quiet)
{
	struct sqlite *sqlite = of(db);
	if (quiet) {
		sqlite3_busy_timeout(sqlite->handle, 0);
		sqlite3_wal_checkpoint_v2(sqlite->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
		sqlite3_busy_timeout(sqlite->handle, BUSY_MS);
		sqlite->log_pages = sqlite->next_try = 0;
	} else if (sqlite->log_pages >= LOG_PAGES && sqlite->log_pages >= sqlite->next_try) {
		int log = 0, taken = 0;
		sqlite3_wal_checkpoint_v2(sqlite->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &log, &taken);
		/* A long reader (a backup) holds the log: each try sorts all of it, and half of the writer's time was
		 * spent on that. */
		sqlite->next_try = taken < log ? log + (log - taken) / 2 : 0;
	}
}

static bool again(struct db *db, const struct err *err, int tries)
{
	(void)db;
	(void)err;
	(void)tries;
	return false;
}

static const char *words(const struct db_migration *migration)
{
	return migration->sql;
}

const struct db_engine sqlite_engine = {
	.name = "SQLite",
	.scheme = { "sqlite:", 7 },
	.size = sizeof(struct sqlite),
	.writers = 1,
	.open = open_file,
	.close = close_file,
	.frame = frame,
	.in_transaction = in_transaction,
	.exec = exec,
	.start = start,
	.bind_int = bind_int,
	.bind_bytes = bind_bytes,
	.bind_null = bind_null,
	.step = step,
	.get_int = get_int,
	.get_null = get_null,
	.get_bytes = get_bytes,
	.finish = finish,
	.changes = changes,
	.load_begin = load_begin,
	.load_row = load_row,
	.load_end = load_end,
	.tidy = tidy,
	.again = again,
	.words = words,
	.create_migrations = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, hash TEXT NOT NULL, at "
	                     "INTEGER NOT NULL) STRICT",
	.has_history = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
	.has_tables = "SELECT 1 FROM sqlite_schema WHERE type = 'table' LIMIT 1",
	.indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
	.rows_touched = "SELECT total_changes()",
	.about = "SELECT sqlite_version(), 0, (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM "
	         "pragma_page_size), 0, 0",
};
