/* signing --few URL FEW_TOKENS --many URL MANY_TOKENS: what signing a meeting costs where there are few units and where
   there are many. Both databases have the same open meetings of evening_seed, which are ended first; then clerk and
   chair confirm, some here, some there, in turn, by the server's own way (session, rights, form, writer, chains,
   figures). */
#include "bench/evening.h"

#include "app/app.h"
#include "base/random.h"
#include "web/http.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUND = 50, MOST = 20000, SIDES = 2, HEADERS = 8 };

struct side {
	const char *name;
	struct app *app;
	struct http_loopback *loopback;
	struct crowd crowd;
	double cpu, took[MOST];
	size_t count;
};

static void must(bool held, const char *what, const struct err *err)
{
	if (held)
		return;
	fprintf(stderr, "signing: %s%s%s %s\n", what, err && err->code ? ": " : "", err && err->code ? err->code : "",
	        err ? err->detail : "");
	exit(1);
}

static double seconds_of(clockid_t clock)
{
	struct timespec at;
	clock_gettime(clock, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* Sends the request that a text has; the status of its answer. */
static int send_text(struct side *side, char *text)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(64 << 20);
	struct http_pair header[HEADERS];
	struct http_response response;
	struct err err = { 0 };
	size_t headers = 0;
	char *body = strstr(text, "\r\n\r\n"), *line = strstr(text, "\r\n");
	char *path = strchr(text, ' ') + 1;
	body[2] = 0;
	for (char *end; (end = strstr(line + 2, "\r\n")) && headers < HEADERS; line = end, headers++) {
		char *colon = strstr(line + 2, ": ");
		header[headers] = (struct http_pair){ { line + 2, (size_t)(colon - line - 2) },
			{ colon + 2, (size_t)(end - colon - 2) } };
	}
	*strchr(path, ' ') = 0;
	must(http_loopback_send(side->loopback, arena, "POST", str_of(path), header, headers, str_of(body + 4),
	             &response, &err) == OK,
	        path, &err);
	return response.status;
}

static void open_side(struct side *side, const char *name, const char *url, const char *tokens)
{
	struct app_settings settings = { .url = str_of(url),
		.workers = 1,
		.base_url = STR("http://127.0.0.1:8080"),
		.hosts = STR("127.0.0.1:8080") };
	struct err err = { 0 };
	side->name = name;
	random_bytes(&side->crowd.random, sizeof(side->crowd.random));
	snprintf(side->crowd.host, sizeof(side->crowd.host), "127.0.0.1:8080");
	must(crowd_read(&side->crowd, tokens), tokens, NULL);
	must(app_open(&settings, &side->app, &err) == OK, url, &err);
	struct http_app http = app_http(side->app);
	must(http_loopback_open(&http, &side->loopback, &err) == OK, "loopback", &err);
}

/* Signed are meetings that are over: everybody is ticked, then they end. */
static void end_meetings(struct side *side)
{
	const struct devices *chairs = &side->crowd.of[OWNER_CHAIR], *clerks = &side->crowd.of[OWNER_CLERK];
	int ended = 0;
	for (size_t i = 0; i < clerks->count * clerks->at[0].persons; i++) {
		char text[1500];
		crowd_request(&side->crowd, TAP, text, sizeof(text));
		send_text(side, text);
	}
	for (size_t i = 0; i < chairs->count; i++) {
		char text[1500];
		snprintf(text, sizeof(text),
		        "POST /meetings/%lld/end HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Type: "
		        "application/x-www-form-urlencoded\r\n\r\nanyway=1",
		        chairs->at[i].object, side->crowd.host, chairs->at[i].cookie);
		ended += send_text(side, text) == 303;
	}
	printf("%s: %d of %zu meetings held and ended\n", side->name, ended, chairs->count);
}

static bool one_round(struct side *side, enum what what)
{
	char text[1500];
	double before = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
	bool more = true;
	for (int i = 0; i < ROUND && side->count < MOST; i++) {
		double from = seconds_of(CLOCK_MONOTONIC);
		more = crowd_request(&side->crowd, what, text, sizeof(text)) > 0;
		if (!more)
			break;
		must(send_text(side, text) == 303, "a signing was refused", NULL);
		side->took[side->count++] = seconds_of(CLOCK_MONOTONIC) - from;
	}
	side->cpu += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - before;
	return more;
}

static int by_size(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;
	return (one > other) - (one < other);
}

static void measure(struct side *side, enum what what)
{
	double each[SIDES], half[SIDES];
	for (int i = 0; i < SIDES; i++) {
		side[i].cpu = 0;
		side[i].count = 0;
	}
	while (one_round(&side[0], what) & one_round(&side[1], what))
		;
	for (int i = 0; i < SIDES; i++) {
		qsort(side[i].took, side[i].count, sizeof(double), by_size);
		each[i] = side[i].cpu / (double)side[i].count * 1e6;
		half[i] = side[i].took[side[i].count / 2] * 1e6;
		printf("%-10s %-5s %5zu signings, CPU %7.1f us each, the clock p50 %7.1f p99 %8.1f us\n",
		        what_names[what], side[i].name, side[i].count, each[i], half[i],
		        side[i].took[side[i].count * 99 / 100] * 1e6);
	}
	printf("%-10s ratio %.2f of CPU, %.2f of the clock's median\n", what_names[what], each[1] / each[0],
	        half[1] / half[0]);
}

int main(int count, char **at)
{
	static struct side side[SIDES];
	must(count == 7 && !strcmp(at[1], "--few") && !strcmp(at[4], "--many"),
	        "signing --few URL TOKENS --many URL TOKENS", NULL);
	must(sodium_init() >= 0, "sodium", NULL);
	open_side(&side[0], "few", at[2], at[3]);
	open_side(&side[1], "many", at[5], at[6]);
	for (int i = 0; i < SIDES; i++)
		end_meetings(&side[i]);
	measure(side, SIGN_CLERK);
	measure(side, SIGN_CHAIR);
	for (int i = 0; i < SIDES; i++) {
		http_loopback_close(side[i].loopback);
		app_close(side[i].app);
	}
	return 0;
}
