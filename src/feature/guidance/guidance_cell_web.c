/* A cell and its themes: chooses, plans, reports; the plan of a year as a whole, also typed in from paper; its papers.
 */
#include "feature/guidance/guidance_private.h"

#include "base/time.h"
#include "feature/print/print.h"

#include <stdio.h>

static enum status open_asked(struct request *request, struct guidance_own *own, struct err *err)
{
	struct period quarter;
	TRY(guidance_quarter(request, &quarter, err));
	return guidance_open(request, request_unit(request, "cell"), quarter, own, err);
}

static struct str named(struct arena *arena, const struct guidance_people_row *row)
{
	return row->label.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(row->label)) : row->name;
}

static void put_offers(struct request *request, const struct guidance_own *own, struct guidance_cell_page_view *view)
{
	view->offers.at = arena_array(request->arena, struct guidance_cell_page_offers, own->offers.count + 1);
	for (size_t i = 0; i < own->offers.count; i++) {
		const struct guidance_offers_row *row = &own->offers.at[i];
		view->offers.at[view->offers.count++] = (struct guidance_cell_page_offers){ row->id, row->guidance,
			row->title, row->text, row->questions, (int)row->due, row->unit_name, row->number,
			row->id.n == own->row.theme.n };
	}
}

/* What the form of the plan may choose from. */
static enum status put_choices(
        struct request *request, const struct guidance_own *own, struct guidance_cell_page_view *view, struct err *err)
{
	struct guidance_people_rows people;
	struct guidance_meetings_rows meetings;
	int first = period_first(own->quarter);
	TRY(guidance_people(request->arena, request->db,
	        &(struct guidance_people_in){ { own->cell->id }, own->cell->shard, request->today }, &people, err));
	TRY(guidance_meetings(request->arena, request->db,
	        &(struct guidance_meetings_in){
	                { own->cell->id }, own->cell->shard, first, guidance_last_month(own->quarter) },
	        &meetings, err));
	view->people.at = arena_array(request->arena, struct guidance_cell_page_people, people.count + 1);
	for (size_t i = 0; i < people.count; i++)
		view->people.at[view->people.count++] = (struct guidance_cell_page_people){ people.at[i].person,
			named(request->arena, &people.at[i]), people.at[i].person.n == own->row.presenter.n,
			people.at[i].person.n == own->row.drafter.n };
	view->meetings.at = arena_array(request->arena, struct guidance_cell_page_meetings, meetings.count + 1);
	for (size_t i = 0; i < meetings.count; i++)
		view->meetings.at[view->meetings.count++] = (struct guidance_cell_page_meetings){ meetings.at[i].id,
			meetings.at[i].day, meetings.at[i].theme, meetings.at[i].id.n == own->row.meeting.n };
	view->months.at = arena_array(request->arena, struct guidance_cell_page_months, 3);
	for (int m = 0; m < 3; m++)
		view->months.at[view->months.count++] = (struct guidance_cell_page_months){ (first + m) % 100,
			own->row.plan_month.set ? own->row.plan_month.n == first + m : m == 2 };
	return OK;
}

static void put_facts(struct request *request, const struct guidance_own *own, struct guidance_cell_page_view *view)
{
	const struct guidance_cell_one_row *row = &own->row;
	view->theme = row->own.len ? row->own : row->theme_title;
	view->theme_guidance = row->own.len ? (struct guidance_id){ 0 } : row->guidance;
	view->text = row->own.len ? STR_NONE : row->theme_text;
	view->questions = row->own.len ? STR_NONE : row->theme_questions;
	view->gone = row->gone;
	view->gone_reason = row->gone_reason;
	view->own = row->own;
	view->why = row->why;
	view->has = own->step >= GUIDANCE_CHOSEN;
	view->declined = !row->theme.n && (row->own.len || row->why.len);
	view->plan_month = row->plan_month;
	view->presenter = row->presenter_name;
	view->drafter = row->drafter_name;
	view->speaker = row->speaker;
	view->draft_day = row->draft_day;
	view->approved_day = row->approved_day;
	view->presenter_id = row->presenter;
	view->drafter_id = row->drafter;
	view->meeting = row->meeting;
	view->meeting_day = row->meeting_day;
	view->meeting_state = row->meeting_state;
	view->ended = own->step >= GUIDANCE_HELD;
	view->result = row->result;
	(void)request;
}

enum status guidance_show_cell(struct request *request, void *to, struct err *err)
{
	struct guidance_cell_page_view *view = to;
	struct guidance_own own;
	struct guidance_held_row held = { 0 };
	struct err why = { 0 };
	bool found;
	TRY(open_asked(request, &own, err));
	*view = (struct guidance_cell_page_view){ .cell = { own.cell->id },
		.cell_name = own.cell->name,
		.quarter = guidance_quarter_words(request->arena, own.quarter),
		.code = period_code(request->arena, own.quarter),
		.before = period_code(request->arena, period_add(own.quarter, -1)),
		.after = period_code(request->arena, period_add(own.quarter, 1)),
		.year = own.quarter.year,
		.step = str_of(guidance_step_name(own.step)),
		.leads = request_can(request, "guidance.plan"),
		.open = guidance_may_change(request, &own, &why) == OK };
	view->chooses = view->leads && view->open;
	put_facts(request, &own, view);
	put_offers(request, &own, view);
	if (view->chooses)
		TRY(put_choices(request, &own, view, err));
	if (view->ended) {
		TRY(guidance_held(request->arena, request->db,
		        &(struct guidance_held_in){ own.row.meeting, own.cell->shard }, &held, &found, err));
		view->present = held.present;
		view->base = held.base;
		view->spoke = held.spoke;
		view->resolution = held.resolution;
	}
	request->shell.crumb = own.cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)own.cell->id);
	return OK;
}

static enum status back(struct request *request, const struct guidance_own *own, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/cells/%lld/guidance?q=%.*s", (long long)own->cell->id,
	        STR_ARG(period_code(request->arena, own->quarter)));
	return OK;
}

/* A field of the form: of one quarter "month", of the year "month-1". */
static const char *field_of(struct request *request, const char *name, int part)
{
	return part ? str_c(request->arena, str_format(request->arena, "%s-%d", name, part)) : name;
}

static void take_choice(struct request *request, int part, struct guidance_choice *choice)
{
	choice->theme.n = request_int(request, field_of(request, "theme", part));
	choice->own = request_text(request, field_of(request, "own", part));
	choice->why = request_text(request, field_of(request, "why", part));
}

static void take_plan(struct request *request, int part, const struct guidance_own *own, struct guidance_choice *choice)
{
	struct opt_int month = request_optint(request, field_of(request, "month", part));
	choice->month = month.set ? OPT(own->quarter.year * 100 + month.n) : OPT_NONE;
	choice->presenter.n = request_int(request, field_of(request, "presenter", part));
	choice->drafter.n = request_int(request, field_of(request, "drafter", part));
	choice->speaker = request_text(request, field_of(request, "speaker", part));
	choice->draft_day = request_day(request, field_of(request, "draft", part));
	choice->approved_day = request_day(request, field_of(request, "approved", part));
}

/* A refusal names the field of its quarter. */
static enum status of_quarter(enum status status, int part, struct err *err)
{
	char name[sizeof(err->field)];
	if (status == OK || !part || !err->field[0])
		return status;
	snprintf(name, sizeof(name), "%.40s-%d", err->field, part);
	snprintf(err->field, sizeof(err->field), "%s", name);
	return status;
}

enum status guidance_choose(struct request *request, void *view, struct err *err)
{
	struct guidance_own own;
	(void)view;
	TRY(open_asked(request, &own, err));
	TRY(guidance_may_change(request, &own, err));
	struct guidance_choice choice = guidance_choice_of(&own);
	take_choice(request, 0, &choice);
	TRY(guidance_check_choice(&choice, &own.offers, err));
	TRY(guidance_keep(request, &own, &choice, err));
	return back(request, &own,
	        choice.theme.n || choice.own.len ? N_("Đã chọn chuyên đề. Bước tiếp: lập kế hoạch.")
	                                         : N_("Đã ghi lý do; cấp trên thấy."));
}

enum status guidance_make_plan(struct request *request, void *view, struct err *err)
{
	struct guidance_own own;
	(void)view;
	TRY(open_asked(request, &own, err));
	TRY(guidance_may_change(request, &own, err));
	if (own.step < GUIDANCE_CHOSEN)
		return err_set(err, CONFLICT, "guidance.choose_first", NULL);
	struct guidance_choice choice = guidance_choice_of(&own);
	take_plan(request, 0, &own, &choice);
	choice.meeting.n = request_int(request, "meeting");
	TRY(guidance_check_plan(request->arena, &choice, own.quarter, request->today, err));
	if (choice.meeting.n)
		TRY(guidance_check_meeting(request, &own, choice.meeting, err));
	TRY(guidance_keep(request, &own, &choice, err));
	return back(request, &own, N_("Đã lưu kế hoạch sinh hoạt chuyên đề."));
}

enum status guidance_report(struct request *request, void *view, struct err *err)
{
	struct guidance_own own;
	(void)view;
	TRY(open_asked(request, &own, err));
	if (own.step < GUIDANCE_HELD)
		return err_set(err, CONFLICT, "guidance.not_held", NULL);
	TRY(guidance_result(request->arena, request->db,
	        &(struct guidance_result_in){ { own.cell->id }, period_first(own.quarter), own.cell->shard,
	                request_text(request, "result"), request->now },
	        err));
	TRY(guidance_touch(request, &own, err));
	return back(request, &own, N_("Đã báo kết quả lên cấp trên."));
}

static int64_t asked_year(struct request *request)
{
	int64_t now = month_of_day(request->today) / 100, year = request_query_int(request, "year", now);
	return year < 2020 || year > 2100 ? now : year;
}

static void put_quarter(struct request *request, const struct guidance_own *own,
        const struct guidance_people_rows *people, struct guidance_year_page_quarters *to)
{
	const struct guidance_cell_one_row *row = &own->row;
	struct err why = { 0 };
	int first = period_first(own->quarter);
	*to = (struct guidance_year_page_quarters){ .part = own->quarter.part,
		.code = period_code(request->arena, own->quarter),
		.title = period_title(request->arena, own->quarter),
		.step = str_of(guidance_step_name(own->step)),
		.open = guidance_may_change(request, own, &why) == OK,
		.theme = row->own.len ? row->own : row->theme_title,
		.own = row->own,
		.why = row->why,
		.speaker = row->speaker,
		.draft_day = row->draft_day,
		.approved_day = row->approved_day,
		.presenter = row->presenter_name,
		.drafter = row->drafter_name,
		.plan_month = row->plan_month };
	to->offers.at = arena_array(request->arena, struct guidance_year_page_quarters_offers, own->offers.count + 1);
	for (size_t i = 0; i < own->offers.count; i++)
		to->offers.at[to->offers.count++] = (struct guidance_year_page_quarters_offers){ own->offers.at[i].id,
			own->offers.at[i].title, own->offers.at[i].id.n == row->theme.n };
	to->months.at = arena_array(request->arena, struct guidance_year_page_quarters_months, 3);
	for (int m = 0; m < 3; m++)
		to->months.at[to->months.count++] = (struct guidance_year_page_quarters_months){ (first + m) % 100,
			row->plan_month.set && row->plan_month.n == first + m };
	to->people.at = arena_array(request->arena, struct guidance_year_page_quarters_people, people->count + 1);
	for (size_t i = 0; i < people->count; i++)
		to->people.at[to->people.count++] = (struct guidance_year_page_quarters_people){ people->at[i].person,
			named(request->arena, &people->at[i]), people->at[i].person.n == row->presenter.n,
			people->at[i].person.n == row->drafter.n };
}

enum status guidance_show_year(struct request *request, void *to, struct err *err)
{
	struct guidance_year_page_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct guidance_people_rows people = { 0 };
	if (request_can(request, "guidance.plan")) /* who may be chosen is read by those who choose */
		TRY(guidance_people(request->arena, request->db,
		        &(struct guidance_people_in){ { cell->id }, cell->shard, request->today }, &people, err));
	*view = (struct guidance_year_page_view){ .cell = { cell->id },
		.cell_name = cell->name,
		.year = asked_year(request),
		.leads = request_can(request, "guidance.plan") };
	view->before = view->year - 1;
	view->after = view->year + 1;
	view->quarters.at = arena_array(request->arena, struct guidance_year_page_quarters, 4);
	for (int part = 1; part <= 4; part++) {
		struct guidance_own own;
		TRY(guidance_open(request, cell, (struct period){ PERIOD_QUARTER, (int)view->year, part }, &own, err));
		put_quarter(request, &own, &people, &view->quarters.at[view->quarters.count++]);
	}
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld/guidance", (long long)cell->id);
	return OK;
}

/* Every quarter that has something in it and may still change. */
enum status guidance_save_year(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	int year = (int)asked_year(request);
	(void)view;
	for (int part = 1; part <= 4; part++) {
		struct guidance_own own;
		struct err why = { 0 };
		TRY(guidance_open(request, cell, (struct period){ PERIOD_QUARTER, year, part }, &own, err));
		struct guidance_choice choice = guidance_choice_of(&own);
		if (guidance_may_change(request, &own, &why) != OK)
			continue;
		take_choice(request, part, &choice);
		take_plan(request, part, &own, &choice);
		if (!own.there && !choice.theme.n && !choice.own.len && !choice.why.len && !choice.month.set)
			continue;
		if (own.step == GUIDANCE_WAITING && !choice.theme.n && !choice.own.len && !choice.why.len &&
		        !choice.month.set)
			continue;
		TRY(of_quarter(guidance_check_choice(&choice, &own.offers, err), part, err));
		TRY(of_quarter(
		        guidance_check_plan(request->arena, &choice, own.quarter, request->today, err), part, err));
		TRY(of_quarter(guidance_keep(request, &own, &choice, err), part, err));
	}
	request_flash(request, N_("Đã lưu kế hoạch năm."));
	request_go(request, "/cells/%lld/guidance/year?year=%d", (long long)cell->id, year);
	return OK;
}

enum status guidance_fetch_plan(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	bool blank = request_query(request, "blank").len > 0, whole = request_query(request, "year").len > 0;
	struct guidance_own own[4];
	struct period quarter;
	size_t count = whole ? 4 : 1;
	(void)view;
	TRY(guidance_quarter(request, &quarter, err));
	for (int part = 1; part <= 4 && whole; part++)
		TRY(guidance_open(request, cell, (struct period){ PERIOD_QUARTER, (int)asked_year(request), part },
		        &own[part - 1], err));
	if (!whole)
		TRY(guidance_open(request, cell, quarter, &own[0], err));
	return print_send(request, guidance_plan_paper(request, cell, own, count, blank),
	        STR("Kế hoạch sinh hoạt chuyên đề"), err);
}
