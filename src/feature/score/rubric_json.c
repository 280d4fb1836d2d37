/* The command `rule rubric`: measures in, lines with points and reasons out. */
#include "rubric_json.h"
#include "rule_json.h"

static enum status read_confirmed(const struct rubric_data *data, const json_t *list, struct rubric_input *input,
				  struct buf *out, struct err *err)
{
	if (!json_is_array(list))
		return rule_refuse(out, err, "rubric.confirmed", "confirmed",
				   "“confirmed” phải là danh sách mã dòng, ví dụ [\"prep_handbook\"].");
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct str id = json_str(json_array_get(list, i));
		int32_t line = rubric_line_of(data, id);
		if (line == RUBRIC_NONE)
			return rule_refuse(out, err, "rubric.unknown_line", "confirmed",
					   "Khung điểm %.*s không có dòng “%.*s” để xác nhận.", STR_ARG(data->id),
					   STR_ARG(id));
		input->confirmed[line] = 1;
	}
	return OK;
}

static enum status read_measure(const char *name, const json_t *value, struct rubric_input *input, struct buf *out,
				struct err *err)
{
	int32_t measure = rubric_measure_of(str_of(name));
	if (measure == RUBRIC_NONE)
		return rule_refuse(out, err, "rubric.unknown_measure", name, "Không có số đo nào tên là “%s”.", name);
	if (json_is_null(value))
		return OK;
	if (!json_is_integer(value))
		return rule_refuse(out, err, "rubric.not_integer", name,
				   "“%s” (%s) phải là số nguyên; bỏ trống nếu chưa biết%s.", name,
				   rubric_measure_label(measure),
				   rubric_measure_flag(measure) ? "; 1 là có, 0 là không" : "");
	int64_t number = json_integer_value(value);
	if (number < 0)
		return rule_refuse(out, err, "rubric.negative", name, "“%s” (%s) không thể là số âm.", name,
				   rubric_measure_label(measure));
	input->measure[measure] = number > RUBRIC_LARGEST ? RUBRIC_LARGEST + 1 : (int32_t)number;
	return OK;
}

static enum status read_input(struct rubric_data *data, json_t *object, struct rubric_input *input, struct buf *out,
			      struct err *err)
{
	const char *name = NULL;
	json_t *value = NULL;
	rubric_input_clear(input);
	json_object_foreach(object, name, value) {
		struct str key = str_of(name), word = json_str(value);
		if (str_is(key, "confirmed")) {
			TRY(read_confirmed(data, value, input, out, err));
		} else if (str_is(key, "self")) {
			if (!json_is_boolean(value))
				return rule_refuse(out, err, "rubric.self", name, "“self” phải là true hoặc false.");
			input->promise = json_is_true(value);
		} else if (str_is(key, "short_month")) {
			if (!str_is(word, "as_is") && !str_is(word, "rescale"))
				return rule_refuse(out, err, "rubric.short_month", name,
						   "“short_month” phải là \"as_is\" hoặc \"rescale\".");
			data->rubric.rescale = str_is(word, "rescale");
		} else {
			TRY(read_measure(name, value, input, out, err));
		}
	}
	return OK;
}

static enum status refuse_wrong(const struct rubric_input *input, struct buf *out, struct err *err)
{
	int32_t a = 0, b = 0;
	enum rubric_wrong wrong = rubric_check(input, &a, &b);
	const char *name = rubric_measure_name(a), *label = rubric_measure_label(a);
	switch (wrong) {
	case RUBRIC_RIGHT:
		return OK;
	case RUBRIC_NO_FLAG:
		return rule_refuse(out, err, "rubric.no_flag", name, "“%s” (%s) chỉ có thể là 1 (có) hoặc 0 (không).",
				   name, label);
	case RUBRIC_ABOVE_OTHER:
		return rule_refuse(out, err, "rubric.above", name, "“%s” (%s: %d) không thể lớn hơn “%s” (%s: %d).",
				   name, label, input->measure[a], rubric_measure_name(b), rubric_measure_label(b),
				   input->measure[b]);
	case RUBRIC_ABOVE_BASE:
		return rule_refuse(out, err, "rubric.above_base", name,
				   "Số dự (%d) cộng số vắng không lý do (%d) lớn hơn số phải dự (%d).",
				   input->measure[RUBRIC_PRESENT], input->measure[RUBRIC_UNEXCUSED],
				   input->measure[RUBRIC_BASE]);
	default:
		return rule_refuse(out, err, "rubric.too_large", name, "“%s” (%s) lớn quá mức có thể.", name, label);
	}
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
	put_pair(out, "document", str_format(arena, "%.*s, %.*s, %.*s", STR_ARG(data->issuer), STR_ARG(data->number),
					     STR_ARG(data->date)));
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
	struct buf known = buf_open(arena, 4096);
	struct str one = STR_NONE;
	for (size_t i = 0; one = rubric_id_at(arena, i), one.ptr; i++)
		buf_format(&known, "%s%.*s", i ? ", " : "", STR_ARG(one));
	struct str all = buf_text(&known);
	return rule_refuse(out, err, "rubric.unknown", "rubric", "Không có khung điểm “%.*s”. Hiện có: %.*s.", STR_ARG(id),
			   STR_ARG(all));
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
		return rule_refuse(out, err, "rubric.file", fault.field, "Khung điểm có chỗ sai: %s.", fault.detail);
	TRY(rule_object(input, &object, out, err));
	TRY(read_input(data, object, &measured, out, err));
	TRY(refuse_wrong(&measured, out, err));
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
