/* Blocks in a list: small pieces are cut from the newest block, a large piece gets a block of its own behind it. */
#include "base/arena.h"

#include "base/status.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#endif

/* Under ASan what is not handed out may not be touched, and every piece is followed by a strip that is not. */
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#define hide(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define show(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
enum { STRIP = 16 };
#else
#define hide(at, size) ((void)(at), (void)(size))
#define show(at, size) ((void)(at), (void)(size))
enum { STRIP = 0 };
#endif

#define CEILING_LARGEST (SIZE_MAX / 4) /* so that sums of sizes stay below SIZE_MAX */

enum { ALIGN = 16, BLOCK_FIRST = 16 << 10, BLOCK_LARGEST = 1 << 20 };

struct block {
	struct block *older;
	size_t room, used;
	alignas(ALIGN) unsigned char bytes[];
};

struct arena {
	struct block *first, *newest; /* newest is cut from; the list runs from it to first */
	size_t next_room, used, ceiling;
	bool full;
};

/* What a piece takes of its block; no piece is empty, so that each has its own address. */
static size_t whole_of(size_t size)
{
	return ((size ? size : 1) + ALIGN - 1) / ALIGN * ALIGN + STRIP;
}

static struct block *block_open(size_t room)
{
	struct block *block = malloc(sizeof(*block) + room);
	check(block != NULL && "memory");
	*block = (struct block){ .room = room };
	hide(block->bytes, room);
	return block;
}

static void block_close(struct block *block)
{
	show(block->bytes, block->room);
	free(block);
}

struct arena *arena_open(size_t ceiling)
{
	struct arena *arena = malloc(sizeof(*arena));
	check(arena != NULL && "memory");
	*arena = (struct arena){ .ceiling = ceiling < CEILING_LARGEST ? ceiling : CEILING_LARGEST,
		.next_room = BLOCK_FIRST };
	arena->first = arena->newest = block_open(BLOCK_FIRST - sizeof(struct block));
	return arena;
}

static void drop_all_but_first(struct arena *arena)
{
	struct block *block = arena->newest;
	while (block != arena->first) {
		struct block *older = block->older;
		block_close(block);
		block = older;
	}
	arena->newest = arena->first;
}

void arena_close(struct arena *arena)
{
	if (!arena)
		return;
	drop_all_but_first(arena);
	block_close(arena->first);
	free(arena);
}

void arena_closep(struct arena **arena)
{
	arena_close(*arena);
	*arena = NULL;
}

void arena_reset(struct arena *arena)
{
	drop_all_but_first(arena);
	hide(arena->first->bytes, arena->first->room);
	arena->first->used = 0;
	arena->next_room = BLOCK_FIRST;
	arena->used = 0;
	arena->full = false;
}

/* The block to cut `size` bytes from. A large piece gets its own, and the newest goes on being cut from. */
static struct block *block_for(struct arena *arena, size_t size)
{
	struct block *newest = arena->newest;
	if (size <= newest->room - newest->used)
		return newest;
	if (size > arena->next_room / 4) {
		struct block *own = block_open(size);
		if (newest == arena->first) {
			own->older = newest;
			arena->newest = own;
		} else {
			own->older = newest->older;
			newest->older = own;
		}
		return own;
	}
	if (arena->next_room < BLOCK_LARGEST)
		arena->next_room *= 2;
	struct block *block = block_open(arena->next_room - sizeof(*block));
	block->older = newest;
	arena->newest = block;
	return block;
}

static void *take_unset(struct arena *arena, size_t size)
{
	size_t left = arena->ceiling - arena->used;
	if (size > left || whole_of(size) > left) {
		arena->full = true;
		return NULL;
	}
	size_t whole = whole_of(size);
	struct block *block = block_for(arena, whole);
	unsigned char *at = block->bytes + block->used;
	block->used += whole;
	arena->used += whole;
	show(at, size);
	return at;
}

void *arena_try(struct arena *arena, size_t size)
{
	void *at = take_unset(arena, size);
	if (at)
		memset(at, 0, size);
	return at;
}

void *arena_take(struct arena *arena, size_t size)
{
	void *at = arena_try(arena, size);
	check(at != NULL && "the arena's ceiling");
	return at;
}

/* Whether `old` is the newest piece of the newest block and the block has room for it to become `size` long. */
static bool grow_in_place(struct arena *arena, unsigned char *old, size_t old_size, size_t size)
{
	struct block *block = arena->newest;
	size_t old_whole = whole_of(old_size);
	if (block->used < old_whole || old != block->bytes + block->used - old_whole)
		return false;
	size_t more = whole_of(size) - old_whole;
	if (more > block->room - block->used || more > arena->ceiling - arena->used)
		return false;
	show(old, size);
	block->used += more;
	arena->used += more;
	return true;
}

void *arena_extend(struct arena *arena, void *old, size_t old_size, size_t size)
{
	if (old && size <= old_size)
		return old;
	if (old && size <= arena->ceiling && grow_in_place(arena, old, old_size, size))
		return old;
	void *at = take_unset(arena, size);
	if (at && old)
		memcpy(at, old, old_size);
	return at;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t size)
{
	unsigned char *at = arena_extend(arena, old, old_size, size);
	size_t kept = old ? old_size : 0;
	if (at && size > kept)
		memset(at + kept, 0, size - kept);
	return at;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}

bool arena_full(const struct arena *arena)
{
	return arena->full;
}
