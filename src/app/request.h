/* One request as a feature sees it: signed in or not, permission checked, objects loaded, form checked. */
#ifndef APP_REQUEST_H
#define APP_REQUEST_H

#include "app/message.h"
#include "db/db.h"
#include "gen/ids.h"
#include "web/http.h"

struct route;
struct permission;
struct page_type;
struct app;

/* What a {name} of the path stands for. row is the loader's own struct. */
struct object {
	const char *name;
	int64_t id;
	int shard;
	int64_t unit;   /* whose permission counts */
	unsigned roles; /* what the object itself gives who asks and holds a role at its unit: the chair of a group, a
	                   clerk */
	void *row;
	const struct err *shut; /* what a POST meets here when its rights are there: nothing is done any more; NULL */
};

enum { REQUEST_OBJECTS = 4, REQUEST_TABS = 5, NOTE_MAX = 4 };

/* What the shell around a page shows; handlers of console pages fill head, sub, clock and tabs. */
struct shell {
	struct str head, sub, clock, count; /* console: cell, meeting, time since the opening, "17/20 có mặt" */
	struct str crumb, crumb_href;
	struct {
		struct str href, label, icon;
		int64_t badge;
		bool current;
	} tab[REQUEST_TABS];
	size_t tab_count;
	struct str flash; /* a sentence that says what was just done */
	struct str cta, cta_icon, cta_form,
	        cta_href;               /* console: the one red button, of the form with that id or a link */
	struct str notice, notice_href; /* console: a strip below the head */
};

struct request {
	struct arena *arena;
	struct db *db; /* GET: a read view; POST: the writer's connection */
	struct http_request *http;
	const struct app *app;
	const struct route *route;
	const char *feature; /* that the route is of */
	int64_t now;
	struct str today; /* ISO day in people's zone */
	enum language language;
	/* Who: account.n is 0 for somebody who did not sign in. */
	struct account_id account;
	struct person_id person; /* 0 for officers */
	struct str account_name;
	int64_t device;
	bool device_shared, pin_set, pin_fresh, touch; /* touch: note that the device was used */
	int text_size;
	struct str theme;
	unsigned roles;                                /* at any unit today */
	int64_t home_unit;                             /* the unit of the account's first role */
	const void *home_row;                          /* it, once loaded: struct unit (feature/unit/unit.h) */
	unsigned object_roles_own, object_roles_above; /* at the unit of the last object: held there / above */
	struct object object[REQUEST_OBJECTS];
	size_t object_count;
	struct shell shell;
	void *prepared; /* left by route->prepare */
	bool pin_given, pin_right;
	struct err *refusal;      /* what was written stays, but the answer is this failure: see request_refuse */
	bool answers_again;       /* the POST tells repeats apart by itself: no row of operations is kept */
	const struct err *failed; /* the page is shown again for this failure */
	struct str go;            /* where POST leads */
	bool replied;
};

/* The loaded object of that name; it is there, or the route is wrong. */
const struct object *request_object(const struct request *request, const char *name);
#define OBJECT_ID(request, name) (request_object((request), (name))->id)
#define OBJECT_SHARD(request, name) (request_object((request), (name))->shard)
/* Whether this account may, at the unit of the path's last object (or anywhere, without one): for hiding buttons, not
 * for guarding. */
bool request_can(const struct request *request, const char *permission);
/* Whether this account holds the permission at that unit. */
enum status request_can_at(
        struct request *request, const struct permission *permission, int64_t unit, bool *ret_can, struct err *err);

/* Checked form values. Empty optional fields: no text, 0, not set. */
struct str request_text(const struct request *request, const char *name);
int64_t request_int(const struct request *request, const char *name); /* INT, CLOCK (minute of day), ID, FLAG (0/1) */
struct opt_int request_optint(const struct request *request, const char *name);
struct str request_day(const struct request *request, const char *name); /* ISO */
const struct http_upload *request_file_of(const struct request *request, const char *name);
/* The fields that begin with prefix, one after another: *at starts at 0; false at the end. */
bool request_each(
        const struct request *request, const char *prefix, size_t *at, struct str *ret_rest, struct str *ret_value);
/* A query value, checked as one line. */
struct str request_query(const struct request *request, const char *name);
int64_t request_query_int(const struct request *request, const char *name, int64_t otherwise);

/* After a POST: 303 to this address of ours. */
void request_go(struct request *request, const char *format, ...) FORMAT(2, 3);
/* In a POST handler that then returns OK: what it wrote (a counted wrong PIN) stays, and the person gets this failure,
   as if it had been returned. Gives the failure, for its arguments. */
struct err *request_refuse(struct request *request, enum status status, const char *code, const char *field);
/* A sentence (Vietnamese source text, translated) shown on the next page, once. */
void request_flash(struct request *request, const char *text);
/* A cookie of ours; value may be "". seconds 0: until the browser closes, below 0: forgotten at once. Behind TLS it is
 * Secure and its name begins with __Host-, so that no other host or plain page can set it. */
void request_cookie_set(struct request *request, const char *name, struct str value, int seconds);
struct str request_cookie(const struct request *request, const char *name);
/* A download instead of a page; name is offered to the browser. inline_view: PDF shown in the browser. */
void request_file(struct request *request, struct str bytes, const char *type, struct str name, bool inline_view);
/* Translated source text. */
struct str request_say(const struct request *request, const char *text);
/* A row of the audit chain of that unit, besides the one that every POST writes by itself. */
enum status request_audit(
        struct request *request, const char *act, int64_t unit, int shard, int64_t object, struct err *err);
/* A small write beside a GET, after the page: the value is copied (256 bytes at most); lost only when the writer is
 * full. */
void request_later(struct request *request,
        enum status (*run)(struct arena *arena, struct db *db, void *value, struct err *err), const void *value,
        size_t size);
/* What stands before the path in links that leave the program: "http://127.0.0.1:8080". */
struct str request_base_url(const struct request *request);
/* Notes that personal data of a cell were seen by somebody without a role in it (a row a day and purpose, written after
   the page is sent). Every page at an object of a cell is noted without this, under the name of its feature; a page at
   a unit that shows names of the cells below calls it for each. */
void request_look(struct request *request, int64_t cell, int shard, const char *purpose);

#endif
