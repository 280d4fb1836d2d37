/* Rules of commitments: the month in which something counts, which years are open, what a sent form must hold. */
#include "feature/commitment/commitment_private.h"

#include "base/test_private.h"

static void months_are_of_the_year(void **state)
{
	(void)state;
	assert_int_equal(commitment_month(2027, STR("2027-03-05")), 202703);
	assert_int_equal(commitment_month(2027, STR("2026-12-31")), 202701);
	assert_int_equal(commitment_month(2027, STR("2028-01-02")), 202712);
}

static void years_open_and_close(void **state)
{
	static const struct {
		int64_t year;
		const char *today;
		bool open;
	} cases[] = { { 2027, "2027-01-01", true }, { 2027, "2027-12-31", true }, { 2027, "2028-12-31", true },
		{ 2027, "2029-01-01", false }, { 2027, "2026-11-01", true }, { 2027, "2026-10-31", false },
		{ 2028, "2026-12-01", false } };
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_int_equal(commitment_year_open(cases[i].year, str_of(cases[i].today)), cases[i].open);
}

static struct commitment_draft whole(void)
{
	return (struct commitment_draft){ .part = { STR("a"), STR("b") },
		.part_count = 2,
		.item = { { STR("Đọc"), STR("12 buổi"), STR("2027-06-30"), 1 },
		        { STR("Trồng"), STR("10 cây"), STR("2027-12-31"), 4 } },
		.item_count = 2 };
}

static void refused(const struct commitment_draft *draft, const char *code, const char *field)
{
	static const struct layout layout = { .count = 2 };
	struct arena *arena = arena_open(1 << 20);
	struct err err = { 0 };
	assert_int_equal(commitment_check_draft(arena, draft, &layout, 2027, &err), INVALID);
	assert_string_equal(err.code, code);
	assert_string_equal(err.field, field);
	arena_close(arena);
}

static void a_form_is_whole(void **state)
{
	static const struct layout layout = { .count = 2 };
	struct arena *arena = arena_open(1 << 20);
	struct commitment_draft draft = whole();
	struct err err = { 0 };
	(void)state;
	assert_int_equal(commitment_check_draft(arena, &draft, &layout, 2027, &err), OK);
	arena_close(arena);
	draft.part[1] = STR_NONE;
	refused(&draft, "commitment.part_empty", "text-2");
	draft = whole();
	draft.item_count = 0;
	refused(&draft, "commitment.no_item", "item-1");
	draft = whole();
	draft.too_many = true;
	refused(&draft, "commitment.too_many", "item-1");
	draft = whole();
	draft.item[1].text = STR_NONE;
	refused(&draft, "commitment.item_text", "item-4");
	draft = whole();
	draft.item[1].measure = STR_NONE;
	refused(&draft, "commitment.item_measure", "measure-4");
	draft = whole();
	draft.item[0].due = STR_NONE;
	refused(&draft, "commitment.item_due", "due-1");
	draft = whole();
	draft.item[0].due = STR("2028-01-01");
	refused(&draft, "commitment.due_year", "due-1");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(months_are_of_the_year),
		cmocka_unit_test(years_open_and_close), cmocka_unit_test(a_form_is_whole) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
