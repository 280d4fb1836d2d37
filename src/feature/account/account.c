/* The rules of accounts: whose they are, which roles they hold, what people are told about them, the PIN of somebody
 * else. */
#include "feature/account/account_private.h"

#include "app/session.h"
#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/account_sql.h"

#include <stdio.h>

static const char *const cell_roles[] = { "member", "secretary", "deputy", "clerk", "committee" };

bool account_role_of_cell(struct str role)
{
	for (size_t i = 0; i < LENGTH(cell_roles); i++)
		if (str_is(role, cell_roles[i]))
			return true;
	return false;
}

bool account_role_known(struct str role)
{
	return account_role_of_cell(role) || str_is(role, "officer") || str_is(role, "admin");
}

struct str account_role_text(struct arena *arena, enum language language, struct str role)
{
	struct str text, code = str_format(arena, "%s%.*s", N_("account.role."), STR_ARG(role));
	return message_code(arena, language, code, NULL, &text) ? text : role;
}

static enum status give_role(struct arena *arena, struct db *db, struct account_id account,
        const struct account_new *new, struct str role, int64_t now, struct err *err)
{
	struct account_role_held_row held;
	bool found;
	TRY(account_role_held(arena, db,
	        &(struct account_role_held_in){
	                .account = account, .unit = { new->unit }, .role = role, .day = day_today(arena, now) },
	        &held, &found, err));
	if (found)
		return OK;
	return account_role_add(arena, db,
	        &(struct account_role_add_in){ .id = id_new(0),
	                .account = account,
	                .unit = { new->unit },
	                .role = role,
	                .since = new->since,
	                .until = new->until.len ? new->until : STR(FOREVER),
	                .granted_by = new->granted_by,
	                .at = now },
	        err);
}

enum status account_give(struct arena *arena, struct db *db, const struct account_new *new, int64_t now,
        struct account_id *ret_account, struct err *err)
{
	bool found = new->account.n != 0, taken = false;
	struct account_with_person_row row = { .account = new->account };
	struct account_of_login_row owner = { 0 };
	if (new->person && !found)
		TRY(account_with_person(
		        arena, db, &(struct account_with_person_in){ .person = { new->person } }, &row, &found, err));
	if (new->login.len)
		TRY(account_of_login(
		        arena, db, &(struct account_of_login_in){ .login = new->login }, &owner, &taken, err));
	if (taken && (!found || owner.account.n != row.account.n)) {
		enum status status = err_set(err, CONFLICT, "account.login_taken", "login");
		err_arg(err, "login", new->login);
		return status;
	}
	struct str login = new->login.len ? new->login : STR_NONE, email = new->email.len ? new->email : STR_NONE;
	*ret_account = found ? row.account : (struct account_id){ id_new(0) };
	if (found && row.closed)
		TRY(account_reopen(arena, db, &(struct account_reopen_in){ .account = row.account }, err));
	if (found)
		TRY(account_login_put(arena, db,
		        &(struct account_login_put_in){ .account = *ret_account, .login = login, .email = email },
		        err));
	else
		TRY(account_add(arena, db,
		        &(struct account_add_in){ .id = *ret_account,
		                .person = { new->person },
		                .login = login,
		                .name = new->name,
		                .email = email,
		                .at = now },
		        err));
	/* Who leads stays a member when the post ends. */
	if (new->person && account_role_of_cell(new->role) && !str_is(new->role, "member")) {
		struct account_new member = *new;
		member.until = STR_NONE;
		TRY(give_role(arena, db, *ret_account, &member, STR("member"), now, err));
	}
	return give_role(arena, db, *ret_account, new, new->role, now, err);
}

enum status account_title(struct arena *arena, struct db *db, struct account_id account, enum language language,
        struct str *ret_title, struct err *err)
{
	struct account_find_row row;
	struct account_roles_rows roles;
	bool found;
	TRY(account_find(arena, db, &(struct account_find_in){ .account = account }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "account.not_found", NULL);
	TRY(account_roles(arena, db, &(struct account_roles_in){ .account = account }, &roles, err));
	*ret_title = row.name;
	/* The weightiest of the open ones: "member" only where there is no other. */
	const struct account_roles_row *shown = NULL;
	for (size_t i = 0; i < roles.count; i++)
		if (str_is(roles.at[i].until, FOREVER) && (!shown || str_is(shown->role, "member")))
			shown = &roles.at[i];
	if (shown)
		*ret_title = str_format(arena, "%.*s (%.*s, %.*s)", STR_ARG(row.name),
		        STR_ARG(account_role_text(arena, language, shown->role)), STR_ARG(shown->unit_name));
	return OK;
}

enum status account_tell(struct arena *arena, struct db *db, struct account_id account, const char *code,
        struct str who, int64_t now, struct err *err)
{
	return account_note_put(arena, db,
	        &(struct account_note_put_in){
	                .id = id_new(0), .account = account, .code = str_of(code), .who = who, .at = now },
	        err);
}

enum status account_of_person(struct arena *arena, struct db *db, struct person_id person,
        struct account_id *ret_account, bool *ret_found, struct err *err)
{
	struct account_with_person_row row;
	TRY(account_with_person(arena, db, &(struct account_with_person_in){ .person = person }, &row, ret_found, err));
	*ret_found = *ret_found && !row.closed;
	*ret_account = *ret_found ? row.account : (struct account_id){ 0 };
	return OK;
}

enum status account_rank_lost(struct arena *arena, struct db *db, struct account_id account, struct err *err)
{
	TRY(account_links_made_end(arena, db, &(struct account_links_made_end_in){ .account = account }, err));
	return account_pins_stale(arena, db, &(struct account_pins_stale_in){ .account = account }, err);
}

enum status account_shut(struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err)
{
	TRY(account_rank_lost(arena, db, account, err));
	TRY(account_devices_end(arena, db, &(struct account_devices_end_in){ .account = account, .at = now }, err));
	TRY(account_links_end(arena, db, &(struct account_links_end_in){ .account = account, .now = now }, err));
	TRY(account_roles_close(
	        arena, db, &(struct account_roles_close_in){ .account = account, .day = day_today(arena, now) }, err));
	return account_close(arena, db, &(struct account_close_in){ .account = account, .at = now }, err);
}

enum status account_pin_verify_prepare(
        struct request *request, struct account_id account, const char *field, bool *ret_right, struct err *err)
{
	struct account_pin_state_row row;
	TRY(account_pin_state(
	        request->arena, request->db, &(struct account_pin_state_in){ .account = account }, &row, err));
	*ret_right = pin_matches(row.locked_at.set ? STR_NONE : row.pin_hash, request_text(request, field));
	return OK;
}

enum status account_pin_note(struct request *request, struct account_id account, const char *field, bool right,
        bool *ret_go_on, struct err *err)
{
	struct account_pin_state_row row;
	*ret_go_on = false;
	TRY(account_pin_state(
	        request->arena, request->db, &(struct account_pin_state_in){ .account = account }, &row, err));
	bool own = account.n == request->account.n;
	if (row.locked_at.set)
		return err_set(err, CONFLICT, own ? "account.pin_locked" : "account.pin_locked_other", field);
	if (!row.pin_hash.len)
		return err_set(err, CONFLICT, own ? "account.pin_unset" : "account.pin_unset_other", field);
	TRY(pin_result(request, account, right, err));
	*ret_go_on = right;
	int64_t left = PIN_TRIES - 1 - row.tries;
	const char *locked = own ? "account.pin_locked" : "account.pin_locked_other";
	if (!right)
		err_arg_int(
		        request_refuse(request, INVALID, left > 0 ? "account.pin_wrong" : locked, field), "left", left);
	return OK;
}

/* The six digits of a birth day as people write it: day, month, two digits of the year; or the year first. */
static bool is_birthday(struct str birth, struct str pin)
{
	struct date date;
	char forms[3][16];
	if (!date_parse(birth, &date) || !date.year)
		return false;
	snprintf(forms[0], sizeof(forms[0]), "%02d%02d%02d", date.day % 100, date.month % 100, date.year % 100);
	snprintf(forms[1], sizeof(forms[1]), "%02d%02d%02d", date.year % 100, date.month % 100, date.day % 100);
	snprintf(forms[2], sizeof(forms[2]), "%02d%04d", date.month % 100, date.year % 10000);
	for (size_t i = 0; i < LENGTH(forms); i++)
		if (str_is(pin, forms[i]))
			return true;
	return false;
}

enum status account_pin_weak(struct arena *arena, struct db *db, struct person_id person, struct str pin,
        const char **ret_code, struct err *err)
{
	struct account_birth_row row = { 0 };
	bool found = false;
	*ret_code = pin_weakness(pin);
	if (*ret_code || !person.n)
		return OK;
	TRY(account_birth(arena, db, &(struct account_birth_in){ .person = person }, &row, &found, err));
	if (found && row.birth.len && is_birthday(row.birth, pin))
		*ret_code = "account.pin_birth";
	return OK;
}

enum status account_end_roles(
        struct arena *arena, struct db *db, struct person_id person, int64_t cell, struct str day, struct err *err)
{
	struct account_id account;
	bool found;
	TRY(account_of_person(arena, db, person, &account, &found, err));
	if (found)
		TRY(account_rank_lost(arena, db, account, err));
	return account_roles_end(
	        arena, db, &(struct account_roles_end_in){ .person = person, .unit = { cell }, .day = day }, err);
}

enum status account_follow(struct arena *arena, struct db *db, struct person_id person, int64_t from, int64_t to,
        struct str day, int64_t now, struct err *err)
{
	struct account_role_held_row held;
	struct account_id account;
	bool found;
	TRY(account_of_person(arena, db, person, &account, &found, err));
	if (!found)
		return OK;
	TRY(account_role_held(arena, db,
	        &(struct account_role_held_in){
	                .account = account, .unit = { from }, .role = STR("member"), .day = day_today(arena, now) },
	        &held, &found, err));
	if (!found)
		return OK;
	struct account_new member = { .unit = to, .since = day };
	return give_role(arena, db, account, &member, STR("member"), now, err);
}

static const char *first_in(struct str text, const char *const (*words)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_find(text, str_of(words[i][0])) >= 0)
			return words[i][1];
	return NULL;
}

struct str account_device_name(struct arena *arena, struct str user_agent, enum language language)
{
	/* The first that fits: most browsers name the ones they imitate too. */
	static const char *const browsers[][2] = { { "coc_coc", "Cốc Cốc" }, { "Zalo", "Zalo" }, { "FBAN", "Facebook" },
		{ "SamsungBrowser", "Samsung Internet" }, { "Edg", "Edge" }, { "OPR", "Opera" },
		{ "Firefox", "Firefox" }, { "FxiOS", "Firefox" }, { "CriOS", "Chrome" }, { "Chrome", "Chrome" },
		{ "Safari", "Safari" } };
	static const char *const systems[][2] = { { "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" },
		{ "Windows", "Windows" }, { "Mac OS X", "Mac" }, { "Linux", "Linux" } };
	const char *browser = first_in(user_agent, browsers, LENGTH(browsers)),
	           *system = first_in(user_agent, systems, LENGTH(systems));
	if (!browser && !system)
		return message_text(language, T("Thiết bị chưa rõ"));
	if (!browser || !system)
		return str_of(browser ? browser : system);
	struct text_arg args[2] = { { .name = STR("browser"), .value = str_of(browser) },
		{ .name = STR("system"), .value = str_of(system) } };
	return message_fill(arena, language, T("{browser} trên {system}"), args, 2);
}

struct str account_next(struct str address)
{
	bool ours = address.len && address.len <= 500 && address.ptr[0] == '/' &&
	            (address.len == 1 || address.ptr[1] != '/');
	for (size_t i = 0; ours && i < address.len; i++)
		ours = address.ptr[i] > ' ' && address.ptr[i] != '\\' && address.ptr[i] != 127;
	/* Not back to the door. */
	return ours && !str_starts(address, STR("/sign-")) ? address : STR("/");
}
