/* Makes a backup: all tables as they were at one moment, row by row, into sealed pieces in a folder of another name; on
   disk, then renamed, then read back. */
#include "feature/backup/backup_private.h"

#include "base/hex.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { RECORD_HEAD = 5, LOOK_EVERY = 512 };

struct writing {
	const struct backup_job *job;
	struct backup_out *out;
	struct backup_set *set;
	struct backup_table *table;
	crypto_generichash_state hash;
	unsigned char *row;
	size_t room;
	int64_t all;
};

static void record_head(unsigned char *to, unsigned char kind, size_t len)
{
	to[0] = kind;
	for (int i = 0; i < RECORD_HEAD - 1; i++)
		to[i + 1] = (unsigned char)(len >> (24 - 8 * i));
}

static enum status put_row(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	struct writing *writing = context;
	size_t columns = db_table_columns(table), size = db_row_size(values, columns);
	if (writing->room < size + RECORD_HEAD) {
		writing->room = 2 * size + RECORD_HEAD;
		writing->row = arena_try(writing->job->arena, writing->room);
		if (!writing->row)
			return err_broken(err, "backup.memory", "a row of %zu bytes", size);
	}
	record_head(writing->row, BACKUP_ROW, size);
	db_row_write(writing->row + RECORD_HEAD, values, columns);
	crypto_generichash_update(&writing->hash, writing->row + 1, size + RECORD_HEAD - 1);
	writing->table->rows++;
	if (++writing->set->rows % LOOK_EVERY == 0) {
		const struct backup_job *job = writing->job;
		if (job->progress)
			job->progress(job->progress_context,
			        writing->set->rows < writing->all ? writing->set->rows : writing->all - 1,
			        writing->all);
		if (job->over && job->over(job->over_context))
			return err_set(err, BUSY, "backup.stopped", NULL);
	}
	return backup_put(writing->out, writing->row, size + RECORD_HEAD, err);
}

static enum status put_table(struct writing *writing, const struct db_table *table, struct err *err)
{
	unsigned char head[RECORD_HEAD], hash[BACKUP_HASH];
	writing->table = &writing->set->table[writing->set->table_count++];
	writing->table->table = *table;
	record_head(head, BACKUP_TABLE, strlen(table->name));
	TRY(backup_put(writing->out, head, sizeof(head), err));
	TRY(backup_put(writing->out, table->name, strlen(table->name), err));
	crypto_generichash_init(&writing->hash, NULL, 0, sizeof(hash));
	TRY(db_still_scan(writing->job->still, table, put_row, writing, err));
	crypto_generichash_final(&writing->hash, hash, sizeof(hash));
	sodium_bin2hex(writing->table->hash, sizeof(writing->table->hash), hash, sizeof(hash));
	return OK;
}

static enum status put_tables(struct writing *writing, struct err *err)
{
	unsigned char end[RECORD_HEAD];
	record_head(end, BACKUP_END, 0);
	for (size_t i = 0; i < db_table_count; i++)
		TRY(put_table(writing, &db_tables[i], err));
	return backup_put(writing->out, end, sizeof(end), err);
}

/* What the progress bar goes up to: the rows of the backup before, or a count. */
static enum status expect_rows(const struct backup_job *job, int64_t *ret_rows, struct err *err)
{
	struct backup_list list;
	*ret_rows = 0;
	if (!job->progress)
		return OK;
	TRY(backup_list(job->arena, job->dir, &list, err));
	if (list.count)
		*ret_rows = list.at[list.count - 1].rows;
	for (size_t i = 0; !list.count && i < db_table_count; i++) {
		int64_t rows;
		TRY(db_table_rows(job->still->db, &db_tables[i], &rows, err));
		*ret_rows += rows;
	}
	*ret_rows += !*ret_rows;
	return OK;
}

static void list_migrations(struct arena *arena, struct backup_set *set)
{
	set->migration = arena_array(arena, struct backup_migration, db_migration_count + 1);
	set->migration_count = db_migration_count;
	for (size_t i = 0; i < db_migration_count; i++) {
		char hash[65];
		db_migration_hash(&db_migrations[i], hash);
		set->migration[i] =
		        (struct backup_migration){ str_of(db_migrations[i].name), str_copy(arena, str_of(hash)) };
	}
}

static enum status fill(const struct backup_job *job, struct backup_set *set, struct err *err)
{
	struct db_position where;
	struct writing writing = { .job = job, .set = set };
	set->table = arena_array(job->arena, struct backup_table, db_table_count + 1);
	list_migrations(job->arena, set);
	TRY(db_still_where(job->still, &where, err));
	set->line = where.line;
	set->position = where.position;
	TRY(expect_rows(job, &writing.all, err));
	CLOSES(backup_out_closep)
	struct backup_out *out = backup_out_open(job->arena, set->folder, set->key, job->piece);
	writing.out = out;
	TRY(put_tables(&writing, err));
	TRY(backup_out_end(out, &set->pieces, err));
	for (size_t i = 0; i < set->pieces.count; i++)
		set->size += set->pieces.at[i].size;
	set->about = backup_about_json(job->arena, set);
	TRY(backup_write_file(job->arena, set->folder, "about.json", set->about, err));
	struct str manifest = backup_seal_manifest(job->arena, set, backup_manifest_json(job->arena, set));
	TRY(backup_write_file(job->arena, set->folder, "manifest", manifest, err));
	if (job->progress)
		job->progress(job->progress_context, writing.all, writing.all);
	return backup_sync_folder(job->arena, set->folder, err);
}

/* A free name: the time, or the next second that has none. */
static struct str free_name(const struct backup_job *job)
{
	for (int64_t at = job->at / 1000;; at++) {
		time_t second = (time_t)at;
		struct tm tm;
		char name[BACKUP_NAME + 1];
		gmtime_r(&second, &tm);
		strftime(name, sizeof(name), "%Y%m%dT%H%M%SZ", &tm);
		if (access(str_c(job->arena, str_format(job->arena, "%.*s/%s", STR_ARG(job->dir), name)), F_OK))
			return str_copy(job->arena, str_of(name));
	}
}

static enum status begin(const struct backup_job *job, struct backup_set *set, struct err *err)
{
	set->format = BACKUP_FORMAT;
	set->version = STR(CHIBO_VERSION);
	set->engine = STR("chibo");
	set->at = job->at;
	randombytes_buf(set->key, sizeof(set->key));
	for (size_t i = 0; i < job->recipient_count; i++) {
		set->recipient[i].fingerprint = backup_fingerprint(job->arena, &job->recipient[i]);
		crypto_box_seal(set->recipient[i].sealed, set->key, sizeof(set->key), job->recipient[i].box);
	}
	set->recipient_count = job->recipient_count;
	set->name = free_name(job);
	set->folder = str_format(job->arena, "%.*s/.part", STR_ARG(job->dir));
	backup_remove_folder(job->arena, set->folder); /* of one that was killed */
	return mkdir(str_c(job->arena, set->folder), 0700) ? backup_disk_error(err, set->folder) : OK;
}

static enum status make(const struct backup_job *job, struct backup_set *set, struct err *err)
{
	TRY(begin(job, set, err));
	enum status status = fill(job, set, err);
	struct str to = str_format(job->arena, "%.*s/%.*s", STR_ARG(job->dir), STR_ARG(set->name));
	if (status == OK && rename(str_c(job->arena, set->folder), str_c(job->arena, to)))
		status = backup_disk_error(err, to);
	if (status != OK) {
		backup_remove_folder(job->arena, set->folder);
		return status;
	}
	set->folder = to;
	TRY(backup_sync_folder(job->arena, job->dir, err));
	return backup_set_check(job->arena, set, err);
}

enum status backup_write(const struct backup_job *job, struct backup_set *ret_set, struct err *err)
{
	check(sodium_init() >= 0);
	*ret_set = (struct backup_set){ 0 };
	if (mkdir(str_c(job->arena, job->dir), 0700) && errno != EEXIST)
		return backup_disk_error(err, job->dir);
	struct str lock = str_format(job->arena, "%.*s/.lock", STR_ARG(job->dir));
	int fd = open(str_c(job->arena, lock), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return backup_disk_error(err, lock);
	enum status status = flock(fd, LOCK_EX | LOCK_NB) ? err_set(err, CONFLICT, "backup.running", "dir")
	                                                  : make(job, ret_set, err);
	close(fd);
	return status;
}
