/* When a report is due, and what stage a cell has reached. */
#include "feature/report/report_private.h"

#include "base/test_private.h"
#include "base/id.h"
#include "base/time.h"
#include "tests/harness/test_db.h"

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

extern const struct feature report_feature;

static struct report_of_meeting_row report_now(
        struct arena *arena, struct db *db, const struct report_of_meeting_in *in)
{
	struct report_of_meeting_row row;
	struct err err;
	bool found;
	assert_int_equal(report_of_meeting(arena, db, in, &row, &found, &err), OK);
	assert_true(found);
	return row;
}

/* What came back is sent again; in time is what was sent first. */
static void a_returned_report_is_sent_again(void **state)
{
	struct arena *arena = arena_open(4 << 20);
	struct db *db;
	struct err err;
	(void)state;
	db = test_db_open();
	assert_int_equal(db_migrate(db, 1, &err), OK);
	int64_t cell = id_new(5), meeting = id_new(5);
	struct report_of_meeting_in in = { .meeting = { meeting }, .shard = 5 };
	struct report_send_in send = {
		.meeting = { meeting }, .shard = 5, .cell = cell, .at = 1000, .account = 7, .due_day = STR("2026-11-05")
	};
	assert_int_equal(report_send(arena, db, &send, &err), OK);
	assert_int_equal(
	        report_see(arena, db,
	                &(struct report_see_in){ .meeting = { meeting }, .shard = 5, .at = 1500, .account = 8 }, &err),
	        OK);
	assert_int_equal(
	        report_see(arena, db,
	                &(struct report_see_in){ .meeting = { meeting }, .shard = 5, .at = 1600, .account = 9 }, &err),
	        OK);
	assert_int_equal(report_now(arena, db, &in).seen_at.n, 1500);
	struct report_return_in back = {
		.meeting = { meeting }, .shard = 5, .at = 2000, .account = 8, .reason = STR("Thiếu \"biên bản\"")
	};
	assert_int_equal(report_return(arena, db, &back, &err), OK);
	assert_true(report_now(arena, db, &in).returned_at.set);
	send.at = 3000;
	send.late_days = 4;
	assert_int_equal(report_send(arena, db, &send, &err), OK);
	struct report_of_meeting_row row = report_now(arena, db, &in);
	assert_int_equal(row.first_sent_at, 1000);
	assert_int_equal(row.sent_at, 3000);
	assert_false(row.returned_at.set || row.seen_at.set || row.return_reason.len);
	assert_int_equal(report_return(arena, db, &back, &err), OK);
	struct buf json = buf_open(arena, 1 << 16);
	assert_int_equal(report_feature.archive(arena, db, (struct cell_id){ cell }, &json, &err), OK);
	assert_true(str_find(buf_text(&json), STR("\"return_reason\":\"Thiếu \\\"biên bản\\\"\"")) > 0);
	db_close(db);
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(due_two_days_after_the_end),
		cmocka_unit_test(before_the_meeting),
		cmocka_unit_test(after_the_meeting),
		cmocka_unit_test(a_cell_counts_once_a_month),
		cmocka_unit_test(a_returned_report_is_sent_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
