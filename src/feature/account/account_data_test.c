/* Whatever table names a person or an account: what it holds is in what a person is handed out and goes with an
 * erasure, or stands below with the reason why not. One row is put into every table, all about one person, and looked
 * for. */
#include "app/export.h"
#include "base/test_private.h"
#include "base/time.h"
#include "db/table.h"
#include "tests/harness/test_db.h"

#include <sodium.h>

enum { PERSON = 4242 }; /* the person, the account, the cell, every other number */

/* Why something is not handed out, or stays. */
#define RECORD "the record of a cell stays, with the names in it (README)"
#define OFFICE "an act of office: whose it was is part of the record of the body"
#define NUMBER "nothing but a number, which leads to nobody any more"
#define HANDED NULL /* it is handed out */
#define GONE NULL   /* it goes */

static const struct {
	const char *table, *out, *stays;
} reasons[] = {
	{ "act", OFFICE, NUMBER },
	{ "annual_opinion", OFFICE, NUMBER },
	{ "annual_raise", OFFICE, NUMBER },
	{ "annual_result", HANDED, RECORD },
	{ "annual_review", OFFICE, NUMBER },
	{ "annual_round", OFFICE, NUMBER },
	{ "attendance", HANDED, RECORD },
	{ "audit", OFFICE ", read in the log of each cell", "a link of a chain of hashes; " NUMBER },
	{ "ballot_voter", "that somebody voted in secret; that he sat in the meeting is handed out", NUMBER },
	{ "commend", OFFICE, NUMBER },
	{ "commend_decision", OFFICE, NUMBER },
	{ "commend_quota", OFFICE, NUMBER },
	{ "commitment_layout", OFFICE, NUMBER },
	{ "commitment_year", OFFICE, NUMBER },
	{ "erasure", "written when there is nothing left to hand out", "the decision by which somebody was erased" },
	{ "fee", HANDED, RECORD },
	{ "group_member", HANDED, NUMBER },
	{ "guest", HANDED, RECORD },
	{ "guidance", OFFICE, NUMBER },
	{ "guidance_cell", HANDED, RECORD },
	{ "guidance_paper", OFFICE, NUMBER },
	{ "inspect_dossier", OFFICE, NUMBER },
	{ "inspect_file", OFFICE, NUMBER },
	{ "inspect_finding", HANDED, RECORD },
	{ "inspect_item", OFFICE, NUMBER },
	{ "inspect_look", "what was looked at is of others: the team and the cell read it", NUMBER },
	{ "inspect_paper", OFFICE, NUMBER },
	{ "inspect_programme", OFFICE, NUMBER },
	{ "inspect_step", OFFICE, NUMBER },
	{ "item_version", OFFICE, NUMBER },
	{ "look", "what was looked at is of others: the cell that it concerns reads it", NUMBER },
	{ "meeting", OFFICE, NUMBER },
	{ "model_meeting", OFFICE, NUMBER },
	{ "model_note", HANDED, RECORD },
	{ "model_reader", OFFICE, NUMBER },
	{ "motion", HANDED, RECORD },
	{ "motion_elector", HANDED, RECORD },
	{ "notice_view", HANDED, NUMBER },
	{ "operation", "tells one form sent twice from two; forgotten after some days", NUMBER },
	{ "opinion", HANDED, RECORD },
	{ "paper", OFFICE, NUMBER },
	{ "paper_view", HANDED, NUMBER },
	{ "period_change", OFFICE, NUMBER },
	{ "period_event", OFFICE, NUMBER },
	{ "period_grade", OFFICE, NUMBER },
	{ "period_line", OFFICE, NUMBER },
	{ "period_report", OFFICE, NUMBER },
	{ "period_rule", OFFICE, NUMBER },
	{ "period_template", OFFICE, NUMBER },
	{ "person_key", "a hash of the numbers, which are handed out themselves",
	        "goes by the numbers: account.scenario, person_test" },
	{ "praise", HANDED, RECORD },
	{ "premeeting", OFFICE, NUMBER },
	{ "record", OFFICE, RECORD },
	{ "record_photo", OFFICE, NUMBER },
	{ "record_version", OFFICE, NUMBER },
	{ "report", OFFICE, NUMBER },
	{ "report_handbook", OFFICE, NUMBER },
	{ "role_change", OFFICE, RECORD },
	{ "roster_import", OFFICE, NUMBER },
	{ "roster_upload", OFFICE, NUMBER },
	{ "score_appeal", OFFICE, NUMBER },
	{ "score_appeal_rule", OFFICE, NUMBER },
	{ "score_sheet", OFFICE, NUMBER },
	{ "sign_in_link", "opens once within a quarter of an hour, then it is forgotten", GONE },
	{ "speech", HANDED, RECORD },
	{ "task", HANDED, RECORD },
	{ "training_change", HANDED, RECORD },
	{ "training_class", HANDED, NUMBER },
	{ "training_material", OFFICE, NUMBER },
	{ "training_presence", HANDED, NUMBER },
	{ "training_try", HANDED, NUMBER },
	{ "unit_change", OFFICE, NUMBER },
	{ "unit_change_part", "a change of the tree, seen in the person's memberships", NUMBER },
	{ "unit_level", OFFICE, NUMBER },
	{ "visit", OFFICE, NUMBER },
	{ "visit_change", OFFICE, NUMBER },
	{ "visit_shift", OFFICE, NUMBER },
	{ "visit_team", OFFICE, NUMBER },
	{ "visitor", "follows from a visit or what else lets in, which is handed out itself", NUMBER },
};

struct column {
	struct str name, type;
	bool must;
};
struct fixture {
	struct arena *arena;
	struct db *db;
};

static bool is_personal(struct str name)
{
	static const char *const names[] = { "person", "member", "account", "author", "chair", "clerk", "by" };
	static const char *const ends[] = { "_by", "_person", "_account", "_member", "person_before" };
	for (size_t i = 0; i < LENGTH(names); i++)
		if (str_is(name, names[i]))
			return true;
	for (size_t i = 0; i < LENGTH(ends); i++)
		if (str_ends(name, str_of(ends[i])))
			return !str_is(name, "no_person"); /* how many */
	return false;
}

static bool is_about_people(const struct db_table *table)
{
	for (int i = 0; table->columns[i]; i++)
		if (is_personal(str_of(table->columns[i])))
			return true;
	return false;
}

static void run(struct fixture *f, struct str sql)
{
	struct err err = { 0 };
	if (db_exec(f->db, str_c(f->arena, sql), &err) != OK)
		fail_msg("%s: %s", str_c(f->arena, sql), err.detail);
}

/* Whether a column may not be empty. */
static bool must_be(struct fixture *f, const char *table, const char *column)
{
	int64_t n = 0;
	struct err err = { 0 };
	struct str sql = str_format(
	        f->arena, "SELECT \"notnull\" + pk FROM pragma_table_info('%s') WHERE name = '%s'", table, column);
	assert_int_equal(db_one_int(f->db, str_c(f->arena, sql), &n, &err), OK);
	return n > 0;
}

/* What is looked for: a text that names table and column, a day or an instant of its own; no text for what has none. */
static struct str mark_of(struct fixture *f, size_t table, int column)
{
	const char *name = db_tables[table].columns[column];
	struct str of = str_of(name);
	bool instant = str_is(of, "at") || str_ends(of, STR("_at"));
	if (str_is(of, "since") || str_is(of, "day") || str_ends(of, STR("_day")))
		return db_tables[table].kinds[column] == 't' ? str_format(f->arena, "1%03zu-01-%02d", table, column)
		                                             : STR_NONE;
	if (db_tables[table].kinds[column] == 't' && !str_is(of, "until"))
		return str_format(f->arena, "[%s.%s]", db_tables[table].name, name);
	return db_tables[table].kinds[column] == 'i' && instant ? str_format(f->arena, "17700%03zu%02d", table, column)
	                                                        : STR_NONE;
}

static struct str value_of(struct fixture *f, size_t table, int column)
{
	const struct db_table *of = &db_tables[table];
	struct str mark = mark_of(f, table, column), name = str_of(of->columns[column]);
	if (of->kinds[column] == 'b')
		return STR("X'00'");
	if (of->kinds[column] == 'i' && mark.len)
		return must_be(f, of->name, of->columns[column]) ? mark : STR("NULL");
	if (of->kinds[column] == 'i')
		return str_format(f->arena, "%d", PERSON);
	return str_is(name, "until") ? STR("'9999-12-31'") : str_format(f->arena, "'%.*s'", STR_ARG(mark));
}

static void fill(struct fixture *f, size_t table)
{
	struct buf sql = buf_open(f->arena, 1 << 14);
	buf_format(&sql, "INSERT OR IGNORE INTO %s (", db_tables[table].name);
	for (int i = 0; db_tables[table].columns[i]; i++)
		buf_format(&sql, "%s\"%s\"", i ? ", " : "", db_tables[table].columns[i]);
	buf_c(&sql, ") VALUES (");
	for (int i = 0; db_tables[table].columns[i]; i++)
		buf_format(&sql, "%s%.*s", i ? ", " : "", STR_ARG(value_of(f, table, i)));
	buf_c(&sql, ")");
	run(f, buf_text(&sql));
}

static int open_all(void **state)
{
	struct arena *arena = arena_open(256 << 20);
	struct fixture *f = arena_new(arena, struct fixture);
	struct err err = { 0 };
	assert_true(sodium_init() >= 0);
	*f = (struct fixture){ arena, test_db_open() };
	*state = f;
	if (test_db_server())
		return 0;
	assert_int_equal(db_migrate(f->db, 1, &err), OK);
	run(f, STR("PRAGMA foreign_keys = OFF"));
	run(f, STR("PRAGMA ignore_check_constraints = ON"));
	for (size_t i = 0; i < db_table_count; i++)
		fill(f, i);
	return 0;
}

static int close_all(void **state)
{
	struct fixture *f = *state;
	db_close(f->db);
	arena_close(f->arena);
	return 0;
}

static enum status note_row(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	(void)err;
	for (int i = 0; table->columns[i]; i++)
		if (values[i].kind == 'i')
			buf_format(context, "%lld,", (long long)values[i].n);
		else
			buf_format(context, "%.*s,", STR_ARG(values[i].s));
	return OK;
}

static struct str rows_of(struct fixture *f, size_t table)
{
	struct buf buf = buf_open(f->arena, 1 << 16);
	struct err err = { 0 };
	assert_int_equal(db_table_scan(f->db, &db_tables[table], note_row, &buf, &err), OK);
	return buf_text(&buf);
}

/* The reasons of a table; none: it is handed out and goes. */
static const char *why(size_t table, bool out)
{
	for (size_t i = 0; i < LENGTH(reasons); i++)
		if (!strcmp(reasons[i].table, db_tables[table].name))
			return out ? reasons[i].out : reasons[i].stays;
	return NULL;
}

static int judge(size_t table, bool out, bool done)
{
	const char *reason = why(table, out), *what = out ? "handed out" : "erased";
	if (done == !reason || (done && !strcmp(reason, OFFICE))) /* other columns of it may be handed out */
		return 0;
	print_error("%s: %s %s\n", db_tables[table].name, done ? "is" : "is not", done ? "in spite of a reason" : what);
	return 1;
}

static void all_is_handed_out_and_goes(void **state)
{
	struct fixture *f = *state;
	struct err err = { 0 };
	struct str json, before[256];
	int wrong = 0;
	if (test_db_server())
		return; /* rows are put past the checks of the tables, which SQLite alone allows */
	assert_true(db_table_count < LENGTH(before));
	assert_int_equal(export_person(f->arena, f->db, (struct person_id){ PERSON }, &json, &err), OK);
	for (size_t i = 0; i < db_table_count; i++) {
		bool found = false;
		before[i] = rows_of(f, i);
		assert_true(before[i].len);
		for (int c = 0; db_tables[i].columns[c]; c++)
			found |= mark_of(f, i, c).len && str_find(json, mark_of(f, i, c)) >= 0;
		if (is_about_people(&db_tables[i]))
			wrong += judge(i, true, found);
	}
	assert_int_equal(export_erase(f->arena, f->db, (struct person_id){ PERSON }, 5, &err), OK);
	for (size_t i = 0; i < db_table_count; i++)
		if (is_about_people(&db_tables[i]))
			wrong += judge(i, false, !str_eq(before[i], rows_of(f, i)));
	assert_int_equal(wrong, 0);
}

static void reasons_are_of_tables_that_are_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(reasons); i++) {
		const struct db_table *table = db_table_find(str_of(reasons[i].table));
		if (!table || !is_about_people(table))
			fail_msg("%s: no table about people", reasons[i].table);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_is_handed_out_and_goes, open_all, close_all),
		cmocka_unit_test(reasons_are_of_tables_that_are_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
