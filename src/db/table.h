/* Tables as such: for copies, backups and generators, which move rows without knowing what they mean. The list is
   generated from the migrations; parents stand before the tables that refer to them. */
#ifndef DB_TABLE_H
#define DB_TABLE_H

#include "db/db.h"

enum { DB_COLUMNS_MAX = 64 };

struct db_table {
	const char *name;
	const char *const *columns; /* ended by NULL */
	const char *kinds;          /* of each column: i integer, t text, b bytes */
	const char *const *key;     /* the primary key's columns in order, ended by NULL */
	bool shard;                 /* its rows belong to shards; else it is a reference table */
};
extern const struct db_table db_tables[];
extern const size_t db_table_count;
const struct db_table *db_table_find(struct str name);

struct db_value {
	char kind;    /* i, t, b as the column says, or n for NULL */
	int64_t n;    /* i */
	struct str s; /* t, b */
};

/* All rows in the order of their key, each handed to `row` (its values last until it returns); stops at the first
   status that is not OK. Reads in pieces; call within a view to see one moment. */
enum status db_table_scan(struct db *db, const struct db_table *table,
        enum status (*row)(void *context, const struct db_table *table, const struct db_value *values, struct err *err),
        void *context, struct err *err);
/* How many rows. */
enum status db_table_rows(struct db *db, const struct db_table *table, int64_t *ret_rows, struct err *err);

/* Loads many rows into one table inside a transaction of DB_WRITE: begin, any number of rows, end. Nothing else may
   run on the connection between. On PostgreSQL this is COPY. */
enum status db_load_begin(struct db *db, const struct db_table *table, struct err *err);
enum status db_load_row(struct db *db, const struct db_value *values, struct err *err);
enum status db_load_end(struct db *db, struct err *err);

/* All indexes that are not part of a key go before many rows are loaded, and are made again after them, in the same
   transaction: a row's place in each of them would be somewhere else. */
struct db_indexes;
enum status db_indexes_drop(struct arena *arena, struct db *db, struct db_indexes **ret_indexes, struct err *err);
enum status db_indexes_make(struct arena *arena, struct db *db, const struct db_indexes *indexes, struct err *err);

#endif
