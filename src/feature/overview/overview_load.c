/* What stands behind the lines of the overview: the worst cells found by walking down the counters, and what ten of
 * them at a time did. Nothing here reads more than it shows. */
#include "feature/overview/overview_private.h"

#include "base/time.h"

#include <stdlib.h>
#include <string.h>

enum { VISITS_MAX = 120 }; /* units looked at on the way to the worst cells */

/* The id of one of ten; 0 behind the last. */
static int64_t nth(const struct overview_cell *cells, size_t count, size_t at)
{
	return at < count ? cells[at].cell : 0;
}

#define TEN(cells, count, at)                                                               \
	.a = { nth((cells), (count), (at)) }, .b = { nth((cells), (count), (at) + 1) },     \
	.c = { nth((cells), (count), (at) + 2) }, .d = { nth((cells), (count), (at) + 3) }, \
	.e = { nth((cells), (count), (at) + 4) }, .f = { nth((cells), (count), (at) + 5) }, \
	.g = { nth((cells), (count), (at) + 6) }, .h = { nth((cells), (count), (at) + 7) }, \
	.i = { nth((cells), (count), (at) + 8) }, .j = { nth((cells), (count), (at) + 9) }

/* One of those ten, by its id. */
static struct overview_cell *of_id(struct overview_cell *cells, size_t count, size_t at, int64_t id)
{
	for (size_t i = at; i < count && i < at + OVERVIEW_TEN; i++)
		if (cells[i].cell == id)
			return &cells[i];
	return NULL;
}

enum status overview_load_sittings(struct request *request, const struct overview_month *month,
        struct overview_cell *cells, size_t count, struct err *err)
{
	for (size_t at = 0; at < count; at += OVERVIEW_TEN) {
		struct overview_sittings_in in = { TEN(cells, count, at), .month = month->month };
		struct overview_sittings_rows rows;
		TRY(overview_sittings(request->arena, request->db, &in, &rows, err));
		for (size_t i = 0; i < rows.count; i++) {
			struct overview_cell *cell = of_id(cells, count, at, rows.at[i].cell.n);
			if (!cell->sittings.count++)
				cell->sittings.at = &rows.at[i];
		}
	}
	return OK;
}

enum status overview_load_groups(struct request *request, const struct overview_month *month,
        struct overview_cell *cells, size_t count, struct err *err)
{
	for (size_t at = 0; at < count; at += OVERVIEW_TEN) {
		struct overview_groups_in in = { TEN(cells, count, at), .last = month->last, .month = month->month };
		struct overview_groups_rows rows;
		TRY(overview_groups(request->arena, request->db, &in, &rows, err));
		for (size_t i = 0; i < rows.count; i++) {
			struct overview_cell *cell = of_id(cells, count, at, rows.at[i].cell.n);
			cell->groups = rows.at[i].groups;
			cell->groups_met = rows.at[i].met;
		}
	}
	return OK;
}

/* The place of a month among the twelve. */
static int place(const struct overview_month *month, int64_t at)
{
	return (int)((at / 100 - month->since / 100) * 12 + at % 100 - month->since % 100);
}

static enum status months_of_units(struct request *request, const struct overview_month *month,
        struct overview_cell *cells, size_t count, size_t at, struct err *err)
{
	struct overview_units_months_in in = { TEN(cells, count, at), .since = month->since, .until = month->month };
	struct overview_units_months_rows rows;
	TRY(overview_units_months(request->arena, request->db, &in, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct overview_cell *cell = of_id(cells, count, at, rows.at[i].unit.n);
		cell->base[place(month, rows.at[i].month)] = rows.at[i].base;
		cell->present[place(month, rows.at[i].month)] = rows.at[i].present;
	}
	return OK;
}

enum status overview_load_months(struct request *request, const struct overview_month *month,
        struct overview_cell *cells, size_t count, struct err *err)
{
	for (size_t at = 0; at < count; at += OVERVIEW_TEN) {
		struct overview_cells_months_in in = { TEN(cells, count, at), .since = month->since,
			.until = month->month };
		struct overview_cells_months_rows rows;
		bool units = false;
		for (size_t i = at; i < count && i < at + OVERVIEW_TEN; i++)
			units |= cells[i].unit;
		if (units)
			TRY(months_of_units(request, month, cells, count, at, err));
		TRY(overview_cells_months(request->arena, request->db, &in, &rows, err));
		for (size_t i = 0; i < rows.count; i++) {
			const struct overview_cells_months_row *row = &rows.at[i];
			struct overview_cell *cell = of_id(cells, count, at, row->unit.n);
			const int64_t grade[] = { row->good, row->fair, row->average, row->poor };
			cell->base[place(month, row->month)] = row->base;
			cell->present[place(month, row->month)] = row->present;
			for (size_t g = 0; g < LENGTH(grade); g++)
				cell->grade[g] += grade[g];
		}
	}
	return OK;
}

enum status overview_load_secretaries(
        struct request *request, struct overview_cell *cells, size_t count, struct err *err)
{
	for (size_t at = 0; at < count; at += OVERVIEW_TEN) {
		struct overview_secretaries_in in = { TEN(cells, count, at) };
		struct overview_secretaries_rows rows;
		TRY(overview_secretaries(request->arena, request->db, &in, &rows, err));
		for (size_t i = 0; i < rows.count; i++) {
			struct overview_cell *cell = of_id(cells, count, at, rows.at[i].cell.n);
			if (!cell->here)
				continue;
			cell->secretary = rows.at[i].name;
			request_look(request, cell->cell, (int)rows.at[i].shard, "overview");
		}
	}
	return OK;
}

struct walk {
	struct request *request;
	const struct overview_month *month;
	const struct overview_wanted *wanted;
	struct overview_cell *cells;
	size_t count, visits;
};

static struct overview_cell cell_of(const struct overview_worst_row *row)
{
	return (struct overview_cell){ .cell = row->cell.n,
		.members = row->members,
		.since = row->good        ? month_add((int)row->good, 1)
		         : row->first.set ? row->first.n
		                          : 0,
		.name = row->name,
		.above = row->above_name,
		.here = row->here,
		.flags = OVERVIEW_FLAGS(row) };
}

static enum status take_whole(struct walk *walk, int64_t unit, struct err *err)
{
	struct overview_worst_in in = { .unit = { unit },
		.first = walk->month->first,
		.month = walk->month->month,
		.reason = walk->wanted->reason.len ? walk->wanted->reason : STR(""),
		.type = walk->wanted->type.len ? walk->wanted->type : STR(""),
		.most = (int64_t)(walk->wanted->most - walk->count) };
	struct overview_worst_rows rows;
	TRY(overview_worst(walk->request->arena, walk->request->db, &in, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		walk->cells[walk->count++] = cell_of(&rows.at[i]);
	return OK;
}

static enum status walk_down(struct walk *walk, int64_t unit, int64_t cells, struct err *err)
{
	struct overview_worst_below_in in = { .unit = { unit },
		.first = walk->month->first,
		.last = walk->month->last,
		.month = walk->month->month,
		.most = (int64_t)walk->wanted->most };
	struct overview_worst_below_rows below;
	walk->visits++;
	if (cells <= walk->wanted->whole)
		return take_whole(walk, unit, err);
	TRY(overview_worst_below(walk->request->arena, walk->request->db, &in, &below, err));
	for (size_t i = 0; i < below.count && walk->count < walk->wanted->most && walk->visits < VISITS_MAX; i++)
		TRY(walk_down(walk, below.at[i].id.n, below.at[i].cells, err));
	return OK;
}

static int reasons_of(const struct overview_cell *cell)
{
	const struct overview_flags *flags = &cell->flags;
	return flags->unplanned + flags->not_met + flags->minutes_late + flags->papers_late + flags->low +
	       flags->too_short + flags->above + flags->same_text + flags->thematic_missing;
}

/* The most reasons first, then the oldest. */
static int compare(const void *a, const void *b)
{
	const struct overview_cell *one = a, *other = b;
	int more = reasons_of(other) - reasons_of(one);
	if (more)
		return more;
	if (one->since != other->since)
		return one->since < other->since ? -1 : 1;
	return one->cell < other->cell ? -1 : one->cell > other->cell;
}

enum status overview_worst_of(struct request *request, int64_t unit, const struct overview_month *month,
        const struct overview_wanted *wanted, struct overview_cell **ret_cells, size_t *ret_count, struct err *err)
{
	struct overview_attention_row sum = { 0 };
	struct walk walk = { .request = request, .month = month, .wanted = wanted };
	bool found;
	*ret_count = 0;
	*ret_cells = walk.cells = arena_array(request->arena, struct overview_cell, wanted->most + 1);
	TRY(overview_attention(request->arena, request->db,
	        &(struct overview_attention_in){ .unit = { unit }, .month = month->month }, &sum, &found, err));
	if (!found || !sum.attention)
		return OK;
	TRY(walk_down(&walk, unit, sum.cells, err));
	if (walk.visits > 1)
		qsort(walk.cells, walk.count, sizeof(*walk.cells), compare);
	*ret_count = walk.count;
	return OK;
}
