/* chibo serve: takes the lock, opens the program, listens, waits for a signal, drains and closes in the order that
 * loses nothing. */
#include "main/main_private.h"

#include "base/log.h"
#include "db/upkeep.h"
#include "app/sandbox.h"
#include "app/vault.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONNECTIONS = 16000, OTHER_FILES = 512, KEPT = 16 << 20 };

static enum status parse_listen(struct command_line *line, struct http_settings *settings, struct err *err)
{
	struct str listen = command_option(line, "listen");
	if (!listen.ptr)
		listen = STR("127.0.0.1:8080");
	size_t at = listen.len;
	while (at && listen.ptr[at - 1] != ':')
		at--;
	int64_t port;
	if (at < 2 || !str_int(str_slice(listen, at, listen.len), &port) || port < 0 || port > 65535) {
		enum status status = err_set(err, INVALID, "command.listen", "listen");
		err_arg(err, "word", listen);
		return status;
	}
	settings->address = str_slice(listen, 0, at - 1);
	settings->port = (int)port;
	bool loopback = str_starts(settings->address, STR("127.")) || str_is(settings->address, "localhost") ||
	                str_is(settings->address, "[::1]");
	if (!loopback && !command_has(line, "behind-proxy"))
		return err_set(err, INVALID, "command.needs_proxy", "listen");
	return OK;
}

/* How many connections there may be: as many as the hard limit of open files leaves. */
static int limits(void)
{
	struct rlimit files = { 1024, 1024 }, core = { 0, 0 };
	rlim_t wanted = CONNECTIONS + OTHER_FILES;
	getrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur < wanted) {
		files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	setrlimit(RLIMIT_CORE, &core);
	/* Readers drop their pages at each write elsewhere: not given back to the system only to be asked for again. */
	mallopt(M_TRIM_THRESHOLD, KEPT);
	mallopt(M_TOP_PAD, KEPT / 16);
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file at its limit is an error of that write, not the end */
	return files.rlim_cur < wanted ? (int)(files.rlim_cur / 16 * 15) - 64 : CONNECTIONS;
}

/* Names that Host may have: those of the address, and --host. */
static struct str hosts(struct command_line *line, const struct http_settings *http, int port)
{
	struct str given = command_option(line, "host");
	return str_format(line->arena, "%.*s:%d localhost:%d 127.0.0.1:%d %.*s", STR_ARG(http->address), port, port,
	        port, STR_ARG(given));
}

/* Before any thread starts: one that did not block them would die of a signal that comes early. */
static sigset_t block_signals(void)
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	return signals;
}

static enum status nothing(struct db *db, void *context, struct err *err)
{
	(void)db, (void)context, (void)err;
	return OK;
}

/* A writer that answers, be it with an error of the database, is alive; one that hangs is not told of, and the manager
 * starts us again. */
static void wait_for_signal(const sigset_t *signals, struct app *app)
{
	int64_t every = notify_every_ms();
	struct timespec pause = { every / 1000, every % 1000 * 1000000 };
	notify("READY=1");
	while (every && sigtimedwait(signals, NULL, &pause) < 0) {
		struct err err = { 0 };
		if (app_write(app, nothing, NULL, &err) != OK)
			log_err("watchdog", &err);
		notify("WATCHDOG=1");
	}
	int got;
	if (!every)
		sigwait(signals, &got);
	notify("STOPPING=1");
}

static enum status serve_until_signal(
        const sigset_t *signals, struct app *app, struct http_settings *http, struct str file, struct err *err)
{
	struct http_server *server;
	struct socket_server *commands = NULL;
	struct http_app http_app = app_http(app);
	TRY(http_server_open(http, &http_app, &server, err));
	app_serve_on(app, server);
	enum status status = file.len ? socket_open(app, file, &commands, err) : OK;
	if (status == OK) {
		printf("chibo %s: http://%.*s:%d (%.*s)\n", CHIBO_VERSION, STR_ARG(http->address),
		        http_server_port(server), STR_ARG(file.len ? file : STR("PostgreSQL")));
		fflush(stdout);
		wait_for_signal(signals, app);
		if (commands)
			socket_close(commands);
	}
	http_server_drain(server);
	app_end(app);
	http_server_close(server);
	return status;
}

/* An older database is upgraded when that was asked for; else app_open refuses it. */
static enum status upgrade_first(struct command_line *line, struct str url, struct str file, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	enum db_age age = DB_EMPTY;
	if (!command_has(line, "upgrade") || (file.len && access(str_c(line->arena, file), F_OK)))
		return OK;
	TRY(db_open(url, DB_READ, &db, err));
	TRY(db_age(line->arena, db, &age, NULL, err));
	if (age != DB_OLDER)
		return OK;
	db_close(db);
	db = NULL;
	TRY(upgrade_database(line, url, file, false, err));
	fwrite(line->out->ptr, 1, line->out->len, stdout);
	line->out->len = 0;
	return OK;
}

static void warn(struct command_line *line, const char *code)
{
	struct err text = { 0 };
	err_set(&text, OK, code, NULL);
	fprintf(stderr, "chibo: %.*s\n", STR_ARG(err_text(line->arena, main_language(), &text)));
}

/* The folder that a database file and its log lie in. */
static struct str folder_of(struct arena *arena, struct str file)
{
	char *whole = realpath(str_c(arena, file), NULL);
	struct str path = whole ? str_copy(arena, str_of(whole)) : file;
	free(whole);
	while (path.len && path.ptr[path.len - 1] != '/')
		path.len--;
	return path.len ? path : STR(".");
}

static enum status enter_sandbox(struct command_line *line, struct str url, struct str file, int port, struct err *err)
{
	const char *wanted = getenv("CHIBO_SANDBOX"), *copies = getenv("CHIBO_BACKUP_DIR"),
	           *temporary = getenv("TMPDIR"), *mail = getenv("CHIBO_SMTP"), *home = getenv("HOME");
	struct sandbox_state state;
	struct str keys = vault_folder(line->arena, url);
	if (wanted && !strcmp(wanted, "no")) {
		warn(line, N_("sandbox.off"));
		return OK;
	}
	if (copies && *copies)
		mkdir(copies, 0700); /* below what is closed afterwards; who uses it says what is wrong with it */
	if (keys.len)
		mkdir(str_c(line->arena, keys), 0700);
	struct sandbox sandbox = { .arena = line->arena,
		.port = port,
		.connect = !file.len || (mail && *mail),
		.program = SANDBOX_PDF_READER,
		.write = { file.len ? folder_of(line->arena, file) : STR_NONE, str_of(copies),
		        str_of(temporary && *temporary ? temporary : "/tmp"), keys },
		.read = { str_of(getenv("CHIBO_BACKUP_DRILL")),
		        file.len || !home ? STR_NONE : str_format(line->arena, "%s/.postgresql", home) } };
	TRY(sandbox_enter(&sandbox, &state, err));
	if (!state.landlock)
		warn(line, N_("sandbox.no_landlock"));
	if (!state.seccomp)
		warn(line, N_("sandbox.no_seccomp"));
	return OK;
}

enum status serve_run(struct command_line *line, struct err *err)
{
	struct http_settings http = { .threads = 2 };
	struct str url = command_option(line, "db"), file;
	int lock = -1;
	if (!url.ptr)
		url = STR("sqlite:chibo.db");
	TRY(parse_listen(line, &http, err));
	TRY(db_file(line->arena, url, &file, err));
	if (file.len)
		TRY(lock_take(line->arena, file, &lock, err));
	if (file.len && lock < 0)
		return err_set(err, CONFLICT, "command.running", "db");
	TRY(upgrade_first(line, url, file, err));
	http.connections = limits();
	sigset_t signals = block_signals();
	TRY(enter_sandbox(line, url, file, http.port, err));
	struct app *app;
	bool proxy = command_has(line, "behind-proxy");
	struct app_settings settings = { .url = url,
		.replica = command_option(line, "replica"),
		.apart = true,
		.chores = true,
		.workers = http.threads,
		.secure = proxy,
		.hosts = proxy ? command_option(line, "host") : hosts(line, &http, http.port),
		.base_url = command_option(line, "base-url").len
		                    ? command_option(line, "base-url")
		                    : str_format(line->arena, "http://%.*s:%d", STR_ARG(http.address), http.port),
		.log_requests = command_has(line, "log") };
	enum status status = app_open(&settings, &app, err);
	if (status == OK) {
		status = serve_until_signal(&signals, app, &http, file, err);
		app_close(app);
	}
	if (lock >= 0)
		close(lock);
	return status;
}
