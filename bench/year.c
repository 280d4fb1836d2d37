/* year --db sqlite:FILE --tokens FILE: what the pages of a year's work cost, of a province, of its largest commune, of
   a base organisation, and of a cell to its secretary; the database is one of nation --year-work. The first officer of
   the tokens is made officer of the province (or of the centre: --centre). Prints CPU a page beside that officer's
   first page. Fails when one costs more than MOST_MS. */
#include "bench/look.h"

#include "base/time.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_MS = 20, PATH = 160 };

static sqlite3 *sqlite;

static void must(bool held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "year: %s: %s\n", what, sqlite ? sqlite3_errmsg(sqlite) : "");
	exit(1);
}

/* The first number of a statement whose value is ?1; 0 where it gives none. */
static int64_t ask(const char *sql, int64_t one)
{
	sqlite3_stmt *statement;
	must(sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) == SQLITE_OK, sql);
	sqlite3_bind_int64(statement, 1, one);
	int64_t answer = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_finalize(statement);
	return answer;
}

/* What is looked at: a path, the statement that finds its object for a unit or cell, NULL where that is itself. */
struct shown {
	const char *path, *object;
};
#define TEAM "SELECT id FROM visit_team WHERE unit = ?1 LIMIT 1"
#define THEME "SELECT id FROM guidance WHERE unit = ?1 LIMIT 1"
#define MODEL "SELECT id FROM model_meeting WHERE unit = ?1 AND published_at IS NOT NULL LIMIT 1"
#define CLASS "SELECT id FROM training_class WHERE unit = ?1 AND state = 'ended' ORDER BY quiz LIMIT 1"
#define PRAISE "SELECT id FROM commend_decision WHERE unit = ?1 LIMIT 1"
#define READY "SELECT id FROM commend_item WHERE giver = ?1 AND state = 'agreed' LIMIT 1"

static const struct shown of_unit[] = {
	{ "/units/%lld/coverage", NULL },
	{ "/units/%lld/teams", NULL },
	{ "/units/%lld/visits?q=2026-Q4", NULL },
	{ "/units/%lld/visits?q=2027-Q1", NULL },
	{ "/teams/%lld", TEAM },
	{ "/teams/%lld?find=Minh", TEAM },
	{ "/teams/%lld?find=Nguy%%E1%%BB%%85n%%20V%%C4%%83n", TEAM },
	{ "/units/%lld/guidance?q=2026-Q4", NULL },
	{ "/units/%lld/guidance/cells?q=2026-Q4", NULL },
	{ "/guidance/%lld", THEME },
	{ "/units/%lld/model-meetings", NULL },
	{ "/model-meetings/%lld", MODEL },
	{ "/model-meetings/%lld/readers", MODEL },
	{ "/units/%lld/classes", NULL },
	{ "/classes/%lld", CLASS },
	{ "/units/%lld/training", NULL },
	{ "/units/%lld/training/missing", NULL },
	{ "/units/%lld/commendations?year=2026", NULL },
	{ "/units/%lld/commendations/decide?item=", READY },
	{ "/commendations/decisions/%lld", PRAISE },
	{ "/units/%lld/commitments?year=2026", NULL },
	{ "/units/%lld/annual?year=2026", NULL },
	{ "/units/%lld/inspections", NULL },
	{ "/units/%lld/inspections/programme?year=2026", NULL },
};
static const struct shown of_cell[] = {
	{ "/", NULL },
	{ "/cells/%lld/visits", NULL },
	{ "/visits/%lld", "SELECT id FROM visit WHERE cell = ?1 AND noted_at IS NOT NULL" },
	{ "/cells/%lld/guidance?q=2026-Q4", NULL },
	{ "/cells/%lld/guidance/year?year=2026", NULL },
	{ "/cells/%lld/model-meetings", NULL },
	{ "/cells/%lld/classes", NULL },
	{ "/cells/%lld/commendations", NULL },
	{ "/cells/%lld/commendations/new?year=2026", NULL },
	{ "/cells/%lld/commitments?year=2026", NULL },
	{ "/commitments/%lld", "SELECT id FROM commitment WHERE cell = ?1" },
	{ "/cells/%lld/annual", NULL },
	{ "/annual/%lld", "SELECT id FROM annual_review WHERE cell = ?1" },
	{ "/annual/%lld/verify", "SELECT id FROM annual_review WHERE cell = ?1" },
	{ "/annual/people/%lld", "SELECT id FROM annual_assessed WHERE cell = ?1" },
	{ "/cells/%lld/inspections", NULL },
};

struct run {
	struct look look;
	double first; /* what the first page costs */
	int slow;
};

static void measure(struct run *run, const char *form, int64_t unit, int64_t object)
{
	char path[PATH];
	size_t bytes;
	if (object && strstr(form, "item="))
		snprintf(path, sizeof(path), "/units/%lld/commendations/decide?item=%lld", (long long)unit,
		        (long long)object);
	else
		snprintf(path, sizeof(path), form, (long long)(object ? object : unit));
	double cost = look_cost(&run->look, path, &bytes);
	if (!run->first)
		run->first = cost;
	run->slow += cost > MOST_MS;
	printf("  %-44s %7.1f KB %8.2f ms %6.1f x%s\n", form, (double)bytes / 1024, cost, cost / run->first,
	        cost > MOST_MS ? "  SLOW" : "");
	fflush(stdout);
}

static void measure_all(struct run *run, const char *what, int64_t unit, const struct shown *pages, size_t count)
{
	printf("%s, %lld cells\n", what,
	        (long long)ask("SELECT count(*) FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND "
	                       "u.until = '9999-12-31' WHERE a.ancestor = ?1 AND a.until = '9999-12-31'",
	                unit));
	for (size_t i = 0; i < count; i++) {
		int64_t object = pages[i].object ? ask(pages[i].object, unit) : 0;
		if (!pages[i].object || object)
			measure(run, pages[i].path, unit, object);
	}
}

/* All cells of a commune right below it, as where it has no base organisations. */
static void flatten(int64_t commune)
{
	sqlite3_stmt *statement;
	must(sqlite3_prepare_v2(sqlite,
	             "UPDATE unit_edge SET parent = ?1 WHERE until = '9999-12-31' AND unit IN (SELECT a.node FROM "
	             "unit_anc "
	             "a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' WHERE a.ancestor = ?1 AND a.until = "
	             "'9999-12-31')",
	             -1, &statement, NULL) == SQLITE_OK,
	        "flatten");
	sqlite3_bind_int64(statement, 1, commune);
	must(sqlite3_step(statement) == SQLITE_DONE, "flatten");
	sqlite3_finalize(statement);
}

#define LARGEST "SELECT s.unit FROM state_by_unit s JOIN unit u ON u.id = s.unit AND u.kind = "
#define BY_CELLS " WHERE s.month = ?1 ORDER BY s.cells DESC, s.unit LIMIT 1"

int main(int count, char **at)
{
	struct run run = { 0 };
	int64_t unit, cell;
	bool centre = count == 6 && !strcmp(at[5], "--centre");
	must((count == 5 || centre) && !strcmp(at[1], "--db") && str_starts(str_of(at[2]), STR("sqlite:")) &&
	                !strcmp(at[3], "--tokens"),
	        "year --db sqlite:FILE --tokens FILE [--centre]");
	must(sqlite3_open(at[2] + strlen("sqlite:"), &sqlite) == SQLITE_OK, at[2]);
	int64_t month = ask("SELECT max(month) FROM meeting_by_unit WHERE met > 0", 0),
	        province = ask(LARGEST "'tinh'" BY_CELLS, month), commune = ask(LARGEST "'xa'" BY_CELLS, month),
	        base = ask(LARGEST "'co_so'" BY_CELLS, month),
	        top = ask("SELECT id FROM unit WHERE kind = 'centre'", 0);
	char clock[24];
	snprintf(clock, sizeof(clock), "%lld",
	        (long long)date_instant((struct date){ (int)month / 100 + 1, 1, 5 }, 540));
	setenv("CHIBO_NOW", clock, 1);
	must(look_token(&run.look, at[4], "officer", &unit), "no officer among the tokens");
	look_oversee(&run.look, sqlite, centre ? top : province);
	look_open(&run.look, str_of(at[2]));
	printf("the officer's first page\n");
	measure(&run, "/", 0, 0);
	if (centre)
		measure_all(&run, "the centre", top, of_unit, LENGTH(of_unit));
	measure_all(&run, "a province", province, of_unit, LENGTH(of_unit));
	look_oversee(&run.look, sqlite, commune); /* names of secretaries are for officers of communes */
	measure_all(&run, "a commune, its officer", commune, of_unit, LENGTH(of_unit));
	look_oversee(&run.look, sqlite, centre ? top : province);
	measure_all(&run, "a base organisation", base, of_unit, LENGTH(of_unit));
	flatten(commune);
	measure_all(&run, "that commune, without base organisations", commune, of_unit, LENGTH(of_unit));
	must(look_token(&run.look, at[4], "secretary", &cell), "no secretary among the tokens");
	measure_all(&run, "a cell, its secretary", cell, of_cell, LENGTH(of_cell));
	look_close(&run.look);
	sqlite3_close(sqlite);
	printf("%d pages above %d ms\n", run.slow, MOST_MS);
	return run.slow > 0;
}
