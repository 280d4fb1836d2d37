/* What the program and its features can say of how they are: for chibo doctor and for /metrics. */
#ifndef APP_HEALTH_H
#define APP_HEALTH_H

#include "app/message.h"
#include "db/db.h"

enum health_level { HEALTH_OK, HEALTH_NOTE, HEALTH_ERROR };
enum { HEALTH_MAX = 64 };

/* Findings and gauges in the order they were made; what does not fit is left out. */
struct health {
	struct arena *arena;
	enum language language;
	size_t count;
	struct {
		const char *check; /* "disk" */
		enum health_level level;
		struct str text; /* a sentence, and what to do */
	} at[HEALTH_MAX];
	size_t gauge_count;
	struct {
		const char *name, *about; /* "chibo_mail_waiting" */
		int64_t value;
	} gauge[HEALTH_MAX];
};

/* The sentence is the message of text's code with its arguments. */
void health_say(struct health *health, const char *check, enum health_level level, const struct err *text);
void health_gauge(struct health *health, const char *name, const char *about, int64_t value);
/* What every feature says of itself. */
enum status health_features(struct health *health, struct db *db, int64_t now, struct err *err);

/* Whether an act or an operation is newer than an instant. Reads whole tables. */
enum status app_written_since(struct arena *arena, struct db *db, int64_t at, bool *ret_written, struct err *err);
/* When somebody last used it, as far as that can be seen at once (0: never), and how many chains there are. */
enum status app_last_use(struct arena *arena, struct db *db, int64_t *ret_at, int64_t *ret_chains, struct err *err);

#endif
