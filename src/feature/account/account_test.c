/* Signing in by link, the PIN and its lock, idle sign-out, who may help whom; on a loopback with a small database of
 * its own. */
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

static void at(int64_t now)
{
	char text[32];
	snprintf(text, sizeof(text), "%lld", (long long)now);
	setenv("CHIBO_NOW", text, 1);
}

static void run_sql(struct world *world, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;
	assert_int_equal(sqlite3_open(world->file, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	sqlite3_exec(db, sql, NULL, NULL, &why);
	assert_null(why);
	sqlite3_close(db);
}

static int64_t ask(struct world *world, const char *sql)
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
static enum status command(
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

static bool has(const struct world *world, const char *text)
{
	return str_find(world->last.body, str_of(text)) >= 0;
}

static struct str header(const struct world *world, const char *name)
{
	for (size_t i = 0; i < world->last.header_count; i++)
		if (str_is(world->last.header[i].name, name))
			return world->last.header[i].value;
	return STR_NONE;
}

static int send_as(struct world *world, struct str cookie, const char *method, const char *path, const char *body)
{
	struct http_pair headers[3] = { { STR("Host"), STR("127.0.0.1") },
		{ STR("Content-Type"), STR("application/x-www-form-urlencoded") }, { STR("Cookie"), cookie } };
	struct err err = { 0 };
	assert_int_equal(http_loopback_send(world->loopback, world->arena, method, str_of(path), headers,
	                         cookie.len ? 3 : 2, str_of(body), &world->last, &err),
	        OK);
	return world->last.status;
}

static int get(struct world *world, enum who who, const char *path)
{
	return send_as(world, world->cookie[who], "GET", path, "");
}

static int post(struct world *world, enum who who, const char *path, const char *body)
{
	return send_as(world, world->cookie[who], "POST", path, body);
}

static struct str cookie_of(struct world *world)
{
	struct str value = header(world, "Set-Cookie");
	ptrdiff_t end = str_find(value, STR(";"));
	return str_copy(world->arena, str_slice(value, 0, end > 0 ? (size_t)end : 0));
}

/* The secret of a new link. */
static struct str link_for(struct world *world, const char *login)
{
	struct str out;
	assert_int_equal(COMMAND(world, &out, "user link", { "login", login }), OK);
	ptrdiff_t from = str_find(out, STR("link="));
	assert_true(from > 0);
	return str_slice(out, (size_t)from + 5, (size_t)from + 69);
}

static const char *form(struct world *world, const char *format, struct str link)
{
	return str_c(world->arena, str_format(world->arena, format, STR_ARG(link)));
}

static void come_in(struct world *world, enum who who, const char *login, const char *machine)
{
	struct str link = link_for(world, login);
	struct str body = str_format(world->arena, "link=%.*s&machine=%s", STR_ARG(link), machine);
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", str_c(world->arena, body)), 303);
	world->cookie[who] = cookie_of(world);
	assert_true(world->cookie[who].len > 64);
}

static int open_world(void **state)
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

static int close_world(void **state)
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

static void test_commands_tell_people_apart(void **state)
{
	struct world *world = *state;
	struct str out;
	assert_int_equal(
	        COMMAND(world, &out, "user add", { "name", "Đỗ Văn Mẫu" }, { "role", "member" }, { "unit", "CB" }),
	        INVALID);
	assert_true(str_find(out, STR("Đỗ Văn Mẫu (1980); Đỗ Văn Mẫu (1991)")) >= 0);
	assert_int_equal(
	        COMMAND(world, &out, "user add", { "name", "Vũ Văn Thư" }, { "role", "member" }, { "unit", "CB" }),
	        INVALID);
	assert_true(str_find(out, STR("Vũ Văn Thử")) >= 0);
	assert_int_equal(COMMAND(world, &out, "user add", { "login", "bithu" }, { "member", "114" },
	                         { "role", "member" }, { "unit", "CB" }),
	        CONFLICT);
	assert_int_equal(
	        COMMAND(world, &out, "user add", { "name", "A" }, { "role", "officer" }, { "unit", "CB" }), INVALID);
	assert_int_equal(
	        COMMAND(world, &out, "user add", { "name", "A" }, { "role", "member" }, { "unit", "none" }), NOT_FOUND);
	/* Who leads is a member besides. */
	assert_int_equal(ask(world, "SELECT count(*) FROM account_role r JOIN account a ON a.id = r.account WHERE "
	                            "a.login = 'bithu'"),
	        2);
	assert_int_equal(
	        COMMAND(world, &out, "user add", { "member", "111" }, { "role", "secretary" }, { "unit", "CB" }), OK);
	assert_int_equal(ask(world, "SELECT count(*) FROM account_role r JOIN account a ON a.id = r.account WHERE "
	                            "a.login = 'bithu'"),
	        2);
}

static void test_link_opens_once(void **state)
{
	struct world *world = *state;
	struct str link = link_for(world, "mau");
	const char *address = form(world, "/sign-in?link=%.*s", link);
	const char *body = form(world, "link=%.*s&machine=own", link);
	/* A preview, and another: nothing is used, nobody named. */
	assert_int_equal(send_as(world, STR_NONE, "GET", address, ""), 200);
	assert_int_equal(send_as(world, STR_NONE, "GET", address, ""), 200);
	assert_false(has(world, "Mẫu"));
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", body), 303);
	assert_true(str_starts(header(world, "Location"), STR("/account/pin?next=")));
	assert_int_equal(send_as(world, cookie_of(world), "GET", "/account", ""), 200);
	assert_true(has(world, "Mẫu"));
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", body), 422);
	assert_true(has(world, "đã được dùng"));
	link = link_for(world, "mau");
	at(MORNING + 15 * MINUTE);
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", form(world, "link=%.*s", link)), 422);
	assert_true(has(world, "hết hạn"));
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in",
	                         "link=0000000000000000000000000000000000000000000000000000000000000000"),
	        422);
	assert_true(has(world, "Không có liên kết này"));
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", "link="), 422);
}

static void test_button_pressed_twice(void **state)
{
	struct world *world = *state;
	struct str op = uuid7(world->arena, MORNING), link = link_for(world, "mau");
	struct str body = str_format(world->arena, "op=%.*s&link=%.*s&machine=own", STR_ARG(op), STR_ARG(link));
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", str_c(world->arena, body)), 303);
	struct str first = cookie_of(world);
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", str_c(world->arena, body)), 303);
	struct str second = cookie_of(world);
	assert_false(str_eq(first, second));
	assert_int_equal(send_as(world, second, "GET", "/account", ""), 200);
	assert_int_equal(send_as(world, first, "GET", "/account", ""), 303);
	at(MORNING + 3 * MINUTE);
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", str_c(world->arena, body)), 422);
}

static void test_pin_locks_at_five(void **state)
{
	struct world *world = *state;
	come_in(world, MEMBER, "mau", "own");
	come_in(world, CLERK, "thuky", "own");
	assert_int_equal(post(world, MEMBER, "/account/pin", "new_pin=123456&again_pin=123456"), 422);
	assert_int_equal(post(world, MEMBER, "/account/pin", "new_pin=284619&again_pin=284618"), 422);
	assert_int_equal(post(world, MEMBER, "/account/pin", "new_pin=284619&again_pin=284619&next=//evil"), 303);
	assert_true(str_is(header(world, "Location"), "/"));
	for (int i = 1; i <= 5; i++) {
		assert_int_equal(
		        post(world, MEMBER, "/account/pin", "old_pin=111119&new_pin=573920&again_pin=573920"), 422);
		assert_int_equal(ask(world, "SELECT pin_tries FROM account WHERE login = 'mau'"), i);
	}
	assert_true(has(world, "Thư ký hoặc bí thư"));
	/* The right one does not open it either. */
	assert_int_equal(post(world, MEMBER, "/account/pin", "old_pin=284619&new_pin=573920&again_pin=573920"), 409);
	int64_t account = ask(world, "SELECT id FROM account WHERE login = 'mau'");
	const char *unlock = str_c(
	        world->arena, str_format(world->arena, "/cells/" CELL "/accounts/%lld/unlock", (long long)account));
	assert_int_equal(post(world, MEMBER, unlock, ""), 403);
	assert_int_equal(post(world, CLERK, unlock, ""), 303);
	assert_int_equal(ask(world, "SELECT count(*) FROM audit WHERE cell = " CELL " AND act = 'account.unlock'"), 1);
	assert_int_equal(get(world, MEMBER, "/account/notes"), 200);
	assert_true(has(world, "được mở khóa"));
	assert_int_equal(post(world, MEMBER, "/account/pin", "old_pin=284619&new_pin=573920&again_pin=573920"), 303);
}

static void test_birthday_is_no_pin(void **state)
{
	struct world *world = *state;
	come_in(world, SECRETARY, "bithu", "own");
	assert_int_equal(post(world, SECRETARY, "/account/pin", "new_pin=190562&again_pin=190562"), 422);
	assert_true(has(world, "ngày sinh"));
	assert_int_equal(post(world, SECRETARY, "/account/pin", "new_pin=190563&again_pin=190563"), 303);
}

static void test_idle_sign_out(void **state)
{
	struct world *world = *state;
	come_in(world, OFFICER, "canbo", "own");
	come_in(world, MEMBER, "mau", "own");
	come_in(world, SECRETARY, "bithu", "shared");
	at(MORNING + 20 * MINUTE);
	assert_int_equal(get(world, OFFICER, "/account"), 200);
	assert_int_equal(get(world, SECRETARY, "/account"), 200);
	/* The use is noted after the answer: wait for the writer through a write of one's own. */
	assert_int_equal(post(world, OFFICER, "/account/notes", ""), 303);
	at(MORNING + 40 * MINUTE);
	assert_int_equal(get(world, OFFICER, "/account"), 200);
	assert_int_equal(post(world, OFFICER, "/account/notes", ""), 303);
	at(MORNING + 60 * MINUTE + 1);
	assert_int_equal(get(world, OFFICER, "/account"), 303);
	assert_int_equal(get(world, SECRETARY, "/account"), 303);
	assert_int_equal(get(world, MEMBER, "/account"), 200);
	/* Late is late: coming back does not revive it. */
	assert_int_equal(get(world, OFFICER, "/account"), 303);
}

static void test_clerk_of_open_meeting_stays(void **state)
{
	struct world *world = *state;
	come_in(world, CLERK, "thuky", "shared");
	come_in(world, SECRETARY, "bithu", "shared");
	assert_int_equal(get(world, CLERK, "/account"), 200);
	assert_true(str_find(world->last.body, STR("data-idle")) >= 0);
	run_sql(world, open_meeting);
	assert_int_equal(get(world, SECRETARY, "/account"), 200);
	assert_true(str_find(world->last.body, STR("data-idle")) >= 0);
	at(MORNING + 90 * MINUTE);
	assert_int_equal(get(world, CLERK, "/account"), 200);
	assert_true(str_find(world->last.body, STR("data-idle")) < 0); /* no countdown to what does not come */
	assert_int_equal(get(world, SECRETARY, "/account"), 303);
	run_sql(world, "UPDATE meeting SET state = 'ended'");
	at(MORNING + 120 * MINUTE);
	assert_int_equal(get(world, CLERK, "/account"), 303);
}

static const char *account_path(struct world *world, const char *login, const char *act)
{
	struct str sql = str_format(world->arena, "SELECT id FROM account WHERE login = '%s'", login);
	return str_c(world->arena, str_format(world->arena, "/cells/" CELL "/accounts/%lld%s",
	                                   (long long)ask(world, str_c(world->arena, sql)), act));
}

static void test_nobody_helps_upwards(void **state)
{
	struct world *world = *state;
	come_in(world, CLERK, "thuky", "own");
	come_in(world, MEMBER, "mau", "own");
	come_in(world, OFFICER, "canbo", "own");
	come_in(world, SECRETARY, "bithu", "own");
	assert_int_equal(post(world, CLERK, account_path(world, "mau", "/link"), ""), 200);
	assert_true(has(world, "<path d=\"M"));
	assert_int_equal(post(world, CLERK, account_path(world, "bithu", "/link"), ""), 403);
	assert_int_equal(post(world, CLERK, account_path(world, "thuky", "/link"), ""), 403);
	assert_int_equal(post(world, MEMBER, account_path(world, "mau", "/link"), ""), 403);
	assert_int_equal(post(world, SECRETARY, account_path(world, "thuky", "/link"), ""), 200);
	assert_int_equal(post(world, OFFICER, account_path(world, "bithu", "/link"), ""), 200);
	/* An officer's account is not the cell's. */
	assert_int_equal(post(world, SECRETARY, account_path(world, "canbo", "/link"), ""), 404);
	/* Roles need a PIN, and only somebody above names a secretary. */
	assert_int_equal(post(world, SECRETARY, account_path(world, "mau", "/role"), "role=deputy"), 422);
	assert_int_equal(post(world, SECRETARY, "/account/pin", "new_pin=284619&again_pin=284619"), 303);
	assert_int_equal(post(world, OFFICER, "/account/pin", "new_pin=284619&again_pin=284619"), 303);
	assert_int_equal(post(world, SECRETARY, account_path(world, "mau", "/role"), "role=secretary&pin=284619"), 403);
	assert_int_equal(post(world, SECRETARY, account_path(world, "mau", "/role"), "role=deputy&pin=284619"), 303);
	assert_int_equal(post(world, OFFICER, account_path(world, "mau", "/role"), "role=secretary&pin=284619"), 303);
	assert_int_equal(
	        ask(world, "SELECT count(*) FROM account_role WHERE role = 'secretary' AND until > '2026-11-22'"), 1);
	assert_int_equal(get(world, SECRETARY, "/cells/" CELL "/accounts"), 403);
	assert_int_equal(get(world, MEMBER, "/cells/" CELL "/accounts"), 200);
}

static void test_lost_phone(void **state)
{
	struct world *world = *state;
	come_in(world, MEMBER, "mau", "own");
	struct str lost = world->cookie[MEMBER];
	come_in(world, MEMBER, "mau", "own");
	assert_int_equal(send_as(world, lost, "GET", "/account", ""), 200);
	assert_int_equal(post(world, MEMBER, "/account/devices/others", ""), 303);
	assert_int_equal(send_as(world, lost, "GET", "/account", ""), 303);
	assert_int_equal(get(world, MEMBER, "/account"), 200);
	assert_int_equal(post(world, MEMBER, "/sign-out", ""), 303);
	assert_int_equal(get(world, MEMBER, "/account"), 303);
}

struct leaving {
	struct arena *arena;
	struct buf json;
};

static enum status leave(struct db *db, void *context, struct err *err)
{
	struct leaving *leaving = context;
	struct person_id person = { 3075 };
	TRY(account_end_roles(leaving->arena, db, person, strtoll(CELL, NULL, 10), STR("2026-11-22"), err));
	TRY(account_export(leaving->arena, db, person, &leaving->json, err));
	return account_forget(leaving->arena, db, person, MORNING, err);
}

static void test_whoever_leaves_is_forgotten(void **state)
{
	struct world *world = *state;
	struct err err = { 0 };
	struct leaving leaving = { world->arena, buf_open(world->arena, 1 << 16) };
	come_in(world, MEMBER, "mau", "own");
	assert_int_equal(app_write(world->app, leave, &leaving, &err), OK);
	assert_true(str_find(buf_text(&leaving.json), STR("\"name\":\"Đỗ Văn Mẫu\",\"login\":\"mau\"")) >= 0);
	assert_true(str_find(buf_text(&leaving.json), STR("\"until\":\"2026-11-22\"")) <
	            0); /* began and ended on one day: never held */
	assert_int_equal(get(world, MEMBER, "/account"), 303);
	assert_int_equal(ask(world, "SELECT count(*) FROM account WHERE name LIKE '%Mẫu%' OR login = 'mau'"), 0);
	assert_int_equal(ask(world, "SELECT count(*) FROM account_role r JOIN account a ON a.id = r.account "
	                            "WHERE a.person = 3075 AND r.until > '2026-11-22'"),
	        0);
}

static void test_next_is_ours(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "//evil", "https://evil", "/\\evil", "/a b", "/sign-out", "evil" };
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_true(str_is(account_next(str_of(bad[i])), "/"));
	assert_true(str_is(account_next(STR("/meetings/5?tab=1")), "/meetings/5?tab=1"));
}

static void test_device_names(void **state)
{
	struct world *world = *state;
	struct str name = account_device_name(world->arena,
	        STR("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile "
	            "Safari/537.36"),
	        VI);
	assert_true(str_is(name, "Chrome trên Android"));
	assert_true(str_is(account_device_name(world->arena, STR_NONE, VI), "Thiết bị chưa rõ"));
	assert_true(str_is(account_device_name(world->arena, STR("curl/8"), EN), "Unknown device"));
}

int main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
	const struct CMUnitTest tests[] = {
		IN_WORLD(test_commands_tell_people_apart),
		IN_WORLD(test_link_opens_once),
		IN_WORLD(test_button_pressed_twice),
		IN_WORLD(test_pin_locks_at_five),
		IN_WORLD(test_birthday_is_no_pin),
		IN_WORLD(test_idle_sign_out),
		IN_WORLD(test_clerk_of_open_meeting_stays),
		IN_WORLD(test_nobody_helps_upwards),
		IN_WORLD(test_lost_phone),
		IN_WORLD(test_whoever_leaves_is_forgotten),
		cmocka_unit_test(test_next_is_ours),
		IN_WORLD(test_device_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
