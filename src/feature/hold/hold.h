/* The clerk's console as other features use it. What was noted is read by SQL from speech, praise, fee, role_change and
 * agenda_item (content, conclusion); arrived and gone of attendance are instants. */
#ifndef FEATURE_HOLD_H
#define FEATURE_HOLD_H

#include "app/feature.h"

/* The longest run of "excused" of one person in rows ordered by person and time. */
struct hold_absence {
	int64_t person;
	bool excused;
};
int hold_streak(const struct hold_absence *rows, size_t count);
/* A title short enough for a button: up to its first sign of a longer list, at most `letters` letters and "…". */
struct str hold_short(struct arena *arena, struct str title, size_t letters);

#endif
