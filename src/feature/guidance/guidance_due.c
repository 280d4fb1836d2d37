/* What waits: a cell chooses, plans, finds its session, reports; a committee sees how many have not answered. */
#include "feature/guidance/guidance_private.h"

#include "base/text.h"
#include "base/time.h"

static void add(struct request *request, struct due_list *list, const struct unit *cell, struct period quarter,
        const char *title, struct str day, int urgency)
{
	struct str code = period_code(request->arena, quarter);
	due_add(request, list,
	        (struct due_item){ .href = str_format(request->arena, "/cells/%lld/guidance?q=%.*s",
	                                   (long long)cell->id, STR_ARG(code)),
	                .title = request_say(request, title),
	                .detail = period_title(request->arena, quarter),
	                .icon = STR("doc"),
	                .urgency = urgency,
	                .day = day });
}

static const struct guidance_due_rows_row *row_of(const struct guidance_due_rows_rows *rows, int quarter)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].quarter == quarter)
			return &rows->at[i];
	return NULL;
}

/* One quarter: the next thing that the cell has to do with its theme. */
static enum status due_of_quarter(struct request *request, struct due_list *list, const struct unit *cell,
        const struct guidance_due_rows_rows *rows, struct period quarter, struct err *err)
{
	const struct guidance_due_rows_row *row = row_of(rows, period_first(quarter)), nothing = { 0 };
	struct guidance_offers_rows offers;
	int month = month_of_day(request->today);
	struct str last = period_last_day(request->arena, quarter);
	TRY(guidance_offers(request->arena, request->db,
	        &(struct guidance_offers_in){ { cell->id }, cell->cell_type, period_first(quarter) }, &offers, err));
	row = row ? row : &nothing;
	struct guidance_facts facts = { offers.count > 0, row->theme.n != 0, row->gone, row->own.len > 0,
		row->why.len > 0, row->plan_month.set, row->result.len > 0, row->meeting_state };
	int late = month > period_last(quarter) ? DUE_LATE : month >= period_first(quarter) ? DUE_SOON : DUE_INFO;
	switch (guidance_step_of(&facts)) {
	case GUIDANCE_WAITING:
		add(request, list, cell, quarter,
		        row->gone ? N_("Chọn lại chuyên đề: cấp trên đã rút chuyên đề đã chọn")
		                  : N_("Chọn chuyên đề theo hướng dẫn của cấp trên"),
		        last, late);
		break;
	case GUIDANCE_CHOSEN:
		add(request, list, cell, quarter, N_("Lập kế hoạch sinh hoạt chuyên đề"), last, late);
		break;
	case GUIDANCE_PLANNED:
		if (row->meeting.n || row->plan_month.n <= month)
			add(request, list, cell, quarter, N_("Gắn buổi sinh hoạt với chuyên đề đã chọn"), last, late);
		break;
	case GUIDANCE_HELD:
		add(request, list, cell, quarter, N_("Báo kết quả sinh hoạt chuyên đề"), last, DUE_SOON);
		break;
	default:
		break;
	}
	return OK;
}

/* How many cells of the office have not answered this quarter. */
static enum status due_of_office(
        struct request *request, struct due_list *list, const struct unit *unit, struct err *err)
{
	struct period quarter = period_of_month(PERIOD_QUARTER, month_of_day(request->today));
	struct guidance_figures_row sum;
	TRY(guidance_figures(request->arena, request->db,
	        &(struct guidance_figures_in){ { unit->id }, period_first(quarter), period_last(quarter) }, &sum, err));
	int64_t waiting = sum.asked - sum.chosen - sum.declined;
	if (waiting <= 0)
		return OK;
	struct text_arg args[] = {
		{ .name = STR("n"), .value = number_show(request->arena, waiting), .number = waiting, .counts = true }
	};
	due_add(request, list,
	        (struct due_item){ .title = request_say(request, N_("Chi bộ chưa chọn chuyên đề")),
	                .detail =
	                        message_fill(request->arena, request->language, T("{n} chi bộ chưa trả lời"), args, 1),
	                .href = str_format(request->arena, "/units/%lld/guidance/cells?q=%.*s", (long long)unit->id,
	                        STR_ARG(period_code(request->arena, quarter))),
	                .icon = STR("doc"),
	                .urgency = DUE_INFO,
	                .day = period_last_day(request->arena, quarter) });
	return OK;
}

enum status guidance_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	struct guidance_due_rows_rows rows;
	struct period now = period_of_month(PERIOD_QUARTER, month_of_day(request->today));
	if (!(request->roles & (ROLES_LEADERS | R(OFFICER))) || !request->home_unit)
		return OK;
	TRY(unit_home_load(request, &home, err));
	if (!str_is(home.kind, "chi_bo"))
		return due_of_office(request, list, &home, err);
	if (!(request->roles & ROLES_LEADERS))
		return OK;
	TRY(guidance_due_rows(request->arena, request->db,
	        &(struct guidance_due_rows_in){ { home.id }, home.shard, period_first(period_add(now, -1)) }, &rows,
	        err));
	for (int i = -1; i <= 1; i++)
		TRY(due_of_quarter(request, list, &home, &rows, period_add(now, i), err));
	return OK;
}
