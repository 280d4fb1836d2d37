/* Which rule grades the cells below for a period: seen, chosen, changed by a decision. */
#include "feature/period/period_web.h"

#include "base/time.h"

enum { CHOICES = 8, EDITED = 3, UNSET = -1 };

/* The kind of the query; quarter without one. */
static enum period_kind asked_kind(struct request *request)
{
	struct str kind = request_query(request, "kind");
	for (int k = PERIOD_QUARTER; k < PERIOD_KIND__COUNT; k++)
		if (str_is(kind, period_kind_name((enum period_kind)k)))
			return (enum period_kind)k;
	return PERIOD_QUARTER;
}

static struct opt_int opt_of(int n)
{
	return n == UNSET ? OPT_NONE : OPT(n);
}

static const struct period_rule_line *line_of(const struct period_rule *rule, int grade)
{
	for (size_t i = 0; i < rule->line_count; i++)
		if (rule->line[i].grade == grade)
			return &rule->line[i];
	return NULL;
}

static void put_lines(struct request *request, struct period_rules_page_view *view, const struct period_rule *rule)
{
	view->lines.at = arena_array(request->arena, struct period_rules_page_lines, EDITED);
	for (int grade = 0; grade < EDITED; grade++) {
		const struct period_rule_line *line = line_of(rule, grade);
		struct period_rules_page_lines *to = &view->lines.at[view->lines.count++];
		*to = (struct period_rules_page_lines){ .grade = str_of(period_grade_code(grade)), .n = grade };
		if (!line)
			continue;
		to->asked = true;
		to->mean = opt_of(line->mean_least);
		to->worst = str_of(period_grade_code(line->worst));
		to->least_grade = str_of(period_grade_code(line->least_grade));
		to->least = opt_of(line->least);
		to->all_met = line->all_met;
		to->themes = opt_of(line->themes);
	}
}

static void put_choices(struct request *request, struct period_rules_page_view *view, enum period_kind kind,
        const struct period_rule *now)
{
	static const char *const labels[PERIOD_KIND__COUNT] = { NULL, N_("Quý"), N_("6 tháng"), N_("Năm") };
	struct period_rule rule;
	view->choices.at = arena_array(request->arena, struct period_rules_page_choices, CHOICES);
	while (view->choices.count < CHOICES && period_rule_at(request->arena, kind, view->choices.count, &rule))
		view->choices.at[view->choices.count++] = (struct period_rules_page_choices){
			.id = rule.id, .name = rule.name, .label = rule.label, .current = str_eq(rule.id, now->id)
		};
	view->kinds.at = arena_array(request->arena, struct period_rules_page_kinds, PERIOD_KIND__COUNT);
	for (int k = PERIOD_QUARTER; k < PERIOD_KIND__COUNT; k++)
		view->kinds.at[view->kinds.count++] =
		        (struct period_rules_page_kinds){ .label = request_say(request, labels[k]),
			        .code = str_of(period_kind_name((enum period_kind)k)),
			        .current = (enum period_kind)k == kind };
}

static enum status put_history(struct request *request, struct period_rules_page_view *view, const struct unit *unit,
        enum period_kind kind, struct err *err)
{
	struct period_rules_of_rows rows;
	TRY(period_rules_of(
	        request->arena, request->db, &(struct period_rules_of_in){ .unit = { unit->id } }, &rows, err));
	view->history.at = arena_array(request->arena, struct period_rules_page_history, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		struct period_rule rule = { 0 };
		if (!str_is(rows.at[i].kind, period_kind_name(kind)) ||
		        period_rule_find(request->arena, rows.at[i].rule, &rule, err) != OK)
			continue;
		view->history.at[view->history.count++] = (struct period_rules_page_history){ .since = rows.at[i].since,
			.name = rule.name,
			.decision = rows.at[i].decision,
			.own = rows.at[i].body.len > 0 };
	}
	return OK;
}

enum status period_show_rules(struct request *request, void *to, struct err *err)
{
	struct period_rules_page_view *view = to;
	struct period_rule rule = { 0 };
	const struct unit *unit;
	enum period_kind kind = asked_kind(request);
	bool any;
	TRY(period_unit(request, &unit, err));
	TRY(period_rule_of(request->arena, request->db, unit->id, period_of_month(kind, month_of_day(request->today)),
	        &rule, &any, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->manage = request_can(request, period_manage.name);
	view->today = request->today;
	view->kind = str_of(period_kind_name(kind));
	view->in_force = rule.name;
	view->in_force_label = rule.own ? request_say(request, N_("cấp ủy tự định")) : rule.label;
	view->in_force_since = rule.chosen_since;
	view->owner = rule.owner;
	view->decision = rule.decision;
	view->own = rule.own;
	view->rule_notes = rule.own ? STR_NONE : rule.notes;
	put_lines(request, view, &rule);
	put_choices(request, view, kind, &rule);
	return put_history(request, view, unit, kind, err);
}

static int number_of(struct request *request, const char *name, int grade)
{
	struct opt_int n =
	        request_optint(request, str_c(request->arena, str_format(request->arena, "%s-%d", name, grade)));
	return n.set ? (int)n.n : UNSET;
}

/* The figures typed for each grade; a grade for which nothing was typed has no line. */
static enum status typed_lines(struct request *request, struct period_rule *rule, struct err *err)
{
	rule->line_count = 0;
	for (int grade = 0; grade < EDITED; grade++) {
		struct str worst =
		        request_text(request, str_c(request->arena, str_format(request->arena, "worst-%d", grade)));
		struct period_rule_line line = { .grade = grade,
			.mean_least = number_of(request, "mean", grade),
			.worst = worst.len ? period_grade_index(worst) : UNSET,
			.least_grade = grade,
			.least = number_of(request, "least", grade),
			.all_met = number_of(request, "met", grade) == 1,
			.themes = number_of(request, "themes", grade) };
		if (line.least == UNSET)
			line.least_grade = UNSET;
		if (line.mean_least == UNSET && line.worst == UNSET && line.least == UNSET && !line.all_met &&
		        line.themes == UNSET)
			continue;
		for (size_t i = 0; i < rule->line_count; i++)
			if (line.mean_least > rule->line[i].mean_least && rule->line[i].mean_least != UNSET)
				return err_set(err, INVALID, "period.rule_order",
				        str_c(request->arena, str_format(request->arena, "mean-%d", grade)));
		rule->line[rule->line_count++] = line;
	}
	return rule->line_count ? OK : err_set(err, INVALID, "period.rule_empty", "own");
}

enum status period_put_rules(struct request *request, void *view, struct err *err)
{
	struct period_rule rule;
	struct str body = STR_NONE;
	const struct unit *unit;
	enum period_kind kind = asked_kind(request);
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(period_rule_find(request->arena, request_text(request, "rule"), &rule, err));
	if (!rule.kinds[kind]) {
		enum status status = err_set(err, INVALID, "period.rule_unknown", "rule");
		err_arg(err, "rule", rule.name);
		return status;
	}
	if (request_int(request, "own")) {
		TRY(typed_lines(request, &rule, err));
		body = period_rule_write(request->arena, &rule);
	}
	TRY(period_rule_put(request->arena, request->db,
	        &(struct period_rule_put_in){ .unit = { unit->id },
	                .kind = str_of(period_kind_name(kind)),
	                .since = request_day(request, "since"),
	                .rule = rule.id,
	                .body = body,
	                .decision = request_text(request, "decision"),
	                .at = request->now,
	                .account = request->account },
	        err));
	request_flash(request, N_("Đã áp dụng cách tính xếp loại kỳ."));
	request_go(request, "/units/%lld/period-rules?kind=%s", (long long)unit->id, period_kind_name(kind));
	return OK;
}
