-- needs: 2026-11-20_unit 2026-11-20_account 2026-11-20_meeting 2026-11-20_person
-- A proposal (tờ trình) of a cell: for one form of one giver. giver: the unit that decides, the cell itself where it praises on its own.
CREATE TABLE commend (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, giver INTEGER NOT NULL, reviewer INTEGER NOT NULL, form TEXT NOT NULL,
	kind TEXT NOT NULL CONSTRAINT commend__kind CHECK (kind = 'yearly' OR kind = 'adhoc' OR kind = 'thematic' OR kind = 'badge'),
	year INTEGER NOT NULL, title TEXT NOT NULL DEFAULT '', -- the deed or the theme; none of a yearly one
	day TEXT NOT NULL, meeting INTEGER, votes_for INTEGER, votes_all INTEGER, -- the vote of the cell's meeting, where noted
	paper INTEGER NOT NULL DEFAULT 0, made_by INTEGER NOT NULL, entered_at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX commend_cell ON commend (cell, shard, year);
-- One who is proposed, praised, or was praised before the program (typed). reviewer: the committee right above the cell when it was proposed.
CREATE TABLE commend_item (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, proposal INTEGER, cell INTEGER NOT NULL,
	subject TEXT NOT NULL CONSTRAINT commend__subject CHECK (subject = 'member' OR subject = 'party_group' OR subject = 'cell'),
	person INTEGER, party_group INTEGER, name TEXT NOT NULL CONSTRAINT commend__name CHECK (length(name) BETWEEN 1 AND 200),
	kind TEXT NOT NULL, year INTEGER NOT NULL, form TEXT NOT NULL, badge INTEGER, -- badge: years in the Party
	giver INTEGER, giver_name TEXT NOT NULL, reviewer INTEGER, title TEXT NOT NULL DEFAULT '',
	reason TEXT NOT NULL CONSTRAINT commend__reason CHECK (length(reason) <= 2000), figures TEXT NOT NULL DEFAULT '', -- the evidence as it was then
	state TEXT NOT NULL CONSTRAINT commend__state CHECK (state = 'proposed' OR state = 'agreed' OR state = 'returned' OR state = 'withdrawn'
		OR state = 'given' OR state = 'revoked'),
	answer TEXT, answered_at INTEGER, answered_by INTEGER,
	decision INTEGER, number TEXT, day TEXT, -- the decision, as it is cited
	revoke_number TEXT, revoke_day TEXT, revoke_reason TEXT,
	typed INTEGER NOT NULL DEFAULT 0, made_by INTEGER NOT NULL, entered_at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX commend_item_cell ON commend_item (cell, shard, year);
CREATE INDEX commend_item_proposal ON commend_item (proposal, shard) WHERE proposal IS NOT NULL;
CREATE INDEX commend_item_decision ON commend_item (decision) WHERE decision IS NOT NULL;
CREATE INDEX commend_item_person ON commend_item (person) WHERE person IS NOT NULL;
CREATE INDEX commend_item_giver ON commend_item (giver, year, form) WHERE giver IS NOT NULL;
CREATE INDEX commend_item_waiting ON commend_item (reviewer) WHERE state = 'proposed';
-- A decision of a committee, or a cell's own praise; shard of the unit that decides.
CREATE TABLE commend_decision (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, unit INTEGER NOT NULL, form TEXT NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL,
	title TEXT NOT NULL DEFAULT '', number TEXT NOT NULL, day TEXT NOT NULL, signer TEXT NOT NULL DEFAULT '', signer_post TEXT NOT NULL DEFAULT '',
	paper INTEGER NOT NULL DEFAULT 0, account INTEGER NOT NULL, entered_at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX commend_decision_unit ON commend_decision (unit, shard, year);
-- How many at most, in a year, as a committee set it for itself. Reference class.
CREATE TABLE commend_quota (
	unit INTEGER NOT NULL REFERENCES unit (id), year INTEGER NOT NULL, form TEXT NOT NULL, subject TEXT NOT NULL,
	most INTEGER NOT NULL CONSTRAINT commend__most CHECK (most BETWEEN 0 AND 100000), source TEXT NOT NULL, day TEXT NOT NULL,
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL, PRIMARY KEY (unit, year, form, subject)) STRICT, WITHOUT ROWID;
-- Figures by the month of the decision: cells, groups, and members by form; revoked ones are not counted.
CREATE TABLE commend_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, cells INTEGER NOT NULL DEFAULT 0, party_groups INTEGER NOT NULL DEFAULT 0,
	praised INTEGER NOT NULL DEFAULT 0, certified INTEGER NOT NULL DEFAULT 0, honoured INTEGER NOT NULL DEFAULT 0, badges INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE commend_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, cells INTEGER NOT NULL DEFAULT 0, party_groups INTEGER NOT NULL DEFAULT 0,
	praised INTEGER NOT NULL DEFAULT 0, certified INTEGER NOT NULL DEFAULT 0, honoured INTEGER NOT NULL DEFAULT 0, badges INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
