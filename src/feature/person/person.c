/* The person: data as known, numbers that belong to one person only, entering and being corrected. */
#include "feature/person/person_private.h"

#include "base/id.h"
#include "base/random.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/person_sql.h"

#include <sodium.h>

enum { NAME_LETTERS = 120, GROWN_UP = 18 };

static struct str digits(struct arena *arena, struct str text)
{
	struct buf buf = buf_open(arena, 64);
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			buf_char(&buf, text.ptr[i]);
	return buf.len ? buf_text(&buf) : STR_NONE;
}

static struct str line(struct arena *arena, struct str text)
{
	struct str clean = text_line(arena, text);
	return clean.len ? clean : STR_NONE;
}

void person_tidy(struct arena *arena, struct person_data *data)
{
	struct str *lines[] = { &data->full_name, &data->birth, &data->sex, &data->ethnic, &data->home,
		&data->residence, &data->joined, &data->official, &data->email, &data->job, &data->education,
		&data->note };
	struct str *numbers[] = { &data->card, &data->id_number, &data->phone };
	for (size_t i = 0; i < LENGTH(lines); i++)
		*lines[i] = line(arena, *lines[i]);
	for (size_t i = 0; i < LENGTH(numbers); i++)
		*numbers[i] = digits(arena, *numbers[i]);
}

static enum status check_day(
        struct str day, const char *field, struct str today, struct date *ret_date, struct err *err)
{
	*ret_date = (struct date){ 0 };
	if (!day.len)
		return OK;
	if (!date_parse(day, ret_date))
		return err_set(err, INVALID, "person.day", field);
	return str_compare(str_slice(today, 0, day.len), day) < 0 ? err_set(err, INVALID, "person.future", field) : OK;
}

/* Whether a is surely before b: by the parts that both know. */
static bool surely_before(struct date a, struct date b)
{
	if (!a.year || !b.year || a.year != b.year)
		return a.year && b.year && a.year < b.year;
	if (!a.month || !b.month || a.month != b.month)
		return a.month && b.month && a.month < b.month;
	return a.day && b.day && a.day < b.day;
}

static enum status check_numbers(const struct person_data *data, struct err *err)
{
	if (data->id_number.len && data->id_number.len != 9 && data->id_number.len != 12)
		return err_set(err, INVALID, "person.id_number", "id_number");
	if (data->card.len && (data->card.len < 6 || data->card.len > 12))
		return err_set(err, INVALID, "person.card", "card");
	if (data->phone.len && (data->phone.len < 9 || data->phone.len > 12))
		return err_set(err, INVALID, "person.phone", "phone");
	return OK;
}

enum status person_check(const struct person_data *data, struct str today, struct err *err)
{
	struct date birth, joined, official;
	if (!data->full_name.len)
		return err_set(err, INVALID, "person.name_missing", "full_name");
	if (text_letters(data->full_name) > NAME_LETTERS)
		return err_set(err, INVALID, "person.name_long", "full_name");
	if (data->sex.len && !str_is(data->sex, "Nam") && !str_is(data->sex, "Nữ"))
		return err_set(err, INVALID, "person.sex", "sex");
	TRY(check_day(data->birth, "birth", today, &birth, err));
	TRY(check_day(data->joined, "joined", today, &joined, err));
	TRY(check_day(data->official, "official", today, &official, err));
	if (surely_before(official, joined))
		return err_set(err, INVALID, "person.official_early", "official");
	if (birth.year) {
		struct date grown = { birth.year + GROWN_UP, birth.month, birth.day };
		if (surely_before(joined, grown))
			return err_set(err, INVALID, "person.underage", "joined");
	}
	return check_numbers(data, err);
}

/* The secret that turns numbers into hashes: made once, never shown. */
enum status person_secret(struct arena *arena, struct db *db, struct str *ret_secret, struct err *err)
{
	struct person_site_row row;
	bool found;
	TRY(person_site(arena, db, &(struct person_site_in){ .name = STR("person_key") }, &row, &found, err));
	*ret_secret = found ? row.value : STR_NONE;
	return OK;
}

enum status person_secret_make(struct arena *arena, struct db *db, struct str *ret_secret, struct err *err)
{
	TRY(person_secret(arena, db, ret_secret, err));
	if (ret_secret->len)
		return OK;
	unsigned char *bytes = arena_take(arena, crypto_generichash_KEYBYTES);
	random_bytes(bytes, crypto_generichash_KEYBYTES);
	*ret_secret = (struct str){ (const char *)bytes, crypto_generichash_KEYBYTES };
	return person_site_put(
	        arena, db, &(struct person_site_put_in){ .name = STR("person_key"), .value = *ret_secret }, err);
}

struct str person_hash_number(struct arena *arena, struct str key, const char *kind, struct str value)
{
	check(key.len == crypto_generichash_KEYBYTES && (size_t)PERSON_HASH <= crypto_generichash_BYTES);
	unsigned char *hash = arena_take(arena, crypto_generichash_BYTES);
	struct str text = str_format(arena, "%s:%.*s", kind, STR_ARG(value));
	crypto_generichash(hash, crypto_generichash_BYTES, (const unsigned char *)text.ptr, text.len,
	        (const unsigned char *)key.ptr, key.len);
	return (struct str){ (const char *)hash, PERSON_HASH };
}

static enum status find_number(struct arena *arena, struct db *db, struct str key, const char *kind, struct str value,
        int64_t *ret_person, struct err *err)
{
	struct person_key_find_row row;
	bool found;
	*ret_person = 0;
	if (!value.len || !key.len)
		return OK;
	TRY(person_key_find(arena, db,
	        &(struct person_key_find_in){
	                .kind = str_of(kind), .hash = person_hash_number(arena, key, kind, value) },
	        &row, &found, err));
	*ret_person = found ? row.person.n : 0;
	return OK;
}

enum status person_find_key(
        struct arena *arena, struct db *db, const char *kind, struct str value, int64_t *ret_person, struct err *err)
{
	struct str key = STR_NONE;
	if (value.len)
		TRY(person_secret(arena, db, &key, err));
	return find_number(arena, db, key, kind, value, ret_person, err);
}

enum status person_where(
        struct arena *arena, struct db *db, int64_t person, int64_t *ret_cell, struct str *ret_name, struct err *err)
{
	struct person_cell_of_row row;
	bool found;
	TRY(person_cell_of(arena, db, &(struct person_cell_of_in){ .person = { person } }, &row, &found, err));
	*ret_cell = found ? row.cell.n : 0;
	*ret_name = found ? row.name : STR_NONE;
	return OK;
}

/* The number belongs to somebody else: says where that person is a member. */
static enum status taken(struct arena *arena, struct db *db, const char *kind, int64_t other, struct err *err)
{
	int64_t cell;
	struct str where;
	TRY(person_where(arena, db, other, &cell, &where, err));
	enum status status = err_set(err, CONFLICT, cell ? "person.twice_elsewhere" : "person.number_taken", kind);
	err_arg(err, "where", where);
	err_arg_int(err, "cell", cell);
	return status;
}

static enum status drop_key(struct arena *arena, struct db *db, struct str key, int64_t person, const char *kind,
        struct str value, struct err *err)
{
	if (!value.len || !key.len)
		return OK;
	return person_key_drop(arena, db,
	        &(struct person_key_drop_in){ .kind = str_of(kind),
	                .hash = person_hash_number(arena, key, kind, value),
	                .person = { person } },
	        err);
}

enum status person_keys_drop(
        struct arena *arena, struct db *db, int64_t person, struct str card, struct str id_number, struct err *err)
{
	struct str key;
	TRY(person_secret(arena, db, &key, err));
	TRY(drop_key(arena, db, key, person, "card", card, err));
	return drop_key(arena, db, key, person, "id_number", id_number, err);
}

static enum status refuse_taken(struct arena *arena, struct db *db, struct str key, int64_t person, const char *kind,
        struct str value, struct err *err)
{
	int64_t other;
	TRY(find_number(arena, db, key, kind, value, &other, err));
	return other && other != person ? taken(arena, db, kind, other, err) : OK;
}

/* The numbers were looked for already. */
static enum status add_keys(struct arena *arena, struct db *db, struct str key, int64_t person,
        const struct person_data *data, struct err *err)
{
	static const char *const kinds[] = { "card", "id_number" };
	struct str values[] = { data->card, data->id_number };
	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (values[i].len)
			TRY(person_key_add(arena, db,
			        &(struct person_key_add_in){ .kind = str_of(kinds[i]),
			                .hash = person_hash_number(arena, key, kinds[i], values[i]),
			                .person = { person } },
			        err));
	return OK;
}

enum status person_keys_set(
        struct arena *arena, struct db *db, int64_t person, const struct person_data *data, struct err *err)
{
	struct str key;
	struct person_numbers_rows had;
	TRY(person_secret_make(arena, db, &key, err));
	TRY(refuse_taken(arena, db, key, person, "card", data->card, err));
	TRY(refuse_taken(arena, db, key, person, "id_number", data->id_number, err));
	TRY(person_numbers(arena, db, &(struct person_numbers_in){ .person = { person } }, &had, err));
	for (size_t i = 0; i < had.count; i++)
		TRY(person_keys_drop(arena, db, person, had.at[i].card, had.at[i].id_number, err));
	return add_keys(arena, db, key, person, data, err);
}

enum status person_insert(struct arena *arena, struct db *db, int64_t person, int shard, const struct person_data *d,
        int64_t import, int64_t now, struct err *err)
{
	return person_put(arena, db,
	        &(struct person_put_in){ .id = person,
	                .shard = shard,
	                .full_name = d->full_name,
	                .text_version = TEXT_VERSION,
	                .birth = d->birth,
	                .sex = d->sex,
	                .ethnic = d->ethnic,
	                .home = d->home,
	                .residence = d->residence,
	                .joined = d->joined,
	                .official = d->official,
	                .card = d->card,
	                .id_number = d->id_number,
	                .phone = d->phone,
	                .email = d->email,
	                .job = d->job,
	                .education = d->education,
	                .note = d->note,
	                .import = import ? OPT(import) : OPT_NONE,
	                .at = now },
	        err);
}

enum status person_write(
        struct arena *arena, struct db *db, int64_t person, int shard, const struct person_data *d, struct err *err)
{
	return person_set(arena, db,
	        &(struct person_set_in){ .id = person,
	                .shard = shard,
	                .full_name = d->full_name,
	                .text_version = TEXT_VERSION,
	                .birth = d->birth,
	                .sex = d->sex,
	                .ethnic = d->ethnic,
	                .home = d->home,
	                .residence = d->residence,
	                .joined = d->joined,
	                .official = d->official,
	                .card = d->card,
	                .id_number = d->id_number,
	                .phone = d->phone,
	                .email = d->email,
	                .job = d->job,
	                .education = d->education,
	                .note = d->note },
	        err);
}

/* Who the numbers say it is: 0 for somebody new. Refuses members of this or of another cell. */
static enum status known_person(struct arena *arena, struct db *db, struct str key, const struct person_new *new,
        const struct person_data *data, int64_t *ret_person, struct err *err)
{
	int64_t by_card, by_id, cell;
	struct str where;
	TRY(find_number(arena, db, key, "card", data->card, &by_card, err));
	TRY(find_number(arena, db, key, "id_number", data->id_number, &by_id, err));
	if (by_card && by_id && by_card != by_id)
		return err_set(err, INVALID, "person.two_people", "id_number");
	*ret_person = by_card ? by_card : by_id;
	if (!*ret_person)
		return OK;
	struct person_in_cell_row here;
	bool found;
	TRY(person_in_cell(arena, db,
	        &(struct person_in_cell_in){
	                .cell = { new->place.cell }, .shard = new->place.shard, .person = { *ret_person } },
	        &here, &found, err));
	if (found && str_is(here.until, FOR_GOOD))
		return err_set(err, CONFLICT, "person.twice_here", by_card ? "card" : "id_number");
	TRY(person_where(arena, db, *ret_person, &cell, &where, err));
	return cell && !str_is(new->place.kind, "temporary_here")
	               ? taken(arena, db, by_card ? "card" : "id_number", *ret_person, err)
	               : OK;
}

static enum status settle(struct arena *arena, struct db *db, const struct person_new *new,
        const struct person_data *data, int64_t *person, int64_t now, struct err *err)
{
	struct person_in_shard_row row;
	int shard = new->place.shard;
	bool found = false;
	bool known = *person != 0;
	if (known)
		TRY(person_in_shard(arena, db, &(struct person_in_shard_in){ .person = { *person }, .shard = shard },
		        &row, &found, err));
	else
		*person = id_new(shard);
	if (found)
		return person_write(arena, db, *person, shard, data, err);
	return person_insert(arena, db, *person, shard, data, new->import, now, err);
}

enum status person_add(struct arena *arena, struct db *db, const struct person_new *new, int64_t now,
        int64_t *ret_person, struct err *err)
{
	struct person_data data = new->data;
	const struct person_place *place = &new->place;
	struct str secret_key;
	person_tidy(arena, &data);
	if (!data.full_name.len)
		return err_set(err, INVALID, "person.name_missing", "full_name");
	if (text_letters(data.full_name) > NAME_LETTERS)
		return err_set(err, INVALID, "person.name_long", "full_name");
	TRY(person_secret_make(arena, db, &secret_key, err));
	TRY(known_person(arena, db, secret_key, new, &data, ret_person, err));
	bool known = *ret_person != 0;
	if (known)
		TRY(person_keys_set(arena, db, *ret_person, &data, err));
	TRY(settle(arena, db, new, &data, ret_person, now, err));
	if (!known)
		TRY(add_keys(arena, db, secret_key, *ret_person, &data, err));
	struct str since = new->since.len ? new->since : day_today(arena, now),
	           key = text_sort_key(arena, data.full_name);
	struct member member = { .person = *ret_person, .cell = place->cell, .shard = place->shard };
	TRY(person_membership_add(arena, db,
	        &(struct person_membership_add_in){ .id = id_new(place->shard),
	                .shard = place->shard,
	                .cell = { place->cell },
	                .person = { *ret_person },
	                .since = since,
	                .kind = place->kind,
	                .status = place->status,
	                .post = place->post.len ? place->post : STR("dang_vien"),
	                .name = data.full_name,
	                .sort_key = key,
	                .label = place->label.len ? place->label : STR_NONE,
	                .import = new->import ? OPT(new->import) : OPT_NONE,
	                .at = now },
	        err));
	TRY(person_tell_apart(arena, db, place->cell, place->shard, key, err));
	if (!new->import)
		TRY(counter_touch_since(arena, db, place->cell, place->shard, month_of_day(since), now, err));
	return new->exempt ? person_state_begin(arena, db, &member, "exempt", since, STR_NONE, new->exempt_reason,
	                             new->exempt_decision, new->import, now, err)
	                   : OK;
}

static bool same_data(const struct person_data *a, const struct person_data *b)
{
	const struct str *x = (const struct str *)a, *y = (const struct str *)b;
	for (size_t i = 0; i < sizeof(*a) / sizeof(struct str); i++)
		if (!str_eq(x[i], y[i]))
			return false;
	return true;
}

enum status person_update(struct arena *arena, struct db *db, const struct member *member,
        const struct person_data *given, int64_t import, int64_t now, bool *ret_changed, struct err *err)
{
	struct person_data data = *given;
	struct person_in_shard_row row;
	bool there;
	person_tidy(arena, &data);
	*ret_changed = !same_data(&data, &member->data);
	if (!*ret_changed)
		return OK;
	if (!data.full_name.len)
		return err_set(err, INVALID, "person.name_missing", "full_name");
	TRY(person_in_shard(arena, db,
	        &(struct person_in_shard_in){ .person = { member->person }, .shard = member->shard }, &row, &there,
	        err));
	if (!there)
		return person_insert(arena, db, member->person, member->shard, &data, import, now, err);
	if (import)
		TRY(person_keep_person(arena, db, import, member->person, member->shard, &member->data, err));
	TRY(person_keys_set(arena, db, member->person, &data, err));
	TRY(person_write(arena, db, member->person, member->shard, &data, err));
	if (str_eq(data.full_name, member->name))
		return OK;
	struct str key = text_sort_key(arena, data.full_name);
	if (import)
		TRY(person_keep_membership(arena, db, import, member->membership, member->shard, err));
	TRY(person_membership_rename(arena, db,
	        &(struct person_membership_rename_in){ .cell = { member->cell },
	                .shard = member->shard,
	                .person = { member->person },
	                .name = data.full_name,
	                .sort_key = key },
	        err));
	return person_tell_apart(arena, db, member->cell, member->shard, key, err);
}
