/* What other features ask of votes: the chain that keeps their results. */
#ifndef MOTION_MOTION_H
#define MOTION_MOTION_H

#include "app/feature.h"

/* A vote that was counted. */
struct motion_counted {
	int64_t id;
	struct str kind, question, rule;
	int64_t base, needs, in_favour, against, other;
};
/* Adds the result to the cell's chain of votes: those entered in a meeting, and those typed in from paper. */
enum status motion_chain(struct arena *arena, struct db *db, int64_t cell, int shard,
        const struct motion_counted *counted, struct err *err);

#endif
