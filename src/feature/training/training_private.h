/* What the files of this room share. */
#ifndef TRAINING_PRIVATE_H
#define TRAINING_PRIVATE_H

#include "document/model.h"
#include "feature/training/training_rule.h"
#include "feature/unit/unit.h"
#include "gen/training_sql.h"

/* People of a class: the secretaries of a province; the largest cities hold several classes. */
enum { TRAINING_PEOPLE = 10000 };

extern const struct permission training_lead; /* officers: classes, rolls, certificates, coverage */
extern const struct permission training_join; /* who is called, and officers */
extern const struct permission training_own;  /* who is called */

/* Objects of paths. All stand at the unit of the committee, in shard 0. */
struct training {
	struct training_id id;
	struct training_one_row row;
	struct opt_int seat; /* of who asks, where called */
};
struct lesson {
	struct lesson_id id;
	struct training_lesson_one_row row;
};
struct seat {
	struct seat_id id;
	struct training_seat_one_row row;
	bool mine;
};
struct call {
	struct arena *arena;
	struct db *db;
	int64_t now;
};
const struct training *request_training(const struct request *request);
const struct lesson *request_lesson(const struct request *request);
const struct seat *request_seat(const struct request *request);
struct call training_call_of(const struct request *request);
bool training_leads(const struct request *request);
/* The way back to the class. */
void training_crumb(struct request *request);
/* After a POST: a sentence, and the page of the class with that ending. */
enum status training_back(struct request *request, const char *flash, const char *ending);
/* CONFLICT training.state unless the class is in one of these ("draft open"). */
enum status training_need(const struct training *class, const char *states, struct err *err);
/* Which hundred of a list the address asks for: from 1. */
int64_t training_page(struct request *request);
/* Addresses of the pages before and after, where there are any; page: without "page=". */
void training_pages(struct request *request, const char *base, int64_t page, bool more, struct str *ret_before,
        struct str *ret_after);

/* training.c: who is called. Draws the list up anew: those who hold the role now come in, those who do no more and
   never came go. INVALID training.many. */
enum status training_call(
        const struct call *call, struct training_id class, int64_t *ret_added, int64_t *ret_gone, struct err *err);
/* One more, by name: the person of a cell, or an account of the committee. INVALID training.person. */
struct training_guest {
	int64_t cell, person, account;
	struct str name, sort_key, label, post, place;
};
enum status training_invite(
        const struct call *call, struct training_id class, const struct training_guest *guest, struct err *err);
/* What a place has and lacks for a certificate. */
struct training_did training_did(const struct training_one_row *class, int64_t present, int64_t passed);
/* "training.few_lessons" and the like with the figures of the rule. */
enum status training_refuse_certificate(
        const struct training_did *did, const char *code, struct str name, struct err *err);
/* The instant at which a lesson begins. */
int64_t training_lesson_begins(struct str day, int64_t minute);

/* training_figure.c */
extern const struct counter_family training_families[];
extern const struct chore training_chores[];

/* Questions with their choices. */
struct quiz_choice {
	int64_t ord;
	struct str text;
	bool right;
};
struct quiz_question {
	struct question_id id;
	struct str text;
	struct quiz_choice choice[TRAINING_CHOICES];
	size_t count;
	unsigned right; /* bits by place in choice */
	bool several;
};
struct quiz {
	struct quiz_question *at;
	size_t count;
};
enum status training_quiz_load(
        const struct call *call, struct training_id class, struct quiz *ret_quiz, struct err *err);

/* training_paper.c: documents of a class. */
struct training_paper_wish {
	const struct training *class;
	const struct lesson *lesson; /* of an attendance list; NULL: all lessons */
	bool blank, answers;
	int64_t part; /* of a long list, from 1 */
};
enum status training_paper_notice(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err);
enum status training_paper_list(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err);
enum status training_paper_results(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err);
enum status training_paper_quiz(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err);
enum status training_paper_certificate(struct request *request, const struct training *class, const struct seat *seat,
        struct document **ret_document, struct err *err);
struct document *training_paper_open(struct request *request, const struct training *class, struct str title);

/* Handlers by file. */
#define HANDLER(name) enum status name(struct request *request, void *view, struct err *err)
/* training_class_web.c */
HANDLER(show_classes);
HANDLER(add_class);
HANDLER(show_class);
HANDLER(show_class_edit);
HANDLER(edit_class);
HANDLER(put_class_lesson);
HANDLER(open_class);
HANDLER(end_class);
HANDLER(cancel_class);
HANDLER(show_cell_classes);
HANDLER(fetch_training_calendar);
/* training_people_web.c */
HANDLER(show_class_people);
HANDLER(put_class_source);
HANDLER(put_class_person);
HANDLER(call_class_again);
/* training_roll_web.c */
HANDLER(show_lesson_roll);
HANDLER(save_lesson_roll);
HANDLER(show_lesson_screen);
HANDLER(show_lesson_here);
HANDLER(show_lesson_code);
HANDLER(mark_lesson_here);
/* training_quiz_web.c */
HANDLER(show_class_questions);
HANDLER(put_class_question);
HANDLER(set_class_quiz);
HANDLER(show_class_quiz);
HANDLER(send_class_quiz);
/* training_result_web.c */
HANDLER(show_class_results);
HANDLER(type_class_results);
HANDLER(decide_certificates);
HANDLER(certify_seat);
HANDLER(show_certificate_check);
HANDLER(show_trained);
HANDLER(show_untrained);
/* training_material_web.c */
HANDLER(show_class_materials);
HANDLER(post_class_material);
HANDLER(withdraw_class_material);
HANDLER(fetch_class_material);
/* training_paper_web.c */
HANDLER(fetch_class_notice);
HANDLER(fetch_class_list);
HANDLER(fetch_class_results);
HANDLER(fetch_class_quiz);
HANDLER(fetch_certificate);
#undef HANDLER
enum status training_due(struct request *request, struct due_list *list, struct err *err);

#endif
