/* The outbox: what the one writer of a SQLite file committed, as rows, kept in memory until somebody has shipped it.
   A position counts the commits that changed something and stands in the database itself, so a copy knows exactly which
   changes it holds; changes made by a process that ships nothing show as a gap. PostgreSQL has its own log for this. */
#ifndef DB_OUTBOX_H
#define DB_OUTBOX_H

#include "db/table.h"

/* Where a database stands: which line of history, and how many commits. line 0: it keeps no outbox. */
struct db_position {
	int64_t line, position;
};

struct db_outbox {
	struct db_position first; /* the position before the first change here */
	int64_t last;             /* of the last change here; = first.position when there is none */
	struct str bytes;
};

/* On the writer's connection, inside its transaction: from the next transaction on, changes are kept. Harmless when
 * they are already. */
enum status db_outbox_start(struct db *db, struct err *err);
/* Within a view. */
enum status db_outbox_where(struct db *db, struct db_position *ret_position, struct err *err);
/* On the writer's connection: forgets what is shipped up to a position, and hands out a copy of the rest. Changes that
 * memory could not hold are missing in front: first.position is then greater than `shipped`. */
enum status db_outbox_take(
        struct db *db, struct arena *arena, int64_t shipped, struct db_outbox *ret_outbox, struct err *err);

/* Reads such bytes. Each commit begins with one call of it with table NULL. */
struct db_change {
	int64_t position, at; /* of its commit */
	const struct db_table *table;
	bool removed;            /* values are those of the key */
	size_t count;            /* of values; fewer than the table has when it was younger */
	struct db_value *values; /* until the next one */
};
/* *ret_more = false at the end. CONFLICT db.outbox when the bytes make no sense. */
enum status db_change_next(struct str *rest, struct db_value values[DB_COLUMNS_MAX], struct db_change *change,
        bool *ret_more, struct err *err);
/* Does it to a database: on either engine, inside a transaction. */
enum status db_change_apply(struct db *db, const struct db_change *change, struct err *err);

#endif
