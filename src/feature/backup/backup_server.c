/* What a server does by itself: ships the outbox every two seconds, makes a backup when one is due, tries the last one
   out. Set by the environment: CHIBO_BACKUP_DIR, _KEY, _EVERY, _KEEP, _DRILL, _DRILL_EVERY. */
#include "feature/backup/backup_private.h"

#include "db/past.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SHIP_S = 2, LOOK_S = 5, RETRY_MS = 600000, DRILL_RETRY_MS = 6 * 3600000, NICE = 10 };
static const int64_t second = 1000, minute = 60000, hour = 3600000;

/* Kept over the runs of the chores. */
static struct {
	pthread_mutex_t lock;
	struct err wrong;
	char dir[512]; /* whose outbox is open */
	int64_t next_copy, next_drill;
	bool calm, crowded; /* crowded: too much was written beside the last try */
} server = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void remember(enum status status, const struct err *err)
{
	pthread_mutex_lock(&server.lock);
	server.wrong = status == OK ? (struct err){ 0 } : *err;
	pthread_mutex_unlock(&server.lock);
}

enum status backup_every_read(struct str text, int64_t *ret_ms, struct err *err)
{
	int64_t count = 0;
	char unit = text.len ? text.ptr[text.len - 1] : 0;
	int64_t one = unit == 's' ? second : unit == 'm' ? minute : unit == 'h' ? hour : unit == 'd' ? 24 * hour : 0;
	if (!one || !str_int(str_slice(text, 0, text.len - 1), &count) || count < 1 || count > 10000) {
		enum status status = err_set(err, INVALID, "backup.bad_every", "every");
		err_arg(err, "word", text);
		return status;
	}
	*ret_ms = count * one;
	return OK;
}

static struct str setting(struct arena *arena, const char *name, const char *otherwise)
{
	const char *value = getenv(name);
	return str_copy(arena, str_of(value && *value ? value : otherwise));
}

enum status backup_settings_read(
        struct arena *arena, struct backup_settings *ret_settings, bool *ret_on, struct err *err)
{
	*ret_settings = (struct backup_settings){ .dir = setting(arena, "CHIBO_BACKUP_DIR", ""),
		.drill = setting(arena, "CHIBO_BACKUP_DRILL", ""),
		.keep_text = setting(arena, "CHIBO_BACKUP_KEEP", "7d,4w,12m") };
	*ret_on = ret_settings->dir.len > 0;
	if (!*ret_on)
		return OK;
	TRY(backup_every_read(setting(arena, "CHIBO_BACKUP_EVERY", "24h"), &ret_settings->every, err));
	TRY(backup_every_read(setting(arena, "CHIBO_BACKUP_DRILL_EVERY", "7d"), &ret_settings->drill_every, err));
	TRY(backup_keep_read(ret_settings->keep_text, &ret_settings->keep, err));
	TRY(backup_public_read(setting(arena, "CHIBO_BACKUP_KEY", ""), &ret_settings->recipient[0], err));
	ret_settings->recipient_count = 1;
	if (!ret_settings->drill.len)
		return OK;
	struct backup_secret secret;
	TRY(backup_secret_read(arena, ret_settings->drill, NULL, &secret, err));
	ret_settings->recipient[ret_settings->recipient_count++] = secret.public;
	backup_secret_wipe(&secret);
	return OK;
}

struct taking {
	struct arena *arena;
	int64_t shipped;
	struct db_outbox outbox;
};

static enum status take(struct db *db, void *context, struct err *err)
{
	struct taking *taking = context;
	TRY(db_outbox_start(db, err));
	return db_outbox_take(db, taking->arena, taking->shipped, &taking->outbox, err);
}

static enum status open_once(struct arena *arena, struct str dir, struct err *err)
{
	char name[sizeof(server.dir)];
	snprintf(name, sizeof(name), "%.*s", STR_ARG(dir));
	if (!strcmp(name, server.dir))
		return OK;
	if (mkdir(name, 0700) && access(name, W_OK))
		return backup_disk_error(err, dir);
	TRY(backup_outbox_open(arena, dir, err));
	memcpy(server.dir, name, sizeof(name));
	return OK;
}

static enum status ship(struct chore_run *run, struct err *err)
{
	struct backup_settings settings;
	struct backup_lag lag;
	struct str file;
	bool on;
	TRY(backup_settings_read(run->arena, &settings, &on, err));
	TRY(db_file(run->arena, app_get_settings(run->app)->url, &file, err));
	if (!on || !file.len)
		return OK;
	TRY(open_once(run->arena, settings.dir, err));
	TRY(backup_erased_note(run->arena, run->db, settings.dir, err));
	backup_outbox_lag(&lag);
	struct taking taking = { .arena = run->arena, .shipped = lag.position };
	TRY(chore_write(run, take, &taking, err));
	if (!taking.outbox.first.line)
		return OK;
	struct backup_ship shipping = { run->arena, settings.dir, settings.recipient, settings.recipient_count,
		run->now };
	return backup_outbox_ship(&shipping, &taking.outbox, err);
}

static bool is_over(void *context)
{
	return chore_over(context);
}

/* Background work gives way to pages. */
static void be_calm(void)
{
	if (!server.calm)
		setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
	server.calm = true;
}

static enum status begin_past(struct db *db, void *context, struct err *err)
{
	return db_past_begin(db, context, err);
}

/* Beside the writer, which keeps what it changes meanwhile; in a view when that became too much. */
static enum status begin_still(struct chore_run *run, struct db_still *still, struct err *err)
{
	struct db_past *past = NULL;
	struct str file;
	TRY(db_file(run->arena, app_get_settings(run->app)->url, &file, err));
	enum status status = file.len && !server.crowded ? chore_write(run, begin_past, &past, err) : OK;
	if (status != OK) {
		db_past_end(past);
		return status;
	}
	return db_still_begin(run->db, past, still, err);
}

static enum status copy(struct chore_run *run, const struct backup_settings *settings, struct err *err)
{
	struct backup_set set;
	int dropped;
	struct db_still still;
	struct backup_job job = { .arena = run->arena,
		.dir = settings->dir,
		.at = run->now,
		.recipient_count = settings->recipient_count,
		.over = is_over,
		.over_context = run };
	memcpy(job.recipient, settings->recipient, sizeof(job.recipient));
	be_calm();
	TRY(begin_still(run, &still, err));
	job.still = &still;
	enum status status = backup_write(&job, &set, err);
	server.crowded = status != OK && still.past && !strcmp(err->code, "db.past");
	db_still_end(&still);
	sodium_memzero(set.key, sizeof(set.key));
	TRY(status);
	TRY(backup_erased_note(run->arena, run->db, settings->dir, err));
	TRY(backup_rotate(run->arena, settings->dir, &settings->keep, &dropped, err));
	return backup_outbox_prune(run->arena, settings->dir, err);
}

/* The last backup does not lead up to the changes that are being shipped. */
static bool uncovered(const struct backup_state *state)
{
	return state->sqlite && state->last &&
	       (state->last->line != state->lag.line || state->last->position < state->lag.from);
}

static enum status copy_when_due(struct chore_run *run, struct err *err)
{
	struct backup_state state;
	TRY(backup_state_read(run->arena, app_get_settings(run->app)->url, run->now, &state, err));
	bool due = !state.last || state.last->at + state.settings.every <= run->now || uncovered(&state);
	if (!state.on || !state.settings.recipient_count || !due || run->now < server.next_copy ||
	        (state.sqlite && !state.lag.at))
		return OK;
	enum status status = copy(run, &state.settings, err);
	if (status != BUSY || !chore_over(run))
		remember(status, err);
	server.next_copy = status == OK ? 0 : run->now + RETRY_MS;
	return status;
}

static enum status drill_when_due(struct chore_run *run, struct err *err)
{
	struct backup_state state;
	struct backup_secret secret;
	struct backup_result result;
	TRY(backup_state_read(run->arena, app_get_settings(run->app)->url, run->now, &state, err));
	bool due = !state.drilled || state.drill.at + state.settings.drill_every <= run->now;
	if (!state.on || !state.settings.drill.len || !state.last || !due || run->now < server.next_drill)
		return OK;
	TRY(backup_secret_read(run->arena, state.settings.drill, NULL, &secret, err));
	be_calm();
	struct backup_restore restore = {
		.arena = run->arena, .dir = state.settings.dir, .secret = &secret, .now = run->now
	};
	enum status status = backup_drill(&restore, &result, err);
	backup_secret_wipe(&secret);
	server.next_drill = status == OK ? 0 : run->now + DRILL_RETRY_MS;
	return status;
}

enum status backup_state_read(
        struct arena *arena, struct str url, int64_t now, struct backup_state *ret_state, struct err *err)
{
	struct backup_state *state = ret_state;
	struct err own = { 0 };
	struct str file;
	*state = (struct backup_state){ 0 };
	TRY(db_file(arena, url, &file, err));
	state->sqlite = file.len > 0;
	pthread_mutex_lock(&server.lock);
	state->wrong = server.wrong;
	pthread_mutex_unlock(&server.lock);
	backup_outbox_lag(&state->lag);
	if (backup_settings_read(arena, &state->settings, &state->on, &own) != OK)
		state->wrong = own;
	if (!state->on)
		return OK;
	if (backup_list(arena, state->settings.dir, &state->list, &own) != OK)
		own = (struct err){ 0 }; /* no folder yet: no backup yet */
	for (size_t i = state->list.count; i-- > 0 && !state->last;)
		if (!state->list.at[i].broken.code)
			state->last = &state->list.at[i];
	state->drilled = backup_result_read(arena, state->settings.dir, state->settings.recipient,
	                         state->settings.recipient_count, &state->drill) == OK;
	state->late = !state->last || state->last->at + 2 * state->settings.every < now;
	state->drill_late =
	        !state->drilled || !state->drill.good || state->drill.at + 2 * state->settings.drill_every < now;
	return OK;
}

const struct chore backup_chores[] = {
	{ "backup.outbox", SHIP_S, ship, .swift = true },
	{ "backup.copy", LOOK_S, copy_when_due },
	{ "backup.drill", LOOK_S, drill_when_due },
	{ 0 },
};
