/* multipart/form-data over the complete body: strict, no copies but of the head's words. Browsers' and curl's forms
 * pass, oddities are refused. */
#include "web/http_private.h"

#include "base/text.h"

#include <string.h>

struct part {
	struct str name, filename, type, bytes;
	bool disposition, file;
};

static bool is_escape(struct str text, size_t i)
{
	return text.ptr[i] == '\\' && i + 1 < text.len && (text.ptr[i + 1] == '"' || text.ptr[i + 1] == '\\');
}

/* A parameter's value: a quoted text (\" and \\ undone) or a token. Takes it off *rest. */
static bool value_take(struct arena *arena, struct str *rest, struct str *ret_value)
{
	size_t i = 0;
	if (!rest->len || rest->ptr[0] != '"') {
		while (i < rest->len && rest->ptr[i] != ';')
			i++;
		*ret_value = str_trim(str_slice(*rest, 0, i));
		*rest = str_slice(*rest, i, rest->len);
		return token_valid(*ret_value);
	}
	for (i = 1; i < rest->len && rest->ptr[i] != '"'; i++)
		i += is_escape(*rest, i);
	if (i >= rest->len)
		return false;
	char *out = arena_take(arena, i);
	size_t len = 0;
	for (size_t k = 1; k < i; k++) {
		k += is_escape(*rest, k);
		out[len++] = rest->ptr[k];
	}
	*ret_value = (struct str){ out, len };
	*rest = str_slice(*rest, i + 1, rest->len);
	return true;
}

/* The next "; name=value" of a header. False at its end; *ret_broken when it is not one. */
static bool parameter_take(
        struct arena *arena, struct str *rest, struct str *ret_name, struct str *ret_value, bool *ret_broken)
{
	*rest = str_trim(*rest);
	if (!rest->len)
		return false;
	*ret_broken = true;
	if (rest->ptr[0] != ';')
		return false;
	*rest = str_trim(str_slice(*rest, 1, rest->len));
	const char *equal = rest->len ? memchr(rest->ptr, '=', rest->len) : NULL;
	if (!equal)
		return false;
	*ret_name = str_slice(*rest, 0, (size_t)(equal - rest->ptr));
	*rest = str_slice(*rest, ret_name->len + 1, rest->len);
	if (!token_valid(*ret_name) || !value_take(arena, rest, ret_value))
		return false;
	*ret_broken = false;
	return true;
}

static struct str before_semicolon(struct str value, struct str *ret_rest)
{
	const char *end = value.len ? memchr(value.ptr, ';', value.len) : NULL;
	size_t len = end ? (size_t)(end - value.ptr) : value.len;
	*ret_rest = str_slice(value, len, value.len);
	return str_trim(str_slice(value, 0, len));
}

/* RFC 2046: 1 to 70 of these, no blank at the end. */
static bool boundary_valid(struct str boundary)
{
	for (size_t i = 0; i < boundary.len; i++) {
		char c = boundary.ptr[i];
		bool letter = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
		if (!letter && (!c || !strchr("'()+_,-./:=? ", c)))
			return false;
	}
	return boundary.len > 0 && boundary.len <= 70 && boundary.ptr[boundary.len - 1] != ' ';
}

static bool boundary_find(struct arena *arena, struct str content_type, struct str *ret_boundary)
{
	struct str rest, name, value;
	bool broken = false;
	before_semicolon(content_type, &rest);
	*ret_boundary = STR_NONE;
	while (parameter_take(arena, &rest, &name, &value, &broken)) {
		if (!str_same(name, "boundary"))
			continue;
		if (ret_boundary->ptr || !boundary_valid(value))
			return false;
		*ret_boundary = value;
	}
	return !broken && ret_boundary->ptr;
}

/* Browsers write %22, %0D and %0A for the three characters that would end the quoted text, and nothing else so. */
static struct str word_undo(struct arena *arena, struct str raw)
{
	char *out = arena_take(arena, raw.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];
		if (c == '%' && i + 2 < raw.len) {
			struct str code = str_slice(raw, i + 1, i + 3);
			char of = str_is(code, "22")     ? '"'
			          : str_same(code, "0d") ? '\r'
			          : str_same(code, "0a") ? '\n'
			                                 : '\0';
			if (of) {
				c = of;
				i += 2;
			}
		}
		out[len++] = c;
	}
	return (struct str){ out, len };
}

/* The last part of a path, one line, at most FILENAME_BYTES from its end. */
static struct str filename_clean(struct arena *arena, struct str name)
{
	for (size_t i = name.len; i > 0; i--) {
		if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\') {
			name = str_slice(name, i, name.len);
			break;
		}
	}
	name = text_line(arena, name);
	size_t from = name.len > FILENAME_BYTES ? name.len - FILENAME_BYTES : 0;
	while (from && from < name.len && (name.ptr[from] & 0xC0) == 0x80)
		from++;
	return str_slice(name, from, name.len);
}

static const char *disposition_take(struct arena *arena, struct str value, struct part *part)
{
	struct str rest, name, word;
	bool broken = false;
	if (part->disposition || !str_same(before_semicolon(value, &rest), "form-data"))
		return "http.multipart";
	part->disposition = true;
	while (parameter_take(arena, &rest, &name, &word, &broken)) {
		bool file = str_same(name, "filename");
		if (!file && !str_same(name, "name"))
			continue;
		if (file ? part->file : part->name.ptr != NULL)
			return "http.multipart";
		const char *code = form_text(arena, word_undo(arena, word), file ? &part->filename : &part->name);
		if (code)
			return code;
		part->file |= file;
	}
	return broken || !part->name.len || part->name.len > NAME_BYTES ? "http.multipart" : NULL;
}

static const char *part_header_take(struct arena *arena, struct str line, struct part *part)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	if (!colon)
		return "http.multipart";
	struct str name = str_slice(line, 0, (size_t)(colon - line.ptr));
	struct str value = str_trim(str_slice(line, name.len + 1, line.len));
	if (!token_valid(name) || !text_valid(value))
		return "http.multipart";
	if (str_same(name, "content-disposition"))
		return disposition_take(arena, value, part);
	if (str_same(name, "content-type"))
		part->type = value;
	if (str_same(name, "content-transfer-encoding") && !str_same(value, "binary") && !str_same(value, "8bit") &&
	        !str_same(value, "7bit"))
		return "http.multipart";
	return NULL;
}

/* The lines before the empty one; *rest then begins with the content. */
static const char *part_head_take(struct arena *arena, struct str *rest, struct part *part)
{
	for (size_t used = 0;;) {
		size_t reach = rest->len < PART_HEADER_BYTES - used ? rest->len : PART_HEADER_BYTES - used;
		const char *end = memmem(rest->ptr, reach, "\r\n", 2);
		if (!end)
			return "http.multipart";
		struct str line = str_slice(*rest, 0, (size_t)(end - rest->ptr));
		*rest = str_slice(*rest, line.len + 2, rest->len);
		used += line.len + 2;
		if (!line.len)
			return part->disposition ? NULL : "http.multipart";
		const char *code = part_header_take(arena, line, part);
		if (code)
			return code;
	}
}

struct sink {
	struct http_request *request;
	size_t text; /* bytes of heads and text fields: what is copied, so it has a ceiling */
	size_t pair_room, upload_room;
};

/* Makes room for one more; NULL past `most`. */
static void *room_for(struct arena *arena, void *array, size_t count, size_t *room, size_t most, size_t size)
{
	if (count < *room)
		return array;
	size_t more = *room ? *room * 2 : 16;
	more = more < most ? more : most;
	if (count >= more)
		return NULL;
	void *grown = arena_grow(arena, array, *room * size, more * size);
	*room = more;
	return grown;
}

static const char *part_keep(struct sink *sink, const struct part *part)
{
	struct http_request *request = sink->request;
	struct arena *arena = request->arena;
	if (part->file) {
		if (!part->filename.len && !part->bytes.len)
			return NULL; /* a file field in which no file was chosen */
		struct http_upload *upload = room_for(arena, request->upload, request->upload_count, &sink->upload_room,
		        UPLOAD_COUNT, sizeof(*upload));
		if (!upload)
			return "http.form_large";
		request->upload = upload;
		upload[request->upload_count++] =
		        (struct http_upload){ part->name, filename_clean(arena, part->filename),
			        part->type.len ? part->type : STR("application/octet-stream"), part->bytes };
		return NULL;
	}
	sink->text += part->bytes.len;
	struct http_pair *pair = sink->text > FORM_BYTES ? NULL
	                                                 : room_for(arena, request->form, request->form_count,
	                                                           &sink->pair_room, PAIR_COUNT, sizeof(*pair));
	if (!pair)
		return "http.form_large";
	request->form = pair;
	pair[request->form_count].name = part->name;
	return form_text(arena, part->bytes, &pair[request->form_count++].value);
}

const char *multipart_parse(struct http_request *request, struct str content_type, struct str body)
{
	struct str boundary, rest = body;
	if (!boundary_find(request->arena, content_type, &boundary))
		return "http.multipart";
	struct str border = str_format(request->arena, "\r\n--%.*s", STR_ARG(boundary));
	struct str first = str_slice(border, 2, border.len);
	if (!str_starts(rest, first))
		return "http.multipart";
	rest = str_slice(rest, first.len, rest.len);
	struct sink sink = { .request = request };
	while (!str_starts(rest, STR("--"))) {
		if (!str_starts(rest, STR("\r\n")))
			return "http.multipart";
		rest = str_slice(rest, 2, rest.len);
		struct part part = { 0 };
		size_t before = rest.len;
		const char *code = part_head_take(request->arena, &rest, &part);
		if (code)
			return code;
		sink.text += before - rest.len;
		if (sink.text > FORM_BYTES)
			return "http.form_large";
		const char *end = rest.len ? memmem(rest.ptr, rest.len, border.ptr, border.len) : NULL;
		if (!end)
			return "http.multipart";
		part.bytes = str_slice(rest, 0, (size_t)(end - rest.ptr));
		rest = str_slice(rest, part.bytes.len + border.len, rest.len);
		code = part_keep(&sink, &part);
		if (code)
			return code;
	}
	rest = str_slice(rest, 2, rest.len);
	return !rest.len || str_is(rest, "\r\n") ? NULL : "http.multipart";
}
