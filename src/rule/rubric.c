/* Rubric calculator: three-valued tests (a missing figure is "maybe"), rows, needs, totals, grades. See rubric.h. */
#include "rubric.h"

enum answer { NO, YES, MAYBE };

/* One line being worked out. */
struct judge {
	const struct rubric *rubric;
	const struct rubric_input *input;
	int32_t promise;  /* unknown measures of phase `after` count as kept */
	int32_t promised; /* some did */
	int32_t no_base;  /* a share of nothing was met */
	uint32_t unknown;
};

void rubric_input_clear(struct rubric_input *input)
{
	input->promise = 0;
	for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++)
		input->measure[i] = RUBRIC_UNKNOWN;
	for (int32_t i = 0; i < RUBRIC_LINES; i++)
		input->confirmed[i] = 0;
}

enum rubric_phase rubric_measure_phase(int32_t measure)
{
	switch (measure) {
	case RUBRIC_PREMEETING:
	case RUBRIC_SOLO_SECRETARY:
	case RUBRIC_NOTICE:
	case RUBRIC_DRAFT:
	case RUBRIC_PAPERS_DAYS:
		return RUBRIC_BEFORE;
	case RUBRIC_REPORT_DAYS:
		return RUBRIC_AFTER;
	default:
		return RUBRIC_MEETING;
	}
}

int32_t rubric_measure_flag(int32_t measure)
{
	switch (measure) {
	case RUBRIC_COMBINED:
	case RUBRIC_THEMATIC:
	case RUBRIC_PREMEETING:
	case RUBRIC_SOLO_SECRETARY:
	case RUBRIC_RIGHT_DAY:
	case RUBRIC_NOTICE:
	case RUBRIC_DRAFT:
	case RUBRIC_MINUTES_ADOPTED:
	case RUBRIC_RESOLUTION_ADOPTED:
		return 1;
	default:
		return 0;
	}
}

enum rubric_wrong rubric_check(const struct rubric_input *input, int32_t *ret_a, int32_t *ret_b)
{
	/* the first never exceeds the second */
	static const int32_t within[][2] = {
		{ RUBRIC_BASE, RUBRIC_SIZE },
		{ RUBRIC_PRESENT, RUBRIC_BASE },
		{ RUBRIC_PRESENT, RUBRIC_SIZE },
		{ RUBRIC_UNEXCUSED, RUBRIC_BASE },
		{ RUBRIC_UNEXCUSED, RUBRIC_SIZE },
		{ RUBRIC_SPOKE, RUBRIC_PRESENT },
		{ RUBRIC_SPOKE, RUBRIC_BASE },
		{ RUBRIC_SPOKE, RUBRIC_SIZE },
		{ RUBRIC_SPIRIT_MINUTES, RUBRIC_MINUTES },
		{ RUBRIC_STEPS_DONE, RUBRIC_STEPS_ALL },
		{ RUBRIC_TASKS_DONE, RUBRIC_TASKS_DUE },
		{ RUBRIC_COMBINED, RUBRIC_THEMATIC },
	};
	const int32_t *measure = input->measure;
	*ret_b = RUBRIC_NONE;
	for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++) {
		*ret_a = i;
		if (measure[i] < RUBRIC_UNKNOWN)
			return RUBRIC_NEGATIVE;
		if (measure[i] > RUBRIC_LARGEST)
			return RUBRIC_TOO_LARGE;
		if (rubric_measure_flag(i) && measure[i] > 1)
			return RUBRIC_NO_FLAG;
	}
	*ret_a = RUBRIC_MINUTES;
	if (measure[RUBRIC_MINUTES] > 24 * 60)
		return RUBRIC_TOO_LARGE;
	for (uint32_t i = 0; i < sizeof(within) / sizeof(within[0]); i++) {
		*ret_a = within[i][0];
		*ret_b = within[i][1];
		if (measure[*ret_b] != RUBRIC_UNKNOWN && measure[*ret_a] > measure[*ret_b])
			return RUBRIC_ABOVE_OTHER;
	}
	if (measure[RUBRIC_PRESENT] == RUBRIC_UNKNOWN || measure[RUBRIC_UNEXCUSED] == RUBRIC_UNKNOWN)
		return RUBRIC_RIGHT;
	int32_t known = measure[RUBRIC_PRESENT] + measure[RUBRIC_UNEXCUSED];
	*ret_a = RUBRIC_UNEXCUSED;
	*ret_b = RUBRIC_BASE;
	if (measure[RUBRIC_BASE] != RUBRIC_UNKNOWN && known > measure[RUBRIC_BASE])
		return RUBRIC_ABOVE_BASE;
	*ret_b = RUBRIC_SIZE;
	if (measure[RUBRIC_SIZE] != RUBRIC_UNKNOWN && known > measure[RUBRIC_SIZE])
		return RUBRIC_ABOVE_SIZE;
	return RUBRIC_RIGHT;
}

/* What the known measures leave no doubt about. */
static void derive(struct rubric_input *input)
{
	int32_t *measure = input->measure;
	if (measure[RUBRIC_COMBINED] == 1)
		measure[RUBRIC_THEMATIC] = 1;
	if (measure[RUBRIC_THEMATIC] == 0)
		measure[RUBRIC_COMBINED] = 0;
	if (measure[RUBRIC_PRESENT] != RUBRIC_UNKNOWN && measure[RUBRIC_PRESENT] == measure[RUBRIC_BASE])
		measure[RUBRIC_UNEXCUSED] = 0;
}

static enum answer compare(int64_t left, int32_t op, int64_t right)
{
	switch (op) {
	case RUBRIC_AT_LEAST:
		return left >= right ? YES : NO;
	case RUBRIC_ABOVE:
		return left > right ? YES : NO;
	case RUBRIC_AT_MOST:
		return left <= right ? YES : NO;
	case RUBRIC_BELOW:
		return left < right ? YES : NO;
	default:
		return left == right ? YES : NO;
	}
}

/* True when the measure is missing; *ret_answer is then what to go by. */
static int32_t missing(struct judge *judge, int32_t measure, enum answer *ret_answer)
{
	if (judge->input->measure[measure] != RUBRIC_UNKNOWN)
		return 0;
	if (judge->promise && rubric_measure_phase(measure) == RUBRIC_AFTER) {
		judge->promised = 1;
		*ret_answer = YES;
	} else {
		judge->unknown |= 1u << measure;
		*ret_answer = MAYBE;
	}
	return 1;
}

static enum answer test_holds(struct judge *judge, const struct rubric_test *test)
{
	enum answer answer = YES, answer_per = YES;
	int32_t unknown = missing(judge, test->measure, &answer);
	if (test->per != RUBRIC_NONE && missing(judge, test->per, &answer_per))
		unknown = 1; /* both are named when both are missing */
	if (unknown)
		return answer == MAYBE || answer_per == MAYBE ? MAYBE : YES;
	int64_t left = judge->input->measure[test->measure];
	if (test->per == RUBRIC_NONE)
		return compare(left, test->op, test->value);
	int64_t per = judge->input->measure[test->per];
	if (per == 0) {
		judge->no_base = 1;
		return MAYBE;
	}
	return compare(left * 1000, test->op, test->value * per);
}

/* All tests of a row. What is missing is only noted where it matters: not in a row that fails anyway. */
static enum answer row_holds(struct judge *judge, const struct rubric_row *row)
{
	uint32_t unknown = judge->unknown;
	int32_t no_base = judge->no_base, promised = judge->promised;
	enum answer all = YES;
	for (int32_t i = 0; i < row->test_count; i++) {
		enum answer one = test_holds(judge, &judge->rubric->test[row->test + i]);
		if (one == NO) {
			judge->unknown = unknown;
			judge->no_base = no_base;
			judge->promised = promised;
			return NO;
		}
		if (one == MAYBE)
			all = MAYBE;
	}
	return all;
}

static void leave_open(const struct judge *judge, struct rubric_line_result *result, int32_t why)
{
	result->points = RUBRIC_OPEN;
	result->why = why == RUBRIC_OPEN_UNKNOWN && judge->unknown == 0 && judge->no_base ? RUBRIC_OPEN_NO_BASE : why;
	result->unknown = judge->unknown;
}

/* Points of a line that nothing speaks against. */
static int32_t best_of(const struct rubric_line *line)
{
	return line->kind == RUBRIC_DEDUCTION ? 0 : line->max;
}

/* The first row that holds; a doubtful row above it hides it unless it would give the same. */
static void by_rows(struct judge *judge, const struct rubric_line *line, struct rubric_line_result *result)
{
	int32_t promise = judge->promise, doubtful = 0, doubtful_points = 0, mixed = 0;
	for (int32_t i = line->row; i < line->row + line->row_count; i++) {
		const struct rubric_row *row = &judge->rubric->row[i];
		judge->promise = promise && row->points == best_of(line);
		enum answer answer = row_holds(judge, row);
		if (answer == NO)
			continue;
		mixed |= doubtful && doubtful_points != row->points;
		if (answer == YES && !mixed) {
			result->points = row->points;
			result->row = i;
			result->why = judge->promised ? RUBRIC_BY_PROMISE : RUBRIC_BY_ROW;
			return;
		}
		if (answer == YES)
			break;
		doubtful = 1;
		doubtful_points = row->points;
	}
	leave_open(judge, result, doubtful ? RUBRIC_OPEN_UNKNOWN : RUBRIC_OPEN_GAP);
}

/* One need: the rows from *at on with the same number are alternatives. Moves *at behind them. */
static enum answer need_holds(struct judge *judge, int32_t *at, int32_t end)
{
	const struct rubric_row *rows = judge->rubric->row;
	struct judge before = *judge;
	int32_t need = rows[*at].need;
	enum answer best = NO;
	for (; *at < end && rows[*at].need == need; ++*at) {
		if (best == YES)
			continue;
		int32_t promised = judge->promised;
		enum answer answer = row_holds(judge, &rows[*at]);
		if (answer != YES)
			judge->promised = promised;
		if (answer != NO)
			best = answer;
	}
	if (best == YES) {
		judge->unknown = before.unknown;
		judge->no_base = before.no_base;
	}
	return best;
}

static void by_needs(
        struct judge *judge, const struct rubric_line *line, int32_t confirmed, struct rubric_line_result *result)
{
	int32_t end = line->row + line->row_count, doubtful = 0;
	for (int32_t at = line->row; at < end;) {
		int32_t need = judge->rubric->row[at].need;
		enum answer answer = need_holds(judge, &at, end);
		doubtful |= answer == MAYBE;
		if (answer == NO)
			result->failed |= 1u << need;
	}
	if (result->failed && line->kind == RUBRIC_FREE) {
		leave_open(judge, result, confirmed ? RUBRIC_OPEN_DISPUTED : RUBRIC_OPEN_MISSING);
	} else if (result->failed) {
		result->points = line->kind == RUBRIC_DEDUCTION ? -line->max : 0;
		result->why = RUBRIC_BY_FAILURE;
	} else if (confirmed) {
		result->points = best_of(line);
		result->why = RUBRIC_BY_PERSON;
	} else if (doubtful) {
		leave_open(judge, result, RUBRIC_OPEN_UNKNOWN);
	} else if (line->judged || line->row_count == 0) {
		leave_open(judge, result, RUBRIC_OPEN_JUDGEMENT);
	} else {
		result->points = best_of(line);
		result->why = judge->promised ? RUBRIC_BY_PROMISE : RUBRIC_BY_NEEDS;
	}
}

static void evaluate_line(
        const struct rubric *rubric, const struct rubric_input *input, int32_t at, struct rubric_line_result *result)
{
	const struct rubric_line *line = &rubric->line[at];
	struct judge judge = { .rubric = rubric, .input = input };
	*result = (struct rubric_line_result){ .row = RUBRIC_NONE };
	if (line->applies != RUBRIC_NONE) {
		enum answer applies = row_holds(&judge, &rubric->row[line->applies]);
		if (applies == NO)
			result->why = RUBRIC_NOT_APPLIED;
		else if (applies == MAYBE)
			leave_open(&judge, result, RUBRIC_OPEN_UNKNOWN);
		if (applies != YES)
			return;
	}
	enum answer full = line->full == RUBRIC_NONE ? NO : row_holds(&judge, &rubric->row[line->full]);
	if (full == YES) {
		result->points = best_of(line);
		result->why = RUBRIC_BY_EXCEPTION;
		result->row = line->full;
		return;
	}
	struct judge plain = { .rubric = rubric, .input = input, .promise = input->promise };
	if (line->stepped)
		by_rows(&plain, line, result);
	else
		by_needs(&plain, line, input->confirmed[at], result);
	if (full == MAYBE && result->points != RUBRIC_OPEN && result->points != best_of(line))
		leave_open(&judge, result, RUBRIC_OPEN_UNKNOWN);
}

static int32_t smaller(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* The sum with open lines at their least (most = 0) or their most (most = 1), within groups and scale. */
static int32_t total(const struct rubric *rubric, const struct rubric_result *result, int32_t most)
{
	int64_t sum = 0, top = 0, stretch = rubric->scale;
	for (int32_t group = 0; group < rubric->group_count; group++) {
		int32_t part = 0;
		for (int32_t i = 0; i < rubric->line_count; i++) {
			const struct rubric_line *line = &rubric->line[i];
			int32_t points = result->line[i].points, deducts = line->kind == RUBRIC_DEDUCTION;
			if (line->group != group)
				continue;
			if (points == RUBRIC_OPEN)
				points = most ? best_of(line) : deducts ? -line->max : 0;
			if (line->on_top || deducts)
				top += points;
			else
				part += points;
			if (result->line[i].why == RUBRIC_NOT_APPLIED && !line->on_top && !deducts)
				stretch -= line->max;
		}
		sum += smaller(part, rubric->group_max[group]);
	}
	if (rubric->rescale && stretch > 0)
		sum = sum * rubric->scale / stretch;
	sum += top;
	return sum < 0 ? 0 : sum > rubric->scale ? rubric->scale : (int32_t)sum;
}

static int32_t grade(const struct rubric *rubric, const struct rubric_result *result, int32_t points, int32_t most)
{
	int32_t at = 0;
	while (at < rubric->grade_count - 1 && points < rubric->grade_from[at])
		at++;
	for (int32_t i = 0; i < rubric->cap_count; i++) {
		const struct rubric_cap *cap = &rubric->cap[i];
		for (int32_t j = 0; j < cap->line_count && at < cap->grade; j++) {
			const struct rubric_line_result *line = &result->line[cap->line[j]];
			int32_t lost = line->points < best_of(&rubric->line[cap->line[j]]);
			if (line->points == RUBRIC_OPEN)
				lost = !most;
			if (lost && line->why != RUBRIC_NOT_APPLIED)
				at = cap->grade;
		}
	}
	return at;
}

void rubric_sum(const struct rubric *rubric, struct rubric_result *result)
{
	result->least = total(rubric, result, 0);
	result->most = total(rubric, result, 1);
	result->grade_least = grade(rubric, result, result->least, 0);
	result->grade_most = grade(rubric, result, result->most, 1);
	result->grade = result->grade_least == result->grade_most ? result->grade_least : RUBRIC_NONE;
}

void rubric_evaluate(const struct rubric *rubric, const struct rubric_input *input, struct rubric_result *ret_result)
{
	struct rubric_input known = *input;
	derive(&known);
	ret_result->version = RUBRIC_VERSION;
	for (int32_t i = 0; i < RUBRIC_LINES; i++) {
		ret_result->line[i] = (struct rubric_line_result){ .row = RUBRIC_NONE };
		if (i < rubric->line_count)
			evaluate_line(rubric, &known, i, &ret_result->line[i]);
	}
	rubric_sum(rubric, ret_result);
}
