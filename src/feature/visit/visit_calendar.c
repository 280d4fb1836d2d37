/* The calendar of a team as iCalendar. Calendars travel through many hands: times and places alone, neither the cell
 * nor the Party; the address leads those who may to the visit. */
#include "feature/visit/visit_private.h"

#include "base/time.h"

#include <string.h>

enum { HOURS = 2, WIDTH = 75 - 5 };

/* One line, folded between letters before 75 bytes. */
static void put_line(struct buf *buf, const char *name, struct str text)
{
	size_t width = strlen(name) + 1;
	buf_format(buf, "%s:", name);
	for (size_t i = 0; i < text.len; i++) {
		if (width > WIDTH && ((unsigned char)text.ptr[i] & 0xc0) != 0x80) {
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

static void put_instant(struct buf *buf, const char *name, int64_t instant)
{
	struct date date = date_of_instant(instant - ZONE_MS);
	int minute = minute_of_instant(instant - ZONE_MS);
	buf_format(buf, "%s:%04d%02d%02dT%02d%02d00Z\r\n", name, date.year, date.month, date.day, minute / 60,
	        minute % 60);
}

struct str visit_calendar_text(struct arena *arena, const struct visit_of_team_rows *rows, struct str base, int64_t now)
{
	struct buf buf = buf_open(arena, 1 << 20);
	buf_c(&buf, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//chibo//VI\r\nCALSCALE:GREGORIAN\r\n");
	for (size_t i = 0; i < rows->count; i++) {
		const struct visit_of_team_row *row = &rows->at[i];
		struct date date;
		if (!date_parse(row->day, &date))
			continue;
		buf_format(&buf, "BEGIN:VEVENT\r\nUID:%lld@lich\r\nSEQUENCE:%lld\r\n", (long long)row->id.n,
		        (long long)row->version);
		put_instant(&buf, "DTSTAMP", now);
		put_instant(&buf, "DTSTART", date_instant(date, (int)row->minute));
		put_instant(&buf, "DTEND", date_instant(date, (int)row->minute) + HOURS * 3600000LL);
		buf_c(&buf, str_is(row->state, "cancelled") ? "STATUS:CANCELLED\r\n" : "STATUS:CONFIRMED\r\n");
		buf_c(&buf, "SUMMARY:Lịch công tác\r\n");
		if (row->place.len)
			put_line(&buf, "LOCATION", row->place);
		put_line(&buf, "URL", str_format(arena, "%.*s/visits/%lld", STR_ARG(base), (long long)row->id.n));
		buf_c(&buf, "END:VEVENT\r\n");
	}
	buf_c(&buf, "END:VCALENDAR\r\n");
	return buf_text(&buf);
}
