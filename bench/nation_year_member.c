/* The work of a year, of members: what each commits to, with progress and the check at the end; the yearly review of
   each cell, with forms, votes, grades within their ceilings, and what the committee decided. */
#include "bench/nation_year.h"

#include <string.h>

enum { ITEMS = 3 };

static bool is_same(const struct comrade *members, int count, int64_t person)
{
	for (int i = 0; i < count; i++)
		if (members[i].id == person)
			return true;
	return false;
}

/* ---- Commitments ---- */

struct pledge {
	struct year *year;
	struct cell *cell;
	const struct comrade *member;
	int at;
	int64_t id, asked, by;
	const char *state;
	bool checked, noted, paper;
	struct dice dice;
};

static const char *const part_texts[] = {
	"Tham gia đủ các đợt học tập nghị quyết, giữ vững lập trường, đấu tranh với thông tin sai trái trên mạng",
	"Gương mẫu trong gia đình và nơi cư trú, không vi phạm những điều đảng viên không được làm",
	"Làm việc đúng giờ, lắng nghe ý kiến của Nhân dân, trả lời đúng hẹn",
	"Dự sinh hoạt đầy đủ, đóng đảng phí đúng hạn, chấp hành sự phân công của chi bộ",
	"Hoàn thành nhiệm vụ chi bộ giao đúng hạn, có báo cáo",
	"Khắc phục hạn chế đã được chỉ ra: mạnh dạn phát biểu trong sinh hoạt"
};
static const char *const item_texts[ITEMS] = { "Vận động 3 hộ tham gia tuyến đường tự quản",
	"Phát biểu ít nhất 6 buổi sinh hoạt chi bộ", "Giúp đỡ một hộ khó khăn thoát nghèo" };
static const char *const item_measures[ITEMS] = { "3 hộ ký cam kết", "Biên bản ghi tên 6 buổi",
	"Hộ được công nhận thoát nghèo" };

static void put_progress(const struct pledge *pledge, const struct meet *meet, int64_t item, bool done)
{
	int64_t id = year_at(pledge->year, 7, 30, 8) + (pledge->cell - pledge->year->nation->cell);
	YEAR_PUT(pledge->year, "commitment_progress", num(nation_id(id, pledge->cell->shard, pledge->at)),
	        num(pledge->cell->shard), num(pledge->id), num(item), txt(meet->day), num(meet->id),
	        lit(done ? "done" : "going"), lit(done ? "Đã hoàn thành" : "Đã vận động được 2 hộ, tiếp tục làm"),
	        num(pledge->by), num(meet->ended + HOUR_MS));
}

static void put_items(struct pledge *pledge, const struct meet *meet)
{
	static const int due_month[ITEMS] = { 8, 11, 10 };
	int count = 2 + dice_up_to(&pledge->dice, ITEMS - 1);
	for (int i = 0; i < count; i++) {
		int64_t id = nation_id(pledge->asked, pledge->cell->shard, pledge->at * ITEMS + i);
		int chance = dice_up_to(&pledge->dice, 100);
		const char *result = chance < 80 ? "done" : chance < 95 ? "part" : "not";
		YEAR_PUT(pledge->year, "commitment_item", num(id), num(pledge->cell->shard), num(pledge->id),
		        num(i + 1), lit(item_texts[i]), lit(item_measures[i]),
		        txt(year_day(pledge->year, due_month[i], 30)), num(0), num(0),
		        lit(pledge->checked ? result : NULL),
		        lit(pledge->checked && chance >= 80 ? "Còn lại làm tiếp trong quý sau" : NULL));
		if (!i && meet && !strcmp(pledge->state, "agreed") && dice_up_to(&pledge->dice, 100) < 30)
			put_progress(pledge, meet, id, chance < 80);
	}
}

static void put_parts(const struct pledge *pledge)
{
	const struct year *year = pledge->year;
	for (int i = 0; i < year->part_count; i++)
		YEAR_PUT(year, "commitment_part", num(pledge->id), num(i + 1), num(pledge->cell->shard),
		        txt(year->part_title[i]), lit(part_texts[i % (int)LENGTH(part_texts)]));
}

/* One of two hundred asks for one more thing, and waits for the answer. */
static void put_addendum(struct pledge *pledge)
{
	if (strcmp(pledge->state, "agreed") != 0 || dice_up_to(&pledge->dice, 200))
		return;
	int64_t at = year_at(pledge->year, 9, 10, 8) + (pledge->cell - pledge->year->nation->cell);
	YEAR_PUT(pledge->year, "commitment_addendum", num(nation_id(at, pledge->cell->shard, pledge->at)),
	        num(pledge->cell->shard), num(pledge->id), lit("Được giao thêm nhiệm vụ"), num(0),
	        lit("Phụ trách tổ công nghệ số cộng đồng"), lit("50 hộ dùng dịch vụ công trực tuyến"),
	        txt(year_day(pledge->year, 12, 15)), lit("sent"), txt(year_day(pledge->year, 9, 10)), nil(), nil(),
	        nil(), num(pledge->by), num(at));
}

static void put_commitment(struct pledge *pledge)
{
	struct year *year = pledge->year;
	const struct cell *cell = pledge->cell;
	int day = 10 + dice_up_to(&pledge->dice, 19);
	bool sent = strcmp(pledge->state, "draft") != 0, agreed = !strcmp(pledge->state, "agreed"),
	     returned = !strcmp(pledge->state, "returned"), decided = agreed || returned;
	int64_t leader = nation_account(year->nation, cell, pledge->at ? 0 : 1);
	YEAR_PUT(year, "commitment", num(pledge->id), num(cell->shard), num(cell->id), num(pledge->member->id),
	        num(year->year), txt(pledge->member->name), lit(pledge->state), num(pledge->paper),
	        opt(sent ? (int64_t)year->year * 100 + 1 : 0), txt(sent ? year_day(year, 1, day) : STR_NONE),
	        lit(returned ? "Ghi rõ việc đo được và thời hạn" : NULL),
	        txt(decided ? year_day(year, 2, 5) : STR_NONE), opt(decided ? leader : 0),
	        opt(pledge->checked ? (int64_t)year->year * 100 + 12 : 0),
	        txt(pledge->checked ? year_day(year, 12, 1 + day % 10) : STR_NONE),
	        lit(pledge->checked ? "Cơ bản hoàn thành các việc đã cam kết" : NULL),
	        lit(pledge->noted ? "Chi ủy nhất trí với bản tự kiểm" : NULL),
	        txt(pledge->noted ? year_day(year, 12, 14) : STR_NONE), opt(pledge->noted ? leader : 0),
	        num(1 + sent + decided + pledge->checked + pledge->noted), num(pledge->by), num(pledge->asked));
}

static void commit_one(struct pledge *pledge, const struct meet *meet, bool stays)
{
	struct nation *nation = pledge->year->nation;
	int chance = dice_up_to(&pledge->dice, 100);
	if (!strcmp(pledge->member->duty, "exempt") || chance >= 97)
		return;
	pledge->paper = pledge->at >= ACCOUNTS;
	pledge->by = nation_account(nation, pledge->cell, pledge->paper ? 0 : pledge->at);
	pledge->state = chance < 91 ? "agreed" : chance < 93 ? "returned" : chance < 95 ? "sent" : "draft";
	pledge->checked = stays && chance < 80;
	pledge->noted = pledge->checked && chance < 72;
	put_commitment(pledge);
	put_parts(pledge);
	put_items(pledge, meet);
	put_addendum(pledge);
}

void year_commitments(struct year *year, struct cell *cell)
{
	struct nation *nation = year->nation;
	int place = (int)(cell - nation->cell);
	struct dice dice = dice_of(nation->seed, 80, (uint64_t)cell->id, 0);
	struct comrade first[MEMBERS_MAX], middle[MEMBERS_MAX], last[MEMBERS_MAX];
	struct meet meet;
	if (cell->from > 0 || dice_up_to(&dice, 100) < 4)
		return;
	bool lives = year_lives(year, cell), met = cell->until > 6;
	int count = nation_members(year->arena, nation, cell, 0, first),
	    in_middle = met ? nation_members(year->arena, nation, cell, 6, middle) : 0,
	    at_last = lives ? nation_members(year->arena, nation, cell, nation->months - 1, last) : 0;
	int64_t asked = year_at(year, 1, 6, 8) + place;
	if (met)
		meet_make(&meet, year->arena, nation, cell, middle, in_middle, 6);
	YEAR_PUT(year, "commitment_year", num(cell->id), num(year->year), num(cell->shard), txt(year_day(year, 2, 28)),
	        txt(year_day(year, 1, 6)), num((int64_t)year->year * 100 + 1), num(nation_account(nation, cell, 0)),
	        num(asked));
	for (int i = 0; i < count; i++) {
		struct pledge pledge = { .year = year, .cell = cell, .member = &first[i], .at = i };
		bool was = is_same(middle, in_middle, first[i].id);
		pledge.asked = asked + 4 * DAY_MS;
		pledge.id = nation_id(pledge.asked, cell->shard, i);
		pledge.dice = dice_of(nation->seed, 81, (uint64_t)first[i].id, 0);
		commit_one(&pledge, was ? &meet : NULL, is_same(last, at_last, first[i].id));
	}
}

/* ---- The yearly review ---- */

struct candidate {
	const struct comrade *member; /* NULL: the cell itself */
	enum annual_grade grade;
	bool left_out;
};
struct group_cell {
	struct cell *cell;
	struct str name;
	struct comrade members[MEMBERS_MAX];
	struct candidate who[MEMBERS_MAX + 1];
	int count; /* of who: the cell last */
};
struct group {
	struct year *year;
	int64_t unit, officer;
	const char *state;
	struct group_cell *at;
	int count;
};

static bool leads(const struct candidate *who)
{
	return who->member && strcmp(who->member->post, "dang_vien") != 0;
}

static enum annual_grade draw(const struct year *year, int64_t who)
{
	struct dice dice = dice_of(year->nation->seed, 83, (uint64_t)who, 0);
	int chance = dice_up_to(&dice, 100);
	return chance < 78 ? ANNUAL_GOOD : chance < 97 ? ANNUAL_FAIR : ANNUAL_POOR;
}

/* Of those graded good one of six becomes excellent: never more than a fifth of what stays good. */
static void raise_some(struct candidate **who, int count)
{
	int good = 0;
	for (int i = 0; i < count; i++)
		good += who[i]->grade == ANNUAL_GOOD;
	for (int i = 0, rest = good / 6; i < count && rest > 0; i++)
		if (who[i]->grade == ANNUAL_GOOD) {
			who[i]->grade = ANNUAL_EXCELLENT;
			rest--;
		}
}

/* Leaders and cells are compared over all that the committee decides, members in their cell. */
static void grade_group(struct group *group)
{
	struct arena *arena = group->year->arena;
	struct candidate **leaders = arena_array(arena, struct candidate *, (size_t)group->count * MEMBERS_MAX),
	                 **cells = arena_array(arena, struct candidate *, (size_t)group->count), *members[MEMBERS_MAX];
	int leader_count = 0;
	for (int i = 0; i < group->count; i++) {
		struct group_cell *one = &group->at[i];
		int member_count = 0;
		for (int k = 0; k < one->count; k++) {
			struct candidate *who = &one->who[k];
			who->grade = draw(group->year, who->member ? who->member->id : one->cell->id);
			if (!who->member)
				cells[i] = who;
			else if (who->left_out)
				continue;
			else if (leads(who))
				leaders[leader_count++] = who;
			else
				members[member_count++] = who;
		}
		raise_some(members, member_count);
	}
	raise_some(leaders, leader_count);
	raise_some(cells, group->count);
}

static void open_group_cell(struct group *group, struct group_cell *one, struct cell *cell)
{
	struct nation *nation = group->year->nation;
	int count = nation_members(group->year->arena, nation, cell, nation->months - 1, one->members);
	one->cell = cell;
	one->name = cell_name(group->year->arena, nation, cell);
	for (int i = 0; i < count; i++)
		one->who[i] = (struct candidate){ .member = &one->members[i],
			.left_out = !strcmp(one->members[i].duty, "exempt") };
	one->who[count] = (struct candidate){ 0 };
	one->count = count + 1;
}

static enum year_form form_of(const struct candidate *who, const struct cell *cell)
{
	const char *type = cell_type_name(cell);
	if (!who->member)
		return FORM_CELL;
	if (leads(who))
		return FORM_LEADER;
	return !strcmp(type, "hanh_chinh") || !strcmp(type, "llvt") || !strcmp(type, "dnnn") ? FORM_WORKER : FORM_OTHER;
}

static const char *const self_texts[] = { "Giữ vững lập trường, chấp hành nghiêm chủ trương của Đảng và quy định",
	"Hoàn thành các việc được giao trong năm, đúng hạn", "Dự sinh hoạt đầy đủ, có phát biểu, nêu gương",
	"Thực hiện đúng cam kết đã ký đầu năm", "Có lúc còn ngại va chạm, phát biểu chưa nhiều",
	"Đã khắc phục các hạn chế năm trước", "Không có", "Năm tới mạnh dạn góp ý, nhận việc khó" };

/* Points by line, together those of the grade. */
static void put_lines(const struct group *group, const struct group_cell *one, int64_t assessed,
        const struct annual_form *form, int points)
{
	int64_t given[ANNUAL_LINES], rest = points;
	for (size_t i = 0; i < form->line_count; i++)
		rest -= given[i] = form->line[i].max * points / form->max;
	for (size_t i = 0; rest > 0; i = (i + 1) % form->line_count)
		if (given[i] < form->line[i].max) {
			given[i]++;
			rest--;
		}
	for (size_t i = 0; i < form->line_count; i++)
		YEAR_PUT(group->year, "annual_line", num(assessed),
		        txt(str_format(group->year->arena, "points-%.*s", STR_ARG(form->line[i].id))),
		        num(one->cell->shard), nil(), num(form->line[i].max), num(given[i]), nil());
	for (size_t i = 0; i < form->part_count; i++)
		YEAR_PUT(group->year, "annual_line", num(assessed),
		        txt(str_format(group->year->arena, "text-%.*s", STR_ARG(form->part[i].id))),
		        num(one->cell->shard), lit(self_texts[i % LENGTH(self_texts)]), num(0), nil(), nil());
}

static void put_results(const struct group *group, const struct group_cell *one, const struct candidate *who,
        int64_t assessed, int64_t review, int at, int points)
{
	const struct year *year = group->year;
	struct dice dice = dice_of(year->nation->seed, 84, (uint64_t)assessed, 0);
	bool again = who->member && who->grade == ANNUAL_GOOD && dice_up_to(&dice, 500) == 0;
	struct str name = who->member ? who->member->name : one->name,
	           grp = !who->member ? year->rule.cells
	                 : leads(who) ? year->rule.leaders
	                              : year->rule.members,
	           number = str_format(year->arena, "%lld-QĐ/ĐU", (long long)(100 + group->unit % 97));
	for (int round = 0; round <= again; round++) {
		int64_t at_ms = year_at(year, 12, round ? 28 : 22, 9) + (one->cell - year->nation->cell);
		bool revoked = again && !round;
		YEAR_PUT(year, "annual_result", num(nation_id(at_ms, one->cell->shard, at)), num(one->cell->shard),
		        num(assessed), num(review), num(one->cell->id), num(year->year), num(group->unit),
		        lit(who->member ? "member" : "cell"), opt(who->member ? who->member->id : 0), txt(name),
		        txt(grp), lit(annual_grade_word(round ? ANNUAL_FAIR : who->grade)), num(points),
		        txt(year_day(year, 12, round ? 28 : 22)),
		        txt(round ? str_format(year->arena, "%.*sa", STR_ARG(number)) : number),
		        lit(round ? "Kiểm tra lại: một nhiệm vụ chậm chưa được nêu" : NULL),
		        txt(revoked ? year_day(year, 12, 28) : STR_NONE),
		        txt(revoked ? str_format(year->arena, "%.*sa", STR_ARG(number)) : STR_NONE),
		        lit(revoked ? "Kiểm tra lại: một nhiệm vụ chậm chưa được nêu" : NULL), num(group->officer),
		        num(at_ms));
	}
}

/* Who is assessed: as opened, as sent, as verified. */
static void put_assessed(const struct group *group, const struct group_cell *one, int at, int64_t review, int64_t base)
{
	static const int least[ANNUAL_GRADES] = { 90, 71, 51, 40 };
	const struct year *year = group->year;
	const struct candidate *who = &one->who[at];
	const struct comrade *member = who->member;
	int64_t opened = year_at(year, 12, 2, 8) + (one->cell - year->nation->cell),
	        id = nation_id(opened, one->cell->shard, at + 1), leader = nation_account(year->nation, one->cell, 0);
	struct dice dice = dice_of(year->nation->seed, 85, (uint64_t)id, 0);
	int points = least[who->grade] + dice_up_to(&dice, 8);
	bool open = !strcmp(group->state, "open"), sent = !who->left_out && (!open || dice_up_to(&dice, 100) < 60),
	     verified = sent && !open, paper = member && at >= ACCOUNTS;
	int64_t against = base > 6 ? dice_up_to(&dice, (int)base / 6) : 0,
	        by = paper || !member ? leader : nation_account(year->nation, one->cell, at);
	const struct annual_form *form = &year->form[form_of(who, one->cell)];
	const char *word = annual_grade_word(who->grade);
	YEAR_PUT(year, "annual_assessed", num(id), num(one->cell->shard), num(review), num(one->cell->id),
	        num(year->year), lit(member ? "member" : "cell"), opt(member ? member->id : 0),
	        txt(member ? member->name : one->name), nil(), blob(member ? member->sort_key : STR("")),
	        lit(member ? member->post : ""), lit(member ? member->status : ""), txt(form->code),
	        txt(!member          ? year->rule.cells
	                : leads(who) ? year->rule.leaders
	                             : year->rule.members),
	        lit(who->left_out ? "Được miễn công tác và sinh hoạt đảng" : NULL), opt(sent ? points : 0),
	        lit(sent ? word : NULL), opt(sent ? opened + 4 * DAY_MS : 0), opt(sent ? by : 0), num(sent && paper),
	        opt(sent ? 35 : 0), lit(sent ? "yes" : NULL), verified ? num(0) : nil(), verified ? num(0) : nil(),
	        opt(verified ? points : 0), lit(verified ? word : NULL), verified ? num(base - against) : nil(),
	        verified ? num(against) : nil(), verified ? num(0) : nil(),
	        lit(verified ? "Chi bộ nhất trí với bản tự kiểm điểm" : NULL),
	        lit(verified ? "Việc chậm hạn có nguyên nhân khách quan, đã làm xong" : NULL),
	        opt(verified ? opened + 13 * DAY_MS : 0), opt(verified ? leader : 0), nil(), nil(), nil(), nil(),
	        num(1 + sent + verified), num(opened));
	if (sent)
		put_lines(group, one, id, form, points);
	if (!who->left_out && !strcmp(group->state, "decided"))
		put_results(group, one, who, id, review, at, points);
}

static int64_t voters(const struct group_cell *one)
{
	int64_t full = 0;
	for (int i = 0; i < one->count - 1; i++)
		full += *one->who[i].member->status == 'f' && !one->who[i].left_out;
	return full;
}

static void put_review(const struct group *group, const struct group_cell *one)
{
	const struct year *year = group->year;
	const struct cell *cell = one->cell;
	int64_t opened = year_at(year, 12, 2, 8) + (cell - year->nation->cell), id = nation_id(opened, cell->shard, 0),
	        base = voters(one), leader = nation_account(year->nation, cell, 0);
	bool up = strcmp(group->state, "open") != 0, decided = !strcmp(group->state, "decided"),
	     agency = up && strcmp(cell_type_name(cell), "thon") != 0;
	YEAR_PUT(year, "annual_review", num(id), num(cell->shard), num(cell->id), num(year->year), num(group->unit),
	        txt(year->rule.id), lit(group->state), lit("cell"), txt(year_day(year, 12, 8)),
	        txt(year_day(year, 12, 15)), txt(up ? year_day(year, 12, 7) : STR_NONE), opt(up ? leader : 0),
	        txt(up ? year_day(year, 12, 15) : STR_NONE), lit(agency ? "done" : NULL),
	        txt(agency ? year_day(year, 12, 11) : STR_NONE), up ? num(base) : nil(), lit(up ? "hands" : NULL),
	        opt(up ? opened + 14 * DAY_MS : 0), opt(up ? leader : 0), nil(), nil(),
	        opt(decided ? year_at(year, 12, 22, 9) + (cell - year->nation->cell) : 0),
	        num(up ? 5 + agency + decided : 1), num(group->officer), num(opened), lit("cell"));
	for (int i = 0; i < one->count; i++)
		put_assessed(group, one, i, id, base);
}

static void put_round(const struct group *group)
{
	const struct year *year = group->year;
	struct dice dice = dice_of(year->nation->seed, 86, (uint64_t)group->unit, 0);
	bool closed = !strcmp(group->state, "decided") && dice_up_to(&dice, 10) < 7;
	int64_t place = group->at[0].cell - year->nation->cell;
	YEAR_PUT(year, "annual_round", num(group->unit), num(year->year), txt(year_day(year, 12, 8)),
	        txt(year_day(year, 12, 15)), txt(year_day(year, 12, 28)), lit("cell"), num(group->officer),
	        num(year_at(year, 12, 2, 8) + place), txt(closed ? year_day(year, 12, 30) : STR_NONE),
	        txt(closed ? str_format(year->arena, "%lld-BC/ĐU", (long long)(200 + group->unit % 97)) : STR_NONE),
	        opt(closed ? group->officer : 0), opt(closed ? year_at(year, 12, 30, 9) + place : 0));
	if (dice_up_to(&dice, 100) == 0)
		YEAR_PUT(year, "annual_raise", num(group->unit), num(year->year), num(25), lit("31-QĐ/TU"),
		        txt(year_day(year, 12, 10)), num(group->officer), num(year_at(year, 12, 11, 8) + place));
}

/* Those found excellent, where the committee has decided. */
static void praise_group(const struct group *group)
{
	struct year_best *best = arena_array(group->year->arena, struct year_best, (size_t)group->count);
	for (int i = 0; i < group->count; i++) {
		best[i].cell = group->at[i].cell;
		for (int k = 0; k < group->at[i].count; k++)
			if (group->at[i].who[k].member && !group->at[i].who[k].left_out &&
			        group->at[i].who[k].grade == ANNUAL_EXCELLENT)
				best[i].member[best[i].count++] = group->at[i].who[k].member;
	}
	year_praise(group->year, group->unit, group->officer, best, group->count);
}

void year_reviews(struct year *year, int64_t unit, struct year_cells cells)
{
	struct nation *nation = year->nation;
	struct dice dice = dice_of(nation->seed, 82, (uint64_t)unit, 0);
	int chance = dice_up_to(&dice, 100);
	struct group group = { .year = year,
		.unit = unit,
		.officer = nation_officer(&nation->cell[cells.at[0]], INT64_MAX),
		.state = chance < 85   ? "decided"
		         : chance < 95 ? "proposed"
		                       : "open",
		.count = cells.count };
	group.at = arena_array(year->arena, struct group_cell, (size_t)cells.count);
	for (int i = 0; i < cells.count; i++)
		open_group_cell(&group, &group.at[i], &nation->cell[cells.at[i]]);
	grade_group(&group);
	put_round(&group);
	for (int i = 0; i < group.count; i++)
		put_review(&group, &group.at[i]);
	if (!strcmp(group.state, "decided"))
		praise_group(&group);
}
