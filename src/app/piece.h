/* Long work of a chore over many things, a few at a time: each piece is a write of its own, so that others do not wait
 * long behind it. */
#ifndef APP_PIECE_H
#define APP_PIECE_H

#include "app/feature.h"

struct piece {
	struct arena *arena; /* of this piece */
	struct db *db;
	int64_t now;
	size_t from, until; /* the places of its things */
	bool last;          /* nothing comes behind it */
	void *context;
};

/* Calls write for `count` things, at most `most` at once, and once when there is nothing, with last set; stops between
 * two pieces when the program ends. A piece that was undone is called again: it keeps nothing in its context. */
enum status chore_pieces(struct chore_run *run, size_t count, size_t most,
        enum status (*write)(const struct piece *piece, struct err *err), void *context, struct err *err);

#endif
