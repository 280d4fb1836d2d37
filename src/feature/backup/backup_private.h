/* Shared by the files of this folder: keys, sealed pieces, one backup on disk, the outbox, the last drill. */
#ifndef BACKUP_PRIVATE_H
#define BACKUP_PRIVATE_H

#include "app/app.h"
#include "db/outbox.h"
#include "db/row.h"
#include "db/table.h"
#include "db/upkeep.h"

#include <jansson.h>
#include <sodium.h>

enum {
	BACKUP_FORMAT = 1,
	BACKUP_KEY = 32,
	BACKUP_HASH = 32,
	BACKUP_RECIPIENTS = 2,
	BACKUP_NAME = 16, /* 20261122T045741Z */
};

/* backup_key.c: who may open a backup. A secret is one seed; from it come a pair for sealing and one for signing. */
struct backup_public {
	unsigned char box[crypto_box_PUBLICKEYBYTES], sign[crypto_sign_PUBLICKEYBYTES];
};
struct backup_secret {
	struct backup_public public;
	unsigned char box[crypto_box_SECRETKEYBYTES], sign[crypto_sign_SECRETKEYBYTES];
};
/* "chibo-public-…", with a checksum. */
struct str backup_public_text(struct arena *arena, const struct backup_public *public);
/* INVALID backup.bad_public. */
enum status backup_public_read(struct str text, struct backup_public *ret_public, struct err *err);
/* 16 digits that people can compare. */
struct str backup_fingerprint(struct arena *arena, const struct backup_public *public);
/* Writes a new secret to a file that is not there yet, mode 0600; with a passphrase it is locked by argon2id. */
enum status backup_secret_make(
        struct arena *arena, struct str file, struct str passphrase, struct backup_public *ret_public, struct err *err);
/* ask: gives the passphrase of a locked one; no text: there is none. DENIED backup.wrong_passphrase. */
enum status backup_secret_read(struct arena *arena, struct str file, struct str (*ask)(struct arena *arena),
        struct backup_secret *ret_secret, struct err *err);
void backup_secret_wipe(struct backup_secret *secret);
/* From CHIBO_KEY_PASSPHRASE, else typed at the terminal. */
struct str backup_ask_passphrase(struct arena *arena);

/* backup_file.c: small helpers over folders. All failures are BROKEN backup.disk, or NOT_FOUND backup.missing. */
enum status backup_disk_error(struct err *err, struct str path);
enum status backup_write_file(
        struct arena *arena, struct str folder, const char *name, struct str bytes, struct err *err);
enum status backup_read_file(
        struct arena *arena, struct str folder, const char *name, size_t most, struct str *ret_bytes, struct err *err);
enum status backup_sync_folder(struct arena *arena, struct str folder, struct err *err);
void backup_remove_folder(struct arena *arena, struct str folder);
/* The size and BLAKE2b of a file, as hexadecimal. */
enum status backup_hash_file(struct arena *arena, struct str folder, const char *name, int64_t *ret_size,
        struct str *ret_hash, struct err *err);

/* backup_box.c: a long run of bytes as compressed, sealed frames in pieces of at most 64 MB. */
struct backup_piece {
	char name[32]; /* 00001.piece */
	int64_t size;
	char hash[2 * BACKUP_HASH + 1]; /* of the file as it lies there */
};
struct backup_pieces {
	struct backup_piece *at;
	size_t count, room;
};
struct backup_out;
struct backup_in;
struct backup_out *backup_out_open(struct arena *arena, struct str folder, const unsigned char *key, int64_t piece);
enum status backup_put(struct backup_out *out, const void *bytes, size_t size, struct err *err);
/* The last frame, the last piece, on disk. */
enum status backup_out_end(struct backup_out *out, struct backup_pieces *ret_pieces, struct err *err);
void backup_out_closep(struct backup_out **out);
struct backup_in *backup_in_open(
        struct arena *arena, struct str folder, const unsigned char *key, const struct backup_pieces *pieces);
/* Exactly so many bytes; CONFLICT backup.damaged on anything else. */
enum status backup_get(struct backup_in *in, void *bytes, size_t size, struct err *err);
void backup_in_closep(struct backup_in **in);
enum status backup_damaged(struct err *err, struct str name);

/* backup_set.c: one backup as it lies on disk: about.json for everybody, the manifest for those with a key. */
struct backup_migration {
	struct str name, hash;
};
struct backup_table {
	struct db_table table; /* its columns as they were; key and shard of ours */
	int64_t rows;
	char hash[2 * BACKUP_HASH + 1];
};
struct backup_set {
	struct str folder, name;
	int64_t format, at, rows, size;
	struct str version, engine; /* what wrote it, from where */
	struct err broken;          /* why about.json cannot be read; code NULL: it can */
	int64_t line, position;     /* of the outbox; line 0: none */
	struct backup_pieces pieces;
	size_t recipient_count;
	struct {
		struct str fingerprint;
		unsigned char sealed[BACKUP_KEY + crypto_box_SEALBYTES];
	} recipient[BACKUP_RECIPIENTS];
	struct str about; /* the bytes of about.json */
	/* From the manifest. */
	unsigned char key[BACKUP_KEY];
	struct backup_migration *migration;
	size_t migration_count;
	struct backup_table *table;
	size_t table_count;
};
struct str backup_about_json(struct arena *arena, const struct backup_set *set);
struct str backup_manifest_json(struct arena *arena, const struct backup_set *set);
struct str backup_seal_manifest(struct arena *arena, const struct backup_set *set, struct str manifest);
/* Reads about.json only. */
enum status backup_set_read(struct arena *arena, struct str folder, struct backup_set *ret_set, struct err *err);
/* Opens the key and the manifest. DENIED backup.wrong_key. */
enum status backup_set_unlock(
        struct arena *arena, struct backup_set *set, const struct backup_secret *secret, struct err *err);
/* The key of an outbox segment, whose head looks like an about.json without pieces. */
enum status backup_open_sealed(struct arena *arena, struct str about, const struct backup_secret *secret,
        const char *name, unsigned char ret_key[BACKUP_KEY], struct err *err);
/* Every piece is there with its size and hash. */
enum status backup_set_check(struct arena *arena, const struct backup_set *set, struct err *err);
/* The backups of a folder, oldest first, damaged ones too. */
struct backup_list {
	struct backup_set *at;
	size_t count;
};
enum status backup_list(struct arena *arena, struct str dir, struct backup_list *ret_list, struct err *err);

/* backup_keep.c: which ones stay. "7d,4w,12m": one a day, a week, a month. */
struct backup_keep {
	int days, weeks, months;
};
enum status backup_keep_read(struct str text, struct backup_keep *ret_keep, struct err *err);
/* True for each one that goes; the newest always stays. */
void backup_keep_choose(const struct backup_keep *keep, size_t count, const int64_t *at, bool *ret_drop);
enum status backup_rotate(
        struct arena *arena, struct str dir, const struct backup_keep *keep, int *ret_dropped, struct err *err);

/* backup_write.c. The body: records of a kind, 4 bytes of length, and a table's name or a row. */
enum { BACKUP_TABLE = 1, BACKUP_ROW, BACKUP_END };
struct backup_job {
	struct arena *arena;
	const struct db_still *still;
	struct str dir;
	int64_t at;
	struct backup_public recipient[BACKUP_RECIPIENTS];
	size_t recipient_count;
	int64_t piece; /* most bytes of one; 0: 64 MB */
	void (*progress)(void *context, int64_t done, int64_t all);
	void *progress_context;
	bool (*over)(void *context); /* asked between frames; NULL: never */
	void *over_context;
};
enum status backup_write(const struct backup_job *job, struct backup_set *ret_set, struct err *err);

/* backup_restore.c */
struct backup_restore {
	struct arena *arena;
	struct str dir, url;
	int64_t at; /* the state of that instant; 0: the newest */
	const struct backup_secret *secret;
	bool without_outbox;
	int64_t now;
	void (*progress)(void *context, int64_t done, int64_t all);
	void *progress_context;
};
struct backup_restored {
	struct str name; /* of the backup */
	int64_t at;      /* to when the data reach */
	int64_t rows, chains, commits, erased;
	bool gap; /* the outbox breaks off before its end */
};
enum status backup_restore(const struct backup_restore *job, struct backup_restored *ret_restored, struct err *err);
/* Every audit chain, reckoned again. */
enum status backup_check_chains(struct arena *arena, struct db *db, int64_t *ret_chains, struct err *err);

/* backup_erased.c: takes new erasures into the list beside the backups; erases again who is on it. */
enum status backup_erased_note(struct arena *arena, struct db *db, struct str dir, struct err *err);
enum status backup_erased_replay(
        struct arena *arena, struct db *db, struct str dir, int64_t now, int64_t *ret_count, struct err *err);

/* backup_outbox.c: segments of changes in DIR/outbox, sealed like a backup. */
struct backup_ship {
	struct arena *arena;
	struct str dir;
	const struct backup_public *recipient;
	size_t recipient_count;
	int64_t now;
};
struct backup_lag {
	int64_t line, position; /* last shipped */
	int64_t from;           /* since this position nothing is missing */
	int64_t at;             /* when all was shipped last; 0: never */
};
/* Where shipping stands. */
void backup_outbox_lag(struct backup_lag *ret_lag);
/* Reads from DIR/outbox where the last process stopped. Once, before the first backup_outbox_ship. */
enum status backup_outbox_open(struct arena *arena, struct str dir, struct err *err);
enum status backup_outbox_ship(const struct backup_ship *ship, const struct db_outbox *outbox, struct err *err);
/* No segment is left open: a test's database is gone. */
void backup_outbox_close(void);
/* Removes the segments that no restore to one of the last two backups or later would read. */
enum status backup_outbox_prune(struct arena *arena, struct str dir, struct err *err);
/* The changes after a backup, up to an instant (0: all), within the caller's transaction. */
enum status backup_outbox_replay(struct arena *arena, struct str dir, const struct backup_secret *secret,
        const struct backup_set *set, int64_t until, struct db *db, struct backup_restored *done, struct err *err);

/* backup_drill.c */
struct backup_result {
	struct str name, why; /* of the backup; code of what went wrong */
	int64_t at, reached;  /* of the drill; of the data it brought back */
	int64_t rows, chains, commits;
	bool good;
};
/* Fills url; the failure of the restore is also this one's, after it is written down. */
enum status backup_drill(struct backup_restore *restore, struct backup_result *ret_result, struct err *err);
/* The last one that one of these keys has signed. Not OK: there is none. */
enum status backup_result_read(struct arena *arena, struct str dir, const struct backup_public *by, size_t by_count,
        struct backup_result *ret_result);

/* backup_server.c: what a server does by itself, as its environment says. */
struct backup_settings {
	struct str dir, keep_text, drill; /* drill: file of the drill's secret */
	struct backup_public recipient[BACKUP_RECIPIENTS];
	size_t recipient_count;
	int64_t every, drill_every; /* ms */
	struct backup_keep keep;
};
/* *ret_on is false where no folder is named. */
enum status backup_settings_read(
        struct arena *arena, struct backup_settings *ret_settings, bool *ret_on, struct err *err);
/* "30s", "15m", "24h", "7d". */
enum status backup_every_read(struct str text, int64_t *ret_ms, struct err *err);
/* What pages say. */
struct backup_state {
	bool on, late, drill_late, sqlite;
	struct err wrong; /* of the settings, or of the last try; code NULL: none */
	struct backup_settings settings;
	struct backup_list list;
	const struct backup_set *last; /* whole one, or NULL */
	bool drilled;
	struct backup_result drill;
	struct backup_lag lag;
};
enum status backup_state_read(
        struct arena *arena, struct str url, int64_t now, struct backup_state *ret_state, struct err *err);
extern const struct chore backup_chores[];
extern const struct command backup_commands[];

#endif
