/* Shared by the rule calculators: see rule_json.h. */
#include "rule_json.h"

#include "app/message.h"

#include <stdlib.h>
#include <string.h>

void json_closep(json_t **json)
{
	json_decref(*json);
}

static void put_refusal(struct buf *out, struct str code, struct str field, struct str message)
{
	buf_c(out, "{\"error\":{\"code\":");
	buf_json(out, code);
	buf_c(out, ",\"field\":");
	buf_json(out, field);
	buf_c(out, ",\"message\":");
	buf_json(out, message);
	buf_c(out, "}}\n");
}

enum status rule_refuse(struct buf *out, struct err *err, const char *code, const char *field, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str message = str_vformat(out->arena, format, args);
	va_end(args);
	put_refusal(out, str_of(code), str_of(field), message);
	return err_set(err, INVALID, code, field);
}

enum status rule_wrong(struct buf *out, struct err *err, const struct err *fault)
{
	const char *language = getenv("CHIBO_LANG");
	struct str message = err_text(out->arena, language && !strcmp(language, "en") ? EN : VI, fault);
	put_refusal(out, str_of(fault->code), str_of(fault->field), message);
	if (err)
		*err = *fault;
	return fault->status;
}

static enum status wrong_json(struct buf *out, struct err *err, const json_error_t *error)
{
	struct err fault = { 0 };
	(void)!err_set(&fault, INVALID, "rule.not_json", NULL);
	err_arg_int(&fault, "line", error->line);
	err_arg_int(&fault, "column", error->column);
	err_arg(&fault, "why", str_of(error->text));
	return rule_wrong(out, err, &fault);
}

static enum status wrong_input(struct buf *out, struct err *err, const char *code)
{
	struct err fault = { 0 };
	(void)!err_set(&fault, INVALID, code, NULL);
	err_arg_int(&fault, "max", RULE_JSON_CEILING);
	return rule_wrong(out, err, &fault);
}

enum status rule_object(struct str text, json_t **ret_object, struct buf *out, struct err *err)
{
	json_error_t error;
	if (text.len > RULE_JSON_CEILING)
		return wrong_input(out, err, N_("rule.too_large"));
	json_t *json = json_loadb(text.ptr ? text.ptr : "", text.len, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		return wrong_json(out, err, &error);
	if (!json_is_object(json)) {
		json_decref(json);
		return wrong_input(out, err, N_("rule.not_object"));
	}
	*ret_object = json;
	return OK;
}

struct str json_str(const json_t *string)
{
	return json_is_string(string) ? (struct str){ json_string_value(string), json_string_length(string) }
	                              : STR_NONE;
}
