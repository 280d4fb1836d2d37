/* Commands about the program itself: serve, init, routes, openapi, doctor. */
#include "main/main_private.h"

#include <stdio.h>
#include <string.h>

static void roles_text(struct buf *buf, unsigned roles)
{
	bool first = true;
	for (int i = 0; i < ROLE__COUNT; i++)
		if (roles & (1u << i)) {
			buf_format(buf, "%s%s", first ? "" : " ", role_name(i));
			first = false;
		}
}

static const char *scope_word(const struct permission *permission)
{
	if (permission->scope == SCOPE_ANYONE)
		return "anyone";
	if (permission->scope == SCOPE_SIGNED_IN)
		return "self";
	return permission->below ? "below" : "own";
}

static void route_json(struct buf *buf, const struct route *route)
{
	buf_format(buf, "{\"method\":\"%s\",\"path\":", route->method == HTTP_GET ? "GET" : "POST");
	buf_json(buf, str_of(route->path));
	buf_c(buf, ",\"permission\":");
	buf_json(buf, str_of(route->permission->name));
	buf_format(buf, ",\"scope\":\"%s\",\"roles\":\"", scope_word(route->permission));
	roles_text(buf, route->permission->own | route->permission->below);
	buf_c(buf, "\",\"sentence\":");
	buf_json(buf, str_of(route->permission->sentence));
	buf_char(buf, '}');
}

static enum status routes_run(struct command_line *line, struct err *err)
{
	struct str problems = app_check(line->arena);
	if (problems.len)
		return err_broken(err, "app.routes", "%.*s", STR_ARG(problems));
	const struct feature *feature;
	buf_c(line->out, line->json ? "[" : "");
	for (size_t i = 0; i < app_route_count(); i++) {
		const struct route *route = app_route(i, &feature);
		if (line->json) {
			buf_c(line->out, i ? ",\n" : "\n");
			route_json(line->out, route);
			continue;
		}
		buf_format(line->out, "%-4s %-52s %-20s %-6s ", route->method == HTTP_GET ? "GET" : "POST", route->path,
		        route->permission->name, scope_word(route->permission));
		roles_text(line->out, route->permission->own | route->permission->below);
		buf_char(line->out, '\n');
	}
	buf_c(line->out, line->json ? "\n]\n" : "");
	return OK;
}

static const char *field_schema(const struct field *field)
{
	switch (field->type) {
	case FIELD_INT:
	case FIELD_ID:
		return "{\"type\":\"integer\"}";
	case FIELD_DAY:
		return "{\"type\":\"string\",\"description\":\"day: dd/mm/yyyy or yyyy-mm-dd\"}";
	case FIELD_CLOCK:
		return "{\"type\":\"string\",\"description\":\"time of day: HH:MM\"}";
	case FIELD_FILE:
		return "{\"type\":\"string\",\"format\":\"binary\"}";
	default:
		return "{\"type\":\"string\"}";
	}
}

static void openapi_form(struct buf *buf, const struct route *route)
{
	bool file = false, first = true;
	for (const struct field *field = route->form; field && field->name; field++)
		file |= field->type == FIELD_FILE;
	buf_format(buf, ",\"requestBody\":{\"content\":{\"%s\":{\"schema\":{\"type\":\"object\",\"properties\":{",
	        file ? "multipart/form-data" : "application/x-www-form-urlencoded");
	for (const struct field *field = route->form; field && field->name; field++, first = false) {
		buf_c(buf, first ? "" : ",");
		buf_json(buf, str_of(field->name));
		buf_format(buf, ":%s", field_schema(field));
	}
	buf_c(buf, "}}}}}");
}

static void openapi_operation(struct buf *buf, const struct route *route)
{
	struct str rest = str_of(route->path), part;
	bool first = true;
	buf_format(buf, "\"%s\":{\"summary\":", route->method == HTTP_GET ? "get" : "post");
	buf_json(buf, str_of(route->about ? route->about : route->permission->sentence));
	buf_c(buf, ",\"parameters\":[");
	while (str_split(&rest, '/', &part)) {
		if (!part.len || part.ptr[0] != '{')
			continue;
		buf_c(buf, first ? "" : ",");
		buf_c(buf, "{\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"},\"name\":");
		buf_json(buf, str_slice(part, 1, part.len - 1));
		buf_char(buf, '}');
		first = false;
	}
	buf_char(buf, ']');
	if (route->method == HTTP_POST)
		openapi_form(buf, route);
	buf_c(buf, ",\"responses\":{\"200\":{\"description\":\"OK\"}},\"x-permission\":");
	buf_json(buf, str_of(route->permission->name));
	buf_char(buf, '}');
}

static enum status openapi_run(struct command_line *line, struct err *err)
{
	(void)err;
	const struct feature *feature;
	buf_c(line->out,
	        "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"Chibo\",\"version\":\"" CHIBO_VERSION "\"},\"paths\":{");
	bool first = true;
	for (size_t i = 0; i < app_route_count(); i++) {
		const struct route *route = app_route(i, &feature);
		bool seen = false;
		for (size_t j = 0; j < i; j++)
			seen |= !strcmp(app_route(j, &feature)->path, route->path);
		if (seen)
			continue;
		buf_c(line->out, first ? "\n" : ",\n");
		first = false;
		buf_json(line->out, str_of(route->path));
		buf_c(line->out, ":{");
		openapi_operation(line->out, route);
		for (size_t j = i + 1; j < app_route_count(); j++)
			if (!strcmp(app_route(j, &feature)->path, route->path)) {
				buf_char(line->out, ',');
				openapi_operation(line->out, app_route(j, &feature));
			}
		buf_char(line->out, '}');
	}
	buf_c(line->out, "\n}}\n");
	return OK;
}

static enum status init_run(struct command_line *line, struct err *err)
{
	/* The tables are there already: a command that writes prepares its database first. */
	bool current;
	TRY(db_current(line->db, &current, err));
	buf_c(line->out, current ? "ok\n" : "");
	return OK;
}

const struct command main_commands[] = {
	{ "serve", "[--db URL] [--listen ADDR:PORT] [--behind-proxy] [--host NAMES] [--upgrade]",
	        "Answer browsers until Ctrl-C",
	        "Beyond loopback a proxy with TLS must stand in front: say --behind-proxy, and --host with the names "
	        "it passes on. --replica URL reads pages from a streaming replica of PostgreSQL. --upgrade brings an "
	        "older database up to date first, as chibo upgrade does.",
	        "listen= behind-proxy host= base-url= replica= log upgrade", serve_run, NEEDS_NOTHING, 0, 0, 0, false },
	{ "upgrade", "[--db URL] [--dry-run] [--backup DIR] [--no-copy] [--back]",
	        "Bring an older database up to date, keeping a copy",
	        "--dry-run tries it on a copy. The copy that is kept stands beside the file; --back puts it in place "
	        "again while nothing was written since. On PostgreSQL: --backup DIR, or a backup of yours and "
	        "--no-copy.",
	        "dry-run back no-copy backup=", upgrade_run, NEEDS_NOTHING, 0, 0, 0, false },
	{ "init", "[--db URL]", "Create the database", NULL, "", init_run, NEEDS_WRITE, 0, 0, 0, false },
	{ "routes", "[--json]", "List addresses with their permissions", NULL, "json", routes_run, NEEDS_NOTHING, 0, 0,
	        0, false },
	{ "openapi", "", "Describe the addresses as OpenAPI 3", NULL, "", openapi_run, NEEDS_NOTHING, 0, 0, 0, false },
	{ "doctor", "[--db URL] [--deep] [--json] [--lang en]", "Say what could be wrong with this installation",
	        "Each line is well, worth a look, or wrong, with what to do. The exit status is 0 only if nothing is "
	        "wrong; 4 when there is no database, 5 when it is of another version. --deep reads the whole database.",
	        "deep json lang= backup-dir=", doctor_run, NEEDS_NOTHING, 0, 0, 0, false },
	{ 0 },
};

const struct command *const main_lists[] = { main_commands, db_commands, verify_commands, NULL };

/* How many of the words the name is made of; 0: another name. */
static size_t match(const char *name, size_t count, const char *const *words)
{
	struct str rest = str_of(name), word;
	size_t used = 0;
	while (str_split(&rest, ' ', &word))
		if (used == count || !str_is(word, words[used++]))
			return 0;
	return used;
}

const struct command *find_main_command(size_t count, const char *const *words, size_t *ret_used)
{
	for (const struct command *const *list = main_lists; *list; list++)
		for (const struct command *command = *list; command->name; command++)
			if ((*ret_used = match(command->name, count, words)) > 0)
				return command;
	return NULL;
}
