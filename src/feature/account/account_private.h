/* Shared by the files of this folder. */
#ifndef FEATURE_ACCOUNT_PRIVATE_H
#define FEATURE_ACCOUNT_PRIVATE_H

#include "feature/account/account.h"

enum { LINKS_LIVE = 5, LINK_KEPT_DAYS = 30 };
#define FOREVER "9999-12-31"

/* account.c */
struct account_new {
	int64_t unit, person; /* person 0: not on the roster */
	struct str name, login, email, role, since, until;
	int64_t granted_by;
};
/* Finds the account of the person or creates one, and gives it the role unless it holds it. CONFLICT account.login_taken. */
enum status account_give(struct arena *arena, struct db *db, const struct account_new *new_account, int64_t now, struct account_id *ret_account,
	struct err *err);
bool account_role_known(struct str role);
bool account_role_of_cell(struct str role);
/* "Vũ Đăng Thọ (bí thư, Chi bộ thôn Đông)" */
enum status account_title(struct arena *arena, struct db *db, struct account_id account, enum language language, struct str *ret_title,
	struct err *err);
/* The message code of a role for people: "account.role.secretary". */
struct str account_role_text(struct arena *arena, enum language language, struct str role);
enum status account_tell(
	struct arena *arena, struct db *db, struct account_id account, const char *code, struct str who, int64_t now, struct err *err);
/* Why a PIN is too easy, also for this person; NULL when it is good. */
enum status account_pin_weak(
	struct arena *arena, struct db *db, struct person_id person, struct str pin, const char **ret_code, struct err *err);

/* account_command.c */
extern const struct command account_commands[];

/* sign_in_web.c */
enum status account_show_sign_in(struct request *request, void *to, struct err *err);
enum status account_sign_in_prepare(struct request *request, struct err *err);
enum status account_sign_in(struct request *request, void *to, struct err *err);
enum status account_sign_out(struct request *request, void *to, struct err *err);
enum status account_show_notes(struct request *request, void *to, struct err *err);
enum status account_read_notes(struct request *request, void *to, struct err *err);
enum status account_show_pin(struct request *request, void *to, struct err *err);
enum status account_pin_prepare(struct request *request, struct err *err);
enum status account_put_pin(struct request *request, void *to, struct err *err);

#endif
