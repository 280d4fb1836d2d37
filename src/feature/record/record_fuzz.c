/* Fuzzes the text of a record as it is kept, and of minutes brought from elsewhere: what is read is written and read
 * again. */
#include "feature/record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct record_body body, again;
	struct err err = { 0 };
	if (record_body_read(arena, (struct str){ (const char *)data, size }, &body, &err) != OK)
		return 0;
	struct str json = record_body_json(arena, &body);
	check(record_body_read(arena, json, &again, &err) == OK && again.count == body.count);
	check(str_eq(record_body_json(arena, &again), json));
	record_body_printed(arena, &body);
	return 0;
}
