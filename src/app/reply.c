/* What goes back: a page in its shell, JSON, a file, a redirect, an error; and the headers that every answer carries.
 */
#include "app/app_private.h"
#include "app/asset.h"
#include "app/session.h"

#include "base/hex.h"
#include "base/log.h"
#include "base/time.h"
#include "gen/app_page.h"
#include "gen/app_sql.h"

#include <string.h>

enum { PAGE_CEILING = 16 << 20, PAGE_USUAL = 8 << 10, NAV_MAX = 32, NAV_YEAR = 100, DOCK_MAX = 4, FLASH_MAX = 400 };

static const char policy[] =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'";

void reply_headers(struct request *request)
{
	struct http_request *http = request->http;
	http_reply_header(http, "Content-Security-Policy", str_of(policy));
	http_reply_header(http, "X-Content-Type-Options", STR("nosniff"));
	http_reply_header(http, "Referrer-Policy", STR("same-origin"));
	http_reply_header(http, "Cross-Origin-Opener-Policy", STR("same-origin"));
	http_reply_header(http, "Cache-Control", STR("no-store"));
	http_reply_header(http, "Vary", STR("Cookie, Accept"));
	if (app_get_settings(request->app)->secure)
		http_reply_header(http, "Strict-Transport-Security", STR("max-age=31536000"));
}

bool reply_wants_json(const struct request *request)
{
	return str_find(http_header(request->http, "accept"), STR("application/json")) >= 0;
}

static bool can_callback(struct page *page, const char *permission)
{
	return request_can(page->context, permission);
}

static struct page make_page(struct request *request)
{
	struct page page = { .arena = request->arena,
		.language = request->language,
		.now = request->now,
		.can = can_callback,
		.context = request,
		.asset = asset_url };
	if (request->failed) {
		struct page_typed *typed =
		        arena_array(request->arena, struct page_typed, request->http->form_count + 1);
		for (size_t i = 0; i < request->http->form_count; i++) {
			/* A secret is never sent back. */
			if (str_ends(request->http->form[i].name, STR("pin")))
				continue;
			typed[page.typed_count++] =
			        (struct page_typed){ request->http->form[i].name, request->http->form[i].value };
		}
		page.typed = typed;
		page.err = request->failed;
	}
	return page;
}

/* A sentence left by the request before, shown once. */
static struct str take_flash(struct request *request)
{
	if (request->shell.flash.len)
		return request->shell.flash;
	struct str cookie = request_cookie(request, "flash");
	if (!cookie.len || cookie.len > FLASH_MAX)
		return STR_NONE;
	request_cookie_set(request, "flash", STR(""), -1);
	char *text = arena_take(request->arena, cookie.len + 1);
	if (cookie.len % 2 || !hex_decode(cookie, text, cookie.len / 2))
		return STR_NONE;
	struct str key = { text, cookie.len / 2 };
	/* Only sentences of ours: what a cookie says is not to be trusted. */
	struct str said = message_text(EN, key);
	return said.ptr != key.ptr ? message_text(request->language, key) : STR_NONE;
}

static struct str other_language(struct request *request)
{
	return str_format(request->arena, "/language/%s", request->language == VI ? "en" : "vi");
}

/* What the countdown begins with; none for those who stay signed in, as the clerk of an open meeting does. */
static int64_t idle_seconds(struct request *request)
{
	bool limited = request->account.n && (request->device_shared || request->roles & (R(OFFICER) | R(ADMIN)));
	bool kept = false;
	if (limited && request->db && session_is_kept(request, request->person, &kept, NULL) != OK)
		kept = false;
	return limited && !kept ? SESSION_IDLE_MS / 1000 : 0;
}

static void fill_nav(struct request *request, struct shell_app_view *view)
{
	const struct nav_item *items[NAV_MAX];
	size_t count = 0;
	bool year = false;
	view->nav.at = arena_array(request->arena, struct shell_app_nav, NAV_MAX);
	for (size_t f = 0; f < feature_count; f++)
		for (const struct nav_item *item = features[f]->nav; item && item->label && count < NAV_MAX; item++) {
			size_t at = count++;
			for (; at && items[at - 1]->order > item->order; at--)
				items[at] = items[at - 1];
			items[at] = item;
		}
	for (size_t i = 0; i < count; i++) {
		struct shell_app_nav *row = &view->nav.at[view->nav.count];
		if (!items[i]->link(request, &row->href, &row->badge))
			continue;
		if (items[i]->order >= NAV_YEAR && !year) {
			row->head = request_say(request, N_("Công tác trong năm"));
			year = true;
		}
		row->label = request_say(request, items[i]->label);
		row->icon = str_of(items[i]->icon);
		row->current = str_eq(row->href, request->http->path);
		row->dock = view->nav.count++ < DOCK_MAX;
	}
}

/* Pages that name no unit stand under the person's own. */
static void own_unit(struct request *request)
{
	struct shell_unit_row row;
	bool found;
	if (request->shell.head.len || !request->home_unit || !request->db)
		return;
	if (shell_unit(request->arena, request->db,
	            &(struct shell_unit_in){ .unit = request->home_unit, .day = request->today }, &row, &found,
	            NULL) == OK &&
	        found) {
		request->shell.head = row.name;
		request->shell.sub = row.above;
	}
}

static void shell_app(struct request *request, struct page *page, struct buf *out, struct str title, struct str body)
{
	own_unit(request);
	struct shell_app_view view = { .title = title,
		.body = body,
		.theme = request->theme,
		.size = request->text_size,
		.unit = request->shell.head,
		.above = request->shell.sub,
		.crumb = request->shell.crumb,
		.crumb_href = request->shell.crumb_href,
		.person = request->account_name,
		.sign_out = request->account.n != 0,
		.flash = take_flash(request),
		.officer = request->account.n && request->roles & (R(OFFICER) | R(ADMIN)),
		.idle = idle_seconds(request),
		.other_language_href = other_language(request) };
	if (request->account.n)
		fill_nav(request, &view);
	shell_app_html(out, page, &view);
}

static void shell_console(
        struct request *request, struct page *page, struct buf *out, struct str title, struct str body)
{
	struct shell_console_view view = { .title = title,
		.body = body,
		.theme = request->theme,
		.size = request->text_size,
		.head = request->shell.head,
		.sub = request->shell.sub,
		.home = request->shell.crumb_href,
		.clock = request->shell.clock,
		.count = request->shell.count,
		.flash = take_flash(request),
		.idle = idle_seconds(request),
		.cta = request->shell.cta,
		.cta_icon = request->shell.cta_icon,
		.cta_form = request->shell.cta_form,
		.cta_href = request->shell.cta_href,
		.notice = request->shell.notice,
		.notice_href = request->shell.notice_href };
	view.tabs.at = arena_array(request->arena, struct shell_console_tabs, REQUEST_TABS);
	for (; view.tabs.count < request->shell.tab_count; view.tabs.count++) {
		size_t i = view.tabs.count;
		view.tabs.at[i] = (struct shell_console_tabs){ .href = request->shell.tab[i].href,
			.label = request->shell.tab[i].label,
			.icon = request->shell.tab[i].icon,
			.badge = request->shell.tab[i].badge,
			.current = request->shell.tab[i].current };
	}
	shell_console_html(out, page, &view);
}

static void shell_plain(
        struct request *request, struct page *page, struct buf *out, struct str title, struct str body, bool card)
{
	struct shell_plain_view view = { .title = title,
		.body = body,
		.theme = request->theme,
		.size = request->text_size,
		.card = card,
		.unit = request->shell.head,
		.flash = take_flash(request),
		.other_language_href = other_language(request) };
	shell_plain_html(out, page, &view);
}

void reply_page(struct request *request, const struct page_type *type, const void *view, int status)
{
	struct http_response *response = &request->http->response;
	struct page page = make_page(request);
	struct buf body = buf_open(request->arena, PAGE_CEILING), title = buf_open(request->arena, 2000), out;
	response->status = status;
	reply_headers(request);
	if (reply_wants_json(request)) {
		type->json(&body, view);
		response->type = STR("application/json; charset=utf-8");
		response->body = buf_text(&body);
		return;
	}
	buf_reserve(&body, PAGE_USUAL);
	type->html(&body, &page, view);
	type->title(&title, &page, view);
	out = buf_open(request->arena, PAGE_CEILING);
	buf_reserve(&out, body.len + PAGE_USUAL);
	struct str title_text = buf_text(&title);
	struct str layout = str_of(type->layout);
	if (str_is(layout, "app"))
		shell_app(request, &page, &out, title_text, buf_text(&body));
	else if (str_is(layout, "console"))
		shell_console(request, &page, &out, title_text, buf_text(&body));
	else if (str_is(layout, "print"))
		shell_print_html(&out, &page,
		        &(struct shell_print_view){
		                .title = title_text, .body = buf_text(&body), .back = request->shell.crumb_href });
	else
		shell_plain(request, &page, &out, title_text, buf_text(&body), str_is(layout, "card"));
	check(!out.full && !body.full);
	response->type = STR("text/html; charset=utf-8");
	response->body = buf_text(&out);
}

void reply_json_error(struct request *request, enum status status, const struct err *err)
{
	struct buf buf = buf_open(request->arena, 1 << 16);
	buf_c(&buf, "{\"error\":{\"code\":");
	buf_json(&buf, str_of(err->code));
	buf_c(&buf, ",\"field\":");
	buf_json(&buf, err->field[0] ? str_of(err->field) : STR_NONE);
	buf_c(&buf, ",\"message\":");
	buf_json(&buf, err_text(request->arena, request->language, err));
	buf_c(&buf, "}}\n");
	request->http->response.status = status_http(status);
	request->http->response.type = STR("application/json; charset=utf-8");
	request->http->response.body = buf_text(&buf);
}

/* Who was refused what, for whoever looks for attacks: rights, another site, fields that no form has, doors and PINs.
 * Of the server only, not of the tests' loopback. The path is without its query: a link's secret is none of the log's.
 */
void reply_log_refusal(const struct request *request, enum status status, const struct err *err)
{
	static const char *const told[] = { "app.host", "app.too_often", "form.unknown", "account.link_unknown",
		"account.link_used", "account.link_expired" };
	bool tell = status == DENIED && strcmp(err->code, "app.sign_in_first") != 0;
	for (size_t i = 0; err->code && i < LENGTH(told); i++)
		tell |= !strcmp(err->code, told[i]);
	if (tell && request->app->server)
		log_warn("refused: %s account=%lld request=%llu %s %.*s", err->code ? err->code : "?",
		        (long long)request->account.n, (unsigned long long)request->http->number,
		        request->http->method == HTTP_POST ? "POST" : "GET", STR_ARG(request->http->path));
}

void reply_error(struct request *request, enum status status, const struct err *err)
{
	struct http_request *http = request->http;
	bool sign_in = err->code && !strcmp(err->code, "app.sign_in_first");
	if (status == BROKEN)
		log_err("request", err);
	reply_log_refusal(request, status, err);
	http->response.header_count = 0;
	if (sign_in && !reply_wants_json(request) && http->method == HTTP_GET) {
		struct buf to = buf_open(request->arena, 4096);
		buf_c(&to, "/sign-in?next=");
		buf_url(&to, http->path);
		request->go = buf_text(&to);
		reply_go(request);
		return;
	}
	if (reply_wants_json(request)) {
		reply_headers(request);
		reply_json_error(request, status, err);
	} else {
		struct error_view view = { .message = err_text(request->arena, request->language, err),
			.signed_in = request->account.n != 0,
			.number = (int64_t)http->number,
			.ours = status == BROKEN };
		/* Nothing typed is lost: what a form without a page of its own brought is shown to be copied. */
		view.typed.at = arena_array(request->arena, struct error_typed, http->form_count + 1);
		for (size_t i = 0; http->method == HTTP_POST && i < http->form_count; i++)
			if (http->form[i].value.len > 40)
				view.typed.at[view.typed.count++] = (struct error_typed){ http->form[i].value };
		reply_page(request, &error_page, &view, status_http(status));
	}
	if (sign_in)
		http->response.status = 401;
	if (status == BUSY)
		http_reply_header(http, "Retry-After", STR("2"));
}

void reply_go(struct request *request)
{
	struct http_response *response = &request->http->response;
	reply_headers(request);
	if (request->http->method == HTTP_POST && reply_wants_json(request)) {
		struct buf buf = buf_open(request->arena, 1 << 14);
		buf_c(&buf, "{\"location\":");
		buf_json(&buf, request->go);
		buf_c(&buf, "}\n");
		response->status = 200;
		response->type = STR("application/json; charset=utf-8");
		response->body = buf_text(&buf);
		return;
	}
	response->status = 303;
	response->type = STR("text/plain; charset=utf-8");
	response->body = STR("");
	http_reply_header(request->http, "Location", request->go);
}
