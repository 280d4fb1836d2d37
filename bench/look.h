/* The pages of a server in this process, asked for without a socket, and what they cost. */
#ifndef BENCH_LOOK_H
#define BENCH_LOOK_H

#include "app/app.h"
#include "web/http.h"

struct look {
	struct app *app;
	struct http_loopback *loopback;
	char token[65]; /* of who asks */
};
/* Opens the server on a database; ends the process when it cannot. */
void look_open(struct look *look, struct str url);
void look_close(struct look *look);
/* The bytes of a page; ends the process when it is not there. */
size_t look_at(struct look *look, const char *path);
/* Milliseconds of CPU of the whole process a page, that of asking included: the best of some rounds. */
double look_cost(struct look *look, const char *path, size_t *ret_bytes);
/* The token of the first with a role in a file of tokens (nation --tokens), and where; false: there is none. */
bool look_token(struct look *look, const char *tokens, const char *role, int64_t *ret_unit);

struct sqlite3;
/* Makes an officer's account officer of another unit, in the same database. */
void look_oversee(const struct look *look, struct sqlite3 *sqlite, int64_t unit);

#endif
