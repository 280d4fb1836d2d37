/* The calendar by arithmetic: no time zone of the machine is asked. What people type is read in typed.c. */
#include "base/time.h"

#include <stdlib.h>
#include <time.h>

static int64_t clock_ms(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t time_now(void)
{
	int64_t fixed;
	if (str_int(str_of(getenv("CHIBO_NOW")), &fixed) && fixed >= 0)
		return fixed;
	return clock_ms(CLOCK_REALTIME);
}

int64_t time_monotonic(void)
{
	return clock_ms(CLOCK_MONOTONIC);
}

/* Rounds down where / rounds to zero. */
static int64_t divide_down(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

static int days_of_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

bool date_real(struct date date)
{
	return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
	       date.day <= days_of_month(date.year, date.month);
}

static bool digits_at(struct str text, size_t from, size_t to, int *ret_number)
{
	int number = 0;
	for (size_t i = from; i < to; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		number = number * 10 + text.ptr[i] - '0';
	}
	*ret_number = number;
	return true;
}

bool date_parse(struct str iso, struct date *ret_date)
{
	struct date date = { 0 };
	if (iso.len != 4 && iso.len != 7 && iso.len != 10)
		return false;
	if (!digits_at(iso, 0, 4, &date.year))
		return false;
	if (iso.len >= 7 && (iso.ptr[4] != '-' || !digits_at(iso, 5, 7, &date.month)))
		return false;
	if (iso.len == 10 && (iso.ptr[7] != '-' || !digits_at(iso, 8, 10, &date.day)))
		return false;
	struct date full = { date.year, iso.len >= 7 ? date.month : 1, iso.len == 10 ? date.day : 1 };
	if (!date_real(full))
		return false;
	*ret_date = date;
	return true;
}

struct str date_iso(struct arena *arena, struct date date)
{
	if (!date.month)
		return str_format(arena, "%04d", date.year);
	if (!date.day)
		return str_format(arena, "%04d-%02d", date.year, date.month);
	return str_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/*
 * Both ways count in years that begin in March, so that the leap day is the last of its year, and in eras of 400 such
 * years, which are 146097 days. 719468 days lie between 0000-03-01 and 1970-01-01.
 */
int64_t date_number(struct date date)
{
	int month = date.month ? date.month : 1, day = date.day ? date.day : 1;
	int64_t year = date.year - (month <= 2);
	int64_t era = divide_down(year, 400), year_of_era = year - era * 400;
	int64_t month_from_march = (month + 9) % 12;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

struct date date_of_number(int64_t number)
{
	int64_t days = number + 719468;
	int64_t era = divide_down(days, 146097), day_of_era = days - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_from_march = (5 * day_of_year + 2) / 153;
	int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
	return (struct date){
		.year = (int)(year_of_era + era * 400 + (month <= 2)),
		.month = month,
		.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};
}

struct date date_of_instant(int64_t instant)
{
	return date_of_number(divide_down(instant + ZONE_MS, DAY_MS));
}

int64_t date_instant(struct date date, int minute_of_day)
{
	return date_number(date) * DAY_MS + (int64_t)minute_of_day * 60000 - ZONE_MS;
}

int date_weekday(struct date date)
{
	int64_t from_monday = date_number(date) + 3; /* 1970-01-01 was a Thursday */
	return (int)(from_monday - divide_down(from_monday, 7) * 7) + 1;
}

struct date date_add(struct date date, int days)
{
	return date_of_number(date_number(date) + days);
}

int date_compare(struct date a, struct date b)
{
	int pairs[][2] = { { a.year, b.year }, { a.month, b.month }, { a.day, b.day } };
	for (size_t i = 0; i < LENGTH(pairs); i++)
		if (pairs[i][0] != pairs[i][1])
			return pairs[i][0] < pairs[i][1] ? -1 : 1;
	return 0;
}

struct str day_today(struct arena *arena, int64_t now)
{
	return date_iso(arena, date_of_instant(now));
}

int month_of_day(struct str iso)
{
	struct date date;
	return date_parse(iso, &date) && date.month ? date.year * 100 + date.month : 0;
}

int month_add(int yyyymm, int months)
{
	int64_t count = (int64_t)(yyyymm / 100) * 12 + yyyymm % 100 - 1 + months;
	int64_t year = divide_down(count, 12);
	return (int)(year * 100 + count - year * 12 + 1);
}

struct str month_first_day(struct arena *arena, int yyyymm)
{
	return date_iso(arena, (struct date){ yyyymm / 100, yyyymm % 100, 1 });
}

int minute_of_instant(int64_t instant)
{
	int64_t local = instant + ZONE_MS;
	return (int)((local - divide_down(local, DAY_MS) * DAY_MS) / 60000);
}

struct str date_show(struct arena *arena, struct str iso)
{
	struct date date;
	if (!date_parse(iso, &date))
		return str_copy(arena, iso);
	if (!date.month)
		return str_format(arena, "%04d", date.year);
	if (!date.day)
		return str_format(arena, "%02d/%04d", date.month, date.year);
	return str_format(arena, "%02d/%02d/%04d", date.day, date.month, date.year);
}

struct str instant_show(struct arena *arena, int64_t instant)
{
	int minute = minute_of_instant(instant);
	struct date date = date_of_instant(instant);
	return str_format(arena, "%02d:%02d %02d/%02d/%04d", minute / 60, minute % 60, date.day, date.month, date.year);
}

struct str clock_show(struct arena *arena, int64_t instant)
{
	int minute = minute_of_instant(instant);
	return str_format(arena, "%02d:%02d", minute / 60, minute % 60);
}
