/* Compression of what goes out, where the client takes it. */
#include "web/http_private.h"

#include <libdeflate.h>
#include <string.h>

/* "q=0", "q=0.000" */
static bool weight_zero(struct str parameters)
{
	for (struct str part; str_split(&parameters, ';', &part);) {
		part = str_trim(part);
		if (part.len < 3 || (part.ptr[0] | 0x20) != 'q' || part.ptr[1] != '=')
			continue;
		for (size_t i = 2; i < part.len; i++) {
			if (part.ptr[i] != '0' && part.ptr[i] != '.')
				return false;
		}
		return true;
	}
	return false;
}

/* What the client says of gzip itself counts before what it says of "*". */
bool gzip_accepted(struct str accept_encoding)
{
	bool any = false;
	for (struct str rest = accept_encoding, part; str_split(&rest, ',', &part);) {
		struct str name = STR_NONE; /* "a,,b" has a part without one */
		str_split(&part, ';', &name);
		name = str_trim(name);
		if (str_same(name, "gzip") || str_same(name, "x-gzip"))
			return !weight_zero(part);
		if (str_is(name, "*"))
			any = !weight_zero(part);
	}
	return any;
}

bool gzip_worth(struct str type)
{
	static const char *const kinds[] = { "application/json", "application/javascript", "application/manifest+json",
		"application/xml", "application/wasm", "image/svg+xml" };
	if (str_starts(type, STR("text/")))
		return true;
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		if (str_starts(type, str_of(kinds[i])))
			return true;
	}
	return false;
}

static struct str compress(struct exchange *exchange, struct libdeflate_compressor *compressor)
{
	struct str body = exchange->request.response.body;
	if (!compressor || body.len < GZIP_FROM)
		return STR_NONE;
	char *out = arena_try(exchange->request.arena, body.len); /* larger than the body would be of no use */
	size_t len = out ? libdeflate_gzip_compress(compressor, body.ptr, body.len, out, body.len) : 0;
	return len ? (struct str){ out, len } : STR_NONE;
}

void response_encode(struct exchange *exchange, struct libdeflate_compressor *compressor)
{
	struct http_response *response = &exchange->request.response;
	for (size_t i = 0; i < response->header_count; i++) {
		if (str_same(response->header[i].name, "content-encoding"))
			return;
	}
	if (response->plain || !response->body.len || (!response->gzip.ptr && !gzip_worth(response->type)))
		return;
	reply_header_add(response, "Vary", STR("Accept-Encoding"));
	if (!gzip_accepted(http_header(&exchange->request, "accept-encoding")))
		return;
	if (!response->gzip.ptr)
		response->gzip = compress(exchange, compressor);
	if (!response->gzip.ptr)
		return;
	response->body = response->gzip;
	reply_header_add(response, "Content-Encoding", STR("gzip"));
}
