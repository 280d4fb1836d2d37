/* The work of a year, themes: each province and every second commune guides its cells for each quarter of the year and
   for the first of the next; what each cell chose, planned, held and reported. */
#include "bench/nation_year.h"

enum { QUARTERS = 5, THEMES = 3 };

/* Of a province: for all, for villages, for agencies. Of a commune: one for all. */
static const char *const theme_types[THEMES] = { "", " thon ", " hanh_chinh llvt dnnn " };
static const char *const theme_titles[QUARTERS][THEMES] = {
	{ "Nâng cao chất lượng sinh hoạt chi bộ", "Xây dựng thôn, tổ dân phố văn hóa", "Cải cách thủ tục hành chính" },
	{ "Học tập và làm theo Bác về nêu gương", "Giữ gìn vệ sinh môi trường nơi cư trú",
	        "Chuyển đổi số trong cơ quan" },
	{ "Phát huy vai trò đảng viên nơi cư trú", "An ninh trật tự ở cơ sở", "Thực hành tiết kiệm, chống lãng phí" },
	{ "Tự phê bình và phê bình", "Giảm nghèo bền vững", "Kỷ luật, kỷ cương hành chính" },
	{ "Nhiệm vụ chính trị của năm mới", "Phát triển kinh tế hộ", "Trách nhiệm người đứng đầu" }
};

static int64_t sent_at(const struct year *year, int quarter, int order)
{
	return year_at(year, quarter * 3 + 1, 2, 9) + order;
}

static int64_t guidance_of(const struct year *year, bool province, int place, int quarter)
{
	return nation_id(sent_at(year, quarter, province ? place : 100 + place), 0, 0);
}

static bool guides(int commune)
{
	return commune % 2 == 0;
}

static int due_of(const struct year *year, int quarter)
{
	return month_add(year->nation->first_month, quarter * 3 + 1);
}

static void put_guidance(const struct year *year, bool province, int place, int64_t last_cell, int quarter)
{
	const struct nation *nation = year->nation;
	const struct unit_place *unit = province ? &nation->province[place] : &nation->commune[place];
	int64_t id = guidance_of(year, province, place, quarter), officer,
	        at = sent_at(year, quarter, province ? place : 100 + place), entered = at - 6 * HOUR_MS / 3;
	officer = province ? nation_province_officer(place) : nation_officer_of(place);
	int first = month_add(nation->first_month, quarter * 3);
	YEAR_PUT(year, "guidance", num(id), num(unit->id), num(first),
	        txt(str_format(
	                year->arena, "Hướng dẫn sinh hoạt chuyên đề quý %d năm %d", quarter % 4 + 1, first / 100)),
	        lit("Các chi bộ chọn một chuyên đề phù hợp để sinh hoạt trong quý"), lit("published"),
	        txt(str_format(year->arena, "%d-HD/%s", quarter % 4 + 11, province ? "TU" : "ĐU")),
	        txt(year_day_of(year, at)), lit("T/M BAN THƯỜNG VỤ"), lit("PHÓ BÍ THƯ"),
	        txt(nation_officer_name(year->arena, nation, province ? -1 - place : place)), num(at), nil(), nil(),
	        num(last_cell), num(at + 60000), num(officer), num(entered));
	for (int i = 0; i < (province ? THEMES : 1); i++)
		YEAR_PUT(year, "guidance_theme", num(nation_id(at, 0, 1 + i)), num(id),
		        lit(province ? theme_titles[quarter][i] : "Việc cần giải quyết ngay ở địa phương"),
		        lit("Đánh giá kết quả đã làm, chỉ ra hạn chế, bàn việc làm tiếp"),
		        lit("Chi bộ đã làm được gì?\nViệc nào phải làm ngay, ai làm?"),
		        lit(province ? theme_types[i] : ""), num(due_of(year, quarter)), num(entered));
}

static void put_all_guidance(const struct year *year, int quarter)
{
	const struct nation *nation = year->nation;
	int64_t *last = arena_array(year->arena, int64_t, (size_t)nation->province_count);
	for (int i = 0; i < nation->commune_count; i++) {
		struct year_cells cells = year->commune[i];
		if (cells.count && nation->cell[cells.at[cells.count - 1]].id > last[nation->commune[i].above])
			last[nation->commune[i].above] = nation->cell[cells.at[cells.count - 1]].id;
	}
	for (int i = 0; i < nation->province_count; i++)
		if (last[i])
			put_guidance(year, true, i, last[i], quarter);
	for (int i = 0; i < nation->commune_count; i++)
		if (guides(i) && year->commune[i].count)
			put_guidance(year, false, i, nation->cell[year->commune[i].at[year->commune[i].count - 1]].id,
			        quarter);
}

/* ---- Cells ---- */

struct choice {
	struct cell *cell;
	int quarter, commune, meeting_at; /* the month's place of the thematic meeting; -1 */
	int64_t theme;
	const char *own, *why;
	bool planned, reported;
};

/* One of the themes that are for its type, or of its commune. */
static int64_t theme_of(const struct year *year, const struct choice *choice, struct dice *dice)
{
	const struct nation *nation = year->nation;
	const char *type = cell_type_name(choice->cell);
	int province = nation->commune[choice->commune].above, kind = 0;
	if (guides(choice->commune) && dice_up_to(dice, 3) == 0)
		return nation_id(sent_at(year, choice->quarter, 100 + choice->commune), 0, 1);
	if (dice_up_to(dice, 2))
		kind = str_is(STR("thon"), type) ? 1 : str_find(str_of(theme_types[2]), str_of(type)) >= 0 ? 2 : 0;
	return nation_id(sent_at(year, choice->quarter, province), 0, 1 + kind);
}

static bool choose(const struct year *year, struct choice *choice, struct meet *ret_meet, struct comrade *members)
{
	struct nation *nation = year->nation;
	struct cell *cell = choice->cell;
	struct dice dice = dice_of(nation->seed, 90, (uint64_t)cell->id, (uint64_t)choice->quarter);
	int chance = dice_up_to(&dice, 100), next = choice->quarter == QUARTERS - 1;
	choice->meeting_at = -1;
	if (chance >= (next ? 30 : 97)) /* nothing was done yet, or ever */
		return false;
	if (chance >= 93 || chance == 0) {
		choice->why = "Chi bộ tập trung khắc phục hậu quả thiên tai";
		return false;
	}
	if (chance >= 89) {
		choice->own = "Giải quyết tranh chấp đất đai trên địa bàn";
		choice->why = "Việc bức xúc của địa phương";
	} else {
		choice->theme = theme_of(year, choice, &dice);
	}
	choice->planned = chance < 80;
	for (int i = choice->quarter * 3; !next && i < choice->quarter * 3 + 3 && i < cell->until; i++) {
		int count = nation_members(year->arena, nation, cell, i, members);
		meet_make(ret_meet, year->arena, nation, cell, members, count, i);
		if (ret_meet->both) {
			choice->meeting_at = i;
			choice->planned = true;
			break;
		}
	}
	choice->reported = choice->meeting_at >= 0 && chance < 75;
	return choice->planned;
}

static void put_cell_quarter(const struct year *year, struct choice *choice)
{
	struct nation *nation = year->nation;
	const struct cell *cell = choice->cell;
	struct comrade members[MEMBERS_MAX];
	struct meet meet = { 0 };
	int first = month_add(nation->first_month, choice->quarter * 3);
	bool planned = choose(year, choice, &meet, members), met = choice->meeting_at >= 0;
	int plan = !planned ? 0 : met ? meet.month : month_add(first, 1);
	if (planned && !met)
		nation_members(year->arena, nation, cell,
		        choice->quarter * 3 < nation->months ? choice->quarter * 3 : 11, members);
	int month = plan ? plan : choice->theme ? due_of(year, choice->quarter) : month_add(first, 2);
	struct str day = planned ? str_format(year->arena, "%d-%02d-01", plan / 100, plan % 100) : STR_NONE;
	YEAR_PUT(year, "guidance_cell", num(cell->id), num(first), num(cell->shard), num(1), opt(choice->theme), num(0),
	        lit(choice->own), lit(choice->why), opt(plan), opt(planned ? members[0].id : 0),
	        txt(planned ? members[0].name : STR_NONE), opt(planned ? members[1].id : 0),
	        txt(planned ? members[1].name : STR_NONE), nil(), txt(day), txt(met ? day : STR_NONE),
	        opt(met ? meet.id : 0),
	        lit(choice->reported ? "Chi bộ thảo luận sôi nổi, thống nhất ba việc làm ngay" : NULL),
	        opt(choice->reported ? meet.ended + 2 * DAY_MS : 0), num(month),
	        num(1 + (choice->theme || choice->why || choice->own) + planned + choice->reported),
	        num(sent_at(year, choice->quarter, 0) + 60000));
}

void year_themes(struct year *year)
{
	struct nation *nation = year->nation;
	for (int quarter = 0; quarter < QUARTERS; quarter++)
		put_all_guidance(year, quarter);
	arena_reset(year->arena);
	for (int i = 0; i < nation->cell_count; i++) {
		struct cell *cell = &nation->cell[i];
		for (int quarter = 0; quarter < QUARTERS; quarter++) {
			int64_t sent = sent_at(year, quarter, 0);
			int first = quarter * 3 < nation->months ? quarter * 3 : nation->months - 1;
			struct choice choice = { .cell = cell,
				.quarter = quarter,
				.commune = cell->moved_at && sent >= cell->moved_at ? cell->moved_to : cell->commune };
			if (first >= cell->from && first < cell->until)
				put_cell_quarter(year, &choice);
		}
		arena_reset(year->arena);
	}
}
