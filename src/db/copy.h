/* A whole database moved to another place or engine, and the proof that two databases hold the same rows. */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "db/table.h"

enum { DIGEST_HASH = 32, DIGEST_BLOCK = 1 << 16 };

/* What one side holds of a table: how many rows, and BLAKE2b-256 over all of them in the order of their key. The bytes
   of a row are the same on every engine: for each column its kind, then the number as 8 bytes big-endian, or the length
   so and the bytes; nothing after n for NULL. */
struct db_digest {
	int64_t rows;
	unsigned char hash[DIGEST_HASH];
	/* The hash so far after each DIGEST_BLOCK rows: where two sides differ is found by it. */
	unsigned char (*block)[DIGEST_HASH];
	size_t block_count, block_room;
};

struct db_copy {
	struct arena *arena;
	/* How far it is, in rows; NULL when nobody looks. */
	void (*progress)(void *context, int64_t done, int64_t all);
	void *progress_context;
	int64_t done, all;
	/* After success: of each of db_tables. */
	struct db_digest *digest;
	struct db_digest whole; /* of the digests of all tables: rows, and one hash */
};

/* Copies all rows of `from`, as they are at one moment, into `to`, which must hold none: a SQLite file that is not
   there (its folder is), or a database with empty tables or without any. Up to 100 rows of a reference table that
   `from` has too, but for when they were entered, count as none: what `chibo init` makes. What was written is read
   back and compared before it counts; on any failure `to` is as before. The caller holds the lock of a SQLite `to`.
   INVALID db.url, copy.same; CONFLICT copy.not_empty, copy.other_tables, db.older, db.newer, copy.differs; NOT_FOUND
   db.missing; BUSY db.gone, db.full. */
enum status db_copy(struct db_copy *copy, struct str from, struct str to, struct err *err);
/* Row by row, each side as it is at one moment. CONFLICT copy.differs names the first table and key that differ.
   INVALID copy.same. */
enum status db_compare(struct db_copy *copy, struct str a, struct str b, struct err *err);

#endif
