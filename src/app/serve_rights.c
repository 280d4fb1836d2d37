/* Whether somebody may: the objects of the path, the roles at their unit, what the route asks for. */
#include "app/app_private.h"
#include "app/session.h"

/* Loads the objects of the path one after another, and the roles at the unit of the last, with those that objects
 * give. */
static enum status load_objects(
        struct request *request, const struct route *route, const struct match *match, struct err *err)
{
	struct str rest = str_of(route->path), part;
	size_t at = 0;
	request->object_count = 0;
	while (str_split(&rest, '/', &part)) {
		if (!part.len || part.ptr[0] != '{')
			continue;
		int64_t id;
		const struct object_kind *kind = route_object(str_slice(part, 1, part.len - 1));
		if (!str_int(match->value[at++], &id) || id <= 0)
			return err_set(err, NOT_FOUND, "app.no_such_page", NULL);
		struct object *object = &request->object[request->object_count];
		*object = (struct object){ .name = kind->name, .id = id };
		TRY(kind->load(request, id, object, err));
		object->name = kind->name;
		object->id = id;
		/* rights are asked for at one unit: that of all objects of the path */
		if (request->object_count && object->unit != request->object[0].unit)
			return err_set(err, NOT_FOUND, "app.no_such_page", NULL);
		request->object_count++;
	}
	if (!request->object_count || !request->account.n)
		return OK;
	TRY(session_roles_at(request, request->object[request->object_count - 1].unit, &request->object_roles_own,
	        &request->object_roles_above, err));
	/* What an object gives counts for those of its unit; only visitors may be from anywhere. */
	unsigned counts = request->object_roles_own & ~R(VISITOR) ? ~0u : R(VISITOR);
	for (size_t i = 0; i < request->object_count; i++)
		request->object_roles_own |= request->object[i].roles & counts;
	return OK;
}

enum status serve_denied(struct request *request, const struct permission *permission, struct err *err)
{
	enum status status = err_set(err, DENIED, request->account.n ? "app.denied" : "app.sign_in_first", NULL);
	err_arg(err, "what", request_say(request, permission->sentence));
	return status;
}

enum status serve_authorize(struct request *request, const struct match *match, struct err *err)
{
	const struct permission *permission = match->route->permission;
	request->route = match->route;
	request->feature = match->feature->name;
	if (permission->scope != SCOPE_ANYONE && !request->account.n)
		return serve_denied(request, permission, err);
	TRY(load_objects(request, match->route, match, err));
	if (permission->scope == SCOPE_UNIT &&
	        !role_allows(permission, request->object_roles_own, request->object_roles_above))
		return serve_denied(request, permission, err);
	for (size_t i = 0; i < request->object_count && match->route->method == HTTP_POST; i++)
		if (request->object[i].shut) {
			*err = *request->object[i].shut;
			return err->status;
		}
	return OK;
}
