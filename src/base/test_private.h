/* What the tests of this room share: cmocka with what it needs before it, one arena a test, texts compared. */
#ifndef BASE_TEST_PRIVATE_H
#define BASE_TEST_PRIVATE_H

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static inline int open_arena(void **state)
{
	*state = arena_open(16 << 20);
	return 0;
}

static inline int close_arena(void **state)
{
	arena_close(*state);
	return 0;
}

#define with_arena(test) cmocka_unit_test_setup_teardown(test, open_arena, close_arena)

static inline void same_text(struct str got, const char *wanted, const char *file, int line)
{
	if (str_is(got, wanted))
		return;
	print_error("got \"%.*s\", wanted \"%s\"\n", STR_ARG(got), wanted);
	_fail(file, line);
}

#define assert_text(got, wanted) same_text((got), (wanted), __FILE__, __LINE__)

#endif
