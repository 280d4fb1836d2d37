/* Tests of what needs no server: targets, forms, multipart bodies, heads, Accept-Encoding. */
#include "web/http_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static struct arena *arena;

static int arena_setup(void **state)
{
	(void)state;
	arena = arena_open(ARENA_REQUEST_CEILING);
	return 0;
}

static int arena_teardown(void **state)
{
	(void)state;
	arena_close(arena);
	return 0;
}

static void assert_text(struct str text, const char *expected)
{
	assert_string_equal(str_c(arena, text), expected);
}

static void assert_code(const char *code, const char *expected)
{
	assert_string_equal(code ? code : "fine", expected ? expected : "fine");
}

static void test_paths(void **state)
{
	static const struct {
		const char *target, *code, *path;
	} rows[] = {
		{ "/", NULL, "/" },
		{ "/cells/1/", NULL, "/cells/1/" },
		{ "/a%20b", NULL, "/a b" },
		{ "/chi%20b%E1%BB%99?x=1", NULL, "/chi bộ" },
		{ "/a/..b/.c", NULL, "/a/..b/.c" },
		{ "", "http.target" },
		{ "*", "http.target" },
		{ "http://example.org/", "http.target" },
		{ "a", "http.target" },
		{ "//a", "http.target" },
		{ "/a//b", "http.target" },
		{ "/a/../b", "http.target" },
		{ "/a/.", "http.target" },
		{ "/..", "http.target" },
		{ "/a/%2e%2e/b", "http.target" },
		{ "/a/%2E/b", "http.target" },
		{ "/a%2fb", "http.target" },
		{ "/a%2Fb", "http.target" },
		{ "/a%5cb", "http.target" },
		{ "/a\\b", "http.target" },
		{ "/a%00", "http.target" },
		{ "/a%0ab", "http.target" },
		{ "/a%7f", "http.target" },
		{ "/a%", "http.target" },
		{ "/a%4", "http.target" },
		{ "/a%4g", "http.target" },
		{ "/a%c3", "http.target" },
		{ "/a%c0%af", "http.target" },
		{ "/a b", "http.target" },
		{ "/a#b", "http.target" },
		{ "/b\xE1\xBB\x99", "http.target" },
		{ "/?a=%zz", "http.form" },
		{ "/?a=%ff", "http.text" },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct http_request request = { .arena = arena };
		print_message("%s\n", rows[i].target);
		assert_code(target_take(&request, str_of(rows[i].target)), rows[i].code);
		if (!rows[i].code)
			assert_text(request.path, rows[i].path);
	}
	char long_target[TARGET_BYTES + 2] = "/";
	memset(long_target + 1, 'a', TARGET_BYTES);
	struct http_request request = { .arena = arena };
	assert_code(target_take(&request, (struct str){ long_target, TARGET_BYTES }), NULL);
	assert_code(target_take(&request, (struct str){ long_target, TARGET_BYTES + 1 }), "http.target_long");
}

static struct str shown(const struct http_pair *pair, size_t count)
{
	struct buf out = buf_open(arena, 1 << 20);
	for (size_t i = 0; i < count; i++)
		buf_format(&out, "%.*s=%.*s;", STR_ARG(pair[i].name), STR_ARG(pair[i].value));
	return buf_text(&out);
}

static void test_forms(void **state)
{
	static const struct {
		const char *form, *code, *shown;
	} rows[] = {
		{ "", NULL, "" },
		{ "a=1&b=2", NULL, "a=1;b=2;" },
		{ "&&a=1&&b=2&", NULL, "a=1;b=2;" },
		{ "a", NULL, "a=;" },
		{ "a=1=2", NULL, "a=1=2;" },
		{ "a=b+c%2Bd", NULL, "a=b c+d;" },
		{ "a%5B0%5D=x", NULL, "a[0]=x;" },
		{ "t=%0D%0Aa%0Db%0Bc", NULL, "t=\na\nb\nc;" },
		{ "t=a%01b%7Fc%09", NULL, "t=a b c\t;" },
		{ "t=o%CC%A3%CC%82", NULL, "t=ộ;" },
		{ "t=\xC4\x90\xE1\xBA\xA3ng", NULL, "t=Đảng;" },
		{ "=1", "http.form" },
		{ "a=%", "http.form" },
		{ "a=%1", "http.form" },
		{ "a=%1g", "http.form" },
		{ "a=%00", "http.form" },
		{ "a=%C3", "http.text" },
		{ "a=%ED%A0%80", "http.text" },
		{ "%FF=1", "http.text" },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct http_pair *pair;
		size_t count;
		print_message("%s\n", rows[i].form);
		assert_code(form_parse(arena, str_of(rows[i].form), &pair, &count), rows[i].code);
		if (!rows[i].code)
			assert_text(shown(pair, count), rows[i].shown);
	}
}

static void test_form_ceilings(void **state)
{
	(void)state;
	struct http_pair *pair;
	size_t count;
	struct buf form = buf_open(arena, FORM_BYTES + 10);
	for (int i = 0; i < PAIR_COUNT; i++)
		buf_format(&form, "%sa%d=1", i ? "&" : "", i);
	assert_code(form_parse(arena, buf_text(&form), &pair, &count), NULL);
	assert_int_equal(count, PAIR_COUNT);
	buf_c(&form, "&b=1");
	assert_code(form_parse(arena, buf_text(&form), &pair, &count), "http.form_large");
	char *name = arena_take(arena, NAME_BYTES + 3);
	memset(name, 'n', NAME_BYTES + 1);
	assert_code(form_parse(arena, (struct str){ name, NAME_BYTES }, &pair, &count), NULL);
	assert_code(form_parse(arena, (struct str){ name, NAME_BYTES + 1 }, &pair, &count), "http.form");
	char *large = arena_take(arena, FORM_BYTES + 1);
	memset(large, 'x', FORM_BYTES + 1);
	large[1] = '=';
	assert_code(form_parse(arena, (struct str){ large, FORM_BYTES }, &pair, &count), NULL);
	assert_code(form_parse(arena, (struct str){ large, FORM_BYTES + 1 }, &pair, &count), "http.form_large");
}

#define PART(head, body) "--b\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"

static void test_multipart(void **state)
{
	static const struct {
		const char *body, *code, *shown;
	} rows[] = {
		{ "--b--", NULL, "" },
		{ "--b--\r\n", NULL, "" },
		{ PART("name=\"a\"", "1") PART("name=b", "2") "--b--\r\n", NULL, "a=1;b=2;" },
		{ PART("name=\"a\"", "") "--b--", NULL, "a=;" },
		{ PART("name=\"a\"", "x\r\ny\r\n--c") "--b--", NULL, "a=x\ny\n--c;" },
		{ PART("name=\"a%22b\"", "1") "--b--", NULL, "a\"b=1;" },
		{ PART("name=\"a\\\"b\"", "1") "--b--", NULL, "a\"b=1;" },
		{ PART("name=\"f\"; filename=\"\"", "") "--b--", NULL, "" },
		{ PART("name=\"f\"; filename=\"x.pdf\"", "%PDF") "--b--", NULL,
		        "f<x.pdf|application/octet-stream|%PDF>" },
		{ "--b\r\nContent-Type: image/png\r\ncontent-disposition: form-data; name=f; "
		  "filename=\"C:\\fakepath\\a%22/\xE1\xBA\xA3nh  o\xCC\x82.png\"\r\n\r\n\r\n\r\n--b--",
		        NULL, "f<ảnh ô.png|image/png|\r\n>" },
		{ "", "http.multipart" },
		{ "--b", "http.multipart" },
		{ "x--b--", "http.multipart" },
		{ "--b--x", "http.multipart" },
		{ "--bx\r\n", "http.multipart" },
		{ PART("name=\"a\"", "1"), "http.multipart" },
		{ PART("name=\"a\"", "1") "--b", "http.multipart" },
		{ PART("name=\"a\"; name=\"b\"", "1") "--b--", "http.multipart" },
		{ PART("filename=\"b\"", "1") "--b--", "http.multipart" },
		{ PART("name=\"\"", "1") "--b--", "http.multipart" },
		{ PART("name=\"a", "1") "--b--", "http.multipart" },
		{ PART("name=\"a\" x", "1") "--b--", "http.multipart" },
		{ PART("name", "1") "--b--", "http.multipart" },
		{ PART("name=\"a\"", "\xFF") "--b--", "http.text" },
		{ "--b\r\n\r\n1\r\n--b--", "http.multipart" },
		{ "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--", "http.multipart" },
		{ "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: "
		  "base64\r\n\r\n1\r\n--b--",
		        "http.multipart" },
		{ "--b\nContent-Disposition: form-data; name=a\n\n1\n--b--", "http.multipart" },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct http_request request = { .arena = arena };
		print_message("%zu: %s\n", i, rows[i].body);
		assert_code(multipart_parse(&request, STR("multipart/form-data; boundary=b"), str_of(rows[i].body)),
		        rows[i].code);
		if (rows[i].code)
			continue;
		struct str text = shown(request.form, request.form_count);
		for (size_t k = 0; k < request.upload_count; k++) {
			const struct http_upload *upload = &request.upload[k];
			text = str_format(arena, "%.*s%.*s<%.*s|%.*s|%.*s>", STR_ARG(text), STR_ARG(upload->field),
			        STR_ARG(upload->filename), STR_ARG(upload->type), STR_ARG(upload->bytes));
		}
		assert_text(text, rows[i].shown);
	}
}

static void test_boundaries(void **state)
{
	static const struct {
		const char *type, *code;
	} rows[] = {
		{ "multipart/form-data; boundary=b", NULL },
		{ "multipart/form-data;charset=utf-8;BOUNDARY=\"b\"", NULL },
		{ "multipart/form-data", "http.multipart" },
		{ "multipart/form-data; boundary=", "http.multipart" },
		{ "multipart/form-data; boundary=\"\"", "http.multipart" },
		{ "multipart/form-data; boundary=\"b ", "http.multipart" },
		{ "multipart/form-data; boundary=b; boundary=b", "http.multipart" },
		{ "multipart/form-data; boundary=\"b*\"", "http.multipart" },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct http_request request = { .arena = arena };
		print_message("%s\n", rows[i].type);
		assert_code(multipart_parse(&request, str_of(rows[i].type), STR("--b--")), rows[i].code);
	}
	struct http_request request = { .arena = arena };
	struct str longest = str_format(arena, "multipart/form-data; boundary=%070d", 0);
	assert_code(multipart_parse(&request, longest, str_format(arena, "--%070d--", 0)), NULL);
	longest = str_format(arena, "multipart/form-data; boundary=%071d", 0);
	assert_code(multipart_parse(&request, longest, str_format(arena, "--%071d--", 0)), "http.multipart");
}

static void test_multipart_ceilings(void **state)
{
	(void)state;
	struct buf body = buf_open(arena, 8 << 20);
	for (int i = 0; i < PAIR_COUNT; i++)
		buf_format(&body, PART("name=\"a%d\"", "1"), i);
	struct http_request request = { .arena = arena };
	size_t len = body.len;
	buf_c(&body, "--b--");
	struct str type = STR("multipart/form-data; boundary=b");
	assert_code(multipart_parse(&request, type, buf_text(&body)), NULL);
	assert_int_equal(request.form_count, PAIR_COUNT);
	body.len = len;
	buf_c(&body, PART("name=\"z\"", "1") "--b--");
	request = (struct http_request){ .arena = arena };
	assert_code(multipart_parse(&request, type, buf_text(&body)), "http.form_large");
	body.len = 0;
	for (int i = 0; i < UPLOAD_COUNT + 1; i++)
		buf_c(&body, PART("name=\"f\"; filename=\"x\"", "1"));
	buf_c(&body, "--b--");
	request = (struct http_request){ .arena = arena };
	assert_code(multipart_parse(&request, type, buf_text(&body)), "http.form_large");
	body.len = 0;
	for (int i = 0; i < 30000; i++) /* empty file fields are dropped, their heads still count */
		buf_c(&body, PART("name=\"f\"; filename=\"\"", ""));
	request = (struct http_request){ .arena = arena };
	assert_code(multipart_parse(&request, type, buf_text(&body)), "http.form_large");
}

#define HOST                           \
	{                              \
		{ "Host", 4 },         \
		{                      \
			"localhost", 9 \
		}                      \
	}
#define PAIR(name, value)                        \
	{                                        \
		{ name, sizeof(name) - 1 },      \
		{                                \
			value, sizeof(value) - 1 \
		}                                \
	}

static void test_heads(void **state)
{
	static const struct {
		struct http_pair header[3];
		size_t count;
		const char *code;
		bool http_1_0;
	} rows[] = {
		{ { HOST }, 1, NULL },
		{ { PAIR("hOsT", "127.0.0.1:8080") }, 1, NULL },
		{ { PAIR("Host", "[::1]:80") }, 1, NULL },
		{ { PAIR("x", "") }, 0, "http.host", true },
		{ { HOST, PAIR("Content-Length", "12") }, 2, NULL },
		{ { HOST, PAIR("Transfer-Encoding", "Chunked") }, 2, "http.length" },
		{ { PAIR("x", "") }, 1, "http.host" },
		{ { HOST, HOST }, 2, "http.framing" },
		{ { PAIR("Host", "") }, 1, "http.host" },
		{ { PAIR("Host", "a b") }, 1, "http.host" },
		{ { PAIR("Host", "a/b") }, 1, "http.host" },
		{ { HOST, PAIR("Content-Length", "1"), PAIR("Content-Length", "1") }, 3, "http.framing" },
		{ { HOST, PAIR("Content-Length", "+1") }, 2, "http.framing" },
		{ { HOST, PAIR("Content-Length", "") }, 2, "http.framing" },
		{ { HOST, PAIR("Content-Length", "1,1") }, 2, "http.framing" },
		{ { HOST, PAIR("Content-Length", "9999999999999999999") }, 2, "http.framing" },
		{ { HOST, PAIR("Content-Length", "1"), PAIR("Transfer-Encoding", "chunked") }, 3, "http.framing" },
		{ { HOST, PAIR("Transfer-Encoding", "gzip, chunked") }, 2, "http.framing" },
		{ { HOST, PAIR("Transfer-Encoding", "chunked") }, 2, "http.framing", true },
		{ { HOST, PAIR("a b", "1") }, 2, "http.header" },
		{ { HOST, PAIR("Content-Length ", "1") }, 2, "http.header" },
	};
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct exchange exchange = { .request.arena = arena };
		struct head head = { STR("GET"), STR("/"), rows[i].http_1_0, false, rows[i].header, rows[i].count };
		print_message("%zu\n", i);
		assert_code(head_take(&exchange, &head), rows[i].code);
	}
}

static void test_headers_read(void **state)
{
	static const struct http_pair header[] = { HOST, PAIR("X-Name", " a "), PAIR("Referer", "/\xFF"),
		PAIR("Cookie", "a=1; session=x=y;ab=3;late=9") };
	(void)state;
	struct exchange exchange = { .request.arena = arena };
	struct head head = { STR("HEAD"), STR("/?q=1&q=2"), false, false, header, LENGTH(header) };
	assert_code(head_take(&exchange, &head), NULL);
	const struct http_request *request = &exchange.request;
	assert_true(exchange.head);
	assert_text(http_header(request, "x-name"), "a");
	assert_null(http_header(request, "referer").ptr);
	assert_null(http_header(request, "absent").ptr);
	assert_text(http_cookie(request, "session"), "x=y");
	assert_text(http_cookie(request, "a"), "1");
	assert_text(http_cookie(request, "late"), "9");
	assert_null(http_cookie(request, "b").ptr);
	assert_text(http_query(request, "q"), "1");
	struct http_pair many[HEADER_COUNT + 1];
	for (size_t i = 0; i < LENGTH(many); i++)
		many[i] = (struct http_pair){ str_format(arena, "x-%zu", i), STR("1") };
	many[0] = header[0];
	head = (struct head){ STR("GET"), STR("/"), false, false, many, LENGTH(many) };
	exchange = (struct exchange){ .request.arena = arena };
	assert_code(head_take(&exchange, &head), "http.header_large");
	many[1].value = str_format(arena, "%0*d", HEADER_BYTES, 0);
	head.header_count = 2;
	assert_code(head_take(&exchange, &head), "http.header_large");
	head = (struct head){ STR("get"), STR("/"), false, false, header, 1 };
	assert_code(head_take(&exchange, &head), "http.method");
}

static void test_accept_encoding(void **state)
{
	static const struct {
		const char *header;
		bool accepted;
	} rows[] = { { "", false }, { "gzip", true }, { "deflate, GZIP;q=0.5", true }, { "gzip;q=0", false },
		{ "gzip; q=0.000, *", false }, { "*", true }, { "*;q=0", false }, { "br", false },
		{ "identity, *;q=0.1", true }, { "gzipx", false }, { "*;q=0, gzip", true }, { ",gzip", true },
		{ ",", false }, { ";q=0,,", false } };
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		print_message("%s\n", rows[i].header);
		assert_int_equal(gzip_accepted(str_of(rows[i].header)), rows[i].accepted);
	}
	assert_true(gzip_worth(STR("text/html; charset=utf-8")));
	assert_true(gzip_worth(STR("application/json")));
	assert_false(gzip_worth(STR("application/pdf")));
	assert_false(gzip_worth(STR_NONE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_paths, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_forms, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_form_ceilings, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_multipart, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_boundaries, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_multipart_ceilings, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_heads, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_headers_read, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_accept_encoding, arena_setup, arena_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
