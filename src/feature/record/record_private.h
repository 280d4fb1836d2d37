/* Records among the files of this folder: rows, versions of the text, terms, and the handlers of the pages. */
#ifndef RECORD_PRIVATE_H
#define RECORD_PRIVATE_H

#include "feature/record/record.h"
#include "gen/record_page.h"
#include "gen/record_sql.h"

/* One version of a record's text. NOT_FOUND record.no_version. */
enum status record_text_of(struct arena *arena, struct db *db, struct record_id record, int shard, int64_t version,
        struct record_body *ret_body, struct err *err);
/* Keeps a text as that version; ret_hash (may be NULL) is its BLAKE2b-256. */
enum status record_text_keep(struct request *request, struct record_id record, int shard, int64_t version,
        const struct record_body *body, struct str *ret_hash, struct err *err);
/* The section of that key, or NULL. */
const struct record_section *record_section_of(const struct record_body *body, struct str key);
/* What people call a section: its title; without one by its place. */
struct str record_section_name(struct request *request, const struct record_body *body, size_t at);
/* How many places of a text are left as dots; and the names of the sections that have them, "III- …; Kết thúc". */
int64_t record_dots(const struct record_body *body);
struct str record_dots_where(struct request *request, const struct record_body *body);
/* Whether a section tells of the end of the meeting and of the adoption, which no text that is voted on can know. */
bool record_tells_end(const struct record_section *section);
/* Those sections brought up to date, unless edited by hand, as a new version where that changes the text; *row is then
 * as it stands. */
enum status record_settle(
        struct request *request, const struct meeting *meeting, struct record_row *row, struct err *err);
/* The row of the path's {record}. */
const struct record_row *record_of_path(const struct request *request);
/* "/meetings/1/record/2". */
struct str record_path(struct arena *arena, const struct record_row *record);
/* "BB" of minutes, "NQ" of a resolution; no text for an addendum, which takes no number of a register. */
struct str record_register(struct str kind);
/* What record_draft drafts for it; no text for an addendum. */
const char *record_draft_kind(const struct record_row *record);
/* Whether its text may change: draft or adopted. CONFLICT record.signed, record.void. */
enum status record_need_open(const struct record_row *record, struct err *err);
/* The text as HTML with heading and signatures. */
enum status record_html(struct request *request, const struct meeting *meeting, const struct record_row *record,
        const struct record_body *body, struct str *ret_html, struct err *err);
/* Carried votes that may adopt it. */
enum status record_votes_for(struct arena *arena, struct db *db, const struct meeting *meeting,
        const struct record_row *record, struct record_motions_rows *ret_rows, struct err *err);
/* The term of a day. ret_term 0 when the cell has none. */
enum status record_term_of(struct arena *arena, struct db *db, int64_t cell, int shard, struct str day,
        struct term_id *ret_term, bool *ret_checked, struct err *err);

extern const struct permission record_confirm;
extern const struct field record_edit_form[], record_photo_form[], record_term_form[];

/* Handlers of the other files. */
enum status record_show_reader(struct request *request, void *view, struct err *err);
enum status record_show_edit(struct request *request, void *view, struct err *err);
enum status record_save_edit(struct request *request, void *view, struct err *err);
enum status record_adopt_it(struct request *request, void *view, struct err *err);
enum status record_sign_clerk(struct request *request, void *view, struct err *err);
enum status record_sign_chair(struct request *request, void *view, struct err *err);
enum status record_prepare_chair(struct request *request, struct err *err);
enum status record_sign_chair_here(struct request *request, void *view, struct err *err);
enum status record_void_it(struct request *request, void *view, struct err *err);
enum status record_load_photo(struct request *request, int64_t id, struct object *object, struct err *err);
enum status record_prepare_photo(struct request *request, struct err *err);
enum status record_save_photo(struct request *request, void *view, struct err *err);
enum status record_fetch_photo(struct request *request, void *view, struct err *err);
enum status record_show_terms(struct request *request, void *view, struct err *err);
enum status record_save_term(struct request *request, void *view, struct err *err);
enum status record_show_book(struct request *request, void *view, struct err *err);
enum status record_due(struct request *request, struct due_list *list, struct err *err);
enum status record_evidence(
        struct arena *arena, struct db *db, struct meeting_id id, struct evidence *evidence, struct err *err);

/* record_archive.c */
enum status record_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
