/* One dossier as far as who asks may see it: all to its team, what was sent to the cell's leaders, the conclusion to
 * its members, that it is there to officers above. Its team, its end, and who saw what. */
#include "feature/inspect/inspect_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/account/account.h"
#include "feature/person/person.h"
#include "gen/inspect_page.h"

static struct str address(struct request *request, const struct dossier *dossier, int64_t n)
{
	return str_format(request->arena, "/inspections/%lld/paper?n=%lld", (long long)dossier->id.n, (long long)n);
}

/* What of a paper may be seen: all by the team, what was sent by the leaders, the conclusion by everybody in the cell.
 */
static bool shows_paper(enum sight sight, const struct inspect_paper_rule *rule, const struct paper_state *state)
{
	return sight == SIGHT_ALL || (sight == SIGHT_SENT && state->sent) ||
	       (sight == SIGHT_CONCLUSION && state->sent && str_is(rule->role, "conclusion"));
}

static void fill_papers(struct request *request, const struct dossier *dossier, const struct papers *papers,
        enum sight sight, struct inspect_show_view *view)
{
	const struct inspect_rule *rule = dossier->rule;
	bool over = str_is(dossier->row.state, "closed") || str_is(dossier->row.state, "cancelled");
	view->papers.at = arena_array(request->arena, struct inspect_show_papers, rule->paper_count + 1);
	for (size_t i = 0; i < rule->paper_count; i++) {
		const struct inspect_paper_rule *paper = &rule->paper[i];
		const struct paper_state *state = &papers->at[i];
		bool done = str_is(state->state, "signed") || str_is(state->state, "unneeded");
		if (!shows_paper(sight, paper, state))
			continue;
		view->done += done;
		view->papers.at[view->papers.count++] = (struct inspect_show_papers){ paper->n, paper->code,
			inspect_paper_name(paper, state), state->state, state->number, state->day, state->reason,
			state->sent, state->files, done };
		if (!done && !view->next.len && sight == SIGHT_ALL && !over) {
			view->next = address(request, dossier, paper->n);
			view->next_code = paper->code;
			view->next_name = inspect_paper_name(paper, state);
		}
	}
}

static enum status fill_findings(struct request *request, const struct dossier *dossier, enum sight sight,
        struct inspect_show_view *view, struct err *err)
{
	struct inspect_findings_rows rows;
	TRY(inspect_findings(
	        request->arena, request->db, &(struct inspect_findings_in){ dossier->id, dossier->shard }, &rows, err));
	view->findings.at = arena_array(request->arena, struct inspect_show_findings, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct inspect_findings_row *row = &rows.at[i];
		bool mine = row->person.n == request->person.n && request->person.n;
		if (sight == SIGHT_ALL || (row->told_on.len && (sight == SIGHT_SENT || mine)))
			view->findings.at[view->findings.count++] = (struct inspect_show_findings){ row->id, row->text,
				row->fix, row->person_name, row->due, row->state,
				!str_is(row->state, "closed") && str_compare(row->due, request->today) < 0,
				!row->told_on.len };
	}
	return OK;
}

/* The team reads who saw which part; the cell's leaders who saw the dossier, not which of its papers. */
static enum status fill_looks(struct request *request, const struct dossier *dossier, enum sight sight,
        struct inspect_show_view *view, struct err *err)
{
	struct inspect_looks_rows rows;
	TRY(inspect_looks(
	        request->arena, request->db, &(struct inspect_looks_in){ dossier->id, dossier->shard }, &rows, err));
	view->looks.at = arena_array(request->arena, struct inspect_show_looks, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct inspect_looks_row *row = &rows.at[i];
		const struct inspect_paper_rule *paper = inspect_rule_paper(dossier->rule, row->n);
		struct inspect_show_looks look = { row->day, row->name, row->part, paper ? paper->code : STR_NONE };
		if (sight != SIGHT_ALL && !str_is(row->part, "outline")) {
			const struct inspect_looks_row *last = i ? &rows.at[i - 1] : NULL;
			if (last && last->account.n == row->account.n && str_eq(last->day, row->day))
				continue;
			look.part = STR("dossier");
			look.code = STR_NONE;
		}
		view->looks.at[view->looks.count++] = look;
	}
	return OK;
}

static enum status fill_found(struct request *request, struct inspect_show_view *view, struct err *err)
{
	struct account_finds people;
	view->find = request_query(request, "find");
	TRY(account_find_people(
	        request->arena, request->db, request_dossier(request)->row.unit, view->find, &people, err));
	view->found.at = arena_array(request->arena, struct inspect_show_found, people.count + 1);
	for (; view->found.count < people.count; view->found.count++) {
		const struct account_found *one = &people.at[view->found.count];
		view->found.at[view->found.count] =
		        (struct inspect_show_found){ one->account, one->name, one->role, one->place };
	}
	return OK;
}

static enum status fill_people(
        struct request *request, const struct dossier *dossier, struct inspect_show_view *view, struct err *err)
{
	struct members members;
	TRY(person_members(
	        request->arena, request->db, dossier->cell.id, dossier->cell.shard, request->today, &members, err));
	view->people.at = arena_array(request->arena, struct inspect_show_people, members.count + 1);
	for (size_t i = 0; i < members.count; i++)
		view->people.at[view->people.count++] = (struct inspect_show_people){ { members.at[i].person },
			members.at[i].name, members.at[i].label };
	return OK;
}

static enum status fill_parts(struct request *request, const struct dossier *dossier, enum sight sight,
        struct inspect_show_view *view, struct err *err)
{
	static const char *const parts[] = { "", "outline", "conclusion", "sent", "dossier" };
	struct papers papers;
	inspect_note(request, dossier, parts[sight], 0);
	if (sight != SIGHT_CONCLUSION)
		TRY(inspect_member_many(request->arena, request->db, &(struct inspect_member_many_in){ dossier->id },
		        &view->members, err));
	if (view->leads)
		TRY(fill_found(request, view, err));
	if (sight == SIGHT_OUTLINE)
		return OK;
	view->subject = dossier->row.subject;
	view->period = dossier->row.period;
	view->late_reason = dossier->row.late_reason;
	TRY(inspect_papers_load(request->arena, request->db, dossier, &papers, err));
	fill_papers(request, dossier, &papers, sight, view);
	view->all = (int64_t)dossier->rule->paper_count;
	TRY(fill_findings(request, dossier, sight, view, err));
	if (sight == SIGHT_ALL && view->works && dossier->row.started_on.len)
		TRY(fill_people(request, dossier, view, err));
	return sight == SIGHT_CONCLUSION ? OK : fill_looks(request, dossier, sight, view, err);
}

enum status show_dossier(struct request *request, void *to, struct err *err)
{
	struct inspect_show_view *view = to;
	const struct dossier *dossier = request_dossier(request);
	const struct inspect_one_row *row = &dossier->row;
	enum sight sight = inspect_sight(request, dossier);
	TRY(inspect_must_see(request, SIGHT_OUTLINE, err));
	bool over = str_is(row->state, "closed") || str_is(row->state, "cancelled");
	*view = (struct inspect_show_view){ .dossier = dossier->id,
		.cell = row->cell,
		.cell_name = dossier->cell.name,
		.unit_name = dossier->unit.name,
		.kind = row->kind,
		.state = row->state,
		.opened_on = row->opened_on,
		.planned_on = row->planned_on,
		.start_by = row->start_by,
		.started_on = row->started_on,
		.concluded_on = row->concluded_on,
		.closed_on = row->closed_on,
		.cancel_reason = sight < SIGHT_SENT ? STR_NONE : row->cancel_reason,
		.rule_name = dossier->rule->name,
		.notes = dossier->rule->notes,
		.start_source = dossier->rule->start_source,
		.outline = sight == SIGHT_OUTLINE,
		.whole = sight == SIGHT_ALL,
		.leads = request_can(request, "inspect.lead") && !over,
		.works = sight == SIGHT_ALL && !over,
		.concluded = str_is(row->state, "concluded"),
		.late = str_is(row->state, "planned") && str_compare(row->start_by, request->today) < 0 };
	view->may_cancel = view->leads && !row->concluded_on.len;
	request->shell.crumb = dossier->cell.name;
	request->shell.crumb_href =
	        request->object_roles_own & ROLES_CELL || request->object_roles_above & R(OFFICER)
	                ? str_format(request->arena, "/cells/%lld/inspections", (long long)row->cell.n)
	                : STR("/");
	return fill_parts(request, dossier, sight, view, err);
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/inspections/%lld", (long long)request_dossier(request)->id.n);
	return OK;
}

enum status put_team_member(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	struct account_id account = { request_int(request, "account") };
	struct inspect_person_row person;
	struct inspect_insider_row insider;
	bool found;
	(void)view;
	if (str_is(dossier->row.state, "closed") || str_is(dossier->row.state, "cancelled"))
		return err_set(err, CONFLICT, "inspect.over", NULL);
	if (request_int(request, "remove")) {
		TRY(inspect_member_drop(
		        request->arena, request->db, &(struct inspect_member_drop_in){ dossier->id, account }, err));
		return back(request, N_("Đã đưa ra khỏi tổ."));
	}
	TRY(inspect_person(request->arena, request->db, &(struct inspect_person_in){ account }, &person, &found, err));
	if (!found)
		return err_set(err, INVALID, "inspect.person", "account");
	TRY(inspect_insider(request->arena, request->db, &(struct inspect_insider_in){ account, dossier->row.cell },
	        &insider, err));
	if (insider.n) {
		err_set(err, INVALID, "inspect.insider", "account");
		err_arg(err, "who", person.name);
		err_arg(err, "cell", dossier->cell.name);
		return INVALID;
	}
	TRY(inspect_member_put(request->arena, request->db,
	        &(struct inspect_member_put_in){ dossier->id, account, person.name, request_text(request, "post"),
	                request_int(request, "head"), request->now },
	        err));
	return back(request, N_("Đã lưu thành viên của tổ."));
}

enum status cancel_dossier(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	const struct inspect_one_row *row = &dossier->row;
	(void)view;
	if (row->concluded_on.len || str_is(row->state, "cancelled"))
		return err_set(err, CONFLICT, "inspect.cancel_state", NULL);
	TRY(inspect_ended(request->arena, request->db,
	        &(struct inspect_ended_in){ dossier->id, dossier->shard, STR("cancelled"), request->today,
	                request_text(request, "reason") },
	        err));
	if (row->item.n)
		TRY(inspect_item_dossier(
		        request->arena, request->db, &(struct inspect_item_dossier_in){ row->item, { 0 } }, err));
	TRY(inspect_touch(request->arena, request->db, dossier, row->opened_on, request->now, err));
	return back(request, N_("Đã hủy cuộc này. Cuộc trong chương trình mở lại được."));
}

enum status close_dossier(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	struct inspect_findings_rows findings;
	struct papers papers;
	(void)view;
	TRY(inspect_must_work(request, err));
	TRY(inspect_papers_load(request->arena, request->db, dossier, &papers, err));
	TRY(inspect_findings(request->arena, request->db, &(struct inspect_findings_in){ dossier->id, dossier->shard },
	        &findings, err));
	TRY(inspect_close_check(request->arena, dossier, &papers, &findings, err));
	TRY(inspect_ended(request->arena, request->db,
	        &(struct inspect_ended_in){ dossier->id, dossier->shard, STR("closed"), request->today, STR_NONE },
	        err));
	return back(request, N_("Đã khép lại hồ sơ."));
}
