/* One counter a shard of instant and sequence, moved on by compare-and-exchange. */
#include "base/id.h"

#include "base/time.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

/* 2020-01-01 UTC: 41 bits of milliseconds reach to 2089, against 2039 when counted from 1970. */
static const int64_t epoch = INT64_C(1577836800000);
enum { AHEAD_MS = 5000 };

static atomic_int process_bits;
/* instant << ID_SEQUENCE_BITS | sequence of the shard's last id */
static atomic_int_least64_t last_of_shard[ID_SHARDS];

void id_process(int process)
{
	check(process >= 0 && process < ID_PROCESSES);
	atomic_store(&process_bits, process);
}

/* A large import runs ahead of the clock for a while; further ahead it waits, so that a restart cannot give an id
 * again. */
static void wait_for_clock(int64_t next)
{
	if (getenv("CHIBO_NOW") || (next >> ID_SEQUENCE_BITS) - (time_now() - epoch) < AHEAD_MS)
		return;
	struct timespec millisecond = { .tv_nsec = 1000000 };
	nanosleep(&millisecond, NULL);
}

static int64_t next_of_shard(int shard)
{
	int64_t last = atomic_load(&last_of_shard[shard]), next;
	do {
		int64_t clock = (time_now() - epoch) << ID_SEQUENCE_BITS;
		next = last >= clock ? last + 1 : clock;
	} while (!atomic_compare_exchange_weak(&last_of_shard[shard], &last, next));
	if (next == last + 1 && (next & ((1 << ID_SEQUENCE_BITS) - 1)) == 0)
		wait_for_clock(next);
	return next;
}

int64_t id_new(int shard)
{
	check(shard >= 0 && shard < ID_SHARDS);
	int64_t next = next_of_shard(shard);
	int64_t instant = next >> ID_SEQUENCE_BITS, sequence = next & ((1 << ID_SEQUENCE_BITS) - 1);
	check(instant < (INT64_C(1) << 41));
	return ((instant << ID_SHARD_BITS | shard) << ID_PROCESS_BITS | atomic_load(&process_bits))
	               << ID_SEQUENCE_BITS |
	       sequence;
}

int id_shard(int64_t id)
{
	return (int)(id >> (ID_PROCESS_BITS + ID_SEQUENCE_BITS) & (ID_SHARDS - 1));
}

int64_t id_time(int64_t id)
{
	return (id >> (ID_SHARD_BITS + ID_PROCESS_BITS + ID_SEQUENCE_BITS)) + epoch;
}
