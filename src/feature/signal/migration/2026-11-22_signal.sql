-- needs: 2026-11-20_meeting
-- Signs of meetings held for form's sake: shown to the cell's secretary first; a superior sees them as figures.
CREATE TABLE signal (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, kind TEXT NOT NULL, meeting INTEGER NOT NULL, shard INTEGER NOT NULL,
	value INTEGER NOT NULL, detail TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL,
	PRIMARY KEY (cell, month, kind, meeting, shard)) STRICT, WITHOUT ROWID;
