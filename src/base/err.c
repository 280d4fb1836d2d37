/* Filling in why a call failed. Everything is cut at a letter's border, so that what is shown stays UTF-8. */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

/* Copies what fits, whole letters only, and ends it. */
static void put_cut(char *to, size_t room, struct str text)
{
	size_t len = text.len;
	if (len >= room) {
		len = room - 1;
		while (len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
			len--;
	}
	if (len)
		memcpy(to, text.ptr, len);
	to[len] = 0;
}

enum status err_set(struct err *err, enum status status, const char *code, const char *field)
{
	if (!err)
		return status;
	err->status = status;
	err->code = code;
	put_cut(err->field, sizeof(err->field), str_of(field));
	err->arg_count = 0;
	err->detail[0] = 0;
	return status;
}

void err_arg(struct err *err, const char *name, struct str value)
{
	if (!err)
		return;
	check(err->arg_count < ERR_ARGS);
	err->arg[err->arg_count].name = name;
	put_cut(err->arg[err->arg_count].value, ERR_VALUE, value);
	err->arg_count++;
}

void err_arg_int(struct err *err, const char *name, int64_t value)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%lld", (long long)value);
	err_arg(err, name, (struct str){ digits, (size_t)len });
}

enum status err_broken(struct err *err, const char *code, const char *format, ...)
{
	if (!err)
		return BROKEN;
	char detail[2 * ERR_DETAIL];
	va_list args;
	va_start(args, format);
	vsnprintf(detail, sizeof(detail), format, args);
	va_end(args);
	err_set(err, BROKEN, code, NULL);
	put_cut(err->detail, sizeof(err->detail), str_of(detail));
	return BROKEN;
}
