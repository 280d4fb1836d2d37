/* The merger and the daily sweep, in small transactions. */
#include "app/counter_private.h"

#include "app/feature.h"
#include "base/time.h"
#include "gen/app_sql.h"

#include <time.h>

/* MOST: marks of one transaction; at a hundredth of a second for a hundred, others do not wait long. */
enum { MOST = 2000, ROOM = 64 << 20 };

static enum status merge_some(struct db *db, void *context, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	return counter_merge(arena, db, MOST, context, err);
}

enum status counter_merge_chore(struct chore_run *run, struct err *err)
{
	struct counter_marks_row marks;
	bool more;
	TRY(counter_marks(run->arena, run->db, &marks, err));
	for (more = marks.n > 0; more;)
		TRY(chore_write(run, merge_some, &more, err));
	return OK;
}

struct sweep {
	int shard, month;
	struct str today;
};

static enum status sweep_shard(struct db *db, void *context, struct err *err)
{
	const struct sweep *sweep = context;
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	return counter_sweep(arena, db, sweep->shard, sweep->month, sweep->today, err);
}

static enum status put_month(struct db *db, void *context, struct err *err)
{
	const struct sweep *sweep = context;
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	return counter_month_put(arena, db, &(struct counter_month_put_in){ .month = sweep->month }, err);
}

static enum status end_month(struct db *db, void *context, struct err *err)
{
	const struct sweep *sweep = context;
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	return counter_month_swept(
	        arena, db, &(struct counter_month_swept_in){ .month = sweep->month, .day = sweep->today }, err);
}

/* The writer is other people's most of the time: four times as long as this took, at most a quarter of a second. */
static void leave_room(int64_t began)
{
	int64_t ms = (time_monotonic() - began) * 4;
	nanosleep(&(struct timespec){ .tv_nsec = (ms < 250 ? ms : 250) * 1000000 }, NULL);
}

enum status counter_sweep_chore(struct chore_run *run, struct err *err)
{
	struct counter_months_rows months;
	struct counter_shards_rows shards;
	struct sweep sweep = { .today = day_today(run->arena, run->now) };
	int current = month_of_day(sweep.today);
	sweep.month = current;
	TRY(chore_write(run, put_month, &sweep, err));
	TRY(counter_months(run->arena, run->db, &months, err));
	TRY(counter_shards(run->arena, run->db, &shards, err));
	for (size_t i = months.count; i-- > 0;) {
		sweep.month = (int)months.at[i].month;
		bool daily = sweep.month >= month_add(current, -1);
		if (daily ? str_eq(months.at[i].swept_day, sweep.today) : months.at[i].swept_day.len > 0)
			continue;
		for (size_t j = 0; j < shards.count && !chore_over(run); j++) {
			int64_t began = time_monotonic();
			sweep.shard = (int)shards.at[j].shard;
			TRY(chore_write(run, sweep_shard, &sweep, err));
			leave_room(began);
		}
		if (chore_over(run))
			break;
		TRY(chore_write(run, end_month, &sweep, err));
	}
	return OK;
}
