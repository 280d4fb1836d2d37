/* How far a cell is, whom a theme is for, what a choice and a plan must be. */
#include "base/test_private.h"
#include "feature/guidance/guidance_private.h"

enum { ROOM = 1 << 20 };

static void steps(void **state)
{
	static const struct {
		struct guidance_facts facts;
		enum guidance_step step;
	} cases[] = {
		{ { .asked = false }, GUIDANCE_NONE },
		{ { .asked = true }, GUIDANCE_WAITING },
		{ { .asked = true, .why = true }, GUIDANCE_DECLINED },
		{ { .why = true }, GUIDANCE_DECLINED },
		{ { .asked = true, .theme = true }, GUIDANCE_CHOSEN },
		{ { .asked = true, .own = true, .why = true }, GUIDANCE_CHOSEN },
		{ { .asked = true, .theme = true, .gone = true }, GUIDANCE_WAITING },
		{ { .theme = true, .gone = true, .planned = true }, GUIDANCE_NONE },
		{ { .asked = true, .theme = true, .planned = true }, GUIDANCE_PLANNED },
		{ { .theme = true, .planned = true, .meeting = { "cancelled", 9 } }, GUIDANCE_PLANNED },
		{ { .theme = true, .meeting = { "postponed", 9 } }, GUIDANCE_CHOSEN },
		{ { .theme = true, .planned = true, .meeting = { "planned", 7 } }, GUIDANCE_LINKED },
		{ { .theme = true, .meeting = { "open", 4 } }, GUIDANCE_LINKED },
		{ { .theme = true, .planned = true, .meeting = { "ended", 5 } }, GUIDANCE_HELD },
		{ { .own = true, .meeting = { "ended", 5 }, .result = true }, GUIDANCE_REPORTED },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		if (guidance_step_of(&cases[i].facts) != cases[i].step)
			fail_msg("%zu: %s", i, guidance_step_name(guidance_step_of(&cases[i].facts)));
}

static void types(void **state)
{
	(void)state;
	assert_true(guidance_is_for(STR_NONE, STR("thon")));
	assert_true(guidance_is_for(STR(""), STR_NONE));
	assert_true(guidance_is_for(STR(" thon dntn "), STR("dntn")));
	assert_false(guidance_is_for(STR(" dntn "), STR("dnnn")));
	assert_false(guidance_is_for(STR(" thon "), STR_NONE));
	assert_false(guidance_is_for(STR(" hanh_chinh "), STR("hanh")));
}

static void choices(void **state)
{
	struct guidance_offers_row row = { .id = { 7 } };
	struct guidance_offers_rows offers = { .at = &row, .count = 1 }, none = { 0 };
	static const struct {
		struct guidance_choice choice;
		const char *wrong, *wrong_without; /* with one offer, with none */
	} cases[] = {
		{ { .theme = { 7 } }, NULL, "guidance.not_offered" },
		{ { .theme = { 8 } }, "guidance.not_offered", "guidance.not_offered" },
		{ { .theme = { 7 }, .own = { "x", 1 } }, "guidance.choose_both", "guidance.choose_both" },
		{ { .own = { "x", 1 } }, "guidance.why_missing", NULL },
		{ { .own = { "x", 1 }, .why = { "y", 1 } }, NULL, NULL },
		{ { .why = { "y", 1 } }, NULL, NULL },
		{ { .own = { NULL, 0 } }, "guidance.choose_none", "guidance.choose_none" },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct err err = { 0 };
		assert_int_equal(guidance_check_choice(&cases[i].choice, &offers, &err), cases[i].wrong ? INVALID : OK);
		if (cases[i].wrong)
			assert_string_equal(err.code, cases[i].wrong);
		assert_int_equal(
		        guidance_check_choice(&cases[i].choice, &none, &err), cases[i].wrong_without ? INVALID : OK);
		if (cases[i].wrong_without)
			assert_string_equal(err.code, cases[i].wrong_without);
	}
}

static void plans(void **state)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	const struct period quarter = { PERIOD_QUARTER, 2026, 4 };
	static const struct {
		struct guidance_choice choice;
		const char *wrong;
	} cases[] = {
		{ { .own = { NULL, 0 } }, NULL },
		{ { .month = { true, 202610 } }, NULL },
		{ { .month = { true, 202609 } }, "guidance.month_outside" },
		{ { .month = { true, 202701 } }, "guidance.month_outside" },
		{ { .month = { true, 202612 }, .draft_day = { "2026-12-31", 10 } }, NULL },
		{ { .month = { true, 202612 }, .draft_day = { "2027-01-01", 10 } }, "guidance.draft_late" },
		{ { .draft_day = { "2026-12-01", 10 } }, "guidance.month_missing" },
		{ { .month = { true, 202612 }, .approved_day = { "2026-11-20", 10 } }, NULL },
		{ { .month = { true, 202612 }, .approved_day = { "2026-11-21", 10 } }, "guidance.approved_late" },
	};
	(void)state;
	assert_int_equal(guidance_last_month(quarter), 202703);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct err err = { 0 };
		enum status status = guidance_check_plan(arena, &cases[i].choice, quarter, STR("2026-11-20"), &err);
		if (status != (cases[i].wrong ? INVALID : OK))
			fail_msg("%zu", i);
		if (cases[i].wrong)
			assert_string_equal(err.code, cases[i].wrong);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(steps), cmocka_unit_test(types), cmocka_unit_test(choices),
		cmocka_unit_test(plans) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
