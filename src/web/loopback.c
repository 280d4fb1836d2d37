/* The app without sockets: the same parsing, the same serve and the same encoding, in the caller's thread. */
#include "web/http_private.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

struct http_loopback {
	struct http_app app;
	struct libdeflate_compressor *compressor;
	uint64_t number;
	pthread_mutex_t lock; /* state of the requests, compressor, number */
	pthread_cond_t resumed;
};

enum status http_loopback_open(const struct http_app *app, struct http_loopback **ret_loopback, struct err *err)
{
	*ret_loopback = NULL;
	struct http_loopback *loopback = calloc(1, sizeof(*loopback));
	check(loopback);
	loopback->app = *app;
	loopback->compressor = libdeflate_alloc_compressor(GZIP_LEVEL);
	check(loopback->compressor);
	pthread_mutex_init(&loopback->lock, NULL);
	pthread_cond_init(&loopback->resumed, NULL);
	enum status status = app->worker_open ? app->worker_open(app->context, 0, err) : OK;
	if (status == OK) {
		*ret_loopback = loopback;
		return OK;
	}
	loopback->app.worker_close = NULL; /* it never opened */
	http_loopback_close(loopback);
	return status;
}

void loopback_resume(struct exchange *exchange)
{
	struct http_loopback *loopback = exchange->loopback;
	pthread_mutex_lock(&loopback->lock);
	atomic_store(&exchange->state, EXCHANGE_READY);
	pthread_cond_broadcast(&loopback->resumed);
	pthread_mutex_unlock(&loopback->lock);
}

/* The caller's headers, and those that a client never leaves out. */
static struct head head_of(struct arena *arena, const char *method, struct str target, const struct http_pair *header,
        size_t count, size_t body_len)
{
	bool host = false, length = false;
	struct http_pair *all = arena_array(arena, struct http_pair, count + 2);
	for (size_t i = 0; i < count; i++) {
		all[i] = header[i];
		host |= str_same(header[i].name, "host");
		length |= str_same(header[i].name, "content-length") || str_same(header[i].name, "transfer-encoding");
	}
	if (!host)
		all[count++] = (struct http_pair){ STR("host"), STR("localhost") };
	if (!length && body_len)
		all[count++] = (struct http_pair){ STR("content-length"), str_format(arena, "%zu", body_len) };
	return (struct head){ str_of(method), str_copy(arena, target), false, false, all, count };
}

static void serve(struct exchange *exchange, struct str body)
{
	struct http_loopback *loopback = exchange->loopback;
	if (!exchange_refused_early(exchange) && body.len)
		exchange_body(exchange, body.ptr, body.len);
	if (exchange_serve(exchange) == HTTP_SUSPENDED) {
		pthread_mutex_lock(&loopback->lock);
		while (atomic_load(&exchange->state) != EXCHANGE_READY)
			pthread_cond_wait(&loopback->resumed, &loopback->lock);
		pthread_mutex_unlock(&loopback->lock);
	}
	pthread_mutex_lock(&loopback->lock);
	exchange_finish(exchange, loopback->compressor);
	pthread_mutex_unlock(&loopback->lock);
}

enum status http_loopback_send(struct http_loopback *loopback, struct arena *arena, const char *method,
        struct str target, const struct http_pair *header, size_t header_count, struct str body,
        struct http_response *ret_response, struct err *err)
{
	(void)err;
	struct exchange *exchange = arena_new(arena, struct exchange);
	exchange->request.arena = arena;
	exchange->app = &loopback->app;
	exchange->loopback = loopback;
	exchange->state = EXCHANGE_RUNNING;
	pthread_mutex_lock(&loopback->lock);
	exchange->request.number = ++loopback->number;
	pthread_mutex_unlock(&loopback->lock);
	struct head head = head_of(arena, method, target, header, header_count, body.len);
	exchange_begin(exchange, &head);
	serve(exchange, body);
	struct http_response *response = &exchange->request.response;
	if (exchange->mapped)
		response->body = str_copy(arena, response->body); /* it may point into the request's body */
	if (exchange->head || response->status == 204 || response->status == 304)
		response->body = STR_NONE;
	*ret_response = *response;
	if (loopback->app.completed)
		loopback->app.completed(loopback->app.context, &exchange->request);
	exchange_release(exchange);
	return OK;
}

void http_loopback_close(struct http_loopback *loopback)
{
	if (!loopback)
		return;
	if (loopback->app.worker_close)
		loopback->app.worker_close(loopback->app.context, 0);
	libdeflate_free_compressor(loopback->compressor);
	pthread_mutex_destroy(&loopback->lock);
	pthread_cond_destroy(&loopback->resumed);
	free(loopback);
}
