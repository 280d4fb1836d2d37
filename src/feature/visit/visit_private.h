/* What the files of this room share. */
#ifndef VISIT_PRIVATE_H
#define VISIT_PRIVATE_H

#include "feature/meeting/meeting.h"
#include "feature/unit/unit.h"
#include "gen/visit_sql.h"

extern const struct permission visit_lead;         /* officers: teams, calendar, coverage */
extern const struct permission visit_join;         /* who is in the team, and officers: the team's page */
extern const struct permission visit_read;         /* the cell, the team, officers */
extern const struct permission visit_note_write;   /* the team; officers type in what is on paper */
extern const struct permission visit_answer;       /* leaders of the cell */
extern const struct permission visit_change_write; /* leaders of the cell, the team */

struct team {
	struct team_id id;
	struct visit_team_one_row row;
};
struct call {
	struct arena *arena;
	struct db *db;
	int64_t now;
	struct str today;
};
struct visit {
	struct visit_id id;
	int shard;
	struct visit_one_row row;
	struct unit cell;
	struct team team;
	bool member; /* who asks goes, or is head of the team */
};
const struct team *request_team(const struct request *request);
const struct visit *request_visit(const struct request *request);
/* Whether who asks acts for the team: in it, or an officer above. Somebody who may look into the cell for other reasons
 * does not. */
bool visit_acts(const struct request *request);
/* That it is so, else DENIED visit.not_team. */
enum status visit_must_act(const struct request *request, struct err *err);
struct call call_of(const struct request *request);
/* A day as a number since 1970; 0 for no day. */
int64_t day_number(struct str iso);
/* The first day of a quarter, and of the one after it: "2026-Q4"; no text: the quarter of `today`. */
bool quarter_read(struct arena *arena, struct str code, struct str today, struct str *ret_code, struct str *ret_since,
        struct str *ret_until);

/* visit_people.c. Whom somebody was a member or leader of less than so many years ago, they do not assess: ours. */
enum { VISIT_FORMER_YEARS = 3 };
/* The day that long ago. */
struct str visit_former(const struct call *call);
/* INVALID with the arguments cell, who, day. */
enum status visit_refuse(
        struct err *err, const char *code, const char *field, struct str cell, struct str who, struct str day);
/* Those who go: the chosen ones of the team, or without any all of it. */
enum status visit_set_goers(const struct call *call, struct team_id team, struct visit_id visit,
        const struct account_id *chosen, size_t count, struct err *err);
/* Nobody who goes is in the cell (visit.insider), was in it (visit.former) or declared it (visit.barred); only: looks
 * at one of them. */
enum status visit_people_check(const struct call *call, struct visit_id visit, const struct unit *cell,
        struct account_id only, const char *field, struct err *err);
/* That nothing speaks against a visit that is written down with those who go: INVALID visit.team_over (day),
 * visit.team_empty, visit.cell_closed, visit.area, those of visit_people_check, visit.cell_taken, visit.clash (day),
 * with who and where. */
enum status visit_check(const struct call *call, const struct team *team, const struct unit *cell,
        struct visit_id visit, struct str day, int64_t minute, struct err *err);
/* Those who go may look into the cell around that day. */
enum status visit_let_in(const struct call *call, struct team_id team, int64_t cell, struct visit_id id, struct str day,
        struct err *err);
/* The guests of the cell's meeting of that day follow its visits, once it is called. */
enum status visit_tell_meeting(const struct call *call, int64_t cell, int shard, struct str day, struct err *err);
/* Somebody joined a team or is gone: its coming visits follow. INVALID with the field account. */
enum status visit_team_changed(
        const struct call *call, const struct team *team, struct account_id account, bool gone, struct err *err);
/* Their accounts between blanks, and what these are called now: names stand in one place alone. */
struct str visit_numbers(struct arena *arena, const struct visit_goer_many_rows *goers);
enum status visit_names(const struct call *call, struct str numbers, struct str *ret_names, struct err *err);

/* visit.c. Plans one, confirmed, for which all of visit_check holds. goers: none chosen: the whole team. */
struct visit_goers {
	struct account_id *at;
	size_t count;
};
enum status visit_plan(const struct call *call, const struct team *team, const struct unit *cell, struct str day,
        struct opt_int minute, const struct visit_goers *goers, struct account_id by, struct visit_id *ret_id,
        struct err *err);
enum status visit_confirm(const struct call *call, const struct team *team, const struct unit *cell, struct visit_id id,
        struct str day, struct err *err);
/* The proposal of a quarter; *ret_count: how many. */
enum status visit_propose(const struct call *call, int64_t unit, struct str since, struct str until, int64_t most,
        int64_t rest_months, struct account_id by, size_t *ret_count, struct err *err);
extern const struct counter_family visit_families[];
/* Inside a write of the cell's shard: a visit was noted, answered, closed. */
enum status visit_touch(const struct call *call, const struct visit *visit, struct err *err);

/* visit_calendar.c: the visits of a team as iCalendar; base: what stands before paths. */
struct str visit_calendar_text(
        struct arena *arena, const struct visit_of_team_rows *rows, struct str base, int64_t now);
/* The people ticked in a form as go-ACCOUNT. */
void visit_goers_read(struct request *request, struct visit_goers *ret_goers);

/* Handlers by file. */
enum status show_teams(struct request *request, void *view, struct err *err);
enum status add_team(struct request *request, void *view, struct err *err);
enum status show_team(struct request *request, void *view, struct err *err);
enum status put_member(struct request *request, void *view, struct err *err);
enum status put_area(struct request *request, void *view, struct err *err);
enum status put_visit(struct request *request, void *view, struct err *err);
enum status end_team(struct request *request, void *view, struct err *err);
enum status fetch_calendar(struct request *request, void *view, struct err *err);
enum status show_calendar(struct request *request, void *view, struct err *err);
enum status propose(struct request *request, void *view, struct err *err);
enum status settle(struct request *request, void *view, struct err *err);
enum status show_coverage(struct request *request, void *view, struct err *err);
enum status show_tiles(struct request *request, void *view, struct err *err);
enum status save_tiles(struct request *request, void *view, struct err *err);
enum status show_cell_visits(struct request *request, void *view, struct err *err);
enum status show_visit(struct request *request, void *view, struct err *err);
enum status move_visit(struct request *request, void *view, struct err *err);
enum status change_people(struct request *request, void *view, struct err *err);
enum status put_bar(struct request *request, void *view, struct err *err);
enum status cancel_visit(struct request *request, void *view, struct err *err);
enum status show_note(struct request *request, void *view, struct err *err);
enum status save_note(struct request *request, void *view, struct err *err);
enum status show_note_paper(struct request *request, void *view, struct err *err);
enum status save_reply(struct request *request, void *view, struct err *err);
enum status save_change(struct request *request, void *view, struct err *err);
enum status close_visit(struct request *request, void *view, struct err *err);
enum status visit_due(struct request *request, struct due_list *list, struct err *err);

#endif
