/* Vote calculator. See vote.h; the rules are those of Quy định 294-QĐ/TW §9.3 and of 208-QĐ/TW as far as known. */
#include "vote.h"

/* What the rules say; VOTE_WHY_UNDECIDED and VOTE_WHY_EXEMPT_PRESENT leave room for the clerk. */
static enum vote_why by_rule(int32_t flags)
{
	int32_t present = flags & VOTE_PRESENT;
	if (flags & VOTE_PROBATIONARY)
		return VOTE_WHY_PROBATIONARY;
	if (flags & VOTE_TEMPORARY_STAY)
		return VOTE_WHY_TEMPORARY_STAY;
	if (flags & VOTE_SUSPENDED)
		return VOTE_WHY_SUSPENDED;
	if (flags & VOTE_DETAINED)
		return VOTE_WHY_DETAINED;
	if (flags & VOTE_AWAY)
		return present ? VOTE_WHY_UNDECIDED : VOTE_WHY_AWAY;
	if (flags & VOTE_EXEMPT)
		return present ? VOTE_WHY_EXEMPT_PRESENT : VOTE_WHY_EXEMPT;
	return flags & VOTE_SPECIAL_DUTY ? VOTE_WHY_SPECIAL_DUTY : VOTE_WHY_MEMBER;
}

static int32_t is_in(enum vote_why why)
{
	return why <= VOTE_WHY_CLERK_IN;
}

enum vote_why vote_elector_why(const struct vote_elector *elector, int32_t *ret_in)
{
	enum vote_why why = by_rule(elector->flags);
	if (why == VOTE_WHY_UNDECIDED || why == VOTE_WHY_EXEMPT_PRESENT) {
		if (elector->decision == VOTE_COUNTS)
			why = VOTE_WHY_CLERK_IN;
		else if (elector->decision == VOTE_COUNTS_NOT)
			why = VOTE_WHY_CLERK_OUT;
	}
	*ret_in = is_in(why);
	return why;
}

int32_t vote_needs(const struct vote_input *input, int32_t base)
{
	int64_t part = (int64_t)base * input->numerator;
	int64_t needs =
	        input->more_than ? part / input->denominator + 1 : (part + input->denominator - 1) / input->denominator;
	return needs < 1 ? 1 : (int32_t)needs;
}

enum vote_wrong vote_reckon(const struct vote_input *input, const struct vote_elector *electors, int32_t count,
        struct vote_result *ret_result, int32_t *ret_at)
{
	struct vote_result result = { .version = VOTE_VERSION };
	*ret_at = -1;
	for (int32_t i = 0; i < count; i++) {
		int32_t in = 0;
		enum vote_why why = vote_elector_why(&electors[i], &in);
		int32_t decided = electors[i].decision != VOTE_UNDECIDED;
		int32_t clerks = why == VOTE_WHY_CLERK_IN || why == VOTE_WHY_CLERK_OUT;
		if (decided && !clerks && in != (electors[i].decision == VOTE_COUNTS) && *ret_at < 0)
			*ret_at = i;
		result.base += in;
		result.may_vote += in && (electors[i].flags & VOTE_PRESENT);
		result.undecided += why == VOTE_WHY_UNDECIDED;
	}
	result.needs = vote_needs(input, result.base);
	result.carried = input->votes_for >= result.needs;
	if (result.undecided &&
	        result.carried != (input->votes_for >= vote_needs(input, result.base + result.undecided)))
		result.carried = -1;
	*ret_result = result;
	if (*ret_at >= 0)
		return VOTE_NO_CHOICE;
	if (input->votes_for < 0 || input->votes_against < 0 || input->votes_other < 0)
		return VOTE_NEGATIVE;
	if (result.base == 0)
		return VOTE_NO_ELECTOR;
	if ((int64_t)input->votes_for + input->votes_against + input->votes_other > result.may_vote)
		return VOTE_TOO_MANY;
	return VOTE_RIGHT;
}
