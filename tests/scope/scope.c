/* Every route of the program, asked by every role, at objects of its own and of others; as a page, as JSON, as a
   document. What comes through must be what the declared roles and today's tree say, and what matrix.txt says; no
   text of a cell is read by somebody it is not for, and whoever reads its names from outside is noted. */
#include "tests/scope/answer.h"
#include "tests/scope/kind.h"
#include "tests/scope/scope.h"

#include "app/feature.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

enum {
	NAMES_MAX = 4,
};

static const char matrix_file[] = "tests/scope/matrix.txt";
static const char *const cells[] = { "a", "b", "c", "e", "v", "m" };
static const char *const units[] = { "A1", "A2", "A", "B1", "T", "a" };
enum { COMMITTEES = 4 }; /* of units: the first ones, which are reviewed as cells are */

enum test { TEST_EXPECTED, TEST_MATRIX, TEST_NESTED, TEST_LEAKS, TEST_LOOKS, TEST_HEADERS, TEST_FORMULAS, TEST__COUNT };
static const char *const test_says[] = { "each answer is what roles and tree say", "the matrix is the one that is kept",
	"objects of one cell are not found below those of another", "no text of a cell goes to others",
	"who reads names from outside the cell is noted", "every answer has the headers of its kind",
	"no spreadsheet holds a live formula" };
static int failed[TEST__COUNT];
static struct buf notes[TEST__COUNT]; /* of the route at hand: who, and at which unit */
static long asked;

static void note(enum test test, const char *format, ...) FORMAT(2, 3);
static void note(enum test test, const char *format, ...)
{
	char text[200];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	failed[test]++;
	if (str_find(buf_text(&notes[test]), str_of(text)) < 0)
		buf_format(&notes[test], " %s", text);
}

/* One line for each route and what is wrong with it. */
static void show_notes(struct arena *arena, const struct route *route)
{
	for (int i = 0; i < TEST__COUNT; i++) {
		struct str text = buf_text(&notes[i]);
		if (text.len)
			printf("# not so: %s: %s %s:%.*s\n", test_says[i], route->method == HTTP_GET ? "GET" : "POST",
			        route->path, STR_ARG(text));
		notes[i] = buf_open(arena, 1 << 16);
	}
}

/* The {names} of a path. */
static size_t names_of(struct arena *arena, const char *path, struct str names[NAMES_MAX])
{
	size_t count = 0;
	struct str rest = str_of(path), part;
	while (str_split(&rest, '/', &part))
		if (part.len && part.ptr[0] == '{') {
			check(count < NAMES_MAX);
			names[count++] = str_copy(arena, str_slice(part, 1, part.len - 1));
		}
	return count;
}

enum { NO_OBJECT = 7 }; /* a number that nobody has */

/* The object of that kind below `before`, NO_OBJECT where the world has none; other: the second meeting of the cell. */
static int64_t object_below(struct story *story, struct str name, int64_t before, bool other)
{
	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (str_is(name, kinds[i].name)) {
			char sql[200];
			snprintf(sql, sizeof(sql), kinds[i].sql, (long long)before);
			if (other && !strcmp(kinds[i].name, "meeting"))
				memcpy(strstr(sql, "min"), "max", 3);
			int64_t id = world_int(story, "%s", sql);
			return id ? id : NO_OBJECT;
		}
	note(TEST_EXPECTED, "no {%.*s} is known: add it to tests/scope/kind.h", STR_ARG(name));
	return NO_OBJECT;
}

/* The ids of a path's objects for one unit of the world; whether all are there. */
static bool objects_at(struct story *story, const struct str *names, size_t count, const char *code, bool other,
        int64_t ids[NAMES_MAX])
{
	int64_t unit = world_place(code)->id;
	for (size_t i = 0; i < count; i++)
		if (str_is(names[i], "cell") || str_is(names[i], "unit"))
			ids[i] = unit;
		else
			ids[i] = object_below(story, names[i], i ? ids[i - 1] : unit, other);
	bool all = true;
	for (size_t i = 0; i < count; i++)
		all &= ids[i] != NO_OBJECT;
	return all;
}

static struct str fill_path(struct arena *arena, const char *path, const int64_t *ids)
{
	struct buf buf = buf_open(arena, 2000);
	for (const char *at = path; *at; at++) {
		if (*at != '{') {
			buf_char(&buf, *at);
			continue;
		}
		buf_int(&buf, *ids++);
		at = strchr(at, '}');
	}
	return buf_text(&buf);
}

/* What stands in a file of Office, or in a ZIP. */
static struct str unpacked(struct arena *arena, struct str bytes)
{
	struct buf all = buf_open(arena, 64 << 20);
	zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
	for (zip_int64_t i = 0; zip && i < zip_get_num_entries(zip, 0); i++) {
		zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
		char piece[8192];
		zip_int64_t len;
		while (file && (len = zip_fread(file, piece, sizeof(piece))) > 0)
			buf_put(&all, piece, (size_t)len);
		if (file)
			zip_fclose(file);
	}
	if (zip)
		zip_discard(zip);
	return buf_text(&all);
}

/* One request of one account. */
struct ask {
	struct story *story;
	const struct route *route;
	const struct permission *permission;
	struct who *who;
	struct str path;
	bool json, empty; /* empty: a POST without anything, but for its operation */
	bool looked;      /* the page itself held names, and that was noted */
	bool page_first;  /* JSON of a page that was asked for before */
};

static bool refused(const struct http_response *response)
{
	return response->status == 403 || response->status == 404 || response->status == 401 ||
	       (response->status == 303 && str_starts(story_header(response, "Location"), STR("/sign-in")));
}

static bool holds(struct str text, const char *mark)
{
	return text.len && str_find(text, str_of(mark)) >= 0;
}

static const char *form_of(const struct ask *ask)
{
	return ask->empty ? " (empty form)" : ask->json ? " (JSON)" : "";
}

/* Where the people of a cell are members today: those of m went to a. */
static const char *home_of(const char *code)
{
	return !strcmp(code, "m") ? "a" : code;
}

/* Whether the text holds the mark anywhere but in a name. */
static bool holds_more(struct str text, const char *mark, const char *name)
{
	size_t marks = 0, names = 0;
	ptrdiff_t at;
	for (struct str rest = text; rest.len && (at = str_find(rest, str_of(mark))) >= 0; marks++)
		rest = str_slice(rest, (size_t)at + strlen(mark), rest.len);
	for (struct str rest = text; rest.len && (at = str_find(rest, str_of(name))) >= 0; names++)
		rest = str_slice(rest, (size_t)at + strlen(name), rest.len);
	return marks > names;
}

static bool look_is_noted(const struct ask *ask, const struct place *cell)
{
	return world_int(ask->story, "SELECT count(*) FROM look WHERE cell IN (%lld, %lld) AND account = %lld",
	               (long long)cell->id, (long long)world_place(home_of(cell->code))->id,
	               (long long)ask->who->account) > 0;
}

/* Names read from outside were noted as a look, beside the answer: on a server another connection may write it. */
static void check_look(const struct ask *ask, const struct place *cell)
{
	bool noted = look_is_noted(ask, cell);
	for (int i = 0; !noted && i < 50; i++) {
		usleep(20000);
		noted = look_is_noted(ask, cell);
	}
	if (!noted)
		note(TEST_LOOKS, "%c@%s%s", ask->who->letter, cell->code, form_of(ask));
}

/* What somebody reads of the own account: also of a unit where a role is over. */
static bool about_self(const struct ask *ask, const char *code)
{
	bool self = false;
	for (size_t i = 0; i < ROLES_MAX && ask->permission->scope != SCOPE_UNIT; i++)
		self |= ask->who->role[i].unit && !strcmp(ask->who->role[i].unit, code);
	return self;
}

/* A name of a member. Those of secretaries, who hold an office, stand in the lists of their superiors. */
static bool holds_name(const struct ask *ask, struct str text, const char *name)
{
	bool list = strstr(ask->route->path, "/units/") != NULL;
	ptrdiff_t at;
	while ((at = text.len ? str_find(text, str_of(name)) : -1) >= 0) {
		text = str_slice(text, (size_t)at + strlen(name), text.len);
		if (!list || !str_starts(text, STR("lan")))
			return true;
	}
	return false;
}

/* Where the name of a unit outside stands for a reason: where a member goes, where a cell went, what stood below in the
   months of a report. */
static bool names_others(const struct route *route)
{
	static const char *const parts[] = { "/transfers", "/history/", "/archive", "/period", "/account/data",
		"/account/reminders" };
	bool names = !strcmp(route->path, "/");
	for (size_t i = 0; i < LENGTH(parts); i++)
		names |= strstr(route->path, parts[i]) != NULL;
	return names;
}

static void check_text(struct ask *ask, struct str text)
{
	bool looked = false;
	for (size_t i = 0; i < place_count; i++) {
		const char *code = places[i].code;
		char mark[16], hidden[16], unit[16], name[40];
		unsigned own, above;
		snprintf(mark, sizeof(mark), "Zqum%s", code);
		snprintf(hidden, sizeof(hidden), "Zqum%shidden", code);
		snprintf(unit, sizeof(unit), "Zuni%s", code);
		snprintf(name, sizeof(name), "Nguyễn Thị Zqum%s", code);
		world_roles(ask->who, home_of(code), &own, &above);
		bool names = above != 0, home = own != 0; /* as a member's name, where that person is now */
		world_roles(ask->who, code, &own, &above);
		if (!above && (names ? holds_more(text, mark, name) : holds(text, mark)) && !about_self(ask, code))
			note(TEST_LEAKS, "%c@%s%s", ask->who->letter, code, form_of(ask));
		if (!above && holds(text, unit) && !names_others(ask->route) && !about_self(ask, code))
			note(TEST_LEAKS, "%c@%s%s unit", ask->who->letter, code, form_of(ask));
		if (!own && holds(text, hidden))
			note(TEST_LEAKS, "%c@%s%s unnamed", ask->who->letter, code, form_of(ask));
		if (above && !own && !home && !(ask->json && ask->looked) && holds_name(ask, text, name)) {
			check_look(ask, &places[i]);
			looked = true;
			if (ask->json && ask->page_first)
				note(TEST_LEAKS, "%c@%s names in JSON alone", ask->who->letter, code);
		}
	}
	if (looked)
		world_sql(ask->story, "DELETE FROM look");
	ask->looked |= looked;
}

/* Files with cells, to be asked for again with names that are formulas: one of each path. */
static struct {
	struct who *who;
	char path[200];
} tables[200];
static size_t table_count;

static void keep_table(const struct ask *ask)
{
	for (size_t i = 0; i < table_count; i++)
		if (str_is(ask->path, tables[i].path))
			return;
	check(table_count < LENGTH(tables));
	snprintf(tables[table_count].path, sizeof(tables[0].path), "%.*s", STR_ARG(ask->path));
	tables[table_count++].who = ask->who;
}

/* Asks; whether the answer let the account in. */
static bool let_in(struct ask *ask)
{
	struct story *story = ask->story;
	struct arena *kept = story->arena;
	struct story_request request = {
		.method = ask->route->method == HTTP_GET ? "GET" : "POST", .path = ask->path, .json = ask->json
	};
	struct http_response response;
	struct actor as = ask->who->as;
	story->arena = arena_open(256 << 20);
	if (ask->route->method == HTTP_POST && !ask->empty) /* refused by the form alone: nothing is written */
		story_field(story, &request, STR("scope-no-such-field=1"));
	story_send(story, &as, &request, &response);
	asked++;
	bool in = !refused(&response);
	const char *fault = answer_headers(&response, ask->route->path);
	if (fault)
		note(TEST_HEADERS, "%s (%d);", fault, response.status);
	if (answer_is_table(&response))
		keep_table(ask);
	struct str text = response.body;
	if (text.len > 4 && !memcmp(text.ptr, "PK\003\004", 4))
		text = unpacked(story->arena, text);
	check_text(ask, text);
	if (response.status >= 500)
		note(TEST_EXPECTED, "%c got %d%s", ask->who->letter, response.status, form_of(ask));
	arena_close(story->arena);
	story->arena = kept;
	return in;
}

static bool allowed(const struct route *route, const struct who *who, const char *code)
{
	const struct permission *permission = route->permission;
	unsigned own, above;
	if (world_left_out(route, who, code))
		return false;
	if (permission->scope == SCOPE_ANYONE)
		return true;
	if (permission->scope == SCOPE_SIGNED_IN)
		return !who->closed && !who->revoked;
	world_roles(who, code, &own, &above);
	return (permission->own & own) || (permission->below & above) || world_let_in(route, who, code);
}

/* All accounts at one unit of the world; adds a letter for each that was let in. */
static bool walk_column(struct ask ask, const char *code, struct buf *line)
{
	int64_t ids[NAMES_MAX], later[NAMES_MAX];
	struct str names[NAMES_MAX];
	struct arena *arena = ask.story->arena;
	size_t count = names_of(arena, ask.route->path, names);
	bool meeting = count && str_is(names[0], "meeting");
	bool found = objects_at(ask.story, names, count, count ? code : "a", false, ids);
	bool both = objects_at(ask.story, names, count, count ? code : "a", true, later);
	for (size_t i = 0; i < who_count; i++) {
		bool should = found && allowed(ask.route, &whos[i], code), in;
		ask.who = &whos[i];
		ask.path = fill_path(arena, ask.route->path, ids);
		ask.json = ask.empty = ask.looked = ask.page_first = false;
		in = let_in(&ask);
		if (in)
			buf_char(line, whos[i].letter);
		if (in != should)
			note(TEST_EXPECTED, "%c@%s %s", whos[i].letter, code, in ? "let in" : "refused");
		ask.empty = ask.route->method == HTTP_POST;
		if (ask.empty && !should && let_in(&ask))
			note(TEST_EXPECTED, "%c@%s let in with an empty form", whos[i].letter, code);
		if (ask.route->method == HTTP_POST || ask.route->slow)
			continue;
		ask.json = ask.page_first = true;
		if (let_in(&ask) != in)
			note(TEST_EXPECTED, "%c@%s JSON differs", whos[i].letter, code);
		ask.path = fill_path(arena, ask.route->path, later);
		ask.looked = ask.page_first = false;
		if (meeting && both && count == 1 && let_in(&ask) != in)
			note(TEST_EXPECTED, "%c@%s another meeting differs", whos[i].letter, code);
	}
	return found;
}

/* Objects of one cell below those of another, both ways, for those that one or both are open to. */
static void walk_nested(struct ask ask)
{
	static const char *const pairs[][2] = { { "a", "b" }, { "b", "a" }, { "a", "e" }, { "v", "a" } };
	struct str names[NAMES_MAX];
	size_t count = names_of(ask.story->arena, ask.route->path, names);
	for (size_t pair = 0; count > 1 && pair < LENGTH(pairs); pair++) {
		int64_t here[NAMES_MAX], there[NAMES_MAX];
		if (str_is(names[0], "unit"))
			continue;
		if (!objects_at(ask.story, names, count, pairs[pair][0], false, here) ||
		        !objects_at(ask.story, names, count, pairs[pair][1], false, there))
			continue;
		for (size_t from = 1; from < count; from++) {
			int64_t ids[NAMES_MAX];
			for (size_t i = 0; i < count; i++)
				ids[i] = i < from ? here[i] : there[i];
			ask.path = fill_path(ask.story->arena, ask.route->path, ids);
			for (size_t i = 0; i < who_count; i++) {
				ask.who = &whos[i];
				if (let_in(&ask))
					note(TEST_NESTED, "%c: {%.*s} of %s below %s;", whos[i].letter,
					        STR_ARG(names[from]), pairs[pair][1], pairs[pair][0]);
			}
		}
	}
}

static void walk_route(struct story *story, const struct route *route, struct buf *matrix)
{
	struct str names[NAMES_MAX];
	struct ask ask = { .story = story, .route = route, .permission = route->permission };
	size_t count = names_of(story->arena, route->path, names);
	const char *const *columns = count && str_is(names[0], "unit") ? units : cells;
	buf_format(
	        matrix, "%s %s %s", route->method == HTTP_GET ? "GET" : "POST", route->path, route->permission->name);
	bool found = false, both = count && (str_is(names[0], "annual") || str_is(names[0], "assessed"));
	for (size_t i = 0; i < (count ? LENGTH(cells) + (both ? COMMITTEES : 0) : 1); i++) {
		const char *code = !count ? "site" : i < LENGTH(cells) ? columns[i] : units[i - LENGTH(cells)];
		struct buf line = buf_open(story->arena, 200);
		found |= walk_column(ask, code, &line);
		buf_format(matrix, "  %s=%.*s", code, STR_ARG(buf_text(&line)));
	}
	if (!found)
		note(TEST_EXPECTED, "the world holds nothing of that kind");
	buf_char(matrix, '\n');
	walk_nested(ask);
	show_notes(story->arena, route);
}

/* The lines of one text that the other lacks. */
static void show_lacking(struct str text, struct str other, char sign)
{
	struct str line;
	while (str_split(&text, '\n', &line)) {
		struct str rest = other, one;
		bool there = !line.len;
		while (!there && str_split(&rest, '\n', &one))
			there = str_eq(one, line);
		if (!there) {
			printf("# matrix: %c %.*s\n", sign, STR_ARG(line));
			failed[TEST_MATRIX]++;
		}
	}
}

static void compare(struct story *story, struct str is)
{
	const char *mode = getenv("CHIBO_GOLDEN");
	if (mode && !strcmp(mode, "write")) {
		FILE *file = fopen(matrix_file, "wb");
		check(file && fwrite(is.ptr, 1, is.len, file) == is.len && fclose(file) == 0);
		return;
	}
	struct str kept = story_read(story, matrix_file);
	show_lacking(kept, is, '-');
	show_lacking(is, kept, '+');
}

/* What people may have typed as a name or a text, in all that goes out as cells. */
static void make_formulas(struct story *story)
{
	static const char *const texts[][3] = { { "membership", "name", "person" }, { "person", "full_name", "id" },
		{ "attendance", "name", "person" }, { "unit_name", "name", "unit" },
		{ "unit_name", "short_name", "unit" }, { "task", "title", "id" }, { "agenda_item", "title", "id" },
		{ "account", "name", "id" }, { "transfer", "name", "id" }, { "attendance", "reason", "person" },
		{ "record", "title", "id" }, { "meeting", "theme", "id" } };
	for (size_t i = 0; i < LENGTH(texts); i++)
		world_sql(story,
		        "UPDATE %s SET %s = CASE %s %% 4 WHEN 0 THEN '=' WHEN 1 THEN '+' WHEN 2 THEN '-' ELSE '@' END "
		        "|| 'cmd|''/C calc''!A0'",
		        texts[i][0], texts[i][1], texts[i][2]);
}

static void walk_tables(struct story *story, bool whole)
{
	long all = 0;
	make_formulas(story);
	for (size_t i = 0; i < table_count; i++) {
		struct arena *kept = story->arena;
		struct story_request request = { .method = "GET", .path = str_of(tables[i].path) };
		struct http_response response;
		struct actor as = tables[i].who->as;
		long live = 0;
		story->arena = arena_open(256 << 20);
		story_send(story, &as, &request, &response);
		const char *fault = answer_is_table(&response)
		                            ? answer_formulas(story->arena, &response,
		                                      strstr(tables[i].path, "/period") != NULL, &live)
		                            : "no table any more";
		if (fault) {
			printf("# not so: %s: %s\n", tables[i].path, fault);
			failed[TEST_FORMULAS]++;
		}
		all += live;
		arena_close(story->arena);
		story->arena = kept;
	}
	failed[TEST_FORMULAS] += whole && !all;
}

static void put_legend(struct buf *matrix)
{
	buf_c(matrix, "# Who is let in: a letter an account, a column a unit (README.md beside it).\n#");
	for (size_t i = 0; i < who_count; i++)
		buf_format(matrix, "%s%c %s", i ? "; " : " ", whos[i].letter, whos[i].about);
	buf_c(matrix, "\n");
}

int main(int count, char **words)
{
	struct story *story = story_open("tests/scope/cell.story");
	struct buf matrix = buf_open(story->arena, 4 << 20);
	world_build(story);
	put_legend(&matrix);
	for (int i = 0; i < TEST__COUNT; i++)
		notes[i] = buf_open(story->arena, 1 << 16);
	for (size_t i = 0; i < app_route_count(); i++) {
		const struct feature *feature;
		const struct route *route = app_route(i, &feature);
		if (count < 2 || strstr(route->path, words[1]))
			walk_route(story, route, &matrix);
	}
	walk_tables(story, count < 2);
	if (count < 2)
		compare(story, buf_text(&matrix));
	else
		printf("%.*s", STR_ARG(buf_text(&matrix)));
	story_close(story);
	for (int i = 0; i < TEST__COUNT; i++)
		printf("%s %d - %s\n", failed[i] ? "not ok" : "ok", i + 1, test_says[i]);
	printf("%s %d - the story of a cell\n1..%d\n# %ld requests\n", story_failures ? "not ok" : "ok",
	        TEST__COUNT + 1, TEST__COUNT + 1, asked);
	int bad = story_failures;
	for (int i = 0; i < TEST__COUNT; i++)
		bad += failed[i];
	return bad ? 1 : 0;
}
