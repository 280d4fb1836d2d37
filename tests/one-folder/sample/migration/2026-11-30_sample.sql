-- needs: 2026-11-20_unit
CREATE TABLE sample_note (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL,
	words TEXT NOT NULL CONSTRAINT sample__words CHECK (length(words) BETWEEN 1 AND 200),
	month INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX sample_note_cell ON sample_note (cell, shard, entered_at);
-- Its figures: notes, and the cells that have any.
CREATE TABLE sample_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, notes INTEGER NOT NULL DEFAULT 0, cells INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE sample_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, notes INTEGER NOT NULL DEFAULT 0, cells INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
