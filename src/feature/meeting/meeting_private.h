/* Shared by the files of this folder: planning and calling. */
#ifndef MEETING_MEETING_PRIVATE_H
#define MEETING_MEETING_PRIVATE_H

#include "feature/meeting/meeting.h"
#include "feature/unit/unit.h"
#include "gen/meeting_sql.h"

enum { MEETING_MINUTE = 19 * 60 + 30, MEETING_REGULAR_DAY = 3, MEETING_LONG_MINUTES = 120 };

struct meeting_new {
	const struct unit *cell;
	struct str day, place, kind, theme, moved_reason; /* day: ISO; empty place: as last time */
	int64_t minute;                                   /* -1: as last time */
	bool copy;                                        /* the agenda of the last meeting instead of the template */
	struct str body;                                  /* cell where empty; committee, group */
	int64_t group;                                    /* of a group */
	struct str group_name;
};
/* Whether the session calls one of the cell's roster: all of the cell, its committee, or the members of the group. */
bool meeting_calls(const struct meeting *meeting, const struct meeting_roster_row *row);
/* A planned meeting with parts and agenda. INVALID meeting.moved_reason when the day is not the set day and no reason
   is given, CONFLICT meeting.there when the cell has a meeting of that kind on that day. */
enum status meeting_create(struct arena *arena, struct db *db, const struct meeting_new *plan, int64_t now,
        int64_t *ret_id, struct err *err);
/* The cell's set day of a month, ISO. */
enum status meeting_set_day(
        struct arena *arena, struct db *db, int64_t cell, int month, struct str *ret_day, struct err *err);
enum status meeting_write_parts(struct arena *arena, struct db *db, int64_t meeting, int shard, struct str kind,
        struct str theme, struct err *err);
/* Freezes the roster of those whom the session calls; called again it takes in what changed. */
enum status meeting_freeze(
        struct arena *arena, struct db *db, const struct meeting *meeting, int64_t now, struct err *err);
/* Secretary and clerk as they usually are. */
struct meeting_people {
	int64_t chair, clerk;
};

/* meeting_plan_web.c */
extern const struct field meeting_new_form[], meeting_edit_form[], meeting_agenda_form[], meeting_item_form[],
        meeting_move_form[], meeting_stop_form[], meeting_year_form[], meeting_premeeting_form[], meeting_empty_form[];
enum status meeting_show_plan(struct request *request, void *view, struct err *err);
enum status meeting_plan_year(struct request *request, void *view, struct err *err);
enum status meeting_show_new(struct request *request, void *view, struct err *err);
enum status meeting_make(struct request *request, void *view, struct err *err);
enum status meeting_show_edit(struct request *request, void *view, struct err *err);
enum status meeting_edit(struct request *request, void *view, struct err *err);
enum status meeting_stop_it(struct request *request, void *view, struct err *err);
/* meeting_agenda_web.c */
enum status meeting_show_agenda(struct request *request, void *view, struct err *err);
enum status meeting_save_agenda(struct request *request, void *view, struct err *err);
enum status meeting_add_item(struct request *request, void *view, struct err *err);
enum status meeting_move_item(struct request *request, void *view, struct err *err);
enum status meeting_show_premeeting(struct request *request, void *view, struct err *err);
enum status meeting_print_premeeting(struct request *request, void *view, struct err *err);
enum status meeting_save_premeeting(struct request *request, void *view, struct err *err);
/* meeting_command.c */
enum status meeting_list_command(struct command_line *line, struct err *err);
enum status meeting_show_command(struct command_line *line, struct err *err);

/* meeting_archive.c */
enum status meeting_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
