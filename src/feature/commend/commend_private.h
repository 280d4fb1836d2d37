/* What the files of this room share. */
#ifndef COMMEND_PRIVATE_H
#define COMMEND_PRIVATE_H

#include "feature/commend/commend_rule.h"
#include "feature/person/person.h"
#include "feature/unit/unit.h"
#include "gen/commend_sql.h"

enum { COMMEND_ABOVE = 8, COMMEND_BODY = 256 << 10 };

extern const struct permission commend_read;    /* the cell, officers */
extern const struct permission commend_propose; /* leaders of the cell; officers type in what is on paper */
extern const struct permission commend_review;  /* officers above */
extern const struct permission commend_decide;  /* officers of the unit; leaders of a cell for its own praise */
extern const struct permission commend_lead;    /* officers: lists and limits of their unit */

struct commend_call {
	struct arena *arena;
	struct db *db;
	int64_t now;
	struct str today;
	struct account_id account;
};
struct commend_call commend_call_of(const struct request *request);
/* The basis on a day and how sure it is, in words. */
struct str commend_source_said(const struct commend_call *call, const struct commend_rules *rules, struct str day);

/* A cell's year as the program knows it; counts that nothing is known of are 0 of 0. */
struct commend_figures {
	int64_t due, present;             /* meetings of the year: had to come, came; of a cell: all members */
	int64_t tasks, done;              /* with a day in the year */
	int64_t praised;                  /* times at a meeting */
	int64_t met, good, poor;          /* of a cell: months with a regular meeting, meetings by grade */
	int64_t reports, on_time;         /* of a cell */
	struct str grade;                 /* of the year: excellent, good, fair, poor; none: not decided here */
	bool years[COMMEND_YEARS_LOOKED]; /* excellent work or a yearly praise, this year first */
};
struct commend_person {
	const struct member *member;
	struct commend_figures figures;
	int badge, next_badge; /* years in the Party that a badge is for: earned by now, the next one */
	struct opt_int party_years;
};
struct commend_year {
	const struct unit *cell;
	int year;
	struct commend_figures figures; /* of the cell */
	struct commend_person *people;
	size_t count;
	struct person_groups groups;
};
enum commend_fits { COMMEND_UNKNOWN, COMMEND_FITS, COMMEND_FITS_NOT };

/* commend_evidence.c. Who is in the cell today, with what is known of the year. */
enum status commend_year_of(const struct commend_call *call, const struct unit *cell, int year,
        struct commend_year *ret_year, struct err *err);
enum commend_fits commend_fits(
        const struct commend_condition *condition, const struct commend_figures *figures, enum commend_subject subject);
/* "Dự 11/12 buổi; xong 5/5 việc có hạn; …": the figures as they are kept beside a proposal. */
struct str commend_figures_text(
        struct arena *arena, const struct commend_figures *figures, enum commend_subject subject);
/* The committee's list: its cells, from the `skip`th on; *ret_more: there are others behind. */
enum status commend_cells_of(const struct commend_call *call, int64_t unit, int year, int64_t skip,
        struct commend_cells_year_rows *ret_rows, bool *ret_more, struct err *err);
struct commend_figures commend_figures_of_cell(const struct commend_cells_year_row *row);

/* The cell itself and the units above it, from below. */
struct commend_line {
	struct unit unit[COMMEND_ABOVE];
	size_t count;
};
enum status commend_line_of(
        const struct commend_call *call, const struct unit *cell, struct commend_line *ret_line, struct err *err);
struct commend_level commend_level_of(const struct commend_line *line, size_t at);
/* Whether that unit is the first above that gives to those who earned it in a year. */
bool commend_is_nearest(const struct commend_rules *rules, const struct commend_line *line, size_t at,
        enum commend_subject subject, struct str day);

/* commend.c: the rules with the database. */
struct commend_new {
	const struct unit *cell;
	int64_t giver;
	struct str form, kind, title, day, proof;
	int year;
	struct meeting_id meeting;
	struct opt_int votes_for, votes_all;
	bool paper;
	struct {
		enum commend_subject subject;
		int64_t id;
		struct str reason;
	} * pick;
	size_t count;
};
/* INVALID or CONFLICT with the rule and its source; nothing is written then. */
enum status commend_write(
        const struct commend_call *call, const struct commend_new *new, struct commend_id *ret_id, struct err *err);
struct commend_award {
	const struct unit *unit;
	struct str form, kind, title, number, day, signer, post;
	int year;
	bool paper;
	const struct commend_ready_row **pick;
	size_t count;
};
enum status commend_award(
        const struct commend_call *call, const struct commend_award *award, struct award_id *ret_id, struct err *err);
/* How many a unit may still give of a form in a year; not set: no limit. */
enum status commend_limit(const struct commend_call *call, int64_t unit, int year, struct str form,
        enum commend_subject subject, struct opt_int *ret_most, int64_t *ret_given, struct str *ret_source,
        struct err *err);
/* Inside a write of the cell's shard: the figures of the month of a decision. */
enum status commend_touch(const struct commend_call *call, int64_t cell, int shard, struct str day, struct err *err);
extern const struct counter_family commend_families[];

struct proposal {
	struct commend_id id;
	int shard;
	struct commend_one_row row;
	struct unit cell, giver;
};
struct award {
	struct award_id id;
	int shard;
	struct commend_decision_one_row row;
	struct unit unit;
};
const struct proposal *commend_proposal_of(const struct request *request);
const struct award *commend_award_of(const struct request *request);

/* Handlers by file. */
enum status commend_show_cell(struct request *request, void *view, struct err *err);
enum status commend_show_new(struct request *request, void *view, struct err *err);
enum status commend_save_new(struct request *request, void *view, struct err *err);
enum status commend_show_earlier(struct request *request, void *view, struct err *err);
enum status commend_save_earlier(struct request *request, void *view, struct err *err);
enum status commend_show_member(struct request *request, void *view, struct err *err);
enum status commend_show(struct request *request, void *view, struct err *err);
enum status commend_save_review(struct request *request, void *view, struct err *err);
enum status commend_save_back(struct request *request, void *view, struct err *err);
enum status commend_save_again(struct request *request, void *view, struct err *err);
enum status commend_show_unit(struct request *request, void *view, struct err *err);
enum status commend_save_quota(struct request *request, void *view, struct err *err);
enum status commend_show_decide(struct request *request, void *view, struct err *err);
enum status commend_save_decide(struct request *request, void *view, struct err *err);
enum status commend_show_decision(struct request *request, void *view, struct err *err);
enum status commend_save_revoke(struct request *request, void *view, struct err *err);
enum status commend_paper_proposal(struct request *request, void *view, struct err *err);
enum status commend_paper_blank(struct request *request, void *view, struct err *err);
enum status commend_paper_decision(struct request *request, void *view, struct err *err);
enum status commend_paper_blank_decision(struct request *request, void *view, struct err *err);
enum status commend_paper_certificate(struct request *request, void *view, struct err *err);
enum status commend_paper_blank_certificate(struct request *request, void *view, struct err *err);
enum status commend_paper_book(struct request *request, void *view, struct err *err);
enum status commend_due(struct request *request, struct due_list *list, struct err *err);

#endif
