/* What is kept cell by cell: acts with their chain, dues, the term with its numbers, the heads of the chains. The
   meetings are made once more, without their rows. */
#include "bench/nation.h"

#include "app/audit.h"

#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60000, ACTS = 2048 };

int64_t nation_term(const struct nation *nation, const struct cell *cell)
{
	return nation_id(INT64_C(1759320000000) + (cell - nation->cell), cell->shard, 0);
}

/* The acts of a cell, until they are written in the order of time. */
struct act {
	int64_t at, account, object;
	const char *act;
	size_t place;
};
struct acts {
	struct act *at;
	size_t count, room;
};

static void put_act(struct acts *acts, int64_t at, int64_t account, const char *act, int64_t object)
{
	check(acts->count < acts->room);
	acts->at[acts->count] = (struct act){ at, account, object, act, acts->count };
	acts->count++;
}

static int by_time(const void *x, const void *y)
{
	const struct act *a = x, *b = y;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->place < b->place ? -1 : 1;
}

static void write_acts(struct nation *nation, struct cell *cell, struct acts *acts)
{
	unsigned char *head = cell->head[CHAIN_AUDIT];
	qsort(acts->at, acts->count, sizeof(*acts->at), by_time);
	for (size_t i = 0; i < acts->count; i++) {
		const struct act *act = &acts->at[i];
		int seq = ++cell->seq[CHAIN_AUDIT];
		struct str before = { seq > 1 ? (const char *)head : NULL, seq > 1 ? HASH : 0 };
		int64_t request = act->at % 1000000007;
		audit_row_hash(
		        before, cell->id, seq, act->at, act->account, str_of(act->act), act->object, request, head);
		struct row row = row_of(nation->sink, "audit");
		row_int(&row, cell->id);
		row_int(&row, seq);
		row_int(&row, cell->shard);
		row_int(&row, act->at);
		row_int(&row, act->account);
		row_c(&row, act->act);
		row_int(&row, act->object);
		row_int(&row, request);
		row_blob(&row, head, HASH);
		row_end(&row);
	}
}

static void put_live_acts(struct meet *meet, struct acts *acts)
{
	struct nation *nation = meet->nation;
	struct cell *cell = meet->cell;
	int64_t clerk = nation_account(nation, cell, 2), at = meet->opened;
	put_act(acts, at, clerk, "hold.open", meet->id);
	put_act(acts, at + 5 * MINUTE, clerk, "hold.attendance", meet->id);
	put_act(acts, at + 8 * MINUTE, clerk, "hold.fees", meet->id);
	for (int i = 0; i < meet->speeches; i++)
		put_act(acts, at + (int64_t)(20 + i) * MINUTE, clerk, "hold.speech", meet->id);
	if (meet->praises)
		put_act(acts, at + 30 * MINUTE, clerk, "hold.praise", meet->id);
	for (int i = 0; i < meet->tasks; i++)
		put_act(acts, at + 40 * MINUTE, clerk, "task.new", meet->id);
	for (int i = 0; i < 2; i++)
		put_act(acts, at + 45 * MINUTE, clerk, "record.draft", meet->id);
	for (int i = 0; i < 3; i++) {
		put_act(acts, at + (int64_t)(51 + 2 * i) * MINUTE, clerk, "motion.open", meet->id);
		put_act(acts, at + (int64_t)(52 + 2 * i) * MINUTE, clerk, "motion.close", meet->motion[i]);
	}
	for (int i = 0; i < 2; i++)
		put_act(acts, at + 60 * MINUTE, clerk, "record.adopt", meet->record[i]);
	put_act(acts, at + 65 * MINUTE, clerk, "score.save", meet->id);
	put_act(acts, meet->ended, clerk, "hold.end", meet->id);
}

static void put_acts(struct meet *meet, struct acts *acts)
{
	struct nation *nation = meet->nation;
	struct cell *cell = meet->cell;
	int64_t secretary = nation_account(nation, cell, 0), clerk = nation_account(nation, cell, 2),
	        officer = nation_officer(cell, meet->first_sent);
	put_act(acts, meet->planned, secretary, "meeting.make", cell->id);
	if (!meet->paper)
		put_act(acts, meet->called - 10 * MINUTE, secretary, "meeting.premeeting", meet->id);
	put_act(acts, meet->called, secretary, "meeting.call", meet->id);
	if (meet->papers)
		put_act(acts, meet->called + 5 * MINUTE, secretary, "call.paper", meet->id);
	if (meet->opinions)
		put_act(acts, meet->called + DAY_MS, nation_account(nation, cell, 3), "call.opinion", meet->id);
	if (!meet->paper)
		put_live_acts(meet, acts);
	for (int i = 0; i < 2; i++) {
		put_act(acts, meet->closed - 2 * MINUTE, clerk, "record.sign_clerk", meet->record[i]);
		put_act(acts, meet->closed, secretary, "record.sign_chair", meet->record[i]);
	}
	put_act(acts, meet->first_sent - MINUTE, secretary, "report.handbook", meet->id);
	put_act(acts, meet->first_sent, secretary, "report.send", meet->id);
	if (meet->returned) {
		put_act(acts, meet->first_seen, officer, "report.seen", meet->id);
		put_act(acts, meet->returned, officer, "report.return", meet->id);
	}
	if (meet->returned && meet->sent != meet->first_sent)
		put_act(acts, meet->sent, secretary, "report.send", meet->id);
	if (meet->seen && meet->seen != meet->first_seen)
		put_act(acts, meet->seen, officer, "report.seen", meet->id);
	if (meet->graded)
		put_act(acts, meet->graded, officer, "score.grade", meet->id);
	if (meet->addendum) {
		int64_t addendum = meet_addendum(meet);
		put_act(acts, meet->addendum, clerk, "record.addendum", meet->record[0]);
		put_act(acts, meet->addendum + 2 * MINUTE, clerk, "record.sign_clerk", addendum);
		put_act(acts, meet->addendum + 3 * MINUTE, secretary, "record.sign_chair", addendum);
	}
}

static void put_fee(const struct meet *meet, const struct comrade *member, int at)
{
	struct row row = row_of(meet->nation->sink, "fee");
	row_int(&row, member->id);
	row_int(&row, meet->month);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->cell->id);
	row_c(&row, !strcmp(member->duty, "exempt") && at % 2 ? "free" : "paid");
	row_int(&row, meet->opened + 8 * MINUTE);
	row_end(&row);
}

/* In the order of their key, where nobody came or went. */
static void put_fees(const struct meet *meet, int months)
{
	bool same = true;
	for (int m = 1; m < months; m++)
		same = same && meet[m].member == meet[0].member;
	if (same) {
		for (int i = 0; i < meet->count; i++)
			for (int m = 0; m < months; m++)
				put_fee(&meet[m], &meet->member[i], i);
		return;
	}
	for (int m = 0; m < months; m++)
		for (int i = 0; i < meet[m].count; i++)
			put_fee(&meet[m], &meet[m].member[i], i);
}

static void put_term(struct nation *nation, const struct cell *cell)
{
	int64_t term = nation_term(nation, cell);
	struct row row = row_of(nation->sink, "term");
	row_int(&row, term);
	row_int(&row, cell->shard);
	row_int(&row, cell->id);
	row_c(&row, "Nhiệm kỳ 2025 - 2027");
	row_c(&row, "2025-07-01");
	row_c(&row, "9999-12-31");
	row_int(&row, INT64_C(1759320000000));
	row_int(&row, 1);
	row_end(&row);
	for (int type = 0; type < 2; type++) {
		row = row_of(nation->sink, "register");
		row_int(&row, term);
		row_c(&row, type ? "NQ" : "BB");
		row_int(&row, cell->shard);
		row_int(&row, cell->until - cell->from);
		row_end(&row);
	}
}

static void put_number(const struct meet *meet, int type)
{
	struct row row = row_of(meet->nation->sink, "register_number");
	row_int(&row, nation_term(meet->nation, meet->cell));
	row_c(&row, type ? "NQ" : "BB");
	row_int(&row, meet->number);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->record[type]);
	row_text(&row, meet->day);
	row_null(&row);
	row_end(&row);
}

/* In the order of their key; and as the superior holds them since the last report. */
static void put_heads(struct nation *nation, const struct cell *cell, const struct meet *last)
{
	static const enum chain_kind kinds[] = { CHAIN_AUDIT, CHAIN_MINUTES, CHAIN_RESOLUTION, CHAIN_SCORE,
		CHAIN_VOTE };
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		if (!cell->seq[kinds[i]])
			continue;
		struct row row = row_of(nation->sink, "chain");
		row_int(&row, cell->id);
		row_c(&row, chain_names[kinds[i]]);
		row_int(&row, cell->shard);
		row_int(&row, cell->seq[kinds[i]]);
		row_blob(&row, cell->head[kinds[i]], HASH);
		row_end(&row);
		if (!last || !last->sent)
			continue;
		row = row_of(nation->sink, "chain_known");
		row_int(&row, cell->id);
		row_c(&row, chain_names[kinds[i]]);
		row_int(&row, cell->shard);
		row_int(&row, cell->seq[kinds[i]]);
		row_blob(&row, cell->head[kinds[i]], HASH);
		row_int(&row, last->sent);
		row_int(&row, last->id);
		row_end(&row);
	}
}

/* What was written down before the meetings were made. */
static void put_early(const struct nation *nation, const struct cell *cell, struct acts *acts)
{
	size_t low = 0, high = nation->early_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (nation->early[middle].unit < cell->id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < nation->early_count && nation->early[low].unit == cell->id; low++)
		put_act(acts, nation->early[low].at, nation->early[low].account, nation->early[low].act,
		        nation->early[low].object);
}

/* The months of a cell with those who were members then: one list where they are the same people. */
static void make_months(struct nation *nation, struct arena *arena, struct cell *cell, struct meet *ret_meet)
{
	struct comrade *members = NULL;
	int count = 0;
	for (int m = cell->from; m < cell->until; m++) {
		if (!members || nation_members_differ(nation, cell, m)) {
			members = arena_array(arena, struct comrade, MEMBERS_MAX);
			count = nation_members(arena, nation, cell, m, members);
		}
		meet_make(&ret_meet[m - cell->from], arena, nation, cell, members, count, m);
	}
}

void nation_cells(struct nation *nation)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct acts acts = { .at = arena_array(nation->arena, struct act, ACTS), .room = ACTS };
	for (int i = 0; i < nation->cell_count; i++) {
		struct cell *cell = &nation->cell[i];
		int months = cell->until - cell->from;
		struct meet *meet = arena_array(arena, struct meet, (size_t)months);
		acts.count = 0;
		make_months(nation, arena, cell, meet);
		if (cell->source < 0)
			put_act(&acts, nation_people_at(), 0, "roster.import", nation_import(nation, cell));
		put_early(nation, cell, &acts);
		for (int m = 0; m < months; m++)
			put_acts(&meet[m], &acts);
		write_acts(nation, cell, &acts);
		put_fees(meet, months);
		put_term(nation, cell);
		for (int type = 0; type < 2; type++)
			for (int m = 0; m < months; m++)
				put_number(&meet[m], type);
		put_heads(nation, cell, months > 0 ? &meet[months - 1] : NULL);
		arena_reset(arena);
	}
}
