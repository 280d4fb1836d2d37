/* Rules and forms of the annual review as data: read from what is built in. */
#include "feature/annual/annual_rule.h"

#include "app/message.h"
#include "base/embed.h"

#include <jansson.h>

enum { NOTES_CEILING = 64 << 10 };

static void closep(json_t **json)
{
	json_decref(*json);
}

static struct str text_of(struct arena *arena, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_string(value)
	               ? str_copy(arena, (struct str){ json_string_value(value), json_string_length(value) })
	               : STR_NONE;
}

static int64_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static struct str lines_of(struct arena *arena, const json_t *object, const char *key)
{
	struct buf buf = buf_open(arena, NOTES_CEILING);
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(object, key), i, one)
	        buf_format(&buf, "%s%s", i ? "\n" : "", json_is_string(one) ? json_string_value(one) : "");
	return buf_text(&buf);
}

static struct str named(struct arena *arena, const json_t *document)
{
	struct str kind = text_of(arena, document, "kind"), number = text_of(arena, document, "number");
	return str_format(arena, "%.*s %.*s, %.*s", STR_ARG(kind), STR_ARG(number),
	        STR_ARG(date_show(arena, text_of(arena, document, "date"))));
}

static bool read_grades(struct arena *arena, const json_t *root, struct annual_rule *rule)
{
	const json_t *one, *word;
	size_t i, k, read = 0;
	json_array_foreach(json_object_get(root, "grades"), i, one)
	{
		enum annual_grade grade = annual_grade_of(text_of(arena, one, "grade"));
		if (grade == ANNUAL_NO_GRADE)
			return false;
		rule->grade_name[grade] = text_of(arena, one, "name");
		rule->measure.least[grade] = (int)number_of(one, "least");
		json_array_foreach(json_object_get(one, "conditions"), k, word)
		{
			enum annual_condition condition = annual_condition_of(str_of(json_string_value(word)));
			if (condition == ANNUAL_CONDITIONS)
				return false;
			rule->measure.conditions[grade] |= 1u << condition;
		}
		read++;
	}
	return read == ANNUAL_GRADES;
}

static bool read_rule(struct arena *arena, struct str json, struct annual_rule *rule, struct str *ret_until)
{
	json_t *root CLOSES(closep) = json_loadb(json.ptr, json.len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *document = json_object_get(root, "document"), *measures = json_object_get(root, "measures"),
	             *ceiling = json_object_get(root, "ceiling"), *groups = json_object_get(root, "groups");
	*rule = (struct annual_rule){ .id = text_of(arena, root, "id"),
		.name = text_of(arena, root, "name"),
		.issuer = text_of(arena, root, "issuer"),
		.number = text_of(arena, document, "number"),
		.date = text_of(arena, document, "date"),
		.sure = text_of(arena, root, "sure"),
		.guidance = named(arena, json_object_get(root, "guidance")),
		.ceiling = number_of(ceiling, "percent"),
		.raised = number_of(ceiling, "raised"),
		.draft_days = number_of(root, "draft_days"),
		.leaders = text_of(arena, groups, "leaders"),
		.members = text_of(arena, groups, "members"),
		.cells = text_of(arena, groups, "cells"),
		.notes = lines_of(arena, root, "notes"),
		.ours = lines_of(arena, root, "ours") };
	rule->measure.above_percent = (int)number_of(measures, "above_percent");
	rule->measure.late_percent = (int)number_of(measures, "late_percent");
	rule->measure.undone_percent = (int)number_of(measures, "undone_percent");
	rule->source = str_format(
	        arena, "%.*s (%.*s)", STR_ARG(named(arena, document)), STR_ARG(message_sure(arena, rule->sure)));
	*ret_until = text_of(arena, root, "valid_to");
	return read_grades(arena, root, rule);
}

enum status annual_rule_find(
        struct arena *arena, struct str id, struct str day, struct annual_rule *ret_rule, struct err *err)
{
	const struct embed_file *file;
	struct str until;
	for (size_t at = 0; (file = rules_at(at)); at++) {
		if (!str_starts(str_of(file->name), STR("annual/")) || !read_rule(arena, file->bytes, ret_rule, &until))
			continue;
		bool right =
		        id.len ? str_eq(id, ret_rule->id)
		               : str_compare(ret_rule->date, day) <= 0 && (!until.len || str_compare(day, until) < 0);
		if (right)
			return OK;
	}
	return err_set(err, INVALID, "annual.rule", NULL);
}

static bool read_form(struct arena *arena, const json_t *root, const json_t *json, struct annual_form *form)
{
	const json_t *one;
	size_t i;
	*form = (struct annual_form){ .code = text_of(arena, json, "code"),
		.title = text_of(arena, json, "title"),
		.who = text_of(arena, json, "for"),
		.document = named(arena, json_object_get(root, "document")),
		.note = lines_of(arena, root, "notes"),
		.sure = text_of(arena, root, "sure") };
	json_array_foreach(json_object_get(json, "parts"), i, one)
	{
		if (i == ANNUAL_PARTS)
			return false;
		form->part[i].id = text_of(arena, one, "id");
		form->part[i].title = text_of(arena, one, "title");
		form->part[i].fill = text_of(arena, one, "fill");
		form->part_count = i + 1;
	}
	json_array_foreach(json_object_get(json, "lines"), i, one)
	{
		if (i == ANNUAL_LINES)
			return false;
		form->line[i].id = text_of(arena, one, "id");
		form->line[i].group = text_of(arena, one, "group");
		form->line[i].text = text_of(arena, one, "text");
		form->line[i].max = number_of(one, "max");
		form->max += form->line[i].max;
		form->line_count = i + 1;
	}
	return form->part_count && form->line_count;
}

enum status annual_form_find(
        struct arena *arena, struct str code, bool committee, struct annual_form *ret_form, struct err *err)
{
	const struct embed_file *file;
	for (size_t at = 0; (file = rules_at(at)); at++) {
		if (!str_starts(str_of(file->name), STR("annual/")))
			continue;
		json_t *root CLOSES(closep) =
		        json_loadb(file->bytes.ptr, file->bytes.len, JSON_REJECT_DUPLICATES, NULL);
		const json_t *one;
		size_t i;
		json_array_foreach(json_object_get(root, "forms"), i,
		        one) if (str_eq(text_of(arena, one, "code"), code) &&
		                 committee == str_is(text_of(arena, one, "body"), "committee") &&
		                 read_form(arena, root, one, ret_form)) return OK;
	}
	return err_set(err, INVALID, "annual.form", "form");
}
