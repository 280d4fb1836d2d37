/* Accounts of a cell (for its leaders and the officers above) and of a unit (for the officers above it). Each act is
 * told to the person. */
#include "feature/account/account_private.h"

#include "app/app.h"
#include "app/session.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/account_page.h"
#include "gen/account_sql.h"

#include <string.h>

static bool of_cell(const struct request *request)
{
	return !strcmp(request->object[0].name, "cell");
}

static const struct unit *the_unit(const struct request *request)
{
	return request_unit(request, request->object[0].name);
}

/* "/cells/5/accounts" */
static struct str base_of(struct request *request)
{
	return str_format(request->arena, "/%s/%lld/accounts", of_cell(request) ? "cells" : "units",
	        (long long)request->object[0].id);
}

static struct str one_of(struct request *request, int64_t account)
{
	return str_format(request->arena, "%.*s/%lld", STR_ARG(base_of(request)), (long long)account);
}

static struct account_id target(struct request *request)
{
	return (struct account_id){ OBJECT_ID(request, "account") };
}

static void crumb(struct request *request)
{
	request->shell.crumb = request_say(request, N_("Tài khoản"));
	request->shell.crumb_href = base_of(request);
}

enum status account_load_object(struct request *request, int64_t id, struct object *object, struct err *err)
{
	check(request->object_count == 1);
	struct account_here_row *row = arena_new(request->arena, struct account_here_row);
	bool found;
	TRY(account_here(request->arena, request->db,
	        &(struct account_here_in){
	                .account = { id }, .unit = { request->object[0].id }, .day = request->today },
	        row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "account.not_found", NULL);
	object->row = row;
	object->unit = request->object[0].unit;
	object->shard = request->object[0].shard;
	return OK;
}

/* "thư ký, chi ủy viên"; "đảng viên" only where there is no other. */
static struct str roles_text(struct request *request, const struct account_at_unit_rows *rows, int64_t account)
{
	struct buf buf = buf_open(request->arena, 2000);
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].account.n == account && !str_is(rows->at[i].role, "member"))
			buf_format(&buf, "%s%.*s", buf.len ? ", " : "",
			        STR_ARG(account_role_text(request->arena, request->language, rows->at[i].role)));
	return buf.len ? buf_text(&buf) : account_role_text(request->arena, request->language, STR("member"));
}

static void put_row(
        struct request *request, struct account_list_view *view, const struct account_at_unit_rows *rows, size_t at)
{
	const struct account_at_unit_row *row = &rows->at[at];
	view->people.at[view->people.count++] = (struct account_list_people){ .name = row->name,
		.href = one_of(request, row->account.n),
		.role = roles_text(request, rows, row->account.n),
		.pin_set = row->pin_set,
		.locked = row->locked,
		.seen_day = row->seen_day };
}

static enum status roles_here(struct request *request, struct account_at_unit_rows *ret_rows, struct err *err)
{
	return account_at_unit(request->arena, request->db,
	        &(struct account_at_unit_in){ .unit = { request->object[0].id }, .day = request->today }, ret_rows,
	        err);
}

/* The accounts here that nobody listed yet. */
static void put_rest(struct request *request, struct account_list_view *view, const struct account_at_unit_rows *rows,
        const bool *listed)
{
	for (size_t i = 0; i < rows->count; i++)
		if (!listed[i] && (!i || rows->at[i - 1].account.n != rows->at[i].account.n))
			put_row(request, view, rows, i);
}

/* Who left and can still sign in. */
static enum status put_gone(struct request *request, struct account_list_view *view, struct err *err)
{
	struct account_gone_rows rows;
	TRY(account_gone(request->arena, request->db,
	        &(struct account_gone_in){ .unit = { request->object[0].id }, .day = request->today }, &rows, err));
	view->gone.at = arena_array(request->arena, struct account_list_gone, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->gone.at[view->gone.count++] = (struct account_list_gone){ .name = rows.at[i].name,
			.href = one_of(request, rows.at[i].account.n),
			.until = rows.at[i].until,
			.devices = rows.at[i].devices };
	return OK;
}

enum status account_list_cell(struct request *request, void *to, struct err *err)
{
	struct account_list_view *view = to;
	struct account_members_rows members;
	struct account_at_unit_rows rows;
	TRY(account_members(request->arena, request->db,
	        &(struct account_members_in){
	                .cell = { OBJECT_ID(request, "cell") }, .shard = OBJECT_SHARD(request, "cell") },
	        &members, err));
	TRY(roles_here(request, &rows, err));
	bool *listed = arena_array(request->arena, bool, rows.count + 1);
	view->unit = request->shell.head = the_unit(request)->name;
	view->cell = true;
	view->base = base_of(request);
	view->people.at = arena_array(request->arena, struct account_list_people, members.count + rows.count + 1);
	for (size_t m = 0; m < members.count; m++) {
		size_t at = rows.count;
		for (size_t i = rows.count; i-- > 0;)
			if (rows.at[i].person.n == members.at[m].person.n) {
				listed[i] = true;
				at = i;
			}
		if (at < rows.count) {
			put_row(request, view, &rows, at);
		} else {
			view->people.at[view->people.count++] =
			        (struct account_list_people){ .name = members.at[m].name,
				        .person = members.at[m].person.n };
			view->without++;
		}
		view->people.at[view->people.count - 1].label = members.at[m].label;
	}
	put_rest(request, view, &rows, listed);
	return put_gone(request, view, err);
}

enum status account_add_members(struct request *request, void *to, struct err *err)
{
	(void)to;
	struct account_members_rows members;
	struct account_id account = { 0 };
	int64_t wanted = request_int(request, "person"), made = 0;
	TRY(account_members(request->arena, request->db,
	        &(struct account_members_in){
	                .cell = { OBJECT_ID(request, "cell") }, .shard = OBJECT_SHARD(request, "cell") },
	        &members, err));
	for (size_t i = 0; i < members.count; i++) {
		if (wanted && members.at[i].person.n != wanted)
			continue;
		TRY(account_give(request->arena, request->db,
		        &(struct account_new){ .unit = OBJECT_ID(request, "cell"),
		                .person = members.at[i].person.n,
		                .name = members.at[i].name,
		                .role = STR("member"),
		                .since = request->today,
		                .granted_by = request->account.n },
		        request->now, &account, err));
		made++;
	}
	if (!made)
		return err_set(err, INVALID, "account.not_on_roster", "person");
	if (wanted)
		request_go(request, "%.*s", STR_ARG(one_of(request, account.n)));
	else
		request_go(request, "%.*s", STR_ARG(base_of(request)));
	request_flash(request, N_("Đã tạo tài khoản. Mỗi đồng chí vào lần đầu bằng một liên kết hoặc mã QR."));
	return request_audit(request, "account.add", request->object[0].unit, request->object[0].shard, account.n, err);
}

enum status account_list_unit(struct request *request, void *to, struct err *err)
{
	struct account_list_view *view = to;
	struct account_at_unit_rows rows;
	TRY(roles_here(request, &rows, err));
	view->unit = request->shell.head = the_unit(request)->name;
	view->base = base_of(request);
	view->people.at = arena_array(request->arena, struct account_list_people, rows.count + 1);
	put_rest(request, view, &rows, arena_array(request->arena, bool, rows.count + 1));
	view->pin_fresh = request->pin_fresh;
	TRY(put_gone(request, view, err));
	return account_may_give(request, STR("officer"), request->object[0].id, &view->may_add, err);
}

static enum status refuse(struct err *err)
{
	return err_set(err, DENIED, "account.not_yours", NULL);
}

enum status account_add_officer(struct request *request, void *to, struct err *err)
{
	(void)to;
	struct account_id account;
	bool may;
	TRY(account_may_give(request, STR("officer"), request->object[0].id, &may, err));
	if (!may)
		return refuse(err);
	TRY(account_give(request->arena, request->db,
	        &(struct account_new){ .unit = request->object[0].id,
	                .name = request_text(request, "name"),
	                .role = STR("officer"),
	                .since = request->today,
	                .granted_by = request->account.n },
	        request->now, &account, err));
	request_go(request, "%.*s", STR_ARG(one_of(request, account.n)));
	return request_audit(request, "account.add", request->object[0].unit, request->object[0].shard, account.n, err);
}

static enum status put_roles(struct request *request, struct account_other_view *view, struct err *err)
{
	struct account_roles_rows roles;
	TRY(account_roles(
	        request->arena, request->db, &(struct account_roles_in){ .account = target(request) }, &roles, err));
	view->roles.at = arena_array(request->arena, struct account_other_roles, roles.count + 1);
	for (size_t i = 0; i < roles.count; i++) {
		const struct account_roles_row *row = &roles.at[i];
		if (row->unit.n != request->object[0].id)
			continue;
		bool over = str_compare(row->until, request->today) <= 0, may = false;
		if (!over)
			TRY(account_may_give(request, row->role, row->unit.n, &may, err));
		view->roles.at[view->roles.count++] = (struct account_other_roles){ row->id, row->role, row->since,
			str_is(row->until, FOREVER) ? STR_NONE : row->until, over, may };
	}
	return OK;
}

enum status account_show_other(struct request *request, void *to, struct err *err)
{
	struct account_other_view *view = to;
	struct account_find_row row;
	struct account_devices_rows devices;
	bool found;
	TRY(account_find(request->arena, request->db, &(struct account_find_in){ .account = target(request) }, &row,
	        &found, err));
	TRY(account_devices(request->arena, request->db, &(struct account_devices_in){ .account = target(request) },
	        &devices, err));
	crumb(request);
	view->unit = request->shell.head = the_unit(request)->name;
	view->name = row.name;
	view->base = one_of(request, target(request).n);
	view->pin_set = row.pin_hash.len != 0;
	view->locked = row.locked_at.set;
	view->devices = (int64_t)devices.count;
	view->seen_day = devices.count ? devices.at[0].seen_day : STR_NONE;
	view->today = request->today;
	view->pin_fresh = request->pin_fresh;
	view->self = target(request).n == request->account.n;
	TRY(account_may_help(request, target(request), &view->may_help, err));
	if (of_cell(request)) {
		TRY(account_may_give(request, STR("deputy"), request->object[0].id, &view->may_grant, err));
		TRY(account_may_give(request, STR("secretary"), request->object[0].id, &view->may_appoint, err));
		view->may_reset = view->may_help && view->may_grant;
	} else {
		view->may_reset = view->may_help;
	}
	return put_roles(request, view, err);
}

static enum status need_help(struct request *request, struct err *err)
{
	bool may;
	TRY(account_may_help(request, target(request), &may, err));
	return may ? OK : refuse(err);
}

static enum status done(struct request *request, const char *act, const char *told, struct err *err)
{
	struct account_id account = target(request);
	TRY(account_tell(request->arena, request->db, account, told, request->account_name, request->now, err));
	return request_audit(request, act, request->object[0].unit, request->object[0].shard, account.n, err);
}

enum status account_link_other(struct request *request, void *to, struct err *err)
{
	struct account_link_view *view = to;
	TRY(need_help(request, err));
	view->back = one_of(request, target(request).n);
	TRY(account_make_link(request, target(request), view, err));
	return done(request, "account.link", "account.link_made", err);
}

enum status account_show_card(struct request *request, void *to, struct err *err)
{
	struct account_card_view *view = to;
	struct str base = app_get_settings(request->app)->base_url;
	request->shell.crumb_href = one_of(request, target(request).n);
	view->address = str_format(request->arena, "%.*s/sign-in", STR_ARG(base));
	view->qr = account_qr(request->arena, view->address, &view->size);
	return account_title(request->arena, request->db, target(request), request->language, &view->name, err);
}

enum status account_unlock(struct request *request, void *to, struct err *err)
{
	(void)to;
	TRY(need_help(request, err));
	TRY(account_pin_unlock(
	        request->arena, request->db, &(struct account_pin_unlock_in){ .account = target(request) }, err));
	request_flash(request, N_("Đã mở khóa mã PIN. Việc này được ghi lại và báo cho đồng chí ấy."));
	request_go(request, "%.*s", STR_ARG(one_of(request, target(request).n)));
	return done(request, "account.unlock", "account.pin_unlocked", err);
}

/* To reset or close an account: in a cell, whoever may name its deputy. */
static enum status need_rank(struct request *request, struct err *err)
{
	bool may = true;
	TRY(need_help(request, err));
	if (of_cell(request))
		TRY(account_may_give(request, STR("deputy"), request->object[0].id, &may, err));
	return may ? OK : refuse(err);
}

enum status account_reset(struct request *request, void *to, struct err *err)
{
	(void)to;
	TRY(need_rank(request, err));
	TRY(account_pin_drop(
	        request->arena, request->db, &(struct account_pin_drop_in){ .account = target(request) }, err));
	TRY(account_devices_end(request->arena, request->db,
	        &(struct account_devices_end_in){ .account = target(request), .at = request->now }, err));
	TRY(account_links_end(request->arena, request->db,
	        &(struct account_links_end_in){ .account = target(request), .now = request->now }, err));
	request_flash(request, N_("Đã xóa mã PIN và đăng xuất mọi thiết bị của đồng chí ấy. Việc này được ghi lại và "
	                          "báo cho đồng chí ấy."));
	request_go(request, "%.*s", STR_ARG(one_of(request, target(request).n)));
	return done(request, "account.reset", "account.pin_reset", err);
}

enum status account_close_other(struct request *request, void *to, struct err *err)
{
	(void)to;
	TRY(need_rank(request, err));
	TRY(account_shut(request->arena, request->db, target(request), request->now, err));
	request_flash(request, N_("Đã đóng tài khoản: mọi thiết bị đã đăng xuất, mọi liên kết hết hiệu lực."));
	request_go(request, "%.*s", STR_ARG(base_of(request)));
	return request_audit(
	        request, "account.close", request->object[0].unit, request->object[0].shard, target(request).n, err);
}

/* A cell has one secretary: whoever was it before is told, and stays a member. */
static enum status hand_over(struct request *request, struct str day, struct err *err)
{
	struct account_at_unit_rows rows;
	TRY(roles_here(request, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		if (!str_is(rows.at[i].role, "secretary") || rows.at[i].account.n == target(request).n)
			continue;
		TRY(account_role_end(request->arena, request->db,
		        &(struct account_role_end_in){ .id = rows.at[i].role_id,
		                .account = rows.at[i].account,
		                .unit = { request->object[0].id },
		                .day = day },
		        err));
		if (str_compare(day, request->today) <= 0)
			TRY(account_rank_lost(request->arena, request->db, rows.at[i].account, err));
		TRY(account_tell(request->arena, request->db, rows.at[i].account, "account.role_taken",
		        request->account_name, request->now, err));
		TRY(request_audit(request, "account.role_taken", request->object[0].unit, request->object[0].shard,
		        rows.at[i].account.n, err));
	}
	return OK;
}

enum status account_give_role(struct request *request, void *to, struct err *err)
{
	(void)to;
	const struct account_here_row *row = request_object(request, "account")->row;
	struct account_id account;
	struct str role = request_text(request, "role"), since = request_day(request, "since"),
	           until = request_day(request, "until");
	bool may;
	TRY(account_may_give(request, role, request->object[0].id, &may, err));
	if (!may)
		return refuse(err);
	since = since.len ? since : request->today;
	if (str_compare(since, request->today) < 0)
		return err_set(err, INVALID, "account.role_past", "since");
	if (until.len && str_compare(until, since) <= 0)
		return err_set(err, INVALID, "account.role_dates", "until");
	if (str_is(role, "secretary"))
		TRY(hand_over(request, since, err));
	TRY(account_give(request->arena, request->db,
	        &(struct account_new){ .unit = request->object[0].id,
	                .person = row->person.n,
	                .account = target(request),
	                .name = row->name,
	                .role = role,
	                .since = since,
	                .until = until,
	                .granted_by = request->account.n },
	        request->now, &account, err));
	request_flash(request, N_("Đã giao nhiệm vụ. Việc này được ghi lại và báo cho đồng chí ấy."));
	request_go(request, "%.*s", STR_ARG(one_of(request, target(request).n)));
	return done(request, "account.role_given", "account.role_given", err);
}

enum status account_take_role(struct request *request, void *to, struct err *err)
{
	(void)to;
	struct account_at_unit_rows rows;
	int64_t id = request_int(request, "role_id");
	bool may = false;
	TRY(roles_here(request, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].role_id == id && rows.at[i].account.n == target(request).n)
			TRY(account_may_give(request, rows.at[i].role, request->object[0].id, &may, err));
	if (!may)
		return refuse(err);
	TRY(account_role_end(request->arena, request->db,
	        &(struct account_role_end_in){ .id = id,
	                .account = target(request),
	                .unit = { request->object[0].id },
	                .day = request->today },
	        err));
	TRY(account_rank_lost(request->arena, request->db, target(request), err));
	request_flash(request, N_("Đã cho thôi nhiệm vụ. Việc này được ghi lại và báo cho đồng chí ấy."));
	request_go(request, "%.*s", STR_ARG(base_of(request)));
	return done(request, "account.role_taken", "account.role_taken", err);
}
