/* Finds the route of an address, and checks that the declarations of all features agree. */
#include "app/app_private.h"

#include "base/time.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ROUTES = 600, BUCKETS = 256, SEGMENTS = 12, MAX_PERMISSIONS = 128 };

/* The parts of a path between its slashes. */
struct segments {
	struct str at[SEGMENTS];
	size_t count;
};

static struct {
	const struct route *route;
	const struct feature *feature;
	struct segments pattern;
	int next; /* in the bucket, -1 at the end */
} routes[MAX_ROUTES];
static const struct permission *permissions[MAX_PERMISSIONS]; /* in order of names */
static size_t permission_total;
static size_t route_total;
static bool route_ran[MAX_ROUTES];
static int buckets[BUCKETS];

const struct permission anyone = { .name = "anyone", .sentence = N_("Ai cũng xem được"), .scope = SCOPE_ANYONE };
const struct permission signed_in = {
	.name = "signed_in", .sentence = N_("Người đã đăng nhập, về việc của chính mình"), .scope = SCOPE_SIGNED_IN
};

/* False when there are more than any route has. */
static bool segments_of(struct str path, struct segments *ret_segments)
{
	struct str rest = str_slice(path, 1, path.len), part;
	ret_segments->count = 0;
	while (str_split(&rest, '/', &part)) {
		if (ret_segments->count == SEGMENTS)
			return false;
		ret_segments->at[ret_segments->count++] = part;
	}
	return true;
}

/* By method, count of segments and the first segment: a few routes a bucket. */
static unsigned bucket_of(enum http_method method, const struct segments *segments)
{
	unsigned hash = method * 31 + (unsigned)segments->count * 7;
	for (size_t i = 0; segments->count && i < segments->at[0].len; i++)
		hash = hash * 33 + (unsigned char)segments->at[0].ptr[i];
	return hash % BUCKETS;
}

/* Where the name stands among the permissions, or would stand. */
static size_t permission_place(const char *name)
{
	size_t from = 0, to = permission_total;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (strcmp(permissions[middle]->name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

const struct permission *route_permission(const char *name)
{
	size_t at = permission_place(name);
	return at < permission_total && !strcmp(permissions[at]->name, name) ? permissions[at] : NULL;
}

static void add_permission(const struct permission *permission)
{
	if (!permission || route_permission(permission->name))
		return;
	check(permission_total < MAX_PERMISSIONS);
	size_t at = permission_place(permission->name);
	memmove(&permissions[at + 1], &permissions[at], (permission_total++ - at) * sizeof(*permissions));
	permissions[at] = permission;
}

static void build_once(void)
{
	for (size_t i = 0; i < BUCKETS; i++)
		buckets[i] = -1;
	for (size_t f = 0; f < feature_count; f++)
		for (const struct route *route = features[f]->routes; route && route->path; route++) {
			check(route_total < MAX_ROUTES);
			check(segments_of(str_of(route->path), &routes[route_total].pattern));
			add_permission(route->permission);
			unsigned bucket = bucket_of(route->method, &routes[route_total].pattern);
			routes[route_total].route = route;
			routes[route_total].feature = features[f];
			routes[route_total].next = buckets[bucket];
			buckets[bucket] = (int)route_total++;
		}
}

void route_build(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, build_once);
}

static bool pattern_match(const struct segments *pattern, const struct segments *path, struct match *match)
{
	if (pattern->count != path->count)
		return false;
	match->value_count = 0;
	for (size_t i = 0; i < path->count; i++) {
		if (pattern->at[i].len && pattern->at[i].ptr[0] == '{') {
			if (match->value_count == REQUEST_OBJECTS)
				return false;
			match->value[match->value_count++] = path->at[i];
		} else if (!str_eq(pattern->at[i], path->at[i])) {
			return false;
		}
	}
	return true;
}

/* Of several patterns the one with the fewest objects: /members/import before /members/{member}. */
static bool match_method(enum http_method method, const struct segments *path, struct match *match)
{
	struct match found;
	int best = -1;
	for (int at = buckets[bucket_of(method, path)]; at >= 0; at = routes[at].next)
		if (routes[at].route->method == method && pattern_match(&routes[at].pattern, path, &found) &&
		        (best < 0 || found.value_count < match->value_count)) {
			memcpy(match->value, found.value, found.value_count * sizeof(found.value[0]));
			match->value_count = found.value_count;
			match->route = routes[at].route;
			match->feature = routes[at].feature;
			best = at;
		}
	if (best >= 0)
		route_ran[best] = true;
	return best >= 0;
}

bool route_match(enum http_method method, struct str path, struct match *ret_match)
{
	struct segments segments;
	*ret_match = (struct match){ 0 };
	if (!segments_of(path, &segments))
		return false;
	if (match_method(method, &segments, ret_match))
		return true;
	struct match other;
	ret_match->other_method = match_method(method == HTTP_GET ? HTTP_POST : HTTP_GET, &segments, &other);
	return false;
}

const struct route *route_get(struct str pattern)
{
	for (size_t i = 0; i < route_total; i++)
		if (routes[i].route->method == HTTP_GET && str_is(pattern, routes[i].route->path))
			return routes[i].route;
	return NULL;
}

const struct object_kind *route_object(struct str name)
{
	for (size_t f = 0; f < feature_count; f++)
		for (const struct object_kind *kind = features[f]->objects; kind && kind->name; kind++)
			if (str_is(name, kind->name))
				return kind;
	return NULL;
}

struct str route_fill(struct request *request, const char *pattern)
{
	struct buf buf = buf_open(request->arena, 2000);
	for (const char *at = pattern; *at; at++) {
		if (*at != '{') {
			buf_char(&buf, *at);
			continue;
		}
		struct str name = { at + 1, strcspn(at + 1, "}") };
		for (size_t i = 0; i < request->object_count; i++)
			if (str_is(name, request->object[i].name))
				buf_int(&buf, request->object[i].id);
		at += name.len + 1;
	}
	return buf_text(&buf);
}

bool app_route_ran(size_t at)
{
	return route_ran[at];
}

size_t app_route_count(void)
{
	route_build();
	return route_total;
}

const struct route *app_route(size_t at, const struct feature **ret_feature)
{
	*ret_feature = routes[at].feature;
	return routes[at].route;
}

static void check_route(struct buf *buf, const struct route *route)
{
	struct str rest = str_of(route->path), part;
	if (!route->permission)
		buf_format(buf, "%s: no permission\n", route->path);
	if (!route->handler)
		buf_format(buf, "%s: no handler\n", route->path);
	while (str_split(&rest, '/', &part))
		if (part.len && part.ptr[0] == '{' && !route_object(str_slice(part, 1, part.len - 1)))
			buf_format(buf, "%s: no loader for %.*s\n", route->path, STR_ARG(part));
	if (route->permission && route->permission->scope == SCOPE_UNIT && !strchr(route->path, '{'))
		buf_format(buf, "%s: a permission at a unit, but no object in the path\n", route->path);
	if (route->method == HTTP_POST && !route->form)
		buf_format(buf, "%s: no form\n", route->path);
	if (route->retry && !route_get(str_of(route->retry)))
		buf_format(buf, "%s: retry leads nowhere: %s\n", route->path, route->retry);
}

struct str app_check(struct arena *arena)
{
	struct buf buf = buf_open(arena, 1 << 16);
	route_build();
	for (size_t i = 0; i < route_total; i++) {
		check_route(&buf, routes[i].route);
		for (size_t j = 0; j < i; j++)
			if (routes[i].route->method == routes[j].route->method &&
			        !strcmp(routes[i].route->path, routes[j].route->path))
				buf_format(&buf, "%s: declared twice\n", routes[i].route->path);
	}
	return buf_text(&buf);
}
