/* Shared by the rule calculators: see rule_json.h. */
#include "rule_json.h"

#include "app/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGE_NUMBERS = 8 }; /* figures beyond 64 bits that are looked at */

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

enum status rule_wrong(struct buf *out, struct err *err, const struct err *fault)
{
	const char *language = getenv("CHIBO_LANG");
	struct str message = err_text(out->arena, language && !strcmp(language, "en") ? EN : VI, fault);
	put_refusal(out, str_of(fault->code), str_of(fault->field), message);
	if (err)
		*err = *fault;
	return fault->status;
}

/* The key that ends just before byte `end`: "\"size\"" without its quotation marks. */
static struct str key_before(struct str text, size_t end)
{
	size_t at = end > 0 && end <= text.len ? end - 1 : 0;
	while (at > 0 && text.ptr[at - 1] != '"')
		at--;
	return end > at ? str_slice(text, at, end - 1) : STR("");
}

static enum status wrong_json(struct buf *out, struct err *err, struct str text, const json_error_t *error)
{
	struct err fault = { 0 };
	if (json_error_code(error) == json_error_duplicate_key) {
		struct str key = key_before(text, (size_t)error->position);
		(void)!err_set(&fault, INVALID, N_("rule.twice"), str_c(out->arena, key));
		err_arg(&fault, "name", key);
		return rule_wrong(out, err, &fault);
	}
	(void)!err_set(&fault, INVALID, N_("rule.not_json"), NULL);
	err_arg_int(&fault, "line", error->line);
	err_arg_int(&fault, "column", error->column);
	err_arg(&fault, "why", str_of(error->text));
	return rule_wrong(out, err, &fault);
}

/* Puts a number that fits in place of the one that ends before byte `end`: RULE_FAR with its sign, or a fraction. Every
 * field refuses those, and so names itself. */
static bool make_fit(char *text, size_t end)
{
	size_t at = end;
	while (at > 0 && strchr("0123456789+-.eE", text[at - 1]))
		at--;
	size_t len = end - at, negative = at < end && text[at] == '-';
	bool fraction = memchr(text + at, '.', len) || memchr(text + at, 'e', len) || memchr(text + at, 'E', len);
	char fits[32];
	int room = snprintf(fits, sizeof(fits), fraction ? "0.5" : "%lld", (long long)RULE_FAR);
	if (len < (size_t)room + negative)
		return false;
	memset(text + at + negative, ' ', len - negative);
	memcpy(text + at + negative, fits, (size_t)room);
	return true;
}

/* As json_loadb, but a figure too large for 64 bits is no fault of the whole text. */
static json_t *load(struct arena *arena, struct str text, json_error_t *error)
{
	json_t *json = json_loadb(text.ptr ? text.ptr : "", text.len, JSON_REJECT_DUPLICATES, error);
	char *copy = NULL;
	for (int i = 0; !json && json_error_code(error) == json_error_numeric_overflow && i < LARGE_NUMBERS; i++) {
		copy = copy ? copy : (char *)memcpy(arena_take(arena, text.len), text.ptr, text.len);
		if ((size_t)error->position > text.len || !make_fit(copy, (size_t)error->position))
			break;
		json = json_loadb(copy, text.len, JSON_REJECT_DUPLICATES, error);
	}
	return json;
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
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.len);
	if (str_trim(text).len == 0)
		return wrong_input(out, err, N_("rule.empty"));
	json_t *json = load(out->arena, text, &error);
	if (json == NULL)
		return wrong_json(out, err, text, &error);
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
