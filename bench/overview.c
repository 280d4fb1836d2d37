/* overview --db sqlite:FILE --tokens FILE: the officer's pages over many cells and over few, and sums from counters
   beside the scan of meetings that gives the same. The database is one of nation with its counters (chibo rollup
   rebuild); the first officer of the tokens is made officer of the whole. Prints CPU a page, and milliseconds a
   statement. */
#include "bench/look.h"

#include "base/time.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FEW = 60, RUNS = 15 };

static sqlite3 *sqlite;

static void must(bool held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "overview: %s%s%s\n", what, sqlite ? ": " : "", sqlite ? sqlite3_errmsg(sqlite) : "");
	exit(1);
}

static double seconds_of(clockid_t clock)
{
	struct timespec at;
	clock_gettime(clock, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *statement;
	must(sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) == SQLITE_OK, sql);
	return statement;
}

/* The one number that a statement gives; its values are ?1, ?2. */
static int64_t ask(const char *sql, int64_t one, int64_t two)
{
	sqlite3_stmt *statement = prepare(sql);
	sqlite3_bind_int64(statement, 1, one);
	sqlite3_bind_int64(statement, 2, two);
	must(sqlite3_step(statement) == SQLITE_ROW, sql);
	int64_t answer = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return answer;
}

static double page(struct look *look, const char *name, int64_t unit, int month, int64_t cells)
{
	char path[120];
	size_t bytes;
	snprintf(path, sizeof(path), "/units/%lld/%s?month=%d", (long long)unit, name, month);
	double best = look_cost(look, path, &bytes);
	printf("%-12s %6lld cells  %8.3f ms CPU\n", name, (long long)cells, best);
	return best;
}

static int by_size(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;
	return (one > other) - (one < other);
}

/* The median of some runs, and a sum over all values, so that two statements can be held against each other. */
static double statement(const char *what, const char *sql, int64_t unit, int month, int runs, int64_t *ret_sum)
{
	sqlite3_stmt *run = prepare(sql);
	double at[RUNS];
	for (int i = 0; i < runs; i++) {
		double before = seconds_of(CLOCK_MONOTONIC);
		*ret_sum = 0;
		sqlite3_reset(run);
		sqlite3_bind_int64(run, 1, unit);
		sqlite3_bind_int64(run, 2, month);
		while (sqlite3_step(run) == SQLITE_ROW)
			for (int column = 0; column < sqlite3_column_count(run); column++)
				*ret_sum += sqlite3_column_int64(run, column) % 1000003 * (column + 1);
		at[i] = (seconds_of(CLOCK_MONOTONIC) - before) * 1000;
	}
	sqlite3_finalize(run);
	qsort(at, (size_t)runs, sizeof(*at), by_size);
	printf("%-44s %10.3f ms\n", what, at[runs / 2]);
	return at[runs / 2];
}

#define FIGURES "sum(m.met), sum(m.base), sum(m.present), sum(m.good), sum(m.fair), sum(m.average), sum(m.poor)"
#define CHILD "e.parent = ?1 AND e.until = '9999-12-31'"
/* The tree of a month is that of its first day, or of the day on which the cell began. */
#define MONTH_DAY "max(u.since, substr(m.month, 1, 4) || '-' || substr(m.month, 5, 2) || '-01')"
/* The quarter that ends with the month, by what stands right below. */
static const char by_counter[] =
        "SELECT e.unit, " FIGURES " FROM unit_edge e JOIN meeting_by_unit m ON m.unit = e.unit "
        "AND m.month BETWEEN ?2 - 2 AND ?2 WHERE " CHILD " GROUP BY e.unit ORDER BY e.unit";
static const char by_scan[] =
        "SELECT e.unit, sum(CASE WHEN m.kind IN ('regular', 'both') THEN 1 ELSE 0 END), sum(t.base), sum(t.present), "
        "sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'good' THEN 1 ELSE 0 END), "
        "sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'fair' THEN 1 ELSE 0 END), "
        "sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'average' THEN 1 ELSE 0 END), "
        "sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'poor' THEN 1 ELSE 0 END) "
        "FROM unit_edge e JOIN unit_anc a ON a.ancestor = e.unit JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' "
        "JOIN meeting m ON m.cell = u.id AND m.shard = u.shard AND m.month BETWEEN ?2 - 2 AND ?2 AND m.body = 'cell' "
        "AND m.state = 'ended' AND a.since <= " MONTH_DAY " AND a.until > " MONTH_DAY
        " LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard "
        "LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard AND c.state <> "
        "'proposed' WHERE " CHILD " GROUP BY e.unit ORDER BY e.unit";

static void sums(const char *what, int64_t unit, int month)
{
	int64_t counted, scanned;
	char line[100];
	snprintf(line, sizeof(line), "%s, a quarter, from counters", what);
	double fast = statement(line, by_counter, unit, month, RUNS, &counted);
	snprintf(line, sizeof(line), "%s, the same by a scan of meetings", what);
	double slow = statement(line, by_scan, unit, month, 5, &scanned);
	if (counted != scanned) {
		fprintf(stderr, "overview: the scan gives other figures than the counters\n");
		exit(1);
	}
	printf("%-44s %10.0f x\n", "", slow / fast);
}

int main(int count, char **at)
{
	struct look look;
	int64_t unit;
	must(count == 5 && !strcmp(at[1], "--db") && str_starts(str_of(at[2]), STR("sqlite:")) &&
	                !strcmp(at[3], "--tokens"),
	        "overview --db sqlite:FILE --tokens FILE");
	must(sqlite3_open(at[2] + strlen("sqlite:"), &sqlite) == SQLITE_OK, at[2]);
	int month = (int)ask("SELECT max(month) FROM meeting_by_unit WHERE met > 0", 0, 0);
	int64_t top = ask("SELECT id FROM unit WHERE kind = 'centre'", 0, 0);
	int64_t many = ask("SELECT s.unit FROM state_by_unit s JOIN unit u ON u.id = s.unit AND u.kind <> 'centre' "
	                   "WHERE s.month = ?1 ORDER BY s.cells DESC LIMIT 1",
	        month, 0);
	int64_t few = ask("SELECT s.unit FROM state_by_unit s JOIN unit u ON u.id = s.unit AND u.kind = 'xa' "
	                  "WHERE s.month = ?1 ORDER BY abs(s.cells - ?2) LIMIT 1",
	        month, FEW);
	static const char cells_of[] = "SELECT cells FROM state_by_unit WHERE unit = ?1 AND month = ?2";
	int64_t of_many = ask(cells_of, many, month), of_few = ask(cells_of, few, month),
	        of_top = ask(cells_of, top, month);
	sums("the whole by province", top, month);
	sums("a province by commune", many, month);
	sums("a commune", few, month);
	must(look_token(&look, at[4], "officer", &unit), "no officer among the tokens");
	look_oversee(&look, sqlite, top);
	look_open(&look, str_of(at[2]));
	double small = page(&look, "overview", few, month, of_few);
	double large = page(&look, "overview", many, month, of_many);
	double whole = page(&look, "overview", top, month, of_top);
	printf("ratio %.2f and %.2f\n", large / small, whole / small);
	page(&look, "attention", few, month, of_few);
	page(&look, "attention", many, month, of_many);
	page(&look, "attention", top, month, of_top);
	look_close(&look);
	sqlite3_close(sqlite);
	return 0;
}
