/* Who asks in an evening and what: devices from the tokens file, requests, the histogram of answers, figures of a
 * process. */
#include "bench/evening.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *const what_names[WHAT__COUNT] = { "tap", "sign clerk", "sign chair", "pin", "home", "meeting", "console",
	"roll", "notice", "overview", "health" };

static const int owners[WHAT__COUNT] = { OWNER_CLERK, OWNER_CLERK, OWNER_CHAIR, OWNER_MEMBER, OWNER_MEMBER,
	OWNER_MEMBER, OWNER_CLERK, OWNER_CLERK, OWNER_MEMBER, OWNER_OFFICER, OWNER_MEMBER };

static size_t numbers(char *text, long long **ret_numbers)
{
	size_t count = 0, room = 1;
	for (const char *at = text; *at; at++)
		room += *at == ',';
	*ret_numbers = malloc(room * sizeof(**ret_numbers));
	for (char *at = strtok(text, ",\n"); at && *ret_numbers; at = strtok(NULL, ",\n"))
		(*ret_numbers)[count++] = atoll(at);
	return count;
}

static bool add(struct devices *devices, char *const *field)
{
	if (devices->count == devices->room) {
		devices->room = devices->room * 2 + 64;
		devices->at = realloc(devices->at, devices->room * sizeof(*devices->at));
		if (!devices->at)
			return false;
	}
	struct device *device = &devices->at[devices->count++];
	snprintf(device->cookie, sizeof(device->cookie), "%s", field[1]);
	device->object = atoll(field[2]);
	device->persons = numbers(field[3], &device->person);
	device->records = numbers(field[4], &device->record);
	return true;
}

bool crowd_read(struct crowd *crowd, const char *path)
{
	static const char *const kinds[OWNER__COUNT] = { "clerk", "chair", "member", "officer" };
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	bool good = file != NULL;
	while (good && getline(&line, &size, file) > 0) {
		char *field[5], *rest = line;
		for (int i = 0; i < 5; i++)
			field[i] = strsep(&rest, "\t");
		for (int i = 0; field[4] && i < OWNER__COUNT; i++)
			if (!strcmp(field[0], kinds[i]))
				good = add(&crowd->of[i], field);
	}
	free(line);
	if (file)
		fclose(file);
	for (int i = 0; good && i < OWNER__COUNT; i++)
		good = crowd->of[i].count > 0;
	if (!good)
		fprintf(stderr, "evening: %s has not a device of each kind\n", path);
	crowd->random = 0x9e3779b97f4a7c15;
	return good;
}

static uint64_t next_random(struct crowd *crowd)
{
	crowd->random ^= crowd->random << 13;
	crowd->random ^= crowd->random >> 7;
	crowd->random ^= crowd->random << 17;
	return crowd->random;
}

double crowd_chance(struct crowd *crowd)
{
	return ((double)(next_random(crowd) >> 12) + 0.5) / (double)(1ull << 52);
}

enum what crowd_page(struct crowd *crowd)
{
	/* of a hundred */
	static const struct {
		enum what what;
		unsigned share;
	} mix[] = { { HOME, 38 }, { NOTICE, 20 }, { MEETING, 20 }, { CONSOLE, 15 }, { ROLL, 5 }, { OVERVIEW, 2 } };
	unsigned pick = (unsigned)(next_random(crowd) >> 20) % 100;
	for (size_t i = 0;; i++) {
		if (pick < mix[i].share)
			return mix[i].what;
		pick -= mix[i].share;
	}
}

/* Of version 7, as the pages make them: in order of time. */
static int operation(struct crowd *crowd, char *body, size_t room)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	uint64_t ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	return snprintf(body, room, "op=%08x-%04x-7%03x-8%03x-%012llx", (unsigned)(ms >> 16), (unsigned)ms & 0xffff,
	        (unsigned)getpid() & 0xfff, (unsigned)next_random(crowd) & 0xfff,
	        (unsigned long long)++crowd->operation);
}

/* Every clerk once, then again with the next person; when all have been asked, with the other state. */
static int tap(struct crowd *crowd, const struct device *clerk, uint64_t round, char *body, size_t room)
{
	int length = operation(crowd, body, room);
	return length + snprintf(body + length, room - (size_t)length, "&person=%lld&state=%s",
	                        clerk->person[round % clerk->persons],
	                        round / clerk->persons % 2 ? "excused" : "present");
}

size_t crowd_request(struct crowd *crowd, enum what what, char *text, size_t room)
{
	static const char *const paths[WHAT__COUNT] = { "/meetings/%lld/attendance/tap",
		"/meetings/%lld/record/%lld/sign/clerk", "/meetings/%lld/record/%lld/sign/chair", "/account/confirm",
		"/", "/meetings/%lld", "/meetings/%lld/hold", "/meetings/%lld/attendance", "/meetings/%lld/notice",
		"/units/%lld/overview", "/healthz" };
	const struct devices *devices = &crowd->of[owners[what]];
	uint64_t number = crowd->sent[what]++, round = number / devices->count;
	bool write = what <= PIN;
	const struct device *device =
	        &devices->at[write ? number % devices->count : next_random(crowd) % devices->count];
	char path[120], body[200];
	int length = 0;
	if (what == SIGN_CLERK || what == SIGN_CHAIR) {
		if (round >= device->records)
			return 0;
		length = operation(crowd, body, sizeof(body));
		snprintf(path, sizeof(path), paths[what], device->object, device->record[round]);
	} else {
		snprintf(path, sizeof(path), paths[what], device->object);
	}
	if (what == PIN && round)
		return 0; /* right once, a device is not asked again for ten minutes */
	if (what == PIN)
		length = snprintf(body, sizeof(body), "next=/account&pin=482915");
	if (what == TAP)
		length = tap(crowd, device, round, body, sizeof(body));
	int head = snprintf(text, room, "%s %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n%s", write ? "POST" : "GET", path,
	        crowd->host, device->cookie, crowd->gzip ? "Accept-Encoding: gzip\r\n" : "");
	if (write)
		head += snprintf(text + head, room - (size_t)head,
		        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%.*s", length,
		        length, body);
	else
		head += snprintf(text + head, room - (size_t)head, "\r\n");
	return (size_t)head;
}

static size_t place_of(uint64_t us)
{
	int shift = us < 128 ? 0 : 57 - __builtin_clzll(us);
	return (size_t)shift * 64 + (size_t)(us >> shift);
}

void histogram_add(struct histogram *histogram, int64_t us)
{
	uint64_t value = us > 0 ? (uint64_t)us : 0;
	histogram->at[place_of(value)]++;
	histogram->count++;
	if (value > histogram->most)
		histogram->most = value;
}

void histogram_join(struct histogram *into, const struct histogram *from)
{
	for (size_t i = 0; i < HISTOGRAM_PLACES; i++)
		into->at[i] += from->at[i];
	into->count += from->count;
	into->most = from->most > into->most ? from->most : into->most;
}

double histogram_ms(const struct histogram *histogram, double share)
{
	uint64_t wanted = (uint64_t)((double)histogram->count * share + 0.9999999), seen = 0;
	for (size_t i = 0; i < HISTOGRAM_PLACES; i++) {
		seen += histogram->at[i];
		if (seen >= wanted && seen) {
			size_t shift = i < 128 ? 0 : i / 64 - 1;
			uint64_t upper = ((uint64_t)(i - shift * 64 + 1) << shift) - 1;
			return (double)(upper < histogram->most ? upper : histogram->most) / 1e3;
		}
	}
	return 0;
}

static double own_cpu(int pid)
{
	char path[64], text[1000];
	unsigned long user = 0, system = 0;
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	FILE *file = fopen(path, "r");
	if (file && fgets(text, sizeof(text), file) && strrchr(text, ')'))
		sscanf(strrchr(text, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
	if (file)
		fclose(file);
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

double process_cpu(int pid)
{
	char path[64];
	int child;
	double seconds = own_cpu(pid);
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	FILE *file = fopen(path, "r");
	while (file && fscanf(file, "%d", &child) == 1)
		seconds += own_cpu(child);
	if (file)
		fclose(file);
	return seconds;
}

void process_memory(int pid, double *ret_resident, double *ret_share)
{
	char path[64], line[200];
	double kb;
	*ret_resident = *ret_share = 0;
	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pid);
	FILE *file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "Rss: %lf", &kb) == 1)
			*ret_resident = kb / 1024;
		if (sscanf(line, "Pss: %lf", &kb) == 1)
			*ret_share = kb / 1024;
	}
	if (file)
		fclose(file);
}
