/* Anonymous opinions: a pool of equal slots, all sealed anew and shuffled at every write. No row says who, when or in
   which order; an empty slot looks like a full one. Until the meeting opens the key stands outside the database and its
   backups (app/vault.h), so that two states of the pool cannot be held against each other; at the opening all is
   shuffled and sealed once more under a key of the site, and the first key is destroyed. */
#include "feature/call/call_private.h"

#include "app/vault.h"
#include "base/random.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
	PLAIN = 8192,
	SEALED = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + PLAIN,
	KEY = crypto_kdf_KEYBYTES
};

static enum status site_key(struct arena *arena, struct db *db, const struct meeting *meeting, bool make,
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

static void name_of_key(const struct meeting *meeting, char ret_name[VAULT_NAME])
{
	snprintf(ret_name, VAULT_NAME, "opinion-%lld", (long long)meeting->id);
}

struct keys {
	unsigned char at[2][crypto_secretbox_KEYBYTES];
	size_t count;
};

/* A slot opens with one of the keys. */
static enum status read_slots(struct arena *arena, struct db *db, const struct meeting *meeting,
        const struct keys *keys, struct pool *ret_pool, struct err *err)
{
	struct call_pool_rows rows;
	TRY(call_pool(
	        arena, db, &(struct call_pool_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	ret_pool->count = 0;
	for (size_t i = 0; i < rows.count && ret_pool->count < POOL_SLOTS; i++)
		for (size_t key = 0; key < keys->count; key++)
			if (unseal(arena, rows.at[i].sealed, keys->at[key], &ret_pool->text[ret_pool->count])) {
				ret_pool->count++;
				break;
			}
	return OK;
}

static enum status write_slots(struct arena *arena, struct db *db, const struct meeting *meeting,
        const unsigned char *key, struct pool *pool, struct err *err)
{
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

enum status call_pool_read(
        struct arena *arena, struct db *db, const struct meeting *meeting, struct pool *ret_pool, struct err *err)
{
	struct keys keys = { .count = 1 };
	bool there;
	*ret_pool = (struct pool){ 0 };
	TRY(site_key(arena, db, meeting, false, keys.at[0], &there, err));
	return there ? read_slots(arena, db, meeting, &keys, ret_pool, err) : OK;
}

/* The keys under which slots of a meeting that waits may be sealed: its own first; the site's, from before. */
static enum status waiting_keys(struct arena *arena, struct db *db, const struct meeting *meeting, bool make,
        struct keys *ret_keys, bool *ret_own, struct err *err)
{
	char name[VAULT_NAME];
	bool there;
	ret_keys->count = 0;
	name_of_key(meeting, name);
	TRY(vault_key(name, make, ret_keys->at[0], ret_own, err));
	ret_keys->count += *ret_own;
	TRY(site_key(arena, db, meeting, false, ret_keys->at[ret_keys->count], &there, err));
	ret_keys->count += there;
	return OK;
}

enum status call_pool_add(
        struct arena *arena, struct db *db, const struct meeting *meeting, struct str text, struct err *err)
{
	struct pool *pool = arena_new(arena, struct pool);
	struct keys keys;
	bool own;
	if (text.len > PLAIN - sizeof(uint32_t))
		return err_set(err, INVALID, "call.opinion_long", "secret_text");
	TRY(waiting_keys(arena, db, meeting, true, &keys, &own, err));
	TRY(read_slots(arena, db, meeting, &keys, pool, err));
	bool again = false;
	for (size_t i = 0; i < pool->count; i++)
		again |= str_eq(pool->text[i], text); /* sent twice: written all the same, that nothing tells it */
	if (!again && pool->count == POOL_SLOTS)
		return err_set(err, CONFLICT, "call.pool_full", "secret_text");
	if (!again)
		pool->text[pool->count++] = text;
	return write_slots(arena, db, meeting, keys.at[0], pool, err);
}

enum status call_release(struct arena *arena, struct db *db, const struct meeting *meeting, struct err *err)
{
	struct pool *pool = arena_new(arena, struct pool);
	unsigned char site[crypto_secretbox_KEYBYTES];
	struct keys keys;
	bool own, there;
	TRY(waiting_keys(arena, db, meeting, false, &keys, &own, err));
	if (!own)
		return OK;
	TRY(read_slots(arena, db, meeting, &keys, pool, err));
	if (!pool->count)
		return OK;
	TRY(site_key(arena, db, meeting, true, site, &there, err));
	return write_slots(arena, db, meeting, site, pool, err);
}

static enum status forget(struct chore_run *run, struct str name, struct err *err)
{
	struct meeting meeting;
	struct err own = { 0 };
	int64_t id;
	if (!str_starts(name, STR("opinion-")) || !str_int(str_slice(name, 8, name.len), &id))
		return OK;
	enum status status = meeting_load(run->arena, run->db, id, &meeting, &own);
	if (status != OK && status != NOT_FOUND) {
		*err = own;
		return status;
	}
	if (status == NOT_FOUND || !(str_is(meeting.state, "planned") || str_is(meeting.state, "called")))
		vault_destroy(str_c(run->arena, name));
	return OK;
}

enum status call_keys_chore(struct chore_run *run, struct err *err)
{
	struct vault_names names = vault_list(run->arena);
	for (size_t i = 0; i < names.count; i++)
		TRY(forget(run, names.at[i], err));
	return OK;
}
