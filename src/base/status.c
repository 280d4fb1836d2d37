/* How calls end, told to shells and browsers; and the end of the process where the impossible happened. */
#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>

void check_failed(const char *cond, const char *file, int line)
{
	fprintf(stderr, "%s:%d: check failed: %s\n", file, line, cond);
	fflush(stderr);
	abort();
}

int status_exit(enum status status)
{
	switch (status) {
	case OK:
		return 0;
	case INVALID:
		return 2;
	case DENIED:
		return 3;
	case NOT_FOUND:
		return 4;
	case CONFLICT:
		return 5;
	case BUSY:
		return 6;
	case BROKEN:
		return 1;
	}
	return 1;
}

int status_http(enum status status)
{
	switch (status) {
	case OK:
		return 200;
	case INVALID:
		return 422;
	case DENIED:
		return 403;
	case NOT_FOUND:
		return 404;
	case CONFLICT:
		return 409;
	case BUSY:
		return 503;
	case BROKEN:
		return 500;
	}
	return 500;
}
