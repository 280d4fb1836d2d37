/* The open meeting: items and parts, the roll, notes in versions, undo, the end and its totals, the evidence. */
#include "base/test_private.h"
#include "base/id.h"
#include "base/time.h"
#include "feature/hold/hold_private.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SHARD = 7, PEOPLE = 4, MINUTE = 60000 };

extern const struct feature hold_feature;

struct fixture {
	struct arena *arena;
	struct db *db;
	char file[64], url[80];
	int64_t now, meeting_id, person[PEOPLE], item[3];
	struct meeting meeting;
	struct hold hold;
	struct err err;
};

/* A called meeting of two regular items and a thematic one, a roster of three who must come and one exempt. */
static void seed(struct fixture *f)
{
	static const char *const names[PEOPLE] = { "Nguyễn Văn An", "Trần Thị Hạnh", "Phạm Thị Mỵ",
		"Dương Khắc Hưởng" };
	sqlite3 *db;
	char sql[600];
	assert_int_equal(sqlite3_open(f->file, &db), SQLITE_OK);
	snprintf(sql, sizeof(sql),
	        "INSERT INTO meeting (id, shard, cell, month, day, minute, kind, state, set_day, rubric, called_at, "
	        "entered_at) "
	        "VALUES (%lld, %d, 1, 202611, '2026-11-03', 1170, 'both', 'called', '2026-11-03', 'r', 1, 1)",
	        (long long)f->meeting_id, SHARD);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
	                         "INSERT INTO unit (id, kind, shard, since, entered_at) VALUES (1, 'chi_bo', 7, "
	                         "'2020-01-01', 1);"
	                         "INSERT INTO unit_name (unit, since, name, fold, sort_key, entered_at) "
	                         "VALUES (1, '2020-01-01', 'Chi bộ thôn Đông', 'chi bo thon dong', x'00', 1)",
	                         NULL, NULL, NULL),
	        SQLITE_OK);
	for (int i = 0; i < 3; i++) {
		static const char *const steps[] = { "news", "discussion", "read_back" };
		f->item[i] = id_new(SHARD);
		snprintf(sql, sizeof(sql),
		        "INSERT INTO agenda_item (id, shard, meeting, ord, part, step, title, minutes) VALUES (%lld, "
		        "%d, %lld, %d, %d, '%s', 'Mục %d', 10)",
		        (long long)f->item[i], SHARD, (long long)f->meeting_id, i + 1, i == 2 ? 2 : 1, steps[i], i + 1);
		assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	}
	for (int i = 0; i < 2; i++) {
		snprintf(sql, sizeof(sql),
		        "INSERT INTO meeting_part (meeting, shard, ord, kind) VALUES (%lld, %d, %d, '%s')",
		        (long long)f->meeting_id, SHARD, i + 1, i ? "thematic" : "regular");
		assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	}
	for (int i = 0; i < PEOPLE; i++) {
		f->person[i] = id_new(SHARD);
		snprintf(sql, sizeof(sql),
		        "INSERT INTO attendance (meeting, person, shard, status, name, sort_key, post, duty) VALUES "
		        "(%lld, %lld, %d, 'full', '%s', "
		        "x'00', 'dang_vien', '%s')",
		        (long long)f->meeting_id, (long long)f->person[i], SHARD, names[i], i == 3 ? "exempt" : "due");
		assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	}
	sqlite3_close(db);
}

static int64_t ask(struct fixture *f, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open(f->file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t value = sqlite3_column_type(statement, 0) == SQLITE_NULL ? -1 : sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return value;
}

/* As the next request finds it, `minutes` later. */
static void later(struct fixture *f, int minutes)
{
	f->now += (int64_t)minutes * MINUTE;
	assert_int_equal(meeting_load(f->arena, f->db, f->meeting_id, &f->meeting, &f->err), OK);
	f->hold = (struct hold){ f->arena, f->db, &f->meeting, { 1 }, f->now, { f->meeting_id } };
}

static int open_meeting(void **state)
{
	struct arena *arena = arena_open(64 << 20);
	struct fixture *f = arena_new(arena, struct fixture);
	f->arena = arena;
	f->now = date_instant((struct date){ 2026, 11, 3 }, 1170);
	snprintf(f->file, sizeof(f->file), "/tmp/hold_test_%d.db", (int)getpid());
	snprintf(f->url, sizeof(f->url), "sqlite:%s", f->file);
	f->meeting_id = id_new(SHARD);
	assert_int_equal(db_open(str_of(f->url), DB_WRITE, &f->db, &f->err), OK);
	assert_int_equal(db_migrate(f->db, f->now, &f->err), OK);
	seed(f);
	later(f, 0);
	*state = f;
	return 0;
}

static int close_meeting(void **state)
{
	struct fixture *f = *state;
	char side[80];
	db_close(f->db);
	unlink(f->file);
	snprintf(side, sizeof(side), "%s-wal", f->file);
	unlink(side);
	snprintf(side, sizeof(side), "%s-shm", f->file);
	unlink(side);
	arena_close(f->arena);
	return 0;
}

static void fails(struct fixture *f, enum status got, enum status status, const char *code)
{
	assert_int_equal(got, status);
	assert_string_equal(f->err.code, code);
}

static void undo_last(struct fixture *f)
{
	struct hold_act_last_row act;
	bool found;
	assert_int_equal(
	        hold_act_last(f->arena, f->db, &(struct hold_act_last_in){ f->hold.id, SHARD }, &act, &found, &f->err),
	        OK);
	assert_true(found);
	assert_int_equal(hold_undo(&f->hold, act.ord, &f->err), OK);
}

static void agenda_goes_on_and_back(void **state)
{
	struct fixture *f = *state;
	fails(f, hold_next(&f->hold, 0, 0, &f->err), CONFLICT, "hold.not_open");
	assert_int_equal(hold_open_meeting(&f->hold, &f->err), OK);
	later(f, 5);
	fails(f, hold_open_meeting(&f->hold, &f->err), CONFLICT, "hold.not_called");
	fails(f, hold_next(&f->hold, f->item[1], 0, &f->err), CONFLICT, "hold.moved_on");
	fails(f, hold_next(&f->hold, f->item[0], f->item[0], &f->err), CONFLICT, "hold.item_done");
	assert_int_equal(hold_next(&f->hold, f->item[0], f->item[2], &f->err), OK); /* the thematic one first */
	assert_int_equal(ask(f, "SELECT (ended - began) / 60000 FROM agenda_item WHERE ord = 1"), 5);
	assert_int_equal(ask(f, "SELECT ended FROM agenda_item WHERE ord = 3"), -1);
	assert_int_equal(ask(f, "SELECT began IS NOT NULL FROM meeting_part WHERE ord = 2"), 1);
	undo_last(f);
	assert_int_equal(ask(f, "SELECT ended FROM agenda_item WHERE ord = 1"), -1);
	assert_int_equal(ask(f, "SELECT began FROM agenda_item WHERE ord = 3"), -1);
	assert_int_equal(ask(f, "SELECT began FROM meeting_part WHERE ord = 2"), -1);
	for (int i = 0; i < 3; i++, later(f, 10))
		assert_int_equal(hold_next(&f->hold, f->item[i], 0, &f->err), OK);
	assert_int_equal(ask(f, "SELECT count(*) FROM agenda_item WHERE ended IS NOT NULL"), 3);
	fails(f, hold_next(&f->hold, 0, 0, &f->err), CONFLICT, "hold.agenda_done");
}

static void the_roll_is_taken_back(void **state)
{
	struct fixture *f = *state;
	struct person_id an = { f->person[0] }, away = { f->person[3] };
	assert_int_equal(hold_attend(f->arena, f->db,
	                         &(struct hold_attend_in){ f->hold.id, an, SHARD, STR("excused"), STR("Đi khám bệnh"),
	                                 OPT(5), OPT_NONE, OPT_NONE, f->now },
	                         &f->err),
	        OK);
	assert_int_equal(hold_set_state(&f->hold, an, STR("present"), &f->err), OK);
	assert_int_equal(ask(f, "SELECT count(*) FROM attendance WHERE state = 'present'"), 1);
	undo_last(f);
	assert_int_equal(ask(f, "SELECT count(*) FROM attendance WHERE state = 'excused' AND reason = 'Đi khám bệnh' "
	                        "AND excused_at = 5"),
	        1);
	fails(f, hold_undo(&f->hold, 1, &f->err), CONFLICT, "hold.nothing_to_undo");
	fails(f, hold_set_state(&f->hold, away, STR("unexcused"), &f->err), INVALID, "hold.not_due");
	fails(f, hold_set_state(&f->hold, (struct person_id){ 5 }, STR("present"), &f->err), NOT_FOUND,
	        "hold.no_person");
}

static void two_clerks_never_overwrite(void **state)
{
	struct fixture *f = *state;
	struct item_id item = { f->item[1] };
	assert_int_equal(hold_open_meeting(&f->hold, &f->err), OK);
	later(f, 1);
	assert_int_equal(hold_note(&f->hold, item, 1, STR("một"), STR(""), &f->err), OK);
	/* Another clerk began from version 1 too, and wrote the conclusion only. */
	assert_int_equal(hold_note(&f->hold, item, 1, STR(""), STR("nhất trí"), &f->err), OK);
	assert_int_equal(ask(f, "SELECT count(*) FROM agenda_item WHERE content = 'một' AND conclusion = 'nhất trí' "
	                        "AND version = 3"),
	        1);
	fails(f, hold_note(&f->hold, item, 1, STR("hai"), STR("nhất trí"), &f->err), CONFLICT, "hold.item_changed");
	assert_string_equal(f->err.field, "content");
	assert_int_equal(hold_note(&f->hold, item, 3, STR("hai"), STR("nhất trí"), &f->err), OK);
	undo_last(f);
	assert_int_equal(ask(f, "SELECT count(*) FROM agenda_item WHERE content = 'một' AND conclusion = 'nhất trí' "
	                        "AND version = 5"),
	        1);
	assert_int_equal(ask(f, "SELECT count(*) FROM item_version"), 4);
}

static void speech(struct fixture *f, int person)
{
	assert_int_equal(hold_speech_add(f->arena, f->db,
	                         &(struct hold_speech_add_in){ { id_new(SHARD) }, SHARD, f->hold.id, { f->item[0] },
	                                 { f->person[person] }, STR("x"), STR(""), STR("opinion"), f->now },
	                         &f->err),
	        OK);
}

static int64_t measure(const struct evidence *evidence, const char *name)
{
	for (size_t i = 0; i < evidence->count; i++)
		if (str_is(str_of(name), evidence->at[i].name))
			return evidence->at[i].value;
	return -1;
}

static void the_end_needs_a_whole_roll(void **state)
{
	struct fixture *f = *state;
	struct evidence evidence = { 0 };
	assert_int_equal(hold_open_meeting(&f->hold, &f->err), OK);
	later(f, 20);
	fails(f, hold_end_meeting(&f->hold, true, &f->err), CONFLICT, "hold.unknown_people");
	assert_string_equal(f->err.arg[0].value, "3");
	for (int i = 0; i < 3; i++)
		assert_int_equal(hold_set_state(&f->hold, (struct person_id){ f->person[i] },
		                         i ? STR("present") : STR("excused"), &f->err),
		        OK);
	assert_int_equal(hold_set_state(&f->hold, (struct person_id){ f->person[3] }, STR("present"), &f->err), OK);
	speech(f, 1);
	speech(f, 1);
	speech(f, 0); /* not here: sent ahead */
	fails(f, hold_end_meeting(&f->hold, false, &f->err), INVALID, "hold.end_unadopted");
	assert_int_equal(hold_next(&f->hold, f->item[0], 0, &f->err), OK);
	later(f, 75);
	assert_int_equal(hold_end_meeting(&f->hold, true, &f->err), OK);
	assert_int_equal(ask(f, "SELECT members * 10000 + base * 1000 + present * 100 + excused * 10 + extra FROM "
	                        "meeting_total"),
	        43211);
	assert_int_equal(ask(f, "SELECT minutes * 10 + spoke FROM meeting_total"), 951);
	assert_int_equal(ask(f, "SELECT count(*) FROM meeting_part WHERE ended IS NOT NULL"), 1);
	later(f, 1);
	fails(f, hold_end_meeting(&f->hold, true, &f->err), CONFLICT, "hold.not_open");
	fails(f, hold_undo(&f->hold, 1, &f->err), CONFLICT, "hold.not_open");
	assert_int_equal(hold_feature.evidence(f->arena, f->db, f->hold.id, &evidence, &f->err), OK);
	static const struct {
		const char *name;
		int64_t value;
	} want[] = { { "size", 4 }, { "base", 3 }, { "present", 2 }, { "unexcused", 0 }, { "excused_streak", 1 },
		{ "minutes", 95 }, { "steps_all", 3 }, { "steps_done", 2 }, { "spoke", 1 }, { "spirit_minutes", 20 },
		{ "praise", 0 } };
	for (size_t i = 0; i < LENGTH(want); i++)
		assert_int_equal(measure(&evidence, want[i].name), want[i].value);
}

static void streaks_end_with_the_person(void **state)
{
	static const struct hold_absence rows[] = { { 1, true }, { 1, true }, { 2, true }, { 2, false }, { 2, true },
		{ 2, true }, { 2, true } };
	(void)state;
	assert_int_equal(hold_streak(rows, LENGTH(rows)), 3);
	assert_int_equal(hold_streak(rows, 3), 2);
	assert_int_equal(hold_streak(rows, 0), 0);
}

static void titles_fit_a_button(void **state)
{
	struct fixture *f = *state;
	assert_text(hold_short(f->arena, STR("Kiểm diện: có mặt, vắng"), 20), "Kiểm diện");
	assert_text(hold_short(f->arena, STR("Thông tin thời sự, chủ trương"), 12), "Thông tin…");
	assert_text(hold_short(f->arena, STR("Biểu quyết"), 10), "Biểu quyết");
}

#define MEETING_TEST(test) cmocka_unit_test_setup_teardown(test, open_meeting, close_meeting)

int main(void)
{
	const struct CMUnitTest tests[] = { MEETING_TEST(agenda_goes_on_and_back), MEETING_TEST(the_roll_is_taken_back),
		MEETING_TEST(two_clerks_never_overwrite), MEETING_TEST(the_end_needs_a_whole_roll),
		MEETING_TEST(titles_fit_a_button), cmocka_unit_test(streaks_end_with_the_person) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
