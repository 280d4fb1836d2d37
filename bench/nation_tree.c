/* The tree: the centre, 34 provinces and the committees right under the centre, communes by their real names, base
   organisations, cells. A smaller country has fewer communes, spread over all provinces. */
#include "bench/nation.h"

#include "base/text.h"
#include "feature/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 256, CELLS_OF_COMMUNE = 75, CELLS_OF_BASE = 5, CENTRAL = 6, CELL_TYPES = 12 };
static const char since[] = "2025-07-01";

static const char *const central[CENTRAL] = { "Đảng ủy các cơ quan Đảng Trung ương", "Đảng ủy Quốc hội",
	"Đảng ủy Chính phủ", "Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương", "Quân ủy Trung ương",
	"Đảng ủy Công an Trung ương" };

/* Kinds of cells: their type in the program, how they are called, how often of a hundred. */
static const struct {
	const char *type, *name;
	int share;
} types[CELL_TYPES] = { { "thon", "thôn %s", 34 }, { "thon", "tổ dân phố số %d", 18 }, { "thon", "khu dân cư %s", 8 },
	{ "hanh_chinh", "Trường Tiểu học %s", 8 }, { "hanh_chinh", "Trường Trung học cơ sở %s", 6 },
	{ "hanh_chinh", "Trường Mầm non %s", 6 }, { "hanh_chinh", "Trạm Y tế số %d", 3 },
	{ "hanh_chinh", "Văn phòng số %d", 6 }, { "llvt", "Công an số %d", 3 }, { "llvt", "Quân sự số %d", 2 },
	{ "dntn", "Công ty cổ phần %s", 3 }, { "dnnn", "Xí nghiệp %s", 3 } };

static const char *const places[] = { "Đông", "Đoài", "Trung", "Thượng", "Hạ", "Tân Lập", "Tân Tiến", "Đồng Tâm",
	"Quyết Thắng", "Hòa Bình", "Đại Đồng", "An Thịnh", "Phú Mỹ", "Xuân Sơn", "Minh Khai", "Nam Sơn", "Bắc Hải",
	"Thanh Xuân", "Vĩnh Lộc", "Long Châu", "Bình An", "Phước Hòa", "Nà Pồng", "Bản Mạ", "Pác Bó", "Buôn Kô",
	"Plei Rơ", "Sơn Thủy", "Kim Đồng", "Lương Sơn", "Hợp Nhất", "Đoàn Kết" };

static int64_t entered(int place)
{
	return INT64_C(1751302800000) + place; /* 2025-07-01 00:00 in Hà Nội */
}

static void put_anc(struct nation *nation, int64_t unit, int depth, int64_t above)
{
	struct row row = row_of(nation->sink, "unit_anc");
	row_int(&row, unit);
	row_c(&row, since);
	row_int(&row, depth);
	row_int(&row, above);
	row_c(&row, "9999-12-31");
	row_end(&row);
}

struct placed {
	int64_t id;
	const char *kind, *type, *code;
	struct str admin, name, short_name;
	int shard, place;
	const int64_t *above; /* the nearest first, ended by 0 */
};

static void put_names(struct nation *nation, struct arena *arena, const struct placed *unit)
{
	struct row row = row_of(nation->sink, "unit_name");
	row_int(&row, unit->id);
	row_c(&row, since);
	row_c(&row, "9999-12-31");
	row_text(&row, unit->name);
	row_text(&row, unit->short_name);
	row_text(&row, text_fold(arena, unit->name));
	struct str key = text_title_key(arena, unit->name);
	row_blob(&row, key.ptr, key.len);
	row_null(&row);
	row_int(&row, entered(unit->place));
	row_end(&row);
	row = row_of(nation->sink, "unit_code");
	row_int(&row, unit->id);
	row_c(&row, since);
	row_c(&row, "9999-12-31");
	row_c(&row, unit->code);
	row_int(&row, entered(unit->place));
	row_end(&row);
}

static void put_unit(struct nation *nation, struct arena *arena, const struct placed *unit)
{
	struct row row = row_of(nation->sink, "unit");
	row_int(&row, unit->id);
	row_c(&row, unit->kind);
	row_c(&row, unit->type);
	row_int(&row, unit->shard);
	row_text(&row, unit->admin);
	row_c(&row, since);
	row_c(&row, "9999-12-31");
	row_null(&row);
	row_int(&row, entered(unit->place));
	row_end(&row);
	put_names(nation, arena, unit);
	put_anc(nation, unit->id, 0, unit->id);
	for (int i = 0; unit->above[i]; i++)
		put_anc(nation, unit->id, i + 1, unit->above[i]);
	if (!unit->above[0])
		return;
	row = row_of(nation->sink, "unit_edge");
	row_int(&row, unit->id);
	row_c(&row, since);
	row_c(&row, "9999-12-31");
	row_int(&row, unit->above[0]);
	row_null(&row);
	row_int(&row, entered(unit->place));
	row_end(&row);
}

/* The lines of the file: provinces, and every so many communes. */
static void read_places(struct nation *nation, const char *path, int wanted)
{
	FILE *file = fopen(path, "r");
	char line[LINE];
	struct unit_place *all = arena_array(nation->arena, struct unit_place, 4096);
	int communes = 0;
	if (!file) {
		fprintf(stderr, "nation: cannot read %s\n", path);
		exit(2);
	}
	nation->province = arena_array(nation->arena, struct unit_place, 64);
	while (fgets(line, sizeof(line), file)) {
		struct str rest = str_trim(str_of(line)), code, name, above = STR_NONE;
		if (!str_split(&rest, ',', &code) || !str_split(&rest, ',', &name) || str_is(code, "code"))
			continue;
		str_split(&rest, ',', &above);
		struct unit_place place = { .code = str_copy(nation->arena, code),
			.name = str_copy(nation->arena, name) };
		if (!above.len) {
			nation->province[nation->province_count++] = place;
			continue;
		}
		for (int i = 0; i < nation->province_count; i++)
			if (str_eq(nation->province[i].code, above))
				place.above = i;
		check(communes < 4096);
		all[communes++] = place;
	}
	fclose(file);
	nation->commune_count = wanted < communes ? wanted : communes;
	nation->commune = arena_array(nation->arena, struct unit_place, (size_t)nation->commune_count);
	for (int i = 0; i < nation->commune_count; i++)
		nation->commune[i] = all[(int64_t)i * communes / nation->commune_count];
}

/* "Phường Ba Đình" behind another word: its first letter small. */
static struct str below(struct arena *arena, const char *before, struct str name)
{
	size_t letter = (unsigned char)name.ptr[0] < 0x80 ? 1 : 2;
	struct str lower = text_lower(arena, str_slice(name, 0, letter));
	return str_format(arena, "%s %.*s%.*s", before, STR_ARG(lower), STR_ARG(str_slice(name, letter, name.len)));
}

static void put_upper(struct nation *nation, struct arena *arena, int64_t centre, int *place)
{
	int64_t none[1] = { 0 }, above[2] = { centre, 0 };
	put_unit(nation, arena,
	        &(struct placed){ .id = centre,
	                .kind = "centre",
	                .code = "00.000.000.000.000",
	                .name = STR("Trung ương"),
	                .place = (*place)++,
	                .above = none });
	for (int i = 0; i < nation->province_count + CENTRAL; i++) {
		bool real = i < nation->province_count;
		struct str name = real ? nation->province[i].name : STR("");
		bool city = str_starts(name, STR("Thành phố "));
		struct str bare = str_slice(name, city ? strlen("Thành phố ") : strlen("Tỉnh "), name.len);
		int64_t id = nation_id(entered(*place), 0, 0);
		struct placed unit = { .id = id, .kind = "tinh", .place = (*place)++, .above = above };
		unit.name = real ? str_format(arena, "%s %.*s", city ? "Thành ủy" : "Tỉnh ủy", STR_ARG(bare))
		                 : str_of(central[i - nation->province_count]);
		unit.short_name = real ? str_format(arena, "TU %.*s", STR_ARG(bare)) : STR_NONE;
		unit.admin = real ? nation->province[i].code : STR_NONE;
		unit.code = str_c(arena,
		        str_format(arena, "%.*s.000.000.000.000",
		                STR_ARG(real ? unit.admin : str_format(arena, "C%d", i - nation->province_count + 1))));
		if (real)
			nation->province[i].id = id;
		put_unit(nation, arena, &unit);
	}
}

static const char *const base_names[] = { "Đảng bộ các cơ quan Đảng", "Đảng bộ Ủy ban nhân dân", "Đảng bộ Công an",
	"Đảng bộ Quân sự" };

static void put_base(struct nation *nation, struct arena *arena, int base, int in_commune, int64_t centre, int *place)
{
	const struct unit_place *commune = &nation->commune[nation->base_commune[base]],
	                        *province = &nation->province[commune->above];
	int64_t above[] = { commune->id, province->id, centre, 0 };
	int kind = in_commune < 4 ? in_commune : 4;
	struct str before =
	        kind < 4 ? str_of(base_names[kind]) : str_format(arena, "Đảng bộ cơ sở số %d", in_commune - 3);
	struct str name = below(arena, str_c(arena, before), commune->name);
	nation->base_id[base] = nation_id(entered(*place), 0, 0);
	put_unit(nation, arena,
	        &(struct placed){ .id = nation->base_id[base],
	                .kind = "co_so",
	                .code = str_c(arena, str_format(arena, "%.*s.%.*s.%03d.000.000", STR_ARG(province->code),
	                                             STR_ARG(commune->code), in_commune + 1)),
	                .name = name,
	                .short_name =
	                        str_format(arena, "ĐB%.*s", STR_ARG(str_slice(name, strlen("Đảng bộ"), name.len))),
	                .place = (*place)++,
	                .above = above });
}

const char *cell_type_name(const struct cell *cell)
{
	return types[cell->type].type;
}

struct str cell_name(struct arena *arena, const struct nation *nation, const struct cell *cell)
{
	struct dice dice = dice_of(nation->seed, 11, (uint64_t)cell->id, 0);
	const char *place = places[dice_up_to(&dice, LENGTH(places))];
	int number = (int)(cell - nation->cell) % CELLS_OF_COMMUNE + 1;
	if (cell->source >= 0)
		return str_format(arena, "%.*sB", STR_ARG(cell_name(arena, nation, &nation->cell[cell->source])));
	const char *form = types[cell->type].name;
	const char *hole = strchr(form, '%');
	struct str name = str_format(arena, "Chi bộ %.*s", (int)(hole - form), form);
	return hole[1] == 's' ? str_format(arena, "%.*s%s %d", STR_ARG(name), place, number)
	                      : str_format(arena, "%.*s%d", STR_ARG(name), number);
}

static void choose_cell(struct nation *nation, struct cell *cell)
{
	struct dice dice = dice_of(nation->seed, 1, (uint64_t)(cell - nation->cell), 0);
	int share = dice_up_to(&dice, 100), type = 0;
	while (share >= types[type].share)
		share -= types[type++].share;
	cell->type = (unsigned char)type;
	cell->members = (short)(12 + dice_up_to(&dice, 22));
	/* Four of five cells meet on the first five evenings. */
	cell->day = (short)(dice_up_to(&dice, 100) < 80 ? 1 + dice_up_to(&dice, 5) : 6 + dice_up_to(&dice, 20));
	cell->minute = (short)(19 * 60 + 30 * dice_up_to(&dice, 3));
	cell->live = dice_up_to(&dice, 100) < nation->live_percent;
	cell->minority = dice_up_to(&dice, 100) < 14;
	cell->until = (short)nation->months;
	cell->source = cell->out = cell->in = -1;
}

static void put_cell(struct nation *nation, struct arena *arena, struct cell *cell, int in_base, int in_commune,
        int64_t centre, int *place)
{
	const struct unit_place *commune = &nation->commune[cell->commune],
	                        *province = &nation->province[commune->above];
	int64_t above[] = { nation->base_id[cell->base], commune->id, province->id, centre, 0 };
	cell->shard = (short)unit_shard_of(commune->id);
	cell->id = nation_id(entered(*place), cell->shard, 0);
	struct str name = cell_name(arena, nation, cell);
	put_unit(nation, arena,
	        &(struct placed){ .id = cell->id,
	                .kind = "chi_bo",
	                .type = cell_type_name(cell),
	                .shard = cell->shard,
	                .code = str_c(arena, str_format(arena, "%.*s.%.*s.%03d.000.%03d", STR_ARG(province->code),
	                                             STR_ARG(commune->code), in_commune + 1, in_base + 1)),
	                .name = name,
	                .short_name = str_format(arena, "CB%.*s", STR_ARG(str_slice(name, strlen("Chi bộ"), name.len))),
	                .place = (*place)++,
	                .above = above });
	if (cell->day == 3)
		return;
	struct row row = row_of(nation->sink, "unit_setting");
	row_int(&row, cell->id);
	row_c(&row, "regular_day");
	row_text(&row, str_format(arena, "%d", cell->day));
	row_int(&row, entered(*place));
	row_end(&row);
}

static void put_commune(struct nation *nation, struct arena *arena, int at, int64_t centre, int *place)
{
	struct unit_place *commune = &nation->commune[at], *province = &nation->province[commune->above];
	int64_t above[] = { province->id, centre, 0 };
	commune->id = nation_id(entered(*place), 0, 0);
	struct str name = below(arena, "Đảng bộ", commune->name);
	put_unit(nation, arena,
	        &(struct placed){ .id = commune->id,
	                .kind = "xa",
	                .admin = commune->code,
	                .code = str_c(arena, str_format(arena, "%.*s.%.*s.000.000.000", STR_ARG(province->code),
	                                             STR_ARG(commune->code))),
	                .name = name,
	                .short_name =
	                        str_format(arena, "ĐB%.*s", STR_ARG(str_slice(name, strlen("Đảng bộ"), name.len))),
	                .place = (*place)++,
	                .above = above });
}

/* Bases of 1 to 9 cells below each commune. */
static void put_below(struct nation *nation, struct arena *arena, int at, int64_t centre, int *place)
{
	struct unit_place *commune = &nation->commune[at];
	int first = (int)((int64_t)at * nation->cell_count / nation->commune_count),
	    last = (int)((int64_t)(at + 1) * nation->cell_count / nation->commune_count), in_commune = 0;
	commune->first = first;
	commune->count = last - first;
	for (int i = first; i < last; in_commune++) {
		struct dice dice = dice_of(nation->seed, 2, (uint64_t)nation->base_count, 0);
		int base = nation->base_count++, size = 1 + dice_up_to(&dice, 2 * CELLS_OF_BASE - 1);
		nation->base_commune[base] = at;
		nation->base_first[base] = i;
		put_base(nation, arena, base, in_commune, centre, place);
		for (int j = 0; j < size && i < last; j++, i++) {
			nation->cell[i].commune = at;
			nation->cell[i].base = base;
			choose_cell(nation, &nation->cell[i]);
			put_cell(nation, arena, &nation->cell[i], j, in_commune, centre, place);
		}
	}
}

static struct nation *sorting;

static int by_evening(const void *x, const void *y)
{
	const struct cell *a = &sorting->cell[*(const int *)x], *b = &sorting->cell[*(const int *)y];
	int order = a->day != b->day ? a->day - b->day : a->minute - b->minute;
	return order ? order : a < b ? -1 : a > b;
}

void nation_evenings(struct nation *nation)
{
	nation->order = arena_array(nation->arena, int, (size_t)nation->cell_count);
	for (int i = 0; i < nation->cell_count; i++)
		nation->order[i] = i;
	sorting = nation;
	qsort(nation->order, (size_t)nation->cell_count, sizeof(int), by_evening);
	uint32_t place = 0;
	for (int i = 0; i < nation->cell_count; i++) {
		struct cell *cell = &nation->cell[nation->order[i]],
		            *before = i ? &nation->cell[nation->order[i - 1]] : NULL;
		place = before && before->day == cell->day && before->minute == cell->minute ? place + 1 : 0;
		cell->place_in_evening = place;
	}
}

void nation_tree(struct nation *nation, const char *units, int cells, int communes)
{
	int place = 0;
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	nation->cell_count = nation->first_count = cells;
	nation->cell = arena_array(nation->arena, struct cell, (size_t)cells + (size_t)cells / 50 + 8);
	nation->base_id = arena_array(nation->arena, int64_t, (size_t)cells);
	nation->base_commune = arena_array(nation->arena, int, (size_t)cells);
	nation->base_first = arena_array(nation->arena, int, (size_t)cells + 1);
	read_places(nation, units, communes ? communes : (cells + CELLS_OF_COMMUNE - 1) / CELLS_OF_COMMUNE);
	int64_t centre = nation->centre = nation_id(entered(0), 0, 0);
	put_upper(nation, arena, centre, &place);
	for (int i = 0; i < nation->commune_count; i++) {
		put_commune(nation, arena, i, centre, &place);
		put_below(nation, arena, i, centre, &place);
		arena_reset(arena);
	}
	nation->base_first[nation->base_count] = cells;
}
