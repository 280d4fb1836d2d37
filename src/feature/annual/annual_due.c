/* What of the annual review waits for whom. */
#include "feature/annual/annual_private.h"

#include "base/time.h"

static void add(struct request *request, struct due_list *list, const char *title, int64_t year, struct str day,
        struct str href)
{
	struct text_arg args[] = {
		{ .name = STR("y"), .number = year, .value = str_format(request->arena, "%lld", (long long)year) }
	};
	due_add(request, list,
	        (struct due_item){ .title = message_fill(request->arena, request->language, str_of(title), args, 1),
	                .detail = day.len ? date_show(request->arena, day) : STR_NONE,
	                .href = href,
	                .icon = STR("star"),
	                .urgency = !day.len                               ? DUE_SOON
	                           : str_compare(day, request->today) < 0 ? DUE_LATE
	                                                                  : DUE_SOON,
	                .day = day });
}

static enum status due_of_member(struct request *request, struct due_list *list, int64_t since, struct err *err)
{
	struct annual_mine_rows mine;
	TRY(annual_mine(request->arena, request->db, &(struct annual_mine_in){ request->person, since }, &mine, err));
	for (size_t i = 0; i < mine.count; i++)
		if (str_is(mine.at[i].state, "open") && !mine.at[i].sent_at.set)
			add(request, list, N_("Tự kiểm điểm năm {y}"), mine.at[i].year, mine.at[i].self_by,
			        str_format(request->arena, "/annual/people/%lld/self", (long long)mine.at[i].id.n));
	return OK;
}

static enum status due_of_cell(
        struct request *request, const struct unit *cell, struct due_list *list, int64_t since, struct err *err)
{
	struct annual_review_many_rows reviews;
	TRY(annual_review_many(request->arena, request->db,
	        &(struct annual_review_many_in){ { cell->id }, cell->shard }, &reviews, err));
	for (size_t i = 0; i < reviews.count; i++)
		if (str_is(reviews.at[i].state, "open") && reviews.at[i].year >= since)
			add(request, list, N_("Kiểm điểm, xếp loại năm {y} tại chi bộ"), reviews.at[i].year,
			        reviews.at[i].day,
			        str_format(request->arena, "/annual/%lld", (long long)reviews.at[i].id.n));
	return OK;
}

/* The committee's own review. */
static enum status due_of_committee(
        struct request *request, const struct unit *unit, struct due_list *list, int64_t since, struct err *err)
{
	struct annual_own_rows own;
	TRY(annual_own(
	        request->arena, request->db, &(struct annual_own_in){ { unit->id }, unit->shard, since }, &own, err));
	for (size_t i = 0; i < own.count; i++)
		if (!own.at[i].sent_at.set)
			add(request, list, N_("Đảng bộ chưa tự kiểm điểm năm {y}"), own.at[i].year, own.at[i].self_by,
			        str_format(
			                request->arena, "/annual/people/%lld/self", (long long)own.at[i].assessed.n));
		else
			add(request, list, N_("Kiểm điểm, xếp loại năm {y} của đảng bộ"), own.at[i].year, own.at[i].day,
			        str_format(request->arena, "/annual/%lld", (long long)own.at[i].id.n));
	return OK;
}

static enum status due_of_unit(
        struct request *request, const struct unit *unit, struct due_list *list, int64_t since, struct err *err)
{
	struct annual_waiting_rows waiting;
	struct annual_round_one_row round;
	bool found;
	TRY(due_of_committee(request, unit, list, since, err));
	TRY(annual_waiting(
	        request->arena, request->db, &(struct annual_waiting_in){ { unit->id }, since }, &waiting, err));
	for (size_t i = 0; i < waiting.count; i++) {
		TRY(annual_round_one(request->arena, request->db,
		        &(struct annual_round_one_in){ { unit->id }, waiting.at[i].year }, &round, &found, err));
		add(request, list, N_("Quyết định xếp loại năm {y} của các tổ chức đảng đã đề nghị"),
		        waiting.at[i].year, round.decide_by,
		        str_format(request->arena, "/units/%lld/annual?year=%lld", (long long)unit->id,
		                (long long)waiting.at[i].year));
	}
	return OK;
}

enum status annual_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	int64_t since = month_of_day(request->today) / 100 - 1;
	if (request->person.n)
		TRY(due_of_member(request, list, since, err));
	if (!request->home_unit || !(request->roles & (ROLES_LEADERS | R(OFFICER))))
		return OK;
	TRY(unit_home_load(request, &home, err));
	if (str_is(home.kind, "chi_bo"))
		return request->roles & ROLES_LEADERS ? due_of_cell(request, &home, list, since, err) : OK;
	return request->roles & R(OFFICER) ? due_of_unit(request, &home, list, since, err) : OK;
}
