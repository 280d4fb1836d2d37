/* What the files of this room share. */
#ifndef COMMITMENT_PRIVATE_H
#define COMMITMENT_PRIVATE_H

#include "feature/meeting/meeting.h"
#include "feature/unit/unit.h"
#include "gen/commitment_sql.h"

enum { PARTS_MAX = 10, ITEMS_MAX = 12 };

extern const struct permission commitment_cell;  /* members and leaders of the cell: its page */
extern const struct permission commitment_lead;  /* leaders of the cell: ask, agree, note, list */
extern const struct permission commitment_read;  /* the member, leaders of the cell: one commitment */
extern const struct permission commitment_sum;   /* officers: counts */
extern const struct permission commitment_shape; /* who the body itself is: the parts of its form */

/* The form: its parts, and the days of the year. */
struct layout {
	struct str title[PARTS_MAX], hint[PARTS_MAX];
	size_t count;
	struct str unit_name; /* whose it is; none: the program's own */
	int64_t unit;
	struct str send_by, check_from, check_until; /* "02-28" */
};

struct commitment {
	struct commitment_id id;
	int shard;
	struct commitment_one_row row;
	struct unit cell;
	bool own, leads; /* who asks is the member; leads the cell */
};
const struct commitment *request_commitment(const struct request *request);

/* The parts for a unit today. */
enum status commitment_layout_load(
        struct arena *arena, struct db *db, int64_t unit, struct layout *ret_layout, struct err *err);
/* The month of a year in which something of `day` counts. */
int commitment_month(int64_t year, struct str day);
/* A day of that year: commitment_day(arena, 2027, "02-28"). */
struct str commitment_day(struct arena *arena, int64_t year, struct str month_day);
/* The year that people mean today. */
int64_t commitment_year_now(struct str today);
/* Whether a year can still, or already, be written: last year's, this one's, from November the next one's. */
bool commitment_year_open(int64_t year, struct str today);
extern const struct counter_family commitment_families[];

/* What a form brings. Texts of items that are left empty stand as nothing. */
struct commitment_draft {
	struct str part[PARTS_MAX];
	size_t part_count;
	struct commitment_draft_item {
		struct str text, measure, due; /* due: ISO day */
		int place;                     /* its number in the form, from 1 */
	} item[ITEMS_MAX];
	size_t item_count;
	bool too_many;
};
/* What an item must be: INVALID commitment.item_text, item_measure, item_due, due_year with the field and its number.
 */
enum status commitment_check_item(
        struct arena *arena, const struct commitment_draft_item *item, int64_t year, struct err *err);
/* Of what is sent: every part said, at least one item; besides, commitment.part_empty, no_item, too_many. */
enum status commitment_check_draft(struct arena *arena, const struct commitment_draft *draft,
        const struct layout *layout, int64_t year, struct err *err);
/* An ISO day, some days later. */
struct str commitment_beside(struct arena *arena, struct str day, int days);
/* The rows of one, in the order of items; those that addenda took out are left out with live. */
enum status commitment_load_items(struct arena *arena, struct db *db, const struct commitment *commitment, bool live,
        struct commitment_items_rows *ret_items, struct err *err);
/* Inside a write of the cell's shard: what counts in that month changed. */
enum status commitment_touch(
        struct request *request, const struct commitment *commitment, struct opt_int month, struct err *err);
/* The form as it was when this commitment was written. */
enum status commitment_own_layout(
        struct request *request, const struct commitment *commitment, struct layout *ret_layout, struct err *err);

/* Handlers by file. */
enum status commitment_show_cell(struct request *request, void *view, struct err *err);
enum status commitment_ask(struct request *request, void *view, struct err *err);
enum status commitment_show_unit(struct request *request, void *view, struct err *err);
enum status commitment_show_layout(struct request *request, void *view, struct err *err);
enum status commitment_save_layout(struct request *request, void *view, struct err *err);
enum status commitment_show_new(struct request *request, void *view, struct err *err);
enum status commitment_save_new(struct request *request, void *view, struct err *err);
enum status commitment_show_edit(struct request *request, void *view, struct err *err);
enum status commitment_save_edit(struct request *request, void *view, struct err *err);
enum status commitment_show(struct request *request, void *view, struct err *err);
enum status commitment_agree(struct request *request, void *view, struct err *err);
enum status commitment_return(struct request *request, void *view, struct err *err);
enum status commitment_say(struct request *request, void *view, struct err *err);
enum status commitment_amend(struct request *request, void *view, struct err *err);
enum status commitment_settle(struct request *request, void *view, struct err *err);
enum status commitment_show_check(struct request *request, void *view, struct err *err);
enum status commitment_save_check(struct request *request, void *view, struct err *err);
enum status commitment_save_note(struct request *request, void *view, struct err *err);
enum status commitment_fetch_paper(struct request *request, void *view, struct err *err);
enum status commitment_fetch_form(struct request *request, void *view, struct err *err);
enum status commitment_fetch_list(struct request *request, void *view, struct err *err);
enum status commitment_due(struct request *request, struct due_list *list, struct err *err);

enum status commitment_hand_out(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);
enum status commitment_erase(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err);
enum status commitment_archive(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
