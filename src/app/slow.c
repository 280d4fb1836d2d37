/* Two threads for work that must not stop the event threads: PINs, foreign files, documents. Each has its own read
 * connection. */
#include "app/app_private.h"

#include "base/log.h"

static void *slow_loop(void *context)
{
	struct app *app = context;
	struct db *db = NULL;
	struct err err = { 0 };
	if (db_open(app_read_url(app), DB_READ, &db, &err) != OK)
		log_err("slow", &err);
	check(db);
	for (;;) {
		pthread_mutex_lock(&app->lock);
		while (!app->first && !app->closing)
			pthread_cond_wait(&app->more, &app->lock);
		struct flow *flow = app->first;
		if (flow) {
			app->first = flow->next;
			if (!app->first)
				app->last = NULL;
			app->waiting--;
		}
		pthread_mutex_unlock(&app->lock);
		if (!flow)
			break;
		serve_slow(flow, db);
	}
	db_close(db);
	return NULL;
}

enum status slow_open(struct app *app, struct err *err)
{
	(void)err;
	pthread_mutex_init(&app->lock, NULL);
	pthread_cond_init(&app->more, NULL);
	for (int i = 0; i < SLOW_THREADS; i++)
		check(!pthread_create(&app->slow[i], NULL, slow_loop, app));
	return OK;
}

bool slow_submit(struct app *app, struct flow *flow)
{
	flow->next = NULL;
	pthread_mutex_lock(&app->lock);
	bool room = !app->closing && app->waiting < SLOW_QUEUE;
	if (room) {
		if (app->last)
			app->last->next = flow;
		else
			app->first = flow;
		app->last = flow;
		app->waiting++;
		pthread_cond_signal(&app->more);
	}
	pthread_mutex_unlock(&app->lock);
	return room;
}

void slow_close(struct app *app)
{
	pthread_mutex_lock(&app->lock);
	app->closing = true;
	pthread_cond_broadcast(&app->more);
	pthread_mutex_unlock(&app->lock);
	for (int i = 0; i < SLOW_THREADS; i++)
		pthread_join(app->slow[i], NULL);
}
