/* Hash chains: one per unit and kind. A row's hash covers the one before it and the fields in a fixed byte form (see
 * audit.c). */
#ifndef APP_AUDIT_H
#define APP_AUDIT_H

#include "app/request.h"

/* Appends to the audit chain of the unit. */
enum status audit_add(struct arena *arena, struct db *db, int64_t cell, int shard, int64_t at, int64_t account,
        const char *act, int64_t object, int64_t request, struct err *err);
/* Appends a content hash to another chain (minutes, resolution, vote, score) of a cell; ret_head is the new head. */
enum status chain_add(struct arena *arena, struct db *db, int64_t cell, int shard, const char *kind,
        struct str content_hash, struct str *ret_head, struct err *err);
/* Recomputes the audit chain of a unit; *ret_whole is false at the first row that does not fit. */
enum status audit_verify(struct arena *arena, struct db *db, int64_t cell, int shard, bool *ret_whole,
        int64_t *ret_rows, struct err *err);

#endif
