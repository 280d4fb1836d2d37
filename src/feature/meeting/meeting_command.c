/* meeting list, meeting show. */
#include "base/time.h"
#include "feature/meeting/meeting_private.h"
#include "gen/meeting_sql.h"

static void json_pair(struct buf *buf, const char *name, struct str value, bool last)
{
	buf_format(buf, "\"%s\":", name);
	buf_json(buf, value);
	buf_c(buf, last ? "" : ",");
}

static void list_json(struct buf *out, const struct meeting_list_all_row *row, bool first)
{
	buf_format(out, "%s\n{\"id\":\"%lld\",\"month\":%lld,", first ? "" : ",", (long long)row->id.n,
	        (long long)row->month);
	json_pair(out, "cell", row->name, false);
	json_pair(out, "day", row->day, false);
	buf_format(out, "\"minute\":%lld,", (long long)row->minute);
	json_pair(out, "body", row->body, false);
	json_pair(out, "kind", row->kind, false);
	json_pair(out, "state", row->state, false);
	json_pair(out, "place", row->place, true);
	buf_char(out, '}');
}

enum status meeting_list_command(struct command_line *line, struct err *err)
{
	struct meeting_list_all_rows rows;
	struct unit cell = { 0 };
	if (command_option(line, "cell").ptr)
		TRY(unit_find_code(line->arena, line->db, command_option(line, "cell"), &cell, err));
	TRY(meeting_list_all(line->arena, line->db, &(struct meeting_list_all_in){ .cell = { cell.id } }, &rows, err));
	buf_c(line->out, line->json ? "[" : "");
	for (size_t i = 0; i < rows.count; i++) {
		const struct meeting_list_all_row *row = &rows.at[i];
		if (line->json)
			list_json(line->out, row, i == 0);
		else
			buf_format(line->out, "%lld  %.*s  %02lld:%02lld  %-9.*s %-13.*s %.*s\n", (long long)row->id.n,
			        STR_ARG(row->day), (long long)row->minute / 60, (long long)row->minute % 60,
			        STR_ARG(row->state), STR_ARG(row->kind), STR_ARG(row->name));
	}
	buf_c(line->out, line->json ? "\n]\n" : "");
	return OK;
}

enum status meeting_show_command(struct command_line *line, struct err *err)
{
	struct meeting meeting;
	struct meeting_counts counts;
	int64_t id;
	if (!str_int(line->arg[0], &id))
		return err_set(err, NOT_FOUND, "meeting.not_found", NULL);
	TRY(meeting_load(line->arena, line->db, id, &meeting, err));
	TRY(meeting_count(line->arena, line->db, &meeting, &counts, err));
	struct buf *out = line->out;
	if (!line->json) {
		buf_format(out, "%.*s\n%.*s %02d:%02d, %.*s\n%.*s, %.*s\n", STR_ARG(meeting.cell_name),
		        STR_ARG(date_show(line->arena, meeting.day)), (int)meeting.minute / 60,
		        (int)meeting.minute % 60, STR_ARG(meeting.place), STR_ARG(meeting.kind),
		        STR_ARG(meeting.state));
		buf_format(out, "%lld/%lld\n", (long long)counts.present, (long long)counts.base);
		return OK;
	}
	buf_format(out, "{\"id\":\"%lld\",\"month\":%d,", (long long)meeting.id, meeting.month);
	json_pair(out, "cell", meeting.cell_name, false);
	json_pair(out, "day", meeting.day, false);
	json_pair(out, "kind", meeting.kind, false);
	json_pair(out, "theme", meeting.theme, false);
	json_pair(out, "state", meeting.state, false);
	json_pair(out, "place", meeting.place, false);
	json_pair(out, "chair", meeting.chair_name, false);
	json_pair(out, "clerk", meeting.clerk_name, false);
	buf_format(out, "\"members\":%lld,\"base\":%lld,\"present\":%lld,\"excused\":%lld,\"unexcused\":%lld}\n",
	        (long long)counts.members, (long long)counts.base, (long long)counts.present, (long long)counts.excused,
	        (long long)counts.unexcused);
	return OK;
}
