/* The work of a year beside the meetings, on a country whose months are the twelve of one year: what the features of
   that work would have written, between the last meeting and the count of the figures. */
#include "bench/nation_year.h"

#include "base/embed.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static void must(enum status status, const struct err *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "nation: %s %s\n", err->code ? err->code : "", err->detail);
	exit(1);
}

int year_commune(const struct cell *cell)
{
	return cell->moved_at ? cell->moved_to : cell->commune;
}

bool year_lives(const struct year *year, const struct cell *cell)
{
	return cell->until == year->nation->months;
}

int64_t year_at(const struct year *year, int month, int day, int hour)
{
	struct date date = { year->year + (month - 1) / 12, (month - 1) % 12 + 1, day };
	return date_instant(date, hour * 60);
}

struct str year_day(const struct year *year, int month, int day)
{
	return date_iso(year->arena, (struct date){ year->year + (month - 1) / 12, (month - 1) % 12 + 1, day });
}

struct str year_day_of(const struct year *year, int64_t instant)
{
	return date_iso(year->arena, date_of_instant(instant));
}

void year_put(const struct year *year, const char *table, const struct db_value *values, size_t count)
{
	struct row row = row_of(year->nation->sink, table);
	for (size_t i = 0; i < count; i++) {
		if (values[i].kind == 'i')
			row_int(&row, values[i].n);
		else if (values[i].kind == 't')
			row_text(&row, values[i].s);
		else if (values[i].kind == 'b')
			row_blob(&row, values[i].s.ptr, values[i].s.len);
		else
			row_null(&row);
	}
	row_end(&row);
}

/* ---- What is known before ---- */

static int by_id(const void *x, const void *y)
{
	const struct cell *const *a = x, *const *b = y;
	return ((*a)->id > (*b)->id) - ((*a)->id < (*b)->id);
}

/* What stands above each cell today, from the tables: decisions on the tree were written by the features. */
static void read_parents(struct year *year, struct db *db)
{
	static const struct db_statement above = { "above",
		"SELECT e.unit, e.parent, n.name FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo' "
		"AND "
		"u.until = '9999-12-31' JOIN unit_name n ON n.unit = e.parent AND n.until = '9999-12-31' WHERE e.until "
		"= "
		"'9999-12-31'",
		"", DB_OWN };
	struct nation *nation = year->nation;
	struct cell **known = arena_array(nation->arena, struct cell *, (size_t)nation->cell_count);
	struct db_cursor *cursor;
	struct err err = { 0 };
	bool row;
	for (int i = 0; i < nation->cell_count; i++)
		known[i] = &nation->cell[i];
	qsort(known, (size_t)nation->cell_count, sizeof(*known), by_id);
	year->parent = arena_array(nation->arena, int64_t, (size_t)nation->cell_count);
	year->parent_name = arena_array(nation->arena, struct str, (size_t)nation->cell_count);
	must(db_start(db, &above, &cursor, &err), &err);
	while (db_step(cursor, &row, &err) == OK && row) {
		struct cell key = { .id = db_int(cursor, 0) }, *one = &key;
		struct cell **found = bsearch(&one, known, (size_t)nation->cell_count, sizeof(*known), by_id);
		check(found);
		year->parent[*found - nation->cell] = db_int(cursor, 1);
		year->parent_name[*found - nation->cell] = db_text(nation->arena, cursor, 2);
	}
	db_finish(cursor);
}

static void read_forms(struct year *year)
{
	static const char *const codes[YEAR_FORMS] = {
		[FORM_LEADER] = "2A", [FORM_WORKER] = "2B", [FORM_OTHER] = "2C", [FORM_CELL] = "01"
	};
	struct arena *arena = year->nation->arena;
	struct str file = rules_file("commitment/chibo-2026.json");
	json_t *root = json_loadb(file.ptr, file.len, 0, NULL), *part;
	struct err err = { 0 };
	size_t at;
	check(root);
	must(annual_rule_find(arena, STR_NONE, year_day(year, 12, 15), &year->rule, &err), &err);
	for (int i = 0; i < YEAR_FORMS; i++)
		must(annual_form_find(arena, str_of(codes[i]), false, &year->form[i], &err), &err);
	json_array_foreach(json_object_get(root, "parts"), at, part)
	{
		check(at < YEAR_PARTS);
		year->part_title[at] = str_copy(arena, str_of(json_string_value(json_object_get(part, "title"))));
		year->part_count = (int)at + 1;
	}
	json_decref(root);
}

/* ---- Cells together ---- */

static const struct year *sorting;

static int by_commune(const void *x, const void *y)
{
	int a = *(const int *)x, b = *(const int *)y;
	int one = year_commune(&sorting->nation->cell[a]), other = year_commune(&sorting->nation->cell[b]);
	return one != other ? one - other : a - b;
}

static int by_parent(const void *x, const void *y)
{
	int a = *(const int *)x, b = *(const int *)y;
	int64_t one = sorting->parent[a], other = sorting->parent[b];
	return one != other ? (one > other) - (one < other) : a - b;
}

static int living(const struct year *year, int *ret_cells)
{
	int count = 0;
	for (int i = 0; i < year->nation->cell_count; i++)
		if (year_lives(year, &year->nation->cell[i]) && year->parent[i])
			ret_cells[count++] = i;
	return count;
}

static void gather_communes(struct year *year)
{
	struct nation *nation = year->nation;
	int *cells = arena_array(nation->arena, int, (size_t)nation->cell_count), count = living(year, cells);
	sorting = year;
	qsort(cells, (size_t)count, sizeof(*cells), by_commune);
	year->commune = arena_array(nation->arena, struct year_cells, (size_t)nation->commune_count);
	for (int i = 0; i < count; i++) {
		struct year_cells *commune = &year->commune[year_commune(&nation->cell[cells[i]])];
		if (!commune->count)
			commune->at = &cells[i];
		commune->count++;
	}
}

static void review_all(struct year *year)
{
	struct nation *nation = year->nation;
	int *cells = arena_array(nation->arena, int, (size_t)nation->cell_count), count = living(year, cells);
	sorting = year;
	qsort(cells, (size_t)count, sizeof(*cells), by_parent);
	for (int i = 0, next; i < count; i = next) {
		int64_t unit = year->parent[cells[i]];
		for (next = i; next < count && year->parent[cells[next]] == unit;)
			next++;
		year_reviews(year, unit, (struct year_cells){ &cells[i], next - i });
		arena_reset(year->arena);
	}
}

void nation_year(struct nation *nation, struct str url)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct db *db = NULL;
	struct err err = { 0 };
	struct year *year = arena_new(nation->arena, struct year);
	*year = (struct year){ .nation = nation, .arena = arena, .year = nation->first_month / 100 };
	check(nation->months == 12 && nation->first_month % 100 == 1);
	must(db_open(url, DB_READ, &db, &err), &err);
	read_parents(year, db);
	read_forms(year);
	db_close(db);
	gather_communes(year);
	nation->sink = sink_open(url);
	for (int i = 0; i < nation->cell_count; i++) {
		year_commitments(year, &nation->cell[i]);
		year_own_praise(year, &nation->cell[i]);
		arena_reset(arena);
	}
	review_all(year);
	year_themes(year);
	year_visits(year);
	year_classes(year);
	year_inspections(year);
	year_models(year);
	sink_close(nation->sink, nation->progress);
}
