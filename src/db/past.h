/* How a SQLite database stood at one commit, while its writer goes on. A view that stays open holds the log; here rows
   are read in short views, and the writer keeps what a row was before its first change since then, as long as nobody
   has read it. Needs the outbox (its hook sees each change), and that only this process writes. */
#ifndef DB_PAST_H
#define DB_PAST_H

#include "db/outbox.h"

struct db_past;

/* On the writer's connection, inside its transaction: the moment is the end of that transaction. CONFLICT db.past: no
 * outbox, or one is kept already. Whether it succeeds or not, db_past_end on *ret_past. */
enum status db_past_begin(struct db *writer, struct db_past **ret_past, struct err *err);
/* After that commit. line 0: it was never reached. */
struct db_position db_past_where(const struct db_past *past);
/* Like db_table_scan, with a connection that is in no transaction; each table once, in the order of db_tables: of those
 * before it nothing is kept any more. BUSY db.past: what changed since is more than 1 GB. */
enum status db_past_scan(struct db_past *past, struct db *reader, const struct db_table *table,
        enum status (*row)(void *context, const struct db_table *table, const struct db_value *values, struct err *err),
        void *context, struct err *err);
/* From any thread; NULL does nothing. */
void db_past_end(struct db_past *past);

#endif
