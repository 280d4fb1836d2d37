/* Rules of the overview: reasons in words with their days, the stage of a cell, shares. No SQL, no page. */
#include "feature/overview/overview_private.h"

#include "base/time.h"
#include "feature/report/report.h"

bool overview_month_real(int64_t month)
{
	return month >= 200001 && month <= 210012 && month % 100 >= 1 && month % 100 <= 12;
}

struct overview_month overview_month_of(struct arena *arena, int month, struct str today)
{
	int next = month_add(month, 1);
	struct date first = { month / 100, month % 100, 1 }, after = { next / 100, next % 100, 1 };
	struct overview_month span = { .first = date_iso(arena, first),
		.last = date_iso(arena, date_add(after, -1)),
		.today = today,
		.month = month,
		.since = month_add(month, 1 - OVERVIEW_MONTHS) };
	span.begun = str_compare(span.first, today) <= 0;
	span.over = str_compare(today, span.last) > 0;
	return span;
}

struct opt_int overview_share(int64_t part, int64_t base)
{
	return base > 0 ? OPT((part * 1000 + base / 2) / base) : OPT_NONE;
}

int overview_heat(struct opt_int permille)
{
	if (!permille.set)
		return 0;
	return permille.n < 800 ? 1 : permille.n < 850 ? 2 : permille.n < 900 ? 3 : permille.n < 950 ? 4 : 5;
}

static bool ended(const struct overview_sittings_row *row)
{
	return str_is(row->state, "ended");
}

static bool waits(const struct overview_sittings_row *row)
{
	return str_is(row->state, "planned") || str_is(row->state, "called");
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Days since the reports of the month's sessions were due. */
static int64_t minutes_days(struct arena *arena, struct overview_sittings sittings, const struct overview_month *month)
{
	int64_t days = 0;
	for (size_t i = 0; i < sittings.count; i++) {
		const struct overview_sittings_row *row = &sittings.at[i];
		if (ended(row) && !row->paper_typed && !(row->confirmed && row->late_days.set))
			days = most(days,
			        report_days_between(report_due_day(arena, row->day, row->ended_at), month->today));
	}
	return days;
}

/* Days since the session was to be held. */
static int64_t held_days(struct overview_sittings sittings, const struct overview_month *month)
{
	int64_t days = 0;
	for (size_t i = 0; i < sittings.count; i++)
		if (waits(&sittings.at[i]))
			days = most(days, report_days_between(sittings.at[i].day, month->today));
	return days;
}

/* Days since its papers were due. */
static int64_t papers_days(struct overview_sittings sittings, const struct overview_month *month)
{
	int64_t days = 0;
	for (size_t i = 0; i < sittings.count; i++)
		if (waits(&sittings.at[i]) && !sittings.at[i].paper_typed)
			days = most(days, report_days_between(sittings.at[i].day, month->today) +
			                          report_rule("papers_days", sittings.at[i].day, 1));
	return days;
}

static void add(
        struct overview_reason *reasons, size_t *count, bool on, const char *code, const char *tone, int64_t days)
{
	if (on)
		reasons[(*count)++] = (struct overview_reason){ code, tone, days };
}

size_t overview_reasons(struct arena *arena, const struct overview_flags *flags, struct overview_sittings sittings,
        const struct overview_month *month, struct overview_reason ret[OVERVIEW_REASONS])
{
	size_t count = 0;
	add(ret, &count, flags->unplanned, "unplanned", "bad", 0);
	add(ret, &count, flags->not_met && month->over, "not_met", "bad", 0);
	add(ret, &count, flags->not_met && !month->over, "day_past", "bad",
	        flags->not_met ? held_days(sittings, month) : 0);
	add(ret, &count, flags->minutes_late, "minutes_late", "bad",
	        flags->minutes_late ? minutes_days(arena, sittings, month) : 0);
	add(ret, &count, flags->papers_late, "papers_late", "warn",
	        flags->papers_late ? papers_days(sittings, month) : 0);
	add(ret, &count, flags->low, "low", "warn", 0);
	add(ret, &count, flags->too_short, "too_short", "warn", 0);
	add(ret, &count, flags->above, "above", "warn", 0);
	add(ret, &count, flags->same_text, "same_text", "warn", 0);
	add(ret, &count, flags->thematic_missing, "thematic_missing", "warn", 0);
	return count;
}

/* One that was held, then one that lives, then the regular one. */
static int weight(const struct overview_sittings_row *row)
{
	bool dropped = str_is(row->state, "cancelled") || str_is(row->state, "postponed");
	bool regular = str_is(row->kind, "regular") || str_is(row->kind, "both");
	return ended(row) * 4 + !dropped * 2 + regular;
}

const struct overview_sittings_row *overview_main(struct overview_sittings sittings)
{
	const struct overview_sittings_row *best = NULL;
	for (size_t i = 0; i < sittings.count; i++)
		if (!best || weight(&sittings.at[i]) > weight(best))
			best = &sittings.at[i];
	return best;
}

struct overview_stage overview_stage_of(const struct overview_sittings_row *row, const struct overview_month *month)
{
	if (!row)
		return month->over ? (struct overview_stage){ .name = "missed", .tone = "bad" }
		                   : (struct overview_stage){ .name = "none", .tone = month->begun ? "warn" : "info" };
	if (str_is(row->state, "cancelled") || str_is(row->state, "postponed"))
		return (struct overview_stage){ .name = "cancelled", .tone = "warn" };
	if (str_is(row->state, "open"))
		return (struct overview_stage){ .name = "open", .tone = "info" };
	if (!ended(row))
		return (struct overview_stage){ .name = str_is(row->state, "called") ? "called" : "planned",
			.tone = "info" };
	int64_t late = row->late_days.set ? row->late_days.n : 0;
	if (row->graded)
		return (struct overview_stage){ .name = "graded", .tone = "ok", .late = late };
	if (row->returned)
		return (struct overview_stage){ .name = "returned", .tone = "warn" };
	if (row->late_days.set)
		return (struct overview_stage){ .name = "reported", .tone = late ? "warn" : "ok", .late = late };
	return (struct overview_stage){ .name = "met", .tone = row->paper_typed ? "ok" : "info" };
}

bool overview_is_type(struct str type)
{
	static const char *const types[] = { "tinh", "xa", "co_so", "dang_bo_truc_thuoc_co_so", "chi_bo", "thon",
		"hanh_chinh", "dnnn", "dntn", "hoc_sinh", "llvt" };
	for (size_t i = 0; i < LENGTH(types); i++)
		if (str_is(type, types[i]))
			return true;
	return false;
}

bool overview_close(struct str kind)
{
	return !str_is(kind, "centre") && !str_is(kind, "tinh");
}
