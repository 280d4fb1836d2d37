/* The page on which a cell asks and its superior answers, and the committee's list of what was asked. */
#include "feature/score/appeal_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/score_page.h"

const struct field appeal_ask_form[] = {
	{ "about", FIELD_LINE, true, .max = 20, .label = N_("Đề nghị xem lại gì") },
	{ "reason", FIELD_TEXT, true, .max = 2000, .label = N_("Lý do") },
	{ "evidence", FIELD_TEXT, true, .max = 2000, .label = N_("Căn cứ") },
	{ "day", FIELD_DAY, .label = N_("Ngày ghi trên phiếu giấy") },
	{ 0 },
};
const struct field appeal_answer_form[] = {
	{ "appeal", FIELD_ID, true },
	{ "version", FIELD_INT, true },
	{ "decision", FIELD_CHOICE, true, .choices = "keep change", .label = N_("Kết luận") },
	{ "answer", FIELD_TEXT, true, .max = 2000, .label = N_("Cấp ủy trả lời") },
	{ "grade", FIELD_CHOICE, .choices = "good fair average poor", .label = N_("Mức xếp loại khi thay đổi") },
	{ "total", FIELD_INT, .min = -1000, .max = 1000, .label = N_("Tổng điểm khi thay đổi") },
	{ "superior-*", FIELD_INT, .min = -1000, .max = 1000, .label = N_("Điểm cấp trên") },
	{ 0 },
};
const struct field appeal_withdraw_form[] = { { "appeal", FIELD_ID, true }, { 0 } };
const struct field appeal_rule_form[] = {
	{ "ask_days", FIELD_INT, true, .min = 1, .max = 90, .label = N_("Chi bộ đề nghị trong") },
	{ "answer_days", FIELD_INT, true, .min = 1, .max = 90, .label = N_("Cấp ủy trả lời trong") },
	{ 0 },
};

static struct str label_of(struct request *request, const struct appeal_case *one, int64_t visit)
{
	if (!visit)
		return request_say(request, N_("Mức cấp trên xếp loại"));
	for (size_t i = 0; i < one->subject_count; i++)
		if (one->subject[i].visit == visit) {
			struct text_arg arg = { .name = STR("t"), .value = one->subject[i].team };
			return message_fill(request->arena, request->language, T("Điểm của {t}"), &arg, 1);
		}
	return request_say(request, N_("Điểm của tổ công tác"));
}

static enum status name_of(struct request *request, struct account_id account, struct str *ret_name, struct err *err)
{
	struct score_appeal_who_row row;
	bool found;
	TRY(score_appeal_who(request->arena, request->db, &(struct score_appeal_who_in){ account }, &row, &found, err));
	*ret_name = found ? row.name : STR_NONE;
	return OK;
}

static void fill_subjects(struct request *request, const struct appeal_case *one, struct score_appeal_view *view)
{
	view->subjects.at = arena_array(request->arena, struct score_appeal_subjects, APPEAL_SUBJECTS);
	for (size_t i = 0; i < one->subject_count; i++) {
		const struct appeal_subject *subject = &one->subject[i];
		bool open = !subject->asked && !subject->done && str_compare(request->today, subject->last) <= 0;
		view->open_subjects += open;
		view->subjects.at[view->subjects.count++] = (struct score_appeal_subjects){
			.value = subject->visit ? str_format(request->arena, "%lld", (long long)subject->visit)
			                        : STR("grade"),
			.label = label_of(request, one, subject->visit),
			.total = subject->total,
			.grade = sheet_grade_name(one->sheet, subject->grade),
			.last = subject->last,
			.open = open,
			.asked = subject->asked,
			.done = subject->done
		};
	}
}

/* What the answer may change: the lines that the superior scored, the grades. */
static void fill_choices(
        struct request *request, const struct sheet *sheet, struct str before, struct score_appeal_appeals *to)
{
	to->lines.at = arena_array(request->arena, struct score_appeal_appeals_lines, RUBRIC_LINES);
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++)
		if (sheet->line[i].superior.set)
			to->lines.at[to->lines.count++] = (struct score_appeal_appeals_lines){ sheet->data->line[i].id,
				i + 1, sheet->data->line[i].text, sheet->data->rubric.line[i].max,
				sheet->line[i].superior };
	to->grades.at = arena_array(request->arena, struct score_appeal_appeals_grades, RUBRIC_GRADES);
	for (int32_t i = 0; i < sheet->data->rubric.grade_count; i++)
		to->grades.at[to->grades.count++] = (struct score_appeal_appeals_grades){ sheet->data->grade_code[i],
			sheet->data->grade_name[i], str_eq(sheet->data->grade_code[i], before) };
}

static enum status fill_appeals(
        struct request *request, const struct appeal_case *one, struct score_appeal_view *view, struct err *err)
{
	view->appeals.at = arena_array(request->arena, struct score_appeal_appeals, one->rows.count + 1);
	for (size_t i = 0; i < one->rows.count; i++) {
		const struct score_appeal_many_row *row = &one->rows.at[i];
		struct score_appeal_appeals *to = &view->appeals.at[view->appeals.count++];
		bool waits = str_is(row->state, "asked");
		*to = (struct score_appeal_appeals){ .id = row->id,
			.label = label_of(request, one, row->visit.n),
			.team = row->visit.n != 0,
			.state = row->state,
			.version = row->version,
			.day = row->day,
			.due = row->due,
			.waits = waits,
			.late = waits && str_compare(request->today, row->due) > 0,
			.reason = row->reason,
			.evidence = row->evidence,
			.before_total = row->before_total,
			.before_grade = sheet_grade_name(one->sheet, row->before_grade),
			.answer = row->answer,
			.after_total = row->after_total,
			.after_grade = sheet_grade_name(one->sheet, row->after_grade),
			.answered_at = row->answered_at.n };
		TRY(name_of(request, row->asked_by, &to->asked_by, err));
		TRY(name_of(request, row->answered_by, &to->answered_by, err));
		if (waits)
			fill_choices(request, one->sheet, row->before_grade, to);
	}
	return OK;
}

enum status show_appeal(struct request *request, void *to, struct err *err)
{
	struct score_appeal_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct appeal_case *one = arena_new(request->arena, struct appeal_case);
	TRY(appeal_open(request->arena, request->db, meeting, one, err));
	*view = (struct score_appeal_view){ .meeting = { meeting->id },
		.cell_name = meeting->cell_name,
		.heading = meeting_title(request, meeting),
		.asks = request_can(request, "meeting.hold"),
		.grades_here = request_can(request, "meeting.grade"),
		.ask_days = one->rule.ask_days,
		.answer_days = one->rule.answer_days,
		.whose = one->rule.name,
		.today = request->today };
	fill_subjects(request, one, view);
	return fill_appeals(request, one, view, err);
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/meetings/%lld/appeal", (long long)request_meeting(request)->id);
	return OK;
}

enum status ask_again(struct request *request, void *view, struct err *err)
{
	struct appeal_case *one = arena_new(request->arena, struct appeal_case);
	struct str about = request_text(request, "about");
	struct appeal_ask ask = { .day = request_day(request, "day"),
		.reason = request_text(request, "reason"),
		.evidence = request_text(request, "evidence"),
		.account = request->account };
	(void)view;
	if (!str_is(about, "grade") && !str_int(about, &ask.visit))
		return err_set(err, INVALID, "score.appeal_subject", "about");
	TRY(appeal_open(request->arena, request->db, request_meeting(request), one, err));
	TRY(appeal_ask(request->arena, request->db, one, &ask, request->now, err));
	return back(request, N_("Đã gửi đề nghị xem lại lên cấp trên."));
}

enum status answer_appeal(struct request *request, void *view, struct err *err)
{
	struct appeal_case *one = arena_new(request->arena, struct appeal_case);
	struct appeal_answer *answer = arena_new(request->arena, struct appeal_answer);
	(void)view;
	TRY(appeal_open(request->arena, request->db, request_meeting(request), one, err));
	*answer = (struct appeal_answer){ .appeal = { request_int(request, "appeal") },
		.version = request_int(request, "version"),
		.change = str_is(request_text(request, "decision"), "change"),
		.answer = request_text(request, "answer"),
		.grade = request_text(request, "grade"),
		.total = request_optint(request, "total"),
		.account = request->account };
	for (int32_t i = 0; i < one->sheet->data->rubric.line_count; i++)
		answer->points[i] = request_optint(request,
		        str_c(request->arena,
		                str_format(request->arena, "superior-%.*s", STR_ARG(one->sheet->data->line[i].id))));
	TRY(appeal_answer(request->arena, request->db, one, answer, request->now, err));
	return back(request, N_("Đã trả lời chi bộ."));
}

enum status withdraw_appeal(struct request *request, void *view, struct err *err)
{
	struct appeal_case *one = arena_new(request->arena, struct appeal_case);
	(void)view;
	TRY(appeal_open(request->arena, request->db, request_meeting(request), one, err));
	TRY(appeal_withdraw(request->arena, request->db, one, (struct appeal_id){ request_int(request, "appeal") },
	        request->now, err));
	return back(request, N_("Đã rút đề nghị."));
}

static struct str grade_name(struct request *request, struct str code)
{
	struct str text;
	bool known = code.len && !str_is(code, "-") &&
	             message_code(request->arena, request->language,
	                     str_format(request->arena, "%s%.*s", N_("score.grade."), STR_ARG(code)), NULL, &text);
	return known ? text : STR_NONE;
}

enum status show_appeals(struct request *request, void *to, struct err *err)
{
	struct score_appeals_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct score_appeal_below_rows rows;
	struct appeal_rule rule;
	TRY(appeal_rule_of(request->arena, request->db, unit->id, &rule, err));
	TRY(score_appeal_below(
	        request->arena, request->db, &(struct score_appeal_below_in){ { unit->id } }, &rows, err));
	*view = (struct score_appeals_view){ .unit = { unit->id },
		.name = unit->name,
		.ask_days = rule.ask_days,
		.answer_days = rule.answer_days,
		.whose = rule.name };
	view->rows.at = arena_array(request->arena, struct score_appeals_rows, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct score_appeal_below_row *row = &rows.at[i];
		bool waits = str_is(row->state, "asked");
		view->waiting += waits;
		view->rows.at[view->rows.count++] = (struct score_appeals_rows){ .meeting = row->meeting,
			.name = row->name,
			.team = row->visit.n != 0,
			.state = row->state,
			.day = row->day,
			.due = row->due,
			.waits = waits,
			.late = waits && str_compare(request->today, row->due) > 0,
			.before = grade_name(request, row->before_grade),
			.after = str_is(row->state, "changed") ? grade_name(request, row->after_grade) : STR_NONE };
	}
	return OK;
}

enum status set_appeal_rule(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	(void)view;
	request_flash(request, N_("Đã lưu số ngày."));
	request_go(request, "/units/%lld/appeals", (long long)unit->id);
	return score_appeal_rule_put(request->arena, request->db,
	        &(struct score_appeal_rule_put_in){ { unit->id }, request_int(request, "ask_days"),
	                request_int(request, "answer_days"), request->account, request->now },
	        err);
}
