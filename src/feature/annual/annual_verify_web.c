/* The cell verifies: points, grade and votes of each, in the order of the rule; then all goes up. */
#include "feature/annual/annual_private.h"

#include "gen/annual_page.h"

static const char *field_name(struct request *request, const char *what, struct assessed_id id)
{
	return str_c(request->arena, str_format(request->arena, "%s-%lld", what, (long long)id.n));
}

static int64_t full_members(const struct annual_assessed_many_rows *rows, bool all)
{
	int64_t full = 0;
	for (size_t i = 0; i < rows->count; i++)
		full += str_is(rows->at[i].status, "full") && (all || !rows->at[i].left_out.len);
	return full;
}

static struct str yes_no(struct opt_int value)
{
	return !value.set ? STR_NONE : value.n ? STR("yes") : STR("no");
}

static struct annual_verify_people person_of(
        struct request *request, const struct annual_assessed_many_row *row, const struct annual_book *book)
{
	struct annual_sum sum = annual_evidence_of(book, row->person.n);
	return (struct annual_verify_people){ .id = row->id,
		.cell = str_is(row->kind, "cell"),
		.name = row->label.len
		                ? str_format(request->arena, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(row->label))
		                : row->name,
		.post = row->post,
		.sent = row->sent_at.set,
		.own_points = row->own_points,
		.own_grade = row->own_grade,
		.points = row->points.set ? row->points : row->own_points,
		.grade = row->grade.len ? row->grade : row->own_grade,
		.votes_for = row->votes_for,
		.votes_against = row->votes_against,
		.votes_other = row->votes_other,
		.above = row->above,
		.remedied = row->remedied,
		.discipline = yes_no(row->discipline),
		.degraded = yes_no(row->degraded),
		.comment = row->comment,
		.reason = row->reason,
		.tasks = sum.tasks,
		.done = sum.done,
		.late = sum.late,
		.present = sum.present,
		.due = sum.due,
		.spoke = sum.spoke };
}

enum status annual_show_verify(struct request *request, void *to, struct err *err)
{
	struct annual_verify_view *view = to;
	const struct review *review = annual_request_review(request);
	struct call call = annual_call_of(request);
	struct annual_assessed_many_rows rows;
	struct annual_book book;
	TRY(annual_evidence_read(&call, review, &book, err));
	TRY(annual_assessed_many(request->arena, request->db,
	        &(struct annual_assessed_many_in){ review->id, review->shard }, &rows, err));
	*view = (struct annual_verify_view){ .annual = review->id,
		.cell_name = review->cell.name,
		.year = review->row.year,
		.committee = review->committee,
		.day = review->row.day,
		.base = review->row.base.set || review->committee ? review->row.base : OPT(full_members(&rows, false)),
		.held = review->row.held,
		.source = review->rule.source,
		.open = str_is(review->row.state, "open"),
		.collective = review->row.collective_day.len > 0,
		.early = str_compare(request->today, review->row.day) < 0 };
	view->people.at = arena_array(request->arena, struct annual_verify_people, rows.count + 1);
	bool next = true;
	for (size_t i = 0; i < rows.count; i++) {
		if (rows.at[i].left_out.len)
			continue;
		struct annual_verify_people *person = &view->people.at[view->people.count++];
		*person = person_of(request, &rows.at[i], &book);
		person->next = next && !person->votes_for.set;
		next &= !person->next;
	}
	request->shell.crumb = review->cell.name;
	request->shell.crumb_href = str_format(request->arena, "/annual/%lld", (long long)review->id.n);
	return OK;
}

/* What was typed about one of them. */
struct typed {
	const struct annual_assessed_many_row *row;
	struct opt_int points, votes_for, against, other, above, discipline, degraded;
	struct str grade, remedied, comment, reason;
};

static struct opt_int asked(struct request *request, const char *what, struct assessed_id id)
{
	struct str answer = request_text(request, field_name(request, what, id));
	return answer.len ? OPT(str_is(answer, "yes")) : OPT_NONE;
}

static struct typed read_typed(struct request *request, const struct annual_assessed_many_row *row)
{
	return (struct typed){ .row = row,
		.points = request_optint(request, field_name(request, "points", row->id)),
		.votes_for = request_optint(request, field_name(request, "for", row->id)),
		.against = request_optint(request, field_name(request, "against", row->id)),
		.other = request_optint(request, field_name(request, "other", row->id)),
		.above = request_optint(request, field_name(request, "above", row->id)),
		.discipline = asked(request, "discipline", row->id),
		.degraded = asked(request, "degraded", row->id),
		.grade = request_text(request, field_name(request, "grade", row->id)),
		.remedied = request_text(request, field_name(request, "remedied", row->id)),
		.comment = request_text(request, field_name(request, "comment", row->id)),
		.reason = request_text(request, field_name(request, "reason", row->id)) };
}

static enum status refuse(struct request *request, const struct review *review, const struct typed *typed,
        const char *code, const char *field, struct err *err)
{
	err_set(err, INVALID, code, field_name(request, field, typed->row->id));
	err_arg(err, "who", typed->row->name);
	err_arg(err, "rule", review->rule.source);
	return INVALID;
}

static enum status check_votes(
        struct request *request, const struct review *review, const struct typed *typed, int64_t base, struct err *err)
{
	int64_t all = typed->votes_for.n + typed->against.n + typed->other.n;
	if (all > base) {
		refuse(request, review, typed, N_("annual.votes_many"), "for", err);
		err_arg_int(err, "n", all);
		err_arg_int(err, "base", base);
		return INVALID;
	}
	if (typed->votes_for.n * 2 > base)
		return OK;
	refuse(request, review, typed, review->committee ? N_("annual.votes_few_committee") : N_("annual.votes_few"),
	        "for", err);
	err_arg_int(err, "n", typed->votes_for.n);
	err_arg_int(err, "base", base);
	return INVALID;
}

static enum status check_grade(struct request *request, const struct review *review, const struct typed *typed,
        const struct annual_book *book, struct err *err)
{
	struct annual_sum sum = annual_evidence_of(book, typed->row->person.n);
	struct annual_facts facts = annual_evidence_facts(
	        &sum, typed->points, typed->above, typed->remedied, typed->discipline, typed->degraded);
	enum annual_grade grade = annual_grade_of(typed->grade);
	enum annual_condition condition;
	if (grade == ANNUAL_NO_GRADE)
		return refuse(request, review, typed, N_("annual.grade_missing"), "grade", err);
	switch (annual_judge(&review->rule.measure, &facts, grade, &condition)) {
	case ANNUAL_FITS:
		return OK;
	case ANNUAL_NO_POINTS:
		return refuse(request, review, typed, N_("annual.points_missing"), "points", err);
	case ANNUAL_FEW_POINTS:
		refuse(request, review, typed, N_("annual.few_points"), "points", err);
		err_arg(err, "grade", review->rule.grade_name[grade]);
		err_arg_int(err, "least", review->rule.measure.least[grade]);
		err_arg_int(err, "n", typed->points.n);
		return INVALID;
	case ANNUAL_FORBIDDEN:
		return refuse(request, review, typed,
		        condition == ANNUAL_UNDISCIPLINED ? N_("annual.disciplined") : N_("annual.forbidden"), "grade",
		        err);
	case ANNUAL_UNASKED:
		return refuse(request, review, typed,
		        condition == ANNUAL_ABOVE      ? N_("annual.ask_above")
		        : condition == ANNUAL_REMEDIED ? N_("annual.ask_remedied")
		                                       : N_("annual.ask_discipline"),
		        condition == ANNUAL_ABOVE      ? "above"
		        : condition == ANNUAL_REMEDIED ? "remedied"
		                                       : "discipline",
		        err);
	case ANNUAL_NEEDS_REASON:
		break;
	}
	if (typed->reason.len)
		return OK;
	refuse(request, review, typed, review->committee ? N_("annual.grounds_missing") : N_("annual.reason_missing"),
	        "reason", err);
	err_arg_int(err, "tasks", sum.tasks);
	err_arg_int(err, "done", sum.done);
	err_arg_int(err, "late", sum.late);
	return INVALID;
}

static enum status take(struct request *request, const struct call *call, const struct review *review,
        const struct typed *typed, const struct annual_book *book, int64_t base, struct err *err)
{
	TRY(annual_flow_may_verify(call, review, typed->row->kind, typed->row->post, err));
	if (!typed->row->sent_at.set)
		return refuse(request, review, typed, N_("annual.self_first"), "grade", err);
	TRY(check_votes(request, review, typed, base, err));
	TRY(check_grade(request, review, typed, book, err));
	return annual_verify_put(request->arena, request->db,
	        &(struct annual_verify_put_in){ .id = typed->row->id,
	                .shard = review->shard,
	                .points = typed->points.n,
	                .grade = typed->grade,
	                .votes_for = typed->votes_for.n,
	                .votes_against = typed->against.n,
	                .votes_other = typed->other.n,
	                .comment = typed->comment,
	                .reason = typed->reason,
	                .above = typed->above,
	                .remedied = typed->remedied,
	                .discipline = typed->discipline,
	                .degraded = typed->degraded,
	                .account = request->account,
	                .at = request->now },
	        err);
}

static enum status check_base(const struct annual_assessed_many_rows *rows, int64_t base, struct err *err)
{
	int64_t most = full_members(rows, true);
	if (base <= most)
		return OK;
	err_set(err, INVALID, "annual.base_most", "base");
	err_arg_int(err, "most", most);
	return INVALID;
}

/* Those whose votes are typed; the cell comes last in the list, after its members. */
enum status annual_save_verify(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct call call = annual_call_of(request);
	struct annual_assessed_many_rows rows;
	struct annual_book book;
	struct str missing = STR_NONE;
	int64_t base = request_int(request, "base");
	(void)view;
	TRY(annual_assessed_many(request->arena, request->db,
	        &(struct annual_assessed_many_in){ review->id, review->shard }, &rows, err));
	if (!review->committee) /* who sits in a committee is not in the program */
		TRY(check_base(&rows, base, err));
	TRY(annual_evidence_read(&call, review, &book, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct typed typed = read_typed(request, &rows.at[i]);
		if (rows.at[i].left_out.len)
			continue;
		if (!typed.votes_for.set) {
			missing = missing.len || rows.at[i].verified_at.set ? missing : rows.at[i].name;
			continue;
		}
		if (str_is(rows.at[i].kind, "cell") && missing.len) {
			refuse(request, review, &typed, N_("annual.members_first"), "grade", err);
			err_arg(err, "who", missing);
			return INVALID;
		}
		TRY(take(request, &call, review, &typed, &book, base, err));
	}
	TRY(annual_review_base(request->arena, request->db,
	        &(struct annual_review_base_in){ review->id, review->shard, base, request_text(request, "held") },
	        err));
	request_flash(request, review->committee ? N_("Đã lưu kết quả kiểm điểm của tập thể cấp ủy.")
	                                         : N_("Đã lưu kết quả kiểm điểm tại chi bộ."));
	request_go(request, "/annual/%lld", (long long)review->id.n);
	return OK;
}

enum status annual_propose(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct call call = annual_call_of(request);
	struct quotas quotas;
	(void)view;
	TRY(annual_flow_may_propose(&call, review, err));
	TRY(annual_flow_quotas_of_review(&call, review, &quotas, err));
	TRY(annual_flow_check_quotas(&review->rule, &quotas, err));
	TRY(annual_review_propose(request->arena, request->db,
	        &(struct annual_review_propose_in){ review->id, review->shard, request->account, request->now }, err));
	TRY(annual_flow_touch(&call, review, err));
	request_flash(request, N_("Đã gửi đề nghị xếp loại lên cấp trên."));
	request_go(request, "/annual/%lld", (long long)review->id.n);
	return OK;
}
