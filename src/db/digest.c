/* The rows of a table as one hash, and where two tables begin to differ. */
#include "db/copy_private.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { KEY_TEXT_MAX = 140, ROOM = 512 };

static size_t put_number(unsigned char *to, int64_t number)
{
	for (int i = 0; i < 8; i++)
		to[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
	return 8;
}

static void add_bytes(crypto_generichash_state *state, const void *bytes, size_t len)
{
	if (len)
		crypto_generichash_update(state, bytes, len);
}

void digest_begin(struct digest_run *run, const struct db_table *table, struct arena *arena, struct db_digest *digest)
{
	*run = (struct digest_run){ .arena = arena, .digest = digest };
	*digest = (struct db_digest){ 0 };
	crypto_generichash_init(&run->state, NULL, 0, DIGEST_HASH);
	add_bytes(&run->state, table->name, strlen(table->name) + 1);
	for (size_t i = 0; table->columns[i]; i++)
		add_bytes(&run->state, table->columns[i], strlen(table->columns[i]) + 1);
}

static void hash_row(crypto_generichash_state *state, const struct db_table *table, const struct db_value *values)
{
	unsigned char small[ROOM];
	size_t len = 0;
	for (size_t i = 0; table->columns[i]; i++) {
		const struct db_value *value = &values[i];
		if (len + 9 > sizeof(small)) {
			add_bytes(state, small, len);
			len = 0;
		}
		small[len++] = (unsigned char)value->kind;
		if (value->kind == 'i')
			len += put_number(small + len, value->n);
		if (value->kind != 't' && value->kind != 'b')
			continue;
		len += put_number(small + len, (int64_t)value->s.len);
		if (len + value->s.len <= sizeof(small)) {
			memcpy(small + len, value->s.len ? value->s.ptr : "", value->s.len);
			len += value->s.len;
			continue;
		}
		add_bytes(state, small, len);
		add_bytes(state, value->s.ptr, value->s.len);
		len = 0;
	}
	add_bytes(state, small, len);
}

static void end_block(struct digest_run *run)
{
	struct db_digest *digest = run->digest;
	crypto_generichash_state copy = run->state;
	if (digest->block_count == digest->block_room) {
		size_t room = digest->block_room ? 2 * digest->block_room : 16;
		digest->block =
		        arena_grow(run->arena, digest->block, digest->block_room * DIGEST_HASH, room * DIGEST_HASH);
		check(digest->block);
		digest->block_room = room;
	}
	crypto_generichash_final(&copy, digest->block[digest->block_count++], DIGEST_HASH);
}

void digest_row(struct digest_run *run, const struct db_table *table, const struct db_value *values)
{
	hash_row(&run->state, table, values);
	if (++run->digest->rows % DIGEST_BLOCK == 0)
		end_block(run);
}

void digest_end(struct digest_run *run)
{
	crypto_generichash_final(&run->state, run->digest->hash, DIGEST_HASH);
}

bool digest_equal(const struct db_digest *a, const struct db_digest *b)
{
	return a->rows == b->rows && !memcmp(a->hash, b->hash, DIGEST_HASH);
}

void digest_whole(const struct db_digest *digest, struct db_digest *ret_whole)
{
	crypto_generichash_state state;
	unsigned char number[8];
	*ret_whole = (struct db_digest){ 0 };
	crypto_generichash_init(&state, NULL, 0, DIGEST_HASH);
	for (size_t i = 0; i < db_table_count; i++) {
		add_bytes(&state, number, put_number(number, digest[i].rows));
		add_bytes(&state, digest[i].hash, DIGEST_HASH);
		ret_whole->rows += digest[i].rows;
	}
	crypto_generichash_final(&state, ret_whole->hash, DIGEST_HASH);
}

/* The rows of one block: their hashes, and the keys as text. */
struct block {
	struct arena *arena;
	int64_t first, at;
	size_t count;
	bool enough;
	struct {
		unsigned char hash[DIGEST_HASH];
		struct str key;
	} * row;
};

static struct str key_text(struct arena *arena, const struct db_table *table, const struct db_value *values)
{
	struct buf buf = buf_open(arena, KEY_TEXT_MAX);
	for (size_t k = 0; table->key[k]; k++)
		for (size_t i = 0; table->columns[i]; i++) {
			if (strcmp(table->columns[i], table->key[k]))
				continue;
			buf_format(&buf, "%s%s=", k ? " " : "", table->key[k]);
			if (values[i].kind == 'i')
				buf_int(&buf, values[i].n);
			else if (values[i].kind == 't')
				buf_str(&buf, values[i].s);
			for (size_t b = 0; values[i].kind == 'b' && b < values[i].s.len; b++)
				buf_format(&buf, "%02x", (unsigned char)values[i].s.ptr[b]);
		}
	return buf_text(&buf);
}

static enum status keep_row(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	struct block *block = context;
	if (block->at++ < block->first)
		return OK;
	if (block->count == DIGEST_BLOCK) {
		block->enough = true;
		return err_set(err, CONFLICT, "copy.differs", NULL); /* only ends the scan */
	}
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, DIGEST_HASH);
	hash_row(&state, table, values);
	crypto_generichash_final(&state, block->row[block->count].hash, DIGEST_HASH);
	block->row[block->count++].key = key_text(block->arena, table, values);
	return OK;
}

static enum status read_block(struct block *block, struct db *db, const struct db_table *table, struct err *err)
{
	struct err own = { 0 };
	block->row = arena_take(block->arena, sizeof(*block->row) * DIGEST_BLOCK);
	enum status status = db_table_scan(db, table, keep_row, block, &own);
	if (status != OK && !block->enough) {
		*err = own;
		return status;
	}
	return OK;
}

enum status digest_difference(struct arena *arena, const struct digest_side *a, const struct digest_side *b,
        const struct db_table *table, struct err *err)
{
	size_t at = 0;
	while (at < a->digest->block_count && at < b->digest->block_count &&
	        !memcmp(a->digest->block[at], b->digest->block[at], DIGEST_HASH))
		at++;
	struct block left = { .arena = arena, .first = (int64_t)at * DIGEST_BLOCK }, right = left;
	TRY(read_block(&left, a->db, table, err));
	TRY(read_block(&right, b->db, table, err));
	size_t row = 0;
	while (row < left.count && row < right.count && !memcmp(left.row[row].hash, right.row[row].hash, DIGEST_HASH))
		row++;
	struct str key = row < left.count ? left.row[row].key : row < right.count ? right.row[row].key : STR("?");
	enum status status = err_set(err, CONFLICT, "copy.differs", "to");
	err_arg(err, "table", str_of(table->name));
	err_arg(err, "key", key);
	err_arg_int(err, "rows", a->digest->rows);
	err_arg_int(err, "others", b->digest->rows);
	return status;
}
