/* Memory of one lifetime: a request, a command, a job. Everything in it goes at once; there is no free of a part. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
	ARENA_REQUEST_CEILING = 64 << 20, /* bytes one request may take */
	ARENA_JOB_CEILING = 1 << 30,
};

/* A new arena that holds at most `ceiling` bytes. Never NULL: out of memory ends the process. */
struct arena *arena_open(size_t ceiling);
/* Accepts NULL. */
void arena_close(struct arena *arena);
void arena_closep(struct arena **arena);
/* Keeps the arena and its first block, drops what is in it. */
void arena_reset(struct arena *arena);
/* Zeroed, aligned for any type. NULL only when the ceiling is reached, which also sets arena_full(). */
void *arena_try(struct arena *arena, size_t size);
/* Zeroed, aligned. Past the ceiling the process ends: for sizes that the input cannot choose. */
void *arena_take(struct arena *arena, size_t size);
/* A copy that is at least `size` long, of `old` with `old_size`; grows in place where it can. NULL past the ceiling. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t size);
/* The same with what is new left as it lies, for bytes that are written at once. */
void *arena_extend(struct arena *arena, void *old, size_t old_size, size_t size);
size_t arena_used(const struct arena *arena);
/* True once the ceiling refused something, until arena_reset: the edge asks this before it answers. */
bool arena_full(const struct arena *arena);

/* size * count, or SIZE_MAX, which no arena gives, where that does not fit. */
static inline size_t arena_product(size_t size, size_t count)
{
	return count && size > SIZE_MAX / count ? SIZE_MAX : size * count;
}

/* Types that ask for more than others (the states of hashes: 64 bytes) get it. */
static inline void *arena_take_aligned(struct arena *arena, size_t size, size_t align)
{
	if (align <= _Alignof(max_align_t))
		return arena_take(arena, size);
	char *at = arena_take(arena, size + align);
	return at + (-(uintptr_t)at & (align - 1));
}
#define arena_new(arena, type) ((type *)arena_take_aligned((arena), sizeof(type), _Alignof(type)))
#define arena_array(arena, type, count) ((type *)arena_take((arena), arena_product(sizeof(type), (count))))

#endif
