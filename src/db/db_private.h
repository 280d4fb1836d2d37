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

/* What frames the statements of a request; prepared once a connection. */
enum db_frame { FRAME_BEGIN, FRAME_WRITE, FRAME_COMMIT, FRAME_SAVE, FRAME_RELEASE, FRAME__COUNT };

/* A connection serves one thread and one running statement at a time: generated functions always read to the end. */
struct db {
	sqlite3 *handle;
	sqlite3_stmt **prepared;
	sqlite3_stmt *frame[FRAME__COUNT];
	struct db_cursor cursor;
};

enum status db_frame(struct db *db, enum db_frame frame, struct err *err);
enum status db_exec(struct db *db, const char *sql, struct err *err);
/* What the engine said, as a status and a code. */
enum status db_fail(struct db *db, const char *what, struct err *err);
/* "meeting__state" -> "meeting.state"; NULL for names that carry no code. */
const char *db_constraint_code(const char *name);

#endif
