/* Lines as people type them, and what a roll call comes to. */
#include "feature/start/start_private.h"

#include "base/test_private.h"

static const struct start_roster_row people[] = {
	{ .person = { 11 }, .name = { "Nguyễn Văn An", sizeof("Nguyễn Văn An") - 1 }, .label = { "1962", 4 } },
	{ .person = { 12 }, .name = { "Nguyễn Văn An", sizeof("Nguyễn Văn An") - 1 }, .label = { "1990", 4 } },
	{ .person = { 13 }, .name = { "Lò Thị Hoà", sizeof("Lò Thị Hoà") - 1 } },
};
static const struct start_roster_rows roster = { (struct start_roster_row *)people, 3 };

static void names_find_people(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	(void)state;
	assert_int_equal(start_find_person(arena, &roster, STR("Nguyễn Văn An")), -1);
	assert_int_equal(start_find_person(arena, &roster, STR(" nguyễn văn an (1990) ")), 12);
	assert_int_equal(start_find_person(arena, &roster, STR("Lò Thị Hòa")), 13);
	assert_int_equal(start_find_person(arena, &roster, STR("Lò Thị Hoa")), 0);
	assert_int_equal(start_find_person(arena, &roster, STR("Nguyễn Văn An (1950)")), 0);
	arena_close(arena);
}

static void tasks_come_line_by_line(void **state)
{
	struct arena *arena = arena_open(4 << 20);
	struct start_tasks_typed tasks;
	struct err err;
	(void)state;
	struct str text = STR("Sửa cổng; Lò Thị Hoà; 30/12/2026\r\n\n  Thăm hỏi  \nHọc tập; ; 1/2/2027");
	assert_int_equal(start_read_tasks(arena, &roster, text, "tasks", &tasks, &err), OK);
	assert_int_equal(tasks.count, 3);
	assert_true(str_is(tasks.at[0].title, "Sửa cổng"));
	assert_int_equal(tasks.at[0].person, 13);
	assert_true(str_is(tasks.at[0].due, "2026-12-30"));
	assert_int_equal(tasks.at[1].line, 3);
	assert_true(str_is(tasks.at[1].title, "Thăm hỏi"));
	assert_false(tasks.at[1].due.len);
	assert_int_equal(tasks.at[2].person, 0);
	assert_true(str_is(tasks.at[2].due, "2027-02-01"));
	arena_close(arena);
}

static void refused(struct arena *arena, struct str text, const char *code)
{
	struct start_tasks_typed tasks;
	struct err err;
	assert_int_equal(start_read_tasks(arena, &roster, text, "tasks", &tasks, &err), INVALID);
	assert_string_equal(err.code, code);
	assert_string_equal(err.field, "tasks");
}

static void bad_tasks_say_their_line(void **state)
{
	struct arena *arena = arena_open(4 << 20);
	(void)state;
	refused(arena, STR("; Lò Thị Hoà"), "start.task_title");
	refused(arena, STR("Sửa cổng; Ai Đó"), "start.task_person");
	refused(arena, STR("Sửa cổng; Nguyễn Văn An"), "start.person_twice");
	refused(arena, STR("Sửa cổng; Lò Thị Hoà; 30/02/2026"), "start.due");
	refused(arena, STR("Sửa cổng; Lò Thị Hoà; 12/2026"), "start.due");
	arena_close(arena);
}

static void speeches_may_go_over_lines(void **state)
{
	struct arena *arena = arena_open(4 << 20);
	struct start_speeches speeches;
	struct err err;
	(void)state;
	struct str text = STR("Lò Thị Hoà: đồng ý\nvà góp công\nĐại biểu xã: nhất trí");
	assert_int_equal(start_read_speeches(arena, &roster, text, "speech-1", &speeches, &err), OK);
	assert_int_equal(speeches.count, 2);
	assert_int_equal(speeches.at[0].person, 13);
	assert_true(str_is(speeches.at[0].text, "đồng ý\nvà góp công"));
	assert_int_equal(speeches.at[1].person, 0);
	assert_true(str_is(speeches.at[1].name, "Đại biểu xã"));
	assert_int_equal(start_read_speeches(arena, &roster, STR("đồng ý"), "speech-1", &speeches, &err), INVALID);
	assert_string_equal(err.code, "start.speech");
	arena_close(arena);
}

static void exempt_and_away_are_outside_the_base(void **state)
{
	struct start_figures figures = { 0 };
	const struct start_present all[] = {
		{ STR("due"), STR("present"), true },
		{ STR("due"), STR("excused"), true },
		{ STR("due"), STR("unexcused"), false },
		{ STR("exempt"), STR("present"), true },
		{ STR("away"), STR("unknown"), true },
		{ STR("special_duty"), STR("unknown"), true },
		{ STR("suspended"), STR("unexcused"), true },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(all); i++)
		start_add_up(&figures, &all[i]);
	assert_int_equal(figures.members, 7);
	assert_int_equal(figures.full_members, 6);
	assert_int_equal(figures.base, 4);
	assert_int_equal(figures.present, 1);
	assert_int_equal(figures.excused, 1);
	assert_int_equal(figures.unexcused, 2);
	assert_int_equal(figures.extra, 1);
}

static void points_give_a_grade(void **state)
{
	(void)state;
	assert_true(str_is(start_grade(90), "good"));
	assert_true(str_is(start_grade(89), "fair"));
	assert_true(str_is(start_grade(70), "fair"));
	assert_true(str_is(start_grade(50), "average"));
	assert_true(str_is(start_grade(49), "poor"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_find_people),
		cmocka_unit_test(tasks_come_line_by_line),
		cmocka_unit_test(bad_tasks_say_their_line),
		cmocka_unit_test(speeches_may_go_over_lines),
		cmocka_unit_test(exempt_and_away_are_outside_the_base),
		cmocka_unit_test(points_give_a_grade),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
