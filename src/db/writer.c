/* Group commit: one thread, one connection; jobs that wait are run together and share one fsync. Checkpoints belong to
   it alone, after the replies of a batch are on their way: PASSIVE from 1,000 pages of log, TRUNCATE in a quiet second.
   The figures are in doc/decision. */
#include "db/writer.h"
#include "db/db_private.h"

#include "base/log.h"
#include "base/time.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 256, QUEUE = 10000, LOG_PAGES = 1000, QUIET_S = 1 };

struct db_writer {
	struct db *db;
	void (*batch_done)(void *context);
	void *context;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct db_job *first, *last;
	size_t waiting;
	bool sleeping, closing;
	int log_pages;
	bool truncated;
	struct db_writer_stats stats;
};

static int note_log(void *context, sqlite3 *handle, const char *name, int pages)
{
	(void)handle;
	(void)name;
	((struct db_writer *)context)->log_pages = pages;
	return SQLITE_OK;
}

/* Waits for jobs; NULL after a quiet second, and at the end. */
static struct db_job *take(struct db_writer *writer, bool *ret_end)
{
	pthread_mutex_lock(&writer->lock);
	while (!writer->first && !writer->closing) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += QUIET_S;
		writer->sleeping = true;
		int code = writer->truncated ? pthread_cond_wait(&writer->more, &writer->lock)
		                             : pthread_cond_timedwait(&writer->more, &writer->lock, &until);
		writer->sleeping = false;
		if (code == ETIMEDOUT)
			break;
	}
	struct db_job *batch = writer->first;
	struct db_job *end = batch;
	size_t count = batch ? 1 : 0;
	for (; end && end->next && count < BATCH; count++)
		end = end->next;
	if (end) {
		writer->first = end->next;
		end->next = NULL;
		if (!writer->first)
			writer->last = NULL;
	}
	writer->waiting -= count;
	*ret_end = writer->closing && !batch;
	pthread_mutex_unlock(&writer->lock);
	return batch;
}

/* One job in its own savepoint. False when the whole transaction is gone or cannot be trusted. */
static bool run_job(struct db *db, struct db_job *job)
{
	job->status = db_savepoint(db, &job->err);
	if (job->status != OK)
		return false;
	job->status = job->run(db, job, &job->err);
	if (sqlite3_get_autocommit(db->handle))
		return false; /* the engine rolled everything back: disk full, I/O */
	if (job->status == OK) {
		job->status = db_release(db, &job->err);
		return job->status == OK;
	}
	db_rollback_to(db);
	return job->status != BUSY && !sqlite3_get_autocommit(db->handle);
}

static void fail_batch(struct db_writer *writer, struct db_job *batch, const struct err *why)
{
	static int64_t last_said;
	if (!sqlite3_get_autocommit(writer->db->handle))
		sqlite3_exec(writer->db->handle, "ROLLBACK", NULL, NULL, NULL);
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

static void run_batch(struct db_writer *writer, struct db_job *batch)
{
	struct err err = { 0 };
	bool whole = db_frame(writer->db, FRAME_WRITE, &err) == OK;
	for (struct db_job *job = batch; whole && job; job = job->next) {
		whole = run_job(writer->db, job);
		if (!whole)
			err = job->err;
		writer->stats.jobs++;
	}
	if (whole)
		whole = db_frame(writer->db, FRAME_COMMIT, &err) == OK;
	if (!whole) {
		if (!err.code)
			err_set(&err, BUSY, "db.busy", NULL);
		fail_batch(writer, batch, &err);
	}
	writer->stats.batches++;
	writer->truncated = false;
	for (struct db_job *job = batch, *next; job; job = next) {
		next = job->next; /* before done(): the job may be freed there */
		if (job->status != OK)
			writer->stats.refused++;
		job->done(job);
	}
	writer->batch_done(writer->context);
	if (writer->log_pages >= LOG_PAGES) {
		sqlite3_wal_checkpoint_v2(writer->db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		writer->stats.checkpoints++;
	}
}

static void truncate_log(struct db_writer *writer)
{
	sqlite3_busy_timeout(writer->db->handle, 0);
	sqlite3_wal_checkpoint_v2(writer->db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(writer->db->handle, 2000);
	writer->log_pages = 0;
	writer->truncated = true;
}

static void *writer_loop(void *context)
{
	struct db_writer *writer = context;
	for (;;) {
		bool end;
		struct db_job *batch = take(writer, &end);
		if (batch)
			run_batch(writer, batch);
		else
			truncate_log(writer);
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
	enum status status = db_open(url, DB_WRITE, &writer->db, err);
	if (status != OK) {
		free(writer);
		return status;
	}
	sqlite3_wal_hook(writer->db->handle, note_log, writer);
	pthread_mutex_init(&writer->lock, NULL);
	pthread_cond_init(&writer->more, NULL);
	check(!pthread_create(&writer->thread, NULL, writer_loop, writer));
	*ret_writer = writer;
	return OK;
}

enum status db_writer_submit(struct db_writer *writer, struct db_job *job, struct err *err)
{
	job->next = NULL;
	pthread_mutex_lock(&writer->lock);
	bool refuse = writer->closing || writer->waiting >= QUEUE;
	if (!refuse) {
		if (writer->last)
			writer->last->next = job;
		else
			writer->first = job;
		writer->last = job;
		writer->waiting++;
		if (writer->sleeping)
			pthread_cond_signal(&writer->more);
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
	*ret_stats = writer->stats;
}

void db_writer_close(struct db_writer *writer)
{
	if (!writer)
		return;
	pthread_mutex_lock(&writer->lock);
	writer->closing = true;
	pthread_cond_signal(&writer->more);
	pthread_mutex_unlock(&writer->lock);
	pthread_join(writer->thread, NULL);
	db_close(writer->db);
	pthread_mutex_destroy(&writer->lock);
	pthread_cond_destroy(&writer->more);
	free(writer);
}
