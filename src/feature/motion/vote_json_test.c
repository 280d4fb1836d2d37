/* The vote calculator's cases (vote.cases). */
#include "feature/score/cases.h"
#include "vote_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

/* "N {input}": N plain full members present, then the input's own. */
static void run(struct arena *arena, struct str input, struct buf *out)
{
	struct str many = STR_NONE, rest = input;
	struct buf text = buf_open(arena, 1 << 20);
	struct err err = { 0 };
	int64_t count = 0;
	check(str_split(&rest, ' ', &many) && str_int(many, &count));
	ptrdiff_t at = str_find(rest, STR("\"members\":["));
	size_t behind = at < 0 ? 0 : (size_t)at + sizeof("\"members\":[") - 1;
	buf_put(&text, rest.ptr, behind);
	for (int64_t i = 0; i < count; i++)
		buf_format(&text, "%s{\"status\":\"full\",\"present\":true}", i ? "," : "");
	if (count && rest.ptr[behind] == '{')
		buf_char(&text, ',');
	buf_put(&text, rest.ptr + behind, rest.len - behind);
	enum status status = rule_vote_json(arena, buf_text(&text), out, &err);
	check((status == OK) == (err.code == NULL));
}

static void cases(void **state)
{
	int count = 0;
	(void)state;
	setenv("CHIBO_NOW", "1790000000000", 1); /* in September 2026 */
	assert_int_equal(case_all("src/feature/motion/vote.cases", run, &count), 0);
	assert_true(count > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(cases) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
