/* Shared by verify.c, verify_chain.c and verify_content.c. */
#ifndef APP_VERIFY_PRIVATE_H
#define APP_VERIFY_PRIVATE_H

#include "app/verify.h"
#include "base/str.h"

enum { VERIFY_MISFITS = 32 };

/* A row that is not what its link covers, kept until the end: two of them may have changed places. */
struct verify_misfit {
	struct str text, salt, covered; /* the row as it stands; the link's salt and hash */
	struct verify_finding finding;
};

struct verify {
	struct arena *arena; /* of a piece */
	struct arena *kept;  /* of the whole run */
	struct verify_misfit misfit[VERIFY_MISFITS];
	size_t misfits;
	struct db *db;
	const struct verify_wish *wish;
	struct verify_result *result;
};
/* Findings outlive the piece they were found in: their words are constants. */
struct str verify_kind(struct str kind);
void verify_wrong(struct verify *verify, struct verify_finding finding);

/* One link of a chain, whatever its rows are; in the order of seq. */
struct verify_link {
	int64_t seq, meeting, object;
	struct str hash;
	const void *row;
};
struct verify_chain {
	int64_t cell;
	struct str kind;
	struct verify_link *link;
	size_t count;
	int64_t head_seq; /* as kept; 0: no head */
	struct str head_hash;
	/* The hash of a row in the place seq behind the hash `before`. */
	void (*hash)(const struct verify_chain *chain, struct str before, int64_t seq, const void *row,
	        unsigned char *ret_hash);
};
/* Tells what is wrong with it. */
void verify_walk(struct verify *verify, const struct verify_chain *chain);
/* Whether a head known from elsewhere stands in it. */
void verify_known(struct verify *verify, const struct verify_chain *chain, int64_t seq, struct str hash);
/* All chains of a cell. */
enum status verify_cell(struct verify *verify, int64_t cell, int shard, struct err *err);
/* What belongs to the meetings from first to last; the grades of cells from first to last. */
enum status verify_stretch(struct verify *verify, int64_t first, int64_t last, struct err *err);
void verify_tell_misfits(struct verify *verify);
enum status verify_grades_between(struct verify *verify, int64_t first, int64_t last, struct err *err);

#endif
