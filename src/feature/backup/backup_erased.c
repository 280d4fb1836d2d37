/* Who was forgotten is listed beside the backups too (numbers of people and decisions, no names), so that a database
   that comes back from an older day forgets them again. */
#include "feature/backup/backup_private.h"

#include "app/audit.h"
#include "app/export.h"
#include "gen/backup_sql.h"

enum { LIST_MAX = 64 << 20 };

static const char list_name[] = "erasures.json";

/* The list as it stands; a new array where there is none. */
static enum status read_list(struct arena *arena, struct str dir, json_t **ret_list, struct err *err)
{
	struct str bytes;
	struct err own = { 0 };
	enum status status = backup_read_file(arena, dir, list_name, LIST_MAX, &bytes, &own);
	*ret_list = status == OK          ? json_loadb(bytes.ptr, bytes.len, 0, NULL)
	            : status == NOT_FOUND ? json_array()
	                                  : NULL;
	return json_is_array(*ret_list) ? OK : backup_damaged(err, str_of(list_name));
}

static bool listed(json_t *list, int64_t person)
{
	size_t at;
	json_t *one;
	json_array_foreach(list, at, one) if (json_integer_value(json_object_get(one, "person")) == person) return true;
	return false;
}

enum status backup_erased_note(struct arena *arena, struct db *db, struct str dir, struct err *err)
{
	struct backup_erasures_rows rows;
	json_t *list;
	bool more = false;
	TRY(backup_erasures(arena, db, &rows, err));
	if (!rows.count)
		return OK;
	TRY(read_list(arena, dir, &list, err));
	for (size_t i = 0; i < rows.count; i++)
		if (!listed(list, rows.at[i].person.n)) {
			more = true;
			json_array_append_new(
			        list, json_pack("{s:I,s:I,s:o}", "person", (json_int_t)rows.at[i].person.n, "at",
			                      (json_int_t)rows.at[i].at, "decision",
			                      json_stringn(rows.at[i].decision.ptr, rows.at[i].decision.len)));
		}
	char *text = json_dumps(list, JSON_INDENT(1));
	check(text);
	enum status status = more ? backup_write_file(arena, dir, list_name, str_of(text), err) : OK;
	free(text);
	json_decref(list);
	return status;
}

static bool known(const struct backup_erasures_rows *rows, int64_t person)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].person.n == person)
			return true;
	return false;
}

static enum status erase(struct arena *arena, struct db *db, json_t *one, int64_t now, struct err *err)
{
	struct person_id person = { json_integer_value(json_object_get(one, "person")) };
	const char *decision = json_string_value(json_object_get(one, "decision"));
	TRY(export_erase(arena, db, person, now, err));
	TRY(backup_erasure_add(arena, db,
	        &(struct backup_erasure_add_in){ .person = person,
	                .decision = str_of(decision ? decision : "–"),
	                .at = json_integer_value(json_object_get(one, "at")) },
	        err));
	return audit_add(arena, db, 0, 0, now, 0, "account.erase_by_owner", person.n, 0, err);
}

enum status backup_erased_replay(
        struct arena *arena, struct db *db, struct str dir, int64_t now, int64_t *ret_count, struct err *err)
{
	struct backup_erasures_rows rows;
	json_t *list, *one;
	size_t at;
	enum status status = OK;
	*ret_count = 0;
	TRY(backup_erasures(arena, db, &rows, err));
	TRY(read_list(arena, dir, &list, err));
	json_array_foreach(list, at, one)
	{
		if (status != OK || known(&rows, json_integer_value(json_object_get(one, "person"))))
			continue;
		status = erase(arena, db, one, now, err);
		++*ret_count;
	}
	json_decref(list);
	return status;
}
