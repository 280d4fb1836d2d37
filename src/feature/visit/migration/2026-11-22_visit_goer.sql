-- needs: 2026-11-22_visit 2026-11-20_account 2026-11-20_unit
-- Who of a team goes to a visit: all of it, or those chosen (visit.part). From the note on it stays as it was.
ALTER TABLE visit ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
CREATE TABLE visit_goer (
	visit INTEGER NOT NULL, account INTEGER NOT NULL, shard INTEGER NOT NULL, name TEXT NOT NULL, post TEXT NOT NULL, place TEXT NOT NULL,
	head INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (visit, account, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX visit_goer_account ON visit_goer (account);
INSERT INTO visit_goer (visit, account, shard, name, post, place, head)
SELECT v.id, m.account, v.shard, m.name, m.post, m.place, m.head FROM visit v JOIN visit_member m ON m.team = v.team;
-- What was changed after the cell had been told: the day, who goes, that nobody comes.
CREATE TABLE visit_shift (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, visit INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT visit__shift CHECK (kind = 'day' OR kind = 'people' OR kind = 'cancel'),
	was TEXT NOT NULL, became TEXT NOT NULL, -- days; or accounts, between blanks
	reason TEXT NOT NULL, account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX visit_shift_visit ON visit_shift (visit, shard);
INSERT INTO visit_shift (id, shard, visit, kind, was, became, reason, account, entered_at)
SELECT v.id, v.shard, v.id, 'day', v.moved_from, v.day, v.moved_reason, v.made_by, v.entered_at FROM visit v WHERE v.moved_from IS NOT NULL;
-- Whom somebody should not assess, besides the own cell and those of the last years: a cell, or all below a body. As declared, without names of relatives.
CREATE TABLE visit_bar (
	account INTEGER NOT NULL REFERENCES account (id), unit INTEGER NOT NULL REFERENCES unit (id),
	kind TEXT NOT NULL CONSTRAINT visit__bar CHECK (kind = 'family' OR kind = 'worked' OR kind = 'other'),
	note TEXT NOT NULL, noted_by INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (account, unit)) STRICT, WITHOUT ROWID;
-- Where a committee puts the tile of a unit on its map; units without a place follow in the order of names.
CREATE TABLE visit_tile (
	unit INTEGER NOT NULL PRIMARY KEY REFERENCES unit (id), across INTEGER NOT NULL CONSTRAINT visit__across CHECK (across BETWEEN 1 AND 24),
	down INTEGER NOT NULL CONSTRAINT visit__down CHECK (down BETWEEN 1 AND 24), entered_at INTEGER NOT NULL) STRICT;
