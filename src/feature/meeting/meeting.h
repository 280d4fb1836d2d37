/* A meeting as other features use it. The states of the session: planned, called, open, ended; cancelled or postponed
 * from the first two. */
#ifndef FEATURE_MEETING_H
#define FEATURE_MEETING_H

#include "app/feature.h"

struct meeting {
	int64_t id, cell;
	int shard;
	struct str cell_name, superior_name; /* "Chi bộ thôn Đông", "Đảng bộ xã Thư Lâm" */
	int month;                           /* yyyymm */
	struct str day, set_day, place, kind, theme, state, note, moved_reason, cancel_reason, rubric;
	struct str body;       /* whose session: cell, committee (chi ủy), group (tổ đảng) */
	struct str group_name; /* of a group: "Tổ đảng số 2", as it was called when invited */
	int64_t group;         /* of a group, else 0 */
	bool chair_leads;      /* of a group: its leader is in the chair */
	int64_t minute;
	int64_t chair, clerk, observer; /* persons, 0: not chosen */
	struct str chair_name, clerk_name, observer_name, chair_post;
	int64_t called_at, opened_at, ended_at, notice_at; /* 0: not yet */
	int64_t version, clerk_epoch;
	bool paper_typed;
};

/* NOT_FOUND meeting.not_found. */
enum status meeting_load(struct arena *arena, struct db *db, int64_t id, struct meeting *ret_meeting, struct err *err);
/* The object "meeting" of a path has this struct as its row. */
const struct meeting *request_meeting(const struct request *request);
/* Whether the state is one of the words of `states` ("open ended"); else CONFLICT with the code, which says why not. */
enum status meeting_need(const struct meeting *meeting, const char *states, const char *code, struct err *err);
/* Whether the session is the cell's own: only then are there resolutions, numbers, scores, reports to the superior and
   the votes that the cell alone may take. */
bool meeting_is_cell(const struct meeting *meeting);
/* That it is, else CONFLICT with the code. */
enum status meeting_need_cell(const struct meeting *meeting, const char *code, struct err *err);
/* "Chi bộ thôn Đông", "Chi ủy", "Tổ đảng số 2": not translated, for documents. */
struct str meeting_body_name(const struct meeting *meeting);
/* "Sinh hoạt thường kỳ tháng 11/2026", "Họp Tổ đảng số 2 tháng 11/2026", translated. */
struct str meeting_title(const struct request *request, const struct meeting *meeting);
/* A cell is no more: what it had planned or called is cancelled with the reason. */
enum status meeting_cancel_planned(
        struct arena *arena, struct db *db, int64_t cell, int shard, struct str reason, struct err *err);
/* Those of working teams who come to the cell that day stand among the guests of the session, those who do not come any
 * more and were not there are taken off: at the call, and after a change of the visit. */
enum status meeting_take_visitors(
        struct arena *arena, struct db *db, const struct meeting *meeting, int64_t now, struct err *err);
/* Titles of the agenda, in order. */
enum status meeting_agenda_titles(struct arena *arena, struct db *db, const struct meeting *meeting,
        struct str **ret_titles, size_t *ret_count, struct err *err);
/* What the loader and the shell of a console page will ask (struct route, ahead). */
void meeting_ahead(struct request *request, int64_t id);
/* Head, clock, presence and the five tabs of the console: tab is agenda, attendance, opinions, votes or record. */
enum status meeting_shell(struct request *request, const struct meeting *meeting, const char *tab, struct err *err);
/* Whether this member is leader enough to act as clerk or chair here: for the page, the permission is on the route. */
extern const struct permission meeting_read;      /* members and leaders of the cell; officers above */
extern const struct permission meeting_plan;      /* leaders of the cell: plan, call, papers */
extern const struct permission meeting_hold;      /* leaders of the cell: run the open meeting, record, score */
extern const struct permission meeting_take_part; /* members: excuse, opinion, opened a paper */
extern const struct permission meeting_grade;     /* officers above: decide the grade, see reports */

/* Figures of an open or ended meeting, from the rows. */
struct meeting_counts {
	int64_t members, full, probationary; /* on the roster of the call, without temporary stay */
	int64_t base, present, excused, unexcused,
	        unknown;                      /* attendance: base = members - exempt - special duty - away (ours) */
	int64_t exempt, special, away, extra; /* extra: not in the base, and came */
	int64_t full_present, probationary_present, guests;
};
/* meeting_shell for a page that shows the figures of the roll call too. */
enum status meeting_shell_counted(struct request *request, const struct meeting *meeting, const char *tab,
        struct meeting_counts *ret_counts, struct err *err);
enum status meeting_count(struct arena *arena, struct db *db, const struct meeting *meeting,
        struct meeting_counts *ret_counts, struct err *err);

#endif
