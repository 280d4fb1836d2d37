/* The rules of classes: codes that change, shares, pass marks, what a certificate asks. */
#include "feature/training/training_rule.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

static const struct str secret = { "0123456789abcdef", 16 }, other = { "0123456789abcdeX", 16 };
static const int64_t noon = INT64_C(1796000000000) / TRAINING_WINDOW_MS * TRAINING_WINDOW_MS;

static void test_codes(void **state)
{
	int64_t code = training_code(secret, noon), last = noon + TRAINING_WINDOWS * TRAINING_WINDOW_MS - 1;
	(void)state;
	assert_in_range(code, INT64_C(1000000000), INT64_C(9999999999));
	assert_int_equal(training_code(secret, noon + TRAINING_WINDOW_MS - 1), code);
	assert_int_not_equal(training_code(secret, noon + TRAINING_WINDOW_MS), code);
	assert_int_not_equal(training_code(other, noon), code);
	assert_true(training_code_good(secret, code, noon));
	assert_true(training_code_good(secret, code, last));
	assert_false(training_code_good(secret, code, last + 1));
	assert_false(training_code_good(secret, code, noon - 1)); /* not before it is shown */
	assert_false(training_code_good(other, code, noon));
	assert_false(training_code_good(secret, 0, noon));
	assert_false(training_code_good(secret, code + 1, noon));
}

static void test_typed(void **state)
{
	(void)state;
	assert_int_equal(training_code_typed(STR("1234567890")), 1234567890);
	assert_int_equal(training_code_typed(STR(" 1234 567 890 ")), 1234567890);
	assert_int_equal(training_code_typed(STR("123456789")), 0);
	assert_int_equal(training_code_typed(STR("12345678901")), 0);
	assert_int_equal(training_code_typed(STR("123456789a")), 0);
	assert_int_equal(training_code_typed(STR_NONE), 0);
}

static void test_pass(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct str pass = training_pass(arena, secret, 7, noon);
	int64_t last = noon + TRAINING_PASS_WINDOWS * TRAINING_WINDOW_MS - 1;
	(void)state;
	assert_true(training_pass_good(secret, 7, pass, noon));
	assert_true(training_pass_good(secret, 7, pass, last));
	assert_false(training_pass_good(secret, 7, pass, last + 1));
	assert_false(training_pass_good(secret, 8, pass, noon)); /* another's */
	assert_false(training_pass_good(other, 7, pass, noon));  /* another lesson's */
	assert_false(training_pass_good(secret, 7, STR("00"), noon));
	assert_false(training_pass_good(secret, 7, STR_NONE, noon));
	arena_close(arena);
}

static void test_time(void **state)
{
	const int64_t minute = 60000;
	(void)state;
	assert_false(training_code_time(noon, 90, noon - 60 * minute - 1));
	assert_true(training_code_time(noon, 90, noon - 60 * minute));
	assert_true(training_code_time(noon, 90, noon + 150 * minute - 1));
	assert_false(training_code_time(noon, 90, noon + 150 * minute));
}

static void test_shares(void **state)
{
	(void)state;
	assert_int_equal(training_needed(4, 80), 4); /* 3 of 4 are 75 per cent */
	assert_int_equal(training_needed(5, 80), 4);
	assert_int_equal(training_needed(3, 66), 2);
	assert_int_equal(training_needed(3, 67), 3);
	assert_int_equal(training_needed(10, 50), 5);
	assert_int_equal(training_needed(10, 51), 6);
	assert_int_equal(training_needed(1, 1), 1);
	assert_int_equal(training_needed(0, 50), 1); /* nothing is never enough */
	assert_true(training_answer_right(5, 5));
	assert_false(training_answer_right(4, 5)); /* half of it */
	assert_false(training_answer_right(7, 5)); /* everything */
	assert_false(training_answer_right(0, 0)); /* a question without a right answer */
}

static void test_lacks(void **state)
{
	(void)state;
	assert_string_equal(training_lacks(&(struct training_did){ 0, 0, 80, false, false }), "training.none_lessons");
	assert_string_equal(training_lacks(&(struct training_did){ 5, 3, 80, false, false }), "training.few_lessons");
	assert_string_equal(training_lacks(&(struct training_did){ 5, 4, 80, false, false }), "");
	assert_string_equal(training_lacks(&(struct training_did){ 5, 4, 80, true, false }), "training.not_passed");
	assert_string_equal(training_lacks(&(struct training_did){ 5, 4, 80, true, true }), "");
	assert_string_equal(training_lacks(&(struct training_did){ 5, 0, 80, true, true }), "training.few_lessons");
}

static void test_certificates(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct str one = training_certificate_code(arena), two = training_certificate_code(arena);
	(void)state;
	assert_int_equal(one.len, TRAINING_CODE_LETTERS);
	assert_false(str_eq(one, two));
	for (size_t i = 0; i < one.len; i++)
		assert_null(strchr("01IO", one.ptr[i])); /* read aloud and typed by hand */
	assert_true(str_is(training_certificate_number(arena, 7, 2026), "07/2026"));
	assert_true(str_is(training_certificate_number(arena, 115, 2026), "115/2026"));
	arena_close(arena);
}

static void test_parts(void **state)
{
	(void)state;
	static const int64_t cases[][5] = { /* called, asked: at, count, skip */
		{ 0, 1, 1, 1, 0 }, { 2000, 2, 1, 1, 0 }, { 2001, 2, 2, 2, 2000 }, { 10000, 5, 5, 5, 8000 },
		{ 10000, 99, 5, 5, 8000 }, { 10000, -3, 1, 5, 0 }
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct training_part part = training_part_of(cases[i][0], cases[i][1]);
		assert_int_equal(part.at, cases[i][2]);
		assert_int_equal(part.count, cases[i][3]);
		assert_int_equal(part.skip, cases[i][4]);
	}
	assert_int_equal(training_part_of_page(1), 1);
	assert_int_equal(training_part_of_page(TRAINING_PART / TRAINING_PAGE), 1);
	assert_int_equal(training_part_of_page(TRAINING_PART / TRAINING_PAGE + 1), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_codes), cmocka_unit_test(test_typed),
		cmocka_unit_test(test_pass), cmocka_unit_test(test_time), cmocka_unit_test(test_shares),
		cmocka_unit_test(test_lacks), cmocka_unit_test(test_certificates), cmocka_unit_test(test_parts) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
