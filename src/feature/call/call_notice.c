/* What goes out: the sentence of time and place, text for a chat, the calendar, which says nothing that
 * reveals membership. */
#include "feature/call/call_private.h"

#include "base/ics.h"
#include "base/time.h"
#include "feature/unit/unit.h"

enum { MEETING_HOURS = 2 };

struct str call_when(struct arena *arena, const struct meeting *meeting)
{
	static const char *const days[] = { "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy",
		"Chủ nhật" };
	struct date date;
	const char *name = date_parse(meeting->day, &date) ? days[date_weekday(date) - 1] : "";
	struct str day = date_show(arena, meeting->day);
	if (meeting->minute % 60)
		return str_format(arena, "%d giờ %02d, %s, ngày %.*s", (int)meeting->minute / 60,
		        (int)meeting->minute % 60, name, STR_ARG(day));
	return str_format(arena, "%d giờ, %s, ngày %.*s", (int)meeting->minute / 60, name, STR_ARG(day));
}

struct str call_chat_text(struct request *request, const struct meeting *meeting, bool plain)
{
	struct str when = call_when(request->arena, meeting);
	const char *base = str_c(request->arena, request_base_url(request));
	struct buf buf = buf_open(request->arena, 8000);
	if (plain) {
		buf_format(&buf, "Kính mời đồng chí dự họp lúc %.*s", STR_ARG(when));
	} else {
		buf_format(&buf, "%.*s\nTHÔNG BÁO HỌP\n%.*s\nThời gian: %.*s", STR_ARG(meeting->cell_name),
		        STR_ARG(meeting_title(request, meeting)), STR_ARG(when));
	}
	if (meeting->place.len)
		buf_format(&buf, plain ? ", tại %.*s" : "\nĐịa điểm: %.*s", STR_ARG(meeting->place));
	if (!plain && meeting->theme.len)
		buf_format(&buf, "\nChuyên đề: %.*s", STR_ARG(meeting->theme));
	if (!plain && meeting->note.len)
		buf_format(&buf, "\n%.*s", STR_ARG(meeting->note));
	buf_format(&buf, "%sTài liệu và xin vắng: %s/meetings/%lld/notice", plain ? ". " : "\n", base,
	        (long long)meeting->id);
	return buf_text(&buf);
}

struct str call_calendar_text(struct arena *arena, const struct call_calendar_rows *rows, int64_t now)
{
	struct buf buf = buf_open(arena, 1 << 20);
	ics_begin(&buf);
	for (size_t i = 0; i < rows->count; i++) {
		const struct call_calendar_row *row = &rows->at[i];
		struct date date;
		if (!date_parse(row->day, &date))
			continue;
		int64_t begins = date_instant(date, (int)row->minute);
		ics_put(&buf,
		        &(struct ics_event){ .id = row->id.n,
		                .version = row->version,
		                .begins = begins,
		                .ends = begins + MEETING_HOURS * 3600000,
		                .summary = STR("Lịch họp"),
		                .place = row->place,
		                .alarm = true },
		        now);
	}
	ics_end(&buf);
	return buf_text(&buf);
}

enum status call_calendar_command(struct command_line *line, struct err *err)
{
	struct unit cell;
	struct call_calendar_rows rows;
	TRY(unit_find_code(line->arena, line->db, line->arg[0], &cell, err));
	TRY(call_calendar(line->arena, line->db,
	        &(struct call_calendar_in){
	                .cell = { cell.id }, .shard = cell.shard, .day = day_today(line->arena, line->now) },
	        &rows, err));
	line->file = call_calendar_text(line->arena, &rows, line->now);
	if (!command_has(line, "out"))
		buf_str(line->out, line->file);
	return OK;
}
