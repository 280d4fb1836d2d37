/* Periods as such: how they are written, their months and days; the names of figures. */
#include "feature/period/period.h"

#include "base/text.h"
#include "base/time.h"

#include <string.h>

enum { YEAR_FIRST = 2000, YEAR_LAST = 2100 };

const char *const period_figure_names[PERIOD_FIGURE__COUNT] = { "cells", "members", "full_members", "probationary",
	"exempt", "cell_months", "met", "sessions", "thematic", "extra", "minutes", "base", "present", "excused",
	"unexcused", "spoke", "due", "reported", "on_time", "good", "fair", "average", "poor", "graded", "lowered",
	"self_sum", "self_count", "final_sum", "final_count", "above", "confirmed", "resolutions", "tasks",
	"tasks_done", "given", "admitted", "recognised" };

const char *const period_typed_names[PERIOD_TYPED__COUNT] = { "mass_work", "reading", "theme_plan", "inspection",
	"cells_good", "cells_fair", "cells_average", "cells_poor", "other", "note" };

/* How many months and how many parts a year has, by kind; the letter before the part. */
static const struct {
	const char *name;
	char letter;
	int months, parts;
} kinds[PERIOD_KIND__COUNT] = {
	{ "month", 0, 1, 12 },
	{ "quarter", 'Q', 3, 4 },
	{ "half", 'H', 6, 2 },
	{ "year", 0, 12, 1 },
};

static enum status unreadable(struct err *err, struct str text)
{
	enum status status = err_set(err, INVALID, "period.unreadable", "period");
	err_arg(err, "text", text);
	return status;
}

static bool digits(struct str text, int64_t *ret_number)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return str_int(text, ret_number);
}

enum status period_parse(struct str text, struct period *ret_period, struct err *err)
{
	int64_t year, part = 1;
	struct str whole = text;
	enum period_kind kind = PERIOD_YEAR;
	if (text.len < 4 || text.len > 7 || !digits(str_slice(text, 0, 4), &year) || year < YEAR_FIRST ||
	        year > YEAR_LAST)
		return unreadable(err, whole);
	if (text.len > 4) {
		char letter = text.len > 5 ? text.ptr[5] : 0;
		kind = letter == 'Q' ? PERIOD_QUARTER : letter == 'H' ? PERIOD_HALF : PERIOD_MONTH;
		struct str rest = str_slice(text, kinds[kind].letter ? 6 : 5, text.len);
		if (text.ptr[4] != '-' || rest.len != (kind == PERIOD_MONTH ? 2u : 1u) || !digits(rest, &part) ||
		        part < 1 || part > kinds[kind].parts)
			return unreadable(err, whole);
	}
	*ret_period = (struct period){ kind, (int)year, (int)part };
	return OK;
}

struct str period_code(struct arena *arena, struct period period)
{
	if (period.kind == PERIOD_YEAR)
		return str_format(arena, "%d", period.year);
	if (period.kind == PERIOD_MONTH)
		return str_format(arena, "%d-%02d", period.year, period.part);
	return str_format(arena, "%d-%c%d", period.year, kinds[period.kind].letter, period.part);
}

struct str period_title(struct arena *arena, struct period period)
{
	static const char *const roman[] = { "I", "II", "III", "IV" };
	switch (period.kind) {
	case PERIOD_MONTH:
		return str_format(arena, "Tháng %.*s/%d", STR_ARG(month_show(arena, period.part)), period.year);
	case PERIOD_QUARTER:
		return str_format(arena, "Quý %s/%d", roman[period.part - 1], period.year);
	case PERIOD_HALF:
		return str_format(arena, "6 tháng %s năm %d", period.part == 1 ? "đầu" : "cuối", period.year);
	default:
		return str_format(arena, "Năm %d", period.year);
	}
}

const char *period_kind_name(enum period_kind kind)
{
	return kinds[kind].name;
}

int period_first(struct period period)
{
	return period.year * 100 + (period.part - 1) * kinds[period.kind].months + 1;
}

int period_last(struct period period)
{
	return period_first(period) + kinds[period.kind].months - 1;
}

static struct date month_begin(int month)
{
	return (struct date){ month / 100, month % 100, 1 };
}

struct str period_first_day(struct arena *arena, struct period period)
{
	return date_iso(arena, month_begin(period_first(period)));
}

struct str period_last_day(struct arena *arena, struct period period)
{
	return date_iso(arena, date_add(month_begin(month_add(period_last(period), 1)), -1));
}

struct period period_add(struct period period, int more)
{
	int parts = kinds[period.kind].parts, number = period.year * parts + period.part - 1 + more;
	return (struct period){ period.kind, number / parts, number % parts + 1 };
}

struct period period_of_month(enum period_kind kind, int month)
{
	return (struct period){ kind, month / 100, (month % 100 - 1) / kinds[kind].months + 1 };
}

bool period_over(struct arena *arena, struct period period, struct str today)
{
	return str_compare(today, period_last_day(arena, period)) > 0;
}
