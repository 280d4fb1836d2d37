/* Two threads for work that must not stop the event threads: PINs, foreign files, documents. Each has its own read
   connection. Writes wait in a line of their own, which goes first: a signature never stands behind documents. */
#include "app/app_private.h"

#include "base/log.h"

/* The next one, or NULL. */
static struct flow *take(struct slow_queue *queue)
{
	struct flow *flow = queue->first;
	if (flow) {
		queue->first = flow->next;
		if (!queue->first)
			queue->last = NULL;
		queue->waiting--;
	}
	return flow;
}

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
		while (!app->writes.first && !app->pages.first && !app->closing)
			pthread_cond_wait(&app->more, &app->lock);
		struct flow *flow = take(app->writes.first ? &app->writes : &app->pages);
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
	bool write = flow->request.http->method == HTTP_POST;
	struct slow_queue *queue = write ? &app->writes : &app->pages;
	flow->next = NULL;
	pthread_mutex_lock(&app->lock);
	bool room = !app->closing && queue->waiting < (write ? SLOW_QUEUE : SLOW_PAGES);
	if (room) {
		if (queue->last)
			queue->last->next = flow;
		else
			queue->first = flow;
		queue->last = flow;
		queue->waiting++;
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
