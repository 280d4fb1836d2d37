/* See the header. Codes of a lesson are hashes of its secret and of the minute. */
#include "feature/training/training_rule.h"

#include "base/hex.h"
#include "base/random.h"

#include <sodium.h>

/* Codes and passes: a keyed hash, so that nobody makes the next one out of those that were shown. */

enum { PASS_BYTES = 16 };
#define CODE_FIRST INT64_C(1000000000)
#define CODE_COUNT UINT64_C(9000000000)

static void hash_of(struct str secret, char kind, int64_t seat, int64_t window, unsigned char ret_hash[PASS_BYTES])
{
	char text[64];
	int len = snprintf(text, sizeof(text), "%c %lld %lld", kind, (long long)seat, (long long)window);
	check(len > 0 && (size_t)len < sizeof(text) && secret.len >= crypto_generichash_KEYBYTES_MIN);
	crypto_generichash(ret_hash, PASS_BYTES, (const unsigned char *)text, (size_t)len,
	        (const unsigned char *)secret.ptr, secret.len);
}

static int64_t code_of(struct str secret, int64_t window)
{
	unsigned char hash[PASS_BYTES];
	uint64_t number = 0;
	hash_of(secret, 'c', 0, window, hash);
	for (size_t i = 0; i < sizeof(number); i++)
		number = number << 8 | hash[i];
	return CODE_FIRST + (int64_t)(number % CODE_COUNT);
}

int64_t training_code(struct str secret, int64_t now)
{
	return code_of(secret, now / TRAINING_WINDOW_MS);
}

bool training_code_good(struct str secret, int64_t code, int64_t now)
{
	bool good = false;
	for (int i = 0; i < TRAINING_WINDOWS; i++)
		good |= code_of(secret, now / TRAINING_WINDOW_MS - i) == code;
	return good;
}

struct str training_pass(struct arena *arena, struct str secret, int64_t seat, int64_t now)
{
	unsigned char hash[PASS_BYTES];
	hash_of(secret, 'p', seat, now / TRAINING_WINDOW_MS, hash);
	return hex_encode(arena, hash, sizeof(hash));
}

bool training_pass_good(struct str secret, int64_t seat, struct str pass, int64_t now)
{
	unsigned char given[PASS_BYTES], hash[PASS_BYTES];
	bool good = false;
	if (!hex_decode(pass, given, sizeof(given)))
		return false;
	for (int i = 0; i < TRAINING_PASS_WINDOWS; i++) {
		hash_of(secret, 'p', seat, now / TRAINING_WINDOW_MS - i, hash);
		good |= bytes_equal(given, hash, sizeof(hash));
	}
	return good;
}

int64_t training_code_typed(struct str text)
{
	int64_t number = 0;
	int digits = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == ' ')
			continue;
		if (text.ptr[i] < '0' || text.ptr[i] > '9' || ++digits > 10)
			return 0;
		number = number * 10 + text.ptr[i] - '0';
	}
	return digits == 10 ? number : 0;
}

bool training_code_time(int64_t begins, int64_t minutes, int64_t now)
{
	return now >= begins - TRAINING_EARLY_MINUTES * INT64_C(60000) &&
	       now < begins + (minutes + TRAINING_LATE_MINUTES) * INT64_C(60000);
}

int64_t training_needed(int64_t of, int64_t per_cent)
{
	int64_t needed = (of * per_cent + 99) / 100;
	return needed > 0 ? needed : 1;
}

bool training_answer_right(unsigned chosen, unsigned right)
{
	return right && chosen == right;
}

const char *training_lacks(const struct training_did *did)
{
	if (!did->lessons)
		return "training.none_lessons";
	if (did->present < training_needed(did->lessons, did->least))
		return "training.few_lessons";
	return did->quiz && !did->passed ? "training.not_passed" : "";
}

struct str training_certificate_code(struct arena *arena)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	unsigned char bytes[TRAINING_CODE_LETTERS];
	char *code = arena_take(arena, sizeof(bytes));
	random_bytes(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++)
		code[i] = letters[bytes[i] % 32];
	return (struct str){ code, sizeof(bytes) };
}

struct str training_certificate_number(struct arena *arena, int64_t number, int64_t year)
{
	return str_format(arena, "%02lld/%lld", (long long)number, (long long)year);
}

int64_t training_part_of_page(int64_t page)
{
	return (page - 1) * TRAINING_PAGE / TRAINING_PART + 1;
}

struct training_part training_part_of(int64_t called, int64_t asked)
{
	int64_t count = called > TRAINING_PART ? (called + TRAINING_PART - 1) / TRAINING_PART : 1;
	int64_t at = asked < 1 ? 1 : asked > count ? count : asked;
	return (struct training_part){ at, count, (at - 1) * TRAINING_PART };
}
