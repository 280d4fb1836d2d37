/* Coming in and going out: the link, the notes that wait, the PIN. */
#include "feature/account/account_private.h"

#include "app/audit.h"
#include "app/session.h"
#include "base/time.h"
#include "gen/account_page.h"
#include "gen/account_sql.h"

enum { AGAIN_MS = 2 * 60000, TOKEN_LETTERS = 64 };

/* From the address, or from the form that is shown again. */
static struct str given(struct request *request, const char *name)
{
	struct str value = request_query(request, name);
	return value.len ? value : request_text(request, name);
}

static struct str hash_of(struct request *request, struct str secret)
{
	unsigned char *hash = arena_take(request->arena, 32);
	token_hash(secret, hash);
	return (struct str){ (const char *)hash, 32 };
}

/* The page says nothing of whom the link is for: previews and wrong hands learn nothing, and nothing is used up. */
enum status account_show_sign_in(struct request *request, void *to, struct err *err)
{
	(void)err;
	struct sign_in_view *view = to;
	struct str link = given(request, "link");
	view->link = link.len == TOKEN_LETTERS ? link : STR_NONE;
	view->broken = link.len && link.len != TOKEN_LETTERS;
	view->next = account_next(given(request, "next"));
	view->person = request->account_name;
	return OK;
}

/* INVALID with the one sentence that fits, before the writer is asked. */
static enum status find_link(
        struct request *request, struct account_link_find_row *row, bool *ret_again, struct err *err)
{
	bool found = false;
	struct str link = request_text(request, "link"), op = http_form(request->http, "op");
	if (link.len == TOKEN_LETTERS)
		TRY(account_link_find(request->arena, request->db,
		        &(struct account_link_find_in){ .token = hash_of(request, link) }, row, &found, err));
	if (!found)
		return err_set(err, INVALID, "account.link_unknown", NULL);
	*ret_again = row->used_at.set && op.len && str_eq(op, row->op) && request->now - row->used_at.n < AGAIN_MS;
	if (row->used_at.set && !*ret_again)
		return err_set(err, INVALID, "account.link_used", NULL);
	if (!*ret_again && row->expires_at <= request->now)
		return err_set(err, INVALID, "account.link_expired", NULL);
	return OK;
}

enum status account_sign_in_prepare(struct request *request, struct err *err)
{
	struct account_link_find_row row;
	bool again;
	return find_link(request, &row, &again, err);
}

/* What must be read or set before the person goes on. */
static enum status go_on(struct request *request, struct account_id account, bool skip_pin, struct err *err)
{
	struct account_find_row row;
	struct account_notes_rows notes;
	bool found;
	struct str next = account_next(request_text(request, "next"));
	struct buf query = buf_open(request->arena, 4096);
	TRY(account_find(
	        request->arena, request->db, &(struct account_find_in){ .account = account }, &row, &found, err));
	TRY(account_notes(request->arena, request->db, &(struct account_notes_in){ .account = account, .unseen = true },
	        &notes, err));
	buf_url(&query, next);
	if (found && !row.pin_hash.len && !skip_pin)
		request_go(request, "/account/pin?next=%.*s", STR_ARG(buf_text(&query)));
	else if (notes.count)
		request_go(request, "/account/notes?next=%.*s", STR_ARG(buf_text(&query)));
	else
		request_go(request, "%.*s", STR_ARG(next));
	return OK;
}

enum status account_sign_in(struct request *request, void *to, struct err *err)
{
	(void)to;
	struct account_link_find_row row;
	bool again;
	int64_t device;
	TRY(find_link(request, &row, &again, err));
	struct str link = hash_of(request, request_text(request, "link"));
	/* A button pressed twice: the browser may have dropped the first answer with its cookie, so the door is opened
	 * anew and the first shut. */
	if (again)
		TRY(account_device_end(request->arena, request->db,
		        &(struct account_device_end_in){
		                .account = row.account, .device = row.device.n, .at = request->now },
		        err));
	if (request->device)
		TRY(account_device_end(request->arena, request->db,
		        &(struct account_device_end_in){
		                .account = request->account, .device = request->device, .at = request->now },
		        err));
	bool shared = str_is(request_text(request, "machine"), "shared");
	struct str name =
	        account_device_name(request->arena, http_header(request->http, "user-agent"), request->language);
	TRY(session_begin(request, row.account, shared, name, &device, err));
	TRY(account_link_use(request->arena, request->db,
	        &(struct account_link_use_in){
	                .token = link, .at = request->now, .op = http_form(request->http, "op"), .device = device },
	        err));
	TRY(account_links_drop(request->arena, request->db,
	        &(struct account_links_drop_in){
	                .account = row.account, .before = request->now - (int64_t)LINK_KEPT_DAYS * DAY_MS },
	        err));
	TRY(audit_add(request->arena, request->db, 0, 0, request->now, row.account.n, "account.sign_in", device,
	        (int64_t)request->http->number, err));
	request->answers_again = true;
	return go_on(request, row.account, false, err);
}

enum status account_sign_out(struct request *request, void *to, struct err *err)
{
	(void)to;
	TRY(session_end(request, err));
	if (request->account.n)
		TRY(audit_add(request->arena, request->db, 0, 0, request->now, request->account.n, "account.sign_out",
		        request->device, (int64_t)request->http->number, err));
	request_go(request, "/sign-in");
	return OK;
}

enum status account_show_notes(struct request *request, void *to, struct err *err)
{
	struct account_notes_view *view = to;
	view->next = account_next(given(request, "next"));
	return account_notes(request->arena, request->db,
	        &(struct account_notes_in){ .account = request->account, .unseen = true }, &view->notes, err);
}

enum status account_read_notes(struct request *request, void *to, struct err *err)
{
	(void)to;
	TRY(account_notes_seen(request->arena, request->db,
	        &(struct account_notes_seen_in){ .account = request->account, .at = request->now }, err));
	return go_on(request, request->account, true, err);
}

enum status account_show_pin(struct request *request, void *to, struct err *err)
{
	struct account_pin_view *view = to;
	struct account_find_row row;
	bool found;
	TRY(account_find(request->arena, request->db, &(struct account_find_in){ .account = request->account }, &row,
	        &found, err));
	view->first = !row.pin_hash.len;
	view->locked = row.locked_at.set;
	view->name = request->account_name;
	view->next = account_next(given(request, "next"));
	view->may_wait = !(request->roles & ~(unsigned)R(MEMBER));
	if (view->first)
		TRY(account_notes(request->arena, request->db,
		        &(struct account_notes_in){ .account = request->account, .unseen = true }, &view->notes, err));
	return OK;
}

enum status account_show_confirm(struct request *request, void *to, struct err *err)
{
	(void)err;
	struct account_confirm_view *view = to;
	view->pin_fresh = request->pin_fresh;
	view->pin_set = request->pin_set;
	view->next = account_next(given(request, "next"));
	struct buf query = buf_open(request->arena, 3 * view->next.len + 1);
	buf_url(&query, view->next);
	view->next_query = buf_text(&query);
	return OK;
}

enum status account_put_confirm(struct request *request, void *to, struct err *err)
{
	(void)to;
	(void)err;
	struct str next = account_next(request_text(request, "next"));
	struct buf query = buf_open(request->arena, 3 * next.len + 1);
	buf_url(&query, next);
	request_go(request, "/account/confirm?next=%.*s", STR_ARG(buf_text(&query)));
	return OK;
}

struct pin_ready {
	struct str hash;
	bool old_right;
};

enum status account_pin_prepare(struct request *request, struct err *err)
{
	struct pin_ready *ready = request->prepared = arena_new(request->arena, struct pin_ready);
	struct str pin = request_text(request, "new_pin");
	struct account_pin_state_row row;
	const char *weak;
	TRY(account_pin_state(
	        request->arena, request->db, &(struct account_pin_state_in){ .account = request->account }, &row, err));
	if (row.pin_hash.len && !request_text(request, "old_pin").len)
		return err_set(err, INVALID, "account.pin_old_missing", "old_pin");
	TRY(account_pin_weak(request->arena, request->db, request->person, pin, &weak, err));
	if (weak)
		return err_set(err, INVALID, weak, "new_pin");
	if (!str_eq(pin, request_text(request, "again_pin")))
		return err_set(err, INVALID, "account.pin_differs", "again_pin");
	if (row.pin_hash.len)
		TRY(account_pin_verify_prepare(request, request->account, "old_pin", &ready->old_right, err));
	ready->hash = pin_hash(request->arena, pin);
	return OK;
}

enum status account_put_pin(struct request *request, void *to, struct err *err)
{
	(void)to;
	const struct pin_ready *ready = request->prepared;
	struct account_pin_state_row row;
	TRY(account_pin_state(
	        request->arena, request->db, &(struct account_pin_state_in){ .account = request->account }, &row, err));
	if (row.pin_hash.len) {
		bool go;
		TRY(account_pin_note(request, request->account, "old_pin", ready->old_right, &go, err));
		if (!go)
			return OK;
		TRY(account_tell(request->arena, request->db, request->account, "account.pin_changed", STR_NONE,
		        request->now, err));
	}
	TRY(account_pin_put(request->arena, request->db,
	        &(struct account_pin_put_in){ .account = request->account, .hash = ready->hash, .at = request->now },
	        err));
	TRY(account_pins_stale(
	        request->arena, request->db, &(struct account_pins_stale_in){ .account = request->account }, err));
	TRY(account_notes_seen(request->arena, request->db,
	        &(struct account_notes_seen_in){ .account = request->account, .at = request->now }, err));
	request_flash(request, N_("Đã đặt mã PIN. Mã được hỏi khi ký xác nhận, bỏ phiếu và xuất dữ liệu."));
	return go_on(request, request->account, true, err);
}
