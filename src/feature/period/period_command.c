/* chibo report month|quarter|half|year: the report of a unit as a file. */
#include "feature/period/period_fill.h"

#include "base/time.h"
#include "gen/period_sql.h"

static enum status kind_of(struct command_line *line, enum period_kind *ret_kind, struct err *err)
{
	for (int kind = 0; kind < PERIOD_KIND__COUNT; kind++)
		if (str_is(line->arg[0], period_kind_name((enum period_kind)kind))) {
			*ret_kind = (enum period_kind)kind;
			return OK;
		}
	enum status status = err_set(err, INVALID, "period.kind", NULL);
	err_arg(err, "kind", line->arg[0]);
	return status;
}

/* The last complete one in the data. */
static enum status last_complete(
        struct command_line *line, enum period_kind kind, struct period *ret_period, struct err *err)
{
	struct period_month_newest_row newest;
	struct str today = day_today(line->arena, line->now);
	bool found;
	TRY(period_month_newest(line->arena, line->db, &(struct period_month_newest_in){ .until = month_of_day(today) },
	        &newest, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "period.no_data", NULL);
	*ret_period = period_of_month(kind, (int)newest.month);
	if (!period_over(line->arena, *ret_period, today))
		*ret_period = period_add(*ret_period, -1);
	return OK;
}

static enum status report_run(struct command_line *line, struct err *err)
{
	struct period_ask ask = { .now = line->now };
	struct period_report *report;
	enum period_kind kind = PERIOD_MONTH;
	struct unit unit;
	struct str code = command_option(line, "unit"), period = command_option(line, "period");
	struct str tree = command_option(line, "tree"), out = command_option(line, "out");
	TRY(kind_of(line, &kind, err));
	if (!code.len)
		return err_set(err, INVALID, "period.unit_missing", "unit");
	if (tree.len && !str_is(tree, "then") && !str_is(tree, "today"))
		return err_set(err, INVALID, "period.tree", "tree");
	if (period.len)
		TRY(period_parse(period, &ask.period, err));
	else
		TRY(last_complete(line, kind, &ask.period, err));
	if (ask.period.kind != kind) {
		enum status status = err_set(err, INVALID, "period.other_kind", "period");
		err_arg(err, "period", period);
		err_arg(err, "kind", line->arg[0]);
		return status;
	}
	TRY(unit_find_code(line->arena, line->db, code, &unit, err));
	ask.unit = unit.id;
	ask.tree_today = str_is(tree, "today");
	TRY(period_load(line->arena, line->db, &ask, &report, err));
	if (line->input.ptr && !out.len)
		return err_set(err, INVALID, "period.template_ending", "out");
	if (!out.len) {
		buf_str(line->out, period_json_write(line->arena, report));
		return OK;
	}
	if (line->input.ptr)
		return period_fill_template(line->arena, report, line->input, out, &line->file, err);
	return period_file(line->arena, report, out, &line->file, err);
}

const struct command period_commands[] = {
	{ .name = "report",
	        .usage = "month|quarter|half|year --unit CODE [--period 2026-Q3] [--tree then|today] [--out "
	                 "FILE.(xlsx|docx|pdf|csv|json)] [--template FILE.(xlsx|docx)]",
	        .about = "Write the report of a unit for a period",
	        .help = "Without --period the last complete one in the data. The frozen report where there is one; "
	                "with "
	                "--tree today today's figures by today's tree. Without --out JSON is printed. --template fills "
	                "somebody's own workbook or text document: its named cells or the tags of its content "
	                "controls; the page of templates lists the names.",
	        .options = "unit= period= tree= out= template=",
	        .reads_option = "template",
	        .run = report_run,
	        .needs = NEEDS_READ,
	        .min_args = 1,
	        .max_args = 1 },
	{ 0 },
};
