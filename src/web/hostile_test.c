/* Requests made to be read in two ways, over a socket. Behind each one that closes the connection stands another
   request, which must never be answered; behind each one that does not, a probe, which must be the next thing answered.
 */
#include "web/http_private.h"
#include "web/test_client.h"

#include "base/time.h"

#include <stdio.h>
#include <string.h>

#define H "Host: a\r\n"
#define END "\r\n"
#define G "GET / HTTP/1.1\r\n" H
#define P "POST /echo HTTP/1.1\r\n" H
#define HIDDEN "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"
#define PROBE "GET /probe HTTP/1.1\r\nHost: a\r\n\r\n"
#define ROW(what, text, answer)                         \
	{                                               \
		what, text, sizeof(text) - 1, answer, 0 \
	}
#define LONG(what, text, many, answer)                     \
	{                                                  \
		what, text, sizeof(text) - 1, answer, many \
	}

/* answer: the statuses, then '=' for a connection that goes on in step, '.' for one that is closed. A byte 1 in the
   text stands for `many` letters. */
static const struct row {
	const char *what, *text;
	size_t len;
	const char *answer;
	size_t many;
} rows[] = {
	ROW("a plain one", G END, "200 ="),
	ROW("two at once", G END G END, "200 200 ="),
	ROW("with a body", P "Content-Length: 3\r\n\r\nabc", "200 ="),
	ROW("an empty body", P "Content-Length: 0\r\n\r\n", "200 ="),
	ROW("a blank line before it", "\r\n" G END, "200 ="),
	ROW("a request in the body", P "Content-Length: 42\r\n\r\nGET /hidden HTTP/1.1\r\nHost: aaaaaaaaaaaa\r\n\r\n",
	        "200 ="),
	/* lengths */
	ROW("length twice, the same", P "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", "400 ."),
	ROW("length twice, another", P "Content-Length: 0\r\nContent-Length: 50\r\n\r\n", "400 ."),
	ROW("length twice, other case", P "Content-Length: 0\r\ncontent-length: 50\r\n\r\n", "400 ."),
	ROW("length as a list", P "Content-Length: 3, 3\r\n\r\nabc", "400 ."),
	ROW("length negative", P "Content-Length: -1\r\n\r\n", "400 ."),
	ROW("length with a plus", P "Content-Length: +3\r\n\r\nabc", "400 ."),
	ROW("length in hex", P "Content-Length: 0x3\r\n\r\nabc", "400 ."),
	ROW("length with letters", P "Content-Length: 3a\r\n\r\nabc", "400 ."),
	ROW("length with a blank inside", P "Content-Length: 0 3\r\n\r\nabc", "400 ."),
	ROW("length with a point", P "Content-Length: 3.0\r\n\r\nabc", "400 ."),
	ROW("length empty", P "Content-Length:\r\n\r\nabc", "400 ."),
	ROW("length blank", P "Content-Length:  \r\n\r\nabc", "400 ."),
	ROW("length beyond 64 bits", P "Content-Length: 18446744073709551619\r\n\r\nabc", "413 ."),
	ROW("length of 40 digits", P "Content-Length: 0000000000000000000000000000000000000003\r\n\r\nabc", "400 ."),
	ROW("length of a terabyte", P "Content-Length: 1099511627776\r\n\r\n", "413 ."),
	ROW("length of 63 bits", P "Content-Length: 9223372036854775807\r\n\r\n", "400 ."),
	ROW("length in full-width digits", P "Content-Length: \xEF\xBC\x93\r\n\r\nabc", "400 ."),
	ROW("length with NUL", P "Content-Length: 3\0\r\n\r\nabc", "400 ."),
	ROW("length after a vertical tab", P "Content-Length: \v3\r\n\r\nabc", "400 ."),
	ROW("length with underscore for the dash", P "Content_Length: 3\r\n\r\n", "200 ="),
	ROW("a body on GET", "GET / HTTP/1.1\r\n" H "Content-Length: 33\r\n\r\n" HIDDEN, "413 ="),
	ROW("a body too large", P "Content-Length: 1001\r\n\r\n\1", "413 ="),
	/* transfer codings */
	ROW("chunks", P "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "411 ."),
	ROW("chunks, extension", P "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n", "411 ."),
	ROW("chunks, extension with bare LF", P "Transfer-Encoding: chunked\r\n\r\n3;\nabc\r\n0\r\n\r\n", "411 ."),
	ROW("chunks, trailer", P "Transfer-Encoding: chunked\r\n\r\n0\r\nHost: b\r\n\r\n", "411 ."),
	ROW("chunks, trailer of a length", P "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 9\r\n\r\n",
	        "411 ."),
	ROW("chunks, size too large", P "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc", "411 ."),
	ROW("chunks, size negative", P "Transfer-Encoding: chunked\r\n\r\n-1\r\nabc", "411 ."),
	ROW("chunks, size 0x3", P "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n", "411 ."),
	ROW("chunks with LF", P "Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n", "411 ."),
	ROW("chunks and a length", P "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("chunks before a length", P "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("chunks twice", P "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("chunks, then identity", P "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
	        "400 ."),
	ROW("chunked, chunked", P "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("gzip, chunked", P "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("identity", P "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc", "400 ."),
	ROW("xchunked", P "Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nabc", "400 ."),
	ROW("chunked with a tab", P "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n", "411 ."),
	ROW("chunked after a vertical tab", P "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("chunked in quotes", P "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("chunked with NUL", P "Transfer-Encoding: chunked\0\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("coding empty", P "Transfer-Encoding:\r\nContent-Length: 3\r\n\r\nabc", "400 ."),
	ROW("chunks in HTTP/1.0", "POST /echo HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("chunks on GET", G "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "411 ."),
	/* line ends */
	ROW("bare LF everywhere", "GET / HTTP/1.1\nHost: a\n\n", "400 ."),
	ROW("bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", "400 ."),
	ROW("bare LF after a header", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", "400 ."),
	ROW("bare LF before the end", "GET / HTTP/1.1\r\nHost: a\n\r\n", "400 ."),
	ROW("bare LF as the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", "400 ."),
	ROW("a length behind a bare LF", "POST /echo HTTP/1.1\r\nHost: a\r\nX: y\nContent-Length: 3\r\n\r\nabc",
	        "400 ."),
	ROW("bare CR in a value", G "X: y\rContent-Length: 3\r\n\r\n", "400 ."),
	ROW("bare CR after the name", G "X\r: y\r\n\r\n", "400 ."),
	ROW("CR CR LF", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", "400 ."),
	ROW("CR CR LF after the request line", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", "400 ."),
	ROW("bare CR as the end", "GET / HTTP/1.1\r\nHost: a\r\n\rX: y\r\n\r\n", "400 ."),
	ROW("a folded line", G "X: a\r\n b\r\n\r\n", "400 ."),
	ROW("a folded line with a tab", G "X: a\r\n\tb\r\n\r\n", "400 ."),
	ROW("a folded length", P "Content-Length: 0\r\n 3\r\n\r\nabc", "400 ."),
	ROW("a folded coding", P "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", "400 ."),
	ROW("the first header folded", "GET / HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n", "400 ."),
	ROW("NUL in a value", G "X: a\0b\r\n\r\n", "400 ."),
	ROW("NUL in a name", G "X\0Y: b\r\n\r\n", "400 ."),
	ROW("NUL as a line", G "\0\r\n" HIDDEN, "400 ."),
	ROW("NUL and text as a line", G "\0X: y\r\n" HIDDEN, "400 ."),
	ROW("NUL in the target", "GET /a\0b HTTP/1.1\r\n" H END, "400 ."),
	ROW("NUL in the method", "G\0ET / HTTP/1.1\r\n" H END, "400 ."),
	ROW("a control character in a value", G "X: a\2b\r\n\r\n", "400 ."),
	ROW("DEL in a value", G "X: a\x7F\r\n\r\n", "400 ."),
	/* headers */
	ROW("no host", "GET / HTTP/1.1\r\nX: y\r\n\r\n", "400 ."),
	ROW("no header", "GET / HTTP/1.1\r\n\r\n", "400 ."),
	ROW("no host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "400 ."),
	ROW("host twice", G "Host: b\r\n\r\n", "400 ."),
	ROW("host twice, the same", G "Host: a\r\n\r\n", "400 ."),
	ROW("host empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400 ."),
	ROW("host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400 ."),
	ROW("host with a name before it", "GET / HTTP/1.1\r\nHost: c@a\r\n\r\n", "400 ."),
	ROW("host as a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400 ."),
	ROW("a blank before the colon", P "Content-Length : 3\r\n\r\nabc", "400 ."),
	ROW("a tab before the colon", P "Content-Length\t: 3\r\n\r\nabc", "400 ."),
	ROW("a blank in the name", G "A b: c\r\n\r\n", "400 ."),
	ROW("a name with brackets", G "A(b): c\r\n\r\n", "400 ."),
	ROW("a name of other letters", G "H\xC3\xB4st: c\r\n\r\n", "400 ."),
	ROW("no name", G ": c\r\n\r\n", "400 ."),
	ROW("no colon", G "abc\r\n\r\n", "400 ."),
	ROW("cookie twice", G "Cookie: a=b\r\nCookie: a=c\r\n\r\n", "400 ."),
	ROW("origin twice", P "Origin: http://a\r\nOrigin: http://b\r\nContent-Length: 0\r\n\r\n", "400 ."),
	ROW("site twice", P "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n\r\n", "400 ."),
	ROW("type twice", P "Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 0\r\n\r\n", "400 ."),
	ROW("authorization twice", G "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", "400 ."),
	ROW("other headers twice", G "Accept: a/b\r\nAccept: c/d\r\nVia: 1.1 p\r\nVia: 1.1 q\r\n\r\n", "200 ="),
	ROW("an unknown expectation", P "Expect: something\r\nContent-Length: 3\r\n\r\nabc", "400 ."),
	ROW("a body that nobody waits for", P "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", "200 ="),
	ROW("a body too large, asked before", P "Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n", "413 ."),
	ROW("an upgrade", G "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
	        "200 ="),
	LONG("a header too long", G "X: \1\r\n\r\n", 5000, "431 ."),
	LONG("a header far too long", G "X: \1\r\n\r\n", 20000, "431 ."),
	LONG("a name too long", G "\1: x\r\n\r\n", 5000, "431 ."),
	/* targets */
	ROW("absolute form", "GET http://a/ HTTP/1.1\r\n" H END, "400 ="),
	ROW("absolute form of another", "GET http://b/hidden HTTP/1.1\r\n" H END, "400 ="),
	ROW("authority form", "CONNECT a:443 HTTP/1.1\r\n" H END, "400 ="),
	ROW("asterisk", "OPTIONS * HTTP/1.1\r\n" H END, "400 ="),
	ROW("two slashes", "GET //a/ HTTP/1.1\r\n" H END, "400 ="),
	ROW("dots", "GET /a/../hidden HTTP/1.1\r\n" H END, "400 ="),
	ROW("coded dots", "GET /a/%2e%2e/hidden HTTP/1.1\r\n" H END, "400 ="),
	ROW("dots coded twice", "GET /a/%252e%252e/hidden HTTP/1.1\r\n" H END, "200 ="),
	ROW("a coded slash", "GET /a%2f..%2fhidden HTTP/1.1\r\n" H END, "400 ="),
	ROW("a backslash", "GET /a\\hidden HTTP/1.1\r\n" H END, "400 ="),
	ROW("a coded NUL", "GET /hidden%00 HTTP/1.1\r\n" H END, "400 ="),
	ROW("coded line ends", "GET /a%0d%0aSet-Cookie:b HTTP/1.1\r\n" H END, "400 ="),
	ROW("a broken code", "GET /%zz HTTP/1.1\r\n" H END, "400 ="),
	ROW("half a code", "GET /% HTTP/1.1\r\n" H END, "400 ="),
	ROW("an overlong slash", "GET /%c0%af HTTP/1.1\r\n" H END, "400 ="),
	ROW("raw letters", "GET /\xC4\x91 HTTP/1.1\r\n" H END, "400 ="),
	ROW("a fragment", "GET /#a HTTP/1.1\r\n" H END, "400 ="),
	ROW("no target", "GET HTTP/1.1\r\n" H END, "400 ."),
	ROW("no slash", "GET hidden HTTP/1.1\r\n" H END, "400 ="),
	ROW("a blank in the target", "GET /a b HTTP/1.1\r\n" H END, "."),
	ROW("a tab for a blank", "GET\t/hidden\tHTTP/1.1\r\n" H END, "."),
	ROW("two blanks", "GET  / HTTP/1.1\r\n" H END, "400 ."),
	ROW("two blanks before the version", "GET /  HTTP/1.1\r\n" H END, "."),
	ROW("a blank after the version", "GET / HTTP/1.1 \r\n" H END, "400 ."),
	ROW("a blank before the method", " GET / HTTP/1.1\r\n" H END, "."),
	LONG("a target too long", "GET /\1 HTTP/1.1\r\n" H END, 2048, "414 ="),
	LONG("a target far too long", "GET /\1 HTTP/1.1\r\n" H END, 20000, "414 ."),
	LONG("a method too long", "\1 / HTTP/1.1\r\n" H END, 20000, "414 ."),
	/* versions and methods */
	ROW("HTTP/1.0", "GET / HTTP/1.0\r\n" H END, "200 ."),
	ROW("HTTP/1.0 that stays", "GET / HTTP/1.0\r\n" H "Connection: Keep-Alive\r\n\r\n", "200 ="),
	ROW("HTTP/0.9", "GET /\r\n", "400 ."),
	ROW("HTTP/2.0", "GET / HTTP/2.0\r\n" H END, "505 ."),
	ROW("HTTP/1.2", "GET / HTTP/1.2\r\n" H END, "400 ."),
	ROW("HTTP/1.10", "GET / HTTP/1.10\r\n" H END, "400 ."),
	ROW("HTTP/01.1", "GET / HTTP/01.1\r\n" H END, "400 ."),
	ROW("http/1.1", "GET / http/1.1\r\n" H END, "400 ."),
	ROW("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 ."),
	ROW("TRACE", "TRACE / HTTP/1.1\r\n" H "Cookie: a=b\r\n\r\n", "405 ="),
	ROW("PUT with a body", "PUT /echo HTTP/1.1\r\n" H "Content-Length: 33\r\n\r\n" HIDDEN, "405 ."),
	ROW("an unknown method", "FROB / HTTP/1.1\r\n" H END, "405 ="),
	ROW("small letters", "get / HTTP/1.1\r\n" H END, "405 ="),
	ROW("a method of other signs", "G(T / HTTP/1.1\r\n" H END, "400 ."),
	ROW("HEAD with a body", "HEAD / HTTP/1.1\r\n" H "Content-Length: 33\r\n\r\n" HIDDEN, "413 ="),
	ROW("no HTTP at all", "\x16\x03\x01\x02\x01\x01\x01\xFC\x03\x03\r\n\r\n", "."),
};

static _Atomic int hidden;

static size_t body_limit(void *context, enum http_method method, struct str path)
{
	(void)context, (void)path;
	return method == HTTP_GET ? 0 : 1000;
}

static enum http_outcome serve(void *context, struct http_request *request)
{
	(void)context;
	hidden += str_is(request->path, "/hidden");
	request->response = (struct http_response){ .status = 200, .type = STR("text/plain"), .body = request->path };
	return HTTP_DONE;
}

static void refuse(void *context, struct http_request *request, int status, const char *code)
{
	(void)context, (void)status;
	request->response = (struct http_response){ .type = STR("text/plain"), .body = str_of(code) };
}

/* Says nothing of what runs here. */
static void assert_mute(struct arena *arena, struct heard heard)
{
	static const char *const words[] = { "microhttpd", "MHD", "Server:", "X-Powered", "/src", ".c:", "0.9.",
		"Debian" };
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (str_find(heard.head, str_of(words[i])) >= 0 || str_find(heard.body, str_of(words[i])) >= 0)
			fail_msg("says %s: %s%s", words[i], str_c(arena, heard.head), str_c(arena, heard.body));
	}
}

static struct str row_text(struct arena *arena, const struct row *row, size_t many)
{
	struct buf text = buf_open(arena, 1 << 16);
	for (size_t i = 0; i < row->len; i++) {
		for (size_t k = 1; row->text[i] == 1 && k < many; k++)
			buf_char(&text, 'a');
		buf_char(&text, row->text[i] == 1 ? 'a' : row->text[i]);
	}
	return buf_text(&text);
}

/* The statuses and how it ended, as in the table. `piece`: bytes sent at a time, 0: all. */
static const char *ask(struct arena *arena, int port, const struct row *row, size_t piece)
{
	bool goes_on = strchr(row->answer, '='), head = !strncmp(row->text, "HEAD", 4);
	struct str text = row_text(arena, row, row->many ? row->many : 1001);
	struct buf said = buf_open(arena, 1 << 17), seen = buf_open(arena, 1024);
	buf_str(&said, text);
	buf_c(&said, goes_on ? PROBE : HIDDEN);
	int fd = client_open(port);
	for (struct str rest = buf_text(&said); rest.len;) {
		size_t len = piece && piece < rest.len ? piece : rest.len;
		client_say(fd, str_slice(rest, 0, len));
		rest = str_slice(rest, len, rest.len);
	}
	for (;;) {
		struct heard heard = client_hear(arena, fd, head);
		head = false;
		assert_mute(arena, heard);
		if (!heard.status || (goes_on && str_is(heard.body, "/probe"))) {
			buf_char(&seen, heard.status ? '=' : '.');
			break;
		}
		if (heard.status != 100)
			buf_format(&seen, "%d ", heard.status);
	}
	close(fd);
	return str_c(arena, buf_text(&seen));
}

static void test_rows(void **state)
{
	static const struct http_app app = { .body_limit = body_limit, .serve = serve, .refuse = refuse };
	struct http_server *server;
	int wrong = 0;
	(void)state;
	assert_int_equal(http_server_open(&(struct http_settings){ .threads = 2 }, &app, &server, NULL), OK);
	for (size_t piece = 0; piece < 2; piece++) {
		for (size_t i = 0; i < LENGTH(rows); i++) {
			struct arena *arena CLOSES(arena_closep) = arena_open(8 << 20);
			const char *seen =
			        ask(arena, http_server_port(server), &rows[i], rows[i].many ? piece * 7 : piece);
			if (strcmp(seen, rows[i].answer) || hidden)
				print_error("%s: %s instead of %s%s\n", rows[i].what, seen, rows[i].answer,
				        hidden ? ", hidden answered" : "");
			wrong += strcmp(seen, rows[i].answer) || hidden;
			hidden = 0;
		}
	}
	print_message("%zu requests\n", LENGTH(rows));
	http_server_close(server);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
