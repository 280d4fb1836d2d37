/* What the files of this folder share: lines that people type, and the meeting as it is written from paper. */
#ifndef FEATURE_START_PRIVATE_H
#define FEATURE_START_PRIVATE_H

#include "feature/meeting/meeting.h"
#include "feature/record/record.h"
#include "feature/unit/unit.h"
#include "gen/start_page.h"
#include "gen/start_sql.h"

enum { START_ITEMS = 6, START_VOTES = 3, START_LINES = 100 };

/* One line of "what; who; by when". */
struct start_task {
	int line; /* of the text, from 1 */
	struct str title, person_name, due;
	int64_t person; /* 0: nobody named */
};
struct start_tasks_typed {
	struct start_task *at;
	size_t count;
};
/* One line of "who: what". */
struct start_speech {
	struct str name, text;
	int64_t person; /* 0: somebody who is not of the cell */
};
struct start_speeches {
	struct start_speech *at;
	size_t count;
};
/* The figures of a roll call. */
struct start_figures {
	int64_t members, full_members, base, present, excused, unexcused, exempt, away, special, extra;
};
/* What one member was at the meeting. */
struct start_present {
	struct str duty, state; /* as in attendance */
	bool full;
};

/* The member of that name, with the label in brackets where two bear it: "Nguyễn Văn An (1962)". 0 for none, -1 for
 * several. */
int64_t start_find_person(struct arena *arena, const struct start_roster_rows *roster, struct str name);
/* Lines of tasks. INVALID start.task_title, start.task_person, start.person_twice, start.due with args line and name,
 * in that field. */
enum status start_read_tasks(struct arena *arena, const struct start_roster_rows *roster, struct str text,
        const char *field, struct start_tasks_typed *ret_tasks, struct err *err);
/* Lines of speeches; a line without a name continues the one above. INVALID start.speech, start.person_twice. */
enum status start_read_speeches(struct arena *arena, const struct start_roster_rows *roster, struct str text,
        const char *field, struct start_speeches *ret_speeches, struct err *err);
/* due exempt special_duty away suspended detained */
struct str start_duty(const struct start_roster_row *row);
void start_add_up(struct start_figures *figures, const struct start_present *one);
/* The grade of points in the steps of 90, 70 and 50 that both known rubrics have. */
struct str start_grade(int64_t points);

/* A meeting from paper: the row, its parts. */
struct start_meeting {
	const struct unit *cell;
	struct str day, place, kind, theme, rubric;
	int64_t minute, until, chair, clerk; /* minutes of the day */
	int64_t id;            /* 0: a new one (out); else one that was planned or called, and takes this place */
	int64_t opened, ended; /* out: instants */
};
/* The meeting of that kind or day that was planned or called and may be written over; 0 for none. CONFLICT start.there
 * when one was held. */
enum status start_place(const struct start_months_rows *rows, const struct start_meeting *meeting, struct arena *arena,
        const char *field, int64_t *ret_id, struct err *err);
enum status start_write_meeting(struct request *request, struct start_meeting *meeting, struct err *err);
/* A score sheet: graded where the superior's word is known, else submitted. Nothing without points and grade. */
struct start_score {
	struct opt_int total, superior_total;
	struct str grade, superior_grade;
};
enum status start_write_score(
        struct request *request, const struct start_meeting *meeting, const struct start_score *score, struct err *err);
/* Minutes or a resolution from paper. number not set: it bears none here. CONFLICT start.number_taken (field). */
struct start_record {
	const char *kind, *type; /* resolution NQ, minutes BB */
	struct str title, day;
	struct record_body body;
	struct opt_int number;
	const char *field;
	int64_t meeting;
};
/* The month's figures, after all of a meeting was written. */
enum status start_count(struct request *request, const struct unit *cell, int month, struct err *err);
/* A body of one section: a text as it was pasted. */
struct record_body start_pasted(struct arena *arena, struct str text);
enum status start_write_record(
        struct request *request, const struct unit *cell, const struct start_record *record, struct err *err);

extern const struct field start_paper_form[];
enum status start_show_paper(struct request *request, void *view, struct err *err);
enum status start_put_paper(struct request *request, void *view, struct err *err);

#endif
