/* Why a call failed: a stable code that the .po files turn into the person's language; apart from it a log detail. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "str.h"

enum { ERR_ARGS = 6, ERR_VALUE = 160, ERR_DETAIL = 400 };

struct err {
	enum status status;
	const char *code; /* "meeting.papers_late": static text, key of the message */
	char field[64];   /* name of the form field, "" when none */
	size_t arg_count;
	struct {
		const char *name;      /* placeholder {name} in the message: static text */
		char value[ERR_VALUE]; /* cut at a letter's border */
	} arg[ERR_ARGS];
	char detail[ERR_DETAIL]; /* for the log, never shown to a person */
};

/* Fills *err and returns status. err may be NULL. field may be NULL. */
enum status err_set(struct err *err, enum status status, const char *code, const char *field);
/* Gives the message of *err a value for its placeholder {name}; at most ERR_ARGS of them. err may be NULL. */
void err_arg(struct err *err, const char *name, struct str value);
void err_arg_int(struct err *err, const char *name, int64_t value);
/* A fault of ours or of the machine: BROKEN with a detail for the log. */
enum status err_broken(struct err *err, const char *code, const char *format, ...) FORMAT(3, 4);

#endif
