/* What counter.c and counter_check.c share: the families and the parts of their statements. */
#ifndef APP_COUNTER_PRIVATE_H
#define APP_COUNTER_PRIVATE_H

#include "app/counter.h"

enum { COUNTER_FAMILIES_MAX = 32, COUNTER_SQL_MAX = 32768 };

/* The day on which the place of unit u in a month is taken; day: the month's first. */
#define COUNTER_PLACE(day) "CASE WHEN u.since > " day " THEN u.since ELSE " day " END"

/* A family, how many columns it has, and what is asked of one row of a cell: keys ?1 cell, ?2 month, ?3 shard. */
struct counter_kept {
	const struct counter_family *family;
	size_t count;
	struct db_statement stored, put, drop;
};
/* All families, made once for the process. */
const struct counter_kept *counter_families(size_t *ret_count);
/* The lines of all families for a unit: ?1 unit, ?2 first month, ?3 last. */
const struct db_statement *counter_figures_statement(void);
/* Its text: a row a family that has lines, its place and then two numbers a line, as many as the longest. */
void counter_figures_text(struct buf *buf, const struct counter_kept *families, size_t count);

size_t counter_columns(const struct counter_family *family, struct str *ret_names);
/* Each column's name, with something before and after it, and `between` between two. */
void counter_each(struct buf *buf, const struct counter_family *family, const char *before, const char *after,
        const char *between);
/* "met = excluded.met, …" */
void counter_each_set(struct buf *buf, const struct counter_family *family);
/* Runs a statement that gives no rows, put together for this once; kinds: an i for each value. */
enum status counter_run(struct arena *arena, struct db *db, const struct buf *buf, const char *kinds,
        const int64_t *values, struct err *err);
/* How a family counts one cell's month today against what is stored. */
enum status counter_differs(struct arena *arena, struct db *db, const struct counter_kept *kept,
        const struct counter_key *key, bool *ret_differs, struct err *err);

#endif
