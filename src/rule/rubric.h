/* The rubric calculator: from what was measured about a meeting to points, line by line. Freestanding: no libc, no
 *memory of its own, 32-bit integers in fixed structs, so that the server and the console's WebAssembly give the same
 *answer. It knows no rubric, no text and no names: rubrics are data (rules/rubric), read by feature/score/rubric_json.
 *
 * How a caller fills the measures:
 *	struct rubric_input input;
 *	rubric_input_clear(&input);                 every measure unknown, nothing confirmed
 *	input.measure[RUBRIC_BASE] = 20;            what is known, >= 0; what is not known is left alone, never set to 0
 *	input.measure[RUBRIC_PRESENT] = 18;
 *	input.confirmed[2] = 1;                     line 2: a person vouches for it
 *	if (rubric_check(&input, &a, &b) == RUBRIC_RIGHT)
 *		rubric_evaluate(&rubric, &input, &result);
 */
#ifndef RULE_RUBRIC_H
#define RULE_RUBRIC_H

#include <stdint.h>

enum {
	RUBRIC_VERSION = 1, /* of the structs and of the reckoning; kept beside a stored score */
	RUBRIC_UNKNOWN = -1,
	RUBRIC_OPEN = INT32_MIN,  /* points of a line that a person decides */
	RUBRIC_NONE = -1,         /* no row, no measure, no grade */
	RUBRIC_LARGEST = 1000000, /* of any measure */
	RUBRIC_GROUPS = 16,
	RUBRIC_LINES = 64,
	RUBRIC_ROWS = 256,
	RUBRIC_TESTS = 512,
	RUBRIC_GRADES = 8,
	RUBRIC_CAPS = 8,
	RUBRIC_CAP_LINES = 16,
};

/* What the program measures itself. Flags are 0 or 1. "The cell's" people: full and probationary, guests never counted.
 */
enum rubric_measure {
	RUBRIC_SIZE,               /* members of the cell */
	RUBRIC_BASE,               /* size less exempt, on special duty, away: the base of the attendance figure */
	RUBRIC_PRESENT,            /* of the base, late ones too */
	RUBRIC_UNEXCUSED,          /* of the base, absent without a reason */
	RUBRIC_EXCUSED_STREAK,     /* longest run of excused absences of one member this year, this meeting included */
	RUBRIC_MINUTES,            /* from opening to closing, breaks taken off */
	RUBRIC_COMBINED,           /* flag: a regular and a thematic part in one session */
	RUBRIC_THEMATIC,           /* flag: there was a thematic part */
	RUBRIC_PREMEETING,         /* flag: the cell committee (or secretary and deputy) met before and kept a record */
	RUBRIC_SOLO_SECRETARY,     /* flag: the cell has a secretary only, nobody to meet with before */
	RUBRIC_RIGHT_DAY,          /* flag: held on the set day, or moved with a recorded reason */
	RUBRIC_NOTICE,             /* flag: notice went to every member and to the superior who follows the cell */
	RUBRIC_DRAFT,              /* flag: a draft conclusion or resolution was among the papers */
	RUBRIC_PAPERS_DAYS,        /* whole days between the last paper posted and the meeting */
	RUBRIC_STEPS_DONE,         /* steps of the procedure carried out */
	RUBRIC_STEPS_ALL,          /* steps that the procedure has for this kind of meeting */
	RUBRIC_SPOKE,              /* of those present, who spoke at least once */
	RUBRIC_SPIRIT_MINUTES,     /* given to members' thinking, self-criticism and criticism */
	RUBRIC_PRAISE,             /* praises and reminders recorded */
	RUBRIC_TASKS_DUE,          /* targets of the last conclusion or resolution that were due */
	RUBRIC_TASKS_DONE,         /* of those, done */
	RUBRIC_TASKS_SET,          /* tasks given in this meeting, each with a person and a deadline */
	RUBRIC_MINUTES_ADOPTED,    /* flag: minutes read back and adopted in the session */
	RUBRIC_RESOLUTION_ADOPTED, /* flag: a conclusion or resolution was adopted in the session */
	RUBRIC_REPORT_DAYS,        /* days from the meeting to the finished papers posted and reported */
	RUBRIC_MEASURE__COUNT,
};

enum rubric_phase { RUBRIC_BEFORE, RUBRIC_MEETING, RUBRIC_AFTER, RUBRIC_PHASE__COUNT };
enum rubric_op { RUBRIC_AT_LEAST, RUBRIC_ABOVE, RUBRIC_AT_MOST, RUBRIC_BELOW, RUBRIC_EQUAL, RUBRIC_OP__COUNT };

enum rubric_kind {
	RUBRIC_STEPS,          /* rows with points, the first that holds wins */
	RUBRIC_ALL_OR_NOTHING, /* all needs: max; one fails: 0 */
	RUBRIC_FREE,           /* 0..max by a person; all needs: max is proposed; one fails: left open */
	RUBRIC_BONUS,          /* as all or nothing; inside the group's max, or on top of it */
	RUBRIC_DEDUCTION,      /* all needs: 0; one fails: -max. With rows: points from -max to 0 */
	RUBRIC_KIND__COUNT,
};

/* measure op value; with `per`: measure * 1000 op value * per, that is permille without rounding. */
struct rubric_test {
	int32_t measure, per, op, value; /* per: RUBRIC_NONE where the figure itself is compared */
};

/* Holds when all its tests hold. */
struct rubric_row {
	int32_t test, test_count; /* in rubric.test */
	int32_t points;           /* of a stepped line */
	int32_t need;             /* else: which need of the line it fulfils; rows of one need are alternatives */
};

struct rubric_line {
	int32_t group, max, kind, phase;
	int32_t stepped;        /* the rows carry points; else they are needs */
	int32_t judged;         /* the measures never suffice: a person has to vouch */
	int32_t on_top;         /* bonus beyond its group's max */
	int32_t applies, full;  /* row that says when the line counts, when it is full anyway; or RUBRIC_NONE */
	int32_t row, row_count; /* in rubric.row */
};

/* A grade better than `grade` needs full marks in these lines. */
struct rubric_cap {
	int32_t grade, line_count, line[RUBRIC_CAP_LINES];
};

struct rubric {
	int32_t scale;   /* most points in all; bonuses on top do not lift a total above it */
	int32_t rescale; /* 1: where a line does not apply, the rest is stretched to the scale; 0: as it is */
	int32_t group_count, line_count, row_count, test_count, grade_count, cap_count;
	int32_t group_max[RUBRIC_GROUPS];
	int32_t grade_from[RUBRIC_GRADES]; /* best grade first */
	struct rubric_line line[RUBRIC_LINES];
	struct rubric_row row[RUBRIC_ROWS];
	struct rubric_test test[RUBRIC_TESTS];
	struct rubric_cap cap[RUBRIC_CAPS];
};

struct rubric_input {
	int32_t promise; /* 1 in the self-score: unknown measures of phase `after` are promised */
	int32_t measure[RUBRIC_MEASURE__COUNT];
	int32_t confirmed[RUBRIC_LINES];
};

/* Which reasoning gave a line its points, or left it open. */
enum rubric_why {
	RUBRIC_BY_ROW,       /* `row` holds */
	RUBRIC_BY_NEEDS,     /* all needs hold */
	RUBRIC_BY_FAILURE,   /* the needs in `failed` do not hold */
	RUBRIC_BY_PERSON,    /* confirmed, and nothing measured speaks against it */
	RUBRIC_BY_EXCEPTION, /* full_when holds */
	RUBRIC_BY_PROMISE,   /* holds if what is due after the meeting is done */
	RUBRIC_NOT_APPLIED,  /* 0 points, and not in `most` */
	/* from here on: open */
	RUBRIC_OPEN_GAP,       /* all known, no row says anything */
	RUBRIC_OPEN_UNKNOWN,   /* the measures in `unknown` are missing */
	RUBRIC_OPEN_NO_BASE,   /* a share of nothing: its base is 0 */
	RUBRIC_OPEN_MISSING,   /* free line: the needs in `failed` do not hold */
	RUBRIC_OPEN_DISPUTED,  /* as before, although confirmed */
	RUBRIC_OPEN_JUDGEMENT, /* what is measured holds (or nothing is): a person judges */
	RUBRIC_WHY__COUNT,
};

struct rubric_line_result {
	int32_t points; /* or RUBRIC_OPEN */
	int32_t why, row;
	uint32_t unknown; /* 1 << measure */
	uint32_t failed;  /* 1 << need */
};

struct rubric_result {
	int32_t version;
	int32_t least, most;             /* open lines at their least, at their most */
	int32_t grade_least, grade_most; /* caps applied */
	int32_t grade;                   /* where both are the same, else RUBRIC_NONE */
	struct rubric_line_result line[RUBRIC_LINES];
};

enum rubric_wrong {
	RUBRIC_RIGHT,
	RUBRIC_NEGATIVE,    /* measure a */
	RUBRIC_TOO_LARGE,   /* measure a */
	RUBRIC_NO_FLAG,     /* measure a is neither 0 nor 1 */
	RUBRIC_ABOVE_OTHER, /* a > b, which cannot be */
	RUBRIC_ABOVE_BASE,  /* present and unexcused together are more than the base */
	RUBRIC_ABOVE_SIZE,  /* or, the base unknown, than the cell has members */
	RUBRIC_WRONG__COUNT,
};

void rubric_input_clear(struct rubric_input *input);
/* Does the input make sense? Names the measures at odds. */
enum rubric_wrong rubric_check(const struct rubric_input *input, int32_t *ret_a, int32_t *ret_b);
/* When a measure is known. */
enum rubric_phase rubric_measure_phase(int32_t measure);
int32_t rubric_measure_flag(int32_t measure);
/* Input must have passed rubric_check. What follows from known measures is filled in first (combined makes thematic;
 * all of the base present means nobody was absent). Open lines count 0 in `least` and their max in `most`. */
void rubric_evaluate(const struct rubric *rubric, const struct rubric_input *input, struct rubric_result *ret_result);
/* Totals and grades anew from the points of the lines as they stand in *result: for points that a person changed. */
void rubric_sum(const struct rubric *rubric, struct rubric_result *result);

#endif
