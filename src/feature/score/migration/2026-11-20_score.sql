-- needs: 2026-11-20_meeting
-- Rubrics as loaded from rules/, with their dates; reference class.
CREATE TABLE rubric (
	id TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, issuer TEXT NOT NULL, document TEXT NOT NULL, since TEXT NOT NULL,
	until TEXT NOT NULL DEFAULT '9999-12-31', body TEXT NOT NULL, hash BLOB NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, version)) STRICT, WITHOUT ROWID;
CREATE TABLE score_sheet (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, meeting INTEGER NOT NULL, rubric TEXT NOT NULL, rubric_version INTEGER NOT NULL,
	state TEXT NOT NULL DEFAULT 'proposed' CONSTRAINT score__state CHECK (state IN ('proposed', 'voted', 'submitted', 'graded')),
	least INTEGER NOT NULL DEFAULT 0, most INTEGER NOT NULL DEFAULT 0, -- what the evidence supports
	total INTEGER, grade TEXT CONSTRAINT score__grade CHECK (grade IN ('good', 'fair', 'average', 'poor')),
	motion INTEGER, shortcomings TEXT, submitted_at INTEGER,
	superior_total INTEGER, superior_grade TEXT CONSTRAINT score__superior CHECK (superior_grade IN ('good', 'fair', 'average', 'poor')),
	superior_reason TEXT, superior_account INTEGER, graded_at INTEGER, version INTEGER NOT NULL DEFAULT 1, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX score_sheet_meeting ON score_sheet (meeting, rubric, shard);
CREATE INDEX score_sheet_cell ON score_sheet (cell, shard, state);
CREATE TABLE score_line (
	sheet INTEGER NOT NULL, line TEXT NOT NULL, shard INTEGER NOT NULL, max INTEGER NOT NULL,
	evidence INTEGER, -- points that the evidence supports; NULL: a person decides
	points INTEGER CONSTRAINT score__points CHECK (points BETWEEN -max AND max), confirmed INTEGER NOT NULL DEFAULT 0, reason TEXT, why TEXT,
	superior INTEGER, superior_note TEXT,
	PRIMARY KEY (sheet, line, shard)) STRICT, WITHOUT ROWID;
