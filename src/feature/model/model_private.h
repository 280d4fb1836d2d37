/* What the files of this room share. */
#ifndef MODEL_PRIVATE_H
#define MODEL_PRIVATE_H

#include "document/model.h"
#include "feature/meeting/meeting.h"
#include "feature/unit/unit.h"
#include "gen/model_page.h"
#include "gen/model_sql.h"

extern const struct permission model_lead;     /* officers: mark, invite, publish */
extern const struct permission model_see;      /* the cell, guests, cells that should read, officers */
extern const struct permission model_propose;  /* leaders of the cell */
extern const struct permission model_presence; /* leaders of the cell, officers */
extern const struct permission model_note_it;  /* guests, leaders of the cell, officers */

enum { MODEL_STEPS = 7, MODEL_GUESTS = 60, MODEL_BEFORE = 7, MODEL_AFTER = 30, MODEL_LOOK_MOST = 60 };
/* preparation content order conduct conclusion assigning minutes, and what they are called in documents */
extern const char *const model_steps[MODEL_STEPS];
extern const char *const model_step_words[MODEL_STEPS];
int model_step_of(struct str code); /* -1: none */

struct model {
	struct model_id id;
	int shard;
	struct model_one_row row;
	struct unit cell;
	bool guest, reader; /* who asks is invited, or of a cell that should read it */
};
const struct model *request_model(const struct request *request);
/* Who asks reads what was noted: the cell, officers, guests; the others only what was published. */
bool model_inside(const struct request *request);
/* Who asks leads the cell or the meeting: they know all guests, a guest only the own invitation. */
bool model_hosts(const struct request *request);
bool model_guest_own(const struct request *request, const struct model_guests_row *guest);

/* model.c: the rules. INVALID model.meeting_other, model.meeting_gone, model.taken (field). */
enum status model_check_session(struct request *request, const struct unit *cell, struct meeting_id meeting,
        const char *field, struct model_session_row *ret_row, struct err *err);
/* INVALID model.window_day (since, last), model.window_long (last). Days are ISO, last: the last one. */
enum status model_check_window(struct str since, struct str last, struct str meeting_day, struct err *err);
struct str model_day_beside(struct arena *arena, struct str day, int days);
/* Adds it: *ret_id; the window of guests as usual. */
enum status model_make(struct request *request, const struct unit *cell, struct meeting_id meeting, struct str day,
        struct unit_id unit, struct str purpose, bool by_cell, struct model_id *ret_id, struct err *err);
/* The guests may look into the cell in its window; nobody else because of it. */
enum status model_let_in(
        struct request *request, const struct model *model, struct str since, struct str until, struct err *err);
/* INVALID model.guest_self, guest_insider, guest_twice, guest_none (cell, account), model.code. */
enum status model_invite(struct request *request, const struct model *model, struct account_id account, struct str code,
        struct err *err);
enum status model_touch(struct request *request, const struct model *model, struct err *err);
enum status model_chore(struct chore_run *run, struct err *err);
extern const struct counter_family model_families[];

/* model_paper.c */
enum status model_fetch_invitation(struct request *request, void *view, struct err *err);
enum status model_fetch_lessons(struct request *request, void *view, struct err *err);

/* Handlers by file. */
enum status model_show_list(struct request *request, void *view, struct err *err);
enum status model_mark(struct request *request, void *view, struct err *err);
enum status model_show_cell(struct request *request, void *view, struct err *err);
enum status model_propose_it(struct request *request, void *view, struct err *err);
enum status model_show(struct request *request, void *view, struct err *err);
enum status model_answer_it(struct request *request, void *view, struct err *err);
enum status model_cancel_it(struct request *request, void *view, struct err *err);
enum status model_set_window(struct request *request, void *view, struct err *err);
enum status model_put_guest(struct request *request, void *view, struct err *err);
enum status model_put_presence(struct request *request, void *view, struct err *err);
enum status model_put_notes(struct request *request, void *view, struct err *err);
enum status model_publish_it(struct request *request, void *view, struct err *err);
enum status model_note_read(struct request *request, void *view, struct err *err);
enum status model_show_readers(struct request *request, void *view, struct err *err);
enum status model_due(struct request *request, struct due_list *list, struct err *err);

#endif
