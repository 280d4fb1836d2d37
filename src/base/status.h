/* The seven ways a call can end. The same words are HTTP statuses and exit codes. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
	OK,        /* 200, exit 0 */
	INVALID,   /* 422, exit 2: the input does not make sense; err names the field */
	DENIED,    /* 403, exit 3 */
	NOT_FOUND, /* 404, exit 4 */
	CONFLICT,  /* 409, exit 5: right input, wrong state */
	BUSY,      /* 503, exit 6: may be tried again, by the transaction runner alone */
	BROKEN,    /* 500, exit 1: ours or the machine's fault; the detail goes to the log */
};

#define MUST_USE __attribute__((warn_unused_result))
#define FORMAT(at, args) __attribute__((format(printf, at, args)))
/* Runs fn(&variable) when the variable leaves its scope. */
#define CLOSES(fn) __attribute__((cleanup(fn)))
/* Passes a failure up. */
#define TRY(call)                                \
	do {                                     \
		enum status try_status = (call); \
		if (try_status != OK)            \
			return try_status;       \
	} while (0)

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Always on: the impossible ends the process, naming the place. */
#define check(cond) ((cond) ? (void)0 : check_failed(#cond, __FILE__, __LINE__))
__attribute__((noreturn)) void check_failed(const char *cond, const char *file, int line);

/* The exit code of a command that ended so. */
int status_exit(enum status status);
/* The HTTP status of a request that ended so. */
int status_http(enum status status);

#endif
