/* The writer of a server: takes jobs from all threads, runs each in its own savepoint, commits many at once (group
   commit) and only then answers. Also the only one that checkpoints. */
#ifndef DB_WRITER_H
#define DB_WRITER_H

#include "db/db.h"

struct db_writer;

struct db_job {
	/* On a writer's thread, inside a transaction. Anything but OK undoes this job alone; BUSY undoes the whole
	 * batch. May be called again when the engine asks for it: what it leaves outside the database must bear that.
	 */
	enum status (*run)(struct db *db, struct db_job *job, struct err *err);
	/* On the writer's thread, after COMMIT (or after failing). The job may be gone when it returns. */
	void (*done)(struct db_job *job);
	bool vital; /* taken though the queue is full: there are never more than the connections that wait for them */
	int shard;  /* where it writes: jobs of one shard run one after another; 0 for the site */
	enum status status;
	struct err err;
	struct db_job *next;
};

/* batch_done runs once after the done() of a whole batch: wakes the event threads. */
enum status db_writer_open(struct str url, void (*batch_done)(void *context), void *context,
        struct db_writer **ret_writer, struct err *err);
/* BUSY when the queue is full (10,000 jobs, and the job not vital) or the writer is closing: done() is not called then.
 */
enum status db_writer_submit(struct db_writer *writer, struct db_job *job, struct err *err);
/* Submits and waits. */
enum status db_writer_run(struct db_writer *writer, struct db_job *job, struct err *err);
/* Finishes the queue, checkpoints, closes. */
void db_writer_close(struct db_writer *writer);

struct db_writer_stats {
	int64_t jobs, batches, refused, retries;
	int64_t waiting; /* now, in all queues */
};
void db_writer_stats(struct db_writer *writer, struct db_writer_stats *ret_stats);

#endif
