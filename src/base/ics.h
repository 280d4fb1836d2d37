/* Calendars of others (iCalendar, RFC 5545): events with a time and a place. They travel through many hands: what
 * stands in them is for the caller to weigh. */
#ifndef BASE_ICS_H
#define BASE_ICS_H

#include "str.h"

struct ics_event {
	int64_t id, version;  /* told again with a higher version, an event takes the place of the earlier one */
	int64_t begins, ends; /* instants */
	struct str summary, place, url; /* no text: the line is left out */
	bool cancelled, alarm;          /* alarm: two hours before */
};

void ics_begin(struct buf *buf);
void ics_put(struct buf *buf, const struct ics_event *event, int64_t now);
void ics_end(struct buf *buf);

#endif
