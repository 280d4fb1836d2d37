/* What keeps others out and nobody else: links that previews meet, a village behind one address, the same work for all,
   revocation at once on every thread and for what waits, the handover of a post. */
#include "feature/account/test_world.h"

#include "app/throttle.h"
#include "gen/account_sql.h"
#include "web/test_client.h"

#include <fcntl.h>
#include <pthread.h>

enum { PREVIEWS = 40, WRONG = 400, VILLAGE = 60, THREADS = 4, CLIENTS = 12 };

static void set_pin(struct world *world, enum who who)
{
	assert_int_equal(post(world, who, "/account/pin", "new_pin=284619&again_pin=284619"), 303);
}

static void test_previews_burn_nothing(void **state)
{
	struct world *world = *state;
	struct str link = link_for(world, "mau");
	const char *address = form(world, "/sign-in?link=%.*s", link),
	           *body = form(world, "link=%.*s&machine=own", link);
	for (int i = 0; i < PREVIEWS; i++) {
		assert_int_equal(send_as(world, STR_NONE, i % 2 ? "HEAD" : "GET", address, ""), 200);
		assert_int_equal(header(world, "Set-Cookie").len, 0);
	}
	/* Nor is a form sent by another site a person's. */
	assert_int_equal(ask(world, "SELECT count(*) FROM sign_in_link WHERE used_at IS NOT NULL"), 0);
	assert_int_equal(ask(world, "SELECT count(*) FROM device"), 0);
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", body), 303);
}

/* The page of a link says nothing of it: byte by byte that of another, but for the link itself. */
static void test_a_link_names_nobody(void **state)
{
	struct world *world = *state;
	static const char unknown[] = "0000000000000000000000000000000000000000000000000000000000000000";
	struct str page[3], link[3] = { link_for(world, "mau"), link_for(world, "canbo"), str_of(unknown) };
	for (int i = 0; i < 3; i++) {
		assert_int_equal(send_as(world, STR_NONE, "GET", form(world, "/sign-in?link=%.*s", link[i]), ""), 200);
		char *copy = arena_take(world->arena, world->last.body.len);
		memcpy(copy, world->last.body.ptr, world->last.body.len);
		page[i] = (struct str){ copy, world->last.body.len };
		for (ptrdiff_t at; (at = str_find(page[i], link[i])) >= 0;)
			memset(copy + at, '-', link[i].len);
		/* The form's own number is new each time. */
		ptrdiff_t op = str_find(page[i], STR("name=\"op\" value=\""));
		assert_true(op > 0);
		memset(copy + op + 17, '-', 36);
	}
	assert_true(str_eq(page[0], page[1]) && str_eq(page[0], page[2]));
}

/* A meeting hall behind one address, and somebody in it who tries links: nobody waits for that, nothing is locked. */
static void test_a_village_is_not_locked_out(void **state)
{
	struct world *world = *state;
	int64_t before = pin_work();
	char body[200];
	for (int i = 0; i < WRONG; i++) {
		snprintf(body, sizeof(body), "link=%064d&machine=own", i);
		assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", body), 422);
	}
	for (int i = 0; i < VILLAGE; i++) {
		struct str link = link_for(world, "mau");
		assert_int_equal(
		        send_as(world, STR_NONE, "POST", "/sign-in", form(world, "link=%.*s&machine=own", link)), 303);
	}
	assert_int_equal(ask(world, "SELECT count(*) FROM device WHERE revoked_at IS NULL"), VILLAGE);
	assert_int_equal(ask(world, "SELECT sum(pin_tries) FROM account"), 0);
	assert_int_equal(ask(world, "SELECT count(*) FROM account WHERE pin_locked_at IS NOT NULL"), 0);
	assert_int_equal(pin_work(), before); /* nothing that a stranger can ask costs argon2 */
}

static int64_t work_of(struct world *world, enum who who, const char *pin, int status)
{
	int64_t before = pin_work();
	const char *body = str_c(world->arena, str_format(world->arena, "pin=%s&next=/account", pin));
	assert_int_equal(post(world, who, "/account/confirm", body), status);
	return pin_work() - before;
}

/* Right, wrong, locked, never set: one argon2 each, so that time tells nothing. */
static void test_the_same_work_for_all(void **state)
{
	struct world *world = *state;
	come_in(world, MEMBER, "mau", "own");
	come_in(world, CLERK, "thuky", "own");
	assert_int_equal(work_of(world, CLERK, "284619", 422), 1);
	set_pin(world, MEMBER);
	for (int i = 0; i < 5; i++)
		assert_int_equal(work_of(world, MEMBER, "111119", 422), 1);
	assert_int_equal(work_of(world, MEMBER, "284619", 409), 1); /* locked */
	run_sql(world, "UPDATE account SET pin_tries = 0, pin_locked_at = NULL");
	assert_int_equal(work_of(world, MEMBER, "284619", 303), 1);
	/* Written down, and the lock told to the person. */
	assert_int_equal(ask(world, "SELECT count(*) FROM audit WHERE act = 'account.pin_locked'"), 1);
	assert_int_equal(ask(world, "SELECT count(*) FROM audit WHERE act = 'account.pin_wrong'"), 5);
	assert_int_equal(get(world, MEMBER, "/account/notes"), 200);
	assert_true(has(world, "nhập sai năm lần"));
}

/* Who has a session and asks for argon2 without end is told to wait; another person is not. */
static void test_pins_are_throttled_by_account(void **state)
{
	struct world *world = *state;
	int refused = 0;
	come_in(world, MEMBER, "mau", "own");
	come_in(world, CLERK, "thuky", "own");
	set_pin(world, MEMBER);
	int64_t before = pin_work();
	for (int i = 0; i < 200 && refused < 3; i++)
		refused += post(world, MEMBER, "/account/pin", "old_pin=111119&new_pin=573920&again_pin=573920") == 429;
	assert_int_equal(refused, 3); /* a token comes every three seconds: some go through between them */
	assert_true(header(world, "Retry-After").len > 0);
	assert_true(has(world, "quá nhiều lần"));
	assert_true(pin_work() - before < 2 * 150);
	set_pin(world, CLERK);
	assert_int_equal(get(world, MEMBER, "/account"), 200);
}

static void test_buckets(void **state)
{
	(void)state;
	static struct throttle throttle = { .lock = PTHREAD_MUTEX_INITIALIZER };
	for (int i = 0; i < THROTTLE_PINS; i++)
		assert_true(throttle_take(&throttle, 7, 1000));
	assert_false(throttle_take(&throttle, 7, 1000));
	assert_true(throttle_take(&throttle, 8, 1000));
	assert_false(throttle_take(&throttle, 7, 1000 + THROTTLE_PIN_MS - 1));
	assert_true(throttle_take(&throttle, 7, 1000 + THROTTLE_PIN_MS));
	assert_false(throttle_take(&throttle, 7, 1000 + THROTTLE_PIN_MS));
	/* A hundred thousand others empty theirs: whoever comes anew is let in. */
	for (uint64_t key = 100; key < 100100; key++)
		for (int i = 0; i < THROTTLE_PINS; i++)
			assert_true(throttle_take(&throttle, key, 5000));
}

static int ask_on(struct world *world, int fd, const char *method, struct str cookie, const char *path)
{
	client_say(fd, str_format(world->arena,
	                       "%s %s HTTP/1.1\r\nHost: x\r\nCookie: %.*s\r\nContent-Length: 0\r\nContent-Type: "
	                       "application/x-www-form-urlencoded\r\n\r\n",
	                       method, path, STR_ARG(cookie)));
	return client_hear(world->arena, fd, false).status;
}

/* The world's program behind a socket and four threads, instead of the loopback, whose reader is the first thread's. */
static struct http_server *to_server(struct world *world)
{
	struct http_settings settings = { .threads = THREADS };
	struct http_server *server;
	struct err err = { 0 };
	http_loopback_close(world->loopback);
	struct http_app http = app_http(world->app);
	assert_int_equal(http_server_open(&settings, &http, &server, &err), OK);
	app_serve_on(world->app, server);
	return server;
}

static void to_loopback(struct world *world, struct http_server *server)
{
	struct err err = { 0 };
	http_server_drain(server);
	app_end(world->app);
	app_serve_on(world->app, NULL);
	http_server_close(server);
	struct http_app closed = app_http(world->app);
	assert_int_equal(http_loopback_open(&closed, &world->loopback, &err), OK);
}

/* Twelve connections over four event threads, all of which have seen the session: ended on one, it is over on all. */
static void test_revocation_on_every_thread(void **state)
{
	struct world *world = *state;
	int fd[CLIENTS];
	come_in(world, MEMBER, "mau", "own");
	struct str lost = world->cookie[MEMBER];
	come_in(world, MEMBER, "mau", "own");
	come_in(world, SECRETARY, "bithu", "own");
	struct http_server *server = to_server(world);
	for (int i = 0; i < CLIENTS; i++) {
		fd[i] = client_open(http_server_port(server));
		for (int again = 0; again < 2; again++)
			assert_int_equal(ask_on(world, fd[i], "GET", lost, "/account"), 200);
		assert_int_equal(
		        ask_on(world, fd[i], "GET", world->cookie[SECRETARY], "/cells/" CELL "/accounts"), 200);
	}
	/* The lost phone, from the other one. */
	assert_int_equal(ask_on(world, fd[0], "POST", world->cookie[MEMBER], "/account/devices/others"), 303);
	for (int i = 0; i < CLIENTS; i++) {
		assert_int_equal(ask_on(world, fd[i], "GET", lost, "/account"), 303);
		assert_int_equal(ask_on(world, fd[i], "POST", lost, "/account/devices/others"), 401);
		assert_int_equal(ask_on(world, fd[i], "GET", world->cookie[MEMBER], "/account"), 200);
	}
	/* A role taken, and an account closed. */
	run_sql(world, "UPDATE account_role SET until = '2026-11-22' WHERE role = 'secretary'");
	for (int i = 0; i < CLIENTS; i++)
		assert_int_equal(
		        ask_on(world, fd[i], "GET", world->cookie[SECRETARY], "/cells/" CELL "/accounts"), 403);
	run_sql(world, "UPDATE account SET closed_at = 1 WHERE login = 'mau'");
	for (int i = 0; i < CLIENTS; i++) {
		assert_int_equal(ask_on(world, fd[i], "GET", world->cookie[MEMBER], "/account"), 303);
		close(fd[i]);
	}
	to_loopback(world, server);
}

/* Who was refused is in the log, with number and path; no query, no field. */
static void test_refusals_are_logged(void **state)
{
	struct world *world = *state;
	const char *words = str_c(world->arena, str_format(world->arena, "%s/log", world->folder));
	int log = open(words, O_CREAT | O_RDWR, 0600), before = dup(STDERR_FILENO);
	come_in(world, MEMBER, "mau", "own");
	dup2(log, STDERR_FILENO);
	struct http_server *server = to_server(world);
	int fd = client_open(http_server_port(server));
	assert_int_equal(ask_on(world, fd, "GET", world->cookie[MEMBER], "/cells/" CELL "/accounts?secret=1"), 403);
	client_say(fd, STR("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 69\r\nContent-Type: "
	                   "application/x-www-form-urlencoded\r\n\r\nlink=00000000000000000000000000000000000"
	                   "00000000000000000000000000000"));
	assert_int_equal(client_hear(world->arena, fd, false).status, 422);
	close(fd);
	to_loopback(world, server);
	dup2(before, STDERR_FILENO);
	char *text = arena_take(world->arena, 1 << 16);
	struct str said = { text, (size_t)pread(log, text, 1 << 16, 0) };
	close(log);
	close(before);
	unlink(words);
	assert_true(str_find(said, STR("warn refused: app.denied account=")) >= 0);
	assert_true(str_find(said, STR(" GET /cells/" CELL "/accounts\n")) > 0);
	assert_true(str_find(said, STR("refused: account.link_unknown account=0")) > 0);
	assert_true(str_find(said, STR("00000000000")) < 0 && str_find(said, STR("secret")) < 0);
}

/* Holds the writer until the other request waits for it, and signs its device out. */
static enum status hold_and_revoke(struct db *db, void *context, struct err *err)
{
	struct account_of_login_row row;
	bool found;
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	(void)context;
	usleep(300000);
	TRY(account_of_login(arena, db, &(struct account_of_login_in){ .login = STR("mau") }, &row, &found, err));
	return account_devices_end(arena, db, &(struct account_devices_end_in){ .account = row.account, .at = 1 }, err);
}

static void *sign_out_meanwhile(void *context)
{
	struct world *world = context;
	struct err err = { 0 };
	assert_int_equal(app_write(world->app, hold_and_revoke, NULL, &err), OK);
	return NULL;
}

/* A write that was accepted before the device was signed out and waits for the writer is refused there. */
static void test_what_waits_is_revoked_too(void **state)
{
	struct world *world = *state;
	pthread_t thread;
	come_in(world, MEMBER, "mau", "own");
	assert_int_equal(post(world, MEMBER, "/account/look", "language=vi&size=2&theme=light"), 303);
	assert_int_equal(pthread_create(&thread, NULL, sign_out_meanwhile, world), 0);
	usleep(100000);
	assert_int_equal(post(world, MEMBER, "/account/look", "language=vi&size=3&theme=light"), 401);
	pthread_join(thread, NULL);
	assert_int_equal(ask(world, "SELECT text_size FROM account WHERE login = 'mau'"), 2);
}

/* What the secretary of yesterday left open is shut with the post. */
static void test_links_end_with_the_post(void **state)
{
	struct world *world = *state;
	come_in(world, SECRETARY, "bithu", "own");
	come_in(world, OFFICER, "canbo", "own");
	set_pin(world, OFFICER);
	int64_t clerk = ask(world, "SELECT id FROM account WHERE login = 'thuky'");
	const char *path =
	        str_c(world->arena, str_format(world->arena, "/cells/" CELL "/accounts/%lld", (long long)clerk));
	assert_int_equal(
	        post(world, SECRETARY, str_c(world->arena, str_format(world->arena, "%s/link", path)), ""), 200);
	ptrdiff_t at_link = str_find(world->last.body, STR("link="));
	assert_true(at_link > 0);
	struct str link =
	        str_copy(world->arena, str_slice(world->last.body, (size_t)at_link + 5, (size_t)at_link + 69));
	assert_int_equal(post(world, OFFICER, str_c(world->arena, str_format(world->arena, "%s/role", path)),
	                         "role=secretary&pin=284619"),
	        303);
	assert_int_equal(get(world, SECRETARY, "/cells/" CELL "/accounts"), 403);
	assert_int_equal(send_as(world, STR_NONE, "POST", "/sign-in", form(world, "link=%.*s&machine=own", link)), 422);
	assert_true(has(world, "hết hạn"));
}

static void test_an_administrator_hands_over(void **state)
{
	struct world *world = *state;
	struct str out;
	assert_int_equal(COMMAND(world, &out, "user add", { "login", "cu" }, { "name", "Lê Cũ" }, { "role", "admin" },
	                         { "unit", "X" }),
	        OK);
	assert_int_equal(COMMAND(world, &out, "user add", { "login", "moi" }, { "name", "Lê Mới" },
	                         { "role", "officer" }, { "unit", "X" }),
	        OK);
	come_in(world, OFFICER, "cu", "own");
	assert_int_equal(get(world, OFFICER, "/units/10/accounts"), 200);
	assert_int_equal(COMMAND(world, &out, "user hand-over", { "login", "moi" }, { "unit", "CB" }), INVALID);
	assert_int_equal(COMMAND(world, &out, "user hand-over", { "login", "moi" }, { "unit", "X" }), OK);
	assert_true(str_find(out, STR("Lê Cũ: thôi quản trị")) >= 0 &&
	            str_find(out, STR("quản trị, từ hôm nay")) >= 0 && str_find(out, STR("Lê Mới")) >= 0);
	assert_int_equal(get(world, OFFICER, "/units/10/accounts"), 403);
	come_in(world, SECRETARY, "moi", "own");
	assert_int_equal(get(world, SECRETARY, "/units/10/accounts"), 200);
	assert_int_equal(get(world, OFFICER, "/account/notes"), 200);
	assert_true(has(world, "thôi một nhiệm vụ"));
	assert_int_equal(
	        ask(world, "SELECT count(*) FROM account_role WHERE role = 'admin' AND until > '2026-11-22'"), 1);
	assert_int_equal(ask(world, "SELECT count(*) FROM audit WHERE act IN ('account.hand_over_by_owner', "
	                            "'account.role_taken_by_owner')"),
	        2);
}

/* A year after it signed in a device is asked to sign in anew, however often it came. */
static void test_a_year_is_the_most(void **state)
{
	struct world *world = *state;
	come_in(world, MEMBER, "mau", "own");
	at(MORNING + 364ll * DAY_MS);
	assert_int_equal(get(world, MEMBER, "/account"), 200);
	at(MORNING + 366ll * DAY_MS);
	assert_int_equal(get(world, MEMBER, "/account"), 303);
}

/* Behind TLS every cookie is Secure and of this host alone, and only such a one is believed. */
static void test_cookies_behind_tls(void **state)
{
	struct world *world = *state;
	struct err err = { 0 };
	http_loopback_close(world->loopback);
	app_close(world->app);
	struct app_settings settings = {
		.url = str_format(world->arena, "sqlite:%s", world->file), .workers = 1, .secure = true
	};
	assert_int_equal(app_open(&settings, &world->app, &err), OK);
	struct http_app http = app_http(world->app);
	assert_int_equal(http_loopback_open(&http, &world->loopback, &err), OK);
	come_in(world, MEMBER, "mau", "own");
	struct str set = header(world, "Set-Cookie"), cookie = world->cookie[MEMBER];
	assert_true(str_starts(set, STR("__Host-chibo=")) && str_find(set, STR("; Secure")) > 0 &&
	            str_find(set, STR("; Path=/;")) > 0 && str_find(set, STR("HttpOnly; SameSite=Lax")) > 0 &&
	            str_find(set, STR("Domain")) < 0);
	assert_int_equal(get(world, MEMBER, "/account"), 200);
	assert_int_equal(send_as(world, str_slice(cookie, 7, cookie.len), "GET", "/account", ""), 303);
	assert_int_equal(send_as(world, STR_NONE, "GET", "/language/en", ""), 303);
	assert_true(str_starts(header(world, "Set-Cookie"), STR("__Host-lang=en")));
}

int main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
	const struct CMUnitTest tests[] = {
		IN_WORLD(test_previews_burn_nothing),
		IN_WORLD(test_a_link_names_nobody),
		IN_WORLD(test_a_village_is_not_locked_out),
		IN_WORLD(test_the_same_work_for_all),
		IN_WORLD(test_pins_are_throttled_by_account),
		cmocka_unit_test(test_buckets),
		IN_WORLD(test_revocation_on_every_thread),
		IN_WORLD(test_refusals_are_logged),
		IN_WORLD(test_what_waits_is_revoked_too),
		IN_WORLD(test_links_end_with_the_post),
		IN_WORLD(test_an_administrator_hands_over),
		IN_WORLD(test_a_year_is_the_most),
		IN_WORLD(test_cookies_behind_tls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
