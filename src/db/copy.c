/* Copying a database: one view of the source, one transaction (PostgreSQL) or scratch file (SQLite) of the copy, its
   indexes made after the rows, the proof before anything counts. */
#include "db/copy_private.h"
#include "db/db_private.h"

#include "base/time.h"
#include "db/upkeep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROGRESS_EVERY = 4096, INDEX_MAX = 256, SMALL_CEILING = 1 << 20, KNOWN_MAX = 100 };

/* ---- rows of one side ---- */

struct pass {
	struct db_copy *copy;
	struct digest_run run;
	struct db *to; /* where the rows go; NULL: only hashed */
};

static void tell(struct db_copy *copy)
{
	copy->done++;
	if (copy->progress && (copy->done % PROGRESS_EVERY == 0 || copy->done == copy->all))
		copy->progress(copy->progress_context, copy->done < copy->all ? copy->done : copy->all, copy->all);
}

static enum status take_row(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	struct pass *pass = context;
	digest_row(&pass->run, table, values);
	tell(pass->copy);
	return pass->to ? db_load_row(pass->to, values, err) : OK;
}

/* Hashes a table of db, and loads its rows into `to` where one is given. */
static enum status pass_table(struct db_copy *copy, struct db *db, struct db *to, const struct db_table *table,
        struct db_digest *digest, struct err *err)
{
	struct pass pass = { .copy = copy, .to = to };
	digest_begin(&pass.run, table, copy->arena, digest);
	if (to)
		TRY(db_load_begin(to, table, err));
	enum status status = db_table_scan(db, table, take_row, &pass, err);
	digest_end(&pass.run);
	enum status ended = to ? db_load_end(to, status == OK ? err : NULL) : OK; /* also after a failure */
	return status == OK ? ended : status;
}

static enum status count_all(struct db *db, int64_t *ret_rows, struct err *err)
{
	*ret_rows = 0;
	for (size_t i = 0; i < db_table_count; i++) {
		int64_t rows;
		TRY(db_table_rows(db, &db_tables[i], &rows, err));
		*ret_rows += rows;
	}
	return OK;
}

/* Reads all of `to` back, and compares it with what was read of `from`. */
static enum status prove(struct db_copy *copy, struct db *from, struct db *to, struct err *err)
{
	for (size_t i = 0; i < db_table_count; i++) {
		struct db_digest digest;
		TRY(pass_table(copy, to, NULL, &db_tables[i], &digest, err));
		if (!digest_equal(&copy->digest[i], &digest))
			return digest_difference(copy->arena, &(struct digest_side){ from, &copy->digest[i] },
			        &(struct digest_side){ to, &digest }, &db_tables[i], err);
	}
	digest_whole(copy->digest, &copy->whole);
	return OK;
}

/* ---- the catalog of an engine ---- */

static enum status ask(struct arena *arena, struct db *db, const char *sql, struct str (*ret_rows)[2], size_t room,
        size_t *ret_count, struct err *err)
{
	const struct db_statement statement = { "catalog", sql, "", DB_OWN };
	struct db_cursor *cursor;
	enum status status;
	bool row;
	*ret_count = 0;
	TRY(db_start(db, &statement, &cursor, err));
	while ((status = db_step(cursor, &row, err)) == OK && row) {
		check(*ret_count < room);
		ret_rows[*ret_count][0] = db_text(arena, cursor, 0);
		ret_rows[(*ret_count)++][1] = db_text(arena, cursor, 1);
	}
	db_finish(cursor);
	return status;
}

/* Whether the database holds tables of anybody. */
static enum status has_tables(struct db *db, bool *ret_has, struct err *err)
{
	int64_t one;
	TRY(db_one_int(db, db->engine->has_tables, &one, err));
	*ret_has = one;
	return OK;
}

struct db_indexes {
	struct str at[INDEX_MAX][2]; /* name, statement */
	size_t count;
};

enum status db_indexes_drop(struct arena *arena, struct db *db, struct db_indexes **ret_indexes, struct err *err)
{
	struct db_indexes *indexes = arena_new(arena, struct db_indexes);
	TRY(ask(arena, db, db->engine->indexes, indexes->at, INDEX_MAX, &indexes->count, err));
	for (size_t i = 0; i < indexes->count; i++)
		TRY(db_exec(
		        db, str_c(arena, str_format(arena, "DROP INDEX \"%.*s\"", STR_ARG(indexes->at[i][0]))), err));
	*ret_indexes = indexes;
	return OK;
}

enum status db_indexes_make(struct arena *arena, struct db *db, const struct db_indexes *indexes, struct err *err)
{
	for (size_t i = 0; i < indexes->count; i++)
		TRY(db_exec(db, str_c(arena, indexes->at[i][1]), err));
	return OK;
}

/* ---- filling ---- */

static enum status not_empty(struct err *err, const char *table)
{
	enum status status = err_set(err, CONFLICT, "copy.not_empty", "to");
	err_arg(err, "table", str_of(table));
	return status;
}

/* What `chibo init` puts into a database (rubrics) stands in the source too, and is no reason to refuse. */
struct known {
	struct arena *arena;
	const struct db_value *row[KNOWN_MAX];
	bool found[KNOWN_MAX];
	size_t count, found_count;
};

static enum status keep_row(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	struct known *known = context;
	struct db_value *row = arena_array(known->arena, struct db_value, DB_COLUMNS_MAX);
	(void)err;
	for (size_t i = 0; table->columns[i]; i++) {
		row[i] = values[i];
		if (values[i].kind == 't' || values[i].kind == 'b')
			row[i].s = str_copy(known->arena, values[i].s);
	}
	known->row[known->count++] = row;
	return OK;
}

/* The same but for when it was entered. */
static bool same_row(const struct db_table *table, const struct db_value *a, const struct db_value *b)
{
	for (size_t i = 0; table->columns[i]; i++) {
		bool number = a[i].kind == 'i', bytes = a[i].kind == 't' || a[i].kind == 'b';
		if (strcmp(table->columns[i], "entered_at") != 0 &&
		        (a[i].kind != b[i].kind || (number && a[i].n != b[i].n) || (bytes && !str_eq(a[i].s, b[i].s))))
			return false;
	}
	return true;
}

static enum status find_row(void *context, const struct db_table *table, const struct db_value *values, struct err *err)
{
	struct known *known = context;
	(void)err;
	for (size_t i = 0; i < known->count; i++)
		if (!known->found[i] && same_row(table, known->row[i], values)) {
			known->found[i] = true;
			known->found_count++;
			break;
		}
	return OK;
}

/* Whether all rows of `to` are in `from` too. */
static enum status holds_known(
        const struct db_table *table, struct db *from, struct db *to, bool *ret_all, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct known *known = arena_new(arena, struct known);
	known->arena = arena;
	TRY(db_table_scan(to, table, keep_row, known, err));
	TRY(db_table_scan(from, table, find_row, known, err));
	*ret_all = known->found_count == known->count;
	return OK;
}

/* Nothing that the source hasn't: no row, or those few of a reference table that are in the source too. */
static enum status check_empty(
        const struct db_table *table, struct db *from, struct db *to, int64_t *ret_rows, struct err *err)
{
	bool known = false;
	TRY(db_table_rows(to, table, ret_rows, err));
	if (*ret_rows && *ret_rows <= KNOWN_MAX && !table->shard)
		TRY(holds_known(table, from, to, &known, err));
	return *ret_rows && !known ? not_empty(err, table->name) : OK;
}

/* Nobody else writes from here on, and there is nothing yet. */
static enum status take_empty(struct arena *arena, struct db *from, struct db *to, struct err *err)
{
	for (size_t i = 0; i < db_table_count; i++) {
		const char *name = db_tables[i].name, *lock = to->engine->lock_table;
		int64_t rows;
		if (lock)
			TRY(db_exec(to, str_c(arena, str_format(arena, "%s \"%s\"", lock, name)), err));
		TRY(check_empty(&db_tables[i], from, to, &rows, err));
		if (rows)
			TRY(db_exec(to, str_c(arena, str_format(arena, "DELETE FROM \"%s\"", name)), err));
	}
	return OK;
}

struct fill {
	struct db_copy *copy;
	struct db *from;
};

static enum status fill_all(struct db *to, void *context, struct err *err)
{
	struct fill *fill = context;
	struct db_copy *copy = fill->copy;
	CLOSES(arena_closep) struct arena *arena = arena_open(SMALL_CEILING);
	struct db_indexes *indexes;
	copy->done = 0; /* may be run again */
	TRY(take_empty(arena, fill->from, to, err));
	TRY(db_indexes_drop(arena, to, &indexes, err));
	for (size_t i = 0; i < db_table_count; i++)
		TRY(pass_table(copy, fill->from, to, &db_tables[i], &copy->digest[i], err));
	TRY(db_indexes_make(arena, to, indexes, err));
	return prove(copy, fill->from, to, err);
}

static enum status fill_server(struct db_copy *copy, struct db *from, struct str url, struct err *err)
{
	CLOSES(db_closep) struct db *to = NULL;
	CLOSES(arena_closep) struct arena *arena = arena_open(SMALL_CEILING);
	bool was, current;
	TRY(db_open(url, DB_WRITE, &to, err));
	TRY(has_tables(to, &was, err));
	TRY(db_current(to, &current, err));
	if (was && !current)
		return err_set(err, CONFLICT, "copy.other_tables", "to");
	enum status status = was ? OK : db_migrate(to, time_now(), err);
	if (status == OK)
		status = db_transaction(to, fill_all, &(struct fill){ copy, from }, err);
	if (status == OK || was)
		return status;
	/* What this copy made goes again. */
	for (size_t i = db_table_count; i > 0; i--)
		(void)!db_exec(to,
		        str_c(arena, str_format(arena, "DROP TABLE IF EXISTS \"%s\"", db_tables[i - 1].name)), NULL);
	(void)!db_exec(to, "DROP TABLE IF EXISTS migration", NULL);
	return status;
}

/* ---- a file ---- */

static enum status look_at_file(struct str url, struct db *from, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	bool has, current;
	TRY(db_open(url, DB_READ, &db, err));
	TRY(has_tables(db, &has, err));
	if (!has)
		return OK;
	TRY(db_current(db, &current, err));
	if (!current)
		return err_set(err, CONFLICT, "copy.other_tables", "to");
	for (size_t i = 0; i < db_table_count; i++) {
		int64_t rows;
		TRY(check_empty(&db_tables[i], from, db, &rows, err));
	}
	return OK;
}

static void remove_file(const char *file)
{
	char path[4200];
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
	for (size_t i = 0; i < LENGTH(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", file, ends[i]);
		unlink(path);
	}
}

static enum status fill_scratch(struct db_copy *copy, struct db *from, struct str url, struct err *err)
{
	CLOSES(db_closep) struct db *to = NULL;
	TRY(db_open(url, DB_WRITE, &to, err));
	TRY(db_migrate(to, time_now(), err));
	TRY(db_scratch(to, true, err));
	TRY(db_exec(to, "PRAGMA foreign_keys=OFF", err));
	TRY(db_transaction(to, fill_all, &(struct fill){ copy, from }, err));
	return db_scratch(to, false, err);
}

static bool sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

static bool put_in_place(const char *scratch, const char *file)
{
	char folder[4096];
	snprintf(folder, sizeof(folder), "%s", file);
	char *slash = strrchr(folder, '/');
	if (slash)
		slash[1] = 0;
	if (!sync_path(scratch))
		return false;
	remove_file(file);
	return rename(scratch, file) == 0 && sync_path(slash ? folder : ".");
}

static enum status fill_file(struct db_copy *copy, struct db *from, struct str url, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(SMALL_CEILING);
	struct str file;
	TRY(db_file(arena, url, &file, err));
	if (access(str_c(arena, file), F_OK) == 0)
		TRY(look_at_file(url, from, err));
	struct str scratch_url = str_format(arena, "%.*s.part", STR_ARG(url)), scratch;
	TRY(db_file(arena, scratch_url, &scratch, err));
	remove_file(str_c(arena, scratch));
	enum status status = fill_scratch(copy, from, scratch_url, err);
	if (status == OK && !put_in_place(str_c(arena, scratch), str_c(arena, file)))
		status = err_broken(err, "db.broken", "%.*s: %s", STR_ARG(file), strerror(errno));
	if (status != OK)
		remove_file(str_c(arena, scratch));
	return status;
}

/* ---- both ---- */

/* The same file or the same database of the same server. */
static enum status refuse_same(struct db *from, struct str a, struct str b, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(SMALL_CEILING);
	struct str left, right, rows[2][2];
	struct stat one, other;
	size_t count = 0, more = 0;
	TRY(db_file(arena, a, &left, err));
	TRY(db_file(arena, b, &right, err));
	bool same = str_eq(a, b);
	if (left.ptr && right.ptr)
		same |= !stat(str_c(arena, left), &one) && !stat(str_c(arena, right), &other) &&
		        one.st_dev == other.st_dev && one.st_ino == other.st_ino;
	if (!same && !left.ptr && !right.ptr) {
		static const char sql[] = "SELECT CAST(current_database() AS text), "
		                          "CAST(pg_postmaster_start_time() AS text)";
		CLOSES(db_closep) struct db *to = NULL;
		TRY(db_open(b, DB_READ, &to, err));
		TRY(ask(arena, from, sql, rows, 1, &count, err));
		TRY(ask(arena, to, sql, rows + 1, 1, &more, err));
		same = count && more && str_eq(rows[0][0], rows[1][0]) && str_eq(rows[0][1], rows[1][1]);
	}
	return same ? err_set(err, INVALID, "copy.same", "to") : OK;
}

static enum status open_side(struct str url, struct db **ret_db, struct err *err)
{
	bool current;
	TRY(db_open(url, DB_READ, ret_db, err));
	TRY(db_current(*ret_db, &current, err));
	return current ? OK : err_set(err, CONFLICT, "db.older", "db");
}

enum status db_copy(struct db_copy *copy, struct str from, struct str to, struct err *err)
{
	CLOSES(db_closep) struct db *source = NULL;
	CLOSES(arena_closep) struct arena *arena = arena_open(SMALL_CEILING);
	struct str file;
	TRY(db_file(arena, to, &file, err));
	TRY(open_side(from, &source, err));
	TRY(refuse_same(source, from, to, err));
	copy->digest = arena_array(copy->arena, struct db_digest, db_table_count);
	TRY(db_view_begin(source, err));
	TRY(count_all(source, &copy->all, err));
	copy->all *= 2;
	enum status status = file.ptr ? fill_file(copy, source, to, err) : fill_server(copy, source, to, err);
	db_view_end(source);
	return status;
}

enum status db_compare(struct db_copy *copy, struct str a, struct str b, struct err *err)
{
	CLOSES(db_closep) struct db *left = NULL;
	CLOSES(db_closep) struct db *right = NULL;
	int64_t others;
	TRY(open_side(a, &left, err));
	TRY(open_side(b, &right, err));
	TRY(refuse_same(left, a, b, err));
	copy->digest = arena_array(copy->arena, struct db_digest, db_table_count);
	copy->done = 0;
	TRY(db_view_begin(left, err));
	TRY(db_view_begin(right, err));
	TRY(count_all(left, &copy->all, err));
	TRY(count_all(right, &others, err));
	copy->all += others;
	for (size_t i = 0; i < db_table_count; i++)
		TRY(pass_table(copy, left, NULL, &db_tables[i], &copy->digest[i], err));
	TRY(prove(copy, left, right, err));
	db_view_end(left);
	db_view_end(right);
	return OK;
}
