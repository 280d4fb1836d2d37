/* The vote calculator: who is in the base of a vote, how many votes it needs, whether it is carried. Freestanding like
 * rubric.h. The base is all full members called, less the exceptions of the statute rules, never "those present".
 * Thresholds are data (rules/vote), chosen by the day of the vote. */
#ifndef RULE_VOTE_H
#define RULE_VOTE_H

#include <stdint.h>

enum { VOTE_VERSION = 1, VOTE_ELECTORS = 2000 };

enum vote_flag {
	VOTE_PROBATIONARY = 1,
	VOTE_EXEMPT = 2,         /* exempted from work and meetings */
	VOTE_AWAY = 4,           /* sent elsewhere temporarily */
	VOTE_TEMPORARY_STAY = 8, /* a guest of another cell */
	VOTE_SPECIAL_DUTY = 16,
	VOTE_SUSPENDED = 32,
	VOTE_DETAINED = 64, /* or prosecuted */
	VOTE_PRESENT = 128,
};

enum vote_decision { VOTE_UNDECIDED, VOTE_COUNTS, VOTE_COUNTS_NOT };

struct vote_elector {
	int32_t flags;
	int32_t decision; /* the clerk's, where the rules leave one */
};

/* Why an elector is in the base or not. */
enum vote_why {
	VOTE_WHY_MEMBER,         /* in: a full member called */
	VOTE_WHY_SPECIAL_DUTY,   /* in: special duty alone does not leave the base */
	VOTE_WHY_EXEMPT_PRESENT, /* in: came all the same (ours, D); the clerk may decide otherwise */
	VOTE_WHY_CLERK_IN,       /* in: decided by the clerk */
	VOTE_WHY_CLERK_OUT,      /* out: decided by the clerk */
	VOTE_WHY_UNDECIDED,      /* out so far: away but present, the clerk has to decide */
	VOTE_WHY_PROBATIONARY,
	VOTE_WHY_TEMPORARY_STAY,
	VOTE_WHY_SUSPENDED,
	VOTE_WHY_DETAINED,
	VOTE_WHY_AWAY,
	VOTE_WHY_EXEMPT,
	VOTE_WHY__COUNT,
};

struct vote_input {
	int32_t numerator, denominator; /* of the base */
	int32_t more_than;              /* 1: more than that part; 0: at least that part */
	int32_t votes_for, votes_against, votes_other;
};

struct vote_result {
	int32_t version;
	int32_t base, needs;
	int32_t may_vote;  /* of the base, present */
	int32_t undecided; /* electors that wait for the clerk's decision */
	int32_t carried;   /* 1, 0, or -1 where it hangs on the undecided */
};

enum vote_wrong {
	VOTE_RIGHT,
	VOTE_NEGATIVE,
	VOTE_NO_ELECTOR, /* nobody is in the base */
	VOTE_TOO_MANY,   /* more votes than electors present */
	VOTE_NO_CHOICE,  /* elector *ret_at: the rules leave no decision to the clerk, and his differs from them */
	VOTE_WRONG__COUNT,
};

/* *ret_in: 1 when the elector counts in the base. */
enum vote_why vote_elector_why(const struct vote_elector *elector, int32_t *ret_in);
/* Votes that the part of the base asks for, never below 1. */
int32_t vote_needs(const struct vote_input *input, int32_t base);
/* *ret_at is the elector at fault, else -1. The result is filled as far as it goes even when something is wrong. */
enum vote_wrong vote_reckon(const struct vote_input *input, const struct vote_elector *electors, int32_t count,
        struct vote_result *ret_result, int32_t *ret_at);

#endif
