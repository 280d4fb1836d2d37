/* Charts as SVG in whole numbers of a fixed box; the page scales them. */
#include "document/chart.h"

enum {
	CHART_CEILING = 1 << 20,
	SPARK_WIDTH = 99, /* between the ends of the line, in a box of 104 x 26 */
	SPARK_HEIGHT = 20,
	STACK_LEFT = 30, /* of the columns, in a box of 320 x 152 */
	STACK_WIDTH = 290,
	STACK_TOP = 10,
	STACK_HEIGHT = 120,
	BAR_WIDTH = 1000, /* in a box of 1000 x 10 */
};

static void open_svg(struct buf *out, const char *class, const char *box, struct str label)
{
	buf_format(out, "<svg class=\"%s\" viewBox=\"%s\"", class, box);
	if (label.len) {
		buf_c(out, " role=\"img\" aria-label=\"");
		buf_html(out, label);
		buf_c(out, "\">");
	} else {
		buf_c(out, " aria-hidden=\"true\">");
	}
}

static void range_of(const int64_t *values, size_t count, int64_t *ret_low, int64_t *ret_high, size_t *ret_known)
{
	*ret_known = 0;
	*ret_low = INT64_MAX;
	*ret_high = INT64_MIN;
	for (size_t i = 0; i < count; i++) {
		if (values[i] == CHART_NONE)
			continue;
		++*ret_known;
		*ret_low = values[i] < *ret_low ? values[i] : *ret_low;
		*ret_high = values[i] > *ret_high ? values[i] : *ret_high;
	}
}

struct str chart_spark(struct arena *arena, const int64_t *values, size_t count, bool falls, struct str label)
{
	struct buf out = buf_open(arena, CHART_CEILING);
	int64_t low, high;
	size_t known;
	int x = 0, y = 0;
	bool drawn = false;

	if (count > CHART_POINTS) {
		values += count - CHART_POINTS;
		count = CHART_POINTS;
	}
	range_of(values, count, &low, &high, &known);
	if (known < 2)
		return STR_NONE;
	open_svg(&out, falls ? "spark dn" : "spark", "0 0 104 26", label);
	buf_c(&out, "<path d=\"");
	for (size_t i = 0; i < count; i++) {
		if (values[i] == CHART_NONE) {
			drawn = false;
			continue;
		}
		x = 2 + (int)(i * SPARK_WIDTH / (count - 1));
		y = 23 - (int)(high > low ? (double)(values[i] - low) / (double)(high - low) * SPARK_HEIGHT
		                          : SPARK_HEIGHT / 2);
		buf_format(&out, "%c%d %d", drawn ? 'L' : 'M', x, y);
		drawn = true;
	}
	buf_format(&out, "\"/><circle cx=\"%d\" cy=\"%d\" r=\"2.5\"/></svg>", x, y);
	return buf_text(&out);
}

static int64_t sum_of(const int64_t part[CHART_SERIES])
{
	int64_t sum = 0;

	for (int s = 0; s < CHART_SERIES; s++)
		sum += part[s] > 0 ? part[s] : 0;
	return sum;
}

/* Where the first `upto` parts end, of `length`: neighbours share an edge whatever the rounding. */
static int edge(const int64_t part[CHART_SERIES], int upto, int length)
{
	int64_t sum = 0;

	for (int s = 0; s < upto; s++)
		sum += part[s] > 0 ? part[s] : 0;
	return (int)((double)sum / (double)sum_of(part) * length + 0.5);
}

static void put_column(struct buf *out, const struct chart_column *column, int x, int width)
{
	for (int s = 0; s < CHART_SERIES && sum_of(column->part) > 0; s++) {
		int from = edge(column->part, s, STACK_HEIGHT), to = edge(column->part, s + 1, STACK_HEIGHT);

		if (to > from)
			buf_format(out, "<rect class=\"f%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", s + 1, x,
			        STACK_TOP + STACK_HEIGHT - to, width, to - from);
	}
	buf_format(out, "<text x=\"%d\" y=\"146\" text-anchor=\"middle\">", x + width / 2);
	buf_html(out, column->name);
	buf_c(out, "</text>");
}

struct str chart_stack(struct arena *arena, const struct chart_column *columns, size_t count, struct str label)
{
	struct buf out = buf_open(arena, CHART_CEILING);

	if (count > CHART_POINTS) {
		columns += count - CHART_POINTS;
		count = CHART_POINTS;
	}
	open_svg(&out, "chart", "0 0 320 152", label);
	buf_c(&out, "<path class=\"grid\" d=\"M30 10h290M30 40h290M30 70h290M30 100h290M30 130h290\"/>");
	for (size_t i = 0; i < count; i++) {
		int step = STACK_WIDTH / (int)count, width = step * 7 / 10;

		width = width < 1 ? 1 : width > 60 ? 60 : width;
		put_column(&out, &columns[i], STACK_LEFT + (int)(i * STACK_WIDTH / count) + (step - width) / 2, width);
	}
	for (int percent = 0; percent <= 100; percent += 25)
		buf_format(&out, "<text x=\"24\" y=\"%d\" text-anchor=\"end\">%d</text>",
		        STACK_TOP + STACK_HEIGHT * (100 - percent) / 100 + 4, percent);
	buf_c(&out, "</svg>");
	return buf_text(&out);
}

struct str chart_bar(struct arena *arena, const int64_t part[CHART_SERIES], bool mini, struct str label)
{
	struct buf out = buf_open(arena, CHART_CEILING);

	open_svg(&out, mini ? "bar mini" : "bar", "0 0 1000 10\" preserveAspectRatio=\"none", label);
	for (int s = 0; s < CHART_SERIES && sum_of(part) > 0; s++) {
		int from = edge(part, s, BAR_WIDTH), to = edge(part, s + 1, BAR_WIDTH);

		if (to > from)
			buf_format(&out, "<rect class=\"f%d\" x=\"%d\" y=\"0\" width=\"%d\" height=\"10\"/>", s + 1,
			        from, to - from);
	}
	buf_c(&out, "</svg>");
	return buf_text(&out);
}
