/* How often somebody may ask for costly work: a bucket of tokens a key, in memory. Keys are accounts, never addresses:
   a village sits behind one, and beyond loopback all come from the proxy's (which has limits of its own,
   setup/deb/nginx.conf). */
#ifndef APP_THROTTLE_H
#define APP_THROTTLE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* So many at once, and one more every so many ms. */
enum { THROTTLE_PINS = 20, THROTTLE_PIN_MS = 3000, THROTTLE_SETS = 512, THROTTLE_WAYS = 4 };

struct throttle {
	pthread_mutex_t lock;
	struct throttle_bucket {
		uint64_t key;
		int64_t full_at; /* when it will be full again, monotonic ms; 0: nobody's */
	} bucket[THROTTLE_SETS][THROTTLE_WAYS];
};

/* Takes a token of that key; false when there is none now. When too many keys meet in one place the one who waited
 * longest is forgotten: that lets somebody through, and never keeps anybody out for what another did. */
bool throttle_take(struct throttle *throttle, uint64_t key, int64_t now);

#endif
