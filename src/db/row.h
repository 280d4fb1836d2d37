/* The canonical bytes of values, the same on both engines: kind (n, i, t, b), then 8 bytes big-endian of an integer,
   or 4 bytes of length and the bytes. What backups, the outbox and their hashes are made of. */
#ifndef DB_ROW_H
#define DB_ROW_H

#include "db/table.h"

size_t db_value_size(const struct db_value *value);
/* Writes db_value_size bytes and returns the place behind them. */
unsigned char *db_value_write(unsigned char *to, const struct db_value *value);
/* Takes one value off *rest; text and bytes point into it. False when that is not a whole value. */
bool db_value_read(struct str *rest, struct db_value *ret_value);
/* All values of a row. */
size_t db_row_size(const struct db_value *values, size_t count);
unsigned char *db_row_write(unsigned char *to, const struct db_value *values, size_t count);
/* False unless exactly these values are there and nothing else. */
bool db_row_read(struct str bytes, struct db_value *ret_values, size_t count);
size_t db_table_columns(const struct db_table *table);
/* Place of a column, or the count of columns. */
size_t db_table_column(const struct db_table *table, struct str name);

/* One row put by its key, whether it is there or not, from its first `count` columns; and one taken away by the values
 * of its key. Inside a transaction of DB_WRITE. */
enum status db_row_put(
        struct db *db, const struct db_table *table, const struct db_value *values, size_t count, struct err *err);
enum status db_row_remove(struct db *db, const struct db_table *table, const struct db_value *key, struct err *err);

#endif
