/* A rubric file into the structs of the calculator. Everything is checked: an office may have edited the file. */
#include "base/embed.h"
#include "rubric_json.h"
#include "rule_json.h"

#include <stdio.h>

struct reader {
	struct arena *arena;
	struct rubric_data *data;
	char at[RULE_FIELD]; /* the place being read */
	struct err *err;
};

static enum status wrong(struct reader *reader, const char *what)
{
	enum status status = err_set(reader->err, INVALID, "rubric.file", reader->at);
	err_arg(reader->err, "what", str_of(what));
	if (reader->err)
		snprintf(reader->err->detail, sizeof(reader->err->detail), "%s: %s", reader->at, what);
	return status;
}

static struct str text(struct reader *reader, const json_t *object, const char *key)
{
	return str_copy(reader->arena, json_str(json_object_get(object, key)));
}

static enum status number(
        struct reader *reader, const json_t *object, const char *key, int64_t least, int64_t most, int32_t *ret)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_integer(value) || json_integer_value(value) < least || json_integer_value(value) > most)
		return wrong(reader, key);
	*ret = (int32_t)json_integer_value(value);
	return OK;
}

static int32_t one_of(struct str word, const char *const *words, int32_t count)
{
	for (int32_t i = 0; i < count; i++)
		if (str_is(word, words[i]))
			return i;
	return RUBRIC_NONE;
}

/* {"measure": m, "per": p, "at_least": n, ...}: one test for each comparison named. */
static enum status read_test(struct reader *reader, const json_t *object, struct rubric_row *row, uint32_t *uses)
{
	static const char *const ops[] = { "at_least", "above", "at_most", "below", "equal" };
	struct rubric *rubric = &reader->data->rubric;
	struct rubric_test test = { .per = RUBRIC_NONE };
	int32_t found = 0;
	test.measure = rubric_measure_of(json_str(json_object_get(object, "measure")));
	if (test.measure == RUBRIC_NONE)
		return wrong(reader, "measure");
	if (json_object_get(object, "per")) {
		test.per = rubric_measure_of(json_str(json_object_get(object, "per")));
		if (test.per == RUBRIC_NONE)
			return wrong(reader, "per");
		*uses |= 1u << test.per;
	}
	*uses |= 1u << test.measure;
	for (test.op = 0; test.op < RUBRIC_OP__COUNT; test.op++) {
		if (json_object_get(object, ops[test.op]) == NULL)
			continue;
		if (rubric->test_count == RUBRIC_TESTS)
			return wrong(reader, "tests");
		TRY(number(reader, object, ops[test.op], 0, RUBRIC_LARGEST, &test.value));
		rubric->test[rubric->test_count++] = test;
		row->test_count++;
		found++;
	}
	if (!found || json_object_size(object) != (size_t)found + (test.per == RUBRIC_NONE ? 1 : 2))
		return wrong(reader, "comparison");
	return OK;
}

/* A conjunction becomes a row of the pool. */
static enum status read_row(
        struct reader *reader, const json_t *tests, struct str row_text, uint32_t *uses, struct rubric_row **ret_row)
{
	struct rubric *rubric = &reader->data->rubric;
	if (!json_is_array(tests) || json_array_size(tests) == 0)
		return wrong(reader, "when");
	if (rubric->row_count == RUBRIC_ROWS)
		return wrong(reader, "rows");
	struct rubric_row *row = &rubric->row[rubric->row_count];
	reader->data->row_text[rubric->row_count++] = row_text;
	*row = (struct rubric_row){ .test = rubric->test_count };
	for (size_t i = 0; i < json_array_size(tests); i++)
		TRY(read_test(reader, json_array_get(tests, i), row, uses));
	if (ret_row)
		*ret_row = row;
	return OK;
}

/* "applies_when", "full_when": {"text": t, "when": [tests]}; absent is RUBRIC_NONE. */
static enum status read_condition(struct reader *reader, const json_t *line, const char *key, int32_t *ret_row,
        struct str *ret_text, uint32_t *uses)
{
	const json_t *condition = json_object_get(line, key);
	*ret_row = RUBRIC_NONE;
	if (condition == NULL)
		return OK;
	*ret_text = text(reader, condition, "text");
	*ret_row = reader->data->rubric.row_count;
	return read_row(reader, json_object_get(condition, "when"), *ret_text, uses, NULL);
}

static enum status read_rows(struct reader *reader, const json_t *rows, struct rubric_line *line, uint32_t *uses)
{
	int32_t least = line->kind == RUBRIC_DEDUCTION ? -line->max : 0;
	int32_t most = line->kind == RUBRIC_DEDUCTION ? 0 : line->max;
	line->stepped = 1;
	if (line->kind == RUBRIC_FREE || line->kind == RUBRIC_ALL_OR_NOTHING || json_array_size(rows) == 0)
		return wrong(reader, "rows");
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *object = json_array_get(rows, i);
		struct rubric_row *row = NULL;
		TRY(read_row(reader, json_object_get(object, "when"), text(reader, object, "text"), uses, &row));
		TRY(number(reader, object, "points", least, most, &row->points));
		line->row_count++;
	}
	return OK;
}

static enum status read_needs(
        struct reader *reader, const json_t *needs, struct rubric_line *line, struct rubric_line_text *words)
{
	if (line->kind == RUBRIC_STEPS || json_array_size(needs) > RUBRIC_NEEDS)
		return wrong(reader, "needs");
	for (size_t i = 0; i < json_array_size(needs); i++) {
		const json_t *need = json_array_get(needs, i), *any = json_object_get(need, "any");
		words->need[i] = text(reader, need, "text");
		if (json_array_size(any) == 0)
			return wrong(reader, "any");
		for (size_t j = 0; j < json_array_size(any); j++) {
			struct rubric_row *row = NULL;
			TRY(read_row(reader, json_array_get(any, j), words->need[i], &words->uses, &row));
			row->need = (int32_t)i;
			line->row_count++;
		}
	}
	return OK;
}

/* No line may be due earlier than what it looks at; conditions on the kind of meeting aside. */
static enum status check_phase(struct reader *reader, const struct rubric_line *line)
{
	const struct rubric *rubric = &reader->data->rubric;
	for (int32_t i = line->row; i < line->row + line->row_count; i++)
		for (int32_t j = 0; j < rubric->row[i].test_count; j++) {
			const struct rubric_test *test = &rubric->test[rubric->row[i].test + j];
			if ((int32_t)rubric_measure_phase(test->measure) > line->phase)
				return wrong(reader, "phase");
		}
	return OK;
}

static enum status read_line(struct reader *reader, const json_t *object, int32_t group)
{
	static const char *const kinds[] = { "steps", "all_or_nothing", "free", "bonus", "deduction" };
	static const char *const phases[] = { "before", "meeting", "after" };
	struct rubric *rubric = &reader->data->rubric;
	if (rubric->line_count == RUBRIC_LINES)
		return wrong(reader, "lines");
	struct rubric_line_text *words = &reader->data->line[rubric->line_count];
	struct rubric_line *line = &rubric->line[rubric->line_count];
	*line = (struct rubric_line){ .group = group };
	words->id = text(reader, object, "id");
	words->text = text(reader, object, "text");
	words->sure = text(reader, object, "sure");
	words->judged = text(reader, object, "judged");
	line->judged = words->judged.ptr != NULL;
	if (words->id.len == 0 || words->text.len == 0 || rubric_line_of(reader->data, words->id) != RUBRIC_NONE)
		return wrong(reader, "id");
	rubric->line_count++;
	line->kind = one_of(json_str(json_object_get(object, "kind")), kinds, RUBRIC_KIND__COUNT);
	if (line->kind == RUBRIC_NONE)
		return wrong(reader, "kind");
	line->phase = one_of(json_str(json_object_get(object, "phase")), phases, RUBRIC_PHASE__COUNT);
	if (line->phase == RUBRIC_NONE)
		return wrong(reader, "phase");
	struct str bonus = json_str(json_object_get(object, "bonus"));
	if ((line->kind == RUBRIC_BONUS) != (str_is(bonus, "inside") || str_is(bonus, "on_top")))
		return wrong(reader, "bonus");
	line->on_top = str_is(bonus, "on_top");
	TRY(number(reader, object, "max", 1, 1000, &line->max));
	TRY(read_condition(reader, object, "applies_when", &line->applies, &words->applies, &words->uses));
	TRY(read_condition(reader, object, "full_when", &line->full, &words->full, &words->uses));
	const json_t *shows = json_object_get(object, "shows");
	for (size_t i = 0; i < json_array_size(shows); i++) {
		int32_t measure = rubric_measure_of(json_str(json_array_get(shows, i)));
		if (measure == RUBRIC_NONE)
			return wrong(reader, "shows");
		words->shows |= 1u << measure;
	}
	words->uses |= words->shows;
	line->row = rubric->row_count;
	if (json_object_get(object, "rows"))
		TRY(read_rows(reader, json_object_get(object, "rows"), line, &words->uses));
	else
		TRY(read_needs(reader, json_object_get(object, "needs"), line, words));
	return check_phase(reader, line);
}

static enum status read_groups(struct reader *reader, const json_t *groups)
{
	struct rubric *rubric = &reader->data->rubric;
	int32_t all = 0;
	if (json_array_size(groups) == 0 || json_array_size(groups) > RUBRIC_GROUPS)
		return wrong(reader, "groups");
	for (size_t i = 0; i < json_array_size(groups); i++) {
		const json_t *group = json_array_get(groups, i), *lines = json_object_get(group, "lines");
		int32_t sum = 0, before = rubric->line_count;
		snprintf(reader->at, sizeof(reader->at), "groups[%zu]", i);
		reader->data->group_name[i] = text(reader, group, "name");
		TRY(number(reader, group, "max", 1, 1000, &rubric->group_max[i]));
		rubric->group_count++;
		for (size_t j = 0; j < json_array_size(lines); j++) {
			snprintf(reader->at, sizeof(reader->at), "groups[%zu].lines[%zu]", i, j);
			TRY(read_line(reader, json_array_get(lines, j), (int32_t)i));
		}
		for (int32_t j = before; j < rubric->line_count; j++)
			if (!rubric->line[j].on_top && rubric->line[j].kind != RUBRIC_DEDUCTION)
				sum += rubric->line[j].max;
		snprintf(reader->at, sizeof(reader->at), "groups[%zu].max", i);
		if (sum < rubric->group_max[i])
			return wrong(reader, "the lines give less than the group");
		all += rubric->group_max[i];
	}
	snprintf(reader->at, sizeof(reader->at), "scale");
	return all == rubric->scale ? OK : wrong(reader, "the groups give another sum");
}

static enum status read_grades(struct reader *reader, const json_t *grades)
{
	struct rubric *rubric = &reader->data->rubric;
	if (json_array_size(grades) == 0 || json_array_size(grades) > RUBRIC_GRADES)
		return wrong(reader, "grades");
	for (size_t i = 0; i < json_array_size(grades); i++) {
		const json_t *grade = json_array_get(grades, i);
		snprintf(reader->at, sizeof(reader->at), "grades[%zu]", i);
		int32_t below = i ? rubric->grade_from[i - 1] - 1 : rubric->scale;
		TRY(number(reader, grade, "from", 0, below, &rubric->grade_from[i]));
		reader->data->grade_code[i] = text(reader, grade, "code");
		reader->data->grade_name[i] = text(reader, grade, "name");
		rubric->grade_count++;
	}
	return rubric->grade_from[rubric->grade_count - 1] == 0 ? OK : wrong(reader, "the last grade begins at 0");
}

/* {"grade": code, "full": [line ids]}: a better grade than that needs full marks in these lines. */
static enum status read_caps(struct reader *reader, const json_t *caps)
{
	struct rubric *rubric = &reader->data->rubric;
	if (json_array_size(caps) > RUBRIC_CAPS)
		return wrong(reader, "caps");
	for (size_t i = 0; i < json_array_size(caps); i++) {
		const json_t *full = json_object_get(json_array_get(caps, i), "full");
		struct str code = json_str(json_object_get(json_array_get(caps, i), "grade"));
		struct rubric_cap *cap = &rubric->cap[rubric->cap_count++];
		snprintf(reader->at, sizeof(reader->at), "caps[%zu]", i);
		while (cap->grade < rubric->grade_count && !str_eq(reader->data->grade_code[cap->grade], code))
			cap->grade++;
		if (cap->grade == rubric->grade_count || json_array_size(full) > RUBRIC_CAP_LINES)
			return wrong(reader, "grade");
		for (size_t j = 0; j < json_array_size(full); j++) {
			int32_t line = rubric_line_of(reader->data, json_str(json_array_get(full, j)));
			if (line == RUBRIC_NONE)
				return wrong(reader, "full");
			cap->line[cap->line_count++] = line;
		}
	}
	return OK;
}

enum status rubric_read(struct arena *arena, struct str json, struct rubric_data **ret_data, struct err *err)
{
	struct reader reader = {
		.arena = arena, .err = err, .at = "rubric", .data = arena_new(arena, struct rubric_data)
	};
	struct rubric_data *data = reader.data;
	json_error_t error;
	CLOSES(json_closep)
	json_t *root =
	        json.len > RULE_JSON_CEILING ? NULL : json_loadb(json.ptr, json.len, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(root))
		return wrong(&reader, "not a JSON object");
	const json_t *document = json_object_get(root, "document");
	data->json = json;
	data->id = text(&reader, root, "id");
	data->name = text(&reader, root, "name");
	data->issuer = text(&reader, root, "issuer");
	data->number = text(&reader, document, "number");
	data->date = text(&reader, document, "date");
	data->valid_from = text(&reader, root, "valid_from");
	data->valid_to = text(&reader, root, "valid_to");
	data->sure = text(&reader, root, "sure");
	if (data->id.len == 0)
		return wrong(&reader, "id");
	struct str month = json_str(json_object_get(root, "short_month"));
	if (!str_is(month, "as_is") && !str_is(month, "rescale"))
		return wrong(&reader, "short_month");
	data->rubric.rescale = str_is(month, "rescale");
	TRY(number(&reader, root, "version", 1, INT32_MAX, &data->version));
	TRY(number(&reader, root, "scale", 1, 1000, &data->rubric.scale));
	TRY(read_grades(&reader, json_object_get(root, "grades")));
	TRY(read_groups(&reader, json_object_get(root, "groups")));
	TRY(read_caps(&reader, json_object_get(root, "caps")));
	*ret_data = data;
	return OK;
}

struct str rubric_file(struct arena *arena, struct str id)
{
	return rules_file(str_c(arena, str_format(arena, "rubric/%.*s.json", STR_ARG(id))));
}

struct str rubric_known(struct arena *arena)
{
	struct buf known = buf_open(arena, 4096);
	struct str one = STR_NONE;
	for (size_t i = 0; one = rubric_id_at(arena, i), one.ptr; i++)
		buf_format(&known, "%s%.*s", i ? ", " : "", STR_ARG(one));
	return buf_text(&known);
}

enum status rubric_find(struct arena *arena, struct str id, struct rubric_data **ret_data, struct err *err)
{
	struct str json = rubric_file(arena, id);
	if (json.ptr == NULL) {
		(void)!err_set(err, INVALID, "rubric.unknown", "rubric");
		err_arg(err, "id", id);
		err_arg(err, "known", rubric_known(arena));
		return INVALID;
	}
	return rubric_read(arena, json, ret_data, err);
}

struct str rubric_id_at(struct arena *arena, size_t at)
{
	const struct str folder = STR("rubric/"), ending = STR(".json");
	const struct embed_file *file = NULL;
	for (size_t i = 0; (file = rules_at(i)) != NULL; i++) {
		struct str name = str_of(file->name);
		if (str_starts(name, folder) && at-- == 0)
			return str_copy(arena, str_slice(name, folder.len, name.len - ending.len));
	}
	return STR_NONE;
}
