-- needs: 2026-11-20_score 2026-11-20_unit
-- A cell asks its superior to look again: at the grade of a meeting, or at the score of a working team (visit). Kept as it was answered.
CREATE TABLE score_appeal (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, meeting INTEGER NOT NULL,
	visit INTEGER, -- NULL: the superior's grade
	state TEXT NOT NULL CONSTRAINT score__appeal CHECK (state = 'asked' OR state = 'kept' OR state = 'changed' OR state = 'withdrawn'),
	day TEXT NOT NULL, reason TEXT NOT NULL, evidence TEXT NOT NULL, before_total INTEGER, before_grade TEXT NOT NULL,
	due TEXT NOT NULL, -- day by which the committee answers
	asked_by INTEGER NOT NULL, asked_at INTEGER NOT NULL,
	answer TEXT, after_total INTEGER, after_grade TEXT, answered_by INTEGER, answered_at INTEGER, version INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX score_appeal_meeting ON score_appeal (meeting, shard);
CREATE INDEX score_appeal_cell ON score_appeal (cell, shard, state);
CREATE INDEX score_appeal_visit ON score_appeal (visit, shard) WHERE visit IS NOT NULL;
-- How many days cells below have to ask, and the committee to answer, as a committee sets them. No row: its superior's, else the program's.
CREATE TABLE score_appeal_rule (
	unit INTEGER NOT NULL PRIMARY KEY REFERENCES unit (id), ask_days INTEGER NOT NULL CONSTRAINT score__ask_days CHECK (ask_days BETWEEN 1 AND 90),
	answer_days INTEGER NOT NULL CONSTRAINT score__answer_days CHECK (answer_days BETWEEN 1 AND 90), account INTEGER NOT NULL,
	entered_at INTEGER NOT NULL) STRICT;
