/* Instants, days and months as the database keeps them. People's zone is Asia/Ho_Chi_Minh: UTC+7, no summer time since
 * 1975. */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "str.h"

enum { DAY_MS = 86400000, ZONE_MS = 7 * 3600000 };

/* A calendar day; month and day are 0 where only the year (and month) is known. */
struct date {
	int year, month, day;
};

int64_t time_now(void);       /* ms since 1970 UTC; CHIBO_NOW=ms in the environment fixes it, for tests */
int64_t time_monotonic(void); /* ms */

bool date_real(struct date date);                       /* full, and in the calendar */
bool date_parse(struct str iso, struct date *ret_date); /* 2026-11-03, 1990-05, 1985 */
struct str date_iso(struct arena *arena, struct date date);
int64_t date_number(struct date date); /* days since 1970-01-01; 0 counts as the first */
struct date date_of_number(int64_t number);
struct date date_of_instant(int64_t instant);              /* in people's zone */
int64_t date_instant(struct date date, int minute_of_day); /* people's zone to UTC ms */
int date_weekday(struct date date);                        /* 1 = Monday .. 7 = Sunday */
struct date date_add(struct date date, int days);
int date_compare(struct date a, struct date b);
struct str day_today(struct arena *arena, int64_t now); /* ISO day of an instant */
int month_of_day(struct str iso);                       /* "2026-11-03", "2026-11" -> 202611; else 0 */
int month_add(int yyyymm, int months);
struct str month_first_day(struct arena *arena, int yyyymm); /* 202611 -> "2026-11-01" */
int minute_of_instant(int64_t instant);                      /* minute of the day in people's zone */

/* As people write them: 03/11/2026, 05/1990, 1985; what is none of these is given back as it is. */
struct str date_show(struct arena *arena, struct str iso);
struct str instant_show(struct arena *arena, int64_t instant); /* 19:30 03/11/2026 */
struct str clock_show(struct arena *arena, int64_t instant);   /* 19:30 */
/*
 * What a person typed: 3/11/2026, 03 - 11 - 2026, 3.11.2026, 2026-11-03, ngày 3 tháng 11 năm 2026, 05/1990, T5/1990,
 * tháng 5 năm 1990, 1985, năm 1985, 03112026. Day before month always. Years of four digits, 1900 to 2100.
 */
bool date_typed(struct str text, struct date *ret_date);
/* 19:30, 19h30, 19g30, 19h, 19 giờ, 19 giờ 30 phút: minute of the day. */
bool clock_typed(struct str text, int *ret_minute);

#endif
