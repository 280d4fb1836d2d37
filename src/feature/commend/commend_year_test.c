/* Praise beside the annual review: its grades of this and earlier years, wherever the member was, open or shut the way;
 * what was classified again does not count. */
#include "base/test_private.h"
#include "base/time.h"
#include "feature/commend/commend_private.h"
#include "tests/harness/test_db.h"

#include <sodium.h>

enum { PEOPLE = 3, FIVE_YEARS = 5, NOW_YEAR = 2026 };

struct fixture {
	struct arena *arena;
	struct db *db;
	struct unit cell, other;
	int64_t commune, province, person[PEOPLE];
	int64_t rows;
};

static struct commend_call call_of(struct fixture *f)
{
	return (struct commend_call){ f->arena, f->db, 1798588800000, STR("2026-12-30"), { 1 } };
}

static struct unit make_unit(struct fixture *f, const char *kind, const char *name, int64_t parent)
{
	struct unit_new new = { .kind = str_of(kind),
		.name = str_of(name),
		.parent = parent,
		.since = STR("2020-07-01"),
		.cell_type = STR("thon") };
	struct unit unit;
	int64_t id;
	struct err err = { 0 };
	assert_int_equal(unit_create(f->arena, f->db, &new, call_of(f).now, &id, &err), OK);
	assert_int_equal(unit_load(f->arena, f->db, id, &unit, &err), OK);
	return unit;
}

/* A row of annual_result; person 0: of the cell itself. */
static void classify(
        struct fixture *f, const struct unit *cell, int64_t person, int year, const char *grade, const char *revoked)
{
	struct err err = { 0 };
	f->rows++;
	struct str sql = str_format(f->arena,
	        "INSERT INTO annual_result (id, shard, assessed, review, cell, year, unit, kind, person, name, grp, "
	        "grade, day, number, revoked_day, account, entered_at) VALUES (%lld, %d, %lld, 1, %lld, %d, 1, '%s', "
	        "%s, 'x', 'x', '%s', '%d-12-20', '1-QĐ/ĐU', %s, 1, 1)",
	        (long long)f->rows, cell->shard, (long long)f->rows, (long long)cell->id, year,
	        person ? "member" : "cell",
	        person ? str_c(f->arena, str_format(f->arena, "%lld", (long long)person)) : "NULL", grade, year,
	        revoked ? "'2026-12-21'" : "NULL");
	assert_int_equal(db_exec(f->db, str_c(f->arena, sql), &err), OK);
}

static int open_cell(void **state)
{
	static const char *const names[PEOPLE] = { "Lê Văn An", "Trần Thị Bình", "Đỗ Văn Cường" };
	struct arena *arena = arena_open(256 << 20);
	struct fixture *f = arena_new(arena, struct fixture);
	struct err err = { 0 };
	assert_true(sodium_init() >= 0);
	f->arena = arena;
	f->db = test_db_open();
	assert_int_equal(db_migrate(f->db, call_of(f).now, &err), OK);
	f->province = make_unit(f, "tinh", "Đảng bộ tỉnh Hoa Sen", 0).id;
	f->commune = make_unit(f, "xa", "Đảng bộ xã Hoa Mai", f->province).id;
	f->cell = make_unit(f, "chi_bo", "Chi bộ thôn Đông", f->commune);
	f->other = make_unit(f, "chi_bo", "Chi bộ thôn Đoài", f->commune);
	for (int p = 0; p < PEOPLE; p++) {
		struct person_new new = { .data = { .full_name = str_of(names[p]) },
			.place = { .cell = f->cell.id,
			        .shard = f->cell.shard,
			        .kind = STR("official"),
			        .status = STR("full"),
			        .post = STR("dang_vien") },
			.since = STR("2025-07-01") };
		assert_int_equal(person_add(f->arena, f->db, &new, call_of(f).now, &f->person[p], &err), OK);
	}
	for (int year = NOW_YEAR - FIVE_YEARS + 1; year <= NOW_YEAR; year++) /* the first ones in another cell */
		classify(f, year < NOW_YEAR - 1 ? &f->other : &f->cell, f->person[0], year, "excellent", NULL);
	classify(f, &f->cell, f->person[1], NOW_YEAR, "good", NULL);
	classify(f, &f->cell, f->person[1], NOW_YEAR - 1, "excellent", NULL);
	classify(f, &f->cell, f->person[2], NOW_YEAR, "excellent", "again");
	classify(f, &f->cell, 0, NOW_YEAR, "excellent", NULL);
	*state = f;
	return 0;
}

static int close_cell(void **state)
{
	struct fixture *f = *state;
	db_close(f->db);
	arena_close(f->arena);
	return 0;
}

static const struct commend_person *person_of(const struct commend_year *year, int64_t person)
{
	for (size_t i = 0; i < year->count; i++)
		if (year->people[i].member->person == person)
			return &year->people[i];
	fail_msg("the member is not there");
	return NULL;
}

static int running(const struct commend_figures *figures)
{
	return commend_running(figures->years, COMMEND_YEARS_LOOKED);
}

static void test_grades(void **state)
{
	struct fixture *f = *state;
	struct commend_call call = call_of(f);
	struct commend_year year;
	struct err err = { 0 };
	assert_int_equal(commend_year_of(&call, &f->cell, NOW_YEAR, &year, &err), OK);
	assert_int_equal(year.count, PEOPLE);
	assert_text(person_of(&year, f->person[0])->figures.grade, "excellent");
	assert_int_equal(running(&person_of(&year, f->person[0])->figures), FIVE_YEARS);
	assert_text(person_of(&year, f->person[1])->figures.grade, "good");
	assert_int_equal(running(&person_of(&year, f->person[1])->figures), 0);
	assert_int_equal(person_of(&year, f->person[2])->figures.grade.len, 0);
	assert_text(year.figures.grade, "excellent");
	assert_int_equal(running(&year.figures), 1);
	assert_int_equal(commend_year_of(&call, &f->cell, NOW_YEAR - 1, &year, &err), OK);
	assert_int_equal(running(&person_of(&year, f->person[1])->figures), 1);
	assert_int_equal(running(&person_of(&year, f->person[0])->figures), FIVE_YEARS - 1);
}

static enum status propose(
        struct fixture *f, int64_t giver, const char *form, enum commend_subject subject, int64_t id, struct err *err)
{
	struct commend_call call = call_of(f);
	struct commend_new new = { .cell = &f->cell,
		.giver = giver,
		.form = str_of(form),
		.kind = STR("yearly"),
		.day = call.today,
		.year = NOW_YEAR,
		.count = 1 };
	struct commend_id made;
	new.pick = arena_take(f->arena, sizeof(*new.pick));
	new.pick[0].subject = subject;
	new.pick[0].id = id;
	return commend_write(&call, &new, &made, err);
}

static void test_ways(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	assert_int_equal(propose(f, f->commune, "giay_khen", COMMEND_MEMBER, f->person[1], &err), INVALID);
	assert_string_equal(err.code, "commend.not_excellent");
	assert_int_equal(propose(f, f->commune, "giay_khen", COMMEND_MEMBER, f->person[2], &err), INVALID);
	assert_string_equal(err.code, "commend.proof");
	assert_int_equal(propose(f, f->province, "bang_khen", COMMEND_CELL, f->cell.id, &err), INVALID);
	assert_string_equal(err.code, "commend.years");
	assert_int_equal(propose(f, f->commune, "giay_khen", COMMEND_MEMBER, f->person[0], &err), OK);
	assert_int_equal(propose(f, f->commune, "giay_khen", COMMEND_MEMBER, f->person[0], &err), CONFLICT);
	assert_string_equal(err.code, "commend.twice");
	assert_int_equal(propose(f, f->province, "bang_khen", COMMEND_MEMBER, f->person[0], &err), OK);
	assert_int_equal(propose(f, f->commune, "giay_khen", COMMEND_CELL, f->cell.id, &err), OK);
}

static void test_list(void **state)
{
	struct fixture *f = *state;
	struct commend_call call = call_of(f);
	struct commend_cells_year_rows rows;
	struct err err = { 0 };
	bool more;
	const struct commend_condition *excellent = &commend_rules(f->arena)->condition[0];
	assert_text(excellent->key, "excellent");
	assert_int_equal(commend_cells_of(&call, f->commune, NOW_YEAR, 0, &rows, &more, &err), OK);
	assert_int_equal(rows.count, 2);
	assert_false(more);
	for (size_t i = 0; i < rows.count; i++) {
		struct commend_figures figures = commend_figures_of_cell(&rows.at[i]);
		bool own = rows.at[i].id.n == f->cell.id;
		assert_int_equal(commend_fits(excellent, &figures, COMMEND_CELL), own ? COMMEND_FITS : COMMEND_UNKNOWN);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_grades), cmocka_unit_test(test_ways),
		cmocka_unit_test(test_list) };
	return cmocka_run_group_tests(tests, open_cell, close_cell);
}
