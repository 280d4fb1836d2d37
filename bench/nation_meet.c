/* What happened at a meeting: times, the roll, the votes, points. Always the same for a cell and a month, and cheap, so
   that it can be asked for twice. */
#include "bench/nation.h"

#include <string.h>

enum { MINUTE = 60000, HOUR = 60 * MINUTE, STEP_MS = 36 };

struct dice dice_of(int64_t seed, uint64_t what, uint64_t who, uint64_t when)
{
	struct dice dice = { (uint64_t)seed * 0x9e3779b97f4a7c15u ^ what << 56 ^ who * 0xbf58476d1ce4e5b9u ^
		             when << 32 };
	dice_next(&dice);
	return dice;
}

uint64_t dice_next(struct dice *dice)
{
	uint64_t z = dice->state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

int dice_up_to(struct dice *dice, int sides)
{
	return (int)((dice_next(dice) >> 33) * (uint64_t)sides >> 31);
}

int64_t nation_id(int64_t instant, int shard, int sequence)
{
	check(sequence >= 0 && sequence < 128);
	return (((instant - INT64_C(1577836800000)) << 12 | shard) << 3) << 7 | sequence;
}

/* Two meetings of one shard that began half an hour apart may end in the same instant. */
int64_t meet_addendum(const struct meet *meet)
{
	return nation_id(meet->addendum, meet->cell->shard, 3 + (meet->cell->minute - 19 * 60) / 30);
}

static void set_times(struct meet *meet)
{
	const struct cell *cell = meet->cell;
	meet->month = month_add(meet->nation->first_month, meet->month_at);
	struct date date = { meet->month / 100, meet->month % 100, cell->day };
	meet->opened = date_instant(date, cell->minute) + (int64_t)cell->place_in_evening * STEP_MS;
	meet->planned = meet->opened - INT64_C(9) * DAY_MS;
	meet->called = meet->opened - INT64_C(6) * DAY_MS;
	meet->id = nation_id(meet->planned, cell->shard, 0);
	meet->day = meet->set_day = date_iso(meet->arena, date);
}

static const char *roll_of(struct dice *dice, const struct comrade *member)
{
	int chance = dice_up_to(dice, 1000);
	if (strcmp(member->duty, "due") != 0)
		return !member->away && chance < 150 ? "present" : "unknown";
	return chance < 930 ? "present" : chance < 985 ? "excused" : "unexcused";
}

static void call_roll(struct meet *meet, struct dice *dice)
{
	for (int i = 0; i < meet->count; i++) {
		const struct comrade *member = &meet->member[i];
		bool due = !strcmp(member->duty, "due");
		const char *state = meet->state[i] = i < 3 ? "present" : roll_of(dice, member);
		bool present = !strcmp(state, "present");
		meet->members++;
		meet->full += *member->status == 'f';
		meet->base += due;
		meet->present += due && present;
		meet->excused += due && !strcmp(state, "excused");
		meet->unexcused += due && !strcmp(state, "unexcused");
		meet->exempt += !strcmp(member->duty, "exempt");
		meet->away += member->away;
		meet->special += !strcmp(member->duty, "special_duty");
		meet->extra += !due && present;
	}
}

int meet_flags(const struct meet *meet, int at)
{
	const struct comrade *member = &meet->member[at];
	return (*member->status == 'p' ? VOTE_PROBATIONARY : 0) | (!strcmp(member->duty, "exempt") ? VOTE_EXEMPT : 0) |
	       (member->away ? VOTE_AWAY : 0) | (!strcmp(member->duty, "special_duty") ? VOTE_SPECIAL_DUTY : 0) |
	       (!strcmp(meet->state[at], "present") ? VOTE_PRESENT : 0);
}

static void reckon(struct meet *meet)
{
	const struct vote_rule *rule = &meet->nation->rule[meet->month_at];
	struct vote_input input = {
		.numerator = rule->numerator, .denominator = rule->denominator, .more_than = rule->more_than
	};
	struct vote_elector electors[MEMBERS_MAX] = { 0 };
	struct vote_result result;
	int32_t at;
	for (int i = 0; i < meet->count; i++)
		electors[i].flags = meet_flags(meet, i);
	vote_reckon(&input, electors, meet->count, &result, &at);
	meet->vote_base = result.base;
	meet->vote_needs = result.needs;
	meet->vote_present = result.may_vote;
}

static void vote(struct meet *meet, struct dice *dice)
{
	reckon(meet);
	if (meet->vote_present < meet->vote_needs) { /* too few came: then all who must come did */
		for (int i = 0; i < meet->count; i++)
			if (!strcmp(meet->member[i].duty, "due"))
				meet->state[i] = "present";
		meet->present = meet->base;
		meet->excused = meet->unexcused = 0;
		reckon(meet);
	}
	for (int i = 0; i < 3; i++) {
		int spare = meet->vote_present - meet->vote_needs;
		meet->vote_for[i] = meet->vote_present - (spare > 0 && dice_up_to(dice, 12) == 0);
		meet->motion[i] = nation_id(meet->opened + 50 * MINUTE, meet->cell->shard, i);
	}
}

/* Of twelve sheets, the superior takes points off one, and says why; of a meeting on paper only the grade is known. */
static void grade(struct meet *meet, struct rubric_result *result, struct dice *dice)
{
	const struct rubric_data *data = meet->nation->rubric;
	int line = dice_up_to(dice, data->rubric.line_count), chance = dice_up_to(dice, 12);
	meet->superior_total = meet->total;
	meet->superior_grade = meet->grade;
	meet->lowered = -1;
	if (chance || meet->points[line] < 2)
		return;
	meet->lowered = line;
	if (meet->paper) {
		int grade = result->grade_least + 1;
		meet->superior_grade =
		        str_c(meet->arena, data->grade_code[grade < data->rubric.grade_count ? grade : grade - 1]);
		return;
	}
	result->line[line].points = meet->points[line] / 2;
	rubric_sum(&data->rubric, result);
	meet->superior_total = result->least;
	meet->superior_grade = str_c(meet->arena, data->grade_code[result->grade_least]);
}

static void score(struct meet *meet, struct dice *dice)
{
	const struct rubric_data *data = meet->nation->rubric;
	struct rubric_result result = { 0 };
	for (int32_t i = 0; i < data->rubric.line_count; i++) {
		int max = data->rubric.line[i].max;
		int points = max - dice_up_to(dice, max > 20 ? 7 : max > 5 ? 3 : 2);
		meet->points[i] = result.line[i].points = points;
	}
	rubric_sum(&data->rubric, &result);
	meet->total = result.least;
	meet->grade = str_c(meet->arena, data->grade_code[result.grade_least]);
	meet->sheet = nation_id(meet->opened + 55 * MINUTE, meet->cell->shard, 0);
	grade(meet, &result, dice);
}

/* One report of forty goes back once; at the end some are still with the cell. */
static void see_report(struct meet *meet, struct dice *dice)
{
	bool last = meet->month_at == meet->nation->months - 1;
	bool back = dice_up_to(dice, 40) == 0;
	if (last && dice_up_to(dice, 100) >= 60)
		return;
	meet->seen = meet->sent + (int64_t)(4 + dice_up_to(dice, 20)) * HOUR;
	if (back) {
		meet->first_seen = meet->seen;
		meet->returned = meet->seen + HOUR / 2;
		if (last)
			return;
		meet->sent = meet->returned + (int64_t)(3 + dice_up_to(dice, 20)) * HOUR;
		meet->seen = meet->sent + 4 * HOUR;
	}
	if (!last || dice_up_to(dice, 100) < 50)
		meet->graded = meet->seen + 2 * HOUR;
}

static void send_report(struct meet *meet, struct dice *dice)
{
	int hours = dice_up_to(dice, 100) < 93 ? 1 + dice_up_to(dice, 30) : 50 + dice_up_to(dice, 60);
	meet->first_sent = meet->sent = meet->closed + (int64_t)hours * HOUR;
	struct date due = date_add(date_of_instant(meet->ended), 2);
	int64_t late = date_number(date_of_instant(meet->sent)) - date_number(due);
	meet->due_day = date_iso(meet->arena, due);
	meet->late_days = late > 0 ? (int)late : 0;
	see_report(meet, dice);
	if (dice_up_to(dice, 100) == 0)
		meet->addendum = meet->closed + 2 * DAY_MS;
}

/* What was given at the cell's last meeting stays open. */
static bool is_last(const struct meet *meet)
{
	return meet->month_at == meet->cell->until - 1;
}

bool meet_other(const struct meet *meet, int month_at, struct meet *ret_other)
{
	struct comrade *member = meet->member;
	int count = meet->count;
	if (month_at < meet->cell->from || month_at >= meet->cell->until)
		return false;
	if (nation_members_differ(meet->nation, meet->cell, month_at > meet->month_at ? month_at : meet->month_at)) {
		member = arena_array(meet->arena, struct comrade, MEMBERS_MAX);
		count = nation_members(meet->arena, meet->nation, meet->cell, month_at, member);
	}
	meet_make(ret_other, meet->arena, meet->nation, meet->cell, member, count, month_at);
	return true;
}

static void note(struct meet *meet, struct dice *dice)
{
	bool live = !meet->paper;
	meet->speeches = live ? 1 + dice_up_to(dice, 4) : 0;
	meet->spoke = meet->speeches;
	meet->praises = live && dice_up_to(dice, 4) == 0;
	meet->tasks = 1 + dice_up_to(dice, live ? 3 : 2);
	meet->opinions = dice_up_to(dice, 5) == 0;
	meet->papers = dice_up_to(dice, 3) == 0;
	meet->pool = live && dice_up_to(dice, 500) == 0;
	for (int i = 0; i < meet->tasks; i++) {
		int chance = dice_up_to(dice, 100);
		meet->task_state[i] = is_last(meet) ? 3 : chance < 85 ? 0 : chance < 94 ? 1 : 2;
	}
}

void meet_make(struct meet *meet, struct arena *arena, struct nation *nation, struct cell *cell, struct comrade *member,
        int count, int month_at)
{
	*meet = (struct meet){ .nation = nation,
		.cell = cell,
		.arena = arena,
		.member = member,
		.count = count,
		.month_at = month_at,
		.number = month_at - cell->from + 1,
		.clerk = 2,
		.observer = 3,
		.paper = !cell->live };
	struct dice dice = dice_of(nation->seed, 20, (uint64_t)cell->id, (uint64_t)month_at);
	set_times(meet);
	meet->both = meet->month % 3 == cell->type % 3 && dice_up_to(&dice, 10) < 9;
	meet->ended = meet->opened + (int64_t)(75 + dice_up_to(&dice, 60)) * MINUTE;
	meet->closed = meet->ended + 12 * MINUTE;
	call_roll(meet, &dice);
	note(meet, &dice);
	vote(meet, &dice);
	score(meet, &dice);
	for (int i = 0; i < 2; i++)
		meet->record[i] = nation_id(meet->opened + 45 * MINUTE, cell->shard, i);
	send_report(meet, &dice);
}
