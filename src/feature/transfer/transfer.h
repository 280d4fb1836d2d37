/* Members on their way to another cell, as other features use them: what becomes of open ways when a cell is merged. */
#ifndef FEATURE_TRANSFER_H
#define FEATURE_TRANSFER_H

#include "app/feature.h"

/* A cell that is merged or split hands open ways on to the cell that comes after it: proposals without an answer, and
 * temporary stays that are not over. A way between the two ends (withdrawn; a stay is over on `day`). */
struct transfer_heir {
	int64_t from, to,
	        person; /* to: 0: nobody comes after it, all ends; person: the ways of this member only; 0: all */
	int from_shard, to_shard;
	struct str day;
	int64_t change; /* what transfer_take_back will look for; 0: nothing is kept */
};
/* Before or after the members are moved by person_move. Wide. */
enum status transfer_hand_on(
        struct arena *arena, struct db *db, const struct transfer_heir *heir, int64_t now, struct err *err);

/* The change is corrected: proposals that it ended wait again, and those of others to this cell come back from the
 * heir, as far as nobody answered them since. Before the members are moved back, whose own ways follow them
 * (transfer_hand_on). A stay between two cells that were merged is over for good. Wide. */
struct transfer_back {
	int64_t change, cell;
	int shard; /* of the cell */
};
enum status transfer_take_back(struct arena *arena, struct db *db, const struct transfer_back *back, struct err *err);

#endif
