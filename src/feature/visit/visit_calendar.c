/* The calendar of a team as iCalendar. Calendars travel through many hands: times and places alone, neither the cell
 * nor the Party; the address leads those who may to the visit. */
#include "feature/visit/visit_private.h"

#include "base/ics.h"
#include "base/time.h"

enum { HOURS = 2 };

struct str visit_calendar_text(struct arena *arena, const struct visit_of_team_rows *rows, struct str base, int64_t now)
{
	struct buf buf = buf_open(arena, 1 << 20);
	ics_begin(&buf);
	for (size_t i = 0; i < rows->count; i++) {
		const struct visit_of_team_row *row = &rows->at[i];
		struct date date;
		if (!date_parse(row->day, &date))
			continue;
		int64_t begins = date_instant(date, (int)row->minute);
		ics_put(&buf,
		        &(struct ics_event){ .id = row->id.n,
		                .version = row->version,
		                .begins = begins,
		                .ends = begins + HOURS * 3600000LL,
		                .summary = STR("Lịch công tác"),
		                .place = row->place,
		                .url = str_format(arena, "%.*s/visits/%lld", STR_ARG(base), (long long)row->id.n),
		                .cancelled = str_is(row->state, "cancelled") },
		        now);
	}
	ics_end(&buf);
	return buf_text(&buf);
}
