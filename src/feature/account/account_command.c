/* user add, link, reset, list: accounts from the command line of the file's owner. */
#include "feature/account/account_private.h"

#include "app/audit.h"
#include "app/session.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/account_sql.h"

#include <string.h>

enum { NEAR_NAMES = 5, LOGIN_LETTERS = 40 };

static enum status bad(
        struct err *err, enum status status, const char *code, const char *field, const char *name, struct str value)
{
	err_set(err, status, code, field);
	err_arg(err, name, value);
	return status;
}

static struct str told_apart(struct arena *arena, const struct account_members_row *member)
{
	struct str more = member->label.len ? member->label : date_show(arena, member->birth);
	if (!more.len)
		more = member->card;
	return more.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(member->name), STR_ARG(more)) : member->name;
}

/* Words that the two names share, marks aside; the given name counts twice. */
static int likeness(struct arena *arena, struct str wanted, struct str name)
{
	struct str rest = text_fold(arena, wanted), word, folded = text_fold(arena, name);
	int points = 0;
	while (str_split(&rest, ' ', &word)) {
		struct str names = folded, one;
		while (str_split(&names, ' ', &one))
			if (str_eq(word, one))
				points += rest.len || names.len ? 1 : 2;
	}
	return points;
}

static struct str near_names(struct arena *arena, const struct account_members_rows *members, struct str wanted)
{
	struct buf buf = buf_open(arena, 4000);
	int shown = 0;
	for (int points = 8; points > 0 && shown < NEAR_NAMES; points--)
		for (size_t i = 0; i < members->count && shown < NEAR_NAMES; i++)
			if (likeness(arena, wanted, members->at[i].name) == points) {
				buf_c(&buf, shown++ ? "; " : "");
				buf_str(&buf, told_apart(arena, &members->at[i]));
			}
	for (size_t i = 0; i < members->count && !shown && i < NEAR_NAMES; i++) {
		buf_c(&buf, i ? "; " : "");
		buf_str(&buf, told_apart(arena, &members->at[i]));
	}
	return buf_text(&buf);
}

/* The one on the roster whom the words name: card, name, or name with what tells it apart in brackets. */
static enum status find_member(struct arena *arena, const struct account_members_rows *members, struct str wanted,
        const struct account_members_row **ret_member, struct err *err)
{
	struct str key = text_name_key(arena, wanted);
	struct account_members_rows fit = { .at = arena_array(arena, struct account_members_row, members->count + 1) };
	for (size_t i = 0; i < members->count; i++) {
		const struct account_members_row *member = &members->at[i];
		if ((member->card.len && str_eq(member->card, wanted)) ||
		        str_eq(text_name_key(arena, told_apart(arena, member)), key)) {
			*ret_member = member;
			return OK;
		}
		if (str_eq(text_name_key(arena, member->name), key))
			fit.at[fit.count++] = *member;
	}
	if (fit.count == 1) {
		*ret_member = &fit.at[0];
		return OK;
	}
	if (fit.count > 1) {
		struct buf buf = buf_open(arena, 4000);
		for (size_t i = 0; i < fit.count; i++)
			buf_format(&buf, "%s%.*s", i ? "; " : "", STR_ARG(told_apart(arena, &fit.at[i])));
		return bad(err, INVALID, "account.name_many", "member", "names", buf_text(&buf));
	}
	bad(err, INVALID, "account.name_unknown", "member", "name", wanted);
	err_arg(err, "names", near_names(arena, members, wanted));
	return INVALID;
}

/* One word that is no id. */
static bool login_good(struct str login)
{
	bool good = text_valid(login) && text_letters(login) <= LOGIN_LETTERS &&
	            !(login.ptr[0] >= '0' && login.ptr[0] <= '9');
	for (size_t i = 0; good && i < login.len; i++)
		good = (unsigned char)login.ptr[i] > ' ' && login.ptr[i] != 127;
	return good;
}

static enum status check_options(
        struct command_line *line, struct account_new *new, struct account_unit_of_code_row *unit, struct err *err)
{
	struct str code = command_option(line, "unit");
	bool found;
	new->name = text_line(line->arena, command_option(line, "name"));
	new->role = command_option(line, "role");
	new->login = command_option(line, "login");
	new->email = str_trim(command_option(line, "email"));
	new->since = day_today(line->arena, line->now);
	if (!new->name.len && !command_has(line, "member"))
		return bad(err, INVALID, "account.option_missing", "name", "option", STR("--name"));
	if (!new->role.len || !code.len)
		return bad(err, INVALID, "account.option_missing", "role", "option",
		        new->role.len ? STR("--unit") : STR("--role"));
	if (!account_role_known(new->role))
		return bad(err, INVALID, "account.role_unknown", "role", "role", new->role);
	if (new->login.len && !login_good(new->login))
		return bad(err, INVALID, "account.login_form", "login", "login", new->login);
	TRY(account_unit_of_code(
	        line->arena, line->db, &(struct account_unit_of_code_in){ .code = code }, unit, &found, err));
	if (!found)
		return bad(err, NOT_FOUND, "account.unit_unknown", "unit", "code", code);
	if (account_role_of_cell(new->role) != str_is(unit->kind, "chi_bo"))
		return bad(err, INVALID,
		        account_role_of_cell(new->role) ? "account.role_needs_cell" : "account.role_not_cell", "role",
		        "unit", unit->name);
	new->unit = unit->unit.n;
	return OK;
}

static void put_account(struct buf *out, struct account_id account, struct str name, struct str login)
{
	buf_format(out, "{\"id\":\"%lld\",\"name\":", (long long)account.n);
	buf_json(out, name);
	buf_c(out, ",\"login\":");
	buf_json(out, login.len ? login : STR_NONE);
}

static enum status user_add(struct command_line *line, struct err *err)
{
	struct account_new new = { 0 };
	struct account_unit_of_code_row unit;
	struct account_members_rows members = { 0 };
	struct account_id account;
	TRY(check_options(line, &new, &unit, err));
	bool tied = account_role_of_cell(new.role) && !command_has(line, "officer");
	if (tied)
		TRY(account_members(line->arena, line->db,
		        &(struct account_members_in){ .cell = { new.unit }, .shard = (int)unit.shard }, &members, err));
	if (members.count) {
		const struct account_members_row *member;
		TRY(find_member(line->arena, &members,
		        command_has(line, "member") ? str_trim(command_option(line, "member")) : new.name, &member,
		        err));
		new.person = member->person.n;
		new.name = member->name;
	}
	if (!new.name.len)
		return bad(err, INVALID, "account.option_missing", "name", "option", STR("--name"));
	TRY(account_give(line->arena, line->db, &new, line->now, &account, err));
	TRY(audit_add(line->arena, line->db, 0, 0, line->now, 0, "account.add_by_owner", account.n, 0, err));
	if (line->json) {
		put_account(line->out, account, new.name, new.login);
		buf_c(line->out, ",\"role\":");
		buf_json(line->out, new.role);
		buf_format(line->out, ",\"person\":%s", new.person ? "" : "null");
		if (new.person)
			buf_format(line->out, "\"%lld\"", (long long)new.person);
		buf_c(line->out, "}\n");
	} else {
		struct str role = account_role_text(line->arena, VI, new.role);
		buf_format(line->out, "%.*s (%.*s, %.*s) id=%lld", STR_ARG(new.name), STR_ARG(role), STR_ARG(unit.name),
		        (long long)account.n);
		if (new.person)
			buf_format(line->out, " person=%lld", (long long)new.person);
		buf_c(line->out, "\n");
	}
	return OK;
}

/* --login WORD or an id. */
static enum status which(struct command_line *line, struct account_id *ret_account, struct err *err)
{
	struct str login = command_option(line, "login"), word = login.len         ? login
	                                                         : line->arg_count ? line->arg[0]
	                                                                           : STR_NONE;
	struct account_of_login_row row = { 0 };
	struct account_find_row by_id;
	bool found = false;
	int64_t id;
	if (!word.len)
		return bad(err, INVALID, "account.option_missing", "login", "option", STR("--login"));
	TRY(account_of_login(line->arena, line->db, &(struct account_of_login_in){ .login = word }, &row, &found, err));
	if (!found && !login.len && str_int(word, &id)) {
		row.account.n = id;
		TRY(account_find(line->arena, line->db, &(struct account_find_in){ .account = row.account }, &by_id,
		        &found, err));
	}
	if (!found)
		return bad(err, NOT_FOUND, "account.login_unknown", "login", "login", word);
	*ret_account = row.account;
	return OK;
}

static enum status user_link(struct command_line *line, struct err *err)
{
	struct account_id account;
	struct str secret, title,
	        base = command_has(line, "base") ? command_option(line, "base") : STR("http://127.0.0.1:8080");
	TRY(which(line, &account, err));
	while (base.len && base.ptr[base.len - 1] == '/')
		base.len--;
	if (!str_starts(base, STR("http://")) && !str_starts(base, STR("https://")))
		return bad(err, INVALID, "account.base_form", "base", "base", base);
	TRY(account_title(line->arena, line->db, account, VI, &title, err));
	TRY(link_make(line->arena, line->db, account, 0, true, line->now, &secret, err));
	struct str address = str_format(line->arena, "%.*s/sign-in?link=%.*s", STR_ARG(base), STR_ARG(secret));
	if (line->json) {
		put_account(line->out, account, title, command_option(line, "login"));
		buf_c(line->out, ",\"link\":");
		buf_json(line->out, address);
		buf_format(line->out, ",\"expires_at\":%lld}\n", (long long)(line->now + LINK_MS));
	} else {
		buf_format(line->out, "%.*s: %.*s\n", STR_ARG(title), STR_ARG(address));
	}
	return OK;
}

static enum status user_reset(struct command_line *line, struct err *err)
{
	struct account_id account;
	struct str title;
	TRY(which(line, &account, err));
	TRY(account_title(line->arena, line->db, account, VI, &title, err));
	TRY(account_pin_drop(line->arena, line->db, &(struct account_pin_drop_in){ .account = account }, err));
	TRY(account_devices_end(
	        line->arena, line->db, &(struct account_devices_end_in){ .account = account, .at = line->now }, err));
	TRY(account_tell(line->arena, line->db, account, "account.reset_by_owner", STR_NONE, line->now, err));
	TRY(audit_add(line->arena, line->db, 0, 0, line->now, 0, "account.reset_by_owner", account.n, 0, err));
	if (line->json) {
		put_account(line->out, account, title, command_option(line, "login"));
		buf_c(line->out, ",\"reset\":true}\n");
	} else {
		buf_format(line->out, "%.*s: đã xóa mã PIN và đăng xuất mọi thiết bị\n", STR_ARG(title));
	}
	return OK;
}

static enum status user_close(struct command_line *line, struct err *err)
{
	struct account_id account;
	struct str title;
	TRY(which(line, &account, err));
	TRY(account_title(line->arena, line->db, account, VI, &title, err));
	TRY(account_shut(line->arena, line->db, account, line->now, err));
	TRY(audit_add(line->arena, line->db, 0, 0, line->now, 0, "account.close_by_owner", account.n, 0, err));
	if (line->json) {
		put_account(line->out, account, title, STR_NONE);
		buf_c(line->out, ",\"closed\":true}\n");
	} else {
		buf_format(line->out, "%.*s: đã đóng tài khoản, đăng xuất mọi thiết bị, hủy mọi liên kết\n",
		        STR_ARG(title));
	}
	return OK;
}

/* Everybody else who administers the unit stops today. */
static enum status take_from_others(struct command_line *line, struct account_id account,
        const struct account_unit_of_code_row *unit, struct err *err)
{
	struct account_at_unit_rows rows;
	struct str today = day_today(line->arena, line->now);
	TRY(account_at_unit(
	        line->arena, line->db, &(struct account_at_unit_in){ .unit = unit->unit, .day = today }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct account_id other = rows.at[i].account;
		if (!str_is(rows.at[i].role, "admin") || other.n == account.n)
			continue;
		TRY(account_role_end(line->arena, line->db,
		        &(struct account_role_end_in){
		                .id = rows.at[i].role_id, .account = other, .unit = unit->unit, .day = today },
		        err));
		TRY(account_rank_lost(line->arena, line->db, other, err));
		TRY(account_tell(line->arena, line->db, other, "account.role_taken", STR_NONE, line->now, err));
		TRY(audit_add(
		        line->arena, line->db, 0, 0, line->now, 0, "account.role_taken_by_owner", other.n, 0, err));
		if (!line->json)
			buf_format(line->out, "%.*s: thôi quản trị, từ hôm nay\n", STR_ARG(rows.at[i].name));
	}
	return OK;
}

static enum status user_hand_over(struct command_line *line, struct err *err)
{
	struct account_unit_of_code_row unit;
	struct account_id account;
	struct str code = command_option(line, "unit"), title;
	bool found;
	TRY(which(line, &account, err));
	if (!code.len)
		return bad(err, INVALID, "account.option_missing", "unit", "option", STR("--unit"));
	TRY(account_unit_of_code(
	        line->arena, line->db, &(struct account_unit_of_code_in){ .code = code }, &unit, &found, err));
	if (!found)
		return bad(err, NOT_FOUND, "account.unit_unknown", "unit", "code", code);
	if (str_is(unit.kind, "chi_bo"))
		return bad(err, INVALID, "account.role_not_cell", "unit", "unit", unit.name);
	TRY(account_give(line->arena, line->db,
	        &(struct account_new){ .unit = unit.unit.n,
	                .account = account,
	                .role = STR("admin"),
	                .since = day_today(line->arena, line->now) },
	        line->now, &account, err));
	TRY(take_from_others(line, account, &unit, err));
	TRY(account_tell(line->arena, line->db, account, "account.role_given", STR_NONE, line->now, err));
	TRY(audit_add(line->arena, line->db, 0, 0, line->now, 0, "account.hand_over_by_owner", account.n, 0, err));
	TRY(account_title(line->arena, line->db, account, VI, &title, err));
	if (line->json) {
		put_account(line->out, account, title, command_option(line, "login"));
		buf_c(line->out, ",\"admin\":true}\n");
	} else {
		buf_format(line->out, "%.*s: quản trị, từ hôm nay\n", STR_ARG(title));
	}
	return OK;
}

static void list_json(struct buf *out, const struct account_all_rows *rows)
{
	buf_c(out, "[");
	for (size_t i = 0; i < rows->count; i++) {
		const struct account_all_row *row = &rows->at[i];
		bool first = !i || rows->at[i - 1].account.n != row->account.n;
		if (first) {
			buf_c(out, i ? "]},\n " : "\n ");
			put_account(out, row->account, row->name, row->login);
			buf_format(out, ",\"pin_set\":%s,\"locked\":%s,\"seen_day\":", row->pin_set ? "true" : "false",
			        row->locked ? "true" : "false");
			buf_json(out, row->seen_day);
			buf_c(out, ",\"roles\":[");
		}
		if (!row->role.len)
			continue;
		buf_c(out, first ? "{\"role\":" : ",{\"role\":");
		buf_json(out, row->role);
		buf_c(out, ",\"unit\":");
		buf_json(out, row->unit_code);
		buf_c(out, "}");
	}
	buf_c(out, rows->count ? "]}\n]\n" : "]\n");
}

static enum status user_list(struct command_line *line, struct err *err)
{
	struct account_all_rows rows;
	TRY(account_all(line->arena, line->db, &(struct account_all_in){ .day = day_today(line->arena, line->now) },
	        &rows, err));
	if (line->json) {
		list_json(line->out, &rows);
		return OK;
	}
	for (size_t i = 0; i < rows.count; i++) {
		const struct account_all_row *row = &rows.at[i];
		struct str role = row->role.len ? account_role_text(line->arena, VI, row->role) : STR("–");
		buf_format(line->out, "%lld  %-12.*s  %.*s  (%.*s, %.*s)%s%s\n", (long long)row->account.n,
		        STR_ARG(row->login.len ? row->login : STR("–")), STR_ARG(row->name), STR_ARG(role),
		        STR_ARG(row->unit_name), row->pin_set ? "" : "  chưa đặt PIN",
		        row->locked ? "  PIN bị khóa" : "");
	}
	return OK;
}

const struct command account_commands[] = {
	{ "user add",
	        "--name NAME --role ROLE --unit CODE [--member CARD-or-NAME | --officer] [--login WORD] [--email E] "
	        "[--json]",
	        "Give a person an account and a role",
	        "Roles of a cell: member, secretary, deputy, clerk, committee; the account is tied to the person of "
	        "that name or card on the cell's roster "
	        "(--officer: to nobody on it). Roles of other units: officer, admin. Who has an account already gets "
	        "the role besides.",
	        "name= role= unit= member= officer login= email= json", user_add, NEEDS_WRITE, 0, 0, 0 },
	{ "user link", "(--login WORD | ID) [--base URL] [--json]", "Print a sign-in link, good once within 15 minutes",
	        "The link is written to the audit chain and the person is told of it at the next sign-in.",
	        "login= base= json", user_link, NEEDS_WRITE, 0, 0, 1 },
	{ "user reset", "(--login WORD | ID) [--json]", "Forget the PIN and sign out all devices of an account", NULL,
	        "login= json", user_reset, NEEDS_WRITE, 0, 0, 1 },
	{ "user close", "(--login WORD | ID) [--json]",
	        "Close the account of somebody who left: sessions, links and roles end at once",
	        "user add opens it again for the same person.", "login= json", user_close, NEEDS_WRITE, 0, 0, 1 },
	{ "user hand-over", "(--login WORD | ID) --unit CODE [--json]",
	        "Make an account the one administrator of a unit: everybody else's role of administrator there ends "
	        "today",
	        "What to change besides, keys of backups and words of the server: doc/security/accounts.md.",
	        "login= unit= json", user_hand_over, NEEDS_WRITE, 0, 0, 1 },
	{ "user export", "PERSON", "All that is kept of one person, as JSON",
	        "PERSON is the number of a person (user add prints it) or the word of an account.", "",
	        account_export_command, NEEDS_WRITE, 0, 1, 1 },
	{ "user erase", "PERSON --decision TEXT --yes", "Forget a person whose memberships have ended",
	        "Names, biography, account, devices and links are erased; the records of cells stay.", "decision= yes",
	        account_erase_command, NEEDS_WRITE, 0, 1, 1 },
	{ "user list", "[--json]", "List accounts with their roles", NULL, "json", user_list, NEEDS_READ, 0, 0, 0 },
	{ 0 },
};
