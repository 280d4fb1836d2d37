/* Work that nobody asks for (mail, copies, clean-up): one thread, one read connection, one chore at a time; and a
   second thread for the swift ones, which must not wait behind a long copy. */
#include "app/app_private.h"

#include "base/log.h"
#include "base/time.h"

#include <string.h>

enum status chore_write(
        struct chore_run *run, enum status (*write)(struct db *, void *, struct err *), void *context, struct err *err)
{
	return app_write(run->app, write, context, err);
}

bool chore_over(const struct chore_run *run)
{
	return __atomic_load_n(&run->app->closing, __ATOMIC_RELAXED);
}

static enum status run_one(struct app *app, struct db *db, const struct chore *chore, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct chore_run run = { .arena = arena, .db = db, .app = app, .now = time_now() };
	return chore->run(&run, err);
}

/* The n-th chore of all features, or NULL. */
static const struct chore *chore_at(size_t n)
{
	for (size_t i = 0; i < feature_count; i++)
		for (const struct chore *chore = features[i]->chores; chore && chore->name; chore++)
			if (!n--)
				return chore;
	return NULL;
}

static void run_due(struct app *app, struct db *db, int64_t *next, bool swift, bool last)
{
	const struct chore *chore;
	for (size_t i = 0; i < CHORES_MAX && (chore = chore_at(i)); i++) {
		int64_t now = time_monotonic();
		struct err err = { 0 };
		bool over = __atomic_load_n(&app->closing, __ATOMIC_RELAXED);
		if (chore->swift != swift || (!last && (now < next[i] || over)))
			continue;
		if (run_one(app, db, chore, &err) != OK) {
			log_err(chore->name, &err);
			__atomic_fetch_add(&app->chore_note[i].failed, 1, __ATOMIC_RELAXED);
		}
		app->chore_note[i].name = chore->name;
		__atomic_store_n(&app->chore_note[i].at, time_now(), __ATOMIC_RELEASE);
		next[i] = time_monotonic() + (int64_t)chore->every_s * 1000;
	}
}

static void loop(struct app *app, bool swift)
{
	struct db *db = NULL;
	struct err err = { 0 };
	int64_t next[CHORES_MAX] = { 0 };
	if (db_open(app->settings.url, DB_READ, &db, &err) != OK)
		log_err("chore", &err);
	check(db);
	pthread_mutex_lock(&app->lock);
	while (!app->closing) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec++;
		pthread_cond_clockwait(&app->chore_wake, &app->lock, CLOCK_MONOTONIC, &until);
		if (app->closing)
			break;
		pthread_mutex_unlock(&app->lock);
		run_due(app, db, next, swift, false);
		pthread_mutex_lock(&app->lock);
	}
	pthread_mutex_unlock(&app->lock);
	if (swift)
		run_due(app, db, next, true, true);
	db_close(db);
}

static void *chore_loop(void *context)
{
	loop(context, false);
	return NULL;
}

static void *swift_loop(void *context)
{
	loop(context, true);
	return NULL;
}

void chore_open(struct app *app)
{
	check(!chore_at(CHORES_MAX));
	pthread_cond_init(&app->chore_wake, NULL);
	check(!pthread_create(&app->chore[0], NULL, chore_loop, app));
	check(!pthread_create(&app->chore[1], NULL, swift_loop, app));
	app->chores = true;
}

void chore_close(struct app *app)
{
	if (!app->chores)
		return;
	pthread_mutex_lock(&app->lock);
	app->closing = true;
	pthread_cond_broadcast(&app->chore_wake);
	pthread_mutex_unlock(&app->lock);
	pthread_join(app->chore[0], NULL);
	pthread_join(app->chore[1], NULL);
}

enum status app_chore(struct app *app, const char *name, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	const struct chore *chore;
	TRY(db_open(app->settings.url, DB_READ, &db, err));
	for (size_t i = 0; (chore = chore_at(i)); i++)
		if (!strcmp(chore->name, name))
			return run_one(app, db, chore, err);
	return err_set(err, NOT_FOUND, "app.no_such_chore", NULL);
}
