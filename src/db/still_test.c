/* What is read for a backup is one moment, whatever is written meanwhile; a clone leaves nothing behind. TMPDIR on a
   file system that shares blocks tries the clone, any other one the view. */
#include "db/upkeep.h"
#include "tests/harness/test_db.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ROUNDS = 40 };

static char folder[256], name[64], url[512];

static int begin(void **state)
{
	char file[400];
	const char *temporary = getenv("TMPDIR");
	(void)state;
	snprintf(folder, sizeof(folder), "%s/still_test.XXXXXX", temporary ? temporary : "/tmp");
	check(mkdtemp(folder));
	snprintf(file, sizeof(file), "sqlite:%s/a.db", folder);
	test_db_make(file, name, url);
	return 0;
}

static int end(void **state)
{
	char command[300];
	(void)state;
	test_db_drop(name);
	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	return system(command);
}

static int64_t rows_of(struct db *db)
{
	struct err err = { 0 };
	int64_t rows = -1;
	assert_int_equal(db_table_rows(db, db_table_find(STR("chain")), &rows, &err), OK);
	return rows;
}

static enum status put(struct db *db, void *context, struct err *err)
{
	const int64_t *cell = context;
	TRY(db_load_begin(db, db_table_find(STR("chain")), err));
	TRY(db_load_row(db,
	        (struct db_value[]){ { 'i', *cell, STR_NONE }, { 't', 0, STR("audit") }, { 'i', 1, STR_NONE },
	                { 'i', 1, STR_NONE }, { 'b', 0, STR("#") } },
	        err));
	return db_load_end(db, err);
}

static void add(struct db *db, int64_t cell)
{
	struct err err = { 0 };
	assert_int_equal(db_transaction(db, put, &cell, &err), OK);
}

static int clones(void)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int count = 0;
	check(dir);
	while ((entry = readdir(dir)))
		count += strstr(entry->d_name, ".still") != NULL;
	closedir(dir);
	return count;
}

static void one_moment(void **state)
{
	struct db *writer, *reader;
	struct err err = { 0 };
	(void)state;
	assert_int_equal(db_open(str_of(url), DB_WRITE, &writer, &err), OK);
	assert_int_equal(db_migrate(writer, 1, &err), OK);
	assert_int_equal(db_open(str_of(url), DB_READ, &reader, &err), OK);
	for (int64_t i = 0; i < ROUNDS; i++) {
		struct db_still still;
		add(writer, 2 * i);
		assert_int_equal(db_still_begin(reader, NULL, &still, &err), OK);
		assert_int_equal(rows_of(still.db), 2 * i + 1); /* a view begins with its first read */
		add(writer, 2 * i + 1);
		assert_int_equal(rows_of(still.db), 2 * i + 1);
		assert_int_equal(rows_of(reader), still.clone[0] ? 2 * i + 2 : 2 * i + 1);
		assert_int_equal(clones() > 0, still.clone[0] != 0);
		db_still_end(&still);
		assert_int_equal(clones(), 0);
	}
	db_close(reader);
	db_close(writer);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(one_moment, begin, end) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
