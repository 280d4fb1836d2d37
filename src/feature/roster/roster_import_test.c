/* A list beside the database: new, changed, there already, elsewhere; all or nothing; and back again. */
#include "base/test_private.h"
#include "base/time.h"
#include "feature/roster/roster_import.h"
#include "tests/harness/test_db.h"

#include <sodium.h>
#include <string.h>

#define HEADER "Họ và tên;Ngày sinh;Ngày vào Đảng;Ngày chính thức;Số thẻ;Chi bộ;Chức vụ Đảng;Điện thoại;Ghi chú\n"
#define EAST "Chi bộ thôn Đông"

struct fixture {
	struct arena *arena;
	struct db *db;
	int64_t now, commune, east, west;
	int shard;
	struct roster_request request;
	struct roster_plan plan;
	struct err err;
};

static int64_t make_unit(struct fixture *f, const char *kind, const char *name, const char *code, int64_t parent)
{
	struct unit_new new = { .kind = str_of(kind),
		.name = str_of(name),
		.code = str_of(code),
		.parent = parent,
		.since = STR("2025-07-01"),
		.cell_type = STR("thon") };
	int64_t id;
	assert_int_equal(unit_create(f->arena, f->db, &new, f->now, &id, &f->err), OK);
	return id;
}

static int open_commune(void **state)
{
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct fixture *f = arena_new(arena, struct fixture);
	struct unit unit;
	assert_true(sodium_init() >= 0);
	f->arena = arena;
	f->now = date_instant((struct date){ 2026, 11, 3 }, 480);
	f->db = test_db_open();
	assert_int_equal(db_migrate(f->db, f->now, &f->err), OK);
	f->commune = make_unit(f, "xa", "Đảng bộ xã Thư Lâm", "01.046.000.000.000", 0);
	f->east = make_unit(f, "chi_bo", EAST, "01.046.000.000.005", f->commune);
	f->west = make_unit(f, "chi_bo", "Chi bộ thôn Đoài", "01.046.000.000.009", f->commune);
	assert_int_equal(unit_load(arena, f->db, f->east, &unit, &f->err), OK);
	f->shard = unit.shard;
	*state = f;
	return 0;
}

static int close_commune(void **state)
{
	struct fixture *f = *state;
	db_close(f->db);
	arena_close(f->arena);
	return 0;
}

static void plan_at(struct fixture *f, const char *rows, int64_t cell)
{
	f->request = (struct roster_request){ .bytes = str_format(f->arena, "%s%s", HEADER, rows),
		.file_name = STR("list.csv"),
		.as_of = STR("2026-11-03"),
		.cell = cell,
		.commune = cell ? 0 : f->commune };
	assert_int_equal(roster_plan(f->arena, f->db, &f->request, f->now, &f->plan, &f->err), OK);
}

static void plan(struct fixture *f, const char *rows)
{
	plan_at(f, rows, 0);
}

/* What roster_write said, undone where it failed. */
static enum status write_rows(struct fixture *f, bool skip_wrong, int64_t *ret_import)
{
	f->err = (struct err){ 0 };
	assert_int_equal(db_savepoint(f->db, NULL), OK);
	enum status status =
	        roster_write(f->arena, f->db, &f->request, &f->plan, skip_wrong, 0, f->now, ret_import, &f->err);
	if (status == OK)
		assert_int_equal(db_release(f->db, NULL), OK);
	else
		assert_int_equal(db_rollback_to(f->db, NULL), OK);
	return status;
}

static int64_t import(struct fixture *f, const char *rows)
{
	int64_t id;
	plan(f, rows);
	assert_int_equal(write_rows(f, false, &id), OK);
	return id;
}

static struct members members_of(struct fixture *f, int64_t cell)
{
	struct members members;
	assert_int_equal(person_members(f->arena, f->db, cell, f->shard, STR("2026-11-03"), &members, &f->err), OK);
	return members;
}

static const struct member *find(struct fixture *f, int64_t cell, const char *name)
{
	struct members members = members_of(f, cell);
	for (size_t i = 0; i < members.count; i++)
		if (str_is(members.at[i].name, name))
			return &members.at[i];
	return NULL;
}

static const char people[] =
        "Ngô Đức Thuận;12/3/1974;19/5/1999;19/5/2000;99510201;thôn Đông;Bí thư;0900000101;\n"
        "Lê Thị Hoà;2/11/1980;2/9/2008;2/9/2009;99510202;thôn Đông;Phó Bí thư chi bộ;;\n"
        "Nguyễn Văn Sáng;30/1/1949;22/12/1972;22/12/1973;99510204;thôn Đông;Đảng ủy viên;;Miễn sinh hoạt\n"
        "Nguyễn Văn Sáng;18/6/1977;27/7/2004;27/7/2005;99510208;thôn Đông;;;sinh hoạt tạm thời nơi khác\n"
        "Trần Khánh Ly;4/5/2001;26/3/2026;;;thôn Đoài;;;Đảng viên dự bị\n";

static void test_new(void **state)
{
	struct fixture *f = *state;
	int64_t none;
	assert_int_not_equal(import(f, people), 0);
	assert_int_equal(f->plan.added, 5);
	const struct member *member = find(f, f->east, "Ngô Đức Thuận");
	assert_true(str_is(member->post, "bi_thu") && str_is(member->data.phone, "0900000101"));
	assert_true(str_is(find(f, f->east, "Lê Thị Hoà")->post, "pho_bi_thu"));
	assert_true(str_is(find(f, f->west, "Trần Khánh Ly")->status, "probationary"));
	struct members east = members_of(f, f->east);
	assert_int_equal(east.count, 4);
	for (size_t i = 0; i < east.count; i++)
		if (str_is(east.at[i].name, "Nguyễn Văn Sáng")) {
			bool old = str_is(east.at[i].label, "1949");
			assert_true(old || str_is(east.at[i].label, "1977"));
			assert_int_equal(east.at[i].exempt, old);
			assert_true(str_is(east.at[i].kind, old ? "official" : "away"));
			assert_true(str_is(east.at[i].post, "dang_vien"));
		}
	plan(f, people);
	assert_int_equal(f->plan.same, 5);
	assert_int_equal(write_rows(f, false, &none), OK);
	assert_int_equal(none, 0);
}

static void test_changed(void **state)
{
	struct fixture *f = *state;
	import(f, people);
	int64_t id = import(f, "Lê Thị Hòa;2/11/1980;2/9/2008;2/9/2009;99510202;thôn Đông;Bí thư;0900000102;\n"
	                       "Trần Khánh Ly;2001;26/3/2026;;;thôn Đoài;;;Đảng viên dự bị\n");
	assert_int_equal(f->plan.changed, 1);
	assert_int_equal(f->plan.same, 1);
	const struct member *member = find(f, f->east, "Lê Thị Hoà");
	assert_true(str_is(member->data.phone, "0900000102") && str_is(member->post, "bi_thu"));
	assert_true(str_is(find(f, f->west, "Trần Khánh Ly")->data.birth, "2001-05-04"));
	assert_int_equal(roster_undo(f->arena, f->db, id, f->now, &f->err), OK);
	member = find(f, f->east, "Lê Thị Hoà");
	assert_true(!member->data.phone.len && str_is(member->post, "pho_bi_thu"));
	assert_int_equal(roster_undo(f->arena, f->db, id, f->now, &f->err), CONFLICT);
	assert_string_equal(f->err.code, "roster.taken_back");
}

static void test_elsewhere(void **state)
{
	static const char rows[] = "Ngô Đức Thuận;12/3/1974;19/5/1999;19/5/2000;99510201;thôn Đoài;;;\n"
	                           "Bùi Thị Thu Hằng;25/12/1985;8/3/2011;8/3/2012;99510209;thôn Đoài;;;\n"
	                           "Lê Thị Hòa;2/11/1980;2/9/2008;2/9/2009;;thôn Đoài;;;\n";
	struct fixture *f = *state;
	int64_t id;
	import(f, people);
	plan(f, rows);
	assert_int_equal(f->plan.elsewhere, 2);
	assert_int_equal(f->plan.roster.errors.count, 2);
	assert_string_equal(f->plan.roster.errors.list[0].kind, "member_elsewhere");
	assert_int_equal(f->plan.roster.errors.list[0].row, 2);
	assert_int_equal(write_rows(f, false, &id), CONFLICT);
	assert_string_equal(f->err.code, "roster.wrong_rows");
	assert_int_equal(members_of(f, f->west).count, 1);
	assert_int_equal(write_rows(f, true, &id), OK);
	assert_int_equal(members_of(f, f->west).count, 2);
	plan(f, "Ngô Đức Thuận;12/3/1974;19/5/1999;19/5/2000;99510201;thôn Đoài;;;Sinh hoạt tạm thời tại chi bộ\n");
	assert_int_equal(f->plan.elsewhere, 0);
}

static void test_cells(void **state)
{
	struct fixture *f = *state;
	struct unit unit;
	int64_t id;
	plan(f, "Vũ Xuân Trường;28/2/1969;3/1/1995;3/1/1996;99510210;Trường THCS Thư Lâm;;;\n"
	        "Đỗ Y;14/9/1990;18/11/2016;18/11/2017;99510211;Trường THCS Thư Lâm;;;\n"
	        "Hoàng Minh Quý;7/4/1962;19/5/1986;19/5/1987;99510212;Trường THCS Thư Lâm;;;\n");
	assert_int_equal(f->plan.missing, 1);
	assert_int_equal(write_rows(f, true, &id), CONFLICT);
	assert_string_equal(f->err.code, "roster.cells_missing");
	for (size_t i = 0; i < f->plan.roster.cell_count; i++)
		f->plan.targets[i].create = true;
	assert_int_equal(write_rows(f, false, &id), OK);
	assert_int_equal(unit_find_code(f->arena, f->db, STR("01.046.000.000.010"), &unit, &f->err), OK);
	assert_true(str_is(unit.name, "Chi bộ Trường THCS Thư Lâm") && str_is(unit.cell_type, "hanh_chinh"));
	assert_int_equal(members_of(f, unit.id).count, 3);
	assert_int_equal(roster_undo(f->arena, f->db, id, f->now, &f->err), OK);
	assert_int_equal(unit_find_code(f->arena, f->db, STR("01.046.000.000.010"), &unit, &f->err), NOT_FOUND);
	assert_int_equal(members_of(f, unit.id).count, 0);
}

static void test_types(void **state)
{
	static const struct {
		const char *name, *type;
	} cases[] = { { "Chi bộ Ủy ban MTTQ", "hanh_chinh" }, { "Chi bộ Trường Mầm non thôn Đông", "hanh_chinh" },
		{ "Chi bộ Ban Dân vận", "hanh_chinh" }, { "Chi bộ Ban Chỉ huy Quân sự", "llvt" },
		{ "Chi bộ Công an xã", "llvt" }, { "Chi bộ bản Mù", "thon" }, { "Chi bộ Khu phố 3", "thon" },
		{ "Chi bộ 7", "thon" }, { "CHI BO TRUONG THCS", "hanh_chinh" }, { "Chi bộ HTX Rau sạch", "dntn" },
		{ "Chi bộ Tổng công ty Thép", "dnnn" }, { "Chi bộ Trường Y, sinh viên", "hoc_sinh" } };
	struct fixture *f = *state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_string_equal(str_c(f->arena, roster_type_of(f->arena, str_of(cases[i].name))), cases[i].type);
}

static void test_wrong(void **state)
{
	static const char rows[] = "Vũ Xuân Trường;28/2/1969;3/1/1995;3/1/1996;99510210;thôn Đông;;;\n"
	                           "Đỗ Y;31/9/1990;18/11/2016;18/11/2017;99510211;thôn Đông;;;\n";
	struct fixture *f = *state;
	int64_t id;
	plan(f, rows);
	assert_int_equal(f->plan.wrong, 1);
	assert_int_equal(write_rows(f, false, &id), CONFLICT);
	assert_int_equal(members_of(f, f->east).count, 0);
	assert_int_equal(write_rows(f, true, &id), OK);
	assert_int_equal(members_of(f, f->east).count, 1);
	plan_at(f, rows, f->west);
	f->request.only_cell = true;
	assert_int_equal(roster_plan(f->arena, f->db, &f->request, f->now, &f->plan, &f->err), OK);
	assert_int_equal(f->plan.wrong, 2);
}

/* A file whose title names a cell nobody knows is taken for the cell that was said. */
static void test_sole_cell(void **state)
{
	struct fixture *f = *state;
	int64_t id;
	plan_at(f, "Vũ Xuân Trường;28/2/1969;3/1/1995;3/1/1996;99510210;thôn Bắc;;;\n", f->west);
	assert_int_equal(f->plan.missing, 0);
	assert_string_equal(f->plan.roster.warnings.list[0].kind, "other_cell_name");
	assert_int_equal(write_rows(f, false, &id), OK);
	assert_int_equal(members_of(f, f->west).count, 1);
}

/* Of two cells of one name the one below the body that has the file's other cells; alone, nobody knows. */
static void test_same_names(void **state)
{
	struct fixture *f = *state;
	int64_t other = make_unit(f, "xa", "Đảng bộ xã Kim Anh", "01.047.000.000.000", 0), id;
	make_unit(f, "chi_bo", EAST, "01.047.000.000.001", other);
	f->commune = 0;
	plan(f, "Vũ Xuân Trường;28/2/1969;3/1/1995;3/1/1996;99510210;thôn Đông;;;\n");
	assert_string_equal(f->plan.roster.warnings.list[0].kind, "ambiguous_cell");
	assert_int_equal(write_rows(f, true, &id), CONFLICT);
	assert_string_equal(f->err.code, "roster.ambiguous_cell");
	import(f, people);
	assert_int_equal(members_of(f, f->east).count, 4);
}

static void test_undo_refused(void **state)
{
	struct fixture *f = *state;
	int64_t id = import(f, people);
	assert_int_equal(roster_undo(f->arena, f->db, id, f->now + DAY_MS, &f->err), CONFLICT);
	assert_string_equal(f->err.code, "roster.other_day");
	assert_int_equal(roster_undo(f->arena, f->db, id + 1, f->now, &f->err), NOT_FOUND);
	const struct member *member = find(f, f->east, "Lê Thị Hoà");
	assert_int_equal(person_state_begin(f->arena, f->db, member, "special_duty", STR("2026-11-03"), STR_NONE,
	                         STR_NONE, STR_NONE, 0, f->now + 1, &f->err),
	        OK);
	assert_int_equal(roster_undo(f->arena, f->db, id, f->now, &f->err), CONFLICT);
	assert_string_equal(f->err.code, "roster.built_change");
}

int main(void)
{
#define COMMUNE_TEST(test) cmocka_unit_test_setup_teardown(test, open_commune, close_commune)
	const struct CMUnitTest tests[] = { COMMUNE_TEST(test_new), COMMUNE_TEST(test_changed),
		COMMUNE_TEST(test_elsewhere), COMMUNE_TEST(test_cells), COMMUNE_TEST(test_types),
		COMMUNE_TEST(test_wrong), COMMUNE_TEST(test_sole_cell), COMMUNE_TEST(test_same_names),
		COMMUNE_TEST(test_undo_refused) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
