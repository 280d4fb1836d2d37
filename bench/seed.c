/* The cell, the meeting and the server of the benchmarks. */
#include "bench/bench.h"

#include "app/app_private.h"
#include "base/random.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MEMBERS = 25, ITEMS = 8, DOCUMENTS = 40 };

static struct str send_form(struct bench *bench, const char *path, int count, const char *const *fields)
{
	struct http_response response;
	struct story_request request = { .method = count ? "POST" : "GET", .path = str_of(path) };
	for (int i = 0; i < count; i++)
		story_field(bench->story, &request, str_of(fields[i]));
	story_send(bench->story, bench->clerk, &request, &response);
	if (response.status >= 400) {
		fprintf(stderr, "bench: %s gave %d\n", path, response.status);
		exit(1);
	}
	return count ? story_header(&response, "Location") : response.body;
}
#define POST(bench, path, ...)                                                                           \
	send_form((bench), (path), (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)), \
	        (const char *const[]){ __VA_ARGS__ })

static const char *given(struct bench *bench, const char *what, struct str rest)
{
	const char *problem = story_given(bench->story, str_of(what), rest);
	if (problem) {
		fprintf(stderr, "bench: %s: %s\n", what, problem);
		exit(1);
	}
	return problem;
}

/* Leaves eight items on the agenda. */
static void shorten_agenda(struct bench *bench)
{
	struct arena *arena = bench->story->arena;
	for (;;) {
		struct str page = send_form(bench, bench_path(bench, "agenda"), 0, NULL), rest = page;
		int items = 0;
		struct str last = STR_NONE;
		for (ptrdiff_t at; (at = str_find(rest, STR("id=\"drop-"))) >= 0; items++) {
			rest = str_slice(rest, (size_t)at + 9, rest.len);
			last = str_slice(rest, 0, (size_t)str_find(rest, STR("\"")));
		}
		if (items <= ITEMS)
			return;
		POST(bench, str_c(arena, str_format(arena, "%s/move", bench_path(bench, "agenda"))),
		        str_c(arena, str_format(arena, "item=%.*s", STR_ARG(last))), "way=drop");
	}
}

void bench_seed(struct bench *bench)
{
	struct story *story = bench->story = story_open("bench");
	struct buf people = buf_open(story->arena, 1 << 14);
	buf_c(&people, "01.046.000.000.005 with \"Lan secretary\" \"Minh clerk\"");
	for (int i = 2; i < MEMBERS; i++)
		buf_format(&people, " \"B%c%c member\"", 'a' + i / 10, 'a' + i % 10);
	given(bench, "tree", STR(""));
	given(bench, "cell", buf_text(&people));
	bench->clerk = story_actor(story, STR("Lan"));
	const char *cell = str_c(story->arena, *story_value(story, STR("cell")));
	struct str day = date_show(story->arena, day_today(story->arena, time_now()));
	struct str made = POST(bench, str_c(story->arena, str_format(story->arena, "/cells/%s/meetings/new", cell)),
	        "kind=regular", str_c(story->arena, str_format(story->arena, "day=%.*s", STR_ARG(day))), "minute=19:30",
	        "place=Hội trường", "moved_reason=Đo tốc độ");
	bench->meeting = strrchr(str_c(story->arena, made), '/') + 1;
	shorten_agenda(bench);
	POST(bench, bench_path(bench, "call"), "op=");
	POST(bench, bench_path(bench, "open"), "op=");
}

const char *bench_path(struct bench *bench, const char *part)
{
	return str_c(bench->story->arena, str_format(bench->story->arena, "/meetings/%s/%s", bench->meeting, part));
}

struct db *bench_reader(struct app *app, int worker)
{
	return app->reader[worker];
}

void bench_serve(struct bench *bench, enum http_outcome (*serve)(void *context, struct http_request *http))
{
	struct err err = { 0 };
	struct http_settings settings = { .address = STR("127.0.0.1"), .port = 0, .threads = 2, .connections = 1000 };
	struct http_app app = app_http(bench->story->app);
	app.serve = serve;
	http_loopback_close(bench->story->loopback);
	bench->story->loopback = NULL;
	if (http_server_open(&settings, &app, &bench->server, &err) != OK) {
		fprintf(stderr, "bench: %s %s\n", err.code, err.detail);
		exit(1);
	}
	app_serve_on(bench->story->app, bench->server);
	bench->port = http_server_port(bench->server);
}

void bench_stop(struct bench *bench)
{
	struct err err = { 0 };
	struct http_app app = app_http(bench->story->app);
	http_server_drain(bench->server);
	http_server_close(bench->server);
	bench->server = NULL;
	app_serve_on(bench->story->app, NULL);
	check(http_loopback_open(&app, &bench->story->loopback, &err) == OK);
}

void bench_close(struct bench *bench)
{
	story_close(bench->story);
}

void bench_tap_script(struct bench *bench, const char *path)
{
	FILE *file = fopen(path, "w");
	check(file);
	fprintf(file, "local people = {");
	for (size_t i = 0; i < bench->story->actor_count; i++)
		fprintf(file, "\"%s\",",
		        str_c(bench->story->arena, *story_value(bench->story, bench->story->actor[i].name)));
	fprintf(file,
	        "}\nmath.randomseed(7)\nlocal n = 0\nrequest = function()\n n = n + 1\n"
	        " local op = string.format(\"%%08x-%%04x-7000-8000-%%012x\", math.random(0, 2^31), math.random(0, "
	        "65535), n)\n"
	        " local state = n %% 2 == 0 and \"present\" or \"excused\"\n"
	        " return wrk.format(\"POST\", \"%s\", { [\"Content-Type\"] = \"application/x-www-form-urlencoded\", "
	        "[\"Host\"] = \"127.0.0.1:8080\", [\"Cookie\"] = \"%s\" },\n"
	        "  \"op=\" .. op .. \"&person=\" .. people[n %% #people + 1] .. \"&state=\" .. state)\nend\n",
	        bench_path(bench, "attendance/tap"), str_c(bench->story->arena, bench->clerk->cookie));
	fclose(file);
}

static double children_cpu(int who)
{
	struct rusage use;
	getrusage(who, &use);
	return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 +
	       (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

void bench_document(struct bench *bench)
{
	const char *docx = bench_path(bench, "minutes.docx"), *pdf = bench_path(bench, "minutes.pdf");
	struct str bytes = send_form(bench, docx, 0, NULL), laid = send_form(bench, pdf, 0, NULL);
	check(str_starts(bytes, STR("PK")) && str_starts(laid, STR("%PDF")));
	double before = children_cpu(RUSAGE_SELF);
	for (int i = 0; i < DOCUMENTS; i++) {
		send_form(bench, docx, 0, NULL);
		send_form(bench, pdf, 0, NULL);
	}
	double ours = (children_cpu(RUSAGE_SELF) - before) / DOCUMENTS;
	FILE *file = fopen("/tmp/chibo-bench.docx", "wb");
	check(file && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len);
	fclose(file);
	before = children_cpu(RUSAGE_CHILDREN);
	if (system("soffice --headless --convert-to pdf --outdir /tmp /tmp/chibo-bench.docx >/dev/null 2>&1"))
		printf("soffice failed\n");
	double theirs = children_cpu(RUSAGE_CHILDREN) - before;
	printf("minutes to DOCX + PDF: %.1f ms CPU warm; soffice on the same DOCX: %.0f ms CPU; ratio %.0f\n", ours,
	        theirs, theirs / ours);
	unlink("/tmp/chibo-bench.docx");
	unlink("/tmp/chibo-bench.pdf");
}
