/* Between copy.c and digest.c. */
#ifndef DB_COPY_PRIVATE_H
#define DB_COPY_PRIVATE_H

#include "db/copy.h"

#include <sodium.h>

struct digest_run {
	struct arena *arena;
	struct db_digest *digest;
	crypto_generichash_state state;
};
void digest_begin(struct digest_run *run, const struct db_table *table, struct arena *arena, struct db_digest *digest);
void digest_row(struct digest_run *run, const struct db_table *table, const struct db_value *values);
void digest_end(struct digest_run *run);
bool digest_equal(const struct db_digest *a, const struct db_digest *b);
void digest_whole(const struct db_digest *digest, struct db_digest *ret_whole);

struct digest_side {
	struct db *db;
	const struct db_digest *digest;
};
/* Reads both again up to the first row that differs: CONFLICT copy.differs with its table and key. */
enum status digest_difference(struct arena *arena, const struct digest_side *a, const struct digest_side *b,
        const struct db_table *table, struct err *err);

#endif
