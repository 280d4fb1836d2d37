-- needs: 2026-11-20_unit 2026-11-20_account 2026-11-20_person 2026-11-20_meeting
-- The year of a committee: by when its cells review, when it was closed. Reference class.
CREATE TABLE annual_round (
	unit INTEGER NOT NULL REFERENCES unit (id), year INTEGER NOT NULL, self_by TEXT NOT NULL, propose_by TEXT NOT NULL, decide_by TEXT NOT NULL,
	scope TEXT NOT NULL CONSTRAINT annual__scope CHECK (scope = 'cell' OR scope = 'unit'), -- within what members without a post are compared
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	closed_day TEXT, closed_number TEXT, closed_by INTEGER, closed_at INTEGER,
	PRIMARY KEY (unit, year)) STRICT, WITHOUT ROWID;
-- A higher ceiling of "xuất sắc", by a decision; unit: a committee, for all that it decides, or one cell.
CREATE TABLE annual_raise (
	unit INTEGER NOT NULL REFERENCES unit (id), year INTEGER NOT NULL, percent INTEGER NOT NULL, number TEXT NOT NULL, day TEXT NOT NULL,
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (unit, year)) STRICT, WITHOUT ROWID;
-- The review of a year in one cell: open (all write), proposed (verified, sent up), decided.
CREATE TABLE annual_review (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, year INTEGER NOT NULL,
	unit INTEGER NOT NULL, -- the committee that decides: right above the cell when it was opened
	rule TEXT NOT NULL, -- id of the rule (rules/annual)
	state TEXT NOT NULL DEFAULT 'open' CONSTRAINT annual__state CHECK (state = 'open' OR state = 'proposed' OR state = 'decided'),
	scope TEXT NOT NULL, self_by TEXT NOT NULL, day TEXT NOT NULL, -- day: of the cell's review
	draft_day TEXT, draft_by INTEGER, -- when the draft of the collective's report went to those who take part
	collective_day TEXT, -- when the collective was reviewed
	agency TEXT CONSTRAINT annual__agency CHECK (agency = 'done' OR agency = 'none'), agency_day TEXT, -- the agency in which the cell works
	base INTEGER, held TEXT, -- full members at the cell's review; how it voted
	proposed_at INTEGER, proposed_by INTEGER, returned TEXT, returned_at INTEGER, decided_at INTEGER,
	version INTEGER NOT NULL DEFAULT 1, account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX annual_review_cell ON annual_review (cell, year, shard);
CREATE INDEX annual_review_unit ON annual_review (unit, year);
-- Who is assessed in it: each member, and the cell itself. Left out (a reason): exempt, gone, not judged yet.
CREATE TABLE annual_assessed (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, review INTEGER NOT NULL, cell INTEGER NOT NULL, year INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT annual__kind CHECK (kind = 'member' OR kind = 'cell'),
	person INTEGER, name TEXT NOT NULL, label TEXT, sort_key BLOB NOT NULL, post TEXT NOT NULL, status TEXT NOT NULL,
	form TEXT NOT NULL, grp TEXT NOT NULL CONSTRAINT annual__group CHECK (length(grp) BETWEEN 1 AND 80), left_out TEXT,
	own_points INTEGER, own_grade TEXT, sent_at INTEGER, sent_by INTEGER, paper INTEGER NOT NULL DEFAULT 0,
	above INTEGER, -- tasks done beyond what was required: nobody but people can say
	remedied TEXT, discipline INTEGER, degraded INTEGER, -- yes, no, none (nothing to put right); 0, 1, not said
	points INTEGER, grade TEXT, votes_for INTEGER, votes_against INTEGER, votes_other INTEGER, comment TEXT, reason TEXT,
	verified_at INTEGER, verified_by INTEGER,
	weighed TEXT, weighed_reason TEXT, weighed_by INTEGER, weighed_at INTEGER, -- what the committee thinks, before its decision
	version INTEGER NOT NULL DEFAULT 1, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX annual_assessed_review ON annual_assessed (review, shard);
CREATE INDEX annual_assessed_person ON annual_assessed (person, year);
-- A part of a form: its text, or its points (max above 0): the person's own, then the cell's.
CREATE TABLE annual_line (
	assessed INTEGER NOT NULL, line TEXT NOT NULL, shard INTEGER NOT NULL, text TEXT, max INTEGER NOT NULL DEFAULT 0,
	own INTEGER CONSTRAINT annual__points CHECK (own BETWEEN 0 AND max), given INTEGER CONSTRAINT annual__given CHECK (given BETWEEN 0 AND max),
	PRIMARY KEY (assessed, line, shard)) STRICT, WITHOUT ROWID;
-- What was decided: one row stands (revoked_day NULL) of each person and year, and of each cell and year; others are its history.
CREATE TABLE annual_result (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, assessed INTEGER NOT NULL, review INTEGER NOT NULL, cell INTEGER NOT NULL, year INTEGER NOT NULL,
	unit INTEGER NOT NULL, kind TEXT NOT NULL, person INTEGER, name TEXT NOT NULL, grp TEXT NOT NULL,
	grade TEXT NOT NULL CONSTRAINT annual__grade CHECK (grade = 'excellent' OR grade = 'good' OR grade = 'fair' OR grade = 'poor'),
	points INTEGER, day TEXT NOT NULL, number TEXT NOT NULL, reason TEXT, -- of a second classification
	revoked_day TEXT, revoked_number TEXT, revoked_reason TEXT, account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX annual_result_stands ON annual_result (assessed, shard) WHERE revoked_day IS NULL;
CREATE INDEX annual_result_person ON annual_result (person, year);
CREATE INDEX annual_result_cell ON annual_result (cell, shard, year);
CREATE INDEX annual_result_unit ON annual_result (unit, year);
-- Figures, in December of the year that was reviewed.
CREATE TABLE annual_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, reviews INTEGER NOT NULL DEFAULT 0, proposed INTEGER NOT NULL DEFAULT 0,
	decided INTEGER NOT NULL DEFAULT 0, members INTEGER NOT NULL DEFAULT 0, classified INTEGER NOT NULL DEFAULT 0,
	excellent INTEGER NOT NULL DEFAULT 0, good INTEGER NOT NULL DEFAULT 0, fair INTEGER NOT NULL DEFAULT 0, poor INTEGER NOT NULL DEFAULT 0,
	cells INTEGER NOT NULL DEFAULT 0, cell_excellent INTEGER NOT NULL DEFAULT 0, cell_good INTEGER NOT NULL DEFAULT 0,
	cell_fair INTEGER NOT NULL DEFAULT 0, cell_poor INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE annual_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, reviews INTEGER NOT NULL DEFAULT 0, proposed INTEGER NOT NULL DEFAULT 0,
	decided INTEGER NOT NULL DEFAULT 0, members INTEGER NOT NULL DEFAULT 0, classified INTEGER NOT NULL DEFAULT 0,
	excellent INTEGER NOT NULL DEFAULT 0, good INTEGER NOT NULL DEFAULT 0, fair INTEGER NOT NULL DEFAULT 0, poor INTEGER NOT NULL DEFAULT 0,
	cells INTEGER NOT NULL DEFAULT 0, cell_excellent INTEGER NOT NULL DEFAULT 0, cell_good INTEGER NOT NULL DEFAULT 0,
	cell_fair INTEGER NOT NULL DEFAULT 0, cell_poor INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
