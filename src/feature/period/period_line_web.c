/* What a unit types for its own line, and what the committee decides where no rule does. */
#include "feature/period/period_web.h"

#include "app/chain.h"
#include "base/time.h"

/* The numbers that the form asks for. */
static const enum period_typed asked[] = { PERIOD_MASS_WORK, PERIOD_READING, PERIOD_INSPECTION };

/* Once the superior's report is frozen, a line in it stays as it is. */
static enum status is_locked(
        struct request *request, const struct unit *unit, struct str code, bool *ret_locked, struct err *err)
{
	struct period_state_of_row state;
	bool found;
	TRY(period_state_of(request->arena, request->db,
	        &(struct period_state_of_in){ .unit = { unit->parent ? unit->parent : unit->id }, .period = code },
	        &state, &found, err));
	*ret_locked = found && str_is(state.state, "frozen");
	return OK;
}

enum status period_show_lines(struct request *request, void *to, struct err *err)
{
	struct period_lines_page_view *view = to;
	struct period_lines_own_rows rows;
	const struct unit *unit = request_unit(request, "unit");
	struct period period;
	TRY(period_asked(request, &period, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->cell = str_is(unit->kind, "chi_bo");
	view->heading = period_title(request->arena, period);
	view->code = period_code(request->arena, period);
	TRY(is_locked(request, unit, view->code, &view->locked, err));
	TRY(period_lines_own(request->arena, request->db,
	        &(struct period_lines_own_in){ .unit = { unit->id }, .shard = unit->shard, .period = view->code },
	        &rows, err));
	struct opt_int *const numbers[] = { &view->mass_work, &view->reading, &view->inspection };
	for (size_t i = 0; i < rows.count; i++) {
		if (rows.at[i].carried)
			continue;
		for (size_t j = 0; j < LENGTH(asked); j++)
			if (str_is(rows.at[i].name, period_typed_names[asked[j]]))
				*numbers[j] = rows.at[i].number;
		if (str_is(rows.at[i].name, period_typed_names[PERIOD_OTHER]))
			view->other = rows.at[i].text;
		if (str_is(rows.at[i].name, period_typed_names[PERIOD_NOTE]))
			view->note = rows.at[i].text;
	}
	return OK;
}

static enum status put_line(struct request *request, const struct unit *unit, struct str code, enum period_typed which,
        struct opt_int number, struct str text, struct err *err)
{
	struct str name = str_of(period_typed_names[which]);
	if (!number.set && !text.len)
		return period_line_drop(request->arena, request->db,
		        &(struct period_line_drop_in){
		                .unit = { unit->id }, .shard = unit->shard, .period = code, .name = name },
		        err);
	return period_line_put(request->arena, request->db,
	        &(struct period_line_put_in){ .unit = { unit->id },
	                .shard = unit->shard,
	                .period = code,
	                .name = name,
	                .number = number,
	                .text = text,
	                .at = request->now,
	                .account = request->account },
	        err);
}

enum status period_put_lines(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct period period;
	bool locked;
	(void)view;
	TRY(period_asked(request, &period, err));
	struct str code = period_code(request->arena, period);
	TRY(is_locked(request, unit, code, &locked, err));
	if (locked)
		return err_set(err, CONFLICT, "period.line_locked", NULL);
	for (size_t i = 0; i < LENGTH(asked); i++)
		TRY(put_line(request, unit, code, asked[i], request_optint(request, period_typed_names[asked[i]]),
		        STR_NONE, err));
	TRY(put_line(request, unit, code, PERIOD_OTHER, OPT_NONE, request_text(request, "other"), err));
	TRY(put_line(request, unit, code, PERIOD_NOTE, OPT_NONE, request_text(request, "note"), err));
	request_flash(request, N_("Đã lưu số liệu tự ghi."));
	request_go(request, "/units/%lld/period/lines?p=%.*s", (long long)unit->id, STR_ARG(code));
	return OK;
}

/* "họp 3/3 tháng: tốt 2, khá 1" */
static struct str months_of(struct request *request, const struct period_row *row)
{
	struct buf buf = buf_open(request->arena, 400);
	buf_format(&buf, "%.*s %lld/%lld", STR_ARG(request_say(request, N_("họp thường kỳ"))),
	        (long long)row->now.n[PERIOD_MET], (long long)row->now.n[PERIOD_CELL_MONTHS]);
	for (int g = 0; g < PERIOD_GRADES; g++)
		if (row->now.n[PERIOD_GOOD + g])
			buf_format(&buf, "%s%.*s %lld", " · ",
			        STR_ARG(request_say(request,
			                str_c(request->arena, period_grade_name(str_of(period_grade_code(g)))))),
			        (long long)row->now.n[PERIOD_GOOD + g]);
	return buf_text(&buf);
}

enum status period_show_grades(struct request *request, void *to, struct err *err)
{
	struct period_grades_page_view *view = to;
	struct period_report *report;
	struct period_ask ask = { .now = request->now, .live = true, .plain = true };
	struct period_rule rule = { 0 };
	const struct unit *unit;
	bool any;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &ask.period, err));
	ask.unit = unit->id;
	if (ask.period.kind == PERIOD_MONTH)
		return err_set(err, INVALID, "period.month_grade", NULL);
	TRY(period_load(request->arena, request->db, &ask, &report, err));
	TRY(period_rule_of(request->arena, request->db, unit->id, ask.period, &rule, &any, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->heading = report->title;
	view->code = report->code;
	view->rule_name = report->rule_name;
	view->rule_label = report->rule_label;
	view->rule_notes = rule.notes;
	view->frozen = str_is(report->state, "frozen");
	view->rows.at = arena_array(request->arena, struct period_grades_page_rows, report->row_count + 1);
	for (size_t i = 0; i < report->row_count; i++) {
		const struct period_row *row = &report->rows[i];
		struct opt_int mean = period_mean(&row->now);
		if (!row->cell || row->elsewhere)
			continue;
		view->rows.at[view->rows.count++] = (struct period_grades_page_rows){ .unit = { row->unit },
			.name = row->name,
			.months = months_of(request, row),
			.mean = mean.set ? period_points_show(request->arena, mean.n) : STR_NONE,
			.proposed = row->proposed,
			.grade = row->decided ? row->grade : STR_NONE,
			.reason = row->grade_reason };
	}
	return OK;
}

static enum status put_grade(struct request *request, const struct period_report *report, const struct period_row *row,
        int shard, struct err *err)
{
	struct str grade = request_text(
	        request, str_c(request->arena, str_format(request->arena, "grade-%lld", (long long)row->unit)));
	struct str field = str_format(request->arena, "reason-%lld", (long long)row->unit);
	struct str reason = request_text(request, str_c(request->arena, field));
	struct unit_id cell = { row->unit };
	const struct chain_place place = { .cell = row->unit, .shard = shard, .at = request->now };
	if (!grade.len && !row->decided)
		return OK;
	if (!grade.len) {
		TRY(period_grade_drop(request->arena, request->db,
		        &(struct period_grade_drop_in){ .cell = cell, .shard = shard, .period = report->code }, err));
		return chain_add_grade(request->arena, request->db, &place, report->code, err);
	}
	if (period_grade_index(grade) == PERIOD_GRADE_NONE)
		return err_set(err, INVALID, "period.grade_unknown", NULL);
	if (!reason.len)
		return err_set(err, INVALID, "period.grade_reason", str_c(request->arena, field));
	TRY(period_grade_put(request->arena, request->db,
	        &(struct period_grade_put_in){ .cell = cell,
	                .shard = shard,
	                .period = report->code,
	                .grade = grade,
	                .reason = reason,
	                .unit = { report->unit },
	                .at = request->now,
	                .account = request->account },
	        err));
	return chain_add_grade(request->arena, request->db, &place, report->code, err);
}

enum status period_put_grades(struct request *request, void *view, struct err *err)
{
	struct period_report *report;
	struct period_ask ask = { .now = request->now, .live = true, .plain = true };
	const struct unit *unit;
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &ask.period, err));
	ask.unit = unit->id;
	if (ask.period.kind == PERIOD_MONTH)
		return err_set(err, INVALID, "period.month_grade", NULL);
	TRY(period_load(request->arena, request->db, &ask, &report, err));
	for (size_t i = 0; i < report->row_count; i++) {
		struct unit cell;
		if (!report->rows[i].cell || report->rows[i].elsewhere)
			continue;
		TRY(unit_load(request->arena, request->db, report->rows[i].unit, &cell, err));
		TRY(put_grade(request, report, &report->rows[i], cell.shard, err));
	}
	request_flash(request, N_("Đã lưu xếp loại kỳ."));
	request_go(request, "/units/%lld/period/grades?p=%.*s", (long long)unit->id, STR_ARG(report->code));
	return OK;
}
