/* Pieces of a chore's work, each in its own write. */
#include "app/piece.h"

enum { ROOM = 16 << 20 };

struct way {
	struct piece piece;
	enum status (*write)(const struct piece *piece, struct err *err);
};

static enum status write_piece(struct db *db, void *context, struct err *err)
{
	struct way *way = context;
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	way->piece.arena = arena;
	way->piece.db = db;
	return way->write(&way->piece, err);
}

enum status chore_pieces(struct chore_run *run, size_t count, size_t most,
        enum status (*write)(const struct piece *piece, struct err *err), void *context, struct err *err)
{
	struct way way = { { .now = run->now, .context = context }, write };
	struct piece *piece = &way.piece;
	do {
		piece->from = piece->until;
		piece->until += count - piece->from < most ? count - piece->from : most;
		piece->last = piece->until == count;
		TRY(chore_write(run, write_piece, &way, err));
	} while (!piece->last && !chore_over(run));
	return OK;
}
