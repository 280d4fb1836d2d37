/* What the files of this room share. */
#ifndef GUIDANCE_PRIVATE_H
#define GUIDANCE_PRIVATE_H

#include "document/model.h"
#include "feature/meeting/meeting.h"
#include "feature/period/period.h"
#include "feature/unit/unit.h"
#include "gen/guidance_page.h"
#include "gen/guidance_sql.h"

extern const struct permission guidance_lead; /* officers: drafts, publishes, follows */
extern const struct permission guidance_read; /* whoever has a role at the committee or below it, once published */
extern const struct permission guidance_plan; /* leaders of the cell */

enum { GUIDANCE_THEMES = 12, GUIDANCE_PAPERS = 10, GUIDANCE_TYPES = 6, GUIDANCE_LATE = 3, GUIDANCE_AHEAD = 4 };

struct guidance {
	struct guidance_id id;
	struct guidance_one_row row;
	struct period quarter;
	bool leads; /* who asks is an officer of the committee */
};
const struct guidance *request_guidance(const struct request *request);

/* guidance.c: the rules. How far a cell is with its theme of a quarter; it follows from what it wrote and its meeting.
 */
enum guidance_step {
	GUIDANCE_NONE, /* nobody asks it, and it did nothing */
	GUIDANCE_WAITING,
	GUIDANCE_DECLINED,
	GUIDANCE_CHOSEN,
	GUIDANCE_PLANNED,
	GUIDANCE_LINKED,
	GUIDANCE_HELD,
	GUIDANCE_REPORTED,
	GUIDANCE_STEP__COUNT
};
struct guidance_facts {
	bool asked, theme, gone, own, why, planned, result; /* gone: the theme was withdrawn */
	struct str meeting;                                 /* the state of its meeting */
};
enum guidance_step guidance_step_of(const struct guidance_facts *facts);
const char *guidance_step_name(enum guidance_step step); /* waiting, declined, ... */
/* The types of cells that a theme is for: the words with blanks around them; "" for all. */
extern const char *const guidance_types[GUIDANCE_TYPES];
bool guidance_is_for(struct str types, struct str cell_type);

/* What a cell says of its theme of a quarter, as typed in or as it stands. */
struct guidance_choice {
	struct theme_id theme;
	struct str own, why;
	struct opt_int month; /* yyyymm */
	struct person_id presenter, drafter;
	struct str presenter_name, drafter_name, speaker, draft_day, approved_day;
	struct meeting_id meeting;
};
/* INVALID guidance.choose_none, guidance.choose_both (theme), guidance.why_missing (why), guidance.not_offered (theme).
 */
enum status guidance_check_choice(
        const struct guidance_choice *choice, const struct guidance_offers_rows *offers, struct err *err);
/* INVALID guidance.month_outside (month), guidance.draft_late (draft), guidance.approved_late (approved). */
enum status guidance_check_plan(struct arena *arena, const struct guidance_choice *choice, struct period quarter,
        struct str today, struct err *err);
/* "quý I/2027", within a sentence. */
struct str guidance_quarter_words(struct arena *arena, struct period quarter);
/* The months in which a theme of a quarter may be held: until three months after it. */
int guidance_last_month(struct period quarter);

/* guidance_keep.c: a cell and a quarter. */
struct guidance_own {
	const struct unit *cell;
	struct period quarter;
	struct guidance_cell_one_row row;
	bool there;
	enum guidance_step step;
	struct guidance_offers_rows offers;
};
/* The quarter of the query (q=2027-Q1), else that of today; NOT_FOUND guidance.quarter. */
enum status guidance_quarter(struct request *request, struct period *ret_quarter, struct err *err);
enum status guidance_open(struct request *request, const struct unit *cell, struct period quarter,
        struct guidance_own *ret_own, struct err *err);
struct guidance_choice guidance_choice_of(const struct guidance_own *own);
/* Whether the cell may still change it: CONFLICT guidance.held; INVALID guidance.quarter_over, guidance.quarter_far. */
enum status guidance_may_change(struct request *request, const struct guidance_own *own, struct err *err);
/* INVALID guidance.meeting_other, meeting_kind, meeting_gone, meeting_month, meeting_taken (meeting). */
enum status guidance_check_meeting(
        struct request *request, const struct guidance_own *own, struct meeting_id meeting, struct err *err);
/* Keeps it and counts again; names: of the people chosen, INVALID guidance.person (presenter, drafter). */
enum status guidance_keep(
        struct request *request, const struct guidance_own *own, const struct guidance_choice *choice, struct err *err);
enum status guidance_touch(struct request *request, const struct guidance_own *own, struct err *err);
enum status guidance_chore(struct chore_run *run, struct err *err);
extern const struct counter_family guidance_families[];

/* guidance_paper.c: documents, sent in the format that the path ends in. */
struct document *guidance_paper(struct request *request, const struct guidance *guidance,
        const struct guidance_themes_rows *themes, const struct guidance_papers_rows *papers);
struct document *guidance_plan_paper(
        struct request *request, const struct unit *cell, const struct guidance_own *own, size_t count, bool blank);

/* Handlers by file. */
enum status guidance_show_list(struct request *request, void *view, struct err *err);
enum status guidance_make(struct request *request, void *view, struct err *err);
enum status guidance_show_cells(struct request *request, void *view, struct err *err);
enum status guidance_show(struct request *request, void *view, struct err *err);
enum status guidance_save(struct request *request, void *view, struct err *err);
enum status guidance_save_theme(struct request *request, void *view, struct err *err);
enum status guidance_save_paper(struct request *request, void *view, struct err *err);
enum status guidance_take_paper(struct request *request, void *view, struct err *err);
enum status guidance_fetch_paper(struct request *request, void *view, struct err *err);
enum status guidance_publish_it(struct request *request, void *view, struct err *err);
enum status guidance_withdraw_it(struct request *request, void *view, struct err *err);
enum status guidance_fetch_document(struct request *request, void *view, struct err *err);
enum status guidance_show_cell(struct request *request, void *view, struct err *err);
enum status guidance_choose(struct request *request, void *view, struct err *err);
enum status guidance_make_plan(struct request *request, void *view, struct err *err);
enum status guidance_report(struct request *request, void *view, struct err *err);
enum status guidance_show_year(struct request *request, void *view, struct err *err);
enum status guidance_save_year(struct request *request, void *view, struct err *err);
enum status guidance_fetch_plan(struct request *request, void *view, struct err *err);
enum status guidance_due(struct request *request, struct due_list *list, struct err *err);

#endif
