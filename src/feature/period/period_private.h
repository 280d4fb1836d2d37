/* What the files of this folder share. */
#ifndef FEATURE_PERIOD_PRIVATE_H
#define FEATURE_PERIOD_PRIVATE_H

#include "feature/period/period.h"
#include "feature/unit/unit.h"

enum { PERIOD_MONTHS = 12, PERIOD_QUARTERS = 4, PERIOD_GRADES = 4, PERIOD_GRADE_NONE = -1 };

/* good 0 .. poor 3; PERIOD_GRADE_NONE. */
int period_grade_index(struct str grade);
const char *period_grade_code(int grade);

/* What one grade asks for; what is not asked is -1 (or false). */
struct period_rule_line {
	int grade;
	int mean_least;         /* points */
	int worst;              /* no month worse than this grade */
	int least_grade, least; /* at least so many months with that grade or better */
	bool all_met;           /* a regular meeting in each month */
	int themes;             /* sessions on a theme in each quarter */
};

/* How grades of months become one of a period: the first line that fits; none: a person decides. */
struct period_rule {
	struct str id, name, label, issuer, sure;
	bool kinds[PERIOD_KIND__COUNT];
	struct str since, until; /* days; until may be none */
	struct period_rule_line line[PERIOD_GRADES];
	size_t line_count;
	struct str notes;           /* lines of text */
	struct str owner, decision; /* of an own copy, or of who chose it; none: nobody chose */
	struct str chosen_since;    /* the day from which the choice counts */
	bool own;                   /* its figures were changed */
};

/* One cell's months of a period, from the first to the last. */
struct period_month {
	bool exists, met;
	int grade;             /* of the regular meeting; PERIOD_GRADE_NONE */
	struct opt_int points; /* of the same */
};
struct period_months {
	size_t count;
	struct period_month at[PERIOD_MONTHS];
	int themes[PERIOD_MONTHS]; /* sessions on a theme, by month */
};

/* INVALID period.rule_broken with the place at fault. */
enum status period_rule_read(struct arena *arena, struct str json, struct period_rule *ret_rule, struct err *err);
/* One of rules/period by its id. INVALID period.rule_unknown. */
enum status period_rule_find(struct arena *arena, struct str id, struct period_rule *ret_rule, struct err *err);
/* Those of rules/period for that kind, in order of names; false past the last. */
bool period_rule_at(struct arena *arena, enum period_kind kind, size_t at, struct period_rule *ret_rule);
/* The lines as JSON, for an own copy. */
struct str period_rule_write(struct arena *arena, const struct period_rule *rule);
/* The grade, or PERIOD_GRADE_NONE: no line fits, or what a line asks cannot be known. */
int period_rule_grade(const struct period_rule *rule, const struct period_months *months);
/* The rule in force for what stands below a unit in a period; *ret_any = false for months, which have none. */
enum status period_rule_of(struct arena *arena, struct db *db, int64_t unit, struct period period,
        struct period_rule *ret_rule, bool *ret_any, struct err *err);
/* The last day on which a unit of that kind reports in time; no text: it is not asked to. */
struct str period_due_day(struct arena *arena, struct period period, struct str unit_kind);

/* The columns of the table of a period of that kind. */
const struct period_column *period_columns(enum period_kind kind, size_t *ret_count);
/* Leaves out the columns in which nothing stands, in no row and not in the sum, and says which. */
void period_columns_trim(struct arena *arena, struct period_report *report);
/* The value under the key of a column of any kind of period. */
struct period_value period_value_by(
        struct arena *arena, const struct period_report *report, const struct period_row *row, struct str key);
/* "91", "90,5", "90,33" of hundredths. */
struct str period_points_show(struct arena *arena, int64_t hundredths);
/* Where the report stands, whose it is now, what came in from below, what was corrected since. */
enum status period_flow_fill(struct arena *arena, struct db *db, const struct period_ask *ask,
        struct period_report *report, struct err *err);

/* What is another figure today than in the frozen report, child by child, with the reasons given. NOT_FOUND
 * period.not_frozen. */
struct period_changes {
	struct period_change *at;
	size_t count;
	struct str *told; /* the period whose report told it, "" when none did yet */
};
enum status period_changes_since(struct arena *arena, struct db *db, int64_t unit, struct period period, int64_t now,
        struct period_changes *ret_changes, struct err *err);

/* Who does something to reports. */
struct period_hand {
	struct arena *arena;
	struct db *db;
	int64_t now;
	struct account_id account;
};
/* Sends the report up. CONFLICT period.not_over, period.sent_already, period.empty, period.reasons_missing. */
enum status period_submit(
        const struct period_hand *hand, const struct unit *unit, struct period period, struct err *err);
/* Of a report that was sent to `superior`: back with a reason, taken, frozen for good. CONFLICT period.not_sent_here,
 * period.not_waiting, period.not_accepted. */
enum status period_return(const struct period_hand *hand, int64_t superior, int64_t unit, struct period period,
        struct str reason, struct err *err);
enum status period_accept(
        const struct period_hand *hand, int64_t superior, int64_t unit, struct period period, struct err *err);
enum status period_freeze(
        const struct period_hand *hand, int64_t superior, int64_t unit, struct period period, struct err *err);

/* The frozen copy and the JSON for others: the same text. */
struct str period_json_write(struct arena *arena, const struct period_report *report);
enum status period_json_read(struct arena *arena, struct str json, struct period_report **ret_report, struct err *err);
/* The report in the form that the ending of the name asks for: .csv, .json. INVALID period.ending. */
enum status period_file(struct arena *arena, const struct period_report *report, struct str name, struct str *ret_bytes,
        struct err *err);
extern const struct command period_commands[];
/* 32 bytes. */
struct str period_hash(struct arena *arena, struct str payload);

/* As a workbook; on paper, as PDF or DOCX. */
enum status period_sheet(
        struct arena *arena, const struct period_report *report, struct str *ret_bytes, struct err *err);
enum status period_paper(
        struct arena *arena, const struct period_report *report, bool docx, struct str *ret_bytes, struct err *err);

#endif
