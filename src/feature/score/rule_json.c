/* Shared by the rule calculators: see rule_json.h. */
#include "rule_json.h"

void json_closep(json_t **json)
{
	json_decref(*json);
}

enum status rule_refuse(struct buf *out, struct err *err, const char *code, const char *field, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str message = str_vformat(out->arena, format, args);
	va_end(args);
	buf_c(out, "{\"error\":{\"code\":");
	buf_json(out, str_of(code));
	buf_c(out, ",\"field\":");
	buf_json(out, str_of(field));
	buf_c(out, ",\"message\":");
	buf_json(out, message);
	buf_c(out, "}}\n");
	return err_set(err, INVALID, code, field);
}

enum status rule_object(struct str text, json_t **ret_object, struct buf *out, struct err *err)
{
	json_error_t error;
	if (text.len > RULE_JSON_CEILING)
		return rule_refuse(out, err, "rule.too_large", "", "Dữ liệu vào dài quá %d byte.", RULE_JSON_CEILING);
	json_t *json = json_loadb(text.ptr ? text.ptr : "", text.len, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		return rule_refuse(out, err, "rule.not_json", "",
				   "Dữ liệu vào không phải JSON đúng (dòng %d, cột %d): %s.", error.line, error.column,
				   error.text);
	if (!json_is_object(json)) {
		json_decref(json);
		return rule_refuse(out, err, "rule.not_object", "",
				   "Dữ liệu vào phải là một đối tượng JSON, ví dụ {\"base\": 20, \"present\": 18}.");
	}
	*ret_object = json;
	return OK;
}

struct str json_str(const json_t *string)
{
	return json_is_string(string) ? (struct str){ json_string_value(string), json_string_length(string) } : STR_NONE;
}
