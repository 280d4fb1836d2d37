/* One line an event, to standard error. Only app/, main/ and the loops log; what is below passes err up. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "err.h"

void log_line(const char *level, const char *format, ...) FORMAT(2, 3);
#define log_info(...) log_line("info", __VA_ARGS__)
#define log_warn(...) log_line("warn", __VA_ARGS__)
#define log_error(...) log_line("error", __VA_ARGS__)
/* The code, field and detail of a failure. */
void log_err(const char *where, const struct err *err);

#endif
