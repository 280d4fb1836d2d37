/* The list of periods, what waits; sending, taking, returning, freezing reports, and the reasons of corrections. */
#include "feature/period/period_web.h"

#include "base/time.h"

enum { CHILDREN_MAX = 400, LISTED = 6 };

/* How many periods of each kind the list shows. */
static const int listed[PERIOD_KIND__COUNT] = { 6, 5, 3, 3 };

enum status period_asked(struct request *request, struct period *ret_period, struct err *err)
{
	struct str text = request_query(request, "p");
	if (text.len)
		return period_parse(text, ret_period, err);
	*ret_period = period_of_month(PERIOD_QUARTER, month_of_day(request->today));
	if (!period_over(request->arena, *ret_period, request->today))
		*ret_period = period_add(*ret_period, -1);
	return OK;
}

struct period_hand period_hand_of(struct request *request)
{
	return (struct period_hand){ request->arena, request->db, request->now, request->account };
}

enum status period_unit(struct request *request, const struct unit **ret_unit, struct err *err)
{
	*ret_unit = request_unit(request, "unit");
	return str_is((*ret_unit)->kind, "chi_bo") ? err_set(err, INVALID, "period.cell", NULL) : OK;
}

static void put_period(struct request *request, struct period_list_groups *group, struct period period,
        const struct unit *unit, const struct period_states_of_rows *states)
{
	struct period_list_groups_periods *to = &group->periods.at[group->periods.count++];
	*to = (struct period_list_groups_periods){ .code = period_code(request->arena, period),
		.heading = period_title(request->arena, period),
		.state = STR("open"),
		.due = period_due_day(request->arena, period, unit->kind),
		.over = period_over(request->arena, period, request->today) };
	for (size_t i = 0; i < states->count; i++)
		if (str_eq(states->at[i].period, to->code)) {
			to->state = states->at[i].state;
			to->day = day_today(request->arena, states->at[i].since);
		}
	to->late = str_is(to->state, "open") && to->due.len && str_compare(request->today, to->due) > 0;
}

enum status period_show_list(struct request *request, void *to, struct err *err)
{
	static const char *const labels[PERIOD_KIND__COUNT] = { N_("Tháng"), N_("Quý"), N_("6 tháng"), N_("Năm") };
	struct period_list_view *view = to;
	struct period_states_of_rows states;
	struct period_waiting_rows waiting;
	struct period_month_oldest_rows oldest;
	const struct unit *unit;
	int month = month_of_day(request->today);
	TRY(period_unit(request, &unit, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->manage = request_can(request, period_manage.name);
	view->rules = true;
	TRY(period_states_of(request->arena, request->db,
	        &(struct period_states_of_in){ .unit = { unit->id }, .since = month_add(month, -36) }, &states, err));
	TRY(period_month_oldest(request->arena, request->db, &oldest, err));
	view->groups.at = arena_array(request->arena, struct period_list_groups, PERIOD_KIND__COUNT);
	for (int kind = 0; kind < PERIOD_KIND__COUNT; kind++) {
		struct period_list_groups *group = &view->groups.at[view->groups.count++];
		group->label = request_say(request, labels[kind]);
		group->periods.at = arena_array(request->arena, struct period_list_groups_periods, LISTED);
		for (int i = 0; i < listed[kind]; i++) {
			struct period period = period_add(period_of_month((enum period_kind)kind, month), -i);
			if (!i || (oldest.count && period_last(period) >= oldest.at[0].month))
				put_period(request, group, period, unit, &states);
		}
	}
	TRY(period_waiting(
	        request->arena, request->db, &(struct period_waiting_in){ .unit = { unit->id } }, &waiting, err));
	view->waiting.at = arena_array(request->arena, struct period_list_waiting, waiting.count + 1);
	for (size_t i = 0; i < waiting.count; i++) {
		struct period period;
		TRY(period_parse(waiting.at[i].period, &period, err));
		view->waiting.at[view->waiting.count++] = (struct period_list_waiting){ .code = waiting.at[i].period,
			.heading = period_title(request->arena, period),
			.n = waiting.at[i].n,
			.day = day_today(request->arena, waiting.at[i].oldest) };
	}
	return OK;
}

static enum status go_back(struct request *request, const struct unit *unit, struct period period)
{
	request_go(request, "/units/%lld/period?p=%.*s", (long long)unit->id,
	        STR_ARG(period_code(request->arena, period)));
	return OK;
}

enum status period_put_submit(struct request *request, void *view, struct err *err)
{
	struct period_hand hand = period_hand_of(request);
	const struct unit *unit;
	struct period period;
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &period, err));
	TRY(period_submit(&hand, unit, period, err));
	request_flash(request, N_("Đã nộp báo cáo."));
	return go_back(request, unit, period);
}

/* The reports ticked in the form. */
static enum status ticked(struct request *request, int64_t *ret_units, size_t *ret_count, struct err *err)
{
	struct str rest, value;
	size_t at = 0;
	*ret_count = 0;
	while (request_each(request, "child-", &at, &rest, &value))
		if (str_is(value, "1") && *ret_count < CHILDREN_MAX && str_int(rest, &ret_units[*ret_count]))
			(*ret_count)++;
	return *ret_count ? OK : err_set(err, INVALID, "period.none_ticked", NULL);
}

enum act { ACT_ACCEPT, ACT_RETURN, ACT_FREEZE };

static enum status act_on(const struct period_hand *hand, enum act act, int64_t superior, int64_t unit,
        struct period period, struct str reason, struct err *err)
{
	if (act == ACT_ACCEPT)
		return period_accept(hand, superior, unit, period, err);
	if (act == ACT_RETURN)
		return period_return(hand, superior, unit, period, reason, err);
	return period_freeze(hand, superior, unit, period, err);
}

/* Those of the ticked reports that are at that step; with none of them, the reason why. A unit with nobody above
 * freezes its own when none is ticked. */
static enum status put_each(struct request *request, enum act act, struct err *err)
{
	static const char *const acts[] = { "period.accepted", "period.returned", "period.frozen" };
	struct period_hand hand = period_hand_of(request);
	int64_t *units = arena_array(request->arena, int64_t, CHILDREN_MAX);
	const struct unit *unit;
	struct period period;
	size_t count = 0, done = 0;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &period, err));
	enum status picked = ticked(request, units, &count, err);
	if (picked != OK && (act != ACT_FREEZE || unit->parent))
		return picked;
	if (picked != OK)
		units[count++] = unit->id;
	struct str reason = act == ACT_RETURN ? request_text(request, "reason") : STR_NONE;
	for (size_t i = 0; i < count; i++) {
		enum status status = act_on(&hand, act, unit->id, units[i], period, reason, err);
		bool other_step = status == CONFLICT && (str_is(str_of(err->code), "period.not_waiting") ||
		                                                str_is(str_of(err->code), "period.not_accepted"));
		if (status != OK && (!other_step || (i + 1 == count && !done)))
			return status;
		if (status != OK)
			continue;
		done++;
		if (units[i] != unit->id)
			TRY(request_audit(request, acts[act], units[i], 0, units[i], err));
	}
	*err = (struct err){ 0 };
	return go_back(request, unit, period);
}

enum status period_put_accept(struct request *request, void *view, struct err *err)
{
	(void)view;
	TRY(put_each(request, ACT_ACCEPT, err));
	request_flash(request, N_("Đã nhận báo cáo."));
	return OK;
}

enum status period_put_return(struct request *request, void *view, struct err *err)
{
	(void)view;
	TRY(put_each(request, ACT_RETURN, err));
	request_flash(request, N_("Đã trả lại báo cáo."));
	return OK;
}

enum status period_put_freeze(struct request *request, void *view, struct err *err)
{
	(void)view;
	TRY(put_each(request, ACT_FREEZE, err));
	request_flash(request, N_("Đã chốt số liệu."));
	return OK;
}

enum status period_show_changes(struct request *request, void *to, struct err *err)
{
	struct period_changes_page_view *view = to;
	struct period_changes changes;
	const struct unit *unit;
	struct period period;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &period, err));
	enum status status =
	        period_changes_since(request->arena, request->db, unit->id, period, request->now, &changes, err);
	view->frozen = status == OK;
	if (status == NOT_FOUND)
		changes = (struct period_changes){ 0 };
	else if (status != OK)
		return status;
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->heading = period_title(request->arena, period);
	view->code = period_code(request->arena, period);
	view->manage = request_can(request, period_manage.name);
	view->changes.at = arena_array(request->arena, struct period_changes_page_changes, changes.count + 1);
	for (size_t i = 0; i < changes.count; i++)
		view->changes.at[view->changes.count++] =
		        (struct period_changes_page_changes){ .unit = { changes.at[i].unit },
			        .name = changes.at[i].name,
			        .figures = changes.at[i].figures,
			        .reason = changes.at[i].reason,
			        .told = changes.told[i] };
	return OK;
}

enum status period_put_changes(struct request *request, void *view, struct err *err)
{
	struct period_changes changes;
	const struct unit *unit;
	struct period period;
	size_t given = 0;
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &period, err));
	TRY(period_changes_since(request->arena, request->db, unit->id, period, request->now, &changes, err));
	for (size_t i = 0; i < changes.count; i++) {
		struct str name = str_format(request->arena, "reason-%lld", (long long)changes.at[i].unit);
		struct str reason = request_text(request, str_c(request->arena, name));
		if (!reason.len || changes.told[i].len)
			continue;
		given++;
		TRY(period_change_put(request->arena, request->db,
		        &(struct period_change_put_in){ .unit = { unit->id },
		                .period = period_code(request->arena, period),
		                .child = { changes.at[i].unit },
		                .figures = changes.at[i].figures,
		                .reason = reason,
		                .at = request->now,
		                .account = request->account },
		        err));
	}
	if (!given)
		return err_set(err, INVALID, "period.reason_needed", NULL);
	request_flash(request, N_("Đã lưu lý do."));
	request_go(request, "/units/%lld/period/changes?p=%.*s", (long long)unit->id,
	        STR_ARG(period_code(request->arena, period)));
	return OK;
}
