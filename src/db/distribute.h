/* Places the tables of a PostgreSQL database on the workers of Citus. */
#ifndef DB_DISTRIBUTE_H
#define DB_DISTRIBUTE_H

#include "db/db.h"

struct db_distribution {
	int64_t workers;               /* nodes that take shards */
	size_t distributed, reference; /* tables placed now */
	size_t before;                 /* tables that stood there already */
};

/* Tables whose rows belong to shards are distributed by `shard`, all in one co-location group; the others become
   reference tables, on every node. Each table once: running it again goes on where it stopped. INVALID
   db.distribute_engine on another engine; CONFLICT db.distribute_missing without the extension (it says what to
   install), db.distribute_workers without a worker, db.older when migrations are missing. */
enum status db_distribute(struct db *db, struct db_distribution *ret, struct err *err);

#endif
