/* What the pages of this folder share: the month asked for, the line of a cell that needs attention, the heat table. */
#include "feature/overview/overview_private.h"

#include "base/text.h"
#include "base/time.h"
#include "document/chart.h"

struct overview_month overview_asked(const struct request *request)
{
	int64_t month = request_query_int(request, "month", 0);
	return overview_month_of(
	        request->arena, overview_month_real(month) ? (int)month : month_of_day(request->today), request->today);
}

struct str overview_asked_type(const struct request *request)
{
	struct str type = request_query(request, "type");
	return overview_is_type(type) ? type : STR_NONE;
}

struct str overview_href(struct request *request, const struct overview_cell *cell)
{
	const struct overview_sittings_row *sitting = overview_main(cell->sittings);
	if (!cell->here)
		return STR_NONE;
	return sitting ? str_format(request->arena, "/meetings/%lld", (long long)sitting->meeting.n)
	               : str_format(request->arena, "/cells/%lld", (long long)cell->cell);
}

/* "92" of 924: whole percents, as a heat table shows them. */
static struct str percent(struct request *request, struct opt_int permille)
{
	return permille.set ? str_format(request->arena, "%lld", (long long)((permille.n + 5) / 10)) : STR_NONE;
}

static struct str spark_of(struct request *request, const struct overview_cell *cell)
{
	int64_t values[OVERVIEW_MONTHS], first = CHART_NONE, last = CHART_NONE;
	for (int i = 0; i < OVERVIEW_MONTHS; i++) {
		struct opt_int share = overview_share(cell->present[i], cell->base[i]);
		values[i] = share.set ? share.n : CHART_NONE;
		first = first == CHART_NONE ? values[i] : first;
		last = share.set ? share.n : last;
	}
	return chart_spark(request->arena, values, OVERVIEW_MONTHS, last < first,
	        first == CHART_NONE
	                ? STR_NONE
	                : str_format(request->arena, "%.*s: %.*s → %.*s %%",
	                          STR_ARG(request_say(request, N_("Dự họp 12 tháng"))),
	                          STR_ARG(percent(request, OPT(first))), STR_ARG(percent(request, OPT(last)))));
}

struct str overview_bar(struct request *request, const int64_t grade[4])
{
	static const char *const names[] = { N_("tốt"), N_("khá"), N_("trung bình"), N_("kém") };
	struct buf label = buf_open(request->arena, 400);
	if (!(grade[0] + grade[1] + grade[2] + grade[3]))
		return STR_NONE;
	for (size_t i = 0; i < LENGTH(names); i++)
		buf_format(&label, "%s%.*s %lld", i ? ", " : "", STR_ARG(request_say(request, names[i])),
		        (long long)grade[i]);
	return chart_bar(request->arena, grade, true, buf_text(&label));
}

static void put_line(struct request *request, const struct overview_month *month, const struct overview_cell *cell,
        struct overview_worst_table_lines *line)
{
	struct overview_reason reasons[OVERVIEW_REASONS];
	size_t count = overview_reasons(request->arena, &cell->flags, cell->sittings, month, reasons);
	const int at = OVERVIEW_MONTHS - 1;
	*line = (struct overview_worst_table_lines){ .cell = { cell->cell },
		.href = overview_href(request, cell),
		.name = cell->name,
		.above = cell->above,
		.secretary = cell->secretary,
		.members = cell->members,
		.attendance = overview_share(cell->present[at], cell->base[at]),
		.spark = spark_of(request, cell),
		.bar = overview_bar(request, cell->grade),
		.since = cell->since && cell->since < month->month ? OPT(cell->since) : OPT_NONE };
	line->reasons.at = arena_array(request->arena, struct overview_worst_table_lines_reasons, count + 1);
	for (size_t i = 0; i < count; i++)
		line->reasons.at[line->reasons.count++] =
		        (struct overview_worst_table_lines_reasons){ .code = str_of(reasons[i].code),
			        .tone = str_of(reasons[i].tone),
			        .days = reasons[i].days > 0 ? reasons[i].days : 0 };
}

enum status overview_put_worst(struct request *request, const struct overview_month *month,
        const struct overview_wanted *wanted, struct overview_worst_table_lines_rows *ret_lines, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct overview_cell *cells;
	size_t count;
	TRY(overview_worst_of(request, unit->id, month, wanted, &cells, &count, err));
	TRY(overview_load_sittings(request, month, cells, count, err));
	TRY(overview_load_months(request, month, cells, count, err));
	if (wanted->names)
		TRY(overview_load_secretaries(request, cells, count, err));
	ret_lines->at = arena_array(request->arena, struct overview_worst_table_lines, count + 1);
	for (size_t i = 0; i < count; i++)
		put_line(request, month, &cells[i], &ret_lines->at[ret_lines->count++]);
	return OK;
}

/* The months before the first in which anybody met are left out, but six are always shown. */
static int first_month(const struct overview_cell *cells, size_t count)
{
	for (int i = 0; i < OVERVIEW_MONTHS / 2; i++)
		for (size_t c = 0; c < count; c++)
			if (cells[c].base[i])
				return i;
	return OVERVIEW_MONTHS / 2;
}

void overview_put_heat(struct request *request, const struct overview_month *month, const struct overview_cell *cells,
        size_t count, struct overview_heat_heads_rows *ret_heads, struct overview_heat_rows_rows *ret_rows)
{
	int first = first_month(cells, count);
	ret_heads->at = arena_array(request->arena, struct overview_heat_heads, OVERVIEW_MONTHS);
	ret_rows->at = arena_array(request->arena, struct overview_heat_rows, count + 1);
	for (int i = first; i < OVERVIEW_MONTHS; i++) {
		int at = month_add(month->since, i);
		ret_heads->at[ret_heads->count++] =
		        (struct overview_heat_heads){ .label = str_format(request->arena, "%d", at % 100),
			        .about = str_format(request->arena, "%02d/%d", at % 100, at / 100) };
	}
	for (size_t c = 0; c < count; c++) {
		struct overview_heat_rows *row = &ret_rows->at[ret_rows->count++];
		const char *kind = cells[c].unit ? "units" : "cells", *tail = cells[c].unit ? "/overview?month=" : "";
		*row = (struct overview_heat_rows){ .name = cells[c].name };
		if (cells[c].here)
			row->href = str_format(request->arena, "/%s/%lld%s", kind, (long long)cells[c].cell, tail);
		if (cells[c].here && cells[c].unit)
			row->href = str_format(request->arena, "%.*s%d", STR_ARG(row->href), month->month);
		row->at.at = arena_array(request->arena, struct overview_heat_rows_at, OVERVIEW_MONTHS);
		for (int i = first; i < OVERVIEW_MONTHS; i++) {
			struct opt_int share = overview_share(cells[c].present[i], cells[c].base[i]);
			row->at.at[row->at.count++] = (struct overview_heat_rows_at){
				.class = str_format(request->arena, "h%d", overview_heat(share)),
				.figure = percent(request, share)
			};
		}
	}
}
