/* Who is called to a class: kinds of people at units, people by name; the list is drawn up anew by a button alone. */
#include "feature/training/training_private.h"

#include "base/text.h"
#include "gen/training_page.h"

static enum status fill_found(struct request *request, struct training_people_view *view, struct err *err)
{
	struct training_find_rows rows;
	struct unit cell;
	view->code = request_query(request, "code");
	view->find = request_query(request, "find");
	if (!view->code.len)
		return OK;
	view->searched = true;
	if (unit_find_code(request->arena, request->db, view->code, &cell, NULL) != OK || !str_is(cell.kind, "chi_bo"))
		return OK;
	struct training_below_row below;
	TRY(training_below(
	        request->arena, request->db, &(struct training_below_in){ { cell.id }, view->unit }, &below, err));
	if (!below.n)
		return OK;
	TRY(training_find(request->arena, request->db, &(struct training_find_in){ { cell.id } }, &rows, err));
	struct str wanted = text_fold(request->arena, view->find);
	view->found_cell.n = cell.id;
	view->found_name = cell.name;
	view->found.at = arena_array(request->arena, struct training_people_found, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (!wanted.len || str_find(text_fold(request->arena, rows.at[i].name), wanted) >= 0)
			view->found.at[view->found.count++] = (struct training_people_found){ rows.at[i].person,
				rows.at[i].name, rows.at[i].label, rows.at[i].post };
	request_look(request, cell.id, cell.shard, "training");
	return OK;
}

enum status show_class_people(struct request *request, void *to, struct err *err)
{
	struct training_people_view *view = to;
	const struct training *class = request_training(request);
	struct training_totals_row totals;
	int64_t page = training_page(request);
	*view = (struct training_people_view){ .class = class->id,
		.unit = class->row.unit,
		.unit_name = class->row.unit_name,
		.state = class->row.state,
		.listed_at = class->row.listed_at,
		.added = request_query_int(request, "added", 0),
		.gone = request_query_int(request, "gone", 0),
		.works = str_is(class->row.state, "draft") || str_is(class->row.state, "open") };
	TRY(training_source_many(
	        request->arena, request->db, &(struct training_source_many_in){ class->id }, &view->sources, err));
	TRY(training_totals(request->arena, request->db, &(struct training_totals_in){ class->id }, &totals, err));
	view->people = totals.called;
	view->part = totals.called > TRAINING_PART ? OPT(training_part_of_page(page)) : OPT_NONE;
	view->cells = totals.cells;
	TRY(training_results(request->arena, request->db,
	        &(struct training_results_in){ class->id, TRAINING_PAGE + 1, (page - 1) * TRAINING_PAGE }, &view->seats,
	        err));
	bool more = view->seats.count > TRAINING_PAGE;
	view->seats.count -= more;
	training_pages(request,
	        str_c(request->arena, str_format(request->arena, "/classes/%lld/people?", (long long)class->id.n)),
	        page, more, &view->before, &view->after);
	training_crumb(request);
	if (!view->works)
		return OK;
	TRY(training_choices(
	        request->arena, request->db, &(struct training_choices_in){ class->row.unit }, &view->choices, err));
	TRY(training_staff(
	        request->arena, request->db, &(struct training_staff_in){ class->row.unit }, &view->staff, err));
	return fill_found(request, view, err);
}

/* The list waits for its button, but in a draft, which has none yet. */
enum status put_class_source(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct unit_id unit = { request_int(request, "unit") };
	struct str role = request_text(request, "role"), code = request_text(request, "code");
	struct training_below_row below;
	struct unit named = { 0 };
	(void)view;
	TRY(training_need(class, "draft open", err));
	if (request_int(request, "remove")) {
		TRY(training_source_drop(
		        request->arena, request->db, &(struct training_source_drop_in){ class->id, unit, role }, err));
		return training_back(request, N_("Đã bỏ. Bấm lập lại danh sách để áp dụng."), "/people");
	}
	if (code.len && unit_find_code(request->arena, request->db, code, &named, err) != OK)
		return err_set(err, INVALID, N_("training.code"), "code");
	if (code.len)
		unit.n = named.id;
	if (!unit.n)
		unit = class->row.unit;
	TRY(training_below(
	        request->arena, request->db, &(struct training_below_in){ unit, class->row.unit }, &below, err));
	if (!below.n)
		return err_set(err, INVALID, "training.code", code.len ? "code" : "unit");
	if (code.len && named.until.len)
		return err_set(err, INVALID, N_("training.cell_closed"), "code");
	TRY(training_source_put(
	        request->arena, request->db, &(struct training_source_put_in){ class->id, unit, role }, err));
	return training_back(request, N_("Đã thêm. Bấm lập lại danh sách để áp dụng."), "/people");
}

static enum status take_member(struct request *request, struct cell_id cell, struct person_id person,
        struct training_guest *ret_guest, struct err *err)
{
	struct training_member_row row;
	struct training_below_row below;
	bool found;
	TRY(training_below(request->arena, request->db,
	        &(struct training_below_in){ { cell.n }, request_training(request)->row.unit }, &below, err));
	TRY(training_member(
	        request->arena, request->db, &(struct training_member_in){ cell, person }, &row, &found, err));
	if (!found || !below.n)
		return err_set(err, INVALID, N_("training.person"), "person");
	*ret_guest =
	        (struct training_guest){ cell.n, person.n, 0, row.name, row.sort_key, row.label, row.post, row.place };
	return OK;
}

static enum status take_account(
        struct request *request, struct account_id account, struct training_guest *ret_guest, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_staff_rows rows;
	TRY(training_staff(request->arena, request->db, &(struct training_staff_in){ class->row.unit }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].account.n == account.n) {
			*ret_guest = (struct training_guest){ 0, 0, account.n, rows.at[i].name,
				text_sort_key(request->arena, rows.at[i].name), STR_NONE, STR("officer"),
				rows.at[i].place };
			return OK;
		}
	return err_set(err, INVALID, "training.person", "account");
}

static enum status let_go(struct request *request, struct seat_id id, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_seat_one_row seat;
	struct training_measure_row did;
	bool found;
	TRY(training_seat_one(request->arena, request->db, &(struct training_seat_one_in){ id }, &seat, &found, err));
	if (!found || seat.class.n != class->id.n)
		return err_set(err, NOT_FOUND, "training.no_seat", NULL);
	TRY(training_measure(request->arena, request->db, &(struct training_measure_in){ id }, &did, err));
	if (did.present || did.tried)
		return err_set(err, CONFLICT, N_("training.seat_used"), NULL);
	TRY(training_seat_gone(request->arena, request->db,
	        &(struct training_seat_gone_in){ .id = id, .gone = 1, .source = STR("name") }, err));
	return training_back(request, N_("Đã đưa ra khỏi danh sách."), "/people");
}

enum status put_class_person(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct call call = training_call_of(request);
	struct account_id account = { request_int(request, "account") };
	struct training_guest guest;
	(void)view;
	TRY(training_need(class, "draft open", err));
	if (request_int(request, "remove"))
		return let_go(request, (struct seat_id){ request_int(request, "seat") }, err);
	if (account.n)
		TRY(take_account(request, account, &guest, err));
	else
		TRY(take_member(request, (struct cell_id){ request_int(request, "cell") },
		        (struct person_id){ request_int(request, "person") }, &guest, err));
	TRY(training_invite(&call, class->id, &guest, err));
	return training_back(request, N_("Đã thêm vào danh sách."), "/people");
}

enum status call_class_again(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct call call = training_call_of(request);
	int64_t added, gone;
	(void)view;
	TRY(training_need(class, "draft open", err));
	TRY(training_call(&call, class->id, &added, &gone, err));
	request_flash(request, added || gone ? N_("Đã lập lại danh sách.") : N_("Danh sách không có gì đổi."));
	request_go(request, "/classes/%lld/people?added=%lld&gone=%lld", (long long)class->id.n, (long long)added,
	        (long long)gone);
	return OK;
}
