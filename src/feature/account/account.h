/* Accounts as other features use them: whose account a person has, the PIN of somebody else on the clerk's device, the
   end of roles. Signing in, PIN and devices of the one who asks are app/session.h. */
#ifndef FEATURE_ACCOUNT_H
#define FEATURE_ACCOUNT_H

#include "app/feature.h"

/* The account of a person; *ret_found is false when there is none. */
enum status account_of_person(struct arena *arena, struct db *db, struct person_id person,
        struct account_id *ret_account, bool *ret_found, struct err *err);

/* Another person confirms by PIN on this device (the chair on the clerk's machine). In the route's .prepare, on the
   slow thread: *ret_right says whether the form's `field` holds the PIN of that account; never for a locked account or
   one without a PIN. */
enum status account_pin_verify_prepare(
        struct request *request, struct account_id account, const char *field, bool *ret_right, struct err *err);
/* In the handler, before it writes anything else: counts the try. CONFLICT account.pin_locked_other or
 *account.pin_unset_other; after a wrong PIN ret_go_on is false and the handler returns OK at once: the count stays and
 *the form is shown again. */
enum status account_pin_note(struct request *request, struct account_id account, const char *field, bool right,
        bool *ret_go_on, struct err *err);

/* A person left a cell (moved, died, was expelled): the roles of that account there end on that ISO day. Nothing
 * happens without an account. */
enum status account_end_roles(
        struct arena *arena, struct db *db, struct person_id person, int64_t cell, struct str day, struct err *err);
/* A person takes part in the cell `to` from that ISO day on: an account that is a member at `from` becomes one there
 * too. Before the roles at `from` end. */
enum status account_follow(struct arena *arena, struct db *db, struct person_id person, int64_t from, int64_t to,
        struct str day, int64_t now, struct err *err);
/* Those with a role at a unit or below it whose name holds a text, each once, 30 at most; of a large tree only those
 * near its top, and all whose full name begins so. Texts shorter than two letters find nobody. */
struct account_found {
	struct account_id account;
	struct str name, role, place; /* where, by name */
};
struct account_finds {
	struct account_found *at;
	size_t count;
};
enum status account_find_people(struct arena *arena, struct db *db, struct unit_id unit, struct str text,
        struct account_finds *ret_found, struct err *err);
/* "Chrome trên Android" of a User-Agent. */
struct str account_device_name(struct arena *arena, struct str user_agent, enum language language);
/* A QR code of a text, as the `d` of a path in a box of *ret_size units, quiet zone included. */
struct str account_qr(struct arena *arena, struct str text, int64_t *ret_size);
/* The address if it is one of ours, else "/". */
struct str account_next(struct str address);

extern const struct permission account_manage;  /* plain members: links, unlocking */
extern const struct permission account_grant;   /* deputies, clerks, committee: links, roles, PIN reset */
extern const struct permission account_appoint; /* secretaries and officers */

#endif
