/* The nightly proof of the tree: nothing holds twice on one day, and the closure is what the edges say, today and on
 * the first days of the months that figures stand on. */
#include "feature/unit/unit_private.h"

#include "base/time.h"
#include "gen/unit_sql.h"

/* LARGE: from so many units on, the proof takes minutes of a core and waits for the hour after HOUR, people's time. */
enum { MONTHS = 12, LARGE = 20000, HOUR = 1 };

static enum status prove(struct chore_run *run, int64_t *ret_wrong, int64_t *ret_first, struct err *err)
{
	struct unit_overlaps_rows overlaps;
	struct arena *arena = run->arena;
	struct db *db = run->db;
	struct str today = day_today(arena, run->now);
	int month = month_of_day(today);
	TRY(unit_overlaps(arena, db, &overlaps, err));
	*ret_wrong = (int64_t)overlaps.count;
	*ret_first = overlaps.count ? overlaps.at[0].unit : 0;
	for (int i = 0; i <= MONTHS && !chore_over(run); i++) {
		struct unit_closure_wrong_rows rows;
		int at = month_add(month, 1 - i);
		struct str day = i ? str_format(arena, "%d-%02d-01", at / 100, at % 100) : today;
		TRY(unit_closure_wrong(arena, db, &(struct unit_closure_wrong_in){ .day = day }, &rows, err));
		*ret_wrong += (int64_t)rows.count;
		*ret_first = rows.count && !*ret_first ? rows.at[0].unit : *ret_first;
	}
	return OK;
}

static enum status keep(struct db *db, void *context, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 20);
	return unit_check_put(arena, db, &(struct unit_check_put_in){ .value = *(struct str *)context }, err);
}

enum status unit_check_chore(struct chore_run *run, struct err *err)
{
	struct unit_number_row units;
	int64_t wrong, first;
	TRY(unit_number(run->arena, run->db, &units, err));
	if (units.n >= LARGE && minute_of_instant(run->now) / 60 != HOUR)
		return OK;
	TRY(prove(run, &wrong, &first, err));
	if (chore_over(run))
		return OK;
	struct str value = str_format(run->arena, "%lld %lld", (long long)wrong, (long long)first);
	return chore_write(run, keep, &value, err);
}

enum status unit_health_say(struct health *health, struct db *db, int64_t now, struct err *err)
{
	struct unit_check_found_row row;
	struct err text = { 0 };
	int64_t wrong = 0, first = 0;
	bool found;
	(void)now;
	TRY(unit_check_found(health->arena, db, &row, &found, err));
	struct str rest = row.value, part;
	if (!found)
		return OK;
	if (str_split(&rest, ' ', &part))
		str_int(part, &wrong);
	str_int(rest, &first);
	err_set(&text, OK, wrong ? "unit.tree_wrong" : "unit.tree_whole", NULL);
	err_arg_int(&text, "n", wrong);
	err_arg(&text, "id", str_format(health->arena, "%lld", (long long)first));
	health_say(health, "tree", wrong ? HEALTH_ERROR : HEALTH_OK, &text);
	health_gauge(health, "chibo_tree_wrong", "Units whose dated rows contradict each other", wrong);
	return OK;
}
