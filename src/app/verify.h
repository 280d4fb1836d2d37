/* What must hold in every database, whatever was done in it: for `chibo verify`, backups, restores, copies and the
   generator. Reads all of it, or what belongs to one cell; writes nothing. */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

#include "base/err.h"
#include "db/db.h"

/* How much was looked at, and how much of it is wrong. */
struct verify_result {
	int64_t chains;   /* of all kinds, reckoned again */
	int64_t acts;     /* rows of audit */
	int64_t links;    /* of the other chains */
	int64_t contents; /* votes, records, sheets, grades held beside their links */
	int64_t texts;    /* versions of records hashed again */
	int64_t known;    /* heads held elsewhere that were looked for */
	int64_t wrong;
};
/*
 * One thing that is wrong. what: changed, removed, inserted, reordered (a row or a link); cut (the end of a chain is
 * gone, by its head or by one held elsewhere); rewritten (another hash than a head held elsewhere); head (the head is
 * not the last link's); headless (links without a head); text (a text is not what its hash says), signed (a confirmed
 * record is not the text that was confirmed), total (figures differ from the roll), closure (superiors differ from the
 * edges). kind: of the chain, none where there is none. Ids are 0 where not known.
 */
struct verify_finding {
	const char *what;
	struct str kind;
	int64_t cell, meeting, object, seq;
};
typedef void verify_tell(void *context, const struct verify_finding *finding);

/* A head as it is known from elsewhere; hash may be its first bytes alone (8 at least). */
struct verify_head {
	int64_t cell, seq;
	struct str kind, hash;
};
struct verify_wish {
	verify_tell *tell; /* may be NULL */
	void *context;
	int64_t cell; /* this one only; 0: everything */
	int shard;    /* of the cell */
	const struct verify_head *heads;
	size_t head_count;
	int slice, slices; /* the slice-th of so many parts, for several threads; 0, 0: all */
	bool own_views;    /* a view of its own for each piece, for long work beside a server; else the caller's */
};
/* Call within a view, unless the wish has own_views. */
enum status app_verify(
        struct db *db, const struct verify_wish *wish, struct verify_result *ret_result, struct err *err);

/* The unit that has this code today. NOT_FOUND verify.no_unit. */
enum status verify_unit_of(struct arena *arena, struct db *db, struct str code, int64_t *ret_unit, struct err *err);
/* The same as app_verify, for a unit and all below it, one after another. */
enum status app_verify_below(struct arena *arena, struct db *db, int64_t unit, const struct verify_wish *wish,
        struct verify_result *ret_result, struct err *err);
void verify_add(struct verify_result *all, const struct verify_result *part);
/* What is wrong, in plain Vietnamese: the unit, the meeting and the kind. */
enum status verify_say(struct arena *arena, struct db *db, const struct verify_finding *finding, struct str *ret_text,
        struct err *err);

#endif
