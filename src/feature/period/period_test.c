/* Periods: how they are written. Rules on grades made up here, with answers reckoned by hand. */
#include "feature/period/period.h"

#include "base/test_private.h"

static void expect_period(const char *code, const char *title, int first, int last, const char *last_day)
{
	struct arena *arena = arena_open(1 << 20);
	struct period period;
	struct err err = { 0 };
	assert_int_equal(period_parse(str_of(code), &period, &err), OK);
	assert_true(str_is(period_code(arena, period), code));
	assert_true(str_is(period_title(arena, period), title));
	assert_int_equal(period_first(period), first);
	assert_int_equal(period_last(period), last);
	assert_true(str_is(period_last_day(arena, period), last_day));
	assert_false(period_over(arena, period, str_of(last_day)));
	assert_true(period_over(arena, period, STR("2101-01-01")));
	assert_true(str_is(period_code(arena, period_of_month(period.kind, last)), code));
	arena_close(arena);
}

static void periods_are_read_and_written(void **state)
{
	(void)state;
	expect_period("2026-11", "Tháng 11/2026", 202611, 202611, "2026-11-30");
	expect_period("2028-02", "Tháng 02/2028", 202802, 202802, "2028-02-29");
	expect_period("2026-Q3", "Quý III/2026", 202607, 202609, "2026-09-30");
	expect_period("2026-H1", "6 tháng đầu năm 2026", 202601, 202606, "2026-06-30");
	expect_period("2026-H2", "6 tháng cuối năm 2026", 202607, 202612, "2026-12-31");
	expect_period("2026", "Năm 2026", 202601, 202612, "2026-12-31");
}

static void what_is_no_period_is_refused(void **state)
{
	static const char *const wrong[] = { "", "26", "2026-", "2026-0", "2026-00", "2026-13", "2026-Q0", "2026-Q5",
		"2026-H3", "2026-Q", "2026-Q33", "2026/11", "2026-q3", "1999", "2101", "-026", "2026-1", "+026",
		"2026 Q3", "2026-+1" };
	struct period period;
	(void)state;
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		struct err err = { 0 };
		if (period_parse(str_of(wrong[i]), &period, &err) != INVALID)
			fail_msg("taken: %s", wrong[i]);
		assert_string_equal(err.code, "period.unreadable");
	}
}

static void periods_follow_one_another(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct period quarter = { PERIOD_QUARTER, 2026, 1 }, month = { PERIOD_MONTH, 2026, 12 };
	(void)state;
	assert_true(str_is(period_code(arena, period_add(quarter, -1)), "2025-Q4"));
	assert_true(str_is(period_code(arena, period_add(quarter, -4)), "2025-Q1"));
	assert_true(str_is(period_code(arena, period_add(month, 1)), "2027-01"));
	assert_true(str_is(period_code(arena, period_add((struct period){ PERIOD_HALF, 2026, 2 }, 1)), "2027-H1"));
	assert_true(str_is(period_code(arena, period_of_month(PERIOD_QUARTER, 202610)), "2026-Q4"));
	assert_true(str_is(period_code(arena, period_of_month(PERIOD_HALF, 202606)), "2026-H1"));
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods_are_read_and_written),
		cmocka_unit_test(what_is_no_period_is_refused),
		cmocka_unit_test(periods_follow_one_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
