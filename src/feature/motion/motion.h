/* Votes of a meeting as other features use them. The base is all full members called less the exceptions, never those
 * present. */
#ifndef FEATURE_MOTION_H
#define FEATURE_MOTION_H

#include "app/feature.h"

struct motion_result {
	bool found;
	int64_t id, votes_for, base, closed_at;
};
/* The last carried vote of that kind (minutes, resolution, score ...) in the meeting. */
enum status motion_last_carried(struct arena *arena, struct db *db, int64_t meeting, int shard, const char *kind,
        struct motion_result *ret_result, struct err *err);

#endif
