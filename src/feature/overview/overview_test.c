/* Reasons in words with their days, stages, classes of the heat table; the worst cells found by walking down. */
#include "feature/overview/overview_private.h"

#include "base/test_private.h"
#include "base/time.h"
#include "tests/harness/test_db.h"

static struct overview_month november(struct arena *arena, const char *today)
{
	return overview_month_of(arena, 202611, str_of(today));
}

static size_t reasons_on(struct arena *arena, const struct overview_flags *flags,
        const struct overview_sittings_row *row, const char *today, struct overview_reason *ret)
{
	struct overview_month month = november(arena, today);
	return overview_reasons(arena, flags, (struct overview_sittings){ row, row != NULL }, &month, ret);
}

static void reasons_have_words_and_days(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct overview_reason at[OVERVIEW_REASONS];
	struct overview_sittings_row row = { .state = STR("ended"), .day = STR("2026-11-10"), .kind = STR("regular") };
	(void)state;
	assert_int_equal(reasons_on(arena, &(struct overview_flags){ 0 }, &row, "2026-11-20", at), 0);
	/* Due on the 12th; sent but not signed is late all the same. */
	assert_int_equal(reasons_on(arena, &(struct overview_flags){ .minutes_late = true, .low = true }, &row,
	                         "2026-11-20", at),
	        2);
	assert_string_equal(at[0].code, "minutes_late");
	assert_string_equal(at[0].tone, "bad");
	assert_int_equal(at[0].days, 8);
	assert_string_equal(at[1].code, "low");
	assert_string_equal(at[1].tone, "warn");
	row.late_days = OPT(0);
	reasons_on(arena, &(struct overview_flags){ .minutes_late = true }, &row, "2026-11-20", at);
	assert_int_equal(at[0].days, 8);
	row.confirmed = true;
	reasons_on(arena, &(struct overview_flags){ .minutes_late = true }, &row, "2026-11-20", at);
	assert_int_equal(at[0].days, 0);
	/* Not held: while the month runs its day has passed; afterwards it was not held. */
	row.state = STR("planned");
	assert_int_equal(reasons_on(arena, &(struct overview_flags){ .not_met = true }, &row, "2026-11-13", at), 1);
	assert_string_equal(at[0].code, "day_past");
	assert_int_equal(at[0].days, 3);
	assert_int_equal(reasons_on(arena, &(struct overview_flags){ .not_met = true }, &row, "2026-12-01", at), 1);
	assert_string_equal(at[0].code, "not_met");
	assert_int_equal(reasons_on(arena, &(struct overview_flags){ .papers_late = true }, &row, "2026-11-10", at), 1);
	assert_string_equal(at[0].code, "papers_late");
	assert_int_equal(at[0].days, 1);
	/* All that may stand together. */
	assert_int_equal(
	        reasons_on(arena, &(struct overview_flags){ true, true, true, true, true, true, true, true, true },
	                NULL, "2026-11-10", at),
	        OVERVIEW_REASONS);
	arena_close(arena);
}

static void expect_stage(const struct overview_sittings_row *row, const char *today, const char *name, int64_t late)
{
	struct arena *arena = arena_open(1 << 20);
	struct overview_month month = november(arena, today);
	struct overview_stage stage = overview_stage_of(row, &month);
	assert_string_equal(stage.name, name);
	assert_int_equal(stage.late, late);
	arena_close(arena);
}

static void stages(void **state)
{
	struct overview_sittings_row row = { .state = STR("planned"), .day = STR("2026-11-10") };
	(void)state;
	expect_stage(NULL, "2026-11-20", "none", 0);
	expect_stage(NULL, "2026-12-01", "missed", 0);
	expect_stage(&row, "2026-11-20", "planned", 0);
	row.state = STR("called");
	expect_stage(&row, "2026-11-20", "called", 0);
	row.state = STR("cancelled");
	expect_stage(&row, "2026-11-20", "cancelled", 0);
	row.state = STR("open");
	expect_stage(&row, "2026-11-20", "open", 0);
	row.state = STR("ended");
	expect_stage(&row, "2026-11-20", "met", 0);
	row.late_days = OPT(2);
	expect_stage(&row, "2026-11-20", "reported", 2);
	row.returned = true;
	expect_stage(&row, "2026-11-20", "returned", 0);
	row.graded = true;
	expect_stage(&row, "2026-11-20", "graded", 2);
}

static void one_session_stands_for_the_cell(void **state)
{
	const struct overview_sittings_row at[] = {
		{ .meeting = { 1 }, .kind = STR("regular"), .state = STR("cancelled") },
		{ .meeting = { 2 }, .kind = STR("thematic"), .state = STR("ended") },
		{ .meeting = { 3 }, .kind = STR("regular"), .state = STR("ended") },
		{ .meeting = { 4 }, .kind = STR("regular"), .state = STR("planned") },
	};
	(void)state;
	assert_int_equal(overview_main((struct overview_sittings){ at, 4 })->meeting.n, 3);
	assert_int_equal(overview_main((struct overview_sittings){ at, 2 })->meeting.n, 2);
	assert_int_equal(overview_main((struct overview_sittings){ at, 1 })->meeting.n, 1);
	assert_null(overview_main((struct overview_sittings){ at, 0 }));
}

static void shares_and_classes(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct overview_month month = november(arena, "2026-11-30");
	(void)state;
	assert_int_equal(overview_share(7, 8).n, 875);
	assert_int_equal(overview_share(2, 3).n, 667);
	assert_false(overview_share(0, 0).set);
	assert_int_equal(overview_heat(OPT_NONE), 0);
	assert_int_equal(overview_heat(OPT(799)), 1);
	assert_int_equal(overview_heat(OPT(800)), 2);
	assert_int_equal(overview_heat(OPT(899)), 3);
	assert_int_equal(overview_heat(OPT(949)), 4);
	assert_int_equal(overview_heat(OPT(950)), 5);
	assert_true(str_is(month.first, "2026-11-01") && str_is(month.last, "2026-11-30"));
	assert_int_equal(month.since, 202512);
	assert_true(month.begun && !month.over);
	assert_true(november(arena, "2026-12-01").over);
	assert_false(november(arena, "2026-10-31").begun);
	assert_false(overview_month_real(202613) || overview_month_real(199912));
	assert_true(overview_is_type(STR("thon")) && !overview_is_type(STR("thon'")));
	assert_true(overview_close(STR("xa")) && !overview_close(STR("tinh")) && !overview_close(STR("centre")));
	arena_close(arena);
}

static int64_t now(void)
{
	return date_instant((struct date){ 2026, 11, 20 }, 480);
}

static int64_t make(struct arena *arena, struct db *db, const char *kind, const char *name, int64_t parent)
{
	struct unit_new unit = { .kind = str_of(kind),
		.cell_type = STR("thôn"),
		.name = str_of(name),
		.parent = parent,
		.since = STR("2026-01-01") };
	struct err err;
	int64_t id;
	assert_int_equal(unit_create(arena, db, &unit, now(), &id, &err), OK);
	return id;
}

static void count(struct arena *arena, struct db *db, int64_t cell)
{
	struct unit unit;
	struct err err;
	assert_int_equal(unit_load(arena, db, cell, &unit, &err), OK);
	assert_int_equal(counter_touch(arena, db, cell, unit.shard, 202611, now(), &err), OK);
}

/* Three cells without a plan in one commune, one in the other: the walk takes the larger heap first and stops. */
static void the_worst_are_found_by_walking_down(void **state)
{
	struct arena *arena = arena_open(8 << 20);
	struct db *db = test_db_open();
	struct err err;
	bool more;
	(void)state;
	assert_int_equal(db_migrate(db, 1, &err), OK);
	int64_t top = make(arena, db, "tinh", "Tỉnh ủy Bắc", 0), few = make(arena, db, "xa", "Xã Ít", top),
	        many = make(arena, db, "xa", "Xã Nhiều", top);
	int64_t cell[] = { make(arena, db, "chi_bo", "Chi bộ Một", few), make(arena, db, "chi_bo", "Chi bộ Hai", many),
		make(arena, db, "chi_bo", "Chi bộ Ba", many), make(arena, db, "chi_bo", "Chi bộ Bốn", many) };
	for (size_t i = 0; i < LENGTH(cell); i++)
		count(arena, db, cell[i]);
	assert_int_equal(counter_merge(arena, db, 100, &more, &err), OK);
	struct request request = { .arena = arena, .db = db, .today = STR("2026-11-20") };
	struct overview_month month = november(arena, "2026-11-20");
	struct overview_wanted wanted = { .whole = 1, .most = 3 };
	struct overview_cell *found;
	size_t n;
	assert_int_equal(overview_worst_of(&request, top, &month, &wanted, &found, &n, &err), OK);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		assert_true(str_is(found[i].above, "Xã Nhiều"));
		assert_true(found[i].flags.unplanned && found[i].here);
	}
	wanted.most = 100;
	assert_int_equal(overview_worst_of(&request, top, &month, &wanted, &found, &n, &err), OK);
	assert_int_equal(n, 4);
	wanted.whole = 100;
	assert_int_equal(overview_worst_of(&request, top, &month, &wanted, &found, &n, &err), OK);
	assert_int_equal(n, 4);
	wanted.reason = STR("low");
	assert_int_equal(overview_worst_of(&request, top, &month, &wanted, &found, &n, &err), OK);
	assert_int_equal(n, 0);
	/* Of another month nothing is known. */
	month = overview_month_of(arena, 202509, STR("2026-11-20"));
	assert_int_equal(overview_worst_of(&request, top, &month, &wanted, &found, &n, &err), OK);
	assert_int_equal(n, 0);
	db_close(db);
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reasons_have_words_and_days),
		cmocka_unit_test(stages),
		cmocka_unit_test(one_session_stands_for_the_cell),
		cmocka_unit_test(shares_and_classes),
		cmocka_unit_test(the_worst_are_found_by_walking_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
