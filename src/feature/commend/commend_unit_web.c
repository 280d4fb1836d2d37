/* A committee's pages of praise: what waits, its cells beside the evidence of the year, limits, decisions; a cell's own
 * decisions too. */
#include "feature/commend/commend_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/commend_page.h"

enum { PICKS = 400, FIRST_MONTH = 1, LAST_MONTH = 12 };

static struct str form_name(struct request *request, struct str key)
{
	const struct commend_form *form = commend_form_of(commend_rules(request->arena), key);
	return form ? form->name : key;
}

/* Names of people of other cells are looked at. */
static void look(struct request *request, struct cell_id cell)
{
	request_look(request, cell.n, id_shard(cell.n), "commend");
}

static int64_t year_of(struct request *request)
{
	int64_t now = month_of_day(request->today) / 100, year = request_query_int(request, "year", now);
	return year < now - COMMEND_YEARS_LOOKED || year > now ? now : year;
}

static bool same_group(const struct commend_ready_row *a, const struct commend_ready_row *b)
{
	return a->year == b->year && str_eq(a->form, b->form) && str_eq(a->kind, b->kind) && str_eq(a->title, b->title);
}

/* What is agreed on, gathered by what one decision may hold. */
static enum status fill_ready(struct request *request, struct commend_unit_view *view, struct err *err)
{
	struct commend_ready_rows rows;
	TRY(commend_ready(request->arena, request->db, &(struct commend_ready_in){ view->unit }, &rows, err));
	view->ready.at = arena_array(request->arena, struct commend_unit_ready, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct commend_ready_row *row = &rows.at[i];
		if (!i || !same_group(row, &rows.at[i - 1]))
			view->ready.at[view->ready.count++] = (struct commend_unit_ready){ row->id,
				form_name(request, row->form), row->kind, row->year, row->title, 0 };
		view->ready.at[view->ready.count - 1].people++;
	}
	return OK;
}

static enum status fill_lists(
        struct request *request, const struct unit *unit, struct commend_unit_view *view, struct err *err)
{
	struct commend_waiting_rows waiting;
	struct commend_decision_many_rows decisions;
	TRY(commend_waiting(request->arena, request->db, &(struct commend_waiting_in){ view->unit }, &waiting, err));
	view->waiting.at = arena_array(request->arena, struct commend_unit_waiting, waiting.count + 1);
	for (size_t i = 0; i < waiting.count; i++)
		view->waiting.at[view->waiting.count++] = (struct commend_unit_waiting){ waiting.at[i].id,
			waiting.at[i].cell_name, form_name(request, waiting.at[i].form), waiting.at[i].kind,
			waiting.at[i].year, waiting.at[i].title, waiting.at[i].day, waiting.at[i].people };
	TRY(commend_decision_many(request->arena, request->db,
	        &(struct commend_decision_many_in){ view->unit, unit->shard, view->year }, &decisions, err));
	view->decisions.at = arena_array(request->arena, struct commend_unit_decisions, decisions.count + 1);
	for (size_t i = 0; i < decisions.count; i++)
		view->decisions.at[view->decisions.count++] = (struct commend_unit_decisions){ decisions.at[i].id,
			form_name(request, decisions.at[i].form), decisions.at[i].kind, decisions.at[i].title,
			decisions.at[i].number, decisions.at[i].day };
	return OK;
}

static enum status fill_quotas(struct request *request, struct commend_unit_view *view, struct err *err)
{
	const struct commend_rules *rules = commend_rules(request->arena);
	const struct unit *unit = request_unit(request, "unit");
	struct commend_call call = commend_call_of(request);
	struct unit above = { 0 };
	if (unit->parent)
		TRY(unit_load(request->arena, request->db, unit->parent, &above, err));
	view->quotas.at =
	        arena_array(request->arena, struct commend_unit_quotas, rules->form_count * COMMEND_SUBJECT__COUNT + 1);
	for (size_t f = 0; f < rules->form_count; f++)
		for (int s = 0; s < COMMEND_SUBJECT__COUNT; s++) {
			struct commend_unit_quotas row = { .form = rules->form[f].key,
				.name = rules->form[f].name,
				.subject = str_of(commend_subject_name((enum commend_subject)s)) };
			if (rules->form[f].badge ||
			        commend_may(rules, (struct commend_level){ unit->kind, above.kind }, row.form,
			                (enum commend_subject)s, request->today) != COMMEND_MAY)
				continue;
			TRY(commend_limit(&call, unit->id, (int)view->year, row.form, (enum commend_subject)s,
			        &row.most, &row.given, &row.source, err));
			if (row.most.set)
				row.left = OPT(row.most.n > row.given ? row.most.n - row.given : 0);
			view->quotas.at[view->quotas.count++] = row;
		}
	return OK;
}

static enum status fill_cells(struct request *request, struct commend_unit_view *view, struct err *err)
{
	const struct commend_rules *rules = commend_rules(request->arena);
	struct commend_call call = commend_call_of(request);
	struct commend_cells_year_rows rows;
	view->skip = request_query_int(request, "skip", 0);
	view->skip = view->skip < 0 || view->skip > 100000 ? 0 : view->skip;
	TRY(commend_cells_of(&call, view->unit.n, (int)view->year, view->skip, &rows, &view->more, err));
	view->cells.at = arena_array(request->arena, struct commend_unit_cells, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		struct commend_figures figures = commend_figures_of_cell(&rows.at[i]);
		struct commend_unit_cells cell = { .id = rows.at[i].id, .name = rows.at[i].name };
		for (size_t c = 0; c < rules->condition_count; c++) {
			if (!rules->condition[c].of[COMMEND_CELL])
				continue;
			cell.all++;
			cell.fits += commend_fits(&rules->condition[c], &figures, COMMEND_CELL) == COMMEND_FITS;
		}
		cell.figures = commend_figures_text(request->arena, &figures, COMMEND_CELL);
		view->cells.at[view->cells.count++] = cell;
	}
	view->next_skip = view->skip + (int64_t)rows.count;
	return OK;
}

enum status commend_show_unit(struct request *request, void *to, struct err *err)
{
	struct commend_unit_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->year = year_of(request);
	view->before = view->year - 1;
	view->after = view->year < month_of_day(request->today) / 100 ? view->year + 1 : 0;
	view->cell = str_is(unit->kind, "chi_bo");
	view->source = commend_source(request->arena, commend_rules(request->arena), request->today, &view->sure);
	TRY(fill_lists(request, unit, view, err));
	TRY(fill_ready(request, view, err));
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(
	        request->arena, view->cell ? "/cells/%lld/commendations" : "/units/%lld", (long long)unit->id);
	if (view->cell)
		return OK;
	TRY(fill_quotas(request, view, err));
	TRY(commend_units_year(request->arena, request->db,
	        &(struct commend_units_year_in){
	                view->unit, (int)view->year * 100 + FIRST_MONTH, (int)view->year * 100 + LAST_MONTH },
	        &view->units, err));
	return fill_cells(request, view, err);
}

enum status commend_save_quota(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	int64_t year = request_int(request, "year");
	struct str what = request_text(request, "what"), form;
	enum commend_subject subject;
	(void)view;
	if (!str_split(&what, '.', &form) || !commend_subject_read(what, &subject) ||
	        !commend_form_of(commend_rules(request->arena), form))
		return err_set(err, INVALID, "commend.no_form", "what");
	TRY(commend_quota_put(request->arena, request->db,
	        &(struct commend_quota_put_in){ { unit->id }, year, form, what, request_int(request, "most"),
	                request_text(request, "source"), request_day(request, "day"), request->account, request->now },
	        err));
	request_flash(request, N_("Đã lưu mức khen của cấp ủy."));
	request_go(request, "/units/%lld/commendations?year=%lld", (long long)unit->id, (long long)year);
	return OK;
}

/* A cell's praise is its own: nobody above decides it. */
static enum status must_be_own(const struct request *request, const struct unit *unit, struct err *err)
{
	return str_is(unit->kind, "chi_bo") && !(request->object_roles_own & ROLES_LEADERS)
	               ? err_set(err, DENIED, N_("commend.own"), NULL)
	               : OK;
}

enum status commend_show_decide(struct request *request, void *to, struct err *err)
{
	struct commend_decide_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	int64_t item = request_query_int(request, "item", 0);
	const struct commend_ready_row *first = NULL;
	struct commend_ready_rows rows;
	TRY(must_be_own(request, unit, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->item.n = item;
	view->today = request->today;
	view->cell = str_is(unit->kind, "chi_bo");
	view->sign = unit_committee_of(request->arena, unit->kind, unit->name, request->today).sign;
	TRY(commend_ready(request->arena, request->db, &(struct commend_ready_in){ view->unit }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].id.n == item)
			first = &rows.at[i];
	view->rows.at = arena_array(request->arena, struct commend_ready_row, rows.count + 1);
	for (size_t i = 0; first && i < rows.count; i++)
		if (same_group(first, &rows.at[i])) {
			view->rows.at[view->rows.count++] = rows.at[i];
			look(request, rows.at[i].cell);
		}
	request->shell.crumb = unit->name;
	request->shell.crumb_href = str_format(request->arena, "/units/%lld/commendations", (long long)unit->id);
	if (!first)
		return OK;
	view->form = form_name(request, first->form);
	view->kind = first->kind;
	view->year = first->year;
	view->title = first->title;
	return OK;
}

enum status commend_save_decide(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct commend_call call = commend_call_of(request);
	struct commend_ready_rows rows;
	struct award_id id;
	struct commend_award award = { .unit = unit,
		.number = request_text(request, "number"),
		.day = request_day(request, "day"),
		.signer = request_text(request, "signer"),
		.post = request_text(request, "post"),
		.paper = request_int(request, "paper") };
	(void)view;
	TRY(must_be_own(request, unit, err));
	TRY(commend_ready(request->arena, request->db, &(struct commend_ready_in){ { unit->id } }, &rows, err));
	award.pick = arena_take(request->arena, sizeof(*award.pick) * (rows.count + 1));
	for (size_t i = 0; i < rows.count; i++)
		if (request_int(request,
		            str_c(request->arena, str_format(request->arena, "pick-%lld", (long long)rows.at[i].id.n))))
			award.pick[award.count++] = &rows.at[i];
	if (award.count) {
		award.form = award.pick[0]->form;
		award.kind = award.pick[0]->kind;
		award.title = award.pick[0]->title;
		award.year = (int)award.pick[0]->year;
	} else {
		return err_set(err, INVALID, "commend.nobody", NULL);
	}
	TRY(commend_award(&call, &award, &id, err));
	request_flash(request, N_("Đã ra quyết định khen thưởng."));
	request_go(request, "/commendations/decisions/%lld", (long long)id.n);
	return OK;
}

enum status commend_show_decision(struct request *request, void *to, struct err *err)
{
	struct commend_decision_view *view = to;
	const struct award *award = commend_award_of(request);
	*view = (struct commend_decision_view){ .award = award->id,
		.unit = award->row.unit,
		.unit_name = award->unit.name,
		.form = form_name(request, award->row.form),
		.kind = award->row.kind,
		.year = award->row.year,
		.title = award->row.title,
		.number = award->row.number,
		.day = award->row.day,
		.signer = award->row.signer,
		.post = award->row.signer_post,
		.paper = award->row.paper,
		.certificate = !str_is(award->row.form, "bieu_duong") && !str_is(award->row.form, "huy_hieu"),
		.decides = request_can(request, "commend.decide") };
	TRY(commend_decision_items(
	        request->arena, request->db, &(struct commend_decision_items_in){ award->id }, &view->items, err));
	for (size_t i = 0; i < view->items.count; i++) {
		view->standing += str_is(view->items.at[i].state, "given");
		look(request, view->items.at[i].cell);
	}
	request->shell.crumb = award->unit.name;
	request->shell.crumb_href =
	        str_format(request->arena, "/units/%lld/commendations", (long long)award->row.unit.n);
	return OK;
}

enum status commend_save_revoke(struct request *request, void *view, struct err *err)
{
	const struct award *award = commend_award_of(request);
	struct commend_call call = commend_call_of(request);
	struct item_id item = { request_int(request, "item") };
	struct commend_item_one_row row;
	struct str day = request_day(request, "day");
	int shard = id_shard(item.n);
	bool found;
	(void)view;
	TRY(must_be_own(request, &award->unit, err));
	TRY(commend_item_one(
	        request->arena, request->db, &(struct commend_item_one_in){ item, shard }, &row, &found, err));
	if (!found || row.decision.n != award->id.n || !str_is(row.state, "given"))
		return err_set(err, CONFLICT, N_("commend.revoke_state"), "item");
	if (str_compare(day, award->row.day) < 0 || str_compare(day, request->today) > 0)
		return err_set(err, INVALID, N_("commend.revoke_day"), "day");
	TRY(commend_item_revoke(request->arena, request->db,
	        &(struct commend_item_revoke_in){
	                item, shard, request_text(request, "number"), day, request_text(request, "reason") },
	        err));
	TRY(commend_touch(&call, row.cell.n, shard, award->row.day, err));
	request_flash(request, N_("Đã ghi quyết định thu hồi."));
	request_go(request, "/commendations/decisions/%lld", (long long)award->id.n);
	return OK;
}

static struct str days_ago(struct request *request, int days)
{
	struct date today;
	check(date_parse(request->today, &today));
	return date_iso(request->arena, date_add(today, -days));
}

static enum status due_of_officer(
        struct request *request, struct due_list *list, const struct unit *home, struct err *err)
{
	enum { LATE_DAYS = 14 };
	struct commend_waiting_count_row row;
	TRY(commend_waiting_count(
	        request->arena, request->db, &(struct commend_waiting_count_in){ { home->id } }, &row, err));
	if (!row.n)
		return OK;
	struct text_arg args[] = { { .name = STR("n"), .value = str_format(request->arena, "%lld", (long long)row.n) },
		{ .name = STR("d"), .value = date_show(request->arena, row.first) } };
	bool late = str_compare(row.first, days_ago(request, LATE_DAYS)) < 0;
	due_add(request, list,
	        (struct due_item){ .title = request_say(request, N_("Xem đề nghị khen thưởng của chi bộ")),
	                .detail = message_fill(
	                        request->arena, request->language, T("{n} tờ trình, sớm nhất ngày {d}"), args, 2),
	                .href = str_format(request->arena, "/units/%lld/commendations", (long long)home->id),
	                .icon = STR("star"),
	                .urgency = late ? DUE_LATE : DUE_SOON,
	                .day = row.first });
	return OK;
}

static enum status due_of_cell(struct request *request, struct due_list *list, const struct unit *cell, struct err *err)
{
	struct commend_returned_rows rows;
	int64_t last = 0;
	TRY(commend_returned(request->arena, request->db,
	        &(struct commend_returned_in){ { cell->id }, cell->shard, month_of_day(request->today) / 100 - 1 },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		if (rows.at[i].proposal.n == last)
			continue;
		last = rows.at[i].proposal.n;
		due_add(request, list,
		        (struct due_item){ .title = request_say(request, N_("Cấp ủy trả lại đề nghị khen thưởng")),
		                .detail = rows.at[i].answer,
		                .href = str_format(request->arena, "/commendations/%lld", (long long)last),
		                .icon = STR("star"),
		                .urgency = DUE_SOON });
	}
	return OK;
}

enum status commend_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	if (!request->home_unit || !(request->roles & (ROLES_LEADERS | R(OFFICER))))
		return OK;
	TRY(unit_home_load(request, &home, err));
	return str_is(home.kind, "chi_bo")
	               ? request->roles & ROLES_LEADERS ? due_of_cell(request, list, &home, err) : OK
	               : due_of_officer(request, list, &home, err);
}
