/* Chains of contents: votes, minutes, resolutions, scores, grades of a unit, one chain each (audit.h: acts). What a
   link covers is read back from the rows, so that a row and its link cannot tell two things. */
#ifndef APP_CHAIN_H
#define APP_CHAIN_H

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

enum { CHAIN_HASH = 32, CHAIN_SALT = 16, CHAIN_MEETING_ROWS = 1 << 22 };

/* An object as its chain covers it. state: of the row, which its link repeats; about: the period of a grade. text: the
   columns in order, one JSON list a row, after a line "2|kind|object|about|state". */
struct chain_content {
	struct str kind, about, state, text;
	int64_t object, meeting;
};
struct chain_contents {
	struct chain_content *at;
	size_t count;
};
/* Rows of named statements as contents (see chain.sql): their first columns are object, meeting, chain, about, state.
   Lines of an object are the rows of `more` that begin with its id; both in the order of ids. */
struct chain_source {
	const struct db_field *fields, *more_fields;
	const void *rows, *more;
	size_t row_size, count, more_size, more_count;
};
/* CHAIN_SOURCE(chain_votes, votes): of a statement and its rows. */
#define CHAIN_SOURCE(statement, list) \
	.fields = statement##_fields, .rows = (list).at, .row_size = sizeof(*(list).at), .count = (list).count
#define CHAIN_MORE(statement, list)                                                            \
	.more_fields = statement##_fields, .more = (list).at, .more_size = sizeof(*(list).at), \
	.more_count = (list).count
enum status chain_read(struct arena *arena, const struct chain_source *sources, size_t count,
        struct chain_contents *ret_contents, struct err *err);

/* What the chains of a meeting's cell cover of this meeting, and of the grades of a cell. */
enum status chain_of_meeting(struct arena *arena, struct db *db, int64_t meeting, int shard,
        struct chain_contents *ret_contents, struct err *err);
enum status chain_of_grades(struct arena *arena, struct db *db, int64_t cell, int shard,
        struct chain_contents *ret_contents, struct err *err);

/* The hash of a content with its salt: BLAKE2b-256 of the salt's hexadecimal digits, a line feed and the text. */
void chain_content_hash(struct str salt, struct str text, unsigned char ret_hash[CHAIN_HASH]);

struct chain_place {
	int64_t cell, meeting; /* meeting: 0 for a grade */
	int shard;
	int64_t at;
};
/* Appends the object as it stands now to the chain that its row belongs to, in the transaction that changed it. */
enum status chain_add(
        struct arena *arena, struct db *db, const struct chain_place *place, int64_t object, struct err *err);
/* The same of a cell's grade for a period, also when it is there no more. */
enum status chain_add_grade(
        struct arena *arena, struct db *db, const struct chain_place *place, struct str period, struct err *err);
/* The same of a content that was read just now. */
enum status chain_append(struct arena *arena, struct db *db, const struct chain_place *place,
        const struct chain_content *content, struct err *err);
/* A database that has no link and no head of contents at all, from before there were any: takes over what is there.
   Idempotent. */
enum status chain_begin(struct db *db, int64_t now, struct err *err);
/* Keeps the heads of a cell as its superior holds them from now on. */
enum status chain_send(struct arena *arena, struct db *db, const struct chain_place *place, struct err *err);

/* Lines for `chibo verify --heads`: CODE KIND NUMBER HASH. */
struct chain_lines {
	struct str *at;
	size_t count;
};
/* The place of an object of a meeting in the chain, its hash for paper; none where it is in none. */
enum status chain_line_of(struct arena *arena, struct db *db, const struct chain_place *place, struct str kind,
        int64_t object, struct str *ret_line, struct err *err);
/* The same of the end of a chain. */
enum status chain_line_end(struct arena *arena, struct db *db, const struct chain_place *place, struct str kind,
        struct str *ret_line, struct err *err);
/* What the superior holds since the report of that meeting; none when a later one went up. */
enum status chain_lines_known(struct arena *arena, struct db *db, const struct chain_place *place,
        struct chain_lines *ret_lines, struct err *err);
/* Where all chains of the unit and of those below it stand; 0: of everything, the site as "-". Appended to `out`. */
enum status chain_lines_below(struct arena *arena, struct db *db, int64_t unit, struct buf *out, struct err *err);

/* "Biên bản", "Nghị quyết", ... of a kind of chain. */
const char *chain_kind_name(struct str kind);
/* The kind of a word of such a line: papers say BB and NQ. */
struct str chain_kind_of(struct str word);
/* A hash for paper: its first 16 bytes in groups of four digits. */
struct str chain_show(struct arena *arena, struct str hash);

#endif
