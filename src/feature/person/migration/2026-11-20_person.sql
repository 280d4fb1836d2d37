-- needs: 2026-11-20_unit
-- person is the identity (erasable); membership is where and since when, with the name copied in.
CREATE TABLE person (
	id INTEGER NOT NULL, shard INTEGER NOT NULL,
	full_name TEXT NOT NULL CONSTRAINT person__name CHECK (length(full_name) BETWEEN 1 AND 120),
	sort_key BLOB NOT NULL, text_version INTEGER NOT NULL, fold TEXT NOT NULL,
	birth TEXT, sex TEXT CONSTRAINT person__sex CHECK (sex IN ('Nam', 'Nữ')), ethnic TEXT, home TEXT, residence TEXT,
	joined TEXT, official TEXT, card TEXT, id_number TEXT, phone TEXT, email TEXT, job TEXT, education TEXT, note TEXT,
	import INTEGER, entered_at INTEGER NOT NULL, erased_at INTEGER,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX person_import ON person (import) WHERE import IS NOT NULL;
-- Uniqueness of card and identity number without the number: kind 'card' or 'id_number'.
CREATE TABLE person_key (
	kind TEXT NOT NULL, hash BLOB NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (kind, hash)) STRICT, WITHOUT ROWID;
CREATE INDEX person_key_person ON person_key (person);
CREATE TABLE membership (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, person INTEGER NOT NULL,
	since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31',
	kind TEXT NOT NULL CONSTRAINT person__membership CHECK (kind IN ('official', 'temporary_here', 'away')),
	status TEXT NOT NULL CONSTRAINT person__status CHECK (status IN ('full', 'probationary')),
	post TEXT NOT NULL DEFAULT 'dang_vien' CONSTRAINT person__post CHECK (post IN ('bi_thu', 'pho_bi_thu', 'chi_uy_vien', 'dang_vien')),
	name TEXT NOT NULL, sort_key BLOB NOT NULL, label TEXT, -- what tells two people of one name apart (birth year, village), shown where names collide
	ended TEXT CONSTRAINT person__ended CHECK (ended IN ('changed', 'moved', 'died', 'left', 'removed')), -- why until is past; changed: another row follows
	ended_note TEXT, import INTEGER, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX membership_cell ON membership (cell, shard, until, sort_key);
CREATE INDEX membership_person ON membership (person, until);
CREATE INDEX membership_import ON membership (import) WHERE import IS NOT NULL;
-- Dated facts that change duties and votes: exempt, special_duty (armed forces), suspended, detained (also prosecuted).
CREATE TABLE member_state (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, person INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT person__state CHECK (kind IN ('exempt', 'special_duty', 'suspended', 'detained')),
	since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31', reason TEXT, decision TEXT, import INTEGER, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX member_state_cell ON member_state (cell, shard, until);
CREATE INDEX member_state_import ON member_state (import) WHERE import IS NOT NULL;
-- One import of a roster file; can be taken back the same day while nothing was built on it.
CREATE TABLE roster_import (
	id INTEGER NOT NULL PRIMARY KEY, unit INTEGER NOT NULL, file_name TEXT NOT NULL, file_hash BLOB NOT NULL, account INTEGER,
	rows INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, at INTEGER NOT NULL, taken_back_at INTEGER) STRICT;
-- What a row was before the import changed it, to take it back: kind person or membership, body JSON.
CREATE TABLE roster_before (
	import INTEGER NOT NULL, ord INTEGER NOT NULL, kind TEXT NOT NULL, object INTEGER NOT NULL, body TEXT NOT NULL,
	PRIMARY KEY (import, ord)) STRICT, WITHOUT ROWID;
-- A file that waits for its confirmation: the preview is computed from these bytes again, so nothing is half-done.
CREATE TABLE roster_upload (
	id INTEGER NOT NULL PRIMARY KEY, unit INTEGER NOT NULL, account INTEGER NOT NULL, file_name TEXT NOT NULL, bytes BLOB NOT NULL,
	at INTEGER NOT NULL) STRICT;
