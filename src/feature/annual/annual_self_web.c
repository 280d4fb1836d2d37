/* The self-review: filled in ahead from tasks and meetings, written on a phone, or typed from paper as a whole. */
#include "feature/annual/annual_private.h"

#include "base/time.h"
#include "gen/annual_page.h"

static struct str field_of(struct request *request, const char *prefix, struct str id)
{
	return request_text(request, str_c(request->arena, str_format(request->arena, "%s-%.*s", prefix, STR_ARG(id))));
}

static void fill_parts(struct request *request, const struct assessed *assessed, const struct annual_form *form,
        const struct annual_line_many_rows *lines, const struct annual_book *book, struct annual_self_view *view)
{
	struct arena *arena = request->arena;
	bool whole = str_is(assessed->row.kind, "cell");
	view->parts.at = arena_array(arena, struct annual_self_parts, form->part_count);
	for (size_t i = 0; i < form->part_count; i++) {
		const struct annual_line_many_row *row = annual_line_of(lines, arena, "text", form->part[i].id);
		view->parts.at[view->parts.count++] = (struct annual_self_parts){ form->part[i].id, form->part[i].title,
			row ? row->text
			    : annual_evidence_text(arena, book, assessed->row.person.n, whole, form->part[i].fill),
			!row && form->part[i].fill.len };
	}
	view->lines.at = arena_array(arena, struct annual_self_lines, form->line_count);
	for (size_t i = 0; i < form->line_count; i++) {
		const struct annual_line_many_row *row = annual_line_of(lines, arena, "points", form->line[i].id);
		bool first = !i || !str_eq(form->line[i].group, form->line[i - 1].group);
		view->lines.at[view->lines.count++] = (struct annual_self_lines){ form->line[i].id,
			first ? form->line[i].group : STR_NONE,
			str_format(arena, "%.*s (0–%lld)", STR_ARG(form->line[i].text), (long long)form->line[i].max),
			row ? row->own : OPT_NONE };
	}
}

enum status annual_show_self(struct request *request, void *to, struct err *err)
{
	struct annual_self_view *view = to;
	const struct assessed *assessed = annual_request_assessed(request);
	const struct review *review = &assessed->review;
	struct call call = annual_call_of(request);
	struct annual_line_many_rows lines;
	struct annual_book book;
	struct annual_form form;
	bool cell = str_is(assessed->row.kind, "cell");
	TRY(annual_form_find(request->arena, assessed->row.form, assessed->review.committee, &form, err));
	TRY(annual_line_many(request->arena, request->db, &(struct annual_line_many_in){ assessed->id, review->shard },
	        &lines, err));
	TRY(annual_evidence_read(&call, review, &book, err));
	TRY(annual_evidence_pledge(&call, assessed, &book, err));
	struct annual_sum sum = annual_evidence_of(&book, assessed->row.person.n);
	*view = (struct annual_self_view){ .assessed = assessed->id,
		.name = assessed->row.name,
		.cell_name = review->cell.name,
		.year = review->row.year,
		.form = form.code,
		.who = form.who,
		.document = form.document,
		.self_by = review->row.self_by,
		.cell = cell,
		.committee = review->committee,
		.counted = book.counted,
		.own = assessed->own,
		.sent = assessed->row.sent_at.set,
		.paper = assessed->row.paper,
		.shut = !str_is(review->row.state, "open") || assessed->row.verified_at.set,
		.left_out = assessed->row.left_out,
		.grade = assessed->row.own_grade,
		.above = assessed->row.above,
		.remedied = assessed->row.remedied,
		.version = assessed->row.version,
		.tasks = sum.tasks,
		.done = sum.done,
		.late = sum.late,
		.present = sum.present,
		.due = sum.due,
		.spoke = sum.spoke };
	fill_parts(request, assessed, &form, &lines, &book, view);
	request->shell.crumb = review->cell.name;
	request->shell.crumb_href = str_format(request->arena, "/annual/people/%lld", (long long)assessed->id.n);
	return OK;
}

static enum status may_write(const struct request *request, const struct assessed *assessed, struct err *err)
{
	if (!str_is(assessed->review.row.state, "open"))
		return err_set(err, CONFLICT, "annual.not_open", NULL);
	if (assessed->row.left_out.len)
		return err_set(err, CONFLICT, "annual.left_out", NULL);
	if (assessed->row.verified_at.set)
		return err_set(err, CONFLICT, "annual.verified", NULL);
	if (request_int(request, "version") != assessed->row.version)
		return err_set(err, CONFLICT, "annual.version", NULL);
	if (!assessed->own && !str_is(assessed->row.kind, "cell") && !request_int(request, "paper"))
		return err_set(err, INVALID, "annual.paper_only", "paper");
	return OK;
}

/* *ret_total: not set while a line is open. */
static enum status keep_lines(struct request *request, const struct assessed *assessed, const struct annual_form *form,
        struct opt_int *ret_total, struct err *err)
{
	int shard = assessed->review.shard;
	*ret_total = OPT(0);
	for (size_t i = 0; i < form->line_count; i++) {
		const char *name =
		        str_c(request->arena, str_format(request->arena, "points-%.*s", STR_ARG(form->line[i].id)));
		struct opt_int own = request_optint(request, name);
		if (own.set && own.n > form->line[i].max) {
			err_set(err, INVALID, "annual.points_range", name);
			err_arg_int(err, "max", form->line[i].max);
			return INVALID;
		}
		*ret_total = own.set && ret_total->set ? OPT(ret_total->n + own.n) : OPT_NONE;
		TRY(annual_line_put(request->arena, request->db,
		        &(struct annual_line_put_in){
		                assessed->id, str_of(name), shard, STR_NONE, form->line[i].max, own },
		        err));
	}
	for (size_t i = 0; i < form->part_count; i++)
		TRY(annual_line_put(request->arena, request->db,
		        &(struct annual_line_put_in){ assessed->id,
		                str_format(request->arena, "text-%.*s", STR_ARG(form->part[i].id)), shard,
		                field_of(request, "text", form->part[i].id), 0, OPT_NONE },
		        err));
	return OK;
}

static enum status check_whole(struct request *request, const struct annual_rule *rule, const struct annual_form *form,
        struct opt_int total, struct err *err)
{
	enum annual_grade grade = annual_grade_of(request_text(request, "grade"));
	for (size_t i = 0; i < form->line_count && !total.set; i++) {
		const char *name =
		        str_c(request->arena, str_format(request->arena, "points-%.*s", STR_ARG(form->line[i].id)));
		if (!request_optint(request, name).set)
			return err_set(err, INVALID, "annual.points_missing", name);
	}
	if (grade == ANNUAL_NO_GRADE)
		return err_set(err, INVALID, "annual.grade_missing", "grade");
	if (total.n >= rule->measure.least[grade])
		return OK;
	err_set(err, INVALID, "annual.few_points", "grade");
	err_arg(err, "grade", rule->grade_name[grade]);
	err_arg_int(err, "least", rule->measure.least[grade]);
	err_arg_int(err, "n", total.n);
	err_arg(err, "rule", rule->source);
	return INVALID;
}

enum status annual_save_self(struct request *request, void *view, struct err *err)
{
	const struct assessed *assessed = annual_request_assessed(request);
	bool send = request_int(request, "send");
	struct annual_form form;
	struct opt_int total;
	(void)view;
	TRY(may_write(request, assessed, err));
	TRY(annual_form_find(request->arena, assessed->row.form, assessed->review.committee, &form, err));
	TRY(keep_lines(request, assessed, &form, &total, err));
	if (send || assessed->row.sent_at.set)
		TRY(check_whole(request, &assessed->review.rule, &form, total, err));
	TRY(annual_self_put(request->arena, request->db,
	        &(struct annual_self_put_in){ assessed->id, assessed->review.shard, total,
	                request_text(request, "grade"), request_optint(request, "above"),
	                request_text(request, "remedied"), request_int(request, "paper"), send, request->account,
	                request->now },
	        err));
	request_flash(request, send ? N_("Đã gửi bản tự kiểm điểm.") : N_("Đã lưu, chưa gửi."));
	if (send)
		request_go(request, "/annual/people/%lld", (long long)assessed->id.n);
	else
		request_go(request, "/annual/people/%lld/self", (long long)assessed->id.n);
	return OK;
}
