/* Who is called to which session: the cell, its committee, a group as it was on the day; and when it is called again.
 */
#include "base/test_private.h"
#include "base/id.h"
#include "base/time.h"
#include "feature/meeting/meeting_private.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

enum { SHARD = 7, CELL = 1 };

struct fixture {
	struct arena *arena;
	struct db *db;
	sqlite3 *side;
	char file[64], url[80];
	struct err err;
};

/* Persons 1 to 7. 1 to 3 are the committee (3 takes part elsewhere); 4 and 5 are in group 41, 4 leads; 5 moved to group
   42 on the 20th; 6 is here for a time and in group 41; 7 came to the committee for a time. */
static const char people[] =
        "INSERT INTO unit (id, kind, shard, since, entered_at) VALUES (1, 'chi_bo', 7, '2020-01-01', 1);"
        "INSERT INTO unit_name (unit, since, name, fold, sort_key, entered_at) VALUES (1, '2020-01-01', 'Chi bộ thôn "
        "Đông', 'chi bo thon dong', x'00', 1);"
        "INSERT INTO membership (id, shard, cell, person, since, kind, status, post, name, sort_key, entered_at) "
        "VALUES "
        "(1, 7, 1, 1, '2020-01-01', 'official', 'full', 'bi_thu', 'Một', x'01', 1),"
        "(2, 7, 1, 2, '2020-01-01', 'official', 'full', 'pho_bi_thu', 'Hai', x'02', 1),"
        "(3, 7, 1, 3, '2020-01-01', 'away', 'full', 'chi_uy_vien', 'Ba', x'03', 1),"
        "(4, 7, 1, 4, '2020-01-01', 'official', 'full', 'dang_vien', 'Bốn', x'04', 1),"
        "(5, 7, 1, 5, '2020-01-01', 'official', 'probationary', 'dang_vien', 'Năm', x'05', 1),"
        "(6, 7, 1, 6, '2020-01-01', 'temporary_here', 'full', 'dang_vien', 'Sáu', x'06', 1),"
        "(7, 7, 1, 7, '2020-01-01', 'temporary_here', 'full', 'chi_uy_vien', 'Bảy', x'07', 1);"
        "INSERT INTO cell_group (id, shard, cell, name, since, entered_at) VALUES (41, 7, 1, 'Tổ đảng số 1', "
        "'2026-01-01', 1), (42, 7, 1, 'Tổ đảng số 2', '2026-01-01', 1);"
        "INSERT INTO group_member (id, shard, cell, cell_group, person, leads, since, until, entered_at) VALUES "
        "(1, 7, 1, 41, 4, 1, '2026-01-01', '9999-12-31', 1), (2, 7, 1, 41, 5, 0, '2026-01-01', '2026-11-20', 1),"
        "(3, 7, 1, 42, 5, 0, '2026-11-20', '9999-12-31', 1), (4, 7, 1, 41, 6, 0, '2026-01-01', '9999-12-31', 1);";

static void write_sql(struct fixture *f, const char *sql)
{
	assert_int_equal(sqlite3_exec(f->side, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int open_cell(void **state)
{
	struct arena *arena = arena_open(64 << 20);
	struct fixture *f = arena_new(arena, struct fixture);
	f->arena = arena;
	snprintf(f->file, sizeof(f->file), "/tmp/meeting_test_%d.db", (int)getpid());
	snprintf(f->url, sizeof(f->url), "sqlite:%s", f->file);
	assert_int_equal(db_open(str_of(f->url), DB_WRITE, &f->db, &f->err), OK);
	assert_int_equal(db_migrate(f->db, 1, &f->err), OK);
	assert_int_equal(sqlite3_open(f->file, &f->side), SQLITE_OK);
	write_sql(f, people);
	*state = f;
	return 0;
}

static int close_cell(void **state)
{
	struct fixture *f = *state;
	char side[80];
	sqlite3_close(f->side);
	db_close(f->db);
	unlink(f->file);
	snprintf(side, sizeof(side), "%s-wal", f->file);
	unlink(side);
	snprintf(side, sizeof(side), "%s-shm", f->file);
	unlink(side);
	arena_close(f->arena);
	return 0;
}

static int64_t at(int day)
{
	return date_instant((struct date){ 2026, 11, day }, 600);
}

/* Calls on a day of November and tells who was called, as "1 2 3 | guests". */
static const char *called(struct fixture *f, const struct meeting *meeting, int day)
{
	sqlite3_stmt *statement;
	char sql[400];
	assert_int_equal(meeting_freeze(f->arena, f->db, meeting, at(day), &f->err), OK);
	snprintf(sql, sizeof(sql),
	        "SELECT (SELECT group_concat(person, ' ') FROM (SELECT person FROM attendance WHERE meeting = %lld "
	        "ORDER "
	        "BY person)) || ' | ' || (SELECT count(*) FROM guest WHERE meeting = %lld)",
	        (long long)meeting->id, (long long)meeting->id);
	assert_int_equal(sqlite3_prepare_v2(f->side, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const char *text = str_c(f->arena, str_copy(f->arena, str_of((const char *)sqlite3_column_text(statement, 0))));
	sqlite3_finalize(statement);
	return text;
}

static struct meeting plan(struct fixture *f, const char *body, int64_t group, const char *name, int day)
{
	struct unit cell = {
		.id = CELL, .shard = SHARD, .kind = STR("chi_bo"), .cell_type = STR("thon"), .since = STR("2020-01-01")
	};
	struct meeting_new plan = { .cell = &cell,
		.day = date_iso(f->arena, (struct date){ 2026, 11, day }),
		.kind = STR("regular"),
		.minute = -1,
		.body = str_of(body),
		.group = group,
		.group_name = str_of(name) };
	struct meeting meeting;
	int64_t id;
	assert_int_equal(meeting_create(f->arena, f->db, &plan, at(1), &id, &f->err), OK);
	assert_int_equal(meeting_load(f->arena, f->db, id, &meeting, &f->err), OK);
	assert_int_equal(meeting_create(f->arena, f->db, &plan, at(1), &id, &f->err), CONFLICT);
	assert_string_equal(f->err.code, *body ? "meeting.body_there" : "meeting.there");
	return meeting;
}

static void the_cell_calls_all(void **state)
{
	struct fixture *f = *state;
	struct meeting meeting = plan(f, "", 0, "", 3);
	assert_true(meeting_is_cell(&meeting));
	assert_int_equal(meeting.chair, 1);
	assert_string_equal(called(f, &meeting, 1), "1 2 3 4 5 | 2");
}

static void the_committee_calls_those_with_a_post(void **state)
{
	struct fixture *f = *state;
	struct meeting meeting = plan(f, "committee", 0, "", 12);
	assert_text(meeting.set_day, "2026-11-12");
	assert_int_equal(meeting.chair, 1);
	assert_text(meeting_body_name(&meeting), "Chi ủy");
	assert_int_equal(meeting_need_cell(&meeting, "some.code", &f->err), CONFLICT);
	assert_string_equal(called(f, &meeting, 1), "1 2 3 | 0");
	write_sql(f, "UPDATE membership SET post = 'chi_uy_vien' WHERE person = 4;"
	             "UPDATE membership SET post = 'dang_vien' WHERE person = 2");
	assert_string_equal(called(f, &meeting, 2), "1 3 4 | 0");
}

static void a_group_calls_its_members_of_the_day(void **state)
{
	struct fixture *f = *state;
	struct meeting first = plan(f, "group", 41, "Tổ đảng số 1", 12),
	               second = plan(f, "group", 42, "Tổ đảng số 2", 12);
	assert_int_equal(first.chair, 4);
	assert_true(first.chair_leads);
	assert_text(meeting_body_name(&first), "Tổ đảng số 1");
	assert_false(second.chair_leads);
	assert_int_equal(meeting_freeze(f->arena, f->db, &second, at(19), &f->err), CONFLICT);
	assert_string_equal(f->err.code, "meeting.body_empty");
	assert_string_equal(called(f, &first, 19), "4 5 | 1");
	assert_string_equal(called(f, &first, 20), "4 | 1");
	assert_string_equal(called(f, &second, 20), "5 | 0");
	/* Who was asked already stays. */
	write_sql(f, "UPDATE attendance SET state = 'present' WHERE person = 5;"
	             "UPDATE group_member SET until = '2026-11-21' WHERE id = 3;"
	             "INSERT INTO group_member (id, shard, cell, cell_group, person, since, entered_at) VALUES "
	             "(5, 7, 1, 42, 4, '2026-11-21', 1)");
	assert_string_equal(called(f, &second, 21), "4 5 | 0");
}

#define CELL_TEST(test) cmocka_unit_test_setup_teardown(test, open_cell, close_cell)

int main(void)
{
	const struct CMUnitTest tests[] = { CELL_TEST(the_cell_calls_all),
		CELL_TEST(the_committee_calls_those_with_a_post), CELL_TEST(a_group_calls_its_members_of_the_day) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
