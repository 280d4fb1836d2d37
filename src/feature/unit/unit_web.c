/* The tree on screen, and what a cell chose. */
#include "feature/unit/unit_private.h"

static enum status load_unit(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct unit *unit = arena_new(request->arena, struct unit);
	TRY(unit_load(request->arena, request->db, id, unit, err));
	object->row = unit;
	object->unit = unit->id;
	object->shard = unit->shard;
	return OK;
}

static enum status load_cell(struct request *request, int64_t id, struct object *object, struct err *err)
{
	TRY(load_unit(request, id, object, err));
	const struct unit *unit = object->row;
	return str_is(unit->kind, "chi_bo") ? OK : err_set(err, NOT_FOUND, "unit.not_cell", NULL);
}

const struct feature unit_feature = {
	.name = "unit",
	.objects = (const struct object_kind[]){ { "unit", load_unit }, { "cell", load_cell }, { 0 } },
	.commands = unit_commands,
};
