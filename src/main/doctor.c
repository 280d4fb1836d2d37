/* chibo doctor: looks at the program, the machine and the database, and says of each whether it is well and what to do.
 */
#include "main/main_private.h"

#include "app/verify.h"
#include "app/health.h"
#include "base/time.h"
#include "db/upkeep.h"
#include "web/http.h"

#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { FILES_LEAST = 4096, DISK_NOTE_MB = 2048, DISK_ERROR_MB = 200, AHEAD_MS = 60 * 1000 };

struct doctor {
	struct command_line *line;
	struct health health;
	struct str url, file;
	enum status status; /* of the first error */
};

static void finding(struct doctor *doctor, const char *check, enum health_level level, const struct err *text)
{
	health_say(&doctor->health, check, level, text);
}

/* A finding with up to two values. */
static void tell(struct doctor *doctor, const char *check, enum health_level level, const char *code, const char *name,
        struct str value)
{
	struct err text = { 0 };
	err_set(&text, OK, code, NULL);
	if (name)
		err_arg(&text, name, value);
	finding(doctor, check, level, &text);
}

static void look_versions(struct doctor *doctor)
{
	struct err text = { 0 };
	int pq = db_client_version();
	struct arena *arena = doctor->line->arena;
	err_set(&text, OK, "doctor.versions", NULL);
	err_arg(&text, "chibo", STR(CHIBO_VERSION));
	err_arg(&text, "sqlite", str_of(db_engine_version()));
	err_arg(&text, "pq", str_format(arena, "%d.%d", pq / 10000, pq % 10000));
	err_arg(&text, "http", str_of(http_library_version()));
	err_arg(&text, "sodium", str_of(sodium_version_string()));
	finding(doctor, "versions", HEALTH_OK, &text);
	struct str problems = app_check(arena);
	if (problems.len)
		tell(doctor, "routes", HEALTH_ERROR, "app.routes", NULL, STR_NONE);
}

static void look_limits(struct doctor *doctor)
{
	struct rlimit files = { 0 };
	struct err text = { 0 };
	getrlimit(RLIMIT_NOFILE, &files);
	bool few = files.rlim_max < FILES_LEAST;
	err_set(&text, OK, few ? "doctor.files_few" : "doctor.files", NULL);
	err_arg_int(&text, "n", files.rlim_max > INT32_MAX ? INT32_MAX : (int64_t)files.rlim_max);
	finding(doctor, "files", few ? HEALTH_NOTE : HEALTH_OK, &text);
}

static const char *folder_of(struct arena *arena, struct str file)
{
	size_t end = file.len;
	while (end && file.ptr[end - 1] != '/')
		end--;
	char whole[PATH_MAX];
	const char *folder = end ? str_c(arena, str_slice(file, 0, end)) : ".";
	return realpath(folder, whole) ? str_c(arena, str_of(whole)) : folder;
}

static void look_disk(struct doctor *doctor, const char *check, const char *folder, int64_t bytes)
{
	struct statvfs disk;
	struct err text = { 0 };
	if (statvfs(folder, &disk)) {
		tell(doctor, check, HEALTH_ERROR, "doctor.no_folder", "folder", str_of(folder));
		return;
	}
	int64_t mb = (int64_t)(disk.f_bavail * disk.f_frsize >> 20);
	enum health_level level = mb < DISK_ERROR_MB                            ? HEALTH_ERROR
	                          : mb < DISK_NOTE_MB || mb < (bytes >> 20) * 2 ? HEALTH_NOTE
	                                                                        : HEALTH_OK;
	err_set(&text, OK, level == HEALTH_OK ? "doctor.disk" : "doctor.disk_low", NULL);
	err_arg(&text, "folder", str_of(folder));
	err_arg_int(&text, "mb", mb);
	finding(doctor, check, level, &text);
}

/* What others may read is said; -1: not there. */
static void look_mode(struct doctor *doctor, const char *path, bool *good)
{
	struct stat about;
	struct err text = { 0 };
	if (stat(path, &about) || !(about.st_mode & 0077))
		return;
	*good = false;
	err_set(&text, OK, "doctor.mode", NULL);
	err_arg(&text, "file", str_of(path));
	err_arg(&text, "mode", str_format(doctor->line->arena, "%04o", about.st_mode & 07777u));
	finding(doctor, "permissions", HEALTH_NOTE, &text);
}

static void look_files(struct doctor *doctor)
{
	static const char *const endings[] = { "", "-wal", "-shm", ".lock" };
	struct arena *arena = doctor->line->arena;
	bool good = true;
	for (size_t i = 0; i < LENGTH(endings); i++)
		look_mode(doctor, str_c(arena, str_format(arena, "%.*s%s", STR_ARG(doctor->file), endings[i])), &good);
	if (good)
		tell(doctor, "permissions", HEALTH_OK, "doctor.mode_good", "file", doctor->file);
	const char *lock = str_c(arena, str_format(arena, "%.*s.lock", STR_ARG(doctor->file)));
	int fd = open(lock, O_RDONLY | O_CLOEXEC);
	bool running = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB);
	if (fd >= 0)
		close(fd);
	tell(doctor, "server", HEALTH_OK, running ? "doctor.running" : "doctor.not_running", NULL, STR_NONE);
}

static void look_engine(struct doctor *doctor, const struct db_about *about)
{
	struct err text = { 0 };
	err_set(&text, OK, about->standby ? "doctor.standby" : "doctor.engine", NULL);
	err_arg(&text, "engine", str_of(about->engine));
	err_arg(&text, "version", about->version);
	err_arg_int(&text, "mb", about->bytes >> 20);
	finding(doctor, "engine", about->standby ? HEALTH_ERROR : HEALTH_OK, &text);
	if (!doctor->file.len) {
		text = (struct err){ 0 };
		err_set(&text, OK, "doctor.connections", NULL);
		err_arg_int(&text, "n", about->programs);
		err_arg_int(&text, "most", about->connections);
		finding(doctor, "connections", about->connections < 50 ? HEALTH_NOTE : HEALTH_OK, &text);
	}
}

static enum status look_schema(struct doctor *doctor, struct db *db, bool *ret_current, struct err *err)
{
	enum db_age age;
	TRY(db_age(doctor->line->arena, db, &age, NULL, err));
	*ret_current = age == DB_CURRENT;
	tell(doctor, "schema", age == DB_CURRENT ? HEALTH_OK : HEALTH_ERROR,
	        age == DB_CURRENT ? "doctor.current"
	        : age == DB_OLDER ? "db.older"
	                          : "upgrade.empty",
	        NULL, STR_NONE);
	if (age != DB_CURRENT)
		doctor->status = age == DB_OLDER ? CONFLICT : NOT_FOUND;
	return OK;
}

/* Whoever makes backups speaks for them; when nobody did, there are none. */
static void look_backup(struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->health.count; i++)
		if (!strcmp(doctor->health.at[i].check, "backup"))
			return;
	tell(doctor, "backup", HEALTH_NOTE, "doctor.no_backup", NULL, STR_NONE);
}

/* A clock that runs behind what was written gives wrong days, and ids that wait for it. */
static enum status look_use(struct doctor *doctor, struct db *db, struct err *err)
{
	int64_t last, chains, made, now = doctor->line->now;
	struct err text = { 0 };
	struct arena *arena = doctor->line->arena;
	TRY(app_last_use(arena, db, &last, &chains, err));
	TRY(db_migrated_at(db, &made, err));
	last = last > made ? last : made;
	bool back = last > now + AHEAD_MS;
	err_set(&text, OK, back ? "doctor.clock_back" : "doctor.clock", NULL);
	err_arg(&text, "now", instant_show(arena, now));
	err_arg(&text, "last", instant_show(arena, last));
	finding(doctor, "clock", back ? HEALTH_ERROR : HEALTH_OK, &text);
	text = (struct err){ 0 };
	err_set(&text, OK, "doctor.chains", NULL);
	err_arg_int(&text, "n", chains);
	err_arg(&text, "last", instant_show(arena, last));
	finding(doctor, "chains", HEALTH_OK, &text);
	return OK;
}

static void keep_first(void *context, const struct verify_finding *finding)
{
	struct verify_finding *first = context;
	if (!first->what)
		*first = *finding;
}

static enum status look_deep(struct doctor *doctor, struct db *db, struct err *err)
{
	struct str wrong;
	TRY(db_check_pages(doctor->line->arena, db, &wrong, err));
	tell(doctor, "pages", wrong.len ? HEALTH_ERROR : HEALTH_OK, wrong.len ? "doctor.pages_wrong" : "doctor.pages",
	        "wrong", wrong);
	struct verify_result result;
	struct verify_finding first = { 0 };
	struct str said;
	TRY(db_view_begin(db, err));
	enum status status =
	        app_verify(db, &(struct verify_wish){ .tell = keep_first, .context = &first }, &result, err);
	db_view_end(db);
	TRY(status);
	said = str_format(doctor->line->arena, "%lld", (long long)(result.wrong ? result.wrong : result.acts));
	if (result.wrong) {
		struct str what;
		TRY(verify_say(doctor->line->arena, db, &first, &what, err));
		said = str_format(doctor->line->arena, "%.*s (%.*s)", STR_ARG(said), STR_ARG(what));
	}
	tell(doctor, "content", result.wrong ? HEALTH_ERROR : HEALTH_OK,
	        result.wrong ? "doctor.content_wrong" : "doctor.content", "n", said);
	return OK;
}

static enum status look_database(struct doctor *doctor, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct db_about about = { 0 };
	bool current = false;
	TRY(db_open(doctor->url, DB_READ, &db, err));
	TRY(db_about(doctor->line->arena, db, &about, err));
	look_engine(doctor, &about);
	if (doctor->file.len)
		look_disk(doctor, "disk", folder_of(doctor->line->arena, doctor->file), about.bytes);
	TRY(look_schema(doctor, db, &current, err));
	if (current) {
		TRY(look_use(doctor, db, err));
		TRY(health_features(&doctor->health, db, doctor->line->now, err));
		look_backup(doctor);
	}
	return command_has(doctor->line, "deep") ? look_deep(doctor, db, err) : OK;
}

static void look_settings(struct doctor *doctor)
{
	struct str backup = command_option(doctor->line, "backup-dir"), config = command_option(doctor->line, "config");
	struct stat about;
	if (backup.len)
		look_disk(doctor, "backup_disk", str_c(doctor->line->arena, backup), 0);
	if (config.len && !stat(str_c(doctor->line->arena, config), &about) && (about.st_mode & 0007))
		tell(doctor, "settings", HEALTH_NOTE, "doctor.config_open", "file", config);
	const char *server = getenv("CHIBO_SMTP");
	bool mail = server && *server;
	tell(doctor, "mail_server", mail ? HEALTH_OK : HEALTH_NOTE,
	        mail ? "doctor.mail_server" : "doctor.no_mail_server", NULL, STR_NONE);
}

static void print(struct doctor *doctor)
{
	static const char *const words[] = { "ok", "note", "error" };
	static const char *const codes[] = { "doctor.level_ok", "doctor.level_note", "doctor.level_error" };
	struct command_line *line = doctor->line;
	buf_c(line->out, line->json ? "[" : "");
	for (size_t i = 0; i < doctor->health.count; i++) {
		enum health_level level = doctor->health.at[i].level;
		if (level == HEALTH_ERROR && doctor->status == OK)
			doctor->status = BROKEN;
		if (line->json) {
			buf_format(line->out, "%s{\"check\":\"%s\",\"level\":\"%s\",\"text\":", i ? ",\n" : "\n",
			        doctor->health.at[i].check, words[level]);
			buf_json(line->out, doctor->health.at[i].text);
			buf_char(line->out, '}');
			continue;
		}
		struct err word = { .code = codes[level] };
		buf_format(line->out, "%.*s  %.*s\n", STR_ARG(err_text(line->arena, doctor->health.language, &word)),
		        STR_ARG(doctor->health.at[i].text));
	}
	buf_c(line->out, line->json ? "\n]\n" : "");
}

enum status doctor_run(struct command_line *line, struct err *err)
{
	struct doctor doctor = { .line = line, .url = command_option(line, "db") };
	struct str language = command_option(line, "lang");
	if (language.len)
		setenv("CHIBO_LANG", str_c(line->arena, language), 1);
	doctor.health.arena = line->arena;
	doctor.health.language = main_language();
	if (!doctor.url.ptr)
		doctor.url = STR("sqlite:chibo.db");
	TRY(db_file(line->arena, doctor.url, &doctor.file, err));
	look_versions(&doctor);
	look_limits(&doctor);
	struct err failure = { 0 };
	enum status status = look_database(&doctor, &failure);
	if (status != OK) {
		health_say(&doctor.health, "database", HEALTH_ERROR, &failure);
		doctor.status = status;
	} else if (doctor.file.len) {
		look_files(&doctor);
	}
	look_settings(&doctor);
	print(&doctor);
	return doctor.status == OK ? OK : err_set(err, doctor.status, "doctor.errors", NULL);
}
