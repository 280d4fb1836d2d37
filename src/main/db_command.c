/* db copy, db compare: whole databases. */
#include "main/main_private.h"

#include "base/hex.h"
#include "base/text.h"
#include "base/time.h"
#include "app/verify.h"
#include "db/copy.h"
#include "db/distribute.h"

#include <unistd.h>

static void put_tables(struct command_line *line, const struct db_copy *copy)
{
	for (size_t i = 0; i < db_table_count; i++)
		buf_format(line->out, "%-24s %12lld  %.*s\n", db_tables[i].name, (long long)copy->digest[i].rows,
		        STR_ARG(hex_encode(line->arena, copy->digest[i].hash, DIGEST_HASH)));
}

static void put_json(struct command_line *line, const struct db_copy *copy, int64_t took)
{
	buf_c(line->out, "{\"tables\":[");
	for (size_t i = 0; i < db_table_count; i++)
		buf_format(line->out, "%s\n{\"table\":\"%s\",\"rows\":%lld,\"hash\":\"%.*s\"}", i ? "," : "",
		        db_tables[i].name, (long long)copy->digest[i].rows,
		        STR_ARG(hex_encode(line->arena, copy->digest[i].hash, DIGEST_HASH)));
	buf_format(line->out, "],\n\"rows\":%lld,\"hash\":\"%.*s\",\"equal\":true,\"ms\":%lld}\n",
	        (long long)copy->whole.rows, STR_ARG(hex_encode(line->arena, copy->whole.hash, DIGEST_HASH)),
	        (long long)took);
}

static void put_result(struct command_line *line, const struct db_copy *copy, int64_t took, const char *what)
{
	if (line->json) {
		put_json(line, copy, took);
		return;
	}
	if (command_has(line, "verbose"))
		put_tables(line, copy);
	buf_format(line->out, what, STR_ARG(number_show(line->arena, copy->whole.rows)), (int)db_table_count,
	        (long long)(took / 1000), (long long)(took % 1000 / 100),
	        STR_ARG(hex_encode(line->arena, copy->whole.hash, 8)));
}

static struct db_copy copy_for(struct command_line *line)
{
	return (struct db_copy){
		.arena = line->arena, .progress = line->progress, .progress_context = line->progress_context
	};
}

/* The chains of a copy are reckoned again, from its own rows. */
static enum status chains_hold(struct str url, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct verify_result result;
	TRY(db_open(url, DB_READ, &db, err));
	TRY(db_view_begin(db, err));
	enum status status = app_verify(db, &(struct verify_wish){ 0 }, &result, err);
	db_view_end(db);
	if (status == OK && result.wrong) {
		status = err_set(err, CONFLICT, "copy.chains", "to");
		err_arg_int(err, "n", result.wrong);
	}
	return status;
}

static enum status copy_run(struct command_line *line, struct err *err)
{
	struct db_copy copy = copy_for(line);
	struct str file;
	int lock = -1;
	int64_t start = time_monotonic();
	TRY(db_file(line->arena, line->arg[1], &file, err));
	if (file.len) {
		TRY(lock_take(line->arena, file, &lock, err));
		if (lock < 0)
			return err_set(err, BUSY, "copy.locked", "to");
	}
	enum status status = db_copy(&copy, line->arg[0], line->arg[1], err);
	if (status == OK)
		status = chains_hold(line->arg[1], err);
	if (lock >= 0)
		close(lock);
	if (status == OK)
		put_result(line, &copy, time_monotonic() - start,
		        "Đã chép %.*s dòng của %d bảng trong %lld,%lld giây; đọc lại từng dòng thấy bằng nhau (dấu "
		        "%.*s).\nNhững gì ghi vào nguồn sau lúc bắt đầu chép không có trong bản này.\n");
	return status;
}

static enum status compare_run(struct command_line *line, struct err *err)
{
	struct db_copy copy = copy_for(line);
	int64_t start = time_monotonic();
	TRY(db_compare(&copy, line->arg[0], line->arg[1], err));
	TRY(chains_hold(line->arg[1], err));
	put_result(line, &copy, time_monotonic() - start,
	        "Hai bên bằng nhau: %.*s dòng của %d bảng, so trong %lld,%lld giây (dấu %.*s).\n");
	return OK;
}

static enum status distribute_run(struct command_line *line, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct db_distribution got;
	struct str url = command_option(line, "db"), file;
	TRY(db_file(line->arena, url, &file, err));
	if (file.len)
		return err_set(err, INVALID, "db.distribute_engine", "db");
	TRY(db_open(url, DB_WRITE, &db, err));
	TRY(db_distribute(db, &got, err));
	buf_format(line->out,
	        line->json
	                ? "{\"workers\":%lld,\"distributed\":%zu,\"reference\":%zu,\"before\":%zu}\n"
	                : "%lld máy con; chia %zu bảng theo shard, đặt %zu bảng ở mọi máy, %zu bảng đã có từ trước.\n",
	        (long long)got.workers, got.distributed, got.reference, got.before);
	return OK;
}

const struct command db_commands[] = {
	{ "db distribute", "--db postgresql://… [--json]", "Place the tables on the workers of Citus",
	        "Tables of cells go by their shard, the others stand on every worker. Running it again goes on where "
	        "it "
	        "stopped. Without the extension it says what is missing and changes nothing.",
	        "json", distribute_run, NEEDS_NOTHING, 0, 0, 0, false },
	{ "db copy", "FROM TO [--verbose] [--json]", "Copy a whole database to another place or engine, and prove it",
	        "FROM and TO: sqlite:FILE or postgresql://USER@/NAME?host=HOST. TO must hold nothing. FROM may be in "
	        "use: the copy has what was there when it began. Every row is read back and compared; on any failure "
	        "TO stays as it was.",
	        "verbose json", copy_run, NEEDS_NOTHING, 0, 2, 2, false },
	{ "db compare", "A B [--verbose] [--json]", "Say whether two databases hold the same rows",
	        "The exit status is 5 when they don't; the first table and key that differ are named.", "verbose json",
	        compare_run, NEEDS_NOTHING, 0, 2, 2, false },
	{ 0 },
};
