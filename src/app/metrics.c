/* Counts requests, and writes GET /metrics in the text form that Prometheus reads: for this machine, or for who knows
   the token. Each event thread has counters of its own; they are summed when somebody looks. */
#include "app/app_private.h"

#include "app/health.h"
#include "app/session.h"
#include "base/time.h"
#include "db/upkeep.h"

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { METRICS_BYTES = 256 << 10 };

static const char *const class_words[METRIC_CLASS__COUNT] = { "page", "write", "document", "asset", "other" };
/* The upper ends of the buckets, ms; the last holds the rest. */
static const int bound_ms[METRIC_BUCKETS - 1] = { 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000 };

static enum metric_class class_of(const struct http_request *http)
{
	const struct flow *flow = http->app;
	if (!flow)
		return str_starts(http->path, STR("/a/")) ? METRIC_ASSET : METRIC_OTHER;
	if (!flow->match.route)
		return METRIC_OTHER;
	if (http->method == HTTP_POST)
		return METRIC_WRITE;
	return flow->match.route->slow ? METRIC_DOCUMENT : METRIC_PAGE;
}

static void add(uint64_t *counter, uint64_t more)
{
	/* Only its own thread writes it; others may read it at any time. */
	__atomic_store_n(counter, *counter + more, __ATOMIC_RELAXED);
}

void metrics_count(struct app *app, const struct http_request *http)
{
	struct metrics *mine = &app->metrics[http->worker];
	int64_t took = time_monotonic() - http->began;
	enum metric_class class = class_of(http);
	int status = http->response.status / 100, bucket = 0;
	while (bucket < METRIC_BUCKETS - 1 && took > bound_ms[bucket])
		bucket++;
	add(&mine->bucket[class][bucket], 1);
	add(&mine->ms[class], took > 0 ? (uint64_t)took : 0);
	add(&mine->status[class][status >= 1 && status <= 5 ? status : 0], 1);
}

void metrics_put_off(struct app *app, const struct http_request *http)
{
	add(&app->metrics[http->worker].put_off, 1);
}

static uint64_t sum(const struct app *app, size_t offset)
{
	uint64_t total = 0;
	for (int i = 0; i < MAX_WORKERS; i++)
		total += __atomic_load_n((const uint64_t *)((const char *)&app->metrics[i] + offset), __ATOMIC_RELAXED);
	return total;
}

static void head(struct buf *buf, const char *name, const char *type, const char *about)
{
	buf_format(buf, "# HELP %s %s\n# TYPE %s %s\n", name, about, name, type);
}

static void number(struct buf *buf, const char *name, const char *type, const char *about, int64_t value)
{
	head(buf, name, type, about);
	buf_format(buf, "%s %lld\n", name, (long long)value);
}

static void requests(struct buf *buf, const struct app *app)
{
	head(buf, "chibo_requests_total", "counter", "Requests by class of route and of status");
	for (int class = 0; class < METRIC_CLASS__COUNT; class ++)
		for (int status = 0; status < METRIC_STATUSES; status++) {
			uint64_t n = sum(app, offsetof(struct metrics, status[class][status]));
			if (n || (status >= 2 && class <= METRIC_WRITE))
				buf_format(buf, "chibo_requests_total{class=\"%s\",status=\"%dxx\"} %llu\n",
				        class_words[class], status, (unsigned long long)n);
		}
	number(buf, "chibo_put_off_total", "counter", "Pages refused because there was too much to do",
	        (int64_t)sum(app, offsetof(struct metrics, put_off)));
	head(buf, "chibo_request_duration_seconds", "histogram",
	        "From the head of a request to the last byte of its reply");
	for (int class = 0; class < METRIC_CLASS__COUNT; class ++) {
		unsigned long long below = 0;
		for (int i = 0; i < METRIC_BUCKETS; i++) {
			below += sum(app, offsetof(struct metrics, bucket[class][i]));
			buf_format(buf, "chibo_request_duration_seconds_bucket{class=\"%s\",le=\"", class_words[class]);
			if (i < METRIC_BUCKETS - 1)
				buf_format(buf, "%g", bound_ms[i] / 1000.0);
			buf_format(buf, "%s\"} %llu\n", i < METRIC_BUCKETS - 1 ? "" : "+Inf", below);
		}
		buf_format(buf, "chibo_request_duration_seconds_sum{class=\"%s\"} %.3f\n", class_words[class],
		        (double)sum(app, offsetof(struct metrics, ms[class])) / 1000.0);
		buf_format(buf, "chibo_request_duration_seconds_count{class=\"%s\"} %llu\n", class_words[class], below);
	}
}

static void work(struct buf *buf, struct app *app)
{
	struct db_writer_stats stats;
	db_writer_stats(app->writer, &stats);
	number(buf, "chibo_writer_jobs_total", "counter", "Writes that were run", stats.jobs);
	number(buf, "chibo_writer_batches_total", "counter", "Transactions of many writes", stats.batches);
	number(buf, "chibo_writer_refused_total", "counter", "Writes that were lost with their batch", stats.refused);
	number(buf, "chibo_writer_retries_total", "counter", "Transactions that the engine asked for again",
	        stats.retries);
	number(buf, "chibo_writer_waiting", "gauge", "Writes in the queue", stats.waiting);
	number(buf, "chibo_slow_waiting", "gauge", "Requests that wait for a slow thread",
	        (int64_t)slow_waiting(app, SLOW_HEAVY));
	number(buf, "chibo_pin_waiting", "gauge", "Requests whose PIN waits to be checked",
	        (int64_t)slow_waiting(app, SLOW_PIN));
	number(buf, "chibo_pin_checks_total", "counter", "PINs that were checked or set", pin_work());
	number(buf, "chibo_connections", "gauge", "Open connections of browsers", http_server_connections(app->server));
}

static void chores(struct buf *buf, const struct app *app)
{
	head(buf, "chibo_chore_last_run_timestamp_seconds", "gauge", "When a chore last ended");
	for (size_t i = 0; i < CHORES_MAX; i++)
		if (__atomic_load_n(&app->chore_note[i].at, __ATOMIC_ACQUIRE))
			buf_format(buf, "chibo_chore_last_run_timestamp_seconds{chore=\"%s\"} %lld\n",
			        app->chore_note[i].name, (long long)app->chore_note[i].at / 1000);
	head(buf, "chibo_chore_failures_total", "counter", "Runs of a chore that failed");
	for (size_t i = 0; i < CHORES_MAX; i++)
		if (__atomic_load_n(&app->chore_note[i].at, __ATOMIC_ACQUIRE))
			buf_format(buf, "chibo_chore_failures_total{chore=\"%s\"} %lld\n", app->chore_note[i].name,
			        (long long)app->chore_note[i].failed);
}

static void process(struct buf *buf, const struct app *app)
{
	struct rlimit files = { 0 };
	long pages = 0;
	FILE *memory = fopen("/proc/self/statm", "re");
	if (memory && fscanf(memory, "%*d %ld", &pages) != 1)
		pages = 0;
	if (memory)
		fclose(memory);
	int64_t open_files = 0;
	DIR *folder = opendir("/proc/self/fd");
	while (folder && readdir(folder))
		open_files++;
	if (folder)
		closedir(folder);
	getrlimit(RLIMIT_NOFILE, &files);
	number(buf, "process_resident_memory_bytes", "gauge", "Memory in use", pages * sysconf(_SC_PAGESIZE));
	number(buf, "process_open_fds", "gauge", "Open files and connections", open_files);
	number(buf, "process_max_fds", "gauge", "How many may be open", (int64_t)files.rlim_cur);
	number(buf, "process_start_time_seconds", "gauge", "When the server started", app->began / 1000);
	number(buf, "chibo_uptime_seconds", "gauge", "Since the server started", (time_now() - app->began) / 1000);
}

/* Left out when the database does not answer: the rest is all the more worth reading then. */
static void database(struct buf *buf, struct arena *arena, struct db *db)
{
	struct health health = { .arena = arena, .language = EN };
	struct db_about about;
	struct err err = { 0 };
	if (db_view_begin(db, &err) == OK && db_about(arena, db, &about, &err) == OK) {
		head(buf, "chibo_build_info", "gauge", "Versions");
		buf_format(buf, "chibo_build_info{version=\"%s\",engine=\"%s %.*s\"} 1\n", CHIBO_VERSION, about.engine,
		        STR_ARG(about.version));
		number(buf, "chibo_database_bytes", "gauge", "Size of the database", about.bytes);
		if (health_features(&health, db, time_now(), &err) == OK)
			for (size_t i = 0; i < health.gauge_count; i++)
				number(buf, health.gauge[i].name, "gauge", health.gauge[i].about,
				        health.gauge[i].value);
	}
	db_view_end(db);
}

/* Behind a proxy everybody seems to come from this machine. */
static bool allowed(const struct app *app, const struct http_request *http)
{
	const char *token = getenv("CHIBO_METRICS_TOKEN");
	struct str given = http_header(http, "authorization");
	if (token && *token && str_starts(given, STR("Bearer ")) && given.len == strlen(token) + 7 &&
	        !sodium_memcmp(given.ptr + 7, token, strlen(token)))
		return true;
	return !app->settings.secure && http_is_local(http) && !http_header(http, "x-forwarded-for").ptr &&
	       !http_header(http, "forwarded").ptr;
}

bool metrics_healthz(struct http_request *http)
{
	if (!str_is(http->path, "/healthz"))
		return false;
	http->response.status = 200;
	http->response.type = STR("text/plain; charset=utf-8");
	http->response.body = STR("ok\n");
	http_reply_header(http, "Cache-Control", STR("no-store"));
	http_reply_header(http, "X-Content-Type-Options", STR("nosniff"));
	return true;
}

bool metrics_serve(struct app *app, struct http_request *http)
{
	if (!str_is(http->path, "/metrics") || http->method != HTTP_GET || !allowed(app, http))
		return false;
	struct buf buf = buf_open(http->arena, METRICS_BYTES);
	requests(&buf, app);
	work(&buf, app);
	chores(&buf, app);
	process(&buf, app);
	database(&buf, http->arena, app->reader[http->worker]);
	http->response.status = 200;
	http->response.type = STR("text/plain; version=0.0.4; charset=utf-8");
	http->response.body = buf_text(&buf);
	http_reply_header(http, "Cache-Control", STR("no-store"));
	http_reply_header(http, "X-Content-Type-Options", STR("nosniff"));
	return true;
}
