/* Charts: well-formed boxes of whole numbers, parts that fill their column, gaps, labels escaped. */
#include "document/chart.h"

#include <setjmp.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_text(struct arena *arena, struct str text, const char *expected)
{
	assert_string_equal(str_c(arena, text), expected);
}

static void sparks_have_gaps(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	int64_t values[] = { 10, 20, CHART_NONE, 15 }, flat[] = { 5, 5 }, many[100] = { 0 };

	(void)state;
	assert_text(arena, chart_spark(arena, values, 4, false, STR("Từ 10 \"lên\" 15")),
	        "<svg class=\"spark\" viewBox=\"0 0 104 26\" role=\"img\" aria-label=\"Từ 10 &#34;lên&#34; "
	        "15\"><path d=\"M2 23L35 3"
	        "M101 13\"/><circle cx=\"101\" cy=\"13\" r=\"2.5\"/></svg>");
	assert_text(arena, chart_spark(arena, flat, 2, true, STR_NONE),
	        "<svg class=\"spark dn\" viewBox=\"0 0 104 26\" aria-hidden=\"true\"><path d=\"M2 13L101 13\"/><circle "
	        "cx=\"101\" "
	        "cy=\"13\" r=\"2.5\"/></svg>");
	assert_int_equal(chart_spark(arena, flat, 1, false, STR_NONE).len, 0);
	assert_true(str_find(chart_spark(arena, many, 100, false, STR_NONE), STR("M2 13")) > 0);
}

static void parts_fill_the_bar(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	int64_t part[CHART_SERIES] = { 1, 1, 0, 1 }, none[CHART_SERIES] = { 0 };

	(void)state;
	assert_text(arena, chart_bar(arena, part, true, STR_NONE),
	        "<svg class=\"bar mini\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
	        "<rect class=\"f1\" x=\"0\" y=\"0\" width=\"333\" height=\"10\"/><rect class=\"f2\" x=\"333\" y=\"0\" "
	        "width=\"334\" "
	        "height=\"10\"/><rect class=\"f4\" x=\"667\" y=\"0\" width=\"333\" height=\"10\"/></svg>");
	assert_true(str_find(chart_bar(arena, none, false, STR_NONE), STR("<rect")) < 0);
}

static void columns_stand_from_the_axis(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct chart_column columns[] = { { STR("10"), { 60, 40, 0, 0 } }, { STR("<11>"), { 0 } } };
	struct str svg = chart_stack(arena, columns, 2, STR("Tốt 60 %"));

	(void)state;
	assert_true(str_find(svg, STR("<rect class=\"f1\" x=\"72\" y=\"58\" width=\"60\" height=\"72\"/>")) > 0);
	assert_true(str_find(svg, STR("<rect class=\"f2\" x=\"72\" y=\"10\" width=\"60\" height=\"48\"/>")) > 0);
	assert_true(str_find(svg, STR("&lt;11&gt;</text>")) > 0);
	assert_true(chart_stack(arena, columns, 0, STR_NONE).len > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sparks_have_gaps),
		cmocka_unit_test(parts_fill_the_bar),
		cmocka_unit_test(columns_stand_from_the_axis),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
