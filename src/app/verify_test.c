/* What an owner of the file may do to it: each change of each kind of content, of its links and of acts is named. */
#include "app/verify.h"

#include "app/audit.h"
#include "app/chain.h"
#include "tests/harness/test_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <sodium.h>

enum { CELL = 5, SHARD = 0, MEETINGS = 3, FOUND = 64, DAY = 86400000 };

struct world {
	struct arena *arena;
	struct db *db;
	struct verify_finding found[FOUND];
	size_t count;
	struct verify_result result;
};

static void sql(struct world *world, const char *format, ...) FORMAT(2, 3);

static void sql(struct world *world, const char *format, ...)
{
	char text[4096];
	va_list args;
	struct err err = { 0 };
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	for (char *one = text, *end; *one; one = end) {
		end = strchr(one, ';');
		if (end)
			*end++ = 0;
		else
			end = one + strlen(one);
		if (*one && db_exec(world->db, one, &err) != OK)
			fail_msg("%s: %s", one, err.detail);
	}
}

static void chain_one(struct world *world, int64_t meeting, int64_t object, int64_t at)
{
	struct err err = { 0 };
	const struct chain_place place = { .cell = CELL, .meeting = meeting, .shard = SHARD, .at = at };
	if (chain_add(world->arena, world->db, &place, object, &err) != OK)
		fail_msg("%s %s", err.code, err.detail);
}

/* A meeting with a vote by names, minutes, a resolution and a graded sheet; its ids begin with its number. */
static void meet(struct world *world, int n)
{
	static const char body[] = "[{\"code\":\"opening\",\"text\":\"M\"}]";
	unsigned char hash[CHAIN_HASH];
	char hex[2 * CHAIN_HASH + 1];
	int64_t at = (int64_t)n * DAY;
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)body, strlen(body), NULL, 0);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	const char *blob = test_db_server() ? "'\\x%s'::bytea" : "x'%s'";
	char literal[128];
	snprintf(literal, sizeof(literal), blob, hex);
	sql(world,
	        "INSERT INTO meeting (id, shard, cell, kind, month, day, minute, state, set_day, rubric, entered_at) "
	        "VALUES (%d, 0, 5, 'regular', "
	        "202600 + %d, '2026-0%d-03', 1170, 'ended', '2026-01-03', 'x', 1)",
	        n * 10, n, n);
	sql(world,
	        "INSERT INTO motion (id, shard, meeting, ord, kind, question, method, state, votes_for, base, needs, "
	        "present, "
	        "carried, rule, opened_at, closed_at) VALUES (%d, 0, %d, 1, 'other', 'Câu hỏi %d', 'names', 'closed', "
	        "2, 3, 2, "
	        "2, 1, 'r', 1, 2)",
	        n * 10 + 1, n * 10, n);
	for (int person = 1; person <= 3; person++)
		sql(world,
		        "INSERT INTO motion_elector (motion, person, shard, name, sort_key, counts, may_vote, why, "
		        "choice) "
		        "VALUES (%d, %d, 0, 'A', %s, 1, 1, 'full', 'for')",
		        n * 10 + 1, person, literal);
	for (int kind = 0; kind < 2; kind++) {
		sql(world,
		        "INSERT INTO record (id, shard, cell, meeting, kind, title, day, state, version, number, "
		        "clerk, chair, "
		        "signed_at, hash, entered_at) VALUES (%d, 0, 5, %d, '%s', 'Văn bản', '2026-0%d-03', 'signed', "
		        "1, %d, 1, "
		        "2, 9, %s, 1)",
		        n * 10 + 2 + kind, n * 10, kind ? "resolution" : "minutes", n, n, literal);
		sql(world,
		        "INSERT INTO record_version (record, version, shard, hash, author, at, body) VALUES (%d, 1, 0, "
		        "%s, 1, "
		        "1, '%s')",
		        n * 10 + 2 + kind, literal, body);
	}
	sql(world,
	        "INSERT INTO score_sheet (id, shard, cell, meeting, rubric, rubric_version, state, total, grade, "
	        "superior_total, superior_grade, entered_at) VALUES (%d, 0, 5, %d, 'x', 1, 'graded', 90, 'good', 8%d, "
	        "'fair', "
	        "1);INSERT INTO score_line (sheet, line, shard, max, points) VALUES (%d, 'a', 0, 10, 9);INSERT INTO "
	        "score_line (sheet, line, shard, max, points) VALUES (%d, 'b', 0, 10, 8)",
	        n * 10 + 4, n * 10, n, n * 10 + 4, n * 10 + 4);
	for (int object = 1; object <= 4; object++)
		chain_one(world, n * 10, n * 10 + object, at);
	sql(world,
	        "INSERT INTO period_grade (cell, period, shard, grade, reason, unit, at, account) VALUES (5, "
	        "'2026-Q%d', 0, "
	        "'good', 'Lý do', 1, 1, 1)",
	        n);
}

static void fill(struct world *world)
{
	struct err err = { 0 };
	static const char key[] = "x'00'", key_pg[] = "'\\x00'::bytea";
	sql(world,
	        "INSERT INTO unit (id, kind, shard, since, entered_at) VALUES (5, 'chi_bo', 0, '2020-01-01', 1);"
	        "INSERT INTO unit_name (unit, since, name, fold, sort_key, entered_at) VALUES (5, '2020-01-01', 'Chi "
	        "bộ "
	        "thôn Đông', 'x', %s, 1);INSERT INTO unit_code (unit, since, code, entered_at) VALUES (5, "
	        "'2020-01-01', "
	        "'CB-05', 1);INSERT INTO unit_anc (node, since, depth, ancestor) VALUES (5, '2020-01-01', 0, 5)",
	        test_db_server() ? key_pg : key);
	for (int n = 1; n <= MEETINGS; n++) {
		char period[16];
		snprintf(period, sizeof(period), "2026-Q%d", n);
		meet(world, n);
		const struct chain_place place = { .cell = CELL, .shard = SHARD, .at = n };
		assert_int_equal(chain_add_grade(world->arena, world->db, &place, str_of(period), &err), OK);
		for (int act = 0; act < 4; act++)
			assert_int_equal(audit_add(world->arena, world->db, CELL, SHARD, n * 100 + act, 7, "hold.open",
			                         n * 10, act, &err),
			        OK);
	}
}

static int setup(void **state)
{
	struct err err = { 0 };
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct world *world = arena_new(arena, struct world);
	world->arena = arena;
	world->db = test_db_open();
	assert_int_equal(db_migrate(world->db, 1, &err), OK);
	fill(world);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	db_close(world->db);
	arena_close(world->arena);
	return 0;
}

static void keep(void *context, const struct verify_finding *finding)
{
	struct world *world = context;
	assert_true(world->count < FOUND);
	world->found[world->count++] = *finding;
}

static void look(struct world *world, const struct verify_wish *wish)
{
	struct verify_wish own = *wish;
	struct err err = { 0 };
	own.tell = keep;
	own.context = world;
	world->count = 0;
	if (app_verify(world->db, &own, &world->result, &err) != OK)
		fail_msg("%s %s", err.code, err.detail);
	assert_int_equal(world->result.wrong, world->count);
}

static bool told(const struct world *world, const char *what, const char *kind)
{
	for (size_t i = 0; i < world->count; i++)
		if (!strcmp(world->found[i].what, what) && str_is(world->found[i].kind, kind))
			return true;
	return false;
}

/* Both ways of looking name it: the whole database and the cell alone. Nothing of another kind is accused. */
static void expect(
        struct world *world, const char *done, const char *what, const char *kind, const struct verify_wish *wish)
{
	struct verify_wish cell = *wish;
	cell.cell = CELL;
	const struct verify_wish *const both[] = { wish, &cell };
	for (size_t i = 0; i < LENGTH(both); i++) {
		look(world, both[i]);
		if (!told(world, what, kind))
			fail_msg("%s %s: not named by %s (%zu findings, first %s)", kind, what, done, world->count,
			        world->count ? world->found[0].what : "none");
		for (size_t f = 0; f < world->count; f++)
			if (!str_is(world->found[f].kind, kind) || world->found[f].cell != CELL)
				fail_msg("%s: accused %s %.*s of %lld", done, world->found[f].what,
				        STR_ARG(world->found[f].kind), (long long)world->found[f].cell);
	}
}

static void tamper(struct world *world, const char *what, const char *kind, const char *format, ...) FORMAT(4, 5);

static void tamper(struct world *world, const char *what, const char *kind, const char *format, ...)
{
	char text[2048];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	sql(world, "BEGIN");
	sql(world, "%s", text);
	expect(world, text, what, kind, &(struct verify_wish){ 0 });
	sql(world, "ROLLBACK");
}

static void test_whole(void **state)
{
	struct world *world = *state;
	look(world, &(struct verify_wish){ 0 });
	assert_int_equal(world->result.wrong, 0);
	assert_int_equal(world->result.chains, 6);
	assert_int_equal(world->result.acts, MEETINGS * 4);
	assert_int_equal(world->result.links, MEETINGS * 5);
	assert_int_equal(world->result.contents, MEETINGS * 5);
	assert_int_equal(world->result.texts, MEETINGS * 2);
	look(world, &(struct verify_wish){ .cell = CELL });
	assert_int_equal(world->result.wrong, 0);
	assert_int_equal(world->result.contents, MEETINGS * 5);
	for (int slice = 0, contents = 0; slice < 3; slice++) {
		look(world, &(struct verify_wish){ .slice = slice, .slices = 3, .own_views = true });
		assert_int_equal(world->result.wrong, 0);
		contents += (int)world->result.contents;
		assert_true(slice < 2 || contents == MEETINGS * 5);
	}
}

/* Rows changed behind the chains. */
static void test_rows(void **state)
{
	struct world *world = *state;
	tamper(world, "changed", "vote", "UPDATE motion SET votes_for = 3 WHERE id = 21");
	tamper(world, "changed", "vote", "UPDATE motion SET question = 'Khác' WHERE id = 11");
	tamper(world, "changed", "vote",
	        "UPDATE motion_elector SET choice = 'against' WHERE motion = 31 AND person = 2");
	tamper(world, "changed", "vote", "DELETE FROM motion_elector WHERE motion = 31 AND person = 2");
	tamper(world, "changed", "vote", "UPDATE motion SET state = 'void' WHERE id = 21");
	tamper(world, "removed", "vote", "DELETE FROM motion WHERE id = 21");
	tamper(world, "removed", "vote", "UPDATE motion SET state = 'open' WHERE id = 21");
	tamper(world, "inserted", "vote",
	        "INSERT INTO motion (id, shard, meeting, ord, kind, question, state, rule, opened_at, closed_at) "
	        "VALUES (29, "
	        "0, 20, 2, 'other', 'Q', 'closed', 'r', 1, 2)");
	tamper(world, "reordered", "vote",
	        "UPDATE motion SET question = CASE meeting WHEN 10 THEN 'Câu hỏi 2' ELSE 'Câu hỏi 1' END WHERE id < "
	        "30");
	tamper(world, "changed", "minutes", "UPDATE record SET chair_name = 'Khác' WHERE id = 22");
	tamper(world, "changed", "minutes", "UPDATE record SET number = 7 WHERE id = 22");
	tamper(world, "text", "minutes", "UPDATE record_version SET body = '[]' WHERE record = 22");
	tamper(world, "signed", "minutes", "DELETE FROM record_version WHERE record = 22");
	tamper(world, "removed", "minutes",
	        "DELETE FROM record WHERE id = 22;DELETE FROM record_version WHERE record = 22");
	tamper(world, "changed", "minutes", "UPDATE record SET state = 'void' WHERE id = 22");
	tamper(world, "changed", "resolution", "UPDATE record SET title = 'Khác' WHERE id = 33");
	tamper(world, "text", "resolution", "UPDATE record_version SET body = '[]' WHERE record = 33");
	tamper(world, "removed", "resolution", "DELETE FROM record WHERE id = 33");
	tamper(world, "reordered", "resolution",
	        "UPDATE record SET number = 12 - number, day = '2026-0' || CASE id WHEN 13 THEN '2' ELSE '1' END || "
	        "'-03' "
	        "WHERE id IN (13, 23);UPDATE record SET number = number - 9 WHERE id IN (13, 23)");
	tamper(world, "changed", "score", "UPDATE score_line SET points = 10 WHERE sheet = 14 AND line = 'b'");
	tamper(world, "changed", "score", "UPDATE score_sheet SET superior_grade = 'good' WHERE id = 24");
	tamper(world, "changed", "score", "UPDATE score_sheet SET state = 'submitted' WHERE id = 24");
	tamper(world, "removed", "score", "DELETE FROM score_sheet WHERE id = 24");
	tamper(world, "reordered", "score",
	        "UPDATE score_sheet SET superior_total = CASE id WHEN 14 THEN 82 ELSE 81 END WHERE id < 30");
	tamper(world, "changed", "grade", "UPDATE period_grade SET grade = 'poor' WHERE period = '2026-Q2'");
	tamper(world, "removed", "grade", "DELETE FROM period_grade WHERE period = '2026-Q2'");
	tamper(world, "inserted", "grade",
	        "INSERT INTO period_grade (cell, period, shard, grade, reason, unit, at, account) VALUES (5, '2026', "
	        "0, "
	        "'good', 'R', 1, 1, 1)");
	tamper(world, "changed", "audit", "UPDATE audit SET act = 'hold.end' WHERE seq = 5");
	tamper(world, "changed", "audit", "UPDATE audit SET at = at + 1 WHERE seq = 12");
	tamper(world, "removed", "audit", "DELETE FROM audit WHERE seq = 5");
	tamper(world, "removed", "audit",
	        "DELETE FROM audit WHERE seq = 5;UPDATE audit SET seq = seq + 99 WHERE seq > 5;UPDATE audit SET seq = "
	        "seq - "
	        "100 WHERE seq > 100");
	tamper(world, "inserted", "audit",
	        "UPDATE audit SET seq = seq + 101 WHERE seq > 5;UPDATE audit SET seq = seq - 100 WHERE seq > "
	        "100;INSERT INTO "
	        "audit SELECT cell, 6, shard, at, account, 'x', object, request, hash FROM audit WHERE seq = 1");
	tamper(world, "inserted", "audit",
	        "INSERT INTO audit SELECT cell, 13, shard, at, account, act, object, request, hash FROM audit WHERE "
	        "seq = 1");
	tamper(world, "reordered", "audit",
	        "UPDATE audit SET seq = 100 WHERE seq = 3;UPDATE audit SET seq = 3 WHERE seq = 4;UPDATE audit SET seq "
	        "= 4 "
	        "WHERE seq = 100");
	tamper(world, "reordered", "audit",
	        "UPDATE audit SET seq = 100 WHERE seq = 3;UPDATE audit SET seq = 3 WHERE seq = 9;UPDATE audit SET seq "
	        "= 9 "
	        "WHERE seq = 100");
	tamper(world, "cut", "audit", "DELETE FROM audit WHERE seq > 9");
	tamper(world, "headless", "audit", "DELETE FROM chain WHERE kind = 'audit'");
}

/* The links themselves. */
static void test_links(void **state)
{
	static const char *const kinds[] = { "vote", "minutes", "resolution", "score", "grade" };
	struct world *world = *state;
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		const char *kind = kinds[i];
		tamper(world, "changed", kind,
		        "UPDATE chain_link SET content = (SELECT o.content FROM chain_link o WHERE o.kind = '%s' AND "
		        "o.seq = "
		        "1) WHERE kind = '%s' AND seq = 2",
		        kind, kind);
		tamper(world, "changed", kind, "UPDATE chain_link SET salt = hash WHERE kind = '%s' AND seq = 2", kind);
		tamper(world, "removed", kind, "DELETE FROM chain_link WHERE kind = '%s' AND seq = 2", kind);
		tamper(world, "reordered", kind,
		        "UPDATE chain_link SET seq = 9 WHERE kind = '%s' AND seq = 1;UPDATE chain_link SET seq = 1 "
		        "WHERE kind "
		        "= '%s' AND seq = 2;UPDATE chain_link SET seq = 2 WHERE kind = '%s' AND seq = 9",
		        kind, kind, kind);
		tamper(world, "inserted", kind,
		        "INSERT INTO chain_link SELECT meeting, object, kind, 4, shard, cell, about, part, at, salt, "
		        "content, "
		        "hash FROM chain_link WHERE kind = '%s' AND seq = 3",
		        kind);
		tamper(world, "cut", kind, "DELETE FROM chain_link WHERE kind = '%s' AND seq = 3", kind);
		tamper(world, "headless", kind, "DELETE FROM chain WHERE kind = '%s'", kind);
		tamper(world, "head", kind,
		        "UPDATE chain SET hash = (SELECT hash FROM chain_link WHERE kind = '%s' AND seq = 1) WHERE "
		        "kind = '%s'",
		        kind, kind);
	}
}

/* One who knows how cuts the tail with its rows and sets the head back: only a head held elsewhere shows it. */
static void cut_well(struct world *world, const char *kind, const char *rows)
{
	sql(world, "%s;UPDATE chain SET seq = 2, hash = (SELECT hash FROM %s WHERE %s seq = 2) WHERE kind = '%s'", rows,
	        strcmp(kind, "audit") ? "chain_link" : "audit",
	        strcmp(kind, "audit") ? str_c(world->arena, str_format(world->arena, "kind = '%s' AND", kind)) : "",
	        kind);
}

static void test_known(void **state)
{
	static const struct {
		const char *kind, *rows;
	} cuts[] = {
		{ "vote", "DELETE FROM motion WHERE id = 31;DELETE FROM motion_elector WHERE motion = 31;DELETE FROM "
		          "chain_link WHERE object = 31" },
		{ "minutes", "DELETE FROM record WHERE id = 32;DELETE FROM chain_link WHERE object = 32" },
		{ "resolution", "DELETE FROM record WHERE id = 33;DELETE FROM chain_link WHERE object = 33" },
		{ "score", "DELETE FROM score_sheet WHERE id = 34;DELETE FROM chain_link WHERE object = 34" },
		{ "grade", "DELETE FROM period_grade WHERE period = '2026-Q3';DELETE FROM chain_link WHERE about = "
		           "'2026-Q3'" },
		{ "audit", "DELETE FROM audit WHERE seq > 2" },
	};
	struct world *world = *state;
	struct err err = { 0 };
	const struct chain_place place = { .cell = CELL, .meeting = 30, .shard = SHARD, .at = 1 };
	for (size_t i = 0; i < LENGTH(cuts); i++) {
		struct verify_head head = {
			.cell = CELL, .seq = 3, .kind = str_of(cuts[i].kind), .hash = STR("12345678")
		};
		struct verify_wish wish = { .heads = &head, .head_count = 1 };
		sql(world, "BEGIN");
		cut_well(world, cuts[i].kind, cuts[i].rows);
		look(world, &(struct verify_wish){ 0 });
		assert_int_equal(world->result.wrong, 0);
		expect(world, cuts[i].rows, "cut", cuts[i].kind, &wish);
		sql(world, "ROLLBACK");
		expect(world, "another hash", "rewritten", cuts[i].kind, &wish);
		/* held above, since a report went up */
		sql(world, "BEGIN");
		assert_int_equal(chain_send(world->arena, world->db, &place, &err), OK);
		cut_well(world, cuts[i].kind, cuts[i].rows);
		expect(world, cuts[i].rows, "cut", cuts[i].kind, &(struct verify_wish){ 0 });
		sql(world, "DELETE FROM chain WHERE kind = '%s';DELETE FROM %s WHERE cell = 5 %s%s%s", cuts[i].kind,
		        strcmp(cuts[i].kind, "audit") ? "chain_link" : "audit",
		        strcmp(cuts[i].kind, "audit") ? "AND kind = '" : "",
		        strcmp(cuts[i].kind, "audit") ? cuts[i].kind : "", strcmp(cuts[i].kind, "audit") ? "'" : "");
		look(world, &(struct verify_wish){ 0 });
		assert_true(told(world, "cut", cuts[i].kind));
		sql(world, "ROLLBACK");
	}
}

/* A chain written anew from the rows fits in itself; not the head that the superior holds. */
static void test_rewritten(void **state)
{
	struct world *world = *state;
	struct err err = { 0 };
	const struct chain_place place = { .cell = CELL, .meeting = 30, .shard = SHARD, .at = 1 };
	sql(world, "BEGIN");
	assert_int_equal(chain_send(world->arena, world->db, &place, &err), OK);
	sql(world,
	        "UPDATE motion SET votes_for = 3 WHERE id = 21;DELETE FROM chain_link WHERE kind = 'vote';DELETE FROM "
	        "chain WHERE kind = 'vote'");
	for (int n = 1; n <= MEETINGS; n++)
		chain_one(world, n * 10, n * 10 + 1, n);
	expect(world, "a chain written anew", "rewritten", "vote", &(struct verify_wish){ 0 });
	assert_int_equal(world->count, 1);
	sql(world, "ROLLBACK");
}

/* A vote that became void, a grade taken back: the last link counts. */
static void test_later(void **state)
{
	struct world *world = *state;
	struct err err = { 0 };
	const struct chain_place place = { .cell = CELL, .shard = SHARD, .at = 5 };
	sql(world, "BEGIN");
	sql(world, "UPDATE motion SET state = 'void', carried = NULL WHERE id = 21;DELETE FROM period_grade WHERE "
	           "period = "
	           "'2026-Q1'");
	chain_one(world, 20, 21, 5);
	assert_int_equal(chain_add_grade(world->arena, world->db, &place, STR("2026-Q1"), &err), OK);
	look(world, &(struct verify_wish){ 0 });
	assert_int_equal(world->count, 0);
	sql(world, "UPDATE motion SET state = 'closed', carried = 1 WHERE id = 21");
	expect(world, "void taken back", "changed", "vote", &(struct verify_wish){ 0 });
	sql(world, "ROLLBACK");
}

static void test_words(void **state)
{
	struct world *world = *state;
	struct str text;
	struct err err = { 0 };
	sql(world, "BEGIN");
	sql(world, "UPDATE record SET title = 'Khác' WHERE id = 22");
	look(world, &(struct verify_wish){ 0 });
	assert_int_equal(world->count, 1);
	assert_int_equal(verify_say(world->arena, world->db, &world->found[0], &text, &err), OK);
	assert_string_equal(str_c(world->arena, text), "Chi bộ thôn Đông (CB-05), buổi sinh hoạt ngày 03/02/2026 – "
	                                               "Biên bản, số 2 của chuỗi: nội dung đã bị sửa.");
	sql(world, "ROLLBACK");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_whole), cmocka_unit_test(test_rows),
		cmocka_unit_test(test_links), cmocka_unit_test(test_known), cmocka_unit_test(test_rewritten),
		cmocka_unit_test(test_later), cmocka_unit_test(test_words) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
