/* A chain against itself: which link was changed, removed, put in or moved. Each hash covers the one before it, the
   place and the content, so that one wrong link is told from those behind it that only follow. */
#include "app/audit.h"
#include "app/chain.h"
#include "app/verify_private.h"
#include "gen/app_sql.h"

#include <string.h>

enum { NEAR = 64, ALL = 500, STRETCH = 20000, STRETCH_ROOM = 64 << 20 };

static bool fits(const struct verify_chain *chain, size_t at, struct str before, int64_t seq)
{
	unsigned char hash[CHAIN_HASH];
	if (seq < 1)
		return false;
	chain->hash(chain, before, seq, chain->link[at].row, hash);
	return str_eq(chain->link[at].hash, (struct str){ (const char *)hash, sizeof(hash) });
}

/* Whether the link stands well in the place seq behind any other link of the chain. */
static bool fits_behind_any(const struct verify_chain *chain, size_t at, int64_t seq)
{
	for (size_t i = 0; i < chain->count; i++)
		if (i != at && fits(chain, at, chain->link[i].hash, seq))
			return true;
	return fits(chain, at, STR_NONE, seq);
}

/* Whether the link is one of this chain, made for another place. */
static bool fits_elsewhere(const struct verify_chain *chain, size_t at)
{
	int64_t here = chain->link[at].seq, first = here - NEAR, last = here + NEAR;
	if (chain->count <= ALL) {
		first = 1;
		last = (int64_t)chain->count + 1;
	}
	for (int64_t seq = first; seq <= last; seq++)
		if (seq != here && fits_behind_any(chain, at, seq))
			return true;
	return false;
}

static void tell(struct verify *verify, const struct verify_chain *chain, const char *what, size_t at, int64_t seq)
{
	struct verify_finding finding = { .what = what, .kind = chain->kind, .cell = chain->cell, .seq = seq };
	if (at < chain->count) {
		finding.meeting = chain->link[at].meeting;
		finding.object = chain->link[at].object;
	}
	verify_wrong(verify, finding);
}

struct walk {
	struct verify *verify;
	const struct verify_chain *chain;
	struct str before;
	int64_t shift; /* links put in less those taken out so far: how far places are off */
	bool good;     /* the link before was well */
};

/* A link that does not fit its place. What is known of it in the end is in walk. */
static void judge(struct walk *walk, size_t at)
{
	const struct verify_chain *chain = walk->chain;
	const struct verify_link *link = &chain->link[at];
	int64_t seq = link->seq - walk->shift;
	bool good = walk->good;
	walk->good = false;
	if (fits_behind_any(chain, at, seq)) {
		walk->before = link->hash; /* in its place; the one before it is not */
		return;
	}
	if (good && at && fits(chain, at, at > 1 ? chain->link[at - 2].hash : STR_NONE, seq - 1)) {
		tell(walk->verify, chain, "inserted", at - 1, link->seq - 1);
		walk->shift++;
		walk->before = link->hash;
		return;
	}
	if (chain->head_seq && seq > chain->head_seq) {
		tell(walk->verify, chain, "inserted", at, link->seq);
	} else if (fits_elsewhere(chain, at)) {
		tell(walk->verify, chain, "reordered", at, link->seq);
	} else if (at + 1 < chain->count &&
	           fits(chain, at + 1, walk->before, chain->link[at + 1].seq - walk->shift - 1)) {
		tell(walk->verify, chain, "inserted", at, link->seq);
		walk->shift++;
		return;
	} else if (at + 1 < chain->count &&
	           fits(chain, at + 1, link->hash, chain->link[at + 1].seq - walk->shift + 1)) {
		tell(walk->verify, chain, "removed", chain->count, link->seq);
		walk->shift--;
	} else {
		tell(walk->verify, chain, "changed", at, link->seq);
	}
	walk->before = link->hash;
}

void verify_walk(struct verify *verify, const struct verify_chain *chain)
{
	struct walk walk = { .verify = verify, .chain = chain, .good = true };
	int64_t next = 1, wrong = verify->result->wrong;
	for (size_t i = 0; i < chain->count; i++) {
		const struct verify_link *link = &chain->link[i];
		bool gap = link->seq != next;
		if (gap)
			tell(verify, chain, link->seq > next ? "removed" : "inserted", chain->count, next);
		next = link->seq + 1;
		if (gap || fits(chain, i, walk.before, link->seq - walk.shift)) {
			walk.before = link->hash; /* behind a gap nothing can be held against it */
			walk.good = !gap;
		} else {
			judge(&walk, i);
		}
	}
	if (next - 1 < chain->head_seq)
		tell(verify, chain, "cut", chain->count, next);
	else if (!chain->head_seq && chain->count)
		tell(verify, chain, "headless", chain->count, 0);
	else if (wrong == verify->result->wrong && next - 1 > chain->head_seq)
		tell(verify, chain, "inserted", chain->count - 1, next - 1);
	else if (wrong == verify->result->wrong && !str_eq(walk.before, chain->head_hash))
		tell(verify, chain, "head", chain->count, chain->head_seq);
}

void verify_known(struct verify *verify, const struct verify_chain *chain, int64_t seq, struct str hash)
{
	verify->result->known++;
	for (size_t i = 0; i < chain->count; i++)
		if (chain->link[i].seq == seq) {
			if (!str_eq(str_slice(chain->link[i].hash, 0, hash.len), hash))
				tell(verify, chain, "rewritten", i, seq);
			return;
		}
	tell(verify, chain, "cut", chain->count, seq);
}

static void hash_act(
        const struct verify_chain *chain, struct str before, int64_t seq, const void *row, unsigned char *ret_hash)
{
	const struct audit_of_cell_row *act = row;
	audit_row_hash(before, chain->cell, seq, act->at, act->account, act->act, act->object, act->request, ret_hash);
}

static void hash_link(
        const struct verify_chain *chain, struct str before, int64_t seq, const void *row, unsigned char *ret_hash)
{
	const struct chain_links_row *link = row;
	chain_row_hash(before, chain->cell, seq, chain->kind, link->content, ret_hash);
}

static struct verify_chain chain_of_acts(struct arena *arena, int64_t cell, const struct audit_of_cell_rows *rows)
{
	struct verify_chain chain = { .cell = cell, .kind = STR("audit"), .count = rows->count, .hash = hash_act };
	chain.link = arena_array(arena, struct verify_link, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++)
		chain.link[i] = (struct verify_link){ .seq = rows->at[i].seq,
			.object = rows->at[i].object,
			.hash = rows->at[i].hash,
			.row = &rows->at[i] };
	return chain;
}

/* How many of the heads of acts known elsewhere stand at this place with this hash; with seq 0: how many there are. */
static int64_t known_acts(
        const struct verify *verify, int64_t cell, const struct chain_known_rows *known, int64_t seq, struct str hash)
{
	const struct verify_wish *wish = verify->wish;
	int64_t count = 0;
	for (size_t i = 0; i < known->count; i++)
		count += str_is(known->at[i].kind, "audit") &&
		         (!seq || (known->at[i].seq == seq && str_eq(known->at[i].hash, hash)));
	for (size_t i = 0; i < wish->head_count; i++) {
		const struct verify_head *head = &wish->heads[i];
		count += head->cell == cell && str_is(head->kind, "audit") &&
		         (!seq || (head->seq == seq && str_eq(str_slice(hash, 0, head->hash.len), head->hash)));
	}
	return count;
}

/* The acts in stretches, as long as all is well: the chain of a whole site may be longer than memory. */
static enum status acts_hold(struct verify *verify, int64_t cell, int shard, const struct chain_heads_row *head,
        const struct chain_known_rows *known, bool *ret_whole, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(STRETCH_ROOM);
	struct chain_acts_rows rows;
	unsigned char hash[CHAIN_HASH];
	struct str before = STR_NONE;
	int64_t seq = 0, seen = 0;
	*ret_whole = true;
	do {
		arena_reset(arena);
		TRY(chain_acts(arena, verify->db, &(struct chain_acts_in){ cell, shard, seq, STRETCH }, &rows, err));
		for (size_t i = 0; i < rows.count && *ret_whole; i++) {
			const struct chain_acts_row *row = &rows.at[i];
			audit_row_hash(
			        before, cell, ++seq, row->at, row->account, row->act, row->object, row->request, hash);
			before = (struct str){ (const char *)hash, sizeof(hash) };
			*ret_whole = row->seq == seq && str_eq(row->hash, before);
			seen += known_acts(verify, cell, known, seq, before);
		}
	} while (*ret_whole && rows.count == STRETCH);
	*ret_whole = *ret_whole && (head ? head->seq == seq && str_eq(head->hash, before) : !seq) &&
	             seen == known_acts(verify, cell, known, 0, STR_NONE);
	if (*ret_whole) {
		verify->result->acts += seq;
		verify->result->chains += head != NULL;
		verify->result->known += seen;
	}
	return OK;
}

/* The links of a kind from *at on. */
static struct verify_chain chain_of_links(
        struct arena *arena, int64_t cell, const struct chain_links_rows *rows, struct str kind)
{
	struct verify_chain chain = { .cell = cell, .kind = kind, .hash = hash_link };
	chain.link = arena_array(arena, struct verify_link, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++)
		if (str_eq(rows->at[i].kind, kind))
			chain.link[chain.count++] = (struct verify_link){ .seq = rows->at[i].seq,
				.meeting = rows->at[i].meeting,
				.object = rows->at[i].object,
				.hash = rows->at[i].hash,
				.row = &rows->at[i] };
	return chain;
}

static void look(struct verify *verify, struct verify_chain *chain, const struct chain_heads_row *head,
        const struct chain_known_rows *known)
{
	const struct verify_wish *wish = verify->wish;
	if (head) {
		chain->head_seq = head->seq;
		chain->head_hash = head->hash;
	}
	verify->result->chains += head != NULL;
	verify_walk(verify, chain);
	for (size_t i = 0; i < known->count; i++)
		if (str_eq(known->at[i].kind, chain->kind))
			verify_known(verify, chain, known->at[i].seq, known->at[i].hash);
	for (size_t i = 0; i < wish->head_count; i++)
		if (wish->heads[i].cell == chain->cell && str_eq(wish->heads[i].kind, chain->kind))
			verify_known(verify, chain, wish->heads[i].seq, wish->heads[i].hash);
}

static const struct chain_heads_row *head_of(const struct chain_heads_rows *heads, const char *kind)
{
	for (size_t i = 0; i < heads->count; i++)
		if (str_is(heads->at[i].kind, kind))
			return &heads->at[i];
	return NULL;
}

/* Something is wrong with the acts: all of them are looked at to say what. */
static enum status look_at_acts(struct verify *verify, int64_t cell, int shard, const struct chain_heads_row *head,
        const struct chain_known_rows *known, struct err *err)
{
	struct audit_of_cell_rows acts;
	TRY(audit_of_cell(
	        verify->arena, verify->db, &(struct audit_of_cell_in){ .cell = cell, .shard = shard }, &acts, err));
	verify->result->acts += (int64_t)acts.count;
	struct verify_chain chain = chain_of_acts(verify->arena, cell, &acts);
	look(verify, &chain, head, known);
	return OK;
}

enum status verify_cell(struct verify *verify, int64_t cell, int shard, struct err *err)
{
	static const char *const kinds[] = { "grade", "minutes", "resolution", "score", "vote" };
	struct arena *arena = verify->arena;
	struct chain_links_rows links;
	struct chain_heads_rows heads;
	struct chain_known_rows known;
	bool whole;
	TRY(chain_heads(arena, verify->db, &(struct chain_heads_in){ cell, shard }, &heads, err));
	TRY(chain_links(arena, verify->db, &(struct chain_links_in){ cell, shard }, &links, err));
	TRY(chain_known(arena, verify->db, &(struct chain_known_in){ cell, shard }, &known, err));
	TRY(acts_hold(verify, cell, shard, head_of(&heads, "audit"), &known, &whole, err));
	if (!whole)
		TRY(look_at_acts(verify, cell, shard, head_of(&heads, "audit"), &known, err));
	verify->result->links += (int64_t)links.count;
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		struct verify_chain chain = chain_of_links(arena, cell, &links, str_of(kinds[i]));
		look(verify, &chain, head_of(&heads, kinds[i]), &known);
	}
	return OK;
}
