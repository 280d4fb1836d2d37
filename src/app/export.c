/* Asks every feature for its part of a person, or to forget it. */
#include "app/export.h"

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

enum status export_person(
        struct arena *arena, struct db *db, struct person_id person, struct str *ret_json, struct err *err)
{
	struct buf json = buf_open(arena, EXPORT_CEILING);
	buf_c(&json, "{");
	for (size_t i = 0; i < feature_count; i++) {
		struct buf part = buf_open(arena, EXPORT_CEILING);
		if (!features[i]->export_person)
			continue;
		TRY(features[i]->export_person(arena, db, person, &part, err));
		if (part.len)
			buf_format(&json, "%s", json.len > 1 ? ",\n" : "\n");
		buf_str(&json, buf_text(&part));
	}
	buf_c(&json, "\n}\n");
	*ret_json = buf_text(&json);
	return OK;
}

enum status export_erase(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	for (size_t i = 0; i < feature_count; i++)
		if (features[i]->erase_person)
			TRY(features[i]->erase_person(arena, db, person, now, err));
	return OK;
}
