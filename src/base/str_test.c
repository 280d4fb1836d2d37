/* Texts, their parts, and what buf makes of nasty ones. */
#include "base/test_private.h"

#include <string.h>

static void texts_compare(void **state)
{
	(void)state;
	assert_null(str_of(NULL).ptr);
	assert_true(str_eq(STR_NONE, STR("")));
	assert_true(str_is(STR("a"), "a"));
	assert_false(str_is(STR("a"), "ab"));
	assert_true(str_compare(STR("a"), STR("b")) < 0);
	assert_true(str_compare(STR("a"), STR("ab")) < 0);
	assert_true(str_compare(STR("\xC3"), STR("a")) > 0);
	assert_int_equal(str_compare(STR_NONE, STR("")), 0);
	assert_true(str_starts(STR("abc"), STR("ab")) && str_ends(STR("abc"), STR("bc")));
	assert_true(str_starts(STR("abc"), STR_NONE) && str_ends(STR_NONE, STR_NONE));
	assert_false(str_starts(STR("ab"), STR("abc")) || str_ends(STR("ab"), STR("xab")));
}

static void parts_of_texts(void **state)
{
	(void)state;
	assert_text(str_trim(STR(" \t\r\n\xC2\xA0\xE2\x80\x8B"
	                         "a b\xEF\xBB\xBF \xC2\xA0")),
	        "a b");
	assert_text(str_trim(STR(" \xC2\xA0 ")), "");
	assert_text(str_trim(STR("\xC2\xA9\xC3\xA0")), "\xC2\xA9\xC3\xA0");
	assert_text(str_slice(STR("abc"), 1, 2), "b");
	assert_text(str_slice(STR("abc"), 2, 99), "c");
	assert_text(str_slice(STR("abc"), 5, 1), "");
	assert_null(str_slice(STR_NONE, 0, 4).ptr);
	assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
	assert_int_equal(str_find(STR("abc"), STR("")), 0);
	assert_int_equal(str_find(STR("ab"), STR("abc")), -1);
	assert_int_equal(str_find(STR_NONE, STR("a")), -1);
}

static void split_gives_every_part(void **state)
{
	(void)state;
	struct str rest = STR("a,,b,"), part;
	assert_true(str_split(&rest, ',', &part));
	assert_text(part, "a");
	assert_true(str_split(&rest, ',', &part));
	assert_text(part, "");
	assert_true(str_split(&rest, ',', &part));
	assert_text(part, "b");
	assert_false(str_split(&rest, ',', &part));
	rest = STR_NONE;
	assert_false(str_split(&rest, ',', &part));
}

static void whole_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool good;
		int64_t number;
	} cases[] = { { "0", true, 0 }, { "-1", true, -1 }, { "007", true, 7 },
		{ "9223372036854775807", true, INT64_MAX }, { "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, 0 }, { "-9223372036854775809", false, 0 },
		{ "99999999999999999999", false, 0 }, { "", false, 0 }, { "-", false, 0 }, { "+1", false, 0 },
		{ " 1", false, 0 }, { "1 ", false, 0 }, { "1.0", false, 0 }, { "0x1", false, 0 }, { "--1", false, 0 } };
	for (size_t i = 0; i < LENGTH(cases); i++) {
		int64_t number = 42;
		assert_int_equal(str_int(str_of(cases[i].text), &number), cases[i].good);
		assert_true(number == (cases[i].good ? cases[i].number : 42));
	}
}

static void copies_and_formats(void **state)
{
	struct arena *arena = *state;
	assert_null(str_copy(arena, STR_NONE).ptr);
	assert_non_null(str_copy(arena, STR("")).ptr);
	assert_string_equal(str_c(arena, STR_NONE), "");
	assert_string_equal(str_c(arena, str_slice(STR("abc"), 0, 2)), "ab");
	assert_text(str_format(arena, "%d-%s", 3, "x"), "3-x");
	struct str wide = str_format(arena, "%300d%500s", 7, "y");
	assert_int_equal(wide.len, 800);
	assert_int_equal(wide.ptr[299], '7');
	assert_int_equal(wide.ptr[799], 'y');
}

static void buf_stops_at_its_ceiling(void **state)
{
	struct arena *arena = *state;
	struct buf buf = buf_open(arena, 10);
	assert_text(buf_text(&buf), "");
	assert_non_null(buf_text(&buf).ptr);
	buf_c(&buf, "12345");
	buf_int(&buf, 67890);
	assert_false(buf.full);
	buf_char(&buf, 'x');
	assert_true(buf.full);
	assert_text(buf_text(&buf), "1234567890");

	struct buf small = buf_open(arena, 4);
	buf_c(&small, "12345");
	buf_c(&small, "6"); /* would fit, but a text with a hole in it is worse than a short one */
	assert_true(small.full);
	assert_text(buf_text(&small), "");
}

static void buf_stops_at_the_ceiling_of_its_arena(void **state)
{
	(void)state;
	struct arena *arena CLOSES(arena_closep) = arena_open(10000);
	struct buf buf = buf_open(arena, SIZE_MAX);
	for (int i = 0; i < 20000; i++)
		buf_char(&buf, 'x');
	assert_true(buf.full);
	assert_true(arena_full(arena));
	assert_true(buf.len > 2000 && buf.len <= 10000);
}

static void buf_grows(void **state)
{
	struct arena *arena = *state;
	struct buf buf = buf_open(arena, 1 << 20);
	for (int i = 0; i < 10000; i++) {
		buf_format(&buf, "%05d", i);
		if (i % 100 == 0)
			arena_take(arena, 8); /* in the way, so that it has to move */
	}
	buf_format(&buf, "%1000d", 5);
	assert_false(buf.full);
	struct str text = buf_text(&buf);
	assert_int_equal(text.len, 51000);
	for (int i = 0; i < 10000; i++) {
		int64_t number = -1;
		assert_true(str_int(str_slice(text, (size_t)i * 5, (size_t)i * 5 + 5), &number));
		assert_int_equal(number, i);
	}
}

static struct str escaped(struct arena *arena, void (*put)(struct buf *, struct str), struct str text)
{
	struct buf buf = buf_open(arena, 1000);
	put(&buf, text);
	assert_false(buf.full);
	return buf_text(&buf);
}

static void escapes(void **state)
{
	struct arena *a = *state;
	assert_text(escaped(a, buf_html, STR("<a href='x' b=\"y\">Đảng & đoàn</a>")),
	        "&lt;a href=&#39;x&#39; b=&#34;y&#34;&gt;Đảng &amp; đoàn&lt;/a&gt;");
	assert_text(escaped(a, buf_html, STR_NONE), "");
	assert_text(escaped(a, buf_url, STR("a b/c?d=é&~-._%")), "a%20b%2Fc%3Fd%3D%C3%A9%26~-._%25");
	assert_text(escaped(a, buf_json, STR_NONE), "null");
	assert_text(escaped(a, buf_json, STR("")), "\"\"");
	assert_text(escaped(a, buf_json, STR("a\"b\\c\nd\te\1</script>&")),
	        "\"a\\\"b\\\\c\\nd\\u0009e\\u0001\\u003c/script\\u003e\\u0026\"");
	assert_text(escaped(a, buf_json, STR("Đảng \xE2\x80\xA8 \xF0\x9F\x98\x80 \x7F")),
	        "\"Đảng \\u2028 \xF0\x9F\x98\x80 \\u007f\"");
	/* a byte alone, a letter cut off, an overlong slash, a surrogate */
	assert_text(escaped(a, buf_json, STR("x\xFFy")), "\"x\\ufffdy\"");
	assert_text(escaped(a, buf_json, STR("\xE1\xBA")), "\"\\ufffd\\ufffd\"");
	assert_text(escaped(a, buf_json, STR("\xC0\xAF")), "\"\\ufffd\\ufffd\"");
	assert_text(escaped(a, buf_json, STR("\xED\xA0\x80")), "\"\\ufffd\\ufffd\\ufffd\"");
	assert_text(escaped(a, buf_json, (struct str){ "a\0b", 3 }), "\"a\\u0000b\"");
	assert_text(escaped(a, buf_csv, STR_NONE), "\"\"");
	assert_text(escaped(a, buf_csv, STR("Lan \"=\", 1-1")), "\"Lan \"\"=\"\", 1-1\"");
	assert_text(escaped(a, buf_csv, STR("=cmd|' /C calc'!A0")), "\"'=cmd|' /C calc'!A0\"");
	assert_text(escaped(a, buf_csv, STR("  -1")), "\"'  -1\"");
	assert_text(escaped(a, buf_csv, STR("\t@a")), "\"'\t@a\"");
	assert_text(escaped(a, buf_csv, STR("\ra")), "\"'\ra\"");
	assert_text(escaped(a, buf_csv,
	                    STR("\xEF\xBC\x9D"
	                        "1")),
	        "\"'\xEF\xBC\x9D"
	        "1\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_compare),
		cmocka_unit_test(parts_of_texts),
		cmocka_unit_test(split_gives_every_part),
		cmocka_unit_test(whole_numbers),
		with_arena(copies_and_formats),
		with_arena(buf_stops_at_its_ceiling),
		cmocka_unit_test(buf_stops_at_the_ceiling_of_its_arena),
		with_arena(buf_grows),
		with_arena(escapes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
