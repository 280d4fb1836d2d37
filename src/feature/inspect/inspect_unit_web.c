/* The committee's pages: its dossiers (that they are there), opening one, the programme of a year; and the cell's list.
 */
#include "feature/inspect/inspect_private.h"

#include "base/id.h"
#include "base/time.h"
#include "gen/inspect_page.h"

enum { PAGE = 50, CHOICES = 300, ITEMS = 1000, YEAR_FIRST = 2020, YEAR_LAST = 2100 };

static void crumb(struct request *request, const struct unit *unit, const char *page)
{
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld%s", (long long)unit->id, page);
}

/* The cells to choose from; too many of them: their codes are typed. */
static enum status fill_choices(
        struct request *request, const struct unit *unit, struct inspect_cells_rows *ret_cells, struct err *err)
{
	TRY(inspect_cells(request->arena, request->db, &(struct inspect_cells_in){ { unit->id } }, ret_cells, err));
	if (ret_cells->count > CHOICES)
		ret_cells->count = 0;
	return OK;
}

enum status show_inspections(struct request *request, void *to, struct err *err)
{
	struct inspect_unit_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct inspect_of_unit_rows rows;
	struct inspect_programme_of_row programme;
	struct inspect_item_many_rows items = { 0 };
	int64_t page = request_query_int(request, "page", 1);
	bool found;
	page = page < 1 ? 1 : page;
	*view = (struct inspect_unit_view){
		.unit = { unit->id }, .unit_name = unit->name, .page = page, .year = month_of_day(request->today) / 100
	};
	TRY(inspect_of_unit(request->arena, request->db,
	        &(struct inspect_of_unit_in){ view->unit, (page - 1) * PAGE, PAGE + 1 }, &rows, err));
	view->earlier = page - 1;
	view->later = rows.count > PAGE ? page + 1 : 0;
	view->dossiers.at = arena_array(request->arena, struct inspect_unit_dossiers, rows.count + 1);
	for (size_t i = 0; i < rows.count && i < PAGE; i++) {
		const struct inspect_of_unit_row *row = &rows.at[i];
		bool planned = str_is(row->state, "planned");
		view->dossiers.at[view->dossiers.count++] = (struct inspect_unit_dossiers){ row->id, row->kind,
			row->cell_name, row->state, row->opened_on, row->start_by, row->started_on, row->concluded_on,
			row->closed_on, planned, planned && str_compare(row->start_by, request->today) < 0 };
	}
	TRY(inspect_programme_of(request->arena, request->db,
	        &(struct inspect_programme_of_in){ view->unit, view->year }, &programme, &found, err));
	if (found)
		TRY(inspect_item_many(
		        request->arena, request->db, &(struct inspect_item_many_in){ programme.id }, &items, err));
	view->items.at = arena_array(request->arena, struct inspect_unit_items, items.count + 1);
	for (size_t i = 0; i < items.count; i++)
		if (!items.at[i].dossier.n)
			view->items.at[view->items.count++] = (struct inspect_unit_items){ items.at[i].id,
				items.at[i].kind, items.at[i].cell_name, items.at[i].subject,
				inspect_when(request->arena, items.at[i].since_month, items.at[i].until_month) };
	crumb(request, unit, "");
	return fill_choices(request, unit, &view->cells, err);
}

static enum status wrong_cell(
        struct err *err, const char *code, const char *field, const struct unit *cell, struct arena *arena)
{
	err_set(err, INVALID, code, field);
	err_arg(err, "cell", cell->name);
	err_arg(err, "day", date_show(arena, cell->until));
	return INVALID;
}

/* The cell that a form names, by its id or its code: below the committee, and not closed. */
static enum status cell_named(
        struct request *request, const struct unit *unit, int64_t id, struct unit *ret_cell, struct err *err)
{
	struct str code = request_text(request, "code");
	struct inspect_below_row below;
	const char *field = code.len && !id ? "code" : "cell";
	enum status status = id         ? unit_load(request->arena, request->db, id, ret_cell, err)
	                     : code.len ? unit_find_code(request->arena, request->db, code, ret_cell, err)
	                                : NOT_FOUND;
	if (status != OK)
		return err_set(err, INVALID, "inspect.cell", field);
	if (ret_cell->until.len && str_compare(ret_cell->until, request->today) <= 0)
		return wrong_cell(err, N_("inspect.cell_closed"), field, ret_cell, request->arena);
	TRY(inspect_below(request->arena, request->db, &(struct inspect_below_in){ { ret_cell->id }, { unit->id } },
	        &below, err));
	if (!below.n || !str_is(ret_cell->kind, "chi_bo"))
		return wrong_cell(err, N_("inspect.cell_elsewhere"), field, ret_cell, request->arena);
	return OK;
}

enum status open_dossier(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct inspect_item_one_row item = { 0 };
	struct item_id item_id = { request_int(request, "item") };
	struct unit cell = { 0 };
	bool found = true;
	(void)view;
	if (item_id.n)
		TRY(inspect_item_one(request->arena, request->db,
		        &(struct inspect_item_one_in){ item_id, { unit->id } }, &item, &found, err));
	if (!found)
		return err_set(err, INVALID, "inspect.item", "item");
	if (item.dossier.n)
		return err_set(err, CONFLICT, "inspect.item_open", "item");
	TRY(cell_named(request, unit, item_id.n ? item.cell.n : request_int(request, "cell"), &cell, err));
	struct inspect_open_in in = { .id = { id_new(cell.shard) },
		.shard = cell.shard,
		.cell = { cell.id },
		.unit = { unit->id },
		.kind = item_id.n ? item.kind : request_text(request, "kind"),
		.subject = item_id.n ? item.subject : request_text(request, "subject"),
		.period = request_text(request, "period"),
		.item = item_id,
		.day = request->today,
		.account = request->account.n,
		.at = request->now };
	if (!in.kind.len)
		return err_set(err, INVALID, "inspect.kind", "kind");
	if (!in.subject.len)
		return err_set(err, INVALID, "inspect.subject", "subject");
	if (!in.period.len)
		in.period = STR("");
	TRY(inspect_open(request->arena, request->db, &in, err));
	if (item_id.n)
		TRY(inspect_item_dossier(
		        request->arena, request->db, &(struct inspect_item_dossier_in){ item_id, in.id }, err));
	TRY(counter_touch(
	        request->arena, request->db, cell.id, cell.shard, month_of_day(request->today), request->now, err));
	request_flash(request, N_("Đã mở hồ sơ. Bước tiếp: đưa người vào tổ."));
	request_go(request, "/inspections/%lld", (long long)in.id.n);
	return OK;
}

static int64_t year_of(const struct request *request)
{
	int64_t year = request_query_int(request, "year", month_of_day(request->today) / 100);
	return year < YEAR_FIRST || year > YEAR_LAST ? month_of_day(request->today) / 100 : year;
}

enum status show_programme(struct request *request, void *to, struct err *err)
{
	struct inspect_programme_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct inspect_programme_of_row programme;
	struct inspect_item_many_rows items = { 0 };
	bool found;
	*view = (struct inspect_programme_view){
		.unit = { unit->id }, .unit_name = unit->name, .year = year_of(request)
	};
	view->before = view->year - 1;
	view->after = view->year + 1;
	TRY(inspect_programme_of(request->arena, request->db,
	        &(struct inspect_programme_of_in){ view->unit, view->year }, &programme, &found, err));
	if (found) {
		view->approved = programme.approved;
		view->number = programme.number;
		view->day = programme.day;
		TRY(inspect_item_many(
		        request->arena, request->db, &(struct inspect_item_many_in){ programme.id }, &items, err));
	}
	view->items.at = arena_array(request->arena, struct inspect_programme_items, items.count + 1);
	for (size_t i = 0; i < items.count; i++) {
		const struct inspect_item_many_row *row = &items.at[i];
		bool kt = str_is(row->kind, "kt");
		view->inspections += kt;
		view->supervisions += !kt;
		view->items.at[view->items.count++] = (struct inspect_programme_items){ row->id, row->kind,
			row->subject, row->cell_name, inspect_when(request->arena, row->since_month, row->until_month),
			row->lead, row->extra, row->dossier, !row->dossier.n && (!view->approved || row->extra) };
	}
	crumb(request, unit, "/inspections");
	return fill_choices(request, unit, &view->cells, err);
}

/* Q1 to Q4, M1 to M12, Y: the first and last month. */
static void months_of(struct str when, int64_t *ret_since, int64_t *ret_until)
{
	int64_t n = 1;
	(void)str_int(str_slice(when, 1, when.len), &n);
	*ret_since = str_is(when, "Y") ? 1 : when.ptr[0] == 'Q' ? n * 3 - 2 : n;
	*ret_until = str_is(when, "Y") ? 12 : when.ptr[0] == 'Q' ? n * 3 : n;
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/units/%lld/inspections/programme?year=%lld", (long long)request_unit(request, "unit")->id,
	        (long long)year_of(request));
	return OK;
}

/* The programme of the year that the page shows; made with its first item. */
static enum status programme_of(
        struct request *request, struct programme_id *ret_id, bool *ret_approved, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct inspect_programme_of_row row;
	bool found;
	TRY(inspect_programme_of(request->arena, request->db,
	        &(struct inspect_programme_of_in){ { unit->id }, year_of(request) }, &row, &found, err));
	*ret_id = found ? row.id : (struct programme_id){ id_new(0) };
	*ret_approved = found && row.approved;
	if (found)
		return OK;
	return inspect_programme_add(request->arena, request->db,
	        &(struct inspect_programme_add_in){
	                *ret_id, { unit->id }, year_of(request), request->account, request->now },
	        err);
}

enum status add_item(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct inspect_item_add_in in = { .id = { id_new(0) },
		.kind = request_text(request, "kind"),
		.subject = request_text(request, "subject"),
		.lead = request_text(request, "lead"),
		.account = request->account,
		.at = request->now };
	struct inspect_item_twice_row twice;
	struct unit cell = { 0 };
	bool approved;
	(void)view;
	if (str_is(unit->kind, "chi_bo"))
		return err_set(err, INVALID, "inspect.unit_cell", NULL);
	TRY(cell_named(request, unit, request_int(request, "cell"), &cell, err));
	months_of(request_text(request, "when"), &in.since_month, &in.until_month);
	TRY(programme_of(request, &in.programme, &approved, err));
	in.cell.n = cell.id;
	in.extra = approved;
	TRY(inspect_item_twice(request->arena, request->db,
	        &(struct inspect_item_twice_in){ in.programme, in.kind, in.cell, in.since_month, in.until_month },
	        &twice, err));
	if (twice.n) {
		err_set(err, INVALID, "inspect.item_twice", "when");
		err_arg(err, "cell", cell.name);
		return INVALID;
	}
	TRY(inspect_item_add(request->arena, request->db, &in, err));
	return back(request, N_("Đã đưa vào chương trình."));
}

enum status drop_item(struct request *request, void *view, struct err *err)
{
	struct programme_id programme;
	struct inspect_item_many_rows items;
	bool approved;
	(void)view;
	TRY(programme_of(request, &programme, &approved, err));
	TRY(inspect_item_many(request->arena, request->db, &(struct inspect_item_many_in){ programme }, &items, err));
	for (size_t i = 0; i < items.count; i++)
		if (items.at[i].id.n == request_int(request, "item")) {
			if (items.at[i].dossier.n)
				return err_set(err, CONFLICT, "inspect.item_open", NULL);
			if (approved && !items.at[i].extra)
				return err_set(err, CONFLICT, "inspect.item_approved", NULL);
			TRY(inspect_item_drop(request->arena, request->db,
			        &(struct inspect_item_drop_in){ items.at[i].id, programme }, err));
			return back(request, N_("Đã đưa ra khỏi chương trình."));
		}
	return err_set(err, INVALID, "inspect.item", NULL);
}

enum status approve_programme(struct request *request, void *view, struct err *err)
{
	struct programme_id programme;
	struct inspect_item_many_rows items;
	bool approved;
	(void)view;
	TRY(programme_of(request, &programme, &approved, err));
	TRY(inspect_item_many(request->arena, request->db, &(struct inspect_item_many_in){ programme }, &items, err));
	if (!items.count)
		return err_set(err, CONFLICT, "inspect.programme_empty", NULL);
	if (str_compare(request_day(request, "day"), request->today) > 0)
		return err_set(err, INVALID, "inspect.day_future", "day");
	TRY(inspect_programme_approve(request->arena, request->db,
	        &(struct inspect_programme_approve_in){
	                programme, request_text(request, "number"), request_day(request, "day"), request->now },
	        err));
	return back(request, N_("Đã ghi việc ký chương trình."));
}

enum status show_cell_inspections(struct request *request, void *to, struct err *err)
{
	struct inspect_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	bool leader = request->object_roles_own & ROLES_LEADERS, own = request->object_roles_own & ROLES_CELL;
	bool officer = request->object_roles_above & R(OFFICER);
	struct inspect_of_cell_rows rows;
	struct inspect_findings_of_cell_rows findings;
	if (!own && !officer) /* a look into the cell for a visit is not one into its inspections */
		return err_set(err, DENIED, "inspect.not_member", NULL);
	*view = (struct inspect_cell_view){ .cell = { cell->id }, .cell_name = cell->name, .own = own };
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)cell->id);
	TRY(inspect_of_cell(
	        request->arena, request->db, &(struct inspect_of_cell_in){ view->cell, cell->shard }, &rows, err));
	view->dossiers.at = arena_array(request->arena, struct inspect_cell_dossiers, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct inspect_of_cell_row *row = &rows.at[i];
		if (!officer && (leader ? !row->planned_on.len : !row->concluded_on.len))
			continue;
		view->dossiers.at[view->dossiers.count++] =
		        (struct inspect_cell_dossiers){ row->id, row->kind, own ? row->subject : STR_NONE, row->state,
			        row->start_by, row->started_on, row->concluded_on, row->sent };
	}
	if (!own)
		return OK;
	TRY(inspect_findings_of_cell(request->arena, request->db,
	        &(struct inspect_findings_of_cell_in){ view->cell, cell->shard }, &findings, err));
	view->findings.at = arena_array(request->arena, struct inspect_cell_findings, findings.count + 1);
	for (size_t i = 0; i < findings.count; i++) {
		const struct inspect_findings_of_cell_row *row = &findings.at[i];
		if (leader || row->person.n == request->person.n)
			view->findings.at[view->findings.count++] =
			        (struct inspect_cell_findings){ row->id, row->dossier, row->fix, row->person_name,
				        row->due, row->state, str_compare(row->due, request->today) < 0 };
	}
	return OK;
}
