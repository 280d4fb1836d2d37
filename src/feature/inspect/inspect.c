/* Dossiers of inspection and supervision: what may follow what, by when, and the figures. No SQL text, no pages. */
#include "feature/inspect/inspect_private.h"

#include "base/time.h"

struct str inspect_kind_name(struct str kind)
{
	return str_is(kind, "gs") ? STR("Giám sát chuyên đề") : STR("Kiểm tra chuyên đề");
}

struct str inspect_when(struct arena *arena, int64_t since_month, int64_t until_month)
{
	static const char *const roman[] = { "I", "II", "III", "IV" };
	if (since_month == 1 && until_month == 12)
		return STR("cả năm");
	if (since_month % 3 == 1 && until_month == since_month + 2)
		return str_format(arena, "quý %s", roman[since_month / 3]);
	if (since_month == until_month)
		return str_format(arena, "tháng %lld", (long long)since_month);
	return str_format(arena, "tháng %lld đến tháng %lld", (long long)since_month, (long long)until_month);
}

struct str inspect_paper_name(const struct inspect_paper_rule *rule, const struct paper_state *state)
{
	return state && state->title.len ? state->title : rule->name;
}

enum status inspect_papers_load(
        struct arena *arena, struct db *db, const struct dossier *dossier, struct papers *ret_papers, struct err *err)
{
	struct inspect_papers_rows rows;
	TRY(inspect_papers(arena, db, &(struct inspect_papers_in){ dossier->id, dossier->shard }, &rows, err));
	for (size_t i = 0; i < dossier->rule->paper_count; i++) {
		struct paper_state *paper = &ret_papers->at[i];
		*paper = (struct paper_state){ .state = STR("none") };
		for (size_t k = 0; k < rows.count; k++)
			if (rows.at[k].n == dossier->rule->paper[i].n)
				*paper = (struct paper_state){ rows.at[k].state, rows.at[k].title, rows.at[k].number,
					rows.at[k].day, rows.at[k].signer, rows.at[k].reason, rows.at[k].sent_at.set,
					rows.at[k].version, rows.at[k].files };
	}
	return OK;
}

static const struct paper_state *state_of_role(
        const struct dossier *dossier, const struct papers *papers, const char *role)
{
	for (size_t i = 0; i < dossier->rule->paper_count; i++)
		if (str_is(dossier->rule->paper[i].role, role))
			return &papers->at[i];
	return NULL;
}

static enum status refuse(struct err *err, enum status status, const char *code, const char *field,
        const struct inspect_paper_rule *paper, struct str day)
{
	err_set(err, status, code, field);
	err_arg(err, "paper", paper->name);
	err_arg(err, "day", day);
	return status;
}

static enum status check_plan(
        const struct dossier *dossier, const struct paper_given *given, int64_t heads, struct err *err)
{
	if (!given->number.len)
		return refuse(err, INVALID, N_("inspect.number"), "number", given->rule, STR_NONE);
	if (!heads)
		return refuse(err, INVALID, N_("inspect.no_head"), NULL, given->rule, STR_NONE);
	if (dossier->row.started_on.len && str_compare(given->day, dossier->row.started_on) > 0)
		return refuse(err, INVALID, N_("inspect.plan_after"), "day", given->rule, STR_NONE);
	return OK;
}

/* Within so many working days of the signing of the plan; later only with the reason. */
static enum status check_start(
        struct arena *arena, const struct dossier *dossier, const struct paper_given *given, struct err *err)
{
	if (!dossier->row.planned_on.len)
		return refuse(err, CONFLICT, N_("inspect.no_plan"), NULL, given->rule, STR_NONE);
	if (str_compare(given->day, dossier->row.planned_on) < 0)
		return refuse(err, INVALID, N_("inspect.before_plan"), "day", given->rule,
		        date_show(arena, dossier->row.planned_on));
	if (str_compare(given->day, dossier->row.start_by) > 0 && !given->late_reason.len) {
		refuse(err, INVALID, N_("inspect.late"), "late_reason", given->rule,
		        date_show(arena, dossier->row.start_by));
		err_arg_int(err, "days", dossier->rule->start_days);
		err_arg(err, "source", dossier->rule->start_source);
		return INVALID;
	}
	return OK;
}

static enum status check_conclusion(struct arena *arena, const struct dossier *dossier, const struct papers *papers,
        const struct paper_given *given, struct str today, struct err *err)
{
	const struct paper_state *report = state_of_role(dossier, papers, "report");
	if (!given->number.len)
		return refuse(err, INVALID, N_("inspect.number"), "number", given->rule, STR_NONE);
	if (!report || !str_is(report->state, "signed"))
		return refuse(err, CONFLICT, N_("inspect.no_report"), NULL, given->rule, STR_NONE);
	if (str_compare(given->day, report->day) < 0)
		return refuse(
		        err, INVALID, N_("inspect.before_report"), "day", given->rule, date_show(arena, report->day));
	if (given->announced.len &&
	        (str_compare(given->announced, given->day) < 0 || str_compare(given->announced, today) > 0))
		return refuse(err, INVALID, N_("inspect.announced"), "announced", given->rule, STR_NONE);
	return OK;
}

static enum status check_signed(struct arena *arena, const struct dossier *dossier, const struct papers *papers,
        const struct paper_given *given, int64_t heads, struct str today, struct err *err)
{
	const struct inspect_paper_rule *rule = given->rule, *start = inspect_rule_role(dossier->rule, "start");
	if (!given->day.len)
		return refuse(err, INVALID, N_("inspect.day"), "day", rule, STR_NONE);
	if (str_compare(given->day, today) > 0)
		return refuse(err, INVALID, N_("inspect.day_future"), "day", rule, STR_NONE);
	if (str_is(rule->role, "plan"))
		return check_plan(dossier, given, heads, err);
	if (str_is(rule->role, "start"))
		return check_start(arena, dossier, given, err);
	if (start && rule->n > start->n && !dossier->row.started_on.len)
		return refuse(err, CONFLICT, N_("inspect.not_started"), NULL, start, STR_NONE);
	if (start && rule->n > start->n && str_compare(given->day, dossier->row.started_on) < 0)
		return refuse(err, INVALID, N_("inspect.before_start"), "day", rule,
		        date_show(arena, dossier->row.started_on));
	return str_is(rule->role, "conclusion") ? check_conclusion(arena, dossier, papers, given, today, err) : OK;
}

enum status inspect_paper_check(struct arena *arena, const struct dossier *dossier, const struct papers *papers,
        const struct paper_given *given, int64_t heads, struct str today, struct err *err)
{
	const struct inspect_paper_rule *rule = given->rule;
	bool is_signed = str_is(given->state, "signed");
	if (!is_signed && str_is(given->before->state, "signed") && (rule->role.len || given->before->sent))
		return refuse(err, CONFLICT, N_("inspect.signed_stays"), "state", rule, STR_NONE);
	if (str_is(given->state, "unneeded") && rule->role.len)
		return refuse(err, INVALID, N_("inspect.needed"), "state", rule, STR_NONE);
	if (str_is(given->state, "unneeded") && !given->reason.len)
		return refuse(err, INVALID, N_("inspect.unneeded_why"), "reason", rule, STR_NONE);
	if (given->send && !is_signed)
		return refuse(err, INVALID, N_("inspect.send_signed"), "send", rule, STR_NONE);
	return is_signed ? check_signed(arena, dossier, papers, given, heads, today, err) : OK;
}

enum status inspect_paper_moves(struct arena *arena, struct db *db, const struct dossier *dossier,
        const struct paper_given *given, int64_t now, struct err *err)
{
	if (!str_is(given->state, "signed"))
		return OK;
	if (str_is(given->rule->role, "plan"))
		return inspect_planned(arena, db,
		        &(struct inspect_planned_in){ dossier->id, dossier->shard, given->day,
		                inspect_working_day(arena, given->day, dossier->rule->start_days) },
		        err);
	if (str_is(given->rule->role, "start"))
		return inspect_started(arena, db,
		        &(struct inspect_started_in){ dossier->id, dossier->shard, given->day, given->late_reason },
		        err);
	if (!str_is(given->rule->role, "conclusion") || !given->send || dossier->row.concluded_on.len)
		return OK;
	struct str day = given->announced.len ? given->announced : day_today(arena, now);
	TRY(inspect_concluded(arena, db, &(struct inspect_concluded_in){ dossier->id, dossier->shard, day }, err));
	TRY(inspect_findings_tell(
	        arena, db, &(struct inspect_findings_tell_in){ dossier->id, dossier->shard, day }, err));
	struct inspect_findings_rows findings;
	TRY(inspect_findings(arena, db, &(struct inspect_findings_in){ dossier->id, dossier->shard }, &findings, err));
	for (size_t i = 0; i < findings.count; i++)
		TRY(inspect_touch(arena, db, dossier, findings.at[i].due, now, err));
	return inspect_touch(arena, db, dossier, day, now, err);
}

enum status inspect_close_check(struct arena *arena, const struct dossier *dossier, const struct papers *papers,
        const struct inspect_findings_rows *findings, struct err *err)
{
	if (!str_is(dossier->row.state, "concluded"))
		return err_set(err, CONFLICT, "inspect.close_state", NULL);
	struct buf open = buf_open(arena, 400);
	for (size_t i = 0; i < dossier->rule->paper_count; i++)
		if (str_is(papers->at[i].state, "none") || str_is(papers->at[i].state, "drafted"))
			buf_format(&open, "%s%.*s", open.len ? ", " : "", STR_ARG(dossier->rule->paper[i].code));
	if (open.len) {
		err_set(err, CONFLICT, "inspect.close_papers", NULL);
		err_arg(err, "papers", buf_text(&open));
		return CONFLICT;
	}
	int64_t left = 0;
	for (size_t i = 0; i < findings->count; i++)
		left += !str_is(findings->at[i].state, "closed");
	if (left) {
		err_set(err, CONFLICT, "inspect.close_findings", NULL);
		err_arg_int(err, "n", left);
		return CONFLICT;
	}
	return OK;
}

/* Figures. */

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct inspect_figures_row row;
	TRY(inspect_figures(arena, db,
	        &(struct inspect_figures_in){ { key->cell }, key->shard, month_first_day(arena, key->month),
	                month_first_day(arena, month_add(key->month, 1)) },
	        &row, err));
	const int64_t values[] = { row.opened, row.concluded, row.findings, row.closed, row.due, row.settled,
		row.unsettled };
	*ret_any = false;
	for (size_t i = 0; i < LENGTH(values); i++) {
		ret_values[i] = values[i];
		*ret_any |= values[i] != 0;
	}
	return OK;
}

static const struct counter_line lines[] = {
	{ "inspect_opened", N_("Cuộc kiểm tra, giám sát chi bộ mở trong kỳ"), "opened", NULL },
	{ "inspect_concluded", N_("Cuộc kiểm tra, giám sát đã thông báo kết luận"), "concluded", NULL },
	{ "inspect_findings", N_("Việc phải khắc phục sau kiểm tra, giám sát"), "findings", NULL },
	{ "inspect_closed", N_("Việc khắc phục đã được kiểm tra lại và khép lại"), "closed", NULL },
	{ "inspect_settled", N_("Việc khắc phục có hạn trong kỳ, đã khép lại"), "settled", "due" },
	{ "inspect_unsettled", N_("Việc khắc phục có hạn trong kỳ, chưa khép lại"), "unsettled", "due" },
	{ 0 },
};

const struct counter_family inspect_families[] = {
	{ "inspect", "opened concluded findings closed due settled unsettled", count_month, inspect_scan_text, lines },
	{ 0 }
};

enum status inspect_touch(
        struct arena *arena, struct db *db, const struct dossier *dossier, struct str day, int64_t now, struct err *err)
{
	return counter_touch(arena, db, dossier->row.cell.n, dossier->shard, month_of_day(day), now, err);
}
