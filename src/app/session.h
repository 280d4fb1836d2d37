/* Accounts as the floor knows them: devices, roles, PIN. The pages are feature/account. */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app/request.h"

enum {
	SESSION_IDLE_MS = 20 * 60000,
	YEAR_SECONDS = 365 * 86400,
	PIN_FRESH_MS = 10 * 60000,
	PIN_TRIES = 5,
	LINK_MS = 15 * 60000
};

/* Fills who the request is from, by its cookie. A missing, revoked or idle device leaves account 0. */
enum status session_load(struct request *request, struct err *err);
/* A request as if that account had sent one, without HTTP and object: what the hooks of features ask from. Nothing is
 * found of a closed account. */
enum status session_stand_for(struct arena *arena, struct db *db, const struct app *app, struct account_id account,
        int64_t now, struct request *ret_request, bool *ret_found, struct err *err);
/* Whether this person is clerk of an open meeting, and so stays signed in however long nothing is sent. */
enum status session_is_kept(struct request *request, struct person_id person, bool *ret_kept, struct err *err);
/* In the writer: the device may have been signed out since its request came. Then the request is nobody's. */
enum status session_renew(struct request *request, struct err *err);
/* The roles of the account at a unit and above it, today. */
enum status session_roles_at(
        struct request *request, int64_t unit, unsigned *ret_own, unsigned *ret_above, struct err *err);
/* The account may look into that cell from an ISO day on until another (not included), because of an object of the
 * caller's: a visit. Again for the same object: other days. Reference data: in a wide write. */
enum status session_visitor(struct arena *arena, struct db *db, struct account_id account, int64_t unit, int64_t object,
        struct str since, struct str until, struct err *err);
/* That object gives nobody a look any more. */
enum status session_no_visitors(struct arena *arena, struct db *db, int64_t object, struct err *err);
/* A new device for the account: sets the cookie of the reply. */
enum status session_begin(struct request *request, struct account_id account, bool shared, struct str device_name,
        int64_t *ret_device, struct err *err);
enum status session_end(struct request *request, struct err *err);
/* Two processes in which argon2 runs at the lowest priority, so that pages go before it; without them, or when one
 * died, it runs where it is asked for. Before the first thread. */
void pin_open(void);
void pin_close(void);
/* On a slow thread only: argon2id takes 20 ms and 19 MB. A PIN has at most 16 letters. */
struct str pin_hash(struct arena *arena, struct str pin);
/* Without a hash (none set, locked, nobody) never, after the same work. */
bool pin_matches(struct str hash, struct str pin);
/* How often argon2 ran since the start. */
int64_t pin_work(void);
/* "" or why six digits are no good PIN (123456, 000000, a birth year twice ...): message code. */
const char *pin_weakness(struct str pin);
/* In the writer: counts a wrong PIN of an account and writes it down, locks it at the fifth and tells the person; a
 * right one resets. */
enum status pin_result(struct request *request, struct account_id account, bool right, struct err *err);
/* A sign-in link for 15 minutes: the secret part of its address. by_owner: made by the file's owner on the command
 * line; told to the person. */
enum status link_make(struct arena *arena, struct db *db, struct account_id account, int64_t made_by, bool by_owner,
        int64_t now, struct str *ret_secret, struct err *err);
void token_hash(struct str token, unsigned char ret_hash[32]);

#endif
