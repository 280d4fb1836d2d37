/* A person's own account: roles, devices, how the pages look, who looked at the cell. */
#include "feature/account/account_private.h"

#include "app/session.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/account_page.h"
#include "gen/account_sql.h"

static enum status put_looks(
        struct request *request, struct my_account_view *view, const struct account_roles_rows *roles, struct err *err)
{
	struct unit unit;
	for (size_t i = 0; i < roles->count; i++) {
		if (str_compare(roles->at[i].until, request->today) <= 0)
			continue;
		TRY(unit_load(request->arena, request->db, roles->at[i].unit.n, &unit, err));
		bool cell = str_is(unit.kind, "chi_bo"), may;
		TRY(request_can_at(request, cell ? &account_manage : &account_appoint, unit.id, &may, err));
		if (may && !view->manage_href.len) {
			view->manage_href = str_format(
			        request->arena, "/%s/%lld/accounts", cell ? "cells" : "units", (long long)unit.id);
			view->manage_name = unit.name;
		}
		if (!cell || view->cell.len)
			continue;
		view->cell = request->shell.head = unit.name;
		view->cell_href = str_format(request->arena, "/cells/%lld/log", (long long)unit.id);
		TRY(account_looks(request->arena, request->db,
		        &(struct account_looks_in){ .cell = { unit.id }, .shard = unit.shard }, &view->looks, err));
	}
	return OK;
}

enum status account_show(struct request *request, void *to, struct err *err)
{
	struct my_account_view *view = to;
	struct account_find_row row;
	struct account_roles_rows roles;
	struct account_devices_rows devices;
	bool found;
	TRY(account_find(request->arena, request->db, &(struct account_find_in){ .account = request->account }, &row,
	        &found, err));
	TRY(account_roles(
	        request->arena, request->db, &(struct account_roles_in){ .account = request->account }, &roles, err));
	TRY(account_devices(request->arena, request->db, &(struct account_devices_in){ .account = request->account },
	        &devices, err));
	TRY(account_notes(request->arena, request->db, &(struct account_notes_in){ .account = request->account },
	        &view->notes, err));
	view->name = row.name;
	view->login = row.login;
	view->pin_set = row.pin_hash.len != 0;
	view->pin_fresh = request->pin_fresh;
	view->locked = row.locked_at.set;
	view->language = row.language;
	view->theme = row.theme;
	view->size = row.text_size;
	view->roles.at = arena_array(request->arena, struct my_account_roles, roles.count + 1);
	for (size_t i = 0; i < roles.count; i++)
		view->roles.at[view->roles.count++] =
		        (struct my_account_roles){ roles.at[i].role, roles.at[i].unit_name, roles.at[i].since,
			        str_is(roles.at[i].until, FOREVER) ? STR_NONE : roles.at[i].until,
			        str_compare(roles.at[i].until, request->today) <= 0 };
	view->devices.at = arena_array(request->arena, struct my_account_devices, devices.count + 1);
	for (size_t i = 0; i < devices.count; i++)
		view->devices.at[view->devices.count++] =
		        (struct my_account_devices){ devices.at[i].device, devices.at[i].name, devices.at[i].shared,
			        devices.at[i].device == request->device, devices.at[i].since, devices.at[i].seen_day };
	view->others = devices.count > 1;
	return put_looks(request, view, &roles, err);
}

enum status account_put_look(struct request *request, void *to, struct err *err)
{
	(void)to;
	struct str language = request_text(request, "language");
	request_cookie_set(request, "lang", language, YEAR_SECONDS);
	request_flash(request, N_("Đã lưu."));
	request_go(request, "/account");
	return account_look_put(request->arena, request->db,
	        &(struct account_look_put_in){ .account = request->account,
	                .language = language,
	                .text_size = request_int(request, "size"),
	                .theme = request_text(request, "theme") },
	        err);
}

enum status account_end_device(struct request *request, void *to, struct err *err)
{
	(void)to;
	request_flash(request, N_("Đã đăng xuất thiết bị đó."));
	request_go(request, "/account");
	return account_device_end(request->arena, request->db,
	        &(struct account_device_end_in){
	                .account = request->account, .device = request_int(request, "device"), .at = request->now },
	        err);
}

enum status account_end_devices(struct request *request, void *to, struct err *err)
{
	(void)to;
	request_flash(request,
	        N_("Đã đăng xuất tất cả thiết bị khác. Liên kết đăng nhập chưa dùng của đồng chí cũng hết hiệu lực."));
	request_go(request, "/account");
	TRY(account_links_end(request->arena, request->db,
	        &(struct account_links_end_in){ .account = request->account, .now = request->now }, err));
	return account_devices_end(request->arena, request->db,
	        &(struct account_devices_end_in){
	                .account = request->account, .keep = request->device, .at = request->now },
	        err);
}

enum status account_link_mine(struct request *request, void *to, struct err *err)
{
	struct account_link_view *view = to;
	view->mine = true;
	view->back = STR("/account");
	return account_make_link(request, request->account, view, err);
}

enum status account_due(struct request *request, struct due_list *list, struct err *err)
{
	struct account_notes_rows notes;
	TRY(account_notes(request->arena, request->db,
	        &(struct account_notes_in){ .account = request->account, .unseen = true }, &notes, err));
	struct str detail = STR_NONE;
	if (!notes.count)
		return OK;
	message_code(request->arena, request->language, notes.at[0].code, NULL, &detail);
	due_add(request, list,
	        (struct due_item){ .title = message_text(request->language, T("Việc về tài khoản của đồng chí")),
	                .detail = detail,
	                .href = STR("/account/notes"),
	                .icon = STR("shield"),
	                .urgency = DUE_INFO,
	                .day = day_today(request->arena, notes.at[0].at) });
	return OK;
}

bool account_link_nav(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)request;
	(void)ret_badge;
	*ret_href = STR("/account");
	return true;
}
