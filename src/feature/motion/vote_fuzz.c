/* Fuzzes what the command `rule vote` and the pages of a vote are asked. */
#include "feature/motion/vote_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct err err = { 0 };
	struct buf out = buf_open(arena, 8 << 20);
	enum status status = rule_vote_json(arena, (struct str){ (const char *)data, size }, &out, &err);
	check(status == OK || status == INVALID);
	check(out.len && out.ptr[0] == '{');
	return 0;
}
