/* Text to number: one way to find rows by what they hold. Sizes are fixed at the start. */
#ifndef ROSTER_MAP_H
#define ROSTER_MAP_H

#include "base/str.h"

struct map {
	size_t mask;
	struct slot {
		struct str key;
		int64_t value;
	} * slots;
};

/* A power of two, at least twice what goes in. */
static inline struct map map_open(struct arena *arena, size_t count)
{
	size_t size = 64;
	while (size < count * 2)
		size *= 2;
	return (struct map){ .mask = size - 1, .slots = arena_array(arena, struct slot, size) };
}

/* The slot of the key, or the empty one where it would stand. */
static inline struct slot *map_at(struct map *map, struct str key)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ (unsigned char)key.ptr[i]) * 1099511628211u;
	for (size_t at = (hash ^ hash >> 29) & map->mask;; at = (at + 1) & map->mask) {
		if (!map->slots[at].key.ptr || str_eq(map->slots[at].key, key))
			return &map->slots[at];
	}
}

#endif
