/* See plan.h. Greedy: cells in the order of need, for each the first day on which the team with the fewest visits is
 * free. */
#include "feature/visit/plan.h"

#include "base/arena.h"
#include "base/time.h"

#include <stdlib.h>

enum { DAY_MINUTE = 19 * 60 + 30 };

/* Something that a member of a team does on a day. */
struct slot {
	struct slot *next;
	struct plan_busy busy;
};
struct work {
	struct arena *arena;
	struct plan *plan;
	struct slot **slot; /* of a team and a day of the time: its place is team * days + day */
	int64_t days;
	bool shares[PLAN_TEAMS][PLAN_TEAMS]; /* a member */
	int64_t done[PLAN_TEAMS];
	struct plan_visit *visit;
	size_t count;
};

static int by_need(const void *a, const void *b)
{
	const struct plan_cell *x = a, *y = b;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	if (x->commune != y->commune)
		return x->commune < y->commune ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static int by_day(const void *a, const void *b)
{
	const struct plan_visit *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->minute != y->minute)
		return x->minute < y->minute ? -1 : 1;
	return (x->team > y->team) - (x->team < y->team);
}

static int by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static bool holds(const int64_t *at, size_t count, int64_t id)
{
	return count && bsearch(&id, at, count, sizeof(*at), by_id);
}

static bool too_near(const struct plan_busy *a, const struct plan_busy *b)
{
	int64_t gap = a->minute > b->minute ? a->minute - b->minute : b->minute - a->minute;
	return a->day == b->day && (gap < PLAN_GAP || a->commune != b->commune);
}

bool plan_clash(const struct plan_busy *a, const struct plan_busy *b)
{
	return a->account == b->account && too_near(a, b);
}

static struct slot **slot_of(const struct work *work, size_t team, int64_t day)
{
	return &work->slot[(int64_t)team * work->days + day - work->plan->since];
}

static bool is_free(const struct work *work, size_t team, const struct plan_busy *busy)
{
	for (const struct slot *slot = *slot_of(work, team, busy->day); slot; slot = slot->next)
		if (too_near(&slot->busy, busy))
			return false;
	return true;
}

static bool may(const struct work *work, size_t at, const struct plan_cell *cell, int64_t day)
{
	const struct plan_team *team = &work->plan->team[at];
	return work->done[at] < team->most && team->account_count && day >= team->since && day < team->until &&
	       (!team->area_count || holds(team->area, team->area_count, cell->id)) &&
	       !holds(team->home, team->home_count, cell->id);
}

static void keep(struct work *work, size_t team, struct plan_busy busy)
{
	struct slot **to, *slot;
	if (busy.day < work->plan->since || busy.day >= work->plan->until)
		return;
	to = slot_of(work, team, busy.day);
	slot = arena_new(work->arena, struct slot);
	*slot = (struct slot){ *to, busy };
	*to = slot;
}

static bool has_member(const struct plan_team *team, int64_t account)
{
	for (size_t i = 0; i < team->account_count; i++)
		if (team->account[i] == account)
			return true;
	return false;
}

static void begin(struct work *work)
{
	const struct plan *plan = work->plan;
	work->days = plan->until - plan->since;
	work->slot = arena_array(work->arena, struct slot *, plan->team_count * (size_t)work->days + 1);
	for (size_t a = 0; a < plan->team_count; a++) {
		for (size_t b = 0; b < plan->team_count; b++)
			for (size_t m = 0; m < plan->team[b].account_count; m++)
				work->shares[a][b] |= has_member(&plan->team[a], plan->team[b].account[m]);
		for (size_t i = 0; i < plan->busy_count; i++)
			if (has_member(&plan->team[a], plan->busy[i].account))
				keep(work, a, plan->busy[i]);
	}
}

/* The team with the fewest visits that can come then. */
static bool give(struct work *work, size_t at, int64_t day, int64_t minute, int64_t meeting)
{
	const struct plan_cell *cell = &work->plan->cell[at];
	size_t best = PLAN_TEAMS;
	struct plan_busy busy = { .cell = cell->id, .commune = cell->commune, .day = day, .minute = minute };
	if (day < work->plan->since || day >= work->plan->until)
		return false;
	for (size_t i = 0; i < work->plan->team_count; i++)
		if (may(work, i, cell, day) && (best == PLAN_TEAMS || work->done[i] < work->done[best]) &&
		        is_free(work, i, &busy))
			best = i;
	if (best == PLAN_TEAMS)
		return false;
	work->done[best]++;
	work->visit[work->count++] = (struct plan_visit){ best, at, day, minute, meeting };
	for (size_t i = 0; i < work->plan->team_count; i++)
		if (work->shares[i][best])
			keep(work, i, busy);
	return true;
}

/* Its planned meetings; where it planned none, around its usual day of each month. */
static void place(struct work *work, size_t at)
{
	const struct plan_cell *cell = &work->plan->cell[at];
	for (size_t i = 0; i < cell->meeting_count; i++)
		if (give(work, at, cell->meeting[i].day, cell->meeting[i].minute, cell->meeting[i].id))
			return;
	if (cell->meeting_count)
		return;
	struct date first = date_of_number(work->plan->since);
	for (int month = 0; month < 3; month++) {
		int yyyymm = month_add(first.year * 100 + first.month, month);
		int64_t day = date_number(
		        (struct date){ yyyymm / 100, yyyymm % 100, cell->regular ? (int)cell->regular : 3 });
		for (int i = 0; i < PLAN_WINDOW; i++)
			if (give(work, at, day + i, cell->minute ? cell->minute : DAY_MINUTE, 0))
				return;
	}
}

static bool all_full(const struct work *work)
{
	for (size_t i = 0; i < work->plan->team_count; i++)
		if (work->done[i] < work->plan->team[i].most && work->plan->team[i].account_count)
			return false;
	return true;
}

void plan_run(struct arena *arena, struct plan *plan, struct plan_visit **ret_at, size_t *ret_count)
{
	struct work work = { .arena = arena, .plan = plan };
	work.visit = arena_array(arena, struct plan_visit, plan->cell_count + 1);
	begin(&work);
	qsort(plan->cell, plan->cell_count, sizeof(*plan->cell), by_need);
	for (size_t i = 0; i < plan->cell_count && !all_full(&work); i++)
		if (!plan->cell[i].taken && plan->cell[i].last < plan->rested)
			place(&work, i);
	qsort(work.visit, work.count, sizeof(*work.visit), by_day);
	*ret_at = work.visit;
	*ret_count = work.count;
}
