/* Random bytes by getrandom, and UUIDs of version 7. */
#include "base/random.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

void random_bytes(void *to, size_t size)
{
	unsigned char *at = to;
	while (size) {
		ssize_t got = getrandom(at, size, 0);
		if (got < 0 && errno == EINTR)
			continue;
		check(got > 0 && "getrandom");
		at += got;
		size -= (size_t)got;
	}
}

/* The next pair of instant and sequence. A new instant begins in the lower half, so that 2048 follow without a step. */
static void next_in_order(int64_t now, uint16_t chance, int64_t *ret_instant, int *ret_sequence)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static int64_t last = -1;
	static int sequence;

	pthread_mutex_lock(&lock);
	if (now > last) {
		last = now;
		sequence = chance & 0x7FF;
	} else if (++sequence > 0xFFF) {
		last++;
		sequence = chance & 0x7FF;
	}
	*ret_instant = last;
	*ret_sequence = sequence;
	pthread_mutex_unlock(&lock);
}

/* What the kernel gave this thread at once for ids to come: a page with thirty forms is not thirty calls. */
static _Thread_local struct {
	unsigned char bytes[512];
	size_t left;
} chances;

/* A child of fork would make the same ids. */
static void forget_chances(void)
{
	chances.left = 0;
}

static void forget_at_fork(void)
{
	check(pthread_atfork(NULL, NULL, forget_chances) == 0);
}

static void chance(unsigned char *to, size_t size)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	if (chances.left < size) {
		check(pthread_once(&once, forget_at_fork) == 0);
		random_bytes(chances.bytes, sizeof(chances.bytes));
		chances.left = sizeof(chances.bytes);
	}
	chances.left -= size;
	memcpy(to, chances.bytes + chances.left, size);
}

struct str uuid7(struct arena *arena, int64_t now)
{
	unsigned char b[16];
	chance(b, sizeof(b));
	int64_t instant;
	int sequence;
	next_in_order(now, (uint16_t)(b[6] << 8 | b[7]), &instant, &sequence);
	for (int i = 0; i < 6; i++)
		b[i] = (unsigned char)(instant >> (40 - 8 * i));
	b[6] = (unsigned char)(0x70 | sequence >> 8);
	b[7] = (unsigned char)sequence;
	b[8] = 0x80 | (b[8] & 0x3F);
	static const char digits[] = "0123456789abcdef";
	char *text = arena_take(arena, UUID_LENGTH), *to = text;
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = digits[b[i] >> 4];
		*to++ = digits[b[i] & 15];
	}
	return (struct str){ text, UUID_LENGTH };
}

bool uuid_valid(struct str uuid)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	if (uuid.len != UUID_LENGTH)
		return false;
	for (size_t i = 0; i < UUID_LENGTH; i++) {
		char c = uuid.ptr[i];
		bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
		if (form[i] == '-' ? c != '-' : !digit)
			return false;
	}
	return true;
}
