/* chibo upgrade: what a newer program would do to an older database, a trial on a copy, a copy that is kept, and the
 * way back to it. */
#include "main/main_private.h"

#include "app/health.h"
#include "base/time.h"
#include "db/upkeep.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COPIES_MAX = 99, SPARE_MB = 16 };

void say(struct command_line *line, const struct err *text)
{
	buf_str(line->out, err_text(line->arena, main_language(), text));
	buf_char(line->out, '\n');
}

static void say_plain(struct command_line *line, const char *code, const char *name, struct str value)
{
	struct err text = { 0 };
	err_set(&text, OK, code, NULL);
	err_arg(&text, name, value);
	say(line, &text);
}

struct told {
	struct command_line *line;
	int64_t count;
};

static void tell_step(void *context, const struct db_migration *migration, int64_t rows)
{
	struct told *told = context;
	struct err text = { 0 };
	err_set(&text, OK, "upgrade.step", NULL);
	err_arg(&text, "name", str_of(migration->name));
	err_arg_int(&text, "rows", rows);
	say(told->line, &text);
	told->count++;
}

/* Room beside the file for one more of it. */
static enum status check_space(struct arena *arena, struct str file, int64_t bytes, struct err *err)
{
	struct statvfs disk;
	ptrdiff_t end = (ptrdiff_t)file.len;
	while (end > 0 && file.ptr[end - 1] != '/')
		end--;
	if (statvfs(end ? str_c(arena, str_slice(file, 0, (size_t)end)) : ".", &disk))
		return OK;
	int64_t free_mb = (int64_t)(disk.f_bavail * disk.f_frsize >> 20), need_mb = (bytes >> 20) * 11 / 10 + SPARE_MB;
	if (free_mb >= need_mb)
		return OK;
	err_set(err, BUSY, "upgrade.space", "db");
	err_arg_int(err, "need", need_mb);
	err_arg_int(err, "free", free_mb);
	return BUSY;
}

static const char *before_name(struct arena *arena, struct str file, int number)
{
	if (!number)
		return str_c(arena, str_format(arena, "%.*s.before-%s", STR_ARG(file), CHIBO_VERSION));
	return str_c(arena, str_format(arena, "%.*s.before-%s.%d", STR_ARG(file), CHIBO_VERSION, number));
}

/* The copy made last, or the first name that is free. */
static const char *copy_name(struct arena *arena, struct str file, bool last)
{
	int number = 0;
	while (number < COPIES_MAX && !access(before_name(arena, file, number), F_OK))
		number++;
	if (!last)
		return before_name(arena, file, number);
	return number ? before_name(arena, file, number - 1) : NULL;
}

static void remove_database(struct arena *arena, const char *file)
{
	unlink(file);
	unlink(str_c(arena, str_format(arena, "%s-wal", file)));
	unlink(str_c(arena, str_format(arena, "%s-shm", file)));
}

static enum status run_steps(struct command_line *line, struct db *db, bool keep, struct err *err)
{
	struct told told = { line, 0 };
	struct db_upgrade upgrade = { .now = line->now, .keep = keep, .done = tell_step, .context = &told };
	return db_upgrade(db, &upgrade, err);
}

/* On a copy beside the file, or in a transaction that is undone. */
static enum status try_out(struct command_line *line, struct db *db, struct str file, struct err *err)
{
	if (!file.len)
		return run_steps(line, db, false, err);
	const char *scratch = str_c(line->arena, str_format(line->arena, "%.*s.dry-run", STR_ARG(file)));
	struct db *copy = NULL;
	remove_database(line->arena, scratch);
	TRY(db_copy_file(db, scratch, err));
	enum status status = db_open(str_format(line->arena, "sqlite:%s", scratch), DB_WRITE, &copy, err);
	if (status == OK)
		status = run_steps(line, copy, true, err);
	if (status == OK)
		status = app_load(copy, err);
	db_close(copy);
	remove_database(line->arena, scratch);
	return status;
}

/* Another process of ours: chibo backup DIR. */
static enum status back_up(struct command_line *line, struct str url, struct str folder, struct err *err)
{
	char *words[] = { "chibo", "backup", (char *)str_c(line->arena, folder), "--db",
		(char *)str_c(line->arena, url), NULL };
	pid_t child;
	int got;
	if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, words, environ) || waitpid(child, &got, 0) != child ||
	        !WIFEXITED(got) || WEXITSTATUS(got))
		return err_set(err, CONFLICT, "upgrade.no_backup", "backup");
	return OK;
}

/* The way back is made before the way forward. */
static enum status keep_copy(struct command_line *line, struct db *db, struct str url, struct str file,
        const char **ret_copy, struct err *err)
{
	struct str folder = command_option(line, "backup");
	*ret_copy = NULL;
	if (command_has(line, "no-copy"))
		return OK;
	if (folder.len)
		return back_up(line, url, folder, err);
	if (!file.len)
		return err_set(err, CONFLICT, "upgrade.copy_first", "db");
	*ret_copy = copy_name(line->arena, file, false);
	return db_copy_file(db, *ret_copy, err);
}

static enum status bring_up(struct command_line *line, struct db *db, struct str url, struct str file, struct err *err)
{
	const char *copy;
	TRY(keep_copy(line, db, url, file, &copy, err));
	TRY(run_steps(line, db, true, err));
	TRY(app_load(db, err));
	say_plain(line, "upgrade.done", "version", STR(CHIBO_VERSION));
	if (copy)
		say_plain(line, "upgrade.kept", "file", str_of(copy));
	return OK;
}

enum status upgrade_database(struct command_line *line, struct str url, struct str file, bool dry, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL, *reader = NULL;
	struct db_about about;
	enum db_age age;
	bool *pending;
	TRY(db_open(url, DB_READ, &reader, err)); /* makes no file where there is none */
	TRY(db_age(line->arena, reader, &age, &pending, err));
	if (age == DB_EMPTY)
		return err_set(err, NOT_FOUND, "upgrade.empty", "db");
	if (age == DB_CURRENT) {
		say_plain(line, "upgrade.current", "version", STR(CHIBO_VERSION));
		return OK;
	}
	TRY(db_open(url, DB_WRITE, &db, err));
	TRY(db_about(line->arena, db, &about, err));
	if (about.programs > 1 && !dry) { /* one is our reader */
		err_set(err, CONFLICT, "upgrade.in_use", "db");
		err_arg_int(err, "n", about.programs - 1);
		return CONFLICT;
	}
	if (file.len && !command_has(line, "no-copy"))
		TRY(check_space(line->arena, file, about.bytes, err));
	for (size_t i = 0; i < db_migration_count; i++)
		if (pending[i])
			say_plain(line, "upgrade.plan", "name", str_of(db_migrations[i].name));
	if (!dry)
		return bring_up(line, db, url, file, err);
	TRY(try_out(line, db, file, err));
	say_plain(line, "upgrade.tried", "version", STR(CHIBO_VERSION));
	return OK;
}

/* Nothing was written since the upgrade, so that going back loses nothing. */
static enum status nothing_since(struct command_line *line, struct str url, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	bool written;
	int64_t at;
	TRY(db_open(url, DB_WRITE, &db, err));
	TRY(db_migrated_at(db, &at, err));
	TRY(app_written_since(line->arena, db, at, &written, err));
	if (!written)
		return OK;
	err_set(err, CONFLICT, "upgrade.written", "db");
	err_arg(err, "at", instant_show(line->arena, at));
	return CONFLICT;
}

static enum status go_back(struct command_line *line, struct str url, struct str file, struct err *err)
{
	struct stat log;
	const char *now = str_c(line->arena, file), *copy = copy_name(line->arena, file, true);
	const char *wal = str_c(line->arena, str_format(line->arena, "%s-wal", now));
	if (!copy)
		return err_set(err, NOT_FOUND, "upgrade.no_copy", "db");
	TRY(nothing_since(line, url, err));
	/* Whoever closed last brought the log into the file: one that is left means somebody else has it open. */
	if (!stat(wal, &log) && log.st_size > 0)
		return err_set(err, CONFLICT, "command.running", "db");
	const char *after = str_c(line->arena, str_format(line->arena, "%s.after-%s", now, CHIBO_VERSION));
	if (renameat2(AT_FDCWD, now, AT_FDCWD, copy, RENAME_EXCHANGE) || rename(copy, after))
		return err_broken(err, "upgrade.rename", "%s: %s", copy, strerror(errno));
	sync();
	say_plain(line, "upgrade.back", "file", str_of(after));
	return OK;
}

enum status upgrade_run(struct command_line *line, struct err *err)
{
	struct str url = command_option(line, "db"), file;
	int lock = -1;
	if (!url.ptr)
		url = STR("sqlite:chibo.db");
	TRY(db_file(line->arena, url, &file, err));
	if (command_has(line, "back") && !file.len)
		return err_set(err, INVALID, "upgrade.back_server", "back");
	if (file.len && access(str_c(line->arena, file), F_OK)) {
		err_set(err, NOT_FOUND, "db.missing", "db");
		err_arg(err, "file", file);
		return NOT_FOUND;
	}
	if (file.len)
		TRY(lock_take(line->arena, file, &lock, err));
	if (file.len && lock < 0)
		return err_set(err, CONFLICT, "command.running", "db");
	enum status status = command_has(line, "back")
	                             ? go_back(line, url, file, err)
	                             : upgrade_database(line, url, file, command_has(line, "dry-run"), err);
	if (lock >= 0)
		close(lock);
	return status;
}
