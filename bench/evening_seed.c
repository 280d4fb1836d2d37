/* The database of the design evening: evening_seed --db URL --tokens FILE [--cells 2000] [--records 4]. A commune a
   hundred cells, each with 25 people, a secretary, a clerk and six members who have devices, and a meeting that is open
   now; through the features' own functions. The tokens file has a line a device:
       clerk|chair|member|officer TAB cookie TAB meeting (officer: unit) TAB persons, with commas TAB records */
#include "app/app.h"
#include "app/session.h"
#include "base/hex.h"
#include "base/id.h"
#include "base/random.h"
#include "base/time.h"
#include "feature/account/account_private.h"
#include "feature/hold/hold_private.h"
#include "feature/meeting/meeting_private.h"
#include "feature/person/person.h"
#include "feature/record/record.h"
#include "gen/account_sql.h"
#include "gen/app_sql.h"
#include "gen/record_sql.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBERS = 25, DEVICES = 8, COMMUNE = 100, TOKEN = 32 };

struct seed {
	struct arena *arena; /* of one cell */
	struct db *db;
	FILE *tokens;
	int64_t now, province, commune, number;
	int cells, records;
	struct str today;
	struct unit cell;
	struct meeting meeting;
	int64_t person[MEMBERS];
	struct str name[MEMBERS];
	struct account_id account[DEVICES];
	struct str pin; /* hashed once: of members, who are asked for it */
	struct buf ids; /* of the records */
};

static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô" };
static const char *const middle[] = { "Văn", "Thị", "Đức", "Minh", "Ngọc", "Quang", "Hữu", "Xuân", "Thanh", "Kim" };
static const char *const given[] = { "An", "Bình", "Cường", "Dung", "Giang", "Hạnh", "Hùng", "Khoa", "Lan", "Mai",
	"Nam", "Oanh", "Phúc", "Quý", "Sơn", "Tâm", "Uyên", "Vinh", "Yến", "Đông" };

static enum status unit(
        struct seed *seed, const char *kind, const char *name, int64_t parent, int64_t *ret_id, struct err *err)
{
	bool cell = !strcmp(kind, "chi_bo");
	return unit_create(seed->arena, seed->db,
	        &(struct unit_new){ .kind = str_of(kind),
	                .cell_type = cell ? STR("thon") : STR_NONE,
	                .name = str_format(seed->arena, "%s %lld", name, (long long)seed->number),
	                .since = STR("2025-07-01"),
	                .parent = parent },
	        seed->now, ret_id, err);
}

/* A browser that signed in; pin_until in the future: one who confirms needs no PIN for ten hours. */
static enum status device(struct seed *seed, struct account_id account, const char *kind, int64_t object,
        struct str persons, struct err *err)
{
	unsigned char bytes[TOKEN], hash[32];
	int64_t id = id_new(0);
	random_bytes(bytes, sizeof(bytes));
	struct str token = hex_encode(seed->arena, bytes, sizeof(bytes));
	token_hash(token, hash);
	TRY(device_add(seed->arena, seed->db,
	        &(struct device_add_in){ .id = id,
	                .account = account,
	                .token = { (const char *)hash, sizeof(hash) },
	                .name = STR("Chrome trên Android"),
	                .at = seed->now,
	                .day = seed->today },
	        err));
	bool signs = !strcmp(kind, "clerk") || !strcmp(kind, "chair");
	if (signs)
		TRY(device_pin(seed->arena, seed->db,
		        &(struct device_pin_in){ .device = id, .until = seed->now + 36000000 }, err));
	fprintf(seed->tokens, "%s\tchibo=%.*s\t%lld\t%.*s\t%.*s\n", kind, STR_ARG(token), (long long)object,
	        STR_ARG(persons), STR_ARG(signs ? buf_text(&seed->ids) : STR("")));
	return OK;
}

static enum status give(struct seed *seed, int64_t at, int64_t person, struct str name, const char *role,
        struct account_id *ret_account, struct err *err)
{
	return account_give(seed->arena, seed->db,
	        &(struct account_new){
	                .unit = at, .person = person, .name = name, .role = str_of(role), .since = STR("2026-01-01") },
	        seed->now, ret_account, err);
}

static enum status people(struct seed *seed, struct err *err)
{
	for (int i = 0; i < MEMBERS; i++) {
		int64_t n = seed->number * MEMBERS + i;
		seed->name[i] =
		        str_format(seed->arena, "%s %s %s", family[n % 10], middle[n / 7 % 10], given[n / 3 % 20]);
		struct person_new person = { .since = STR("2026-01-01"),
			.data = { .full_name = seed->name[i],
			        .birth = str_format(seed->arena, "19%02d-0%d-15", (int)(60 + n % 39), i % 9 + 1),
			        .sex = n / 7 % 10 == 1 ? STR("Nữ") : STR("Nam"),
			        .joined = STR("2018-05-19"),
			        .official = STR("2019-05-19"),
			        .card = str_format(seed->arena, "%012lld", 990000000000 + (long long)n) },
			.place = { .cell = seed->cell.id,
			        .shard = seed->cell.shard,
			        .kind = STR("official"),
			        .status = STR("full"),
			        .post = i == 0 ? STR("bi_thu") : STR("dang_vien") } };
		TRY(person_add(seed->arena, seed->db, &person, seed->now, &seed->person[i], err));
	}
	for (int i = 0; i < DEVICES; i++)
		TRY(give(seed, seed->cell.id, seed->person[i], seed->name[i],
		        i == 0   ? "secretary"
		        : i == 1 ? "clerk"
		                 : "member",
		        &seed->account[i], err));
	for (int i = 2; i < DEVICES; i++)
		TRY(account_pin_put(seed->arena, seed->db,
		        &(struct account_pin_put_in){ .account = seed->account[i], .hash = seed->pin, .at = seed->now },
		        err));
	return OK;
}

static enum status reload(struct seed *seed, struct err *err)
{
	return meeting_load(seed->arena, seed->db, seed->meeting.id, &seed->meeting, err);
}

static enum status open_meeting(struct seed *seed, struct err *err)
{
	struct meeting_new plan = { .cell = &seed->cell,
		.day = seed->today,
		.place = STR("Nhà văn hóa thôn"),
		.kind = STR("regular"),
		.moved_reason = STR("Buổi đo tốc độ"),
		.minute = MEETING_MINUTE };
	TRY(meeting_create(seed->arena, seed->db, &plan, seed->now, &seed->meeting.id, err));
	TRY(reload(seed, err));
	TRY(meeting_freeze(seed->arena, seed->db, &seed->meeting, seed->now, err));
	TRY(meeting_set_called(seed->arena, seed->db,
	        &(struct meeting_set_called_in){
	                .id = { seed->meeting.id }, .shard = seed->cell.shard, .at = seed->now },
	        err));
	TRY(reload(seed, err));
	struct hold hold = { seed->arena, seed->db, &seed->meeting, seed->account[1], seed->now, { seed->meeting.id } };
	TRY(hold_open_meeting(&hold, err));
	return reload(seed, err);
}

/* Adopted resolutions that wait for clerk and chair. */
static enum status adopted(struct seed *seed, struct err *err)
{
	int shard = seed->cell.shard;
	unsigned char hash[32];
	struct record_body body;
	if (!seed->records)
		return OK;
	TRY(record_draft(seed->arena, seed->db, &seed->meeting, "further", (struct motion_id){ 0 }, &body, err));
	struct str json = record_body_json(seed->arena, &body), digest = { (const char *)hash, sizeof(hash) };
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)json.ptr, json.len, NULL, 0);
	for (int i = 0; i < seed->records; i++) {
		struct record_id id = { id_new(shard) };
		TRY(record_add(seed->arena, seed->db,
		        &(struct record_add_in){ .id = id,
		                .shard = shard,
		                .cell = { seed->cell.id },
		                .meeting = { seed->meeting.id },
		                .kind = STR("resolution"),
		                .ord = i + 1,
		                .title = str_format(seed->arena, "Nghị quyết chuyên đề %d", i + 1),
		                .day = seed->today,
		                .at = seed->now },
		        err));
		TRY(record_version_add(seed->arena, seed->db,
		        &(struct record_version_add_in){ id, 1, shard, digest, seed->account[1], seed->now, json },
		        err));
		TRY(record_adopt(seed->arena, seed->db,
		        &(struct record_adopt_in){ id, shard, seed->now, 1, digest, { 0 } }, err));
		buf_format(&seed->ids, "%s%lld", i ? "," : "", (long long)id.n);
	}
	return OK;
}

static enum status one_cell(struct db *db, void *context, struct err *err)
{
	struct seed *seed = context;
	int64_t id;
	(void)db;
	if (seed->number % COMMUNE == 0) {
		struct account_id officer;
		TRY(unit(seed, "xa", "Đảng bộ xã", seed->province, &seed->commune, err));
		TRY(give(seed, seed->commune, 0, STR("Nguyễn Thị Theo Dõi"), "officer", &officer, err));
		TRY(device(seed, officer, "officer", seed->commune, STR(""), err));
	}
	TRY(unit(seed, "chi_bo", "Chi bộ thôn", seed->commune, &id, err));
	TRY(unit_load(seed->arena, seed->db, id, &seed->cell, err));
	TRY(people(seed, err));
	TRY(open_meeting(seed, err));
	seed->ids = buf_open(seed->arena, 1 << 16);
	TRY(adopted(seed, err));
	struct buf all = buf_open(seed->arena, 1 << 12);
	for (int i = 0; i < MEMBERS; i++)
		buf_format(&all, "%s%lld", i ? "," : "", (long long)seed->person[i]);
	for (int i = 0; i < DEVICES; i++)
		TRY(device(seed, seed->account[i],
		        i == 0   ? "chair"
		        : i == 1 ? "clerk"
		                 : "member",
		        seed->meeting.id, buf_text(&all), err));
	return OK;
}

static enum status province(struct db *db, void *context, struct err *err)
{
	struct seed *seed = context;
	int64_t centre;
	(void)db;
	TRY(unit(seed, "centre", "Trung ương", 0, &centre, err));
	return unit(seed, "tinh", "Đảng bộ tỉnh", centre, &seed->province, err);
}

static enum status fill(struct str url, struct seed *seed, struct err *err)
{
	CLOSES(db_closep) struct db *db = NULL;
	TRY(app_prepare(url, err));
	TRY(db_open(url, DB_WRITE, &db, err));
	CLOSES(arena_closep) struct arena *whole = arena_open(1 << 16);
	seed->db = db;
	seed->pin = pin_hash(whole, STR("482915"));
	for (int i = -1; i < seed->cells; i++) {
		CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
		seed->arena = arena;
		seed->number = i;
		seed->today = day_today(arena, seed->now);
		TRY(db_transaction(db, i < 0 ? province : one_cell, seed, err));
	}
	return OK;
}

int main(int count, char **words)
{
	struct seed seed = { .now = time_now(), .cells = 2000, .records = 4 };
	struct err err = { 0 };
	const char *url = NULL, *tokens = NULL;
	for (int i = 1; i + 1 < count; i += 2) {
		if (!strcmp(words[i], "--db"))
			url = words[i + 1];
		else if (!strcmp(words[i], "--tokens"))
			tokens = words[i + 1];
		else if (!strcmp(words[i], "--cells"))
			seed.cells = atoi(words[i + 1]);
		else if (!strcmp(words[i], "--records"))
			seed.records = atoi(words[i + 1]);
	}
	seed.tokens = tokens ? fopen(tokens, "w") : NULL;
	if (!url || !seed.tokens) {
		fprintf(stderr, "usage: evening_seed --db URL --tokens FILE [--cells N] [--records N]\n");
		return 2;
	}
	check(sodium_init() >= 0);
	enum status status = fill(str_of(url), &seed, &err);
	if (fclose(seed.tokens) || status != OK) {
		fprintf(stderr, "evening_seed: %s %s\n", err.code ? err.code : "", err.detail);
		return 1;
	}
	return 0;
}
