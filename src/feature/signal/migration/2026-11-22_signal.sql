-- needs: 2026-11-20_meeting
-- Signs of meetings held for form's sake: shown to the cell's secretary first; a superior sees them as figures.
CREATE TABLE signal (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, kind TEXT NOT NULL, meeting INTEGER NOT NULL, shard INTEGER NOT NULL,
	value INTEGER NOT NULL, detail TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL,
	PRIMARY KEY (cell, month, kind, meeting, shard)) STRICT, WITHOUT ROWID;
-- The months that were judged: those whose minutes are confirmed.
CREATE TABLE signal_judged (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, at INTEGER NOT NULL,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
-- The months that wait to be judged; n: how often they were marked, so that a mark set meanwhile is not lost.
CREATE TABLE signal_mark (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, n INTEGER NOT NULL,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
-- When a leader of the cell last looked.
CREATE TABLE signal_seen (
	cell INTEGER NOT NULL, account INTEGER NOT NULL, shard INTEGER NOT NULL, at INTEGER NOT NULL,
	PRIMARY KEY (cell, account, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE signal_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL,
	cells INTEGER NOT NULL DEFAULT 0, same_text INTEGER NOT NULL DEFAULT 0, no_task INTEGER NOT NULL DEFAULT 0,
	no_person INTEGER NOT NULL DEFAULT 0, no_date INTEGER NOT NULL DEFAULT 0, merged INTEGER NOT NULL DEFAULT 0,
	same_speakers INTEGER NOT NULL DEFAULT 0, above INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE signal_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL,
	cells INTEGER NOT NULL DEFAULT 0, same_text INTEGER NOT NULL DEFAULT 0, no_task INTEGER NOT NULL DEFAULT 0,
	no_person INTEGER NOT NULL DEFAULT 0, no_date INTEGER NOT NULL DEFAULT 0, merged INTEGER NOT NULL DEFAULT 0,
	same_speakers INTEGER NOT NULL DEFAULT 0, above INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
