/* The lists of papers are whole, and working days are counted over weekends and holidays. */
#include "feature/inspect/inspect_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_open(4 << 20);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_close(arena);
	return 0;
}

static void lists_are_whole(void **state)
{
	static const char *const kinds[] = { "kt", "gs" };
	static const char *const roles[] = { "plan", "start", "report", "conclusion", "index" };
	(void)state;
	for (size_t k = 0; k < LENGTH(kinds); k++) {
		const struct inspect_rule *rule;
		struct err err = { 0 };
		assert_int_equal(inspect_rule_read(arena, str_of(kinds[k]), &rule, &err), OK);
		assert_int_equal(rule->paper_count, 12);
		assert_int_equal(rule->start_days, 3);
		assert_true(rule->start_source.len > 0);
		for (size_t i = 0; i < rule->paper_count; i++) {
			const struct inspect_paper_rule *paper = &rule->paper[i];
			assert_int_equal(paper->n, i + 1);
			assert_true(str_eq(paper->code, str_format(arena, "%s%zu", k ? "GS" : "KT", i + 1)));
			assert_true(paper->name.len > 0 && paper->section_count > 0);
			assert_true(str_is(paper->signs, "committee") || str_is(paper->signs, "team") ||
			            str_is(paper->signs, "both") || str_is(paper->signs, "cell"));
			assert_int_equal(paper->optional, i + 1 == 7);
		}
		int64_t last = 0;
		for (size_t i = 0; i < LENGTH(roles); i++) {
			const struct inspect_paper_rule *paper = inspect_rule_role(rule, roles[i]);
			assert_non_null(paper);
			assert_true(paper->n > last);
			last = paper->n;
		}
		assert_true(inspect_rule_role(rule, "plan")->to_cell);
		assert_true(inspect_rule_role(rule, "conclusion")->to_cell);
		assert_false(inspect_rule_role(rule, "report")->to_cell);
		assert_null(inspect_rule_paper(rule, 13));
	}
}

static void kinds_have_their_own_words(void **state)
{
	const struct inspect_rule *kt, *gs;
	struct err err = { 0 };
	(void)state;
	assert_int_equal(inspect_rule_read(arena, STR("kt"), &kt, &err), OK);
	assert_int_equal(inspect_rule_read(arena, STR("gs"), &gs, &err), OK);
	assert_true(str_is(inspect_rule_role(kt, "conclusion")->name, "Thông báo kết luận kiểm tra"));
	assert_true(str_is(inspect_rule_role(gs, "conclusion")->name, "Thông báo kết luận giám sát"));
}

static void working_days(void **state)
{
	static const char *const cases[][2] = {
		{ "2026-12-07", "2026-12-10" }, /* Monday */
		{ "2026-12-10", "2026-12-15" }, /* Thursday, over a weekend */
		{ "2026-12-12", "2026-12-16" }, /* signed on a Saturday */
		{ "2026-12-30", "2027-01-05" }, /* New Year's Day is a Friday */
		{ "2026-04-28", "2026-05-05" }, /* 30 April and 1 May before a weekend */
		{ "2027-02-04", "2027-02-16" }, /* Tết */
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct str by = inspect_working_day(arena, str_of(cases[i][0]), 3);
		if (!str_is(by, cases[i][1]))
			fail_msg("%s: %.*s", cases[i][0], STR_ARG(by));
		assert_true(inspect_works(arena, by));
	}
	assert_false(inspect_works(arena, STR("2026-09-02")));
	assert_false(inspect_works(arena, STR("2030-09-02")));
	assert_false(inspect_works(arena, STR("2026-12-13")));
	assert_false(inspect_works(arena, STR("2026-13-01")));
	assert_true(inspect_works(arena, STR("2026-12-14")));
	assert_int_equal(inspect_working_day(arena, STR("nonsense"), 3).len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lists_are_whole),
		cmocka_unit_test(kinds_have_their_own_words), cmocka_unit_test(working_days) };
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
