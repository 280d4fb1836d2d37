/* What every answer must be like, whoever asks: its headers by its kind, and spreadsheets without a live formula. */
#ifndef TESTS_SCOPE_ANSWER_H
#define TESTS_SCOPE_ANSWER_H

#include "tests/harness/harness.h"

/* What is wrong with the headers of an answer to a route; NULL: nothing. */
const char *answer_headers(const struct http_response *response, const char *path);
/* Whether the answer is a CSV, a workbook, or a ZIP that may hold some. */
bool answer_is_table(const struct http_response *response);
/* What is wrong with its cells; *live counts those that begin like a formula and are none. template: a workbook may
 * hold the formulas of a superior's template, but none that people typed as a name. */
const char *answer_formulas(struct arena *arena, const struct http_response *response, bool template, long *live);

#endif
