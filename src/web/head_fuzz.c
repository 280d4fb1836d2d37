/* Fuzzes heads as the library hands them over: the first line is method and target, the others are headers. What is
   taken says its host and the length of its body once, and all that handlers read of it is clean text. */
#include "web/http_private.h"

#include "base/text.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(const struct head *head, const char *name)
{
	size_t found = 0;
	for (size_t i = 0; i < head->header_count; i++)
		found += str_same(head->header[i].name, name);
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct str rest = str_copy(arena, (struct str){ (const char *)data, size }), line = STR_NONE, method = STR_NONE;
	struct http_pair header[HEADER_COUNT + 1];
	struct exchange exchange = { .request.arena = arena };
	struct head head = { .header = header };
	str_split(&rest, '\n', &line);
	str_split(&line, ' ', &method);
	head.method = method;
	head.target = line;
	while (head.header_count < LENGTH(header) && str_split(&rest, '\n', &line)) {
		struct str name = STR_NONE;
		str_split(&line, ':', &name);
		header[head.header_count++] = (struct http_pair){ name, line };
	}
	if (head_take(&exchange, &head))
		return 0;
	const struct http_request *request = &exchange.request;
	check(count(&head, "host") == 1 && count(&head, "content-length") <= 1 && !count(&head, "transfer-encoding"));
	check(exchange.length >= 0 && (count(&head, "content-length") || !exchange.length));
	check(request->path.ptr[0] == '/' && text_valid(request->path));
	for (size_t i = 0; i < request->header_count; i++) {
		check(text_valid(request->header[i].value) && token_valid(request->header[i].name));
		for (size_t k = 0; k < request->header[i].value.len; k++)
			check((unsigned char)request->header[i].value.ptr[k] >= ' ' ||
			        request->header[i].value.ptr[k] == '\t');
	}
	check(text_valid(http_cookie(request, "session")) && text_valid(http_query(request, "q")));
	gzip_accepted(http_header(request, "accept-encoding"));
	return 0;
}
