/* Fuzzes targets and urlencoded forms: what comes out is clean UTF-8 within the ceilings. */
#include "web/http_private.h"

#include "base/text.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void pairs_check(const struct http_pair *pair, size_t count)
{
	check(count <= PAIR_COUNT);
	for (size_t i = 0; i < count; i++) {
		check(pair[i].name.len && pair[i].name.len <= NAME_BYTES);
		check(text_valid(pair[i].value));
		check(!pair[i].value.len || !memchr(pair[i].value.ptr, '\r', pair[i].value.len));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct str text = str_copy(arena, (struct str){ (const char *)data, size });
	struct http_pair *pair;
	size_t count;
	if (!form_parse(arena, text, &pair, &count))
		pairs_check(pair, count);
	struct http_request request = { .arena = arena };
	if (!target_take(&request, text)) {
		struct str path = request.path;
		check(path.ptr[0] == '/' && text_valid(path));
		check(str_find(path, STR("//")) < 0 && str_find(path, STR("/../")) < 0 && !str_ends(path, STR("/..")));
		pairs_check(request.query, request.query_count);
	}
	return 0;
}
