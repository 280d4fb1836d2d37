/* One commitment: its words and items, agreed or returned, what was said of it in the year, changes by addendum. */
#include "feature/commitment/commitment_private.h"

#include "base/id.h"
#include "base/time.h"
#include "gen/commitment_page.h"

static enum status put_items(struct request *request, const struct commitment *commitment,
        struct commitment_show_view *view, struct err *err)
{
	struct commitment_items_rows items;
	TRY(commitment_load_items(request->arena, request->db, commitment, false, &items, err));
	view->items.at = arena_array(request->arena, struct commitment_show_items, items.count + 1);
	view->live.at = arena_array(request->arena, struct commitment_show_live, items.count + 1);
	for (size_t i = 0; i < items.count; i++) {
		const struct commitment_items_row *row = &items.at[i];
		struct str state = row->ended ? STR("ended") : row->last.len ? row->last : STR("open");
		bool late = !row->ended && !str_is(row->last, "done") && !row->result.len &&
		            str_compare(row->due, request->today) < 0 && str_is(commitment->row.state, "agreed");
		view->items.at[view->items.count++] = (struct commitment_show_items){ row->ord, row->text, row->measure,
			row->due, str_is(commitment->row.state, "agreed") ? state : STR_NONE, late, row->addendum != 0,
			row->result, row->result_words };
		if (!row->ended)
			view->live.at[view->live.count++] =
			        (struct commitment_show_live){ row->id.n, row->ord, row->text };
	}
	return OK;
}

static enum status put_said(struct request *request, const struct commitment *commitment, bool judging,
        struct commitment_show_view *view, struct err *err)
{
	struct commitment_addenda_rows addenda;
	int64_t year = commitment->row.year;
	TRY(commitment_progresses(request->arena, request->db,
	        &(struct commitment_progresses_in){ commitment->id, commitment->shard }, &view->said, err));
	TRY(commitment_addenda(request->arena, request->db,
	        &(struct commitment_addenda_in){ commitment->id, commitment->shard }, &addenda, err));
	TRY(commitment_meetings(request->arena, request->db,
	        &(struct commitment_meetings_in){ commitment->row.cell, commitment->shard, (int)year * 100 + 1,
	                (int)year * 100 + 12, request->today },
	        &view->meetings, err));
	view->addenda.at = arena_array(request->arena, struct commitment_show_addenda, addenda.count + 1);
	for (size_t i = 0; i < addenda.count; i++) {
		const struct commitment_addenda_row *row = &addenda.at[i];
		struct str gone = STR_NONE;
		for (size_t k = 0; k < view->live.count && row->item; k++)
			if (view->live.at[k].id == row->item)
				gone = view->live.at[k].text;
		view->addenda.at[view->addenda.count++] =
		        (struct commitment_show_addenda){ row->id, row->reason, gone, row->text, row->measure, row->due,
			        row->state, row->sent_day, row->word, judging && str_is(row->state, "sent") };
		judging = judging && !str_is(row->state, "sent"); /* one after another */
	}
	return OK;
}

/* From which day on the year is looked back at. */
static enum status check_day(
        struct request *request, const struct commitment *commitment, struct str *ret_day, struct err *err)
{
	struct layout layout;
	TRY(commitment_layout_load(request->arena, request->db, commitment->cell.id, &layout, err));
	*ret_day = commitment_day(request->arena, commitment->row.year, layout.check_from);
	return OK;
}

/* Nobody agrees to their own, as long as somebody else leads the cell too. */
static enum status judges(
        struct request *request, const struct commitment *commitment, bool *ret_judges, struct err *err)
{
	struct commitment_leaders_row row;
	*ret_judges = commitment->leads;
	if (!commitment->leads || !commitment->own)
		return OK;
	TRY(commitment_leaders(request->arena, request->db,
	        &(struct commitment_leaders_in){ { commitment->cell.id }, request->account }, &row, err));
	*ret_judges = row.others == 0;
	return OK;
}

static enum status must_judge(struct request *request, const struct commitment *commitment, struct err *err)
{
	bool can;
	TRY(judges(request, commitment, &can, err));
	return can ? OK : err_set(err, DENIED, commitment->leads ? "commitment.own" : "commitment.others", NULL);
}

enum status commitment_show(struct request *request, void *to, struct err *err)
{
	struct commitment_show_view *view = to;
	const struct commitment *commitment = request_commitment(request);
	const struct commitment_one_row *row = &commitment->row;
	struct str check_from;
	bool judging, agreed = str_is(row->state, "agreed");
	TRY(judges(request, commitment, &judging, err));
	TRY(check_day(request, commitment, &check_from, err));
	*view = (struct commitment_show_view){ .commitment = commitment->id,
		.cell = row->cell,
		.cell_name = commitment->cell.name,
		.year = row->year,
		.name = row->name,
		.state = row->state,
		.paper = row->paper,
		.own = commitment->own,
		.sent_day = row->sent_day,
		.word = row->word,
		.decided_day = row->decided_day,
		.checked_day = row->checked_day,
		.check_words = row->check_words,
		.note = row->note,
		.noted_day = row->noted_day,
		.version = row->version,
		.edits = !agreed && (commitment->own || row->paper),
		.judges = judging && str_is(row->state, "sent"),
		.notes = judging && row->checked_day.len,
		.says = agreed && !row->noted_day.len,
		.amends = agreed && !row->checked_day.len,
		.checks = agreed && !row->noted_day.len && str_compare(check_from, request->today) <= 0,
		.check_from = check_from };
	TRY(commitment_parts(request->arena, request->db,
	        &(struct commitment_parts_in){ commitment->id, commitment->shard }, &view->parts, err));
	TRY(put_items(request, commitment, view, err));
	TRY(put_said(request, commitment, judging, view, err));
	request->shell.crumb = commitment->cell.name;
	request->shell.crumb_href = str_format(
	        request->arena, "/cells/%lld/commitments?year=%lld", (long long)row->cell.n, (long long)row->year);
	return OK;
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/commitments/%lld", (long long)request_commitment(request)->id.n);
	return OK;
}

static enum status decide(struct request *request, const char *state, struct err *err)
{
	const struct commitment *commitment = request_commitment(request);
	TRY(must_judge(request, commitment, err));
	if (!str_is(commitment->row.state, "sent"))
		return err_set(err, CONFLICT, "commitment.not_sent", NULL);
	if (request_int(request, "version") != commitment->row.version)
		return err_set(err, CONFLICT, "commitment.version", NULL);
	TRY(commitment_decide(request->arena, request->db,
	        &(struct commitment_decide_in){ commitment->id, commitment->shard, str_of(state),
	                request_text(request, "word"), request->today, request->account },
	        err));
	return commitment_touch(request, commitment, commitment->row.month, err);
}

enum status commitment_agree(struct request *request, void *view, struct err *err)
{
	(void)view;
	TRY(decide(request, "agreed", err));
	return back(request, N_("Đã thống nhất bản cam kết. Từ nay chỉ đổi bằng phụ lục."));
}

enum status commitment_return(struct request *request, void *view, struct err *err)
{
	(void)view;
	TRY(decide(request, "returned", err));
	return back(request, N_("Đã trả lại để đồng chí ấy sửa."));
}

/* An item that counts today. */
static enum status live_item(struct request *request, int64_t id, struct commitment_items_rows *items, struct err *err)
{
	TRY(commitment_load_items(request->arena, request->db, request_commitment(request), true, items, err));
	for (size_t i = 0; i < items->count; i++)
		if (items->at[i].id.n == id)
			return OK;
	return err_set(err, INVALID, "commitment.item", "item");
}

/* The day on which something was said: that of the meeting, a day given, else today. */
static enum status day_said(
        struct request *request, const struct commitment *commitment, struct str *ret_day, struct err *err)
{
	struct commitment_meetings_rows meetings;
	int64_t meeting = request_int(request, "meeting");
	*ret_day = request_day(request, "day");
	if (meeting) {
		TRY(commitment_meetings(request->arena, request->db,
		        &(struct commitment_meetings_in){ commitment->row.cell, commitment->shard,
		                (int)commitment->row.year * 100 + 1, (int)commitment->row.year * 100 + 12,
		                request->today },
		        &meetings, err));
		size_t at = 0;
		while (at < meetings.count && meetings.at[at].id.n != meeting)
			at++;
		if (at == meetings.count)
			return err_set(err, INVALID, "commitment.meeting", "meeting");
		*ret_day = meetings.at[at].day;
	}
	if (!ret_day->len)
		*ret_day = request->today;
	if (str_compare(*ret_day, request->today) > 0)
		return err_set(err, INVALID, "commitment.day_future", "day");
	if (month_of_day(*ret_day) / 100 != commitment->row.year)
		return err_set(err, INVALID, "commitment.day_year", "day");
	return OK;
}

enum status commitment_say(struct request *request, void *view, struct err *err)
{
	const struct commitment *commitment = request_commitment(request);
	struct commitment_items_rows items;
	struct str day;
	(void)view;
	if (!str_is(commitment->row.state, "agreed") || commitment->row.noted_day.len)
		return err_set(err, CONFLICT, "commitment.not_agreed", NULL);
	TRY(live_item(request, request_int(request, "item"), &items, err));
	TRY(day_said(request, commitment, &day, err));
	TRY(commitment_progress_add(request->arena, request->db,
	        &(struct commitment_progress_add_in){ id_new(commitment->shard), commitment->shard, commitment->id,
	                { request_int(request, "item") }, day, { request_int(request, "meeting") },
	                request_text(request, "state"), request_text(request, "words"), request->account,
	                request->now },
	        err));
	return back(request, N_("Đã ghi tiến độ."));
}

enum status commitment_amend(struct request *request, void *view, struct err *err)
{
	const struct commitment *commitment = request_commitment(request);
	struct commitment_draft_item item = { request_text(request, "text"), request_text(request, "measure"),
		request_day(request, "due"), 0 };
	struct commitment_items_rows items;
	int64_t old = request_int(request, "item");
	(void)view;
	if (!str_is(commitment->row.state, "agreed") || commitment->row.checked_day.len)
		return err_set(err, CONFLICT, "commitment.amend_state", NULL);
	if (old)
		TRY(live_item(request, old, &items, err));
	if (!old && !item.text.len)
		return err_set(err, INVALID, "commitment.addendum_empty", "text");
	if (item.text.len || item.measure.len || item.due.len)
		TRY(commitment_check_item(request->arena, &item, commitment->row.year, err));
	TRY(commitment_addendum_add(request->arena, request->db,
	        &(struct commitment_addendum_add_in){ id_new(commitment->shard), commitment->shard, commitment->id,
	                request_text(request, "reason"), old ? OPT(old) : OPT_NONE, item.text, item.measure, item.due,
	                request->today, request->account, request->now },
	        err));
	return back(request, N_("Đã gửi phụ lục. Phụ lục có hiệu lực khi chi bộ thống nhất."));
}

/* An addendum that was agreed takes its old item out and puts the new one in. */
static enum status apply(struct request *request, const struct commitment *commitment,
        const struct commitment_addenda_row *row, struct err *err)
{
	struct commitment_items_rows items;
	int64_t last = 0;
	TRY(commitment_load_items(request->arena, request->db, commitment, false, &items, err));
	for (size_t i = 0; i < items.count; i++) {
		last = items.at[i].ord > last ? items.at[i].ord : last;
		if (row->item && items.at[i].id.n == row->item && items.at[i].ended)
			return err_set(err, CONFLICT, "commitment.item", NULL);
	}
	if (row->item)
		TRY(commitment_item_end(request->arena, request->db,
		        &(struct commitment_item_end_in){ { row->item }, commitment->shard, row->id }, err));
	if (!row->text.len)
		return OK;
	return commitment_item_put(request->arena, request->db,
	        &(struct commitment_item_put_in){ { id_new(commitment->shard) }, commitment->shard, commitment->id,
	                last + 1, row->text, row->measure, row->due, row->id },
	        err);
}

enum status commitment_settle(struct request *request, void *view, struct err *err)
{
	const struct commitment *commitment = request_commitment(request);
	struct commitment_addenda_rows rows;
	struct str answer = request_text(request, "answer");
	int64_t id = request_int(request, "addendum");
	size_t at = 0;
	(void)view;
	TRY(must_judge(request, commitment, err));
	TRY(commitment_addenda(request->arena, request->db,
	        &(struct commitment_addenda_in){ commitment->id, commitment->shard }, &rows, err));
	while (at < rows.count && rows.at[at].id != id)
		at++;
	if (at == rows.count || !str_is(rows.at[at].state, "sent"))
		return err_set(err, CONFLICT, "commitment.not_sent", NULL);
	if (str_is(answer, "returned") && !request_text(request, "word").len)
		return err_set(err, INVALID, "commitment.word", "word");
	TRY(commitment_addendum_decide(request->arena, request->db,
	        &(struct commitment_addendum_decide_in){ id, commitment->shard, answer, request_text(request, "word"),
	                request->today, request->account },
	        err));
	if (str_is(answer, "agreed"))
		TRY(apply(request, commitment, &rows.at[at], err));
	return back(request, str_is(answer, "agreed") ? N_("Đã thống nhất phụ lục.") : N_("Đã trả lại phụ lục."));
}

/* The year-end check. */

static enum status may_check(struct request *request, const struct commitment *commitment, struct err *err)
{
	struct str from;
	if (!str_is(commitment->row.state, "agreed") || commitment->row.noted_day.len)
		return err_set(err, CONFLICT, "commitment.check_state", NULL);
	TRY(check_day(request, commitment, &from, err));
	if (str_compare(from, request->today) <= 0)
		return OK;
	err_set(err, CONFLICT, "commitment.check_early", NULL);
	err_arg(err, "day", date_show(request->arena, from));
	return CONFLICT;
}

enum status commitment_show_check(struct request *request, void *to, struct err *err)
{
	struct commitment_check_page_view *view = to;
	const struct commitment *commitment = request_commitment(request);
	struct commitment_items_rows items;
	TRY(may_check(request, commitment, err));
	TRY(commitment_load_items(request->arena, request->db, commitment, true, &items, err));
	*view = (struct commitment_check_page_view){ .commitment = commitment->id,
		.name = commitment->row.name,
		.year = commitment->row.year,
		.own = commitment->own,
		.words = commitment->row.check_words };
	view->items.at = arena_array(request->arena, struct commitment_check_page_items, items.count + 1);
	for (size_t i = 0; i < items.count; i++)
		view->items.at[view->items.count++] = (struct commitment_check_page_items){ items.at[i].id.n,
			items.at[i].ord, items.at[i].text, items.at[i].measure, items.at[i].due, items.at[i].last,
			items.at[i].result, items.at[i].result_words };
	request->shell.crumb = commitment->row.name;
	request->shell.crumb_href = str_format(request->arena, "/commitments/%lld", (long long)commitment->id.n);
	return OK;
}

static const char *named(struct request *request, const char *prefix, int64_t id)
{
	return str_c(request->arena, str_format(request->arena, "%s-%lld", prefix, (long long)id));
}

enum status commitment_save_check(struct request *request, void *view, struct err *err)
{
	const struct commitment *commitment = request_commitment(request);
	struct opt_int month = OPT(commitment_month(commitment->row.year, request->today));
	struct commitment_items_rows items;
	(void)view;
	TRY(may_check(request, commitment, err));
	TRY(commitment_load_items(request->arena, request->db, commitment, true, &items, err));
	for (size_t i = 0; i < items.count; i++) {
		const char *state = named(request, "state", items.at[i].id.n);
		const char *words = named(request, "words", items.at[i].id.n);
		const char *code = !request_text(request, state).len ? N_("commitment.check_item")
		                   : !str_is(request_text(request, state), "done") && !request_text(request, words).len
		                           ? N_("commitment.check_words")
		                           : NULL;
		if (code) {
			err_set(err, INVALID, code, *code && !request_text(request, state).len ? state : words);
			err_arg_int(err, "n", items.at[i].ord);
			return INVALID;
		}
		TRY(commitment_item_result(request->arena, request->db,
		        &(struct commitment_item_result_in){ items.at[i].id, commitment->shard,
		                request_text(request, state), request_text(request, words) },
		        err));
	}
	TRY(commitment_check(request->arena, request->db,
	        &(struct commitment_check_in){ commitment->id, commitment->shard, (int)month.n, request->today,
	                request_text(request, "words") },
	        err));
	TRY(commitment_touch(
	        request, commitment, commitment->row.check_month.set ? commitment->row.check_month : month, err));
	return back(request, N_("Đã gửi bản tự kiểm cuối năm."));
}

enum status commitment_save_note(struct request *request, void *view, struct err *err)
{
	const struct commitment *commitment = request_commitment(request);
	(void)view;
	TRY(must_judge(request, commitment, err));
	if (!commitment->row.checked_day.len)
		return err_set(err, CONFLICT, "commitment.not_checked", NULL);
	TRY(commitment_note(request->arena, request->db,
	        &(struct commitment_note_in){ commitment->id, commitment->shard, request_text(request, "note"),
	                request->today, request->account },
	        err));
	TRY(commitment_touch(request, commitment, commitment->row.check_month, err));
	return back(request, N_("Đã ghi nhận xét. Đồng chí ấy đọc được."));
}
