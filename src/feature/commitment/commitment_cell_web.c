/* The page of a cell (a member's own; for leaders who sent and who did not), the counts of a committee, and the parts
 * of the form where a body has its own. */
#include "feature/commitment/commitment_private.h"

#include "base/time.h"
#include "gen/commitment_page.h"

enum { CELLS_A_PAGE = 100 };

static enum status year_of(struct request *request, int64_t *ret_year, struct err *err)
{
	*ret_year = request_query_int(request, "year", commitment_year_now(request->today));
	return *ret_year >= 2020 && *ret_year <= 2100 ? OK : err_set(err, NOT_FOUND, "commitment.year", NULL);
}

static enum status put_list(
        struct request *request, const struct unit *cell, struct commitment_cell_view *view, struct err *err)
{
	struct commitment_list_rows rows;
	struct commitment_item_counts_rows counts;
	TRY(commitment_list(request->arena, request->db,
	        &(struct commitment_list_in){ { cell->id }, cell->shard, view->year, request->today }, &rows, err));
	TRY(commitment_item_counts(request->arena, request->db,
	        &(struct commitment_item_counts_in){ { cell->id }, cell->shard, view->year, request->today }, &counts,
	        err));
	TRY(commitment_gone(request->arena, request->db,
	        &(struct commitment_gone_in){ { cell->id }, cell->shard, view->year }, &view->gone, err));
	view->people.at = arena_array(request->arena, struct commitment_cell_people, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct commitment_list_row *row = &rows.at[i];
		bool shown = row->id.n && (!str_is(row->state, "draft") || row->paper.n);
		struct commitment_cell_people *to = &view->people.at[view->people.count++];
		*to = (struct commitment_cell_people){ .person = row->person,
			.id = { shown ? row->id.n : 0 },
			.name = row->name,
			.label = row->label,
			.state = shown         ? row->state
			         : row->exempt ? STR("exempt")
			                       : STR("none"),
			.checked = row->checked_day.len > 0,
			.noted = row->noted_day.len > 0 };
		for (size_t k = 0; k < counts.count && shown; k++)
			if (counts.at[k].commitment.n == row->id.n) {
				to->items = counts.at[k].items;
				to->done = counts.at[k].done;
				to->late = str_is(row->state, "agreed") && !to->checked ? counts.at[k].late : 0;
			}
		bool sent = str_is(to->state, "sent") || str_is(to->state, "agreed");
		to->types = !row->id.n && view->asked;
		view->sent += sent;
		view->missing += !sent && !row->exempt;
		view->agreed += str_is(to->state, "agreed");
		view->checked += to->checked;
	}
	return OK;
}

enum status commitment_show_cell(struct request *request, void *to, struct err *err)
{
	struct commitment_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct commitment_year_one_row year;
	struct commitment_of_year_row own;
	struct layout layout;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->leads = request_can(request, "commitment.lead");
	TRY(year_of(request, &view->year, err));
	TRY(commitment_year_one(request->arena, request->db,
	        &(struct commitment_year_one_in){ { cell->id }, view->year, cell->shard }, &year, &view->asked, err));
	TRY(commitment_of_year(request->arena, request->db,
	        &(struct commitment_of_year_in){ { cell->id }, cell->shard, view->year, request->person }, &own,
	        &view->has_own, err));
	TRY(commitment_layout_load(request->arena, request->db, cell->id, &layout, err));
	view->due = view->asked ? year.due : commitment_day(request->arena, view->year, layout.send_by);
	if (view->has_own) {
		view->own = own.id;
		view->own_state = own.state;
	}
	view->person = request->person;
	view->open = commitment_year_open(view->year, request->today);
	view->before = view->year - 1;
	view->after = view->year + 1;
	TRY(commitment_of_person(
	        request->arena, request->db, &(struct commitment_of_person_in){ request->person }, &view->mine, err));
	if (view->leads)
		TRY(put_list(request, cell, view, err));
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)cell->id);
	return OK;
}

enum status commitment_ask(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	int64_t year = request_int(request, "year");
	struct str due = request_day(request, "due");
	int month = commitment_month(year, request->today);
	(void)view;
	if (!commitment_year_open(year, request->today))
		return err_set(err, INVALID, "commitment.year_closed", "year");
	if (month_of_day(due) / 100 != year) {
		err_set(err, INVALID, "commitment.due_year", "due");
		err_arg_int(err, "year", year);
		err_arg_int(err, "n", 0);
		return INVALID;
	}
	TRY(commitment_year_put(request->arena, request->db,
	        &(struct commitment_year_put_in){
	                { cell->id }, year, cell->shard, due, request->today, month, request->account, request->now },
	        err));
	TRY(counter_touch(request->arena, request->db, cell->id, cell->shard, month, request->now, err));
	request_flash(request, N_("Đã mở đợt cam kết. Đảng viên thấy trong việc cần làm."));
	request_go(request, "/cells/%lld/commitments?year=%lld", (long long)cell->id, (long long)year);
	return OK;
}

static enum status put_cells(
        struct request *request, const struct unit *unit, struct commitment_unit_view *view, int month, struct err *err)
{
	struct commitment_below_cells_rows rows;
	int64_t first = request_query_int(request, "from", 0), year = view->year;
	first = first < 0 ? 0 : first;
	TRY(commitment_below_cells(request->arena, request->db,
	        &(struct commitment_below_cells_in){
	                { unit->id }, (int)year * 100 + 1, (int)year * 100 + 12, month, first, CELLS_A_PAGE + 1 },
	        &rows, err));
	for (size_t i = 0; i < rows.count && i < CELLS_A_PAGE; i++) {
		const struct commitment_below_cells_row *row = &rows.at[i];
		view->rows.at[view->rows.count++] = (struct commitment_unit_rows){ { 0 }, row->name, row->cells, 1,
			row->committed, row->agreed, row->checked, row->noted, row->all_members };
	}
	if (first)
		view->prev =
		        str_format(request->arena, "/units/%lld/commitments?year=%lld&from=%lld", (long long)unit->id,
		                (long long)year, (long long)(first > CELLS_A_PAGE ? first - CELLS_A_PAGE : 0));
	if (rows.count > CELLS_A_PAGE)
		view->next = str_format(request->arena, "/units/%lld/commitments?year=%lld&from=%lld",
		        (long long)unit->id, (long long)year, (long long)first + CELLS_A_PAGE);
	return OK;
}

enum status commitment_show_unit(struct request *request, void *to, struct err *err)
{
	struct commitment_unit_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct commitment_below_rows below;
	struct commitment_unit_sum_row sum;
	TRY(year_of(request, &view->year, err));
	if (str_is(unit->kind, "chi_bo"))
		return err_set(err, NOT_FOUND, "commitment.unit_cell", NULL);
	int year = (int)view->year, month = commitment_month(year, request->today);
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->shapes = request_can(request, "commitment.shape");
	view->before = year - 1;
	view->after = year + 1;
	TRY(commitment_unit_sum(request->arena, request->db,
	        &(struct commitment_unit_sum_in){ { unit->id }, year * 100 + 1, year * 100 + 12, month }, &sum, err));
	view->all_cells = sum.all_cells;
	view->members = sum.all_members;
	view->cells = sum.cells;
	view->committed = sum.committed;
	view->agreed = sum.agreed;
	view->checked = sum.checked;
	view->noted = sum.noted;
	TRY(commitment_below(request->arena, request->db,
	        &(struct commitment_below_in){ { unit->id }, year * 100 + 1, year * 100 + 12, month }, &below, err));
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld", (long long)unit->id);
	view->rows.at = arena_array(request->arena, struct commitment_unit_rows, below.count + CELLS_A_PAGE + 1);
	for (size_t i = 0; i < below.count && request_query_int(request, "from", 0) <= 0; i++) {
		const struct commitment_below_row *row = &below.at[i];
		view->rows.at[view->rows.count++] = (struct commitment_unit_rows){ row->id, row->name, row->cells,
			row->all_cells, row->committed, row->agreed, row->checked, row->noted, row->all_members };
	}
	return put_cells(request, unit, view, month, err);
}

enum status commitment_show_layout(struct request *request, void *to, struct err *err)
{
	struct commitment_layout_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct layout layout;
	TRY(commitment_layout_load(request->arena, request->db, unit->id, &layout, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->whose = layout.unit_name;
	view->own = layout.unit == unit->id;
	view->parts.at = arena_array(request->arena, struct commitment_layout_page_parts, PARTS_MAX);
	for (size_t i = 0; i < PARTS_MAX; i++)
		view->parts.at[view->parts.count++] =
		        (struct commitment_layout_page_parts){ (int64_t)i + 1, layout.title[i], layout.hint[i] };
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/%s/%lld/commitments",
	        str_is(unit->kind, "chi_bo") ? "cells" : "units", (long long)unit->id);
	return OK;
}

enum status commitment_save_layout(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	int64_t count = 0;
	(void)view;
	TRY(commitment_layout_drop(
	        request->arena, request->db, &(struct commitment_layout_drop_in){ { unit->id } }, err));
	for (int n = 1; n <= PARTS_MAX && !request_int(request, "reset"); n++) {
		struct str title =
		        request_text(request, str_c(request->arena, str_format(request->arena, "title-%d", n)));
		struct str hint =
		        request_text(request, str_c(request->arena, str_format(request->arena, "hint-%d", n)));
		if (!title.len && hint.len)
			return err_set(err, INVALID, "commitment.title",
			        str_c(request->arena, str_format(request->arena, "title-%d", n)));
		if (!title.len)
			continue;
		TRY(commitment_layout_put(request->arena, request->db,
		        &(struct commitment_layout_put_in){
		                { unit->id }, ++count, title, hint, request->account, request->now },
		        err));
	}
	if (!count && !request_int(request, "reset"))
		return err_set(err, INVALID, "commitment.no_part", "title-1");
	request_flash(request, N_("Đã lưu các phần của mẫu. Bản đã viết giữ nguyên các phần của nó."));
	request_go(request, "/units/%lld/commitments/layout", (long long)unit->id);
	return OK;
}
