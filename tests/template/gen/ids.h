/* Ids of the sample template's tests. */
#ifndef GEN_IDS_H
#define GEN_IDS_H

#include <stdint.h>

struct meeting_id {
	int64_t n;
};
struct member_id {
	int64_t n;
};

#endif
