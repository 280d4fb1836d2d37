/* The database of a test: a file or memory of SQLite; or, when CHIBO_TEST_DB names a server as
   "postgresql://USER@/%s?host=FOLDER", a database of its own there, made from the template chibo_ready where that
   is. */
#ifndef TESTS_TEST_DB_H
#define TESTS_TEST_DB_H

#include "db/db_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline bool test_db_server(void)
{
	const char *server = getenv("CHIBO_TEST_DB");
	return server && *server;
}

/* The URL of a database of that server. */
static inline void test_db_on_server(const char *name, char ret_url[512])
{
	const char *server = getenv("CHIBO_TEST_DB"), *hole = strstr(server, "%s");
	check(hole);
	snprintf(ret_url, 512, "%.*s%s%s", (int)(hole - server), server, name, hole + 2);
}

static inline void test_db_admin(const char *sql, bool must)
{
	char url[512];
	struct db *admin;
	struct err err = { 0 };
	test_db_on_server("postgres", url);
	check(db_open(str_of(url), DB_WRITE, &admin, &err) == OK);
	if (db_exec(admin, sql, &err) != OK && must)
		fprintf(stderr, "%s\n", err.detail);
	check(!err.code || !must);
	db_close(admin);
}

static inline void test_db_drop(const char *name)
{
	char sql[256];
	if (!test_db_server())
		return;
	snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
	test_db_admin(sql, true);
}

/* An empty database for this process: its name on the server, its URL. file: "sqlite:…" where there is no server. */
static inline void test_db_make(const char *file, char ret_name[64], char ret_url[512])
{
	char sql[256];
	static int made;
	snprintf(ret_name, 64, "chibo_%d_%d", (int)getpid(), made++);
	if (!test_db_server()) {
		snprintf(ret_url, 512, "%s", file);
		return;
	}
	test_db_drop(ret_name);
	snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE %s", ret_name,
	        getenv("CHIBO_TEST_TEMPLATE") ? getenv("CHIBO_TEST_TEMPLATE") : "template0");
	test_db_admin(sql, true);
	test_db_on_server(ret_name, ret_url);
}

/* Opens an empty database for writing, in memory where there is no server. Those on the server go with it. */
static inline struct db *test_db_open(void)
{
	char name[64], url[512];
	struct db *db = NULL;
	struct err err = { 0 };
	test_db_make("sqlite::memory:", name, url);
	if (db_open(str_of(url), DB_WRITE, &db, &err) != OK)
		fprintf(stderr, "test database: %s %s\n", err.code, err.detail);
	check(db);
	return db;
}

#endif
