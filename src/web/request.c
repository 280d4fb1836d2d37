/* The head of a request: target, headers, framing; what is ambiguous is refused. And how handlers read a request. */
#include "web/http_private.h"

#include "base/text.h"

#include <string.h>

static const struct {
	const char *code;
	int status;
} refusals[] = {
	{ "http.target", 400 }, /* the address makes no sense or could be read in two ways */
	{ "http.target_long", 414 },
	{ "http.header", 400 },
	{ "http.header_large", 431 },
	{ "http.host", 400 },
	{ "http.framing", 400 }, /* where it ends could be read in two ways */
	{ "http.length", 411 },  /* a body in chunks: see framing_take */
	{ "http.method", 405 },
	{ "http.too_large", 413 },  /* the body */
	{ "http.form", 400 },       /* broken encoding of fields */
	{ "http.form_large", 413 }, /* too many fields or files, or too much text */
	{ "http.multipart", 400 },
	{ "http.text", 400 }, /* not UTF-8 */
	{ "http.draining", 503 },
	{ "http.crowded", 503 }, /* too many large bodies at once */
	{ "http.broken", 500 },
};

int refusal_status(const char *code)
{
	for (size_t i = 0; i < LENGTH(refusals); i++) {
		if (!strcmp(refusals[i].code, code))
			return refusals[i].status;
	}
	return 500;
}

static bool is_token(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool token_valid(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!is_token((unsigned char)text.ptr[i]))
			return false;
	}
	return text.len > 0;
}

bool str_same(struct str a, const char *b)
{
	return a.len == strlen(b) && !strncasecmp(a.len ? a.ptr : "", b, a.len);
}

/* No control characters: one of them may be a line end to somebody else. */
static bool value_plain(struct str value)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];
		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return false;
	}
	return true;
}

static bool host_valid(struct str host)
{
	for (size_t i = 0; i < host.len; i++) {
		unsigned char c = (unsigned char)host.ptr[i];
		if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c && strchr("-._:[]", c))))
			return false;
	}
	return host.len > 0 && host.len <= 255;
}

static bool length_parse(struct str value, int64_t *ret_length)
{
	if (!value.len || value.len > 18)
		return false;
	*ret_length = 0;
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] < '0' || value.ptr[i] > '9')
			return false;
		*ret_length = *ret_length * 10 + (value.ptr[i] - '0');
	}
	return true;
}

/* Headers that decide something: said twice, two readers may take different ones. */
static bool named_twice(const struct head *head)
{
	static const char *const once[] = { "host", "content-length", "transfer-encoding", "content-type", "cookie",
		"origin", "sec-fetch-site", "authorization", "expect", "content-encoding" };
	for (size_t i = 0; i < LENGTH(once); i++) {
		int count = 0;
		for (size_t k = 0; k < head->header_count; k++)
			count += str_same(head->header[k].name, once[i]);
		if (count > 1)
			return true;
	}
	return false;
}

/* Who is meant and where the body ends: each said once and in one way. Doubt about the end counts more. A body in
   chunks is not taken: no browser sends one, a proxy in front gathers them, and how a library reads odd sizes,
   extensions and trailers is nothing to rely on. */
static const char *framing_take(struct exchange *exchange, const struct head *head)
{
	bool host = false, lengths = false, chunks = false, codings = false;
	if (head->untidy || !token_valid(head->method) || named_twice(head))
		return "http.framing";
	for (size_t i = 0; i < head->header_count; i++) {
		struct str name = head->header[i].name, value = str_trim(head->header[i].value);
		if (!token_valid(name) || !value_plain(head->header[i].value))
			return "http.header";
		if (str_same(name, "host")) {
			host = host_valid(value);
		} else if (str_same(name, "content-length")) {
			lengths = true;
			if (!length_parse(value, &exchange->length))
				return "http.framing";
		} else if (str_same(name, "transfer-encoding")) {
			chunks = str_same(value, "chunked") && !head->http_1_0;
			codings = true;
		} else if (str_same(name, "expect")) {
			exchange->expect = str_same(value, "100-continue");
			if (!exchange->expect)
				return "http.header";
		}
	}
	if (codings)
		return chunks && !lengths ? "http.length" : "http.framing";
	return host ? NULL : "http.host";
}

/* Keeps the names in lower case. A header whose value is not clean UTF-8 is left out. */
static const char *headers_take(struct http_request *request, const struct head *head)
{
	size_t names = 0, bytes = head->target.len;
	for (size_t i = 0; i < head->header_count; i++) {
		names += head->header[i].name.len;
		bytes += head->header[i].name.len + head->header[i].value.len;
	}
	if (head->header_count > HEADER_COUNT || bytes > HEADER_BYTES)
		return "http.header_large";
	request->header = arena_array(request->arena, struct http_pair, head->header_count + 1);
	char *at = arena_take(request->arena, names + 1);
	for (size_t i = 0; i < head->header_count; i++) {
		const struct http_pair *raw = &head->header[i];
		if (!text_valid(raw->value))
			continue;
		for (size_t k = 0; k < raw->name.len; k++) {
			char c = raw->name.ptr[k];
			at[k] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
		}
		request->header[request->header_count++] =
		        (struct http_pair){ { at, raw->name.len }, str_trim(raw->value) };
		at += raw->name.len;
	}
	return NULL;
}

/* Origin form only: "/path?query". */
const char *target_take(struct http_request *request, struct str target)
{
	if (target.len > TARGET_BYTES)
		return "http.target_long";
	for (size_t i = 0; i < target.len; i++) {
		unsigned char c = (unsigned char)target.ptr[i];
		if (c <= 0x20 || c >= 0x7F || c == '#' || c == '\\')
			return "http.target";
	}
	request->target = target;
	struct str raw = target, query = STR_NONE;
	const char *mark = target.len ? memchr(target.ptr, '?', target.len) : NULL;
	if (mark) {
		raw = str_slice(target, 0, (size_t)(mark - target.ptr));
		query = str_slice(target, raw.len + 1, target.len);
	}
	const char *code = path_decode(request->arena, raw, &request->path);
	return code ? code : form_parse(request->arena, query, &request->query, &request->query_count);
}

/* Fills the request from the head; the strings of *head must live as long as the request. */
const char *head_take(struct exchange *exchange, const struct head *head)
{
	struct http_request *request = &exchange->request;
	const char *code = framing_take(exchange, head);
	if (!code && head->target.len > TARGET_BYTES)
		code = "http.target_long";
	if (!code)
		code = headers_take(request, head);
	if (!code)
		code = target_take(request, head->target);
	exchange->head = str_is(head->method, "HEAD");
	request->method = str_is(head->method, "POST") ? HTTP_POST : HTTP_GET;
	if (!code && request->method == HTTP_GET && !exchange->head && !str_is(head->method, "GET"))
		code = "http.method";
	return code;
}

static struct str pair_find(const struct http_pair *pair, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_is(pair[i].name, name))
			return pair[i].value;
	}
	return STR_NONE;
}

struct str http_header(const struct http_request *request, const char *name)
{
	return pair_find(request->header, request->header_count, name);
}

struct str http_query(const struct http_request *request, const char *name)
{
	return pair_find(request->query, request->query_count, name);
}

struct str http_form(const struct http_request *request, const char *name)
{
	return pair_find(request->form, request->form_count, name);
}

struct str http_cookie(const struct http_request *request, const char *name)
{
	size_t len = strlen(name);
	for (size_t i = 0; i < request->header_count; i++) {
		if (!str_is(request->header[i].name, "cookie"))
			continue;
		for (struct str rest = request->header[i].value, part; str_split(&rest, ';', &part);) {
			part = str_trim(part);
			if (part.len > len && part.ptr[len] == '=' && !memcmp(part.ptr, name, len))
				return str_slice(part, len + 1, part.len);
		}
	}
	return STR_NONE;
}

void reply_header_add(struct http_response *response, const char *name, struct str value)
{
	check(response->header_count < LENGTH(response->header));
	response->header[response->header_count++] = (struct http_pair){ str_of(name), value };
}

void http_reply_header(struct http_request *request, const char *name, struct str value)
{
	check(request->response.header_count < REPLY_HEADERS_APP);
	reply_header_add(&request->response, name, value);
}
