/* What the files of the load generator share: devices from the tokens file, requests as they send them, histograms. */
#ifndef BENCH_EVENING_H
#define BENCH_EVENING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Requests. TAP and the SIGNs are writes; PIN is a device that proves who sits before it: one argon2. */
enum what { TAP, SIGN_CLERK, SIGN_CHAIR, PIN, HOME, MEETING, CONSOLE, ROLL, NOTICE, OVERVIEW, HEALTH, WHAT__COUNT };
extern const char *const what_names[WHAT__COUNT];

enum { OWNER_CLERK, OWNER_CHAIR, OWNER_MEMBER, OWNER_OFFICER, OWNER__COUNT };

struct device {
	char cookie[80];
	long long object; /* the meeting; of an officer, the unit */
	long long *person, *record;
	size_t persons, records;
};

struct devices {
	struct device *at;
	size_t count, room;
};

/* Everybody who asks, and how far each kind of request got. */
struct crowd {
	struct devices of[OWNER__COUNT];
	uint64_t sent[WHAT__COUNT], random, operation;
	char host[64];
	bool gzip;
};

/* Reads the tokens file; false with a word on stderr. */
bool crowd_read(struct crowd *crowd, const char *path);
double crowd_chance(struct crowd *crowd); /* 0 to 1, never 0 */
/* A page as people open them in an evening. */
enum what crowd_page(struct crowd *crowd);
/* The whole request; 0 when there is none left of that kind (each record is signed once). */
size_t crowd_request(struct crowd *crowd, enum what what, char *text, size_t room);

/* Microseconds, to 1.6 in a hundred. */
enum { HISTOGRAM_PLACES = 60 * 64 + 64 };
struct histogram {
	uint64_t at[HISTOGRAM_PLACES], count, most;
};
void histogram_add(struct histogram *histogram, int64_t us);
void histogram_join(struct histogram *into, const struct histogram *from);
/* The value that the share of all does not exceed, in ms. */
double histogram_ms(const struct histogram *histogram, double share);

/* CPU of a process and its children, seconds; memory of it alone, MB: resident, and its share. */
double process_cpu(int pid);
void process_memory(int pid, double *ret_resident, double *ret_share);

#endif
