/* Commands of build/chibo. A command beside a running server is run by the server (see main/socket.c); files are read
 * and written by the client. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "db/db.h"
#include "gen/ids.h"

enum { COMMAND_ARGS = 16, COMMAND_OPTIONS = 16 };

struct command_line {
	struct arena *arena;
	struct db *db; /* NULL for commands that need none */
	int64_t now;
	size_t arg_count;
	struct str arg[COMMAND_ARGS];
	size_t option_count;
	struct {
		struct str name, value;
	} option[COMMAND_OPTIONS];
	struct str input,
	        input_name; /* bytes of the FILE argument, option or standard input, where the command reads one */
	struct buf *out;    /* standard output */
	struct str file;    /* bytes for --out FILE */
	bool json;
	/* Long work says how far it is; NULL when nobody looks. */
	void (*progress)(void *context, int64_t done, int64_t all);
	void *progress_context;
};

struct command {
	const char *name;    /* "import members" */
	const char *usage;   /* "FILE [--cell CODE] [--as-of DATE] [--dry-run] [--json]" */
	const char *about;   /* one English line */
	const char *help;    /* a paragraph more, or NULL */
	const char *options; /* "cell= as-of= dry-run people json": with = takes a value; --db and --help are always
	                        there */
	enum status (*run)(struct command_line *line, struct err *err);
	enum { NEEDS_NOTHING, NEEDS_READ, NEEDS_WRITE } needs;
	int reads; /* place of the argument that is a file to read, from 1; -1: standard input; 0: none */
	int min_args, max_args;
	bool empty_without_db;    /* without --db: an empty database in memory */
	const char *unread;       /* with this option there is nothing to read; NULL: none */
	const char *reads_option; /* an option that names the file to read, where it is given; NULL: none */
};

/* No text when the option was not given; an option without value gives "". */
struct str command_option(const struct command_line *line, const char *name);
bool command_has(const struct command_line *line, const char *name);

#endif
