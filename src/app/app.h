/* Builds the program from the features: opens the database, answers requests, runs slow work. main/ opens it; tests
 * open it on a loopback. */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/feature.h"
#include "web/http.h"

struct app;

struct app_settings {
	struct str url; /* "sqlite:FILE" */
	/* Where pages are read, when not there: a streaming replica. Its primary must commit with remote_apply, or
	 * pages lag behind what was just written. */
	struct str replica;
	int workers;         /* event threads of the server (their read connections) */
	bool secure;         /* behind TLS: cookies are marked Secure */
	struct str hosts;    /* names that Host may have, separated by blanks; empty: any (tests) */
	struct str base_url; /* for links in notices: "http://127.0.0.1:8080" */
	bool log_requests;
	bool apart;  /* argon2 has processes of its own (session.h) */
	bool chores; /* runs the chores of features by itself; without it only app_chore does */
};

/* Creates the tables where there are none and loads the rules that features bring. Idempotent. CONFLICT db.older: an
 * upgrade is asked for by name (db/upkeep.h, chibo upgrade). */
enum status app_prepare(struct str url, struct err *err);
/* The rules alone, after an upgrade. */
enum status app_load(struct db *db, struct err *err);
enum status app_open(const struct app_settings *settings, struct app **ret_app, struct err *err);
/* What the web server calls. The server is told afterwards, so that the writer can wake it; NULL for a loopback. */
struct http_app app_http(struct app *app);
void app_serve_on(struct app *app, struct http_server *server);
/* Ends the program's own threads: chores a last time, slow work, the writer. Between http_server_drain and
   http_server_close, for the writer wakes the server after each batch, also one of a chore. */
void app_end(struct app *app);
/* Jobs that wait in the writer and the slow threads are finished; call after http_server_drain. */
void app_close(struct app *app);
const struct app_settings *app_get_settings(const struct app *app);
/* Runs a command inside the server: its write goes through the writer. */
enum status app_command(struct app *app, const struct command *command, struct command_line *line, struct err *err);

/* Runs one chore now, by its name. */
enum status app_chore(struct app *app, const char *name, struct err *err);

/* The routes and permissions of all features. */
size_t app_route_count(void);
const struct route *app_route(size_t at, const struct feature **ret_feature);
/* Whether a request came to it since the start: for the completeness check. */
bool app_route_ran(size_t at);
const struct command *app_find_command(size_t word_count, const char *const *words, size_t *ret_used);
/* "" when the declarations agree (each route has a permission, each {name} a loader, each POST a form page); else what
 * does not. */
struct str app_check(struct arena *arena);
/* A write outside requests (start-up, tests) through the writer. */
enum status app_write(
        struct app *app, enum status (*run)(struct db *, void *, struct err *), void *context, struct err *err);

#endif
