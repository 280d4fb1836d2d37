/* The schema's history: each migration runs once, in order of names, and its hash is kept so that a landed one cannot
 * change unseen. */
#include "db/db_private.h"

#include <sodium.h>
#include <string.h>

static const char create_table[] =
        "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, hash TEXT NOT NULL, at INTEGER NOT NULL) STRICT";

static void hash_hex(const char *text, char ret_hex[65])
{
	unsigned char hash[32];
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)text, strlen(text), NULL, 0);
	sodium_bin2hex(ret_hex, 65, hash, sizeof(hash));
}

static enum status migration_error(struct err *err, const char *code, const char *name)
{
	enum status status = err_set(err, CONFLICT, code, "db");
	err_arg(err, "name", str_of(name));
	return status;
}

/* How many of ours are in the database; fails when it holds one that is altered or unknown. */
static enum status known(struct db *db, bool *done, struct err *err)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db->handle, "SELECT name, hash FROM migration ORDER BY name", -1, &statement, NULL) !=
	        SQLITE_OK)
		return db_fail(db, "migration", err);
	enum status status = OK;
	int code;
	while (status == OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(statement, 0);
		size_t at = 0;
		while (at < db_migration_count && strcmp(db_migrations[at].name, name))
			at++;
		if (at == db_migration_count) {
			status = migration_error(err, "db.newer", name);
			break;
		}
		char hex[65];
		hash_hex(db_migrations[at].sql, hex);
		if (strcmp(hex, (const char *)sqlite3_column_text(statement, 1)))
			status = migration_error(err, "db.altered", name);
		done[at] = true;
	}
	sqlite3_finalize(statement);
	return status;
}

struct step {
	const struct db_migration *migration;
	int64_t now;
};

static enum status run_step(struct db *db, void *context, struct err *err)
{
	const struct step *step = context;
	TRY(db_exec(db, step->migration->sql, err));
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db->handle, "INSERT INTO migration VALUES (?1, ?2, ?3)", -1, &statement, NULL) !=
	        SQLITE_OK)
		return db_fail(db, "migration", err);
	char hex[65];
	hash_hex(step->migration->sql, hex);
	sqlite3_bind_text(statement, 1, step->migration->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, hex, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, step->now);
	int code = sqlite3_step(statement);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? OK : db_fail(db, step->migration->name, err);
}

enum status db_migrate(struct db *db, int64_t now, struct err *err)
{
	TRY(db_exec(db, create_table, err));
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	bool *done = arena_array(arena, bool, db_migration_count + 1);
	TRY(known(db, done, err));
	for (size_t i = 0; i < db_migration_count; i++)
		if (!done[i])
			TRY(db_transaction(db, run_step, &(struct step){ &db_migrations[i], now }, err));
	return OK;
}

enum status db_current(struct db *db, bool *ret_current, struct err *err)
{
	*ret_current = false;
	if (sqlite3_table_column_metadata(db->handle, NULL, "migration", NULL, NULL, NULL, NULL, NULL, NULL) !=
	        SQLITE_OK)
		return OK;
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	bool *done = arena_array(arena, bool, db_migration_count + 1);
	TRY(known(db, done, err));
	*ret_current = true;
	for (size_t i = 0; i < db_migration_count; i++)
		*ret_current &= done[i];
	return OK;
}
