-- needs: 2026-11-20_meeting
-- The report of one meeting to the superior, within two days: what was sent and when; seen by whom. first_sent_at is what counts as in
-- time: a report that was returned is sent again under sent_at.
CREATE TABLE report (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, first_sent_at INTEGER NOT NULL, sent_at INTEGER NOT NULL,
	sent_by INTEGER NOT NULL, due_day TEXT NOT NULL,
	late_days INTEGER NOT NULL DEFAULT 0, -- past the due day when it was sent first
	seen_at INTEGER, seen_by INTEGER,
	returned_at INTEGER, returned_by INTEGER, return_reason TEXT,
	PRIMARY KEY (meeting, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX report_cell ON report (cell, shard);
-- The clerk's word that the finished papers stand in the e-handbook: before or after the report.
CREATE TABLE report_handbook (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, at INTEGER NOT NULL, by INTEGER NOT NULL,
	PRIMARY KEY (meeting, shard)) STRICT, WITHOUT ROWID;
