/* The way of a request: host, route, session, then GET on the event thread with a read view, or POST through form
   check, slow preparation and the writer. A failed form is shown again from the page it came from, with what was typed.
 */
#include "app/app_private.h"
#include "app/asset.h"
#include "app/audit.h"
#include "app/session.h"

#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/app_sql.h"

#include <string.h>

enum { BODY_LIMIT = 256 << 10, STATISTICS_WAIT_MS = 50, USUAL_WAIT_MS = 1000 };

static struct flow *flow_new(struct app *app, struct http_request *http)
{
	struct flow *flow = arena_new(http->arena, struct flow);
	struct request *request = &flow->request;
	flow->app = app;
	http->app = flow;
	request->arena = http->arena;
	request->http = http;
	request->app = app;
	request->now = time_now();
	request->today = day_today(http->arena, request->now);
	request->text_size = 1;
	request->theme = STR("light");
	struct str language = request_cookie(request, "lang");
	request->language = str_is(language, "en") ? EN : VI;
	return flow;
}

struct export_note {
	int64_t unit, now, account, object, number;
	const char *act;
	int shard;
};

static enum status note_run(struct arena *arena, struct db *db, void *value, struct err *err)
{
	const struct export_note *note = value;
	return audit_add(arena, db, note->unit, note->shard, note->now, note->account, note->act, note->object,
	        note->number, err);
}

/* What is taken out of the program is written down. */
static void note_export(struct request *request)
{
	const struct route *route = request->route;
	const struct object *last = request->object_count ? &request->object[request->object_count - 1] : NULL;
	struct export_note note = {
		.unit = last ? last->unit : 0,
		.shard = last ? last->shard : 0,
		.now = request->now,
		.account = request->account.n,
		.object = last ? last->id : 0,
		.number = (int64_t)request->http->number,
		.act = route->act ? route->act : route->permission->name,
	};
	request_later(request, note_run, &note, sizeof(note));
}

/* A page of a cell went to somebody without a role in it, a visitor too. */
static void note_look(struct request *request)
{
	const struct object *last = request->object_count ? &request->object[request->object_count - 1] : NULL;
	if (last && last->shard && request->account.n && !(request->object_roles_own & ~R(VISITOR)))
		request_look(request, last->unit, last->shard, request->feature);
}

/* Runs a GET handler whose rights were checked, and renders. */
static void run_get(struct flow *flow)
{
	struct request *request = &flow->request;
	const struct route *route = request->route;
	void *view = route->page ? arena_take(request->arena, route->page->view_size + 1) : NULL;
	enum status status = route->handler(request, view, &flow->err);
	if (status == OK && route->pin)
		note_export(request);
	if (status == OK && !request->go.ptr)
		note_look(request);
	if (status != OK)
		reply_error(request, status, &flow->err);
	else if (request->go.ptr)
		reply_go(request);
	else if (!request->replied)
		reply_page(request, route->page, view, 200);
}

/* Shows the page of a failed form again, or an error page where it has none. db is a read view. */
static void show_again(struct flow *flow, enum status status, struct db *db)
{
	struct request *request = &flow->request;
	const struct route *post = request->route;
	struct err page_err = { 0 };
	request->db = db;
	request->go = STR_NONE;
	request->http->response.header_count = 0;
	const struct route *form = route_get(str_of(post->retry ? post->retry : post->path));
	bool has_page = form && form->page && (status == INVALID || status == CONFLICT) && !reply_wants_json(request);
	struct match match;
	struct str path = has_page ? route_fill(request, form->path) : STR_NONE;
	if (!has_page || !route_match(HTTP_GET, path, &match) || serve_authorize(request, &match, &page_err) != OK) {
		reply_error(request, status, &flow->err);
		return;
	}
	void *view = arena_take(request->arena, match.route->page->view_size + 1);
	request->failed = &flow->err;
	if (match.route->handler(request, view, &page_err) != OK || request->go.ptr) {
		request->go = STR_NONE;
		reply_error(request, status, &flow->err);
		return;
	}
	note_look(request);
	reply_log_refusal(request, status, &flow->err);
	reply_page(request, match.route->page, view, status_http(status));
}

static void fail_post(struct flow *flow, enum status status, struct db *db)
{
	if (db_view_begin(db, &flow->err) == OK) {
		show_again(flow, status, db);
		db_view_end(db);
	} else {
		reply_error(&flow->request, status, &flow->err);
	}
}

/* What is wrong with a form is told to those who may send it; others learn only that they may not. */
static void fail_form(struct flow *flow, enum status status, struct db *db)
{
	struct err err = { 0 };
	enum status allowed = db_view_begin(db, &err);
	flow->request.db = db;
	if (allowed == OK)
		allowed = serve_authorize(&flow->request, &flow->match, &err);
	if (allowed == OK) {
		show_again(flow, status, db);
	} else {
		flow->err = err;
		reply_error(&flow->request, allowed, &flow->err);
	}
	db_view_end(db);
}

struct touch {
	int64_t device, now;
};

static enum status touch_run(struct arena *arena, struct db *db, void *value, struct err *err)
{
	const struct touch *touch = value;
	return device_touch(arena, db,
	        &(struct device_touch_in){
	                .device = touch->device, .at = touch->now, .day = day_today(arena, touch->now) },
	        err);
}

/* Remembers the use of a device at most once a minute, beside the request; never beside an act that leaves no trace.
   All on one connection: several pages of one person would ask each other, and all of their batch, to run again. */
static void touch_device(struct flow *flow)
{
	struct request *request = &flow->request;
	bool silent = request->route && request->route->act && !strcmp(request->route->act, "-");
	struct touch touch = { request->device, request->now };
	if (request->touch && request->account.n && !silent)
		request_later_on(request, 0, touch_run, &touch, sizeof(touch));
}

/* An export asks for the PIN on a page of its own, which leads back here. */
static enum status ask_pin(struct request *request, struct err *err)
{
	if (reply_wants_json(request))
		return err_set(err, DENIED, request->pin_set ? "account.pin_needed" : "account.pin_unset", "pin");
	struct buf next = buf_open(request->arena, 3 * request->http->target.len + 1);
	buf_url(&next, request->http->target);
	request_go(request, "/account/confirm?next=%.*s", STR_ARG(buf_text(&next)));
	return OK;
}

static void tell_ahead(struct request *request, const struct match *match)
{
	int64_t ids[REQUEST_OBJECTS] = { 0 };
	for (size_t i = 0; i < match->value_count; i++)
		if (!str_int(match->value[i], &ids[i]) || ids[i] <= 0)
			return;
	match->route->ahead(request, ids);
}

static enum http_outcome serve_get(struct flow *flow, const struct match *match, struct db *db)
{
	struct request *request = &flow->request;
	enum status status = db_view_begin(db, &flow->err);
	request->db = db;
	if (status == OK && match->route->ahead)
		tell_ahead(request, match);
	if (status == OK)
		status = session_load(request, &flow->err);
	if (status == OK)
		status = serve_authorize(request, match, &flow->err);
	touch_device(flow);
	if (status == OK && match->route->pin && !request->pin_fresh)
		status = ask_pin(request, &flow->err);
	if (status == OK && request->go.ptr) {
		reply_go(request);
		db_view_end(db);
		return HTTP_DONE;
	}
	if (status == OK && match->route->slow) {
		db_view_end(db);
		if (slow_submit(flow->app, SLOW_HEAVY, flow))
			return HTTP_SUSPENDED;
		status = err_set(&flow->err, BUSY, "app.busy", NULL);
	}
	if (status != OK)
		reply_error(request, status, &flow->err);
	else
		run_get(flow);
	db_view_end(db);
	return HTTP_DONE;
}

/* The same operation again gets the same answer; another body under its id is refused. */
static enum status answered_before(struct flow *flow, int shard, bool *ret_done, struct err *err)
{
	struct request *request = &flow->request;
	struct str op = http_form(request->http, "op");
	struct operation_find_row row;
	*ret_done = false;
	if (!op.len)
		return OK;
	TRY(operation_find(request->arena, request->db, &(struct operation_find_in){ .op = op, .shard = shard }, &row,
	        ret_done, err));
	if (!*ret_done)
		return OK;
	if (row.account != request->account.n || !str_eq(row.body_hash, flow->body_hash))
		return err_set(err, CONFLICT, "app.op_reused", NULL);
	request->go = row.location.len ? row.location : STR("/");
	return OK;
}

static enum status check_pin(struct flow *flow, struct err *err)
{
	struct request *request = &flow->request;
	if (!request->pin_given)
		return OK;
	struct pin_of_account_row row;
	TRY(pin_of_account(
	        request->arena, request->db, &(struct pin_of_account_in){ .account = request->account }, &row, err));
	if (row.locked_at.set)
		return err_set(err, CONFLICT, "account.pin_locked", "pin");
	TRY(pin_result(request, request->account, request->pin_right, err));
	if (!request->pin_right) {
		int64_t left = PIN_TRIES - 1 - row.tries;
		err_arg_int(
		        request_refuse(request, INVALID, left > 0 ? "account.pin_wrong" : "account.pin_locked", "pin"),
		        "left", left);
		return OK;
	}
	request->pin_fresh = true;
	return device_pin(request->arena, request->db,
	        &(struct device_pin_in){ .device = request->device, .until = request->now + PIN_FRESH_MS }, err);
}

static enum status post_in_writer(struct db *db, struct db_job *job, struct err *err)
{
	struct flow *flow = (struct flow *)((char *)job - offsetof(struct flow, job));
	struct request *request = &flow->request;
	bool done;
	request->db = db;
	/* The engine may ask for the whole transaction again. */
	request->go = STR_NONE;
	request->refusal = NULL;
	request->replied = request->answers_again = false;
	request->http->response.header_count = flow->headers;
	TRY(session_renew(request, err));
	TRY(serve_authorize(request, &flow->match, err));
	const struct route *route = flow->match.route;
	int shard = request->object_count ? request->object[request->object_count - 1].shard : 0;
	TRY(answered_before(flow, shard, &done, err));
	if (done)
		return OK;
	TRY(check_pin(flow, err));
	if (request->refusal)
		return OK;
	if (route->pin && !request->pin_fresh)
		return err_set(err, INVALID, request->pin_set ? "account.pin_needed" : "account.pin_unset", "pin");
	flow->view = route->page ? arena_take(request->arena, route->page->view_size + 1) : NULL;
	TRY(route->handler(request, flow->view, err));
	if (request->refusal)
		return OK;
	const struct object *last = request->object_count ? &request->object[request->object_count - 1] : NULL;
	const char *act = route->act ? route->act : route->permission->name;
	if (strcmp(act, "-"))
		TRY(audit_add(request->arena, db, last ? last->unit : 0, shard, request->now, request->account.n, act,
		        last ? last->id : 0, (int64_t)request->http->number, err));
	/* One shard a transaction, but where the route says that it is wide: found in the tests, by the whole of them.
	 */
	check(!db_exercised || route->wide || !db_wrote_many(db));
	struct str op = http_form(request->http, "op");
	if (op.len && request->go.ptr && !request->answers_again)
		TRY(operation_put(request->arena, db,
		        &(struct operation_put_in){ .op = op,
		                .shard = shard,
		                .account = request->account.n,
		                .body_hash = flow->body_hash,
		                .status = 303,
		                .location = request->go,
		                .at = request->now },
		        err));
	return OK;
}

static void post_done(struct db_job *job)
{
	struct flow *flow = (struct flow *)((char *)job - offsetof(struct flow, job));
	struct request *request = &flow->request;
	struct http_request *http = request->http;
	flow->status = job->status;
	flow->err = job->err;
	if (flow->status == OK && request->refusal) {
		flow->err = *request->refusal;
		flow->status = flow->err.status;
	}
	if (flow->status != OK) {
		if ((flow->status == INVALID || flow->status == CONFLICT) && slow_submit(flow->app, SLOW_HEAVY, flow))
			return; /* shown again with a read view of a slow thread */
		reply_error(request, flow->status, &flow->err);
	} else if (request->go.ptr) {
		reply_go(request);
	} else if (!request->replied) {
		note_look(request);
		reply_page(request, request->route->page, flow->view, 200);
	}
	http_resume(http);
}

/* The shard that the last id of the path belongs to. */
static int path_shard(const struct match *match)
{
	int64_t id = 0;
	for (size_t i = 0; i < match->value_count; i++)
		if (!str_int(match->value[i], &id))
			id = 0;
	return id > 0 ? id_shard(id) : 0;
}

static enum http_outcome to_writer(struct flow *flow)
{
	flow->headers = flow->request.http->response.header_count;
	flow->job = (struct db_job){ .run = post_in_writer,
		.done = post_done,
		.shard = path_shard(&flow->match),
		.vital = flow->match.feature->yields == YIELDS_NEVER };
	if (db_writer_submit(flow->app->writer, &flow->job, &flow->err) == OK)
		return HTTP_SUSPENDED;
	reply_error(&flow->request, BUSY, &flow->err);
	return HTTP_DONE;
}

static enum status may_and_pin(struct flow *flow, struct pin_of_account_row *ret_row)
{
	struct request *request = &flow->request;
	TRY(serve_authorize(request, &flow->match, &flow->err));
	struct pin_of_account_in in = { .account = request->account };
	return request->pin_given ? pin_of_account(request->arena, request->db, &in, ret_row, &flow->err) : OK;
}

/* What must be known before the writer: whether the PIN is right, a parsed file. No view is held while argon2 runs. */
static enum status prepare(struct flow *flow, struct db *db)
{
	struct request *request = &flow->request;
	struct pin_of_account_row row = { 0 };
	enum status status = db_view_begin(db, &flow->err);
	request->db = db;
	if (status == OK)
		status = may_and_pin(flow, &row);
	db_view_end(db);
	if (status == OK && request->pin_given)
		request->pin_right =
		        pin_matches(row.locked_at.set ? STR_NONE : row.pin_hash, http_form(request->http, "pin"));
	if (status != OK || !request->route->prepare)
		return status;
	status = db_view_begin(db, &flow->err);
	if (status == OK)
		status = request->route->prepare(request, &flow->err);
	db_view_end(db);
	return status;
}

static enum http_outcome serve_light(struct flow *flow, struct db *db)
{
	enum status status = prepare(flow, db);
	if (status == OK)
		return to_writer(flow);
	fail_post(flow, status, db);
	return HTTP_DONE;
}

static enum http_outcome serve_post(struct flow *flow, const struct match *match, struct db *db)
{
	struct request *request = &flow->request;
	enum status status = db_view_begin(db, &flow->err);
	request->db = db;
	if (status == OK)
		status = session_load(request, &flow->err);
	db_view_end(db);
	request->route = match->route;
	touch_device(flow);
	if (status == OK && !origin_same_site(request->http))
		status = err_set(&flow->err, DENIED, "app.other_site", NULL);
	if (status == OK && match->route->permission->scope != SCOPE_ANYONE && !request->account.n)
		status = serve_denied(request, match->route->permission, &flow->err);
	if (status != OK) {
		reply_error(request, status, &flow->err);
		return HTTP_DONE;
	}
	status = form_check(request, &flow->err);
	if (status != OK) {
		fail_form(flow, status, db);
		return HTTP_DONE;
	}
	flow->body_hash = form_hash(request);
	request->pin_given = match->route->pin && !request->pin_fresh && http_form(request->http, "pin").len;
	if (!match->route->prepare && !request->pin_given)
		return to_writer(flow);
	if (match->route->light)
		return serve_light(flow, db);
	bool pin = form_has_pin(request),
	     often = pin && !throttle_take(&flow->app->pins, (uint64_t)request->account.n, time_monotonic());
	if (!often && slow_submit(flow->app, pin ? SLOW_PIN : SLOW_HEAVY, flow))
		return HTTP_SUSPENDED;
	err_set(&flow->err, BUSY, often ? "app.too_often" : "app.busy", NULL);
	reply_error(request, BUSY, &flow->err);
	if (often)
		request->http->response.status = 429;
	return HTTP_DONE;
}

void serve_slow(struct flow *flow, struct db *db)
{
	struct request *request = &flow->request;
	struct http_request *http = request->http;
	struct http_server *server = flow->app->server; /* the flow is gone with its answer */
	request->db = db;
	if (http->method == HTTP_POST && flow->status != OK) {
		fail_post(flow, flow->status, db);
	} else if (http->method == HTTP_POST) {
		enum status status = prepare(flow, db);
		if (status == OK && to_writer(flow) == HTTP_SUSPENDED)
			return;
		if (status != OK)
			fail_post(flow, status, db);
	} else if (db_view_begin(db, &flow->err) == OK) {
		run_get(flow);
		db_view_end(db);
	} else {
		reply_error(request, BUSY, &flow->err);
	}
	http_resume(http);
	http_wake(server);
}

/* Under too much work those that can wait are put off, cheaply, so that those behind them come to their turn. */
static bool must_wait(const struct http_request *http, enum yield yields)
{
	static const int64_t most_ms[] = {
		[YIELDS_LATE] = USUAL_WAIT_MS, [YIELDS_FIRST] = STATISTICS_WAIT_MS, [YIELDS_NEVER] = INT64_MAX
	};
	return http->method == HTTP_GET && http->waited > most_ms[yields];
}

enum http_outcome serve_request(void *context, struct http_request *http)
{
	struct app *app = context;
	if (metrics_healthz(http) || metrics_serve(app, http) || (http->method == HTTP_GET && asset_serve(http)))
		return HTTP_DONE;
	struct flow *flow = flow_new(app, http);
	struct db *db = app->reader[http->worker];
	if (!origin_host_allowed(app, http_header(http, "host"))) {
		err_set(&flow->err, INVALID, "app.host", NULL);
		reply_error(&flow->request, INVALID, &flow->err);
		return HTTP_DONE;
	}
	struct match *match = &flow->match;
	if (!route_match(http->method, http->path, match)) {
		if (match->other_method)
			http_reply_header(http, "Allow", http->method == HTTP_GET ? STR("POST") : STR("GET, HEAD"));
		flow->request.db = db;
		err_set(&flow->err, NOT_FOUND, match->other_method ? "app.other_method" : "app.no_such_page", NULL);
		reply_error(&flow->request, NOT_FOUND, &flow->err);
		if (match->other_method)
			http->response.status = 405;
		return HTTP_DONE;
	}
	if (must_wait(http, match->feature->yields)) {
		metrics_put_off(app, http);
		err_set(&flow->err, BUSY, "app.put_off", NULL);
		reply_error(&flow->request, BUSY, &flow->err);
		return HTTP_DONE;
	}
	return http->method == HTTP_GET ? serve_get(flow, match, db) : serve_post(flow, match, db);
}

void serve_refuse(void *context, struct http_request *http, int status, const char *code)
{
	struct flow *flow = flow_new(context, http);
	err_set(&flow->err, INVALID, code, NULL);
	reply_error(&flow->request, INVALID, &flow->err);
	http->response.status = status;
}

size_t serve_body_limit(void *context, enum http_method method, struct str path)
{
	(void)context;
	struct match match;
	if (method != HTTP_POST)
		return 0;
	/* an unknown address takes a small body too, so that the answer says what is wrong: 404 or 405, not 413 */
	return route_match(method, path, &match) && match.route->body ? match.route->body : BODY_LIMIT;
}

void serve_completed(void *context, struct http_request *http)
{
	struct app *app = context;
	metrics_count(app, http);
	if (app->settings.log_requests)
		log_info("%s %.*s %d %lld ms", http->method == HTTP_GET ? "GET" : "POST", STR_ARG(http->path),
		        http->response.status, (long long)(time_monotonic() - http->began));
}
