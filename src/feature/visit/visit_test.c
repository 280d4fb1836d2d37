/* Whom somebody should not assess, to the day; that a proposal keeps to it; the calendar that a team takes along. */
#include "base/test_private.h"
#include "base/time.h"
#include "feature/visit/visit_private.h"
#include "tests/harness/test_db.h"

#include <sodium.h>

enum { CELLS = 6, ANNA = 1, BINH = 2 };

struct fixture {
	struct arena *arena;
	struct db *db;
	int64_t top, commune, cell[CELLS];
	struct call call;
	struct err err;
};

static void run(struct fixture *f, const char *format, ...) FORMAT(2, 3);
static void run(struct fixture *f, const char *format, ...)
{
	char sql[1000];
	va_list args;
	va_start(args, format);
	vsnprintf(sql, sizeof(sql), format, args);
	va_end(args);
	if (db_exec(f->db, sql, &f->err) != OK)
		fail_msg("%s: %s", sql, f->err.detail);
}

static int64_t make_unit(struct fixture *f, const char *kind, int64_t parent)
{
	struct unit_new new = { .kind = str_of(kind),
		.name = str_format(f->arena, "Đơn vị %s", kind),
		.parent = parent,
		.since = STR("2025-07-01"),
		.cell_type = str_of(*kind == 'c' ? "thon" : "") };
	int64_t id;
	assert_int_equal(unit_create(f->arena, f->db, &new, f->call.now, &id, &f->err), OK);
	return id;
}

static int setup(void **state)
{
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct fixture *f = arena_new(arena, struct fixture);
	f->arena = arena;
	f->db = test_db_open();
	int64_t now = date_instant((struct date){ 2026, 12, 20 }, 480);
	assert_int_equal(db_migrate(f->db, now, &f->err), OK);
	f->call = (struct call){ arena, f->db, now, STR("2026-12-20") };
	f->top = make_unit(f, "tinh", 0);
	f->commune = make_unit(f, "xa", f->top);
	for (int i = 0; i < CELLS; i++)
		f->cell[i] = make_unit(f, "chi_bo", f->commune);
	run(f,
	        "INSERT INTO account (id, person, name, entered_at) VALUES (%d, 77, 'Lê Thị An', 1), (%d, NULL, 'Vũ "
	        "Bình', 1)",
	        ANNA, BINH);
	run(f,
	        "INSERT INTO visit_team (id, unit, name, number, day, since, until, account, entered_at) VALUES (9, "
	        "%lld, 'Tổ 1', '1', '2026-12-01', '2026-12-01', '2027-12-01', 1, 1)",
	        (long long)f->commune);
	run(f,
	        "INSERT INTO visit_member (team, account, name, post, place, head, entered_at) VALUES (9, %d, 'Lê Thị "
	        "An', '', '', 1, 1), (9, %d, 'Vũ Bình', '', '', 0, 1)",
	        ANNA, BINH);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	struct arena *arena = f->arena;
	db_close(f->db);
	arena_close(arena);
	return 0;
}

static enum status plan(struct fixture *f, int64_t cell, struct account_id only)
{
	struct team team = { .id = { 9 } };
	struct unit unit;
	struct visit_id id;
	struct visit_goers goers = { &only, only.n != 0 };
	bool found;
	f->err = (struct err){ 0 };
	run(f, "SAVEPOINT trial");
	assert_int_equal(unit_load(f->arena, f->db, cell, &unit, &f->err), OK);
	assert_int_equal(
	        visit_team_one(f->arena, f->db, &(struct visit_team_one_in){ team.id }, &team.row, &found, &f->err),
	        OK);
	enum status status = visit_plan(
	        &f->call, &team, &unit, STR("2027-01-10"), OPT(480), &goers, (struct account_id){ ANNA }, &id, &f->err);
	struct err err = f->err;
	run(f, "ROLLBACK TO trial");
	f->err = err;
	return status;
}

static void refused(struct fixture *f, int64_t cell, const char *code)
{
	assert_int_equal(plan(f, cell, (struct account_id){ 0 }), INVALID);
	assert_string_equal(f->err.code, code);
}

static void make_connections(struct fixture *f)
{
	/* An was in the first cell until three years ago to the day, in the second one a day longer, is in the third.
	 */
	static const char *const until[] = { "2023-12-20", "2023-12-21", "9999-12-31" };
	struct unit unit;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(unit_load(f->arena, f->db, f->cell[i], &unit, &f->err), OK);
		run(f,
		        "INSERT INTO membership (id, shard, cell, person, since, until, kind, status, name, sort_key, "
		        "entered_at) VALUES (%d, %d, %lld, 77, '2020-01-01', '%s', 'official', 'full', 'An', %s, 1)",
		        500 + i, unit.shard, (long long)f->cell[i], until[i], test_db_server() ? "'\\x00'" : "x'00'");
	}
	/* Bình led the fourth for its committee until this year, and declared the fifth. */
	run(f,
	        "INSERT INTO account_role (id, account, unit, role, since, until, entered_at) VALUES (1, %d, %lld, "
	        "'secretary', '2022-01-01', '2026-02-01', 1)",
	        BINH, (long long)f->cell[3]);
	run(f,
	        "INSERT INTO visit_bar (account, unit, kind, note, noted_by, entered_at) VALUES (%d, %lld, 'family', "
	        "'', 1, 1)",
	        BINH, (long long)f->cell[4]);
}

static void connections_are_refused(void **state)
{
	struct fixture *f = *state;
	run(f, "BEGIN");
	make_connections(f);
	assert_int_equal(plan(f, f->cell[0], (struct account_id){ 0 }), OK);
	refused(f, f->cell[1], "visit.former");
	assert_string_equal(f->err.arg[1].value, "Lê Thị An");
	assert_string_equal(f->err.arg[2].value, "21/12/2023");
	refused(f, f->cell[2], "visit.insider");
	refused(f, f->cell[3], "visit.former");
	refused(f, f->cell[4], "visit.barred");
	assert_int_equal(plan(f, f->cell[5], (struct account_id){ 0 }), OK);
	/* The one of the team who has nothing to do with it may go alone. */
	assert_int_equal(plan(f, f->cell[2], (struct account_id){ BINH }), OK);
	assert_int_equal(plan(f, f->cell[4], (struct account_id){ ANNA }), OK);
	assert_int_equal(plan(f, f->cell[4], (struct account_id){ BINH }), INVALID);
	run(f, "UPDATE visit_bar SET unit = %lld", (long long)f->top); /* all below */
	refused(f, f->cell[5], "visit.barred");
	run(f, "ROLLBACK");
}

static void proposals_keep_to_it(void **state)
{
	struct fixture *f = *state;
	struct visit_of_unit_rows rows;
	size_t count;
	run(f, "BEGIN");
	make_connections(f);
	assert_int_equal(visit_propose(&f->call, f->commune, STR("2027-01-01"), STR("2027-04-01"), 20, 6,
	                         (struct account_id){ ANNA }, &count, &f->err),
	        OK);
	assert_int_equal(count, 2);
	assert_int_equal(visit_of_unit(f->arena, f->db,
	                         &(struct visit_of_unit_in){ { f->commune }, STR("2027-01-01"), STR("2027-04-01") },
	                         &rows, &f->err),
	        OK);
	for (size_t i = 0; i < rows.count; i++) {
		struct visit_goer_many_rows goers;
		assert_true(rows.at[i].cell.n == f->cell[0] || rows.at[i].cell.n == f->cell[5]);
		assert_int_equal(
		        visit_goer_many(f->arena, f->db,
		                &(struct visit_goer_many_in){ rows.at[i].id, (int)rows.at[i].shard }, &goers, &f->err),
		        OK);
		assert_int_equal(goers.count, 2);
	}
	run(f, "ROLLBACK");
}

/* Every line has its end, is short enough and whole in its letters; a calendar says neither cell nor Party. */
static void a_calendar_is_read_elsewhere(void **state)
{
	struct fixture *f = *state;
	struct visit_of_team_row row[2] = { { .id = { 5 },
		                                    .cell_name = STR("Chi bộ thôn Đông"),
		                                    .day = STR("2027-01-31"),
		                                    .minute = 23 * 60,
		                                    .place = STR(
		                                            "Nhà văn hóa thôn Thượng Phúc, xã Thư Lâm; cạnh đình làng "
		                                            "có cây đa bảy trăm năm tuổi, lối vào\nphía sau trường"),
		                                    .state = STR("confirmed"),
		                                    .version = 3 },
		{ .id = { 6 }, .day = STR("2027-02-01"), .minute = 30, .state = STR("cancelled"), .version = 2 } };
	struct visit_of_team_rows rows = { row, 2 };
	struct str text = visit_calendar_text(f->arena, &rows, STR("http://127.0.0.1:8080"), f->call.now);
	const char *whole = str_c(f->arena, text);
	size_t width = 0;
	for (size_t i = 0; i < text.len; i++) {
		width = text.ptr[i] == '\n' ? 0 : width + 1;
		assert_true(width <= 76); /* with its carriage return */
		assert_true(text.ptr[i] != '\n' || text.ptr[i - 1] == '\r');
		assert_false(!width && i + 1 < text.len && ((unsigned char)text.ptr[i + 1] & 0xc0) == 0x80);
	}
	assert_non_null(strstr(whole, "DTSTART:20270131T160000Z\r\nDTEND:20270131T180000Z\r\nSTATUS:CONFIRMED\r\n"));
	assert_non_null(strstr(whole, "DTSTART:20270131T173000Z\r\n")); /* half past midnight here */
	assert_non_null(strstr(whole, "SEQUENCE:2\r\nDTSTAMP:20261220T010000Z"));
	assert_non_null(strstr(whole, "STATUS:CANCELLED\r\n"));
	assert_non_null(strstr(whole, "URL:http://127.0.0.1:8080/visits/6\r\n"));
	assert_non_null(strstr(whole, "Phúc\\, xã"));
	assert_null(strstr(whole, "Đông"));
	assert_null(strstr(whole, "Chi bộ"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(connections_are_refused),
		cmocka_unit_test(proposals_keep_to_it), cmocka_unit_test(a_calendar_is_read_elsewhere) };
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, setup, teardown);
}
