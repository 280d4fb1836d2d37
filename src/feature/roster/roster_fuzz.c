/* Fuzzes the understanding of a list of members, from a CSV or a workbook. */
#include "feature/roster/roster_read.h"

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster_unit unit = { STR("01.046"), STR("Chi bộ thôn Đông"), STR_NONE };
	struct sheet_limits limits = sheet_default_limits;
	struct roster_options options = {
		.as_of = STR("2026-11-01"), .units = &unit, .unit_count = 1, .limits = &limits
	};
	struct roster roster = { 0 };
	struct err err = { 0 };
	limits.inflated = 8 << 20;
	limits.rows = 2000;
	if (roster_read(arena, (struct str){ (const char *)data, size }, &options, &roster, &err) != OK)
		return 0;
	for (size_t i = 0; i < roster.count; i++) {
		const struct roster_person *person = &roster.people[i];
		check(person->cell_at < (int)roster.cell_count);
		check(!person->full_name.len || text_valid(person->full_name));
		check(!person->birth.len || person->birth.len <= 10);
	}
	return 0;
}
