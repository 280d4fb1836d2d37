/* The counters against a reckoner of its own: random sessions, corrections, moves, mergers and work that is undone
 * half-way. */
#include "feature/figure/figure_private.h"

#include "base/id.h"
#include "base/test_private.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "tests/harness/test_db.h"

#include <sodium.h>

enum { PROVINCES = 2, COMMUNES = 4, CELLS = 9, MONTHS = 5, FIRST = 202605, MOVES = 40, MEETINGS = 400, STEPS = 400 };

/* What the test knows by itself: where each cell stood from which day on, and what each session counted. */
struct move {
	int cell, commune;
	char since[11];
};
struct sitting {
	int64_t id;
	int cell, month;
	int64_t base, present, good;
};
struct model {
	struct arena *arena;
	struct db *db;
	int64_t now, centre, province[PROVINCES], commune[COMMUNES], cell[CELLS];
	int shard[CELLS];
	uint64_t chance;
	struct move moves[CELLS + MOVES];
	struct sitting sittings[MEETINGS];
	size_t move_count, sitting_count;
};

static int pick(struct model *model, int below)
{
	model->chance = model->chance * 6364136223846793005u + 1442695040888963407u;
	return (int)((model->chance >> 33) % (uint64_t)below);
}

static void run(struct model *model, const char *format, ...) FORMAT(2, 3);
static void run(struct model *model, const char *format, ...)
{
	struct err err = { 0 };
	va_list args;
	va_start(args, format);
	struct str sql = str_vformat(model->arena, format, args);
	va_end(args);
	if (db_exec(model->db, str_c(model->arena, sql), &err) != OK)
		fail_msg("%s: %s", str_c(model->arena, sql), err.detail);
}

static int64_t ask(struct model *model, const char *format, ...) FORMAT(2, 3);
static int64_t ask(struct model *model, const char *format, ...)
{
	struct err err = { 0 };
	int64_t value = 0;
	va_list args;
	va_start(args, format);
	struct str sql = str_vformat(model->arena, format, args);
	va_end(args);
	if (db_one_int(model->db, str_c(model->arena, sql), &value, &err) != OK)
		fail_msg("%s: %s", str_c(model->arena, sql), err.detail);
	return value;
}

static int64_t make(struct model *model, const char *kind, const char *name, int64_t parent)
{
	struct err err = { 0 };
	int64_t id;
	struct unit_new unit = { .kind = str_of(kind),
		.name = str_of(name),
		.parent = parent,
		.since = STR("2026-01-01"),
		.cell_type = STR("thon") };
	assert_int_equal(unit_create(model->arena, model->db, &unit, model->now, &id, &err), OK);
	return id;
}

static int open_model(void **state)
{
	struct arena *arena = arena_open(256 << 20);
	struct model *model = arena_new(arena, struct model);
	struct err err = { 0 };
	assert_true(sodium_init() >= 0);
	*model = (struct model){ .arena = arena,
		.db = test_db_open(),
		.now = date_instant((struct date){ 2026, 9, 20 }, 600),
		.chance = 20261122 };
	assert_int_equal(db_migrate(model->db, model->now, &err), OK);
	model->centre = make(model, "centre", "Trung ương", 0);
	for (int i = 0; i < PROVINCES; i++)
		model->province[i] = make(model, "tinh", "Tỉnh", model->centre);
	for (int i = 0; i < COMMUNES; i++)
		model->commune[i] = make(model, "xa", "Xã", model->province[i % PROVINCES]);
	for (int i = 0; i < CELLS; i++) {
		model->cell[i] = make(model, "chi_bo", "Chi bộ", model->commune[i % COMMUNES]);
		model->shard[i] = (int)ask(model, "SELECT shard FROM unit WHERE id = %lld", (long long)model->cell[i]);
		model->moves[model->move_count++] = (struct move){ i, i % COMMUNES, "2026-01-01" };
	}
	*state = model;
	return 0;
}

static int close_model(void **state)
{
	struct model *model = *state;
	db_close(model->db);
	arena_close(model->arena);
	return 0;
}

static enum status touch(struct model *model, int cell, int month, struct err *err)
{
	return counter_touch(model->arena, model->db, model->cell[cell], model->shard[cell], month, model->now, err);
}

static void add_sitting(struct model *model)
{
	struct err err = { 0 };
	struct sitting *new = &model->sittings[model->sitting_count];
	int cell = pick(model, CELLS);
	*new = (struct sitting){ id_new(model->shard[cell]), cell, FIRST + pick(model, MONTHS), 3 + pick(model, 30), 0,
		pick(model, 2) };
	new->present = pick(model, (int)new->base + 1);
	long long id = new->id, in = model->cell[cell];
	int shard = model->shard[cell];
	run(model,
	        "INSERT INTO meeting (id, shard, cell, month, day, minute, kind, state, set_day, rubric, entered_at) "
	        "VALUES "
	        "(%lld, %d, %lld, %d, '2026-06-03', 0, 'regular', 'ended', '2026-06-03', 'r', 1)",
	        id, shard, in, new->month);
	run(model,
	        "INSERT INTO meeting_total (meeting, shard, members, full_members, base, present, excused, unexcused, "
	        "exempt, away, special) VALUES (%lld, %d, 0, 0, %lld, %lld, 0, 0, 0, 0, 0)",
	        id, shard, (long long)new->base, (long long)new->present);
	run(model,
	        "INSERT INTO score_sheet (id, shard, cell, meeting, rubric, rubric_version, state, grade, entered_at) "
	        "VALUES "
	        "(%lld, %d, %lld, %lld, 'r', 1, 'submitted', '%s', 1)",
	        id, shard, in, id, new->good ? "good" : "fair");
	assert_int_equal(touch(model, cell, new->month, &err), OK);
	model->sitting_count++;
}

static void correct(struct model *model)
{
	struct err err = { 0 };
	if (!model->sitting_count)
		return;
	struct sitting *old = &model->sittings[pick(model, (int)model->sitting_count)];
	old->present = pick(model, (int)old->base + 1);
	old->good = pick(model, 2);
	run(model, "UPDATE meeting_total SET present = %lld WHERE meeting = %lld", (long long)old->present,
	        (long long)old->id);
	run(model, "UPDATE score_sheet SET state = 'graded', superior_grade = '%s' WHERE meeting = %lld",
	        old->good ? "good" : "average", (long long)old->id);
	assert_int_equal(touch(model, old->cell, old->month, &err), OK);
}

static const struct move *last_move(const struct model *model, int cell)
{
	for (size_t i = model->move_count; i-- > 0;)
		if (model->moves[i].cell == cell)
			return &model->moves[i];
	return NULL;
}

/* A cell goes to another commune on a day of some month, after its last move. */
static void move(struct model *model)
{
	struct err err = { 0 };
	int cell = pick(model, CELLS), commune = pick(model, COMMUNES);
	const struct move *last = last_move(model, cell);
	struct move new = { .cell = cell, .commune = commune };
	snprintf(new.since, sizeof(new.since), "2026-%02d-%02d", 5 + pick(model, 6), pick(model, 2) ? 1 : 17);
	if (model->move_count == LENGTH(model->moves) || strcmp(new.since, last->since) <= 0)
		return;
	int month = month_of_day(str_of(new.since));
	run(model, "UPDATE unit_edge SET until = '%s' WHERE unit = %lld AND until = '9999-12-31'", new.since,
	        (long long)model->cell[cell]);
	run(model, "INSERT INTO unit_edge (unit, since, parent, entered_at) VALUES (%lld, '%s', %lld, 1)",
	        (long long)model->cell[cell], new.since, (long long)model->commune[commune]);
	const int64_t units[] = { model->cell[cell], model->commune[last->commune], model->commune[commune] };
	for (size_t i = 0; i < LENGTH(units); i++)
		assert_int_equal(counter_mark_unit(model->arena, model->db, units[i], month, &err), OK);
	model->moves[model->move_count++] = new;
}

static enum status half_done(struct db *db, void *context, struct err *err)
{
	struct model *model = context;
	bool more;
	run(model, "UPDATE meeting_total SET base = base + 7");
	for (size_t i = 0; i < model->sitting_count; i++)
		TRY(touch(model, model->sittings[i].cell, model->sittings[i].month, err));
	TRY(counter_merge(model->arena, db, 1000, &more, err));
	return err_set(err, CONFLICT, "test.half", NULL);
}

static enum status merge_step(struct db *db, void *context, struct err *err)
{
	return counter_merge(((struct model *)context)->arena, db, 3, &(bool){ 0 }, err);
}

static enum status merge_all(struct db *db, void *context, struct err *err)
{
	bool more = true;
	while (more)
		TRY(counter_merge(((struct model *)context)->arena, db, 5, &more, err));
	return OK;
}

/* The commune of a cell in a month: where it stood on the first day. */
static int commune_in(const struct model *model, int cell, int month)
{
	char first[16];
	int found = -1;
	snprintf(first, sizeof(first), "%04d-%02d-01", month / 100, month % 100);
	for (size_t i = 0; i < model->move_count; i++)
		if (model->moves[i].cell == cell && strcmp(model->moves[i].since, first) <= 0)
			found = model->moves[i].commune;
	return found;
}

struct sums {
	int64_t sessions, base, present, good;
};

static void expect(struct model *model, int64_t unit, int month, const struct sums *sums)
{
	static const char *const columns[] = { "sessions", "base", "present", "good" };
	const int64_t wanted[] = { sums->sessions, sums->base, sums->present, sums->good };
	for (size_t i = 0; i < LENGTH(columns); i++)
		assert_int_equal(
		        ask(model,
		                "SELECT coalesce((SELECT %s FROM meeting_by_unit WHERE unit = %lld AND month = "
		                "%d), 0)",
		                columns[i], (long long)unit, month),
		        wanted[i]);
}

static void expect_all(struct model *model)
{
	for (int month = FIRST; month < FIRST + MONTHS; month++) {
		struct sums commune[COMMUNES] = { 0 }, province[PROVINCES] = { 0 }, centre = { 0 };
		for (size_t i = 0; i < model->sitting_count; i++) {
			const struct sitting *s = &model->sittings[i];
			if (s->month != month)
				continue;
			int at = commune_in(model, s->cell, month);
			struct sums *up[] = { &commune[at], &province[at % PROVINCES], &centre };
			for (size_t j = 0; j < LENGTH(up); j++) {
				up[j]->sessions++;
				up[j]->base += s->base;
				up[j]->present += s->present;
				up[j]->good += s->good;
			}
		}
		expect(model, model->centre, month, &centre);
		for (int i = 0; i < PROVINCES; i++)
			expect(model, model->province[i], month, &province[i]);
		for (int i = 0; i < COMMUNES; i++)
			expect(model, model->commune[i], month, &commune[i]);
	}
}

static size_t wrong(struct model *model)
{
	struct counter_wrong *at;
	struct err err = { 0 };
	int64_t marks;
	size_t count;
	if (counter_check(model->arena, model->db, model->now, &marks, &at, &count, &err) != OK)
		fail_msg("%s", err.detail);
	assert_int_equal(marks, 0);
	return count;
}

static void always_equal_to_the_scan(void **state)
{
	struct model *model = *state;
	struct err err = { 0 };
	for (int step = 0; step < STEPS; step++) {
		int what = pick(model, 12);
		if (what < 6 && model->sitting_count < MEETINGS)
			add_sitting(model);
		else if (what < 9)
			correct(model);
		else if (what < 10)
			move(model);
		else if (what < 11)
			assert_int_equal(db_transaction(model->db, merge_step, model, &err), OK);
		else if (step % 5 == 0)
			assert_int_equal(db_transaction(model->db, half_done, model, &err), CONFLICT);
		if (step % 50 != 49)
			continue;
		assert_int_equal(db_transaction(model->db, merge_all, model, &err), OK);
		expect_all(model);
		assert_int_equal(wrong(model), 0);
	}
	assert_true(model->move_count > CELLS + 5);
}

static void the_check_finds_what_is_wrong(void **state)
{
	struct model *model = *state;
	struct err err = { 0 };
	for (int i = 0; i < 40; i++)
		add_sitting(model);
	assert_int_equal(db_transaction(model->db, merge_all, model, &err), OK);
	assert_int_equal(wrong(model), 0);
	static const char *const spoils[][2] = {
		{ "UPDATE meeting_by_unit SET present = present + 1 WHERE unit = (SELECT min(unit) FROM "
		  "meeting_by_unit)",
		        "UPDATE meeting_by_unit SET present = present - 1 WHERE unit = (SELECT min(unit) FROM "
		        "meeting_by_unit)" },
		{ "UPDATE meeting_by_cell SET good = good + 1 WHERE cell = (SELECT min(cell) FROM meeting_by_cell)",
		        "UPDATE meeting_by_cell SET good = good - 1 WHERE cell = (SELECT min(cell) FROM "
		        "meeting_by_cell)" },
		{ "UPDATE meeting_total SET base = base + 1", "UPDATE meeting_total SET base = base - 1" },
		{ "UPDATE state_by_unit SET cells = cells - 1", "UPDATE state_by_unit SET cells = cells + 1" },
	};
	for (size_t i = 0; i < LENGTH(spoils); i++) {
		run(model, "%s", spoils[i][0]);
		assert_true(wrong(model) > 0);
		run(model, "%s", spoils[i][1]);
		assert_int_equal(wrong(model), 0);
	}
	run(model, "DELETE FROM meeting_by_unit");
	assert_true(wrong(model) > 0);
	assert_int_equal(counter_rebuild(model->arena, model->db, model->now, &err), OK);
	assert_int_equal(db_transaction(model->db, merge_all, model, &err), OK);
	assert_int_equal(wrong(model), 0);
	expect_all(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(always_equal_to_the_scan, open_model, close_model),
		cmocka_unit_test_setup_teardown(the_check_finds_what_is_wrong, open_model, close_model),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
