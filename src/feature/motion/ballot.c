/* The box of a secret vote: equal slots, sealed anew and moved at each vote. The key stands outside the database and
   its backups (app/vault.h) and is destroyed after the count; the slots go at the count. */
#include "feature/motion/ballot.h"

#include "app/vault.h"
#include "base/id.h"
#include "base/random.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
	PLAIN = 64,
	SEALED = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + PLAIN,
	SLOTS_MAX = 2048,
	RESULT = 1 << 14
};
static const uint64_t filled = UINT64_C(1) << 63;

struct box {
	uint64_t slip[SLOTS_MAX]; /* 0: empty */
	size_t count;             /* of slips */
};

static enum status key_of(struct motion_id motion, bool make, unsigned char *ret_key, bool *ret_there, struct err *err)
{
	char name[VAULT_NAME];
	snprintf(name, sizeof(name), "ballot-%lld", (long long)motion.n);
	return vault_key(name, make, ret_key, ret_there, err);
}

static bool unseal(struct str sealed, const unsigned char *key, uint64_t *ret_slip)
{
	unsigned char plain[PLAIN];
	const unsigned char *bytes = (const unsigned char *)sealed.ptr;
	if (sealed.len != SEALED || crypto_secretbox_open_easy(plain, bytes + crypto_secretbox_NONCEBYTES,
	                                    SEALED - crypto_secretbox_NONCEBYTES, bytes, key))
		return false;
	memcpy(ret_slip, plain, sizeof(*ret_slip));
	return true;
}

static struct str seal(struct arena *arena, uint64_t slip, const unsigned char *key)
{
	unsigned char plain[PLAIN] = { 0 }, *sealed = arena_take(arena, SEALED);
	memcpy(plain, &slip, sizeof(slip));
	random_bytes(sealed, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, plain, PLAIN, sealed, key);
	sodium_memzero(plain, sizeof(plain));
	return (struct str){ (const char *)sealed, SEALED };
}

static enum status read_box(struct arena *arena, struct db *db, struct motion_id motion, int shard,
        const unsigned char *key, struct box *box, struct err *err)
{
	struct ballot_slots_rows rows;
	uint64_t slip;
	TRY(ballot_slots(arena, db, &(struct ballot_slots_in){ .motion = motion, .shard = shard }, &rows, err));
	for (size_t i = 0; i < rows.count && i < SLOTS_MAX; i++)
		if (unseal(rows.at[i].sealed, key, &slip) && slip & filled)
			box->slip[box->count++] = slip & ~filled;
	return OK;
}

enum status ballot_cast(struct arena *arena, struct db *db, struct motion_id motion, int shard, int64_t slots,
        uint64_t slip, struct err *err)
{
	struct box *box = arena_new(arena, struct box);
	unsigned char key[VAULT_KEY];
	bool there;
	TRY(key_of(motion, true, key, &there, err));
	TRY(read_box(arena, db, motion, shard, key, box, err));
	if ((int64_t)box->count >= slots || slots > SLOTS_MAX)
		return err_set(err, CONFLICT, "motion.ballot_full", NULL);
	for (size_t i = 0; i < box->count; i++)
		box->slip[i] |= filled;
	box->slip[box->count] = slip | filled;
	for (size_t i = (size_t)slots - 1; i > 0; i--) {
		size_t j = randombytes_uniform((uint32_t)i + 1);
		uint64_t held = box->slip[i];
		box->slip[i] = box->slip[j];
		box->slip[j] = held;
	}
	for (int64_t i = 0; i < slots; i++)
		TRY(ballot_slot_put(arena, db,
		        &(struct ballot_slot_put_in){
		                .motion = motion, .slot = i, .shard = shard, .sealed = seal(arena, box->slip[i], key) },
		        err));
	sodium_memzero(box, sizeof(*box));
	return OK;
}

enum status ballot_empty(struct arena *arena, struct db *db, struct motion_id motion, int shard, int64_t voters,
        size_t choices, struct ballot_sum *ret_sum, struct err *err)
{
	struct box *box = arena_new(arena, struct box);
	unsigned char key[VAULT_KEY];
	bool there;
	*ret_sum = (struct ballot_sum){ .issued = voters, .returned = voters, .valid = voters };
	TRY(key_of(motion, false, key, &there, err));
	if (there)
		TRY(read_box(arena, db, motion, shard, key, box, err));
	if ((int64_t)box->count != voters)
		return err_set(err, CONFLICT, "motion.ballot_lost", NULL);
	for (size_t i = 0; i < box->count; i++)
		for (size_t choice = 0; choice < choices; choice++)
			ret_sum->votes[choice] += (box->slip[i] >> choice) & 1;
	sodium_memzero(box, sizeof(*box));
	return ballot_slots_drop(arena, db, &(struct ballot_slots_drop_in){ .motion = motion, .shard = shard }, err);
}

void ballot_elect(struct ballot_lines *lines, int64_t seats, int64_t needs)
{
	for (size_t i = 0; i < lines->count; i++) {
		int64_t before = 0, equal = 0;
		for (size_t j = 0; j < lines->count; j++) {
			before += lines->at[j].votes > lines->at[i].votes;
			equal += lines->at[j].votes == lines->at[i].votes;
		}
		lines->at[i].elected = lines->at[i].votes >= needs && before + equal <= seats;
	}
}

struct str ballot_result_text(struct arena *arena, const struct ballot_lines *lines)
{
	struct buf out = buf_open(arena, RESULT);
	for (size_t i = 0; i < lines->count; i++)
		buf_format(&out, "%s%lld|%d|%.*s", i ? "\n" : "", (long long)lines->at[i].votes, lines->at[i].elected,
		        STR_ARG(lines->at[i].name));
	return buf_text(&out);
}

void ballot_result_read(struct str text, struct ballot_lines *ret_lines)
{
	struct str line, votes, elected;
	ret_lines->count = 0;
	while (ret_lines->count < BALLOT_CANDIDATES && str_split(&text, '\n', &line)) {
		struct ballot_line *one = &ret_lines->at[ret_lines->count];
		if (!str_split(&line, '|', &votes) || !str_split(&line, '|', &elected) || !str_int(votes, &one->votes))
			continue;
		one->elected = str_is(elected, "1");
		one->name = line;
		ret_lines->count++;
	}
}

enum status ballot_keys_chore(struct chore_run *run, struct err *err)
{
	struct vault_names names = vault_list(run->arena);
	for (size_t i = 0; i < names.count; i++) {
		struct ballot_state_row row;
		int64_t id;
		bool found;
		if (!str_starts(names.at[i], STR("ballot-")) ||
		        !str_int(str_slice(names.at[i], 7, names.at[i].len), &id))
			continue;
		TRY(ballot_state(run->arena, run->db,
		        &(struct ballot_state_in){ .motion = { id }, .shard = id_shard(id) }, &row, &found, err));
		if (!found || !str_is(row.state, "open"))
			vault_destroy(str_c(run->arena, names.at[i]));
	}
	return OK;
}
