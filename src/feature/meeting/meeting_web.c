/* The descriptor of the feature, and the meeting of a path. */
#include "base/id.h"
#include "feature/meeting/meeting.h"

static enum status load_object(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct meeting *meeting = arena_new(request->arena, struct meeting);
	TRY(meeting_load(request->arena, request->db, id, meeting, err));
	*object = (struct object){ .id = id, .shard = meeting->shard, .unit = meeting->cell, .row = meeting };
	return OK;
}

const struct feature meeting_feature = {
	.name = "meeting",
	.objects = (const struct object_kind[]){ { "meeting", load_object }, { 0 } },
};
