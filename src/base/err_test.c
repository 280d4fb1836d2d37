/* What a failure keeps, and what of it reaches the log. */
#include "base/log.h"
#include "base/test_private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void codes_of_the_border(void **state)
{
	(void)state;
	assert_int_equal(status_http(OK), 200);
	assert_int_equal(status_http(INVALID), 422);
	assert_int_equal(status_http(BUSY), 503);
	assert_int_equal(status_exit(OK), 0);
	assert_int_equal(status_exit(BROKEN), 1);
	assert_int_equal(status_exit(CONFLICT), 5);
}

static void failure_is_filled_in(void **state)
{
	(void)state;
	struct err err;
	memset(&err, 0xAA, sizeof(err));
	assert_int_equal(err_set(&err, INVALID, "meeting.papers_late", "day"), INVALID);
	err_arg_int(&err, "days", INT64_MIN);
	err_arg(&err, "name", STR_NONE);
	assert_int_equal(err.status, INVALID);
	assert_string_equal(err.field, "day");
	assert_string_equal(err.detail, "");
	assert_int_equal(err.arg_count, 2);
	assert_string_equal(err.arg[0].name, "days");
	assert_string_equal(err.arg[0].value, "-9223372036854775808");
	assert_string_equal(err.arg[1].value, "");
	assert_int_equal(err_broken(&err, "db.failed", "line %d", 3), BROKEN);
	assert_string_equal(err.detail, "line 3");
	assert_int_equal(err.arg_count, 0);
	assert_int_equal(err_set(NULL, DENIED, "x", NULL), DENIED);
	assert_int_equal(err_broken(NULL, "x", "y"), BROKEN);
	err_arg(NULL, "a", STR("b"));
}

static void long_values_are_cut_between_letters(void **state)
{
	struct arena *arena = *state;
	for (size_t before = 0; before < 3; before++) {
		struct buf buf = buf_open(arena, 4000);
		buf_put(&buf, "xx", before);
		for (int i = 0; i < 600; i++)
			buf_c(&buf, "ạ"); /* three bytes */
		struct err err = { 0 };
		err_arg(&err, "text", buf_text(&buf));
		size_t len = strlen(err.arg[0].value);
		assert_true(len < ERR_VALUE && len > ERR_VALUE - 4);
		assert_int_equal((len - before) % 3, 0);
		err_broken(&err, "x", "%.*s", STR_ARG(buf_text(&buf)));
		len = strlen(err.detail);
		assert_true(len < ERR_DETAIL && len > ERR_DETAIL - 4);
		assert_int_equal((len - before) % 3, 0);
	}
}

/* What log_line writes to standard error. */
static struct str logged(struct arena *arena, struct str text)
{
	int ends[2], keep = dup(STDERR_FILENO);
	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	log_line("warn", "%.*s", STR_ARG(text));
	dup2(keep, STDERR_FILENO);
	close(keep);
	close(ends[1]);
	char *line = arena_take(arena, 8000);
	ssize_t len = read(ends[0], line, 8000);
	close(ends[0]);
	return (struct str){ line, len > 0 ? (size_t)len : 0 };
}

static void log_is_one_plain_line(void **state)
{
	struct arena *arena = *state;
	setenv("CHIBO_NOW", "1793709000250", 1);
	assert_text(logged(arena, STR("mất điện\nroot: \x1B[31mok\x7F\xC2\x9B|")),
	        "2026-11-03T12:30:00.250Z warn mất điện root:  [31mok   |\n");
	struct buf buf = buf_open(arena, 9000);
	for (int i = 0; i < 1500; i++)
		buf_c(&buf, "ạ");
	struct str line = logged(arena, buf_text(&buf));
	assert_true(line.len <= 2048 && line.len > 2000);
	assert_true(str_ends(line, STR("ạ\n")));
	unsetenv("CHIBO_NOW");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_of_the_border),
		cmocka_unit_test(failure_is_filled_in),
		with_arena(long_values_are_cut_between_letters),
		with_arena(log_is_one_plain_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
