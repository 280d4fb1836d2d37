/* A backup comes back equal on either engine; every kind of damage is refused with its message and leaves nothing. */
#include "feature/backup/backup_private.h"

#include "app/audit.h"
#include "tests/harness/test_db.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 3000, PIECE_BYTES = 3 << 20 };

static struct arena *arena;
static struct err err;
static struct db *db;
static char place[64], source[64], target[64], source_url[512], target_url[512];
static struct str dir, key_file;
static struct backup_secret secret;
static struct backup_set set;

static void fill_rows(struct db *to, int64_t from, int64_t count)
{
	const struct db_table *table = db_table_find(STR("erasure"));
	char noise[4096];
	db_frame(to, FRAME_WRITE, &err);
	for (int64_t i = from; i < from + count; i++) {
		randombytes_buf(noise, sizeof(noise));
		for (size_t c = 0; c < sizeof(noise); c++)
			noise[c] = (char)('a' + (noise[c] & 15));
		struct db_value values[] = { { .kind = 'i', .n = i }, { .kind = 't', .s = { noise, sizeof(noise) } },
			{ .kind = 'i', .n = i } };
		assert_int_equal(db_row_put(to, table, values, 3, &err), OK);
		assert_int_equal(audit_add(arena, to, i % 3, 0, i, 1, "test.act", i, 0, &err), OK);
	}
	assert_int_equal(db_frame(to, FRAME_COMMIT, &err), OK);
}

static enum status make(int64_t at)
{
	struct db_still still = { .db = db };
	struct backup_job job = {
		.arena = arena, .still = &still, .dir = dir, .at = at, .recipient_count = 1, .piece = PIECE_BYTES
	};
	job.recipient[0] = secret.public;
	db_view_begin(db, &err);
	enum status status = backup_write(&job, &set, &err);
	db_view_end(db);
	return status;
}

static enum status bring_back_with(const struct backup_secret *with, int64_t at, struct backup_restored *done)
{
	struct backup_restore job = {
		.arena = arena, .dir = dir, .url = str_of(target_url), .secret = with, .now = 5, .at = at
	};
	err = (struct err){ 0 };
	return backup_restore(&job, done, &err);
}

static enum status bring_back(void)
{
	struct backup_restored done;
	return bring_back_with(&secret, 0, &done);
}

static struct str target_file(const char *end)
{
	return str_format(arena, "%s%s", target_url + strlen("sqlite:"), end);
}

static int64_t target_rows(void)
{
	struct db *to;
	int64_t rows = 0;
	struct err none = { 0 };
	if (!test_db_server() && access(target_file("").ptr, F_OK))
		return 0;
	assert_int_equal(db_open(str_of(target_url), DB_READ, &to, &err), OK);
	if (db_table_rows(to, db_table_find(STR("erasure")), &rows, &none) != OK)
		rows = 0;
	db_close(to);
	return rows;
}

static void refused(const char *code)
{
	assert_int_not_equal(bring_back(), OK);
	assert_string_equal(err.code, code);
	assert_int_equal(target_rows(), 0);
	if (!test_db_server()) {
		assert_int_not_equal(access(target_file("").ptr, F_OK), 0);
		assert_int_not_equal(access(target_file(".restoring").ptr, F_OK), 0);
	}
}

static int begin_all(void **state)
{
	(void)state;
	struct backup_public public;
	arena = arena_open(ARENA_JOB_CEILING);
	snprintf(place, sizeof(place), "/tmp/backup-test-XXXXXX");
	check(mkdtemp(place));
	dir = str_format(arena, "%s/backups", place);
	key_file = str_format(arena, "%s/key", place);
	test_db_make(str_format(arena, "sqlite:%s/source.db", place).ptr, source, source_url);
	check(backup_secret_make(arena, key_file, STR_NONE, &public, &err) == OK);
	check(backup_secret_read(arena, key_file, NULL, &secret, &err) == OK);
	check(!memcmp(&public, &secret.public, sizeof(public)));
	if (app_prepare(str_of(source_url), &err) != OK || db_open(str_of(source_url), DB_WRITE, &db, &err) != OK)
		return 1;
	fill_rows(db, 1, ROWS);
	return make(1000000000000) != OK;
}

static int end_all(void **state)
{
	(void)state;
	db_close(db);
	test_db_drop(source);
	arena_close(arena);
	char command[128];
	snprintf(command, sizeof(command), "rm -rf %s", place);
	return system(command) != 0;
}

static int begin(void **state)
{
	(void)state;
	test_db_make(str_format(arena, "sqlite:%s/target.db", place).ptr, target, target_url);
	return 0;
}

static int end(void **state)
{
	(void)state;
	if (test_db_server())
		test_db_drop(target);
	else
		unlink(target_file("").ptr);
	return 0;
}

static const char *piece_file(size_t at)
{
	return str_format(arena, "%.*s/%s", STR_ARG(set.folder), set.pieces.at[at].name).ptr;
}

static const char *part_file(const char *name)
{
	return str_format(arena, "%.*s/%s", STR_ARG(set.folder), name).ptr;
}

static void flip(const char *path, off_t at)
{
	struct stat about;
	int fd = open(path, O_RDWR);
	char byte;
	check(fd >= 0 && !fstat(fd, &about));
	off_t place_of = at >= 0 ? at % about.st_size : about.st_size + at;
	check(pread(fd, &byte, 1, place_of) == 1);
	byte ^= 1;
	check(pwrite(fd, &byte, 1, place_of) == 1);
	close(fd);
}

static void comes_back_equal(void **state)
{
	(void)state;
	struct backup_restored done;
	assert_true(set.pieces.count >= 2);
	assert_int_equal(bring_back_with(&secret, 0, &done), OK);
	assert_int_equal(done.rows, set.rows);
	assert_int_equal(done.chains, 3);
	assert_int_equal(target_rows(), ROWS);
}

static void a_full_target_is_refused(void **state)
{
	(void)state;
	assert_int_equal(bring_back(), OK);
	assert_int_equal(bring_back(), CONFLICT);
	assert_string_equal(err.code, "backup.not_empty");
	assert_int_equal(target_rows(), ROWS);
}

static void any_altered_byte_is_refused(void **state)
{
	(void)state;
	const char *files[] = { piece_file(0), piece_file(1), part_file("about.json"), part_file("manifest") };
	const off_t places[] = { 0, 30, 1000, -1 };
	for (size_t f = 0; f < LENGTH(files); f++)
		for (size_t i = 0; i < LENGTH(places); i++) {
			flip(files[f], places[i]);
			assert_int_not_equal(bring_back(), OK);
			assert_true(!strcmp(err.code, "backup.damaged") || !strcmp(err.code, "backup.wrong_key") ||
			            !strcmp(err.code, "backup.format"));
			assert_int_equal(target_rows(), 0);
			flip(files[f], places[i]);
		}
	assert_int_equal(bring_back(), OK);
}

static void a_missing_piece_is_refused(void **state)
{
	(void)state;
	const char *away = str_format(arena, "%s.away", piece_file(1)).ptr;
	assert_int_equal(rename(piece_file(1), away), 0);
	refused("backup.missing");
	assert_int_equal(rename(away, piece_file(1)), 0);
	away = str_format(arena, "%s.away", part_file("manifest")).ptr;
	assert_int_equal(rename(part_file("manifest"), away), 0);
	refused("backup.missing");
	assert_int_equal(rename(away, part_file("manifest")), 0);
}

static void a_cut_piece_is_refused(void **state)
{
	(void)state;
	char command[512];
	snprintf(command, sizeof(command), "cp %s %s/keep && truncate -s -1 %s", piece_file(1), place, piece_file(1));
	assert_int_equal(system(command), 0);
	refused("backup.damaged");
	snprintf(command, sizeof(command), "mv %s/keep %s", place, piece_file(1));
	assert_int_equal(system(command), 0);
}

static void swapped_pieces_are_refused(void **state)
{
	(void)state;
	const char *away = str_format(arena, "%s.away", piece_file(0)).ptr;
	for (int i = 0; i < 2; i++) {
		check(!rename(piece_file(0), away) && !rename(piece_file(1), piece_file(0)) &&
		        !rename(away, piece_file(1)));
		if (!i)
			refused("backup.damaged");
	}
}

static void a_wrong_key_is_refused(void **state)
{
	(void)state;
	struct backup_public public;
	struct backup_secret other;
	struct backup_restored done;
	struct str file = str_format(arena, "%s/other", place);
	assert_int_equal(backup_secret_make(arena, file, STR_NONE, &public, &err), OK);
	assert_int_equal(backup_secret_read(arena, file, NULL, &other, &err), OK);
	assert_int_equal(bring_back_with(&other, 0, &done), DENIED);
	assert_string_equal(err.code, "backup.wrong_key");
	assert_int_equal(target_rows(), 0);
}

static struct str wrong_phrase(struct arena *to)
{
	(void)to;
	return STR("mùa thu");
}

static struct str right_phrase(struct arena *to)
{
	(void)to;
	return STR("mùa xuân năm ấy");
}

static void a_wrong_passphrase_is_refused(void **state)
{
	(void)state;
	struct backup_public public;
	struct backup_secret other;
	struct stat about;
	struct str file = str_format(arena, "%s/locked", place);
	assert_int_equal(backup_secret_make(arena, file, right_phrase(arena), &public, &err), OK);
	assert_int_equal(stat(file.ptr, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	assert_int_equal(backup_secret_read(arena, file, wrong_phrase, &other, &err), DENIED);
	assert_string_equal(err.code, "backup.wrong_passphrase");
	assert_int_equal(backup_secret_read(arena, file, NULL, &other, &err), DENIED);
	assert_int_equal(backup_secret_read(arena, file, right_phrase, &other, &err), OK);
	assert_memory_equal(&other.public, &public, sizeof(public));
	assert_int_equal(backup_secret_make(arena, file, STR_NONE, &public, &err), CONFLICT);
}

/* The same backup with another list of migrations or another format, made anew with its own key. */
static void rewrite(struct backup_set *as)
{
	as->about = backup_about_json(arena, as);
	assert_int_equal(backup_write_file(arena, as->folder, "about.json", as->about, &err), OK);
	struct str manifest = backup_seal_manifest(arena, as, backup_manifest_json(arena, as));
	assert_int_equal(backup_write_file(arena, as->folder, "manifest", manifest, &err), OK);
}

static void other_schemas(void **state)
{
	(void)state;
	struct backup_set other = set;
	other.migration = arena_array(arena, struct backup_migration, set.migration_count + 1);
	memcpy(other.migration, set.migration, set.migration_count * sizeof(*set.migration));
	other.migration[other.migration_count++] = (struct backup_migration){ STR("2099-01-01_later"), STR("00") };
	rewrite(&other);
	refused("backup.newer");
	other.migration_count = set.migration_count;
	other.migration[0].hash = STR("00");
	rewrite(&other);
	refused("db.altered");
	other = set;
	other.format = BACKUP_FORMAT + 1;
	rewrite(&other);
	refused("backup.format");
	rewrite(&set);
	assert_int_equal(bring_back(), OK);
}

static const char *const later[] = { "2026-11-22_apart", "2026-11-22_photo", "2026-11-22_erasure" };
static const char *const old_paper[] = { "id", "shard", "meeting", "title", "file_name", "type", "size", "hash",
	"posted_at", "posted_by", "withdrawn_at", NULL };

struct older {
	struct backup_set set;
	struct backup_out *out;
	crypto_generichash_state hash;
};

static void put_record(struct older *older, unsigned char kind, const void *bytes, size_t len)
{
	unsigned char head[] = { kind, (unsigned char)(len >> 24), (unsigned char)(len >> 16),
		(unsigned char)(len >> 8), (unsigned char)len };
	assert_int_equal(backup_put(older->out, head, sizeof(head), &err), OK);
	assert_int_equal(backup_put(older->out, bytes, len, &err), OK);
	if (kind == BACKUP_ROW) {
		crypto_generichash_update(&older->hash, head + 1, sizeof(head) - 1);
		crypto_generichash_update(&older->hash, bytes, len);
		older->set.table[older->set.table_count].rows++;
		older->set.rows++;
	}
}

static enum status put_old_row(
        void *context, const struct db_table *table, const struct db_value *values, struct err *none)
{
	size_t columns = db_table_columns(table), size = db_row_size(values, columns);
	unsigned char row[8192];
	(void)none;
	check(size <= sizeof(row));
	db_row_write(row, values, columns);
	put_record(context, BACKUP_ROW, row, size);
	return OK;
}

/* A paper stands in it as it was before its migration; of the other tables, the acts and their chains. */
static void put_old_table(struct older *older, const struct db_table *table)
{
	struct backup_table *as = &older->set.table[older->set.table_count];
	bool paper = !strcmp(table->name, "paper");
	unsigned char hash[BACKUP_HASH];
	*as = (struct backup_table){ .table = *table };
	if (paper) {
		as->table.columns = old_paper;
		as->table.kinds = "iiitttibiii";
	}
	const struct db_value row[] = { { 'i', 70, STR_NONE }, { 'i', 1, STR_NONE }, { 'i', 7, STR_NONE },
		{ 't', 0, STR("Dự thảo") }, { 't', 0, STR("a.pdf") }, { 't', 0, STR("application/pdf") },
		{ 'i', 5, STR_NONE }, { 'b', 0, STR("#") }, { 'i', 1, STR_NONE }, { 'i', 1, STR_NONE },
		{ 'n', 0, STR_NONE } };
	put_record(older, BACKUP_TABLE, table->name, strlen(table->name));
	crypto_generichash_init(&older->hash, NULL, 0, sizeof(hash));
	if (paper)
		assert_int_equal(put_old_row(older, &as->table, row, &err), OK);
	else
		assert_int_equal(db_table_scan(db, table, put_old_row, older, &err), OK);
	crypto_generichash_final(&older->hash, hash, sizeof(hash));
	sodium_bin2hex(as->hash, sizeof(as->hash), hash, sizeof(hash));
	older->set.table_count++;
}

/* What a program left that knew three migrations less. */
static void make_older(struct older *older)
{
	static const char *const kept[] = { "paper", "chain", "audit" };
	older->set = set;
	older->set.folder = str_format(arena, "%.*s/older", STR_ARG(dir));
	older->set.migration = arena_array(arena, struct backup_migration, set.migration_count);
	older->set.table = arena_array(arena, struct backup_table, LENGTH(kept));
	older->set.migration_count = older->set.table_count = 0;
	older->set.rows = older->set.line = 0;
	for (size_t i = 0; i < set.migration_count; i++) {
		bool is_later = false;
		for (size_t k = 0; k < LENGTH(later); k++)
			is_later |= str_is(set.migration[i].name, later[k]);
		if (!is_later)
			older->set.migration[older->set.migration_count++] = set.migration[i];
	}
	assert_int_equal(older->set.migration_count + LENGTH(later), set.migration_count);
	assert_int_equal(mkdir(older->set.folder.ptr, 0700), 0);
	older->out = backup_out_open(arena, older->set.folder, set.key, PIECE_BYTES);
	for (size_t i = 0; i < LENGTH(kept); i++)
		put_old_table(older, db_table_find(str_of(kept[i])));
	put_record(older, BACKUP_END, "", 0);
	assert_int_equal(backup_out_end(older->out, &older->set.pieces, &err), OK);
	backup_out_closep(&older->out);
	rewrite(&older->set);
}

/* The column that its migration added holds nothing. */
static enum status look_at_paper(
        void *context, const struct db_table *table, const struct db_value *values, struct err *none)
{
	size_t columns = db_table_columns(table);
	(void)none;
	assert_true(columns > LENGTH(old_paper) - 1);
	assert_true(str_is(values[3].s, "Dự thảo"));
	assert_int_equal(values[columns - 1].kind, 'n');
	++*(int *)context;
	return OK;
}

/* Restored as it was, then brought up to date: by the program, in the same run. */
static void an_older_schema_is_upgraded(void **state)
{
	(void)state;
	struct older older;
	struct db *to;
	bool current;
	int count = 0;
	struct backup_restored done;
	make_older(&older);
	struct backup_restore job = {
		.arena = arena, .dir = older.set.folder, .url = str_of(target_url), .secret = &secret, .now = 5
	};
	assert_int_equal(backup_restore(&job, &done, &err), OK);
	assert_int_equal(done.rows, older.set.rows);
	assert_int_equal(done.chains, 3);
	assert_int_equal(db_open(str_of(target_url), DB_READ, &to, &err), OK);
	assert_int_equal(db_current(to, &current, &err), OK);
	assert_true(current);
	assert_int_equal(db_table_scan(to, db_table_find(STR("paper")), look_at_paper, &count, &err), OK);
	assert_int_equal(count, 1);
	db_close(to);
	backup_remove_folder(arena, older.set.folder);
}

static void a_full_disk_leaves_nothing(void **state)
{
	(void)state;
	struct rlimit before, small;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	small = before;
	small.rlim_cur = 256 << 10;
	struct backup_set kept = set;
	setrlimit(RLIMIT_FSIZE, &small);
	enum status made = make(1000000100000);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_not_equal(made, OK);
	assert_string_equal(err.code, "backup.full");
	set = kept;
	struct backup_list list;
	assert_int_equal(backup_list(arena, dir, &list, &err), OK);
	assert_int_equal(list.count, 1);
	if (test_db_server())
		return;
	setrlimit(RLIMIT_FSIZE, &small);
	enum status restored = bring_back();
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_not_equal(restored, OK);
	assert_string_equal(err.code, "backup.full");
	assert_int_not_equal(access(target_file("").ptr, F_OK), 0);
	assert_int_not_equal(access(target_file(".restoring").ptr, F_OK), 0);
}

static void rotation_keeps_days_weeks_months(void **state)
{
	(void)state;
	enum { DAYS = 400 };
	struct backup_keep keep;
	int64_t at[2 * DAYS];
	bool drop[2 * DAYS];
	int kept = 0;
	for (int i = 0; i < 2 * DAYS; i++)
		at[i] = 1700000000000 + (int64_t)i * 43200000;
	assert_int_equal(backup_keep_read(STR("7d,4w,12m"), &keep, &err), OK);
	backup_keep_choose(&keep, LENGTH(at), at, drop);
	for (size_t i = 0; i < LENGTH(at); i++)
		kept += !drop[i];
	assert_in_range(kept, 7 + 2 + 10, 7 + 4 + 12);
	assert_false(drop[2 * DAYS - 1]);
	assert_int_equal(backup_keep_read(STR("7x"), &keep, &err), INVALID);
}

static void keys_as_text(void **state)
{
	(void)state;
	struct backup_public public;
	struct str text = backup_public_text(arena, &secret.public);
	assert_int_equal(backup_public_read(text, &public, &err), OK);
	assert_memory_equal(&public, &secret.public, sizeof(public));
	char *altered = (char *)str_copy(arena, text).ptr;
	altered[30] ^= 1;
	assert_int_equal(backup_public_read((struct str){ altered, text.len }, &public, &err), INVALID);
	assert_int_equal(backup_public_read(str_slice(text, 0, text.len - 2), &public, &err), INVALID);
}

int main(void)
{
	unsetenv("CHIBO_TEST_TEMPLATE"); /* what is restored into must be empty */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(comes_back_equal, begin, end),
		cmocka_unit_test_setup_teardown(a_full_target_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(any_altered_byte_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(a_missing_piece_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(a_cut_piece_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(swapped_pieces_are_refused, begin, end),
		cmocka_unit_test_setup_teardown(a_wrong_key_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(a_wrong_passphrase_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(other_schemas, begin, end),
		cmocka_unit_test_setup_teardown(an_older_schema_is_upgraded, begin, end),
		cmocka_unit_test_setup_teardown(a_full_disk_leaves_nothing, begin, end),
		cmocka_unit_test(rotation_keeps_days_weeks_months),
		cmocka_unit_test(keys_as_text),
	};
	return cmocka_run_group_tests(tests, begin_all, end_all);
}
