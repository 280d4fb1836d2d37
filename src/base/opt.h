/* A number that may be missing: SQL NULL. */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stdint.h>

struct opt_int {
	bool set;
	int64_t n;
};

#define OPT(number) ((struct opt_int){ true, (number) })
#define OPT_NONE ((struct opt_int){ 0 })

#endif
