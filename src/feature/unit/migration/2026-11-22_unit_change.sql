-- needs: 2026-11-20_unit 2026-11-20_account
-- A decision that changed the tree: where it was taken (the superior), from which day on; undone: corrected later, as if it had never been.
CREATE TABLE unit_change (
	id INTEGER NOT NULL PRIMARY KEY, unit INTEGER NOT NULL REFERENCES unit (id),
	kind TEXT NOT NULL CONSTRAINT unit__change CHECK (kind = 'move' OR kind = 'merge' OR kind = 'dissolve' OR kind = 'split' OR kind = 'close'
		OR kind = 'import'),
	day TEXT NOT NULL, decision TEXT NOT NULL, account INTEGER NOT NULL, at INTEGER NOT NULL,
	undone_at INTEGER, undone_by INTEGER, undone_decision TEXT) STRICT;
CREATE INDEX unit_change_unit ON unit_change (unit, id);
-- What it did, so that it can be taken back. move: unit from other to target, its old row began on since (decision: note). close: the same of
-- what was closed, target its heir. new: a unit that it made. heir: unit has the heir other. member: a person from unit to other, with
-- the post note. role: a role (person) at unit that ended. code: unit had the code note.
CREATE TABLE unit_change_part (
	change INTEGER NOT NULL,
	what TEXT NOT NULL CONSTRAINT unit__part CHECK (what = 'move' OR what = 'close' OR what = 'new' OR what = 'heir' OR what = 'member'
		OR what = 'role' OR what = 'code'),
	unit INTEGER NOT NULL, person INTEGER NOT NULL DEFAULT 0, other INTEGER NOT NULL DEFAULT 0, target INTEGER NOT NULL DEFAULT 0,
	since TEXT NOT NULL DEFAULT '', note TEXT,
	PRIMARY KEY (change, what, unit, person)) STRICT, WITHOUT ROWID;
CREATE INDEX unit_change_part_unit ON unit_change_part (unit, change);
