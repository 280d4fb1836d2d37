/* Texts for people, in their language. The key of a text is its Vietnamese source, the key of a message a code such as
 * meeting.papers_late; both stand in the vi.po and en.po beside the sources, which tools/po.py turns into one table. */
#ifndef APP_MESSAGE_H
#define APP_MESSAGE_H

#include "base/err.h"

enum language { VI, EN, LANGUAGE__COUNT };

/* Marks a Vietnamese source text (or a code, or the prefix of codes) for tools/po.py; it is translated where it is
 * shown. */
#define T(text) STR(text)
#define N_(text) text

/* A value for the placeholder {name} of a text. */
struct text_arg {
	struct str name, value;
	int64_t number;
	bool counts; /* number is set: it may choose the English plural */
};

/* One entry of the generated table, ordered by the bytes of key. */
struct message {
	struct str key;
	struct str text[LANGUAGE__COUNT]; /* text[VI] is none where the key itself is the text */
	struct str one;                   /* English for n == 1, or none */
};
extern const struct message messages[];
/* Where a key stands in it, 1 + its place, or 0: looked for from the slot of its hash (FNV-1a) on. */
extern const uint16_t message_slot[];
extern const size_t message_slots; /* a power of two */

/* The text in that language; the key itself where there is none. */
struct str message_text(enum language language, struct str key);
/* The same with its {name} placeholders replaced. English: the plural goes by the number of {n}, or the first number.
 */
struct str message_fill(
        struct arena *arena, enum language language, struct str key, const struct text_arg *args, size_t arg_count);
/* The message of a code, its placeholders filled from the arguments of *args (may be NULL); false when nobody wrote
 * one.
 */
bool message_code(
        struct arena *arena, enum language language, struct str code, const struct err *args, struct str *ret_text);
/* How sure a rule is ("A" to "D"), in Vietnamese words for refusals and documents; pages say {{#code sure "sure."}}. */
struct str message_sure(struct arena *arena, struct str letter);
/* The whole sentence that a person reads; for an unknown code a general one with the code. */
struct str err_text(struct arena *arena, enum language language, const struct err *err);

#endif
