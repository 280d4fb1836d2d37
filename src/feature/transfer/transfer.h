/* Members on their way to another cell, as other features use them: what becomes of open ways when a cell is merged. */
#ifndef FEATURE_TRANSFER_H
#define FEATURE_TRANSFER_H

#include "app/feature.h"

/* A cell that ends by a merge or a split hands its open ways on to the heir: proposals without an answer, and temporary
 * stays that are not over. A way between the two ends (withdrawn; a stay is over on `day`). Before or after its members
 * are moved by person_move. Wide. */
enum status transfer_heir(struct arena *arena, struct db *db, int64_t from, int from_shard, int64_t to, int to_shard,
        struct str day, int64_t now, struct err *err);

#endif
