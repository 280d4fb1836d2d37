/* Rubrics as data (rules/rubric/ID.json) for the calculator of rule/rubric.h, its reasons in words, and the command
 * `rule rubric`.
 *
 * A feature that scores: rubric_find() or rubric_read() once a request, fill a struct rubric_input (see rule/rubric.h),
 * then rubric_check(), rubric_evaluate(), and rubric_why() for the sentence beside each line. Line i of the result is
 * line i here. */
#ifndef SCORE_RUBRIC_JSON_H
#define SCORE_RUBRIC_JSON_H

#include "base/err.h"
#include "rule/rubric.h"

enum { RUBRIC_NEEDS = 12 }; /* of one line */

struct rubric_line_text {
	struct str id, text, sure;
	struct str judged;  /* what a person has to vouch for; no text where measures suffice */
	struct str applies; /* when the line counts */
	struct str full;    /* when it is full anyway */
	struct str need[RUBRIC_NEEDS];
	uint32_t shows; /* 1 << measure: shown beside a judgement, deciding nothing */
	uint32_t uses;  /* 1 << measure: everything the line looks at */
};

struct rubric_data {
	struct rubric rubric;
	struct str id, name, issuer, number, date, valid_from, valid_to, sure;
	int32_t version; /* of the file: a score keeps it */
	struct str json; /* as read */
	struct str group_name[RUBRIC_GROUPS];
	struct str grade_code[RUBRIC_GRADES], grade_name[RUBRIC_GRADES];
	struct rubric_line_text line[RUBRIC_LINES];
	struct str row_text[RUBRIC_ROWS];
};

/* A rubric from its JSON. INVALID names the place at fault: "groups[1].lines[0].rows[2]". */
enum status rubric_read(struct arena *arena, struct str json, struct rubric_data **ret_data, struct err *err);
/* One of those built in. INVALID rubric.unknown. */
enum status rubric_find(struct arena *arena, struct str id, struct rubric_data **ret_data, struct err *err);
/* The id of built-in rubric `at`, or no text past the last. */
struct str rubric_id_at(struct arena *arena, size_t at);
/* Their ids, with commas between. */
struct str rubric_known(struct arena *arena);
/* Its JSON, or no text. */
struct str rubric_file(struct arena *arena, struct str id);

/* RUBRIC_NONE when there is no such measure. */
int32_t rubric_measure_of(struct str name);
const char *rubric_measure_name(int32_t measure);
const char *rubric_measure_label(int32_t measure); /* Vietnamese */
const char *rubric_phase_name(int32_t phase);      /* before, meeting, after */
const char *rubric_why_name(int32_t why);          /* row, needs, failure, person ...: stable */
/* RUBRIC_NONE when there is no such line. */
int32_t rubric_line_of(const struct rubric_data *data, struct str id);
/* What makes no sense (rubric_check): INVALID, *err names the measure and says why. */
enum status rubric_refuse(const struct rubric_input *input, struct err *err);
/* Why the line got its points or was left open, with the figures: a Vietnamese sentence. */
struct str rubric_why(struct arena *arena, const struct rubric_data *data, const struct rubric_input *input,
        const struct rubric_result *result, int32_t line);

/* The command `rule rubric`: `rubric` is an id, or the rubric itself (begins with a brace). Input: measures by name,
 * `confirmed` (ids of lines), `self` (true: what is due after the meeting counts as promised), `short_month` ("as_is",
 * "rescale": instead of the rubric's own). Refuses what makes no sense: INVALID, and the refusal is in *out. */
enum status rule_rubric_json(
        struct arena *arena, struct str rubric, struct str input, struct buf *out, struct err *err);
/* --show: the rubric's file as it is. */
enum status rule_rubric_show(struct arena *arena, struct str id, struct buf *out, struct err *err);

#endif
