/* The administrator's one file of settings: NAME=VALUE lines, as systemd's environment files. A setting of the
   environment wins over the file, an option over both. */
#include "main/main_private.h"

#include "app/message.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Which settings there are, and the option each stands for; NULL: read where it is used. */
static const struct {
	const char *name, *option;
} settings[] = {
	{ "CHIBO_DB", "db" },
	{ "CHIBO_REPLICA", "replica" },
	{ "CHIBO_LISTEN", "listen" },
	{ "CHIBO_HOST", "host" },
	{ "CHIBO_BASE_URL", "base-url" },
	{ "CHIBO_BEHIND_PROXY", "behind-proxy" },
	{ "CHIBO_UPGRADE", "upgrade" },
	{ "CHIBO_LOG", "log" },
	{ "CHIBO_BACKUP_DIR", "backup-dir" },
	{ "CHIBO_BACKUP_KEY", NULL },
	{ "CHIBO_BACKUP_EVERY", NULL },
	{ "CHIBO_BACKUP_KEEP", NULL },
	{ "CHIBO_BACKUP_DRILL", NULL },
	{ "CHIBO_BACKUP_DRILL_EVERY", NULL },
	{ "CHIBO_SMTP", NULL },
	{ "CHIBO_MAIL_FROM", NULL },
	{ "CHIBO_METRICS_TOKEN", NULL },
	{ "CHIBO_KEYS", NULL },
	{ "CHIBO_SANDBOX", NULL },
	{ "CHIBO_LANG", NULL },
	{ "CHIBO_NOW", NULL },
};

static enum status config_error(struct err *err, enum status status, const char *code, const char *path, int number)
{
	err_set(err, status, code, "config");
	err_arg(err, "file", str_of(path));
	err_arg_int(err, "line", number);
	return status;
}

static bool known(struct str name)
{
	for (size_t i = 0; i < LENGTH(settings); i++)
		if (str_is(name, settings[i].name))
			return true;
	return false;
}

static enum status take_line(struct arena *arena, struct str text, const char *path, int number, struct err *err)
{
	ptrdiff_t equal = str_find(text, STR("="));
	if (equal <= 0)
		return config_error(err, INVALID, "config.line", path, number);
	struct str name = str_trim(str_slice(text, 0, (size_t)equal)),
	           value = str_trim(str_slice(text, (size_t)equal + 1, text.len));
	bool quoted = value.len && (value.ptr[0] == '"' || value.ptr[0] == '\'');
	if (quoted && (value.len < 2 || value.ptr[value.len - 1] != value.ptr[0]))
		return config_error(err, INVALID, "config.line", path, number);
	if (quoted)
		value = str_slice(value, 1, value.len - 1);
	if (!known(name) && str_starts(name, STR("CHIBO_"))) {
		struct err unknown = { 0 };
		config_error(&unknown, INVALID, "config.unknown", path, number);
		err_arg(&unknown, "name", name);
		fprintf(stderr, "chibo: %.*s\n", STR_ARG(err_text(arena, main_language(), &unknown)));
	}
	setenv(str_c(arena, name), str_c(arena, value), 0);
	return OK;
}

enum status config_read(struct arena *arena, const char *path, struct err *err)
{
	struct str rest, line;
	int number = 0;
	if (read_whole(arena, path, &rest, NULL) != OK) {
		int why = errno;
		config_error(err, NOT_FOUND, "config.unreadable", path, 0);
		err_arg(err, "why", str_of(strerror(why)));
		return NOT_FOUND;
	}
	while (rest.len) {
		ptrdiff_t end = str_find(rest, STR("\n"));
		line = str_trim(str_slice(rest, 0, end < 0 ? rest.len : (size_t)end));
		rest = end < 0 ? STR("") : str_slice(rest, (size_t)end + 1, rest.len);
		number++;
		if (line.len && line.ptr[0] != '#')
			TRY(take_line(arena, line, path, number, err));
	}
	return OK;
}

/* What a setting gives for an option; none where it is not set. A flag is yes, true or 1. */
static struct str setting_of(const char *name, bool value)
{
	struct str text = str_of(getenv(name));
	if (!text.len || value)
		return text.len ? text : STR_NONE;
	return str_is(text, "1") || str_is(text, "yes") || str_is(text, "true") ? STR("") : STR_NONE;
}

void config_options(const struct command *command, struct command_line *line)
{
	for (size_t i = 0; i < LENGTH(settings); i++) {
		bool is_known, value;
		const char *option = settings[i].option;
		if (!option || command_has(line, option) || line->option_count == COMMAND_OPTIONS)
			continue;
		value = option_takes_value(command, str_of(option), &is_known);
		struct str text = is_known ? setting_of(settings[i].name, value) : STR_NONE;
		if (text.ptr) {
			line->option[line->option_count].name = str_of(option);
			line->option[line->option_count++].value = text;
		}
	}
}
