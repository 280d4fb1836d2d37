/* Periods: how they are written. Rules on grades made up here, with answers reckoned by hand. */
#include "feature/period/period_fill.h"

#include "base/test_private.h"

#include <string.h>

static void expect_period(const char *code, const char *title, int first, int last, const char *last_day)
{
	struct arena *arena = arena_open(1 << 20);
	struct period period;
	struct err err = { 0 };
	assert_int_equal(period_parse(str_of(code), &period, &err), OK);
	assert_true(str_is(period_code(arena, period), code));
	assert_true(str_is(period_title(arena, period), title));
	assert_int_equal(period_first(period), first);
	assert_int_equal(period_last(period), last);
	assert_true(str_is(period_last_day(arena, period), last_day));
	assert_false(period_over(arena, period, str_of(last_day)));
	assert_true(period_over(arena, period, STR("2101-01-01")));
	assert_true(str_is(period_code(arena, period_of_month(period.kind, last)), code));
	arena_close(arena);
}

static void periods_are_read_and_written(void **state)
{
	(void)state;
	expect_period("2026-11", "Tháng 11/2026", 202611, 202611, "2026-11-30");
	expect_period("2028-02", "Tháng 02/2028", 202802, 202802, "2028-02-29");
	expect_period("2026-Q3", "Quý III/2026", 202607, 202609, "2026-09-30");
	expect_period("2026-H1", "6 tháng đầu năm 2026", 202601, 202606, "2026-06-30");
	expect_period("2026-H2", "6 tháng cuối năm 2026", 202607, 202612, "2026-12-31");
	expect_period("2026", "Năm 2026", 202601, 202612, "2026-12-31");
}

static void what_is_no_period_is_refused(void **state)
{
	static const char *const wrong[] = { "", "26", "2026-", "2026-0", "2026-00", "2026-13", "2026-Q0", "2026-Q5",
		"2026-H3", "2026-Q", "2026-Q33", "2026/11", "2026-q3", "1999", "2101", "-026", "2026-1", "+026",
		"2026 Q3", "2026-+1" };
	struct period period;
	(void)state;
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		struct err err = { 0 };
		if (period_parse(str_of(wrong[i]), &period, &err) != INVALID)
			fail_msg("taken: %s", wrong[i]);
		assert_string_equal(err.code, "period.unreadable");
	}
}

static void periods_follow_one_another(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct period quarter = { PERIOD_QUARTER, 2026, 1 }, month = { PERIOD_MONTH, 2026, 12 };
	(void)state;
	assert_true(str_is(period_code(arena, period_add(quarter, -1)), "2025-Q4"));
	assert_true(str_is(period_code(arena, period_add(quarter, -4)), "2025-Q1"));
	assert_true(str_is(period_code(arena, period_add(month, 1)), "2027-01"));
	assert_true(str_is(period_code(arena, period_add((struct period){ PERIOD_HALF, 2026, 2 }, 1)), "2027-H1"));
	assert_true(str_is(period_code(arena, period_of_month(PERIOD_QUARTER, 202610)), "2026-Q4"));
	assert_true(str_is(period_code(arena, period_of_month(PERIOD_HALF, 202606)), "2026-H1"));
	arena_close(arena);
}

/* Months as a text: a letter a month (g good, f fair, a average, p poor, u without grade, - not met, x not there yet),
   and the points of all that were met. */
static struct period_months months_of(const char *letters, const int *points, const int *themes)
{
	static const char grades[] = "gfap";
	struct period_months months = { 0 };
	for (size_t i = 0; letters[i]; i++, months.count++) {
		const char *grade = strchr(grades, letters[i]);
		bool met = letters[i] != '-' && letters[i] != 'x';
		months.at[i] = (struct period_month){ .exists = letters[i] != 'x',
			.met = met,
			.grade = grade ? (int)(grade - grades) : PERIOD_GRADE_NONE,
			.points = met && points[i] ? OPT(points[i]) : OPT_NONE };
		months.themes[i] = themes ? themes[i] : 0;
	}
	return months;
}

static void expect_grade(
        const char *rule_id, const char *letters, const int *points, const int *themes, const char *grade)
{
	struct arena *arena = arena_open(1 << 22);
	struct period_rule rule;
	struct err err = { 0 };
	struct period_months months = months_of(letters, points, themes);
	assert_int_equal(period_rule_find(arena, str_of(rule_id), &rule, &err), OK);
	const char *got = period_grade_code(period_rule_grade(&rule, &months));
	if (strcmp(got, grade))
		fail_msg("%s of %s: %s, not %s", rule_id, letters, got, grade);
	/* Written and read again it says the same. */
	struct period_rule again;
	assert_int_equal(period_rule_read(arena, period_rule_write(arena, &rule), &again, &err), OK);
	assert_string_equal(period_grade_code(period_rule_grade(&again, &months)), grade);
	arena_close(arena);
}

static void a_quarter_by_our_rule(void **state)
{
	static const int themes[] = { 0, 1, 0 };
	(void)state;
	/* 92 + 91 + 87 = 270: a mean of 90, two good, one theme. */
	expect_grade("phan-mem-quy", "ggf", (int[]){ 92, 91, 87 }, themes, "good");
	/* 269 is a mean below 90. */
	expect_grade("phan-mem-quy", "ggf", (int[]){ 92, 91, 86 }, themes, "fair");
	/* Without a theme. */
	expect_grade("phan-mem-quy", "ggg", (int[]){ 95, 95, 95 }, NULL, "fair");
	/* One good only. */
	expect_grade("phan-mem-quy", "gff", (int[]){ 100, 89, 89 }, themes, "fair");
	/* A month without a meeting: neither good nor fair asks for less. */
	expect_grade("phan-mem-quy", "gg-", (int[]){ 92, 91, 0 }, themes, "average");
	expect_grade("phan-mem-quy", "gga", (int[]){ 92, 91, 60 }, themes, "fair");
	/* A poor month fits no line; a meeting without grade may be of any. */
	expect_grade("phan-mem-quy", "ggp", (int[]){ 95, 95, 40 }, themes, "");
	expect_grade("phan-mem-quy", "ggu", (int[]){ 95, 95, 0 }, themes, "");
	expect_grade("phan-mem-quy", "---", (int[]){ 0, 0, 0 }, themes, "");
}

static void a_cell_that_came_within_the_quarter(void **state)
{
	static const int themes[] = { 0, 0, 1 };
	(void)state;
	/* Its two months may reach two good ones. */
	expect_grade("phan-mem-quy", "xgg", (int[]){ 0, 95, 91 }, themes, "good");
	/* One month cannot: not its fault, a person decides. */
	expect_grade("phan-mem-quy", "xxg", (int[]){ 0, 0, 95 }, themes, "");
	/* What it does not reach for another reason is graded. */
	expect_grade("phan-mem-quy", "xxf", (int[]){ 0, 0, 80 }, themes, "fair");
}

static void years_by_two_examples(void **state)
{
	static const int good[] = { 95, 95, 95, 95, 95, 95, 95, 95, 95, 95, 85, 85 };
	static const int less[] = { 91, 91, 91, 91, 91, 91, 91, 85, 85, 85, 85, 85 };
	static const int themes[] = { 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1 };
	static const int three[] = { 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0 };
	(void)state;
	/* Bình Thuận: 10 good, mean 93.3, all held, a theme a quarter. */
	expect_grade("binh-thuan-khoi-nam", "ggggggggggff", good, themes, "good");
	expect_grade("binh-thuan-khoi-nam", "ggggggggggff", good, three, "");
	expect_grade("binh-thuan-khoi-nam", "gggggggggfff", good, themes, "");
	expect_grade("binh-thuan-khoi-nam", "ggggggggggfa", good, themes, "");
	expect_grade("binh-thuan-khoi-nam", "gggggggggg-f", good, themes, "");
	/* Phú Thọ: 7 good, none below fair; nothing is said of the mean. */
	expect_grade("phu-tho-khoi-nam", "gggggggfffff", less, NULL, "good");
	expect_grade("phu-tho-khoi-nam", "ggggggffffff", less, NULL, "");
	expect_grade("phu-tho-khoi-nam", "ggggggggggga", good, NULL, "");
}

static void a_rule_that_is_none_is_refused(void **state)
{
	static const char *const wrong[] = { "", "[]", "{\"id\":\"a\"}", "{\"id\":\"a\",\"name\":\"b\",\"lines\":[]}",
		"{\"id\":\"a\",\"name\":\"b\",\"lines\":[{\"grade\":\"best\"}]}",
		"{\"id\":\"a\",\"name\":\"b\",\"lines\":[{\"grade\":\"good\",\"least\":2}]}",
		"{\"id\":\"a\",\"name\":\"b\",\"lines\":[{\"grade\":\"good\",\"mean_least\":-1}]}",
		"{\"id\":\"a\",\"name\":\"b\",\"lines\":[{\"grade\":\"fair\"},{\"grade\":\"good\"}]}" };
	struct arena *arena = arena_open(1 << 22);
	struct period_rule rule;
	(void)state;
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		struct err err = { 0 };
		if (period_rule_read(arena, str_of(wrong[i]), &rule, &err) != INVALID)
			fail_msg("taken: %s", wrong[i]);
		assert_string_equal(err.code, "period.rule_broken");
	}
	arena_close(arena);
}

static void due_days_are_data(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct period quarter = { PERIOD_QUARTER, 2026, 3 }, month = { PERIOD_MONTH, 2026, 11 };
	(void)state;
	assert_true(str_is(period_due_day(arena, quarter, STR("xa")), "2026-10-08"));
	assert_true(str_is(period_due_day(arena, month, STR("co_so")), "2026-12-04"));
	assert_int_equal(period_due_day(arena, month, STR("tinh")).len, 0);
	assert_int_equal(period_due_day(arena, month, STR("chi_bo")).len, 0);
	arena_close(arena);
}

/* A report made up here: two cells and a committee. */
static struct period_report *made(struct arena *arena)
{
	struct period_report *report = arena_new(arena, struct period_report);
	report->unit = 7;
	report->unit_name = STR("Đảng bộ xã \"Mẫu\"");
	report->period = (struct period){ PERIOD_HALF, 2026, 1 };
	report->code = period_code(arena, report->period);
	report->title = period_title(arena, report->period);
	report->columns = period_columns(PERIOD_HALF, &report->column_count);
	report->row_count = 1;
	report->rows = arena_array(arena, struct period_row, 1);
	report->rows[0] =
	        (struct period_row){ .unit = 8, .cell = true, .name = STR("Chi bộ thôn Đông"), .since_month = 202603 };
	struct period_row *row = &report->rows[0];
	row->now.any = true;
	for (int i = 0; i < PERIOD_FIGURE__COUNT; i++)
		row->now.n[i] = i + 10;
	row->typed[PERIOD_READING] = OPT(0);
	row->typed_by_hand[PERIOD_READING] = true;
	row->grade = STR("fair");
	report->total.now = row->now;
	return report;
}

static void what_was_frozen_is_read_as_it_was(void **state)
{
	struct arena *arena = arena_open(1 << 24);
	struct period_report *report = made(arena), *read;
	struct err err = { 0 };
	struct str payload = period_json_write(arena, report);
	(void)state;
	assert_int_equal(period_json_read(arena, payload, &read, &err), OK);
	assert_true(str_eq(read->unit_name, report->unit_name));
	assert_int_equal(read->row_count, 1);
	assert_memory_equal(read->rows[0].now.n, report->rows[0].now.n, sizeof(report->rows[0].now.n));
	assert_false(read->rows[0].before.any);
	assert_true(read->rows[0].typed[PERIOD_READING].set && read->rows[0].typed_by_hand[PERIOD_READING]);
	assert_false(read->rows[0].typed[PERIOD_MASS_WORK].set);
	read->columns = report->columns;
	assert_true(str_eq(period_json_write(arena, read), payload));
	assert_true(str_eq(period_hash(arena, payload), period_hash(arena, period_json_write(arena, read))));
	assert_int_equal(period_json_read(arena, STR("{}"), &read, &err), BROKEN);
	arena_close(arena);
}

static struct str value(struct arena *arena, const struct period_report *report, const char *key)
{
	for (size_t c = 0; c < report->column_count; c++)
		if (!strcmp(report->columns[c].key, key))
			return period_value_of(arena, report, &report->rows[0], c).text;
	return STR_NONE;
}

static void the_table_says_it_as_people_do(void **state)
{
	struct arena *arena = arena_open(1 << 22);
	struct period_report *report = made(arena);
	int64_t *n = report->rows[0].now.n;
	(void)state;
	n[PERIOD_PRESENT] = 1800;
	n[PERIOD_BASE] = 2000;
	n[PERIOD_FINAL_SUM] = 271;
	n[PERIOD_FINAL_COUNT] = 3;
	n[PERIOD_MEMBERS] = 5;
	n[PERIOD_SPOKE] = 12;
	assert_true(str_is(value(arena, report, "attendance"), "1.800/2.000 (90%)"));
	assert_true(str_is(value(arena, report, "points"), "90,33"));
	assert_true(str_is(value(arena, report, "grade"), "Khá"));
	assert_true(str_is(value(arena, report, "reading"), "0"));
	assert_true(str_is(value(arena, report, "mass_work"), ""));
	assert_true(str_is(value(arena, report, "note"), "tính từ tháng 3"));
	assert_true(str_is(value(arena, report, "spoke"), "12"));
	/* Of fewer than five people nothing is said about who kept silent. */
	n[PERIOD_MEMBERS] = 4;
	assert_true(str_is(value(arena, report, "spoke"), ""));
	arena_close(arena);
}

static struct document_cell named(const struct period_fill *fill, const char *name)
{
	for (size_t i = 0; i < fill->data.single_count; i++)
		if (!strcmp(fill->single[i].name, name))
			return fill->single[i].cell;
	for (size_t i = 0; i < fill->data.column_count; i++)
		if (!strcmp(fill->column[i], name))
			return fill->data.cell[i];
	print_error("no name %s\n", name);
	fail();
	return (struct document_cell){ 0 };
}

static void a_report_has_names(void **state)
{
	struct arena *arena = arena_open(1 << 24);
	struct period_report *report = made(arena);
	struct str bytes;
	(void)state;
	report->kind = STR("xa");
	report->parent_name = STR("Tỉnh ủy Mẫu");
	report->total.now.n[PERIOD_PRESENT] = 1848;
	report->total.now.n[PERIOD_BASE] = 2000;
	report->rows[0].now.n[PERIOD_MEMBERS] = 4;
	const struct period_fill *fill = period_fill_of(arena, report);
	assert_true(str_is(named(fill, "chibo_don_vi_in_hoa").text, "ĐẢNG BỘ XÃ \"MẪU\""));
	assert_true(str_is(named(fill, "chibo_cap_tren").text, "Tỉnh ủy Mẫu"));
	assert_true(str_is(named(fill, "chibo_ma_ky").text, "2026-H1"));
	assert_true(str_is(named(fill, "chibo_quyen_han_ky").text, "T/M ĐẢNG ỦY"));
	assert_true(str_is(named(fill, "chibo_so_ky_hieu").text, "Số ……-BC/ĐU"));
	assert_int_equal(named(fill, "chibo_luot_du").number, 1848);
	assert_int_equal(named(fill, "chibo_ty_le_du").kind, DOCUMENT_CELL_PERMILLE);
	assert_int_equal(named(fill, "chibo_ty_le_du").number, 924);
	assert_int_equal(named(fill, "chibo_phan_nghin_du").kind, DOCUMENT_CELL_INT);
	assert_true(str_is(named(fill, "chibo_du_hop").text, "1.848/2.000 (92,4%)"));
	assert_int_equal(named(fill, "chibo_luot_du_cung_ky").kind, DOCUMENT_CELL_EMPTY);
	assert_int_equal(named(fill, "chibo_dong_stt").number, 1);
	assert_true(str_is(named(fill, "chibo_dong_xep_loai").text, "Khá"));
	assert_int_equal(named(fill, "chibo_dong_doc_bai_viet").kind, DOCUMENT_CELL_INT);
	assert_int_equal(named(fill, "chibo_dong_dan_van_kheo").kind, DOCUMENT_CELL_EMPTY);
	assert_int_equal(named(fill, "chibo_dong_phat_bieu").kind, DOCUMENT_CELL_EMPTY);
	/* the examples are templates that our own check takes */
	for (int kind = FILL_XLSX; kind <= FILL_DOCX; kind++) {
		enum fill_format format = FILL_XLSX;
		assert_int_equal(period_fill_example(arena, (enum fill_format)kind, STR("Mẫu"), &bytes, NULL), OK);
		assert_int_equal(period_fill_check(arena, bytes, &format, NULL), OK);
		assert_int_equal(format, kind);
	}
	arena_close(arena);
}

/* Templates of others hang on the names: a name that was once there stays, and none is there twice. */
static void names_are_told_apart(void **state)
{
	static const struct period_report none;
	struct arena *arena = arena_open(1 << 24);
	const struct period_fill *fill = period_fill_of(arena, &none);
	(void)state;
	for (size_t i = 0; i < fill->data.single_count; i++) {
		struct str name = str_of(fill->single[i].name);
		assert_true(str_starts(name, STR("chibo_")) && !str_starts(name, STR("chibo_dong_")));
		for (size_t c = 0; c < name.len; c++)
			assert_true((name.ptr[c] >= 'a' && name.ptr[c] <= 'z') || name.ptr[c] == '_');
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(fill->single[i].name, fill->single[j].name);
	}
	for (size_t i = 0; i < fill->data.column_count; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(fill->column[i], fill->column[j]);
	assert_int_equal(fill->data.single_count, 116);
	assert_int_equal(fill->data.column_count, 99);
	arena_close(arena);
}

static void empty_columns_are_left_out(void **state)
{
	struct arena *arena = arena_open(1 << 22);
	struct period_report *report = made(arena);
	struct str notes[PERIOD_NOTES_MAX];
	(void)state;
	period_columns_trim(arena, report);
	for (size_t c = 0; c < report->column_count; c++)
		assert_string_not_equal(report->columns[c].key, "mass_work");
	assert_true(str_find(report->hidden, STR("Dân vận khéo")) >= 0);
	assert_true(str_find(report->hidden, STR("Đọc bài viết")) < 0); /* a zero was counted */
	size_t count = period_notes(arena, report, true, notes, PERIOD_NOTES_MAX), said = 0;
	for (size_t i = 0; i < count; i++)
		said += str_starts(notes[i], STR("Không hiện các cột"));
	assert_int_equal(said, 1);
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods_are_read_and_written),
		cmocka_unit_test(what_is_no_period_is_refused),
		cmocka_unit_test(periods_follow_one_another),
		cmocka_unit_test(a_quarter_by_our_rule),
		cmocka_unit_test(a_cell_that_came_within_the_quarter),
		cmocka_unit_test(years_by_two_examples),
		cmocka_unit_test(a_rule_that_is_none_is_refused),
		cmocka_unit_test(due_days_are_data),
		cmocka_unit_test(what_was_frozen_is_read_as_it_was),
		cmocka_unit_test(the_table_says_it_as_people_do),
		cmocka_unit_test(a_report_has_names),
		cmocka_unit_test(names_are_told_apart),
		cmocka_unit_test(empty_columns_are_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
