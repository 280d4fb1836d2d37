/* Ids: their parts, and that none comes twice whatever the clock does. */
#include "base/id.h"
#include "base/test_private.h"
#include "base/time.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void set_clock(int64_t now)
{
	char text[24];
	snprintf(text, sizeof(text), "%lld", (long long)now);
	setenv("CHIBO_NOW", text, 1);
}

static void parts_come_back(void **state)
{
	(void)state;
	set_clock(1793709000250);
	int64_t id = id_new(4095);
	assert_true(id > 0);
	assert_int_equal(id_shard(id), 4095);
	assert_int_equal(id_time(id), 1793709000250);
	assert_int_equal(id & 1023, 0);
	id_process(5);
	id = id_new(0);
	assert_int_equal(id_shard(id), 0);
	assert_int_equal(id_time(id), 1793709000250);
	assert_int_equal(id & 1023, 5 << 7);
	id_process(0);
}

static void ids_do_not_step_back(void **state)
{
	(void)state;
	set_clock(1793709000000);
	int64_t last = id_new(7);
	set_clock(1793700000000);
	for (int i = 0; i < 1000; i++) {
		int64_t next = id_new(7);
		assert_true(next > last);
		assert_int_equal(id_shard(next), 7);
		last = next;
	}
	assert_int_equal(id_time(last), 1793709000000 + 1000 / 128);
	set_clock(1793709001000);
	assert_int_equal(id_time(id_new(7)), 1793709001000);
}

static void real_clock_is_outrun_by_seconds_at_most(void **state)
{
	(void)state;
	unsetenv("CHIBO_NOW");
	int64_t last = 0;
	for (int i = 0; i < 2000; i++) {
		int64_t next = id_new(9);
		assert_true(next > last);
		last = next;
	}
	assert_true(id_time(last) <= time_now() + 5001);
}

enum { THREADS = 4, EACH = 5000 };

static void *make_ids(void *to)
{
	int64_t *ids = to;
	for (int i = 0; i < EACH; i++)
		ids[i] = id_new(11);
	return NULL;
}

static int compare_ids(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
	return (one > other) - (one < other);
}

static void threads_share_no_id(void **state)
{
	struct arena *arena = *state;
	set_clock(1793709000000);
	int64_t *ids = arena_array(arena, int64_t, THREADS * EACH);
	pthread_t thread[THREADS];
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, make_ids, ids + i * EACH), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	qsort(ids, THREADS * EACH, sizeof(*ids), compare_ids);
	for (int i = 1; i < THREADS * EACH; i++)
		assert_true(ids[i - 1] < ids[i]);
	unsetenv("CHIBO_NOW");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_come_back),
		cmocka_unit_test(ids_do_not_step_back),
		cmocka_unit_test(real_clock_is_outrun_by_seconds_at_most),
		with_arena(threads_share_no_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
