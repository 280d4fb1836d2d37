/* What is kept of a person here: handed out whole on request, and forgotten with the person. */
#include "feature/account/account_private.h"

#include "app/export.h"
#include "base/time.h"
#include "gen/account_sql.h"

enum { EXPORT_CEILING = 1 << 20 };

static enum status put_lists(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err)
{
	struct account_roles_rows roles;
	struct account_devices_rows devices;
	struct account_notes_all_rows notes;
	TRY(account_roles(arena, db, &(struct account_roles_in){ .account = account }, &roles, err));
	TRY(account_devices(arena, db, &(struct account_devices_in){ .account = account }, &devices, err));
	buf_c(json, ",\"roles\":[");
	for (size_t i = 0; i < roles.count; i++) {
		buf_c(json, i ? ",{" : "{");
		export_text(json, "role", roles.at[i].role);
		export_text(json, "unit", roles.at[i].unit_name);
		export_text(json, "since", roles.at[i].since);
		export_text(json, "until", roles.at[i].until);
		buf_c(json, "}");
	}
	buf_c(json, "],\"devices\":[");
	for (size_t i = 0; i < devices.count; i++) {
		buf_c(json, i ? ",{" : "{");
		export_text(json, "device", devices.at[i].name);
		export_text(json, "since", day_today(arena, devices.at[i].since));
		export_text(json, "seen", devices.at[i].seen_day);
		buf_c(json, "}");
	}
	buf_c(json, "]");
	TRY(account_notes_all(arena, db, &(struct account_notes_all_in){ .account = account }, &notes, err));
	EXPORT_ROWS(json, "notes", account_notes_all, notes);
	return OK;
}

static enum status put_account(struct arena *arena, struct db *db, const struct account_with_person_row *row,
        struct buf *json, struct err *err)
{
	buf_c(json, "\"account\":{");
	export_text(json, "name", row->name);
	export_text(json, "login", row->login);
	export_text(json, "email", row->email);
	export_text(json, "language", row->language);
	buf_c(json, "}");
	return put_lists(arena, db, row->account, json, err);
}

enum status account_export(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct account_with_person_row row;
	bool found;
	TRY(account_with_person(arena, db, &(struct account_with_person_in){ .person = person }, &row, &found, err));
	return found ? put_account(arena, db, &row, json, err) : OK;
}

enum status account_export_own(
        struct arena *arena, struct db *db, struct account_id account, struct str *ret_json, struct err *err)
{
	struct account_find_row row;
	struct buf json = buf_open(arena, EXPORT_CEILING);
	bool found;
	TRY(account_find(arena, db, &(struct account_find_in){ .account = account }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "account.not_found", NULL);
	if (row.person.n)
		return export_person(arena, db, row.person, ret_json, err);
	struct account_with_person_row own = {
		.account = account, .name = row.name, .login = row.login, .email = row.email, .language = row.language
	};
	buf_c(&json, "{\n");
	TRY(put_account(arena, db, &own, &json, err));
	TRY(export_account(arena, db, account, &json, err));
	buf_c(&json, "\n}\n");
	*ret_json = buf_text(&json);
	return OK;
}

enum status account_forget(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	struct account_with_person_row row;
	bool found;
	TRY(account_with_person(arena, db, &(struct account_with_person_in){ .person = person }, &row, &found, err));
	if (!found)
		return OK;
	TRY(account_shut(arena, db, row.account, now, err));
	TRY(account_notes_drop(arena, db, &(struct account_notes_drop_in){ .account = row.account }, err));
	TRY(account_devices_unname(arena, db, &(struct account_devices_unname_in){ .account = row.account }, err));
	return account_erase(
	        arena, db, &(struct account_erase_in){ .person = person, .name = STR("–"), .at = now }, err);
}
