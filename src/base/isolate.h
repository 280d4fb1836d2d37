/* Foreign bytes are parsed in a child process that can do nothing but compute and write to one pipe: it opens no file,
 * starts nothing, and has ceilings on memory and time. The caller's process only takes what comes out of the pipe. */
#ifndef BASE_ISOLATE_H
#define BASE_ISOLATE_H

#include "base/err.h"

#include <sys/types.h>

struct isolate {
	int fd; /* to read from; -1: none */
	pid_t pid;
	int64_t deadline; /* time_monotonic */
};

struct isolate_limits {
	size_t memory; /* bytes on top of what this process has mapped */
	int seconds;   /* of computing, and on the clock */
};

/* Starts a child that sees this process' memory as it is now, and runs run(fd, context) in it, where fd is the pipe;
 * when that returns, the child ends. BROKEN isolate.failed where there is no child to be had. */
MUST_USE enum status isolate_start(const struct isolate_limits *limits, void (*run)(int fd, void *context),
        void *context, struct isolate *ret_isolate, struct err *err);
/* Bytes as they come, at least one. NOT_FOUND at the end of the pipe, BUSY isolate.slow past the time. */
MUST_USE enum status isolate_read(struct isolate *isolate, char *to, size_t room, size_t *ret_len, struct err *err);
/* Ends the child, whatever it does. Accepts one that never started (fd -1). */
void isolate_end(struct isolate *isolate);
/* In the child: all of the bytes; ends the child when nobody reads any more. */
void isolate_write(int fd, const char *bytes, size_t len);

#endif
