/* The proposal: who comes first, and that nothing is at odds, whatever is asked. */
#include "feature/visit/plan.h"

#include "base/test_private.h"
#include "base/time.h"

#include <string.h>

enum { TEAMS = 10, CELLS = 9000, MOST = 9, MEMBERS = 5 };

struct world {
	struct arena *arena;
	struct plan plan;
	struct plan_visit *at;
	size_t count;
};

static int64_t number(int year, int month, int day)
{
	return date_number((struct date){ year, month, day });
}

/* Teams that share members; cells in communes of 30, most of them meeting on the third. */
static void make(struct world *world, size_t teams, size_t cells)
{
	struct plan *plan = &world->plan;
	uint64_t chance = 7;
	world->arena = arena_open(ARENA_JOB_CEILING);
	*plan = (struct plan){
		.team_count = teams, .cell_count = cells, .since = number(2027, 1, 1), .until = number(2027, 4, 1)
	};
	plan->rested = number(2026, 7, 1);
	plan->team = arena_array(world->arena, struct plan_team, teams);
	plan->cell = arena_array(world->arena, struct plan_cell, cells);
	for (size_t i = 0; i < teams; i++) {
		int64_t *account = arena_array(world->arena, int64_t, MEMBERS),
		        *home = arena_array(world->arena, int64_t, 1);
		for (size_t m = 0; m < MEMBERS; m++)
			account[m] = (int64_t)(100 + i * 4 + m); /* the last one is in the next team too */
		home[0] = (int64_t)(1000 + i);
		plan->team[i] = (struct plan_team){ .id = (int64_t)i + 1,
			.since = plan->since,
			.until = plan->until,
			.account = account,
			.account_count = MEMBERS,
			.home = home,
			.home_count = 1,
			.most = MOST };
	}
	for (size_t i = 0; i < cells; i++) {
		struct plan_meeting *meeting = arena_array(world->arena, struct plan_meeting, 3);
		chance = chance * 6364136223846793005u + 1442695040888963407u;
		for (int m = 0; m < 3; m++)
			meeting[m] = (struct plan_meeting){ (int64_t)(i * 3) + m + 1, (int64_t)(1000 + i),
				number(2027, m + 1, 3 + (int)(chance >> 60) % 5), (chance >> 50) % 4 ? 1170 : 480 };
		plan->cell[i] = (struct plan_cell){ .id = (int64_t)(1000 + i),
			.commune = (int64_t)(i / 30),
			.last = (chance >> 40) % 3 ? number(2026, 1 + (int)((chance >> 33) % 12), 3) : 0,
			.regular = 3,
			.minute = 1170,
			.meeting = meeting,
			.meeting_count = (chance >> 44) % 5 ? 3 : 0 };
	}
}

static struct plan_busy busy_of(const struct world *world, const struct plan_visit *visit, size_t member)
{
	return (struct plan_busy){ world->plan.team[visit->team].account[member], world->plan.cell[visit->cell].id,
		world->plan.cell[visit->cell].commune, visit->day, visit->minute };
}

static int clashes(const struct world *world)
{
	int found = 0;
	for (size_t a = 0; a < world->count; a++)
		for (size_t b = a + 1; b < world->count; b++) {
			found += world->at[a].cell == world->at[b].cell;
			for (size_t m = 0; m < MEMBERS; m++)
				for (size_t n = 0; n < MEMBERS; n++) {
					struct plan_busy x = busy_of(world, &world->at[a], m),
					                 y = busy_of(world, &world->at[b], n);
					found += plan_clash(&x, &y);
				}
		}
	return found;
}

static void nothing_is_at_odds(void **state)
{
	struct world world;
	(void)state;
	make(&world, TEAMS, CELLS);
	plan_run(world.arena, &world.plan, &world.at, &world.count);
	assert_int_equal(world.count, TEAMS * MOST);
	assert_int_equal(clashes(&world), 0);
	for (size_t i = 0; i < world.count; i++) {
		const struct plan_cell *cell = &world.plan.cell[world.at[i].cell];
		assert_true(cell->last < world.plan.rested);
		assert_true(cell->id != world.plan.team[world.at[i].team].home[0]);
		assert_true(world.at[i].day >= world.plan.since && world.at[i].day < world.plan.until);
		assert_true(!cell->meeting_count || world.at[i].meeting);
		assert_true(!i || world.at[i].day >= world.at[i - 1].day);
	}
	arena_close(world.arena);
}

static void those_never_visited_come_first(void **state)
{
	struct world world;
	(void)state;
	make(&world, 1, 3);
	world.plan.team[0].most = 2;
	for (size_t i = 0; i < 3; i++) {
		world.plan.cell[i].meeting_count = 0;
		world.plan.cell[i].id = 2000 + (int64_t)i;
		world.plan.cell[i].last = i == 1 ? 0 : number(2026, 2 + (int)i, 3);
	}
	plan_run(world.arena, &world.plan, &world.at, &world.count);
	assert_int_equal(world.count, 2);
	assert_int_equal(world.plan.cell[0].id, 2001);
	assert_int_equal(world.at[0].cell, 0);
	assert_int_equal(world.plan.cell[world.at[1].cell].id, 2000);
	assert_int_equal(world.at[0].day, number(2027, 1, 3));
	assert_int_equal(world.at[1].day, number(2027, 1, 4));
	arena_close(world.arena);
}

/* What a member does elsewhere, an area, a cell that is taken, a term that is over. */
static void what_is_there_counts(void **state)
{
	struct world world;
	static const int64_t area[] = { 2000, 2001 };
	static const struct plan_busy busy = { .account = 100, .cell = 9, .commune = 5, .minute = 480 };
	(void)state;
	make(&world, 1, 3);
	struct plan_busy first = busy;
	first.day = number(2027, 1, 3);
	world.plan.busy = &first;
	world.plan.busy_count = 1;
	world.plan.team[0].area = area;
	world.plan.team[0].area_count = 2;
	world.plan.team[0].until = number(2027, 1, 6);
	for (size_t i = 0; i < 3; i++) {
		world.plan.cell[i] =
		        (struct plan_cell){ .id = 2000 + (int64_t)i, .commune = 4, .regular = 3, .minute = 1170 };
		world.plan.cell[i].taken = i == 0;
	}
	plan_run(world.arena, &world.plan, &world.at, &world.count);
	assert_int_equal(world.count, 1);
	assert_int_equal(world.plan.cell[world.at[0].cell].id, 2001);
	assert_int_equal(world.at[0].day, number(2027, 1, 4)); /* on the third somebody is in another commune */
	arena_close(world.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_at_odds),
		cmocka_unit_test(those_never_visited_come_first),
		cmocka_unit_test(what_is_there_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
