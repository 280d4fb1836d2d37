/* A load generator against the real server (bench/README.md). By schedule: arrivals come when they come, and each
   answer is counted from the instant at which its request was due, so that a stall is seen by all who would have met
   it. Or in lock step (--step), as fast as it goes (--closed), or only connected (--idle). One thread. */
#include "bench/evening.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WRITES, PAGES, PINS, SIDES, HEAD = 6000, EVENTS = 512, GRACE_S = 10, CODES = 6, REDIALS = 3000 };
#define SECOND 1000000000LL

struct connection {
	int fd, side;
	bool busy;
	enum what what;
	int64_t due; /* the instant from which its answer is counted */
	char head[HEAD];
	size_t got, left; /* of the head; of the body */
	bool in_body, close;
	int status;
	struct connection *next; /* among the free ones */
};

struct waiting {
	int64_t due;
	enum what what;
};

/* Requests for which no connection was free, oldest first. */
struct queue {
	struct waiting *at;
	size_t from, count, room;
};

struct run {
	struct crowd crowd;
	struct sockaddr_in address;
	const char *tokens, *closed;
	int pid, database, connections, step, idle, skip, epoll;
	double rate[SIDES], seconds, warm;
	struct connection *all, *free[SIDES];
	struct queue queue[SIDES];
	int64_t next[SIDES], began, until, measured;
	struct histogram took[WHAT__COUNT], late;
	uint64_t asked[SIDES], status[SIDES][CODES], refused, wrong, broken, bytes, redialled;
	int64_t last_answer, gap;
	int outstanding;
	enum what closed_what;
	int closed_on; /* its side */
	bool exhausted;
};

static int64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SECOND + now.tv_nsec;
}

static bool dial(struct run *run, struct connection *connection)
{
	int on = 1;
	connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *)&run->address, sizeof(run->address))) {
		fprintf(stderr, "evening: cannot connect: %s\n", strerror(errno));
		return false;
	}
	setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	fcntl(connection->fd, F_SETFL, O_NONBLOCK);
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
	return !epoll_ctl(run->epoll, EPOLL_CTL_ADD, connection->fd, &event);
}

static void redial(struct run *run, struct connection *connection)
{
	close(connection->fd);
	bool often = ++run->redialled > REDIALS;
	if (often)
		fprintf(stderr, "evening: the server keeps closing connections\n");
	if (often || !dial(run, connection))
		exit(1);
}

static int side_of(enum what what)
{
	return what == PIN ? PINS : what < PIN ? WRITES : PAGES;
}

/* False when nothing of that kind is left to ask. */
static bool ask(struct run *run, struct connection *connection, enum what what, int64_t due)
{
	char text[1500];
	size_t length = crowd_request(&run->crowd, what, text, sizeof(text));
	if (!length)
		return false;
	*connection = (struct connection){
		.fd = connection->fd, .side = connection->side, .busy = true, .what = what, .due = due
	};
	run->outstanding++;
	run->asked[connection->side]++;
	int64_t now = now_ns();
	if (now >= run->measured)
		histogram_add(&run->late, (now - due) / 1000);
	if (send(connection->fd, text, length, MSG_NOSIGNAL) == (ssize_t)length)
		return true;
	redial(run, connection);
	if (send(connection->fd, text, length, MSG_NOSIGNAL) != (ssize_t)length)
		run->broken++;
	return true;
}

static void queue_put(struct queue *queue, enum what what, int64_t due)
{
	if (queue->from + queue->count == queue->room) {
		if (queue->from > queue->room / 2) {
			memmove(queue->at, queue->at + queue->from, queue->count * sizeof(*queue->at));
			queue->from = 0;
		} else {
			queue->room = queue->room * 2 + 1024;
			queue->at = realloc(queue->at, queue->room * sizeof(*queue->at));
			if (!queue->at)
				exit(1);
		}
	}
	queue->at[queue->from + queue->count++] = (struct waiting){ due, what };
}

static void arrive(struct run *run, int side, int64_t due)
{
	enum what what = side == WRITES ? TAP : side == PINS ? PIN : crowd_page(&run->crowd);
	struct connection *connection = run->free[side];
	if (!connection) {
		queue_put(&run->queue[side], what, due);
		return;
	}
	run->free[side] = connection->next;
	if (!ask(run, connection, what, due)) {
		connection->next = run->free[side];
		run->free[side] = connection;
	}
}

/* A kind of request by its name; "pages" is the evening's mix. */
static bool closed_side(const char *name, int *ret_side, enum what *ret_what)
{
	*ret_side = PAGES;
	for (*ret_what = 0; *ret_what < WHAT__COUNT && strcmp(what_names[*ret_what], name); ++*ret_what)
		;
	if (*ret_what < WHAT__COUNT)
		*ret_side = side_of(*ret_what);
	return *ret_what < WHAT__COUNT || !strcmp(name, "pages");
}

/* The connection is free: what it does next. */
static void go_on(struct run *run, struct connection *connection)
{
	struct queue *queue = &run->queue[connection->side];
	connection->busy = false;
	if (run->closed && now_ns() < run->until) {
		bool one = run->closed_what < WHAT__COUNT;
		if (!ask(run, connection, one ? run->closed_what : crowd_page(&run->crowd), now_ns()))
			run->exhausted = true;
		return;
	}
	if (queue->count) {
		struct waiting one = queue->at[queue->from++];
		if (!--queue->count)
			queue->from = 0;
		ask(run, connection, one.what, one.due);
		return;
	}
	connection->next = run->free[connection->side];
	run->free[connection->side] = connection;
}

static void answered(struct run *run, struct connection *connection)
{
	int64_t now = now_ns();
	bool right = connection->status == (connection->side == PAGES ? 200 : 303);
	run->outstanding--;
	if (now >= run->measured) {
		histogram_add(&run->took[connection->what], (now - connection->due) / 1000);
		run->status[connection->side][connection->status / 100 % CODES]++;
		run->refused += connection->status == 503;
		run->wrong += !right;
		if (!right && run->wrong <= 3)
			fprintf(stderr, "evening: %s: %.200s\n", what_names[connection->what], connection->head);
		if (run->last_answer && now - run->last_answer > run->gap)
			run->gap = now - run->last_answer;
		run->last_answer = now;
	}
	if (connection->close)
		redial(run, connection);
	go_on(run, connection);
}

static void read_head(struct connection *connection)
{
	connection->head[connection->got] = 0;
	char *end = strstr(connection->head, "\r\n\r\n");
	if (!end)
		return;
	size_t body = connection->got - (size_t)(end + 4 - connection->head);
	const char *length = strcasestr(connection->head, "\r\nContent-Length:");
	connection->status = atoi(connection->head + 9);
	connection->close = strcasestr(connection->head, "\r\nConnection: close");
	size_t all = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
	connection->in_body = true;
	connection->left = all > body ? all - body : 0;
}

static void lost(struct run *run, struct connection *connection)
{
	bool busy = connection->busy;
	redial(run, connection);
	if (!busy)
		return;
	run->broken++;
	run->outstanding--;
	go_on(run, connection);
}

static void hear(struct run *run, struct connection *connection)
{
	static char bytes[1 << 16];
	for (;;) {
		bool in_body = connection->in_body;
		ssize_t got = in_body ? recv(connection->fd, bytes, sizeof(bytes), 0)
		                      : recv(connection->fd, connection->head + connection->got,
		                                HEAD - 1 - connection->got, 0);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (got <= 0 || !connection->busy) {
			lost(run, connection);
			return;
		}
		run->bytes += (uint64_t)got;
		if (in_body) {
			connection->left -= (size_t)got < connection->left ? (size_t)got : connection->left;
		} else {
			connection->got += (size_t)got;
			read_head(connection);
		}
		if (connection->in_body && !connection->left) {
			answered(run, connection);
			return;
		}
	}
}

static void wait_for(struct run *run, int64_t until)
{
	struct epoll_event events[EVENTS];
	int64_t left = until - now_ns();
	left = left < 0 ? 0 : left;
	struct timespec timeout = { left / SECOND, left % SECOND };
	int count = epoll_pwait2(run->epoll, events, EVENTS, &timeout, NULL);
	for (int i = 0; i < count; i++)
		hear(run, events[i].data.ptr);
}

static int64_t gap_of(struct run *run, int side)
{
	return (int64_t)(-log(crowd_chance(&run->crowd)) / run->rate[side] * (double)SECOND);
}

static void run_open(struct run *run)
{
	for (int side = 0; side < SIDES; side++)
		run->next[side] = run->rate[side] > 0 ? run->began + gap_of(run, side) : INT64_MAX;
	for (int64_t now = now_ns(); now < run->until; now = now_ns()) {
		int64_t first = run->until;
		for (int side = 0; side < SIDES; side++) {
			for (; run->next[side] <= now; run->next[side] += gap_of(run, side))
				arrive(run, side, run->next[side]);
			first = run->next[side] < first ? run->next[side] : first;
		}
		wait_for(run, first);
	}
	while (run->outstanding && now_ns() < run->until + GRACE_S * SECOND)
		wait_for(run, now_ns() + SECOND / 10);
}

static void run_closed(struct run *run)
{
	while (run->free[run->closed_on]) {
		struct connection *connection = run->free[run->closed_on];
		run->free[run->closed_on] = connection->next;
		go_on(run, connection);
	}
	while (run->outstanding && now_ns() < run->until + GRACE_S * SECOND)
		wait_for(run, now_ns() + SECOND / 10);
}

/* All ask at once, and again when the last one has its answer. */
static void run_step(struct run *run)
{
	int64_t longest = 0;
	uint64_t rounds = 0;
	for (; now_ns() < run->until; rounds++) {
		int64_t began = now_ns();
		struct connection *connection;
		for (int i = 0; i < run->step && (connection = run->free[WRITES]); i++) {
			run->free[WRITES] = connection->next;
			ask(run, connection, TAP, now_ns());
		}
		while (run->outstanding && now_ns() < began + GRACE_S * SECOND)
			wait_for(run, now_ns() + SECOND / 10);
		longest = now_ns() - began > longest ? now_ns() - began : longest;
	}
	printf("step: %d clients, %llu rounds, longest round %.1f ms\n", run->step, (unsigned long long)rounds,
	        (double)longest / 1e6);
}

/* Each connection asks once and stays. */
static void run_idle(struct run *run)
{
	double resident, share;
	process_memory(run->pid, &resident, &share);
	printf("idle: before %.1f MB resident\n", resident);
	for (int i = 0; i < run->idle; i++) {
		struct connection *connection = run->free[PAGES];
		run->free[PAGES] = connection->next;
		ask(run, connection, HEALTH, now_ns());
		while (run->outstanding && connection->busy)
			wait_for(run, now_ns() + SECOND);
		run->free[PAGES] = connection->next; /* it went back to the front */
		connection->next = NULL;
	}
	usleep((unsigned)(run->seconds * 1e6));
	process_memory(run->pid, &resident, &share);
	printf("idle: %d connections, %llu answered, %.1f MB resident\n", run->idle,
	        (unsigned long long)run->took[HEALTH].count, resident);
}

static void say_histogram(const char *name, const struct histogram *histogram, double seconds)
{
	if (histogram->count)
		printf("%s: %llu, %.0f/s, p50 %.2f p90 %.2f p99 %.2f p99.9 %.2f max %.2f ms\n", name,
		        (unsigned long long)histogram->count, (double)histogram->count / seconds,
		        histogram_ms(histogram, 0.5), histogram_ms(histogram, 0.9), histogram_ms(histogram, 0.99),
		        histogram_ms(histogram, 0.999), (double)histogram->most / 1e3);
}

static const char *const side_names[SIDES] = { "writes", "pages", "pins" };

static void say(const struct run *run, double seconds, double server, double database, double own)
{
	static struct histogram side[SIDES];
	for (int i = 0; i < WHAT__COUNT; i++)
		histogram_join(&side[side_of((enum what)i)], &run->took[i]);
	say_histogram("writes", &side[WRITES], seconds);
	say_histogram("pages", &side[PAGES], seconds);
	say_histogram("pins", &side[PINS], seconds);
	for (int i = 0; i < WHAT__COUNT; i++)
		if (run->took[i].count != side[side_of((enum what)i)].count)
			say_histogram(what_names[i], &run->took[i], seconds);
	say_histogram("sent late", &run->late, seconds);
	for (int i = 0; i < SIDES; i++)
		if (side[i].count)
			printf("%s by status: 2xx %llu, 3xx %llu, 4xx %llu, 5xx %llu\n", side_names[i],
			        (unsigned long long)run->status[i][2], (unsigned long long)run->status[i][3],
			        (unsigned long long)run->status[i][4], (unsigned long long)run->status[i][5]);
	printf("refused %llu, unexpected %llu, broken %llu, unanswered %d, longest gap %.1f ms, %.1f MB\n",
	        (unsigned long long)run->refused, (unsigned long long)run->wrong, (unsigned long long)run->broken,
	        run->outstanding + (int)(run->queue[WRITES].count + run->queue[PAGES].count + run->queue[PINS].count),
	        (double)run->gap / 1e6, (double)run->bytes / 1e6);
	double requests = (double)(run->asked[WRITES] + run->asked[PAGES] + run->asked[PINS]) * run->seconds /
	                  (run->warm + run->seconds);
	printf("cpu: server %.0f %%, database %.0f %%, generator %.0f %% of one core; %.1f us a request\n",
	        server / seconds * 100, database / seconds * 100, own / seconds * 100,
	        requests > 0 ? (server + database) / requests * 1e6 : 0);
}

static double own_cpu_now(void)
{
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
	       (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static bool connect_all(struct run *run)
{
	int side[SIDES] = { run->connections, run->connections, run->rate[PINS] > 0 ? run->connections : 0 };
	if (run->step || run->idle) {
		side[WRITES] = run->step;
		side[PAGES] = run->idle;
		side[PINS] = 0;
	}
	int count = side[WRITES] + side[PAGES] + side[PINS];
	struct rlimit files = { (rlim_t)count + 100, (rlim_t)count + 100 };
	if (count > 900)
		setrlimit(RLIMIT_NOFILE, &files);
	run->epoll = epoll_create1(EPOLL_CLOEXEC);
	run->all = calloc((size_t)count + 1, sizeof(*run->all));
	for (int i = 0; run->all && i < count; i++) {
		struct connection *connection = &run->all[i];
		connection->side = i < side[WRITES] ? WRITES : i < side[WRITES] + side[PAGES] ? PAGES : PINS;
		if (!dial(run, connection))
			return false;
		connection->next = run->free[connection->side];
		run->free[connection->side] = connection;
	}
	return run->all;
}

static bool option(struct run *run, const char *name, const char *value)
{
	const struct {
		const char *name;
		int *whole;
		double *number;
		const char **text;
	} options[] = { { "--tokens", .text = &run->tokens }, { "--writes", .number = &run->rate[WRITES] },
		{ "--pages", .number = &run->rate[PAGES] }, { "--pins", .number = &run->rate[PINS] },
		{ "--skip", .whole = &run->skip }, { "--seconds", .number = &run->seconds },
		{ "--warm", .number = &run->warm }, { "--connections", .whole = &run->connections },
		{ "--step", .whole = &run->step }, { "--idle", .whole = &run->idle },
		{ "--closed", .text = &run->closed }, { "--pid", .whole = &run->pid },
		{ "--database", .whole = &run->database } };
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (strcmp(options[i].name, name))
			continue;
		if (options[i].whole)
			*options[i].whole = atoi(value);
		else if (options[i].number)
			*options[i].number = atof(value);
		else
			*options[i].text = value;
		return true;
	}
	return false;
}

static bool read_words(struct run *run, int count, char **words)
{
	char host[40];
	int port = 0;
	for (int i = 1; i < count; i++) {
		if (!strcmp(words[i], "--gzip"))
			run->crowd.gzip = true;
		else if (i + 1 < count && !strcmp(words[i], "--url") &&
		         sscanf(words[i + 1], "http://%39[0-9.]:%d", host, &port) == 2)
			i++;
		else if (i + 1 >= count || !option(run, words[i], words[i + 1]))
			return false;
		else
			i++;
	}
	run->address.sin_family = AF_INET;
	run->address.sin_port = htons((uint16_t)port);
	snprintf(run->crowd.host, sizeof(run->crowd.host), "%s:%d", port ? host : "", port);
	if (run->closed && !closed_side(run->closed, &run->closed_on, &run->closed_what))
		return false;
	return port && run->tokens && inet_pton(AF_INET, host, &run->address.sin_addr) == 1;
}

static void measure(struct run *run)
{
	double server = process_cpu(run->pid), database = process_cpu(run->database), own = own_cpu_now();
	run->began = now_ns();
	run->measured = run->began + (int64_t)(run->warm * 1e9);
	run->until = run->measured + (int64_t)(run->seconds * 1e9);
	if (run->idle)
		run_idle(run);
	else if (run->step)
		run_step(run);
	else if (run->closed)
		run_closed(run);
	else
		run_open(run);
	double wall = (double)(now_ns() - run->began) / 1e9, share = run->seconds / (run->warm + run->seconds);
	if (run->exhausted)
		printf("everything of that kind was signed after %.2f s\n", wall);
	if (!run->idle)
		say(run, wall * share, (process_cpu(run->pid) - server) * share,
		        (process_cpu(run->database) - database) * share, (own_cpu_now() - own) * share);
}

int main(int count, char **words)
{
	static struct run run = { .connections = 64, .seconds = 10 };
	if (!read_words(&run, count, words)) {
		fprintf(stderr, "usage: evening --url http://ADDRESS:PORT --tokens FILE [--writes N --pages N --pins N "
		                "--skip N] "
		                "[--closed pages|tap|home|...]"
		                "  [--step N] [--idle N] [--seconds N] [--warm N] [--connections N] [--pid N] "
		                "[--database N] [--gzip]\n");
		return 2;
	}
	if (!crowd_read(&run.crowd, run.tokens) || !connect_all(&run))
		return 1;
	run.crowd.sent[PIN] = (uint64_t)run.skip; /* devices that gave theirs in an earlier run */
	measure(&run);
	return run.wrong || run.broken ? 1 : 0;
}
