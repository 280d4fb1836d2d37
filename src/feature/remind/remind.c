/* The morning: for each account that asked, what waits is gathered as the first page does, and a neutral mail is queued
   when there is something new. One small write for all of a run; a restart sends nothing twice. */
#include "feature/remind/remind_private.h"

#include "app/app.h"
#include "app/session.h"
#include "base/time.h"
#include "feature/call/call.h"
#include "feature/unit/unit.h"

#include <sodium.h>
#include <string.h>

/* Pages of accounts a run, each written at once; at a third of a millisecond an account, others do not wait long. */
enum { ARENA = 16 << 20, PAGE = 500, PAGES = 4 };

/* What it is, whatever it says of counts and days. */
static int64_t hash_of(struct arena *arena, const struct due_item *item)
{
	uint64_t hash;
	struct str text = str_format(arena, "%.*s\n%.*s", STR_ARG(item->href), STR_ARG(item->title));
	unsigned char bytes[crypto_generichash_BYTES_MIN];
	crypto_generichash(bytes, sizeof(bytes), (const unsigned char *)text.ptr, text.len, NULL, 0);
	memcpy(&hash, bytes, sizeof(hash));
	return (int64_t)(hash & INT64_MAX);
}

static const struct remind_items_row *told_of(const struct remind_items_rows *told, int64_t item)
{
	for (size_t i = 0; i < told->count; i++)
		if (told->at[i].item == item)
			return &told->at[i];
	return NULL;
}

static bool is_long_ago(struct str day, struct str today)
{
	struct date from, to;
	return !date_parse(day, &from) || !date_parse(today, &to) ||
	       date_number(to) - date_number(from) >= REMIND_AGAIN_DAYS;
}

void remind_decide(struct arena *arena, const struct due_list *list, const struct remind_items_rows *told,
        struct str today, struct remind_plan *ret_plan)
{
	*ret_plan = (struct remind_plan){ .at = arena_array(arena, struct remind_told, list->count + 1) };
	for (size_t i = 0; i < list->count; i++) {
		const struct due_item *item = &list->at[i];
		bool late = item->urgency == DUE_LATE;
		if (item->urgency == DUE_INFO)
			continue;
		int64_t hash = hash_of(arena, item);
		const struct remind_items_row *before = told_of(told, hash);
		ret_plan->at[ret_plan->count++] = (struct remind_told){ hash, late };
		ret_plan->worth |= !before || is_long_ago(before->day, today) || (late && !before->late);
	}
}

enum status remind_address_of(struct request *request, struct str *ret_address, struct err *err)
{
	struct remind_account_address_row account;
	struct remind_address_row person;
	struct unit unit;
	bool found;
	*ret_address = STR_NONE;
	TRY(remind_account_address(request->arena, request->db,
	        &(struct remind_account_address_in){ .account = request->account }, &account, &found, err));
	if (found && account.email.len)
		*ret_address = account.email;
	if (ret_address->len || !found || !request->person.n || !request->home_unit)
		return OK;
	TRY(unit_home_load(request, &unit, err));
	TRY(remind_address(request->arena, request->db,
	        &(struct remind_address_in){ .person = request->person, .shard = unit.shard }, &person, &found, err));
	if (found)
		*ret_address = person.email;
	return OK;
}

struct letter {
	struct account_id account;
	struct remind_plan plan; /* worth: a mail is queued */
	struct str address, body;
};
struct morning {
	struct letter *at;
	size_t count;
	struct str today, long_ago;
	int64_t now;
};

/* Nothing in it says what kind of place this is, or what waits. */
static struct str body_of(struct request *request, int64_t count)
{
	struct str base = request_base_url(request);
	struct text_arg args[] = { { .name = STR("n"),
		.value = str_format(request->arena, "%lld", (long long)count),
		.number = count,
		.counts = true } };
	struct str first = message_fill(request->arena, request->language, T("Bạn có {n} việc đến hạn."), args, 1),
	           stop = request_say(request, N_("Thôi nhận thư này:"));
	return str_format(request->arena, "%.*s\r\n%.*s/\r\n\r\n%.*s %.*s/account/reminders", STR_ARG(first),
	        STR_ARG(base), STR_ARG(stop), STR_ARG(base));
}

/* Texts of the letter live in the run's arena, all else in the letter's own. */
static enum status look(struct chore_run *run, const struct morning *morning, struct letter *letter, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA);
	struct request request;
	struct due_list list = { 0 };
	struct remind_items_rows told;
	struct remind_plan plan;
	bool found;
	TRY(session_stand_for(arena, run->db, run->app, letter->account, run->now, &request, &found, err));
	if (!found)
		return OK;
	TRY(remind_address_of(&request, &letter->address, err));
	if (!letter->address.len)
		return OK;
	TRY(due_gather(&request, &list, err));
	TRY(remind_items(arena, run->db, &(struct remind_items_in){ .account = letter->account }, &told, err));
	remind_decide(arena, &list, &told, morning->today, &plan);
	if (!plan.worth)
		return OK;
	letter->address = str_copy(run->arena, letter->address);
	letter->body = str_copy(run->arena, body_of(&request, (int64_t)plan.count));
	letter->plan = plan;
	letter->plan.at = arena_array(run->arena, struct remind_told, plan.count);
	memcpy(letter->plan.at, plan.at, plan.count * sizeof(*plan.at));
	return OK;
}

static enum status put_letter(
        struct arena *arena, struct db *db, const struct morning *morning, const struct letter *letter, struct err *err)
{
	TRY(remind_asked(
	        arena, db, &(struct remind_asked_in){ .account = letter->account, .day = morning->today }, err));
	if (!db_changes(db) || !letter->plan.worth)
		return OK;
	TRY(remind_drop(
	        arena, db, &(struct remind_drop_in){ .account = letter->account, .before = morning->long_ago }, err));
	TRY(remind_item_drop(arena, db,
	        &(struct remind_item_drop_in){ .account = letter->account, .before = morning->long_ago }, err));
	for (size_t i = 0; i < letter->plan.count; i++)
		TRY(remind_item_put(arena, db,
		        &(struct remind_item_put_in){ .account = letter->account,
		                .item = letter->plan.at[i].item,
		                .day = morning->today,
		                .late = letter->plan.at[i].late },
		        err));
	TRY(remind_put(arena, db,
	        &(struct remind_put_in){ .account = letter->account,
	                .day = morning->today,
	                .items = (int64_t)letter->plan.count,
	                .at = morning->now },
	        err));
	return call_mail_add(arena, db, letter->address, letter->body, morning->now, err);
}

static enum status put_letters(struct db *db, void *context, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA);
	const struct morning *morning = context;
	for (size_t i = 0; i < morning->count; i++)
		TRY(put_letter(arena, db, morning, &morning->at[i], err));
	return OK;
}

/* One page of accounts; a failure is noted and the others get theirs. */
static enum status take_page(struct chore_run *run, const struct remind_waiting_rows *rows, struct morning *morning,
        enum status *worst, struct err *err)
{
	morning->at = arena_array(run->arena, struct letter, rows->count + 1);
	morning->count = 0;
	for (size_t i = 0; i < rows->count && !chore_over(run); i++) {
		struct letter *letter = &morning->at[morning->count++];
		struct err why = { 0 };
		letter->account = rows->at[i].account;
		enum status status = look(run, morning, letter, &why);
		if (status != OK && *worst == OK) {
			*worst = status;
			*err = why;
		}
	}
	return morning->count ? chore_write(run, put_letters, morning, err) : OK;
}

enum status remind_chore(struct chore_run *run, struct err *err)
{
	struct remind_waiting_rows rows = { .count = PAGE };
	struct date today = date_of_instant(run->now);
	struct morning morning = { .today = date_iso(run->arena, today),
		.long_ago = date_iso(run->arena, date_add(today, -REMIND_KEEP_DAYS)),
		.now = run->now };
	int minute = minute_of_instant(run->now);
	enum status worst = OK;
	if (minute < REMIND_FROM_MINUTE || minute >= REMIND_TO_MINUTE || !call_mail_ready())
		return OK;
	for (int page = 0; page < PAGES && rows.count == PAGE && !chore_over(run); page++) {
		TRY(remind_waiting(
		        run->arena, run->db, &(struct remind_waiting_in){ .day = morning.today }, &rows, err));
		TRY(take_page(run, &rows, &morning, &worst, err));
	}
	return worst;
}
