/* Threads for work that must not stop the event threads: two for PINs, two for documents and foreign files. Each has
   its own read connection. Writes wait in a line of their own, which goes first: a signature never stands behind
   documents. */
#include "app/app_private.h"

#include "base/log.h"

/* The next one, or NULL. */
static struct flow *take(struct slow_line *line)
{
	struct flow *flow = line->first;
	if (flow) {
		line->first = flow->next;
		if (!line->first)
			line->last = NULL;
		line->waiting--;
	}
	return flow;
}

static void *slow_loop(void *context)
{
	struct slow_queue *queue = context;
	struct db *db = NULL;
	struct err err = { 0 };
	if (db_open(app_read_url(queue->app), DB_READ, &db, &err) != OK)
		log_err("slow", &err);
	check(db);
	for (;;) {
		pthread_mutex_lock(&queue->lock);
		while (!queue->writes.first && !queue->pages.first && !queue->closing)
			pthread_cond_wait(&queue->more, &queue->lock);
		struct flow *flow = take(queue->writes.first ? &queue->writes : &queue->pages);
		pthread_mutex_unlock(&queue->lock);
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
	for (int kind = 0; kind < SLOW__COUNT; kind++) {
		struct slow_queue *queue = &app->slow[kind];
		queue->app = app;
		pthread_mutex_init(&queue->lock, NULL);
		pthread_cond_init(&queue->more, NULL);
		for (int i = 0; i < SLOW_THREADS; i++)
			check(!pthread_create(&queue->thread[i], NULL, slow_loop, queue));
	}
	return OK;
}

/* How many of this account wait already: one who presses a button forty times does not stand before everybody. */
static size_t waiting_of(const struct slow_line *line, struct account_id account)
{
	size_t count = 0;
	for (const struct flow *flow = line->first; flow; flow = flow->next)
		count += flow->request.account.n == account.n;
	return count;
}

bool slow_submit(struct app *app, enum slow_kind kind, struct flow *flow)
{
	struct slow_queue *queue = &app->slow[kind];
	struct account_id account = flow->request.account;
	bool write = flow->request.http->method == HTTP_POST;
	struct slow_line *line = write ? &queue->writes : &queue->pages;
	flow->next = NULL;
	pthread_mutex_lock(&queue->lock);
	bool room = !queue->closing && line->waiting < (write ? SLOW_QUEUE : SLOW_PAGES) &&
	            (!account.n || waiting_of(line, account) < SLOW_ONE);
	if (room) {
		if (line->last)
			line->last->next = flow;
		else
			line->first = flow;
		line->last = flow;
		line->waiting++;
		pthread_cond_signal(&queue->more);
	}
	pthread_mutex_unlock(&queue->lock);
	return room;
}

size_t slow_waiting(struct app *app, enum slow_kind kind)
{
	struct slow_queue *queue = &app->slow[kind];
	pthread_mutex_lock(&queue->lock);
	size_t waiting = queue->writes.waiting + queue->pages.waiting;
	pthread_mutex_unlock(&queue->lock);
	return waiting;
}

void slow_close(struct app *app)
{
	for (int kind = 0; kind < SLOW__COUNT; kind++) {
		struct slow_queue *queue = &app->slow[kind];
		pthread_mutex_lock(&queue->lock);
		queue->closing = true;
		pthread_cond_broadcast(&queue->more);
		pthread_mutex_unlock(&queue->lock);
	}
	for (int kind = 0; kind < SLOW__COUNT; kind++)
		for (int i = 0; i < SLOW_THREADS; i++)
			pthread_join(app->slow[kind].thread[i], NULL);
}
