/* Anonymous opinions: a pool of equal slots, all sealed anew and shuffled at every write. No row says who, when or in
   which order; an empty slot looks like a full one. The key is derived for each meeting from one of the site's. */
#include "feature/call/call_private.h"

#include "base/random.h"

#include <sodium.h>
#include <string.h>

enum {
	PLAIN = 8192,
	SEALED = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + PLAIN,
	KEY = crypto_kdf_KEYBYTES
};

static enum status meeting_key(struct arena *arena, struct db *db, const struct meeting *meeting, bool make,
        unsigned char *ret_key, bool *ret_there, struct err *err)
{
	struct call_site_key_row row;
	unsigned char fresh[KEY];
	TRY(call_site_key(arena, db, &(struct call_site_key_in){ .name = STR("opinion_key") }, &row, ret_there, err));
	if (!*ret_there && make) {
		random_bytes(fresh, sizeof(fresh));
		row.value = str_copy(arena, (struct str){ (const char *)fresh, sizeof(fresh) });
		TRY(call_site_key_add(arena, db,
		        &(struct call_site_key_add_in){ .name = STR("opinion_key"), .value = row.value }, err));
		*ret_there = true;
	}
	if (*ret_there && row.value.len == KEY)
		crypto_kdf_derive_from_key(ret_key, crypto_secretbox_KEYBYTES, (uint64_t)meeting->id, "opinions",
		        (const unsigned char *)row.value.ptr);
	return OK;
}

static bool unseal(struct arena *arena, struct str sealed, const unsigned char *key, struct str *ret_text)
{
	unsigned char *plain = arena_take(arena, PLAIN);
	const unsigned char *bytes = (const unsigned char *)sealed.ptr;
	uint32_t len;
	if (sealed.len != SEALED || crypto_secretbox_open_easy(plain, bytes + crypto_secretbox_NONCEBYTES,
	                                    SEALED - crypto_secretbox_NONCEBYTES, bytes, key))
		return false;
	memcpy(&len, plain, sizeof(len));
	*ret_text = (struct str){ (const char *)plain + sizeof(len), len };
	return len > 0 && len <= PLAIN - sizeof(len);
}

static struct str seal(struct arena *arena, struct str text, const unsigned char *key)
{
	unsigned char *plain = arena_take(arena, PLAIN), *sealed = arena_take(arena, SEALED);
	uint32_t len = (uint32_t)text.len;
	memcpy(plain, &len, sizeof(len));
	if (len)
		memcpy(plain + sizeof(len), text.ptr, len);
	random_bytes(sealed, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, plain, PLAIN, sealed, key);
	sodium_memzero(plain, PLAIN);
	return (struct str){ (const char *)sealed, SEALED };
}

static enum status read_slots(struct arena *arena, struct db *db, const struct meeting *meeting,
        const unsigned char *key, struct pool *ret_pool, struct err *err)
{
	struct call_pool_rows rows;
	TRY(call_pool(
	        arena, db, &(struct call_pool_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	ret_pool->count = 0;
	for (size_t i = 0; i < rows.count && ret_pool->count < POOL_SLOTS; i++)
		if (unseal(arena, rows.at[i].sealed, key, &ret_pool->text[ret_pool->count]))
			ret_pool->count++;
	return OK;
}

enum status call_pool_read(
        struct arena *arena, struct db *db, const struct meeting *meeting, struct pool *ret_pool, struct err *err)
{
	unsigned char key[crypto_secretbox_KEYBYTES];
	bool there;
	*ret_pool = (struct pool){ 0 };
	TRY(meeting_key(arena, db, meeting, false, key, &there, err));
	return there ? read_slots(arena, db, meeting, key, ret_pool, err) : OK;
}

enum status call_pool_add(
        struct arena *arena, struct db *db, const struct meeting *meeting, struct str text, struct err *err)
{
	unsigned char key[crypto_secretbox_KEYBYTES];
	struct pool *pool = arena_new(arena, struct pool);
	bool there;
	if (text.len > PLAIN - sizeof(uint32_t))
		return err_set(err, INVALID, "call.opinion_long", "secret_text");
	TRY(meeting_key(arena, db, meeting, true, key, &there, err));
	TRY(read_slots(arena, db, meeting, key, pool, err));
	for (size_t i = 0; i < pool->count; i++)
		if (str_eq(pool->text[i], text))
			return OK; /* sent twice */
	if (pool->count == POOL_SLOTS)
		return err_set(err, CONFLICT, "call.pool_full", "secret_text");
	pool->text[pool->count++] = text;
	for (size_t i = POOL_SLOTS - 1; i > 0; i--) {
		size_t j = randombytes_uniform((uint32_t)i + 1);
		struct str held = pool->text[i];
		pool->text[i] = pool->text[j];
		pool->text[j] = held;
	}
	for (size_t i = 0; i < POOL_SLOTS; i++)
		TRY(call_pool_put(arena, db,
		        &(struct call_pool_put_in){ .meeting = { meeting->id },
		                .shard = meeting->shard,
		                .slot = (int64_t)i,
		                .sealed = seal(arena, pool->text[i], key) },
		        err));
	return OK;
}
