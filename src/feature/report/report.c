/* Rules of the report: when it is due. No SQL text, no page. */
#include "feature/report/report_private.h"

#include "base/embed.h"
#include "base/time.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* The values of all files of rules/meeting, read once: pages and counters ask for them at every cell. */
struct rule {
	char key[32];
	struct str from, to; /* days, to: the last one or no text */
	int64_t value;
};
enum { RULES_MAX = 256 };
static struct rule rules[RULES_MAX];
static size_t rule_count;

static struct str day_of(const json_t *file, const char *key)
{
	return str_of(json_string_value(json_object_get(file, key)));
}

/* The file stays: its texts are pointed to. */
static void read_file(const json_t *file)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(file, "values"), i, one)
	{
		check(rule_count < RULES_MAX);
		struct rule *rule = &rules[rule_count++];
		*rule = (struct rule){ .from = day_of(file, "valid_from"),
			.to = day_of(file, "valid_to"),
			.value = json_integer_value(json_object_get(one, "value")) };
		snprintf(rule->key, sizeof(rule->key), "%s", json_string_value(json_object_get(one, "key")));
	}
}

static void read_rules(void)
{
	const struct embed_file *file;
	for (size_t i = 0; (file = rules_at(i)); i++)
		if (str_starts(str_of(file->name), STR("meeting/")))
			read_file(json_loadb(file->bytes.ptr, file->bytes.len, 0, NULL));
}

int64_t report_rule(const char *key, struct str day, int64_t otherwise)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, read_rules);
	for (size_t i = 0; i < rule_count; i++)
		if (!strcmp(rules[i].key, key) && str_compare(rules[i].from, day) <= 0 &&
		        (!rules[i].to.len || str_compare(day, rules[i].to) <= 0))
			return rules[i].value;
	return otherwise;
}

int64_t report_days_between(struct str from, struct str to)
{
	struct date a, b;
	return date_parse(from, &a) && date_parse(to, &b) ? date_number(b) - date_number(a) : 0;
}

struct str report_due_day(struct arena *arena, struct str day, struct opt_int ended_at)
{
	struct date date;
	if (ended_at.set)
		date = date_of_instant(ended_at.n);
	else if (!date_parse(day, &date))
		return STR_NONE;
	return date_iso(arena, date_add(date, (int)report_rule("report_days", day, 2)));
}

struct str report_word(struct arena *arena, const char *prefix, struct str value)
{
	struct str text;
	struct str code = str_format(arena, "%s%.*s", prefix, STR_ARG(value));
	return value.len && message_code(arena, VI, code, NULL, &text) ? text : value;
}
