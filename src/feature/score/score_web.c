/* The score sheet on screen, the superior's decision, and the room's descriptor. */
#include "feature/score/appeal_private.h"

#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/score_page.h"

#include <string.h>

static const struct field sheet_form[] = {
	{ "version", FIELD_INT, .required = true },
	{ "points-*", FIELD_INT, .min = -1000, .max = 1000, .label = N_("Điểm") },
	{ "reason-*", FIELD_LINE, .max = 300, .label = N_("Lý do") },
	{ "confirm-*", FIELD_FLAG },
	{ "shortcomings", FIELD_TEXT, .label = N_("Hạn chế và cách khắc phục") },
	{ 0 },
};
static const struct field submit_form[] = { { "unvoted", FIELD_FLAG }, { 0 } };
static const struct field grade_form[] = {
	{ "version", FIELD_INT, .required = true },
	{ "superior-*", FIELD_INT, .min = -1000, .max = 1000, .label = N_("Điểm cấp trên") },
	{ "grade", FIELD_CHOICE, .required = true, .choices = "good fair average poor", .label = N_("Mức xếp loại") },
	{ "reason", FIELD_TEXT, .max = 1000, .label = N_("Lý do") },
	{ 0 },
};

static struct str field_of(struct request *request, const char *prefix, struct str id)
{
	return http_form(
	        request->http, str_c(request->arena, str_format(request->arena, "%s-%.*s", prefix, STR_ARG(id))));
}

static struct opt_int int_of(struct request *request, const char *prefix, struct str id)
{
	int64_t number;
	return str_int(field_of(request, prefix, id), &number) ? OPT(number) : OPT_NONE;
}

static struct opt_int points_of(const struct rubric_result *result, int32_t line)
{
	return result->line[line].points == RUBRIC_OPEN ? OPT_NONE : OPT(result->line[line].points);
}

/* After two people saved at once: what the other one's version says where it differs from what was typed. */
static struct str other_version(struct request *request, const struct sheet *sheet, int32_t at)
{
	struct str id = sheet->data->line[at].id, reason = field_of(request, "reason", id);
	struct opt_int mine = int_of(request, "points", id), theirs = points_of(&sheet->result, at);
	if (sheet_handbook(sheet, at))
		mine = OPT(field_of(request, "confirm", id).len ? sheet_high(sheet, at) : 0);
	if (mine.set == theirs.set && mine.n == theirs.n && str_compare(reason, sheet->line[at].reason) == 0)
		return STR_NONE;
	struct text_arg args[] = { { .name = STR("n"),
		                           .value = theirs.set ? str_format(request->arena, "%lld", (long long)theirs.n)
		                                               : STR("?") },
		{ .name = STR("reason"), .value = sheet->line[at].reason.len ? sheet->line[at].reason : STR("–") } };
	return message_fill(request->arena, request->language, T("Bản đang lưu: {n} điểm, ghi chú: {reason}"), args, 2);
}

static void fill_line(
        struct request *request, const struct sheet *sheet, int32_t at, bool conflict, struct score_group_lines *row)
{
	const struct rubric_line_text *words = &sheet->data->line[at];
	const struct score_lines_row *stored = &sheet->line[at];
	bool fixed = stored->line.len && !str_is(sheet->state, "proposed");
	row->id = words->id;
	row->n = at + 1;
	row->text = words->text;
	row->max = sheet->data->rubric.line[at].max;
	row->low = sheet_low(sheet, at);
	row->high = sheet_high(sheet, at);
	row->points = points_of(&sheet->result, at);
	row->evidence = fixed ? stored->evidence : points_of(&sheet->evidence, at);
	row->why = fixed ? stored->why : sheet->why[at];
	row->phase = str_of(rubric_phase_name(sheet->data->rubric.line[at].phase));
	row->reason = stored->reason;
	row->choice = sheet_choice(sheet, at);
	row->handbook = sheet_handbook(sheet, at);
	row->confirmed = stored->confirmed;
	row->applied = sheet->evidence.line[at].why != RUBRIC_NOT_APPLIED;
	row->changed = row->points.set && row->evidence.set && row->points.n != row->evidence.n && !row->handbook;
	row->full = row->points.set && row->points.n == row->high;
	row->none = row->points.set && row->points.n == row->low;
	row->theirs = conflict ? other_version(request, sheet, at) : STR_NONE;
	row->superior = str_is(sheet->state, "graded") ? stored->superior : OPT_NONE;
	row->superior_note = stored->superior_note;
}

static void fill_groups(struct request *request, const struct sheet *sheet, struct score_sheet_view *view)
{
	const struct rubric *rubric = &sheet->data->rubric;
	view->groups.at = arena_array(request->arena, struct score_sheet_groups, RUBRIC_GROUPS);
	view->groups.count = (size_t)rubric->group_count;
	for (int32_t g = 0; g < rubric->group_count; g++) {
		struct score_sheet_groups *group = &view->groups.at[g];
		group->name = sheet->data->group_name[g];
		group->max = rubric->group_max[g];
		group->lines.at = arena_array(request->arena, struct score_group_lines, (size_t)rubric->line_count);
		for (int32_t i = 0; i < rubric->line_count; i++)
			if (rubric->line[i].group == g)
				fill_line(request, sheet, i, view->conflict, &group->lines.at[group->lines.count++]);
	}
}

static bool short_month(const struct sheet *sheet)
{
	bool some = false;
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++)
		some |= sheet->evidence.line[i].why == RUBRIC_NOT_APPLIED;
	return some;
}

/* The question that the cell votes on, ready in the form of the vote. */
static struct str vote_address(struct request *request, const struct sheet *sheet)
{
	struct buf buf = buf_open(request->arena, 4096);
	struct str question = str_format(request->arena,
	        "Nhất trí kết quả tự chấm điểm buổi sinh hoạt: %lld/%d điểm, tự xếp loại %.*s",
	        (long long)sheet->row.total.n, sheet->data->rubric.scale,
	        STR_ARG(sheet_grade_name(sheet, sheet->row.grade)));
	buf_format(&buf, "/meetings/%lld/votes?kind=score&question=", (long long)sheet->meeting->id);
	buf_url(&buf, question);
	return buf_text(&buf);
}

static int64_t points_above(int64_t total, int64_t most)
{
	return total > most ? total - most : 0;
}

static void fill_totals(const struct sheet *sheet, struct score_sheet_view *view)
{
	const struct score_sheet_of_meeting_row *row = &sheet->row;
	bool fixed = sheet->stored && !str_is(sheet->state, "proposed");
	view->scale = sheet->data->rubric.scale;
	view->least = fixed ? row->least : sheet->evidence.least;
	view->most = fixed ? row->most : sheet->evidence.most;
	view->now_least = sheet->result.least;
	view->now_most = sheet->result.most;
	view->open_lines = (int64_t)sheet_open_lines(sheet->data, &sheet->result);
	view->total = view->open_lines ? OPT_NONE : OPT(view->now_least);
	view->grade = sheet->result.grade == RUBRIC_NONE ? STR_NONE : sheet->data->grade_name[sheet->result.grade];
	if (fixed) {
		view->total = row->total;
		view->grade = sheet_grade_name(sheet, row->grade);
		view->open_lines = 0;
	}
	view->evidence_grade =
	        sheet->evidence.grade == RUBRIC_NONE ? STR_NONE : sheet->data->grade_name[sheet->evidence.grade];
	if (view->total.set) {
		view->above = points_above(view->total.n, view->most);
		view->below = points_above(view->least, view->total.n);
	}
	if (str_is(sheet->state, "graded")) {
		view->graded = true;
		view->superior_total = row->superior_total;
		view->superior_grade = sheet_grade_name(sheet, row->superior_grade);
		view->superior_reason = row->superior_reason;
	}
}

/* The one red button: save while points may change, then send. */
static void choose_button(struct request *request, const struct score_sheet_view *view)
{
	struct shell *shell = &request->shell;
	if (view->edit) {
		shell->cta = request_say(request, N_("Lưu bảng điểm"));
		shell->cta_icon = STR("check");
		shell->cta_form = STR("score");
	} else if (view->may_submit && str_is(view->state, "voted")) {
		shell->cta = request_say(request, N_("Gửi bảng điểm lên cấp trên"));
		shell->cta_icon = STR("next");
		shell->cta_form = STR("submit");
	}
}

/* The way to an appeal: where there is a grade or a team's score, or something was asked. */
static enum status fill_appeal(
        struct request *request, const struct meeting *meeting, struct score_sheet_view *view, struct err *err)
{
	struct appeal_case *one;
	if (!view->ended)
		return OK;
	one = arena_new(request->arena, struct appeal_case);
	TRY(appeal_open(request->arena, request->db, meeting, one, err));
	view->appeal = one->subject_count > 0 || one->rows.count > 0;
	view->appeal_state = one->rows.count ? one->rows.at[0].state : STR_NONE;
	return OK;
}

static enum status show_sheet(struct request *request, void *to, struct err *err)
{
	struct score_sheet_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct sheet *sheet;
	bool may = request_can(request, "meeting.hold");
	TRY(sheet_open(request->arena, request->db, meeting, true, &sheet, err));
	TRY(meeting_shell(request, meeting, "record", err));
	view->meeting.n = meeting->id;
	view->rubric_name = sheet->data->name;
	view->document =
	        str_format(request->arena, "%.*s, %.*s", STR_ARG(sheet->data->issuer), STR_ARG(sheet->data->number));
	view->sure = sheet->data->sure;
	view->state = sheet->state;
	view->ended = str_is(meeting->state, "ended");
	view->held = view->ended || str_is(meeting->state, "open");
	view->edit = may && sheet_editable(sheet);
	view->voting = sheet->voting;
	view->version = sheet->stored ? sheet->row.version : 0;
	view->shortcomings = sheet->row.shortcomings;
	view->conflict = request->failed && request->failed->code && !strcmp(request->failed->code, "score.version");
	if (view->conflict && str_compare(sheet->row.shortcomings, http_form(request->http, "shortcomings")) != 0)
		view->theirs = sheet->row.shortcomings;
	fill_totals(sheet, view);
	view->plain = short_month(sheet);
	view->rescale = sheet->data->rubric.rescale;
	fill_groups(request, sheet, view);
	if (sheet->carried) {
		view->votes_for = sheet->votes_for;
		view->base = sheet->base;
	}
	bool up = str_is(view->state, "submitted") || str_is(view->state, "graded");
	view->unvoted = up && !sheet->row.motion.set && !meeting->paper_typed;
	view->may_submit = may && view->ended && view->total.set && sheet->row.total.set && !up && !sheet->voting;
	if (view->edit && str_is(meeting->state, "open") && sheet->row.total.set && !sheet->carried)
		view->vote_href = vote_address(request, sheet);
	choose_button(request, view);
	return fill_appeal(request, meeting, view, err);
}

static enum status save_sheet(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct sheet *sheet;
	TRY(meeting_need(meeting, "open ended", "score.not_held", err));
	TRY(sheet_open(request->arena, request->db, meeting, true, &sheet, err));
	if (!sheet_editable(sheet))
		return err_set(err, CONFLICT, sheet->voting ? "score.voting" : "score.closed", NULL);
	struct sheet_entry *entries = arena_array(request->arena, struct sheet_entry, RUBRIC_LINES);
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++) {
		struct str id = sheet->data->line[i].id;
		entries[i] = (struct sheet_entry){ .points = int_of(request, "points", id),
			.confirmed = field_of(request, "confirm", id).len > 0,
			.reason = field_of(request, "reason", id) };
	}
	if (request_int(request, "version") != (sheet->stored ? sheet->row.version : 0))
		return err_set(err, CONFLICT, "score.version", NULL);
	TRY(sheet_enter(request->arena, sheet, entries, err));
	TRY(sheet_save(request->arena, request->db, sheet, request_int(request, "version"),
	        request_text(request, "shortcomings"), request->now, err));
	request_flash(request, N_("Đã lưu bảng điểm."));
	request_go(request, "/meetings/%lld/score", (long long)meeting->id);
	return OK;
}

static enum status submit_sheet(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	TRY(score_submit(
	        request->arena, request->db, meeting, request_int(request, "unvoted") != 0, request->now, err));
	request_flash(request, N_("Đã gửi bảng điểm lên cấp trên."));
	request_go(request, "/meetings/%lld/score", (long long)meeting->id);
	return OK;
}

static void fill_grade_lines(struct request *request, const struct sheet *sheet, struct score_grade_view *view)
{
	const struct rubric *rubric = &sheet->data->rubric;
	view->lines.at = arena_array(request->arena, struct score_grade_lines, RUBRIC_LINES);
	for (int32_t i = 0; i < rubric->line_count; i++) {
		struct score_grade_lines *row = &view->lines.at[view->lines.count++];
		row->id = sheet->data->line[i].id;
		row->group = sheet->data->group_name[rubric->line[i].group];
		row->first = i == 0 || rubric->line[i - 1].group != rubric->line[i].group;
		row->n = i + 1;
		row->text = sheet->data->line[i].text;
		row->max = rubric->line[i].max;
		row->low = sheet_low(sheet, i);
		row->high = sheet_high(sheet, i);
		row->evidence = points_of(&sheet->evidence, i);
		row->why = sheet->why[i];
		row->points = points_of(&sheet->result, i);
		row->reason = sheet->line[i].reason;
		row->over = row->points.set && row->evidence.set && row->points.n > row->evidence.n;
		row->superior = sheet->line[i].superior;
		row->note = sheet->line[i].superior_note;
	}
}

/* Beside the self-score stands the evidence of today: what was promised for after the meeting counts only when it was
 * done. */
static enum status show_grade(struct request *request, void *to, struct err *err)
{
	struct score_grade_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct score_appeal_many_rows appeals;
	struct sheet *sheet;
	TRY(sheet_open(request->arena, request->db, meeting, false, &sheet, err));
	const struct score_sheet_of_meeting_row *row = &sheet->row;
	view->meeting.n = meeting->id;
	view->cell_name = meeting->cell_name;
	view->heading = meeting_title(request, meeting);
	view->state = sheet->state;
	view->open = str_is(sheet->state, "submitted") || str_is(sheet->state, "graded");
	view->version = row->version;
	view->scale = sheet->data->rubric.scale;
	view->least = sheet->evidence.least;
	view->most = sheet->evidence.most;
	view->evidence_grade =
	        sheet->evidence.grade == RUBRIC_NONE ? STR_NONE : sheet->data->grade_name[sheet->evidence.grade];
	view->total = row->total;
	view->grade = sheet_grade_name(sheet, row->grade);
	view->above = row->total.set ? points_above(row->total.n, view->most) : 0;
	view->unvoted = view->open && !row->motion.set && !meeting->paper_typed;
	view->superior_total = row->superior_total;
	view->superior_grade = sheet_grade_name(sheet, row->superior_grade);
	view->reason = row->superior_reason;
	view->shortcomings = row->shortcomings;
	TRY(score_appeal_many(request->arena, request->db,
	        &(struct score_appeal_many_in){ view->meeting, meeting->shard }, &appeals, err));
	view->appeal_state = appeals.count ? appeals.at[0].state : STR_NONE;
	fill_grade_lines(request, sheet, view);
	view->grades.at = arena_array(request->arena, struct score_grade_grades, RUBRIC_GRADES);
	for (int32_t i = 0; i < sheet->data->rubric.grade_count; i++)
		view->grades.at[view->grades.count++] = (struct score_grade_grades){ .code = sheet->data->grade_code[i],
			.name = sheet->data->grade_name[i],
			.on = str_eq(sheet->data->grade_code[i],
			        row->superior_grade.len ? row->superior_grade : row->grade) };
	return OK;
}

static enum status decide_grade(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct sheet_grade *grade = arena_new(request->arena, struct sheet_grade);
	struct sheet *sheet;
	TRY(sheet_open(request->arena, request->db, meeting, false, &sheet, err));
	grade->grade = request_text(request, "grade");
	grade->reason = request_text(request, "reason");
	grade->version = request_int(request, "version");
	grade->account = request->account;
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++)
		grade->points[i] = int_of(request, "superior", sheet->data->line[i].id);
	TRY(sheet_grade(request->arena, request->db, sheet, grade, request->now, err));
	request_flash(request, N_("Đã quyết định mức xếp loại; chi bộ thấy ngay."));
	request_go(request, "/meetings/%lld/score/grade", (long long)meeting->id);
	return OK;
}

static struct str grade_name(struct request *request, struct str code)
{
	struct str text;
	bool known = code.len &&
	             message_code(request->arena, request->language,
	                     str_format(request->arena, "%s%.*s", N_("score.grade."), STR_ARG(code)), NULL, &text);
	return known ? text : STR_NONE;
}

static enum status show_list(struct request *request, void *to, struct err *err)
{
	struct score_list_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct score_below_rows rows;
	int64_t month = request_query_int(request, "month", month_of_day(request->today));
	if (month < 190001 || month > 210012 || month % 100 < 1 || month % 100 > 12)
		month = month_of_day(request->today);
	view->direct = score_grades(unit->kind);
	view->unit.n = unit->id;
	view->name = unit->name;
	view->month = month;
	if (!view->direct)
		return OK;
	TRY(score_below(request->arena, request->db, &(struct score_below_in){ .unit = { unit->id }, .month = month },
	        &rows, err));
	view->before = view->before_key = month_add((int)month, -1);
	view->after = view->after_key = month_add((int)month, 1);
	view->rows.at = arena_array(request->arena, struct score_list_rows, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct score_below_row *row = &rows.at[i];
		view->rows.at[view->rows.count++] = (struct score_list_rows){ .meeting = row->meeting,
			.name = row->name,
			.day = row->day,
			.waits = str_is(row->state, "submitted"),
			.least = row->least,
			.most = row->most,
			.total = row->total,
			.grade = grade_name(request, row->grade),
			.superior = grade_name(request, row->superior_grade),
			.over = row->total.set && row->total.n > row->most };
	}
	return OK;
}

const struct feature score_feature = {
	.name = "score",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/meetings/{meeting}/score", &meeting_read, show_sheet, .page = &score_sheet_page,
	                        .about = "The score sheet with its evidence" },
	                { HTTP_POST, "/meetings/{meeting}/score", &meeting_hold, save_sheet, .form = sheet_form,
	                        .act = "score.save", .about = "Propose points" },
	                { HTTP_POST, "/meetings/{meeting}/score/submit", &meeting_hold, submit_sheet,
	                        .form = submit_form, .retry = "/meetings/{meeting}/score", .act = "score.submit",
	                        .about = "Send the voted score to the superior" },
	                { HTTP_GET, "/meetings/{meeting}/score/grade", &meeting_grade, show_grade,
	                        .page = &score_grade_page, .about = "Evidence, self-score and the superior's points" },
	                { HTTP_POST, "/meetings/{meeting}/score/grade", &meeting_grade, decide_grade,
	                        .form = grade_form, .act = "score.grade", .about = "Decide the grade of a meeting" },
	                { HTTP_GET, "/meetings/{meeting}/score.pdf", &meeting_read, send_filled, .slow = true,
	                        .about = "The score sheet as PDF" },
	                { HTTP_GET, "/meetings/{meeting}/score.docx", &meeting_read, send_filled, .slow = true,
	                        .about = "The score sheet as DOCX" },
	                { HTTP_GET, "/cells/{cell}/score-sheet.pdf", &meeting_read, send_blank, .slow = true,
	                        .about = "An empty score sheet to fill in by hand" },
	                { HTTP_GET, "/units/{unit}/scores", &meeting_grade, show_list, .page = &score_list_page,
	                        .about = "Scores of the cells below, of a month" },
	                { HTTP_GET, "/meetings/{meeting}/appeal", &meeting_read, show_appeal,
	                        .page = &score_appeal_page, .about = "What a cell asked to look at again" },
	                { HTTP_POST, "/meetings/{meeting}/appeal", &meeting_hold, ask_again, .form = appeal_ask_form,
	                        .act = "score.appeal", .about = "Ask to look again at a grade or a team's score" },
	                { HTTP_POST, "/meetings/{meeting}/appeal/withdraw", &meeting_hold, withdraw_appeal,
	                        .form = appeal_withdraw_form, .retry = "/meetings/{meeting}/appeal",
	                        .act = "score.appeal_withdraw", .about = "Take an appeal back" },
	                { HTTP_POST, "/meetings/{meeting}/appeal/answer", &meeting_grade, answer_appeal,
	                        .form = appeal_answer_form, .retry = "/meetings/{meeting}/appeal",
	                        .act = "score.appeal_answer", .about = "Keep or change what was appealed" },
	                { HTTP_GET, "/meetings/{meeting}/appeal.pdf", &meeting_read, send_appeal, .slow = true,
	                        .about = "An appeal on paper; without one: to be filled in by hand" },
	                { HTTP_GET, "/meetings/{meeting}/appeal.docx", &meeting_read, send_appeal, .slow = true,
	                        .about = "The same as a text file" },
	                { HTTP_GET, "/units/{unit}/appeals", &meeting_grade, show_appeals, .page = &score_appeals_page,
	                        .about = "What the cells below asked to look at again" },
	                { HTTP_POST, "/units/{unit}/appeals", &meeting_grade, set_appeal_rule, .form = appeal_rule_form,
	                        .wide = true, .act = "score.appeal_rule",
	                        .about = "Set how many days cells have to ask, and the committee to answer" },
	                { 0 },
	        },
	.commands = score_commands,
	.counters = appeal_families,
	.chores = appeal_chores,
	.load = score_load,
	.due = score_due,
	.archive = score_archive,
};
