/* The steps of what is learned, and the days in which guests may look. */
#include "base/test_private.h"
#include "feature/model/model_private.h"

enum { ROOM = 1 << 20 };

static void steps(void **state)
{
	(void)state;
	assert_int_equal(model_step_of(STR("preparation")), 0);
	assert_int_equal(model_step_of(STR("minutes")), MODEL_STEPS - 1);
	assert_int_equal(model_step_of(STR("minute")), -1);
	assert_int_equal(model_step_of(STR_NONE), -1);
	for (int s = 0; s < MODEL_STEPS; s++)
		assert_int_equal(model_step_of(str_of(model_steps[s])), s);
}

static void windows(void **state)
{
	static const struct {
		const char *since, *last, *day, *wrong, *field;
	} cases[] = {
		{ "2026-12-03", "2026-12-03", "2026-12-03", NULL, NULL },
		{ "2026-11-26", "2027-01-25", "2026-12-03", NULL, NULL },
		{ "2026-11-26", "2027-01-26", "2026-12-03", "model.window_long", "last" },
		{ "2026-12-04", "2026-12-30", "2026-12-03", "model.window_day", "since" },
		{ "2026-12-01", "2026-12-02", "2026-12-03", "model.window_day", "last" },
		{ "2026-12-05", "2026-12-01", "2026-12-03", "model.window_day", "since" },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct err err = { 0 };
		enum status status =
		        model_check_window(str_of(cases[i].since), str_of(cases[i].last), str_of(cases[i].day), &err);
		if (status != (cases[i].wrong ? INVALID : OK))
			fail_msg("%zu", i);
		if (cases[i].wrong) {
			assert_string_equal(err.code, cases[i].wrong);
			assert_string_equal(err.field, cases[i].field);
		}
	}
}

static void days(void **state)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	(void)state;
	assert_true(str_is(model_day_beside(arena, STR("2026-12-28"), MODEL_AFTER), "2027-01-27"));
	assert_true(str_is(model_day_beside(arena, STR("2027-03-03"), -MODEL_BEFORE), "2027-02-24"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(steps), cmocka_unit_test(windows),
		cmocka_unit_test(days) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
