/* The feature: its routes, and the pages that everybody may read. */
#include "feature/account/account_private.h"

#include "app/session.h"
#include "gen/account_page.h"

const struct permission account_manage = { .name = "account.manage",
	.sentence = "Tạo liên kết đăng nhập và mở khóa mã PIN cho đảng viên của chi bộ",
	.own = R(SECRETARY) | R(DEPUTY) | R(CLERK),
	.below = R(OFFICER) | R(ADMIN) };
const struct permission account_grant = {
	.name = "account.grant", .sentence = "Giao và thôi nhiệm vụ phó bí thư, thư ký, chi ủy viên trong chương trình", .own = R(SECRETARY), .below = R(OFFICER) | R(ADMIN)
};
const struct permission account_appoint = {
	.name = "account.appoint", .sentence = "Giao nhiệm vụ bí thư và cán bộ theo dõi trong chương trình", .below = R(OFFICER) | R(ADMIN)
};

static const struct field sign_in_form[] = {
	{ "link", FIELD_LINE },
	{ "next", FIELD_LINE, .max = 500 },
	{ "machine", FIELD_CHOICE, .choices = "own shared", .label = N_("Máy đang dùng") },
	{ 0 },
};
static const struct field next_form[] = { { "next", FIELD_LINE, .max = 500 }, { 0 } };
static const struct field no_form[] = { { 0 } };
static const struct field pin_form[] = {
	{ "next", FIELD_LINE, .max = 500 },
	{ "old_pin", FIELD_PIN, .label = N_("Mã PIN đang dùng") },
	{ "new_pin", FIELD_PIN, .required = true, .label = N_("Mã PIN mới") },
	{ "again_pin", FIELD_PIN, .required = true, .label = N_("Nhập lại mã PIN mới") },
	{ 0 },
};

const struct feature account_feature = {
	.name = "account",
	.routes =
		(const struct route[]){
			{ HTTP_GET, "/sign-in", &anyone, account_show_sign_in, .page = &sign_in_page, .about = "How to sign in; the button of a link" },
			{ HTTP_POST, "/sign-in", &anyone, account_sign_in, .form = sign_in_form, .prepare = account_sign_in_prepare, .act = "-",
				.about = "Use a sign-in link up" },
			{ HTTP_POST, "/sign-out", &anyone, account_sign_out, .form = no_form, .act = "-", .about = "Sign this device out" },
			{ HTTP_GET, "/account/notes", &signed_in, account_show_notes, .page = &account_notes_page, .about = "What was done to the account" },
			{ HTTP_POST, "/account/notes", &signed_in, account_read_notes, .form = next_form, .act = "account.notes_read",
				.about = "The notes were read" },
			{ HTTP_GET, "/account/pin", &signed_in, account_show_pin, .page = &account_pin_page, .about = "Set or change the PIN" },
			{ HTTP_POST, "/account/pin", &signed_in, account_put_pin, .form = pin_form, .prepare = account_pin_prepare, .act = "account.pin_set",
				.about = "Set or change the PIN" },
			{ 0 },
		},
	.commands = account_commands,
};
