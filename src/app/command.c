/* Finds a command by its words, and runs one inside a server. */
#include "app/app_private.h"

#include <string.h>

struct str command_option(const struct command_line *line, const char *name)
{
	for (size_t i = 0; i < line->option_count; i++)
		if (str_is(line->option[i].name, name))
			return line->option[i].value;
	return STR_NONE;
}

bool command_has(const struct command_line *line, const char *name)
{
	return command_option(line, name).ptr != NULL;
}

static size_t words_match(const char *name, size_t word_count, const char *const *words)
{
	struct str rest = str_of(name), part;
	size_t used = 0;
	while (str_split(&rest, ' ', &part)) {
		if (used == word_count || !str_is(part, words[used]))
			return 0;
		used++;
	}
	return used;
}

const struct command *app_find_command(size_t word_count, const char *const *words, size_t *ret_used)
{
	const struct command *found = NULL;
	*ret_used = 0;
	for (size_t f = 0; f < feature_count; f++)
		for (const struct command *command = features[f]->commands; command && command->name; command++) {
			size_t used = words_match(command->name, word_count, words);
			if (used > *ret_used) {
				*ret_used = used;
				found = command;
			}
		}
	return found;
}

struct command_call {
	const struct command *command;
	struct command_line *line;
};

static enum status run_command(struct db *db, void *context, struct err *err)
{
	struct command_call *call = context;
	call->line->db = db;
	return call->command->run(call->line, err);
}

enum status app_command(struct app *app, const struct command *command, struct command_line *line, struct err *err)
{
	struct command_call call = { command, line };
	return app_write(app, run_command, &call, err);
}
