/* What is decided on the tree while the country meets: base organisations move, merge, dissolve, close and get other
   names, cells merge and are split, a wrong merge is corrected; a handful a province and year. The features' own
   functions do it, day by day; the meetings, made afterwards, follow. */
#include "bench/nation.h"

#include "app/audit.h"
#include "db/db_private.h"
#include "feature/person/person.h"
#include "feature/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind {
	CELLS_MERGE,
	CELL_SPLIT,
	BASE_MOVE,
	BASES_MERGE,
	BASES_WRONG,
	BASE_DISSOLVE,
	BASE_CLOSE,
	BASE_NAME,
	KIND__COUNT
};
enum {
	CELL_MONTHS = 21600, /* one of a kind for so many: four a province and year */
	TRIES = 2000,
	SPLIT_LEAST = 20,
	PART_LEAST = 5,
	DISSOLVE_MOST = 4,
	UNDONE_DAY = 22,
	WRONG_MOST = 64
};

struct event {
	enum kind kind;
	int month_at, day, who;
};

/* A decision to be corrected. */
struct wrong {
	int64_t change, unit, account;
};

struct turn {
	struct nation *nation;
	struct arena *arena; /* of one event */
	struct db *db;
	struct dice dice;
	const struct event *event;
	int64_t now;
	struct unit_decision decision;
	bool *settled; /* base organisations */
	struct ways *ways;
	struct event *events;
	int event_count, month_at;
	struct wrong wrong[WRONG_MOST];
	int wrong_count;
};

static void must(enum status status, const struct err *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "nation: %s %s\n", err->code ? err->code : "", err->detail);
	exit(1);
}

int64_t nation_clock(int64_t now)
{
	char text[24];
	snprintf(text, sizeof(text), "%lld", (long long)now);
	setenv("CHIBO_NOW", text, 1);
	return now;
}

char *nation_clock_keep(void)
{
	return getenv("CHIBO_NOW") ? strdup(getenv("CHIBO_NOW")) : NULL;
}

void nation_clock_back(char *clock)
{
	if (clock)
		setenv("CHIBO_NOW", clock, 1);
	else
		unsetenv("CHIBO_NOW");
	free(clock);
}

/* ---- Whom chance finds ---- */

static int cells_of(const struct nation *nation, int base)
{
	return nation->base_first[base + 1] - nation->base_first[base];
}

static int choose_base(struct turn *turn, int least, int most)
{
	for (int i = 0; i < TRIES; i++) {
		int base = dice_up_to(&turn->dice, turn->nation->base_count), cells = cells_of(turn->nation, base);
		if (!turn->settled[base] && cells >= least && cells <= most)
			return base;
	}
	return -1;
}

/* Another one of the same commune. */
static int choose_beside(struct turn *turn, int base)
{
	const struct nation *nation = turn->nation;
	for (int i = 1; i < 24; i++)
		for (int sign = -1; sign <= 1; sign += 2) {
			int other = base + sign * i;
			if (other >= 0 && other < nation->base_count && !turn->settled[other] &&
			        nation->base_commune[other] == nation->base_commune[base])
				return other;
		}
	return -1;
}

/* A commune of the same province, where there is another one. */
static int choose_commune(struct turn *turn, int base)
{
	const struct nation *nation = turn->nation;
	int from = nation->base_commune[base], any = -1;
	for (int i = 1; i < nation->commune_count; i++) {
		int other = (from + i) % nation->commune_count;
		if (nation->commune[other].above == nation->commune[from].above)
			return other;
		any = other;
	}
	return any;
}

static bool is_free(const struct cell *cell)
{
	return !cell->settled && cell->out < 0 && cell->in < 0;
}

/* ---- Decisions ---- */

static void decide(struct turn *turn, int64_t unit, int64_t account)
{
	struct event event = *turn->event;
	int month = month_add(turn->nation->first_month, event.month_at);
	struct date day = { month / 100, month % 100, event.day };
	turn->now = nation_clock(date_instant(day, 8 * 60) + (int64_t)event.who * 1000);
	turn->decision = (struct unit_decision){ .day = date_iso(turn->arena, day),
		.number = str_format(turn->arena, "%d-QĐ/ĐU", 10 + event.who),
		.account = account,
		.unit = unit };
}

static void decide_in_commune(struct turn *turn, int commune)
{
	decide(turn, turn->nation->commune[commune].id, nation_officer_of(commune));
}

static void decide_in_province(struct turn *turn, int commune, bool beyond)
{
	const struct nation *nation = turn->nation;
	int province = beyond ? nation->province_count : nation->commune[commune].above;
	decide(turn, beyond ? nation->centre : nation->province[province].id, nation_province_officer(province));
}

/* The act in the log of the unit that decided. */
static enum status note(struct turn *turn, const char *act, int64_t object, struct err *err)
{
	return audit_add(turn->arena, turn->db, turn->decision.unit, 0, turn->now, turn->decision.account, act, object,
	        turn->now % 1000000007, err);
}

static enum status base_move(struct turn *turn, struct err *err)
{
	struct nation *nation = turn->nation;
	int base = choose_base(turn, 1, MEMBERS_MAX), to = base < 0 ? -1 : choose_commune(turn, base);
	int64_t change;
	if (to < 0)
		return OK;
	int from = nation->base_commune[base];
	decide_in_province(turn, from, nation->commune[from].above != nation->commune[to].above);
	TRY(unit_move(turn->arena, turn->db, (struct unit_list){ &nation->base_id[base], 1 }, nation->commune[to].id,
	        &turn->decision, turn->now, &change, err));
	turn->settled[base] = true;
	for (int i = nation->base_first[base]; i < nation->base_first[base + 1]; i++) {
		nation->cell[i].moved_at = turn->now;
		nation->cell[i].moved_to = to;
	}
	for (int i = nation->first_count; i < nation->cell_count; i++)
		check(nation->cell[i].base != base);
	return note(turn, "unit.move", change, err);
}

static enum status bases_merge(struct turn *turn, struct err *err)
{
	struct nation *nation = turn->nation;
	int base = choose_base(turn, 1, MEMBERS_MAX), other = base < 0 ? -1 : choose_beside(turn, base);
	int64_t change;
	if (other < 0)
		return OK;
	decide_in_commune(turn, nation->base_commune[base]);
	TRY(unit_merge(turn->arena, turn->db, (struct unit_list){ &nation->base_id[base], 1 }, nation->base_id[other],
	        NULL, &turn->decision, turn->now, &change, err));
	turn->settled[base] = turn->settled[other] = true;
	TRY(note(turn, "unit.merge", change, err));
	if (turn->event->kind != BASES_WRONG)
		return OK;
	check(turn->wrong_count < WRONG_MOST);
	turn->wrong[turn->wrong_count++] = (struct wrong){ change, turn->decision.unit, turn->decision.account };
	return OK;
}

/* Later in the month a wrong decision is corrected. */
static enum status correct(struct turn *turn, struct err *err)
{
	int month = month_add(turn->nation->first_month, turn->month_at);
	struct date day = { month / 100, month % 100, UNDONE_DAY };
	for (int i = 0; i < turn->wrong_count; i++) {
		const struct wrong *wrong = &turn->wrong[i];
		arena_reset(turn->arena);
		turn->now = nation_clock(date_instant(day, 9 * 60) + (int64_t)i * 1000);
		TRY(unit_undo(turn->arena, turn->db, wrong->change, STR("Đính chính quyết định"), wrong->account,
		        turn->now, err));
		turn->decision = (struct unit_decision){ .unit = wrong->unit, .account = wrong->account };
		TRY(note(turn, "unit.undo", wrong->change, err));
	}
	turn->wrong_count = 0;
	return OK;
}

static enum status base_dissolve(struct turn *turn, struct err *err)
{
	struct nation *nation = turn->nation;
	int base = choose_base(turn, 1, DISSOLVE_MOST);
	int64_t change;
	if (base < 0)
		return OK;
	int commune = nation->base_commune[base];
	decide_in_commune(turn, commune);
	turn->settled[base] = true;
	TRY(unit_dissolve(turn->arena, turn->db, (struct unit_list){ &nation->base_id[base], 1 },
	        nation->commune[commune].id, &turn->decision, turn->now, &change, err));
	return note(turn, "unit.merge", change, err);
}

/* A base of one cell: the cell goes to another base, and nothing is left. */
static enum status base_close(struct turn *turn, struct err *err)
{
	struct nation *nation = turn->nation;
	int base = choose_base(turn, 1, 1), other = base < 0 ? -1 : choose_beside(turn, base);
	int64_t change;
	if (other < 0)
		return OK;
	int64_t cell = nation->cell[nation->base_first[base]].id;
	decide_in_commune(turn, nation->base_commune[base]);
	turn->settled[base] = turn->settled[other] = true;
	TRY(unit_move(turn->arena, turn->db, (struct unit_list){ &cell, 1 }, nation->base_id[other], &turn->decision,
	        turn->now, &change, err));
	TRY(note(turn, "unit.move", change, err));
	TRY(unit_close(turn->arena, turn->db, nation->base_id[base], &turn->decision, turn->now, &change, err));
	return note(turn, "unit.close", change, err);
}

static enum status base_name(struct turn *turn, struct err *err)
{
	struct nation *nation = turn->nation;
	int base = choose_base(turn, 1, MEMBERS_MAX);
	struct unit unit;
	if (base < 0)
		return OK;
	decide_in_commune(turn, nation->base_commune[base]);
	turn->settled[base] = true;
	TRY(unit_load(turn->arena, turn->db, nation->base_id[base], &unit, err));
	struct str rest = str_slice(unit.name, strlen("Đảng bộ"), unit.name.len);
	struct str name = str_format(turn->arena, "Đảng bộ bộ phận%.*s", STR_ARG(rest));
	TRY(unit_rename(turn->arena, turn->db, &unit, name, unit.short_name, turn->decision.day, turn->decision.number,
	        turn->now, err));
	return note(turn, "unit.rename", unit.id, err);
}

/* ---- Cells: their members go with them ---- */

/* Everybody of one fits into the other, and no two bear one name. */
static bool fit(struct turn *turn, const struct cell *from, const struct cell *to)
{
	struct comrade members[MEMBERS_MAX];
	if (from->members + to->members > MEMBERS_MAX)
		return false;
	int count = nation_first_members(turn->arena, turn->nation, from, members);
	for (int i = 0; i < count; i++)
		if (!nation_name_free(turn->arena, turn->nation, to, members[i].name))
			return false;
	return true;
}

static bool choose_pair(struct turn *turn, int *ret_from, int *ret_to)
{
	struct nation *nation = turn->nation;
	for (int i = 0; i < TRIES; i++) {
		int from = dice_up_to(&turn->dice, nation->first_count), base = nation->cell[from].base;
		int to = nation->base_first[base] + dice_up_to(&turn->dice, cells_of(nation, base));
		arena_reset(turn->arena);
		if (from == to || turn->settled[base] || !is_free(&nation->cell[from]) || !is_free(&nation->cell[to]) ||
		        !fit(turn, &nation->cell[from], &nation->cell[to]))
			continue;
		*ret_from = from;
		*ret_to = to;
		return true;
	}
	return false;
}

static enum status cells_merge(struct turn *turn, struct err *err)
{
	struct nation *nation = turn->nation;
	struct comrade members[MEMBERS_MAX];
	int from, to;
	int64_t change;
	if (!choose_pair(turn, &from, &to))
		return OK;
	struct cell *cell = &nation->cell[from];
	decide_in_commune(turn, cell->commune);
	TRY(unit_merge(turn->arena, turn->db, (struct unit_list){ &cell->id, 1 }, nation->cell[to].id, NULL,
	        &turn->decision, turn->now, &change, err));
	int count = nation_first_members(turn->arena, nation, cell, members);
	for (int i = 0; i < count; i++) {
		members[i].post = "dang_vien";
		nation_step(nation, from, to, i, turn->event->month_at, &members[i]);
	}
	cell->until = (short)turn->event->month_at;
	cell->settled = nation->cell[to].settled = turn->settled[cell->base] = true;
	return note(turn, "unit.merge", change, err);
}

/* Every second one of those without an account. */
static int choose_part(struct turn *turn, int source, struct comrade *members, int *ret_part)
{
	int count = nation_first_members(turn->arena, turn->nation, &turn->nation->cell[source], members), part = 0;
	for (int i = ACCOUNTS; i < count; i += 2)
		if (!strcmp(members[i].duty, "due") && *members[i].status == 'f')
			ret_part[part++] = i;
	return part;
}

static enum status give_posts(struct turn *turn, const struct cell *cell, const struct comrade *members,
        const int *part, int count, struct err *err)
{
	for (int i = 0; i < count && i < 3; i++) {
		struct member member;
		bool changed;
		TRY(person_member(turn->arena, turn->db, cell->id, cell->shard, members[part[i]].id, turn->decision.day,
		        &member, err));
		struct person_place place = { .cell = cell->id,
			.shard = cell->shard,
			.kind = member.kind,
			.status = member.status,
			.post = str_of(members[part[i]].post) };
		TRY(person_change(
		        turn->arena, turn->db, &member, &place, turn->decision.day, 0, turn->now, &changed, err));
	}
	return OK;
}

static enum status split_into(
        struct turn *turn, int source, struct comrade *members, const int *part, int count, struct err *err)
{
	static const char *const posts[] = { "bi_thu", "pho_bi_thu", "chi_uy_vien" };
	struct nation *nation = turn->nation;
	int place = nation->cell_count;
	struct cell *from = &nation->cell[source], *cell = &nation->cell[place];
	struct unit_share shares[MEMBERS_MAX];
	struct unit unit;
	int64_t change;
	*cell = *from;
	cell->source = source;
	cell->members = 0;
	cell->from = (short)turn->event->month_at;
	cell->settled = true;
	TRY(unit_load(turn->arena, turn->db, from->id, &unit, err));
	struct str name = cell_name(turn->arena, nation, cell);
	struct unit_new new = { .name = name,
		.short_name = str_format(turn->arena, "CB%.*s", STR_ARG(str_slice(name, strlen("Chi bộ"), name.len))),
		.code = str_format(turn->arena, "%.*s501", STR_ARG(str_slice(unit.code, 0, unit.code.len - 3))) };
	for (int i = 0; i < count; i++)
		shares[i] = (struct unit_share){ members[part[i]].id, 0 };
	TRY(unit_split(turn->arena, turn->db,
	        &(struct unit_split){ .unit = from->id,
	                .parts = &new,
	                .part_count = 1,
	                .shares = shares,
	                .share_count = (size_t)count },
	        &turn->decision, turn->now, &change, err));
	TRY(unit_find_code(turn->arena, turn->db, new.code, &unit, err));
	cell->id = unit.id;
	if (cell->day != 3)
		TRY(unit_set(turn->arena, turn->db, cell->id, "regular_day", str_format(turn->arena, "%d", cell->day),
		        turn->now, err));
	nation->cell_count++;
	for (int i = 0; i < count; i++) {
		if (i < 3)
			members[part[i]].post = posts[i];
		nation_step(nation, source, place, part[i], turn->event->month_at, &members[part[i]]);
	}
	TRY(give_posts(turn, cell, members, part, count, err));
	return note(turn, "unit.split", change, err);
}

static enum status cell_split(struct turn *turn, struct err *err)
{
	struct nation *nation = turn->nation;
	for (int i = 0; i < TRIES; i++) {
		int source = dice_up_to(&turn->dice, nation->first_count), part[MEMBERS_MAX];
		struct comrade members[MEMBERS_MAX];
		struct cell *cell = &nation->cell[source];
		if (!is_free(cell) || turn->settled[cell->base] || cell->members < SPLIT_LEAST)
			continue;
		arena_reset(turn->arena);
		int count = choose_part(turn, source, members, part);
		if (count < PART_LEAST)
			continue;
		cell->settled = turn->settled[cell->base] = true;
		decide_in_commune(turn, cell->commune);
		return split_into(turn, source, members, part, count, err);
	}
	return OK;
}

/* ---- Month by month ---- */

static enum status run_event(struct turn *turn, const struct event *event, struct err *err)
{
	static enum status (*const run[KIND__COUNT])(
	        struct turn * turn, struct err * err) = { [CELLS_MERGE] = cells_merge,
		[CELL_SPLIT] = cell_split,
		[BASE_MOVE] = base_move,
		[BASES_MERGE] = bases_merge,
		[BASES_WRONG] = bases_merge,
		[BASE_DISSOLVE] = base_dissolve,
		[BASE_CLOSE] = base_close,
		[BASE_NAME] = base_name };
	arena_reset(turn->arena);
	turn->event = event;
	turn->dice = dice_of(turn->nation->seed, 50 + (uint64_t)event->kind, (uint64_t)event->who, 0);
	return run[event->kind](turn, err);
}

static int by_day(const void *x, const void *y)
{
	const struct event *a = x, *b = y;
	if (a->month_at != b->month_at)
		return a->month_at - b->month_at;
	if (a->day != b->day)
		return a->day - b->day;
	return a->who - b->who;
}

/* Cells change on the first of a month, before they meet; the others on any day. */
static void plan(struct turn *turn)
{
	struct nation *nation = turn->nation;
	int64_t months = (int64_t)nation->first_count * nation->months;
	int of_kind = 1 + (int)(months / CELL_MONTHS), count = 0;
	turn->events = arena_array(nation->arena, struct event, (size_t)of_kind * KIND__COUNT);
	for (int i = 0; i < of_kind; i++)
		for (int kind = 0; kind < KIND__COUNT; kind++, count++) {
			struct dice dice = dice_of(nation->seed, 49, (uint64_t)count, 0);
			turn->events[count] = (struct event){ .kind = (enum kind)kind,
				.month_at = 1 + dice_up_to(&dice, nation->months - 1),
				.day = kind <= CELL_SPLIT ? 1 : 2 + dice_up_to(&dice, 17),
				.who = count };
		}
	turn->event_count = count;
	qsort(turn->events, (size_t)count, sizeof(*turn->events), by_day);
}

/* The changes of a month's first day, the answers that wait for it, the other changes, proposals for the next. */
static enum status run_month(struct db *db, void *context, struct err *err)
{
	struct turn *turn = context;
	int month_at = turn->month_at, at = 0;
	turn->db = db;
	if (month_at == 1)
		TRY(ways_propose(turn->ways, db, 1, err));
	while (at < turn->event_count && turn->events[at].month_at < month_at)
		at++;
	for (; at < turn->event_count && turn->events[at].month_at == month_at && turn->events[at].day == 1; at++)
		TRY(run_event(turn, &turn->events[at], err));
	TRY(ways_answer(turn->ways, db, month_at, err));
	for (; at < turn->event_count && turn->events[at].month_at == month_at; at++)
		TRY(run_event(turn, &turn->events[at], err));
	TRY(correct(turn, err));
	return month_at + 1 < turn->nation->months ? ways_propose(turn->ways, db, month_at + 1, err)
	                                           : ways_leave_open(turn->ways, db, err);
}

/* ---- What was written into the logs so far: it goes there again, with all other acts, in the order of time ---- */

static const struct db_statement early_acts = { "early acts",
	"SELECT cell, at, account, act, object, shard FROM audit ORDER BY cell, seq", "", DB_OWN };

static enum status take_acts(struct db *db, void *context, struct err *err)
{
	struct nation *nation = context;
	struct db_cursor *cursor;
	size_t room = 0;
	bool row;
	TRY(db_start(db, &early_acts, &cursor, err));
	while (db_step(cursor, &row, err) == OK && row) {
		if (nation->early_count == room) {
			room = room ? room * 2 : 1024;
			nation->early = realloc(nation->early, room * sizeof(*nation->early));
			check(nation->early);
		}
		nation->early[nation->early_count++] = (struct early_act){ .unit = db_int(cursor, 0),
			.at = db_int(cursor, 1),
			.account = db_int(cursor, 2),
			.act = str_c(nation->arena, db_text(nation->arena, cursor, 3)),
			.object = db_int(cursor, 4),
			.shard = (int)db_int(cursor, 5) };
	}
	db_finish(cursor);
	return db_exec(db, "DELETE FROM audit; DELETE FROM chain", err);
}

void nation_changes(struct nation *nation, struct str url)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	CLOSES(db_closep) struct db *db = NULL;
	struct err err = { 0 };
	struct turn turn = { .nation = nation,
		.arena = arena,
		.settled = arena_array(nation->arena, bool, (size_t)nation->base_count),
		.ways = ways_open(nation) };
	char *clock = nation_clock_keep();
	must(db_open(url, DB_WRITE, &db, &err), &err);
	plan(&turn);
	for (turn.month_at = 1; turn.month_at < nation->months; turn.month_at++)
		must(db_transaction(db, run_month, &turn, &err), &err);
	must(db_transaction(db, take_acts, nation, &err), &err);
	nation_clock_back(clock);
}
