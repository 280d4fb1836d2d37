-- needs: 2026-11-20_meeting
CREATE TABLE motion (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, meeting INTEGER NOT NULL, item INTEGER, ord INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT motion__kind
		CHECK (kind IN ('resolution', 'minutes', 'score', 'admission', 'recognition', 'removal', 'expulsion', 'other')),
	question TEXT NOT NULL CONSTRAINT motion__question CHECK (length(question) BETWEEN 1 AND 600),
	method TEXT NOT NULL DEFAULT 'hands' CONSTRAINT motion__method CHECK (method IN ('hands', 'names', 'paper')),
	person TEXT, -- the one admitted, recognised ...: name as written; may be no member yet
	papers TEXT, -- which papers lie before the meeting
	state TEXT NOT NULL DEFAULT 'open' CONSTRAINT motion__state CHECK (state IN ('open', 'closed', 'void')),
	votes_for INTEGER NOT NULL DEFAULT 0, votes_against INTEGER NOT NULL DEFAULT 0, votes_other INTEGER NOT NULL DEFAULT 0,
	base INTEGER NOT NULL DEFAULT 0, needs INTEGER NOT NULL DEFAULT 0, present INTEGER NOT NULL DEFAULT 0, carried INTEGER,
	rule TEXT NOT NULL DEFAULT '', -- id of the rule set it was counted by
	opened_at INTEGER NOT NULL, closed_at INTEGER,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX motion_meeting ON motion (meeting, shard, ord);
CREATE TABLE motion_elector (
	motion INTEGER NOT NULL, person INTEGER NOT NULL, shard INTEGER NOT NULL, name TEXT NOT NULL, sort_key BLOB NOT NULL,
	counts INTEGER NOT NULL, decided INTEGER NOT NULL DEFAULT 0, -- decided: by the clerk, not by the rule
	may_vote INTEGER NOT NULL, why TEXT NOT NULL,
	choice TEXT CONSTRAINT motion__choice CHECK (choice IN ('for', 'against', 'other')),
	PRIMARY KEY (motion, person, shard)) STRICT, WITHOUT ROWID;
