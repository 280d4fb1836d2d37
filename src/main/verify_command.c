/* verify, heads: whether anything was altered, held against heads that are known from elsewhere. */
#include "main/main_private.h"

#include "app/chain.h"
#include "app/verify.h"
#include "base/hex.h"
#include "base/time.h"

#include <jansson.h>
#include <pthread.h>
#include <string.h>

enum { THREADS = 16, SHOWN = 1000, HASH = 32, LEAST = 8 };

struct found {
	pthread_mutex_t lock;
	struct verify_finding at[SHOWN];
	size_t count;
};

struct part {
	pthread_t thread;
	struct str url;
	struct verify_wish wish;
	struct verify_result result;
	struct err err;
	enum status status;
};

static void keep(void *context, const struct verify_finding *finding)
{
	struct found *found = context;
	pthread_mutex_lock(&found->lock);
	if (found->count < SHOWN)
		found->at[found->count++] = *finding;
	pthread_mutex_unlock(&found->lock);
}

static void *work(void *context)
{
	struct part *part = context;
	CLOSES(db_closep) struct db *db = NULL;
	part->status = db_open(part->url, DB_READ, &db, &part->err);
	if (part->status == OK)
		part->status = app_verify(db, &part->wish, &part->result, &part->err);
	return NULL;
}

static enum status wrong_line(int64_t line, struct err *err)
{
	enum status status = err_set(err, INVALID, "verify.heads_line", "heads");
	err_arg_int(err, "line", line);
	return status;
}

/* The digits of a hash may stand in groups. */
static bool take_hash(struct arena *arena, struct str rest, struct str *ret_hash)
{
	char digits[2 * HASH];
	unsigned char *bytes = arena_take(arena, HASH);
	size_t count = 0;
	for (size_t i = 0; i < rest.len; i++) {
		if (rest.ptr[i] == ' ')
			continue;
		if (count == sizeof(digits))
			return false;
		digits[count++] = rest.ptr[i];
	}
	*ret_hash = (struct str){ (const char *)bytes, count / 2 };
	return count % 2 == 0 && count / 2 >= LEAST && hex_decode((struct str){ digits, count }, bytes, count / 2);
}

/* Lines of CODE KIND SEQ HASH; "-" is the site itself. A blank line and one that begins with # say nothing. */
static enum status read_heads(
        struct command_line *line, struct db *db, struct str text, struct verify_wish *wish, struct err *err)
{
	size_t room = 16;
	struct verify_head *heads = arena_array(line->arena, struct verify_head, room);
	struct str one;
	for (int64_t number = 1; str_split(&text, '\n', &one); number++) {
		struct verify_head head = { 0 };
		struct str code, seq, rest = str_trim(one);
		if (!rest.len || rest.ptr[0] == '#')
			continue;
		if (!str_split(&rest, ' ', &code) || !str_split(&rest, ' ', &head.kind) ||
		        !str_split(&rest, ' ', &seq) || !str_int(seq, &head.seq) || head.seq < 1 ||
		        !take_hash(line->arena, rest, &head.hash))
			return wrong_line(number, err);
		head.kind = chain_kind_of(head.kind);
		if (!str_is(code, "-") && verify_unit_of(line->arena, db, code, &head.cell, err) != OK)
			return wrong_line(number, err);
		if (wish->head_count == room) {
			heads = arena_grow(line->arena, heads, room * sizeof(head), 2 * room * sizeof(head));
			room *= 2;
		}
		heads[wish->head_count++] = head;
	}
	wish->heads = heads;
	return OK;
}

/* The file of a period's report bears them as texts of the name "heads", wherever they stand. */
static void gather(const json_t *json, struct buf *lines)
{
	const char *key;
	json_t *value;
	size_t at;
	json_array_foreach(json, at, value) gather(value, lines);
	json_object_foreach((json_t *)json, key, value)
	{
		if (!strcmp(key, "heads") && json_is_string(value))
			buf_format(lines, "%s\n", json_string_value(value));
		else
			gather(value, lines);
	}
}

static struct str lines_of(struct arena *arena, struct str text)
{
	json_t *json = json_loadb(text.ptr, text.len, 0, NULL);
	struct buf lines = buf_open(arena, 64 << 20);
	if (!json)
		return text;
	gather(json, &lines);
	json_decref(json);
	return buf_text(&lines);
}

static enum status unit_of(struct command_line *line, struct db *db, int64_t *ret_unit, struct err *err)
{
	struct str code = command_option(line, "unit");
	*ret_unit = 0;
	return code.ptr ? verify_unit_of(line->arena, db, code, ret_unit, err) : OK;
}

static enum status verify_all(struct command_line *line, struct str url, const struct verify_wish *wish, int threads,
        struct verify_result *ret_result, struct err *err)
{
	struct part *parts = arena_array(line->arena, struct part, THREADS);
	enum status status = OK;
	for (int i = 0; i < threads; i++) {
		parts[i] = (struct part){ .url = url, .wish = *wish };
		parts[i].wish.slice = i;
		parts[i].wish.slices = threads;
		check(pthread_create(&parts[i].thread, NULL, work, &parts[i]) == 0);
	}
	for (int i = 0; i < threads; i++) {
		check(pthread_join(parts[i].thread, NULL) == 0);
		verify_add(ret_result, &parts[i].result);
		if (parts[i].status != OK && status == OK) {
			*err = parts[i].err;
			status = parts[i].status;
		}
	}
	return status;
}

static void put_json(struct command_line *line, const struct verify_result *result, const struct found *found,
        const struct str *said, int64_t took)
{
	buf_format(line->out,
	        "{\"chains\":%lld,\"acts\":%lld,\"links\":%lld,\"contents\":%lld,\"texts\":%lld,"
	        "\"known\":%lld,\"wrong\":%lld,\"ms\":%lld,\"findings\":[",
	        (long long)result->chains, (long long)result->acts, (long long)result->links,
	        (long long)result->contents, (long long)result->texts, (long long)result->known,
	        (long long)result->wrong, (long long)took);
	for (size_t i = 0; i < found->count; i++) {
		const struct verify_finding *one = &found->at[i];
		buf_format(line->out,
		        "%s\n{\"what\":\"%s\",\"kind\":\"%.*s\",\"unit\":\"%lld\",\"meeting\":\"%lld\",\"object\":\"%"
		        "lld\","
		        "\"seq\":%lld,\"text\":",
		        i ? "," : "", one->what, STR_ARG(one->kind), (long long)one->cell, (long long)one->meeting,
		        (long long)one->object, (long long)one->seq);
		buf_json(line->out, said[i]);
		buf_char(line->out, '}');
	}
	buf_c(line->out, "]}\n");
}

static void put_text(struct command_line *line, const struct verify_result *result, const struct found *found,
        const struct str *said, int64_t took)
{
	for (size_t i = 0; i < found->count; i++)
		buf_format(line->out, "%.*s\n", STR_ARG(said[i]));
	buf_format(line->out,
	        "Đã tính lại %lld chuỗi (%lld việc trong nhật ký, %lld mắt xích), so %lld nội dung và %lld bản văn "
	        "bản, "
	        "%lld mã giữ ở nơi khác, trong %lld,%lld giây.\n",
	        (long long)result->chains, (long long)result->acts, (long long)result->links,
	        (long long)result->contents, (long long)result->texts, (long long)result->known,
	        (long long)(took / 1000), (long long)(took % 1000 / 100));
	if (result->wrong)
		buf_format(line->out, "KHÔNG KHỚP: %lld chỗ.\n", (long long)result->wrong);
	else
		buf_c(line->out, "Mọi chuỗi đều nguyên vẹn, mọi dòng đều khớp.\n");
}

static enum status look(struct command_line *line, struct db *db, struct str url, struct found *found,
        struct verify_result *ret_result, struct err *err)
{
	struct verify_wish wish = { .tell = keep, .context = found, .own_views = true };
	struct str heads = command_option(line, "heads"), text, wanted = command_option(line, "threads");
	int64_t unit, threads = 2;
	bool current;
	TRY(db_current(db, &current, err));
	if (!current)
		return err_set(err, CONFLICT, "db.older", "db");
	if (wanted.ptr && (!str_int(wanted, &threads) || threads < 1 || threads > THREADS))
		return err_set(err, INVALID, "verify.threads", "threads");
	TRY(unit_of(line, db, &unit, err));
	if (heads.ptr) {
		TRY(read_whole(line->arena, str_c(line->arena, heads), &text, err));
		TRY(read_heads(line, db, lines_of(line->arena, text), &wish, err));
	}
	return unit ? app_verify_below(line->arena, db, unit, &wish, ret_result, err)
	            : verify_all(line, url, &wish, (int)threads, ret_result, err);
}

static enum status verify_run(struct command_line *line, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct found *found = arena_new(line->arena, struct found);
	struct verify_result result = { 0 };
	struct str url = command_option(line, "db");
	int64_t start = time_monotonic();
	check(pthread_mutex_init(&found->lock, NULL) == 0);
	if (!url.ptr)
		url = STR("sqlite:chibo.db");
	TRY(db_open(url, DB_READ, &db, err));
	TRY(look(line, db, url, found, &result, err));
	struct str *said = arena_array(line->arena, struct str, found->count + 1);
	for (size_t i = 0; i < found->count; i++)
		TRY(verify_say(line->arena, db, &found->at[i], &said[i], err));
	(line->json ? put_json : put_text)(line, &result, found, said, time_monotonic() - start);
	return result.wrong ? err_set(err, CONFLICT, "verify.wrong", NULL) : OK;
}

static enum status heads_run(struct command_line *line, struct err *err)
{
	int64_t unit;
	TRY(unit_of(line, line->db, &unit, err));
	return chain_lines_below(line->arena, line->db, unit, line->out, err);
}

const struct command verify_commands[] = {
	{ "verify", "--db URL [--unit CODE] [--heads FILE] [--threads N] [--json]",
	        "Say whether anything was altered: every chain, and every row against it",
	        "Reckons the chains of acts, votes, minutes, resolutions, scores and grades again and holds each row "
	        "against its link, of everything or of one unit and all below it. FILE: heads known from elsewhere, as "
	        "'chibo heads' writes them, a report shows them or minutes bear them, a line each: CODE KIND NUMBER "
	        "HASH; or the JSON of a period's report, which bears those of the cells below.\n"
	        "What is wrong is named; the exit status is 0 only when nothing is, 5 when something is. Writes "
	        "nothing; a "
	        "server may be running.",
	        "unit= heads= threads= json", verify_run, NEEDS_NOTHING, 0, 0, 0, false },
	{ "heads", "--db URL [--unit CODE]", "Print where every chain stands, for 'verify --heads' later",
	        "Keep it where nobody can write who can write to the database: on paper, with the superior.",
	        "unit=", heads_run, NEEDS_READ, 0, 0, 0, false },
	{ 0 },
};
