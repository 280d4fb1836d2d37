/* The command `rule rubric`: measures in, lines with points and reasons out. */
#include "rubric_json.h"

#include "app/message.h"
#include "rule_json.h"

/* A fault of one field, with up to two values for its message. */
struct wrong_arg {
	const char *name;
	struct str value;
};

static enum status refuse(
        struct buf *out, struct err *err, const char *code, const char *field, struct wrong_arg a, struct wrong_arg b)
{
	struct err fault = { 0 };
	(void)!err_set(&fault, INVALID, code, field);
	if (a.name)
		err_arg(&fault, a.name, a.value);
	if (b.name)
		err_arg(&fault, b.name, b.value);
	return rule_wrong(out, err, &fault);
}

#define NO_ARG ((struct wrong_arg){ 0 })
#define ARG(name, value) ((struct wrong_arg){ (name), (value) })

static enum status read_confirmed(const struct rubric_data *data, const json_t *list, struct rubric_input *input,
        struct buf *out, struct err *err)
{
	if (json_is_null(list))
		return OK;
	if (!json_is_array(list))
		return refuse(out, err, N_("rubric.confirmed"), "confirmed", NO_ARG, NO_ARG);
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct str id = json_str(json_array_get(list, i));
		int32_t line = rubric_line_of(data, id);
		if (id.ptr == NULL)
			return refuse(out, err, N_("rubric.confirmed"), "confirmed", NO_ARG, NO_ARG);
		if (line == RUBRIC_NONE)
			return refuse(
			        out, err, N_("rubric.unknown_line"), "confirmed", ARG("id", data->id), ARG("line", id));
		input->confirmed[line] = 1;
	}
	return OK;
}

static enum status read_measure(
        const char *name, const json_t *value, struct rubric_input *input, struct buf *out, struct err *err)
{
	int32_t measure = rubric_measure_of(str_of(name));
	if (measure == RUBRIC_NONE)
		return refuse(out, err, N_("rubric.unknown_measure"), name, ARG("name", str_of(name)), NO_ARG);
	struct wrong_arg arg = ARG("name", str_of(name)), label = ARG("label", str_of(rubric_measure_label(measure)));
	if (json_is_null(value))
		return OK;
	if (!json_is_integer(value))
		return refuse(out, err, N_("rubric.not_integer"), name, arg, label);
	int64_t number = json_integer_value(value);
	if (number < 0)
		return refuse(out, err, N_("rubric.negative"), name, arg, label);
	input->measure[measure] = number > RUBRIC_LARGEST ? RUBRIC_LARGEST + 1 : (int32_t)number;
	return OK;
}

static enum status read_input(
        struct rubric_data *data, json_t *object, struct rubric_input *input, struct buf *out, struct err *err)
{
	const char *name = NULL;
	json_t *value = NULL;
	rubric_input_clear(input);
	json_object_foreach(object, name, value)
	{
		struct str key = str_of(name), word = json_str(value);
		if (str_is(key, "confirmed")) {
			TRY(read_confirmed(data, value, input, out, err));
		} else if (str_is(key, "self")) {
			if (!json_is_boolean(value) && !json_is_null(value))
				return refuse(out, err, N_("rubric.self"), name, NO_ARG, NO_ARG);
			input->promise = json_is_true(value);
		} else if (str_is(key, "short_month")) {
			if (!str_is(word, "as_is") && !str_is(word, "rescale") && !json_is_null(value))
				return refuse(out, err, N_("rubric.short_month"), name, NO_ARG, NO_ARG);
			if (word.ptr)
				data->rubric.rescale = str_is(word, "rescale");
		} else {
			TRY(read_measure(name, value, input, out, err));
		}
	}
	return OK;
}

enum status rubric_refuse(const struct rubric_input *input, struct err *err)
{
	static const char *const codes[RUBRIC_WRONG__COUNT] = { [RUBRIC_NEGATIVE] = N_("rubric.negative"),
		[RUBRIC_TOO_LARGE] = N_("rubric.too_large"),
		[RUBRIC_NO_FLAG] = N_("rubric.no_flag"),
		[RUBRIC_ABOVE_OTHER] = N_("rubric.above"),
		[RUBRIC_ABOVE_BASE] = N_("rubric.above_base"),
		[RUBRIC_ABOVE_SIZE] = N_("rubric.above_size") };
	int32_t a = 0, b = 0;
	enum rubric_wrong wrong = rubric_check(input, &a, &b);
	if (wrong == RUBRIC_RIGHT)
		return OK;
	enum status status = err_set(err, INVALID, codes[wrong], rubric_measure_name(a));
	if (wrong == RUBRIC_ABOVE_BASE || wrong == RUBRIC_ABOVE_SIZE) {
		err_arg_int(err, "present", input->measure[RUBRIC_PRESENT]);
		err_arg_int(err, "unexcused", input->measure[RUBRIC_UNEXCUSED]);
		err_arg_int(err, "base", input->measure[RUBRIC_BASE]);
		err_arg_int(err, "size", input->measure[RUBRIC_SIZE]);
		return status;
	}
	err_arg(err, "name", str_of(rubric_measure_name(a)));
	err_arg(err, "label", str_of(rubric_measure_label(a)));
	if (wrong == RUBRIC_ABOVE_OTHER) {
		err_arg_int(err, "value", input->measure[a]);
		err_arg(err, "other", str_of(rubric_measure_name(b)));
		err_arg(err, "other_label", str_of(rubric_measure_label(b)));
		err_arg_int(err, "other_value", input->measure[b]);
	}
	return status;
}

static void put_pair(struct buf *out, const char *key, struct str value)
{
	buf_format(out, ",\"%s\":", key);
	buf_json(out, value);
}

static void put_points(struct buf *out, int32_t points)
{
	if (points == RUBRIC_OPEN)
		buf_c(out, "null");
	else
		buf_int(out, points);
}

static void put_line(struct arena *arena, const struct rubric_data *data, const struct rubric_input *input,
        const struct rubric_result *result, int32_t at, struct buf *out)
{
	const struct rubric_line *line = &data->rubric.line[at];
	buf_c(out, at ? ",\n{\"id\":" : "\n{\"id\":");
	buf_json(out, data->line[at].id);
	put_pair(out, "group", data->group_name[line->group]);
	put_pair(out, "text", data->line[at].text);
	buf_format(out, ",\"max\":%d,\"points\":", line->kind == RUBRIC_DEDUCTION ? 0 : line->max);
	put_points(out, result->line[at].points);
	if (line->kind == RUBRIC_DEDUCTION)
		buf_format(out, ",\"deducts\":%d", line->max);
	put_pair(out, "phase", str_of(rubric_phase_name(line->phase)));
	put_pair(out, "code", str_of(rubric_why_name(result->line[at].why)));
	put_pair(out, "why", rubric_why(arena, data, input, result, at));
	buf_c(out, "}");
}

static void put_result(struct arena *arena, const struct rubric_data *data, const struct rubric_input *input,
        const struct rubric_result *result, struct buf *out)
{
	buf_c(out, "{\"rubric\":");
	buf_json(out, data->id);
	put_pair(out, "document",
	        str_format(
	                arena, "%.*s, %.*s, %.*s", STR_ARG(data->issuer), STR_ARG(data->number), STR_ARG(data->date)));
	put_pair(out, "sure", data->sure);
	buf_format(out, ",\"rubric_version\":%d,\"version\":%d,\"lines\":[", data->version, result->version);
	for (int32_t i = 0; i < data->rubric.line_count; i++)
		put_line(arena, data, input, result, i, out);
	buf_format(out, "],\n\"least\":%d,\"most\":%d,\"scale\":%d", result->least, result->most, data->rubric.scale);
	put_pair(out, "short_month", data->rubric.rescale ? STR("rescale") : STR("as_is"));
	put_pair(out, "grade", result->grade == RUBRIC_NONE ? STR_NONE : data->grade_name[result->grade]);
	put_pair(out, "grade_code", result->grade == RUBRIC_NONE ? STR_NONE : data->grade_code[result->grade]);
	buf_c(out, "}\n");
}

static enum status refuse_unknown(struct arena *arena, struct str id, struct buf *out, struct err *err)
{
	return refuse(out, err, N_("rubric.unknown"), "rubric", ARG("id", id), ARG("known", rubric_known(arena)));
}

enum status rule_rubric_json(struct arena *arena, struct str rubric, struct str input, struct buf *out, struct err *err)
{
	struct rubric_data *data = NULL;
	struct rubric_input measured;
	struct rubric_result result;
	struct err fault = { 0 };
	CLOSES(json_closep) json_t *object = NULL;
	struct str json = str_starts(rubric, STR("{")) ? rubric : rubric_file(arena, rubric);
	if (json.ptr == NULL)
		return refuse_unknown(arena, rubric, out, err);
	if (rubric_read(arena, json, &data, &fault) != OK)
		return refuse(out, err, N_("rubric.file"), fault.field, ARG("place", str_of(fault.field)),
		        ARG("why", str_of(fault.detail)));
	TRY(rule_object(input, &object, out, err));
	TRY(read_input(data, object, &measured, out, err));
	if (rubric_refuse(&measured, &fault) != OK)
		return rule_wrong(out, err, &fault);
	rubric_evaluate(&data->rubric, &measured, &result);
	put_result(arena, data, &measured, &result, out);
	return OK;
}

enum status rule_rubric_show(struct arena *arena, struct str id, struct buf *out, struct err *err)
{
	struct str json = rubric_file(arena, id);
	if (json.ptr == NULL)
		return refuse_unknown(arena, id, out, err);
	buf_str(out, json);
	return OK;
}
