/* What the files of this room share. */
#ifndef ANNUAL_PRIVATE_H
#define ANNUAL_PRIVATE_H

#include "document/model.h"
#include "feature/annual/annual_rule.h"
#include "feature/unit/unit.h"
#include "gen/annual_sql.h"

extern const struct permission annual_read;   /* the cell and officers above: that there is a review, and its days */
extern const struct permission annual_see;    /* leaders, officers, and who is assessed: all that is said of one */
extern const struct permission annual_write;  /* leaders, a committee's officer, and who is assessed: the self-review */
extern const struct permission annual_open;   /* leaders, officers above */
extern const struct permission annual_run;    /* leaders, a committee's officer for it: verify, propose */
extern const struct permission annual_decide; /* officers above */

struct call {
	struct arena *arena;
	struct db *db;
	int64_t now;
	struct str today;
	struct account_id account;
};
struct review {
	struct annual_id id;
	int shard;
	struct annual_review_one_row row;
	struct unit cell; /* or the committee */
	struct annual_rule rule;
	bool committee; /* of whom nobody is assessed but the collective */
};
struct assessed {
	struct assessed_id id;
	struct annual_assessed_one_row row;
	struct review review; /* that it is in */
	bool own;             /* who asks is the one */
};
struct call annual_call_of(const struct request *request);
const struct review *annual_request_review(const struct request *request);
const struct assessed *annual_request_assessed(const struct request *request);

/* What is known of a year of a cell: read once, looked up by person. Of a committee: what the counters say. */
struct annual_book {
	struct annual_tasks_rows tasks;
	struct annual_presence_rows presence;
	struct annual_praises_rows praises;
	struct annual_months_rows months;
	struct annual_pledge_rows pledge; /* of one person, once annual_evidence_pledge was asked */
	struct str until;                 /* the day as of which what is not done is late */
	int64_t resolutions;              /* that the cell passed */
	bool committee;
	struct annual_committee_year_row counted; /* of a committee */
	struct annual_unit_figures_row grades;    /* what was decided below it */
	struct annual_book *before; /* the same of a cell that some of its members came from in the year; NULL */
};
/* Of one person, or (0) of the whole cell. */
struct annual_sum {
	int64_t tasks, done, late, undone, coming; /* of those that fell due; coming: later, not counted */
	int64_t due, present, excused, unexcused, spoke;
};

/* annual_open.c */
/* Of a cell or a committee. The years that may be opened: the last and this one. INVALID annual.year, annual.days
 * (day), annual.no_members, annual.no_superior; CONFLICT annual.twice_open. */
enum status annual_open_review(const struct call *call, const struct unit *unit, int64_t year, struct str self_by,
        struct str day, struct str scope, struct annual_id *ret_id, struct err *err);
enum status annual_load(struct arena *arena, struct db *db, int64_t id, struct review *ret_review, struct err *err);

/* What stands in a part (prefix "text") or a line ("points") of a form; NULL: nothing yet. */
const struct annual_line_many_row *annual_line_of(
        const struct annual_line_many_rows *lines, struct arena *arena, const char *prefix, struct str id);

/* annual_committee.c: a committee is reviewed after all below it. */
/* Who below a committee is not done with a year: a cell that is not decided, a committee that is not closed or not
 * decided itself; no text: nobody. */
enum status annual_committee_waits(
        const struct call *call, struct unit_id unit, int64_t year, struct str *ret_who, struct err *err);
bool annual_committee_cell_waits(const struct annual_cells_of_unit_row *row);
bool annual_committee_lower_waits(const struct annual_units_of_unit_row *row);
/* CONFLICT annual.lower_first, annual.close_first. */
enum status annual_committee_may(const struct call *call, const struct review *review, struct err *err);
/* DENIED annual.own_body: an officer of the committee itself does not decide of it. */
enum status annual_committee_stranger(struct request *request, const struct review *review, struct err *err);
enum status annual_committee_read(
        const struct call *call, const struct review *review, struct annual_book *book, struct err *err);
/* What a part of its report begins with. */
void annual_committee_text(struct arena *arena, struct buf *buf, const struct annual_book *book, struct str fill);

/* annual_evidence.c */
enum status annual_evidence_read(
        const struct call *call, const struct review *review, struct annual_book *ret_book, struct err *err);
/* Of somebody in a year; leaders of the cell and who it is of may read it, nobody else. */
enum status annual_evidence_pledge(
        const struct call *call, const struct assessed *assessed, struct annual_book *book, struct err *err);
struct annual_sum annual_evidence_of(const struct annual_book *book, int64_t person);
/* What a part of a form begins with, out of it. */
struct str annual_evidence_text(
        struct arena *arena, const struct annual_book *book, int64_t person, bool whole, struct str fill);
/* The facts of a grade of somebody. */
struct annual_facts annual_evidence_facts(const struct annual_sum *sum, struct opt_int points, struct opt_int above,
        struct str remedied, struct opt_int discipline, struct opt_int degraded);

/* annual_flow.c: the order of the bodies and the ceilings. */
/* What a step of the cell meets: CONFLICT annual.closed, and so on; the messages name the rule. */
enum status annual_flow_may_verify(
        const struct call *call, const struct review *review, struct str kind, struct str post, struct err *err);
/* Whether the agency in which it works is assessed before it. */
bool annual_flow_asks_agency(const struct review *review);
enum status annual_flow_may_propose(const struct call *call, const struct review *review, struct err *err);
/* One comparable group: whose grades are counted together. */
struct quota {
	struct str name;  /* of the group */
	struct str place; /* the cell, or none: all that the committee decides */
	int64_t cell;     /* 0: all */
	int64_t excellent, good, percent, most;
	struct str number, day; /* of the decision that raised the percentage; none: not raised */
	bool over;
};
struct quotas {
	struct quota *at;
	size_t count;
};
/* Those of one cell's review (only groups that are compared in the cell), as it stands. */
enum status annual_flow_quotas_of_review(
        const struct call *call, const struct review *review, struct quotas *ret_quotas, struct err *err);
/* Those of a committee's year: decided reviews, and those among `picked` (review ids) or, without any, all. */
enum status annual_flow_quotas_of_unit(const struct call *call, int64_t unit, int64_t year,
        const struct annual_rule *rule, const int64_t *picked, size_t picked_count, struct quotas *ret_quotas,
        struct err *err);
/* INVALID annual.quota with the reckoning in words. */
enum status annual_flow_check_quotas(const struct annual_rule *rule, const struct quotas *quotas, struct err *err);
enum status annual_flow_touch(const struct call *call, const struct review *review, struct err *err);
/* "4 hoàn thành tốt × 20 % = 0,8, làm tròn xuống còn 0" */
struct str annual_flow_reckoning(struct arena *arena, const struct quota *quota);
extern const struct counter_family annual_families[];

/* annual_decide.c */
struct decision {
	struct str number, day;
};
/* All of a proposed review, as proposed or weighed. */
enum status annual_decide_review(
        const struct call *call, const struct review *review, const struct decision *decision, struct err *err);
enum status annual_decide_again(const struct call *call, const struct review *review, const struct assessed *assessed,
        struct str grade, struct str reason, const struct decision *decision, struct err *err);

/* Names. */
/* The page of the reviews of whom it is of. */
struct str annual_home(struct arena *arena, const struct review *review);
struct str annual_grade_name(const struct annual_rule *rule, struct str grade);
struct str annual_post_name(struct str post);

/* Handlers by file. */
enum status annual_show_cell(struct request *request, void *view, struct err *err);
enum status annual_open_cell(struct request *request, void *view, struct err *err);
enum status annual_show_review(struct request *request, void *view, struct err *err);
enum status annual_save_days(struct request *request, void *view, struct err *err);
enum status annual_save_draft(struct request *request, void *view, struct err *err);
enum status annual_save_collective(struct request *request, void *view, struct err *err);
enum status annual_save_agency(struct request *request, void *view, struct err *err);
enum status annual_show_person(struct request *request, void *view, struct err *err);
enum status annual_save_place(struct request *request, void *view, struct err *err);
enum status annual_save_again(struct request *request, void *view, struct err *err);
enum status annual_show_self(struct request *request, void *view, struct err *err);
enum status annual_save_self(struct request *request, void *view, struct err *err);
enum status annual_show_verify(struct request *request, void *view, struct err *err);
enum status annual_save_verify(struct request *request, void *view, struct err *err);
enum status annual_propose(struct request *request, void *view, struct err *err);
enum status annual_show_unit(struct request *request, void *view, struct err *err);
enum status annual_open_unit(struct request *request, void *view, struct err *err);
enum status annual_open_own(struct request *request, void *view, struct err *err);
enum status annual_save_opinion(struct request *request, void *view, struct err *err);
enum status annual_decide_unit(struct request *request, void *view, struct err *err);
enum status annual_raise_unit(struct request *request, void *view, struct err *err);
enum status annual_close_unit(struct request *request, void *view, struct err *err);
enum status annual_save_weigh(struct request *request, void *view, struct err *err);
enum status annual_save_return(struct request *request, void *view, struct err *err);
enum status annual_due(struct request *request, struct due_list *list, struct err *err);

#endif
