/* The score of a meeting as other features use it. States: proposed, voted (its motion was carried), submitted, graded
 * by the superior. */
#ifndef FEATURE_SCORE_H
#define FEATURE_SCORE_H

#include "document/model.h"
#include "feature/meeting/meeting.h"

struct score {
	int64_t id;                     /* 0: nobody proposed points yet */
	struct str state;               /* proposed voted submitted graded; voted as soon as the motion is carried */
	struct str rubric, rubric_name; /* id and name */
	int64_t scale, least, most;     /* what the evidence supported when it was saved */
	struct opt_int total;           /* the cell's own points; not set while a line is open */
	struct str grade, grade_name;   /* the cell's own: good fair average poor; "Tốt" */
	struct opt_int superior_total;
	struct str superior_grade, superior_grade_name, superior_reason; /* none until graded */
	struct str shortcomings;                                         /* written by the cell */
	int64_t motion, submitted_at, graded_at, version;
};
/* The score of a meeting in any state; without a sheet only rubric, rubric_name and scale are set. */
enum status score_of_meeting(
        struct arena *arena, struct db *db, const struct meeting *meeting, struct score *ret_score, struct err *err);
/* The rubric that a body chose (setting "rubric", its own or a superior's), else the central one. */
enum status score_rubric(struct arena *arena, struct db *db, int64_t unit, struct str *ret_id, struct err *err);
/* After a motion of kind score was closed: a proposed sheet whose motion was carried becomes voted, and joins the
 * chain. Does nothing else. */
enum status score_settle(
        struct arena *arena, struct db *db, const struct meeting *meeting, int64_t now, struct err *err);
/* Sends the voted sheet up, with the report; unvoted: also one that the cell forgot to vote on, which the superior
   sees. CONFLICT score.none, score.not_ended, score.not_voted, score.incomplete; nothing when it went up before. */
enum status score_submit(
        struct arena *arena, struct db *db, const struct meeting *meeting, bool unvoted, int64_t now, struct err *err);
/* A month from before the program: what the cell gave itself, without lines; stands as submitted. CONFLICT
   score.closed, INVALID score.grade_unknown (field grade), score.total_range (field total). */
enum status score_typed(struct arena *arena, struct db *db, const struct meeting *meeting, struct opt_int total,
        struct str grade, int64_t now, struct err *err);
/* The sheet of a meeting on paper, as it stands. */
enum status score_paper(struct arena *arena, struct db *db, const struct meeting *meeting, int64_t created,
        struct document **ret_document, struct err *err);

#endif
