/* Many people at once: what an import enters, with as few statements a person as there are rows to write. */
#include "feature/person/person_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/person_sql.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum status person_crowd_open(struct arena *arena, struct db *db, struct person_crowd *ret_crowd, struct err *err)
{
	struct person_key_any_row row;
	*ret_crowd = (struct person_crowd){ 0 };
	TRY(person_secret(arena, db, &ret_crowd->secret, err));
	return person_key_any(arena, db, &row, &ret_crowd->keys, err);
}

enum status person_crowd_find(struct arena *arena, struct db *db, const struct person_crowd *crowd, const char *kind,
        struct str value, int64_t *ret_person, struct err *err)
{
	struct person_key_find_row row;
	bool found;
	*ret_person = 0;
	if (!value.len || !crowd->secret.len || !crowd->keys)
		return OK;
	TRY(person_key_find(arena, db,
	        &(struct person_key_find_in){
	                .kind = str_of(kind), .hash = person_hash_number(arena, crowd->secret, kind, value) },
	        &row, &found, err));
	*ret_person = found ? row.person.n : 0;
	return OK;
}

static void add_key(struct arena *arena, struct person_crowd *crowd, int64_t person, char kind, struct str value)
{
	struct person_crowd_key *key = &crowd->key[crowd->key_count];
	if (!value.len)
		return;
	struct str hash = person_hash_number(arena, crowd->secret, kind == 'c' ? "card" : "id_number", value);
	check(crowd->key_count < crowd->key_room && hash.len == sizeof(key->hash));
	memcpy(key->hash, hash.ptr, sizeof(key->hash));
	key->kind = kind;
	key->person = person;
	crowd->key_count++;
}

enum status person_crowd_add(struct arena *arena, struct db *db, struct person_crowd *crowd,
        const struct person_new *new, int64_t now, int64_t *ret_person, struct err *err)
{
	const struct person_place *place = &new->place;
	struct str key = text_sort_key(arena, new->data.full_name);
	struct opt_int import = new->import ? OPT(new->import) : OPT_NONE;
	*ret_person = id_new(place->shard);
	TRY(person_insert(arena, db, *ret_person, place->shard, &new->data, new->import, now, err));
	add_key(arena, crowd, *ret_person, 'c', new->data.card);
	add_key(arena, crowd, *ret_person, 'i', new->data.id_number);
	TRY(person_membership_add(arena, db,
	        &(struct person_membership_add_in){ .id = id_new(place->shard),
	                .shard = place->shard,
	                .cell = { place->cell },
	                .person = { *ret_person },
	                .since = new->since,
	                .kind = place->kind,
	                .status = place->status,
	                .post = place->post,
	                .name = new->data.full_name,
	                .sort_key = key,
	                .label = STR_NONE,
	                .import = import,
	                .at = now },
	        err));
	if (!new->exempt)
		return OK;
	return person_state_add(arena, db,
	        &(struct person_state_add_in){ .id = id_new(place->shard),
	                .shard = place->shard,
	                .cell = { place->cell },
	                .person = { *ret_person },
	                .kind = STR("exempt"),
	                .since = new->since,
	                .until = STR(FOR_GOOD),
	                .import = import,
	                .at = now },
	        err);
}

enum status person_crowd_write(
        struct arena *arena, struct db *db, struct person_crowd *crowd, size_t people, struct err *err)
{
	crowd->key_count = 0;
	crowd->key_room = people * 2;
	crowd->key = arena_array(arena, struct person_crowd_key, crowd->key_room + 1);
	return person_secret_make(arena, db, &crowd->secret, err);
}

/* The first bytes of a hash as a number that sorts as they do: they nearly always tell. */
static uint64_t head_of(const struct person_crowd_key *key)
{
	uint64_t head;
	memcpy(&head, key->hash, sizeof(head));
	return be64toh(head);
}

static int by_key(const void *a, const void *b)
{
	const struct person_crowd_key *x = a, *y = b;
	uint64_t p = head_of(x), q = head_of(y);
	if (x->kind != y->kind)
		return x->kind - y->kind;
	return p != q ? (p < q ? -1 : 1) : memcmp(x->hash, y->hash, sizeof(x->hash));
}

enum status person_crowd_end(struct arena *arena, struct db *db, struct person_crowd *crowd, struct err *err)
{
	qsort(crowd->key, crowd->key_count, sizeof(*crowd->key), by_key);
	for (size_t i = 0; i < crowd->key_count; i++) {
		const struct person_crowd_key *key = &crowd->key[i];
		TRY(person_key_add(arena, db,
		        &(struct person_key_add_in){ .kind = key->kind == 'c' ? STR("card") : STR("id_number"),
		                .hash = { key->hash, sizeof(key->hash) },
		                .person = { key->person } },
		        err));
	}
	crowd->key_count = 0;
	return OK;
}

enum status person_crowd_labels(struct arena *arena, struct db *db, int64_t cell, int shard, struct err *err)
{
	struct person_names_twice_rows rows;
	TRY(person_names_twice(
	        arena, db, &(struct person_names_twice_in){ .cell = { cell }, .shard = shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(person_tell_apart(arena, db, cell, shard, rows.at[i].sort_key, err));
	return OK;
}
