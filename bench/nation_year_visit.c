/* The work of a year, working teams: of communes, whose members lead cells of the next commune, and of provinces, whose
   members are officers of communes; the visits of each at cells' meetings, never two at one cell in a quarter, never
   two of a team on one day; and what is proposed for the first quarter of the next year. */
#include "bench/nation_year.h"

#include <string.h>

enum { TEAM_MEMBERS = 3, CELLS_OF_TEAM = 60, QUARTERS = 5, DAYS = 460, OF_QUARTER = 12, PROVINCE_TEAMS = 6 };

struct goer {
	int64_t account, home; /* home: the cell that it leads; 0 */
	struct str name, place;
};
struct team {
	int64_t id, unit, officer;
	struct goer goer[TEAM_MEMBERS];
	int goers;
	bool busy[DAYS]; /* of the year */
};
struct pass {
	struct year *year;
	struct arena *arena;  /* of the teams of one committee */
	unsigned char *taken; /* of each cell, a bit a quarter */
};
struct trip {
	const struct team *team;
	struct cell *cell;
	struct meet *meet; /* NULL: a day without a meeting that is planned */
	struct dice dice;
	int64_t id, entered, opened; /* opened: when it begins */
	const char *state;
	bool noted, replied, closed, moved;
};

static void put_team(const struct pass *pass, const struct team *team, int number)
{
	const struct year *year = pass->year;
	YEAR_PUT(year, "visit_team", num(team->id), num(team->unit),
	        txt(str_format(pass->arena, "Tổ công tác số %d", number)),
	        txt(str_format(pass->arena, "%d-QĐ/ĐU", number)), txt(year_day(year, 1, 1)), txt(year_day(year, 1, 1)),
	        txt(year_day(year, 25, 1)), num(team->officer), num(year_at(year, 1, 1, 9)));
	for (int i = 0; i < team->goers; i++)
		YEAR_PUT(year, "visit_member", num(team->id), num(team->goer[i].account), txt(team->goer[i].name),
		        lit(team->goer[i].home ? "Bí thư chi bộ" : "Cán bộ tổ chức"), txt(team->goer[i].place), num(!i),
		        num(year_at(year, 1, 1, 9)));
}

/* ---- A visit ---- */

static int64_t sum_points(const struct trip *trip, const struct year *year, struct str *ret_grade)
{
	const struct rubric_data *data = year->nation->rubric;
	struct dice dice = trip->dice;
	struct rubric_result result = { 0 };
	int *order = year->nation->line_order;
	for (int32_t i = 0; i < data->rubric.line_count; i++) {
		int at = order[i], points = trip->meet->points[at];
		points -= points > 1 && dice_up_to(&dice, 4) == 0;
		result.line[at].points = points;
		YEAR_PUT(year, "visit_line", num(trip->id), txt(data->line[at].id), num(trip->cell->shard),
		        num(data->rubric.line[at].max), num(points), nil());
	}
	rubric_sum(&data->rubric, &result);
	*ret_grade = result.grade == RUBRIC_NONE ? STR_NONE : data->grade_code[result.grade];
	return result.least;
}

static void put_people(const struct trip *trip, const struct year *year)
{
	const struct team *team = trip->team;
	struct date day = date_of_instant(trip->opened);
	bool comes = strcmp(trip->state, "cancelled") != 0 && strcmp(trip->state, "proposed") != 0;
	for (int i = 0; i < team->goers; i++) {
		const struct goer *goer = &team->goer[i];
		YEAR_PUT(year, "visit_goer", num(trip->id), num(goer->account), num(trip->cell->shard), txt(goer->name),
		        lit(goer->home ? "Bí thư chi bộ" : "Cán bộ tổ chức"), txt(goer->place), num(!i));
		if (comes)
			YEAR_PUT(year, "visitor", num(goer->account), num(trip->cell->id), num(trip->id),
			        txt(date_iso(year->arena, date_add(day, -14))),
			        txt(date_iso(year->arena, date_add(day, 32))));
	}
}

static void put_shift(const struct trip *trip, const struct year *year, struct str was, struct str became)
{
	YEAR_PUT(year, "visit_shift", num(nation_id(trip->entered + HOUR_MS, trip->cell->shard, 1)),
	        num(trip->cell->shard), num(trip->id), lit(became.ptr ? "day" : "cancel"), txt(was),
	        became.ptr ? txt(became) : lit(""),
	        lit(became.ptr ? "Chi bộ đổi ngày họp" : "Tổ công tác bận việc đột xuất"), num(trip->team->officer),
	        num(trip->entered + HOUR_MS));
}

static void put_visit(const struct trip *trip, const struct year *year)
{
	const struct nation *nation = year->nation;
	const struct team *team = trip->team;
	const struct rubric_data *data = nation->rubric;
	struct str day = year_day_of(year, trip->opened), grade = STR_NONE,
	           before = year_day_of(year, trip->opened - DAY_MS), why = STR_NONE;
	bool cancelled = !strcmp(trip->state, "cancelled"), proposed = !strcmp(trip->state, "proposed");
	int64_t total = trip->noted ? sum_points(trip, year, &grade) : 0, noted_at = trip->opened + 26 * HOUR_MS;
	if (proposed)
		why = STR("Chưa có tổ công tác nào dự");
	YEAR_PUT(year, "visit", num(trip->id), num(trip->cell->shard), num(trip->cell->id), num(team->id), txt(day),
	        num(trip->cell->minute), trip->meet ? txt(meet_place(trip->meet)) : lit(""),
	        opt(trip->meet ? trip->meet->id : 0), lit(trip->state), txt(why), txt(trip->moved ? before : STR_NONE),
	        lit(trip->moved ? "Chi bộ đổi ngày họp" : NULL),
	        lit(cancelled ? "Tổ công tác bận việc đột xuất" : NULL), txt(trip->noted ? data->id : STR_NONE),
	        trip->noted ? num(data->version) : nil(), trip->noted ? num(total) : nil(),
	        trip->noted ? num(total) : nil(), txt(grade),
	        lit(trip->noted ? "Chuẩn bị chu đáo, đúng trình tự" : NULL),
	        lit(trip->noted ? "Ý kiến thảo luận còn ít" : NULL),
	        lit(trip->noted ? "Gửi tài liệu trước ba ngày" : NULL), opt(trip->noted ? noted_at : 0),
	        opt(trip->noted ? team->goer[0].account : 0), num(0),
	        lit(trip->replied ? "Chi bộ tiếp thu, sẽ gửi tài liệu sớm hơn" : NULL),
	        opt(trip->replied ? noted_at + 2 * DAY_MS : 0),
	        opt(trip->replied ? nation_account(nation, trip->cell, 0) : 0),
	        lit(trip->closed ? "Chi bộ đã làm như đã hứa" : NULL), opt(trip->closed ? noted_at + 20 * DAY_MS : 0),
	        opt(trip->closed ? team->goer[0].account : 0),
	        num(1 + cancelled + trip->moved + trip->noted + trip->replied + trip->closed), num(team->officer),
	        num(trip->entered), num(0));
	put_people(trip, year);
	if (cancelled)
		put_shift(trip, year, day, STR_NONE);
	if (trip->moved)
		put_shift(trip, year, before, day);
	if (trip->closed && trip->id / 1024 % 2)
		YEAR_PUT(year, "visit_change", num(nation_id(trip->entered + 2 * HOUR_MS, trip->cell->shard, 0)),
		        num(trip->cell->shard), num(trip->id), txt(year_day_of(year, noted_at + 15 * DAY_MS)),
		        lit("Tài liệu đã gửi trước bốn ngày"), num(0), num(nation_account(nation, trip->cell, 0)),
		        num(noted_at + 15 * DAY_MS));
}

/* How far a visit of the year came by its end. */
static void set_state(struct trip *trip, const struct year *year)
{
	int64_t left = (year_at(year, 13, 1, 0) - trip->opened) / DAY_MS;
	int chance = dice_up_to(&trip->dice, 100);
	trip->state = "confirmed";
	if (chance < 3) {
		trip->state = "cancelled";
		return;
	}
	trip->moved = chance >= 97;
	trip->noted = chance >= 6 && left > 2;
	trip->replied = trip->noted && chance >= 12 && left > 4;
	trip->closed = trip->replied && chance >= 20 && left > 22;
	if (trip->noted)
		trip->state = trip->closed ? "closed" : trip->replied ? "replied" : "held";
}

static bool is_home(const struct team *team, const struct cell *cell)
{
	for (int i = 0; i < team->goers; i++)
		if (team->goer[i].home == cell->id)
			return true;
	return false;
}

/* The team at a meeting of the quarter, where it is free; false: it is not. */
static bool go(struct pass *pass, struct team *team, int place, int quarter, const char *state)
{
	struct year *year = pass->year;
	struct nation *nation = year->nation;
	struct trip trip = { .team = team, .cell = &nation->cell[place] };
	struct comrade members[MEMBERS_MAX];
	struct meet meet;
	bool next = quarter == QUARTERS - 1;
	if (is_home(team, trip.cell) || trip.cell->settled || trip.cell->moved_at || trip.cell->from ||
	        pass->taken[place] & 1 << quarter)
		return false;
	for (int i = quarter * 3; i < quarter * 3 + 3; i++) {
		int64_t day = year_at(year, i + 1, trip.cell->day, 0),
		        of_year = (day - year_at(year, 1, 1, 0)) / DAY_MS;
		if (of_year < 9 || team->busy[of_year])
			continue;
		team->busy[of_year] = true;
		trip.opened = day + (int64_t)trip.cell->minute * MINUTE_MS;
		if (!next) {
			int count = nation_members(year->arena, nation, trip.cell, i, members);
			meet_make(&meet, year->arena, nation, trip.cell, members, count, i);
			trip.meet = &meet;
		}
		trip.entered = year_at(year, next ? 12 : quarter * 3 + 1, next ? 20 : 2, 9) + place;
		trip.id = nation_id(trip.entered, trip.cell->shard, 0);
		trip.dice = dice_of(nation->seed, 93, (uint64_t)trip.id, 0);
		trip.state = state;
		if (!state)
			set_state(&trip, year);
		pass->taken[place] |= (unsigned char)(1 << quarter);
		put_visit(&trip, year);
		return true;
	}
	return false;
}

/* ---- Communes ---- */

static bool may_go(const struct cell *cell)
{
	return !cell->settled && !cell->moved_at && !cell->from;
}

/* Secretaries of cells of another commune; none when it has too few. */
static int choose_people(struct pass *pass, struct team *teams, int wanted, int commune)
{
	struct year *year = pass->year;
	struct nation *nation = year->nation;
	struct year_cells cells = year->commune[commune];
	int made = 0;
	for (int i = 0; i < cells.count && made < wanted; i++) {
		const struct cell *cell = &nation->cell[cells.at[i]];
		struct comrade members[MEMBERS_MAX];
		struct team *team = &teams[made];
		if (!may_go(cell))
			continue;
		nation_first_members(pass->arena, nation, cell, members);
		team->goer[team->goers++] = (struct goer){ nation_account(nation, cell, 0), cell->id, members[0].name,
			cell_name(pass->arena, nation, cell) };
		made += team->goers == TEAM_MEMBERS;
	}
	return made ? made : teams[0].goers > 0;
}

static void visit_commune(struct pass *pass, int commune)
{
	struct year *year = pass->year;
	struct nation *nation = year->nation;
	struct year_cells cells = year->commune[commune];
	int wanted = 1 + cells.count / CELLS_OF_TEAM, confirmed = 0;
	struct team *teams = arena_array(pass->arena, struct team, (size_t)wanted);
	int count = choose_people(pass, teams, wanted, (commune + 1) % nation->commune_count);
	for (int t = 0; t < count; t++) {
		teams[t].id = nation_id(year_at(year, 1, 1, 9) + commune, 0, t);
		teams[t].unit = nation->commune[commune].id;
		teams[t].officer = nation_officer_of(commune);
		put_team(pass, &teams[t], t + 1);
	}
	for (int i = 0; count && i < cells.count; i++) {
		struct dice dice = dice_of(nation->seed, 91, (uint64_t)nation->cell[cells.at[i]].id, 0);
		int quarter = dice_up_to(&dice, 5); /* of the fifth nobody comes */
		bool gone = quarter == QUARTERS - 1 && confirmed >= count * 3;
		for (int t = 0; t < count && !gone; t++)
			gone = go(pass, &teams[(i + t) % count], cells.at[i], quarter,
			        quarter == QUARTERS - 1 ? "confirmed" : NULL);
		confirmed += quarter == QUARTERS - 1 && gone;
		arena_reset(year->arena);
	}
	arena_reset(pass->arena);
}

/* ---- Provinces ---- */

static int officers_of(struct pass *pass, int province, struct team *teams)
{
	const struct nation *nation = pass->year->nation;
	int made = 0;
	for (int i = 0; i < nation->commune_count && made < PROVINCE_TEAMS; i++) {
		struct team *team = &teams[made];
		if (nation->commune[i].above != province || !pass->year->commune[i].count)
			continue;
		team->goer[team->goers++] =
		        (struct goer){ nation_officer_of(i), 0, nation_officer_name(pass->arena, nation, i),
			        str_format(pass->arena, "Đảng ủy %.*s", STR_ARG(nation->commune[i].name)) };
		made += team->goers == TEAM_MEMBERS;
	}
	return made ? made : teams[0].goers > 0;
}

static void visit_province(struct pass *pass, int province, struct year_cells cells)
{
	struct year *year = pass->year;
	struct nation *nation = year->nation;
	struct dice dice = dice_of(nation->seed, 92, (uint64_t)province, 0);
	struct team *teams = arena_array(pass->arena, struct team, PROVINCE_TEAMS);
	int count = officers_of(pass, province, teams);
	for (int t = 0; t < count; t++) {
		teams[t].id = nation_id(year_at(year, 1, 1, 8) + province, 0, t);
		teams[t].unit = nation->province[province].id;
		teams[t].officer = nation_province_officer(province);
		put_team(pass, &teams[t], t + 1);
	}
	for (int quarter = 0; quarter < QUARTERS; quarter++)
		for (int i = 0; i < count * OF_QUARTER; i++) {
			(void)go(pass, &teams[i % count], cells.at[dice_up_to(&dice, cells.count)], quarter,
			        quarter == QUARTERS - 1 ? "proposed" : NULL);
			arena_reset(year->arena);
		}
	arena_reset(pass->arena);
}

void year_visits(struct year *year)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct nation *nation = year->nation;
	struct pass pass = { year, arena, arena_array(nation->arena, unsigned char, (size_t)nation->cell_count) };
	int *cells = arena_array(nation->arena, int, (size_t)nation->cell_count);
	for (int i = 0; i < nation->commune_count; i++)
		visit_commune(&pass, i);
	for (int i = 0; i < nation->province_count; i++) {
		struct year_cells below = { cells, 0 };
		for (int k = 0; k < nation->commune_count; k++)
			for (int j = 0; nation->commune[k].above == i && j < year->commune[k].count; j++)
				cells[below.count++] = year->commune[k].at[j];
		if (below.count)
			visit_province(&pass, i, below);
	}
}
