/* Tasks given at meetings, as other features use them. */
#ifndef FEATURE_TASK_H
#define FEATURE_TASK_H

#include "app/feature.h"

/* A task in the minutes. due is an ISO day; state: open done part not_done dropped (open: nothing was reported). */
struct task_line {
	struct str title, person, due, state, result;
};
struct task_lines {
	struct task_line *at;
	size_t count;
};
/* What the meeting heard of tasks given before, and the tasks that it gave. */
enum status task_of_meeting(struct arena *arena, struct db *db, int64_t meeting, struct task_lines *ret_reported,
        struct task_lines *ret_given, struct err *err);

enum task_urgency { TASK_NO_DAY, TASK_LATER, TASK_SOON, TASK_LATE };
/* How near the day is: soon within seven days, late from the day after. */
enum task_urgency task_urgency(struct str due, struct str today);

#endif
