/* What is kept of a person here: handed out whole on request, and forgotten with the person. */
#include "feature/account/account_private.h"

#include "gen/account_sql.h"

static void put(struct buf *json, const char *before, struct str value)
{
	buf_c(json, before);
	buf_json(json, value);
}

static enum status put_lists(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err)
{
	struct account_roles_rows roles;
	struct account_devices_rows devices;
	TRY(account_roles(arena, db, &(struct account_roles_in){ .account = account }, &roles, err));
	TRY(account_devices(arena, db, &(struct account_devices_in){ .account = account }, &devices, err));
	buf_c(json, ",\"roles\":[");
	for (size_t i = 0; i < roles.count; i++) {
		put(json, i ? ",{\"role\":" : "{\"role\":", roles.at[i].role);
		put(json, ",\"unit\":", roles.at[i].unit_name);
		put(json, ",\"since\":", roles.at[i].since);
		put(json, ",\"until\":", roles.at[i].until);
		buf_c(json, "}");
	}
	buf_c(json, "],\"devices\":[");
	for (size_t i = 0; i < devices.count; i++) {
		put(json, i ? ",{\"name\":" : "{\"name\":", devices.at[i].name);
		buf_format(json, ",\"since\":%lld", (long long)devices.at[i].since);
		put(json, ",\"seen\":", devices.at[i].seen_day);
		buf_c(json, "}");
	}
	buf_c(json, "]");
	return OK;
}

enum status account_export(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct account_id account;
	struct account_find_row row;
	bool found;
	TRY(account_of_person(arena, db, person, &account, &found, err));
	if (found)
		TRY(account_find(arena, db, &(struct account_find_in){ .account = account }, &row, &found, err));
	if (!found)
		return OK;
	put(json, "\"account\":{\"name\":", row.name);
	put(json, ",\"login\":", row.login);
	put(json, ",\"email\":", row.email);
	put(json, ",\"language\":", row.language);
	TRY(put_lists(arena, db, account, json, err));
	buf_c(json, "}");
	return OK;
}

enum status account_forget(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	struct account_id account;
	bool found;
	TRY(account_of_person(arena, db, person, &account, &found, err));
	if (!found)
		return OK;
	TRY(account_devices_end(arena, db, &(struct account_devices_end_in){ .account = account, .at = now }, err));
	TRY(account_links_end(arena, db, &(struct account_links_end_in){ .account = account, .now = now }, err));
	TRY(account_devices_unname(arena, db, &(struct account_devices_unname_in){ .account = account }, err));
	return account_erase(
	        arena, db, &(struct account_erase_in){ .person = person, .name = STR("–"), .at = now }, err);
}
