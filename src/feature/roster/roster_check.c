/* What shows only when all rows are known: cells that do not exist, one person twice, the counts. */
#include "roster_map.h"
#include "roster_read_private.h"

#include "base/text.h"

#include <string.h>

enum { CELL_CEILING = 20000, INDEX_SLOTS = 65536, CELL_LEAST = 3, SWAP_LEAST = 4 };

/* Cells by the text that names them, then by their key. */
struct roster_index {
	struct map by_text, by_key;
	size_t texts;
};

static int add_cell(struct arena *arena, struct roster *roster, struct str name)
{
	if (roster->cell_count >= CELL_CEILING)
		return -1;
	if (roster->cell_count == roster->cell_room) {
		size_t room = roster->cell_room ? roster->cell_room * 2 : 64;
		roster->cells = arena_grow(arena, roster->cells, sizeof(*roster->cells) * roster->cell_room,
		        sizeof(*roster->cells) * room);
		check(roster->cells);
		roster->cell_room = room;
	}
	roster->cells[roster->cell_count] = (struct roster_cell){ .name = roster_cell_name(arena, name), .unit = -1 };
	return (int)roster->cell_count++;
}

int roster_cell_find(struct arena *arena, struct roster *roster, struct str name)
{
	if (!roster->index) {
		roster->index = arena_new(arena, struct roster_index);
		roster->index->by_text = map_open(arena, INDEX_SLOTS);
		roster->index->by_key = map_open(arena, INDEX_SLOTS);
	}
	struct roster_index *index = roster->index;
	struct slot *by_text = map_at(&index->by_text, name);
	if (by_text->key.ptr)
		return (int)by_text->value;
	struct str key = roster_cell_key(arena, name);
	if (!key.len)
		return -1;
	struct slot *by_key = map_at(&index->by_key, key);
	if (!by_key->key.ptr) {
		int at = add_cell(arena, roster, name);
		if (at < 0)
			return -1;
		*by_key = (struct slot){ key, at };
	}
	if (index->texts++ < CELL_CEILING)
		*by_text = (struct slot){ str_copy(arena, name), by_key->value };
	return (int)by_key->value;
}

static void find_cells(struct arena *arena, struct roster *roster)
{
	for (size_t i = 0; i < roster->count; i++) {
		struct roster_person *person = &roster->people[i];
		person->cell_at = person->cell.len ? roster_cell_find(arena, roster, person->cell) : -1;
		if (person->cell_at < 0)
			continue;
		struct roster_cell *cell = &roster->cells[person->cell_at];
		if (!cell->people++) {
			cell->sheet = person->sheet;
			cell->row = person->row;
			if (person->columns->at[FIELD_CELL] >= 0)
				sheet_column_name(person->columns->at[FIELD_CELL], cell->column);
		}
		person->cell = cell->name;
	}
}

/* Units by the key of their name, and the bodies above them by how many cells of the file they may have. */
struct unit_finder {
	struct map first, parents;
	int *next; /* of the same name; -1: none */
	struct str *parent;
	const struct roster_options *options;
};

static struct unit_finder find_names(struct arena *arena, const struct roster_options *options)
{
	struct unit_finder finder = { map_open(arena, options->unit_count), map_open(arena, options->unit_count),
		arena_array(arena, int, options->unit_count + 1),
		arena_array(arena, struct str, options->unit_count + 1), options };
	for (size_t i = 0; i < options->unit_count; i++) {
		struct str key = roster_cell_key(arena, options->units[i].name);
		struct slot *slot = map_at(&finder.first, key);
		finder.parent[i] = text_name_key(arena, options->units[i].parent);
		finder.next[i] = slot->key.ptr ? (int)slot->value : -1;
		*slot = (struct slot){ key, (int64_t)i };
	}
	return finder;
}

static int first_unit(struct arena *arena, struct unit_finder *finder, const struct roster_cell *cell)
{
	const struct slot *slot = map_at(&finder->first, roster_cell_key(arena, cell->name));
	return slot->key.ptr ? (int)slot->value : -1;
}

/* The body that has most cells of the file; none where two have as many. */
static struct str likely_parent(struct arena *arena, const struct roster *roster, struct unit_finder *finder)
{
	struct str best = STR_NONE;
	int64_t most = 0;
	for (size_t i = 0; i < roster->cell_count; i++)
		for (int unit = roster->cells[i].people ? first_unit(arena, finder, &roster->cells[i]) : -1; unit >= 0;
		        unit = finder->next[unit]) {
			struct slot *slot = map_at(&finder->parents, finder->parent[unit]);
			if (!slot->key.ptr && finder->parent[unit].len)
				*slot = (struct slot){ finder->parent[unit], 0 };
			slot->value++;
		}
	for (size_t i = 0; i <= finder->parents.mask; i++) {
		const struct slot *slot = &finder->parents.slots[i];
		if (slot->key.ptr && slot->value == most)
			best = STR_NONE;
		if (slot->key.ptr && slot->value > most) {
			most = slot->value;
			best = slot->key;
		}
	}
	return best;
}

/* Of several units of one name the one below that body; -2 where that does not tell. */
static int unit_below(const struct unit_finder *finder, int first, struct str parent)
{
	int found = -2;
	for (int unit = first; unit >= 0; unit = finder->next[unit])
		if (parent.len && str_eq(finder->parent[unit], parent))
			found = found == -2 ? unit : -3;
	return found < 0 ? -2 : found;
}

/* The unit of each cell, by name; where several have it, the one under the body that the title names, else under the
 * body to which most cells of the file belong. */
static void find_units(struct arena *arena, struct roster *roster, const struct roster_options *options)
{
	struct unit_finder finder = find_names(arena, options);
	struct str named = text_name_key(arena, roster->parent), likely = likely_parent(arena, roster, &finder);
	for (size_t i = 0; i < roster->cell_count; i++) {
		struct roster_cell *cell = &roster->cells[i];
		cell->unit = first_unit(arena, &finder, cell);
		if (cell->unit >= 0 && finder.next[cell->unit] >= 0) {
			int first = cell->unit;
			cell->unit = unit_below(&finder, first, named);
			if (cell->unit < 0)
				cell->unit = unit_below(&finder, first, likely);
		}
		if (cell->unit == -2 && cell->people)
			memcpy(roster_problem_add(arena, &roster->warnings, cell->sheet, cell->row, -1,
			               "ambiguous_cell",
			               roster_say(arena, roster,
			                       N_("Có nhiều chi bộ tên “{cell}”: hãy chọn đúng chi bộ khi nhập"),
			                       "cell", cell->name, NULL))
			                ->column,
			        cell->column, 4);
		if (cell->unit >= 0)
			cell->code = options->units[cell->unit].code;
	}
}

/* The cell of which all rows around this one are; -1 where it does not stand inside another's rows. */
static int surrounding(const struct roster *roster, size_t at)
{
	int before = at ? roster->people[at - 1].cell_at : -1;
	int after = at + 1 < roster->count ? roster->people[at + 1].cell_at : -1;
	return before == after && before != roster->people[at].cell_at ? before : -1;
}

/* The cells of the file stand in blocks, but for single rows. */
static bool in_blocks(const struct roster *roster)
{
	size_t changes = 0, used = 0;
	for (size_t i = 1; i < roster->count; i++)
		changes += roster->people[i].cell_at != roster->people[i - 1].cell_at && surrounding(roster, i) < 0 &&
		           surrounding(roster, i - 1) < 0;
	for (size_t i = 0; i < roster->cell_count; i++)
		used += roster->cells[i].people >= CELL_LEAST;
	return changes < used + 1;
}

static void judge_cells(struct arena *arena, struct roster *roster, const struct roster_options *options)
{
	int listed_used = 0, known_used = 0, used = 0;
	bool blocks = in_blocks(roster);
	for (size_t i = 0; i < roster->cell_count; i++) {
		used += roster->cells[i].people > 0;
		listed_used += roster->cells[i].people && roster->cells[i].listed;
		known_used += roster->cells[i].people && roster->cells[i].unit >= 0;
	}
	for (size_t i = 0; i < roster->count; i++) {
		struct roster_person *person = &roster->people[i];
		struct roster_cell *cell = person->cell_at < 0 ? NULL : &roster->cells[person->cell_at];
		if (!cell || cell->unit != -1 || cell->listed)
			continue;
		int around = surrounding(roster, i);
		bool slip = (listed_used * 2 > used) ||
		            (cell->people < CELL_LEAST && known_used > 0 && options->unit_count) ||
		            (cell->people < CELL_LEAST && blocks && around >= 0 &&
		                    roster->cells[around].people > CELL_LEAST);
		if (slip && person->columns->at[FIELD_CELL] >= 0) {
			struct str message =
			        around >= 0 ? roster_say(arena, roster,
			                              N_("Không có chi bộ này: “{cell}” (các dòng bên cạnh thuộc "
			                                 "{other}); hãy sửa tên chi bộ"),
			                              "cell", cell->name, "other", roster->cells[around].name, NULL)
			                    : roster_say(arena, roster,
			                              N_("Không có chi bộ này: “{cell}”; hãy sửa tên chi bộ"), "cell",
			                              cell->name, NULL);
			roster_person_error(
			        arena, roster, person, person->columns->at[FIELD_CELL], "unknown_cell", message)
			        ->value = cell->name;
			cell->slips++;
		}
	}
	for (size_t i = 0; i < roster->cell_count; i++) {
		struct roster_cell *cell = &roster->cells[i];
		if (cell->unit == -1 && cell->people > cell->slips) {
			struct roster_problem *problem =
			        roster_problem_add(arena, &roster->warnings, cell->sheet, cell->row, -1, "new_cell",
			                roster_say(arena, roster,
			                        N_("Chưa có “{cell}”: sẽ tạo chi bộ này khi nhập, nếu đồng ý"), "cell",
			                        cell->name, NULL));
			memcpy(problem->column, cell->column, 4);
			problem->value = cell->name;
		}
	}
}

/* The first row with that key, or NULL where this is the first. */
static struct roster_person *earlier(struct map *map, struct roster *roster, struct str key, size_t at)
{
	struct slot *slot = map_at(map, key);
	if (slot->key.ptr)
		return &roster->people[slot->value];
	*slot = (struct slot){ key, (int64_t)at };
	return NULL;
}

static void twice(struct arena *arena, struct roster *roster, struct roster_person *person,
        const struct roster_person *first, enum heading field, const char *kind, const char *label, struct str value)
{
	bool here = str_eq(first->sheet, person->sheet);
	struct str row = str_format(arena, "%d", first->row),
	           field_name = message_text(roster->language, str_of(label));
	struct str message =
	        here ? roster_say(arena, roster, N_("{field} trùng với dòng {row} ({name})"), "field", field_name,
	                       "row", row, "name", first->full_name, NULL)
	             : roster_say(arena, roster, N_("{field} trùng với dòng {row}, trang {sheet} ({name})"), "field",
	                       field_name, "row", row, "sheet", first->sheet, "name", first->full_name, NULL);
	struct roster_problem *problem =
	        roster_person_error(arena, roster, person, person->columns->at[field], kind, message);
	problem->other_row = first->row;
	problem->value = value;
	if (!here)
		problem->other_sheet = first->sheet;
}

/* One name and one day of birth are one person, unless both the cards and the identity numbers say otherwise. */
static void same_person(
        struct arena *arena, struct roster *roster, struct roster_person *person, const struct roster_person *first)
{
	enum heading field = person->columns->at[FIELD_NAME] >= 0 ? FIELD_NAME : FIELD_NAME_FAMILY;
	bool two = person->id_number.len == 12 && first->id_number.len == 12 &&
	           !str_eq(person->id_number, first->id_number) && person->card.len && first->card.len &&
	           !str_eq(person->card, first->card);
	if (!two) {
		twice(arena, roster, person, first, field, "duplicate_person", N_("Họ tên và ngày sinh"),
		        person->full_name);
		return;
	}
	struct roster_problem *problem =
	        roster_person_warn(arena, roster, person, person->columns->at[field], "namesake",
	                roster_say(arena, roster,
	                        N_("Cùng họ tên, ngày sinh với dòng {row} nhưng khác số thẻ, CCCD: hiểu là hai người"),
	                        "row", str_format(arena, "%d", first->row), NULL));
	problem->other_row = first->row;
}

static struct str joined(struct arena *arena, struct str day, struct str name)
{
	struct buf buf = buf_open(arena, day.len + name.len);
	buf_str(&buf, day);
	buf_str(&buf, name);
	return buf_text(&buf);
}

static void find_duplicates(struct arena *arena, struct roster *roster)
{
	struct map cards = map_open(arena, roster->count), ids = map_open(arena, roster->count),
	           names = map_open(arena, roster->count);
	for (size_t i = 0; i < roster->count; i++) {
		struct roster_person *person = &roster->people[i], *first;
		if (person->card.len && (first = earlier(&cards, roster, person->card, i)))
			twice(arena, roster, person, first, FIELD_CARD, "duplicate_card", N_("Số thẻ"), person->card);
		if (person->id_number.len && (first = earlier(&ids, roster, person->id_number, i)))
			twice(arena, roster, person, first, FIELD_ID_NUMBER, "duplicate_id_number", N_("CCCD"),
			        person->id_number);
		person->name_key = text_name_key(arena, person->full_name);
		if (person->full_name.len && person->birth.len == 10) {
			struct str key = joined(arena, person->birth, person->name_key);
			if ((first = earlier(&names, roster, key, i)))
				same_person(arena, roster, person, first);
		}
	}
}

/* All dates of a column up to the 12th, all texts behind it: day and month changed places when it was typed. */
static void find_swapped_days(struct arena *arena, struct roster *roster)
{
	for (size_t i = 0; i < LENGTH(roster->days); i++) {
		const struct roster_days *days = &roster->days[i];
		if (days->typed_early || days->serial_late || days->typed_late < SWAP_LEAST ||
		        days->serial_early < SWAP_LEAST)
			continue;
		struct roster_problem *problem = roster_problem_add(arena, &roster->warnings, roster->people[0].sheet,
		        roster->people[0].columns->header_row, -1, "day_month_swapped",
		        roster_say(arena, roster,
		                N_("Cột này có lẽ bị đảo ngày và tháng: máy đặt kiểu ngày Mỹ khi gõ. Hãy so vài dòng "
		                   "với "
		                   "hồ sơ trước khi nhập"),
		                NULL));
		memcpy(problem->column, days->column, sizeof(problem->column));
	}
}

void roster_check(struct arena *arena, struct roster *roster, const struct roster_options *options)
{
	find_cells(arena, roster);
	find_units(arena, roster, options);
	judge_cells(arena, roster, options);
	find_duplicates(arena, roster);
	find_swapped_days(arena, roster);
	if (roster->info.columns_cut)
		roster_problem_add(arena, &roster->warnings, STR_NONE, 0, -1, "columns_cut",
		        roster_say(arena, roster, N_("Bảng rộng hơn 200 cột: phần bên phải không đọc"), NULL));
}

void roster_count(struct roster *roster)
{
	roster->rows = (int)roster->count;
	for (size_t i = 0; i < roster->count; i++) {
		const struct roster_person *person = &roster->people[i];
		if (person->wrong)
			continue;
		roster->good_rows++;
		roster->temporary_stay += person->temporary_stay;
		roster->moved_out += person->moved_out;
		if (person->temporary_stay || person->moved_out)
			continue;
		roster->members++;
		roster->full += !person->probationary;
		roster->probationary += person->probationary;
		roster->exempt += !person->probationary && person->exempt;
		roster->away += !person->probationary && person->away;
		roster->voting_base += !person->probationary && !person->exempt && !person->away;
		if (person->cell_at >= 0 && !roster->cells[person->cell_at].members++)
			roster->cells_used++;
	}
}
