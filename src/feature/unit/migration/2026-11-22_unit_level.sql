-- needs: 2026-11-20_unit
-- What a level is called from a day on, besides the names of rules/level: added by an administrator, with the document that says so.
CREATE TABLE unit_level (
	kind TEXT NOT NULL, since TEXT NOT NULL,
	name TEXT NOT NULL CONSTRAINT unit__level CHECK (length(name) BETWEEN 1 AND 100), short_name TEXT, document TEXT NOT NULL,
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (kind, since)) STRICT, WITHOUT ROWID;
