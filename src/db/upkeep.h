/* What those who keep a database running ask of it: what it is, how old, a copy of its file, an upgrade that is all or
 * nothing. */
#ifndef DB_UPKEEP_H
#define DB_UPKEEP_H

#include "db/table.h"

struct db_about {
	const char *engine; /* "SQLite", "PostgreSQL" */
	struct str version; /* of the server */
	bool standby;       /* only reads, until it is promoted */
	int64_t bytes;
	int64_t programs;    /* PostgreSQL: other connections that chibo has to this database */
	int64_t connections; /* PostgreSQL: how many it takes at most; else 0 */
};
enum status db_about(struct arena *arena, struct db *db, struct db_about *ret_about, struct err *err);
/* How far a streaming replica is behind what its primary wrote: 0 when it has all that was sent and is connected, else
   since its last change. standby false: this is no replica (any more), or SQLite. */
struct db_replica {
	bool standby;
	int64_t lag; /* ms; -1: nothing was ever replayed */
};
enum status db_replica(struct db *db, struct db_replica *ret_replica, struct err *err);
/* The library that speaks to PostgreSQL, as 150013. */
int db_client_version(void);

enum db_age { DB_EMPTY, DB_OLDER, DB_CURRENT };
/* Against this program. CONFLICT db.newer, db.altered. *ret_pending (may be NULL): a flag for each of db_migrations
 * that is not there yet. */
enum status db_age(struct arena *arena, struct db *db, enum db_age *ret_age, bool **ret_pending, struct err *err);
/* When the last migration was made; 0: never. */
enum status db_migrated_at(struct db *db, int64_t *ret_at, struct err *err);

/* Brings an older database up to date in one transaction: all of it or nothing. `keep` false: undone at the end. done()
 * hears of each migration and how many rows it touched; of nothing when the whole was undone by an error. */
struct db_upgrade {
	int64_t now;
	bool keep;
	void (*done)(void *context, const struct db_migration *migration, int64_t rows);
	void *context;
};
enum status db_upgrade(struct db *db, const struct db_upgrade *upgrade, struct err *err);

/* One moment of a database for long reading. Where the file system shares blocks (XFS, Btrfs), SQLite's file is cloned
   beside itself, as FILE.still, and `db` reads that; else, where this process writes and keeps an outbox, what the
   writer kept of the past is read with what is there now; else, on PostgreSQL, and where the connection has read or
   written in its transaction, it is a view of that connection: the one it is in, or a new one. */
enum { DB_STILL_PATH = 4096 };
struct db_past;
struct db_still {
	struct db *db;             /* to read from */
	bool view;                 /* begun here */
	char clone[DB_STILL_PATH]; /* empty: none */
	struct db_past *past;      /* NULL: none */
};
/* past: begun on the writer (db/past.h), or NULL; it is the still's from here on, also after a failure. */
enum status db_still_begin(struct db *db, struct db_past *past, struct db_still *ret_still, struct err *err);
/* Where the outbox stood at that moment. */
struct db_position;
enum status db_still_where(const struct db_still *still, struct db_position *ret_where, struct err *err);
/* db_table_scan or db_past_scan. */
enum status db_still_scan(const struct db_still *still, const struct db_table *table,
        enum status (*row)(void *context, const struct db_table *table, const struct db_value *values, struct err *err),
        void *context, struct err *err);
void db_still_end(struct db_still *still);
/* SQLite: the whole database as it stands into a new file of mode 0600, which is on the disk when this returns.
   CONFLICT db.copy_there when something is there already; BROKEN db.copy; nothing is left then. */
enum status db_copy_file(struct db *db, const char *to, struct err *err);
/* SQLite, outside a transaction: a file that is thrown away when its filling fails is filled without a log and without
   waiting for the disk; `scratch` false: a database like others again, which the caller carries to the disk. */
enum status db_scratch(struct db *db, bool scratch, struct err *err);
/* SQLite: every page, cell and index entry looked at once; what is wrong, or no text. PostgreSQL: no text. */
enum status db_check_pages(struct arena *arena, struct db *db, struct str *ret_wrong, struct err *err);

#endif
