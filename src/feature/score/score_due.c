/* What waits: for the cell's leaders scores that did not go up yet, for officers sheets to grade. */
#include "feature/score/appeal_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"

enum { LOOK_BACK_DAYS = 60, REPORT_DAYS = 2, NAMES = 4 };

static struct str month_text(struct arena *arena, int64_t month)
{
	return str_format(arena, "%d/%d", (int)(month % 100), (int)(month / 100));
}

static struct str say(struct request *request, const char *text, struct str name, struct str value)
{
	struct text_arg arg = { .name = name, .value = value };
	arg.counts = str_int(value, &arg.number);
	return message_fill(request->arena, request->language, str_of(text), &arg, 1);
}

static void add_meeting(struct request *request, struct due_list *list, const struct score_waiting_row *row)
{
	struct date day = { 0 }, today = { 0 };
	bool voted = row->carried && row->state.len;
	struct str month = month_text(request->arena, row->month), last;
	if (!date_parse(row->day, &day) || !date_parse(request->today, &today))
		return;
	last = date_iso(request->arena, date_add(day, REPORT_DAYS));
	due_add(request, list,
	        (struct due_item){ .title = say(request,
	                                   voted ? N_("Gửi bảng điểm tháng {m} lên cấp trên")
	                                         : N_("Chấm điểm buổi sinh hoạt tháng {m}"),
	                                   STR("m"), month),
	                .detail = say(request, N_("Gửi trong 02 ngày sau buổi họp, trước hết ngày {d}"), STR("d"),
	                        date_show(request->arena, last)),
	                .href = str_format(request->arena, "/meetings/%lld/score", (long long)row->meeting.n),
	                .icon = STR("star"),
	                .urgency = str_compare(request->today, last) > 0 ? DUE_LATE : DUE_SOON,
	                .day = last });
}

static enum status due_of_cell(struct request *request, struct due_list *list, struct err *err)
{
	struct unit unit;
	struct score_waiting_rows rows;
	struct date today;
	TRY(unit_home_load(request, &unit, err));
	if (!str_is(unit.kind, "chi_bo") || !date_parse(request->today, &today))
		return OK;
	TRY(score_waiting(request->arena, request->db,
	        &(struct score_waiting_in){ .cell = unit.id,
	                .shard = unit.shard,
	                .since = date_iso(request->arena, date_add(today, -LOOK_BACK_DAYS)) },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		add_meeting(request, list, &rows.at[i]);
	return appeal_due_of_cell(request, list, unit.id, unit.shard, err);
}

bool score_grades(struct str kind)
{
	return !str_is(kind, "centre") && !str_is(kind, "tinh");
}

/* One item with the first cells and how many sheets each sent. */
static enum status due_of_officer(struct request *request, struct due_list *list, struct err *err)
{
	struct score_to_grade_rows rows;
	struct buf names = buf_open(request->arena, 4000);
	struct unit home;
	int64_t sheets = 0;
	TRY(unit_home_load(request, &home, err));
	if (!score_grades(home.kind))
		return OK;
	TRY(score_to_grade(request->arena, request->db, &(struct score_to_grade_in){ .unit = { request->home_unit } },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		sheets += rows.at[i].sheets;
		if (i < NAMES)
			buf_format(&names, "%s%.*s (%lld)", i ? ", " : "", STR_ARG(rows.at[i].name),
			        (long long)rows.at[i].sheets);
		else if (i == NAMES)
			buf_c(&names, " …");
	}
	TRY(appeal_due_of_officer(request, list, err));
	if (sheets)
		due_add(request, list,
		        (struct due_item){ .title = say(request, N_("{n} bảng điểm chờ thẩm định"), STR("n"),
		                                   number_show(request->arena, sheets)),
		                .detail = buf_text(&names),
		                .href = str_format(request->arena, "/units/%lld/scores", (long long)request->home_unit),
		                .icon = STR("star"),
		                .urgency = DUE_SOON });
	return OK;
}

enum status score_due(struct request *request, struct due_list *list, struct err *err)
{
	if (!request->home_unit)
		return OK;
	if (request->roles & ROLES_LEADERS)
		TRY(due_of_cell(request, list, err));
	if (request->roles & R(OFFICER))
		TRY(due_of_officer(request, list, err));
	return OK;
}
