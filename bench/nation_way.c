/* Ways of members to other cells: two of a hundred a year, proposed in one month and answered on the first of the next,
   before its meetings. */
#include "bench/nation.h"

#include "feature/transfer/transfer_private.h"

#include <stdio.h>
#include <string.h>

enum {
	HOUR = 3600000,
	A_MONTH = 3750, /* of a hundred thousand cells of 22.5 members: two of a hundred members a year */
	TRIES = 200,
	LEAST = 9, /* who stay behind */
	FROM_AT = 4
};

struct way {
	int64_t id, person;
	const struct cell *from, *to;
	char answer; /* a taken in, r refused, w withdrawn, t taken in for a time, p not answered */
};
struct ways {
	struct nation *nation;
	struct arena *arena; /* of one way */
	struct way *way;
	int count;
};

static int number_of(const struct nation *nation)
{
	int64_t number = (int64_t)nation->cell_count * A_MONTH / 100000;
	return number ? (int)number : 1;
}

struct ways *ways_open(struct nation *nation)
{
	struct ways *ways = arena_new(nation->arena, struct ways);
	ways->nation = nation;
	ways->arena = arena_open(ARENA_JOB_CEILING);
	ways->way = arena_array(nation->arena, struct way, (size_t)number_of(nation) * 2 + 8);
	return ways;
}

void nation_step(struct nation *nation, int from, int to, int at, int month_at, const struct comrade *comrade)
{
	if (nation->step_count == nation->step_room) {
		int room = nation->step_room ? nation->step_room * 2 : 256;
		struct step *grown = arena_array(nation->arena, struct step, (size_t)room);
		if (nation->step_count)
			memcpy(grown, nation->step, (size_t)nation->step_count * sizeof(*grown));
		nation->step = grown;
		nation->step_room = room;
	}
	struct step *step = &nation->step[nation->step_count];
	*step = (struct step){ .from = from,
		.to = to,
		.at = (short)at,
		.month_at = (short)month_at,
		.next_out = nation->cell[from].out,
		.next_in = -1,
		.comrade = *comrade };
	step->comrade.name = str_copy(nation->arena, comrade->name);
	step->comrade.sort_key = str_copy(nation->arena, comrade->sort_key);
	nation->cell[from].out = nation->step_count;
	int *last = &nation->cell[to].in;
	while (*last >= 0)
		last = &nation->step[*last].next_in;
	*last = nation->step_count++;
}

bool nation_name_free(struct arena *arena, const struct nation *nation, const struct cell *cell, struct str name)
{
	struct comrade members[MEMBERS_MAX];
	int count = nation_first_members(arena, nation, cell, members);
	for (int i = 0; i < count; i++)
		if (str_eq(members[i].name, name))
			return false;
	for (int i = cell->in; i >= 0; i = nation->step[i].next_in)
		if (str_eq(nation->step[i].comrade.name, name))
			return false;
	return true;
}

/* Seven of ten go to a cell of the same commune, the others anywhere. */
static struct cell *choose_to(struct nation *nation, struct dice *dice, const struct cell *from)
{
	const struct unit_place *commune = &nation->commune[from->commune];
	int near = dice_up_to(dice, 10) < 7;
	int place = near ? commune->first + dice_up_to(dice, commune->count) : dice_up_to(dice, nation->first_count);
	struct cell *to = &nation->cell[place];
	int count = to->members;
	for (int i = to->in; i >= 0; i = nation->step[i].next_in)
		count++;
	return to == from || to->settled || count >= MEMBERS_MAX - 1 ? NULL : to;
}

static bool may_leave(const struct ways *ways, const struct cell *cell, const struct comrade *member, int at)
{
	const struct nation *nation = ways->nation;
	int gone = 0;
	for (int i = 0; i < ways->count; i++)
		if (ways->way[i].person == member->id)
			return false;
	for (int i = cell->out; i >= 0; i = nation->step[i].next_out, gone++)
		if (nation->step[i].at == at)
			return false;
	return cell->members - gone > LEAST && !strcmp(member->duty, "due") && *member->status == 'f';
}

/* Who, from where, to where; false: chance found nobody. */
static bool choose(struct ways *ways, struct dice *dice, struct way *ret_way, struct comrade *ret_member, int *ret_at)
{
	struct nation *nation = ways->nation;
	for (int i = 0; i < TRIES; i++) {
		struct comrade members[MEMBERS_MAX];
		struct cell *from = &nation->cell[dice_up_to(dice, nation->first_count)];
		if (from->settled || from->members <= LEAST)
			continue;
		arena_reset(ways->arena);
		int count = nation_first_members(ways->arena, nation, from, members);
		int at = FROM_AT + dice_up_to(dice, count - FROM_AT);
		struct cell *to = choose_to(nation, dice, from);
		if (!to || !may_leave(ways, from, &members[at], at) ||
		        !nation_name_free(ways->arena, nation, to, members[at].name))
			continue;
		*ret_way = (struct way){ .person = members[at].id, .from = from, .to = to };
		*ret_member = members[at];
		*ret_at = at;
		return true;
	}
	return false;
}

static struct transfer_call call_of(struct ways *ways, struct db *db, int64_t now, const struct cell *cell)
{
	nation_clock(now);
	return (struct transfer_call){ .arena = ways->arena,
		.db = db,
		.now = now,
		.account = nation_account(ways->nation, cell, 0),
		.request = now % 1000000007,
		.today = day_today(ways->arena, now) };
}

static enum status propose(struct ways *ways, struct db *db, struct way *way, const struct comrade *comrade,
        int64_t now, struct date day, struct err *err)
{
	struct transfer_call call = call_of(ways, db, now, way->from);
	struct member member;
	bool temporary = way->answer == 't';
	TRY(person_member(ways->arena, db, way->from->id, way->from->shard, comrade->id, call.today, &member, err));
	struct transfer_new new = { .to = way->to->id,
		.kind = temporary ? STR("temporary") : STR("official"),
		.day = date_iso(ways->arena, day),
		.until = temporary ? date_iso(ways->arena, date_add(day, 180)) : STR_NONE,
		.paper = str_format(ways->arena, "%02d-GGT/CB", 1 + (int)(now / DAY_MS % 40)),
		.reason = STR("Chuyển nơi công tác") };
	return transfer_propose(&call, &member, &new, &way->id, err);
}

static enum status answer(struct ways *ways, struct db *db, const struct way *way, int64_t now, struct err *err)
{
	bool own = way->answer == 'w';
	const struct cell *cell = own ? way->from : way->to;
	struct transfer_call call = call_of(ways, db, now, cell);
	struct transfer transfer;
	TRY(transfer_load(&call, cell->id, cell->shard, way->id, &transfer, err));
	if (own)
		return transfer_withdraw(&call, &transfer, STR("Thay đổi kế hoạch công tác"), err);
	return way->answer == 'r' ? transfer_refuse(&call, &transfer, STR("Chưa đủ hồ sơ đảng viên"), err)
	                          : transfer_accept(&call, &transfer, call.today, err);
}

enum status ways_propose(struct ways *ways, struct db *db, int month_at, struct err *err)
{
	struct nation *nation = ways->nation;
	int month = month_add(nation->first_month, month_at), before = month_add(month, -1);
	struct date first = { month / 100, month % 100, 1 };
	ways->count = 0;
	for (int i = 0; i < number_of(nation); i++) {
		struct dice dice = dice_of(nation->seed, 60, (uint64_t)i, (uint64_t)month_at);
		struct way *way = &ways->way[ways->count];
		struct comrade member;
		int at, chance = dice_up_to(&dice, 100);
		struct date day = { before / 100, before % 100, 8 + i % 17 };
		int64_t now = date_instant(day, 8 * 60) + (int64_t)i * 1000;
		if (!choose(ways, &dice, way, &member, &at))
			continue;
		way->answer = chance < 90 ? 'a' : chance < 95 ? 'r' : 'w';
		TRY(propose(ways, db, way, &member, now, first, err));
		if (way->answer == 'a')
			nation_step(nation, (int)(way->from - nation->cell), (int)(way->to - nation->cell), at,
			        month_at,
			        &(struct comrade){ .id = member.id,
			                .name = member.name,
			                .sort_key = member.sort_key,
			                .status = member.status,
			                .post = "dang_vien",
			                .duty = member.duty,
			                .sex = member.sex,
			                .ethnic = member.ethnic,
			                .birth_year = member.birth_year,
			                .joined_year = member.joined_year });
		ways->count++;
	}
	return OK;
}

enum status ways_answer(struct ways *ways, struct db *db, int month_at, struct err *err)
{
	int month = month_add(ways->nation->first_month, month_at);
	struct date first = { month / 100, month % 100, 1 };
	int64_t now = date_instant(first, 9 * 60);
	for (int i = 0; i < ways->count; i++) {
		arena_reset(ways->arena);
		TRY(answer(ways, db, &ways->way[i], now + (int64_t)i * 1000, err));
	}
	return OK;
}

enum status ways_leave_open(struct ways *ways, struct db *db, struct err *err)
{
	struct nation *nation = ways->nation;
	int month = month_add(nation->first_month, nation->months - 1);
	struct date day = { month / 100, month % 100, 27 };
	int64_t now = date_instant(day, 8 * 60);
	ways->count = 0;
	for (int i = 0; i < number_of(nation) / 2 + 2; i++) {
		struct dice dice = dice_of(nation->seed, 61, (uint64_t)i, 0);
		struct way *way = &ways->way[ways->count];
		struct comrade member;
		int at;
		if (!choose(ways, &dice, way, &member, &at))
			continue;
		way->answer = i % 2 ? 'p' : 't';
		TRY(propose(ways, db, way, &member, now + (int64_t)i * 1000, day, err));
		if (way->answer == 't')
			TRY(answer(ways, db, way, now + (int64_t)i * 1000 + HOUR, err));
		ways->count++;
	}
	arena_close(ways->arena);
	return OK;
}
