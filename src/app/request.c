/* What handlers ask of their request. */
#include "app/app_private.h"
#include "app/audit.h"
#include "app/asset.h"
#include "app/session.h"

#include "base/hex.h"
#include "base/time.h"
#include "gen/app_sql.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str request_base_url(const struct request *request)
{
	return request->app->settings.base_url;
}

enum { LATER_MAX = 256, FLASH_SECONDS = 60 };

const struct object *request_object(const struct request *request, const char *name)
{
	for (size_t i = 0; i < request->object_count; i++)
		if (!strcmp(request->object[i].name, name))
			return &request->object[i];
	check(!"no object of that name in the path");
	return NULL;
}

bool role_allows(const struct permission *permission, unsigned own, unsigned above)
{
	return permission->scope != SCOPE_UNIT || permission->own & own || permission->below & above;
}

bool request_can(const struct request *request, const char *name)
{
	const struct permission *permission = route_permission(name);
	if (!permission)
		return false;
	if (permission->scope != SCOPE_UNIT)
		return permission->scope == SCOPE_ANYONE || request->account.n;
	if (!request->object_count)
		return (permission->own | permission->below) & request->roles;
	return role_allows(permission, request->object_roles_own, request->object_roles_above);
}

enum status request_can_at(
        struct request *request, const struct permission *permission, int64_t unit, bool *ret_can, struct err *err)
{
	unsigned own, above;
	TRY(session_roles_at(request, unit, &own, &above, err));
	*ret_can = role_allows(permission, own, above);
	return OK;
}

void request_go(struct request *request, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	request->go = str_vformat(request->arena, format, args);
	va_end(args);
	check(request->go.len && request->go.ptr[0] == '/' && (request->go.len == 1 || request->go.ptr[1] != '/'));
}

/* Four times a page: without format. */
static const char *cookie_name(const struct request *request, const char *name)
{
	static const char prefix[] = "__Host-";
	if (!request->app->settings.secure)
		return name;
	size_t len = strlen(name) + 1;
	char *whole = arena_take(request->arena, sizeof(prefix) - 1 + len);
	memcpy(whole, prefix, sizeof(prefix) - 1);
	memcpy(whole + sizeof(prefix) - 1, name, len);
	return whole;
}

void request_cookie_set(struct request *request, const char *name, struct str value, int seconds)
{
	struct str age = seconds ? str_format(request->arena, "; Max-Age=%d", seconds > 0 ? seconds : 0) : STR("");
	http_reply_header(request->http, "Set-Cookie",
	        str_format(request->arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%.*s", cookie_name(request, name),
	                STR_ARG(value), request->app->settings.secure ? "; Secure" : "", STR_ARG(age)));
}

struct str request_cookie(const struct request *request, const char *name)
{
	return http_cookie(request->http, cookie_name(request, name));
}

struct err *request_refuse(struct request *request, enum status status, const char *code, const char *field)
{
	request->refusal = arena_new(request->arena, struct err);
	err_set(request->refusal, status, code, field);
	return request->refusal;
}

void request_flash(struct request *request, const char *text)
{
	request_cookie_set(request, "flash", hex_encode(request->arena, text, strlen(text)), FLASH_SECONDS);
}

void request_file(struct request *request, struct str bytes, const char *type, struct str name, bool inline_view)
{
	struct http_response *response = &request->http->response;
	struct buf disposition = buf_open(request->arena, 2000);
	buf_format(&disposition, "%s; filename*=UTF-8''", inline_view ? "inline" : "attachment");
	buf_url(&disposition, name);
	http_reply_header(request->http, "Content-Disposition", buf_text(&disposition));
	/* A foreign file never runs in the page: sandboxed, no script, its declared type only. */
	http_reply_header(request->http, "Content-Security-Policy",
	        STR("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
	http_reply_header(request->http, "X-Content-Type-Options", STR("nosniff"));
	http_reply_header(request->http, "Cache-Control", STR("no-store"));
	http_reply_header(request->http, "Vary", STR("Cookie"));
	response->status = 200;
	response->type = str_of(type);
	response->body = bytes;
	request->replied = true;
}

struct str request_say(const struct request *request, const char *text)
{
	return message_text(request->language, str_of(text));
}

enum status request_audit(
        struct request *request, const char *act, int64_t unit, int shard, int64_t object, struct err *err)
{
	return audit_add(request->arena, request->db, unit, shard, request->now, request->account.n, act, object,
	        (int64_t)request->http->number, err);
}

struct later_job {
	struct db_job job;
	enum status (*run)(struct arena *arena, struct db *db, void *value, struct err *err);
	_Alignas(16) char value[LATER_MAX];
};

static enum status later_run(struct db *db, struct db_job *job, struct err *err)
{
	struct later_job *later = (struct later_job *)job;
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	return later->run(arena, db, later->value, err);
}

static void later_done(struct db_job *job)
{
	free(job);
}

void request_later_on(struct request *request, int shard,
        enum status (*run)(struct arena *arena, struct db *db, void *value, struct err *err), const void *value,
        size_t size)
{
	struct flow *flow = request->http->app;
	struct later_job *later = calloc(1, sizeof(*later));
	check(size <= LATER_MAX);
	if (!later)
		return;
	later->job = (struct db_job){ .run = later_run, .done = later_done, .shard = shard };
	later->run = run;
	memcpy(later->value, value, size);
	if (db_writer_submit(flow->app->writer, &later->job, NULL) != OK)
		free(later);
}

void request_later(struct request *request,
        enum status (*run)(struct arena *arena, struct db *db, void *value, struct err *err), const void *value,
        size_t size)
{
	request_later_on(request, request->object_count ? request->object[request->object_count - 1].shard : 0, run,
	        value, size);
}

struct look {
	int64_t cell, account, at;
	int shard;
	char day[16], purpose[64];
};

static enum status look_run(struct arena *arena, struct db *db, void *value, struct err *err)
{
	const struct look *look = value;
	return look_put(arena, db,
	        &(struct look_put_in){ .cell = look->cell,
	                .shard = look->shard,
	                .day = str_of(look->day),
	                .account = { look->account },
	                .purpose = str_of(look->purpose),
	                .at = look->at },
	        err);
}

void request_look(struct request *request, int64_t cell, int shard, const char *purpose)
{
	struct look look = { .cell = cell, .account = request->account.n, .at = request->now, .shard = shard };
	snprintf(look.day, sizeof(look.day), "%.*s", STR_ARG(request->today));
	snprintf(look.purpose, sizeof(look.purpose), "%s", purpose);
	request_later(request, look_run, &look, sizeof(look));
}

void due_add(struct request *request, struct due_list *list, struct due_item item)
{
	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : 16;
		list->at =
		        arena_grow(request->arena, list->at, list->room * sizeof(*list->at), room * sizeof(*list->at));
		check(list->at);
		list->room = room;
	}
	list->at[list->count++] = item;
}

static int urgency_rank(const struct due_item *item)
{
	return item->urgency == DUE_LATE ? 0 : item->urgency == DUE_SOON ? 1 : 2;
}

enum status due_gather(struct request *request, struct due_list *list, struct err *err)
{
	struct due_list all = { 0 };
	for (size_t i = 0; i < feature_count; i++)
		if (features[i]->due)
			TRY(features[i]->due(request, &all, err));
	for (int rank = 0; rank < 3; rank++)
		for (size_t i = 0; i < all.count; i++)
			if (urgency_rank(&all.at[i]) == rank)
				due_add(request, list, all.at[i]);
	return OK;
}

void evidence_set(struct evidence *evidence, const char *name, int64_t value)
{
	size_t at = 0;
	while (at < evidence->count && strcmp(evidence->at[at].name, name))
		at++;
	check(at < LENGTH(evidence->at));
	evidence->at[at].name = name;
	evidence->at[at].value = value;
	if (at == evidence->count)
		evidence->count++;
}
