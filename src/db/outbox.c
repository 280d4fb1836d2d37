/* The outbox of the writer on SQLite: a hook before each change notes the whole new row (or the key of one that goes);
   what a statement, a job or the transaction takes back is cut off again; COMMIT moves the rest behind what waits to be
   shipped. One page more a commit: the position. */
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "db/outbox.h"
#include "db/db_private.h"
#include "db/row.h"

#include "base/random.h"
#include "base/time.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum { KEEP_MAX = 256 << 20, DEPTH = 16, KNOWN = 16, COMMIT_HEAD = 21 };

struct bytes {
	unsigned char *ptr;
	size_t len, room;
};

struct outbox {
	sqlite3 *handle;
	sqlite3_stmt *mark;
	bool starting; /* its table is made in the running transaction */
	bool alone;    /* the transaction is one savepoint */
	int depth;
	size_t save[DEPTH], statement;
	struct bytes now, done; /* of the running transaction; of those that are over */
	int64_t base, position; /* before the first in done; of the last commit */
	struct {
		const char *name; /* by its address in the engine's schema */
		const struct db_table *table;
	} known[KNOWN];
	size_t next_known;
};

static unsigned char *room(struct bytes *bytes, size_t more)
{
	if (bytes->room - bytes->len < more) {
		size_t size = bytes->room ? bytes->room : 4096;
		while (size - bytes->len < more)
			size *= 2;
		bytes->ptr = realloc(bytes->ptr, size);
		check(bytes->ptr);
		bytes->room = size;
	}
	bytes->len += more;
	return bytes->ptr + bytes->len - more;
}

static unsigned char *write_number(unsigned char *to, uint64_t number, int size)
{
	for (int i = 0; i < size; i++)
		to[i] = (unsigned char)(number >> (8 * (size - 1 - i)));
	return to + size;
}

static uint64_t read_number(const char *from, int size)
{
	uint64_t number = 0;
	for (int i = 0; i < size; i++)
		number = number << 8 | (unsigned char)from[i];
	return number;
}

static const struct db_table *table_of(struct outbox *outbox, const char *name)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (outbox->known[i].name == name && outbox->known[i].table &&
		        !strcmp(outbox->known[i].table->name, name))
			return outbox->known[i].table;
	const struct db_table *table = db_table_find(str_of(name));
	outbox->known[outbox->next_known].name = name;
	outbox->known[outbox->next_known].table = table;
	outbox->next_known = (outbox->next_known + 1) % KNOWN;
	return table;
}

static struct db_value value_of(sqlite3_value *from)
{
	int type = sqlite3_value_type(from);
	struct db_value value = { .kind = 'n' };
	if (type == SQLITE_INTEGER) {
		value.kind = 'i';
		value.n = sqlite3_value_int64(from);
	} else if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
		value.kind = type == SQLITE_TEXT ? 't' : 'b';
		value.s.ptr = sqlite3_value_blob(from);
		value.s.len = (size_t)sqlite3_value_bytes(from);
	}
	return value;
}

static bool same(const struct db_value *a, const struct db_value *b)
{
	return a->kind == b->kind && a->n == b->n && a->s.len == b->s.len &&
	       (!a->s.len || !memcmp(a->s.ptr, b->s.ptr, a->s.len));
}

static void note(
        struct outbox *outbox, char what, const struct db_table *table, const struct db_value *values, size_t count)
{
	size_t name = strlen(table->name);
	unsigned char *to = room(&outbox->now, 3 + name + db_row_size(values, count));
	*to++ = (unsigned char)what;
	*to++ = (unsigned char)name;
	memcpy(to, table->name, name);
	to += name;
	*to++ = (unsigned char)count;
	db_row_write(to, values, count);
}

static void note_removed(struct outbox *outbox, const struct db_table *table, const struct db_value *old)
{
	struct db_value key[DB_COLUMNS_MAX];
	size_t count = 0;
	for (; table->key[count]; count++)
		key[count] = old[db_table_column(table, str_of(table->key[count]))];
	note(outbox, 'D', table, key, count);
}

static void before_change(void *context, sqlite3 *handle, int what, const char *schema, const char *name,
        sqlite3_int64 key, sqlite3_int64 new_key)
{
	(void)key;
	(void)new_key;
	struct outbox *outbox = context;
	const struct db_table *table = outbox->starting || strcmp(schema, "main") ? NULL : table_of(outbox, name);
	if (!table)
		return;
	struct db_value old[DB_COLUMNS_MAX], now[DB_COLUMNS_MAX];
	size_t count = db_table_columns(table);
	bool changed = false, moved = false;
	sqlite3_value *value;
	for (size_t i = 0; i < count; i++) {
		old[i] = now[i] = (struct db_value){ .kind = 'n' };
		if (what != SQLITE_INSERT && sqlite3_preupdate_old(handle, (int)i, &value) == SQLITE_OK)
			old[i] = value_of(value);
		if (what != SQLITE_DELETE && sqlite3_preupdate_new(handle, (int)i, &value) == SQLITE_OK)
			now[i] = value_of(value);
		changed |= !same(&old[i], &now[i]);
	}
	for (size_t i = 0; what == SQLITE_UPDATE && table->key[i]; i++) {
		size_t at = db_table_column(table, str_of(table->key[i]));
		moved |= !same(&old[at], &now[at]);
	}
	if (what == SQLITE_DELETE || moved) {
		past_note(handle, table, old, NULL);
		note_removed(outbox, table, old);
	}
	if (what == SQLITE_INSERT || (what == SQLITE_UPDATE && changed)) {
		past_note(handle, table, what == SQLITE_INSERT || moved ? NULL : old, now);
		note(outbox, 'P', table, now, count);
	}
}

struct outbox *outbox_open(sqlite3 *handle)
{
	sqlite3_stmt *read = NULL;
	if (sqlite3_prepare_v2(handle, "SELECT position FROM outbox", -1, &read, NULL) != SQLITE_OK)
		return NULL;
	struct outbox *outbox = calloc(1, sizeof(*outbox));
	check(outbox);
	outbox->handle = handle;
	if (sqlite3_step(read) == SQLITE_ROW)
		outbox->base = outbox->position = sqlite3_column_int64(read, 0);
	sqlite3_finalize(read);
	sqlite3_preupdate_hook(handle, before_change, outbox);
	return outbox;
}

void outbox_close(struct outbox *outbox)
{
	if (!outbox)
		return;
	sqlite3_preupdate_hook(outbox->handle, NULL, NULL);
	sqlite3_finalize(outbox->mark);
	free(outbox->now.ptr);
	free(outbox->done.ptr);
	free(outbox);
}

void outbox_statement(struct outbox *outbox, bool failed)
{
	if (failed)
		outbox->now.len = outbox->statement;
	else
		outbox->statement = outbox->now.len;
}

static bool ends(const struct outbox *outbox, enum db_frame frame)
{
	return frame == FRAME_COMMIT || (frame == FRAME_RELEASE && outbox->alone && outbox->depth == 1);
}

bool outbox_before(struct outbox *outbox, enum db_frame frame)
{
	if (frame == FRAME_SAVE && sqlite3_get_autocommit(outbox->handle)) {
		outbox->alone = true;
		outbox->now.len = 0;
		outbox->depth = 0;
	}
	if (!ends(outbox, frame) || !(outbox->now.len || outbox->starting))
		return true;
	if (!outbox->mark && sqlite3_prepare_v3(outbox->handle, "UPDATE outbox SET position = position + 1", -1,
	                             SQLITE_PREPARE_PERSISTENT, &outbox->mark, NULL) != SQLITE_OK)
		return false;
	bool good = sqlite3_step(outbox->mark) == SQLITE_DONE;
	sqlite3_reset(outbox->mark);
	return good;
}

static void commit(struct outbox *outbox)
{
	size_t len = outbox->now.len;
	if (!len && !outbox->starting)
		return;
	outbox->position++;
	if (outbox->starting || len > KEEP_MAX || outbox->done.len > KEEP_MAX - len) {
		outbox->done.len = 0;
		outbox->base = outbox->position;
		outbox->starting = false;
		return;
	}
	unsigned char *to = room(&outbox->done, COMMIT_HEAD + len);
	*to++ = 'C';
	to = write_number(to, (uint64_t)outbox->position, 8);
	to = write_number(to, (uint64_t)time_now(), 8);
	to = write_number(to, len, 4);
	memcpy(to, outbox->now.ptr, len);
}

bool outbox_after(struct outbox *outbox, enum db_frame frame)
{
	bool stays = true;
	if (ends(outbox, frame)) {
		commit(outbox);
		past_commit(outbox->handle, outbox->position);
		outbox->alone = false;
		outbox->now.len = 0;
		outbox->depth = 0;
	} else if (frame == FRAME_SAVE) {
		check(outbox->depth < DEPTH);
		outbox->save[outbox->depth++] = outbox->now.len;
	} else if (frame == FRAME_RELEASE) {
		outbox->depth -= outbox->depth > 0;
	} else if (frame == FRAME_UNDO_JOB) {
		outbox->now.len = outbox->depth ? outbox->save[outbox->depth - 1] : 0;
		stays = !outbox->starting;
	} else { /* a transaction begins, or all of it is undone */
		stays = !outbox->starting;
		outbox->alone = false;
		outbox->now.len = 0;
		outbox->depth = 0;
	}
	outbox->statement = outbox->now.len;
	return stays;
}

static const struct db_statement read_position = { "outbox_where", "SELECT line, position FROM outbox", "", DB_OWN };
static const struct db_statement find_outbox = { "outbox_there",
	"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'outbox'", "", DB_OWN };

static enum status first_row(
        struct db *db, const struct db_statement *statement, int64_t *ret_a, int64_t *ret_b, struct err *err)
{
	struct db_cursor *cursor;
	bool row;
	TRY(db_start(db, statement, &cursor, err));
	enum status status = db_step(cursor, &row, err);
	*ret_a = status == OK && row ? db_int(cursor, 0) : 0;
	if (ret_b)
		*ret_b = status == OK && row ? db_int(cursor, 1) : 0;
	db_finish(cursor);
	return status;
}

enum status db_outbox_where(struct db *db, struct db_position *ret_position, struct err *err)
{
	int64_t there = 0;
	*ret_position = (struct db_position){ 0 };
	if (db->engine != &sqlite_engine)
		return OK;
	TRY(first_row(db, &find_outbox, &there, NULL, err));
	return there ? first_row(db, &read_position, &ret_position->line, &ret_position->position, err) : OK;
}

enum status db_outbox_start(struct db *db, struct err *err)
{
	char sql[96];
	int64_t line;
	if (db->engine != &sqlite_engine || *sqlite_outbox(db))
		return OK;
	TRY(db_exec(db,
	        "CREATE TABLE IF NOT EXISTS outbox (line INTEGER PRIMARY KEY, position INTEGER NOT NULL) STRICT", err));
	random_bytes(&line, sizeof(line));
	sqlite3_snprintf(
	        sizeof(sql), sql, "INSERT INTO outbox VALUES (%lld, 0)", (long long)((line & INT64_MAX) >> 10 | 1));
	TRY(db_exec(db, sql, err));
	struct outbox *outbox = outbox_open(db_sqlite(db));
	if (!outbox)
		return err_broken(err, "db.broken", "outbox");
	outbox->starting = true;
	*sqlite_outbox(db) = outbox;
	return OK;
}

/* Forgets the commits up to a position. */
static void forget(struct outbox *outbox, int64_t shipped)
{
	size_t at = 0;
	while (at < outbox->done.len) {
		const char *head = (const char *)outbox->done.ptr + at;
		int64_t position = (int64_t)read_number(head + 1, 8);
		if (position > shipped)
			break;
		at += COMMIT_HEAD + read_number(head + 17, 4);
		outbox->base = position;
	}
	if (at)
		memmove(outbox->done.ptr, outbox->done.ptr + at, outbox->done.len - at);
	outbox->done.len -= at;
}

enum status db_outbox_take(
        struct db *db, struct arena *arena, int64_t shipped, struct db_outbox *ret_outbox, struct err *err)
{
	int64_t there;
	*ret_outbox = (struct db_outbox){ 0 };
	struct outbox *outbox = db->engine == &sqlite_engine ? *sqlite_outbox(db) : NULL;
	if (!outbox || outbox->starting)
		return OK;
	forget(outbox, shipped);
	TRY(first_row(db, &read_position, &ret_outbox->first.line, &there, err));
	ret_outbox->first.position = outbox->base;
	ret_outbox->last = outbox->position;
	if (outbox->done.len)
		ret_outbox->bytes = str_copy(arena, (struct str){ (const char *)outbox->done.ptr, outbox->done.len });
	return OK;
}

static enum status no_sense(struct err *err)
{
	return err_set(err, CONFLICT, "db.outbox", NULL);
}

static bool take_bytes(struct str *rest, size_t size, struct str *ret_part)
{
	if (rest->len < size)
		return false;
	*ret_part = str_slice(*rest, 0, size);
	rest->ptr += size;
	rest->len -= size;
	return true;
}

static bool read_change(struct str *rest, struct db_value values[DB_COLUMNS_MAX], struct db_change *change)
{
	struct str part, name;
	char what = *rest->ptr;
	if (what == 'C') {
		change->table = NULL;
		if (!take_bytes(rest, COMMIT_HEAD, &part))
			return false;
		change->position = (int64_t)read_number(part.ptr + 1, 8);
		change->at = (int64_t)read_number(part.ptr + 9, 8);
		return true;
	}
	if ((what != 'P' && what != 'D') || !take_bytes(rest, 2, &part) ||
	        !take_bytes(rest, (unsigned char)part.ptr[1], &name) || !take_bytes(rest, 1, &part))
		return false;
	change->table = db_table_find(name);
	change->removed = what == 'D';
	change->count = (unsigned char)*part.ptr;
	change->values = values;
	if (!change->table || change->count > db_table_columns(change->table))
		return false;
	for (size_t i = 0; i < change->count; i++)
		if (!db_value_read(rest, &values[i]))
			return false;
	return true;
}

enum status db_change_next(struct str *rest, struct db_value values[DB_COLUMNS_MAX], struct db_change *change,
        bool *ret_more, struct err *err)
{
	*ret_more = rest->len > 0;
	if (!rest->len)
		return OK;
	return read_change(rest, values, change) ? OK : no_sense(err);
}

enum status db_change_apply(struct db *db, const struct db_change *change, struct err *err)
{
	if (!change->table)
		return OK;
	if (change->removed)
		return db_row_remove(db, change->table, change->values, err);
	return db_row_put(db, change->table, change->values, change->count, err);
}
