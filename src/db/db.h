/* One small way to the database: connections, prepared statements by number, transactions. Generated code
   (tools/sqlc.py) is the only caller of bind and step; features call the typed functions. SQLite today; nothing above
   sees which engine it is. */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/err.h"
#include "base/opt.h"

struct db;

/* One named statement of a .sql file. Generated. */
struct db_statement {
	const char *name;
	const char *sql;   /* parameters are ?1, ?2 … */
	const char *kinds; /* of each parameter: i integer, t text, b bytes */
	int number;        /* place in every connection's cache */
};
/* The number of a statement that stands in no .sql file but is put together from names (tables as such, counters):
 * prepared each time. */
enum { DB_OWN = -1 };
/* So many more may be put together once for the process, with numbers from db_statement_count on and names of their
 * own: kept as generated ones are. */
enum { DB_KEPT = 128 };

struct db_migration {
	const char *name;           /* 2026-11-22_unit */
	const char *needs;          /* names, separated by blanks */
	const char *sql, *postgres; /* the same tables in the words of each engine; the hash is of the first */
};

enum db_mode {
	DB_READ,  /* refuses to write; many at once */
	DB_PAGES, /* DB_READ for many short reads; on SQLite a broken disk under the file ends the process */
	DB_WRITE, /* the one writer: synchronous=FULL, no checkpoint of its own */
};

/* url is "sqlite:FILE" ("sqlite::memory:" only for DB_WRITE). INVALID db.url, NOT_FOUND db.missing, CONFLICT db.newer.
 */
enum status db_open(struct str url, enum db_mode mode, struct db **ret_db, struct err *err);
void db_close(struct db *db);
void db_closep(struct db **db);
/* The file of a "sqlite:FILE" url, for the lock and the socket beside it. */
enum status db_file(struct arena *arena, struct str url, struct str *ret_file, struct err *err);
/* Creates what is missing, in order of names; each migration in its own transaction, its hash kept. CONFLICT db.altered
   when a landed migration differs, CONFLICT db.newer when the database knows one that this program does not. */
enum status db_migrate(struct db *db, int64_t now, struct err *err);
/* The same for some of db_migrations alone, by their places: the schema that an older copy has. */
enum status db_migrate_some(struct db *db, const bool *wanted, int64_t now, struct err *err);
void db_migration_hash(const struct db_migration *migration, char ret_hex[65]);
/* Whether every migration of this program is in the database. */
enum status db_current(struct db *db, bool *ret_current, struct err *err);
const char *db_engine_version(void);

/* A consistent view for several reads; db_view_end is safe without a begin. */
enum status db_view_begin(struct db *db, struct err *err);
void db_view_end(struct db *db);
/* A whole transaction: begin, run, commit; everything undone when run fails. For commands and tests; the server uses
 * db_writer. */
enum status db_transaction(struct db *db, enum status (*run)(struct db *db, void *context, struct err *err),
        void *context, struct err *err);
/* Inside a transaction: undone alone. */
enum status db_savepoint(struct db *db, struct err *err);
enum status db_release(struct db *db, struct err *err);
/* BUSY db.busy: it could not be undone alone, so that the whole transaction must be. */
enum status db_rollback_to(struct db *db, struct err *err);

/* A column of a generated row: where it lies and what it is (i integer, o integer or none, f yes or no, d id, t text, b
 * bytes). A list of them ends with a NULL name. */
struct db_field {
	const char *name;
	char kind;
	size_t at;
};

/* For generated code. */
struct db_cursor;
enum status db_start(
        struct db *db, const struct db_statement *statement, struct db_cursor **ret_cursor, struct err *err);
void db_bind_int(struct db_cursor *cursor, int at, int64_t value);
void db_bind_text(struct db_cursor *cursor, int at, struct str value); /* no text binds NULL */
void db_bind_blob(struct db_cursor *cursor, int at, struct str value);
void db_bind_null(struct db_cursor *cursor, int at);
/* The next row, or *ret_row = false at the end. */
enum status db_step(struct db_cursor *cursor, bool *ret_row, struct err *err);
int64_t db_int(struct db_cursor *cursor, int column);
bool db_is_null(struct db_cursor *cursor, int column);
struct str db_text(struct arena *arena, struct db_cursor *cursor, int column); /* copied; text or blob */
void db_finish(struct db_cursor *cursor);
int64_t db_changes(struct db *db); /* rows touched by the last statement */
/* A statement that will be started with the same values soon: an engine across a socket asks for its answer now. False
 * where that gains nothing. Inside a view or transaction; what is not taken by its end is dropped. */
bool db_ahead_start(struct db *db, const struct db_statement *statement, struct db_cursor **ret_cursor);
void db_ahead_send(struct db_cursor *cursor);
/* Notes that a statement writes to a shard. */
void db_wrote(struct db *db, int64_t shard);
/* Whether more than one shard was written since the last savepoint or the transaction's begin: only wide transactions
 * may. */
bool db_wrote_many(const struct db *db);

/* The generated lists. */
extern const struct db_migration db_migrations[];
extern const size_t db_migration_count;
extern const size_t db_statement_count;
extern const char *const db_statement_names[];
/* Counts the runs of each statement for the completeness check; NULL: off. */
extern uint32_t *db_exercised;

#endif
