/* The command `rule vote`: who is in the base of a vote, what it needs, whether it is carried, and on which article
 * that rests. The rule set (rules/vote) is that of the day of the vote. Called by motion.c when a motion opens, and by
 * the command line. */
#ifndef MOTION_VOTE_JSON_H
#define MOTION_VOTE_JSON_H

#include "base/err.h"
#include "rule/vote.h"

/* What a kind of motion needs under the rule set of a day. Text lives as long as the arena. */
struct vote_rule {
	struct str id;                  /* "294-qd-tw": kept with the motion */
	struct str document;            /* "Quy định 294-QĐ/TW, 26/05/2025" */
	struct str article;             /* of the threshold */
	struct str sure;                /* of the threshold: A to D */
	int32_t numerator, denominator; /* of the base */
	int32_t more_than;
};

/* The rule for a kind (resolution, admission, recognition, removal, expulsion, other) on an ISO day. INVALID vote.kind,
 * or vote.no_rule when no rule set is known for the day. */
enum status vote_rule_find(
        struct arena *arena, struct str kind, struct str day, struct vote_rule *ret_rule, struct err *err);
const char *vote_why_name(int32_t why);  /* member, special_duty, exempt_present ...: stable */
const char *vote_why_label(int32_t why); /* Vietnamese, how sure in brackets where ours */

/* Input: kind, members (status, flags, counts; name and id are handed through), for, against, other, day (today when
 * absent). */
enum status rule_vote_json(struct arena *arena, struct str input, struct buf *out, struct err *err);

#endif
