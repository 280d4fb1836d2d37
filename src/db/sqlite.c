/* SQLite behind db.h: one file, write-ahead log, synchronous=FULL. Only the connection opened with DB_WRITE ever
 * writes. */
#include "db/db.h"
#include "db/db_private.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUSY_MS = 2000 };

uint32_t *db_exercised;

static void configure(void)
{
	check(sqlite3_threadsafe());
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_initialize();
}

const char *db_engine_version(void)
{
	return sqlite3_libversion();
}

enum status db_fail(struct db *db, const char *what, struct err *err)
{
	int code = sqlite3_extended_errcode(db->handle);
	const char *message = sqlite3_errmsg(db->handle);
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

const char *db_constraint_code(const char *name)
{
	/* Interned once: a code must be static text. */
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static char known[256][64];
	static size_t count;
	char code[64];
	size_t len = 0;
	for (; *name && len < sizeof(code) - 1; name++) {
		if (name[0] == '_' && name[1] == '_') {
			code[len++] = '.';
			name++;
		} else {
			code[len++] = *name;
		}
	}
	code[len] = 0;
	if (!strchr(code, '.'))
		return NULL;
	pthread_mutex_lock(&lock);
	size_t at = 0;
	while (at < count && strcmp(known[at], code))
		at++;
	if (at == count && count < LENGTH(known))
		memcpy(known[count++], code, len + 1);
	const char *found = at < count ? known[at] : NULL;
	pthread_mutex_unlock(&lock);
	return found;
}

enum status db_file(struct arena *arena, struct str url, struct str *ret_file, struct err *err)
{
	struct str scheme = STR("sqlite:");
	if (!str_starts(url, scheme) || url.len == scheme.len || memchr(url.ptr, 0, url.len)) {
		enum status status = err_set(err, INVALID, "db.url", "db");
		err_arg(err, "url", url);
		return status;
	}
	*ret_file = str_copy(arena, str_slice(url, scheme.len, url.len));
	return OK;
}

enum status db_exec(struct db *db, const char *sql, struct err *err)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_fail(db, sql, err);
	return OK;
}

enum status db_frame(struct db *db, enum db_frame frame, struct err *err)
{
	static const char *const sql[FRAME__COUNT] = { "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT job",
		"RELEASE job" };
	sqlite3_stmt **slot = &db->frame[frame];
	if (!*slot &&
	        sqlite3_prepare_v3(db->handle, sql[frame], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK)
		return db_fail(db, sql[frame], err);
	enum status status = sqlite3_step(*slot) == SQLITE_DONE ? OK : db_fail(db, sql[frame], err);
	sqlite3_reset(*slot);
	return status;
}

static enum status open_file(struct db *db, const char *file, enum db_mode mode, struct err *err)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (mode == DB_WRITE ? SQLITE_OPEN_CREATE : 0);
	if (sqlite3_open_v2(file, &db->handle, flags, NULL) != SQLITE_OK) {
		enum status status = err_set(err, NOT_FOUND, "db.missing", "db");
		err_arg(err, "file", str_of(file));
		if (err)
			snprintf(err->detail, sizeof(err->detail), "%s", sqlite3_errmsg(db->handle));
		return status;
	}
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
	TRY(db_exec(db,
	        "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY; PRAGMA "
	        "cache_size=-16000",
	        err));
	if (mode == DB_READ)
		return db_exec(db, "PRAGMA query_only=ON", err);
	/* The one that writes keeps the pages of a large import until its commit: 80 MB at most, taken as needed. */
	return db_exec(db,
	        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-80000",
	        err);
}

enum status db_open(struct str url, enum db_mode mode, struct db **ret_db, struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, configure);
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	struct str file;
	TRY(db_file(arena, url, &file, err));
	struct db *db = calloc(1, sizeof(*db));
	check(db);
	db->prepared = calloc(db_statement_count + 1, sizeof(*db->prepared));
	check(db->prepared);
	enum status status = open_file(db, str_c(arena, file), mode, err);
	if (status != OK) {
		db_close(db);
		return status;
	}
	*ret_db = db;
	return OK;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (size_t i = 0; i < db_statement_count; i++)
		sqlite3_finalize(db->prepared[i]);
	for (size_t i = 0; i < FRAME__COUNT; i++)
		sqlite3_finalize(db->frame[i]);
	free(db->prepared);
	sqlite3_close(db->handle);
	free(db);
}

void db_closep(struct db **db)
{
	db_close(*db);
}

enum status db_view_begin(struct db *db, struct err *err)
{
	return db_frame(db, FRAME_BEGIN, err);
}

void db_view_end(struct db *db)
{
	if (!sqlite3_get_autocommit(db->handle))
		db_frame(db, FRAME_COMMIT, NULL);
}

enum status db_transaction(
        struct db *db, enum status (*run)(struct db *, void *, struct err *), void *context, struct err *err)
{
	TRY(db_frame(db, FRAME_WRITE, err));
	enum status status = run(db, context, err);
	if (status == OK)
		status = db_frame(db, FRAME_COMMIT, err);
	if (status != OK && !sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

enum status db_savepoint(struct db *db, struct err *err)
{
	return db_frame(db, FRAME_SAVE, err);
}

enum status db_release(struct db *db, struct err *err)
{
	return db_frame(db, FRAME_RELEASE, err);
}

void db_rollback_to(struct db *db)
{
	if (!sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK TO job; RELEASE job", NULL, NULL, NULL);
}

enum status db_start(
        struct db *db, const struct db_statement *statement, struct db_cursor **ret_cursor, struct err *err)
{
	sqlite3_stmt **slot = &db->prepared[statement->number];
	check((size_t)statement->number < db_statement_count);
	if (!*slot &&
	        sqlite3_prepare_v3(db->handle, statement->sql, -1, SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK)
		return db_fail(db, statement->name, err);
	if (db_exercised)
		__atomic_fetch_add(&db_exercised[statement->number], 1, __ATOMIC_RELAXED);
	db->cursor.statement = *slot;
	db->cursor.db = db;
	db->cursor.failed = false;
	db->cursor.name = statement->name;
	*ret_cursor = &db->cursor;
	return OK;
}

static void bound(struct db_cursor *cursor, int code)
{
	if (code != SQLITE_OK)
		cursor->failed = true;
}

void db_bind_int(struct db_cursor *cursor, int at, int64_t value)
{
	bound(cursor, sqlite3_bind_int64(cursor->statement, at, value));
}

void db_bind_text(struct db_cursor *cursor, int at, struct str value)
{
	if (value.ptr)
		bound(cursor,
		        sqlite3_bind_text64(cursor->statement, at, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8));
	else
		db_bind_null(cursor, at);
}

void db_bind_blob(struct db_cursor *cursor, int at, struct str value)
{
	if (value.ptr)
		bound(cursor, sqlite3_bind_blob64(cursor->statement, at, value.ptr, value.len, SQLITE_STATIC));
	else
		db_bind_null(cursor, at);
}

void db_bind_null(struct db_cursor *cursor, int at)
{
	bound(cursor, sqlite3_bind_null(cursor->statement, at));
}

enum status db_step(struct db_cursor *cursor, bool *ret_row, struct err *err)
{
	*ret_row = false;
	if (cursor->failed)
		return err_broken(err, "db.bind", "%s", cursor->name);
	int code = sqlite3_step(cursor->statement);
	if (code == SQLITE_ROW) {
		*ret_row = true;
		return OK;
	}
	return code == SQLITE_DONE ? OK : db_fail(cursor->db, cursor->name, err);
}

int64_t db_int(struct db_cursor *cursor, int column)
{
	return sqlite3_column_int64(cursor->statement, column);
}

bool db_is_null(struct db_cursor *cursor, int column)
{
	return sqlite3_column_type(cursor->statement, column) == SQLITE_NULL;
}

struct str db_text(struct arena *arena, struct db_cursor *cursor, int column)
{
	if (db_is_null(cursor, column))
		return STR_NONE;
	const char *bytes = sqlite3_column_blob(cursor->statement, column);
	int len = sqlite3_column_bytes(cursor->statement, column);
	return len ? str_copy(arena, (struct str){ bytes, (size_t)len }) : STR("");
}

void db_finish(struct db_cursor *cursor)
{
	sqlite3_reset(cursor->statement);
	sqlite3_clear_bindings(cursor->statement);
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes64(db->handle);
}
