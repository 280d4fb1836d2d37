/* The map of tiles: short names, lines, places. */
#include "feature/visit/visit_map.h"

#include "base/test_private.h"

static void names_are_short(void **state)
{
	(void)state;
	assert_text(map_short(STR("Đảng bộ xã Thư Lâm")), "Thư Lâm");
	assert_text(map_short(STR("Đảng bộ thành phố Hà Nội")), "Hà Nội");
	assert_text(map_short(STR("Chi bộ thôn Đông")), "Đông");
	assert_text(map_short(STR("Đảng bộ Công ty Điện lực")), "Công ty Điện lực");
	assert_text(map_short(STR("Đảng bộ xã ")), "xã ");
	assert_text(map_short(STR("")), "");
}

static void every_unit_has_a_tile(void **state)
{
	struct map_tile tile[MAP_TILES + 1] = { 0 };
	struct map_board board;
	for (size_t i = 0; i <= MAP_TILES; i++)
		tile[i] = (struct map_tile){ .name = STR("Đảng bộ xã Thượng Cát Bình Minh Hòa"), .permille = 500 };
	tile[0].permille = 5000;
	tile[1].permille = -3;
	tile[2].name = STR("Đảng bộ xã Thư Lâm");
	tile[3].name = STR("Chi bộ Nghiêncứukhoahọc");
	tile[4].name = STR("Đảng bộ phường Văn Miếu – Quốc Tử Giám");
	tile[5].name = STR("Chi bộ Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân");
	assert_true(map_lay(*state, tile, 34, &board));
	assert_int_equal(board.width, 6 * 104); /* six across, six down */
	assert_int_equal(board.height, 6 * 88);
	assert_true(board.far);
	assert_int_equal(tile[0].filled, MAP_HEIGHT);
	assert_int_equal(tile[1].filled, 0);
	assert_int_equal(tile[2].filled, MAP_HEIGHT / 2);
	assert_true(tile[0].small);
	assert_text(tile[0].line[0], "Thượng Cát");
	assert_text(tile[0].line[1], "Bình Minh Hòa");
	assert_text(tile[0].line[2], "");
	assert_false(tile[2].small);
	assert_text(tile[2].line[0], "Thư Lâm");
	assert_text(tile[2].line[1], "");
	assert_false(tile[3].small);
	assert_text(tile[3].line[0], "Nghiêncứuk");
	assert_text(tile[3].line[1], "hoahọc");
	assert_text(tile[4].line[0], "Văn Miếu –");
	assert_text(tile[4].line[1], "Quốc Tử Giám");
	assert_text(tile[5].line[0], "Văn phòng");
	assert_text(tile[5].line[1], "Đoàn đại biểu");
	assert_text(tile[5].line[2], "Quốc hội và…");
	for (size_t i = 0; i < 34; i++)
		for (size_t k = 0; k < i; k++)
			assert_false(tile[i].x == tile[k].x && tile[i].y == tile[k].y);
	assert_false(map_lay(*state, tile, 0, &board));
	assert_false(map_lay(*state, tile, MAP_TILES + 1, &board));
	assert_true(map_lay(*state, tile, MAP_TILES, &board));
	assert_int_equal(board.width, 8 * 104);
	assert_true(map_lay(*state, tile, 20, &board));
	assert_int_equal(board.width, 4 * 104);
	assert_false(board.far);
}

static void stands(const struct map_tile *tile, int64_t x, int64_t y)
{
	assert_int_equal(tile->x, x);
	assert_int_equal(tile->y, y);
}

/* Places hold; the second of two in one place, and one out of the map, go below with those that have none. */
static void places_hold(void **state)
{
	struct map_tile tile[] = { { .name = STR("A"), .across = 3, .down = 2 },
		{ .name = STR("B"), .across = 3, .down = 2 }, { .name = STR("C") },
		{ .name = STR("D"), .across = MAP_SIDE + 1, .down = 1 },
		{ .name = STR("E"), .across = MAP_SIDE, .down = 1 } };
	struct map_board board;
	assert_true(map_lay(*state, tile, LENGTH(tile), &board));
	stands(&tile[0], 210, 90);
	stands(&tile[1], 2, 178);
	stands(&tile[2], 106, 178);
	stands(&tile[3], 210, 178);
	stands(&tile[4], 2394, 2);
	assert_int_equal(board.width, 2496);
	assert_int_equal(board.height, 264);
	assert_true(board.far);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names_are_short), with_arena(every_unit_has_a_tile),
		with_arena(places_hold) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
