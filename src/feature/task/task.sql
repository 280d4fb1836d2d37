-- task_asked: what a meeting asks about: tasks given before that are not finished, or were reported here; a group asks its own members
-- in:  cell cell_id, shard int, meeting meeting_id, running bool, own bool      many
-- out: id task_id, title text, person_name text?, due text?, report_month optint, state text, reported text?, result text?
SELECT t.id AS id, t.title AS title, t.person_name AS person_name, t.due AS due, t.report_month AS report_month, t.state AS state,
	r.state AS reported, r.result AS result
FROM task t LEFT JOIN task_report r ON r.task = t.id AND r.meeting = :meeting AND r.shard = t.shard
WHERE t.cell = :cell AND t.shard = :shard AND t.removed_at IS NULL AND coalesce(t.meeting, 0) <> :meeting
	AND (r.task IS NOT NULL OR (:running = 1 AND t.state IN ('open', 'part', 'not_done')))
	AND (:own = 0 OR EXISTS (SELECT 1 FROM attendance a WHERE a.meeting = :meeting AND a.shard = t.shard AND a.person = t.person))
ORDER BY coalesce(t.due, '9999'), t.ord, t.id;

-- task_given: the tasks that a meeting gave
-- in:  meeting meeting_id, shard int      many
-- out: id task_id, title text, person person_id?, person_name text?, due text?, report_month optint, state text
SELECT id, title, person, person_name, due, report_month, state FROM task
WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL ORDER BY ord, id;

-- task_one: one task
-- in:  task task_id, shard int      maybe
-- out: cell cell_id, meeting meeting_id?, title text, person person_id?, person_name text?, due text?, report_month optint, state text, removed bool
SELECT cell, meeting, title, person, person_name, due, report_month, state, removed_at IS NOT NULL AS removed FROM task
WHERE id = :task AND shard = :shard;

-- task_add: a new task
-- in:  id task_id, shard int, cell cell_id, meeting meeting_id, title text, person person_id, person_name text, due day, report_month month,
--      at instant      run
INSERT INTO task (id, shard, cell, meeting, ord, title, person, person_name, due, report_month, entered_at)
SELECT :id, :shard, :cell, :meeting, coalesce(max(ord), 0) + 1, :title, :person, :person_name, :due, :report_month, :at
FROM task WHERE meeting = :meeting AND shard = :shard;

-- task_set: what was agreed, corrected while the meeting runs
-- in:  task task_id, shard int, title text, person person_id, person_name text, due day, report_month month      run
UPDATE task SET title = :title, person = :person, person_name = :person_name, due = :due, report_month = :report_month
WHERE id = :task AND shard = :shard;

-- task_remove: noted by mistake
-- in:  task task_id, shard int, at instant      run
UPDATE task SET removed_at = :at WHERE id = :task AND shard = :shard;

-- task_report_put: what was said of a task at a meeting
-- in:  task task_id, meeting meeting_id, shard int, state text, result text, at instant      run
INSERT INTO task_report (task, meeting, shard, state, result, at) VALUES (:task, :meeting, :shard, :state, :result, :at)
ON CONFLICT (task, meeting, shard) DO UPDATE SET state = excluded.state, result = excluded.result, at = excluded.at;

-- task_state: how the task stands after the report
-- in:  task task_id, shard int, state text, result text, closed_meeting meeting_id?, closed_at optint      run
UPDATE task SET state = :state, result = :result, closed_meeting = :closed_meeting, closed_at = :closed_at WHERE id = :task AND shard = :shard;

-- task_people: those a task can be given to: the roster of the call
-- in:  meeting meeting_id, shard int      many
-- out: person person_id, name text, label text?, duty text
SELECT person, name, label, duty FROM attendance WHERE meeting = :meeting AND shard = :shard
ORDER BY CASE post WHEN 'bi_thu' THEN 0 WHEN 'pho_bi_thu' THEN 1 WHEN 'chi_uy_vien' THEN 2 ELSE 3 END, sort_key, person;

-- task_of_cell: all tasks that are not finished, and those finished since a day
-- in:  cell cell_id, shard int, since instant      many
-- out: id task_id, meeting meeting_id?, title text, person person_id?, person_name text?, due text?, report_month optint, state text, result text?
SELECT id, meeting, title, person, person_name, due, report_month, state, result FROM task
WHERE cell = :cell AND shard = :shard AND removed_at IS NULL AND (state IN ('open', 'part', 'not_done') OR closed_at >= :since)
ORDER BY coalesce(due, '9999'), ord, id;

-- task_mine: what one person still has to do
-- in:  cell cell_id, shard int, person person_id      many
-- out: title text, due text?
SELECT title, due FROM task WHERE cell = :cell AND shard = :shard AND person = :person AND removed_at IS NULL
	AND state IN ('open', 'part', 'not_done') ORDER BY coalesce(due, '9999'), id;

-- task_late_count: how many of a cell's tasks are past their day
-- in:  cell cell_id, shard int, today day      one
-- out: late int
SELECT count(*) AS late FROM task WHERE cell = :cell AND shard = :shard AND removed_at IS NULL AND state IN ('open', 'part', 'not_done') AND due < :today;

-- task_measures: tasks that fell due by the meeting and how many of them are done; tasks given with a person and a day
-- in:  cell cell_id, shard int, meeting meeting_id, day day, month month      one
-- out: due int, done int, given int
SELECT (SELECT count(*) FROM task t LEFT JOIN task_report r ON r.task = t.id AND r.meeting = :meeting AND r.shard = t.shard
		WHERE t.cell = :cell AND t.shard = :shard AND t.removed_at IS NULL AND coalesce(t.meeting, 0) <> :meeting
		AND (r.task IS NOT NULL OR t.state IN ('open', 'part', 'not_done')) AND (t.due <= :day OR t.report_month <= :month)) AS due,
	(SELECT count(*) FROM task t JOIN task_report r ON r.task = t.id AND r.meeting = :meeting AND r.shard = t.shard
		WHERE t.cell = :cell AND t.shard = :shard AND t.removed_at IS NULL AND coalesce(t.meeting, 0) <> :meeting
		AND (t.due <= :day OR t.report_month <= :month) AND r.state = 'done') AS done,
	(SELECT count(*) FROM task t WHERE t.meeting = :meeting AND t.shard = :shard AND t.removed_at IS NULL AND t.person IS NOT NULL AND t.due IS NOT NULL) AS given;

-- task_export: the tasks that were given to a person
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: title text, due day?, state text, result text?
SELECT t.title AS title, t.due AS due, t.state AS state, t.result AS result
FROM (SELECT DISTINCT cell, shard FROM membership WHERE person = :person) c
JOIN task t ON t.cell = c.cell AND t.shard = c.shard AND t.person = :person AND t.removed_at IS NULL ORDER BY t.due, t.id;

-- task_archive_list: all tasks of a cell, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id task_id, meeting meeting_id?, title text, person_name text?, due text?, state text, result text?
SELECT id, meeting, title, person_name, due, state, result FROM task WHERE cell = :cell AND shard = :shard AND removed_at IS NULL ORDER BY id;

-- task_archive_reports: what meetings heard of them, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: task task_id, meeting meeting_id, state text, result text
SELECT r.task AS task, r.meeting AS meeting, r.state AS state, r.result AS result FROM task t JOIN task_report r ON r.task = t.id AND r.shard = t.shard
WHERE t.cell = :cell AND t.shard = :shard AND t.removed_at IS NULL ORDER BY r.task, r.meeting;
