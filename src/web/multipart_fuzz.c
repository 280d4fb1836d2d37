/* Fuzzes multipart bodies. The first line of the input is the content type, the rest the body. */
#include "web/http_private.h"

#include "base/text.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct str body = str_copy(arena, (struct str){ (const char *)data, size }), type = STR_NONE;
	if (!str_split(&body, '\n', &type))
		return 0;
	struct http_request request = { .arena = arena };
	if (multipart_parse(&request, type, body))
		return 0;
	check(request.form_count <= PAIR_COUNT && request.upload_count <= UPLOAD_COUNT);
	for (size_t i = 0; i < request.form_count; i++)
		check(text_valid(request.form[i].name) && text_valid(request.form[i].value));
	for (size_t i = 0; i < request.upload_count; i++) {
		struct http_upload *upload = &request.upload[i];
		check(text_valid(upload->filename) && upload->filename.len <= FILENAME_BYTES);
		check(!upload->filename.len || (!memchr(upload->filename.ptr, '/', upload->filename.len) &&
		                                       !memchr(upload->filename.ptr, '\n', upload->filename.len)));
		check(!upload->bytes.len || (upload->bytes.ptr >= body.ptr &&
		                                    upload->bytes.ptr + upload->bytes.len <= body.ptr + body.len));
	}
	return 0;
}
