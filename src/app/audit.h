/* Hash chains: one per unit and kind. A row's hash covers the one before it and the fields in a fixed byte form (see
 * audit.c). */
#ifndef APP_AUDIT_H
#define APP_AUDIT_H

#include "app/request.h"

enum { AUDIT_HASH = 32 };

/* Appends to the audit chain of the unit. */
enum status audit_add(struct arena *arena, struct db *db, int64_t cell, int shard, int64_t at, int64_t account,
        const char *act, int64_t object, int64_t request, struct err *err);
/* The hashes alone, for a chain kept elsewhere: `before` is the head so far, none for the first. */
void audit_row_hash(struct str before, int64_t cell, int64_t seq, int64_t at, int64_t account, struct str act,
        int64_t object, int64_t request, unsigned char ret_hash[AUDIT_HASH]);
void chain_row_hash(struct str before, int64_t cell, int64_t seq, struct str kind, struct str content_hash,
        unsigned char ret_hash[AUDIT_HASH]);
/* Recomputes the audit chain of a unit; *ret_whole is false at the first row that does not fit. */
enum status audit_verify(struct arena *arena, struct db *db, int64_t cell, int shard, bool *ret_whole,
        int64_t *ret_rows, struct err *err);

#endif
