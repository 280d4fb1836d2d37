/* Signs of meetings held for form's sake, as other features use them. */
#ifndef FEATURE_SIGNAL_H
#define FEATURE_SIGNAL_H

#include "app/feature.h"

/* What a cell's month is judged by changed (minutes or a resolution confirmed or void, a score, the end of a meeting):
   it is judged anew by the next run of a chore. One small row; inside a write of that cell's shard. */
enum status signal_mark(struct arena *arena, struct db *db, int64_t cell, int shard, int month, struct err *err);

#endif
