-- needs: 2026-11-20_unit 2026-11-20_person 2026-11-20_file
CREATE TABLE meeting (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL,
	month INTEGER NOT NULL, day TEXT NOT NULL, minute INTEGER NOT NULL, place TEXT NOT NULL DEFAULT '',
	body TEXT NOT NULL DEFAULT 'cell' CONSTRAINT meeting__body CHECK (body IN ('cell', 'committee', 'group')),
	kind TEXT NOT NULL CONSTRAINT meeting__kind CHECK (kind IN ('regular', 'thematic', 'both', 'extraordinary')),
	theme TEXT, -- of the thematic part
	state TEXT NOT NULL DEFAULT 'planned'
		CONSTRAINT meeting__state CHECK (state IN ('planned', 'called', 'open', 'ended', 'cancelled', 'postponed')),
	chair INTEGER, clerk INTEGER, observer INTEGER, -- persons; observer follows and scores
	set_day TEXT NOT NULL, -- the cell's set day of that month; day may differ
	moved_reason TEXT, cancel_reason TEXT,
	rubric TEXT NOT NULL, -- id of the rubric in force when it was planned
	paper_typed INTEGER NOT NULL DEFAULT 0, -- typed in afterwards from paper
	note TEXT, -- what the notice says besides
	called_at INTEGER, opened_at INTEGER, ended_at INTEGER, notice_at INTEGER,
	clerk_epoch INTEGER NOT NULL DEFAULT 1, version INTEGER NOT NULL DEFAULT 1, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_cell ON meeting (cell, shard, month, day);
CREATE TABLE meeting_part (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, ord INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT meeting__part CHECK (kind IN ('regular', 'thematic', 'extraordinary')),
	theme TEXT, began INTEGER, ended INTEGER,
	PRIMARY KEY (meeting, shard, ord)) STRICT, WITHOUT ROWID;
CREATE TABLE agenda_item (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL, ord INTEGER NOT NULL, part INTEGER NOT NULL DEFAULT 1,
	step TEXT, -- step of the procedure it stands for (opening, roll_call, fees, tasks, discussion, assign, score, read_minutes ...); NULL: own item
	title TEXT NOT NULL CONSTRAINT meeting__item CHECK (length(title) BETWEEN 1 AND 300),
	who TEXT, presenter INTEGER, minutes INTEGER NOT NULL DEFAULT 10,
	began INTEGER, ended INTEGER, content TEXT, conclusion TEXT, version INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_item_meeting ON agenda_item (meeting, shard, ord);
-- The record of the cell committee's meeting before.
CREATE TABLE premeeting (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, day TEXT NOT NULL, minute INTEGER NOT NULL, place TEXT NOT NULL DEFAULT '',
	present TEXT NOT NULL DEFAULT '', absent TEXT NOT NULL DEFAULT '', chair TEXT NOT NULL DEFAULT '', clerk TEXT NOT NULL DEFAULT '',
	content TEXT NOT NULL DEFAULT '', entered_at INTEGER NOT NULL,
	PRIMARY KEY (meeting, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE paper (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL, title TEXT NOT NULL, file_name TEXT NOT NULL, type TEXT NOT NULL,
	size INTEGER NOT NULL, hash BLOB NOT NULL, posted_at INTEGER NOT NULL, posted_by INTEGER NOT NULL, withdrawn_at INTEGER,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX paper_meeting ON paper (meeting, shard);
CREATE TABLE paper_view (
	paper INTEGER NOT NULL, shard INTEGER NOT NULL, person INTEGER NOT NULL, first_at INTEGER NOT NULL,
	PRIMARY KEY (paper, person, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE notice_view (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, account INTEGER NOT NULL, first_at INTEGER NOT NULL,
	PRIMARY KEY (meeting, account, shard)) STRICT, WITHOUT ROWID;
-- Opinions and questions sent ahead, under one's name.
CREATE TABLE opinion (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL, person INTEGER NOT NULL, name TEXT NOT NULL,
	text TEXT NOT NULL CONSTRAINT meeting__opinion CHECK (length(text) BETWEEN 1 AND 4000),
	taken INTEGER NOT NULL DEFAULT 0, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX opinion_meeting ON opinion (meeting, shard);
-- Anonymous ones: a pool of sealed slots of one size, shuffled and sealed anew at every write; no author, no time, no order.
CREATE TABLE opinion_pool (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, slot INTEGER NOT NULL, sealed BLOB NOT NULL,
	PRIMARY KEY (meeting, slot, shard)) STRICT, WITHOUT ROWID;
-- One row per roster member, frozen at the call.
CREATE TABLE attendance (
	meeting INTEGER NOT NULL, person INTEGER NOT NULL, shard INTEGER NOT NULL,
	status TEXT NOT NULL CONSTRAINT meeting__status CHECK (status IN ('full', 'probationary')),
	name TEXT NOT NULL, label TEXT, sort_key BLOB NOT NULL, post TEXT NOT NULL,
	duty TEXT NOT NULL DEFAULT 'due' -- copied at the call; due: must come
		CONSTRAINT meeting__duty CHECK (duty IN ('due', 'exempt', 'special_duty', 'away', 'suspended', 'detained')),
	state TEXT NOT NULL DEFAULT 'unknown'
		CONSTRAINT meeting__attendance CHECK (state IN ('unknown', 'present', 'excused', 'unexcused')),
	reason TEXT, excused_at INTEGER, arrived INTEGER, gone INTEGER, source TEXT NOT NULL DEFAULT 'call', changed_at INTEGER,
	PRIMARY KEY (meeting, person, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_person ON attendance (person, shard);
-- Those who are not of the cell: temporary stay (own list, never in a total), superior's representative, others.
CREATE TABLE guest (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL, name TEXT NOT NULL, post TEXT,
	kind TEXT NOT NULL CONSTRAINT meeting__guest CHECK (kind IN ('temporary_stay', 'superior', 'other')),
	present INTEGER NOT NULL DEFAULT 0, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX guest_meeting ON guest (meeting, shard);
-- Totals at the end, or typed in for the months before the program: what reports read.
CREATE TABLE meeting_total (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, members INTEGER NOT NULL, full_members INTEGER NOT NULL, base INTEGER NOT NULL,
	present INTEGER NOT NULL, excused INTEGER NOT NULL, unexcused INTEGER NOT NULL, exempt INTEGER NOT NULL, away INTEGER NOT NULL,
	special INTEGER NOT NULL, extra INTEGER NOT NULL DEFAULT 0, -- exempt or away, and came
	spoke INTEGER NOT NULL DEFAULT 0, minutes INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (meeting, shard)) STRICT, WITHOUT ROWID;
