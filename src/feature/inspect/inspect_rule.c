/* Reads rules/inspect, and counts working days. */
#include "feature/inspect/inspect_rule.h"

#include "base/embed.h"
#include "base/time.h"

#include <jansson.h>

enum { NOTES_CEILING = 1 << 14, SATURDAY = 6 };

static struct str text_of(struct arena *arena, const json_t *object, const char *name)
{
	return str_copy(arena, str_of(json_string_value(json_object_get(object, name))));
}

static void read_sections(struct arena *arena, const json_t *list, struct inspect_paper_rule *paper)
{
	size_t at;
	const json_t *one;
	json_array_foreach(list, at, one)
	{
		if (paper->section_count == INSPECT_SECTIONS)
			return;
		paper->section[paper->section_count++] =
		        (struct inspect_section){ text_of(arena, one, "title"), text_of(arena, one, "fill") };
	}
}

static void read_papers(struct arena *arena, const json_t *list, struct inspect_rule *rule)
{
	size_t at;
	const json_t *one;
	json_array_foreach(list, at, one)
	{
		if (rule->paper_count == INSPECT_PAPERS)
			return;
		struct inspect_paper_rule *paper = &rule->paper[rule->paper_count++];
		*paper = (struct inspect_paper_rule){ .n = json_integer_value(json_object_get(one, "n")),
			.code = text_of(arena, one, "code"),
			.name = text_of(arena, one, "name"),
			.role = text_of(arena, one, "role"),
			.signs = text_of(arena, one, "signs"),
			.to_cell = json_is_true(json_object_get(one, "to_cell")),
			.optional = json_is_true(json_object_get(one, "optional")) };
		read_sections(arena, json_object_get(one, "sections"), paper);
	}
}

enum status inspect_rule_read(
        struct arena *arena, struct str kind, const struct inspect_rule **ret_rule, struct err *err)
{
	struct str bytes = rules_file(str_is(kind, "gs") ? "inspect/gs.json" : "inspect/kt.json");
	json_t *root = json_loadb(bytes.ptr ? bytes.ptr : "", bytes.len, 0, NULL);
	struct inspect_rule *rule = arena_new(arena, struct inspect_rule);
	struct buf notes = buf_open(arena, NOTES_CEILING);
	const json_t *start = json_object_get(root, "start"), *one;
	size_t at;
	json_array_foreach(json_object_get(root, "notes"), at, one)
	        buf_format(&notes, "%s%s", at ? "\n" : "", json_string_value(one));
	rule->kind = str_copy(arena, kind);
	rule->name = text_of(arena, root, "name");
	rule->notes = buf_text(&notes);
	rule->start_days = json_integer_value(json_object_get(start, "working_days"));
	rule->start_source = text_of(arena, start, "source");
	read_papers(arena, json_object_get(root, "papers"), rule);
	json_decref(root);
	*ret_rule = rule;
	return rule->paper_count && rule->start_days > 0 ? OK : err_broken(err, "inspect.rules", "%.*s", STR_ARG(kind));
}

const struct inspect_paper_rule *inspect_rule_paper(const struct inspect_rule *rule, int64_t n)
{
	for (size_t i = 0; i < rule->paper_count; i++)
		if (rule->paper[i].n == n)
			return &rule->paper[i];
	return NULL;
}

const struct inspect_paper_rule *inspect_rule_role(const struct inspect_rule *rule, const char *role)
{
	for (size_t i = 0; i < rule->paper_count; i++)
		if (str_is(rule->paper[i].role, role))
			return &rule->paper[i];
	return NULL;
}

static bool is_in(const json_t *list, struct str text)
{
	size_t at;
	const json_t *one;
	json_array_foreach(list, at, one) if (str_eq(text, str_of(json_string_value(one)))) return true;
	return false;
}

static bool works(struct arena *arena, const json_t *off, struct date date)
{
	struct str day = date_iso(arena, date);
	return date_weekday(date) < SATURDAY && !is_in(json_object_get(off, "days"), day) &&
	       !is_in(json_object_get(off, "every_year"), str_slice(day, 5, day.len));
}

static json_t *days_off(void)
{
	struct str bytes = rules_file("inspect/ngay-nghi.json");
	return json_loadb(bytes.ptr ? bytes.ptr : "", bytes.len, 0, NULL);
}

bool inspect_works(struct arena *arena, struct str day)
{
	struct date date;
	if (!date_parse(day, &date) || !date_real(date))
		return false;
	json_t *off = days_off();
	bool yes = works(arena, off, date);
	json_decref(off);
	return yes;
}

struct str inspect_working_day(struct arena *arena, struct str day, int64_t n)
{
	struct date date;
	if (!date_parse(day, &date) || !date_real(date))
		return STR_NONE;
	json_t *off = days_off();
	while (n > 0) {
		date = date_add(date, 1);
		n -= works(arena, off, date);
	}
	json_decref(off);
	return date_iso(arena, date);
}
