/* The numbers of rules/signal: ours, with how sure each is; an office may change them. */
#include "feature/signal/signal_private.h"

#include "base/embed.h"

#include <jansson.h>

static struct str text_of(struct arena *arena, const json_t *object, const char *name)
{
	return str_copy(arena, str_of(json_string_value(json_object_get(object, name))));
}

static bool in_force(struct arena *arena, const json_t *root, int month)
{
	struct str from = text_of(arena, root, "valid_from"), to = text_of(arena, root, "valid_to");
	struct str first = str_format(arena, "%04d-%02d-01", month / 100, month % 100);
	return str_compare(from, first) <= 0 && (!to.len || str_compare(first, to) <= 0);
}

void signal_rules_of(struct arena *arena, int month, struct signal_rules *ret_rules)
{
	const struct embed_file *file;
	ret_rules->count = 0;
	for (size_t i = 0; (file = rules_at(i)) && !ret_rules->count; i++) {
		if (!str_starts(str_of(file->name), STR("signal/")))
			continue;
		json_t *root = json_loadb(file->bytes.ptr, file->bytes.len, 0, NULL), *one;
		size_t at;
		if (root && in_force(arena, root, month))
			json_array_foreach(json_object_get(root, "values"), at, one)
			{
				check(ret_rules->count < SIGNAL_RULES_MAX);
				ret_rules->at[ret_rules->count++] =
				        (struct signal_rule){ .key = text_of(arena, one, "key"),
					        .text = text_of(arena, one, "text"),
					        .sure = text_of(arena, one, "sure"),
					        .source = text_of(arena, one, "source"),
					        .value = json_integer_value(json_object_get(one, "value")) };
			}
		json_decref(root);
	}
}

const struct signal_rule *signal_rule_of(const struct signal_rules *rules, const char *key)
{
	for (size_t i = 0; i < rules->count; i++)
		if (str_is(rules->at[i].key, key))
			return &rules->at[i];
	return NULL;
}

int64_t signal_rule(const struct signal_rules *rules, const char *key)
{
	const struct signal_rule *rule = signal_rule_of(rules, key);
	return rule ? rule->value : 0;
}
