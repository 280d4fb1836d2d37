/* Minutes and resolutions as other features use them. */
#ifndef FEATURE_RECORD_H
#define FEATURE_RECORD_H

#include "app/feature.h"
#include "document/model.h"
#include "feature/meeting/meeting.h"

/* One section of a record, as people edit it: a title and a text. */
struct record_section {
	struct str key; /* opening, people, fees, item-17, tasks, votes, score, close ...: stable, for drafting anew */
	struct str title; /* "II- NỘI DUNG", "1. Tình hình đóng đảng phí": the number is part of it; may be empty */
	struct str kind; /* para: a paragraph a line; list: an item a line; table: cells of a line divided by " | ", the
	                    first line is the head */
	struct str text;
	bool drafted; /* as the program drafted it; false once a person changed it */
};
struct record_body {
	struct record_section *at;
	size_t count;
};

/* Body to and from the JSON kept in record_version.body. INVALID record.body. */
struct str record_body_json(struct arena *arena, const struct record_body *body);
enum status record_body_read(struct arena *arena, struct str json, struct record_body *ret_body, struct err *err);
/* Drafts what happened: kind "minutes", "resolution" (the monthly one) or "further" (one more). adopted: the vote that
 * adopted the record, of this meeting or a later one; 0: not known. Unknown things are left as dots. */
enum status record_draft(struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind,
        struct motion_id adopted, struct record_body *ret_body, struct err *err);
/* When a meeting ended: what its open records say of their end and their adoption, in sections nobody edited by hand.
 * A text that changes must be confirmed again. */
enum status record_meeting_ended(struct request *request, struct meeting_id meeting, struct err *err);

/* The text brought up to date: sections as drafted now, but where people wrote their own; theirs are kept, in place.
   False, and the text as it is, where nothing differs or the text was not drafted here. */
bool record_body_refresh(struct arena *arena, const struct record_body *now, const struct record_body *fresh,
        struct record_body *ret_body);

/* As it is printed: what has no text is left out, parts are numbered anew. */
struct record_body record_body_printed(struct arena *arena, const struct record_body *body);
/* The text of a section as one reads it aloud: a table row by row, each a sentence. */
struct str record_section_spoken(struct arena *arena, const struct record_section *section);

/* What a document of a record says besides its body. */
struct record_head {
	struct str kind;                               /* minutes, resolution, addendum */
	struct str superior, cell;                     /* as they stand on top */
	struct str number;                             /* "Số 05-NQ/CB", none when not numbered or not printed */
	struct str place_date;                         /* none for minutes */
	struct str subject;                            /* under the type of document */
	struct str clerk_name, chair_name, chair_post; /* chair_post: "BÍ THƯ" */
	struct str signed_for;                         /* "T/M CHI BỘ" or "T/M CHI ỦY" */
	bool draft;                                    /* "Dự thảo" is printed on top */
	struct str recipient[8];                       /* of a resolution: "Đảng ủy xã Thư Lâm (báo cáo)" */
	size_t recipient_count;
	struct str proof; /* where the chain of the cell stands, printed under the signatures */
	int64_t created;  /* instant that stands in the file: equal records give equal bytes */
};
/* The head of a meeting's record: names of units in capitals, settings of the cell, number where it has one. */
enum status record_head_of(struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind,
        int64_t number, struct str day, struct record_head *ret_head, struct err *err);
/* The document model of a record, for all writers. */
struct document *record_document(
        struct arena *arena, const struct record_head *head, const struct record_body *body, bool large);
/* The document of a meeting's minutes or resolution: the text that stands, or the draft as it would be now where none
   was kept. id: that record (an addendum, a void one too), or 0; number: the one that bears it, or stands at that
   place; 0: the first. NOT_FOUND record.no_such_number. */
enum status record_document_of(struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind,
        int64_t id, int64_t number, struct document **ret_document, struct err *err);
/* The heading block of any document of a cell: superior body, cell, party; number and place_date may be empty. */
void record_heading(struct document *document, const struct record_head *head);
/* "BÍ THƯ" of bi_thu; no text for a plain member. */
struct str record_post_title(struct str post);

#endif
