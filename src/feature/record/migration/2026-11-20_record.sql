-- needs: 2026-11-20_meeting 2026-11-20_motion
-- A term of the cell: documents are numbered through it, per type.
CREATE TABLE term (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, name TEXT NOT NULL, since TEXT NOT NULL,
	until TEXT NOT NULL DEFAULT '9999-12-31', entered_at INTEGER NOT NULL,
	checked INTEGER NOT NULL DEFAULT 1, -- 0: made by the program at the first signing, nobody looked at it yet
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX term_cell ON term (cell, shard, until);
-- The last number used, per type of document (NQ, BB ...).
CREATE TABLE register (
	term INTEGER NOT NULL, type TEXT NOT NULL, shard INTEGER NOT NULL, last INTEGER NOT NULL CONSTRAINT record__last CHECK (last BETWEEN 0 AND 99999),
	PRIMARY KEY (term, type, shard)) STRICT, WITHOUT ROWID;
-- Every number taken; a void number stays as a row.
CREATE TABLE register_number (
	term INTEGER NOT NULL, type TEXT NOT NULL, number INTEGER NOT NULL, shard INTEGER NOT NULL, record INTEGER, day TEXT NOT NULL, void_reason TEXT,
	PRIMARY KEY (term, type, number, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE record (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, meeting INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT record__kind CHECK (kind IN ('minutes', 'resolution', 'addendum')),
	ord INTEGER NOT NULL DEFAULT 1, -- several resolutions, several addenda
	parent INTEGER, -- of an addendum
	title TEXT NOT NULL, day TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'draft' CONSTRAINT record__state CHECK (state IN ('draft', 'adopted', 'signed', 'void')),
	version INTEGER NOT NULL DEFAULT 1,
	term INTEGER, number INTEGER,
	adopted_at INTEGER, adopted_hash BLOB, adopted_version INTEGER, motion INTEGER,
	clerk INTEGER, clerk_name TEXT, clerk_at INTEGER, chair INTEGER, chair_name TEXT, chair_post TEXT, chair_at INTEGER, signed_at INTEGER,
	hash BLOB, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX record_meeting ON record (meeting, shard, kind, ord);
CREATE INDEX record_cell ON record (cell, shard, kind, day);
-- Immutable versions of the text; body is the JSON of sections (see record.h). With row ids, as texts are long: a tree by key
-- puts all beyond 1,000 bytes into pages of its own.
CREATE TABLE record_version (
	record INTEGER NOT NULL, version INTEGER NOT NULL, shard INTEGER NOT NULL, hash BLOB NOT NULL, author INTEGER NOT NULL, at INTEGER NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (record, version, shard)) STRICT;
-- Photographs of the signed paper.
CREATE TABLE record_photo (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, record INTEGER NOT NULL, file_name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL,
	hash BLOB NOT NULL, at INTEGER NOT NULL, by INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX record_photo_record ON record_photo (record, shard);
