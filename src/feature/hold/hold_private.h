/* The console's inner words: one act of the clerk, and the handlers that stand in several files. */
#ifndef HOLD_PRIVATE_H
#define HOLD_PRIVATE_H

#include "feature/hold/hold.h"
#include "feature/meeting/meeting.h"
#include "gen/hold_page.h"
#include "gen/hold_sql.h"

/* Who acts on which meeting, and when. */
struct hold {
	struct arena *arena;
	struct db *db;
	const struct meeting *meeting;
	struct account_id account;
	int64_t now;
	struct meeting_id id;
};
struct hold hold_of(const struct request *request);

/* Remembers the act for undo. before: see hold_undo.c. */
enum status hold_act(const struct hold *hold, const char *kind, int64_t object, struct str about, struct str before,
        struct err *err);
/* "Nguyễn Văn An (1962)" where a label tells two people apart. */
struct str hold_name(struct arena *arena, struct str name, struct str label);
/* Whether the duty stands in the attendance base: all but exempt, special duty and away. A suspended member does, and
 * is never marked present in bulk. */
bool hold_counts(struct str duty);
/* The post's word for messages: a probationary member without a post is "du_bi". */
struct str hold_post(struct str post, struct str status);

enum status hold_open_meeting(const struct hold *hold, struct err *err);
/* Ends the item `from` (0: none runs) and begins `to` (0: the next that waits). CONFLICT hold.moved_on when another
 * item runs. */
enum status hold_next(const struct hold *hold, int64_t from, int64_t to, struct err *err);
/* anyway: though the minutes are not adopted. */
enum status hold_end_meeting(const struct hold *hold, bool anyway, struct err *err);
enum status hold_set_state(const struct hold *hold, struct person_id person, struct str state, struct err *err);
/* Attendance of one person as act line: "person state excused_at arrived gone reason". */
void hold_person_line(struct buf *buf, const struct hold_person_row *row);
/* Three-way: a field that only the other clerk changed is kept. CONFLICT hold.item_changed when both changed one. */
enum status hold_note(const struct hold *hold, struct item_id item, int64_t version, struct str content,
        struct str conclusion, struct err *err);
/* Takes back the act of that number, which must still be the last one. */
enum status hold_undo(const struct hold *hold, int64_t ord, struct err *err);

enum status hold_evidence(
        struct arena *arena, struct db *db, struct meeting_id id, struct evidence *evidence, struct err *err);

/* hold_export.c: what meetings keep of a person. */
enum status hold_export(struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);

/* Handlers of the other files. */
void hold_attendance_ahead(struct request *request, const int64_t *ids);
enum status hold_show_attendance(struct request *request, void *view, struct err *err);
enum status hold_save_attendance(struct request *request, void *view, struct err *err);
enum status hold_save_all(struct request *request, void *view, struct err *err);
enum status hold_save_tap(struct request *request, void *view, struct err *err);
enum status hold_show_person(struct request *request, void *view, struct err *err);
enum status hold_save_person(struct request *request, void *view, struct err *err);
enum status hold_save_guest(struct request *request, void *view, struct err *err);
enum status hold_save_guest_present(struct request *request, void *view, struct err *err);
enum status hold_show_fees(struct request *request, void *view, struct err *err);
enum status hold_save_fees(struct request *request, void *view, struct err *err);
enum status hold_save_fees_all(struct request *request, void *view, struct err *err);
/* Objects of paths below a meeting: only its own are found. */
enum status hold_load_item(struct request *request, int64_t id, struct object *object, struct err *err);
enum status hold_load_speech(struct request *request, int64_t id, struct object *object, struct err *err);
enum status hold_load_attendee(struct request *request, int64_t id, struct object *object, struct err *err);
enum status hold_show_item(struct request *request, void *view, struct err *err);
enum status hold_save_item(struct request *request, void *view, struct err *err);
enum status hold_show_speakers(struct request *request, void *view, struct err *err);
enum status hold_save_speaker(struct request *request, void *view, struct err *err);
enum status hold_show_speech(struct request *request, void *view, struct err *err);
enum status hold_save_speech(struct request *request, void *view, struct err *err);
enum status hold_show_praise(struct request *request, void *view, struct err *err);
enum status hold_save_praise(struct request *request, void *view, struct err *err);
enum status hold_save_praise_remove(struct request *request, void *view, struct err *err);
enum status hold_show_undo(struct request *request, void *view, struct err *err);
enum status hold_save_undo(struct request *request, void *view, struct err *err);

/* hold_archive.c */
enum status hold_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
