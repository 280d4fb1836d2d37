-- needs: 2026-11-20_person
-- A member's way from one cell to another: two rows of one id, one a side ('out': the cell left, 'in': the cell that is asked), each in the shard of its
-- cell and written in one transaction. The row of a side holds all that this side may know: of the person, before the answer, the name, the birth year
-- and whether there is a card.
CREATE TABLE transfer (
	cell INTEGER NOT NULL, id INTEGER NOT NULL, shard INTEGER NOT NULL,
	side TEXT NOT NULL CONSTRAINT transfer__side CHECK (side = 'out' OR side = 'in'),
	other INTEGER NOT NULL, other_shard INTEGER NOT NULL, person INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT transfer__kind CHECK (kind = 'official' OR kind = 'temporary'),
	state TEXT NOT NULL DEFAULT 'proposed'
		CONSTRAINT transfer__state CHECK (state = 'proposed' OR state = 'accepted' OR state = 'refused' OR state = 'withdrawn' OR state = 'returned'),
	day TEXT NOT NULL, until TEXT, -- from that day on; until: the end of a temporary stay
	paper TEXT NOT NULL CONSTRAINT transfer__paper CHECK (length(paper) BETWEEN 1 AND 100), reason TEXT,
	name TEXT NOT NULL, birth_year TEXT, card INTEGER NOT NULL DEFAULT 0,
	proposed_at INTEGER NOT NULL, answered_at INTEGER, answer TEXT, -- why refused or withdrawn
	began TEXT, ended TEXT, -- the days of the membership there: as accepted; as returned
	PRIMARY KEY (cell, id, shard)) STRICT, WITHOUT ROWID;
-- The few without an answer, for the offices above; those of one person, for an erasure.
CREATE INDEX transfer_waiting ON transfer (proposed_at) WHERE state = 'proposed';
CREATE INDEX transfer_person ON transfer (person);
