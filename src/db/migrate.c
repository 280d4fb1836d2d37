/* The schema's history: each migration runs once, in order of names, and its hash is kept so that a landed one cannot
 * change unseen. */
#include "db/db_private.h"

#include "base/arena.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const struct db_statement list_migrations = { "migration_list", "SELECT name, hash FROM migration ORDER BY name",
	"", DB_OWN };
static const struct db_statement put_migration = { "migration_put",
	"INSERT INTO migration (name, hash, at) VALUES (?1, ?2, ?3)", "tti", DB_OWN };

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

/* One row of the history against ours. */
static enum status compare(struct str name, struct str hash, bool *done, struct err *err)
{
	size_t at = 0;
	while (at < db_migration_count && !str_eq(str_of(db_migrations[at].name), name))
		at++;
	char text[128], hex[65];
	snprintf(text, sizeof(text), "%.*s", STR_ARG(name));
	if (at == db_migration_count)
		return migration_error(err, "db.newer", text);
	hash_hex(db_migrations[at].sql, hex);
	done[at] = true;
	return str_eq(str_of(hex), hash) ? OK : migration_error(err, "db.altered", text);
}

/* How many of ours are in the database; fails when it holds one that is altered or unknown. */
static enum status known(struct arena *arena, struct db *db, bool *done, struct err *err)
{
	struct db_cursor *cursor;
	bool row;
	enum status status;
	TRY(db_start(db, &list_migrations, &cursor, err));
	while ((status = db_step(cursor, &row, err)) == OK && row) {
		status = compare(db_text(arena, cursor, 0), db_text(arena, cursor, 1), done, err);
		if (status != OK)
			break;
	}
	db_finish(cursor);
	return status;
}

struct step {
	const struct db_migration *migration;
	int64_t now;
};

static enum status run_step(struct db *db, void *context, struct err *err)
{
	const struct step *step = context;
	bool sqlite = db->engine == &sqlite_engine, row;
	TRY(db_exec(db, sqlite ? step->migration->sql : step->migration->postgres, err));
	char hex[65];
	hash_hex(step->migration->sql, hex);
	struct db_cursor *cursor;
	TRY(db_start(db, &put_migration, &cursor, err));
	db_bind_text(cursor, 1, str_of(step->migration->name));
	db_bind_text(cursor, 2, str_of(hex));
	db_bind_int(cursor, 3, step->now);
	enum status status = db_step(cursor, &row, err);
	db_finish(cursor);
	return status;
}

enum status db_migrate(struct db *db, int64_t now, struct err *err)
{
	TRY(db_exec(db, db->engine->create_migrations, err));
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	bool *done = arena_array(arena, bool, db_migration_count + 1);
	TRY(known(arena, db, done, err));
	for (size_t i = 0; i < db_migration_count; i++)
		if (!done[i])
			TRY(db_transaction(db, run_step, &(struct step){ &db_migrations[i], now }, err));
	return OK;
}

static bool has_history(struct db *db)
{
	struct db_cursor *cursor;
	struct err err = { 0 };
	bool row = false;
	const char *sql =
	        db->engine == &sqlite_engine
	                ? "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'"
	                : "SELECT 1 FROM pg_tables WHERE tablename = 'migration' AND schemaname = current_schema()";
	const struct db_statement statement = { "migration_table", sql, "", DB_OWN };
	if (db_start(db, &statement, &cursor, &err) == OK && db_step(cursor, &row, &err) != OK)
		row = false;
	db_finish(cursor);
	return row;
}

enum status db_current(struct db *db, bool *ret_current, struct err *err)
{
	*ret_current = false;
	if (!has_history(db))
		return OK;
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	bool *done = arena_array(arena, bool, db_migration_count + 1);
	TRY(known(arena, db, done, err));
	*ret_current = true;
	for (size_t i = 0; i < db_migration_count; i++)
		*ret_current &= done[i];
	return OK;
}
