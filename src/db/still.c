/* One moment of a database for long reading. A view holds SQLite's log: it grows by all that is written meanwhile, and
   each page is looked for in all of it. A clone that shares the file's blocks holds nothing. */
#include "db/db_private.h"
#include "db/past.h"
#include "db/upkeep.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = 16, WAIT_MS = 20000, PATH_ROOM = 8 };

static const char *const ends[] = { "", "-wal", "-shm" };

static void remove_clone(const char *clone)
{
	char path[DB_STILL_PATH + PATH_ROOM];
	for (size_t i = 0; i < LENGTH(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", clone, ends[i]);
		unlink(path);
	}
}

/* A descriptor that stays open: closing one would drop all locks that SQLite holds on the file in this process. -1:
 * none. */
static int lasting(const char *file)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static struct {
		dev_t device;
		ino_t inode;
		int fd;
	} known[FILES];
	static size_t count;
	struct stat about;
	int fd = -1;
	if (stat(file, &about))
		return -1;
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < count; i++)
		if (known[i].device == about.st_dev && known[i].inode == about.st_ino)
			fd = known[i].fd;
	if (fd < 0 && count < FILES) {
		fd = open(file, O_RDONLY | O_CLOEXEC);
		if (fd >= 0 && !fstat(fd, &about)) {
			known[count].device = about.st_dev;
			known[count].inode = about.st_ino;
			known[count++].fd = fd;
		}
	}
	pthread_mutex_unlock(&lock);
	return fd;
}

static bool share(int from, const char *to)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool good = !ioctl(fd, FICLONE, from);
	close(fd);
	return good;
}

/* File and log. Nobody writes meanwhile: a checkpoint may go on, but what it takes over is still in the log, which only
 * a writer begins anew. */
static bool share_both(sqlite3 *own, const char *file, const char *clone)
{
	char from[DB_STILL_PATH + PATH_ROOM], to[DB_STILL_PATH + PATH_ROOM];
	int fd = lasting(file);
	if (fd < 0)
		return false;
	snprintf(from, sizeof(from), "%s-wal", file);
	snprintf(to, sizeof(to), "%s-wal", clone);
	/* No locks of SQLite lie on the log. Both go to the disk first, so that the clone has little to wait for. */
	int log = open(from, O_RDONLY | O_CLOEXEC);
	bool good = log >= 0 && !fdatasync(fd) && !fdatasync(log) &&
	            sqlite3_exec(own, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
	if (good) {
		good = share(fd, clone) && share(log, to);
		sqlite3_exec(own, "ROLLBACK", NULL, NULL, NULL);
	}
	if (log >= 0)
		close(log);
	return good;
}

static bool make_clone(const char *file, const char *clone)
{
	sqlite3 *own = NULL;
	bool good = sqlite3_open_v2(file, &own, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
	sqlite3_busy_timeout(own, WAIT_MS);
	/* The log is there as soon as somebody reads. */
	good = good && sqlite3_exec(own, "PRAGMA wal_autocheckpoint=0; SELECT 1 FROM sqlite_schema", NULL, NULL,
	                       NULL) == SQLITE_OK;
	remove_clone(clone); /* of one that was killed */
	good = good && share_both(own, file, clone);
	sqlite3_close(own);
	if (!good)
		remove_clone(clone);
	return good;
}

static enum status begin_view(struct db *db, struct db_still *still, struct err *err)
{
	still->view = !db_in_transaction(db);
	return still->view ? db_view_begin(db, err) : OK;
}

/* A file whose moment is not fixed yet. */
static const char *file_of(struct db *db)
{
	if (db->engine != &sqlite_engine || sqlite3_txn_state(db_sqlite(db), "main") != SQLITE_TXN_NONE)
		return "";
	const char *file = sqlite3_db_filename(db_sqlite(db), "main");
	return file && strlen(file) + sizeof(".still") <= DB_STILL_PATH ? file : "";
}

enum status db_still_begin(struct db *db, struct db_past *past, struct db_still *ret_still, struct err *err)
{
	char url[DB_STILL_PATH + PATH_ROOM], clone[DB_STILL_PATH];
	const char *file = file_of(db);
	*ret_still = (struct db_still){ .db = db };
	snprintf(clone, sizeof(clone), "%s.still", file);
	if (!*file || !make_clone(file, clone)) {
		ret_still->past = past;
		return past ? OK : begin_view(db, ret_still, err);
	}
	db_past_end(past);
	memcpy(ret_still->clone, clone, sizeof(clone));
	snprintf(url, sizeof(url), "sqlite:%s", clone);
	ret_still->db = NULL;
	enum status status = db_open(str_of(url), DB_READ, &ret_still->db, err);
	if (status == OK)
		status = begin_view(ret_still->db, ret_still, err);
	if (status != OK)
		db_still_end(ret_still);
	return status;
}

enum status db_still_where(const struct db_still *still, struct db_position *ret_where, struct err *err)
{
	if (!still->past)
		return db_outbox_where(still->db, ret_where, err);
	*ret_where = db_past_where(still->past);
	return OK;
}

enum status db_still_scan(const struct db_still *still, const struct db_table *table,
        enum status (*row)(void *context, const struct db_table *table, const struct db_value *values, struct err *err),
        void *context, struct err *err)
{
	return still->past ? db_past_scan(still->past, still->db, table, row, context, err)
	                   : db_table_scan(still->db, table, row, context, err);
}

void db_still_end(struct db_still *still)
{
	db_past_end(still->past);
	still->past = NULL;
	if (still->clone[0]) {
		db_close(still->db);
		remove_clone(still->clone);
	} else if (still->view) {
		db_view_end(still->db);
	}
}
