/* A finding: what must be put right, by whom, by when; proof by the cell, re-check by the team, the end. */
#include "feature/inspect/inspect_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/person/person.h"
#include "gen/inspect_page.h"

/* The person who answers for it: nobody is refused, so is somebody from elsewhere. */
static enum status person_given(struct request *request, struct member *ret_member, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	int64_t person = request_int(request, "person");
	if (!person)
		return err_set(err, INVALID, "inspect.finding_person", "person");
	if (person_member(request->arena, request->db, dossier->cell.id, dossier->cell.shard, person, request->today,
	            ret_member, err) != OK ||
	        ret_member->left.len) {
		err_set(err, INVALID, "inspect.finding_elsewhere", "person");
		err_arg(err, "cell", dossier->cell.name);
		return INVALID;
	}
	return OK;
}

static enum status check_due(struct request *request, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	if (str_compare(request_day(request, "due"), dossier->row.started_on) >= 0)
		return OK;
	err_set(err, INVALID, "inspect.finding_due", "due");
	err_arg(err, "day", date_show(request->arena, dossier->row.started_on));
	return INVALID;
}

enum status add_finding(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	struct member member;
	(void)view;
	TRY(inspect_must_work(request, err));
	if (!dossier->row.started_on.len)
		return err_set(err, CONFLICT, "inspect.finding_early", NULL);
	TRY(person_given(request, &member, err));
	TRY(check_due(request, err));
	struct inspect_finding_add_in in = { .id = { id_new(dossier->shard) },
		.shard = dossier->shard,
		.dossier = dossier->id,
		.cell = dossier->row.cell,
		.text = request_text(request, "text"),
		.fix = request_text(request, "fix"),
		.person = { member.person },
		.person_name = member.name,
		.due = request_day(request, "due"),
		.told_on = dossier->row.concluded_on.len ? request->today : STR_NONE,
		.account = request->account.n,
		.at = request->now };
	TRY(inspect_finding_add(request->arena, request->db, &in, err));
	if (in.told_on.len) {
		TRY(inspect_touch(request->arena, request->db, dossier, in.told_on, request->now, err));
		TRY(inspect_touch(request->arena, request->db, dossier, in.due, request->now, err));
	}
	request_flash(request, N_("Đã thêm việc phải khắc phục."));
	request_go(request, "/inspections/%lld", (long long)dossier->id.n);
	return OK;
}

/* The team; of what the cell was told also its leaders and who answers for it. */
static enum status must_see_finding(const struct request *request, struct err *err)
{
	const struct finding *finding = request_finding(request);
	enum sight sight = inspect_sight(request, request_dossier(request));
	bool mine = request->person.n && finding->row.person.n == request->person.n;
	if (sight == SIGHT_ALL ||
	        (finding->row.told_on.len && (sight == SIGHT_SENT || (mine && sight == SIGHT_CONCLUSION))))
		return OK;
	if (request->object_roles_own & ROLES_CELL)
		return err_set(err, NOT_FOUND, "inspect.not_found", NULL);
	return err_set(err, DENIED, "inspect.not_member", NULL);
}

static enum status fill_people(
        struct request *request, const struct dossier *dossier, struct inspect_finding_view *view, struct err *err)
{
	struct members members;
	TRY(person_members(
	        request->arena, request->db, dossier->cell.id, dossier->cell.shard, request->today, &members, err));
	view->people.at = arena_array(request->arena, struct inspect_finding_people, members.count + 1);
	for (size_t i = 0; i < members.count; i++)
		view->people.at[view->people.count++] = (struct inspect_finding_people){ { members.at[i].person },
			members.at[i].name, members.at[i].label };
	return OK;
}

enum status show_finding(struct request *request, void *to, struct err *err)
{
	struct inspect_finding_view *view = to;
	const struct dossier *dossier = request_dossier(request);
	const struct finding *finding = request_finding(request);
	const struct inspect_finding_one_row *row = &finding->row;
	TRY(must_see_finding(request, err));
	bool open = !str_is(row->state, "closed");
	*view = (struct inspect_finding_view){ .dossier = dossier->id,
		.finding = finding->id,
		.cell_name = dossier->cell.name,
		.kind = dossier->row.kind,
		.text = row->text,
		.fix = row->fix,
		.person = row->person,
		.person_name = row->person_name,
		.due = row->due,
		.state = row->state,
		.told_on = row->told_on,
		.closed_on = row->closed_on,
		.late = open && str_compare(row->due, request->today) < 0,
		.works = dossier->member && open,
		.answers = request_can(request, "inspect.answer") && open && row->told_on.len > 0 };
	inspect_note(request, dossier, "finding", 0);
	if (view->works)
		TRY(fill_people(request, dossier, view, err));
	request->shell.crumb = dossier->cell.name;
	request->shell.crumb_href = str_format(request->arena, "/inspections/%lld", (long long)dossier->id.n);
	return inspect_steps(request->arena, request->db, &(struct inspect_steps_in){ finding->id, dossier->shard },
	        &view->steps, err);
}

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/inspections/%lld/findings/%lld", (long long)request_dossier(request)->id.n,
	        (long long)request_finding(request)->id.n);
	return OK;
}

/* The months that a finding counts in. */
static enum status touch(struct request *request, struct str day, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	const struct finding *finding = request_finding(request);
	if (!finding->row.told_on.len)
		return OK;
	TRY(inspect_touch(request->arena, request->db, dossier, finding->row.due, request->now, err));
	return inspect_touch(request->arena, request->db, dossier, day, request->now, err);
}

enum status save_finding(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	const struct finding *finding = request_finding(request);
	struct member member;
	(void)view;
	TRY(inspect_must_work(request, err));
	if (str_is(finding->row.state, "closed"))
		return err_set(err, CONFLICT, "inspect.finding_closed", NULL);
	TRY(person_given(request, &member, err));
	TRY(check_due(request, err));
	TRY(inspect_finding_set(request->arena, request->db,
	        &(struct inspect_finding_set_in){ finding->id, dossier->shard, request_text(request, "text"),
	                request_text(request, "fix"), { member.person }, member.name, request_day(request, "due") },
	        err));
	TRY(touch(request, request_day(request, "due"), err));
	return back(request, N_("Đã lưu."));
}

enum status drop_finding(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	const struct finding *finding = request_finding(request);
	(void)view;
	TRY(inspect_must_work(request, err));
	if (finding->row.told_on.len)
		return err_set(err, CONFLICT, "inspect.finding_told", NULL);
	TRY(inspect_finding_drop(
	        request->arena, request->db, &(struct inspect_finding_drop_in){ finding->id, dossier->shard }, err));
	request_flash(request, N_("Đã bỏ việc phải khắc phục."));
	request_go(request, "/inspections/%lld", (long long)dossier->id.n);
	return OK;
}

/* Today, or the day on paper: not before the cell was told, not to come. */
static enum status day_given(struct request *request, struct str *ret_day, struct err *err)
{
	const struct finding *finding = request_finding(request);
	*ret_day = request_day(request, "day");
	if (!ret_day->len)
		*ret_day = request->today;
	if (str_compare(*ret_day, request->today) > 0)
		return err_set(err, INVALID, "inspect.day_future", "day");
	if (str_compare(*ret_day, finding->row.told_on) >= 0)
		return OK;
	err_set(err, INVALID, "inspect.before_told", "day");
	err_arg(err, "day", date_show(request->arena, finding->row.told_on));
	return INVALID;
}

static enum status step(struct request *request, const char *kind, struct str text, struct str day, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	return inspect_step_add(request->arena, request->db,
	        &(struct inspect_step_add_in){ id_new(dossier->shard), dossier->shard, request_finding(request)->id,
	                str_of(kind), day, text, request->account.n, request->now },
	        err);
}

static enum status set_state(struct request *request, const char *state, struct str closed_on, struct err *err)
{
	return inspect_finding_state(request->arena, request->db,
	        &(struct inspect_finding_state_in){
	                request_finding(request)->id, request_dossier(request)->shard, str_of(state), closed_on },
	        err);
}

enum status save_proof(struct request *request, void *view, struct err *err)
{
	const struct finding *finding = request_finding(request);
	struct str day;
	(void)view;
	TRY(must_see_finding(request, err));
	if (!finding->row.told_on.len || str_is(finding->row.state, "closed"))
		return err_set(err, CONFLICT, "inspect.finding_closed", NULL);
	TRY(day_given(request, &day, err));
	TRY(step(request, "proof", request_text(request, "proof"), day, err));
	TRY(set_state(request, "proved", STR_NONE, err));
	return back(request, N_("Đã gửi kết quả khắc phục. Tổ sẽ kiểm tra lại."));
}

enum status save_recheck(struct request *request, void *view, struct err *err)
{
	const struct finding *finding = request_finding(request);
	bool done = str_is(request_text(request, "result"), "done");
	struct str day;
	(void)view;
	TRY(inspect_must_work(request, err));
	if (!str_is(finding->row.state, "proved"))
		return err_set(err, CONFLICT, "inspect.recheck_state", NULL);
	TRY(day_given(request, &day, err));
	TRY(step(request, done ? "done" : "not_done", request_text(request, "recheck"), day, err));
	TRY(set_state(request, done ? "closed" : "open", done ? day : STR_NONE, err));
	TRY(touch(request, day, err));
	return back(request, done ? N_("Đã kiểm tra lại và khép lại việc này.")
	                          : N_("Đã ghi: chưa khắc phục xong, chi bộ làm tiếp."));
}
