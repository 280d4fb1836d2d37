/* The machinery of scenarios; the language is in scenario.c. */
#include "tests/harness/harness.h"

#include "app/audit.h"
#include "app/verify.h"
#include "base/random.h"
#include "base/text.h"
#include "base/time.h"
#include "tests/harness/test_db.h"

#include "db/copy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char pin[] = "482915";

static void must(enum status status, const struct err *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "harness: %s %s\n", err->code ? err->code : "?", err->detail);
	exit(1);
}

static void remove_db(const struct story *story)
{
	char path[128];
	static const char *const ends[] = { "", "-wal", "-shm" };
	for (size_t i = 0; i < LENGTH(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", story->db, ends[i]);
		unlink(path);
	}
	char command[192];
	snprintf(command, sizeof(command), "rm -rf %s.files* %s.keys", story->db, story->db);
	check(!system(command));
}

struct story *story_open(const char *file)
{
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct story *story = arena_new(arena, struct story);
	struct err err = { 0 };
	const char *folder = getenv("TMPDIR");
	story->file = file;
	story->arena = arena;
	snprintf(story->db, sizeof(story->db), "%.30s/chibo-%d.db", folder ? folder : "/tmp", (int)getpid());
	remove_db(story);
	if (!db_exercised) {
		db_exercised = calloc(db_statement_count + 1, sizeof(*db_exercised));
		check(db_exercised);
	}
	char url[512];
	setenv("CHIBO_KEYS", str_c(arena, str_format(arena, "%s.keys", story->db)), 1);
	test_db_make(str_c(arena, str_format(arena, "sqlite:%s", story->db)), story->name, url);
	story->url = str_copy(arena, str_of(url));
	struct app_settings settings = { .url = story->url,
		.workers = 1,
		.base_url = STR("http://127.0.0.1:8080"),
		.hosts = STR("127.0.0.1:8080") };
	must(app_open(&settings, &story->app, &err), &err);
	struct http_app app = app_http(story->app);
	must(http_loopback_open(&app, &story->loopback, &err), &err);
	story_keep(story, STR("folder"), str_format(arena, "%s.files", story->db));
	return story;
}

void story_close(struct story *story)
{
	http_loopback_close(story->loopback);
	app_close(story->app);
	test_db_drop(story->name);
	remove_db(story);
	unsetenv("CHIBO_NOW");
	arena_close(story->arena);
}

struct str story_read(struct story *story, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf buf = buf_open(story->arena, 64 << 20);
	char piece[8192];
	size_t len;
	if (!file) {
		fprintf(stderr, "harness: cannot read %s\n", path);
		exit(1);
	}
	while ((len = fread(piece, 1, sizeof(piece), file)) > 0)
		buf_put(&buf, piece, len);
	fclose(file);
	return buf_text(&buf);
}

struct str *story_value(struct story *story, struct str name)
{
	for (size_t i = 0; i < story->value_count; i++)
		if (str_eq(story->value[i].name, name))
			return &story->value[i].value;
	return NULL;
}

void story_keep(struct story *story, struct str name, struct str value)
{
	struct str *old = story_value(story, name);
	if (!old) {
		check(story->value_count < VALUES);
		story->value[story->value_count].name = str_copy(story->arena, name);
		old = &story->value[story->value_count++].value;
	}
	*old = str_copy(story->arena, value);
}

void story_find(struct story *story, struct str text, struct str rule)
{
	ptrdiff_t equal = str_find(rule, STR("="));
	if (equal <= 0) {
		printf("%s:%d: find needs name=text\n", story->file, story->line);
		return;
	}
	struct str before = str_slice(rule, (size_t)equal + 1, rule.len);
	ptrdiff_t at = str_find(text, before);
	size_t from = at >= 0 ? (size_t)at + before.len : 0, end = from;
	while (at >= 0 && end < text.len && !strchr("\"'<> \n&?#", text.ptr[end]))
		end++;
	if (at < 0)
		printf("%s:%d: nothing found for %.*s\n", story->file, story->line, STR_ARG(rule));
	story_keep(story, str_slice(rule, 0, (size_t)equal), str_slice(text, from, end));
}

struct actor *story_actor(struct story *story, struct str name)
{
	static struct actor stranger;
	for (size_t i = 0; i < story->actor_count; i++)
		if (str_eq(story->actor[i].name, name))
			return &story->actor[i];
	stranger = (struct actor){ 0 };
	return &stranger;
}

void story_field(struct story *story, struct story_request *request, struct str text)
{
	ptrdiff_t equal = str_find(text, STR("="));
	check(equal > 0 && request->field_count < FIELDS);
	struct str value = str_slice(text, (size_t)equal + 1, text.len);
	size_t at = request->field_count++;
	request->field[at].name = str_slice(text, 0, (size_t)equal);
	request->field[at].value = value;
	if (value.len > 1 && value.ptr[0] == '@') {
		const char *path = str_c(story->arena, str_slice(value, 1, value.len));
		request->multipart = true;
		request->field[at].value = story_read(story, path);
		request->field[at].file_name = str_of(strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	}
}

static struct str body_of(struct story *story, const struct story_request *request)
{
	struct buf buf = buf_open(story->arena, 64 << 20);
	for (size_t i = 0; i < request->field_count; i++) {
		struct str name = request->field[i].name, value = request->field[i].value;
		if (!request->multipart) {
			buf_c(&buf, i ? "&" : "");
			buf_url(&buf, name);
			buf_char(&buf, '=');
			buf_url(&buf, value);
			continue;
		}
		buf_format(&buf, "--chibo\r\nContent-Disposition: form-data; name=\"%.*s\"", STR_ARG(name));
		if (request->field[i].file_name.ptr)
			buf_format(&buf, "; filename=\"%.*s\"\r\nContent-Type: application/octet-stream",
			        STR_ARG(request->field[i].file_name));
		buf_c(&buf, "\r\n\r\n");
		buf_str(&buf, value);
		buf_c(&buf, "\r\n");
	}
	if (request->multipart)
		buf_c(&buf, "--chibo--\r\n");
	return buf_text(&buf).ptr ? buf_text(&buf) : STR("");
}

struct str story_header(const struct http_response *response, const char *name)
{
	for (size_t i = 0; i < response->header_count; i++)
		if (str_is(response->header[i].name, name))
			return response->header[i].value;
	return STR("");
}

/* The cookie that keeps an actor signed in. */
static void take_cookie(struct story *story, struct actor *actor, const struct http_response *response)
{
	for (size_t i = 0; i < response->header_count; i++)
		if (str_is(response->header[i].name, "Set-Cookie") &&
		        str_starts(response->header[i].value, STR("chibo="))) {
			struct str value = response->header[i].value;
			ptrdiff_t end = str_find(value, STR(";"));
			actor->cookie = str_copy(story->arena, str_slice(value, 0, end > 0 ? (size_t)end : value.len));
		}
}

bool story_header_given(struct story_request *request, struct str text)
{
	ptrdiff_t colon = str_find(text, STR(":")), equal = str_find(text, STR("="));
	if (colon <= 0 || (equal >= 0 && equal < colon) || text.ptr[0] < 'A' || text.ptr[0] > 'Z')
		return false;
	check(request->header_count < LENGTH(request->header));
	request->header[request->header_count++] =
	        (struct http_pair){ str_slice(text, 0, (size_t)colon), str_slice(text, (size_t)colon + 1, text.len) };
	return true;
}

/* The usual headers, but for those that the step gives; its Cookie stands beside the actor's. */
static size_t headers_of(
        struct story *story, const struct actor *actor, const struct story_request *request, struct http_pair *header)
{
	size_t count = 0;
	struct str cookie = actor->cookie;
	bool host = false;
	for (size_t i = 0; i < request->header_count; i++) {
		host |= str_is(request->header[i].name, "Host");
		if (!str_is(request->header[i].name, "Cookie"))
			header[count++] = request->header[i];
		else
			cookie = str_format(story->arena, "%.*s%s%.*s", STR_ARG(cookie), cookie.len ? "; " : "",
			        STR_ARG(request->header[i].value));
	}
	if (!host)
		header[count++] = (struct http_pair){ STR("Host"), STR("127.0.0.1:8080") };
	if (cookie.len)
		header[count++] = (struct http_pair){ STR("Cookie"), cookie };
	if (request->json)
		header[count++] = (struct http_pair){ STR("Accept"), STR("application/json") };
	return count;
}

void story_send(
        struct story *story, struct actor *actor, const struct story_request *given, struct http_response *ret_response)
{
	struct story_request request = *given;
	struct http_pair header[10];
	struct err err = { 0 };
	bool post = !strcmp(request.method, "POST"), has_op = false;
	for (size_t i = 0; i < request.field_count; i++)
		has_op |= str_is(request.field[i].name, "op");
	if (post && !has_op) {
		request.field[request.field_count].name = STR("op");
		request.field[request.field_count].file_name = STR_NONE;
		request.field[request.field_count++].value = uuid7(story->arena, time_now());
	}
	size_t count = headers_of(story, actor, &request, header);
	if (post)
		header[count++] = (struct http_pair){ STR("Content-Type"),
			request.multipart ? STR("multipart/form-data; boundary=chibo")
			                  : STR("application/x-www-form-urlencoded") };
	must(http_loopback_send(story->loopback, story->arena, request.method, request.path, header, count,
	             post ? body_of(story, &request) : STR_NONE, ret_response, &err),
	        &err);
	take_cookie(story, actor, ret_response);
}

static enum status parse_words(
        struct command_line *line, const struct command *command, int count, const struct str *words)
{
	for (int i = 0; i < count; i++) {
		if (!str_starts(words[i], STR("--"))) {
			line->arg[line->arg_count++] = words[i];
			continue;
		}
		struct str name = str_slice(words[i], 2, words[i].len);
		const char *with = str_c(line->arena, str_format(line->arena, "%.*s=", STR_ARG(name)));
		bool value = command->options && strstr(command->options, with);
		line->option[line->option_count].name = name;
		line->option[line->option_count++].value = value && i + 1 < count ? words[++i] : STR("");
	}
	line->json = command_has(line, "json");
	return OK;
}

/* What a command wrote for --out stays in the folder CHIBO_STORY_OUT, where somebody wants to look at it. */
static void keep_file(const struct command_line *line)
{
	const char *folder = getenv("CHIBO_STORY_OUT");
	char path[512];
	if (!folder || !line->file.len || !command_option(line, "out").len)
		return;
	snprintf(path, sizeof(path), "%s/%.*s", folder, STR_ARG(command_option(line, "out")));
	FILE *file = fopen(path, "wb");
	check(file && fwrite(line->file.ptr, 1, line->file.len, file) == line->file.len && fclose(file) == 0);
}

enum status story_command(struct story *story, int count, const struct str *words, struct str *ret_out)
{
	const char *names[32];
	size_t used;
	struct err err = { 0 };
	struct buf *out = arena_new(story->arena, struct buf);
	*out = buf_open(story->arena, 64 << 20);
	struct command_line line = { .arena = story->arena, .now = time_now(), .out = out };
	for (int i = 0; i < count; i++)
		names[i] = str_c(story->arena, words[i]);
	const struct command *command = app_find_command((size_t)count, names, &used);
	if (!command) {
		*ret_out = STR("no such command");
		return INVALID;
	}
	parse_words(&line, command, count - (int)used, words + used);
	if (command->reads > 0) {
		line.input_name = line.arg[command->reads - 1];
		line.input = line.input_name.ptr[0] == '<' ? str_slice(line.input_name, 1, line.input_name.len)
		                                           : story_read(story, str_c(story->arena, line.input_name));
	}
	if (command->reads_option && command_has(&line, command->reads_option)) {
		line.input_name = command_option(&line, command->reads_option);
		line.input = story_read(story, str_c(story->arena, line.input_name));
	}
	enum status status = command->needs == NEEDS_NOTHING ? command->run(&line, &err)
	                                                     : app_command(story->app, command, &line, &err);
	*ret_out = status == OK ? buf_text(out) : err_text(story->arena, VI, &err);
	if (status == OK)
		keep_file(&line);
	return status;
}

static enum status command_of(struct story *story, struct str *ret_out, int count, const char *const *words)
{
	struct str texts[32];
	for (int i = 0; i < count; i++)
		texts[i] = str_of(words[i]);
	return story_command(story, count, texts, ret_out);
}
#define COMMAND(story, out, ...)                                                                         \
	command_of((story), (out), (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)), \
	        (const char *const[]){ __VA_ARGS__ })

/* An account with its link used and its PIN set, as the person would do it. */
static const char *sign_in(struct story *story, struct str name, const char *login)
{
	struct str out;
	struct http_response response;
	if (COMMAND(story, &out, "user", "link", "--login", login) != OK)
		return str_c(story->arena, out);
	story_find(story, out, STR("link=link="));
	check(story->actor_count < ACTORS);
	struct actor *actor = &story->actor[story->actor_count++];
	actor->name = str_copy(story->arena, name);
	struct story_request request = { .method = "POST", .path = STR("/sign-in") };
	story_field(story, &request, str_format(story->arena, "link=%.*s", STR_ARG(*story_value(story, STR("link")))));
	story_field(story, &request, STR("machine=own"));
	story_send(story, actor, &request, &response);
	if (!actor->cookie.len)
		return "signing in gave no cookie";
	request = (struct story_request){ .method = "POST", .path = STR("/account/pin") };
	story_field(story, &request, str_format(story->arena, "new_pin=%s", pin));
	story_field(story, &request, str_format(story->arena, "again_pin=%s", pin));
	story_send(story, actor, &request, &response);
	return response.status == 303 ? NULL : "setting the PIN failed";
}

/* cell CODE with "Lan secretary" "An member": people, accounts and roles. */
static const char *given_cell(struct story *story, struct str rest)
{
	struct str out, code = rest, list = STR("");
	ptrdiff_t with = str_find(rest, STR(" with "));
	if (with < 0)
		return "cell CODE with \"Name role\" …";
	code = str_trim(str_slice(rest, 0, (size_t)with));
	list = str_slice(rest, (size_t)with + 6, rest.len);
	struct buf csv = buf_open(story->arena, 1 << 20);
	struct str names[ACTORS], roles[ACTORS], part;
	int count = 0;
	buf_c(&csv, "STT;Họ và tên;Ngày sinh;Giới tính;Ngày vào Đảng;Ngày chính thức;Số thẻ;Chức vụ Đảng;Ghi chú\n");
	while (str_split(&list, '"', &part)) {
		part = str_trim(part);
		ptrdiff_t space = str_find(part, STR(" "));
		if (space <= 0)
			continue;
		names[count] = str_slice(part, 0, (size_t)space);
		roles[count] = str_trim(str_slice(part, (size_t)space, part.len));
		bool probationary = str_is(roles[count], "probationary"), exempt = str_is(roles[count], "exempt");
		const char *post = str_is(roles[count], "secretary") ? "Bí thư"
		                   : str_is(roles[count], "deputy")  ? "Phó bí thư"
		                                                     : "";
		buf_format(&csv, "%d;Nguyễn Thị %.*s;0%d/03/1980;Nữ;03/02/20%02d;%s;%s;%s;%s\n", count + 1,
		        STR_ARG(names[count]), count % 9 + 1, probationary ? 26 : 10, probationary ? "" : "03/02/2011",
		        probationary ? ""
		                     : str_c(story->arena, str_format(story->arena, "99.%06d",
		                                                   100000 + (int)story->actor_count * 100 + count)),
		        post,
		        probationary ? "Đảng viên dự bị"
		        : exempt     ? "Miễn sinh hoạt"
		                     : "");
		count++;
	}
	const char *code_c = str_c(story->arena, code),
	           *file = str_c(story->arena, str_format(story->arena, "<%.*s", STR_ARG(buf_text(&csv))));
	if (COMMAND(story, &out, "import", "members", file, "--cell", code_c) != OK)
		return str_c(story->arena, out);
	if (COMMAND(story, &out, "units", "list", "--json") == OK)
		story_find(story, out, str_format(story->arena, "cell=\"code\":\"%s\",\"id\":\"", code_c));
	for (int i = 0; i < count; i++) {
		const char *login = str_c(story->arena, text_fold(story->arena, names[i]));
		const char *full = str_c(story->arena, str_format(story->arena, "Nguyễn Thị %.*s", STR_ARG(names[i])));
		bool leads = str_is(roles[i], "secretary") || str_is(roles[i], "deputy") || str_is(roles[i], "clerk");
		if (COMMAND(story, &out, "user", "add", "--login", login, "--name", full, "--role",
		            leads ? str_c(story->arena, roles[i]) : "member", "--unit", code_c, "--json") != OK)
			return str_c(story->arena, out);
		story_find(story, out, str_format(story->arena, "%.*s=\"person\":\"", STR_ARG(names[i])));
		const char *problem = sign_in(story, names[i], login);
		if (problem)
			return problem;
	}
	return NULL;
}

/* officer NAME at CODE, admin NAME at CODE */
static const char *given_officer(struct story *story, const char *role, struct str rest)
{
	struct str out, name, code;
	ptrdiff_t at = str_find(rest, STR(" at "));
	if (at < 0)
		return "officer NAME at CODE, or admin NAME at CODE";
	name = str_trim(str_slice(rest, 0, (size_t)at));
	code = str_trim(str_slice(rest, (size_t)at + 4, rest.len));
	const char *login = str_c(story->arena, text_fold(story->arena, name));
	if (COMMAND(story, &out, "user", "add", "--login", login, "--name", str_c(story->arena, name), "--role", role,
	            "--unit", str_c(story->arena, code)) != OK)
		return str_c(story->arena, out);
	return sign_in(story, name, login);
}

const char *story_given(struct story *story, struct str what, struct str rest)
{
	struct str out;
	ptrdiff_t comment = str_find(rest, STR(" #"));
	if (comment >= 0)
		rest = str_slice(rest, 0, (size_t)comment);
	if (str_is(what, "cell"))
		return given_cell(story, str_trim(rest));
	if (str_is(what, "officer") || str_is(what, "admin"))
		return given_officer(story, str_c(story->arena, what), str_trim(rest));
	return COMMAND(story, &out, "import", "units", "examples/don-vi.csv") == OK ? NULL : str_c(story->arena, out);
}

/* What holds in every database, whatever the story: rows that break it are counted. */
static const char *broken_rule(struct story *story, struct db *db)
{
	static const struct {
		const char *count, *says;
	} rules[] = {
		{ "SELECT count(*) FROM (SELECT m.cell AS cell, count(*) AS votes FROM motion o JOIN meeting m ON m.id "
		  "= "
		  "o.meeting WHERE o.state = 'closed' GROUP BY m.cell) v WHERE v.votes > coalesce((SELECT seq FROM "
		  "chain c WHERE c.cell = v.cell AND c.kind = 'vote'), 0)",
		        "a counted vote is not in the chain of votes" },
		{ "SELECT count(*) FROM paper p JOIN file f ON f.hash = p.hash WHERE p.withdrawn_at IS NOT NULL AND "
		  "NOT EXISTS "
		  "(SELECT 1 FROM paper q WHERE q.hash = p.hash AND q.withdrawn_at IS NULL)",
		        "a withdrawn paper kept its bytes" },
		{ "SELECT count(*) FROM paper p WHERE p.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM file_piece "
		  "f WHERE "
		  "f.hash = p.hash)",
		        "a paper lost its bytes" },
	};
	const char *wrong = NULL;
	for (size_t i = 0; i < LENGTH(rules) && !wrong; i++) {
		const struct db_statement statement = { "rule", rules[i].count, "", DB_OWN };
		struct db_cursor *cursor;
		struct err err = { 0 };
		bool row = false;
		if (db_start(db, &statement, &cursor, &err) != OK || db_step(cursor, &row, &err) != OK || !row)
			wrong = str_c(story->arena, str_format(story->arena, "%s: %s", rules[i].says, err.detail));
		else if (db_int(cursor, 0))
			wrong = rules[i].says;
		db_finish(cursor);
	}
	return wrong;
}

const char *story_copies(struct story *story)
{
	struct err err = { 0 };
	struct str one = str_format(story->arena, "sqlite:%s.one", story->db),
	           two = str_format(story->arena, "sqlite:%s.two", story->db);
	struct db_copy first = { .arena = story->arena }, second = first, third = first;
	enum status status = db_copy(&first, story->url, one, &err);
	if (status == OK)
		status = db_copy(&second, one, two, &err);
	if (status == OK)
		status = db_compare(&third, story->url, two, &err);
	static const char *const ends[] = { ".one", ".one-wal", ".one-shm", ".two", ".two-wal", ".two-shm" };
	for (size_t i = 0; i < LENGTH(ends); i++)
		unlink(str_c(story->arena, str_format(story->arena, "%s%s", story->db, ends[i])));
	if (status != OK)
		return str_c(story->arena, err_text(story->arena, EN, &err));
	return memcmp(first.whole.hash, third.whole.hash, DIGEST_HASH) ? "the copies have another hash" : NULL;
}

static void keep_first(void *context, const struct verify_finding *finding)
{
	struct verify_finding *first = context;
	if (!first->what)
		*first = *finding;
}

/* Every counter must equal the rows it counts, once the merger ran. */
static const char *wrong_figures(struct story *story, struct db *db)
{
	struct err err = { 0 };
	struct counter_wrong *at;
	int64_t marks;
	size_t count;
	if (story->app)
		must(app_chore(story->app, "figure.merge", &err), &err);
	must(db_view_begin(db, &err), &err);
	must(counter_check(story->arena, db, time_now(), &marks, &at, &count, &err), &err);
	db_view_end(db);
	if (!count)
		return NULL;
	return str_c(story->arena, str_format(story->arena, "rollup: %s of %s %lld in %lld", at->family, at->level,
	                                   (long long)at->first, (long long)at->first_month));
}

const char *story_chains(struct story *story)
{
	static const struct db_statement list = { "chains",
		"SELECT cell, shard, count(*) FROM audit GROUP BY cell, shard", "", DB_OWN };
	enum { CHAINS = 200 };
	struct db *db = NULL;
	struct err err = { 0 };
	const char *wrong = NULL;
	struct db_cursor *chains;
	int64_t cell[CHAINS], shard[CHAINS], count[CHAINS], rows;
	size_t all = 0;
	bool row;
	must(db_open(story->url, DB_READ, &db, &err), &err);
	must(db_start(db, &list, &chains, &err), &err);
	for (; db_step(chains, &row, &err) == OK && row && all < CHAINS; all++) {
		cell[all] = db_int(chains, 0);
		shard[all] = db_int(chains, 1);
		count[all] = db_int(chains, 2);
	}
	db_finish(chains);
	for (size_t i = 0; i < all && !wrong; i++) {
		bool whole;
		must(audit_verify(story->arena, db, cell[i], (int)shard[i], &whole, &rows, &err), &err);
		if (!whole || rows != count[i])
			wrong = str_c(story->arena,
			        str_format(story->arena, "the audit chain of %lld is not whole", (long long)cell[i]));
	}
	if (!wrong)
		wrong = broken_rule(story, db);
	struct verify_result result;
	struct verify_finding first = { 0 };
	must(db_view_begin(db, &err), &err);
	must(app_verify(db, &(struct verify_wish){ .tell = keep_first, .context = &first }, &result, &err), &err);
	db_view_end(db);
	if (!wrong && result.wrong)
		wrong = str_c(story->arena, str_format(story->arena, "app_verify: %s %.*s of %lld", first.what,
		                                    STR_ARG(first.kind), (long long)first.object));
	if (!wrong)
		wrong = wrong_figures(story, db);
	db_close(db);
	return wrong;
}

void story_exercised(const char *path)
{
	FILE *file = fopen(path, "a");
	for (size_t i = 0; file && i < db_statement_count; i++)
		if (db_exercised[i])
			fprintf(file, "statement %s\n", db_statement_names[i]);
	for (size_t i = 0; file && i < app_route_count(); i++) {
		const struct feature *feature;
		const struct route *route = app_route(i, &feature);
		if (app_route_ran(i))
			fprintf(file, "route %s:%s\n", route->method == HTTP_GET ? "GET" : "POST", route->path);
	}
	if (file)
		fclose(file);
}
