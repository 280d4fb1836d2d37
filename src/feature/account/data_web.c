/* All that the program keeps of the one who asks: to read, and to take along as JSON. */
#include "feature/account/account_private.h"

#include "base/time.h"
#include "gen/account_page.h"

#include <jansson.h>
#include <string.h>

static void json_closep(json_t **json)
{
	json_decref(*json);
}

static struct str named(struct request *request, const char *prefix, const char *key)
{
	struct str text, code = str_format(request->arena, "%s%s", prefix, key);
	return message_code(request->arena, request->language, code, NULL, &text)
	               ? text
	               : str_copy(request->arena, str_of(key));
}

/* Days as people write them, words of the program in their language, all else as it is kept. */
static struct str shown(struct request *request, json_t *value)
{
	const char *text = json_string_value(value);
	struct date date;
	if (!text || !*text)
		return STR("–");
	struct str copy = str_copy(request->arena, str_of(text));
	if (str_is(copy, FOREVER))
		return request_say(request, N_("đến nay"));
	if (copy.len == 10 && date_parse(copy, &date))
		return date_show(request->arena, copy);
	for (size_t i = 0; i < copy.len; i++)
		if (copy.ptr[i] != '_' && (copy.ptr[i] < 'a' || copy.ptr[i] > 'z'))
			return copy;
	return named(request, N_("data.value."), text);
}

static void put_entry(struct request *request, struct account_data_parts *part, json_t *entry)
{
	struct account_data_parts_entries *to = &part->entries.at[part->entries.count++];
	const char *key;
	json_t *value;
	to->facts.at =
	        arena_array(request->arena, struct account_data_parts_entries_facts, json_object_size(entry) + 1);
	json_object_foreach(entry, key, value) if (!json_is_array(value)) to->facts.at[to->facts.count++] =
	        (struct account_data_parts_entries_facts){ named(request, N_("data."), key), shown(request, value) };
}

/* The entries of one part, each followed by those that hang on it (the dated facts of a membership). */
static void put_part(struct request *request, struct account_data_view *view, const char *name, json_t *list)
{
	struct account_data_parts *part = &view->parts.at[view->parts.count++];
	size_t count = json_is_array(list) ? json_array_size(list) : 1, all = count;
	for (size_t i = 0; json_is_array(list) && i < count; i++)
		all += json_array_size(json_object_get(json_array_get(list, i), "states"));
	part->heading = named(request, N_("data."), name);
	part->entries.at = arena_array(request->arena, struct account_data_parts_entries, all + 1);
	for (size_t i = 0; i < count; i++) {
		json_t *entry = json_is_array(list) ? json_array_get(list, i) : list;
		json_t *states = json_object_get(entry, "states");
		put_entry(request, part, entry);
		for (size_t s = 0; s < json_array_size(states); s++)
			put_entry(request, part, json_array_get(states, s));
	}
}

enum status account_show_data(struct request *request, void *to, struct err *err)
{
	struct account_data_view *view = to;
	struct str text;
	const char *name;
	json_t *list;
	TRY(account_export_own(request->arena, request->db, request->account, &text, err));
	CLOSES(json_closep) json_t *json = json_loadb(text.ptr, text.len, 0, NULL);
	if (!json)
		return err_broken(err, "account.data", "unreadable export");
	view->name = request->account_name;
	view->parts.at = arena_array(request->arena, struct account_data_parts, json_object_size(json) + 1);
	json_object_foreach(json, name, list) put_part(request, view, name, list);
	return OK;
}

enum status account_fetch_data(struct request *request, void *to, struct err *err)
{
	struct str text;
	(void)to;
	TRY(account_export_own(request->arena, request->db, request->account, &text, err));
	request_file(request, text, "application/json", STR("du-lieu-cua-toi.json"), false);
	return OK;
}
