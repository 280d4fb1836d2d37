/* What the families count: ended sessions of a cell's month, and what is missing in it by a day. */
#include "feature/figure/figure_private.h"

#include "base/time.h"
#include "feature/report/report.h"
#include "gen/figure_sql.h"

#include <string.h>

static const char meeting_columns[] =
        "met sessions thematic extra minutes base present excused unexcused spoke due reported on_time good fair "
        "average poor graded lowered self_sum self_count final_sum final_count above confirmed resolutions tasks "
        "tasks_done given admitted recognised";
static const char state_columns[] = "cells members full_members probationary exempt unplanned papers_late not_met "
                                    "too_short minutes_late low above same_text thematic_missing attention awaited";

/* In the order of state_columns. */
struct state {
	int64_t cells, members, full_members, probationary, exempt, unplanned, papers_late, not_met, too_short,
	        minutes_late, low, above, same_text, thematic_missing, attention, awaited;
};

static enum status count_meeting(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct figure_meeting_row row;
	TRY(figure_meeting(arena, db,
	        &(struct figure_meeting_in){ .cell = { key->cell }, .shard = key->shard, .month = key->month }, &row,
	        err));
	_Static_assert(sizeof(row) <= COUNTER_COLUMNS_MAX * sizeof(int64_t), "as many columns as values");
	memcpy(ret_values, &row, sizeof(row));
	*ret_any = row.sessions > 0;
	return OK;
}

/* The month whose state is judged. */
struct span {
	struct str first, last, swept, today;
	int month, quarter; /* swept: the last day on which this month is judged anew; quarter: its first month */
};

static struct str day_of_month(struct arena *arena, int month, int more)
{
	struct date date = { month / 100, month % 100, 1 };
	return date_iso(arena, date_add(date, more));
}

static bool regular(const struct figure_sittings_row *row)
{
	return str_is(row->kind, "regular") || str_is(row->kind, "both");
}

/* Before it is held, the papers should be there some days ahead. */
static bool papers_late(struct arena *arena, const struct figure_sittings_row *row, struct str today)
{
	struct date day;
	if (row->paper_typed || !date_parse(row->day, &day) ||
	        !(str_is(row->state, "planned") || str_is(row->state, "called")))
		return false;
	struct str due = date_iso(arena, date_add(day, (int)-report_rule("papers_days", row->day, 1)));
	return str_compare(today, due) > 0 &&
	       (!row->paper_at.set || str_compare(date_iso(arena, date_of_instant(row->paper_at.n)), due) > 0);
}

static void judge_ended(
        struct arena *arena, const struct figure_sittings_row *row, const struct span *span, struct state *state)
{
	int64_t asked = str_is(row->kind, "both") ? report_rule("minutes_combined", row->day, 120)
	                                          : report_rule("minutes", row->day, 90);
	state->too_short |= regular(row) && row->minutes.set && row->minutes.n > 0 && row->minutes.n < asked;
	state->low |= regular(row) && row->base.set && row->base.n > 0 && row->present.set &&
	              row->present.n * 1000 < row->base.n * report_rule("attendance_permille", row->day, 900);
	state->above |= row->above && !row->paper_typed;
	struct str due = report_due_day(arena, row->day, row->ended_at);
	state->minutes_late |= !row->paper_typed && !(row->confirmed && row->sent) && str_compare(span->today, due) > 0;
	/* What no sweep will see any more is not waited for. */
	state->awaited += !row->paper_typed && !row->sent && str_compare(span->today, due) <= 0 &&
	                  str_compare(due, span->swept) < 0;
}

static void judge(
        struct arena *arena, const struct figure_sittings_rows *rows, const struct span *span, struct state *state)
{
	bool held = false, planned = false;
	for (size_t i = 0; i < rows->count; i++) {
		const struct figure_sittings_row *row = &rows->at[i];
		bool ended = str_is(row->state, "ended"), open = str_is(row->state, "open");
		bool waits = str_is(row->state, "planned") || str_is(row->state, "called");
		held |= regular(row) && ended;
		/* What was planned for a day that has passed was not held. */
		planned |= regular(row) && (open || (waits && str_compare(span->today, row->day) <= 0));
		state->papers_late |= papers_late(arena, row, span->today);
		if (ended)
			judge_ended(arena, row, span, state);
	}
	bool over = str_compare(span->today, span->last) > 0;
	state->not_met = !held && (over || (rows->count && !planned));
	state->unplanned = !held && !over && !rows->count;
}

/* A theme each quarter: missing from the quarter's last month on. */
static enum status judge_theme(struct arena *arena, struct db *db, const struct counter_key *key,
        const struct span *span, struct state *state, struct err *err)
{
	struct figure_thematic_row row;
	if (span->month != month_add(span->quarter, 2) || !report_rule("thematic_per_quarter", span->first, 1))
		return OK;
	TRY(figure_thematic(arena, db,
	        &(struct figure_thematic_in){
	                .cell = { key->cell }, .shard = key->shard, .since = span->quarter, .until = span->month },
	        &row, err));
	state->thematic_missing = row.n == 0;
	return OK;
}

static enum status count_state(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct span span = { .first = day_of_month(arena, key->month, 0),
		.last = day_of_month(arena, month_add(key->month, 1), -1),
		.swept = day_of_month(arena, month_add(key->month, 2), -1),
		.today = key->today,
		.month = key->month,
		.quarter = key->month - (key->month % 100 - 1) % 3 };
	struct figure_cell_row cell;
	struct figure_members_row members;
	struct figure_sittings_rows rows;
	struct figure_same_text_row same;
	struct state state = { .cells = 1 };
	TRY(figure_cell(arena, db, &(struct figure_cell_in){ .cell = { key->cell } }, &cell, ret_any, err));
	*ret_any = *ret_any && str_compare(span.first, key->today) <= 0 && str_compare(cell.since, span.last) <= 0 &&
	           str_compare(cell.until, span.first) > 0;
	if (!*ret_any)
		return OK;
	TRY(figure_members(arena, db,
	        &(struct figure_members_in){ .cell = { key->cell },
	                .shard = key->shard,
	                .day = str_compare(span.last, key->today) < 0 ? span.last : key->today },
	        &members, err));
	TRY(figure_sittings(arena, db,
	        &(struct figure_sittings_in){ .cell = { key->cell }, .shard = key->shard, .month = key->month }, &rows,
	        err));
	TRY(figure_same_text(arena, db,
	        &(struct figure_same_text_in){ .cell = { key->cell },
	                .shard = key->shard,
	                .month = key->month,
	                .before = month_add(key->month, -1) },
	        &same, err));
	state.members = members.members;
	state.full_members = members.full_members;
	state.probationary = members.members - members.full_members;
	state.exempt = members.exempt;
	judge(arena, &rows, &span, &state);
	TRY(judge_theme(arena, db, key, &span, &state, err));
	state.same_text = same.n == 2;
	state.attention = state.unplanned || state.papers_late || state.not_met || state.too_short ||
	                  state.minutes_late || state.low || state.above || state.same_text || state.thematic_missing;
	memcpy(ret_values, &state, sizeof(state));
	return OK;
}

const struct counter_family figure_families[] = {
	{ "meeting", meeting_columns, count_meeting, figure_meeting_scan_text },
	{ "state", state_columns, count_state, NULL },
	{ 0 },
};
