/* The one way to the database, whichever engine stands behind it. */
#include "db/db.h"
#include "db/db_private.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

uint32_t *db_exercised;

static const struct db_engine *engine_of(struct str url)
{
	static const struct db_engine *const all[] = { &sqlite_engine, &postgres_engine };
	for (size_t i = 0; i < LENGTH(all); i++)
		if (str_starts(url, all[i]->scheme) && url.len > all[i]->scheme.len && !memchr(url.ptr, 0, url.len))
			return all[i];
	return NULL;
}

static enum status wrong_url(struct str url, struct err *err)
{
	enum status status = err_set(err, INVALID, "db.url", "db");
	err_arg(err, "url", url);
	return status;
}

enum status db_file(struct arena *arena, struct str url, struct str *ret_file, struct err *err)
{
	const struct db_engine *engine = engine_of(url);
	if (!engine)
		return wrong_url(url, err);
	*ret_file = engine == &sqlite_engine ? str_copy(arena, str_slice(url, engine->scheme.len, url.len)) : STR_NONE;
	return OK;
}

enum status db_open(struct str url, enum db_mode mode, struct db **ret_db, struct err *err)
{
	const struct db_engine *engine = engine_of(url);
	if (!engine)
		return wrong_url(url, err);
	struct db *db = calloc(1, engine->size);
	check(db);
	db->engine = engine;
	db->cursor.db = db;
	enum status status = engine->open(db, url, mode, err);
	if (status == OK)
		*ret_db = db;
	else
		db_close(db);
	return status;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db->engine->close(db);
	free(db);
}

void db_closep(struct db **db)
{
	db_close(*db);
}

enum status db_frame(struct db *db, enum db_frame frame, struct err *err)
{
	/* An end that failed leaves its transaction open: the next one begins anew. */
	if ((frame == FRAME_BEGIN || frame == FRAME_WRITE) && db->engine->in_transaction(db))
		db->engine->frame(db, FRAME_UNDO, NULL);
	if (frame == FRAME_WRITE || frame == FRAME_SAVE) {
		db->shard = 0;
		db->many = false;
	}
	return db->engine->frame(db, frame, err);
}

bool db_in_transaction(struct db *db)
{
	return db->engine->in_transaction(db);
}

enum status db_exec(struct db *db, const char *sql, struct err *err)
{
	return db->engine->exec(db, sql, err);
}

enum status db_view_begin(struct db *db, struct err *err)
{
	return db_frame(db, FRAME_BEGIN, err);
}

void db_view_end(struct db *db)
{
	if (db_in_transaction(db))
		db_frame(db, FRAME_COMMIT, NULL);
}

static enum status run_once(
        struct db *db, enum status (*run)(struct db *, void *, struct err *), void *context, struct err *err)
{
	TRY(db_frame(db, FRAME_WRITE, err));
	enum status status = run(db, context, err);
	if (status == OK)
		status = db_frame(db, FRAME_COMMIT, err);
	if (status != OK && db_in_transaction(db))
		db_frame(db, FRAME_UNDO, NULL);
	return status;
}

enum status db_transaction(
        struct db *db, enum status (*run)(struct db *, void *, struct err *), void *context, struct err *err)
{
	struct err own = { 0 };
	enum status status;
	int tries = 0;
	do {
		own = (struct err){ 0 };
		status = run_once(db, run, context, &own);
	} while (status != OK && db->engine->again(db, &own, tries++));
	if (status != OK && err)
		*err = own;
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

enum status db_rollback_to(struct db *db, struct err *err)
{
	if (db_in_transaction(db) && db_frame(db, FRAME_UNDO_JOB, err) == OK)
		return OK;
	return err_set(err, BUSY, "db.busy", NULL);
}

enum status db_start(
        struct db *db, const struct db_statement *statement, struct db_cursor **ret_cursor, struct err *err)
{
	check(statement->number == DB_OWN || (size_t)statement->number < db_statement_count + DB_KEPT);
	if (db_exercised && statement->number != DB_OWN && (size_t)statement->number < db_statement_count)
		__atomic_fetch_add(&db_exercised[statement->number], 1, __ATOMIC_RELAXED);
	*ret_cursor = &db->cursor;
	return db->engine->start(db, statement, err);
}

void db_bind_int(struct db_cursor *cursor, int at, int64_t value)
{
	cursor->db->engine->bind_int(cursor->db, at, value);
}

void db_bind_text(struct db_cursor *cursor, int at, struct str value)
{
	if (value.ptr)
		cursor->db->engine->bind_bytes(cursor->db, at, value, false);
	else
		db_bind_null(cursor, at);
}

void db_bind_blob(struct db_cursor *cursor, int at, struct str value)
{
	if (value.ptr)
		cursor->db->engine->bind_bytes(cursor->db, at, value, true);
	else
		db_bind_null(cursor, at);
}

void db_bind_null(struct db_cursor *cursor, int at)
{
	cursor->db->engine->bind_null(cursor->db, at);
}

enum status db_step(struct db_cursor *cursor, bool *ret_row, struct err *err)
{
	*ret_row = false;
	return cursor->db->engine->step(cursor->db, ret_row, err);
}

int64_t db_int(struct db_cursor *cursor, int column)
{
	return cursor->db->engine->get_int(cursor->db, column);
}

bool db_is_null(struct db_cursor *cursor, int column)
{
	return cursor->db->engine->get_null(cursor->db, column);
}

struct str db_text(struct arena *arena, struct db_cursor *cursor, int column)
{
	struct str bytes = cursor->db->engine->get_bytes(cursor->db, column);
	if (bytes.len)
		return str_copy(arena, bytes);
	return db_is_null(cursor, column) ? STR_NONE : STR("");
}

void db_finish(struct db_cursor *cursor)
{
	cursor->db->engine->finish(cursor->db);
}

bool db_ahead_start(struct db *db, const struct db_statement *statement, struct db_cursor **ret_cursor)
{
	*ret_cursor = &db->cursor;
	return db->engine->ahead && db->engine->start(db, statement, NULL) == OK;
}

void db_ahead_send(struct db_cursor *cursor)
{
	cursor->db->engine->ahead(cursor->db);
}

void db_wrote(struct db *db, int64_t shard)
{
	db->many |= db->shard && db->shard != shard + 1;
	db->shard = shard + 1;
}

bool db_wrote_many(const struct db *db)
{
	return db->many;
}

enum status db_one_int(struct db *db, const char *sql, int64_t *ret, struct err *err)
{
	const struct db_statement statement = { "one_int", sql, "", DB_OWN };
	struct db_cursor *cursor;
	bool row = false;
	*ret = 0;
	TRY(db_start(db, &statement, &cursor, err));
	enum status status = db_step(cursor, &row, err);
	if (status == OK && row)
		*ret = db_int(cursor, 0);
	db_finish(cursor);
	return status;
}

int64_t db_changes(struct db *db)
{
	return db->engine->changes(db);
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
