-- needs: 2026-11-20_motion
-- A vote on slips (motion.method 'paper'): on one's own device, on paper, or both in one tally. seats: how many are elected; 0: a question.
-- slots: of the sealed box. What stands behind is set at the count; result: a line a candidate, "votes|elected|name".
CREATE TABLE ballot (
	motion INTEGER NOT NULL, shard INTEGER NOT NULL, seats INTEGER NOT NULL DEFAULT 0, slots INTEGER NOT NULL,
	head INTEGER, head_name TEXT, members TEXT, issued INTEGER, returned INTEGER, valid INTEGER, invalid INTEGER, electronic INTEGER, result TEXT,
	PRIMARY KEY (motion, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE ballot_candidate (
	motion INTEGER NOT NULL, ord INTEGER NOT NULL, shard INTEGER NOT NULL, name TEXT NOT NULL,
	PRIMARY KEY (motion, ord, shard)) STRICT, WITHOUT ROWID;
-- Who has voted, or took a paper slip: apart from the slips, without a time.
CREATE TABLE ballot_voter (
	motion INTEGER NOT NULL, person INTEGER NOT NULL, shard INTEGER NOT NULL, paper INTEGER NOT NULL,
	PRIMARY KEY (motion, person, shard)) STRICT, WITHOUT ROWID;
-- The box: slots of one size, all sealed anew and moved at each vote under a key outside the database; emptied at the count.
CREATE TABLE ballot_slot (
	motion INTEGER NOT NULL, slot INTEGER NOT NULL, shard INTEGER NOT NULL, sealed BLOB NOT NULL,
	PRIMARY KEY (motion, slot, shard)) STRICT, WITHOUT ROWID;
