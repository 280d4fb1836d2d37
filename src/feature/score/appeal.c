/* Looking again at a grade, or at a working team's score: who may ask until when, and what an answer does. */
#include "feature/score/appeal_private.h"

#include "base/id.h"
#include "base/time.h"

enum status appeal_rule_of(
        struct arena *arena, struct db *db, int64_t unit, struct appeal_rule *ret_rule, struct err *err)
{
	struct score_appeal_rule_near_row row;
	bool found;
	*ret_rule = (struct appeal_rule){ APPEAL_ASK_DAYS, APPEAL_ANSWER_DAYS, STR_NONE };
	TRY(score_appeal_rule_near(arena, db, &(struct score_appeal_rule_near_in){ { unit } }, &row, &found, err));
	if (found)
		*ret_rule = (struct appeal_rule){ row.ask_days, row.answer_days, row.name };
	return OK;
}

static struct str days_after(struct arena *arena, struct str day, int64_t days)
{
	struct date date;
	check(date_parse(day, &date));
	return date_iso(arena, date_add(date, (int)days));
}

static void add_subject(struct arena *arena, struct appeal_case *one, struct appeal_subject subject)
{
	if (one->subject_count == APPEAL_SUBJECTS)
		return;
	subject.last = days_after(arena, day_today(arena, subject.decided_at), one->rule.ask_days);
	for (size_t i = 0; i < one->rows.count; i++) {
		const struct score_appeal_many_row *row = &one->rows.at[i];
		if (row->visit.n != subject.visit)
			continue;
		subject.asked |= str_is(row->state, "asked");
		subject.done |= (str_is(row->state, "kept") || str_is(row->state, "changed")) &&
		                row->answered_at.n >= subject.decided_at;
	}
	one->subject[one->subject_count++] = subject;
}

enum status appeal_open(struct arena *arena, struct db *db, const struct meeting *meeting, struct appeal_case *ret_case,
        struct err *err)
{
	struct score_appeal_visits_rows visits;
	struct appeal_case *one = ret_case;
	*one = (struct appeal_case){ .meeting = meeting };
	TRY(sheet_open(arena, db, meeting, false, &one->sheet, err));
	TRY(appeal_rule_of(arena, db, meeting->cell, &one->rule, err));
	TRY(score_appeal_many(
	        arena, db, &(struct score_appeal_many_in){ { meeting->id }, meeting->shard }, &one->rows, err));
	if (str_is(one->sheet->state, "graded"))
		add_subject(arena, one,
		        (struct appeal_subject){ .decided_at = one->sheet->row.graded_at.n,
		                .total = one->sheet->row.superior_total,
		                .grade = one->sheet->row.superior_grade });
	if (!meeting_is_cell(meeting))
		return OK;
	TRY(score_appeal_visits(arena, db,
	        &(struct score_appeal_visits_in){ { meeting->cell }, meeting->shard, meeting->day }, &visits, err));
	for (size_t i = 0; i < visits.count; i++) {
		struct score_appeal_team_row team = { 0 };
		bool found;
		TRY(score_appeal_team(
		        arena, db, &(struct score_appeal_team_in){ visits.at[i].team }, &team, &found, err));
		add_subject(arena, one,
		        (struct appeal_subject){ .visit = visits.at[i].id.n,
		                .decided_at = visits.at[i].noted_at,
		                .total = visits.at[i].total,
		                .grade = visits.at[i].grade,
		                .team = team.name });
	}
	return OK;
}

enum status appeal_ask(struct arena *arena, struct db *db, const struct appeal_case *one, const struct appeal_ask *ask,
        int64_t now, struct err *err)
{
	const struct appeal_subject *subject = NULL;
	struct str today = day_today(arena, now), day = ask->day.len ? ask->day : today;
	for (size_t i = 0; i < one->subject_count; i++)
		if (one->subject[i].visit == ask->visit)
			subject = &one->subject[i];
	if (!subject)
		return err_set(err, INVALID, "score.appeal_subject", "about");
	if (str_compare(day, today) > 0 || str_compare(day, day_today(arena, subject->decided_at)) < 0)
		return err_set(err, INVALID, "score.appeal_day", "day");
	if (subject->asked)
		return err_set(err, CONFLICT, "score.appeal_waits", NULL);
	if (subject->done)
		return err_set(err, CONFLICT, "score.appeal_again", NULL);
	if (str_compare(day, subject->last) > 0) {
		enum status status = err_set(err, CONFLICT, "score.appeal_late", NULL);
		err_arg(err, "last", date_show(arena, subject->last));
		err_arg_int(err, "days", one->rule.ask_days);
		err_arg(err, "whose", one->rule.name.len ? one->rule.name : STR("phần mềm"));
		return status;
	}
	TRY(score_appeal_add(arena, db,
	        &(struct score_appeal_add_in){ .id = { id_new(one->meeting->shard) },
	                .shard = one->meeting->shard,
	                .cell = { one->meeting->cell },
	                .meeting = { one->meeting->id },
	                .visit = { subject->visit },
	                .day = day,
	                .reason = ask->reason,
	                .evidence = ask->evidence,
	                .before_total = subject->total,
	                .before_grade = subject->grade.len ? subject->grade : STR("-"),
	                .due = days_after(arena, today, one->rule.answer_days),
	                .account = ask->account,
	                .at = now },
	        err));
	return appeal_touch(arena, db, one->meeting->cell, one->meeting->shard, day, now, err);
}

static enum status find(const struct appeal_case *one, struct appeal_id appeal,
        const struct score_appeal_many_row **ret_row, struct err *err)
{
	*ret_row = NULL;
	for (size_t i = 0; i < one->rows.count; i++)
		if (one->rows.at[i].id.n == appeal.n)
			*ret_row = &one->rows.at[i];
	if (!*ret_row)
		return err_set(err, NOT_FOUND, "score.appeal_not_found", NULL);
	return str_is((*ret_row)->state, "asked") ? OK : err_set(err, CONFLICT, "score.appeal_over", NULL);
}

/* The superior's points that the answer leaves alone stay as they are. */
static enum status grade_again(struct arena *arena, struct db *db, const struct appeal_case *one,
        const struct appeal_answer *answer, int64_t now, struct err *err)
{
	struct sheet_grade *grade = arena_new(arena, struct sheet_grade);
	*grade = (struct sheet_grade){ .grade = answer->grade,
		.reason = answer->answer,
		.version = one->sheet->row.version,
		.account = answer->account };
	for (int32_t i = 0; i < one->sheet->data->rubric.line_count; i++) {
		grade->points[i] = answer->points[i].set ? answer->points[i] : one->sheet->line[i].superior;
		grade->note[i] = one->sheet->line[i].superior_note;
	}
	return sheet_grade(arena, db, one->sheet, grade, now, err);
}

/* A team's points stay as they were given; what was found when looking again stands beside them. */
static enum status check_team(const struct appeal_case *one, const struct appeal_answer *answer, struct err *err)
{
	if (!sheet_grade_name(one->sheet, answer->grade).len)
		return err_set(err, INVALID, "score.grade_unknown", "grade");
	if (answer->total.set && answer->total.n >= 0 && answer->total.n <= one->sheet->data->rubric.scale)
		return OK;
	err_set(err, INVALID, "score.total_range", "total");
	err_arg_int(err, "scale", one->sheet->data->rubric.scale);
	return INVALID;
}

/* It waits no longer. */
static enum status over(struct arena *arena, struct db *db, const struct appeal_case *one,
        const struct score_appeal_many_row *row, struct score_appeal_answered_in *in, struct err *err)
{
	in->id = row->id;
	in->shard = one->meeting->shard;
	in->today = day_today(arena, in->at);
	TRY(score_appeal_answered(arena, db, in, err));
	return appeal_touch(arena, db, one->meeting->cell, one->meeting->shard, row->day, in->at, err);
}

enum status appeal_answer(struct arena *arena, struct db *db, const struct appeal_case *one,
        const struct appeal_answer *answer, int64_t now, struct err *err)
{
	const struct score_appeal_many_row *row;
	struct opt_int total = answer->total;
	TRY(find(one, answer->appeal, &row, err));
	if (row->version != answer->version)
		return err_set(err, CONFLICT, "score.appeal_over", NULL);
	if (answer->change && row->visit.n) {
		TRY(check_team(one, answer, err));
	} else if (answer->change) {
		struct score_sheet_of_meeting_row sheet;
		bool found;
		TRY(grade_again(arena, db, one, answer, now, err));
		TRY(score_sheet_of_meeting(arena, db,
		        &(struct score_sheet_of_meeting_in){ { one->meeting->id }, one->meeting->shard }, &sheet,
		        &found, err));
		total = sheet.superior_total;
	}
	if (answer->change && str_eq(answer->grade, row->before_grade) && total.set == row->before_total.set &&
	        total.n == row->before_total.n)
		return err_set(err, INVALID, "score.appeal_same", "grade");
	return over(arena, db, one, row,
	        &(struct score_appeal_answered_in){ .state = answer->change ? STR("changed") : STR("kept"),
	                .answer = answer->answer,
	                .after_total = answer->change ? total : row->before_total,
	                .after_grade = answer->change ? answer->grade : row->before_grade,
	                .account = answer->account,
	                .at = now },
	        err);
}

enum status appeal_withdraw(struct arena *arena, struct db *db, const struct appeal_case *one, struct appeal_id appeal,
        int64_t now, struct err *err)
{
	const struct score_appeal_many_row *row;
	TRY(find(one, appeal, &row, err));
	return over(
	        arena, db, one, row, &(struct score_appeal_answered_in){ .state = STR("withdrawn"), .at = now }, err);
}
