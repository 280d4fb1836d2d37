/* What is kept of one person, over all features: handed out whole, and forgotten. */
#ifndef APP_EXPORT_H
#define APP_EXPORT_H

#include "app/feature.h"
#include "base/opt.h"

/* One member of a JSON object, with the comma before it where one is due; no text is null. */
void export_text(struct buf *json, const char *name, struct str value);
void export_int(struct buf *json, const char *name, struct opt_int value);
/* An id: as text, too large for the numbers of some readers; 0 is null. */
void export_id(struct buf *json, const char *name, int64_t id);
/* A member that is a list of rows, one object each, with the columns of their statement (`-- json: yes`) in order. */
void export_rows(struct buf *json, const char *name, const struct db_field *fields, const void *rows, size_t row_size,
        size_t count);
/* The same of what a statement gave: EXPORT_ROWS(json, "fees", hold_archive_fees, rows). */
#define EXPORT_ROWS(json, name, statement, rows) \
	export_rows((json), (name), statement##_fields, (rows).at, sizeof(*(rows).at), (rows).count)
/* What the features keep of an account, as members of one JSON object. */
enum status export_account(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err);
/* One JSON object of all that the features keep of the person, and of the person's account. */
enum status export_person(
        struct arena *arena, struct db *db, struct person_id person, struct str *ret_json, struct err *err);
/* Runs every feature's erasure of both; in the transaction of the caller. */
enum status export_erase(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err);

#endif
