/* What waits of appeals: answers that the committee owes, answers that a cell has not had for long. */
#include "feature/score/appeal_private.h"

#include "base/text.h"
#include "base/time.h"

enum { NEWS_MS = 14 * DAY_MS };

static struct str day_text(struct request *request, const char *text, struct str day)
{
	struct text_arg arg = { .name = STR("d"), .value = date_show(request->arena, day) };
	return message_fill(request->arena, request->language, str_of(text), &arg, 1);
}

enum status appeal_due_of_cell(struct request *request, struct due_list *list, int64_t cell, int shard, struct err *err)
{
	struct score_appeal_news_rows rows;
	TRY(score_appeal_news(request->arena, request->db,
	        &(struct score_appeal_news_in){ cell, shard, request->now - NEWS_MS }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		bool changed = str_is(rows.at[i].state, "changed");
		struct str title = changed ? request_say(request, N_("Cấp ủy đã xem lại và thay đổi điểm, xếp loại"))
		                           : request_say(request, N_("Cấp ủy đã xem lại và giữ nguyên điểm, xếp loại"));
		due_add(request, list,
		        (struct due_item){ .title = title,
		                .detail = day_text(request, N_("Trả lời ngày {d}"),
		                        day_today(request->arena, rows.at[i].answered_at.n)),
		                .href = str_format(
		                        request->arena, "/meetings/%lld/appeal", (long long)rows.at[i].meeting.n),
		                .icon = STR("star"),
		                .urgency = DUE_INFO });
	}
	return OK;
}

enum status appeal_due_of_officer(struct request *request, struct due_list *list, struct err *err)
{
	struct score_appeal_waiting_row row;
	TRY(score_appeal_waiting(
	        request->arena, request->db, &(struct score_appeal_waiting_in){ { request->home_unit } }, &row, err));
	if (!row.waiting)
		return OK;
	struct text_arg arg = { .name = STR("n"),
		.value = number_show(request->arena, row.waiting),
		.counts = true,
		.number = row.waiting };
	due_add(request, list,
	        (struct due_item){ .title = message_fill(request->arena, request->language,
	                                   T("{n} đề nghị xem lại điểm chờ trả lời"), &arg, 1),
	                .detail = day_text(request, N_("Trả lời trước hết ngày {d}"), row.due),
	                .href = str_format(request->arena, "/units/%lld/appeals", (long long)request->home_unit),
	                .icon = STR("star"),
	                .urgency = str_compare(request->today, row.due) > 0 ? DUE_LATE : DUE_SOON,
	                .day = row.due });
	return OK;
}
