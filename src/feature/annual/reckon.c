/* The ceiling, the conditions, working days: whole numbers, no tables. */
#include "feature/annual/reckon.h"

static const char *const grade_words[ANNUAL_GRADES] = { "excellent", "good", "fair", "poor" };
static const char *const condition_words[ANNUAL_CONDITIONS] = { "all_done", "on_time", "late", "above", "remedied",
	"undisciplined" };

enum annual_grade annual_grade_of(struct str word)
{
	for (int i = 0; i < ANNUAL_GRADES; i++)
		if (str_is(word, grade_words[i]))
			return (enum annual_grade)i;
	return ANNUAL_NO_GRADE;
}

const char *annual_grade_word(enum annual_grade grade)
{
	return grade < ANNUAL_GRADES ? grade_words[grade] : "";
}

enum annual_condition annual_condition_of(struct str word)
{
	for (int i = 0; i < ANNUAL_CONDITIONS; i++)
		if (str_is(word, condition_words[i]))
			return (enum annual_condition)i;
	return ANNUAL_CONDITIONS;
}

const char *annual_condition_word(enum annual_condition condition)
{
	return condition < ANNUAL_CONDITIONS ? condition_words[condition] : "";
}

static enum annual_answer answer(bool met)
{
	return met ? ANNUAL_MET : ANNUAL_UNMET;
}

enum annual_answer annual_condition_met(
        const struct annual_measure *measure, const struct annual_facts *facts, enum annual_condition condition)
{
	switch (condition) {
	case ANNUAL_ALL_DONE:
		return facts->tasks ? answer(facts->done == facts->tasks) : ANNUAL_UNKNOWN;
	case ANNUAL_ON_TIME:
		return facts->tasks ? answer(!facts->late) : ANNUAL_UNKNOWN;
	case ANNUAL_LATE:
		return facts->tasks ? answer(facts->late * 100 <= facts->tasks * measure->late_percent)
		                    : ANNUAL_UNKNOWN;
	case ANNUAL_ABOVE:
		if (!facts->above.set || !facts->tasks)
			return ANNUAL_UNKNOWN;
		return answer(facts->above.n * 100 >= facts->tasks * measure->above_percent);
	case ANNUAL_REMEDIED:
		return facts->remedied.len ? answer(!str_is(facts->remedied, "no")) : ANNUAL_UNKNOWN;
	case ANNUAL_UNDISCIPLINED:
		return facts->discipline.set ? answer(!facts->discipline.n) : ANNUAL_UNKNOWN;
	case ANNUAL_CONDITIONS:
		break;
	}
	return ANNUAL_UNKNOWN;
}

/* Those that people answer; what is known of tasks may be incomplete, so that a reason outweighs it. */
static bool is_asked(const struct annual_facts *facts, enum annual_condition condition)
{
	return condition == ANNUAL_REMEDIED || condition == ANNUAL_UNDISCIPLINED ||
	       (condition == ANNUAL_ABOVE && !facts->above.set);
}

enum annual_verdict annual_judge(const struct annual_measure *measure, const struct annual_facts *facts,
        enum annual_grade grade, enum annual_condition *ret_condition)
{
	enum annual_verdict verdict = ANNUAL_FITS;
	*ret_condition = ANNUAL_CONDITIONS;
	if (!facts->points.set)
		return ANNUAL_NO_POINTS;
	if (facts->points.n < measure->least[grade])
		return ANNUAL_FEW_POINTS;
	if (grade == ANNUAL_POOR)
		return ANNUAL_FITS;
	if (facts->degraded.set && facts->degraded.n)
		return ANNUAL_FORBIDDEN;
	for (int i = 0; i < ANNUAL_CONDITIONS; i++) {
		enum annual_condition condition = (enum annual_condition)i;
		enum annual_answer met = annual_condition_met(measure, facts, condition);
		if (!(measure->conditions[grade] & 1u << i) || met == ANNUAL_MET)
			continue;
		if (condition == ANNUAL_UNDISCIPLINED && met == ANNUAL_UNMET) {
			*ret_condition = condition;
			return ANNUAL_FORBIDDEN;
		}
		if (met == ANNUAL_UNKNOWN && is_asked(facts, condition)) {
			*ret_condition = condition;
			return ANNUAL_UNASKED;
		}
		if (verdict == ANNUAL_FITS) {
			*ret_condition = condition;
			verdict = ANNUAL_NEEDS_REASON;
		}
	}
	if ((facts->tasks - facts->done) * 100 > facts->tasks * measure->undone_percent) {
		*ret_condition = ANNUAL_ALL_DONE;
		return ANNUAL_FORBIDDEN;
	}
	return verdict;
}

int64_t annual_ceiling(int64_t good, int64_t percent)
{
	return good * percent / 100;
}

int annual_working_days(struct date sent, struct date held)
{
	int64_t from = date_number(sent), to = date_number(held);
	int days = 0;
	for (int64_t day = from + 1; day <= to; day++)
		days += date_weekday(date_of_number(day)) <= 5;
	return days;
}
