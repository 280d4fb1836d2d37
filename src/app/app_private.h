/* Shared by the files of this folder. */
#ifndef APP_APP_PRIVATE_H
#define APP_APP_PRIVATE_H

#include "app/app.h"
#include "app/throttle.h"
#include "db/writer.h"

#include <pthread.h>

enum { SLOW_THREADS = 2, SLOW_QUEUE = 200, SLOW_PAGES = 50, SLOW_ONE = 8, MAX_WORKERS = 16, CHORES_MAX = 32 };

/* Work beside the event threads: PINs, and documents with foreign files; neither waits for the other. */
enum slow_kind { SLOW_PIN, SLOW_HEAVY, SLOW__COUNT };
struct slow_line {
	struct flow *first, *last;
	size_t waiting;
};
struct slow_queue {
	struct app *app;
	pthread_t thread[SLOW_THREADS];
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct slow_line writes, pages; /* writes go first */
	bool closing;
};

/* Which route an address is of. */
struct match {
	const struct route *route;
	const struct feature *feature; /* that the route is of */
	size_t value_count;
	struct str value[REQUEST_OBJECTS]; /* of each {name} */
	bool other_method;                 /* the path is there, for another method */
};

/* Where a request stands. Lives in the request's arena. */
struct flow {
	struct request request;
	struct db_job job; /* its write */
	struct flow *next; /* in the queue of slow work */
	struct app *app;
	struct err err;
	enum status status;
	void *view;
	struct str body_hash;
	size_t headers;       /* of the response before the writer: what a second run keeps */
	struct match match;   /* its route */
	int64_t wrote_object; /* for the audit */
};

enum metric_class { METRIC_PAGE, METRIC_WRITE, METRIC_DOCUMENT, METRIC_ASSET, METRIC_OTHER, METRIC_CLASS__COUNT };
enum { METRIC_BUCKETS = 12, METRIC_STATUSES = 6 };

/* What one event thread counted; on cache lines of its own. */
struct metrics {
	_Alignas(64) uint64_t status[METRIC_CLASS__COUNT][METRIC_STATUSES];
	uint64_t put_off;
	uint64_t bucket[METRIC_CLASS__COUNT][METRIC_BUCKETS], ms[METRIC_CLASS__COUNT];
};

struct app {
	struct metrics metrics[MAX_WORKERS];
	int64_t began;
	struct {
		const char *name;
		int64_t at, failed; /* at: 0 until it ran */
	} chore_note[CHORES_MAX];
	struct app_settings settings;
	struct db *reader[MAX_WORKERS];
	struct db_writer *writer;
	struct http_server *server;
	struct slow_queue slow[SLOW__COUNT];
	struct throttle pins; /* by account */
	pthread_mutex_t lock; /* of closing, for the chores */
	bool closing;
	bool ended;         /* app_end was here */
	bool chores;        /* their threads run */
	pthread_t chore[2]; /* the second for swift ones */
	pthread_cond_t chore_wake;
};

/* app.c: where connections that only read go. */
struct str app_read_url(const struct app *app);

/* route.c */
void route_build(void);
bool route_match(enum http_method method, struct str path, struct match *ret_match);
const struct route *route_get(struct str pattern); /* the GET route of that pattern, or NULL */
const struct object_kind *route_object(struct str name);
const struct permission *route_permission(const char *name);         /* of some route, or NULL */
struct str route_fill(struct request *request, const char *pattern); /* the pattern with this request's objects */

/* form.c: checks the fields that the route declares. INVALID with code, field and label. */
enum status form_check(struct request *request, struct err *err);
/* Whether the form brought a PIN: argon2 is asked for. */
bool form_has_pin(const struct request *request);
/* The address without the values of secrets, hashed: what "the same operation" means. */
struct str form_hash(struct request *request);

/* session.c */
unsigned role_bit(struct str name);
bool role_allows(const struct permission *permission, unsigned own, unsigned above);

/* reply.c */
void reply_page(struct request *request, const struct page_type *page, const void *view, int status);
void reply_log_refusal(const struct request *request, enum status status, const struct err *err);
void reply_error(struct request *request, enum status status, const struct err *err);
void reply_json_error(struct request *request, enum status status, const struct err *err);
void reply_go(struct request *request);
bool reply_wants_json(const struct request *request);
void reply_headers(struct request *request);

/* origin.c: Host is one of ours; what the browser says of where a form stands. */
bool origin_host_allowed(const struct app *app, struct str host);
bool origin_same_site(const struct http_request *http);

/* serve.c */
enum http_outcome serve_request(void *context, struct http_request *http);
/* serve_rights.c: loads the objects of the path and asks whether this account may. DENIED app.denied,
 * app.sign_in_first; NOT_FOUND; what an object that is shut says, of a POST. */
enum status serve_authorize(struct request *request, const struct match *match, struct err *err);
enum status serve_denied(struct request *request, const struct permission *permission, struct err *err);
void serve_refuse(void *context, struct http_request *http, int status, const char *code);
size_t serve_body_limit(void *context, enum http_method method, struct str path);
void serve_completed(void *context, struct http_request *http);
/* On a slow thread, with that thread's own read connection. */
void serve_slow(struct flow *flow, struct db *db);

/* metrics.c: on the event thread of the request. */
void metrics_count(struct app *app, const struct http_request *http);
void metrics_put_off(struct app *app, const struct http_request *http);
/* False: not the address, or not for this client. */
bool metrics_healthz(struct http_request *http);
bool metrics_serve(struct app *app, struct http_request *http);

/* request.c: request_later with the writer's connection of that shard. */
void request_later_on(struct request *request, int shard,
        enum status (*run)(struct arena *arena, struct db *db, void *value, struct err *err), const void *value,
        size_t size);

/* slow.c */
enum status slow_open(struct app *app, struct err *err);
/* False when the queue is full, or this account has SLOW_ONE requests in it already. */
bool slow_submit(struct app *app, enum slow_kind kind, struct flow *flow);
size_t slow_waiting(struct app *app, enum slow_kind kind);
void slow_close(struct app *app);

/* chore.c: after slow_open; before slow_close */
void chore_open(struct app *app);
void chore_close(struct app *app);

#endif
