/* What waits: for both cells proposals without an answer and stays that end, for the offices above those that wait too
 * long. */
#include "feature/transfer/transfer_private.h"

#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/transfer_sql.h"

enum { STEPS = 2 }; /* the committee above a cell, and the one above that */

static struct str say_of(struct request *request, struct str text, const struct transfer_due_row *row)
{
	struct text_arg args[] = { { .name = STR("name"), .value = row->name },
		{ .name = STR("cell"), .value = row->other_name },
		{ .name = STR("day"), .value = date_show(request->arena, row->until) } };
	return message_fill(request->arena, request->language, text, args, LENGTH(args));
}

static struct str title_of(struct request *request, const struct transfer_due_row *row, bool late)
{
	bool in = str_is(row->side, "in");
	if (str_is(row->state, "refused"))
		return say_of(request, T("{cell} không tiếp nhận đồng chí {name}"), row);
	if (str_is(row->state, "accepted"))
		return say_of(request, T("Hết hạn sinh hoạt tạm thời: {name}, {cell}"), row);
	if (in)
		return say_of(request, T("Tiếp nhận đồng chí {name} từ {cell}"), row);
	return say_of(request,
	        late ? T("{cell} chưa trả lời việc chuyển đồng chí {name}")
	             : T("Đang chuyển đồng chí {name} đến {cell}"),
	        row);
}

static struct due_item item_of(
        struct request *request, const struct transfer_call *call, int64_t cell, const struct transfer_due_row *row)
{
	bool proposed = str_is(row->state, "proposed"), accepted = str_is(row->state, "accepted"),
	     late = proposed && transfer_is_late(call, row->proposed_at);
	struct str asked = day_today(request->arena, row->proposed_at);
	struct due_item item = { .title = title_of(request, row, late),
		.icon = STR("users"),
		.urgency = DUE_INFO,
		.href = str_format(
		        request->arena, "/cells/%lld/transfers/%lld", (long long)cell, (long long)row->id.n) };
	if (proposed) {
		struct text_arg arg = { .name = STR("day"), .value = date_show(request->arena, asked) };
		item.detail =
		        message_fill(request->arena, request->language, T("Đề nghị ngày {day}, chưa trả lời"), &arg, 1);
		item.day = transfer_day_add(request->arena, asked, TRANSFER_DAYS);
		item.urgency = late ? DUE_LATE : str_is(row->side, "in") ? DUE_SOON : DUE_INFO;
	} else if (accepted) {
		item.detail = request_say(request, N_("Ghi đồng chí trở về, hoặc gia hạn"));
		item.day = row->until;
		item.urgency = str_compare(row->until, request->today) <= 0 ? DUE_LATE : DUE_SOON;
	}
	return item;
}

static enum status due_of_cell(struct request *request, struct due_list *list, const struct unit *cell, struct err *err)
{
	struct transfer_call call = { .now = request->now };
	struct transfer_due_rows rows;
	TRY(transfer_due(request->arena, request->db,
	        &(struct transfer_due_in){ .cell = { cell->id },
	                .shard = cell->shard,
	                .soon = transfer_day_add(request->arena, request->today, TRANSFER_ENDS_DAYS),
	                .since = request->now - (int64_t)TRANSFER_TOLD_DAYS * DAY_MS },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		due_add(request, list, item_of(request, &call, cell->id, &rows.at[i]));
	return OK;
}

static enum status due_of_office(struct request *request, struct due_list *list, int64_t unit, struct err *err)
{
	struct transfer_late_row late;
	TRY(transfer_late(request->arena, request->db,
	        &(struct transfer_late_in){
	                .unit = { unit }, .steps = STEPS, .before = request->now - (int64_t)TRANSFER_DAYS * DAY_MS },
	        &late, err));
	if (!late.count)
		return OK;
	struct text_arg arg = { .name = STR("n"),
		.value = str_format(request->arena, "%lld", (long long)late.count),
		.number = late.count,
		.counts = true };
	due_add(request, list,
	        (struct due_item){ .title = message_fill(request->arena, request->language,
	                                   T("{n} đề nghị chuyển sinh hoạt chưa được trả lời"), &arg, 1),
	                .detail = request_say(request, N_("Quá 15 ngày: nhắc chi bộ nơi đến trả lời")),
	                .href = str_format(request->arena, "/units/%lld/transfers", (long long)unit),
	                .icon = STR("users"),
	                .urgency = DUE_SOON });
	return OK;
}

enum status transfer_due_items(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	if (!request->home_unit || !(request->roles & (ROLES_LEADERS | R(OFFICER))))
		return OK;
	TRY(unit_home_load(request, &home, err));
	if (!str_is(home.kind, "chi_bo"))
		return request->roles & R(OFFICER) ? due_of_office(request, list, home.id, err) : OK;
	return request->roles & ROLES_LEADERS ? due_of_cell(request, list, &home, err) : OK;
}

enum status transfer_health(struct health *health, struct db *db, int64_t now, struct err *err)
{
	struct transfer_waiting_count_row row;
	TRY(transfer_waiting_count(health->arena, db,
	        &(struct transfer_waiting_count_in){ .before = now - (int64_t)TRANSFER_DAYS * DAY_MS }, &row, err));
	health_gauge(health, "chibo_transfers_waiting", "Members whose transfer has no answer yet.", row.waiting);
	health_gauge(health, "chibo_transfers_late", "Those that wait longer than 15 days.", row.late);
	return OK;
}
