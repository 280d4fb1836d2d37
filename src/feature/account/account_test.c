/* Signing in by link, the PIN and its lock, idle sign-out, who may help whom; on a loopback with a small database of
 * its own. */
#include "feature/account/test_world.h"

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

static size_t found(struct world *world, const char *text)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct account_finds people;
	struct err err = { 0 };
	assert_int_equal(db_open(str_format(world->arena, "sqlite:%s", world->file), DB_READ, &db, &err), OK);
	assert_int_equal(
	        account_find_people(world->arena, db, (struct unit_id){ 10 }, str_of(text), &people, &err), OK);
	return people.count;
}

/* By a piece of the name near the top of the tree, by its beginning everywhere; signs stand for themselves. */
static void test_found_by_name(void **state)
{
	struct world *world = *state;
	assert_int_equal(found(world, "Thử"), 1);
	assert_int_equal(found(world, "Vũ Văn"), 1);
	assert_int_equal(found(world, "T"), 0);
	assert_int_equal(found(world, "%%"), 0);
	assert_int_equal(found(world, "V_"), 0);
	run_sql(world,
	        "CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 900001 UNION ALL SELECT i + 1 FROM n WHERE i < "
	        "910001) SELECT i FROM n; INSERT INTO account (id,name,entered_at) SELECT i,'Đông',0 FROM n; "
	        "INSERT INTO account_role (id,account,unit,role,since,entered_at) SELECT "
	        "i,i,10,'officer','2025-07-01',0 "
	        "FROM n;");
	assert_int_equal(found(world, "Thử"), 0);
	assert_int_equal(found(world, "Vũ Văn"), 1);
	assert_int_equal(found(world, "Đông"), 30);
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
		IN_WORLD(test_found_by_name),
		IN_WORLD(test_device_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
