/* What must hold in every database, whatever was done in it: for backups, restores, copies and the generator. Reads the
   whole database; writes nothing. */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

#include "base/err.h"
#include "db/db.h"

/* How much was looked at, and how much of it is wrong. */
struct verify_result {
	int64_t chains; /* audit chains reckoned again */
	int64_t acts;   /* their rows */
	int64_t texts;  /* versions of records hashed again */
	int64_t wrong;
};
/*
 * Told of each thing that is wrong: a stable word and the id of a unit, a record or a meeting. audit: the chain of acts
 * is not whole; headless: acts without a head; vote, minutes, resolution, score: fewer links than there are such
 * contents; text: a text is not what its hash says; signed: a confirmed record is not the text that was confirmed;
 * total: figures differ from the roll; closure: superiors differ from the edges.
 */
typedef void verify_tell(void *context, const char *what, int64_t object);
/* tell may be NULL. Call within a view to see one moment. */
enum status app_verify(
        struct db *db, verify_tell *tell, void *context, struct verify_result *ret_result, struct err *err);

#endif
