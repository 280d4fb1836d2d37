-- needs: 2026-11-20_unit 2026-11-20_account 2026-11-20_person 2026-11-20_meeting
-- The parts of the form where a body has its own: it counts for the body and all below. Reference class.
CREATE TABLE commitment_layout (
	unit INTEGER NOT NULL REFERENCES unit (id), ord INTEGER NOT NULL,
	title TEXT NOT NULL CONSTRAINT commitment__title CHECK (length(title) BETWEEN 1 AND 120), hint TEXT NOT NULL DEFAULT '',
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (unit, ord)) STRICT, WITHOUT ROWID;
-- A cell asks for the commitments of a year. month: of that year, in which this counts; day: when it was asked, for the number of members.
CREATE TABLE commitment_year (
	cell INTEGER NOT NULL, year INTEGER NOT NULL, shard INTEGER NOT NULL, due TEXT NOT NULL, day TEXT NOT NULL, month INTEGER NOT NULL,
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (cell, year, shard)) STRICT, WITHOUT ROWID;
-- What a member commits to for a year. draft (seen by the member and who typed it), sent, returned (with a word), agreed: then only an addendum changes it.
-- month and check_month: of that year, in which its sending and its check count.
CREATE TABLE commitment (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, person INTEGER NOT NULL, year INTEGER NOT NULL, name TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT commitment__state CHECK (state = 'draft' OR state = 'sent' OR state = 'returned' OR state = 'agreed'),
	paper INTEGER NOT NULL DEFAULT 0, -- typed in by a leader from paper
	month INTEGER, sent_day TEXT, word TEXT, decided_day TEXT, decided_by INTEGER,
	check_month INTEGER, checked_day TEXT, check_words TEXT, -- the member at the end of the year
	note TEXT, noted_day TEXT, noted_by INTEGER, -- what the cell's committee says of it
	version INTEGER NOT NULL DEFAULT 1, made_by INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX commitment_cell ON commitment (cell, year, person, shard);
CREATE INDEX commitment_person ON commitment (person, year);
-- The parts in words, with the titles of the form of that day.
CREATE TABLE commitment_part (
	commitment INTEGER NOT NULL, ord INTEGER NOT NULL, shard INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
	PRIMARY KEY (commitment, ord, shard)) STRICT, WITHOUT ROWID;
-- What can be measured, each with a deadline. addendum: that brought it; ended: that took it out (0: none). result: done, part, not at the end of the year.
CREATE TABLE commitment_item (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, commitment INTEGER NOT NULL, ord INTEGER NOT NULL,
	text TEXT NOT NULL CONSTRAINT commitment__text CHECK (length(text) BETWEEN 1 AND 600), measure TEXT NOT NULL DEFAULT '', due TEXT NOT NULL,
	addendum INTEGER NOT NULL DEFAULT 0, ended INTEGER NOT NULL DEFAULT 0,
	result TEXT CONSTRAINT commitment__result CHECK (result = 'done' OR result = 'part' OR result = 'not'), result_words TEXT,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_item_of ON commitment_item (commitment, shard);
-- What was said of an item, at a meeting or between.
CREATE TABLE commitment_progress (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, commitment INTEGER NOT NULL, item INTEGER NOT NULL, day TEXT NOT NULL, meeting INTEGER,
	state TEXT NOT NULL CONSTRAINT commitment__progress CHECK (state = 'done' OR state = 'going' OR state = 'stuck'), words TEXT NOT NULL,
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_progress_of ON commitment_progress (commitment, shard);
-- A change after it was agreed: why, which item goes (0: none), which comes (no text: none); it counts once it is agreed too.
CREATE TABLE commitment_addendum (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, commitment INTEGER NOT NULL, reason TEXT NOT NULL, item INTEGER NOT NULL DEFAULT 0,
	text TEXT NOT NULL DEFAULT '', measure TEXT NOT NULL DEFAULT '', due TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL CONSTRAINT commitment__addendum CHECK (state = 'sent' OR state = 'agreed' OR state = 'returned'),
	sent_day TEXT NOT NULL, word TEXT, decided_day TEXT, decided_by INTEGER, account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_addendum_of ON commitment_addendum (commitment, shard);
-- Figures. cells, members: of cells that asked for the year; committed, agreed: by the month of sending; checked, noted: by that of the check.
CREATE TABLE commitment_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, cells INTEGER NOT NULL DEFAULT 0, members INTEGER NOT NULL DEFAULT 0,
	committed INTEGER NOT NULL DEFAULT 0, agreed INTEGER NOT NULL DEFAULT 0, checked INTEGER NOT NULL DEFAULT 0, noted INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE commitment_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, cells INTEGER NOT NULL DEFAULT 0, members INTEGER NOT NULL DEFAULT 0,
	committed INTEGER NOT NULL DEFAULT 0, agreed INTEGER NOT NULL DEFAULT 0, checked INTEGER NOT NULL DEFAULT 0, noted INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
