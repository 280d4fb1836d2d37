/* Changes of the tree: what each does and refuses, and at random that the closure is what the edges say on every day,
 * that nothing overlaps, and that what is taken back leaves no trace. */
#include "base/test_private.h"
#include "base/time.h"
#include "feature/person/person.h"
#include "feature/unit/unit_private.h"
#include "gen/unit_sql.h"
#include "tests/harness/test_db.h"

enum { UNITS = 200, STEPS = 70, RUNS = 6, DAYS = 460 };

struct fixture {
	struct arena *arena, *scratch;
	struct db *db;
	int64_t now;
	int64_t at[UNITS], centre; /* all that were made */
	size_t count;
	int64_t undo[STEPS * 2];
	size_t undo_count;
	uint64_t seed;
};

static int open_tree(void **state)
{
	struct arena *arena = arena_open(64 << 20);
	struct fixture *f = arena_new(arena, struct fixture);
	struct err err = { 0 };
	f->arena = arena;
	f->scratch = arena_open(256 << 20);
	f->now = date_instant((struct date){ 2026, 11, 3 }, 480);
	f->db = test_db_open();
	assert_int_equal(db_migrate(f->db, f->now, &err), OK);
	*state = f;
	return 0;
}

static int close_tree(void **state)
{
	struct fixture *f = *state;
	db_close(f->db);
	arena_close(f->scratch);
	arena_close(f->arena);
	return 0;
}

static int64_t create(struct fixture *f, const char *kind, const char *name, int64_t parent, const char *since)
{
	struct unit_new unit = { .kind = str_of(kind),
		.name = str_of(name),
		.parent = parent,
		.since = str_of(since),
		.code = str_of(name),
		.cell_type = STR("thôn") };
	struct err err = { 0 };
	assert_int_equal(unit_create(f->arena, f->db, &unit, f->now, &f->at[f->count], &err), OK);
	return f->at[f->count++];
}

static struct unit load(struct fixture *f, int64_t id)
{
	struct unit unit;
	struct err err = { 0 };
	assert_int_equal(unit_load(f->scratch, f->db, id, &unit, &err), OK);
	return unit;
}

static void admit(struct fixture *f, int64_t cell, const char *name, const char *post, const char *since)
{
	struct unit unit = load(f, cell);
	struct person_new new = { .data.full_name = str_of(name),
		.place = { .cell = cell,
		        .shard = unit.shard,
		        .kind = STR("official"),
		        .status = STR("full"),
		        .post = str_of(post) },
		.since = str_of(since) };
	struct err err = { 0 };
	int64_t person;
	assert_int_equal(person_add(f->arena, f->db, &new, f->now, &person, &err), OK);
}

static size_t members_of(struct fixture *f, int64_t cell, struct members *ret_members)
{
	struct unit unit = load(f, cell);
	struct err err = { 0 };
	assert_int_equal(person_members(f->scratch, f->db, cell, unit.shard, STR("2026-11-03"), ret_members, &err), OK);
	return ret_members->count;
}

static struct unit_decision decision(struct fixture *f, const char *day)
{
	return (struct unit_decision){ str_of(day), STR("15-QĐ/TU"), 7, f->centre };
}

/* Who stood below whom on some days, who was a member where, what codes are in use. */
static struct str picture(struct fixture *f)
{
	static const struct db_statement places = { "test_places",
		"SELECT u.id, coalesce(e.parent, 0), coalesce(c.code, '') FROM unit u LEFT JOIN unit_edge e ON e.unit "
		"= u.id AND "
		"e.since <= ?1 AND e.until > ?1 LEFT JOIN unit_code c ON c.unit = u.id AND c.since <= ?1 AND c.until > "
		"?1 WHERE "
		"u.since <= ?1 AND u.until > ?1 ORDER BY u.id",
		"t", DB_OWN };
	static const struct db_statement people = { "test_people",
		"SELECT cell, person, post FROM membership WHERE until = '9999-12-31' ORDER BY cell, person", "",
		DB_OWN };
	struct buf buf = buf_open(f->scratch, 1 << 22);
	struct err err = { 0 };
	struct db_cursor *cursor;
	bool row;
	for (int day = 0; day < DAYS; day += 9) {
		struct str iso = date_iso(f->scratch, date_add((struct date){ 2025, 8, 1 }, day));
		assert_int_equal(db_start(f->db, &places, &cursor, &err), OK);
		db_bind_text(cursor, 1, iso);
		while (db_step(cursor, &row, &err) == OK && row)
			buf_format(&buf, "%lld<%lld %.*s,", (long long)db_int(cursor, 0), (long long)db_int(cursor, 1),
			        STR_ARG(db_text(f->scratch, cursor, 2)));
		db_finish(cursor);
		buf_char(&buf, '\n');
	}
	assert_int_equal(db_start(f->db, &people, &cursor, &err), OK);
	while (db_step(cursor, &row, &err) == OK && row)
		buf_format(&buf, "%lld:%lld %.*s,", (long long)db_int(cursor, 0), (long long)db_int(cursor, 1),
		        STR_ARG(db_text(f->scratch, cursor, 2)));
	db_finish(cursor);
	return buf_text(&buf);
}

static void assert_whole(struct fixture *f)
{
	struct unit_overlaps_rows overlaps;
	struct err err = { 0 };
	assert_int_equal(unit_overlaps(f->scratch, f->db, &overlaps, &err), OK);
	for (size_t i = 0; i < overlaps.count; i++)
		print_error("%.*s of %lld\n", STR_ARG(overlaps.at[i].what), (long long)overlaps.at[i].unit);
	assert_int_equal(overlaps.count, 0);
	for (int day = 0; day < DAYS; day++) {
		struct unit_closure_wrong_rows wrong;
		struct str iso = date_iso(f->scratch, date_add((struct date){ 2025, 8, 1 }, day));
		assert_int_equal(unit_closure_wrong(f->scratch, f->db, &(struct unit_closure_wrong_in){ .day = iso },
		                         &wrong, &err),
		        OK);
		if (wrong.count)
			print_error("closure of %lld on %.*s\n", (long long)wrong.at[0].unit, STR_ARG(iso));
		assert_int_equal(wrong.count, 0);
	}
}

static void grow(struct fixture *f)
{
	f->centre = create(f, "centre", "Trung ương", 0, "2025-07-01");
	int64_t provinces[2], base;
	provinces[0] = create(f, "tinh", "Tỉnh A", f->centre, "2025-07-01");
	provinces[1] = create(f, "tinh", "Tỉnh B", f->centre, "2025-07-01");
	for (int i = 0; i < 4; i++) {
		struct str name = str_format(f->arena, "Xã %d", i);
		int64_t commune = create(f, "xa", name.ptr, provinces[i / 2], "2025-07-01");
		base = create(f, "co_so", str_format(f->arena, "Cơ sở %d", i).ptr, commune, "2025-07-01");
		for (int c = 0; c < 4; c++) {
			int64_t cell = create(f, "chi_bo", str_format(f->arena, "Chi bộ %d.%d", i, c).ptr,
			        c % 2 ? commune : base, "2025-07-20");
			admit(f, cell, "Nguyễn Văn An", "bi_thu", "2025-07-25");
			admit(f, cell, "Trần Thị Bình", "", "2025-07-25");
		}
	}
}

static void committees_close_and_their_cells_stand_below_the_commune(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	int64_t change;
	f->centre = create(f, "xa", "Xã Công Hải", 0, "2025-07-01");
	int64_t bases[] = { create(f, "co_so", "Đảng bộ bộ phận 1", f->centre, "2025-07-01"),
		create(f, "co_so", "Đảng bộ bộ phận 2", f->centre, "2025-07-01") };
	int64_t cells[4];
	for (int i = 0; i < 4; i++)
		cells[i] =
		        create(f, "chi_bo", str_format(f->arena, "Chi bộ thôn %d", i).ptr, bases[i / 2], "2025-07-01");
	struct unit_decision by = decision(f, "2026-09-30");
	struct str before = picture(f);
	assert_int_equal(
	        unit_dissolve(f->arena, f->db, (struct unit_list){ bases, 2 }, f->centre, &by, f->now, &change, &err),
	        OK);
	for (int i = 0; i < 4; i++)
		assert_int_equal(load(f, cells[i]).parent, f->centre);
	assert_text(load(f, bases[0]).until, "2026-09-30");
	assert_text(load(f, bases[0]).name, "Đảng bộ bộ phận 1");
	assert_int_equal(load(f, bases[0]).code.len, 0);
	assert_whole(f);
	assert_int_equal(unit_close(f->arena, f->db, bases[1], &by, f->now, &change, &err), CONFLICT);
	assert_string_equal(err.code, "unit.closed");
	assert_true(!str_eq(before, picture(f)));
}

static void provinces_merge_into_a_new_one_and_back(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	int64_t change, other;
	grow(f);
	struct str before = picture(f);
	struct unit_decision by = decision(f, "2026-07-01");
	struct unit_new new = {
		.kind = STR("tinh"), .name = STR("Tỉnh AB"), .code = STR("Tỉnh A"), .parent = f->centre
	};
	assert_int_equal(
	        unit_merge(f->arena, f->db, (struct unit_list){ f->at + 1, 2 }, 0, &new, &by, f->now, &change, &err),
	        OK);
	struct unit heir;
	assert_int_equal(unit_find_code(f->arena, f->db, STR("Tỉnh A"), &heir, &err), OK);
	assert_text(heir.name, "Tỉnh AB");
	assert_int_equal(load(f, f->at[3]).parent, heir.id);
	assert_whole(f);
	/* The name of a unit below may be decided on afterwards; a later move of one comes first when taking back. */
	struct unit_decision later = decision(f, "2026-08-01");
	int64_t base = f->at[4];
	assert_int_equal(
	        unit_move(f->arena, f->db, (struct unit_list){ &base, 1 }, heir.id, &later, f->now, &other, &err), OK);
	assert_int_equal(unit_undo(f->arena, f->db, change, STR("20-QĐ/TU"), 7, f->now, &err), CONFLICT);
	assert_string_equal(err.code, "unit.undo_later");
	assert_int_equal(unit_undo(f->arena, f->db, other, STR("20-QĐ/TU"), 7, f->now, &err), OK);
	assert_int_equal(unit_undo(f->arena, f->db, change, STR("20-QĐ/TU"), 7, f->now, &err), OK);
	assert_text(picture(f), before.ptr);
	assert_int_equal(unit_undo(f->arena, f->db, change, STR("20-QĐ/TU"), 7, f->now, &err), CONFLICT);
	assert_string_equal(err.code, "unit.undo_done");
	assert_whole(f);
}

static void cells_merge_and_split_with_their_members(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct members members;
	int64_t change;
	grow(f);
	int64_t cells[] = { f->at[5], f->at[6] };
	struct str before = picture(f);
	struct unit_decision by = decision(f, "2026-10-01");
	assert_int_equal(
	        unit_merge(f->arena, f->db, (struct unit_list){ cells, 2 }, cells[0], NULL, &by, f->now, &change, &err),
	        OK);
	assert_int_equal(members_of(f, cells[0], &members), 4);
	assert_int_equal(members_of(f, cells[1], &members), 0);
	assert_whole(f);
	assert_int_equal(unit_undo(f->arena, f->db, change, STR("20-QĐ/TU"), 7, f->now, &err), OK);
	assert_text(picture(f), before.ptr);
	members_of(f, cells[0], &members);
	struct unit_new parts[] = { { .name = STR("Chi bộ mới 1") },
		{ .name = STR("Chi bộ mới 2"), .code = STR("M2") } };
	struct unit_share shares[] = { { members.at[0].person, 0 }, { members.at[1].person, 1 } };
	struct unit_split split = { cells[0], parts, 2, shares, 2 };
	assert_int_equal(unit_split(f->arena, f->db, &split, &by, f->now, &change, &err), OK);
	assert_text(load(f, cells[0]).until, "2026-10-01");
	struct unit part;
	assert_int_equal(unit_find_code(f->arena, f->db, STR("M2"), &part, &err), OK);
	assert_int_equal(members_of(f, part.id, &members), 1);
	assert_whole(f);
	assert_int_equal(unit_undo(f->arena, f->db, change, STR("20-QĐ/TU"), 7, f->now, &err), OK);
	assert_text(picture(f), before.ptr);
}

static void what_cannot_be_is_refused(void **state)
{
	struct fixture *f = *state;
	grow(f);
	int64_t centre = f->at[0], province = f->at[1], other = f->at[2], commune = f->at[3], base = f->at[4],
	        cell = f->at[5], change;
	static const char wrong_day[] = "2026-11-04";
	const struct {
		int64_t unit, target;
		const char *day, *code;
	} moves[] = {
		{ base, base, "2026-10-01", "unit.change_circle" },
		{ province, commune, "2026-10-01", "unit.change_kind" },
		{ commune, province, "2026-10-01", "unit.change_same" },
		{ commune, cell, "2026-10-01", "unit.change_kind" },
		{ commune, other, wrong_day, "unit.day_future" },
		{ commune, other, "2025-06-30", "unit.target_early" },
		{ cell, other, "2025-07-10", "unit.change_early" },
	};
	for (size_t i = 0; i < LENGTH(moves); i++) {
		struct err err = { 0 };
		struct unit_decision by = decision(f, moves[i].day);
		assert_int_equal(db_savepoint(f->db, &err), OK);
		assert_int_equal(unit_move(f->arena, f->db, (struct unit_list){ &moves[i].unit, 1 }, moves[i].target,
		                         &by, f->now, &change, &err),
		        INVALID);
		assert_string_equal(err.code, moves[i].code);
		assert_int_equal(db_rollback_to(f->db, NULL), OK);
	}
	const struct {
		int64_t unit;
		const char *day, *code;
	} closes[] = { { centre, "2026-10-01", "unit.close_below" }, { cell, "2026-10-01", "unit.close_members" },
		{ cell, "2025-07-20", "unit.close_early" } };
	for (size_t i = 0; i < LENGTH(closes); i++) {
		struct err err = { 0 };
		struct unit_decision by = decision(f, closes[i].day);
		assert_int_equal(db_savepoint(f->db, &err), OK);
		assert_int_equal(unit_close(f->arena, f->db, closes[i].unit, &by, f->now, &change, &err), INVALID);
		assert_string_equal(err.code, closes[i].code);
		assert_int_equal(db_rollback_to(f->db, NULL), OK);
	}
	struct err err = { 0 };
	struct unit_decision by = decision(f, "2026-10-01");
	int64_t unlike[] = { commune, cell };
	assert_int_equal(
	        unit_merge(f->arena, f->db, (struct unit_list){ unlike, 2 }, commune, NULL, &by, f->now, &change, &err),
	        INVALID);
	assert_string_equal(err.code, "unit.merge_kinds");
}

static void hold(struct fixture *f, int64_t cell, const char *state, const char *day)
{
	char sql[400];
	struct err err = { 0 };
	snprintf(sql, sizeof(sql),
	        "INSERT INTO meeting (id, shard, cell, month, day, minute, kind, state, set_day, rubric, entered_at) "
	        "VALUES (%lld, %d, %lld, 202610, '%s', 480, 'regular', '%s', '%s', 'x', 0)",
	        (long long)(cell + 100), load(f, cell).shard, (long long)cell, day, state, day);
	assert_int_equal(db_exec(f->db, sql, &err), OK);
}

static void a_cell_that_meets_does_not_go(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	int64_t change;
	grow(f);
	int64_t open[] = { f->at[5], f->at[6] }, ended[] = { f->at[7], f->at[8] };
	struct unit_decision by = decision(f, "2026-10-03"), later = decision(f, "2026-10-04");
	hold(f, open[0], "open", "2026-10-03");
	hold(f, ended[0], "ended", "2026-10-03");
	assert_int_equal(db_savepoint(f->db, &err), OK);
	assert_int_equal(
	        unit_merge(f->arena, f->db, (struct unit_list){ open, 2 }, open[1], NULL, &by, f->now, &change, &err),
	        INVALID);
	assert_string_equal(err.code, "unit.close_open");
	assert_int_equal(db_rollback_to(f->db, NULL), OK);
	assert_int_equal(db_savepoint(f->db, &err), OK);
	assert_int_equal(
	        unit_merge(f->arena, f->db, (struct unit_list){ ended, 2 }, ended[1], NULL, &by, f->now, &change, &err),
	        INVALID);
	assert_string_equal(err.code, "unit.close_held");
	assert_int_equal(db_rollback_to(f->db, NULL), OK);
	assert_int_equal(unit_merge(f->arena, f->db, (struct unit_list){ ended, 2 }, ended[1], NULL, &later, f->now,
	                         &change, &err),
	        OK);
	assert_whole(f);
}

static void the_nightly_check_finds_what_contradicts(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct unit_overlaps_rows overlaps;
	struct unit_closure_wrong_rows wrong;
	grow(f);
	assert_whole(f);
	char sql[256];
	snprintf(sql, sizeof(sql),
	        "INSERT INTO unit_edge (unit, since, parent, entered_at) VALUES (%lld, '2026-01-01', %lld, 0)",
	        (long long)f->at[3], (long long)f->at[2]);
	assert_int_equal(db_exec(f->db, sql, &err), OK);
	assert_int_equal(unit_overlaps(f->scratch, f->db, &overlaps, &err), OK);
	assert_int_equal(overlaps.count, 1);
	assert_int_equal(overlaps.at[0].unit, f->at[3]);
	assert_text(overlaps.at[0].what, "edge");
	assert_int_equal(unit_closure_wrong(f->scratch, f->db,
	                         &(struct unit_closure_wrong_in){ .day = STR("2026-02-01") }, &wrong, &err),
	        OK);
	assert_true(wrong.count > 0);
}

static uint64_t rnd(struct fixture *f, uint64_t below)
{
	f->seed ^= f->seed << 13;
	f->seed ^= f->seed >> 7;
	f->seed ^= f->seed << 17;
	return f->seed % below;
}

static int64_t any(struct fixture *f)
{
	return f->at[rnd(f, f->count)];
}

/* The units that a change made are among those of the next steps. */
static void learn(struct fixture *f, int64_t change)
{
	struct unit_change_parts_rows made;
	struct err err = { 0 };
	assert_int_equal(
	        unit_change_parts(f->scratch, f->db,
	                &(struct unit_change_parts_in){ .change = { change }, .what = STR("new"), .last = INT64_MAX },
	                &made, &err),
	        OK);
	for (size_t i = 0; i < made.count && f->count < UNITS; i++)
		f->at[f->count++] = made.at[i].unit.n;
}

/* Some of what stands below the unit, or of its members, goes to a new one. */
static enum status split_some(
        struct fixture *f, int64_t id, const struct unit_decision *by, int64_t *change, struct err *err)
{
	struct unit unit = load(f, id);
	struct unit_new part = { .name = STR("Phần mới") };
	struct unit_share shares[UNITS];
	struct unit_split split = { id, &part, 1, shares, 0 };
	struct members members;
	struct unit_children_rows rows;
	if (str_is(unit.kind, "chi_bo")) {
		members_of(f, id, &members);
		for (size_t i = 0; i < members.count; i++)
			if (rnd(f, 3))
				shares[split.share_count++] = (struct unit_share){ members.at[i].person, 0 };
	} else {
		assert_int_equal(
		        unit_children(f->scratch, f->db, &(struct unit_children_in){ .unit = { id } }, &rows, err), OK);
		for (size_t i = 0; i < rows.count; i++)
			if (rnd(f, 3))
				shares[split.share_count++] = (struct unit_share){ rows.at[i].id.n, 0 };
	}
	return unit_split(f->scratch, f->db, &split, by, f->now, change, err);
}

static enum status step(struct fixture *f, struct str day, int64_t *change, struct err *err)
{
	struct unit_decision by = { day, STR("QĐ"), 7, f->centre };
	int64_t units[] = { any(f), any(f), any(f) };
	struct unit_list list = { units, 1 + rnd(f, 2) };
	struct unit_new new = { .name = STR("Mới"), .cell_type = STR("thôn") };
	*change = 0;
	switch (rnd(f, 9)) {
	case 0:
		new.kind = load(f, units[1]).kind;
		new.parent = any(f);
		new.since = day;
		TRY(unit_create(f->scratch, f->db, &new, f->now, &units[0], err));
		f->at[f->count++] = units[0];
		return OK;
	case 1:
		return unit_merge(
		        f->scratch, f->db, (struct unit_list){ units, 2 }, units[1], NULL, &by, f->now, change, err);
	case 2:
		new.kind = load(f, units[1]).kind;
		new.parent = load(f, units[1]).parent;
		return unit_merge(f->scratch, f->db, (struct unit_list){ units, 2 }, 0, &new, &by, f->now, change, err);
	case 3:
		return unit_dissolve(f->scratch, f->db, list, any(f), &by, f->now, change, err);
	case 4:
		return split_some(f, units[0], &by, change, err);
	case 5:
		return unit_close(f->scratch, f->db, units[0], &by, f->now, change, err);
	case 6:
		if (!f->undo_count)
			return INVALID;
		return unit_undo(f->scratch, f->db, f->undo[rnd(f, f->undo_count)], STR("QĐ sửa"), 7, f->now, err);
	default:
		return unit_move(f->scratch, f->db, list, any(f), &by, f->now, change, err);
	}
}

/* As it is in a request: what fails leaves nothing; what is done and taken back at once leaves nothing either. */
static void random_steps(struct fixture *f, int *done)
{
	for (int i = 0; i < STEPS; i++) {
		struct err err = { 0 };
		arena_reset(f->scratch);
		size_t count = f->count;
		int64_t change;
		struct str day = date_iso(f->scratch, date_add((struct date){ 2025, 8, 1 }, (int)rnd(f, DAYS)));
		struct str before = picture(f);
		assert_int_equal(db_savepoint(f->db, &err), OK);
		if (step(f, day, &change, &err) != OK) {
			assert_int_equal(db_rollback_to(f->db, NULL), OK);
			f->count = count;
			continue;
		}
		assert_int_equal(db_release(f->db, &err), OK);
		++*done;
		if (!change)
			continue;
		learn(f, change);
		if (rnd(f, 2)) {
			f->undo[f->undo_count++] = change;
			continue;
		}
		assert_whole(f);
		assert_int_equal(unit_undo(f->scratch, f->db, change, STR("QĐ sửa"), 7, f->now, &err), OK);
		assert_text(picture(f), before.ptr);
	}
}

static enum status run_steps(struct db *db, void *context, struct err *err)
{
	struct fixture *f = context;
	int done = 0;
	/* Long enough for PostgreSQL to lose sight of who read what on the whole server, and to cancel it by suspicion.
	 */
	if (test_db_server())
		TRY(db_exec(db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", err));
	random_steps(f, &done);
	assert_true(done > STEPS / 5);
	assert_whole(f);
	return OK;
}

static void whatever_happens_the_closure_is_that_of_the_edges(void **state)
{
	for (uint64_t run = 0; run < RUNS; run++) {
		struct fixture *f;
		struct err err = { 0 };
		if (run) {
			close_tree(state);
			open_tree(state);
		}
		f = *state;
		f->seed = 0x9e3779b97f4a7c15u * (run + 1);
		grow(f);
		assert_int_equal(db_transaction(f->db, run_steps, f, &err), OK);
	}
}

int main(void)
{
#define with_tree(test) cmocka_unit_test_setup_teardown(test, open_tree, close_tree)
	const struct CMUnitTest tests[] = {
		with_tree(committees_close_and_their_cells_stand_below_the_commune),
		with_tree(provinces_merge_into_a_new_one_and_back),
		with_tree(cells_merge_and_split_with_their_members),
		with_tree(what_cannot_be_is_refused),
		with_tree(a_cell_that_meets_does_not_go),
		with_tree(the_nightly_check_finds_what_contradicts),
		with_tree(whatever_happens_the_closure_is_that_of_the_edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
