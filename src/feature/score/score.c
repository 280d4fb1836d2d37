/* The score sheet: opens with what the evidence supports, keeps what people gave and why, goes from the proposal to the
 * superior's grade. */
#include "feature/score/score_private.h"

#include "app/chain.h"
#include "base/id.h"
#include "feature/signal/signal.h"
#include "feature/unit/unit.h"

#include <stdio.h>
#include <string.h>

static const char central[] = "tw-hd42-2025";

enum status score_rubric(struct arena *arena, struct db *db, int64_t unit, struct str *ret_id, struct err *err)
{
	return unit_setting(arena, db, unit, "rubric", central, ret_id, err);
}

/* Measures of all features. What does not make sense together is left out: a person decides then. */
static enum status gather(struct arena *arena, struct db *db, struct sheet *sheet, struct err *err)
{
	struct evidence evidence = { 0 };
	int32_t a, b;
	for (size_t i = 0; i < feature_count; i++)
		if (features[i]->evidence)
			TRY(features[i]->evidence(
			        arena, db, (struct meeting_id){ sheet->meeting->id }, &evidence, err));
	for (size_t i = 0; i < evidence.count; i++) {
		int32_t measure = rubric_measure_of(str_of(evidence.at[i].name));
		if (measure != RUBRIC_NONE && evidence.at[i].value >= 0)
			sheet->input.measure[measure] =
			        evidence.at[i].value > RUBRIC_LARGEST ? RUBRIC_LARGEST : (int32_t)evidence.at[i].value;
	}
	while (rubric_check(&sheet->input, &a, &b) != RUBRIC_RIGHT)
		sheet->input.measure[a] = RUBRIC_UNKNOWN;
	return OK;
}

/* The version that the sheet was begun with, else the newest of the meeting's rubric. */
static enum status read_rubric(
        struct arena *arena, struct db *db, struct sheet *sheet, struct str id, int64_t cell, struct err *err)
{
	struct str body, plain;
	if (sheet->stored) {
		struct score_rubric_body_row row;
		bool found;
		TRY(score_rubric_body(arena, db,
		        &(struct score_rubric_body_in){ .id = sheet->row.rubric, .version = sheet->row.rubric_version },
		        &row, &found, err));
		check(found);
		body = row.body;
		sheet->rubric_version = sheet->row.rubric_version;
	} else {
		struct score_rubric_newest_row row;
		bool found;
		TRY(score_rubric_newest(arena, db, &(struct score_rubric_newest_in){ .id = id }, &row, &found, err));
		if (!found) {
			enum status status = err_set(err, INVALID, "rubric.unknown", "rubric");
			err_arg(err, "id", id);
			err_arg(err, "known", rubric_known(arena));
			return status;
		}
		body = row.body;
		sheet->rubric_version = row.version;
	}
	TRY(rubric_read(arena, body, &sheet->data, err));
	TRY(unit_setting(
	        arena, db, cell, "plain_month", sheet->data->rubric.rescale ? "rescale" : "as_is", &plain, err));
	sheet->data->rubric.rescale = str_is(plain, "rescale");
	return OK;
}

static enum status read_lines(struct arena *arena, struct db *db, struct sheet *sheet, struct err *err)
{
	struct score_lines_rows rows;
	TRY(score_lines(
	        arena, db, &(struct score_lines_in){ .sheet = sheet->row.id, .shard = sheet->row.shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		int32_t line = rubric_line_of(sheet->data, rows.at[i].line);
		if (line == RUBRIC_NONE)
			continue;
		sheet->line[line] = rows.at[i];
		sheet->input.confirmed[line] = rows.at[i].confirmed;
	}
	return OK;
}

static enum status read_motion(struct arena *arena, struct db *db, struct sheet *sheet, struct err *err)
{
	struct score_motion_row row;
	bool found;
	TRY(score_motion(arena, db,
	        &(struct score_motion_in){ .meeting = { sheet->meeting->id }, .shard = sheet->meeting->shard }, &row,
	        &found, err));
	sheet->voting = found && str_is(row.state, "open");
	sheet->carried = found && str_is(row.state, "closed") && row.carried;
	sheet->motion = found ? row.id : 0;
	sheet->votes_for = row.votes_for;
	sheet->base = row.base;
	sheet->state = sheet->stored ? sheet->row.state : STR("");
	if (str_is(sheet->state, "proposed") && sheet->carried && sheet->row.total.set)
		sheet->state = STR("voted");
	return OK;
}

bool sheet_editable(const struct sheet *sheet)
{
	return (!sheet->stored || str_is(sheet->state, "proposed")) && !sheet->voting &&
	       (str_is(sheet->meeting->state, "open") || str_is(sheet->meeting->state, "ended"));
}

/* Points that only repeated the evidence follow it until the cell has voted. */
static bool follows(const struct score_lines_row *line)
{
	return !line->line.len ||
	       (!line->reason.len && line->evidence.set && line->points.set && line->points.n == line->evidence.n);
}

static void put_points(struct sheet *sheet)
{
	bool fixed = sheet->stored && !str_is(sheet->state, "proposed");
	sheet->result = sheet->evidence;
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++) {
		const struct score_lines_row *line = &sheet->line[i];
		if (fixed || !follows(line))
			sheet->result.line[i].points = line->points.set ? (int32_t)line->points.n : RUBRIC_OPEN;
	}
	rubric_sum(&sheet->data->rubric, &sheet->result);
}

enum status sheet_open(struct arena *arena, struct db *db, const struct meeting *meeting, bool promise,
        struct sheet **ret_sheet, struct err *err)
{
	TRY(meeting_need_cell(meeting, N_("score.cell_only"), err));
	struct sheet *sheet = arena_new(arena, struct sheet);
	sheet->meeting = meeting;
	rubric_input_clear(&sheet->input);
	sheet->input.promise = promise;
	TRY(score_sheet_of_meeting(arena, db,
	        &(struct score_sheet_of_meeting_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &sheet->row,
	        &sheet->stored, err));
	struct str id = meeting->rubric;
	if (!id.len)
		TRY(score_rubric(arena, db, meeting->cell, &id, err));
	TRY(read_rubric(arena, db, sheet, id, meeting->cell, err));
	if (sheet->stored)
		TRY(read_lines(arena, db, sheet, err));
	TRY(read_motion(arena, db, sheet, err));
	TRY(gather(arena, db, sheet, err));
	rubric_evaluate(&sheet->data->rubric, &sheet->input, &sheet->evidence);
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++)
		sheet->why[i] = rubric_why(arena, sheet->data, &sheet->input, &sheet->evidence, i);
	put_points(sheet);
	*ret_sheet = sheet;
	return OK;
}

enum status sheet_blank(struct arena *arena, struct db *db, int64_t cell, struct sheet **ret_sheet, struct err *err)
{
	struct sheet *sheet = arena_new(arena, struct sheet);
	struct str id;
	TRY(score_rubric(arena, db, cell, &id, err));
	TRY(read_rubric(arena, db, sheet, id, cell, err));
	*ret_sheet = sheet;
	return OK;
}

bool sheet_handbook(const struct sheet *sheet, int32_t line)
{
	return sheet->data->rubric.line[line].judged &&
	       str_find(sheet->data->line[line].text, STR("Sổ tay đảng viên điện tử")) >= 0;
}

bool sheet_choice(const struct sheet *sheet, int32_t line)
{
	int32_t kind = sheet->data->rubric.line[line].kind;
	return (kind == RUBRIC_ALL_OR_NOTHING || kind == RUBRIC_BONUS) && !sheet->data->rubric.line[line].stepped;
}

int32_t sheet_low(const struct sheet *sheet, int32_t line)
{
	return sheet->data->rubric.line[line].kind == RUBRIC_DEDUCTION ? -sheet->data->rubric.line[line].max : 0;
}

int32_t sheet_high(const struct sheet *sheet, int32_t line)
{
	return sheet->data->rubric.line[line].kind == RUBRIC_DEDUCTION ? 0 : sheet->data->rubric.line[line].max;
}

size_t sheet_open_lines(const struct rubric_data *data, const struct rubric_result *result)
{
	size_t count = 0;
	for (int32_t i = 0; i < data->rubric.line_count; i++)
		count += result->line[i].points == RUBRIC_OPEN;
	return count;
}

struct str sheet_grade_name(const struct sheet *sheet, struct str code)
{
	for (int32_t i = 0; i < sheet->data->rubric.grade_count; i++)
		if (str_eq(sheet->data->grade_code[i], code))
			return sheet->data->grade_name[i];
	return STR_NONE;
}

static enum status wrong_line(
        const struct sheet *sheet, int32_t line, const char *code, const char *field, struct err *err)
{
	char name[80];
	snprintf(name, sizeof(name), "%s-%.*s", field, STR_ARG(sheet->data->line[line].id));
	enum status status = err_set(err, INVALID, code, name);
	err_arg_int(err, "n", line + 1);
	err_arg_int(err, "low", sheet_low(sheet, line));
	err_arg_int(err, "high", sheet_high(sheet, line));
	return status;
}

static enum status enter_line(struct sheet *sheet, int32_t at, const struct sheet_entry *entry, struct err *err)
{
	int32_t given = sheet->evidence.line[at].points, low = sheet_low(sheet, at), high = sheet_high(sheet, at);
	struct score_lines_row *line = &sheet->line[at];
	struct opt_int points = entry->points;
	if (sheet->evidence.line[at].why == RUBRIC_NOT_APPLIED)
		points = OPT_NONE;
	else if (sheet_handbook(sheet, at))
		points = OPT(entry->confirmed ? high : 0);
	if (!points.set && given != RUBRIC_OPEN)
		points = OPT(given);
	if (points.set && (points.n < low || points.n > high))
		return wrong_line(sheet, at, N_("score.points_range"), "points", err);
	if (points.set && sheet_choice(sheet, at) && points.n != low && points.n != high)
		return wrong_line(sheet, at, N_("score.points_choice"), "points", err);
	if (points.set && given != RUBRIC_OPEN && points.n != given && !entry->reason.len)
		return wrong_line(sheet, at, N_("score.reason_missing"), "reason", err);
	line->line = sheet->data->line[at].id;
	line->max = sheet->data->rubric.line[at].max;
	line->evidence = given == RUBRIC_OPEN ? OPT_NONE : OPT(given);
	line->points = points;
	line->confirmed = entry->confirmed;
	line->reason = entry->reason;
	line->why = sheet->why[at];
	sheet->result.line[at].points = points.set ? (int32_t)points.n : RUBRIC_OPEN;
	return OK;
}

enum status sheet_enter(struct arena *arena, struct sheet *sheet, const struct sheet_entry *entries, struct err *err)
{
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++)
		sheet->input.confirmed[i] = entries[i].confirmed;
	rubric_evaluate(&sheet->data->rubric, &sheet->input, &sheet->evidence);
	sheet->result = sheet->evidence;
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++) {
		sheet->why[i] = rubric_why(arena, sheet->data, &sheet->input, &sheet->evidence, i);
		TRY(enter_line(sheet, i, &entries[i], err));
	}
	rubric_sum(&sheet->data->rubric, &sheet->result);
	return OK;
}

static enum status save_lines(struct arena *arena, struct db *db, const struct sheet *sheet, struct err *err)
{
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++) {
		const struct score_lines_row *line = &sheet->line[i];
		TRY(score_line_put(arena, db,
		        &(struct score_line_put_in){ .sheet = sheet->row.id,
		                .line = line->line,
		                .shard = sheet->row.shard,
		                .max = line->max,
		                .evidence = line->evidence,
		                .points = line->points,
		                .confirmed = line->confirmed,
		                .reason = line->reason,
		                .why = line->why },
		        err));
	}
	return OK;
}

enum status sheet_save(struct arena *arena, struct db *db, struct sheet *sheet, int64_t version,
        struct str shortcomings, int64_t now, struct err *err)
{
	const struct meeting *meeting = sheet->meeting;
	if (version != (sheet->stored ? sheet->row.version : 0))
		return err_set(err, CONFLICT, "score.version", NULL);
	if (!sheet->stored) {
		sheet->row.id = id_new(meeting->shard);
		sheet->row.shard = meeting->shard;
		TRY(score_sheet_add(arena, db,
		        &(struct score_sheet_add_in){ .id = sheet->row.id,
		                .shard = meeting->shard,
		                .cell = meeting->cell,
		                .meeting = { meeting->id },
		                .rubric = sheet->data->id,
		                .rubric_version = sheet->rubric_version,
		                .at = now },
		        err));
	}
	TRY(save_lines(arena, db, sheet, err));
	bool whole = sheet_open_lines(sheet->data, &sheet->result) == 0;
	return score_sheet_save(arena, db,
	        &(struct score_sheet_save_in){ .id = sheet->row.id,
	                .shard = sheet->row.shard,
	                .least = sheet->evidence.least,
	                .most = sheet->evidence.most,
	                .total = whole ? OPT(sheet->result.least) : OPT_NONE,
	                .grade = whole ? sheet->data->grade_code[sheet->result.grade_least] : STR_NONE,
	                .shortcomings = shortcomings },
	        err);
}

/* The sheet as it stands enters the cell's chain of scores. */
static enum status chain(
        struct arena *arena, struct db *db, const struct meeting *meeting, int64_t sheet, int64_t now, struct err *err)
{
	return chain_add(arena, db,
	        &(struct chain_place){
	                .cell = meeting->cell, .meeting = meeting->id, .shard = meeting->shard, .at = now },
	        sheet, err);
}

/* The figures of the month, where the meeting is over. */
static enum status count(
        struct arena *arena, struct db *db, const struct meeting *meeting, int64_t now, struct err *err)
{
	TRY(signal_mark(arena, db, meeting->cell, meeting->shard, meeting->month, err));
	return counter_touch(arena, db, meeting->cell, meeting->shard, meeting->month, now, err);
}

static enum status settle(struct arena *arena, struct db *db, const struct sheet *sheet, int64_t now, struct err *err)
{
	if (!sheet->stored || !str_is(sheet->row.state, "proposed") || !str_is(sheet->state, "voted"))
		return OK;
	TRY(score_sheet_voted(arena, db,
	        &(struct score_sheet_voted_in){ .id = sheet->row.id,
	                .shard = sheet->row.shard,
	                .motion = sheet->motion ? OPT(sheet->motion) : OPT_NONE },
	        err));
	return chain(arena, db, sheet->meeting, sheet->row.id, now, err);
}

enum status score_settle(
        struct arena *arena, struct db *db, const struct meeting *meeting, int64_t now, struct err *err)
{
	struct sheet *sheet;
	TRY(sheet_open(arena, db, meeting, true, &sheet, err));
	return settle(arena, db, sheet, now, err);
}

enum status score_typed(struct arena *arena, struct db *db, const struct meeting *meeting, struct opt_int total,
        struct str grade, int64_t now, struct err *err)
{
	struct sheet *sheet;
	TRY(sheet_open(arena, db, meeting, true, &sheet, err));
	if (sheet->stored)
		return err_set(err, CONFLICT, "score.closed", NULL);
	if (!sheet_grade_name(sheet, grade).len)
		return err_set(err, INVALID, "score.grade_unknown", "grade");
	if (total.set && (total.n < 0 || total.n > sheet->data->rubric.scale)) {
		enum status status = err_set(err, INVALID, "score.total_range", "total");
		err_arg_int(err, "scale", sheet->data->rubric.scale);
		return status;
	}
	struct score_sheet_save_in save = { .id = id_new(meeting->shard),
		.shard = meeting->shard,
		.most = sheet->data->rubric.scale,
		.total = total,
		.grade = grade };
	TRY(score_sheet_add(arena, db,
	        &(struct score_sheet_add_in){ .id = save.id,
	                .shard = meeting->shard,
	                .cell = meeting->cell,
	                .meeting = { meeting->id },
	                .rubric = sheet->data->id,
	                .rubric_version = sheet->rubric_version,
	                .at = now },
	        err));
	TRY(score_sheet_save(arena, db, &save, err));
	TRY(score_sheet_submitted(arena, db,
	        &(struct score_sheet_submitted_in){ .id = save.id, .shard = meeting->shard, .at = now }, err));
	TRY(chain(arena, db, meeting, save.id, now, err));
	return count(arena, db, meeting, now, err);
}

enum status score_submit(
        struct arena *arena, struct db *db, const struct meeting *meeting, bool unvoted, int64_t now, struct err *err)
{
	struct sheet *sheet;
	TRY(sheet_open(arena, db, meeting, true, &sheet, err));
	if (!sheet->stored)
		return err_set(err, CONFLICT, "score.none", NULL);
	if (str_is(sheet->state, "submitted") || str_is(sheet->state, "graded"))
		return OK;
	if (!str_is(meeting->state, "ended"))
		return err_set(err, CONFLICT, "score.not_ended", NULL);
	if (!sheet->row.total.set)
		return err_set(err, CONFLICT, "score.incomplete", NULL);
	if (sheet->voting || (!str_is(sheet->state, "voted") && !unvoted && !meeting->paper_typed))
		return err_set(err, CONFLICT, "score.not_voted", NULL);
	TRY(settle(arena, db, sheet, now, err));
	TRY(score_sheet_submitted(arena, db,
	        &(struct score_sheet_submitted_in){ .id = sheet->row.id, .shard = sheet->row.shard, .at = now }, err));
	TRY(chain(arena, db, meeting, sheet->row.id, now, err));
	return count(arena, db, meeting, now, err);
}

/* Points of the superior stand in the place of the cell's own. */
static enum status superior_result(
        const struct sheet *sheet, const struct sheet_grade *grade, struct rubric_result *ret_result, struct err *err)
{
	*ret_result = sheet->result;
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++) {
		if (!grade->points[i].set)
			continue;
		if (grade->points[i].n < sheet_low(sheet, i) || grade->points[i].n > sheet_high(sheet, i))
			return wrong_line(sheet, i, N_("score.points_range"), "superior", err);
		ret_result->line[i].points = (int32_t)grade->points[i].n;
	}
	rubric_sum(&sheet->data->rubric, ret_result);
	return OK;
}

enum status sheet_grade(struct arena *arena, struct db *db, struct sheet *sheet, const struct sheet_grade *grade,
        int64_t now, struct err *err)
{
	struct rubric_result result;
	int64_t shard = sheet->row.shard;
	if (!sheet->stored || !(str_is(sheet->state, "submitted") || str_is(sheet->state, "graded")))
		return err_set(err, CONFLICT, "score.not_submitted", NULL);
	if (grade->version != sheet->row.version)
		return err_set(err, CONFLICT, "score.version", NULL);
	if (!sheet_grade_name(sheet, grade->grade).len)
		return err_set(err, INVALID, "score.grade_unknown", "grade");
	TRY(superior_result(sheet, grade, &result, err));
	bool certain = sheet->evidence.grade != RUBRIC_NONE;
	bool differs = !str_eq(grade->grade, sheet->row.grade) ||
	               (certain && !str_eq(grade->grade, sheet->data->grade_code[sheet->evidence.grade]));
	if (differs && !grade->reason.len)
		return err_set(err, INVALID, "score.grade_reason", "reason");
	for (int32_t i = 0; i < sheet->data->rubric.line_count; i++)
		TRY(score_line_superior(arena, db,
		        &(struct score_line_superior_in){ .sheet = sheet->row.id,
		                .line = sheet->data->line[i].id,
		                .shard = shard,
		                .points = grade->points[i],
		                .note = grade->note[i] },
		        err));
	TRY(score_sheet_graded(arena, db,
	        &(struct score_sheet_graded_in){ .id = sheet->row.id,
	                .shard = shard,
	                .total = result.least,
	                .grade = grade->grade,
	                .reason = grade->reason,
	                .account = grade->account,
	                .at = now },
	        err));
	TRY(chain(arena, db, sheet->meeting, sheet->row.id, now, err));
	return count(arena, db, sheet->meeting, now, err);
}

enum status score_of_meeting(
        struct arena *arena, struct db *db, const struct meeting *meeting, struct score *ret_score, struct err *err)
{
	struct sheet *sheet;
	TRY(sheet_open(arena, db, meeting, true, &sheet, err));
	const struct score_sheet_of_meeting_row *row = &sheet->row;
	*ret_score = (struct score){
		.rubric = sheet->data->id, .rubric_name = sheet->data->name, .scale = sheet->data->rubric.scale
	};
	if (!sheet->stored)
		return OK;
	ret_score->id = row->id;
	ret_score->state = sheet->state;
	ret_score->least = row->least;
	ret_score->most = row->most;
	ret_score->total = row->total;
	ret_score->grade = row->grade;
	ret_score->grade_name = sheet_grade_name(sheet, row->grade);
	ret_score->superior_total = row->superior_total;
	ret_score->superior_grade = row->superior_grade;
	ret_score->superior_grade_name = sheet_grade_name(sheet, row->superior_grade);
	ret_score->superior_reason = row->superior_reason;
	ret_score->shortcomings = row->shortcomings;
	ret_score->motion = sheet->motion;
	ret_score->submitted_at = row->submitted_at.n;
	ret_score->graded_at = row->graded_at.n;
	ret_score->version = row->version;
	return OK;
}
