/* A database copied there and back is the same; one that differs in a byte is told from it; what can't be copied leaves
   the target as it was. On a server too, where one is given. */
#include "db/copy.h"
#include "tests/harness/test_db.h"

#include <setjmp.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { ROWS = 3000, PLACES = 3 };

struct world {
	struct arena *arena;
	char folder[64], name[PLACES][64], url[PLACES][512];
	uint64_t seed;
};

static uint64_t next(struct world *world)
{
	world->seed = world->seed * 6364136223846793005u + 1442695040888963407u;
	return world->seed >> 16;
}

/* Place 0 is a file; 1 is on the server, where there is one; 2 is a file. */
static int setup(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	char sql[128], file[160];
	check(world);
	world->arena = arena_open(256 << 20);
	world->seed = 7;
	snprintf(world->folder, sizeof(world->folder), "/tmp/copy_test.XXXXXX");
	assert_non_null(mkdtemp(world->folder));
	for (int i = 0; i < PLACES; i++) {
		snprintf(file, sizeof(file), "sqlite:%s/%d.db", world->folder, i);
		snprintf(world->url[i], sizeof(world->url[i]), "%s", file);
	}
	if (test_db_server()) {
		test_db_make(file, world->name[1], world->url[1]);
		test_db_drop(world->name[1]); /* without what a template brings */
		snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE template0", world->name[1]);
		test_db_admin(sql, true);
	}
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;
	char command[128];
	if (world->name[1][0])
		test_db_drop(world->name[1]);
	snprintf(command, sizeof(command), "rm -r '%s'", world->folder);
	assert_int_equal(system(command), 0);
	arena_close(world->arena);
	free(world);
	return 0;
}

static const char *const words[] = { "Nguyễn Thị Hồng", "đồng chí Đỗ Văn Bảy", "a\tb\nc\\N\"'", "",
	"𠀀 漢 \xe2\x80\x8b", "9999-12-31", "Chi bộ thôn Đông" };

static struct str random_bytes(struct world *world, size_t len)
{
	char *bytes = arena_take(world->arena, len + 1);
	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)next(world);
	return (struct str){ bytes, len };
}

static struct db_value value(struct world *world, char kind, int64_t row)
{
	static const int64_t edge[] = { INT64_MIN, INT64_MAX, 0, -1, 1, 1 << 30 };
	struct db_value value = { .kind = kind };
	if (kind == 'i')
		value.n = next(world) % 4 ? row : edge[next(world) % LENGTH(edge)];
	else if (kind == 't')
		value.s = str_format(world->arena, "%s", words[next(world) % LENGTH(words)]);
	else
		value.s = random_bytes(world, next(world) % 40);
	return value;
}

/* Rows of a table without rules about what is in it; `maybe` names the columns that may be NULL. */
static void put_rows(struct world *world, struct db *db, const char *name, int64_t rows, const char *maybe)
{
	struct err err = { 0 };
	const struct db_table *table = db_table_find(str_of(name));
	assert_non_null(table);
	struct db_value values[DB_COLUMNS_MAX];
	assert_int_equal(db_load_begin(db, table, &err), OK);
	for (int64_t row = 0; row < rows; row++) {
		for (size_t i = 0; table->columns[i]; i++) {
			bool key = false;
			for (size_t k = 0; table->key[k]; k++)
				key |= !strcmp(table->key[k], table->columns[i]);
			values[i] = value(world, table->kinds[i], row);
			if (key && table->kinds[i] == 'i')
				values[i] = (struct db_value){ 'i', row * 7 - rows, STR_NONE };
			else if (key)
				values[i].s = str_format(world->arena, "%s%lld", words[row % 7], (long long)row);
			else if (strstr(maybe,
			                 str_c(world->arena, str_format(world->arena, " %s ", table->columns[i]))) &&
			         next(world) % 2)
				values[i].kind = 'n';
		}
		assert_int_equal(db_load_row(db, values, &err), OK);
	}
	assert_int_equal(db_load_end(db, &err), OK);
}

static enum status put_all(struct db *db, void *context, struct err *err)
{
	struct world *world = context;
	put_rows(world, db, "operation", ROWS, " location ");
	put_rows(world, db, "record_version", ROWS, "");
	put_rows(world, db, "register_number", ROWS, " record void_reason ");
	put_rows(world, db, "audit", ROWS, "");
	put_rows(world, db, "chain", ROWS, "");
	const struct db_table *table = db_table_find(STR("file_piece"));
	TRY(db_load_begin(db, table, err));
	for (int i = 0; i < 3; i++)
		TRY(db_load_row(db,
		        (struct db_value[]){ { 'b', 0, random_bytes(world, 32) }, { 'i', i, STR_NONE },
		                { 'i', 0, STR_NONE }, { 'b', 0, random_bytes(world, i << 20) } },
		        err));
	return db_load_end(db, err);
}

static void make_source(struct world *world, int place)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct err err = { 0 };
	assert_int_equal(db_open(str_of(world->url[place]), DB_WRITE, &db, &err), OK);
	assert_int_equal(db_migrate(db, 1, &err), OK);
	assert_int_equal(db_transaction(db, put_all, world, &err), OK);
}

static enum status copy(struct world *world, int from, int to, struct db_copy *ret_copy, struct err *err)
{
	*ret_copy = (struct db_copy){ .arena = world->arena };
	*err = (struct err){ 0 };
	return db_copy(ret_copy, str_of(world->url[from]), str_of(world->url[to]), err);
}

static enum status compare(struct world *world, int from, int to, struct err *err)
{
	struct db_copy run = { .arena = world->arena };
	*err = (struct err){ 0 };
	return db_compare(&run, str_of(world->url[from]), str_of(world->url[to]), err);
}

static void run_sql(struct world *world, int place, const char *sql)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct err err = { 0 };
	assert_int_equal(db_open(str_of(world->url[place]), DB_WRITE, &db, &err), OK);
	assert_int_equal(db_exec(db, sql, &err), OK);
}

static void expect_ok(enum status status, const struct err *err)
{
	if (status != OK)
		fprintf(stderr, "%s %s %s %s\n", err->code, err->detail, err->arg[0].value, err->arg[1].value);
	assert_int_equal(status, OK);
}

/* There, on, and back; the hash stays. */
static void test_there_and_back(void **state)
{
	struct world *world = *state;
	struct db_copy one, two;
	struct err err;
	make_source(world, 0);
	expect_ok(copy(world, 0, 1, &one, &err), &err);
	assert_int_equal(one.whole.rows, 5 * ROWS + 3);
	assert_int_equal(one.done, one.all);
	expect_ok(copy(world, 1, 2, &two, &err), &err);
	assert_memory_equal(one.whole.hash, two.whole.hash, DIGEST_HASH);
	expect_ok(compare(world, 0, 2, &err), &err);
	expect_ok(compare(world, 1, 2, &err), &err);
	char path[128];
	snprintf(path, sizeof(path), "%s/2.db.part", world->folder);
	assert_int_not_equal(access(path, F_OK), 0);
}

/* The indexes are there again: a copy works as fast as what it was made of. */
static void test_indexes(void **state)
{
	struct world *world = *state;
	struct db_copy run;
	struct err err;
	make_source(world, 0);
	expect_ok(copy(world, 0, 2, &run, &err), &err);
	for (int place = 0; place <= 2; place += 2)
		run_sql(world, place, "DROP INDEX record_cell; DROP INDEX membership_cell; DROP INDEX unit_code_code");
	expect_ok(copy(world, 2, 1, &run, &err), &err);
	run_sql(world, 1, "DROP INDEX record_cell; DROP INDEX membership_cell; DROP INDEX unit_code_code");
}

static void test_differs(void **state)
{
	struct world *world = *state;
	struct db_copy run;
	struct err err;
	make_source(world, 0);
	expect_ok(copy(world, 0, 1, &run, &err), &err);
	run_sql(world, 1, "UPDATE register_number SET record = NULL, void_reason = '' WHERE term = 4000");
	assert_int_equal(compare(world, 0, 1, &err), CONFLICT);
	assert_string_equal(err.code, "copy.differs");
	assert_string_equal(err.arg[0].value, "register_number");
	assert_non_null(strstr(err.arg[1].value, "term=4000"));
	run_sql(world, 1, "DELETE FROM audit WHERE seq = -3000");
	assert_int_equal(compare(world, 0, 1, &err), CONFLICT);
	assert_string_equal(err.arg[0].value, "audit");
	assert_non_null(strstr(err.arg[1].value, "seq=-3000"));
}

static void test_refused(void **state)
{
	struct world *world = *state;
	struct db_copy run;
	struct err err;
	assert_int_equal(copy(world, 0, 1, &run, &err), NOT_FOUND);
	make_source(world, 0);
	assert_int_equal(copy(world, 0, 0, &run, &err), INVALID);
	assert_string_equal(err.code, "copy.same");
	expect_ok(copy(world, 0, 1, &run, &err), &err);
	assert_int_equal(copy(world, 0, 1, &run, &err), CONFLICT);
	assert_string_equal(err.code, "copy.not_empty");
	expect_ok(compare(world, 0, 1, &err), &err);
	/* empty tables are as good as none */
	run_sql(world, 1,
	        "DELETE FROM operation; DELETE FROM record_version; DELETE FROM register_number; DELETE FROM "
	        "audit; DELETE FROM chain; DELETE FROM file_piece");
	expect_ok(copy(world, 0, 1, &run, &err), &err);
	run_sql(world, 2, "CREATE TABLE theirs (n INTEGER)");
	assert_int_equal(copy(world, 0, 2, &run, &err), CONFLICT);
	assert_string_equal(err.code, "copy.other_tables");
	run_sql(world, 0, "INSERT INTO migration (name, hash, at) VALUES ('2999-01-01_later', '', 0)");
	assert_int_equal(compare(world, 0, 1, &err), CONFLICT);
	assert_string_equal(err.code, "db.newer");
	snprintf(world->url[1], sizeof(world->url[1]), "mysql:x");
	assert_int_equal(copy(world, 0, 1, &run, &err), INVALID);
	assert_string_equal(err.code, "db.url");
}

struct rubric_rows {
	int first, count;
	const char *body;
	int64_t at;
};

static enum status put_rubrics(struct db *db, void *context, struct err *err)
{
	const struct rubric_rows *rows = context;
	TRY(db_load_begin(db, db_table_find(STR("rubric")), err));
	for (int i = rows->first; i < rows->first + rows->count; i++)
		TRY(db_load_row(db,
		        (struct db_value[]){ { 't', 0, STR("r") }, { 'i', i, STR_NONE }, { 't', 0, STR("name") },
		                { 't', 0, STR("issuer") }, { 't', 0, STR("document") }, { 't', 0, STR("2026-01-01") },
		                { 't', 0, STR("9999-12-31") }, { 't', 0, str_of(rows->body) }, { 'b', 0, STR("#") },
		                { 'i', rows->at, STR_NONE } },
		        err));
	return db_load_end(db, err);
}

static void add_rubrics(struct world *world, int place, struct rubric_rows rows)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct err err = { 0 };
	assert_int_equal(db_open(str_of(world->url[place]), DB_WRITE, &db, &err), OK);
	assert_int_equal(db_migrate(db, 1, &err), OK);
	expect_ok(db_transaction(db, put_rubrics, &rows, &err), &err);
}

/* What the program itself puts into a new database counts as nothing, where the source has it too. */
static void test_just_made(void **state)
{
	struct world *world = *state;
	struct db_copy run;
	struct err err = { 0 };
	make_source(world, 0);
	add_rubrics(world, 0, (struct rubric_rows){ 1, 3, "{}", 100 });
	add_rubrics(world, 1, (struct rubric_rows){ 2, 2, "{}", 200 });
	add_rubrics(world, 1, (struct rubric_rows){ 4, 1, "{}", 200 });
	assert_int_equal(copy(world, 0, 1, &run, &err), CONFLICT);
	assert_string_equal(err.code, "copy.not_empty");
	assert_string_equal(err.arg[0].value, "rubric");
	run_sql(world, 1, "DELETE FROM rubric WHERE version = 4; UPDATE rubric SET body = '{ }' WHERE version = 3");
	assert_int_equal(copy(world, 0, 1, &run, &err), CONFLICT);
	assert_string_equal(err.arg[0].value, "rubric");
	run_sql(world, 1, "UPDATE rubric SET body = '{}'");
	expect_ok(copy(world, 0, 1, &run, &err), &err);
	expect_ok(compare(world, 0, 1, &err), &err);
	assert_int_equal(copy(world, 0, 1, &run, &err), CONFLICT);
}

/* A row that the target can't hold: nothing stays, and the next try finds it empty. */
static void test_undone(void **state)
{
	struct world *world = *state;
	struct db_copy run;
	struct err err;
	make_source(world, 0);
	run_sql(world, 0,
	        "PRAGMA ignore_check_constraints=ON; "
	        "INSERT INTO unit (id, kind, shard, since, entered_at) VALUES (1, 'nowhere', 0, '', 0)");
	assert_int_equal(copy(world, 0, 1, &run, &err), INVALID);
	assert_string_equal(err.code, "unit.kind");
	run_sql(world, 0, "DELETE FROM unit");
	expect_ok(copy(world, 0, 1, &run, &err), &err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_there_and_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_indexes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_differs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_just_made, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undone, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
