/* Shared by the files of this folder: what an engine is. */
#ifndef DB_DB_PRIVATE_H
#define DB_DB_PRIVATE_H

#include "db/db.h"
#include "db/table.h"

#include <sqlite3.h>

/* What frames the statements of a request. */
enum db_frame {
	FRAME_BEGIN,
	FRAME_WRITE,
	FRAME_COMMIT,
	FRAME_SAVE,
	FRAME_RELEASE,
	FRAME_UNDO_JOB,
	FRAME_UNDO,
	FRAME__COUNT
};

/* One way to keep tables. A connection serves one thread and one running statement at a time: generated functions
   always read to the end. */
struct db_engine {
	const char *name;
	struct str scheme;
	size_t size; /* of the connection; begins with struct db */
	int writers; /* how many connections write at once */
	enum status (*open)(struct db *db, struct str url, enum db_mode mode, struct err *err);
	void (*close)(struct db *db);
	enum status (*frame)(struct db *db, enum db_frame frame, struct err *err);
	bool (*in_transaction)(struct db *db);
	/* Several statements without parameters. */
	enum status (*exec)(struct db *db, const char *sql, struct err *err);
	enum status (*start)(struct db *db, const struct db_statement *statement, struct err *err);
	void (*bind_int)(struct db *db, int at, int64_t value);
	void (*bind_bytes)(struct db *db, int at, struct str value, bool blob);
	void (*bind_null)(struct db *db, int at);
	enum status (*step)(struct db *db, bool *ret_row, struct err *err);
	void (*ahead)(struct db *db); /* NULL: an answer costs no round trip */
	int64_t (*get_int)(struct db *db, int column);
	bool (*get_null)(struct db *db, int column);
	struct str (*get_bytes)(struct db *db, int column); /* until the next step */
	void (*finish)(struct db *db);
	int64_t (*changes)(struct db *db);
	enum status (*load_begin)(struct db *db, const struct db_table *table, struct err *err);
	enum status (*load_row)(struct db *db, const struct db_value *values, struct err *err);
	enum status (*load_end)(struct db *db, struct err *err);
	/* The writer's own work between batches; NULL: none. quiet: nothing came for a second. */
	void (*tidy)(struct db *db, bool quiet);
	/* A failed transaction is worth running again (a serialisation failure, a lost connection); waits a little. */
	bool (*again)(struct db *db, const struct err *err, int tries);
	const char *(*words)(const struct db_migration *migration); /* the migration as this engine says it */
	/* Statements about the engine's own catalogue. */
	const char *create_migrations;
	const char *has_history;  /* 1 when there is a table of migrations */
	const char *has_tables;   /* 1 when there is any table */
	const char *indexes;      /* name and statement of each that is not part of a key */
	const char *rows_touched; /* so far: on this connection, or in this transaction */
	const char *about;        /* version, standby, bytes, other programs, connections */
	const char *lock_table;   /* before a name; NULL: who writes has the whole file */
};
extern const struct db_engine sqlite_engine, postgres_engine;

struct db_cursor {
	struct db *db;
};

struct db {
	const struct db_engine *engine;
	struct db_cursor cursor;
	int64_t shard; /* the one written, plus one; 0: none yet */
	bool many;
};

enum status db_frame(struct db *db, enum db_frame frame, struct err *err);
bool db_in_transaction(struct db *db);
enum status db_exec(struct db *db, const char *sql, struct err *err);
/* "meeting__state" -> "meeting.state"; NULL for names that carry no code. */
const char *db_constraint_code(const char *name);
/* The first number that a statement without parameters gives; 0 without a row. */
enum status db_one_int(struct db *db, const char *sql, int64_t *ret, struct err *err);
/* The handle of a SQLite connection, for tests that look behind the API. */
sqlite3 *db_sqlite(struct db *db);
/* outbox.c, called by sqlite.c for a connection that writes. NULL where the database keeps none. */
struct outbox;
struct outbox *outbox_open(sqlite3 *handle);
void outbox_close(struct outbox *outbox);
struct outbox **sqlite_outbox(struct db *db);
void outbox_statement(struct outbox *outbox, bool failed); /* one begins, or failed */
bool outbox_before(struct outbox *outbox, enum db_frame frame);
/* False: it was begun in what is undone now, and goes too. */
bool outbox_after(struct outbox *outbox, enum db_frame frame);

/* past.c, called by outbox.c on the writer's thread: a transaction was kept; a row changes, from nothing (old NULL), to
   nothing (values NULL), or to something else. */
void past_commit(sqlite3 *handle, int64_t position);
void past_note(
        sqlite3 *handle, const struct db_table *table, const struct db_value *old, const struct db_value *values);
/* table.c: some rows behind those values (NULL: the first), in the order of their key. */
struct db_piece {
	const struct db_value **rows;
	size_t count;
	bool last;
};
enum status db_table_piece(struct db *db, struct arena *arena, const struct db_table *table,
        const struct db_value *behind, struct db_piece *ret_piece, struct err *err);

#endif
