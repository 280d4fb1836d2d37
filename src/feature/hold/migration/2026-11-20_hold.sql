-- needs: 2026-11-20_meeting
-- What the clerk notes while the meeting runs.
CREATE TABLE fee (
	person INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL,
	state TEXT NOT NULL CONSTRAINT hold__fee CHECK (state IN ('paid', 'unpaid', 'free')), entered_at INTEGER NOT NULL,
	PRIMARY KEY (person, month, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX fee_cell ON fee (cell, shard, month);
CREATE TABLE speech (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL, item INTEGER NOT NULL, ord INTEGER NOT NULL,
	person INTEGER, name TEXT NOT NULL, text TEXT NOT NULL DEFAULT '' CONSTRAINT hold__speech CHECK (length(text) <= 4000),
	kind TEXT NOT NULL DEFAULT 'opinion' CONSTRAINT hold__speech_kind CHECK (kind IN ('report', 'opinion', 'superior', 'ahead')),
	at INTEGER NOT NULL, removed_at INTEGER,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX speech_meeting ON speech (meeting, shard, ord);
CREATE TABLE praise (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL, person INTEGER NOT NULL, name TEXT NOT NULL,
	kind TEXT NOT NULL CONSTRAINT hold__praise CHECK (kind IN ('praise', 'reminder', 'criticism')), text TEXT NOT NULL DEFAULT '', removed_at INTEGER,
	entered_at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX praise_meeting ON praise (meeting, shard);
-- What was noted under an agenda item, every version: two clerks never overwrite each other, and a version can be taken back.
CREATE TABLE item_version (
	item INTEGER NOT NULL, version INTEGER NOT NULL, shard INTEGER NOT NULL, content TEXT NOT NULL, conclusion TEXT NOT NULL,
	author INTEGER NOT NULL, at INTEGER NOT NULL,
	PRIMARY KEY (item, version, shard)) STRICT, WITHOUT ROWID;
-- The clerk replaced, the deputy in the chair: for the minutes.
CREATE TABLE role_change (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL,
	role TEXT NOT NULL CONSTRAINT hold__role CHECK (role IN ('chair', 'clerk')), person_before INTEGER, name_before TEXT,
	person INTEGER NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX role_change_meeting ON role_change (meeting, shard);
-- The last acts, each with what stood before it, so that the clerk can take it back (see hold_undo.c for the words).
CREATE TABLE act (
	meeting INTEGER NOT NULL, shard INTEGER NOT NULL, ord INTEGER NOT NULL, kind TEXT NOT NULL, object INTEGER NOT NULL,
	about TEXT NOT NULL DEFAULT '', before TEXT NOT NULL DEFAULT '', account INTEGER NOT NULL, at INTEGER NOT NULL, undone_at INTEGER,
	PRIMARY KEY (meeting, shard, ord)) STRICT, WITHOUT ROWID;
