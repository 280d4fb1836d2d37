/* What the files of this room share. */
#ifndef SCORE_PRIVATE_H
#define SCORE_PRIVATE_H

#include "app/feature.h"

extern const struct command score_commands[];
/* The rubrics of rules/ into the table; a changed one as a new version. */
enum status score_load(struct arena *arena, struct db *db, int64_t now, struct err *err);

#endif
