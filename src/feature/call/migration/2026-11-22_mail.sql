-- needs: 2026-11-20_meeting
-- Neutral mail that waits or went; the address and the text go when it went.
CREATE TABLE mail (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL, address TEXT, body TEXT,
	state TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT mail__state CHECK (state IN ('waiting', 'sent', 'failed')),
	tries INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX mail_waiting ON mail (next_at) WHERE state = 'waiting';
CREATE INDEX mail_meeting ON mail (meeting, shard, state);
