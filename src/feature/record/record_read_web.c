/* The read-back: a record in large type, section by section, tables as sentences, so that it reads well aloud. */
#include "feature/record/record_private.h"

/* Once it is read, the vote; with the question ready. */
static void offer_vote(struct request *request, const struct record_row *row)
{
	const struct meeting *meeting = request_meeting(request);
	struct buf href = buf_open(request->arena, 4000);
	if (!str_is(row->state, "draft") || !str_is(meeting->state, "open") || !record_register(row->kind).len)
		return;
	buf_format(&href, "/meetings/%lld/votes?kind=%.*s&question=", (long long)meeting->id, STR_ARG(row->kind));
	buf_url(&href, str_format(request->arena, "Thông qua %.*s", STR_ARG(row->title)));
	request->shell.cta = request_say(request, N_("Đã đọc, đưa ra thông qua"));
	request->shell.cta_icon = STR("vote");
	request->shell.cta_href = buf_text(&href);
}

static struct record_reader_sections show_section(struct request *request, const struct record_section *section)
{
	struct record_reader_sections shown = { .heading = section->title };
	struct str rest = record_section_spoken(request->arena, section), line;
	size_t room = 1;
	for (size_t i = 0; i < rest.len; i++)
		room += rest.ptr[i] == '\n';
	shown.lines.at = arena_array(request->arena, struct record_reader_sections_lines, room);
	while (str_split(&rest, '\n', &line))
		if (str_trim(line).len)
			shown.lines.at[shown.lines.count++].line = str_trim(line);
	return shown;
}

enum status record_show_reader(struct request *request, void *to, struct err *err)
{
	struct record_reader_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	const struct record_row *row = record_of_path(request);
	struct record_body body;
	TRY(record_text_of(request->arena, request->db, row->id, row->shard, row->version, &body, err));
	TRY(meeting_shell(request, meeting, "record", err));
	*view = (struct record_reader_view){
		.meeting = row->meeting, .id = row->id, .heading = row->title, .dots = record_dots(&body)
	};
	struct record_body printed = record_body_printed(request->arena, &body);
	view->sections.at = arena_array(request->arena, struct record_reader_sections, printed.count + 1);
	for (; view->sections.count < printed.count; view->sections.count++)
		view->sections.at[view->sections.count] = show_section(request, &printed.at[view->sections.count]);
	offer_vote(request, row);
	return OK;
}
