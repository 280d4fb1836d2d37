/* What the files of this folder share: one exchange (a request on its way), the event loops, the deadlines. */
#ifndef WEB_HTTP_PRIVATE_H
#define WEB_HTTP_PRIVATE_H

#include "web/http.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

struct libdeflate_compressor;
struct http_server;

/* Ceilings. Reaching one is an answer to the client, never a crash. */
enum {
	TARGET_BYTES = 2048,  /* of the request line's target: 414 */
	HEADER_COUNT = 40,    /* headers: 431 */
	HEADER_BYTES = 4608,  /* the target, and names and values of the headers, together: 431 */
	POOL_BYTES = 9600,    /* one connection's memory, also when idle: request head (and 64 bytes a header), reply
	                         head, read buffer. A head beyond it gets the library's own 431 */
	PAIR_COUNT = 2000,    /* fields of a query or a form: 413 (a roll call of 500 people has four each) */
	NAME_BYTES = 100,     /* of a field's name: 400 */
	UPLOAD_COUNT = 64,    /* files of one form: 413 */
	FILENAME_BYTES = 255, /* the end of a longer one is kept */
	PART_HEADER_BYTES = 4096, /* head of one part of a multipart body: 400 */
	FORM_BYTES = 1 << 20,     /* text fields of one form together: 413 */
	BODY_SMALL = 64 << 10,    /* a body up to this lies in the arena, a larger one in pages of its own */
	BODY_DISCARD = 64 << 20,  /* a body too large is read and dropped up to this, so that the client sees the 413 */
	BODIES_BYTES = 512 << 20, /* large bodies of all requests together: 503 */
	BODIES_LEAVE = 64 << 20,  /* of the process's address space, where that is limited: else 503 */
	GZIP_FROM = 1024,         /* bytes of text worth compressing */
	GZIP_LEVEL = 6,
	REPLY_HEADER_BYTES = 3072, /* names and values of the reply: 500; more may not fit into POOL_BYTES */
	REPLY_HEADERS_APP = 16,    /* of http_response.header for the layers above; the rest is for this one */
	MS_PER_MB = 4000,          /* added to the body and reply deadlines for each whole MB */
	DRAIN_MS = 5000,
	SPARE_EXCHANGES = 64, /* kept by a loop for the next requests */
};

enum exchange_state {
	EXCHANGE_READING, /* head or body */
	EXCHANGE_RUNNING, /* in serve(), or handed over and not yet suspended */
	EXCHANGE_PARKED,  /* suspended */
	EXCHANGE_READY,   /* the response is there */
};

/* One request on its way. http_resume gets from the request to it: `request` is the first member. */
struct exchange {
	struct http_request request;
	const struct http_app *app;
	const char *refusal; /* why it is refused, a code of refusal_status(); NULL: it is not */
	int64_t length;      /* of the body as announced */
	size_t limit;        /* of the body */
	size_t received;
	char *body; /* `room` bytes, in the arena or mapped */
	size_t room;
	bool mapped;
	bool head;    /* HEAD: the reply has no body */
	bool expect;  /* the client waits for "100 Continue" before it sends the body */
	bool close;   /* no further request on this connection */
	bool begun;   /* the head was taken in: completed() is owed */
	bool counted; /* in server->running */
	_Atomic int state;
	/* Either a connection of an event loop or a loopback. */
	struct loop *loop;
	struct MHD_Connection *connection;
	int fd;
	struct http_loopback *loopback;
	struct exchange *next; /* among the spare ones */
};

/* The head as it came. */
struct head {
	struct str method, target;
	bool http_1_0, untidy; /* untidy: not made of proper lines */
	const struct http_pair *header;
	size_t header_count;
};

/* request.c. A code is NULL when all is well. */
int refusal_status(const char *code);
const char *head_take(struct exchange *exchange, const struct head *head);
const char *target_take(struct http_request *request, struct str target);
void reply_header_add(struct http_response *response, const char *name, struct str value);
bool token_valid(struct str text);
bool str_same(struct str a, const char *b); /* letters' case apart */

/* wire.c: the raw bytes of one connection. */
struct wire {
	uint64_t left;         /* of the body; in the head its length as said so far */
	uint32_t heads, taken; /* proper heads that came; requests begun */
	uint8_t state, blank, digits, name_len;
	bool counts, last; /* in the value of Content-Length; nothing behind this head can be trusted */
	char name[17];
};
void wires_watch(struct wire *table, size_t room); /* what this thread receives goes into the table, by descriptor */
void wires_take(int fd, const char *bytes, size_t len);
void wire_take(struct wire *wire, const char *bytes, size_t len);
/* The next request begins: whether its head was a proper one. */
bool wire_next(struct wire *wire);

/* form.c */
const char *form_parse(struct arena *arena, struct str text, struct http_pair **ret_pair, size_t *ret_count);
const char *form_text(struct arena *arena, struct str raw, struct str *ret_text);
const char *path_decode(struct arena *arena, struct str raw, struct str *ret_path);

/* multipart.c: fills form and upload of *request. */
const char *multipart_parse(struct http_request *request, struct str content_type, struct str body);

/* exchange.c */
extern _Atomic int64_t exchange_bodies; /* bytes received of large bodies, all requests */
void exchange_begin(struct exchange *exchange, const struct head *head);
/* False: give the connection up. */
bool exchange_body(struct exchange *exchange, const char *bytes, size_t len);
/* True when a refusal found in the head is answered without reading the body; the connection is closed then. */
bool exchange_refused_early(const struct exchange *exchange);
enum http_outcome exchange_serve(struct exchange *exchange);
/* The response is complete: checks it, compresses it. compressor NULL: never compresses. */
void exchange_finish(struct exchange *exchange, struct libdeflate_compressor *compressor);
void exchange_release(struct exchange *exchange); /* what is not in the arena */

/* encode.c */
bool gzip_accepted(struct str accept_encoding);
bool gzip_worth(struct str type);
void response_encode(struct exchange *exchange, struct libdeflate_compressor *compressor);

/* deadline.c: one absolute deadline a socket; a late socket is shut down, its loop then closes it in order. */
struct deadlines;
struct deadlines *deadlines_open(size_t sockets, int64_t tick_ms); /* NULL: no memory or no thread */
void deadlines_close(struct deadlines *deadlines);
size_t deadlines_room(const struct deadlines *deadlines);           /* descriptors from this on have no place */
void deadline_set(struct deadlines *deadlines, int fd, int64_t ms); /* from now; 0: none */
void deadline_closing(struct deadlines *deadlines, int fd);         /* before close(2) */

/* loop.c */
struct loop {
	struct http_server *server;
	struct MHD_Daemon *daemon;
	pthread_t thread;
	int pipe[2]; /* new sockets, or -1: look for resumed requests */
	int index;
	bool again;              /* run once more without waiting */
	int64_t round;           /* ms, monotonic: since when those that are ready are served, one after another */
	_Atomic bool resumed;    /* since the last wake */
	_Atomic int dealt, open; /* sockets on their way through the pipe; connections */
	struct exchange *spare;
	int spare_count;
	struct libdeflate_compressor *compressor;
	bool started;
};
enum status loop_open(struct loop *loop, struct http_server *server, int index, struct err *err);
void loop_wake(struct loop *loop);
void loop_join(struct loop *loop);
void loop_close(struct loop *loop); /* after all threads that resume have ended */
int loop_load(struct loop *loop);
void loop_resume(struct exchange *exchange); /* from any thread */

/* server.c */
enum stage { STAGE_SERVING, STAGE_DRAINING, STAGE_ENDING };
struct http_server {
	struct http_app app;
	struct http_settings settings;
	struct deadlines *deadlines;
	struct wire *wires; /* of each descriptor; a loop writes those of its connections */
	struct loop *loop;
	int listener, port;
	pthread_t acceptor;
	bool accepting, drained;
	_Atomic int stage;
	_Atomic int running; /* requests between serve() and their last byte */
	_Atomic int parked;  /* suspended connections: the library aborts when it is stopped with one */
	_Atomic bool stopping, over;
	_Atomic uint64_t number;
	/* The loops say here that worker_open is done. */
	pthread_mutex_t lock;
	pthread_cond_t told;
	int ready;
	enum status ready_status;
	struct err ready_err;
};

/* loopback.c */
void loopback_resume(struct exchange *exchange);

#endif
