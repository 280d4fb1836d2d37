/* The twenty people of one roster, as ten offices lay them out, are understood alike; mistakes are found where they
 * stand. The files are written by tests/roster/make.py. */
#include "roster_read_private.h"

#include "base/text.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

static struct str load(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *bytes = arena_take(arena, 1 << 20);
	size_t len = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	return (struct str){ bytes, len };
}

static struct roster read_file(struct arena *arena, const char *path)
{
	struct roster_options options = { .as_of = STR("2026-11-01"), .isolated = true };
	struct roster roster;
	struct err err = { 0 };
	enum status status = roster_read(arena, load(arena, path), &options, &roster, &err);
	if (status != OK)
		print_error("%s: %s %s\n", path, err.code, err.detail);
	assert_int_equal(status, OK);
	return roster;
}

static struct roster read_text(struct arena *arena, const char *text, const struct roster_options *more)
{
	struct roster_options options = more ? *more : (struct roster_options){ 0 };
	struct roster roster;
	struct err err = { 0 };
	options.as_of = STR("2026-11-01");
	assert_int_equal(roster_read(arena, str_of(text), &options, &roster, &err), OK);
	return roster;
}

static void same(struct str got, struct str want, const char *what, const char *path, int row)
{
	if (!str_eq(got, want))
		fail_msg("%s, row %d, %s: \"%.*s\" is not \"%.*s\"", path, row, what, STR_ARG(got), STR_ARG(want));
}

static const char *const example = "tests/roster/plain_list.xlsx";

static void test_example(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_file(arena, example);
	(void)state;
	assert_int_equal(roster.errors.count, 0);
	assert_int_equal(roster.rows, 20);
	assert_int_equal(roster.members, 20);
	assert_int_equal(roster.full, 19);
	assert_int_equal(roster.probationary, 1);
	assert_int_equal(roster.exempt, 2);
	assert_int_equal(roster.away, 1);
	assert_int_equal(roster.voting_base, 16);
	assert_int_equal(roster.cells_used, 1);
	assert_true(str_is(roster.parent, "Đảng bộ xã Thư Lâm"));
	struct roster_person *first = &roster.people[0], *new = &roster.people[6];
	assert_int_equal(first->row, 8);
	same(first->cell, STR("Chi bộ thôn Đông"), "cell", example, 8);
	same(first->full_name, STR("Ngô Đức Thuận"), "name", example, 8);
	same(first->birth, STR("1974-03-12"), "birth", example, 8);
	same(first->card, STR("99510201"), "card", example, 8);
	same(first->id_number, STR("000951020100"), "id", example, 8);
	assert_true(new->probationary && !new->official.ptr && !new->card.ptr);
	assert_int_equal(roster.warnings.count, 1);
	assert_string_equal(roster.warnings.list[0].kind, "new_cell");
}

static void check_alike(const char *path, size_t cells)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster want = read_file(arena, example), got = read_file(arena, path);
	for (size_t i = 0; i < got.errors.count; i++)
		print_error("%s: %d %s %s\n", path, got.errors.list[i].row, got.errors.list[i].column,
		        got.errors.list[i].kind);
	assert_int_equal(got.errors.count, 0);
	assert_int_equal(got.count, want.count);
	assert_int_equal(got.voting_base, want.voting_base);
	assert_int_equal(got.probationary, want.probationary);
	assert_int_equal(got.cells_used, cells);
	for (size_t i = 0; i < got.count; i++) {
		const struct roster_person *a = &got.people[i], *b = &want.people[i];
		same(a->full_name, b->full_name, "name", path, a->row);
		same(a->birth, b->birth, "birth", path, a->row);
		same(a->sex, b->sex, "sex", path, a->row);
		same(a->ethnic, b->ethnic, "ethnic", path, a->row);
		same(a->home, b->home, "home", path, a->row);
		same(a->residence, b->residence, "residence", path, a->row);
		same(a->joined, b->joined, "joined", path, a->row);
		same(a->official, b->official, "official", path, a->row);
		same(a->card, b->card, "card", path, a->row);
		same(a->party_post, b->party_post, "post", path, a->row);
		same(a->job, b->job, "job", path, a->row);
		same(a->education, b->education, "education", path, a->row);
		same(a->id_number, b->id_number, "id", path, a->row);
		same(a->phone, b->phone, "phone", path, a->row);
		same(a->note, b->note, "note", path, a->row);
		assert_int_equal(a->exempt, b->exempt);
		assert_int_equal(a->away, b->away);
		assert_int_equal(a->probationary, b->probationary);
		if (cells == 2)
			same(a->cell, i < 12 ? STR("Chi bộ thôn Đông") : STR("Chi bộ thôn Đoài"), "cell", path, a->row);
	}
}

static void test_layouts(void **state)
{
	(void)state;
	check_alike("tests/roster/two_headers.xlsx", 1);
	check_alike("tests/roster/sections.xlsx", 2);
	check_alike("tests/roster/sheets.xlsx", 2);
	check_alike("tests/roster/vn_font.xlsx", 1);
}

static void test_encodings(void **state)
{
	(void)state;
	check_alike("tests/roster/utf16le.csv", 2);
	check_alike("tests/roster/utf16be_bare.csv", 2);
	check_alike("tests/roster/cp1258.csv", 2);
	check_alike("tests/roster/tcvn3.csv", 2);
	check_alike("tests/roster/sep.csv", 2);
}

static void test_american(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_file(arena, "tests/roster/american.xlsx"), right = read_file(arena, example);
	size_t swapped = 0;
	(void)state;
	for (size_t i = 0; i < roster.warnings.count; i++)
		swapped += !strcmp(roster.warnings.list[i].kind, "day_month_swapped");
	assert_int_equal(swapped, 3);
	for (size_t i = 0; i < right.warnings.count; i++)
		assert_string_not_equal(right.warnings.list[i].kind, "day_month_swapped");
}

/* Groups in rows across, bare years and months, a merged column. */
static void test_categories(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_file(arena, "tests/roster/categories.xlsx");
	(void)state;
	assert_int_equal(roster.errors.count, 0);
	assert_int_equal(roster.count, 20);
	assert_int_equal(roster.probationary, 1);
	assert_int_equal(roster.exempt, 2);
	assert_int_equal(roster.voting_base, 16);
	assert_int_equal(roster.cells_used, 2);
	for (size_t i = 0; i < roster.count; i++) {
		assert_int_equal(roster.people[i].birth.len, 4);
		assert_int_equal(roster.people[i].joined.len, 7);
	}
}

static void test_mistakes(void **state)
{
	static const struct {
		int row;
		const char *column, *kind;
		int other;
	} want[] = { { 3, "D", "impossible_date", 0 }, { 4, "J", "official_before_joined", 0 },
		{ 5, "I", "underage", 0 }, { 6, "C", "missing_name", 0 }, { 7, "B", "unknown_cell", 0 },
		{ 8, "Q", "text_too_long", 0 }, { 9, "J", "formula_cell", 0 }, { 10, "K", "duplicate_card", 2 },
		{ 11, "K", "letters_in_card", 0 }, { 12, "O", "id_number_length", 0 },
		{ 15, "C", "duplicate_person", 14 }, { 17, "P", "phone_invalid", 0 }, { 18, "I", "future_date", 0 },
		{ 19, "E", "sex_unknown", 0 }, { 20, "O", "duplicate_id_number", 2 },
		{ 21, "D", "unreadable_date", 0 } };
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_file(arena, "tests/roster/mistakes.xlsx");
	(void)state;
	for (size_t i = 0; i < LENGTH(want); i++) {
		size_t at = 0;
		while (at < roster.errors.count && !(roster.errors.list[at].row == want[i].row &&
		                                           !strcmp(roster.errors.list[at].column, want[i].column) &&
		                                           !strcmp(roster.errors.list[at].kind, want[i].kind) &&
		                                           roster.errors.list[at].other_row == want[i].other))
			at++;
		if (at == roster.errors.count)
			fail_msg("not found: %d %s %s", want[i].row, want[i].column, want[i].kind);
	}
	assert_int_equal(roster.errors.count, LENGTH(want));
	assert_int_equal(roster.rows, 20);
	assert_int_equal(roster.members, 20 - (int)LENGTH(want));
	assert_int_equal(roster.good_rows, 20 - (int)LENGTH(want));
}

/* A cell that is not in the file's own list, or has too few people beside known cells, is a slip; others are offered.
 */
static void test_units(void **state)
{
	struct roster_unit units[] = { { STR("01.046.000.000.005"), STR("Chi bộ thôn Đông"),
		STR("Đảng bộ xã Thư Lâm") } };
	struct roster_options options = { .units = units, .unit_count = 1 };
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	(void)state;
	struct roster roster = read_text(arena,
	        "Họ và tên,Ngày sinh,Chi bộ,Ngày vào Đảng\n"
	        "Ngô Văn A,1/2/1970,THÔN ĐÔNG,1/1/2000\nNgô Văn B,1/2/1971,Chi bộ thôn Đông,1/1/2000\n"
	        "Ngô Văn C,1/2/1972,Chi bộ thôn Tây,1/1/2000\nNgô Văn D,1/2/1973,Chi bộ thôn Đoài,1/1/2000\n"
	        "Ngô Văn E,1/2/1974,Chi bộ thôn Đoài,1/1/2000\nNgô Văn G,1/2/1975,Chi bộ thôn Đoài,1/1/2000\n",
	        &options);
	assert_int_equal(roster.errors.count, 1);
	assert_string_equal(roster.errors.list[0].kind, "unknown_cell");
	assert_int_equal(roster.errors.list[0].row, 4);
	assert_string_equal(roster.errors.list[0].column, "C");
	assert_int_equal(roster.warnings.count, 1);
	assert_int_equal(roster.warnings.list[0].row, 5);
	assert_true(str_is(roster.cells[roster.people[0].cell_at].code, "01.046.000.000.005"));
}

/* One header a cell, totals between, signatures that hold names; nobody is lost, nobody made up. */
static void test_blocks(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	(void)state;
	struct roster roster = read_text(arena,
	        "ĐẢNG BỘ XÃ THƯ LÂM;;;\nCHI BỘ THÔN ĐÔNG;;;\nSTT;Họ và tên;Ngày sinh;Ngày vào Đảng\n"
	        "1;Lê Văn An;1/1/1960;3/2/1985\n2;Lê Văn Ba;1/1/1961;3/2/1986\nTổng cộng: 2 đồng chí;;;\n;;;\n"
	        "CHI BỘ THÔN ĐOÀI;;;\nSTT;Họ và tên;Ngày sinh;Ngày vào Đảng\n1;Lê Văn Tư;1/1/1962;3/2/1985\n"
	        "2;Lê Văn Năm;1/1/1963;3/2/1986\n;;T/M CHI BỘ;\n;;BÍ THƯ;\n;Người Ký Tên;Lê Văn Tư;\n",
	        NULL);
	assert_int_equal(roster.count, 4);
	assert_int_equal(roster.errors.count, 0);
	same(roster.people[1].cell, STR("Chi bộ thôn Đông"), "cell", "blocks", 5);
	same(roster.people[2].cell, STR("Chi bộ thôn Đoài"), "cell", "blocks", 10);
	assert_int_equal(roster.people[3].row, 11);
}

/* Both days in one cell, standing by marks, two telephones, a day in three columns. */
static void test_odd_columns(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	(void)state;
	struct roster roster = read_text(arena,
	        "STT;Họ tên;Ngày sinh;;;\"Ngày vào Đảng\nNgày chính thức\";Đảng viên;;SĐT\n;;Ngày;Tháng;Năm;;Chính "
	        "thức;Dự bị;\n"
	        "1;Lê Văn An;2;3;1960;\"3/2/1985\n3/2/1986\";x;;0900 000 001/0900000002\n2;Lê Văn "
	        "Ba;;;1999;3/2/2026;;x;+84 900 000 003\n",
	        NULL);
	assert_int_equal(roster.errors.count, 0);
	assert_int_equal(roster.full, 1);
	assert_int_equal(roster.probationary, 1);
	same(roster.people[0].birth, STR("1960-03-02"), "birth", "odd", 3);
	same(roster.people[0].official, STR("1986-02-03"), "official", "odd", 3);
	same(roster.people[0].phone, STR("0900000001"), "phone", "odd", 3);
	same(roster.people[1].birth, STR("1999"), "birth", "odd", 4);
	same(roster.people[1].phone, STR("0900000003"), "phone", "odd", 4);
}

static void check_date(const char *text, bool birth, const char *want)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct date date = { 0 };
	enum date_reading reading = roster_date(arena, str_of(text), (struct date){ 2026, 11, 1 }, birth, &date, NULL);
	struct str got = reading == DATE_READ           ? date_iso(arena, date)
	                 : reading == DATE_EMPTY        ? STR("empty")
	                 : reading == DATE_PROBATIONARY ? STR("probationary")
	                 : reading == DATE_MARK         ? STR("mark")
	                 : reading == DATE_IMPOSSIBLE   ? STR("impossible")
	                                                : STR("unreadable");
	if (!str_is(got, want))
		fail_msg("\"%s\" is %.*s, not %s", text, STR_ARG(got), want);
}

static void test_dates(void **state)
{
	static const char *const cases[][2] = { { "3/2/1985", "1985-02-03" }, { "03.02.1985", "1985-02-03" },
		{ "3-2-85", "1985-02-03" }, { "ngày 3 tháng 2 năm 1985", "1985-02-03" }, { "Tháng 2/1985", "1985-02" },
		{ "02/1985", "1985-02" }, { "năm 1985", "1985" }, { " 1985\xc2\xa0", "1985" },
		{ "1985-02-03", "1985-02-03" }, { "1985-02-03 00:00:00", "1985-02-03" },
		{ "1985-02-03T00:00:00", "1985-02-03" }, { "03021985", "1985-02-03" }, { "19850203", "1985-02-03" },
		{ "00/00/1985", "1985" }, { "00/02/1985", "1985-02" }, { "31081", "1985-02-03" },
		{ "3-Feb-1985", "1985-02-03" }, { "03/II/1985", "1985-02-03" }, { "02/13/1985", "impossible" },
		{ "31/02/1985", "impossible" }, { "29/02/1964", "1964-02-29" }, { "29/02/1963", "impossible" },
		{ "3/2", "unreadable" }, { "mồng ba Tết", "unreadable" }, { "-", "empty" }, { "chưa có", "empty" },
		{ "Dự bị", "probationary" }, { "x", "mark" }, { "5/1990", "1990-05" }, { "5/90", "1990-05" } };
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		check_date(cases[i][0], false, cases[i][1]);
	check_date("10/10/24", true, "1924-10-10");
	check_date("10/10/24", false, "2024-10-10");
}

static void test_notes(void **state)
{
	static const struct {
		const char *note, *flag;
	} cases[] = { { "Được miễn SH từ 06/2017", "exempt" }, { "Miễn công tác và sinh hoạt đảng", "exempt" },
		{ "Hết miễn sinh hoạt từ 2020", "" }, { "Đi học, sinh hoạt tạm thời nơi khác", "away" },
		{ "SHĐ tạm thời ở nơi khác đến 12/2026", "away" }, { "Chuyển SH tạm thời đi từ 06/2026", "away" },
		{ "SH tạm thời đến từ 01/2026", "stay" }, { "Sinh hoạt tạm thời tại chi bộ", "stay" },
		{ "Sinh hoạt tạm thời, từ nơi khác chuyển đến", "stay" }, { "Chuyển SH chính thức đi 7/2026", "left" },
		{ "Đã chuyển đi ngày 17/03/2026", "left" }, { "Chuyển đến từ Đảng bộ xã Phúc Thịnh", "" },
		{ "Từ trần ngày 02/9/2026", "left" }, { "Đi làm ăn xa", "" }, { "ĐVDB", "probationary" },
		{ "Đang học Trung cấp LLCT", "" }, { "Mới đổi CCCD", "" }, { "Xin chuyển sinh hoạt đi", "" } };
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
		struct note_flags flags = roster_note(arena, str_of(cases[i].note));
		const char *got = flags.exempt           ? "exempt"
		                  : flags.away           ? "away"
		                  : flags.temporary_stay ? "stay"
		                  : flags.moved_out      ? "left"
		                  : flags.probationary   ? "probationary"
		                                         : "";
		if (strcmp(got, cases[i].flag))
			fail_msg("\"%s\" is %s, not %s", cases[i].note, got, cases[i].flag);
	}
}

static void test_headers(void **state)
{
	static const struct {
		const char *top, *own;
		enum heading field;
	} cases[] = { { "", "Họ và tên", FIELD_NAME }, { "", "HỌ TÊN ĐẢNG VIÊN", FIELD_NAME },
		{ "Họ và tên", "Tên", FIELD_NAME_GIVEN }, { "", "Họ và tên đệm", FIELD_NAME_FAMILY },
		{ "", "Ngày, tháng,\nnăm sinh", FIELD_BIRTH }, { "Năm sinh", "Nữ", FIELD_BIRTH_FEMALE },
		{ "", "Năm sinh nam", FIELD_BIRTH_MALE }, { "Năm sinh", "Năm", FIELD_BIRTH_YEAR },
		{ "", "Nơi sinh", FIELD_IGNORED }, { "Giới tính", "Nam", FIELD_SEX_MALE },
		{ "", "Quê quán", FIELD_HOME }, { "", "Nơi ở hiện nay", FIELD_RESIDENCE },
		{ "", "Ngày vào Đảng", FIELD_JOINED }, { "Ngày vào Đảng", "Dự bị", FIELD_JOINED },
		{ "Ngày vào Đảng", "Chính thức", FIELD_OFFICIAL }, { "", "Ngày vào Đảng chính thức", FIELD_OFFICIAL },
		{ "", "Ngày kết nạp", FIELD_JOINED }, { "", "Ngày vào Đoàn", FIELD_IGNORED },
		{ "", "Số thẻ ĐV", FIELD_CARD }, { "", "Ngày cấp thẻ", FIELD_IGNORED },
		{ "Chức vụ", "Đảng", FIELD_PARTY_POST }, { "Chức vụ", "Chính quyền", FIELD_JOB },
		{ "", "Chức vụ\ntrong Đảng", FIELD_PARTY_POST }, { "Trình độ", "Văn hóa", FIELD_SCHOOLING },
		{ "Trình độ", "LLCT", FIELD_IGNORED }, { "Trình độ", "Ghi chú", FIELD_NOTE },
		{ "", "Số CMND/CCCD", FIELD_ID_NUMBER }, { "", "ĐT", FIELD_PHONE }, { "", "DT", FIELD_ETHNIC },
		{ "", "Chi bộ", FIELD_CELL }, { "", "Họ tên bí thư", FIELD_SECRETARY },
		{ "Đảng viên", "Dự bị", FIELD_STATUS_PROBATIONARY }, { "", "Miễn sinh hoạt", FIELD_EXEMPT } };
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		enum heading got = roster_field_of(arena, str_of(cases[i].top), str_of(cases[i].own));
		if (got != cases[i].field)
			fail_msg("\"%s\" / \"%s\" is %d, not %d", cases[i].top, cases[i].own, got, cases[i].field);
	}
}

static void test_cell_names(void **state)
{
	static const char *const cases[][2] = { { "CHI BỘ THÔN ĐÔNG", "Chi bộ thôn Đông" },
		{ "CHI BỘ TRƯỜNG THCS THƯ LÂM", "Chi bộ Trường THCS Thư Lâm" },
		{ "CHI BỘ TRẠM Y TẾ XÃ THƯ LÂM", "Chi bộ Trạm Y tế xã Thư Lâm" }, { "Thôn Đông", "Chi bộ thôn Đông" },
		{ "CB Tổ dân phố số 3", "Chi bộ tổ dân phố số 3" }, { "Chi bộ Công an xã", "Chi bộ Công an xã" },
		{ "CHI BỘ BẢN SUỐI CỐC", "Chi bộ bản Suối Cốc" } };
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		same(roster_cell_name(arena, str_of(cases[i][0])), str_of(cases[i][1]), "cell name", "", (int)i);
	assert_true(str_eq(
	        roster_cell_key(arena, STR("THÔN HOÀ BÌNH")), roster_cell_key(arena, STR("Chi bộ thôn Hòa Bình"))));
	assert_false(str_eq(roster_cell_key(arena, STR("thôn Đông")), roster_cell_key(arena, STR("thôn Đồng"))));
}

static void check_refused(const char *bytes, size_t len, const char *kind)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct roster_options options = { .as_of = STR("2026-11-01") };
	struct roster roster;
	struct err err = { 0 };
	assert_int_equal(roster_read(arena, (struct str){ bytes, len }, &options, &roster, &err), INVALID);
	assert_int_equal(roster.errors.count, 1);
	assert_string_equal(roster.errors.list[0].kind, kind);
	assert_true(roster.errors.list[0].message.len > 20);
}

static void test_refusals(void **state)
{
	(void)state;
	check_refused("", 0, "empty");
	check_refused("%PDF-1.7 ...", 12, "pdf");
	check_refused("Nguyễn Văn A, 1980\n", 21, "no_roster");
	check_refused("Mã,Tên\n1,2\n", 13, "no_roster");
}

static void test_json(void **state)
{
	static const char *const keys[] = { "rows", "members", "full", "probationary", "exempt", "away",
		"temporary_stay", "moved_out", "voting_base", "cell_count", "new", "changed", "duplicates", "unchanged",
		"elsewhere", "errors", "warnings", "people" };
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_file(arena, "tests/roster/mistakes.xlsx");
	struct roster_compared compared = { .added = roster.good_rows };
	struct buf buf = buf_open(arena, 1 << 20);
	(void)state;
	roster_json(&roster, &compared, true, &buf);
	json_t *json = json_loadb(buf.ptr, buf.len, 0, NULL);
	assert_non_null(json);
	assert_int_equal(json_object_size(json), LENGTH(keys));
	for (size_t i = 0; i < LENGTH(keys); i++)
		assert_non_null(json_object_get(json, keys[i]));
	assert_int_equal(json_integer_value(json_object_get(json, "new")), 4);
	json_t *person = json_array_get(json_object_get(json, "people"), 0);
	assert_int_equal(json_object_size(person), 23);
	assert_string_equal(json_string_value(json_object_get(person, "status")), "full");
	assert_true(json_is_null(json_object_get(person, "note")));
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_example), cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_encodings), cmocka_unit_test(test_categories), cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_units), cmocka_unit_test(test_american), cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_odd_columns), cmocka_unit_test(test_dates), cmocka_unit_test(test_notes),
		cmocka_unit_test(test_headers), cmocka_unit_test(test_cell_names), cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_json) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
