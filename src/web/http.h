/* HTTP as the rest of the program sees it. libmicrohttpd is behind it; nothing above this header knows. Also a loopback
 * without sockets, for tests. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/err.h"

/* HEAD arrives as GET, the body is dropped; anything else is answered 405 inside. */
enum http_method { HTTP_GET, HTTP_POST };
enum http_outcome { HTTP_DONE, HTTP_SUSPENDED };

struct http_pair {
	struct str name, value;
};
struct http_upload {
	struct str field, filename, type, bytes;
};

/* What goes out. A header with a control character in it (it would split the reply), or headers of more than 3 KB,
   become a 500. */
struct http_response {
	int status;
	struct str type;             /* "text/html; charset=utf-8" */
	struct str body;             /* in the request's arena, part of the request, or static */
	struct http_pair header[20]; /* 16 for the layers above: Location, Set-Cookie, Cache-Control ... */
	size_t header_count;
	bool plain;      /* never compressed */
	struct str gzip; /* the body already compressed (assets), or none: text of 1 KB and more is compressed here */
};

/* One request. Lives in its own arena from the first header to the last byte sent. All text in it but body and the
   uploads' bytes is valid UTF-8. */
struct http_request {
	struct arena *arena;
	enum http_method method;
	struct str target;       /* as sent */
	struct str path;         /* decoded, begins with '/', no dot segments, no double slash, no NUL; "" in refuse()
	                            when it made no sense */
	struct http_pair *query; /* decoded; as form */
	size_t query_count;
	struct http_pair *form; /* POST fields, urlencoded or multipart: NFC, lines end with \n, no other control
	                           characters but tabs; names of 1 to 100 bytes */
	size_t form_count;
	struct http_upload *upload; /* files; a file field without a file is left out */
	size_t upload_count;
	struct str body;          /* raw, where it is no form */
	struct http_pair *header; /* names in lower case; a header whose value is not clean UTF-8 is left out */
	size_t header_count;
	int worker;      /* which event thread: index for per-thread data; 0 in the loopback */
	int64_t began;   /* ms, monotonic: when the head was complete */
	int64_t waited;  /* ms that its event thread spent on others while it stood in line, at least; 0 in the loopback
	                  */
	uint64_t number; /* for the log */
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
	/* Called once on each event thread before and after its work. May be NULL. */
	enum status (*worker_open)(void *context, int worker, struct err *err);
	void (*worker_close)(void *context, int worker);
	/* The most bytes of body that this target takes (0: no body). Fields of a form take 1 MB at most, whatever it
	   says; files may take all of it. */
	size_t (*body_limit)(void *context, enum http_method method, struct str path);
	/* The body is complete. Fills response and returns HTTP_DONE, or hands the request to another thread and
	   returns HTTP_SUSPENDED (it must not touch the request after handing it over). */
	enum http_outcome (*serve)(void *context, struct http_request *request);
	/* An error that the server itself found: fills type, body and headers of a page for it; the status is set by
	   the server. code is a message code: http.target, http.target_long, http.header, http.header_large, http.host,
	   http.framing, http.length, http.method, http.too_large, http.form, http.form_large, http.multipart,
	   http.text, http.draining, http.crowded, http.broken. The request may be half filled. (A client that is too
	   slow is cut off without a page; a head that is no HTTP at all gets the library's own few words or none.) */
	void (*refuse)(void *context, struct http_request *request, int status, const char *code);
	/* Access log, after the reply was sent or the client left. May be NULL. */
	void (*completed)(void *context, struct http_request *request);
};

struct http_settings {
	struct str address; /* a name or number; none: 127.0.0.1 */
	int port;           /* 0: any; see http_server_port */
	int threads;        /* event threads; 0: 2 */
	int connections;    /* ceiling, all threads; 0: 4096. Beyond: 503 */
	/* Absolute deadlines: whole head, whole body, whole reply (the last two and 4 s for each MB), and from a reply
	   to the next request. 0: 10 s, 20 s, 30 s, 75 s. None runs while a request is served. */
	int64_t header_ms, body_ms, reply_ms, idle_ms;
};

struct http_server;
/* Listens and starts the threads. INVALID: http.address. BROKEN: http.address_taken, http.listen, http.start, or what
   worker_open says. */
enum status http_server_open(const struct http_settings *settings, const struct http_app *app,
        struct http_server **ret_server, struct err *err);
/* Whether it was sent from this machine: by a proxy on it, perhaps for somebody else. */
bool http_is_local(const struct http_request *request);
const char *http_library_version(void);
int http_server_connections(struct http_server *server); /* open now; NULL: 0 */
int http_server_port(const struct http_server *server);
/* From another thread: the suspended request has its response. After this call it may be gone: read what is needed,
   also the link to the next one, before. Then http_wake once for the whole batch. May come before serve() returned. */
void http_resume(struct http_request *request); /* server or loopback: the request knows */
void http_wake(struct http_server *server);     /* NULL is accepted: nothing to wake */
/* Stops accepting, answers 503 to late writes, waits for suspended and running requests (<= 5 s), ends the event
   threads. The order of an end: drain, then end the threads that resume requests, then close. */
void http_server_drain(struct http_server *server);
bool http_server_draining(const struct http_server *server);
/* Drains if that was not done. Accepts NULL. */
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
