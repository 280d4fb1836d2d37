/* Changes shipped after a backup come back with it; what was not shipped is lost, what was altered is refused, what is
   missing in between is said. SQLite writes the outbox; either engine takes it. */
#include "feature/backup/backup_private.h"

#include "tests/harness/test_db.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct err err;
static struct db *db;
static char place[64], target[64], target_url[512];
static struct str dir;
static struct backup_secret secret;
static int64_t clock_now;

static void put(int64_t person)
{
	struct db_value values[] = { { .kind = 'i', .n = person }, { .kind = 't', .s = STR("QĐ 1") },
		{ .kind = 'i', .n = 1 } };
	db_frame(db, FRAME_WRITE, &err);
	assert_int_equal(db_row_put(db, db_table_find(STR("erasure")), values, 3, &err), OK);
	assert_int_equal(db_frame(db, FRAME_COMMIT, &err), OK);
}

static void drop(int64_t person)
{
	struct db_value key = { .kind = 'i', .n = person };
	db_frame(db, FRAME_WRITE, &err);
	assert_int_equal(db_row_remove(db, db_table_find(STR("erasure")), &key, &err), OK);
	assert_int_equal(db_frame(db, FRAME_COMMIT, &err), OK);
}

static enum status ship(void)
{
	struct backup_lag lag;
	struct db_outbox outbox;
	struct backup_ship shipping = { arena, dir, &secret.public, 1, clock_now };
	backup_outbox_lag(&lag);
	TRY(db_outbox_take(db, arena, lag.position, &outbox, &err));
	return backup_outbox_ship(&shipping, &outbox, &err);
}

static enum status copy(void)
{
	struct backup_set set;
	struct db_still still = { .db = db };
	struct backup_job job = { .arena = arena, .still = &still, .dir = dir, .at = clock_now, .recipient_count = 1 };
	job.recipient[0] = secret.public;
	db_view_begin(db, &err);
	enum status status = backup_write(&job, &set, &err);
	db_view_end(db);
	return status;
}

static void drop_target(void)
{
	if (test_db_server())
		test_db_drop(target);
	else
		unlink(target_url + strlen("sqlite:"));
}

static enum status name_row(void *context, const struct db_table *table, const struct db_value *values, struct err *why)
{
	(void)table;
	(void)why;
	buf_format(context, "%lld ", (long long)values[0].n);
	return OK;
}

/* The people in the erasures of a restored database: "1 2 3 ", with "!" when the outbox broke off. */
static struct str back(int64_t at)
{
	struct backup_restored done;
	struct backup_restore job = { .arena = arena, .dir = dir, .secret = &secret, .now = clock_now, .at = at };
	struct buf buf = buf_open(arena, 4096);
	struct db *to;
	test_db_make(str_format(arena, "sqlite:%s/target.db", place).ptr, target, target_url);
	job.url = str_of(target_url);
	err = (struct err){ 0 };
	if (backup_restore(&job, &done, &err) != OK) {
		drop_target();
		return str_of(err.code);
	}
	assert_int_equal(db_open(job.url, DB_READ, &to, &err), OK);
	assert_int_equal(db_table_scan(to, db_table_find(STR("erasure")), name_row, &buf, &err), OK);
	db_close(to);
	drop_target();
	if (done.gap)
		buf_char(&buf, '!');
	return buf_text(&buf);
}

static enum status start(struct db *to, void *context, struct err *why)
{
	(void)context;
	return db_outbox_start(to, why);
}

static int begin(void **state)
{
	(void)state;
	struct backup_public public;
	arena = arena_open(ARENA_JOB_CEILING);
	snprintf(place, sizeof(place), "/tmp/outbox-test-XXXXXX");
	check(mkdtemp(place));
	dir = str_format(arena, "%s/backups", place);
	clock_now = time(NULL) * INT64_C(1000);
	struct str key = str_format(arena, "%s/key", place), url = str_format(arena, "sqlite:%s/source.db", place);
	check(backup_secret_make(arena, key, STR_NONE, &public, &err) == OK);
	check(backup_secret_read(arena, key, NULL, &secret, &err) == OK);
	check(app_prepare(url, &err) == OK && db_open(url, DB_WRITE, &db, &err) == OK);
	check(db_transaction(db, start, NULL, &err) == OK);
	put(1);
	check(copy() == OK && backup_outbox_open(arena, dir, &err) == OK && ship() == OK);
	return 0;
}

static int end(void **state)
{
	(void)state;
	char command[128];
	backup_outbox_close();
	db_close(db);
	arena_close(arena);
	snprintf(command, sizeof(command), "rm -rf %s", place);
	return system(command) != 0;
}

static void shipped_changes_come_back(void **state)
{
	(void)state;
	assert_true(str_is(back(0), "1 "));
	put(2);
	put(3);
	assert_int_equal(ship(), OK);
	drop(1);
	assert_int_equal(ship(), OK);
	put(4); /* never shipped */
	assert_true(str_is(back(0), "2 3 "));
}

static void up_to_an_instant(void **state)
{
	(void)state;
	put(2);
	assert_int_equal(ship(), OK);
	assert_true(str_is(back(clock_now), "1 ") || str_is(back(clock_now), "1 2 "));
	assert_true(str_is(back(clock_now + 3600000), "1 2 "));
	assert_true(str_is(back(clock_now - 3600000), "backup.none"));
}

static const char *segment(void)
{
	char command[256], name[256];
	snprintf(command, sizeof(command), "ls %.*s/outbox/*.seg | head -1", STR_ARG(dir));
	FILE *list = popen(command, "r");
	check(list && fgets(name, sizeof(name), list));
	pclose(list);
	name[strcspn(name, "\n")] = 0;
	return str_c(arena, str_of(name));
}

static void a_torn_end_loses_only_itself(void **state)
{
	(void)state;
	put(2);
	assert_int_equal(ship(), OK);
	put(3);
	assert_int_equal(ship(), OK);
	const char *file = segment();
	int fd = open(file, O_RDWR);
	off_t size = lseek(fd, 0, SEEK_END);
	check(!ftruncate(fd, size - 3));
	close(fd);
	assert_true(str_is(back(0), "1 2 "));
}

static void an_altered_frame_is_refused(void **state)
{
	(void)state;
	put(2);
	assert_int_equal(ship(), OK);
	const char *file = segment();
	char byte;
	int fd = open(file, O_RDWR);
	off_t at = lseek(fd, 0, SEEK_END) - 5;
	check(pread(fd, &byte, 1, at) == 1);
	byte ^= 4;
	check(pwrite(fd, &byte, 1, at) == 1);
	close(fd);
	assert_true(str_is(back(0), "backup.damaged"));
}

static void what_is_missing_between_is_said(void **state)
{
	(void)state;
	struct backup_lag lag;
	put(2);
	assert_int_equal(ship(), OK);
	put(3);
	/* the process dies with what it had not shipped; the next one begins anew */
	struct str url = str_format(arena, "sqlite:%s/source.db", place);
	db_close(db);
	assert_int_equal(db_open(url, DB_WRITE, &db, &err), OK);
	assert_int_equal(backup_outbox_open(arena, dir, &err), OK);
	put(4);
	assert_int_equal(ship(), OK);
	backup_outbox_lag(&lag);
	assert_true(str_is(back(0), "1 2 !"));
	struct db_position where;
	db_outbox_where(db, &where, &err);
	assert_int_equal(lag.position, where.position);
	assert_int_equal(lag.from, where.position - 1);
}

static void who_was_forgotten_is_forgotten_again(void **state)
{
	(void)state;
	put(77);
	assert_int_equal(backup_erased_note(arena, db, dir, &err), OK);
	assert_true(str_is(back(0), "1 77 "));
}

static void an_old_segment_goes(void **state)
{
	(void)state;
	put(2);
	assert_int_equal(ship(), OK);
	const char *file = segment();
	for (int i = 0; i < 2; i++) {
		put(10 + i);
		clock_now += 4000000; /* the hour of a segment is over */
		assert_int_equal(ship(), OK);
		assert_int_equal(copy(), OK);
	}
	put(20);
	clock_now += 4000000;
	assert_int_equal(ship(), OK);
	assert_int_equal(backup_outbox_prune(arena, dir, &err), OK);
	assert_int_not_equal(access(file, F_OK), 0);
	assert_true(str_is(back(0), "1 2 10 11 20 "));
}

int main(void)
{
	unsetenv("CHIBO_TEST_TEMPLATE"); /* what is restored into must be empty */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(shipped_changes_come_back, begin, end),
		cmocka_unit_test_setup_teardown(up_to_an_instant, begin, end),
		cmocka_unit_test_setup_teardown(a_torn_end_loses_only_itself, begin, end),
		cmocka_unit_test_setup_teardown(an_altered_frame_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(what_is_missing_between_is_said, begin, end),
		cmocka_unit_test_setup_teardown(who_was_forgotten_is_forgotten_again, begin, end),
		cmocka_unit_test_setup_teardown(an_old_segment_goes, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
