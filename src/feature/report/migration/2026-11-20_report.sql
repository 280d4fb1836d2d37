-- needs: 2026-11-20_meeting
-- The report of one meeting to the superior, within two days: what was sent and when; seen by whom.
CREATE TABLE report (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, sent_at INTEGER NOT NULL, sent_by INTEGER NOT NULL,
	due_day TEXT NOT NULL, posted_handbook INTEGER NOT NULL DEFAULT 0, seen_at INTEGER, seen_by INTEGER,
	returned_at INTEGER, return_reason TEXT,
	PRIMARY KEY (meeting, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX report_cell ON report (cell, shard);
