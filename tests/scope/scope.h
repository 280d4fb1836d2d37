/* The world of the matrix: a small tree, what each cell holds, and who asks. Everything here is told once more in plain
   words, apart from what the program keeps, so that one can be held against the other. */
#ifndef TESTS_SCOPE_H
#define TESTS_SCOPE_H

#include "tests/harness/harness.h"

enum { WHO_MAX = 40, ROLES_MAX = 2 };

/* A unit, and who is above it today: not when the world began. */
struct place {
	const char *code, *above;
	int64_t id;
};

/* Who asks. A role that counts today is open; others are there to be of no use. */
struct who {
	char letter;
	const char *about;
	struct {
		const char *role, *unit;
		enum { ROLE_OPEN, ROLE_OVER, ROLE_TOMORROW } state;
	} role[ROLES_MAX];
	const char *actor; /* of the story, where the cell's story has that person */
	bool closed, revoked;
	struct actor as;
	int64_t account;
};

extern struct place places[];
extern const size_t place_count;
extern struct who whos[];
extern const size_t who_count;

/* The tree, a month in every cell that is looked at, then one cell moved and one merged. */
void world_build(struct story *story);
/* One of what a year brings (visits, praise, classes ...) everywhere. */
void world_year(struct story *story);
/* Runs SQL in the writer. */
void world_sql(struct story *story, const char *format, ...) FORMAT(2, 3);
/* The first column of the first row, 0 where there is none. */
int64_t world_int(struct story *story, const char *format, ...) FORMAT(2, 3);
struct place *world_place(const char *code);
/* The roles held today at the unit, and at it or above. */
void world_roles(const struct who *who, const char *code, unsigned *ret_own, unsigned *ret_above);

/* Whether somebody is left out at the unit, or let in, whatever roles and tree say. */
struct route;
bool world_left_out(const struct route *route, const struct who *who, const char *code);
bool world_let_in(const struct route *route, const struct who *who, const char *code);

#endif
