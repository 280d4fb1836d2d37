-- needs: 2026-11-20_unit 2026-11-20_account 2026-11-20_meeting
-- What a committee guides the cells below to speak of in a quarter: a document with themes and papers. Reference class.
CREATE TABLE guidance (
	id INTEGER PRIMARY KEY, unit INTEGER NOT NULL REFERENCES unit (id),
	quarter INTEGER NOT NULL, -- its first month, yyyymm
	title TEXT NOT NULL CONSTRAINT guidance__title CHECK (length(title) BETWEEN 1 AND 300), intro TEXT,
	state TEXT NOT NULL DEFAULT 'draft' CONSTRAINT guidance__state CHECK (state = 'draft' OR state = 'published' OR state = 'withdrawn'),
	number TEXT, day TEXT, capacity TEXT, post TEXT, signer TEXT, published_at INTEGER,
	withdrawn_at INTEGER, withdrawn_reason TEXT,
	sent_to INTEGER NOT NULL DEFAULT 0, sent_at INTEGER, -- how far the cells below got it, or it was taken back from them; when that was done
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL) STRICT;
CREATE INDEX guidance_unit ON guidance (unit, quarter);
CREATE INDEX guidance_unsent ON guidance (id) WHERE sent_at IS NULL;
CREATE TABLE guidance_theme (
	id INTEGER PRIMARY KEY, guidance INTEGER NOT NULL REFERENCES guidance (id),
	title TEXT NOT NULL CONSTRAINT guidance__theme CHECK (length(title) BETWEEN 1 AND 300), text TEXT, questions TEXT,
	types TEXT NOT NULL, -- of cells, with a blank before and after each; empty: all
	due INTEGER NOT NULL, -- the month by which it is to be held, yyyymm
	entered_at INTEGER NOT NULL) STRICT;
CREATE INDEX guidance_theme_guidance ON guidance_theme (guidance);
CREATE TABLE guidance_paper (
	id INTEGER PRIMARY KEY, guidance INTEGER NOT NULL REFERENCES guidance (id), title TEXT NOT NULL, file_name TEXT NOT NULL,
	type TEXT NOT NULL, size INTEGER NOT NULL, hash BLOB NOT NULL, account INTEGER NOT NULL, entered_at INTEGER NOT NULL, withdrawn_at INTEGER) STRICT;
CREATE INDEX guidance_paper_guidance ON guidance_paper (guidance);
-- A cell's thematic meeting of a quarter: what it was asked, what it chose, plans, holds, reports. What becomes of the meeting stands in the meeting.
CREATE TABLE guidance_cell (
	cell INTEGER NOT NULL, quarter INTEGER NOT NULL, shard INTEGER NOT NULL,
	asked INTEGER NOT NULL, -- some committee above guides it
	theme INTEGER, gone INTEGER NOT NULL DEFAULT 0, own TEXT, why TEXT, -- the theme chosen, and whether it was withdrawn; or one of its own; why none
	plan_month INTEGER, presenter_person INTEGER, presenter_name TEXT, drafter_person INTEGER, drafter_name TEXT, speaker TEXT,
	draft_day TEXT, approved_day TEXT, meeting INTEGER, result TEXT, result_at INTEGER,
	month INTEGER NOT NULL, -- where it counts while it has no meeting, yyyymm
	version INTEGER NOT NULL DEFAULT 1, entered_at INTEGER NOT NULL,
	PRIMARY KEY (cell, quarter, shard)) STRICT, WITHOUT ROWID;
-- Figures.
CREATE TABLE guidance_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, asked INTEGER NOT NULL DEFAULT 0, chosen INTEGER NOT NULL DEFAULT 0,
	declined INTEGER NOT NULL DEFAULT 0, planned INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0, reported INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE guidance_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, asked INTEGER NOT NULL DEFAULT 0, chosen INTEGER NOT NULL DEFAULT 0,
	declined INTEGER NOT NULL DEFAULT 0, planned INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0, reported INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
