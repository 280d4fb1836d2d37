/* What an arena promises: zeroed, aligned, bounded, and grown pieces that keep their bytes. */
#include "base/arena.h"
#include "base/status.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void pieces_are_zeroed_and_aligned(void **state)
{
	(void)state;
	struct arena *arena CLOSES(arena_closep) = arena_open(64 << 20);
	for (int round = 0; round < 2; round++) {
		for (size_t size = 0; size < 3000; size += 7) {
			unsigned char *at = arena_take(arena, size);
			assert_int_equal((uintptr_t)at % 16, 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(at[i], 0);
			memset(at, 0xAA, size);
		}
		arena_reset(arena);
		assert_int_equal(arena_used(arena), 0);
	}
}

static void pieces_do_not_overlap(void **state)
{
	(void)state;
	struct arena *arena CLOSES(arena_closep) = arena_open(64 << 20);
	enum { PIECES = 400 };
	unsigned char *piece[PIECES];
	size_t size[PIECES];
	for (size_t i = 0; i < PIECES; i++) {
		size[i] = i % 50 == 0 ? 300000 : i * 13 % 9000;
		piece[i] = arena_take(arena, size[i]);
		memset(piece[i], (int)(i & 255), size[i]);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t at = 0; at < size[i]; at++)
			assert_int_equal(piece[i][at], i & 255);
}

static void ceiling_refuses_and_says_so(void **state)
{
	(void)state;
	struct arena *arena CLOSES(arena_closep) = arena_open(4096);
	assert_non_null(arena_try(arena, 4000));
	assert_false(arena_full(arena));
	assert_null(arena_try(arena, 4000));
	assert_true(arena_full(arena));
	assert_null(arena_try(arena, SIZE_MAX));
	assert_null(arena_try(arena, SIZE_MAX - 8));
	assert_true(arena_used(arena) <= 4096);
	arena_reset(arena);
	assert_false(arena_full(arena));
	assert_non_null(arena_try(arena, 4000));
	assert_null(arena_try(arena, arena_product(sizeof(int64_t), SIZE_MAX / 4)));
}

static void many_small_pieces_meet_the_ceiling(void **state)
{
	(void)state;
	struct arena *arena CLOSES(arena_closep) = arena_open(100000);
	size_t count = 0;
	while (arena_try(arena, 0))
		count++;
	assert_true(count > 1000 && count <= 100000 / 16);
}

static void growing_keeps_bytes_and_zeroes_the_rest(void **state)
{
	(void)state;
	struct arena *arena CLOSES(arena_closep) = arena_open(64 << 20);
	unsigned char *at = NULL;
	size_t size = 0;
	for (size_t next = 10; next < 4000000; next = next * 3 + 1) {
		at = arena_grow(arena, at, size, next);
		assert_non_null(at);
		for (size_t i = 0; i < next; i++)
			assert_int_equal(at[i], i < size ? 7 : 0);
		memset(at, 7, next);
		size = next;
	}
	assert_ptr_equal(arena_grow(arena, at, size, size - 1), at);
}

static void last_piece_grows_in_place(void **state)
{
	(void)state;
	struct arena *arena CLOSES(arena_closep) = arena_open(1 << 20);
	void *first = arena_take(arena, 100);
	assert_ptr_equal(arena_grow(arena, first, 100, 500), first);
	void *second = arena_take(arena, 10);
	assert_true((char *)second >= (char *)first + 500);
	void *moved = arena_grow(arena, first, 500, 600);
	assert_ptr_not_equal(moved, first);
	assert_null(arena_grow(arena, moved, 600, 2 << 20));
	assert_null(arena_grow(arena, moved, 600, SIZE_MAX));
}

static void close_accepts_null(void **state)
{
	(void)state;
	arena_close(NULL);
	struct arena *arena = arena_open(100);
	arena_closep(&arena);
	assert_null(arena);
	arena_closep(&arena);
}

static void take_past_the_ceiling_ends_the_process(void **state)
{
	(void)state;
	pid_t child = fork();
	if (child == 0) {
		close(STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		arena_take(arena_open(1000), 2000);
		_exit(0);
	}
	int how = 0;
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_true(WIFSIGNALED(how));
	assert_int_equal(WTERMSIG(how), SIGABRT);
}

struct wide {
	_Alignas(64) char state[100];
};

static void wide_types_are_aligned(void **state)
{
	(void)state;
	struct arena *arena = arena_open(1 << 16);
	for (int i = 0; i < 20; i++) {
		arena_take(arena, 24);
		assert_int_equal((uintptr_t)arena_new(arena, struct wide) % 64, 0);
	}
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wide_types_are_aligned),
		cmocka_unit_test(pieces_are_zeroed_and_aligned),
		cmocka_unit_test(pieces_do_not_overlap),
		cmocka_unit_test(ceiling_refuses_and_says_so),
		cmocka_unit_test(many_small_pieces_meet_the_ceiling),
		cmocka_unit_test(growing_keeps_bytes_and_zeroes_the_rest),
		cmocka_unit_test(last_piece_grows_in_place),
		cmocka_unit_test(close_accepts_null),
		cmocka_unit_test(take_past_the_ceiling_ends_the_process),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
