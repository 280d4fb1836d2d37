/* Days as people type them: day before month always, whatever stands between; a bare month or year stays one. */
#include "roster_read_private.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

enum { PARTS = 8 };

struct parts {
	int number[PARTS], digits[PARTS];
	size_t end[PARTS]; /* behind the number in the text */
	int count;
	bool words, probationary, mark;
};

static int year_of(int number, int digits, struct date today, bool birth)
{
	if (digits == 4)
		return number;
	if (digits != 2)
		return 0;
	int year = 2000 + number;
	return year > today.year - (birth ? 17 : 0) ? year - 100 : year;
}

static bool word_in(const char *list, struct str word)
{
	for (const char *at = list; *at;) {
		size_t len = strcspn(at, " ");
		if (len == word.len && !memcmp(at, word.ptr, len))
			return true;
		at += len + (at[len] == ' ');
	}
	return false;
}

/* jan .. dec, i .. xii; 0 for none */
static int month_word(struct str word)
{
	static const char *const names[][2] = { { "jan", "i" }, { "feb", "ii" }, { "mar", "iii" }, { "apr", "iv" },
		{ "may", "v" }, { "jun", "vi" }, { "jul", "vii" }, { "aug", "viii" }, { "sep", "ix" }, { "oct", "x" },
		{ "nov", "xi" }, { "dec", "xii" } };
	for (int i = 0; i < 12; i++) {
		if (str_is(word, names[i][0]) || str_is(word, names[i][1]))
			return i + 1;
	}
	return 0;
}

static void add_number(struct parts *parts, int number, int digits, size_t end)
{
	if (parts->count < PARTS) {
		parts->number[parts->count] = number;
		parts->digits[parts->count] = digits;
		parts->end[parts->count++] = end;
	}
}

static void take_word(struct parts *parts, struct str word, size_t end)
{
	if (word_in("ngay thang nam sinh mung khoang chung vao dang ket nap chinh thuc tu dn cong nhan nhan ct", word))
		return;
	if (word_in("du bi dvdb db", word))
		parts->probationary = true;
	else if (parts->count == 1 && month_word(word))
		add_number(parts, month_word(word), 2, end);
	else if (str_is(word, "x") || str_is(word, "v"))
		parts->mark = true;
	else
		parts->words = true;
}

/* A clock time behind the day does not belong to it. */
static size_t without_time(struct str fold)
{
	const char *colon = fold.len ? memchr(fold.ptr, ':', fold.len) : NULL;
	size_t at = colon ? (size_t)(colon - fold.ptr) : fold.len;
	while (colon && at && fold.ptr[at - 1] >= '0' && fold.ptr[at - 1] <= '9')
		at--;
	if (colon && at && fold.ptr[at - 1] == 't')
		at--;
	return at;
}

/* Bytes of a dash or a blank that is no ASCII here; 0 for none. */
static size_t separator(struct str text, size_t at)
{
	static const char *const signs[] = { "\xc2\xa0", "\xe2\x80\x90", "\xe2\x80\x91", "\xe2\x80\x92", "\xe2\x80\x93",
		"\xe2\x80\x94", "\xe2\x88\x92", "\xe2\x81\x84", "\xe2\x88\x95" };
	for (size_t i = 0; (unsigned char)text.ptr[at] >= 0x80 && i < LENGTH(signs); i++) {
		if (str_starts(str_slice(text, at, text.len), str_of(signs[i])))
			return strlen(signs[i]);
	}
	return 0;
}

/* "1950 (theo CCCD)": what stands in brackets behind a day, unless it is another day. */
static struct str without_aside(struct str text)
{
	const char *open = text.len ? memchr(text.ptr, '(', text.len) : NULL;
	size_t at = open ? (size_t)(open - text.ptr) : text.len;
	bool before = false, inside = false;
	for (size_t i = 0; i < text.len; i++) {
		bool digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
		before |= digit && i < at;
		inside |= digit && i > at;
	}
	return before && !inside ? str_slice(text, 0, at) : text;
}

static struct parts take_apart(struct str fold)
{
	struct parts parts = { 0 };
	size_t len = without_time(fold);
	for (size_t at = 0; at < len;) {
		size_t from = at;
		int number = 0;
		while (at < len && fold.ptr[at] >= '0' && fold.ptr[at] <= '9' && at - from < 9)
			number = number * 10 + fold.ptr[at++] - '0';
		if (at > from) {
			add_number(&parts, number, (int)(at - from), at);
			continue;
		}
		if (separator(fold, at)) {
			at += separator(fold, at);
			continue;
		}
		while (at < len && !separator(fold, at) &&
		        ((fold.ptr[at] >= 'a' && fold.ptr[at] <= 'z') || (unsigned char)fold.ptr[at] >= 0x80))
			at++;
		if (at > from)
			take_word(&parts, str_slice(fold, from, at), at);
		else
			at++;
	}
	return parts;
}

static enum date_reading judge(struct date date, struct date today, struct date *ret_date)
{
	*ret_date = date;
	if (date.year < 1880 || date.year > today.year + 100 || date.month > 12 || (date.month == 0 && date.day))
		return DATE_IMPOSSIBLE;
	return date.day && !date_real(date) ? DATE_IMPOSSIBLE : DATE_READ;
}

/* All in one: 15031985, 19850315, 051990, 1985, or a serial that lost its format. */
static enum date_reading one_number(int number, int digits, struct date today, bool birth, struct date *ret_date)
{
	struct date day_first = { number % 10000, number / 10000 % 100, number / 1000000 };
	struct date year_first = { number / 10000, number / 100 % 100, number % 100 };
	if (digits == 4)
		return judge((struct date){ number, 0, 0 }, today, ret_date);
	if (digits == 8 || digits == 7)
		return date_real(year_first) && !date_real(day_first) ? judge(year_first, today, ret_date)
		                                                      : judge(day_first, today, ret_date);
	if (digits == 6 && number / 10000 >= 1 && number / 10000 <= 12 && number % 10000 > 1900 &&
	        number % 10000 <= today.year)
		return judge((struct date){ number % 10000, number / 10000, 0 }, today, ret_date);
	if (digits == 6)
		return judge(
		        (struct date){ year_of(number % 100, 2, today, birth), number / 100 % 100, number / 10000 },
		        today, ret_date);
	return digits == 5 ? roster_date_number(number, today, ret_date) : DATE_UNREADABLE;
}

static enum date_reading put_together(const struct parts *parts, struct date today, bool birth, struct date *ret_date)
{
	const int *n = parts->number, *d = parts->digits;
	struct date date;
	if (parts->count == 1)
		return one_number(n[0], d[0], today, birth, ret_date);
	if (parts->count == 2) {
		if (d[0] == 4)
			date = (struct date){ n[0], n[1], 0 };
		else if (d[1] == 4 || n[1] > 12)
			date = (struct date){ year_of(n[1], d[1], today, birth), n[0], 0 };
		else
			return DATE_UNREADABLE;
	} else if (d[0] == 4) {
		date = (struct date){ n[0], n[1], n[2] };
	} else {
		date = (struct date){ year_of(n[2], d[2], today, birth), n[1], n[0] };
	}
	return date.year ? judge(date, today, ret_date) : DATE_UNREADABLE;
}

/* Digits and separators only: nothing to fold. */
static bool is_bare(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!strchr("0123456789/.- ", text.ptr[i]))
			return false;
	}
	return text.len > 0;
}

enum date_reading roster_date(struct arena *arena, struct str text, struct date today, bool birth,
        struct date *ret_date, struct str *ret_rest)
{
	struct str fold = is_bare(text) ? text : text_fold(arena, text);
	struct parts parts = take_apart(without_aside(fold));
	if (ret_rest)
		*ret_rest = STR_NONE;
	if (!parts.count) {
		if (parts.probationary)
			return DATE_PROBATIONARY;
		if (parts.mark)
			return DATE_MARK;
		return !parts.words || roster_is_nothing(arena, text) ? DATE_EMPTY : DATE_UNREADABLE;
	}
	if (parts.words)
		return DATE_UNREADABLE;
	if (ret_rest && parts.count == 6) {
		*ret_rest = str_slice(fold, parts.end[2], fold.len);
		parts.count = 3;
	}
	return parts.count > 3 ? DATE_UNREADABLE : put_together(&parts, today, birth, ret_date);
}

enum date_reading roster_date_number(double number, struct date today, struct date *ret_date)
{
	double whole = floor(number), year = round((number - whole) * 10000);
	if (number != whole && whole >= 1 && whole <= 12 && year >= 1900 && year <= today.year)
		return judge((struct date){ (int)year, (int)whole, 0 }, today, ret_date); /* 5.1990 */
	if (whole >= 1900 && whole <= 2100)
		return judge((struct date){ (int)whole, 0, 0 }, today, ret_date);
	if (whole >= 3000 && whole < 100000)
		return judge(date_of_number((int64_t)whole - 25569), today, ret_date);
	if (number == whole && whole >= 1010000 && whole <= 99999999)
		return one_number((int)whole, whole >= 10000000 ? 8 : 7, today, false, ret_date);
	return DATE_UNREADABLE;
}
