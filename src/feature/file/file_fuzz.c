/* Fuzzes papers and photographs: kind, shape, cleaning, the text of a DOCX. A picture once cleaned stays as it is. */
#include "feature/file/file_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { "image/png", "image/jpeg", "application/pdf", file_docx };
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct err err = { 0 };
	struct str bytes = str_copy(arena, (struct str){ (const char *)data, size }), text, type = file_type(bytes);
	for (size_t i = 0; i < LENGTH(types); i++)
		file_shape(bytes, str_of(types[i]), &err);
	if (!type.len)
		return 0;
	struct str clean = file_clean(arena, bytes, type);
	check(clean.len <= bytes.len + 64);
	if (file_shape(bytes, type, &err) == OK)
		check(str_eq(file_type(clean), type) && file_shape(clean, type, &err) == OK);
	if (str_is(type, file_docx) && file_docx_read(arena, bytes, &text))
		check(text.len <= FILE_TEXT);
	return 0;
}
