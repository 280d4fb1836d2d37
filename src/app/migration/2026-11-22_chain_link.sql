-- needs: 2026-11-20_audit
-- Every link of the chains of contents: votes, minutes, resolutions, scores, grades. The object's content with its salt gives content, this
-- with the hash before it gives hash. meeting: 0 for what belongs to none; about: the period of a grade; part: the state that the object
-- had then. A salt that is gone: the content was let go of by the rules of keeping, the chain stays whole.
CREATE TABLE chain_link (
	meeting INTEGER NOT NULL, object INTEGER NOT NULL, kind TEXT NOT NULL, seq INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL,
	about TEXT NOT NULL, part TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB, content BLOB NOT NULL, hash BLOB NOT NULL,
	PRIMARY KEY (meeting, object, kind, seq, shard)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX chain_link_chain ON chain_link (cell, kind, seq, shard);
-- Heads that went up with the last report of a cell: what the superior holds.
CREATE TABLE chain_known (
	cell INTEGER NOT NULL, kind TEXT NOT NULL, shard INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL,
	meeting INTEGER NOT NULL,
	PRIMARY KEY (cell, kind, shard)) STRICT, WITHOUT ROWID;
-- No head of contents was printed or sent before there were links: their chains begin anew.
DELETE FROM chain WHERE kind <> 'audit';
