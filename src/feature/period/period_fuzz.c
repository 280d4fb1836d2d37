/* Fuzzes rules of periods and frozen reports, both JSON; and names of periods, which stand in links. */
#include "feature/period/period_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct str text = str_copy(arena, (struct str){ (const char *)data, size });
	struct period_rule *rule = arena_new(arena, struct period_rule);
	struct period_report *report;
	struct period period;
	struct err err = { 0 };
	enum status status = period_rule_read(arena, text, rule, &err);
	check(status == OK || err.code);
	if (period_json_read(arena, text, &report, &err) == OK) {
		struct str again = period_json_write(arena, report);
		check(period_json_read(arena, again, &report, &err) == OK);
		check(str_eq(period_json_write(arena, report), again));
	}
	period_parse(text, &period, &err);
	return 0;
}
