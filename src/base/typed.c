/*
 * Days and hours as people type them. The text is folded and turned into a pattern, one sign a part: "#" for a number,
 * the signs / - . : as they are, and a letter for a word. The pattern decides what the numbers are.
 */
#include "base/time.h"

#include "base/text.h"

#include <string.h>

enum { TYPED_BYTES = 80, TYPED_PARTS = 8, TYPED_NUMBERS = 3, YEAR_FIRST = 1900, YEAR_LAST = 2100 };

struct typed {
	char pattern[TYPED_PARTS + 1];
	int number[TYPED_NUMBERS];
	size_t digits[TYPED_NUMBERS]; /* how many it was written with */
	size_t parts, numbers;
};

/* The words of days and hours after folding, and their sign in the pattern. */
static const struct {
	const char *word;
	char sign;
} words[] = { { "ngay", 'd' }, { "thang", 'm' }, { "t", 'm' }, { "nam", 'y' }, { "gio", 'h' }, { "h", 'h' },
	{ "g", 'h' }, { "phut", 'p' }, { "p", 'p' } };

static size_t run_of(struct str text, size_t from, char first, char last)
{
	size_t to = from;
	while (to < text.len && text.ptr[to] >= first && text.ptr[to] <= last)
		to++;
	return to - from;
}

static bool take_number(struct typed *typed, struct str digits)
{
	int64_t number;
	if (typed->numbers == TYPED_NUMBERS || digits.len > 8 || !str_int(digits, &number))
		return false;
	typed->number[typed->numbers] = (int)number;
	typed->digits[typed->numbers++] = digits.len;
	return true;
}

static char sign_of_word(struct str word)
{
	for (size_t i = 0; i < LENGTH(words); i++)
		if (str_is(word, words[i].word))
			return words[i].sign;
	return 0;
}

static bool read_typed(struct str text, struct typed *typed)
{
	char room[TYPED_BYTES];
	struct str fold;
	*typed = (struct typed){ 0 };
	if (!text_fold_into(text, room, sizeof(room), &fold))
		return false;
	size_t at = 0, len;
	while (at < fold.len) {
		char sign = fold.ptr[at];
		if (sign == ' ') {
			at++;
			continue;
		}
		if (typed->parts == TYPED_PARTS)
			return false;
		if ((len = run_of(fold, at, '0', '9'))) {
			if (!take_number(typed, str_slice(fold, at, at + len)))
				return false;
			sign = '#';
		} else if ((len = run_of(fold, at, 'a', 'z'))) {
			sign = sign_of_word(str_slice(fold, at, at + len));
		} else {
			len = 1;
			sign = strchr("/-.:", sign) ? sign : 0;
		}
		if (!sign)
			return false;
		typed->pattern[typed->parts++] = sign;
		at += len;
	}
	return true;
}

static bool is_one_of(const char *pattern, const char *const *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pattern, patterns[i]) == 0)
			return true;
	return false;
}

/* Numbers with a year in front (from first to last: year, month, day) or at the end. */
static bool numbers_to_date(const struct typed *typed, bool year_first, struct date *ret_date)
{
	int part[TYPED_NUMBERS] = { 0 }; /* year, month, day */
	for (size_t i = 0; i < typed->numbers; i++) {
		size_t place = year_first ? i : typed->numbers - 1 - i;
		size_t digits = typed->digits[i];
		if (place == 0 ? digits != 4 : digits > 2)
			return false;
		part[place] = typed->number[i];
	}
	*ret_date = (struct date){ part[0], part[1], part[2] };
	return true;
}

/* Eight digits in a row: day, month, year. */
static struct date date_of_eight(int number)
{
	return (struct date){ number % 10000, number / 10000 % 100, number / 1000000 };
}

bool date_typed(struct str text, struct date *ret_date)
{
	static const char *const year_last[] = { "#/#/#", "#-#-#", "#.#.#", "d#/#/#", "d#-#-#", "d#.#.#", "d#m#y#",
		"#m#y#", "#/#", "#-#", "#.#", "m#/#", "m#-#", "m#.#", "m#y#", "#", "y#" };
	static const char *const year_first[] = { "#-#-#", "#/#/#", "#-#", "#/#" };
	struct typed typed;
	struct date date;
	if (!read_typed(text, &typed))
		return false;
	bool first = typed.digits[0] == 4 && is_one_of(typed.pattern, year_first, LENGTH(year_first));
	if (strcmp(typed.pattern, "#") == 0 && typed.digits[0] == 8)
		date = date_of_eight(typed.number[0]);
	else if (!first && !is_one_of(typed.pattern, year_last, LENGTH(year_last)))
		return false;
	else if (!numbers_to_date(&typed, first, &date))
		return false;
	struct date full = { date.year, typed.numbers >= 2 || date.month ? date.month : 1,
		typed.numbers >= 3 || date.day ? date.day : 1 };
	if (!date_real(full) || date.year < YEAR_FIRST || date.year > YEAR_LAST)
		return false;
	if (typed.digits[0] == 8 && (date.month == 0 || date.day == 0))
		return false;
	*ret_date = date;
	return true;
}

bool clock_typed(struct str text, int *ret_minute)
{
	static const char *const patterns[] = { "#:#", "#h#", "#h#p", "#h" };
	struct typed typed;
	if (!read_typed(text, &typed) || !is_one_of(typed.pattern, patterns, LENGTH(patterns)))
		return false;
	if (typed.digits[0] > 2 || (typed.numbers == 2 && typed.digits[1] != 2))
		return false;
	if (typed.number[0] > 23 || typed.number[1] > 59)
		return false;
	*ret_minute = typed.number[0] * 60 + typed.number[1];
	return true;
}
