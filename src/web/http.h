/* HTTP as the rest of the program sees it. libmicrohttpd is behind it; nothing above this header knows. Also a loopback
 * without sockets, for tests. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/err.h"

enum http_method {
	HTTP_GET,
	HTTP_POST
}; /* HEAD arrives as GET, the body is dropped; anything else is answered 405 inside */
enum http_outcome { HTTP_DONE, HTTP_SUSPENDED };

struct http_pair {
	struct str name, value;
};
struct http_upload {
	struct str field, filename, type, bytes;
};

struct http_response {
	int status;
	struct str type;             /* "text/html; charset=utf-8" */
	struct str body;             /* in the request's arena, or static */
	struct http_pair header[20]; /* 16 for the layers above: Location, Set-Cookie, Cache-Control ... */
	size_t header_count;
	bool plain;      /* never compressed */
	struct str gzip; /* the body already compressed (assets), or none: the server compresses text above 1 KB with
	                    libdeflate */
};

/* One request. Lives in its own arena from the first header to the last byte sent. */
struct http_request {
	struct arena *arena;
	enum http_method method;
	struct str target; /* as sent */
	struct str path;   /* decoded, begins with '/', no dot segments, no double slash, no NUL */
	struct http_pair *query;
	size_t query_count;
	struct http_pair *form;
	size_t form_count; /* POST fields, urlencoded or multipart; valid UTF-8, NFC */
	struct http_upload *upload;
	size_t upload_count;
	struct str body; /* raw, for application/json */
	struct http_pair *header;
	size_t header_count; /* names lower case; cookies as sent */
	int worker;          /* which event thread: index for per-thread data */
	int64_t began;       /* ms, monotonic */
	uint64_t number;     /* for the log */
	struct http_response response;
	void *app; /* for the layer above */
};
struct str http_header(const struct http_request *request, const char *name); /* none when absent */
struct str http_cookie(const struct http_request *request, const char *name);
struct str http_query(const struct http_request *request, const char *name);
struct str http_form(const struct http_request *request, const char *name); /* the first of that name */
void http_reply_header(struct http_request *request, const char *name, struct str value);

/* What the layer above gives. */
struct http_app {
	void *context;
	/* Called once on each event thread before and after its work. */
	enum status (*worker_open)(void *context, int worker, struct err *err);
	void (*worker_close)(void *context, int worker);
	/* The most bytes of body that this target takes (checked before reading; 0: no body). */
	size_t (*body_limit)(void *context, enum http_method method, struct str path);
	/* The body is complete. Fills response and returns HTTP_DONE, or hands the request to another thread and
	   returns HTTP_SUSPENDED (it must not touch the request after handing it over). */
	enum http_outcome (*serve)(void *context, struct http_request *request);
	/* An error that the server itself found (400, 405, 408, 413, 414, 431 ...): fills a page for it. code is a
	 * message code such as "http.too_large". */
	void (*refuse)(void *context, struct http_request *request, int status, const char *code);
	/* Access log, after the reply was sent or the client left. */
	void (*completed)(void *context, struct http_request *request);
};

struct http_settings {
	struct str address;
	int port;        /* port 0: any; see http_server_port */
	int threads;     /* event threads, >= 2 */
	int connections; /* ceiling, all threads */
	int64_t header_ms, body_ms, reply_ms,
	        idle_ms; /* absolute deadlines; 0: 10 s, 20 s (per MB of limit more), 30 s, 75 s */
};

struct http_server;
enum status http_server_open(const struct http_settings *settings, const struct http_app *app,
        struct http_server **ret_server, struct err *err);
int http_server_port(const struct http_server *server);
/* From another thread: the suspended request has its response. Then http_wake once for the whole batch. */
void http_resume(struct http_request *request); /* server or loopback: the request knows */
void http_wake(struct http_server *server);     /* NULL is accepted: nothing to wake */
/* Stops accepting, answers 503 to late writes (draining), waits for suspended and running requests (<= 5 s), ends the
 * threads. */
void http_server_drain(struct http_server *server);
bool http_server_draining(const struct http_server *server);
void http_server_close(struct http_server *server);

/* The same app without a socket: parses the given raw parts just as the server does, blocks until a suspended request
 * is resumed. */
struct http_loopback;
enum status http_loopback_open(const struct http_app *app, struct http_loopback **ret_loopback, struct err *err);
/* method "GET"/"POST"; headers as pairs; body with its content-type among the headers. The response lives in the arena.
 */
enum status http_loopback_send(struct http_loopback *loopback, struct arena *arena, const char *method,
        struct str target, const struct http_pair *header, size_t header_count, struct str body,
        struct http_response *ret_response, struct err *err);
void http_loopback_close(struct http_loopback *loopback);

#endif
