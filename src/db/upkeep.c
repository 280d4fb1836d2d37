/* What a database says of itself, and a copy of its file. */
#include "db/upkeep.h"
#include "db/db_private.h"

#include "base/arena.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum status db_about(struct arena *arena, struct db *db, struct db_about *ret_about, struct err *err)
{
	struct db_cursor *cursor;
	const struct db_statement statement = { "about", db->engine->about, "", DB_OWN };
	bool row;
	TRY(db_start(db, &statement, &cursor, err));
	enum status status = db_step(cursor, &row, err);
	if (status == OK && row)
		*ret_about = (struct db_about){ .engine = db->engine->name,
			.version = db_text(arena, cursor, 0),
			.standby = db_int(cursor, 1) != 0,
			.bytes = db_int(cursor, 2),
			.programs = db_int(cursor, 3),
			.connections = db_int(cursor, 4) };
	while (status == OK && row)
		status = db_step(cursor, &row, err);
	db_finish(cursor);
	return status;
}

enum status db_replica(struct db *db, struct db_replica *ret_replica, struct err *err)
{
	/* A receiver that is not connected may have replayed all it got, and yet be hours behind. */
	static const struct db_statement ask = { "replica",
		"SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END::bigint, CASE WHEN pg_last_wal_receive_lsn() = "
		"pg_last_wal_replay_lsn() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) THEN 0 ELSE coalesce((1000 * "
		"extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()))::bigint, -1) END",
		"", DB_OWN };
	struct db_cursor *cursor;
	bool row = false;
	*ret_replica = (struct db_replica){ 0 };
	if (db->engine == &sqlite_engine)
		return OK;
	TRY(db_start(db, &ask, &cursor, err));
	enum status status = db_step(cursor, &row, err);
	if (status == OK && row)
		*ret_replica = (struct db_replica){ .standby = db_int(cursor, 0) != 0, .lag = db_int(cursor, 1) };
	while (status == OK && row)
		status = db_step(cursor, &row, err);
	db_finish(cursor);
	return status;
}

int db_client_version(void)
{
	return PQlibVersion();
}

enum status db_migrated_at(struct db *db, int64_t *ret_at, struct err *err)
{
	return db_one_int(db, "SELECT coalesce(max(at), 0) FROM migration", ret_at, err);
}

static enum status copy_failed(struct err *err, const char *to, const char *why)
{
	enum status status = err_broken(err, "db.copy", "%s: %s", to, why);
	err_arg(err, "file", str_of(to));
	err_arg(err, "why", str_of(why));
	return status;
}

/* Pages through SQLite's own backup, which sees the log too and one moment of the database. */
static enum status copy_into(struct db *db, sqlite3 *copy, const char *to, struct err *err)
{
	sqlite3_exec(copy, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
	sqlite3_backup *backup = sqlite3_backup_init(copy, "main", db_sqlite(db), "main");
	if (backup)
		sqlite3_backup_step(backup, -1);
	int code = backup ? sqlite3_backup_finish(backup) : sqlite3_errcode(copy);
	return code == SQLITE_OK ? OK : copy_failed(err, to, sqlite3_errstr(code));
}

static bool on_disk(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);
	if (fd >= 0)
		close(fd);
	return good;
}

enum status db_copy_file(struct db *db, const char *to, struct err *err)
{
	check(db->engine == &sqlite_engine);
	sqlite3 *copy = NULL;
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		enum status status = err_set(err, CONFLICT, "db.copy_there", "db");
		err_arg(err, "file", str_of(to));
		return status;
	}
	close(fd);
	enum status status = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK
	                             ? copy_into(db, copy, to, err)
	                             : copy_failed(err, to, sqlite3_errmsg(copy));
	sqlite3_close(copy);
	if (status == OK && !on_disk(to))
		status = copy_failed(err, to, "fsync");
	if (status != OK)
		unlink(to);
	return status;
}

enum status db_scratch(struct db *db, bool scratch, struct err *err)
{
	check(db->engine == &sqlite_engine);
	return db_exec(db,
	        scratch ? "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000"
	                : "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
	        err);
}

enum status db_check_pages(struct arena *arena, struct db *db, struct str *ret_wrong, struct err *err)
{
	static const struct db_statement quick = { "quick_check", "PRAGMA quick_check(10)", "", DB_OWN };
	struct db_cursor *cursor;
	bool row;
	enum status status;
	*ret_wrong = STR_NONE;
	if (db->engine != &sqlite_engine)
		return OK;
	TRY(db_start(db, &quick, &cursor, err));
	while ((status = db_step(cursor, &row, err)) == OK && row) {
		struct str text = db_text(arena, cursor, 0);
		if (!ret_wrong->len && !str_is(text, "ok"))
			*ret_wrong = text;
	}
	db_finish(cursor);
	return status;
}
