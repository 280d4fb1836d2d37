/* Random bytes, UUIDs, hexadecimal text, comparison of secrets. */
#include "base/hex.h"
#include "base/random.h"
#include "base/test_private.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void random_bytes_differ(void **state)
{
	(void)state;
	unsigned char a[32] = { 0 }, b[32] = { 0 }, none[32] = { 0 };
	random_bytes(a, sizeof(a));
	random_bytes(b, sizeof(b));
	assert_false(bytes_equal(a, b, sizeof(a)));
	random_bytes(none, 0);
	for (size_t i = 0; i < sizeof(none); i++)
		assert_int_equal(none[i], 0);
}

static void uuids_carry_the_instant(void **state)
{
	struct arena *arena = *state;
	struct str uuid = uuid7(arena, 0x018F12345678);
	assert_true(uuid_valid(uuid));
	assert_true(str_starts(uuid, STR("018f1234-5678-7")));
	assert_non_null(strchr("89ab", uuid.ptr[19]));
}

static void uuids_never_step_back(void **state)
{
	struct arena *arena = *state;
	struct str last = uuid7(arena, 1800000000000);
	for (int i = 0; i < 9000; i++) {
		struct str next = uuid7(arena, 1800000000000 - (i % 3) * 5000);
		assert_true(uuid_valid(next));
		assert_true(str_compare(last, next) < 0);
		last = next;
	}
}

static void a_child_makes_other_uuids(void **state)
{
	struct arena *arena = *state;
	uuid7(arena, 1800000000000); /* chances are kept now */
	int ends[2];
	char theirs[UUID_LENGTH];
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	struct str uuid = uuid7(arena, 1900000000000);
	if (child == 0)
		_exit(write(ends[1], uuid.ptr, uuid.len) == UUID_LENGTH ? 0 : 1);
	assert_int_equal(read(ends[0], theirs, UUID_LENGTH), UUID_LENGTH);
	assert_memory_not_equal(theirs + 24, uuid.ptr + 24, 12);
	int how;
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
	close(ends[0]);
	close(ends[1]);
}

static void uuids_are_told_from_others(void **state)
{
	(void)state;
	assert_true(uuid_valid(STR("018F1234-5678-7abc-89AB-0123456789ab")));
	assert_false(uuid_valid(STR("018f1234-5678-7abc-89ab-0123456789a")));
	assert_false(uuid_valid(STR("018f1234-5678-7abc-89ab-0123456789abc")));
	assert_false(uuid_valid(STR("018f1234-5678-7abc-89ab-0123456789ag")));
	assert_false(uuid_valid(STR("018f1234x5678-7abc-89ab-0123456789ab")));
	assert_false(uuid_valid(STR("018f12345-678-7abc-89ab-0123456789ab")));
	assert_false(uuid_valid(STR_NONE));
}

static void hexadecimal_text(void **state)
{
	struct arena *arena = *state;
	unsigned char bytes[4] = { 1, 2, 3, 4 };
	assert_text(hex_encode(arena, "\x00\x9F\xFF", 3), "009fff");
	assert_text(hex_encode(arena, "", 0), "");
	assert_true(hex_decode(STR("00aFfF10"), bytes, 4));
	assert_memory_equal(bytes, "\x00\xAF\xFF\x10", 4);
	assert_false(hex_decode(STR("0102030"), bytes, 4));
	assert_false(hex_decode(STR("01020304ff"), bytes, 4));
	assert_false(hex_decode(STR("0102030g"), bytes, 4));
	assert_false(hex_decode(STR("010203"), bytes, 4));
	assert_memory_equal(bytes, "\x00\xAF\xFF\x10", 4);
	assert_true(hex_decode(STR(""), bytes, 0));
}

static void bytes_are_compared(void **state)
{
	(void)state;
	assert_true(bytes_equal("abc", "abc", 3));
	assert_false(bytes_equal("abc", "abd", 3));
	assert_false(bytes_equal("abc", "bbc", 3));
	assert_true(bytes_equal("a", "b", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_bytes_differ),
		with_arena(uuids_carry_the_instant),
		with_arena(uuids_never_step_back),
		with_arena(a_child_makes_other_uuids),
		cmocka_unit_test(uuids_are_told_from_others),
		with_arena(hexadecimal_text),
		cmocka_unit_test(bytes_are_compared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
