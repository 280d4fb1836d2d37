/* The report of a meeting to the superior: when it is due. */
#ifndef FEATURE_REPORT_H
#define FEATURE_REPORT_H

#include "app/feature.h"

/* The figure of that key in rules/meeting in force on a day ("report_days", "attendance_permille"), or `otherwise`. */
int64_t report_rule(const char *key, struct str day, int64_t otherwise);
/* The last day on which the report of a meeting is in time: the day it ended and the days of the rule. ISO. */
struct str report_due_day(struct arena *arena, struct str day, struct opt_int ended_at);
/* Whole days from one ISO day to another, below 0 when it lies before. */
int64_t report_days_between(struct str from, struct str to);

#endif
