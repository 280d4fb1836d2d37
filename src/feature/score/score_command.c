/* The rubrics in the database, and the command that asks the calculator. */
#include "feature/score/score_private.h"

#include "feature/score/rubric_json.h"
#include "gen/score_sql.h"

#include <sodium.h>
#include <string.h>

enum { HASH = 32 };

static struct str hash_of(struct arena *arena, struct str text)
{
	unsigned char *hash = arena_take(arena, HASH);
	crypto_generichash(hash, HASH, (const unsigned char *)text.ptr, text.len, NULL, 0);
	return (struct str){ (const char *)hash, HASH };
}

/* A landed version never changes: another text under the same number becomes the next version. */
static enum status load_one(struct arena *arena, struct db *db, struct str id, int64_t now, struct err *err)
{
	struct rubric_data *data;
	struct score_rubric_newest_row newest;
	bool found;
	TRY(rubric_find(arena, id, &data, err));
	TRY(score_rubric_newest(arena, db, &(struct score_rubric_newest_in){ .id = id }, &newest, &found, err));
	struct str hash = hash_of(arena, data->json);
	if (found && str_eq(newest.hash, hash))
		return OK;
	int64_t version = found && newest.version >= data->version ? newest.version + 1 : data->version;
	return score_rubric_put(arena, db,
	        &(struct score_rubric_put_in){ .id = id,
	                .version = version,
	                .name = data->name,
	                .issuer = data->issuer,
	                .document = data->number,
	                .since = data->valid_from,
	                .until = data->valid_to.len ? data->valid_to : STR("9999-12-31"),
	                .body = data->json,
	                .hash = hash,
	                .at = now },
	        err);
}

enum status score_load(struct arena *arena, struct db *db, int64_t now, struct err *err)
{
	struct str id;
	for (size_t i = 0; id = rubric_id_at(arena, i), id.ptr; i++)
		TRY(load_one(arena, db, id, now, err));
	return OK;
}

/* A refusal stands in the output already: main has nothing to add to it. */
static enum status run_rubric(struct command_line *line, struct err *err)
{
	enum status status = command_has(line, "show")
	                             ? rule_rubric_show(line->arena, line->arg[0], line->out, err)
	                             : rule_rubric_json(line->arena, line->arg[0], line->input, line->out, err);
	if (status == INVALID)
		*err = (struct err){ 0 };
	return status;
}

const struct command score_commands[] = {
	{ "rule rubric", "ID [--show]",
	        "Reckon the points of a meeting by a rubric: measures as JSON on standard input",
	        "Input: an object of measures by name (integers; a missing one is unknown), confirmed (ids of lines "
	        "that a person vouches for),\n"
	        "self (true: what is due after the meeting counts as promised), short_month (as_is or rescale).\n"
	        "Output: lines (id, group, text, max, points or null where a person decides, phase, code, why), least, "
	        "most, grade where it is certain.\n"
	        "What makes no sense ends with exit status 2 and {\"error\":{\"code\",\"field\",\"message\"}}. --show "
	        "prints the rubric itself.",
	        "show json", run_rubric, NEEDS_NOTHING, -1, 1, 1, false, "show" },
	{ 0 },
};
