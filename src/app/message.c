/* Looks texts up in the generated table (gen/messages.c) and fills their placeholders. */
#include "app/message.h"

#include <string.h>

enum { FILLED_MAX = 64 << 10 };

static const struct message *find(struct str key)
{
	uint32_t hash = 0x811C9DC5;
	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ (unsigned char)key.ptr[i]) * 0x01000193;
	for (size_t at = hash & (message_slots - 1); message_slot[at]; at = (at + 1) & (message_slots - 1)) {
		const struct message *message = &messages[message_slot[at] - 1];
		if (str_eq(message->key, key))
			return message;
	}
	return NULL;
}

struct str message_text(enum language language, struct str key)
{
	const struct message *message = language == VI ? NULL : find(key);
	return message && message->text[language].ptr ? message->text[language] : key;
}

/* The length of the {name} at the front of text, or 0. */
static size_t placeholder(struct str text)
{
	size_t len = 1;
	while (len < text.len && (text.ptr[len] == '_' || (text.ptr[len] >= 'a' && text.ptr[len] <= 'z') ||
	                                 (text.ptr[len] >= '0' && text.ptr[len] <= '9')))
		len++;
	return len > 1 && len < text.len && text.ptr[len] == '}' ? len + 1 : 0;
}

static const struct text_arg *arg_named(const struct text_arg *args, size_t arg_count, struct str name)
{
	for (size_t i = 0; i < arg_count; i++)
		if (str_eq(args[i].name, name))
			return &args[i];
	return NULL;
}

static struct str fill(struct arena *arena, struct str text, const struct text_arg *args, size_t arg_count)
{
	struct buf buf = buf_open(arena, FILLED_MAX);
	while (text.len) {
		const char *brace = memchr(text.ptr, '{', text.len);
		size_t plain = brace ? (size_t)(brace - text.ptr) : text.len;
		buf_put(&buf, text.ptr, plain);
		text = str_slice(text, plain, text.len);
		if (!text.len)
			break;
		size_t len = placeholder(text);
		const struct text_arg *arg = len ? arg_named(args, arg_count, str_slice(text, 1, len - 1)) : NULL;
		if (!arg)
			len = 1;
		buf_str(&buf, arg ? arg->value : str_slice(text, 0, 1));
		text = str_slice(text, len, text.len);
	}
	return buf_text(&buf);
}

/* Which English form: the number of {n}, else of the first argument that has one. */
static bool is_one(const struct text_arg *args, size_t arg_count)
{
	const struct text_arg *arg = arg_named(args, arg_count, STR("n"));
	for (size_t i = 0; i < arg_count && !(arg && arg->counts); i++)
		arg = &args[i];
	return arg && arg->counts && arg->number == 1;
}

static struct str form(
        const struct message *message, enum language language, const struct text_arg *args, size_t arg_count)
{
	return language == EN && message->one.ptr && is_one(args, arg_count) ? message->one : message->text[language];
}

struct str message_fill(
        struct arena *arena, enum language language, struct str key, const struct text_arg *args, size_t arg_count)
{
	const struct message *message = language == VI ? NULL : find(key);
	struct str text = message ? form(message, language, args, arg_count) : key;
	if (!text.ptr)
		text = key;
	return arg_count ? fill(arena, text, args, arg_count) : text;
}

bool message_code(
        struct arena *arena, enum language language, struct str code, const struct err *args, struct str *ret_text)
{
	const struct message *message = find(code);
	if (!message || !message->text[language].ptr)
		return false;
	struct text_arg list[ERR_ARGS] = { 0 };
	size_t count = args ? args->arg_count : 0;
	for (size_t i = 0; i < count; i++) {
		list[i].name = str_of(args->arg[i].name);
		list[i].value = str_of(args->arg[i].value);
		list[i].counts = str_int(list[i].value, &list[i].number);
	}
	struct str text = form(message, language, list, count);
	*ret_text = count ? fill(arena, text, list, count) : text;
	return true;
}

struct str err_text(struct arena *arena, enum language language, const struct err *err)
{
	struct str code = str_of(err->code), text;
	if (message_code(arena, language, code, err, &text))
		return text;
	struct text_arg arg = { .name = STR("code"), .value = code };
	return message_fill(arena, language,
	        T("Không làm được việc này. Hãy thử lại; nếu vẫn vậy, báo người quản trị mã {code}."), &arg, 1);
}

struct str message_sure(struct arena *arena, struct str letter)
{
	struct str code = str_format(arena, "sure.%.*s", STR_ARG(letter)), text;
	return message_code(arena, VI, code, NULL, &text) ? text : letter;
}
