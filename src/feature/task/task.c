/* Rules of tasks: giving, reporting, what is late; and the evidence they leave. */
#include "task_private.h"

#include "app/export.h"
#include "base/id.h"
#include "base/time.h"

enum { SOON_DAYS = 7 };

enum task_urgency task_urgency(struct str due, struct str today)
{
	struct date day, now;
	if (!due.len || !date_parse(due, &day) || !date_parse(today, &now))
		return TASK_NO_DAY;
	int64_t left = date_number(day) - date_number(now);
	return left < 0 ? TASK_LATE : left <= SOON_DAYS ? TASK_SOON : TASK_LATER;
}

bool task_pending(struct str state)
{
	return str_is(state, "open") || str_is(state, "part") || str_is(state, "not_done");
}

enum status task_report(const struct task_call *call, const struct task_asked_row *task, struct str state,
        struct str result, struct err *err)
{
	bool closes = str_is(state, "done") || str_is(state, "dropped");
	int shard = call->meeting->shard;
	struct meeting_id meeting = { call->meeting->id };
	result = result.ptr ? result : STR("");
	TRY(task_report_put(call->arena, call->db,
	        &(struct task_report_put_in){ task->id, meeting, shard, state, result, call->now }, err));
	return task_state(call->arena, call->db,
	        &(struct task_state_in){ task->id, shard, state, result, { closes ? meeting.n : 0 },
	                closes ? OPT(call->now) : OPT_NONE },
	        err);
}

enum status task_check(const struct task_call *call, const struct task_people_rows *people, int64_t person,
        struct str due, struct str *ret_name, struct err *err)
{
	for (size_t i = 0; i < people->count; i++) {
		const struct task_people_row *row = &people->at[i];
		if (row->person.n != person)
			continue;
		if (str_compare(due, call->meeting->day) < 0)
			return err_set(err, INVALID, "task.due_before", "due");
		*ret_name = row->label.len
		                    ? str_format(call->arena, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(row->label))
		                    : row->name;
		return OK;
	}
	return err_set(err, INVALID, "task.no_person", "person");
}

enum status task_of_meeting(struct arena *arena, struct db *db, int64_t meeting, struct task_lines *ret_reported,
        struct task_lines *ret_given, struct err *err)
{
	struct meeting row;
	struct task_asked_rows asked;
	struct task_given_rows given;
	TRY(meeting_load(arena, db, meeting, &row, err));
	TRY(task_asked(arena, db,
	        &(struct task_asked_in){ { row.cell }, row.shard, { meeting },
	                str_is(row.state, "open") || str_is(row.state, "called") },
	        &asked, err));
	TRY(task_given(arena, db, &(struct task_given_in){ { meeting }, row.shard }, &given, err));
	*ret_reported = (struct task_lines){ arena_array(arena, struct task_line, asked.count + 1), asked.count };
	for (size_t i = 0; i < asked.count; i++)
		ret_reported->at[i] = (struct task_line){ asked.at[i].title, asked.at[i].person_name, asked.at[i].due,
			asked.at[i].reported.len ? asked.at[i].reported : STR("open"), asked.at[i].result };
	*ret_given = (struct task_lines){ arena_array(arena, struct task_line, given.count + 1), given.count };
	for (size_t i = 0; i < given.count; i++)
		ret_given->at[i] = (struct task_line){ given.at[i].title, given.at[i].person_name, given.at[i].due,
			given.at[i].state, STR_NONE };
	return OK;
}

enum status task_evidence(
        struct arena *arena, struct db *db, struct meeting_id id, struct evidence *evidence, struct err *err)
{
	struct meeting meeting;
	struct task_measures_row row;
	TRY(meeting_load(arena, db, id.n, &meeting, err));
	if (!meeting.opened_at)
		return OK;
	TRY(task_measures(arena, db,
	        &(struct task_measures_in){ { meeting.cell }, meeting.shard, id, meeting.day, meeting.month }, &row,
	        err));
	evidence_set(evidence, "tasks_due", row.due);
	evidence_set(evidence, "tasks_done", row.done);
	evidence_set(evidence, "tasks_set", row.given);
	return OK;
}

enum status task_export_person(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct task_export_rows tasks;
	TRY(task_export(arena, db, &(struct task_export_in){ .person = person }, &tasks, err));
	EXPORT_ROWS(json, "tasks", task_export, tasks);
	return OK;
}
