/* What is read beside a writer is the database of one commit, whatever is written, undone and removed between. */
#include "db/past.h"
#include "db/db_private.h"
#include "db/row.h"
#include "db/upkeep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 1400, ACTS = 25 };

static struct db *writer, *reader;
static struct arena *arena;
static struct err err;
static char folder[200], file[220];
static uint64_t dice = 20261122;

static int up_to(int sides)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (int)((dice >> 33) % (uint64_t)sides);
}

static enum status start(struct db *db, void *context, struct err *why)
{
	(void)context;
	return db_outbox_start(db, why);
}

static int begin(void **state)
{
	(void)state;
	const char *temporary = getenv("TMPDIR");
	snprintf(folder, sizeof(folder), "%s/past_test.XXXXXX", temporary ? temporary : "/tmp");
	assert_non_null(mkdtemp(folder));
	snprintf(file, sizeof(file), "sqlite:%s/a.db", folder);
	arena = arena_open(1 << 28);
	return db_open(str_of(file), DB_WRITE, &writer, &err) || db_migrate(writer, 1, &err) ||
	       db_transaction(writer, start, NULL, &err) || db_open(str_of(file), DB_READ, &reader, &err);
}

static int end(void **state)
{
	(void)state;
	char command[300];
	db_close(reader);
	db_close(writer);
	arena_close(arena);
	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	return system(command);
}

/* Keys of every kind: numbers on both sides of 0, texts that are the beginning of others, two columns. */
static size_t some_row(const struct db_table **ret_table, struct db_value values[4])
{
	static char text[40];
	int kind = up_to(3), n = up_to(ROWS) - ROWS / 2;
	*ret_table = db_table_find(str_of(kind == 0 ? "erasure" : kind == 1 ? "site" : "remind"));
	snprintf(text, sizeof(text), "%.*s", 1 + up_to(12), kind == 1 ? "đồng chí ơi nhớ nhé" : "2026-11-22");
	struct db_value number = { .kind = 'i', .n = n }, word = { .kind = 't', .s = str_of(text) };
	struct db_value mark = { .kind = 'i', .n = up_to(1000) };
	values[0] = kind == 1 ? word : number;
	values[1] = kind == 1 ? (struct db_value){ .kind = 'b', .s = STR("x\0y") } : word;
	values[2] = mark;
	values[3] = mark;
	if (kind == 1)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%d", n);
	values[0].s = kind == 1 ? str_of(text) : values[0].s;
	return kind == 0 ? 3 : kind == 1 ? 2 : 4;
}

static void change_some(int count)
{
	for (int i = 0; i < count; i++) {
		const struct db_table *table;
		struct db_value values[4];
		size_t columns = some_row(&table, values);
		if (up_to(3))
			assert_int_equal(db_row_put(writer, table, values, columns, &err), OK);
		else
			assert_int_equal(db_row_remove(writer, table, values, &err), OK);
	}
}

/* A transaction of three jobs, one of which is undone. */
static void write_some(int count)
{
	assert_int_equal(db_frame(writer, FRAME_WRITE, &err), OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(db_frame(writer, FRAME_SAVE, &err), OK);
		change_some(count);
		assert_int_equal(db_frame(writer, i == 1 ? FRAME_UNDO_JOB : FRAME_RELEASE, &err), OK);
	}
	assert_int_equal(db_frame(writer, up_to(6) ? FRAME_COMMIT : FRAME_UNDO, &err), OK);
}

struct seen {
	struct buf bytes;
	int rows, write_every;
};

static enum status see(void *context, const struct db_table *table, const struct db_value *values, struct err *why)
{
	(void)why;
	struct seen *seen = context;
	unsigned char row[4096];
	size_t columns = db_table_columns(table), size = db_row_size(values, columns);
	assert_true(size <= sizeof(row));
	db_row_write(row, values, columns);
	buf_c(&seen->bytes, table->name);
	buf_put(&seen->bytes, (const char *)row, size);
	if (seen->write_every && ++seen->rows % seen->write_every == 0)
		write_some(ACTS);
	return OK;
}

static struct str all_rows(const struct db_still *still, int write_every)
{
	struct seen seen = { .bytes = buf_open(arena, 1 << 24), .write_every = write_every };
	for (size_t i = 0; i < db_table_count; i++)
		assert_int_equal(db_still_scan(still, &db_tables[i], see, &seen, &err), OK);
	return buf_text(&seen.bytes);
}

static struct str rows_now(void)
{
	struct db_still still = { .db = reader };
	assert_int_equal(db_view_begin(reader, &err), OK);
	struct str rows = all_rows(&still, 0);
	db_view_end(reader);
	return rows;
}

static struct db_past *begin_past(void)
{
	struct db_past *past;
	assert_int_equal(db_frame(writer, FRAME_WRITE, &err), OK);
	change_some(3);
	assert_int_equal(db_past_begin(writer, &past, &err), OK);
	assert_int_equal(db_past_where(past).line, 0);
	change_some(3);
	assert_int_equal(db_frame(writer, FRAME_COMMIT, &err), OK);
	return past;
}

static void is_one_moment(void **state)
{
	(void)state;
	write_some(2 * ROWS);
	for (int round = 0; round < 5; round++) {
		struct db_still still = { .db = reader };
		struct db_position where;
		still.past = begin_past();
		struct str then = rows_now();
		assert_int_equal(db_outbox_where(reader, &where, &err), OK);
		assert_int_equal(db_past_where(still.past).position, where.position);
		assert_int_equal(db_past_where(still.past).line, where.line);
		for (int i = up_to(4); i > 0; i--)
			write_some(ACTS);
		struct str beside = all_rows(&still, 1 + up_to(97));
		assert_true(str_eq(then, beside));
		assert_false(str_eq(rows_now(), then));
		db_still_end(&still);
	}
}

static void one_at_a_time(void **state)
{
	(void)state;
	struct db_past *past = begin_past(), *second, *elsewhere;
	assert_int_equal(db_frame(writer, FRAME_WRITE, &err), OK);
	assert_int_equal(db_past_begin(writer, &second, &err), CONFLICT);
	assert_string_equal(err.code, "db.past");
	db_past_end(second);
	assert_int_equal(db_past_begin(reader, &elsewhere, &err), CONFLICT);
	db_past_end(elsewhere);
	db_frame(writer, FRAME_UNDO, &err);
	db_past_end(past);
	db_past_end(begin_past());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(is_one_moment, begin, end),
		cmocka_unit_test_setup_teardown(one_at_a_time, begin, end),
	};
	return cmocka_run_group_tests_name("past", tests, NULL, NULL);
}
