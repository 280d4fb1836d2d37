/* The tree, its closure in time, what is inherited, and the import of lists. */
#include "base/test_private.h"
#include "base/time.h"
#include "base/text.h"
#include "feature/unit/unit_web.h"
#include "tests/harness/test_db.h"

static const char columns[] = "code,parent_code,kind,name,short_name,cell_type,admin_code,valid_from\n";

struct fixture {
	struct arena *arena;
	struct db *db;
	int64_t now;
};

static int open_tree(void **state)
{
	struct arena *arena = arena_open(64 << 20);
	struct fixture *fixture = arena_new(arena, struct fixture);
	struct err err = { 0 };
	fixture->arena = arena;
	fixture->now = date_instant((struct date){ 2026, 11, 3 }, 480);
	fixture->db = test_db_open();
	assert_int_equal(db_migrate(fixture->db, fixture->now, &err), OK);
	*state = fixture;
	return 0;
}

static int close_tree(void **state)
{
	struct fixture *fixture = *state;
	db_close(fixture->db);
	arena_close(fixture->arena);
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
	int64_t id;
	struct err err = { 0 };
	assert_int_equal(unit_create(f->arena, f->db, &unit, f->now, &id, &err), OK);
	return id;
}

static struct unit load(struct fixture *f, int64_t id)
{
	struct unit unit;
	struct err err = { 0 };
	assert_int_equal(unit_load(f->arena, f->db, id, &unit, &err), OK);
	return unit;
}

static void cells_of_a_commune_share_a_shard(void **state)
{
	struct fixture *f = *state;
	int64_t province = create(f, "tinh", "T", 0, "2025-07-01"),
	        commune = create(f, "xa", "X", province, "2025-07-01");
	int64_t base = create(f, "co_so", "B", commune, "2025-07-01");
	int64_t a = create(f, "chi_bo", "Chi bộ A", commune, "2026-07-26"),
	        b = create(f, "chi_bo", "Chi bộ B", base, "2026-07-26");
	struct unit one = load(f, a), two = load(f, b);
	assert_in_range(one.shard, 1, 4095);
	assert_int_equal(one.shard, two.shard);
	assert_int_equal(load(f, commune).shard, 0);
	assert_text(one.cell_type, "thon");
	assert_text(one.parent_name, "X");
	assert_int_equal(two.parent, base);
}

static void what_is_wrong_is_refused(void **state)
{
	struct fixture *f = *state;
	int64_t commune = create(f, "xa", "X", 0, "2025-07-01"), cell = create(f, "chi_bo", "C", commune, "2026-07-26"),
	        id;
	static const struct {
		const char *kind, *name, *code, *type, *wanted;
		bool below_cell, no_parent;
	} cases[] = {
		{ "chi_bo", "", "N1", "thôn", "unit.name_missing", false, false },
		{ "chi_bo", "Chi bộ", "C", "thôn", "unit.code_taken", false, false },
		{ "chi_bo", "Chi bộ", "N2", "bánh", "unit.cell_type", false, false },
		{ "phòng", "Chi bộ", "N3", "thôn", "unit.kind", false, false },
		{ "chi_bo", "Chi bộ", "N4", "thôn", "unit.parent_kind", true, false },
		{ "chi_bo", "Chi bộ", "N5", "thôn", "unit.parent_missing", false, true },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct err err = { 0 };
		struct unit_new unit = { .kind = str_of(cases[i].kind),
			.name = str_of(cases[i].name),
			.code = str_of(cases[i].code),
			.cell_type = str_of(cases[i].type),
			.parent = cases[i].no_parent    ? 0
			          : cases[i].below_cell ? cell
			                                : commune };
		assert_int_equal(unit_create(f->arena, f->db, &unit, f->now, &id, &err), INVALID);
		assert_string_equal(err.code, cases[i].wanted);
	}
}

static void settings_come_from_the_nearest(void **state)
{
	struct fixture *f = *state;
	int64_t province = create(f, "tinh", "T", 0, "2025-07-01"),
	        commune = create(f, "xa", "X", province, "2025-07-01");
	int64_t cell = create(f, "chi_bo", "C", commune, "2026-07-26");
	struct str value;
	struct err err = { 0 };
	assert_int_equal(unit_setting(f->arena, f->db, cell, "regular_day", "3", &value, &err), OK);
	assert_text(value, "3");
	assert_int_equal(unit_set(f->arena, f->db, province, "regular_day", STR("5"), f->now, &err), OK);
	assert_int_equal(unit_set(f->arena, f->db, commune, "regular_day", STR("7"), f->now, &err), OK);
	assert_int_equal(unit_setting(f->arena, f->db, cell, "regular_day", "3", &value, &err), OK);
	assert_text(value, "7");
	assert_int_equal(unit_set(f->arena, f->db, cell, "regular_day", STR("9"), f->now, &err), OK);
	assert_int_equal(unit_setting(f->arena, f->db, cell, "regular_day", "3", &value, &err), OK);
	assert_text(value, "9");
	assert_int_equal(unit_setting(f->arena, f->db, commune, "regular_day", "3", &value, &err), OK);
	assert_text(value, "7");
	assert_int_equal(unit_set(f->arena, f->db, cell, "regular_day", STR(""), f->now, &err), OK);
	assert_int_equal(unit_set(f->arena, f->db, commune, "regular_day", STR(""), f->now, &err), OK);
	assert_int_equal(unit_setting(f->arena, f->db, cell, "regular_day", "3", &value, &err), OK);
	assert_text(value, "5");
}

static void a_name_has_its_days(void **state)
{
	struct fixture *f = *state;
	int64_t id = create(f, "xa", "Đảng bộ xã Cũ", 0, "2025-07-01");
	struct unit unit = load(f, id);
	struct err err = { 0 };
	assert_int_equal(unit_rename(f->arena, f->db, &unit, STR("Đảng bộ xã  Mới"), STR("ĐB"), STR("2026-09-01"),
	                         STR("12-QĐ"), f->now, &err),
	        OK);
	unit = load(f, id);
	assert_text(unit.name, "Đảng bộ xã Mới");
	assert_text(unit.name_since, "2026-09-01");
	assert_int_equal(
	        unit_rename(f->arena, f->db, &unit, STR("X"), STR(""), STR("2026-08-01"), STR(""), f->now, &err),
	        INVALID);
	assert_string_equal(err.code, "unit.since_early");
	assert_int_equal(
	        unit_rename(f->arena, f->db, &unit, STR("X"), STR(""), STR("2026-11-04"), STR(""), f->now, &err),
	        INVALID);
	assert_string_equal(err.code, "unit.since_future");
	assert_int_equal(unit_rename(f->arena, f->db, &unit, STR("Đảng bộ phường Mới"), STR(""), STR("2026-09-01"),
	                         STR(""), f->now, &err),
	        OK);
	unit = load(f, id);
	assert_text(unit.name, "Đảng bộ phường Mới");
	assert_text(unit.name_since, "2026-09-01");
}

static struct unit_import import(struct fixture *f, const char *rows)
{
	struct unit_import import = { .arena = f->arena, .db = f->db, .now = f->now };
	struct err err = { 0 };
	struct str bytes = str_format(f->arena, "%s%s", columns, rows);
	assert_int_equal(unit_import(&import, bytes, &err), OK);
	return import;
}

static void a_list_may_stand_in_any_order_and_come_again(void **state)
{
	struct fixture *f = *state;
	const char *rows = "C1,X1,chi_bo,Chi bộ thôn Đông,,thôn,,2026-07-26\n"
	                   "X1,T1,xa,Đảng bộ xã,,,,2025-07-01\nT1,,tinh,Tỉnh ủy,,,,2025-07-01\n";
	struct unit_import first = import(f, rows), again = import(f, rows);
	assert_int_equal(first.added, 3);
	assert_int_equal(again.added, 0);
	assert_int_equal(again.same, 3);
	struct unit_import changed = import(f, "C1,X1,chi_bo,Chi bộ thôn Đoài,,hành chính,,2026-07-26\n");
	assert_int_equal(changed.changed, 1);
	assert_int_equal(changed.error_total, 0);
	struct unit unit;
	struct err err = { 0 };
	assert_int_equal(unit_find_code(f->arena, f->db, STR("C1"), &unit, &err), OK);
	assert_text(unit.name, "Chi bộ thôn Đoài");
	assert_text(unit.cell_type, "hanh_chinh");
	assert_text(unit.parent_name, "Đảng bộ xã");
}

static const struct unit_difference *differs(const struct unit_import *import, const char *what, const char *code)
{
	for (size_t i = 0; i < import->difference_count; i++)
		if (str_is(str_of(import->differences[i].what), what) && str_is(import->differences[i].code, code))
			return &import->differences[i];
	return NULL;
}

static void a_list_that_came_again_tells_what_is_new_moved_renamed_and_missing(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct unit unit;
	import(f, "T1,,tinh,Tỉnh ủy,,,,2025-07-01\nX1,T1,xa,Xã Một,,,,2025-07-01\nX2,T1,xa,Xã Hai,,,,2025-07-01\n"
	          "B1,X1,co_so,Cơ sở Một,,,,2025-07-01\nB2,X1,co_so,Cơ sở Hai,,,,2025-07-01\n"
	          "C1,B1,chi_bo,Chi bộ Một,,thôn,,2026-07-26\nC2,B2,chi_bo,Chi bộ Hai,,thôn,,2026-07-26\n");
	struct unit_import again = import(f,
	        "T1,,tinh,Tỉnh ủy,,,,2025-07-01\nX1,T1,xa,Xã Nhất,,,,2026-10-01\nX2,T1,xa,Xã Hai,,,,2025-07-01\n"
	        "B1,X2,co_so,Cơ sở Một,,,,2025-07-01\nC1,B1,chi_bo,Chi bộ Một,,thôn,,2026-07-26\n"
	        "C2,B1,chi_bo,Chi bộ Hai,,hành chính,,2026-07-26\nC3,B1,chi_bo,Chi bộ Ba,,thôn,,2026-11-01\n");
	assert_int_equal(again.error_total, 0);
	assert_int_equal(again.added, 1);
	assert_int_equal(again.changed, 2);
	assert_int_equal(again.moved, 2);
	assert_int_equal(again.missing, 1);
	assert_int_equal(again.same, 3);
	assert_non_null(differs(&again, "new", "C3"));
	assert_text(differs(&again, "renamed", "X1")->from, "Xã Một");
	assert_text(differs(&again, "moved", "B1")->to, "Xã Hai");
	assert_int_equal(differs(&again, "moved", "C2")->row, 7);
	assert_non_null(differs(&again, "missing", "B2"));
	assert_int_equal(unit_find_code(f->arena, f->db, STR("C2"), &unit, &err), OK);
	assert_text(unit.parent_name, "Cơ sở Một");
	assert_int_equal(unit_find_code(f->arena, f->db, STR("B2"), &unit, &err), OK);
	assert_int_equal(unit.until.len, 0);
	/* The moves are one decision, corrected as one. */
	assert_int_equal(unit_undo(f->arena, f->db, again.change, STR("10-QĐ/TU"), 0, f->now, &err), OK);
	assert_int_equal(unit_find_code(f->arena, f->db, STR("C2"), &unit, &err), OK);
	assert_text(unit.parent_name, "Cơ sở Hai");
}

static void two_levels_may_change_places_with_their_superiors(void **state)
{
	struct fixture *f = *state;
	import(f, "T1,,tinh,Tỉnh ủy,,,,2025-07-01\nX1,T1,xa,Xã Một,,,,2025-07-01\nB1,X1,co_so,Cơ sở,,,,2025-07-01\n"
	          "D1,B1,dang_bo_truc_thuoc_co_so,Bộ phận,,,,2025-07-01\nC1,D1,chi_bo,Chi bộ,,thôn,,2025-07-01\n");
	struct unit_import again = import(f,
	        "T1,,tinh,Tỉnh ủy,,,,2025-07-01\nX1,T1,xa,Xã Một,,,,2025-07-01\nB1,T1,co_so,Cơ sở,,,,2025-07-01\n"
	        "D1,X1,dang_bo_truc_thuoc_co_so,Bộ phận,,,,2025-07-01\nC1,B1,chi_bo,Chi bộ,,thôn,,2025-07-01\n");
	assert_int_equal(again.error_total, 0);
	assert_int_equal(again.moved, 3);
	struct unit_closure_wrong_rows wrong;
	struct err err = { 0 };
	assert_int_equal(unit_closure_wrong(f->arena, f->db,
	                         &(struct unit_closure_wrong_in){ .day = STR("2026-11-03") }, &wrong, &err),
	        OK);
	assert_int_equal(wrong.count, 0);
	struct unit_import turned = import(f, "B1,C1,co_so,Cơ sở,,,,2025-07-01\n");
	assert_int_equal(turned.error_total, 1);
	assert_string_equal(turned.errors[0].kind, "unit.parent_kind");
	struct unit_import up = import(f, "X1,B1,xa,Xã Một,,,,2025-07-01\n");
	assert_int_equal(up.error_total, 1);
	assert_int_equal(up.errors[0].row, 2);
	assert_string_equal(up.errors[0].kind, "unit.change_kind");
}

static void levels_are_called_by_the_day(void **state)
{
	struct fixture *f = *state;
	struct unit_levels levels;
	struct err err = { 0 };
	struct str kind = STR("dang_bo_truc_thuoc_co_so");
	assert_int_equal(unit_level_put(f->arena, f->db,
	                         &(struct unit_level_put_in){ .kind = STR("xa"),
	                                 .since = STR("2026-07-26"),
	                                 .name = STR("Đảng bộ cấp xã"),
	                                 .document = STR("1-QĐ/TU") },
	                         &err),
	        OK);
	assert_int_equal(unit_levels(f->arena, f->db, &levels, &err), OK);
	assert_text(unit_level_name(&levels, kind, STR("2026-07-26")), "Đảng bộ trực thuộc cơ sở");
	assert_text(unit_level_name(&levels, kind, STR("2026-07-25")), "Đảng bộ bộ phận");
	assert_text(unit_level_name(&levels, STR("chi_bo"), STR("2026-11-03")), "Chi bộ");
	static const char *const committees[][4] = { { "tinh", "Thành ủy Hà Nội", "2026-11-03", "THÀNH ỦY-TU" },
		{ "tinh", "Tỉnh ủy Ninh Bình", "2025-08-01", "TỈNH ỦY-TU" },
		{ "tinh", "Đảng bộ các cơ quan Trung ương", "2026-11-03", "ĐẢNG ỦY-ĐU" },
		{ "centre", "Trung ương", "2026-11-03", "BAN CHẤP HÀNH TRUNG ƯƠNG-TW" },
		{ "xa", "Đảng bộ xã Mẫu", "2026-11-03", "ĐẢNG ỦY-ĐU" },
		{ "dang_bo_truc_thuoc_co_so", "Đảng bộ bộ phận Một", "2026-07-25", "ĐẢNG ỦY BỘ PHẬN-ĐU" },
		{ "dang_bo_truc_thuoc_co_so", "Đảng bộ Một", "2026-07-26", "ĐẢNG ỦY-ĐU" },
		{ "dang_bo_truc_thuoc_co_so", "Đảng bộ Một", "2020-01-01", "ĐẢNG ỦY BỘ PHẬN-ĐU" },
		{ "xa", "Đảng bộ xã Mẫu", "2020-01-01", "ĐẢNG ỦY-ĐU" } };
	for (size_t i = 0; i < LENGTH(committees); i++) {
		struct unit_committee committee = unit_committee_of(
		        f->arena, str_of(committees[i][0]), str_of(committees[i][1]), str_of(committees[i][2]));
		assert_text(str_format(f->arena, "%.*s-%.*s", STR_ARG(committee.name), STR_ARG(committee.sign)),
		        committees[i][3]);
	}
	static const char *const names[][3] = { { "Đảng bộ xã Thư Lâm", "Đảng ủy xã Thư Lâm", "Thư Lâm" },
		{ "Đảng bộ Công an xã Thư Lâm", "Đảng ủy Công an xã Thư Lâm", "Thư Lâm" },
		{ "Đảng bộ thành phố Hà Nội", "Thành ủy Hà Nội", "Hà Nội" },
		{ "Tỉnh ủy Ninh Bình", "Tỉnh ủy Ninh Bình", "Ninh Bình" },
		{ "Đảng bộ Công ty Một", "Đảng ủy Công ty Một", "" }, { "Chi bộ thôn Đông", "Chi bộ thôn Đông", "" } };
	for (size_t i = 0; i < LENGTH(names); i++) {
		assert_text(unit_body_name(f->arena, str_of(names[i][0])), names[i][1]);
		assert_text(unit_place(str_of(names[i][0])), names[i][2]);
	}
	assert_text(
	        unit_place_day(f->arena, STR("Đảng bộ xã Mẫu"), STR("2026-02-05")), "Mẫu, ngày 05 tháng 02 năm 2026");
	assert_text(unit_place_day(f->arena, STR("Chi bộ Một"), STR_NONE), "ngày …… tháng …… năm ……");
	assert_text(unit_level_name(&levels, STR("xa"), STR("2020-01-01")), "Đảng bộ xã, phường, thị trấn");
	assert_text(unit_level_name(&levels, STR("xa"), STR("2026-07-25")), "Đảng bộ xã, phường, đặc khu");
	assert_text(unit_level_name(&levels, STR("xa"), STR("2026-11-03")), "Đảng bộ cấp xã");
}

static void superiors_are_told_by_codes(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct unit unit;
	static const struct {
		const char *code, *above;
	} codes[] = { { "01.045.004.001.002", "01.045.004.001.000" }, { "01.045.004.001.000", "01.045.004.000.000" },
		{ "01.046.000.000.006", "01.046.000.000.000" }, { "01.000.000.000.000", "" }, { "X1", "" },
		{ "12", "" } };
	for (size_t i = 0; i < LENGTH(codes); i++)
		assert_text(unit_code_above(f->arena, str_of(codes[i].code)), codes[i].above);
	struct unit_import list = { .arena = f->arena, .db = f->db, .now = f->now };
	const char *rows =
	        "code,kind,name,cell_type,valid_from\n01.046.000.001.003,chi_bo,Chi bộ Ba,thôn,2026-07-26\n"
	        "01.046.000.000.000,xa,Đảng bộ xã,,2025-07-01\n01.000.000.000.000,tinh,Thành ủy,,2025-07-01\n";
	assert_int_equal(unit_import(&list, str_of(rows), &err), OK);
	assert_int_equal(list.error_total, 0);
	assert_int_equal(unit_find_code(f->arena, f->db, STR("01.046.000.001.003"), &unit, &err), OK);
	assert_text(unit.parent_name, "Đảng bộ xã");
}

static void a_wrong_list_is_told_by_row(void **state)
{
	struct fixture *f = *state;
	struct unit_import bad =
	        import(f, "A,,tinh,Tỉnh,,,,2025-13-01\nA,B,xa,Xã,,,,\n\nE,F,xa,E,,,,\nF,E,xa,F,,,,\nG,,chi_bo,,,bánh,,"
	                  "\nH,H,xa,H,,,,\nI,A,xa,I,,,,\nI,,xa,I,,,,\nI,,xa,I,,,,\n");
	static const struct {
		int row;
		const char *kind;
	} wanted[] = { { 2, "unit.import_day" }, { 3, "unit.import_overlap" }, { 3, "unit.import_no_parent" },
		{ 5, "unit.import_circle" }, { 6, "unit.import_circle" }, { 7, "unit.name_missing" },
		{ 7, "unit.import_cell_type" }, { 7, "unit.parent_missing" }, { 8, "unit.import_self" },
		{ 10, "unit.import_two_parents" }, { 11, "unit.import_twice" } };
	assert_int_equal(bad.error_count, LENGTH(wanted));
	assert_int_equal(bad.added, 0);
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		bool found = false;
		for (size_t e = 0; e < bad.error_count; e++)
			found |= bad.errors[e].row == wanted[i].row &&
			         str_is(str_of(bad.errors[e].kind), wanted[i].kind);
		if (!found)
			print_error("row %d: no %s\n", wanted[i].row, wanted[i].kind);
		assert_true(found);
	}
}

/* However many lines of the side bar and of the first page ask. */
static void the_home_of_a_request_is_read_once(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	int64_t commune = create(f, "xa", "Xã A", 0, "2026-01-01");
	int64_t cell = create(f, "chi_bo", "Chi bộ thôn Hạ", commune, "2026-01-01");
	struct request request = { .arena = f->arena, .db = f->db, .home_unit = cell, .roles = R(MEMBER) };
	struct unit unit;
	assert_true(unit_home(&request, ROLES_CELL, true, &unit) && !unit_home(&request, ROLES_CELL, false, &unit));
	assert_int_equal(unit_rename(f->arena, f->db, &unit, STR("Tên khác"), STR_NONE, STR("2026-02-01"), STR_NONE,
	                         f->now, &err),
	        OK);
	assert_int_equal(unit_home_load(&request, &unit, &err), OK);
	assert_text(unit.name, "Chi bộ thôn Hạ");
	/* Nor where it stands in the path. */
	struct unit loaded = load(f, cell);
	struct request own = { .arena = f->arena, .home_unit = cell, .object_count = 1 };
	own.object[0] = (struct object){ .name = "cell", .id = cell, .row = &loaded };
	assert_int_equal(unit_home_load(&own, &unit, &err), OK);
	assert_text(unit.name, "Tên khác");
	struct request nowhere = { .arena = f->arena, .db = f->db };
	assert_int_equal(unit_home_load(&nowhere, &unit, &err), NOT_FOUND);
}

/* Below the highest level names are looked through first: the same is found as through the closure. */
static void all_of_the_country_is_found_by_names(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	int64_t centre = create(f, "centre", "Trung ương", 0, "2026-01-01");
	int64_t province = create(f, "tinh", "Tỉnh ủy Đông Hà", centre, "2026-01-01");
	int64_t commune = create(f, "xa", "Đảng bộ xã Đông Hải", province, "2026-01-01");
	create(f, "chi_bo", "Chi bộ thôn Đông", commune, "2026-01-01");
	create(f, "chi_bo", "Chi bộ thôn Hạ", commune, "2026-01-01");
	create(f, "xa", "Đảng bộ xã Đông Lập", 0, "2026-01-01"); /* of another tree */
	struct unit old = load(f, commune), high = load(f, centre);
	assert_int_equal(unit_rename(f->arena, f->db, &old, STR("Đảng bộ xã Bắc Hải"), STR_NONE, STR("2026-03-01"),
	                         STR_NONE, f->now, &err),
	        OK);
	struct request request = { .arena = f->arena, .db = f->db, .today = STR("2026-11-03") };
	static const char *const words[] = { "đông", "dong h", "hai", "chi bo", "%", "" };
	static const size_t counts[] = { 2, 1, 1, 2, 0, 4 };
	for (size_t i = 0; i < LENGTH(words); i++) {
		struct unit_search_rows rows, same;
		struct str pattern = text_like(f->arena, text_fold(f->arena, str_of(words[i])));
		assert_int_equal(unit_find_below(&request, &high, pattern, 50, &rows, &err), OK);
		assert_int_equal(unit_search(f->arena, f->db,
		                         &(struct unit_search_in){ .unit = { centre }, .pattern = pattern, .most = 50 },
		                         &same, &err),
		        OK);
		assert_int_equal(rows.count, same.count);
		assert_int_equal(rows.count, counts[i]);
		for (size_t r = 0; r < rows.count; r++)
			assert_true(rows.at[r].id.n == same.at[r].id.n && str_eq(rows.at[r].name, same.at[r].name));
	}
	struct unit_targets_rows targets;
	bool more;
	assert_int_equal(unit_find_targets(&request, &high, 5, STR("hai"), 50, &targets, &more, &err), OK);
	assert_true(targets.count == 1 && targets.at[0].id.n == commune && !more);
	assert_int_equal(unit_find_targets(&request, &high, 5, STR_NONE, 50, &targets, &more, &err), OK);
	assert_true(targets.count == 2 && targets.at[1].id.n == province && more);
	struct unit_children_rows below;
	assert_int_equal(unit_list_below(&request, &high, &below, &err), OK);
	assert_true(below.count == 1 && below.at[0].cells == 2);
}

int main(void)
{
#define with_tree(test) cmocka_unit_test_setup_teardown(test, open_tree, close_tree)
	const struct CMUnitTest tests[] = {
		with_tree(cells_of_a_commune_share_a_shard),
		with_tree(what_is_wrong_is_refused),
		with_tree(settings_come_from_the_nearest),
		with_tree(a_name_has_its_days),
		with_tree(a_list_may_stand_in_any_order_and_come_again),
		with_tree(a_list_that_came_again_tells_what_is_new_moved_renamed_and_missing),
		with_tree(two_levels_may_change_places_with_their_superiors),
		with_tree(superiors_are_told_by_codes),
		with_tree(levels_are_called_by_the_day),
		with_tree(a_wrong_list_is_told_by_row),
		with_tree(the_home_of_a_request_is_read_once),
		with_tree(all_of_the_country_is_found_by_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
