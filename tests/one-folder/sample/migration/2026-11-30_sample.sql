-- needs: 2026-11-20_unit
CREATE TABLE sample_note (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL,
	words TEXT NOT NULL CONSTRAINT sample__words CHECK (length(words) BETWEEN 1 AND 200),
	entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX sample_note_cell ON sample_note (cell, shard, entered_at);
