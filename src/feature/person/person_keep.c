/* Taking back an import, giving a person all that is kept of them, and forgetting them. */
#include "feature/person/person_private.h"

#include "app/export.h"
#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/person_sql.h"

#include <jansson.h>
#include <string.h>

enum { BODY = 1 << 16 };

static void put_data(struct buf *json, const struct person_data *d)
{
	export_text(json, "full_name", d->full_name);
	export_text(json, "birth", d->birth);
	export_text(json, "sex", d->sex);
	export_text(json, "ethnic", d->ethnic);
	export_text(json, "home", d->home);
	export_text(json, "residence", d->residence);
	export_text(json, "joined", d->joined);
	export_text(json, "official", d->official);
	export_text(json, "card", d->card);
	export_text(json, "id_number", d->id_number);
	export_text(json, "phone", d->phone);
	export_text(json, "email", d->email);
	export_text(json, "job", d->job);
	export_text(json, "education", d->education);
	export_text(json, "note", d->note);
}

enum status person_keep(struct arena *arena, struct db *db, int64_t import, const char *kind, int64_t object,
        struct str body, struct err *err)
{
	struct person_before_last_row last;
	bool found;
	TRY(person_before_last(arena, db, &(struct person_before_last_in){ .import = import }, &last, &found, err));
	return person_before_add(arena, db,
	        &(struct person_before_add_in){ .import = import,
	                .ord = found ? last.ord + 1 : 1,
	                .kind = str_of(kind),
	                .object = object,
	                .body = body },
	        err);
}

enum status person_keep_person(struct arena *arena, struct db *db, int64_t import, int64_t person, int shard,
        const struct person_data *data, struct err *err)
{
	struct buf json = buf_open(arena, BODY);
	buf_format(&json, "{\"shard\":%d", shard);
	put_data(&json, data);
	buf_char(&json, '}');
	return person_keep(arena, db, import, "person", person, buf_text(&json), err);
}

enum status person_keep_membership(
        struct arena *arena, struct db *db, int64_t import, int64_t membership, int shard, struct err *err)
{
	struct person_membership_row_row row;
	struct buf json = buf_open(arena, BODY);
	TRY(person_membership_row(
	        arena, db, &(struct person_membership_row_in){ .id = membership, .shard = shard }, &row, err));
	buf_format(&json, "{\"shard\":%d", shard);
	export_text(&json, "until", row.until);
	export_text(&json, "kind", row.kind);
	export_text(&json, "status", row.status);
	export_text(&json, "post", row.post);
	export_text(&json, "name", row.name);
	export_text(&json, "label", row.label);
	export_text(&json, "ended", row.ended);
	buf_char(&json, '}');
	return person_keep(arena, db, import, "membership", membership, buf_text(&json), err);
}

static struct str text_in(struct arena *arena, json_t *body, const char *name)
{
	const char *text = json_string_value(json_object_get(body, name));
	return text ? str_copy(arena, str_of(text)) : STR_NONE;
}

static enum status restore_person(struct arena *arena, struct db *db, int64_t person, json_t *body, struct err *err)
{
	struct person_data data = { text_in(arena, body, "full_name"), text_in(arena, body, "birth"),
		text_in(arena, body, "sex"), text_in(arena, body, "ethnic"), text_in(arena, body, "home"),
		text_in(arena, body, "residence"), text_in(arena, body, "joined"), text_in(arena, body, "official"),
		text_in(arena, body, "card"), text_in(arena, body, "id_number"), text_in(arena, body, "phone"),
		text_in(arena, body, "email"), text_in(arena, body, "job"), text_in(arena, body, "education"),
		text_in(arena, body, "note") };
	TRY(person_keys_set(arena, db, person, &data, err));
	return person_write(arena, db, person, (int)json_integer_value(json_object_get(body, "shard")), &data, err);
}

static enum status restore_membership(struct arena *arena, struct db *db, int64_t id, json_t *body, struct err *err)
{
	struct str name = text_in(arena, body, "name");
	return person_membership_restore(arena, db,
	        &(struct person_membership_restore_in){ .id = id,
	                .shard = (int)json_integer_value(json_object_get(body, "shard")),
	                .until = text_in(arena, body, "until"),
	                .kind = text_in(arena, body, "kind"),
	                .status = text_in(arena, body, "status"),
	                .post = text_in(arena, body, "post"),
	                .name = name,
	                .sort_key = text_sort_key(arena, name),
	                .label = text_in(arena, body, "label"),
	                .ended = text_in(arena, body, "ended") },
	        err);
}

static void json_close(json_t **json)
{
	json_decref(*json);
}

static enum status restore(struct arena *arena, struct db *db, const struct person_before_row *row, struct err *err)
{
	if (str_is(row->kind, "state"))
		return person_state_until(arena, db,
		        &(struct person_state_until_in){
		                .id = row->object, .shard = id_shard(row->object), .until = row->body },
		        err);
	CLOSES(json_close) json_t *body = json_loadb(row->body.ptr, row->body.len, 0, NULL);
	if (!body)
		return err_broken(err, "person.before", "unreadable body of %lld", (long long)row->object);
	return str_is(row->kind, "person") ? restore_person(arena, db, row->object, body, err)
	                                   : restore_membership(arena, db, row->object, body, err);
}

/* The people whom an import entered, and their numbers. Somebody whom another shard holds keeps what that one says. */
static enum status drop_people(struct arena *arena, struct db *db, int64_t import, int64_t first, struct err *err)
{
	struct person_import_people_rows people;
	struct person_data_of_row rest;
	bool found;
	TRY(person_import_people(
	        arena, db, &(struct person_import_people_in){ .import = import, .first = first }, &people, err));
	for (size_t i = 0; i < people.count; i++) {
		const struct person_import_people_row *p = &people.at[i];
		TRY(person_keys_drop(arena, db, p->id, p->card, p->id_number, err));
		TRY(person_drop(arena, db, &(struct person_drop_in){ .id = p->id, .shard = (int)p->shard }, err));
		TRY(person_data_of(arena, db, &(struct person_data_of_in){ .person = { p->id } }, &rest, &found, err));
		struct person_data data = { .card = rest.card, .id_number = rest.id_number };
		if (found)
			TRY(person_keys_set(arena, db, p->id, &data, err));
	}
	return OK;
}

enum status person_import_undo(struct arena *arena, struct db *db, int64_t import, int64_t first, struct err *err)
{
	struct person_before_rows rows;
	TRY(person_import_states(
	        arena, db, &(struct person_import_states_in){ .import = import, .first = first }, err));
	TRY(drop_people(arena, db, import, first, err));
	TRY(person_import_memberships(
	        arena, db, &(struct person_import_memberships_in){ .import = import, .first = first }, err));
	TRY(person_before(arena, db, &(struct person_before_in){ .import = import }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(restore(arena, db, &rows.at[i], err));
	return person_before_drop(arena, db, &(struct person_before_drop_in){ .import = import }, err);
}

enum status person_export(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct person_data_of_row row;
	struct person_everywhere_rows places;
	struct person_states_rows states;
	bool found;
	TRY(person_data_of(arena, db, &(struct person_data_of_in){ .person = person }, &row, &found, err));
	TRY(person_everywhere(arena, db, &(struct person_everywhere_in){ .person = person }, &places, err));
	buf_c(json, "\"person\":{");
	if (found) {
		struct person_data data = { row.full_name, row.birth, row.sex, row.ethnic, row.home, row.residence,
			row.joined, row.official, row.card, row.id_number, row.phone, row.email, row.job, row.education,
			row.note };
		put_data(json, &data);
	}
	buf_c(json, "},\"memberships\":[");
	for (size_t i = 0; i < places.count; i++) {
		const struct person_everywhere_row *place = &places.at[i];
		buf_c(json, i ? ",{" : "{");
		export_text(json, "cell", place->cell_name);
		export_text(json, "since", place->since);
		export_text(json, "until", place->until);
		export_text(json, "kind", place->kind);
		export_text(json, "status", place->status);
		export_text(json, "post", place->post);
		export_text(json, "ended", place->ended);
		TRY(person_states(arena, db,
		        &(struct person_states_in){ .cell = place->cell, .shard = place->shard, .person = person },
		        &states, err));
		buf_c(json, ",\"states\":[");
		for (size_t s = 0; s < states.count; s++) {
			buf_c(json, s ? ",{" : "{");
			export_text(json, "kind", states.at[s].kind);
			export_text(json, "since", states.at[s].since);
			export_text(json, "until", states.at[s].until);
			export_text(json, "reason", states.at[s].reason);
			export_text(json, "decision", states.at[s].decision);
			export_text(json, "ground", states.at[s].ground);
			buf_char(json, '}');
		}
		buf_c(json, "]}");
	}
	buf_char(json, ']');
	struct person_groups_of_rows groups;
	TRY(person_groups_of(arena, db, &(struct person_groups_of_in){ .person = person }, &groups, err));
	EXPORT_ROWS(json, "groups", person_groups_of, groups);
	return OK;
}

enum status person_forget(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	struct str name = STR("(đã xóa)"), key = text_sort_key(arena, name);
	struct person_everywhere_rows places;
	struct person_data none = { 0 };
	TRY(person_everywhere(arena, db, &(struct person_everywhere_in){ .person = person }, &places, err));
	TRY(person_keys_set(arena, db, person.n, &none, err));
	for (size_t i = 0; i < places.count; i++)
		TRY(person_erase_states(arena, db,
		        &(struct person_erase_states_in){
		                .cell = places.at[i].cell, .shard = places.at[i].shard, .person = person },
		        err));
	TRY(person_erase_memberships(arena, db,
	        &(struct person_erase_memberships_in){ .person = person, .name = name, .sort_key = key }, err));
	return person_erase(arena, db, &(struct person_erase_in){ .person = person, .name = name, .at = now }, err);
}
