/* How alike the minutes of two months are: the share of runs of five words that both have, and the longest passage. */
#include "feature/signal/signal_private.h"

#include "base/text.h"

#include <string.h>

enum { WORD_ROOM = 96, SAME_MAX = 200 };

/* Sections that the program writes, or that may be the same each month without a fault. */
static bool is_fixed(struct str key)
{
	static const char *const fixed[] = { "opening", "people", "fees", "last_tasks", "tasks", "votes", "score",
		"close", "preamble" };
	for (size_t i = 0; i < LENGTH(fixed); i++)
		if (str_is(key, fixed[i]))
			return true;
	return false;
}

/* The length of the sign at `at` when it stands between words: ASCII that is no letter or digit, and the dashes,
   quotation marks, dots and blanks beyond it. */
static size_t gap_at(struct str text, size_t at)
{
	const unsigned char *byte = (const unsigned char *)text.ptr + at;
	size_t left = text.len - at;
	if (*byte < 0x80)
		return (*byte >= '0' && *byte <= '9') || (*byte >= 'a' && *byte <= 'z') ||
		                       (*byte >= 'A' && *byte <= 'Z')
		               ? 0
		               : 1;
	if (left >= 2 && byte[0] == 0xC2 && (byte[1] == 0xA0 || byte[1] == 0xAB || byte[1] == 0xBB))
		return 2;
	return left >= 3 && byte[0] == 0xE2 && (byte[1] == 0x80 || byte[1] == 0x81) ? 3 : 0;
}

static uint64_t hash_of(const char *bytes, size_t len)
{
	uint64_t hash = 1469598103934665603ULL;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211ULL;
	return hash;
}

static bool is_number(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] < '0' || word.ptr[i] > '9')
			return false;
	return word.len > 0;
}

/* Days and months change by themselves: "ngày 3", "tháng 11", "năm 2026", "quý 4", "03/12/2026". */
static bool is_date(struct str text, size_t from, size_t to, struct str before)
{
	static const char *const names[] = { "ngay", "thang", "nam", "quy" };
	if (!is_number(str_slice(text, from, to)))
		return false;
	if ((from && text.ptr[from - 1] == '/') || (to < text.len && text.ptr[to] == '/'))
		return true;
	for (size_t i = 0; i < LENGTH(names); i++)
		if (str_is(before, names[i]))
			return true;
	return false;
}

/* The words of one line, which begins at that place of the section's text. */
static void add_line(struct str text, size_t from, size_t to, uint32_t section, struct signal_words *words)
{
	char room[2][WORD_ROOM];
	struct str before = STR_NONE;
	for (int turn = 0; from < to && words->count < SIGNAL_WORDS_MAX; turn = !turn) {
		size_t gap, end;
		for (; from < to && (gap = gap_at(text, from)); from += gap)
			;
		for (end = from; end < to && !gap_at(text, end); end++)
			;
		if (end == from)
			break;
		struct str word = str_slice(text, from, end), fold = word;
		if (!text_fold_into(word, room[turn], WORD_ROOM, &fold))
			fold = word;
		bool date = is_date(text, from, end, before);
		words->at[words->count++] = (struct signal_word){ date ? 1 : hash_of(fold.ptr, fold.len), section,
			(uint32_t)from, (uint32_t)end };
		before = date ? STR_NONE : fold;
		from = end;
	}
}

void signal_words_of(struct arena *arena, const struct record_body *body, struct signal_words *ret_words)
{
	size_t most = 0;
	for (size_t i = 0; i < body->count; i++)
		most += body->at[i].text.len / 2 + 1;
	most = most < SIGNAL_WORDS_MAX ? most : SIGNAL_WORDS_MAX;
	*ret_words = (struct signal_words){ arena_array(arena, struct signal_word, most + 1), 0 };
	for (size_t i = 0; i < body->count; i++) {
		struct str text = body->at[i].text, rest = text, line;
		if (is_fixed(body->at[i].key))
			continue;
		while (str_split(&rest, '\n', &line)) {
			size_t from = line.len ? (size_t)(line.ptr - text.ptr) : 0;
			add_line(text, from, from + line.len, (uint32_t)i, ret_words);
		}
	}
}

/* Where each run of five words begins that stays in one section. */
struct shingles {
	uint64_t *hash;
	uint32_t *word;
	size_t count;
};

static void shingles_of(struct arena *arena, const struct signal_words *words, struct shingles *ret_shingles)
{
	*ret_shingles = (struct shingles){ arena_array(arena, uint64_t, words->count + 1),
		arena_array(arena, uint32_t, words->count + 1), 0 };
	for (size_t i = 0; i + SIGNAL_SHINGLE <= words->count; i++) {
		uint64_t hash = 0;
		if (words->at[i].section != words->at[i + SIGNAL_SHINGLE - 1].section)
			continue;
		for (size_t j = 0; j < SIGNAL_SHINGLE; j++)
			hash = (hash ^ words->at[i + j].hash) * 0x9E3779B97F4A7C15ULL + (hash >> 29);
		ret_shingles->hash[ret_shingles->count] = hash;
		ret_shingles->word[ret_shingles->count++] = (uint32_t)i;
	}
}

/* The shingles of one text by their hash: the first one of each bucket, and the next one with it; 0: none. */
struct buckets {
	uint32_t *first, *next;
	uint64_t mask;
};

static void put_buckets(struct arena *arena, const struct shingles *shingles, struct buckets *ret_buckets)
{
	size_t size = 16;
	while (size < shingles->count * 2)
		size *= 2;
	*ret_buckets = (struct buckets){ arena_array(arena, uint32_t, size),
		arena_array(arena, uint32_t, shingles->count + 1), size - 1 };
	for (size_t i = shingles->count; i-- > 0;) {
		uint32_t *first =
		        &ret_buckets->first[(shingles->hash[i] ^ shingles->hash[i] >> 32) & ret_buckets->mask];
		ret_buckets->next[i] = *first;
		*first = (uint32_t)i + 1;
	}
}

static struct signal_place place_of(const struct signal_words *words, size_t first, size_t count)
{
	return (struct signal_place){ words->at[first].section, words->at[first].from,
		words->at[first + count - 1].to };
}

/* Whether the words before these two are the same too, so that a run that has them began earlier. */
static bool began_before(const struct signal_words *a, size_t i, const struct signal_words *b, size_t j)
{
	return i && j && a->at[i - 1].hash == b->at[j - 1].hash && a->at[i - 1].section == a->at[i].section &&
	       b->at[j - 1].section == b->at[j].section;
}

/* How many words are the same from these two on, each within its section. */
static size_t run_from(const struct signal_words *a, size_t i, const struct signal_words *b, size_t j)
{
	size_t n = 0;
	while (i + n < a->count && j + n < b->count && a->at[i + n].hash == b->at[j + n].hash &&
	        a->at[i + n].section == a->at[i].section && b->at[j + n].section == b->at[j].section)
		n++;
	return n;
}

struct comparison {
	const struct signal_words *now, *before;
	unsigned char *long_run; /* of each word of now: it stands in a long run */
	int64_t run_words;
	struct signal_likeness *to;
};

/* The run that begins with these two words, if one does. */
static void follow(struct comparison *comparison, size_t i, size_t j)
{
	if (began_before(comparison->now, i, comparison->before, j))
		return;
	size_t run = run_from(comparison->now, i, comparison->before, j);
	if ((int64_t)run >= comparison->run_words)
		memset(comparison->long_run + i, 1, run);
	if ((int64_t)run <= comparison->to->passage)
		return;
	comparison->to->passage = (int64_t)run;
	comparison->to->now = place_of(comparison->now, i, run);
	comparison->to->before = place_of(comparison->before, j, run);
}

void signal_compare(struct arena *arena, const struct signal_words *now, const struct signal_words *before,
        int64_t run_words, struct signal_likeness *ret_likeness)
{
	struct shingles mine, theirs;
	struct buckets buckets;
	struct comparison comparison = { now, before, arena_take(arena, now->count + 1), run_words, ret_likeness };
	size_t same = 0, in_runs = 0;
	*ret_likeness = (struct signal_likeness){ .words = (int64_t)now->count };
	shingles_of(arena, now, &mine);
	shingles_of(arena, before, &theirs);
	put_buckets(arena, &theirs, &buckets);
	for (size_t i = 0; i < mine.count; i++) {
		uint32_t at = buckets.first[(mine.hash[i] ^ mine.hash[i] >> 32) & buckets.mask];
		size_t met = 0;
		for (; at && met < SAME_MAX; at = buckets.next[at - 1])
			if (theirs.hash[at - 1] == mine.hash[i]) {
				met++;
				follow(&comparison, mine.word[i], theirs.word[at - 1]);
			}
		same += met > 0;
	}
	for (size_t i = 0; i < now->count; i++)
		in_runs += comparison.long_run[i];
	ret_likeness->permille = mine.count ? (int64_t)(same * 1000 / mine.count) : 0;
	ret_likeness->run_permille = now->count ? (int64_t)(in_runs * 1000 / now->count) : 0;
}
