/* Random ways of people between cells: whoever proposes, refuses, withdraws, comes and returns, on every day each is at
 * home in exactly one cell; and what becomes of open ways when a cell is no more. */
#include "app/export.h"
#include "base/test_private.h"
#include "base/time.h"
#include "feature/transfer/transfer_private.h"
#include "feature/unit/unit.h"
#include "tests/harness/test_db.h"

#include <sodium.h>

enum { CELLS = 4, PEOPLE = 6, DAYS = 70, WAYS = 600, STEPS = 900, NOWHERE = -1 };

struct way {
	int64_t id;
	int person, from, to;
};
struct fixture {
	struct arena *arena;
	struct db *db;
	int64_t cell[CELLS], person[PEOPLE];
	int shard[CELLS];
	int today;                                  /* days after the first */
	int home[PEOPLE][DAYS], stay[PEOPLE][DAYS]; /* the model: by day */
	struct way way[WAYS];
	size_t ways;
	uint32_t dice;
};

static uint32_t roll(struct fixture *f, uint32_t sides)
{
	f->dice = f->dice * 1664525 + 1013904223;
	return (f->dice >> 8) % sides;
}

static struct str day_at(struct fixture *f, int day)
{
	return date_iso(f->arena, date_add((struct date){ 2026, 9, 1 }, day));
}

static struct transfer_call call_at(struct fixture *f)
{
	struct transfer_call call = { .arena = f->arena, .db = f->db, .account = 1, .today = day_at(f, f->today) };
	struct date date;
	assert_true(date_parse(call.today, &date));
	call.now = date_instant(date, 600);
	return call;
}

static int64_t make_unit(struct fixture *f, const char *kind, const char *name, int64_t parent, int *ret_shard)
{
	struct unit_new new = { .kind = str_of(kind),
		.name = str_of(name),
		.parent = parent,
		.since = STR("2025-07-01"),
		.cell_type = STR("thon") };
	struct unit unit;
	int64_t id;
	struct err err = { 0 };
	assert_int_equal(unit_create(f->arena, f->db, &new, call_at(f).now, &id, &err), OK);
	assert_int_equal(unit_load(f->arena, f->db, id, &unit, &err), OK);
	*ret_shard = unit.shard;
	return id;
}

static void enter_people(struct fixture *f)
{
	static const char *const names[PEOPLE] = { "Lê Văn An", "Trần Thị Bình", "Đỗ Văn Cường", "Vũ Thị Dung",
		"Lê Văn An", "Phạm Văn Giang" };
	struct err err = { 0 };
	for (int p = 0; p < PEOPLE; p++) {
		int cell = p % CELLS;
		struct person_new new = { .data = { .full_name = str_of(names[p]),
			                          .birth = str_format(f->arena, "%d", 1960 + p),
			                          .card = str_format(f->arena, "9900000%d", p) },
			.place = { .cell = f->cell[cell],
			        .shard = f->shard[cell],
			        .kind = STR("official"),
			        .status = STR("full"),
			        .post = p == 1 ? STR("bi_thu") : STR("dang_vien") },
			.since = day_at(f, 0) };
		assert_int_equal(person_add(f->arena, f->db, &new, call_at(f).now, &f->person[p], &err), OK);
		for (int day = 0; day < DAYS; day++) {
			f->home[p][day] = cell;
			f->stay[p][day] = NOWHERE;
		}
	}
}

static int open_cells(void **state)
{
	struct arena *arena = arena_open(512 << 20);
	struct fixture *f = arena_new(arena, struct fixture);
	struct err err = { 0 };
	int none;
	assert_true(sodium_init() >= 0);
	f->arena = arena;
	f->dice = 20261122;
	f->db = test_db_open();
	assert_int_equal(db_migrate(f->db, call_at(f).now, &err), OK);
	int64_t first = make_unit(f, "xa", "Đảng bộ xã", 0, &none),
	        second = make_unit(f, "xa", "Đảng bộ phường", 0, &none);
	f->cell[0] = make_unit(f, "chi_bo", "Chi bộ thôn Đông", first, &f->shard[0]);
	f->cell[1] = make_unit(f, "chi_bo", "Chi bộ thôn Đoài", first, &f->shard[1]);
	f->cell[2] = make_unit(f, "chi_bo", "Chi bộ tổ 5", second, &f->shard[2]);
	f->cell[3] = make_unit(f, "chi_bo", "Chi bộ tổ 6", second, &f->shard[3]);
	enter_people(f);
	*state = f;
	return 0;
}

static int close_cells(void **state)
{
	struct fixture *f = *state;
	db_close(f->db);
	arena_close(f->arena);
	return 0;
}

/* An act, in a transaction of its own: undone when it is refused, run again when PostgreSQL asks for it. */
struct act {
	enum { PROPOSE, REFUSE, WITHDRAW, RETURN, ACCEPT } what;
	struct transfer_call call;
	struct transfer *transfer;
	const struct member *member;
	const struct transfer_new *new;
	struct str day;
	int64_t id; /* of what was proposed */
};

static enum status run_act(struct db *db, void *context, struct err *err)
{
	struct act *act = context;
	(void)db;
	switch (act->what) {
	case PROPOSE:
		return transfer_propose(&act->call, act->member, act->new, &act->id, err);
	case REFUSE:
		return transfer_refuse(&act->call, act->transfer, STR("thiếu hồ sơ"), err);
	case WITHDRAW:
		return transfer_withdraw(&act->call, act->transfer, STR("ghi nhầm"), err);
	case RETURN:
		return transfer_return(&act->call, act->transfer, act->day, err);
	case ACCEPT:
		break;
	}
	return transfer_accept(&act->call, act->transfer, act->day, err);
}

static bool kept(struct fixture *f, struct act *act)
{
	struct err err = { 0 };
	enum status status = db_transaction(f->db, run_act, act, &err);
	if (status != OK && status != INVALID && status != CONFLICT)
		fail_msg("%s %s", err.code, err.detail);
	return status == OK;
}

static struct transfer side_of(struct fixture *f, const struct way *way, bool out)
{
	struct transfer_call call = call_at(f);
	struct transfer transfer;
	struct err err = { 0 };
	int cell = out ? way->from : way->to;
	assert_int_equal(transfer_load(&call, f->cell[cell], f->shard[cell], way->id, &transfer, &err), OK);
	assert_int_equal(transfer.out, out);
	return transfer;
}

static bool propose(struct fixture *f, int person, int from, int to, const char *kind, int day, int until)
{
	struct transfer_call call = call_at(f);
	struct transfer_new new = { f->cell[to], str_of(kind), day_at(f, day), day_at(f, until), STR("15-GT/ĐU"),
		STR("theo gia đình") };
	struct member member;
	struct err err = { 0 };
	struct way *way = &f->way[f->ways];
	enum status status = person_member(
	        f->arena, f->db, f->cell[from], f->shard[from], f->person[person], call.today, &member, &err);
	if (status == NOT_FOUND)
		return false;
	assert_int_equal(status, OK);
	*way = (struct way){ .person = person, .from = from, .to = to };
	struct act act = { .what = PROPOSE, .call = call, .member = &member, .new = &new };
	if (!kept(f, &act))
		return false;
	way->id = act.id;
	assert_true(++f->ways < WAYS);
	return true;
}

static void model_accept(struct fixture *f, const struct way *way, bool temporary, int day)
{
	for (int d = day; d < DAYS; d++) {
		f->stay[way->person][d] = temporary ? way->to : NOWHERE;
		if (!temporary)
			f->home[way->person][d] = way->to;
	}
}

static void act(struct fixture *f, const struct way *way)
{
	bool out = roll(f, 2);
	struct transfer t = side_of(f, way, out), in = side_of(f, way, false);
	int day = f->today - (int)roll(f, 4);
	day = day < 0 ? 0 : day;
	struct act act = { .call = call_at(f), .transfer = &in, .day = day_at(f, day) };
	switch (roll(f, 5)) {
	case 0:
		act.what = REFUSE;
		kept(f, &act);
		return;
	case 1:
		t = side_of(f, way, true);
		act.what = WITHDRAW;
		act.transfer = &t;
		kept(f, &act);
		return;
	case 2:
		act.what = RETURN;
		act.transfer = &t;
		for (int d = kept(f, &act) ? day : DAYS; d < DAYS; d++)
			f->stay[way->person][d] = NOWHERE;
		return;
	default:
		act.what = ACCEPT;
		if (kept(f, &act))
			model_accept(f, way, str_is(in.kind, "temporary"), day);
	}
}

/* The lists of all cells on a day say what the model says. */
static void compare_day(struct fixture *f, int day)
{
	int homes[PEOPLE] = { 0 }, stays[PEOPLE] = { 0 };
	for (int c = 0; c < CELLS; c++) {
		struct members members;
		struct err err = { 0 };
		assert_int_equal(
		        person_members_on(f->arena, f->db, f->cell[c], f->shard[c], day_at(f, day), &members, &err),
		        OK);
		for (size_t i = 0; i < members.count; i++)
			for (int p = 0; p < PEOPLE; p++) {
				if (members.at[i].person != f->person[p])
					continue;
				bool guest = str_is(members.at[i].kind, "temporary_here");
				assert_int_equal(c, guest ? f->stay[p][day] : f->home[p][day]);
				if (!guest)
					assert_int_equal(
					        str_is(members.at[i].kind, "away"), f->stay[p][day] != NOWHERE);
				*(guest ? &stays[p] : &homes[p]) += 1;
			}
	}
	for (int p = 0; p < PEOPLE; p++) {
		assert_int_equal(homes[p], 1);
		assert_int_equal(stays[p], f->stay[p][day] != NOWHERE);
	}
}

static void compare_sides(struct fixture *f)
{
	for (size_t i = 0; i < f->ways; i++) {
		struct transfer out = side_of(f, &f->way[i], true), in = side_of(f, &f->way[i], false);
		assert_true(str_eq(out.state, in.state) && str_eq(out.day, in.day));
		assert_true(str_eq(out.began, in.began) && str_eq(out.ended, in.ended));
		assert_text(out.reason, "theo gia đình");
		assert_int_equal(in.reason.len, 0);
	}
}

static void everybody_is_at_home_once(void **state)
{
	struct fixture *f = *state;
	int taken = 0;
	for (int step = 0; step < STEPS && f->ways + 1 < WAYS; step++) {
		f->today = step * (DAYS - 1) / STEPS;
		if (roll(f, 3) == 0) {
			int person = (int)roll(f, PEOPLE), day = f->today + (int)roll(f, 4) - 2;
			int from = roll(f, 4) ? f->home[person][f->today] : (int)roll(f, CELLS);
			propose(f, person, from, (int)roll(f, CELLS), roll(f, 2) ? "official" : "temporary",
			        day < 0 ? 0 : day, f->today + 3 + (int)roll(f, 20));
		} else if (f->ways) {
			act(f, &f->way[f->ways - 1 - roll(f, f->ways < 6 ? (uint32_t)f->ways : 6)]);
		}
		compare_day(f, f->today);
	}
	for (int day = 0; day < DAYS; day++)
		compare_day(f, day);
	compare_sides(f);
	for (size_t i = 0; i < f->ways; i++) {
		struct transfer t = side_of(f, &f->way[i], true);
		taken += str_is(t.state, "accepted") || str_is(t.state, "returned");
	}
	assert_true(f->ways > 60 && taken > 20); /* or it proved little */
}

static void numbers_stay_with_the_person(void **state)
{
	struct fixture *f = *state;
	struct transfer_call call = call_at(f);
	struct err err = { 0 };
	int64_t found;
	assert_true(propose(f, 0, 0, 2, "official", 0, 1));
	struct transfer in = side_of(f, &f->way[0], false);
	assert_text(in.name, "Lê Văn An");
	assert_text(in.birth_year, "1960");
	assert_true(in.card);
	assert_int_equal(transfer_accept(&call, &in, call.today, &err), OK);
	assert_int_equal(person_find_key(f->arena, f->db, "card", STR("99000000"), &found, &err), OK);
	assert_int_equal(found, f->person[0]);
	struct buf json = buf_open(f->arena, 1 << 16);
	assert_int_equal(transfer_export(f->arena, f->db, (struct person_id){ f->person[0] }, &json, &err), OK);
	assert_true(str_find(buf_text(&json), STR("15-GT/ĐU")) >= 0);
	assert_int_equal(transfer_forget(f->arena, f->db, (struct person_id){ f->person[0] }, call.now, &err), OK);
	in = side_of(f, &f->way[0], false);
	assert_text(in.name, "(đã xóa)");
	assert_int_equal(in.birth_year.len, 0);
	json = buf_open(f->arena, 1 << 16);
	assert_int_equal(transfer_archive(f->arena, f->db, (struct cell_id){ f->cell[0] }, &json, &err), OK);
}

/* The cell ends: what waited for it waits for its heir; what went between the two is over. */
static void an_heir_takes_open_ways(void **state)
{
	struct fixture *f = *state;
	struct transfer_call call = call_at(f);
	struct transfer t;
	struct err err = { 0 };
	assert_true(propose(f, 0, 0, 2, "official", 0, 1));  /* away from the cell that ends */
	assert_true(propose(f, 2, 2, 0, "temporary", 0, 9)); /* to it */
	assert_true(propose(f, 1, 1, 0, "official", 0, 1));  /* between the two */
	struct transfer_heir heir = { f->cell[0], f->cell[1], 0, f->shard[0], f->shard[1], call.today, 0 };
	assert_int_equal(transfer_hand_on(f->arena, f->db, &heir, call.now, &err), OK);
	assert_int_equal(transfer_load(&call, f->cell[0], f->shard[0], f->way[0].id, &t, &err), NOT_FOUND);
	assert_int_equal(transfer_load(&call, f->cell[1], f->shard[1], f->way[0].id, &t, &err), OK);
	assert_true(t.out && t.other == f->cell[2]);
	t = side_of(f, &f->way[1], true);
	assert_int_equal(t.other, f->cell[1]);
	t = side_of(f, &f->way[2], true);
	assert_text(t.state, "withdrawn");
	/* The member of the cell that ended is now one of its heir, and the way goes on from there. */
	struct member member;
	struct person_step step = { f->cell[1], f->shard[1], STR_NONE, call.today, STR_NONE };
	assert_int_equal(
	        person_member(f->arena, f->db, f->cell[0], f->shard[0], f->person[0], call.today, &member, &err), OK);
	assert_int_equal(person_move(f->arena, f->db, &member, &step, call.now, &err), OK);
	assert_int_equal(transfer_load(&call, f->cell[2], f->shard[2], f->way[0].id, &t, &err), OK);
	assert_int_equal(t.other, f->cell[1]);
	assert_int_equal(transfer_accept(&call, &t, call.today, &err), OK);
	f->home[0][0] = 2;
	compare_day(f, 0);
}

static bool take_in(struct fixture *f, size_t way)
{
	struct transfer in = side_of(f, &f->way[way], false);
	struct act act = { .what = ACCEPT, .call = call_at(f), .transfer = &in, .day = day_at(f, 0) };
	return kept(f, &act);
}

static bool stays_at(struct fixture *f, int cell, int person, const char *kind)
{
	struct member member;
	struct err err = { 0 };
	return person_member(f->arena, f->db, f->cell[cell], f->shard[cell], f->person[person], call_at(f).today,
	               &member, &err) == OK &&
	       !member.left.len && str_is(member.kind, kind);
}

/* Two cells were merged by mistake: open ways stand again as they did; what was answered meanwhile stays answered. */
static void a_corrected_merge_gives_open_ways_back(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	int64_t change;
	assert_true(propose(f, 0, 0, 2, "official", 0, 1));  /* away from the cell that ends */
	assert_true(propose(f, 2, 2, 0, "official", 0, 1));  /* to it */
	assert_true(propose(f, 1, 1, 0, "official", 0, 1));  /* between the two */
	assert_true(propose(f, 4, 0, 1, "official", 0, 1));  /* and the other way */
	assert_true(propose(f, 3, 3, 0, "temporary", 0, 9)); /* guests, from elsewhere and from the heir */
	assert_true(propose(f, 5, 1, 0, "temporary", 0, 9));
	assert_true(take_in(f, 4) && take_in(f, 5));
	f->today = 3;
	struct unit_decision by = { day_at(f, 3), STR("3-QĐ/ĐU"), 1, f->cell[1] };
	assert_int_equal(unit_merge(f->arena, f->db, (struct unit_list){ f->cell, 2 }, f->cell[1], NULL, &by,
	                         call_at(f).now, &change, &err),
	        OK);
	struct way to_heir = f->way[1];
	to_heir.to = 1;
	assert_text(side_of(f, &to_heir, false).state, "proposed");
	assert_text(side_of(f, &f->way[3], true).state, "withdrawn");
	assert_true(stays_at(f, 1, 0, "official") && stays_at(f, 1, 3, "temporary_here"));
	assert_int_equal(unit_undo(f->arena, f->db, change, STR("4-QĐ/ĐU"), 1, call_at(f).now, &err), OK);
	for (size_t i = 0; i < 5; i++) {
		struct transfer out = side_of(f, &f->way[i], true), in = side_of(f, &f->way[i], false);
		assert_text(out.state, i < 4 ? "proposed" : "accepted");
		assert_text(in.state, i < 4 ? "proposed" : "accepted");
		assert_true(out.other == f->cell[f->way[i].to] && in.other == f->cell[f->way[i].from]);
		assert_true(out.answered_at == in.answered_at && (i < 4) == !in.answered_at);
	}
	assert_text(side_of(f, &f->way[5], true).state, "returned");
	assert_true(stays_at(f, 0, 0, "official") && stays_at(f, 0, 4, "official") && stays_at(f, 1, 1, "official"));
	assert_true(stays_at(f, 0, 3, "temporary_here") && stays_at(f, 3, 3, "away"));
	assert_true(stays_at(f, 1, 5, "official") && !stays_at(f, 0, 5, "official"));
}

static void what_was_answered_meanwhile_stays_answered(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	int64_t change;
	assert_true(propose(f, 2, 2, 0, "official", 0, 1));
	struct unit_decision by = { day_at(f, 0), STR("3-QĐ/ĐU"), 1, f->cell[1] };
	assert_int_equal(unit_merge(f->arena, f->db, (struct unit_list){ f->cell, 2 }, f->cell[1], NULL, &by,
	                         call_at(f).now, &change, &err),
	        OK);
	f->way[0].to = 1;
	struct transfer in = side_of(f, &f->way[0], false);
	struct act act = { .what = REFUSE, .call = call_at(f), .transfer = &in };
	assert_true(kept(f, &act));
	assert_int_equal(unit_undo(f->arena, f->db, change, STR("4-QĐ/ĐU"), 1, call_at(f).now, &err), OK);
	assert_text(side_of(f, &f->way[0], false).state, "refused");
	assert_text(side_of(f, &f->way[0], true).state, "refused");
	/* A cell that closes with nobody in it: who was asked to come stays, and may be asked again. */
	assert_true(propose(f, 1, 1, 0, "official", 0, 1));
	struct transfer_heir nobody = { f->cell[0], 0, 0, f->shard[0], 0, day_at(f, 0), 77 };
	assert_int_equal(transfer_hand_on(f->arena, f->db, &nobody, call_at(f).now, &err), OK);
	assert_text(side_of(f, &f->way[1], true).state, "withdrawn");
	struct transfer_back back = { 77, f->cell[0], f->shard[0] };
	assert_int_equal(transfer_take_back(f->arena, f->db, &back, &err), OK);
	assert_text(side_of(f, &f->way[1], true).state, "proposed");
	assert_text(side_of(f, &f->way[1], false).state, "proposed");
}

int main(void)
{
#define with_cells(test) cmocka_unit_test_setup_teardown(test, open_cells, close_cells)
	const struct CMUnitTest tests[] = {
		with_cells(everybody_is_at_home_once),
		with_cells(numbers_stay_with_the_person),
		with_cells(an_heir_takes_open_ways),
		with_cells(a_corrected_merge_gives_open_ways_back),
		with_cells(what_was_answered_meanwhile_stays_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
