/* The quarter's calendar for 10 teams over 9,000 cells, and the coverage pages of that province and of one of its 34
 * communes, in a database that it makes itself and removes. Fails when the proposal holds a conflict. Usage:
 * visit_bench */
#include "bench/look.h"

#include "app/session.h"
#include "base/id.h"
#include "base/time.h"
#include "db/db_private.h"
#include "feature/visit/visit_private.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COMMUNES = 34, CELLS_EACH = 265, TEAMS = 10, MEMBERS = 5, MOST = 12, OFFICER = 900 };

static const char token[] = "00000000000000000000000000000000000000000000000000000000000000ff";

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
	        STR("INSERT INTO state_by_unit (unit, month, cells) SELECT id, 202612, 265 FROM unit WHERE kind = "
	            "'xa'"));
	run(arena, db,
	        STR("INSERT INTO visit_by_unit (unit, month, visits, latest) SELECT u.id, m.n, 2, 1 FROM unit u, "
	            "(SELECT 202607 AS n UNION "
	            "SELECT 202608 UNION SELECT 202609 UNION SELECT 202610 UNION SELECT 202611 UNION SELECT 202612) m "
	            "WHERE u.kind = 'xa'"));
	/* A cell of four was visited this year, half of them long ago. */
	run(arena, db,
	        STR("INSERT INTO visit (id, shard, cell, team, day, minute, state, noted_at, made_by, entered_at) "
	            "SELECT "
	            "id + 1, shard, "
	            "id, 1, CASE WHEN (id / 4096) % 8 = 0 THEN '2026-02-03' ELSE '2026-09-03' END, 1170, 'closed', 1, "
	            "1, 1 "
	            "FROM unit "
	            "WHERE kind = 'chi_bo' AND (id / 4096) % 4 = 0"));
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

/* Somebody who may see all of it, with a device. */
static void make_officer(struct arena *arena, struct db *db, int64_t top, int64_t now)
{
	unsigned char hash[32];
	char hex[65];
	token_hash(str_of(token), hash);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	run(arena, db,
	        str_format(arena,
	                "INSERT INTO account (id, name, pin_hash, pin_set_at, entered_at) VALUES (%d, 'Cán bộ', 'x', "
	                "1, 1)",
	                OFFICER));
	run(arena, db,
	        str_format(arena,
	                "INSERT INTO account_role (id, account, unit, role, since, entered_at) VALUES (%d, %d, %lld, "
	                "'officer', '2025-07-01', 1)",
	                OFFICER, OFFICER, (long long)top));
	run(arena, db,
	        str_format(arena,
	                "INSERT INTO device (id, account, token_hash, name, since, active_at) VALUES (%d, %d, x'%s', "
	                "'x', %lld, "
	                "%lld)",
	                OFFICER, OFFICER, hex, (long long)now, (long long)now));
}

static double page(struct look *look, int64_t unit)
{
	char path[80];
	size_t bytes;
	snprintf(path, sizeof(path), "/units/%lld/coverage", (long long)unit);
	double best = look_cost(look, path, &bytes);
	printf("%zu bytes, %.2f ms CPU\n", bytes, best);
	return best;
}

static bool look(struct str url, int64_t top, int64_t commune, int64_t now)
{
	struct look server;
	char clock[24];
	snprintf(clock, sizeof(clock), "%lld", (long long)now);
	setenv("CHIBO_NOW", clock, 1);
	memcpy(server.token, token, sizeof(token));
	look_open(&server, url);
	printf("coverage page of %d communes, %d cells: ", COMMUNES, COMMUNES * CELLS_EACH);
	double province = page(&server, top);
	printf("coverage page of a commune, %d cells: ", CELLS_EACH);
	double one = page(&server, commune);
	look_close(&server);
	return province <= 20 && one <= 20;
}

/* Visits of one person on a day that one could not do, and two at one cell. */
static const char conflicts[] =
        "SELECT count(*) FROM visit a JOIN visit b ON b.id > a.id AND a.state = 'proposed' AND b.state = 'proposed' "
        "AND "
        "(b.cell = a.cell OR (b.day = a.day AND EXISTS (SELECT 1 FROM visit_goer x JOIN visit_goer y ON y.account = "
        "x.account AND y.visit = b.id WHERE x.visit = a.id) AND (abs(b.minute - a.minute) < 180 OR (SELECT parent FROM "
        "unit_edge WHERE unit = a.cell) <> (SELECT parent FROM unit_edge WHERE unit = b.cell))))";

int main(void)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct db *db = NULL;
	char folder[] = "/tmp/visit-bench-XXXXXX";
	int64_t now = date_instant((struct date){ 2026, 12, 20 }, 480), clashes, commune, began, took, top;
	size_t count;
	must(sodium_init() >= 0 && mkdtemp(folder), "folder");
	struct str url = str_format(arena, "sqlite:%s/visit.db", folder);
	must(db_open(url, DB_WRITE, &db, &err) == OK && db_migrate(db, now, &err) == OK, "open");
	run(arena, db, STR("BEGIN"));
	top = make_units(arena, db, now);
	make_teams(arena, db, top);
	make_officer(arena, db, top, now);
	struct call call = { arena, db, now, STR("2026-12-20") };
	began = time_monotonic();
	must(visit_propose(&call, top, STR("2027-01-01"), STR("2027-04-01"), MOST, 6, (struct account_id){ 1 }, &count,
	             &err) == OK,
	        "propose");
	took = time_monotonic() - began;
	must(db_one_int(db, conflicts, &clashes, &err) == OK, "clashes");
	must(db_one_int(db, "SELECT min(id) FROM unit WHERE kind = 'xa'", &commune, &err) == OK, "commune");
	run(arena, db, STR("COMMIT"));
	db_close(db);
	printf("%d cells, %d teams: %zu visits proposed in %lld ms, %lld conflicts\n", COMMUNES * CELLS_EACH, TEAMS,
	        count, (long long)took, (long long)clashes);
	bool quick = look(url, top, commune, now);
	for (size_t i = 0; i < 4; i++) {
		static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
		unlink(str_c(arena, str_format(arena, "%s/visit.db%s", folder, ends[i])));
	}
	rmdir(folder);
	return clashes != 0 || count < TEAMS || took > 1000 || !quick;
}
