/* Shared by the files of the PostgreSQL engine. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include "db/db_private.h"

#include <libpq-fe.h>

enum { PARAMETERS = 64, PENDING = 64, AHEADS = 24, AHEAD_BYTES = 512 };

/* A statement sent before it is called: told again by its number and the bytes of its values. */
struct ahead {
	const struct db_statement *statement;
	char values[AHEAD_BYTES];
	size_t len;
	PGresult *result; /* read on the way to another one */
	bool read;
};

/* A connection in pipeline mode. Frames (BEGIN, SAVEPOINT …) are sent and their answers read with the next statement's,
   so that a page of n queries costs n round trips, not n + 2. */
struct postgres {
	struct db db;
	PGconn *link;
	char *url;
	enum db_mode mode;
	bool asks_ahead, lost;       /* lost: to be made again, though libpq may not say so yet */
	bool *prepared;              /* by statement number */
	bool alone;                  /* the transaction is one savepoint */
	bool in_transaction, worked; /* worked: something of this transaction was answered */
	bool saved;                  /* a savepoint was sent, and not yet released */
	/* What was sent and not read: F a frame, P a preparation, S a sync, A the next statement sent ahead. */
	char pending[PENDING];
	size_t pending_count;
	/* The running statement. */
	const struct db_statement *statement;
	char number[PARAMETERS][8];
	const char *value[PARAMETERS];
	int len[PARAMETERS], format[PARAMETERS];
	PGresult *result;
	int row;
	int64_t changes;
	/* Sent ahead, in the order of their answers; those before ahead_read were read. */
	struct ahead ahead[AHEADS];
	size_t ahead_count, ahead_read;
	/* A load: the table, and bytes that were not sent. */
	const struct db_table *table;
	char *load;
	size_t load_len, load_room;
};

static inline struct postgres *postgres_of(struct db *db)
{
	return (struct postgres *)db;
}

static inline bool postgres_alive(const struct postgres *postgres)
{
	return postgres->link && !postgres->lost && PQstatus(postgres->link) == CONNECTION_OK;
}

/* postgres.c */
enum status postgres_connect(struct postgres *postgres, struct err *err);
/* What the server said of a result (NULL: of the connection), as a status and a code. */
enum status postgres_fail(struct postgres *postgres, const PGresult *result, const char *what, struct err *err);
/* Reads what is pending; the first error among it, or OK. *ret_prepared: the last preparation succeeded. */
enum status postgres_drain(struct postgres *postgres, bool *ret_prepared, struct err *err);
bool postgres_pend(struct postgres *postgres, char kind, int sent);
enum status postgres_send_frame(struct postgres *postgres, enum db_frame frame, struct err *err);

/* Waits for all answers and leaves pipeline mode, which takes one statement at a time only; and enters it again. */
enum status postgres_leave_pipeline(struct postgres *postgres, struct err *err);
void postgres_enter_pipeline(struct postgres *postgres);

/* postgres_load.c */
enum status postgres_load_begin(struct db *db, const struct db_table *table, struct err *err);
enum status postgres_load_row(struct db *db, const struct db_value *values, struct err *err);
enum status postgres_load_end(struct db *db, struct err *err);

/* postgres_statement.c */
enum status postgres_start(struct db *db, const struct db_statement *statement, struct err *err);
void postgres_bind_int(struct db *db, int at, int64_t value);
void postgres_bind_bytes(struct db *db, int at, struct str value, bool blob);
void postgres_bind_null(struct db *db, int at);
enum status postgres_step(struct db *db, bool *ret_row, struct err *err);
int64_t postgres_int(struct db *db, int column);
bool postgres_null(struct db *db, int column);
struct str postgres_bytes(struct db *db, int column);
void postgres_finish(struct db *db);
void postgres_ahead(struct db *db);
/* The answer of the next statement that was sent ahead. */
void postgres_ahead_read(struct postgres *postgres);
void postgres_ahead_drop(struct postgres *postgres);

#endif
