/* A small country: every check holds on it, the pages show it, the same seed gives the same rows. */
#include "tests/harness/harness.h"

#include "app/counter.h"
#include "app/verify.h"
#include "bench/nation.h"
#include "tests/harness/test_db.h"
#include "tests/nation/year_rule.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CELLS = 100, MONTHS = 4 };

struct world {
	struct arena *arena;
	char name[64], url[512], file[64], tokens[80];
	struct http_loopback *loopback;
};

static void remove_files(const char *file)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	char path[128];
	for (size_t i = 0; i < LENGTH(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", file, ends[i]);
		unlink(path);
	}
}

static void make(struct world *world, int cells, int months, bool year_work)
{
	static int made;
	char url[128];
	snprintf(world->file, sizeof(world->file), "/tmp/nation-%d-%d.db", (int)getpid(), made++);
	snprintf(world->tokens, sizeof(world->tokens), "%s.txt", world->file);
	snprintf(url, sizeof(url), "sqlite:%s", world->file);
	remove_files(world->file);
	test_db_make(url, world->name, world->url);
	/* A process of its own: ids grow, so that a second country in this one would have others. */
	pid_t child = fork();
	if (!child) {
		nation_run(&(struct nation_options){ .db = world->url,
		        .units = NATION_UNITS,
		        .tokens = world->tokens,
		        .cells = cells,
		        .months = months,
		        .until = year_work ? 202612 : 202610,
		        .live = 50,
		        .year_work = year_work,
		        .sample = 3,
		        .reports = -1,
		        .seed = 7 });
		_exit(0);
	}
	int status = 1;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void drop(struct world *world)
{
	test_db_drop(world->name);
	remove_files(world->file);
	unlink(world->tokens);
}

static int setup(void **state)
{
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct world *world = arena_new(arena, struct world);
	world->arena = arena;
	make(world, CELLS, MONTHS, false);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	drop(world);
	arena_close(world->arena);
	return 0;
}

static struct db *reader(struct world *world)
{
	struct db *db = NULL;
	struct err err = { 0 };
	assert_int_equal(db_open(str_of(world->url), DB_READ, &db, &err), OK);
	return db;
}

static int64_t ask(struct db *db, const char *sql)
{
	const struct db_statement statement = { "ask", sql, "", DB_OWN };
	struct db_cursor *cursor;
	struct err err = { 0 };
	bool row = false;
	if (db_start(db, &statement, &cursor, &err) != OK || db_step(cursor, &row, &err) != OK)
		fail_msg("%s: %s", sql, err.detail);
	int64_t answer = row ? db_int(cursor, 0) : -1;
	db_finish(cursor);
	return answer;
}

static void tell(void *context, const struct verify_finding *finding)
{
	(void)context;
	print_error("%s %.*s %lld\n", finding->what, STR_ARG(finding->kind), (long long)finding->object);
}

/* next: the month behind the last one. */
static void check_verified(struct world *world, struct db *db, struct date next)
{
	struct verify_result result;
	struct counter_wrong *wrong;
	struct err err = { 0 };
	int64_t marks;
	size_t wrong_count;
	assert_int_equal(app_verify(db, &(struct verify_wish){ .tell = tell }, &result, &err), OK);
	assert_int_equal(result.wrong, 0);
	assert_int_equal(result.chains, ask(db, "SELECT count(*) FROM chain"));
	assert_int_equal(result.links, ask(db, "SELECT count(*) FROM chain_link"));
	assert_int_equal(result.known, ask(db, "SELECT count(*) FROM chain_known"));
	assert_true(result.links > CELLS * MONTHS * 2 && result.known > 0 && result.contents > result.links / 2);
	assert_int_equal(result.texts, ask(db, "SELECT count(*) FROM record_version"));
	assert_int_equal(result.acts, ask(db, "SELECT count(*) FROM audit"));
	assert_int_equal(ask(db, "SELECT count(*) FROM counter_mark"), 0);
	assert_int_equal(ask(db, "SELECT sum(met) FROM meeting_by_cell"), ask(db, "SELECT count(*) FROM meeting"));
	assert_int_equal(
	        counter_check(world->arena, db, date_instant(next, 0) - 1, &marks, &wrong, &wrong_count, &err), OK);
	for (size_t i = 0; i < wrong_count; i++)
		fail_msg("counter %s", wrong[i].family);
	if (!test_db_server()) {
		assert_int_equal(
		        ask(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
		assert_int_equal(ask(db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	}
}

static void test_verified(void **state)
{
	struct world *world = *state;
	struct db *db = reader(world);
	check_verified(world, db, (struct date){ 2026, 11, 1 });
	db_close(db);
	struct story story = { .arena = world->arena, .url = str_of(world->url) };
	const char *wrong = story_chains(&story);
	if (wrong)
		fail_msg("%s", wrong);
}

static void count_wrong(void *context, const struct verify_finding *finding)
{
	assert_string_equal(finding->what, "total");
	(*(int *)context)++;
}

/* The year has a history: each kind of it is there, and whoever sat in a meeting was a member of that cell on that day.
 */
static void test_history(void **state)
{
	static const struct {
		const char *sql;
		int64_t least, most;
	} counts[] = {
		{ "SELECT count(*) FROM unit WHERE kind = 'chi_bo'", CELLS + 1, CELLS + 1 },
		{ "SELECT count(*) FROM unit WHERE kind = 'chi_bo' AND until < '9999-12-31'", 1, 1 },
		{ "SELECT count(DISTINCT kind) FROM unit_change", 5, 5 },
		{ "SELECT count(*) FROM unit_change WHERE undone_at IS NOT NULL", 1, 1 },
		{ "SELECT count(*) FROM unit_name WHERE until < '9999-12-31'", 1, 1 },
		{ "SELECT count(*) FROM transfer WHERE state = 'accepted' AND kind = 'official'", 6, 1000 },
		{ "SELECT count(*) FROM transfer WHERE state = 'accepted' AND kind = 'temporary'", 2, 1000 },
		{ "SELECT count(*) FROM transfer WHERE state = 'proposed'", 2, 1000 },
		{ "SELECT count(*) FROM record WHERE kind = 'addendum'", 1, 1000 },
		{ "SELECT count(*) FROM report WHERE sent_at > first_sent_at", 2, 1000 },
		{ "SELECT count(*) FROM score_sheet WHERE superior_grade <> grade AND superior_reason IS NOT NULL", 5,
		        1000 },
		{ "SELECT count(*) FROM score_sheet WHERE superior_grade <> grade AND superior_reason IS NULL", 0, 0 },
		{ "SELECT count(*) FROM period_state WHERE state = 'frozen'", 5, 1000 },
		{ "SELECT count(*) FROM period_line WHERE carried = 0", 1, 1000 },
		{ "SELECT count(*) FROM period_change WHERE reason <> ''", 2, 1000 },
		{ "SELECT count(*) FROM attendance a JOIN meeting m ON m.id = a.meeting WHERE NOT EXISTS (SELECT 1 "
		  "FROM membership s WHERE s.person = a.person AND s.cell = m.cell AND s.since <= m.day AND "
		  "s.until > m.day AND s.post = a.post AND s.status = a.status)",
		        0, 0 },
		{ "SELECT count(*) FROM meeting m JOIN membership s ON s.cell = m.cell AND s.since <= m.day AND "
		  "s.until > m.day WHERE NOT EXISTS (SELECT 1 FROM attendance a WHERE a.meeting = m.id AND a.person "
		  "= s.person)",
		        0, 0 },
		{ "SELECT count(*) FROM audit a JOIN audit b ON b.cell = a.cell AND b.seq = a.seq + 1 WHERE b.at < "
		  "a.at",
		        0, 0 },
	};
	struct db *db = reader(*state);
	for (size_t i = 0; i < LENGTH(counts); i++) {
		int64_t count = ask(db, counts[i].sql);
		if (count < counts[i].least || count > counts[i].most)
			fail_msg("%s gave %lld", counts[i].sql, (long long)count);
	}
	db_close(db);
}

static void test_year(void **state)
{
	struct world world = { .arena = ((struct world *)*state)->arena };
	make(&world, YEAR_CELLS, 12, true);
	struct db *db = reader(&world);
	for (size_t i = 0; i < LENGTH(year_rules); i++) {
		int64_t count = ask(db, year_rules[i].sql);
		if (count < year_rules[i].least || count > year_rules[i].most)
			fail_msg("%s gave %lld", year_rules[i].sql, (long long)count);
	}
	check_verified(&world, db, (struct date){ 2027, 1, 1 });
	db_close(db);
	drop(&world);
}

/* Every index is there again, and a wrong figure is seen. */
static void test_altered(void **state)
{
	struct world *world = *state;
	struct db *db = NULL;
	struct verify_result result;
	struct err err = { 0 };
	int seen = 0;
	assert_int_equal(db_open(str_of(world->url), DB_WRITE, &db, &err), OK);
	assert_int_equal(db_exec(db, "UPDATE meeting_total SET present = present + 1", &err), OK);
	assert_int_equal(
	        app_verify(db, &(struct verify_wish){ .tell = count_wrong, .context = &seen }, &result, &err), OK);
	assert_int_equal(seen, ask(db, "SELECT count(*) FROM meeting"));
	assert_int_equal(db_exec(db, "UPDATE meeting_total SET present = present - 1", &err), OK);
	db_close(db);
}

static struct str get(struct world *world, const char *path, const char *token, int wanted)
{
	struct http_pair header[] = { { STR("Host"), STR("127.0.0.1:8080") },
		{ STR("Cookie"), str_format(world->arena, "chibo=%s", token) } };
	struct http_response response;
	struct err err = { 0 };
	assert_int_equal(http_loopback_send(world->loopback, world->arena, "GET", str_of(path), header, LENGTH(header),
	                         STR_NONE, &response, &err),
	        OK);
	if (response.status != wanted)
		fail_msg("%s gave %d: %.300s", path, response.status, str_c(world->arena, response.body));
	return response.body;
}

static void see_cell(struct world *world, const char *role, const char *cell, const char *meeting, const char *token)
{
	static const char *const of_cell[] = { "", "/members", "/plan", "/resolutions", "/tasks" };
	static const char *const of_meeting[] = { "", "/votes", "/score", "/record", "/tasks", "/notice",
		"/minutes.html", "/resolution.html" };
	get(world, "/", token, 200);
	for (size_t i = 0; i < LENGTH(of_cell); i++)
		get(world, str_c(world->arena, str_format(world->arena, "/cells/%s%s", cell, of_cell[i])), token, 200);
	for (size_t i = 0; i < LENGTH(of_meeting); i++)
		get(world, str_c(world->arena, str_format(world->arena, "/meetings/%s%s", meeting, of_meeting[i])),
		        token, 200);
	if (!strcmp(role, "clerk"))
		get(world, str_c(world->arena, str_format(world->arena, "/meetings/%s/attendance", meeting)), token,
		        200);
	if (!strcmp(role, "secretary"))
		get(world, str_c(world->arena, str_format(world->arena, "/meetings/%s/report", meeting)), token, 200);
}

static void see_unit(struct world *world, const char *unit, const char *meeting, const char *token)
{
	struct str page = get(world,
	        str_c(world->arena, str_format(world->arena, "/units/%s/overview?month=202610", unit)), token, 200);
	assert_true(str_find(page, STR("Chi bộ")) > 0);
	get(world, str_c(world->arena, str_format(world->arena, "/meetings/%s/score/grade", meeting)), token, 200);
}

static void test_pages(void **state)
{
	struct world *world = *state;
	struct app_settings settings = { .url = str_of(world->url),
		.workers = 1,
		.base_url = STR("http://127.0.0.1:8080"),
		.hosts = STR("127.0.0.1:8080") };
	struct app *app;
	struct err err = { 0 };
	char role[16], cell[24], meeting[24], token[80];
	int people = 0;
	setenv("CHIBO_NOW", "1793600000000", 1); /* November 2026 */
	assert_int_equal(app_open(&settings, &app, &err), OK);
	struct http_app http = app_http(app);
	assert_int_equal(http_loopback_open(&http, &world->loopback, &err), OK);
	FILE *file = fopen(world->tokens, "r");
	assert_non_null(file);
	assert_non_null(fgets(token, sizeof(token), file));
	while (fscanf(file, "%15s %23s %23s %79s", role, cell, meeting, token) == 4) {
		people++;
		if (!strcmp(role, "officer"))
			see_unit(world, cell, meeting, token);
		else
			see_cell(world, role, cell, meeting, token);
	}
	assert_int_equal(people, 15);
	fclose(file);
	http_loopback_close(world->loopback);
	app_close(app);
	unsetenv("CHIBO_NOW");
}

static enum status add_row(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	(void)err;
	for (int i = 0; table->columns[i]; i++) {
		const void *bytes = values[i].kind == 'i' ? (const void *)&values[i].n : values[i].s.ptr;
		size_t len = values[i].kind == 'i' ? sizeof(values[i].n) : values[i].kind == 'n' ? 0 : values[i].s.len;
		crypto_generichash_update(context, (const unsigned char *)&values[i].kind, 1);
		if (len)
			crypto_generichash_update(context, bytes, len);
	}
	return OK;
}

static void hash_all(struct world *world, unsigned char ret_hash[HASH])
{
	struct db *db = reader(world);
	struct err err = { 0 };
	crypto_generichash_state hash;
	crypto_generichash_init(&hash, NULL, 0, HASH);
	for (size_t i = 0; i < db_table_count; i++)
		/* rubrics are read in when the program starts; it regrades sheets itself, with salts by chance */
		if (strcmp(db_tables[i].name, "rubric") != 0 && strncmp(db_tables[i].name, "chain", 5) != 0)
			assert_int_equal(db_table_scan(db, &db_tables[i], add_row, &hash, &err), OK);
	crypto_generichash_final(&hash, ret_hash, HASH);
	db_close(db);
}

static void test_same(void **state)
{
	(void)state;
	struct world one = { 0 }, two = { 0 };
	unsigned char first[HASH], second[HASH];
	make(&one, 50, 12, true);
	make(&two, 50, 12, true);
	hash_all(&one, first);
	hash_all(&two, second);
	assert_memory_equal(first, second, HASH);
	drop(&one);
	drop(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_verified), cmocka_unit_test(test_history),
		cmocka_unit_test(test_year), cmocka_unit_test(test_altered), cmocka_unit_test(test_pages),
		cmocka_unit_test(test_same) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
