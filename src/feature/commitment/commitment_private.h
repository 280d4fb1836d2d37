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

enum status commitment_hand_out(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);
enum status commitment_erase(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err);
enum status commitment_archive(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
