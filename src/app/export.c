/* Asks every feature for its part of a person and of an account, or to forget it. */
#include "app/export.h"

#include "gen/app_sql.h"

enum { EXPORT_CEILING = 16 << 20 };

static void put_name(struct buf *json, const char *name)
{
	char last = json->len ? json->ptr[json->len - 1] : '{';
	buf_format(json, "%s\"%s\":", last == '{' || last == '[' ? "" : ",", name);
}

void export_text(struct buf *json, const char *name, struct str value)
{
	put_name(json, name);
	buf_json(json, value.len ? value : STR_NONE);
}

void export_int(struct buf *json, const char *name, struct opt_int value)
{
	put_name(json, name);
	if (value.set)
		buf_int(json, value.n);
	else
		buf_c(json, "null");
}

void export_id(struct buf *json, const char *name, int64_t id)
{
	put_name(json, name);
	if (id)
		buf_format(json, "\"%lld\"", (long long)id);
	else
		buf_c(json, "null");
}

static void export_field(struct buf *json, const struct db_field *field, const char *at)
{
	if (field->kind == 't')
		export_text(json, field->name, *(const struct str *)at);
	else if (field->kind == 'b')
		check(false); /* bytes are not for export */
	else if (field->kind == 'o')
		export_int(json, field->name, *(const struct opt_int *)at);
	else if (field->kind == 'f')
		export_int(json, field->name, OPT(*(const bool *)at));
	else if (field->kind == 'd')
		export_id(json, field->name, *(const int64_t *)at); /* the one member of each struct x_id */
	else
		export_int(json, field->name, OPT(*(const int64_t *)at));
}

void export_rows(struct buf *json, const char *name, const struct db_field *fields, const void *rows, size_t row_size,
        size_t count)
{
	put_name(json, name);
	buf_char(json, '[');
	for (size_t i = 0; i < count; i++) {
		buf_c(json, i ? ",\n{" : "\n{");
		for (const struct db_field *field = fields; field->name; field++)
			export_field(json, field, (const char *)rows + i * row_size + field->at);
		buf_char(json, '}');
	}
	buf_char(json, ']');
}

/* A part behind others, with a comma where one is due. */
static void put_part(struct buf *json, struct buf *part)
{
	char last = json->len ? json->ptr[json->len - 1] : '{';
	if (part->len)
		buf_format(json, "%s", last == '{' ? "\n" : ",\n");
	buf_str(json, buf_text(part));
}

enum status export_account(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err)
{
	for (size_t i = 0; i < feature_count; i++) {
		struct buf part = buf_open(arena, EXPORT_CEILING);
		if (!features[i]->export_account)
			continue;
		TRY(features[i]->export_account(arena, db, account, &part, err));
		put_part(json, &part);
	}
	return OK;
}

enum status export_person(
        struct arena *arena, struct db *db, struct person_id person, struct str *ret_json, struct err *err)
{
	struct buf json = buf_open(arena, EXPORT_CEILING);
	struct export_account_of_row account;
	bool found;
	buf_c(&json, "{");
	for (size_t i = 0; i < feature_count; i++) {
		struct buf part = buf_open(arena, EXPORT_CEILING);
		if (!features[i]->export_person)
			continue;
		TRY(features[i]->export_person(arena, db, person, &part, err));
		put_part(&json, &part);
	}
	TRY(export_account_of(arena, db, &(struct export_account_of_in){ .person = person }, &account, &found, err));
	if (found)
		TRY(export_account(arena, db, account.account, &json, err));
	buf_c(&json, "\n}\n");
	*ret_json = buf_text(&json);
	return OK;
}

enum status export_erase(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	struct export_account_of_row account;
	bool found;
	TRY(export_account_of(arena, db, &(struct export_account_of_in){ .person = person }, &account, &found, err));
	for (size_t i = 0; i < feature_count; i++) {
		if (features[i]->erase_person)
			TRY(features[i]->erase_person(arena, db, person, now, err));
		if (found && features[i]->erase_account)
			TRY(features[i]->erase_account(arena, db, account.account, now, err));
	}
	return OK;
}
