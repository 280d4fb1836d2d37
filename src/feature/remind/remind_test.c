/* What is worth a mail: new things that are soon or late, nothing twice within three days. */
#include "base/test_private.h"
#include "feature/remind/remind_private.h"

static struct due_item item(const char *title, const char *href, int urgency)
{
	struct due_item ret = { .title = str_of(title), .href = str_of(href) };
	ret.urgency = urgency;
	return ret;
}

/* A day on which these wait: 'count' of the plan, with ! when a mail is worth it; then what was told is kept. */
static void day(struct arena *arena, struct remind_items_rows *told, const char *today, struct due_item *at,
        size_t count, size_t urgent, bool worth)
{
	struct due_list list = { at, count, count };
	struct remind_plan plan;
	remind_decide(arena, &list, told, str_of(today), &plan);
	assert_int_equal(plan.count, urgent);
	assert_int_equal(plan.worth, worth);
	if (!worth)
		return;
	for (size_t i = 0; i < plan.count; i++) {
		size_t j = 0;
		while (j < told->count && told->at[j].item != plan.at[i].item)
			j++;
		told->count += j == told->count;
		told->at[j] = (struct remind_items_row){ plan.at[i].item, str_of(today), plan.at[i].late };
	}
}

static void nothing_twice_within_three_days(void **state)
{
	struct remind_items_rows told = { arena_array(*state, struct remind_items_row, 16), 0 };
	struct due_item plan = item("Lên lịch", "/a", DUE_SOON), read = item("Có thông báo", "/b", DUE_SOON),
	                both[] = { plan, read };
	day(*state, &told, "2026-11-02", NULL, 0, 0, false);
	day(*state, &told, "2026-11-03", &plan, 1, 1, true);
	day(*state, &told, "2026-11-03", &plan, 1, 1, false);
	day(*state, &told, "2026-11-04", &plan, 1, 1, false);
	day(*state, &told, "2026-11-05", both, 2, 2, true); /* something new: both are counted */
	day(*state, &told, "2026-11-06", &plan, 1, 1, false);
	day(*state, &told, "2026-11-08", &plan, 1, 1, true);
	/* Done: nothing waits, nothing is sent. */
	day(*state, &told, "2026-11-20", NULL, 0, 0, false);
}

static void what_became_late_is_told_at_once(void **state)
{
	struct remind_items_rows told = { arena_array(*state, struct remind_items_row, 16), 0 };
	struct due_item soon = item("Báo cáo", "/a", DUE_SOON), late = item("Báo cáo", "/a", DUE_LATE);
	day(*state, &told, "2026-11-30", &soon, 1, 1, true);
	day(*state, &told, "2026-12-01", &late, 1, 1, true);
	day(*state, &told, "2026-12-02", &late, 1, 1, false);
	day(*state, &told, "2026-12-04", &late, 1, 1, true);
}

static void what_is_for_information_is_no_reason(void **state)
{
	struct remind_items_rows told = { arena_array(*state, struct remind_items_row, 16), 0 };
	struct due_item at[] = { item("Có dấu hiệu", "/s", DUE_INFO), item("Việc tài khoản", "/n", DUE_INFO),
		item("Biên bản", "/m", DUE_LATE) };
	day(*state, &told, "2026-11-03", at, 2, 0, false);
	day(*state, &told, "2026-11-03", at, 3, 1, true);
	/* Another thing on the same page is another thing; what is said of it besides is not. */
	at[2].detail = STR("trễ 2 ngày");
	day(*state, &told, "2026-11-04", at, 3, 1, false);
	at[2] = item("Nghị quyết", "/m", DUE_LATE);
	day(*state, &told, "2026-11-04", at, 3, 1, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(nothing_twice_within_three_days),
		with_arena(what_became_late_is_told_at_once),
		with_arena(what_is_for_information_is_no_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
