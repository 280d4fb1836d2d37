/* One proposal: those who stand in it with the evidence of then; the committee agrees or returns, the cell takes back
 * or sends again. */
#include "feature/commend/commend_private.h"

#include "base/time.h"
#include "gen/commend_page.h"

static enum status load_items(struct request *request, struct commend_items_of_rows *ret_rows, struct err *err)
{
	const struct proposal *proposal = commend_proposal_of(request);
	return commend_items_of(request->arena, request->db,
	        &(struct commend_items_of_in){ proposal->id, proposal->shard }, ret_rows, err);
}

static void fill_items(const struct commend_items_of_rows *rows, struct commend_show_view *view)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct commend_items_of_row *row = &rows->at[i];
		bool proposed = str_is(row->state, "proposed"), returned = str_is(row->state, "returned");
		view->proposed += proposed;
		view->returned += returned;
		view->open += proposed || returned || str_is(row->state, "agreed");
		if (str_is(row->state, "agreed") && !view->ready_item.n)
			view->ready_item = row->id;
	}
	view->items = *rows;
}

enum status commend_show(struct request *request, void *to, struct err *err)
{
	struct commend_show_view *view = to;
	const struct proposal *proposal = commend_proposal_of(request);
	const struct commend_one_row *row = &proposal->row;
	const struct commend_form *form = commend_form_of(commend_rules(request->arena), row->form);
	struct commend_items_of_rows rows;
	struct commend_meeting_of_row meeting;
	bool found = false, own = row->giver.n == row->cell.n;
	TRY(load_items(request, &rows, err));
	if (row->meeting.n)
		TRY(commend_meeting_of(request->arena, request->db,
		        &(struct commend_meeting_of_in){ row->meeting, proposal->shard }, &meeting, &found, err));
	*view = (struct commend_show_view){ .commendation = proposal->id,
		.cell = row->cell,
		.cell_name = proposal->cell.name,
		.giver = row->giver,
		.giver_name = unit_body_name(request->arena, proposal->giver.name),
		.form = form ? form->name : row->form,
		.kind = row->kind,
		.year = row->year,
		.title = row->title,
		.day = row->day,
		.meeting = row->meeting,
		.meeting_day = found ? meeting.day : STR_NONE,
		.votes_for = row->votes_for,
		.votes_all = row->votes_all,
		.paper = row->paper,
		.own = own,
		.reviews = request_can(request, "commend.review") && !own,
		.proposes = request_can(request, "commend.propose"),
		.decides = own && request->object_roles_own & ROLES_LEADERS };
	fill_items(&rows, view);
	if (!own && view->ready_item.n)
		TRY(request_can_at(request, &commend_lead, row->giver.n, &view->decides, err));
	request->shell.crumb = proposal->cell.name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld/commendations", (long long)row->cell.n);
	return OK;
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/commendations/%lld", (long long)commend_proposal_of(request)->id.n);
	return OK;
}

static const char *field_of(struct request *request, const char *prefix, struct item_id id)
{
	return str_c(request->arena, str_format(request->arena, "%s-%lld", prefix, (long long)id.n));
}

static enum status answer(struct request *request, const struct commend_items_of_row *row, const char *state,
        struct str why, struct err *err)
{
	return commend_item_answer(request->arena, request->db,
	        &(struct commend_item_answer_in){ row->id, commend_proposal_of(request)->shard, str_of(state), why,
	                request->account, request->now },
	        err);
}

enum status commend_save_review(struct request *request, void *view, struct err *err)
{
	struct commend_items_of_rows rows;
	size_t answered = 0;
	(void)view;
	TRY(load_items(request, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct commend_items_of_row *row = &rows.at[i];
		struct str word = request_text(request, field_of(request, "answer", row->id));
		const char *why_field = field_of(request, "why", row->id);
		struct str why = request_text(request, why_field);
		if (!word.len)
			continue;
		if (!str_is(row->state, "proposed")) {
			err_set(err, CONFLICT, N_("commend.answered"), NULL);
			err_arg(err, "who", row->name);
			return CONFLICT;
		}
		if (str_is(word, "return") && !why.len) {
			err_set(err, INVALID, N_("commend.why"), why_field);
			err_arg(err, "who", row->name);
			return INVALID;
		}
		TRY(answer(request, row, str_is(word, "return") ? "returned" : "agreed", why, err));
		answered++;
	}
	if (!answered)
		return err_set(err, INVALID, N_("commend.no_answer"), NULL);
	return back(request, N_("Đã ghi ý kiến của cấp ủy."));
}

/* The cell takes back what was not decided yet. */
enum status commend_save_back(struct request *request, void *view, struct err *err)
{
	struct commend_items_of_rows rows;
	int64_t item = request_int(request, "item");
	size_t taken = 0;
	(void)view;
	TRY(load_items(request, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct commend_items_of_row *row = &rows.at[i];
		if ((item && row->id.n != item) || str_is(row->state, "given") || str_is(row->state, "revoked") ||
		        str_is(row->state, "withdrawn"))
			continue;
		TRY(answer(request, row, "withdrawn", request_text(request, "reason"), err));
		taken++;
	}
	return taken ? back(request, N_("Đã rút đề nghị.")) : err_set(err, CONFLICT, N_("commend.nothing_open"), NULL);
}

enum status commend_save_again(struct request *request, void *view, struct err *err)
{
	struct commend_items_of_rows rows;
	size_t sent = 0;
	(void)view;
	TRY(load_items(request, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct commend_items_of_row *row = &rows.at[i];
		const char *field = field_of(request, "reason", row->id);
		struct str reason = request_text(request, field);
		if (!str_is(row->state, "returned") || !reason.len)
			continue;
		TRY(commend_item_again(request->arena, request->db,
		        &(struct commend_item_again_in){ row->id, commend_proposal_of(request)->shard, reason }, err));
		sent++;
	}
	return sent ? back(request, N_("Đã gửi lại đề nghị."))
	            : err_set(err, CONFLICT, N_("commend.nothing_again"), NULL);
}
