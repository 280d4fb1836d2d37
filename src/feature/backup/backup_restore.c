/* Brings a backup back: into nothing else than an empty database, all or nothing. On SQLite into a file beside, renamed
   at the end; on PostgreSQL in one transaction. Every byte is checked before the first row, every table's hash and
   every audit chain after the last. */
#include "feature/backup/backup_private.h"

#include "app/chain.h"
#include "app/verify.h"
#include "db/upkeep.h"
#include "gen/backup_sql.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECORD_HEAD = 5, ROW_MAX = 1 << 30, SHOW_EVERY = 512 };

struct restoring {
	const struct backup_restore *job;
	struct backup_set set;
	struct str dir; /* with the backups: the outbox and the erasures are there */
	bool current;   /* the backup's schema is this program's */
	struct backup_restored *done;
	int64_t shown, all;
	crypto_generichash_state hash;
	int64_t rows;
};

static void show(struct restoring *restoring, int64_t more)
{
	const struct backup_restore *job = restoring->job;
	int64_t before = restoring->shown / SHOW_EVERY;
	restoring->shown += more;
	if (job->progress && restoring->shown / SHOW_EVERY != before)
		job->progress(job->progress_context, restoring->shown, restoring->all + 1);
}

/* A record's head and bytes; they last until the next one. */
struct record {
	unsigned char kind;
	char *bytes;
	size_t len, room;
};

static enum status read_record(struct arena *arena, struct backup_in *in, struct record *record, struct err *err)
{
	unsigned char head[RECORD_HEAD];
	TRY(backup_get(in, head, sizeof(head), err));
	record->kind = head[0];
	record->len = (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | head[4];
	if (record->len > ROW_MAX)
		return backup_damaged(err, STR("rows"));
	if (record->room < record->len) {
		record->room = 2 * record->len;
		record->bytes = arena_try(arena, record->room);
		if (!record->bytes)
			return err_broken(err, "backup.memory", "a row of %zu bytes", record->len);
	}
	return record->len ? backup_get(in, record->bytes, record->len, err) : OK;
}

static enum status load_table(struct restoring *restoring, struct db *db, struct backup_in *in,
        const struct backup_table *table, struct record *record, struct err *err)
{
	struct db_value values[DB_COLUMNS_MAX];
	size_t columns = db_table_columns(&table->table);
	struct str bytes;
	if (record->kind != BACKUP_TABLE || !str_is((struct str){ record->bytes, record->len }, table->table.name))
		return backup_damaged(err, str_of(table->table.name));
	TRY(db_load_begin(db, &table->table, err));
	enum status status = OK;
	int64_t rows = 0;
	while (status == OK && (status = read_record(restoring->job->arena, in, record, err)) == OK &&
	        record->kind == BACKUP_ROW) {
		bytes = (struct str){ record->bytes, record->len };
		status = db_row_read(bytes, values, columns) ? db_load_row(db, values, err)
		                                             : backup_damaged(err, str_of(table->table.name));
		rows++;
		show(restoring, 1);
	}
	enum status ended = db_load_end(db, status == OK ? err : NULL);
	restoring->done->rows += rows;
	if (status == OK && ended == OK && rows != table->rows)
		return backup_damaged(err, str_of(table->table.name));
	return status != OK ? status : ended;
}

static enum status load_all(struct restoring *restoring, struct db *db, struct err *err)
{
	struct arena *arena = restoring->job->arena;
	const struct backup_set *set = &restoring->set;
	struct record record = { 0 };
	CLOSES(backup_in_closep)
	struct backup_in *in = backup_in_open(arena, set->folder, set->key, &set->pieces);
	restoring->shown = restoring->done->rows = 0;
	TRY(read_record(arena, in, &record, err));
	for (size_t i = 0; i < set->table_count; i++)
		TRY(load_table(restoring, db, in, &set->table[i], &record, err));
	return record.kind == BACKUP_END ? OK : backup_damaged(err, STR("rows"));
}

static enum status hash_row(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	(void)err;
	struct restoring *restoring = context;
	size_t columns = db_table_columns(table), size = db_row_size(values, columns);
	unsigned char space[4096], *row = size + 4 <= sizeof(space) ? space : malloc(size + 4);
	check(row);
	for (int i = 0; i < 4; i++)
		row[i] = (unsigned char)(size >> (24 - 8 * i));
	db_row_write(row + 4, values, columns);
	crypto_generichash_update(&restoring->hash, row, size + 4);
	if (row != space)
		free(row);
	restoring->rows++;
	show(restoring, 1);
	return OK;
}

static enum status compare(struct restoring *restoring, struct db *db, struct err *err)
{
	const struct backup_set *set = &restoring->set;
	for (size_t i = 0; i < set->table_count; i++) {
		unsigned char hash[BACKUP_HASH];
		char hex[2 * BACKUP_HASH + 1];
		restoring->rows = 0;
		crypto_generichash_init(&restoring->hash, NULL, 0, sizeof(hash));
		TRY(db_table_scan(db, &set->table[i].table, hash_row, restoring, err));
		crypto_generichash_final(&restoring->hash, hash, sizeof(hash));
		sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
		if (restoring->rows != set->table[i].rows || strcmp(hex, set->table[i].hash)) {
			enum status status = err_set(err, CONFLICT, "backup.not_equal", NULL);
			err_arg(err, "table", str_of(set->table[i].table.name));
			return status;
		}
	}
	return OK;
}

static void keep_first(void *context, const struct verify_finding *finding)
{
	int64_t *first = context;
	if (!*first)
		*first = finding->cell;
}

enum status backup_check_chains(struct arena *arena, struct db *db, int64_t *ret_chains, struct err *err)
{
	struct verify_result result;
	int64_t first = 0;
	(void)arena;
	TRY(app_verify(db, &(struct verify_wish){ .tell = keep_first, .context = &first }, &result, err));
	*ret_chains = result.chains;
	if (!result.wrong)
		return OK;
	enum status status = err_set(err, CONFLICT, "backup.chain", NULL);
	err_arg_int(err, "cell", first);
	return status;
}

/* What makes the data of today out of those of the backup, and the checks. */
static enum status finish(struct restoring *restoring, struct db *db, struct err *err)
{
	const struct backup_restore *job = restoring->job;
	TRY(backup_erased_replay(job->arena, db, restoring->dir, job->now, &restoring->done->erased, err));
	TRY(chain_begin(db, job->now, err));
	return backup_check_chains(job->arena, db, &restoring->done->chains, err);
}

static enum status run_finish(struct db *db, void *context, struct err *err)
{
	return finish(context, db, err);
}

static enum status run_all(struct db *db, void *context, struct err *err)
{
	struct restoring *restoring = context;
	const struct backup_restore *job = restoring->job;
	struct db_indexes *indexes;
	TRY(db_indexes_drop(job->arena, db, &indexes, err));
	TRY(load_all(restoring, db, err));
	TRY(db_indexes_make(job->arena, db, indexes, err));
	TRY(compare(restoring, db, err));
	restoring->done->at = restoring->set.at;
	if (!job->without_outbox)
		TRY(backup_outbox_replay(
		        job->arena, restoring->dir, job->secret, &restoring->set, job->at, db, restoring->done, err));
	return restoring->current ? finish(restoring, db, err) : OK;
}

/* Which of our migrations the backup has; fails when it knows what we don't. */
static enum status match_schema(struct restoring *restoring, bool *wanted, struct err *err)
{
	const struct backup_set *set = &restoring->set;
	const char *code = NULL;
	restoring->current = set->migration_count == db_migration_count;
	for (size_t i = 0; !code && i < set->migration_count; i++) {
		char hash[65];
		size_t at = 0;
		while (at < db_migration_count && !str_is(set->migration[i].name, db_migrations[at].name))
			at++;
		if (at < db_migration_count) {
			wanted[at] = true;
			db_migration_hash(&db_migrations[at], hash);
			code = str_is(set->migration[i].hash, hash) ? NULL : "db.altered";
		} else {
			code = "backup.newer";
		}
		if (code) {
			enum status status = err_set(err, CONFLICT, code, "dir");
			err_arg(err, "name", set->migration[i].name);
			err_arg(err, "version", set->version);
			return status;
		}
	}
	for (size_t i = 0; i < set->table_count; i++)
		if (!set->table[i].table.key)
			return backup_damaged(err, STR("manifest"));
	return OK;
}

static enum status not_empty(struct str what, struct err *err)
{
	enum status status = err_set(err, CONFLICT, "backup.not_empty", "db");
	err_arg(err, "what", what);
	return status;
}

/* A server's database: no table of ours holds a row. */
static enum status check_empty(const struct restoring *restoring, struct db *db, struct err *err)
{
	bool current;
	TRY(db_current(db, &current, err));
	for (size_t i = 0; i < db_table_count; i++) {
		int64_t rows = 0;
		struct err own = { 0 };
		if (db_table_rows(db, &db_tables[i], &rows, &own) != OK)
			continue; /* no such table */
		if (rows)
			return not_empty(str_of(db_tables[i].name), err);
		if (!restoring->current)
			return not_empty(str_of(db_tables[i].name), err);
	}
	return OK;
}

static enum status fill(struct restoring *restoring, struct db *db, const bool *wanted, struct err *err)
{
	TRY(db_migrate_some(db, wanted, restoring->job->now, err));
	TRY(db_transaction(db, run_all, restoring, err));
	if (restoring->current)
		return OK;
	TRY(db_migrate(db, restoring->job->now, err));
	return db_transaction(db, run_finish, restoring, err);
}

static void remove_scratch(struct arena *arena, struct str scratch)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	for (size_t i = 0; i < LENGTH(ends); i++)
		unlink(str_c(arena, str_format(arena, "%.*s%s", STR_ARG(scratch), ends[i])));
}

static enum status fill_file(struct restoring *restoring, struct str scratch, const bool *wanted, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct str url = str_format(restoring->job->arena, "sqlite:%.*s", STR_ARG(scratch));
	TRY(db_open(url, DB_WRITE, &db, err));
	TRY(db_scratch(db, true, err));
	TRY(fill(restoring, db, wanted, err));
	return db_scratch(db, false, err);
}

static bool on_disk(struct arena *arena, struct str file)
{
	int fd = open(str_c(arena, file), O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);
	if (fd >= 0)
		close(fd);
	return good;
}

static struct str folder_of(struct arena *arena, struct str file)
{
	size_t slash = file.len;
	while (slash && file.ptr[slash - 1] != '/')
		slash--;
	return slash ? str_copy(arena, str_slice(file, 0, slash)) : STR("./");
}

static enum status full(struct str file, struct err *err)
{
	enum status status = err_set(err, BROKEN, "backup.full", "db");
	err_arg(err, "file", file);
	return status;
}

/* A full disk, or a file that may not grow (SQLITE_IOERR_WRITE). */
static bool no_room(const struct err *err)
{
	return err->code && (!strcmp(err->code, "db.full") || strstr(err->detail, "(778)"));
}

static enum status into_file(struct restoring *restoring, struct str file, const bool *wanted, struct err *err)
{
	struct arena *arena = restoring->job->arena;
	struct str scratch = str_format(arena, "%.*s.restoring", STR_ARG(file));
	struct stat about;
	if (!stat(str_c(arena, file), &about) && about.st_size)
		return not_empty(file, err);
	remove_scratch(arena, scratch);
	struct err own = { 0 };
	enum status status = fill_file(restoring, scratch, wanted, &own);
	if (status != OK && err)
		*err = own;
	if (status != OK && no_room(&own))
		status = full(file, err);
	if (status == OK && !access(str_c(arena, str_format(arena, "%.*s-wal", STR_ARG(scratch))), F_OK))
		status = full(file, err);
	if (status == OK && !on_disk(arena, scratch))
		status = backup_disk_error(err, scratch);
	if (status == OK && rename(str_c(arena, scratch), str_c(arena, file)))
		status = backup_disk_error(err, file);
	if (status != OK)
		remove_scratch(arena, scratch);
	return status == OK ? backup_sync_folder(arena, folder_of(arena, file), err) : status;
}

static enum status into_server(struct restoring *restoring, const bool *wanted, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	TRY(db_open(restoring->job->url, DB_WRITE, &db, err));
	TRY(check_empty(restoring, db, err));
	return fill(restoring, db, wanted, err);
}

/* The newest backup that is not younger than the instant; or the folder itself, when it is one. */
static enum status choose(struct restoring *restoring, struct err *err)
{
	const struct backup_restore *job = restoring->job;
	struct backup_list list;
	struct str about = str_format(job->arena, "%.*s/about.json", STR_ARG(job->dir));
	if (!access(str_c(job->arena, about), F_OK)) {
		restoring->dir = str_format(job->arena, "%.*s/..", STR_ARG(job->dir));
		return backup_set_read(job->arena, job->dir, &restoring->set, err);
	}
	restoring->dir = job->dir;
	TRY(backup_list(job->arena, job->dir, &list, err));
	for (size_t i = list.count; i-- > 0;)
		if (list.at[i].broken.code || !job->at || list.at[i].at <= job->at) {
			restoring->set = list.at[i];
			if (list.at[i].broken.code && err)
				*err = list.at[i].broken;
			return list.at[i].broken.code ? list.at[i].broken.status : OK;
		}
	enum status status = err_set(err, NOT_FOUND, "backup.none", "dir");
	err_arg(err, "dir", job->dir);
	return status;
}

enum status backup_restore(const struct backup_restore *job, struct backup_restored *ret_restored, struct err *err)
{
	struct restoring restoring = { .job = job, .done = ret_restored };
	struct str file;
	check(sodium_init() >= 0);
	*ret_restored = (struct backup_restored){ 0 };
	TRY(db_file(job->arena, job->url, &file, err));
	TRY(choose(&restoring, err));
	ret_restored->name = restoring.set.name;
	TRY(backup_set_unlock(job->arena, &restoring.set, job->secret, err));
	TRY(backup_set_check(job->arena, &restoring.set, err));
	bool *wanted = arena_array(job->arena, bool, db_migration_count + 1);
	TRY(match_schema(&restoring, wanted, err));
	restoring.all = 2 * restoring.set.rows;
	enum status status = file.len ? into_file(&restoring, file, wanted, err) : into_server(&restoring, wanted, err);
	if (status == OK && job->progress)
		job->progress(job->progress_context, 1, 1);
	sodium_memzero(restoring.set.key, sizeof(restoring.set.key));
	return status;
}
