/* chibo signal judge: months looked at again, after the limits changed or where minutes were there before the signs. */
#include "feature/signal/signal_private.h"

#include "base/time.h"
#include "gen/signal_sql.h"

enum { MONTHS = 12 };

static enum status judge_run(struct command_line *line, struct err *err)
{
	struct str since = command_option(line, "since");
	int month = since.len ? month_of_day(since)
	                      : month_add(month_of_day(day_today(line->arena, line->now)), 1 - MONTHS);
	if (!month)
		return err_set(err, INVALID, "signal.month", "since");
	TRY(signal_mark_since(line->arena, line->db, &(struct signal_mark_since_in){ .since = month }, err));
	buf_format(line->out, "%lld months wait to be judged: a server does it within minutes\n",
	        (long long)db_changes(line->db));
	return OK;
}

const struct command signal_commands[] = {
	{ "signal judge", "[--since 2026-01]",
	        "Look again for signs of formal meetings in months with confirmed minutes",
	        "After a change of rules/signal, or for minutes that were there before. Without --since: the last 12 "
	        "months.",
	        "since=", judge_run, NEEDS_WRITE, 0, 0, 0, false },
	{ 0 },
};
