/* What a person may write into a sheet, and how rubrics come into the database. The way from the vote to the grade is
 * told by the story. */
#include "base/test_private.h"
#include "feature/score/score_private.h"
#include "tests/harness/test_db.h"

#include <string.h>

struct fixture {
	struct arena *arena;
	struct sheet *sheet;
	struct sheet_entry entry[RUBRIC_LINES];
	struct err err;
};

/* A sheet of that rubric whose evidence is what `measures` says. */
static struct fixture *begin(const char *rubric, const int32_t *measures)
{
	struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
	struct fixture *f = arena_new(arena, struct fixture);
	f->arena = arena;
	f->sheet = arena_new(arena, struct sheet);
	assert_int_equal(rubric_find(arena, str_of(rubric), &f->sheet->data, &f->err), OK);
	rubric_input_clear(&f->sheet->input);
	for (; *measures >= 0; measures += 2)
		f->sheet->input.measure[measures[0]] = measures[1];
	return f;
}

static int32_t line(const struct fixture *f, const char *id)
{
	int32_t at = rubric_line_of(f->sheet->data, str_of(id));
	assert_true(at >= 0);
	return at;
}

static void give(struct fixture *f, const char *id, int64_t points, const char *reason)
{
	f->entry[line(f, id)] = (struct sheet_entry){ .points = OPT(points), .reason = str_of(reason) };
}

static void refused(struct fixture *f, const char *code, const char *field)
{
	memset(&f->err, 0, sizeof(f->err));
	assert_int_equal(sheet_enter(f->arena, f->sheet, f->entry, &f->err), INVALID);
	assert_string_equal(f->err.code, code);
	assert_string_equal(f->err.field, field);
}

static void accepted(struct fixture *f)
{
	assert_int_equal(sheet_enter(f->arena, f->sheet, f->entry, &f->err), OK);
}

static const int32_t good_time[] = { RUBRIC_RIGHT_DAY, 1, RUBRIC_MINUTES, 95, RUBRIC_COMBINED, 0, -1 };

static void evidence_fills_what_nobody_wrote(void **state)
{
	struct fixture *f = begin("tw-hd42-2025", good_time);
	(void)state;
	accepted(f);
	int32_t time = line(f, "time"), chairing = line(f, "chairing");
	assert_int_equal(f->sheet->line[time].points.n, 5);
	assert_int_equal(f->sheet->line[time].evidence.n, 5);
	assert_true(f->sheet->line[time].why.len > 0);
	assert_false(f->sheet->line[chairing].points.set);
	assert_false(f->sheet->line[chairing].evidence.set);
	assert_int_equal(f->sheet->result.least, 5);
	assert_int_equal(f->sheet->result.most, 100);
	assert_int_equal(sheet_open_lines(f->sheet->data, &f->sheet->result), 9);
	arena_close(f->arena);
}

static void departing_needs_a_reason(void **state)
{
	struct fixture *f = begin("tw-hd42-2025", good_time);
	(void)state;
	give(f, "time", 3, "");
	refused(f, "score.reason_missing", "reason-time");
	give(f, "time", 3, "Khai mạc chậm");
	give(f, "chairing", 8, "");
	accepted(f);
	assert_int_equal(f->sheet->result.least, 11);
	assert_int_equal(f->sheet->evidence.least, 5);
	give(f, "time", 6, "Họp tốt");
	refused(f, "score.points_range", "points-time");
	give(f, "time", -1, "Họp chưa tốt");
	refused(f, "score.points_range", "points-time");
	arena_close(f->arena);
}

static void all_or_nothing_takes_nothing_between(void **state)
{
	struct fixture *f = begin("hcm-anphu-2025", good_time);
	(void)state;
	give(f, "prep_content", 2, "");
	refused(f, "score.points_choice", "points-prep_content");
	give(f, "prep_content", 0, "");
	accepted(f);
	give(f, "prep_content", 3, "");
	accepted(f);
	assert_true(sheet_choice(f->sheet, line(f, "prep_content")));
	assert_false(sheet_choice(f->sheet, line(f, "spoke")));
	arena_close(f->arena);
}

/* Posting here says nothing about the handbook: a person ticks, or there are no points, whatever was typed. */
static void handbook_is_confirmed_by_a_person(void **state)
{
	static const int32_t posted[] = { RUBRIC_PAPERS_DAYS, 3, RUBRIC_REPORT_DAYS, 1, -1 };
	struct fixture *f = begin("hcm-anphu-2025", posted);
	int32_t at = line(f, "prep_handbook");
	(void)state;
	assert_true(sheet_handbook(f->sheet, at));
	assert_false(sheet_handbook(f->sheet, line(f, "end_posted")));
	give(f, "prep_handbook", 2, "");
	accepted(f);
	assert_int_equal(f->sheet->line[at].points.n, 0);
	f->entry[at].confirmed = true;
	accepted(f);
	assert_int_equal(f->sheet->line[at].points.n, 2);
	assert_int_equal(f->sheet->line[at].evidence.n, 2);
	arena_close(f->arena);
}

static void lines_that_do_not_apply_stay_out(void **state)
{
	static const int32_t plain[] = { RUBRIC_THEMATIC, 0, -1 };
	struct fixture *f = begin("hcm-anphu-2025", plain);
	(void)state;
	give(f, "thematic", 5, "Có nói");
	accepted(f);
	assert_int_equal(f->sheet->result.line[line(f, "thematic")].points, 0);
	assert_int_equal(f->sheet->evidence.most, 95);
	f->sheet->data->rubric.rescale = 1;
	accepted(f);
	assert_int_equal(f->sheet->evidence.most, 100);
	arena_close(f->arena);
}

static void rubrics_load_once_and_never_change(void **state)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
	CLOSES(db_closep) struct db *db = NULL;
	struct err err = { 0 };
	struct score_rubric_newest_row row;
	struct score_rubric_body_row body;
	bool found;
	const struct score_rubric_newest_in id = { .id = STR("tw-hd42-2025") };
	(void)state;
	db = test_db_open();
	assert_int_equal(db_migrate(db, 1, &err), OK);
	assert_int_equal(score_load(arena, db, 1, &err), OK);
	assert_int_equal(score_load(arena, db, 2, &err), OK);
	assert_int_equal(score_rubric_newest(arena, db, &id, &row, &found, &err), OK);
	assert_int_equal(row.version, 1);
	/* Somebody's version 2 came in between: the built-in one, which differs, becomes version 3. */
	assert_int_equal(score_rubric_put(arena, db,
	                         &(struct score_rubric_put_in){ .id = id.id,
	                                 .version = 2,
	                                 .name = STR("n"),
	                                 .issuer = STR("i"),
	                                 .document = STR("d"),
	                                 .since = STR("2026-01-01"),
	                                 .until = STR("9999-12-31"),
	                                 .body = STR("{}"),
	                                 .hash = STR("other"),
	                                 .at = 3 },
	                         &err),
	        OK);
	assert_int_equal(score_load(arena, db, 4, &err), OK);
	assert_int_equal(score_rubric_newest(arena, db, &id, &row, &found, &err), OK);
	assert_int_equal(row.version, 3);
	assert_int_equal(score_rubric_body(arena, db, &(struct score_rubric_body_in){ .id = id.id, .version = 2 },
	                         &body, &found, &err),
	        OK);
	assert_text(body.body, "{}");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(evidence_fills_what_nobody_wrote),
		cmocka_unit_test(departing_needs_a_reason), cmocka_unit_test(all_or_nothing_takes_nothing_between),
		cmocka_unit_test(handbook_is_confirmed_by_a_person), cmocka_unit_test(lines_that_do_not_apply_stay_out),
		cmocka_unit_test(rubrics_load_once_and_never_change) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
