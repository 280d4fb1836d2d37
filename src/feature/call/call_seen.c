/* Notes beside a GET that somebody saw the notice: a small write of its own, after the page. */
#include "feature/call/call_private.h"

static enum status run(struct arena *arena, struct db *db, void *context, struct err *err)
{
	return call_notice_seen(arena, db, context, err);
}

void call_later(struct request *request, const struct call_notice_seen_in *seen)
{
	request_later(request, run, seen, sizeof(*seen));
}
