/* What the files of tasks share. */
#ifndef TASK_PRIVATE_H
#define TASK_PRIVATE_H

#include "feature/meeting/meeting.h"
#include "feature/task/task.h"
#include "gen/task_sql.h"

struct task_call {
	struct arena *arena;
	struct db *db;
	const struct meeting *meeting;
	int64_t now;
};
bool task_pending(struct str state);
/* Done and dropped close the task; part and not_done come back at the next meeting. */
enum status task_report(const struct task_call *call, const struct task_asked_row *task, struct str state,
        struct str result, struct err *err);
/* The person is on the roster and the day not before the meeting; ret_name is the name that the task keeps. */
enum status task_check(const struct task_call *call, const struct task_people_rows *people, int64_t person,
        struct str due, struct str *ret_name, struct err *err);
/* The tasks of a person, for the export of what is kept. */
enum status task_export_person(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);
enum status task_evidence(
        struct arena *arena, struct db *db, struct meeting_id id, struct evidence *evidence, struct err *err);

/* task_archive.c */
enum status task_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
