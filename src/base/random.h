/* Bytes nobody can guess, and the ids a client may make without asking. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "str.h"

enum { UUID_LENGTH = 36 };

/* From the kernel. Ends the process when there are none. */
void random_bytes(void *to, size_t size);
/*
 * UUID version 7 in lower case: 48 bits of `now` (ms since 1970), 12 bits of sequence, 62 random ones. Each is greater
 * than the one before in this process, also when `now` is the same or steps back. Thread-safe.
 */
struct str uuid7(struct arena *arena, int64_t now);
/* 8-4-4-4-12 hexadecimal digits of either case, any version. */
bool uuid_valid(struct str uuid);

#endif
