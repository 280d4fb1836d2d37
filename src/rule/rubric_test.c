/* Properties of the rubric calculator over random rubrics and meetings: what was decided while some figures were
 * missing stays so when they come in, and the true total lies between least and most. With --vectors it prints the same
 * rubrics, inputs and results as 32-bit words instead, for the comparison with WebAssembly (wasm_test.mjs). */
#include "rule/rubric.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 20000, VECTORS = 300 };

static uint64_t seed = 20251028;

static int32_t any(int32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int32_t)((seed >> 33) % (uint64_t)below);
}

static int32_t any_row(struct rubric *rubric, int32_t points, int32_t need)
{
	struct rubric_row *row = &rubric->row[rubric->row_count];
	*row = (struct rubric_row){
		.test = rubric->test_count, .test_count = 1 + any(3), .points = points, .need = need
	};
	for (int32_t i = 0; i < row->test_count; i++) {
		struct rubric_test *test = &rubric->test[rubric->test_count++];
		test->measure = any(RUBRIC_MEASURE__COUNT);
		test->per = any(3) ? RUBRIC_NONE : any(RUBRIC_MEASURE__COUNT);
		test->op = any(RUBRIC_OP__COUNT);
		test->value = test->per == RUBRIC_NONE ? any(rubric_measure_flag(test->measure) ? 2 : 12) : any(1200);
	}
	return rubric->row_count++;
}

static void any_rubric(struct rubric *rubric)
{
	memset(rubric, 0, sizeof(*rubric));
	rubric->rescale = any(2);
	rubric->group_count = 3;
	rubric->grade_count = 3;
	rubric->line_count = 12;
	for (int32_t i = 0; i < rubric->line_count; i++) {
		struct rubric_line *line = &rubric->line[i];
		*line = (struct rubric_line){ .group = i / 4, .max = 1 + any(9), .kind = any(RUBRIC_KIND__COUNT) };
		line->stepped = line->kind == RUBRIC_STEPS;
		line->judged = any(8) == 0;
		line->on_top = line->kind == RUBRIC_BONUS && any(2);
		line->applies = any(4) ? RUBRIC_NONE : any_row(rubric, 0, 0);
		line->full = any(4) ? RUBRIC_NONE : any_row(rubric, 0, 0);
		line->row = rubric->row_count;
		line->row_count = 1 + any(4);
		for (int32_t j = 0; j < line->row_count; j++)
			any_row(rubric, any(line->max + 1), j / 2);
		if (line->kind != RUBRIC_DEDUCTION && !line->on_top)
			rubric->group_max[line->group] += line->max;
	}
	for (int32_t i = 0; i < rubric->group_count; i++)
		rubric->scale += rubric->group_max[i];
	rubric->grade_from[0] = rubric->scale * 9 / 10;
	rubric->grade_from[1] = rubric->scale / 2;
	rubric->cap_count = 1;
	rubric->cap[0] = (struct rubric_cap){ .grade = 1, .line_count = 2, .line = { any(12), any(12) } };
}

static void any_meeting(struct rubric_input *input)
{
	int32_t a = 0, b = 0;
	do {
		rubric_input_clear(input);
		for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++)
			input->measure[i] = any(rubric_measure_flag(i) ? 2 : 12);
		input->measure[RUBRIC_SIZE] += 12;
		input->measure[RUBRIC_MINUTES] += 12;
		input->measure[RUBRIC_UNEXCUSED] = any(2) * any(3);
	} while (rubric_check(input, &a, &b) != RUBRIC_RIGHT);
}

static void forget(struct rubric_input *input)
{
	for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++)
		if (any(3) == 0)
			input->measure[i] = RUBRIC_UNKNOWN;
}

static void more_figures_never_overturn(void **state)
{
	static struct rubric rubric;
	struct rubric_input known, part;
	struct rubric_result true_result, result;
	int32_t decided = 0, open = 0, certain = 0;
	(void)state;
	for (int32_t round = 0; round < ROUNDS; round++) {
		if (round % 10 == 0)
			any_rubric(&rubric);
		any_meeting(&known);
		part = known;
		forget(&part);
		rubric_evaluate(&rubric, &known, &true_result);
		rubric_evaluate(&rubric, &part, &result);
		for (int32_t i = 0; i < rubric.line_count; i++) {
			if (result.line[i].points == RUBRIC_OPEN) {
				open++;
				continue;
			}
			decided++;
			assert_int_equal(result.line[i].points, true_result.line[i].points);
			assert_int_equal(result.line[i].unknown, 0);
		}
		assert_true(result.least <= true_result.least && true_result.most <= result.most);
		assert_true(result.least <= result.most && result.least >= 0 && result.most <= rubric.scale);
		certain += result.grade != RUBRIC_NONE;
		if (result.grade != RUBRIC_NONE)
			assert_int_equal(result.grade, true_result.grade);
	}
	assert_true(decided > ROUNDS && open > ROUNDS && certain > ROUNDS / 100); /* the rounds were worth something */
}

/* A confirmed line is full unless something measured speaks against it; never less than unconfirmed. */
static void a_confirmation_never_costs(void **state)
{
	static struct rubric rubric;
	struct rubric_input input;
	struct rubric_result plain, confirmed;
	(void)state;
	for (int32_t round = 0; round < ROUNDS / 4; round++) {
		any_rubric(&rubric);
		any_meeting(&input);
		forget(&input);
		rubric_evaluate(&rubric, &input, &plain);
		for (int32_t i = 0; i < rubric.line_count; i++)
			input.confirmed[i] = 1;
		rubric_evaluate(&rubric, &input, &confirmed);
		for (int32_t i = 0; i < rubric.line_count; i++)
			assert_true(confirmed.line[i].points >= plain.line[i].points);
		assert_true(confirmed.least >= plain.least && confirmed.most <= plain.most);
	}
}

static void put(const void *words, size_t size)
{
	if (fwrite(words, 1, size, stdout) != size)
		fail();
}

static int vectors(void)
{
	static struct rubric rubric;
	struct rubric_input input;
	struct rubric_result result;
	const uint32_t head[] = { VECTORS, sizeof(rubric) / 4, sizeof(input) / 4, sizeof(result) / 4 };
	put(head, sizeof(head));
	for (int32_t round = 0; round < VECTORS; round++) {
		any_rubric(&rubric);
		any_meeting(&input);
		forget(&input);
		input.promise = any(2);
		input.confirmed[any(12)] = 1;
		rubric_evaluate(&rubric, &input, &result);
		put(&rubric, sizeof(rubric));
		put(&input, sizeof(input));
		put(&result, sizeof(result));
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_figures_never_overturn),
		cmocka_unit_test(a_confirmation_never_costs),
	};
	if (argc == 2 && strcmp(argv[1], "--vectors") == 0)
		return vectors();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
