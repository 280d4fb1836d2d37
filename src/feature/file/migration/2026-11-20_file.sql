-- Bytes that people bring: papers, photographs of signed pages. Addressed by hash, kept in pieces of 128 KB.
CREATE TABLE file (
	hash BLOB NOT NULL, shard INTEGER NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (hash, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE file_piece (
	hash BLOB NOT NULL, shard INTEGER NOT NULL, ord INTEGER NOT NULL, bytes BLOB NOT NULL,
	PRIMARY KEY (hash, shard, ord)) STRICT, WITHOUT ROWID;
