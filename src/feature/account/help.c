/* Helping somebody in: who may, the link, its QR code. */
#include "feature/account/account_private.h"

#include "app/app.h"
#include "app/audit.h"
#include "app/session.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/account_page.h"
#include "gen/account_sql.h"

#include <qrencode.h>

enum { QUIET = 4, QR_CEILING = 64 << 10 };

/* Whoever manages officers of a unit is above it, or its administrator. */
static const struct permission administer = {
	.name = "account.administer", .sentence = N_("Quản trị tài khoản"), .below = R(ADMIN)
};

static enum status may_officers(struct request *request, int64_t unit_id, bool *ret_may, struct err *err)
{
	struct unit unit;
	TRY(request_can_at(request, &administer, unit_id, ret_may, err));
	if (*ret_may)
		return OK;
	TRY(unit_load(request->arena, request->db, unit_id, &unit, err));
	return unit.parent ? request_can_at(request, &account_appoint, unit.parent, ret_may, err) : OK;
}

enum status account_may_give(struct request *request, struct str role, int64_t unit, bool *ret_may, struct err *err)
{
	*ret_may = false;
	if (str_is(role, "deputy") || str_is(role, "clerk") || str_is(role, "committee"))
		return request_can_at(request, &account_grant, unit, ret_may, err);
	if (str_is(role, "secretary"))
		return request_can_at(request, &account_appoint, unit, ret_may, err);
	if (str_is(role, "officer"))
		return may_officers(request, unit, ret_may, err);
	return OK;
}

enum status account_may_help(struct request *request, struct account_id account, bool *ret_may, struct err *err)
{
	struct account_roles_rows roles;
	TRY(account_roles(request->arena, request->db, &(struct account_roles_in){ .account = account }, &roles, err));
	bool may = account.n != request->account.n;
	for (size_t i = 0; may && i < roles.count; i++) {
		struct str role = roles.at[i].role;
		int64_t unit = roles.at[i].unit.n;
		if (str_compare(roles.at[i].until, request->today) <= 0)
			continue;
		if (str_is(role, "member"))
			TRY(request_can_at(request, &account_manage, unit, &may, err));
		else if (str_is(role, "admin"))
			TRY(request_can_at(request, &administer, unit, &may, err));
		else
			TRY(account_may_give(request, role, unit, &may, err));
	}
	*ret_may = may;
	return OK;
}

struct str account_qr(struct arena *arena, struct str text, int64_t *ret_size)
{
	QRcode *code = QRcode_encodeString8bit(str_c(arena, text), 0, QR_ECLEVEL_M);
	struct buf path = buf_open(arena, QR_CEILING);
	*ret_size = 0;
	if (!code)
		return STR_NONE;
	for (int y = 0; y < code->width; y++)
		for (int x = 0, run; x < code->width; x += run + 1) {
			for (run = 0; x + run < code->width && code->data[y * code->width + x + run] & 1;)
				run++;
			if (run)
				buf_format(&path, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
		}
	*ret_size = code->width + 2 * QUIET;
	QRcode_free(code);
	return buf_text(&path);
}

enum status account_make_link(
        struct request *request, struct account_id account, struct account_link_view *view, struct err *err)
{
	struct account_links_live_row live;
	struct str secret;
	TRY(account_links_live(request->arena, request->db,
	        &(struct account_links_live_in){ .account = account, .now = request->now }, &live, err));
	if (live.count >= LINKS_LIVE)
		return err_set(err, CONFLICT, "account.links_many", NULL);
	TRY(link_make(request->arena, request->db, account, request->account.n, false, request->now, &secret, err));
	TRY(account_title(request->arena, request->db, account, request->language, &view->name, err));
	view->link = str_format(request->arena, "%.*s/sign-in?link=%.*s",
	        STR_ARG(app_get_settings(request->app)->base_url), STR_ARG(secret));
	view->qr = account_qr(request->arena, view->link, &view->size);
	view->until = request->now + LINK_MS;
	return OK;
}
