-- needs: 2026-11-22_period
-- A superior's own template for the reports of a kind of period. The bytes are files of the unit's shard. ended: replaced or withdrawn.
CREATE TABLE period_template (
	unit INTEGER NOT NULL REFERENCES unit (id), kind TEXT NOT NULL, format TEXT NOT NULL, at INTEGER NOT NULL,
	hash BLOB NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, account INTEGER NOT NULL, ended_at INTEGER, ended_by INTEGER,
	PRIMARY KEY (unit, kind, format, at)) STRICT, WITHOUT ROWID;
CREATE INDEX period_template_hash ON period_template (hash);
