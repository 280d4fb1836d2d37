/* The queue of neutral mail, as other features use it. */
#ifndef FEATURE_CALL_H
#define FEATURE_CALL_H

#include "app/feature.h"

/* Whether mail is set up (CHIBO_SMTP, CHIBO_MAIL_FROM). */
bool call_mail_ready(void);
/* Queues a mail that is about no meeting; its subject says only that something is to be done. What is no address is
   left out. Inside a write of shard 0. */
enum status call_mail_add(
        struct arena *arena, struct db *db, struct str address, struct str body, int64_t now, struct err *err);

/* The meeting opens: unnamed opinions may be read from now on. In the transaction of the opening. */
struct meeting;
enum status call_release(struct arena *arena, struct db *db, const struct meeting *meeting, struct err *err);

#endif
