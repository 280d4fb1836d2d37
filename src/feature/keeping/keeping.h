/* How long what is kept: dated data of rules/keeping, and the work that keeps to it. */
#ifndef FEATURE_KEEPING_H
#define FEATURE_KEEPING_H

#include "app/feature.h"

enum { KEEPING_KINDS = 32 };

struct keeping_kind {
	struct str kind, name, purpose;
	struct opt_int days; /* not set: for good */
};
struct keeping_rule {
	struct str id, name, issuer, from;
	bool official;    /* false: ours */
	struct str notes; /* a line each */
	struct keeping_kind at[KEEPING_KINDS];
	size_t count;
};
/* The rule in force on that day; false when there is none. */
bool keeping_rule_of(struct arena *arena, struct str day, struct keeping_rule *ret_rule);
/* Lets go of what is older than the rule of that instant says; every kind in pieces. */
enum status keeping_chore(struct chore_run *run, struct err *err);

#endif
