/* Which addresses of PostgreSQL are refused before anything is sent: those of other machines without a certificate. */
#include "base/test_private.h"
#include "db/db.h"

static void other_machines_need_a_certificate(void **state)
{
	static const char *const refused[] = { "postgresql://chibo@db.example.org/chibo",
		"postgresql://chibo@db.example.org/chibo?sslmode=require",
		"postgresql://chibo@192.0.2.1/chibo?sslmode=disable",
		"postgresql://chibo@/chibo?host=/run/postgresql,db.example.org",
		"postgresql://chibo@localhost/chibo?hostaddr=192.0.2.1",
		"postgresql://chibo@127.0.0.1,192.0.2.1/chibo" };
	(void)state;
	for (size_t i = 0; i < LENGTH(refused); i++) {
		struct db *db = NULL;
		struct err err = { 0 };
		assert_int_equal(db_open(str_of(refused[i]), DB_READ, &db, &err), INVALID);
		assert_string_equal(err.code, "db.tls");
		assert_string_equal(err.field, "db");
	}
}

/* Nobody listens at these: they fail for that, not for their way. */
static void this_machine_needs_none(void **state)
{
	static const char *const tried[] = { "postgresql://chibo@/chibo?host=/nonexistent",
		"postgresql://chibo@127.0.0.1:1/chibo", "postgresql://chibo@[::1]:1/chibo",
		"postgresql://chibo@localhost:1/chibo", "postgresql://chibo@localhost:1,127.0.0.1:1/chibo",
		"postgresql://chibo@db.invalid/chibo?sslmode=verify-full&connect_timeout=2" };
	(void)state;
	for (size_t i = 0; i < LENGTH(tried); i++) {
		struct db *db = NULL;
		struct err err = { 0 };
		assert_int_equal(db_open(str_of(tried[i]), DB_READ, &db, &err), BUSY);
		assert_string_equal(err.code, "db.gone");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_machines_need_a_certificate),
		cmocka_unit_test(this_machine_needs_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
