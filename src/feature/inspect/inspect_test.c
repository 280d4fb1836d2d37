/* The lists of papers are whole, working days are counted over weekends and holidays, papers follow one another. */
#include "feature/inspect/inspect_private.h"

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

/* A dossier whose plan was signed on a Monday, and which may have begun. */
static struct dossier dossier_at(const char *started)
{
	struct dossier dossier = { .row = { .planned_on = STR("2026-12-07"), .start_by = STR("2026-12-10") } };
	struct err err = { 0 };
	dossier.row.state = *started ? STR("started") : STR("planned");
	dossier.row.started_on = *started ? str_of(started) : STR_NONE;
	assert_int_equal(inspect_rule_read(arena, STR("kt"), &dossier.rule, &err), OK);
	return dossier;
}

/* The code of the refusal of one paper, or "". */
static const char *refusal(const struct dossier *dossier, struct papers *papers, int64_t n, struct paper_given given)
{
	static struct err err;
	err = (struct err){ 0 };
	given.rule = inspect_rule_paper(dossier->rule, n);
	given.before = &papers->at[n - 1];
	return inspect_paper_check(arena, dossier, papers, &given, 1, STR("2026-12-20"), &err) == OK ? "" : err.code;
}

static void start_in_time(void **state)
{
	struct dossier dossier = dossier_at("");
	struct papers papers = { 0 };
	struct paper_given given = { .state = STR("signed") };
	(void)state;
	given.day = STR("2026-12-06");
	assert_string_equal(refusal(&dossier, &papers, 4, given), "inspect.before_plan");
	given.day = STR("2026-12-10");
	assert_string_equal(refusal(&dossier, &papers, 4, given), "");
	given.day = STR("2026-12-11");
	assert_string_equal(refusal(&dossier, &papers, 4, given), "inspect.late");
	given.late_reason = STR("mưa bão");
	assert_string_equal(refusal(&dossier, &papers, 4, given), "");
	given.day = STR("2026-12-21");
	assert_string_equal(refusal(&dossier, &papers, 4, given), "inspect.day_future");
	given.day = STR_NONE;
	assert_string_equal(refusal(&dossier, &papers, 4, given), "inspect.day");
	dossier.row.planned_on = STR_NONE;
	given.day = STR("2026-12-10");
	assert_string_equal(refusal(&dossier, &papers, 4, given), "inspect.no_plan");
}

static void papers_follow(void **state)
{
	struct dossier planned = dossier_at(""), started = dossier_at("2026-12-09");
	struct papers papers = { 0 };
	struct paper_given given = { .state = STR("signed"), .day = STR("2026-12-09"), .number = STR("1") };
	struct paper_given skipped = { .state = STR("unneeded"), .reason = STR("không") };
	(void)state;
	for (size_t i = 0; i < INSPECT_PAPERS; i++)
		papers.at[i].state = STR("none");
	for (int64_t n = 5; n <= 12; n++)
		assert_string_equal(refusal(&planned, &papers, n, given), "inspect.not_started");
	assert_string_equal(refusal(&started, &papers, 5, given), "");
	assert_string_equal(refusal(&started, &papers, 10, given), "inspect.no_report");
	papers.at[7] = (struct paper_state){ .state = STR("signed"), .day = STR("2026-12-15") };
	assert_string_equal(refusal(&started, &papers, 10, given), "inspect.before_report");
	given.day = STR("2026-12-15");
	assert_string_equal(refusal(&started, &papers, 10, given), "");
	given.number = STR_NONE;
	assert_string_equal(refusal(&started, &papers, 10, given), "inspect.number");
	for (int64_t n = 1; n <= 12; n++)
		assert_string_equal(refusal(&started, &papers, n, skipped), n == 1 || n == 4 || n == 10 || n == 12
		                                                                    ? "inspect.needed"
		                                                            : n == 8 ? "inspect.signed_stays"
		                                                                     : "");
	skipped.reason = STR_NONE;
	assert_string_equal(refusal(&started, &papers, 7, skipped), "inspect.unneeded_why");
	assert_string_equal(
	        refusal(&started, &papers, 3, (struct paper_given){ .state = STR("drafted"), .send = true }),
	        "inspect.send_signed");
}

static void closed_when_all_is_done(void **state)
{
	struct dossier dossier = dossier_at("2026-12-09");
	struct papers papers = { 0 };
	struct inspect_findings_row row = { .state = STR("proved") };
	struct inspect_findings_rows findings = { &row, 1 };
	struct err err = { 0 };
	(void)state;
	for (size_t i = 0; i < INSPECT_PAPERS; i++)
		papers.at[i].state = i % 2 ? STR("signed") : STR("unneeded");
	assert_int_equal(inspect_close_check(arena, &dossier, &papers, &findings, &err), CONFLICT);
	assert_string_equal(err.code, "inspect.close_state");
	dossier.row.state = STR("concluded");
	assert_int_equal(inspect_close_check(arena, &dossier, &papers, &findings, &err), CONFLICT);
	assert_string_equal(err.code, "inspect.close_findings");
	row.state = STR("closed");
	assert_int_equal(inspect_close_check(arena, &dossier, &papers, &findings, &err), OK);
	papers.at[10].state = STR("drafted");
	assert_int_equal(inspect_close_check(arena, &dossier, &papers, &findings, &err), CONFLICT);
	assert_string_equal(err.code, "inspect.close_papers");
}

static void months_are_named(void **state)
{
	(void)state;
	assert_true(str_is(inspect_when(arena, 1, 3), "quý I"));
	assert_true(str_is(inspect_when(arena, 10, 12), "quý IV"));
	assert_true(str_is(inspect_when(arena, 4, 4), "tháng 4"));
	assert_true(str_is(inspect_when(arena, 1, 12), "cả năm"));
	assert_true(str_is(inspect_when(arena, 2, 5), "tháng 2 đến tháng 5"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lists_are_whole),
		cmocka_unit_test(kinds_have_their_own_words), cmocka_unit_test(working_days),
		cmocka_unit_test(start_in_time), cmocka_unit_test(papers_follow),
		cmocka_unit_test(closed_when_all_is_done), cmocka_unit_test(months_are_named) };
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
