/* Tests of the server over real sockets with raw bytes, and of the loopback against it. */
#include "web/http_private.h"
#include "web/test_client.h"

#include "base/time.h"

#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

enum {
	QUEUE = 512,
	LARGE = 20000,
	STALL_MS = 700, /* a lost wake costs the loop's whole second; a busy machine less */
};

/* The app: pages at once, writes by another thread that answers them in groups. */
static struct {
	struct arena *arena;
	struct http_server *server;
	struct str large;
	pthread_t writer;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct http_request *queue[QUEUE];
	int queued;
	_Atomic int group, delay_ms; /* answers when `group` have come, after delay_ms */
	bool stop;
	_Atomic int completed, opened, closed;
} it;

static void *writer_run(void *argument)
{
	pthread_mutex_lock(&it.lock);
	while (!it.stop) {
		if (it.queued < it.group || !it.queued) {
			pthread_cond_wait(&it.wake, &it.lock);
			continue;
		}
		if (it.delay_ms)
			usleep((unsigned)it.delay_ms * 1000);
		for (int i = 0; i < it.queued; i++) {
			struct http_response *response = &it.queue[i]->response;
			response->status = 303;
			http_reply_header(it.queue[i], "Location", STR("/done"));
			http_resume(it.queue[i]);
		}
		it.queued = 0;
		http_wake(it.server);
	}
	pthread_mutex_unlock(&it.lock);
	return argument;
}

static enum status worker_open(void *context, int worker, struct err *err)
{
	(void)context, (void)worker, (void)err;
	it.opened++;
	return OK;
}

static void worker_close(void *context, int worker)
{
	(void)context, (void)worker;
	it.closed++;
}

static size_t body_limit(void *context, enum http_method method, struct str path)
{
	(void)context;
	if (method == HTTP_GET)
		return 0;
	return str_is(path, "/upload") ? 4 << 20 : 1000;
}

static enum http_outcome serve(void *context, struct http_request *request)
{
	struct http_response *response = &request->response;
	(void)context;
	if (str_is(request->path, "/write")) {
		pthread_mutex_lock(&it.lock);
		it.queue[it.queued++] = request;
		if (it.queued >= it.group)
			pthread_cond_signal(&it.wake);
		pthread_mutex_unlock(&it.lock);
		return HTTP_SUSPENDED;
	}
	if (str_is(request->path, "/quick")) { /* ready before it was suspended */
		*response = (struct http_response){ .status = 200, .body = STR("quick") };
		http_resume(request);
		return HTTP_SUSPENDED;
	}
	*response =
	        (struct http_response){ .status = 200, .type = STR("text/plain; charset=utf-8"), .body = STR("hello") };
	if (str_is(request->path, "/large") || str_is(request->path, "/plain")) {
		response->body = it.large;
		response->plain = str_is(request->path, "/plain");
	} else if (str_is(request->path, "/echo")) {
		response->body = str_format(
		        request->arena, "%.*s|%.*s", STR_ARG(http_form(request, "a")), STR_ARG(request->body));
	} else if (str_is(request->path, "/upload")) {
		response->body =
		        str_format(request->arena, "%zu %zu", request->upload_count, request->upload[0].bytes.len);
	} else if (str_is(request->path, "/unchanged")) {
		response->status = 304;
		http_reply_header(request, "ETag", STR("\"1\""));
	} else if (str_is(request->path, "/wide")) {
		http_reply_header(request, "X-Wide", str_format(request->arena, "%04000d", 0));
	} else if (str_is(request->path, "/bad")) {
		http_reply_header(request, "X-Bad", STR("a\r\nSet-Cookie: b"));
	}
	return HTTP_DONE;
}

static void refuse(void *context, struct http_request *request, int status, const char *code)
{
	(void)context, (void)status;
	request->response.type = STR("text/plain");
	request->response.body = str_of(code);
}

static void completed(void *context, struct http_request *request)
{
	(void)context, (void)request;
	it.completed++;
}

static const struct http_app app = { NULL, worker_open, worker_close, body_limit, serve, refuse, completed };

static void start(const struct http_settings *settings)
{
	memset(&it, 0, sizeof(it));
	it.arena = arena_open(ARENA_REQUEST_CEILING);
	struct buf large = buf_open(it.arena, 2 * LARGE);
	while (large.len < LARGE)
		buf_format(&large, "chi bộ %zu\n", large.len);
	it.large = buf_text(&large);
	pthread_mutex_init(&it.lock, NULL);
	pthread_cond_init(&it.wake, NULL);
	struct err err = { 0 };
	assert_int_equal(http_server_open(settings, &app, &it.server, &err), OK);
	pthread_create(&it.writer, NULL, writer_run, NULL);
}

/* As the program ends: drain, then the writer, then the rest. */
static void end(void)
{
	http_server_drain(it.server);
	pthread_mutex_lock(&it.lock);
	it.stop = true;
	pthread_cond_signal(&it.wake);
	pthread_mutex_unlock(&it.lock);
	pthread_join(it.writer, NULL);
	http_server_close(it.server);
	assert_int_equal(it.opened, it.closed);
	arena_close(it.arena);
}

static int server_setup(void **state)
{
	(void)state;
	start(&(struct http_settings){ .threads = 2 });
	return 0;
}

static int server_teardown(void **state)
{
	(void)state;
	end();
	return 0;
}

static int dial(void)
{
	return client_open(http_server_port(it.server));
}

static struct heard hear(int fd, bool bodiless)
{
	return client_hear(it.arena, fd, bodiless);
}

static void assert_reply(struct heard heard, int status, const char *body)
{
	assert_int_equal(heard.status, status);
	assert_string_equal(str_c(it.arena, heard.body), body);
}

static void assert_closed(int fd)
{
	char c;
	assert_int_equal(recv(fd, &c, 1, 0), 0);
	close(fd);
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define PART_A "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--\r\n"
#define POST(path, rest) "POST " path " HTTP/1.1\r\nHost: localhost\r\n" rest

static void test_pages(void **state)
{
	(void)state;
	int fd = dial();
	client_say(fd, STR(GET("/") GET("/a%20b"))); /* pipelined */
	struct heard heard = hear(fd, false);
	assert_reply(heard, 200, "hello");
	assert_true(head_value(heard.head, "date").len > 20);
	assert_reply(hear(fd, false), 200, "hello");
	client_say(fd, STR("HEAD /large HTTP/1.1\r\nHost: localhost\r\n\r\n"));
	heard = hear(fd, true);
	int64_t len = 0;
	assert_true(str_int(head_value(heard.head, "content-length"), &len));
	assert_int_equal(len, it.large.len);
	client_say(fd, STR(GET("/unchanged")));
	heard = hear(fd, true);
	assert_int_equal(heard.status, 304);
	assert_string_equal(str_c(it.arena, head_value(heard.head, "etag")), "\"1\"");
	client_say(fd, STR("DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
	heard = hear(fd, false);
	assert_reply(heard, 405, "http.method");
	assert_string_equal(str_c(it.arena, head_value(heard.head, "allow")), "GET, HEAD, POST");
	client_say(fd, STR(GET("/bad") GET("/wide")));
	assert_reply(hear(fd, false), 500, "http.broken");
	assert_reply(hear(fd, false), 500, "http.broken");
	close(fd);
}

/* A query of many fields and a long pipeline fit the connection's memory. */
static void test_many(void **state)
{
	(void)state;
	int fd = dial();
	struct buf text = buf_open(it.arena, 1 << 20);
	buf_c(&text, "GET /?");
	for (int i = 0; i < 500; i++)
		buf_c(&text, "a=1&");
	buf_format(&text, " HTTP/1.1\r\nHost: localhost\r\nX: %02400d\r\n\r\n", 0);
	for (int i = 0; i < 300; i++)
		buf_c(&text, GET("/"));
	client_say(fd, buf_text(&text));
	for (int i = 0; i < 301; i++)
		assert_reply(hear(fd, false), 200, "hello");
	close(fd);
}

static void test_gzip(void **state)
{
	(void)state;
	int fd = dial();
	client_say(fd, STR("GET /large HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, br\r\n\r\n"));
	struct heard heard = hear(fd, false);
	assert_string_equal(str_c(it.arena, head_value(heard.head, "content-encoding")), "gzip");
	assert_string_equal(str_c(it.arena, head_value(heard.head, "vary")), "Accept-Encoding");
	assert_true(heard.body.len < it.large.len / 3);
	struct libdeflate_decompressor *tool = libdeflate_alloc_decompressor();
	char *out = arena_take(it.arena, it.large.len);
	size_t len = 0;
	assert_int_equal(libdeflate_gzip_decompress(tool, heard.body.ptr, heard.body.len, out, it.large.len, &len), 0);
	assert_true(str_eq((struct str){ out, len }, it.large));
	libdeflate_free_decompressor(tool);
	client_say(fd, STR("GET /plain HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"));
	heard = hear(fd, false);
	assert_null(head_value(heard.head, "content-encoding").ptr);
	assert_true(str_eq(heard.body, it.large));
	close(fd);
}

static void test_bodies(void **state)
{
	(void)state;
	int fd = dial();
	client_say(
	        fd, STR(POST("/echo",
	                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\na=%C4%90")));
	assert_reply(hear(fd, false), 200, "Đ|");
	client_say(fd, STR(POST("/echo", "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")));
	assert_reply(hear(fd, false), 200, "|{}");
	client_say(fd, STR(POST("/echo", "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")));
	assert_int_equal(hear(fd, true).status, 100);
	client_say(fd, STR("abc"));
	assert_reply(hear(fd, false), 200, "|abc");
	struct str body = str_format(it.arena, "%01001d", 0); /* one more than allowed; the connection goes on */
	client_say(fd, STR(POST("/echo", "Content-Length: 1001\r\n\r\n")));
	client_say(fd, body);
	assert_reply(hear(fd, false), 413, "http.too_large");
	client_say(fd, STR("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx"));
	assert_reply(hear(fd, false), 413, "http.too_large");
	client_say(fd, STR(POST("/echo", "Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n")));
	assert_reply(hear(fd, false), 413, "http.too_large");
	assert_closed(fd);
}

static void test_upload(void **state)
{
	(void)state;
	int fd = dial();
	size_t size = 3 << 20;
	struct buf body = buf_open(it.arena, 4 << 20);
	buf_c(&body, "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n");
	char *bytes = arena_take(it.arena, size);
	buf_put(&body, bytes, size);
	buf_c(&body, "\r\n--b--\r\n");
	client_say(fd,
	        str_format(it.arena,
	                POST("/upload", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n"),
	                body.len));
	assert_true(exchange_bodies == 0);
	client_say(fd, buf_text(&body));
	assert_reply(hear(fd, false), 200, "1 3145728");
	client_say(fd, STR(GET("/")));
	assert_reply(hear(fd, false), 200, "hello");
	assert_true(exchange_bodies == 0); /* given back */
	client_say(fd, STR(POST("/upload", "Content-Length: 99999999999\r\n\r\n")));
	assert_reply(hear(fd, false), 413, "http.too_large");
	assert_closed(fd);
}

static void test_suspend(void **state)
{
	(void)state;
	int fd = dial();
	for (int i = 0; i < 50; i++) {
		client_say(fd, STR(POST("/write", "Content-Length: 0\r\n\r\n")));
		struct heard heard = hear(fd, false);
		assert_int_equal(heard.status, 303);
		assert_string_equal(str_c(it.arena, head_value(heard.head, "location")), "/done");
	}
	client_say(fd, STR(GET("/quick") POST("/write", "Content-Length: 0\r\n\r\n") GET("/quick")));
	int64_t began = time_monotonic();
	assert_reply(hear(fd, false), 200, "quick");
	assert_reply(hear(fd, false), 303, "");
	assert_reply(hear(fd, false), 200, "quick");
	assert_true(time_monotonic() - began < STALL_MS);
	close(fd);
	it.delay_ms = 50; /* the client leaves while its write is on its way */
	fd = dial();
	client_say(fd, STR(POST("/write", "Content-Length: 0\r\n\r\n")));
	usleep(10000);
	close(fd);
	for (int i = 0; i < 100 && it.completed < 54; i++)
		usleep(10000);
	assert_int_equal(it.completed, 54);
}

/* All clients of both threads become ready in one moment, again and again: the library's own loop stops at 128 a
 * thread. */
static void step(int clients)
{
	int fd[256];
	it.group = clients;
	for (int i = 0; i < clients; i++)
		fd[i] = dial();
	int64_t until = time_monotonic() + 1000, longest = 0;
	int rounds = 0;
	for (; time_monotonic() < until; rounds++) {
		int64_t began = time_monotonic();
		for (int i = 0; i < clients; i++)
			client_say(fd[i], STR(POST("/write", "Content-Length: 0\r\n\r\n")));
		for (int i = 0; i < clients; i++)
			assert_int_equal(hear(fd[i], false).status, 303);
		int64_t took = time_monotonic() - began;
		longest = took > longest ? took : longest;
	}
	print_message("%d clients: %d rounds, longest %d ms\n", clients, rounds, (int)longest);
	assert_true(longest < STALL_MS);
	for (int i = 0; i < clients; i++)
		close(fd[i]);
	it.group = 0;
}

static void test_in_step(void **state)
{
	(void)state;
	step(128);
	step(256);
}

static void assert_cut(int fd, int64_t began, int64_t from, int64_t to)
{
	char c;
	assert_true(recv(fd, &c, 1, 0) <= 0);
	int64_t took = time_monotonic() - began;
	print_message("cut after %d ms\n", (int)took);
	assert_true(took >= from && took < to);
	close(fd);
}

/* Deadlines are absolute: a byte now and then does not move them. */
static void test_slow(void **state)
{
	(void)state;
	start(&(struct http_settings){
	        .threads = 2, .header_ms = 300, .body_ms = 800, .reply_ms = 1300, .idle_ms = 1800 });
	int64_t began = time_monotonic();
	int silent = dial(), header = dial(), body = dial(), idle = dial();
	client_say(body, STR(POST("/echo", "Content-Length: 999\r\n\r\n")));
	client_say(idle, STR(GET("/")));
	assert_reply(hear(idle, false), 200, "hello");
	for (int i = 0; i < 26; i++) {
		client_say(header, STR("G"));
		client_say(body, STR("x"));
		usleep(10000);
	}
	assert_cut(silent, began, 250, 750);
	assert_cut(header, began, 250, 750);
	assert_cut(body, began, 750, 1250);
	assert_cut(idle, began, 1750, 2250);
	end();
}

static void test_drain(void **state)
{
	(void)state;
	start(&(struct http_settings){ .threads = 2 });
	int fd[64], late = dial(), idle = dial();
	client_say(late, STR(GET("/")));
	assert_reply(hear(late, false), 200, "hello");
	it.delay_ms = 200;
	it.group = 64;
	for (int i = 0; i < 64; i++) {
		fd[i] = dial();
		client_say(fd[i], STR(POST("/write", "Content-Length: 0\r\n\r\n")));
	}
	usleep(50000);
	int64_t began = time_monotonic();
	pthread_t other;
	pthread_create(&other, NULL, (void *(*)(void *))(void (*)(void))http_server_drain, it.server);
	while (!http_server_draining(it.server))
		usleep(1000);
	client_say(late, STR(POST("/write", "Content-Length: 0\r\n\r\n")));
	struct heard heard = hear(late, false);
	assert_reply(heard, 503, "http.draining");
	assert_string_equal(str_c(it.arena, head_value(heard.head, "retry-after")), "2");
	assert_closed(late);
	for (int i = 0; i < 64; i++) {
		assert_int_equal(hear(fd[i], false).status, 303);
		close(fd[i]);
	}
	pthread_join(other, NULL);
	end();
	assert_true(time_monotonic() - began < 1000);
	close(idle);
}

static void test_crowd(void **state)
{
	(void)state;
	start(&(struct http_settings){ .threads = 2, .connections = 4 });
	int fd[4];
	for (int i = 0; i < 4; i++) {
		fd[i] = dial();
		client_say(fd[i], STR(GET("/")));
		assert_reply(hear(fd[i], false), 200, "hello");
	}
	int more = dial();
	assert_int_equal(hear(more, false).status, 503);
	close(more);
	close(fd[0]);
	usleep(50000);
	fd[0] = dial();
	client_say(fd[0], STR(GET("/")));
	assert_reply(hear(fd[0], false), 200, "hello");
	for (int i = 0; i < 4; i++)
		close(fd[i]);
	end();
}

static void test_loopback(void **state)
{
	static const struct {
		const char *method, *target, *type, *body;
	} rows[] = { { "GET", "/", "", "" }, { "GET", "/large", "", "" }, { "HEAD", "/large", "", "" },
		{ "GET", "/a/../b", "", "" }, { "GET", "/?a=%ff", "", "" }, { "PUT", "/", "", "" },
		{ "GET", "/unchanged", "", "" },
		{ "POST", "/echo", "application/x-www-form-urlencoded", "a=%E1%BB%99" },
		{ "POST", "/echo", "application/json", "[1]" },
		{ "POST", "/echo", "multipart/form-data; boundary=b", PART_A }, { "POST", "/write", "", "" },
		{ "GET", "/quick", "", "" }, { "POST", "/echo", "multipart/form-data", "--b--" },
		{ "GET", "/bad", "", "" } };
	(void)state;
	struct http_loopback *loopback;
	assert_int_equal(http_loopback_open(&app, &loopback, NULL), OK);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		print_message("%s %s\n", rows[i].method, rows[i].target);
		struct http_pair header[] = { { STR("Accept-Encoding"), STR("gzip") },
			{ STR("Content-Type"), str_of(rows[i].type) } };
		struct http_response response;
		assert_int_equal(http_loopback_send(loopback, it.arena, rows[i].method, str_of(rows[i].target), header,
		                         2, str_of(rows[i].body), &response, NULL),
		        OK);
		int fd = dial();
		client_say(
		        fd, str_format(it.arena,
		                    "%s %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nContent-Type: "
		                    "%s\r\nContent-Length: %zu\r\n\r\n%s",
		                    rows[i].method, rows[i].target, rows[i].type, strlen(rows[i].body), rows[i].body));
		struct heard heard =
		        hear(fd, !strcmp(rows[i].method, "HEAD") || str_is(str_of(rows[i].target), "/unchanged"));
		close(fd);
		assert_int_equal(response.status, heard.status);
		assert_true(str_eq(response.body, heard.body) || (!response.body.len && !heard.body.len));
		for (size_t k = 0; k < response.header_count; k++)
			assert_true(str_eq(response.header[k].value,
			        head_value(heard.head, str_c(it.arena, response.header[k].name))));
	}
	http_loopback_close(loopback);
}

static void test_refused_start(void **state)
{
	(void)state;
	struct http_server *second;
	struct err err = { 0 };
	struct http_settings taken = { .threads = 2, .port = http_server_port(it.server) };
	assert_int_equal(http_server_open(&taken, &app, &second, &err), BROKEN);
	assert_string_equal(err.code, "http.address_taken");
	struct http_settings wrong = { .threads = 2, .address = STR("999.1.1.1") };
	assert_int_equal(http_server_open(&wrong, &app, &second, &err), INVALID);
	assert_null(second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_pages, server_setup, server_teardown),
		cmocka_unit_test_setup_teardown(test_many, server_setup, server_teardown),
		cmocka_unit_test_setup_teardown(test_gzip, server_setup, server_teardown),
		cmocka_unit_test_setup_teardown(test_bodies, server_setup, server_teardown),
		cmocka_unit_test_setup_teardown(test_upload, server_setup, server_teardown),
		cmocka_unit_test_setup_teardown(test_suspend, server_setup, server_teardown),
		cmocka_unit_test_setup_teardown(test_in_step, server_setup, server_teardown),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_drain),
		cmocka_unit_test(test_crowd),
		cmocka_unit_test_setup_teardown(test_loopback, server_setup, server_teardown),
		cmocka_unit_test_setup_teardown(test_refused_start, server_setup, server_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
