/* Keeps rows as they were: in a database in memory, by table and key, in bytes that sort as the engine sorts keys. */
#include "db/past.h"
#include "db/db_private.h"
#include "db/row.h"

#include <endian.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PAGES_MAX = 1 << 18, PARAM_TABLE = 1, PARAM_KEY, PARAM_ROW, PARAM_TO = PARAM_ROW };

struct db_past {
	sqlite3 *of; /* whose changes */
	bool active, full;
	struct db_position where;
	const struct db_table *table; /* being read; all before it are */
	struct str read;              /* its last key that is; empty: none yet */
	struct arena *scratch, *last; /* of one note; of `read` */
	sqlite3 *kept;
	sqlite3_stmt *keep, *fetch, *forget;
};

static struct {
	pthread_mutex_t lock; /* of what `past` points to */
	struct db_past *past;
} now = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Numbers by their size, texts and bytes by their bytes; each ends before a longer one goes on. */
static struct str key_bytes(struct arena *arena, const struct db_table *table, const struct db_value *values)
{
	size_t room = 0;
	for (size_t i = 0; table->key[i]; i++)
		room += 2 * values[db_table_column(table, str_of(table->key[i]))].s.len + sizeof(uint64_t) + 2;
	struct buf buf = buf_open(arena, room);
	for (size_t i = 0; table->key[i]; i++) {
		const struct db_value *value = &values[db_table_column(table, str_of(table->key[i]))];
		if (value->kind == 'i') {
			uint64_t wire = htobe64((uint64_t)value->n ^ (uint64_t)1 << 63);
			buf_put(&buf, (const char *)&wire, sizeof(wire));
			continue;
		}
		for (size_t at = 0; at < value->s.len; at++) {
			buf_char(&buf, value->s.ptr[at]);
			if (!value->s.ptr[at])
				buf_char(&buf, '\xff');
		}
		buf_put(&buf, "\0", 2);
	}
	return buf_text(&buf);
}

static bool open_kept(struct db_past *past)
{
	if (sqlite3_open_v2(":memory:", &past->kept, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return false;
	char sql[64];
	sqlite3_snprintf(sizeof(sql), sql, "PRAGMA max_page_count=%d", (int)PAGES_MAX);
	static const char *const texts[] = { "INSERT OR IGNORE INTO kept VALUES (?1, ?2, ?3)",
		"SELECT k, was FROM kept WHERE t = ?1 AND k > ?2 AND k <= ?3 ORDER BY k",
		"DELETE FROM kept WHERE t = ?1 AND k > ?2 AND k <= ?3" };
	sqlite3_stmt **const slots[] = { &past->keep, &past->fetch, &past->forget };
	/* One long transaction, never ended: nothing is to outlast it. */
	bool good = sqlite3_exec(past->kept, "PRAGMA journal_mode=OFF", NULL, NULL, NULL) == SQLITE_OK &&
	            sqlite3_exec(past->kept, sql, NULL, NULL, NULL) == SQLITE_OK &&
	            sqlite3_exec(past->kept,
	                    "CREATE TABLE kept (t INTEGER, k BLOB, was BLOB, PRIMARY KEY (t, k)) WITHOUT ROWID; BEGIN",
	                    NULL, NULL, NULL) == SQLITE_OK;
	for (size_t i = 0; good && i < LENGTH(slots); i++)
		good = sqlite3_prepare_v3(past->kept, texts[i], -1, SQLITE_PREPARE_PERSISTENT, slots[i], NULL) ==
		       SQLITE_OK;
	return good;
}

enum status db_past_begin(struct db *writer, struct db_past **ret_past, struct err *err)
{
	*ret_past = NULL;
	if (writer->engine != &sqlite_engine || !*sqlite_outbox(writer))
		return err_set(err, CONFLICT, "db.past", NULL);
	struct db_past *past = calloc(1, sizeof(*past));
	check(past);
	past->of = db_sqlite(writer);
	past->table = db_tables;
	past->scratch = arena_open(ARENA_JOB_CEILING);
	past->last = arena_open(ARENA_JOB_CEILING);
	*ret_past = past;
	TRY(db_outbox_where(writer, &past->where, err));
	if (!open_kept(past))
		return err_broken(err, "db.broken", "past: %s", sqlite3_errmsg(past->kept));
	pthread_mutex_lock(&now.lock);
	bool taken = now.past != NULL;
	if (!taken)
		__atomic_store_n(&now.past, past, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&now.lock);
	return taken ? err_set(err, CONFLICT, "db.past", NULL) : OK;
}

struct db_position db_past_where(const struct db_past *past)
{
	return past->active ? past->where : (struct db_position){ 0 };
}

void db_past_end(struct db_past *past)
{
	if (!past)
		return;
	pthread_mutex_lock(&now.lock);
	if (now.past == past)
		__atomic_store_n(&now.past, NULL, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&now.lock);
	sqlite3_finalize(past->keep);
	sqlite3_finalize(past->fetch);
	sqlite3_finalize(past->forget);
	sqlite3_close(past->kept);
	arena_close(past->scratch);
	arena_close(past->last);
	free(past);
}

void past_commit(sqlite3 *handle, int64_t position)
{
	if (!__atomic_load_n(&now.past, __ATOMIC_ACQUIRE))
		return;
	pthread_mutex_lock(&now.lock);
	struct db_past *past = now.past;
	if (past && past->of == handle && !past->active) {
		past->where.position = position;
		past->active = true;
	}
	pthread_mutex_unlock(&now.lock);
}

static void keep(struct db_past *past, const struct db_table *table, struct str key, struct str was)
{
	sqlite3_bind_int64(past->keep, PARAM_TABLE, table - db_tables);
	sqlite3_bind_blob64(past->keep, PARAM_KEY, key.ptr, key.len, SQLITE_STATIC);
	if (was.ptr)
		sqlite3_bind_blob64(past->keep, PARAM_ROW, was.ptr, was.len, SQLITE_STATIC);
	else
		sqlite3_bind_null(past->keep, PARAM_ROW);
	past->full |= sqlite3_step(past->keep) != SQLITE_DONE;
	sqlite3_reset(past->keep);
}

/* Whether it was read before this change: then nobody asks what it was. */
static bool is_read(const struct db_past *past, const struct db_table *table, struct str key)
{
	return table < past->table || (table == past->table && past->read.len && str_compare(key, past->read) <= 0);
}

static void note(
        struct db_past *past, const struct db_table *table, const struct db_value *old, const struct db_value *values)
{
	struct str key = key_bytes(past->scratch, table, old ? old : values), was = { 0 };
	if (is_read(past, table, key))
		return;
	if (old) {
		was.len = db_row_size(old, db_table_columns(table));
		unsigned char *bytes = arena_try(past->scratch, was.len);
		past->full |= !bytes;
		if (!bytes)
			return;
		db_row_write(bytes, old, db_table_columns(table));
		was.ptr = (const char *)bytes;
	}
	keep(past, table, key, was);
}

void past_note(sqlite3 *handle, const struct db_table *table, const struct db_value *old, const struct db_value *values)
{
	if (!__atomic_load_n(&now.past, __ATOMIC_ACQUIRE))
		return;
	pthread_mutex_lock(&now.lock);
	struct db_past *past = now.past;
	if (past && past->of == handle && past->active && !past->full && table >= past->table) {
		arena_reset(past->scratch);
		note(past, table, old, values);
	}
	pthread_mutex_unlock(&now.lock);
}

/* What was kept of a stretch of keys, in their order. */
struct kept_row {
	struct str key, was;
};
struct kept_rows {
	struct kept_row *at;
	size_t count, room;
};

static void bind_stretch(sqlite3_stmt *statement, const struct db_past *past, struct str to)
{
	sqlite3_bind_int64(statement, PARAM_TABLE, past->table - db_tables);
	sqlite3_bind_blob64(statement, PARAM_KEY, past->read.len ? past->read.ptr : "", past->read.len, SQLITE_STATIC);
	/* Behind all keys: none has so many such bytes. */
	static const char end[] = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	                          "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	                          "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";
	if (!to.len)
		to = (struct str){ end, sizeof(end) - 1 };
	sqlite3_bind_blob64(statement, PARAM_TO, to.ptr, to.len, SQLITE_STATIC);
}

static struct str column(struct arena *arena, sqlite3_stmt *statement, int at)
{
	if (sqlite3_column_type(statement, at) == SQLITE_NULL)
		return (struct str){ 0 };
	return str_copy(
	        arena, (struct str){ sqlite3_column_blob(statement, at), (size_t)sqlite3_column_bytes(statement, at) });
}

/* Takes out what was kept up to a key (no key: of all the rest of the table); from then on it counts as read. */
static enum status take_kept(
        struct db_past *past, struct arena *arena, struct str to, struct kept_rows *ret_rows, struct err *err)
{
	struct kept_rows rows = { 0 };
	pthread_mutex_lock(&now.lock);
	bool good = !past->full;
	bind_stretch(past->fetch, past, to);
	while (good && sqlite3_step(past->fetch) == SQLITE_ROW) {
		if (rows.count == rows.room) {
			size_t more = 2 * rows.room + 64;
			rows.at = arena_grow(arena, rows.at, rows.room * sizeof(*rows.at), more * sizeof(*rows.at));
			check(rows.at);
			rows.room = more;
		}
		rows.at[rows.count++] =
		        (struct kept_row){ column(arena, past->fetch, 0), column(arena, past->fetch, 1) };
	}
	good = sqlite3_reset(past->fetch) == SQLITE_OK && good;
	bind_stretch(past->forget, past, to);
	good = good && (!rows.count || sqlite3_step(past->forget) == SQLITE_DONE);
	sqlite3_reset(past->forget);
	past->table += !to.len;
	arena_reset(past->last);
	past->read = to.len ? str_copy(past->last, to) : STR("");
	pthread_mutex_unlock(&now.lock);
	*ret_rows = rows;
	return good ? OK : err_set(err, BUSY, "db.past", NULL);
}

struct past_scan {
	const struct db_table *table;
	enum status (*row)(void *context, const struct db_table *table, const struct db_value *values, struct err *err);
	void *context;
};

static enum status give_kept(const struct past_scan *scan, struct str was, struct err *err)
{
	struct db_value values[DB_COLUMNS_MAX];
	if (!was.ptr)
		return OK; /* it was not there then */
	check(db_row_read(was, values, db_table_columns(scan->table)));
	return scan->row(scan->context, scan->table, values, err);
}

/* The rows of a piece as they were: those that were kept stand for those of today. */
static enum status give(const struct past_scan *scan, struct arena *arena, const struct db_piece *piece,
        const struct kept_rows *kept, struct err *err)
{
	size_t at = 0;
	for (size_t i = 0; i < piece->count; i++) {
		struct str key = key_bytes(arena, scan->table, piece->rows[i]);
		int order = 1;
		while (at < kept->count && (order = str_compare(kept->at[at].key, key)) < 0)
			TRY(give_kept(scan, kept->at[at++].was, err));
		if (at < kept->count && !order)
			TRY(give_kept(scan, kept->at[at++].was, err));
		else
			TRY(scan->row(scan->context, scan->table, piece->rows[i], err));
	}
	while (at < kept->count)
		TRY(give_kept(scan, kept->at[at++].was, err));
	return OK;
}

enum status db_past_scan(struct db_past *past, struct db *reader, const struct db_table *table,
        enum status (*row)(void *context, const struct db_table *table, const struct db_value *values, struct err *err),
        void *context, struct err *err)
{
	CLOSES(arena_closep) struct arena *first = arena_open(ARENA_JOB_CEILING);
	CLOSES(arena_closep) struct arena *second = arena_open(ARENA_JOB_CEILING);
	struct arena *arena[] = { first, second };
	struct past_scan scan = { table, row, context };
	struct db_piece piece = { 0 };
	struct kept_rows kept;
	pthread_mutex_lock(&now.lock);
	past->table = table;
	past->read = STR("");
	pthread_mutex_unlock(&now.lock);
	for (int i = 0; !piece.last; i = !i) {
		const struct db_value *behind = piece.count ? piece.rows[piece.count - 1] : NULL;
		arena_reset(arena[i]);
		TRY(db_view_begin(reader, err));
		enum status status = db_table_piece(reader, arena[i], table, behind, &piece, err);
		db_view_end(reader);
		TRY(status);
		struct str to = piece.last ? STR("") : key_bytes(arena[i], table, piece.rows[piece.count - 1]);
		TRY(take_kept(past, arena[i], to, &kept, err));
		TRY(give(&scan, arena[i], &piece, &kept, err));
	}
	return OK;
}
