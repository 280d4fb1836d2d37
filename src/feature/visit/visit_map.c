/* See visit_map.h. Whole numbers; the page scales the drawing. */
#include "feature/visit/visit_map.h"

#include "base/arena.h"

enum {
	STEP_X = MAP_WIDTH + 4,
	STEP_Y = MAP_HEIGHT + 4,
	LETTERS = 10, /* in a line, of LINES; small ones: of MAP_LINES */
	LINES = 2,
	SMALL_LETTERS = 13,
	NARROW = 4,
	WIDE = 6,
	WIDEST = 8,
	SOME = 20,
	MANY = 60
};

static bool drop(struct str *name, const char *word)
{
	struct str start = str_of(word);
	if (!str_starts(*name, start) || name->len <= start.len)
		return false;
	*name = str_slice(*name, start.len, name->len);
	return true;
}

struct str map_short(struct str name)
{
	static const char *const bodies[] = { "Đảng bộ ", "Đảng ủy ", "Chi bộ " };
	static const char *const kinds[] = { "xã ", "phường ", "đặc khu ", "tỉnh ", "thành phố ", "thôn ",
		"tổ dân phố ", "khu phố ", "bản ", "ấp " };
	bool some = false;
	for (size_t i = 0; i < LENGTH(bodies) && !some; i++)
		some = drop(&name, bodies[i]);
	some = false;
	for (size_t i = 0; i < LENGTH(kinds) && !some; i++)
		some = drop(&name, kinds[i]);
	return name;
}

/* As much as a line of a tile holds, to the end of a word where that goes. */
static size_t line_end(struct str text, int letters)
{
	size_t count = 0, space = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == ' ')
			space = i;
		if (((unsigned char)text.ptr[i] & 0xc0) != 0x80 && ++count > (size_t)letters)
			return space ? space : i;
	}
	return text.len;
}

/* What is left of the name after so many lines. */
static struct str put_lines(struct map_tile *tile, struct str name, int lines, int letters)
{
	for (int i = 0; i < lines; i++) {
		size_t end = line_end(name, letters);
		tile->line[i] = str_slice(name, 0, end);
		name = str_trim(str_slice(name, end, name.len));
	}
	return name;
}

static void put_name(struct arena *arena, struct map_tile *tile)
{
	struct str name = map_short(tile->name), *last = &tile->line[MAP_LINES - 1];
	tile->small = put_lines(tile, name, LINES, LETTERS).len > 0;
	if (tile->small && put_lines(tile, name, MAP_LINES, SMALL_LETTERS).len)
		*last = str_format(arena, "%.*s…", STR_ARG(*last));
}

struct board {
	bool taken[MAP_TILES + MAP_SIDE][MAP_SIDE];
	int columns, rows;
};

static bool has_place(const struct board *board, const struct map_tile *tile)
{
	return tile->across >= 1 && tile->across <= MAP_SIDE && tile->down >= 1 && tile->down <= MAP_SIDE &&
	       !board->taken[tile->down - 1][tile->across - 1];
}

static void put_tile(struct board *board, struct map_tile *tile, int column, int row)
{
	board->taken[row][column] = true;
	if (row >= board->rows)
		board->rows = row + 1;
	if (column >= board->columns)
		board->columns = column + 1;
	tile->x = column * STEP_X + 2;
	tile->y = row * STEP_Y + 2;
}

bool map_lay(struct arena *arena, struct map_tile *tiles, size_t count, struct map_board *ret_board)
{
	struct board *board = arena_new(arena, struct board);
	bool *placed = arena_array(arena, bool, count + 1);
	int row, column = 0;
	if (!count || count > MAP_TILES)
		return false;
	board->columns = count > MANY ? WIDEST : count > SOME ? WIDE : NARROW;
	for (size_t i = 0; i < count; i++) {
		int64_t full = tiles[i].permille < 0 ? 0 : tiles[i].permille > 1000 ? 1000 : tiles[i].permille;
		tiles[i].filled = full * MAP_HEIGHT / 1000;
		put_name(arena, &tiles[i]);
		placed[i] = has_place(board, &tiles[i]);
		if (placed[i])
			put_tile(board, &tiles[i], (int)tiles[i].across - 1, (int)tiles[i].down - 1);
	}
	row = board->rows;
	for (size_t i = 0; i < count; i++) {
		if (placed[i])
			continue;
		put_tile(board, &tiles[i], column, row);
		column = (column + 1) % board->columns;
		row += column == 0;
	}
	*ret_board = (struct map_board){ board->columns * STEP_X, board->rows * STEP_Y, board->columns > NARROW };
	return true;
}
