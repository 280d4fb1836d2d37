/* The calendar of working teams, as a calculation: no database, no clock. Cells that nobody visited for the longest
 * come first; a meeting that the cell planned is taken where there is one; nobody is in two places, no two teams come
 * to one cell, nobody visits the own cell, and who goes twice on a day stays in one commune. */
#ifndef VISIT_PLAN_H
#define VISIT_PLAN_H

#include "base/str.h"

#include <stdint.h>

enum {
	PLAN_TEAMS = 64,
	PLAN_GAP = 180,
	PLAN_WINDOW = 7
}; /* most teams; minutes between two visits of a day; days tried */

struct plan_team {
	int64_t id, since, until; /* day numbers of its term */
	const int64_t *account;   /* its members */
	size_t account_count;
	const int64_t *home; /* cells of its members, ascending */
	size_t home_count;
	const int64_t *area; /* its cells, ascending; none: all */
	size_t area_count;
	int64_t most; /* visits in the quarter */
};
struct plan_meeting {
	int64_t id, cell, day, minute; /* day number */
};
struct plan_cell {
	int64_t id, commune, last; /* day number of the last visit, 0: never */
	int64_t regular, minute;   /* its usual day of the month and minute, where no meeting is planned */
	const struct plan_meeting *meeting;
	size_t meeting_count;
	bool taken;
};
/* What somebody does already; also what was proposed. */
struct plan_busy {
	int64_t account, cell, commune, day, minute;
};
struct plan_visit {
	size_t team, cell; /* places in the lists */
	int64_t day, minute, meeting;
};
struct plan {
	struct plan_team *team;
	size_t team_count;
	struct plan_cell *cell; /* is put in the order of need */
	size_t cell_count;
	const struct plan_busy *busy;
	size_t busy_count;
	int64_t since, until; /* day numbers: visits in between, until not included */
	int64_t rested;       /* cells visited on this day or later are left alone */
};

/* Whether one person could not do both. */
bool plan_clash(const struct plan_busy *a, const struct plan_busy *b);
/* The visits, in the order of days. */
void plan_run(struct arena *arena, struct plan *plan, struct plan_visit **ret_at, size_t *ret_count);

#endif
