/* How alike two texts are, and what a month's rows say. */
#include "base/id.h"
#include "base/test_private.h"
#include "base/time.h"
#include "feature/signal/signal_private.h"
#include "gen/meeting_sql.h"
#include "gen/record_sql.h"
#include "gen/signal_sql.h"
#include "tests/harness/test_db.h"

#define CANAL                                                                                                \
	"đoạn kênh từ cống ông Thìn đến nhà văn hóa đã nạo vét xong hai trăm mét, "   \
	"còn một trăm mét vướng đất mượn của ba hộ. Tôi đề nghị chi bộ cử tổ " \
	"vận động đến từng nhà, nói rõ mức đền bù cây cối theo đơn giá của xã, " \
	"hộ nào khó thì báo lại để đồng chí trưởng thôn cùng Mặt trận đến bàn tiếp."
#define SCHOOL                                                                                        \
	"điểm trường mầm non thiếu hai phòng học, phụ huynh góp công dọn nền, "  \
	"xã hứa cấp xi măng trong quý này. Đề nghị chi bộ lập danh sách các hộ " \
	"góp công, công khai tại nhà văn hóa, và cử hai đồng chí theo dõi vật tư " \
	"hằng tuần để cuối tháng báo cáo rõ số đã dùng."
#define FORMAL                                                                                           \
	"Các ý kiến phát biểu cơ bản nhất trí với dự thảo báo cáo do đồng chí " \
	"Bí thư chi bộ trình bày. "

static struct record_section part(const char *key, const char *text)
{
	return (struct record_section){ str_of(key), STR("1. Mục"), STR("para"), str_of(text), true };
}

static struct signal_likeness like(struct arena *arena, const struct record_section *now, size_t now_count,
        const struct record_section *before, size_t before_count)
{
	struct record_body mine = { (struct record_section *)now, now_count },
	                   theirs = { (struct record_section *)before, before_count };
	struct signal_words a, b;
	struct signal_likeness ret = { 0 };
	signal_words_of(arena, &mine, &a);
	signal_words_of(arena, &theirs, &b);
	signal_compare(arena, &a, &b, 30, &ret);
	return ret;
}

static struct signal_likeness like_text(struct arena *arena, const char *now, const char *before)
{
	struct record_section a = part("item-1", now), b = part("item-7", before);
	return like(arena, &a, 1, &b, 1);
}

static void copied_text_is_alike(void **state)
{
	struct signal_likeness got = like_text(*state, CANAL, CANAL);
	assert_int_equal(got.permille, 1000);
	assert_int_equal(got.run_permille, 1000);
	assert_int_equal(got.passage, got.words);
	/* Case, marks, dots and dates make no difference; figures do. */
	got = like_text(
	        *state, "Tháng 12: ngày 03/12/2026 bàn lại, " CANAL, "THÁNG 11 – NGÀY 03/11/2026 BAN LAI; " CANAL);
	assert_int_equal(got.permille, 1000);
	assert_int_equal(got.passage, got.words);
	got = like_text(
	        *state, "Thu được 12 triệu đồng, chi hết 7 triệu đồng", "Thu được 15 triệu đồng, chi hết 9 triệu đồng");
	assert_int_equal(got.permille, 0);
}

static void other_text_is_not(void **state)
{
	struct signal_likeness got = like_text(*state, SCHOOL, CANAL);
	assert_true(got.permille < 100);
	assert_int_equal(got.run_permille, 0);
	/* Phrases that every meeting has are no long passage. */
	got = like_text(*state, FORMAL SCHOOL, FORMAL CANAL);
	assert_int_equal(got.run_permille, 0);
	assert_int_equal(got.passage, 23);
	assert_int_equal(like_text(*state, "", CANAL).permille, 0);
	assert_int_equal(like_text(*state, CANAL, "").permille, 0);
	assert_int_equal(like_text(*state, "Nhất trí", "Nhất trí").permille, 0);
}

/* Half new, half copied: the copied half is found where it stands. */
static void the_passage_is_found(void **state)
{
	struct record_section now[] = { part("opening", CANAL), part("item-1", SCHOOL),
		part("item-2", "Mở đầu. " CANAL) },
	                      before[] = { part("item-5", "Việc khác. " CANAL), part("close", SCHOOL) };
	struct signal_likeness got = like(*state, now, LENGTH(now), before, LENGTH(before));
	assert_int_equal(got.now.section, 2);
	assert_int_equal(got.before.section, 0);
	assert_text(str_slice(now[2].text, got.now.from, got.now.to),
	        "đoạn kênh từ cống ông Thìn đến nhà văn hóa đã nạo "
	        "vét xong hai trăm mét, còn một trăm mét vướng đất mượn của ba hộ. Tôi đề nghị chi bộ cử tổ vận động "
	        "đến "
	        "từng nhà, nói rõ mức đền bù cây cối theo đơn giá của xã, hộ nào khó thì báo lại để đồng chí trưởng "
	        "thôn "
	        "cùng Mặt trận đến bàn tiếp");
	assert_true(str_starts(str_slice(before[0].text, got.before.from, got.before.to), STR("đoạn kênh từ cống")));
	assert_true(got.permille > 400 && got.permille < 600);
}

/* A run stays in its section, and a text that says one thing over and over costs little. */
static void repeated_words_end(void **state)
{
	struct buf buf = buf_open(*state, 1 << 20);
	for (int i = 0; i < 30000; i++)
		buf_c(&buf, "nhất trí ");
	const char *text = str_c(*state, buf_text(&buf));
	struct signal_likeness got = like_text(*state, text, text);
	assert_int_equal(got.words, SIGNAL_WORDS_MAX);
	assert_int_equal(got.permille, 1000);
	struct record_section now[] = { part("item-1", "một hai ba bốn"), part("item-2", "năm sáu bảy tám") },
	                      before[] = { part("item-1", "một hai ba bốn năm sáu bảy tám") };
	assert_int_equal(like(*state, now, 2, before, 1).permille, 0);
}

enum { SHARD = 5, PEOPLE = 10, FIRST = 202606, LAST = 202611 };

struct fixture {
	struct arena *arena;
	struct db *db;
	struct cell_id cell;
	int64_t meeting[6];
	struct err err;
};

static void write_sql(struct fixture *f, const char *format, ...) FORMAT(2, 3);
static void write_sql(struct fixture *f, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str sql = str_vformat(f->arena, format, args);
	va_end(args);
	if (db_exec(f->db, str_c(f->arena, sql), &f->err) != OK)
		fail_msg("%s", f->err.detail);
}

static void put_record(struct fixture *f, int64_t meeting, const char *kind, const char *text)
{
	int64_t id = id_new(SHARD);
	struct record_section section = part("item-1", text);
	struct record_body body = { &section, 1 };
	write_sql(f,
	        "INSERT INTO record (id, shard, cell, meeting, kind, title, day, state, signed_at, entered_at) VALUES "
	        "(%lld, %d, %lld, %lld, '%s', 't', '2026-01-01', 'signed', 1, 1)",
	        (long long)id, SHARD, (long long)f->cell.n, (long long)meeting, kind);
	assert_int_equal(record_version_add(f->arena, f->db,
	                         &(struct record_version_add_in){ .record = { id },
	                                 .version = 1,
	                                 .shard = SHARD,
	                                 .hash = STR("h"),
	                                 .author = { 1 },
	                                 .at = 1,
	                                 .body = record_body_json(f->arena, &body) },
	                         &f->err),
	        OK);
}

/* A regular session at which ten came and three spoke, with confirmed minutes and a score of 90. */
static void put_meeting(struct fixture *f, int at, const char *text)
{
	int month = month_add(FIRST, at);
	int64_t id = f->meeting[at] = id_new(SHARD);
	write_sql(f,
	        "INSERT INTO meeting (id, shard, cell, month, day, minute, kind, state, set_day, rubric, ended_at, "
	        "entered_at) "
	        "VALUES (%lld, %d, %lld, %d, '%d-%02d-03', 1170, 'regular', 'ended', '', 'r', 1, 1)",
	        (long long)id, SHARD, (long long)f->cell.n, month, month / 100, month % 100);
	write_sql(f,
	        "INSERT INTO meeting_total (meeting, shard, members, full_members, base, present, excused, unexcused, "
	        "exempt, "
	        "away, special, spoke, minutes) VALUES (%lld, %d, 12, 12, 12, 10, 2, 0, 0, 0, 0, 3, 100)",
	        (long long)id, SHARD);
	for (int i = 1; i <= PEOPLE; i++) {
		assert_int_equal(meeting_attendance_add(f->arena, f->db,
		                         &(struct meeting_attendance_add_in){ .meeting = { id },
		                                 .person = { i },
		                                 .shard = SHARD,
		                                 .status = STR("full"),
		                                 .name = STR("Đồng chí"),
		                                 .sort_key = STR("k"),
		                                 .post = STR("dang_vien"),
		                                 .duty = STR("due") },
		                         &f->err),
		        OK);
		if (i <= 3)
			write_sql(f,
			        "INSERT INTO speech (id, shard, meeting, item, ord, person, name, at) VALUES (%lld, "
			        "%d, %lld, "
			        "1, %d, %d, 'Đồng chí', 1)",
			        (long long)id_new(SHARD), SHARD, (long long)id, i, i);
	}
	write_sql(
	        f, "UPDATE attendance SET state = 'present' WHERE meeting = %lld AND shard = %d", (long long)id, SHARD);
	write_sql(f,
	        "INSERT INTO score_sheet (id, shard, cell, meeting, rubric, rubric_version, state, most, total, "
	        "entered_at) "
	        "VALUES (%lld, %d, %lld, %lld, 'r', 1, 'voted', 90, 90, 1)",
	        (long long)id_new(SHARD), SHARD, (long long)f->cell.n, (long long)id);
	put_record(f, id, "minutes", text);
}

static struct fixture *begin(void)
{
	struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
	struct fixture *f = arena_new(arena, struct fixture);
	f->arena = arena;
	f->db = test_db_open();
	assert_int_equal(db_migrate(f->db, 1, &f->err), OK);
	f->cell.n = id_new(SHARD);
	for (int i = 0; i < 6; i++)
		put_meeting(f, i, i % 2 ? CANAL : SCHOOL);
	return f;
}

static void end(struct fixture *f)
{
	db_close(f->db);
	arena_close(f->arena);
}

/* What stands for the last month after it was judged and kept: "above 15 3; merged 100 0; ". */
static const char *judged(struct fixture *f)
{
	struct signal_month months[SIGNAL_MONTHS_AFTER + 1];
	struct signal_of_month_rows rows;
	struct buf buf = buf_open(f->arena, 4096);
	assert_int_equal(signal_judge(f->arena, f->db, f->cell, SHARD, LAST, months, &f->err), OK);
	assert_int_equal(signal_keep(f->arena, f->db, f->cell, SHARD, &months[0], 1000, &f->err), OK);
	assert_int_equal(
	        signal_of_month(f->arena, f->db,
	                &(struct signal_of_month_in){ .cell = f->cell, .month = LAST, .shard = SHARD }, &rows, &f->err),
	        OK);
	for (size_t i = 0; i < rows.count; i++)
		if (!str_is(rows.at[i].kind, "same_text"))
			buf_format(&buf, "%.*s %lld %.*s; ", STR_ARG(rows.at[i].kind), (long long)rows.at[i].value,
			        STR_ARG(rows.at[i].detail));
		else
			buf_c(&buf, "same_text; ");
	return str_c(f->arena, buf_text(&buf));
}

static void the_same_speakers_and_silence(void **state)
{
	struct fixture *f = begin();
	(void)state;
	assert_string_equal(judged(f), "same_speakers 3 3; silent 7 6; ");
	/* A fourth one in one of the three sessions; nobody else in the others. */
	write_sql(f,
	        "INSERT INTO speech (id, shard, meeting, item, ord, person, name, at) VALUES (%lld, 5, %lld, 1, 9, 9, "
	        "'x', 1)",
	        (long long)id_new(SHARD), (long long)f->meeting[4]);
	assert_string_equal(judged(f), "silent 6 6; ");
	/* A report is no opinion: the three are alone again, but who reported is not silent. */
	write_sql(f, "UPDATE speech SET kind = 'report' WHERE person = 9 AND shard = 5");
	assert_string_equal(judged(f), "same_speakers 3 3; silent 6 6; ");
	/* Fewer than five are never counted out loud. */
	write_sql(f,
	        "UPDATE attendance SET state = 'excused' WHERE meeting = %lld AND shard = 5 AND (person = 4 OR person "
	        "= 5)",
	        (long long)f->meeting[0]);
	assert_string_equal(judged(f), "same_speakers 3 3; ");
	/* Small cells are not asked. */
	write_sql(f, "UPDATE meeting_total SET members = 8 WHERE shard = 5");
	assert_string_equal(judged(f), "");
	end(f);
}

/* Where speeches were not noted, or a month is missing, nothing is said of silence. */
static void silence_needs_notes(void **state)
{
	struct fixture *f = begin();
	(void)state;
	write_sql(f, "UPDATE meeting_total SET spoke = 0 WHERE meeting = %lld AND shard = 5", (long long)f->meeting[2]);
	assert_string_equal(judged(f), "same_speakers 3 3; ");
	write_sql(f, "UPDATE meeting_total SET spoke = 3 WHERE shard = 5");
	assert_string_equal(judged(f), "same_speakers 3 3; silent 7 6; ");
	write_sql(f, "UPDATE meeting SET month = 202605 WHERE id = %lld AND shard = 5", (long long)f->meeting[0]);
	assert_string_equal(judged(f), "same_speakers 3 3; ");
	end(f);
}

/* Minutes that are void are not judged any more. */
static void void_minutes_are_forgotten(void **state)
{
	struct fixture *f = begin();
	int64_t months;
	(void)state;
	judged(f);
	assert_int_equal(db_one_int(f->db, "SELECT count(*) FROM signal_judged", &months, &f->err), OK);
	assert_int_equal(months, 1);
	write_sql(f, "UPDATE record SET state = 'void' WHERE shard = 5");
	judged(f);
	assert_int_equal(db_one_int(f->db, "SELECT count(*) FROM signal_judged", &months, &f->err), OK);
	assert_int_equal(months, 0);
	end(f);
}

static void tasks_themes_and_scores(void **state)
{
	struct fixture *f = begin();
	int64_t last = f->meeting[5];
	(void)state;
	write_sql(f, "UPDATE meeting_total SET members = 8, spoke = 0 WHERE shard = 5");
	assert_string_equal(judged(f), "");
	put_record(f, last, "resolution", "Nghị quyết");
	assert_string_equal(judged(f), "no_task 0 0; ");
	write_sql(f,
	        "INSERT INTO task (id, shard, cell, meeting, title, person, due, entered_at) VALUES (%lld, 5, 1, %lld, "
	        "'a', 1, NULL, 1), "
	        "(%lld, 5, 1, %lld, 'b', NULL, '2026-12-01', 1), (%lld, 5, 1, %lld, 'c', 1, '2026-12-01', 1)",
	        (long long)id_new(SHARD), (long long)last, (long long)id_new(SHARD), (long long)last,
	        (long long)id_new(SHARD), (long long)last);
	assert_string_equal(judged(f), "no_date 1 3; no_person 1 3; ");
	write_sql(f, "UPDATE record SET state = 'void' WHERE kind = 'resolution' AND shard = 5");
	assert_string_equal(judged(f), "");
	/* A theme in a short session, or a short part of a long one. */
	write_sql(f, "UPDATE meeting SET kind = 'both' WHERE id = %lld AND shard = 5", (long long)last);
	assert_string_equal(judged(f), "merged 100 0; ");
	write_sql(f, "UPDATE meeting_total SET minutes = 125 WHERE shard = 5");
	write_sql(f,
	        "INSERT INTO meeting_part (meeting, shard, ord, kind, began, ended) VALUES (%lld, 5, 2, 'thematic', 0, "
	        "1200000)",
	        (long long)last);
	assert_string_equal(judged(f), "merged 20 1; ");
	write_sql(f, "UPDATE meeting_part SET ended = 1800000 WHERE shard = 5");
	assert_string_equal(judged(f), "");
	/* Above the evidence three months running. */
	write_sql(f, "UPDATE score_sheet SET total = 95 WHERE shard = 5 AND (meeting = %lld OR meeting = %lld)",
	        (long long)f->meeting[3], (long long)last);
	assert_string_equal(judged(f), "");
	write_sql(f, "UPDATE score_sheet SET total = 91 WHERE shard = 5 AND meeting = %lld", (long long)f->meeting[4]);
	assert_string_equal(judged(f), "above 5 3; ");
	end(f);
}

/* The same text as last month; nothing is judged where minutes are not confirmed. */
static void text_and_what_is_judged(void **state)
{
	struct fixture *f = begin();
	struct signal_count_row row;
	struct signal_count_in in = { .cell = f->cell, .shard = SHARD, .month = LAST };
	(void)state;
	write_sql(f, "UPDATE meeting_total SET members = 8, spoke = 0 WHERE shard = 5");
	write_sql(f, "DELETE FROM record WHERE meeting = %lld AND shard = 5", (long long)f->meeting[4]);
	assert_string_equal(judged(f), "same_text; "); /* with the month before it, as October has none */
	assert_int_equal(signal_count(f->arena, f->db, &in, &row, &f->err), OK);
	assert_int_equal(row.cells, 1);
	assert_int_equal(row.same_text, 1);
	assert_int_equal(row.merged + row.above + row.no_task, 0);
	put_record(f, f->meeting[4], "minutes", SCHOOL);
	assert_string_equal(judged(f), "");
	write_sql(f, "UPDATE record SET state = 'void' WHERE meeting = %lld AND shard = 5", (long long)f->meeting[5]);
	assert_string_equal(judged(f), "");
	assert_int_equal(signal_count(f->arena, f->db, &in, &row, &f->err), OK);
	assert_int_equal(row.cells, 0);
	end(f);
}

/* A mark set while the month is being judged stays. */
static void a_late_mark_stays(void **state)
{
	struct fixture *f = begin();
	struct signal_marks_rows rows;
	(void)state;
	assert_int_equal(signal_mark(f->arena, f->db, f->cell.n, SHARD, LAST, &f->err), OK);
	assert_int_equal(signal_marks(f->arena, f->db, &(struct signal_marks_in){ 0 }, &rows, &f->err), OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(signal_mark(f->arena, f->db, f->cell.n, SHARD, LAST, &f->err), OK);
	struct signal_mark_done_in done = { rows.at[0].cell, rows.at[0].month, rows.at[0].shard, rows.at[0].n };
	for (int64_t left = 1; left >= 0; left--, done.n++) {
		assert_int_equal(signal_mark_done(f->arena, f->db, &done, &f->err), OK);
		assert_int_equal(signal_marks(f->arena, f->db, &(struct signal_marks_in){ 0 }, &rows, &f->err), OK);
		assert_int_equal(rows.count, left);
	}
	end(f);
}

static void a_look_is_known_by_account_and_forgotten(void **state)
{
	struct fixture *f = begin();
	struct signal_seen_by_in by = { { 3 } };
	struct signal_seen_by_rows rows;
	(void)state;
	write_sql(f,
	        "INSERT INTO unit (id, kind, shard, since, entered_at) VALUES (%lld, 'chi_bo', %d, '2025-07-01', 1)",
	        (long long)f->cell.n, SHARD);
	write_sql(f, "INSERT INTO account (id, name, entered_at) VALUES (3, 'Đồng chí', 1)");
	write_sql(f,
	        "INSERT INTO account_role (id, account, unit, role, since, entered_at) VALUES (1, 3, %lld, "
	        "'secretary', '2025-07-01', 1), (2, 3, %lld, 'member', '2025-07-01', 1)",
	        (long long)f->cell.n, (long long)f->cell.n);
	struct signal_look_in look = { { f->cell.n }, { 3 }, SHARD, 77 };
	assert_int_equal(signal_look(f->arena, f->db, &look, &f->err), OK);
	assert_int_equal(signal_seen_by(f->arena, f->db, &by, &rows, &f->err), OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(rows.at[0].at, 77);
	struct signal_forget_in forget = { { f->cell.n }, { 3 }, SHARD };
	assert_int_equal(signal_forget(f->arena, f->db, &forget, &f->err), OK);
	assert_int_equal(signal_seen_by(f->arena, f->db, &by, &rows, &f->err), OK);
	assert_int_equal(rows.count, 0);
	end(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(copied_text_is_alike),
		with_arena(other_text_is_not),
		with_arena(the_passage_is_found),
		with_arena(repeated_words_end),
		cmocka_unit_test(the_same_speakers_and_silence),
		cmocka_unit_test(silence_needs_notes),
		cmocka_unit_test(void_minutes_are_forgotten),
		cmocka_unit_test(tasks_themes_and_scores),
		cmocka_unit_test(text_and_what_is_judged),
		cmocka_unit_test(a_late_mark_stays),
		cmocka_unit_test(a_look_is_known_by_account_and_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
