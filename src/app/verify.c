/* The checks of a whole database, one after another; each by pieces or by one statement, so that memory stays small. */
#include "app/verify.h"

#include "app/audit.h"
#include "gen/app_sql.h"

#include <sodium.h>

enum { PIECE = 1000, TEXTS = 400, ROOM = 256 << 20 };

struct verify {
	struct arena *arena; /* of a piece */
	struct db *db;
	verify_tell *tell;
	void *context;
	struct verify_result *result;
};

static void wrong(struct verify *verify, const char *what, int64_t object)
{
	verify->result->wrong++;
	if (verify->tell)
		verify->tell(verify->context, what, object);
}

static enum status one_chain(struct verify *verify, int64_t cell, int shard, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	bool whole;
	int64_t rows;
	TRY(audit_verify(arena, verify->db, cell, shard, &whole, &rows, err));
	verify->result->chains++;
	verify->result->acts += rows;
	if (!whole)
		wrong(verify, "audit", cell);
	return OK;
}

static enum status chains(struct verify *verify, struct err *err)
{
	struct verify_chains_rows rows;
	struct verify_headless_rows headless;
	int64_t after = -1;
	do {
		arena_reset(verify->arena);
		TRY(verify_chains(verify->arena, verify->db,
		        &(struct verify_chains_in){ .after = after, .most = PIECE }, &rows, err));
		for (size_t i = 0; i < rows.count; i++)
			TRY(one_chain(verify, rows.at[i].cell, (int)rows.at[i].shard, err));
		after = rows.count ? rows.at[rows.count - 1].cell : after;
	} while (rows.count == PIECE);
	TRY(verify_headless(verify->arena, verify->db, &headless, err));
	for (size_t i = 0; i < headless.count; i++)
		wrong(verify, "headless", headless.at[i].cell);
	return OK;
}

static enum status links(struct verify *verify, struct err *err)
{
	static const char *const kinds[] = { "minutes", "resolution" };
	struct verify_votes_rows votes;
	struct verify_scores_rows scores;
	struct verify_records_rows records;
	arena_reset(verify->arena);
	TRY(verify_votes(verify->arena, verify->db, &votes, err));
	for (size_t i = 0; i < votes.count; i++)
		wrong(verify, "vote", votes.at[i].cell);
	TRY(verify_scores(verify->arena, verify->db, &scores, err));
	for (size_t i = 0; i < scores.count; i++)
		wrong(verify, "score", scores.at[i].cell);
	for (size_t kind = 0; kind < LENGTH(kinds); kind++) {
		TRY(verify_records(verify->arena, verify->db,
		        &(struct verify_records_in){ .kind = str_of(kinds[kind]) }, &records, err));
		for (size_t i = 0; i < records.count; i++)
			wrong(verify, kinds[kind], records.at[i].cell);
	}
	return OK;
}

static bool fits(struct str body, struct str hash)
{
	unsigned char now[AUDIT_HASH];
	crypto_generichash(now, sizeof(now), (const unsigned char *)body.ptr, body.len, NULL, 0);
	return str_eq(hash, (struct str){ (const char *)now, sizeof(now) });
}

static enum status texts(struct verify *verify, struct err *err)
{
	struct verify_texts_rows rows;
	struct verify_signed_rows unlike;
	int64_t after = 0;
	for (size_t most = TEXTS;;) {
		arena_reset(verify->arena);
		TRY(verify_texts(verify->arena, verify->db,
		        &(struct verify_texts_in){ .after = after, .most = (int64_t)most }, &rows, err));
		/* The last record of a full piece may go on in the next one. */
		size_t count = rows.count;
		while (rows.count == most && count && rows.at[count - 1].record == rows.at[rows.count - 1].record)
			count--;
		if (rows.count == most && !count) {
			most *= 2;
			continue;
		}
		for (size_t i = 0; i < count; i++)
			if (!fits(rows.at[i].body, rows.at[i].hash))
				wrong(verify, "text", rows.at[i].record);
		verify->result->texts += (int64_t)count;
		if (rows.count < most)
			break;
		after = rows.at[count - 1].record;
		most = TEXTS;
	}
	TRY(verify_signed(verify->arena, verify->db, &unlike, err));
	for (size_t i = 0; i < unlike.count; i++)
		wrong(verify, "signed", unlike.at[i].record);
	return OK;
}

static enum status figures(struct verify *verify, struct err *err)
{
	struct verify_totals_rows totals;
	struct verify_closure_rows units;
	arena_reset(verify->arena);
	TRY(verify_totals(verify->arena, verify->db, &totals, err));
	for (size_t i = 0; i < totals.count; i++)
		wrong(verify, "total", totals.at[i].meeting);
	TRY(verify_closure(verify->arena, verify->db, &units, err));
	for (size_t i = 0; i < units.count; i++)
		wrong(verify, "closure", units.at[i].unit);
	return OK;
}

enum status app_verify(
        struct db *db, verify_tell *tell, void *context, struct verify_result *ret_result, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	struct verify verify = { .arena = arena, .db = db, .tell = tell, .context = context, .result = ret_result };
	*ret_result = (struct verify_result){ 0 };
	TRY(chains(&verify, err));
	TRY(links(&verify, err));
	TRY(texts(&verify, err));
	return figures(&verify, err);
}
