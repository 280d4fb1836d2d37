/* Bytes that people bring, kept by their hash. Checked by their first bytes, never by their name. */
#ifndef FEATURE_FILE_H
#define FEATURE_FILE_H

#include "app/feature.h"

enum { FILE_MAX = 20 << 20, FILE_PIECE = 128 << 10 };

/* "application/pdf", the type of DOCX, "image/jpeg", "image/png"; no text for anything else. */
struct str file_type(struct str bytes);
/* Keeps the bytes unless they are there; ret_hash is the BLAKE2b-256 of what is kept: pictures are kept without what
   the camera wrote beside them (place, time, device). */
enum status file_put(struct arena *arena, struct db *db, int shard, struct str bytes, struct str type, int64_t now,
        struct str *ret_hash, struct err *err);
/* NOT_FOUND file.not_found. */
enum status file_get(
        struct arena *arena, struct db *db, int shard, struct str hash, struct str *ret_bytes, struct err *err);
/* Forgets the bytes, unless something of a feature still stands on them (feature.h, keeps). */
enum status file_drop(struct arena *arena, struct db *db, int shard, struct str hash, struct err *err);
/* Whether the first page carries MẬT, TỐI MẬT or TUYỆT MẬT as a line of its own. *ret_read is false for pictures and
   scans, where no text can be read. Also whether the bytes are one file and no trap for those who open it. Reads in a
   child with limits; on a slow thread only. INVALID file.broken, file.two_kinds, file.picture_large. */
enum status file_secret(
        struct arena *arena, struct str bytes, struct str type, bool *ret_secret, bool *ret_read, struct err *err);
/* .prepare of routes that take a paper in the field "file": before its first byte is kept, what it is and whether it
   bears such a mark. Where nothing can be read, the box "not_secret" must be ticked. */
enum status file_prepare_paper(struct request *request, struct err *err);

#endif
