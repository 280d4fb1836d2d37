-- needs: 2026-11-20_unit 2026-11-20_account 2026-11-20_meeting
-- A cell's meeting that others come to learn from. proposed (by the cell), marked (by the committee), refused, cancelled, published (what was learned).
-- Whether it was held stands in the meeting.
CREATE TABLE model_meeting (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, cell INTEGER NOT NULL, meeting INTEGER NOT NULL,
	unit INTEGER NOT NULL, -- the committee that marks it
	purpose TEXT NOT NULL CONSTRAINT model__purpose CHECK (length(purpose) BETWEEN 1 AND 2000),
	state TEXT NOT NULL CONSTRAINT model__state CHECK (state = 'proposed' OR state = 'marked' OR state = 'refused' OR state = 'cancelled' OR state = 'published'),
	by_cell INTEGER NOT NULL, answer TEXT, -- why refused or cancelled
	since TEXT NOT NULL, until TEXT NOT NULL, -- when guests may look into the cell, the last day not in it
	number TEXT, day TEXT, -- of the invitation
	conclusion TEXT, reach INTEGER, types TEXT, published_at INTEGER, -- what was learned as a whole; the unit below which, and the types of cells that read it
	sent_to INTEGER NOT NULL DEFAULT 0, sent_at INTEGER, -- how far it went to them
	made_by INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1, entered_at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX model_meeting_cell ON model_meeting (cell, shard);
CREATE INDEX model_meeting_unit ON model_meeting (unit, entered_at);
CREATE INDEX model_meeting_unsent ON model_meeting (id, shard) WHERE published_at IS NOT NULL AND sent_at IS NULL;
-- Who is invited: somebody with an account, or a cell, which sends whom it will.
CREATE TABLE model_guest (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, model INTEGER NOT NULL, account INTEGER, guest_cell INTEGER,
	name TEXT NOT NULL, place TEXT NOT NULL DEFAULT '', came INTEGER, -- how many came; NULL: not said yet
	entered_at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX model_guest_model ON model_guest (model, shard);
CREATE INDEX model_guest_account ON model_guest (account) WHERE account IS NOT NULL;
CREATE INDEX model_guest_cell ON model_guest (guest_cell) WHERE guest_cell IS NOT NULL;
-- What somebody noted, step by step: a guest, the committee, the cell itself.
CREATE TABLE model_note (
	model INTEGER NOT NULL, account INTEGER NOT NULL, step TEXT NOT NULL, shard INTEGER NOT NULL,
	side TEXT NOT NULL CONSTRAINT model__side CHECK (side = 'guest' OR side = 'committee' OR side = 'cell'),
	good TEXT, improve TEXT, entered_at INTEGER NOT NULL, PRIMARY KEY (model, account, step, shard)) STRICT, WITHOUT ROWID;
-- What the committee publishes of it.
CREATE TABLE model_lesson (
	model INTEGER NOT NULL, step TEXT NOT NULL, shard INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (model, step, shard)) STRICT, WITHOUT ROWID;
-- The cells that should read it, in the shard of each; who did.
CREATE TABLE model_reader (
	cell INTEGER NOT NULL, model INTEGER NOT NULL, shard INTEGER NOT NULL, month INTEGER NOT NULL, -- in which it was published
	day TEXT NOT NULL, cell_name TEXT NOT NULL, -- of the meeting, and whose it was
	read_at INTEGER, account INTEGER, entered_at INTEGER NOT NULL, PRIMARY KEY (cell, model, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX model_reader_model ON model_reader (model, cell);
-- Figures.
CREATE TABLE model_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, held INTEGER NOT NULL DEFAULT 0, guests INTEGER NOT NULL DEFAULT 0,
	published INTEGER NOT NULL DEFAULT 0, should INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE model_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, held INTEGER NOT NULL DEFAULT 0, guests INTEGER NOT NULL DEFAULT 0,
	published INTEGER NOT NULL DEFAULT 0, should INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
