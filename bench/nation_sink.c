/* Rows from the generator's thread to the writer's: batches of one table each. The writer hands them to the engine's
   own loading; before the first row the secondary indexes are dropped, after the last they are made again. */
#include "bench/nation.h"

#include "db/db_private.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	BATCH_ROWS = 2048,
	BATCH_BYTES = 2 << 20,
	WAITING = 24,
	COMMIT_BATCHES = 256,
	INDEXES = 400,
	TABLES = 256,
	KNOWN = 512
};

struct batch {
	const struct db_table *table;
	int columns, rows;
	struct db_value *values;
	char *bytes;
	size_t len;
	struct batch *next;
};

struct sink {
	struct db *db;
	bool sqlite;
	clockid_t clock;            /* what the report tells: SQLite works in the writing thread, a server elsewhere */
	struct batch *open[TABLES]; /* by the place of the table */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more, room;
	struct batch *first, *last, *spare;
	int waiting;
	bool busy, over;
	int64_t rows[TABLES], nanoseconds[TABLES];
	struct {
		const char *name;
		const struct db_table *table;
	} known[KNOWN]; /* by the address of the name, a literal */
	int index_count;
	char *index[INDEXES], *index_sql[INDEXES];
};

static void must(enum status status, const struct err *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "nation: %s %s\n", err->code, err->detail);
	exit(1);
}

static void run(struct sink *sink, const char *sql)
{
	struct err err = { 0 };
	must(db_exec(sink->db, sql, &err), &err);
}

/* Whether a table has no rows: an index of one that has some, and gets few more, stays. */
static bool is_empty(struct sink *sink, struct arena *arena, struct str table)
{
	const struct db_statement statement = { "any",
		str_c(arena, str_format(arena, "SELECT 1 FROM %.*s LIMIT 1", STR_ARG(table))), "", DB_OWN };
	struct db_cursor *cursor;
	struct err err = { 0 };
	bool row;
	must(db_start(sink->db, &statement, &cursor, &err), &err);
	must(db_step(cursor, &row, &err), &err);
	db_finish(cursor);
	return !row;
}

static void take_indexes(struct sink *sink)
{
	static const struct db_statement on_sqlite = { "indexes",
		"SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", "", DB_OWN };
	static const struct db_statement on_postgres = { "indexes",
		"SELECT indexname, indexdef, tablename FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT "
		"IN (SELECT "
		"conname FROM "
		"pg_constraint)",
		"", DB_OWN };
	struct db_cursor *cursor;
	struct err err = { 0 };
	bool row;
	struct arena *arena = arena_open(1 << 20);
	struct str table[INDEXES];
	int count = 0;
	must(db_start(sink->db, sink->sqlite ? &on_sqlite : &on_postgres, &cursor, &err), &err);
	while (db_step(cursor, &row, &err) == OK && row) {
		check(count < INDEXES);
		sink->index[count] = strdup(str_c(arena, db_text(arena, cursor, 0)));
		sink->index_sql[count] = strdup(str_c(arena, db_text(arena, cursor, 1)));
		table[count++] = db_text(arena, cursor, 2);
	}
	db_finish(cursor);
	for (int i = 0; i < count; i++) {
		if (!is_empty(sink, arena, table[i])) {
			free(sink->index[i]);
			free(sink->index_sql[i]);
			continue;
		}
		sink->index[sink->index_count] = sink->index[i];
		sink->index_sql[sink->index_count++] = sink->index_sql[i];
	}
	for (int i = 0; i < sink->index_count; i++)
		run(sink, str_c(arena, str_format(arena, "DROP INDEX %s", sink->index[i])));
	arena_close(arena);
}

static int64_t now_ns(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void write_batch(struct sink *sink, const struct batch *batch)
{
	struct err err = { 0 };
	int64_t began = now_ns(sink->clock);
	must(db_load_begin(sink->db, batch->table, &err), &err);
	for (int i = 0; i < batch->rows; i++) {
		enum status status = db_load_row(sink->db, batch->values + (ptrdiff_t)i * batch->columns, &err);
		if (status != OK)
			fprintf(stderr, "nation: table %s, row %d of the batch\n", batch->table->name, i);
		must(status, &err);
	}
	must(db_load_end(sink->db, &err), &err);
	ptrdiff_t at = batch->table - db_tables;
	sink->rows[at] += batch->rows;
	sink->nanoseconds[at] += now_ns(sink->clock) - began;
}

static void *writer(void *context)
{
	struct sink *sink = context;
	int written = 0;
	run(sink, "BEGIN");
	for (;;) {
		pthread_mutex_lock(&sink->lock);
		sink->busy = false;
		pthread_cond_broadcast(&sink->room);
		while (!sink->first && !sink->over)
			pthread_cond_wait(&sink->more, &sink->lock);
		struct batch *batch = sink->first;
		if (batch) {
			sink->first = batch->next;
			sink->waiting--;
			sink->busy = true;
			pthread_cond_broadcast(&sink->room);
		}
		pthread_mutex_unlock(&sink->lock);
		if (!batch)
			break;
		write_batch(sink, batch);
		if (++written % COMMIT_BATCHES == 0)
			run(sink, "COMMIT; BEGIN");
		pthread_mutex_lock(&sink->lock);
		batch->next = sink->spare;
		sink->spare = batch;
		pthread_mutex_unlock(&sink->lock);
	}
	run(sink, "COMMIT");
	return NULL;
}

struct sink *sink_open(struct str url)
{
	struct sink *sink = calloc(1, sizeof(*sink));
	struct err err = { 0 };
	check(sink && db_table_count <= TABLES);
	must(db_open(url, DB_WRITE, &sink->db, &err), &err);
	sink->sqlite = str_starts(url, STR("sqlite:"));
	sink->clock = sink->sqlite ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
	if (sink->sqlite) {
		/* A connection on its guard passes over journal_mode=OFF without a word, and all is written twice. */
		check(sqlite3_db_config(db_sqlite(sink->db), SQLITE_DBCONFIG_DEFENSIVE, 0, NULL) == SQLITE_OK);
		run(sink, "PRAGMA journal_mode=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=OFF; PRAGMA "
		          "secure_delete=OFF; PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON; PRAGMA "
		          "cache_size=-1000000; PRAGMA threads=2; PRAGMA temp_store=FILE");
	} else {
		run(sink, "SET synchronous_commit = off");
	}
	take_indexes(sink);
	pthread_mutex_init(&sink->lock, NULL);
	pthread_cond_init(&sink->more, NULL);
	pthread_cond_init(&sink->room, NULL);
	check(!pthread_create(&sink->thread, NULL, writer, sink));
	return sink;
}

static struct batch *batch_take(struct sink *sink, const struct db_table *table)
{
	pthread_mutex_lock(&sink->lock);
	struct batch *batch = sink->spare;
	if (batch)
		sink->spare = batch->next;
	pthread_mutex_unlock(&sink->lock);
	if (!batch) {
		batch = calloc(1, sizeof(*batch));
		check(batch);
		batch->values = malloc((size_t)BATCH_ROWS * DB_COLUMNS_MAX * sizeof(*batch->values));
		batch->bytes = malloc(BATCH_BYTES);
		check(batch->values && batch->bytes);
	}
	batch->table = table;
	batch->columns = (int)strlen(table->kinds);
	batch->rows = 0;
	batch->len = 0;
	batch->next = NULL;
	return batch;
}

static void hand_one(struct sink *sink, ptrdiff_t at)
{
	struct batch *batch = sink->open[at];
	sink->open[at] = NULL;
	if (!batch)
		return;
	pthread_mutex_lock(&sink->lock);
	while (sink->waiting >= WAITING)
		pthread_cond_wait(&sink->room, &sink->lock);
	if (sink->first)
		sink->last->next = batch;
	else
		sink->first = batch;
	sink->last = batch;
	sink->waiting++;
	pthread_cond_signal(&sink->more);
	pthread_mutex_unlock(&sink->lock);
}

/* Reference tables refer to each other: what stands above goes first. */
static void hand_over(struct sink *sink, ptrdiff_t at)
{
	for (ptrdiff_t i = 0; i < at && !db_tables[at].shard; i++)
		if (!db_tables[i].shard)
			hand_one(sink, i);
	hand_one(sink, at);
}

void sink_flush(struct sink *sink)
{
	for (size_t i = 0; i < db_table_count; i++)
		hand_over(sink, (ptrdiff_t)i);
	pthread_mutex_lock(&sink->lock);
	while (sink->first || sink->busy)
		pthread_cond_wait(&sink->room, &sink->lock);
	pthread_mutex_unlock(&sink->lock);
}

void sink_report(struct sink *sink)
{
	for (size_t i = 0; i < db_table_count; i++)
		if (sink->rows[i])
			printf("%-16s %11lld rows %8.1f s %9.0f rows/s\n", db_tables[i].name, (long long)sink->rows[i],
			        (double)sink->nanoseconds[i] / 1e9,
			        (double)sink->rows[i] * 1e9 / (double)(sink->nanoseconds[i] + 1));
}

void sink_close(struct sink *sink, bool progress)
{
	sink_flush(sink);
	pthread_mutex_lock(&sink->lock);
	sink->over = true;
	pthread_cond_signal(&sink->more);
	pthread_mutex_unlock(&sink->lock);
	pthread_join(sink->thread, NULL);
	for (int i = 0; i < sink->index_count; i++) {
		int64_t began = now_ns(CLOCK_MONOTONIC);
		run(sink, sink->index_sql[i]);
		if (progress)
			printf("index %-24s %6.1f s\n", sink->index[i],
			        (double)(now_ns(CLOCK_MONOTONIC) - began) / 1e9);
		free(sink->index[i]);
		free(sink->index_sql[i]);
	}
	run(sink, sink->sqlite ? "PRAGMA journal_mode=WAL" : "ANALYZE");
	db_close(sink->db);
	for (struct batch *batch = sink->spare, *next; batch; batch = next) {
		next = batch->next;
		free(batch->values);
		free(batch->bytes);
		free(batch);
	}
	free(sink);
}

static const struct db_table *table_of(struct sink *sink, const char *name)
{
	size_t at = ((uintptr_t)name ^ (uintptr_t)name >> 9) % KNOWN;
	if (sink->known[at].name != name) {
		sink->known[at].name = name;
		sink->known[at].table = db_table_find(str_of(name));
		check(sink->known[at].table);
	}
	return sink->known[at].table;
}

struct row row_of(struct sink *sink, const char *name)
{
	const struct db_table *table = table_of(sink, name);
	ptrdiff_t at = table - db_tables;
	struct batch *batch = sink->open[at];
	if (batch && (batch->rows == BATCH_ROWS || batch->len > BATCH_BYTES / 2)) {
		hand_over(sink, at);
		batch = NULL;
	}
	if (!batch)
		batch = sink->open[at] = batch_take(sink, table);
	return (struct row){
		.sink = sink, .table = table, .values = batch->values + (ptrdiff_t)batch->rows * batch->columns
	};
}

static struct db_value *put(struct row *row, char kind)
{
	if (kind != 'n' && row->table->kinds[row->at] != kind) {
		fprintf(stderr, "nation: %s.%s is of another kind\n", row->table->name, row->table->columns[row->at]);
		abort();
	}
	row->values[row->at].kind = kind;
	return &row->values[row->at++];
}

void row_int(struct row *row, int64_t n)
{
	put(row, 'i')->n = n;
}

void row_opt(struct row *row, int64_t n)
{
	if (n)
		row_int(row, n);
	else
		row_null(row);
}

static void put_bytes(struct row *row, char kind, struct str bytes)
{
	struct batch *batch = row->sink->open[row->table - db_tables];
	check(batch->len + bytes.len <= BATCH_BYTES);
	memcpy(batch->bytes + batch->len, bytes.ptr, bytes.len);
	put(row, kind)->s = (struct str){ batch->bytes + batch->len, bytes.len };
	batch->len += bytes.len;
}

void row_text(struct row *row, struct str text)
{
	if (text.ptr)
		put_bytes(row, 't', text);
	else
		row_null(row);
}

void row_c(struct row *row, const char *text)
{
	row_text(row, str_of(text));
}

void row_blob(struct row *row, const void *bytes, size_t len)
{
	put_bytes(row, 'b', (struct str){ bytes, len });
}

void row_null(struct row *row)
{
	put(row, 'n');
}

void row_end(struct row *row)
{
	struct batch *batch = row->sink->open[row->table - db_tables];
	if (row->at != batch->columns) {
		fprintf(stderr, "nation: %s has %d columns, %d were put\n", row->table->name, batch->columns, row->at);
		abort();
	}
	batch->rows++;
}
