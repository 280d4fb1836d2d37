/* The quarter's calendar for 10 teams over 9,000 cells, and the coverage of a province, in a database in memory that it
 * makes itself. Fails when the proposal holds a conflict. Usage: visit_bench */
#include "base/id.h"
#include "base/time.h"
#include "db/db_private.h"
#include "feature/visit/visit_private.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { COMMUNES = 100, CELLS_EACH = 90, TEAMS = 10, MEMBERS = 5, MOST = 12, RUNS = 200 };

static struct err err;

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "visit: %s: %s %s\n", what, err.code ? err.code : "", err.detail);
	exit(1);
}

static void run(struct arena *arena, struct db *db, struct str sql)
{
	must(db_exec(db, str_c(arena, sql), &err) == OK, "sql");
}

static int64_t unit(struct db *db, const char *kind, int64_t parent, int at, int64_t now)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(8 << 20);
	struct unit_new new = { .kind = str_of(kind),
		.name = str_format(arena, "Đơn vị số %d", at),
		.parent = parent,
		.since = STR("2025-07-01"),
		.cell_type = str_of(*kind == 'c' ? "thon" : "") };
	int64_t id;
	must(unit_create(arena, db, &new, now, &id, &err) == OK, "unit");
	return id;
}

static int64_t make_units(struct arena *arena, struct db *db, int64_t now)
{
	int64_t top = unit(db, "tinh", 0, 0, now);
	for (int i = 0; i < COMMUNES; i++) {
		int64_t commune = unit(db, "xa", top, i, now);
		for (int k = 0; k < CELLS_EACH; k++)
			unit(db, "chi_bo", commune, k, now);
	}
	/* Two cells of three have planned their three meetings, from the 1st to the 7th. */
	run(arena, db,
	        STR("INSERT INTO meeting (id, shard, cell, month, day, minute, kind, set_day, rubric, entered_at) "
	            "SELECT u.id * 4 + m.n, u.shard, u.id, 202700 + m.n, '2027-0' || m.n || '-0' || (1 + (u.id / 4096) "
	            "% "
	            "7), "
	            "CASE WHEN u.id % 5 = 0 THEN 480 ELSE 1170 END, 'regular', '2027-01-03', 'tw-hd42-2025', "
	            "1 "
	            "FROM unit u, (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) m WHERE u.kind = 'chi_bo' AND (u.id / "
	            "4096) % 3 < 2"));
	run(arena, db,
	        STR("INSERT INTO state_by_unit (unit, month, cells) SELECT id, 202612, 90 FROM unit WHERE kind = "
	            "'xa'"));
	run(arena, db,
	        STR("INSERT INTO visit_by_unit (unit, month, visits, latest) SELECT u.id, m.n, 2, 1 FROM unit u, "
	            "(SELECT 202607 AS n UNION "
	            "SELECT 202608 UNION SELECT 202609 UNION SELECT 202610 UNION SELECT 202611 UNION SELECT 202612) m "
	            "WHERE u.kind = 'xa'"));
	return top;
}

/* The last member of each team is in the next one too. */
static void make_teams(struct arena *arena, struct db *db, int64_t top)
{
	for (int i = 1; i <= TEAMS * MEMBERS; i++)
		run(arena, db,
		        str_format(
		                arena, "INSERT INTO account (id, name, entered_at) VALUES (%d, 'Người %d', 1)", i, i));
	for (int t = 1; t <= TEAMS; t++) {
		run(arena, db,
		        str_format(arena,
		                "INSERT INTO visit_team VALUES (%d, %lld, 'Tổ %d', '1', '2026-12-01', '2026-12-01', "
		                "'2027-12-01', 1, 1)",
		                t, (long long)top, t));
		for (int m = 0; m < MEMBERS; m++)
			run(arena, db,
			        str_format(arena, "INSERT INTO visit_member VALUES (%d, %d, 'Người', '', '', 0, 1)", t,
			                (t - 1) * (MEMBERS - 1) + m + 1));
	}
}

static void look(struct arena *arena, struct db *db, int64_t top)
{
	struct timespec from, to;
	struct visit_cover_units_rows rows = { 0 };
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (int i = 0; i < RUNS; i++) {
		arena_reset(arena);
		must(visit_cover_units(
		             arena, db, &(struct visit_cover_units_in){ { top }, 202607, 202612 }, &rows, &err) == OK,
		        "cover");
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	printf("coverage of %zu communes: %.2f ms CPU\n", rows.count,
	        ((double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6) / RUNS);
}

int main(void)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	CLOSES(db_closep) struct db *db = NULL;
	int64_t now = date_instant((struct date){ 2026, 12, 20 }, 480), clashes, began, took, top;
	size_t count;
	must(sodium_init() >= 0 && db_open(STR("sqlite::memory:"), DB_WRITE, &db, &err) == OK &&
	                db_migrate(db, now, &err) == OK,
	        "open");
	run(arena, db, STR("BEGIN"));
	top = make_units(arena, db, now);
	make_teams(arena, db, top);
	struct call call = { arena, db, now, STR("2026-12-20") };
	began = time_monotonic();
	must(visit_propose(&call, top, STR("2027-01-01"), STR("2027-04-01"), MOST, 6, (struct account_id){ 1 }, &count,
	             &err) == OK,
	        "propose");
	took = time_monotonic() - began;
	must(db_one_int(db,
	             "SELECT count(*) FROM visit a JOIN visit b ON b.id > a.id AND (b.cell = a.cell OR (b.day = a.day "
	             "AND EXISTS (SELECT 1 FROM "
	             "visit_member x JOIN visit_member y ON y.account = x.account AND y.team = b.team WHERE x.team = "
	             "a.team) AND "
	             "(abs(b.minute - a.minute) < 180 OR (SELECT parent FROM unit_edge WHERE unit = a.cell) <> "
	             "(SELECT parent FROM unit_edge WHERE unit = b.cell))))",
	             &clashes, &err) == OK,
	        "clashes");
	printf("%d cells, %d teams: %zu visits proposed in %lld ms, %lld conflicts\n", COMMUNES * CELLS_EACH, TEAMS,
	        count, (long long)took, (long long)clashes);
	look(arena, db, top);
	return clashes != 0 || count < TEAMS;
}
