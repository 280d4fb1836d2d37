/* One event thread. Not the library's own kind: its epoll loop collects 128 events a call and, when it gets exactly
   128, waits again without a limit before it serves any of them, so that 128 clients in step stop the thread. Here
   poll() waits on the library's epoll descriptor and on a pipe, and MHD_run() only works. In this mode a resumed
   connection wakes nobody: that too comes by the pipe. */
#include "web/http_private.h"

#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WAIT_MS = 1000 }; /* a lost wake would cost this much: nothing relies on it */

static struct exchange *exchange_take(struct loop *loop)
{
	struct exchange *exchange = loop->spare;
	struct arena *arena = NULL;
	if (exchange) {
		loop->spare = exchange->next;
		loop->spare_count--;
		arena = exchange->request.arena;
		memset(exchange, 0, sizeof(*exchange));
	} else {
		exchange = calloc(1, sizeof(*exchange));
		check(exchange);
		arena = arena_open(ARENA_REQUEST_CEILING);
	}
	exchange->request.arena = arena;
	exchange->request.worker = loop->index;
	exchange->app = &loop->server->app;
	exchange->loop = loop;
	return exchange;
}

static void exchange_give_back(struct loop *loop, struct exchange *exchange)
{
	exchange_release(exchange);
	if (loop->spare_count >= SPARE_EXCHANGES) {
		arena_close(exchange->request.arena);
		free(exchange);
		return;
	}
	arena_reset(exchange->request.arena);
	exchange->next = loop->spare;
	loop->spare = exchange;
	loop->spare_count++;
}

static void deadline(struct exchange *exchange, int64_t ms, size_t bytes)
{
	deadline_set(exchange->loop->server->deadlines, exchange->fd, ms ? ms + (int64_t)(bytes >> 20) * MS_PER_MB : 0);
}

/* The request line is there. The target is kept as sent, for the library goes on to take it apart in place. Its query
   is cut off there: the library would spend 64 bytes of the connection's memory on each field, although the query is
   read here anyway, and close without an answer when the memory runs out. */
static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
	struct exchange *exchange = exchange_take(context);
	exchange->connection = connection;
	exchange->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	exchange->request.target = str_copy(exchange->request.arena, str_of(target));
	char *mark = strchr((char *)(uintptr_t)target, '?');
	if (mark)
		mark[1] = '\0';
	deadline(exchange, exchange->loop->server->settings.header_ms, 0);
	return exchange;
}

struct header_list {
	struct http_pair pair[HEADER_COUNT + 1];
	size_t count;
};

static enum MHD_Result on_header(
        void *context, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value, size_t value_len)
{
	struct header_list *list = context;
	(void)kind;
	if (list->count == LENGTH(list->pair))
		return MHD_NO; /* one more than allowed: refused */
	list->pair[list->count++] = (struct http_pair){ { name, name_len }, { value ? value : "", value_len } };
	return MHD_YES;
}

static bool has_body(int status)
{
	return status != 204 && status != 304;
}

static enum MHD_Result reply(struct exchange *exchange)
{
	struct http_server *server = exchange->loop->server;
	exchange_finish(exchange, exchange->loop->compressor);
	struct http_response *out = &exchange->request.response;
	struct str body = has_body(out->status) ? out->body : STR_NONE;
	/* The body lies in the request's arena or is static: it outlives the reply. */
	struct MHD_Response *response =
	        MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.ptr, MHD_RESPMEM_PERSISTENT);
	if (!response)
		return MHD_NO;
	struct arena *arena = exchange->request.arena;
	if (out->type.len)
		MHD_add_response_header(response, "Content-Type", str_c(arena, out->type));
	for (size_t i = 0; i < out->header_count; i++)
		MHD_add_response_header(
		        response, str_c(arena, out->header[i].name), str_c(arena, out->header[i].value));
	if (exchange->close || atomic_load(&server->stage) != STAGE_SERVING)
		MHD_add_response_header(response, "Connection", "close");
	deadline(exchange, server->settings.reply_ms, body.len);
	enum MHD_Result result = MHD_queue_response(exchange->connection, (unsigned)out->status, response);
	MHD_destroy_response(response);
	return result;
}

/* The head is complete. */
static enum MHD_Result begin(struct exchange *exchange, const char *method, const char *version)
{
	struct http_server *server = exchange->loop->server;
	struct header_list list = { .count = 0 };
	MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, on_header, &list);
	struct head head = { str_of(method), exchange->request.target, !strcmp(version, "HTTP/1.0"),
		!wire_next(&server->wires[exchange->fd]), list.pair, list.count };
	exchange->request.number = atomic_fetch_add(&server->number, 1) + 1;
	exchange_begin(exchange, &head);
	if (exchange_refused_early(exchange)) {
		exchange->close = true;
		exchange_serve(exchange);
		return reply(exchange);
	}
	if (exchange->length)
		deadline(exchange, server->settings.body_ms, (size_t)exchange->length);
	return MHD_YES;
}

/* The body is complete. Counted as running before the stage is read: so drain sees it, or it sees the drain. */
static enum MHD_Result run(struct exchange *exchange)
{
	struct loop *loop = exchange->loop;
	struct http_server *server = loop->server;
	exchange->counted = true;
	atomic_fetch_add(&server->running, 1);
	int stage = atomic_load(&server->stage);
	if (!exchange->refusal &&
	        (stage == STAGE_ENDING || (stage == STAGE_DRAINING && exchange->request.method == HTTP_POST)))
		exchange->refusal = "http.draining";
	deadline(exchange, 0, 0);
	exchange->request.waited = time_monotonic() - loop->round;
	atomic_store(&exchange->state, EXCHANGE_RUNNING);
	if (exchange_serve(exchange) == HTTP_DONE)
		return reply(exchange);
	/* Another thread has it now and may be ready at any moment; the exchange itself stays until this loop ends it.
	 */
	struct MHD_Connection *connection = exchange->connection;
	atomic_fetch_add(&server->parked, 1);
	MHD_suspend_connection(connection);
	int running = EXCHANGE_RUNNING;
	if (!atomic_compare_exchange_strong(&exchange->state, &running, EXCHANGE_PARKED)) {
		atomic_fetch_sub(&server->parked, 1);
		MHD_resume_connection(connection); /* it was quicker */
		loop->again = true;
	}
	return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
        const char *version, const char *data, size_t *size, void **request)
{
	struct exchange *exchange = *request;
	(void)context, (void)connection, (void)url;
	if (!exchange)
		return MHD_NO;
	if (!exchange->begun)
		return begin(exchange, method, version);
	if (*size) {
		bool kept = exchange_body(exchange, data, *size);
		*size = 0;
		return kept ? MHD_YES : MHD_NO;
	}
	return atomic_load(&exchange->state) == EXCHANGE_READY ? reply(exchange) : run(exchange);
}

static void on_completed(
        void *context, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode why)
{
	struct exchange *exchange = *request;
	struct loop *loop = context;
	struct http_server *server = loop->server;
	(void)connection;
	if (!exchange)
		return;
	*request = NULL;
	if (exchange->begun && server->app.completed && !atomic_load(&server->over))
		server->app.completed(server->app.context, &exchange->request);
	/* Nobody says when the next request's first byte comes: idle time and that request line together. */
	deadline(exchange, why == MHD_REQUEST_TERMINATED_COMPLETED_OK ? server->settings.idle_ms : 1000, 0);
	if (exchange->counted)
		atomic_fetch_sub(&server->running, 1);
	exchange_give_back(loop, exchange);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
        enum MHD_ConnectionNotificationCode code)
{
	struct loop *loop = context;
	int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	(void)socket_context;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		atomic_fetch_add(&loop->open, 1);
		deadline_set(loop->server->deadlines, fd, loop->server->settings.header_ms);
		loop->server->wires[fd] = (struct wire){ 0 };
		return;
	}
	atomic_fetch_sub(&loop->open, 1);
	deadline_closing(loop->server->deadlines, fd);
}

static void pipe_take(struct loop *loop)
{
	for (int fd; read(loop->pipe[0], &fd, sizeof(fd)) == sizeof(fd);) {
		if (fd < 0)
			continue;
		struct sockaddr_storage address;
		socklen_t size = sizeof(address);
		if (getpeername(fd, (struct sockaddr *)&address, &size))
			close(fd);
		else
			MHD_add_connection(
			        loop->daemon, fd, (struct sockaddr *)&address, size); /* closes it when it refuses */
		atomic_fetch_sub(&loop->dealt, 1);
	}
}

static enum status worker_begin(struct loop *loop)
{
	struct http_server *server = loop->server;
	struct err err = { 0 };
	enum status status = OK;
	if (server->app.worker_open)
		status = server->app.worker_open(server->app.context, loop->index, &err);
	pthread_mutex_lock(&server->lock);
	server->ready++;
	if (status != OK && server->ready_status == OK) {
		server->ready_status = status;
		server->ready_err = err;
	}
	pthread_cond_signal(&server->told);
	pthread_mutex_unlock(&server->lock);
	return status;
}

static void *loop_run(void *argument)
{
	struct loop *loop = argument;
	struct http_server *server = loop->server;
	if (worker_begin(loop) != OK)
		return NULL;
	wires_watch(server->wires, deadlines_room(server->deadlines));
	struct pollfd on[2] = { { MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, POLLIN, 0 },
		{ loop->pipe[0], POLLIN, 0 } };
	while (!atomic_load(&server->stopping)) {
		MHD_UNSIGNED_LONG_LONG ms = WAIT_MS;
		if (loop->again || MHD_get_timeout(loop->daemon, &ms) != MHD_YES || ms > WAIT_MS)
			ms = loop->again ? 0 : WAIT_MS;
		loop->again = false;
		poll(on, 2, (int)ms);
		if (on[1].revents)
			pipe_take(loop);
		loop->round = time_monotonic();
		MHD_run(loop->daemon);
	}
	if (server->app.worker_close)
		server->app.worker_close(server->app.context, loop->index);
	return NULL;
}

enum status loop_open(struct loop *loop, struct http_server *server, int index, struct err *err)
{
	loop->server = server;
	loop->index = index;
	loop->pipe[0] = loop->pipe[1] = -1;
	unsigned limit = (unsigned)(server->settings.connections / server->settings.threads + 1);
	loop->compressor = libdeflate_alloc_compressor(GZIP_LEVEL);
	if (!loop->compressor || pipe2(loop->pipe, O_CLOEXEC | O_NONBLOCK))
		return err_broken(err, "http.start", "event thread %d: %s", index, strerror(errno));
	loop->daemon =
	        MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_NO_LISTEN_SOCKET, 0,
	                NULL, NULL, on_request, loop, MHD_OPTION_CONNECTION_LIMIT, limit,
	                MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	                MHD_OPTION_URI_LOG_CALLBACK, on_target, loop, MHD_OPTION_NOTIFY_CONNECTION, on_connection, loop,
	                MHD_OPTION_NOTIFY_COMPLETED, on_completed, loop, MHD_OPTION_END);
	if (!loop->daemon)
		return err_broken(err, "http.start", "event thread %d: the HTTP library does not start", index);
	if (pthread_create(&loop->thread, NULL, loop_run, loop))
		return err_broken(err, "http.start", "event thread %d: no thread", index);
	loop->started = true;
	return OK;
}

void loop_wake(struct loop *loop)
{
	int wake = -1;
	/* A full pipe wakes too. */
	ssize_t written = write(loop->pipe[1], &wake, sizeof(wake));
	(void)written;
}

void loop_resume(struct exchange *exchange)
{
	/* All that is needed afterwards: once resumed, the exchange may be gone. */
	struct loop *loop = exchange->loop;
	struct MHD_Connection *connection = exchange->connection;
	int before = atomic_exchange(&exchange->state, EXCHANGE_READY);
	check(before == EXCHANGE_RUNNING || before == EXCHANGE_PARKED);
	if (before == EXCHANGE_RUNNING)
		return; /* its loop is about to suspend it and will see */
	atomic_fetch_sub(&loop->server->parked, 1);
	MHD_resume_connection(connection);
	atomic_store(&loop->resumed, true);
}

int loop_load(struct loop *loop)
{
	return atomic_load(&loop->dealt) + atomic_load(&loop->open);
}

void loop_join(struct loop *loop)
{
	if (!loop->started)
		return;
	loop_wake(loop);
	pthread_join(loop->thread, NULL);
	loop->started = false;
}

void loop_close(struct loop *loop)
{
	/* Sockets that were dealt and never taken. */
	for (int fd; loop->pipe[0] >= 0 && read(loop->pipe[0], &fd, sizeof(fd)) == sizeof(fd);) {
		if (fd >= 0)
			close(fd);
	}
	if (loop->daemon)
		MHD_stop_daemon(loop->daemon);
	while (loop->spare) {
		struct exchange *next = loop->spare->next;
		arena_close(loop->spare->request.arena);
		free(loop->spare);
		loop->spare = next;
	}
	if (loop->compressor)
		libdeflate_free_compressor(loop->compressor);
	for (int i = 0; i < 2; i++) {
		if (loop->pipe[i] >= 0)
			close(loop->pipe[i]);
	}
}
