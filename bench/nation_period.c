/* Reports on periods, on the finished database: communes, provinces and the centre send them up, some come back, what
   is taken is frozen; at the end some old grades are lowered, which the next reports tell with a reason. The features'
   own functions do it, in the order of time. */
#include "bench/nation.h"

#include "app/audit.h"
#include "app/counter.h"
#include "feature/meeting/meeting.h"
#include "feature/period/period_private.h"
#include "feature/score/score_private.h"
#include "gen/period_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60000, HOUR = 60 * MINUTE, A_BATCH = 200, MARKS = 100000, EARLY = 10 };
enum what { EARLY_ACT, CORRECT, MERGE, REASON, SUBMIT, RETURN, ACCEPT, FREEZE };
enum level { COMMUNE, PROVINCE, CENTRE };

struct deed {
	int64_t now;
	enum what what;
	enum level level;
	int place; /* of the unit in its list */
	struct period period;
	int order;
};

struct pass {
	struct nation *nation;
	struct arena *arena; /* of one deed */
	struct db *db;
	struct deed *deed;
	int count, room, at;
	bool reports[64]; /* of each province */
};

static void must(enum status status, const struct err *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "nation: %s %s\n", err->code ? err->code : "", err->detail);
	exit(1);
}

static void add(struct pass *pass, int64_t now, enum what what, enum level level, int place, struct period period)
{
	if (pass->count == pass->room) {
		pass->room = pass->room ? pass->room * 2 : 1024;
		pass->deed = realloc(pass->deed, (size_t)pass->room * sizeof(*pass->deed));
		check(pass->deed);
	}
	pass->deed[pass->count] = (struct deed){ now, what, level, place, period, pass->count };
	pass->count++;
}

static int by_time(const void *x, const void *y)
{
	const struct deed *a = x, *b = y;
	if (a->now != b->now)
		return a->now < b->now ? -1 : 1;
	return a->order - b->order;
}

/* ---- When who does what ---- */

static int64_t day_after(struct period period)
{
	int month = month_add(period_last(period), 1);
	struct date date = { month / 100, month % 100, 1 };
	return date_instant(date, 8 * 60);
}

/* Of a period long over: sent in time or late, some back and again, taken, frozen. first: the day of sending. */
static void plan_past(struct pass *pass, enum level level, int place, struct period period, int first)
{
	int64_t from = day_after(period) + (int64_t)first * DAY_MS + (int64_t)place * 1000;
	struct dice dice = dice_of(pass->nation->seed, 70 + (uint64_t)level, (uint64_t)place,
	        (uint64_t)(period_last(period) * 4 + (int)period.kind));
	bool late = dice_up_to(&dice, 20) == 0, back = level != CENTRE && dice_up_to(&dice, 12) == 0;
	add(pass, from + (late ? 5 * HOUR : 0), SUBMIT, level, place, period);
	if (back) {
		add(pass, from + 8 * HOUR, RETURN, level, place, period);
		add(pass, from + 20 * HOUR, SUBMIT, level, place, period);
	}
	if (level != CENTRE) /* with nobody above, what was sent is taken */
		add(pass, from + DAY_MS, ACCEPT, level, place, period);
	add(pass, from + DAY_MS + 8 * HOUR, FREEZE, level, place, period);
}

/* Of the period that ended yesterday: communes have sent, a part of it was looked at. */
static void plan_last(struct pass *pass, int place, struct period period)
{
	int64_t from = day_after(period) + (int64_t)place * 1000;
	struct dice dice = dice_of(pass->nation->seed, 73, (uint64_t)place, (uint64_t)period.kind);
	int chance = dice_up_to(&dice, 100);
	if (chance < 75)
		add(pass, from, SUBMIT, COMMUNE, place, period);
	if (chance < 8)
		add(pass, from + 2 * HOUR, RETURN, COMMUNE, place, period);
	else if (chance < 40)
		add(pass, from + 2 * HOUR, ACCEPT, COMMUNE, place, period);
	if (chance >= 30 && chance < 40)
		add(pass, from + 3 * HOUR, FREEZE, COMMUNE, place, period);
}

static void plan_period(struct pass *pass, struct period period, bool last)
{
	const struct nation *nation = pass->nation;
	for (int i = 0; i < nation->commune_count; i++) {
		if (!pass->reports[nation->commune[i].above])
			continue;
		if (last)
			plan_last(pass, i, period);
		else
			plan_past(pass, COMMUNE, i, period, 3);
	}
	if (last || period.kind == PERIOD_MONTH)
		return;
	for (int i = 0; i < nation->province_count; i++)
		if (pass->reports[i])
			plan_past(pass, PROVINCE, i, period, 8);
	plan_past(pass, CENTRE, 0, period, 14);
}

/* All of it, also where no province reports: then only what was written down before. */
static void plan(struct pass *pass, bool reports)
{
	const struct nation *nation = pass->nation;
	int last = month_add(nation->first_month, nation->months - 1);
	struct period none = { 0 };
	for (int kind = 0; reports && kind < PERIOD_KIND__COUNT; kind++) {
		struct period period = period_of_month((enum period_kind)kind, nation->first_month);
		if (period_first(period) < nation->first_month)
			period = period_add(period, 1);
		for (; period_last(period) <= last; period = period_add(period, 1))
			plan_period(pass, period, period_last(period) == last);
	}
	for (size_t i = 0; i < nation->early_count; i++)
		if (!nation->early[i].shard)
			add(pass, nation->early[i].at, EARLY_ACT, CENTRE, (int)i, none);
	int64_t end = day_after((struct period){ PERIOD_MONTH, last / 100, last % 100 });
	for (int i = 0; i < nation->commune_count; i++)
		if (pass->reports[nation->commune[i].above] && i % 3 == 0)
			add(pass, end - HOUR + (int64_t)i * 500, CORRECT, COMMUNE, i, none);
	if (reports)
		add(pass, end - HOUR / 4, MERGE, CENTRE, 0, none);
	for (int i = 0; i < nation->commune_count; i++)
		if (pass->reports[nation->commune[i].above] && i % 15 != 12) /* some wait for theirs */
			add(pass, end - HOUR / 5, REASON, COMMUNE, i, none);
	for (int i = 0; i < nation->province_count; i++)
		if (pass->reports[i])
			add(pass, end - HOUR / 6, REASON, PROVINCE, i, none);
	qsort(pass->deed, (size_t)pass->count, sizeof(*pass->deed), by_time);
}

/* ---- Doing it ---- */

static int64_t unit_of(const struct pass *pass, const struct deed *deed)
{
	const struct nation *nation = pass->nation;
	return deed->level == COMMUNE    ? nation->commune[deed->place].id
	       : deed->level == PROVINCE ? nation->province[deed->place].id
	                                 : nation->centre;
}

static int64_t account_of(const struct pass *pass, const struct deed *deed)
{
	return deed->level == COMMUNE    ? nation_officer_of(deed->place)
	       : deed->level == PROVINCE ? nation_province_officer(deed->place)
	                                 : nation_province_officer(pass->nation->province_count);
}

static int64_t account_above(const struct pass *pass, const struct deed *deed)
{
	const struct nation *nation = pass->nation;
	return nation_province_officer(
	        deed->level == COMMUNE ? nation->commune[deed->place].above : nation->province_count);
}

static enum status note(
        struct pass *pass, const struct deed *deed, int64_t account, int64_t unit, const char *act, struct err *err)
{
	return audit_add(pass->arena, pass->db, unit, 0, deed->now, account, act, unit_of(pass, deed),
	        deed->now % 1000000007, err);
}

/* Another grade of an old meeting, one worse, and why. */
static enum status correct(struct pass *pass, const struct deed *deed, struct err *err)
{
	struct nation *nation = pass->nation;
	const struct unit_place *commune = &nation->commune[deed->place];
	int month_at = nation->months - 2;
	for (int i = commune->first; month_at >= 0 && i < commune->first + commune->count; i++) {
		struct cell *cell = &nation->cell[i];
		struct comrade members[MEMBERS_MAX];
		struct meet meet;
		struct meeting meeting;
		struct sheet *sheet;
		if (cell->settled || cell->moved_at || cell->day > EARLY || month_at >= cell->until)
			continue;
		int count = nation_members(pass->arena, nation, cell, month_at, members);
		meet_make(&meet, pass->arena, nation, cell, members, count, month_at);
		if (!meet.graded || meet.lowered >= 0)
			continue;
		TRY(meeting_load(pass->arena, pass->db, meet.id, &meeting, err));
		TRY(sheet_open(pass->arena, pass->db, &meeting, false, &sheet, err));
		struct sheet_grade grade = { .grade = STR("average"),
			.reason = STR("Kiểm tra lại: biên bản thiếu kết quả thực hiện nghị quyết tháng trước"),
			.version = sheet->row.version,
			.account = { account_of(pass, deed) } };
		TRY(sheet_grade(pass->arena, pass->db, sheet, &grade, deed->now, err));
		return audit_add(pass->arena, pass->db, cell->id, cell->shard, deed->now, grade.account.n,
		        "score.grade", meet.id, deed->now % 1000000007, err);
	}
	return OK;
}

static enum status merge(struct pass *pass, struct err *err)
{
	bool more = true;
	while (more)
		TRY(counter_merge(pass->arena, pass->db, MARKS, &more, err));
	return OK;
}

static enum status put_reasons(struct pass *pass, const struct deed *deed, struct period period, struct err *err)
{
	struct period_changes changes;
	int64_t unit = unit_of(pass, deed);
	enum status status = period_changes_since(pass->arena, pass->db, unit, period, deed->now, &changes, err);
	if (status == NOT_FOUND) /* it was not frozen */
		return OK;
	TRY(status);
	for (size_t i = 0; i < changes.count; i++)
		TRY(period_change_put(pass->arena, pass->db,
		        &(struct period_change_put_in){ .unit = { unit },
		                .period = period_code(pass->arena, period),
		                .child = { changes.at[i].unit },
		                .figures = changes.at[i].figures,
		                .reason = STR("Chấm lại sau kiểm tra"),
		                .at = deed->now,
		                .account = { account_of(pass, deed) } },
		        err));
	return changes.count ? note(pass, deed, account_of(pass, deed), unit, "period.reason", err) : OK;
}

/* Of each frozen period in which the lowered grades fall. */
static enum status reason(struct pass *pass, const struct deed *deed, struct err *err)
{
	int month = month_add(pass->nation->first_month, pass->nation->months - 2);
	for (int kind = 0; kind < PERIOD_KIND__COUNT; kind++)
		TRY(put_reasons(pass, deed, period_of_month((enum period_kind)kind, month), err));
	return OK;
}

/* What the program does not know, one commune of three types before it sends. */
static enum status type_line(struct pass *pass, const struct deed *deed, struct err *err)
{
	if (deed->level != COMMUNE || deed->place % 3 || deed->period.kind == PERIOD_MONTH)
		return OK;
	int64_t account = account_of(pass, deed), unit = unit_of(pass, deed);
	TRY(period_line_put(pass->arena, pass->db,
	        &(struct period_line_put_in){ .unit = { unit },
	                .period = period_code(pass->arena, deed->period),
	                .name = str_of(period_typed_names[PERIOD_MASS_WORK]),
	                .number = OPT(1 + deed->place % 4),
	                .at = deed->now,
	                .account = { account } },
	        err));
	return note(pass, deed, account, unit, "period.line", err);
}

static enum status submit(struct pass *pass, const struct deed *deed, struct err *err)
{
	struct period_hand hand = { pass->arena, pass->db, deed->now, { account_of(pass, deed) } };
	struct unit unit;
	TRY(unit_load(pass->arena, pass->db, unit_of(pass, deed), &unit, err));
	TRY(type_line(pass, deed, err));
	enum status status = period_submit(&hand, &unit, deed->period, err);
	/* Nothing is to be told yet, or somebody must say first why figures are others. */
	if (status == CONFLICT &&
	        (str_is(str_of(err->code), "period.reasons_missing") || str_is(str_of(err->code), "period.empty"))) {
		*err = (struct err){ 0 };
		return OK;
	}
	TRY(status);
	return note(pass, deed, hand.account.n, unit.id, "period.submit", err);
}

static enum status take(struct pass *pass, const struct deed *deed, struct err *err)
{
	static const char *const acts[] = {
		[RETURN] = "period.returned", [ACCEPT] = "period.accepted", [FREEZE] = "period.frozen"
	};
	bool alone = deed->level == CENTRE;
	struct period_hand hand = { pass->arena, pass->db, deed->now,
		{ alone ? account_of(pass, deed) : account_above(pass, deed) } };
	struct unit unit;
	enum status status;
	TRY(unit_load(pass->arena, pass->db, unit_of(pass, deed), &unit, err));
	int64_t superior = alone ? unit.id : unit.parent;
	if (deed->what == RETURN)
		status = period_return(&hand, superior, unit.id, deed->period,
		        STR("Số liệu thiếu phần chuyên đề, đề nghị kiểm tra lại"), err);
	else if (deed->what == ACCEPT)
		status = period_accept(&hand, superior, unit.id, deed->period, err);
	else
		status = period_freeze(&hand, superior, unit.id, deed->period, err);
	if (status == CONFLICT) { /* it was never sent */
		*err = (struct err){ 0 };
		return OK;
	}
	TRY(status);
	return note(pass, deed, hand.account.n, unit.id, alone ? "period.freeze" : acts[deed->what], err);
}

/* Of a change of the tree: written down before. */
static enum status early_act(struct pass *pass, const struct deed *deed, struct err *err)
{
	const struct early_act *early = &pass->nation->early[deed->place];
	return audit_add(pass->arena, pass->db, early->unit, 0, early->at, early->account, early->act, early->object,
	        early->at % 1000000007, err);
}

static enum status run_deed(struct pass *pass, const struct deed *deed, struct err *err)
{
	arena_reset(pass->arena);
	nation_clock(deed->now);
	switch (deed->what) {
	case EARLY_ACT:
		return early_act(pass, deed, err);
	case CORRECT:
		return correct(pass, deed, err);
	case MERGE:
		return merge(pass, err);
	case REASON:
		return reason(pass, deed, err);
	case SUBMIT:
		return submit(pass, deed, err);
	case RETURN:
	case ACCEPT:
	case FREEZE:
		return take(pass, deed, err);
	}
	return OK;
}

static enum status run_batch(struct db *db, void *context, struct err *err)
{
	struct pass *pass = context;
	pass->db = db;
	for (int i = 0; i < A_BATCH && pass->at < pass->count; i++, pass->at++)
		TRY(run_deed(pass, &pass->deed[pass->at], err));
	return OK;
}

/* Those with most communes, so that a small country has some. */
static void choose_provinces(struct pass *pass, int provinces)
{
	const struct nation *nation = pass->nation;
	int communes[64] = { 0 };
	check(nation->province_count <= 64);
	for (int i = 0; i < nation->commune_count; i++)
		communes[nation->commune[i].above]++;
	for (int chosen = 0; chosen < provinces; chosen++) {
		int best = -1;
		for (int i = 0; i < nation->province_count; i++)
			if (!pass->reports[i] && communes[i] && (best < 0 || communes[i] > communes[best]))
				best = i;
		if (best < 0)
			return;
		pass->reports[best] = true;
	}
}

void nation_periods(struct nation *nation, struct str url, int provinces)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	CLOSES(db_closep) struct db *db = NULL;
	struct err err = { 0 };
	struct pass pass = { .nation = nation, .arena = arena };
	char *clock = nation_clock_keep();
	choose_provinces(&pass, provinces);
	plan(&pass, provinces > 0);
	must(db_open(url, DB_WRITE, &db, &err), &err);
	while (pass.at < pass.count)
		must(db_transaction(db, run_batch, &pass, &err), &err);
	nation_clock_back(clock);
	free(pass.deed);
}
