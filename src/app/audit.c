/* The canonical bytes of an audit row: version 1, the previous hash, then cell, seq, at, account, object, request as 8
   bytes big-endian and the act's text with its length before it. Hash: BLAKE2b-256. Both engines and a copy agree,
   because no engine's text form is in it. */
#include "app/audit.h"

#include "gen/app_sql.h"

#include <sodium.h>
#include <string.h>

enum { HASH = AUDIT_HASH, ROW_VERSION = 1 };

static void put_int(crypto_generichash_state *state, int64_t number)
{
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
	crypto_generichash_update(state, bytes, sizeof(bytes));
}

static void put_text(crypto_generichash_state *state, struct str text)
{
	put_int(state, (int64_t)text.len);
	if (text.len)
		crypto_generichash_update(state, (const unsigned char *)text.ptr, text.len);
}

void audit_row_hash(struct str before, int64_t cell, int64_t seq, int64_t at, int64_t account, struct str act,
        int64_t object, int64_t request, unsigned char ret_hash[AUDIT_HASH])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, HASH);
	put_int(&state, ROW_VERSION);
	put_text(&state, before);
	put_int(&state, cell);
	put_int(&state, seq);
	put_int(&state, at);
	put_int(&state, account);
	put_text(&state, act);
	put_int(&state, object);
	put_int(&state, request);
	crypto_generichash_final(&state, ret_hash, HASH);
}

void chain_row_hash(struct str before, int64_t cell, int64_t seq, struct str kind, struct str content_hash,
        unsigned char ret_hash[AUDIT_HASH])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, HASH);
	put_int(&state, ROW_VERSION);
	put_text(&state, before);
	put_int(&state, cell);
	put_int(&state, seq);
	put_text(&state, kind);
	put_text(&state, content_hash);
	crypto_generichash_final(&state, ret_hash, HASH);
}

static struct str row_hash(struct arena *arena, struct str before, int64_t cell, const struct audit_of_cell_row *row)
{
	unsigned char *hash = arena_take(arena, HASH);
	audit_row_hash(before, cell, row->seq, row->at, row->account, row->act, row->object, row->request, hash);
	return (struct str){ (const char *)hash, HASH };
}

enum status audit_add(struct arena *arena, struct db *db, int64_t cell, int shard, int64_t at, int64_t account,
        const char *act, int64_t object, int64_t request, struct err *err)
{
	struct chain_head_row head;
	bool found;
	TRY(chain_head(arena, db, &(struct chain_head_in){ .cell = cell, .kind = STR("audit"), .shard = shard }, &head,
	        &found, err));
	struct audit_of_cell_row row = { .seq = head.seq + 1,
		.at = at,
		.account = account,
		.act = str_of(act),
		.object = object,
		.request = request };
	struct str hash = row_hash(arena, head.hash, cell, &row);
	TRY(audit_put(arena, db,
	        &(struct audit_put_in){ .cell = cell,
	                .seq = row.seq,
	                .shard = shard,
	                .at = at,
	                .account = account,
	                .act = row.act,
	                .object = object,
	                .request = request,
	                .hash = hash },
	        err));
	return chain_put(arena, db,
	        &(struct chain_put_in){
	                .cell = cell, .kind = STR("audit"), .shard = shard, .seq = row.seq, .hash = hash },
	        err);
}

enum status audit_verify(struct arena *arena, struct db *db, int64_t cell, int shard, bool *ret_whole,
        int64_t *ret_rows, struct err *err)
{
	struct audit_of_cell_rows rows;
	struct chain_head_row head;
	bool found;
	TRY(audit_of_cell(arena, db, &(struct audit_of_cell_in){ .cell = cell, .shard = shard }, &rows, err));
	TRY(chain_head(arena, db, &(struct chain_head_in){ .cell = cell, .kind = STR("audit"), .shard = shard }, &head,
	        &found, err));
	struct str before = STR_NONE;
	*ret_whole = true;
	*ret_rows = (int64_t)rows.count;
	for (size_t i = 0; i < rows.count && *ret_whole; i++) {
		before = row_hash(arena, before, cell, &rows.at[i]);
		*ret_whole = rows.at[i].seq == (int64_t)i + 1 && str_eq(before, rows.at[i].hash);
	}
	*ret_whole = *ret_whole && str_eq(before, head.hash);
	return OK;
}
