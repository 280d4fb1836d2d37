/* Which cells no team visited for some months: figures, a map of tiles, the same numbers as a table; and where the
 * tiles are. */
#include "feature/visit/visit_map.h"
#include "feature/visit/visit_private.h"

#include "base/text.h"
#include "base/time.h"
#include "gen/visit_page.h"

enum { MONTHS = 6, MONTHS_MAX = 36 };

static void crumb(struct request *request, const struct unit *unit, const char *page)
{
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld/%s", (long long)unit->id, page);
}

static int64_t share(int64_t part, int64_t whole)
{
	return whole ? (part < whole ? part : whole) * 1000 / whole : 0;
}

static struct visit_coverage_tiles unit_tile(
        struct request *request, int64_t months, const struct visit_cover_units_row *row)
{
	struct str figure = row->cells ? permille_show(request->arena, share(row->visited, row->cells)) : STR("–");
	struct text_arg args[] = { { .name = STR("u"), .value = row->name },
		{ .name = STR("a"), .value = number_show(request->arena, row->visited) },
		{ .name = STR("b"), .value = number_show(request->arena, row->cells) },
		{ .name = STR("c"), .value = figure } };
	return (struct visit_coverage_tiles){ .href = str_format(request->arena, "/units/%lld/coverage?months=%lld",
		                                      (long long)row->id.n, (long long)months),
		.label = message_fill(
		        request->arena, request->language, T("{u}: {a} trên {b} chi bộ được dự, {c}"), args, 4),
		.figure = figure };
}

/* A cell is visited or not; its tile has the month of the last visit. */
static struct visit_coverage_tiles cell_tile(struct request *request, const struct visit_cover_cells_row *row)
{
	struct date last;
	struct str day =
	        row->last.len ? date_show(request->arena, row->last) : request_say(request, N_("chưa lần nào"));
	struct text_arg args[] = { { .name = STR("u"), .value = row->name }, { .name = STR("d"), .value = day } };
	return (struct visit_coverage_tiles){ .href = str_format(
		                                      request->arena, "/cells/%lld/visits", (long long)row->id.n),
		.label = message_fill(request->arena, request->language, T("{u}: dự lần gần nhất {d}"), args, 2),
		.figure = date_parse(row->last, &last)
		                  ? str_format(request->arena, "%02d/%02d", last.month, last.year % 100)
		                  : STR("–") };
}

/* Where each tile stands. */
static void lay_map(struct request *request, struct visit_coverage_view *view, struct map_tile *tiles)
{
	struct map_board board;
	size_t count = view->tiles.count;
	view->tiles.count = 0;
	if (!map_lay(request->arena, tiles, count, &board))
		return;
	view->width = board.width;
	view->height = board.height;
	view->far = board.far;
	view->tiles.count = count;
	for (size_t i = 0; i < count; i++) {
		struct visit_coverage_tiles *to = &view->tiles.at[i];
		to->first = tiles[i].line[0];
		to->second = tiles[i].line[1];
		to->third = tiles[i].line[2];
		to->small = tiles[i].small;
		to->x = tiles[i].x;
		to->y = tiles[i].y;
		to->middle = tiles[i].x + MAP_WIDTH / 2;
		to->top = tiles[i].y + MAP_HEIGHT - tiles[i].filled;
		to->filled = tiles[i].filled;
		to->line1 = tiles[i].y + (to->third.len ? 17 : to->second.len ? 22 : 30);
		to->line2 = tiles[i].y + (to->third.len ? 33 : to->small ? 39 : 41);
		to->line3 = tiles[i].y + 49;
		to->base = tiles[i].y + (to->third.len ? 74 : 71);
	}
}

static void put_unit(struct visit_coverage_view *view, const struct visit_cover_units_row *row)
{
	view->units.at[view->units.count++] = (struct visit_coverage_units){ row->id, row->name, row->cells,
		row->visited, row->visits, row->cells > row->visited ? row->cells - row->visited : 0,
		row->cells ? OPT(share(row->visited, row->cells)) : OPT_NONE };
	view->cells_all += row->cells;
	view->visited += row->visited;
}

enum status show_coverage(struct request *request, void *to, struct err *err)
{
	struct visit_coverage_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct visit_cover_units_rows units;
	struct visit_cover_cells_rows cells;
	int64_t months = request_query_int(request, "months", MONTHS);
	int month = month_of_day(request->today);
	months = months < 1 ? 1 : months > MONTHS_MAX ? MONTHS_MAX : months;
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->months = months;
	view->since = month_add(month, -(int)months + 1);
	TRY(visit_cover_units(request->arena, request->db,
	        &(struct visit_cover_units_in){ { unit->id }, view->since, month }, &units, err));
	TRY(visit_cover_cells(request->arena, request->db,
	        &(struct visit_cover_cells_in){ { unit->id }, request->today }, &cells, err));
	struct map_tile *tiles = arena_array(request->arena, struct map_tile, units.count + cells.count + 1);
	view->tiles.at = arena_array(request->arena, struct visit_coverage_tiles, units.count + cells.count + 1);
	view->units.at = arena_array(request->arena, struct visit_coverage_units, units.count + 1);
	for (size_t i = 0; i < units.count; i++) {
		put_unit(view, &units.at[i]);
		tiles[view->tiles.count] = (struct map_tile){ .name = units.at[i].name,
			.permille = share(units.at[i].visited, units.at[i].cells),
			.across = units.at[i].across.n,
			.down = units.at[i].down.n };
		view->tiles.at[view->tiles.count++] = unit_tile(request, months, &units.at[i]);
	}
	view->cells.at = arena_array(request->arena, struct visit_coverage_cells, cells.count + 1);
	for (size_t i = 0; i < cells.count; i++) {
		bool late = month_of_day(cells.at[i].last) < view->since;
		view->cells.at[view->cells.count++] = (struct visit_coverage_cells){ cells.at[i].id, cells.at[i].name,
			cells.at[i].last, cells.at[i].next, late };
		view->cells_all++;
		view->visited += !late;
		tiles[view->tiles.count] = (struct map_tile){ .name = cells.at[i].name,
			.permille = late ? 0 : 1000,
			.across = cells.at[i].across.n,
			.down = cells.at[i].down.n };
		view->tiles.at[view->tiles.count++] = cell_tile(request, &cells.at[i]);
	}
	view->left = view->cells_all > view->visited ? view->cells_all - view->visited : 0;
	view->share = view->cells_all ? OPT(share(view->visited, view->cells_all)) : OPT_NONE;
	lay_map(request, view, tiles);
	crumb(request, unit, "teams");
	return OK;
}

enum status show_tiles(struct request *request, void *to, struct err *err)
{
	struct visit_places_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->side = MAP_SIDE;
	crumb(request, unit, "coverage");
	return visit_tiles(request->arena, request->db, &(struct visit_tiles_in){ { unit->id } }, &view->units, err);
}

/* A place has both numbers, or none: then the tile follows in the order of names. */
enum status save_tiles(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct visit_tiles_rows rows;
	(void)view;
	TRY(visit_tiles(request->arena, request->db, &(struct visit_tiles_in){ { unit->id } }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		long long id = (long long)rows.at[i].id.n;
		const char *x = str_c(request->arena, str_format(request->arena, "across-%lld", id)),
		           *y = str_c(request->arena, str_format(request->arena, "down-%lld", id));
		struct opt_int across = request_optint(request, x), down = request_optint(request, y);
		if (across.set != down.set)
			return err_set(err, INVALID, "visit.tile_half", across.set ? y : x);
		if (across.set)
			TRY(visit_tile_put(request->arena, request->db,
			        &(struct visit_tile_put_in){ rows.at[i].id, across.n, down.n, request->now }, err));
		else
			TRY(visit_tile_drop(
			        request->arena, request->db, &(struct visit_tile_drop_in){ rows.at[i].id }, err));
	}
	request_flash(request, N_("Đã xếp các ô."));
	request_go(request, "/units/%lld/coverage", (long long)unit->id);
	return OK;
}
