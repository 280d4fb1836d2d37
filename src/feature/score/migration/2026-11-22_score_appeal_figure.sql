-- needs: 2026-11-22_score_appeal
-- late: its answer came after the day, or the day went by without one (a chore notes it).
ALTER TABLE score_appeal ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
CREATE INDEX score_appeal_overdue ON score_appeal (due) WHERE state = 'asked' AND late = 0;
-- By the month of the day on which a cell asked; what it took back is not counted.
CREATE TABLE appeal_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, asked INTEGER NOT NULL DEFAULT 0, answered INTEGER NOT NULL DEFAULT 0,
	changed INTEGER NOT NULL DEFAULT 0, late INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE appeal_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, asked INTEGER NOT NULL DEFAULT 0, answered INTEGER NOT NULL DEFAULT 0,
	changed INTEGER NOT NULL DEFAULT 0, late INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
