/* What is PostgreSQL's own: values there and back, a lost connection, two writers of one row, answers asked ahead.
   On the server that CHIBO_TEST_DB names (./test postgres). */
#include "db/postgres.h"
#include "db/writer.h"

#include "tests/harness/test_db.h"

#include <pthread.h>
#include <setjmp.h>

#include <cmocka.h>

enum { THREADS = 4, EACH = 50 };

struct world {
	char name[64], url[512];
	struct db *db;
};

static int setup(void **state)
{
	static struct world world;
	struct err err = { 0 };
	assert_true(test_db_server());
	test_db_make("sqlite::memory:", world.name, world.url);
	assert_int_equal(db_open(str_of(world.url), DB_WRITE, &world.db, &err), OK);
	assert_int_equal(db_exec(world.db,
	                         "CREATE TABLE row (n BIGINT PRIMARY KEY, value BIGINT, words TEXT, bytes BYTEA);"
	                         "INSERT INTO row VALUES (0, 0, '', '')",
	                         &err),
	        OK);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	db_close(world->db);
	test_db_drop(world->name);
	return 0;
}

static int64_t ask(struct db *db, const char *sql)
{
	const struct db_statement statement = { "ask", sql, "", DB_OWN };
	struct db_cursor *cursor;
	struct err err = { 0 };
	bool row;
	assert_int_equal(db_start(db, &statement, &cursor, &err), OK);
	assert_int_equal(db_step(cursor, &row, &err), OK);
	assert_true(row);
	int64_t value = db_int(cursor, 0);
	db_finish(cursor);
	return value;
}

static void test_values(void **state)
{
	static const struct db_statement put = { "put", "INSERT INTO row VALUES (?1, ?2, ?3, ?4)", "iitb", DB_OWN },
	                                 get = { "get", "SELECT value, words, bytes FROM row WHERE n = ?1", "i",
		                                 DB_OWN };
	struct world *world = *state;
	struct db_cursor *cursor;
	struct err err = { 0 };
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 20);
	bool row;
	assert_int_equal(db_start(world->db, &put, &cursor, &err), OK);
	db_bind_int(cursor, 1, INT64_MIN);
	db_bind_null(cursor, 2);
	db_bind_text(cursor, 3, STR("đồng chí '?1'"));
	db_bind_blob(cursor, 4, (struct str){ "\0\377", 2 });
	assert_int_equal(db_step(cursor, &row, &err), OK);
	db_finish(cursor);
	assert_int_equal(db_changes(world->db), 1);
	assert_int_equal(db_start(world->db, &get, &cursor, &err), OK);
	db_bind_int(cursor, 1, INT64_MIN);
	assert_int_equal(db_step(cursor, &row, &err), OK);
	assert_true(row && db_is_null(cursor, 0));
	assert_true(str_is(db_text(arena, cursor, 1), "đồng chí '?1'"));
	assert_true(str_eq(db_text(arena, cursor, 2), (struct str){ "\0\377", 2 }));
	db_finish(cursor);
	/* sum() is numeric, count() is bigint, a comparison is boolean. */
	assert_int_equal(ask(world->db, "SELECT sum(v) FROM (VALUES (9000000000000000), (-12345678)) x (v)"),
	        INT64_C(8999999987654322));
	assert_int_equal(ask(world->db, "SELECT -sum(v) FROM (VALUES (10000), (20000)) x (v)"), -30000);
	assert_int_equal(ask(world->db, "SELECT 2 > 1"), 1);
	assert_int_equal(ask(world->db, "SELECT CAST(-3 AS integer)"), -3);
}

/* A backend that dies between two transactions is not noticed by who asks next. */
static void test_lost(void **state)
{
	struct world *world = *state;
	struct db *reader;
	struct err err = { 0 };
	assert_int_equal(db_open(str_of(world->url), DB_READ, &reader, &err), OK);
	assert_int_equal(db_view_begin(reader, &err), OK);
	assert_int_equal(ask(reader, "SELECT count(*) FROM row WHERE n = 0"), 1);
	db_view_end(reader);
	ask(world->db,
	        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
	        "datname = current_database()");
	usleep(100000);
	assert_int_equal(db_view_begin(reader, &err), OK);
	assert_int_equal(ask(reader, "SELECT count(*) FROM row WHERE n = 0"), 1);
	assert_int_not_equal(db_exec(reader, "INSERT INTO row VALUES (77, 1, '', '')", &err), OK);
	db_view_end(reader);
	db_close(reader);
}

struct add_job {
	struct db_job job;
	int runs;
};

static enum status add_one(struct db *db, struct db_job *job, struct err *err)
{
	static const struct db_statement put = { "add", "UPDATE row SET value = ?1 WHERE n = 0", "i", DB_OWN };
	struct db_cursor *cursor;
	bool row;
	((struct add_job *)job)->runs++;
	const struct db_statement get = { "value", "SELECT value FROM row WHERE n = 0", "", DB_OWN };
	TRY(db_start(db, &get, &cursor, err));
	enum status status = db_step(cursor, &row, err);
	int64_t value = status == OK && row ? db_int(cursor, 0) : 0;
	db_finish(cursor);
	if (status != OK)
		return status;
	TRY(db_start(db, &put, &cursor, err));
	db_bind_int(cursor, 1, value + 1);
	status = db_step(cursor, &row, err);
	db_finish(cursor);
	return status;
}

static void no_batch(void *context)
{
	(void)context;
}

struct crowd {
	struct db_writer *writer;
	int shard;
};

static void *add_many(void *context)
{
	const struct crowd *crowd = context;
	for (int i = 0; i < EACH; i++) {
		struct add_job add = { .job = { .run = add_one, .shard = crowd->shard } };
		struct err err = { 0 };
		assert_int_equal(db_writer_run(crowd->writer, &add.job, &err), OK);
	}
	return NULL;
}

/* Shards of different writers that write the same row: what the engine refuses is run again, nothing is lost. */
static void test_again(void **state)
{
	struct world *world = *state;
	struct crowd crowd[THREADS];
	pthread_t thread[THREADS];
	struct db_writer *writer;
	struct db_writer_stats stats;
	struct err err = { 0 };
	assert_int_equal(db_writer_open(str_of(world->url), no_batch, NULL, &writer, &err), OK);
	for (int i = 0; i < THREADS; i++) {
		crowd[i] = (struct crowd){ writer, i };
		assert_int_equal(pthread_create(&thread[i], NULL, add_many, &crowd[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	db_writer_stats(writer, &stats);
	db_writer_close(writer);
	assert_int_equal(ask(world->db, "SELECT value FROM row WHERE n = 0"), THREADS * EACH);
	assert_true(stats.retries > 0);
}

static enum status never(struct db *db, struct db_job *job, struct err *err)
{
	(void)db;
	(void)job;
	return err_set(err, BUSY, "db.again", NULL);
}

static void count_done(struct db_job *job)
{
	__atomic_fetch_add(&((struct add_job *)job)->runs, 1000, __ATOMIC_RELEASE);
}

/* A job that never gets through is refused alone: not the others that came in the same moment. */
static void test_apart(void **state)
{
	struct world *world = *state;
	struct add_job add[EACH] = { 0 };
	struct db_writer *writer;
	struct err err = { 0 };
	int64_t before = ask(world->db, "SELECT value FROM row WHERE n = 0");
	assert_int_equal(db_writer_open(str_of(world->url), no_batch, NULL, &writer, &err), OK);
	for (int i = 0; i < EACH; i++) {
		add[i].job = (struct db_job){ .run = i == 5 ? never : add_one, .done = count_done };
		assert_int_equal(db_writer_submit(writer, &add[i].job, &err), OK);
	}
	db_writer_close(writer);
	for (int i = 0; i < EACH; i++) {
		assert_true(__atomic_load_n(&add[i].runs, __ATOMIC_ACQUIRE) >= 1000);
		assert_int_equal(add[i].job.status, i == 5 ? BUSY : OK);
	}
	assert_int_equal(ask(world->db, "SELECT value FROM row WHERE n = 0"), before + EACH - 1);
}

/* Announced in one order, taken in another; one never taken; another moment sees nothing of them. */
static void test_ahead(void **state)
{
	static const struct db_statement by = { "by", "SELECT n + ?1 FROM row WHERE n = 0", "i", 0 };
	struct world *world = *state;
	struct postgres *postgres = postgres_of(world->db);
	struct db_cursor *cursor;
	struct err err = { 0 };
	bool row;
	static const int64_t order[] = { 0, 3, 1, 9 }; /* the first makes it prepared; the last was not announced */
	for (int round = 0; round < 3; round++) {
		assert_int_equal(db_view_begin(world->db, &err), OK);
		for (int64_t i = 1; i <= 4; i++)
			if (db_ahead_start(world->db, &by, &cursor)) {
				db_bind_int(cursor, 1, i);
				db_ahead_send(cursor);
			}
		assert_int_equal(postgres->ahead_count >= 4, round > 0);
		for (size_t i = 0; i < LENGTH(order); i++) {
			assert_int_equal(db_start(world->db, &by, &cursor, &err), OK);
			db_bind_int(cursor, 1, order[i]);
			assert_int_equal(db_step(cursor, &row, &err), OK);
			assert_true(row);
			assert_int_equal(db_int(cursor, 0), order[i]);
			db_finish(cursor);
		}
		db_view_end(world->db);
	}
}

/* Pages that ask nothing send nothing but the frames of their views, whose answers wait for one that does. */
static void test_idle_views(void **state)
{
	struct world *world = *state;
	struct db *reader;
	struct err err = { 0 };
	assert_int_equal(db_open(str_of(world->url), DB_READ, &reader, &err), OK);
	for (int i = 1; i <= 150; i++) {
		for (int empty = 0; empty < i; empty++) {
			assert_int_equal(db_view_begin(reader, &err), OK);
			db_view_end(reader);
			assert_false(db_in_transaction(reader));
		}
		assert_int_equal(db_view_begin(reader, &err), OK);
		assert_int_equal(ask(reader, "SELECT count(*) FROM row"), 1);
		db_view_end(reader);
	}
	db_close(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lost, setup, teardown),
		cmocka_unit_test_setup_teardown(test_again, setup, teardown),
		cmocka_unit_test_setup_teardown(test_apart, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ahead, setup, teardown),
		cmocka_unit_test_setup_teardown(test_idle_views, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
