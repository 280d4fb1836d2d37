-- needs: 2026-11-20_unit
-- Reports of periods. period: 2026-11, 2026-Q3, 2026-H1, 2026. Of units above cells: reference class.
-- Where a report stands; no row: open. superior: who received it, 0 where there is nobody above.
CREATE TABLE period_state (
	unit INTEGER NOT NULL REFERENCES unit (id), period TEXT NOT NULL, superior INTEGER NOT NULL, last_month INTEGER NOT NULL,
	state TEXT NOT NULL
		CONSTRAINT period__state CHECK (state = 'submitted' OR state = 'returned' OR state = 'accepted' OR state = 'frozen'),
	since INTEGER NOT NULL, reason TEXT,
	PRIMARY KEY (unit, period)) STRICT, WITHOUT ROWID;
CREATE INDEX period_state_superior ON period_state (superior, state, period);
-- What was done with it.
CREATE TABLE period_event (
	unit INTEGER NOT NULL REFERENCES unit (id), period TEXT NOT NULL, ord INTEGER NOT NULL, act TEXT NOT NULL,
	at INTEGER NOT NULL, account INTEGER NOT NULL, reason TEXT,
	PRIMARY KEY (unit, period, ord)) STRICT, WITHOUT ROWID;
-- The frozen copy: figures and the list of children as JSON, never changed. With row ids, as texts are long.
CREATE TABLE period_report (
	unit INTEGER NOT NULL REFERENCES unit (id), period TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, last_month INTEGER NOT NULL,
	payload TEXT NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL, account INTEGER NOT NULL,
	PRIMARY KEY (unit, period, version)) STRICT;
-- Why a frozen figure of a child is another one today. told: the period in whose report it was told; '' until then.
CREATE TABLE period_change (
	unit INTEGER NOT NULL REFERENCES unit (id), period TEXT NOT NULL, child INTEGER NOT NULL, figures TEXT NOT NULL,
	reason TEXT NOT NULL CONSTRAINT period__reason CHECK (length(reason) BETWEEN 1 AND 1000),
	told TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, account INTEGER NOT NULL,
	PRIMARY KEY (unit, period, child, figures)) STRICT, WITHOUT ROWID;
-- The rule of grading that counts for a unit and all below from a day on: one of rules/period, or its own copy (body) by a decision.
CREATE TABLE period_rule (
	unit INTEGER NOT NULL REFERENCES unit (id), kind TEXT NOT NULL, since TEXT NOT NULL, rule TEXT NOT NULL, body TEXT, decision TEXT NOT NULL,
	at INTEGER NOT NULL, account INTEGER NOT NULL,
	PRIMARY KEY (unit, kind, since)) STRICT, WITHOUT ROWID;
-- What the program does not know, typed by whose line it is; carried: sums that went up with a report.
CREATE TABLE period_line (
	unit INTEGER NOT NULL, period TEXT NOT NULL, name TEXT NOT NULL, shard INTEGER NOT NULL, number INTEGER, text TEXT,
	carried INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL, account INTEGER NOT NULL,
	PRIMARY KEY (unit, period, name, shard)) STRICT, WITHOUT ROWID;
-- A cell's grade of a period as the committee above decided it.
CREATE TABLE period_grade (
	cell INTEGER NOT NULL, period TEXT NOT NULL, shard INTEGER NOT NULL,
	grade TEXT NOT NULL CONSTRAINT period__grade CHECK (grade = 'good' OR grade = 'fair' OR grade = 'average' OR grade = 'poor'),
	reason TEXT NOT NULL, unit INTEGER NOT NULL, at INTEGER NOT NULL, account INTEGER NOT NULL,
	PRIMARY KEY (cell, period, shard)) STRICT, WITHOUT ROWID;
