/* Every act that a route at a cell writes has its sentence, in both languages; so has what is seen from outside. */
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

/* What officers may open at a cell has a word for the cell's log of looks. */
static void every_look_has_a_word(void **state)
{
	struct arena *arena = arena_open(8 << 20);
	int missing = 0;
	(void)state;
	for (size_t i = 0; i < app_route_count(); i++) {
		const struct feature *feature;
		const struct route *route = app_route(i, &feature);
		struct str code, text;
		if (route->method != HTTP_GET || !route->permission->below ||
		        (!strstr(route->path, "{cell}") && !strstr(route->path, "{meeting}")))
			continue;
		code = str_format(arena, "look.%s", feature->name);
		for (int language = VI; language < LANGUAGE__COUNT; language++)
			if (!message_code(arena, (enum language)language, code, NULL, &text)) {
				print_error("%.*s has no word\n", STR_ARG(code));
				missing++;
			}
	}
	assert_int_equal(missing, 0);
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_act_has_a_sentence),
		cmocka_unit_test(every_look_has_a_word) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
