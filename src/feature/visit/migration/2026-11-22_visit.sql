-- needs: 2026-11-20_unit 2026-11-20_account 2026-11-20_meeting
-- A working team: set up by a decision of a committee for a term, with members from anywhere and an area. Reference class.
CREATE TABLE visit_team (
	id INTEGER PRIMARY KEY, unit INTEGER NOT NULL REFERENCES unit (id),
	name TEXT NOT NULL CONSTRAINT visit__name CHECK (length(name) BETWEEN 1 AND 120),
	number TEXT NOT NULL, day TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, -- the decision; the term, its last day not in it
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL) STRICT;
CREATE INDEX visit_team_unit ON visit_team (unit, until);
-- Who is in it, as the decision names them.
CREATE TABLE visit_member (
	team INTEGER NOT NULL REFERENCES visit_team (id), account INTEGER NOT NULL REFERENCES account (id), name TEXT NOT NULL,
	post TEXT NOT NULL, place TEXT NOT NULL, head INTEGER NOT NULL DEFAULT 0, entered_at INTEGER NOT NULL,
	PRIMARY KEY (team, account)) STRICT, WITHOUT ROWID;
CREATE INDEX visit_member_account ON visit_member (account);
-- Its area: units, with all below them. No row: all that is below the committee.
CREATE TABLE visit_area (
	team INTEGER NOT NULL REFERENCES visit_team (id), unit INTEGER NOT NULL REFERENCES unit (id), PRIMARY KEY (team, unit)) STRICT, WITHOUT ROWID;
-- A team at a cell's meeting. proposed (by the program, seen by the committee alone), confirmed, held (the note is written), replied, closed; cancelled.
CREATE TABLE visit (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, team INTEGER NOT NULL,
	day TEXT NOT NULL, minute INTEGER NOT NULL, place TEXT NOT NULL DEFAULT '',
	meeting INTEGER, -- that it goes to, where the cell planned one
	state TEXT NOT NULL CONSTRAINT visit__state CHECK (state = 'proposed' OR state = 'confirmed' OR state = 'held' OR state = 'replied' OR state = 'closed'
		OR state = 'cancelled'),
	why TEXT, -- of the program: why this cell, this day
	moved_from TEXT, moved_reason TEXT, cancel_reason TEXT,
	rubric TEXT, rubric_version INTEGER, total INTEGER, least INTEGER, grade TEXT, -- the team's own score
	good TEXT, improve TEXT, advice TEXT, noted_at INTEGER, noted_by INTEGER, paper INTEGER NOT NULL DEFAULT 0,
	reply TEXT, replied_at INTEGER, replied_by INTEGER,
	closing TEXT, closed_at INTEGER, closed_by INTEGER,
	version INTEGER NOT NULL DEFAULT 1, made_by INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX visit_cell ON visit (cell, shard, day);
CREATE INDEX visit_of_team ON visit (team, day);
CREATE TABLE visit_line (
	visit INTEGER NOT NULL, line TEXT NOT NULL, shard INTEGER NOT NULL, max INTEGER NOT NULL,
	points INTEGER NOT NULL CONSTRAINT visit__points CHECK (points BETWEEN -max AND max), reason TEXT,
	PRIMARY KEY (visit, line, shard)) STRICT, WITHOUT ROWID;
-- What changed at the cell's next meetings, as the cell or the team writes it.
CREATE TABLE visit_change (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, visit INTEGER NOT NULL, day TEXT NOT NULL, text TEXT NOT NULL, by_team INTEGER NOT NULL,
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX visit_change_visit ON visit_change (visit, shard);
-- Figures. latest: 1 in the month of a cell's last visit alone, so that its sum over months is the number of cells visited in them.
CREATE TABLE visit_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, visits INTEGER NOT NULL DEFAULT 0, latest INTEGER NOT NULL DEFAULT 0,
	replied INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE visit_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, visits INTEGER NOT NULL DEFAULT 0, latest INTEGER NOT NULL DEFAULT 0,
	replied INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
