/* Shared by the files of this folder. */
#ifndef CALL_CALL_PRIVATE_H
#define CALL_CALL_PRIVATE_H

#include "feature/call/call.h"
#include "feature/meeting/meeting.h"
#include "feature/unit/unit.h"
#include "gen/call_sql.h"

enum { POOL_SLOTS = 48, POOL_TEXT = 2000, PAPERS_MAX = 40, GUESSABLE = 5 };

/* call_pool.c: anonymous opinions. */
struct pool {
	struct str text[POOL_SLOTS];
	size_t count;
};
/* Puts a text among the others; nothing of its author, time or order is kept. The same text again is taken once.
 * CONFLICT call.pool_full. */
enum status call_pool_add(
        struct arena *arena, struct db *db, const struct meeting *meeting, struct str text, struct err *err);
/* What the pool holds, in the order of chance. */
enum status call_pool_read(
        struct arena *arena, struct db *db, const struct meeting *meeting, struct pool *ret_pool, struct err *err);

/* Destroys the keys of meetings that do not wait any more. */
enum status call_keys_chore(struct chore_run *run, struct err *err);

/* call_notice.c: what is sent out. */
struct str call_when(struct arena *arena, const struct meeting *meeting); /* "19 giờ 30, thứ Năm, ngày 03/12/2026" */
/* Text to paste into a chat; plain: says neither cell nor Party. */
struct str call_chat_text(struct request *request, const struct meeting *meeting, bool plain);
struct str call_calendar_text(struct arena *arena, const struct call_calendar_rows *rows, int64_t now);
enum status call_calendar_command(struct command_line *line, struct err *err);
void call_later(struct request *request, const struct call_notice_seen_in *seen);

/* call_export.c: named opinions of a person, for the export of what is kept. */
enum status call_export_person(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);

/* call_mail.c */
/* Queues the neutral notice to each address on its own. CONFLICT call.no_mail, call.no_address, call.mail_waiting. */
enum status call_mail_queue(struct request *request, const struct meeting *meeting, struct err *err);
enum status call_mail_chore(struct chore_run *run, struct err *err);
/* Mail that waits, for chibo doctor and the monitoring. */
enum status call_mail_health_say(struct health *health, struct db *db, int64_t now, struct err *err);

/* call_due.c */
enum status call_due(struct request *request, struct due_list *list, struct err *err);

/* call_paper_web.c, call_opinion_web.c */
extern const struct field call_paper_form[], call_empty_form[], call_excuse_form[], call_opinion_form[],
        call_anonymous_form[], call_taken_form[];
enum status call_load_paper(struct request *request, int64_t id, struct object *object, struct err *err);
enum status call_show_papers(struct request *request, void *view, struct err *err);
enum status call_post_paper(struct request *request, void *view, struct err *err);
enum status call_withdraw_paper(struct request *request, void *view, struct err *err);
enum status call_show_paper(struct request *request, void *view, struct err *err);
enum status call_open_paper(struct request *request, void *view, struct err *err);
enum status call_fetch_paper(struct request *request, void *view, struct err *err);
enum status call_show_opinions(struct request *request, void *view, struct err *err);
enum status call_send_opinion(struct request *request, void *view, struct err *err);
enum status call_send_anonymous(struct request *request, void *view, struct err *err);
enum status call_take_opinion(struct request *request, void *view, struct err *err);
enum status call_show_excuse(struct request *request, void *view, struct err *err);
enum status call_excuse_me(struct request *request, void *view, struct err *err);

/* call_archive.c */
enum status call_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
