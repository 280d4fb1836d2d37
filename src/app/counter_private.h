/* What counter.c and counter_check.c share: the families and the parts of their statements. */
#ifndef APP_COUNTER_PRIVATE_H
#define APP_COUNTER_PRIVATE_H

#include "app/counter.h"

enum { COUNTER_FAMILIES_MAX = 32, COUNTER_SQL_MAX = 32768 };

/* The day on which the place of unit u in a month is taken; day: the month's first. */
#define COUNTER_PLACE(day) "CASE WHEN u.since > " day " THEN u.since ELSE " day " END"

size_t counter_families(const struct counter_family *ret_families[COUNTER_FAMILIES_MAX]);
size_t counter_columns(const struct counter_family *family, struct str *ret_names);
/* Each column's name, with something before and after it, and `between` between two. */
void counter_each(struct buf *buf, const struct counter_family *family, const char *before, const char *after,
        const char *between);
/* Runs a statement that gives no rows; kinds: an i for each value. */
enum status counter_run(struct arena *arena, struct db *db, const struct buf *buf, const char *kinds,
        const int64_t *values, struct err *err);
/* How a family counts one cell's month today against what is stored. */
enum status counter_differs(struct arena *arena, struct db *db, const struct counter_family *family,
        const struct counter_key *key, bool *ret_differs, struct err *err);

#endif
