/* The rubrics built in, their cases (rubric.cases), and what an edited rubric file is refused for. */
#include "base/embed.h"
#include "cases.h"
#include "rubric_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* "ID {input}" */
static void run(struct arena *arena, struct str input, struct buf *out)
{
	struct str id = STR_NONE, rest = input;
	struct err err = { 0 };
	check(str_split(&rest, ' ', &id));
	enum status status = rule_rubric_json(arena, id, rest, out, &err);
	check((status == OK) == (err.code == NULL));
}

static void cases(void **state)
{
	int count = 0;
	(void)state;
	assert_int_equal(case_all("src/feature/score/rubric.cases", run, &count), 0);
	assert_true(count > 90);
}

static void built_in_rubrics_are_whole(void **state)
{
	struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
	struct rubric_data *data = NULL;
	struct str id = STR_NONE;
	int count = 0;
	(void)state;
	for (size_t i = 0; id = rubric_id_at(arena, i), id.ptr; i++, count++) {
		assert_int_equal(rubric_find(arena, id, &data, NULL), OK);
		assert_true(str_eq(data->id, id));
		int sum = 0;
		for (int at = 0; at < data->rubric.line_count; at++)
			sum += data->rubric.line[at].max;
		assert_int_equal(sum, 100);
		assert_int_equal(data->rubric.scale, 100);
		assert_int_equal(data->rubric.line_count, str_is(id, "tw-hd42-2025") ? 10 : 28);
	}
	assert_int_equal(count, 2);
	arena_close(arena);
}

/* Every file of rules/ is JSON and says what it is, from when, and how sure that is. */
static void rule_files_are_labelled(void **state)
{
	const struct embed_file *file = NULL;
	int count = 0;
	(void)state;
	for (size_t i = 0; (file = rules_at(i)) != NULL; i++, count++) {
		json_t *root = json_loadb(file->bytes.ptr, file->bytes.len, JSON_REJECT_DUPLICATES, NULL);
		assert_non_null(root);
		const char *sure = json_string_value(json_object_get(root, "sure"));
		assert_true(sure && sure[0] >= 'A' && sure[0] <= 'D' && sure[1] == 0);
		assert_true(
		        json_is_string(json_object_get(root, "id")) && json_is_string(json_object_get(root, "issuer")));
		assert_true(json_string_length(json_object_get(root, "valid_from")) == 10);
		assert_true(json_object_get(root, "valid_to") != NULL && json_object_get(root, "document") != NULL);
		assert_true(json_is_false(json_object_get(root, "official")));
		json_decref(root);
	}
	assert_true(count >= 23);
	assert_null(rules_file("rubric/none.json").ptr);
}

/* The six types of cell, three agendas each, and one each for the committee and a group: minutes add up, keys are not
 * twice there. */
static void agendas_add_up(void **state)
{
	const struct embed_file *file = NULL;
	int types = 0, bodies = 0;
	(void)state;
	for (size_t i = 0; (file = rules_at(i)) != NULL; i++) {
		if (!str_starts(str_of(file->name), STR("agenda/")))
			continue;
		json_t *root = json_loadb(file->bytes.ptr, file->bytes.len, 0, NULL);
		json_t *agendas = json_object_get(root, "agendas"), *agenda = NULL, *item = NULL;
		size_t at = 0, j = 0;
		bool body = str_is(str_of(file->name), "agenda/chi-uy.json") ||
		            str_is(str_of(file->name), "agenda/to-dang.json");
		types += !body;
		bodies += body;
		assert_int_equal(json_array_size(agendas), body ? 1 : 3);
		json_array_foreach(agendas, at, agenda)
		{
			json_t *keys = json_object();
			json_int_t sum = 0;
			json_array_foreach(json_object_get(agenda, "items"), j, item)
			{
				const char *key = json_string_value(json_object_get(item, "key"));
				assert_null(json_object_get(keys, key));
				json_object_set(keys, key, json_true());
				sum += json_integer_value(json_object_get(item, "minutes"));
			}
			assert_int_equal(sum, json_integer_value(json_object_get(agenda, "minutes")));
			assert_true(sum >= (body ? 30 : at == 2 ? 120 : 90));
			json_decref(keys);
		}
		json_decref(root);
	}
	assert_int_equal(types, 6);
	assert_int_equal(bodies, 2);
}

/* A rubric of an office's own, with what the built-in ones lack: caps, a deduction, a bonus on top. */
static const char own[] =
        "{\"id\":\"own\",\"version\":1,\"scale\":20,\"short_month\":\"as_is\","
        "\"grades\":[{\"code\":\"good\",\"name\":\"Tốt\",\"from\":18},{\"code\":\"fair\",\"name\":\"Khá\",\"from\":0}],"
        "\"caps\":[{\"grade\":\"fair\",\"full\":[\"b\"]}],"
        "\"groups\":[{\"name\":\"g\",\"max\":20,\"lines\":["
        "{\"id\":\"a\",\"text\":\"a\",\"max\":18,\"kind\":\"all_or_nothing\",\"phase\":\"meeting\","
        "\"needs\":[{\"text\":\"n\",\"any\":[[{\"measure\":\"right_day\",\"equal\":1}]]}]},"
        "{\"id\":\"b\",\"text\":\"b\",\"max\":2,\"kind\":\"all_or_nothing\",\"phase\":\"meeting\","
        "\"needs\":[{\"text\":\"n\",\"any\":[[{\"measure\":\"praise\",\"at_least\":1}]]}]},"
        "{\"id\":\"c\",\"text\":\"c\",\"max\":1,\"kind\":\"bonus\",\"bonus\":\"on_top\",\"phase\":\"meeting\","
        "\"needs\":[{\"text\":\"n\",\"any\":[[{\"measure\":\"tasks_set\",\"at_least\":1}]]}]},"
        "{\"id\":\"d\",\"text\":\"d\",\"max\":3,\"kind\":\"deduction\",\"phase\":\"meeting\","
        "\"rows\":[{\"text\":\"r\",\"points\":-3,\"when\":[{\"measure\":\"unexcused\",\"above\":2}]},"
        "{\"text\":\"r\",\"points\":0,\"when\":[{\"measure\":\"unexcused\",\"equal\":0}]}]}]}]}";

static void expect(const char *input, const char *wanted)
{
	struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
	struct buf out = buf_open(arena, 1 << 20);
	(void)!rule_rubric_json(arena, str_of(own), str_of(input), &out, NULL);
	json_t *want = json_loads(wanted, 0, NULL), *have = json_loadb(out.ptr, out.len, 0, NULL);
	if (!want || !have || !case_part(want, have))
		fail_msg("%s\n\twanted %s\n\tgot %.*s", input, wanted, (int)out.len, out.ptr);
	json_decref(want);
	json_decref(have);
	arena_close(arena);
}

static void own_rubric(void **state)
{
	(void)state;
	expect("{}", "{\"least\":0,\"most\":20,\"grade\":null}");
	expect("{\"right_day\":1,\"praise\":1,\"tasks_set\":1,\"unexcused\":0}",
	        "{\"least\":20,\"most\":20,\"grade\":\"Tốt\",\"lines\":{\"c\":1,\"d\":0}}");
	/* 18 + 1 on top, yet b is lost: capped */
	expect("{\"right_day\":1,\"praise\":0,\"tasks_set\":1,\"unexcused\":0}",
	        "{\"least\":19,\"most\":19,\"grade\":\"Khá\"}");
	/* b open: the cap may still fall */
	expect("{\"right_day\":1,\"tasks_set\":1,\"unexcused\":0}", "{\"least\":19,\"most\":20,\"grade\":null}");
	expect("{\"right_day\":1,\"praise\":1,\"tasks_set\":0,\"unexcused\":3}",
	        "{\"least\":17,\"most\":17,\"grade\":\"Khá\",\"lines\":{\"d\":-3}}");
	/* one absent: the deduction says nothing */
	expect("{\"right_day\":1,\"praise\":1,\"tasks_set\":0,\"unexcused\":1}",
	        "{\"least\":17,\"most\":20,\"lines\":{\"d\":null}}");
	expect("{\"right_day\":0,\"praise\":0,\"tasks_set\":0,\"unexcused\":9}", "{\"least\":0,\"most\":0}");
}

/* One word of the file changed: refused at the right place. */
static void refuse(const char *word, const char *by, const char *place)
{
	struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
	struct rubric_data *data = NULL;
	struct err err = { 0 };
	ptrdiff_t at = str_find(str_of(own), str_of(word));
	assert_true(at >= 0);
	struct str text = str_format(arena, "%.*s%s%s", (int)at, own, by, own + at + strlen(word));
	assert_int_equal(rubric_read(arena, text, &data, &err), INVALID);
	assert_string_equal(err.code, "rubric.file");
	assert_string_equal(err.field, place);
	arena_close(arena);
}

static void edited_files_are_refused(void **state)
{
	(void)state;
	refuse("{", "[", "rubric");
	refuse("as_is", "maybe", "rubric");
	refuse("\"version\":1", "\"version\":\"1\"", "rubric");
	refuse("\"from\":18", "\"from\":21", "grades[0]");
	refuse("\"from\":0", "\"from\":18", "grades[1]");
	refuse("\"max\":20", "\"max\":22", "groups[0].max");
	refuse("\"max\":18", "\"max\":17", "groups[0].max");
	refuse("all_or_nothing", "all", "groups[0].lines[0]");
	refuse("right_day", "wrong_day", "groups[0].lines[0]");
	refuse("\"equal\":1", "\"equals\":1", "groups[0].lines[0]");
	refuse("\"equal\":1", "\"equal\":1.5", "groups[0].lines[0]");
	refuse("\"id\":\"b\"", "\"id\":\"a\"", "groups[0].lines[1]");
	refuse("on_top", "above", "groups[0].lines[2]");
	refuse("\"points\":-3", "\"points\":-4", "groups[0].lines[3]");
	refuse("[\"b\"]", "[\"x\"]", "caps[0]");
	refuse("\"measure\":\"praise\",\"at_least\":1", "\"measure\":\"report_days\",\"at_most\":1",
	        "groups[0].lines[1]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases),
		cmocka_unit_test(built_in_rubrics_are_whole),
		cmocka_unit_test(own_rubric),
		cmocka_unit_test(edited_files_are_refused),
		cmocka_unit_test(agendas_add_up),
		cmocka_unit_test(rule_files_are_labelled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
