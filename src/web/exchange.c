/* One request from its head to its complete response, the same for a connection and for the loopback. */
#include "web/http_private.h"

#include "base/log.h"
#include "base/time.h"

#include <libdeflate.h>
#include <string.h>
#include <sys/mman.h>

_Atomic int64_t exchange_bodies;

/* Whole pages of any size that there is. */
static size_t pages_of(size_t room)
{
	return (room + BODY_SMALL - 1) / BODY_SMALL * BODY_SMALL;
}

static void body_begin(struct exchange *exchange)
{
	const struct http_app *app = exchange->app;
	struct http_request *request = &exchange->request;
	exchange->limit = app->body_limit(app->context, request->method, request->path);
	if ((uint64_t)exchange->length > exchange->limit) {
		exchange->refusal = "http.too_large";
		return;
	}
	exchange->room = (size_t)exchange->length;
	if (!exchange->room)
		return;
	if (exchange->room <= BODY_SMALL) {
		exchange->body = arena_take(request->arena, exchange->room);
		return;
	}
	/* Pages that cost nothing until the bytes really come. Where the process has a limit, bodies leave something
	 * for those who have none: it is asked for beside them, and given back. */
	void *pages = mmap(NULL, pages_of(exchange->room) + BODIES_LEAVE, PROT_READ | PROT_WRITE,
	        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	exchange->mapped = pages != MAP_FAILED;
	exchange->body = exchange->mapped ? pages : NULL;
	if (exchange->mapped)
		munmap((char *)pages + pages_of(exchange->room), BODIES_LEAVE);
	if (!exchange->mapped)
		exchange->refusal = "http.crowded";
}

void exchange_begin(struct exchange *exchange, const struct head *head)
{
	exchange->begun = true;
	exchange->request.began = time_monotonic();
	exchange->request.path = STR("");
	exchange->refusal = head_take(exchange, head);
	if (!exchange->refusal)
		body_begin(exchange);
}

bool exchange_refused_early(const struct exchange *exchange)
{
	static const char *const doubtful[] = { "http.framing", "http.length", "http.header", "http.header_large",
		"http.host" };
	if (!exchange->refusal)
		return false;
	for (size_t i = 0; i < LENGTH(doubtful); i++) {
		if (!strcmp(exchange->refusal, doubtful[i]))
			return true;
	}
	if (!exchange->length)
		return false;
	bool droppable = !strcmp(exchange->refusal, "http.too_large") || !strcmp(exchange->refusal, "http.crowded");
	return !droppable || exchange->expect || exchange->length > BODY_DISCARD;
}

bool exchange_body(struct exchange *exchange, const char *bytes, size_t len)
{
	exchange->received += len;
	if (exchange->mapped)
		atomic_fetch_add(&exchange_bodies, (int64_t)len);
	if (!exchange->refusal && exchange->received > exchange->room)
		exchange->refusal = "http.too_large";
	if (!exchange->refusal && exchange->mapped && atomic_load(&exchange_bodies) > BODIES_BYTES)
		exchange->refusal = "http.crowded";
	if (exchange->refusal)
		return exchange->received <= BODY_DISCARD;
	memcpy(exchange->body + exchange->received - len, bytes, len);
	return true;
}

/* Fields and files from the complete body, or the body itself for other types. */
static const char *body_parse(struct exchange *exchange)
{
	struct http_request *request = &exchange->request;
	if (!exchange->received)
		return NULL;
	struct str body = { exchange->body, exchange->received }, type = http_header(request, "content-type");
	const char *end = type.len ? memchr(type.ptr, ';', type.len) : NULL;
	struct str kind = str_trim(end ? str_slice(type, 0, (size_t)(end - type.ptr)) : type);
	if (str_same(kind, "application/x-www-form-urlencoded"))
		return form_parse(request->arena, body, &request->form, &request->form_count);
	if (str_same(kind, "multipart/form-data"))
		return multipart_parse(request, type, body);
	request->body = body;
	return NULL;
}

static void refuse(struct exchange *exchange)
{
	struct http_request *request = &exchange->request;
	int status = refusal_status(exchange->refusal);
	memset(&request->response, 0, sizeof(request->response));
	exchange->app->refuse(exchange->app->context, request, status, exchange->refusal);
	request->response.status = status;
	if (status == 405)
		reply_header_add(&request->response, "Allow", STR("GET, HEAD, POST"));
	if (status == 503)
		reply_header_add(&request->response, "Retry-After", STR("2"));
}

enum http_outcome exchange_serve(struct exchange *exchange)
{
	if (!exchange->refusal)
		exchange->refusal = body_parse(exchange);
	if (exchange->refusal) {
		refuse(exchange);
		return HTTP_DONE;
	}
	return exchange->app->serve(exchange->app->context, &exchange->request);
}

static bool response_valid(const struct http_response *response)
{
	size_t bytes = response->type.len;
	if (response->status < 200 || response->status > 599)
		return false;
	for (size_t i = 0; i < response->header_count; i++) {
		const struct http_pair *pair = &response->header[i];
		bytes += pair->name.len + pair->value.len;
		if (!token_valid(pair->name))
			return false;
		for (size_t k = 0; k < pair->value.len; k++) {
			unsigned char c = (unsigned char)pair->value.ptr[k];
			if (c < 0x20 || c == 0x7F)
				return false;
		}
	}
	return bytes <= REPLY_HEADER_BYTES;
}

void exchange_finish(struct exchange *exchange, struct libdeflate_compressor *compressor)
{
	if (!response_valid(&exchange->request.response)) {
		log_error("http: request %llu: the reply has no proper status or headers",
		        (unsigned long long)exchange->request.number);
		exchange->refusal = "http.broken";
		refuse(exchange);
	}
	response_encode(exchange, compressor);
}

void exchange_release(struct exchange *exchange)
{
	if (!exchange->mapped)
		return;
	atomic_fetch_sub(&exchange_bodies, (int64_t)exchange->received);
	munmap(exchange->body, pages_of(exchange->room));
	exchange->mapped = false;
}
