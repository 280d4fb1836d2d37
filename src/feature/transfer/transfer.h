/* Members on their way to another cell, as other features use them: what becomes of open ways when a cell is merged. */
#ifndef FEATURE_TRANSFER_H
#define FEATURE_TRANSFER_H

#include "app/feature.h"

/* A cell that is merged or split hands open ways on to the cell that comes after it: proposals without an answer, and
 * temporary stays that are not over. A way between the two ends (withdrawn; a stay is over on `day`). */
struct transfer_heir {
	int64_t from, to, person; /* person: this one's ways only; 0: all */
	int from_shard, to_shard;
	struct str day;
};
/* Before or after the members are moved by person_move. Wide. */
enum status transfer_hand_on(
        struct arena *arena, struct db *db, const struct transfer_heir *heir, int64_t now, struct err *err);

#endif
