/* Who a request is from. A device's cookie is a random token; the database keeps only its hash. Officers and shared
   machines are signed out when idle, but never the clerk of an open meeting. */
#include "app/session.h"
#include "app/app_private.h"
#include "app/audit.h"

#include "base/hex.h"
#include "base/id.h"
#include "base/random.h"
#include "base/time.h"
#include "gen/app_sql.h"

#include <sodium.h>

enum { TOKEN_BYTES = 32, TOUCH_MS = 60000 };

static const char *const role_names[ROLE__COUNT] = { "member", "secretary", "deputy", "clerk", "committee", "officer",
	"admin", "meeting_clerk", "visitor" };

const char *role_name(enum role role)
{
	return role_names[role];
}

unsigned role_bit(struct str name)
{
	for (int i = 0; i < ROLE__COUNT; i++)
		if (str_is(name, role_names[i]))
			return 1u << i;
	return 0;
}

void token_hash(struct str token, unsigned char ret_hash[32])
{
	crypto_generichash(ret_hash, 32, (const unsigned char *)token.ptr, token.len, NULL, 0);
}

static struct str hash_of(struct arena *arena, struct str token)
{
	unsigned char *hash = arena_take(arena, 32);
	token_hash(token, hash);
	return (struct str){ (const char *)hash, 32 };
}

static struct str new_token(struct arena *arena)
{
	unsigned char bytes[TOKEN_BYTES];
	random_bytes(bytes, sizeof(bytes));
	return hex_encode(arena, bytes, sizeof(bytes));
}

enum status session_is_kept(struct request *request, struct person_id person, bool *ret_kept, struct err *err)
{
	struct clerk_busy_row busy;
	*ret_kept = false;
	return person.n ? clerk_busy(request->arena, request->db,
	                          &(struct clerk_busy_in){
	                                  .person = person, .from_month = month_add(month_of_day(request->today), -2) },
	                          &busy, ret_kept, err)
	                : OK;
}

static enum status idle(
        struct request *request, const struct session_by_token_row *row, bool *ret_idle, struct err *err)
{
	bool limited = row->shared || request->roles & (R(OFFICER) | R(ADMIN));
	*ret_idle = request->now - row->since > YEAR_SECONDS * 1000ll;
	if (*ret_idle)
		return OK;
	if (!limited || request->now - row->active_at <= SESSION_IDLE_MS)
		return OK;
	bool kept;
	TRY(session_is_kept(request, row->person, &kept, err));
	*ret_idle = !kept;
	return OK;
}

/* The roles of today, anywhere; and the unit of the first. */
static enum status put_roles(struct request *request, struct account_id account, int64_t *ret_home, struct err *err)
{
	struct roles_of_account_rows roles;
	TRY(roles_of_account(request->arena, request->db,
	        &(struct roles_of_account_in){ .account = account, .day = request->today }, &roles, err));
	for (size_t i = 0; i < roles.count; i++)
		request->roles |= role_bit(roles.at[i].role);
	*ret_home = roles.count ? roles.at[0].unit.n : 0;
	return OK;
}

enum status session_stand_for(struct arena *arena, struct db *db, const struct app *app, struct account_id account,
        int64_t now, struct request *ret_request, bool *ret_found, struct err *err)
{
	struct session_account_row row;
	*ret_request = (struct request){
		.arena = arena, .db = db, .app = app, .now = now, .today = day_today(arena, now), .account = account
	};
	TRY(session_account(arena, db, &(struct session_account_in){ .account = account }, &row, ret_found, err));
	if (!*ret_found)
		return OK;
	ret_request->person = row.person;
	ret_request->account_name = row.name;
	ret_request->language = str_is(row.language, "en") ? EN : VI;
	return put_roles(ret_request, account, &ret_request->home_unit, err);
}

enum status session_load(struct request *request, struct err *err)
{
	struct str token = request_cookie(request, "chibo");
	if (token.len != TOKEN_BYTES * 2)
		return OK;
	struct session_by_token_row row;
	bool found;
	TRY(session_by_token(request->arena, request->db,
	        &(struct session_by_token_in){ .token = hash_of(request->arena, token) }, &row, &found, err));
	if (!found)
		return OK;
	int64_t home;
	bool over;
	TRY(put_roles(request, row.account, &home, err));
	TRY(idle(request, &row, &over, err));
	if (over) {
		request->roles = 0;
		return OK;
	}
	request->account = row.account;
	request->person = row.person;
	request->account_name = row.name;
	request->device = row.device;
	request->device_shared = row.shared;
	request->pin_set = row.pin_set;
	request->pin_fresh = row.pin_until > request->now;
	request->text_size = (int)row.text_size;
	request->theme = row.theme;
	if (!request_cookie(request, "lang").len)
		request->language = str_is(row.language, "en") ? EN : VI;
	request->home_unit = home;
	request->touch = request->now - row.active_at > TOUCH_MS;
	return OK;
}

enum status session_renew(struct request *request, struct err *err)
{
	struct session_again_row row;
	bool found;
	if (!request->device)
		return OK;
	TRY(session_again(request->arena, request->db,
	        &(struct session_again_in){ .device = request->device, .account = request->account }, &row, &found,
	        err));
	request->pin_set = found && row.pin_set;
	request->pin_fresh = found && row.pin_until > request->now;
	if (found)
		return OK;
	request->account = (struct account_id){ 0 };
	request->person = (struct person_id){ 0 };
	request->device = 0;
	request->roles = 0;
	return OK;
}

enum status session_roles_at(
        struct request *request, int64_t unit, unsigned *ret_own, unsigned *ret_above, struct err *err)
{
	struct roles_at_unit_rows rows;
	TRY(roles_at_unit(request->arena, request->db,
	        &(struct roles_at_unit_in){ .account = request->account, .unit = { unit }, .day = request->today },
	        &rows, err));
	*ret_own = *ret_above = 0;
	for (size_t i = 0; i < rows.count; i++) {
		*ret_above |= role_bit(rows.at[i].role);
		if (rows.at[i].depth == 0)
			*ret_own |= role_bit(rows.at[i].role);
	}
	return OK;
}

enum status session_visitor(struct arena *arena, struct db *db, struct account_id account, int64_t unit, int64_t object,
        struct str since, struct str until, struct err *err)
{
	return visitor_put(arena, db,
	        &(struct visitor_put_in){
	                .account = account, .unit = { unit }, .object = object, .since = since, .until = until },
	        err);
}

enum status session_no_visitors(struct arena *arena, struct db *db, int64_t object, struct err *err)
{
	return visitor_drop(arena, db, &(struct visitor_drop_in){ .object = object }, err);
}

enum status session_begin(struct request *request, struct account_id account, bool shared, struct str device_name,
        int64_t *ret_device, struct err *err)
{
	struct str token = new_token(request->arena);
	int64_t id = *ret_device = id_new(0);
	TRY(device_add(request->arena, request->db,
	        &(struct device_add_in){ .id = id,
	                .account = account,
	                .token = hash_of(request->arena, token),
	                .name = device_name,
	                .shared = shared,
	                .at = request->now,
	                .day = request->today },
	        err));
	/* A shared machine forgets when the browser closes; an own one is known for a year. */
	request_cookie_set(request, "chibo", token, shared ? 0 : YEAR_SECONDS);
	return OK;
}

enum status session_end(struct request *request, struct err *err)
{
	request_cookie_set(request, "chibo", STR(""), -1);
	http_reply_header(request->http, "Clear-Site-Data", STR("\"cache\", \"storage\""));
	return device_revoke(request->arena, request->db,
	        &(struct device_revoke_in){ .device = request->device, .at = request->now }, err);
}

enum status link_make(struct arena *arena, struct db *db, struct account_id account, int64_t made_by, bool by_owner,
        int64_t now, struct str *ret_secret, struct err *err)
{
	*ret_secret = new_token(arena);
	TRY(link_add(arena, db,
	        &(struct link_add_in){ .token = hash_of(arena, *ret_secret),
	                .account = account,
	                .made_by = made_by,
	                .made_at = now,
	                .expires_at = now + LINK_MS,
	                .by_owner = by_owner },
	        err));
	if (!by_owner)
		return OK;
	TRY(account_note_add(arena, db,
	        &(struct account_note_add_in){ .id = id_new(0),
	                .account = account,
	                .code = STR("account.link_by_owner"),
	                .who = STR_NONE,
	                .at = now },
	        err));
	return audit_add(arena, db, 0, 0, now, 0, "account.link_by_owner", account.n, 0, err);
}
