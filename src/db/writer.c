/* Group commit: jobs that wait are run together and share one commit. One thread and connection where the engine has
   one writer; else a few, each with the shards that fall to it, so that jobs of one cell never meet. A transaction that
   the engine asks to run again is run again here, and only here. */
#include "db/writer.h"
#include "db/db_private.h"

#include "base/log.h"
#include "base/time.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 256, QUEUE = 10000, QUIET_S = 1, WORKERS_MAX = 8, TOGETHER = 4 };

struct worker {
	struct db_writer *writer;
	struct db *db;
	pthread_t thread;
	pthread_cond_t more;
	struct db_job *first, *last;
	size_t waiting;
	bool sleeping, tidied;
	struct db_writer_stats stats;
};

struct db_writer {
	void (*batch_done)(void *context);
	void *context;
	pthread_mutex_t lock;
	int count;
	bool closing;
	struct worker worker[WORKERS_MAX];
};

/* Waits for jobs; NULL after a quiet second, and at the end. */
static struct db_job *take(struct worker *worker, bool *ret_end)
{
	struct db_writer *writer = worker->writer;
	pthread_mutex_lock(&writer->lock);
	while (!worker->first && !writer->closing) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += QUIET_S;
		worker->sleeping = true;
		int code = worker->tidied
		                   ? pthread_cond_wait(&worker->more, &writer->lock)
		                   : pthread_cond_clockwait(&worker->more, &writer->lock, CLOCK_MONOTONIC, &until);
		worker->sleeping = false;
		if (code == ETIMEDOUT)
			break;
	}
	struct db_job *batch = worker->first;
	struct db_job *end = batch;
	size_t count = batch ? 1 : 0;
	for (; end && end->next && count < BATCH; count++)
		end = end->next;
	if (end) {
		worker->first = end->next;
		end->next = NULL;
		if (!worker->first)
			worker->last = NULL;
	}
	worker->waiting -= count;
	*ret_end = writer->closing && !batch;
	pthread_mutex_unlock(&writer->lock);
	return batch;
}

/* One job in its own savepoint. False when the whole transaction is gone or cannot be trusted. */
static bool run_job(struct db *db, struct db_job *job)
{
	job->err = (struct err){ 0 };
	job->status = db_savepoint(db, &job->err);
	if (job->status != OK)
		return false;
	job->status = job->run(db, job, &job->err);
	if (!db_in_transaction(db))
		return false; /* the engine rolled everything back: disk full, I/O */
	if (job->status == OK) {
		job->status = db_release(db, &job->err);
		return job->status == OK;
	}
	if (job->status == BUSY)
		return false;
	return db_rollback_to(db, NULL) == OK;
}

/* All jobs in one transaction; false with what went wrong when nothing of it stays. */
static bool run_together(struct worker *worker, struct db_job *batch, struct err *err)
{
	*err = (struct err){ 0 };
	bool whole = db_frame(worker->db, FRAME_WRITE, err) == OK;
	for (struct db_job *job = batch; whole && job; job = job->next) {
		whole = run_job(worker->db, job);
		if (!whole)
			*err = job->err;
		worker->stats.jobs++;
	}
	if (whole)
		whole = db_frame(worker->db, FRAME_COMMIT, err) == OK;
	if (!whole && db_in_transaction(worker->db))
		db_frame(worker->db, FRAME_UNDO, NULL);
	if (!whole && !err->code)
		err_set(err, BUSY, "db.busy", NULL);
	return whole;
}

static void fail_batch(struct db_job *batch, const struct err *why)
{
	static int64_t last_said;
	int64_t now = time_monotonic();
	if (now - last_said > 1000) {
		last_said = now;
		log_err("writer", why);
	}
	for (struct db_job *job = batch; job; job = job->next) {
		job->status = BUSY;
		job->err = *why;
		job->err.status = BUSY;
	}
}

/* Runs jobs together, again while the engine asks for it; but many that met others a few times go on one by one, so
   that no job is refused for its neighbours. */
static void run_again(struct worker *worker, struct db_job *batch)
{
	struct err err;
	int tries = 0;
	bool whole, apart = false;
	while (!(whole = run_together(worker, batch, &err)) && worker->db->engine->again(worker->db, &err, tries)) {
		tries++;
		apart = batch->next && tries >= TOGETHER && !strcmp(err.code, "db.again");
		if (apart)
			break;
	}
	worker->stats.retries += tries;
	for (struct db_job *job = apart ? batch : NULL, *next; job; job = next) {
		next = job->next;
		job->next = NULL;
		run_again(worker, job);
		job->next = next;
	}
	if (!whole && !apart)
		fail_batch(batch, &err);
}

static void run_batch(struct worker *worker, struct db_job *batch)
{
	run_again(worker, batch);
	worker->stats.batches++;
	worker->tidied = false;
	for (struct db_job *job = batch, *next; job; job = next) {
		next = job->next; /* before done(): the job may be freed there */
		if (job->status != OK)
			worker->stats.refused++;
		job->done(job);
	}
	worker->writer->batch_done(worker->writer->context);
}

static void *writer_loop(void *context)
{
	struct worker *worker = context;
	for (;;) {
		bool end;
		struct db_job *batch = take(worker, &end);
		if (batch)
			run_batch(worker, batch);
		if (worker->db->engine->tidy)
			worker->db->engine->tidy(worker->db, !batch);
		worker->tidied = !batch;
		if (end)
			return NULL;
	}
}

enum status db_writer_open(struct str url, void (*batch_done)(void *context), void *context,
        struct db_writer **ret_writer, struct err *err)
{
	struct db_writer *writer = calloc(1, sizeof(*writer));
	check(writer);
	writer->batch_done = batch_done;
	writer->context = context;
	pthread_mutex_init(&writer->lock, NULL);
	int count = 1;
	for (int i = 0; i < count; i++) {
		struct worker *worker = &writer->worker[i];
		enum status status = db_open(url, DB_WRITE, &worker->db, err);
		if (status != OK) {
			db_writer_close(writer);
			return status;
		}
		count = worker->db->engine->writers;
		worker->writer = writer;
		pthread_cond_init(&worker->more, NULL);
		check(!pthread_create(&worker->thread, NULL, writer_loop, worker));
		writer->count = i + 1;
	}
	*ret_writer = writer;
	return OK;
}

enum status db_writer_submit(struct db_writer *writer, struct db_job *job, struct err *err)
{
	job->next = NULL;
	struct worker *worker = &writer->worker[job->shard % writer->count];
	pthread_mutex_lock(&writer->lock);
	bool refuse = writer->closing || (worker->waiting >= QUEUE && !job->vital);
	if (!refuse) {
		if (worker->last)
			worker->last->next = job;
		else
			worker->first = job;
		worker->last = job;
		worker->waiting++;
		if (worker->sleeping)
			pthread_cond_signal(&worker->more);
	}
	pthread_mutex_unlock(&writer->lock);
	return refuse ? err_set(err, BUSY, "db.busy", NULL) : OK;
}

struct waiting_job {
	struct db_job job;
	struct db_job *inner;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool over;
};

static enum status run_inner(struct db *db, struct db_job *job, struct err *err)
{
	struct waiting_job *waiting = (struct waiting_job *)job;
	return waiting->inner->run(db, waiting->inner, err);
}

static void inner_done(struct db_job *job)
{
	struct waiting_job *waiting = (struct waiting_job *)job;
	pthread_mutex_lock(&waiting->lock);
	waiting->over = true;
	pthread_cond_signal(&waiting->ended);
	pthread_mutex_unlock(&waiting->lock);
}

enum status db_writer_run(struct db_writer *writer, struct db_job *job, struct err *err)
{
	struct waiting_job waiting = { .job = { .run = run_inner, .done = inner_done },
		.inner = job,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.ended = PTHREAD_COND_INITIALIZER };
	waiting.job.shard = job->shard;
	TRY(db_writer_submit(writer, &waiting.job, err));
	pthread_mutex_lock(&waiting.lock);
	while (!waiting.over)
		pthread_cond_wait(&waiting.ended, &waiting.lock);
	pthread_mutex_unlock(&waiting.lock);
	job->status = waiting.job.status;
	if (waiting.job.status != OK && err)
		*err = waiting.job.err;
	return job->status;
}

void db_writer_stats(struct db_writer *writer, struct db_writer_stats *ret_stats)
{
	*ret_stats = (struct db_writer_stats){ 0 };
	for (int i = 0; i < writer->count; i++) {
		ret_stats->jobs += writer->worker[i].stats.jobs;
		ret_stats->batches += writer->worker[i].stats.batches;
		ret_stats->refused += writer->worker[i].stats.refused;
		ret_stats->retries += writer->worker[i].stats.retries;
		ret_stats->waiting += (int64_t)__atomic_load_n(&writer->worker[i].waiting, __ATOMIC_RELAXED);
	}
}

void db_writer_close(struct db_writer *writer)
{
	if (!writer)
		return;
	pthread_mutex_lock(&writer->lock);
	writer->closing = true;
	for (int i = 0; i < writer->count; i++)
		pthread_cond_signal(&writer->worker[i].more);
	pthread_mutex_unlock(&writer->lock);
	for (int i = 0; i < writer->count; i++) {
		pthread_join(writer->worker[i].thread, NULL);
		pthread_cond_destroy(&writer->worker[i].more);
		db_close(writer->worker[i].db);
	}
	pthread_mutex_destroy(&writer->lock);
	free(writer);
}
