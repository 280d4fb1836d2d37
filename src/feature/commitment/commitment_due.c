/* What waits: a member's own commitment, its items and its check; for leaders who has not sent, what to agree, what to
 * note. Nothing is asked for before the cell asked for the year. */
#include "feature/commitment/commitment_private.h"

#include "base/text.h"
#include "base/time.h"

enum { SOON_DAYS = 14, ITEMS_TOLD = 3 };

struct duty {
	struct request *request;
	struct due_list *list;
	const struct unit *cell;
	int64_t year;
	struct str due;
	struct layout layout;
};

static int urgency_of(const struct duty *duty, struct str day)
{
	struct request *request = duty->request;
	if (str_compare(request->today, day) > 0)
		return DUE_LATE;
	return str_compare(commitment_beside(request->arena, request->today, SOON_DAYS), day) >= 0 ? DUE_SOON
	                                                                                           : DUE_INFO;
}

/* A sentence with the year or a number in it. */
static struct str said(struct request *request, struct str text, const char *name, int64_t n)
{
	struct text_arg args[] = { { .name = str_of(name),
		.value = str_format(request->arena, "%lld", (long long)n),
		.number = n,
		.counts = true } };
	return message_fill(request->arena, request->language, text, args, 1);
}

static struct str until(struct request *request, struct str day)
{
	struct text_arg args[] = { { .name = STR("d"), .value = date_show(request->arena, day) } };
	return message_fill(request->arena, request->language, T("hạn {d}"), args, 1);
}

static struct str page(struct request *request, struct commitment_id id, const char *rest)
{
	return str_format(request->arena, "/commitments/%lld%s", (long long)id.n, rest);
}

static enum status due_to_write(
        struct duty *duty, const struct commitment_of_year_row *own, bool found, struct err *err)
{
	struct request *request = duty->request;
	struct commitment_member_row member;
	bool is;
	if (found && str_is(own->state, "returned")) {
		due_add(request, duty->list,
		        (struct due_item){ .title = request_say(request, N_("Sửa bản cam kết chi bộ trả lại")),
		                .detail = own->word,
		                .href = page(request, own->id, "/edit"),
		                .icon = STR("flag"),
		                .urgency = DUE_SOON });
		return OK;
	}
	TRY(commitment_member(request->arena, request->db,
	        &(struct commitment_member_in){
	                { duty->cell->id }, duty->cell->shard, request->person, request->today },
	        &member, &is, err));
	if (!is || member.exempt)
		return OK;
	due_add(request, duty->list,
	        (struct due_item){
	                .title = said(request, T("Gửi bản cam kết tu dưỡng, rèn luyện năm {y}"), "y", duty->year),
	                .detail = until(request, duty->due),
	                .href = found ? page(request, own->id, "/edit")
	                              : str_format(request->arena, "/cells/%lld/commitments/new?year=%lld",
	                                        (long long)duty->cell->id, (long long)duty->year),
	                .icon = STR("flag"),
	                .urgency = urgency_of(duty, duty->due),
	                .day = duty->due });
	return OK;
}

static enum status due_to_do(struct duty *duty, const struct commitment_of_year_row *own, struct err *err)
{
	struct request *request = duty->request;
	struct str from = commitment_day(request->arena, duty->year, duty->layout.check_from);
	struct str last = commitment_day(request->arena, duty->year, duty->layout.check_until);
	struct commitment_items_rows items;
	int told = 0;
	if (own->checked_day.len)
		return OK;
	if (str_compare(from, request->today) <= 0) {
		due_add(request, duty->list,
		        (struct due_item){
		                .title = said(request, T("Tự kiểm việc thực hiện cam kết năm {y}"), "y", duty->year),
		                .detail = until(request, last),
		                .href = page(request, own->id, "/check"),
		                .icon = STR("check"),
		                .urgency = str_compare(request->today, last) > 0 ? DUE_LATE : DUE_SOON,
		                .day = last });
		return OK;
	}
	TRY(commitment_load_items(request->arena, request->db,
	        &(struct commitment){ .id = own->id, .shard = duty->cell->shard }, true, &items, err));
	for (size_t i = 0; i < items.count && told < ITEMS_TOLD; i++) {
		const struct commitment_items_row *row = &items.at[i];
		int urgency = urgency_of(duty, row->due);
		if (str_is(row->last, "done") || urgency == DUE_INFO)
			continue;
		told++;
		due_add(request, duty->list,
		        (struct due_item){ .title = row->text,
		                .detail = until(request, row->due),
		                .href = page(request, own->id, ""),
		                .icon = STR("flag"),
		                .urgency = urgency,
		                .day = row->due });
	}
	return OK;
}

static void due_count(struct duty *duty, struct str text, int64_t n, int urgency)
{
	if (n)
		due_add(duty->request, duty->list,
		        (struct due_item){ .title = said(duty->request, text, "n", n),
		                .href = str_format(duty->request->arena, "/cells/%lld/commitments?year=%lld",
		                        (long long)duty->cell->id, (long long)duty->year),
		                .icon = STR("flag"),
		                .urgency = urgency });
}

static enum status due_of_leaders(struct duty *duty, struct err *err)
{
	struct request *request = duty->request;
	struct commitment_waiting_row waiting;
	struct commitment_list_rows rows;
	int64_t missing = 0;
	TRY(commitment_waiting(request->arena, request->db,
	        &(struct commitment_waiting_in){ { duty->cell->id }, duty->cell->shard, duty->year }, &waiting, err));
	due_count(duty, T("{n} bản cam kết chờ chi bộ thống nhất"), waiting.sent, DUE_SOON);
	due_count(duty, T("{n} phụ lục cam kết chờ chi bộ thống nhất"), waiting.addenda, DUE_SOON);
	due_count(duty, T("{n} bản tự kiểm cam kết chờ chi bộ nhận xét"), waiting.checked, DUE_SOON);
	int urgency = urgency_of(duty, duty->due);
	if (urgency == DUE_INFO)
		return OK;
	TRY(commitment_list(request->arena, request->db,
	        &(struct commitment_list_in){ { duty->cell->id }, duty->cell->shard, duty->year, request->today },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		missing += !rows.at[i].exempt && (!rows.at[i].id.n || str_is(rows.at[i].state, "draft"));
	due_count(duty, T("{n} đồng chí chưa gửi bản cam kết"), missing, urgency);
	return OK;
}

static enum status due_of_year(struct duty *duty, struct err *err)
{
	struct request *request = duty->request;
	struct commitment_year_one_row year;
	struct commitment_of_year_row own;
	bool found;
	TRY(commitment_year_one(request->arena, request->db,
	        &(struct commitment_year_one_in){ { duty->cell->id }, duty->year, duty->cell->shard }, &year, &found,
	        err));
	if (!found)
		return OK;
	duty->due = year.due;
	TRY(commitment_layout_load(request->arena, request->db, duty->cell->id, &duty->layout, err));
	if (request->person.n) {
		TRY(commitment_of_year(request->arena, request->db,
		        &(struct commitment_of_year_in){
		                { duty->cell->id }, duty->cell->shard, duty->year, request->person },
		        &own, &found, err));
		if (found && str_is(own.state, "agreed"))
			TRY(due_to_do(duty, &own, err));
		else if (!found || !str_is(own.state, "sent"))
			TRY(due_to_write(duty, &own, found, err));
	}
	return request->roles & ROLES_LEADERS ? due_of_leaders(duty, err) : OK;
}

enum status commitment_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	if (!(request->roles & ROLES_CELL) || !request->home_unit)
		return OK;
	TRY(unit_home_load(request, &home, err));
	if (!str_is(home.kind, "chi_bo"))
		return OK;
	struct duty duty = { .request = request, .list = list, .cell = &home };
	duty.year = commitment_year_now(request->today);
	TRY(due_of_year(&duty, err));
	if (month_of_day(request->today) % 100 > 2)
		return OK;
	duty.year--; /* what the old year left */
	return due_of_year(&duty, err);
}
