/* What the files of this room share. */
#ifndef SCORE_PRIVATE_H
#define SCORE_PRIVATE_H

#include "document/model.h"
#include "feature/score/rubric_json.h"
#include "feature/score/score.h"
#include "gen/score_sql.h"

extern const struct command score_commands[];
/* The rubrics of rules/ into the table; a changed one as a new version. */
enum status score_load(struct arena *arena, struct db *db, int64_t now, struct err *err);
enum status score_due(struct request *request, struct due_list *list, struct err *err);

/* A sheet with its rubric, its evidence and its points. Line i is line i of the rubric. */
struct sheet {
	const struct meeting *meeting;
	struct rubric_data *data;
	int64_t rubric_version;
	bool stored;
	struct score_sheet_of_meeting_row row;
	struct score_lines_row line[RUBRIC_LINES]; /* as stored; .line has no text where nothing is */
	struct rubric_input input;
	struct rubric_result evidence; /* of today */
	struct rubric_result result;   /* with the points of people */
	struct str why[RUBRIC_LINES];
	bool voting, carried; /* its motion is open, was carried */
	int64_t motion, votes_for, base;
	struct str state; /* "" before the first save */
};
/* promise: what is due after the meeting counts as done where nothing is known yet (the cell's own score). */
enum status sheet_open(struct arena *arena, struct db *db, const struct meeting *meeting, bool promise,
        struct sheet **ret_sheet, struct err *err);
/* An empty sheet of a cell's rubric. */
enum status sheet_blank(struct arena *arena, struct db *db, int64_t cell, struct sheet **ret_sheet, struct err *err);
bool sheet_editable(const struct sheet *sheet);
/* Whether the line speaks of the national e-handbook: a person confirms it, our own posting is no evidence. */
bool sheet_handbook(const struct sheet *sheet, int32_t line);
/* Full or nothing, by choice. */
bool sheet_choice(const struct sheet *sheet, int32_t line);
int32_t sheet_low(const struct sheet *sheet, int32_t line);
int32_t sheet_high(const struct sheet *sheet, int32_t line);
size_t sheet_open_lines(const struct rubric_data *data, const struct rubric_result *result);
/* Points of a line as a person gave them; not set: as the evidence has it. */
struct sheet_entry {
	struct opt_int points;
	bool confirmed;
	struct str reason;
};
/* Takes what was typed into *sheet. INVALID score.points_range, score.points_choice, score.reason_missing, with the
 * field. */
enum status sheet_enter(struct arena *arena, struct sheet *sheet, const struct sheet_entry *entries, struct err *err);
/* Writes lines and totals. CONFLICT score.version when somebody saved since `version`. */
enum status sheet_save(struct arena *arena, struct db *db, struct sheet *sheet, int64_t version,
        struct str shortcomings, int64_t now, struct err *err);
/* The superior's points (not set: the cell's own) and decision. */
struct sheet_grade {
	struct opt_int points[RUBRIC_LINES];
	struct str note[RUBRIC_LINES];
	struct str grade, reason;
	int64_t version;
	struct account_id account;
};
enum status sheet_grade(struct arena *arena, struct db *db, struct sheet *sheet, const struct sheet_grade *grade,
        int64_t now, struct err *err);
struct str sheet_grade_name(const struct sheet *sheet, struct str code);

/* Whether a body of that kind decides grades: the direct superiors of cells, not those far above. */
bool score_grades(struct str kind);

struct sheet_paper {
	int64_t cell;
	struct str cell_name, superior_name;
	bool blank; /* to be filled in by hand: no points, no names */
};
enum status score_document(struct arena *arena, struct db *db, const struct sheet *sheet,
        const struct sheet_paper *paper, int64_t now, struct document **ret_document, struct err *err);
enum status send_filled(struct request *request, void *view, struct err *err);
enum status send_blank(struct request *request, void *view, struct err *err);

/* score_archive.c */
enum status score_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
