/* The two ways to SQLite's files, above a disk that counts, and fails when told: committed rows are in the log before
   anybody can see them, a failed write takes back the transaction and nothing else, a kept mapping shows what others
   wrote. */
#include "db/sqlite_file.h"
#include "db/db_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* The VFS below: the default one, with the log's writes counted. */
static struct {
	sqlite3_vfs vfs, *lower;
	sqlite3_io_methods methods;
	const sqlite3_io_methods *under;
	int writes, syncs;
	bool full; /* writes to the log fail */
} disk;

struct world {
	char folder[64], path[96], file[128];
	struct db *writer, *reader;
};

static int count_write(sqlite3_file *file, const void *from, int amount, sqlite3_int64 at)
{
	disk.writes++;
	return disk.full ? SQLITE_FULL : disk.under->xWrite(file, from, amount, at);
}

static int count_sync(sqlite3_file *file, int flags)
{
	disk.syncs++;
	return disk.under->xSync(file, flags);
}

static int open_counted(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
	(void)vfs;
	int code = disk.lower->xOpen(disk.lower, name, file, flags, ret_flags);
	if (code == SQLITE_OK && flags & SQLITE_OPEN_WAL) {
		disk.under = file->pMethods;
		disk.methods = *file->pMethods;
		disk.methods.xWrite = count_write;
		disk.methods.xSync = count_sync;
		file->pMethods = &disk.methods;
	}
	return code;
}

static int watch(void **state)
{
	(void)state;
	sqlite3_initialize();
	disk.lower = sqlite3_vfs_find(NULL);
	disk.vfs = *disk.lower;
	disk.vfs.zName = "counted";
	disk.vfs.xOpen = open_counted;
	return sqlite3_vfs_register(&disk.vfs, 1);
}

static void run(struct db *db, const char *sql)
{
	struct err err = { 0 };
	assert_int_equal(db_exec(db, sql, &err), OK);
}

static int64_t one(struct db *db, const char *sql)
{
	int64_t value;
	struct err err = { 0 };
	assert_int_equal(db_one_int(db, sql, &value, &err), OK);
	return value;
}

static int setup(void **state)
{
	static struct world world;
	struct err err = { 0 };
	snprintf(world.folder, sizeof(world.folder), "/tmp/sqlite_file_test.XXXXXX");
	assert_non_null(mkdtemp(world.folder));
	snprintf(world.path, sizeof(world.path), "%s/db", world.folder);
	snprintf(world.file, sizeof(world.file), "sqlite:%s", world.path);
	assert_int_equal(db_open(str_of(world.file), DB_WRITE, &world.writer, &err), OK);
	run(world.writer, "CREATE TABLE row (n INTEGER PRIMARY KEY, bytes BLOB)");
	assert_int_equal(db_open(str_of(world.file), DB_PAGES, &world.reader, &err), OK);
	disk.writes = disk.syncs = 0;
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	char path[160];
	disk.full = false;
	db_close(world->reader);
	db_close(world->writer);
	static const char *const ends[] = { "", "-wal", "-shm" };
	for (size_t i = 0; i < LENGTH(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", world->path, ends[i]);
		unlink(path);
	}
	return rmdir(world->folder);
}

/* The file and its log as a crash would leave them now, opened and counted by SQLite alone. */
static int64_t rows_after_crash(struct world *world)
{
	char command[400], path[128];
	sqlite3 *db;
	sqlite3_stmt *statement;
	snprintf(command, sizeof(command), "cp %s %s/copy && cp %s-wal %s/copy-wal", world->path, world->folder,
	        world->path, world->folder);
	assert_int_equal(system(command), 0); /* NOLINT: fixed words */
	snprintf(path, sizeof(path), "%s/copy", world->folder);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix"), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM row", -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t rows = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	unlink(path);
	return rows;
}

static void test_one_write(void **state)
{
	struct world *world = *state;
	assert_int_equal(one(world->writer, "PRAGMA synchronous"), 2);
	run(world->writer, "INSERT INTO row VALUES (1, zeroblob(20000))");
	assert_int_equal(disk.writes, 1);
	assert_int_equal(disk.syncs, 1);
	assert_int_equal(one(world->reader, "SELECT count(*) FROM row"), 1);
	assert_int_equal(rows_after_crash(world), 1);
	run(world->writer, "PRAGMA wal_checkpoint(PASSIVE)");
	assert_int_equal(disk.syncs, 1); /* nothing came since */
}

/* More than the room, and more than the cache: what this connection wrote and cannot keep is read back. */
static void test_large(void **state)
{
	struct world *world = *state;
	run(world->writer, "PRAGMA cache_size=10");
	run(world->writer, "BEGIN");
	for (int i = 0; i < 300; i++)
		run(world->writer, "INSERT INTO row SELECT coalesce(max(n), 0) + 1, randomblob(3000) FROM row");
	run(world->writer, "UPDATE row SET bytes = randomblob(2999) WHERE n % 3 = 0");
	assert_int_equal(one(world->writer, "SELECT sum(length(bytes)) FROM row"), 300 * 3000 - 100);
	assert_int_equal(one(world->reader, "SELECT count(*) FROM row"), 0);
	assert_int_equal(rows_after_crash(world), 0);
	run(world->writer, "COMMIT");
	assert_int_equal(one(world->reader, "SELECT sum(length(bytes)) FROM row"), 300 * 3000 - 100);
	assert_int_equal(rows_after_crash(world), 300);
	struct db *check;
	struct err err = { 0 };
	assert_int_equal(db_open(str_of(world->file), DB_READ, &check, &err), OK);
	assert_int_equal(one(check, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
	db_close(check);
}

static void test_undone(void **state)
{
	struct world *world = *state;
	run(world->writer, "INSERT INTO row VALUES (1, 'a')");
	run(world->writer, "PRAGMA cache_size=10; BEGIN");
	for (int i = 0; i < 30; i++)
		run(world->writer, "INSERT INTO row SELECT max(n) + 1, randomblob(3000) FROM row");
	run(world->writer, "ROLLBACK; INSERT INTO row VALUES (100, 'b')");
	assert_int_equal(one(world->reader, "SELECT sum(n) FROM row"), 101);
	assert_int_equal(rows_after_crash(world), 2);
}

static void test_full(void **state)
{
	struct world *world = *state;
	struct err err = { 0 };
	run(world->writer, "INSERT INTO row VALUES (1, 'a')");
	disk.full = true;
	assert_int_equal(db_exec(world->writer, "INSERT INTO row VALUES (2, 'b')", &err), BUSY);
	assert_string_equal(err.code, "db.full");
	assert_int_equal(one(world->writer, "SELECT count(*) FROM row"), 1);
	assert_int_equal(one(world->reader, "SELECT count(*) FROM row"), 1);
	disk.full = false;
	run(world->writer, "INSERT INTO row VALUES (3, 'c')");
	assert_int_equal(one(world->reader, "SELECT sum(n) FROM row"), 4);
	assert_int_equal(rows_after_crash(world), 2);
	/* In the middle of a transaction that does not fit: all of it goes. */
	run(world->writer, "PRAGMA cache_size=10; BEGIN");
	enum status status = OK;
	disk.full = true;
	for (int i = 0; i < 100 && status == OK; i++)
		status = db_exec(world->writer, "INSERT INTO row SELECT max(n) + 1, randomblob(3000) FROM row", &err);
	assert_int_equal(status, BUSY);
	disk.full = false;
	if (db_in_transaction(world->writer))
		run(world->writer, "ROLLBACK");
	run(world->writer, "INSERT INTO row VALUES (5, 'e')");
	assert_int_equal(one(world->reader, "SELECT sum(n) FROM row"), 9);
	assert_int_equal(rows_after_crash(world), 3);
}

/* As an administrator would, with a program of his own. */
static void shorten(struct world *world)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(world->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "DELETE FROM row WHERE n > 10; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)", NULL,
	                         NULL, NULL),
	        SQLITE_OK);
	sqlite3_close(db);
}

/* A mapping outlives commits, checkpoints, growth, and a file that was made short and long again by others. */
static void test_map(void **state)
{
	struct world *world = *state;
	for (int round = 0; round < 6; round++) {
		run(world->writer, "BEGIN");
		for (int i = 0; i < 100; i++)
			run(world->writer, "INSERT INTO row SELECT coalesce(max(n), 0) + 1, randomblob(3000) FROM row");
		run(world->writer, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
		if (round == 3)
			shorten(world);
		run(world->writer, "UPDATE row SET bytes = randomblob(2000 + n) WHERE n % 7 = 0");
		int64_t kept = one(world->writer, "SELECT sum(length(bytes) + n) FROM row");
		assert_int_equal(one(world->reader, "SELECT sum(length(bytes) + n) FROM row"), kept);
		assert_int_equal(
		        one(world->reader, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
		        1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_one_write, setup, teardown),
		cmocka_unit_test_setup_teardown(test_large, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_full, setup, teardown),
		cmocka_unit_test_setup_teardown(test_map, setup, teardown),
	};
	return cmocka_run_group_tests(tests, watch, NULL);
}
