/* The page of reminders: the same list as the first page, and whether to be told of it by mail. */
#include "feature/remind/remind_private.h"

#include "app/export.h"
#include "feature/call/call.h"
#include "gen/remind_page.h"

enum { CHORE_S = 15 };

static enum status show(struct request *request, void *to, struct err *err)
{
	struct remind_mine_view *view = to;
	struct due_list list = { 0 };
	struct remind_choice_of_row choice;
	struct remind_last_row last;
	bool found;
	TRY(due_gather(request, &list, err));
	TRY(remind_choice_of(request->arena, request->db, &(struct remind_choice_of_in){ .account = request->account },
	        &choice, &found, err));
	TRY(remind_last(
	        request->arena, request->db, &(struct remind_last_in){ .account = request->account }, &last, err));
	TRY(remind_address_of(request, &view->address, err));
	view->today = request->today;
	view->daily = found && choice.daily;
	view->ready = call_mail_ready();
	view->last = last.day;
	view->items.at = arena_array(request->arena, struct remind_mine_items, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		const struct due_item *item = &list.at[i];
		view->items.at[view->items.count++] = (struct remind_mine_items){ .title = item->title,
			.detail = item->detail,
			.href = item->href,
			.icon = item->icon,
			.late = item->urgency == DUE_LATE,
			.soon = item->urgency == DUE_SOON,
			.day = item->day };
	}
	return OK;
}

static enum status put(struct request *request, void *view, struct err *err)
{
	struct str address;
	bool daily = str_is(request_text(request, "mail"), "daily");
	(void)view;
	TRY(remind_address_of(request, &address, err));
	if (daily && !address.len)
		return err_set(err, CONFLICT, "remind.no_address", "mail");
	TRY(remind_choice_put(request->arena, request->db,
	        &(struct remind_choice_put_in){ .account = request->account, .daily = daily, .at = request->now },
	        err));
	request_flash(request, daily ? N_("Đã lưu: ngày nào có việc mới sẽ có thư.") : N_("Đã lưu: không gửi thư."));
	request_go(request, "/account/reminders");
	return OK;
}

static enum status export(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err) {
	struct remind_export_choice_rows choice; struct remind_export_mails_rows mails;
	struct remind_export_told_rows told;
	TRY(remind_export_choice(arena, db, &(struct remind_export_choice_in){ .account = account }, &choice, err));
	TRY(remind_export_mails(arena, db, &(struct remind_export_mails_in){ .account = account }, &mails, err));
	TRY(remind_export_told(arena, db, &(struct remind_export_told_in){ .account = account }, &told, err));
	EXPORT_ROWS(json, "reminder_choice", remind_export_choice, choice);
	EXPORT_ROWS(json, "reminders", remind_export_mails, mails);
	EXPORT_ROWS(json, "reminded_of", remind_export_told, told);
	return OK;
}

static enum status forget(struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err)
{
	struct str after = STR("9999-12-31");
	(void)now;
	TRY(remind_drop(arena, db, &(struct remind_drop_in){ .account = account, .before = after }, err));
	TRY(remind_item_drop(arena, db, &(struct remind_item_drop_in){ .account = account, .before = after }, err));
	return remind_forget_choice(arena, db, &(struct remind_forget_choice_in){ .account = account }, err);
}

static const struct field form[] = {
	{ "mail", FIELD_CHOICE, .required = true, .choices = "daily never", .label = N_("Gửi thư cho tôi") }, { 0 }
};

const struct feature remind_feature = {
	.name = "remind",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/account/reminders", &signed_in, show, .page = &remind_mine_page,
	                        .about = "What waits for the person, and whether mail says so" },
	                { HTTP_POST, "/account/reminders", &signed_in, put, .form = form, .act = "remind.choice",
	                        .about = "Daily mail, or never" },
	                { 0 },
	        },
	.chores = (const struct chore[]){ { "remind.morning", CHORE_S, remind_chore, .swift = false }, { 0 } },
	.export_account = export,
	.erase_account = forget,
};
