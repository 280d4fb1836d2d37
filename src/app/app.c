/* Opens and closes the program: readers per event thread, the writer, the slow threads. */
#include "app/app_private.h"
#include "app/session.h"

#include "base/log.h"
#include "base/time.h"
#include "app/chain.h"
#include "app/vault.h"
#include "db/upkeep.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static void batch_done(void *context)
{
	struct app *app = context;
	http_wake(app->server);
}

static enum status load_features(struct db *db, void *context, struct err *err)
{
	(void)context;
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	for (size_t i = 0; i < feature_count; i++)
		if (features[i]->load)
			TRY(features[i]->load(arena, db, time_now(), err));
	return chain_begin(db, time_now(), err);
}

enum status app_prepare(struct str url, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	enum db_age age;
	TRY(db_open(url, DB_WRITE, &db, err));
	TRY(db_age(arena, db, &age, NULL, err));
	if (age == DB_OLDER)
		return err_set(err, CONFLICT, "db.older", "db");
	if (age == DB_EMPTY)
		TRY(db_migrate(db, time_now(), err));
	return db_transaction(db, load_features, NULL, err);
}

enum status app_load(struct db *db, struct err *err)
{
	return db_transaction(db, load_features, NULL, err);
}

/* For JSON, which would else call a text broken when memory is short. */
static void *take_memory(size_t size)
{
	void *at = malloc(size);
	check(at != NULL && "memory");
	return at;
}

enum status app_open(const struct app_settings *settings, struct app **ret_app, struct err *err)
{
	check(sodium_init() >= 0);
	json_set_alloc_funcs(take_memory, free);
	if (settings->apart)
		pin_open();
	route_build();
	vault_open(settings->url);
	TRY(app_prepare(settings->url, err));
	struct app *app = aligned_alloc(_Alignof(struct app), sizeof(*app));
	check(app);
	memset(app, 0, sizeof(*app));
	app->began = time_now();
	app->settings = *settings;
	pthread_mutex_init(&app->lock, NULL);
	pthread_mutex_init(&app->pins.lock, NULL);
	enum status status = db_writer_open(settings->url, batch_done, app, &app->writer, err);
	if (status == OK)
		status = slow_open(app, err);
	if (status != OK) {
		db_writer_close(app->writer);
		free(app);
		return status;
	}
	if (settings->chores)
		chore_open(app);
	*ret_app = app;
	return OK;
}

struct str app_read_url(const struct app *app)
{
	return app->settings.replica.len ? app->settings.replica : app->settings.url;
}

static enum status worker_open(void *context, int worker, struct err *err)
{
	struct app *app = context;
	check(worker < MAX_WORKERS);
	return db_open(app_read_url(app), DB_PAGES, &app->reader[worker], err);
}

static void worker_close(void *context, int worker)
{
	struct app *app = context;
	db_close(app->reader[worker]);
	app->reader[worker] = NULL;
}

struct http_app app_http(struct app *app)
{
	return (struct http_app){
		.context = app,
		.worker_open = worker_open,
		.worker_close = worker_close,
		.body_limit = serve_body_limit,
		.serve = serve_request,
		.refuse = serve_refuse,
		.completed = serve_completed,
	};
}

void app_serve_on(struct app *app, struct http_server *server)
{
	app->server = server;
}

void app_end(struct app *app)
{
	if (app->ended)
		return;
	app->ended = true;
	chore_close(app);
	slow_close(app);
	db_writer_close(app->writer);
	pin_close();
}

void app_close(struct app *app)
{
	if (!app)
		return;
	app_end(app);
	free(app);
}

const struct app_settings *app_get_settings(const struct app *app)
{
	return &app->settings;
}

struct plain_job {
	struct db_job job;
	enum status (*run)(struct db *db, void *context, struct err *err);
	void *context;
};

static enum status run_plain(struct db *db, struct db_job *job, struct err *err)
{
	struct plain_job *plain = (struct plain_job *)job;
	return plain->run(db, plain->context, err);
}

enum status app_write(
        struct app *app, enum status (*run)(struct db *, void *, struct err *), void *context, struct err *err)
{
	struct plain_job plain = { { .run = run_plain }, run, context };
	return db_writer_run(app->writer, &plain.job, err);
}
