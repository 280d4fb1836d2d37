/* The audit chain: whole as written; an altered, a removed and a cut-off row are all seen. */
#include "app/audit.h"

#include "db/db_private.h"
#include "tests/harness/test_db.h"

#include <setjmp.h>

#include <cmocka.h>

enum { CELL = 5 << 10, OTHER = 6 << 10, SHARD = 0, ROWS = 6 };

struct world {
	struct arena *arena;
	struct db *db;
};

static int setup(void **state)
{
	struct err err = { 0 };
	struct arena *arena = arena_open(16 << 20);
	struct world *world = arena_new(arena, struct world);
	world->arena = arena;
	world->db = test_db_open();
	assert_int_equal(db_migrate(world->db, 1, &err), OK);
	for (int i = 0; i < ROWS; i++) {
		assert_int_equal(
		        audit_add(arena, world->db, CELL, SHARD, 1000 + i, 7, "meeting.call", 11 + i, i, &err), OK);
		assert_int_equal(
		        audit_add(arena, world->db, OTHER, SHARD, 1000 + i, 8, "task.add", 21 + i, i, &err), OK);
	}
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	db_close(world->db);
	arena_close(world->arena);
	return 0;
}

static bool whole(struct world *world, int64_t cell, int64_t wanted_rows)
{
	struct err err = { 0 };
	bool is_whole;
	int64_t rows;
	assert_int_equal(audit_verify(world->arena, world->db, cell, SHARD, &is_whole, &rows, &err), OK);
	assert_int_equal(rows, wanted_rows);
	return is_whole;
}

static void test_whole(void **state)
{
	assert_true(whole(*state, CELL, ROWS));
	assert_true(whole(*state, OTHER, ROWS));
	assert_true(whole(*state, 99 << 10, 0));
}

/* Each change of one chain is seen there, and only there. */
static void test_changes(void **state)
{
	struct world *world = *state;
	struct err err = { 0 };
	static const struct {
		const char *sql;
		int rows;
	} changes[] = {
		{ "UPDATE audit SET act = 'meeting.stop' WHERE cell = 5120 AND seq = 3", ROWS },
		{ "UPDATE audit SET account = 9 WHERE cell = 5120 AND seq = 1", ROWS },
		{ "UPDATE audit SET at = at + 1 WHERE cell = 5120 AND seq = 6", ROWS },
		{ "UPDATE audit SET object = object + 1 WHERE cell = 5120 AND seq = 2", ROWS },
		{ "DELETE FROM audit WHERE cell = 5120 AND seq = 4", ROWS - 1 },
		{ "DELETE FROM audit WHERE cell = 5120 AND seq = 6", ROWS - 1 },
		{ "DELETE FROM audit WHERE cell = 5120", 0 },
		{ "UPDATE chain SET hash = (SELECT hash FROM audit a WHERE a.cell = 5120 AND a.seq = 1) WHERE cell = "
		  "5120 AND kind = 'audit'",
		        ROWS },
	};
	for (size_t i = 0; i < LENGTH(changes); i++) {
		assert_int_equal(db_exec(world->db, "BEGIN", &err), OK);
		assert_int_equal(db_exec(world->db, changes[i].sql, &err), OK);
		assert_int_equal(db_changes(world->db) > 0, true);
		assert_false(whole(world, CELL, changes[i].rows));
		assert_true(whole(world, OTHER, ROWS));
		assert_int_equal(db_exec(world->db, "ROLLBACK", &err), OK);
		assert_true(whole(world, CELL, ROWS));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(test_changes, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
