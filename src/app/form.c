/* Checks what a form brought against the route's declaration, before any handler runs. */
#include "app/app_private.h"

#include "base/random.h"
#include "base/text.h"
#include "base/time.h"

#include <sodium.h>
#include <string.h>

enum { LINE_LETTERS = 200, TEXT_LETTERS = 4000, ONE_FILE = 32 << 20 };

static const struct field *declared(const struct route *route, struct str name)
{
	for (const struct field *field = route->form; field && field->name; field++) {
		size_t len = strlen(field->name);
		if (field->name[len - 1] == '*' ? str_starts(name, (struct str){ field->name, len - 1 })
		                                : str_is(name, field->name))
			return field;
	}
	return NULL;
}

static enum status bad(
        struct err *err, const char *code, const struct field *field, struct str name, const struct request *request)
{
	enum status status = err_set(err, INVALID, code, str_c(request->arena, name));
	err_arg(err, "field", field && field->label ? request_say(request, field->label) : name);
	return status;
}

static bool in_choices(const char *choices, struct str value)
{
	struct str rest = str_of(choices), one;
	while (str_split(&rest, ' ', &one))
		if (str_eq(one, value))
			return true;
	return false;
}

static enum status bad_bounds(struct err *err, const char *code, const struct field *field, struct str name,
        const struct request *request, int64_t min, int64_t max)
{
	enum status status = bad(err, code, field, name, request);
	err_arg_int(err, "min", min);
	err_arg_int(err, "max", max);
	return status;
}

static enum status check_value(
        struct request *request, const struct field *field, struct str name, struct str value, struct err *err)
{
	struct date date;
	int minute;
	int64_t number;
	int64_t letters = field->max ? field->max : field->type == FIELD_LINE ? LINE_LETTERS : TEXT_LETTERS;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_LINE:
		if ((int64_t)text_letters(value) > letters)
			return bad_bounds(err, "form.too_long", field, name, request, 0, letters);
		return OK;
	case FIELD_INT:
		if (!str_int(value, &number))
			return bad(err, "form.not_number", field, name, request);
		if (number < field->min || (field->max && number > field->max))
			return bad_bounds(err, "form.out_of_bounds", field, name, request, field->min, field->max);
		return OK;
	case FIELD_DAY:
		return date_typed(value, &date) && date_real(date) ? OK
		                                                   : bad(err, "form.not_day", field, name, request);
	case FIELD_CLOCK:
		return clock_typed(value, &minute) ? OK : bad(err, "form.not_clock", field, name, request);
	case FIELD_CHOICE:
		return in_choices(field->choices, value) ? OK : bad(err, "form.not_choice", field, name, request);
	case FIELD_ID:
		return str_int(value, &number) && number >= 0 ? OK : bad(err, "form.not_choice", field, name, request);
	case FIELD_PIN:
		return value.len == 6 && strspn(str_c(request->arena, value), "0123456789") == 6
		               ? OK
		               : bad(err, "form.not_pin", field, name, request);
	case FIELD_FLAG:
	case FIELD_FILE:
		return OK;
	}
	return OK;
}

static bool is_op(struct str name)
{
	return str_is(name, "op") || str_is(name, "pin");
}

enum status form_check(struct request *request, struct err *err)
{
	struct http_request *http = request->http;
	for (size_t i = 0; i < http->form_count; i++) {
		struct http_pair *pair = &http->form[i];
		if (is_op(pair->name))
			continue;
		const struct field *field = declared(request->route, pair->name);
		if (!field)
			return bad(err, "form.unknown", NULL, pair->name, request);
		pair->value =
		        field->type == FIELD_TEXT ? str_trim(pair->value) : text_line(request->arena, pair->value);
		if (pair->value.len)
			TRY(check_value(request, field, pair->name, pair->value, err));
	}
	for (const struct field *field = request->route->form; field && field->name; field++) {
		bool given = field->type == FIELD_FILE ? request_file_of(request, field->name) != NULL
		                                       : http_form(http, field->name).len > 0;
		if (field->required && !given)
			return bad(err, "form.missing", field, str_of(field->name), request);
		const struct http_upload *file =
		        field->type == FIELD_FILE ? request_file_of(request, field->name) : NULL;
		int64_t most = field->max ? field->max : ONE_FILE;
		if (file && (int64_t)file->bytes.len > most)
			return bad_bounds(
			        err, "form.file_too_large", field, str_of(field->name), request, 0, most >> 20);
	}
	struct str op = http_form(http, "op");
	if (op.len && !uuid_valid(op))
		return bad(err, "form.unknown", NULL, STR("op"), request);
	return OK;
}

bool form_has_pin(const struct request *request)
{
	for (size_t i = 0; i < request->http->form_count; i++) {
		const struct http_pair *pair = &request->http->form[i];
		const struct field *field = declared(request->route, pair->name);
		if (pair->value.len && (str_is(pair->name, "pin") || (field && field->type == FIELD_PIN)))
			return true;
	}
	return false;
}

struct str form_hash(struct request *request)
{
	crypto_generichash_state state;
	unsigned char *hash = arena_take(request->arena, 32);
	crypto_generichash_init(&state, NULL, 0, 32);
	struct str parts[2];
	parts[0] = request->http->path;
	crypto_generichash_update(&state, (const unsigned char *)parts[0].ptr, parts[0].len);
	for (size_t i = 0; i < request->http->form_count; i++) {
		parts[0] = request->http->form[i].name;
		parts[1] = request->http->form[i].value;
		/* No secret of six digits: its hash could be tried out. */
		if (is_op(parts[0]) || str_ends(parts[0], STR("pin")))
			continue;
		for (int p = 0; p < 2; p++) {
			crypto_generichash_update(&state, (const unsigned char *)&parts[p].len, sizeof(parts[p].len));
			if (parts[p].len)
				crypto_generichash_update(&state, (const unsigned char *)parts[p].ptr, parts[p].len);
		}
	}
	for (size_t i = 0; i < request->http->upload_count; i++) {
		struct str bytes = request->http->upload[i].bytes;
		if (bytes.len)
			crypto_generichash_update(&state, (const unsigned char *)bytes.ptr, bytes.len);
	}
	crypto_generichash_final(&state, hash, 32);
	return (struct str){ (const char *)hash, 32 };
}

struct str request_text(const struct request *request, const char *name)
{
	return http_form(request->http, name);
}

struct opt_int request_optint(const struct request *request, const char *name)
{
	struct str value = http_form(request->http, name);
	const struct field *field = declared(request->route, str_of(name));
	int64_t number;
	int minute;
	if (!value.len)
		return OPT_NONE;
	if (field && field->type == FIELD_FLAG)
		return OPT(1);
	if (field && field->type == FIELD_CLOCK)
		return clock_typed(value, &minute) ? OPT(minute) : OPT_NONE;
	return str_int(value, &number) ? OPT(number) : OPT_NONE;
}

int64_t request_int(const struct request *request, const char *name)
{
	struct opt_int number = request_optint(request, name);
	return number.set ? number.n : 0;
}

struct str request_day(const struct request *request, const char *name)
{
	struct date date;
	struct str value = http_form(request->http, name);
	return value.len && date_typed(value, &date) ? date_iso(request->arena, date) : STR_NONE;
}

const struct http_upload *request_file_of(const struct request *request, const char *name)
{
	for (size_t i = 0; i < request->http->upload_count; i++)
		if (str_is(request->http->upload[i].field, name) && request->http->upload[i].bytes.len)
			return &request->http->upload[i];
	return NULL;
}

bool request_each(
        const struct request *request, const char *prefix, size_t *at, struct str *ret_rest, struct str *ret_value)
{
	struct str start = str_of(prefix);
	for (; *at < request->http->form_count; ++*at) {
		struct str name = request->http->form[*at].name;
		if (!str_starts(name, start))
			continue;
		*ret_rest = str_slice(name, start.len, name.len);
		*ret_value = request->http->form[*at].value;
		++*at;
		return true;
	}
	return false;
}

struct str request_query(const struct request *request, const char *name)
{
	return text_line(request->arena, http_query(request->http, name));
}

int64_t request_query_int(const struct request *request, const char *name, int64_t otherwise)
{
	int64_t number;
	return str_int(http_query(request->http, name), &number) ? number : otherwise;
}
