/* One process writes: a lock beside the database file says whether a server runs, and its unix socket takes commands.
   The client reads and writes the files; the server sees bytes and options, never paths. Frames: 8 bytes little-endian
   length, then the bytes. */
#include "main/main_private.h"

#include "base/log.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { FRAME_MAX = 300 << 20, TIMEOUT_S = 300 };

struct socket_server {
	struct app *app;
	int listener, stop[2];
	pthread_t thread;
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
};

enum status lock_take(struct arena *arena, struct str file, int *ret_lock, struct err *err)
{
	const char *path = str_c(arena, str_format(arena, "%.*s.lock", STR_ARG(file)));
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0) {
		enum status status = err_set(err, NOT_FOUND, "db.missing", "db");
		err_arg(err, "file", file);
		return status;
	}
	if (flock(lock, LOCK_EX | LOCK_NB)) {
		close(lock);
		lock = -1;
	}
	*ret_lock = lock;
	return OK;
}

static bool send_all(int to, const void *bytes, size_t len)
{
	const char *at = bytes;
	while (len) {
		ssize_t sent = send(to, at, len, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		at += sent;
		len -= (size_t)sent;
	}
	return true;
}

static bool send_frame(int to, struct str text)
{
	uint64_t len = text.ptr ? text.len : UINT64_MAX;
	return send_all(to, &len, sizeof(len)) && (!text.len || send_all(to, text.ptr, text.len));
}

static bool receive(int from, void *bytes, size_t len)
{
	char *at = bytes;
	while (len) {
		ssize_t got = recv(from, at, len, 0);
		if (got <= 0)
			return false;
		at += got;
		len -= (size_t)got;
	}
	return true;
}

static bool receive_frame(struct arena *arena, int from, struct str *ret_text)
{
	uint64_t len;
	if (!receive(from, &len, sizeof(len)))
		return false;
	*ret_text = STR_NONE;
	if (len == UINT64_MAX)
		return true;
	char *bytes = len <= FRAME_MAX ? arena_try(arena, len + 1) : NULL;
	if (!bytes || !receive(from, bytes, len))
		return false;
	*ret_text = (struct str){ bytes, len };
	return true;
}

static bool send_number(int to, int64_t number)
{
	return send_frame(to, (struct str){ (const char *)&number, sizeof(number) });
}

static bool receive_number(struct arena *arena, int from, int64_t *ret_number)
{
	struct str text;
	if (!receive_frame(arena, from, &text) || text.len != sizeof(*ret_number))
		return false;
	memcpy(ret_number, text.ptr, sizeof(*ret_number));
	return true;
}

static bool send_call(int to, const struct call *call)
{
	const struct command_line *line = call->line;
	bool good = send_frame(to, str_of(call->command->name)) && send_number(to, (int64_t)line->arg_count);
	for (size_t i = 0; good && i < line->arg_count; i++)
		good = send_frame(to, line->arg[i]);
	good = good && send_number(to, (int64_t)line->option_count);
	for (size_t i = 0; good && i < line->option_count; i++)
		good = send_frame(to, line->option[i].name) && send_frame(to, line->option[i].value);
	return good && send_frame(to, line->input) && send_frame(to, line->input_name);
}

static bool receive_call(int from, struct command_line *line, const struct command **ret_command)
{
	struct str name;
	int64_t args, options;
	if (!receive_frame(line->arena, from, &name) || !receive_number(line->arena, from, &args) || args < 0 ||
	        args > COMMAND_ARGS)
		return false;
	for (int64_t i = 0; i < args; i++)
		if (!receive_frame(line->arena, from, &line->arg[i]))
			return false;
	line->arg_count = (size_t)args;
	if (!receive_number(line->arena, from, &options) || options < 0 || options > COMMAND_OPTIONS)
		return false;
	for (int64_t i = 0; i < options; i++)
		if (!receive_frame(line->arena, from, &line->option[i].name) ||
		        !receive_frame(line->arena, from, &line->option[i].value))
			return false;
	line->option_count = (size_t)options;
	line->json = command_has(line, "json");
	const char *words[8];
	size_t count = 0, used;
	struct str rest = name, word;
	while (count < LENGTH(words) && str_split(&rest, ' ', &word))
		words[count++] = str_c(line->arena, word);
	*ret_command = count ? find_main_command(count, words, &used) : NULL;
	if (!*ret_command)
		*ret_command = app_find_command(count, words, &used);
	return receive_frame(line->arena, from, &line->input) && receive_frame(line->arena, from, &line->input_name) &&
	       *ret_command;
}

static bool send_reply(int to, enum status status, const struct command_line *line, const struct err *err)
{
	bool good = send_number(to, status) && send_frame(to, buf_text(line->out)) && send_frame(to, line->file) &&
	            send_frame(to, (struct str){ (const char *)err, sizeof(*err) }) &&
	            send_frame(to, str_of(err->code));
	for (size_t i = 0; good && i < err->arg_count; i++)
		good = send_frame(to, str_of(err->arg[i].name));
	return good;
}

/* The failure as the server knew it; its texts are copied, since pointers of another process mean nothing here. */
static bool receive_err(struct arena *arena, int from, struct err *ret_err)
{
	struct str whole, text;
	if (!receive_frame(arena, from, &whole) || whole.len != sizeof(*ret_err) || !receive_frame(arena, from, &text))
		return false;
	memcpy(ret_err, whole.ptr, sizeof(*ret_err));
	ret_err->code = text.ptr ? str_c(arena, text) : NULL;
	for (size_t i = 0; i < ret_err->arg_count && i < ERR_ARGS; i++) {
		if (!receive_frame(arena, from, &text))
			return false;
		ret_err->arg[i].name = str_c(arena, text);
	}
	return true;
}

enum status socket_ask(struct call *call, struct str file, struct err *err)
{
	struct command_line *line = call->line;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct str path = str_format(line->arena, "%.*s.sock", STR_ARG(file));
	int64_t status;
	struct str out;
	if (path.len >= sizeof(address.sun_path))
		return err_broken(err, "command.no_server", "socket path too long");
	memcpy(address.sun_path, path.ptr, path.len);
	int to = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = to >= 0 && !connect(to, (struct sockaddr *)&address, sizeof(address)) && send_call(to, call) &&
	            receive_number(line->arena, to, &status) && receive_frame(line->arena, to, &out) &&
	            receive_frame(line->arena, to, &line->file) && receive_err(line->arena, to, err);
	if (to >= 0)
		close(to);
	if (!good)
		return err_set(err, BUSY, "command.no_server", "db");
	buf_str(line->out, out);
	return (enum status)status;
}

static void answer(struct socket_server *server, int from)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct err err = { 0 };
	struct buf out = buf_open(arena, ARENA_JOB_CEILING / 2);
	struct command_line line = { .arena = arena, .now = time_now(), .out = &out };
	const struct command *command;
	struct timeval timeout = { .tv_sec = TIMEOUT_S };
	setsockopt(from, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	setsockopt(from, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	if (!receive_call(from, &line, &command))
		return;
	enum status status = app_command(server->app, command, &line, &err);
	send_reply(from, status, &line, &err);
}

static void *socket_loop(void *context)
{
	struct socket_server *server = context;
	struct pollfd wait[2] = { { .fd = server->listener, .events = POLLIN },
		{ .fd = server->stop[0], .events = POLLIN } };
	for (;;) {
		if (poll(wait, 2, -1) < 0 && errno != EINTR)
			return NULL;
		if (wait[1].revents)
			return NULL;
		int from = wait[0].revents ? accept4(server->listener, NULL, NULL, SOCK_CLOEXEC) : -1;
		if (from >= 0) {
			answer(server, from);
			close(from);
		}
	}
}

enum status socket_open(struct app *app, struct str file, struct socket_server **ret_server, struct err *err)
{
	struct socket_server *server = calloc(1, sizeof(*server));
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	check(server && !pipe2(server->stop, O_CLOEXEC));
	server->app = app;
	int len = snprintf(server->path, sizeof(server->path), "%.*s.sock", STR_ARG(file));
	server->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	memcpy(address.sun_path, server->path, sizeof(server->path));
	unlink(server->path);
	mode_t mask = umask(0077);
	bool good = len < (int)sizeof(server->path) &&
	            !bind(server->listener, (struct sockaddr *)&address, sizeof(address)) &&
	            !listen(server->listener, 16);
	umask(mask);
	if (!good) {
		close(server->listener);
		free(server);
		return err_broken(err, "command.socket", "%s", strerror(errno));
	}
	check(!pthread_create(&server->thread, NULL, socket_loop, server));
	*ret_server = server;
	return OK;
}

void socket_close(struct socket_server *server)
{
	if (!server)
		return;
	check(write(server->stop[1], "x", 1) == 1);
	pthread_join(server->thread, NULL);
	close(server->listener);
	close(server->stop[0]);
	close(server->stop[1]);
	unlink(server->path);
	free(server);
}
