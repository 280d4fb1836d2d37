/* One old and one young row of each kind with days: the old one goes, the young one stays, also where a day has many.
 */
#include "feature/keeping/keeping.h"

#include "app/app.h"
#include "base/time.h"
#include "tests/harness/test_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define NOW INT64_C(1800000000000)

struct world {
	struct arena *arena;
	struct db *db;
	struct app *app;
	char name[64], url[512], file[64];
};

static void sql(struct world *world, const char *format, ...) FORMAT(2, 3);

static void sql(struct world *world, const char *format, ...)
{
	char text[1024];
	va_list args;
	struct err err = { 0 };
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (db_exec(world->db, text, &err) != OK)
		fail_msg("%s: %s", text, err.detail);
}

static int64_t rows_of(struct world *world, const char *table)
{
	int64_t rows = -1;
	struct err err = { 0 };
	const char *text = str_c(world->arena, str_format(world->arena, "SELECT count(*) FROM %s", table));
	assert_int_equal(db_one_int(world->db, text, &rows, &err), OK);
	return rows;
}

static void remove_files(struct world *world)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char path[96];
	for (size_t i = 0; i < LENGTH(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", world->file, ends[i]);
		unlink(path);
	}
}

static int setup(void **state)
{
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct world *world = arena_new(arena, struct world);
	struct err err = { 0 };
	world->arena = arena;
	snprintf(world->file, sizeof(world->file), "/tmp/keeping-%d.db", (int)getpid());
	remove_files(world);
	test_db_make(str_c(arena, str_format(arena, "sqlite:%s", world->file)), world->name, world->url);
	setenv("CHIBO_NOW", "1800000000000", 1);
	struct app_settings settings = { .url = str_of(world->url), .workers = 1 };
	assert_int_equal(app_open(&settings, &world->app, &err), OK);
	assert_int_equal(db_open(str_of(world->url), DB_WRITE, &world->db, &err), OK);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	db_close(world->db);
	app_close(world->app);
	test_db_drop(world->name);
	remove_files(world);
	unsetenv("CHIBO_NOW");
	arena_close(world->arena);
	return 0;
}

/* The rows of one age; n tells them apart. */
static void put(struct world *world, int n, int64_t at)
{
	const char *blob = test_db_server() ? "'\\x0%d'::bytea" : "x'0%d'";
	char bytes[64];
	struct str day = day_today(world->arena, at);
	snprintf(bytes, sizeof(bytes), blob, n);
	sql(world,
	        "INSERT INTO operation (op, shard, account, body_hash, status, at) VALUES ('op%d', 0, 1, %s, 303, "
	        "%lld)",
	        n, bytes, (long long)at);
	sql(world, "INSERT INTO mail (id, shard, meeting, state, next_at, at) VALUES (%d, 0, 1, 'sent', 1, %lld)", n,
	        (long long)at);
	sql(world,
	        "INSERT INTO device (id, account, token_hash, name, since, active_at, revoked_at) VALUES (%d, 1, %s, "
	        "'x', 1, 1, "
	        "%lld)",
	        n, bytes, (long long)at);
	sql(world, "INSERT INTO account_note (id, account, code, at, seen_at) VALUES (%d, 1, 'x', 1, %lld)", n,
	        (long long)at);
	sql(world,
	        "INSERT INTO meeting (id, shard, cell, kind, month, day, minute, state, set_day, rubric, entered_at) "
	        "VALUES (%d, 0, "
	        "5, 'regular', 202601, '%.*s', 1, 'ended', '2026-01-01', 'x', 1)",
	        n, STR_ARG(day));
	sql(world, "INSERT INTO opinion_pool (meeting, shard, slot, sealed) VALUES (%d, 0, 0, %s)", n, bytes);
	sql(world, "INSERT INTO notice_view (meeting, shard, account, first_at) VALUES (%d, 0, 1, %lld)", n,
	        (long long)at);
	sql(world, "INSERT INTO paper_view (paper, shard, person, first_at) VALUES (%d, 0, 1, %lld)", n, (long long)at);
	sql(world,
	        "INSERT INTO look (cell, shard, day, account, purpose, first_at) VALUES (5, 0, '%.*s', 1, 'x', %lld)",
	        STR_ARG(day), (long long)at);
}

static void test_sweep(void **state)
{
	static const char *const tables[] = { "operation", "mail", "device", "account_note", "opinion_pool",
		"notice_view", "paper_view", "look" };
	struct world *world = *state;
	struct err err = { 0 };
	sql(world, "INSERT INTO account (id, name, entered_at) VALUES (1, 'A', 1)");
	put(world, 1, NOW - 29ll * DAY_MS);
	put(world, 2, NOW - 2000ll * DAY_MS);
	sql(world, "INSERT INTO mail (id, shard, meeting, state, next_at, at) VALUES (9, 0, 1, 'waiting', 1, 1)");
	for (size_t i = 0; i < LENGTH(tables); i++)
		assert_true(rows_of(world, tables[i]) >= 2);
	assert_int_equal(app_chore(world->app, "keeping.sweep", &err), OK);
	for (size_t i = 0; i < LENGTH(tables); i++)
		if (rows_of(world, tables[i]) != (strcmp(tables[i], "mail") ? 1 : 2))
			fail_msg("%s: %lld rows", tables[i], (long long)rows_of(world, tables[i]));
	assert_int_equal(rows_of(world, "meeting"), 2);
	assert_int_equal(rows_of(world, "keeping_run WHERE rows = 1 AND total = 1"), LENGTH(tables));
	assert_int_equal(rows_of(world, "audit WHERE act = 'keeping.let_go'"), LENGTH(tables));
	/* once a day */
	sql(world, "UPDATE operation SET at = 1");
	assert_int_equal(app_chore(world->app, "keeping.sweep", &err), OK);
	assert_int_equal(rows_of(world, "operation"), 1);
}

static void test_rule(void **state)
{
	struct world *world = *state;
	struct keeping_rule *rule = arena_new(world->arena, struct keeping_rule);
	assert_true(keeping_rule_of(world->arena, STR("2026-11-22"), rule));
	assert_false(rule->official);
	assert_true(rule->count > 8);
	assert_false(keeping_rule_of(world->arena, STR("2025-12-31"), rule));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_sweep), cmocka_unit_test(test_rule) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
