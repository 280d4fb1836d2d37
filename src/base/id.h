/*
 * Ids of rows: 63 bits, never negative, from high to low
 *     41  milliseconds since 2020 (until 2089)
 *     12  shard
 *      3  process: which of the processes that write at one time
 *      7  sequence within the millisecond, of one shard
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdint.h>

enum {
	ID_SHARD_BITS = 12,
	ID_PROCESS_BITS = 3,
	ID_SEQUENCE_BITS = 7,
	ID_SHARDS = 1 << ID_SHARD_BITS,
	ID_PROCESSES = 1 << ID_PROCESS_BITS,
};

/* Sets what stands in the process bits, 0 until then. Before the first id; no two running processes may share it. */
void id_process(int process);
/*
 * A new id of shard 0..4095, greater than the last one of that shard in this process, also when the clock steps back.
 * Past 128 in a millisecond it waits for the next one, unless CHIBO_NOW fixes the clock: then it goes ahead of it.
 * Thread-safe.
 */
int64_t id_new(int shard);
int id_shard(int64_t id);
/* The instant it was made, ms. */
int64_t id_time(int64_t id);

#endif
