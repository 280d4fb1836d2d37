-- needs: 2026-11-20_person
-- What an import wrote is found by its ids, which grow with the instant; whose number a hash is, by the numbers of that person. 16 bytes
-- of hash tell numbers apart.
DROP INDEX person_import;
DROP INDEX member_state_import;
DROP INDEX person_key_person;
-- Names are sorted and told apart as memberships carry them; text_version is of those keys.
ALTER TABLE person DROP COLUMN sort_key;
ALTER TABLE person DROP COLUMN fold;
UPDATE person_key SET hash = substr(hash, 1, 16);
-- The same membership with its words checked one by one: a list of three or more is sorted anew for each row that is written.
CREATE TABLE membership_again (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, person INTEGER NOT NULL,
	since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31',
	kind TEXT NOT NULL CONSTRAINT person__membership CHECK (kind = 'official' OR kind = 'temporary_here' OR kind = 'away'),
	status TEXT NOT NULL CONSTRAINT person__status CHECK (status = 'full' OR status = 'probationary'),
	post TEXT NOT NULL DEFAULT 'dang_vien'
		CONSTRAINT person__post CHECK (post = 'dang_vien' OR post = 'chi_uy_vien' OR post = 'pho_bi_thu' OR post = 'bi_thu'),
	name TEXT NOT NULL, sort_key BLOB NOT NULL, label TEXT, -- what tells two people of one name apart (birth year, village), shown where names collide
	ended TEXT -- why until is past; changed: another row follows
		CONSTRAINT person__ended CHECK (ended = 'changed' OR ended = 'moved' OR ended = 'died' OR ended = 'left' OR ended = 'removed'),
	ended_note TEXT, import INTEGER, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
INSERT INTO membership_again SELECT id, shard, cell, person, since, until, kind, status, post, name, sort_key, label, ended, ended_note, import, entered_at
FROM membership;
DROP TABLE membership;
ALTER TABLE membership_again RENAME TO membership;
CREATE INDEX membership_cell ON membership (cell, shard, until, sort_key);
CREATE INDEX membership_person ON membership (person, until);
