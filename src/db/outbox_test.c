/* The outbox keeps exactly what was committed, in order, and the same changes make an equal database. */
#include "db/outbox.h"
#include "db/db_private.h"
#include "db/row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static struct db *db;
static struct arena *arena;
static struct err err;

static enum status start(struct db *to, void *context, struct err *why)
{
	(void)context;
	return db_outbox_start(to, why);
}

static int begin(void **state)
{
	(void)state;
	arena = arena_open(1 << 24);
	return db_open(STR("sqlite::memory:"), DB_WRITE, &db, &err) || db_migrate(db, 1, &err) ||
	       db_transaction(db, start, NULL, &err);
}

static int end(void **state)
{
	(void)state;
	db_close(db);
	arena_close(arena);
	return 0;
}

static void put(int64_t person, const char *decision)
{
	const struct db_table *table = db_table_find(STR("erasure"));
	struct db_value values[] = { { .kind = 'i', .n = person }, { .kind = 't', .s = str_of(decision) },
		{ .kind = 'i', .n = 7 } };
	assert_int_equal(db_row_put(db, table, values, 3, &err), OK);
}

static void drop(int64_t person)
{
	struct db_value key = { .kind = 'i', .n = person };
	assert_int_equal(db_row_remove(db, db_table_find(STR("erasure")), &key, &err), OK);
}

/* "+1=a -2 |": what is kept, a bar after each commit's head. */
static struct str kept(int64_t shipped)
{
	struct db_outbox outbox;
	struct db_value values[DB_COLUMNS_MAX];
	struct db_change change;
	bool more;
	struct buf buf = buf_open(arena, 1 << 16);
	assert_int_equal(db_outbox_take(db, arena, shipped, &outbox, &err), OK);
	while (db_change_next(&outbox.bytes, values, &change, &more, &err) == OK && more) {
		if (!change.table)
			buf_c(&buf, "|");
		else if (change.removed)
			buf_format(&buf, "-%lld ", (long long)values[0].n);
		else
			buf_format(&buf, "+%lld=%.*s ", (long long)values[0].n, STR_ARG(values[1].s));
	}
	return buf_text(&buf);
}

static void keeps_what_was_committed(void **state)
{
	(void)state;
	db_frame(db, FRAME_WRITE, &err);
	put(1, "a");
	db_frame(db, FRAME_SAVE, &err);
	put(2, "b");
	db_frame(db, FRAME_UNDO_JOB, &err);
	db_frame(db, FRAME_SAVE, &err);
	put(3, "c");
	db_frame(db, FRAME_RELEASE, &err);
	db_frame(db, FRAME_COMMIT, &err);
	assert_true(str_is(kept(0), "|+1=a +3=c "));
	db_frame(db, FRAME_WRITE, &err);
	put(4, "d");
	db_frame(db, FRAME_UNDO, &err);
	assert_true(str_is(kept(0), "|+1=a +3=c "));
}

static void an_equal_value_is_no_change(void **state)
{
	(void)state;
	struct db_position before = { 0 }, after = { 0 };
	db_frame(db, FRAME_WRITE, &err);
	put(1, "a");
	db_frame(db, FRAME_COMMIT, &err);
	db_outbox_where(db, &before, &err);
	db_frame(db, FRAME_WRITE, &err);
	put(1, "a");
	db_frame(db, FRAME_COMMIT, &err);
	db_outbox_where(db, &after, &err);
	assert_true(before.line && before.position == after.position);
}

static void a_failed_statement_leaves_nothing(void **state)
{
	(void)state;
	static const struct db_statement two = { "two",
		"INSERT INTO erasure (person, decision, at) SELECT 5, 'e', 1 UNION ALL SELECT 6, NULL, 1", "", DB_OWN };
	struct db_cursor *cursor;
	bool row;
	db_frame(db, FRAME_WRITE, &err);
	put(1, "a");
	assert_int_equal(db_start(db, &two, &cursor, &err), OK);
	assert_int_not_equal(db_step(cursor, &row, &err), OK);
	db_finish(cursor);
	put(2, "b");
	db_frame(db, FRAME_COMMIT, &err);
	assert_true(str_is(kept(0), "|+1=a +2=b "));
}

static void shipped_is_forgotten(void **state)
{
	(void)state;
	struct db_position at;
	db_frame(db, FRAME_WRITE, &err);
	put(1, "a");
	db_frame(db, FRAME_COMMIT, &err);
	db_outbox_where(db, &at, &err);
	db_frame(db, FRAME_WRITE, &err);
	drop(1);
	db_frame(db, FRAME_COMMIT, &err);
	assert_true(str_is(kept(0), "|+1=a |-1 "));
	assert_true(str_is(kept(at.position), "|-1 "));
	assert_true(str_is(kept(at.position + 1), ""));
}

static void a_change_elsewhere_is_a_gap(void **state)
{
	(void)state;
	char file[64], url[80];
	struct db *other;
	struct db_position before = { 0 }, after = { 0 };
	snprintf(file, sizeof(file), "/tmp/outbox-%d.db", (int)getpid());
	snprintf(url, sizeof(url), "sqlite:%s", file);
	unlink(file);
	db_close(db);
	db = NULL;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(db_open(str_of(url), DB_WRITE, &other, &err), OK);
		if (!i) {
			assert_int_equal(db_migrate(other, 1, &err), OK);
			db_frame(other, FRAME_WRITE, &err);
			db_outbox_start(other, &err);
			db_frame(other, FRAME_COMMIT, &err);
			db_outbox_where(other, &before, &err);
		}
		db = other;
		db_frame(db, FRAME_WRITE, &err);
		if (i)
			put(9, "i");
		db_frame(db, FRAME_COMMIT, &err);
		db_outbox_where(db, &after, &err);
		db_close(db);
		db = NULL;
	}
	unlink(file);
	assert_int_equal(before.line, after.line);
	assert_int_equal(before.position + 1, after.position);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keeps_what_was_committed, begin, end),
		cmocka_unit_test_setup_teardown(an_equal_value_is_no_change, begin, end),
		cmocka_unit_test_setup_teardown(a_failed_statement_leaves_nothing, begin, end),
		cmocka_unit_test_setup_teardown(shipped_is_forgotten, begin, end),
		cmocka_unit_test_setup_teardown(a_change_elsewhere_is_a_gap, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
