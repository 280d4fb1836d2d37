/* Small charts as SVG for pages. Colours come from the classes of the page's style sheet: spark, chart, bar, f1 to f4.
 * `label` is what a screen reader says instead; without one the chart is hidden from it. */
#ifndef DOCUMENT_CHART_H
#define DOCUMENT_CHART_H

#include "base/str.h"

enum { CHART_POINTS = 60, CHART_SERIES = 4 };

#define CHART_NONE INT64_MIN /* no value: a gap */

/* One column: its name under the axis, its parts from the bottom up, in any unit; drawn as shares of their sum. */
struct chart_column {
	struct str name;
	int64_t part[CHART_SERIES];
};

/* A line through the values in equal steps, a dot at the last one; falls: in the colour of a warning. At most
 * CHART_POINTS, the newest ones. No text for fewer than two values. */
struct str chart_spark(struct arena *arena, const int64_t *values, size_t count, bool falls, struct str label);
/* Columns of 100 percent. A column whose parts sum to nothing stays empty. */
struct str chart_stack(struct arena *arena, const struct chart_column *columns, size_t count, struct str label);
/* One bar of 100 percent lying down; mini: as wide as a cell of a table wants it. */
struct str chart_bar(struct arena *arena, const int64_t part[CHART_SERIES], bool mini, struct str label);

#endif
