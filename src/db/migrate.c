/* The schema's history: each migration runs once, in order of names, and its hash is kept so that a landed one cannot
 * change unseen. */
#include "db/db_private.h"
#include "db/upkeep.h"

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
	bool row;
	TRY(db_exec(db, db->engine->words(step->migration), err));
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

void db_migration_hash(const struct db_migration *migration, char ret_hex[65])
{
	hash_hex(migration->sql, ret_hex);
}

enum status db_migrate(struct db *db, int64_t now, struct err *err)
{
	return db_migrate_some(db, NULL, now, err);
}

enum status db_migrate_some(struct db *db, const bool *wanted, int64_t now, struct err *err)
{
	TRY(db_exec(db, db->engine->create_migrations, err));
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	bool *done = arena_array(arena, bool, db_migration_count + 1);
	TRY(known(arena, db, done, err));
	for (size_t i = 0; i < db_migration_count; i++)
		if (!done[i] && (!wanted || wanted[i]))
			TRY(db_transaction(db, run_step, &(struct step){ &db_migrations[i], now }, err));
	return OK;
}

static bool has_history(struct db *db)
{
	int64_t count;
	return db_one_int(db, db->engine->has_history, &count, NULL) == OK && count;
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

enum status db_age(struct arena *arena, struct db *db, enum db_age *ret_age, bool **ret_pending, struct err *err)
{
	bool *done = arena_array(arena, bool, db_migration_count + 1);
	size_t count = 0;
	if (has_history(db))
		TRY(known(arena, db, done, err));
	for (size_t i = 0; i < db_migration_count; i++) {
		count += done[i];
		done[i] = !done[i];
	}
	*ret_age = !count ? DB_EMPTY : count < db_migration_count ? DB_OLDER : DB_CURRENT;
	if (ret_pending)
		*ret_pending = done;
	return OK;
}

/* Rows that this connection's transaction changed so far. */
static enum status rows_touched(struct db *db, int64_t *ret_rows, struct err *err)
{
	return db_one_int(db, db->engine->rows_touched, ret_rows, err);
}

struct whole {
	const struct db_upgrade *upgrade;
	int64_t *rows; /* of each migration; -1: it was there */
};

static enum status upgrade_whole(struct db *db, void *context, struct err *err)
{
	struct whole *whole = context;
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	bool *pending;
	enum db_age age;
	int64_t before, after;
	TRY(db_age(arena, db, &age, &pending, err));
	for (size_t i = 0; i < db_migration_count; i++) {
		whole->rows[i] = -1;
		if (!pending[i])
			continue;
		TRY(rows_touched(db, &before, err));
		TRY(run_step(db, &(struct step){ &db_migrations[i], whole->upgrade->now }, err));
		TRY(rows_touched(db, &after, err));
		whole->rows[i] = after - before - 1; /* its own line of the history */
	}
	return whole->upgrade->keep ? OK : err_set(err, CONFLICT, "db.undone", NULL);
}

enum status db_upgrade(struct db *db, const struct db_upgrade *upgrade, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	struct whole whole = { upgrade, arena_array(arena, int64_t, db_migration_count + 1) };
	struct err own = { 0 };
	enum status status = db_transaction(db, upgrade_whole, &whole, &own);
	bool undone = !upgrade->keep && own.code && !strcmp(own.code, "db.undone");
	if (status != OK && !undone) {
		if (err)
			*err = own;
		return status;
	}
	for (size_t i = 0; i < db_migration_count; i++)
		if (whole.rows[i] >= 0)
			upgrade->done(upgrade->context, &db_migrations[i], whole.rows[i]);
	return OK;
}
