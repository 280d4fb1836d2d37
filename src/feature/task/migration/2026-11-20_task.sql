-- needs: 2026-11-20_meeting
CREATE TABLE task (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL,
	meeting INTEGER, -- where it was given; NULL for those that were open when the program began
	ord INTEGER NOT NULL DEFAULT 0,
	title TEXT NOT NULL CONSTRAINT task__title CHECK (length(title) BETWEEN 1 AND 600),
	person INTEGER, person_name TEXT, due TEXT, report_month INTEGER,
	state TEXT NOT NULL DEFAULT 'open' CONSTRAINT task__state CHECK (state IN ('open', 'done', 'part', 'not_done', 'dropped')),
	result TEXT, closed_meeting INTEGER, closed_at INTEGER, removed_at INTEGER, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX task_cell ON task (cell, shard, state, due);
CREATE INDEX task_meeting ON task (meeting, shard);
-- What was said of a task at a meeting: the table "last month's tasks".
CREATE TABLE task_report (
	task INTEGER NOT NULL, meeting INTEGER NOT NULL, shard INTEGER NOT NULL,
	state TEXT NOT NULL CONSTRAINT task__report CHECK (state IN ('open', 'done', 'part', 'not_done', 'dropped')),
	result TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL,
	PRIMARY KEY (task, meeting, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX task_report_meeting ON task_report (meeting, shard);
