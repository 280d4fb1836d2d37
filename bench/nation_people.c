/* Members, their places in the cells, accounts with their roles and devices. */
#include "bench/nation.h"

#include "base/hex.h"
#include "base/text.h"
#include "feature/person/person_private.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t people_from = INT64_C(1759251600000),
                     accounts_from = INT64_C(1759683600000); /* 1 and 6 October 2025 */
static const int64_t awake_until = INT64_C(4102444800000);   /* 2100 */
enum { OFFICERS_BEFORE = 10000000, PLACES = 64 };

static int place_of(const struct nation *nation, const struct cell *cell)
{
	return (int)(cell - nation->cell);
}

static int64_t person_instant(const struct nation *nation, const struct cell *cell, int at)
{
	return people_from + (int64_t)place_of(nation, cell) * PLACES + at;
}

int64_t nation_people_at(void)
{
	return people_from;
}

int64_t nation_import(const struct nation *nation, const struct cell *cell)
{
	return nation_id(person_instant(nation, cell, 0), 0, 0);
}

int64_t nation_account(const struct nation *nation, const struct cell *cell, int at)
{
	return nation_id(accounts_from + (int64_t)place_of(nation, cell) * ACCOUNTS + at, 0, 0);
}

int64_t nation_officer_of(int commune)
{
	return nation_id(accounts_from - OFFICERS_BEFORE + commune, 0, 0);
}

int64_t nation_province_officer(int province)
{
	return nation_id(accounts_from - 2 * OFFICERS_BEFORE + province, 0, 0);
}

int64_t nation_officer(const struct cell *cell, int64_t at)
{
	return nation_officer_of(cell->moved_at && at >= cell->moved_at ? cell->moved_to : cell->commune);
}

static const char *duty_of(struct dice *dice, int at, const struct cell *cell)
{
	int chance = dice_up_to(dice, 1000);
	if (at < 3)
		return "due";
	if (chance < 45)
		return "exempt";
	if (chance < 65)
		return "away";
	return chance < 75 && !strcmp(cell_type_name(cell), "llvt") ? "special_duty" : "due";
}

static bool known(const struct comrade *members, int count, struct str name)
{
	for (int i = 0; i < count; i++)
		if (str_eq(members[i].name, name))
			return true;
	return false;
}

int nation_first_members(
        struct arena *arena, const struct nation *nation, const struct cell *cell, struct comrade *ret_members)
{
	struct dice dice = dice_of(nation->seed, 3, (uint64_t)cell->id, 0);
	for (int i = 0; i < cell->members; i++) {
		struct comrade *member = &ret_members[i];
		bool woman = dice_up_to(&dice, 100) < 36, minority = cell->minority && dice_up_to(&dice, 100) < 80;
		do
			nation_name(arena, &dice, woman, minority, &member->name, &member->sort_key, &member->ethnic);
		while (known(ret_members, i, member->name));
		member->id = nation_id(person_instant(nation, cell, i), cell->shard, 0);
		member->sex = woman ? "Nữ" : "Nam";
		member->post = i == 0 ? "bi_thu" : i == 1 ? "pho_bi_thu" : i == 2 ? "chi_uy_vien" : "dang_vien";
		member->status = i > 6 && dice_up_to(&dice, 100) < 4 ? "probationary" : "full";
		member->duty = duty_of(&dice, i, cell);
		member->away = !strcmp(member->duty, "away");
		member->birth_year = 1945 + dice_up_to(&dice, 54);
		member->joined_year = member->birth_year + 19 + dice_up_to(&dice, 12);
		if (member->joined_year > 2022)
			member->joined_year = 2022;
		if (*member->status == 'p')
			member->joined_year = 2025;
	}
	return cell->members;
}

int nation_members(struct arena *arena, const struct nation *nation, const struct cell *cell, int month_at,
        struct comrade *ret_members)
{
	int first = nation_first_members(arena, nation, cell, ret_members), count = 0;
	bool gone[MEMBERS_MAX] = { false };
	for (int i = cell->out; i >= 0; i = nation->step[i].next_out)
		if (nation->step[i].month_at <= month_at)
			gone[nation->step[i].at] = true;
	for (int i = 0; i < first; i++)
		if (!gone[i])
			ret_members[count++] = ret_members[i];
	for (int i = cell->in; i >= 0; i = nation->step[i].next_in)
		if (nation->step[i].month_at <= month_at) {
			check(count < MEMBERS_MAX);
			ret_members[count++] = nation->step[i].comrade;
		}
	return count;
}

bool nation_members_differ(const struct nation *nation, const struct cell *cell, int month_at)
{
	for (int i = cell->out; i >= 0; i = nation->step[i].next_out)
		if (nation->step[i].month_at == month_at)
			return true;
	for (int i = cell->in; i >= 0; i = nation->step[i].next_in)
		if (nation->step[i].month_at == month_at)
			return true;
	return false;
}

/* ---- Numbers without the number: kept until all are known, written in the order of their hashes. ---- */

struct number {
	unsigned char hash[16];
	const char *kind;
	int64_t person;
};
struct numbers {
	struct number *at;
	size_t count, room;
};

static void keep_number(struct numbers *numbers, const struct nation *nation, struct arena *arena, const char *kind,
        struct str value, int64_t person)
{
	if (numbers->count == numbers->room) {
		numbers->room = numbers->room ? numbers->room * 2 : 1 << 16;
		numbers->at = realloc(numbers->at, numbers->room * sizeof(*numbers->at));
		check(numbers->at);
	}
	struct number *number = &numbers->at[numbers->count++];
	struct str hash =
	        person_hash_number(arena, (struct str){ (const char *)nation->person_key, HASH }, kind, value);
	check(hash.len == sizeof(number->hash));
	memcpy(number->hash, hash.ptr, hash.len);
	number->kind = kind;
	number->person = person;
}

static int by_kind(const void *x, const void *y)
{
	const struct number *a = x, *b = y;
	int order = strcmp(a->kind, b->kind);
	return order ? order : memcmp(a->hash, b->hash, sizeof(a->hash));
}

static void put_numbers(struct nation *nation, struct numbers *numbers)
{
	qsort(numbers->at, numbers->count, sizeof(*numbers->at), by_kind);
	for (size_t i = 0; i < numbers->count; i++) {
		struct row row = row_of(nation->sink, "person_key");
		row_c(&row, numbers->at[i].kind);
		row_blob(&row, numbers->at[i].hash, sizeof(numbers->at[i].hash));
		row_int(&row, numbers->at[i].person);
		row_end(&row);
	}
	free(numbers->at);
}

/* ---- People ---- */

static const char *const jobs[] = { "Nông dân", "Giáo viên", "Cán bộ hưu trí", "Công nhân", "Công chức", "Bác sĩ",
	"Kinh doanh", "Kỹ sư" };

static void put_person(struct nation *nation, struct arena *arena, const struct cell *cell,
        const struct comrade *member, int at, int64_t import, struct numbers *numbers)
{
	struct dice dice = dice_of(nation->seed, 4, (uint64_t)member->id, 0);
	int64_t serial = (int64_t)place_of(nation, cell) * MEMBERS_MAX + at;
	const struct unit_place *commune = &nation->commune[cell->commune];
	bool full = *member->status == 'f';
	struct str card =
	        full ? str_format(arena, "%08lld", (long long)(10000000 + (serial * 7919 + 13) % 90000000)) : STR_NONE;
	struct str number = dice_up_to(&dice, 2)
	                            ? str_format(arena, "0%.*s%09lld", STR_ARG(nation->province[commune->above].code),
	                                      (long long)((serial * 104729 + 57) % 1000000000))
	                            : STR_NONE;
	int month = 1 + dice_up_to(&dice, 12), day = 1 + dice_up_to(&dice, 28);
	struct row row = row_of(nation->sink, "person");
	row_int(&row, member->id);
	row_int(&row, cell->shard);
	row_text(&row, member->name);
	row_int(&row, TEXT_VERSION);
	row_text(&row, str_format(arena, "%d-%02d-%02d", member->birth_year, month, day));
	row_c(&row, member->sex);
	row_c(&row, member->ethnic);
	row_text(&row, commune->name);
	row_text(&row, commune->name);
	row_text(&row, str_format(arena, "%d-%02d-%02d", member->joined_year, full ? 1 + dice_up_to(&dice, 12) : 12,
	                       1 + dice_up_to(&dice, 28)));
	row_text(&row, full ? str_format(arena, "%d-%02d-%02d", member->joined_year + 2, month, day) : STR_NONE);
	row_text(&row, card);
	row_text(&row, number);
	row_text(&row,
	        at < ACCOUNTS ? str_format(arena, "09%08lld", (long long)((serial * 7919) % 100000000)) : STR_NONE);
	row_null(&row);
	row_c(&row, jobs[dice_up_to(&dice, LENGTH(jobs))]);
	row_c(&row, "12/12");
	row_null(&row);
	row_int(&row, import);
	row_int(&row, people_from);
	row_null(&row);
	row_end(&row);
	if (card.len)
		keep_number(numbers, nation, arena, "card", card, member->id);
	if (number.len)
		keep_number(numbers, nation, arena, "id_number", number, member->id);
}

static void put_membership(
        struct nation *nation, const struct cell *cell, const struct comrade *member, int at, int64_t import)
{
	struct row row = row_of(nation->sink, "membership");
	row_int(&row, nation_id(person_instant(nation, cell, at), cell->shard, 1));
	row_int(&row, cell->shard);
	row_int(&row, cell->id);
	row_int(&row, member->id);
	row_c(&row, "2025-10-01");
	row_c(&row, "9999-12-31");
	row_c(&row, member->away ? "away" : "official");
	row_c(&row, member->status);
	row_c(&row, member->post);
	row_text(&row, member->name);
	row_blob(&row, member->sort_key.ptr, member->sort_key.len);
	row_null(&row);
	row_null(&row);
	row_null(&row);
	row_int(&row, import);
	row_int(&row, people_from);
	row_end(&row);
	if (member->away || !strcmp(member->duty, "due"))
		return;
	row = row_of(nation->sink, "member_state");
	row_int(&row, nation_id(person_instant(nation, cell, at), cell->shard, 2));
	row_int(&row, cell->shard);
	row_int(&row, cell->id);
	row_int(&row, member->id);
	row_c(&row, member->duty);
	row_c(&row, "2025-10-01");
	row_c(&row, "9999-12-31");
	row_null(&row);
	row_null(&row);
	row_int(&row, import);
	row_int(&row, people_from);
	for (int i = 0; i < 3; i++) /* ground, record, reported: unknown, as an import leaves them */
		row_null(&row);
	row_end(&row);
}

static void put_import(struct nation *nation, struct arena *arena, const struct cell *cell, int64_t import)
{
	unsigned char hash[HASH];
	crypto_generichash(hash, HASH, (const unsigned char *)&import, sizeof(import), NULL, 0);
	struct row row = row_of(nation->sink, "roster_import");
	row_int(&row, import);
	row_int(&row, cell->id);
	row_text(&row, str_format(arena, "danh-sach-%d.xlsx", place_of(nation, cell) + 1));
	row_blob(&row, hash, HASH);
	row_null(&row);
	row_int(&row, cell->members);
	row_int(&row, cell->members);
	row_int(&row, 0);
	row_int(&row, people_from);
	row_null(&row);
	row_int(&row, nation_id(person_instant(nation, cell, 0), 0, 0));
	row_end(&row);
}

/* ---- Accounts ---- */

void nation_token(const struct nation *nation, int64_t account, char ret_token[65])
{
	unsigned char bytes[HASH];
	int64_t what[2] = { nation->seed, account };
	crypto_generichash(bytes, HASH, (const unsigned char *)what, sizeof(what), (const unsigned char *)"device", 0);
	sodium_bin2hex(ret_token, 65, bytes, HASH);
}

/* An officer's session ends when idle; theirs here stay awake, so that a load test can sign in at any time. */
static void put_device(struct nation *nation, int64_t account, bool officer)
{
	char token[65];
	unsigned char hash[HASH];
	nation_token(nation, account, token);
	crypto_generichash(hash, HASH, (const unsigned char *)token, 64, NULL, 0);
	/* A device is known for a year. */
	int after = month_add(nation->first_month, nation->months);
	int64_t since = date_instant((struct date){ after / 100, after % 100, 1 }, 0);
	struct row row = row_of(nation->sink, "device");
	row_int(&row, account + 3);
	row_int(&row, account);
	row_blob(&row, hash, HASH);
	row_c(&row, "Điện thoại Android");
	row_int(&row, 0);
	row_int(&row, since);
	row_c(&row, "2025-10-06");
	row_int(&row, officer ? awake_until : since);
	row_int(&row, officer ? awake_until : 0);
	row_null(&row);
	row_end(&row);
}

static void put_role(
        struct nation *nation, int64_t account, int place, int64_t unit, const char *role, struct str since, int64_t at)
{
	struct row row = row_of(nation->sink, "account_role");
	row_int(&row, account + place);
	row_int(&row, account);
	row_int(&row, unit);
	row_c(&row, role);
	row_text(&row, since);
	row_c(&row, "9999-12-31");
	row_int(&row, 0);
	row_int(&row, at);
	row_end(&row);
}

static void put_account(struct nation *nation, int64_t account, int64_t person, const char *login, struct str name)
{
	struct row row = row_of(nation->sink, "account");
	row_int(&row, account);
	row_opt(&row, person);
	row_c(&row, login);
	row_text(&row, name);
	row_null(&row);
	row_c(&row, "vi");
	row_text(&row, nation->pin_hash);
	row_int(&row, 0);
	row_null(&row);
	row_int(&row, accounts_from);
	row_int(&row, 1);
	row_c(&row, "light");
	row_int(&row, accounts_from);
	row_null(&row);
	row_end(&row);
	put_device(nation, account, !person);
}

struct str nation_officer_name(struct arena *arena, const struct nation *nation, int commune)
{
	uint64_t place = (uint64_t)(commune < 0 ? -1 - commune : nation->province_count + commune);
	struct dice dice = dice_of(nation->seed, 5, place, 0);
	const char *ethnic;
	struct str name, key;
	nation_name(arena, &dice, dice_up_to(&dice, 2), false, &name, &key, &ethnic);
	return name;
}

static void put_officers(struct nation *nation, struct arena *arena)
{
	const char *ethnic;
	struct str name, key;
	for (int i = 0; i < nation->province_count + nation->commune_count; i++) {
		bool province = i < nation->province_count;
		const struct unit_place *unit =
		        province ? &nation->province[i] : &nation->commune[i - nation->province_count];
		int64_t account = province ? nation_province_officer(i) : nation_officer_of(i - nation->province_count);
		name = nation_officer_name(arena, nation, province ? -1 - i : i - nation->province_count);
		put_account(nation, account, 0,
		        str_c(arena, str_format(arena, "cb%s%.*s", province ? "t" : "x", STR_ARG(unit->code))), name);
		put_role(nation, account, 1, unit->id, "officer", STR("2025-10-06"), accounts_from);
	}
	struct dice dice = dice_of(nation->seed, 5, (uint64_t)nation->province_count, 1);
	nation_name(arena, &dice, false, false, &name, &key, &ethnic);
	int64_t account = nation_province_officer(nation->province_count);
	put_account(nation, account, 0, "cbtw", name);
	put_role(nation, account, 1, nation->centre, "officer", STR("2025-10-06"), accounts_from);
}

static void put_cell_accounts(struct nation *nation, const struct cell *cell, const struct comrade *members, int count,
        struct str since, int64_t at)
{
	static const char *const roles[ACCOUNTS] = { "secretary", "deputy", "clerk", NULL };
	for (int i = 0; i < ACCOUNTS && i < count; i++) {
		int64_t account = nation_account(nation, cell, i);
		put_account(nation, account, members[i].id, NULL, members[i].name);
		put_role(nation, account, 1, cell->id, "member", since, at);
		if (roles[i])
			put_role(nation, account, 2, cell->id, roles[i], since, at);
	}
}

void nation_later_accounts(struct nation *nation)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	for (int i = nation->first_count; i < nation->cell_count; i++) {
		const struct cell *cell = &nation->cell[i];
		struct comrade members[MEMBERS_MAX];
		int month = month_add(nation->first_month, cell->from);
		struct date date = { month / 100, month % 100, 1 };
		int count = nation_members(arena, nation, cell, cell->from, members);
		put_cell_accounts(nation, cell, members, count, date_iso(arena, date), date_instant(date, 10 * 60));
		arena_reset(arena);
	}
}

static void put_cell_people(
        struct nation *nation, struct arena *arena, const struct cell *cell, struct numbers *numbers)
{
	struct comrade members[MEMBERS_MAX];
	int64_t import = nation_import(nation, cell);
	int count = nation_first_members(arena, nation, cell, members);
	put_import(nation, arena, cell, import);
	for (int i = 0; i < count; i++) {
		put_person(nation, arena, cell, &members[i], i, import, numbers);
		put_membership(nation, cell, &members[i], i, import);
	}
	put_cell_accounts(nation, cell, members, count, STR("2025-10-06"), accounts_from);
}

void nation_people(struct nation *nation)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct numbers numbers = { 0 };
	put_officers(nation, arena);
	for (int i = 0; i < nation->cell_count; i++) {
		put_cell_people(nation, arena, &nation->cell[i], &numbers);
		arena_reset(arena);
	}
	put_numbers(nation, &numbers);
	struct row row = row_of(nation->sink, "site");
	row_c(&row, "opinion_key");
	row_blob(&row, nation->opinion_key, HASH);
	row_end(&row);
	row = row_of(nation->sink, "site");
	row_c(&row, "person_key");
	row_blob(&row, nation->person_key, HASH);
	row_end(&row);
}

void nation_tokens(struct nation *nation, const char *path, int sample)
{
	static const char *const roles[] = { "secretary", "deputy", "clerk", "member" };
	FILE *file = fopen(path, "w");
	char token[65];
	if (!file) {
		fprintf(stderr, "nation: cannot write %s\n", path);
		exit(2);
	}
	fprintf(file, "role\tcell\tmeeting\ttoken\n");
	for (int i = 0; i < sample && i < nation->cell_count; i++) {
		int place = (int)((int64_t)i * nation->cell_count /
		                  (sample < nation->cell_count ? sample : nation->cell_count));
		while (nation->cell[place].until < nation->months) /* it is no more: the one before it */
			place = (place + nation->cell_count - 1) % nation->cell_count;
		struct cell *cell = &nation->cell[place];
		struct meet meet;
		CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
		struct comrade members[MEMBERS_MAX];
		int count = nation_members(arena, nation, cell, nation->months - 1, members);
		meet_make(&meet, arena, nation, cell, members, count, nation->months - 1);
		for (int at = 0; at < ACCOUNTS; at++) {
			nation_token(nation, nation_account(nation, cell, at), token);
			fprintf(file, "%s\t%lld\t%lld\t%s\n", roles[at], (long long)cell->id, (long long)meet.id,
			        token);
		}
		nation_token(nation, nation_officer(cell, INT64_MAX), token);
		int commune = cell->moved_at ? cell->moved_to : cell->commune;
		fprintf(file, "officer\t%lld\t%lld\t%s\n", (long long)nation->commune[commune].id, (long long)meet.id,
		        token);
	}
	fclose(file);
}
