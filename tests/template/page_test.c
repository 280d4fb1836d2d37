/* The sample template, rendered: escaping by place, values, conditions, forms shown again, JSON and English. */
#include "app/page.h"
#include "base/random.h"
#include "sample_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static struct arena *arena;

static struct str asset(const char *name)
{
	return strcmp(name, "icons.svg") == 0 ? STR("/a/icons.1.svg") : STR("/a/logo.2.svg");
}

static bool can(struct page *page, const char *permission)
{
	return page->context && strcmp(permission, "sample.write") == 0;
}

static struct page page_new(void)
{
	return (struct page){ .arena = arena, .now = 1795233600000, .can = can, .asset = asset };
}

static struct agenda_of_sample_row agenda[] = {
	{ { 7 }, { "Đọc <b>", sizeof("Đọc <b>") - 1 }, { true, 10 } },
	{ { 8 }, { "Bàn", sizeof("Bàn") - 1 }, { 0 } },
};
static struct sample_people people[] = {
	{ { 41 }, { "Lan", 3 }, true },
	{ { 42 }, { "Minh", 4 }, false },
};

static struct sample_view view_new(void)
{
	return (struct sample_view){
		.meeting = { 12 },
		.present = 17,
		.carried = true,
		.held_on = STR("2026-11-03"),
		.began = 1793709000000, /* 19:30 03/11/2026 */
		.starts = 19 * 60 + 5,
		.month = 202611,
		.note = STR("a \"b\" <c>&'"),
		.path = STR("/y?z=1&k"),
		.photo = STR("bytes"),
		.agenda = { agenda, LENGTH(agenda) },
		.chair = { { 41 }, STR("Nguyễn Thị Ánh") },
		.people = { people, LENGTH(people) },
	};
}

static const char *html(struct page *page, const struct sample_view *view)
{
	struct buf buf = buf_open(arena, 1 << 20);
	sample_page.html(&buf, page, view);
	assert_false(buf.full);
	return str_c(arena, buf_text(&buf));
}

static void has(const char *html_text, const char *part)
{
	if (!strstr(html_text, part))
		fail_msg("no %s in:\n%s", part, html_text);
}

static void lacks(const char *html_text, const char *part)
{
	if (strstr(html_text, part))
		fail_msg("%s in:\n%s", part, html_text);
}

static void escapes_by_place(void **state)
{
	(void)state;
	struct page page = page_new();
	struct sample_view view = view_new();
	const char *out = html(&page, &view);
	has(out, "<h1 class=\"a\" title=\"a &#34;b&#34; &lt;c&gt;&amp;&#39;\">a &#34;b&#34; &lt;c&gt;&amp;&#39;</h1>");
	has(out, "<a href=\"/x/12?q=a%20%22b%22%20%3Cc%3E%26%27\">12</a>");
	has(out, "<a href=\"/y?z=1&amp;k\">");
	has(out, "Đọc &lt;b&gt;");
	has(out, "<pre>\n  a &#34;");
	const char *bad[] = { "//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example",
		"/\t/evil.example", "", "y" };
	for (size_t i = 0; i < LENGTH(bad); i++) {
		view.path = str_of(bad[i]);
		has(html(&page, &view), "<a href=\"#\">03/11/2026</a>");
	}
}

static void shows_values(void **state)
{
	(void)state;
	struct page page = page_new();
	struct sample_view view = view_new();
	const char *out = html(&page, &view);
	has(out, "<time datetime=\"2026-11-03\">19:30 03/11/2026</time> 19:30 19:05 11/2026</p>");
	has(out, "<p>17 1,7% 00:17 TÁ NGUYỄN THỊ ÁNH   2</p>");
	has(out, "<li class=\"first\">1. Đọc &lt;b&gt; (10)</li>");
	has(out, "<li>2. Bàn</li>");
	has(out, "<span class=\"strong\" title=\"Chưa có nội dung\">Lan</span>, <span title=\"Chưa có nội "
	         "dung\">Minh</span>");
	view.left = OPT(3812);
	view.agenda.count = 0;
	out = html(&page, &view);
	has(out, "3812 3.812 0</p>");
	has(out, "<li>Chưa có nội dung</li>");
}

static void takes_branches(void **state)
{
	(void)state;
	struct page page = page_new();
	struct sample_view view = view_new();
	has(html(&page, &view), "<b>Còn 17 phút</b>");
	lacks(html(&page, &view), "<form");
	view.carried = false;
	view.left = OPT(4);
	has(html(&page, &view), "<i>Còn 4 phút</i>");
	view.carried = true;
	view.present = 2;
	has(html(&page, &view), "<u>vi</u>");
	lacks(html(&page, &view), "<b>");
}

static void makes_a_form(void **state)
{
	(void)state;
	struct page page = page_new();
	page.context = &page;
	struct sample_view view = view_new();
	const char *out = html(&page, &view);
	const char *op =
	        strstr(out, "<form method=\"post\" action=\"/x/12\"><input type=\"hidden\" name=\"op\" value=\"");
	assert_non_null(op);
	op = strstr(op, "value=\"") + 7;
	assert_true(uuid_valid((struct str){ op, UUID_LENGTH }));
	has(out, "<div class=\"field\"><label for=\"f-day\">Ngày họp</label><input type=\"text\" id=\"f-day\" "
	         "name=\"day\""
	         " inputmode=\"numeric\" autocomplete=\"off\" placeholder=\"dd/mm/yyyy\" aria-required=\"true\""
	         " aria-describedby=\"h-day\" value=\"03/11/2026\"><p class=\"hint\" id=\"h-day\">Ngày, tháng, "
	         "năm</p></div>");
	has(out, "<textarea rows=\"4\" id=\"f-note\" name=\"note\" data-max=\"200\">\na &#34;b&#34;");
	has(out, "<input type=\"password\" id=\"f-pin\" name=\"pin\" inputmode=\"numeric\" autocomplete=\"off\">");
	has(out, "value=\"regular\" checked>");
	has(out, "value=\"other\">");
	has(out, "<input name=\"note-42\" value=\"Minh\">");
	has(out, "<svg class=\"ic\" aria-hidden=\"true\"><use href=\"/a/icons.1.svg#users\"/></svg>");
	has(out, "<img src=\"/a/logo.2.svg\" alt=\"\">");
	lacks(out, "role=\"alert\"");
}

static void shows_a_failed_form_again(void **state)
{
	(void)state;
	struct page_typed typed[] = { { STR("day"), STR("31/2/<2026>") }, { STR("pin"), STR("123456") },
		{ STR("kind"), STR("other") }, { STR("note-42"), STR("bận") } };
	struct err err = { 0 };
	err_set(&err, INVALID, "sample.late", "day");
	err_arg_int(&err, "days", 3);
	struct page page = page_new();
	page.context = &page;
	page.typed = typed;
	page.typed_count = LENGTH(typed);
	page.err = &err;
	struct sample_view view = view_new();
	const char *out = html(&page, &view);
	has(out, "role=\"alert\"");
	has(out, "<p><a href=\"#f-day\">Trễ 3 ngày</a></p>");
	has(out, "<div class=\"field wrong\">");
	has(out, "aria-describedby=\"h-day e-day\" aria-invalid=\"true\" value=\"31/2/&lt;2026&gt;\">");
	has(out, "<p class=\"error\" id=\"e-day\">Trễ 3 ngày</p></div>");
	lacks(out, "123456");
	has(out, "value=\"regular\">");
	has(out, "value=\"other\" checked>");
	has(out, "<input name=\"note-42\" value=\"bận\">");
	has(out, "<input name=\"note-41\" value=\"Lan\">");
}

static void speaks_english(void **state)
{
	(void)state;
	struct page page = page_new();
	page.language = EN;
	struct sample_view view = view_new();
	struct buf title = buf_open(arena, 1000);
	sample_page.title(&title, &page, &view);
	assert_string_equal(str_c(arena, buf_text(&title)), "Cell meeting of 11/2026 & a \"b\" <c>&'");
	has(html(&page, &view), "<b>17 minutes left</b>");
	view.carried = false;
	view.left = OPT(1);
	view.note = STR("open");
	const char *out = html(&page, &view);
	has(out, "<i>1 minute left</i>");
	has(out, "<p>in &lt;progress&gt;</p>");
	has(out, "title=\"Nothing on the agenda\"");
	page.language = VI;
	has(html(&page, &view), "<p>đang &lt;họp&gt;</p>");
	view.note = STR("<other>");
	has(html(&page, &view), "<p>&lt;other&gt;</p>");
}

static void says_why(void **state)
{
	(void)state;
	struct err err = { 0 };
	err_set(&err, CONFLICT, "sample.late", NULL);
	err_arg_int(&err, "days", 3);
	assert_string_equal(str_c(arena, err_text(arena, VI, &err)), "Trễ 3 ngày");
	assert_string_equal(str_c(arena, err_text(arena, EN, &err)), "Too late by 3 days");
	err_set(&err, BROKEN, "sample.unknown", NULL);
	assert_non_null(strstr(str_c(arena, err_text(arena, VI, &err)), "báo người quản trị mã sample.unknown."));
	assert_non_null(strstr(str_c(arena, err_text(arena, EN, &err)), "the code sample.unknown."));
	struct str text;
	assert_false(message_code(arena, VI, STR("sample.unknown"), NULL, &text));
}

static void makes_json(void **state)
{
	(void)state;
	struct sample_view view = view_new();
	struct buf buf = buf_open(arena, 1 << 20);
	sample_page.json(&buf, &view);
	view.meeting.n = 0;
	view.agenda.count = 0;
	view.people.count = 0;
	view.note = STR_NONE;
	assert_string_equal(str_c(arena, buf_text(&buf)),
	        "{\"meeting\":\"12\",\"present\":17,\"carried\":true,\"held_on\":\"2026-11-03\",\"began\":"
	        "1793709000000,"
	        "\"starts\":1145,\"month\":202611,\"left\":null,\"note\":\"a \\\"b\\\" \\u003cc\\u003e\\u0026'\","
	        "\"path\":\"/y?z=1\\u0026k\",\"agenda\":[{\"id\":\"7\",\"topic\":\"Đọc "
	        "\\u003cb\\u003e\",\"minutes\":10},"
	        "{\"id\":\"8\",\"topic\":\"Bàn\",\"minutes\":null}],\"chair\":{\"id\":\"41\",\"name\":\"Nguyễn Thị "
	        "Ánh\"},"
	        "\"people\":[{\"id\":\"41\",\"name\":\"Lan\",\"absent\":true},{\"id\":\"42\",\"name\":\"Minh\","
	        "\"absent\":false}]}");
	buf = buf_open(arena, 1 << 20);
	sample_page.json(&buf, &view);
	const char *out = str_c(arena, buf_text(&buf));
	has(out, "{\"meeting\":null,");
	has(out, "\"note\":null,");
	has(out, "\"agenda\":[],");
}

static int open_arena(void **state)
{
	(void)state;
	arena = arena_open(ARENA_REQUEST_CEILING);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_close(arena);
	return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(escapes_by_place),
		CASE(shows_values),
		CASE(takes_branches),
		CASE(makes_a_form),
		CASE(shows_a_failed_form_again),
		CASE(speaks_english),
		CASE(says_why),
		CASE(makes_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
