/* Rows as tools/sqlc.py writes them, for the sample template. */
#ifndef GEN_SAMPLE_SQL_H
#define GEN_SAMPLE_SQL_H

#include "base/opt.h"
#include "base/str.h"
#include "gen/ids.h"

struct agenda_of_sample_row {
	struct member_id id;
	struct str topic;
	struct opt_int minutes;
};
struct agenda_of_sample_rows {
	struct agenda_of_sample_row *at;
	size_t count;
};
struct chair_of_sample_row {
	struct member_id id;
	struct str name;
};

#endif
