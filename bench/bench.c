/* Speed, as ratios in one run: bench page | taps | document. Seeds a database through the program's own commands and
   pages, then measures the server's CPU with wrk beside it. See bench/README.md. */
#include "bench/bench.h"

#include "base/time.h"
#include "db/db_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RECORDED = 64, ROUNDS = 3, SECONDS = 3, PORT_TRIES = 1 };

/* The statements of one request, as the engine saw them. */
static struct {
	char *sql[RECORDED];
	size_t count;
	sqlite3_stmt *ready[4][RECORDED];
} recorded;

static struct http_app inner;
static struct str ready_page;
static struct app *inner_app;

static int record(unsigned what, void *context, void *statement, void *text)
{
	(void)context;
	(void)text;
	if (what == SQLITE_TRACE_STMT && recorded.count < RECORDED) {
		char *sql = sqlite3_expanded_sql(statement);
		if (sql && strncmp(sql, "BEGIN", 5) && strncmp(sql, "COMMIT", 6))
			recorded.sql[recorded.count++] = sql;
	}
	return 0;
}

/* As it lies there: no number is made a text. */
static void read_row(sqlite3_stmt *statement)
{
	for (int column = 0; column < sqlite3_column_count(statement); column++) {
		int type = sqlite3_column_type(statement, column);
		if (type == SQLITE_INTEGER)
			sqlite3_column_int64(statement, column);
		else if (type != SQLITE_NULL)
			sqlite3_column_blob(statement, column);
	}
}

/* The bare handler: the same statements, a ready page. */
static enum http_outcome serve(void *context, struct http_request *http)
{
	if (!str_is(http->path, "/bare"))
		return inner.serve(context, http);
	struct db *db = bench_reader(inner_app, http->worker);
	struct err err = { 0 };
	check(db_view_begin(db, &err) == OK);
	for (size_t i = 0; i < recorded.count; i++) {
		sqlite3_stmt **statement = &recorded.ready[http->worker][i];
		if (!*statement)
			check(sqlite3_prepare_v3(db_sqlite(db), recorded.sql[i], -1, SQLITE_PREPARE_PERSISTENT,
			              statement, NULL) == SQLITE_OK);
		while (sqlite3_step(*statement) == SQLITE_ROW)
			read_row(*statement);
		sqlite3_reset(*statement);
	}
	db_view_end(db);
	http->response.status = 200;
	http->response.type = STR("text/html; charset=utf-8");
	http->response.body = ready_page;
	return HTTP_DONE;
}

static double cpu_seconds(void)
{
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
	       (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

/* Runs wrk; the requests that it counted and the CPU that this process took for them. */
static bool run_wrk(const char *command, double *ret_cpu_us, long *ret_requests, char *ret_errors, size_t errors_size)
{
	double before = cpu_seconds();
	FILE *pipe = popen(command, "r");
	char line[400];
	*ret_requests = 0;
	ret_errors[0] = 0;
	while (pipe && fgets(line, sizeof(line), pipe)) {
		long requests;
		if (sscanf(line, " %ld requests in", &requests) == 1)
			*ret_requests = requests;
		if (strstr(line, "Non-2xx") || strstr(line, "Socket errors"))
			snprintf(ret_errors, errors_size, "%.*s", (int)strcspn(line, "\n"), line);
	}
	if (pipe)
		pclose(pipe);
	*ret_cpu_us = *ret_requests ? (cpu_seconds() - before) * 1e6 / (double)*ret_requests : 0;
	return *ret_requests > 0;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), compare);
	return values[count / 2];
}

static void measure_pair(
        struct arena *arena, const char *what, const char *cookie, int port, const char *path, const char *header)
{
	double page[ROUNDS], bare[ROUNDS], ratio[ROUNDS];
	long requests;
	char errors[200];
	for (int i = 0; i < ROUNDS; i++) {
		const char *format =
		        "wrk -t1 -c16 -d%ds -H 'Host: 127.0.0.1:8080' -H 'Cookie: %s' %s http://127.0.0.1:%d%s";
		run_wrk(str_c(arena, str_format(arena, format, SECONDS, cookie, header, port, path)), &page[i],
		        &requests, errors, sizeof(errors));
		if (errors[0])
			printf("  %s\n", errors);
		run_wrk(str_c(arena, str_format(arena, format, SECONDS, cookie, header, port, "/bare")), &bare[i],
		        &requests, errors, sizeof(errors));
		ratio[i] = page[i] / bare[i];
	}
	printf("%-28s %7.1f us  bare %7.1f us  ratio %.2f\n", what, median(page, ROUNDS), median(bare, ROUNDS),
	        median(ratio, ROUNDS));
}

static void bench_page(struct bench *bench, const char *path, const char *what)
{
	struct http_response response;
	struct story_request request = { .method = "GET", .path = str_of(path) };
	for (size_t i = 0; i < recorded.count; i++)
		sqlite3_free(recorded.sql[i]);
	recorded.count = 0;
	memset(recorded.ready, 0, sizeof(recorded.ready));
	story_send(bench->story, bench->clerk, &request, &response); /* warm */
	sqlite3_trace_v2(db_sqlite(bench_reader(bench->story->app, 0)), SQLITE_TRACE_STMT, record, NULL);
	story_send(bench->story, bench->clerk, &request, &response);
	sqlite3_trace_v2(db_sqlite(bench_reader(bench->story->app, 0)), 0, NULL, NULL);
	ready_page = str_copy(bench->story->arena, response.body);
	printf("%s: %d, %zu bytes, %zu statements\n", path, response.status, response.body.len, recorded.count);
	bench->pages++;
	bench_serve(bench, serve);
	measure_pair(
	        bench->story->arena, what, str_c(bench->story->arena, bench->clerk->cookie), bench->port, path, "");
	measure_pair(bench->story->arena, "  with gzip", str_c(bench->story->arena, bench->clerk->cookie), bench->port,
	        path, "-H 'Accept-Encoding: gzip'");
	bench_stop(bench);
}

static void bench_taps(struct bench *bench)
{
	double cpu;
	long requests;
	char errors[200];
	struct arena *arena = bench->story->arena;
	bench_serve(bench, serve);
	bench_tap_script(bench, "/tmp/chibo-taps.lua");
	for (int i = 0; i < ROUNDS; i++) {
		bool ran = run_wrk(
		        str_c(arena, str_format(arena, "wrk -t1 -c64 -d%ds -s /tmp/chibo-taps.lua http://127.0.0.1:%d",
		                             SECONDS + 2, bench->port)),
		        &cpu, &requests, errors, sizeof(errors));
		printf("taps, 64 clients: %ld/s durable, %.1f us CPU a tap%s%s\n", ran ? requests / (SECONDS + 2) : 0,
		        cpu, errors[0] ? ", " : "", errors);
	}
	bench_stop(bench);
}

int main(int count, char **words)
{
	const char *what = count > 1 ? words[1] : "page";
	struct bench bench = { 0 };
	bench_seed(&bench);
	inner = app_http(bench.story->app);
	inner_app = bench.story->app;
	if (!strcmp(what, "page")) {
		bench_page(&bench, bench_path(&bench, "hold"), "console, 8 items");
		bench_page(&bench, bench_path(&bench, "attendance"), "roll call, 25 people");
	} else if (!strcmp(what, "taps")) {
		bench_taps(&bench);
	} else if (!strcmp(what, "document")) {
		bench_document(&bench);
	} else {
		fprintf(stderr, "usage: bench page|taps|document\n");
		return 2;
	}
	bench_close(&bench);
	return 0;
}
