/* The rules of classes as plain functions: changing codes, who attended enough, who passed, what a certificate asks. */
#ifndef TRAINING_RULE_H
#define TRAINING_RULE_H

#include "base/str.h"

enum {
	TRAINING_WINDOW_MS = 60000, /* how long the screen shows one code */
	TRAINING_WINDOWS = 3,       /* a code is taken while it is one of the last three */
	TRAINING_PASS_WINDOWS = 6,  /* a page that was opened with a code in time may be sent for as long */
	TRAINING_EARLY_MINUTES = 60,
	TRAINING_LATE_MINUTES = 60, /* codes are good from an hour before a lesson until an hour after its end */
	TRAINING_CHOICES = 6,
	TRAINING_QUESTIONS = 50,
	TRAINING_LESSONS = 40,
	TRAINING_CODE_LETTERS = 10,
};

/* The code that a lesson's screen shows at an instant: a number of ten digits, made of the lesson's secret. */
int64_t training_code(struct str secret, int64_t now);
/* Whether that number is the lesson's code now, or was within the last windows. Takes the same time for each. */
bool training_code_good(struct str secret, int64_t code, int64_t now);
/* What a page opened with a good code carries: it is somebody's own, for one lesson, for some minutes. */
struct str training_pass(struct arena *arena, struct str secret, int64_t seat, int64_t now);
bool training_pass_good(struct str secret, int64_t seat, struct str pass, int64_t now);
/* Ten digits with blanks or without; 0 for anything else. */
int64_t training_code_typed(struct str text);
/* Whether codes are good at that instant: begins is the instant at which the lesson begins. */
bool training_code_time(int64_t begins, int64_t minutes, int64_t now);

/* How many of so many lessons, or questions, make `per_cent` of them: rounded up, at least one. */
int64_t training_needed(int64_t of, int64_t per_cent);
/* Whether the choices that somebody took (bits) are just the right ones. */
bool training_answer_right(unsigned chosen, unsigned right);

struct training_did {
	int64_t lessons, present, least; /* least: per cent */
	bool quiz, passed;
};
/* "" or why there is no certificate: a message code (training.none_lessons, training.few_lessons, training.not_passed).
 */
const char *training_lacks(const struct training_did *did);

/* The code of a certificate, of letters that are not mistaken for each other. */
struct str training_certificate_code(struct arena *arena);
/* As people write it: 15/2026. */
struct str training_certificate_number(struct arena *arena, int64_t number, int64_t year);

/* People on a page; on one paper, the rest on others. */
enum { TRAINING_PAGE = 100, TRAINING_PART = 2000 };
/* The part of a long list on paper in which a page's people stand. */
int64_t training_part_of_page(int64_t page);
/* Which of `count` parts is asked for, the nearest there is, from 1; and how many people stand before it. */
struct training_part {
	int64_t at, count, skip;
};
struct training_part training_part_of(int64_t called, int64_t asked);

#endif
