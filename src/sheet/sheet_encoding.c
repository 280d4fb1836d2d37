/* Which bytes stand for which letters: the encodings that Vietnamese offices left behind, told apart by whether the
 * outcome reads as Vietnamese. Own tables, because the helper that parses foreign bytes may not open iconv's files. */
#include "sheet_private.h"

#include "base/text.h"

#include <string.h>

/* TCVN 5712 (VN1, of which the TCVN3 of the .Vn fonts is a part): bytes 0x80 to 0xff */
static const uint16_t tcvn[128] = {
	0xc0,
	0x1ea2,
	0xc3,
	0xc1,
	0x1ea0,
	0x1eb6,
	0x1eac,
	0xc8,
	0x1eba,
	0x1ebc,
	0xc9,
	0x1eb8,
	0x1ec6,
	0xcc,
	0x1ec8,
	0x128,
	0xcd,
	0x1eca,
	0xd2,
	0x1ece,
	0xd5,
	0xd3,
	0x1ecc,
	0x1ed8,
	0x1edc,
	0x1ede,
	0x1ee0,
	0x1eda,
	0x1ee2,
	0xd9,
	0x1ee6,
	0x168,
	0xa0,
	0x102,
	0xc2,
	0xca,
	0xd4,
	0x1a0,
	0x1af,
	0x110,
	0x103,
	0xe2,
	0xea,
	0xf4,
	0x1a1,
	0x1b0,
	0x111,
	0x1eb0,
	0x300,
	0x309,
	0x303,
	0x301,
	0x323,
	0xe0,
	0x1ea3,
	0xe3,
	0xe1,
	0x1ea1,
	0x1eb2,
	0x1eb1,
	0x1eb3,
	0x1eb5,
	0x1eaf,
	0x1eb4,
	0x1eae,
	0x1ea6,
	0x1ea8,
	0x1eaa,
	0x1ea4,
	0x1ec0,
	0x1eb7,
	0x1ea7,
	0x1ea9,
	0x1eab,
	0x1ea5,
	0x1ead,
	0xe8,
	0x1ec2,
	0x1ebb,
	0x1ebd,
	0xe9,
	0x1eb9,
	0x1ec1,
	0x1ec3,
	0x1ec5,
	0x1ebf,
	0x1ec7,
	0xec,
	0x1ec9,
	0x1ec4,
	0x1ebe,
	0x1ed2,
	0x129,
	0xed,
	0x1ecb,
	0xf2,
	0x1ed4,
	0x1ecf,
	0xf5,
	0xf3,
	0x1ecd,
	0x1ed3,
	0x1ed5,
	0x1ed7,
	0x1ed1,
	0x1ed9,
	0x1edd,
	0x1edf,
	0x1ee1,
	0x1edb,
	0x1ee3,
	0xf9,
	0x1ed6,
	0x1ee7,
	0x169,
	0xfa,
	0x1ee5,
	0x1eeb,
	0x1eed,
	0x1eef,
	0x1ee9,
	0x1ef1,
	0x1ef3,
	0x1ef7,
	0x1ef9,
	0xfd,
	0x1ef5,
	0x1ed0,
};

/* its capitals among the control bytes 0x00 to 0x1f; others stand for themselves */
static const uint16_t tcvn_low[32] = {
	0,
	0xda,
	0x1ee4,
	3,
	0x1eea,
	0x1eec,
	0x1eee,
	7,
	8,
	9,
	0xa,
	0xb,
	0xc,
	0xd,
	0xe,
	0xf,
	0x10,
	0x1ee8,
	0x1ef0,
	0x1ef2,
	0x1ef6,
	0x1ef8,
	0xdd,
	0x1ef4,
	0x18,
	0x19,
	0x1a,
	0x1b,
	0x1c,
	0x1d,
	0x1e,
	0x1f,
};

/* Windows-1258: tone marks are letters of their own behind the vowel */
static const uint16_t cp1258[128] = {
	0x20ac,
	0,
	0x201a,
	0x192,
	0x201e,
	0x2026,
	0x2020,
	0x2021,
	0x2c6,
	0x2030,
	0,
	0x2039,
	0x152,
	0,
	0,
	0,
	0,
	0x2018,
	0x2019,
	0x201c,
	0x201d,
	0x2022,
	0x2013,
	0x2014,
	0x2dc,
	0x2122,
	0,
	0x203a,
	0x153,
	0,
	0,
	0x178,
	0xa0,
	0xa1,
	0xa2,
	0xa3,
	0xa4,
	0xa5,
	0xa6,
	0xa7,
	0xa8,
	0xa9,
	0xaa,
	0xab,
	0xac,
	0xad,
	0xae,
	0xaf,
	0xb0,
	0xb1,
	0xb2,
	0xb3,
	0xb4,
	0xb5,
	0xb6,
	0xb7,
	0xb8,
	0xb9,
	0xba,
	0xbb,
	0xbc,
	0xbd,
	0xbe,
	0xbf,
	0xc0,
	0xc1,
	0xc2,
	0x102,
	0xc4,
	0xc5,
	0xc6,
	0xc7,
	0xc8,
	0xc9,
	0xca,
	0xcb,
	0x300,
	0xcd,
	0xce,
	0xcf,
	0x110,
	0xd1,
	0x309,
	0xd3,
	0xd4,
	0x1a0,
	0xd6,
	0xd7,
	0xd8,
	0xd9,
	0xda,
	0xdb,
	0xdc,
	0x1af,
	0x303,
	0xdf,
	0xe0,
	0xe1,
	0xe2,
	0x103,
	0xe4,
	0xe5,
	0xe6,
	0xe7,
	0xe8,
	0xe9,
	0xea,
	0xeb,
	0x301,
	0xed,
	0xee,
	0xef,
	0x111,
	0xf1,
	0x323,
	0xf3,
	0xf4,
	0x1a1,
	0xf6,
	0xf7,
	0xf8,
	0xf9,
	0xfa,
	0xfb,
	0xfc,
	0x1b0,
	0x20ab,
	0xff,
};

/* Windows-1252, bytes 0x80 to 0x9f; the others are their own code */
static const uint16_t cp1252[32] = {
	0x20ac,
	0,
	0x201a,
	0x192,
	0x201e,
	0x2026,
	0x2020,
	0x2021,
	0x2c6,
	0x2030,
	0x160,
	0x2039,
	0x152,
	0,
	0x17d,
	0,
	0,
	0x2018,
	0x2019,
	0x201c,
	0x201d,
	0x2022,
	0x2013,
	0x2014,
	0x2dc,
	0x2122,
	0x161,
	0x203a,
	0x153,
	0,
	0x17e,
	0x178,
};

void sheet_put_utf8(struct buf *buf, unsigned code)
{
	if (code < 0x80) {
		buf_char(buf, (char)code);
	} else if (code < 0x800) {
		buf_char(buf, (char)(0xc0 | code >> 6));
		buf_char(buf, (char)(0x80 | (code & 0x3f)));
	} else if (code < 0x10000) {
		buf_char(buf, (char)(0xe0 | code >> 12));
		buf_char(buf, (char)(0x80 | (code >> 6 & 0x3f)));
		buf_char(buf, (char)(0x80 | (code & 0x3f)));
	} else {
		buf_char(buf, (char)(0xf0 | code >> 18));
		buf_char(buf, (char)(0x80 | (code >> 12 & 0x3f)));
		buf_char(buf, (char)(0x80 | (code >> 6 & 0x3f)));
		buf_char(buf, (char)(0x80 | (code & 0x3f)));
	}
}

/* One code of well-formed UTF-8; U+FFFD for what is not. */
static unsigned next_code(struct str text, size_t *at)
{
	unsigned char first = (unsigned char)text.ptr[(*at)++];
	if (first < 0x80)
		return first;
	int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
	unsigned code = more == 3 ? first & 7u : more == 2 ? first & 15u : first & 31u;
	if (!more || *at + (size_t)more > text.len)
		return 0xfffd;
	for (int i = 0; i < more; i++) {
		unsigned char byte = (unsigned char)text.ptr[*at + (size_t)i];
		if ((byte & 0xc0) != 0x80)
			return 0xfffd;
		code = code << 6 | (byte & 0x3fu);
	}
	*at += (size_t)more;
	return code;
}

static bool one_of(const char *list, const char *part, size_t len)
{
	for (const char *at = list; *at;) {
		size_t n = strcspn(at, " ");
		if (n == len && !memcmp(at, part, len))
			return true;
		at += n + (at[n] == ' ');
	}
	return false;
}

/* word: lower case, without marks */
static bool is_syllable(struct str word)
{
	static const char *const initials = "b c ch d g gh h k kh l m n ng ngh nh p ph q r s t th tr v x";
	static const char *const nuclei =
	        "a e i o u y ai ao au ay eo eu ia ie io iu ya ye oa oe oi oo ua ue ui uo uu uy oai "
	        "oay oao oeo uay uoi uou uya uye uyu ieu yeu uao ueo iai iao iay iau ioi iuo iua uai";
	static const char *const finals = "c ch m n ng nh p t k";
	size_t from = 0, to;
	while (from < word.len && !strchr("aeiouy", word.ptr[from]))
		from++;
	for (to = from; to < word.len && strchr("aeiouy", word.ptr[to]);)
		to++;
	return to > from && (from == 0 || one_of(initials, word.ptr, from)) &&
	       one_of(nuclei, word.ptr + from, to - from) &&
	       (to == word.len || one_of(finals, word.ptr + to, word.len - to));
}

static bool is_border(char c)
{
	return (unsigned char)c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
}

int sheet_plausible(struct arena *arena, struct str text)
{
	int score = 0;
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		bool foreign = false;
		for (; at < text.len && !is_border(text.ptr[at]); at++)
			foreign |= (unsigned char)text.ptr[at] >= 0x80;
		if (foreign)
			score += is_syllable(text_fold(arena, str_slice(text, from, at))) ? 1 : -1;
		while (at < text.len && is_border(text.ptr[at]))
			at++;
	}
	return score;
}

/* The share of zeros at even and at odd places: plain UTF-16 of any European text has many on one side. */
static bool guess_utf16(struct str bytes, enum sheet_encoding *ret_encoding)
{
	size_t zeros[2] = { 0 }, look = bytes.len < 4096 ? bytes.len : 4096;
	for (size_t i = 0; i < look; i++)
		zeros[i & 1] += !bytes.ptr[i];
	if (look < 4 || zeros[0] + zeros[1] < 1 + look / 16)
		return false;
	*ret_encoding = zeros[1] > zeros[0] ? ENCODING_UTF16LE : ENCODING_UTF16BE;
	return true;
}

/* Nearly all well-formed: a few broken bytes do not make it another encoding. */
static bool mostly_utf8(struct str bytes)
{
	size_t good = 0, bad = 0;
	for (size_t at = 0; at < bytes.len;) {
		size_t from = at;
		unsigned code = next_code(bytes, &at);
		if (code == 0xfffd && !(at - from == 3))
			bad++;
		else if (code >= 0x80)
			good++;
	}
	return bad == 0 || bad * 50 < good;
}

enum sheet_encoding sheet_guess_encoding(struct arena *arena, struct str bytes)
{
	enum sheet_encoding encoding;
	if (bytes.len >= 2 && !memcmp(bytes.ptr, "\xff\xfe", 2))
		return ENCODING_UTF16LE;
	if (bytes.len >= 2 && !memcmp(bytes.ptr, "\xfe\xff", 2))
		return ENCODING_UTF16BE;
	if (guess_utf16(bytes, &encoding))
		return encoding;
	if (mostly_utf8(bytes))
		return ENCODING_UTF8;
	struct str look = str_slice(bytes, 0, bytes.len < 65536 ? bytes.len : 65536);
	int windows = sheet_plausible(arena, sheet_decode(arena, look, ENCODING_CP1258));
	int tcvn3 = sheet_plausible(arena, sheet_decode(arena, look, ENCODING_TCVN3));
	return tcvn3 > windows ? ENCODING_TCVN3 : ENCODING_CP1258;
}

static void decode_utf16(struct buf *buf, struct str bytes, bool big)
{
	size_t at = bytes.len >= 2 && (!memcmp(bytes.ptr, "\xff\xfe", 2) || !memcmp(bytes.ptr, "\xfe\xff", 2)) ? 2 : 0;
	unsigned high = 0;
	for (; at + 1 < bytes.len; at += 2) {
		unsigned a = (unsigned char)bytes.ptr[at], b = (unsigned char)bytes.ptr[at + 1];
		unsigned code = big ? a << 8 | b : b << 8 | a;
		if (code >= 0xd800 && code < 0xdc00) {
			high = code;
			continue;
		}
		if (code >= 0xdc00 && code < 0xe000)
			code = high ? 0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00) : 0xfffd;
		high = 0;
		sheet_put_utf8(buf, code);
	}
}

struct str sheet_decode(struct arena *arena, struct str bytes, enum sheet_encoding encoding)
{
	if (encoding == ENCODING_UTF8)
		return str_starts(bytes, STR("\xef\xbb\xbf")) ? str_slice(bytes, 3, bytes.len) : bytes;
	struct buf buf = buf_open(arena, bytes.len * 3 + 16);
	if (encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE) {
		decode_utf16(&buf, bytes, encoding == ENCODING_UTF16BE);
		return buf_text(&buf);
	}
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned byte = (unsigned char)bytes.ptr[i], code = byte;
		if (encoding == ENCODING_TCVN3)
			code = byte >= 128 ? tcvn[byte - 128] : byte < 32 ? tcvn_low[byte] : byte;
		else if (byte >= 128)
			code = cp1258[byte - 128];
		sheet_put_utf8(&buf, code ? code : 0xfffd);
	}
	return buf_text(&buf);
}

const char *sheet_encoding_name(enum sheet_encoding encoding)
{
	static const char *const names[] = { "utf-8", "utf-16le", "utf-16be", "cp1258", "tcvn3" };
	return names[encoding];
}

/* The byte that Windows had for a letter, 1252 before 1258; -1 for none. */
static int windows_byte(unsigned code)
{
	if (code < 0x80 || (code >= 0xa0 && code < 0x100))
		return (int)code;
	for (int i = 0; i < 32; i++) {
		if (cp1252[i] == code)
			return 128 + i;
	}
	for (int i = 0; i < 128; i++) {
		if (cp1258[i] == code)
			return 128 + i;
	}
	return code < 0xa0 ? (int)code : -1;
}

struct str sheet_decode_vn_font(struct arena *arena, struct str text, bool capitals)
{
	struct buf bytes = buf_open(arena, text.len + 16);
	bool plain = true;
	for (size_t at = 0; at < text.len;) {
		int byte = windows_byte(next_code(text, &at));
		if (byte < 0)
			return text;
		plain &= byte < 0x80;
		buf_char(&bytes, (char)byte);
	}
	struct str read = sheet_decode(arena, buf_text(&bytes), ENCODING_TCVN3);
	if (!plain && sheet_plausible(arena, text) > sheet_plausible(arena, read))
		return text;
	return capitals ? text_upper(arena, read) : read;
}
