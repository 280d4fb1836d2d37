/* One line an event, written whole; what came from outside cannot begin a second line or paint the terminal. */
#include "base/log.h"

#include "base/time.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LOG_LINE = 2048 };

/* Control characters, those of ASCII and U+0080 to U+009F, become blanks; the end is cut at a letter's border. */
static size_t make_plain(char *text, size_t len, bool cut)
{
	while (cut && len && ((unsigned char)text[len - 1] & 0xC0) == 0x80)
		len--;
	if (cut && len && (unsigned char)text[len - 1] >= 0xC0)
		len--;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c < 0x20 || c == 0x7F)
			text[i] = ' ';
		else if (c == 0xC2 && i + 1 < len && (unsigned char)text[i + 1] < 0xA0)
			text[i] = text[i + 1] = ' ';
	}
	return len;
}

/* "2026-11-03T12:30:00.250Z warn " at the start of the line; its length. */
static size_t put_head(char *line, size_t room, const char *level)
{
	int64_t now = time_now(), day = now / DAY_MS, ms = now % DAY_MS;
	struct date date = date_of_number(day);
	int len = snprintf(line, room, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ %s ", date.year, date.month, date.day,
	        (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000), level);
	check(len > 0 && (size_t)len < room);
	return (size_t)len;
}

void log_line(const char *level, const char *format, ...)
{
	char line[LOG_LINE];
	size_t head = put_head(line, sizeof(line) - 1, level), room = sizeof(line) - 1 - head;
	va_list args;
	va_start(args, format);
	int len = vsnprintf(line + head, room, format, args);
	va_end(args);
	bool cut = len >= (int)room;
	size_t plain = make_plain(line + head, len < 0 ? 0 : cut ? room - 1 : (size_t)len, cut);
	line[head + plain] = '\n';
	ssize_t written = write(STDERR_FILENO, line, head + plain + 1);
	(void)written; /* nowhere to tell it */
}

void log_err(const char *where, const struct err *err)
{
	const char *level = err->status == BROKEN ? "error" : "warn";
	log_line(level, "%s: %s%s%s%s%s", where, err->code ? err->code : "?", err->field[0] ? " field=" : "",
	        err->field, err->detail[0] ? ": " : "", err->detail);
}
