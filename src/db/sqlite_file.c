/* THE LOG, WRITTEN. SQLite writes a page of the log by two calls, its head and its bytes; a tap of the roll is seven
   pages. Here writes that follow one another are gathered and put down by one call, when SQLite asks for the disk
   (xSync) or the room is used up.

   Why nothing is lost: nobody but this connection looks at what is gathered before it is put down. Others find pages of
   the log through the index in shared memory, whose head names the last committed page. In synchronous=FULL a commit
   calls xSync on the log first and changes that head only when it succeeded (sqlite3WalFrames); so does a new log with
   its first 32 bytes. Pages that are written earlier, because the cache is full, are named by no head; this connection
   reads them back from here. What a transaction that was undone left behind is written over or is never reached, as in
   a log without us. A checkpoint reads up to the shared head, and a recovery needs the lock of a writer, which is held
   while anything uncommitted lies here. A crash loses what a crash before xSync always may.

   When putting down fails, what was gathered is dropped and xWrite or xSync says so: SQLite gives the transaction up,
   and the next one begins at the page behind the last committed one, which is on the disk. Reading never puts down, so
   that this error cannot come out of a statement that only reads, which would leave the transaction alive. With
   synchronous=NORMAL or OFF others would see the head first: never open such a connection so, unless it keeps no log.

   THE DATABASE, READ. Each commit makes the others' pages void, so that a page of ours read two dozen pages of the file
   again, a call each. With PRAGMA mmap_size SQLite takes them where the kernel keeps them; but at each commit it takes
   the mapping away and makes it anew, lest somebody had cut the file off and made it long again in between: dearer than
   the reads. On Linux a mapping stays true through that too, as mappings and writes share the kernel's pages. So it is
   kept, and made again only when pages beyond its end, of a file that grew, had to be read often enough. */
#include "db/sqlite_file.h"

#include "base/status.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 124 << 10 }; /* SQLite on Unix writes less than 128 KB at once */
enum { MISSED = 256 };     /* reads beyond the mapping */

/* Behind the lower VFS's file, some of whose methods are ours. */
struct own {
	sqlite3_io_methods methods;
	const sqlite3_io_methods *lower;
	char *bytes; /* of a log: ROOM, of which len are to be put down at from */
	sqlite3_int64 from;
	size_t len;
	bool clean;      /* all of the log is on the disk */
	unsigned missed; /* of a map */
};

static sqlite3_vfs log_vfs, map_vfs;
static int lower_size;

static struct own *own_of(sqlite3_file *file)
{
	return (struct own *)((char *)file + lower_size);
}

static int put_down(sqlite3_file *file)
{
	struct own *log = own_of(file);
	size_t len = log->len;
	log->len = 0;
	log->clean &= !len;
	return len ? log->lower->xWrite(file, log->bytes, (int)len, log->from) : SQLITE_OK;
}

static int close_log(sqlite3_file *file)
{
	struct own *log = own_of(file);
	put_down(file); /* uncommitted at most: nobody waits for it */
	free(log->bytes);
	log->bytes = NULL;
	return log->lower->xClose(file);
}

static int read_log(sqlite3_file *file, void *to, int amount, sqlite3_int64 at)
{
	struct own *log = own_of(file);
	sqlite3_int64 end = log->from + (sqlite3_int64)log->len, stop = at + amount;
	if (!log->len || stop <= log->from || at >= end)
		return log->lower->xRead(file, to, amount, at);
	int code = SQLITE_OK;
	sqlite3_int64 first = at > log->from ? at : log->from, last = stop < end ? stop : end;
	if (at < first)
		code = log->lower->xRead(file, to, (int)(first - at), at);
	memcpy((char *)to + (first - at), log->bytes + (first - log->from), (size_t)(last - first));
	if (code == SQLITE_OK && last < stop)
		code = log->lower->xRead(file, (char *)to + (last - at), (int)(stop - last), last);
	return code;
}

static int write_log(sqlite3_file *file, const void *from, int amount, sqlite3_int64 at)
{
	struct own *log = own_of(file);
	sqlite3_int64 in = at - log->from;
	if (log->len && (in < 0 || in > (sqlite3_int64)log->len || in + amount > ROOM)) {
		int code = put_down(file);
		if (code != SQLITE_OK)
			return code;
	}
	check(amount <= ROOM); /* a page has 64 KB at most */
	if (!log->len) {
		log->from = at;
		in = 0;
	}
	memcpy(log->bytes + in, from, (size_t)amount);
	if (log->len < (size_t)(in + amount))
		log->len = (size_t)(in + amount);
	return SQLITE_OK;
}

static int truncate_log(sqlite3_file *file, sqlite3_int64 size)
{
	struct own *log = own_of(file);
	if (log->from >= size)
		log->len = 0;
	else if (log->from + (sqlite3_int64)log->len > size)
		log->len = (size_t)(size - log->from);
	log->clean = false;
	return log->lower->xTruncate(file, size);
}

static int sync_log(sqlite3_file *file, int flags)
{
	struct own *log = own_of(file);
	int code = put_down(file);
	if (code == SQLITE_OK && !log->clean) /* a checkpoint asks again for what the commit has done */
		code = log->lower->xSync(file, flags);
	log->clean = code == SQLITE_OK;
	return code;
}

static int size_log(sqlite3_file *file, sqlite3_int64 *ret_size)
{
	struct own *log = own_of(file);
	int code = log->lower->xFileSize(file, ret_size);
	sqlite3_int64 end = log->from + (sqlite3_int64)log->len;
	if (code == SQLITE_OK && log->len && *ret_size < end)
		*ret_size = end;
	return code;
}

static int fetch(sqlite3_file *file, sqlite3_int64 at, int amount, void **ret_page)
{
	struct own *map = own_of(file);
	int code = map->lower->xFetch(file, at, amount, ret_page);
	map->missed += !*ret_page;
	return code;
}

static int unfetch(sqlite3_file *file, sqlite3_int64 at, void *page)
{
	struct own *map = own_of(file);
	if (!page && map->missed < MISSED)
		return SQLITE_OK;
	if (!page)
		map->missed = 0;
	return map->lower->xUnfetch(file, at, page);
}

/* Files of that kind get a copy of their methods, to change. */
static int open_own(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags, int kind)
{
	sqlite3_vfs *lower = vfs->pAppData;
	int code = lower->xOpen(lower, name, file, flags, ret_flags);
	if (code == SQLITE_OK && flags & kind) {
		*own_of(file) = (struct own){ .methods = *file->pMethods, .lower = file->pMethods };
		file->pMethods = &own_of(file)->methods;
	}
	return code;
}

static int open_log(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
	int code = open_own(vfs, name, file, flags, ret_flags, SQLITE_OPEN_WAL);
	if (code == SQLITE_OK && flags & SQLITE_OPEN_WAL) {
		struct own *log = own_of(file);
		log->methods.xClose = close_log;
		log->methods.xRead = read_log;
		log->methods.xWrite = write_log;
		log->methods.xTruncate = truncate_log;
		log->methods.xSync = sync_log;
		log->methods.xFileSize = size_log;
		log->bytes = malloc(ROOM);
		check(log->bytes);
	}
	return code;
}

static int open_map(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
	int code = open_own(vfs, name, file, flags, ret_flags, SQLITE_OPEN_MAIN_DB);
	if (code == SQLITE_OK && flags & SQLITE_OPEN_MAIN_DB) {
		own_of(file)->methods.xFetch = fetch;
		own_of(file)->methods.xUnfetch = unfetch;
	}
	return code;
}

static void make(
        sqlite3_vfs *vfs, const char *name, int (*open)(sqlite3_vfs *, const char *, sqlite3_file *, int, int *))
{
	sqlite3_vfs *lower = sqlite3_vfs_find(NULL);
	*vfs = *lower; /* deleting, times, random bytes: the lower one's */
	vfs->szOsFile = lower_size + (int)sizeof(struct own);
	vfs->zName = name;
	vfs->pAppData = lower;
	vfs->xOpen = open;
	check(sqlite3_vfs_register(vfs, 0) == SQLITE_OK);
}

static void make_both(void)
{
	lower_size = (sqlite3_vfs_find(NULL)->szOsFile + 15) / 16 * 16;
	make(&log_vfs, "log", open_log);
	make(&map_vfs, "map", open_map);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

const char *sqlite_file_log(void)
{
	pthread_once(&once, make_both);
	return log_vfs.zName;
}

const char *sqlite_file_map(void)
{
	pthread_once(&once, make_both);
	return map_vfs.zName;
}
