-- Who did what, in one hash chain a unit; no content. cell is the unit of the object (0: the site).
CREATE TABLE audit (
	cell INTEGER NOT NULL, seq INTEGER NOT NULL, shard INTEGER NOT NULL, at INTEGER NOT NULL, account INTEGER NOT NULL, act TEXT NOT NULL,
	object INTEGER NOT NULL, request INTEGER NOT NULL, hash BLOB NOT NULL,
	PRIMARY KEY (cell, seq, shard)) STRICT, WITHOUT ROWID;
-- The heads of all chains: kind audit, minutes, resolution, vote, score.
CREATE TABLE chain (
	cell INTEGER NOT NULL, kind TEXT NOT NULL, shard INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
	PRIMARY KEY (cell, kind, shard)) STRICT, WITHOUT ROWID;
-- A look at personal data from outside the cell: one row a person, unit and day.
CREATE TABLE look (
	cell INTEGER NOT NULL, shard INTEGER NOT NULL, day TEXT NOT NULL, account INTEGER NOT NULL, purpose TEXT NOT NULL, first_at INTEGER NOT NULL,
	PRIMARY KEY (cell, day, account, purpose, shard)) STRICT, WITHOUT ROWID;
-- Client-made operation ids: the same body again gets the same answer.
CREATE TABLE operation (
	op TEXT NOT NULL, shard INTEGER NOT NULL, account INTEGER NOT NULL, body_hash BLOB NOT NULL, status INTEGER NOT NULL, location TEXT,
	at INTEGER NOT NULL, PRIMARY KEY (op, shard)) STRICT, WITHOUT ROWID;
