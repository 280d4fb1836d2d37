/* Builds the world of the matrix, by the program's own doors as far as they go. */
#include "tests/scope/scope.h"

#include "app/feature.h"
#include "app/session.h"
#include "base/time.h"
#include "db/db_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place places[] = {
	{ "T", NULL, 0 }, { "A", "T", 0 }, { "B", "T", 0 }, { "A1", "A", 0 }, { "A2", "A", 0 }, { "B1", "B", 0 },
	{ "B2", "B", 0 }, { "a", "A1", 0 }, { "b", "A1", 0 }, { "c", "A2", 0 }, { "d", "A2", 0 }, { "e", "B1", 0 },
	{ "f", "B1", 0 }, { "g", "B2", 0 }, { "h", "B2", 0 }, { "v", "A2", 0 }, /* was below A1 until last month */
	{ "m", "a", 0 }, /* merged into a last month: stands behind it */
};
const size_t place_count = LENGTH(places);

struct who whos[] = {
	{ 's', "secretary of a", { { "secretary", "a", ROLE_OPEN } }, .actor = "Zqumalan" },
	{ 'd', "deputy of a", { { "deputy", "a", ROLE_OPEN } }, .actor = "Zqumahoa" },
	{ 'k', "clerk of a", { { "clerk", "a", ROLE_OPEN } }, .actor = "Zqumaminh" },
	{ 'c', "committee member of a", { { "member", "a", ROLE_OPEN }, { "committee", "a", ROLE_OPEN } },
	        .actor = "Zqumatu" },
	{ 'm', "member of a", { { "member", "a", ROLE_OPEN } }, .actor = "Zqumaan" },
	{ 'x', "officer of A1", { { "officer", "A1", ROLE_OPEN } } },
	{ 'y', "officer of A2", { { "officer", "A2", ROLE_OPEN } } },
	{ 'p', "officer of A", { { "officer", "A", ROLE_OPEN } } },
	{ 'q', "officer of B", { { "officer", "B", ROLE_OPEN } } },
	{ 'w', "officer of T", { { "officer", "T", ROLE_OPEN } } },
	{ 'i', "administrator of A1", { { "admin", "A1", ROLE_OPEN } } },
	{ 'j', "administrator of B", { { "admin", "B", ROLE_OPEN } } },
	{ 'z', "administrator of T", { { "admin", "T", ROLE_OPEN } } },
	{ 'l', "secretary of A1, which is no cell", { { "secretary", "A1", ROLE_OPEN } } },
	{ 'u', "member of b and officer of A2", { { "member", "b", ROLE_OPEN }, { "officer", "A2", ROLE_OPEN } } },
	{ 'v', "secretary of v", { { "secretary", "v", ROLE_OPEN } }, .actor = "Zqumvlan" },
	{ 'g', "was secretary of m, now member of a", { { "secretary", "m", ROLE_OVER }, { "member", "a", ROLE_OPEN } },
	        .actor = "Zqummlan" },
	{ 'b', "officer of B1", { { "officer", "B1", ROLE_OPEN } } },
	{ 'n', "nobody", { { 0 } } },
	{ 'e', "was secretary of a until today", { { "secretary", "a", ROLE_OVER } } },
	{ 'f', "was officer of T until today", { { "officer", "T", ROLE_OVER } } },
	{ 't', "secretary of a and officer of T from tomorrow",
	        { { "secretary", "a", ROLE_TOMORROW }, { "officer", "T", ROLE_TOMORROW } } },
	{ 'o', "secretary of a, account closed", { { "secretary", "a", ROLE_OPEN } }, .closed = true },
	{ 'r', "officer of T, device revoked", { { "officer", "T", ROLE_OPEN } }, .revoked = true },
	{ '-', "nobody signed in", { { 0 } }, .closed = true },
};
const size_t who_count = LENGTH(whos);

static const char *const told[] = { "a", "b", "c", "e", "v", "m" }; /* cells that have a month */

static const char *const lists[] = { "A1", "A2", "A", "B1", "T" }; /* where a list of members was brought */

static void must(enum status status, const struct err *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "scope: %s %s\n", err->code ? err->code : "?", err->detail);
	exit(1);
}

struct place *world_place(const char *code)
{
	for (size_t i = 0; i < place_count; i++)
		if (!strcmp(places[i].code, code))
			return &places[i];
	check(!"no such place");
	return NULL;
}

void world_roles(const struct who *who, const char *code, unsigned *ret_own, unsigned *ret_above)
{
	static const char *const names[] = { "member", "secretary", "deputy", "clerk", "committee", "officer",
		"admin" };
	*ret_own = *ret_above = 0;
	for (size_t i = 0; i < ROLES_MAX && !who->closed && !who->revoked; i++) {
		unsigned bit = 0;
		if (!who->role[i].role || who->role[i].state != ROLE_OPEN)
			continue;
		for (unsigned n = 0; n < LENGTH(names); n++)
			bit |= !strcmp(names[n], who->role[i].role) ? 1u << n : 0;
		for (const char *at = code; at; at = world_place(at)->above)
			*ret_above |= !strcmp(at, who->role[i].unit) ? bit : 0;
		*ret_own |= !strcmp(code, who->role[i].unit) ? bit : 0;
	}
}

struct sql {
	const char *text;
	int64_t first;
	bool ask;
};

static enum status run_sql(struct db *db, void *context, struct err *err)
{
	struct sql *sql = context;
	const struct db_statement statement = { "scope", sql->text, "", DB_OWN };
	struct db_cursor *cursor;
	bool row = false;
	if (!sql->ask)
		return db_exec(db, sql->text, err);
	TRY(db_start(db, &statement, &cursor, err));
	enum status status = db_step(cursor, &row, err);
	sql->first = status == OK && row ? db_int(cursor, 0) : 0;
	db_finish(cursor);
	return status;
}

static int64_t run(struct story *story, bool ask, const char *format, va_list args)
{
	char text[2000];
	struct err err = { 0 };
	struct sql sql = { .text = text, .ask = ask };
	check(vsnprintf(text, sizeof(text), format, args) < (int)sizeof(text));
	must(app_write(story->app, run_sql, &sql, &err), &err);
	return sql.first;
}

void world_sql(struct story *story, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	run(story, false, format, args);
	va_end(args);
}

int64_t world_int(struct story *story, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int64_t first = run(story, true, format, args);
	va_end(args);
	return first;
}

static const char *const names[] = { "lan", "hoa", "minh", "an", "binh", "cuc", "tu" };

static void line(struct story *story, const char *text)
{
	story_step(story, str_of(text));
	check(!story->over);
}

/* A story of a cell, with {z}, {cell} and the first names kept. */
static void tell(struct story *story, const char *code, const char *path)
{
	struct str text = story_read(story, path), each, z = str_format(story->arena, "Zqum%s", code);
	story_keep(story, STR("z"), z);
	story_keep(story, STR("cell"), str_format(story->arena, "%lld", (long long)world_place(code)->id));
	for (size_t i = 0; i < LENGTH(names); i++)
		story_keep(story, str_of(names[i]),
		        *story_value(story, str_format(story->arena, "%.*s%s", STR_ARG(z), names[i])));
	for (story->line = 1; str_split(&text, '\n', &each); story->line++)
		story_step(story, each);
}

/* A cell's people, then what it did. */
static void tell_cell(struct story *story, const char *code)
{
	static const char *const roles[] = { "secretary", "deputy", "clerk", "member", "member", "member", "member" };
	struct str z = str_format(story->arena, "Zqum%s", code);
	struct buf given = buf_open(story->arena, 1000);
	line(story, "now 2026-09-28 08:00");
	buf_format(&given, "cell %s with", code);
	for (size_t i = 0; i < LENGTH(names); i++)
		buf_format(&given, " \"%.*s%s %s\"", STR_ARG(z), names[i], roles[i]);
	line(story, str_c(story->arena, buf_text(&given)));
	tell(story, code, "tests/scope/cell.story");
}

/* What happened last month: v went from A1 to A2, m into a. */
static void change_tree(struct story *story)
{
	for (size_t i = 0; i < place_count; i++)
		story_keep(story, str_format(story->arena, "id-%s", places[i].code),
		        str_format(story->arena, "%lld", (long long)places[i].id));
	line(story, "now 2026-11-15 08:00");
	world_sql(story, "UPDATE device SET active_at = 4000000000000");
	line(story, "Trung POST /units/{id-A1}/move pick-{id-v}=1 target={id-A2} day=15/11/2026 number=1-QĐ/TU "
	            "pin=482915 → 303");
	line(story, "Trung POST /units/{id-A1}/merge pick-{id-m}=1 pick-{id-a}=1 how=into into={id-a} day=15/11/2026 "
	            "number=2-QĐ/ĐU pin=482915 → 303");
}

struct device {
	int64_t id, account;
	unsigned char hash[32];
};

static enum status add_device(struct db *db, void *context, struct err *err)
{
	static const struct db_statement add = { "scope_device",
		"INSERT INTO device (id, account, token_hash, name, since, seen_day, active_at) VALUES (?1, ?2, ?3, "
		"'x', 1797699600000, '2026-12-20', 1)", /* since that day: a device is known for a year */
		"iib", DB_OWN };
	const struct device *device = context;
	struct db_cursor *cursor;
	bool row;
	TRY(db_start(db, &add, &cursor, err));
	db_bind_int(cursor, 1, device->id);
	db_bind_int(cursor, 2, device->account);
	db_bind_blob(cursor, 3, (struct str){ (const char *)device->hash, 32 });
	enum status status = db_step(cursor, &row, err);
	db_finish(cursor);
	return status;
}

/* An account with a device whose token is its letter, 64 times. */
static void make_account(struct story *story, struct who *who)
{
	static int64_t last = 1000;
	char token[65];
	struct err err = { 0 };
	struct device device = { .id = ++last };
	device.account = who->account = ++last;
	memset(token, who->letter, 64);
	token[64] = 0;
	token_hash(str_of(token), device.hash);
	world_sql(story,
	        "INSERT INTO account (id, name, pin_hash, entered_at, closed_at) VALUES (%lld, 'Người %c', 'x', 1, %s)",
	        (long long)who->account, who->letter, who->closed ? "1" : "NULL");
	must(app_write(story->app, add_device, &device, &err), &err);
	if (who->revoked)
		world_sql(story, "UPDATE device SET revoked_at = 1 WHERE id = %lld", (long long)device.id);
	who->as.cookie = str_format(story->arena, "chibo=%s", token);
}

static void make_who(struct story *story, struct who *who, const char *today, const char *tomorrow)
{
	static int64_t last = 5000;
	if (who->letter == '-')
		return;
	if (who->actor) {
		struct actor *actor = story_actor(story, str_of(who->actor));
		struct str *person = story_value(story, str_of(who->actor));
		check(actor->cookie.len && person);
		who->as = *actor;
		who->account = world_int(story, "SELECT id FROM account WHERE person = %.*s", STR_ARG(*person));
	} else {
		make_account(story, who);
	}
	for (size_t i = 0; i < ROLES_MAX && who->role[i].role; i++) {
		const char *since = who->role[i].state == ROLE_TOMORROW ? tomorrow : "2026-09-28",
		           *until = who->role[i].state == ROLE_OVER ? today : "9999-12-31";
		if (!who->actor || !world_int(story, "SELECT 1 FROM account_role WHERE account = %lld AND role = '%s'",
		                           (long long)who->account, who->role[i].role))
			world_sql(story,
			        "INSERT INTO account_role (id, account, unit, role, since, until, entered_at) VALUES "
			        "(%lld, %lld, %lld, '%s', '%s', '%s', 1)",
			        (long long)++last, (long long)who->account,
			        (long long)world_place(who->role[i].unit)->id, who->role[i].role, since, until);
	}
}

void world_build(struct story *story)
{
	struct str out, words[] = { STR("import"), STR("units"), STR("tests/scope/tree.csv") };
	line(story, "now 2026-09-28 08:00");
	if (story_command(story, 3, words, &out) != OK) {
		fprintf(stderr, "scope: %.*s\n", STR_ARG(out));
		exit(1);
	}
	for (size_t i = 0; i < place_count; i++)
		places[i].id = world_int(story, "SELECT unit FROM unit_code WHERE code = '%s'", places[i].code);
	line(story, "officer Trung at T");
	for (size_t i = 0; i < LENGTH(told); i++) {
		world_sql(story, "UPDATE device SET active_at = 4000000000000");
		tell_cell(story, told[i]);
	}
	change_tree(story);
	for (size_t i = 0; i < LENGTH(told); i++)
		if (strcmp(told[i], "m"))
			tell(story, told[i], "tests/scope/december.story");
	for (size_t i = 0; i < LENGTH(lists); i++) {
		story_keep(story, STR("unit"), str_format(story->arena, "%lld", (long long)world_place(lists[i])->id));
		line(story, "Trung POST /units/{unit}/import file=@tests/scope/roster.csv → 303");
	}
	story_keep(story, STR("unit"), str_format(story->arena, "%lld", (long long)world_place("T")->id));
	line(story, "Trung POST /units/{unit}/period-template file=@tests/paper/template.xlsx → 303");
	line(story, "Trung POST /units/{unit}/period-template file=@tests/paper/template.docx → 303");
	world_year(story);
	line(story, "now 2026-12-20 10:00");
	for (size_t i = 0; i < who_count; i++)
		make_who(story, &whos[i], "2026-12-20", "2026-12-21");
	world_sql(story, "UPDATE device SET active_at = %lld, pin_until = 4000000000000", (long long)time_now());
}
