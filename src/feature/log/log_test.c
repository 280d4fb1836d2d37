/* Every act that a route at a cell writes has its sentence, in both languages. */
#include "app/app.h"
#include "app/feature.h"
#include "base/test_private.h"

#include <string.h>

static void every_act_has_a_sentence(void **state)
{
	struct arena *arena = arena_open(8 << 20);
	int missing = 0;
	(void)state;
	for (size_t i = 0; i < app_route_count(); i++) {
		const struct feature *feature;
		const struct route *route = app_route(i, &feature);
		const char *act = route->act ? route->act : route->permission->name;
		if ((route->method != HTTP_POST && !route->pin) || !strcmp(act, "-") || !strchr(route->path, '{') ||
		        !strcmp(act, "call.opinion")) /* counted, never listed */
			continue;
		struct str code = str_format(arena, "log.%s", act), text;
		for (int language = VI; language < LANGUAGE__COUNT; language++)
			if (!message_code(arena, (enum language)language, code, NULL, &text)) {
				print_error("%s has no sentence\n", act);
				missing++;
			}
	}
	assert_int_equal(missing, 0);
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_act_has_a_sentence) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
