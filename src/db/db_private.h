/* Shared by the files of this folder. */
#ifndef DB_DB_PRIVATE_H
#define DB_DB_PRIVATE_H

#include "db/db.h"

#include <sqlite3.h>

struct db_cursor {
	struct db *db;
	sqlite3_stmt *statement;
	const char *name;
	bool failed;
};

/* A connection serves one thread and one running statement at a time: generated functions always read to the end. */
struct db {
	sqlite3 *handle;
	sqlite3_stmt **prepared;
	struct db_cursor cursor;
};

enum status db_exec(struct db *db, const char *sql, struct err *err);
/* What the engine said, as a status and a code. */
enum status db_fail(struct db *db, const char *what, struct err *err);
/* "meeting__state" -> "meeting.state"; NULL for names that carry no code. */
const char *db_constraint_code(const char *name);

#endif
