/* See the header. Lines are folded at 75 bytes, between letters. */
#include "base/ics.h"

#include "base/time.h"

#include <string.h>

enum { WIDTH = 75 - 5 };

static void put_line(struct buf *buf, const char *name, struct str text)
{
	size_t width = strlen(name) + 1;
	if (!text.len)
		return;
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

void ics_begin(struct buf *buf)
{
	buf_c(buf, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//chibo//VI\r\nCALSCALE:GREGORIAN\r\n");
}

void ics_put(struct buf *buf, const struct ics_event *event, int64_t now)
{
	buf_format(buf, "BEGIN:VEVENT\r\nUID:%lld@lich\r\nSEQUENCE:%lld\r\n", (long long)event->id,
	        (long long)event->version);
	put_instant(buf, "DTSTAMP", now);
	put_instant(buf, "DTSTART", event->begins);
	put_instant(buf, "DTEND", event->ends);
	buf_c(buf, event->cancelled ? "STATUS:CANCELLED\r\n" : "STATUS:CONFIRMED\r\n");
	put_line(buf, "SUMMARY", event->summary);
	put_line(buf, "LOCATION", event->place);
	put_line(buf, "URL", event->url);
	if (event->alarm) {
		buf_c(buf, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
		put_line(buf, "DESCRIPTION", event->summary);
		buf_c(buf, "TRIGGER:-PT2H\r\nEND:VALARM\r\n");
	}
	buf_c(buf, "END:VEVENT\r\n");
}

void ics_end(struct buf *buf)
{
	buf_c(buf, "END:VCALENDAR\r\n");
}
