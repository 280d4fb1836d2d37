/* The reckoning of the annual classification, apart from pages and tables: the ceiling of "xuất sắc", the conditions of
 * a grade, working days. Numbers of the rule come from rules/annual. */
#ifndef ANNUAL_RECKON_H
#define ANNUAL_RECKON_H

#include "base/opt.h"
#include "base/time.h"

enum annual_grade {
	ANNUAL_EXCELLENT,
	ANNUAL_GOOD,
	ANNUAL_FAIR,
	ANNUAL_POOR,
	ANNUAL_GRADES,
	ANNUAL_NO_GRADE = ANNUAL_GRADES
};
/* "excellent" and so on; no grade for other words. */
enum annual_grade annual_grade_of(struct str word);
const char *annual_grade_word(enum annual_grade grade);

enum annual_condition {
	ANNUAL_ALL_DONE,      /* every task that fell due is done */
	ANNUAL_ON_TIME,       /* none of them late */
	ANNUAL_LATE,          /* late ones within the share that the rule allows */
	ANNUAL_ABOVE,         /* the share done beyond what was required: said by people */
	ANNUAL_REMEDIED,      /* all shortcomings of the last period put right, or there were none */
	ANNUAL_UNDISCIPLINED, /* nobody disciplined */
	ANNUAL_CONDITIONS
};
enum annual_condition annual_condition_of(struct str word);
const char *annual_condition_word(enum annual_condition condition);

enum annual_answer { ANNUAL_UNKNOWN, ANNUAL_MET, ANNUAL_UNMET };

struct annual_measure {
	int least[ANNUAL_GRADES];           /* points */
	unsigned conditions[ANNUAL_GRADES]; /* 1u << enum annual_condition */
	int above_percent, late_percent, undone_percent;
};
struct annual_facts {
	int64_t tasks, done, late;           /* that fell due: done in the end; late, of all */
	struct opt_int above, points;        /* not set: nobody said */
	struct str remedied;                 /* yes, no, none; empty: nobody said */
	struct opt_int discipline, degraded; /* 0, 1; not set: nobody said */
};
enum annual_answer annual_condition_met(
        const struct annual_measure *measure, const struct annual_facts *facts, enum annual_condition condition);

/* What speaks against a grade. */
enum annual_verdict {
	ANNUAL_FITS,
	ANNUAL_NO_POINTS,  /* no points are given yet */
	ANNUAL_FEW_POINTS, /* below the least of the grade */
	ANNUAL_FORBIDDEN, /* degraded, or too many tasks undone: only "không hoàn thành"; or disciplined, for xuất sắc
	                   */
	ANNUAL_UNASKED,     /* a question of this grade is not answered */
	ANNUAL_NEEDS_REASON /* what is known of the tasks, or that nothing is known, speaks against it */
};
/* *ret_condition: the first condition that is behind the last three; ANNUAL_CONDITIONS where it is none of them. */
enum annual_verdict annual_judge(const struct annual_measure *measure, const struct annual_facts *facts,
        enum annual_grade grade, enum annual_condition *ret_condition);

/* How many may be "xuất sắc" beside so many graded "tốt": percent of these, rounded down. Not of all. */
int64_t annual_ceiling(int64_t good, int64_t percent);

/* How many working days (Monday to Friday) before a day a paper was sent: the day it is spoken of counts, that of
 * sending does not. */
int annual_working_days(struct date sent, struct date held);

#endif
