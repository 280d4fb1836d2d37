/* The calendar, people's zone, and what they type. */
#include "base/test_private.h"
#include "base/time.h"

#include <stdlib.h>

static struct date day(int year, int month, int of_month)
{
	return (struct date){ year, month, of_month };
}

static void calendar_knows_real_days(void **state)
{
	(void)state;
	assert_true(date_real(day(2024, 2, 29)));
	assert_true(date_real(day(2000, 2, 29)));
	assert_false(date_real(day(1900, 2, 29)));
	assert_false(date_real(day(2023, 2, 29)));
	assert_false(date_real(day(2026, 2, 31)));
	assert_false(date_real(day(2026, 4, 31)));
	assert_false(date_real(day(2026, 13, 1)));
	assert_false(date_real(day(2026, 0, 0)));
	assert_false(date_real(day(2026, 1, 0)));
	assert_false(date_real(day(0, 1, 1)));
}

static void every_day_has_its_number(void **state)
{
	(void)state;
	assert_int_equal(date_number(day(1970, 1, 1)), 0);
	assert_int_equal(date_number(day(1969, 12, 31)), -1);
	assert_int_equal(date_number(day(2000, 3, 1)), 11017);
	assert_int_equal(date_number(day(2026, 11, 3)), 20760);
	assert_int_equal(date_number(day(1985, 0, 0)), date_number(day(1985, 1, 1)));
	struct date date = day(1899, 12, 31);
	int64_t number = date_number(date);
	int weekday = date_weekday(date);
	for (int i = 0; i < 200 * 366; i++) {
		struct date next = date_of_number(number + i + 1);
		bool new_month = next.day == 1;
		assert_true(date_real(next));
		assert_int_equal(date_number(next), number + i + 1);
		assert_true(
		        new_month ? !date_real(day(date.year, date.month, date.day + 1)) : next.day == date.day + 1);
		assert_int_equal(date_compare(date, next), -1);
		weekday = weekday % 7 + 1;
		assert_int_equal(date_weekday(next), weekday);
		date = next;
	}
	assert_int_equal(date_weekday(day(2026, 11, 3)), 2);
	assert_int_equal(date_weekday(day(1930, 2, 3)), 1);
	assert_int_equal(date_compare(date_add(day(2024, 2, 28), 2), day(2024, 3, 1)), 0);
	assert_int_equal(date_compare(date_add(day(2026, 1, 1), -1), day(2025, 12, 31)), 0);
	assert_int_equal(date_compare(day(2026, 2, 1), day(2026, 1, 31)), 1);
}

static void iso_days(void **state)
{
	struct arena *arena = *state;
	struct date date = { 0 };
	assert_true(date_parse(STR("2026-11-03"), &date));
	assert_text(date_iso(arena, date), "2026-11-03");
	assert_true(date_parse(STR("1990-05"), &date));
	assert_text(date_iso(arena, date), "1990-05");
	assert_true(date_parse(STR("1985"), &date));
	assert_text(date_iso(arena, date), "1985");
	static const char *const bad[] = { "", "2026-02-30", "2026-13", "2026-00", "2026-11-00", "2026-1-3",
		"2026/11/03", "2026-11-03 ", "0000", "20261", "2026-11-0x", "-026-11-03", "2026-11-031" };
	for (size_t i = 0; i < LENGTH(bad); i++)
		if (date_parse(str_of(bad[i]), &date))
			fail_msg("%s was taken", bad[i]);
	assert_false(date_parse(STR_NONE, &date));
	assert_int_equal(date.year, 1985);
}

static void months(void **state)
{
	assert_int_equal(month_of_day(STR("2026-11-03")), 202611);
	assert_int_equal(month_of_day(STR("2026-11")), 202611);
	assert_int_equal(month_of_day(STR("1985")), 0);
	assert_int_equal(month_of_day(STR("2026-02-30")), 0);
	assert_int_equal(month_of_day(STR_NONE), 0);
	assert_int_equal(month_add(202611, 1), 202612);
	assert_int_equal(month_add(202611, 2), 202701);
	assert_int_equal(month_add(202601, -1), 202512);
	assert_int_equal(month_add(202601, -25), 202312);
	assert_int_equal(month_add(202612, 0), 202612);
	assert_text(month_first_day(*state, 202602), "2026-02-01");
}

static void zone_of_people(void **state)
{
	struct arena *arena = *state;
	int64_t instant = 1793709000000; /* 2026-11-03 12:30 UTC */
	assert_text(instant_show(arena, instant), "19:30 03/11/2026");
	assert_text(clock_show(arena, instant), "19:30");
	assert_int_equal(minute_of_instant(instant), 19 * 60 + 30);
	assert_true(date_instant(day(2026, 11, 3), 19 * 60 + 30) == instant);
	/* the day changes at 17:00 UTC */
	int64_t midnight = date_instant(day(2026, 11, 4), 0);
	assert_int_equal(midnight % DAY_MS, 17 * 3600000);
	assert_text(day_today(arena, midnight), "2026-11-04");
	assert_text(day_today(arena, midnight - 1), "2026-11-03");
	assert_int_equal(minute_of_instant(midnight - 1), 1439);
	assert_text(day_today(arena, -1), "1970-01-01");
	assert_text(day_today(arena, -(int64_t)8 * 3600000), "1969-12-31");
	assert_int_equal(minute_of_instant(-(int64_t)8 * 3600000), 23 * 60);
}

static void days_are_shown(void **state)
{
	struct arena *arena = *state;
	assert_text(date_show(arena, STR("2026-11-03")), "03/11/2026");
	assert_text(date_show(arena, STR("1990-05")), "05/1990");
	assert_text(date_show(arena, STR("1985")), "1985");
	assert_text(date_show(arena, STR("khoảng 1985")), "khoảng 1985");
	assert_null(date_show(arena, STR_NONE).ptr);
}

static void typed_days_are_read(void **state)
{
	struct arena *arena = *state;
	static const char *const good[][2] = { { "3/11/2026", "2026-11-03" }, { "03/11/2026", "2026-11-03" },
		{ "3-11-2026", "2026-11-03" }, { "3.11.2026", "2026-11-03" }, { " 03 / 11 / 2026 ", "2026-11-03" },
		{ "2026-11-03", "2026-11-03" }, { "2026/11/3", "2026-11-03" },
		{ "ngày 3 tháng 11 năm 2026", "2026-11-03" }, { "Ngày 03 tháng 11 năm 2026", "2026-11-03" },
		{ "NGÀY 3 THÁNG 11 NĂM 2026", "2026-11-03" },
		{ "nga\xCC\x80y 3 tha\xCC\x81ng 11 na\xCC\x86m 2026", "2026-11-03" },
		{ "3 tháng 11 năm 2026", "2026-11-03" }, { "ngày 3/11/2026", "2026-11-03" },
		{ "3\xC2\xA0/11/2026", "2026-11-03" }, { "05/1990", "1990-05" }, { "5-1990", "1990-05" },
		{ "1990-05", "1990-05" }, { "tháng 5 năm 1990", "1990-05" }, { "T5/1990", "1990-05" },
		{ "tháng 5/1990", "1990-05" }, { "1985", "1985" }, { "năm 1985", "1985" }, { "Năm 1985", "1985" },
		{ "03112026", "2026-11-03" }, { "29/02/2024", "2024-02-29" }, { "31/12/1900", "1900-12-31" } };
	for (size_t i = 0; i < LENGTH(good); i++) {
		struct date date = { 0 };
		if (!date_typed(str_of(good[i][0]), &date))
			fail_msg("%s was refused", good[i][0]);
		assert_text(date_iso(arena, date), good[i][1]);
	}
}

static void typed_nonsense_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "", " ", "3/11/26", "03/11/99", "31/02/2026", "29/02/2023", "11/25/2026",
		"0/1/2026", "1/0/2026", "00/2026", "13/2026", "3/11", "3/11/2026/4", "3/11-2026", "3 11 2026",
		"20261103", "00112026", "03002026", "03111026", "1899", "2101", "01/01/1899", "99999",
		"123456789012345678901234", "hôm qua", "ngày 3", "tháng 5", "#/11/2026", "#/#/#", "3/11/2026 lúc 8h",
		"-3/11/2026", "3//11/2026", "2026.11.03", "\xFF", "d3m11y2026", "ngày ngày 3 tháng 11 năm 2026",
		"ngày 3 tháng 11 năm 2026, là ngày họp thường kỳ của chi bộ theo quy định của cấp trên" };
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct date date = { 7, 7, 7 };
		if (date_typed(str_of(bad[i]), &date))
			fail_msg("%s was taken", bad[i]);
		assert_int_equal(date.year, 7);
	}
	struct date date;
	assert_false(date_typed(STR_NONE, &date));
}

static void typed_hours(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int minute; /* -1: refused */
	} cases[] = { { "19:30", 1170 }, { "19h30", 1170 }, { "19 giờ 30", 1170 }, { "19 giờ 30 phút", 1170 },
		{ "19H", 1140 }, { "7:05", 425 }, { "07g05", 425 }, { "8 giờ", 480 }, { "0:00", 0 }, { "23:59", 1439 },
		{ "24:00", -1 }, { "19:60", -1 }, { "19:5", -1 }, { "19", -1 }, { "", -1 }, { "190:00", -1 },
		{ "19:30:00", -1 }, { "sáng", -1 } };
	for (size_t i = 0; i < LENGTH(cases); i++) {
		int minute = -1;
		bool taken = clock_typed(str_of(cases[i].text), &minute);
		if (taken != (cases[i].minute >= 0) || minute != cases[i].minute)
			fail_msg("%s gave %d", cases[i].text, minute);
	}
}

static void clock_can_be_fixed(void **state)
{
	(void)state;
	setenv("CHIBO_NOW", "1793709000000", 1);
	assert_true(time_now() == 1793709000000);
	setenv("CHIBO_NOW", "soon", 1);
	assert_true(time_now() > 1700000000000);
	setenv("CHIBO_NOW", "-5", 1);
	assert_true(time_now() > 1700000000000);
	unsetenv("CHIBO_NOW");
	int64_t before = time_monotonic();
	assert_true(time_monotonic() >= before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calendar_knows_real_days),
		cmocka_unit_test(every_day_has_its_number),
		with_arena(iso_days),
		with_arena(months),
		with_arena(zone_of_people),
		with_arena(days_are_shown),
		with_arena(typed_days_are_read),
		cmocka_unit_test(typed_nonsense_is_refused),
		cmocka_unit_test(typed_hours),
		cmocka_unit_test(clock_can_be_fixed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
