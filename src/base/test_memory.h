/* How much memory a child took that read foreign bytes, for the tests that say how much it may. */
#ifndef BASE_TEST_MEMORY_H
#define BASE_TEST_MEMORY_H

#include "base/test_private.h"

#include <sys/resource.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
enum { HELPER_MOST = 1 << 20 }; /* the sanitizer takes terabytes for itself: there is no ceiling then */
#else
enum { HELPER_MOST = 100 << 10 }; /* KB */
#endif

/* KB that this process has in memory; a child begins with as many. */
static inline long own_memory(void)
{
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "%*d %ld", &pages), 1);
	fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) >> 10);
}

/* KB of the largest child so far. */
static inline long peak(void)
{
	struct rusage usage;
	getrusage(RUSAGE_CHILDREN, &usage);
	return usage.ru_maxrss;
}

#endif
