/* Shared by the files of this folder. */
#ifndef MAIN_MAIN_PRIVATE_H
#define MAIN_MAIN_PRIVATE_H

#include "app/app.h"
#include "app/message.h"

struct call {
	const struct command *command;
	struct command_line *line;
	int count; /* the words as typed, for a running server */
	char **words;
};

/* serve, init, routes, openapi, doctor: what is about the program itself. */
extern const struct command main_commands[];
/* db_command.c: about databases as wholes. */
extern const struct command db_commands[];
/* verify_command.c: whether anything was altered. */
extern const struct command verify_commands[];
/* All lists of commands of this folder, ended by NULL. */
extern const struct command *const main_lists[];
const struct command *find_main_command(size_t count, const char *const *words, size_t *ret_used);

/* socket.c: one process writes. Takes the lock beside the file: -1 when a server holds it. */
enum status lock_take(struct arena *arena, struct str file, int *ret_lock, struct err *err);
/* Hands the command to the server that holds the lock. */
enum status socket_ask(struct call *call, struct str file, struct err *err);
/* Answers commands until socket_close; one at a time. */
struct socket_server;
enum status socket_open(struct app *app, struct str file, struct socket_server **ret_server, struct err *err);
void socket_close(struct socket_server *server);

/* main.c */
/* Whether the command knows the option (without its dashes), and whether a value follows. */
bool option_takes_value(const struct command *command, struct str name, bool *ret_known);
/* Of messages at the terminal: CHIBO_LANG. */
enum language main_language(void);
/* "-" is standard input. */
enum status read_whole(struct arena *arena, const char *path, struct str *ret_bytes, struct err *err);

/* config.c: the settings of the file --config names become environment, where that has none; unknown names are said on
 * standard error. */
enum status config_read(struct arena *arena, const char *path, struct err *err);
/* Options that were not given take the settings of the environment. */
void config_options(const struct command *command, struct command_line *line);

/* notify.c: "READY=1", "STOPPING=1", "WATCHDOG=1" for the service manager, where there is one. */
void notify(const char *state);
int64_t notify_every_ms(void); /* how often it wants to hear WATCHDOG=1; 0: never */

/* doctor.c */
enum status doctor_run(struct command_line *line, struct err *err);

/* upgrade.c */
enum status upgrade_run(struct command_line *line, struct err *err);
/* Keeps a copy and brings the database up to date; dry: on a copy only. The caller holds the lock. */
enum status upgrade_database(struct command_line *line, struct str url, struct str file, bool dry, struct err *err);
/* A line of the output: the message of its code with its arguments. */
void say(struct command_line *line, const struct err *text);

/* serve.c */
enum status serve_run(struct command_line *line, struct err *err);

#endif
