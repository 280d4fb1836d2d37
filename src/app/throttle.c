/* Buckets by key, four to a set. A bucket is kept as the instant at which it is full again. */
#include "app/throttle.h"

static struct throttle_bucket *find(struct throttle_bucket *set, uint64_t key)
{
	struct throttle_bucket *oldest = set;
	for (int i = 0; i < THROTTLE_WAYS; i++) {
		if (set[i].full_at && set[i].key == key)
			return &set[i];
		if (set[i].full_at < oldest->full_at)
			oldest = &set[i];
	}
	*oldest = (struct throttle_bucket){ .key = key };
	return oldest;
}

bool throttle_take(struct throttle *throttle, uint64_t key, int64_t now)
{
	/* Ids count up in their low bits and hold the shard above: both are mixed in. */
	uint64_t mixed = key * 0x9e3779b97f4a7c15u;
	pthread_mutex_lock(&throttle->lock);
	struct throttle_bucket *bucket = find(throttle->bucket[mixed >> 55], key);
	int64_t from = bucket->full_at > now ? bucket->full_at : now;
	bool room = from + THROTTLE_PIN_MS <= now + (int64_t)THROTTLE_PINS * THROTTLE_PIN_MS;
	if (room)
		bucket->full_at = from + THROTTLE_PIN_MS;
	pthread_mutex_unlock(&throttle->lock);
	return room;
}
