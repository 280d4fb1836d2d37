/* merger --db sqlite:FILE --tokens FILE [--meetings 5000] [--pages 400]: how long the merger takes to catch up so many
   signed meetings of cells all over the country, in the server, while its pages are asked for by a schedule. The last
   month's minutes of random cells are taken as not signed yet, and then as signed again: what is left is as it was. The
   tokens are those of nation. */
#include "app/app.h"
#include "app/counter.h"
#include "base/random.h"
#include "base/time.h"
#include "db/db_private.h"
#include "web/http.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS = 8, VISITORS = 4000, TIMES = 200000, ROUNDS = 3, QUIET_MS = 3000, A_BATCH = 50, REPLY = 1 << 20 };

struct visitor {
	char path[80], token[80];
};

struct minutes {
	int64_t record, cell, month;
	int shard;
};

static struct visitor visitor[VISITORS];
static int visitors, port, rate = 400;
static atomic_int phase; /* whose times are kept: 0 quiet, 1 the merger runs, 2 neither, 3 the end */
static struct {
	double ms[TIMES];
	atomic_int count;
} times[2];

static void must(bool held, const char *what, const struct err *err)
{
	if (held)
		return;
	fprintf(stderr, "merger: %s%s%s %s\n", what, err && err->code ? ": " : "", err && err->code ? err->code : "",
	        err ? err->detail : "");
	exit(1);
}

static double now_ms(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

/* ---- Those who look at pages ---- */

static void read_visitors(const char *path)
{
	FILE *file = fopen(path, "r");
	char role[16], unit[24], meeting[24], token[80];
	must(file && fgets(token, sizeof(token), file), path, NULL);
	while (visitors < VISITORS && fscanf(file, "%15s %23s %23s %79s", role, unit, meeting, token) == 4) {
		struct visitor *one = &visitor[visitors++];
		snprintf(one->token, sizeof(one->token), "%s", token);
		if (!strcmp(role, "officer"))
			snprintf(one->path, sizeof(one->path), "/units/%s/overview", unit);
		else if (!strcmp(role, "member"))
			snprintf(one->path, sizeof(one->path), "/meetings/%s", meeting);
		else
			snprintf(one->path, sizeof(one->path), "/");
	}
	must(visitors > 0, "no tokens", NULL);
	fclose(file);
}

static int dial(void)
{
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	must(fd >= 0 && !connect(fd, (struct sockaddr *)&address, sizeof(address)), "connect", NULL);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

/* One page on a kept connection; its head says how long it is. */
static void visit(int fd, const struct visitor *one, char *reply)
{
	char text[400];
	size_t got = 0, wanted = REPLY;
	int length = snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nCookie: chibo=%s\r\n\r\n",
	        one->path, one->token);
	must(send(fd, text, (size_t)length, MSG_NOSIGNAL) == length, "send", NULL);
	while (got < wanted) {
		ssize_t more = recv(fd, reply + got, REPLY - 1 - got, 0);
		must(more > 0, one->path, NULL);
		got += (size_t)more;
		reply[got] = 0;
		char *end = strstr(reply, "\r\n\r\n"), *size = strcasestr(reply, "\r\ncontent-length:");
		if (end && wanted == REPLY) {
			must(!strncmp(reply, "HTTP/1.1 200", 12) && size && size < end, one->path, NULL);
			wanted = (size_t)(end + 4 - reply) + strtoul(size + 17, NULL, 10);
		}
	}
}

/* By a schedule: each answer is counted from the instant at which its request was due. */
static void *client(void *context)
{
	int number = *(int *)context, fd = dial();
	char *reply = malloc(REPLY);
	double step = 1000.0 * CLIENTS / rate, due = now_ms() + step * number / CLIENTS;
	check(reply);
	while (atomic_load(&phase) < 3) {
		double wait = due - now_ms();
		uint32_t chance;
		if (wait > 0)
			nanosleep(&(struct timespec){ (time_t)(wait / 1e3), (long)(wait * 1e6) % 1000000000 }, NULL);
		random_bytes(&chance, sizeof(chance));
		int at = atomic_load(&phase);
		visit(fd, &visitor[chance % (uint32_t)visitors], reply);
		if (at < 2) {
			int place = atomic_fetch_add(&times[at].count, 1);
			if (place < TIMES)
				times[at].ms[place] = now_ms() - due;
		}
		due += step;
	}
	close(fd);
	free(reply);
	return NULL;
}

/* ---- What is signed ---- */

struct signing {
	struct minutes *at;
	size_t count;
	bool sign;
	int64_t now;
};

static enum status sign(struct db *db, void *context, struct err *err)
{
	const struct signing *signing = context;
	CLOSES(arena_closep) struct arena *arena = arena_open(64 << 20);
	static const struct db_statement with = { "sign",
		"UPDATE record SET state = 'signed', signed_at = chair_at WHERE id = ?1 AND shard = ?2", "ii", DB_OWN };
	static const struct db_statement without = { "unsign",
		"UPDATE record SET state = 'adopted', signed_at = NULL WHERE id = ?1 AND shard = ?2", "ii", DB_OWN };
	for (size_t i = 0; i < signing->count; i++) {
		const struct minutes *one = &signing->at[i];
		struct db_cursor *cursor;
		bool row;
		arena_reset(arena);
		TRY(db_start(db, signing->sign ? &with : &without, &cursor, err));
		db_bind_int(cursor, 1, one->record);
		db_bind_int(cursor, 2, one->shard);
		TRY(db_step(cursor, &row, err));
		db_finish(cursor);
		TRY(counter_touch(arena, db, one->cell, one->shard, (int)one->month, signing->now, err));
	}
	return OK;
}

/* Minutes of the last month that were signed there and then, of cells taken at random. */
static struct minutes *choose(const char *file, size_t count)
{
	struct minutes *all = calloc(count, sizeof(*all));
	sqlite3 *sqlite;
	sqlite3_stmt *run;
	size_t seen = 0;
	check(all);
	must(sqlite3_open_v2(file, &sqlite, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	                sqlite3_prepare_v2(sqlite,
	                        "SELECT r.id, r.cell, m.month, r.shard FROM meeting m JOIN record r ON r.meeting = "
	                        "m.id AND "
	                        "r.shard = m.shard AND r.kind = 'minutes' WHERE m.month = (SELECT max(month) FROM "
	                        "meeting_by_unit WHERE met > 0) AND m.state = 'ended' AND r.state = 'signed' AND "
	                        "r.signed_at = r.chair_at",
	                        -1, &run, NULL) == SQLITE_OK,
	        file, NULL);
	for (; sqlite3_step(run) == SQLITE_ROW; seen++) {
		uint64_t chance;
		random_bytes(&chance, sizeof(chance));
		size_t place = seen < count ? seen : chance % (seen + 1);
		if (place < count)
			all[place] = (struct minutes){ sqlite3_column_int64(run, 0), sqlite3_column_int64(run, 1),
				sqlite3_column_int64(run, 2), sqlite3_column_int(run, 3) };
	}
	sqlite3_finalize(run);
	sqlite3_close(sqlite);
	must(seen >= count, "too few meetings", NULL);
	return all;
}

static int by_size(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;
	return (one > other) - (one < other);
}

static void tell(const char *what, int at)
{
	int count = atomic_load(&times[at].count);
	count = count < TIMES ? count : TIMES;
	must(count > 0, "no pages were asked for", NULL);
	qsort(times[at].ms, (size_t)count, sizeof(double), by_size);
	printf("pages %-22s %6d, p50 %6.2f p90 %6.2f p99 %6.2f most %6.2f ms\n", what, count, times[at].ms[count / 2],
	        times[at].ms[count * 9 / 10], times[at].ms[(int64_t)count * 99 / 100], times[at].ms[count - 1]);
}

static void catch_up(struct app *app, struct minutes *minutes, size_t count, bool again)
{
	struct err err = { 0 };
	struct timespec cpu[2];
	atomic_store(&phase, 2);
	double before = now_ms();
	for (size_t i = 0; i < count; i += A_BATCH) {
		struct signing signing = { .at = minutes + i,
			.count = count - i < A_BATCH ? count - i : A_BATCH,
			.sign = again,
			.now = time_now() };
		must(app_write(app, sign, &signing, &err) == OK, "sign", &err);
	}
	double wrote = now_ms() - before;
	nanosleep(&(struct timespec){ .tv_nsec = 500000000 }, NULL);
	atomic_store(&phase, 1);
	before = now_ms();
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu[0]);
	must(app_chore(app, "figure.merge", &err) == OK, "merge", &err);
	double took = now_ms() - before;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu[1]);
	atomic_store(&phase, 2);
	printf("%zu meetings %s in %.0f ms; caught up in %.0f ms, CPU of the process with its pages %.0f ms\n", count,
	        again ? "signed" : "unsigned", wrote, took,
	        (double)(cpu[1].tv_sec - cpu[0].tv_sec) * 1e3 + (double)(cpu[1].tv_nsec - cpu[0].tv_nsec) / 1e6);
}

int main(int count, char **at)
{
	struct app_settings settings = {
		.workers = 2, .base_url = STR("http://127.0.0.1:8080"), .hosts = STR("127.0.0.1:8080")
	};
	struct http_settings web = { .address = STR("127.0.0.1"), .threads = 2, .connections = 100 };
	struct http_server *server;
	struct app *app;
	struct err err = { 0 };
	pthread_t thread[CLIENTS];
	int number[CLIENTS];
	const char *url = "", *tokens = "";
	size_t meetings = 5000;
	for (int i = 1; i + 1 < count; i += 2)
		if (!strcmp(at[i], "--db"))
			url = at[i + 1];
		else if (!strcmp(at[i], "--tokens"))
			tokens = at[i + 1];
		else if (!strcmp(at[i], "--meetings"))
			meetings = strtoul(at[i + 1], NULL, 10);
		else if (!strcmp(at[i], "--pages"))
			rate = atoi(at[i + 1]);
	must(str_starts(str_of(url), STR("sqlite:")) && meetings && rate > 0,
	        "merger --db sqlite:FILE --tokens FILE [--meetings N] [--pages A_SECOND]", NULL);
	must(sodium_init() >= 0, "sodium", NULL);
	read_visitors(tokens);
	struct minutes *minutes = choose(url + strlen("sqlite:"), meetings);
	settings.url = str_of(url);
	must(app_open(&settings, &app, &err) == OK, url, &err);
	struct http_app http = app_http(app);
	must(http_server_open(&web, &http, &server, &err) == OK, "server", &err);
	app_serve_on(app, server);
	port = http_server_port(server);
	must(app_chore(app, "figure.merge", &err) == OK, "merge", &err);
	atomic_store(&phase, 2);
	for (int i = 0; i < CLIENTS; i++) {
		number[i] = i;
		check(!pthread_create(&thread[i], NULL, client, &number[i]));
	}
	sleep(2); /* the first pages fill the caches */
	atomic_store(&phase, 0);
	nanosleep(&(struct timespec){ QUIET_MS / 1000, 0 }, NULL);
	for (int round = 0; round < ROUNDS; round++) {
		catch_up(app, minutes, meetings, false);
		catch_up(app, minutes, meetings, true);
	}
	atomic_store(&phase, 3);
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(thread[i], NULL);
	tell("without the merger", 0);
	tell("while it catches up", 1);
	http_server_drain(server);
	app_end(app);
	http_server_close(server);
	app_close(app);
	free(minutes);
	return 0;
}
