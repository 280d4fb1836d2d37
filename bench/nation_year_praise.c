/* The work of a year, praise: at its end the committee's certificates for members found excellent, some given, some
   agreed on, waiting or returned; in summer a cell's own praise of one of them. */
#include "bench/nation_year.h"

#include <string.h>

static const char figures[] = "Dự sinh hoạt 12/12 buổi; xong 8/8 việc được giao";

struct praised {
	const struct cell *cell;
	const struct comrade *member;
	int64_t id, proposal, giver, decision, officer, at;
	struct str giver_name, number, day;
	const char *kind, *form, *title, *reason, *state;
};

static void put_item(const struct year *year, const struct praised *item)
{
	bool given = !strcmp(item->state, "given"), returned = !strcmp(item->state, "returned"),
	     own = item->giver == item->cell->id, answered = !own && strcmp(item->state, "proposed") != 0;
	YEAR_PUT(year, "commend_item", num(item->id), num(item->cell->shard), num(item->proposal), num(item->cell->id),
	        lit("member"), num(item->member->id), nil(), txt(item->member->name), lit(item->kind), num(year->year),
	        lit(item->form), nil(), num(item->giver), txt(item->giver_name),
	        num(own ? item->cell->id : item->giver), lit(item->title), lit(item->reason), lit(own ? "" : figures),
	        lit(item->state), lit(returned ? "Bổ sung thành tích cụ thể" : NULL),
	        opt(answered ? item->at + 2 * DAY_MS : 0), opt(answered ? item->officer : 0),
	        opt(given ? item->decision : 0), txt(given ? item->number : STR_NONE),
	        txt(given ? item->day : STR_NONE), nil(), nil(), nil(), num(0),
	        num(nation_account(year->nation, item->cell, 0)), num(item->at));
}

static void put_proposal(const struct year *year, const struct praised *item, int64_t voters)
{
	YEAR_PUT(year, "commend", num(item->proposal), num(item->cell->shard), num(item->cell->id), num(item->giver),
	        num(item->giver), lit(item->form), lit(item->kind), num(year->year), lit(item->title),
	        txt(year_day_of(year, item->at)), nil(), opt(voters), opt(voters ? voters + 1 : 0), num(0),
	        num(nation_account(year->nation, item->cell, 0)), num(item->at));
}

static void put_decision(const struct year *year, const struct praised *item, int shard, int64_t account, int64_t at)
{
	YEAR_PUT(year, "commend_decision", num(item->decision), num(shard), num(item->giver), lit(item->form),
	        lit(item->kind), num(year->year), lit(item->title), txt(item->number), txt(item->day),
	        lit("Nguyễn Văn Thuận"), lit("BÍ THƯ"), num(0), num(account), num(at));
}

void year_praise(struct year *year, int64_t unit, int64_t officer, const struct year_best *best, int count)
{
	struct nation *nation = year->nation;
	int64_t first = best[0].cell - nation->cell, decided = year_at(year, 12, 29, 9) + first;
	struct praised item = { .giver = unit,
		.officer = officer,
		.decision = nation_id(decided, 0, 0),
		.giver_name = year->parent_name[first],
		.number = str_format(year->arena, "%lld-QĐ/ĐU", (long long)(300 + unit % 97)),
		.day = year_day(year, 12, 29),
		.kind = "yearly",
		.form = "giay_khen",
		.title = "",
		.reason = "Hoàn thành xuất sắc nhiệm vụ năm, gương mẫu, được Nhân dân tín nhiệm" };
	bool any = false;
	for (int i = 0; i < count; i++) {
		struct dice dice = dice_of(nation->seed, 94, (uint64_t)best[i].cell->id, 0);
		int chance = dice_up_to(&dice, 100);
		if (!best[i].count)
			continue;
		item.cell = best[i].cell;
		item.at = year_at(year, 12, 24, 8) + (best[i].cell - nation->cell);
		item.proposal = nation_id(item.at, item.cell->shard, 0);
		item.state = chance < 70 ? "given" : chance < 80 ? "agreed" : chance < 95 ? "proposed" : "returned";
		put_proposal(year, &item, item.cell->members - 3);
		for (int k = 0; k < best[i].count; k++) {
			item.id = nation_id(item.at, item.cell->shard, k + 1);
			item.member = best[i].member[k];
			put_item(year, &item);
		}
		any |= chance < 70;
	}
	if (any)
		put_decision(year, &item, 0, officer, decided);
	if (unit % 20 == 0)
		YEAR_PUT(year, "commend_quota", num(unit), num(year->year), lit("giay_khen"), lit("member"), num(200),
		        lit("12-QĐ/ĐU"), txt(year_day(year, 1, 20)), num(officer), num(year_at(year, 1, 21, 8)));
}

void year_own_praise(struct year *year, struct cell *cell)
{
	struct nation *nation = year->nation;
	struct dice dice = dice_of(nation->seed, 95, (uint64_t)cell->id, 0);
	struct comrade members[MEMBERS_MAX];
	int64_t at = year_at(year, 6, 28, 8) + (cell - nation->cell);
	if (dice_up_to(&dice, 5) || cell->from || !year_lives(year, cell))
		return;
	nation_members(year->arena, nation, cell, 5, members);
	struct praised item = { .cell = cell,
		.member = &members[4],
		.id = nation_id(at, cell->shard, 1),
		.proposal = nation_id(at, cell->shard, 0),
		.giver = cell->id,
		.decision = nation_id(at + HOUR_MS, cell->shard, 0),
		.at = at,
		.giver_name = cell_name(year->arena, nation, cell),
		.number = STR("01-QĐ/CB"),
		.day = year_day(year, 6, 28),
		.kind = "adhoc",
		.form = "bieu_duong",
		.title = "Cứu người trong đợt mưa lũ",
		.reason = "Dũng cảm, kịp thời đưa bốn người ra khỏi vùng ngập",
		.state = "given" };
	put_proposal(year, &item, cell->members - 4);
	put_item(year, &item);
	put_decision(year, &item, cell->shard, nation_account(nation, cell, 0), at + HOUR_MS);
}
