/* Heads of chains as people carry them: on paper, in reports, in files. */
#include "app/chain.h"

#include "base/hex.h"
#include "gen/app_sql.h"

enum { ALL = 1 << 24 };

struct str chain_show(struct arena *arena, struct str hash)
{
	struct str hex = hex_encode(arena, hash.ptr, hash.len < CHAIN_HASH / 2 ? hash.len : CHAIN_HASH / 2);
	struct buf out = buf_open(arena, 256);
	for (size_t i = 0; i < hex.len; i++) {
		if (i && i % 4 == 0)
			buf_char(&out, ' ');
		buf_char(&out, hex.ptr[i]);
	}
	return buf_text(&out);
}

/* Papers name what they are as their numbers do. */
static struct str code_of(struct str kind)
{
	return str_is(kind, "minutes") ? STR("BB") : str_is(kind, "resolution") ? STR("NQ") : kind;
}

struct str chain_kind_of(struct str word)
{
	return str_is(word, "BB") ? STR("minutes") : str_is(word, "NQ") ? STR("resolution") : word;
}

static enum status line(struct arena *arena, struct db *db, int64_t cell, struct str kind, int64_t seq, struct str hash,
        struct str *ret_line, struct err *err)
{
	struct verify_unit_row unit;
	bool found;
	TRY(verify_unit(arena, db, &(struct verify_unit_in){ cell }, &unit, &found, err));
	*ret_line = str_format(
	        arena, "%.*s %.*s %lld %.*s", STR_ARG(unit.code), STR_ARG(kind), (long long)seq, STR_ARG(hash));
	return OK;
}

enum status chain_line_of(struct arena *arena, struct db *db, const struct chain_place *place, struct str kind,
        int64_t object, struct str *ret_line, struct err *err)
{
	struct chain_link_of_row link;
	bool found;
	*ret_line = STR_NONE;
	TRY(chain_link_of(arena, db,
	        &(struct chain_link_of_in){
	                .meeting = place->meeting, .object = object, .kind = kind, .shard = place->shard },
	        &link, &found, err));
	return found ? line(arena, db, place->cell, code_of(kind), link.seq, chain_show(arena, link.hash), ret_line,
	                       err)
	             : OK;
}

enum status chain_line_end(struct arena *arena, struct db *db, const struct chain_place *place, struct str kind,
        struct str *ret_line, struct err *err)
{
	struct chain_head_row head;
	bool found;
	*ret_line = STR_NONE;
	TRY(chain_head(arena, db, &(struct chain_head_in){ .cell = place->cell, .kind = kind, .shard = place->shard },
	        &head, &found, err));
	return found ? line(arena, db, place->cell, code_of(kind), head.seq, chain_show(arena, head.hash), ret_line,
	                       err)
	             : OK;
}

enum status chain_lines_known(struct arena *arena, struct db *db, const struct chain_place *place,
        struct chain_lines *ret_lines, struct err *err)
{
	struct chain_known_rows rows;
	TRY(chain_known(arena, db, &(struct chain_known_in){ place->cell, place->shard }, &rows, err));
	*ret_lines = (struct chain_lines){ .at = arena_array(arena, struct str, rows.count + 1) };
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].meeting == place->meeting)
			TRY(line(arena, db, place->cell, rows.at[i].kind, rows.at[i].seq,
			        hex_encode(arena, rows.at[i].hash.ptr, rows.at[i].hash.len),
			        &ret_lines->at[ret_lines->count++], err));
	return OK;
}

static enum status put_heads(struct arena *arena, struct db *db, int64_t unit, struct buf *out, struct err *err)
{
	struct verify_heads_rows rows;
	struct verify_unit_row row = { .code = STR("-") };
	bool found;
	TRY(verify_heads(arena, db, &(struct verify_heads_in){ unit }, &rows, err));
	if (unit && rows.count)
		TRY(verify_unit(arena, db, &(struct verify_unit_in){ unit }, &row, &found, err));
	for (size_t i = 0; i < rows.count; i++)
		buf_format(out, "%.*s %.*s %lld %.*s\n", STR_ARG(row.code), STR_ARG(rows.at[i].kind),
		        (long long)rows.at[i].seq,
		        STR_ARG(hex_encode(arena, rows.at[i].hash.ptr, rows.at[i].hash.len)));
	return OK;
}

enum status chain_lines_below(struct arena *arena, struct db *db, int64_t unit, struct buf *out, struct err *err)
{
	CLOSES(arena_closep) struct arena *piece = arena_open(ARENA_JOB_CEILING);
	struct verify_below_rows below;
	struct verify_cells_rows all = { 0 };
	if (unit)
		TRY(verify_below(arena, db, &(struct verify_below_in){ unit }, &below, err));
	else
		TRY(verify_cells(arena, db, &(struct verify_cells_in){ .after = -1, .most = ALL }, &all, err));
	size_t count = unit ? below.count : all.count;
	for (size_t i = 0; i < count; i++) {
		arena_reset(piece);
		TRY(put_heads(piece, db, unit ? below.at[i].unit : all.at[i].cell, out, err));
	}
	return OK;
}
