/* Opens and ends the server: the listening socket, the acceptor that deals connections to the event threads, the drain.
 */
#include "web/http_private.h"

#include "base/log.h"
#include "base/time.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 4096, PAUSE_MS = 2 };

static void pause_ms(int ms)
{
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000L }, NULL);
}

/* The loop with the fewest connections; in turn among equals. */
static struct loop *loop_choose(struct http_server *server, unsigned turn)
{
	unsigned threads = (unsigned)server->settings.threads;
	struct loop *best = NULL;
	int total = 0, least = 0;
	for (unsigned i = 0; i < threads; i++) {
		struct loop *loop = &server->loop[(turn + i) % threads];
		int load = loop_load(loop);
		total += load;
		if (!best || load < least) {
			best = loop;
			least = load;
		}
	}
	return total < server->settings.connections ? best : NULL;
}

static void turn_away(int fd)
{
	static const char text[] =
	        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
	ssize_t sent = send(fd, text, sizeof(text) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)sent;
	close(fd);
}

static void *accept_run(void *argument)
{
	struct http_server *server = argument;
	for (unsigned turn = 0; atomic_load(&server->stage) == STAGE_SERVING; turn++) {
		int on = 1, fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd < 0) {
			if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
				pause_ms(10);
			continue;
		}
		struct loop *loop = loop_choose(server, turn);
		if (!loop || (size_t)fd >= deadlines_room(server->deadlines)) {
			turn_away(fd);
			continue;
		}
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		atomic_fetch_add(&loop->dealt, 1);
		if (write(loop->pipe[1], &fd, sizeof(fd)) != sizeof(fd)) {
			atomic_fetch_sub(&loop->dealt, 1);
			turn_away(fd);
		}
	}
	return NULL;
}

static int listen_on(const struct addrinfo *address)
{
	int on = 1, fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (!bind(fd, address->ai_addr, address->ai_addrlen) && !listen(fd, BACKLOG))
		return fd;
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

static enum status listener_open(struct http_server *server, struct err *err)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(4096);
	struct str host = server->settings.address.len ? server->settings.address : STR("127.0.0.1");
	struct str port = str_format(arena, "%d", server->settings.port);
	struct addrinfo *found = NULL, hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	if (getaddrinfo(str_c(arena, host), str_c(arena, port), &hints, &found)) {
		err_set(err, INVALID, "http.address", "listen");
		err_arg(err, "address", host);
		return INVALID;
	}
	server->listener = listen_on(found);
	int why = errno;
	freeaddrinfo(found);
	if (server->listener < 0) {
		err_set(err, BROKEN, why == EADDRINUSE ? "http.address_taken" : "http.listen", "listen");
		err_arg(err, "address", str_format(arena, "%.*s:%.*s", STR_ARG(host), STR_ARG(port)));
		if (err)
			snprintf(err->detail, sizeof(err->detail), "listen: %s", strerror(why));
		return BROKEN;
	}
	struct sockaddr_storage bound = { 0 };
	socklen_t size = sizeof(bound);
	if (getsockname(server->listener, (struct sockaddr *)&bound, &size))
		return err_broken(err, "http.listen", "getsockname: %s", strerror(errno));
	server->port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
	                                                 : ((struct sockaddr_in *)&bound)->sin_port);
	return OK;
}

static void settings_fill(struct http_settings *settings)
{
	settings->threads = settings->threads < 1 ? 2 : settings->threads;
	settings->connections = settings->connections < 1 ? 4096 : settings->connections;
	settings->header_ms = settings->header_ms ? settings->header_ms : 10000;
	settings->body_ms = settings->body_ms ? settings->body_ms : 20000;
	settings->reply_ms = settings->reply_ms ? settings->reply_ms : 30000;
	settings->idle_ms = settings->idle_ms ? settings->idle_ms : 75000;
}

/* A quarter of a second, finer when the deadlines are short. */
static int64_t tick_of(const struct http_settings *settings)
{
	int64_t least = settings->header_ms;
	least = settings->body_ms < least ? settings->body_ms : least;
	least = settings->reply_ms < least ? settings->reply_ms : least;
	least = settings->idle_ms < least ? settings->idle_ms : least;
	return least >= 2000 ? 250 : least / 8 + 1;
}

/* How many descriptors there may be. Asks for as many as the connections need, and some for files. */
static size_t sockets_most(int connections)
{
	enum { OTHERS = 256, MOST = 65536 };
	struct rlimit limit = { .rlim_cur = 1024, .rlim_max = 1024 };
	getrlimit(RLIMIT_NOFILE, &limit);
	rlim_t wanted = (rlim_t)connections + OTHERS;
	if (limit.rlim_cur < wanted && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	return limit.rlim_cur > MOST ? MOST : (size_t)limit.rlim_cur;
}

static enum status threads_start(struct http_server *server, struct err *err)
{
	/* Signals are for the thread that waits for them, not for these. */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int threads = server->settings.threads, opened = 0;
	enum status status = OK;
	server->deadlines = deadlines_open(sockets_most(server->settings.connections), tick_of(&server->settings));
	if (server->deadlines)
		server->wires = calloc(deadlines_room(server->deadlines), sizeof(server->wires[0]));
	if (!server->wires)
		status = err_broken(err, "http.start", "no timer thread or no memory");
	while (status == OK && opened < threads) {
		status = loop_open(&server->loop[opened], server, opened, err);
		opened++;
	}
	if (status == OK) {
		pthread_mutex_lock(&server->lock);
		while (server->ready < threads)
			pthread_cond_wait(&server->told, &server->lock);
		status = server->ready_status;
		if (status != OK && err)
			*err = server->ready_err;
		pthread_mutex_unlock(&server->lock);
	}
	if (status == OK && pthread_create(&server->acceptor, NULL, accept_run, server))
		status = err_broken(err, "http.start", "no acceptor thread");
	else if (status == OK)
		server->accepting = true;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return status;
}

enum status http_server_open(const struct http_settings *settings, const struct http_app *app,
        struct http_server **ret_server, struct err *err)
{
	struct http_server *server = calloc(1, sizeof(*server));
	check(server);
	server->app = *app;
	server->settings = *settings;
	server->listener = -1;
	settings_fill(&server->settings);
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->told, NULL);
	server->loop = calloc((size_t)server->settings.threads, sizeof(server->loop[0]));
	check(server->loop);
	for (int i = 0; i < server->settings.threads; i++)
		server->loop[i].pipe[0] = server->loop[i].pipe[1] = -1;
	*ret_server = NULL;
	enum status status = listener_open(server, err);
	if (status == OK)
		status = threads_start(server, err);
	if (status != OK) {
		http_server_close(server);
		return status;
	}
	*ret_server = server;
	return OK;
}

bool http_is_local(const struct http_request *request)
{
	const struct exchange *exchange = (const struct exchange *)request;
	struct sockaddr_storage peer = { 0 };
	socklen_t size = sizeof(peer);
	if (exchange->loopback)
		return true;
	if (getpeername(exchange->fd, (struct sockaddr *)&peer, &size))
		return false;
	if (peer.ss_family == AF_INET)
		return ntohl(((struct sockaddr_in *)&peer)->sin_addr.s_addr) >> 24 == 127;
	return peer.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&((struct sockaddr_in6 *)&peer)->sin6_addr);
}

const char *http_library_version(void)
{
	return MHD_get_version();
}

int http_server_connections(struct http_server *server)
{
	int total = 0;
	for (int i = 0; server && i < server->settings.threads; i++)
		total += loop_load(&server->loop[i]);
	return total;
}

int http_server_port(const struct http_server *server)
{
	return server->port;
}

bool http_server_draining(const struct http_server *server)
{
	return atomic_load(&server->stage) != STAGE_SERVING;
}

void http_resume(struct http_request *request)
{
	struct exchange *exchange = (struct exchange *)request;
	if (exchange->loopback)
		loopback_resume(exchange);
	else
		loop_resume(exchange);
}

void http_wake(struct http_server *server)
{
	for (int i = 0; server && i < server->settings.threads; i++) {
		if (atomic_exchange(&server->loop[i].resumed, false))
			loop_wake(&server->loop[i]);
	}
}

static bool running_ended(struct http_server *server, int64_t until)
{
	while (atomic_load(&server->running)) {
		if (time_monotonic() >= until)
			return false;
		pause_ms(PAUSE_MS);
	}
	return true;
}

void http_server_drain(struct http_server *server)
{
	if (server->drained)
		return;
	server->drained = true;
	int64_t until = time_monotonic() + DRAIN_MS;
	atomic_store(&server->stage, STAGE_DRAINING);
	if (server->accepting) {
		shutdown(server->listener, SHUT_RDWR); /* wakes accept4 */
		pthread_join(server->acceptor, NULL);
	}
	running_ended(server, until);
	/* Pages too are refused now: one that begins here could be handed to a thread that is about to end. */
	atomic_store(&server->stage, STAGE_ENDING);
	if (!running_ended(server, until))
		log_warn("http: %d requests were still running after %d ms", atomic_load(&server->running), DRAIN_MS);
	atomic_store(&server->stopping, true);
	for (int i = 0; i < server->settings.threads; i++)
		loop_join(&server->loop[i]);
	atomic_store(&server->over, true);
}

void http_server_close(struct http_server *server)
{
	if (!server)
		return;
	http_server_drain(server);
	if (server->listener >= 0)
		close(server->listener);
	if (atomic_load(&server->parked) > 0) {
		/* Another thread still holds a request of a suspended connection: its memory must stay, and the library
		 * would abort. */
		log_error("http: %d suspended requests were never resumed", atomic_load(&server->parked));
		return;
	}
	for (int i = 0; i < server->settings.threads; i++)
		loop_close(&server->loop[i]);
	deadlines_close(server->deadlines);
	pthread_mutex_destroy(&server->lock);
	pthread_cond_destroy(&server->told);
	free(server->wires);
	free(server->loop);
	free(server);
}
