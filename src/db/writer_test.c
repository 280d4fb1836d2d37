/* The one writer: what was answered is in the file, a failing job is undone alone, a full queue refuses, closing
 * finishes. */
#include "db/writer.h"
#include "db/db_private.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { THREADS = 8, EACH = 500, QUEUE = 10000 };

/* A file of its own, the writer on it, and a gate that holds the writer's thread inside a job. */
struct world {
	char folder[64], file[96];
	struct str url;
	struct db_writer *writer;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	int done, held, batches;
	bool gate_shut;
};

struct row_job {
	struct db_job job;
	struct world *world;
	int64_t n;
	enum status answer;
};

static void count_batch(void *context)
{
	struct world *world = context;
	pthread_mutex_lock(&world->lock);
	world->batches++;
	pthread_cond_broadcast(&world->moved);
	pthread_mutex_unlock(&world->lock);
}

static void open_writer(struct world *world)
{
	struct err err = { 0 };
	assert_int_equal(db_writer_open(world->url, count_batch, world, &world->writer, &err), OK);
}

static int setup(void **state)
{
	static struct world world;
	struct err err = { 0 };
	struct db *db;
	world = (struct world){ .lock = PTHREAD_MUTEX_INITIALIZER, .moved = PTHREAD_COND_INITIALIZER };
	snprintf(world.folder, sizeof(world.folder), "/tmp/writer_test.XXXXXX");
	assert_non_null(mkdtemp(world.folder));
	snprintf(world.file, sizeof(world.file), "sqlite:%s/db", world.folder);
	world.url = str_of(world.file);
	assert_int_equal(db_open(world.url, DB_WRITE, &db, &err), OK);
	assert_int_equal(db_exec(db, "CREATE TABLE row (n INTEGER PRIMARY KEY)", &err), OK);
	db_close(db);
	open_writer(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	char path[128];
	static const char *const names[] = { "db", "db-wal", "db-shm" };
	db_writer_close(world->writer);
	for (size_t i = 0; i < LENGTH(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", world->folder, names[i]);
		unlink(path);
	}
	return rmdir(world->folder);
}

/* What another connection sees. */
static int64_t rows(struct world *world, const char *condition)
{
	struct err err = { 0 };
	struct db *db;
	sqlite3_stmt *statement;
	char sql[128];
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM row WHERE %s", condition);
	assert_int_equal(db_open(world->url, DB_READ, &db, &err), OK);
	assert_int_equal(sqlite3_prepare_v2(db_sqlite(db), sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t count = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	db_close(db);
	return count;
}

static enum status add_row(struct db *db, struct db_job *job, struct err *err)
{
	struct row_job *row = (struct row_job *)job;
	char sql[64];
	snprintf(sql, sizeof(sql), "INSERT INTO row VALUES (%lld)", (long long)row->n);
	TRY(db_exec(db, sql, err));
	return row->answer == OK ? OK : err_set(err, row->answer, "test.refused", NULL);
}

static enum status wait_at_gate(struct db *db, struct db_job *job, struct err *err)
{
	struct world *world = ((struct row_job *)job)->world;
	(void)db;
	(void)err;
	pthread_mutex_lock(&world->lock);
	world->held = 1;
	pthread_cond_broadcast(&world->moved);
	while (world->gate_shut)
		pthread_cond_wait(&world->moved, &world->lock);
	pthread_mutex_unlock(&world->lock);
	return OK;
}

static void note_done(struct db_job *job)
{
	struct world *world = ((struct row_job *)job)->world;
	pthread_mutex_lock(&world->lock);
	world->done++;
	pthread_cond_broadcast(&world->moved);
	pthread_mutex_unlock(&world->lock);
}

static struct row_job make_job(struct world *world, int64_t n, enum status answer)
{
	return (struct row_job){
		.job = { .run = add_row, .done = note_done }, .world = world, .n = n, .answer = answer
	};
}

/* Puts a job into the writer that stays there until open_gate. */
static void shut_gate(struct world *world, struct row_job *gate)
{
	*gate = make_job(world, 0, OK);
	gate->job.run = wait_at_gate;
	world->gate_shut = true;
	assert_int_equal(db_writer_submit(world->writer, &gate->job, NULL), OK);
	pthread_mutex_lock(&world->lock);
	while (!world->held)
		pthread_cond_wait(&world->moved, &world->lock);
	pthread_mutex_unlock(&world->lock);
}

static void open_gate(struct world *world)
{
	pthread_mutex_lock(&world->lock);
	world->gate_shut = false;
	pthread_cond_broadcast(&world->moved);
	pthread_mutex_unlock(&world->lock);
}

static void wait_done(struct world *world, int count)
{
	pthread_mutex_lock(&world->lock);
	while (world->done < count)
		pthread_cond_wait(&world->moved, &world->lock);
	pthread_mutex_unlock(&world->lock);
}

struct part {
	struct world *world;
	int number, refused;
	struct row_job job[EACH];
};

static void *submit_part(void *context)
{
	struct part *part = context;
	for (int i = 0; i < EACH; i++) {
		part->job[i] = make_job(part->world, part->number * EACH + i, OK);
		part->refused += db_writer_submit(part->world->writer, &part->job[i].job, NULL) != OK;
	}
	return NULL;
}

static void test_many_threads(void **state)
{
	struct world *world = *state;
	static struct part parts[THREADS];
	pthread_t threads[THREADS];
	struct db_writer_stats stats;
	for (int i = 0; i < THREADS; i++) {
		parts[i].world = world;
		parts[i].number = i;
		assert_int_equal(pthread_create(&threads[i], NULL, submit_part, &parts[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	wait_done(world, THREADS * EACH);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(parts[i].refused, 0);
		for (int j = 0; j < EACH; j++)
			assert_int_equal(parts[i].job[j].job.status, OK);
	}
	assert_int_equal(rows(world, "1"), THREADS * EACH);
	db_writer_stats(world->writer, &stats);
	assert_int_equal(stats.jobs, THREADS * EACH);
	assert_in_range(stats.batches, THREADS * EACH / 256, THREADS * EACH - 1); /* fewer commits than jobs */
}

/* Whoever waited for the answer finds the row from outside. */
static void test_answer_means_kept(void **state)
{
	struct world *world = *state;
	struct err err = { 0 };
	for (int n = 1; n <= 20; n++) {
		struct row_job one = make_job(world, n, OK);
		assert_int_equal(db_writer_run(world->writer, &one.job, &err), OK);
		assert_int_equal(rows(world, "1"), n);
	}
	struct row_job again = make_job(world, 20, OK);
	assert_int_not_equal(db_writer_run(world->writer, &again.job, &err), OK);
	assert_int_equal(rows(world, "1"), 20);
}

static void test_one_fails_alone(void **state)
{
	struct world *world = *state;
	struct row_job gate, jobs[3];
	static const enum status answers[] = { OK, INVALID, OK };
	shut_gate(world, &gate);
	for (int i = 0; i < 3; i++) {
		jobs[i] = make_job(world, i + 1, answers[i]);
		assert_int_equal(db_writer_submit(world->writer, &jobs[i].job, NULL), OK);
	}
	open_gate(world);
	wait_done(world, 4);
	for (int i = 0; i < 3; i++)
		assert_int_equal(jobs[i].job.status, answers[i]);
	assert_string_equal(jobs[1].job.err.code, "test.refused");
	assert_int_equal(rows(world, "n IN (1, 3)"), 2);
	assert_int_equal(rows(world, "n = 2"), 0);
}

/* BUSY says that the transaction cannot be trusted: nobody of the batch is told that it is kept, and nothing is. */
static void test_busy_undoes_batch(void **state)
{
	struct world *world = *state;
	struct row_job gate, jobs[3];
	static const enum status answers[] = { OK, BUSY, OK };
	shut_gate(world, &gate);
	for (int i = 0; i < 3; i++) {
		jobs[i] = make_job(world, i + 1, answers[i]);
		assert_int_equal(db_writer_submit(world->writer, &jobs[i].job, NULL), OK);
	}
	open_gate(world);
	wait_done(world, 4);
	for (int i = 0; i < 3; i++)
		assert_int_equal(jobs[i].job.status, BUSY);
	assert_int_equal(rows(world, "1"), 0);
	struct row_job later = make_job(world, 9, OK);
	assert_int_equal(db_writer_run(world->writer, &later.job, NULL), OK);
	assert_int_equal(rows(world, "n = 9"), 1);
}

static void test_full_queue(void **state)
{
	struct world *world = *state;
	static struct row_job jobs[QUEUE + 1];
	struct row_job gate;
	struct err err = { 0 };
	shut_gate(world, &gate);
	for (int i = 0; i <= QUEUE; i++)
		jobs[i] = make_job(world, i + 1, OK);
	for (int i = 0; i < QUEUE; i++)
		assert_int_equal(db_writer_submit(world->writer, &jobs[i].job, &err), OK);
	assert_int_equal(db_writer_submit(world->writer, &jobs[QUEUE].job, &err), BUSY);
	assert_string_equal(err.code, "db.busy");
	open_gate(world);
	wait_done(world, QUEUE + 1);
	assert_int_equal(rows(world, "1"), QUEUE);
	assert_int_equal(db_writer_submit(world->writer, &jobs[QUEUE].job, &err), OK); /* room again */
	wait_done(world, QUEUE + 2);
	assert_int_equal(rows(world, "1"), QUEUE + 1);
}

static void test_close_finishes(void **state)
{
	struct world *world = *state;
	static struct row_job jobs[600];
	for (int i = 0; i < 600; i++) {
		jobs[i] = make_job(world, i + 1, OK);
		assert_int_equal(db_writer_submit(world->writer, &jobs[i].job, NULL), OK);
	}
	db_writer_close(world->writer);
	world->writer = NULL;
	assert_int_equal(world->done, 600);
	assert_int_equal(rows(world, "1"), 600);
	assert_true(world->batches >= 3);
	db_writer_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_many_threads, setup, teardown),
		cmocka_unit_test_setup_teardown(test_answer_means_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(test_one_fails_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_busy_undoes_batch, setup, teardown),
		cmocka_unit_test_setup_teardown(test_full_queue, setup, teardown),
		cmocka_unit_test_setup_teardown(test_close_finishes, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
