/* When a report is due, sent, returned, sent again. */
#include "feature/report/report_private.h"

#include "base/test_private.h"
#include "base/id.h"
#include "base/time.h"
#include "tests/harness/test_db.h"

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
		cmocka_unit_test(a_returned_report_is_sent_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
