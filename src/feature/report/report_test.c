/* When a report is due, and what stage a cell has reached. */
#include "feature/report/report_private.h"

#include "base/test_private.h"
#include "base/time.h"

static struct report_stage stage_on(struct arena *arena, const struct report_cells_row *row, const char *today)
{
	return report_stage_of(arena, row, STR("2026-11-01"), STR("2026-11-30"), str_of(today), 900);
}

static void expect(struct report_stage stage, const char *name, const char *reason, int64_t late)
{
	assert_string_equal(stage.stage, name);
	if (reason)
		assert_string_equal(stage.reason, reason);
	else
		assert_null(stage.reason);
	assert_int_equal(stage.late, late);
}

static void due_two_days_after_the_end(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	(void)state;
	assert_true(str_is(report_due_day(arena, STR("2026-11-03"), OPT_NONE), "2026-11-05"));
	/* Ended past midnight: the day of the end counts. */
	struct date next = { 2026, 11, 4 };
	assert_true(str_is(report_due_day(arena, STR("2026-11-03"), OPT(date_instant(next, 10))), "2026-11-06"));
	assert_int_equal(report_days_between(STR("2026-11-28"), STR("2026-12-03")), 5);
	assert_int_equal(report_days_between(STR("2026-12-03"), STR("2026-11-28")), -5);
	assert_int_equal(report_rule("attendance_permille", STR("2026-11-03"), 1), 900);
	assert_int_equal(report_rule("no_such_value", STR("2026-11-03"), 7), 7);
	assert_int_equal(report_rule("report_days", STR("2020-01-01"), 4), 4);
	arena_close(arena);
}

static void before_the_meeting(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct report_cells_row none = { 0 },
	                        row = { .meeting = { 1 }, .day = STR("2026-11-10"), .state = STR("planned") };
	(void)state;
	expect(stage_on(arena, &none, "2026-10-20"), "none", NULL, 0);
	expect(stage_on(arena, &none, "2026-11-01"), "none", "not_planned", 0);
	expect(stage_on(arena, &none, "2026-12-04"), "missed", "missed", 4);
	expect(stage_on(arena, &row, "2026-11-08"), "planned", NULL, 0);
	expect(stage_on(arena, &row, "2026-11-09"), "planned", "not_called", 0);
	expect(stage_on(arena, &row, "2026-11-13"), "planned", "day_past", 3);
	row.state = STR("called");
	expect(stage_on(arena, &row, "2026-11-09"), "called", NULL, 0);
	expect(stage_on(arena, &row, "2026-11-11"), "called", "day_past", 1);
	row.state = STR("open");
	expect(stage_on(arena, &row, "2026-11-10"), "open", NULL, 0);
	row.state = STR("cancelled");
	expect(stage_on(arena, &row, "2026-11-10"), "cancelled", "not_planned", 0);
	arena_close(arena);
}

static void after_the_meeting(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct report_cells_row row = {
		.meeting = { 1 }, .day = STR("2026-11-10"), .state = STR("ended"), .base = OPT(10), .present = OPT(9)
	};
	(void)state;
	expect(stage_on(arena, &row, "2026-11-12"), "met", NULL, 0);
	expect(stage_on(arena, &row, "2026-11-13"), "met", "report_late", 1);
	row.present = OPT(8);
	expect(stage_on(arena, &row, "2026-11-12"), "met", "low", 0);
	expect(stage_on(arena, &row, "2026-11-13"), "met", "report_late", 1);
	row.present = OPT(10);
	row.paper_typed = true;
	expect(stage_on(arena, &row, "2026-11-30"), "met", NULL, 0);
	row.paper_typed = false;
	row.late_days = OPT(2);
	expect(stage_on(arena, &row, "2026-11-30"), "reported", NULL, 2);
	row.returned_at = OPT(1);
	expect(stage_on(arena, &row, "2026-11-30"), "returned", "returned", 0);
	row.score_state = STR("graded");
	expect(stage_on(arena, &row, "2026-11-30"), "graded", NULL, 2);
	arena_close(arena);
}

static void a_cell_counts_once_a_month(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct report_cells_row at[] = {
		{ .cell = { 1 },
		        .meeting = { 1 },
		        .day = STR("2026-11-03"),
		        .kind = STR("regular"),
		        .state = STR("cancelled") },
		{ .cell = { 1 },
		        .meeting = { 2 },
		        .day = STR("2026-11-05"),
		        .kind = STR("thematic"),
		        .state = STR("ended"),
		        .base = OPT(4),
		        .present = OPT(4) },
		{ .cell = { 1 },
		        .meeting = { 3 },
		        .day = STR("2026-11-06"),
		        .kind = STR("regular"),
		        .state = STR("ended"),
		        .base = OPT(10),
		        .present = OPT(10),
		        .late_days = OPT(0) },
		{ .cell = { 2 },
		        .meeting = { 4 },
		        .day = STR("2026-11-03"),
		        .kind = STR("regular"),
		        .state = STR("ended"),
		        .base = OPT(10),
		        .present = OPT(5) },
		{ .cell = { 3 } },
	};
	struct report_cells_rows rows = { at, LENGTH(at) };
	struct report_lines lines;
	(void)state;
	report_lines_of(arena, &rows, 202611, STR("2026-11-20"), &lines);
	assert_int_equal(lines.count, 3);
	assert_int_equal(lines.at[0].row->meeting.n, 3);
	assert_int_equal(lines.at[0].meetings, 3);
	assert_int_equal(lines.sum.cells, 3);
	assert_int_equal(lines.sum.met, 2);
	assert_int_equal(lines.sum.base, 20);
	assert_int_equal(lines.sum.present, 15);
	assert_int_equal(lines.sum.due, 2);
	assert_int_equal(lines.sum.on_time, 1);
	assert_int_equal(lines.sum.attention, 2);
	assert_int_equal(lines.sum.step[1], 2);
	assert_int_equal(lines.sum.step[4], 1);
	assert_int_equal(report_share(15, 20).n, 750);
	assert_false(report_share(0, 0).set);
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(due_two_days_after_the_end),
		cmocka_unit_test(before_the_meeting),
		cmocka_unit_test(after_the_meeting),
		cmocka_unit_test(a_cell_counts_once_a_month),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
