/* Tables of cases for the tests of the calculators: a line of input, a line of expected JSON, a blank line; # begins a
 * comment. The expected object is a part of the answer: what it names must be so. */
#ifndef SCORE_CASES_H
#define SCORE_CASES_H

#include "base/str.h"

#include <jansson.h>
#include <stdio.h>

typedef void case_run(struct arena *arena, struct str input, struct buf *out);

static inline struct str case_file(struct arena *arena, const char *path)
{
	struct buf buf = buf_open(arena, 1 << 20);
	char part[4096];
	size_t got = 0;
	FILE *file = fopen(path, "rb");
	check(file != NULL);
	while ((got = fread(part, 1, sizeof(part), file)) > 0)
		buf_put(&buf, part, got);
	fclose(file);
	return buf_text(&buf);
}

/* Is `want` a part of `have`? Objects by key, an array beside an object by the "id" of its members, text by containing.
 */
static inline bool case_part(const json_t *want, const json_t *have)
{
	const char *key = NULL;
	json_t *value = NULL;
	if (json_is_object(want) && json_is_array(have)) {
		json_object_foreach((json_t *)want, key, value)
		{
			size_t i = 0;
			while (i < json_array_size(have) &&
			        !str_is(str_of(json_string_value(json_object_get(json_array_get(have, i), "id"))), key))
				i++;
			const json_t *line = json_array_get(have, i);
			if (!case_part(value, json_is_object(value) ? line : json_object_get(line, "points")))
				return false;
		}
		return true;
	}
	if (json_is_object(want)) {
		json_object_foreach(
		        (json_t *)want, key, value) if (!case_part(value, json_object_get(have, key))) return false;
		return true;
	}
	if (json_is_array(want) && json_array_size(want) == json_array_size(have)) {
		for (size_t i = 0; i < json_array_size(want); i++)
			if (!case_part(json_array_get(want, i), json_array_get(have, i)))
				return false;
		return true;
	}
	if (json_is_string(want) && json_is_string(have))
		return str_find(str_of(json_string_value(have)), str_of(json_string_value(want))) >= 0;
	return json_equal(want, have);
}

/* Runs every case; returns how many failed, and *ret_count how many there were. */
static inline int case_all(const char *path, case_run *run, int *ret_count)
{
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct str rest = case_file(arena, path), line = STR_NONE, input = STR_NONE;
	int failed = 0, number = 0;
	*ret_count = 0;
	while (str_split(&rest, '\n', &line)) {
		number++;
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		if (input.ptr == NULL) {
			input = line;
			continue;
		}
		struct buf out = buf_open(arena, 1 << 20);
		run(arena, input, &out);
		json_error_t error;
		json_t *want = json_loadb(line.ptr, line.len, 0, &error), *have = json_loadb(out.ptr, out.len, 0, NULL);
		if (want == NULL || have == NULL || !case_part(want, have)) {
			fprintf(stderr, "%s:%d: %.*s\n\twanted %.*s\n\tgot    %.*s\n", path, number, STR_ARG(input),
			        STR_ARG(line), (int)out.len, out.ptr ? out.ptr : "");
			failed++;
		}
		json_decref(want);
		json_decref(have);
		input = STR_NONE;
		++*ret_count;
	}
	arena_close(arena);
	return failed;
}

#endif
