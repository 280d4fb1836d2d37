/* What is kept cell by cell: acts with their chain, dues, the term with its numbers, the heads of the chains. The
   meetings are made once more, without their rows. */
#include "bench/nation.h"

#include "app/audit.h"

#include <string.h>

enum { MINUTE = 60000 };

int64_t nation_term(const struct nation *nation, const struct cell *cell)
{
	return nation_id(INT64_C(1759320000000) + (cell - nation->cell), cell->shard, 0);
}

static void put_act(
        struct nation *nation, struct cell *cell, int64_t at, int64_t account, const char *act, int64_t object)
{
	unsigned char *head = cell->head[CHAIN_AUDIT];
	int seq = ++cell->seq[CHAIN_AUDIT];
	struct str before = { seq > 1 ? (const char *)head : NULL, seq > 1 ? HASH : 0 };
	int64_t request = at % 1000000007;
	audit_row_hash(before, cell->id, seq, at, account, str_of(act), object, request, head);
	struct row row = row_of(nation->sink, "audit");
	row_int(&row, cell->id);
	row_int(&row, seq);
	row_int(&row, cell->shard);
	row_int(&row, at);
	row_int(&row, account);
	row_c(&row, act);
	row_int(&row, object);
	row_int(&row, request);
	row_blob(&row, head, HASH);
	row_end(&row);
}

static void put_live_acts(struct meet *meet)
{
	struct nation *nation = meet->nation;
	struct cell *cell = meet->cell;
	int64_t clerk = nation_account(nation, cell, 2), at = meet->opened;
	put_act(nation, cell, at, clerk, "hold.open", meet->id);
	put_act(nation, cell, at + 5 * MINUTE, clerk, "hold.attendance", meet->id);
	put_act(nation, cell, at + 8 * MINUTE, clerk, "hold.fees", meet->id);
	for (int i = 0; i < meet->speeches; i++)
		put_act(nation, cell, at + (int64_t)(20 + i) * MINUTE, clerk, "hold.speech", meet->id);
	if (meet->praises)
		put_act(nation, cell, at + 30 * MINUTE, clerk, "hold.praise", meet->id);
	for (int i = 0; i < meet->tasks; i++)
		put_act(nation, cell, at + 40 * MINUTE, clerk, "task.new", meet->id);
	for (int i = 0; i < 2; i++)
		put_act(nation, cell, at + 45 * MINUTE, clerk, "record.draft", meet->id);
	for (int i = 0; i < 3; i++) {
		put_act(nation, cell, at + (int64_t)(51 + 2 * i) * MINUTE, clerk, "motion.open", meet->id);
		put_act(nation, cell, at + (int64_t)(52 + 2 * i) * MINUTE, clerk, "motion.close", meet->motion[i]);
	}
	for (int i = 0; i < 2; i++)
		put_act(nation, cell, at + 60 * MINUTE, clerk, "record.adopt", meet->record[i]);
	put_act(nation, cell, at + 65 * MINUTE, clerk, "score.save", meet->id);
	put_act(nation, cell, meet->ended, clerk, "hold.end", meet->id);
}

static void put_acts(struct meet *meet)
{
	struct nation *nation = meet->nation;
	struct cell *cell = meet->cell;
	int64_t secretary = nation_account(nation, cell, 0), clerk = nation_account(nation, cell, 2),
	        officer = nation_officer(nation, cell);
	put_act(nation, cell, meet->planned, secretary, "meeting.make", cell->id);
	if (!meet->paper)
		put_act(nation, cell, meet->called - 10 * MINUTE, secretary, "meeting.premeeting", meet->id);
	put_act(nation, cell, meet->called, secretary, "meeting.call", meet->id);
	if (meet->papers)
		put_act(nation, cell, meet->called + 5 * MINUTE, secretary, "call.paper", meet->id);
	if (meet->opinions)
		put_act(nation, cell, meet->called + DAY_MS, nation_account(nation, cell, 3), "call.opinion", meet->id);
	if (!meet->paper)
		put_live_acts(meet);
	for (int i = 0; i < 2; i++) {
		put_act(nation, cell, meet->closed - 2 * MINUTE, clerk, "record.sign_clerk", meet->record[i]);
		put_act(nation, cell, meet->closed, secretary, "record.sign_chair", meet->record[i]);
	}
	put_act(nation, cell, meet->sent - MINUTE, secretary, "report.handbook", meet->id);
	put_act(nation, cell, meet->sent, secretary, "report.send", meet->id);
	if (meet->seen)
		put_act(nation, cell, meet->seen, officer, "report.seen", meet->id);
	if (meet->graded)
		put_act(nation, cell, meet->graded, officer, "score.grade", meet->id);
}

static void put_fees(
        struct nation *nation, const struct cell *cell, const struct comrade *members, int count, const int64_t *paid)
{
	for (int i = 0; i < count; i++)
		for (int m = 0; m < nation->months; m++) {
			struct row row = row_of(nation->sink, "fee");
			row_int(&row, members[i].id);
			row_int(&row, month_add(nation->first_month, m));
			row_int(&row, cell->shard);
			row_int(&row, cell->id);
			row_c(&row, !strcmp(members[i].duty, "exempt") && i % 2 ? "free" : "paid");
			row_int(&row, paid[m]);
			row_end(&row);
		}
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
		row_int(&row, nation->months);
		row_end(&row);
	}
}

static void put_number(const struct meet *meet, int type)
{
	struct row row = row_of(meet->nation->sink, "register_number");
	row_int(&row, nation_term(meet->nation, meet->cell));
	row_c(&row, type ? "NQ" : "BB");
	row_int(&row, meet->month_at + 1);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->record[type]);
	row_text(&row, meet->day);
	row_null(&row);
	row_end(&row);
}

/* In the order of their key. */
static void put_heads(struct nation *nation, const struct cell *cell)
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
	}
}

void nation_cells(struct nation *nation)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	for (int i = 0; i < nation->cell_count; i++) {
		struct cell *cell = &nation->cell[i];
		struct comrade members[MEMBERS_MAX];
		struct meet *meet = arena_array(arena, struct meet, (size_t)nation->months);
		int64_t paid[MONTHS_MAX];
		int count = nation_members(arena, nation, cell, members);
		put_act(nation, cell, nation_people_at(), 0, "roster.import", nation_import(nation, cell));
		for (int m = 0; m < nation->months; m++) {
			meet_make(&meet[m], arena, nation, cell, members, count, m);
			put_acts(&meet[m]);
			paid[m] = meet[m].opened + 8 * MINUTE;
		}
		put_fees(nation, cell, members, count, paid);
		put_term(nation, cell);
		for (int type = 0; type < 2; type++)
			for (int m = 0; m < nation->months; m++)
				put_number(&meet[m], type);
		put_heads(nation, cell);
		arena_reset(arena);
	}
}
