-- The tree of organisations in time. Ids never change; names, codes, parents and levels are dated rows; unit_anc is derived from unit_edge.
-- An open row ends on 9999-12-31. Reference class: everywhere the same.
CREATE TABLE unit (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CONSTRAINT unit__kind CHECK (kind IN ('centre', 'tinh', 'xa', 'co_so', 'dang_bo_truc_thuoc_co_so', 'chi_bo')),
	cell_type TEXT, -- kind of cell: thon, hanh_chinh, dnnn, dntn, hoc_sinh, llvt; chooses the agenda template
	shard INTEGER NOT NULL, -- of a cell: its bucket from birth; 0 for others
	admin_code TEXT, -- code of the administrative unit, where it has one
	since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31',
	decision TEXT, entered_at INTEGER NOT NULL) STRICT;
CREATE TABLE unit_name (
	unit INTEGER NOT NULL REFERENCES unit (id), since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31',
	name TEXT NOT NULL CONSTRAINT unit__name CHECK (length(name) BETWEEN 1 AND 200), short_name TEXT, fold TEXT NOT NULL, sort_key BLOB NOT NULL,
	decision TEXT, entered_at INTEGER NOT NULL,
	PRIMARY KEY (unit, since)) STRICT, WITHOUT ROWID;
CREATE INDEX unit_name_fold ON unit_name (fold);
CREATE TABLE unit_code (
	unit INTEGER NOT NULL REFERENCES unit (id), since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31',
	code TEXT NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (unit, since)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX unit_code_code ON unit_code (code, until);
CREATE TABLE unit_edge (
	unit INTEGER NOT NULL REFERENCES unit (id), since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31',
	parent INTEGER NOT NULL REFERENCES unit (id), decision TEXT, entered_at INTEGER NOT NULL,
	PRIMARY KEY (unit, since)) STRICT, WITHOUT ROWID;
CREATE INDEX unit_edge_parent ON unit_edge (parent, until);
-- The closure with history: depth 0 is the unit itself.
CREATE TABLE unit_anc (
	node INTEGER NOT NULL, since TEXT NOT NULL, depth INTEGER NOT NULL, ancestor INTEGER NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31',
	PRIMARY KEY (node, since, depth)) STRICT, WITHOUT ROWID;
CREATE INDEX unit_anc_ancestor ON unit_anc (ancestor, until, depth, node);
CREATE TABLE unit_heir (
	unit INTEGER NOT NULL, heir INTEGER NOT NULL, day TEXT NOT NULL, decision TEXT, entered_at INTEGER NOT NULL,
	PRIMARY KEY (unit, heir, day)) STRICT, WITHOUT ROWID;
-- What a body chose: rubric, regular_day, signed_for (cell or committee), minutes_number (0/1), plain_month (as_is or rescale), place, minute ...
CREATE TABLE unit_setting (
	unit INTEGER NOT NULL REFERENCES unit (id), name TEXT NOT NULL, value TEXT NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (unit, name)) STRICT, WITHOUT ROWID;
-- Secrets and facts of this installation: key for person_key, name of the site. Never exported.
CREATE TABLE site (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
