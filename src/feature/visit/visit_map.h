/* A map of units without ground: a tile for each, filled from below by the share of its cells that were visited, at the
 * place that the committee gave it or in the order of the list. Only where things stand; the page draws it. */
#ifndef VISIT_MAP_H
#define VISIT_MAP_H

#include "base/str.h"

#include <stdint.h>

enum { MAP_TILES = 200, MAP_SIDE = 24, MAP_WIDTH = 100, MAP_HEIGHT = 84, MAP_LINES = 3 };

struct map_tile {
	struct str name;      /* "Đảng bộ xã Thư Lâm"; the tile shows "Thư Lâm" */
	int64_t permille;     /* how much is filled */
	int64_t across, down; /* its place from 1 on; 0: none */
	/* Where it stands. */
	int64_t x, y, filled;       /* height of what is filled */
	struct str line[MAP_LINES]; /* of its name */
	bool small;                 /* in small letters: it is long */
};
struct map_board {
	int64_t width, height;
	bool far; /* broader than a phone */
};
/* "Thư Lâm" of "Đảng bộ xã Thư Lâm", "Đông" of "Chi bộ thôn Đông": without the word for its kind. */
struct str map_short(struct str name);
/* False for no tiles, or more than MAP_TILES. Of two that were put in one place the second goes below, with those that
 * have none. */
bool map_lay(struct arena *arena, struct map_tile *tiles, size_t count, struct map_board *ret_board);

#endif
