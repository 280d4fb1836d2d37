/* The commands: key new, key show, backup, backup list, backup check, restore. */
#include "feature/backup/backup_private.h"

#include "base/time.h"
#include "db/upkeep.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { NICE = 10, MB = 1000000 };

static enum status key_new(struct command_line *line, struct err *err)
{
	struct backup_public public;
	struct str passphrase = STR_NONE;
	if (command_has(line, "passphrase")) {
		passphrase = backup_ask_passphrase(line->arena);
		if (!passphrase.len)
			return err_set(err, INVALID, "backup.needs_passphrase", "passphrase");
	}
	TRY(backup_secret_make(line->arena, line->arg[0], passphrase, &public, err));
	struct str text = backup_public_text(line->arena, &public), print = backup_fingerprint(line->arena, &public);
	if (line->json)
		buf_format(
		        line->out, "{\"public\":\"%.*s\",\"fingerprint\":\"%.*s\"}\n", STR_ARG(text), STR_ARG(print));
	else
		buf_format(line->out,
		        "%.*s\nDấu nhận dạng: %.*s\nKhóa mở nằm trong %.*s. Giữ nó ngoài máy chủ, ở hai nơi: mất nó là "
		        "mất "
		        "mọi bản sao lưu.\n",
		        STR_ARG(text), STR_ARG(print), STR_ARG(line->arg[0]));
	return OK;
}

static enum status key_show(struct command_line *line, struct err *err)
{
	struct backup_secret secret;
	TRY(backup_secret_read(line->arena, line->arg[0], backup_ask_passphrase, &secret, err));
	buf_format(line->out, "%.*s\nDấu nhận dạng: %.*s\n", STR_ARG(backup_public_text(line->arena, &secret.public)),
	        STR_ARG(backup_fingerprint(line->arena, &secret.public)));
	backup_secret_wipe(&secret);
	return OK;
}

/* Work beside pages: gives way to them; a full disk is an error, not a signal. */
static void be_calm(void)
{
	setpriority(PRIO_PROCESS, 0, NICE);
	signal(SIGXFSZ, SIG_IGN);
}

static enum status read_recipients(struct command_line *line, struct backup_job *job, struct err *err)
{
	struct str key = command_option(line, "key"), drill = command_option(line, "drill");
	struct backup_secret secret;
	TRY(backup_public_read(key.ptr ? key : str_of(getenv("CHIBO_BACKUP_KEY")), &job->recipient[0], err));
	job->recipient_count = 1;
	if (!drill.ptr)
		drill = str_of(getenv("CHIBO_BACKUP_DRILL"));
	if (!drill.len)
		return OK;
	TRY(backup_secret_read(line->arena, drill, NULL, &secret, err));
	job->recipient[job->recipient_count++] = secret.public;
	backup_secret_wipe(&secret);
	return OK;
}

static void say_backup(struct command_line *line, const struct backup_set *set, int dropped)
{
	if (line->json)
		buf_format(line->out,
		        "{\"backup\":\"%.*s\",\"rows\":%lld,\"size\":%lld,\"pieces\":%zu,\"tables\":%zu,\"dropped\":%d}"
		        "\n",
		        STR_ARG(set->name), (long long)set->rows, (long long)set->size, set->pieces.count,
		        set->table_count, dropped);
	else
		buf_format(line->out, "%.*s: %lld dòng, %zu bảng, %lld,%lld MB; đã đọc lại, khớp.\n",
		        STR_ARG(set->folder), (long long)set->rows, set->table_count, (long long)(set->size / MB),
		        (long long)(set->size % MB * 10 / MB));
	if (dropped && !line->json)
		buf_format(line->out, "Đã bỏ %d bản cũ.\n", dropped);
}

static enum status backup_once(struct command_line *line, int64_t now, struct err *err)
{
	struct backup_keep keep = { 0 };
	struct backup_set set;
	int dropped = 0;
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct db_still still;
	struct backup_job job = { .arena = arena,
		.dir = line->arg[0],
		.at = now,
		.progress = line->progress,
		.progress_context = line->progress_context };
	struct str text = command_option(line, "keep");
	TRY(read_recipients(line, &job, err));
	if (text.ptr)
		TRY(backup_keep_read(text, &keep, err));
	TRY(db_still_begin(line->db, NULL, &still, err));
	job.still = &still;
	enum status status = backup_write(&job, &set, err);
	db_still_end(&still);
	TRY(status);
	sodium_memzero(set.key, sizeof(set.key));
	TRY(backup_erased_note(arena, line->db, line->arg[0], err));
	if (text.ptr)
		TRY(backup_rotate(arena, line->arg[0], &keep, &dropped, err));
	say_backup(line, &set, dropped);
	return OK;
}

static enum status backup_command(struct command_line *line, struct err *err)
{
	int64_t every = 0;
	be_calm();
	if (command_has(line, "every"))
		TRY(backup_every_read(command_option(line, "every"), &every, err));
	TRY(backup_once(line, line->now, err));
	while (every) {
		fwrite(line->out->ptr, 1, line->out->len, stdout);
		fflush(stdout);
		line->out->len = 0;
		db_view_end(line->db);
		sleep((unsigned)(every / 1000));
		TRY(db_view_begin(line->db, err));
		TRY(backup_once(line, time_now(), err));
	}
	return OK;
}

static enum status list_command(struct command_line *line, struct err *err)
{
	struct backup_list list;
	TRY(backup_list(line->arena, line->arg[0], &list, err));
	for (size_t i = 0; i < list.count; i++) {
		const struct backup_set *set = &list.at[i];
		if (line->json)
			buf_format(line->out,
			        "{\"backup\":\"%.*s\",\"at\":%lld,\"rows\":%lld,\"size\":%lld,\"whole\":%s}\n",
			        STR_ARG(set->name), (long long)set->at, (long long)set->rows, (long long)set->size,
			        set->broken.code ? "false" : "true");
		else if (set->broken.code)
			buf_format(line->out, "%.*s  hỏng\n", STR_ARG(set->name));
		else
			buf_format(line->out, "%.*s  %.*s  %lld dòng  %lld,%lld MB  khóa %.*s\n", STR_ARG(set->name),
			        STR_ARG(instant_show(line->arena, set->at)), (long long)set->rows,
			        (long long)(set->size / MB), (long long)(set->size % MB * 10 / MB),
			        STR_ARG(set->recipient[0].fingerprint));
	}
	return OK;
}

static enum status check_command(struct command_line *line, struct err *err)
{
	struct backup_list list;
	TRY(backup_list(line->arena, line->arg[0], &list, err));
	for (size_t i = 0; i < list.count; i++) {
		if (list.at[i].broken.code) {
			*err = list.at[i].broken;
			return err->status;
		}
		TRY(backup_set_check(line->arena, &list.at[i], err));
		buf_format(line->out, "%.*s: %zu tệp, khớp\n", STR_ARG(list.at[i].name), list.at[i].pieces.count);
	}
	return OK;
}

/* LATEST, or a day with an hour behind it: the state at its end. */
static enum status read_at(struct str text, int64_t *ret_at, struct err *err)
{
	struct str day, clock = STR_NONE;
	struct date date;
	int minute = 24 * 60;
	*ret_at = 0;
	if (!text.ptr || str_is(text, "LATEST"))
		return OK;
	struct str rest = str_trim(text);
	bool good = str_split(&rest, ' ', &day) && date_typed(day, &date) && date_real(date);
	if (good && rest.len)
		clock = str_trim(rest);
	if (good && clock.len)
		good = clock_typed(clock, &minute);
	if (!good) {
		enum status status = err_set(err, INVALID, "backup.bad_at", "at");
		err_arg(err, "word", text);
		return status;
	}
	*ret_at = date_instant(date, 0) + (int64_t)minute * 60000 + (clock.len ? 59999 : -1);
	return OK;
}

static void say_restored(struct command_line *line, const struct backup_restored *done)
{
	if (line->json) {
		buf_format(line->out,
		        "{\"backup\":\"%.*s\",\"at\":%lld,\"rows\":%lld,\"commits\":%lld,\"chains\":%lld,\"erased\":%"
		        "lld,"
		        "\"gap\":%s}\n",
		        STR_ARG(done->name), (long long)done->at, (long long)done->rows, (long long)done->commits,
		        (long long)done->chains, (long long)done->erased, done->gap ? "true" : "false");
		return;
	}
	buf_format(line->out, "Đã khôi phục bản %.*s: %lld dòng, mọi bảng khớp, %lld chuỗi nhật ký khớp.\n",
	        STR_ARG(done->name), (long long)done->rows, (long long)done->chains);
	if (done->commits)
		buf_format(line->out, "Đã làm lại %lld lần ghi sau bản sao lưu.\n", (long long)done->commits);
	if (done->gap)
		buf_c(line->out, "Các lần ghi bị đứt quãng: dữ liệu chỉ tới thời điểm dưới đây.\n");
	if (done->erased)
		buf_format(line->out, "Đã xóa lại dữ liệu cá nhân của %lld người.\n", (long long)done->erased);
	buf_format(line->out, "Dữ liệu tới lúc %.*s.\n", STR_ARG(instant_show(line->arena, done->at)));
}

static enum status drill(struct command_line *line, struct backup_restore *restore, struct err *err)
{
	struct backup_result result;
	TRY(backup_drill(restore, &result, err));
	buf_format(line->out, "Bản %.*s khôi phục được: %lld dòng, %lld chuỗi nhật ký, tất cả khớp.\n",
	        STR_ARG(result.name), (long long)result.rows, (long long)result.chains);
	return OK;
}

static enum status restore_command(struct command_line *line, struct err *err)
{
	struct backup_secret secret;
	struct backup_restored done;
	struct str url = command_option(line, "db"), key = command_option(line, "key");
	struct backup_restore restore = { .arena = line->arena,
		.dir = line->arg[0],
		.url = url.ptr ? url : STR("sqlite:chibo.db"),
		.secret = &secret,
		.without_outbox = command_has(line, "without-outbox"),
		.now = line->now,
		.progress = line->progress,
		.progress_context = line->progress_context };
	be_calm();
	if (!key.len)
		return err_set(err, INVALID, "backup.no_key", "key");
	TRY(read_at(command_option(line, "at"), &restore.at, err));
	TRY(backup_secret_read(line->arena, key, backup_ask_passphrase, &secret, err));
	enum status status =
	        command_has(line, "drill") ? drill(line, &restore, err) : backup_restore(&restore, &done, err);
	backup_secret_wipe(&secret);
	if (status == OK && !command_has(line, "drill"))
		say_restored(line, &done);
	return status;
}

const struct command backup_commands[] = {
	{ "key new", "FILE [--passphrase] [--json]", "Make the key that opens backups",
	        "Prints the public half, which the server needs (CHIBO_BACKUP_KEY, --key). FILE opens the backups: "
	        "keep it off "
	        "the server, in two places.",
	        "passphrase json", key_new, NEEDS_NOTHING, 0, 1, 1 },
	{ "key show", "FILE", "Show the public half of a key", NULL, NULL, key_show, NEEDS_NOTHING, 0, 1, 1 },
	{ "backup", "DIR [--key PUBLIC] [--drill FILE] [--keep 7d,4w,12m] [--every 24h] [--json]",
	        "Copy the whole database, sealed to a public key",
	        "One moment of all tables while writing goes on; sealed, hashed, read back. --drill also seals to the "
	        "key in "
	        "FILE, so that a server can try its backups out. --keep removes older ones. --every stays and repeats.",
	        "key= drill= keep= every= json", backup_command, NEEDS_READ, 0, 1, 1 },
	{ "backup list", "DIR [--json]", "List the backups of a folder", NULL, "json", list_command, NEEDS_NOTHING, 0,
	        1, 1 },
	{ "backup check", "DIR", "Check every piece of every backup against its hash", NULL, NULL, check_command,
	        NEEDS_NOTHING, 0, 1, 1 },
	{ "restore", "DIR --key FILE [--at WHEN] [--without-outbox] [--drill] [--json]",
	        "Bring a backup back into an empty database",
	        "Everything is checked before the first row; all or nothing. Changes shipped after the backup are made "
	        "again, "
	        "up to WHEN (\"03/12/2026 19:30\"; LATEST). --drill restores into a scratch file, checks it, throws it "
	        "away "
	        "and leaves the signed result beside the backups.",
	        "key= at= without-outbox drill json", restore_command, NEEDS_NOTHING, 0, 1, 1 },
	{ 0 },
};
