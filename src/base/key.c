/*
 * Keys of order and of sameness. A word is its letters, then its tone: the mark may stand on either vowel (Hoà, Hòa),
 * and tones decide only between words of the same letters.
 */
#include "base/text.h"

#include "base/text_private.h"

#include <string.h>

/* In the order of the dictionary. */
enum letter {
	NO_LETTER,
	A,
	A_BREVE,
	A_HAT,
	B,
	C,
	D,
	D_BAR,
	E,
	E_HAT,
	F,
	G,
	H,
	I,
	J,
	K,
	L,
	M,
	N,
	O,
	O_HAT,
	O_HORN,
	P,
	Q,
	R,
	S,
	T,
	U,
	U_HORN,
	V,
	W,
	X,
	Y,
	Z,
};

enum tone { LEVEL, GRAVE, HOOK, TILDE, ACUTE, DOT };

struct sound {
	enum letter letter;
	enum tone tone;
};

/* The letters without tone, by their place in the order. */
static const int32_t letter_code[] = { 0, 'a', 0x103, 0xE2, 'b', 'c', 'd', 0x111, 'e', 0xEA, 'f', 'g', 'h', 'i', 'j',
	'k', 'l', 'm', 'n', 'o', 0xF4, 0x1A1, 'p', 'q', 'r', 's', 't', 'u', 0x1B0, 'v', 'w', 'x', 'y', 'z' };

/* The combining mark of each tone. */
static const int32_t tone_code[] = { 0, 0x300, 0x309, 0x303, 0x301, 0x323 };

static const enum letter plain[26] = { A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y, Z };

/* Lower-case letters of U+1EA0 to U+1EF9, where capitals have the even places: ạ ả ấ ầ ẩ ẫ ậ ắ ... */
static const struct sound marked[] = {
	{ A, DOT },
	{ A, HOOK },
	{ A_HAT, ACUTE },
	{ A_HAT, GRAVE },
	{ A_HAT, HOOK },
	{ A_HAT, TILDE },
	{ A_HAT, DOT },
	{ A_BREVE, ACUTE },
	{ A_BREVE, GRAVE },
	{ A_BREVE, HOOK },
	{ A_BREVE, TILDE },
	{ A_BREVE, DOT },
	{ E, DOT },
	{ E, HOOK },
	{ E, TILDE },
	{ E_HAT, ACUTE },
	{ E_HAT, GRAVE },
	{ E_HAT, HOOK },
	{ E_HAT, TILDE },
	{ E_HAT, DOT },
	{ I, HOOK },
	{ I, DOT },
	{ O, DOT },
	{ O, HOOK },
	{ O_HAT, ACUTE },
	{ O_HAT, GRAVE },
	{ O_HAT, HOOK },
	{ O_HAT, TILDE },
	{ O_HAT, DOT },
	{ O_HORN, ACUTE },
	{ O_HORN, GRAVE },
	{ O_HORN, HOOK },
	{ O_HORN, TILDE },
	{ O_HORN, DOT },
	{ U, DOT },
	{ U, HOOK },
	{ U_HORN, ACUTE },
	{ U_HORN, GRAVE },
	{ U_HORN, HOOK },
	{ U_HORN, TILDE },
	{ U_HORN, DOT },
	{ Y, GRAVE },
	{ Y, DOT },
	{ Y, HOOK },
	{ Y, TILDE },
};

/* The other Vietnamese lower-case letters outside ASCII. */
static const struct {
	int32_t code;
	struct sound sound;
} latin[] = {
	{ 0xE0, { A, GRAVE } },
	{ 0xE1, { A, ACUTE } },
	{ 0xE2, { A_HAT, LEVEL } },
	{ 0xE3, { A, TILDE } },
	{ 0xE8, { E, GRAVE } },
	{ 0xE9, { E, ACUTE } },
	{ 0xEA, { E_HAT, LEVEL } },
	{ 0xEC, { I, GRAVE } },
	{ 0xED, { I, ACUTE } },
	{ 0xF2, { O, GRAVE } },
	{ 0xF3, { O, ACUTE } },
	{ 0xF4, { O_HAT, LEVEL } },
	{ 0xF5, { O, TILDE } },
	{ 0xF9, { U, GRAVE } },
	{ 0xFA, { U, ACUTE } },
	{ 0xFD, { Y, ACUTE } },
	{ 0x103, { A_BREVE, LEVEL } },
	{ 0x111, { D_BAR, LEVEL } },
	{ 0x129, { I, TILDE } },
	{ 0x169, { U, TILDE } },
	{ 0x1A1, { O_HORN, LEVEL } },
	{ 0x1B0, { U_HORN, LEVEL } },
};

/* The sound of a lower-case letter of NFC text; letter NO_LETTER when it is not one of the alphabet. */
static struct sound sound_of(int32_t code)
{
	if (code >= 'a' && code <= 'z')
		return (struct sound){ plain[code - 'a'], LEVEL };
	if (code >= 0x1EA0 && code <= 0x1EF9)
		return marked[(code - 0x1EA0) / 2];
	for (size_t i = 0; i < LENGTH(latin); i++)
		if (latin[i].code == code)
			return latin[i].sound;
	return (struct sound){ NO_LETTER, LEVEL };
}

static int32_t lower(int32_t code)
{
	return utf8proc_tolower(text_viet(code));
}

static bool is_digit(int32_t code)
{
	return code >= '0' && code <= '9';
}

/* Signs that people write as the apostrophe of H'Hen, K'Brôih. */
static bool is_apostrophe(int32_t code)
{
	return code == '\'' || code == '`' || code == 0xB4 || code == 0x2BC || code == 0x2018 || code == 0x2019;
}

/* Takes the next word off the front: in the key of order all but letters, digits and apostrophes stands between words.
 */
static bool next_word(struct str *rest, struct str *ret_word)
{
	size_t at = 0, from = 0, to = 0;
	while (at < rest->len) {
		size_t here = at;
		int32_t code = text_next(*rest, &at);
		utf8proc_category_t kind = code < 0 ? UTF8PROC_CATEGORY_SO : utf8proc_category(code);
		bool inside = is_apostrophe(code) || (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO);
		if (!inside && to)
			break;
		if (!inside)
			continue;
		if (!to)
			from = here;
		to = at;
	}
	*ret_word = str_slice(*rest, from, to);
	*rest = str_slice(*rest, at, rest->len);
	return to > 0;
}

/*
 * Signs of the key, in their order: "!" ends a word and is followed by its tone "0".."5"; "0".."9" says how many digits
 * a number has, before them; letters from "A" on; "~" and four signs is any other letter. At most 5 bytes a letter.
 */
enum { KEY_WORD_END = '!', KEY_NUMBER = '0', KEY_LETTER = '@', KEY_OTHER = '~', KEY_BITS = '0' };

/* A number: how long it is without leading zeros (9 for more), then its digits. Returns the bytes it took of the word.
 */
static size_t put_number(struct buf *key, struct str word)
{
	size_t to = 0, from = 0;
	while (to < word.len && is_digit(word.ptr[to]))
		to++;
	while (from + 1 < to && word.ptr[from] == '0')
		from++;
	buf_char(key, (char)(KEY_NUMBER + (to - from < 9 ? to - from : 9)));
	buf_put(key, word.ptr + from, to - from);
	return to;
}

static void put_other(struct buf *key, int32_t code)
{
	buf_char(key, KEY_OTHER);
	for (int shift = 18; shift >= 0; shift -= 6)
		buf_char(key, (char)(KEY_BITS + (code >> shift & 63)));
}

static void put_word(struct buf *key, struct str word)
{
	enum tone tone = LEVEL;
	for (size_t at = 0; at < word.len;) {
		if (is_digit(word.ptr[at])) {
			at += put_number(key, str_slice(word, at, word.len));
			continue;
		}
		int32_t code = lower(text_next(word, &at));
		if (is_apostrophe(code))
			continue;
		struct sound sound = sound_of(code);
		if (!sound.letter) {
			code = text_base(code);
			sound = sound_of(code);
		}
		if (sound.letter)
			buf_char(key, (char)(KEY_LETTER + sound.letter));
		else if (code)
			put_other(key, code);
		tone = sound.tone ? sound.tone : tone;
	}
	buf_char(key, KEY_WORD_END);
	buf_char(key, (char)('0' + tone));
}

static bool has_letter(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!is_digit(word.ptr[i]) && !is_apostrophe(word.ptr[i]))
			return true;
	return false;
}

/* The last word with a letter in it: the given name. No text when there is none. */
static struct str given_name(struct str name)
{
	struct str given = STR_NONE, word;
	while (next_word(&name, &word))
		if (has_letter(word))
			given = word;
	return given;
}

static struct buf key_open(struct arena *arena, struct str text)
{
	return buf_open(arena, arena_product(text.len, 5) + 16);
}

static struct str key_of(struct arena *arena, struct str text, bool given_first)
{
	struct arena *scratch CLOSES(arena_closep) = arena_open(arena_product(text.len, 64) + 4096);
	struct str form = text_nfc(scratch, text), word;
	struct buf key = key_open(scratch, form);
	struct str given = given_first ? given_name(form) : STR_NONE;
	if (given.ptr)
		put_word(&key, given);
	while (next_word(&form, &word))
		if (word.ptr != given.ptr)
			put_word(&key, word);
	check(!key.full);
	return str_copy(arena, buf_text(&key));
}

struct str text_sort_key(struct arena *arena, struct str name)
{
	return key_of(arena, name, true);
}

struct str text_title_key(struct arena *arena, struct str title)
{
	return key_of(arena, title, false);
}

static void put_letter(struct buf *key, int32_t code)
{
	char letter[8];
	buf_put(key, letter, text_put(letter, code));
}

struct str text_name_key(struct arena *arena, struct str name)
{
	struct arena *scratch CLOSES(arena_closep) = arena_open(arena_product(name.len, 64) + 4096);
	struct str line = text_line(scratch, name), word;
	struct buf key = key_open(scratch, line);
	while (str_split(&line, ' ', &word)) {
		enum tone tone = LEVEL;
		if (key.len)
			buf_char(&key, ' ');
		for (size_t at = 0; at < word.len;) {
			int32_t code = lower(text_next(word, &at));
			struct sound sound = sound_of(code);
			tone = sound.tone ? sound.tone : tone;
			put_letter(&key, sound.letter ? letter_code[sound.letter] : is_apostrophe(code) ? '\'' : code);
		}
		if (tone)
			put_letter(&key, tone_code[tone]);
	}
	check(!key.full);
	return str_copy(arena, buf_text(&key));
}
