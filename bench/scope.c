/* What a permission check costs on a big tree: the roles of an account at a unit, asked for random pairs.
   scope --db URL [--checks N]; the database is only read. */
#include "app/feature.h"
#include "base/random.h"
#include "base/time.h"
#include "db/db_private.h"
#include "gen/app_sql.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 4000, ROUND = 2000 };

static void must(enum status status, const struct err *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "scope: %s %s\n", err->code ? err->code : "?", err->detail);
	exit(1);
}

static size_t below(size_t count)
{
	uint32_t number;
	random_bytes(&number, sizeof(number));
	return number % count;
}

/* Some ids, taken evenly from all that the statement gives. */
static size_t load_ids(struct db *db, const char *sql, int64_t ids[MOST])
{
	const struct db_statement statement = { "scope", sql, "", DB_OWN };
	struct db_cursor *cursor;
	struct err err = { 0 };
	size_t seen = 0, count = 0;
	bool row;
	must(db_start(db, &statement, &cursor, &err), &err);
	for (; db_step(cursor, &row, &err) == OK && row; seen++) {
		size_t at = count < MOST ? count++ : below(seen + 1);
		if (at < MOST)
			ids[at] = db_int(cursor, 0);
	}
	db_finish(cursor);
	return count;
}

static double now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Each pair anew at random: the mean, the median and the slowest of a hundred. */
static void measure(
        struct db *db, const char *who, const char *sql, const int64_t *units, size_t unit_count, size_t checks)
{
	static int64_t accounts[MOST];
	size_t account_count = load_ids(db, sql, accounts), rows_seen = 0;
	double *took = calloc(checks, sizeof(*took)), sum = 0;
	struct err err = { 0 };
	struct arena *arena = arena_open(64 << 20);
	struct str today = day_today(arena, time_now());
	check(took);
	for (size_t i = 0; account_count && i < checks; i++) {
		struct arena *scratch = arena_open(1 << 20);
		struct roles_at_unit_rows rows;
		struct roles_at_unit_in in = { .account = { accounts[below(account_count)] },
			.unit = { units[below(unit_count)] },
			.day = today };
		double from = now_us();
		must(roles_at_unit(scratch, db, &in, &rows, &err), &err);
		took[i] = now_us() - from;
		sum += took[i];
		rows_seen += rows.count;
		arena_close(scratch);
	}
	qsort(took, checks, sizeof(*took), compare);
	if (account_count)
		printf("%-22s mean %6.1f µs, half %6.1f, one of a hundred %6.1f  (%zu checks, %zu roles found)\n", who,
		        sum / (double)checks, took[checks / 2], took[checks * 99 / 100], checks, rows_seen);
	arena_close(arena);
	free(took);
}

int main(int count, char **words)
{
	static int64_t units[MOST];
	struct db *db = NULL;
	struct err err = { 0 };
	const char *url = NULL;
	size_t checks = 20000;
	for (int i = 1; i + 1 < count; i += 2)
		if (!strcmp(words[i], "--db"))
			url = words[i + 1];
		else if (!strcmp(words[i], "--checks"))
			checks = strtoul(words[i + 1], NULL, 10);
	if (!url || !checks) {
		fprintf(stderr, "scope --db URL [--checks N]\n");
		return 2;
	}
	check(sodium_init() >= 0);
	must(db_open(str_of(url), DB_READ, &db, &err), &err);
	must(db_view_begin(db, &err), &err);
	size_t unit_count = load_ids(db, "SELECT id FROM unit", units);
	check(unit_count);
	for (int round = 0; round < 2; round++) { /* the first fills the cache of pages */
		printf(round ? "warm\n" : "cold\n");
		measure(db, "members", "SELECT account FROM account_role WHERE role = 'member' LIMIT 4000", units,
		        unit_count, checks);
		measure(db, "officers of communes",
		        "SELECT r.account FROM account_role r JOIN unit u ON u.id = r.unit WHERE r.role = 'officer' "
		        "AND u.kind = 'xa'",
		        units, unit_count, checks);
		measure(db, "officers of provinces",
		        "SELECT r.account FROM account_role r JOIN unit u ON u.id = r.unit WHERE r.role = 'officer' "
		        "AND u.kind = 'tinh'",
		        units, unit_count, checks);
		measure(db, "officers above",
		        "SELECT r.account FROM account_role r JOIN unit u ON u.id = r.unit WHERE u.kind = 'centre'",
		        units, unit_count, checks);
	}
	db_view_end(db);
	db_close(db);
	return 0;
}
