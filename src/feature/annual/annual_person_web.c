/* One who is assessed: all that is said of them, to themselves too; what the cell and the committee may change of it.
 */
#include "feature/annual/annual_private.h"

#include "gen/annual_page.h"

static const char *const verdicts[] = { "fits", "no_points", "few_points", "forbidden", "unasked", "needs_reason" };
static const char *const answers[] = { "unknown", "met", "unmet" };

static void fill_conditions(struct request *request, const struct annual_measure *measure,
        const struct annual_facts *facts, struct annual_person_view *view)
{
	enum annual_condition ignored;
	view->conditions.at = arena_array(request->arena, struct annual_person_conditions, ANNUAL_CONDITIONS);
	for (int i = 0; i < ANNUAL_CONDITIONS; i++)
		view->conditions.at[view->conditions.count++] =
		        (struct annual_person_conditions){ str_of(annual_condition_word((enum annual_condition)i)),
			        str_of(answers[annual_condition_met(measure, facts, (enum annual_condition)i)]) };
	view->fits.at = arena_array(request->arena, struct annual_person_fits, ANNUAL_GRADES);
	for (int i = 0; i < ANNUAL_GRADES; i++)
		view->fits.at[view->fits.count++] =
		        (struct annual_person_fits){ str_of(annual_grade_word((enum annual_grade)i)), measure->least[i],
			        str_of(verdicts[annual_judge(measure, facts, (enum annual_grade)i, &ignored)]) };
}

static enum status fill_written(
        struct request *request, const struct assessed *assessed, struct annual_person_view *view, struct err *err)
{
	struct annual_line_many_rows lines;
	struct annual_form form;
	TRY(annual_form_find(request->arena, assessed->row.form, assessed->review.committee, &form, err));
	TRY(annual_line_many(request->arena, request->db,
	        &(struct annual_line_many_in){ assessed->id, assessed->review.shard }, &lines, err));
	view->who = form.who;
	view->texts.at = arena_array(request->arena, struct annual_person_texts, form.part_count);
	view->points.at = arena_array(request->arena, struct annual_person_points, form.line_count);
	for (size_t k = 0; k < form.part_count; k++) {
		const struct annual_line_many_row *row =
		        annual_line_of(&lines, request->arena, "text", form.part[k].id);
		if (row && row->text.len)
			view->texts.at[view->texts.count++] =
			        (struct annual_person_texts){ form.part[k].title, row->text };
	}
	for (size_t k = 0; k < form.line_count; k++) {
		const struct annual_line_many_row *row =
		        annual_line_of(&lines, request->arena, "points", form.line[k].id);
		if (row)
			view->points.at[view->points.count++] =
			        (struct annual_person_points){ form.line[k].text, form.line[k].max, row->own };
	}
	return OK;
}

static void fill_row(const struct annual_assessed_one_row *row, struct annual_person_view *view)
{
	view->name = row->name;
	view->label = row->label;
	view->post = row->post;
	view->form = row->form;
	view->group = row->grp;
	view->left_out = row->left_out;
	view->sent = row->sent_at.set;
	view->paper = row->paper;
	view->own_points = row->own_points;
	view->own_grade = row->own_grade;
	view->verified = row->verified_at.set;
	view->given = row->points;
	view->grade = row->grade;
	view->votes_for = row->votes_for;
	view->votes_against = row->votes_against;
	view->votes_other = row->votes_other;
	view->comment = row->comment;
	view->reason = row->reason;
	view->weighed = row->weighed;
	view->weighed_reason = row->weighed_reason;
}

/* Earlier years: of somebody wherever that was, of a cell or a committee by its name then. */
static enum status fill_before(
        struct request *request, const struct assessed *assessed, struct annual_person_view *view, struct err *err)
{
	const struct review *review = &assessed->review;
	struct annual_result_body_rows rows;
	if (assessed->row.person.n)
		return annual_result_person(request->arena, request->db,
		        &(struct annual_result_person_in){ assessed->row.person, review->row.year }, &view->before,
		        err);
	TRY(annual_result_body(request->arena, request->db,
	        &(struct annual_result_body_in){ review->row.cell, review->shard, review->row.year }, &rows, err));
	view->before.at = arena_array(request->arena, struct annual_result_person_row, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->before.at[view->before.count++] = (struct annual_result_person_row){ rows.at[i].year,
			rows.at[i].grade, rows.at[i].day, rows.at[i].number, rows.at[i].cell_name };
	return OK;
}

enum status annual_show_person(struct request *request, void *to, struct err *err)
{
	struct annual_person_view *view = to;
	const struct assessed *assessed = annual_request_assessed(request);
	const struct review *review = &assessed->review;
	struct call call = annual_call_of(request);
	struct annual_book book;
	bool runs = request_can(request, "annual.run"), decides = request_can(request, "annual.decide");
	bool own_body = review->committee && request->object_roles_own & R(OFFICER);
	decides = decides && !own_body;
	TRY(annual_evidence_read(&call, review, &book, err));
	if (assessed->own || runs)
		TRY(annual_evidence_pledge(&call, assessed, &book, err));
	struct annual_sum sum = annual_evidence_of(&book, assessed->row.person.n);
	struct annual_facts facts =
	        annual_evidence_facts(&sum, assessed->row.points.set ? assessed->row.points : assessed->row.own_points,
	                assessed->row.above, assessed->row.remedied, assessed->row.discipline, assessed->row.degraded);
	*view = (struct annual_person_view){ .assessed = assessed->id,
		.annual = review->id,
		.cell_name = review->cell.name,
		.year = review->row.year,
		.state = review->row.state,
		.base = review->row.base,
		.source = review->rule.source,
		.cell = str_is(assessed->row.kind, "cell"),
		.committee = review->committee,
		.own = assessed->own,
		.writes = request_can(request, "annual.write") && str_is(review->row.state, "open"),
		.runs = runs && str_is(review->row.state, "open"),
		.leads = runs || decides,
		.weighs = decides && str_is(review->row.state, "proposed"),
		.again = decides && str_is(review->row.state, "decided"),
		.tasks = sum.tasks,
		.done = sum.done,
		.late = sum.late,
		.coming = sum.coming,
		.present = sum.present,
		.due = sum.due,
		.excused = sum.excused,
		.unexcused = sum.unexcused,
		.spoke = sum.spoke };
	view->pledge = book.pledge;
	view->counted = book.counted;
	fill_row(&assessed->row, view);
	fill_conditions(request, &review->rule.measure, &facts, view);
	TRY(fill_written(request, assessed, view, err));
	TRY(annual_result_history(request->arena, request->db,
	        &(struct annual_result_history_in){
	                review->id, assessed->id, review->row.cell, review->row.year, review->shard },
	        &view->history, err));
	TRY(fill_before(request, assessed, view, err));
	request->shell.crumb = review->cell.name;
	request->shell.crumb_href = view->leads ? str_format(request->arena, "/annual/%lld", (long long)review->id.n)
	                                        : annual_home(request->arena, review);
	return OK;
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/annual/people/%lld", (long long)annual_request_assessed(request)->id.n);
	return OK;
}

enum status annual_save_place(struct request *request, void *view, struct err *err)
{
	const struct assessed *assessed = annual_request_assessed(request);
	const struct review *review = &assessed->review;
	struct call call = annual_call_of(request);
	struct str form = request_text(request, "form"), out = request_text(request, "left_out");
	(void)view;
	if (!str_is(review->row.state, "open"))
		return err_set(err, CONFLICT, "annual.not_open", NULL);
	if (str_is(form, "01") != str_is(assessed->row.kind, "cell"))
		return err_set(err, INVALID, "annual.form", "form");
	if (out.len && str_is(assessed->row.kind, "cell"))
		return err_set(err, INVALID, "annual.cell_in", "left_out");
	TRY(annual_assessed_kind(request->arena, request->db,
	        &(struct annual_assessed_kind_in){ assessed->id, review->shard, form, request_text(request, "group") },
	        err));
	TRY(annual_assessed_out(request->arena, request->db,
	        &(struct annual_assessed_out_in){ assessed->id, review->shard, out }, err));
	TRY(annual_flow_touch(&call, review, err));
	return back(request, N_("Đã lưu."));
}

enum status annual_save_weigh(struct request *request, void *view, struct err *err)
{
	const struct assessed *assessed = annual_request_assessed(request);
	struct str grade = request_text(request, "weighed");
	enum annual_grade at = annual_grade_of(grade);
	const struct annual_rule *rule = &assessed->review.rule;
	(void)view;
	TRY(annual_committee_stranger(request, &assessed->review, err));
	if (!str_is(assessed->review.row.state, "proposed"))
		return err_set(err, CONFLICT, "annual.weigh_state", NULL);
	if (str_eq(grade, assessed->row.grade))
		grade = STR_NONE;
	if (grade.len && !request_text(request, "why").len)
		return err_set(err, INVALID, "annual.why_missing", "why");
	if (grade.len && assessed->row.points.set && assessed->row.points.n < rule->measure.least[at]) {
		err_set(err, INVALID, "annual.few_points", "weighed");
		err_arg(err, "who", assessed->row.name);
		err_arg(err, "grade", rule->grade_name[at]);
		err_arg_int(err, "least", rule->measure.least[at]);
		err_arg_int(err, "n", assessed->row.points.n);
		err_arg(err, "rule", rule->source);
		return INVALID;
	}
	TRY(annual_weigh(request->arena, request->db,
	        &(struct annual_weigh_in){ assessed->id, assessed->review.shard, grade,
	                grade.len ? request_text(request, "why") : STR_NONE, request->account, request->now },
	        err));
	return back(request, N_("Đã lưu mức cấp ủy dự kiến."));
}

enum status annual_save_return(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct call call = annual_call_of(request);
	(void)view;
	TRY(annual_committee_stranger(request, review, err));
	if (!str_is(review->row.state, "proposed"))
		return err_set(err, CONFLICT, "annual.weigh_state", NULL);
	TRY(annual_review_return(request->arena, request->db,
	        &(struct annual_review_return_in){
	                review->id, review->shard, request_text(request, "why"), request->now },
	        err));
	TRY(annual_flow_touch(&call, review, err));
	request_flash(request, review->committee ? N_("Đã trả lại đảng bộ.") : N_("Đã trả lại chi bộ."));
	request_go(request, "/annual/%lld", (long long)review->id.n);
	return OK;
}

enum status annual_save_again(struct request *request, void *view, struct err *err)
{
	const struct assessed *assessed = annual_request_assessed(request);
	struct call call = annual_call_of(request);
	struct decision decision = { request_text(request, "number"), request_day(request, "day") };
	(void)view;
	TRY(annual_committee_stranger(request, &assessed->review, err));
	if (str_compare(decision.day, request->today) > 0)
		return err_set(err, INVALID, "annual.future", "day");
	TRY(annual_decide_again(&call, &assessed->review, assessed, request_text(request, "grade"),
	        request_text(request, "reason"), &decision, err));
	return back(request, N_("Đã ghi quyết định xếp loại lại."));
}
