/* Pages: /backup for administrators, /safe in plain words for those who run a cell; and what is late. */
#include "app/feature.h"
#include "feature/backup/backup_private.h"
#include "gen/backup_page.h"

#include "base/time.h"
#include "db/upkeep.h"

enum { MB = 1000000, SHOWN = 12, LAG_LATE_MS = 60000, HOUR_MS = 3600000 };

/* These pages belong to no unit: who holds the role anywhere sees them. */
static enum status need(struct request *request, unsigned roles, struct err *err)
{
	if (request->roles & roles)
		return OK;
	enum status status = err_set(err, DENIED, "app.denied", NULL);
	err_arg(err, "what", request_say(request, N_("Xem tình trạng sao lưu")));
	return status;
}

static enum status read_state(struct request *request, struct backup_state *ret_state, struct err *err)
{
	return backup_state_read(request->arena, app_get_settings(request->app)->url, request->now, ret_state, err);
}

static struct str size_text(struct arena *arena, int64_t size)
{
	return str_format(arena, "%lld,%lld MB", (long long)(size / MB), (long long)(size % MB * 10 / MB));
}

/* Where pages are read from a replica, this one is: the connection of the page tells how far it is behind. */
static enum status show_replica(struct request *request, struct backup_show_view *view, struct err *err)
{
	struct db_replica replica;
	view->replica = app_get_settings(request->app)->replica.len > 0;
	if (!view->replica)
		return OK;
	TRY(db_replica(request->db, &replica, err));
	view->standby = replica.standby;
	view->replica_known = replica.lag >= 0;
	view->replica_lag = replica.lag / 1000;
	view->replica_late = replica.lag > LAG_LATE_MS;
	return OK;
}

static enum status show_backup(struct request *request, void *to, struct err *err)
{
	struct backup_show_view *view = to;
	struct backup_state state;
	TRY(need(request, R(ADMIN), err));
	TRY(read_state(request, &state, err));
	TRY(show_replica(request, view, err));
	view->on = state.on;
	view->late = state.late;
	view->drill_late = state.drill_late;
	view->drill_key = state.settings.drill.len > 0;
	view->wrong = state.wrong.code ? err_text(request->arena, request->language, &state.wrong) : STR_NONE;
	view->dir = state.settings.dir;
	view->keep = state.settings.keep_text;
	view->outbox = state.sqlite;
	view->lag = state.lag.at ? (request->now - state.lag.at) / 1000 : 0;
	view->lag_known = state.lag.at > 0;
	view->lag_late = request->now - state.lag.at > LAG_LATE_MS;
	view->every = state.settings.every / HOUR_MS;
	if (state.settings.recipient_count)
		view->fingerprint = backup_fingerprint(request->arena, &state.settings.recipient[0]);
	if (state.last) {
		view->last = true;
		view->at = state.last->at;
		view->rows = state.last->rows;
		view->size = size_text(request->arena, state.last->size);
		view->age = (request->now - state.last->at) / HOUR_MS;
	}
	view->drilled = state.drilled;
	view->drill_good = state.drill.good;
	view->drill_at = state.drill.at;
	view->drill_reached = state.drill.reached;
	view->drill_rows = state.drill.rows;
	view->drill_chains = state.drill.chains;
	view->drill_why = state.drill.why;
	view->list.at = arena_array(request->arena, struct backup_show_list, SHOWN);
	for (size_t i = state.list.count; i-- > 0 && view->list.count < SHOWN;) {
		const struct backup_set *set = &state.list.at[i];
		view->list.at[view->list.count++] = (struct backup_show_list){ .at = set->at,
			.name = set->name,
			.rows = set->rows,
			.size = size_text(request->arena, set->size),
			.broken = set->broken.code != NULL };
	}
	return OK;
}

static enum status show_safe(struct request *request, void *to, struct err *err)
{
	struct backup_safe_view *view = to;
	struct backup_state state;
	TRY(need(request, ROLES_LEADERS | R(OFFICER) | R(ADMIN), err));
	TRY(read_state(request, &state, err));
	view->on = state.on && state.last;
	view->safe = view->on && !state.late && !state.drill_late;
	view->late = state.late;
	view->at = state.last ? state.last->at : 0;
	view->drilled = state.drilled && state.drill.good;
	view->drill_at = state.drill.at;
	view->drill_chains = state.drill.chains;
	view->outbox = state.sqlite && state.lag.at > 0 && request->now - state.lag.at <= LAG_LATE_MS;
	view->admin = request->roles & R(ADMIN);
	return OK;
}

static bool link_backup(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	*ret_href = STR("/backup");
	return request->roles & R(ADMIN);
}

static bool link_safe(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	*ret_href = STR("/safe");
	return request->roles & R(SECRETARY);
}

static enum status add_due(struct request *request, struct due_list *list, struct err *err)
{
	struct backup_state state;
	if (!(request->roles & R(ADMIN)))
		return OK;
	TRY(read_state(request, &state, err));
	bool tested = state.on && state.last && (state.settings.drill.len || state.drilled);
	const char *title = state.wrong.code             ? N_("Sao lưu không chạy được")
	                    : !state.on                  ? N_("Chưa đặt nơi sao lưu")
	                    : state.late                 ? N_("Sao lưu đã quá hạn")
	                    : tested && state.drill_late ? N_("Bản sao lưu chưa được khôi phục thử thành công")
	                                                 : NULL;
	if (title)
		due_add(request, list,
		        (struct due_item){ .title = request_say(request, title),
		                .href = STR("/backup"),
		                .icon = STR("shield"),
		                .urgency = DUE_LATE });
	return OK;
}

const struct feature backup_feature = {
	.name = "backup",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/backup", &signed_in, show_backup, .page = &backup_show_page,
	                        .about = "State of the backups" },
	                { HTTP_GET, "/safe", &signed_in, show_safe, .page = &backup_safe_page,
	                        .about = "Whether the data of the cell are safe, in plain words" },
	                { 0 },
	        },
	.nav = (const struct nav_item[]){ { N_("Sao lưu"), "shield", 90, link_backup },
	        { N_("Dữ liệu có an toàn không?"), "shield", 91, link_safe }, { 0 } },
	.chores = backup_chores,
	.commands = backup_commands,
	.due = add_due,
};
