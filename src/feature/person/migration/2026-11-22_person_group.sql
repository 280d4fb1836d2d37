-- needs: 2026-11-20_person
-- The groups (tổ đảng) of a cell, and who belongs to which since when; leads: the group's leader (tổ trưởng).
CREATE TABLE cell_group (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL,
	name TEXT NOT NULL CONSTRAINT person__group CHECK (length(name) BETWEEN 1 AND 80),
	since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31', entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX cell_group_cell ON cell_group (cell, shard, until);
CREATE TABLE group_member (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, cell_group INTEGER NOT NULL, person INTEGER NOT NULL,
	leads INTEGER NOT NULL DEFAULT 0, since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31', entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_cell ON group_member (cell, shard, until, person);
