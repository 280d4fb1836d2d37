/* The text of a record as it is kept: a JSON list of sections. Read leniently: what has no key or kind is given one. */
#include "feature/record/record.h"

#include <jansson.h>

enum { BODY_CEILING = 4 << 20, SECTIONS_MAX = 400 };

struct str record_body_json(struct arena *arena, const struct record_body *body)
{
	struct buf buf = buf_open(arena, BODY_CEILING);
	buf_char(&buf, '[');
	for (size_t i = 0; i < body->count; i++) {
		const struct record_section *section = &body->at[i];
		const struct str part[] = { section->key, section->title, section->kind, section->text };
		static const char *const name[] = { "key", "title", "kind", "text" };
		buf_c(&buf, i ? ",{" : "{");
		for (size_t p = 0; p < LENGTH(part); p++) {
			buf_format(&buf, "\"%s\":", name[p]);
			buf_json(&buf, part[p].ptr ? part[p] : STR(""));
			buf_char(&buf, ',');
		}
		buf_format(&buf, "\"drafted\":%s}", section->drafted ? "true" : "false");
	}
	buf_char(&buf, ']');
	return buf_text(&buf);
}

static void close_json(json_t **json)
{
	json_decref(*json);
}

static struct str text_of(struct arena *arena, const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	return json_is_string(value)
	               ? str_copy(arena, (struct str){ json_string_value(value), json_string_length(value) })
	               : STR("");
}

enum status record_body_read(struct arena *arena, struct str json, struct record_body *ret_body, struct err *err)
{
	json_error_t why;
	CLOSES(close_json) json_t *root = json_loadb(json.len ? json.ptr : "", json.len, 0, &why);
	if (!json_is_array(root) || json_array_size(root) > SECTIONS_MAX)
		return err_set(err, INVALID, "record.body", NULL);
	size_t count = json_array_size(root);
	*ret_body = (struct record_body){ arena_array(arena, struct record_section, count + 1), count };
	for (size_t i = 0; i < count; i++) {
		const json_t *object = json_array_get(root, i);
		struct record_section *section = &ret_body->at[i];
		if (!json_is_object(object))
			return err_set(err, INVALID, "record.body", NULL);
		section->key = text_of(arena, object, "key");
		section->title = text_of(arena, object, "title");
		section->kind = text_of(arena, object, "kind");
		section->text = text_of(arena, object, "text");
		section->drafted = json_is_true(json_object_get(object, "drafted"));
		if (!section->key.len)
			section->key = str_format(arena, "s%zu", i + 1);
		if (!str_is(section->kind, "list") && !str_is(section->kind, "table"))
			section->kind = STR("para");
	}
	return OK;
}
