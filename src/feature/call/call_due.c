/* What a notice asks of people: members open it and its papers, the office above sees which of its cells will meet. */
#include "base/time.h"
#include "feature/call/call_private.h"

enum { DAYS_AHEAD = 14 };

static struct str meeting_page(struct request *request, struct meeting_id meeting, const char *page)
{
	return str_format(request->arena, "/meetings/%lld/%s", (long long)meeting.n, page);
}

static enum status due_of_member(
        struct request *request, struct due_list *list, const struct unit *cell, struct err *err)
{
	struct call_unread_rows notices;
	struct call_unread_papers_rows papers;
	int month = month_add(month_of_day(request->today), -1);
	TRY(call_unread(request->arena, request->db,
	        &(struct call_unread_in){ .cell = { cell->id },
	                .shard = cell->shard,
	                .account = request->account,
	                .person = request->person,
	                .from_month = month },
	        &notices, err));
	for (size_t i = 0; i < notices.count; i++)
		due_add(request, list,
		        (struct due_item){ .title = request_say(request, N_("Có thông báo họp mới")),
		                .icon = STR("bell"),
		                .detail = date_show(request->arena, notices.at[i].day),
		                .day = notices.at[i].day,
		                .urgency = DUE_SOON,
		                .href = meeting_page(request, notices.at[i].id, "notice") });
	TRY(call_unread_papers(request->arena, request->db,
	        &(struct call_unread_papers_in){
	                .cell = { cell->id }, .shard = cell->shard, .person = request->person, .from_month = month },
	        &papers, err));
	for (size_t i = 0; i < papers.count; i++) {
		struct text_arg args[] = { { .name = STR("n"),
			                           .number = papers.at[i].papers,
			                           .counts = true,
			                           .value = str_format(
			                                   request->arena, "%lld", (long long)papers.at[i].papers) },
			{ .name = STR("d"), .value = date_show(request->arena, papers.at[i].day) } };
		due_add(request, list,
		        (struct due_item){ .title = request_say(request, N_("Có tài liệu chưa đọc")),
		                .icon = STR("paper"),
		                .day = papers.at[i].day,
		                .urgency = DUE_SOON,
		                .href = meeting_page(request, papers.at[i].id, "papers"),
		                .detail = message_fill(request->arena, request->language,
		                        T("{n} tài liệu chưa mở, họp ngày {d}"), args, 2) });
	}
	return OK;
}

/* One line however many cells: the next of them, and how many. */
static enum status due_of_office(struct request *request, struct due_list *list, struct err *err)
{
	struct call_below_rows rows;
	struct date today;
	if (!date_parse(request->today, &today))
		return OK;
	TRY(call_below(request->arena, request->db,
	        &(struct call_below_in){ .unit = { request->home_unit },
	                .day = request->today,
	                .to = date_iso(request->arena, date_add(today, DAYS_AHEAD)) },
	        &rows, err));
	if (!rows.count)
		return OK;
	const struct call_below_row *next = &rows.at[0];
	struct text_arg args[] = { { .name = STR("n"),
		                           .number = (int64_t)rows.count,
		                           .counts = true,
		                           .value = str_format(request->arena, "%zu", rows.count) },
		{ .name = STR("cell"), .value = next->name },
		{ .name = STR("d"), .value = date_show(request->arena, next->day) } };
	struct str text = rows.count == 1 ? T("{cell}, ngày {d}") : T("{n} chi bộ, sớm nhất {cell} ngày {d}");
	due_add(request, list,
	        (struct due_item){ .title = request_say(request, N_("Chi bộ mời họp")),
	                .icon = STR("bell"),
	                .day = next->day,
	                .urgency = DUE_INFO,
	                .detail = message_fill(request->arena, request->language, text, args, 3),
	                .href = rows.count == 1 ? meeting_page(request, next->id, "notice")
	                                        : str_format(request->arena, "/units/%lld/overview?month=%d",
	                                                  (long long)request->home_unit, month_of_day(next->day)) });
	return OK;
}

enum status call_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	if (!request->home_unit)
		return OK;
	TRY(unit_home_load(request, &home, err));
	if (!str_is(home.kind, "chi_bo"))
		return request->roles & R(OFFICER) ? due_of_office(request, list, err) : OK;
	return request->roles & ROLES_CELL && request->person.n ? due_of_member(request, list, &home, err) : OK;
}
