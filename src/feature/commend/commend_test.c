/* The rules of praise: who may give what to whom on which day, running years, badges, limits. */
#include "base/test_private.h"
#include "feature/commend/commend_rule.h"

static struct commend_level level(const char *kind, const char *above)
{
	return (struct commend_level){ str_of(kind), str_of(above) };
}

static enum commend_answer may(struct arena *arena, const char *kind, const char *above, const char *form,
        enum commend_subject subject, const char *day)
{
	return commend_may(commend_rules(arena), level(kind, above), str_of(form), subject, str_of(day));
}

static void test_levels(void **state)
{
	struct arena *arena = *state;
	static const char now[] = "2026-12-01";
	assert_int_equal(may(arena, "chi_bo", "xa", "bieu_duong", COMMEND_MEMBER, now), COMMEND_MAY);
	assert_int_equal(may(arena, "chi_bo", "xa", "bieu_duong", COMMEND_GROUP, now), COMMEND_MAY);
	assert_int_equal(may(arena, "chi_bo", "xa", "bieu_duong", COMMEND_CELL, now), COMMEND_SUBJECT);
	assert_int_equal(may(arena, "xa", "tinh", "bieu_duong", COMMEND_MEMBER, now), COMMEND_LEVEL);
	assert_int_equal(may(arena, "xa", "tinh", "giay_khen", COMMEND_MEMBER, now), COMMEND_MAY);
	assert_int_equal(may(arena, "co_so", "xa", "giay_khen", COMMEND_CELL, now), COMMEND_MAY);
	assert_int_equal(may(arena, "co_so", "xa", "giay_khen", COMMEND_GROUP, now), COMMEND_SUBJECT);
	assert_int_equal(
	        may(arena, "dang_bo_truc_thuoc_co_so", "co_so", "giay_khen", COMMEND_MEMBER, now), COMMEND_LEVEL);
	assert_int_equal(may(arena, "tinh", "centre", "giay_khen", COMMEND_MEMBER, now), COMMEND_LEVEL);
	assert_int_equal(may(arena, "tinh", "centre", "bang_khen", COMMEND_MEMBER, now), COMMEND_MAY);
	assert_int_equal(may(arena, "tinh", "", "co", COMMEND_CELL, now), COMMEND_MAY);
	assert_int_equal(may(arena, "tinh", "", "co", COMMEND_MEMBER, now), COMMEND_SUBJECT);
	assert_int_equal(may(arena, "xa", "tinh", "bang_khen", COMMEND_MEMBER, now), COMMEND_LEVEL);
	assert_int_equal(may(arena, "tinh", "", "huan_chuong", COMMEND_MEMBER, now), COMMEND_NO_FORM);
}

/* A base cell gave certificates until there was but one name for cells. */
static void test_dated(void **state)
{
	struct arena *arena = *state;
	assert_int_equal(may(arena, "chi_bo", "xa", "giay_khen", COMMEND_MEMBER, "2026-07-25"), COMMEND_MAY);
	assert_int_equal(may(arena, "chi_bo", "xa", "giay_khen", COMMEND_MEMBER, "2026-07-26"), COMMEND_OVER);
	assert_int_equal(may(arena, "chi_bo", "co_so", "giay_khen", COMMEND_MEMBER, "2026-07-25"), COMMEND_LEVEL);
	assert_int_equal(may(arena, "chi_bo", "xa", "giay_khen", COMMEND_GROUP, "2026-07-25"), COMMEND_SUBJECT);
}

static void test_sources(void **state)
{
	struct arena *arena = *state;
	const struct commend_rules *rules = commend_rules(arena);
	struct str sure, text = commend_source(arena, rules, STR("2026-07-25"), &sure);
	assert_true(str_starts(text, STR("Quy định 294-QĐ/TW, Điều 28")));
	assert_true(str_is(sure, "A"));
	text = commend_source(arena, rules, STR("2026-07-26"), &sure);
	assert_true(str_starts(text, STR("Quy định 208-QĐ/TW")));
	assert_true(str_is(sure, "C"));
	text = commend_source(arena, rules, STR("2019-01-01"), &sure);
	assert_true(str_starts(text, STR("Quy định 294-QĐ/TW")));
}

static void test_yearly(void **state)
{
	struct arena *arena = *state;
	const struct commend_rules *rules = commend_rules(arena);
	struct str day = STR("2026-12-01");
	assert_false(commend_gives_yearly(rules, level("chi_bo", "xa"), COMMEND_MEMBER, day));
	assert_true(commend_gives_yearly(rules, level("chi_bo", "xa"), COMMEND_MEMBER, STR("2026-01-05")));
	assert_true(commend_gives_yearly(rules, level("xa", "tinh"), COMMEND_CELL, day));
	assert_true(commend_gives_yearly(rules, level("tinh", ""), COMMEND_MEMBER, day));
	assert_false(commend_gives_yearly(rules, level("tinh", ""), COMMEND_GROUP, day));
	assert_int_equal(rules->nearest, 1);
	assert_int_equal(rules->next, 5);
}

static void test_running(void **state)
{
	static const bool five[] = { true, true, true, true, true, false, true };
	static const bool broken[] = { true, false, true, true };
	static const bool none[] = { false, true };
	(void)state;
	assert_int_equal(commend_running(five, 7), 5);
	assert_int_equal(commend_running(five, 3), 3);
	assert_int_equal(commend_running(broken, 4), 1);
	assert_int_equal(commend_running(none, 2), 0);
	assert_int_equal(commend_running(none, 0), 0);
}

static void test_badges(void **state)
{
	struct arena *arena = *state;
	const struct commend_rules *rules = commend_rules(arena);
	int next;
	struct opt_int years = commend_years_between(STR("1996-11-07"), STR("2026-11-06"));
	assert_true(years.set && years.n == 29);
	years = commend_years_between(STR("1996-11-07"), STR("2026-11-07"));
	assert_true(years.set && years.n == 30);
	assert_int_equal(commend_badge_for(rules, 30, &next), 30);
	assert_int_equal(next, 40);
	assert_int_equal(commend_badge_for(rules, 29, &next), 0);
	assert_int_equal(next, 30);
	assert_int_equal(commend_badge_for(rules, 57, &next), 55);
	assert_int_equal(commend_badge_for(rules, 93, &next), 90);
	assert_int_equal(next, 0);
	assert_false(commend_years_between(STR("1996"), STR("2026-11-07")).set);
	assert_false(commend_years_between(STR_NONE, STR("2026-11-07")).set);
	years = commend_years_between(STR("2027-01-01"), STR("2026-11-07"));
	assert_true(years.set && years.n == 0);
}

static void test_limits(void **state)
{
	(void)state;
	assert_false(commend_passes(3, 2, OPT(5)));
	assert_true(commend_passes(3, 3, OPT(5)));
	assert_false(commend_passes(900, 900, OPT_NONE));
	assert_true(commend_passes(0, 1, OPT(0)));
}

static void test_broken(void **state)
{
	struct arena *arena = *state;
	struct commend_rules rules;
	assert_false(commend_rules_read(arena, STR("{"), &rules));
	assert_false(commend_rules_read(arena, STR("{\"forms\":[]}"), &rules));
}

int main(void)
{
	const struct CMUnitTest tests[] = { with_arena(test_levels), with_arena(test_dated), with_arena(test_sources),
		with_arena(test_yearly), with_arena(test_running), with_arena(test_badges), with_arena(test_limits),
		with_arena(test_broken) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
