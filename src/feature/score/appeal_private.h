/* A cell asks its superior to look again at the grade of a meeting, or at a working team's score of it. */
#ifndef SCORE_APPEAL_PRIVATE_H
#define SCORE_APPEAL_PRIVATE_H

#include "feature/score/score_private.h"

/* Where no committee set them; ours: no official text was found. */
enum { APPEAL_ASK_DAYS = 10, APPEAL_ANSWER_DAYS = 15 };

struct appeal_rule {
	int64_t ask_days, answer_days;
	struct str name; /* whose it is; none: the program's */
};
enum status appeal_rule_of(
        struct arena *arena, struct db *db, int64_t unit, struct appeal_rule *ret_rule, struct err *err);

/* What of a meeting may be looked at again: the superior's grade (visit 0), a team's score. */
struct appeal_subject {
	int64_t visit, decided_at;
	struct opt_int total;
	struct str grade, team; /* code; name of the team */
	struct str last;        /* the last day on which the cell may ask */
	bool asked, done;       /* one waits; it was looked at again since it was decided */
};
enum { APPEAL_SUBJECTS = 6 };
struct appeal_case {
	const struct meeting *meeting;
	struct sheet *sheet;
	struct appeal_rule rule;
	struct appeal_subject subject[APPEAL_SUBJECTS];
	size_t subject_count;
	struct score_appeal_many_rows rows;
};
enum status appeal_open(struct arena *arena, struct db *db, const struct meeting *meeting, struct appeal_case *ret_case,
        struct err *err);
struct appeal_ask {
	int64_t visit; /* 0: the grade */
	struct str day, reason, evidence;
	struct account_id account;
};
/* INVALID score.appeal_subject (about), score.appeal_day (day); CONFLICT score.appeal_waits, score.appeal_again,
 * score.appeal_late (with last). */
enum status appeal_ask(struct arena *arena, struct db *db, const struct appeal_case *one, const struct appeal_ask *ask,
        int64_t now, struct err *err);
struct appeal_answer {
	struct appeal_id appeal;
	int64_t version;
	bool change;
	struct str answer, grade;
	struct opt_int total;                /* of a team's score */
	struct opt_int points[RUBRIC_LINES]; /* of the superior, of a grade; not set: as it was */
	struct account_id account;
};
/* Keeps or changes; a changed grade goes through sheet_grade. NOT_FOUND score.appeal_not_found; CONFLICT
 * score.appeal_over; INVALID score.appeal_same (grade), score.total_range (total), and those of sheet_grade. */
enum status appeal_answer(struct arena *arena, struct db *db, const struct appeal_case *one,
        const struct appeal_answer *answer, int64_t now, struct err *err);
enum status appeal_withdraw(struct arena *arena, struct db *db, const struct appeal_case *one, struct appeal_id appeal,
        int64_t now, struct err *err);

/* What was asked on a day changed its state: figures of that month. */
enum status appeal_touch(
        struct arena *arena, struct db *db, int64_t cell, int shard, struct str day, int64_t now, struct err *err);
extern const struct counter_family appeal_families[];
extern const struct chore appeal_chores[];

extern const struct field appeal_ask_form[], appeal_answer_form[], appeal_withdraw_form[], appeal_rule_form[];
enum status show_appeal(struct request *request, void *view, struct err *err);
enum status ask_again(struct request *request, void *view, struct err *err);
enum status answer_appeal(struct request *request, void *view, struct err *err);
enum status withdraw_appeal(struct request *request, void *view, struct err *err);
enum status show_appeals(struct request *request, void *view, struct err *err);
enum status set_appeal_rule(struct request *request, void *view, struct err *err);
enum status send_appeal(struct request *request, void *view, struct err *err);
enum status appeal_due_of_cell(
        struct request *request, struct due_list *list, int64_t cell, int shard, struct err *err);
enum status appeal_due_of_officer(struct request *request, struct due_list *list, struct err *err);

#endif
