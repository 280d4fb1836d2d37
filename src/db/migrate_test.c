/* The schema's history: made once, made again without harm; altered, newer and missing databases are refused. */
#include "db/db_private.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOW = 1000 };

static int setup(void **state)
{
	struct db *db;
	struct err err = { 0 };
	assert_int_equal(db_open(STR("sqlite::memory:"), DB_WRITE, &db, &err), OK);
	*state = db;
	return 0;
}

static int teardown(void **state)
{
	db_close(*state);
	return 0;
}

static int64_t one_int(struct db *db, const char *sql)
{
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_prepare_v2(db_sqlite(db), sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

static void test_once(void **state)
{
	struct db *db = *state;
	struct err err = { 0 };
	bool current;
	assert_int_equal(db_current(db, &current, &err), OK);
	assert_false(current);
	assert_int_equal(db_migrate(db, NOW, &err), OK);
	assert_int_equal(db_current(db, &current, &err), OK);
	assert_true(current);
	assert_true(db_migration_count > 0);
	assert_int_equal(one_int(db, "SELECT count(*) FROM migration WHERE at = 1000"), db_migration_count);
	assert_int_equal(db_migrate(db, NOW + 1, &err), OK);
	assert_int_equal(one_int(db, "SELECT count(*) FROM migration WHERE at = 1000"), db_migration_count);
}

static void test_altered(void **state)
{
	struct db *db = *state;
	struct err err = { 0 };
	bool current;
	assert_int_equal(db_migrate(db, NOW, &err), OK);
	assert_int_equal(db_exec(db,
	                         "UPDATE migration SET hash = 'x' || substr(hash, 2) WHERE name = "
	                         "(SELECT max(name) FROM migration)",
	                         &err),
	        OK);
	assert_int_equal(db_migrate(db, NOW, &err), CONFLICT);
	assert_string_equal(err.code, "db.altered");
	assert_int_equal(db_current(db, &current, &err), CONFLICT);
}

static void test_newer(void **state)
{
	struct db *db = *state;
	struct err err = { 0 };
	bool current;
	assert_int_equal(db_migrate(db, NOW, &err), OK);
	assert_int_equal(db_exec(db, "INSERT INTO migration VALUES ('2099-01-01_later', 'x', 0)", &err), OK);
	assert_int_equal(db_migrate(db, NOW, &err), CONFLICT);
	assert_string_equal(err.code, "db.newer");
	assert_int_equal(db_current(db, &current, &err), CONFLICT);
	assert_string_equal(err.code, "db.newer");
}

/* A migration that fails leaves nothing of itself, and the next run takes it up again. */
static void test_stopped(void **state)
{
	struct db *db = *state;
	struct err err = { 0 };
	bool current;
	char sql[128];
	const char *first_table = "meeting_part";
	snprintf(sql, sizeof(sql), "CREATE TABLE %s (n INTEGER)", first_table);
	assert_int_equal(db_exec(db, sql, &err), OK);
	assert_int_not_equal(db_migrate(db, NOW, &err), OK);
	assert_int_equal(one_int(db, "SELECT count(*) FROM sqlite_master WHERE name = 'meeting'"), 0);
	assert_int_equal(db_current(db, &current, &err), OK);
	assert_false(current);
	snprintf(sql, sizeof(sql), "DROP TABLE %s", first_table);
	assert_int_equal(db_exec(db, sql, &err), OK);
	assert_int_equal(db_migrate(db, NOW, &err), OK);
	assert_int_equal(one_int(db, "SELECT count(*) FROM sqlite_master WHERE name = 'meeting'"), 1);
}

static void test_opening(void **state)
{
	(void)state;
	struct db *db = NULL;
	struct err err = { 0 };
	assert_int_equal(db_open(STR("sqlite:/nonexistent/folder/db"), DB_READ, &db, &err), NOT_FOUND);
	assert_string_equal(err.code, "db.missing");
	assert_int_equal(db_open(STR("mysql:somewhere"), DB_WRITE, &db, &err), INVALID);
	assert_string_equal(err.code, "db.url");
	db_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_altered, setup, teardown),
		cmocka_unit_test_setup_teardown(test_newer, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stopped, setup, teardown),
		cmocka_unit_test(test_opening),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
