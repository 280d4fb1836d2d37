/* For the tests of this folder: a small database with a cell, its people and an officer, on a loopback. */
#ifndef FEATURE_ACCOUNT_TEST_WORLD_H
#define FEATURE_ACCOUNT_TEST_WORLD_H

#include "feature/account/account_private.h"

#include "app/app.h"
#include "app/session.h"
#include "base/random.h"
#include "base/time.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define MORNING 1795309200000 /* 22/11/2026 08:00 */
#define CELL "20974592"       /* (5 << 22) | (3 << 10): shard 3 */

enum { MINUTE = 60000 };
enum who { SECRETARY, CLERK, MEMBER, OFFICER, WHO_COUNT };

static const char seed[] =
        "INSERT INTO unit (id,kind,shard,since,entered_at) VALUES (10,'xa',0,'2025-07-01',0),(" CELL
        ",'chi_bo',3,'2025-07-01',0);"
        "INSERT INTO unit_name (unit,since,name,fold,sort_key,entered_at) VALUES (10,'2025-07-01','Đảng bộ xã "
        "Thử','x',x'00',0),"
        "(" CELL ",'2025-07-01','Chi bộ Thử','x',x'00',0);"
        "INSERT INTO unit_code (unit,since,code,entered_at) VALUES (10,'2025-07-01','X',0),(" CELL
        ",'2025-07-01','CB',0);"
        "INSERT INTO unit_edge (unit,since,parent,entered_at) VALUES (" CELL ",'2025-07-01',10,0);"
        "INSERT INTO unit_anc (node,since,depth,ancestor) VALUES (10,'2025-07-01',0,10),(" CELL ",'2025-07-01',0," CELL
        "),(" CELL ",'2025-07-01',1,10);"
        "INSERT INTO person (id,shard,full_name,text_version,birth,card,entered_at) VALUES"
        "(3073,3,'Vũ Văn Thử',1,'1962-05-19','111',0),(3074,3,'Lê Thị Nháp',1,'1975','112',0),"
        "(3075,3,'Đỗ Văn Mẫu',1,'1980','113',0),(3076,3,'Đỗ Văn Mẫu',1,'1991','114',0);"
        "INSERT INTO membership (id,shard,cell,person,since,kind,status,name,sort_key,label,entered_at) "
        "SELECT id + 100,3," CELL ",id,'2020-01-01','official','full',full_name,CAST(card AS BLOB),CASE WHEN card > "
        "'112' THEN birth END,0 FROM person;";
static const char open_meeting[] =
        "INSERT INTO meeting (id,shard,cell,month,day,minute,kind,state,clerk,set_day,rubric,entered_at) VALUES "
        "(3079,3," CELL ",202611,'2026-11-22',480,'regular','open',3074,'2026-11-03','x',0);";

struct world {
	struct arena *arena;
	struct app *app;
	struct http_loopback *loopback;
	char folder[64], file[96];
	struct str cookie[WHO_COUNT];
	struct http_response last;
};

static inline void at(int64_t now)
{
	char text[32];
	snprintf(text, sizeof(text), "%lld", (long long)now);
	setenv("CHIBO_NOW", text, 1);
}

static inline void run_sql(struct world *world, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;
	assert_int_equal(sqlite3_open(world->file, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	sqlite3_exec(db, sql, NULL, NULL, &why);
	assert_null(why);
	sqlite3_close(db);
}

static inline int64_t ask(struct world *world, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open(world->file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return number;
}

/* A command's status; what it printed, or its failure, in *ret_out. */
static inline enum status command(
        struct world *world, struct str *ret_out, const char *name, const char *const (*options)[2], size_t count)
{
	const char *words[4];
	size_t word_count = 0, used;
	struct str rest = str_of(name), word;
	struct err err = { 0 };
	struct buf out = buf_open(world->arena, 1 << 20);
	while (str_split(&rest, ' ', &word))
		words[word_count++] = str_c(world->arena, word);
	struct command_line line = { .arena = world->arena, .now = time_now(), .out = &out };
	for (size_t i = 0; i < count; i++) {
		line.option[i].name = str_of(options[i][0]);
		line.option[i].value = str_of(options[i][1]);
	}
	line.option_count = count;
	enum status status = app_command(world->app, app_find_command(word_count, words, &used), &line, &err);
	*ret_out = status == OK ? buf_text(&out) : err_text(world->arena, VI, &err);
	return status;
}
#define COMMAND(world, out, name, ...)                                           \
	command((world), (out), (name), (const char *const[][2]){ __VA_ARGS__ }, \
	        sizeof((const char *const[][2]){ __VA_ARGS__ }) / sizeof(const char *[2]))

static inline bool has(const struct world *world, const char *text)
{
	return str_find(world->last.body, str_of(text)) >= 0;
}

static inline struct str header(const struct world *world, const char *name)
{
	for (size_t i = 0; i < world->last.header_count; i++)
		if (str_is(world->last.header[i].name, name))
			return world->last.header[i].value;
	return STR_NONE;
}

static inline int send_as(
        struct world *world, struct str cookie, const char *method, const char *path, const char *body)
{
	struct http_pair headers[3] = { { STR("Host"), STR("127.0.0.1") },
		{ STR("Content-Type"), STR("application/x-www-form-urlencoded") }, { STR("Cookie"), cookie } };
	struct err err = { 0 };
	assert_int_equal(http_loopback_send(world->loopback, world->arena, method, str_of(path), headers,
	                         cookie.len ? 3 : 2, str_of(body), &world->last, &err),
	        OK);
	return world->last.status;
}

static inline int get(struct world *world, enum who who, const char *path)
{
	return send_as(world, world->cookie[who], "GET", path, "");
}

static inline int post(struct world *world, enum who who, const char *path, const char *body)
{
	return send_as(world, world->cookie[who], "POST", path, body);
}

static inline struct str cookie_of(struct world *world)
{
	struct str value = header(world, "Set-Cookie");
	ptrdiff_t end = str_find(value, STR(";"));
	return str_copy(world->arena, str_slice(value, 0, end > 0 ? (size_t)end : 0));
}

/* The secret of a new link. */
static inline struct str link_for(struct world *world, const char *login)
{
	struct str out;
	assert_int_equal(COMMAND(world, &out, "user link", { "login", login }), OK);
	ptrdiff_t from = str_find(out, STR("link="));
	assert_true(from > 0);
	return str_slice(out, (size_t)from + 5, (size_t)from + 69);
}

static inline const char *form(struct world *world, const char *format, struct str link)
{
	return str_c(world->arena, str_format(world->arena, format, STR_ARG(link)));
}

static inline void come_in(struct world *world, enum who who, const char *login, const char *machine)
{
	struct str link = link_for(world, login);
	struct str body = str_format(world->arena, "link=%.*s&machine=%s", STR_ARG(link), machine);
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", str_c(world->arena, body)), 303);
	world->cookie[who] = cookie_of(world);
	assert_true(world->cookie[who].len > 64);
}

static inline int open_world(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	struct err err = { 0 };
	struct str out;
	at(MORNING);
	world->arena = arena_open(ARENA_JOB_CEILING);
	snprintf(world->folder, sizeof(world->folder), "/tmp/account_test.XXXXXX");
	assert_non_null(mkdtemp(world->folder));
	snprintf(world->file, sizeof(world->file), "%s/test.db", world->folder);
	struct str url = str_format(world->arena, "sqlite:%s", world->file);
	assert_int_equal(app_prepare(url, &err), OK);
	run_sql(world, seed);
	struct app_settings settings = { .url = url, .workers = 1, .base_url = STR("http://127.0.0.1") };
	assert_int_equal(app_open(&settings, &world->app, &err), OK);
	struct http_app http = app_http(world->app);
	assert_int_equal(http_loopback_open(&http, &world->loopback, &err), OK);
	assert_int_equal(COMMAND(world, &out, "user add", { "login", "bithu" }, { "name", "Vũ Văn Thử" },
	                         { "role", "secretary" }, { "unit", "CB" }),
	        OK);
	assert_int_equal(COMMAND(world, &out, "user add", { "login", "thuky" }, { "name", "lê thị nháp" },
	                         { "role", "clerk" }, { "unit", "CB" }),
	        OK);
	assert_int_equal(COMMAND(world, &out, "user add", { "login", "mau" }, { "member", "113" }, { "role", "member" },
	                         { "unit", "CB" }),
	        OK);
	assert_int_equal(COMMAND(world, &out, "user add", { "login", "canbo" }, { "name", "Trần Nháp" },
	                         { "role", "officer" }, { "unit", "X" }),
	        OK);
	*state = world;
	return 0;
}

static inline int close_world(void **state)
{
	struct world *world = *state;
	http_loopback_close(world->loopback);
	app_close(world->app);
	static const char *const tails[] = { "", "-wal", "-shm", ".lock" };
	for (size_t i = 0; i < LENGTH(tails); i++)
		unlink(str_c(world->arena, str_format(world->arena, "%s%s", world->file, tails[i])));
	rmdir(world->folder);
	arena_close(world->arena);
	free(world);
	unsetenv("CHIBO_NOW");
	return 0;
}

#endif
