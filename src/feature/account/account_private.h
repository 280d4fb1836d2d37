/* Shared by the files of this folder. */
#ifndef FEATURE_ACCOUNT_PRIVATE_H
#define FEATURE_ACCOUNT_PRIVATE_H

#include "feature/account/account.h"

enum { LINKS_LIVE = 5, LINK_KEPT_DAYS = 30 };
#define FOREVER "9999-12-31"

/* account.c */
struct account_new {
	int64_t unit, person;      /* person 0: not on the roster */
	struct account_id account; /* one that is there; 0: the person's, or a new one */
	struct str name, login, email, role, since, until;
	int64_t granted_by;
};
/* Finds the account of the person or creates one, and gives it the role unless it holds it. CONFLICT
 * account.login_taken. */
enum status account_give(struct arena *arena, struct db *db, const struct account_new *new_account, int64_t now,
        struct account_id *ret_account, struct err *err);
bool account_role_known(struct str role);
bool account_role_of_cell(struct str role);
/* "Vũ Đăng Thọ (bí thư, Chi bộ thôn Đông)" */
enum status account_title(struct arena *arena, struct db *db, struct account_id account, enum language language,
        struct str *ret_title, struct err *err);
/* The message code of a role for people: "account.role.secretary". */
struct str account_role_text(struct arena *arena, enum language language, struct str role);
enum status account_tell(struct arena *arena, struct db *db, struct account_id account, const char *code,
        struct str who, int64_t now, struct err *err);
/* Why a PIN is too easy, also for this person; NULL when it is good. */
enum status account_pin_weak(struct arena *arena, struct db *db, struct person_id person, struct str pin,
        const char **ret_code, struct err *err);

/* Ends sessions, links, roles and the account itself at once. */
enum status account_shut(struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err);

/* Somebody's role ended now: what it was used for and still lies open ends with it, the links made for others and the
 * PIN that a device remembers. */
enum status account_rank_lost(struct arena *arena, struct db *db, struct account_id account, struct err *err);

/* account_command.c */
extern const struct command account_commands[];

/* sign_in_web.c */
enum status account_show_sign_in(struct request *request, void *to, struct err *err);
enum status account_sign_in_prepare(struct request *request, struct err *err);
enum status account_sign_in(struct request *request, void *to, struct err *err);
enum status account_sign_out(struct request *request, void *to, struct err *err);
enum status account_show_confirm(struct request *request, void *view, struct err *err);
enum status account_put_confirm(struct request *request, void *view, struct err *err);
enum status account_show_notes(struct request *request, void *to, struct err *err);
enum status account_read_notes(struct request *request, void *to, struct err *err);
enum status account_show_pin(struct request *request, void *to, struct err *err);
enum status account_pin_prepare(struct request *request, struct err *err);
enum status account_put_pin(struct request *request, void *to, struct err *err);

/* my_web.c */
enum status account_show(struct request *request, void *to, struct err *err);
enum status account_put_look(struct request *request, void *to, struct err *err);
enum status account_end_device(struct request *request, void *to, struct err *err);
enum status account_end_devices(struct request *request, void *to, struct err *err);
enum status account_link_mine(struct request *request, void *to, struct err *err);
enum status account_due(struct request *request, struct due_list *list, struct err *err);
bool account_link_nav(struct request *request, struct str *ret_href, int64_t *ret_badge);

/* help.c: makes a link and fills the page that shows it once; who may help whom. */
struct account_link_view;
enum status account_make_link(
        struct request *request, struct account_id account, struct account_link_view *view, struct err *err);
/* Whether the one who asks may make links for this account and unlock its PIN: for every role that it holds, one above
 * it is needed. */
enum status account_may_help(struct request *request, struct account_id account, bool *ret_may, struct err *err);
/* Whether the one who asks may give and take this role at this unit. */
enum status account_may_give(struct request *request, struct str role, int64_t unit, bool *ret_may, struct err *err);

/* manage_web.c: below /cells/{cell}/accounts and /units/{unit}/accounts */
enum status account_load_object(struct request *request, int64_t id, struct object *object, struct err *err);
enum status account_list_cell(struct request *request, void *to, struct err *err);
enum status account_add_members(struct request *request, void *to, struct err *err);
enum status account_list_unit(struct request *request, void *to, struct err *err);
enum status account_add_officer(struct request *request, void *to, struct err *err);
enum status account_show_other(struct request *request, void *to, struct err *err);
enum status account_link_other(struct request *request, void *to, struct err *err);
enum status account_show_card(struct request *request, void *to, struct err *err);
enum status account_unlock(struct request *request, void *to, struct err *err);
enum status account_reset(struct request *request, void *to, struct err *err);
enum status account_close_other(struct request *request, void *to, struct err *err);
enum status account_give_role(struct request *request, void *to, struct err *err);
enum status account_take_role(struct request *request, void *to, struct err *err);

/* data_web.c: one's own data */
enum status account_show_data(struct request *request, void *to, struct err *err);
enum status account_fetch_data(struct request *request, void *to, struct err *err);

/* person_command.c */
enum status account_export_command(struct command_line *line, struct err *err);
enum status account_erase_command(struct command_line *line, struct err *err);

/* rights.c: what is kept of a person here */
enum status account_export(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);
/* All that is kept of whoever has this account, as JSON: of the person, or of an officer's account alone. */
enum status account_export_own(
        struct arena *arena, struct db *db, struct account_id account, struct str *ret_json, struct err *err);
enum status account_forget(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err);

#endif
