/* The pool of opinions without a name: what goes in comes out, and the rows say nothing more. The words that go out. */
#include "base/test_private.h"
#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/call/call_private.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum { SHARD = 3, SLOT_BYTES = 24 + 16 + 8192 };

struct fixture {
	struct arena *arena;
	struct db *db;
	char file[64], url[80];
	struct meeting meeting;
	struct err err;
};

static int open_db(void **state)
{
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct fixture *f = arena_new(arena, struct fixture);
	f->arena = arena;
	snprintf(f->file, sizeof(f->file), "/tmp/call_test_%d.db", (int)getpid());
	snprintf(f->url, sizeof(f->url), "sqlite:%s", f->file);
	f->meeting = (struct meeting){ .id = id_new(SHARD), .shard = SHARD };
	assert_true(sodium_init() >= 0);
	assert_int_equal(db_open(str_of(f->url), DB_WRITE, &f->db, &f->err), OK);
	assert_int_equal(db_migrate(f->db, time_now(), &f->err), OK);
	*state = f;
	return 0;
}

static int close_db(void **state)
{
	struct fixture *f = *state;
	char beside[96];
	db_close(f->db);
	unlink(f->file);
	for (int i = 0; i < 2; i++) {
		snprintf(beside, sizeof(beside), "%s%s", f->file, i ? "-wal" : "-shm");
		unlink(beside);
	}
	arena_close(f->arena);
	return 0;
}

static enum status add(struct fixture *f, const char *text)
{
	return call_pool_add(f->arena, f->db, &f->meeting, str_of(text), &f->err);
}

/* Nothing is read before the meeting opens. */
static void open_pool(struct fixture *f, struct pool *ret_pool)
{
	assert_int_equal(call_pool_read(f->arena, f->db, &f->meeting, ret_pool, &f->err), OK);
	assert_int_equal(ret_pool->count, 0);
	assert_int_equal(call_release(f->arena, f->db, &f->meeting, &f->err), OK);
	assert_int_equal(call_pool_read(f->arena, f->db, &f->meeting, ret_pool, &f->err), OK);
}

static bool holds(const struct pool *pool, const char *text)
{
	for (size_t i = 0; i < pool->count; i++)
		if (str_is(pool->text[i], text))
			return true;
	return false;
}

static struct call_pool_rows slots(struct fixture *f)
{
	struct call_pool_rows rows;
	assert_int_equal(
	        call_pool(f->arena, f->db, &(struct call_pool_in){ .meeting = { f->meeting.id }, .shard = SHARD },
	                &rows, &f->err),
	        OK);
	return rows;
}

static void comes_out_as_it_went_in(void **state)
{
	struct fixture *f = *state;
	struct pool pool;
	assert_int_equal(call_pool_read(f->arena, f->db, &f->meeting, &pool, &f->err), OK);
	assert_int_equal(pool.count, 0);
	assert_int_equal(add(f, "Thu quỹ chưa rõ ràng"), OK);
	assert_int_equal(add(f, "Họp nên đúng giờ"), OK);
	open_pool(f, &pool);
	assert_int_equal(pool.count, 2);
	assert_true(holds(&pool, "Thu quỹ chưa rõ ràng") && holds(&pool, "Họp nên đúng giờ"));
	/* Another meeting has another key and other rows. */
	struct meeting other = { .id = id_new(SHARD), .shard = SHARD };
	assert_int_equal(call_pool_read(f->arena, f->db, &other, &pool, &f->err), OK);
	assert_int_equal(pool.count, 0);
}

/* All slots are there from the first opinion on, of one size, and every write changes all of them. */
static void rows_tell_nothing(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(add(f, "a"), OK);
	struct call_pool_rows before = slots(f);
	assert_int_equal(before.count, POOL_SLOTS);
	assert_int_equal(add(f, "Một ý kiến dài hơn nhiều so với ý kiến trước"), OK);
	struct call_pool_rows after = slots(f);
	assert_int_equal(after.count, POOL_SLOTS);
	for (size_t i = 0; i < after.count; i++) {
		assert_int_equal(after.at[i].sealed.len, SLOT_BYTES);
		assert_int_equal(before.at[i].sealed.len, SLOT_BYTES);
		assert_false(str_eq(after.at[i].sealed, before.at[i].sealed));
	}
}

static void place_is_chance(void **state)
{
	struct fixture *f = *state;
	struct pool pool;
	int first = 0, rounds = 24;
	for (int round = 0; round < rounds; round++) {
		f->meeting.id = id_new(SHARD);
		assert_int_equal(add(f, "trước"), OK);
		assert_int_equal(add(f, "sau"), OK);
		open_pool(f, &pool);
		first += str_is(pool.text[0], "trước");
	}
	assert_in_range(first, 1, rounds - 1); /* wrong once in eight million runs */
}

static void full_pool_refuses(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < POOL_SLOTS; i++)
		assert_int_equal(add(f, str_c(f->arena, str_format(f->arena, "ý kiến %d", i))), OK);
	assert_int_equal(add(f, "ý kiến 0"), OK); /* the same text again is there already */
	assert_int_equal(add(f, "thừa"), CONFLICT);
	assert_string_equal(f->err.code, "call.pool_full");
}

static void touched_slot_is_left_out(void **state)
{
	struct fixture *f = *state;
	struct pool pool;
	struct str zeroes = { arena_take(f->arena, SLOT_BYTES), SLOT_BYTES };
	assert_int_equal(add(f, "còn nguyên"), OK);
	for (int64_t slot = 0; slot < POOL_SLOTS; slot++) {
		struct call_pool_put_in in = {
			.meeting = { f->meeting.id }, .shard = SHARD, .slot = slot, .sealed = zeroes
		};
		assert_int_equal(call_pool_put(f->arena, f->db, &in, &f->err), OK);
	}
	open_pool(f, &pool);
	assert_int_equal(pool.count, 0);
}

static void when_is_said_in_words(void **state)
{
	struct arena *arena = *state;
	struct meeting meeting = { .day = STR("2026-12-03"), .minute = 19 * 60 + 5 };
	assert_text(call_when(arena, &meeting), "19 giờ 05, thứ Năm, ngày 03/12/2026");
	meeting = (struct meeting){ .day = STR("2026-12-06"), .minute = 8 * 60 };
	assert_text(call_when(arena, &meeting), "8 giờ, Chủ nhật, ngày 06/12/2026");
}

/* RFC 5545: CRLF, lines of at most 75 bytes, commas escaped; UTC; nothing that reveals membership. */
static void calendar_is_neutral(void **state)
{
	struct arena *arena = *state;
	struct call_calendar_row row = { .id = { 77 },
		.day = STR("2026-12-03"),
		.minute = 390,
		.version = 4,
		.place = STR("Nhà văn hóa thôn Đông, cạnh đình làng cũ, đối diện trạm y tế xã, lối vào từ đường liên "
		             "thôn") };
	struct str text = call_calendar_text(arena, &(struct call_calendar_rows){ &row, 1 }, 0);
	assert_true(str_find(text, STR("DTSTART:20261202T233000Z\r\n")) > 0);
	assert_true(str_find(text, STR("SEQUENCE:4\r\n")) > 0);
	assert_true(str_find(text, STR("Đông\\, cạnh")) > 0);
	assert_int_equal(str_find(text_lower(arena, text), STR("chi bộ")), -1);
	assert_int_equal(str_find(text_lower(arena, text), STR("đảng")), -1);
	struct str rest = text, line;
	while (str_split(&rest, '\n', &line)) {
		assert_true(line.len && line.ptr[line.len - 1] == '\r');
		assert_true(line.len <= 76);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(comes_out_as_it_went_in, open_db, close_db),
		cmocka_unit_test_setup_teardown(rows_tell_nothing, open_db, close_db),
		cmocka_unit_test_setup_teardown(place_is_chance, open_db, close_db),
		cmocka_unit_test_setup_teardown(full_pool_refuses, open_db, close_db),
		cmocka_unit_test_setup_teardown(touched_slot_is_left_out, open_db, close_db),
		with_arena(when_is_said_in_words),
		with_arena(calendar_is_neutral),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
