/* The daily mail: what is worth one, and the queue of the morning. */
#ifndef REMIND_PRIVATE_H
#define REMIND_PRIVATE_H

#include "app/feature.h"
#include "gen/remind_sql.h"

enum { REMIND_AGAIN_DAYS = 3, REMIND_KEEP_DAYS = 60, REMIND_FROM_MINUTE = 450, REMIND_TO_MINUTE = 1200 };

/* What a mail would count, and whether it is worth sending: something soon or late that was not told, or three days
   ago, or became late since. */
struct remind_told {
	int64_t item; /* hash of what it is */
	bool late;
};
struct remind_plan {
	struct remind_told *at;
	size_t count;
	bool worth;
};
void remind_decide(struct arena *arena, const struct due_list *list, const struct remind_items_rows *told,
        struct str today, struct remind_plan *ret_plan);

/* Where mail reaches whom the request is from: the account's own address, else that in the member's data; no text when
   there is none. */
enum status remind_address_of(struct request *request, struct str *ret_address, struct err *err);
/* Looks, in the morning hours, what waits for the accounts that want to know, some hundreds a run. */
enum status remind_chore(struct chore_run *run, struct err *err);

#endif
