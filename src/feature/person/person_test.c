/* People entered, told apart, corrected, moved, and an import taken back. */
#include "base/test_private.h"
#include "base/time.h"
#include "feature/person/person_private.h"
#include "feature/unit/unit.h"
#include "tests/harness/test_db.h"

#include <sodium.h>

#define TODAY STR("2026-11-03")

struct fixture {
	struct arena *arena;
	struct db *db;
	int64_t now, cell, other;
	int shard, other_shard;
};

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
	assert_int_equal(unit_create(f->arena, f->db, &new, f->now, &id, &err), OK);
	assert_int_equal(unit_load(f->arena, f->db, id, &unit, &err), OK);
	*ret_shard = unit.shard;
	return id;
}

static int open_cell(void **state)
{
	struct arena *arena = arena_open(64 << 20);
	struct fixture *f = arena_new(arena, struct fixture);
	struct err err = { 0 };
	int none;
	assert_true(sodium_init() >= 0);
	f->arena = arena;
	f->now = date_instant((struct date){ 2026, 11, 3 }, 480);
	f->db = test_db_open();
	assert_int_equal(db_migrate(f->db, f->now, &err), OK);
	int64_t commune = make_unit(f, "xa", "Đảng bộ xã", 0, &none),
	        second = make_unit(f, "xa", "Đảng bộ phường", 0, &none);
	f->cell = make_unit(f, "chi_bo", "Chi bộ thôn Đông", commune, &f->shard);
	f->other = make_unit(f, "chi_bo", "Chi bộ tổ 5", second, &f->other_shard);
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

static struct person_new somebody(const struct fixture *f, const char *name, const char *birth, const char *card)
{
	return (struct person_new){ .data = { .full_name = str_of(name), .birth = str_of(birth), .card = str_of(card) },
		.place = { .cell = f->cell, .shard = f->shard, .kind = STR("official"), .status = STR("full") },
		.since = STR("2026-07-26") };
}

static int64_t enter(struct fixture *f, const struct person_new *new)
{
	int64_t person;
	struct err err = { 0 };
	assert_int_equal(person_add(f->arena, f->db, new, f->now, &person, &err), OK);
	return person;
}

static const char *refused(struct fixture *f, const struct person_new *new, struct err *err)
{
	int64_t person;
	*err = (struct err){ 0 };
	assert_int_equal(db_savepoint(f->db, err), OK);
	assert_int_not_equal(person_add(f->arena, f->db, new, f->now, &person, err), OK);
	assert_int_equal(db_rollback_to(f->db, NULL), OK);
	return err->code;
}

static struct member member_of(struct fixture *f, int64_t person)
{
	struct member member;
	struct err err = { 0 };
	assert_int_equal(person_member(f->arena, f->db, f->cell, f->shard, person, TODAY, &member, &err), OK);
	return member;
}

static struct members members_of(struct fixture *f)
{
	struct members members;
	struct err err = { 0 };
	assert_int_equal(person_members(f->arena, f->db, f->cell, f->shard, TODAY, &members, &err), OK);
	return members;
}

static void people_stand_by_given_name(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = { "Nguyễn Thị Yến", "Trần Văn Ân", "Lê Văn An", "Đỗ  Văn Đạt",
		"Bùi Văn Dũng" };
	static const char *const wanted[] = { "Lê Văn An", "Trần Văn Ân", "Bùi Văn Dũng", "Đỗ Văn Đạt",
		"Nguyễn Thị Yến" };
	for (size_t i = 0; i < LENGTH(names); i++) {
		struct person_new new = somebody(f, names[i], "1970", "");
		new.exempt = i == 0;
		new.place.status = i == 1 ? STR("probationary") : STR("full");
		new.place.kind = i == 2 ? STR("away") : i == 3 ? STR("temporary_here") : STR("official");
		enter(f, &new);
	}
	struct members members = members_of(f);
	assert_int_equal(members.count, 5);
	for (size_t i = 0; i < members.count; i++)
		assert_text(members.at[i].name, wanted[i]);
	struct member_counts counts;
	person_count(&members, &counts);
	assert_int_equal(counts.members, 4);
	assert_int_equal(counts.full, 3);
	assert_int_equal(counts.probationary, 1);
	assert_int_equal(counts.exempt, 1);
	assert_int_equal(counts.away, 1);
	assert_int_equal(counts.temporary_here, 1);
}

static void people_of_one_name_are_told_apart(void **state)
{
	struct fixture *f = *state;
	struct person_new a = somebody(f, "Phạm Thị Hòa", "1962-03-01", ""),
	                  b = somebody(f, "PHẠM THỊ HOÀ", "1971", ""), c = somebody(f, "Phạm Thị Hoà", "1971", ""),
	                  d = somebody(f, "Phạm Thị Hoa", "1971", "");
	a.data.residence = STR("thôn Đông");
	b.data.residence = STR("thôn Đoài");
	c.data.residence = STR("thôn Trung");
	int64_t one = enter(f, &a);
	assert_int_equal(member_of(f, one).label.len, 0);
	int64_t two = enter(f, &b), four = enter(f, &d);
	assert_text(member_of(f, one).label, "1962");
	assert_text(member_of(f, two).label, "1971");
	assert_int_equal(member_of(f, four).label.len, 0);
	int64_t three = enter(f, &c);
	assert_text(member_of(f, one).label, "thôn Đông");
	assert_text(member_of(f, three).label, "thôn Trung");
}

static void a_number_is_one_persons(void **state)
{
	struct fixture *f = *state;
	struct err err;
	struct person_new a = somebody(f, "Lê Văn An", "1970", "99.000001"),
	                  b = somebody(f, "Lê Văn Bê", "1971", "99 000 001");
	int64_t one = enter(f, &a), found;
	assert_text(member_of(f, one).data.card, "99000001");
	assert_string_equal(refused(f, &b, &err), "person.twice_here");
	assert_string_equal(err.field, "card");
	b.place.cell = f->other;
	b.place.shard = f->other_shard;
	assert_string_equal(refused(f, &b, &err), "person.twice_elsewhere");
	assert_string_equal(err.arg[0].value, "Chi bộ thôn Đông");
	/* Temporary stay elsewhere: the same person, in another shard. */
	b.place.kind = STR("temporary_here");
	assert_int_equal(enter(f, &b), one);
	/* Who left here is a member again there. */
	struct member member = member_of(f, one);
	assert_int_equal(person_leave(f->arena, f->db, &member, STR("2026-10-01"), "moved", STR(""), f->now, &err), OK);
	assert_text(member_of(f, one).left, "2026-10-01");
	assert_int_equal(members_of(f).count, 0);
	assert_int_equal(person_find_key(f->arena, f->db, "card", STR("99000001"), &found, &err), OK);
	assert_int_equal(found, one);
	struct person_new back = somebody(f, "Lê Văn An", "1970", "99000001");
	back.since = STR("2026-11-01");
	assert_int_equal(enter(f, &back), one);
	assert_int_equal(members_of(f).count, 1);
}

static void posts_and_states_have_days(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	bool changed;
	struct person_new a = somebody(f, "Lê Văn An", "1970", "");
	int64_t one = enter(f, &a);
	struct member member = member_of(f, one);
	struct person_place place = { .kind = STR("official"), .status = STR("full"), .post = STR("bi_thu") };
	assert_int_equal(
	        person_change(f->arena, f->db, &member, &place, STR("2026-09-01"), 0, f->now, &changed, &err), OK);
	assert_true(changed);
	member = member_of(f, one);
	assert_text(member.post, "bi_thu");
	assert_text(member.since, "2026-09-01");
	assert_int_equal(
	        person_change(f->arena, f->db, &member, &place, STR("2026-10-01"), 0, f->now, &changed, &err), OK);
	assert_false(changed);
	place.post = STR("dang_vien");
	assert_int_equal(
	        person_change(f->arena, f->db, &member, &place, STR("2026-08-01"), 0, f->now, &changed, &err), INVALID);
	assert_string_equal(err.code, "person.since_early");
	assert_int_equal(person_state_begin(f->arena, f->db, &member, "exempt", STR("2026-09-01"), STR(""),
	                         STR("tuổi cao"), STR(""), 0, f->now, &err),
	        OK);
	assert_true(member_of(f, one).exempt);
	assert_int_equal(person_state_begin(f->arena, f->db, &member, "exempt", STR("2026-10-01"), STR(""), STR(""),
	                         STR(""), 0, f->now, &err),
	        CONFLICT);
	assert_int_equal(person_state_end(f->arena, f->db, &member, "exempt", STR("2026-11-01"), 0, f->now, &err), OK);
	assert_false(member_of(f, one).exempt);
	assert_int_equal(members_of(f).count, 1);
}

static void an_import_is_taken_back(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	bool changed;
	struct person_new a = somebody(f, "Lê Văn An", "1970", "99000001"),
	                  b = somebody(f, "Lê Văn Bê", "1971", "99000002");
	int64_t one = enter(f, &a), found;
	b.import = 77;
	b.exempt = true;
	enter(f, &b);
	struct member member = member_of(f, one);
	struct person_data data = member.data;
	data.full_name = STR("Lê Văn Ân");
	data.card = STR("99000009");
	data.phone = STR("0900 000 001");
	assert_int_equal(person_update(f->arena, f->db, &member, &data, 77, f->now, &changed, &err), OK);
	assert_true(changed);
	struct person_place place = { .kind = STR("away"), .status = STR("full") };
	assert_int_equal(
	        person_change(f->arena, f->db, &member, &place, STR("2026-11-01"), 77, f->now, &changed, &err), OK);
	member = member_of(f, one);
	assert_text(member.name, "Lê Văn Ân");
	assert_text(member.data.phone, "0900000001");
	assert_text(member.kind, "away");
	assert_int_equal(person_import_undo(f->arena, f->db, 77, 0, &err), OK);
	struct members members = members_of(f);
	assert_int_equal(members.count, 1);
	assert_text(members.at[0].name, "Lê Văn An");
	assert_text(members.at[0].kind, "official");
	assert_text(members.at[0].data.card, "99000001");
	assert_int_equal(members.at[0].data.phone.len, 0);
	assert_int_equal(person_find_key(f->arena, f->db, "card", STR("99000009"), &found, &err), OK);
	assert_int_equal(found, 0);
	assert_int_equal(person_find_key(f->arena, f->db, "card", STR("99000001"), &found, &err), OK);
	assert_int_equal(found, one);
	assert_int_equal(person_find_key(f->arena, f->db, "card", STR("99000002"), &found, &err), OK);
	assert_int_equal(found, 0);
}

/* An import that finds somebody in another cell again gives back what that one knows, and nobody else's number. */
static void an_import_taken_back_leaves_other_cells(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct person_new a = somebody(f, "Lê Văn An", "1970", "99000001"), b = a;
	int64_t one = enter(f, &a), found;
	b.place = (struct person_place){
		.cell = f->other, .shard = f->other_shard, .kind = STR("temporary_here"), .status = STR("full")
	};
	b.data.id_number = STR("001070000001");
	b.import = 77;
	assert_int_equal(enter(f, &b), one);
	assert_int_equal(person_find_key(f->arena, f->db, "id_number", b.data.id_number, &found, &err), OK);
	assert_int_equal(found, one);
	assert_int_equal(person_import_undo(f->arena, f->db, 77, 0, &err), OK);
	assert_int_equal(members_of(f).count, 1);
	assert_int_equal(person_find_key(f->arena, f->db, "id_number", b.data.id_number, &found, &err), OK);
	assert_int_equal(found, 0);
	assert_int_equal(person_find_key(f->arena, f->db, "card", STR("99000001"), &found, &err), OK);
	assert_int_equal(found, one);
}

static struct member member_at(struct fixture *f, int64_t cell, int shard, int64_t person)
{
	struct member member;
	struct err err = { 0 };
	assert_int_equal(person_member(f->arena, f->db, cell, shard, person, TODAY, &member, &err), OK);
	return member;
}

/* Name, status, data and dated facts follow; the post stays behind; the number is still this person's. */
static void a_member_moves_to_another_shard(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct person_new a = somebody(f, "Lê Văn An", "1970", "99000001");
	struct person_step there = { f->other, f->other_shard, STR_NONE, STR("2026-10-01"), STR("12-QĐ/ĐU") };
	a.place.post = STR("pho_bi_thu");
	a.exempt = true;
	int64_t one = enter(f, &a), found;
	struct member member = member_of(f, one), moved;
	assert_int_not_equal(f->shard, f->other_shard);
	assert_int_equal(person_move(f->arena, f->db, &member, &there, f->now, &err), OK);
	member = member_of(f, one);
	moved = member_at(f, f->other, f->other_shard, one);
	assert_text(member.left, "2026-10-01");
	assert_text(member.ended, "moved");
	assert_false(member.exempt);
	assert_text(moved.name, "Lê Văn An");
	assert_text(moved.data.birth, "1970");
	assert_text(moved.post, "dang_vien");
	assert_text(moved.since, "2026-10-01");
	assert_true(moved.exempt);
	assert_int_equal(person_find_key(f->arena, f->db, "card", STR("99000001"), &found, &err), OK);
	assert_int_equal(found, one);
	assert_int_equal(person_move(f->arena, f->db, &member, &there, f->now, &err), CONFLICT);
	/* Back again: what the other cell corrected in the meantime comes along. */
	struct person_data data = moved.data;
	bool changed;
	data.birth = STR("1971");
	assert_int_equal(person_update(f->arena, f->db, &moved, &data, 0, f->now, &changed, &err), OK);
	moved = member_at(f, f->other, f->other_shard, one);
	there = (struct person_step){ f->cell, f->shard, STR_NONE, STR("2026-11-03"), STR_NONE };
	assert_int_equal(person_move(f->arena, f->db, &moved, &there, f->now, &err), OK);
	assert_text(member_of(f, one).data.birth, "1971");
	assert_int_equal(members_of(f).count, 1);
}

/* Away at home, a guest there; home again; and when the two cells become one, nobody is twice on its list. */
static void a_member_stays_elsewhere_for_a_time(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct person_new a = somebody(f, "Lê Văn An", "1970", "99000001");
	struct person_step there = { f->other, f->other_shard, STR_NONE, STR("2026-10-01"), STR_NONE };
	int64_t one = enter(f, &a);
	struct member member = member_of(f, one);
	assert_int_equal(person_stay(f->arena, f->db, &member, &there, f->now, &err), OK);
	member = member_of(f, one);
	assert_text(member.kind, "away");
	assert_text(member_at(f, f->other, f->other_shard, one).kind, "temporary_here");
	assert_int_equal(person_stay(f->arena, f->db, &member, &there, f->now, &err), CONFLICT);
	there.day = STR("2026-10-20");
	assert_int_equal(person_return(f->arena, f->db, &member, &there, f->now, &err), OK);
	member = member_of(f, one);
	assert_text(member.kind, "official");
	assert_text(member_at(f, f->other, f->other_shard, one).left, "2026-10-20");
	there.day = STR("2026-11-01");
	assert_int_equal(person_stay(f->arena, f->db, &member, &there, f->now, &err), OK);
	member = member_of(f, one);
	there.day = STR("2026-11-02");
	assert_int_equal(person_move(f->arena, f->db, &member, &there, f->now, &err), OK);
	assert_text(member_at(f, f->other, f->other_shard, one).kind, "official");
	assert_int_equal(members_of(f).count, 0);
}

static void a_form_is_checked(void **state)
{
	struct fixture *f = *state;
	const struct {
		struct person_data data;
		const char *code, *field;
	} cases[] = {
		{ { .full_name = STR("A"), .birth = STR("1985"), .joined = STR("2003") }, NULL, NULL },
		{ { .full_name = STR("") }, "person.name_missing", "full_name" },
		{ { .full_name = STR("A"), .birth = STR("1985-31") }, "person.day", "birth" },
		{ { .full_name = STR("A"), .birth = STR("2027") }, "person.future", "birth" },
		{ { .full_name = STR("A"), .birth = STR("1985-06-02"), .joined = STR("2003-06-01") }, "person.underage",
		        "joined" },
		{ { .full_name = STR("A"), .joined = STR("2010-05"), .official = STR("2010-04-03") },
		        "person.official_early", "official" },
		{ { .full_name = STR("A"), .id_number = STR("12345") }, "person.id_number", "id_number" },
		{ { .full_name = STR("A"), .phone = STR("09") }, "person.phone", "phone" },
		{ { .full_name = STR("A"), .sex = STR("nam") }, "person.sex", "sex" },
	};
	(void)f;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct err err = { 0 };
		enum status status = person_check(&cases[i].data, TODAY, &err);
		assert_int_equal(status, cases[i].code ? INVALID : OK);
		if (cases[i].code) {
			assert_string_equal(err.code, cases[i].code);
			assert_string_equal(err.field, cases[i].field);
		}
	}
}

static void a_person_gets_all_and_is_forgotten(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct person_new a = somebody(f, "Lê Văn An", "1970", "99000001");
	a.exempt = true;
	a.exempt_reason = STR("tuổi cao");
	int64_t one = enter(f, &a), found;
	struct buf json = buf_open(f->arena, 1 << 16);
	assert_int_equal(person_export(f->arena, f->db, (struct person_id){ one }, &json, &err), OK);
	struct str text = buf_text(&json);
	assert_true(str_find(text, STR("\"full_name\":\"Lê Văn An\"")) >= 0);
	assert_true(str_find(text, STR("\"reason\":\"tuổi cao\"")) >= 0);
	assert_int_equal(person_forget(f->arena, f->db, (struct person_id){ one }, f->now, &err), OK);
	assert_int_equal(person_find_key(f->arena, f->db, "card", STR("99000001"), &found, &err), OK);
	assert_int_equal(found, 0);
	struct members members = members_of(f);
	assert_int_equal(members.count, 1);
	assert_text(members.at[0].name, "(đã xóa)");
	assert_int_equal(members.at[0].data.birth.len, 0);
}

int main(void)
{
#define with_cell(test) cmocka_unit_test_setup_teardown(test, open_cell, close_cell)
	const struct CMUnitTest tests[] = {
		with_cell(people_stand_by_given_name),
		with_cell(people_of_one_name_are_told_apart),
		with_cell(a_number_is_one_persons),
		with_cell(posts_and_states_have_days),
		with_cell(an_import_is_taken_back),
		with_cell(an_import_taken_back_leaves_other_cells),
		with_cell(a_member_moves_to_another_shard),
		with_cell(a_member_stays_elsewhere_for_a_time),
		with_cell(a_form_is_checked),
		with_cell(a_person_gets_all_and_is_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
