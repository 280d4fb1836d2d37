/* The members of a cell on screen. */
#include "feature/person/person_private.h"

#include "feature/unit/unit.h"

const struct permission member_read = { .name = "member.read", .sentence = N_("Xem danh sách đảng viên của chi bộ"), .own = ROLES_CELL,
	.below = R(OFFICER) | R(ADMIN) };
const struct permission member_edit = { .name = "member.edit", .sentence = N_("Sửa danh sách đảng viên của chi bộ"), .own = ROLES_LEADERS,
	.below = R(ADMIN) };

static enum status load_member(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct member *member = arena_new(request->arena, struct member);
	const struct unit *cell = request_unit(request, "cell");
	TRY(person_member(request->arena, request->db, cell->id, cell->shard, id, request->today, member, err));
	object->row = member;
	object->unit = cell->id;
	object->shard = cell->shard;
	return OK;
}

const struct member *request_member(const struct request *request)
{
	return request_object(request, "member")->row;
}

const struct feature person_feature = {
	.name = "person",
	.objects = (const struct object_kind[]){ { "member", load_member }, { 0 } },
	.export_person = person_export,
	.erase_person = person_forget,
};
