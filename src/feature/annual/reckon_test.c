/* The ceiling, the conditions and the working days, by tables of cases reckoned by hand; the rule as it is built in. */
#include "base/test_private.h"
#include "feature/annual/annual_rule.h"

static void test_ceiling(void **state)
{
	static const struct {
		int64_t good, percent, most;
	} cases[] = {
		{ 0, 20, 0 },
		{ 0, 25, 0 },
		{ 1, 20, 0 },
		{ 3, 25, 0 },
		{ 4, 20, 0 },
		{ 4, 25, 1 },
		{ 5, 20, 1 },
		{ 7, 25, 1 },
		{ 8, 25, 2 },
		{ 9, 20, 1 },
		{ 10, 20, 2 },
		{ 14, 20, 2 },
		{ 15, 20, 3 },
		{ 99, 20, 19 },
		{ 100, 25, 25 },
		{ 1000, 20, 200 },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_int_equal(annual_ceiling(cases[i].good, cases[i].percent), cases[i].most);
}

static struct annual_rule rule_of(struct arena *arena)
{
	struct annual_rule rule;
	struct err err = { 0 };
	assert_int_equal(annual_rule_find(arena, STR_NONE, STR("2026-12-15"), &rule, &err), OK);
	return rule;
}

static void test_rule(void **state)
{
	struct arena *arena = *state;
	struct annual_rule rule = rule_of(arena), none;
	static const int least[] = { 90, 70, 50, 0 };
	struct err err = { 0 };
	assert_int_equal(rule.ceiling, 20);
	assert_int_equal(rule.raised, 25);
	assert_int_equal(rule.draft_days, 3);
	for (int i = 0; i < ANNUAL_GRADES; i++) {
		assert_int_equal(rule.measure.least[i], least[i]);
		assert_true(rule.grade_name[i].len > 0);
	}
	assert_true(str_is(rule.id, "366-qd-tw"));
	assert_true(str_find(rule.source, STR("366-QĐ/TW, 30/08/2025")) > 0);
	assert_int_equal(annual_rule_find(arena, STR_NONE, STR("2025-08-29"), &none, &err), INVALID);
	assert_int_equal(annual_rule_find(arena, STR("x"), STR_NONE, &none, &err), INVALID);
}

/* 30 of a hundred for the common criteria, 70 for results; no id twice. */
static void test_forms(void **state)
{
	static const char *const codes[] = { "01", "2A", "2B", "2C", "01" };
	struct annual_form form;
	struct err err = { 0 };
	for (size_t c = 0; c < LENGTH(codes); c++) {
		int64_t common = 0;
		bool committee = c == LENGTH(codes) - 1;
		assert_int_equal(annual_form_find(*state, str_of(codes[c]), committee, &form, &err), OK);
		assert_int_equal(str_find(form.who, STR("cấp ủy của đảng bộ")) > 0, committee);
		assert_int_equal(form.max, 100);
		for (size_t i = 0; i < form.line_count; i++) {
			common += str_is(form.line[i].group, "Tiêu chí chung") ? form.line[i].max : 0;
			for (size_t k = 0; k < i; k++)
				assert_false(str_eq(form.line[i].id, form.line[k].id));
		}
		assert_int_equal(common, 30);
		for (size_t i = 0; i < form.part_count; i++)
			for (size_t k = 0; k < i; k++)
				assert_false(str_eq(form.part[i].id, form.part[k].id));
	}
	assert_int_equal(annual_form_find(*state, STR("2D"), false, &form, &err), INVALID);
	assert_int_equal(annual_form_find(*state, STR("2A"), true, &form, &err), INVALID);
}

enum { NOT_SAID = -1 };

static struct opt_int said(int n)
{
	return n == NOT_SAID ? OPT_NONE : OPT(n);
}

static void test_judge(void **state)
{
	static const struct {
		int tasks, done, late, above, points;
		const char *remedied;
		int discipline, degraded;
		enum annual_grade grade;
		enum annual_verdict verdict;
	} cases[] = {
		/* all that is asked for */
		{ 10, 10, 0, 3, 90, "yes", 0, 0, ANNUAL_EXCELLENT, ANNUAL_FITS },
		{ 10, 10, 0, 3, 90, "none", 0, NOT_SAID, ANNUAL_EXCELLENT, ANNUAL_FITS },
		/* points */
		{ 10, 10, 0, 3, NOT_SAID, "yes", 0, 0, ANNUAL_EXCELLENT, ANNUAL_NO_POINTS },
		{ 10, 10, 0, 3, 89, "yes", 0, 0, ANNUAL_EXCELLENT, ANNUAL_FEW_POINTS },
		{ 10, 10, 0, 0, 69, "", NOT_SAID, NOT_SAID, ANNUAL_GOOD, ANNUAL_FEW_POINTS },
		{ 10, 10, 0, 0, 70, "", NOT_SAID, NOT_SAID, ANNUAL_GOOD, ANNUAL_FITS },
		{ 10, 10, 0, 0, 49, "", NOT_SAID, NOT_SAID, ANNUAL_FAIR, ANNUAL_FEW_POINTS },
		{ 10, 10, 0, 0, 0, "", NOT_SAID, NOT_SAID, ANNUAL_POOR, ANNUAL_FITS },
		/* 30 % beyond what was required: 2 of 10 are too few, 3 of 10 enough, 0 said is an answer */
		{ 10, 10, 0, 2, 95, "yes", 0, 0, ANNUAL_EXCELLENT, ANNUAL_NEEDS_REASON },
		{ 10, 10, 0, NOT_SAID, 95, "yes", 0, 0, ANNUAL_EXCELLENT, ANNUAL_UNASKED },
		{ 7, 7, 0, 2, 95, "yes", 0, 0, ANNUAL_EXCELLENT, ANNUAL_NEEDS_REASON },
		/* questions */
		{ 10, 10, 0, 3, 95, "", 0, 0, ANNUAL_EXCELLENT, ANNUAL_UNASKED },
		{ 10, 10, 0, 3, 95, "no", 0, 0, ANNUAL_EXCELLENT, ANNUAL_NEEDS_REASON },
		{ 10, 10, 0, 3, 95, "yes", NOT_SAID, 0, ANNUAL_EXCELLENT, ANNUAL_UNASKED },
		{ 10, 10, 0, 3, 95, "yes", 1, 0, ANNUAL_EXCELLENT, ANNUAL_FORBIDDEN },
		{ 10, 10, 0, 3, 95, "yes", 1, 0, ANNUAL_GOOD, ANNUAL_FITS },
		/* findings leave one grade */
		{ 10, 10, 0, 3, 95, "yes", 0, 1, ANNUAL_FAIR, ANNUAL_FORBIDDEN },
		{ 10, 10, 0, 3, 95, "yes", 0, 1, ANNUAL_POOR, ANNUAL_FITS },
		/* late: good allows none, fair a fifth */
		{ 10, 10, 1, 0, 80, "", NOT_SAID, NOT_SAID, ANNUAL_GOOD, ANNUAL_NEEDS_REASON },
		{ 10, 10, 2, 0, 80, "", NOT_SAID, NOT_SAID, ANNUAL_FAIR, ANNUAL_FITS },
		{ 10, 10, 3, 0, 80, "", NOT_SAID, NOT_SAID, ANNUAL_FAIR, ANNUAL_NEEDS_REASON },
		/* undone: half may be outweighed, more than half not */
		{ 10, 5, 5, 0, 80, "", NOT_SAID, NOT_SAID, ANNUAL_GOOD, ANNUAL_NEEDS_REASON },
		{ 10, 4, 6, 0, 80, "", NOT_SAID, NOT_SAID, ANNUAL_FAIR, ANNUAL_FORBIDDEN },
		{ 1, 0, 1, 0, 80, "", NOT_SAID, NOT_SAID, ANNUAL_FAIR, ANNUAL_FORBIDDEN },
		/* nothing is known of tasks */
		{ 0, 0, 0, 0, 80, "", NOT_SAID, NOT_SAID, ANNUAL_GOOD, ANNUAL_NEEDS_REASON },
	};
	struct annual_rule rule = rule_of(*state);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct annual_facts facts = { cases[i].tasks, cases[i].done, cases[i].late, said(cases[i].above),
			said(cases[i].points), str_of(cases[i].remedied), said(cases[i].discipline),
			said(cases[i].degraded) };
		enum annual_condition condition;
		enum annual_verdict verdict = annual_judge(&rule.measure, &facts, cases[i].grade, &condition);
		if (verdict != cases[i].verdict)
			fail_msg("case %zu: %d instead of %d", i, verdict, cases[i].verdict);
	}
}

/* 2026-12-10 is a Thursday. */
static void test_working_days(void **state)
{
	static const struct {
		const char *sent, *held;
		int days;
	} cases[] = {
		{ "2026-12-10", "2026-12-15", 3 },
		{ "2026-12-11", "2026-12-15", 2 },
		{ "2026-12-12", "2026-12-15", 2 },
		{ "2026-12-13", "2026-12-15", 2 },
		{ "2026-12-14", "2026-12-15", 1 },
		{ "2026-12-15", "2026-12-15", 0 },
		{ "2026-12-16", "2026-12-15", 0 },
		{ "2026-12-07", "2026-12-10", 3 },
		{ "2026-12-25", "2027-01-04", 6 },
		{ "2026-12-09", "2026-12-12", 2 },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct date sent = { 0 }, held = { 0 };
		assert_true(date_parse(str_of(cases[i].sent), &sent) && date_parse(str_of(cases[i].held), &held));
		assert_int_equal(annual_working_days(sent, held), cases[i].days);
	}
}

static int setup(void **state)
{
	*state = arena_open(ARENA_JOB_CEILING);
	return 0;
}

static int teardown(void **state)
{
	arena_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ceiling),
		cmocka_unit_test(test_rule),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_judge),
		cmocka_unit_test(test_working_days),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
