/* The text of a record kept and read, brought up to date beside what people wrote, and laid out as a document. */
#include "document/html.h"
#include "feature/record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct record_section section(
        const char *key, const char *title, const char *kind, const char *text, bool drafted)
{
	return (struct record_section){ str_of(key), str_of(title), str_of(kind), str_of(text), drafted };
}

static struct str printed(struct arena *arena, const struct record_body *body)
{
	struct record_head head = {
		.kind = STR("minutes"), .cell = STR("CHI BỘ THÔN ĐÔNG"), .subject = STR("sinh hoạt")
	};
	struct str text;
	struct err err;
	assert_int_equal(document_text(arena, record_document(arena, &head, body, false), &text, &err), OK);
	return text;
}

static void has(struct str text, const char *part)
{
	if (str_find(text, str_of(part)) < 0)
		fail_msg("lacks %s: %.*s", part, STR_ARG(text));
}

static void lacks(struct str text, const char *part)
{
	if (str_find(text, str_of(part)) >= 0)
		fail_msg("has %s: %.*s", part, STR_ARG(text));
}

static void test_body(void **state)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 20);
	struct record_section sections[] = { section("opening", "", "para", "Dòng \"một\"\nDòng hai </script>", true),
		section("tasks", "II- VIỆC", "table", "TT | Việc\n1 | Họp", false) };
	struct record_body body = { sections, 2 }, back;
	struct err err;
	(void)state;
	assert_int_equal(record_body_read(arena, record_body_json(arena, &body), &back, &err), OK);
	assert_int_equal(back.count, 2);
	assert_true(str_eq(back.at[0].text, sections[0].text));
	assert_true(back.at[0].drafted && !back.at[1].drafted);
	assert_true(str_is(back.at[1].kind, "table") && str_is(back.at[1].title, "II- VIỆC"));
	/* What lacks key and kind is given some; what is no list of objects is refused. */
	assert_int_equal(record_body_read(arena, STR("[{\"title\":\"\",\"text\":\"Dán vào\"}]"), &back, &err), OK);
	assert_true(str_is(back.at[0].key, "s1") && str_is(back.at[0].kind, "para"));
	const char *const bad[] = { "", "{}", "[1]", "[", "\"x\"" };
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_int_equal(record_body_read(arena, str_of(bad[i]), &back, &err), INVALID);
}

static void test_refresh(void **state)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 20);
	struct record_section old[] = { section("opening", "", "para", "……", true),
		section("fees", "1. Đảng phí", "para", "viết tay", false),
		section("item-1", "2. Mục bị bỏ", "para", "ghi tay", false),
		section("item-2", "3. Mục trống", "para", "……", true),
		section("tasks", "II- VIỆC", "para", "……", true) };
	struct record_section new[] = { section("opening", "", "para", "19 giờ 30", true),
		section("item-9", "1. Mục mới", "para", "x", true), section("fees", "2. Đảng phí", "para", "đủ", true),
		section("tasks", "II- VIỆC", "table", "TT | Việc", true) };
	struct record_body now = { old, LENGTH(old) }, fresh = { new, LENGTH(new) }, body, again;
	(void)state;
	assert_true(record_body_refresh(arena, &now, &fresh, &body));
	const char *const keys[] = { "opening", "item-9", "fees", "item-1", "tasks" };
	assert_int_equal(body.count, LENGTH(keys));
	for (size_t i = 0; i < LENGTH(keys); i++)
		assert_true(str_is(body.at[i].key, keys[i]));
	assert_true(str_is(body.at[0].text, "19 giờ 30"));
	assert_true(
	        str_is(body.at[2].text, "viết tay") && str_is(body.at[2].title, "2. Đảng phí") && !body.at[2].drafted);
	assert_true(str_is(body.at[3].text, "ghi tay"));
	assert_true(str_is(body.at[4].kind, "table"));
	assert_false(record_body_refresh(arena, &body, &fresh, &again));
	/* A text that was not drafted here stays as it is. */
	struct record_section pasted[] = { section("content", "", "para", "Biên bản chép tay", true) };
	now = (struct record_body){ pasted, 1 };
	assert_false(record_body_refresh(arena, &now, &fresh, &body));
	assert_int_equal(body.count, 1);
}

static void test_document(void **state)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(16 << 20);
	struct record_section sections[] = { section("a", "I- THÀNH PHẦN", "para", "", true),
		section("b", "1. Trống", "para", "  ", true), section("c", "II- NỘI DUNG", "para", "", true),
		section("d", "1. Bỏ trống", "para", "", true),
		section("e", "2. Việc đường", "para", "Đồng chí An: nhất trí\n- gạch đầu dòng", true),
		section("f", "Việc khác", "para", "", true),
		section("g", "III- BẢNG", "table", "TT | Việc | Hạn\n1 | Sửa đường\n2 | Họp | 3/12 | thừa\nCả hàng",
		        true) };
	struct record_body body = { sections, LENGTH(sections) };
	struct str text = printed(arena, &body);
	(void)state;
	/* Parts without any text are left out, the rest is numbered anew. */
	lacks(text, "THÀNH PHẦN");
	lacks(text, "Bỏ trống");
	has(text, "I- NỘI DUNG");
	has(text, "1. Việc đường");
	has(text, "Đồng chí An: nhất trí");
	has(text, "- gạch đầu dòng");
	has(text, "Việc khác");
	has(text, "II- BẢNG");
	has(text, "TT | Việc | Hạn");
	has(text, "1 | Sửa đường");
	lacks(text, "thừa | ");
	has(text, "Cả hàng");
	has(text, "NGƯỜI GHI BIÊN BẢN");
	struct record_section empty = section("x", "I- BẢNG", "table", "", false);
	printed(arena, &(struct record_body){ &empty, 1 });
	struct record_section wide = section("x", "", "table", "a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t\n1", false);
	printed(arena, &(struct record_body){ &wide, 1 });
}

static void test_posts(void **state)
{
	(void)state;
	assert_true(str_is(record_post_title(STR("bi_thu")), "BÍ THƯ"));
	assert_true(str_is(record_post_title(STR("pho_bi_thu")), "PHÓ BÍ THƯ"));
	assert_int_equal(record_post_title(STR("dang_vien")).len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_body), cmocka_unit_test(test_refresh),
		cmocka_unit_test(test_document), cmocka_unit_test(test_posts) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
