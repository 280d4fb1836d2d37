/* What waits for those who go to visits, and what a cell should know of and answer. */
#include "feature/visit/visit_private.h"

#include "base/time.h"

enum { DUE_BACK = 60, DUE_AHEAD = 45 };

static struct str beside(struct request *request, int days)
{
	struct date date;
	check(date_parse(request->today, &date));
	return date_iso(request->arena, date_add(date, days));
}

static struct str visit_page(struct request *request, struct visit_id id, const char *page)
{
	return str_format(request->arena, "/visits/%lld%s", (long long)id.n, page);
}

static enum status due_of_member(struct request *request, struct due_list *list, struct err *err)
{
	struct visit_mine_rows mine;
	TRY(visit_mine(request->arena, request->db,
	        &(struct visit_mine_in){ request->account, beside(request, -DUE_BACK), beside(request, DUE_AHEAD) },
	        &mine, err));
	for (size_t i = 0; i < mine.count; i++) {
		const struct visit_mine_row *row = &mine.at[i];
		bool replied = str_is(row->state, "replied"), past = str_compare(row->day, request->today) <= 0;
		struct text_arg args[] = { { .name = STR("cell"), .value = row->cell_name },
			{ .name = STR("d"), .value = date_show(request->arena, row->day) } };
		due_add(request, list,
		        (struct due_item){ .title = request_say(request, replied ? N_("Chi bộ đã trả lời tổ công tác")
		                                                         : past ? N_("Ghi phiếu dự sinh hoạt chi bộ")
		                                                                : N_("Dự sinh hoạt chi bộ theo lịch")),
		                .detail =
		                        message_fill(request->arena, request->language, T("{cell}, ngày {d}"), args, 2),
		                .href = visit_page(request, row->id, past && !replied ? "/note" : ""),
		                .icon = STR("calendar"),
		                .urgency = past ? DUE_SOON : DUE_INFO,
		                .day = row->day });
	}
	return OK;
}

static enum status due_of_cell(struct request *request, struct due_list *list, const struct unit *cell, struct err *err)
{
	struct visit_asks_rows rows;
	TRY(visit_asks(request->arena, request->db,
	        &(struct visit_asks_in){ { cell->id }, cell->shard, beside(request, -DUE_BACK) }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		bool held = str_is(rows.at[i].state, "held"), gone = str_is(rows.at[i].state, "cancelled");
		if (!held && str_compare(rows.at[i].day, request->today) < 0)
			continue;
		due_add(request, list,
		        (struct due_item){
		                .title = request_say(request,
		                        held   ? N_("Trả lời nhận xét của tổ công tác")
		                        : gone ? N_("Tổ công tác không đến dự nữa")
		                        : str_is(rows.at[i].shift, "day") ? N_("Tổ công tác đổi ngày dự sinh hoạt")
		                        : str_is(rows.at[i].shift, "people") ? N_("Tổ công tác đổi người dự sinh hoạt")
		                                                             : N_("Tổ công tác sẽ dự sinh hoạt")),
		                .detail = date_show(request->arena, rows.at[i].day),
		                .href = visit_page(request, rows.at[i].id, ""),
		                .icon = STR("users"),
		                .urgency = held ? DUE_SOON : DUE_INFO,
		                .day = rows.at[i].day });
	}
	return OK;
}

enum status visit_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	TRY(due_of_member(request, list, err));
	if (!(request->roles & ROLES_LEADERS) || !request->home_unit)
		return OK;
	TRY(unit_home_load(request, &home, err));
	return str_is(home.kind, "chi_bo") ? due_of_cell(request, list, &home, err) : OK;
}
