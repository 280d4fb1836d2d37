/* Citus: reference tables first, since distributed ones refer to them. Its functions are called as plain statements. */
#include "db/distribute.h"
#include "db/db_private.h"

#include <stdio.h>

enum { SHARDS = 64 };

static enum status place(struct db *db, const struct db_table *table, const char **first, struct err *err)
{
	char sql[512];
	if (!table->shard) {
		snprintf(sql, sizeof(sql), "SELECT create_reference_table('\"%s\"')", table->name);
	} else if (*first) {
		snprintf(sql, sizeof(sql),
		        "SELECT create_distributed_table('\"%s\"', 'shard', colocate_with => '\"%s\"')", table->name,
		        *first);
	} else {
		snprintf(sql, sizeof(sql),
		        "SELECT create_distributed_table('\"%s\"', 'shard', colocate_with => 'none', shard_count => "
		        "%d)",
		        table->name, SHARDS);
	}
	return db_exec(db, sql, err);
}

/* One pass over the tables of one kind. */
static enum status place_all(struct db *db, bool shard, struct db_distribution *ret, struct err *err)
{
	const char *first = NULL;
	for (size_t i = 0; i < db_table_count; i++) {
		const struct db_table *table = &db_tables[i];
		char sql[256];
		int64_t known;
		if (table->shard != shard)
			continue;
		snprintf(sql, sizeof(sql),
		        "SELECT count(*) FROM pg_dist_partition WHERE logicalrel = '\"%s\"'::regclass", table->name);
		TRY(db_one_int(db, sql, &known, err));
		if (known) {
			ret->before++;
		} else {
			TRY(place(db, table, &first, err));
			*(shard ? &ret->distributed : &ret->reference) += 1;
		}
		if (shard && !first)
			first = table->name;
	}
	return OK;
}

enum status db_distribute(struct db *db, struct db_distribution *ret, struct err *err)
{
	int64_t installed, current_extension;
	bool current;
	*ret = (struct db_distribution){ 0 };
	if (db->engine != &postgres_engine)
		return err_set(err, INVALID, "db.distribute_engine", "db");
	TRY(db_one_int(db, "SELECT count(*) FROM pg_available_extensions WHERE name = 'citus'", &installed, err));
	TRY(db_one_int(db, "SELECT count(*) FROM pg_extension WHERE extname = 'citus'", &current_extension, err));
	if (!current_extension)
		return err_set(err, CONFLICT, installed ? "db.distribute_create" : "db.distribute_missing", "db");
	TRY(db_one_int(
	        db, "SELECT count(*) FROM pg_dist_node WHERE isactive AND shouldhaveshards", &ret->workers, err));
	if (!ret->workers)
		return err_set(err, CONFLICT, "db.distribute_workers", "db");
	TRY(db_current(db, &current, err));
	if (!current)
		return err_set(err, CONFLICT, "db.older", "db");
	TRY(place_all(db, false, ret, err));
	return place_all(db, true, ret, err);
}
