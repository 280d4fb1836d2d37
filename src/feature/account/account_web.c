/* The feature: its routes, and the pages that everybody may read. */
#include "feature/account/account_private.h"

#include "app/session.h"
#include "gen/account_page.h"

const struct permission account_manage = { .name = "account.manage",
	.sentence = N_("Tạo liên kết đăng nhập và mở khóa mã PIN cho đảng viên của chi bộ"),
	.own = R(SECRETARY) | R(DEPUTY) | R(CLERK),
	.below = R(OFFICER) | R(ADMIN) };
const struct permission account_grant = { .name = "account.grant",
	.sentence = N_("Giao và thôi nhiệm vụ phó bí thư, thư ký, chi ủy viên trong chương trình"),
	.own = R(SECRETARY),
	.below = R(OFFICER) | R(ADMIN) };
const struct permission account_appoint = { .name = "account.appoint",
	.sentence = N_("Giao nhiệm vụ bí thư và cán bộ theo dõi trong chương trình"),
	.below = R(OFFICER) | R(ADMIN) };

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

static const struct field look_form[] = {
	{ "language", FIELD_CHOICE, .required = true, .choices = "vi en", .label = N_("Ngôn ngữ") },
	{ "size", FIELD_INT, .required = true, .min = 1, .max = 3, .label = N_("Cỡ chữ") },
	{ "theme", FIELD_CHOICE, .required = true, .choices = "light auto", .label = N_("Nền") },
	{ 0 },
};
static const struct field device_form[] = { { "device", FIELD_ID, .required = true }, { 0 } };
static const struct field members_form[] = { { "person", FIELD_ID }, { 0 } };
static const struct field officer_form[] = {
	{ "name", FIELD_LINE, .required = true, .max = 120, .label = N_("Họ và tên") }, { 0 }
};
static const struct field role_form[] = {
	{ "role", FIELD_CHOICE, .required = true, .choices = "clerk deputy committee secretary",
	        .label = N_("Nhiệm vụ được giao") },
	{ "since", FIELD_DAY, .label = N_("Từ ngày") },
	{ "until", FIELD_DAY, .label = N_("Đến trước ngày") },
	{ 0 },
};
static const struct field take_form[] = { { "role_id", FIELD_ID, .required = true }, { 0 } };

static enum status show_privacy(struct request *request, void *to, struct err *err)
{
	(void)err;
	((struct account_privacy_view *)to)->signed_in = request->account.n != 0;
	return OK;
}

static enum status show_help(struct request *request, void *to, struct err *err)
{
	(void)err;
	((struct account_help_view *)to)->signed_in = request->account.n != 0;
	return OK;
}

/* The same acts at a cell and at a unit above it; only who may differs. */
#define ACCOUNT_ACTS(base, permission)                                                                           \
	{ HTTP_GET, base "/{account}", permission, account_show_other, .page = &account_other_page,              \
		.about = "One account: sign-in, PIN, roles" },                                                   \
	        { HTTP_GET, base "/{account}/card", permission, account_show_card, .page = &account_card_page,   \
		        .about = "A printed card; opens nothing" },                                              \
	        { HTTP_POST, base "/{account}/link", permission, account_link_other, .page = &account_link_page, \
		        .form = no_form, .retry = base "/{account}", .act = "-",                                 \
		        .about = "Make a sign-in link and show it once" },                                       \
	        { HTTP_POST, base "/{account}/unlock", permission, account_unlock, .form = no_form,              \
		        .retry = base "/{account}", .act = "-", .about = "Give five tries more" },               \
	        { HTTP_POST, base "/{account}/reset", permission, account_reset, .form = no_form,                \
		        .retry = base "/{account}", .act = "-", .pin = true,                                     \
		        .about = "Forget the PIN and sign out all devices" },                                    \
	        { HTTP_POST, base "/{account}/close", permission, account_close_other, .form = no_form,          \
		        .retry = base "/{account}", .act = "-", .pin = true,                                     \
		        .about = "Close the account of somebody who left" },                                     \
	{                                                                                                        \
		HTTP_POST, base "/{account}/take", permission, account_take_role,                                \
		        .form = take_form, .retry = base "/{account}", .act = "-", .pin = true,                  \
		        .about = "End a role today"                                                              \
	}

const struct feature account_feature = {
	.name = "account",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/sign-in", &anyone, account_show_sign_in, .page = &sign_in_page,
	                        .about = "How to sign in; the button of a link" },
	                { HTTP_POST, "/sign-in", &anyone, account_sign_in, .form = sign_in_form,
	                        .prepare = account_sign_in_prepare, .light = true, .act = "-",
	                        .about = "Use a sign-in link up" },
	                { HTTP_POST, "/sign-out", &anyone, account_sign_out, .form = no_form, .act = "-",
	                        .about = "Sign this device out" },
	                { HTTP_GET, "/account/notes", &signed_in, account_show_notes, .page = &account_notes_page,
	                        .about = "What was done to the account" },
	                { HTTP_POST, "/account/notes", &signed_in, account_read_notes, .form = next_form,
	                        .act = "account.notes_read", .about = "The notes were read" },
	                { HTTP_GET, "/account/pin", &signed_in, account_show_pin, .page = &account_pin_page,
	                        .about = "Set or change the PIN" },
	                { HTTP_POST, "/account/pin", &signed_in, account_put_pin, .form = pin_form,
	                        .prepare = account_pin_prepare, .act = "account.pin_set",
	                        .about = "Set or change the PIN" },
	                { HTTP_GET, "/account/confirm", &signed_in, account_show_confirm, .page = &account_confirm_page,
	                        .about = "The PIN before an export" },
	                { HTTP_POST, "/account/confirm", &signed_in, account_put_confirm, .form = next_form,
	                        .act = "account.confirm", .pin = true, .about = "Give the PIN before an export" },
	                { HTTP_GET, "/account", &signed_in, account_show, .page = &my_account_page,
	                        .about = "Roles, devices, look of the pages, who looked" },
	                { HTTP_GET, "/account/data", &signed_in, account_show_data, .page = &account_data_page,
	                        .slow = true, .pin = true, .act = "account.data",
	                        .about = "All that is kept of the one who asks" },
	                { HTTP_GET, "/account/data.json", &signed_in, account_fetch_data, .slow = true, .pin = true,
	                        .act = "account.data_taken", .about = "The same as a file" },
	                { HTTP_POST, "/account/look", &signed_in, account_put_look, .form = look_form,
	                        .retry = "/account", .act = "account.look", .about = "Language, size of text, theme" },
	                { HTTP_POST, "/account/devices", &signed_in, account_end_device, .form = device_form,
	                        .retry = "/account", .act = "account.device_end", .about = "Sign one device out" },
	                { HTTP_POST, "/account/devices/others", &signed_in, account_end_devices, .form = no_form,
	                        .retry = "/account", .act = "account.devices_end",
	                        .about = "Sign all other devices out" },
	                { HTTP_POST, "/account/link", &signed_in, account_link_mine, .page = &account_link_page,
	                        .form = no_form, .retry = "/account", .act = "account.link_mine", .pin = true,
	                        .about = "A link for another device of one's own" },
	                { HTTP_GET, "/privacy", &anyone, show_privacy, .page = &account_privacy_page,
	                        .about = "What is kept, who sees it, how long" },
	                { HTTP_GET, "/help", &anyone, show_help, .page = &account_help_page,
	                        .about = "How to use the program" },
	                { HTTP_GET, "/cells/{cell}/accounts", &account_manage, account_list_cell,
	                        .page = &account_list_page, .about = "Members with and without an account" },
	                { HTTP_POST, "/cells/{cell}/accounts", &account_manage, account_add_members,
	                        .form = members_form, .act = "-", .about = "Accounts for one member or all" },
	                ACCOUNT_ACTS("/cells/{cell}/accounts", &account_manage),
	                { HTTP_POST, "/cells/{cell}/accounts/{account}/role", &account_manage, account_give_role,
	                        .form = role_form, .retry = "/cells/{cell}/accounts/{account}", .act = "-", .pin = true,
	                        .about = "Give a role with dates; a new secretary takes over" },
	                { HTTP_GET, "/units/{unit}/accounts", &account_appoint, account_list_unit,
	                        .page = &account_list_page, .about = "Accounts with a role at the unit" },
	                { HTTP_POST, "/units/{unit}/accounts", &account_appoint, account_add_officer,
	                        .form = officer_form, .act = "-", .pin = true, .about = "A new officer of the unit" },
	                ACCOUNT_ACTS("/units/{unit}/accounts", &account_appoint),
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "account", account_load_object }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Tài khoản"), "user", 90, account_link_nav }, { 0 } },
	.due = account_due,
	.export_person = account_export,
	.erase_person = account_forget,
	.commands = account_commands,
};
