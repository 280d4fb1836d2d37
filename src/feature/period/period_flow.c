/* The way of a report: open, submitted, returned or accepted, frozen; each level with its own. */
#include "feature/period/period_private.h"

#include "base/time.h"
#include "gen/period_sql.h"

enum { NAMES_CEILING = 1 << 20, FROZEN_BEFORE = 4, NAMED = 10 };

static bool came_in(struct str state)
{
	return str_is(state, "submitted") || str_is(state, "accepted") || str_is(state, "frozen");
}

/* The reports of the committees right below: those that are asked for have cells below and a due day. */
static enum status fill_below(struct arena *arena, struct db *db, struct period_report *report, struct err *err)
{
	struct period_states_below_rows rows;
	struct buf names = buf_open(arena, NAMES_CEILING);
	size_t missing = 0;
	TRY(period_states_below(arena, db,
	        &(struct period_states_below_in){ .unit = { report->unit }, .period = report->code }, &rows, err));
	for (size_t i = 0; i < report->row_count; i++) {
		struct period_row *row = &report->rows[i];
		if (row->cell) {
			row->state = STR_NONE;
			continue;
		}
		for (size_t j = 0; j < rows.count; j++)
			if (rows.at[j].unit.n == row->unit) {
				row->state = rows.at[j].state;
				row->state_day = day_today(arena, rows.at[j].since);
			}
		if (!row->now.n[PERIOD_CELLS] || !period_due_day(arena, report->period, row->kind).len)
			continue;
		report->report_due++;
		if (came_in(row->state))
			report->report_in++;
		else if (++missing <= NAMED)
			buf_format(&names, "%s%.*s", names.len ? "; " : "", STR_ARG(row->name));
	}
	if (missing > NAMED)
		buf_format(&names, " và %zu đơn vị khác", missing - NAMED);
	report->report_missing = buf_text(&names);
	return OK;
}

/* Corrections of frozen reports of the same kind that no later report told yet. */
static enum status fill_changes(
        struct arena *arena, struct db *db, const struct period_ask *ask, struct period_report *report, struct err *err)
{
	struct period_frozen_of_rows frozen;
	struct period_changes changes[FROZEN_BEFORE];
	size_t count = 0;
	TRY(period_frozen_of(arena, db,
	        &(struct period_frozen_of_in){ .unit = { report->unit },
	                .kind = str_of(period_kind_name(report->period.kind)),
	                .before = period_first(report->period),
	                .most = FROZEN_BEFORE },
	        &frozen, err));
	for (size_t i = 0; i < frozen.count; i++) {
		struct period before;
		TRY(period_parse(frozen.at[i].period, &before, err));
		TRY(period_changes_since(arena, db, report->unit, before, ask->now, &changes[i], err));
		count += changes[i].count;
	}
	report->changes = arena_array(arena, struct period_change, count + 1);
	for (size_t i = 0; i < frozen.count; i++)
		for (size_t j = 0; j < changes[i].count; j++)
			if (!changes[i].told[j].len || str_eq(changes[i].told[j], report->code))
				report->changes[report->change_count++] = changes[i].at[j];
	return OK;
}

enum status period_flow_fill(
        struct arena *arena, struct db *db, const struct period_ask *ask, struct period_report *report, struct err *err)
{
	struct period_state_of_row state;
	bool found;
	TRY(period_state_of(arena, db, &(struct period_state_of_in){ .unit = { report->unit }, .period = report->code },
	        &state, &found, err));
	report->state = found ? state.state : STR("open");
	report->state_reason = found ? state.reason : STR_NONE;
	report->state_since = found ? state.since : 0;
	report->due_day = period_due_day(arena, report->period, report->kind);
	if (str_is(report->state, "submitted") || str_is(report->state, "accepted"))
		report->who = state.superior ? report->parent_name : report->unit_name;
	else if (!str_is(report->state, "frozen"))
		report->who = report->unit_name;
	if (report->frozen)
		return OK;
	TRY(fill_below(arena, db, report, err));
	return ask->plain || ask->tree_today ? OK : fill_changes(arena, db, ask, report, err);
}

static enum status wrong(struct err *err, const char *code, const struct period_report *report)
{
	enum status status = err_set(err, CONFLICT, code, NULL);
	err_arg(err, "period", report->title);
	err_arg(err, "unit", report->unit_name);
	return status;
}

static enum status put_state(const struct period_hand *hand, const struct period_report *report, int64_t superior,
        const char *state, const char *act, struct str reason, struct err *err)
{
	TRY(period_state_put(hand->arena, hand->db,
	        &(struct period_state_put_in){ .unit = { report->unit },
	                .period = report->code,
	                .superior = superior,
	                .last_month = period_last(report->period),
	                .state = str_of(state),
	                .at = hand->now,
	                .reason = reason },
	        err));
	return period_event_add(hand->arena, hand->db,
	        &(struct period_event_add_in){ .unit = { report->unit },
	                .period = report->code,
	                .act = str_of(act),
	                .at = hand->now,
	                .account = hand->account,
	                .reason = reason },
	        err);
}

/* Sums go up with the report, where the unit typed none of its own. */
static enum status carry(const struct period_hand *hand, const struct period_report *report, struct err *err)
{
	for (int i = 0; i < PERIOD_NUMBER__COUNT; i++) {
		if (report->total.typed_by_hand[i])
			continue;
		struct period_line_put_in line = { .unit = { report->unit },
			.period = report->code,
			.name = str_of(period_typed_names[i]),
			.number = report->total.typed[i],
			.carried = true,
			.at = hand->now,
			.account = hand->account };
		if (line.number.set)
			TRY(period_line_put(hand->arena, hand->db, &line, err));
		else
			TRY(period_line_drop(hand->arena, hand->db,
			        &(struct period_line_drop_in){
			                .unit = line.unit, .period = line.period, .name = line.name },
			        err));
	}
	return OK;
}

enum status period_submit(
        const struct period_hand *hand, const struct unit *unit, struct period period, struct err *err)
{
	struct period_report *report;
	int64_t unexplained = 0;
	TRY(period_load(hand->arena, hand->db,
	        &(struct period_ask){ .unit = unit->id, .period = period, .now = hand->now }, &report, err));
	if (!report->over) {
		enum status status = wrong(err, "period.not_over", report);
		err_arg(err, "day", date_show(hand->arena, report->last_day));
		return status;
	}
	if (!str_is(report->state, "open") && !str_is(report->state, "returned"))
		return wrong(err, "period.sent_already", report);
	if (!report->total.now.any)
		return wrong(err, "period.empty", report);
	for (size_t i = 0; i < report->change_count; i++)
		unexplained += !report->changes[i].reason.len;
	if (unexplained) {
		enum status status = wrong(err, "period.reasons_missing", report);
		err_arg_int(err, "n", unexplained);
		return status;
	}
	TRY(carry(hand, report, err));
	TRY(period_change_told(hand->arena, hand->db,
	        &(struct period_change_told_in){ .unit = { unit->id }, .told = report->code }, err));
	/* With nobody above, what was sent is taken. */
	return put_state(
	        hand, report, unit->parent, unit->parent ? "submitted" : "accepted", "submitted", STR_NONE, err);
}

/* The report of a unit below, as far as its superior needs it. */
static enum status sent_here(const struct period_hand *hand, int64_t superior, int64_t unit, struct period period,
        struct period_report **ret_report, struct err *err)
{
	struct period_state_of_row row;
	struct unit below;
	bool found;
	*ret_report = NULL;
	TRY(unit_load(hand->arena, hand->db, unit, &below, err));
	struct period_report *report = arena_new(hand->arena, struct period_report);
	report->unit = unit;
	report->unit_name = below.name;
	report->period = period;
	report->code = period_code(hand->arena, period);
	report->title = period_title(hand->arena, period);
	TRY(period_state_of(hand->arena, hand->db,
	        &(struct period_state_of_in){ .unit = { unit }, .period = report->code }, &row, &found, err));
	bool own = found && !row.superior && unit == superior;
	if (!found || (row.superior != superior && !own))
		return wrong(err, "period.not_sent_here", report);
	report->state = row.state;
	*ret_report = report;
	return OK;
}

enum status period_return(const struct period_hand *hand, int64_t superior, int64_t unit, struct period period,
        struct str reason, struct err *err)
{
	struct period_report *report;
	if (!str_trim(reason).len)
		return err_set(err, INVALID, "period.reason_needed", "reason");
	TRY(sent_here(hand, superior, unit, period, &report, err));
	if (!str_is(report->state, "submitted") && !str_is(report->state, "accepted"))
		return wrong(err, "period.not_waiting", report);
	return put_state(hand, report, superior == unit ? 0 : superior, "returned", "returned", reason, err);
}

enum status period_accept(
        const struct period_hand *hand, int64_t superior, int64_t unit, struct period period, struct err *err)
{
	struct period_report *report;
	TRY(sent_here(hand, superior, unit, period, &report, err));
	if (!str_is(report->state, "submitted"))
		return wrong(err, "period.not_waiting", report);
	return put_state(hand, report, superior, "accepted", "accepted", STR_NONE, err);
}

enum status period_freeze(
        const struct period_hand *hand, int64_t superior, int64_t unit, struct period period, struct err *err)
{
	struct period_report *report, *copy;
	TRY(sent_here(hand, superior, unit, period, &report, err));
	if (!str_is(report->state, "accepted"))
		return wrong(err, "period.not_accepted", report);
	TRY(period_load(hand->arena, hand->db,
	        &(struct period_ask){ .unit = unit, .period = period, .now = hand->now, .live = true }, &copy, err));
	struct str payload = period_json_write(hand->arena, copy);
	TRY(period_freeze_add(hand->arena, hand->db,
	        &(struct period_freeze_add_in){ .unit = { unit },
	                .period = copy->code,
	                .kind = str_of(period_kind_name(period.kind)),
	                .last_month = period_last(period),
	                .payload = payload,
	                .hash = period_hash(hand->arena, payload),
	                .at = hand->now,
	                .account = hand->account },
	        err));
	return put_state(hand, report, superior == unit ? 0 : superior, "frozen", "frozen", STR_NONE, err);
}
