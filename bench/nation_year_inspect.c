/* The work of a year, inspections: the programme of each commune and each province, and a dossier for each item whose
   months came: its team, its papers with their words, what must be put right, proof and re-check. */
#include "bench/nation_year.h"

#include "feature/inspect/inspect_rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OF_COMMUNE = 12, OF_PROVINCE = 24, LAST_DAY = 31 }; /* one cell of twelve; two dozen */

struct programme {
	struct year *year;
	struct arena *arena;
	const struct inspect_rule *rule[2]; /* kt, gs */
	int64_t id, unit, officer;
	struct str officer_name;
	int64_t helper; /* the account of another cell's secretary; 0 */
	struct str helper_name;
	int order, level; /* among all programmes; 1: of a province, so that numbers of one cell's dossiers differ */
};
struct dossier {
	const struct programme *programme;
	const struct cell *cell;
	const struct inspect_rule *rule;
	int64_t id, item;
	int month; /* in which it begins */
	int state; /* 0 draft, 1 planned, 2 started, 3 concluded, 4 closed */
	struct dice dice;
};

static const char *const subjects[] = { "Việc thực hiện nguyên tắc tập trung dân chủ",
	"Việc thu, nộp và sử dụng đảng phí", "Việc thực hiện nghị quyết của chi bộ", "Chế độ sinh hoạt chi bộ" };

static struct str day_of(const struct dossier *dossier, int month, int day)
{
	return year_day(dossier->programme->year, dossier->month + month, day);
}

static int64_t at_of(const struct dossier *dossier, int month, int day)
{
	const struct year *year = dossier->programme->year;
	return year_at(year, dossier->month + month, day, 9) + (dossier->cell - year->nation->cell);
}

/* ---- Papers ---- */

/* In which state of the dossier each paper is signed, and on which day of its months. */
static bool sign(const struct dossier *dossier, int64_t n, int *ret_month, int *ret_day)
{
	int state = n == 1 ? 1 : n <= 4 ? 2 : n <= 11 ? 3 : 4;
	*ret_month = n >= 10;
	*ret_day = n == 1 ? 6 : n <= 4 ? 8 : n <= 8 ? 10 + (int)n : n == 9 ? 27 : n == 12 ? 20 : 3;
	return dossier->state >= state;
}

static void put_paper(const struct dossier *dossier, const struct inspect_paper_rule *rule)
{
	const struct year *year = dossier->programme->year;
	int month, day;
	bool is_signed = sign(dossier, rule->n, &month, &day), unneeded = is_signed && rule->optional;
	if (!is_signed)
		return;
	int64_t at = at_of(dossier, month, day), officer = dossier->programme->officer;
	YEAR_PUT(year, "inspect_paper", num(dossier->id), num(rule->n), num(dossier->cell->shard),
	        lit(unneeded ? "unneeded" : "signed"), nil(),
	        txt(unneeded ? STR_NONE
	                     : str_format(year->arena, "%lld-%.*s", (long long)(dossier->id / 1024 % 90 + 1),
	                               STR_ARG(rule->code))),
	        txt(unneeded ? STR_NONE : day_of(dossier, month, day)),
	        txt(unneeded ? STR_NONE : dossier->programme->officer_name),
	        lit(unneeded ? "Không có nội dung phải thẩm tra" : NULL), opt(rule->to_cell ? at : 0), num(officer),
	        num(at), num(1));
	for (size_t i = 0; !unneeded && i < rule->section_count; i++)
		YEAR_PUT(year, "inspect_text", num(dossier->id), num(rule->n), num((int64_t)i + 1),
		        num(dossier->cell->shard),
		        lit("Chi bộ thực hiện cơ bản đúng quy định; còn một số việc phải khắc phục như đã nêu."));
}

/* ---- What must be put right ---- */

static void put_step(const struct dossier *dossier, int64_t finding, int order, const char *kind, int day)
{
	const struct year *year = dossier->programme->year;
	bool proof = !strcmp(kind, "proof");
	int64_t at = at_of(dossier, 1, day);
	YEAR_PUT(year, "inspect_step", num(nation_id(at, dossier->cell->shard, dossier->programme->level * 8 + order)),
	        num(dossier->cell->shard), num(finding), lit(kind), txt(day_of(dossier, 1, day)),
	        lit(proof ? "Đã lập sổ, có chữ ký của từng đảng viên" : "Đã xem sổ, đúng như báo cáo"),
	        num(proof ? nation_account(year->nation, dossier->cell, 0) : dossier->programme->officer), num(at));
}

static void put_findings(struct dossier *dossier)
{
	static const char *const texts[] = { "Sổ đảng phí thiếu chữ ký bốn tháng",
		"Hai nghị quyết không phân công người làm" };
	static const char *const fixes[] = { "Lập lại sổ, lấy đủ chữ ký",
		"Bổ sung phân công, báo cáo tại buổi họp tới" };
	const struct year *year = dossier->programme->year;
	struct comrade members[MEMBERS_MAX];
	int count = 1 + dice_up_to(&dossier->dice, 2);
	if (dossier->state < 2)
		return;
	nation_members(year->arena, year->nation, dossier->cell, dossier->month < 11 ? dossier->month : 11, members);
	for (int i = 0; i < count; i++) {
		bool told = dossier->state >= 3, closed = dossier->state == 4,
		     proved = told && (closed || dice_up_to(&dossier->dice, 2));
		int64_t at = at_of(dossier, 0, 20),
		        id = nation_id(at, dossier->cell->shard, dossier->programme->level * 8 + i);
		const struct comrade *person = &members[i];
		YEAR_PUT(year, "inspect_finding", num(id), num(dossier->cell->shard), num(dossier->id),
		        num(dossier->cell->id), lit(texts[i]), lit(fixes[i]), num(person->id), txt(person->name),
		        txt(day_of(dossier, 1, 28)), txt(told ? day_of(dossier, 1, 4) : STR_NONE),
		        lit(closed       ? "closed"
		                : proved ? "proved"
		                         : "open"),
		        txt(closed ? day_of(dossier, 1, 19) : STR_NONE), num(dossier->programme->officer), num(at));
		if (proved)
			put_step(dossier, id, i * 2, "proof", 15);
		if (closed)
			put_step(dossier, id, i * 2 + 1, "done", 19);
	}
}

/* ---- Dossiers ---- */

static void put_people(const struct dossier *dossier)
{
	const struct programme *programme = dossier->programme;
	int64_t at = at_of(dossier, 0, 3);
	YEAR_PUT(programme->year, "inspect_member", num(dossier->id), num(programme->officer),
	        txt(programme->officer_name), lit("Ủy viên Ủy ban Kiểm tra"), num(1), num(at));
	if (programme->helper)
		YEAR_PUT(programme->year, "inspect_member", num(dossier->id), num(programme->helper),
		        txt(programme->helper_name), lit("Thành viên"), num(0), num(at));
	YEAR_PUT(programme->year, "inspect_look", num(dossier->id), num(programme->officer), txt(day_of(dossier, 0, 3)),
	        lit("dossier"), num(0), num(dossier->cell->shard), num(at));
}

static void put_dossier(struct dossier *dossier, const char *subject)
{
	static const char *const states[] = { "draft", "planned", "started", "concluded", "closed" };
	const struct programme *programme = dossier->programme;
	const struct year *year = programme->year;
	int64_t at = at_of(dossier, 0, 3);
	struct str planned = day_of(dossier, 0, 6);
	int state = dossier->state;
	YEAR_PUT(year, "inspect_dossier", num(dossier->id), num(dossier->cell->shard), num(dossier->cell->id),
	        num(programme->unit), txt(dossier->rule->kind), lit(subject), lit("Từ 01/01/2025 đến nay"),
	        num(dossier->item), lit(states[state]), txt(day_of(dossier, 0, 3)),
	        txt(state >= 1 ? planned : STR_NONE),
	        txt(state >= 1 ? inspect_working_day(year->arena, planned, dossier->rule->start_days) : STR_NONE),
	        txt(state >= 2 ? day_of(dossier, 0, 8) : STR_NONE), nil(),
	        txt(state >= 3 ? day_of(dossier, 1, 4) : STR_NONE), txt(state >= 4 ? day_of(dossier, 1, 25) : STR_NONE),
	        nil(), num(programme->officer), num(at));
	put_people(dossier);
	for (size_t i = 0; i < dossier->rule->paper_count; i++)
		put_paper(dossier, &dossier->rule->paper[i]);
	put_findings(dossier);
}

/* An item, and its dossier where its months came. */
static void put_item(const struct programme *programme, const struct cell *cell, int order)
{
	const struct year *year = programme->year;
	struct dice dice = dice_of(year->nation->seed, 98, (uint64_t)programme->id, (uint64_t)order);
	int month = 1 + dice_up_to(&dice, 12), kind = dice_up_to(&dice, 2);
	int64_t at = year_at(year, 1, 4, 8) + programme->order;
	struct dossier dossier = { .programme = programme,
		.cell = cell,
		.rule = programme->rule[kind],
		.item = nation_id(at, 0, order),
		.month = month,
		.dice = dice };
	const char *subject = subjects[dice_up_to(&dice, LENGTH(subjects))];
	bool opened = month < 12 || dice_up_to(&dice, 2);
	dossier.state = month < 11 ? (dice_up_to(&dice, 10) < 8 ? 4 : 3) : month == 11 ? 3 : 2 - dice_up_to(&dice, 3);
	dossier.id = nation_id(at_of(&dossier, 0, 3), cell->shard, programme->level);
	YEAR_PUT(year, "inspect_item", num(dossier.item), num(programme->id), lit(kind ? "gs" : "kt"), lit(subject),
	        num(cell->id), num(month), num(month + (month < 12)), txt(programme->officer_name), num(0),
	        opt(opened ? dossier.id : 0), num(programme->officer), num(at));
	if (opened)
		put_dossier(&dossier, subject);
}

static void put_programme(struct programme *programme, const struct year_cells *cells, int wanted)
{
	const struct year *year = programme->year;
	int64_t at = year_at(year, 1, 4, 8) + programme->order;
	programme->id = nation_id(at, 0, 0);
	YEAR_PUT(year, "inspect_programme", num(programme->id), num(programme->unit), num(year->year), lit("05-CTr/ĐU"),
	        txt(year_day(year, 1, 10)), num(at + 6 * DAY_MS), num(programme->officer), num(at));
	for (int i = 0; i < wanted && i < 127; i++) {
		const struct cell *cell = &year->nation->cell[cells->at[(int)((int64_t)i * cells->count / wanted)]];
		if (!cell->settled && !cell->moved_at && !cell->from)
			put_item(programme, cell, i);
		arena_reset(year->arena);
	}
}

static void inspect_commune(struct programme *programme, int commune)
{
	struct nation *nation = programme->year->nation;
	struct year_cells cells = programme->year->commune[commune];
	struct comrade members[MEMBERS_MAX];
	int wanted = (cells.count + OF_COMMUNE - 1) / OF_COMMUNE, last = cells.count - 1;
	const struct cell *other = &nation->cell[cells.at[last]];
	programme->unit = nation->commune[commune].id;
	programme->officer = nation_officer_of(commune);
	programme->officer_name = nation_officer_name(programme->arena, nation, commune);
	programme->helper = 0;
	if ((int64_t)(wanted - 1) * cells.count / wanted < last) { /* else its own cell is inspected */
		nation_members(programme->arena, nation, other, nation->months - 1, members);
		programme->helper = nation_account(nation, other, 0);
		programme->helper_name = members[0].name;
	}
	put_programme(programme, &cells, wanted);
	arena_reset(programme->arena);
}

static void inspect_province(struct programme *programme, int province, int *room)
{
	struct year *year = programme->year;
	struct nation *nation = year->nation;
	struct year_cells cells = { room, 0 };
	for (int i = 0; i < nation->commune_count; i++)
		for (int k = 0; nation->commune[i].above == province && k < year->commune[i].count; k++)
			room[cells.count++] = year->commune[i].at[k];
	if (!cells.count)
		return;
	programme->unit = nation->province[province].id;
	programme->officer = nation_province_officer(province);
	programme->officer_name = nation_officer_name(programme->arena, nation, -1 - province);
	programme->helper = 0;
	put_programme(programme, &cells, OF_PROVINCE < cells.count ? OF_PROVINCE : cells.count);
	arena_reset(programme->arena);
}

void year_inspections(struct year *year)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct nation *nation = year->nation;
	struct programme programme = { .year = year, .arena = arena };
	struct err err = { 0 };
	int *room = arena_array(nation->arena, int, (size_t)nation->cell_count);
	if (inspect_rule_read(nation->arena, STR("kt"), &programme.rule[0], &err) != OK ||
	        inspect_rule_read(nation->arena, STR("gs"), &programme.rule[1], &err) != OK) {
		fprintf(stderr, "nation: rules/inspect: %s\n", err.detail);
		exit(1);
	}
	for (int i = 0; i < nation->commune_count; i++) {
		programme.order = i;
		if (year->commune[i].count)
			inspect_commune(&programme, i);
	}
	for (int i = 0; i < nation->province_count; i++) {
		programme.order = nation->commune_count + i;
		programme.level = 1;
		inspect_province(&programme, i, room);
	}
}
