/* Absolute deadlines of sockets. The library's own timeouts are per inactivity: a client that sends a byte a second
   would stay for ever. The closing notice comes before close(2) and under the lock of the shutdown(2) here, so a
   descriptor number in new hands is never hit. */
#include "web/http_private.h"

#include "base/time.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { LOCKS = 64 };

struct deadlines {
	size_t room;
	int64_t tick;
	_Atomic int highest; /* descriptor ever seen */
	pthread_mutex_t lock[LOCKS];
	pthread_mutex_t rest;
	pthread_cond_t wake;
	bool stop;
	pthread_t thread;
	_Atomic int64_t at[]; /* ms, monotonic; 0: none */
};

size_t deadlines_room(const struct deadlines *deadlines)
{
	return deadlines->room;
}

void deadline_set(struct deadlines *deadlines, int fd, int64_t ms)
{
	check(fd >= 0 && (size_t)fd < deadlines->room);
	atomic_store_explicit(&deadlines->at[fd], ms ? time_monotonic() + ms : 0, memory_order_relaxed);
	int highest = atomic_load_explicit(&deadlines->highest, memory_order_relaxed);
	while (fd > highest && !atomic_compare_exchange_weak(&deadlines->highest, &highest, fd))
		;
}

void deadline_closing(struct deadlines *deadlines, int fd)
{
	pthread_mutex_lock(&deadlines->lock[fd % LOCKS]);
	deadline_set(deadlines, fd, 0);
	pthread_mutex_unlock(&deadlines->lock[fd % LOCKS]);
}

static void scan(struct deadlines *deadlines)
{
	int64_t now = time_monotonic();
	int highest = atomic_load(&deadlines->highest);
	for (int fd = 0; fd <= highest; fd++) {
		int64_t at = atomic_load_explicit(&deadlines->at[fd], memory_order_relaxed);
		if (!at || at > now)
			continue;
		pthread_mutex_lock(&deadlines->lock[fd % LOCKS]);
		at = atomic_load(&deadlines->at[fd]); /* again: it may have been closed or have moved on */
		if (at && at <= now) {
			shutdown(fd, SHUT_RDWR); /* wakes the loop, which closes it in order */
			atomic_store(&deadlines->at[fd], 0);
		}
		pthread_mutex_unlock(&deadlines->lock[fd % LOCKS]);
	}
}

static void *run(void *argument)
{
	struct deadlines *deadlines = argument;
	pthread_mutex_lock(&deadlines->rest);
	while (!deadlines->stop) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until); /* the calendar's may jump */
		int64_t nanoseconds = until.tv_nsec + deadlines->tick * 1000000;
		until.tv_sec += nanoseconds / 1000000000;
		until.tv_nsec = nanoseconds % 1000000000;
		if (pthread_cond_clockwait(&deadlines->wake, &deadlines->rest, CLOCK_MONOTONIC, &until) != ETIMEDOUT)
			continue;
		pthread_mutex_unlock(&deadlines->rest);
		scan(deadlines);
		pthread_mutex_lock(&deadlines->rest);
	}
	pthread_mutex_unlock(&deadlines->rest);
	return NULL;
}

struct deadlines *deadlines_open(size_t sockets, int64_t tick_ms)
{
	struct deadlines *deadlines = calloc(1, sizeof(*deadlines) + sockets * sizeof(deadlines->at[0]));
	if (!deadlines)
		return NULL;
	deadlines->room = sockets;
	deadlines->tick = tick_ms;
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_init(&deadlines->lock[i], NULL);
	pthread_mutex_init(&deadlines->rest, NULL);
	pthread_cond_init(&deadlines->wake, NULL);
	if (pthread_create(&deadlines->thread, NULL, run, deadlines)) {
		free(deadlines);
		return NULL;
	}
	return deadlines;
}

void deadlines_close(struct deadlines *deadlines)
{
	if (!deadlines)
		return;
	pthread_mutex_lock(&deadlines->rest);
	deadlines->stop = true;
	pthread_cond_signal(&deadlines->wake);
	pthread_mutex_unlock(&deadlines->rest);
	pthread_join(deadlines->thread, NULL);
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&deadlines->lock[i]);
	pthread_mutex_destroy(&deadlines->rest);
	pthread_cond_destroy(&deadlines->wake);
	free(deadlines);
}
