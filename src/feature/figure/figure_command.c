/* chibo rollup: the counters checked, merged, made anew. */
#include "feature/figure/figure_private.h"

enum { MOST = 1000000 };

static void print_wrong(struct command_line *line, int64_t marks, const struct counter_wrong *at, size_t count)
{
	struct buf *out = line->out;
	if (line->json) {
		buf_format(out, "{\"waiting\":%lld,\"wrong\":[", (long long)marks);
		for (size_t i = 0; i < count; i++)
			buf_format(out,
			        "%s{\"family\":\"%s\",\"level\":\"%s\",\"rows\":%lld,\"unit\":\"%lld\",\"month\":%lld}",
			        i ? "," : "", at[i].family, at[i].level, (long long)at[i].rows, (long long)at[i].first,
			        (long long)at[i].first_month);
		buf_c(out, "]}\n");
		return;
	}
	for (size_t i = 0; i < count; i++)
		buf_format(out, "%s: %lld rows of %ss differ, one of unit %lld in %lld\n", at[i].family,
		        (long long)at[i].rows, at[i].level, (long long)at[i].first, (long long)at[i].first_month);
	if (marks)
		buf_format(out,
		        "%lld changes wait to be merged: a server does it within seconds, else chibo rollup merge\n",
		        (long long)marks);
	if (!count && !marks)
		buf_c(out, "all counters equal the rows they count\n");
}

static enum status check_run(struct command_line *line, struct err *err)
{
	struct counter_wrong *at;
	int64_t marks;
	size_t count;
	TRY(counter_check(line->arena, line->db, line->now, &marks, &at, &count, err));
	print_wrong(line, marks, at, count);
	return count || marks ? err_set(err, CONFLICT, "rollup.differs", NULL) : OK;
}

static enum status merge_all(struct command_line *line, struct err *err)
{
	bool more = true;
	while (more)
		TRY(counter_merge(line->arena, line->db, MOST, &more, err));
	return OK;
}

static enum status merge_run(struct command_line *line, struct err *err)
{
	TRY(merge_all(line, err));
	buf_c(line->out, "merged\n");
	return OK;
}

static enum status rebuild_run(struct command_line *line, struct err *err)
{
	TRY(counter_rebuild(line->arena, line->db, line->now, err));
	TRY(merge_all(line, err));
	buf_c(line->out, "counted anew\n");
	return OK;
}

const struct command figure_commands[] = {
	{ "rollup check", "[--json]", "Compare every counter with the rows it counts; exit 0 only when all agree", NULL,
	        "json", check_run, NEEDS_READ, 0, 0, 0, false },
	{ "rollup merge", "", "Merge what changed into the units above; a server does it by itself", NULL, "",
	        merge_run, NEEDS_WRITE, 0, 0, 0, false },
	{ "rollup rebuild", "", "Drop all counters and count everything again", NULL, "", rebuild_run, NEEDS_WRITE, 0,
	        0, 0, false },
	{ 0 },
};
