/* Rows that move without being understood: what is loaded is what is read, whatever is in it, on each engine. */
#include "db/table.h"

#include "base/str.h"
#include "tests/harness/test_db.h"

#include <setjmp.h>

#include <cmocka.h>

enum { ROWS = 1203 }; /* more than two pieces */

struct seen {
	int64_t count, last;
	bool whole;
};

static const int64_t extremes[] = { INT64_MIN, -1, 0, 1, INT64_MAX };

static enum status look(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	struct seen *seen = context;
	(void)table;
	(void)err;
	int64_t n = seen->count++;
	seen->whole &= values[0].kind == 't' && values[1].kind == 't' && values[2].kind == 'i' &&
	               values[2].n == extremes[(size_t)n % LENGTH(extremes)];
	seen->whole &= values[1].s.len == (size_t)(n % 7 ? 6 : 0);
	return OK;
}

/* The table of migrations will do: two texts and a number, keyed by text. */
static void test_round(void **state)
{
	(void)state;
	static const char *const columns[] = { "name", "hash", "at", NULL }, *const key[] = { "name", NULL };
	static const struct db_table table = { "migration", columns, "tti", key, false };
	struct err err = { 0 };
	struct db *db = test_db_open();
	char name[32];
	assert_int_equal(db_exec(db, db->engine->create_migrations, &err), OK);
	assert_int_equal(db_exec(db, "DELETE FROM migration", &err), OK);
	assert_int_equal(db_frame(db, FRAME_WRITE, &err), OK);
	assert_int_equal(db_load_begin(db, &table, &err), OK);
	for (int i = 0; i < ROWS; i++) {
		snprintf(name, sizeof(name), "%05d đồng", i);
		struct db_value values[] = { { 't', 0, str_of(name) }, { 't', 0, i % 7 ? STR("ước") : STR("") },
			{ 'i', extremes[(size_t)i % LENGTH(extremes)], STR_NONE } };
		assert_int_equal(db_load_row(db, values, &err), OK);
	}
	assert_int_equal(db_load_end(db, &err), OK);
	assert_int_equal(db_frame(db, FRAME_COMMIT, &err), OK);
	struct seen seen = { .whole = true };
	int64_t rows;
	assert_int_equal(db_view_begin(db, &err), OK);
	assert_int_equal(db_table_scan(db, &table, look, &seen, &err), OK);
	assert_int_equal(db_table_rows(db, &table, &rows, &err), OK);
	db_view_end(db);
	assert_int_equal(seen.count, ROWS);
	assert_int_equal(rows, ROWS);
	assert_true(seen.whole);
	db_close(db);
}

/* A row that is there already: the load fails, nothing of it stays, the connection goes on. */
static void test_refused(void **state)
{
	(void)state;
	struct err err = { 0 };
	struct db *db = test_db_open();
	const struct db_table *table = db_table_find(STR("chain"));
	int64_t rows;
	assert_int_equal(db_migrate(db, 1, &err), OK);
	struct db_value values[] = { { 'i', 1, STR_NONE }, { 't', 0, STR("audit") }, { 'i', 1, STR_NONE },
		{ 'i', 1, STR_NONE }, { 'b', 0, { "\0\1", 2 } } };
	assert_int_equal(db_frame(db, FRAME_WRITE, &err), OK);
	assert_int_equal(db_load_begin(db, table, &err), OK);
	enum status status = db_load_row(db, values, &err);
	if (status == OK)
		status = db_load_row(db, values, &err);
	enum status end = db_load_end(db, &err);
	assert_true(status == CONFLICT || end == CONFLICT);
	db_frame(db, FRAME_UNDO, NULL);
	assert_int_equal(db_table_rows(db, table, &rows, &err), OK);
	assert_int_equal(rows, 0);
	db_close(db);
}

/* Parents come before what refers to them; every table has a key. */
static void test_list(void **state)
{
	(void)state;
	assert_true(db_table_count > 40);
	assert_null(db_table_find(STR("nothing")));
	assert_true(db_table_find(STR("unit")) < db_table_find(STR("unit_edge")));
	assert_true(db_table_find(STR("attendance"))->shard && !db_table_find(STR("unit"))->shard);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
