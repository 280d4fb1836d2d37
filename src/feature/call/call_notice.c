/* What goes out: the sentence of time and place, text for a chat, the calendar, which says nothing that
 * reveals membership. */
#include "feature/call/call_private.h"

#include "base/time.h"
#include "feature/unit/unit.h"

#include <stdlib.h>
#include <string.h>

enum { MEETING_HOURS = 2, ICS_WIDTH = 75 - 5 };

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

/* One line of the calendar, folded at 75 bytes between letters. */
static void ics_line(struct buf *buf, const char *name, struct str text)
{
	size_t width = strlen(name) + 1;
	buf_format(buf, "%s:", name);
	for (size_t i = 0; i < text.len; i++) {
		bool begins = ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
		if (begins && width > ICS_WIDTH) {
			buf_c(buf, "\r\n ");
			width = 1;
		}
		if (strchr(",;\\", text.ptr[i])) {
			buf_char(buf, '\\');
			width++;
		}
		if ((unsigned char)text.ptr[i] >= ' ') {
			buf_char(buf, text.ptr[i]);
			width++;
		}
	}
	buf_c(buf, "\r\n");
}

static void ics_instant(struct arena *arena, struct buf *buf, const char *name, int64_t instant)
{
	struct date date = date_of_instant(instant - ZONE_MS);
	int minute = minute_of_instant(instant - ZONE_MS);
	(void)arena;
	buf_format(buf, "%s:%04d%02d%02dT%02d%02d00Z\r\n", name, date.year, date.month, date.day, minute / 60,
	        minute % 60);
}

struct str call_calendar_text(struct arena *arena, const struct call_calendar_rows *rows, int64_t now)
{
	struct buf buf = buf_open(arena, 1 << 20);
	buf_c(&buf, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//chibo//VI\r\nCALSCALE:GREGORIAN\r\n");
	for (size_t i = 0; i < rows->count; i++) {
		const struct call_calendar_row *row = &rows->at[i];
		struct date date;
		if (!date_parse(row->day, &date))
			continue;
		int64_t begins = date_instant(date, (int)row->minute);
		buf_format(&buf, "BEGIN:VEVENT\r\nUID:%lld@lich\r\nSEQUENCE:%lld\r\n", (long long)row->id.n,
		        (long long)row->version);
		ics_instant(arena, &buf, "DTSTAMP", now);
		ics_instant(arena, &buf, "DTSTART", begins);
		ics_instant(arena, &buf, "DTEND", begins + MEETING_HOURS * 3600000);
		buf_c(&buf, "SUMMARY:Lịch họp\r\n");
		if (row->place.len)
			ics_line(&buf, "LOCATION", row->place);
		buf_c(&buf, "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Lịch "
		            "họp\r\nTRIGGER:-PT2H\r\nEND:VALARM\r\nEND:VEVENT\r\n");
	}
	buf_c(&buf, "END:VCALENDAR\r\n");
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
