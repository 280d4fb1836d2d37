/* From the grades of months to the grade of a period: rules as data, read and applied. */
#include "feature/period/period_private.h"

#include "base/embed.h"
#include "base/time.h"
#include "gen/period_sql.h"

#include <jansson.h>
#include <string.h>

enum { RULE_CEILING = 64 << 10, NOT_ASKED = -1, POINTS_MAX = 1000 };

static const char *const grades[PERIOD_GRADES] = { "good", "fair", "average", "poor" };

int period_grade_index(struct str grade)
{
	for (int i = 0; i < PERIOD_GRADES; i++)
		if (str_is(grade, grades[i]))
			return i;
	return PERIOD_GRADE_NONE;
}

const char *period_grade_code(int grade)
{
	return grade >= 0 && grade < PERIOD_GRADES ? grades[grade] : "";
}

static void closep(json_t **json)
{
	json_decref(*json);
}

static struct str text_of(struct arena *arena, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_string(value))
		return STR_NONE;
	return str_copy(arena, (struct str){ json_string_value(value), json_string_length(value) });
}

static enum status broken(struct err *err, const char *place)
{
	enum status status = err_set(err, INVALID, "period.rule_broken", NULL);
	err_arg(err, "place", str_of(place));
	return status;
}

/* A whole number from 0; NOT_ASKED where there is none. */
static bool number_of(const json_t *object, const char *key, int most, int *ret_number)
{
	const json_t *value = json_object_get(object, key);
	*ret_number = NOT_ASKED;
	if (!value)
		return true;
	if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > most)
		return false;
	*ret_number = (int)json_integer_value(value);
	return true;
}

static bool grade_of(const json_t *object, const char *key, int *ret_grade)
{
	const char *word = json_string_value(json_object_get(object, key));
	*ret_grade = word ? period_grade_index(str_of(word)) : NOT_ASKED;
	return !json_object_get(object, key) || *ret_grade != PERIOD_GRADE_NONE;
}

static enum status read_line(const json_t *json, struct period_rule_line *line, struct err *err)
{
	if (!grade_of(json, "grade", &line->grade) || line->grade == NOT_ASKED)
		return broken(err, "grade");
	if (!number_of(json, "mean_least", POINTS_MAX, &line->mean_least))
		return broken(err, "mean_least");
	if (!grade_of(json, "worst", &line->worst))
		return broken(err, "worst");
	if (!grade_of(json, "least_grade", &line->least_grade) ||
	        !number_of(json, "least", PERIOD_MONTHS, &line->least) ||
	        (line->least == NOT_ASKED) != (line->least_grade == NOT_ASKED))
		return broken(err, "least");
	if (!number_of(json, "themes_per_quarter", PERIOD_MONTHS, &line->themes))
		return broken(err, "themes_per_quarter");
	line->all_met = json_is_true(json_object_get(json, "all_met"));
	return OK;
}

static enum status read_lines(const json_t *json, struct period_rule *rule, struct err *err)
{
	const json_t *lines = json_object_get(json, "lines"), *one;
	size_t i;
	if (!json_is_array(lines) || !json_array_size(lines) || json_array_size(lines) > PERIOD_GRADES)
		return broken(err, "lines");
	json_array_foreach(lines, i, one)
	{
		TRY(read_line(one, &rule->line[i], err));
		if (i && rule->line[i].grade <= rule->line[i - 1].grade)
			return broken(err, "lines");
		rule->line_count = i + 1;
	}
	return OK;
}

enum status period_rule_read(struct arena *arena, struct str json, struct period_rule *ret_rule, struct err *err)
{
	json_t *root CLOSES(closep) = json_loadb(json.ptr ? json.ptr : "", json.len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *one;
	struct buf notes = buf_open(arena, RULE_CEILING);
	size_t i;
	*ret_rule = (struct period_rule){ .id = text_of(arena, root, "id"),
		.name = text_of(arena, root, "name"),
		.label = text_of(arena, root, "label"),
		.issuer = text_of(arena, root, "issuer"),
		.sure = text_of(arena, root, "sure"),
		.since = text_of(arena, root, "valid_from"),
		.until = text_of(arena, root, "valid_to") };
	if (!ret_rule->id.len || !ret_rule->name.len)
		return broken(err, "id");
	json_array_foreach(json_object_get(root, "periods"), i, one) for (int k = 0; k < PERIOD_KIND__COUNT; k++)
	        ret_rule->kinds[k] |=
	        json_is_string(one) && str_is(str_of(json_string_value(one)), period_kind_name(k));
	json_array_foreach(json_object_get(root, "notes"), i, one)
	        buf_format(&notes, "%s%s", i ? "\n" : "", json_is_string(one) ? json_string_value(one) : "");
	ret_rule->notes = buf_text(&notes);
	return read_lines(root, ret_rule, err);
}

/* The files of rules/period that hold a rule; the one with due days is none. */
static bool rule_file(struct arena *arena, size_t *at, struct period_rule *ret_rule)
{
	const struct embed_file *file;
	while ((file = rules_at((*at)++)))
		if (str_starts(str_of(file->name), STR("period/")) &&
		        period_rule_read(arena, file->bytes, ret_rule, NULL) == OK)
			return true;
	return false;
}

enum status period_rule_find(struct arena *arena, struct str id, struct period_rule *ret_rule, struct err *err)
{
	for (size_t at = 0; rule_file(arena, &at, ret_rule);)
		if (str_eq(ret_rule->id, id))
			return OK;
	enum status status = err_set(err, INVALID, "period.rule_unknown", "rule");
	err_arg(err, "rule", id);
	return status;
}

bool period_rule_at(struct arena *arena, enum period_kind kind, size_t at, struct period_rule *ret_rule)
{
	for (size_t file = 0; rule_file(arena, &file, ret_rule);)
		if (ret_rule->kinds[kind] && at-- == 0)
			return true;
	return false;
}

static void put_number(struct buf *json, const char *key, int number)
{
	if (number != NOT_ASKED)
		buf_format(json, ",\"%s\":%d", key, number);
}

static void put_grade(struct buf *json, const char *key, int grade)
{
	if (grade != NOT_ASKED)
		buf_format(json, ",\"%s\":\"%s\"", key, grades[grade]);
}

struct str period_rule_write(struct arena *arena, const struct period_rule *rule)
{
	struct buf json = buf_open(arena, RULE_CEILING);
	buf_c(&json, "{\"id\":");
	buf_json(&json, rule->id);
	buf_c(&json, ",\"name\":");
	buf_json(&json, rule->name);
	buf_c(&json, ",\"lines\":[");
	for (size_t i = 0; i < rule->line_count; i++) {
		const struct period_rule_line *line = &rule->line[i];
		buf_format(&json, "%s{\"grade\":\"%s\"", i ? "," : "", grades[line->grade]);
		put_number(&json, "mean_least", line->mean_least);
		put_grade(&json, "worst", line->worst);
		put_grade(&json, "least_grade", line->least_grade);
		put_number(&json, "least", line->least);
		put_number(&json, "themes_per_quarter", line->themes);
		buf_c(&json, line->all_met ? ",\"all_met\":true}" : "}");
	}
	buf_c(&json, "]}");
	return buf_text(&json);
}

/* What the months of a cell come to. */
struct sum {
	int months, met, graded, worst, points, pointed, better[PERIOD_GRADES];
	int themes; /* of the quarter with the fewest; a quarter in which the cell was not there does not count */
};

static int fewest_themes(const struct period_months *months)
{
	int fewest = NOT_ASKED;
	for (size_t from = 0; from < months->count; from += 3) {
		int themes = 0, there = 0;
		for (size_t i = from; i < from + 3 && i < months->count; i++) {
			themes += months->themes[i];
			there += months->at[i].exists;
		}
		if (there && (fewest == NOT_ASKED || themes < fewest))
			fewest = themes;
	}
	return fewest;
}

static struct sum sum_of(const struct period_months *months)
{
	struct sum sum = { .worst = PERIOD_GRADE_NONE, .themes = fewest_themes(months) };
	for (size_t i = 0; i < months->count; i++) {
		const struct period_month *month = &months->at[i];
		sum.months += month->exists;
		sum.met += month->met;
		if (month->points.set) {
			sum.points += (int)month->points.n;
			sum.pointed++;
		}
		if (!month->met || month->grade == PERIOD_GRADE_NONE)
			continue;
		sum.graded++;
		sum.worst = month->grade > sum.worst ? month->grade : sum.worst;
		for (int g = month->grade; g < PERIOD_GRADES; g++)
			sum.better[g]++;
	}
	return sum;
}

static bool line_fits(const struct period_rule_line *line, const struct sum *sum)
{
	if (line->mean_least != NOT_ASKED && (!sum->pointed || sum->points < line->mean_least * sum->pointed))
		return false;
	if (line->worst != NOT_ASKED && sum->worst > line->worst)
		return false;
	if (line->all_met && sum->met < sum->months)
		return false;
	return line->themes == NOT_ASKED || sum->themes >= line->themes;
}

int period_rule_grade(const struct period_rule *rule, const struct period_months *months)
{
	struct sum sum = sum_of(months);
	/* A meeting without grade may be of any. */
	if (!sum.graded || sum.graded < sum.met)
		return PERIOD_GRADE_NONE;
	for (size_t i = 0; i < rule->line_count; i++) {
		const struct period_rule_line *line = &rule->line[i];
		if (!line_fits(line, &sum))
			continue;
		if (line->least == NOT_ASKED || sum.better[line->least_grade] >= line->least)
			return line->grade;
		/* A cell that was there for some of the months only could not reach the count: not its fault. */
		if ((size_t)sum.months < months->count)
			return PERIOD_GRADE_NONE;
	}
	return PERIOD_GRADE_NONE;
}

static enum status chosen_rule(
        struct arena *arena, const struct period_rule_near_row *row, struct period_rule *ret_rule, struct err *err)
{
	TRY(period_rule_find(arena, row->rule, ret_rule, err));
	if (row->body.len) {
		struct period_rule own;
		TRY(period_rule_read(arena, row->body, &own, err));
		memcpy(ret_rule->line, own.line, sizeof(own.line));
		ret_rule->line_count = own.line_count;
		ret_rule->own = true;
	}
	ret_rule->owner = row->name;
	ret_rule->decision = row->decision;
	ret_rule->chosen_since = row->since;
	return OK;
}

enum status period_rule_of(struct arena *arena, struct db *db, int64_t unit, struct period period,
        struct period_rule *ret_rule, bool *ret_any, struct err *err)
{
	struct period_rule_near_row row;
	struct str day = period_last_day(arena, period);
	bool found;
	*ret_any = period.kind != PERIOD_MONTH;
	if (!*ret_any)
		return OK;
	TRY(period_rule_near(arena, db,
	        &(struct period_rule_near_in){
	                .unit = { unit }, .kind = str_of(period_kind_name(period.kind)), .day = day },
	        &row, &found, err));
	if (found)
		return chosen_rule(arena, &row, ret_rule, err);
	static const char *const ours[PERIOD_KIND__COUNT] = { NULL, "phan-mem-quy", "phan-mem-6-thang",
		"phan-mem-nam" };
	return period_rule_find(arena, str_of(ours[period.kind]), ret_rule, err);
}

struct str period_due_day(struct arena *arena, struct period period, struct str unit_kind)
{
	struct str file = rules_file("period/han-bao-cao.json");
	struct date last;
	json_t *root CLOSES(closep) = json_loadb(file.ptr, file.len, 0, NULL);
	const json_t *days =
	        json_object_get(json_object_get(json_object_get(root, "due_days"), period_kind_name(period.kind)),
	                str_c(arena, unit_kind));
	if (!json_is_integer(days) || !date_parse(period_last_day(arena, period), &last))
		return STR_NONE;
	return date_iso(arena, date_add(last, (int)json_integer_value(days)));
}
