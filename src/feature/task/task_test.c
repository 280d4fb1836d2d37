/* Tasks: how near their day is, who may get one, what a report does to it, the evidence of a meeting. */
#include "base/test_private.h"
#include "base/id.h"
#include "base/time.h"
#include "feature/task/task_private.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

enum { SHARD = 7 };

struct fixture {
	struct arena *arena;
	struct db *db;
	char file[64], url[80];
	int64_t meeting_id, person[2], task[3];
	struct meeting meeting;
	struct task_call call;
	struct err err;
};

static void run(sqlite3 *db, const char *sql)
{
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* An open meeting of November, two people of one name, three older tasks: due on 31/10, on 3/11 and on 15/12. */
static void seed(struct fixture *f)
{
	static const char *const due[] = { "2026-10-31", "2026-11-03", "2026-12-15" };
	sqlite3 *db;
	char sql[500];
	assert_int_equal(sqlite3_open(f->file, &db), SQLITE_OK);
	run(db, "INSERT INTO unit (id, kind, shard, since, entered_at) VALUES (1, 'chi_bo', 7, '2020-01-01', 1);"
	        "INSERT INTO unit_name (unit, since, name, fold, sort_key, entered_at) VALUES (1, '2020-01-01', 'Chi "
	        "bộ', 'chi bo', x'00', 1)");
	snprintf(sql, sizeof(sql),
	        "INSERT INTO meeting (id, shard, cell, month, day, minute, kind, state, set_day, rubric, opened_at, "
	        "entered_at) "
	        "VALUES (%lld, %d, 1, 202611, '2026-11-03', 1170, 'regular', 'open', '2026-11-03', 'r', 1, 1)",
	        (long long)f->meeting_id, SHARD);
	run(db, sql);
	for (int i = 0; i < 2; i++) {
		f->person[i] = id_new(SHARD);
		snprintf(sql, sizeof(sql),
		        "INSERT INTO attendance (meeting, person, shard, status, name, label, sort_key, post) "
		        "VALUES (%lld, %lld, %d, 'full', 'Phạm Thị Mỵ', '%d', x'00', 'dang_vien')",
		        (long long)f->meeting_id, (long long)f->person[i], SHARD, i ? 1985 : 1962);
		run(db, sql);
	}
	for (int i = 0; i < 3; i++) {
		f->task[i] = id_new(SHARD);
		snprintf(sql, sizeof(sql),
		        "INSERT INTO task (id, shard, cell, ord, title, person, person_name, due, entered_at) VALUES "
		        "(%lld, %d, 1, %d, 'Việc %d', %lld, 'Mỵ', '%s', 1)",
		        (long long)f->task[i], SHARD, i, i, (long long)f->person[0], due[i]);
		run(db, sql);
	}
	sqlite3_close(db);
}

static int open_meeting(void **state)
{
	struct arena *arena = arena_open(64 << 20);
	struct fixture *f = arena_new(arena, struct fixture);
	f->arena = arena;
	f->meeting_id = id_new(SHARD);
	snprintf(f->file, sizeof(f->file), "/tmp/task_test_%d.db", (int)getpid());
	snprintf(f->url, sizeof(f->url), "sqlite:%s", f->file);
	assert_int_equal(db_open(str_of(f->url), DB_WRITE, &f->db, &f->err), OK);
	assert_int_equal(db_migrate(f->db, 1, &f->err), OK);
	seed(f);
	assert_int_equal(meeting_load(arena, f->db, f->meeting_id, &f->meeting, &f->err), OK);
	f->call = (struct task_call){ arena, f->db, &f->meeting, 1000 };
	*state = f;
	return 0;
}

static int close_meeting(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct fixture *f = *state;
	char side[80];
	db_close(f->db);
	for (size_t i = 0; i < LENGTH(ends); i++) {
		snprintf(side, sizeof(side), "%s%s", f->file, ends[i]);
		unlink(side);
	}
	arena_close(f->arena);
	return 0;
}

static struct task_asked_rows asked(struct fixture *f, bool running)
{
	struct task_asked_rows rows;
	assert_int_equal(task_asked(f->arena, f->db,
	                         &(struct task_asked_in){ { 1 }, SHARD, { f->meeting_id }, running }, &rows, &f->err),
	        OK);
	return rows;
}

static void report(struct fixture *f, size_t at, const char *state, const char *result)
{
	struct task_asked_rows rows = asked(f, true);
	assert_true(at < rows.count);
	assert_int_equal(task_report(&f->call, &rows.at[at], str_of(state), str_of(result), &f->err), OK);
}

static void reports_close_or_come_back(void **state)
{
	struct fixture *f = *state;
	struct evidence evidence = { 0 };
	struct task_lines reported, given;
	assert_int_equal(asked(f, true).count, 3);
	assert_int_equal(asked(f, false).count, 0);
	report(f, 0, "done", "xong");
	report(f, 1, "part", "được một nửa");
	struct task_asked_rows rows = asked(f, true);
	assert_int_equal(rows.count, 3); /* what was reported here stays on the list */
	assert_text(rows.at[0].state, "done");
	assert_text(rows.at[1].state, "part");
	assert_int_equal(asked(f, false).count, 2);
	assert_int_equal(task_evidence(f->arena, f->db, (struct meeting_id){ f->meeting_id }, &evidence, &f->err), OK);
	assert_int_equal(evidence.count, 3);
	assert_string_equal(evidence.at[0].name, "tasks_due");
	assert_int_equal(evidence.at[0].value, 2); /* the one of December is not due */
	assert_int_equal(evidence.at[1].value, 1);
	report(f, 0, "not_done", ""); /* corrected: open again */
	assert_int_equal(task_of_meeting(f->arena, f->db, f->meeting_id, &reported, &given, &f->err), OK);
	assert_int_equal(reported.count, 3);
	assert_text(reported.at[0].state, "not_done");
	assert_text(reported.at[2].state, "open");
	assert_int_equal(given.count, 0);
}

static void a_new_task_has_a_person_and_a_day(void **state)
{
	struct fixture *f = *state;
	struct task_people_rows people;
	struct evidence evidence = { 0 };
	struct str name;
	assert_int_equal(
	        task_people(f->arena, f->db, &(struct task_people_in){ { f->meeting_id }, SHARD }, &people, &f->err),
	        OK);
	assert_int_equal(task_check(&f->call, &people, f->person[1], STR("2026-11-03"), &name, &f->err), OK);
	assert_text(name, "Phạm Thị Mỵ (1985)");
	assert_int_equal(task_check(&f->call, &people, f->person[1], STR("2026-11-02"), &name, &f->err), INVALID);
	assert_string_equal(f->err.code, "task.due_before");
	assert_int_equal(task_check(&f->call, &people, 99, STR("2026-11-03"), &name, &f->err), INVALID);
	assert_string_equal(f->err.field, "person");
	struct task_add_in in = { { id_new(SHARD) }, SHARD, { 1 }, { f->meeting_id }, STR("Sửa đường"),
		{ f->person[1] }, name, STR("2026-12-15"), 202612, 1 };
	assert_int_equal(task_add(f->arena, f->db, &in, &f->err), OK);
	assert_int_equal(asked(f, true).count, 3); /* not asked at the meeting that gave it */
	assert_int_equal(task_evidence(f->arena, f->db, (struct meeting_id){ f->meeting_id }, &evidence, &f->err), OK);
	assert_int_equal(evidence.at[2].value, 1);
	assert_int_equal(task_remove(f->arena, f->db, &(struct task_remove_in){ in.id, SHARD, 2 }, &f->err), OK);
	evidence.count = 0;
	assert_int_equal(task_evidence(f->arena, f->db, (struct meeting_id){ f->meeting_id }, &evidence, &f->err), OK);
	assert_int_equal(evidence.at[2].value, 0);
}

static void urgency_goes_by_the_day(void **state)
{
	struct str today = STR("2026-11-03");
	(void)state;
	assert_int_equal(task_urgency(STR("2026-11-02"), today), TASK_LATE);
	assert_int_equal(task_urgency(STR("2026-11-03"), today), TASK_SOON);
	assert_int_equal(task_urgency(STR("2026-11-10"), today), TASK_SOON);
	assert_int_equal(task_urgency(STR("2026-11-11"), today), TASK_LATER);
	assert_int_equal(task_urgency(STR_NONE, today), TASK_NO_DAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reports_close_or_come_back, open_meeting, close_meeting),
		cmocka_unit_test_setup_teardown(a_new_task_has_a_person_and_a_day, open_meeting, close_meeting),
		cmocka_unit_test(urgency_goes_by_the_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
