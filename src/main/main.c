/* The command line: finds the command among those of the features, gives it its database, prints what it wrote. Names
 * no feature. */
#include "main/main_private.h"

#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INPUT_MAX = 256 << 20 };

static enum status usage_error(struct err *err, const char *code, struct str word)
{
	enum status status = err_set(err, INVALID, code, NULL);
	err_arg(err, "word", word);
	return status;
}

enum status read_whole(struct arena *arena, const char *path, struct str *ret_bytes, struct err *err)
{
	FILE *file = !strcmp(path, "-") ? stdin : fopen(path, "rb");
	if (!file) {
		enum status status = err_set(err, NOT_FOUND, "command.no_file", "file");
		err_arg(err, "file", str_of(path));
		return status;
	}
	struct buf buf = buf_open(arena, INPUT_MAX);
	char piece[65536];
	size_t len;
	while ((len = fread(piece, 1, sizeof(piece), file)) > 0 && !buf.full)
		buf_put(&buf, piece, len);
	bool bad = ferror(file) || buf.full;
	if (file != stdin)
		fclose(file);
	*ret_bytes = buf_text(&buf);
	if (!ret_bytes->ptr)
		*ret_bytes = STR("");
	return bad ? usage_error(err, buf.full ? "command.file_too_large" : "command.no_file", str_of(path)) : OK;
}

/* The file appears whole or not at all. */
static enum status write_whole(struct arena *arena, struct str path, struct str bytes, struct err *err)
{
	const char *to = str_c(arena, path), *part = str_c(arena, str_format(arena, "%.*s.part", STR_ARG(path)));
	FILE *file = fopen(part, "wb");
	bool good = file && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
	good = file && fclose(file) == 0 && good;
	if (good && rename(part, to) == 0)
		return OK;
	enum status status = err_set(err, BROKEN, "command.no_write", "out");
	err_arg(err, "file", path);
	if (err)
		snprintf(err->detail, sizeof(err->detail), "%s", strerror(errno));
	unlink(part);
	return status;
}

bool option_takes_value(const struct command *command, struct str name, bool *ret_known)
{
	struct str rest = str_of(command->options ? command->options : ""), one;
	*ret_known = str_is(name, "db") || str_is(name, "config");
	bool value = *ret_known;
	while (str_split(&rest, ' ', &one)) {
		bool with = str_ends(one, STR("="));
		if (str_eq(str_slice(one, 0, one.len - with), name)) {
			*ret_known = true;
			value = with;
		}
	}
	return value;
}

static enum status add_option(struct command_line *line, struct str name, struct str value, struct err *err)
{
	if (line->option_count == COMMAND_OPTIONS)
		return usage_error(err, "command.too_many", name);
	line->option[line->option_count].name = name;
	line->option[line->option_count++].value = value;
	return OK;
}

/* Options may stand anywhere; "--name value" and "--name=value" are the same. */
static enum status parse(const struct command *command, int count, char **words, struct command_line *line,
        bool *ret_help, struct err *err)
{
	for (int i = 0; i < count; i++) {
		struct str word = str_of(words[i]);
		if (!str_starts(word, STR("--")) || word.len == 2) {
			if (line->arg_count == COMMAND_ARGS)
				return usage_error(err, "command.too_many", word);
			line->arg[line->arg_count++] = word;
			continue;
		}
		word = str_slice(word, 2, word.len);
		ptrdiff_t equal = str_find(word, STR("="));
		struct str name = equal >= 0 ? str_slice(word, 0, (size_t)equal) : word;
		bool known, value = option_takes_value(command, name, &known);
		if (str_is(name, "help")) {
			*ret_help = true;
			continue;
		}
		if (!known)
			return usage_error(err, "command.unknown_option", str_of(words[i]));
		if (value && equal < 0 && i + 1 == count)
			return usage_error(err, "command.no_value", str_of(words[i]));
		struct str text = STR("");
		if (value)
			text = equal >= 0 ? str_slice(word, (size_t)equal + 1, word.len) : str_of(words[++i]);
		TRY(add_option(line, name, text, err));
	}
	line->json = command_has(line, "json");
	if (command_has(line, "config"))
		TRY(config_read(line->arena, str_c(line->arena, command_option(line, "config")), err));
	config_options(command, line);
	if ((int)line->arg_count < command->min_args)
		return usage_error(err, "command.missing", str_of(command->usage));
	if ((int)line->arg_count > command->max_args)
		return usage_error(err, "command.too_many", line->arg[command->max_args]);
	return OK;
}

static void print_help(const struct command *command)
{
	printf("chibo %s %s\n\n%s\n", command->name, command->usage, command->about);
	if (command->help)
		printf("\n%s\n", command->help);
	if (command->needs != NEEDS_NOTHING)
		printf("\n--db URL   sqlite:FILE (default sqlite:chibo.db) or postgresql://USER@HOST/NAME\n");
}

static int list_some(const struct command *list, const char *start)
{
	int count = 0;
	for (const struct command *command = list; command && command->name; command++)
		if (!strncmp(command->name, start, strlen(start))) {
			printf("  %-18s %s\n", command->name, command->about);
			count++;
		}
	return count;
}

/* Those whose names begin with `start`; returns how many. */
static int list_commands(const char *start)
{
	int count = 0;
	for (const struct command *const *list = main_lists; *list; list++)
		count += list_some(*list, start);
	for (size_t f = 0; f < feature_count; f++)
		count += list_some(features[f]->commands, start);
	return count;
}

/* "rule --help": the first word of commands of two; they are listed. */
static bool print_family(int count, char **words)
{
	char start[64];
	return count == 2 && !strcmp(words[1], "--help") && strlen(words[0]) < sizeof(start) - 1 &&
	       snprintf(start, sizeof(start), "%s ", words[0]) > 1 && list_commands(start) > 0;
}

static void print_commands(void)
{
	printf("chibo %s: sinh hoạt chi bộ, from the plan to the report\n\n", CHIBO_VERSION);
	list_commands("");
	printf("\nchibo COMMAND --help says more; so does the manual page chibo(1).\n");
}

static void show_progress(void *context, int64_t done, int64_t all)
{
	static int last = -1;
	int now = all ? (int)(done * 100 / all) : 100;
	(void)context;
	if (now != last)
		fprintf(stderr, "\r[%-50.*s] %3d %%%s", now / 2, "##################################################",
		        now, now == 100 ? "\n" : "");
	last = now;
}

enum language main_language(void)
{
	const char *language = getenv("CHIBO_LANG");
	return language && !strcmp(language, "en") ? EN : VI;
}

static enum status complain(struct command_line *line, enum status status, const struct err *err)
{
	struct str text = err_text(line->arena, main_language(), err);
	if (line->json) {
		struct buf buf = buf_open(line->arena, 1 << 16);
		buf_c(&buf, "{\"error\":{\"code\":");
		buf_json(&buf, str_of(err->code));
		buf_c(&buf, ",\"field\":");
		buf_json(&buf, err->field[0] ? str_of(err->field) : STR_NONE);
		buf_c(&buf, ",\"message\":");
		buf_json(&buf, text);
		buf_c(&buf, "}}\n");
		fwrite(buf.ptr, 1, buf.len, stdout);
	} else {
		fprintf(stderr, "chibo: %.*s\n", STR_ARG(text));
	}
	if (err->detail[0] && (status == BROKEN || status == BUSY))
		fprintf(stderr, "       %s\n", err->detail);
	return status;
}

static enum status run_direct(struct db *db, void *context, struct err *err)
{
	struct call *call = context;
	call->line->db = db;
	call->line->out->len = 0; /* a transaction may be run again */
	return call->command->run(call->line, err);
}

/* In memory, for a dry run against nothing. */
static enum status run_in_memory(struct call *call, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	TRY(db_open(STR("sqlite::memory:"), DB_WRITE, &db, err));
	TRY(db_migrate(db, call->line->now, err));
	return db_transaction(db, run_direct, call, err);
}

static enum status run_writing(struct call *call, struct str url, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	TRY(app_prepare(url, err));
	TRY(db_open(url, DB_WRITE, &db, err));
	return db_transaction(db, run_direct, call, err);
}

static enum status run_on_file(struct call *call, struct str url, struct err *err)
{
	struct command_line *line = call->line;
	struct str file;
	int lock;
	TRY(db_file(line->arena, url, &file, err));
	if (call->command->needs == NEEDS_READ) {
		CLOSES(db_closep) struct db *db = NULL;
		bool current;
		TRY(db_open(url, DB_READ, &db, err));
		TRY(db_current(db, &current, err));
		if (!current)
			return err_set(err, CONFLICT, "db.older", "db");
		TRY(db_view_begin(db, err));
		line->db = db;
		return call->command->run(line, err);
	}
	if (!file.len) {
		id_process(1 + getpid() % (ID_PROCESSES - 1)); /* a server of many writers: ours beside its ids */
		return run_writing(call, url, err);
	}
	TRY(lock_take(line->arena, file, &lock, err));
	if (lock < 0)
		return socket_ask(call, file, err);
	enum status status = run_writing(call, url, err);
	close(lock);
	return status;
}

static enum status run_command(struct call *call, struct err *err)
{
	struct command_line *line = call->line;
	const struct command *command = call->command;
	struct str url = command_option(line, "db");
	if (command->reads && !(command->unread && command_has(line, command->unread))) {
		size_t at = command->reads > 0 ? (size_t)command->reads - 1 : 0;
		line->input_name = command->reads > 0 ? line->arg[at] : STR("-");
		TRY(read_whole(line->arena, str_c(line->arena, line->input_name), &line->input, err));
	}
	if (command->reads_option && command_has(line, command->reads_option)) {
		line->input_name = command_option(line, command->reads_option);
		TRY(read_whole(line->arena, str_c(line->arena, line->input_name), &line->input, err));
	}
	if (command->needs == NEEDS_NOTHING)
		return command->run(line, err);
	if (!url.ptr && command->empty_without_db && command_has(line, "dry-run"))
		return run_in_memory(call, err);
	return run_on_file(call, url.ptr ? url : STR("sqlite:chibo.db"), err);
}

static enum status run_words(int count, char **words)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct err err = { 0 };
	struct buf out = buf_open(arena, ARENA_JOB_CEILING / 2);
	struct command_line line = { .arena = arena, .now = time_now(), .out = &out };
	size_t used;
	bool help = false;
	/* known before the words are read: what is wrong with them is said as JSON too */
	for (int i = 0; i < count; i++)
		line.json |= !strcmp(words[i], "--json");
	const struct command *command = find_main_command((size_t)count, (const char *const *)words, &used);
	if (!command)
		command = app_find_command((size_t)count, (const char *const *)words, &used);
	if (!command && print_family(count, words))
		return OK;
	if (!command) {
		usage_error(&err, "command.unknown", str_of(words[0]));
		return complain(&line, INVALID, &err);
	}
	if (isatty(2))
		line.progress = show_progress;
	struct call call = { command, &line, count, words };
	enum status status = parse(command, count - (int)used, words + used, &line, &help, &err);
	if (help) {
		print_help(command);
		return OK;
	}
	if (status == OK)
		status = run_command(&call, &err);
	if (out.len)
		fwrite(out.ptr, 1, out.len, stdout);
	if (status == OK && command_option(&line, "out").len)
		status = write_whole(arena, command_option(&line, "out"), line.file, &err);
	/* A calculator or a reader said it in its own JSON already. */
	if (status != OK && err.code && !out.len)
		return complain(&line, status, &err);
	return status;
}

int main(int count, char **words)
{
	if (count == 2 && !strcmp(words[1], "--version")) {
		printf("chibo %s (SQLite %s)\n", CHIBO_VERSION, db_engine_version());
		return 0;
	}
	if (count < 2 || !strcmp(words[1], "--help") || !strcmp(words[1], "help")) {
		print_commands();
		return count < 2 ? 2 : 0;
	}
	return status_exit(run_words(count - 1, words + 1));
}
