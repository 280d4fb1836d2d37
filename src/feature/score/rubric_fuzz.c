/* Fuzzes rubrics and what is asked of them: both are JSON of somebody. The first byte says where the one ends, in
 * 256ths. */
#include "feature/score/rubric_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct rubric_data *rubric;
	struct err err = { 0 };
	if (!size)
		return 0;
	struct str text = { (const char *)data + 1, size - 1 };
	size_t end = data[0] * text.len / 255;
	struct buf out = buf_open(arena, 8 << 20);
	enum status status = rubric_read(arena, text, &rubric, &err);
	check(status == OK || (status == INVALID && err.code));
	status = rule_rubric_json(arena, str_slice(text, 0, end), str_slice(text, end, text.len), &out, &err);
	check(status == OK || status == INVALID);
	out.len = 0;
	status = rule_rubric_json(arena, STR("tw-hd42-2025"), text, &out, &err);
	check(status == OK || status == INVALID);
	return 0;
}
