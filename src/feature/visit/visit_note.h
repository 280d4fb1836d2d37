/* The team's score of a meeting, line by line of the cell's rubric. */
#ifndef VISIT_NOTE_H
#define VISIT_NOTE_H

#include "feature/score/rubric_json.h"
#include "feature/score/score.h"
#include "feature/visit/visit_private.h"

struct note {
	const struct visit *visit;
	struct rubric_data *data;
	struct opt_int points[RUBRIC_LINES];
	struct str reason[RUBRIC_LINES];
};
enum status note_open(struct request *request, const struct visit *visit, struct note *ret_note, struct err *err);
/* What a line may have. */
int32_t note_low(const struct note *note, int32_t line);
int32_t note_high(const struct note *note, int32_t line);
/* Totals; *ret_open: lines without points. */
void note_sum(const struct note *note, struct rubric_result *result, size_t *ret_open);

#endif
