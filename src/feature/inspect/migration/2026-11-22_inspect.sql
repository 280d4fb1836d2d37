-- needs: 2026-11-20_unit 2026-11-20_account 2026-11-20_person
-- The yearly programme of a committee: what it will inspect (KT) and supervise (GS). Reference class, as the committee itself.
CREATE TABLE inspect_programme (
	id INTEGER PRIMARY KEY, unit INTEGER NOT NULL REFERENCES unit (id), year INTEGER NOT NULL,
	number TEXT, day TEXT, approved_at INTEGER, -- its approval
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	CONSTRAINT inspect__programme UNIQUE (unit, year)) STRICT;
CREATE TABLE inspect_item (
	id INTEGER PRIMARY KEY, programme INTEGER NOT NULL REFERENCES inspect_programme (id),
	kind TEXT NOT NULL CONSTRAINT inspect__kind CHECK (kind = 'kt' OR kind = 'gs'), subject TEXT NOT NULL,
	cell INTEGER NOT NULL REFERENCES unit (id), since_month INTEGER NOT NULL, until_month INTEGER NOT NULL, -- of the year, 1 to 12
	lead TEXT NOT NULL, extra INTEGER NOT NULL DEFAULT 0, -- added after the approval
	dossier INTEGER, -- opened for it
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL) STRICT;
CREATE INDEX inspect_item_programme ON inspect_item (programme, since_month);
-- A dossier of one inspection or supervision of one cell. draft, planned (its plan is signed), started, concluded (announced to the cell), closed; cancelled.
CREATE TABLE inspect_dossier (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, unit INTEGER NOT NULL, -- who inspects
	kind TEXT NOT NULL CONSTRAINT inspect__dossier_kind CHECK (kind = 'kt' OR kind = 'gs'),
	subject TEXT NOT NULL, period TEXT NOT NULL, item INTEGER,
	state TEXT NOT NULL CONSTRAINT inspect__state CHECK (state = 'draft' OR state = 'planned' OR state = 'started' OR state = 'concluded' OR state = 'closed'
		OR state = 'cancelled'),
	opened_on TEXT NOT NULL, planned_on TEXT, start_by TEXT, started_on TEXT, late_reason TEXT, concluded_on TEXT, closed_on TEXT, cancel_reason TEXT,
	made_by INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX inspect_dossier_cell ON inspect_dossier (cell, shard);
CREATE INDEX inspect_dossier_unit ON inspect_dossier (unit, state);
-- Its team: those who may read it. Reference class: people come from anywhere.
CREATE TABLE inspect_member (
	dossier INTEGER NOT NULL, account INTEGER NOT NULL REFERENCES account (id), name TEXT NOT NULL, post TEXT NOT NULL, head INTEGER NOT NULL DEFAULT 0,
	entered_at INTEGER NOT NULL, PRIMARY KEY (dossier, account)) STRICT, WITHOUT ROWID;
CREATE INDEX inspect_member_account ON inspect_member (account);
-- A paper of the list (rules/inspect); no row: not begun.
CREATE TABLE inspect_paper (
	dossier INTEGER NOT NULL, n INTEGER NOT NULL, shard INTEGER NOT NULL,
	state TEXT NOT NULL CONSTRAINT inspect__paper_state CHECK (state = 'drafted' OR state = 'signed' OR state = 'unneeded'),
	title TEXT, number TEXT, day TEXT, signer TEXT, reason TEXT, -- why it is not needed
	sent_at INTEGER, -- to the cell
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (dossier, n, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE inspect_text (
	dossier INTEGER NOT NULL, n INTEGER NOT NULL, section INTEGER NOT NULL, shard INTEGER NOT NULL, text TEXT NOT NULL,
	PRIMARY KEY (dossier, n, section, shard)) STRICT, WITHOUT ROWID;
-- Scans of a paper; the bytes are in the file room.
CREATE TABLE inspect_file (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, dossier INTEGER NOT NULL, n INTEGER NOT NULL, file_name TEXT NOT NULL, type TEXT NOT NULL,
	size INTEGER NOT NULL, hash BLOB NOT NULL, account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX inspect_file_dossier ON inspect_file (dossier, shard, n);
CREATE INDEX inspect_file_hash ON inspect_file (hash, shard);
-- What must be put right, and by whom. open, proved (the cell showed it), closed.
CREATE TABLE inspect_finding (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, dossier INTEGER NOT NULL, cell INTEGER NOT NULL, text TEXT NOT NULL, fix TEXT NOT NULL,
	person INTEGER NOT NULL, person_name TEXT NOT NULL, due TEXT NOT NULL, told_on TEXT, -- the cell knows of it
	state TEXT NOT NULL CONSTRAINT inspect__finding_state CHECK (state = 'open' OR state = 'proved' OR state = 'closed'),
	closed_on TEXT, account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX inspect_finding_dossier ON inspect_finding (dossier, shard);
CREATE INDEX inspect_finding_cell ON inspect_finding (cell, shard);
CREATE INDEX inspect_finding_person ON inspect_finding (person);
-- Proof given by the cell, re-check by the team, one after another.
CREATE TABLE inspect_step (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, finding INTEGER NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL, text TEXT NOT NULL,
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX inspect_step_finding ON inspect_step (finding, shard);
-- Who saw what: a row a person, day and part (outline, dossier, sent, paper, file, finding).
CREATE TABLE inspect_look (
	dossier INTEGER NOT NULL, account INTEGER NOT NULL, day TEXT NOT NULL, part TEXT NOT NULL, n INTEGER NOT NULL, shard INTEGER NOT NULL,
	entered_at INTEGER NOT NULL, PRIMARY KEY (dossier, account, day, part, n, shard)) STRICT, WITHOUT ROWID;
-- Figures. findings by the month in which the cell was told; due, settled, unsettled by the month of their last day.
CREATE TABLE inspect_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, opened INTEGER NOT NULL DEFAULT 0, concluded INTEGER NOT NULL DEFAULT 0,
	findings INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0,
	unsettled INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE inspect_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, opened INTEGER NOT NULL DEFAULT 0, concluded INTEGER NOT NULL DEFAULT 0,
	findings INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0,
	unsettled INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
